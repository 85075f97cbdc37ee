"""Hover texts of names, keys and codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from zopa.lsp.completion import Hover, hover, markdown
from zopa.model.conditions import Name
from zopa.model.context import context_of
from zopa.model.corpus import Choice, Pick, Scenario
from zopa.questions.check import Verdict, check
from zopa.questions.options import crossing
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from lsp.conftest import Corpus

RUSSIA = "terms/positions/russia.yaml"
TERRITORY = "terms/issues/territory.yaml"
STATE = "terms/state.yaml"


def page(corpus: Corpus, path: str, text: str, inside: int = 0) -> Hover:
    """The hover text at a place in the file."""
    found = hover(
        corpus.look.workspace,
        corpus.names,
        path,
        corpus.text(path),
        corpus.at(path, text, inside)[1],
    )
    assert found is not None
    return found


def test_of_a_position_everything_is_said(corpus: Corpus) -> None:
    """Title, kind, strength, days, and who said it, when, on whose report."""
    said = page(corpus, "scenarios/alaska-exchange.yaml", "russia/demands", 9).page

    for each in (
        "Control of all of Donetsk and Luhansk",
        "position russia/demands-all-of-donbas · terms/positions/russia.yaml:3",
        "Kind      demand",
        "Strength  repeated",
        "Since     2025-08-15 to 2025-08-16",
        "Vladimir Putin, 2025-08-15 to 2025-08-16 (date inferred), as told by",
    ):
        assert each in said


def test_of_a_term_the_lines_are_said_that_it_crosses(corpus: Corpus) -> None:
    """Those that it crosses alone, and those that it can cross with others."""
    said = page(corpus, TERRITORY, "full-cession").page

    alone, _, together = said.partition("Crosses together with some other choices")
    assert "Crosses in every agreement (as of 2025-08-24)" in alone
    assert "ukraine/rules-out-all-of-donbas (red line, repeated)" in alone
    assert "ukraine/territory-only-leaders-in-trilateral" in together


@pytest.mark.parametrize("term", ["full-cession", "unresolved", "freeze-at-front-line"])
def test_the_lines_are_those_that_check_finds(corpus: Corpus, term: str) -> None:
    """Of the draft that chooses the term and nothing else."""
    model = corpus.look.workspace.corpus
    draft = Scenario("", "", choices={"donbas": Choice(Name("donbas"), (Pick(Name(term)),))})
    checked = check(Space(Problem(model)), draft, context_of(model))

    found = crossing(model, "donbas", term)

    assert [each.id for each in found.alone] == [each.held.id for each in checked.crossed()]
    still = {each.held.id for each in checked.verdicts if each.verdict is Verdict.OPEN}
    assert {str(each.id) for each in found.together} <= still


@pytest.mark.parametrize(
    ("path", "text", "inside", "expected"),
    [
        (RUSSIA, "rus-demands-all-of-donbas", 3, "Attribution  characterised by another party"),
        (RUSSIA, "control: russia", 2, "attribute zone/control · terms/state.yaml"),
        (RUSSIA, "control: russia", 2, "ukraine, russia, unspecified"),
        (RUSSIA, "control: russia", 10, "russia: one of its values"),
        (RUSSIA, "incl-unheld", 1, "position russia/terms-relinquish-claims"),
        (RUSSIA, "zone", 1, "Part of a region that one side holds"),
        (STATE, "donetsk:", 1, "entity donetsk"),
        (RUSSIA, "party: russia", 9, "party russia"),
        ("terms/record.yaml", "s000:", 1, "source s000"),
    ],
)
def test_every_sort_of_thing_has_a_page(
    corpus: Corpus, path: str, text: str, inside: int, expected: str
) -> None:
    """Where it is named and where it is declared."""
    assert expected in page(corpus, path, text, inside).page


def test_a_key_says_what_it_is_for(corpus: Corpus) -> None:
    """In the words of the schema."""
    found = page(corpus, RUSSIA, "strength:", 2)

    assert (
        found.prose
        == "**strength**: How firmly it is held, firmest first: an order, never a number."
        " Constitutional: laid down in a constitution, statute or charter that binds the party."
        " Declared: stated by the party itself. Repeated: stated time and again."
        " Reported: told by others. Indicated: concluded from hints."
    )


def test_a_code_is_explained(corpus: Corpus) -> None:
    """As `zopa explain` does."""
    text = "issues: # zopa: ignore[ZX103] because\n"

    found = hover(corpus.look.workspace, corpus.names, TERRITORY, text, text.index("ZX103") + 2)

    assert found is not None
    assert found.prose.startswith("**ZX103 unused-id** (warning)")


def test_of_prose_nothing_is_said(corpus: Corpus) -> None:
    """Nor of comments and values that name nothing."""
    text = corpus.text(RUSSIA)
    for each in ("What Russia holds", "Third-hand", "2025-08-15"):
        found = hover(corpus.look.workspace, corpus.names, RUSSIA, text, text.index(each) + 3)
        assert found is None


@given(st.text(st.sampled_from("`~ \n<b>*[](x)#|")))
def test_no_text_of_a_file_is_markup(text: str) -> None:
    """All of it is one block of code, whatever backticks are in it."""
    tokens = MarkdownIt().parse(markdown(Hover(0, 0, text)))

    assert [each.type for each in tokens] == ["fence"]
    assert tokens[0].content == f"{text}\n"
