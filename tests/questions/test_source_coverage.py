"""Places of sources: exactly those under `cites`, at any level."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from zopa import Refused
from zopa.answers.coverage import source_coverage_page
from zopa.model.corpus import Corpus, Source
from zopa.model.cross_references import things
from zopa.questions.coverage import Citing, coverage, source_coverage
from zopa.workspace import load
from zopa.writers import Style
from zopa.writers.terminal import page_text

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
WORKSPACES = sorted(
    each.parents[1]
    for each in (
        REPOSITORY / "terms" / "corpus.yaml",
        *(REPOSITORY / "examples").glob("*/terms/corpus.yaml"),
        *(REPOSITORY / "tests" / "cases").glob("*/terms/corpus.yaml"),
    )
)
EVERYWHERE = {
    "corpus.yaml": "zopa: 1\ntitle: A sale\nas-of: 2025-01-31\nat-the-table: [buyer, seller]\n",
    "parties.yaml": """
parties:
  - {id: buyer, name: The buyer, cites: {paper: [1]}}
  - {id: seller, name: The seller}
speakers: [{id: counsel, name: Counsel, party: buyer, cites: {paper: [2]}}]
groups: [{id: traders, name: Traders, cites: {paper: [3]}}]
memberships: [{member: seller, group: traders, basis: from-source, cites: {paper: [4]}}]
""",
    "sources.yaml": "sources: [{id: paper, title: A paper}, {id: letter, title: A letter}]\n",
    "statements.yaml": """
statements:
  - id: said
    speaker: counsel
    said: 2025-01-10
    text: We pay ninety.
    attribution: direct-statement
    cites: {paper: [5, title]}
""",
    "state.yaml": """
entity-types: {house: {attributes: {sold: {type: boolean, default: false}}}}
entities: {home: {type: house, cites: {paper: [6]}}}
milestones: {handover: {earliest: 2025-01-01, latest: 2026-01-01, cites: {paper: [7]}}}
contingencies: {fire: {title: If it burns, cites: {paper: [8], letter: [1]}}}
""",
    "issues/deal.yaml": """
issues:
  - id: price
    question: What is the price?
    answer: {type: integer, minimum: 0, maximum: 200}
    statements: [said]
    cites: {paper: [9]}
  - id: court
    question: Who decides?
    terms:
      - {id: courts, title: Courts, statements: [said], cites: {paper: [10]}}
      - {id: nobody, title: Nobody}
""",
    "rules.yaml": """
rules:
  - {id: cheap, basis: from-source, reason: So., holds: {silent: court}, cites: {paper: [11]}}
""",
    "positions/buyer.yaml": """
positions:
  - id: ninety
    party: buyer
    kind: red-line
    strength: declared
    title: Ninety at most
    since: 2025-01-10
    holds: {issue: price, at-most: 90}
    statements: [said]
  - id: no-court
    party: buyer
    kind: demand
    strength: declared
    title: No court
    since: 2025-01-10
    holds: {silent: court}
    says: {speaker: counsel, said: 2025-01-10, text: No court., cites: {paper: [12]}}
""",
    "record.yaml": """
changes:
  - id: softer
    party: buyer
    issue: price
    nature: softer
    steps: [{when: 2025-01-10, position: buyer/ninety, what: a figure, cites: {paper: [13]}}]
    cites: {paper: [14]}
""",
    "../scenarios/draft.yaml": """
title: A draft
source: paper
choices:
  price: {value: 95, cites: {paper: [15, 18]}}
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which every item that can cite does."""
    root = tmp_path_factory.mktemp("everywhere")
    for name, text in EVERYWHERE.items():
        file = root / "terms" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "scenarios").mkdir(exist_ok=True)
    (root / "scenarios" / "draft.yaml").write_text(EVERYWHERE["../scenarios/draft.yaml"])
    return root


def written(value: Any) -> Iterator[tuple[str, Any]]:
    """Every source in a value, with its place or None."""
    if isinstance(value, list):
        for each in value:
            yield from written(each)
    elif isinstance(value, dict):
        for key, inside in value.items():
            if key == "cites":
                for source, places in inside.items():
                    yield from ((source, place) for place in places or [None])
            else:
                yield from written(inside)


@pytest.mark.slow
@pytest.mark.parametrize("root", WORKSPACES, ids=lambda each: each.name)
def test_the_places_are_those_of_the_files(root: Path) -> None:
    """No more and no fewer, of every source; the numbers left are the others."""
    workspace = load(root)
    corpus, drafts = workspace.corpus, workspace.scenarios.values()
    files = [*(root / "terms").rglob("*.yaml"), *(root / "scenarios").glob("*.yaml")]
    places: dict[str, set[Any]] = {}
    for file in files:
        for source, place in written(yaml.safe_load(file.read_text(encoding="utf-8"))):
            places.setdefault(source, set()).add(place)
    for source in map(str, corpus.sources):
        found = source_coverage(corpus, source, drafts)
        expected = places.get(source, set()) - {None}
        numbers = {each for each in expected if isinstance(each, int)}

        assert {each.place for each in found.places} == expected
        assert all(each.cited_by for each in found.places)
        assert found.largest == max(numbers, default=0)
        uncited = {n for first, last in found.uncited for n in range(first, last + 1)}
        assert uncited == set(range(1, found.largest + 1)) - numbers
    unused = coverage(corpus, scenarios=drafts).sources_unused
    assert set(unused) >= set(map(str, corpus.sources)) - places.keys() - {
        str(each.source) for each in drafts
    }


@pytest.mark.parametrize("root", WORKSPACES, ids=lambda each: each.name)
def test_what_cites_can_be_shown(root: Path) -> None:
    """As far as it has a name of its own."""
    workspace = load(root)
    corpus = workspace.corpus
    every = {(str(each.nature), each.id) for each in things(corpus, workspace.scenarios)}
    for source in map(str, corpus.sources):
        found = source_coverage(corpus, source, workspace.scenarios.values())
        for place in found.places:
            for by in place.cited_by:
                nature = "issue" if by.nature == "milestone" else by.nature
                nameless = nature in {"membership", "contingency"}
                assert nameless or (nature, by.id) in every


def test_everything_that_cites_is_found_at_its_place(folder: Path) -> None:
    """Positions and terms through their statements."""
    workspace = load(folder)
    assert workspace.diagnostics == ()
    found = source_coverage(workspace.corpus, "paper", workspace.scenarios.values())

    by_place = {each.place: each.cited_by for each in found.places}
    resting = (
        Citing("statement", "said"),
        Citing("position", "buyer/ninety", through="said"),
        Citing("issue", "price", through="said"),
        Citing("term", "court/courts", through="said"),
    )
    assert by_place == {
        1: (Citing("party", "buyer"),),
        2: (Citing("speaker", "counsel"),),
        3: (Citing("group", "traders"),),
        4: (Citing("membership", "seller/traders"),),
        5: resting,
        6: (Citing("entity", "home"),),
        7: (Citing("milestone", "handover"),),
        8: (Citing("contingency", "fire"),),
        9: (Citing("issue", "price"),),
        10: (Citing("term", "court/courts"),),
        11: (Citing("rule", "cheap"),),
        12: (
            Citing("statement", "buyer-no-court"),
            Citing("position", "buyer/no-court", through="buyer-no-court"),
        ),
        13: (Citing("record-entry", "changes/softer"),),
        14: (Citing("record-entry", "changes/softer"),),
        15: (Citing("scenario", "draft", choice="price"),),
        18: (Citing("scenario", "draft", choice="price"),),
        "title": resting,
    }
    assert found.whole == (Citing("scenario", "draft"),)
    assert found.uncited == ((16, 17),)
    assert (found.largest, found.numbers) == (18, 16)


def test_a_source_that_only_a_contingency_cites_is_used(folder: Path) -> None:
    """It was called unused."""
    workspace = load(folder)

    assert coverage(workspace.corpus).sources_unused == ()


def test_the_page_names_what_is_not_cited(folder: Path) -> None:
    """And says how far it knows."""
    workspace = load(folder)
    found = source_coverage(workspace.corpus, "paper", workspace.scenarios.values())
    text = page_text(source_coverage_page(workspace.corpus, found), Style(enabled=False), 80)

    assert text.startswith("Cited: 16 of the first 18 paragraphs, and 1 other place\n")
    assert "statement said (position buyer/ninety; issue price; term court/courts)\n" in text
    assert "  ¶15    draft draft on price\n" in text
    assert "Not cited\n  ¶16–17\n\n¶18 is the last one that is cited." in text
    assert "Cited without a place\n  source  draft draft\n" in text


def test_a_source_that_nothing_cites() -> None:
    """Neither numbers nor an end of them."""
    corpus = Corpus(sources={"paper": Source("paper", "A paper")})  # type: ignore[arg-type]
    found = source_coverage(corpus, "paper")
    text = page_text(source_coverage_page(corpus, found), Style(enabled=False), 80)

    assert (found.places, found.whole, found.uncited, found.largest) == ((), (), (), 0)
    assert text == "Not cited\npaper · A paper\n"


def test_a_huge_number_makes_no_long_list(folder: Path) -> None:
    """Runs are kept as their two ends."""
    workspace = load(folder)
    corpus = workspace.corpus
    source = corpus.sources["paper"].id
    rule = corpus.rules["cheap"]
    far = replace(corpus, rules={"cheap": replace(rule, cites=((source, (10**15,)),))})
    found = source_coverage(far, "paper")

    assert found.uncited[-1] == (15, 10**15 - 1)


def test_an_unknown_source_is_refused(folder: Path) -> None:
    """With what was meant."""
    with pytest.raises(Refused) as refused:
        source_coverage(load(folder).corpus, "papr")
    assert refused.value.way_out == ("did you mean `paper`?",)
