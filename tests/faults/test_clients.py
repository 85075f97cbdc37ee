"""Regression tests for clients and users of the package, as in `test_answers.py`.

Tested elsewhere, as found and in variations: D1 and D2 in `cli/test_whereabouts.py`, D3
and D6 in `test_api.py`, D5 in `lsp/test_wire.py` and `lsp/test_neovim.py`, D7 in
`cli/test_packaging.py`, D8 in `cli/test_habits.py`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import clingo
import pytest

from cli.test_whereabouts import on_a_terminal
from faults.place import Place
from ones import BARGAIN
from zopa.lsp import completion
from zopa.lsp.completion import complete
from zopa.references import Names

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType


@pytest.fixture
def starter(tmp_path: Path) -> Place:
    """The smallest workspace."""
    shutil.copytree(BARGAIN, tmp_path / "talks")
    return Place(tmp_path / "talks")


# -- D4: a pipe whose reader has enough --------------------------------------------


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.parametrize("command", [["check"], ["ci"], ["check", "--format=json"]])
def test_d04_a_verdict_that_is_known_stays(starter: Place, command: list[str]) -> None:
    """Every time, whatever of it was read."""
    draft = starter.root / "scenarios/first-draft.yaml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("deal: false", "deal: true"))
    zopa = [sys.executable, "-m", "zopa", "-C", str(starter.root), *command]
    for _ in range(4):
        first = subprocess.Popen(zopa, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert first.stdout is not None
        assert first.stdout.readline()
        first.stdout.close()
        assert first.wait(60) == 1


# -- D9: what a reader of the documentation tries ------------------------------------


def models(program: str, *options: str) -> int:
    """The number of answer sets that clingo finds."""
    control = clingo.Control(["--warn=none", *options])
    control.add("base", [], program)
    control.ground([("base", [])])
    found = 0
    with control.solve(yield_=True) as handle:
        for _ in handle:
            found += 1
    return found


def test_d09_the_example_for_clingo_has_models(starter: Place) -> None:
    """As many as there are deals, and of a draft without one none."""
    asked = ("report", "--hold", "red-line", "--format", "asp")
    assert models(starter.run(*asked).out, "3") == 3
    assert models(starter.run("report", "--format", "asp").out, "0") == 4
    assert starter.json("deals")["count"] == "4"
    assert models(starter.run("report", "first-draft", "--format", "asp").out, "0") == 0


@pytest.mark.parametrize("path", ["scenarios/first-draft.yaml", "scenarios", "."])
def test_d09_validate_takes_the_paths_that_check_takes(starter: Place, path: str) -> None:
    """Of the folder that `-C` names."""
    for command in ("validate", "check", "ci"):
        assert starter.run(command, path).code == 0
        assert starter.run(command, "gone.yaml").code == 2


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.parametrize("flags", [["--tables", "t"], ["--data", "d"], ["--tables=t", "-q"]])
def test_d09_a_terminal_gets_the_files_it_asked_for(starter: Place, flags: list[str]) -> None:
    """No page among them, and a line that says where they are."""
    code, said = on_a_terminal(starter.root, "report", *flags)

    assert code == 0
    assert "<" not in said
    assert [*starter.root.glob("[td]/positions.csv")]
    assert ("files written to" in said) is ("-q" not in flags)


@pytest.mark.process
def test_d09_a_terminal_gets_no_page(starter: Place) -> None:
    """It is told how to have one."""
    code, said = on_a_terminal(starter.root, "report", "first-draft")

    assert code == 2
    assert "zopa report first-draft --output html:brief.html" in said


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (["--short", "--data", "d"], "--short"),
        (["--compare", "--data", "d"], "--compare"),
        (["--with", "robustness", "--format", "asp"], "--with"),
    ],
)
def test_d09_a_flag_that_changes_nothing_is_refused(
    starter: Place, flags: list[str], named: str
) -> None:
    """What is of the brief goes with a brief."""
    ran = starter.run("report", "first-draft", *flags)

    assert (ran.code, ran.out) == (2, "")
    assert f"{named} is of the brief" in ran.err
    assert not [*starter.root.glob("d/*")]


@pytest.mark.parametrize("title", ["First draft", '"First draft"  # the same'])
def test_d09_drafts_of_one_title_are_told_apart(starter: Place, title: str) -> None:
    """By their ids, in every answer about both; `cli/test_report.py` has the brief."""
    draft = starter.root / "scenarios/first-draft.yaml"
    text = draft.read_text(encoding="utf-8")
    draft.with_name("other.yaml").write_text(
        text.replace("title: First draft", f"title: {title}").replace("given", "refused"),
        encoding="utf-8",
    )
    for command in ("compare first-draft other", "list scenarios", "report --format markdown"):
        said = starter.text(command)
        assert "first-draft" in said
        assert "other" in said


def test_e16_completion_in_nested_lists_looks_at_each_once() -> None:
    """A large change, such as brackets without an end, is answered soon."""
    text, asked = "choices: " + "[" * 40 + "a," * 500, 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal asked
        asked += event == "call" and frame.f_code is completion._end.__code__

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        complete(Names({}), "scenarios/a.yaml", text, len(text) - 1)
    finally:
        sys.setprofile(before)
    assert 500 <= asked <= 2000
