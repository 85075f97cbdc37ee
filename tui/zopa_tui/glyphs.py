"""The signs that carry meaning, so that colour never does so alone."""

from __future__ import annotations

import locale
from dataclasses import dataclass

__all__ = ["ASCII", "UNICODE", "Glyphs", "suitable"]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs, each one cell wide."""

    chosen: str
    possible: str
    forced: str
    excluded: str
    """By rules alone."""
    barred: str
    """By a position: somebody would walk away."""
    silent: str
    undecided: str
    crossed: str
    open: str
    respected: str
    waived: str
    folded: str
    unfolded: str
    more: str
    """Stands for what was cut off."""
    unsaved: str
    dot: str
    arrow: str
    box: str
    """Corners and sides of a box: `╭─╮│╰╯┃` in this order, the last for the one in hand."""

    def verdict(self, verdict: str) -> str:
        """The sign of a verdict."""
        match verdict:
            case "crossed":
                return self.crossed
            case "respected":
                return self.respected
            case _:
                return self.open


UNICODE = Glyphs(
    chosen="●",
    possible="○",
    forced="◆",
    excluded="×",
    barred="⊘",
    silent="–",
    undecided="·",
    crossed="✗",
    open="?",
    respected="✓",
    waived="w",
    folded="▸",
    unfolded="▾",
    more="…",
    unsaved="●",
    dot="·",
    arrow="→",
    box="╭─╮│╰╯┃",
)
ASCII = Glyphs(
    chosen="*",
    possible="o",
    forced="!",
    excluded="x",
    barred="/",
    silent="-",
    undecided=".",
    crossed="X",
    open="?",
    respected="v",
    waived="w",
    folded=">",
    unfolded="v",
    more="~",
    unsaved="*",
    dot="|",
    arrow="->",
    box="+-+|++#",
)


def suitable() -> Glyphs:
    """The set that the terminal's encoding can show."""
    return (
        UNICODE if "UTF" in locale.getpreferredencoding(do_setlocale=False).upper() else ASCII
    )
