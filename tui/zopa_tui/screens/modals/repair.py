"""Agreements to walk through: the nearest deals, and those that complete the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding

from zopa.answers import plain
from zopa.answers.lines import choice_before, issue_name
from zopa.answers.repair import (
    change_of,
    change_words,
    conclusion,
    price_facts,
    relaxed_words,
)
from zopa.answers.wording import position_words
from zopa_tui.screens.modals.base import Modal, Picker, TextBlock
from zopa_tui.session import draft as moves
from zopa_tui.session import repairing
from zopa_tui.views.text import (
    BLANK,
    SHADES,
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
    from collections.abc import Callable, Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.model.corpus import Choice
    from zopa.questions.repair import Change, Repair
    from zopa_tui.session.draft import Draft
    from zopa_tui.session.repairing import Completions, Finished, Ways
    from zopa_tui.session.session import Session

__all__ = [
    "CompleteModal",
    "RepairModal",
]


class RepairModal(Modal[None]):
    """One entry for each repair; enter applies it as one step that undo takes back."""

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
        """Offer the repairs.

        Args:
            session: session of the draft.
            ways: the repairs.
            title: purpose, for the heading.
            again: searches again with more choices kept.
        """
        super().__init__()
        self._session, self._again = session, again
        self.ways = ways
        """The offered repairs."""
        self._title = title
        self._detailed = False
        self.TALL = bool(ways.ways)
        self.TITLE_TEXT = f"{title}: {self._headline()}"

    def _headline(self) -> str:
        ways = self.ways
        if ways.nearest.distance is None or ways.found.relaxed is not None:
            return "no deal"
        words = change_of(ways.scenario, ways.nearest)
        return words if ways.proved else f"{words}, better ones may exist"

    def inside(self) -> Iterator[Widget]:
        """An introduction, and the repairs."""
        yield TextBlock(self._intro, id="words")
        if self.ways.ways:
            yield Picker(self._lay, fill=True)

    def begin(self) -> None:
        """Start at the nearest deal."""
        if self.ways.ways:
            self.query_one("#list", Picker).focus()
        else:
            self.retitle(self.TITLE_TEXT, "esc close")

    def _intro(self, width: int) -> list[TextLine]:
        ways, corpus = self.ways, self._session.corpus
        found = conclusion(corpus, ways.scenario, ways.found, ways.keep, held=ways.held)
        lines = [*wrapped(clean(plain(found)), width)]
        if (relaxed := ways.found.relaxed) is not None:
            near = plain(relaxed_words(corpus, ways.scenario, relaxed))
            lines += wrapped(clean(f"{near} Waive others yourself (W), and ask again."), width)
            lines += wrapped(said, width, shade="muted") if (said := self._otherwise()) else ()
        if not ways.ways:
            lines += self._aside(width)
        keep = ", ".join(issue_name(corpus, each) for each in ways.keep)
        lines += wrapped(f"Kept fixed: {keep}.", width, shade="muted") if keep else ()
        return [*lines, BLANK]

    def _otherwise(self) -> str:
        """The reason why this leaves out other positions than the status line does."""
        now = self._session.snapshot
        said = {*(each.held.id for each in now.verdicts.crossed()), *now.left_out}
        if {*self.ways.aside} == said or self._session.draft != self.ways.start:
            return ""
        return (
            f"The status line leaves out {len(said)}, for the choices as they are; here every"
            " choice may change, so all that are in a conflict are left out."
        )

    def _aside(self, width: int) -> Iterator[TextLine]:
        """The positions that are left out."""
        corpus, table = self._session.corpus, self.ways.table
        for name in self.ways.aside:
            words = f"{self.signs.glyphs.waived} {position_words(corpus, name, table)}"
            yield from wrapped(clean(words), width, head="  ", indent=4, shade="waived")

    def _lay(self, width: int) -> list[TextLine]:
        lines: list[TextLine] = []
        for number, way in enumerate(self.ways.ways):
            letter = chr(ord("a") + number) if number < 26 else " "
            lines += self._way(letter, number, way, width)
        if self.ways.aside:
            lines += [BLANK, *wrapped("Left out:", width, shade="head")]
            lines += self._aside(width)
        return lines

    def _way(self, letter: str, number: int, way: Repair, width: int) -> Iterator[TextLine]:
        corpus, table = self._session.corpus, self.ways.table
        head = several(len(way.changes), "change")
        yield apart(((f" {letter}  ", "head"), (head, "head")), ("", ""), width, key=number)
        for change in way.changes:
            yield from self._change(change, width, number)
        if self._detailed:
            for fact in price_facts(corpus, table, way.prices, {*self.ways.aside}).facts:
                shade = SHADES.get(fact.tone, "")
                for each in fact.lines:
                    words = clean(f"{fact.name}, {plain(each)}")
                    yield from wrapped(words, width, head="      ", shade=shade, key=number)

    def _change(self, change: Change, width: int, number: int) -> Iterator[TextLine]:
        corpus = self._session.corpus
        words = change_words(corpus, change, self.signs.arrow)
        text = f"{issue_name(corpus, change.issue)}: {words}"
        yield from wrapped(clean(text), width, head="      ", key=number)

    def action_diff(self) -> None:
        """Also show the gains and losses of each party."""
        self._detailed = not self._detailed
        if self.ways.ways:
            self.query_one("#list", Picker).redraw()

    def action_keep(self) -> None:
        """Search again, and keep a choice that the repair under the cursor changes."""
        from zopa_tui.screens.modals.base import ChoiceModal, ListOption

        way = self._here()
        if way is None:
            return
        options = [
            ListOption(
                each.issue,
                f"{issue_name(self._session.corpus, each.issue)}:"
                f" {_words(self._session, each.before)}",
            )
            for each in way.changes
        ]

        def kept(issue: str | None) -> None:
            if issue is not None:
                self.dismiss(None)
                self._again(self.ways.start, [*self.ways.keep, issue], self._title)

        self.app.push_screen(ChoiceModal("Which choice stays?", (), options), kept)

    def _here(self) -> Repair | None:
        key = self.query_one("#list", Picker).key if self.ways.ways else None
        return self.ways.ways[key] if isinstance(key, int) else None

    @on(LineList.Selected)
    def _apply(self) -> None:
        way = None if self.answered else self._here()
        if way is not None:
            count = several(len(way.changes), "change")
            self._session.replace_draft(
                repairing.repaired(self.ways, way), f"repair with {count}"
            )
            self.notify(f"repaired with {count}; u takes it back", timeout=4, markup=False)
        self.dismiss(None)


def _words(session: Session, choice: Choice) -> str:
    return clean(choice_before(session.corpus, choice))


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
