"""Finding: showing only what contains some letters, in whatever pane has more than it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual import on
from textual.screen import Screen
from textual.widgets import Input

from zopa_tui.bindings import bindings
from zopa_tui.widgets.entry import Entry

if TYPE_CHECKING:
    from textual.binding import BindingType

__all__ = ["FindLine", "Finding", "Searched"]


@runtime_checkable
class Searched(Protocol):
    """A pane that can show some of its rows only."""

    def filter(self, needle: str, /) -> int:
        """Show only what contains these letters; returns how many rows do."""

    def next_hit(self, step: int, /) -> bool:
        """Go to the next row that is shown; says whether there is one."""


class FindLine(Entry):
    """Where letters are typed; it is there only while something is looked for."""

    DEFAULT_CSS = """
    FindLine {
        display: none;
        height: 1;
        padding: 0 1;
        background: $panel;
        &.-on { display: block; }
    }
    """


class Finding(Screen[None]):
    """A screen with panes that can be filtered; it has an input `#find`."""

    SEARCHED: ClassVar[tuple[str, ...]] = ()
    """Ids of the panes; the first one where none of them is in hand."""
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "filter.start", "filter.next", "filter.previous"
    )
    _found_in = ""
    """Id of the pane that is filtered."""

    def find_line(self) -> FindLine:
        """The line that letters are typed into."""
        return FindLine(id="find", placeholder="show only what has these letters", compact=True)

    def action_filter_start(self) -> None:
        """Ask for letters; they filter the pane in hand."""
        here = self.focused.id if self.focused is not None else None
        self._found_in = here if here in self.SEARCHED else self.SEARCHED[0]
        find = self.query_one(FindLine)
        find.add_class("-on")
        find.value = ""
        find.focus()

    @property
    def _pane(self) -> Searched | None:
        found: object = self.query_one(f"#{self._found_in}") if self._found_in else None
        return found if isinstance(found, Searched) else None

    @property
    def filtering(self) -> bool:
        """Whether letters are asked for, or hide something."""
        return self.query_one(FindLine).has_class("-on")

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        if (pane := self._pane) is not None and self.filtering:
            pane.filter(event.value)
            self.narrowed()

    def narrowed(self) -> None:
        """That fewer or more rows are shown; the cursor may stand on none."""

    @on(Input.Submitted, "#find")
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        if self._found_in:
            self.query_one(f"#{self._found_in}").focus()

    def end_filter(self) -> bool:
        """Show everything again; says whether anything was hidden."""
        if not self.filtering:
            return False
        self.query_one(FindLine).remove_class("-on")
        if (pane := self._pane) is not None:
            pane.filter("")
            self.query_one(f"#{self._found_in}").focus()
            self.narrowed()
        self._found_in = ""
        return True

    def _hit(self, step: int) -> None:
        if (pane := self._pane) is None:
            self.notify("nothing is filtered; / starts", timeout=2, markup=False)
        elif not pane.next_hit(step):
            self.notify("nothing contains these letters", timeout=2, markup=False)

    def action_filter_next(self) -> None:
        """Go to the next hit."""
        self._hit(1)

    def action_filter_previous(self) -> None:
        """Go to the hit before."""
        self._hit(-1)
