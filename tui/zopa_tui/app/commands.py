"""How a command is carried out and what is said of it; the commands that every screen has."""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.app import App
from textual.screen import ModalScreen
from textual.theme import ThemeProvider

from zopa_tui.screens.modals.lists import HistoryModal
from zopa_tui.screens.modals.text import HelpModal
from zopa_tui.screens.overlays import Tour
from zopa_tui.ui.actions import ACTIONS, on_screen
from zopa_tui.ui.keys import method
from zopa_tui.views.text import clean
from zopa_tui.widgets.status_line import EdgeLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import RenderableType
    from textual.app import SystemCommand
    from textual.command import Provider
    from textual.notifications import SeverityLevel
    from textual.screen import Screen as TextualScreen

    from zopa_tui.app.app import ZopaApp
    from zopa_tui.screens.base import SessionScreen
    from zopa_tui.session.questions import AskedName

__all__ = ["Commands", "QuietApp"]

A = TypeVar("A")

MOUNTED = 10
"""Seconds after which an action no longer waits for its screen."""


GIVEN = (
    events.InputEvent,
    events.Paste,
    events.Resize,
    events.AppFocus,
    events.AppBlur,
)
"""What comes from the terminal."""
RECENT = 5
"""Actions that the palette shows first."""


class QuietApp(App[int]):
    """Textual's application: what is said has its line, and things are done one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.ending = False
        """Whether the end was asked for."""
        self.did: deque[str] = deque(maxlen=30)
        """What was done last, by the names of the actions."""

    def every_screen(self) -> Iterator[TextualScreen[Any]]:
        """Those that are shown, and those that wait under them or in other modes."""
        for stack in self._screen_stacks.values():
            yield from stack

    def ask(
        self, modal: ModalScreen[A], answered: Callable[[A | None], object] | None = None
    ) -> None:
        """Show a modal, unless one is shown: the same was asked for twice in one read."""
        if not isinstance(self.screen, ModalScreen):
            self.push_screen(modal, answered)  # type: ignore[arg-type]  # what it answers is of no use

    def once_drawn(self, do: Callable[[SessionScreen], object]) -> None:
        """Do something on the screen that is shown, once its panes are there.

        Nothing is done where another screen has come to its place by then, or a modal.
        """
        from zopa_tui.screens.base import SessionScreen

        screen = self.screen

        def go() -> None:
            if screen is self.screen and isinstance(screen, SessionScreen) and screen.is_whole:
                do(screen)

        screen.call_after_refresh(go)

    def warn(self, text: str) -> None:
        """Say that something did not go as asked."""
        self.notify(text, severity="warning", timeout=8, markup=False)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something for a moment; never as markup, and nothing that a terminal obeys.

        It stands in the status line, where it covers no answer; over a modal, which
        has none, at the edge of the screen, and there once at a time.
        """
        del markup
        told = partial(self._tell, clean(message), title, severity, timeout)
        if self.screen_stack and not self.screen.is_mounted:
            # Its status line is still to come.
            self.screen.call_later(told)
        elif self.screen_stack and self.screen.is_modal:
            # What it says may be its last word, for the screen below to show.
            self.call_later(told)
        else:
            told()

    def _tell(
        self, text: str, title: str, severity: SeverityLevel, timeout: float | None
    ) -> None:
        line = self.screen.query("#standing") if self.screen_stack else None
        if line and isinstance(shown := line.first(), EdgeLine):
            said = f"{title}: {text}" if title else text
            ink = {"warning": "bold $open", "error": "bold $crossed"}.get(severity, "bold")
            shown.tell(said, ink, timeout or self.NOTIFICATION_TIMEOUT)
            return
        if any(each.message == text and not each.has_expired for each in self._notifications):
            return
        super().notify(text, title=title, severity=severity, timeout=timeout, markup=False)

    async def on_event(self, event: events.Event) -> None:
        """As Textual's; what is still drawn of a widget that is gone takes no clicks.

        Nor is there anything to take keys once the screens were closed.
        """
        if isinstance(event, GIVEN) and not self.is_running:
            return
        if (
            isinstance(event, events.MouseDown | events.MouseMove)
            and not event.is_forwarded
            and self.screen_stack
        ):
            widget, _ = self.screen.get_widget_and_offset_at(event.x, event.y)
            if widget is not None and not widget.is_attached:
                return
        await super().on_event(event)

    def clear_notifications(self) -> None:
        """Take away all that was said for a moment."""
        super().clear_notifications()
        for screen in self.screen_stack:
            for line in screen.query(EdgeLine):
                line.fall_silent()

    async def run_action(  # type: ignore[override]  # noted on the way
        self, action: str, *args: object, **kwargs: object
    ) -> bool:
        """Remember what was done, for a report; nothing of what the files say.

        Once the end was asked for nothing more is done: keys of the same read come after it.
        Where a key of the same read has just led to another screen, it is there first.
        """
        if self.ending:
            return False
        if self.screen_stack and not self.screen.is_mounted:
            await asyncio.wait(
                {asyncio.create_task(self.screen._mounted_event.wait())},  # noqa: SLF001  # as Textual's AwaitMount
                timeout=MOUNTED,
            )
        self.did.append(str(action).partition("(")[0])
        done = await super().run_action(action, *args, **kwargs)  # type: ignore[arg-type]  # handed on
        for screen in self.every_screen():
            for tour in screen.query(Tour):
                tour.did(self.did[-1])
        return done

    def get_system_commands(self, screen: TextualScreen[object]) -> Iterable[SystemCommand]:
        """Of Textual's own commands the one that we have no other way to."""
        for each in super().get_system_commands(screen):
            if each.title == "Theme":
                yield each

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """End, once: what was asked for first counts."""
        if not self.ending:
            self.ending = True
            super().exit(result, return_code, message)

    def action_commands(self) -> None:
        """List everything that can be done."""
        self.action_command_palette()

    def action_command_palette(self) -> None:
        """Show the command palette."""
        self._palette()

    def search_themes(self) -> None:
        """Show the themes, in a palette that closes once as ours does."""
        self._palette([ThemeProvider], placeholder="Search for themes")

    def _palette(self, providers: list[type[Provider]] | None = None, **options: str) -> None:
        from zopa_tui.app.palette import Palette

        if not isinstance(self.screen, Palette):
            # Without Textual's id: the one before may be closed and not yet be gone.
            self.push_screen(Palette(providers, **options))


class Commands:
    """What can be done on every screen: undo, history, help."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app
        self.recent: tuple[str, ...] = ()
        """Actions that were taken from the palette or the help, the last one first."""

    def action_undo(self) -> None:
        """Take the last step back."""
        if self.app.has_session and not self.app.recording.take_back():
            label = self.app.session.undo()
            self.app.notify(
                f"undone: {label}" if label else "nothing to undo", timeout=3, markup=False
            )

    def action_redo(self) -> None:
        """Do again what was undone."""
        if self.app.has_session and not self.app.recording.do_again():
            label = self.app.session.redo()
            text = f"done again: {label}" if label else "nothing to redo"
            self.app.notify(text, timeout=3, markup=False)

    def action_keep_view(self) -> None:
        """Have the file state what one looks at."""
        if self.app.has_session:
            refused = self.app.session.keep_view()
            text = refused.reason if refused else "kept in the draft; ctrl+s writes it"
            self.app.notify(text, timeout=4)

    def action_answer(self) -> None:
        """List what is crossed and left out; enter goes to the choice behind it."""
        from zopa_tui.screens.modals.lists import AnswerModal

        def go(position: str | None) -> None:
            if position is not None:
                self.app.links.blame(position)

        if self.app.has_session and not self.app.unusable():
            self.app.ask(AnswerModal(self.app.session), go)

    def action_coalitions(self) -> None:
        """List which parties can agree with each other."""
        self._show_page("coalitions")

    def action_robustness(self) -> None:
        """Count the combinations of assumptions with a deal."""
        self._show_page("robustness")

    def _show_page(self, name: AskedName) -> None:
        from zopa_tui.screens.modals.asked import AskedModal

        if self.app.has_session and not self.app.unusable():
            self.app.ask(AskedModal(self.app.session, self.app.jobs, name))

    def action_history(self) -> None:
        """List the steps."""
        if self.app.has_session:
            self.app.push_screen(HistoryModal(self.app.session))

    def action_help(self) -> None:
        """List the keys of this screen, its own first; what is chosen is done."""
        mode = self.app.mode
        here = on_screen(mode)

        async def do(name: str | None) -> None:
            if name is not None:
                await self.do(name)

        self.app.ask(HelpModal(f"Help: {mode.capitalize()}", here), do)

    async def do(self, name: str) -> None:
        """Do an action of the table, as its key would."""
        self.recent = (name, *(each for each in self.recent if each != name))[:RECENT]
        keys = next(each.keys for each in ACTIONS if each.id == name)
        for node in (self.app.focused, self.app.screen, self.app):
            if node is not None and hasattr(node, f"action_{method(name).partition('(')[0]}"):
                await self.app.run_action(method(name), node)
                return
        self.app.simulate_key(keys[0])

    def action_pane_zoom(self) -> None:
        """Give the pane the whole screen, or take it back."""
        if self.app.screen.maximized is not None:
            self.app.screen.minimize()
        elif self.app.focused is not None:
            self.app.screen.maximize(self.app.focused)

    def action_copy(self) -> None:
        """Offer what can be copied of what is on the screen."""
        from zopa_tui.screens.base import SessionScreen
        from zopa_tui.screens.modals.lists import CopyModal

        if isinstance(self.app.screen, SessionScreen):
            self.app.push_screen(CopyModal(self.app.screen.copies()))

    def action_source(self) -> None:
        """Open the file of the position under the cursor."""
        name = self.app.links.position_in_hand()
        span = self.app.places.of("position", name) if name is not None else None
        if span is not None:
            self.app.files.edit(span.path, span.start.line)
