"""The lines that a term crosses, or can cross with others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model.conditions import Name
from zopa.model.context import context_of
from zopa.model.corpus import Choice, Pick, Scenario
from zopa.questions.check import Verdict, check
from zopa.questions.question import NOTHING_CHOSEN
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    import datetime as dt

    from zopa.model.corpus import Corpus, Position

__all__ = ["Crossing", "crossing"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """What choosing one term does to the positions that count on the corpus's day."""

    as_of: dt.date
    coherent: bool
    """Whether any draft can choose it."""
    alone: tuple[Position, ...]
    """Crossed whatever else is chosen."""
    together: tuple[Position, ...]
    """Left open by it, and hanging on its issue as long as nothing is chosen."""


def crossing(corpus: Corpus, issue: str, term: str) -> Crossing:
    """Judge the draft that chooses the term and leaves all else undecided.

    Args:
        corpus: a sound one, which has the term.
        issue: its id.
        term: the id of one of its terms.
    """
    space = Space(Problem(corpus))
    context = context_of(corpus)
    draft = Scenario("", "", choices={issue: Choice(Name(issue), (Pick(Name(term)),))})
    chosen = check(space, draft, context)
    before = check(space, NOTHING_CHOSEN, context)
    hanging = {each.held.id for each in before.verdicts if issue in each.hangs_on}
    return Crossing(
        as_of=context.as_of,
        coherent=chosen.coherent,
        alone=tuple(each.held.position for each in chosen.crossed()),
        together=tuple(
            each.held.position
            for each in chosen.verdicts
            if each.verdict is Verdict.OPEN and each.held.id in hanging
        ),
    )
