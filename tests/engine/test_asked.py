"""The questions from Python."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

import zopa
from zopa.cli import main
from zopa.model import Kind

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest workspace."""
    assert main(["init", str(tmp_path / "talks"), "--quiet"]) == 0
    return tmp_path / "talks"


def test_a_draft_is_asked_anything(folder: Path) -> None:
    """The docstring's path, and every question once."""
    draft = zopa.ask(zopa.load(folder / "terms"), "first-draft")

    assert draft.check().deal is False
    assert [each.held.id for each in draft.check().crossed()] == ["seller/no-cheap-warranty"]
    assert draft.options().left is not None
    assert draft.why("price", "fixed") is None
    assert draft.deals().exists is False
    assert draft.conflicts().conflicts == (("seller/no-cheap-warranty",),)
    assert draft.concessions().pivotal == ("seller/no-cheap-warranty",)
    assert draft.repair().distance == 1
    assert len(draft.frontier().points) == 1
    assert draft.sweep().readings.never
    assert draft.outcome()["agreement", "warranty"].changed


def test_assumptions_are_the_callers(folder: Path) -> None:
    """Each of them changes the answer."""
    workspace = zopa.load(folder)

    waived = zopa.ask(workspace, "first-draft", waive=["seller/no-cheap-warranty"])
    assert waived.check().deal is True
    assert zopa.ask(workspace, "first-draft", parties=["buyer"]).check().deal is True
    assert zopa.ask(workspace, "first-draft", hold=[Kind.DEMAND]).check().deal is True
    assert zopa.ask(workspace, "first-draft", as_of=dt.date(2024, 1, 1)).check().deal is True
    assert zopa.ask(workspace).deals().exists


def test_half_a_corpus_answers_nothing(folder: Path) -> None:
    """Errors are in the diagnostics; whoever asks all the same has made a mistake."""
    (folder / "terms" / "rules.yaml").write_text("rules: none\n", encoding="utf-8")
    workspace = zopa.load(folder)

    assert workspace.diagnostics
    with pytest.raises(ValueError, match="the terms have errors"):
        zopa.ask(workspace, "first-draft")


def test_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(FileNotFoundError, match="no workspace in"):
        zopa.load(tmp_path)


def test_there_is_nothing_else() -> None:
    """What the package names is all that it promises."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        zopa.nothing  # noqa: B018  # looked up on purpose
    assert all(getattr(zopa, name) for name in zopa.__all__)
