"""Tables for other tools: one value per cell, in the notation that the guide describes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import zopa
from zopa.writers.tables import table_files

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
ID = r"[a-z0-9][a-z0-9.-]*(?:/[a-z0-9-]+)?"
NUMBER = r"-?[0-9]+|unlimited"
LIST = re.compile(f"(?:{ID})(?: (?:{ID}))*|")
VALUES = re.compile(f"(?:{ID}|(?:{NUMBER})(?:\\.\\.(?:{NUMBER}))?)(?: |$)")
CHOICE = re.compile(f"undecided|{ID}(?: {ID})*")
PARAMETERS = re.compile(r"(?:[a-z0-9-]+\.[a-z0-9-]+=[a-z0-9-]+(?: |$))*")


def tables(root: Path, *drafts: str) -> Mapping[str, list[dict[str, Any]]]:
    """The rows of every table of a brief, by name of the table."""
    brief = zopa.brief_on(zopa.load(root), drafts, side_by_side=len(drafts) > 1).brief
    return {
        name.removesuffix(".jsonl"): [json.loads(each) for each in text.splitlines()]
        for name, text in table_files(brief).items()
        if name.endswith(".jsonl")
    }


@pytest.fixture(scope="module")
def harbour() -> Mapping[str, list[dict[str, Any]]]:
    """Tables of two drafts with numbers, and with ambiguous positions."""
    return tables(CASES / "harbour", "guarantee-lapses", "assisted-berths")


def test_a_position_is_its_title_and_its_default_reading(
    harbour: Mapping[str, list[dict[str, Any]]],
) -> None:
    """Party, kind, strength and days have columns of their own."""
    corpus = zopa.load(CASES / "harbour").corpus
    for row in harbour["position-list"]:
        position = corpus.positions[row["position"]]
        assert row["position-text"] == position.title
        assert row["reading"] == (position.default or "")
        assert LIST.fullmatch(row["statements"])
        assert row["statements"].split() == [str(each) for each in position.statements]


def test_each_reading_is_a_row(harbour: Mapping[str, list[dict[str, Any]]]) -> None:
    """With its own condition, in the files' words and in the page's."""
    corpus = zopa.load(CASES / "harbour").corpus
    listed = {row["position"]: row for row in harbour["position-list"]}
    found = [(row["position"], row["reading"]) for row in harbour["position-readings"]]

    assert found == [
        (name, str(reading)) for name in listed for reading in corpus.positions[name].readings
    ]
    assert len(found) > len(listed)
    for row in harbour["position-readings"]:
        same = listed[row["position"]]
        assert row["default"] is (row["reading"] == same["reading"])
        if row["default"]:
            assert (row["holds"], row["holds-text"]) == (same["holds"], same["holds-text"])


def test_it_is_a_file_only() -> None:
    """The page has these conditions in the table of positions."""
    report = zopa.brief_on(zopa.load(CASES / "readings"), ["by-default"])

    assert "position-readings" in {each.name for each in report.brief.tables}
    assert "Readings of the positions" not in report.to_html()
    assert "Readings of the positions" not in report.to_markdown()


def test_values_choices_and_assumptions_are_for_programs(
    harbour: Mapping[str, list[dict[str, Any]]],
) -> None:
    """No words, no commas and no semicolons; the words are beside them."""
    drafts = ("draft-A", "draft-B")
    for row in harbour["context"]:
        for draft in drafts:
            assert re.fullmatch(r"[a-z0-9/=-]*(?: [a-z0-9/=-]+)*", row[draft]), row
    for row in harbour["differing-choices"]:
        for draft in drafts:
            assert CHOICE.fullmatch(row[draft])
            assert PARAMETERS.fullmatch(row[f"{draft}-parameters"])
    for row in harbour["outcome"]:
        for draft in drafts:
            assert VALUES.sub("", row[draft]) == "", row


@pytest.mark.slow
def test_no_cell_for_programs_joins_values_by_semicolons() -> None:
    """On the shipped corpus, where texts with semicolons are told as such."""
    texts = {"text", "note", "title", "method", "by", "outlet", "command"}
    for name, rows in tables(ROOT, "alaska-exchange", "brussels-position").items():
        for row in rows:
            for key, value in row.items():
                if isinstance(value, str) and not key.endswith("-text") and key not in texts:
                    assert "; " not in value, (name, key)


def test_cases_are_columns_and_dates_a_time_line() -> None:
    """Of what a case changes; the date that comes first stands first."""
    found = tables(CASES / "plan", "plan-28", "counter", "with-days")

    values = {
        row["attribute"]: {key: row[key] for key in row if key.startswith("draft-")}
        for row in found["outcome"]
    }
    attack = "borea-attacks"
    assert values["help"]["draft-A"] == values["help"]["draft-B"] == "none"
    assert values["help"][f"draft-A-{attack}"] == "troops"
    # The sanctions come back under A, and stay lifted under B.
    sanctions = values["sanctions"]
    assert [sanctions["draft-A"], sanctions[f"draft-A-{attack}"]] == ["false", "true"]
    assert [sanctions["draft-B"], sanctions[f"draft-B-{attack}"]] == ["false", "false"]

    assert [(row["event"], row["draft-C"]) for row in found["days"]] == [
        ("signing", "2030-04-01"),
        ("ceasefire", "2030-04-02"),
        ("withdrawal", "2030-05-31"),
        ("elections", "2030-07-10"),
        ("review", "silent"),
    ]
    assert found["days"][0]["draft-A"] == "2030-03-01..2031-12-31"
