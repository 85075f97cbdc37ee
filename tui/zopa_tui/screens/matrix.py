"""Matrix screen: verdicts of each draft on each position."""

from __future__ import annotations

import dataclasses
import shlex
import time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.content import Content

from zopa_tui.screens.base import Days
from zopa_tui.session.scenarios import DRAFT, Beside, around, like_the_draft
from zopa_tui.ui import messages
from zopa_tui.ui.keys import bound
from zopa_tui.views.compare import DraftColumn, Order, View, judge, narrowed, table
from zopa_tui.views.positions import cell_lines
from zopa_tui.views.text import TextLine, clean, several, wrapped
from zopa_tui.widgets.line_list import Prose
from zopa_tui.widgets.verdict_grid import VerdictGrid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.questions.check import Checked
    from zopa.solving import Stop
    from zopa.workspace import Workspace
    from zopa_tui.screens.clipboard import Copy
    from zopa_tui.session.session import Snapshot
    from zopa_tui.views.export import ViewTable

__all__ = ["MatrixScreen"]


class MatrixScreen(Days):
    """Table of drafts and positions, with an explanation of the cell under the cursor."""

    NAME = "Matrix"
    SEARCHED = ("grid",)
    SPLITS = ("", "cell")
    KEYS = (
        "matrix.compose",
        "matrix.compare",
        "matrix.differing",
        "matrix.sort",
        "matrix.alike",
        "matrix.transpose",
        "add",
        "edit-thing",
        "filter.start",
        "reading.on",
        "as-of.on",
        "undo",
        "help",
        "waive",
        "pane.zoom",
        "copy",
        "export",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("matrix.compose"),
        bound("matrix.compare"),
        bound("matrix.differing"),
        bound("matrix.sort"),
        bound("matrix.transpose"),
        bound("matrix.alike"),
    ]
    DEFAULT_CSS = """
    MatrixScreen {
        & #cell { height: 9; max-height: 30%; }
        &.-wide #cell { height: 11; }
        &.-wide.-low #cell { height: 8; }
        &.-narrow #cell { height: 6; }
    }
    """

    columns: tuple[DraftColumn, ...] = ()
    view = View()
    marked: frozenset[str] = frozenset()
    alike = False
    """True to check all drafts with the current draft's assumptions."""

    def panes(self) -> Iterator[Widget]:
        """The grid and the reason."""
        yield VerdictGrid(id="grid", signs=self.signs)
        yield Prose(id="cell", signs=self.signs)

    def on_mount(self) -> None:
        """Focus the grid."""
        grid = self.query_one(VerdictGrid)
        grid.empty = "No position counts for any draft. A party has to be at the table: 1"
        grid.focus()

    def follow(self, old: Snapshot | None, new: Snapshot, /) -> None:
        """Check the columns that the change may affect; the draft's own at once."""
        drafts = around(self.session, self.workspace)
        known = {each.draft.path: each for each in self.columns}
        mine = dict(known[DRAFT].readings) if DRAFT in known else {}
        mine_now = DraftColumn(drafts[0])
        if new.judged:
            mine_now = DraftColumn(
                drafts[0],
                new.verdicts,
                mine,
                {each.held.id: each for each in new.verdicts.verdicts},
                frozenset(str(each.position) for each in new.verdicts.context.waivers),
            )
        self.columns = (
            mine_now,
            *(
                dataclasses.replace(known[x.path], draft=x)
                if x.path in known
                else DraftColumn(x)
                for x in drafts[1:]
            ),
        )
        self.draw()
        if old is None:
            self._stand_first()
        stop = self.begin_work()
        root = self.session.file.root
        if self.workspace is None and root is not None:
            self.read_files(stop, root)
            return
        own = new.verdicts if new.judged else None
        supposed = new.verdicts if self.alike else None
        judged = {
            each.draft.path: each.checked
            for each in self.columns[1:]
            if each.checked is not None
        }
        self.judge_all(stop, drafts, own, supposed, judged)

    def _stand_first(self) -> None:
        """Go to the first position that the draft crosses, or else to the first row."""
        grid = self.query_one(VerdictGrid)
        rows = [(n, row) for n, row in enumerate(grid.table.rows) if row.cells]
        crossed = [n for n, row in rows if row.cells[0].verdict == "crossed"]
        if rows and grid.row == 0:
            grid.stand(crossed[0] if crossed else rows[0][0])

    @work(thread=True, exclusive=True, group="matrix", exit_on_error=False)
    def judge_all(
        self,
        stop: Stop,
        drafts: list[Beside],
        own: Checked | None,
        supposed: Checked | None,
        known: Mapping[str, Checked],
    ) -> None:
        """Check every draft in a worker thread.

        Args:
            stop: ends it.
            drafts: the drafts, the current one first.
            own: verdicts on the current one; None while another thread finds them.
            supposed: verdicts with the assumptions for the others; None for their own ones.
            known: verdicts on the others; those that are still valid are reused.
        """
        from zopa.solving import Stopped

        corpus = self.session.corpus
        try:
            with self.desk.space(stop) as space:
                for each in drafts:
                    if each.scenario is None or (each.path == DRAFT and own is None):
                        continue
                    mine = own if each.path == DRAFT else None
                    context = like_the_draft(corpus, each.scenario, supposed)
                    before = known.get(each.path)
                    same = before is not None and before.context == context
                    if before is not None and same and before.scenario == each.scenario:
                        continue
                    column = judge(space, each, mine.context if mine else context, mine)
                    stop.check()
                    self.call_later(self._judged, stop, column)
        except Stopped:
            return
        self.call_later(self._done, stop)

    @work(thread=True, exclusive=True, group="matrix", exit_on_error=False)
    def read_files(self, stop: Stop, root: Path) -> None:
        """Read the other drafts in a worker thread."""
        from zopa.workspace import load

        self.call_later(self._loaded, stop, load(root))

    def _loaded(self, stop: Stop, workspace: Workspace) -> None:
        self.end_work(stop)
        if self.workspace is None:
            self.show_workspace(workspace)

    def _judged(self, stop: Stop, column: DraftColumn) -> None:
        if stop.called:
            return
        self.columns = tuple(
            column if each.draft.path == column.draft.path else each for each in self.columns
        )
        if not self._due:
            self._due = True
            self.set_timer(max(0.03, 5 * self._took), self._draw_due)

    _due = False
    _took = 0.0
    """Seconds of the last drawing; a slow table is drawn less often while results come in."""

    def _draw_due(self) -> None:
        if self._due and self.is_mounted:
            started = time.perf_counter()
            self.draw()
            self._took = time.perf_counter() - started

    def _done(self, stop: Stop) -> None:
        self.end_work(stop)
        self.draw()

    def stopped(self) -> None:
        """Report that not every draft was checked."""
        self.draw()

    # -- drawing --

    def draw(self) -> None:
        """Draw the screen from the known results."""
        self._due = False
        corpus = self.session.corpus
        found = table(corpus, self.columns, self.view, self.marked)
        grid = self.query_one(VerdictGrid)
        grid.show(found)
        sorts = "" if self.view.order == Order.PARTY else f", {self.view.order}"
        only = " that differ" if self.view.differing else ""
        drafts = several(len(self.columns), "draft")
        size = f"{drafts} {self.signs.times} {several(found.positions, 'position')}"
        grid.border_title = Content(f"Matrix {self.signs.between} {size}{only}{sorts}")
        self._legend()
        self._cell()

    def _legend(self) -> None:
        signs = self.signs
        pending = sum(x.checked is None and x.draft.scenario is not None for x in self.columns)
        supposed = (
            "all with the draft's assumptions"
            if self.alike
            else "each with its own assumptions"
        )
        state = f"judging, {pending} to go" if self.working and pending else "proved"
        if not self.working and pending:
            state = f"stopped, {pending} not judged"
        if self.working and pending and self.size.width < 110:
            self.standing(state)
            return
        self.standing(
            f"{signs.glyphs.crossed} crossed  {signs.glyphs.open} open  ",
            f"{signs.glyphs.respected} respected  {signs.glyphs.waived} waived  ",
            f"{signs.unheld} not counted  {signs.reading} reading  ",
            f"{signs.incoherent} inconsistent  " if any(map(_incoherent, self.columns)) else "",
            (f"{state}, {supposed}" if self.size.width >= 110 else "", "italic"),
        )

    def _where(self) -> tuple[str, DraftColumn | None]:
        """The position and the draft under the cursor; a party if the row is a heading."""
        row, column = self.query_one(VerdictGrid).at
        if self.view.transposed:
            row, column = column, row
        return row, next((x for x in self.columns if x.draft.path == column), None)

    @on(VerdictGrid.Moved)
    def _cell(self) -> None:
        """Explain the cell under the cursor."""
        position, column = self._where()
        pane, corpus = self.query_one("#cell", Prose), self.session.corpus
        if column is None:
            pane.say("Cell", lambda width: list(wrapped("Nothing is under the cursor.", width)))
            return
        between = self.signs.between
        name = "draft" if column.draft.path == DRAFT else clean(column.draft.name)
        if position not in corpus.positions:
            pane.say(
                f"{name} {between} {clean(column.draft.title)}",
                lambda width: list(self._about_party(position, column, width)),
            )
            return
        known = corpus.positions[position]
        owner = corpus.parties.get(known.party)
        party = owner.short if owner is not None else str(known.party)
        pane.say(
            f"{name} {self.signs.times} {clean(party)}: {clean(known.title)}",
            lambda width: list(cell_lines(corpus, column, position, width, self.signs)),
        )

    def _about_party(self, party: str, column: DraftColumn, width: int) -> Iterator[TextLine]:
        corpus = self.session.corpus
        mine = [str(each.id) for each in corpus.positions.values() if party in each.holders]
        cells = [column.cell(each).verdict for each in mine]
        counts = ", ".join(
            f"{cells.count(name)} {name}"
            for name in ("crossed", "open", "respected", "waived")
            if name in cells
        )
        name = corpus.parties[party].name if party in corpus.parties else party
        yield from wrapped(f"{clean(name)}: {counts or 'no position counts'}", width)
        yield from wrapped("enter folds the party, or unfolds it", width, shade="muted")

    # -- handing on --

    def export_tables(self) -> list[ViewTable]:
        """The visible verdicts, and the drafts."""
        from zopa_tui.views.export import matrix_tables

        view = dataclasses.replace(self.view, transposed=False, folded=frozenset())
        corpus, needle = self.session.corpus, self.query_one(VerdictGrid).needle
        found = narrowed(table(corpus, self.columns, view), needle)
        return matrix_tables(corpus, found, self.columns)

    def copies(self) -> list[Copy]:
        """The command for the draft of the column, and for all."""
        from zopa.answers.questions import assuming, flags
        from zopa_tui.screens import clipboard

        session = self.session
        position, column = self._where()
        context = session.snapshot.verdicts.context
        if column is None or column.draft.path == DRAFT:
            found = [clipboard.twin(session, "screen.compose")]
        else:
            own = (
                assuming(session.corpus, column.draft.scenario, column.checked.context)
                if column.checked is not None
                else ""
            )
            text = f"zopa check {shlex.quote(column.draft.path)}{own}"
            found = [clipboard.Copy("c", "the command", clipboard.there(session, text))]
        every = (
            flags(
                as_of=context.as_of,
                hold=context.hold,
                parties=context.table,
                readings=context.readings,
            )
            if self.alike
            else ""
        )
        label = clipboard.after_saving(session, "the command for all drafts", "file")
        found.append(clipboard.Copy("a", label, clipboard.there(session, f"zopa check{every}")))
        found += clipboard.shown(self.query_one("#cell", Prose))
        if position in session.corpus.positions:
            found.append(clipboard.cited(session.corpus, position))
        return [*found, *clipboard.whole(session, self.export_tables())]

    # -- keys --

    @property
    def position_in_hand(self) -> str | None:
        """The position under the cursor."""
        position, _ = self._where()
        return position if position in self.session.corpus.positions else None

    def kinds_here(self) -> tuple[str, ...]:
        """Kinds of items of its rows and columns."""
        return ("position", "scenario")

    @property
    def thing_in_hand(self) -> tuple[str, str] | None:
        """The position under the cursor, or the party of a heading."""
        position, _ = self._where()
        if not position:
            return None
        kind = "position" if position in self.session.corpus.positions else "party"
        return kind, position

    @property
    def scenario_in_hand(self) -> str | None:
        """The scenario of the column."""
        _, column = self._where()
        return None if column is None or column.draft.path == DRAFT else column.draft.path

    def stand_on(self, kind: str, name: str) -> None:
        """Put the cursor on the row of a position."""
        grid = self.query_one(VerdictGrid)
        keys = [each.key for each in grid.table.rows]
        if kind == "position" and name in keys and not self.view.transposed:
            grid.stand(keys.index(name))

    def action_matrix_compose(self) -> None:
        """Open the draft of the column; fold or unfold a party."""
        position, column = self._where()
        if position and position not in self.session.corpus.positions:
            self.view = dataclasses.replace(self.view, folded=self.view.folded ^ {position})
            self.draw()
        elif column is not None:
            self.post_message(messages.ScenarioChosen(column.draft.path))

    def action_matrix_compare(self) -> None:
        """Mark the draft for a comparison, or remove the mark."""
        _, column = self._where()
        if column is None or column.draft.path == DRAFT:
            self.notify("the draft itself is always compared", markup=False, timeout=3)
            return
        self.marked ^= {column.draft.path}
        self.draw()
        ordered = (x.draft.path for x in self.columns if x.draft.path in self.marked)
        self.post_message(messages.ScenariosMarked(tuple(ordered)))

    def action_matrix_differing(self) -> None:
        """Show only positions on which the drafts differ, or all."""
        self.view = dataclasses.replace(self.view, differing=not self.view.differing)
        self.draw()

    def action_matrix_sort(self) -> None:
        """Change to the next sort order of the positions."""
        orders = list(Order)
        order = orders[(orders.index(self.view.order) + 1) % len(orders)]
        self.view = dataclasses.replace(self.view, order=order)
        self.draw()

    def action_matrix_transpose(self) -> None:
        """Swap rows and columns; the cursor stays on its cell."""
        grid = self.query_one(VerdictGrid)
        row, column = grid.at
        self.view = dataclasses.replace(self.view, transposed=not self.view.transposed)
        found = table(self.session.corpus, self.columns, self.view, self.marked)
        keys = [each.key for each in found.rows]
        grid.row = keys.index(column) if column in keys else 0
        grid.column = found.keys.index(row) if row in found.keys else 0
        grid.show(found)
        self.draw()

    def action_matrix_alike(self) -> None:
        """Switch between the draft's assumptions for all drafts and each file's own."""
        self.alike = not self.alike
        self.columns = tuple(
            each if each.draft.path == DRAFT else DraftColumn(each.draft)
            for each in self.columns
        )
        self._drawn = None
        self._catch_up()


def _incoherent(column: DraftColumn) -> bool:
    return column.checked is not None and not column.checked.coherent
