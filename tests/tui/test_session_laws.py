"""Laws of sessions: no answer depends on earlier questions."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from brute import Asked, asked, disputes, laws
from strategies import numbers, ties, workspaces
from zopa.questions.check import check, outcome
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.deals import deals
from zopa.questions.frontier import frontier
from zopa.questions.options import options, why
from zopa.questions.repair import repair
from zopa.questions.sweep import sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    from strategies import Files
    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.solving.space import Space

Ask: TypeAlias = "Callable[[Space, Scenario, Context], Any]"

QUESTIONS: dict[str, Ask] = {
    "check": check,
    "options": options,
    "options counted": lambda *about: options(*about, count=True),
    "deals": lambda *about: deals(*about, examples=3),
    "conflicts": conflicts,
    "two conflicts": lambda *about: conflicts(*about, limit=2),
    "concessions": concessions,
    "two concessions": lambda *about: concessions(*about, limit=2),
    "repair": repair,
    "one repair": lambda *about: repair(*about, limit=1),
    "frontier": frontier,
    "part of the frontier": lambda *about: frontier(*about, limit=2),
    "sweep": sweep,
    "outcome": outcome,
}


def reasons(space: Space, scenario: Scenario, context: Context) -> Any:
    """The reason for the status of every term."""
    issues = space.problem.corpus.issues.values()
    return [
        why(space, scenario, context, str(issue.id), term)
        for issue in issues
        for term in issue.terms
    ]


def written_out(value: Any) -> Any:
    """All contents, in order."""
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return [(each.name, written_out(getattr(value, each.name))) for each in fields]
    if isinstance(value, Mapping):
        return [(written_out(key), written_out(each)) for key, each in value.items()]
    if isinstance(value, tuple | list):
        return [written_out(each) for each in value]
    assert not isinstance(value, set | frozenset)
    return value


def answered(ask: Ask, case: Asked, space: Space) -> Any:
    """The answer to the question about the draft."""
    return written_out(ask(space, case.scenario, case.context))


@laws
@given(st.one_of(workspaces(), disputes(), ties(), numbers()), st.data())
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
