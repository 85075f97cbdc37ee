"""Problems screen: findings in the files, their places, and how to fix them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work

from zopa_tui.screens.base import SessionScreen
from zopa_tui.ui import messages
from zopa_tui.ui.keys import bound
from zopa_tui.views.problems import in_files, problem_about, with_solver
from zopa_tui.views.text import several, wrapped
from zopa_tui.widgets.line_list import LineList, Prose
from zopa_tui.widgets.lists import ProblemList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.diagnostics import Diagnostic
    from zopa.solving import Stop
    from zopa.workspace import Workspace
    from zopa_tui.screens.clipboard import Copy
    from zopa_tui.session.session import Snapshot
    from zopa_tui.views.export import ViewTable
    from zopa_tui.views.problems import FileProblems

__all__ = ["ProblemsScreen"]


class ProblemsScreen(SessionScreen):
    """The findings in all files, with an explanation of the one under the cursor."""

    NAME = "Problems"
    SEARCHED = ("problems",)
    SECONDS = 30.0
    """Time limit of the solver in seconds."""
    _unmet: tuple[Diagnostic, ...] = ()
    _found: FileProblems | None = None
    """Findings of the workspace so far."""
    _late = False
    """True if the solver was stopped or reached its time limit."""
    KEYS = (
        "problems.edit",
        "reload",
        "edit-thing",
        "add",
        "filter.start",
        "undo",
        "help",
        "pane.zoom",
        "copy",
        "export",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("problems.edit"),
        bound("source", "problems_edit"),
    ]
    DEFAULT_CSS = """
    ProblemsScreen {
        & #problems { height: 1fr; }
        & #finding { height: 9; }
        &.-wide.-high #finding { height: 14; }
    }
    """

    def panes(self) -> Iterator[Widget]:
        """The list, and an explanation of one finding."""
        yield ProblemList(id="problems", signs=self.signs)
        yield Prose(id="finding", signs=self.signs)

    def on_mount(self) -> None:
        """Focus the list."""
        self.query_one(ProblemList).focus()

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Findings of the files, and unmet expectations of the current draft."""
        found = () if self._found is None else self._found.findings
        return (*found, *self.session.unmet)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the findings of files that were read again."""
        self._found = None
        super().show_workspace(workspace)

    def follow(self, old: Snapshot | None, new: Snapshot, /) -> None:
        """Show the findings of the workspace; read it first if needed."""
        if self.workspace is None:
            if not self.working:
                self.read_files(self.begin_work())
            return
        if self._found is None:
            self._found = in_files(self.workspace)
        if old is None and not self._found.whole:
            self._late = False
            self.ask_solver(self.begin_work(self.SECONDS), self.workspace)
        if old is None or old.unknown != new.unknown or self._unmet != self.session.unmet:
            self.draw()

    @work(thread=True, exclusive=True, group="problems", exit_on_error=False)
    def ask_solver(self, stop: Stop, workspace: Workspace) -> None:
        """Compute the findings that need the solver, in a worker thread."""
        from zopa.solving import Stopped

        found = None
        try:
            with stop:
                found = with_solver(workspace, self.desk, stop)
        except Stopped:
            pass
        finally:
            self.call_later(self._asked, stop, found)

    def _asked(self, stop: Stop, found: FileProblems | None) -> None:
        if self._work is not stop:
            return
        self.end_work(stop)
        if found is not None:
            self._found = found
        self._late = found is None or not found.whole
        self.draw()

    def stopped(self) -> None:
        """Report that the search is incomplete."""
        self._late = self._found is not None and not self._found.whole
        self.draw()

    @work(thread=True, exclusive=True, group="problems", exit_on_error=False)
    def read_files(self, stop: Stop) -> None:
        """Read all files in a worker thread."""
        from zopa.workspace import load

        root = self.session.file.root
        if root is not None:
            found = load(root)
            if not stop.called:
                self.call_later(self._read, stop, found)

    def _read(self, stop: Stop, workspace: Workspace) -> None:
        self.end_work(stop)
        self.show_workspace(workspace)

    def draw(self) -> None:
        """Draw the screen from the known results."""
        workspace = self.workspace
        if workspace is None:
            return
        unknown, self._unmet = self.session.snapshot.unknown, self.session.unmet
        whole = self._found is not None and self._found.whole
        self.query_one(ProblemList).show(self.findings, unknown, whole=whole)
        files = len(workspace.documents)
        sound = "the terms are sound" if workspace.sound else "the terms have errors"
        said = f"{several(files, 'file')} read {self.signs.between} {sound}"
        if self.working:
            said = f"checking rules and conditions{self.signs.more}  esc stops"
        elif self._late:
            said = "not all checked: R checks again"
        self.standing(said)
        self._finding()

    @on(LineList.Highlighted)
    def _finding(self) -> None:
        """Explain the finding under the cursor in words."""
        found, pane = self.query_one(ProblemList).diagnostic, self.query_one("#finding", Prose)
        if found is None or self.workspace is None:
            words = "No finding is under the cursor. R reads the files again."
            pane.say("In words", lambda width: list(wrapped(words, width, shade="muted")))
            return
        document = self.workspace.documents.get(found.span.path) if found.span else None
        text = document.text if document is not None else None
        pane.say("In words", lambda width: list(problem_about(found, text, width)))

    @on(LineList.Selected)
    def _selected(self, event: LineList.Selected) -> None:
        event.stop()
        self.action_problems_edit()

    @property
    def place_in_hand(self) -> tuple[str, int] | None:
        """Place of the finding under the cursor."""
        found = self.query_one(ProblemList).diagnostic
        if found is None or found.span is None:
            return None
        return found.span.path, found.span.start.line

    def action_problems_edit(self) -> None:
        """Request to open the file at the line of the finding."""
        found = self.query_one(ProblemList).diagnostic
        if found is None or found.span is None:
            self.notify("no line of a file under the cursor", markup=False, timeout=3)
        else:
            self.post_message(messages.EditAsked(found.span.path, found.span.start.line))

    # -- handing on --

    def export_tables(self) -> list[ViewTable]:
        """The findings, and parts of the draft that the corpus does not define."""
        from zopa_tui.views.export import problem_tables

        return problem_tables(self.findings, self.session.snapshot.unknown)

    def copies(self) -> list[Copy]:
        """The commands for all findings and for the one under the cursor."""
        from zopa_tui.screens import clipboard

        found = [
            clipboard.Copy("c", "the command", clipboard.there(self.session, "zopa validate"))
        ]
        if (finding := self.query_one(ProblemList).diagnostic) is not None:
            what = f"zopa explain {finding.code}"
            found.append(clipboard.Copy("x", "the command that explains it", what))
            place = f"{finding.span or ''}: {finding.message}".removeprefix(": ")
            found.append(clipboard.Copy("q", "the finding", place))
        found += clipboard.shown(self.query_one("#finding", Prose))
        return [*found, *clipboard.whole(self.session, self.export_tables())]
