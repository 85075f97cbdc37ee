"""`zopa check`: choice of scenarios, exit codes and output."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Change, Fits, Zopa

MINE = "title: Mine\nchoices: {price: {fixed: {amount: 120}}}\n"
UNMET = ("scenarios/first-draft.yaml", "deal: false", "deal: true")
CLASH = """rules:
  - id: no-warranty-on-fixed
    basis: definitional
    reason: A fixed price excludes a warranty.
    chosen: price/fixed
    excludes: {chosen: warranty/given}
"""


@pytest.fixture
def second(workspace: Path) -> Path:
    """A second scenario, which crosses the buyer's position."""
    file = workspace / "scenarios" / "second.yaml"
    file.write_text(MINE)
    return file


# -- which scenarios ----------------------------------------------------------


def test_every_scenario_without_names(zopa: Zopa, second: Path) -> None:
    """In the order of their paths."""
    ran = zopa("check", "--format", "json")

    assert ran.code == 0
    assert [each["id"] for each in ran.json["result"]["scenarios"]] == ["first-draft", "second"]


@pytest.mark.parametrize(
    "names", [["second"], ["scenarios/second.yaml"], ["second", "scenarios/second.yaml"]]
)
def test_a_name_is_an_id_or_a_path(zopa: Zopa, second: Path, names: list[str]) -> None:
    """Each scenario is checked once, however often it is named."""
    ran = zopa("check", *names, "--format", "json")

    assert [each["path"] for each in ran.json["result"]["scenarios"]] == [
        "scenarios/second.yaml"
    ]


def test_scenarios_come_in_the_order_of_their_names(zopa: Zopa, second: Path) -> None:
    """As they were asked for."""
    ran = zopa("check", "second", "first-draft", "--format", "json")

    assert [each["id"] for each in ran.json["result"]["scenarios"]] == ["second", "first-draft"]


def test_a_scenario_may_lie_outside_the_workspace(
    zopa: Zopa, workspace: Path, tmp_path: Path
) -> None:
    """It is judged by the terms of the workspace."""
    draft = tmp_path / "draft.yaml"
    draft.write_text(MINE)

    ran = zopa("check", draft, "--format", "json")

    [found] = ran.json["result"]["scenarios"]
    assert (ran.code, found["id"], found["deal"]) == (0, "draft", False)


def test_a_scenario_outside_may_be_called_as_one_inside(
    zopa: Zopa, workspace: Path, tmp_path: Path
) -> None:
    """Both are checked, each by its path."""
    draft = tmp_path / "first-draft.yaml"
    draft.write_text(MINE)

    assert _paths(zopa, draft) == [draft.as_posix()]
    assert _paths(zopa, "first-draft", draft) == [
        "scenarios/first-draft.yaml",
        draft.as_posix(),
    ]


def test_a_scenario_outside_may_end_in_yml(zopa: Zopa, workspace: Path, tmp_path: Path) -> None:
    """`_file` says that it is one."""
    draft = tmp_path / "draft.yml"
    draft.write_text(MINE)

    assert _paths(zopa, draft) == [draft.as_posix()]


def test_a_scenario_that_is_not_read_is_reported(zopa: Zopa, second: Path) -> None:
    """It must not pass for one that was checked."""
    second.rename(second.with_suffix(".yml"))

    assert zopa("validate").code == 1 or len(_paths(zopa)) == 2


@pytest.mark.parametrize("path", ["terms/corpus.yaml", "terms/rules.yaml"])
def test_a_file_of_the_terms_is_no_scenario(zopa: Zopa, workspace: Path, path: str) -> None:
    """That is a slip, and said so."""
    (workspace / "terms" / "rules.yaml").write_text("rules: []\n")

    ran = zopa("check", path)

    assert ran.code == 2
    assert "fault" not in ran.err


def _paths(zopa: Zopa, *names: str | Path) -> list[str]:
    answer = zopa("check", *names, "--format", "json").json
    return [each["path"] for each in answer["result"]["scenarios"]]


def test_a_path_is_taken_from_here_or_from_where_c_points(
    zopa: Zopa, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are what a user may mean."""
    monkeypatch.chdir(second.parents[2])

    for path in ("w/scenarios/second.yaml", "scenarios/second.yaml", "second"):
        assert zopa("-C", "w", "check", path).code == 0


def test_the_workspace_is_found_from_a_folder_inside_it(
    zopa: Zopa, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearest folder upward; paths stay relative to the workspace in the answer."""
    monkeypatch.chdir(second.parent)

    ran = zopa("check", "second.yaml", "--format", "json")

    assert [each["path"] for each in ran.json["result"]["scenarios"]] == [
        "scenarios/second.yaml"
    ]


def test_an_unknown_name_is_no_success(zopa: Zopa, second: Path) -> None:
    """With what was meant."""
    ran = zopa("check", "secnd")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "zopa: no scenario `secnd`\n  help: did you mean `second`?\n"


def test_an_unknown_name_far_from_all_others_lists_them(zopa: Zopa, second: Path) -> None:
    """So that one can be chosen."""
    assert "`first-draft` and `second`" in zopa("check", "zzzzzzzzz").err


def test_without_scenarios_there_is_nothing_to_check(zopa: Zopa, workspace: Path) -> None:
    """Which is not the same as all being well."""
    (workspace / "scenarios" / "first-draft.yaml").unlink()

    ran = zopa("check")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("zopa: the workspace has no scenarios\n")


# -- exit codes ---------------------------------------------------------------


def test_a_crossed_line_is_an_answer_and_no_finding(zopa: Zopa, second: Path) -> None:
    """It is what the question is for."""
    ran = zopa("check", "second")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("No deal: 1 of 2 positions is crossed, a red line of The buyer.")
    assert "✗ Crossed (1)" in ran.out


def test_a_crossed_red_line_that_nobody_expects_is_named_beside_the_table(
    zopa: Zopa, second: Path
) -> None:
    """It cannot vanish in a number."""
    ran = zopa("check")

    assert "Red lines crossed and not expected: second: buyer/at-most-ninety." in ran.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_unmet_expectation_is_a_finding_with_its_place(
    zopa: Zopa, workspace: Path, change: Change, form: str
) -> None:
    """On stderr, whatever the form of the answer on stdout."""
    change(*UNMET)

    ran = zopa("check", "--format", form)

    assert ran.code == 1
    assert "error[ZE101]: expected `deal: true`, found false" in ran.err
    assert "scenarios/first-draft.yaml:6:9" in ran.err


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        ("coherent: false", "ZE106"),
        ("deal: open", "ZE101"),
        ("crossed: [buyer/at-most-ninety]", "ZE102"),
        ("respected: [seller/no-cheap-warranty]", "ZE103"),
        ("open: [seller/no-cheap-warranty]", "ZE105"),
    ],
)
def test_every_kind_of_expectation_can_fail(
    zopa: Zopa, workspace: Path, expected: str, code: str
) -> None:
    """Each with a code of its own."""
    file = workspace / "scenarios" / "other.yaml"
    first = (workspace / "scenarios" / "first-draft.yaml").read_text()
    file.write_text(f"{first.partition('expect:')[0]}expect: {{{expected}}}\n")

    ran = zopa("check", "other", "--format", "json")

    assert ran.code == 1
    assert [each["code"] for each in ran.json["diagnostics"]] == [code]
    assert [each["met"] for each in ran.json["result"]["scenarios"][0]["expectations"]] == [
        False
    ]


def test_a_broken_scenario_does_not_keep_the_others_from_being_checked(
    zopa: Zopa, second: Path, change: Change
) -> None:
    """It is a finding of its own."""
    change("scenarios/first-draft.yaml", "choices:", "choises:")

    ran = zopa("check", "--format", "json")

    assert ran.code == 1
    assert [each["id"] for each in ran.json["result"]["scenarios"]] == ["second"]
    assert "scenarios/first-draft.yaml:2:1" in ran.err
    assert {each["primary"]["path"] for each in ran.json["diagnostics"]} == {
        "scenarios/first-draft.yaml"
    }


def test_a_scenario_that_chooses_what_there_is_not_is_a_finding(
    zopa: Zopa, second: Path
) -> None:
    """Its shape is right and its meaning is not; there is no fault of zopa's own."""
    second.write_text("title: Mine\nchoices: {price: fixd, garantee: given}\n")

    ran = zopa("check")

    assert ran.code == 1
    assert "`fixd`" in ran.err
    assert "`garantee`" in ran.err
    assert "fault" not in ran.err


def test_a_broken_scenario_that_is_not_asked_for_does_not_matter(
    zopa: Zopa, second: Path, change: Change
) -> None:
    """Only what was asked counts."""
    change("scenarios/first-draft.yaml", "choices:", "choises:")

    assert zopa("check", "second").code == 0


def test_broken_terms_leave_nothing_to_judge_by(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """With the first error and how to see the others."""
    change("terms/positions/seller.yaml", "kind: red-line", "kind: red-lin")

    ran = zopa("check")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("zopa: 1 error in terms/: no question can be answered\n")
    assert "terms/positions/seller.yaml:4:11" in ran.err
    assert "zopa validate" in ran.err


@pytest.mark.parametrize(
    ("gate", "codes"),
    [
        ([], []),
        (["red-lines"], ["ZR101"]),
        (["demands"], ["ZR102"]),
        (["incoherent"], []),
        (["red-lines", "demands"], ["ZR101", "ZR102"]),
    ],
)
def test_a_gate_makes_verdicts_findings(
    zopa: Zopa, workspace: Path, change: Change, gate: list[str], codes: list[str]
) -> None:
    """Red lines and demands apart, so that each can be asked for."""
    change("terms/positions/buyer.yaml", "kind: red-line", "kind: demand")
    change("scenarios/first-draft.yaml", "amount: 85", "amount: 95")
    change("scenarios/first-draft.yaml", "  respected: [buyer/at-most-ninety]\n", "")

    ran = zopa("check", *(f"--gate={each}" for each in gate), "--format", "json")

    assert sorted(each["code"] for each in ran.json["diagnostics"]) == codes
    assert ran.code == int(bool(codes))
    assert all(code in ran.err for code in codes)


def test_the_gate_on_incoherent_drafts(zopa: Zopa, workspace: Path, second: Path) -> None:
    """Without it they are an answer."""
    (workspace / "terms" / "rules.yaml").write_text(CLASH)
    second.write_text(
        "title: Both\nchoices: {price: {fixed: {amount: 120}}, warranty: given}\n"
    )

    assert zopa("check", "second").code == 0
    gated = zopa("check", "second", "--gate", "incoherent", "--format", "json")

    assert gated.code == 1
    assert [each["code"] for each in gated.json["diagnostics"]] == ["ZR104"]
    [found] = gated.json["result"]["scenarios"]
    assert found["clash"]["clauses"] == [{"nature": "rule", "name": "no-warranty-on-fixed"}]


def test_an_unknown_gate_is_a_slip(zopa: Zopa, workspace: Path) -> None:
    """Two, with those that there are."""
    ran = zopa("check", "--gate", "red-line")

    assert ran.code == 2
    assert "red-lines" in ran.err


# -- forms --------------------------------------------------------------------


def test_json_is_what_its_schema_says(
    zopa: Zopa,
    workspace: Path,
    second: Path,
    change: Change,
    fits: Fits,
) -> None:
    """Coherent and incoherent, with waivers, open verdicts and findings."""
    change(*UNMET)
    (workspace / "terms" / "rules.yaml").write_text(CLASH)
    second.write_text(
        "title: Mine\nchoices: {}\nwaivers:\n"
        "  - {position: buyer/at-most-ninety, reason: old, by: me, expires: 2024-01-01}\n"
        "  - {position: seller/no-cheap-warranty, reason: new, by: me, expires: 2026-01-01}\n"
    )

    ran = zopa("check", "--format", "json")

    assert fits("check.schema.json", ran.json) == []
    incoherent, waived = ran.json["result"]["scenarios"]
    assert incoherent["coherent"] is False
    assert incoherent["clash"]["choices"] == ["price=fixed(amount: 85)", "warranty=given"]
    assert [each["position"] for each in waived["waived"]] == ["seller/no-cheap-warranty"]
    assert [each["hangs-on"] for each in waived["positions"]] == [["price"]]


@pytest.mark.slow
def test_the_schema_is_strict_enough_to_notice(zopa: Zopa, workspace: Path, fits: Fits) -> None:
    """The test above can fail: on every key that is left out, and on a wrong verdict."""
    answer = zopa("check", "--format", "json").json
    scenario = answer["result"]["scenarios"][0]
    position = scenario["positions"][0]
    for whole in (answer, answer["context"], scenario, scenario["context"], position):
        for key in list(whole):
            kept = whole.pop(key)
            assert fits("check.schema.json", answer), key
            whole[key] = kept
    position["verdict"] = "corssed"

    assert fits("check.schema.json", answer)


@pytest.mark.slow
def test_the_shipped_corpus_answers_as_the_schema_says(
    zopa: Zopa, nowhere: Path, fits: Fits
) -> None:
    """And every expectation of its scenarios is met."""
    ran = zopa("check", "--sample", "--format", "json")

    assert ran.code == 0
    assert fits("check.schema.json", ran.json) == []
    assert ran.json["result"]["scenarios"]


def test_output_writes_several_files_at_once(
    zopa: Zopa, workspace: Path, tmp_path: Path
) -> None:
    """The same answers as on stdout, without colours."""
    ran = zopa(
        "check",
        "--color=always",
        f"--output=json:{tmp_path / 'a.json'}",
        f"--output=text:{tmp_path / 'a.txt'}",
    )

    assert ran.out == zopa("check", "--color=always").out
    assert (tmp_path / "a.txt").read_text() == zopa("check").out
    assert (tmp_path / "a.json").read_text() == zopa("check", "--format=json").out


def test_quiet_leaves_what_is_crossed(zopa: Zopa, workspace: Path) -> None:
    """Only what is asked for."""
    ran = zopa("check", "--quiet")

    assert "No warranty below a hundred thousand" in ran.out
    assert "Ninety thousand" not in ran.out


def test_one_draft_is_shown_in_full_and_several_as_a_table(zopa: Zopa, second: Path) -> None:
    """Unless every position of each is asked for."""
    title = "Ninety thousand at the most"

    assert title in zopa("check", "first-draft").out
    assert title not in zopa("check").out
    assert zopa("check").out.startswith("2 drafts: 2 without a deal.")
    assert zopa("check", "--verbose").out.count(title) == 2


def test_the_answer_is_the_same_text_every_time(zopa: Zopa, second: Path) -> None:
    """Byte by byte."""
    assert zopa("check", "--format=json").out == zopa("check", "--format=json").out


def test_text_keeps_to_80_columns(zopa: Zopa, nowhere: Path) -> None:
    """The shipped corpus has long titles."""
    for line in zopa("check").out.splitlines():
        assert len(line) <= 80, line


def test_json_findings_are_json(zopa: Zopa, workspace: Path, change: Change) -> None:
    """Nothing else stands on stdout."""
    change(*UNMET)

    assert json.loads(zopa("check", "--format", "json").out)["format"] == "zopa-check"


@pytest.mark.parametrize("form", ["concise", "full", "jsonl"])
def test_a_build_may_ask_for_the_findings_only(
    zopa: Zopa, second: Path, change: Change, form: str
) -> None:
    """Said once, with nothing about scenarios that do what they expect."""
    assert zopa("check", "--format", form).code == 0
    change("scenarios/first-draft.yaml", "deal: false", "deal: true")

    ran = zopa("check", "--format", form)

    assert ran.code == 1
    assert ran.out.count("ZE101") == 2
    assert "first-draft.yaml" in ran.out
    assert "held" not in ran.out
    assert bool(ran.err) is (form == "jsonl")


# -- scenarios that cannot be read --------------------------------------------


def test_a_scenario_that_cannot_be_read_keeps_nobody_from_the_others(
    zopa: Zopa, second: Path
) -> None:
    """The job is not done where it is one of those asked for."""
    second.unlink()
    second.symlink_to("nothing.yaml")

    every = zopa("check", "--format", "concise")
    assert every.code == 2
    assert "error[ZI101] file `scenarios/second.yaml` does not exist" in every.out
    assert zopa("check", "first-draft").code == 0
    assert zopa("deals", "first-draft").code == 0
    assert zopa("deals", "second").code == 2
    assert zopa("compare", "first-draft", "second").code == 2
    assert zopa("report", "second").code == 2
    assert zopa("validate").code == 2


def test_what_stands_for_the_folder_of_scenarios_is_told(zopa: Zopa, workspace: Path) -> None:
    """Questions that ask for none of them are answered."""
    for each in (workspace / "scenarios").iterdir():
        each.unlink()
    (workspace / "scenarios").rmdir()
    (workspace / "scenarios").write_text("")

    assert zopa("check").code == 1
    assert zopa("deals").code == 0
