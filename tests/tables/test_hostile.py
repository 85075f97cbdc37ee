"""Hostile tables: typical changes by spreadsheets, and files that are not tables."""

from __future__ import annotations

import datetime as dt
import io
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tables.books import as_workbook, outcome, starter, wrong
from zopa import Refused, tables
from zopa.tables import contents, csv_bytes, csv_grid, workbooks
from zopa.tables.workbooks import workbook_bytes, workbook_grids

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.conftest import Zopa
    from zopa.workspace import Workspace

LIKE_FORMULAS = [
    "=1+1",
    "+1 for the buyer",
    "-5 is too little",
    "@home",
    "'=quoted",
    "''-twice",
    '["a list"]',
    "_x0041_ in code",
    "two\nlines",
    "“curly” and non\xa0breaking",
    "1E5",
    "007",
    "1-Mar",
    "TRUE",
    "#REF!",
    '"quoted"',
    " at its end ",
    "{a: b}",
    "a; b, c",
    "2025-01-01",
    "sep=;",
]


def at(*parts: int) -> dt.datetime:
    """A time in the form of a spreadsheet."""
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  # without a zone


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A small bargain."""
    return starter(tmp_path / "w")


@pytest.fixture
def cell(workspace: Workspace, tmp_path: Path) -> Callable[..., Any]:
    """The result of one cell: the file's value, or the error."""

    def put(place: str, value: object, shown: str | None = None) -> Any:
        sheet, _, where = place.partition("!")

        def change(book: Any) -> None:
            found = book[sheet][where]
            found.value = value
            if shown is not None:
                found.number_format = shown

        grids = as_workbook(workspace, tmp_path / "t.xlsx", change)
        found = wrong(workspace, grids)
        if found:
            assert [*found] == [place]
            return f"refused: {found[place]}"
        made = outcome(workspace, grids)
        lines = made.plan.diff().splitlines()
        return [x for x in lines if x.startswith("+") and not x.startswith("+++")]

    return put


@pytest.mark.parametrize("text", LIKE_FORMULAS)
def test_texts_that_look_like_something_else_come_back(
    workspace: Workspace, tmp_path: Path, text: str
) -> None:
    """Written, opened and saved by a program, and read, as a workbook and as CSV."""
    from zopa.edit import ThingKind
    from zopa.edit.changes import Set
    from zopa.edit.plan import plan

    after = plan(workspace, [Set(ThingKind.POSITION, "buyer/at-most-ninety", {"title": text})])
    assert after.workspace is not None
    sheets = contents(after.workspace)
    file = tmp_path / "positions.csv"
    file.write_bytes(csv_bytes(sheets["positions"]))
    book = as_workbook(after.workspace, tmp_path / "t.xlsx")

    from_csv = outcome(workspace, [csv_grid(file)])
    from_book = outcome(workspace, book)

    assert from_csv.plan.files == from_book.plan.files == after.files


def test_what_looks_like_a_formula_is_none(tmp_path: Path, workspace: Workspace) -> None:
    """In a workbook it is text with a prefix; in CSV it has one."""
    from zopa.edit import ThingKind
    from zopa.edit.changes import Set
    from zopa.edit.plan import plan

    change = Set(ThingKind.POSITION, "buyer/at-most-ninety", {"title": "=1+1"})
    after = plan(workspace, [change]).workspace
    assert after is not None
    sheets = contents(after)
    found = openpyxl.load_workbook(io.BytesIO(workbook_bytes(sheets, "t.xlsx")))
    title = found["positions"]["E2"]

    assert (title.value, title.data_type, title.quotePrefix) == ("=1+1", "s", True)
    assert ",'=1+1," in csv_bytes(sheets["positions"]).decode()


@pytest.mark.parametrize(
    ("place", "value", "shown", "said"),
    [
        ("positions!E2", "=SUM(A1:A3)", None, "a formula: `=SUM(A1:A3)`"),
        ("positions!F2", "=TODAY()", None, "a formula: `=TODAY()`"),
        ("positions!E2", "#REF!", None, "an error of the spreadsheet: `#REF!`"),
        ("positions!E2", True, None, "TRUE where a text belongs"),
        ("positions!E2", 1.5, None, "of which zeros at the end may be lost"),
        ("positions!E2", 100_000, "0.00E+00", "shown in the format `0.00E+00`"),
        ("positions!E2", 7, "000", "shown in the format `000`"),
        ("positions!E2", 10**15, None, "more digits than a spreadsheet keeps"),
        ("positions!E2", at(2025, 3, 1), "d-mmm", "has made a date or time of it"),
        (
            "positions!F2",
            at(2025, 3, 1, 12, 30),
            None,
            "has made a date or time of it",
        ),
        ("positions!F2", dt.time(12, 30), None, "has made a date or time of it"),
        ("positions!F2", 45_717, None, "a spreadsheet shows it as 2025-03-01"),
        ("positions!F2", "03/04/2025", None, "`03/04/2025` is not a day"),
        ("positions!F2", "1-Mar", None, "is not a day with its year"),
        ("positions!F2", "yesterday", None, "is not a day with its year"),
        ("positions!F2", "2025-02-30", None, "`2025-02-30` is not a day"),
        ("positions!A2", "at-most\xa0ninety", None, "is not an id"),
        ("positions!A2", 5, None, "5 is a number"),
        ("positions!J2", "“buyer-on-price”", None, "`“` at letter 1 of `statements`"),
        ("positions!J2", "buyer-on-price\u200b,", None, "invisible character"),
        ("positions!I2", "{chosen: “warranty/given”}", None, "`“` in YAML"),
        ("positions!I2", "{chosen:\xa0warranty/given}", None, "non-breaking space"),
        ("positions!I2", "{chosen: warranty/given", None, ""),
        ("positions!D2", "Declared", None, "did you mean `declared`?"),
        ("positions!E2", "a\u202eb", None, "text-direction control"),
        ("positions!E2", "a\u2028b", None, "line break"),
        ("choices!C2", at(2025, 3, 1), None, ""),
        ("choices!C2", 1 / 3, None, "other digits than the spreadsheet shows"),
    ],
)
def test_what_cannot_be_known_is_refused(
    cell: Callable[..., Any], place: str, value: object, shown: str | None, said: str
) -> None:
    """With its cell and what to do."""
    found = cell(place, value, shown)

    assert isinstance(found, str)
    assert said in found


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        ("positions!E2", "\xa0 Ninety \u200b", "+    title: Ninety"),
        ("positions!E2", "“Ninety” at\xa0most", '+    title: "“Ninety” at\xa0most"'),
        ("positions!E2", "Ninety\r\nat most", '+    title: "Ninety\\nat most"'),
        ("positions!E2", 2024, '+    title: "2024"'),
        ("positions!F2", at(2024, 3, 1), "+    since: 2024-03-01"),
        ("positions!F2", dt.date(2024, 3, 1), "+    since: 2024-03-01"),
        ("positions!F2", "1 Mar 2024", "+    since: 2024-03-01"),
        (
            "positions!F2",
            "2024-03-01..5 Mar 2024",
            "+    since: {earliest: 2024-03-01, latest: 2024-03-05}",
        ),
        ("positions!I2", "warranty/given", "+    holds: {chosen: warranty/given}"),
    ],
)
def test_what_can_only_mean_one_thing_is_taken(
    cell: Callable[..., Any], place: str, value: object, line: str
) -> None:
    """Without blanks around it."""
    assert cell(place, value) == [line]


def test_a_truth_of_a_spreadsheet_is_one(workspace: Workspace, tmp_path: Path) -> None:
    """Where one belongs."""

    def change(book: Any) -> None:
        book["sources"].append(["background", "Known from elsewhere"])
        heads = [each.value for each in book["sources"][1]]
        book["sources"].cell(3, heads.index("outside") + 1).value = True

    made = outcome(workspace, as_workbook(workspace, tmp_path / "t.xlsx", change))

    assert "outside: true" in made.plan.diff()


def test_merged_cells_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    """With their place."""

    def change(book: Any) -> None:
        book["positions"].merge_cells("B2:B3")

    found = wrong(workspace, as_workbook(workspace, tmp_path / "t.xlsx", change))

    assert found == {
        "positions!": "cells B2:B3 are merged; split them, and fill in each row",
        **{key: found[key] for key in found if key != "positions!"},
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda page: page.cell(5, 10_000, "x"), "reaches to column NTP (10,000) in row 5"),
        (lambda page: page.cell(1_048_576, 1, "x"), ""),
    ],
)
def test_sheets_that_nobody_filled_in_are_refused(
    workspace: Workspace, tmp_path: Path, change: Callable[[Any], object], said: str
) -> None:
    """By their size."""
    file = tmp_path / "t.xlsx"

    def far(book: Any) -> None:
        change(book["positions"])

    if not said:
        assert wrong(workspace, as_workbook(workspace, file, far))
        return
    with pytest.raises(Refused, match="reaches to column") as error:
        as_workbook(workspace, file, far)
    assert said in str(error.value)


def zipped(file: Path, **parts: bytes) -> Path:
    """A zip file with these parts."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return file


def test_what_is_no_workbook_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: Workspace
) -> None:
    """Each with its reason, and before it is unpacked."""
    good = workbook_bytes(contents(workspace), "t.xlsx")
    files = {
        "empty": b"",
        "text": b"id,party\n",
        "old": b"\xd0\xcf\x11\xe0" + bytes(600),
        "cut": good[: len(good) // 2],
        "zip": zipped(tmp_path / "z.xlsx", a_xml=b"<a/>").read_bytes(),
    }
    for name, data in files.items():
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(data)
        with pytest.raises(Refused) as error:
            workbook_grids(file)
        assert f"{name}.xlsx" in error.value.message
    bomb = zipped(tmp_path / "bomb.xlsx", xl__workbook_xml=bytes(1_000_000))
    monkeypatch.setattr(workbooks, "UNPACKED", 100_000)
    with pytest.raises(Refused, match="unpacks to 1,000,000 bytes"):
        workbook_grids(bomb)
    monkeypatch.setattr(workbooks, "LARGEST", 100)
    with pytest.raises(Refused, match="a workbook may have 100"):
        workbook_grids(bomb)


def test_declared_entities_are_refused(tmp_path: Path, workspace: Workspace) -> None:
    """They could be a bomb of another kind."""
    file = tmp_path / "t.xlsx"
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(contents(workspace), "t.xlsx"))) as old:
        parts = {each: old.read(each) for each in old.namelist()}
    head = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]>'
    parts["xl/workbook.xml"] = head + parts["xl/workbook.xml"].partition(b"?>")[2]
    with zipfile.ZipFile(file, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)

    with pytest.raises(Refused, match="declares entities"):
        workbook_grids(file)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"id,party,title\nx,buyer,caf\xe9\n", "is not UTF-8 (line 2)"),
        (b"id,party,title\nx,buyer,1E+05\n", "looks like what a spreadsheet makes"),
        (b"id,party,title\nx,buyer,=1+1\n", "a formula"),
        (b"id,party,titel\nx,buyer,a\n", "did you mean `title`?"),
        (b"id,party\nx,buyer,too much\n", "a value below no heading"),
        (b"id,title\nx,a\n", "no column `party`"),
        (b'id,party,title\nx,buyer,"open\n', "unexpected end of data"),
        (b"id,party,id\nx,buyer,y\n", "a second column `id`"),
        (b"id,party,title\n,buyer,A title\n", "such as `a-title`"),
        (b"id,party,title\n" + b"x,buyer,\x00\n", "control character"),
        (b"id;party\nx;buyer\n,;,;,\n", "is not an id"),
    ],
)
def test_files_of_csv_that_are_wrong(
    tmp_path: Path, workspace: Workspace, data: bytes, said: str
) -> None:
    """Say so, with the row."""
    file = tmp_path / "positions.csv"
    file.write_bytes(data)
    try:
        found = " ".join(wrong(workspace, [csv_grid(file)]).values())
    except Refused as error:
        found = str(error)

    assert said in found


def test_files_of_csv_as_spreadsheets_write_them(tmp_path: Path, workspace: Workspace) -> None:
    """With a line that names the separator, or in UTF-16, or with other line breaks."""
    text = "id;party;title\r\nat-most-ninety;buyer;Other\r\n"
    file = tmp_path / "positions.csv"
    diffs = []
    for data in (
        text.encode("utf-8-sig"),
        f"sep=;\r\n{text}".encode(),
        text.encode("utf-16"),
        text.replace("\r\n", "\n").replace(";", "\t").encode(),
        text.replace("\r\n", "\r").replace(";", ",").encode(),
    ):
        file.write_bytes(data)
        diffs.append(outcome(workspace, [csv_grid(file)]).plan.diff())

    assert "+    title: Other" in diffs[0]
    assert len(set(diffs)) == 1


def test_a_file_of_csv_may_not_be_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor have too many rows or columns."""
    file = tmp_path / "positions.csv"
    file.write_text("id\n" + "x\n" * 50, encoding="utf-8")
    monkeypatch.setattr(tables, "MOST_ROWS", 10)
    with pytest.raises(Refused, match="more than 10 rows"):
        csv_grid(file)
    file.write_text("id" + ",x" * 500, encoding="utf-8")
    with pytest.raises(Refused, match="has 501 columns"):
        csv_grid(file)
    monkeypatch.setattr(tables, "LARGEST", 10)
    with pytest.raises(Refused, match="more than 10 bytes"):
        csv_grid(file)


def test_without_openpyxl_csv_still_works(
    zopa: Zopa, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a workbook says which extra it needs."""
    starter(nowhere / "w")
    for name in [each for each in sys.modules if each.partition(".")[0] == "openpyxl"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    ran = zopa("-C", "w", "export", "--tables", "t.xlsx")

    assert ran.code == 2
    assert "pip install 'zopa[tables]'" in ran.err
    assert zopa("-C", "w", "export", "--tables", "t").code == 0
    assert zopa("-C", "w", "import", "t").out == "nothing to change\n"
