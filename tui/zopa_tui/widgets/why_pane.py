"""The explanation of the item under the cursor, page by page; enter follows a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from zopa_tui.views.text import TextLine, clean, cut, pad, wrapped
from zopa_tui.widgets.line_list import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.points import Reason, ReasonLine
    from zopa_tui.views.text import Shade

__all__ = ["WhyPane", "laid"]

LABEL = 14
"""Width in columns of the label of a point."""


class WhyPane(Prose):
    """Shows a given explanation; asks no questions itself."""

    def __init__(self, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.reason: Reason | None = None
        self._page = 0

    @property
    def goes(self) -> tuple[str, str] | None:
        """Kind and id of the item that the line under the cursor names."""
        at = self.key
        return self.page[at].goes if isinstance(at, int) and at < len(self.page) else None

    @property
    def page(self) -> tuple[ReasonLine, ...]:
        """The current page."""
        return self.reason.pages[self._page] if self.reason and self.reason.pages else ()

    @property
    def cursor_shown(self) -> bool:
        """True only with the focus: users read the pane more often than they follow lines."""
        return self.has_focus

    def on_focus(self) -> None:
        """Highlight the line that the user can follow."""
        self.refresh()

    def on_blur(self) -> None:
        """Remove the highlight."""
        self.refresh()

    def show(self, reason: Reason) -> None:
        """Show an explanation; for the same item, the page stays."""
        if self.reason is None or self.reason.target != reason.target:
            self._page = 0
            self._wanted = 0
        self.reason = reason
        self._page = min(self._page, max(0, len(reason.pages) - 1))
        self._draw()

    def clear(self) -> None:
        """Show that there is nothing to explain."""
        self.reason = None
        self.entitle(under=Content(""))
        words = "Nothing is under the cursor."
        self.say("Why", lambda width: list(wrapped(words, width, shade="muted")))

    def next_page(self) -> int:
        """Go to the next page; returns its number."""
        if self.reason is not None and self.reason.pages:
            self._page = (self._page + 1) % len(self.reason.pages)
            self._draw()
        return self._page

    def _draw(self) -> None:
        reason = self.reason
        if reason is None:
            return
        number = len(reason.pages)
        more = f"w more {self._page + 1}/{number}  " if number > 1 else ""
        go = "enter go there  " if any(each.goes for each in self.page) else ""
        self.entitle(under=Content(f"{more}{go}o source  y copy"))
        room = max(8, self.size.width - 12)
        title = cut(clean(reason.title), room, self.signs.more)
        page = self.page
        self.say(
            f"Why {self.signs.between} {title}",
            lambda width: [
                TextLine(line.parts, number if each.goes else None)
                for number, each in enumerate(page)
                for line in laid(each, width, self.signs)
            ],
        )


def laid(point: ReasonLine, width: int, signs: Signs) -> Iterator[TextLine]:
    """A point in its columns, wrapped."""
    shade: Shade = point.style  # type: ignore[assignment]  # points know no other styles
    place = signs.places(clean(point.place))
    label = clean(point.label)
    text = clean(point.text)
    short = cut(label, LABEL - 1)
    head = "" if not label and shade not in {"", "muted"} else pad(short, LABEL)
    right = cell_len(place) + 2 if place else 0
    if right > (width - len(head)) // 2:
        right = 0
    lines = list(wrapped(text, width - right, head=head, shade=shade))
    for number, line in enumerate(lines):
        if number or not right:
            yield line
            continue
        gap = width - cell_len(line.text) - cell_len(place)
        yield TextLine((*line.parts, (" " * max(1, gap), ""), (place, "muted")))
    if place and not right:
        yield TextLine(((" " * len(head), ""), (cut(place, width - len(head)), "muted")))
