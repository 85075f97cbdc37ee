"""Messages from the screens to the application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from zopa.questions.repair import Repair

__all__ = [
    "DraftChosen",
    "EditAsked",
    "OpenAsked",
    "ScenarioChosen",
    "ScenariosMarked",
    "TryAsked",
    "WaiveAsked",
]


@dataclass
class DraftChosen(Message):
    """Request to switch to another open draft."""

    at: int
    """Its index in the tab bar."""


@dataclass
class ScenarioChosen(Message):
    """Request to open this draft in Compose."""

    path: str
    """Path within the workspace; empty for the current draft."""


@dataclass
class ScenariosMarked(Message):
    """The drafts that are now marked for a comparison."""

    paths: tuple[str, ...]


@dataclass
class WaiveAsked(Message):
    """Request to waive the position, or to end its waiver."""

    position: str


@dataclass
class TryAsked(Message):
    """Request to try concessions or changes: one of the two is given."""

    waive: tuple[str, ...] = ()
    """Positions to waive."""
    repair: Repair | None = None
    """Changes to the draft."""


@dataclass
class OpenAsked(Message):
    """Request to show a statement in its file."""

    statement: str


@dataclass
class EditAsked(Message):
    """Request to edit a file."""

    path: str
    """Path within the workspace."""
    line: int
    """Line number from 1."""
