"""Domains of GENIUS and NegMAS: agreements are exactly the outcomes."""

from __future__ import annotations

import datetime as dt
import json
from decimal import ROUND_CEILING, Decimal
from math import prod
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import zopa
from brute import laws
from zopa import Refused
from zopa.documents import parse
from zopa.importing import (
    README,
    Domain,
    DomainIssue,
    DomainValues,
    Range,
    imported_domain,
    workspace_files,
)
from zopa.importing.domains import genius_domain, genius_profile, negmas_domain, negmas_profile
from zopa.workspace import Workspace, assemble

DAY = dt.date(2025, 1, 31)
GENIUS = """\
<negotiation_template number_of_sessions="1">
  <agent name="Landlord" class="some.Agent" utility_space="landlord.xml"/>
  <utility_space number_of_issues="4">
    <objective index="0" name="Lease" type="objective" etype="objective" description="">
      <issue index="1" name="Heating" type="discrete" vtype="discrete">
        <item index="1" value="gas" description=""/>
        <item index="2" value="district heating"/>
      </issue>
      <issue index="2" name="Years" type="integer" lowerbound="1" upperbound="5"/>
      <issue index="3" name="Rent" vtype="real" type="real">
        <range lowerbound="700" upperbound="950.5"/>
      </issue>
      <objective index="4" name="Extras" etype="objective">
        <issue index="5" name="Rooms" type="discrete" vtype="integer">
          <item index="1" value="2"/>
          <item index="2" value="3"/>
          <item index="3" value="4"/>
        </issue>
      </objective>
    </objective>
  </utility_space>
</negotiation_template>
"""
PROFILE = """\
<utility_space>
  <objective index="0" name="Lease">
    <issue index="1" name="Heating" type="discrete">
      <item index="1" value="gas" evaluation="1"/>
      <item index="2" value="district heating" evaluation="4"/>
    </issue>
    <issue index="2" name="Years" type="integer" lowerbound="1" upperbound="5">
      <evaluator ftype="linear" offset="0.2" slope="0.1"/>
    </issue>
    <weight index="1" value="0.75"/>
    <weight index="2" value="0.25"/>
  </objective>
  <discount_factor value="0.9"/>
  <reservation value="0.1"/>
</utility_space>
"""
NEGMAS: dict[str, Any] = {
    "issues": [
        {"name": "Heating", "type": "CategoricalIssue", "values": ["gas", "no"]},
        {"name": "Years", "type": "ContiguousIssue", "values": [1, 5]},
        {"name": "Rent", "type": "ContinuousIssue", "n_levels": 10, "values": [700.0, 950.5]},
        {"name": "Rooms", "type": "negmas.outcomes.DiscreteCardinalIssue", "values": [2, 4]},
    ],
    "name": "Lease",
    "type": "CartesianOutcomeSpace",
}


def workspace(domain: Domain, file: str = "lease.xml") -> Workspace:
    """The workspace of a domain."""
    files = workspace_files(imported_domain(domain, file), file=file, as_of=DAY)
    documents = [parse(text, path) for path, text in sorted(files.items()) if path != README]
    return assemble(Path(), documents)


# -- GENIUS -------------------------------------------------------------------


def test_a_domain_of_genius_has_its_issues() -> None:
    """Listed values as terms, integers and real numbers as answers with a range."""
    domain = genius_domain(GENIUS, "lease.xml", "lease")
    found = workspace(domain)
    issues = found.corpus.issues

    assert found.diagnostics == ()
    assert found.corpus.title == "Lease"
    assert [each.short for each in issues.values()] == ["Heating", "Years", "Rent", "Rooms"]
    assert [each.title for each in issues["heating"].terms.values()] == [
        "gas",
        "district heating",
    ]
    years, rent, rooms = (issues[x].answer for x in ("years", "rent", "rooms"))
    assert years is not None
    assert (years.type, years.minimum, years.maximum) == ("integer", 1, 5)
    assert rent is not None
    assert (rent.type, rent.digits, rent.minimum, rent.maximum) == ("decimal", 2, 70000, 95050)
    assert rooms is not None
    assert (rooms.minimum, rooms.maximum) == (2, 4)
    assert issues["heating"].cites == (("model", (5,)),)


def test_what_a_domain_has_besides_is_listed() -> None:
    """Agents, objectives in objectives, and that real numbers have digits here."""
    made = imported_domain(genius_domain(GENIUS, "lease.xml", "lease"), "lease.xml")

    assert [str(each) for each in made.left] == [
        "agent Landlord (line 2)",
        "objective Extras, of which the issues are here (line 13)",
        "values of Rent between those with 2 digits (line 10)",
    ]


def test_a_profile_is_a_domain_too_and_its_preferences_are_listed() -> None:
    """Weights with the names of their issues."""
    domain = genius_domain(PROFILE, "landlord.xml", "landlord")
    said = [
        "worth of the values of Heating (line 3)",
        "worth of the values of Years (line 7)",
        "weight of Heating: 0.75 (line 10)",
        "weight of Years: 0.25 (line 11)",
        "discount factor: 0.9 (line 13)",
        "reservation: 0.1 (line 14)",
    ]

    assert [each.name for each in domain.issues] == ["Heating", "Years"]
    assert [str(each) for each in domain.left] == said
    assert [str(each) for each in genius_profile(PROFILE, "p.xml")] == [
        each.replace("line ", "p.xml:") for each in said
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "<negotiation_template",
            "<!DOCTYPE a>\n<negotiation_template",
            "l:1: the XML has",
        ),
        (
            "<negotiation_template",
            '<!DOCTYPE a [<!ENTITY b "c">]>\n<negotiation_template',
            "l:1: the XML has a document type or entities",
        ),
        ("</negotiation_template>", "", "l:23: the XML is broken"),
        ('name="Heating"', 'name="&x;"', "l:5: the XML is broken: undefined entity"),
        ('name="Heating"', 'name="Rent"', "l:10: issue `Rent` is there twice"),
        (
            'value="district heating"',
            'value="gas"',
            "l:7: issue `Heating` has the value",
        ),
        ('value="gas"', 'value=" "', "l:6: a value of `Heating` has no name"),
        ('name="Heating"', 'nam="Heating"', "l:5: an issue has no name"),
        (
            'upperbound="5"',
            'upperbound="five"',
            "l:9: `upperbound` of issue `Years` is no",
        ),
        ('upperbound="5"', "", "l:9: issue `Years` has no `upperbound`"),
        (
            'upperbound="5"',
            'upperbound="0"',
            "l:9: issue `Years` has numbers from 1",
        ),
        (
            'upperbound="5"',
            'upperbound="5.5"',
            "l:9: integer issue `Years` has bounds",
        ),
        ('upperbound="5"', 'upperbound="1e30"', "l:9: issue `Years` has numbers beyond"),
        ('upperbound="5"', 'upperbound="Infinity"', "l:9: issue `Years` has no finite range"),
        ('upperbound="5"', 'upperbound="NaN"', "l:9: issue `Years` has no finite range"),
        (
            'upperbound="5"',
            f'upperbound="{"9" * 99}"',
            "l:9: `upperbound` of issue `Years` is",
        ),
        ('type="integer"', 'type="odd"', "l:9: issue `Years` is of the type `odd`"),
        ("negotiation_template", "template", "l:1: `<template>` is no domain of GENIUS"),
        (
            'name="Heating"',
            f'name="{"a" * 300}"',
            "l:5: the name of an issue has more",
        ),
    ],
)
def test_an_error_in_a_domain_says_where(old: str, new: str, said: str) -> None:
    """The line of the file, and what is wrong there."""
    assert old in GENIUS
    text = GENIUS.replace(old, new) if old.startswith("neg") else GENIUS.replace(old, new, 1)
    with pytest.raises(Refused) as refused:
        imported_domain(genius_domain(text, "l", "l"), "l")

    assert refused.value.message.startswith(said)


def test_entities_are_never_expanded() -> None:
    """Neither ones that grow nor files."""
    lol = '<!DOCTYPE lolz [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY a{x + 1} "{f"&a{x};" * 10}">' for x in range(10)
    )
    for text in (
        f"{lol}]><utility_space>&a9;</utility_space>",
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><utility_space>&e;</utility_space>',
    ):
        with pytest.raises(Refused, match="document type or entities"):
            genius_domain(text, "l", "l")


def test_deep_elements_are_refused() -> None:
    """Before anything recurses."""
    with pytest.raises(Refused, match="nested deeper than 40"):
        genius_domain("<utility_space>" + "<objective>" * 100_000, "l", "l")


# -- NegMAS -------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_an_outcome_space_of_negmas_has_its_issues(form: str) -> None:
    """As it writes them, in both forms."""
    text = json.dumps(NEGMAS, indent=2) if form == "json" else yaml.safe_dump(NEGMAS)
    domain = negmas_domain(text, f"lease.{form}", "lease")
    found = workspace(domain)
    issues = found.corpus.issues

    assert found.diagnostics == ()
    assert domain.title == "Lease"
    assert [each.title for each in issues["heating"].terms.values()] == ["gas", "no"]
    assert list(issues["rooms"].terms) == ["value-2", "value-4"]
    years, rent = issues["years"].answer, issues["rent"].answer
    assert years is not None
    assert (years.minimum, years.maximum) == (1, 5)
    assert rent is not None
    assert (rent.digits, rent.minimum, rent.maximum) == (2, 70000, 95050)
    assert bool(issues["years"].cites) == (form == "yaml")


def test_a_scenario_of_negmas_holds_its_outcome_space() -> None:
    """What else it holds is listed."""
    domain = negmas_domain(json.dumps({"outcome_space": NEGMAS, "ufuns": []}), "s.json", "s")

    assert [each.name for each in domain.issues] == ["Heating", "Years", "Rent", "Rooms"]
    assert [str(each) for each in domain.left] == ["key ufuns"]


WEB: dict[str, Any] = {
    "name": "lease",
    "issuesValues": {
        "Heating": {"values": ["gas", "electric", 3]},
        "Rent": {"range": ["0.25", "2.0", "0.5"]},
        "Years": {"range": [1, 9, 1]},
        "Rooms": {"range": ["10", "45", "10"]},
    },
}
WEB_PROFILE: dict[str, Any] = {
    "LinearAdditiveUtilitySpace": {
        "issueUtilities": {"Heating": {}, "Rent": {}},
        "issueWeights": {"Heating": 0.4, "Rent": 0.6},
        "domain": WEB,
        "name": "landlord",
        "reservationBid": {},
    }
}


def test_a_domain_of_geniusweb_has_its_issues() -> None:
    """Numbers lie a step apart, from the least one on; a profile has its domain in it."""
    domain = negmas_domain(json.dumps(WEB), "lease.json", "x")
    found = workspace(domain, "lease.json")

    assert list(found.diagnostics) == []
    assert (domain.title, domain.left) == ("lease", [])
    issues = found.corpus.issues
    assert list(issues) == ["heating", "rent", "years", "rooms"]
    assert [x.title for x in issues["heating"].terms.values()] == ["gas", "electric", "3"]
    files = workspace_files(imported_domain(domain, "l.json"), file="l.json", as_of=DAY)
    text = "".join(files.values())
    for said in (
        "{type: decimal, digits: 2, minimum: 0.25, maximum: 1.75, step: 0.5}",
        "{type: integer, minimum: 1, maximum: 9}",
        "{type: integer, minimum: 10, maximum: 40, step: 10}",
    ):
        assert f"answer: {said}\n" in text
    profile = negmas_domain(json.dumps(WEB_PROFILE), "landlord.json", "x")
    assert profile.issues == domain.issues
    told = [
        "profile landlord of the type LinearAdditiveUtilitySpace",
        "worth of the values of 2 issues",
        "weights of 2 issues",
        "key reservationBid",
    ]
    assert [str(each) for each in profile.left] == told
    given_ = negmas_profile(json.dumps(WEB_PROFILE), "landlord.json")
    assert [str(each) for each in given_] == [f"{each} (landlord.json)" for each in told]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"values": [[]]}, "the value is neither a text nor a number"),
        ({"range": ["1", "2"]}, "has neither `values` nor a `range`"),
        ({"range": ["1", "2", "a"]}, "a bound is no number: `a`"),
        ({"range": ["1", "2", "0"]}, "are 0 apart"),
        ({"range": ["1", "2", "-1"]}, "are -1 apart"),
        ({"range": ["1", "2", "0.0000000001"]}, "apart"),
        ({"range": ["2", "1", "1"]}, "has numbers from 2 to 1: none"),
        (["a"], "has neither `values` nor a `range`"),
    ],
)
def test_an_error_in_a_domain_of_geniusweb_is_named(said: object, told: str) -> None:
    """Nothing is guessed."""
    text = json.dumps({"name": "a", "issuesValues": {"x": said}})
    with pytest.raises(Refused) as raised:
        imported_domain(negmas_domain(text, "a.json", "a"), "a.json")

    assert told in str(raised.value)


def test_utility_functions_of_negmas_are_listed() -> None:
    """With what can be said of them; pickled functions are not read."""
    text = json.dumps(
        {"type": "LinearAdditiveUtilityFunction", "weights": [0.5, 0.5], "reserved_value": 0.25}
    )

    assert [str(each) for each in negmas_profile(text, "u.json")] == [
        "utility function of the type LinearAdditiveUtilityFunction (u.json)",
        "weights of 2 issues (u.json)",
        "reserved value: 0.25 (u.json)",
    ]
    assert [str(x) for x in negmas_profile("f: !!binary |\n  X19MQU1C\n", "u.yml")] == [
        "utility function (u.yml)"
    ]
    assert [
        str(x) for x in negmas_profile("a: !!python/object/apply:os.system ['true']\n", "u.yml")
    ] == ["utility function (u.yml)"]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("a.json", "{", "a.json:1: the JSON is broken"),
        ("a.json", '{"a": 1, "a": 2}', "a.json: the key `a` is there twice in one object"),
        ("a.json", "[" * 100_000, "a.json: the JSON is nested too deep"),
        ("a.json", '{"issues": NaN}', "a.json: NaN is no number that can be agreed"),
        ("a.json", f'{{"issues": {"1" * 5000}}}', "a.json: a number is too long"),
        ("a.json", "[]", "a.json: the file is no outcome space of NegMAS"),
        ("a.json", '{"issues": []}', "a.json: the domain has no issues"),
        ("a.json", '{"issues": [3]}', "a.json: issues[0]: the issue is no mapping"),
        ("a.json", '{"issues": [{}]}', "a.json: issues[0]: the issue has no `name`"),
        (
            "a.json",
            '{"issues": [{"name": "x", "type": "CallableIssue"}]}',
            "a.json: issues[0]: issue `x` is of the type `CallableIssue`",
        ),
        (
            "a.json",
            '{"issues": [{"name": "x", "type": "ContiguousIssue", "values": [1, "b"]}]}',
            "a.json: issues[0].values: a bound is no number: `b`",
        ),
        (
            "a.json",
            '{"issues": [{"name": "x", "type": "CategoricalIssue", "values": [[1]]}]}',
            "a.json: issues[0].values[0]: the value is neither a text nor a number",
        ),
        (
            "a.json",
            '{"issues": [{"name": "x\\u0007", "type": "CategoricalIssue", "values": ["a"]}]}',
            "a.json: the name of an issue holds",
        ),
        ("a.json", '{"name": "\\ud800", "issues": [1]}', "a.json: issues[0]: the issue is no"),
        (
            "a.json",
            (
                '{"name": "x\\u001b", "issues": [{"name": "x", "type": "CategoricalIssue",'
                ' "values": ["a"]}]}'
            ),
            "a.json: the name of the domain holds",
        ),
        (
            "a.json",
            '{"issues": [{"name": "x", "type": "CategoricalIssue", "values": ["\\ud800"]}]}',
            "a.json: the name of a value of `x` holds",
        ),
        ("a.yaml", "issues:\n  - name: x\n   type: y\n", "a.yaml:3: "),
        ("a.yaml", "a: &x [1]\nb: *x\n", "a.yaml:1: "),
        ("a.yaml", "issues:\n  - {name: x, type: Odd}\n", "a.yaml:2: issue `x` is of the type"),
        ("a.yaml", "a: 1\na: 2\n", "a.yaml:2: "),
    ],
)
def test_an_error_in_an_outcome_space_says_where(file: str, text: str, said: str) -> None:
    """The line, or of JSON the path."""
    with pytest.raises(Refused) as refused:
        imported_domain(negmas_domain(text, file, "a"), file)

    assert refused.value.message.startswith(said)


# -- outcomes -----------------------------------------------------------------


@laws
@given(
    st.lists(
        st.one_of(
            st.integers(1, 4).map(lambda x: DomainValues([(f"v {y}", 0) for y in range(x)])),
            st.integers(-3, 9).map(lambda x: Range(Decimal(x), Decimal(x + 3), whole=True)),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_every_outcome_is_an_agreement_and_no_other(values: list[DomainValues | Range]) -> None:
    """A range counts once, as everywhere; a draft is silent on nothing."""
    issues = [DomainIssue(f"issue {number}", each) for number, each in enumerate(values)]
    found = workspace(Domain("A domain", "domain", issues))

    assert found.diagnostics == ()
    assert zopa.ask(found).deals().count == prod(
        len(each.named) if isinstance(each, DomainValues) else 1 for each in values
    )


@laws
@given(
    st.decimals(-1000, 1000, allow_nan=False, places=12),
    st.decimals(0, 1000, allow_nan=False, places=12),
)
def test_no_number_is_outside_of_a_continuous_range(least: Decimal, more: Decimal) -> None:
    """Bounds of more digits than the format has are narrowed, and that is listed."""
    found = Range(least, least + more, whole=False)
    grid = Decimal("0.000000001")
    if found.least.quantize(grid, ROUND_CEILING) > found.most:
        with pytest.raises(Refused, match="in its range"):
            imported_domain(Domain("A", "domain", [DomainIssue("x", found)]), "a")
        return
    made = imported_domain(Domain("A", "domain", [DomainIssue("x", found)]), "a")
    answer = made.issues[0]["answer"]
    narrowed = any("instead" in str(each) for each in made.left)

    assert found.least <= answer["minimum"] <= answer["maximum"] <= found.most
    assert narrowed == ((answer["minimum"], answer["maximum"]) != (found.least, found.most))
