"""What the screens beside Compose have in common: they follow the session, and can stop."""

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
from zopa_tui.views.glyphs import ASCII_SIGNS, Signs, signs_for
from zopa_tui.views.sources import next_change
from zopa_tui.views.status import PHONE, SHORT, TABBED, WIDE, answer_parts, day_of, head_parts
from zopa_tui.views.text import clean
from zopa_tui.widgets.entry import TextField
from zopa_tui.widgets.line_list import LineList
from zopa_tui.widgets.mounted import Whole
from zopa_tui.widgets.shaded import Shaded
from zopa_tui.widgets.status_line import DraftBar, EdgeLine, KeyLine
from zopa_tui.widgets.term_tree import Folds, TermTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.solving.cancel import Stop
    from zopa.workspace import Workspace
    from zopa_tui.session.engine import BackgroundSolver
    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.views.clipboard import Copy
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


# -- a screen that is painted when there is something to see, and once --


EXPLAINED = 26
"""Lines from which on there is room for what explains the pane in hand, on a phone too."""
HELD = 0.2
"""Seconds after which a first picture is painted whatever is still missing in it."""


class PaintedOnce(Screen[None], Whole):
    """Draws nothing that is not shown; can wait with the first picture."""

    def __init__(self) -> None:
        super().__init__()
        self._held = ExitStack()
        self._waits = False

    def _compositor_refresh(self) -> None:
        """Draw, but not while painting waits: Textual would draw, and throw it away."""
        if self.app._batch_count:  # noqa: SLF001  # there is no other way to know
            self.refresh()
        else:
            super()._compositor_refresh()

    def hold_picture(self) -> None:
        """Wait with painting until everything is there."""
        self._waits = True
        # Whatever is on top by then: Textual forgets what was drawn meanwhile.
        self._held.callback(self._draw_top)
        self._held.enter_context(self.app.batch_update())
        self.set_timer(HELD, self._held.close)

    def show_picture(self) -> None:
        """Paint what waited, with every pane laid for the room that it has."""
        if self._waits:
            self._waits = False
            self._refresh_layout()
            self.call_later(self._held.close)

    def _draw_top(self) -> None:
        if self.app.screen_stack:
            self.app.screen.refresh(layout=True)

    def on_unmount(self) -> None:
        """Have nobody wait for a picture of a screen that is gone."""
        self._held.close()


# -- finding --


@runtime_checkable
class Searched(Protocol):
    """A pane that can show some of its rows only."""

    def filter(self, needle: str, /) -> int:
        """Show only what contains these letters; returns how many rows do."""

    def next_hit(self, step: int, /) -> bool:
        """Go to the next row that is shown; says whether there is one."""


class FindLine(TextField):
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


@dataclass(frozen=True, slots=True)
class ScreenPlace:
    """Where one stands on a screen, for one that is made again in its place."""

    focused: str | None
    """Id of the pane in hand."""
    panes: Mapping[str, object]
    """By the id of each pane what its cursor is on."""


class SessionScreen(PaintedOnce, Finding):
    """A screen that draws what the session says, again after each change."""

    NAME: ClassVar[str] = ""
    """What the screen is called in its first line."""
    KEYS: ClassVar[tuple[str, ...]] = ()
    """Actions to offer in the last line, the most useful first."""
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # as Textual declares it
        (0, "-narrow"),
        (80, "-normal"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012  # as above
    SPLITS: ClassVar[tuple[str, str]] = ("", "")
    """Ids of the pane left of the upright split, and of the one below the other split."""
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
            session: whose draft is shown.
            workspace: where the other drafts are; loaded from the root of the session's
                file where not given.
        """
        super().__init__()
        self.session = session
        self.workspace = workspace
        self._leave: Callable[[], None] | None = None
        self._work: Stop | None = None
        self._drawn: Snapshot | None = None
        self._turned: list[Shaded] = []
        """The panes that take turns, where there is room for one at a time."""
        self.splits = Splits(self)

    @property
    def desk(self) -> BackgroundSolver:
        """Where long questions are asked; one for all screens, of which one is seen."""
        return self.session.desk

    @property
    def signs(self) -> Signs:
        """The signs that the terminal can show."""
        return signs_for(getattr(self.app, "glyphs", None))

    def compose(self) -> ComposeResult:
        """A line at the top, the panes, and two at the bottom."""
        self.fit()
        yield EdgeLine(id="top", right=0.75)
        yield DraftBar(id="drafts")
        yield from self.panes()
        yield self.find_line()
        yield EdgeLine(id="standing", right=0.4)
        yield KeyLine(self.KEYS, id="keys")

    def fit(self) -> None:
        """Have the classes of this size before there are panes to be styled and laid twice."""
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
        """What is between the lines; of a subclass."""
        raise NotImplementedError

    def follow(self, old: Snapshot | None, new: Snapshot, /) -> None:
        """Draw what differs; of a subclass."""
        raise NotImplementedError

    def export_tables(self) -> list[ViewTable]:
        """What is shown, to hand on; of a subclass."""
        raise NotImplementedError

    def copies(self) -> list[Copy]:
        """What can be copied, the command with the same answer first; of a subclass."""
        raise NotImplementedError

    # -- the session --

    def on_mount(self) -> None:
        """Follow the session from now on."""
        self.set_class(self.signs is ASCII_SIGNS, "-ascii")
        self._leave = self.session.subscribe(self._changed)
        self.splits.lay()
        self._catch_up()

    def on_unmount(self) -> None:
        """Follow it no more."""
        self.stop_work()
        if self._leave is not None:
            self._leave()
            self._leave = None

    def on_resize(self) -> None:
        """Fit the lines to the width, and the panes to the room."""
        self.splits.lay()
        self.lay_phone()
        if self._drawn is not None:
            self.headline()

    def on_descendant_focus(self) -> None:
        """Show the pane in hand, where there is room for one at a time."""
        self.lay_phone()

    def lay_phone(self) -> None:
        """Show one pane at a time where there is little room, and what explains it below."""
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
            # Nobody can turn to what takes no focus.
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
        """Go to the pane before."""
        self._turn(-1)

    def on_screen_resume(self) -> None:
        """Draw what happened while another screen was shown."""
        self.splits.lay()
        self._catch_up()
        self.query_one(DraftBar).look()

    def on_screen_suspend(self) -> None:
        """Do not go on with work that nobody sees; it begins again when one comes back."""
        if self.working:
            self._drawn = None
        self.stop_work()

    def draw_again(self) -> None:
        """Forget what was drawn: questions that were asked for it have ended."""
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
        """Whether its widgets are there: not before they are mounted, nor when it is left."""
        return self.is_mounted and self.is_attached and self.is_running and not self.is_going

    def _catch_up(self) -> None:
        new = self.session.snapshot
        if not self.is_whole or new is self._drawn:
            return
        old, self._drawn = self._drawn, new
        self.headline()
        self.follow(old, new)

    def headline(self, *rest: str) -> None:
        """Say which draft this is, of which day, and on which screen one is."""
        said = [(f"   {clean(each)}", "") for each in rest]
        glyphs = self.signs.glyphs
        parts = head_parts(self.session, glyphs, self.NAME, self.size.width, said)
        self.query_one("#top", EdgeLine).show(*parts, does=SHORT)
        self.query_one(DraftBar).look()

    def standing(self, *parts: tuple[str, str] | str) -> None:
        """Say how things stand, in the line above the keys."""
        if self.is_whole:
            pieces = [(each, "$muted") if isinstance(each, str) else each for each in parts]
            between = TABBED <= self.size.width < WIDE
            day = [(f"{day_of(self.session)} ", "$muted")] if between else []
            self.show_answer(*pieces, right=day)

    def show_answer(
        self, *rest: tuple[str, str], right: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Say whether there is a deal, first of all in the line above the keys."""
        glyphs = self.signs.glyphs
        answer = (
            answer_parts(self.session.snapshot, glyphs) if self.session.corpus.issues else []
        )
        between = [(f" {glyphs.dot} ", "$muted")] if answer and rest else []
        does = {answer[0][0]: "answer"} if answer else {}
        line = self.query_one("#standing", EdgeLine)
        line.show([*answer, *between, *rest], right, does=does)

    def action_split(self, right: int, up: int) -> None:
        """Move a split by a few cells, as far as both sides stay of use."""
        if why := self.splits.move(right, up):
            self.notify(why, timeout=2, markup=False)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a split."""
        if event.button == 1 and self.splits.grab(event.screen_x, event.screen_y):
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the split that is held."""
        if not event.button:
            self.splits.drop()
        elif self.splits.drag(event.screen_x, event.screen_y):
            event.stop()

    def on_mouse_up(self) -> None:
        """Let go of it."""
        if self.splits.drop():
            self.clear_selection()

    def on_click(self, event: events.Click) -> None:
        """Lay the split that is clicked twice as at first."""
        if event.chain == 2 and self.splits.forget(event.screen_x, event.screen_y):
            event.stop()

    def watch_maximized(self) -> None:
        """One pane has all the room, or has it no more."""
        if self.is_whole:
            self.splits.lay()

    # -- where one stands --

    def place(self) -> ScreenPlace:
        """Where one stands, in each pane."""
        panes: dict[str, object] = {
            pane.id: pane.key for pane in self.query(LineList) if pane.id is not None
        }
        panes |= {tree.id: tree.place() for tree in self.query(TermTree) if tree.id is not None}
        return ScreenPlace(self.focused.id if self.focused is not None else None, panes)

    def stand(self, place: ScreenPlace) -> None:
        """Go to where one stood, as far as that is still there."""
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
        """Kinds of things that the pane in hand holds, as `zopa add` calls them."""
        return ()

    @property
    def thing_in_hand(self) -> tuple[str, str] | None:
        """Kind and id of what the cursor stands on; None where it has none."""
        return None

    @property
    def place_in_hand(self) -> tuple[str, int] | None:
        """File and line that the cursor stands for, where it is no thing."""
        return None

    @property
    def scenario_in_hand(self) -> str | None:
        """The path of the scenario that the cursor stands on; None for the draft's own."""
        return None

    def stand_on(self, kind: str, name: str) -> None:
        """Put the cursor on a thing, where a pane holds such things."""

    # -- work --

    def begin_work(self, seconds: float | None = None) -> Stop:
        """What ends the work that begins now, at the latest after so long; other work ends."""
        from zopa.solving.cancel import Stop

        self.stop_work()
        self._work = Stop(seconds)
        self.refresh_bindings()
        return self._work

    def end_work(self, stop: Stop) -> None:
        """That this work is done."""
        if self._work is stop:
            self._work = None
            self.refresh_bindings()

    @property
    def working(self) -> bool:
        """Whether work goes on."""
        return self._work is not None and not self._work.called

    def stop_work(self) -> None:
        """End the work that goes on."""
        if self._work is not None:
            self._work.call()
            self._work = None

    def action_stop_work(self) -> None:
        """End the filter, else the work, as the reader asked."""
        if self.end_filter():
            return
        self.stop_work()
        self.stopped()

    def stopped(self) -> None:
        """That the reader ended the work."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is ours while there is a filter to end, or work to stop."""
        if action == "stop_work" and self.is_mounted:
            return self.working or self.filtering
        return super().check_action(action, parameters)


# -- another day to ask about: the one beside, or one on which positions begin or end --


class Days(SessionScreen):
    """A screen whose answers depend on the day."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "as-of.back", "as-of.on", "change.back", "change.on"
    )

    def _day(self, step: int) -> None:
        day = self.session.snapshot.verdicts.context.as_of
        self.session.as_of(day + dt.timedelta(days=step))

    def action_as_of_back(self) -> None:
        """Ask as of the day before."""
        self._day(-1)

    def action_as_of_on(self) -> None:
        """Ask as of the day after."""
        self._day(1)

    def _change(self, step: int) -> None:
        found = next_change(self.session.corpus, self.session.snapshot.verdicts.context, step)
        if found is None:
            when = "after" if step > 0 else "before"
            self.notify(f"nothing changes {when} this day", markup=False, timeout=3)
        else:
            self.session.as_of(found)

    def action_change_back(self) -> None:
        """Ask as of the day before on which positions begin or end."""
        self._change(-1)

    def action_change_on(self) -> None:
        """Ask as of the next day on which positions begin or end."""
        self._change(1)
