"""The laws of `benchmarks/reliability`, on a small number of inputs.

`docs/reliability.md` has the figures of the long runs.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from broken import Breaking
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import Inputs
from laws import fixes
from many import LAWS

few = settings(max_examples=40)
by_chance = given(st.randoms(use_true_random=False))


def hold(law: str, chance: Random) -> None:
    """Check a law on one input."""
    make, check = LAWS[law]
    check(make(Inputs(chance)))


@settings(few, max_examples=400)
@by_chance
def test_both_engines_read_the_same(chance: Random) -> None:
    """Data, findings, comments and places, of texts by a grammar, by chance and by edits."""
    hold("engines", chance)


@settings(few, max_examples=400)
@by_chance
def test_safe_fixes_keep_what_a_file_says(chance: Random) -> None:
    """They stay in their spans, keep comments, come to an end and are done once."""
    hold("fixes", chance)


@pytest.mark.parametrize(
    "text",
    [
        "a: \xa0\n",
        "a: \xa01\n",
        "a: [1,\u3000x]\n",
        "\xa0a: 1\n",
        "a: x\xa0# c\nb: '\xa0x'\n",
        "a: \xa0~\n",
    ],
)
def test_spaces_that_yaml_takes_for_letters_become_spaces(text: str) -> None:
    """Nothing else of what the file says changes."""
    assert {each.code for each in fixes(text)} == {"ZY109"}


def test_a_text_that_nothing_mends_is_not_ended_either() -> None:
    """An end of its line would make an error more."""
    fixes("\n?\r")
    fixes("\n?\xa0\n?")


@few
@by_chance
def test_all_three_ways_to_judge_a_shape_agree(chance: Random) -> None:
    """jsonschema-rs, python-jsonschema, and what the author is told."""
    hold("shape", chance)


@few
@by_chance
def test_a_workspace_with_a_broken_file_is_reported_on_in_every_form(chance: Random) -> None:
    """Loaded, judged, fixed and told without an exception, and nothing in it is obeyed."""
    hold("whole", chance)


@pytest.mark.parametrize("seed", range(1))
def test_broken_files_are_taken_well(seed: int) -> None:
    """Findings and exit 1 or 2, in bounded time and memory, whatever stands there."""
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are closed to others
        Path(folder).chmod(0o755)
        breaking = Breaking(Inputs(Random(seed)), Path(folder))

        assert breaking.all(50) == 0
        assert len({sort for sort, code in breaking.codes if code}) > 5
