"""The reason of what is under the cursor, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from zopa_tui.words import width_of
from zopa.diagnostics import shown
from zopa.render.style import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from zopa_tui.lines import Line, Reason

__all__ = ["WhyPane"]

LABEL = 15
"""Columns for what kind of line it is."""
STYLES = {
    "crossed": "bold $crossed",
    "open": "italic $open",
    "respected": "$respected",
    "forced": "$forced",
    "waived": "$waived",
    "muted": "$muted",
    "head": "bold",
}


class WhyPane(VerticalScroll, can_focus=True):
    """Says what it was given; asks nothing itself."""

    DEFAULT_CSS = """
    WhyPane { background: transparent; scrollbar-size: 1 1; }
    WhyPane > Static { height: auto; background: transparent; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.reason: Reason | None = None
        self._page = 0
        self._title = ""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="why-text", markup=False)

    def expect(self, title: str) -> None:
        """Say what the next reason will be about."""
        self._title = title
        self._name(title)

    def show(self, reason: Reason) -> None:
        """Show a reason; on the same thing the page stays."""
        if self.reason is None or self.reason.target != reason.target:
            self._page = 0
        self.reason = reason
        self._page = min(self._page, max(0, len(reason.pages) - 1))
        self._draw()

    def next_page(self) -> int:
        """Turn the page; returns its number."""
        if self.reason is not None and self.reason.pages:
            self._page = (self._page + 1) % len(self.reason.pages)
            self._draw()
        return self._page

    def on_resize(self) -> None:
        """Lines are broken anew."""
        self._draw()

    def _draw(self) -> None:
        reason = self.reason
        if reason is None or not reason.pages:
            return
        self._name(reason.title)
        number = len(reason.pages)
        more = f"w more {self._page + 1}/{number} " if number > 1 else ""
        self.border_subtitle = Content(f"{more} o source  y copy")
        width = max(20, self.scrollable_content_region.width)
        lines = [part for line in reason.pages[self._page] for part in _drawn(line, width)]
        self.query_one("#why-text", Static).update(Content("\n").join(lines))
        self.scroll_home(animate=False)

    def _name(self, title: str) -> None:
        room = max(8, self.size.width - 12)
        from zopa_tui.words import cut

        self.border_title = Content(f"Why · {cut(title, room)}")


def _drawn(line: Line, width: int) -> Iterator[Content]:
    """A line in its columns, over as many lines of the screen as it takes."""
    style = STYLES.get(line.style, "")
    indent = "" if not line.label and line.style in {"head", "crossed", "open", "respected", "forced", "waived"} else " " * LABEL
    label = f"{shown(line.label):<{LABEL}}"[: max(LABEL, 0)] if indent else ""
    place = shown(line.place)
    room = width - len(indent)
    right = width_of(place) + 2 if place else 0
    if place and right > room // 2:
        right = 0
    texts = fold(shown(line.text), max(10, room - right)).split("\n")
    muted = "$muted"
    for number, text in enumerate(texts):
        head = (label, style if line.style in {"crossed", "open", "respected", "waived"} else muted) if number == 0 else (indent, "")
        parts: list[tuple[str, str]] = [head, (text, style)]
        if number == 0 and right:
            gap = " " * max(2, room - width_of(text) - width_of(place))
            parts += [(gap, ""), (place, muted)]
        yield Content.assemble(*parts)
    if place and not right:
        yield Content.assemble((indent, ""), (place, muted))
