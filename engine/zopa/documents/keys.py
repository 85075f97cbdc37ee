"""Keys that all readers take for the same text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from zopa.diagnostics import Fix, Label, codes
from zopa.diagnostics.messages import spelled_out
from zopa.documents.characters import HIDDEN_IN_KEY, STRANGE_SPACES, name_of
from zopa.documents.document import brief
from zopa.documents.scalars import WORDS, double_quoted, kind_of_key
from zopa.documents.texts import FLOW_UNSAFE

if TYPE_CHECKING:
    from zopa.documents.document import Entries, Event, ParserMark, Pointer
    from zopa.documents.texts import Frame, Texts
    from zopa.files.span import Span

__all__ = ["KeyCheck", "is_ordinary"]

ORDINARY = re.compile("[a-z_][a-z0-9_-]*")
"""Key that needs no further check, unless it is a special word."""
CLOSED_BY = re.compile(" *:(?: |$)")
"""Characters after an unquoted key between brackets."""
WORD = re.compile(r"[^\W\d_]+")
ALPHABETS = {
    "Latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
}
"""Alphabets with letters that look alike."""


@lru_cache(maxsize=4096)
def is_ordinary(key: str, longest: int) -> bool:
    """Return True if an unquoted key is valid everywhere."""
    return bool(ORDINARY.fullmatch(key)) and key not in WORDS and len(key) <= longest


class KeyCheck:
    """Checks of the keys of one file."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.source = texts.source
        self.limits = texts.limits
        self.findings = texts.findings
        self.fold = False
        """True if two keys may differ only in case or encoding."""

    def check(self, event: Event, frame: Frame) -> bool:
        """Report errors of a key.

        Returns:
            True if the entry belongs to the mapping; False for a merge key.
        """
        key = event.value
        pointer, flow, column = frame
        at = (*pointer, key)
        if self.texts.has_property(event, at):
            return True
        if not flow and event.start_mark.column != column:
            self._complex(event, column, at)
            return True
        if event.style:
            if event.style in {"|", ">"} or not self.texts.good_quoted(event, at):
                return True
        elif key == "<<":
            self.findings.add(
                codes.ANCHOR,
                self._span(event),
                "merge keys are not supported",
                "write the entries out, or use `extends:` where the format has it",
                pointer=at,
            )
            return False
        elif flow and FLOW_UNSAFE.search(key):
            self.texts.flow_text(event, at)
            return True
        if not key:
            self.findings.add(
                codes.COMPLEX_KEY,
                self._span(event),
                "key is empty",
                "give the entry a name",
                pointer=pointer,
            )
        elif len(key) > self.limits.key:
            self.findings.add(
                codes.OVER_LIMIT,
                self._span(event),
                f"key has {len(key):,} characters; the limit is {self.limits.key:,}",
                "shorten the key",
                pointer=pointer,
                data={"limit": "key", "allowed": self.limits.key, "found": len(key)},
            )
        else:
            self._text(event, at)
        return True

    def duplicate(
        self, event: Event, first: ParserMark, first_end: ParserMark, pointer: Pointer
    ) -> None:
        """Report a key that the mapping already has."""
        first_span = self.source.between(first, first_end)
        self.findings.add(
            codes.DUPLICATE_KEY,
            self._span(event),
            f"duplicate key {brief(event.value)} in this mapping",
            "keep one of the two",
            label="most YAML loaders keep only this one, silently",
            related=(Label(first_span, "first value here"),),
            pointer=(*pointer, event.value),
        )

    def check_unlike(self, entries: Entries, pointer: Pointer) -> None:
        """Report keys of one mapping that differ in encoding or case only."""
        composed: dict[str, str] = {}
        folded: dict[str, str] = {}
        for key, (_, _, _, start, end) in entries.items():
            form = unicodedata.normalize("NFC", key)
            kind, twin = codes.DUPLICATE_KEY, composed.setdefault(form, key)
            if twin == key:
                kind = codes.KEYS_DIFFER_IN_CASE
                twin = folded.setdefault(form.casefold(), key)
            if twin == key:
                continue
            span = self.source.between(start, end)
            first = self.source.between(*entries[twin][3:])
            if kind is codes.DUPLICATE_KEY:
                message = f"same key {brief(key)} twice, in two encodings"
                way_out = "keep one of the two"
            else:
                message = f"key {brief(key)} differs only in case from line {first.start.line}"
                way_out = "rename one of the two"
            self.findings.add(
                kind,
                span,
                message,
                way_out,
                related=(Label(first, "first key here"),),
                pointer=(*pointer, key),
            )

    def closed_by_colon(self, event: Event, pointer: Pointer) -> None:
        """Report an unquoted key between brackets without `: ` after it."""
        end = event.end_mark
        if event.style or FLOW_UNSAFE.search(event.value):
            return
        line = self.source.line(end.line)
        if not CLOSED_BY.match(line, end.column):
            self.findings.add(
                codes.FLOW_TEXT,
                self._span(event),
                f"no space after the `:` of key {brief(event.value)}",
                "add a space after `:`, or quote the text",
                pointer=(*pointer, event.value),
            )

    def _text(self, event: Event, at: Pointer) -> None:
        key = event.value
        if not event.style and (meaning := kind_of_key(key, self.limits)):
            span = self._span(event)
            self.findings.add(
                codes.KEY_NOT_TEXT,
                span,
                f"key {brief(key)} is {meaning} for some YAML readers",
                "quote it",
                fix=Fix(span, double_quoted(key)),
                pointer=at,
            )
            return
        if key.isascii():
            self.fold = self.fold or key != key.lower()
            return
        self.fold = True
        if hidden := HIDDEN_IN_KEY.search(key):
            mark = name_of(hidden[0][-1])
            kind = codes.INVISIBLE_CHARACTER
            if mark.startswith("text-direction"):
                kind = codes.TEXT_DIRECTION
            elif STRANGE_SPACES.match(hidden[0]):
                kind = codes.STRANGE_SPACE
            self.findings.add(
                kind,
                self._span(event),
                f"{mark} in key {brief(spelled_out(key))}",
                "delete the character",
                pointer=at,
            )
        elif mixed := _mixed_scripts(key):
            first, second, character = mixed
            self.findings.add(
                codes.MIXED_SCRIPTS,
                self._span(event),
                f"key {brief(key)} mixes {first} and {second}: U+{ord(character):04X}",
                "write the key in one alphabet",
                pointer=at,
            )

    def _complex(self, event: Event, column: int, at: Pointer) -> None:
        start = event.start_mark
        line = self.source.line(start.line)
        span = self._span(event)
        if line[column : column + 1] == "?":
            span = self.source.span(start.line, column, column + 1)
        self.findings.add(
            codes.COMPLEX_KEY,
            span,
            "keys after `?` are not supported",
            "write `key: value`",
            pointer=at,
        )

    def _span(self, event: Event) -> Span:
        return self.source.between(event.start_mark, event.end_mark)


def _mixed_scripts(key: str) -> tuple[str, str, str] | None:
    """Return two alphabets in one word of the key, and the first letter of the rarer one."""
    for word in WORD.findall(key):
        found = {name: letters.findall(word) for name, letters in ALPHABETS.items()}
        many, few, *_ = sorted(found, key=lambda each: -len(found[each]))
        if found[few]:
            return many, few, found[few][0]
    return None
