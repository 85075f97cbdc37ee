"""Parties against days: who said how much when, and where the answer changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from zopa_tui.day_rows import ALL, DAY, Count, Span, by_party, change_words, day_words, days_of
from zopa_tui.rows import Line, clean, pad
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from zopa.model import Corpus
    from zopa.sweep import Day
    from zopa_tui.rows import Part, Shade
    from zopa_tui.signs import Signs

__all__ = ["Timeline"]

LABEL = 10
NARROWEST, WIDEST = 4, 9
LOW = 12
"""Lines below which the day asked about is marked in the heads only."""


class Timeline(LineList):
    """One line for each party; the cursor picks one, the arrow below shows the day."""

    def __init__(self, corpus: Corpus, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.border_title = Content("Timeline")
        self._corpus = corpus
        self._counts = by_party(corpus)
        self._days: Sequence[Day] = ()
        self._span: Span | None = None
        self._as_of: dt.date | None = None

    def show(self, span: Span, days: Sequence[Day], as_of: dt.date) -> None:
        """Show these days.

        Args:
            span: first and last day.
            days: on which positions begin or end, with the answer from then on.
            as_of: the day asked about.
        """
        self._span, self._days, self._as_of = span, days, as_of
        between = self.signs.between
        self.border_title = Content(f"Timeline {between} {span.first} to {span.last}")
        self.redraw()

    def lay(self, width: int) -> Sequence[Line]:
        """The heads, a line for each party, the day asked about and the changes."""
        if self._span is None or self._as_of is None:
            return ()
        cell, days = self._window(width)
        heads = [self._head(day, cell) for day in days]
        rows: list[Line] = [Line(((" " * LABEL, ""), *heads))]
        rows.append(self._row(ALL, "all", self._together(), days, cell))
        for party, counts in self._counts.items():
            known = self._corpus.parties.get(party)
            name = clean(known.short if known is not None else party)
            rows.append(self._row(party, name, counts, days, cell))
        low = self.scrollable_content_region.height < LOW
        marker = () if low else (self._marker(days, cell, width),)
        rows[1:1] = [*marker, *self._changes(days, cell, width)]
        return rows

    def _window(self, width: int) -> tuple[int, list[dt.date]]:
        """Cells of a day, and the days that fit, the one asked about among them."""
        span, as_of = self._span, self._as_of
        if span is None or as_of is None:
            return NARROWEST, []
        days, room = span.days, max(NARROWEST, width - LABEL)
        cell = max(NARROWEST, min(WIDEST, room // len(days)))
        fit = max(1, room // cell)
        at = max(0, (as_of - span.first) // DAY)
        start = max(0, min(at - fit // 2, len(days) - fit))
        return cell, days[start : start + fit]

    def _head(self, day: dt.date, cell: int) -> Part:
        words = day_words(day) if cell > 5 else f"{day.day}"
        if day == self._as_of:
            return pad(f"{words}{self.signs.day}", cell), "head"
        return pad(words, cell), "muted"

    def _together(self) -> Mapping[dt.date, Count]:
        found: dict[dt.date, Count] = {}
        for counts in self._counts.values():
            for day, each in counts.items():
                old = found.get(day, Count())
                found[day] = Count(old.said + each.said, old.by + each.by)
        return found

    def _row(
        self,
        key: str,
        name: str,
        counts: Mapping[dt.date, Count],
        days: Sequence[dt.date],
        cell: int,
    ) -> Line:
        earlier = sum(x.said + x.by for day, x in counts.items() if days and day < days[0])
        first = f"{self.signs.less}{earlier}" if earlier else ""
        room = LABEL - 2 - len(first)
        label = f" {pad(name, room, self.signs.more)}{first} "
        parts: list[Part] = [(label, "")]
        for day in days:
            shade: Shade = "" if day == self._as_of else "respected"
            later = self._as_of is not None and day > self._as_of
            words = self._dots(counts.get(day, Count()), cell)
            parts.append((pad(words, cell, ""), "muted" if later else shade))
        return Line(tuple(parts), key)

    def _dots(self, count: Count, cell: int) -> str:
        dot, vague, rule = self.signs.dot, self.signs.vague, self.signs.rule
        many = count.said + count.by
        if not many:
            return rule * cell
        whole = dot * count.said + vague * count.by
        if len(whole) < cell:
            return whole + rule * (cell - len(whole))
        both = "".join(f"{sign}{n}" for sign, n in ((dot, count.said), (vague, count.by)) if n)
        if len(both) < cell:
            return both + rule * (cell - len(both))
        short = f"{dot if count.said else vague}{many}"
        return short + rule * (cell - len(short))

    def _marker(self, days: Sequence[dt.date], cell: int, width: int) -> Line:
        at = days.index(self._as_of) * cell if self._as_of in days else 0
        words = f"{self.signs.day} as of {self._as_of}"
        if LABEL + at + len(words) > width:
            words = f"{self._as_of} {self.signs.day}"
            return Line(((" " * max(0, LABEL + at - len(words) + 1) + words, "head"),))
        return Line(((" " * (LABEL + at) + words, "head"),))

    def _changes(self, days: Sequence[dt.date], cell: int, width: int) -> Sequence[Line]:
        """Where the answer changes, each word on the first of two lines with room for it."""
        lines: list[list[Part]] = [[], []]
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
            Line(((label if not n else " " * LABEL, "muted"), *parts))
            for n, parts in enumerate(lines)
            if parts
        ]
