"""Imported content: issues, rules, and omitted parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Imported", "Left"]


@dataclass(frozen=True, slots=True)
class Left:
    """Omitted part of the file."""

    what: str
    line: int = 0
    """Line of the part; 0 if it has several or none."""
    file: str = ""
    """File of the part, if it is another one."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.file else f"line {self.line}"
        if not self.line:
            place = self.file
        return f"{self.what} ({place})" if place else self.what


@dataclass(frozen=True, slots=True)
class Imported:
    """Imported model or domain in terms of the format."""

    title: str
    form: str
    """Description of the file."""
    places: str
    """Kind of places that citations of it use: `line`."""
    issues: Sequence[dict[str, Any]]
    """Issues as in `terms/issues/*.yaml`."""
    rules: Sequence[dict[str, Any]]
    """Rules as in `terms/rules.yaml`."""
    became: Sequence[str]
    """Explanation of its parts in the workspace, a sentence each."""
    left: Sequence[Left] = ()
