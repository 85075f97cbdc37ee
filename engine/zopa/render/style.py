"""Colour, and how wide text is on a terminal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

__all__ = ["ColourChoice", "Style", "StyleName", "fold", "wants_colour", "width_of"]

ColourChoice: TypeAlias = Literal["auto", "always", "never"]
StyleName: TypeAlias = Literal[
    "error",
    "warning",
    "verdict",
    "note",
    "help",
    "bold",
    "dim",
    "crossed",
    "respected",
    "open",
    "waived",
    "forced",
    "excluded",
]

CODES: Final[Mapping[StyleName, str]] = {
    "error": "1;38;5;166",
    "warning": "1;38;5;172",
    "verdict": "1;38;5;175",
    "note": "1;38;5;32",
    "help": "1;38;5;36",
    "bold": "1",
    "dim": "2",
    "crossed": "1;38;5;166",
    "respected": "38;5;32",
    "open": "3;38;5;172",
    "waived": "3;38;5;175",
    "forced": "38;5;175",
    "excluded": "2",
}
"""SGR parameters: the 256 colours nearest to Okabe and Ito's, never red against green."""

ESCAPE: Final = re.compile(r"\x1b\[[0-9;]*m")
CHARACTER: Final = re.compile(rf"{ESCAPE.pattern}|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Style:
    """Named styles, or none at all."""

    enabled: bool

    def __call__(self, name: StyleName, text: str) -> str:
        """Style a text, which has no raw escapes in it."""
        if not self.enabled or not text:
            return text
        return f"\x1b[{CODES[name]}m{text}\x1b[0m"


def wants_colour(stream: TextIO, choice: ColourChoice, environ: Mapping[str, str]) -> bool:
    """Whether to style what is written to `stream`.

    With `auto` the first of these decides: `NO_COLOR` (no), `FORCE_COLOR` (yes),
    `CI` (no), `TERM=dumb` (no), whether the stream is a terminal. A variable
    that is empty, `0` or `false` is as good as absent; `NO_COLOR` counts unless
    it is empty.

    Source:
        https://no-color.org and https://force-color.org; the order is that of
        Python 3.13's own tracebacks.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if _is_set(environ, "FORCE_COLOR"):
        return True
    if _is_set(environ, "CI") or environ.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def _is_set(environ: Mapping[str, str], name: str) -> bool:
    return environ.get(name, "").lower() not in {"", "0", "false"}


def width_of(text: str) -> int:
    """Cells that a text fills on a terminal; the escapes of a `Style` fill none."""
    if "\x1b" in text:
        text = ESCAPE.sub("", text)
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    code = ord(character)
    if code < 0x300:
        return 1
    if unicodedata.category(character) in {"Mn", "Me", "Cf"} or 0x1160 <= code <= 0x11FF:
        return 0  # drawn over, or joined to, what stands before
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def fold(text: str, width: int, indent: str = "") -> str:
    """Break a text at spaces into lines of at most `width` cells.

    Args:
        text: one line, styled or not; spaces at its start are kept.
        width: cells of a line, indent included; a line holds one character at least.
        indent: what every line but the first begins with.
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
