"""Fixtures: briefs, and the answers of the other commands on the same drafts.

The answers are JSON of the other commands, the texts are YAML of the files. Nothing
here uses the code that makes briefs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from cli.conftest import REPOSITORY
from cli.traced.claims import claims_of
from cli.traced.world import Plain, World, every_text, named, read
from zopa.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.traced.claims import Claims

QUESTIONS = ("check", "deals", "conflicts", "concessions", "repair", "frontier", "sweep")
HARBOUR = REPOSITORY / "tests" / "cases" / "harbour"
BRIEFS = {
    "a deal neither way": (REPOSITORY, "alaska-exchange", "front-line-freeze"),
    "a deal": (HARBOUR, "compromise", "company-paper"),
    "another day": (HARBOUR, "amount-open", "amount-open-in-april"),
    "a waiver, incoherent": (HARBOUR, "suppose-the-cap-falls", "two-words-on-south-three"),
    "little decided": (HARBOUR, "pay-only", "dockers-paper"),
}
"""Workspaces, each with two drafts."""


@pytest.fixture(scope="module", params=BRIEFS)
def drafts(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The drafts of the brief."""
    return BRIEFS[request.param][1:]


@pytest.fixture(scope="module")
def folder(drafts: tuple[str, str]) -> Path:
    """The workspace of the drafts."""
    return next(each for each, *some in BRIEFS.values() if tuple(some) == drafts)


@pytest.fixture(scope="module")
def ask(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Run a command on the workspace."""

    def run(command: str, *arguments: str, form: str) -> str:
        file = tmp_path_factory.mktemp("answer") / "answer"
        code = main(["-C", str(folder), command, *arguments, f"--output={form}:{file}"])
        assert code in {0, 1}
        return file.read_text(encoding="utf-8")

    return run


@pytest.fixture(scope="module")
def world(folder: Path, drafts: tuple[str, str], ask: Callable[..., str]) -> World:
    """The known facts about the corpus and the drafts."""
    files = list(read(folder))
    asked = {
        mark: {each: json.loads(ask(each, name, form="json")) for each in QUESTIONS}
        for mark, name in zip("ab", drafts, strict=True)
    }
    paths = [folder / "scenarios" / f"{name}.yaml" for name in drafts]
    texts = [yaml.load(x.read_text(encoding="utf-8"), Plain) for x in paths]  # noqa: S506
    positions = {
        f"{each['party']}/{each['id']}": each
        for file in files
        for each in file.get("positions", [])
    }
    return World(
        answers=asked,
        drafts=dict(zip("ab", texts, strict=True)),
        statements=named(files, "statements"),
        positions=positions,
        parties=named(files, "parties"),
        speakers=named(files, "speakers"),
        issues=named(files, "issues"),
        texts={text for each in [*files, *texts] for text in every_text(each)},
    )


@pytest.fixture(scope="module")
def brief(drafts: tuple[str, str], ask: Callable[..., str]) -> Claims:
    """The brief on both drafts, side by side."""
    return claims_of(ask("report", "--compare", *drafts, form="html"))
