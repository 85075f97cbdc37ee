"""Counts with more digits than Python prints: powers in text, exact in JSON."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

import zopa as library
from strategies import written
from zopa.answers.wording import about, several
from zopa.model import LONG, digits
from zopa_tui.views.deals import _found
from zopa_tui.views.export import _answer
from zopa_tui.views.text import UNICODE_SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.conftest import Zopa

TERMS = 2_200
"""Number of optional terms; their count has 663 digits."""


@pytest.fixture(autouse=True)
def few_digits() -> Iterator[None]:
    """Set Python's limit of printed digits to its minimum."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    yield
    sys.set_int_max_str_digits(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with very many agreements, and an empty draft."""
    terms = [{"id": f"term-{number}", "title": f"Term {number}"} for number in range(TERMS)]
    issue = {"id": "many", "choose": "any", "terms": terms}
    for path, data in written(
        [issue], positions=[{"id": "one", "holds": {"chosen": "many/term-7"}}]
    ).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(json.dumps(data, indent=0), encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_deals_say_a_power_and_json_says_all_digits(zopa: Zopa, folder: Path) -> None:
    """Shares are as exact as ever."""
    text = zopa("-C", folder, "deals", "draft")
    found = zopa("-C", folder, "deals", "draft", "--format", "json").json["result"]

    assert (text.code, text.err) == (0, "")
    assert "9.2 × 10^661 of 1.8 × 10^662 agreements are deals." in " ".join(text.out.split())
    assert "--format json has all digits." in text.out
    assert found["coherent"] == digits(1 << TERMS)
    assert len(found["count"]) == 662
    assert found["shares"]["many/term-7"] == "1/1"
    assert found["shares"]["many/term-8"] == "1/2"


@pytest.mark.slow
def test_options_say_a_power_and_json_says_all_digits(zopa: Zopa, folder: Path) -> None:
    """Of every term."""
    text = zopa("-C", folder, "options", "draft")
    [issue] = zopa("-C", folder, "options", "draft", "--format", "json").json["result"][
        "issues"
    ]

    assert (text.code, text.err) == (0, "")
    assert "× 10^661" in text.out
    assert issue["terms"][8]["deals"] == digits(1 << TERMS - 2)


def test_python_and_the_interface_show_it(folder: Path) -> None:
    """In one line, in a row and in a table that is handed on."""
    found = library.ask(library.load(folder), "draft").deals()

    assert "count=<int of 662 digits>" in repr(found)
    words, _, how = _found(found, 120, counting=False, signs=UNICODE_SIGNS)
    assert words.startswith("9.2 × 10^661 deals")
    assert how == "exact, rounded here"
    assert _answer("draft", found)[2] == digits(1 << TERMS - 1)


@pytest.mark.parametrize(
    ("factor", "power", "words"),
    [
        (9_999_999, 0, "9,999,999"),
        (1, 7, "1.0 × 10^7"),
        (99_499_999, 0, "9.9 × 10^7"),
        (99_999_999, 0, "1.0 × 10^8"),
        (1, 5000, "1.0 × 10^5000"),
        (999, 5000, "1.0 × 10^5003"),
        (123, 5000, "1.2 × 10^5002"),
    ],
)
def test_a_large_number_is_rounded(factor: int, power: int, words: str) -> None:
    """To two digits, whatever its length."""
    assert about(factor * 10**power) == words


def test_words_are_exact_as_long_as_they_can_be_read() -> None:
    """From 61 digits on they are not."""
    assert several(LONG - 1, "deal").startswith("999,999,")
    assert several(LONG, "deal") == "about 1.0 × 10^60 deals"
    assert several(1, "deal") == "1 deal"
    assert digits(0) == "0"
