"""Base of all screens except Compose: they follow the session and can stop work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual import on
from textual.screen import Screen
from textual.widgets import Input

from zopa_tui.screens.splits import Splits
from zopa_tui.ui.keys import bindings, bound
from zopa_tui.views.sources import next_change
from zopa_tui.views.status import PHONE, SHORT, TABBED, WIDE, answer_parts, day_of, head_parts
from zopa_tui.views.text import ASCII_SIGNS, Signs, clean, signs_for
from zopa_tui.widgets.base import Shaded, TextField, Whole
from zopa_tui.widgets.line_list import LineList
from zopa_tui.widgets.status_line import AnswerLine, DraftBar, EdgeLine, KeyLine
from zopa_tui.widgets.term_tree import Folds, TermTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.solving import Stop
    from zopa.workspace import Workspace
    from zopa_tui.screens.clipboard import Copy
    from zopa_tui.session.engine import BackgroundSolver
    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.views.export import ViewTable

__all__ = [
    "Days",
    "FindLine",
    "Finding",
    "PaintedOnce",
    "ScreenPlace",
    "Searched",
    "SessionScreen",
]


# -- a screen that is painted once, when it is complete --


EXPLAINED = 26
"""Minimum height in lines for the explanation of the focused pane, also on a phone."""
HELD = 0.2
"""Seconds after which the first picture is painted, even if parts are missing."""


class PaintedOnce(Screen[None], Whole):
    """A screen that draws only while it is visible, and can delay its first picture."""

    def __init__(self) -> None:
        super().__init__()
        self._held = ExitStack()
        self._waits = False

    def _compositor_refresh(self) -> None:
        """Draw, but not while painting is on hold: Textual would draw, then discard it."""
        if self.app._batch_count:  # noqa: SLF001  # there is no other way to know
            self.refresh()
        else:
            super()._compositor_refresh()

    def hold_picture(self) -> None:
        """Put painting on hold until everything is there."""
        self._waits = True
        # Redraw the top screen: Textual discards drawings made during the hold.
        self._held.callback(self._draw_top)
        self._held.enter_context(self.app.batch_update())
        self.set_timer(HELD, self._held.close)

    def show_picture(self) -> None:
        """Paint the picture on hold, with every pane laid out for its size."""
        if self._waits:
            self._waits = False
            self._refresh_layout()
            self.call_later(self._held.close)

    def _draw_top(self) -> None:
        if self.app.screen_stack:
            self.app.screen.refresh(layout=True)

    def on_unmount(self) -> None:
        """Release the hold on painting when the screen is removed."""
        self._held.close()


# -- finding --


@runtime_checkable
class Searched(Protocol):
    """A pane that can be filtered to some of its rows."""

    def filter(self, needle: str, /) -> int:
        """Show only rows with the search text; returns their number."""

    def next_hit(self, step: int, /) -> bool:
        """Go to the next visible row; returns whether there is one."""


class FindLine(TextField):
    """The search field, visible only during a search."""

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
    """Ids of the panes; the first one is searched if none of them is focused."""
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "filter.start", "filter.next", "filter.previous"
    )
    _found_in = ""
    """Id of the filtered pane."""

    def find_line(self) -> FindLine:
        """The search field."""
        return FindLine(id="find", placeholder="show only what has these letters", compact=True)

    def action_filter_start(self) -> None:
        """Ask for a search text, which filters the focused pane."""
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
        """True if the search field is open or rows are hidden."""
        return self.query_one(FindLine).has_class("-on")

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        if (pane := self._pane) is not None and self.filtering:
            pane.filter(event.value)
            self.narrowed()

    def narrowed(self) -> None:
        """Called when the filter changes the visible rows; the cursor may be on no row."""

    @on(Input.Submitted, "#find")
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        if self._found_in:
            self.query_one(f"#{self._found_in}").focus()

    def end_filter(self) -> bool:
        """End the filter; returns whether rows were hidden."""
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
        """Go to the previous hit."""
        self._hit(-1)


@dataclass(frozen=True, slots=True)
class ScreenPlace:
    """Cursor positions on a screen, for another screen that replaces it."""

    focused: str | None
    """Id of the focused pane."""
    panes: Mapping[str, object]
    """Item under the cursor of each pane, by id of the pane."""


class SessionScreen(PaintedOnce, Finding):
    """A screen that shows the session and redraws after each change."""

    NAME: ClassVar[str] = ""
    """Name of the screen in its first line."""
    KEYS: ClassVar[tuple[str, ...]] = ()
    """Actions to offer in the last line, the most useful first."""
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # as Textual declares it
        (0, "-narrow"),
        (80, "-normal"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012  # as above
    SPLITS: ClassVar[tuple[str, str]] = ("", "")
    """Ids of the pane left of the vertical split, and of the pane below the other split."""
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("close", "stop_work"),
        *bindings("pane.next", "pane.previous"),
        bound("split.left", "split(-1, 0)"),
        bound("split.right", "split(1, 0)"),
        bound("split.up", "split(0, 1)"),
        bound("split.down", "split(0, -1)"),
    ]
    DEFAULT_CSS = """
    SessionScreen {
        & > #top { background: $panel; text-style: bold; }
        & > #keys { background: $panel; }
        &.-ascii Shaded { border: ascii $border-blurred; }
        &.-ascii Shaded:focus { border: ascii $border; }
    }
    """

    def __init__(
        self,
        session: Session,
        workspace: Workspace | None = None,
    ) -> None:
        """Follow a session.

        Args:
            session: the session to show.
            workspace: workspace with the other drafts; loaded from the root of the session's
                file if not given.
        """
        super().__init__()
        self.session = session
        self.workspace = workspace
        self._leave: Callable[[], None] | None = None
        self._work: Stop | None = None
        self._drawn: Snapshot | None = None
        self._turned: list[Shaded] = []
        """Panes that take turns if there is room for only one."""
        self.splits = Splits(self)

    @property
    def desk(self) -> BackgroundSolver:
        """Solver for long questions; all screens share it, since only one is visible."""
        return self.session.desk

    @property
    def signs(self) -> Signs:
        """The symbols that the terminal can show."""
        return signs_for(getattr(self.app, "glyphs", None))

    def compose(self) -> ComposeResult:
        """A line at the top, the panes, and two at the bottom."""
        self.fit()
        yield EdgeLine(id="top", right=0.75)
        yield DraftBar(id="drafts")
        yield from self.panes()
        yield self.find_line()
        yield AnswerLine(id="standing")
        yield KeyLine(self.KEYS, id="keys")

    def fit(self) -> None:
        """Set the CSS classes for this size before panes exist, to avoid a second layout."""
        width, height = self.app.size
        for points, room in (
            (self.HORIZONTAL_BREAKPOINTS, width),
            (self.VERTICAL_BREAKPOINTS, height),
        ):
            self.add_class(max(each for each in points if each[0] <= room)[1], update=False)

    @property
    def is_explained_beside(self) -> bool:
        """Whether the lowest pane stands at the right of all others."""
        return False

    def panes(self) -> Iterator[Widget]:
        """The panes between the top and bottom lines; subclasses define them."""
        raise NotImplementedError

    def follow(self, old: Snapshot | None, new: Snapshot, /) -> None:
        """Draw the changes from the old to the new state; subclasses define it."""
        raise NotImplementedError

    def export_tables(self) -> list[ViewTable]:
        """The visible content as tables for export; subclasses define it."""
        raise NotImplementedError

    def copies(self) -> list[Copy]:
        """Texts to copy, the command for the same answer first; subclasses define it."""
        raise NotImplementedError

    # -- the session --

    def on_mount(self) -> None:
        """Follow the session from now on."""
        self.set_class(self.signs is ASCII_SIGNS, "-ascii")
        self._leave = self.session.subscribe(self._changed)
        self.splits.lay()
        self._catch_up()

    def on_unmount(self) -> None:
        """Stop following the session."""
        self.stop_work()
        if self._leave is not None:
            self._leave()
            self._leave = None

    def on_resize(self) -> None:
        """Fit the lines to the width, and the panes to the size."""
        self.splits.lay()
        self.lay_phone()
        if self._drawn is not None:
            self.headline()

    def on_descendant_focus(self) -> None:
        """Show the focused pane, if there is room for only one."""
        self.lay_phone()

    def lay_phone(self) -> None:
        """On a small terminal, show one pane at a time with its explanation below."""
        phone = self.size.width < PHONE
        if not phone and not self.has_class("-phone"):
            return
        self.set_class(phone, "-phone")
        panes = list(self.query(Shaded))
        for each in panes:
            each.remove_class("-front", "-behind")
        self.app.stylesheet.update(self)  # what there would be with more room
        there = [each for each in panes if each.display] if phone else []
        self._turned = [each for each in there if each.can_focus]
        if not self._turned:
            return
        hand = next((one for one in self._turned if one is self.focused), self._turned[0])
        below = self.SPLITS[1] if self.size.height >= EXPLAINED else ""
        shown = {hand.id, below}
        if hand is self._turned[0]:
            # The user cannot switch to panes without focus.
            shown |= {each.id for each in there if not each.can_focus}
        for pane in panes:
            pane.set_class(pane is hand, "-front")
            pane.set_class(pane.id not in shown, "-behind")
        for around in self.query("#middle"):
            around.set_class(hand.parent is not around, "-behind")
        self.app.stylesheet.update(self)  # now: what is hidden takes no keys

    def _turn(self, step: int) -> None:
        hand = self.focused
        if not self._turned or hand not in self._turned:
            (self.focus_next if step > 0 else self.focus_previous)()
            return
        pane = self._turned[(self._turned.index(hand) + step) % len(self._turned)]
        pane.remove_class("-behind")
        for each in self.query("#middle"):
            each.remove_class("-behind")
        self.app.stylesheet.update(self)
        self.set_focus(pane)

    def action_pane_next(self) -> None:
        """Go to the next pane."""
        self._turn(1)

    def action_pane_previous(self) -> None:
        """Go to the previous pane."""
        self._turn(-1)

    def on_screen_resume(self) -> None:
        """Draw the changes since the screen was last visible."""
        self.splits.lay()
        self._catch_up()
        self.query_one(DraftBar).look()

    def on_screen_suspend(self) -> None:
        """Stop the work of a hidden screen; it starts again when the screen is shown."""
        if self.working:
            self._drawn = None
        self.stop_work()

    def draw_again(self) -> None:
        """Discard the record of the drawn state, because its questions have ended."""
        self._drawn = None

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the drafts of a workspace that was read again."""
        self.workspace = workspace
        if self.is_mounted:
            self.stop_work()
            self._drawn = None
            self._catch_up()

    def _changed(self, _: Snapshot, __: Snapshot) -> None:
        if self.is_current:
            self._catch_up()

    @property
    def is_whole(self) -> bool:
        """True if its widgets exist: from mounting until the screen is left."""
        return self.is_mounted and self.is_attached and self.is_running and not self.is_going

    def _catch_up(self) -> None:
        new = self.session.snapshot
        if not self.is_whole or new is self._drawn:
            return
        old, self._drawn = self._drawn, new
        self.headline()
        self.follow(old, new)

    def headline(self, *rest: str) -> None:
        """Show the draft, its date and the screen's name in the first line."""
        said = [(f"   {clean(each)}", "") for each in rest]
        glyphs = self.signs.glyphs
        parts = head_parts(self.session, glyphs, self.NAME, self.size.width, said)
        self.query_one("#top", EdgeLine).show(*parts, does=SHORT)
        self.query_one(DraftBar).look()

    def standing(self, *parts: tuple[str, str] | str) -> None:
        """Show a status in the line above the keys."""
        if self.is_whole:
            pieces = [(each, "$muted") if isinstance(each, str) else each for each in parts]
            between = TABBED <= self.size.width < WIDE
            day = [(f"{day_of(self.session)} ", "$muted")] if between else []
            self.show_answer(*pieces, right=day)

    def show_answer(
        self, *rest: tuple[str, str], right: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Show the answer on deals at the start of the line above the keys."""
        glyphs = self.signs.glyphs
        answer = (
            answer_parts(self.session.snapshot, glyphs) if self.session.corpus.issues else []
        )
        between = [(f" {glyphs.dot} ", "$muted")] if answer and rest else []
        does = {answer[0][0]: "answer"} if answer else {}
        line = self.query_one("#standing", EdgeLine)
        line.show([*answer, *between, *rest], right, does=does)

    def action_split(self, right: int, up: int) -> None:
        """Move a split by a few cells, as far as both sides stay usable."""
        if why := self.splits.move(right, up):
            self.notify(why, timeout=2, markup=False)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Grab a split."""
        if event.button == 1 and self.splits.grab(event.screen_x, event.screen_y):
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the split that the mouse holds."""
        if not event.button:
            self.splits.drop()
        elif self.splits.drag(event.screen_x, event.screen_y):
            event.stop()

    def on_mouse_up(self) -> None:
        """Release it."""
        if self.splits.drop():
            self.clear_selection()

    def on_click(self, event: events.Click) -> None:
        """Restore the default place of a split after a double click."""
        if event.chain == 2 and self.splits.forget(event.screen_x, event.screen_y):
            event.stop()

    def watch_maximized(self) -> None:
        """Adapt when a pane takes the full screen or gives it back."""
        if self.is_whole:
            self.splits.lay()

    # -- where one stands --

    def place(self) -> ScreenPlace:
        """The cursor position in each pane."""
        panes: dict[str, object] = {
            pane.id: pane.key for pane in self.query(LineList) if pane.id is not None
        }
        panes |= {tree.id: tree.place() for tree in self.query(TermTree) if tree.id is not None}
        return ScreenPlace(self.focused.id if self.focused is not None else None, panes)

    def stand(self, place: ScreenPlace) -> None:
        """Restore cursor positions, as far as their items still exist."""
        for name, where in place.panes.items():
            found = self.query(f"#{name}")
            pane = found.first() if found else None
            if isinstance(pane, LineList) and isinstance(where, Hashable) and where is not None:
                pane.go(where)
            elif isinstance(pane, TermTree) and isinstance(where, Folds):
                pane.stand(where)
        if place.focused is not None and (found := self.query(f"#{place.focused}")):
            found.first().focus()

    def kinds_here(self) -> tuple[str, ...]:
        """Kinds of items in the focused pane, as `zopa add` names them."""
        return ()

    @property
    def thing_in_hand(self) -> tuple[str, str] | None:
        """Kind and id of the item under the cursor, or None if it has none."""
        return None

    @property
    def place_in_hand(self) -> tuple[str, int] | None:
        """File and line for the cursor, if it is not on an item."""
        return None

    @property
    def scenario_in_hand(self) -> str | None:
        """Path of the scenario under the cursor; None for the draft's own."""
        return None

    def stand_on(self, kind: str, name: str) -> None:
        """Put the cursor on an item, if a pane contains items of its kind."""

    # -- work --

    def begin_work(self, seconds: float | None = None) -> Stop:
        """Start work and stop earlier work; returns its stop, with a time limit if given."""
        from zopa.solving import Stop

        self.stop_work()
        self._work = Stop(seconds)
        self.refresh_bindings()
        return self._work

    def end_work(self, stop: Stop) -> None:
        """Mark this work as done."""
        if self._work is stop:
            self._work = None
            self.refresh_bindings()

    @property
    def working(self) -> bool:
        """True while there is work."""
        return self._work is not None and not self._work.called

    def stop_work(self) -> None:
        """Stop the current work."""
        if self._work is not None:
            self._work.call()
            self._work = None

    def action_stop_work(self) -> None:
        """End the filter; without a filter, stop the work."""
        if self.end_filter():
            return
        self.stop_work()
        self.stopped()

    def stopped(self) -> None:
        """Called after the user stopped the work."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Bind escape here only while there is a filter to end or work to stop."""
        if action == "stop_work" and self.is_mounted:
            return self.working or self.filtering
        return super().check_action(action, parameters)


# -- another evaluation date: the next one, or the next with a change of positions --


class Days(SessionScreen):
    """A screen whose answers depend on the evaluation date."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "as-of.back", "as-of.on", "change.back", "change.on"
    )

    def _day(self, step: int) -> None:
        day = self.session.snapshot.verdicts.context.as_of
        self.session.as_of(day + dt.timedelta(days=step))

    def action_as_of_back(self) -> None:
        """Set the evaluation date one day back."""
        self._day(-1)

    def action_as_of_on(self) -> None:
        """Set the evaluation date one day forward."""
        self._day(1)

    def _change(self, step: int) -> None:
        found = next_change(self.session.corpus, self.session.snapshot.verdicts.context, step)
        if found is None:
            when = "after" if step > 0 else "before"
            self.notify(f"nothing changes {when} this day", markup=False, timeout=3)
        else:
            self.session.as_of(found)

    def action_change_back(self) -> None:
        """Set the evaluation date to the previous one on which positions begin or end."""
        self._change(-1)

    def action_change_on(self) -> None:
        """Set the evaluation date to the next one on which positions begin or end."""
        self._change(1)
