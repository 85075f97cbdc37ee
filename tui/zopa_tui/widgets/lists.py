"""Lists of statements and of findings, and the pane of one source."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.content import Content

from zopa_tui.views.problems import FindingRow, counts, problem_lines, problems
from zopa_tui.views.sources import ALL, day_of, party_of, source_lines, statement_rows
from zopa_tui.views.text import wrapped
from zopa_tui.widgets.line_list import NONE, LineList, Prose

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Corpus, Statement
    from zopa.questions.check import Checked
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import TextLine

__all__ = [
    "ProblemList",
    "SourcePane",
    "StatementList",
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
