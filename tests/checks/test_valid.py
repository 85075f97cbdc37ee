"""Valid content, and content that cannot be checked, has no findings."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from zopa.checks.naming import Known
from zopa.checks.scenarios import check_corpus, check_scenario
from zopa.diagnostics import AGREEMENT_ENTITY, NO_DEFAULT_READING
from zopa.model.conditions import Name
from zopa.model.corpus import Corpus, EntityType

if TYPE_CHECKING:
    from checks.conftest import Break, Change

PARTIES = "terms/parties.yaml"
SOURCES = "terms/sources.yaml"
STATEMENTS = "terms/statements.yaml"
STATE = "terms/state.yaml"
PAY = "terms/issues/pay.yaml"
RULES = "terms/rules.yaml"
UNION = "terms/positions/union.yaml"
DRAFT = "scenarios/compromise.yaml"

BONUS = """\
      - id: bonus
        title: A bonus
        parameters: {size: {type: integer, minimum: 0, maximum: 10, unit: per mille}}
        effects: [{entity: agreement, WHENset: {raise: $size}}]
"""
"""A second term that sets the attribute of `pay/raise` from another parameter."""
APART = """\
  - id: apart
    basis: definitional
    reason: The bonus is a raise.
    chosen: extra/bonus
    excludes: {chosen: pay/raise}
"""
IN_ONE_ISSUE = (PAY, "      - {id: freeze,", BONUS.replace("WHEN", "") + "      - {id: freeze,")


def in_another_issue(when: str = "") -> Change:
    """The change that moves the second term into a separate issue."""
    issue = "  - id: extra\n    question: Is there a bonus?\n    terms:\n"
    return (
        PAY,
        "  - id: privatise\n",
        f"{issue}{BONUS.replace('WHEN', when)}  - id: privatise\n",
    )


VALID: dict[str, tuple[Change, ...]] = {
    "nothing changed": (),
    "group that is only spoken of": (
        (PARTIES, "groups:\n", "groups:\n  - {id: crews, name: C, cites: {bulletin: [1]}}\n"),
    ),
    "group that only a condition names": (
        (PARTIES, "groups:\n", "groups:\n  - {id: crews, name: C}\n"),
        (
            UNION,
            "holds: {every: berth, holds: {operator: port}}}",
            "holds: {every: berth, where: {not: {member-of: crews}}, holds: {operator: port}}}",
        ),
    ),
    "group that only an effect names": (
        (PARTIES, "groups:\n", "groups:\n  - {id: crews, name: C}\n"),
        (PAY, "where: {deep-water: false}", "where: {deep-water: false, member-of: [crews]}"),
    ),
    "party as a group": (
        (PARTIES, "group: employers", "group: union"),
        (
            PARTIES,
            "{id: employers, name: Employers of the harbour, note: not a party to the talks}",
            "{id: others, name: Others, cites: {bulletin: [1]}}",
        ),
    ),
    "statement cited from outside the sources": (
        (STATEMENTS, "{bulletin: [2, 3]}", "{background: []}"),
    ),
    "parameter that the draft leaves open": (
        (DRAFT, "pay: {raise: {amount: 30}}", "pay: raise"),
    ),
    "bounds that only touch": (
        (STATEMENTS, "said: 2025-03-02", "said: {earliest: 2025-03-03, latest: 2025-03-08}"),
    ),
    "position of a collective, superseded by one of its members": (
        (
            UNION,
            "    since: 2025-03-02 ",
            "    held-by: [port-authority]\n    since: 2025-03-02 ",
        ),
        (
            UNION,
            "  - id: public-berths\n    party: union\n",
            "  - id: public-berths\n    party: port-authority\n",
        ),
        (UNION, "supersedes: [four-per-cent]", "supersedes: [union/four-per-cent]"),
        (DRAFT, "readings: {union/public-berths: all}\n", ""),
        (DRAFT, "[union/public-berths]", "[port-authority/public-berths]"),
    ),
    "waiver on the day before it expires": (
        (DRAFT, "expires: 2025-06-01", "expires: 2025-03-11"),
    ),
    "two parameters in one issue": (IN_ONE_ISSUE,),
    "two parameters kept apart by a rule": (
        in_another_issue(),
        (
            RULES,
            "  - id: shops-stay-open\n",
            f"{APART}  - id: shops-stay-open\n",
        ),
    ),
    "two parameters kept apart by `when`": (in_another_issue("when: {chosen: pay/freeze}, "),),
    "two parameters kept apart by silence": (in_another_issue("when: {silent: pay}, "),),
    "two parameters kept apart by `not`": (
        in_another_issue("when: {all: [{not: {chosen: pay/raise}}, {silent: guarantee}]}, "),
    ),
    "text instead of a speaker": (
        ("terms/record.yaml", "stated-by: secretary", "stated-by: The port's spokesman"),
    ),
}


@pytest.mark.parametrize("changes", VALID.values(), ids=VALID.keys())
def test_nothing_is_found_in_what_fits_together(
    changes: tuple[Change, ...], broken: Break
) -> None:
    """Every check looks at it, and none has anything to say."""
    result = broken(*changes)

    assert [f"{each.place} {each.code} {each.message}" for each in result.findings] == []
    assert result.workspace.corpus.positions
    assert result.workspace.scenarios


def test_two_parameters_that_a_condition_does_not_keep_apart_clash(broken: Break) -> None:
    """Of the ways to keep them apart none is taken for granted."""
    result = broken(in_another_issue("when: {chosen: guarantee/kept}, "))

    assert [each.code for each in result.findings] == ["ZX304"]


BROKEN: dict[str, Change] = {
    "source": (SOURCES, "title: Union bulletin", "titel: Union bulletin"),
    "party": (PARTIES, "role: represents the crews", "roll: represents the crews"),
    "speaker": (PARTIES, "office: general secretary", "ofice: general secretary"),
    "group": (PARTIES, "note: not a party", "remark: not a party"),
    "statement": (STATEMENTS, "inferred: true", "inferred: perhaps"),
    "entity": (STATE, "title: Berth one, tile", "titel: Berth one, tile"),
    "issue": (PAY, "question: Which berths", "question-mark: Which berths"),
    "position": (UNION, "kind: demand", "kind: command"),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_what_has_errors_of_its_own_is_not_unknown(change: Change, broken: Break) -> None:
    """An id that could not be built is neither unknown nor are its own references unused."""
    codes = {each.code for each in broken(change).findings}

    assert codes
    assert not {each for each in codes if each.startswith(("ZX", "ZP", "ZE"))}


NATURES = {
    "sources": "source",
    "parties": "party",
    "speakers": "speaker",
    "groups": "group",
    "statements": "statement",
    "entities": "entity",
    "entity_types": "entity type",
    "issues": "issue",
    "positions": "position",
}


@pytest.mark.parametrize("field", NATURES)
def test_what_stands_in_a_file_that_could_not_be_read_is_not_unknown(
    field: str, broken: Break
) -> None:
    """`*` says that any id of the nature may exist; without it all of them are unknown."""
    workspace = broken().workspace
    nothing: dict[str, Any] = {field: {}}
    without = dataclasses.replace(workspace.corpus, **nothing)
    (draft,) = workspace.scenarios.values()

    def unknown(known: Known) -> list[str]:
        found = [*check_corpus(without, known), *check_scenario(without, draft, known)]
        return [
            each.message for each in found if each.code in {"ZX101", "ZX105", "ZX306", "ZE104"}
        ]

    assert unknown(Known(frozenset({(NATURES[field], "*")}))) == []
    assert unknown(Known())


def test_a_position_needs_one_default_reading(broken: Break) -> None:
    """Of several readings none counts by accident."""
    corpus = broken().workspace.corpus
    undecided = dataclasses.replace(corpus.positions["union/public-berths"], default="")
    positions = {**corpus.positions, "union/public-berths": undecided}

    (found,) = check_corpus(dataclasses.replace(corpus, positions=positions), Known())

    assert found.kind is NO_DEFAULT_READING
    assert found.message == "position `union/public-berths` has no default reading"
    assert len(found.related) == 2


def test_a_draft_is_not_asked_about_a_day_before_everything(broken: Break) -> None:
    """On such a day nothing is held, so every answer would be that all is well."""
    day = (DRAFT, "as-of: 2025-03-10", "as-of: 2015-03-10")

    (found,) = broken(day).findings

    assert found.code == "ZP107"
    assert found.message == ("`as-of` 2015-03-10 is before the first position (2025-03-02)")
    unknown_start = (UNION, "    since: 2025-03-02 ", "    since: {latest: 2025-03-02} ")
    assert broken(day, unknown_start).findings == ()


def test_the_type_agreement_needs_its_entity() -> None:
    """A type without the entity that everything speaks of is an oversight."""
    corpus = Corpus(entity_types={"agreement": EntityType(Name("agreement"), {})})

    (found,) = check_corpus(corpus, Known())

    assert found.kind is AGREEMENT_ENTITY
    assert found.message == "type `agreement` has no entity"
