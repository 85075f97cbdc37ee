"""Answers of each question in text and JSON, for small workspaces."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from cli.conftest import REPOSITORY
from snapshots import same_bytes
from zopa.answers import width_of

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Change, Zopa

CASES = REPOSITORY / "tests" / "cases"
HARBOUR = CASES / "harbour"
SNAPSHOTS = {
    "options": ("choose-between", "options", "cheese-left-open"),
    "options-set-aside": ("no-zone-three-parties", "options", "all-three"),
    "options-why": ("harbour", "options", "compromise", "--why", "strike-waiver/whole-term"),
    "deals": ("choose-between", "deals", "cheese-left-open"),
    "deals-none": ("no-zone-three-parties", "deals"),
    "deals-incoherent": ("effects-clash", "deals", "said-differently"),
    "conflicts": ("no-zone-three-parties", "conflicts"),
    "concessions": ("harbour", "concessions", "amount-open-in-april"),
    "repair": ("harbour", "repair", "machines-without-a-date"),
    "frontier": ("no-zone-three-parties", "frontier"),
    "sweep": ("readings", "sweep", "undecided-under-two-readings"),
    "coverage": ("harbour", "coverage"),
}


def squeezed(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_the_text_is_as_it_was_looked_at(
    zopa: Zopa, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 80 columns, byte for byte; asked inside the workspace, which no command names then."""
    case, *arguments = SNAPSHOTS[name]
    monkeypatch.chdir(CASES / case)

    ran = zopa(*arguments)

    assert (ran.code, ran.err) == (0, "")
    same_bytes(f"questions/{name}.txt", f"$ zopa {' '.join(arguments)}\n{ran.out}")


# -- options ------------------------------------------------------------------


def terms(answer: Any) -> dict[str, Any]:
    """Each term of an answer, by `issue/term`."""
    return {
        f"{issue['id']}/{term['id']}": term
        for issue in answer["result"]["issues"]
        for term in issue["terms"]
    }


def test_options_marks_every_term(zopa: Zopa) -> None:
    """With what excludes it, and the deals that have it."""
    ran = zopa("-C", HARBOUR, "options", "compromise", "--format", "json")

    found = terms(ran.json)
    assert found["strike-waiver/whole-term"] == {
        "id": "whole-term",
        "chosen": False,
        "mark": "excluded",
        "by": "positions",
        "crosses": [],
        "deals": "0",
        "feasible": {},
    }
    assert found["severance/law-only"]["by"] == "rules"
    assert found["severance/weeks"]["mark"] == "forced"
    assert found["cost-split/operator-share"]["chosen"]
    assert found["cost-split/operator-share"]["deals"] == "1"
    assert found["pay/raise"]["feasible"] == {"amount": [{"from": 35, "to": 38}]}
    assert ran.json["context"]["method"] == "sat+bdd"


def test_options_need_not_count(zopa: Zopa) -> None:
    """Then no number is given, and nothing is missing."""
    ran = zopa("-C", HARBOUR, "options", "compromise", "--no-count", "--format", "json")

    assert {each["deals"] for each in terms(ran.json).values()} == {None}
    assert ran.json["completeness"] == "proved"
    assert ran.json["context"]["method"] == "sat"


@pytest.mark.slow
def test_options_say_what_they_set_aside(zopa: Zopa) -> None:
    """A line that the draft crosses, and lines that clash among each other."""
    ran = zopa("-C", REPOSITORY, "options", "alaska-exchange")

    text = squeezed(ran.out)
    assert "No deal is possible with these choices." in text
    assert "The status of each term leaves these 5 positions out" in text
    assert "crossed Ukraine: Donetsk and Luhansk are not given up whole" in text
    assert "in conflict Ukraine: Talks start from the present front line; A cease" in text


def test_options_of_an_inconsistent_draft_are_the_contradiction(zopa: Zopa) -> None:
    """Every term only with --verbose; then the broken rules are left out."""
    ran = zopa("-C", HARBOUR, "options", "machines-without-a-date")
    verbose = zopa("-C", HARBOUR, "options", "machines-without-a-date", "--verbose")

    for text in (squeezed(ran.out), squeezed(verbose.out)):
        assert text.startswith("Inconsistent: ")
        assert "choice Automation: All berths of the south terminal run" in text
        assert "against rule automation-has-a-date: The port law allows no machine" in text
    assert "○" not in ran.out
    assert "options machines-without-a-date --verbose" in ran.out
    assert "● south-berths" in verbose.out


def test_options_give_a_minimal_reason(zopa: Zopa) -> None:
    """A position with its source, without any choice."""
    arguments = ("options", "compromise", "--why", "strike-waiver/whole-term")
    ran = zopa("-C", HARBOUR, *arguments)
    answer = zopa("-C", HARBOUR, *arguments, "--format", "json").json["result"]["why"]

    assert "Dockers: The right to strike stays" in ran.out
    assert "red line, constitutional" in ran.out
    assert "source   A. Lund, 2031-03-02, union-bulletin ¶2 3" in ran.out
    assert ran.out.startswith("Excluded by 1 position: As long as the agreement runs")
    assert answer["term"] == "strike-waiver/whole-term"
    assert (answer["mark"], answer["by"]) == ("excluded", "positions")
    assert answer["positions"] == ["dockers/right-to-strike"]
    assert answer["choices"] == []


def test_options_give_a_reason_of_rules(zopa: Zopa) -> None:
    """The draft's choice, and what keeps the term from standing beside it."""
    ran = zopa("-C", HARBOUR, "options", "compromise", "--why", "severance/law-only")

    text = squeezed(ran.out)
    assert text.startswith("Excluded by 1 choice and 1 rule: What the law gives")
    assert "choice Cost split: A share for the company" in text
    assert "rule cost-split applies only under its condition" in text
    assert "No agreement with the other choices has it." in text


def test_options_have_no_reason_for_what_is_possible(zopa: Zopa) -> None:
    """And say so; the JSON has none."""
    arguments = ("options", "compromise", "--why", "tone/partner")

    assert "Possible: some deals have it, some do not" in zopa("-C", HARBOUR, *arguments).out
    assert "why" not in zopa("-C", HARBOUR, *arguments, "--format", "json").json["result"]


@pytest.mark.parametrize(
    ("term", "help_text"),
    [
        ("tone/partners", "did you mean `tone/partner`?"),
        ("tone/nothing-of-the-kind", "known: `tone/partner` and `tone/counterpart`"),
        ("nothing-of-the-kind", "written as ISSUE/TERM"),
    ],
)
def test_options_know_their_terms(zopa: Zopa, term: str, help_text: str) -> None:
    """A slip is answered with what was meant."""
    ran = zopa("-C", HARBOUR, "options", "compromise", "--why", term)

    assert (ran.code, ran.out) == (2, "")
    assert f"no term `{term}`" in ran.err
    assert help_text in ran.err


# -- deals --------------------------------------------------------------------


def test_deals_are_counted_exactly(zopa: Zopa) -> None:
    """Beyond what a machine word holds, as text; shares in lowest terms."""
    ran = zopa("-C", REPOSITORY, "deals", "article5-like-without-nato", "--format", "json")

    result = ran.json["result"]
    assert result["exists"]
    assert int(result["count"]) > 2**60
    assert int(result["count"]) < int(result["coherent"])
    assert result["shares"]["ceasefire-sequencing/ceasefire-first"] == "1/1"
    assert result["shares"]["ceasefire-sequencing/direct-to-final-agreement"] == "0/1"
    assert len(result["deals"]) == 3


@pytest.mark.parametrize("number", [0, 1, 5])
def test_deals_shows_as_many_as_asked(zopa: Zopa, number: int) -> None:
    """Each another one."""
    ran = zopa("-C", HARBOUR, "deals", "--examples", str(number), "--format", "json")

    shown = [json.dumps(each, sort_keys=True) for each in ran.json["result"]["deals"]]
    assert len(set(shown)) == number


def test_deals_need_not_be_counted(zopa: Zopa) -> None:
    """Existence is proved all the same."""
    ran = zopa("-C", HARBOUR, "deals", "--no-count")

    assert squeezed(ran.out).startswith(
        "A deal is possible: some agreement respects all 17 positions. Exact."
    )
    assert "Deals are not counted (--no-count)." in ran.out


def test_an_example_names_ranges_not_values(zopa: Zopa) -> None:
    """What the blank could be without any other verdict."""
    ran = zopa("-C", HARBOUR, "deals", "amount-open", "--examples", "1")

    assert "Pay: A raise of the basic pay (amount 35 to 38 per mille)" in ran.out


def test_rules_that_contradict_are_nobodys_doing(zopa: Zopa) -> None:
    """Another answer than no zone, with another way on."""
    for question in ("deals", "conflicts", "concessions", "frontier"):
        ran = zopa("-C", CASES / "effects-clash", question, "said-differently")

        assert "contradict the rules" in squeezed(ran.out).replace("contradicts", "contradict")
        assert re.search("(check|repair) said-differently", squeezed(ran.out))


# -- conflicts ----------------------------------------------------------------


def test_conflicts_print_every_position_with_its_source(zopa: Zopa) -> None:
    """Party, title, kind, strength, reading, who said it where."""
    ran = zopa("-C", REPOSITORY, "conflicts", "alaska-exchange")

    text = squeezed(ran.out)
    assert text.startswith("No deal: 3 conflicts. Exact. alaska-exchange · as of 2025-08-17")
    assert "Ukraine: Donetsk and Luhansk are not given up whole red line, repeated" in text
    assert "crossed by the draft's choices alone; strongest positions reading Not all" in text
    assert "source Volodymyr Zelensky" in text
    assert "s003 ¶13" in text


@pytest.mark.slow
def test_conflicts_stop_at_a_limit_and_say_so(zopa: Zopa) -> None:
    """What is listed is right."""
    ran = zopa("-C", REPOSITORY, "conflicts", "--limit", "2", "--format", "json")
    text = zopa("-C", REPOSITORY, "conflicts", "--limit", "2").out

    assert ran.json["completeness"] == "at-least"
    assert len(ran.json["result"]["conflicts"]) == 2
    assert "at least 2 conflicts" in text
    assert "Partial (--limit): more may exist." in squeezed(text)


def test_a_conflict_of_all_three(zopa: Zopa) -> None:
    """Any two can hold; the one conflict has each of them."""
    ran = zopa("-C", CASES / "no-zone-three-parties", "conflicts", "--format", "json")

    result = ran.json["result"]
    assert result["conflicts"] == [
        {"positions": ["coast/own-stop", "hills/own-stop", "valley/own-stop"]}
    ]
    assert result["preferred"] == result["conflicts"][0]
    assert result["appearances"] == dict.fromkeys(result["conflicts"][0]["positions"], 1)
    assert result["positions"]["coast/own-stop"]["strength"] == "declared"


# -- concessions --------------------------------------------------------------


def test_the_ledger_by_party(zopa: Zopa) -> None:
    """Who can do what, who is opposed, what is enough alone, and the least shift."""
    ran = zopa("-C", HARBOUR, "concessions", "amount-open-in-april", "--format", "json")

    result = ran.json["result"]
    assert not result["zone"]
    assert result["concessions"] == [
        {"positions": ["dockers/four-per-cent"]},
        {"positions": ["port-authority/raise-cap"]},
    ]
    assert result["parties"]["dockers"] == {
        "alone": True,
        "need-not-move": True,
        "self-contradictory": False,
        "contradictory-by-themselves": False,
        "crossed": [],
    }
    assert result["opposed"] == [["dockers", "port-authority"]]
    assert result["pivotal"] == ["dockers/four-per-cent", "port-authority/raise-cap"]
    assert result["responsibility"]["dockers/four-per-cent"] == "1/1"
    assert [(each["stated"], each["enough"]) for each in result["shifts"]] == [
        (40, 38),
        (38, 40),
    ]


def test_the_concession_sets_in_words(zopa: Zopa) -> None:
    """How many positions, each party's share, who is opposed, the first of the sets."""
    text = squeezed(zopa("-C", REPOSITORY, "concessions").out)

    assert text.startswith("No deal. A deal needs at least 5 positions dropped. Exact.")
    assert "Ukraine in 22 of 24 concession sets Russia in 22 of 24 US in 16 of 24" in text
    assert "EU, Europe, Germany, UK, Norway in none" in text
    assert "Opposed (their positions exclude a deal): France and US;" in text
    assert "12 more: --verbose lists all." in text


def test_the_concession_sets_in_detail(zopa: Zopa) -> None:
    """All sets, and each position in them once, with strength, source and share."""
    text = squeezed(zopa("-C", REPOSITORY, "concessions", "--verbose").out)

    assert "more: --verbose" not in text
    assert " 24 " in text
    _, _, positions = text.partition("Positions in the concession sets")
    assert positions.count("No territory is transferred as the price of peace") == 1
    assert "peace red line, repeated in 16 of 24 sets; with at least 4 others" in positions


@pytest.mark.parametrize(
    "command",
    ["concessions", "frontier", "conflicts", "check", "options", "repair", "sweep"],
)
@pytest.mark.parametrize(
    "name", ["The long and winding association " * 2, "長い名前の組合" * 6]
)
def test_long_names_are_folded(
    zopa: Zopa, workspace: Path, change: Change, command: str, name: str
) -> None:
    """No line is wider than the page, and nothing is squeezed into a column of few cells."""
    change("terms/parties.yaml", "name: The seller", f"name: {name}")
    change("terms/positions/buyer.yaml", "at-most: 90", "at-most: 80")

    lines = zopa(command, "first-draft").out.splitlines()

    assert max(map(width_of, lines)) <= 80
    assert sum(0 < len(line.strip()) < 3 for line in lines) < 5


def test_with_a_zone_nobody_has_to_move(zopa: Zopa) -> None:
    """The one concession is empty."""
    ran = zopa("-C", HARBOUR, "concessions", "compromise")
    answer = zopa("-C", HARBOUR, "concessions", "compromise", "--format", "json")

    assert ran.out.startswith("No concession needed: a deal with these choices respects")
    assert answer.json["result"]["concessions"] == [{"positions": []}]


@pytest.mark.slow
def test_a_party_that_the_choices_go_against(zopa: Zopa) -> None:
    """It is in every set, and in detail the text says why."""
    command = ("-C", REPOSITORY, "concessions", "alaska-exchange")

    assert "Ukraine in all 4 concession sets; sufficient alone" in squeezed(zopa(*command).out)
    detailed = squeezed(zopa(*command, "--verbose").out)
    assert "Ukraine is in every set: the choices cross Donetsk and Luhansk" in detailed


# -- repair -------------------------------------------------------------------


def test_repair_changes_as_little_as_possible(zopa: Zopa) -> None:
    """One issue, and what that means for whom."""
    ran = zopa("-C", HARBOUR, "repair", "guarantee-lapses", "--format", "json")

    result = ran.json["result"]
    assert (result["distance"], result["total"]) == (1, 1)
    assert result["repairs"][0]["changes"] == [
        {"issue": "strike-waiver", "from": "silent", "to": "during-talks"}
    ]
    assert result["repairs"][0]["prices"]["dockers"]["relieved"] == ["dockers/no-layoffs"]
    assert "pay" in result["repairs"][0]["choices"]


def test_repair_keeps_what_is_to_be_kept(zopa: Zopa) -> None:
    """Another way out, or none."""
    ran = zopa("-C", HARBOUR, "repair", "guarantee-lapses", "--keep", "strike-waiver")

    assert "  Strike waiver  " not in ran.out
    assert ran.out.startswith("No deal that keeps Strike waiver, even if every other choice")
    assert "change" in ran.out
    assert "repair guarantee-lapses --keep strike-waiver --" in ran.out


def test_repair_says_when_there_is_none(zopa: Zopa) -> None:
    """Because no deal exists at all, with what to ask then."""
    ran = zopa("-C", REPOSITORY, "repair", "alaska-exchange")

    assert ran.out.startswith("No deal, even if every choice changes: no agreement respects ")
    assert "The nearest deals leave these 6 positions out" in ran.out
    assert "No change needed without them: the draft can be completed to a deal." in ran.out
    assert "repair alaska-exchange --waive POSITION" in ran.out
    assert " concessions --as-of" in ran.out


def test_repair_of_a_deal_changes_nothing(zopa: Zopa) -> None:
    """A blank that is open is filled in."""
    assert "is a deal" in zopa("-C", HARBOUR, "repair", "compromise").out
    assert "amount 35 to 38" in zopa("-C", HARBOUR, "repair", "amount-open").out


def test_repairs_that_share_changes_say_them_once(zopa: Zopa) -> None:
    """And how many more there are."""
    ran = zopa("-C", HARBOUR, "repair", "company-paper", "--limit", "2")

    assert "In every way\n" in ran.out
    assert ran.out.count("  Leases  ") == 1
    assert "(16 ways, 2 shown)" in squeezed(ran.out)
    assert "--limit N shows more ways." in ran.out


@pytest.mark.parametrize(
    ("issue", "message", "help_text"),
    [
        ("stike-waiver", "no issue `stike-waiver`", "did you mean `strike-waiver`?"),
        ("pay", "the draft does not decide `pay`", "decided: `automation`"),
    ],
)
def test_repair_keeps_only_what_is_decided(
    zopa: Zopa, issue: str, message: str, help_text: str
) -> None:
    """A name that keeps nothing is a mistake."""
    ran = zopa("-C", HARBOUR, "repair", "machines-without-a-date", "--keep", issue)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert help_text in ran.err


# -- frontier -----------------------------------------------------------------


def test_the_frontier_has_a_point_for_each_way_to_lose(zopa: Zopa) -> None:
    """Three parties, one of whom goes without."""
    ran = zopa("-C", CASES / "no-zone-three-parties", "frontier", "--format", "json")

    points = ran.json["result"]["points"]
    assert sorted(each["crossed"] for each in points) == [
        ["coast/own-stop"],
        ["hills/own-stop"],
        ["valley/own-stop"],
    ]
    assert all(sum(cost["declared"] for cost in each["costs"].values()) == 1 for each in points)


@pytest.mark.parametrize(
    ("hills", "valley"),
    [
        ("9007199254740993", "9007199254740992"),
        ("12345678901234567890123456789012", "1"),
    ],
)
def test_weights_of_many_digits_are_exact(
    zopa: Zopa, tmp_path: Path, hills: str, valley: str
) -> None:
    """Beyond what a JSON reader can hold as a number: sums are texts there."""
    file = tmp_path / "weights.yaml"
    file.write_text(
        f"weights: {{hills/own-stop: {hills}, valley/own-stop: {valley}, coast/own-stop: 1}}\n"
    )
    answer = zopa(
        *("-C", CASES / "no-zone-three-parties", "frontier"),
        *("--weights", file, "--format", "json"),
    ).json["result"]

    costs = [each["costs"] for each in answer["points"]]
    assert {each["hills"] for each in costs} == {"0", hills}
    assert {each["valley"] for each in costs} == {"0", valley}


def test_the_analysts_weights_decide_instead_of_strengths(zopa: Zopa, tmp_path: Path) -> None:
    """A position without a weight costs nothing."""
    file = tmp_path / "weights.yaml"
    file.write_text("weights: {hills/own-stop: 2.5, valley/own-stop: 3}\n")
    ran = zopa("-C", CASES / "no-zone-three-parties", "frontier", "--weights", file)
    answer = zopa(
        *("-C", CASES / "no-zone-three-parties", "frontier"),
        *("--weights", file, "--format", "json"),
    ).json["result"]

    assert answer["weighted"]
    assert [each["costs"] for each in answer["points"]] == [
        {"coast": "0", "hills": "0", "valley": "0"}
    ]
    assert "the sum of your weights" in squeezed(ran.out)


def test_bargaining_points_say_what_no_deal_costs_and_which_tie(
    zopa: Zopa, tmp_path: Path
) -> None:
    """The file says what no deal costs a party; without weights there are no such points."""
    file = tmp_path / "weights.yaml"
    file.write_text(
        "weights: {hills/own-stop: 4, valley/own-stop: 6, coast/own-stop: 5}\n"
        "disagreement: {hills: 5, coast: 6}\n"
    )
    ask = ("-C", CASES / "no-zone-three-parties", "frontier")
    said = squeezed(zopa(*ask, "--weights", file).out)
    answer = zopa(*ask, "--weights", file, "--format", "json").json["result"]

    assert "Egalitarian 2 and 3 tie smallest gain" in said
    assert "Nash 2 product of the gains" in said
    assert "no deal, which costs The coast 6, The hills 5 and The valley 6." in said
    assert answer["bargaining"]["disagreement"] == {"coast": "6", "hills": "5", "valley": "6"}
    assert answer["bargaining"]["solutions"]["egalitarian"] == {
        "points": [1, 2],
        "reached": "1",
    }
    assert zopa(*ask, "--format", "json").json["result"]["bargaining"] is None
    assert "Bargaining" not in zopa(*ask).out


def test_a_trade_off_that_is_worse_than_no_deal_is_not_picked(
    zopa: Zopa, tmp_path: Path
) -> None:
    """Where all are, none is."""
    file = tmp_path / "weights.yaml"
    weights = "weights: {hills/own-stop: 4, valley/own-stop: 6, coast/own-stop: 5}\n"
    ask = ("-C", CASES / "no-zone-three-parties", "frontier", "--weights", file)
    file.write_text(f"{weights}disagreement: {{hills: 3}}\n")
    some = squeezed(zopa(*ask).out)
    file.write_text(f"{weights}disagreement: {{hills: 3, valley: 3, coast: 3}}\n")
    none = squeezed(zopa(*ask).out)

    assert "1 trade-off is worse for a party than no deal, and not picked." in some
    assert "3 trade-offs are worse for a party than no deal, and not picked." in none
    assert "Utilitarian none" in none


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("weights: {hills/own-stopp: 1}\n", "ZX101"),
        ("weights: {hills/own-stop: much}\n", "ZS201"),
        ("weights: {hills/own-stop: true}\n", "ZS201"),
        ("weights: {hills/own-stop: -1}\n", "ZS205"),
        ("weights: [1]\n", "ZS201"),
        ("weights: {}\ndisagreement: {hill: 1}\n", "ZX101"),
        ("weights: {}\ndisagreement: {hills: x}\n", "ZS201"),
        ("weights: {}\ndisagreement: {hills: -1}\n", "ZS205"),
        ("weights: {}\ndisagreement: 1\n", "ZS201"),
        ("weight: {hills/own-stop: 1}\n", "ZS101"),
        ("title: x\n", "ZS102"),
        ("weights: {hills/own-stop: 1\n", "ZY"),
        ("[]\n", "Z"),
        ("", "Z"),
        (None, "ZI"),
    ],
)
def test_weights_that_cannot_be_used(
    zopa: Zopa, tmp_path: Path, text: str | None, code: str
) -> None:
    """A diagnostic says where and why; the question is not answered."""
    file = tmp_path / "weights.yaml"
    if text is not None:
        file.write_text(text)

    ran = zopa("-C", CASES / "no-zone-three-parties", "frontier", "--weights", file)

    assert (ran.code, ran.out) == (2, "")
    assert f"[{code}" in ran.err
    assert "cannot use the weights" in ran.err


# -- sweep --------------------------------------------------------------------


def test_the_sweep_names_the_reading_that_decides(zopa: Zopa) -> None:
    """With what it leads to, both ways."""
    ran = zopa("-C", HARBOUR, "sweep", "amount-open")
    readings = zopa("-C", HARBOUR, "sweep", "amount-open", "--format", "json").json["result"][
        "readings"
    ]

    assert readings["decisive"] == ["dockers/right-to-strike"]
    assert readings["closing"] == [{"dockers/right-to-strike": "any-waiver"}]
    assert readings["opening"] == [{"dockers/right-to-strike": ["whole-term"]}]
    assert readings["verdicts"] == {
        "dockers/right-to-strike": {"any-waiver": "crossed", "whole-term": "respected"}
    }
    assert "No deal if\n    Dockers: The right to strike stays is read as" in ran.out
    assert "--reading dockers/right-to-strike=any-waiver\n" in ran.out


def test_the_sweep_names_the_days_on_which_the_answer_turned(zopa: Zopa) -> None:
    """And what began or ended then."""
    text = squeezed(zopa("-C", HARBOUR, "sweep", "amount-open", "--verbose").out)

    assert "readings and dates from 2031-03-05 to 2031-05-14 do." in text
    assert "2031-03-05 no deal 5 0 +2" in text
    assert "2031-05-15 deal possible 17 0 -1 evaluated" in text
    assert "2031-05-15 - Dockers: No machine runs a deep berth" in text
    assert text.count("evaluated") == 1


@pytest.mark.slow
def test_the_sweep_sets_doubtful_lines_apart(zopa: Zopa) -> None:
    """Reported and indicated ones."""
    answer = zopa("-C", REPOSITORY, "sweep", "alaska-exchange", "--format", "json").json
    sourcing = answer["result"]["sourcing"]

    assert "russia/rejects-ceasefire" in sourcing["weak"]
    assert sourcing["crossed"] == ["ukraine/rules-out-all-of-donbas"]
    assert not sourcing["possibly"]
    text = squeezed(zopa("-C", REPOSITORY, "sweep", "alaska-exchange").out)
    assert "4 of 20 positions are weakly sourced" in text
    assert "Without them: still no deal." in text
    assert "Crossed and not weakly sourced: Ukraine: Donetsk and Luhansk" in text


# -- coverage -----------------------------------------------------------------


def test_coverage_lists_the_gaps(zopa: Zopa) -> None:
    """On a day: what had not begun then is listed as such."""
    ran = zopa("-C", HARBOUR, "coverage")
    early = zopa("-C", HARBOUR, "coverage", "--as-of", "2031-03-02", "--format", "json").json

    assert "Issues without a red line, demand or preference: 3" in ran.out
    assert squeezed("Where do the talks take place? room") in squeezed(ran.out)
    assert "port-authority/raise-cap" in early["result"]["not-yet"]
    assert early["context"]["as-of"] == "2031-03-02"
