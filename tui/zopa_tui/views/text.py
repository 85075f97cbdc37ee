"""Rows of a pane as values: styled parts, and what the cursor stands on there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.cells import cell_len, set_cell_size

from zopa.answers.width import fold, width_of
from zopa.diagnostics import one_line, shown
from zopa_tui.session.draft import choice_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from zopa.answers.page import Tone
    from zopa.model.conditions import Value
    from zopa.model.corpus import Corpus, Position
    from zopa_tui.session.draft import Picks

__all__ = [
    "BLANK",
    "CUT",
    "SHADES",
    "Shade",
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
    "value_words",
    "width_of",
    "wrapped",
]


CUT = "\ue000"
"""Stands for what was cut off, until a pane that knows its signs draws it; no text has it."""
Shade: TypeAlias = Literal[
    "", "crossed", "open", "respected", "waived", "forced", "muted", "head", "mark"
]
"""How a part looks; the widget knows the colours. Verdicts have their own names."""
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
"""How words of an answer look here."""
TextPart: TypeAlias = tuple[str, Shade]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a pane."""

    parts: tuple[TextPart, ...] = ()
    key: Hashable = None
    """What the cursor stands on; None where it cannot stand."""

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(text for text, _ in self.parts).replace(CUT, "…")


BLANK = TextLine()


def clean(text: str) -> str:
    """Text from a file on one line, with nothing in it that a terminal obeys."""
    return shown(one_line(text))


def cut(text: str, width: int, more: str = CUT) -> str:
    """The text in at most so many cells; what is left out is hinted at."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return set_cell_size(text, width - cell_len(more)).rstrip() + more


def pad(text: str, width: int, more: str = CUT) -> str:
    """The text in exactly so many cells."""
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
    """A paragraph, broken at spaces.

    Args:
        text: clean text.
        width: cells of a line.
        head: what stands muted before the first line.
        indent: cells before the other lines; those of the head where not given.
        shade: of the text.
        key: of every line.
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
    """Parts at the left end, cut where they must be, and one at the right end."""
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


# -- words --


UNSAID = ("unspecified", "unknown")
"""Values that say that nothing is said."""


def shortened(text: str, width: int, more: str = "…") -> str:
    """The text on one line, safe to print, in at most so many cells."""
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
    """A value as a reader writes it."""
    if value is None:
        return "open"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def nature_words(position: Position) -> str:
    """What kind of position it is, and how strong."""
    return f"{position.kind.replace('-', ' ')}, {position.strength}"


def picks_words(corpus: Corpus, issue: str, picks: Picks) -> str:
    """What is chosen on an issue, as answers say it; nothing where nothing is."""
    from zopa.answers.wording.choices import choice_before

    return choice_before(corpus, choice_of(issue, picks)) if picks else ""


def party_short(corpus: Corpus, party: str) -> str:
    """The party's short name."""
    known = corpus.parties.get(party)
    return known.short if known is not None else party


def codes(values: Iterable[str], least: int) -> dict[str, str]:
    """For each value the fewest first letters, so many at least, that tell it from the others.

    What is unspecified is a question mark, or two.
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
