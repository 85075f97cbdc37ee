"""Fast path of validation: each draft that it accepts is valid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import event, given
from hypothesis import strategies as st

from strategies import DRAFT, drafts, load, workspaces
from zopa.checks import Gist, plainly_right, scenarios
from zopa.checks.naming import Known
from zopa.checks.scenarios import check_scenario
from zopa.construct import construct_scenario, resolve
from zopa.documents import parse
from zopa.files import Role
from zopa.schemas import check_shape

if TYPE_CHECKING:
    from zopa.model.corpus import Corpus

Data = Any


@st.composite
def spoilt(draw: st.DrawFn, draft: Data, names: list[str]) -> Data:
    """A draft with choices on other issues, of other terms, too many terms, or repetitions."""
    choices = dict(draft.get("choices", {}))
    values = st.sampled_from(
        [True, False, 0, 1, 2, 7, -1, 0.25, 0.5, 1.5, "2025-01-02", "2025-02-30", "unlimited"]
    )
    bounds = st.dictionaries(st.sampled_from(["at-least", "at-most"]), values, max_size=2)
    for _ in range(draw(st.integers(0, 2))):
        issue = draw(st.sampled_from([*names, "nowhere"]))
        some = st.lists(st.sampled_from([*names, *map(str, choices.values())]), max_size=3)
        choices[issue] = draw(
            st.sampled_from(names)
            | some
            | st.just({"nothing": {"x": 1}})
            | st.just("silent")
            | values
            | bounds
            | st.dictionaries(st.sampled_from(names), values | bounds, min_size=1, max_size=1)
            | st.builds(lambda each: {"value": each, "cites": {"paper": [1]}}, values | bounds)
            | st.builds(
                lambda each, source: {"term": each, "cites": source},
                st.sampled_from([*names, "silent"]) | some,
                st.sampled_from([{"paper": [1]}, {"paper": []}, {"nowhere": [1]}]),
            )
        )
    return {**draft, "choices": choices}


def found_by_all(corpus: Corpus, draft: Data) -> tuple[bool, bool]:
    """Whether the fast path accepts the draft, and whether any check has a finding."""
    document = parse(json.dumps(draft, indent=0) + "\n", DRAFT)
    shape = [*document.diagnostics, *check_shape(document, Role.SCENARIO)]
    if shape:
        return False, True
    scenario = construct_scenario(document, [])
    assert scenario is not None
    wrong = any(check_scenario(corpus, resolve(corpus, scenario), Known()))
    return plainly_right(Gist.of(corpus), document.data), wrong


@given(data=st.data())
def test_a_yes_is_never_wrong(data: st.DataObject) -> None:
    """Whatever the draft chooses, and with whatever else it says."""
    files = data.draw(workspaces())
    draft = data.draw(drafts(files))
    corpus, _ = load({path: each for path, each in files.items() if path != DRAFT})
    names = [*corpus.issues, *(term for each in corpus.issues.values() for term in each.terms)]
    plain = {key: each for key, each in draft.items() if key in {"title", "choices"}}
    draft = data.draw(st.sampled_from([draft, plain]))

    yes, wrong = found_by_all(corpus, data.draw(spoilt(draft, names)))

    event(f"yes: {yes}, wrong: {wrong}")
    assert not (yes and wrong)


@given(data=st.data())
def test_a_plain_draft_is_seen_to_be_right(data: st.DataObject) -> None:
    """Else the glance would be of no use."""
    files = data.draw(workspaces())
    draft = data.draw(drafts(files))
    corpus, _ = load({path: each for path, each in files.items() if path != DRAFT})
    plain = {key: each for key, each in draft.items() if key in {"title", "choices"}}

    assert found_by_all(corpus, plain) == (True, False)


def test_whoever_adds_a_check_looks_here() -> None:
    """The glance stands for these checks of a draft; a new one may have to be in it too."""
    assert [each.__name__ for each in scenarios.SCENARIO_CHECKS] == [
        "check_choices",
        "check_suppositions",
        "check_table",
        "check_origin",
        "check_day",
        "check_expectations",
    ]
