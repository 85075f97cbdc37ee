"""What can be done on every screen that does not do it in its own way."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from zopa_tui.actions import ACTIONS, on_screen
from zopa_tui.bindings import ACTION, method
from zopa_tui.links import Links
from zopa_tui.rows import clean
from zopa_tui.screens.modals.lists import HistoryModal
from zopa_tui.screens.modals.text import HelpModal
from zopa_tui.screens.tour import Tour
from zopa_tui.twins import command

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

__all__ = ["Everywhere"]


class Everywhere(Links):
    """Undo, history, help; and answers for keys that have nothing to do on a screen."""

    def __init__(self) -> None:
        super().__init__()
        self.did: deque[str] = deque(maxlen=30)
        """What was done last, by the names of the actions."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something for a moment; never as markup, and nothing that a terminal obeys."""
        del markup
        text = clean(message)
        super().notify(text, title=title, severity=severity, timeout=timeout, markup=False)

    async def run_action(  # type: ignore[override]  # noted on the way
        self, action: str, *args: object, **kwargs: object
    ) -> bool:
        """Remember what was done, for a report; nothing of what the files say."""
        self.did.append(str(action).partition("(")[0])
        done = await super().run_action(action, *args, **kwargs)  # type: ignore[arg-type]  # handed on
        for stack in self._screen_stacks.values():
            for tour in stack[0].query(Tour) if stack else ():
                tour.did(self.did[-1])
        return done

    def action_undo(self) -> None:
        """Take the last step back."""
        if not self._start_missing():
            label = self.session.undo()
            self.notify(
                f"undone: {label}" if label else "nothing to undo", timeout=3, markup=False
            )

    def action_redo(self) -> None:
        """Do again what was undone."""
        if not self._start_missing():
            label = self.session.redo()
            text = f"done again: {label}" if label else "nothing to redo"
            self.notify(text, timeout=3, markup=False)

    def action_history(self) -> None:
        """List the steps."""
        if not self._start_missing():
            self.push_screen(HistoryModal(self.session))

    def action_commands(self) -> None:
        """List everything that can be done."""
        self.action_command_palette()

    def action_help(self) -> None:
        """List the keys of this screen; what is chosen is done."""
        mode = self.mode

        async def do(name: str | None) -> None:
            if name is not None:
                await self.do(name)

        self.push_screen(HelpModal(f"Help: {mode.capitalize()}", on_screen(mode)), do)

    async def do(self, name: str) -> None:
        """Do an action of the table, as its key would."""
        keys = next(each.keys for each in ACTIONS if each.id == name)
        for node in (self.focused, self.screen, self):
            if node is not None and hasattr(node, f"action_{method(name).partition('(')[0]}"):
                await self.run_action(method(name), node)
                return
        self.simulate_key(keys[0])

    # -- of the pane in hand --

    def action_pane_zoom(self) -> None:
        """Give the pane the whole screen, or take it back."""
        if self.screen.maximized is not None:
            self.screen.minimize()
        elif self.focused is not None:
            self.screen.maximize(self.focused)

    def action_copy(self) -> None:
        """Copy the command that gives the answer on the screen."""
        if self._start_missing():
            return
        values = {"scenario": self.session.file.scenario.path or "SCENARIO", "other": "OTHER"}
        twin = command(ACTION[f"screen.{self.mode}"], values, self.session.draft) or ""
        self.copy_to_clipboard(twin)
        self.notify(f"copied: {twin}", timeout=4)

    def action_source(self) -> None:
        """Open the file of the position under the cursor."""
        name = self._position()
        span = self.places.of("position", name) if name is not None else None
        if span is not None:
            self.edit(span.path, span.start.line)

    def action_filter_start(self) -> None:
        """Nothing to filter here."""
        self.notify("nothing to filter on this screen", timeout=3)

    def action_filter_next(self) -> None:
        """Nothing is filtered."""
        self.notify("nothing is filtered", timeout=3)

    def action_filter_previous(self) -> None:
        """Nothing is filtered."""
        self.notify("nothing is filtered", timeout=3)
