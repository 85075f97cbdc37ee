"""Agreements that complete the draft, to walk through, with the costs for each party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from zopa.answers.lines import issue_name
from zopa_tui.screens.modals.base import Modal, Picker, TextBlock
from zopa_tui.session import draft as moves
from zopa_tui.views.text import (
    BLANK,
    TextLine,
    apart,
    clean,
    party_short,
    picks_words,
    several,
    wrapped,
)
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from zopa_tui.session.completing import Completions, Finished
    from zopa_tui.session.session import Session

__all__ = ["CompleteModal"]


class CompleteModal(Modal[None]):
    """One entry for each agreement, the selected one unfolded; enter takes it as one step."""

    KEYS_TEXT = "enter take it (u undoes)   arrows walk through   esc"
    TALL = True

    def __init__(self, session: Session, found: Completions) -> None:
        super().__init__()
        self._session, self._found = session, found
        number = len(found.ways)
        what = "deal" if not found.aside else "agreement"
        self.TITLE_TEXT = f"Complete this draft: {several(number, what)}"

    def inside(self) -> Iterator[Widget]:
        """An introduction, and the agreements."""
        yield TextBlock(self._intro, id="words")
        yield Picker(self._lay, fill=True)

    def begin(self) -> None:
        """Start at the first agreement."""
        picker = self.query_one("#list", Picker)
        picker.focus()
        picker.redraw()

    def _intro(self, width: int) -> list[TextLine]:
        aside, words = (
            len(self._found.aside),
            "Each decides every issue, and keeps your choices.",
        )
        if not self._found.coherent:
            words = "None: the draft contradicts a rule. r looks for the nearest deals."
        elif aside:
            words += (
                f" There is no deal with them, so {several(aside, 'position')} crossed or in"
                " conflict may be crossed (0 lists them)."
            )
        return [*wrapped(words, width), BLANK]

    def _lay(self, width: int) -> list[TextLine]:
        here = self.query_one("#list", Picker).key
        lines: list[TextLine] = []
        for number, way in enumerate(self._found.ways):
            letter = chr(ord("a") + number)
            parts = ((f" {letter}  ", "head"), (self._costs(way), ""))
            adds = (f"{several(len(way.adds), 'choice')} more", "muted")
            lines.append(apart(parts, adds, width, key=number))  # type: ignore[arg-type]  # shades
            if number == (here if isinstance(here, int) else 0):
                lines += self._details(way, number, width)
        return lines

    def _costs(self, way: Finished) -> str:
        """Number of positions that it crosses, for each party."""
        corpus = self._session.corpus
        costs = [
            f"{clean(party_short(corpus, party))} {len(names)}"
            for party, names in way.crossed.items()
        ]
        return f"crosses: {', '.join(costs)}" if costs else "crosses nothing"

    def _details(self, way: Finished, number: int, width: int) -> Iterator[TextLine]:
        corpus = self._session.corpus
        crossed = self.signs.verdict("crossed")
        for party, names in way.crossed.items():
            for name in names:
                position = corpus.positions[name]
                kind = position.kind.replace("-", " ")
                text = f"{party_short(corpus, party)}: {position.title} ({kind})"
                head = f"      {crossed} "
                yield from wrapped(clean(text), width, head=head, shade="crossed", key=number)
        first = self._unlike(way)
        for issue in first:
            words = picks_words(corpus, issue, way.draft.picks(issue)) or "silent"
            text = f"{issue_name(corpus, issue)}: {words}"
            yield from wrapped(clean(text), width, head="      ", indent=8, key=number)
        if rest := len(way.adds) - len(first):
            words = f"{several(rest, 'other choice')} as in all of these"
            yield TextLine((("      ", ""), (words, "muted")), number)

    def _unlike(self, way: Finished) -> list[str]:
        """The added issues on which the agreements differ."""
        every = self._found.ways
        return [
            issue
            for issue in way.adds
            if len(every) == 1
            or len({moves.exactly(each.draft.choices.get(issue)) for each in every}) > 1
        ]

    @on(LineList.Highlighted)
    def _unfold(self) -> None:
        self.query_one("#list", Picker).redraw()

    @on(LineList.Selected)
    def _take(self, event: LineList.Selected) -> None:
        if isinstance(event.key, int) and not self.answered:
            way = self._found.ways[event.key]
            self._session.replace_draft(way.draft, f"complete with {len(way.adds)} choices")
            words = f"completed with {several(len(way.adds), 'choice')}; u takes it back"
            self.notify(words, timeout=4, markup=False)
        self.dismiss(None)
