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

from zopa import corpus
from zopa.check import check
from zopa.concessions import concessions
from zopa.conflicts import conflicts
from zopa.context import context_of
from zopa.deals import deals
from zopa.frontier import frontier
from zopa.options import options, why
from zopa.outcome import outcome
from zopa.problem import Problem
from zopa.question import NOTHING_CHOSEN, Question
from zopa.repair import repair
from zopa.space import Space
from zopa.sweep import sweep

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping
    from decimal import Decimal

    from zopa.check import Checked
    from zopa.concessions import Ledger
    from zopa.conflicts import Conflicts
    from zopa.corpus import Workspace
    from zopa.deals import Deals
    from zopa.frontier import Frontier
    from zopa.model import Kind, Scenario
    from zopa.options import Options, Why
    from zopa.outcome import Settled
    from zopa.repair import Repairs
    from zopa.sweep import Sweep

__all__ = ["Asked", "ask", "load"]

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
    as_of: dt.date | None = None,
    hold: Iterable[Kind] | None = None,
    parties: Iterable[str] | None = None,
    readings: Mapping[str, str] | None = None,
    waive: Iterable[str] = (),
) -> Asked:
    """Fix a draft and the assumptions under which it is asked about.

    Args:
        workspace: as `load` returns it; it is compiled the first time.
        scenario: a draft or its id; nothing chosen if left out.
        as_of: the day, if not the draft's or the corpus's own.
        hold: kinds of position that count.
        parties: the parties at the table.
        readings: for positions by `party/id` the reading to use.
        waive: positions to suppose dropped.

    Raises:
        ValueError: the terms have errors, or the draft has.
        KeyError: there is no such draft.
    """
    if isinstance(scenario, str):
        scenario = workspace.scenarios[scenario]
    draft = scenario or NOTHING_CHOSEN
    if not workspace.sound or workspace.errors_in(draft.path):
        what = "terms" if not workspace.sound else f"draft {draft.id!r}"
        message = f"the {what} have errors; see the workspace's diagnostics"
        raise ValueError(message)
    context = context_of(
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


class Asked:
    """A draft under some assumptions, to be asked anything. One thread at a time."""

    def __init__(self, workspace: Workspace, question: Question) -> None:
        self.workspace = workspace
        self.question = question
        self._about = (question.space, question.scenario, question.context)

    def check(self) -> Checked:
        """Whose lines it crosses, and by which choices."""
        return check(*self._about)

    def options(self, *, count: bool = True) -> Options:
        """What is still possible."""
        return options(*self._about, count=count)

    def why(self, issue: str, term: str) -> Why | None:
        """Why a term is forced or excluded; None where it is possible."""
        return why(*self._about, issue, term)

    def deals(self, *, examples: int = 3, count: bool = True) -> Deals:
        """Whether there is a deal, how many, and a few."""
        return deals(*self._about, examples=examples, count=count)

    def conflicts(self, *, limit: int | None = None) -> Conflicts:
        """Which positions cannot hold together."""
        return conflicts(*self._about, limit=limit)

    def concessions(self, *, limit: int | None = None) -> Ledger:
        """Who would have to move."""
        return concessions(*self._about, limit=limit)

    def repair(self, *, keep: Collection[str] = (), limit: int = 10) -> Repairs:
        """The nearest deals."""
        return repair(*self._about, keep=keep, limit=limit)

    def frontier(
        self,
        *,
        weights: Mapping[str, Decimal | int] | None = None,
        limit: int | None = None,
    ) -> Frontier:
        """Where no party can gain without another losing."""
        return frontier(*self._about, weights=weights, limit=limit)

    def sweep(self) -> Sweep:
        """Which reading, which day, which doubt decides."""
        return sweep(*self._about)

    def outcome(self) -> Mapping[tuple[str, str], Settled]:
        """What every attribute comes to."""
        return outcome(*self._about)
