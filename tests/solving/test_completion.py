"""Consistency without a solver: each draft that it accepts is consistent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import assume, event, given
from hypothesis import strategies as st

from brute import World, asked, laws
from strategies import DRAFT, drafts, incoherent, load, workspaces, written
from zopa.model import DateValue, DecimalValue
from zopa.questions import NOTHING_CHOSEN
from zopa.questions.soundness import coherent
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.validation.records import completes, gist_of

if TYPE_CHECKING:
    from strategies import Files


def gist(files: Files) -> Any:
    """The stored summary of the terms, read back; None if no draft is consistent."""
    corpus, _ = load({path: each for path, each in files.items() if path != DRAFT})
    space = Space(Problem(corpus))
    if not coherent(space, NOTHING_CHOSEN):
        return None
    found = gist_of(space)
    again = json.loads(json.dumps(found))
    assert again == found
    return again


@laws
@given(data=st.data())
def test_a_yes_is_never_wrong(data: st.DataObject) -> None:
    """By trying all completions."""
    files = data.draw(incoherent())
    found = gist(files)
    assume(found is not None)
    case = asked(files)
    for choices in (files[DRAFT]["choices"], data.draw(drafts(files))["choices"]):
        _, scenarios = load({**files, DRAFT: {"title": "A draft", "choices": choices}})
        truth = bool(case.world.completions(scenarios["draft"].choices))
        seen = completes(found, choices)
        event(f"seen: {seen}, coherent: {truth}")
        assert truth or not seen


@laws
@given(workspaces(positions=1, relations=False))
def test_what_is_wholly_decided_is_seen_for_certain(files: Files) -> None:
    """Nothing is left open then: each complete scenario, and no other, of the corpus."""
    found = gist(files)
    assume(found is not None)
    world = World(asked(files).corpus)
    for number, scenario in enumerate(world.everything):
        if any(
            isinstance(value, DateValue | DecimalValue)
            for picks in scenario.values()
            for pick in picks
            for value in pick.parameters.values()
        ):
            continue  # their files write them in another way; a no says nothing
        choices: dict[str, Any] = {
            issue: [{str(pick.term): dict(pick.parameters)} for pick in picks] or "silent"
            for issue, picks in scenario.items()
        }
        assert completes(found, choices) == (number in set(world.coherent))


ISSUES = [
    {"id": "peace", "terms": [{"id": "now"}, {"id": "later"}]},
    {"id": "watch", "terms": [{"id": "many"}, {"id": "few"}]},
]
NEEDS = {"id": "watched", "chosen": "peace/now", "requires": {"chosen": "watch/few"}}


def test_what_a_choice_needs_is_found() -> None:
    """Though a draft leaves it open, and silence on it is as usual."""
    found = gist(written(ISSUES, rules=[NEEDS]))

    assert completes(found, {"peace": "now"})
    assert completes(found, {"peace": "now", "watch": "few"})
    assert not completes(found, {"peace": "now", "watch": "silent"})


def test_what_every_draft_needs_is_as_usual() -> None:
    """Silence on everything is not coherent here."""
    found = gist(written(ISSUES, rules=[{"id": "spoken", "holds": {"chosen": "watch/many"}}]))

    assert completes(found, {})
    assert completes(found, {"peace": "now"})
    assert not completes(found, {"watch": "few"})


def test_gists_are_equal_where_coherence_is_and_only_there() -> None:
    """Positions and titles have no part in it."""
    lines = [{"id": "line", "holds": {"chosen": "peace/now"}}]

    one = gist(written(ISSUES, rules=[NEEDS]))

    assert gist(written(ISSUES, rules=[NEEDS], positions=lines)) == one
    assert gist(written(ISSUES)) != one
    other = {**NEEDS, "requires": {"chosen": "watch/many"}}
    assert gist(written(ISSUES, rules=[other])) != one
