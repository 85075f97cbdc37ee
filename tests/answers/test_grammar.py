"""Grammar of singulars: every answer of the commands with one item of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ones
from zopa.cli import main

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    "validate",
    "check",
    "check draft",
    "check draft --verbose",
    "options draft",
    "options draft --why way/bridge",
    "options draft --why way/silent",
    "deals draft",
    "deals",
    "conflicts draft",
    "conflicts",
    "concessions draft",
    "concessions",
    "coalitions draft --by-date",
    "coalitions",
    "repair draft",
    "frontier draft",
    "frontier",
    "sweep draft",
    "robustness draft",
    "robustness draft --over readings,doubts,days,table,waivers",
    "robustness --verbose",
    "coverage",
    "coverage --source minutes",
    "compare draft draft",
    "list issues",
    "list positions",
    "list parties",
    "show way",
    "show draft",
    "show museum",
    "show museum/bridge",
    "show said",
    "show minutes",
    "ci",
    "report draft",
    "report draft --format markdown",
    "report draft --format asp",
)
DAYS = ("", " --as-of 2029-01-01", " --hold preference")
TAKING_DAYS = (
    "check draft",
    "options",
    "deals",
    "conflicts",
    "concessions",
    "sweep",
    "robustness",
    "report d",
)


@pytest.mark.parametrize("draft", ones.DRAFTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_one_is_not_several(
    command: str,
    draft: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """With one position that counts, and with none."""
    folder = ones.write(tmp_path / "work", draft)
    monkeypatch.setenv("ZOPA_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    for assumed in DAYS if command.startswith(TAKING_DAYS) else DAYS[:1]:
        main(f"{command}{assumed}".split())
        said = capfd.readouterr()

        assert ones.wrong_plurals(said.out + said.err) == []


def test_where_no_position_counts_none_is_respected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Zero positions are no positions."""
    monkeypatch.chdir(ones.write(tmp_path / "work", "waived"))
    main(["check", "draft"])

    assert (
        "Deal: no position counts, and the draft follows all rules." in capfd.readouterr().out
    )
