"""Cached models: what they show, and how little room they take."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from zopa.solving.sat import Models

SIGNS = st.lists(st.booleans(), max_size=12)
LITERALS = st.sets(st.integers(-14, 14).filter(bool))


def _model(signs: list[bool]) -> list[int]:
    return [number if yes else -number for number, yes in enumerate(signs, 1)]


@given(st.lists(SIGNS, max_size=5), LITERALS, LITERALS)
def test_only_models_with_all_of_the_facts_show_a_literal(
    several: list[list[bool]], wanted: set[int], facts: set[int]
) -> None:
    """The sets of their literals say the same, of variables that some models lack too."""
    models = Models(most=3)
    for signs in several:
        models.add(_model(signs))
    kept = [frozenset(_model(signs)) for signs in several[-3:]]
    seen = frozenset().union(*(each for each in kept if each >= facts))
    assert models.unseen(wanted, facts) == wanted - seen


def test_models_that_are_forgotten_show_nothing() -> None:
    """Nothing is seen of them afterwards."""
    models = Models(most=3)
    models.add([1, -2])
    assert models.unseen({1, 2, -2}, []) == {2}
    models.clear()
    assert models.unseen({1, 2, -2}, []) == {1, 2, -2}


def test_a_model_takes_a_few_bits_for_each_variable() -> None:
    """Of large corpora, too, many models can be kept."""
    models = Models(most=100)
    for _ in range(100):
        models.add(list(range(1, 10_001)))
    taken = sum(sys.getsizeof(number) for model in models._all for number in model)
    assert 8 * taken / len(models) < 3 * 10_000
