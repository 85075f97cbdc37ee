"""Choices that do not answer their issue: the help shows the right notation."""

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
    "terms/sources.yaml": "sources: [{id: deed, title: A deed}]\n",
    "terms/parties.yaml": "parties: [{id: buyer, name: The buyer}]\n",
    "terms/state.yaml": """\
entity-types:
  deal:
    attributes:
      price: {type: integer, minimum: 0, maximum: 200, unit: thousand, default: 0}
      years: {type: integer, unit: years, minimum: 0, maximum: 9, default: 0}
      payer: {values: [buyer, bank], default: buyer}
      extras: {type: boolean, default: false}
      deposit:
        {type: integer, minimum: 0, maximum: 100, unlimited: true, unit: per cent, default: 0}
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
  - id: deposit
    question: What is the deposit?
    terms:
      - id: paid
        title: A deposit is paid
        parameters:
          share:
            {type: integer, minimum: 0, maximum: 100, step: 10, unlimited: true, unit: per cent}
        effects: [{entity: deal, set: {deposit: $share}}]
  - id: cap
    question: How many guests at most?
    answer: {type: integer, unit: guests, minimum: 0, maximum: 1000, step: 10, unlimited: true}
  - {id: floors, question: "How many floors?", answer: {type: integer, minimum: 1, maximum: 4}}
  - id: fee
    question: How large is the fee?
    answer: {type: decimal, digits: 2, unit: EUR, minimum: 0, maximum: 500}
  - id: signing
    question: When is it signed?
    answer: {type: date, earliest: 2025-03-01, latest: 2025-12-31}
  - {id: furnished, question: "Is it furnished?", answer: {type: boolean}}
  - id: keys
    question: Who has keys?
    answer: {type: set, from: [buyer, bank, agent], maximum: 2}
""",
}
PRICE = "`amount` allows 0 to 200 thousand"
ANY_PRICE = (
    "name one of its terms, as in `price: {fixed: {amount: …}}`, or write `silent`",
    "terms of `price`: fixed, by-an-expert",
)
ALLOWED = "allowed: 0 to 1000 guests in steps of 10"
ANY_CAP = (
    "write a number, or `silent`",
    "`cap` allows 0 to 1000 guests in steps of 10 or unlimited",
)
DAYS = "allowed: 2025-03-01 to 2025-12-31"
ANY_DAY = (
    "write a date such as 2025-03-01, or `silent`",
    "`signing` allows 2025-03-01 to 2025-12-31",
)
TRUTHS = "write `furnished: true`, `furnished: false` or `furnished: silent`"
ANY_KEYS = ("list its members, or write `silent`", "members: buyer, bank, agent")
ISSUES = "issues: price, credit, extras, deposit, cap, floors, fee, signing, furnished, keys"

WAYS: dict[str, tuple[str, ...]] = {
    # a number where the term is missing
    "price: ⟦60⟧": ("ZX212", "write `price: {fixed: {amount: 60}}`"),
    "price: ⟦600⟧": ("ZX212", "write `price: {fixed: {amount: 600}}`", PRICE),
    "price: ⟦99.5⟧": ("ZX212", "write `price: {fixed: {amount: …}}`", PRICE),
    "price: ⟦60 thousand⟧": ("ZS202", "write `price: {fixed: {amount: 60}}`"),
    'price: ⟦"$60,000"⟧': ("ZS202", "write `price: {fixed: {amount: 60000}}`", PRICE),
    "price: [⟦60⟧]": ("ZS201", "write `price: {fixed: {amount: 60}}`"),
    "price: {⟦price⟧: 60}": ("ZX101", "write `price: {fixed: {amount: 60}}`"),
    "price: {⟦sum⟧: 60}": ("ZX101", "write `price: {fixed: {amount: 60}}`"),
    "credit: ⟦5⟧": (
        "ZX212",
        "write `credit: {given: {years: 5}}` or `credit: {partly: {term: 5}}`",
    ),
    "price: ⟦{at-least: 5}⟧": ("ZX212", "write `price: {fixed: {amount: {at-least: 5}}}`"),
    "credit: {⟦years⟧: {at-least: 5}}": (
        "ZX101",
        "write `credit: {given: {years: {at-least: 5}}}`",
    ),
    # a parameter without its term
    "price: {⟦amount⟧: 60}": ("ZX101", "write `price: {fixed: {amount: 60}}`"),
    "price: {⟦amonut⟧: 60}": ("ZX101", "write `price: {fixed: {amount: 60}}`"),
    "credit: {⟦who⟧: bank}": ("ZX101", "write `credit: {given: {who: bank}}`"),
    "credit: ⟦bank, buyer⟧": (
        "ZS202",
        "name one of its terms, as in `credit: {given: {years: …, who: …}}`, or write `silent`",
        "terms of `credit`: given, partly",
    ),
    "⟦credit⟧: {years: 5, who: bank}": (
        "ZS206",
        "write `credit: {given: {years: 5, who: bank}}`",
    ),
    # a term with a value of no parameter, or in another shape
    "price: {⟦fixed⟧: [60]}": ("ZS201", "write `price: {fixed: {amount: 60}}`"),
    "price: {fixed: {amount: {⟦value⟧: 60}}}": (
        "ZS101",
        "write `price: {fixed: {amount: 60}}`",
    ),
    "price: {fixed: {⟦amount⟧: }}": ("ZY201", "write `price: {fixed: {amount: …}}`", PRICE),
    "price: {⟦fixed⟧: }": ("ZY201", "write `price: fixed`"),
    "price: {by-an-expert: ⟦60⟧}": (
        "ZX205",
        "write `price: by-an-expert`: `by-an-expert` has no parameters",
    ),
    "credit: {given: ⟦5⟧}": ("ZX205", "write `credit: {given: {years: 5}}`"),
    "credit: {given: ⟦{at-least: 5}⟧}": (
        "ZX205",
        "write `credit: {given: {years: {at-least: 5}}}`",
    ),
    "credit: {⟦given⟧: [5, bank]}": ("ZS201", "write `credit: {given: {years: 5, who: bank}}`"),
    # a term under a word that is none
    "price: {⟦term⟧: fixed}": ("ZX101", "write `price: fixed`"),
    "price: {⟦chosen⟧: fixed}": ("ZX101", "write `price: fixed`"),
    "⟦price⟧: {term: fixed, amount: 60}": ("ZS206", "write `price: {fixed: {amount: 60}}`"),
    "⟦price⟧: {choose: fixed, parameters: {amount: 60}}": (
        "ZS206",
        "write `price: {fixed: {amount: 60}}`",
    ),
    "price: {fixed: ⟦true⟧}": ("ZX201", "write `price: fixed`"),
    "⟦price⟧: {fixed: false, by-an-expert: true}": ("ZS206", "write `price: by-an-expert`"),
    "price: {⟦silent⟧: true}": ("ZS202", "write `price: silent`"),
    "price: ⟦price/fixed⟧": ("ZS202", "write `price: fixed`"),
    "price: ⟦A fixed price⟧": ("ZS202", "write `price: fixed`"),
    "price: ⟦Fixed⟧": ("ZS202", "write `fixed`"),
    "price: ⟦fixd⟧": (
        "ZX101",
        "did you mean `fixed`?",
        "terms of `price`: fixed, by-an-expert",
    ),
    "price: {⟦fixd⟧: 60}": (
        "ZX101",
        "did you mean `fixed`?",
        "terms of `price`: fixed, by-an-expert",
    ),
    "⟦prise⟧: 60": ("ZX101", "did you mean `price`?", ISSUES),
    # several terms
    "⟦extras⟧: {garden: true, garage: true}": ("ZS206", "write `extras: [garden, garage]`"),
    "extras: {⟦terms⟧: [garden]}": ("ZS201", "write `extras: garden`"),
    "⟦price⟧: {fixed: {amount: 60}, by-an-expert: true}": ("ZS206", *ANY_PRICE),
    # what says nothing of the issue's
    "price: ⟦true⟧": ("ZX212", *ANY_PRICE),
    "price: ⟦null⟧": ("ZS201", *ANY_PRICE),
    "⟦price⟧:": ("ZY201", *ANY_PRICE),
    "price: ⟦As an Expert Thinks⟧": ("ZS202", *ANY_PRICE),
    "price: ⟦xyz⟧": (
        "ZX101",
        "terms are declared in terms/issues/",
        "terms of `price`: fixed, by-an-expert",
    ),
    "⟦price⟧: {fixed: {amount: 60}, x: 1}": ("ZS206", *ANY_PRICE),
    "⟦rent⟧: 60": ("ZX101", "issues are declared in terms/issues/", ISSUES),
    # values and bounds that a parameter does not allow
    "price: {fixed: {amount: ⟦{at-least: 9, at-most: 5}⟧}}": (
        "ZX209",
        "exchange the two bounds",
    ),
    "price: {fixed: ⟦{at-least: 9, at-most: 5}⟧}": ("ZX209", "exchange the two bounds"),
    "price: {fixed: {at-least: ⟦300⟧}}": ("ZX201", "allowed: 0 to 200 thousand"),
    "price: {fixed: {amount: {at-most: ⟦unlimited⟧}}}": ("ZX201", "leave `at-most` out"),
    "price: {fixed: ⟦unlimited⟧}": (
        "ZX201",
        "write a number, or `unlimited: true` where `amount` is declared",
    ),
    "price: {fixed: ⟦600⟧}": ("ZX201", "allowed: 0 to 200 thousand"),
    "price: {fixed: ⟦fixed⟧}": ("ZX201", "allowed: 0 to 200 thousand"),
    "price: {fixed: ⟦2025-01-01⟧}": ("ZX201", "allowed: 0 to 200 thousand"),
    "credit: {given: {who: ⟦{at-least: 5}⟧}}": ("ZX203", "allowed: `buyer` or `bank`"),
    "deposit: {paid: ⟦25⟧}": ("ZX201", "write 20 or 30"),
    "deposit: {paid: ⟦{at-least: 1, at-most: 9}⟧}": (
        "ZX209",
        "the nearest values are 0 and 10",
    ),
    "deposit: {paid: {at-least: ⟦unlimited⟧}}": ("ZX201", "leave `at-least` out"),
    # an issue that is answered by a number
    "cap: ⟦505⟧": ("ZX201", "write 500 or 510"),
    "cap: ⟦2000⟧": ("ZX201", ALLOWED),
    "cap: ⟦-10⟧": ("ZX201", ALLOWED),
    "cap: ⟦99.5⟧": (
        "ZX201",
        "write 90 or 100",
        "or declare `cap` with `type: decimal` and `digits`",
    ),
    "cap: ⟦true⟧": ("ZX212", *ANY_CAP),
    "cap: ⟦many⟧": ("ZX212", *ANY_CAP),
    "cap: ⟦unlimted⟧": ("ZX212", "did you mean `unlimited`?", *ANY_CAP),
    "cap: ⟦silnt⟧": ("ZX212", "did you mean `silent`?", *ANY_CAP),
    "cap: {⟦guests⟧: 500}": ("ZX212", "write `cap: 500`"),
    "cap: [⟦500⟧]": ("ZS201", "write `cap: 500`"),
    'cap: ⟦"500 guests"⟧': ("ZS202", "write `cap: 500`"),
    "cap: ⟦2025-05-01⟧": ("ZX212", *ANY_CAP),
    "cap: {at-least: ⟦5000⟧}": ("ZX201", ALLOWED),
    "cap: ⟦{at-least: 600, at-most: 500}⟧": ("ZX209", "exchange the two bounds"),
    "cap: ⟦{at-least: 601, at-most: 609}⟧": ("ZX209", "the nearest values are 600 and 610"),
    "cap: {at-least: 500, at-most: ⟦unlimited⟧}": ("ZX201", "leave `at-most` out"),
    "cap: {at-least: ⟦2025-05-01⟧}": ("ZX201", ALLOWED),
    "floors: ⟦unlimited⟧": (
        "ZX201",
        "write a number, or `unlimited: true` where `floors` is declared",
    ),
    "floors: ⟦9⟧": ("ZX201", "allowed: 1 to 4"),
    "fee: ⟦450.505⟧": ("ZX201", "write 450.50 or 450.51"),
    "fee: ⟦600⟧": ("ZX201", "allowed: 0.00 to 500.00 EUR"),
    "fee: ⟦unlimited⟧": (
        "ZX201",
        "write a number, or `unlimited: true` where `fee` is declared",
    ),
    'fee: ⟦"450,50 EUR"⟧': ("ZS202", "write `fee: 450.50`"),
    "fee: ⟦450.50 EUR⟧": ("ZS202", "write `fee: 450.50`"),
    # by a date
    "signing: ⟦2026-05-01⟧": ("ZX201", DAYS),
    "signing: ⟦2025-02-01⟧": ("ZX201", DAYS),
    "signing: ⟦2025-02-30⟧": ("ZX201", DAYS),
    'signing: ⟦"1.5.2025"⟧': ("ZS202", "write `signing: 2025-05-01`"),
    "signing: ⟦5⟧": ("ZX212", *ANY_DAY),
    "signing: ⟦unlimited⟧": ("ZX212", *ANY_DAY),
    "signing: ⟦{at-least: 2025-06-01, at-most: 2025-05-01}⟧": (
        "ZX209",
        "exchange the two bounds",
    ),
    "signing: {at-least: ⟦5⟧}": ("ZX201", DAYS),
    "signing: {at-least: ⟦2025-02-30⟧}": ("ZX201", DAYS),
    # by true or false
    "furnished: ⟦furnished⟧": ("ZX212", TRUTHS),
    "furnished: ⟦yes⟧": ("ZY202", 'write `true`, or `"yes"` if you mean the word'),
    'furnished: ⟦"Yes"⟧': ("ZS202", "write `furnished: true`"),
    "furnished: ⟦1⟧": ("ZX212", TRUTHS),
    "furnished: ⟦{at-least: 1}⟧": ("ZX212", TRUTHS),
    "furnished: {⟦value⟧: true}": ("ZX212", "write `furnished: true`"),
    "furnished: [⟦true⟧]": ("ZS201", "write `furnished: true`"),
    # by a set
    "keys: [buyer, ⟦bnk⟧]": (
        "ZX101",
        "did you mean `bank`?",
        "members of `keys`: buyer, bank, agent",
    ),
    "keys: [buyer, ⟦lawyer⟧]": (
        "ZX101",
        "members are declared in terms/issues/",
        "members of `keys`: buyer, bank, agent",
    ),
    "keys: ⟦5⟧": ("ZX212", *ANY_KEYS),
    "keys: ⟦true⟧": ("ZX212", *ANY_KEYS),
    "keys: ⟦[buyer, bank, agent]⟧": ("ZX208", "choose at most 2 of them, or write `silent`"),
    "keys: [buyer, ⟦buyer⟧]": ("ZX102", "keep one of them"),
    "keys: {buyer: ⟦5⟧}": ("ZX205", "write `keys: buyer`: `buyer` has no parameters"),
    "⟦keys⟧: {buyer: true, bank: true}": ("ZS206", "write `keys: [buyer, bank]`"),
    "keys: ⟦buyer, bank⟧": ("ZS202", *ANY_KEYS),
    "keys: {⟦includes⟧: buyer}": ("ZX101", "write `keys: buyer`"),
}
"""Choices with ⟦…⟧ around the place; for each, code and help of its finding."""
RIGHT = {
    "price: {fixed: 60}": "price: {fixed: {amount: 60}}",
    "price: {fixed: {at-least: 5, at-most: 9}}": (
        "price: {fixed: {amount: {at-least: 5, at-most: 9}}}"
    ),
    "deposit: {paid: unlimited}": "deposit: {paid: {share: unlimited}}",
    "deposit: {paid: {at-least: 5, at-most: 25}}": (
        "deposit: {paid: {share: {at-least: 5, at-most: 25}}}"
    ),
    "cap: {value: 500, cites: {deed: [1]}}": "cap: 500",
    "cap: {value: {at-least: 500}, cites: {deed: [1]}}": "cap: {at-least: 500}",
    "cap: {value: unlimited, cites: {deed: [1]}}": "cap: unlimited",
    "fee: 450": "fee: 450.00",
    "keys: buyer": "keys: [buyer]",
    "price: {term: {fixed: 60}, cites: {deed: [1]}}": "price: {fixed: {amount: 60}}",
    "furnished: {value: true, cites: {deed: [1]}}": "furnished: true",
    "signing: {value: 2025-05-01, cites: {deed: [1]}}": "signing: 2025-05-01",
}
"""Pairs of equivalent choices in two forms."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with terms and no scenario."""
    for path, text in FILES.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "scenarios").mkdir()
    return tmp_path


@pytest.mark.parametrize("marked", WAYS)
def test_the_help_is_for_the_issue(marked: str, place: Path) -> None:
    """One finding at its place, and its help names the issue's own terms and parameters."""
    draft = place / "scenarios/draft.yaml"
    start, choice, end = _at(marked)
    draft.write_text(f"title: A draft\nchoices:\n  {choice}\n")

    loaded = load(place)

    (found,) = loaded.diagnostics
    assert (found.code, *found.help) == WAYS[marked]
    assert found.span is not None
    assert (found.span.start.line, found.span.start.column) == (3, start + 3)
    assert found.span.end.column == end + 3
    assert len(found.message) <= 100
    assert judge(place).found.findings == loaded.diagnostics


def _at(marked: str) -> tuple[int, str, int]:
    """The text without its brackets, and the columns of the bracketed part."""
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    return start, marked.replace("⟦", "").replace("⟧", ""), end


@pytest.mark.parametrize(
    ("marked", "way"),
    [(marked, each[1]) for marked, each in WAYS.items() if each[1].startswith("write `")],
)
def test_what_the_help_says_can_be_written(marked: str, way: str, place: Path) -> None:
    """Each way is a choice of the right shape, of terms and parameters that there are."""
    draft = place / "scenarios/draft.yaml"
    for written in way.split("`")[1::2]:
        if ": " not in written:
            continue
        draft.write_text(f"title: A draft\nchoices:\n  {written.replace('…', '60')}\n")
        codes = {each.code for each in load(place).diagnostics}
        assert codes <= ({"ZX201"} if PRICE in WAYS[marked] else set()), written


@pytest.mark.parametrize("short", RIGHT)
def test_short_forms_mean_the_same(short: str, place: Path) -> None:
    """What is written in a shorter way, or with its sources, is the same choice."""
    draft = place / "scenarios/draft.yaml"
    choices = []
    for each in (short, RIGHT[short]):
        draft.write_text(f"title: A draft\nchoices:\n  {each}\n")
        loaded = load(place)
        assert not loaded.diagnostics
        choices.append(loaded.scenarios["draft"].choices)
    assert choices[0] == choices[1]


def test_of_a_broken_issue_nothing_is_guessed(place: Path) -> None:
    """A term that could not be read may be the one that was meant."""
    issues = place / "terms/issues/sale.yaml"
    issues.write_text(issues.read_text().replace("title: An expert says", "titel: 3"))
    draft = place / "scenarios/draft.yaml"
    for choice, found in (("price: [60]", ["ZS201"]), ("price: 60", []), ("price: x", [])):
        draft.write_text(f"title: A draft\nchoices:\n  {choice}\n")

        drafts = [each for each in load(place).diagnostics if "scenarios" in str(each.span)]

        assert [each.code for each in drafts] == found
        assert not any(each.help for each in drafts)
