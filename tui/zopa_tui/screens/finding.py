"""Finding: showing only what contains some letters."""

from __future__ import annotations

from textual import on
from textual.screen import Screen
from textual.widgets import Input

from zopa_tui.widgets.position_list import PositionList
from zopa_tui.widgets.term_tree import TermTree

__all__ = ["Finding"]


class Finding(Screen[None]):
    """A screen with issues and positions that can be filtered."""

    _found_in: TermTree | PositionList | None = None

    def action_filter_start(self) -> None:
        """Ask for letters; they filter the pane in hand."""
        pane = self.focused
        self._found_in = pane if isinstance(pane, PositionList) else self.query_one(TermTree)
        find = self.query_one("#find", Input)
        find.add_class("-on")
        find.value = ""
        find.focus()

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        if self._found_in is not None and event.input.has_class("-on"):
            self._found_in.filter(event.value)

    @on(Input.Submitted, "#find")
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        if self._found_in is not None:
            self._found_in.focus()
            self._found_in.next_hit(1)

    def end_filter(self) -> bool:
        """Show everything again; says whether anything was hidden."""
        find = self.query_one("#find", Input)
        if not find.has_class("-on"):
            return False
        find.remove_class("-on")
        if self._found_in is not None:
            self._found_in.filter("")
            self._found_in.focus()
            self._found_in = None
        return True

    def _hit(self, step: int) -> None:
        if self._found_in is None:
            self.notify("nothing is filtered; / starts", timeout=2, markup=False)
        elif not self._found_in.next_hit(step):
            self.notify("nothing contains these letters", timeout=2, markup=False)

    def action_filter_next(self) -> None:
        """Go to the next hit."""
        self._hit(1)

    def action_filter_previous(self) -> None:
        """Go to the hit before."""
        self._hit(-1)

    def action_move_next_open(self) -> None:
        """Go to the next issue that needs a decision."""
        self._to_open(1)

    def action_move_previous_open(self) -> None:
        """Go to the issue before that needs a decision."""
        self._to_open(-1)

    def _to_open(self, step: int) -> None:
        tree = self.query_one(TermTree)
        tree.focus()
        if not tree.next_open(step):
            self.notify("every issue is decided", timeout=2, markup=False)
