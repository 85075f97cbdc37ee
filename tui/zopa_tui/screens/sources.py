"""Sources screen: statements by date, and the dates that change the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import Horizontal

from zopa.answers.lines import citation
from zopa_tui.screens.base import Days
from zopa_tui.ui import messages
from zopa_tui.ui.keys import bound
from zopa_tui.views.sources import ALL, day_of, span_of, used_statements, what_changes
from zopa_tui.views.text import several, wrapped
from zopa_tui.widgets.line_list import LineList, Prose
from zopa_tui.widgets.lists import SourcePane, StatementList, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.model.corpus import Corpus
    from zopa.questions.sweep import Sweep
    from zopa.solving import Stop
    from zopa_tui.screens.clipboard import Copy
    from zopa_tui.session.session import Snapshot
    from zopa_tui.views.export import ViewTable

__all__ = ["SourcesScreen"]


class SourcesScreen(Days):
    """Statements by date; a move of the evaluation date updates the answer."""

    NAME = "Sources"
    SEARCHED = ("statements",)
    SPLITS = ("statements", "changes")
    KEYS = (
        "as-of.back",
        "as-of.on",
        "sources.use",
        "add",
        "becomes",
        "edit-thing",
        "change.back",
        "change.on",
        "filter.start",
        "source",
        "undo",
        "help",
        "pane.next",
        "pane.zoom",
        "copy",
        "export",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("sources.use"),
        bound("source"),
        bound("becomes", "app.becomes"),
    ]
    DEFAULT_CSS = """
    SourcesScreen {
        & #timeline { height: 9; max-height: 45%; }
        &.-wide #timeline { height: 21; }
        & #middle { height: 1fr; }
        & #statements { width: 1fr; }
        & #source { width: 1fr; }
        & #changes { height: 5; }
        &.-wide #changes { height: 9; }
        &.-wide.-low #timeline { height: 9; }
        &.-wide.-low #changes { height: 5; }
        &.-narrow #timeline { height: 6; }
        &.-narrow.-low #timeline { display: none; }
        &.-narrow #middle { layout: vertical; }
        &.-narrow #statements, &.-narrow #source { width: 1fr; height: 1fr; }
    }
    """

    swept: Sweep | None = None
    swept_at = -1
    _counted: tuple[Corpus, int] | None = None

    def panes(self) -> Iterator[Widget]:
        """The timeline, the statements with one in full, and the changes of the date."""
        corpus, signs = self.session.corpus, self.signs
        yield Timeline(corpus, id="timeline", signs=signs)
        with Horizontal(id="middle"):
            yield StatementList(corpus, id="statements", signs=signs)
            yield SourcePane(id="source", signs=signs)
        yield Prose(id="changes", signs=signs)

    def on_mount(self) -> None:
        """Focus the statements, at the first one of the date."""
        statements = self.query_one(StatementList)
        statements.focus()
        day = self.session.snapshot.verdicts.context.as_of
        first = next((x for x in statements.shown() if (day_of(x) or day) >= day), None)
        if first is not None:
            self.call_after_refresh(statements.begin, str(first.id))

    def follow(self, old: Snapshot | None, new: Snapshot, /) -> None:
        """Draw for the date; sweep the dates again if more than the date has changed."""
        same = old is not None and self.swept is not None and self._alike(old, new)
        if same:
            self.swept_at = new.revision
        for each in (self.query_one(Timeline), self.query_one("#changes", Prose)):
            each.set_class(not same, "-stale")
        self.draw()
        if not same:
            self.sweep_days(self.begin_work(), new)

    def _alike(self, old: Snapshot, new: Snapshot) -> bool:
        """True if the two differ at most in their date."""
        one, other = old.verdicts, new.verdicts
        return (
            one.scenario.choices == other.scenario.choices
            and one.scenario.waivers == other.scenario.waivers
            and one.context.table == other.context.table
            and one.context.hold == other.context.hold
            and one.context.readings == other.context.readings
            and one.context.waivers == other.context.waivers
        )

    @work(thread=True, exclusive=True, group="sources", exit_on_error=False)
    def sweep_days(self, stop: Stop, of: Snapshot) -> None:
        """Ask the draft's question for every date in a worker thread."""
        from zopa.questions.sweep import sweep
        from zopa.solving import Stopped

        try:
            with stop, self.desk.space(stop) as space:
                found = sweep(space, of.verdicts.scenario, of.verdicts.context)
        except Stopped:
            return
        self.call_later(self.take, stop, of.revision, found)

    def take(self, stop: Stop, revision: int, found: Sweep) -> None:
        """Show the dates, unless they belong to an earlier draft."""
        if self._work is stop:
            self.end_work(stop)
        if revision < self.swept_at or self._drawn is None:
            return
        self.swept, self.swept_at = found, revision
        if revision == self.session.snapshot.revision:
            for each in (self.query_one(Timeline), self.query_one("#changes", Prose)):
                each.remove_class("-stale")
        self.draw()

    def stopped(self) -> None:
        """Report that the dates are unknown."""
        self.draw()

    # -- drawing --

    def draw(self) -> None:
        """Draw the screen from the known results."""
        corpus, signs = self.session.corpus, self.signs
        verdicts = self.session.snapshot.verdicts
        as_of = verdicts.context.as_of
        days = self.swept.days if self.swept is not None else ()
        self.query_one(Timeline).show(span_of(corpus, days, as_of), days, as_of)
        resting = {
            str(statement): True
            for each in verdicts.verdicts
            for statement in each.held.position.statements
        }
        self.query_one(StatementList).show(held=resting, as_of=as_of)
        changes = self.query_one("#changes", Prose)
        title = f"What this day changes {signs.between} {as_of}"
        if self.swept is None:
            words = (
                f"Asking for every day{signs.more}  esc stops" if self.working else "Stopped."
            )
            changes.say(title, lambda width: list(wrapped(words, width, shade="muted")))
        else:
            changes.say(
                title, lambda width: list(what_changes(corpus, days, as_of, width, signs))
            )
        self._source()
        self._standing()

    def _standing(self) -> None:
        corpus, between = self.session.corpus, self.signs.between
        held = len(self.session.snapshot.verdicts.verdicts)
        undo = self.session.snapshot.undo
        number, unused = len(corpus.statements), self._unused()
        counting = f"{several(held, 'position')} {'counts' if held == 1 else 'count'}"
        self.standing(
            f"{several(number, 'statement')}, {unused} not used {between} {counting} this day",
            f" {between} u undo: {undo}" if undo else "",
        )

    def _unused(self) -> int:
        """Number of statements that no position or term cites; computed once."""
        corpus = self.session.corpus
        if self._counted is None or self._counted[0] is not corpus:
            self._counted = corpus, len(corpus.statements) - len(used_statements(corpus))
        return self._counted[1]

    def _source(self) -> None:
        key = self.query_one(StatementList).key
        statement = self.session.corpus.statements.get(str(key)) if key is not None else None
        pane = self.query_one(SourcePane)
        pane.show(self.session.corpus, statement, self.session.snapshot.verdicts)

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        if isinstance(event.pane, StatementList):
            self._source()
        elif isinstance(event.pane, Timeline) and self.is_mounted:
            party = str(event.key or ALL)
            self.query_one(StatementList).show(party=party)

    # -- handing on --

    def export_tables(self) -> list[ViewTable]:
        """The visible statements, and the dates."""
        from zopa_tui.views.export import source_tables

        said = self.query_one(StatementList).shown()
        checked = self.session.snapshot.verdicts
        return source_tables(self.session.corpus, said, checked, self.swept)

    def copies(self) -> list[Copy]:
        """The commands for the dates and for the statement, and the statement."""
        from zopa_tui.screens import clipboard

        session = self.session
        found = [clipboard.twin(session, "screen.sources")]
        key = self.query_one(StatementList).key
        if isinstance(key, str) and key in session.corpus.statements:
            said = session.corpus.statements[key]
            text = f"{said.text} ({citation(session.corpus, said.cites)})"
            found.append(
                clipboard.Copy(
                    "s",
                    "the command for the statement",
                    clipboard.there(session, f"zopa show {key}"),
                )
            )
            found.append(clipboard.Copy("q", "the citation", text))
        found += clipboard.shown(self.query_one("#source", Prose))
        return [*found, *clipboard.whole(session, self.export_tables())]

    # -- keys --

    def kinds_here(self) -> tuple[str, ...]:
        """Kinds of statements, their speakers and their sources."""
        return ("statement", "source", "speaker", "party", "position")

    @property
    def statement_in_hand(self) -> str | None:
        """The statement under the cursor; the next pane shows its source."""
        key = self.query_one(StatementList).key
        return key if isinstance(key, str) else None

    @property
    def thing_in_hand(self) -> tuple[str, str] | None:
        """The statement under the cursor; its source or a party in their panes."""
        key = self.query_one(StatementList).key
        here = self.focused.id if self.focused is not None else None
        if here == "timeline" and (party := self.query_one(Timeline).key) not in {None, ALL}:
            return "party", str(party)
        if not isinstance(key, str):
            return None
        said = self.session.corpus.statements.get(key)
        if here == "source" and said is not None and said.cites:
            return "source", str(said.cites[0][0])
        return "statement", key

    def stand_on(self, kind: str, name: str) -> None:
        """Put the cursor on a statement."""
        if kind == "statement":
            statements = self.query_one(StatementList)
            statements.focus()
            statements.go(name)

    def action_sources_use(self) -> None:
        """Set the evaluation date to that of the statement under the cursor."""
        key = self.query_one(StatementList).key
        statement = self.session.corpus.statements.get(str(key)) if key is not None else None
        day = day_of(statement) if statement is not None else None
        if day is None:
            self.notify("no day under the cursor", markup=False, timeout=3)
        else:
            self.session.as_of(day)

    @on(LineList.Selected)
    def _selected(self, event: LineList.Selected) -> None:
        event.stop()
        if isinstance(event.pane, StatementList):
            self.action_sources_use()

    def action_source(self) -> None:
        """Request to open the file of the statement."""
        key = self.query_one(StatementList).key
        if key is None:
            self.notify("no statement under the cursor", markup=False, timeout=3)
        else:
            self.post_message(messages.OpenAsked(str(key)))
