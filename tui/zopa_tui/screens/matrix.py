"""Matrix: which draft crosses whose line?"""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.content import Content
from textual.message import Message

from zopa_tui.beside import DRAFT, Beside, around, like_the_draft
from zopa_tui.matrix_rows import Column, Order, View, judge, table
from zopa_tui.position_lines import cell_lines
from zopa_tui.rows import Line, clean, wrapped
from zopa_tui.screens.base import SessionScreen
from zopa_tui.screens.keys import bound
from zopa_tui.widgets.prose import Prose
from zopa_tui.widgets.verdict_grid import VerdictGrid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.check import Checked
    from zopa.corpus import Workspace
    from zopa.stop import Stop
    from zopa_tui.session import Snapshot

__all__ = ["MatrixScreen"]


class MatrixScreen(SessionScreen):
    """Scenarios against positions, and the reason for the cell under the cursor."""

    NAME = "Matrix"
    KEYS = (
        "matrix.compose",
        "matrix.compare",
        "matrix.differing",
        "matrix.sort",
        "matrix.alike",
        "matrix.transpose",
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
        bound("matrix.alike", keys="a", title="Alike", what="Judge all as the draft supposes."),
    ]
    DEFAULT_CSS = """
    MatrixScreen {
        & #cell { height: 9; max-height: 30%; }
        &.-wide #cell { height: 14; }
        &.-wide.-low #cell { height: 8; }
        &.-narrow #cell { height: 6; }
    }
    """

    @dataclass
    class ScenarioChosen(Message):
        """The reader wants to compose this draft."""

        path: str
        """Within the workspace; empty for the draft under work."""

    @dataclass
    class Marked(Message):
        """The drafts marked to be compared are these."""

        paths: tuple[str, ...]

    columns: tuple[Column, ...] = ()
    view = View()
    marked: frozenset[str] = frozenset()
    alike = False
    """Whether all drafts are judged as the one under work supposes."""

    def panes(self) -> Iterator[Widget]:
        """The grid and the reason."""
        yield VerdictGrid(id="grid", signs=self.signs)
        yield Prose(id="cell", signs=self.signs)

    def on_mount(self) -> None:
        """Begin in the grid."""
        grid = self.query_one(VerdictGrid)
        grid.empty = "No position counts for any draft. A party has to be at the table: 1"
        grid.focus()

    def follow(self, _: Snapshot | None, new: Snapshot, /) -> None:
        """Judge again what the change can have touched; the draft's own column at once."""
        drafts = around(self.session, self.workspace)
        known = {each.draft.path: each for each in self.columns}
        mine = dict(known[DRAFT].readings) if DRAFT in known else {}
        own = Column(
            drafts[0],
            new.verdicts,
            mine,
            {each.held.id: each for each in new.verdicts.verdicts},
            frozenset(str(each.position) for each in new.verdicts.context.waivers),
        )
        self.columns = (
            own,
            *(
                dataclasses.replace(known[x.path], draft=x) if x.path in known else Column(x)
                for x in drafts[1:]
            ),
        )
        self.draw()
        stop = self.begin_work()
        self.judge_all(stop, drafts, new.verdicts, self.workspace)

    @work(thread=True, exclusive=True, group="matrix", exit_on_error=False)
    def judge_all(
        self, stop: Stop, drafts: list[Beside], own: Checked, workspace: Workspace | None
    ) -> None:
        """Judge every draft, off the thread that draws."""
        from zopa.corpus import load
        from zopa.stop import Stopped

        root = self.session.file.root
        if workspace is None and root is not None:
            found = load(root)
            self.call_later(self._loaded, stop, found)
            return
        corpus, like = self.session.corpus, own if self.alike else None
        try:
            with self.desk.space(stop) as space:
                for each in drafts:
                    if each.scenario is None:
                        continue
                    mine = each.path == DRAFT
                    context = (
                        own.context if mine else like_the_draft(corpus, each.scenario, like)
                    )
                    column = judge(space, each, context, own if mine else None)
                    stop.check()
                    self.call_later(self._judged, stop, column)
        except Stopped:
            return
        self.call_later(self._done, stop)

    def _loaded(self, stop: Stop, workspace: Workspace) -> None:
        self.end_work(stop)
        if self.workspace is None:
            self.show_workspace(workspace)

    def _judged(self, stop: Stop, column: Column) -> None:
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
    """Seconds that drawing took; a large table is drawn less often while it grows."""

    def _draw_due(self) -> None:
        if self._due and self.is_mounted:
            started = time.perf_counter()
            self.draw()
            self._took = time.perf_counter() - started

    def _done(self, stop: Stop) -> None:
        self.end_work(stop)
        self.draw()

    def stopped(self) -> None:
        """Say that not every draft was judged."""
        self.draw()

    # -- drawing --

    def draw(self) -> None:
        """Draw everything from what is known."""
        self._due = False
        corpus = self.session.corpus
        found = table(corpus, self.columns, self.view, self.marked)
        grid = self.query_one(VerdictGrid)
        grid.show(found)
        sorts = "" if self.view.order == Order.PARTY else f", {self.view.order}"
        only = " that differ" if self.view.differing else ""
        size = f"{len(self.columns)} drafts {self.signs.times} {found.positions} positions"
        grid.border_title = Content(f"Matrix {self.signs.between} {size}{only}{sorts}")
        self._legend()
        self._cell()

    def _legend(self) -> None:
        signs = self.signs
        pending = sum(x.checked is None and x.draft.scenario is not None for x in self.columns)
        supposed = "all as the draft supposes" if self.alike else "each as its file supposes"
        state = f"judging, {pending} to go" if self.working and pending else "proved"
        if not self.working and pending:
            state = f"stopped, {pending} not judged"
        if self.working and pending and self.size.width < 110:
            self.standing(state)
            return
        self.standing(
            f"{signs.glyphs.crossed} crossed  {signs.glyphs.open} open  ",
            f"{signs.glyphs.respected} respected  {signs.glyphs.waived} waived  ",
            f"{signs.unheld} not held  {signs.reading} by reading  ",
            f"{signs.incoherent} incoherent  " if any(map(_incoherent, self.columns)) else "",
            (f"{state}, {supposed}" if self.size.width >= 110 else "", "italic"),
        )

    def _where(self) -> tuple[str, Column | None]:
        """The position and the draft under the cursor; a party where it is a heading."""
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

    def _about_party(self, party: str, column: Column, width: int) -> Iterator[Line]:
        corpus = self.session.corpus
        mine = [str(each.id) for each in corpus.positions.values() if each.party == party]
        cells = [column.cell(each).verdict for each in mine]
        counts = ", ".join(
            f"{cells.count(name)} {name}"
            for name in ("crossed", "open", "respected", "waived")
            if name in cells
        )
        name = corpus.parties[party].name if party in corpus.parties else party
        yield from wrapped(f"{clean(name)}: {counts or 'no position counts'}", width)
        yield from wrapped("enter folds the party, or unfolds it", width, shade="muted")

    # -- keys --

    @property
    def position_in_hand(self) -> str | None:
        """The position under the cursor."""
        position, _ = self._where()
        return position if position in self.session.corpus.positions else None

    def action_matrix_compose(self) -> None:
        """Open the draft of the column; fold or unfold a party."""
        position, column = self._where()
        if position and position not in self.session.corpus.positions:
            self.view = dataclasses.replace(self.view, folded=self.view.folded ^ {position})
            self.draw()
        elif column is not None:
            self.post_message(self.ScenarioChosen(column.draft.path))

    def action_matrix_compare(self) -> None:
        """Mark the draft to be compared, or take the mark away."""
        _, column = self._where()
        if column is None or column.draft.path == DRAFT:
            self.notify("the draft itself is always compared", markup=False, timeout=3)
            return
        self.marked ^= {column.draft.path}
        self.draw()
        ordered = (x.draft.path for x in self.columns if x.draft.path in self.marked)
        self.post_message(self.Marked(tuple(ordered)))

    def action_matrix_differing(self) -> None:
        """Show only positions on which the drafts differ, or all."""
        self.view = dataclasses.replace(self.view, differing=not self.view.differing)
        self.draw()

    def action_matrix_sort(self) -> None:
        """Sort the positions in the next way."""
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
        """Judge all drafts as the one under work supposes, or each as its file does."""
        self.alike = not self.alike
        self.columns = tuple(
            each if each.draft.path == DRAFT else Column(each.draft) for each in self.columns
        )
        self._drawn = None
        self._catch_up()


def _incoherent(column: Column) -> bool:
    return column.checked is not None and not column.checked.coherent
