"""Conditions in English: items by title, no part of the condition lost."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import Phase, given, settings

from brute import choices_of, laws
from strategies import Files, load, workspaces
from zopa.answers.condition_sentences import condition_sentence
from zopa.construct import Part
from zopa.construct.conditions import condition
from zopa.documents import parse
from zopa.model.evaluate import coherent, holds, outcome
from zopa.workspace import load as load_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.conditions import Condition
    from zopa.model.corpus import Corpus
    from zopa.model.evaluate import Complete

HARBOUR = Path(__file__).parents[1] / "cases" / "harbour"
RAISE = "“Raise of the basic pay”"
ROOM = "on “Where do the talks take place?”"

SENTENCES = {
    "{chosen: room/in-public}": f"{ROOM}: “In public”",
    "{not: {chosen: room/in-public}}": f"{ROOM}: not “In public”",
    "{silent: room}": f"{ROOM}: nothing is agreed",
    "{not: {silent: room}}": f"it is not so that {ROOM}: nothing is agreed",
    "{undecided: room}": f"{ROOM}: undecided",
    "{entity: agreement, holds: {raise: {at-least: 40, below: 90}}}": (
        f"{RAISE} is at least 40 per mille and {RAISE} is below 90 per mille"
    ),
    "{entity: agreement, holds: {no-layoffs: unlimited}}": (
        "“Days without layoffs” is ‘no limit’"
    ),
    "{entity: agreement, holds: {not: {automation-start: {in: [at-once, next-year]}}}}": (
        "“When the first machine may run” is neither ‘at once’ nor ‘next year’"
    ),
    "{entity: north-one, holds: {operator: {not: port}}}": "North 1: “operator” is not port",
    "{every: berth, where: {deep-water: true}, holds: {operator: port}}": (
        "for every berth for which “deep water” is yes: “operator” is port"
    ),
    "{none: berth, where: {of: north-terminal, operator: private}}": (
        "there is no berth for which (it belongs to North terminal and “operator” is private)"
    ),
    "{some: berth, where: {of: north-terminal}, holds: {operator: private}}": (
        "for some berth of North terminal: “operator” is private"
    ),
    "{exactly: 2, of: berth, holds: {id: [north-one, north-two]}}": (
        "for exactly 2 of berth: it is North 1 or North 2"
    ),
    "{at-least: 2, of: [{chosen: room/in-public}, {silent: tone}]}": (
        f"at least 2 of these hold: {ROOM}: “In public”; on “Does the port speak of the union"
        " as a partner?”: nothing is agreed"
    ),
    "{if: {silent: room}, then: {any: [{silent: tone}, {silent: pay}]}}": (
        f"if {ROOM}: nothing is agreed, then (on “Does the port speak of the union as a"
        " partner?”: nothing is agreed or on “How much more do the crews earn?”: nothing is"
        " agreed)"
    ),
}

VALUES = HARBOUR.parent / "values"
NORTH = "the answer to “How much of the reconstruction does the North pay?”"
SOUTH = "the answer to “How much of the reconstruction does the South pay?”"
SILENCE = "the answer to “When do the arms fall silent?”"
VOTE = "the answer to “When does the South vote?”"
TOLL = "on “What does a lorry pay at the border?”"
WATCH = "on “Who watches the ceasefire?”"
ROADS = "on “Are the roads open?”"

OF_VALUES = {
    "{issue: toll, above: 12.50}": f"{TOLL}: the answer is above 12.50 EUR",
    "{not: {issue: toll, above: 12.50}}": (
        f"it is not so that {TOLL}: the answer is above 12.50 EUR"
    ),
    "{issue: toll, at-least: 5, below: 12.50}": (
        f"{TOLL}: the answer is at least 5.00 EUR and {TOLL}: the answer is below 12.50 EUR"
    ),
    "{issue: force-cap, is: unlimited}": (
        "on “How large may the army of the North be in peacetime?”: the answer is unlimited"
    ),
    "{issue: force-cap, in: [1000, 2000]}": (
        "on “How large may the army of the North be in peacetime?”: the answer is"
        " 1,000 personnel or 2,000 personnel"
    ),
    "{issue: ceasefire, at-most: 2030-12-31}": (
        "on “When do the arms fall silent?”: the answer is 2030-12-31 or earlier"
    ),
    "{issue: amnesty, is: false}": "on “Is there an amnesty?”: no",
    "{issue: monitors, includes: osce}": f"{WATCH}: includes “OSCE”",
    "{not: {issue: monitors, includes: osce}}": f"{WATCH}: does not include “OSCE”",
    "{issue: monitors, includes-any: [osce, neighbours]}": (
        f"{WATCH}: includes “OSCE” or {WATCH}: includes “Neighbours”"
    ),
    "{chosen: roads/open, with: {lorries: {at-least: 90}}}": (
        f"{ROADS}: “Open to goods”, and its lorries is at least 90 lorries a day"
    ),
    "{quantity: {sum: [{issue: north-share}, {issue: south-share}]}, is: 100}": (
        f"the sum of {NORTH} and {SOUTH} is 100"
    ),
    "{quantity: {parameter: lorries, of: roads/open}, below: {issue: north-share}}": (
        f"the lorries of “Open to goods” is below {NORTH}"
    ),
    "{issue: elections, above: {issue: ceasefire}}": f"{VOTE} is after {SILENCE}",
    "{quantity: {issue: elections}, at-least: 2031-01-01}": f"{VOTE} is not before 2031-01-01",
    "{quantity: {days-between: [{issue: ceasefire}, {issue: elections}]}, at-most: 100}": (
        f"the number of days from {SILENCE} to {VOTE} is at most 100"
    ),
    "{quantity: {difference: [{issue: north-share}, {difference: [{issue: south-share}, 5]}]},"
    " at-most: 9}": f"{NORTH} minus ({SOUTH} minus 5) is at most 9",
    "{quantity: {difference: [{difference: [{issue: north-share}, {issue: south-share}]}, 5]},"
    " at-most: 9}": f"({NORTH} minus {SOUTH}) minus 5 is at most 9",
    "{quantity: {times: 2, of: {difference: [{issue: north-share}, 5]}}, at-most: 9}": (
        f"2 × ({NORTH} minus 5) is at most 9"
    ),
    "{quantity: {difference: [{times: 2, of: {issue: north-share}}, 5]}, at-most: 9}": (
        f"(2 × {NORTH}) minus 5 is at most 9"
    ),
    "{quantity: {sum: [1, {sum: [{issue: north-share}, 2]}, 3]}, is: 9}": (
        f"the sum of 1, (the sum of {NORTH} and 2) and 3 is 9"
    ),
    "{quantity: {sum: [1, {sum: [{issue: north-share}, 2, 3]}]}, is: 9}": (
        f"the sum of 1 and (the sum of {NORTH}, 2 and 3) is 9"
    ),
    "{quantity: {product: [{sum: [{issue: north-share}, 1]}, {issue: south-share}]}, is: 9}": (
        f"(the sum of {NORTH} and 1) × {SOUTH} is 9"
    ),
    "{quantity: {sum: [{issue: north-share}, {product: [1, {issue: south-share}]}]}, is: 9}": (
        f"the sum of {NORTH} and (1 × {SOUTH}) is 9"
    ),
    "{all: [{issue: north-share, not: {issue: south-share}}, {silent: toll}]}": (
        f"({NORTH} is not {SOUTH}) and {TOLL}: nothing is agreed"
    ),
    "{entity: agreement, holds: {not: {open-roads: {is: {attribute: open-roads}}}}}": (
        "it is not so that “open roads” is “open roads”"
    ),
    "{quantity: {sum: open-roads, over: agreement, where: {open-roads: true}}, is: 1}": (
        "the sum of “open roads” over every agreement (“open roads” is yes) is 1"
    ),
}
"""Conditions on values, each with a different wording."""


@pytest.mark.parametrize(
    ("place", "text", "sentence"),
    [
        *((HARBOUR, text, said) for text, said in SENTENCES.items()),
        *((VALUES, text, said) for text, said in OF_VALUES.items()),
    ],
)
def test_a_condition_is_said_by_titles(place: Path, text: str, sentence: str) -> None:
    """Of issues, terms, entities and attributes; ids only where there is no title."""
    document = parse(text, "condition.yaml")
    said = condition(Part(document, (), document.data))
    assert condition_sentence(load_folder(place).corpus, said) == sentence


def test_no_two_of_these_are_said_alike() -> None:
    """Each of them means something else."""
    assert len(set(OF_VALUES.values())) == len(OF_VALUES)


def scenarios(corpus: Corpus) -> Iterator[Complete]:
    """Every consistent scenario."""
    names = [issue.id for issue in corpus.issues.values()]
    for picks in itertools.product(*map(choices_of, corpus.issues.values())):
        scenario: Complete = dict(zip(names, picks, strict=True))
        if coherent(corpus, scenario):
            yield scenario


def named_apart(files: Files) -> Files:
    """The files with a unique title for every issue and term."""
    for path, data in files.items():
        for issue in data["issues"] if path.startswith("terms/issues/") else ():
            issue["question"] = f"What of {issue['id']}?"
            for term in issue.get("terms", ()):
                term["title"] = f"Title of {term['id']}"
    return files


@pytest.mark.slow
@settings(laws, max_examples=40, phases=[Phase.explicit, Phase.generate])
@given(workspaces(issues=3))
def test_what_is_said_alike_means_the_same(files: Files) -> None:
    """Two conditions with one sentence are true of the same scenarios."""
    corpus, _ = load(named_apart(files))
    said: dict[str, list[Condition]] = {}
    for each in corpus.conditions():
        said.setdefault(condition_sentence(corpus, each), []).append(each)
    alike = [some for some in said.values() if any(each != some[0] for each in some)]
    for scenario in scenarios(corpus) if alike else ():
        result = outcome(corpus, scenario)
        for some in alike:
            assert len({holds(each, corpus, scenario, result) for each in some}) == 1


def test_an_attribute_is_said_as_its_own_type_has_it(tmp_path: Path) -> None:
    """Though another type has one of the same id, with another title and another unit."""
    place = shutil.copytree(HARBOUR, tmp_path / "w")
    state = place / "terms" / "state.yaml"
    data = yaml.safe_load(state.read_text("utf-8"))
    number = {"type": "integer", "minimum": 0, "maximum": 9, "default": 0}
    data["entity-types"]["lane"] = {
        "attributes": {"depth": {**number, "title": "Depth of the lane", "unit": "fathoms"}}
    }
    data["entity-types"]["quay"] = {
        "attributes": {"depth": {**number, "title": "Depth of the quay", "unit": "metres"}}
    }
    data["entities"] |= {"east": {"type": "lane"}, "west": {"type": "quay"}}
    state.write_text(json.dumps(data), encoding="utf-8")
    corpus = load_folder(place).corpus

    def said(text: str) -> str:
        document = parse(text, "a.yaml")
        return condition_sentence(corpus, condition(Part(document, (), document.data)))

    assert said("{entity: east, holds: {depth: 3}}").endswith(
        "“Depth of the lane” is 3 fathoms"
    )
    assert said("{entity: west, holds: {depth: 3}}").endswith("“Depth of the quay” is 3 metres")
    assert "“Depth of the quay”" in said("{every: quay, holds: {depth: {at-least: 3}}}")
    assert "“Depth of the quay” of" in said(
        "{quantity: {attribute: depth, of: west}, at-least: {attribute: depth, of: east}}"
    )
    assert "the sum of “Depth of the quay”" in said(
        "{quantity: {sum: depth, over: quay}, at-least: 3}"
    )
