"""Compare screen: differences between drafts in choices, outcome and verdicts."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on, work

from zopa_tui.screens.base import SessionScreen
from zopa_tui.session.scenarios import DRAFT, Beside, around, like_the_draft, nearest
from zopa_tui.ui.keys import bound
from zopa_tui.views.compare import Differences, differences, picks_of
from zopa_tui.views.positions import cell_lines
from zopa_tui.views.text import clean, pad, wrapped
from zopa_tui.widgets.line_list import LineList, Prose
from zopa_tui.widgets.verdict_grid import DiffTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.model.corpus import Scenario
    from zopa.solving import Stop
    from zopa.workspace import Workspace
    from zopa_tui.screens.clipboard import Copy
    from zopa_tui.session.draft import Draft
    from zopa_tui.session.session import Snapshot
    from zopa_tui.views.compare import Difference
    from zopa_tui.views.export import ViewTable
    from zopa_tui.views.text import TextLine

__all__ = ["CompareScreen"]

MOST = 4
"""Maximum number of drafts side by side."""


class CompareScreen(SessionScreen):
    """The draft beside others; the user can take one side of a row into it."""

    NAME = "Compare"
    SEARCHED = ("table",)
    SPLITS = ("", "row")
    KEYS = (
        "compare.take-left",
        "compare.take-right",
        "compare.same",
        "compare.swap",
        "compare.add",
        "undo",
        "help",
        "filter.start",
        "add",
        "edit-thing",
        "scenario-edit",
        "compare.remove",
        "pane.zoom",
        "copy",
        "export",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("compare.take-left"),
        bound("compare.take-right"),
        bound("compare.same"),
        bound("compare.swap"),
        bound("compare.add"),
        bound("compare.remove"),
        bound("move.left", "other(-1)"),
        bound("move.right", "other(1)"),
    ]
    DEFAULT_CSS = """
    CompareScreen {
        & #table { height: 1fr; }
        & #row { height: 5; }
        &.-wide.-high #row { height: 9; }
    }
    """

    found: Differences | None = None
    _known: tuple[Snapshot, Workspace | None, list[Beside]] | None = None
    others: tuple[str, ...] = ()
    """Paths of the drafts to compare with; ← and → change the last one."""
    swapped = False
    same = False
    would: tuple[tuple[str, str, int], str] | None = None
    """Effect of taking a side, for a path, an issue and a revision."""

    def panes(self) -> Iterator[Widget]:
        """The rows, and an explanation of the row under the cursor."""
        yield DiffTable(id="table", signs=self.signs)
        yield Prose(id="row", signs=self.signs)

    def on_mount(self) -> None:
        """Focus the table."""
        self.query_one(DiffTable).focus()

    def compare_with(self, paths: Sequence[str]) -> None:
        """Show these drafts beside the current one, as if marked on another screen."""
        self.others = tuple(dict.fromkeys(each for each in paths if each != DRAFT))[: MOST - 1]
        self._drawn = None
        self._catch_up()

    def _beside(self) -> list[Beside]:
        """The scenarios to compare with, without the draft itself."""
        return [each for each in self._around()[1:] if each.scenario is not None]

    def _around(self) -> list[Beside]:
        """The draft and all scenarios; built once for each state of the draft."""
        now, files = self.session.snapshot, self.workspace
        if self._known is None or self._known[0] is not now or self._known[1] is not files:
            self._known = now, files, around(self.session, files)
        return self._known[2]

    def follow(self, _: Snapshot | None, new: Snapshot, /) -> None:
        """Compare again."""
        known = {each.path for each in self._beside()}
        self.others = tuple(each for each in self.others if each in known)
        if not self.others and known:
            self.others = (nearest(new.verdicts.scenario, self._beside()),)
        self.query_one(DiffTable).set_class(self.found is not None, "-stale")
        self.compare_all(self.begin_work(), new, self._drafts(), self.workspace)
        self._standing()

    def _drafts(self) -> list[Beside]:
        """The draft and the others, in column order."""
        every = {each.path: each for each in self._around()}
        others = [every[path] for path in self.others if path in every]
        mine = [every[DRAFT]]
        return [*others, *mine] if self.swapped else [*mine, *others]

    @work(thread=True, exclusive=True, group="compare", exit_on_error=False)
    def compare_all(
        self, stop: Stop, of: Snapshot, drafts: list[Beside], workspace: Workspace | None
    ) -> None:
        """Compare in a worker thread."""
        from zopa.solving import Stopped
        from zopa.workspace import load

        root = self.session.file.root
        if workspace is None and root is not None:
            self.call_later(self._loaded, stop, load(root))
            return
        corpus = self.session.corpus
        asked = [
            (
                each.path,
                each.name,
                each.scenario,
                of.verdicts.context
                if each.path == DRAFT
                else like_the_draft(corpus, each.scenario, None),
            )
            for each in drafts
            if each.scenario is not None
        ]
        if len(asked) < 2:
            self.call_later(self.take_in, stop, None)
            return
        try:
            with stop, self.desk.space(stop) as space:
                found = differences(space, asked, self.signs, revision=of.revision)
        except Stopped:
            return
        self.call_later(self.take_in, stop, found)

    def _loaded(self, stop: Stop, workspace: Workspace) -> None:
        self.end_work(stop)
        if self.workspace is None:
            self.show_workspace(workspace)

    def take_in(self, stop: Stop, found: Differences | None) -> None:
        """Show a comparison, unless it belongs to an earlier draft."""
        if self._work is not stop:
            return
        self.end_work(stop)
        self.found = found
        table = self.query_one(DiffTable)
        table.empty = "There is no other scenario to compare with. S saves this one as another."
        table.remove_class("-stale")
        self.draw()

    def stopped(self) -> None:
        """Report that the comparison is unknown."""
        self._standing()

    # -- drawing --

    def draw(self) -> None:
        """Draw the screen from the known results."""
        self.query_one(DiffTable).show(self.found, same=self.same)
        self._row()
        self._standing()

    def _standing(self) -> None:
        beside, between = self._beside(), self.signs.between
        if self.working:
            self.standing(f"comparing{self.signs.more}  esc stops")
            return
        paths = [each.path for each in beside]
        at = paths.index(self.others[-1]) + 1 if self.others and self.others[-1] in paths else 0
        undo = self.session.snapshot.undo
        stale = self.found is not None and self.found.revision != self.session.snapshot.revision
        self.standing(
            f"draft {at} of {len(paths)}, left and right change it {between}"
            " each with its own assumptions",
            f" {between} stale" if stale else "",
            f" {between} u undo: {clean(undo)}" if undo else "",
        )

    @on(LineList.Highlighted)
    def _row(self) -> None:
        """Explain the row under the cursor in words."""
        pane, row = self.query_one("#row", Prose), self.query_one(DiffTable).row
        if row is None or self.found is None:
            words = (
                "No difference is under the cursor. + adds a scenario, f shows the same too."
            )
            pane.say("In words", lambda width: list(wrapped(words, width, shade="muted")))
            return
        found = self.found
        issue = self.session.corpus.issues.get(row.key) if row.nature == "choice" else None
        title = clean(issue.question) if issue is not None else row.label
        pane.say(title, lambda width: list(self._about(found, row, width)))
        if row.nature == "choice":
            self._ask_would(row.key)

    def _about(self, found: Differences, row: Difference, width: int) -> Iterator[TextLine]:
        widest = min(max(map(cell_len, found.names)), width // 3)
        for name, value in zip(found.names, row.values, strict=True):
            head = f"{pad(name, widest, self.signs.more)}  "
            yield from wrapped(value, width, head=head)
        if row.nature == "choice":
            side = self._side(1) or self._side(-1)
            key = "" if side is None else ("> " if self._side(1) else "< ")
            would = self.would
            if side is not None and would is not None and would[0][:2] == (side, row.key):
                words = f"{key}takes it: {would[1]} u undoes."
                yield from wrapped(words, width, shade="muted")
        elif row.nature == "verdict":
            from zopa_tui.views.compare import DraftColumn

            for path, name, checked in zip(
                found.paths, found.names, found.comparison.drafts, strict=True
            ):
                column = DraftColumn(
                    Beside(path, name, name, checked.scenario),
                    checked,
                    {},
                    {each.held.id: each for each in checked.verdicts},
                    frozenset(str(each.position) for each in checked.context.waivers),
                )
                lines = cell_lines(self.session.corpus, column, row.key, width, self.signs)
                yield from wrapped(name, width, shade="head")
                yield from list(lines)[:6]

    # -- handing on --

    def export_tables(self) -> list[ViewTable]:
        """The visible rows."""
        from zopa_tui.views.export import compare_tables

        return [] if self.found is None else compare_tables(self.found, same=self.same)

    def copies(self) -> list[Copy]:
        """The command with the same drafts, the row in words, the tables."""
        from zopa_tui.screens import clipboard

        session = self.session
        paths = [each.path or clipboard.file_of(session) for each in self._drafts()]
        text = " ".join(("zopa compare", *map(shlex.quote, paths)))
        return [
            clipboard.Copy(
                "c",
                clipboard.after_saving(session, "the command", "file"),
                clipboard.there(session, text),
            ),
            *clipboard.shown(self.query_one("#row", Prose)),
            *clipboard.whole(session, self.export_tables()),
        ]

    # -- taking a side --

    def _side(self, way: int) -> str | None:
        """The path of the draft on that side, or None if it is the current draft."""
        drafts = self._drafts()
        if len(drafts) < 2:
            return None
        path = drafts[-1 if way > 0 else 0].path
        return None if path == DRAFT else path

    def _with_side(self, path: str, issue: str) -> tuple[Draft, Scenario] | None:
        other = next((each for each in self._drafts() if each.path == path), None)
        if other is None or other.scenario is None:
            return None
        picks = picks_of(other.scenario, issue)
        return self.session.draft.deciding(issue, picks), other.scenario

    def _ask_would(self, issue: str) -> None:
        side = self._side(1) or self._side(-1)
        taken = self._with_side(side, issue) if side is not None else None
        revision = self.session.snapshot.revision
        if (
            side is None
            or taken is None
            or (self.would and self.would[0] == (side, issue, revision))
        ):
            return
        from zopa.solving import Stop

        self.look_ahead(Stop(5), (side, issue, revision), taken[0])

    @work(thread=True, exclusive=True, group="ahead", exit_on_error=False)
    def look_ahead(self, stop: Stop, key: tuple[str, str, int], draft: Draft) -> None:
        """Find the number of crossed positions if a side were taken."""
        from zopa.questions.check import check
        from zopa.solving import Stopped

        asked = self.session.engine.asked(draft, self.session.file.scenario)
        try:
            with stop, self.desk.space(stop) as space:
                found = check(space, *asked)
        except Stopped:
            return
        now = len(self.session.snapshot.verdicts.crossed())
        crossed = f"the draft would cross {len(found.crossed())}, now {now}."
        words = crossed if found.coherent else "the draft would be inconsistent."
        self.call_later(self._would, key, words)

    def _would(self, key: tuple[str, str, int], words: str) -> None:
        self.would = (key, words)
        row = self.query_one(DiffTable).row
        if row is not None and row.key == key[1]:
            self._row()

    def action_compare_take_left(self) -> None:
        """Take the left side of the row into the draft."""
        self._take(-1)

    def action_compare_take_right(self) -> None:
        """Take the right side of the row into the draft."""
        self._take(1)

    def _take(self, way: int) -> None:
        row, side = self.query_one(DiffTable).row, self._side(way)
        if row is None or row.nature != "choice":
            self.notify("only choices can be taken into the draft", markup=False, timeout=3)
        elif side is None:
            self.notify("that side is the draft itself", markup=False, timeout=3)
        elif (taken := self._with_side(side, row.key)) is not None:
            self.session.replace_draft(taken[0], f"take {row.key} from {taken[1].id}")

    # -- keys --

    def kinds_here(self) -> tuple[str, ...]:
        """Kinds of items of its columns and rows."""
        return ("scenario", "issue", "position")

    @property
    def thing_in_hand(self) -> tuple[str, str] | None:
        """The issue or the position of the row."""
        row = self.query_one(DiffTable).row
        corpus = self.session.corpus
        if row is not None and row.key in corpus.positions:
            return "position", row.key
        return None if row is None or row.key not in corpus.issues else ("issue", row.key)

    def action_compare_same(self) -> None:
        """Show or hide equal rows."""
        self.same = not self.same
        self.draw()

    def action_compare_swap(self) -> None:
        """Swap the two sides."""
        self.swapped = not self.swapped
        self._again()

    def _again(self) -> None:
        self._drawn = None
        self._catch_up()

    def action_other(self, step: int) -> None:
        """Replace the last scenario of the comparison by another one."""
        paths = [each.path for each in self._beside()]
        free = [each for each in paths if each not in self.others[:-1]]
        if len(free) < 2 or not self.others:
            self.notify("there is no other scenario", markup=False, timeout=3)
            return
        at = free.index(self.others[-1]) if self.others[-1] in free else 0
        self.others = (*self.others[:-1], free[(at + step) % len(free)])
        self._again()

    def action_compare_add(self) -> None:
        """Add a scenario to the comparison."""
        free = [each.path for each in self._beside() if each.path not in self.others]
        most = MOST if self.size.width >= 110 else 3
        if not free or len(self.others) + 1 >= most:
            why = (
                "there is no other scenario" if not free else f"{most} drafts fit side by side"
            )
            self.notify(why, markup=False, timeout=3)
            return
        self.others = (*self.others, free[0])
        self._again()

    def action_compare_remove(self) -> None:
        """Remove a scenario from the comparison."""
        if len(self.others) > 1:
            self.others = self.others[:-1]
            self._again()
