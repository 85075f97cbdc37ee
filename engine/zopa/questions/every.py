"""All questions of a brief about a draft."""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from zopa.model.corpus import MILESTONES
from zopa.questions import Completeness
from zopa.questions.check import Checked, check, outcome
from zopa.questions.coalitions import Coalitions, coalitions
from zopa.questions.concessions import Ledger, concessions
from zopa.questions.conflicts import Conflicts, conflicts
from zopa.questions.deals import Deals, deals
from zopa.questions.frontier import Frontier, frontier
from zopa.questions.options import Options, options
from zopa.questions.repair import Repairs, repair
from zopa.questions.robustness import Robustness, robustness
from zopa.questions.sweep import Sweep, sweep
from zopa.solving import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from zopa.questions import Question
    from zopa.questions.check import Settled

__all__ = ["MORE", "MOST", "Answers", "ask_all", "told_apart"]

T = TypeVar("T")

QUESTIONS = 7
"""Number of questions besides the verdicts."""
MORE = ("coalitions", "robustness")
"""Questions that a brief answers only on request."""
MOST = 500
"""Maximum number of conflicts and concessions; a brief has a row for each."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers about one draft; None if the time limit came before an answer."""

    mark: str
    """The letter of the draft in the brief."""
    question: Question
    checked: Checked
    outcome: Mapping[tuple[str, str], Settled] | None
    deals: Deals | None
    conflicts: Conflicts | None
    ledger: Ledger | None
    repairs: Repairs | None
    frontier: Frontier | None
    sweep: Sweep | None
    coalitions: Coalitions | None
    robustness: Robustness | None
    milestones: Options | None
    """What deals have, with the days of milestones; None too where there are no milestones."""
    more: tuple[str, ...]
    """The requested questions of `MORE`."""
    seconds: float
    """Time limit of the brief."""
    called: str = ""
    """The name of the draft if another draft of the brief has the same title."""

    @property
    def title(self) -> str:
        """The name of the draft."""
        scenario = self.question.scenario
        return self.called or scenario.title or scenario.id

    @property
    def anchor(self) -> str:
        """Anchor of its chapter."""
        return f"draft-{self.mark.lower()}"

    def completeness(self) -> Mapping[str, Completeness]:
        """Completeness of the answer to each question."""
        proved, unknown = Completeness.PROVED, Completeness.GAVE_UP
        more = {"coalitions": self.coalitions, "robustness": self.robustness}
        return {
            "check": proved,
            "outcome": unknown if self.outcome is None else proved,
            "deals": self.deals.completeness if self.deals else unknown,
            "conflicts": self.conflicts.completeness if self.conflicts else unknown,
            "concessions": self.ledger.completeness if self.ledger else unknown,
            "repair": self.repairs.completeness if self.repairs else unknown,
            "frontier": self.frontier.completeness if self.frontier else unknown,
            "sweep": self.sweep.readings.completeness if self.sweep else unknown,
            **{
                name: unknown if found is None else found.completeness
                for name, found in more.items()
                if name in self.more
            },
        }


def told_apart(every: Sequence[Answers]) -> list[Answers]:
    """The same answers; drafts of equal title also have their ids in their names."""
    titles = Counter(each.title for each in every)
    return [
        dataclasses.replace(each, called=f"{each.title} ({each.question.scenario.id})")
        if titles[each.title] > 1
        else each
        for each in every
    ]


def ask_all(
    question: Question,
    mark: str,
    seconds: float,
    *,
    left: float | None = None,
    more: Collection[str] = (),
) -> Answers:
    """Ask every question about a draft, all of them within the time.

    The verdicts may take all of it. Each other question gets its part of the remaining time,
    so that a slow one leaves time for those after it.

    Args:
        question: the draft and its assumptions.
        mark: the letter of the draft in the brief.
        seconds: time limit of the brief, as it states.
        left: the part of the time for this draft; all if None.
        more: which of `MORE` are asked too.

    Raises:
        Stopped: not even the verdicts were known in time.
    """
    space = question.space
    about = (space, question.scenario, question.context)

    until = time.monotonic() + (seconds if left is None else left)
    waiting = 1

    def within(ask: Callable[[], T]) -> T | None:
        nonlocal waiting
        share = max(0.0, until - time.monotonic()) / waiting
        waiting -= 1
        try:
            with Stop(share) as stop:
                space.stop = stop
                return ask()
        except Stopped:
            return None
        finally:
            space.stop = None

    checked = within(lambda: check(*about))
    dated = any(each.section == MILESTONES for each in space.problem.corpus.issues.values())
    waiting = QUESTIONS + len(more) + dated
    if checked is None:
        raise Stopped
    return Answers(
        mark=mark,
        question=question,
        checked=checked,
        outcome=within(lambda: outcome(*about)),
        deals=within(lambda: deals(*about)),
        conflicts=within(lambda: conflicts(*about, limit=MOST)),
        ledger=within(lambda: concessions(*about, limit=MOST)),
        repairs=within(lambda: repair(*about)),
        frontier=within(lambda: frontier(*about)),
        sweep=within(lambda: sweep(*about)),
        coalitions=within(lambda: coalitions(*about, limit=MOST, by_date=True))
        if "coalitions" in more
        else None,
        robustness=within(lambda: robustness(*about)) if "robustness" in more else None,
        milestones=within(lambda: options(*about, numbers=True)) if dated else None,
        more=tuple(each for each in MORE if each in more),
        seconds=seconds,
    )
