"""Tables with very many rows: the page counts the rest, files have all rows."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

import zopa
from zopa.answers import Brief
from zopa.answers.brief import chapter
from zopa.questions.every import Answers, ask_all
from zopa.writers.markup import html_text, markdown_text
from zopa.writers.tables import table_files

CORPUS = Path(__file__).parents[2]
WAYS = 1_234


@pytest.fixture(scope="module")
def answers() -> Answers:
    """A draft with as many conflicts, concession sets and trade-offs as in a large corpus."""
    draft = zopa.ask(zopa.load(CORPUS), "alaska-exchange")
    asked = ask_all(draft.question, "A", 30.0)
    assert asked.ledger is not None
    assert asked.conflicts is not None
    assert asked.frontier is not None
    way, conflict = asked.ledger.concessions[0], asked.conflicts.conflicts[0]
    point = asked.frontier.points[0]
    return dataclasses.replace(
        asked,
        ledger=dataclasses.replace(asked.ledger, concessions=(way,) * WAYS),
        conflicts=dataclasses.replace(asked.conflicts, conflicts=(conflict,) * WAYS),
        frontier=dataclasses.replace(asked.frontier, points=(point,) * WAYS),
    )


@pytest.mark.slow
def test_the_page_stays_readable_and_says_where_the_rest_is(answers: Answers) -> None:
    """In both forms."""
    brief = Brief("t", "s", ("r",), (chapter(answers),))
    page, same = html_text(brief), markdown_text(brief)

    assert len(page) < 300_000
    for name, more in (("ways-out-a", 1_194), ("conflicts-a", 1_034), ("frontier-a", 1_210)):
        said = (
            f"{more:,} more rows: --tables DIR writes all 1,234 to {name}.csv and {name}.jsonl."
        )
        assert said in page
        assert said in same
    assert "These are the first 20 of 1,234; the table goes on." in page


def test_the_files_have_every_row(answers: Answers) -> None:
    """As CSV and as JSON Lines."""
    files = table_files(Brief("t", "s", ("r",), (chapter(answers),)))
    for name in ("ways-out-a", "conflicts-a", "frontier-a"):
        rows = [json.loads(each) for each in files[f"{name}.jsonl"].splitlines()]
        assert len(rows) == WAYS == len(files[f"{name}.csv"].splitlines()) - 1
