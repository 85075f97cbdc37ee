"""Diagnostics: values with code, place, message and help, never exceptions.

Texts of users in messages are quoted, shortened and made safe to print.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.files import Span

__all__ = [
    "FLAG",
    "JOINERS",
    "STRANGE_SPACES",
    "Diagnostic",
    "DiagnosticKind",
    "Fix",
    "Label",
    "Severity",
    "as_written",
    "clip",
    "did_you_mean",
    "in_order",
    "inert",
    "listed",
    "one_line",
    "order",
    "quoted",
    "shown",
]


class Severity(enum.StrEnum):
    """Severity of a diagnostic, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    VERDICT = "verdict"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class DiagnosticKind:
    """A type of diagnostic; its code is never reused."""

    code: str
    name: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Label:
    """Another place that a diagnostic refers to."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement for the text of one span."""

    span: Span
    text: str
    safe: bool = True
    """True if the fix cannot change the author's meaning."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    kind: DiagnosticKind
    span: Span | None
    """Smallest text with the error; None if no file has it."""
    message: str
    """One fact, lower case, no full stop, true in isolation, at most 100 characters."""
    label: str = ""
    """Description of the text at `span`, for the line of carets."""
    related: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    """Instructions to fix the finding."""
    notes: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict[str, object])
    """Facts for programs, JSON values only."""
    pointer: str = ""
    """JSON Pointer of the value within its file."""

    @property
    def code(self) -> str:
        """Code of the kind."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """Severity of the kind."""
        return self.kind.severity


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file, line, column, code, message and end, each finding once.

    Findings without a place come first. The order does not depend on that of the input; of
    equal findings the first is kept.
    """
    unique = {
        (each.span, each.code, each.message): each for each in reversed(list(diagnostics))
    }
    return sorted(unique.values(), key=order)


def order(each: Diagnostic) -> tuple[str, int, int, str, str, int, int]:
    """Return the sort key of a finding."""
    if each.span is None:
        return ("", 0, 0, each.code, each.message, 0, 0)
    start, end = each.span.start, each.span.end
    place = (each.span.path, start.line, start.column)
    return (*place, each.code, each.message, end.line, end.column)


# Texts in messages
BUILD_COMMAND = re.compile(r"##(?=\w*\[)")
"""Commands of GitHub, Azure and TeamCity, which they recognise anywhere in the output."""
STRANGE_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Characters that YAML does not count as spaces, as a class of a regular expression."""
JOINERS = "\u200c\u200d"
"""Joiners that scripts and emoji need between letters."""
SIGNS = "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f"
"""Visible signs that Unicode counts as formats, such as those that enclose numbers."""
FILLERS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0]")
"""Invisible characters that Python counts as printable."""
FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
"""Flag of a region, such as that of Wales: a black flag and invisible letters."""
AS_THEY_ARE = re.compile(f"[{STRANGE_SPACES}{JOINERS}{SIGNS}]|{FLAG}")
"""Characters allowed in texts and printed, although Python counts them as not printable."""
BLANKS = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
FORMULA = re.compile("[\\s\u200c\u200d\ufeff'\"]*[=+@\\-\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")
"""Beginning of a possible formula; spreadsheets may skip blanks and accept full-width signs."""
LONGEST_VALUE = 60
MOST_SUGGESTIONS = 3


def shown(text: str) -> str:
    r"""Return text that is safe to print: invisible characters are spelled out.

    C0 controls become control pictures, so that no terminal obeys them. Other characters
    without a visible form (C1, bidi controls, invisible ones, lone surrogates, line
    separators) become `\\u{202e}`. Characters that texts of files may hold stay the same.
    Commands of build servers, such as `##[error]`, are broken up.
    """
    if not text.isprintable() or (not text.isascii() and FILLERS.search(text)):
        parts: list[str] = []
        done = 0
        for found in AS_THEY_ARE.finditer(text):
            parts += (*map(_shown, text[done : found.start()]), found[0])
            done = found.end()
        text = "".join((*parts, *map(_shown, text[done:])))
    return BUILD_COMMAND.sub("# #", text) if "##" in text else text


def one_line(text: str) -> str:
    """Return text with a single space for every break and run of spaces; other spaces stay."""
    return BLANKS.sub(" ", text).strip(" ")


def spelled_out(text: str) -> str:
    """Return the text with every invisible character spelled out."""
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if character == " " or (code < 0x7F):
        return character
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}:
        return f"\\u{{{code:x}}}"
    if FILLERS.match(character):
        return f"\\u{{{code:x}}}"
    return character


def inert(value: object) -> object:
    """Return a cell that no spreadsheet computes: such a text gets a `'` before it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and FORMULA.match(value):
        return f"'{value}"
    return value


def as_written(cell: str) -> str:
    """Return the text of which `inert` made a cell."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell, 1) else cell


def clip(text: str, width: int = LONGEST_VALUE) -> str:
    """Shorten in the middle, so that both ends stay readable."""
    if len(text) <= width:
        return text
    left = (width - 1) // 2
    return f"{text[:left]}…{text[left + 1 - width :]}"


def quoted(value: object) -> str:
    """Return a value as messages quote it: `value`, clipped and safe to print."""
    if value is True or value is False:
        text = str(value).lower()
    else:
        text = "null" if value is None else str(value)
    return f"`{shown(clip(text))}`"


def listed(names: Iterable[str], *, joiner: str = "or", most: int = 12) -> str:
    """Return names as a list in a sentence: `a`, `b` or `c`."""
    given = list(names)
    every = [quoted(name) for name in given[:most]]
    if len(given) > most:
        every.append(f"{len(given) - most} more")
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {joiner} {every[-1]}"


def _slip(length: int) -> int:
    """Return the largest distance of a typing error in a word of this length."""
    return max(1, length // 3)


@lru_cache(maxsize=65_536)
def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("_", "-").strip()


@lru_cache(maxsize=32)
def _by_length(allowed: tuple[str, ...]) -> Mapping[int, tuple[list[str], list[str]]]:
    """Return words by the length of their folded forms: those forms, and the words themselves.

    Both are in the alphabetical order of the words, without repetition.
    """
    found: dict[int, tuple[list[str], list[str]]] = {}
    for each in sorted(set(allowed)):
        form = _folded(each)
        forms, words = found.setdefault(len(form), ([], []))
        forms.append(form)
        words.append(each)
    return found


def did_you_mean(wrong: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Return the allowed words that `wrong` may be a typing error for, nearest first.

    The distance is the number of letters missing, added, changed or swapped with the next
    (optimal string alignment), at most a third of the word's length, after folding case, width
    and `_`. At most three words; none if more have the same distance.

    Words are compared by length, so that a length too far away costs nothing.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    word = _folded(wrong)
    by_length = _by_length(tuple(allowed))
    near: list[tuple[int, str]] = []
    for length in sorted(by_length, key=lambda each: abs(each - len(word))):
        most = _slip(max(len(word), length))
        if len(near) > MOST_SUGGESTIONS:
            most = min(most, near[-1][0])
        if abs(length - len(word)) > most:
            continue
        forms, words = by_length[length]
        found = process.extract(
            word,
            forms,
            scorer=OSA.distance,
            score_cutoff=most,
            limit=MOST_SUGGESTIONS + 1,  # of equal distance the first in the alphabet
        )
        near += ((int(distance), words[place]) for _, distance, place in found)
        near = sorted(near)[: MOST_SUGGESTIONS + 1]
    if len(near) > MOST_SUGGESTIONS and near[0][0] == near[-1][0]:
        return ()
    return tuple(name for _, name in near[:MOST_SUGGESTIONS])
