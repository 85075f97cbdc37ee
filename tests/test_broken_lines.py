"""Broken lines: any broken line of the sample corpus is found at its place."""

from __future__ import annotations

import pytest

from broken_lines import WAYS, Break, breaks, found

EACH = 6
MAY_BE_SILENT = {
    "slip in a word of a value": {"words", "renamed"},
    "one space more": {"same", "words"},
    "one space less": {"same", "words"},
    "no colon": {"words"},
    "no closing sign": {"words"},
    "slip in a key": {"words"},
    "line twice": {"words"},
    "line deleted": {"less", "words"},
}
"""Ways of breaking that may stay without a finding, with the valid relations.

`same`: the data are equal. `words`: only the author's own words changed. `renamed`:
nothing refers to the item. `less`: only an optional part is missing."""


@pytest.mark.parametrize("way", WAYS)
def test_a_broken_line_is_found_where_it_is(way: str) -> None:
    """At the line, at what it belongs to, or where the name that is gone is used."""
    wrong = []
    for each in breaks(way, EACH):
        relation = found(each).relation
        if relation not in {"there", "owner", "below", "named", *MAY_BE_SILENT.get(way, ())}:
            wrong.append(f"{relation}: {each}")

    assert not wrong


@pytest.mark.parametrize("way", ["a tab", "value of another type", "no value"])
def test_nothing_else_would_be_right(way: str) -> None:
    """What is broken in these ways is found every time, at the line or in what it holds."""
    assert {found(each).relation for each in breaks(way, EACH)} <= {"there", "below"}


def test_a_line_that_is_not_broken_has_nothing_to_find() -> None:
    """So what is found is found of the break."""
    [each] = breaks("a tab", 1)
    whole = each.text.replace("\t", "")

    right = Break(each.way, each.path, each.number, each.line, (each.line,), whole)
    assert found(right).relation == "same"


def test_the_same_lines_are_broken_every_time() -> None:
    """Whatever the hash seed: they do not hang on the order of anything."""
    one, other = ([str(each) for each in breaks("line twice", 20)] for _ in range(2))

    assert one == other
    assert len({each.partition(": ")[2].partition(":")[0] for each in one}) > 8
