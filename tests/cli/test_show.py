"""`zopa show`: each item in full, and everything that refers to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reference import write_reference
from zopa.answers import width_of
from zopa.answers.show import show_page
from zopa.files import shipped
from zopa.interchange.listing import show_json, written
from zopa.model.cross_references import Nature, Thing, called, referring, things
from zopa.workspace import load
from zopa.writers import Style
from zopa.writers.terminal import page_text

if TYPE_CHECKING:
    from cli.conftest import Change, Fits, Zopa
    from zopa.workspace import Workspace

EXAMPLES = Path(__file__).parents[2] / "examples"
POSITION = """\
No warranty below a hundred thousand
position seller/no-cheap-warranty · terms/positions/seller.yaml:2

Party     The seller (seller)
Kind      red line
Strength  declared
Since     2025-01-01
Status    current (as of 2025-01-01)

Respected if
    if: {chosen: warranty/given}
    then: {entity: agreement, holds: {price: {at-least: 100}}}

Ids used above
  warranty/given: A warranty is given

Statements
  Below a hundred the seller gives no warranty.
    source  Counsel for the seller, 2025-01-01, minutes ¶2
    id      seller-on-warranty

Referred to by
  scenarios (expect it crossed): first-draft
"""
RECORD = """events:
  - {id: price, title: The price is named, when: 2025-01-01, cites: {minutes: [1]}}
changes:
  - id: softer
    party: seller
    issue: warranty
    nature: made more precise
    steps:
      - when: 2025-01-01
        position: seller/no-cheap-warranty
        what: a figure is named
        cites: {minutes: [2]}
questions:
  - {id: who-pays, question: "Who pays?", said-open-by: nobody, issues: [price, warranty]}
absent: [Nobody speaks of delivery.]
"""


@pytest.fixture(scope="module")
def sample() -> Workspace:
    """The shipped corpus."""
    return load(shipped("terms").parent)


def how(workspace: Workspace, nature: Nature, name: str) -> set[tuple[str, str]]:
    """Ids that refer to an item, and the kind of each reference."""
    thing = Thing(nature, name)
    found = referring(workspace.corpus, workspace.scenarios, thing)
    return {(each.by.id, each.how) for each in found}


# -- the command --------------------------------------------------------------


def test_a_position_is_shown_whole(zopa: Zopa, workspace: Path) -> None:
    """From its title to the scenario that expects something of it."""
    ran = zopa("show", "seller/no-cheap-warranty")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == POSITION


@pytest.mark.parametrize(
    ("name", "natures"),
    [
        ("price", ["issue", "record-entry"]),
        ("price/fixed", ["term"]),
        ("buyer/at-most-ninety", ["position"]),
        ("cheap", ["rule"]),
        ("first-draft", ["scenario"]),
        ("buyer", ["party"]),
        ("buyer-counsel", ["speaker"]),
        ("lawyers", ["group"]),
        ("buyer-on-price", ["statement"]),
        ("minutes", ["source"]),
        ("agreement", ["entity-type", "entity"]),
        ("softer", ["record-entry"]),
        ("events/price", ["record-entry"]),
        ("absent-1", ["record-entry"]),
    ],
)
def test_every_nature_of_thing_can_be_shown(
    zopa: Zopa, change: Change, fits: Fits, name: str, natures: list[str]
) -> None:
    """All the things with the id, as text and as JSON."""
    rule = "{id: cheap, basis: definitional, reason: It is., holds: {silent: price}}"
    change("terms/record.yaml", "", RECORD)
    change("terms/parties.yaml", "", "groups: [{id: lawyers, name: All lawyers}]\n")
    change("terms/rules.yaml", "", f"rules: [{rule}]\n")

    text = zopa("show", name)
    ran = zopa("show", name, "--format", "json")

    assert (text.code, text.err, ran.code, ran.err) == (0, "", 0, "")
    assert text.out.count("Referred to by") == len(natures)
    assert fits("show.schema.json", ran.json) == []
    result = ran.json["result"]
    assert [each["nature"] for each in (result, *result["also"])] == natures


def test_json_has_every_field_of_the_file(zopa: Zopa, workspace: Path) -> None:
    """In the words of the format, with the full id."""
    result = zopa("show", "seller/no-cheap-warranty", "--format", "json").json["result"]

    assert result == {
        "nature": "position",
        "id": "seller/no-cheap-warranty",
        "party": "seller",
        "kind": "red-line",
        "strength": "declared",
        "title": "No warranty below a hundred thousand",
        "since": "2025-01-01",
        "holds": {
            "if": {"chosen": "warranty/given"},
            "then": {"entity": "agreement", "holds": {"price": {"at-least": 100}}},
        },
        "statements": ["seller-on-warranty"],
        "referred-to-by": [
            {"nature": "scenario", "id": "first-draft", "how": "expect.crossed"}
        ],
        "also": [],
    }


def test_an_entry_of_the_record_keeps_its_fields_apart(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """One of them is called `nature`."""
    change("terms/record.yaml", "", RECORD)

    result = zopa("show", "softer", "--format", "json").json["result"]

    assert result["nature"] == "record-entry"
    assert result["fields"]["nature"] == "made more precise"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("warrnty", "did you mean `warranty`?"),
        ("at-most-ninety", "did you mean `buyer/at-most-ninety`?"),
        ("fixed", "did you mean `price/fixed`?"),
        ("price/fixd", "did you mean `price/fixed`?"),
        ("zzzzzzzzzzzz", "positions are written party/id, terms issue/term"),
        ("", "positions are written party/id, terms issue/term"),
    ],
)
def test_an_unknown_id_is_no_success(zopa: Zopa, workspace: Path, name: str, said: str) -> None:
    """With what was meant, of all the ids that there are."""
    ran = zopa("show", name)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("zopa: nothing here is called `")
    assert said in ran.err


def test_what_can_be_shown_of_broken_terms_is_shown(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """It is said that something may be missing, beside the answer."""
    change("terms/positions/buyer.yaml", "kind: red-line", "kind: red-lin")
    change("terms/positions/seller.yaml", "warranty/given", "waranty/given")
    change("terms/statements.yaml", "speaker: seller-counsel", "speaker: nobody-known")

    ran = zopa("show", "seller/no-cheap-warranty")

    assert ran.code == 0
    assert ran.err == "zopa: files in terms/ have errors, so something may be missing here\n"
    assert zopa("show", "seller/no-cheap-warranty", "--quiet").err == ""
    assert zopa("show", "buyer/at-most-ninety").code == 2
    assert zopa("show", "seller-on-warranty").code == 0


def test_output_writes_files(zopa: Zopa, workspace: Path, tmp_path: Path) -> None:
    """As with every question."""
    ran = zopa("show", "price", f"--output=json:{tmp_path / 'price.json'}")

    assert ran.out.startswith("What is the price?\n")
    assert (tmp_path / "price.json").read_text() == zopa("show", "price", "--format=json").out


# -- the shipped corpus -------------------------------------------------------


def one_in_four(workspace: Workspace) -> list[Thing]:
    """A quarter of the items of every kind, to save time."""
    every = list(things(workspace.corpus, workspace.scenarios))
    assert {each.nature for each in every[::4]} == {each.nature for each in every}
    return every[::4]


@pytest.mark.slow
def test_things_of_the_shipped_corpus_fit_on_a_terminal(sample: Workspace) -> None:
    """80 columns, no two empty lines in a row, each with its references."""
    for name in dict.fromkeys(each.id for each in one_in_four(sample)):
        found = called(sample.corpus, sample.scenarios, name)
        pages = [page_text(show_page(sample, x), Style(enabled=False), 80) for x in found]
        text = "\n".join(pages)

        assert text.count("Referred to by\n") == len(found), name
        assert "\n\n\n" not in text, name
        assert max(map(width_of, text.splitlines())) <= 80, name


@pytest.mark.slow
def test_things_of_the_shipped_corpus_are_as_the_schema_says(
    sample: Workspace, fits: Fits
) -> None:
    """One answer holds them all."""
    every = one_in_four(sample)
    answer = {
        "format": "zopa-show",
        "version": 1,
        "context": None,
        "completeness": "proved",
        "result": show_json(sample, every),
        "diagnostics": [],
    }

    assert [each for each in fits("show.schema.json", answer) if "context" not in each] == []
    for each in every:
        if not each.id.startswith("absent/"):
            assert written(sample, each), each


@pytest.fixture(params=["peace-accord", "software-contract", "wage-round", "reference"])
def short_forms(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    """A workspace with values, milestones, cases and `for-each`."""
    if request.param == "reference":
        write_reference(tmp_path)
        return load(tmp_path)
    return load(EXAMPLES / request.param)


@pytest.mark.slow
def test_things_in_short_forms_can_be_shown(short_forms: Workspace) -> None:
    """Milestones, their days, what terms say of them, statements of positions: no exception."""
    for each in things(short_forms.corpus, short_forms.scenarios):
        page = page_text(show_page(short_forms, each), Style(enabled=False), 80)
        assert page.strip()
        assert "@" not in page
        assert show_json(short_forms, [each])["id"] == each.id


def test_a_milestone_has_the_fields_of_its_file(tmp_path: Path) -> None:
    """So does what a position says itself; an effect in a case names the case."""
    write_reference(tmp_path)
    workspace = load(tmp_path)

    assert written(workspace, Thing(Nature.ISSUE, "vote"))["latest"] == "2025-12-31"
    issue = Thing(Nature.ISSUE, "lump-sum")
    page = page_text(show_page(workspace, issue), Style(enabled=False), 80)
    assert "Provision  port-authority must pay lump sum\n" in page
    assert "Provision  union expects to see the accounts\n" in page
    said = written(workspace, Thing(Nature.STATEMENT, "port-authority-lump-sum-limit"))
    assert said["speaker"] == "director"
    term = Thing(Nature.TERM, "night-shifts/at-berth-one")
    page = page_text(show_page(workspace, term), Style(enabled=False), 80)
    assert page.count("{entity: berth-one, set: {night-shift: true}}") == 1


@pytest.mark.slow
def test_every_reference_leads_from_a_thing_to_a_thing(sample: Workspace) -> None:
    """What refers can itself be shown, but for the corpus and memberships."""
    every = set(things(sample.corpus, sample.scenarios))
    for thing in one_in_four(sample):
        for each in referring(sample.corpus, sample.scenarios, thing):
            whole = each.by.nature in {Nature.CORPUS, Nature.MEMBERSHIP}
            assert whole or each.by in every, (thing, each)


# -- who refers to what -------------------------------------------------------


def test_each_way_of_referring_is_found(workspace: Path, change: Change) -> None:
    """One of each kind."""
    change("terms/record.yaml", "", RECORD)
    change(
        "terms/parties.yaml",
        "",
        "groups: [{id: lawyers, name: All lawyers}]\n"
        "memberships:\n"
        "  - {member: buyer, group: lawyers, basis: from-source, cites: {minutes: [3]}}\n",
    )
    change(
        "terms/issues/deal.yaml",
        "      - {id: given, title: A warranty is given, effects: [{entity: agreement,",
        "      - {id: given, title: A warranty is given, statements: [seller-on-warranty],"
        " effects: [{entity: agreement, when: {chosen: price/fixed},",
    )
    change(
        "terms/positions/seller.yaml",
        "    statements:",
        "    supersedes: [buyer/at-most-ninety]\n    held-by: [buyer]\n    issues: [price]\n"
        "    bears-on: {for: [warranty/refused], against: [warranty/given]}\n    statements:",
    )
    change(
        "scenarios/first-draft.yaml",
        "",
        "at-the-table: [buyer]\nwaivers:\n"
        "  - {position: buyer/at-most-ninety, reason: a test, by: me, expires: 2026-01-01}\n",
    )
    found = load(workspace)

    seller = "seller/no-cheap-warranty"
    assert how(found, Nature.TERM, "warranty/given") == {
        (seller, "holds"),
        (seller, "bears-on.against"),
        ("first-draft", "choices"),
    }
    assert how(found, Nature.ISSUE, "price") == {
        ("warranty/given", "effects"),
        (seller, "issues"),
        ("first-draft", "choices"),
        ("questions/who-pays", "issues"),
    }
    assert how(found, Nature.POSITION, "buyer/at-most-ninety") == {
        (seller, "supersedes"),
        ("first-draft", "waivers"),
        ("first-draft", "expect.respected"),
    }
    assert how(found, Nature.POSITION, seller) == {
        ("first-draft", "expect.crossed"),
        ("changes/softer", "steps.position"),
    }
    assert how(found, Nature.PARTY, "buyer") == {
        ("corpus", "at-the-table"),
        ("buyer/at-most-ninety", "party"),
        (seller, "held-by"),
        ("first-draft", "at-the-table"),
        ("buyer-counsel", "party"),
        ("buyer/lawyers", "member"),
    }
    assert how(found, Nature.GROUP, "lawyers") == {("buyer/lawyers", "group")}
    assert how(found, Nature.STATEMENT, "seller-on-warranty") == {
        ("warranty/given", "statements"),
        (seller, "statements"),
    }
    assert how(found, Nature.SPEAKER, "seller-counsel") == {("seller-on-warranty", "speaker")}
    assert how(found, Nature.SOURCE, "minutes") == {
        ("buyer-on-price", "cites"),
        ("seller-on-warranty", "cites"),
        ("buyer/lawyers", "cites"),
        ("events/price", "cites"),
        ("changes/softer", "cites"),
    }
    assert how(found, Nature.ENTITY_TYPE, "agreement") == {("agreement", "type")}
    assert how(found, Nature.ENTITY, "agreement") == {
        ("price/fixed", "effects"),
        ("warranty/given", "effects"),
        ("buyer/at-most-ninety", "holds"),
        (seller, "holds"),
    }


def test_references_come_by_nature_in_the_order_of_the_files(sample: Workspace) -> None:
    """And each once."""
    found = referring(sample.corpus, sample.scenarios, Thing(Nature.ENTITY, "agreement"))
    natures = [list(Nature).index(each.by.nature) for each in found]

    assert natures == sorted(natures)
    assert len(set(found)) == len(found)
    positions = [each.by.id for each in found if each.by.nature == Nature.POSITION]
    assert list(dict.fromkeys(positions)) == [
        each for each in sample.corpus.positions if each in positions
    ]


def test_positions_on_an_issue_are_of_every_holder_at_the_table(
    zopa: Zopa, workspace: Path, change: Change, fits: Fits
) -> None:
    """Not only of the party under whose name they lie; nobody's at the table are last."""
    change(
        "terms/positions/seller.yaml", "    strength:", "    held-by: [buyer]\n    strength:"
    )

    ran = zopa("show", "price")
    told = zopa("show", "price", "--format", "json").json

    assert fits("show.schema.json", told) == []
    bearing = told["result"]["bearing"]
    assert bearing["positions"] == ["buyer/at-most-ninety", "seller/no-cheap-warranty"]
    assert bearing["parties"] == {
        "seller": ["seller/no-cheap-warranty"],
        "buyer": ["buyer/at-most-ninety", "seller/no-cheap-warranty"],
    }
    assert ran.out.count("    seller/no-cheap-warranty (") == 2
    change("terms/corpus.yaml", "at-the-table: [buyer, seller]", "at-the-table: [buyer]")
    assert list(
        zopa("show", "price", "--format", "json").json["result"]["bearing"]["parties"]
    ) == ["buyer"]


PLAN = Path(__file__).parents[1] / "cases" / "plan"


def test_a_contingency_is_shown_with_all_that_speaks_of_it(zopa: Zopa) -> None:
    """What acts in it, what lapses in it, what asks for something in it, what threatens it."""
    found = referring(
        load(PLAN).corpus, load(PLAN).scenarios, Thing(Nature.CONTINGENCY, "borea-attacks")
    )

    shown = zopa("-C", PLAN, "show", "borea-attacks")

    assert shown.code == 0
    assert shown.out.startswith(
        "If Borea attacks\ncontingency borea-attacks · terms/state.yaml:"
    )
    assert {(each.by.id, each.how) for each in found} == {
        ("sanctions/lifted", "lapses-in"),
        ("sanctions/lifted", "provision.or-else"),
        ("force-cap/value", "provision.or-else"),
        ("force-cap/unlimited", "provision.or-else"),
        ("guarantee/full", "effects"),
        ("guarantee/talks", "effects"),
        ("aldan/help", "holds"),
        ("aldan/snapback", "holds"),
    }


def test_effects_that_follow_in_a_case_are_no_references() -> None:
    """`guarantee/full` is named by no other term, though its case overwrites their effects."""
    workspace = load(PLAN)
    for thing in things(workspace.corpus, workspace.scenarios):
        for each in referring(workspace.corpus, workspace.scenarios, thing):
            assert "@" not in each.by.id + thing.id
            assert (thing.nature, each.how) != (Nature.ISSUE, "effects")
