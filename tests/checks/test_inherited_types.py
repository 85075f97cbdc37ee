"""Parameters without a type take it from the attribute that an effect sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from strategies import errors_in, load, written

if TYPE_CHECKING:
    from strategies import Data, Files

TYPES: dict[str, Data] = {
    "steps": {"type": "integer", "minimum": 2, "maximum": 12, "step": 2, "unit": "days"},
    "open": {"type": "integer", "minimum": 0, "maximum": 9, "unlimited": True},
    "money": {"type": "decimal", "digits": 2, "minimum": 0, "maximum": 9, "unit": "EUR"},
    "day": {"type": "date", "earliest": "2025-01-01", "latest": "2025-12-31"},
    "truth": {"type": "boolean"},
    "word": {"values": ["low", "high"], "ordered": True},
}
TARGETS = [{"entity": "agreement"}, {"every": "agreement"}, {"entity": "$each"}]


def workspace(target: Data, parameter: Data, name: str, **attribute: Any) -> Files:
    """A workspace with a term whose parameter sets an attribute."""
    term: Data = {
        "id": "some",
        "title": "Some",
        "parameters": {"amount": parameter},
        "effects": [{**target, "set": {name: "$amount"}}],
    }
    if "$each" in target.values():
        term |= {"id": "some-$each", "for-each": "agreement"}
    files = written([{"id": "issue", "terms": [term]}])
    attributes = files["terms/state.yaml"]["entity-types"]["agreement"]["attributes"]
    attributes[name] = {**TYPES[name], "title": "What is said", **attribute}
    if "default" not in attribute:
        attributes[name]["unspecified"] = True
    return files


@pytest.mark.parametrize("target", TARGETS, ids=str)
@pytest.mark.parametrize("name", TYPES)
def test_an_inherited_type_is_the_one_written_out(name: str, target: Data) -> None:
    """Range, steps, digits and unit as well; what the attribute is without it is its own."""
    short, _ = load(workspace(target, {}, name))
    whole, _ = load(workspace(target, {**TYPES[name], "title": "What is said"}, name))

    assert short.issues == whole.issues
    assert (
        not next(iter(short.issues["issue"].terms.values()))
        .parameters["amount"]
        .domain.unspecified
    )


def test_its_own_title_goes_first() -> None:
    """The rest is the attribute's, but for its default."""
    short, _ = load(workspace(TARGETS[0], {"title": "Mine"}, "word", default="low"))

    domain = short.issues["issue"].terms["some"].parameters["amount"].domain
    assert (domain.title, domain.default, domain.values) == ("Mine", None, ("low", "high"))


def test_another_attribute_has_to_have_room_for_it() -> None:
    """As for a parameter with its own type."""
    files = workspace(TARGETS[0], {}, "open", default=0)
    (term,) = files["terms/issues/all.yaml"]["issues"][0]["terms"]
    term["effects"].append({"entity": "agreement", "set": {"tax": "$amount"}})

    _, _, errors = errors_in(files)

    assert [each.code for each in errors] == ["ZX206"]


def test_an_attribute_that_there_is_not_is_one_finding() -> None:
    """The type is not known then, which is not said again."""
    files = workspace(TARGETS[0], {}, "open", default=0)
    (term,) = files["terms/issues/all.yaml"]["issues"][0]["terms"]
    term["effects"] = [{"entity": "agreement", "set": {"opne": "$amount"}}]
    files["scenarios/draft.yaml"] = {"title": "A", "choices": {"issue": {"some": "low"}}}

    _, _, errors = errors_in(files)

    assert [each.code for each in errors] == ["ZX101"]


@pytest.mark.parametrize("parameter", [{}, TYPES["open"]], ids=["inherited", "own"])
def test_an_optional_parameter_may_be_left_out(parameter: Data) -> None:
    """Where the attribute may be without a value; a comparison of it is false then."""
    files = workspace(TARGETS[0], {**parameter, "optional": True}, "open")
    holds = {"chosen": "issue/some", "with": {"amount": {"at-least": 0}}}
    files["terms/positions/alpha.yaml"] = {
        "positions": [
            {
                "id": "some-amount",
                "party": "alpha",
                "kind": "preference",
                "strength": "reported",
                "title": "Some amount",
                "since": "2025-01-01",
                "statements": ["said"],
                "holds": holds,
            }
        ]
    }
    files["scenarios/draft.yaml"] = {
        "title": "A",
        "choices": {"issue": {"some": "unspecified"}},
    }
    _, _, errors = errors_in(files)
    assert [each.message for each in errors] == []

    files = workspace(TARGETS[0], {**parameter, "optional": True}, "open", default=0)
    _, _, errors = errors_in(files)
    assert [each.code for each in errors] == ["ZX206"]
