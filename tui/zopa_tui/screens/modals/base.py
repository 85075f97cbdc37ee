"""Base classes of the dialogs: a box, lines to read, and options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from zopa_tui.views.glyphs import Signs, signs_for
from zopa_tui.views.text import TextLine, clean, spread, wrapped
from zopa_tui.widgets.entry import TextField
from zopa_tui.widgets.line_list import LineList
from zopa_tui.widgets.mounted import Whole
from zopa_tui.widgets.shaded import Edged

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

__all__ = ["ChoiceModal", "ListOption", "Modal", "Picker", "Searched", "TextBlock"]

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
        """Begin, unless a key of the same read closed the dialog before it had content."""
        if not self._answered:
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
