"""Stored findings are read back unchanged."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.diagnostics import CATALOGUE, Diagnostic, Fix, Label
from zopa.files import Place, Span
from zopa.model.corpus import Kind
from zopa.validation.records import recorded, remembered
from zopa.validation.suppressions import Silenced, Suppression

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = st.text(st.characters(), max_size=8)
NUMBERS = st.integers(1, 99)
SPANS = st.builds(
    Span, TEXTS, st.builds(Place, NUMBERS, NUMBERS), st.builds(Place, NUMBERS, NUMBERS)
)
FACTS: st.SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | TEXTS
    | st.decimals(allow_nan=False)
    | st.dates(),
    lambda inside: st.lists(inside) | st.tuples(inside) | st.dictionaries(TEXTS, inside),
    max_leaves=5,
)
FINDINGS = st.builds(
    Diagnostic,
    st.sampled_from(list(CATALOGUE.values())),
    st.none() | SPANS,
    TEXTS,
    TEXTS,
    st.lists(st.builds(Label, SPANS, TEXTS), max_size=2).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
    st.lists(st.builds(Fix, SPANS, TEXTS, st.booleans()), max_size=2).map(tuple),
    st.dictionaries(TEXTS, FACTS, max_size=2),
    TEXTS,
)
BY = st.builds(
    Suppression,
    st.sampled_from(["comment", "config", "baseline"]),
    st.none() | TEXTS,
    st.none() | TEXTS,
)
FINDING = Diagnostic(CATALOGUE["ZX101"], None, "one")


@given(
    findings=st.lists(FINDINGS, max_size=3).map(tuple),
    suppressed=st.lists(st.tuples(FINDINGS, BY), max_size=2).map(tuple),
)
def test_what_is_recorded_is_what_was_found(
    findings: tuple[Diagnostic, ...],
    suppressed: tuple[tuple[Diagnostic, Suppression], ...],
) -> None:
    """Through JSON and back, down to the types of facts and the identity of kinds."""
    found = Silenced(findings, suppressed)
    value = recorded(found)
    assert value is not None

    again = remembered(json.loads(json.dumps(value)))

    assert again == found
    assert repr(again) == repr(found)
    assert all(
        mine.kind is its.kind for mine, its in zip(again.findings, findings, strict=True)
    )


def test_nothing_takes_no_room() -> None:
    """Which is what most files have."""
    assert recorded(Silenced(())) == 0
    assert remembered(0) == Silenced(())


def test_a_word_of_an_enumeration_becomes_a_text() -> None:
    """Every form writes it as that."""
    found = Silenced((Diagnostic(CATALOGUE["ZX101"], None, "one", data={"a": Kind.DEMAND}),))
    value = recorded(found)
    assert value is not None

    assert remembered(value).findings[0].data == {"a": "demand"}


@pytest.mark.parametrize(
    "fact", [{1, 2}, object(), b"x", dt.datetime(2025, 1, 1, tzinfo=dt.UTC)]
)
def test_what_json_cannot_say_is_not_recorded(fact: object) -> None:
    """Rather than recorded as something else."""
    assert (
        recorded(Silenced((Diagnostic(CATALOGUE["ZX101"], None, "one", data={"a": fact}),)))
        is None
    )


def test_kinds_outside_the_catalogue_are_not_recorded() -> None:
    """A kind is known by its code, and only that of the catalogue can be found by it."""
    kind = CATALOGUE["ZX101"]
    another = type(kind)(kind.code, "another-name", kind.severity)

    assert recorded(Silenced((Diagnostic(another, None, "one"),))) is None


SPOILT: tuple[Callable[[list[object]], object], ...] = (
    lambda one: one[:-1],
    lambda one: [*one, 1],
    lambda one: ["ZZ999", *one[1:]],
    lambda one: [*one[:2], 7, *one[3:]],
    lambda one: [one[0], ["path", 1, "2", 3, 4], *one[2:]],
    lambda one: [one[0], [1, 1, 2, 3, 4], *one[2:]],
    lambda one: [*one[:5], [5], *one[6:]],
    lambda one: [*one[:8], {"a": ["exec", "x"]}, one[9]],
    lambda one: [*one[:8], {"a": ["decimal", "x"]}, one[9]],
    lambda one: [*one[:8], 5, one[9]],
    lambda one: None,
    lambda one: "text",
)


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_nobody_recorded_is_refused(spoil: Callable[[list[object]], object]) -> None:
    """With an error of a few kinds that whoever reads it expects."""
    value = recorded(Silenced((FINDING,)))
    assert isinstance(value, list)

    with pytest.raises((KeyError, TypeError, ValueError, ArithmeticError, AttributeError)):
        remembered([[spoil(value[0][0])], []])


def test_decimals_keep_their_zeros() -> None:
    """1.50 is not 1.5 in a message."""
    found = Silenced(
        (Diagnostic(CATALOGUE["ZX101"], None, "one", data={"a": Decimal("1.50")}),)
    )
    value = recorded(found)
    assert value is not None

    assert str(remembered(value).findings[0].data["a"]) == "1.50"
