"""Workspaces with their tables as files, and results of changes to these."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import openpyxl

from cli.conftest import REPOSITORY
from ones import BARGAIN
from zopa.cli.init import STARTER
from zopa.tables import WrongCells, contents, csv_bytes, folder_grids
from zopa.tables.changes import outcome_of
from zopa.tables.filled import UNREAD, filled_in
from zopa.tables.workbooks import workbook_bytes, workbook_grids
from zopa.workspace import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zopa.tables import Grid
    from zopa.tables.changes import Changed
    from zopa.workspace import Workspace

WORKSPACES = [
    REPOSITORY,
    STARTER,
    *sorted(each.parents[1] for each in REPOSITORY.glob("examples/*/terms/corpus.yaml")),
    *sorted(each.parents[1] for each in REPOSITORY.glob("tests/cases/*/terms/corpus.yaml")),
]


def as_csv(workspace: Workspace, folder: Path, separator: str = ",") -> list[Grid]:
    """Write CSV files, and read them again."""
    folder.mkdir(exist_ok=True)
    for name, sheet in contents(workspace).items():
        (folder / f"{name}.csv").write_bytes(csv_bytes(sheet, separator))
    return folder_grids(folder)


def as_workbook(
    workspace: Workspace, file: Path, change: Callable[[Any], object] = lambda _: None
) -> list[Grid]:
    """Write a workbook, change it as a user would, and read it again."""
    file.write_bytes(workbook_bytes(contents(workspace), file.name))
    book = openpyxl.load_workbook(file)
    change(book)
    book.save(file)
    return workbook_grids(file, UNREAD)


def outcome(workspace: Workspace, grids: list[Grid], *, prune: bool = False) -> Changed:
    """The result of an import."""
    now = contents(workspace)
    return outcome_of(workspace, now, filled_in(grids, now), prune=prune)


def wrong(workspace: Workspace, grids: list[Grid], *, prune: bool = False) -> dict[str, str]:
    """The errors of an import, by sheet and cell."""
    try:
        outcome(workspace, grids, prune=prune)
    except WrongCells as error:
        return {
            f"{each.spot.sheet}!{each.spot.cell}": "; ".join((each.message, *each.help))
            for each in error.every
        }
    return {}


def starter(folder: Path) -> Workspace:
    """A copy of a small bargain."""
    shutil.copytree(BARGAIN, folder)
    return load(folder)
