"""The signs that carry what colour only repeats; each has a twin in ASCII."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["ASCII", "UNICODE", "Glyphs"]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs; each fills one cell."""

    crossed: str = "✗"
    open: str = "?"
    respected: str = "✓"
    waived: str = "w"
    unheld: str = "·"
    incoherent: str = "∅"
    reading: str = "*"
    folded: str = "▸"
    unfolded: str = "▾"
    cursor: str = "▸"
    marked: str = "+"
    chosen: str = "●"
    silent: str = "–"
    undecided: str = "·"
    dot: str = "●"
    vague: str = "○"
    here: str = "◎"
    day: str = "▲"
    bar: str = "▇"
    rule: str = "─"
    wall: str = "│"
    corner: str = "└"
    tick: str = "┤"
    more: str = "…"
    arrow: str = "→"
    both: str = "↔"
    less: str = "‹"
    beyond: str = "›"
    between: str = "·"
    dash: str = "–"

    def verdict(self, name: str | None) -> str:
        """The sign of a verdict, of `waived`, of `incoherent`; of None that it does not count."""
        signs = {
            "crossed": self.crossed,
            "open": self.open,
            "respected": self.respected,
            "waived": self.waived,
            "incoherent": self.incoherent,
        }
        return signs.get(name or "", self.unheld)


UNICODE: Final = Glyphs()
ASCII: Final = Glyphs(
    crossed="X",
    respected="v",
    unheld=".",
    incoherent="0",
    folded=">",
    unfolded="v",
    cursor=">",
    chosen="*",
    silent="-",
    undecided=".",
    dot="*",
    vague="o",
    here="@",
    day="^",
    bar="#",
    rule="-",
    wall="|",
    corner="+",
    tick="+",
    more="~",
    arrow=">",
    both="|",
    less="<",
    beyond=">",
    between="-",
    dash="-",
)
