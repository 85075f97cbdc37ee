"""Effects of the draft: the positions that count, and the map of the outcome by place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from zopa.answers import fold
from zopa.answers.wording import holder_names
from zopa_tui.ui.keys import MOVES, bindings
from zopa_tui.ui.theme import PALETTE
from zopa_tui.views.positions import (
    Layer,
    Target,
    Tile,
    counts_later,
    fitted,
    layers,
    tiles,
    uncounted,
)
from zopa_tui.views.text import (
    TextLine,
    clean,
    pad,
    party_short,
    shortened,
    spread,
    width_of,
    wrapped,
)
from zopa_tui.widgets.base import Shaded, ink
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from textual import events
    from textual.binding import BindingType

    from zopa.model.corpus import Corpus, Position
    from zopa.questions.check import Settled
    from zopa_tui.session.session import Snapshot
    from zopa_tui.views.text import Shade, Signs

__all__ = ["PositionList", "TileMap"]

# -- positions, crossed ones first


ORDER: tuple[Shade, ...] = ("crossed", "open", "respected")
WIDE = 56
"""Minimum width in columns to show the strength of a position."""


class PositionList(LineList):
    """A line for each position that counts, is waived, or would count on another date."""

    def __init__(self, corpus: Corpus, snapshot: Snapshot, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self._corpus = corpus
        self._snapshot = snapshot

    @property
    def target(self) -> Target | None:
        """The position under the cursor."""
        return Target("position", self.key) if isinstance(self.key, str) else None

    def show(self, snapshot: Snapshot) -> None:
        """Show another state."""
        changed = snapshot.verdicts is not self._snapshot.verdicts
        self._snapshot = snapshot
        if changed:
            self.redraw()
            if not self.has_focus:
                self.action_end(0)
            elif self.key is not None:
                self._show()

    def words(self, key: Hashable) -> str:
        """Party, title and id of the position."""
        position = self._corpus.positions[str(key)]
        party = holder_names(self._corpus, position, self._snapshot.verdicts.context.table)
        return f"{party} {position.title} {position.id}"

    def lay(self, width: int) -> list[TextLine]:
        """All rows."""
        number = Counter(str(each.verdict) for each in self._snapshot.verdicts.verdicts)
        waived = len(self._snapshot.verdicts.waived)
        sign = self.signs
        counts = [f" {sign.verdict(each)} {number[each]}" for each in ORDER]
        counts += [f" {sign.glyphs.waived} {waived}"] if waived else []
        self.border_title = Content(f"Positions{''.join(counts)}")
        if not self._snapshot.judged:
            self.border_title = Content("Positions")
            return [TextLine(((f"Judging the draft{sign.more}", "muted"),))]
        if not self._snapshot.verdicts.coherent:
            names = ", ".join(each.name for each in self._snapshot.verdicts.broken)
            return [
                TextLine((("Inconsistent: the choices contradict a rule.", "crossed"),)),
                *wrapped(clean(f"Verdicts leave out: {names}."), width, shade="muted"),
                *self._rows(width),
            ]
        found = list(self._rows(width))
        if not found:
            return [*wrapped(self._why_none(), width, shade="muted")]
        return found

    def _why_none(self) -> str:
        """The reason why no position counts, with a suggestion."""
        if not self._corpus.positions:
            return "No position is recorded. a adds one."
        if not self._snapshot.verdicts.context.table:
            return "No party is at the table, so no position counts. ^p, corpus, names them."
        return "No position counts on this date."

    def _rows(self, width: int) -> Iterator[TextLine]:
        parties, context = list(map(str, self._corpus.parties)), self._snapshot.verdicts.context
        verdicts = sorted(
            self._snapshot.verdicts.verdicts,
            key=lambda each: (
                ORDER.index(str(each.verdict)),
                parties.index(context.holders(each.held.position)[0]),
            ),
        )
        for each in verdicts:
            verdict: Shade = str(each.verdict)  # type: ignore[assignment]  # as above
            number = len(each.held.position.readings)
            note = f"{number} readings" if number > 1 else ""
            yield from self._row(each.held.position, verdict, note, width)
        for waiver in self._snapshot.verdicts.waived:
            note = f"waived: {waiver.reason}" if waiver.reason else "waived"
            position = self._corpus.positions[waiver.position]
            yield from self._row(position, "waived", clean(note), width)
        yield from self._uncounted(width)

    def _uncounted(self, width: int) -> Iterator[TextLine]:
        """Rows of positions that would count on another date, so that users find them."""
        context = self._snapshot.verdicts.context
        others = list(uncounted(self._corpus, context))
        if others:
            yield TextLine(((f"Not on {context.as_of}:", "muted"),))
        for each in others:
            note = str(each.since) if counts_later(context, each) else "no more"
            yield from self._row(each, "muted", note, width)

    def _row(
        self, position: Position, verdict: Shade, note: str, width: int
    ) -> Iterator[TextLine]:
        holders = self._snapshot.verdicts.context.holders(position) or (str(position.party),)
        short = clean(party_short(self._corpus, holders[0]))
        short += f" +{len(holders) - 1}" if len(holders) > 1 else ""
        title = clean(position.title)
        widest = max((width_of(x.short) for x in self._corpus.parties.values()), default=0)
        column = min(widest, 10 if width >= WIDE else 8)
        more = self.signs.more
        firm = f"{note}  {position.strength}" if note else str(position.strength)
        ambiguous = note.endswith("readings") and width < WIDE
        head: tuple[tuple[str, Shade], ...] = (
            (f"{self.signs.verdict(verdict)} ", verdict),
            (f"{pad(short, column, more)} ", "muted"),
        )
        ink: Shade = verdict if verdict in {"crossed", "muted"} else ""
        if width >= WIDE:
            right: tuple[str, Shade] = (firm, "muted")
            parts = (*head, (title, ink))
            yield from spread(parts, right, width, key=str(position.id), more=more)
            return
        taken = sum(width_of(text) for text, _ in head)
        words = f"{self.signs.reading}{title}" if ambiguous else title
        for number, text in enumerate(fold(words, max(8, width - taken)).split("\n")):
            before = head if not number else ((" " * taken, ""),)
            yield TextLine((*before, (text, ink)), str(position.id))


# -- the map

BOX = 3
"""Height in lines of a tile with a box."""
LEGEND = 26
"""Width in columns of the legend beside the map."""
Pieces = list[tuple[str, Style]]


class TileMap(Shaded, can_focus=True):
    """Map of the outcome; a code stands for a value, upper case if it is settled."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*MOVES, to=MOVES)]

    here: reactive[int] = reactive(0)
    """Index of the tile under the cursor."""
    view: reactive[int] = reactive(0)
    """Index of the visible attribute."""

    @dataclass
    class Moved(Message):
        """The cursor is on another place."""

        target: Target

    def __init__(self, corpus: Corpus, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.tiles = tiles(corpus)
        self.views: tuple[Layer, ...] = layers(corpus)
        self._outcome: Mapping[tuple[str, str], Settled] = {}
        self._preview: Mapping[tuple[str, str], Settled] = {}

    def show(self, outcome: Mapping[tuple[str, str], Settled]) -> None:
        """Show another outcome."""
        if outcome != self._outcome:
            self._outcome = outcome
            self.refresh()

    def preview(self, outcome: Mapping[tuple[str, str], Settled]) -> None:
        """Mark the values that would change; an empty outcome removes the marks."""
        if outcome != self._preview:
            self._preview = outcome
            self.refresh()

    @property
    def drawable(self) -> bool:
        """True if there is something to draw."""
        return bool(self.tiles and self.views)

    @property
    def title(self) -> str:
        """Title of the visible attribute."""
        return self._layer.attribute.id.replace("-", " ") if self.drawable else ""

    @property
    def heading(self) -> str:
        """Heading: the attribute; with the focus, also the full name of the current place."""
        words = f"Map {self.signs.glyphs.dot} {self.title}"
        here = self.drawable and self.has_focus
        return f"{words}: {clean(self.tiles[self.here].title)}" if here else words

    @property
    def _layer(self) -> Layer:
        return self.views[self.view % len(self.views)]

    @property
    def target(self) -> Target | None:
        """The place under the cursor."""
        return Target("entity", self.tiles[self.here].entity) if self.tiles else None

    def next_view(self) -> None:
        """Show another attribute."""
        if self.views:
            self.view = (self.view + 1) % len(self.views)

    # -- drawing --

    def on_resize(self) -> None:
        """Measure again for the new size."""
        rows = max((each.row for each in self.tiles), default=0) + 1
        high = (
            rows * BOX if self._boxed else rows * 2 - (1 if rows * 2 > self.size.height else 0)
        )
        self.virtual_size = Size(self.size.width, min(high, max(self.size.height, rows)))

    @property
    def _columns(self) -> int:
        return max((each.column for each in self.tiles), default=0) + 1

    @property
    def _boxed(self) -> bool:
        rows = max((each.row for each in self.tiles), default=0) + 1
        return self.size.width >= self._columns * 14 and self.size.height >= rows * BOX

    def render_line(self, y: int) -> Strip:
        """One line of the map, with the legend beside it if there is room."""
        width, base = self.size.width, self.rich_style
        at = y + self.scroll_offset.y
        if not self.drawable:
            return Strip.blank(width, base)
        side = self._boxed and width >= self._columns * 14 + LEGEND
        room = width - LEGEND if side else width
        pieces = self._boxes(at, room) if self._boxed else self._compact(at, room)
        used = sum(width_of(text) for text, _ in pieces)
        if side:
            pieces.append((" " * max(1, room - used), Style.null()))
            pieces.extend(self._legend(at))
        segments = [Segment(text, base + style) for text, style in pieces]
        return Strip(segments).adjust_cell_length(width, base)

    def _row(self, row: int) -> Iterator[tuple[int, int, Tile | None]]:
        """For each column, the index of its tile, and the tile."""
        for column in range(self._columns):
            for number, each in enumerate(self.tiles):
                if (each.column, each.row) == (column, row):
                    yield column, number, each
                    break
            else:
                yield column, -1, None

    def _compact(self, at: int, room: int) -> Pieces:
        rows = max(each.row for each in self.tiles) + 1
        spread = 2 if rows * 2 - 1 <= self.size.height else 1
        row, rest = divmod(at, spread)
        if rest:
            return []
        wide = room // self._columns
        pieces: Pieces = []
        for _, number, tile in self._row(row):
            if tile is None:
                pieces.append((" " * wide, Style.null()))
                continue
            name = shortened(tile.title, 3, "").upper()
            style = ink(self, "head") + self._cursor(number)
            codes, changed = self._codes(tile, wide - width_of(name) - 2)
            left, right = ("[", "]") if changed else (" ", " ")
            used = width_of(name) + 2 + sum(width_of(text) for text, _ in codes)
            gap = " " * max(0, wide - used)
            pieces += [(name, style), (left, ink(self, "forced")), *codes]
            pieces += [(right, ink(self, "forced")), (gap, Style.null())]
        return pieces

    def _boxes(self, at: int, room: int) -> Pieces:
        box = self.signs.glyphs.box
        wide = min(20, max(14, room // self._columns))
        row, line = divmod(at, BOX)
        pieces: Pieces = []
        for _, number, tile in self._row(row):
            if tile is None:
                pieces.append((" " * wide, Style.null()))
                continue
            inner = wide - 3
            codes, changed = self._codes(tile, inner - 1)
            edge = ink(self, "forced" if changed else "muted") + self._cursor(number)
            if line == 0:
                name = shortened(tile.title, inner - 2, self.signs.more)
                rule = box[1] * (inner - width_of(name) - 2)
                pieces += [
                    (f"{box[0]}{box[1]}", edge),
                    (name, ink(self, "head") + self._cursor(number)),
                ]
                pieces += [(f"{rule}{box[1]}{box[2]} ", edge)]
            elif line == BOX - 1:
                pieces.append((f"{box[4]}{box[1] * inner}{box[5]} ", edge))
            else:
                codes = [(" ", Style.null()), *codes]
                used = sum(width_of(text) for text, _ in codes)
                mark = " changes" if changed else ""
                mark = mark if used + len(mark) <= inner else ""
                fill = " " * max(0, inner - used - len(mark))
                pieces += [(box[3], edge), *codes, (mark, ink(self, "forced"))]
                pieces += [(fill, Style.null()), (f"{box[3]} ", edge)]
        return pieces

    def _cursor(self, number: int) -> Style:
        return Style(reverse=True) if self.has_focus and number == self.here else Style.null()

    def _codes(self, tile: Tile, room: int) -> tuple[Pieces, bool]:
        """The codes of the parts, merged if equal; and whether the preview differs.

        Numbers take as much room as there is.
        """
        layer = self._layer
        name = str(layer.attribute.id)
        found: list[tuple[str, str]] = []
        differs = False
        for part in tile.parts:
            settled = self._outcome.get((part, name))
            if settled is None:
                continue
            would = self._preview.get((part, name), settled)
            if would.values != settled.values:
                differs, settled = True, would
            cell = layer.cell(settled, short=not self._boxed)
            found.append(
                (cell.code, PALETTE[cell.rank % len(PALETTE)] if cell.settled else "muted")
            )
        if not found:
            return [("-", ink(self, "muted"))], False
        if len(set(found)) == 1:
            found = found[:1]
        each = (room + 1) // len(found) - 1
        pieces: Pieces = []
        for number, (code, name) in enumerate(found):
            if number:
                pieces.append(("|", ink(self, "muted")))
            bold = Style(bold=True) if name != "muted" else Style.null()
            if not layer.codes:
                code = fitted(code, max(1, each), self.signs.more)  # noqa: PLW2901
            pieces.append((code, ink(self, name) + bold))
        return pieces, differs

    def legend(self) -> str:
        """The codes in one line, as many as fit."""
        if not self.drawable:
            return ""
        layer = self._layer
        codes = layer.codes if self._boxed else layer.letters
        room, parts = self.size.width - 4, list[str]()
        for value, code in codes.items() if room > 0 else ():
            part = f"{code.upper()} {value}"
            room -= width_of(part) + 2
            if room < 0:
                parts.append(self.signs.more)
                break
            parts.append(part)
        return "  ".join(parts)

    def _legend(self, at: int) -> Pieces:
        layer = self._layer
        title = layer.attribute.title or str(layer.attribute.id)
        lines = [(each, "head") for each in fold(title, LEGEND - 1).split("\n")]
        for number, (value, code) in enumerate(layer.codes.items()):
            lines.append((f"{code.upper()} {value}", PALETTE[number % len(PALETTE)]))
        signs = ("ABC", "abc", "ABC|DEF") if layer.codes else ("12", "12?", "12|34")
        lines += [
            ("", ""),
            (f"{signs[0]} settled by the draft", ""),
            (f"{signs[1]} open; as it is today", "muted"),
            (f"{signs[2]} one for each part", ""),
        ]
        if self._preview:
            lines.append(("changes: with the cursor", "forced"))
        if at >= len(lines):
            return []
        text, name = lines[at]
        return [(shortened(text, LEGEND - 1, self.signs.more), ink(self, name))]

    # -- keys and mouse --

    def watch_here(self) -> None:
        """Report the place under the cursor."""
        self.entitle(Content(self.heading))
        if (target := self.target) is not None and self.is_mounted:
            self.post_message(self.Moved(target))

    def _move(self, across: int, down: int) -> None:
        """Go to the nearest tile in that direction."""
        if not self.tiles:
            return
        here = self.tiles[self.here]

        def away(tile: Tile) -> tuple[int, int]:
            x, y = tile.column - here.column, tile.row - here.row
            forward, aside = (x * across, abs(y)) if across else (y * down, abs(x))
            return (forward + 2 * aside, aside) if forward > 0 else (10_000, 0)

        number = min(range(len(self.tiles)), key=lambda n: away(self.tiles[n]))
        if away(self.tiles[number])[0] < 10_000:
            self.here = number

    def action_cursor_up(self) -> None:
        """Go to the tile above."""
        self._move(0, -1)

    def action_cursor_down(self) -> None:
        """Go to the tile below."""
        self._move(0, 1)

    def action_fold(self) -> None:
        """Go to the tile to the left."""
        self._move(-1, 0)

    def action_unfold(self) -> None:
        """Go to the tile to the right."""
        self._move(1, 0)

    def action_scroll_home(self) -> None:
        """Go to the first tile."""
        self.here = 0

    def action_scroll_end(self) -> None:
        """Go to the last tile."""
        self.here = max(0, len(self.tiles) - 1)

    def on_focus(self) -> None:
        """Show the cursor."""
        self.watch_here()
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.entitle(Content(self.heading))
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked tile."""
        rows = BOX if self._boxed else 2
        wide = (
            min(20, max(14, self.size.width // self._columns))
            if self._boxed
            else self.size.width // self._columns
        )
        place = event.get_content_offset(self)
        if place is None:
            return
        spot = (place.x // max(1, wide), (place.y + self.scroll_offset.y) // rows)
        for number, each in enumerate(self.tiles):
            if (each.column, each.row) == spot:
                self.here = number
