"""Width of text on a terminal, and breaking it into lines."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = [
    "cut",
    "fold",
    "width_of",
]


ESCAPE: Final = re.compile(r"\x1b\[[0-9;]*m")


CHARACTER: Final = re.compile(rf"{ESCAPE.pattern}|.", re.DOTALL)


def width_of(text: str) -> int:
    """Cells that a text fills on a terminal; the escapes of a `Style` have no width."""
    if "\x1b" in text:
        text = ESCAPE.sub("", text)
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    code = ord(character)
    if code < 0x300:
        return 1
    if unicodedata.category(character) in {"Mn", "Me", "Cf"} or 0x1160 <= code <= 0x11FF:
        return 0  # over, or joined to, the character before
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def cut(text: str, width: int) -> str:
    """A text without styles in at most `width` cells; `…` marks the cut."""
    if width_of(text) <= width:
        return text
    found, room = "", width - 1
    for character in text:
        room -= width_of(character)
        if room < 0:
            break
        found += character
    return f"{found.rstrip()}…"


def fold(text: str, width: int, indent: str = "") -> str:
    """Break a text at spaces into lines of at most `width` cells.

    Args:
        text: one line, styled or not; spaces at its start are kept.
        width: cells of a line, indent included; a line has at least one character.
        indent: the beginning of every line but the first.
    """
    room = max(1, width - width_of(indent))
    lines: list[str] = []
    line = ""
    for found in re.finditer(r"( *)([^ ]+)", text):
        space, word = found.groups()
        most = room if lines else max(1, width)
        if width_of(line) + len(space) + width_of(word) <= most:
            line += space + word
            continue
        if line.strip():
            lines.append(line)
            line, space = "", ""
        for character in CHARACTER.findall(space + word):
            most = room if lines else max(1, width)
            if line and width_of(line) + width_of(character) > most:
                lines.append(line)
                line = ""
            line += character
    return f"\n{indent}".join([*lines, line])
