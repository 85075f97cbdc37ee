"""Answers as data sets: one value per cell, and ids that refer to rows."""

from __future__ import annotations

import csv
import io
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zopa
from zopa import Refused
from zopa.api import FRAMES
from zopa.interchange.export import Dataset, dataset
from zopa.model.context import context_of
from zopa.questions import Question
from zopa.questions.every import ask_all
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import load
from zopa.writers.tables import dataset_files

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module", params=["software-contract", "wage-round"])
def tables(request: pytest.FixtureRequest) -> dict[str, Dataset]:
    """Data sets of every draft of an example."""
    workspace = load(EXAMPLES / request.param)
    space = Space(Problem(workspace.corpus))
    every = [
        ask_all(Question(space, each, context_of(workspace.corpus, each)), "A", 30)
        for each in workspace.scenarios.values()
    ]
    return {each.name: each for each in dataset(workspace.corpus, every)}


@pytest.mark.slow
def test_cells_are_as_their_columns_say(tables: Mapping[str, Dataset]) -> None:
    """A row has a cell for each column, of its type; titles stand beside ids."""
    kinds = {"string": str, "integer": int, "boolean": bool, "date": str}
    for table in tables.values():
        assert len({each.name for each in table.columns}) == len(table.columns)
        for row in table.rows:
            assert len(row) == len(table.columns), table.name
            for column, cell in zip(table.columns, row, strict=True):
                assert cell is None or type(cell) is kinds[column.type], (table.name, column)


def test_every_id_leads_to_its_row(tables: Mapping[str, Dataset]) -> None:
    """Of which there is one."""
    for name in ("drafts", "issues", "terms", "positions", "parties", "statements", "sources"):
        ids = [row[0] for row in tables[name].rows]
        assert len(ids) == len(set(ids)) > 0
    for table in tables.values():
        for column, there in table.foreign.items():
            known = {row[0] for row in tables[there].rows}
            named = {each[column] for each in table.records()} - {None}
            assert named <= known, (table.name, column)


def test_counts_are_those_of_the_rows(tables: Mapping[str, Dataset]) -> None:
    """A verdict a row; as many as the draft is said to have."""
    for draft in tables["drafts"].records():
        rows = [x for x in tables["verdicts"].records() if x["draft"] == draft["draft"]]
        for verdict in ("crossed", "open", "respected"):
            assert draft[verdict] == sum(each["verdict"] == verdict for each in rows)
    asked = tables["completeness"].rows
    assert {row[0] for row in asked} == {row[0] for row in tables["drafts"].rows}
    chosen = {(each["draft"], each["issue"]) for each in tables["choices"].records()}
    assert len(chosen) > len(tables["drafts"].rows)


def test_csv_and_lines_say_the_same(tables: Mapping[str, Dataset]) -> None:
    """The package describes each file, with keys between them; the mark is an option."""
    every = list(tables.values())
    as_csv = dataset_files(every, "csv", title="x", digest="0")
    as_lines = dataset_files(every, "jsonl", title="x", digest="0")
    for table in every:
        lines = [json.loads(x) for x in as_lines[f"{table.name}.jsonl"].splitlines()]
        assert lines == list(table.records())
        text = as_csv[f"{table.name}.csv"].decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        assert len(rows) == len(lines)
        for row, line in zip(rows, lines, strict=True):
            for key, cell in row.items():
                said = line[key]
                shown = "" if said is None else str(said)
                shown = shown.lower() if isinstance(said, bool) else shown
                assert cell.removeprefix("'") == shown.removeprefix("'")
    package = json.loads(as_csv["datapackage.json"])
    assert {each["path"] for each in package["resources"]} == as_csv.keys() - {
        "datapackage.json"
    }
    marked = dataset_files(every, "csv", title="x", digest="0", mark=True)
    assert all(
        x.startswith(b"\xef\xbb\xbf") for name, x in marked.items() if name[-3:] == "csv"
    )


def test_parquet_needs_its_library(tables: Mapping[str, Dataset]) -> None:
    """It has the types of the columns where it is there."""
    try:
        import pyarrow.parquet as pq
    except ImportError:
        with pytest.raises(Refused, match="not installed"):
            dataset_files(list(tables.values()), "parquet", title="x", digest="0")
        return
    files = dataset_files(list(tables.values()), "parquet", title="x", digest="0")
    read = pq.read_table(io.BytesIO(files["drafts.parquet"]))
    assert read.num_rows == len(tables["drafts"].rows)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_report_gives_frames(library: str) -> None:
    """Where there is the library; else it says so."""
    report = zopa.brief_on(load(EXAMPLES / "wage-round"), ["compromise"])
    assert set(report.data) >= {"drafts", "verdicts", "conflicts"}
    with pytest.raises(Refused, match="verdicts"):
        report.to_frame("verdict")
    with pytest.raises(Refused, match="no library"):
        report.to_frame(library="excel")
    if find_spec(library) is None:
        with pytest.raises(Refused, match=f"pip install {library}"):
            report.to_frame(library=library)
        return
    made = report.to_frame("verdicts", library)
    assert len(made) == len(report.data["verdicts"].rows)
    assert list(made.columns) == [each.name for each in report.data["verdicts"].columns]
    for name in report.data:
        assert len(report.to_frame(name, library)) == len(report.data[name].rows)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_an_answer_gives_the_frame_that_a_report_has(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the rows of its question; other answers say where theirs are."""
    from zopa.writers import tables

    workspace = load(EXAMPLES / "wage-round")
    draft = zopa.ask(workspace, "company-paper")
    report = zopa.brief_on(workspace, ["company-paper"])
    made: list[tuple[Dataset, str | None]] = []
    monkeypatch.setattr(tables, "frame", lambda data, which: made.append((data, which)))
    for question, table in FRAMES.items():
        zopa.tell(draft, question).to_frame(library)
        data, which = made.pop()
        assert which == library
        assert (data.name, data.rows) == (table, report.data[table].rows)
        assert data.rows or question == "frontier"
    with pytest.raises(Refused, match="no rows"):
        zopa.tell(draft, "deals").to_frame(library)
