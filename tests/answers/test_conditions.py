"""Conditions in English: what they speak of by its title, and nothing of them lost."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
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


@pytest.mark.parametrize("text", SENTENCES)
def test_a_condition_is_said_by_titles(text: str) -> None:
    """Of issues, terms, entities and attributes; ids only where there is no title."""
    document = parse(text, "condition.yaml")
    said = condition(Part(document, (), document.data))
    assert condition_sentence(load_folder(HARBOUR).corpus, said) == SENTENCES[text]


def scenarios(corpus: Corpus) -> Iterator[Complete]:
    """Every coherent scenario."""
    names = [issue.id for issue in corpus.issues.values()]
    for picks in itertools.product(*map(choices_of, corpus.issues.values())):
        scenario: Complete = dict(zip(names, picks, strict=True))
        if coherent(corpus, scenario):
            yield scenario


def named_apart(files: Files) -> Files:
    """With a title of its own for every issue and term."""
    for path, data in files.items():
        for issue in data["issues"] if path.startswith("terms/issues/") else ():
            issue["question"] = f"What of {issue['id']}?"
            for term in issue.get("terms", ()):
                term["title"] = f"Title of {term['id']}"
    return files


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
