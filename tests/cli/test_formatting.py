"""`zopa fmt`: write files, preview changes, read stdin, undo."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa

UGLY = "choices:\n    price: {'fixed': {amount: 90}}\ntitle: 'A draft'\n"
NEAT = "title: A draft\nchoices:\n  price: {fixed: {amount: 90}}\n"


@pytest.fixture
def draft(tmp_path: Path, zopa: Zopa, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one unformatted file."""
    monkeypatch.setenv("ZOPA_CACHE_DIR", str(tmp_path / "cache"))
    assert zopa("init", str(tmp_path / "w"), "--kind", "contract").code == 0
    monkeypatch.chdir(tmp_path / "w")
    file = tmp_path / "w" / "scenarios" / "ugly.yaml"
    file.write_text(UGLY)
    return file


def test_files_are_written_and_the_change_can_be_undone(draft: Path, zopa: Zopa) -> None:
    """Those of `init` are in the form already."""
    ran = zopa("fmt")
    assert (ran.code, ran.out, ran.err) == (0, "", "zopa: formatted 1 file\n")
    assert draft.read_text() == NEAT
    assert zopa("fmt").err == ""
    assert zopa("undo").out == "undone: formatted 1 file\n"
    assert draft.read_text() == UGLY


@pytest.mark.slow
def test_check_and_diff_write_nothing(draft: Path, zopa: Zopa) -> None:
    """They fail while a file is not in the form."""
    ran = zopa("fmt", "--check")
    assert (ran.code, ran.out) == (1, "would change scenarios/ugly.yaml\n")
    ran = zopa("fmt", "--diff", "scenarios")
    assert ran.code == 1
    assert "+title: A draft\n" in ran.out
    assert draft.read_text() == UGLY
    assert zopa("fmt", "--check", "terms").code == 0
    assert zopa("fmt", "--check", "--exclude", "scenarios/ug*").code == 0


def test_a_text_from_stdin_is_given_back(
    draft: Path, zopa: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that editors can format what is not saved."""

    def ran(text: str, *flags: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        done = zopa("fmt", "-", "--stdin-filename", "scenarios/ugly.yaml", *flags)
        return done.code, done.out

    assert ran(UGLY) == (0, NEAT)
    assert ran(NEAT) == (0, NEAT)
    assert ran(UGLY, "--check") == (1, "would change scenarios/ugly.yaml\n")
    assert ran(NEAT, "--diff") == (0, "")
    assert ran("title: [\n") == (2, "")


def test_a_file_with_errors_stays_and_the_others_are_written(draft: Path, zopa: Zopa) -> None:
    """The exit code says that something was not possible."""
    broken = draft.with_name("broken.yaml")
    broken.write_text("title: [\n")
    ran = zopa("fmt")
    assert ran.code == 2
    assert "`scenarios/broken.yaml` has errors and stays as it is" in ran.err
    assert draft.read_text() == NEAT
    assert broken.read_text() == "title: [\n"


def test_the_sample_is_not_written(zopa: Zopa) -> None:
    """It comes with zopa."""
    assert zopa("fmt", "--sample").code == 2
