"""Modals that take a few words: a value, a reason, a name for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from zopa_tui.screens.modals.base import Modal
from zopa_tui.views.text import clean
from zopa_tui.widgets.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

__all__ = ["Field", "FormModal"]

T = TypeVar("T")
Field = tuple[str, str, str]
"""Id, label and first value."""


class FormModal(Modal[T]):
    """Fields below each other; enter goes to the next one, and from the last one on."""

    KEYS_TEXT = "enter go on   esc leave it"

    def fields(self) -> list[Field]:
        """What to ask; of a subclass."""
        raise NotImplementedError

    def intro(self) -> str:
        """What it is about; of a subclass."""
        return ""

    def submit(self, values: dict[str, str]) -> str | None:
        """Go on with the values, or say in words what is wrong; of a subclass."""
        raise NotImplementedError

    def inside(self) -> Iterator[Widget]:
        """Labels and fields."""
        if self.intro():
            yield Static(Content(clean(self.intro())), classes="text -gap")
        for name, label, value in self.fields():
            yield Static(Content(clean(label)), classes="label")
            yield Entry(value=value, id=f"field-{name}", compact=True)
        yield Static("", id="wrong", classes="wrong", markup=False)

    def on_mount(self) -> None:
        """Begin in the first field."""
        self.query(Input).first().focus()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if self.answered:
            return
        inputs = list(self.query(Input))
        at = inputs.index(event.input)
        if at + 1 < len(inputs):
            inputs[at + 1].focus()
            return
        values = {str(each.id).removeprefix("field-"): each.value for each in inputs}
        wrong = self.submit(values)
        if wrong is not None and not self.answered:
            self.query_one("#wrong", Static).update(Content(clean(wrong)))
