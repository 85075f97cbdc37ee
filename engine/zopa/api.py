"""The questions from Python: load a workspace, ask, read typed results.

workspace = zopa.load("my-talks")
draft = zopa.ask(workspace, "first-draft", waive=["seller/no-cheap-warranty"])
draft.check().deal
draft.repair().repairs
"""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from zopa import workspace as corpus
from zopa.diagnostics import quoted
from zopa.model.corpus import Scenario
from zopa.questions.assumptions import (
    assumed,
    at_least,
    issues_to_keep,
    scenario_named,
    term_named,
    weighed,
)
from zopa.questions.check import check
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.deals import deals
from zopa.questions.frontier import frontier
from zopa.questions.options import options, why
from zopa.questions.outcome import outcome
from zopa.questions.question import NOTHING_CHOSEN, Question
from zopa.questions.repair import repair
from zopa.questions.sweep import sweep
from zopa.refused import Refused
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping
    from decimal import Decimal

    from zopa.model.corpus import Kind
    from zopa.questions.check import Checked
    from zopa.questions.concessions import Ledger
    from zopa.questions.conflicts import Conflicts
    from zopa.questions.deals import Deals
    from zopa.questions.frontier import Frontier
    from zopa.questions.options import Options, Why
    from zopa.questions.outcome import Settled
    from zopa.questions.repair import Repairs
    from zopa.questions.sweep import Sweep
    from zopa.workspace import Workspace

__all__ = ["Asked", "Refused", "ask", "load"]

_spaces: weakref.WeakKeyDictionary[Workspace, Space] = weakref.WeakKeyDictionary()


def load(folder: str | Path = ".") -> Workspace:
    """Load the workspace around a folder; what is wrong with it is in its `diagnostics`.

    Raises:
        FileNotFoundError: neither the folder nor one above it is a workspace.
    """
    root = corpus.find(Path(folder))
    if root is None:
        message = f"no workspace in {str(folder)!r} or above it"
        raise FileNotFoundError(message)
    return corpus.load(root)


def ask(  # one keyword for each assumption
    workspace: Workspace,
    scenario: Scenario | str | None = None,
    *,
    as_of: dt.date | str | None = None,
    hold: Iterable[Kind | str] | None = None,
    parties: Iterable[str] | None = None,
    readings: Mapping[str, str] | None = None,
    waive: Iterable[str] = (),
) -> Asked:
    """Fix a draft and the assumptions under which it is asked about.

    Args:
        workspace: as `load` returns it; it is compiled the first time.
        scenario: a draft or its id; nothing chosen if left out.
        as_of: the day, if not the draft's or the corpus's own; a text like 2025-08-17 too.
        hold: kinds of position that count.
        parties: the parties at the table, by id or as answers call them.
        readings: for positions by `party/id` the reading to use.
        waive: positions to suppose dropped.

    Raises:
        Refused: the terms or the draft have errors, or something is named that does not
            exist; what may have been meant is said. It is a ValueError.
        TypeError: a text stands where a list is meant, or a value is of another type.
    """
    if not workspace.sound:
        message = "the terms have errors"
        raise Refused(message, "see the workspace's diagnostics")
    draft = _draft(workspace, scenario)
    context = assumed(
        workspace.corpus,
        draft,
        as_of=as_of,
        hold=hold,
        parties=parties,
        readings=readings,
        waive=waive,
    )
    if workspace not in _spaces:
        _spaces[workspace] = Space(Problem(workspace.corpus))
    return Asked(workspace, Question(_spaces[workspace], draft, context))


def _draft(workspace: Workspace, scenario: object) -> Scenario:
    if scenario is None:
        return NOTHING_CHOSEN
    if isinstance(scenario, str):
        return scenario_named(workspace, scenario)
    if not isinstance(scenario, Scenario):
        message = f"`scenario` must be a draft or its id, not {scenario!r}"
        raise TypeError(message)
    if workspace.errors_in(scenario.path):
        message = f"scenario {quoted(scenario.id)} has errors"
        raise Refused(message, "see the workspace's diagnostics")
    return scenario


class Asked:
    """A draft under some assumptions, to be asked anything. One thread at a time."""

    def __init__(self, workspace: Workspace, question: Question) -> None:
        self.workspace = workspace
        self.question = question
        self._about = (question.space, question.scenario, question.context)

    def __repr__(self) -> str:
        question = self.question
        draft = repr(str(question.scenario.id)) if question.scenario.id else "nothing chosen"
        return f"<Asked: {draft}, as of {question.context.as_of}>"

    def check(self) -> Checked:
        """Whose lines it crosses, and by which choices."""
        return check(*self._about)

    def options(self, *, count: bool = True) -> Options:
        """What is still possible."""
        return options(*self._about, count=count, numbers=True)

    def why(self, issue: str, term: str) -> Why | None:
        """Why a term is forced or excluded; None where it is possible."""
        return why(*self._about, *term_named(self.workspace.corpus, f"{issue}/{term}"))

    def deals(self, *, examples: int = 3, count: bool = True) -> Deals:
        """Whether there is a deal, how many, and a few."""
        at_least(0, "examples", examples)
        return deals(*self._about, examples=examples, count=count)

    def conflicts(self, *, limit: int | None = None) -> Conflicts:
        """Which positions cannot hold together."""
        return conflicts(*self._about, limit=at_least(1, "limit", limit))

    def concessions(self, *, limit: int | None = None) -> Ledger:
        """Who would have to move."""
        return concessions(*self._about, limit=at_least(1, "limit", limit))

    def repair(self, *, keep: Collection[str] = (), limit: int = 10) -> Repairs:
        """The nearest deals."""
        at_least(1, "limit", limit)
        kept = issues_to_keep(self.question, keep)
        return repair(*self._about, keep=kept, limit=limit)

    def frontier(
        self,
        *,
        weights: Mapping[str, Decimal | int] | None = None,
        limit: int | None = None,
    ) -> Frontier:
        """Where no party can gain without another losing."""
        counted = weighed(self.workspace.corpus, weights)
        return frontier(*self._about, weights=counted, limit=at_least(1, "limit", limit))

    def sweep(self) -> Sweep:
        """Which reading, which day, which doubt decides."""
        return sweep(*self._about)

    def outcome(self) -> Mapping[tuple[str, str], Settled]:
        """What every attribute comes to."""
        return outcome(*self._about)
