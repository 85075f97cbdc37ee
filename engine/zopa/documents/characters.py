"""Which characters of a text cannot be seen for what they are."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import Diagnostic, Fix, Severity, yaml_profile
from zopa.diagnostics.messages import FILLERS, FLAG, JOINERS
from zopa.diagnostics.messages import STRANGE_SPACES as SPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.diagnostics import Kind
    from zopa.documents.source import Source

__all__ = ["MOST_FINDINGS", "STRANGE_SPACES", "check_characters", "name_of", "refused"]

MOST_FINDINGS: Final = 20
"""How many characters of one file are reported."""

BREAKS = "\r\x85\u2028\u2029"
DIRECTION = "\u202a-\u202e\u2066-\u2069"
DIRECTION_MARKS = "\u061c\u200e\u200f"
STRANGE_SPACES = re.compile(f"([{SPACES}])\\1*")
SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
INVISIBLE = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}-{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
CONTROLS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff"
    "\U000f0000-\U000ffffd\U00100000-\U0010fffd" + NONCHARACTERS
)
REFUSED: Final = f"{FLAG}|([\t{BREAKS}{DIRECTION}{INVISIBLE}{CONTROLS}])\\1*"
NOTEWORTHY: Final = (
    f"{FLAG}|([\t{BREAKS}{DIRECTION}{DIRECTION_MARKS}{INVISIBLE}{CONTROLS}])\\1*"
)
DIRECTION_MARK = re.compile(f"[{DIRECTION_MARKS}]")
HIDDEN_IN_KEY = re.compile(f"[{DIRECTION_MARKS}{JOINERS}{SELECTORS}{SPACES}]|{FLAG}")
"""What is allowed in values only."""

CLASSES: Final = (
    (yaml_profile.TAB, "\t"),
    (yaml_profile.HIDDEN_LINE_BREAK, BREAKS),
    (yaml_profile.TEXT_DIRECTION, DIRECTION),
    (yaml_profile.TEXT_DIRECTION_MARK, DIRECTION_MARKS),
    (yaml_profile.STRANGE_SPACE, SPACES),
    (yaml_profile.INVISIBLE_CHARACTER, INVISIBLE),
    (yaml_profile.CONTROL_CHARACTER, CONTROLS),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Most texts need none, and to compile such long ones takes milliseconds."""
    return re.compile(pattern)


def check_characters(source: Source) -> list[Diagnostic]:
    """Report what a text holds that cannot be seen, or is not what it looks like.

    Runs of one character are one finding, and at most `MOST_FINDINGS` are made.
    Where one is of severity error the text must not be parsed: its lines may not
    be those of an editor.
    """
    text = source.text
    if text.replace("\n", "").isprintable() and (text.isascii() or not FILLERS.search(text)):
        return []
    return list(_findings(source))


def refused(text: str) -> str | None:
    """The first character that no text may hold, written or escaped.

    Escapes may stand for tabs and line feeds, and for marks of direction, which
    are only warned of where they are invisible.
    """
    if text.isprintable() and (text.isascii() or not FILLERS.search(text)):
        return None
    every = _compiled(REFUSED).finditer(text.replace("\t", ""))
    return next((found[1] for found in every if found[1]), None)


def name_of(character: str) -> str:
    """What a character is, and its number."""
    kind = _kind(character)
    nouns = {
        yaml_profile.TAB: "tab character",
        yaml_profile.HIDDEN_LINE_BREAK: "line break",
        yaml_profile.TEXT_DIRECTION: "text-direction control",
        yaml_profile.TEXT_DIRECTION_MARK: "text-direction mark",
        yaml_profile.STRANGE_SPACE: "space",
        yaml_profile.INVISIBLE_CHARACTER: "invisible character",
    }
    if character == "\xa0":
        noun = "non-breaking space"
    elif (category := unicodedata.category(character)) == "Cs":
        noun = "half of a surrogate pair"
    elif category == "Co":
        noun = "private-use character"
    elif ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF:
        noun = "noncharacter"
    elif _joiner(character):
        noun = "invisible character"
    else:
        noun = nouns.get(kind, "control character")
    return f"{noun} U+{ord(character):04X}"


def _joiner(character: str) -> bool:
    return _kind(character) is yaml_profile.CONTROL_CHARACTER and bool(
        HIDDEN_IN_KEY.match(character)
    )


def _kind(character: str) -> Kind:
    for kind, characters in CLASSES:
        if _compiled(f"[{characters}]").match(character):
            return kind
    return yaml_profile.CONTROL_CHARACTER


def _findings(source: Source) -> Iterator[Diagnostic]:
    count = 0
    old_mac = False
    for found in _compiled(NOTEWORTHY).finditer(source.text):
        character = found[1]
        if not character:  # a flag
            continue
        if character == "\r":
            if old_mac:
                continue
            old_mac = True
        yield _finding(source, character, found.start(), len(found[0]))
        count += 1
        if count == MOST_FINDINGS:
            return


def _finding(source: Source, character: str, offset: int, length: int) -> Diagnostic:
    kind = _kind(character)
    span = source.at(offset, length)
    before = source.line(span.start.line - 1)[: span.start.column - 1]
    message, label, way_out = name_of(character), "", "delete the character"
    fix: Fix | None = Fix(span, "", safe=False)
    if character == "\t":
        message = "tab character"
        way_out = r"use spaces, or write `\t` in double quotes"
        fix = None if before.strip(" ") else Fix(span, "  " * length, safe=False)
    elif character == "\r":
        message = "carriage return without a line feed (an old Mac line ending)"
        way_out = "save the file with line feeds"
        fix = Fix(span, "\n" * length)
    elif kind is yaml_profile.HIDDEN_LINE_BREAK:
        message = f"hidden line break U+{ord(character):04X}"
        if before.startswith("#") or " #" in before:
            message += " inside what editors show as a comment"
            label = "what follows is live YAML"
    elif kind is yaml_profile.TEXT_DIRECTION:
        message += ": what is shown is not what is read"
    elif kind is yaml_profile.CONTROL_CHARACTER:
        fix = None
    if kind.severity is Severity.WARNING:
        fix = None
    return Diagnostic(
        kind, span, message, label=label, help=(way_out,), fixes=(fix,) if fix else ()
    )
