"""The language server with a real editor: Neovim, if installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from zopa.validation import reported
from zopa.workspace import load

NEOVIM = shutil.which("nvim")


@pytest.mark.slow
@pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed")
def test_a_session_of_neovim(sample: Path, tmp_path: Path) -> None:
    """A broken line is caught at its place and mended; a term gets another id everywhere."""
    seen = tmp_path / "seen.txt"
    territory = sample / "terms/issues/territory.yaml"
    lines = territory.read_text(encoding="utf-8").splitlines()
    script = Path(__file__).with_name("neovim.lua")
    environment = {**os.environ, "ZOPA": sys.executable, "ROOT": str(sample), "OUT": str(seen)}

    subprocess.run(
        [str(NEOVIM), "--clean", "--headless", "-n", "-c", f"luafile {script}"],
        check=False,
        capture_output=True,
        env=environment,
        timeout=120,
    )

    assert seen.read_text(encoding="utf-8").splitlines() == [
        "finding 5 11 16 position `demands-all-of-donbas` has unknown kind `deman`",
        "mended 0     kind: demand",
        f"definition territory.yaml {lines.index('      - id: full-cession') + 1}",
        "stopped true",
    ]
    assert reported(load(sample)).findings == ()
    assert "  - id: all-of-it" in territory.read_text(encoding="utf-8")


@pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("nat", ["nato-membership", "nato-troops-on-soil"]),
        ("us-g", ["us-ground-troops"]),
        ("xyz", []),
    ],
)
def test_completion_of_neovim_itself(
    sample: Path, tmp_path: Path, typed: str, offered: list[str]
) -> None:
    """It offers what begins with what was typed, and not all issues (D5)."""
    seen = tmp_path / "seen.txt"
    script = Path(__file__).with_name("completion.lua")
    (sample / ".git").mkdir()
    draft = str(sample / "scenarios/alaska-exchange.yaml")
    given = {"ZOPA": sys.executable, "FILE": draft, "TYPED": typed, "OUT": str(seen)}

    subprocess.run(
        [str(NEOVIM), "--clean", "--headless", "-n", "-c", f"luafile {script}"],
        check=False,
        capture_output=True,
        env={**os.environ, **given},
        timeout=120,
    )

    said = seen.read_text(encoding="utf-8").splitlines()
    if said == ["too old"]:
        pytest.skip("Neovim has no completion of its own before 0.11")
    assert said == [f"{each}:" for each in offered]
