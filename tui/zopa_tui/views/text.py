"""Lines of a pane as values: styled parts, and the item for the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.cells import cell_len, set_cell_size

from zopa.answers import fold, width_of
from zopa.diagnostics import one_line, shown
from zopa_tui.session.draft import choice_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from zopa.answers import Tone
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
    "spread",
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
