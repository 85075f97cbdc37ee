"""One field of a form: title, input, suggestions and error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from zopa.edit import FieldForm
from zopa_tui.session.record import NEW
from zopa_tui.views.text import clean, cut, signs_for, width_of
from zopa_tui.widgets.base import TextField, Whole, act_at_once, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from zopa.edit import Field
    from zopa.edit.entry import Suggestion
    from zopa_tui.session.record import FormRecord

__all__ = ["Area", "FieldRow", "More", "Offers"]

LONG: Final = frozenset({"text", "note", "description", "reason", "question"})
"""Keys of texts that take several lines."""
PARTS: Final = frozenset(
    {FieldForm.RECORD, FieldForm.RECORDS, FieldForm.RECORDS_BY_NAME, FieldForm.PAIRS}
)
"""Forms that may need several lines."""
SEVERAL: Final = frozenset({FieldForm.RECORDS, FieldForm.RECORDS_BY_NAME, FieldForm.PAIRS})
"""Forms with one line for each entry, where enter starts the next line."""
SHOWN = 7
"""Maximum number of suggestions shown at one time."""
HIGHEST = 6
"""Maximum number of lines of a long text shown at one time."""


class Area(TextArea):
    """A multi-line text field, as high as its text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "line(-1)", "Up", show=False),
        Binding("down", "line(1)", "Down", show=False),
    ]

    @dataclass
    class Submitted(Message):
        """Request to go to the next field."""

        area: Area

    def __init__(
        self,
        text: str,
        *,
        prose: bool,
        ends: Callable[[], bool],
        step: Callable[[int], bool],
    ) -> None:
        """Create the field.

        Args:
            text: the initial text.
            prose: whether to join the lines of a paste.
            ends: whether enter goes to the next field instead of starting a line.
            step: selects the next or previous suggestion; False if there is none.
        """
        super().__init__(text, compact=True, highlight_cursor_line=False)
        self._prose, self._ends, self._step = prose, ends, step

    def fit(self) -> None:
        """Fit the height to the text, and draw all lines.

        Textual draws only the line of the cursor, also where a word went to another line.
        """
        self.styles.height = max(1, min(self.wrapped_document.height, HIGHEST))
        self.refresh()

    def on_resize(self) -> None:
        """Fit the new width."""
        self.call_after_refresh(self.fit)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and self._ends():
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self))
        elif not await act_at_once(self, event):
            await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        if not self._prose:
            await super()._on_paste(event)
            return
        event.prevent_default()
        event.stop()
        if result := self._replace_via_keyboard(joined(event.text), *self.selection):
            self.move_cursor(result.end_location)

    def action_line(self, step: int) -> None:
        """Go a line up or down; at the edge, to the suggestions, then to the next field."""
        if step < 0 and self._step(step):
            return
        before = self.cursor_location
        (self.action_cursor_up if step < 0 else self.action_cursor_down)()
        if self.cursor_location == before and not (step > 0 and self._step(step)):
            (self.screen.focus_previous if step < 0 else self.screen.focus_next)()


class Offers(Static):
    """Suggestions, a few at a time, one of them selected."""

    @dataclass
    class Clicked(Message):
        """Request to take a suggestion."""

        word: str

    def __init__(self) -> None:
        super().__init__("", classes="offers", markup=False)
        self._offers: Sequence[Suggestion] = ()
        self._at = -1

    @property
    def word(self) -> str | None:
        """The selected suggestion, or None if none is selected."""
        return self._offers[self._at].text if 0 <= self._at < len(self._offers) else None

    def show(self, offers: Sequence[Suggestion], at: int) -> None:
        """Show other suggestions.

        Args:
            offers: the suggestions.
            at: index of the selected one; -1 for none.
        """
        self._offers, self._at = offers, at
        self._draw()

    def step(self, step: int) -> bool:
        """Select the next suggestion; False if there is none."""
        at = self._at + step
        if not -1 <= at < len(self._offers) or not self._offers:
            return False
        self._at = at
        self._draw()
        return True

    @property
    def _first(self) -> int:
        return max(0, min(self._at - SHOWN // 2, len(self._offers) - SHOWN))

    def on_resize(self) -> None:
        """Cut the text to the new width."""
        self._draw()

    def _draw(self) -> None:
        self.set_class(not self._offers, "-none")
        sign = signs_for(getattr(self.app, "glyphs", None))
        more = sign.more
        width = max(10, self.size.width - 2)
        lines = []
        for number in range(self._first, min(self._first + SHOWN, len(self._offers))):
            each, here = self._offers[number], number == self._at
            name = f"{NEW}{more}" if each.text == NEW else clean(each.text)
            name = cut(name, width, more)
            room = width - width_of(name) - 2
            note = f"  {cut(clean(each.note), room, more)}" if each.note and room > 8 else ""
            head = f"{sign.cursor if here else ' '} "
            lines.append(
                Content.assemble((head + name, "bold" if here else ""), (note, "$muted"))
            )
        if (left := len(self._offers) - self._first - SHOWN) > 0:
            lines.append(Content.assemble((f"  {more} {left} more", "$muted")))
        self.update(Content("\n").join(lines))

    def on_click(self, event: events.Click) -> None:
        """Take the clicked suggestion."""
        place = event.get_content_offset(self)
        at = -1 if place is None or place.y >= SHOWN else self._first + place.y
        if 0 <= at < len(self._offers):
            self.post_message(self.Clicked(self._offers[at].text))


class More(Static, can_focus=True):
    """Row for further fields; enter shows them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "show_more", "More", show=False)
    ]

    class Asked(Message):
        """Request to show further fields."""

    def action_show_more(self) -> None:
        """Request the further fields."""
        self.post_message(self.Asked())

    def on_click(self) -> None:
        """Do the same on a click."""
        self.action_show_more()


class FieldRow(Vertical, Whole):
    """A field of a form; its help and suggestions are visible while it has the focus."""

    DEFAULT_CSS = """
    FieldRow {
        height: auto;
        & .line { height: auto; }
        & .title { width: 17; height: 1; color: $muted; }
        &.-in .title { color: $foreground; text-style: bold; }
        & Input, & Area { width: 1fr; }
        & .about, & .offers { display: none; height: auto; margin: 0 0 0 2; }
        & .about { color: $muted; }
        &.-in .about, &.-in .offers { display: block; }
        &.-in .offers.-none { display: none; }
        & .said { display: none; height: auto; margin: 0 0 0 2; color: $muted; }
        & .said.-on { display: block; }
        & .said.-wrong { color: $crossed; }
    }
    """

    @dataclass
    class Typed(Message):
        """The text of the field has changed."""

        row: FieldRow
        by_hand: bool

    @dataclass
    class Done(Message):
        """Request to go to the next field."""

        row: FieldRow

    @dataclass
    class NewAsked(Message):
        """Request to create another item, which this field will name."""

        row: FieldRow

    def __init__(self, field: Field, text: str, record: Callable[[], FormRecord]) -> None:
        """Create the row.

        Args:
            field: the field.
            text: the initial text.
            record: returns the current state of the item.
        """
        super().__init__()
        self.field = field
        self._record = record
        self.texts: Callable[[], dict[str, str]] = dict
        """Texts of all fields; the form sets this."""
        self.own = bool(text)
        """True if a user typed the text."""
        prose = field.form in {FieldForm.TEXT, FieldForm.NOTE}
        lines = field.form in PARTS or (prose and (field.key in LONG or "\n" in text))
        self._offers = Offers()
        self.input: TextField | Area = (
            Area(text, prose=prose, ends=self._ends, step=self._offers.step)
            if lines
            else TextField(value=text, compact=True)
        )
        self._title = Static("", classes="title")
        self._said = Static("", classes="said", markup=False)
        self._shown: str | None = text
        """The text that was checked last."""

    def compose(self) -> ComposeResult:
        """The title beside the input; help, suggestions and error below."""
        with Horizontal(classes="line"):
            yield self._title
            yield self.input
        about = self._record().how(self.field)
        yield Static(Content(clean(about)), classes="about")
        yield self._offers
        yield self._said

    def on_mount(self) -> None:
        """Prepare the suggestions."""
        self.mark()
        self._offer()

    def mark(self) -> None:
        """Mark the field as required or not, given the texts of the other fields."""
        star = "*" if self._record().needed(self.field, self.texts()) else " "
        self._title.update(Content(f"{star} {clean(self.field.title)}"))

    def _ends(self) -> bool:
        """Whether enter goes on: with a suggestion, from a single value, from an empty line."""
        if self.field.form not in SEVERAL or self._offers.word is not None:
            return True
        area = self.input
        return isinstance(area, Area) and not area.document[area.cursor_location[0]].strip()

    @property
    def text(self) -> str:
        """The text of the field."""
        return self.input.text if isinstance(self.input, Area) else self.input.value

    def put(self, text: str, *, by_hand: bool = True) -> None:
        """Replace the text of the field."""
        self.own = by_hand
        if isinstance(self.input, Area):
            self.input.text = text
            self.input.move_cursor(self.input.document.end)
        else:
            self.input.value = text
            self.input.cursor_position = len(text)

    def focus_input(self) -> None:
        """Focus the input."""
        self.input.focus()

    def say(self, text: str, *, wrong: bool = True) -> None:
        """Show a line below the field; an empty text removes it."""
        self._said.set_class(bool(text), "-on")
        self._said.set_class(wrong, "-wrong")
        self._said.update(Content(clean(text)))

    # -- what is typed --

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        if isinstance(self.input, Area):
            self.input.fit()
        if self.text == self._shown:
            return
        self._shown = self.text
        by_hand = self.input.has_focus
        self.own = self.own or by_hand
        self._offer()
        self.look()
        self.post_message(self.Typed(self, by_hand))

    def look(self) -> None:
        """Show the error, or the interpretation of the text."""
        record = self._record()
        wrong = record.wrong(self.field, self.text, self.texts())
        if wrong and self.input.has_focus and self._offers.word is not None:
            wrong = ""
        self.say(wrong or record.understood(self.field, self.text), wrong=bool(wrong))

    def _offer(self) -> None:
        """Suggest completions of the text, and select the first match."""
        record = self._record()
        found = record.offers(self.field, self.text)
        last = record.last_word(self.field, self.text).casefold()
        words = [each.text.casefold() for each in found]
        at = words.index(last) if last in words else 0
        if not last or not found or (found[at].text == NEW and last != NEW):
            at = -1
        self._offers.show(found, at)

    def on_descendant_blur(self) -> None:
        """Show the error of the field that lost the focus."""
        self.remove_class("-in")
        if self.is_attached:
            self.look()

    def on_descendant_focus(self) -> None:
        """Show current suggestions, since other items may be new."""
        self.add_class("-in")
        self._offer()
        self.call_after_refresh(self.scroll_visible, animate=False)

    # -- keys --

    def on_key(self, event: events.Key) -> None:
        """Select a suggestion by arrows; if there is none, go to the next field."""
        step = {"up": -1, "down": 1}.get(event.key)
        if step is None or isinstance(self.input, Area):
            return
        event.stop()
        if not self._offers.step(step):
            (self.screen.focus_previous if step < 0 else self.screen.focus_next)()

    @on(Input.Submitted)
    @on(Area.Submitted)
    def _enter(self, event: Message) -> None:
        event.stop()
        word = self._offers.word
        if word is None and not self.text.strip() and self._must_be_chosen():
            self._offers.step(1)
            self.say("enter takes it, arrows go on", wrong=False)
            return
        if word is None and self.text != self.text.rstrip("\n"):
            self.put(self.text.rstrip("\n"))
        if word is None or word == self._record().last_word(self.field, self.text) != NEW:
            self.post_message(self.Done(self))
        else:
            self._take(word)

    def _must_be_chosen(self) -> bool:
        """True if it is empty by mistake: it is required, and there are suggestions."""
        return self._record().needed(self.field, self.texts()) and self._offers.step(0)

    @on(Offers.Clicked)
    def _clicked(self, event: Offers.Clicked) -> None:
        event.stop()
        self._take(event.word)

    def _take(self, word: str) -> None:
        if word == NEW:
            self.post_message(self.NewAsked(self))
            return
        self.take(word)
        if self.field.form in {FieldForm.NAME, FieldForm.ONE_OF, FieldForm.YES_NO}:
            self.post_message(self.Done(self))

    def take(self, word: str) -> None:
        """Replace the text being typed by a suggestion."""
        self.put(self._record().taken(self.field, self.text, word))
