"""Timeline of parties and dates: number of statements, and changes of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from zopa_tui.views.sources import (
    ALL,
    DAY,
    DayCount,
    DayRange,
    by_party,
    change_words,
    counting_on,
    day_words,
    days_of,
)
from zopa_tui.views.text import TextLine, clean, cut, pad
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from zopa.model.corpus import Corpus
    from zopa.questions.sweep import DayAnswer
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import Shade, TextPart

__all__ = ["Timeline"]

LABEL = 10
NARROWEST, WIDEST = 4, 12
LOW = 12
"""Minimum height for the marker line; below it, only the heads mark the date."""


class Timeline(LineList):
    """One line for each party; the cursor selects one, the arrow below marks the date.

    Dots are statements of a date. The line between them is heavy from the first to the
    last date on which at least one position of the party counts.
    """

    def __init__(self, corpus: Corpus, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self._was_low = False
        self.border_title = Content("Timeline")
        self._corpus = corpus
        self._counts = by_party(corpus)
        self._days: Sequence[DayAnswer] = ()
        self._counting: Mapping[dt.date, frozenset[str]] = {}
        self._span: DayRange | None = None
        self._as_of: dt.date | None = None

    def show(self, span: DayRange, days: Sequence[DayAnswer], as_of: dt.date) -> None:
        """Show these dates.

        Args:
            span: first and last date.
            days: dates on which positions begin or end, with the answer from then on.
            as_of: the evaluation date.
        """
        self._span, self._days, self._as_of = span, days, as_of
        self._counting = counting_on(self._corpus, days)
        signs, between = self.signs, self.signs.between
        self.border_title = Content(f"Timeline {between} {span.first} to {span.last}")
        legend = f"{signs.dot} said  {signs.vague} said by then  "
        legend += f"{signs.force} a position counts"
        self.border_subtitle = Content(legend)
        self.redraw()

    def lay(self, width: int) -> Sequence[TextLine]:
        """The heads, a line for each party, the evaluation date and the changes."""
        if self._span is None or self._as_of is None:
            return ()
        cell, days = self._window(width)
        heads = [self._head(day, cell) for day in days]
        rows: list[TextLine] = [TextLine(((" " * LABEL, ""), *heads))]
        rows.append(self._row(ALL, "all", self._together(), days, cell))
        for party, counts in self._counts.items():
            known = self._corpus.parties.get(party)
            name = clean(known.short if known is not None else party)
            rows.append(self._row(party, name, counts, days, cell))
        self._was_low = self._low
        marker = () if self._low else (self._marker(days, cell, width),)
        rows[1:1] = [*marker, *self._changes(days, cell, width)]
        return rows

    @property
    def _low(self) -> bool:
        """True if there is too little room for the marker of the date."""
        return self.scrollable_content_region.height < LOW

    def on_resize(self) -> None:
        """Lay out the lines for the new height too."""
        if self._low is not self._was_low:
            self.redraw()

    def _window(self, width: int) -> tuple[int, list[dt.date]]:
        """Width of a date in cells, and the dates that fit, with the evaluation date."""
        span, as_of = self._span, self._as_of
        if span is None or as_of is None:
            return NARROWEST, []
        days, room = span.days, max(NARROWEST, width - LABEL)
        cell = max(NARROWEST, min(WIDEST, room // len(days)))
        fit = max(1, room // cell)
        at = max(0, (as_of - span.first) // DAY)
        start = max(0, min(at - fit // 2, len(days) - fit))
        return cell, days[start : start + fit]

    def _head(self, day: dt.date, cell: int) -> TextPart:
        words = day_words(day) if cell > 5 else f"{day.day}"
        if day == self._as_of:
            return pad(f"{words}{self.signs.day}", cell), "head"
        return pad(words, cell), "muted"

    def _together(self) -> Mapping[dt.date, DayCount]:
        found: dict[dt.date, DayCount] = {}
        for counts in self._counts.values():
            for day, each in counts.items():
                old = found.get(day, DayCount())
                found[day] = DayCount(old.said + each.said, old.by + each.by)
        return found

    def _row(
        self,
        key: str,
        name: str,
        counts: Mapping[dt.date, DayCount],
        days: Sequence[dt.date],
        cell: int,
    ) -> TextLine:
        earlier = sum(x.said + x.by for day, x in counts.items() if days and day < days[0])
        first = f"{self.signs.less}{earlier}" if earlier else ""
        room = LABEL - 2 - len(first)
        label = f" {pad(name, room, self.signs.more)}{first} "
        parts: list[TextPart] = [(label, "")]
        for day in days:
            later = self._as_of is not None and day > self._as_of
            shade: Shade = "muted" if later else "" if day == self._as_of else "respected"
            words = self._dots(counts.get(day, DayCount()), cell)
            parts.append((words, shade))
            heavy = self._counts_on(key, day)
            rule = self.signs.force if heavy else self.signs.rule
            parts.append((rule * (cell - cell_len(words)), shade if heavy else "muted"))
        return TextLine(tuple(parts), key)

    def _counts_on(self, party: str, day: dt.date) -> bool:
        """True if at least one position of the party, or of any party, counts on the date."""
        last = max((each for each in self._counting if each <= day), default=None)
        now = self._counting[last] if last is not None else frozenset()
        return bool(now) if party == ALL else party in now

    def _dots(self, count: DayCount, cell: int) -> str:
        """The statements of a date, in fewer cells than the date has."""
        dot, vague = self.signs.dot, self.signs.vague
        whole = dot * count.said + vague * count.by
        if len(whole) < cell:
            return whole
        both = "".join(f"{sign}{n}" for sign, n in ((dot, count.said), (vague, count.by)) if n)
        if len(both) < cell:
            return both
        return cut(f"{dot if count.said else vague}{count.said + count.by}", cell, "")

    def _marker(self, days: Sequence[dt.date], cell: int, width: int) -> TextLine:
        at = days.index(self._as_of) * cell if self._as_of in days else 0
        words = f"{self.signs.day} as of {self._as_of}"
        if LABEL + at + len(words) > width:
            words = f"{self._as_of} {self.signs.day}"
            return TextLine(((" " * max(0, LABEL + at - len(words) + 1) + words, "head"),))
        return TextLine(((" " * (LABEL + at) + words, "head"),))

    def _changes(self, days: Sequence[dt.date], cell: int, width: int) -> Sequence[TextLine]:
        """Changes of the answer, each on the first of two lines with room for it."""
        lines: list[list[TextPart]] = [[], []]
        ends = [0, 0]
        for day, (before, now) in days_of(self._days).items():
            words = change_words(before, now, self.signs)
            if day not in days or not words:
                continue
            at = min(days.index(day) * cell, max(0, width - LABEL - len(words)))
            place = next((n for n in (0, 1) if ends[n] <= at), None)
            if place is None:
                continue
            shade: Shade = "respected" if now.deal else "crossed"
            lines[place] += [(" " * (at - ends[place]), ""), (words, shade)]
            ends[place] = at + len(words) + 1
            lines[place].append((" ", ""))
        label = pad("changes", LABEL)
        return [
            TextLine(((label if not n else " " * LABEL, "muted"), *parts))
            for n, parts in enumerate(lines)
            if parts
        ]
