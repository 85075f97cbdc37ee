"""Hostile texts: no file, name or path can control a terminal or a build server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.conftest import Change, Commit, Ran, Zopa

HOSTILE = {
    "escape": "\x1b[2J\x1b]0;owned\x07",
    "c1": "\x9b2J",
    "bidi": "\u202eevil\u2066",
    "mark": "a\u200fb",
    "command": "##[error]owned",
    "workflow": "::stop-commands::owned",
    "azure": "##vso[task.complete]",
    "teamcity": "##teamcity[buildStatus]",
    "separator": "a\u2028b",
}
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
    r"|##\w*\[|(?m:^\s*::(?!: |(?:error|warning|notice) title=(?:Z|zopa)))"
)
"""GitHub's runner reads the text between two `::` as a name: no command is called `:`."""
FORMS = ("text", "json")


def safe(ran: Ran) -> None:
    """Check that line feeds are the only control characters."""
    for stream in (ran.out, ran.err):
        found = UNSAFE.search(stream)
        assert found is None, stream[max(0, found.start() - 60) : found.end() + 20]


def escaped(text: str) -> str:
    """The text with characters as YAML escapes."""
    return "".join(f"\\u{ord(each):04x}" for each in text)


hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


@hostile
@pytest.mark.parametrize(
    ("command", "argument"),
    [
        ("check", "{}"),
        ("check", "--waive={}"),
        ("check", "--reading=buyer/at-most-ninety={}"),
        ("check", "--reading={}"),
        ("check", "--parties={}"),
        ("check", "--hold={}"),
        ("check", "--as-of={}"),
        ("check", "--gate={}"),
        ("check", "--budget={}"),
        ("check", "--format={}"),
        ("check", "--output={}"),
        ("check", "--output=text:nowhere/{}"),
        ("check", "--{}"),
        ("validate", "{}"),
        ("validate", "--fail-on={}"),
        ("show", "{}"),
        ("explain", "{}"),
        ("schema", "terms/corpus.yaml/{}"),
        ("{}", "x"),
    ],
)
def test_arguments_are_not_obeyed(
    zopa: Zopa, workspace: Path, command: str, argument: str, text: str
) -> None:
    """Each is quoted in what is said of it."""
    ran = zopa(command.format(text), argument.format(text))

    assert ran.code == 2
    safe(ran)


@hostile
def test_a_folder_is_not_obeyed(zopa: Zopa, workspace: Path, text: str) -> None:
    """Neither one that is not there nor one that is."""
    for arguments in (["check"], ["schema"], ["show", "price"]):
        safe(zopa("-C", text, *arguments))
    folder = workspace.parent / text
    folder.mkdir(exist_ok=True)
    safe(zopa("-C", folder, "check"))
    safe(zopa("schema", folder / "schema"))
    assert zopa("init", folder).code == 0
    for arguments in (["check"], ["validate"], ["init"], ["schema", "terms"]):
        safe(zopa("-C", folder, *arguments))


@hostile
def test_a_new_folder_is_not_obeyed(zopa: Zopa, nowhere: Path, text: str) -> None:
    """In what is said of what was written."""
    safe(zopa("init", text))


@hostile
@pytest.mark.parametrize("form", FORMS)
def test_the_name_of_a_scenario_is_not_obeyed(
    zopa: Zopa, workspace: Path, text: str, form: str
) -> None:
    """It is an id and a path, inside the workspace and outside it."""
    draft = (workspace / "scenarios" / "first-draft.yaml").read_text()
    inside = workspace / "scenarios" / f"{text}.yaml"
    outside = workspace.parent / f"{text}.yaml"
    for file in (inside, outside):
        file.write_text(draft.replace("deal: false", "deal: true"))

    safe(zopa("check", "--format", form))
    safe(zopa("check", outside, "--format", form))
    safe(zopa("check", "first-drat"))
    safe(zopa("validate", "--format", form))
    safe(zopa("validate", outside, "--format", form))
    safe(zopa("show", text, "--format", form))
    safe(zopa("show", "price", "--format", form))


@pytest.mark.parametrize("written", [str, escaped])
@pytest.mark.parametrize("form", FORMS)
@hostile
def test_what_files_say_is_not_obeyed(
    zopa: Zopa, change: Change, text: str, form: str, written: Callable[[str], str]
) -> None:
    """Whether the characters stand in the file or are escaped in it."""
    value = f'"{written(text)}"'
    for path, old, new in (
        ("scenarios/first-draft.yaml", "title: First draft", f"title: {value}\nnote: {value}"),
        ("terms/corpus.yaml", "title: A negotiation", f"title: {value}"),
        ("terms/issues/deal.yaml", "title: A fixed price", f"title: {value}"),
        ("terms/positions/buyer.yaml", "title: Ninety thousand at the most", f"title: {value}"),
        ("terms/statements.yaml", "text: The buyer pays ninety at the most.", f"text: {value}"),
        ("terms/parties.yaml", "name: The buyer", f"name: {value}"),
    ):
        change(path, old, new)

    safe(zopa("check", "--format", form))
    safe(zopa("validate", "--format", form))
    for name in (
        "first-draft",
        "price/fixed",
        "buyer",
        "buyer-on-price",
        "buyer/at-most-ninety",
    ):
        safe(zopa("show", name, "--format", form))


@hostile
@pytest.mark.parametrize("form", FORMS)
def test_ids_and_keys_are_not_obeyed(
    zopa: Zopa, workspace: Path, change: Change, text: str, form: str
) -> None:
    """They are refused, and quoted when they are."""
    name = f'"{escaped(text)}"'
    change("terms/positions/buyer.yaml", "id: at-most-ninety", f"id: {name}")
    change("scenarios/first-draft.yaml", "warranty: given", f"{name}: {name}")
    change("scenarios/first-draft.yaml", "deal: false", f"{name}: false")

    for command in ("check", "validate"):
        ran = zopa(command, "--format", form)
        assert ran.code in {1, 2}
        safe(ran)


# -- what changed since a revision --------------------------------------------

SINCE = (
    "text",
    "full",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "junit",
    "gitlab",
    "rdjson",
    "github",
)


@hostile
@pytest.mark.parametrize("form", SINCE)
def test_names_of_a_revision_are_not_obeyed(
    zopa: Zopa, workspace: Path, commit: Commit, text: str, form: str
) -> None:
    """Of scenarios that are gone, that are new, and of the revision itself."""
    draft = workspace / "scenarios/first-draft.yaml"
    gone = workspace / f"scenarios/{text}.yaml"
    gone.write_text(draft.read_text())
    commit()
    gone.unlink()
    changed = draft.read_text().replace("deal: false", "coherent: true")
    (workspace / f"scenarios/new{text}.yaml").write_text(changed)

    ran = zopa("compare", "--since", "HEAD", "--fail-on", "any", "--format", form)
    assert ran.code == 1
    assert "ZD107" in ran.out or form in {"text", "json"}
    safe(ran)
    safe(zopa("compare", "--since", text, "--format", form))


@hostile
@pytest.mark.parametrize("form", SINCE)
def test_texts_of_a_revision_are_not_obeyed(
    zopa: Zopa, commit: Commit, change: Change, text: str, form: str
) -> None:
    """Those of then are shown beside those of now; most are refused when they are read."""
    quoted = f'"{text}"'
    change(
        "terms/positions/buyer.yaml", "title: Ninety thousand at the most", f"title: {quoted}"
    )
    change("terms/issues/deal.yaml", "title: A fixed price", f"title: {quoted} # {text}")
    commit()
    change("terms/positions/buyer.yaml", "kind: red-line", f"kind: demand # {text}")
    change("scenarios/first-draft.yaml", "title: First draft", f"title: {quoted}")

    safe(zopa("compare", "--since", "HEAD", "--fail-on", "any", "--format", form))


@pytest.mark.parametrize(
    "command",
    [
        "validate",
        "check",
        "check --format=concise",
        "check --format=junit",
        "options first-draft",
        "options first-draft --why price/fixed",
        "deals",
        "conflicts first-draft",
        "concessions first-draft",
        "repair first-draft",
        "frontier first-draft",
        "sweep first-draft",
        "compare first-draft second",
        "coverage",
        "coverage --source minutes",
        "list terms",
        "list statements",
        "show price",
        "show buyer/at-most-ninety",
        "report first-draft --format=markdown",
        "report first-draft --format=html",
        "report first-draft --format=asp",
    ],
)
@pytest.mark.parametrize(
    "text", ["::add-mask::e", "  ::add-mask::e", "##[add-mask]e", "##vso[a]e"]
)
def test_no_line_begins_with_a_command_of_a_file(
    zopa: Zopa, workspace: Path, text: str, command: str
) -> None:
    """Wherever the text stands in an answer, and wherever lines are folded."""
    free = re.compile(
        r"^( *(?:- )?(?:title|name|text|note|description)): [^|>{\[\n]+$", re.MULTILINE
    )
    for file in (workspace / "terms").rglob("*.yaml"):
        file.write_text(free.sub(rf'\1: "{text}{" a word" * 30} {text}"', file.read_text()))
    draft = (workspace / "scenarios" / "first-draft.yaml").read_text()
    for name in ("first-draft", "second"):
        (workspace / "scenarios" / f"{name}.yaml").write_text(free.sub(rf'\1: "{text}"', draft))
    ran = zopa(*command.split())

    assert ran.code in {0, 1}
    safe(ran)


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "--since=--"],
        ["validate", "--changed-since=--"],
        ["check", "--as-of=--"],
        ["check", "--parties=--"],
        ["validate", "--baseline=--"],
        ["check", "--format=--"],
        ["check", "--output=--"],
    ],
    ids=" ".join,
)
def test_two_dashes_are_a_value_like_another(
    zopa: Zopa, workspace: Path, arguments: list[str]
) -> None:
    """Some versions of argparse make an empty list of them."""
    ran = zopa(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert "`--`" in ran.err or "'--'" in ran.err
    assert "fault" not in ran.err
