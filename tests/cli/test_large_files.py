"""Models that exceed one file, or the size limit of foreign files."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zopa.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RULE = """rules:
  - {id: ID, basis: from-source, reason: So it is., holds: {silent: ISSUE}}
"""


def zopa(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program with these environment variables."""
    return subprocess.run(
        [sys.executable, "-m", "zopa", "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **more},
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace written by `init`."""
    assert main(["init", str(tmp_path / "w"), "--quiet"]) == 0
    return tmp_path / "w"


def test_rules_may_lie_in_a_folder(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As positions do; both places count."""
    (workspace / "terms/rules").mkdir()
    for each in ("one", "other"):
        text = RULE.replace("ID", each).replace("ISSUE", "price")
        (workspace / f"terms/rules/{each}.yaml").write_text(text)
    main(["-C", str(workspace), "show", "other", "--quiet"])

    assert "terms/rules/other.yaml" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["ZOPA_MAX_FILE_BYTES", "ZOPA_MAX_VALUES"])
def test_limits_can_be_set(workspace: Path, variable: str) -> None:
    """What was found under another limit is not remembered under this one."""
    assert zopa(workspace, "validate", **{variable: ""}).returncode == 0
    less = zopa(workspace, "validate", **{variable: "20"})
    assert less.returncode != 0
    assert variable in less.stdout
    assert zopa(workspace, "validate", **{variable: "9000000"}).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["0", "-1", "1e6", "many", "1_000", " 7", "9" * 5000, "²"])
def test_limits_that_are_no_numbers_are_refused(workspace: Path, wrong: str) -> None:
    """By every command that reads files."""
    for variable in ("ZOPA_MAX_FILE_BYTES", "ZOPA_MAX_VALUES"):
        for command in (["validate"], ["check"]):
            done = zopa(workspace, *command, **{variable: wrong})
            assert done.returncode == 2
            assert done.stderr.startswith(f"zopa: {variable} is not a whole number from 1 on\n")
