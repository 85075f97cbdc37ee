"""`zopa validate`: findings in every format, with the right exit code."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cli.conftest import Change, Fits, Zopa

FORMATS = ("full", "text", "concise", "json", "jsonl")
TYPO = ("terms/positions/seller.yaml", "kind: red-line", "kind: red-lin")
"""A change with an error."""


def test_a_workspace_without_findings_is_fine(zopa: Zopa, workspace: Path) -> None:
    """Zero, and a summary line."""
    ran = zopa("validate")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip()


def test_an_error_is_a_finding_with_its_place(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """One, the place, and the way out."""
    change(*TYPO)

    ran = zopa("validate")

    assert (ran.code, ran.err) == (1, "")
    assert "terms/positions/seller.yaml:4:11" in ran.out
    assert "did you mean `red-line`?" in ran.out


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("wrong", [0, 1])
def test_the_form_never_changes_the_exit_code(
    zopa: Zopa, workspace: Path, change: Change, form: str, wrong: int
) -> None:
    """Each form has an answer on stdout and nothing on stderr."""
    if wrong:
        change(*TYPO)

    ran = zopa("validate", "--format", form)

    assert (ran.code, ran.err) == (wrong, "")
    assert ran.out.endswith("\n")
    assert ("ZS" in ran.out) == wrong


def test_full_is_text(zopa: Zopa, workspace: Path, change: Change) -> None:
    """`--format text` works with every command."""
    change(*TYPO)

    assert zopa("validate", "--format", "text") == zopa("validate", "--format", "full")


def test_concise_has_a_line_for_each_finding(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """`path:line:column: severity[code] message`."""
    change(*TYPO)

    first, *_ = zopa("validate", "--format", "concise").out.splitlines()

    assert first.startswith("terms/positions/seller.yaml:4:11: error[ZS")


def test_json_is_what_its_schema_says(
    zopa: Zopa, workspace: Path, change: Change, fits: Fits
) -> None:
    """And says which exit code the run has."""
    change(*TYPO)

    ran = zopa("validate", "--format", "json")

    assert fits("diagnostics.schema.json", ran.json) == []
    assert ran.json["run"]["exit_code"] == ran.code == 1
    assert ran.json["summary"]["error"] == len(ran.json["diagnostics"]) == 1


def test_jsonl_has_an_object_on_each_line_and_the_summary_last(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """So that a reader can stream it."""
    change(*TYPO)

    found = [
        json.loads(line) for line in zopa("validate", "--format", "jsonl").out.split("\n")[:-1]
    ]

    assert [each.get("code", "end") for each in found][-1] == "end"
    assert found[-1]["summary"]["error"] == len(found) - 1 == 1


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)]
)
def test_fail_on_an_error(
    zopa: Zopa, workspace: Path, change: Change, fail_on: str, code: int
) -> None:
    """An error counts unless nothing does."""
    change(*TYPO)

    assert zopa("validate", "--fail-on", fail_on).code == code


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 0), ("warning", 1), ("note", 1), ("never", 0)]
)
def test_fail_on_a_warning(
    zopa: Zopa, workspace: Path, change: Change, fail_on: str, code: int
) -> None:
    """A warning does not count by itself."""
    change(
        "terms/issues/deal.yaml",
        "",
        "    applies-when: {any: [{chosen: price/fixed}, {not: {chosen: price/fixed}}]}\n",
    )

    ran = zopa("validate", "--format", "json", "--fail-on", fail_on)

    assert [each["severity"] for each in ran.json["diagnostics"]] == ["warning"]
    assert ran.code == code


def test_paths_choose_what_is_reported(zopa: Zopa, workspace: Path, change: Change) -> None:
    """A file, a folder, or both; the rest is loaded and not reported."""
    change(*TYPO)
    change("scenarios/first-draft.yaml", "price: {", "prise: {")

    def paths(*arguments: str) -> set[str]:
        found = zopa("validate", "--format", "json", *arguments).json["diagnostics"]
        return {each["primary"]["path"] for each in found}

    assert paths() == {"terms/positions/seller.yaml", "scenarios/first-draft.yaml"}
    assert paths("scenarios") == {"scenarios/first-draft.yaml"}
    assert paths("terms/positions/seller.yaml") == {"terms/positions/seller.yaml"}
    assert paths("terms/positions", "scenarios") == paths()
    assert zopa("validate", "terms/corpus.yaml").code == 0


def test_a_scenario_outside_the_workspace_can_be_validated(
    zopa: Zopa, workspace: Path, tmp_path: Path
) -> None:
    """It is held against the terms of the workspace."""
    draft = tmp_path / "draft.yaml"
    draft.write_text("title: Draft\nchoices:\n  price: {fixd: {amount: 85}}\n")

    ran = zopa("validate", draft)

    assert ran.code == 1
    assert "`fixd`" in ran.out


@pytest.mark.parametrize("path", ["nothing.yaml", "terms/nothing", ".."])
def test_a_path_that_matches_nothing_is_no_success(
    zopa: Zopa, workspace: Path, tmp_path: Path, path: str
) -> None:
    """A slip in CI must not pass for a clean run."""
    if path == "..":
        path = str(tmp_path / "other")
        (tmp_path / "other").mkdir()

    ran = zopa("validate", path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("zopa: no file of the workspace is ")


def test_a_file_that_cannot_be_read_is_no_success(process: Zopa, workspace: Path) -> None:
    """A pipe in the place of a file is not waited for."""
    os.mkfifo(workspace / "scenarios" / "pipe.yaml")

    ran = process("validate")

    assert ran.code == 2
    assert "scenarios/pipe.yaml" in ran.out
    assert "ZI" in ran.out


def test_a_link_to_nothing_is_no_success(zopa: Zopa, workspace: Path) -> None:
    """As a file that is not there."""
    (workspace / "scenarios" / "gone.yaml").symlink_to("nothing.yaml")

    ran = zopa("validate")

    assert ran.code == 2
    assert "scenarios/gone.yaml" in ran.out


def test_a_folder_in_the_place_of_a_file_is_no_success(zopa: Zopa, workspace: Path) -> None:
    """Somebody believes that a scenario is checked there; one among others is just a folder."""
    (workspace / "scenarios" / "draft.yaml").mkdir()

    ran = zopa("validate", "--format=concise")

    assert ran.code == 2
    assert "error[ZI103] `scenarios/draft.yaml` is a directory, expected a file" in ran.out
    (workspace / "scenarios" / "draft.yaml").rename(workspace / "scenarios" / "drafts")
    assert zopa("validate").code == 0


@pytest.mark.parametrize("folder", ["scenarios", "terms/positions"])
def test_a_folder_that_cannot_be_listed_is_no_success(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """What lies in it was not looked at; `no findings` would be a lie."""
    scandir, opened = os.scandir, os.open

    def refuse(path: Any, *rest: Any) -> None:
        if Path(path).resolve() == workspace / folder:
            raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", lambda path: refuse(path) or scandir(path))
    monkeypatch.setattr(os, "open", lambda path, *rest: refuse(path) or opened(path, *rest))

    ran = zopa("validate", "--format=concise", "--no-cache")

    assert ran.code == 2
    assert f"error[ZI102] folder `{folder}` cannot be read" in ran.out


def test_not_utf_8_is_a_finding(zopa: Zopa, workspace: Path) -> None:
    """The file was read; what it says is wrong."""
    (workspace / "scenarios" / "latin.yaml").write_bytes(b"title: caf\xe9\nchoices: {}\n")

    ran = zopa("validate")

    assert ran.code == 1
    assert "scenarios/latin.yaml" in ran.out


def test_output_writes_several_files_at_once(
    zopa: Zopa, workspace: Path, change: Change, tmp_path: Path
) -> None:
    """And what `--format` says to stdout."""
    change(*TYPO)
    wanted = [f"--output={form}:{tmp_path / form}" for form in ("json", "concise")]

    ran = zopa("validate", *wanted)

    assert ran == zopa("validate")
    assert json.loads((tmp_path / "json").read_text())["run"]["exit_code"] == 1
    assert (tmp_path / "concise").read_text() == zopa("validate", "--format=concise").out


def test_output_without_a_file_takes_the_place_of_stdout(zopa: Zopa, workspace: Path) -> None:
    """It is said once."""
    assert zopa("validate", "--output", "json").json["format"] == "zopa-diagnostics"


@pytest.mark.parametrize("output", ["yaml", "yaml:x", "json:missing/x", "json:terms"])
def test_an_output_that_cannot_be_is_no_success(
    zopa: Zopa, workspace: Path, output: str
) -> None:
    """An unknown form, or a file that cannot be written."""
    ran = zopa("validate", "--output", output)

    assert ran.code == 2
    assert ran.err.startswith("zopa: ")
    assert "fault of zopa's own" not in ran.err


def test_a_required_file_that_is_missing_is_no_success(zopa: Zopa, workspace: Path) -> None:
    """Input is missing, which is more than a finding in it."""
    (workspace / "terms" / "issues" / "deal.yaml").unlink()

    ran = zopa("validate")

    assert ran.code == 2
    assert "`terms/issues/*.yaml` is missing" in ran.out


@pytest.mark.parametrize("name", ["seller.YAML", "seller.yml", "seller.YML", "seller.Yaml"])
def test_another_ending_is_not_passed_over(zopa: Zopa, workspace: Path, name: str) -> None:
    """Without its lines the draft would be a deal."""
    folder = workspace / "terms/positions"
    (folder / "seller.yaml").rename(folder / name)
    ran = zopa("validate", "--format=concise")

    assert ran.code == 1
    assert f"terms/positions/{name}:1:1: error[ZX106]" in ran.out
    assert name in zopa("validate", "--show-files").out
    assert zopa("check").code == 2


# -- links --------------------------------------------------------------------


def test_a_linked_folder_is_told_not_followed(
    zopa: Zopa, workspace: Path, tmp_path: Path
) -> None:
    """What is in it does not count; also where only its surroundings are asked about."""
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/more.yaml").write_text("positions: []\n")
    (workspace / "terms/positions/shared").symlink_to(tmp_path / "shared")

    for named in ((), ("terms/positions",), ("terms/positions/shared",)):
        ran = zopa("validate", "--format", "concise", *named)
        assert ran.code == 1
        assert ran.out.startswith(
            "terms/positions/shared:1:1: error[ZX106] linked folder is not looked into"
        )
    assert zopa("validate", "scenarios").code == 0


def test_a_linked_file_is_where_it_lies_and_where_it_leads(zopa: Zopa, workspace: Path) -> None:
    """So both names mean it."""
    file = workspace / "terms/positions/seller.yaml"
    file.write_text(file.read_text().replace("kind: red-line", "kind: red-lin"))
    file.rename(workspace / "shared.yaml")
    file.symlink_to("../../shared.yaml")

    for named in ("terms/positions", str(file), "shared.yaml"):
        assert zopa("validate", named).code == 1
    assert zopa("validate", "scenarios").code == 0


def test_long_forms_are_reported_where_asked_and_shortened(zopa: Zopa, workspace: Path) -> None:
    """They are notes; the meaning stays, so that nothing else changes."""
    assert zopa("validate").out == "no findings in 9 files\n"

    ran = zopa("validate", "--short-forms")
    assert ran.code == 0
    assert "note[ZX401]: `fixed` has a shorter form that means the same" in ran.out
    assert zopa("validate", "--short-forms", "--fail-on", "note").code == 1

    assert zopa("validate", "--short-forms", "--fix").out == "no findings in 9 files\n"
    draft = (workspace / "scenarios/first-draft.yaml").read_text(encoding="utf-8")
    assert "  price: {fixed: 85}\n" in draft
    assert zopa("check", "first-draft").code == 0
