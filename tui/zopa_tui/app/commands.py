"""Dispatch of commands: from keys and messages, and from the palette."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections import deque
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.command import (
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Provider,
)
from textual.css.query import NoMatches
from textual.screen import ModalScreen
from textual.theme import ThemeProvider
from textual.widgets import Input, LoadingIndicator, OptionList

from zopa_tui.app.recording import FORMS
from zopa_tui.screens.modals.base import HelpModal
from zopa_tui.screens.modals.lists import HistoryModal
from zopa_tui.screens.overlays import Tour
from zopa_tui.ui.actions import ACTIONS, key_text, on_screen
from zopa_tui.ui.keys import method
from zopa_tui.views.text import ASCII, clean, party_short
from zopa_tui.widgets.base import Passing, TextField, Whole
from zopa_tui.widgets.status_line import EdgeLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from rich.console import RenderableType
    from textual.app import ComposeResult, SystemCommand
    from textual.command import Hits
    from textual.events import Click, Mount
    from textual.message import Message
    from textual.message_pump import MessagePump
    from textual.notifications import SeverityLevel
    from textual.screen import Screen as TextualScreen
    from textual.worker import Worker

    from zopa_tui.app.app import ZopaApp
    from zopa_tui.screens.base import SessionScreen
    from zopa_tui.session.questions import AskedName
    from zopa_tui.views.positions import Target

__all__ = [
    "Commands",
    "Everything",
    "Palette",
    "QuietApp",
]


MOST_HITS = 60
"""Maximum number of hits shown."""
A = TypeVar("A")

STUCK = 3
"""Seconds after which a key no longer waits for the one before, whose widget may be gone."""
ROUNDS = 2
"""Ways through the queues: of a key, and of the messages of the action that it runs."""
MOUNTED = 10
"""Seconds after which an action stops waiting for its screen."""
RECENT = 5
"""Number of recent actions that the palette shows first."""
GIVEN = (
    events.InputEvent,
    events.Paste,
    events.Resize,
    events.AppFocus,
    events.AppBlur,
)
"""Events that come from the terminal."""


class QuietApp(App[int]):
    """Textual's application with messages in the status line and one action at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.ending = False
        """True once the end was requested."""
        self.did: deque[str] = deque(maxlen=30)
        """Ids of the last actions, oldest first."""
        self._typed: deque[events.Key | events.Paste] = deque()
        """What was typed while an earlier key is still worked on, oldest first."""
        self._since: float | None = None
        """When the key that is worked on was given; None if there is none."""

    def every_screen(self) -> Iterator[TextualScreen[Any]]:
        """All screens: the visible ones, those under them, and those of other modes."""
        for stack in self._screen_stacks.values():
            yield from stack

    def ask(
        self, modal: ModalScreen[A], answered: Callable[[A | None], object] | None = None
    ) -> None:
        """Show a modal, unless one is open: one read may contain the same key twice."""
        if not isinstance(self.screen, ModalScreen):
            self.push_screen(modal, answered)  # type: ignore[arg-type]  # what it answers is of no use

    def once_drawn(self, do: Callable[[SessionScreen], object]) -> None:
        """Run a function on the visible screen once its panes exist.

        Does nothing if another screen, or a modal, has replaced it by then.
        """
        from zopa_tui.screens.base import SessionScreen

        screen = self.screen

        def go() -> None:
            if screen is self.screen and isinstance(screen, SessionScreen) and screen.is_whole:
                do(screen)

        screen.call_after_refresh(go)

    def warn(self, text: str) -> None:
        """Show a warning that a request failed."""
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
        """Show a short message as plain text, without markup and control characters.

        It appears in the status line, where it covers no answer. A modal has no status line.
        Over a modal, it appears at the edge of the screen, one message at a time.
        """
        del markup
        told = partial(self._tell, clean(message), title, severity, timeout)
        if self.screen_stack and not self.screen.is_mounted:
            # Its status line does not exist yet.
            self.screen.call_later(told)
        elif self.screen_stack and self.screen.is_modal:
            # The modal may be closing: then the screen below shows the message.
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
        """Handle an event as Textual does, but ignore clicks on widgets that are removed.

        After the screens are closed, ignore input too. What is typed waits until the keys
        before it had their effect: the field or the dialog that they open has it then.
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
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if self._since is not None:
                self._typed.append(event)
                self.set_timer(STUCK, self._unstick)
            else:
                await self._type(event)
            return
        await super().on_event(event)

    @property
    def typing(self) -> bool:
        """True while a key is worked on, or waits for one that is."""
        return self._since is not None and not self.ending

    async def _type(self, event: events.Key | events.Paste) -> None:
        """Give a key to what has the focus now, and the next one once it had its effect."""
        self._since = monotonic()
        target = self._in_hand
        await super().on_event(event)
        self._pass(target, ROUNDS)

    @property
    def _in_hand(self) -> MessagePump:
        """What takes keys now."""
        return (self.focused or self.screen) if self.screen_stack else self

    def _pass(self, target: MessagePump, rounds: int) -> None:
        """Follow a key through the queues that it and its messages go through."""
        node: MessagePump | None = target
        path = []
        while node is not None and node is not self:
            path.append(node)
            node = node._parent  # noqa: SLF001  # as messages bubble
        steps = iter([*path, self])

        def step() -> None:
            for each in steps:
                if each.call_later(Passing(step)):
                    return
            if rounds > 1:
                self._pass(self._in_hand, rounds - 1)
            else:
                self._next()

        step()

    def _next(self) -> None:
        """Go on with what was typed meanwhile, on the screen that there is by now."""
        given = self._since
        if given is None:
            return
        new = self.screen_stack and not self.screen.is_mounted
        if new and self._typed and monotonic() - given < MOUNTED:
            self.set_timer(0.01, self._next)
            return
        self.call_later(self._go_on)  # behind the focus that a new screen asks for

    async def _go_on(self) -> None:
        self._since = None
        if self._typed:
            await self._type(self._typed.popleft())

    def _unstick(self) -> None:
        """Go on after a key whose widget was removed with what it had still to hear."""
        if self._since is not None and self._typed and monotonic() - self._since >= STUCK:
            self._next()

    def clear_notifications(self) -> None:
        """Remove all short messages."""
        super().clear_notifications()
        for screen in self.screen_stack:
            for line in screen.query(EdgeLine):
                line.fall_silent()

    async def run_action(  # type: ignore[override]  # noted on the way
        self, action: str, *args: object, **kwargs: object
    ) -> bool:
        """Run an action and record its name for a report; records no content of files.

        Once the end is requested, no further action runs: keys of the same read may follow. If
        a key of the same read has just opened another screen, wait until that exists.
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
        """Of Textual's commands, only the one that has no other key in zopa."""
        for each in super().get_system_commands(screen):
            if each.title == "Theme":
                yield each

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """End once: the first request counts."""
        if not self.ending:
            self.ending = True
            super().exit(result, return_code, message)

    def action_commands(self) -> None:
        """List all commands."""
        self.action_command_palette()

    def action_command_palette(self) -> None:
        """Show the command palette."""
        self._palette()

    def search_themes(self) -> None:
        """Show the themes in a palette that closes only once, like zopa's own."""
        self._palette([ThemeProvider], placeholder="Search for themes")

    def _palette(self, providers: list[type[Provider]] | None = None, **options: str) -> None:

        if not isinstance(self.screen, Palette):
            # Without Textual's id: the previous palette may be closed but not yet removed.
            self.push_screen(Palette(providers, **options))


class Commands:
    """Commands of every screen: undo, history, help."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app
        self.recent: tuple[str, ...] = ()
        """Actions chosen from the palette or the help, latest first."""

    def action_undo(self) -> None:
        """Undo the last step."""
        if self.app.has_session and not self.app.recording.take_back():
            label = self.app.session.undo()
            self.app.notify(
                f"undone: {label}" if label else "nothing to undo", timeout=3, markup=False
            )

    def action_redo(self) -> None:
        """Redo the last undone step."""
        if self.app.has_session and not self.app.recording.do_again():
            label = self.app.session.redo()
            text = f"done again: {label}" if label else "nothing to redo"
            self.app.notify(text, timeout=3, markup=False)

    def action_keep_view(self) -> None:
        """Store the assumptions of the view in the file."""
        if self.app.has_session:
            refused = self.app.session.keep_view()
            text = refused.reason if refused else "kept in the draft; ctrl+s writes it"
            self.app.notify(text, timeout=4)

    def action_answer(self) -> None:
        """List positions that are crossed or left out; enter goes to the choice behind one."""
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
        """List the keys of this screen, its own first; run the action that the user chooses."""
        mode = self.app.mode
        here = on_screen(mode)

        async def do(name: str | None) -> None:
            if name is not None:
                await self.do(name)

        self.app.ask(HelpModal(f"Help: {mode.capitalize()}", here), do)

    async def do(self, name: str) -> None:
        """Run an action of the table, as its key does."""
        self.recent = (name, *(each for each in self.recent if each != name))[:RECENT]
        keys = next(each.keys for each in ACTIONS if each.id == name)
        for node in (self.app.focused, self.app.screen, self.app):
            if node is not None and hasattr(node, f"action_{method(name).partition('(')[0]}"):
                await self.app.run_action(method(name), node)
                return
        self.app.simulate_key(keys[0])

    def action_pane_zoom(self) -> None:
        """Enlarge the pane to the full screen, or restore it."""
        if self.app.screen.maximized is not None:
            self.app.screen.minimize()
        elif self.app.focused is not None:
            self.app.screen.maximize(self.app.focused)

    def action_copy(self) -> None:
        """List the parts of the screen that can be copied."""
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


# -- the palette


class CommandRows(CommandList):
    """A list that ignores clicks on entries that have gone since it was drawn."""

    def _on_click(self, event: Click) -> None:  # type: ignore[override]  # Textual's follows
        clicked = event.style.meta.get("option")
        if clicked is not None and clicked >= self.option_count:
            event.prevent_default()


class Sought(CommandInput, TextField):
    """The search field; a paste of several lines is joined into one."""


class Palette(CommandPalette, Whole):
    """A palette that closes only once and moves the cursor only if there are entries.

    Keys of one read may come before the list is filled, or after a command was chosen.
    """

    def compose(self) -> ComposeResult:
        """Textual's widgets, with our own list and a search field that joins pasted lines."""
        for each in super().compose():
            if isinstance(each, CommandInput):
                yield Sought(placeholder=self._placeholder, select_on_focus=False)
            else:
                yield CommandRows() if isinstance(each, CommandList) else each

    def _on_mount(self, event: Mount) -> None:
        """Mount as Textual does, unless it was closed first: no screen is below it then."""
        if self not in self.app.screen_stack:
            event.prevent_default()

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the palette, at most once."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def _gather_commands(self, search_value: str) -> Worker[None]:
        """Search as Textual does; ignore that the list is gone if the palette is closing."""
        gather_as_textual = inspect.unwrap(CommandPalette._gather_commands)  # noqa: SLF001  # its own class

        async def gather() -> None:
            with contextlib.suppress(NoMatches):
                await gather_as_textual(self, search_value)

        return self.run_worker(gather, group=self._GATHER_COMMANDS_GROUP, exclusive=True)

    def _watch__list_visible(self) -> None:
        if self.query(CommandList):
            super()._watch__list_visible()

    async def _watch__show_busy(self) -> None:
        if self.query(LoadingIndicator):
            await super()._watch__show_busy()

    async def _on_message(self, message: Message) -> None:
        taken = isinstance(message, Input.Submitted | OptionList.OptionSelected)
        typed = isinstance(message, Input.Changed)
        if (self.is_active or not taken) and (self.query(CommandList) or not typed):
            await super()._on_message(message)

    def _action_command_list(self, action: str) -> None:
        shown = self.query_one(CommandList)
        if shown.option_count and shown.size.area:
            super()._action_command_list(action)


class Everything(Provider):
    """Finds actions and items."""

    @property
    def _ours(self) -> ZopaApp:
        from zopa_tui.app.app import ZopaApp

        assert isinstance(self.app, ZopaApp)  # noqa: S101  # it is nobody else's provider
        return self.app

    async def discover(self) -> Hits:
        """The actions of the screen."""
        for text, help_, do in self._actions():
            yield DiscoveryHit(_two_lines(text, help_), do, text=text)

    async def search(self, query: str) -> Hits:
        """The best hits for the query, at most `MOST_HITS`."""
        matcher = self.matcher(query)
        hits = [
            (score, text, help_, do)
            for text, help_, do in (*self._actions(), *self._things())
            if (score := matcher.match(text)) > 0
        ]
        for score, text, help_, do in sorted(hits, key=lambda each: -each[0])[:MOST_HITS]:
            yield Hit(score, _two_lines(text, help_), do, text=text)

    def _actions(self) -> Iterator[tuple[str, str, Callable[[], Awaitable[None]]]]:
        app = self._ours
        plain = app.glyphs is ASCII
        here = on_screen(app.mode)
        recent = [x for name in app.commands.recent for x in here if x.id == name]
        for each in (*recent, *(x for x in here if x not in recent)):
            if each.id.startswith("move.") and "open" not in each.id:
                continue
            keys = " ".join(key_text(key, plain=plain) for key in each.keys)

            async def do(name: str = each.id) -> None:
                await app.commands.do(name)

            again = "recent" if each in recent else each.title
            yield f"{each.help.removesuffix('.')}  ({keys})", again, do

    def _things(self) -> Iterator[tuple[str, str, Callable[[], None]]]:
        from zopa.answers.lines import issue_name, term_named
        from zopa_tui.views.positions import Target

        app = self._ours
        if not app.has_session:
            return
        corpus = app.session.corpus
        for kind in FORMS:
            yield f"add: {kind}", "Add one in a form.", partial(app.recording.add, kind)
        help_ = "Its title, its day and who is at the table, in a form."
        yield "change: corpus", help_, app.recording.change_corpus

        def reveal(target: Target) -> Callable[[], None]:
            return lambda: app.links.reveal(target)

        for issue in corpus.issues.values():
            name = str(issue.id)
            short = clean(issue_name(corpus, name))
            yield f"issue: {short}", clean(issue.question), reveal(Target("issue", name))
            for term in issue.terms.values():
                target = Target.term(name, str(term.id))
                words = clean(term_named(corpus, name, str(term.id)))
                yield f"term: {words}", target.id, reveal(target)
        for position in corpus.positions.values():
            party = clean(party_short(corpus, str(position.party)))
            target = Target("position", str(position.id))
            text = f"position: {party}: {clean(position.title)}"
            yield text, target.id, reveal(target)
        for statement in corpus.statements.values():
            text = f"statement: {clean(statement.text)}"[:160]
            show = partial(app.links.reveal_statement, str(statement.id))
            yield text, str(statement.id), show
        for scenario in app.workspace.scenarios.values():
            text = f"scenario: {clean(scenario.title or scenario.id)}"
            yield text, scenario.path, partial(app.drafts.open_path, scenario.path)


def _two_lines(text: str, help_: str) -> Text:
    """Title and help of a hit, as `Text`, since a plain string would be parsed as markup."""
    return Text.assemble(text, "\n", (f"  {help_}", "italic"))
