"""The tutorial, from an article to a brief, and the first run of CI: their commands work."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from zopa.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_the_tutorial_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """In an empty folder, in order. `ZOPA_UPDATE_SNAPSHOTS=1` writes the transcripts anew."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "88")
    monkeypatch.setenv("ZOPA_CACHE_DIR", str(tmp_path / "found"))
    for variable in ("CI", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "TERM"):
        monkeypatch.delenv(variable, raising=False)
    text = PAGE.read_text(encoding="utf-8")

    def again(found: re.Match[str]) -> str:
        lines = []
        for line in found[1].split("\n"):
            if line.startswith("$ "):
                program, *arguments = shlex.split(line[2:])
                assert program == "zopa"
                capfd.readouterr()
                main(arguments)
                out, err = capfd.readouterr()
                lines += [line, *(each.rstrip() for each in (out + err).splitlines())]
        return "```console\n" + "".join(f"{each}\n" for each in lines) + "```"

    true = BLOCK.sub(again, text)
    if os.environ.get("ZOPA_UPDATE_SNAPSHOTS") == "1":
        PAGE.write_text(true, encoding="utf-8")
        text = true
    assert text == true
    assert (tmp_path / "ferry.html").read_text(encoding="utf-8").count("Boats in winter")


@pytest.mark.slow
@pytest.mark.process
def test_the_first_run_of_ci_stops_a_weaker_red_line(tmp_path: Path) -> None:
    """`Try it` of the page on CI, line by line, in a shell that stops at the first failure."""
    page = PAGE.with_name("ci.md").read_text(encoding="utf-8")
    found = re.search(r"^## Try it$.*?^```bash\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert found
    zopa = tmp_path / ".venv" / "bin" / "zopa"
    zopa.parent.mkdir(parents=True)
    zopa.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m zopa "$@"\n')
    zopa.chmod(0o755)
    who = {
        f"GIT_{role}_{key}": each
        for role in ("AUTHOR", "COMMITTER")
        for key, each in (("NAME", "Somebody"), ("EMAIL", "somebody@example.org"))
    }
    ran = subprocess.run(
        ["bash", "-euc", found[1]],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **who, "CI": "true"},
        timeout=120,
    )

    assert ran.returncode == 1
    assert found[1].splitlines()[-1].endswith("ci --since HEAD~1")
    assert "error[ZD102]: red line `customer/fee-limit` is a demand now" in ran.stdout
    assert ran.stdout.count("error[") == 1
