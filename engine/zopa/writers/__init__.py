"""Writers of pages: terminal, HTML, Markdown, tables; and the colours that a terminal has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

__all__ = [
    "ColourChoice",
    "Style",
    "StyleName",
    "wants_colour",
]


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


@dataclass(frozen=True, slots=True)
class Style:
    """Named styles, or none at all."""

    enabled: bool

    def __call__(self, name: StyleName, text: str) -> str:
        """Style a text that has no raw escapes."""
        if not self.enabled or not text:
            return text
        return f"\x1b[{CODES[name]}m{text}\x1b[0m"


def wants_colour(stream: TextIO, choice: ColourChoice, environ: Mapping[str, str]) -> bool:
    """Return True if text for `stream` should have colours.

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
