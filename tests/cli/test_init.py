"""`zopa init`: a workspace to begin with, and nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa


def test_a_new_workspace_is_right_and_shows_a_verdict(zopa: Zopa, workspace: Path) -> None:
    """What is written passes `validate` without a remark, and `check`."""
    assert zopa("validate", "--fail-on", "note").code == 0
    assert zopa("check").code == 0
    assert (workspace / "terms" / "corpus.yaml").is_file()


def test_it_says_what_to_do_next(zopa: Zopa, nowhere: Path) -> None:
    """In the current folder, too."""
    ran = zopa("init")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "9 files written to .; next: zopa -C . check\n"


def test_the_folder_is_named_from_where_c_points(zopa: Zopa, nowhere: Path) -> None:
    """`-C` is where the command works."""
    assert zopa("-C", nowhere, "init", "there").code == 0
    assert (nowhere / "there" / "terms" / "corpus.yaml").is_file()


def test_the_sample_is_the_shipped_corpus(zopa: Zopa, nowhere: Path) -> None:
    """File by file, with its scenarios."""
    assert zopa("init", "--sample").code == 0
    for folder in ("terms", "scenarios"):
        for file in shipped(folder).rglob("*.yaml"):
            copied = nowhere / folder / file.relative_to(shipped(folder))
            assert copied.read_bytes() == file.read_bytes()


def test_nothing_is_ever_overwritten(zopa: Zopa, nowhere: Path) -> None:
    """One file that is there is enough, and then nothing is written at all."""
    mine = nowhere / "terms" / "state.yaml"
    mine.parent.mkdir()
    mine.write_text("mine")

    ran = zopa("init")

    assert (ran.code, ran.out) == (2, "")
    assert "terms/state.yaml" in ran.err
    assert mine.read_text() == "mine"
    assert [each.name for each in nowhere.rglob("*.yaml")] == ["state.yaml"]


def test_a_file_where_the_folder_should_be_is_no_traceback(zopa: Zopa, nowhere: Path) -> None:
    """The world outside answers in one line."""
    (nowhere / "file").write_text("")

    ran = zopa("init", "file")

    assert ran.code == 2
    assert ran.err.startswith("zopa: ")
    assert "fault of zopa's own" not in ran.err
