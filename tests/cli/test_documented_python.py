"""The walk in `docs/python.md` runs as it stands there."""

from __future__ import annotations

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
    """The same result as JSON, and in a notebook its words, escaped."""
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
    assert picture.tags == {"pre"}
    assert picture.text.strip() == str(told).strip()


def test_there_are_no_other_questions() -> None:
    """The error names those that there are."""
    draft = zopa.ask(zopa.load(REPOSITORY), "alaska-exchange")
    with pytest.raises(ValueError, match="no question 'guess'"):
        zopa.tell(draft, "guess")  # type: ignore[arg-type]  # the caller's mistake


def test_a_brief_is_about_something() -> None:
    """Not about nothing."""
    with pytest.raises(ValueError, match="one draft at least"):
        zopa.brief_on(zopa.load(REPOSITORY), [])
