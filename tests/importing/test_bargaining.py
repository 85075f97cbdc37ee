"""NegMAS domains with linear utilities: the same frontier and bargaining points."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

import zopa
from zopa.documents import parse
from zopa.importing import README, imported_domain, workspace_files
from zopa.importing.domains import negmas_domain
from zopa.questions.frontier import Solution
from zopa.workspace import assemble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DAY = dt.date(2025, 1, 31)
VALUES = {"Heating": ["gas", "district", "heat pump"], "Years": ["1", "3", "5"]}
VALUES["Rooms"] = ["2", "3", "4"]
Worth: TypeAlias = "Sequence[Sequence[int]]"


@dataclass(frozen=True)
class Domain:
    """Utilities of two parties for each value, and the output of NegMAS 0.16."""

    first: Worth
    second: Worth
    frontier: Sequence[tuple[int, int]]
    picked: Mapping[str, Sequence[tuple[int, int]]]


PRINTED = [
    Domain(
        first=[[5, 2, 0], [0, 3, 4], [6, 3, 0]],
        second=[[0, 3, 4], [5, 3, 0], [0, 2, 7]],
        frontier=[
            *[(0, 16), (2, 15), (3, 14), (5, 13), (8, 10)],
            *[(9, 7), (11, 6), (14, 3), (15, 0)],
        ],
        picked={
            "nash": [(8, 10)],
            "egalitarian": [(8, 10)],
            "kalai-smorodinsky": [(8, 10)],
            "utilitarian": [(5, 13), (8, 10)],
        },
    ),
    Domain(
        first=[[2, 0, 0], [0, 8, 9], [5, 0, 1]],
        second=[[7, 15, 0], [15, 0, 7], [0, 15, 12]],
        frontier=[
            *[(0, 45), (1, 42), (9, 37), (10, 34), (11, 29), (12, 26), (14, 22), (16, 14)]
        ],
        picked={
            "nash": [(10, 34)],
            "egalitarian": [(14, 22), (16, 14)],
            "kalai-smorodinsky": [(11, 29)],
            "utilitarian": [(9, 37)],
        },
    ),
]
"""Output of `pareto_frontier`, `nash_points`, `kalai_points`, `ks_points` and
`max_welfare_points` of NegMAS 0.16.0, with zero utility for no agreement."""


def positions(party: str, worth: Worth) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """A demand against each value, with its loss from the best one as weight."""
    made, weights = [], {}
    for issue, of_values in zip(VALUES, worth, strict=True):
        for place, each in enumerate(of_values):
            if not max(of_values) - each:
                continue
            term = f"{issue.lower()}/{VALUES[issue][place].replace(' ', '-')}"
            term = term if term[-1].isalpha() else term.replace("/", "/value-")
            name = f"not-{term.replace('/', '-')}"
            made.append(
                {
                    "id": name,
                    "party": party,
                    "kind": "demand",
                    "strength": "indicated",
                    "title": f"Other than {term}",
                    "since": "2025-01-01",
                    "statements": ["x"],
                    "holds": {"not": {"chosen": term}},
                }
            )
            weights[f"{party}/{name}"] = max(of_values) - each
    return made, weights


@pytest.mark.parametrize("domain", PRINTED)
def test_the_frontier_and_its_points_are_those_that_negmas_prints(domain: Domain) -> None:
    """Utility is what a party has at best, less the weights of its crossed positions."""
    space = {
        "issues": [
            {"name": name, "type": "CategoricalIssue", "values": values}
            for name, values in VALUES.items()
        ]
    }
    made = imported_domain(negmas_domain(json.dumps(space), "x.json", "Lease"), "x.json")
    files = workspace_files(made, file="x.json", as_of=DAY)
    files["terms/corpus.yaml"] = files["terms/corpus.yaml"].replace(
        "at-the-table: []", "at-the-table: [first, second]"
    )
    people = {
        "parties": [{"id": x, "name": x, "cites": {"model": [1]}} for x in ("first", "second")],
        "speakers": [{"id": "s", "name": "S", "party": "first", "cites": {"model": [1]}}],
    }
    said = {
        "id": "x",
        "speaker": "s",
        "said": "2025-01-01",
        "text": "x",
        "attribution": "direct-statement",
        "cites": {"model": [1]},
    }
    files["terms/parties.yaml"] = json.dumps(people)
    files["terms/statements.yaml"] = json.dumps({"statements": [said]})
    weights: dict[str, int] = {}
    for party, worth in (("first", domain.first), ("second", domain.second)):
        mine, weighed = positions(party, worth)
        files[f"terms/positions/{party}.yaml"] = json.dumps({"positions": mine})
        weights |= weighed
    documents = [parse(text, path) for path, text in sorted(files.items()) if path != README]
    workspace = assemble(Path(), documents)
    assert [x.message for x in workspace.diagnostics if x.severity == "error"] == []

    found = zopa.ask(workspace).frontier(weights=weights)

    best = {
        party: sum(max(each) for each in worth)
        for party, worth in (("first", domain.first), ("second", domain.second))
    }
    utilities = [
        tuple(best[party] - each.costs[party][0] for party in ("first", "second"))
        for each in found.points
    ]
    assert sorted(utilities) == sorted(domain.frontier)
    no_utility = zopa.ask(workspace).frontier(weights=weights, disagreement=best).bargaining
    assert no_utility is not None
    assert {
        str(each): sorted(utilities[place] for place in no_utility.picked[each])
        for each in Solution
    } == {name: sorted(points) for name, points in domain.picked.items()}
