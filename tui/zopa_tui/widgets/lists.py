"""Lists of statements and of findings, the pane of one source, and the timeline."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from zopa_tui.views.problems import FindingRow, counts, problem_lines, problems
from zopa_tui.views.sources import (
    ALL,
    DAY,
    DayCount,
    DayRange,
    by_party,
    change_words,
    counting_on,
    day_of,
    day_words,
    days_of,
    party_of,
    source_lines,
    statement_rows,
)
from zopa_tui.views.text import TextLine, clean, cut, pad, wrapped
from zopa_tui.widgets.line_list import NONE, LineList, Prose

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Corpus, Statement
    from zopa.questions.check import Checked
    from zopa.questions.sweep import DayAnswer
    from zopa_tui.views.text import Shade, Signs, TextPart

__all__ = [
    "ProblemList",
    "SourcePane",
    "StatementList",
    "Timeline",
]


class StatementList(LineList):
    """Two lines for each statement; `Highlighted` names the one under the cursor."""

    def __init__(self, corpus: Corpus, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self._corpus = corpus
        last = dt.date.max
        self._all = sorted(
            corpus.statements.values(), key=lambda each: (day_of(each) or last, str(each.id))
        )
        self._words = {str(x.id): self._searched(x) for x in self._all}
        self._party = ALL
        self._held: Mapping[str, bool] = {}
        self._as_of = last

    def _searched(self, each: Statement) -> str:
        speaker = self._corpus.speakers.get(each.speaker)
        party = self._corpus.parties.get(party_of(self._corpus, each))
        names = [speaker.name if speaker is not None else "", party.name if party else ""]
        cites = " ".join(str(source) for source, _ in each.cites)
        told = (each.by, each.relayed_by)
        words = (str(each.id), each.text, each.note, cites, str(each.said), *told, *names)
        return " ".join(words).casefold()

    def show(
        self,
        *,
        party: str | None = None,
        held: Mapping[str, bool] | None = None,
        as_of: dt.date | None = None,
    ) -> None:
        """Show some of the statements; omitted arguments stay unchanged.

        Args:
            party: their party; empty for all parties.
            held: for each statement, whether a position that counts cites it.
            as_of: the evaluation date.
        """
        self._party = self._party if party is None else party
        self._held = self._held if held is None else held
        self._as_of = self._as_of if as_of is None else as_of
        self.redraw()

    def words(self, key: Hashable) -> str:
        """The statement, its speaker and its sources."""
        return self._words.get(str(key), "")

    def shown(self) -> list[Statement]:
        """The statements that pass the filter, by date."""
        return [
            each
            for each in self._all
            if self._party in {ALL, party_of(self._corpus, each)}
            and self.fits(self._words[str(each.id)])
        ]

    def lay(self, width: int) -> Sequence[TextLine]:
        """The statements."""
        shown = self.shown()
        of = f" of {len(self._all)}" if len(shown) < len(self._all) else ""
        self.border_title = Content(f"Statements {self.signs.between} {len(shown)}{of}")
        if not shown:
            words = NONE
            if not self._all:
                words = "The corpus has no statements. They stand in terms/statements.yaml"
            elif not self.needle:
                words = "This party said nothing. up and down in the timeline pick another."
            return list(wrapped(words, width, shade="muted"))
        rows = statement_rows(
            self._corpus, shown, self._held, self._as_of, width, signs=self.signs
        )
        return list(rows)


# -- findings in the files --


class ProblemList(LineList):
    """One line for each finding, below its file."""

    def __init__(self, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.border_title = Content("Problems")
        self._diagnostics: list[Diagnostic] | None = None
        self._unknown: Sequence[str] = ()
        self._whole = True

    def show(
        self, diagnostics: Sequence[Diagnostic], unknown: Sequence[str], *, whole: bool
    ) -> None:
        """Show these findings.

        Args:
            diagnostics: findings of the workspace.
            unknown: parts of the draft that the corpus does not define.
            whole: whether the search was complete.
        """
        self._diagnostics, self._unknown = problems(diagnostics), unknown
        self._whole = whole
        number = counts(diagnostics) + ("" if whole else " so far")
        self.border_title = Content(f"Problems {self.signs.between} {number}")
        self.redraw()

    @property
    def diagnostic(self) -> Diagnostic | None:
        """The finding under the cursor."""
        if self._diagnostics is None or not isinstance(self.key, FindingRow):
            return None
        return self._diagnostics[self.key.number]

    def words(self, key: Hashable) -> str | None:
        """Message, code and file of the finding."""
        if self._diagnostics is None or not isinstance(key, FindingRow):
            return None
        found = self._diagnostics[key.number]
        return f"{found.code} {found.kind.name} {found.message} {found.span or ''}"

    def lay(self, width: int) -> Sequence[TextLine]:
        """The findings."""
        if self._diagnostics is None:
            return list(wrapped(f"Reading the files{self.signs.more}", width, shade="muted"))
        if not self._diagnostics and not self._unknown:
            wrong = "Nothing is wrong in the files."
            if not self._whole:
                wrong = "Nothing is wrong in the files so far."
            words = f"{wrong} R reads them again, 1 goes on composing."
            return list(wrapped(words, width, shade="respected"))
        return list(problem_lines(self._diagnostics, self._unknown, width, self.signs))


# -- the statement under the cursor in full --


class SourcePane(Prose):
    """A statement: paraphrase, speaker, reporter, place, and the items that cite it."""

    def show(self, corpus: Corpus, statement: Statement | None, checked: Checked) -> None:
        """Show a statement; None if there is none under the cursor."""
        if statement is None:
            words = "No statement is under the cursor. tab goes to the list."
            self.say("Source", lambda width: list(wrapped(words, width, shade="muted")))
            return
        signs = self.signs
        self.say(
            f"Source {signs.between} {statement.id}",
            lambda width: list(source_lines(corpus, statement, checked, width, signs)),
        )


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
        for party, by_day in self._counts.items():
            known = self._corpus.parties.get(party)
            name = clean(known.short if known is not None else party)
            rows.append(self._row(party, name, by_day, days, cell))
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
        for by_day in self._counts.values():
            for day, each in by_day.items():
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
