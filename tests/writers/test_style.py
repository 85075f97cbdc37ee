"""Colour, and the width of texts."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.answers import fold, width_of
from zopa.writers import CODES, ColourChoice, Style, wants_colour


class Terminal(io.StringIO):
    """A stream that reports to be a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@pytest.mark.parametrize(
    ("environ", "terminal", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": "0"}, True, False),  # whatever it says, says the convention
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": ""}, False, False),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"CI": "true"}, True, False),
        ({"CI": "false"}, True, True),
        ({"CI": ""}, True, True),
        ({"CI": "true", "FORCE_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
        ({"TERM": "xterm-256color"}, True, True),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    *, environ: dict[str, str], terminal: bool, wanted: bool
) -> None:
    """The conventions that other tools follow."""
    stream = Terminal() if terminal else io.StringIO()

    assert wants_colour(stream, "auto", environ) is wanted


@pytest.mark.parametrize(("choice", "wanted"), [("always", True), ("never", False)])
def test_a_flag_is_stronger_than_the_environment(*, choice: ColourChoice, wanted: bool) -> None:
    """Who says so on the command line is heard."""
    for environ in ({}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"CI": "1"}):
        for stream in (Terminal(), io.StringIO()):
            assert wants_colour(stream, choice, environ) is wanted


def test_a_closed_stream_wants_none() -> None:
    """The end of a run does not fail because of a colour."""
    stream = io.StringIO()
    stream.close()

    assert not wants_colour(stream, "auto", {})


def test_a_style_begins_and_ends() -> None:
    """Nothing of it is left on the terminal."""
    style = Style(enabled=True)

    assert style("bold", "x") == "\x1b[1mx\x1b[0m"
    assert style("bold", "") == ""
    assert Style(enabled=False)("bold", "x") == "x"


def test_verdicts_look_different_without_telling_red_from_green() -> None:
    """Bold and italic carry what colours carry."""
    assert CODES["crossed"].startswith("1;")
    assert CODES["open"].startswith("3;")
    assert len({CODES[name] for name in ("crossed", "open", "respected", "waived")}) == 4


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("Україна", 7),
        ("日本", 4),
        ("ｆｕｌｌ", 8),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),  # the first of these two, in parts
        ("👍", 2),
        ("e\u0301", 1),
        ("a\u20dd", 1),
        ("␛", 1),
        ("…", 1),
        ("\x1b[1;38;5;166mab\x1b[0m", 2),
    ],
)
def test_width_is_what_a_terminal_draws(text: str, width: int) -> None:
    """Wide characters fill two cells, combining ones none."""
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("text", "width", "indent", "folded"),
    [
        ("", 10, "", ""),
        ("one two three", 7, "", "one two\nthree"),
        ("one two three", 8, "  ", "one two\n  three"),
        ("  = help: one two", 13, "  | ", "  = help: one\n  | two"),
        ("abcdefghij", 4, "", "abcd\nefgh\nij"),
        ("x abcdefghij", 4, "", "x\nabcd\nefgh\nij"),
        ("日本語 日本語", 6, "", "日本語\n日本語"),
        ("日本語日本語", 5, "", "日本\n語日\n本語"),
        ("e\u0301e\u0301 e\u0301", 4, "", "e\u0301e\u0301 e\u0301"),
        ("\x1b[1mab\x1b[0m cd", 5, "", "\x1b[1mab\x1b[0m cd"),
        ("\x1b[1mabcd\x1b[0m", 2, "", "\x1b[1mab\ncd\x1b[0m"),
        ("abc", 1, "    ", "a\n    b\n    c"),
    ],
)
def test_text_is_folded_at_spaces(text: str, width: int, indent: str, folded: str) -> None:
    """A word is broken only where it is longer than a line."""
    assert fold(text, width, indent) == folded


@given(
    st.text("ab 日e\u0301", max_size=60), st.integers(2, 20), st.sampled_from(["", "|", "  | "])
)
def test_folding_keeps_every_character_within_the_width(
    text: str, width: int, indent: str
) -> None:
    """No line is too wide, and only spaces at the ends of lines are lost."""
    lines = fold(text, width, indent).split("\n")

    room = max(2, width - len(indent))
    assert width_of(lines[0]) <= width
    assert all(line.startswith(indent) for line in lines[1:])
    assert all(width_of(line.removeprefix(indent)) <= room for line in lines[1:])
    kept = "".join(lines[:1] + [line.removeprefix(indent) for line in lines[1:]])
    assert kept.replace(" ", "") == text.replace(" ", "")
