"""Round trip: an import of an export changes nothing, in any format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tables.books import WORKSPACES, as_csv, as_workbook, outcome
from zopa.edit.changes import same
from zopa.tables import CHOICE, contents
from zopa.tables.cells import SheetCell, choice_read, read, text_of
from zopa.tables.workbooks import workbook_bytes, workbook_grids
from zopa.workspace import load

if TYPE_CHECKING:
    from pathlib import Path

    from zopa.tables.changes import Changed

named = pytest.mark.parametrize("folder", WORKSPACES, ids=lambda each: each.name)


def nothing(made: Changed) -> bool:
    """True if no byte changes and no item is missing."""
    return (made.plan.files, made.done, made.missing, made.unread) == ((), (), (), ())


@named
def test_a_workbook_changes_no_byte(folder: Path, tmp_path: Path) -> None:
    """Even after a program has opened and saved it."""
    workspace = load(folder)

    assert nothing(outcome(workspace, as_workbook(workspace, tmp_path / "t.xlsx"), prune=True))


@named
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_of_csv_change_no_byte(folder: Path, tmp_path: Path, separator: str) -> None:
    """With each separator, which is seen from the headings."""
    workspace = load(folder)

    assert nothing(outcome(workspace, as_csv(workspace, tmp_path, separator), prune=True))


@named
def test_every_cell_is_read_back_to_its_value(folder: Path) -> None:
    """By what it says alone, so that another workspace can take it."""
    workspace = load(folder)
    wrong = []
    for sheet in contents(workspace).values():
        for row in sheet.rows.values():
            for key, shown in row.cells.items():
                text = text_of(SheetCell(value=str(shown)), sheet.columns.column(key))
                if key == CHOICE:
                    issue = workspace.corpus.issues[str(row.data["issue"])]
                    value = choice_read(issue, text)
                else:
                    value = read(sheet.columns.column(key), text)
                if text != str(shown) or not same(value, row.data[key]):
                    wrong.append((row.id, key, shown, value))

    assert wrong == []


def test_the_same_workspace_has_the_same_bytes(tmp_path: Path) -> None:
    """No time of writing stands in a workbook."""
    sheets = contents(load(WORKSPACES[1]))
    file = tmp_path / "t.xlsx"
    file.write_bytes(workbook_bytes(sheets, "t.xlsx"))

    assert file.read_bytes() == workbook_bytes(sheets, "t.xlsx")
    assert {each.name for each in workbook_grids(file)} >= {*sheets, "about"}
