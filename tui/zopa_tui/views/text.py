"""Lines of a pane as values: styled parts, the item for the cursor, and the symbols."""

from __future__ import annotations

import locale
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from rich.cells import cell_len, set_cell_size

from zopa.answers import fold, width_of
from zopa.diagnostics import one_line, shown
from zopa_tui.session.draft import choice_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from zopa.answers import Tone
    from zopa.model.conditions import Value
    from zopa.model.corpus import Corpus, Position, Statement
    from zopa_tui.session.draft import Picks

__all__ = [
    "ASCII",
    "ASCII_SIGNS",
    "BLANK",
    "CUT",
    "SHADES",
    "UNICODE",
    "UNICODE_SIGNS",
    "Glyphs",
    "Shade",
    "Signs",
    "TextLine",
    "TextPart",
    "apart",
    "between",
    "clean",
    "codes",
    "cut",
    "nature_words",
    "pad",
    "party_short",
    "picks_words",
    "several",
    "shortened",
    "signs_for",
    "spread",
    "suitable",
    "value_words",
    "width_of",
    "wrapped",
]


CUT = "\ue000"
"""Placeholder for an ellipsis, which the pane replaces as it draws; no text contains it."""
Shade: TypeAlias = Literal[
    "", "crossed", "open", "respected", "waived", "forced", "muted", "head", "mark"
]
"""Style of a part; widgets map it to colours. Verdicts have their own styles."""
SHADES: Mapping[Tone, Shade] = {
    "crossed": "crossed",
    "respected": "respected",
    "open": "open",
    "waived": "waived",
    "forced": "forced",
    "excluded": "muted",
    "dim": "muted",
    "strong": "head",
}
"""Styles for the tones of an answer's words."""
TextPart: TypeAlias = tuple[str, Shade]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a pane."""

    parts: tuple[TextPart, ...] = ()
    key: Hashable = None
    """The item for the cursor; None if the cursor cannot be on this line."""

    @property
    def text(self) -> str:
        """The plain text of the line."""
        return "".join(text for text, _ in self.parts).replace(CUT, "…")


BLANK = TextLine()
LEAST = 24
"""Minimum width, in cells, of a text that is wrapped."""


def clean(text: str) -> str:
    """Text from a file on one line, without control characters."""
    return shown(one_line(text))


def cut(text: str, width: int, more: str = CUT) -> str:
    """The text cut to at most `width` cells; `more` marks the cut."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return set_cell_size(text, width - cell_len(more)).rstrip() + more


def pad(text: str, width: int, more: str = CUT) -> str:
    """The text cut or padded to exactly `width` cells."""
    short = cut(text, width, more)
    return short + " " * (width - cell_len(short))


def wrapped(
    text: str,
    width: int,
    *,
    head: str = "",
    indent: int | None = None,
    shade: Shade = "",
    key: Hashable = None,
) -> Iterator[TextLine]:
    """A paragraph, wrapped at spaces.

    Args:
        text: clean text.
        width: cells of a line.
        head: muted text before the first line.
        indent: cells before the other lines; the width of the head if not given.
        shade: style of the text.
        key: key of every line.
    """
    margin = " " * (cell_len(head) if indent is None else indent)
    first = fold(text, max(8, width - cell_len(head))).partition("\n")[0]
    yield TextLine(((head, "muted"), (first, shade)), key)
    rest = text[len(first) :].lstrip(" ")
    for line in fold(rest, max(8, width - len(margin))).split("\n") if rest else ():
        yield TextLine(((margin, ""), (line, shade)), key)


def apart(
    left: tuple[TextPart, ...],
    right: TextPart,
    width: int,
    *,
    key: Hashable = None,
    more: str = CUT,
) -> TextLine:
    """Parts at the left end, cut if needed, and one part at the right end."""
    room = width - cell_len(right[0]) - (2 if right[0] else 0)
    if room < 16:
        room, right = width, ("", "")
    kept: list[TextPart] = []
    for text, shade in left:
        if room <= 0:
            break
        short = cut(text, room, more)
        kept.append((short, shade))
        room -= cell_len(short)
    gap = " " * (max(0, room) + (2 if right[0] else 0))
    return TextLine((*kept, (gap, ""), right), key)


def spread(
    left: tuple[TextPart, ...],
    right: TextPart,
    width: int,
    *,
    key: Hashable = None,
    more: str = CUT,
) -> Iterator[TextLine]:
    """Like `apart`, but what is too long is wrapped: the last part at the left, below itself.

    Where that leaves little room, it is cut after all.
    """
    *head, (text, shade) = left
    indent = sum(cell_len(part) for part, _ in head)
    room = width - indent - (cell_len(right[0]) + 2 if right[0] else 0)
    if room < LEAST or cell_len(text) <= room:
        yield apart(left, right, width, key=key, more=more)
        return
    first, *rest = fold(text, room).split("\n")
    yield apart((*head, (first, shade)), right, width, key=key, more=more)
    for line in rest:
        yield TextLine(((" " * indent, ""), (line, shade)), key)


# -- words --


UNSAID = ("unspecified", "unknown")
"""Values that mean "no information"."""


def shortened(text: str, width: int, more: str = "…") -> str:
    """The text on one line, safe to print, cut to at most `width` cells."""
    text = shown(one_line(text[: 4 * max(width, 0) + 40]))
    if width_of(text) <= width:
        return text
    if width <= 0:
        return ""
    while text and width_of(text) + width_of(more) > width:
        text = text[:-1]
    return f"{text.rstrip()}{more}"


def between(left: str, right: str, width: int, more: str = "…") -> tuple[str, str, str]:
    """Two texts at the two ends of a line, and the gap.

    The right one has what the left one leaves, half of the line at the least, and room for
    thirty letters and a sign where the left one then still has a third.
    """
    share = max(width // 2, width - width_of(left) - 2, 32 if width >= 50 else 0)
    right = shortened(right, max(0, share), more) if right else ""
    room = width - width_of(right) - (2 if right else 0)
    left = shortened(left, max(0, room), more)
    return left, " " * max(0, width - width_of(left) - width_of(right)), right


def several(number: int, one: str, more: str | None = None) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def value_words(value: Value | None) -> str:
    """A value in a reader's notation."""
    if value is None:
        return "open"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def nature_words(position: Position) -> str:
    """Kind and strength of a position."""
    return f"{position.kind.replace('-', ' ')}, {position.strength}"


def picks_words(corpus: Corpus, issue: str, picks: Picks) -> str:
    """The choice on an issue, worded as in answers; empty if there is none."""
    from zopa.answers.lines import choice_before

    return choice_before(corpus, choice_of(issue, picks)) if picks else ""


def party_short(corpus: Corpus, party: str) -> str:
    """The party's short name."""
    known = corpus.parties.get(party)
    return known.short if known is not None else party


def codes(values: Iterable[str], least: int) -> dict[str, str]:
    """Unique prefix of each value, as short as possible but at least `least` letters.

    Unspecified values have one or two question marks.
    """
    every = list(dict.fromkeys(values))
    found: dict[str, str] = {}
    for value in every:
        if value in UNSAID:
            found[value] = "?" * min(least, 2)
            continue
        length = least
        others = [other for other in every if other != value and other not in UNSAID]
        while length < len(value) and any(other[:length] == value[:length] for other in others):
            length += 1
        found[value] = value[:length]
    return found


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
