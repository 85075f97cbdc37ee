"""The signs of pictures and tables, beside those of choices and verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa_tui.glyphs import ASCII as PLAIN
from zopa_tui.glyphs import UNICODE as FINE

if TYPE_CHECKING:
    from zopa_tui.glyphs import Glyphs

__all__ = ["ASCII", "UNICODE", "Signs", "signs_for"]


@dataclass(frozen=True, slots=True)
class Signs:
    """One set of signs; each fills one cell."""

    glyphs: Glyphs
    unheld: str
    incoherent: str
    reading: str
    cursor: str
    marked: str
    dot: str
    vague: str
    here: str
    day: str
    bar: str
    rule: str
    wall: str
    corner: str
    tick: str
    more: str
    arrow: str
    less: str
    beyond: str
    between: str
    dash: str
    times: str
    both: str

    def verdict(self, name: str | None) -> str:
        """Of a verdict, `waived` or `incoherent`; of None, which does not count."""
        signs = {
            "crossed": self.glyphs.crossed,
            "open": self.glyphs.open,
            "respected": self.glyphs.respected,
            "waived": self.glyphs.waived,
            "incoherent": self.incoherent,
            "pending": self.more,
        }
        return signs.get(name or "", self.unheld)


UNICODE: Final = Signs(
    glyphs=FINE,
    unheld="·",
    incoherent="∅",
    reading="*",
    cursor="▸",
    marked="+",
    dot="●",
    vague="○",
    here="◎",
    day="▲",
    bar="▇",
    rule="─",
    wall="│",
    corner="└",
    tick="┤",
    more="…",
    arrow="→",
    less="‹",
    beyond="›",
    between="·",
    dash="–",
    times="×",
    both="↔",
)
ASCII: Final = Signs(
    glyphs=PLAIN,
    unheld=".",
    incoherent="0",
    reading="*",
    cursor=">",
    marked="+",
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
    less="<",
    beyond=">",
    between="-",
    dash="-",
    times="x",
    both="<>",
)


def signs_for(glyphs: object) -> Signs:
    """The signs that go with a set of glyphs."""
    return ASCII if glyphs == PLAIN else UNICODE
