"""What a file of another tool comes to: issues and rules, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Imported", "Left"]


@dataclass(frozen=True, slots=True)
class Left:
    """Something of the file that the workspace has no place for."""

    what: str
    line: int = 0
    """0 where it stands in several places or in no line."""
    file: str = ""
    """Where that is not the file itself."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.file else f"line {self.line}"
        if not self.line:
            place = self.file
        return f"{self.what} ({place})" if place else self.what


@dataclass(frozen=True, slots=True)
class Imported:
    """A model or domain in the words of the format."""

    title: str
    form: str
    """What the file is, in words."""
    places: str
    """What citations of it give: `line`."""
    issues: Sequence[dict[str, Any]]
    """As `terms/issues/*.yaml` has them."""
    rules: Sequence[dict[str, Any]]
    """As `terms/rules.yaml` has them."""
    became: Sequence[str]
    """How its parts are said in the workspace, a sentence each."""
    left: Sequence[Left] = ()
