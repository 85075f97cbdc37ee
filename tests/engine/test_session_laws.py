"""No answer depends on what was asked before in the same session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from brute import Asked, asked, disputes, laws
from strategies import workspaces
from zopa.check import check
from zopa.concessions import concessions
from zopa.conflicts import conflicts
from zopa.deals import deals
from zopa.frontier import frontier
from zopa.options import options, why
from zopa.outcome import outcome
from zopa.sweep import sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from strategies import Files
    from zopa.context import Context
    from zopa.model import Scenario
    from zopa.space import Space

Ask: TypeAlias = "Callable[[Space, Scenario, Context], Any]"

QUESTIONS: Mapping[str, Ask] = {
    "check": check,
    "options": options,
    "options counted": lambda *about: options(*about, count=True),
    "deals": lambda *about: deals(*about, examples=3),
    "conflicts": conflicts,
    "two conflicts": lambda *about: conflicts(*about, limit=2),
    "concessions": concessions,
    "two concessions": lambda *about: concessions(*about, limit=2),
    "frontier": frontier,
    "part of the frontier": lambda *about: frontier(*about, limit=2),
    "sweep": sweep,
    "outcome": outcome,
}


def reasons(space: Space, scenario: Scenario, context: Context) -> Any:
    """Why every term has its mark."""
    issues = space.problem.corpus.issues.values()
    return [
        why(space, scenario, context, str(issue.id), term)
        for issue in issues
        for term in issue.terms
    ]


def answered(ask: Ask, case: Asked, space: Space) -> str:
    """The answer, with all that it says and in its order."""
    return repr(ask(space, case.scenario, case.context))


@laws
@given(st.one_of(workspaces(), disputes()), st.data())
def test_an_answer_is_the_same_whatever_was_asked_before(
    files: Files, data: st.DataObject
) -> None:
    """Of the draft, or of nothing chosen; to the letter."""
    drafted = asked(files)
    cases = {"the draft": drafted, "nothing chosen": drafted.nothing_chosen()}
    every = {**QUESTIONS, "why": reasons}
    questions = st.tuples(st.sampled_from(sorted(cases)), st.sampled_from(sorted(every)))
    space = drafted.space()

    for about, name in data.draw(st.lists(questions, min_size=2, max_size=8)):
        case = cases[about]
        same = answered(every[name], case, space) == answered(every[name], case, case.space())
        assert same, (about, name)
