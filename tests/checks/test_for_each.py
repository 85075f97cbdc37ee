"""`for-each`: a term that is written once for every entity of a type."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from zopa.files import shipped
from zopa.workspace import Workspace, load

if TYPE_CHECKING:
    from pathlib import Path

    from zopa.model.corpus import Issue

CORPUS = """\
zopa: 1
title: Leases
as-of: 2025-01-01
at-the-table: [city]
"""
PARTIES = """\
parties:
  - {id: city, name: The city}
"""
STATE = """\
entity-types:
  pier:
    attributes:
      leased: {type: boolean, default: false}
      open: {type: boolean, default: true}
  berth: {attributes: {operator: {values: [city, private], default: city}}}
entities:
  north: {type: pier, title: North pier}
  south: {type: pier}
  north-one: {type: berth, of: north}
  south-one: {type: berth, of: south}
"""
EACH = """\
issues:
  - id: leases
    question: Which piers are leased?
    choose: any
    terms:
      - id: lease-$each
        for-each: pier
        title: $each is leased
        note: About $each.
        provision: {actor: city, deontic: must, aim: lease, object: $each}
        effects:
          - {entity: $each, set: {leased: true}}
          - {every: berth, where: {of: $each}, set: {operator: private}}
          - {entity: $each, when: {not: {chosen: leases/lease-$each}}, set: {open: false}}
"""
ONE = """\
      - id: lease-{id}
        title: {title} is leased
        note: About {title}.
        provision: {{actor: city, deontic: must, aim: lease, object: {id}}}
        effects:
          - {{entity: {id}, set: {{leased: true}}}}
          - {{every: berth, where: {{of: {id}}}, set: {{operator: private}}}}
          - {{entity: {id}, when: {{not: {{chosen: leases/lease-{id}}}}}, set: {{open: false}}}}
"""
TITLES = {"north": "North pier", "south": "South"}
OUT = EACH.partition("      - id")[0] + "".join(
    ONE.format(id=each, title=title) for each, title in TITLES.items()
)


def test_it_has_the_keys_of_other_terms() -> None:
    """Those that are added to one are added to the other."""
    text = (shipped("schema") / "issues.schema.json").read_text(encoding="utf-8")
    terms = json.loads(text)["$defs"]

    keys = terms["term"]["properties"].keys()

    assert terms["term-for-each"]["properties"].keys() == keys | {"for-each"}


def workspace(place: Path, issues: str) -> Workspace:
    """Load the workspace with this file of issues."""
    files = {
        "corpus.yaml": CORPUS,
        "parties.yaml": PARTIES,
        "state.yaml": STATE,
        "issues/leases.yaml": issues,
    }
    for path, text in files.items():
        file = place / "terms" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return load(place)


def plain(issue: Issue) -> Issue:
    """The issue without the origin of its terms in `for-each`."""
    terms = {name: replace(term, each=None) for name, term in issue.terms.items()}
    return replace(issue, terms=terms, written_for=())


def test_it_means_what_writing_it_out_means(tmp_path: Path) -> None:
    """Ids have the id of the entity, titles and notes its title."""
    short = workspace(tmp_path / "short", EACH)
    long = workspace(tmp_path / "long", OUT)

    assert short.diagnostics == long.diagnostics == ()
    assert plain(short.corpus.issues["leases"]) == long.corpus.issues["leases"]
    assert [str(each.each) for each in short.corpus.issues["leases"].terms.values()] == [
        "north",
        "south",
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("        for-each: pier\n", "", "ZS202", "`lease-$each` is not an id"),
        ("id: lease-$each", "id: leased", "ZX102", "term `leased` is defined twice"),
        ("for-each: pier", "for-each: peer", "ZX101", "there is no entity type `peer`"),
        ("{of: $each}", "{of: $eahc}", "ZS202", "`$eahc` is not an id"),
        ("lease-$each}}, set", "lend-$each}}, set", "ZX101", None),
        ("id: lease-$each", "id: $Each", "ZS202", "`Each` is not an id"),
    ],
)
def test_a_slip_in_it_is_reported(
    old: str, new: str, code: str, message: str | None, tmp_path: Path
) -> None:
    """By the code that it has elsewhere."""
    found = workspace(tmp_path, EACH.replace(old, new)).diagnostics

    assert code in {each.code for each in found}
    assert message is None or message in {each.message for each in found}


def test_elsewhere_it_stands_for_nothing(tmp_path: Path) -> None:
    """A rule that speaks of `$each` speaks of a term that there is not."""
    workspace(tmp_path, EACH)
    rules = tmp_path / "terms" / "rules.yaml"
    rules.write_text(
        "rules:\n  - {id: never, basis: definitional, reason: None., "
        "holds: {not: {chosen: leases/lease-$each}}}\n",
        encoding="utf-8",
    )

    found = load(tmp_path).diagnostics

    assert [each.message for each in found if each.code == "ZX101"] == [
        "`lease-$each` is not a term of issue `leases`"
    ]
