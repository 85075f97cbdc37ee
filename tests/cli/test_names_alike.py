"""File names that users or file systems treat as equal."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.conftest import git
from zopa.questions import scenario_named
from zopa.workspace import load

if TYPE_CHECKING:
    from cli.conftest import Commit, Zopa

COMPOSED = "caf\u00e9"
APART = unicodedata.normalize("NFD", COMPOSED)


@pytest.fixture
def draft(workspace: Path) -> Path:
    """The draft, with its file name in another Unicode normalisation."""
    file = workspace / f"scenarios/{APART}.yaml"
    (workspace / "scenarios/first-draft.yaml").rename(file)
    return file


@pytest.mark.parametrize("name", [COMPOSED, APART])
def test_a_name_is_found_however_it_is_encoded(zopa: Zopa, draft: Path, name: str) -> None:
    """As an id and as a path, by every command."""
    for arguments in (
        ["check", name],
        ["check", f"scenarios/{name}.yaml"],
        ["options", name],
        ["validate", f"scenarios/{name}.yaml"],
        ["report", name, "--format=markdown"],
    ):
        assert zopa(*arguments).code == 0, arguments
    answer = zopa("check", name, "--format=json").json["result"]
    assert [each["id"] for each in answer["scenarios"]] == [COMPOSED]
    assert scenario_named(load(Path()), name).id == COMPOSED


def test_a_commit_may_encode_it_otherwise(
    zopa: Zopa, draft: Path, workspace: Path, commit: Commit
) -> None:
    """It is the same scenario."""
    draft.rename(draft.with_name(f"{COMPOSED}.yaml"))
    git(workspace, "add", "-A")
    commit()
    draft.with_name(f"{COMPOSED}.yaml").rename(draft)

    ran = zopa("compare", "--since", "HEAD", COMPOSED, "--fail-on=any")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("scenarios/draft.yaml", "scenarios/Draft.yaml"),
        (f"scenarios/{COMPOSED}.yaml", f"scenarios/{APART}.yaml"),
        (f"scenarios/{COMPOSED}.yaml", f"scenarios/{APART.upper()}.yaml"),
        ("terms/positions/more.yaml", "terms/positions/More.yaml"),
        ("scenarios/strasse.yaml", "scenarios/stra\u00dfe.yaml"),
    ],
)
def test_twins_are_reported(zopa: Zopa, workspace: Path, first: str, second: str) -> None:
    """At one of the two, which a checkout elsewhere may not have; remembered or not."""
    source = workspace / (
        "scenarios/first-draft.yaml" if first.startswith("sc") else "terms/positions/buyer.yaml"
    )
    text = source.read_text() if first.startswith("sc") else "positions: []\n"
    for name in (first, second):
        (workspace / name).write_text(text)
    for _ in range(2):
        ran = zopa("validate", "--format=concise")
        assert ran.code == 1
        assert ran.out.count("error[ZX108]") == 1
    at = max(first, second)
    assert f"{at}:1:1: error[ZX108]" in ran.out
    assert any(each.code == "ZX108" for each in load(Path()).diagnostics)
    assert zopa("check").code == (1 if first.startswith("sc") else 2)


def test_names_that_differ_are_no_twins(zopa: Zopa, workspace: Path) -> None:
    """Nor are those in other folders."""
    for name in ("caf\u00e8", "cafe", "first-draft-2"):
        shutil.copy(
            workspace / "scenarios/first-draft.yaml", workspace / f"scenarios/{name}.yaml"
        )

    assert zopa("validate").code == 0
