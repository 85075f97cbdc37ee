"""The example code of `docs/python.md` runs unchanged."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import zopa
from cli.brief_pages import read_html
from cli.conftest import REPOSITORY

if TYPE_CHECKING:
    from zopa.api import Told

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_walk_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Block after block, in one namespace."""
    monkeypatch.chdir(REPOSITORY)
    page = (REPOSITORY / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = BLOCK.findall(page)

    assert len(blocks) > 4
    exec("\n".join(blocks), {})  # noqa: S102  # our own page


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cell after cell; each shows something that a notebook can. CI has Jupyter run it, too."""
    monkeypatch.chdir(REPOSITORY)
    whole = json.loads((REPOSITORY / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(x["source"]) for x in whole["cells"] if x["cell_type"] == "code"]
    assert all(not x.get("outputs") for x in whole["cells"]), "cells are committed unrun"
    space: dict[str, Any] = {}
    shown = []
    for cell in cells:
        body = ast.parse(cell).body
        last = body.pop()
        assert isinstance(last, ast.Expr), cell
        exec(compile(ast.Module(body, []), "cell", "exec"), space)  # noqa: S102  # our own
        shown.append(eval(compile(ast.Expression(last.value), "cell", "eval"), space))  # noqa: S307
    pages = [x._repr_html_() for x in shown if hasattr(x, "_repr_html_")]
    assert len(pages) >= 3
    assert any("<table" in each for each in pages)


@pytest.mark.parametrize(
    "question",
    [
        *("check", "options", "deals", "conflicts", "concessions", "coalitions"),
        *("repair", "frontier", "sweep", "robustness"),
    ],
)
def test_an_answer_is_what_the_command_says(
    question: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same result as JSON, and in a notebook the same words in lists and tables."""
    monkeypatch.chdir(REPOSITORY)
    from zopa.cli import main

    assert main([question, "alaska-exchange", "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    told: Told = zopa.tell(zopa.ask(zopa.load(), "alaska-exchange"), question)

    mine = json.loads(json.dumps(told.to_dict()))
    if question == "check":  # there each scenario has a context of its own
        [one] = printed["result"]["scenarios"]
        printed["context"] |= {"scenario": one["id"], **one["context"]}
    assert mine == printed
    assert mine["context"]["digest"]
    assert mine["context"]["method"] in {"sat", "sat+bdd"}
    picture = read_html(told._repr_html_())
    assert not picture.tags & {"pre", "style", "script", "a"}
    assert not picture.anchors
    conclusion = str(told).partition("\n")[0].split()
    assert " ".join(picture.text.split()).startswith(" ".join(conclusion))
    assert ("table" in picture.tags) is any(
        list(each.tables()) for each in told._page().sections
    )


def test_there_are_no_other_questions() -> None:
    """The error names those that there are."""
    draft = zopa.ask(zopa.load(REPOSITORY), "alaska-exchange")
    with pytest.raises(ValueError, match="no question 'guess'"):
        zopa.tell(draft, "guess")  # type: ignore[arg-type]  # the caller's mistake


def test_a_brief_is_about_something() -> None:
    """Not about nothing."""
    with pytest.raises(ValueError, match="one draft at least"):
        zopa.brief_on(zopa.load(REPOSITORY), [])
