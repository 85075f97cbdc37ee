"""Base classes of the dialogs, and texts to read: differences, files, help."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from zopa_tui.ui.actions import by_section, key_text
from zopa_tui.views.text import (
    ASCII_SIGNS,
    Signs,
    TextLine,
    clean,
    signs_for,
    spread,
    width_of,
    wrapped,
)
from zopa_tui.widgets.base import Edged, TextField, Whole
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa_tui.ui.actions import Action
    from zopa_tui.views.text import Shade

__all__ = [
    "ChoiceModal",
    "DifferencesModal",
    "FileModal",
    "HelpModal",
    "ListOption",
    "Modal",
    "Picker",
    "ReviewModal",
    "Searched",
    "TextBlock",
]


T = TypeVar("T")


class Picker(LineList):
    """A list whose lines a function lays out, as high as its lines, without a border."""

    def __init__(
        self,
        lay: Callable[[int], Sequence[TextLine]],
        *,
        id: str = "list",  # noqa: A002  # Textual's name
        fill: bool = False,
    ) -> None:
        super().__init__(id=id)
        self._lay = lay
        self.set_class(fill, "-fill")

    def on_mount(self) -> None:
        """Draw with the symbols that the terminal can show."""
        self.signs = signs_for(getattr(self.app, "glyphs", None))

    def lay(self, width: int) -> Sequence[TextLine]:
        """The options as lines."""
        lines = self._lay(width)
        if not self.has_class("-fill"):
            self.styles.height = max(1, min(len(lines), self.app.size.height - 8))
        return lines


class TextBlock(Picker, can_focus=False):
    """Lines to read, without a cursor."""


class Box(Vertical, Edged):
    """The frame of a dialog."""


class Modal(ModalScreen[T], Whole, Generic[T]):
    """A dialog in a centred box; escape closes it without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss(None)", "Close")]
    TITLE_TEXT = ""
    KEYS_TEXT = ""
    TALL = False
    _answered = False

    @property
    def signs(self) -> Signs:
        """The symbols that the terminal can show."""
        return signs_for(getattr(self.app, "glyphs", None))

    @property
    def answered(self) -> bool:
        """True if it takes no more answers: it is dismissed or not on top."""
        return self._answered or not self.is_active

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close the dialog once; ignores further keys of the same read."""
        if self.answered:
            return AwaitComplete()
        self._answered = True
        return super().dismiss(result)

    def on_mount(self) -> None:
        """Begin, unless the dialog was closed before it had content: then it has none."""
        if not self._answered and self.query(Box):
            self.begin()

    def begin(self) -> None:
        """Called first, once the content exists."""

    def compose(self) -> ComposeResult:
        """The box with its content."""
        box = Box(*self.inside(), classes="box -tall" if self.TALL else "box")
        box.border_title = Content(clean(self.TITLE_TEXT))
        box.border_subtitle = _keys(self.KEYS_TEXT)
        yield box

    def inside(self) -> Iterator[Widget]:
        """The content of the box; subclasses define it."""
        raise NotImplementedError

    def retitle(self, title: str, keys: str | None = None) -> None:
        """Change the texts at the edges of the box."""
        box = self.query_one(".box")
        box.border_title = Content(clean(title))
        if keys is not None:
            box.border_subtitle = _keys(keys)


class Searched(Modal[T]):
    """A dialog with a search field above a list; the field has the focus, keys move both."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("up", "in_list('move', -1)", "Up"),
        ("down", "in_list('move', 1)", "Down"),
        ("pageup", "in_list('page', -1)", "Page up"),
        ("pagedown", "in_list('page', 1)", "Page down"),
    ]

    def begin(self) -> None:
        """Focus the search field."""
        self.query_one(TextField).focus()

    def action_in_list(self, move: str, step: int) -> None:
        """Move the cursor of the list."""
        picker = self.query_one("#list", Picker)
        (picker.action_move if move == "move" else picker.action_page)(step)


def _keys(text: str) -> Content:
    """The text for the keys, with its wide gaps, which cleaning would remove."""
    return Content("   ".join(map(clean, text.split("   "))))


@dataclass(frozen=True, slots=True)
class ListOption:
    """One option."""

    id: str
    text: str
    key: str = ""
    """A letter that chooses it at once."""
    note: str = ""


class ChoiceModal(Modal[str]):
    """Some lines to read, and a few options, chosen by letter or cursor."""

    def __init__(
        self,
        title: str,
        text: Iterable[str],
        options: Sequence[ListOption],
        keys: str = "enter choose   esc close",
    ) -> None:
        super().__init__()
        self.TITLE_TEXT, self.KEYS_TEXT = title, keys
        self._text = tuple(text)
        self._options = tuple(options)

    def inside(self) -> Iterator[Widget]:
        """The text, then the options."""
        if self._text:
            yield TextBlock(self._lay_text, id="words")
        yield Picker(self._lay_options)

    def begin(self) -> None:
        """Start at the first option."""
        self.query_one("#list", Picker).focus()

    def _lay_text(self, width: int) -> list[TextLine]:
        lines = [line for each in self._text for line in wrapped(clean(each), width)]
        return [*lines, TextLine()]

    def _lay_options(self, width: int) -> list[TextLine]:
        lettered = any(each.key for each in self._options)
        return [
            line
            for each in self._options
            for line in spread(
                (
                    (f" {each.key or ' '}  " if lettered else " ", "head"),
                    (clean(each.text), ""),
                ),
                (clean(each.note), "muted"),
                width,
                key=each.id,
            )
        ]

    def on_key(self, event: events.Key) -> None:
        """Choose the option with this letter."""
        if self.answered:
            return
        for each in self._options:
            if each.key and event.character == each.key:
                event.stop()
                self.dismiss(each.id)

    @on(LineList.Selected)
    def _selected(self, event: LineList.Selected) -> None:
        event.stop()
        key: Hashable = event.key
        self.dismiss(str(key))


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
