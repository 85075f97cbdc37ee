"""The nearest deals, and what each would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding

from zopa_tui import repairing
from zopa_tui.rows import BLANK, Line, apart, clean, wrapped
from zopa_tui.screens.modals.base import Modal, Picker, Words
from zopa_tui.widgets.line_list import LineList
from zopa_tui.words import issue_name, party_short, picks_words, several

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.conditions import Value
    from zopa.model import Choice
    from zopa.repair import Change
    from zopa_tui.drafts import Draft
    from zopa_tui.repairing import Way, Ways
    from zopa_tui.session import Session

__all__ = ["RepairModal"]


class RepairModal(Modal[None]):
    """One entry for each way; enter applies it as one step to undo."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "keep", "Keep fixed", show=False),
        Binding("d", "diff", "Differences", show=False),
    ]
    KEYS_TEXT = "enter apply (u undoes)   k keep a choice   d details   esc"

    def __init__(
        self,
        session: Session,
        ways: Ways,
        title: str,
        again: Callable[[Draft | None, list[str], str], None],
    ) -> None:
        """Offer the ways.

        Args:
            session: whose draft changes.
            ways: what was found.
            title: what it is for.
            again: looks anew, with choices kept fixed.
        """
        super().__init__()
        self._session, self._ways, self._again = session, ways, again
        self._title = title
        self._detailed = False
        self.TALL = bool(ways.ways)
        self.TITLE_TEXT = f"{title}: {self._headline()}"

    def _headline(self) -> str:
        least = self._ways.least
        if least is None:
            return "nothing to change"
        proved = "proved" if self._ways.proved else "best found"
        return f"the least is {several(least, 'change')} ({proved})"

    def inside(self) -> Iterator[Widget]:
        """What to know, and the ways."""
        yield Words(self._intro, id="words")
        if self._ways.ways:
            yield Picker(self._lay, fill=True)

    def on_mount(self) -> None:
        """Begin at the nearest."""
        if self._ways.ways:
            self.query_one("#list", Picker).focus()
        else:
            self.retitle(self.TITLE_TEXT, "esc close")

    def _intro(self, width: int) -> list[Line]:
        if self._ways.exists and self._ways.ways:
            text = "Each respects every position that counts, and is as near as a deal can be."
        elif self._ways.exists:
            text = "Nothing has to change: the draft can become a deal as it is."
        elif self._ways.ways:
            text = (
                "No agreement respects every position that counts. These are the nearest that"
                " respect all but the lines named; those would be crossed."
            )
        else:
            text = "There is no way: the rules, or what is kept fixed, leave no deal."
        keep = ", ".join(issue_name(self._session.corpus, each) for each in self._ways.keep)
        lines = list(wrapped(text, width))
        lines += wrapped(f"Kept fixed: {keep}.", width, shade="muted") if keep else ()
        return [*lines, BLANK]

    def _lay(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for number, way in enumerate(self._ways.ways):
            letter = chr(ord("a") + number) if number < 26 else " "
            lines += self._way(letter, number, way, width)
        return lines

    def _way(self, letter: str, number: int, way: Way, width: int) -> Iterator[Line]:
        corpus = self._session.corpus
        head = several(len(way.repair.changes), "change")
        yield apart(((f" {letter}  ", "head"), (head, "head")), ("", ""), width, key=number)
        for change in way.repair.changes:
            yield from self._change(change, width, number)
        for name in way.aside:
            position = corpus.positions[name]
            short = party_short(corpus, str(position.party))
            text = f"{self.signs.glyphs.crossed} {short}: {position.title}"
            yield from wrapped(clean(text), width, head="      ", shade="crossed", key=number)
        if self._detailed:
            for party, price in way.repair.prices.items():
                for name in price.relieved:
                    title = corpus.positions[name].title
                    text = (
                        f"{self.signs.glyphs.respected} {party_short(corpus, party)}: {title}"
                    )
                    yield from wrapped(
                        clean(text), width, head="      ", shade="respected", key=number
                    )

    def _change(self, change: Change, width: int, number: int) -> Iterator[Line]:
        before = _words(self._session, change.issue, change.before)
        after = _words(self._session, change.issue, change.after)
        name = issue_name(self._session.corpus, change.issue)
        text = f"{name}: {before} {self.signs.arrow} {after}"
        yield from wrapped(clean(text), width, head="      ", key=number)

    def action_diff(self) -> None:
        """Show what each party gains too."""
        self._detailed = not self._detailed
        if self._ways.ways:
            self.query_one("#list", Picker).redraw()

    def action_keep(self) -> None:
        """Look again with a choice of the way under the cursor kept as it is."""
        from zopa_tui.screens.modals.base import ChoiceModal, Option

        way = self._here()
        if way is None:
            return
        options = [
            Option(
                each.issue,
                f"{issue_name(self._session.corpus, each.issue)}:"
                f" {_words(self._session, each.issue, each.before)}",
            )
            for each in way.repair.changes
        ]

        def kept(issue: str | None) -> None:
            if issue is not None:
                self.dismiss(None)
                self._again(self._ways.start, [*self._ways.keep, issue], self._title)

        self.app.push_screen(ChoiceModal("Which choice stays?", (), options), kept)

    def _here(self) -> Way | None:
        key = self.query_one("#list", Picker).key if self._ways.ways else None
        return self._ways.ways[key] if isinstance(key, int) else None

    @on(LineList.Selected)
    def _apply(self) -> None:
        way = None if self.answered else self._here()
        if way is not None:
            count = several(len(way.repair.changes), "change")
            self._session.replace_draft(
                repairing.repaired(self._ways, way), f"repair with {count}"
            )
            self.notify(f"repaired with {count}; u takes it back", timeout=4, markup=False)
        self.dismiss(None)


def _words(session: Session, issue: str, choice: Choice) -> str:
    picks: dict[str, dict[str, Value]] = {
        str(pick.term): {str(name): value for name, value in pick.parameters.items()}
        for pick in choice.picks
    }
    return picks_words(session.corpus, issue, picks) or "silent"
