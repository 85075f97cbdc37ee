"""Settings of a workspace, and their precedence against flags and variables."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from zopa.configuration import read_configuration
from zopa.configuration.settings import SETTINGS, Form, schema
from zopa.files import shipped
from zopa.lsp.state import Folder
from zopa.validation.incremental import judge
from zopa.workspace import load, load_at
from zopa_tui.session.open import begin
from zopa_tui.views.problems import in_files
from zopa_tui.views.status import head_parts
from zopa_tui.views.text import ASCII

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Change, Commit, Fits, Zopa

SETTINGS_FILE = "zopa.toml"
UNUSED = "ZX103"


def settings(workspace: Path, text: str, name: str = SETTINGS_FILE) -> None:
    """Write the configuration file."""
    (workspace / name).write_text(text, encoding="utf-8")


def codes(workspace: Path) -> list[str]:
    """Codes of the findings, with their lines."""
    found = read_configuration(workspace).diagnostics
    return [f"{each.code}:{each.span.start.line}" for each in found if each.span]


def test_the_shipped_schema_is_that_of_the_settings() -> None:
    """It is written by hand nowhere."""
    file = shipped("schema") / "configuration.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == schema()
    Draft202012Validator.check_schema(schema())


RIGHT = {
    Form.SECONDS: "2.5",
    Form.COUNT: "2",
    Form.YES_NO: "true",
    Form.DAY: '"2025-01-02"',
    Form.WORD: '"x"',
    Form.WORDS: '["x"]',
    Form.CODES: '["ZX", "unused-id"]',
    Form.FILE: '"sub/known.json"',
    Form.ADDRESS: '"https://zopa.example/"',
    Form.PATTERNS: '["scenarios/old-*"]',
    Form.LEVELS: '{ZX103 = "note", ZE101 = "error"}',
    Form.TEXTS: '{"a/b" = "c"}',
    Form.CODES_BY_PATTERN: '{"scenarios/*" = ["ZX103"]}',
    Form.KEYS: '{save = "f2", quit = ["q", "x"]}',
}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.key)
def test_every_setting_takes_what_it_says(workspace: Path, setting: object) -> None:
    """And the schema takes the same; neither takes a table of tables."""
    import tomllib

    each = next(known for known in SETTINGS if known == setting)
    words = [f'"{word}"' for word in each.choices[:1]]
    right = words[0] if words and each.form is Form.WORD else RIGHT[each.form]
    right = f"[{words[0]}]" if words and each.form is Form.WORDS else right
    table, _, name = each.key.rpartition(".")
    head = f"[{table}]\n" if table else ""
    for text, sound in ((right, True), ("{a = {b = [1]}}", False), ("[]", False)):
        settings(workspace, f"{head}{name} = {text}\n")
        found = read_configuration(workspace)
        assert (not found.diagnostics) is sound, (text, found.diagnostics)
        assert (found.get(each.key) is not None) is sound
        data = tomllib.loads(f"{head}{name} = {text}\n")
        assert Draft202012Validator(schema()).is_valid(data) is sound, text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('ingore = ["ZX103"]', ["ZO101:1"]),
        ("\n[assumption]\nas-of = 2025-01-01", ["ZO101:2"]),
        ("[assumptions]\nas_of = 2025-01-01", ["ZO101:2"]),
        ("budget = -1", ["ZO102:1"]),
        ("budget = true", ["ZO102:1"]),
        ("budget = nan", ["ZO102:1"]),
        ("jobs = 100000", ["ZO102:1"]),
        ('ignore = ["ZX101"]', ["ZO102:1"]),
        ('ignore = ["ZQ"]', ["ZO102:1"]),
        ('[severity]\nZX103 = "note"\nZE101 = "note"', ["ZO102:3"]),
        ('[severity]\nZP101 = "warning"', ["ZO102:2"]),
        ('baseline = "../x.json"', ["ZO102:1"]),
        ('baseline = "/etc/passwd"', ["ZO102:1"]),
        ('baseline = "C:\\\\x"', ["ZO102:1"]),
        ('exclude = ["terms/*"]', ["ZO102:1"]),
        ('exclude = ["scenarios/../terms/*"]', ["ZO102:1"]),
        ("budget = ", ["ZO103:1"]),
        ("[[[", ["ZO103:1"]),
        ("tui = 3", ["ZO101:1"]),
        ('[tui]\ntheme = "nope"', ["ZO102:2"]),
        ('[tui]\nstart = "Dealz"', ["ZO102:2"]),
        ("assumptions = [1]", ["ZO101:1"]),
    ],
)
def test_a_wrong_setting_has_a_place(workspace: Path, text: str, found: list[str]) -> None:
    """And no other one is lost by it."""
    settings(workspace, text)
    assert codes(workspace) == found


def test_a_slip_in_a_variable_is_named(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would have no effect, without a word; variables of others are left alone."""
    for name in ("ZOPA_HOLDS", "ZOPA_FAILON", "ZOPA_SINCE", "ZOPA_MAX_VALUES", "ZOPA"):
        monkeypatch.setenv(name, "99999")
    ran = zopa("check")

    assert "`ZOPA_HOLDS` has no effect: did you mean `ZOPA_HOLD`?" in ran.err
    assert "did you mean `ZOPA_FAIL_ON`?" in ran.err
    assert ran.err.count("no effect") == 2
    assert "no effect" not in zopa("check", "--quiet").err


def test_what_cannot_be_read_is_no_fault(workspace: Path, zopa: Zopa) -> None:
    """Too deep, no UTF-8, a folder, a link out."""
    (workspace / SETTINGS_FILE).write_bytes(b"x = " + b"[" * 5000)
    assert zopa("validate").code == 1
    (workspace / SETTINGS_FILE).write_bytes(b"x = '\xff'")
    assert "not UTF-8" in zopa("validate").out
    (workspace / SETTINGS_FILE).unlink()
    (workspace / SETTINGS_FILE).symlink_to("/etc/hostname")
    assert zopa("check").code == 2


def test_a_wrong_setting_stops_questions(workspace: Path, zopa: Zopa) -> None:
    """So that no answer rests on half of what was meant."""
    settings(workspace, "[assumptions]\nhodl = ['red-line']\n")
    ran = zopa("check")
    assert ran.code == 2
    assert "1 error in the settings" in ran.err
    assert "did you mean `hold`?" in zopa("validate").out
    assert zopa("validate").code == 1
    assert zopa("config").code == 1


def test_names_must_be_known(workspace: Path, zopa: Zopa) -> None:
    """Parties, positions and readings; also where the files were looked at before."""
    assert zopa("validate").code == 0
    text = '[assumptions]\nat-the-table = ["byuer"]\n[assumptions.readings]\n"seller/x" = "y"\n'
    settings(workspace, text)
    ran = zopa("validate", "--format", "concise")
    assert ran.out.count("[ZO104]") == 2
    assert "zopa.toml:2:1" in ran.out
    assert "zopa.toml:4:1" in ran.out
    assert "did you mean `buyer`?" in zopa("validate").out


ASSUMED = """
[assumptions]
as-of = 2025-02-01
hold = ["demand"]
at-the-table = ["seller"]
"""
FLAGS = ("--as-of", "2025-02-01", "--hold", "demand", "--parties", "seller")


@pytest.mark.parametrize("question", ["check", "deals", "conflicts", "options", "sweep"])
def test_configured_assumptions_are_those_of_the_flags(
    workspace: Path, zopa: Zopa, question: str, fits: Fits
) -> None:
    """The same answer, which says where it comes from."""
    by_flags = zopa(question, "first-draft", "--format", "json", *FLAGS).json
    settings(workspace, ASSUMED)
    ran = zopa(question, "first-draft", "--format", "json")
    stated = ran.json["context"].pop("configured")
    assert stated == "zopa.toml sets as-of, at-the-table, hold"
    by_file = ran.json
    for answer in (by_flags, by_file):
        answer.pop("diagnostics")
        answer["context"].pop("digest")
        answer["context"].pop("configured", None)
        for each in answer["result"].get("scenarios", ()):
            each["context"].pop("configured", None)
            each.pop("expectations", None)
    assert by_file == by_flags
    assert stated in " ".join(zopa(question, "first-draft").out.split())
    assert fits(f"{question}.schema.json", ran.json) == []


def test_a_scenario_goes_before_the_file_and_a_flag_before_both(
    workspace: Path, zopa: Zopa, change: Change
) -> None:
    """And a variable is a flag."""
    settings(workspace, ASSUMED)
    change("scenarios/first-draft.yaml", "choices:", "as-of: 2025-03-01\nchoices:")

    def day(*flags: str) -> str:
        [found] = zopa("check", "--format", "json", *flags).json["result"]["scenarios"]
        return str(found["context"]["as-of"])

    assert day() == "2025-03-01"
    assert day("--as-of", "2025-04-01") == "2025-04-01"
    os.environ["ZOPA_AS_OF"] = "2025-05-01"
    try:
        assert day() == "2025-05-01"
        assert day("--as-of", "2025-04-01") == "2025-04-01"
    finally:
        del os.environ["ZOPA_AS_OF"]


def test_variables_are_flags(
    workspace: Path, zopa: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the commands that have them; a wrong value is told with the variable's name."""
    monkeypatch.setenv("ZOPA_FORMAT", "json")
    assert zopa("check").json["format"] == "zopa-check"
    monkeypatch.setenv("ZOPA_FORMAT", "rdjson")
    assert zopa("deals").code == 0
    monkeypatch.setenv("ZOPA_FORMAT", "jsn")
    assert "ZOPA_FORMAT" in zopa("check").err
    monkeypatch.delenv("ZOPA_FORMAT")
    monkeypatch.setenv("ZOPA_BUDGET", "soon")
    ran = zopa("check")
    assert ran.code == 2
    assert "ZOPA_BUDGET sets --budget" in ran.err
    monkeypatch.setenv("ZOPA_BUDGET", "5")
    monkeypatch.setenv("ZOPA_SEVERITY", "ZX103=note,ZP104=error")
    monkeypatch.setenv("ZOPA_GATE", "red-lines,demands")
    assert zopa("validate").code == 0
    assert zopa("check").code == 1
    found = zopa("config", "--format", "json").json["settings"]
    assert found["budget"]["origin"] == "ZOPA_BUDGET"
    assert (workspace / "scenarios").is_dir()


@pytest.fixture
def unused(change: Change) -> None:
    """Add a group without references: a warning that can be ignored."""
    change("terms/parties.yaml", "", "groups:\n  - {id: third, name: Third}\n")


@pytest.mark.usefixtures("unused")
@pytest.mark.parametrize(
    ("text", "flags", "reported"),
    [
        ("", (), True),
        ('ignore = ["ZX103"]', (), False),
        ('ignore = ["unused-id"]', (), False),
        ('ignore = ["ZX"]', (), False),
        ('ignore = ["ZY"]', (), True),
        ('select = ["ZY"]', (), False),
        ('select = ["ZX1"]', (), True),
        ('[per-file-ignores]\n"terms/*" = ["ZX"]', (), False),
        ('[per-file-ignores]\n"scenarios/*" = ["ZX"]', (), True),
        ('ignore = ["ZX"]', ("--ignore", "ZY"), True),
        ("", ("--ignore", "ZX103,ZY"), False),
        ("", ("--select", "ZP"), False),
        ('select = ["ZY"]', ("--select", "ZX"), True),
    ],
)
def test_findings_are_chosen(
    workspace: Path, zopa: Zopa, text: str, flags: tuple[str, ...], *, reported: bool
) -> None:
    """By the command line, the editor and the terminal interface alike."""
    assert (UNUSED in zopa("validate", "--format", "concise").out) is True
    settings(workspace, text)
    for _ in range(2):  # found, then remembered
        ran = zopa("validate", "--format", "concise", *flags)
        assert (UNUSED in ran.out) is reported
    assert (UNUSED in zopa("ci", "--format", "concise", *flags).out) is reported
    assert ("zopa.toml sets" in ran.err) is (bool(text) and not flags)
    shown = zopa("validate", "--show-suppressed", *flags).out
    assert UNUSED in shown
    if flags:
        return
    look = Folder(workspace).look({})
    assert (UNUSED in {each.code for each in look.findings}) is reported
    told = in_files(load(workspace)).findings
    assert (UNUSED in {each.code for each in told}) is reported


@pytest.mark.usefixtures("unused")
def test_severities_and_fail_on(workspace: Path, zopa: Zopa) -> None:
    """A flag has the last word."""
    settings(workspace, 'fail-on = "warning"\n')
    assert zopa("validate").code == 1
    assert zopa("validate", "--fail-on", "error").code == 0
    settings(workspace, '[severity]\nunused-id = "error"\n')
    assert zopa("validate").code == 1
    assert zopa("validate", "--severity", "ZX103=note").code == 0
    [finding] = [x for x in Folder(workspace).look({}).findings if x.code == UNUSED]
    assert finding.severity == "error"


def test_an_error_is_never_ignored(workspace: Path, zopa: Zopa, change: Change) -> None:
    """Whatever is selected."""
    change("scenarios/first-draft.yaml", "warranty: given", "warranty: givne")
    settings(workspace, 'select = ["ZY"]\n')
    assert zopa("validate").code == 1
    assert zopa("validate", "--select", "ZY", "--ignore", "ZX").code == 1
    assert "cannot ignore" in zopa("validate", "--ignore", "ZX101").err


def test_excluded_scenarios_are_not_read(workspace: Path, zopa: Zopa) -> None:
    """Nor are they in an answer; a file that is named is."""
    (workspace / "scenarios" / "old-one.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    assert zopa("validate").code == 1
    settings(workspace, 'exclude = ["scenarios/old-*"]\n')
    ran = zopa("validate")
    assert (ran.code, "sets `exclude`" in ran.err) == (0, True)
    assert zopa("check").code == 0
    assert "old-one" not in zopa("validate", "--show-files").out
    assert zopa("validate", "scenarios/old-one.yaml").code == 1
    assert zopa("check", "--exclude", "scenarios/first-draft.yaml").code == 1
    assert "scenarios/" in zopa("check", "--exclude", "terms").err
    assert list(load(workspace).scenarios) == ["first-draft"]


@pytest.mark.usefixtures("unused")
def test_the_baseline_lies_in_the_workspace(workspace: Path, zopa: Zopa) -> None:
    """From wherever it is asked; nothing is written through a link that leads out."""
    settings(workspace, 'baseline = "known.json"\nfail-on = "warning"\n')
    assert zopa("validate", "--write-baseline").code == 0
    assert (workspace / "known.json").is_file()
    assert zopa("validate").code == 0
    os.chdir("scenarios")
    assert zopa("validate").code == 0
    os.chdir("..")
    outside = workspace.parent / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    (workspace / "known.json").unlink()
    (workspace / "known.json").symlink_to(outside)
    ran = zopa("validate", "--write-baseline")
    assert (ran.code, outside.read_text(encoding="utf-8")) == (2, "mine")
    assert "leads out" in ran.err


def test_pyproject_has_a_table(workspace: Path, zopa: Zopa) -> None:
    """Which counts where there is no file of its own."""
    settings(workspace, "[project]\nname = 'zopa'\n", "pyproject.toml")
    assert not load(workspace).configuration.path
    settings(workspace, "[tool.zopa]\nbudget = 7\nbugdet = 8\n", "pyproject.toml")
    assert codes(workspace) == ["ZO101:3"]
    settings(workspace, "[tool.zopa]\nbudget = 7\n", "pyproject.toml")
    found = zopa("config", "--format", "json").json
    assert found["file"] == "pyproject.toml"
    assert found["settings"]["budget"] == {"value": 7, "origin": "pyproject.toml:2"}
    assert found["settings"]["jobs"] == {"value": None, "origin": "default"}
    settings(workspace, "budget = 9\n")
    assert codes(workspace) == ["ZO105:1"]
    assert "budget                    9  (zopa.toml:1)" in zopa("config").out
    assert zopa("validate").code == 0


@pytest.mark.parametrize(
    "text",
    ['[assumptions]\nhold = ["demand"]\n', '[assumptions]\nat-the-table = ["buyer"]\n'],
)
def test_an_earlier_revision_has_its_own(
    workspace: Path, zopa: Zopa, commit: Commit, text: str
) -> None:
    """A red line that no longer counts is told, also where a setting takes it out."""
    commit()
    settings(workspace, text)
    assert load_at(workspace, "HEAD").configuration.path == ""
    ran = zopa("compare", "--since", "HEAD", "--fail-on", "weaker")
    assert ran.code == 1
    commit()
    assert load_at(workspace, "HEAD").configuration.path == SETTINGS_FILE
    assert zopa("compare", "--since", "HEAD", "--fail-on", "weaker").code == 0


def test_the_editor_follows_the_file(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the terms are kept while it stays."""
    monkeypatch.setattr("zopa.lsp.state.SETTLED", 0)
    folder = Folder(workspace)
    first = folder.look({})
    settings(workspace, ASSUMED)
    second = folder.look({})
    third = folder.look({})
    assert first.workspace.corpus.configured is None
    assert second.workspace.corpus.configured is not None
    assert third.workspace.corpus is second.workspace.corpus


def test_what_was_remembered_is_of_these_settings(workspace: Path) -> None:
    """The store is asked under other settings for nothing."""
    from zopa.files.store import MemoryStore

    store = MemoryStore()
    assert judge(workspace, store=store).found.findings == ()
    settings(workspace, "nonsense = 1\n")
    wrong = judge(workspace, store=store)
    assert [each.code for each in wrong.found.findings] == ["ZO101"]
    assert not wrong.sound
    (workspace / SETTINGS_FILE).unlink()
    assert judge(workspace, store=store).found.findings == ()


def test_a_text_from_stdin_stands_for_a_file(
    workspace: Path, zopa: Zopa, process: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one that is there, or of a new one; nothing is written."""
    import io
    from types import SimpleNamespace

    draft = workspace / "scenarios" / "first-draft.yaml"
    text = draft.read_text(encoding="utf-8")

    def say(said: str) -> None:
        raw = io.BytesIO(said.encode())
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=raw, isatty=lambda: False))

    say(text.replace("warranty: given", "warranty: givne"))
    ran = zopa("validate", "-", "--stdin-filename", "scenarios/first-draft.yaml")
    assert (ran.code, "ZX101" in ran.out) == (1, True)
    say(text.replace("deal: false", "deal: true"))
    ran = zopa("check", "-", "--stdin-filename", "scenarios/first-draft.yaml")
    assert (ran.code, "ZE101" in ran.err) == (1, True)
    say(text)
    ran = zopa("check", "-", "--stdin-filename", "scenarios/new.yaml", "--format", "json")
    assert [each["id"] for each in ran.json["result"]["scenarios"]] == ["new"]
    say("nonsense: 1\n")
    assert zopa("validate", "--stdin-filename", "terms/corpus.yaml").code > 0
    assert zopa("validate", "-").code == 2
    assert zopa("validate", "--stdin-filename", "x.txt").code == 2
    assert zopa("validate", "-", "--stdin-filename", "x.yaml", "--fix").code == 2
    assert draft.read_text(encoding="utf-8") == text
    assert not (workspace / "scenarios" / "new.yaml").exists()


@pytest.mark.usefixtures("unused")
def test_findings_are_counted(zopa: Zopa, fits: Fits) -> None:
    """Under the same exit code."""
    ran = zopa("validate", "--statistics", "--fail-on", "warning")
    assert (ran.code, ran.out.split()) == (1, ["1", UNUSED, "unused-id", "warning"])
    found = zopa("validate", "--statistics", "--format", "json").json
    [one] = found["statistics"]
    assert (one["code"], one["count"]) == (UNUSED, 1)
    assert zopa("validate", "--statistics", "--format", "sarif").code == 2
    assert zopa("validate", "--statistics", "--ignore", "ZX").out == "no findings\n"


def test_the_terminal_interface_names_the_file(workspace: Path) -> None:
    """Beside the draft's name, on every screen that has a head."""
    draft = workspace / "scenarios" / "first-draft.yaml"
    signs = ASCII

    def head() -> str:
        session = begin(workspace, draft).session
        left, _ = head_parts(session, signs, "Compose", 80, [])
        return "".join(text for text, _ in left)

    assert SETTINGS_FILE not in head()
    settings(workspace, ASSUMED)
    assert head().endswith(SETTINGS_FILE)


def test_only_settings_that_act_are_in_the_context_line(workspace: Path, zopa: Zopa) -> None:
    """One that a flag goes before is not there, nor one that says what holds anyway."""
    usual = zopa("check", "first-draft").out
    day = usual.partition("as of ")[2][:10]
    settings(
        workspace,
        f'[assumptions]\nas-of = {day}\nhold = ["red-line"]\nat-the-table = ["buyer"]\n',
    )
    assert "zopa.toml sets at-the-table, hold" in zopa("check", "first-draft").out
    stated = zopa("check", "first-draft", "--parties", "seller").out
    assert "zopa.toml sets hold" in stated
    both = zopa("check", "first-draft", "--parties", "seller", "--hold", "demand").out
    assert "zopa.toml" not in both
    later = zopa("check", "first-draft", "--as-of", "2030-01-01").out
    assert "zopa.toml sets at-the-table, hold" in later


def test_verbose_says_what_an_answer_rests_on(workspace: Path, zopa: Zopa) -> None:
    """Beside the answer, which stays the same."""
    settings(workspace, 'exclude = ["scenarios/first-draft.yaml"]\nignore = ["ZX103"]\n')
    plain, told = zopa("validate"), zopa("validate", "--verbose")
    assert plain.out == told.out
    assert f"zopa: workspace {workspace.resolve()}\n" in told.err
    assert ", 1 excluded\n" in told.err
    assert "zopa: setting exclude from zopa.toml:1\n" in told.err
    assert "zopa: setting ignore from zopa.toml:2\n" in told.err
    assert "findings hidden" in told.err
    assert zopa("validate", "--verbose", "--quiet").err == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["validate", "--select", "unused-i"], "did you mean `unused-id`?"),
        (["validate", "--ignore", "nonsense"], "zopa rules lists them"),
        (["validate", "--fail-on", "eror"], "did you mean `error`?"),
        (["explain", "unused-i"], "did you mean `unused-id`?"),
    ],
)
def test_a_word_that_there_is_not_leads_to_one(
    workspace: Path, zopa: Zopa, arguments: list[str], said: str
) -> None:
    """On the command line as in the file."""
    ran = zopa(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert f"help: {said}" in ran.err
    settings(workspace, 'ignore = ["unused-i"]\n[tui]\ntheme = "zopa-drk"')
    told = zopa("validate").out
    assert "did you mean `unused-id`?" in told
    assert "did you mean `zopa-dark`?" in told
