"""Drafts of the workspace: open one, or manage it as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from zopa_tui.screens.modals.base import Picker, Searched, TextBlock
from zopa_tui.screens.modals.forms import FormModal
from zopa_tui.session.scenarios import own_path
from zopa_tui.views.drafts import changed_on, document_lines, verdict_words
from zopa_tui.views.text import BLANK, TextLine, apart, clean
from zopa_tui.widgets.base import TextField
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual import events
    from textual.widget import Widget

    from zopa.questions.check import Checked
    from zopa.solving import Stop
    from zopa.workspace import Workspace
    from zopa_tui.screens.modals.forms import Field
    from zopa_tui.session.session import Session
    from zopa_tui.ui.jobs import Jobs

__all__ = ["DraftsModal", "NameModal"]

PREVIEW = 7
"""Height of the preview in lines."""


class DraftsModal(Searched[tuple[str, str]]):
    """A line for each draft with its verdict and date, and a preview of the selected one.

    Its answer is the action, `open` or `more`, and the path. The path is empty for a new
    draft.
    """

    TITLE_TEXT = "Drafts"
    KEYS_TEXT = "enter open   tab copy, rename, delete, edit   esc close"
    TALL = True

    def __init__(self, session: Session, workspace: Workspace, jobs: Jobs) -> None:
        super().__init__()
        self._session, self._workspace, self._jobs = session, workspace, jobs
        self._drafts = {each.path: each for each in workspace.scenarios.values()}
        self._needle = ""
        self._checked: Mapping[str, Checked] = {}
        self._own = own_path(session)

    def inside(self) -> Iterator[Widget]:
        """The search field, the list, the preview."""
        yield TextField(placeholder="type to find", id="needle", compact=True)
        yield Picker(self._lay, fill=True)
        yield TextBlock(self._preview, id="words")

    def begin(self) -> None:
        """Focus the search field, on the draft in hand; find verdicts in the background."""
        super().begin()
        if self._own in self._drafts:
            picker = self.query_one("#list", Picker)
            self.call_after_refresh(picker.go, self._own)
        self._jobs.start("drafts", self._judge, self._judged)

    def _judge(self, stop: Stop) -> Mapping[str, Checked]:
        from zopa.model.context import context_of
        from zopa.questions.check import check
        from zopa_tui.session.draft import Draft, unknown

        corpus, found = self._session.corpus, {}
        with self._session.desk.space(stop) as space:
            for path, each in self._drafts.items():
                known = next(unknown(corpus, Draft.of(each)), None) is None
                if known and not self._workspace.errors_in(each.path):
                    found[path] = check(space, each, context_of(corpus, each))
        return found

    def _judged(self, found: Mapping[str, Checked]) -> None:
        self._checked = found
        if not self.answered:
            self.query_one("#list", Picker).redraw()
            self.query_one("#words", TextBlock).redraw()

    def _lay(self, width: int) -> list[TextLine]:
        found = []
        for each in self._drafts.values():
            if self._needle not in f"{each.id} {each.title}".casefold():
                continue
            checked = self._checked.get(each.path)
            verdict = verdict_words(checked, self.signs) if checked is not None else ""
            day = str(each.as_of or self._session.corpus.as_of)
            here = self.signs.cursor if each.path == self._own else " "
            title = clean(each.title or each.id)
            name = f"  {each.id}" if width >= 90 else ""
            right = f"{verdict}  {day}" if width >= 60 else verdict
            parts = ((here, "head"), (title, ""), (clean(name), "muted"))
            found.append(apart(parts, (right, "muted"), width, key=each.path))  # type: ignore[arg-type]  # shades
        if not found:
            found.append(TextLine(((" nothing contains these letters", "muted"),)))
        return [*found, TextLine(((" an empty draft", "muted"),), "")]

    def _preview(self, width: int) -> list[TextLine]:
        path = self.query_one("#list", Picker).key
        each = self._drafts.get(str(path))
        if each is None:
            lines = [TextLine((("Nothing is decided in it.", "muted"),))]
        else:
            changed = changed_on(self._workspace.root / each.path)
            checked = self._checked.get(each.path)
            corpus = self._session.corpus
            lines = list(document_lines(corpus, each, checked, changed, width))
        if len(lines) >= PREVIEW:
            lines = [*lines[: PREVIEW - 2], TextLine(((self.signs.more, "muted"),))]
        return [BLANK, *lines, *[BLANK] * (PREVIEW - 1 - len(lines))]

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._needle = event.value.casefold()
        picker = self.query_one("#list", Picker)
        picker.redraw()
        if self._needle:
            picker.action_end(0)
        self.query_one("#words", TextBlock).redraw()

    @on(LineList.Highlighted)
    def _moved(self) -> None:
        self.query_one("#words", TextBlock).redraw()

    @on(Input.Submitted)
    def _enter(self) -> None:
        self._answer("open")

    @on(LineList.Selected)
    def _selected(self) -> None:
        self._answer("open")

    def _answer(self, deed: str) -> None:
        key = self.query_one("#list", Picker).key
        if key is not None:
            self.dismiss((deed, str(key)))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "tab":
            event.stop()
            event.prevent_default()
            self._answer("more")


class NameModal(FormModal[str]):
    """Asks for a title or a name."""

    def __init__(self, title: str, label: str, value: str = "") -> None:
        super().__init__()
        self.TITLE_TEXT, self._label, self._value = title, label, value

    def fields(self) -> list[Field]:
        """The only field."""
        return [("name", self._label, self._value)]

    def submit(self, values: dict[str, str]) -> str | None:
        """Answer with the text, unless it is empty."""
        name = " ".join(values["name"].split())
        if not name:
            return "nothing is typed"
        self.dismiss(name)
        return None
