"""The tutorial, from an article to a brief: its commands print the shown output."""

from __future__ import annotations

import os
import re
import shlex
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
