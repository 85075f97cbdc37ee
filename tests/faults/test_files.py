"""Regression tests for files, git, build servers and editors, as in `test_answers.py`.

Tested elsewhere, as found and in variations: C2, C4 and C11 in
`documents/test_git_hostile.py`, C5 in `cli/test_names_alike.py`, C8 in
`cli/test_packaging.py`, C9 and C10 in `lsp/test_wire.py`, C14 in `cli/test_slips.py`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator
from referencing import Registry

from cli.conftest import GIT_SETTINGS, git
from faults.place import Place, issue, line, number, place
from ones import BARGAIN
from strategies import written
from zopa.files import shipped

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def starter(tmp_path: Path) -> Place:
    """The smallest workspace."""
    shutil.copytree(BARGAIN, tmp_path / "w")
    return Place(tmp_path / "w")


def change(at: Place, path: str, old: str, new: str) -> None:
    """Replace a text that occurs once in a file."""
    file = at.root / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


# -- C1: a commit that only deletes -------------------------------------------


@pytest.mark.parametrize(
    ("gone", "codes"),
    [
        ("terms/positions/buyer.yaml", {"validate": 1, "check": 1, "compare": 1}),
        ("terms/statements.yaml", {"validate": 1, "check": 2, "compare": 2}),
        ("scenarios/first-draft.yaml", {"validate": 0, "check": 2, "compare": 0}),
    ],
)
def test_c01_the_hooks_see_what_a_commit_deletes(
    starter: Place, monkeypatch: pytest.MonkeyPatch, gone: str, codes: dict[str, int]
) -> None:
    """With the arguments that pre-commit gives them; it always runs them."""
    for name, value in GIT_SETTINGS.items():
        monkeypatch.setenv(name, value)
    git(starter.root, "init", "-q")
    git(starter.root, "add", ".")
    git(starter.root, "commit", "-qm", "so")
    git(starter.root, "rm", "-q", gone)

    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    whole = [each for each in hooks if not each.get("pass_filenames", True)]
    assert all(each["always_run"] for each in whole)
    assert {each["args"][0]: starter.run(*each["args"]).code for each in whole} == codes


def test_c01_a_hook_tells_each_finding_once(
    starter: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken draft is one of them, and is not said again with its lines."""
    for name, value in GIT_SETTINGS.items():
        monkeypatch.setenv(name, value)
    git(starter.root, "init", "-q")
    git(starter.root, "add", ".")
    git(starter.root, "commit", "-qm", "so")
    git(starter.root, "rm", "-q", "terms/positions/buyer.yaml")

    for form in ("concise", "full"):
        asked = ("--since", "HEAD", "--fail-on", "weaker", "--format", form)
        ran = starter.run("compare", *asked)
        assert (ran.code, f"{ran.out}{ran.err}".count("[ZE104]")) == (1, 1)
    assert "[ZE104]" in starter.run("compare", "--since", "HEAD").err


# -- C3: endings in capitals ----------------------------------------------------


@pytest.mark.parametrize(
    ("old", "path", "code"),
    [
        ("terms/positions/seller.yaml", "terms/positions/seller.YAML", 2),
        ("scenarios/first-draft.yaml", "scenarios/x.YML", 1),
        ("terms/positions/buyer.yaml", "terms/positions/deep/x.Yaml", 2),
    ],
)
def test_c03_a_file_of_another_ending_is_a_finding_everywhere(
    starter: Place, old: str, path: str, code: int
) -> None:
    """Neither the terms nor the draft are answered about as if it were not there."""
    (starter.root / path).parent.mkdir(exist_ok=True)
    (starter.root / old).rename(starter.root / path)

    said = starter.run("validate", "--format", "concise")
    assert f"{path}:1:1: error[ZX106]" in said.out
    assert path in starter.run("validate", "--show-files").out.splitlines()
    checked = starter.run("check")
    assert checked.code == code
    assert path in checked.err
    for asked in (["deals"], ["concessions"], ["report"]):
        if code == 2:
            assert starter.run(*asked).code == 2


# -- C6: characters of other scripts ----------------------------------------------

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    "text",
    ["90\xa0000\u202fEUR\u3000net", f"for {ENGLAND}", "می\u200cخواهم क्\u200dष"],
    ids=["spaces", "flag", "joiners"],
)
def test_c06_what_may_stand_in_a_text_is_shown_as_it_is(starter: Place, text: str) -> None:
    """In answers, briefs, names, and lines of files in findings; no fix touches it."""
    change(starter, "terms/parties.yaml", "The seller", text)
    change(starter, "scenarios/first-draft.yaml", "First draft", text)
    before = (starter.root / "scenarios/first-draft.yaml").read_bytes()

    assert starter.run("validate", "--fix").code == 0
    assert (starter.root / "scenarios/first-draft.yaml").read_bytes() == before
    assert text in starter.run("check").out
    assert text in starter.run("show", text).out
    assert text in starter.brief("first-draft")
    change(starter, "scenarios/first-draft.yaml", "title:", "titel:")
    ran = starter.run("validate")
    assert ran.code == 1
    assert f"| titel: {text}" in ran.out


# -- C7: schemas that any validator reads --------------------------------------------


def unreachable(uri: str) -> NoReturn:
    """Fail for every request of a network resource."""
    pytest.fail(f"fetches {uri}")


@pytest.mark.parametrize(
    "flags",
    [["--for-workspace"], ["DIR"], ["DIR", "--bundle", "--draft-07"]],
    ids=["of the workspace", "all", "bundled"],
)
def test_c07_schemas_are_read_without_a_network(
    starter: Place, tmp_path: Path, flags: list[str]
) -> None:
    """By check-jsonschema, ajv and editors."""
    folder = tmp_path / "schemas" if "DIR" in flags else starter.root / "schema"
    told = [str(folder) if each == "DIR" else each for each in flags]
    assert starter.run("schema", *told).code == 0
    schema = json.loads((folder / "scenario.schema.json").read_text(encoding="utf-8"))
    kind = Draft7Validator if "--draft-07" in flags else Draft202012Validator
    validator = kind(schema, registry=Registry(retrieve=unreachable))  # type: ignore[call-arg]
    text = (starter.root / "scenarios/first-draft.yaml").read_text(encoding="utf-8")
    draft = yaml.safe_load(text)
    assert validator.is_valid(draft)
    assert not validator.is_valid({**draft, "choises": {}})
    assert not validator.is_valid({"choices": {"Price": 1}})


# -- C12: a long name ------------------------------------------------------------------

LONG = "The Confederation of Employers in the Metal, Electrical and Plastics Industries"


@pytest.mark.parametrize(
    "question", ["concessions draft", "coalitions draft", "check draft", "frontier draft"]
)
def test_c12_a_long_name_is_folded(tmp_path: Path, question: str) -> None:
    """No column beside it is narrower than its words, and no line too long."""
    positions = [
        line("alpha/low", {"issue": "fee", "at-most": 5}),
        line("beta/high", {"issue": "fee", "at-least": 7}),
    ]
    files = written([number("fee", 9), issue("place", "here", "there")], positions=positions)
    parties: Any = files["terms/parties.yaml"]
    parties["parties"][0]["name"] = LONG
    at = place(tmp_path, files, drafts={"draft": {"fee": 6}})

    ran = at.run(*question.split())
    assert ran.code == 0
    lines = ran.out.partition("\nnext:")[0].splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) < 40
    assert LONG.split()[1] in ran.out


# -- C13: tables ------------------------------------------------------------------------


def test_c13_a_cell_has_one_value_and_excel_reads_it(starter: Place, tmp_path: Path) -> None:
    """Kind and strength, speaker, day, source and place: a column each."""
    for flags in (["--tables"], ["--bom", "--data"]):
        folder = tmp_path / flags[-1].strip("-")
        assert starter.run("report", "--quiet", *flags, str(folder)).code == 0
        files = sorted(folder.glob("*.csv"))
        assert files
        for file in files:
            raw = file.read_bytes()
            assert raw.startswith(b"\xef\xbb\xbf"), file.name
            rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
            assert len({len(each) for each in rows}) == 1, file.name
            assert not any("red line, declared" in each for row in rows for each in row)

    def first(name: str) -> dict[str, str]:
        text = (tmp_path / "tables" / name).read_text(encoding="utf-8-sig")
        return next(csv.DictReader(io.StringIO(text)))

    [position, said] = first("positions.csv"), first("statements.csv")
    assert (position["kind"], position["strength"]) == ("red-line", "declared")
    assert [said[each] for each in ("speaker", "said-earliest", "sources", "places")] == [
        "buyer-counsel",
        "2025-01-01",
        "minutes",
        "minutes:1",
    ]


# -- C15: words of one conflict ------------------------------------------------------------

THEIRS = re.compile(
    r"ukrain|russia|donbas|donetsk|luhansk|kherson|crimea|\b(?:nato|osce)\b|kremlin|\balaska",
    re.IGNORECASE,
)


def test_c15_no_example_of_the_program_is_of_the_shipped_conflict() -> None:
    """Explanations, flags, prompts, messages, and what the terminal interface says."""
    found = [
        f"{file.relative_to(REPOSITORY)}: {each[0]}"
        for folder, ending in (("engine", "py"), ("tui", "py"), ("docs/diagnostics", "md"))
        for file in sorted((REPOSITORY / folder).rglob(f"*.{ending}"))
        for each in THEIRS.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("example", ["software-contract", "wage-round"])
def test_c15_a_contract_and_a_wage_round_have_no_press(tmp_path: Path, example: str) -> None:
    """What minutes report is reported, not by media; kinds and headings are neutral."""
    root = tmp_path / example
    shutil.copytree(shipped("examples") / example, root)
    at = Place(root)
    brief = at.run("report", "--format", "markdown").out
    reported = re.findall(r"^\| `([a-z-]+)` .*\| reported by others \|$", brief, re.MULTILINE)[
        0
    ]

    assert "reported by others" in at.run("show", reported).out
    for word in ("media", "press", "treaty", "ceasefire", "territor"):
        words = [each for each in brief.splitlines() if re.search(rf"\b{word}", each.lower())]
        assert not [each for each in words if each.startswith("#") or "| Attribution" in each]
    assert "by media" not in brief
