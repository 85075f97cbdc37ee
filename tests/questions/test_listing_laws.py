"""Laws of lists: filters follow the files, and compose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from brute import laws
from strategies import Files, load, workspaces
from zopa.files import shipped
from zopa.model.cross_references import things
from zopa.questions.coverage import bearing
from zopa.questions.listing import FILTERS, LISTED, Filters, listing
from zopa.workspace import load as load_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

SHIPPED = shipped("terms").parent
NATURES = {kind: re.sub("ies$", "y", kind).removesuffix("s") for kind in LISTED}
OF_NO_NATURE = frozenset({"milestones", "readings", "contingencies"})
"""Kinds that are parts of others, or that `zopa show` presents with them."""


@laws
@given(workspaces())
def test_without_filters_everything_is_listed_once_in_order(files: Files) -> None:
    """As `zopa show` finds it; a milestone is an issue there."""
    corpus, scenarios = load(files)
    every = list(things(corpus, scenarios))

    for kind in LISTED:
        found = listing(corpus, scenarios, kind, Filters())
        if kind in OF_NO_NATURE:
            continue
        milestones = set(listing(corpus, scenarios, "milestones", Filters()))
        assert list(found) == [
            each.id
            for each in every
            if each.nature == NATURES[kind]
            if each.id.partition("/")[0] not in milestones or kind not in {"issues", "terms"}
        ]


@laws
@given(workspaces())
def test_readings_and_contingencies_are_listed(files: Files) -> None:
    """All that the files name, those of plain conditions aside, which have no name there."""
    corpus, scenarios = load(files)

    readings = listing(corpus, scenarios, "readings", Filters())
    assert list(readings) == [
        f"{name}/{each}"
        for name, position in corpus.positions.items()
        if list(position.readings) != ["plain"]
        for each in position.readings
    ]
    found = listing(corpus, scenarios, "contingencies", Filters())
    assert list(found) == [*corpus.contingencies]


@laws
@given(workspaces(), st.data())
def test_filters_are_met_together_and_values_of_one_in_turn(
    files: Files, data: st.DataObject
) -> None:
    """Two filters leave what each leaves; two values of one what either does."""
    corpus, scenarios = load(files)
    known: dict[str, Iterable[str]] = {
        "party": corpus.parties,
        "issue": corpus.issues,
        "source": corpus.sources,
        "speaker": corpus.speakers,
    }
    kind = data.draw(st.sampled_from([x for x in LISTED if len(FILTERS[x]) > 1]))
    names = [x for x in FILTERS[kind] if list(known.get(x, ()))]
    one, other = data.draw(st.permutations(names))[:2] if len(names) > 1 else names * 2

    def drawn(name: str) -> str:
        return data.draw(st.sampled_from(sorted(known[name])))

    def found(**filters: Any) -> list[str]:
        return list(listing(corpus, scenarios, kind, Filters(**filters)))

    first, second, third = drawn(one), drawn(other), drawn(one)
    every = found()
    alone = found(**{one: (first,)})
    assert alone == [each for each in every if each in alone]
    if one != other:
        both = found(**{one: (first,), other: (second,)})
        assert both == [each for each in alone if each in found(**{other: (second,)})]
    either = {*alone, *found(**{one: (third,)})}
    assert found(**{one: (first, third)}) == [each for each in every if each in either]


@laws
@given(workspaces())
def test_rules_and_positions_of_an_issue_are_those_that_bear_on_it(files: Files) -> None:
    """And positions that name it besides."""
    corpus, scenarios = load(files)

    for issue in corpus.issues:
        positions, rules = bearing(corpus, issue)
        filters = Filters(issue=(issue,))
        assert list(listing(corpus, scenarios, "rules", filters)) == [str(x.id) for x in rules]
        assert {str(x.id) for x in positions} <= set(
            listing(corpus, scenarios, "positions", filters)
        )


# -- the shipped corpus, by its files alone -----------------------------------


def written(name: str, key: str) -> list[dict[str, Any]]:
    """The entries of a file, or of all in a folder."""
    files = sorted((SHIPPED / "terms").glob(name))
    texts = [yaml.safe_load(each.read_text(encoding="utf-8")) for each in files]
    return [entry for each in texts for entry in each.get(key, ())]


@pytest.mark.parametrize("party", ["ukraine", "russia", "united-states"])
def test_positions_and_statements_of_a_party(party: str) -> None:
    """Its own and those that it holds with others; what its speakers said."""
    workspace = load_folder(SHIPPED)
    corpus, drafts = workspace.corpus, workspace.scenarios
    filters = Filters(party=(party,))
    speakers = {
        each["id"]
        for each in written("parties.yaml", "speakers")
        if party in (each["party"], *each.get("also-speaks-for", ()))
    }
    statements = written("statements.yaml", "statements")
    positions = written("positions/*.yaml", "positions")

    assert set(listing(corpus, drafts, "positions", filters)) == {
        f"{each['party']}/{each['id']}"
        for each in positions
        if party in (each["party"], *each.get("held-by", ()))
    }
    assert set(listing(corpus, drafts, "statements", filters)) >= {
        each["id"] for each in statements if each["speaker"] in speakers
    }


@pytest.mark.parametrize("source", ["s000", "s003"])
def test_what_cites_a_source(source: str) -> None:
    """Terms and positions through their statements too."""
    workspace = load_folder(SHIPPED)
    corpus, drafts = workspace.corpus, workspace.scenarios
    filters = Filters(source=(source,))
    statements = written("statements.yaml", "statements")
    citing = {each["id"] for each in statements if source in each.get("cites", {})}

    assert set(listing(corpus, drafts, "statements", filters)) >= citing
    assert {
        f"{each['party']}/{each['id']}"
        for each in written("positions/*.yaml", "positions")
        if citing & set(each.get("statements", ()))
    } <= set(listing(corpus, drafts, "positions", filters))
    assert {
        f"{issue['id']}/{term['id']}"
        for issue in written("issues/*.yaml", "issues")
        for term in issue.get("terms", ())
        if source in term.get("cites", {}) or citing & set(term.get("statements", ()))
    } == set(listing(corpus, drafts, "terms", filters))
