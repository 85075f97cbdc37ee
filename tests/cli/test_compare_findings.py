"""`zopa compare --since` as findings: each weakening is reported, in any format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from cli.conftest import REPOSITORY, git
from snapshots import same_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.conftest import Change, Commit, Fits, Zopa

BUYER, SELLER = "terms/positions/buyer.yaml", "terms/positions/seller.yaml"
DRAFT, CORPUS = "scenarios/first-draft.yaml", "terms/corpus.yaml"
ISSUES, STATE = "terms/issues/deal.yaml", "terms/state.yaml"
WAIVER = "{position: seller/no-cheap-warranty, reason: paused, by: me, expires: 2025-02-01}"
RULE = """rules:
  - id: warranty-has-a-price
    basis: definitional
    reason: A warranty is given with a price.
    holds: {if: {chosen: warranty/given}, then: {not: {silent: price}}}
"""
SCHEMAS = REPOSITORY / "tests" / "formats"
EXCHANGE = ("sarif", "junit", "gitlab", "rdjson", "github")

Found = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def changes(zopa: Zopa, commit: Commit) -> Callable[[], Found]:
    """Each finding since HEAD, by code and `path:line`."""

    def found() -> Found:
        ran = zopa("compare", "--since", "HEAD", "--format", "jsonl")
        assert (ran.code, ran.err) == (0, "")
        each = [json.loads(line) for line in ran.out.splitlines()[:-1]]
        places = [
            (x["code"], f"{x['primary']['path']}:{x['primary']['range']['start']['line']}")
            for x in each
        ]
        return dict(zip(places, each, strict=True))

    return found


TERM = {("ZD207", f"{ISSUES}:12")}
EDITS: list[tuple[tuple[str, str, str], set[tuple[str, str]]]] = [
    ((BUYER, "at-most: 90", "at-most: 95"), {("ZD102", f"{BUYER}:8")}),
    ((BUYER, "at-most: 90", "at-most: 85"), {("ZD203", f"{BUYER}:8")}),
    ((BUYER, "at-most: 90", "below: 91"), set()),
    ((BUYER, "kind: red-line", "kind: demand"), {("ZD102", f"{BUYER}:4")}),
    ((BUYER, "strength: declared", "strength: reported"), {("ZD102", f"{BUYER}:5")}),
    ((BUYER, "strength: declared", "strength: constitutional"), {("ZD203", f"{BUYER}:5")}),
    ((BUYER, "2025-01-01\n", "2025-01-01\n    until: 2025-06-01\n"), {("ZD102", f"{BUYER}:8")}),
    ((BUYER, "title: Ninety", "title: At most ninety"), set()),
    ((BUYER, "  - id", "  # why\n  - id"), set()),
    ((BUYER, "statements:", "held-by: [seller]\n    statements:"), {("ZD203", f"{BUYER}:9")}),
    ((DRAFT, "deal: false", "coherent: true"), {("ZD106", f"{DRAFT}:5")}),
    ((DRAFT, "  deal: false\n", ""), {("ZD106", f"{DRAFT}:5")}),
    (
        (DRAFT, "expect:\n  deal: false\n", "hold: [preference]\nexpect:\n  coherent: true\n"),
        {
            ("ZD104", f"{DRAFT}:1"),
            ("ZD106", f"{DRAFT}:6"),
            ("ZD205", f"{DRAFT}:1"),
        },
    ),
    ((DRAFT, "amount: 85", "amount: 95"), {("ZD205", f"{DRAFT}:1")}),
    ((CORPUS, "as-of: 2025-01-01", "as-of: 2025-01-02"), {("ZD210", f"{CORPUS}:5")}),
    ((ISSUES, "set: {price: $amount}", "set: {price: 10}"), {("ZD207", f"{ISSUES}:5")}),
    ((ISSUES, "maximum: 200", "maximum: 150"), {("ZD207", f"{ISSUES}:5")}),
    ((ISSUES, "A warranty is given, effects", "Given, effects"), set()),
    ((ISSUES, ", effects: [{entity: agreement, set: {warranty: true}}]", ""), TERM),
    (
        (ISSUES, "question: Is there a warranty?", "question: Is there?\n    choose: any"),
        {("ZD207", f"{ISSUES}:9")},
    ),
    (
        (STATE, "default: false", "default: true"),
        {("ZD209", f"{STATE}:6"), ("ZD209", f"{STATE}:8")},
    ),
    ((STATE, "title: Price", "title: The price"), set()),
]


@pytest.mark.parametrize(("edit", "expected"), EDITS)
def test_a_change_is_found_where_it_is(
    changes: Callable[[], Found],
    change: Change,
    edit: tuple[str, str, str],
    expected: set[tuple[str, str]],
) -> None:
    """With its code; what means the same is no change."""
    change(*edit)

    assert set(changes()) == expected


@pytest.mark.parametrize("edit", EDITS)
def test_what_a_gate_names_is_what_is_found(
    zopa: Zopa, commit: Commit, change: Change, edit: tuple[tuple[str, str, str], Any]
) -> None:
    """Both are about the same red lines; `--fail-on weaker` makes them errors."""
    change(*edit[0])

    ran = zopa("compare", "--since", "HEAD", "--fail-on", "weaker", "--format", "jsonl")
    *found, end = map(json.loads, ran.out.splitlines())
    lines = {x["data"]["position"] for x in found if x["code"] in {"ZD101", "ZD102"}}
    result = zopa("compare", "--since", "HEAD", "--format", "json").json["result"]
    assert sorted(lines) == result["red-lines-weaker"]
    assert {x["code"] for x in found if x["severity"] == "error"} <= {"ZD101", "ZD102"}
    assert ran.code == end["run"]["exit_code"] == end["summary"]["error"] == len(lines)
    assert end["run"]["fail_on"] == "weaker"


def test_what_starts_from_a_changed_draft_has_changed(
    changes: Callable[[], Found], workspace: Path, change: Change, commit: Commit
) -> None:
    """In its own file, for it says something else now."""
    second = "scenarios/second.yaml"
    change(second, "", "title: The second\nfrom: first-draft\nchoices: {warranty: silent}\n")
    commit()

    change(DRAFT, "amount: 85", "amount: 95")

    assert set(changes()) == {("ZD205", f"{DRAFT}:1"), ("ZD205", f"{second}:1")}


def removed(workspace: Path, change: Change) -> None:
    """Remove the buyer's red line from a file that stays, and all references to it."""
    line = (workspace / BUYER).read_text(encoding="utf-8").removeprefix("positions:\n")
    change(BUYER, line, line.replace("at-most-ninety", "other").replace("red-line", "demand"))
    change(DRAFT, "  respected: [buyer/at-most-ninety]\n", "")


def test_a_red_line_that_is_gone_is_reported_where_it_was(
    changes: Callable[[], Found], workspace: Path, change: Change
) -> None:
    """With its words from the revision, and with what asks for the same now."""
    removed(workspace, change)

    found = changes()

    assert set(found) == {
        ("ZD101", f"{BUYER}:2"),
        ("ZD106", f"{DRAFT}:5"),
        ("ZD204", f"{BUYER}:2"),
    }
    gone = found["ZD101", f"{BUYER}:2"]
    assert gone["severity"] == "warning"
    assert gone["message"] == "red line `buyer/at-most-ninety` is gone"
    assert gone["related"][0]["path"] == f"HEAD:{BUYER}"
    assert "`buyer/other` is new and asks for the same" in gone["notes"]


def test_a_red_line_whose_file_is_gone_has_its_old_place(
    zopa: Zopa, changes: Callable[[], Found], workspace: Path, change: Change
) -> None:
    """There is no other."""
    change(DRAFT, "  respected: [buyer/at-most-ninety]\n", "")
    (workspace / BUYER).unlink()

    assert ("ZD101", f"{BUYER}:2") in changes()
    text = zopa("compare", "--since", "HEAD", "--format", "full").out
    assert f"--> {BUYER}:2:9\n" in text
    assert f"::: HEAD:{BUYER}:2:9\n" in text
    assert "2 |   - id: at-most-ninety" in text


def test_a_line_above_that_is_new_moves_no_place(
    changes: Callable[[], Found], workspace: Path, change: Change
) -> None:
    """What is gone is reported at the line that took its place."""
    removed(workspace, change)
    change(BUYER, "positions:", "# one\n# two\npositions:")

    assert ("ZD101", f"{BUYER}:4") in changes()


def test_a_file_with_another_name_is_no_change(
    zopa: Zopa, changes: Callable[[], Found], workspace: Path
) -> None:
    """Of positions, terms or a scenario."""
    for path in (BUYER, ISSUES, DRAFT):
        file = workspace / path
        file.rename(file.with_name(f"another-{file.name}"))

    assert changes() == {}
    assert zopa("compare", "--since", "HEAD", "--fail-on", "note").code == 0


def test_a_scenario_that_is_gone_is_reported(
    changes: Callable[[], Found], workspace: Path, change: Change
) -> None:
    """With what it expected; so is one that expects less under another name."""
    text = (workspace / DRAFT).read_text(encoding="utf-8")
    (workspace / DRAFT).unlink()
    change("scenarios/second.yaml", "", text.replace("  deal: false\n", ""))

    found = changes()

    assert set(found) == {("ZD107", f"{DRAFT}:1")}
    assert "it expected `deal: false`" in found["ZD107", f"{DRAFT}:1"]["notes"]


def test_a_waiver_is_reported_wherever_it_is_new(
    changes: Callable[[], Found], workspace: Path, change: Change
) -> None:
    """In an old scenario and in a new one; the reason is given."""
    change(DRAFT, "  crossed: [seller/no-cheap-warranty]\n", "")
    change(DRAFT, "deal: false", "deal: true")
    change(DRAFT, "", f"waivers:\n  - {WAIVER}\n")
    change("scenarios/new.yaml", "", f"title: New\nwaivers: [{WAIVER}]\nchoices: {{}}\n")

    found = changes()

    assert set(found) == {
        ("ZD105", f"{DRAFT}:9"),
        ("ZD105", "scenarios/new.yaml:2"),
        ("ZD106", f"{DRAFT}:5"),
        ("ZD106", f"{DRAFT}:6"),
        ("ZD205", f"{DRAFT}:1"),
    }
    notes = found["ZD105", f"{DRAFT}:9"]["notes"]
    assert notes[0] == "the reason given, by me: paused"
    assert found["ZD106", f"{DRAFT}:6"]["data"]["after"] == "deal: true"


def test_a_party_that_left_takes_its_lines_along(
    zopa: Zopa, changes: Callable[[], Found], change: Change
) -> None:
    """One finding for all of them; a warning, or an error for the gate."""
    change(CORPUS, "at-the-table: [buyer, seller]", "at-the-table: [seller]")
    change(DRAFT, "  respected: [buyer/at-most-ninety]\n", "")

    found = changes()

    assert ("ZD103", f"{CORPUS}:6") in found
    assert found["ZD103", f"{CORPUS}:6"]["data"]["red-lines"] == ["buyer/at-most-ninety"]
    gate = zopa("compare", "--since", "HEAD", "--fail-on", "weaker", "--format", "concise")
    assert gate.code == 1
    assert f"{CORPUS}:6:1: error[ZD103]" in gate.out


def everything(workspace: Path, change: Change) -> None:
    """Make a change of every kind."""
    removed(workspace, change)
    change(SELLER, "at-least: 100", "at-least: 90")
    change(DRAFT, "", f"waivers:\n  - {WAIVER}\n")
    change(DRAFT, "crossed: [seller/no-cheap-warranty]", "coherent: true")
    change(DRAFT, "deal: false", "deal: true")
    change("terms/rules.yaml", "", RULE)
    change(ISSUES, "maximum: 200", "maximum: 150")
    change(STATE, "default: 0", "default: 1")
    change(CORPUS, "as-of: 2025-01-01", "as-of: 2025-01-02")


def test_the_text_is_as_it_was_looked_at(
    zopa: Zopa, workspace: Path, commit: Commit, change: Change
) -> None:
    """Whole and in short; on a build server's log too."""
    everything(workspace, change)

    for form in ("full", "concise", "github"):
        ran = zopa("compare", "--since", "HEAD", "--format", form)

        assert (ran.code, ran.err) == (0, "")
        same_bytes(f"questions/compare-findings-{form}.txt", ran.out)


@pytest.mark.usefixtures("commit")
def test_every_format_has_every_change(
    zopa: Zopa, workspace: Path, change: Change, tmp_path: Path, fits: Fits
) -> None:
    """Several at once; paths are ones of the repository, and no file is written twice."""
    everything(workspace, change)
    forms = (*EXCHANGE, "json", "jsonl", "full", "concise")
    targets = {form: tmp_path / f"out.{form}" for form in forms}

    ran = zopa(
        "compare",
        "--since",
        "HEAD",
        *(f"--output={form}:{file}" for form, file in targets.items()),
    )

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == zopa("compare", "--since", "HEAD", "--format", "text").out
    told = {form: file.read_text(encoding="utf-8") for form, file in targets.items()}
    *found, end = map(json.loads, told["jsonl"].splitlines())
    assert fits("diagnostics.schema.json", {**end, "diagnostics": found}) == []
    codes = sorted(x["code"] for x in found)
    standard = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert Draft202012Validator(standard).is_valid(json.loads(told["sarif"]))
    [run] = json.loads(told["sarif"])["runs"]
    assert run["automationDetails"]["id"] == "zopa/compare/"
    assert sorted(x["ruleId"] for x in run["results"]) == codes
    assert sorted(x["check_name"] for x in json.loads(told["gitlab"])) == codes
    reviewed = json.loads(told["rdjson"])["diagnostics"]
    assert sorted(x["code"]["value"] for x in reviewed) == codes
    cases = ET.fromstring(told["junit"]).iter("failure")
    assert sorted(x.attrib["type"][-6:-1] for x in cases) == codes
    for form in ("sarif", "gitlab", "rdjson"):
        assert "HEAD:" not in told[form]
    assert told["github"].count("\n::") + 1 == len(codes)
    assert json.loads(told["json"])["format"] == "zopa-compare"
    assert all(code in told["full"] and code in told["concise"] for code in codes)


def test_paths_are_those_of_the_repository(
    zopa: Zopa, workspace: Path, commit: Commit, change: Change, tmp_path: Path
) -> None:
    """The workspace may be a folder of it; also for what is gone."""
    git(workspace, "mv", "-k", "terms", "scenarios", ".")
    (workspace / "talks").mkdir()
    git(workspace, "mv", "terms", "scenarios", "talks")
    commit()
    (workspace / "talks" / BUYER).unlink()
    change(f"talks/{DRAFT}", "  respected: [buyer/at-most-ninety]\n", "")

    ran = zopa("-C", "talks", "compare", "--since", "HEAD", "--format", "gitlab")

    paths = {x["check_name"]: x["location"]["path"] for x in ran.json}
    assert paths == {"ZD101": f"talks/{BUYER}", "ZD106": f"talks/{DRAFT}"}


def test_a_finding_keeps_its_fingerprint_when_the_revision_has_another_name(
    zopa: Zopa, workspace: Path, commit: Commit, change: Change
) -> None:
    """So that a tool knows it from the last push."""
    everything(workspace, change)
    git(workspace, "tag", "base")

    prints = [
        [x["fingerprint"] for x in zopa("compare", "--since", name, "--format", "gitlab").json]
        for name in ("HEAD", "base")
    ]

    assert prints[0] == prints[1]
    assert len(set(prints[0])) == len(prints[0])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edit", "codes"),
    [
        ((BUYER, "at-most: 90", "at-most: 95"), (0, 1, 1, 1, 1)),
        ((BUYER, "at-most: 90", "at-most: 85"), (0, 0, 1, 0, 1)),
        ((BUYER, "title: Ninety", "title: At most ninety"), (0, 0, 0, 0, 0)),
        ((DRAFT, "  deal: false\n", ""), (0, 1, 1, 0, 1)),
    ],
)
def test_fail_on_decides(
    zopa: Zopa,
    commit: Commit,
    change: Change,
    edit: tuple[str, str, str],
    codes: tuple[int, ...],
) -> None:
    """Whatever the form; without it a change is no failure."""
    change(*edit)

    for level, code in zip(("error", "warning", "note", "weaker", "any"), codes, strict=True):
        for form in ("text", "sarif"):
            ran = zopa("compare", "--since", "HEAD", "--fail-on", level, "--format", form)
            assert (ran.code, bool(ran.err)) == (code, bool(code)), level
        assert zopa("compare", "--since", "HEAD").code == 0


def test_a_scenario_with_errors_is_in_the_report_too(
    zopa: Zopa, commit: Commit, change: Change
) -> None:
    """It fails, for nothing is known of it."""
    change(DRAFT, "deal: false", "deal: perhaps")

    ran = zopa("compare", "--since", "HEAD", "--format", "concise")

    assert ran.code == 1
    assert f"{DRAFT}:6:9: error[ZS" in ran.out


def test_drafts_side_by_side_are_no_findings(zopa: Zopa, workspace: Path) -> None:
    """There is nothing to report on them."""
    for arguments in (("--format", "sarif"), ("--output", "sarif:x.sarif")):
        ran = zopa("compare", "first-draft", "first-draft", *arguments)

        assert ran.code == 2
        assert not (workspace / "x.sarif").exists()


def test_on_github_annotations_follow_the_text(
    zopa: Zopa,
    commit: Commit,
    change: Change,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And the step's summary has a table."""
    change(BUYER, "at-most: 90", "at-most: 95")
    plain = zopa("compare", "--since", "HEAD").out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))

    ran = zopa("compare", "--since", "HEAD")

    assert ran.out.startswith(plain)
    assert f"\n::warning title=ZD102 red-line-weaker,file={BUYER},line=8," in ran.out
    assert "ZD102" in (tmp_path / "summary.md").read_text(encoding="utf-8")


# -- nothing to compare with --------------------------------------------------


def test_before_the_first_commit_everything_is_new(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can have got weaker, so a hook lets the first commit pass."""
    git(workspace, "init", "-q")

    for form in ("concise", *EXCHANGE):
        ran = zopa("compare", "--since", "HEAD", "--fail-on", "weaker", "--format", form)
        assert (ran.code, ran.err) == (0, "zopa: no workspace at `HEAD`: everything is new\n")
        assert "ZD204" in ran.out
    assert zopa("compare", "--since", "HEAD", "--fail-on", "any").code == 1
    assert zopa("compare", "--since", "main").code == 2


def test_a_workspace_that_is_added_is_new(zopa: Zopa, workspace: Path, commit: Commit) -> None:
    """As long as there was none anywhere; one that was moved may have lost something."""
    git(workspace, "rm", "-q", "-r", "--cached", ".")
    git(workspace, "commit", "-q", "-m", "nothing")
    assert zopa("compare", "--since", "HEAD", "--fail-on", "weaker").code == 0
    assert zopa("compare", "--since", "HEAD^", "--fail-on", "weaker").code == 0

    commit()
    (workspace / "talks").mkdir()
    git(workspace, "mv", "terms", "scenarios", "talks")
    ran = zopa("-C", "talks", "compare", "--since", "HEAD", "--fail-on", "weaker")
    assert (ran.code, "no workspace at revision" in ran.err) == (2, True)
