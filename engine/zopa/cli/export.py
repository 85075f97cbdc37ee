"""`zopa export --tables`: the content of a workspace as a workbook or as CSV files."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.budget import doing
from zopa.cli.streams import say
from zopa.cli.unable import Unable
from zopa.cli.workspace import open_workspace
from zopa.diagnostics import quoted, shown
from zopa.files.layout import FOLDERS
from zopa.files.writing import save
from zopa.tables import SEPARATORS, contents, csv_bytes

if TYPE_CHECKING:
    import argparse

    from zopa.tables import SheetContent

__all__ = ["WORKBOOKS", "run", "with_openpyxl"]

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
"""File name extensions of workbooks."""


def run(options: argparse.Namespace) -> int:
    """Write the files; overwrite existing ones only with `--force`."""
    target = Path(options.tables)
    if options.directory is not None:
        target = options.directory / target
    if target.suffix.lower() == ".xlsm":
        message = f"{quoted(target)} would be a workbook with macros"
        raise Unable(message, "name it .xlsx")
    book = target.suffix.lower() in WORKBOOKS
    if book:
        with_openpyxl()
    workspace = open_workspace(options)
    doing("reading the files")
    sheets = contents(workspace)
    doing("writing the tables")
    files = _workbook(target, sheets) if book else _folder(options, target, sheets)
    if not options.force:
        _refuse_taken(files)
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, data)
    if not options.quiet:
        rows = sum(len(each.rows) for each in sheets.values())
        where = shown(str(target))
        say(f"{rows:,} rows in {len(sheets)} sheets written to {where}; next: change them,")
        named = (
            "" if options.directory is None else f" -C {shlex.quote(str(options.directory))}"
        )
        say(f" then zopa{named} import {where} --dry-run\n")
    return 0


def with_openpyxl() -> None:
    """Refuse workbooks if the library for them is not installed.

    Raises:
        Unable: it is not installed.
    """
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        message = "workbooks need openpyxl, which is not installed"
        help_ = "pip install 'zopa[tables]'"
        raise Unable(
            message, help_, "or use a folder of CSV files, which need nothing"
        ) from None


def _workbook(target: Path, sheets: dict[str, SheetContent]) -> dict[Path, bytes]:
    from zopa.tables.workbooks import workbook_bytes

    return {target: workbook_bytes(sheets, str(target))}


def _folder(
    options: argparse.Namespace, target: Path, sheets: dict[str, SheetContent]
) -> dict[Path, bytes]:
    if target.suffix and not target.is_dir():
        message = f"{quoted(target)} is no workbook and no folder"
        raise Unable(message, "name it NAME.xlsx, or a folder without a suffix")
    if target.name in FOLDERS:
        message = f"{quoted(target)} is for the files of the workspace"
        raise Unable(message, "name another folder")
    separator = SEPARATORS[options.separator or ","]
    return {target / f"{name}.csv": csv_bytes(each, separator) for name, each in sheets.items()}


def _refuse_taken(files: dict[Path, bytes]) -> None:
    taken = [path for path in files if path.exists()]
    if taken:
        message = f"{quoted(taken[0])} exists already"
        raise Unable(message, "--force writes over it; what was filled in there would be lost")
