"""Printed texts: allowed characters stay, hidden ones are spelled out."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from zopa.answers import width_of
from zopa.diagnostics import one_line, shown, spelled_out
from zopa.documents import parse
from zopa.documents.characters import refused

WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
WARNED = set("\u061c\u200e\u200f")
"""Direction marks: allowed in files, with a warning that they are invisible."""


@pytest.mark.slow
def test_one_list_says_what_may_be_held_and_what_is_printed() -> None:
    """For every character that this Python knows."""
    for code in range(0x80, sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) == "Cn":
            continue
        if refused(character) is None and character not in WARNED:
            assert shown(character) == character, hex(code)
        else:
            assert shown(character) != character, hex(code)


@pytest.mark.parametrize(
    "text",
    [
        "12\u202f000\u00a0€",
        "甲方\u3000乙方",
        "می\u200cخواهم",
        "👩\u200d👧",
        f"{WALES} Cymru",
        "x\u2009y",
    ],
)
def test_texts_stay_as_they_are_written(text: str) -> None:
    """Through reading and printing; spelled out where what is hidden matters."""
    document = parse(f"a: {text}\n", "f.yaml")

    assert document.diagnostics == ()
    assert document.data == {"a": text}
    assert shown(text) == one_line(f" {text}\n ") == text
    assert spelled_out(text).isprintable()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\u202eb", "a\\u{202e}b"),
        ("a\u200bb\u200dc", "a\\u{200b}b\u200dc"),
        ("\U000e0067", "\\u{e0067}"),
        ("\U0001f3f4\U000e0067", "\U0001f3f4\\u{e0067}"),
        (f"{WALES}\x1b[2J", f"{WALES}␛[2J"),
        ("\U000e007f", "\\u{e007f}"),
    ],
)
def test_what_is_hidden_is_spelled_out(text: str, printed: str) -> None:
    """Also beside what is not; half a flag is none."""
    assert shown(text) == printed


@pytest.mark.parametrize(
    ("text", "cells"),
    [("a\u00a0b", 3), ("a\u3000b", 4), ("می\u200cخواهم", 7), ("👩\u200d👧", 4), (WALES, 2)],
)
def test_widths(text: str, cells: int) -> None:
    """What joins takes no room."""
    assert width_of(text) == cells
