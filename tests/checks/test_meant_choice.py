"""A choice in another shape: the help says how it is written for its issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zopa.validation.incremental import judge
from zopa.workspace import load

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "terms/corpus.yaml": """\
zopa: 1
title: A sale
as-of: 2025-01-01
at-the-table: [buyer]
""",
    "terms/parties.yaml": "parties: [{id: buyer, name: The buyer}]\n",
    "terms/state.yaml": """\
entity-types:
  deal:
    attributes:
      price: {type: integer, minimum: 0, maximum: 200, unit: thousand, default: 0}
      years: {type: integer, unit: years, minimum: 0, maximum: 9, default: 0}
      payer: {values: [buyer, bank], default: buyer}
      extras: {type: boolean, default: false}
entities: {deal: {type: deal}}
""",
    "terms/issues/sale.yaml": """\
issues:
  - id: price
    question: What is the price?
    terms:
      - id: fixed
        title: A fixed price
        parameters:
          amount: {type: integer, minimum: 0, maximum: 200, unit: thousand}
        effects: [{entity: deal, set: {price: $amount}}]
      - {id: by-an-expert, title: An expert says, mentioned: implied}
  - id: credit
    question: Is there a credit?
    terms:
      - id: given
        title: A credit is given
        parameters:
          years: {type: integer, unit: years, minimum: 0, maximum: 9}
          who: {values: [buyer, bank]}
        effects: [{entity: deal, set: {years: $years, payer: $who}}]
      - id: partly
        title: In part
        parameters:
          term: {type: integer, unit: years, minimum: 0, maximum: 9}
        effects: [{entity: deal, set: {years: $term}}]
  - id: extras
    question: With which extras?
    choose: any
    terms:
      - {id: garden, title: The garden, effects: [{entity: deal, set: {extras: true}}]}
      - {id: garage, title: The garage, effects: [{entity: deal, set: {extras: true}}]}
""",
}
PRICE = "`amount` allows 0 to 200 thousand"
ANY_PRICE = (
    "name one of its terms, as in `price: {fixed: {amount: …}}`, or write `silent`",
    "terms of `price`: fixed, by-an-expert",
)

WAYS: dict[str, tuple[str, ...]] = {
    # a number where the term is missing
    "price: 60": ("write `price: {fixed: {amount: 60}}`",),
    "price: 600": ("write `price: {fixed: {amount: 600}}`", PRICE),
    "price: 99.5": ("write `price: {fixed: {amount: …}}`", PRICE),
    "price: 60 thousand": ("write `price: {fixed: {amount: 60}}`",),
    'price: "$60,000"': ("write `price: {fixed: {amount: 60000}}`", PRICE),
    "price: [60]": ("write `price: {fixed: {amount: 60}}`",),
    "price: {price: 60}": ("write `price: {fixed: {amount: 60}}`",),
    "price: {sum: 60}": ("write `price: {fixed: {amount: 60}}`",),
    "credit: 5": ("write `credit: {given: {years: 5}}` or `credit: {partly: {term: 5}}`",),
    # a parameter without its term
    "price: {amount: 60}": ("write `price: {fixed: {amount: 60}}`",),
    "price: {amonut: 60}": ("write `price: {fixed: {amount: 60}}`",),
    "credit: {who: bank}": ("write `credit: {given: {who: bank}}`",),
    "credit: bank, buyer": (
        "name one of its terms, as in `credit: {given: {years: …, who: …}}`, or write `silent`",
        "terms of `credit`: given, partly",
    ),
    "credit: {years: 5, who: bank}": ("write `credit: {given: {years: 5, who: bank}}`",),
    # a term without its parameter
    "price: {fixed: 60}": ("write `price: {fixed: {amount: 60}}`",),
    "price: {fixed: [60]}": ("write `price: {fixed: {amount: 60}}`",),
    "price: {fixed: {amount: {value: 60}}}": ("write `price: {fixed: {amount: 60}}`",),
    "price: {fixed: {amount: }}": ("write `price: {fixed: {amount: …}}`", PRICE),
    "price: {fixed: }": ("write `price: fixed`",),
    "price: {by-an-expert: 60}": (
        "write `price: by-an-expert`: `by-an-expert` has no parameters",
    ),
    "credit: {given: 5}": ("write `credit: {given: {years: 5}}`",),
    "credit: {given: [5, bank]}": ("write `credit: {given: {years: 5, who: bank}}`",),
    # a term under a word that is none
    "price: {term: fixed}": ("write `price: fixed`",),
    "price: {chosen: fixed}": ("write `price: fixed`",),
    "price: {term: fixed, amount: 60}": ("write `price: {fixed: {amount: 60}}`",),
    "price: {choose: fixed, parameters: {amount: 60}}": (
        "write `price: {fixed: {amount: 60}}`",
    ),
    "price: {fixed: true}": ("write `price: fixed`",),
    "price: {fixed: false, by-an-expert: true}": ("write `price: by-an-expert`",),
    "price: {silent: true}": ("write `price: silent`",),
    "price: price/fixed": ("write `price: fixed`",),
    "price: A fixed price": ("write `price: fixed`",),
    "price: Fixed": ("write `fixed`",),
    "prise: 60": ("write `price: {fixed: {amount: 60}}`",),
    # several terms
    "extras: {garden: true, garage: true}": ("write `extras: [garden, garage]`",),
    "extras: {terms: [garden]}": ("write `extras: garden`",),
    "price: {fixed: {amount: 60}, by-an-expert: true}": ANY_PRICE,
    # what says nothing of the issue's
    "price: true": ANY_PRICE,
    "price: null": ANY_PRICE,
    "price:": ANY_PRICE,
    "price: As an Expert Thinks": ANY_PRICE,
    "price: {fixed: {amount: 60}, x: 1}": ANY_PRICE,
    "rent: 60": ("name the term and its parameter: `rent: {TERM: {PARAMETER: 60}}`",),
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with terms and no scenario."""
    for path, text in FILES.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "scenarios").mkdir()
    return tmp_path


@pytest.mark.parametrize("choice", WAYS)
def test_the_help_is_for_the_issue(choice: str, place: Path) -> None:
    """One finding, and its help names the issue's own terms and parameters."""
    draft = place / "scenarios/draft.yaml"
    draft.write_text(f"title: A draft\nchoices:\n  {choice}\n")

    loaded = load(place)

    (found,) = loaded.diagnostics
    assert found.help == WAYS[choice]
    assert judge(place).found.findings == loaded.diagnostics


@pytest.mark.parametrize(
    ("choice", "ways"), [each for each in WAYS.items() if each[1][0].startswith("write `")]
)
def test_what_the_help_says_can_be_written(
    choice: str, ways: tuple[str, ...], place: Path
) -> None:
    """Each way is a choice of the right shape, of terms and parameters that there are."""
    draft = place / "scenarios/draft.yaml"
    for way in ways[0].split("`")[1::2]:
        if way in {"fixed", "by-an-expert"}:
            continue
        draft.write_text(f"title: A draft\nchoices:\n  {way.replace('…', '60')}\n")
        codes = {each.code for each in load(place).diagnostics}
        assert codes <= ({"ZX201"} if PRICE in ways else set()), choice


def test_of_a_broken_issue_nothing_is_guessed(place: Path) -> None:
    """A term that could not be read may be the one that was meant."""
    issues = place / "terms/issues/sale.yaml"
    issues.write_text(issues.read_text().replace("title: An expert says", "titel: 3"))
    (place / "scenarios/draft.yaml").write_text("title: A draft\nchoices:\n  price: 60\n")

    (found,) = (each for each in load(place).diagnostics if each.code == "ZS201")

    assert found.help == ("name the term and its parameter: `price: {TERM: {PARAMETER: 60}}`",)
