"""Texts to read: differences, files, help."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.widgets import Input

from zopa_tui.screens.modals.base import Modal, Picker, Searched
from zopa_tui.ui.actions import by_section, key_text
from zopa_tui.views.glyphs import ASCII_SIGNS
from zopa_tui.views.text import TextLine, clean, width_of, wrapped
from zopa_tui.widgets.entry import TextField
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa_tui.ui.actions import Action
    from zopa_tui.views.text import Shade

__all__ = ["DifferencesModal", "FileModal", "HelpModal", "ReviewModal"]

SHADES: dict[str, Shade] = {"+": "respected", "-": "crossed", "@": "muted"}


class DifferencesModal(Modal[None]):
    """Differences between two texts, line by line."""

    TALL = True
    KEYS_TEXT = "up and down scroll   esc close"

    def __init__(self, title: str, before: str, after: str, names: tuple[str, str]) -> None:
        super().__init__()
        self.TITLE_TEXT = title
        lines = difflib.unified_diff(
            before.splitlines(), after.splitlines(), *names, lineterm="", n=2
        )
        self._lines = list(lines)

    def inside(self) -> Iterator[Widget]:
        """The different lines, with two lines of context."""
        yield Picker(self._lay, fill=True)

    def begin(self) -> None:
        """Focus the text, so that keys scroll it."""
        self.query_one("#list", Picker).focus()

    def _lay(self, width: int) -> list[TextLine]:
        if not self._lines:
            return [TextLine((("No difference.", "muted"),))]
        return [line for each in self._lines for line in _difference(each, width)]


class _Reviewed(Picker):
    """Lines to review before enter continues."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.dismiss('write')", "Write", show=False)
    ]


class ReviewModal(Modal[str]):
    """Review of a change before it is written; enter writes it."""

    TALL = True
    KEYS_TEXT = "enter write   up and down scroll   esc back"

    def __init__(self, title: str, diff: str, notes: Sequence[str] = ()) -> None:
        """Create the dialog.

        Args:
            title: subject of the change.
            diff: the differences of all files.
            notes: further notes.
        """
        super().__init__()
        self.TITLE_TEXT = title
        self._lines, self._notes = diff.splitlines(), notes

    def inside(self) -> Iterator[Widget]:
        """The notes, then the lines."""
        yield _Reviewed(self._lay, fill=True)

    def begin(self) -> None:
        """Focus the text, so that keys scroll it."""
        self.query_one(Picker).focus()

    def _lay(self, width: int) -> list[TextLine]:
        lines = [
            line
            for each in self._notes
            for line in wrapped(clean(each), width, indent=2, shade="open")
        ]
        heads = ("--- ", "+++ ", "rename ")
        for each in self._lines:
            if each.startswith(heads):
                if not each.startswith("+++ "):
                    lines.append(TextLine())
                lines += wrapped(clean(each), width, shade="head")
            else:
                lines += _difference(each, width)
        return lines


class FileModal(Modal[None]):
    """A file to read, scrolled to a line."""

    TALL = True
    KEYS_TEXT = "up and down scroll   esc close"

    def __init__(self, path: str, text: str, line: int) -> None:
        """Create the dialog.

        Args:
            path: path for the title.
            text: content of the file.
            line: initial line, from 1.
        """
        super().__init__()
        self.TITLE_TEXT = f"{path}:{line}"
        self._text, self._line = text.splitlines(), line

    def inside(self) -> Iterator[Widget]:
        """The lines with their numbers."""
        yield Picker(self._lay, fill=True)

    def begin(self) -> None:
        """Start at the line; to change the file, users open it in EDITOR."""
        picker = self.query_one("#list", Picker)
        picker.focus()
        self.call_after_refresh(picker.begin, self._line)

    def _lay(self, width: int) -> list[TextLine]:
        from zopa.diagnostics import shown

        lines = list[TextLine]()
        for number, text in enumerate(self._text, 1):
            said = shown(text)
            inner = said.lstrip(" ")
            head = f"{number:>5} " + " " * min(len(said) - len(inner), width // 2)
            lines += wrapped(inner, width, head=head, key=number)
        return lines


def _difference(text: str, width: int) -> Iterator[TextLine]:
    """A line of a difference with its indentation, wrapped."""
    from zopa.diagnostics import shown

    shade = SHADES.get(text[:1], "")
    said = shown(text[1:])
    inner = said.lstrip(" ")
    head = text[:1] + " " * min(len(said) - len(inner), width // 2)
    for number, line in enumerate(wrapped(inner, width, head=head, shade=shade)):
        (margin, _), *rest = line.parts
        yield TextLine(((margin, "" if number else shade), *rest))


class HelpModal(Searched[str]):
    """The keys of the focused pane; typing filters them, enter runs one."""

    TITLE_TEXT = "Help"
    KEYS_TEXT = "type to find   enter does it   esc close"
    TALL = True

    def __init__(self, title: str, actions: Sequence[Action]) -> None:
        super().__init__()
        self.TITLE_TEXT = title
        self._actions = actions
        self._needle = ""

    def inside(self) -> Iterator[Widget]:
        """The search field, and the keys."""
        yield TextField(placeholder="type to find", compact=True)
        yield Picker(self._lay, fill=True)

    def _lay(self, width: int) -> list[TextLine]:
        lines, plain = list[TextLine](), self.signs is ASCII_SIGNS
        legend = [*self.signs.glyphs.legend(), f"{self.signs.reading} several readings"]
        if not self._needle or any(self._needle in each for each in legend):
            lines.append(TextLine((("Signs", "head"),)))
            row = ""
            for said in legend:
                if row and width_of(f"{row}  {said}") > width:
                    lines.append(TextLine(((row, ""),)))
                    row = ""
                row += f" {said} "
            lines.append(TextLine(((row, ""),)))
        for heading, actions in by_section(self._actions).items():
            found = list[TextLine]()
            for each in actions:
                keys = " ".join(key_text(key, plain=plain) for key in each.keys)
                if self._needle in f"{keys} {each.title} {each.help}".casefold():
                    head = f" {keys:<14} "
                    first, *rest = wrapped(each.help, width, head=head, key=each.id)
                    found += [TextLine(((head, "head"), *first.parts[1:]), each.id), *rest]
            if found:
                lines += [TextLine(((heading, "head"),)), *found]
        return lines or [TextLine(((clean("no key has these letters"), "muted"),))]

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._needle = event.value.casefold()
        self.query_one("#list", Picker).redraw()

    @on(Input.Submitted)
    @on(LineList.Selected)
    def _do(self) -> None:
        key = self.query_one("#list", Picker).key
        self.dismiss(None if key is None else str(key))
