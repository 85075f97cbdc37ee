"""Longer lists to choose from, filtered by typing: scenarios, history, copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from zopa_tui.screens.modals.base import ChoiceModal, ListOption, Modal, Picker, Searched
from zopa_tui.views.status import answer_lines, answer_parts
from zopa_tui.views.text import TextLine, apart, clean, spread
from zopa_tui.widgets.base import TextField
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual import events
    from textual.await_complete import AwaitComplete
    from textual.widget import Widget

    from zopa_tui.screens.clipboard import Copy
    from zopa_tui.session.session import Session

__all__ = [
    "AnswerModal",
    "CopyModal",
    "HistoryModal",
    "LetterModal",
    "ListModal",
]


class ListModal(Searched[str]):
    """A list of options; typing filters it."""

    def __init__(
        self, title: str, options: Sequence[ListOption], keys: str = "enter open   esc close"
    ) -> None:
        super().__init__()
        self.TITLE_TEXT, self.KEYS_TEXT = title, keys
        self._options = options
        self._needle = ""

    def inside(self) -> Iterator[Widget]:
        """The search field, and the list."""
        yield TextField(placeholder="type to find", id="needle", compact=True)
        yield Picker(self._lay)

    def _lay(self, width: int) -> list[TextLine]:
        found = [
            line
            for each in self._options
            if self._needle in f"{each.id} {each.text} {each.note}".casefold()
            for line in spread(
                ((" ", ""), (clean(each.text), "")),
                (clean(each.note), "muted"),
                width,
                key=each.id,
            )
        ]
        return found or [TextLine(((" nothing contains these letters", "muted"),))]

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._needle = event.value.casefold()
        self.query_one("#list", Picker).redraw()

    @on(Input.Submitted)
    def _enter(self) -> None:
        key = self.query_one("#list", Picker).key
        if key is not None:
            self.dismiss(str(key))

    @on(LineList.Selected)
    def _selected(self, event: LineList.Selected) -> None:
        self.dismiss(str(event.key))


class HistoryModal(Modal[None]):
    """The steps, newest first; enter goes to one."""

    TITLE_TEXT = "History"
    KEYS_TEXT = "enter go there   esc close"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def inside(self) -> Iterator[Widget]:
        """One line for each step."""
        yield Picker(self._lay)

    def begin(self) -> None:
        """Start at the current step."""
        picker = self.query_one("#list", Picker)
        picker.focus()
        self.call_after_refresh(picker.go, self._session.step)

    def _lay(self, width: int) -> list[TextLine]:
        now = self._session.step
        lines = []
        for number in range(len(self._session.steps) - 1, -1, -1):
            step = self._session.steps[number]
            sign = self.signs.cursor if number == now else " "
            word = "now" if number == now else "undone" if number > now else ""
            shade = "muted" if number > now else "head" if number == now else ""
            parts = ((f"{sign} {number:>3}  ", "muted"), (clean(step.label), shade))
            lines.append(apart(parts, (word, "muted"), width, key=number))  # type: ignore[arg-type]  # a shade is one of these words
        return lines

    @on(LineList.Selected)
    def _go(self, event: LineList.Selected) -> None:
        if isinstance(event.key, int) and not self.answered:
            self._session.go(event.key)
        self.dismiss(None)


class LetterModal(Modal[str]):
    """Answers with the typed letter; lists the letters in use."""

    KEYS_TEXT = "a letter   esc close"

    def __init__(self, title: str, given: Mapping[str, str]) -> None:
        super().__init__()
        self.TITLE_TEXT, self._given = title, given

    def inside(self) -> Iterator[Widget]:
        """One line for each letter in use."""
        yield Picker(self._lay)

    def begin(self) -> None:
        """Focus the list, to receive keys."""
        self.query_one("#list", Picker).focus()

    def _lay(self, width: int) -> list[TextLine]:
        found = [
            apart(((f" {letter}  ", "head"), (clean(words), "")), ("", ""), width, key=letter)
            for letter, words in self._given.items()
        ]
        return found or [TextLine(((" no place is marked yet", "muted"),))]

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and event.character.isalnum():
            event.stop()
            event.prevent_default()
            self.dismiss(event.character)

    @on(LineList.Selected)
    def _selected(self, event: LineList.Selected) -> None:
        self.dismiss(str(event.key))


class AnswerModal(Modal[str]):
    """Grounds of the answer: crossed, left-out, waived and open positions."""

    KEYS_TEXT = "enter go to the choice   esc close"
    TALL = True

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def inside(self) -> Iterator[Widget]:
        """One entry for each position."""
        yield Picker(self._lay, fill=True)

    def begin(self) -> None:
        """Start at the first position."""
        parts = answer_parts(self._session.snapshot, self.signs.glyphs)
        self.retitle("".join(text for text, _ in parts))
        self.query_one("#list", Picker).focus()

    def _lay(self, width: int) -> list[TextLine]:
        session = self._session
        return list(answer_lines(session.corpus, session.snapshot, width, self.signs))

    @on(LineList.Selected)
    def _go(self, event: LineList.Selected) -> None:
        self.dismiss(str(event.key))


# -- copies from the screen --


LONGEST = 120
"""Maximum length of the preview of a text, in characters."""


class CopyModal(ChoiceModal):
    """Copies the chosen text to the clipboard of the terminal."""

    def __init__(self, copies: Sequence[Copy]) -> None:
        options = [
            ListOption(
                each.key,
                f"{each.label}:  {' '.join(each.text[:LONGEST].split())}"
                f"{' ...' * (len(each.text) > LONGEST)}",
                each.key,
            )
            for each in copies
        ]
        super().__init__("Copy", (), options, "enter copy   esc close")
        self._copies = {each.key: each for each in copies}

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Copy the text, then close."""
        if result in self._copies and not self.answered:
            self.app.copy_to_clipboard(self._copies[result].text)
            note = "copied; macOS Terminal does not take copies (OSC 52)"
            self.app.notify(note, timeout=3, markup=False)
        return super().dismiss(result)
