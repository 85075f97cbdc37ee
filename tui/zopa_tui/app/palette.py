"""The command palette: every action, issue, term, position, statement and scenario."""

from __future__ import annotations

import contextlib
import inspect
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
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
from textual.widgets import Input, LoadingIndicator, OptionList

from zopa_tui.app.recording import FORMS
from zopa_tui.ui.actions import key_text, on_screen
from zopa_tui.views.glyphs import ASCII
from zopa_tui.views.text import clean, party_short
from zopa_tui.widgets.entry import TextField
from zopa_tui.widgets.mounted import Whole

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.app import ComposeResult
    from textual.command import Hits
    from textual.events import Click, Mount
    from textual.message import Message
    from textual.worker import Worker

    from zopa_tui.app.app import ZopaApp
    from zopa_tui.views.points import Target

__all__ = ["Everything", "Palette"]

MOST = 60
"""Maximum number of hits shown."""


class Commands(CommandList):
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
                yield Commands() if isinstance(each, CommandList) else each

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
        """The best hits for the query, at most `MOST`."""
        matcher = self.matcher(query)
        hits = [
            (score, text, help_, do)
            for text, help_, do in (*self._actions(), *self._things())
            if (score := matcher.match(text)) > 0
        ]
        for score, text, help_, do in sorted(hits, key=lambda each: -each[0])[:MOST]:
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
        from zopa_tui.views.points import Target

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
