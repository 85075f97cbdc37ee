"""The application: its screens, its look, its start and its end."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TextIO

from textual import on
from textual.app import App
from textual.content import Content
from textual.filter import Monochrome
from textual.scrollbar import ScrollBar
from textual.widgets import Static

from zopa_tui.app.commands import Commands, Everything, QuietApp
from zopa_tui.app.navigation import Links, Trails
from zopa_tui.app.open import OpenDrafts
from zopa_tui.app.recording import Recording
from zopa_tui.app.save import Documents, Filing
from zopa_tui.app.terminal import between_steps, report, terminal_gone
from zopa_tui.screens.overlays import TooSmall, is_room
from zopa_tui.session.write_permission import READ_ONLY, WITH_WRITE
from zopa_tui.ui import messages
from zopa_tui.ui import theme as themes
from zopa_tui.ui.actions import ACTIONS, Action, Screen
from zopa_tui.ui.jobs import Jobs
from zopa_tui.ui.keys import bindings
from zopa_tui.ui.theme import KeptStylesheet, NoColours, WholeCells
from zopa_tui.views.text import ASCII, Glyphs, clean, suitable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.filter import LineFilter
    from textual.geometry import Size
    from textual.screen import Screen as TextualScreen
    from textual.timer import Timer

    from zopa.workspace import Workspace
    from zopa_tui.app.settings import Settings
    from zopa_tui.screens.base import SessionScreen
    from zopa_tui.screens.splits import Shares
    from zopa_tui.session.open import Locations, Start
    from zopa_tui.session.session import Session
    from zopa_tui.views.export import ViewTable

__all__ = [
    "INTERRUPTED",
    "Ending",
    "ZopaApp",
]


# -- end from outside: signals, a closed terminal --


PRESENCE = 3.0
"""Seconds between two checks that the terminal still exists."""
LAST = 5.0
"""Seconds from a request to end to the forced end of the process."""
INTERRUPTED = 130
"""Exit code after a signal, as in the CLI's table of exit codes."""


class Ending:
    """Watches the process and its terminal for reasons to end."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app

    def heed_signals(self) -> None:
        """End on a signal or if the terminal is gone; repaint everything after a stop."""
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for ending in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(ending, self.end)
        if not self.app.is_headless:
            between_steps(signal.SIGTSTP)
            between_steps(signal.SIGCONT)
            self.app.set_interval(PRESENCE, self._end_without_terminal)
            # After SIGTSTP and fg, the terminal no longer shows the picture.
            self.app.app_resume_signal.subscribe(
                self.app, lambda _: self.app.refresh(layout=True)
            )

    def _end_without_terminal(self) -> None:
        if terminal_gone():
            self.end()

    def end(self) -> None:
        """End because of a signal or a closed window: keep unsaved work.

        Textual can block forever while it writes its last output to a closed terminal. So a
        timer forces the end, and the first request is enough.
        """
        self.app.drafts.end(keep=True)
        if not self.app.is_headless:
            last = threading.Timer(LAST, os._exit, (INTERRUPTED,))
            last.daemon = True
            last.start()
        self.app.exit(return_code=INTERRUPTED)


NOT_OURS = {
    "close",
    "pane.next",
    "pane.previous",
    "filter.start",
    "filter.next",
    "filter.previous",
    "split.left",
    "split.right",
    "split.up",
    "split.down",
}
"""Actions that each screen implements itself, or that Textual implements."""
SHARED = {
    "waive",
    "why",
    "repair",
    "complete",
    "as-of.back",
    "as-of.on",
    "change.back",
    "change.on",
    "reading.back",
    "reading.on",
}
"""Actions with one implementation for several screens."""
ScrollBar.renderer = WholeCells
SETTLED = 1.0
"""Seconds after which the new place of a split is stored."""
GARBAGE = (10_000, 5, 5)
"""When Python looks for cycles: the many objects of a command's short run are in no hurry."""
GLANCE = 3.0
"""Seconds between two checks of the files, and of whether unsaved work can be kept."""


def _ours(action: Action) -> bool:
    """True if the application binds the keys of the action."""
    if action.id in NOT_OURS or action.id.startswith("move."):
        return False
    return action.where == tuple(Screen) or action.id in SHARED


class ZopaApp(QuietApp):
    """One window for one session; contains no rules of the model."""

    CSS_PATH = "zopa.tcss"
    TITLE = "zopa"
    COMMANDS = App.COMMANDS | {Everything}
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        *(each.id for each in ACTIONS if _ours(each))
    )

    def __init__(
        self,
        root: Path,
        scenario: Path | None = None,
        *,
        sample: bool = False,
        ascii_only: bool = False,
        theme: str | None = None,
        start: Start | None = None,
        own: Settings | None = None,
        read_only: bool = False,
    ) -> None:
        """Prepare to show a workspace.

        Args:
            root: root of the workspace.
            scenario: the first file; None lets the user choose.
            sample: whether the corpus is the one that comes with zopa.
            ascii_only: whether to use ASCII characters only.
            theme: a theme of zopa or of Textual.
            start: the session to show, if it is loaded already.
            own: the user's settings, where a chosen theme is stored. Arguments given here
                take precedence.
            read_only: whether to write no file: no scenario, no export, no recovery file.
        """
        super().__init__()
        self.root, self.scenario, self.sample = root, scenario, sample
        self.read_only = read_only
        self.glyphs: Glyphs = ASCII if ascii_only else suitable()
        self.jobs = Jobs(self)
        for each in themes.THEMES:
            self.register_theme(each)
        theme = theme or (own.theme if own is not None else None)
        wanted = themes.suitable(theme, no_color=self.no_color)
        self.set_reactive(App.theme, wanted if wanted in self.available_themes else "zopa-dark")
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        self._start = start
        self._generation = 0
        self._typed_ahead: Screen | None = None
        self._own = own
        self.shares: dict[str, Shares] = dict(own.splits) if own else {}
        """Shares of the panes, by name of the screen."""
        self._shares_kept: Timer | None = None
        self.confined = False
        """Whether new files may be written in the workspace only."""
        # Parts of the application; the methods for actions are theirs.
        self.trails, self.drafts, self.files = Trails(self), OpenDrafts(self), Filing(self)
        self.links, self.recording, self.documents = (
            Links(self),
            Recording(self),
            Documents(self),
        )
        self.commands, self.presence = Commands(self), Ending(self)
        parts = (
            self.trails,
            self.drafts,
            self.files,
            self.links,
            self.recording,
            self.documents,
            self.commands,
        )
        for part in parts:
            for name in dir(part):
                if name.startswith("action_"):
                    setattr(self, name, getattr(part, name))

    # -- the session under work --

    @property
    def has_session(self) -> bool:
        """True if a session is loaded."""
        return bool(self.drafts.all)

    @property
    def is_first(self) -> bool:
        """True if no session was shown before."""
        return self._generation == 1

    @property
    def start(self) -> Start:
        """The current session and its files."""
        return self.drafts.here.start

    @property
    def session(self) -> Session:
        """The current draft's session."""
        return self.start.session

    @property
    def workspace(self) -> Workspace:
        """The files of the current session."""
        return self.start.workspace

    @property
    def places(self) -> Locations:
        """File and line of each item."""
        return self.start.places

    def unusable(self) -> bool:
        """Whether there are no terms to choose; tells the user."""
        if not self.start.usable:
            self.warn(f"{self.start.why}: fix them, then press R")
        return not self.start.usable

    def may_write(self) -> bool:
        """Whether files may be written; tells the user if not."""
        if self.read_only:
            self.warn(f"{READ_ONLY}: {WITH_WRITE}")
        return not self.read_only

    def deliver_text(
        self,
        path_or_file: str | Path | TextIO,
        **options: Any,  # noqa: ANN401  # handed on
    ) -> str | None:
        """Write a file here, or send it to the browser, which needs no write permission."""
        if not self.is_web and not self.may_write():
            return None
        return super().deliver_text(path_or_file, **options)

    def tables(self) -> list[ViewTable]:
        """The contents of the screen as tables, for export."""
        from zopa_tui.screens.base import SessionScreen

        screen = self.screen
        return screen.export_tables() if isinstance(screen, SessionScreen) else []

    # -- what the screens ask --

    @on(messages.DraftChosen)
    def _draft(self, event: messages.DraftChosen) -> None:
        self.drafts.show_number(event.at)

    @on(messages.ScenarioChosen)
    def _compose(self, event: messages.ScenarioChosen) -> None:
        self.links.compose(event.path)

    @on(messages.ScenariosMarked)
    def _mark(self, event: messages.ScenariosMarked) -> None:
        self.links.mark(event.paths)

    @on(messages.WaiveAsked)
    def _waive(self, event: messages.WaiveAsked) -> None:
        self.links.waive(event.position)

    @on(messages.TryAsked)
    def _try(self, event: messages.TryAsked) -> None:
        self.links.try_out(event.waive, event.repair)

    @on(messages.OpenAsked)
    def _open(self, event: messages.OpenAsked) -> None:
        self.links.open_statement(event.statement)

    @on(messages.EditAsked)
    def _edit(self, event: messages.EditAsked) -> None:
        self.files.edit(event.path, event.line)

    # -- beginning --

    def compose(self) -> ComposeResult:
        """The text shown while the workspace is read."""
        if self._start is None:
            what = self.root.name if self.scenario is None else self.scenario.stem
            text = f" zopa  {clean(what)}   reading{self.glyphs.more}"
            yield Static(Content(text), id="reading")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of zopa's stylesheet, for themes of Textual."""
        return dict(themes.DARK if self.current_theme.dark else themes.LIGHT)

    def get_css_variables(self) -> dict[str, str]:
        """Textual's variables and ours."""
        found = themes.readable(super().get_css_variables(), dark=self.current_theme.dark)
        self.theme_variables = found
        return found

    def get_line_filters(self) -> Sequence[LineFilter]:
        """A filter that removes colours if the user wants none, shades of grey included."""
        filters = super().get_line_filters()
        if not self.no_color:
            return filters
        return [*(each for each in filters if not isinstance(each, Monochrome)), NoColours()]

    def on_mount(self) -> None:
        """Apply the theme, handle signals, load the workspace."""
        self.set_class(self.glyphs is ASCII, "-ascii")
        self.set_class(self.no_color, "-nocolor")
        if self._own is not None and self._own.keys:
            self.set_keymap(dict(self._own.keys))
        if self._own is not None and (wrong := self._own.problems):
            more = f" ({len(wrong) - 1} more)" if len(wrong) > 1 else ""
            self.call_after_refresh(self.warn, f"settings: {wrong[0]}{more}")
        self.presence.heed_signals()
        if not self.is_headless:
            self.set_interval(GLANCE, self.files.look_at_files)
            self.set_interval(GLANCE, self.drafts.look_at_journal)
        if self._start is not None:
            self.show_start(self._start)
        else:
            # Paint first: the worker would take half of the processor time.
            self.call_after_refresh(
                self.drafts.load, self.root, self.scenario, sample=self.sample
            )

    def watch_theme(self, before: str, now: str) -> None:
        """Store a theme that the user chooses during the session."""
        if self._own is None or not self.has_session or before == now or self.read_only:
            return
        if (error := self._own.keep_theme(now)) is not None:
            self.notify(f"the theme is not kept: {error.strerror}", timeout=6)

    def keep_shares(self) -> None:
        """Store the shares of the panes once they no longer move."""
        if self._shares_kept is not None:
            self._shares_kept.stop()
        if self._own is not None and not self.read_only:
            self._shares_kept = self.set_timer(SETTLED, self._keep_shares)

    def _keep_shares(self) -> None:
        if self._own is not None and (error := self._own.keep_splits(self.shares)) is not None:
            self.notify(f"the splits are not kept: {error.strerror}", timeout=6)

    # -- screens --

    def show_start(
        self,
        start: Start,
        *,
        on: Screen = Screen.COMPOSE,
        again: bool = False,
        beside: bool = False,
        tour: bool = False,
    ) -> None:
        """Show a session instead of the current one.

        Args:
            start: the session to show.
            on: the first screen, unless there are errors to fix first.
            again: whether it is the same session with files that were read again.
            beside: whether the current draft stays open too.
            tour: whether it is the small example of the tour.
        """
        first, self._generation = not self.has_session, self._generation + 1
        if first and not self.is_headless:
            # Programs and the first corpus stay to the end; looking through them for
            # cycles would stop the keys for a tenth of a second now and then.
            gc.freeze()
            gc.set_threshold(*GARBAGE)
            gc.enable()
        before = None if first or beside else self.drafts.here.number
        place = None if before is None else getattr(self.screen, "place", None)
        stood = place() if callable(place) else None
        same = before is not None and start.session.file.path == self.session.file.path
        if beside:
            self.drafts.here.screen = self.mode
        self.drafts.adopt(start, self._generation, again=again, beside=beside, tour=tour)
        for each in Screen:
            self.add_mode(self._mode(each), lambda name=each: self._make(name))  # type: ignore[misc]  # the name is bound now
        mend = not start.usable or start.wanted is not None
        on, self._typed_ahead = self._typed_ahead or on, None
        if first and on is Screen.COMPOSE and self._own is not None:
            on = self._own.start
        self.switch_mode(self._mode(Screen.PROBLEMS if mend else on))
        if before is not None:
            self.forget_screens(before)
        if same and stood is not None:
            self.once_drawn(lambda screen: screen.stand(stood))
        self.call_after_refresh(lambda: self._mind_room(self.size))

    def _mode(self, name: str) -> str:
        return f"{name}-{self.drafts.here.number}"

    def _make(self, name: Screen) -> TextualScreen[None]:
        """The screen of a mode, built when it is first shown."""
        start = self.start
        if name is Screen.COMPOSE:
            from zopa_tui.screens.compose import ComposeScreen

            return ComposeScreen(self, start.session, start.workspace, start.places)
        module = import_module(f"zopa_tui.screens.{name}")
        made: TextualScreen[None] = getattr(module, f"{name.capitalize()}Screen")(
            start.session, start.workspace
        )
        return made

    @property
    def mode(self) -> Screen:
        """The screen that is shown."""
        name = self.current_mode.partition("-")[0]
        return Screen(name) if name in set(Screen) else Screen.COMPOSE

    def tell_screens(self, workspace: Workspace) -> None:
        """Show a workspace that was read again on every screen that is built."""
        for screen in self.screens_here():
            screen.show_workspace(workspace)
            if hasattr(screen, "places"):
                screen.places = self.places

    def screens_here(self) -> Iterator[SessionScreen]:
        """The screens of the current draft that are built."""
        from zopa_tui.screens.base import SessionScreen

        for screen in self.every_screen():
            if isinstance(screen, SessionScreen) and screen.session is self.session:
                yield screen

    def show_screens(self) -> None:
        """Show the current draft on its last screen; redraw all its screens."""
        for screen in self.screens_here():
            screen.draw_again()
        self.switch_mode(self._mode(self.drafts.here.screen))
        self.call_after_refresh(lambda: self._mind_room(self.size))

    def forget_screens(self, number: int) -> None:
        """Remove the screens of a draft that is closed or has new ones."""
        for each in Screen:
            self.remove_mode(f"{each}-{number}")

    def action_go(self, name: str) -> None:
        """Show a screen."""
        if self.has_session and name != self.mode:
            self.trails.leaving()
        self.show_screen(Screen(name))

    def show_screen(self, name: Screen) -> None:
        """Show a screen, without an entry in the jump history."""
        if not self.has_session:
            self._typed_ahead = name
            return
        if name != Screen.PROBLEMS and self.unusable():
            return
        self.switch_mode(self._mode(name))
        if name == Screen.COMPARE:
            self.once_drawn(self.links.compare_marked)

    def on_resize(self, event: events.Resize) -> None:
        """Show a message if the window is too small."""
        self._mind_room(event.size)

    def _mind_room(self, size: Size) -> None:
        room = is_room(size)
        if not room and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
        elif room and isinstance(self.screen, TooSmall):
            self.pop_screen()

    # -- the end --

    async def action_quit(self) -> None:
        """Leave; ask only where something is unsaved."""
        self.drafts.with_unsaved("quit", self.drafts.all, self._left)

    def _left(self, answer: str | None) -> None:
        if answer == "save":
            self.drafts.save_all(self.leave)
        elif answer == "discard":
            self.leave()

    def on_unmount(self) -> None:
        """Cancel all running questions at the end."""
        self.jobs.stop()

    def leave(self) -> None:
        """End without any further question."""
        if self._shares_kept is not None:
            self._keep_shares()
        self.drafts.end(keep=False)
        self.exit(0)

    # -- faults --

    def _fatal_error(self) -> None:
        """Print one line for the user and write a report; keep the unsaved draft."""
        self.drafts.end(keep=True)
        self.panic(report(self.did, kept=self.drafts.kept, write=not self.read_only))
