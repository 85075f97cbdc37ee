"""Ids from names: lower-case words joined by hyphens, each unique."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from zopa.documents.scalars import WORDS
from zopa.model.domains import SILENT, UNLIMITED, VALUE

__all__ = ["Ids"]

LONGEST: Final = 80
"""Largest number of characters, with room for a number."""
SPECIAL: Final = frozenset({SILENT, UNLIMITED, VALUE, "term", "cites", "at-least", "at-most"})
"""Words with another meaning in a draft."""
HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Ids:
    """Generator of unique ids for one kind of item."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def of(self, name: str) -> str:
        """Return an id for the next item, as close to its name as possible.

        A name without letters that ids can have gives the kind and a number.
        """
        plain = unicodedata.normalize("NFKD", HUMP.sub("-", name))
        ascii_only = plain.encode("ascii", "ignore").decode().lower()
        words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:LONGEST].strip("-")
        if not words:
            return self._numbered(self._kind)
        if not words[0].isalpha() or words in WORDS or words in SPECIAL:
            words = f"{self._kind}-{words}"
        if words not in self._taken:
            self._taken.add(words)
            return words
        return self._numbered(words)

    def _numbered(self, words: str) -> str:
        number = self._next.get(words, 1)
        while (found := f"{words}-{number + 1}") in self._taken:
            number += 1
        self._next[words] = number + 1
        self._taken.add(found)
        return found
