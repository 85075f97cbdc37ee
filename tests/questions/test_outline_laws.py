"""Laws of outlines: conditions on numbers do not change counts.

Except for conditions that exclude every number.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brute import World, asked, disputes, laws
from strategies import AS_OF, DRAFT, Files, workspaces, written
from zopa.questions.deals import deals
from zopa.questions.options import options

if TYPE_CHECKING:
    from fractions import Fraction

    from strategies import Data

NUMBERS = {"cap": 6, "share": 4}
"""Numeric attributes, with their maximum."""
few = settings(laws, max_examples=25)
NOT_COUNTING: tuple[Data, ...] = (
    {"kind": "red-line", "since": "2025-01-01", "until": AS_OF},
    {"kind": "red-line", "since": {"earliest": "2025-01-03"}},
    {"kind": "offer", "since": "2025-01-01"},
)
"""Positions that have ended, may not have begun, or are of an uncounted kind."""


def counted(files: Files) -> tuple[object, ...]:
    """All counts of the draft and of an empty draft."""
    case = asked(files)
    found: list[object] = []
    for each in (case, case.nothing_chosen()):
        answer = deals(each.space(), each.scenario, each.context, examples=0)
        left = options(each.space(), each.scenario, each.context, count=True).left
        shares: dict[tuple[str, str], Fraction] = dict(answer.shares)
        found += [answer.count, answer.coherent, shares, left]
    return tuple(found)


@st.composite
def thresholds(draw: st.DrawFn) -> Data:
    """A condition on a number of an entity."""
    attribute = draw(st.sampled_from(sorted(NUMBERS)))
    entity = (
        "agreement"
        if attribute == "cap"
        else draw(st.sampled_from(["north-east", "south-east"]))
    )
    number = st.integers(0, NUMBERS[attribute])
    how = draw(st.sampled_from(["at-least", "at-most", "above", "below", "in", "not"]))
    against = (
        sorted(draw(st.sets(number, min_size=2, max_size=2))) if how == "in" else draw(number)
    )
    return {"entity": entity, "holds": {attribute: {how: against}}}


@few
@given(st.one_of(workspaces(), disputes()), st.data())
def test_a_threshold_of_what_does_not_count_changes_no_count(
    files: Files, data: st.DataObject
) -> None:
    """Of a line that is over, or not held, on the day of the corpus; of any entity."""
    files[DRAFT].pop("as-of", None)
    before = counted(files)
    more = copy.deepcopy(files)
    for number in range(data.draw(st.integers(1, 3))):
        position = {
            "id": f"idle-{number}",
            "party": "alpha",
            "strength": "declared",
            "title": "Idle",
            "statements": ["said"],
            "holds": data.draw(thresholds()),
            **data.draw(st.sampled_from(NOT_COUNTING)),
        }
        path = "terms/positions/alpha.yaml"
        more.setdefault(path, {"positions": []})["positions"].append(position)

    assert counted(more) == before


@few
@given(st.one_of(workspaces(), disputes()), thresholds())
def test_a_threshold_that_nothing_hangs_on_changes_no_count(files: Files, claim: Data) -> None:
    """A rule that is kept whatever the number is."""
    more = copy.deepcopy(files)
    rule = {
        "id": "idle",
        "basis": "definitional",
        "reason": "So.",
        "holds": {"any": [claim, {"not": claim}]},
    }
    more.setdefault("terms/rules.yaml", {"rules": []})["rules"].append(rule)

    assert counted(more) == counted(files)


@few
@given(st.one_of(workspaces(), disputes()))
def test_a_comparison_that_is_split_changes_no_count(files: Files) -> None:
    """At the most so many, and not two more."""
    assert counted(split(files)) == counted(files)


def split(data: Any) -> Any:
    """The data with every bound repeated at another number."""
    if isinstance(data, list):
        return [split(each) for each in data]
    if not isinstance(data, dict):
        return data
    # A parameter may have a range of its own.
    found = {key: value if key == "with" else split(value) for key, value in data.items()}
    for attribute, most in NUMBERS.items():
        match found.get(attribute):
            case {"at-most": int(bound)} as claim if len(claim) == 1 and bound + 2 <= most:
                found[attribute] = {"at-most": bound, "below": bound + 2}
            case {"at-least": int(bound)} as claim if len(claim) == 1 and bound >= 2:
                found[attribute] = {"at-least": bound, "above": bound - 2}
    return found


# -- the same corpus from every side ------------------------------------------


SHARE: Data = {
    "id": "share",
    "terms": [
        {
            "id": "free",
            "parameters": {
                "size": {"type": "integer", "unit": "days", "minimum": 0, "maximum": 4}
            },
            "effects": [{"entity": "north-east", "set": {"share": "$size"}}],
        },
        {"id": "two", "effects": [{"entity": "north-east", "set": {"share": 2}}]},
    ],
}
"""A term that sets a share from 0 to 4, and another that sets 2; the status quo is 1."""


def line(entity: str, claim: Data) -> Data:
    """A position of alpha."""
    return {"id": "a", "holds": {"entity": entity, "holds": {"share": claim}}}


@pytest.mark.parametrize(
    ("claim", "left"),
    [
        ({"in": [1, 3]}, 2),  # silent with 1, the baseline; or the number
        ({"at-least": 3, "above": 2}, 1),
        ({"at-least": 0}, 3),
        ({"not": 2}, 2),
    ],
)
def test_a_number_that_several_conditions_cut_counts_once(claim: Data, left: int) -> None:
    """However many ranges they make of it."""
    found = asked(written([SHARE], positions=[line("north-east", claim)]))

    answer = deals(found.space(), found.scenario, found.context, examples=4)
    assert (answer.count, answer.coherent) == (left, 3)
    assert len(answer.examples) == left


def test_another_entitys_line_adds_no_deals() -> None:
    """It speaks of the same attribute, at other thresholds."""
    mine = line("north-east", {"at-least": 1})
    others = line("south-east", {"in": [1, 3]}) | {"id": "b"}

    counts = []
    for positions in ([mine], [mine, others]):
        case = asked(written([SHARE], positions=positions))
        counts.append(deals(case.space(), case.scenario, case.context).count)

    assert counts == [3, 3]


def test_unlimited_is_an_outline_of_its_own() -> None:
    """For it is no number; so are the values of enums and booleans."""
    domain = {"type": "integer", "unit": "days", "minimum": 0, "maximum": 6, "unlimited": True}
    long = {"values": ["short", "middle", "long"], "ordered": True}
    term = {
        "id": "t",
        "parameters": {"days": domain, "length": long, "open": {"type": "boolean"}},
        "effects": [
            {
                "entity": "agreement",
                "set": {"cap": "$days", "length": "$length", "public": "$open"},
            }
        ],
    }
    case = asked(written([{"id": "i", "terms": [term]}]))

    found = deals(case.space(), case.scenario, case.context)

    assert found.count == 1 + 2 * 3 * 2
    assert found.count == World(case.corpus).count(case.lines)


@pytest.mark.parametrize("number", range(5))
def test_a_number_that_a_draft_gives_is_kept(number: int) -> None:
    """Set aside is which number it is, not that it must be the one that the draft says."""
    draft = {"choices": {"share": {"free": {"size": number}}}}
    case = asked(written([SHARE], positions=[line("north-east", {"above": 2})], draft=draft))

    found = deals(case.space(), case.scenario, case.context)

    assert (found.count, found.coherent) == (int(number > 2), 1)
