"""`zopa validate` on build servers: formats, ignores, baseline, fixes, changed files."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from zopa.validation import fixes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from cli.conftest import Change, Commit, Zopa

EXCHANGE = ("github", "sarif", "junit", "gitlab", "rdjson")
TYPO = ("terms/positions/seller.yaml", "kind: red-line", "kind: red-lin")
"""An error with a safe fix."""
ALWAYS = "    applies-when: {any: [{chosen: price/fixed}, {not: {chosen: price/fixed}}]}"
"""A condition that is never false: a warning."""
IGNORE = "# zopa: ignore[ZC101] it was asked for"


@pytest.fixture
def warning(change: Change) -> Callable[[str], None]:
    """Add a condition that is never false, and a comment at its place."""

    def add(comment: str = "") -> None:
        change("terms/issues/deal.yaml", "", f"{ALWAYS}\n")
        change(
            "terms/issues/deal.yaml",
            "- id: warranty\n",
            f"- id: warranty {comment}".rstrip() + "\n",
        )

    return add


def found(zopa: Zopa, *arguments: str | Path) -> list[str]:
    """The codes of the reported findings."""
    return [
        each["code"]
        for each in zopa("validate", "--format=json", *arguments).json["diagnostics"]
    ]


def git(folder: Path, *arguments: str) -> None:
    """Run git with a neutral identity."""
    who = ("-c", "user.name=n", "-c", "user.email=e@x", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True)


# -- forms


@pytest.mark.parametrize("form", EXCHANGE)
@pytest.mark.parametrize("command", ["validate", "check"])
def test_the_forms_of_other_tools(
    zopa: Zopa, workspace: Path, change: Change, command: str, form: str
) -> None:
    """Of both commands that have findings; the exit code is the same in each."""
    change("scenarios/first-draft.yaml", "price: {", "prise: {")

    ran = zopa(command, "--format", form)

    assert ran.code == 1
    assert "ZX101" in ran.out
    assert "scenarios/first-draft.yaml" in ran.out


def test_auto_is_full_where_nobody_listens(zopa: Zopa, workspace: Path, change: Change) -> None:
    """On a terminal, and on build servers other than GitHub's."""
    change(*TYPO)

    assert (
        zopa("validate")
        == zopa("validate", "--format=auto")
        == zopa("validate", "--format=full")
    )


@pytest.mark.slow
def test_auto_annotates_on_github(
    process: Zopa, workspace: Path, change: Change, tmp_path: Path
) -> None:
    """Concise text, annotations, and a table that is added to the step's summary."""
    change(*TYPO)
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")

    ran = process("validate", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))

    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith("terms/positions/seller.yaml:4:11: error[ZS301]")
    assert any(line.startswith("::error title=ZS301") for line in lines)
    assert summary.read_text().startswith("before\n### zopa\n")
    assert "ZS301" in summary.read_text()


@pytest.mark.slow
def test_terms_with_an_error_are_told_once_by_ci(
    process: Zopa, workspace: Path, change: Change, tmp_path: Path
) -> None:
    """Questions that they cannot be asked say nothing of it again."""
    git(workspace, "init", "-q")
    git(workspace, "add", "-A")
    git(workspace, "commit", "-qm", "x")
    change(*TYPO)
    summary = tmp_path / "summary.md"

    ran = process("ci", "--since=HEAD", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))

    assert ran.code == 1
    assert (ran.out + ran.err).count("::error") == 1
    assert "::error title=ZS301" in ran.out
    assert summary.read_text().count("### zopa") == 1
    assert "could not do its job" not in summary.read_text()


def test_ci_without_drafts_checks_the_files(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """And says that there are none; a finding fails as ever."""
    (workspace / "scenarios/first-draft.yaml").unlink()
    ran = zopa("ci", "--gate", "red-lines")
    assert (ran.code, ran.out) == (0, "no findings in 8 files\n")
    assert ran.err == "zopa: the workspace has no scenarios: no expectations to check\n"

    change("terms/positions/seller.yaml", "party: seller", "party: sell")
    assert zopa("ci").code == 1


@pytest.mark.parametrize("where", [[], ["-C", "."]])
def test_ci_names_the_workspace_as_it_was_named(
    zopa: Zopa, workspace: Path, where: list[str]
) -> None:
    """In what it suggests too."""
    named = " ".join(["next: zopa", *where, "show seller/no-cheap-warranty"])
    assert named in zopa(*where, "ci").out


@pytest.mark.slow
def test_check_annotates_on_github_too(process: Zopa, workspace: Path, change: Change) -> None:
    """After its own answer."""
    change("scenarios/first-draft.yaml", "deal: false", "deal: true")

    ran = process("check", GITHUB_ACTIONS="true")

    assert ran.code == 1
    assert "::error title=ZE101" in ran.out
    assert "::error" not in process("check", "--format=text", GITHUB_ACTIONS="true").out


def test_annotations_are_where_the_repository_has_the_files(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """The workspace may be a folder of it."""
    change(*TYPO)
    git(workspace.parent, "init", "-q")

    assert (
        f"file={workspace.name}/terms/positions/seller.yaml"
        in zopa("validate", "--format=github").out
    )
    assert "error[ZS301]" in zopa("validate", "--format=concise").out.split(" ")[1]


@pytest.mark.slow
def test_a_summary_that_cannot_be_written_is_no_success(
    process: Zopa, workspace: Path, tmp_path: Path
) -> None:
    """It says so."""
    ran = process("validate", "--format=github", GITHUB_STEP_SUMMARY=str(tmp_path))

    assert ran.code == 2
    assert "cannot write" in ran.err


# -- ignores


def test_a_warning_can_be_ignored(
    zopa: Zopa, workspace: Path, warning: Callable[[str], None]
) -> None:
    """It is counted, and shown on request with its reason."""
    warning(IGNORE)

    assert found(zopa) == []
    assert "(1 suppressed)" in zopa("validate").out
    assert found(zopa, "--no-ignores") == ["ZC101"]
    assert found(zopa, "--show-suppressed") == ["ZC101"]
    assert "silenced by the comment" in zopa("validate", "--show-suppressed").out
    assert "it was asked for" in zopa("validate", "--show-suppressed").out


def test_the_report_with_suppressions_is_what_its_schema_says(
    zopa: Zopa,
    workspace: Path,
    warning: Callable[[str], None],
    fits: Callable[[str, Any], list[str]],
) -> None:
    """Why, and where that is written."""
    warning(IGNORE)

    report = zopa("validate", "--format=json", "--show-suppressed").json

    assert fits("diagnostics.schema.json", report) == []
    assert report["summary"]["suppressed"] == 1
    [told] = report["diagnostics"]
    assert told["suppressed"]["by"] == "comment"
    assert told["suppressed"]["reason"] == "it was asked for"


@pytest.mark.slow
def test_an_unused_ignore_is_an_error_on_build_servers(
    process: Zopa, workspace: Path, change: Change
) -> None:
    """A warning elsewhere."""
    change("terms/corpus.yaml", "", f"{IGNORE}\n")

    assert process("validate").code == 0
    assert process("validate", CI="true").code == 1
    assert "error[ZU101]" in process("validate", CI="true").out


# -- baseline


def test_a_baseline_hides_what_it_holds_and_nothing_else(
    zopa: Zopa, workspace: Path, change: Change, tmp_path: Path
) -> None:
    """Also when the text has moved; what is new is reported."""
    change(*TYPO)
    file = tmp_path / "baseline.json"

    written = zopa("validate", "--baseline", file, "--write-baseline")

    assert written.code == 0
    assert "1 in the baseline" in written.out
    change("terms/positions/seller.yaml", "positions:", "# moved\n\npositions:")
    assert zopa("validate", "--baseline", file).code == 0
    change("scenarios/first-draft.yaml", "price: {", "prise: {")
    assert found(zopa, "--baseline", file) == ["ZX101"]
    before = file.read_bytes()
    zopa("validate", "--baseline", file, "--write-baseline")
    zopa("validate", "--baseline", file, "--write-baseline")
    assert len(json.loads(file.read_text())["findings"]) == 2
    assert file.read_bytes() != before


def test_a_stale_entry_is_told(
    zopa: Zopa, process: Zopa, workspace: Path, change: Change
) -> None:
    """At its line of the file; on build servers it is an error."""
    change(*TYPO)
    zopa("validate", "--baseline=known.json", "--write-baseline")
    change(TYPO[0], TYPO[2], TYPO[1])

    ran = zopa("validate", "--baseline=known.json", "--format=concise")

    assert ran.out.startswith("known.json:5:")
    assert "warning[ZU104]" in ran.out
    assert ran.code == 0
    assert process("validate", "--baseline=known.json", CI="1").code == 1
    assert zopa("validate", "--baseline=known.json", "--write-baseline").code == 0
    assert found(zopa, "--baseline=known.json") == []


def test_a_baseline_cannot_hold_what_could_not_be_read(zopa: Zopa, workspace: Path) -> None:
    """Nor an expectation, nor an ignore that does nothing."""
    (workspace / "terms" / "issues" / "deal.yaml").unlink()

    assert zopa("validate", "--baseline=known.json", "--write-baseline").code == 2
    assert zopa("validate", "--baseline=known.json").code == 2


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", '{"format": "zopa-baseline", "version": 2}', "[" * 100_000),
        '{"format": "zopa-baseline", "version": 1}',
        '{"format": "zopa-baseline", "version": 1, "findings": [{"code": "ZX101"}]}',
    ],
)
def test_what_is_no_baseline_is_no_success(zopa: Zopa, workspace: Path, text: str) -> None:
    """Nothing is hidden by guessing."""
    (workspace / "known.json").write_text(text)

    ran = zopa("validate", "--baseline=known.json")

    assert (ran.code, ran.out) == (2, "")
    assert "is no baseline" in ran.err


def test_a_baseline_that_is_not_there_is_no_success(zopa: Zopa, workspace: Path) -> None:
    """A slip in its name would report everything."""
    assert zopa("validate", "--baseline=known.json").code == 2


def test_a_baseline_is_read_from_a_file_only(zopa: Zopa, workspace: Path) -> None:
    """A pipe could keep us waiting, and a device could give bytes without end."""
    os.mkfifo("pipe")

    for name, reason in (
        ("pipe", "`pipe` is a pipe"),
        ("/dev/zero", "`/dev/zero` is a device"),
    ):
        ran = zopa("validate", f"--baseline={name}")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"zopa: cannot read the baseline: {reason}, expected a file")


# -- fixes


def test_fix_mends_and_checks_again(zopa: Zopa, workspace: Path, change: Change) -> None:
    """Exactly the span; a second time there is nothing to do."""
    file = workspace / TYPO[0]
    before = file.read_text()
    change(*TYPO)

    ran = zopa("validate", "--fix")

    assert (ran.code, ran.err) == (0, "zopa: 1 fix in 1 file\n")
    assert file.read_text() == before
    assert (zopa("validate", "--fix").err, file.read_text()) == ("", before)


def test_diff_shows_and_writes_nothing(zopa: Zopa, workspace: Path, change: Change) -> None:
    """A patch, and a finding that there is one."""
    change(*TYPO)
    file = workspace / TYPO[0]
    before = file.read_text()

    ran = zopa("validate", "--diff")

    assert (ran.code, file.read_text()) == (1, before)
    assert "-    kind: red-lin\n+    kind: red-line\n" in ran.out
    patch = workspace / "fix.patch"
    patch.write_text(ran.out)
    git(workspace, "apply", str(patch))
    patch.unlink()
    assert zopa("validate", "--diff") == zopa("validate", "--diff", "-q")
    assert zopa("validate", "--diff").code == 0


@pytest.mark.slow
def test_a_diff_is_safe_to_print_on_a_build_server(
    process: Zopa, workspace: Path, change: Change
) -> None:
    """Its lines are somebody's file."""
    change(*TYPO)
    change(TYPO[0], "positions:", "# ##[error] x\n#  ::error::x\npositions:")

    out = process("validate", "--diff", CI="true").out

    assert "##[" not in out
    assert "::" not in out


def test_unsafe_fixes_are_asked_for(zopa: Zopa, workspace: Path, change: Change) -> None:
    """A word that only looks like an id may be meant otherwise."""
    change("scenarios/first-draft.yaml", "title:", "title: \u200b")
    file = workspace / "scenarios/first-draft.yaml"
    before = file.read_text()

    zopa("validate", "--fix")
    safe = file.read_text()
    zopa("validate", "--fix", "--unsafe-fixes")

    assert safe == before
    assert "\u200b" not in file.read_text()


def test_a_byte_order_mark_is_removed(zopa: Zopa, workspace: Path) -> None:
    """And nothing else of the file."""
    file = workspace / "terms/corpus.yaml"
    before = file.read_bytes()
    file.write_bytes(b"\xef\xbb\xbf" + before)

    assert zopa("validate", "--diff").code == 1
    assert zopa("validate", "--fix").code == 0
    assert file.read_bytes() == before


def test_fixes_are_taken_back(
    zopa: Zopa, workspace: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every other change of the files, to the same bytes."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(workspace.parent / "cache"))
    change(*TYPO)
    file = workspace / TYPO[0]
    before = file.read_bytes()
    assert zopa("validate", "--fix").code == 0
    assert file.read_bytes() != before
    assert zopa("undo").out == "undone: fixes in 1 file\n"
    assert file.read_bytes() == before


def test_a_file_that_changed_meanwhile_is_not_fixed(
    zopa: Zopa, workspace: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two, and the file has what the other one wrote."""
    change(*TYPO)
    file = workspace / TYPO[0]
    fix_all = fixes.fix_all

    def slow(*arguments: Any, **options: Any) -> Any:
        file.write_text("positions: []\n")
        return fix_all(*arguments, **options)

    monkeypatch.setattr(fixes, "fix_all", slow)

    ran = zopa("validate", "--fix")

    assert ran.code == 2
    assert "has changed meanwhile" in ran.err
    assert file.read_text() == "positions: []\n"


def test_only_what_is_reported_is_fixed(zopa: Zopa, workspace: Path, change: Change) -> None:
    """A path that was not named is left alone."""
    change(*TYPO)

    zopa("validate", "--fix", "scenarios")

    assert TYPO[2] in (workspace / TYPO[0]).read_text()


@pytest.mark.parametrize(
    "flags", [["--fix", "--diff"], ["--unsafe-fixes"], ["--write-baseline"]]
)
def test_flags_that_make_no_sense_are_refused(
    zopa: Zopa, workspace: Path, flags: list[str]
) -> None:
    """Before anything is read or written."""
    assert zopa("validate", *flags).code == 2


# -- what changed, and what is looked at


def test_changed_since_reports_what_touches_changed_files(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """All is checked; a related place counts; new files do."""
    change(*TYPO)
    git(workspace, "init", "-q")
    git(workspace, "add", "-A")
    git(workspace, "commit", "-qm", "x")
    assert found(zopa, "--changed-since", "HEAD") == []
    change("scenarios/new.yaml", "", "title: New\nchoices:\n  prise: silent\n")
    assert found(zopa, "--changed-since", "HEAD") == ["ZX101"]
    change(TYPO[0], "positions:", "# touched\npositions:")
    assert sorted(found(zopa, "--changed-since", "HEAD")) == ["ZS301", "ZX101"]


def test_changed_since_counts_from_where_the_branch_began(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """What others did to the main branch meanwhile is not this branch's change."""
    git(workspace, "init", "-q", "-b", "main")
    change(*TYPO)
    git(workspace, "add", "-A")
    git(workspace, "commit", "-qm", "x")
    git(workspace, "checkout", "-qb", "mine")
    git(workspace, "checkout", "-q", "main")
    change(TYPO[0], "positions:", "# theirs\npositions:")
    git(workspace, "commit", "-qam", "theirs")
    git(workspace, "checkout", "-q", "mine")

    assert found(zopa, "--changed-since", "main") == []


@pytest.mark.parametrize("revision", ["nothing", "--output=x"])
def test_a_revision_that_is_none_is_no_success(
    zopa: Zopa, workspace: Path, revision: str
) -> None:
    """Nor is a workspace without git; nothing that looks like a flag reaches git."""
    assert zopa("validate", f"--changed-since={revision}").code == 2
    git(workspace, "init", "-q")
    assert zopa("validate", f"--changed-since={revision}").code == 2
    assert not (workspace / "x").exists()


def test_a_missing_file_is_told_whatever_is_asked(
    zopa: Zopa, process: Zopa, workspace: Path
) -> None:
    """A path, or a revision, narrows what is reported and never what could not be read."""
    (workspace / "scenarios" / "gone.yaml").symlink_to("nothing.yaml")

    assert zopa("validate", "terms").code == 2


def test_allow_empty(zopa: Zopa, workspace: Path, tmp_path: Path) -> None:
    """For scripts that name a folder that may have no files."""
    (tmp_path / "other").mkdir()

    assert zopa("validate", tmp_path / "other").code == 2
    assert zopa("validate", tmp_path / "other", "--allow-empty").code == 0


def test_show_files(zopa: Zopa, workspace: Path, change: Change) -> None:
    """One on a line, in order, and nothing is checked."""
    change(*TYPO)

    ran = zopa("validate", "--show-files")

    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines == sorted(lines)
    assert "terms/positions/seller.yaml" in lines


# -- severities


def severities(zopa: Zopa, *arguments: str) -> dict[str, str]:
    """The severity of each code."""
    ran = zopa("validate", "--format=json", *arguments)
    return {each["code"]: each["severity"] for each in ran.json["diagnostics"]}


def test_a_finding_weighs_what_the_caller_says(
    zopa: Zopa, warning: Callable[[str], None], change: Change
) -> None:
    """By code or name; the exit code follows, and the last word counts."""
    warning("")
    assert severities(zopa) == {"ZC101": "warning"}

    assert severities(zopa, "--severity=ZC101=error") == {"ZC101": "error"}
    assert severities(zopa, "--severity=condition-never-false=note") == {"ZC101": "note"}
    assert severities(zopa, "--severity=ZC101=error", "--severity=zc101=note") == {
        "ZC101": "note"
    }
    assert zopa("validate", "--severity=ZC101=error").code == 1
    assert zopa("validate", "--severity=ZC101=note", "--fail-on=warning").code == 0
    change(*TYPO)
    assert zopa("validate", "--severity=ZS301=warning").code == 0


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("ZC101", "not a severity"),
        ("ZC101=fatal", "not a severity"),
        ("ZC101=verdict", "not a severity"),
        ("ZC999=note", "no diagnostic"),
        ("unused-idd=note", "did you mean `unused-id`"),
    ],
)
def test_a_severity_that_is_none_is_no_silence(
    zopa: Zopa, workspace: Path, said: str, answer: str
) -> None:
    """A slip there must not pass for an order."""
    ran = zopa("validate", "--severity", said)

    assert (ran.code, ran.out) == (2, "")
    assert answer in ran.err


@pytest.mark.parametrize("code", ["ZI102", "ZE104", "ZP101", "ZP102", "ZP103"])
def test_a_build_server_keeps_what_is_no_matter_of_taste(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """Unless it is told that this is meant."""
    assert zopa("validate", f"--severity={code}=note").code == 0
    monkeypatch.setenv("CI", "true")

    ran = zopa("validate", f"--severity={code}=note")
    assert (ran.code, ran.out) == (2, "")
    assert "--allow-downgrade" in ran.err
    assert zopa("validate", f"--severity={code}=error").code == 0
    assert zopa("validate", f"--severity={code}=note", "--allow-downgrade").code == 0


def test_what_could_not_be_read_is_never_fine(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """Whatever it is made to weigh."""
    (workspace / "terms" / "positions" / "link.yaml").symlink_to(workspace / "nothing")

    assert zopa("validate").code == 2
    code = zopa("validate", "--format=json").json["diagnostics"][0]["code"]
    assert zopa("validate", f"--severity={code}=note").code == 2


def test_changes_weigh_what_the_caller_says_too(
    zopa: Zopa, workspace: Path, commit: Commit, change: Change
) -> None:
    """A waiver can be made an error, and a weaker line a note."""
    change("terms/positions/buyer.yaml", "at-most: 90", "at-most: 99")
    arguments = ("compare", "--since=HEAD", "--format=concise")

    ran = zopa(*arguments, "--severity=red-line-weaker=error", "--fail-on=error")
    assert ran.code == 1
    assert "error[ZD102]" in ran.out
    assert zopa(*arguments, "--severity=ZD102=note", "--fail-on=warning").code == 0
    assert zopa("compare", "first-draft", "first-draft", "--severity=ZD102=note").code == 2
