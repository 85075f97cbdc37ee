"""The positions that count, crossed ones first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from textual.content import Content

from zopa.answers import fold
from zopa.answers.wording import holder_names
from zopa_tui.views.points import Target
from zopa_tui.views.positions import counts_later, uncounted
from zopa_tui.views.text import TextLine, clean, pad, party_short, spread, width_of, wrapped
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from zopa.model.corpus import Corpus, Position
    from zopa_tui.session.session import Snapshot
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import Shade

__all__ = ["PositionList"]

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
