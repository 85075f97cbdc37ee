"""Symbols of charts and tables, in addition to those of choices and verdicts."""

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


# -- symbols with a meaning, so that colour never carries it alone --


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A set of symbols, each one cell wide."""

    chosen: str
    possible: str
    forced: str
    excluded: str
    """Excluded by rules alone."""
    barred: str
    """Excluded by a position: choosing it crosses one."""
    silent: str
    undecided: str
    crossed: str
    open: str
    respected: str
    waived: str
    folded: str
    unfolded: str
    more: str
    """Ellipsis for text that is cut off."""
    unsaved: str
    dot: str
    arrow: str
    differs: str
    """Mark of an issue on which the draft beside has another choice."""
    box: str
    """Corners and sides of a box: `╭─╮│╰╯┃` in this order; the last is for the focused box."""

    def legend(self) -> list[str]:
        """The meaning of each symbol."""
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
        """The symbol of a verdict."""
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
    """The set of symbols that the terminal's encoding can show."""
    return (
        UNICODE if "UTF" in locale.getpreferredencoding(do_setlocale=False).upper() else ASCII
    )


@dataclass(frozen=True, slots=True)
class Signs:
    """A set of symbols; each fills one cell."""

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
        """A number, shortened for a narrow column."""
        from zopa.answers.wording import about

        return about(number).replace("×", self.times)

    def several(self, number: int, one: str, more: str | None = None) -> str:
        """A number with its noun, shortened for a narrow column."""
        return f"{self.number(number)} {one if number == 1 else more or f'{one}s'}"

    def places(self, cites: str) -> str:
        """Sources with their places, in symbols that the terminal can show."""
        return cites.replace("¶", self.paragraph)

    def said(self, corpus: Corpus, statement: Statement) -> str:
        """A statement's speaker, date, reporter and place, in one line."""
        from zopa.answers.lines import citation, statement_line

        cites = citation(corpus, statement.cites)
        text = statement_line(corpus, statement)
        return f"{text.removesuffix(cites)}{self.places(cites)}" if cites else text

    def said_by(self, corpus: Corpus, position: Position) -> list[str]:
        """A line for each statement that supports the position."""
        return [
            self.said(corpus, corpus.statements[each])
            for each in position.statements
            if each in corpus.statements
        ]

    def verdict(self, name: str | None) -> str:
        """The symbol of a verdict, `waived` or `incoherent`; of None if it does not count."""
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
    """The symbols that belong to a set of glyphs."""
    return ASCII_SIGNS if glyphs == ASCII else UNICODE_SIGNS
