"""The positions held, what is wrong with them first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zopa.check import Verdict
from zopa_tui.targets import Target
from zopa_tui.widgets.inks import signs
from zopa_tui.widgets.line_list import LineList, Row
from zopa_tui.words import cut, party_short, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events

    from zopa.model import Corpus, Position
    from zopa_tui.session import Snapshot

__all__ = ["PositionList"]

ORDER = (Verdict.CROSSED, Verdict.OPEN, Verdict.RESPECTED)
WIDE = 56
"""Columns from which on there is room for how firmly a position is held."""


class PositionList(LineList[Target]):
    """One line for each position that counts, and for each that is waived."""

    def __init__(self, corpus: Corpus, snapshot: Snapshot, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, empty="No position counts on this day, of these parties.")
        self._corpus = corpus
        self._snapshot = snapshot
        self._needle = ""

    def on_mount(self) -> None:
        """Fill it."""
        self.show(self._snapshot)

    def on_resize(self, event: events.Resize | None = None) -> None:
        """Columns depend on the width."""
        del event
        super().on_resize()
        self.show(self._snapshot)

    def show(self, snapshot: Snapshot) -> None:
        """Take over another state."""
        self._snapshot = snapshot
        empty = None
        if not snapshot.verdicts.coherent:
            empty = "Incoherent: nothing can be said of positions until the clash is gone."
        self.show_rows(list(self._rows()), empty=empty)

    def filter(self, needle: str) -> int:
        """Show only what contains these letters; returns how many rows do."""
        self._needle = needle.casefold()
        self.show(self._snapshot)
        return len(self.rows)

    def summary(self) -> list[tuple[str, str]]:
        """Counts for the title, each with its ink."""
        number = Counter(each.verdict for each in self._snapshot.verdicts.verdicts)
        sign = signs(self)
        parts = [(f" {sign.verdict(v)}{number[v]}", str(v)) for v in ORDER]
        waived = len(self._snapshot.verdicts.waived)
        return [("Positions", ""), *parts, *([(f" {sign.waived}{waived}", "waived")] if waived else [])]

    def _rows(self) -> Iterator[Row[Target]]:
        sign = signs(self)
        parties = list(map(str, self._corpus.parties))
        verdicts = sorted(
            self._snapshot.verdicts.verdicts,
            key=lambda each: (
                ORDER.index(each.verdict),
                parties.index(str(each.held.position.party)),
            ),
        )
        for each in verdicts:
            note = ""
            if len(each.held.position.readings) > 1:
                note = f"{len(each.held.position.readings)} readings"
            mark = sign.verdict(each.verdict), str(each.verdict)
            yield from self._row(each.held.position, mark, note)
        for waiver in self._snapshot.verdicts.waived:
            position = self._corpus.positions[waiver.position]
            note = f"waived: {waiver.reason}" if waiver.reason else "waived"
            yield from self._row(position, (sign.waived, "waived"), note)

    def _row(
        self, position: Position, mark: tuple[str, str], note: str
    ) -> Iterator[Row[Target]]:
        short = party_short(self._corpus, str(position.party))
        if self._needle and not any(
            self._needle in each.casefold() for each in (short, position.title, position.id)
        ):
            return
        column = max((width_of(x.short) for x in self._corpus.parties.values()), default=0)
        column = min(column, 10)
        name = cut(short, column)
        name += " " * (column - width_of(name) + 1)
        firm = str(position.strength)
        wide = self.size.width >= WIDE
        right = "  ".join(each for each in (note, firm) if each) if wide else ""
        title = f"{position.title} {'*' if note.endswith('readings') and not wide else ''}"
        ink = mark[1] if mark[1] == "crossed" else ""
        yield Row(
            ((f"{mark[0]} ", mark[1]), (name, "muted"), (title.rstrip(), ink)),
            Target("position", str(position.id)),
            right,
        )
