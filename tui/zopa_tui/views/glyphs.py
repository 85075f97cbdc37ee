"""The signs of pictures and tables, beside those of choices and verdicts."""

from __future__ import annotations

import locale
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zopa.model.corpus import Corpus, Position, Statement

__all__ = [
    "ASCII",
    "ASCII_SIGNS",
    "UNICODE",
    "UNICODE_SIGNS",
    "Glyphs",
    "Signs",
    "signs_for",
    "suitable",
]


# -- the signs that carry meaning, so that colour never does so alone --


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs, each one cell wide."""

    chosen: str
    possible: str
    forced: str
    excluded: str
    """By rules alone."""
    barred: str
    """By a position: choosing it crosses one."""
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
    differs: str
    """Before an issue on which the draft beside says something else."""
    box: str
    """Corners and sides of a box: `╭─╮│╰╯┃` in this order, the last for the one in hand."""

    def legend(self) -> list[str]:
        """What each sign says."""
        return [
            f"{self.chosen} chosen",
            f"{self.possible} possible",
            f"{self.forced} forced",
            f"{self.excluded} excluded by rules",
            f"{self.barred} excluded by a position",
            f"{self.silent} silent",
            f"{self.undecided} undecided",
            f"{self.crossed} crossed",
            f"{self.open} open",
            f"{self.respected} respected",
            f"{self.waived} waived",
            f"{self.differs} differs from the draft beside",
        ]

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
    differs="≠",
    box="╭─╮│╰╯┃",
)
ASCII = Glyphs(
    chosen="@",
    possible="o",
    forced="!",
    excluded="=",
    barred="/",
    silent="_",
    undecided=".",
    crossed="X",
    open="?",
    respected="v",
    waived="w",
    folded="+",
    unfolded="-",
    more="~",
    unsaved="*",
    dot="|",
    arrow="->",
    differs="<>",
    box="+-+|++#",
)


def suitable() -> Glyphs:
    """The set that the terminal's encoding can show."""
    return (
        UNICODE if "UTF" in locale.getpreferredencoding(do_setlocale=False).upper() else ASCII
    )


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
    force: str
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
    paragraph: str

    def number(self, number: int) -> str:
        """A number in a narrow column."""
        from zopa.answers.wording.numbers import about

        return about(number).replace("×", self.times)

    def several(self, number: int, one: str, more: str | None = None) -> str:
        """A number in a narrow column, with its noun."""
        return f"{self.number(number)} {one if number == 1 else more or f'{one}s'}"

    def places(self, cites: str) -> str:
        """Sources with their places."""
        return cites.replace("¶", self.paragraph)

    def said(self, corpus: Corpus, statement: Statement) -> str:
        """Who said it, when, on whose report and where, in one line."""
        from zopa.answers.wording.sources import citation, statement_line

        cites = citation(corpus, statement.cites)
        text = statement_line(corpus, statement)
        return f"{text.removesuffix(cites)}{self.places(cites)}" if cites else text

    def said_by(self, corpus: Corpus, position: Position) -> list[str]:
        """A line for each statement that the position rests on."""
        return [
            self.said(corpus, corpus.statements[each])
            for each in position.statements
            if each in corpus.statements
        ]

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


UNICODE_SIGNS: Final = Signs(
    glyphs=UNICODE,
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
    force="━",
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
    paragraph="¶",
)
ASCII_SIGNS: Final = Signs(
    glyphs=ASCII,
    unheld=".",
    incoherent="#",
    reading="%",
    cursor=">",
    marked="&",
    dot="*",
    vague="o",
    here="O",
    day="^",
    bar="#",
    rule="-",
    force="=",
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
    paragraph="par. ",
)


def signs_for(glyphs: object) -> Signs:
    """The signs that go with a set of glyphs."""
    return ASCII_SIGNS if glyphs == ASCII else UNICODE_SIGNS
