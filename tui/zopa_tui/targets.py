"""What the cursor can stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """One thing of the corpus."""

    kind: Literal["section", "issue", "term", "position", "entity"]
    id: str
    """Of an issue, a position (`party/id`) or an entity; of a term `issue/term`."""

    @classmethod
    def term(cls, issue: str, term: str) -> Target:
        """A term of an issue."""
        return cls("term", f"{issue}/{term}")

    @property
    def parts(self) -> tuple[str, str]:
        """Issue and term, where it is a term."""
        issue, _, term = self.id.partition("/")
        return issue, term

    @property
    def issue(self) -> str | None:
        """The issue that it is, or belongs to."""
        match self.kind:
            case "issue":
                return self.id
            case "term":
                return self.parts[0]
            case _:
                return None
