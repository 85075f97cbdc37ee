"""`zopa export --tables` and `zopa import FILE`: output as text and as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from zopa.cli.flags import EXCHANGE

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa


@pytest.fixture
def table(zopa: Zopa, workspace: Path) -> Path:
    """The positions of a small bargain as a CSV file."""
    assert zopa("export", "--tables", "t").code == 0
    return workspace / "t" / "positions.csv"


def change(file: Path, old: str, new: str) -> None:
    """Replace a text in the file."""
    text = file.read_text(encoding="utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8-sig", newline="")


def test_a_change_is_shown_then_written(zopa: Zopa, workspace: Path, table: Path) -> None:
    """And told with its place; the same again changes nothing."""
    change(table, "Ninety thousand at the most", "At most ninety")
    file = workspace / "terms" / "positions" / "buyer.yaml"
    before = file.read_bytes()

    dry = zopa("import", table, "--dry-run")
    assert file.read_bytes() == before
    wet = zopa("import", table)
    again = zopa("import", table)

    assert (dry.code, dry.err) == (0, "")
    assert "+    title: At most ninety" in dry.out
    said = "changed position buyer/at-most-ninety (title): terms/positions/buyer.yaml:2\n"
    assert (wet.code, wet.out, wet.err) == (0, said, "")
    assert b"title: At most ninety" in file.read_bytes()
    assert (again.code, again.out) == (0, "nothing to change\n")
    for line in (("import", table), ("set", "buyer/at-most-ninety", "title=At most ninety")):
        none = zopa(*line, "--dry-run")
        assert (none.code, none.out, none.err) == (0, "", "zopa: nothing to change\n")


def test_changes_are_data_too(zopa: Zopa, table: Path) -> None:
    """With the diff of a dry run, and what has no row."""
    change(table, "Ninety thousand at the most", "At most ninety")
    text = table.read_text(encoding="utf-8-sig")
    rows = [each for each in text.splitlines() if not each.startswith("no-cheap-warranty")]
    table.write_text("\n".join(rows), encoding="utf-8-sig")

    answer = zopa("import", table, "--dry-run", "--format", "json").json

    assert answer["written"] is False
    assert answer["errors"] == []
    assert answer["missing"] == [{"kind": "position", "id": "seller/no-cheap-warranty"}]
    assert [(each["done"], each["id"], each["fields"]) for each in answer["changes"]] == [
        ("changed", "buyer/at-most-ninety", ["title"])
    ]
    assert "+    title: At most ninety" in answer["diff"]


def test_errors_name_their_cells(zopa: Zopa, workspace: Path, table: Path) -> None:
    """All of them, as text and as data; nothing is written."""
    change(table, ",declared,", ",declard,")
    change(table, "2025-01-01", "1-Mar")
    file = workspace / "terms" / "positions" / "buyer.yaml"
    before = file.read_bytes()

    text = zopa("import", table)
    data = zopa("import", table, "--format", "json")

    assert (text.code, text.out, data.code) == (2, "", 2)
    assert "positions.csv: D2 (row 2, column strength): error: `strength` cannot be" in text.err
    assert "  help: did you mean `declared`?\n" in text.err
    assert "2 errors in" in text.err
    places = [(each["row"], each["column"], each["cell"]) for each in data.json["errors"]]
    assert places == [(2, "strength", "D2"), (2, "since", "F2")]
    assert file.read_bytes() == before


@pytest.mark.parametrize("form", ["concise", "jsonl", *EXCHANGE])
def test_errors_are_told_in_every_form_of_findings(zopa: Zopa, table: Path, form: str) -> None:
    """Those of cells, and those that the files would have: by row and column."""
    change(table, "red-line", "rad-line")

    cell = zopa("import", table, "--format", form)
    change(table, "rad-line", "red-line")
    change(table, "agreement: price<=", "contract: price<=")
    files = zopa("import", table, "--format", form, "--output", "json:found.json")

    assert (cell.code, files.code) == (2, 2)
    for ran, code, column in ((cell, "ZT101", "kind"), (files, "ZX101", "holds")):
        assert code in ran.out
        assert f"row 2, column {column}" in ran.out
    found = json.loads((table.parents[1] / "found.json").read_text())["diagnostics"][0]
    assert (found["code"], found["primary"]["path"]) == ("ZX101", str(table))
    assert (found["data"]["row"], found["data"]["column"]) == (2, "holds")
    assert zopa("import", table.with_name("parties.csv"), "--format", form).code == 0


def test_a_path_is_that_of_the_folder_one_is_in(
    zopa: Zopa, workspace: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before one of the same name where `-C` leads."""
    here = workspace.parent / "here"
    here.mkdir()
    table.rename(workspace / "positions.csv")
    (here / "positions.csv").write_bytes((workspace / "positions.csv").read_bytes())
    change(here / "positions.csv", "Ninety thousand at the most", "At most ninety")
    monkeypatch.chdir(here)

    ran = zopa("-C", workspace, "import", "positions.csv")

    assert "changed position buyer/at-most-ninety (title)" in ran.out


def test_tables_are_written_where_one_stands(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As briefs are; `import` reads them from there."""
    here = workspace.parent / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert "written to t;" in zopa("-C", workspace, "export", "--tables", "t").out
    assert (here / "t" / "positions.csv").exists()
    assert zopa("-C", workspace, "import", "t").out == "nothing to change\n"


def test_what_is_no_table_is_an_error_as_data_too(zopa: Zopa, workspace: Path) -> None:
    """Of the whole file."""
    (workspace / "t.xlsx").write_bytes(b"no zip")

    ran = zopa("import", "t.xlsx", "--format", "json")

    assert ran.code == 2
    assert [(each["file"], each["cell"]) for each in ran.json["errors"]] == [("t.xlsx", None)]
    assert "is not an .xlsx file" in ran.err


def test_nothing_is_written_over(zopa: Zopa, table: Path) -> None:
    """Unless that is asked for."""
    change(table, "Ninety thousand at the most", "At most ninety")

    refused = zopa("export", "--tables", "t")

    assert refused.code == 2
    assert "--force" in refused.err
    assert "At most ninety" in table.read_text(encoding="utf-8-sig")
    assert zopa("export", "--tables", "t", "--force").code == 0
    assert "At most ninety" not in table.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("import nothing.xlsx", "no file or folder `nothing.xlsx`"),
        ("import terms/corpus.yaml", "is no workbook (.xlsx) and no table (.csv)"),
        ("import terms", "no CSV file in"),
        ("import a.csv b.csv", "tables are one file or one folder"),
        ("import a.csv --to x", "-C DIR names the workspace"),
        ("import a.uvl --from uvl", "--to DIR"),
        ("import a.uvl --from uvl --to x --prune", "are for tables"),
        ("export --tables t.ods", "is no workbook and no folder"),
        ("export --tables t.xlsm", "name it .xlsx"),
        ("export --tables terms", "is for the files of the workspace"),
    ],
)
def test_slips_say_the_way_out(zopa: Zopa, workspace: Path, arguments: str, said: str) -> None:
    """With exit code 2."""
    ran = zopa(*arguments.split())

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
