"""What screens ask of the application; it answers by the type of the message."""

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
    """The reader wants to work on another draft that is open."""

    at: int
    """Its place in the bar."""


@dataclass
class ScenarioChosen(Message):
    """The reader wants to compose this draft."""

    path: str
    """Within the workspace; empty for the draft under work."""


@dataclass
class ScenariosMarked(Message):
    """The drafts marked to be compared are these."""

    paths: tuple[str, ...]


@dataclass
class WaiveAsked(Message):
    """The reader wants to suppose that the position were dropped, or to end that."""

    position: str


@dataclass
class TryAsked(Message):
    """The reader wants concessions or changes tried: one of the two is given."""

    waive: tuple[str, ...] = ()
    """Positions to waive."""
    repair: Repair | None = None
    """Changes to the draft."""


@dataclass
class OpenAsked(Message):
    """The reader wants to see a statement where it is written."""

    statement: str


@dataclass
class EditAsked(Message):
    """The reader wants to edit a file."""

    path: str
    """Within the workspace."""
    line: int
    """1-based."""
