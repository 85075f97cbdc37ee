"""The transcripts in `docs/questions.md` are the output of zopa."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from cli.conftest import REPOSITORY

if TYPE_CHECKING:
    from cli.conftest import Zopa

PAGE = REPOSITORY / "docs" / "questions.md"
BLOCK = re.compile(r"^```console\n\$ zopa ([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


LEFT_OUT = "\n…\n"


def excerpt(printed: str, shown: str) -> str:
    """The first and last lines around `…`, as many as the page shows; else all lines."""
    first, left_out, last = f"\n{shown}".partition(LEFT_OUT)
    if not left_out:
        return printed
    lines = printed.splitlines(keepends=True)
    head, tail = first.count("\n"), len(lines) - last.count("\n")
    assert head < tail, shown
    return "".join([*lines[:head], "…\n", *lines[tail:]])


@pytest.mark.slow
def test_every_transcript_is_what_the_command_prints(
    zopa: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `ZOPA_UPDATE_SNAPSHOTS=1` the page is written again; look at the difference."""
    monkeypatch.chdir(REPOSITORY)
    page = PAGE.read_text(encoding="utf-8")

    def again(found: re.Match[str]) -> str:
        ran = zopa(*shlex.split(found[1]))
        assert (ran.code, ran.err) == (0, ""), found[1]
        return f"```console\n$ zopa {found[1]}\n{excerpt(ran.out, found[2])}```"

    true, number = BLOCK.subn(again, page)
    if os.environ.get("ZOPA_UPDATE_SNAPSHOTS") == "1":
        PAGE.write_text(true, encoding="utf-8")

    assert number > 8
    assert page == true or os.environ.get("ZOPA_UPDATE_SNAPSHOTS") == "1"
