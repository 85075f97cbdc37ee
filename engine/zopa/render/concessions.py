"""`concessions` as text: the ledger of who would have to move, party by party."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from zopa.answers.width import width_of
from zopa.answers.wording import (
    by_party,
    party_name,
    position_words,
    several,
    shift_words,
    stuck_words,
    title_among,
)
from zopa.questions.question import Completeness
from zopa.render.asked import exactly, opening, position_lines, ways_on
from zopa.render.deals import rules_contradict_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus
    from zopa.questions.concessions import Ledger, PartyStanding
    from zopa.questions.question import Question
    from zopa.render.asked import Page

__all__ = ["concessions_text"]

MOST = 12
"""Concessions that are printed; the others are counted."""


def concessions_text(question: Question, ledger: Ledger, page: Page) -> str:
    """What each party can do, what it would give up, and the ways out."""
    return "\n".join([*_ledger(question, ledger, page), ""])


def _ledger(question: Question, ledger: Ledger, page: Page) -> Iterator[str]:
    yield from opening(question, page)
    if ledger.rules_contradict:
        yield from rules_contradict_text(question, page)
        return
    keep = " that keeps these choices" if question.scenario.choices else ""
    if ledger.zone:
        yield page.style("respected", "Nobody has to move.")
        held = several(len(question.held), "position")
        yield page.line(f"A deal{keep} respects all of the {held} that count. Exact.")
        yield from ways_on(question, page, {"deals {draft}": "the deals that are left"})
        return
    known = "" if ledger.completeness == Completeness.PROVED else "at least "
    number = several(len(ledger.concessions), "way")
    yield page.style("crossed", f"No deal as it stands: {known}{number} out.")
    yield page.line(
        "A way out (a minimal concession) is a smallest set of positions to drop so that all"
        f" the others can hold{' with these choices' if keep else ''}."
        f" {exactly(ledger.completeness, page)}"
    )
    yield from _parties(question, ledger, page)
    yield from _shifts(question, ledger, page)
    ways = {"conflicts {draft}": "which positions cannot hold together"}
    if ledger.concessions:
        yield from _positions(question, ledger, page)
        yield from _ways_out(question, ledger, page)
        first = min(ledger.responsibility, key=lambda x: (-ledger.responsibility[x], x))
        ways = {f"concessions {{draft}} --waive {first}": "the ledger without it"} | ways
    yield from ways_on(question, page, ways)


def _parties(question: Question, ledger: Ledger, page: Page) -> Iterator[str]:
    corpus = question.space.problem.corpus
    asked = by_party(question, ledger.responsibility)
    proved = ledger.completeness == Completeness.PROVED
    yield ""
    yield page.style("bold", "Who can do what")
    names = [width_of(party_name(corpus, party)) for party in ledger.parties]
    width = max((each for each in names if each <= page.width // 2 - 4), default=0) + 2
    for party in (each for each in corpus.parties if each in ledger.parties):
        standing = ledger.parties[party]
        words = _standing(corpus, standing, asked=party in asked or not proved)
        name = party_name(corpus, party)
        yield page.entry(f"{name}{' ' * (width - width_of(name))}", words, "  ")
    opposed = [
        f"{party_name(corpus, one)} and {party_name(corpus, other)}"
        for one, other in ledger.opposed
        if not (_stuck(ledger, one) or _stuck(ledger, other))
    ]
    if opposed:
        yield page.line(
            f"Directly opposed, whatever the others hold: {'; '.join(opposed)}", "  "
        )
    if ledger.pivotal:
        titles = "; ".join(
            position_words(corpus, name, question.context.table) for name in ledger.pivotal
        )
        yield page.line(f"Enough alone if dropped: {titles}", "  ")


def _stuck(ledger: Ledger, party: str) -> bool:
    return ledger.parties[party].self_contradictory


def _standing(corpus: Corpus, standing: PartyStanding, *, asked: bool) -> str:
    if not asked:
        return "need not move: no way out asks anything of it"
    alone = "alone is enough" if standing.alone else "alone is not enough"
    if standing.need_not_move:
        return f"need not move: some way out spares it; {alone}"
    return f"must move: {stuck_words(corpus, standing)}; {alone}"


def _positions(question: Question, ledger: Ledger, page: Page) -> Iterator[str]:
    """The ledger itself: what each party would give up, and how often it is asked."""
    corpus = question.space.problem.corpus
    total = len(ledger.concessions)
    times = Counter(name for each in ledger.concessions for name in each)
    yield ""
    yield page.style("bold", "What some way out asks for")
    for party, mine in by_party(question, ledger.responsibility).items():
        yield page.style("bold", page.line(party_name(corpus, party), "  "))
        for name in mine:
            yield from position_lines(question, name, page, indent="    ", under=party)
            with_it = ledger.responsibility[name].denominator - 1
            words = (
                "enough by itself"
                if not with_it
                else f"together with {several(with_it, 'other')} at least"
            )
            asked = f"in {times[name]} of {several(total, 'way')} out; {words}"
            yield page.entry("asked", asked, "        ")


def _shifts(question: Question, ledger: Ledger, page: Page) -> Iterator[str]:
    """Of the positions that are enough alone; those of larger ways out stand with these."""
    found = [each for each in ledger.shifts if len(each.concession) == 1]
    if not found:
        return
    corpus = question.space.problem.corpus
    yield ""
    yield page.style("bold", "Enough without dropping it, if all others stay")
    for name, mine in itertools.groupby(found, lambda each: each.position):
        words = position_words(corpus, name, question.context.table)
        yield page.line(words, "  ")
        for each in mine:
            yield page.line(shift_words(question, each), "      ")


def _ways_out(question: Question, ledger: Ledger, page: Page) -> Iterator[str]:
    corpus = question.space.problem.corpus
    yield ""
    yield page.style("bold", "The ways out, smallest first")
    for number, each in enumerate(ledger.concessions[:MOST], 1):
        yield page.line(f"{number}. drops {several(len(each), 'position')}", "  ")
        for party, mine in by_party(question, each).items():
            titles = "; ".join(
                title_among(corpus, name, party, question.context.table) for name in mine
            )
            yield page.line(f"{party_name(corpus, party)}: {titles}", "     ")
        for shift in ledger.shifts:
            if shift.concession == each and len(each) > 1:
                title = corpus.positions[shift.position].title
                words = f"or, for “{title}”, {shift_words(question, shift)}"
                yield page.line(words, "     ")
        if each in ledger.unsearched:
            words = f"other numbers were not searched (stopped after {page.seconds:g} s)"
            yield page.style("dim", page.line(words, "     "))
    rest = len(ledger.concessions) - MOST
    if rest > 0:
        yield page.line(f"… and {rest} more; --format json lists all of them", "  ")
