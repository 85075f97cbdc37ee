"""Ids for what has a name: lower-case words joined by hyphens, each used once."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from zopa.documents.scalars import WORDS
from zopa.model.domains import SILENT, UNLIMITED, VALUE

__all__ = ["Ids"]

LONGEST: Final = 80
"""Characters, so that there is room for a number."""
SPECIAL: Final = frozenset({SILENT, UNLIMITED, VALUE, "term", "cites", "at-least", "at-most"})
"""Words that mean something else in a draft."""
HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Ids:
    """Makes ids of one kind of thing, no two alike."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def of(self, name: str) -> str:
        """An id for the next thing, as near to its name as ids can be.

        A name without letters that ids may have gives the kind and a number.
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
