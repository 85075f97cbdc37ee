"""Values as form text: typed again, they give the same value."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zopa.edit import ThingKind, fields, find, thing_at, things
from zopa.edit.conditions import condition_said, condition_text
from zopa.edit.typed import as_typed, typed
from zopa.workspace import load

if TYPE_CHECKING:
    from zopa.documents import Data

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2025, 9, 1)
WORKSPACES = [
    each
    for each in (ROOT, *(ROOT / "examples").iterdir(), *(ROOT / "tests/cases").iterdir())
    if (each / "terms").is_dir()
]


@pytest.mark.slow
@pytest.mark.parametrize("root", WORKSPACES, ids=lambda root: root.name)
def test_every_value_can_be_typed_again(root: Path) -> None:
    """Of every field of everything there is: the same value, of the same type."""
    documents = load(root).documents
    for kind in ThingKind:
        known = {each.key: each for each in fields(kind)}
        for thing in things(documents, kind):
            for key, value in thing.data.items() if isinstance(thing.data, dict) else ():
                text = as_typed(known[key], value)
                found = typed(known[key], text, today=TODAY)
                assert found == value, (thing.id, key, text)
                assert type(found) is type(value), (thing.id, key, text)


NOTE = next(each for each in fields(ThingKind.PARTY) if each.key == "note")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Plain words | with a bar", "Plain words | with a bar"),
        (
            "They may give way | visibility: mediator",
            {"text": "They may give way", "visibility": ["mediator"]},
        ),
        (
            "Two lines\nof it | visibility: mediator, owner",
            {"text": "Two lines\nof it", "visibility": ["mediator", "owner"]},
        ),
        ('"Words | visibility: none of it"', '"Words | visibility: none of it"'),
        ('"Words | visibility: mediator"', "Words | visibility: mediator"),
        ("{text: For nobody, visibility: []}", {"text": "For nobody", "visibility": []}),
        ("{curly} words", "{curly} words"),
    ],
)
def test_notes_for_some_are_said_as_they_were_typed(text: str, value: Data) -> None:
    """In quotes where the words alone would say who may see them."""
    assert typed(NOTE, text, today=TODAY) == value
    assert as_typed(NOTE, value) == text


@pytest.mark.parametrize(
    "text",
    [
        "price/low",
        "not price/low",
        "price/low and fee <= 480",
        "(price/low or price/high) and not silent price",
        "if price/low then fee >= 400 else happens signing",
        "signing before price",
        "open = true",
        "fee != 4.50",
        "not (price/low and price/high)",
        "undecided price",
        "place = north/south",
        "price/low with amount<=3, level=low",
        "harbour: open=true, level>=3",
        "every berth where of=north/south, deep=true: automation=none",
        "(some berth where not (of=north)) and price/low",
        "harbour: (open=true or level=2), not (owner=city/port)",
        "at least 2 berth where of=north: open=true",
        "exactly 1 of (price/low; price/high; fee < 3)",
        "table includes un",
        "table includes-any un/osce",
        "size of table >= 2",
        "milestone vote after truce within 30 days",
        "milestone vote <= 2025-09-01",
        "in-case winter then price/low",
        "fee = (600 - (6 * discount))",
        "(limit-fry * price/low.amount) = (2 * (limit + 3))",
        "(days from milestone signing to milestone vote) > 90",
        "(sum price over extra where licensed=true) <= 50000",
        "fee > (harbour.level)",
    ],
)
def test_conditions_are_said_as_they_were_typed(text: str) -> None:
    """With brackets only where they are needed."""
    assert condition_text(condition_said(text)) == text


@pytest.mark.parametrize(
    "data",
    [
        {"issue": "fee", "at-least": 1, "at-most": 2},
        {"entity": "harbour", "attribute": "open", "is": True},
        {"all": []},
        {"all": [{"chosen": "price/low"}]},
        {"issue": "place", "is": "New York"},
    ],
)
def test_what_has_no_words_is_said_in_yaml(data: Data) -> None:
    """Nothing of it is lost."""
    text = condition_text(data)

    assert text.startswith("{")
    assert condition_said(text) == data


def test_a_long_value_takes_several_lines() -> None:
    """In a field that has the format's own words."""
    field = next(each for each in fields(ThingKind.ISSUE) if each.key == "terms")
    value: Data = [{"id": "low", "title": 'A "low; one"'}, {"id": "high", "title": "High"}]
    text = as_typed(field, value)

    assert "\n" in text
    assert typed(field, text, today=TODAY) == value


def test_the_innermost_thing_on_a_line() -> None:
    """A term, not its issue; nothing on a line of the head."""
    documents = load(ROOT).documents
    term = next(things(documents, ThingKind.TERM))
    line = documents[term.path].extent(term.pointer).start.line
    found = thing_at(documents, term.path, line)
    issue = find(documents, ThingKind.ISSUE, term.id.partition("/")[0])

    assert issue is not None
    assert found == term
    first = documents[term.path].extent(issue.pointer).start.line
    assert thing_at(documents, term.path, first) == issue
    assert thing_at(documents, term.path, 1) is None
    assert thing_at(documents, "terms/none.yaml", 1) is None
