"""A workspace as tables: `zopa export` writes them, `zopa import` takes their changes."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa import Refused
from zopa.cli.limits import doing
from zopa.cli.output import as_json
from zopa.cli.streams import UNABLE, Unable, complain, say
from zopa.cli.whereabouts import file_of
from zopa.cli.workspace import open_workspace
from zopa.diagnostics import Severity, quoted, shown
from zopa.files import FOLDERS, LARGEST
from zopa.files import contents as bytes_of
from zopa.files.writing import save
from zopa.tables import (
    SEPARATORS,
    CellError,
    CellPlace,
    WrongCells,
    contents,
    csv_bytes,
    csv_grid,
    folder_grids,
)
from zopa.tables.changes import outcome_of
from zopa.tables.filled import UNREAD, filled_in
from zopa.tables.map_file import map_of
from zopa.tables.mapping import mapped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.tables import Grid, SheetContent
    from zopa.tables.changes import Changed, Done
    from zopa.tables.filled import Filling

__all__ = [
    "export",
    "import_tables",
]


WORKBOOKS = frozenset({".xlsx", ".xlsm"})
"""File name extensions of workbooks."""
MOST_LISTED = 50
"""Maximum number of errors and things without a row in the text; `--format json` has all."""


# -- export


def export(options: argparse.Namespace) -> int:
    """Write the files; overwrite existing ones only with `--force`."""
    target = Path(options.tables)
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


# -- import


def import_tables(options: argparse.Namespace) -> int:
    """Plan the changes that the tables ask for; show them as a diff, or write them."""
    try:
        outcome = _outcome(options)
    except WrongCells as wrong:
        return _tell_wrong(options, wrong)
    except Refused as refused:
        whole = CellError(CellPlace(str(options.files[0])), refused.message, refused.way_out)
        if options.format == "json":
            say(as_json({"written": False, "errors": [_error(whole)]}))
        _tell_findings(options, [whole.finding], UNABLE)
        raise
    if options.format == "json":
        say(as_json(_answer(outcome, dry=options.dry_run)))
    elif options.format == "text":
        _tell(options, outcome)
    _tell_findings(options, outcome.plan.findings, 0)
    return 0


def _outcome(options: argparse.Namespace) -> Changed:
    """The changes that the tables ask for, written unless only to be shown.

    Raises:
        Refused: the changes are not possible; nothing was written.
    """
    from zopa.cli.recording import workspace_to_edit, write_undoable

    grids = _grids(options)
    workspace = workspace_to_edit(options)
    doing("comparing the tables")
    now = contents(workspace)
    outcome = outcome_of(workspace, now, _filling(options, grids, now), prune=options.prune)
    if not options.dry_run:
        write_undoable(outcome.plan, f"import of {options.files[0]}")
    return outcome


def _grids(options: argparse.Namespace) -> list[Grid]:
    """The sheets of the named file or folder.

    Raises:
        Unable: it does not exist.
        Refused: it cannot be read.
    """
    if options.to is not None:
        message = "--to is for --from; tables change a workspace that is there"
        raise Unable(message, "-C DIR names the workspace")
    if len(options.files) > 1:
        message = f"{len(options.files)} files; tables are one file or one folder"
        raise Unable(message, "import one after the other, or put CSV files into a folder")
    path = file_of(options.files[0], options.directory)
    separator = SEPARATORS[options.separator] if options.separator else None
    doing("reading the tables")
    if path.is_dir():
        return folder_grids(path, separator)
    if not path.is_file():
        message = f"no file or folder {quoted(path)}"
        raise Unable(message, "zopa export --tables FILE.xlsx writes one to fill in")
    if path.suffix.lower() == ".csv":
        return [csv_grid(path, separator)]
    if path.suffix.lower() not in WORKBOOKS:
        message = f"{quoted(path)} is no workbook (.xlsx) and no table (.csv)"
        raise Unable(message, "save it as .xlsx or as CSV UTF-8 from the spreadsheet")
    with_openpyxl()
    from zopa.tables.workbooks import workbook_grids

    return workbook_grids(path, UNREAD)


def _filling(
    options: argparse.Namespace, grids: list[Grid], now: Mapping[str, SheetContent]
) -> Filling:
    """The content of the sheets, by their own columns or by those of a map.

    Raises:
        Unable: the map cannot be read, or nothing can be removed with one.
        WrongCells: the map is wrong.
    """
    if options.map is None:
        return filled_in(grids, now)
    if options.prune:
        message = "--prune and --map: a sheet of other columns does not say what there is"
        raise Unable(message, "leave one of them out")

    path = file_of(options.map, options.directory)
    text = bytes_of(str(path), LARGEST)
    if text is None:
        message = f"cannot read the map {quoted(path)}"
        raise Unable(message, "docs/tables.md shows how one is written")
    return mapped(map_of(text.decode("utf-8-sig", "replace"), str(path)), str(path), grids, now)


# -- what is told of the import


def _tell_findings(
    options: argparse.Namespace, findings: Sequence[Diagnostic], code: int
) -> None:
    """Write the findings in the forms for other tools, if requested."""
    from zopa.cli.output import deliver, finding_forms, in_repository, tell_github
    from zopa.interchange import Run

    if options.format in {"text", "json"}:
        if not options.output:
            return
        options.format = None
    files = sorted({each.span.path for each in findings if each.span is not None})
    run = Run(
        findings=findings,
        sources={},
        files=files or [str(options.files[0])],
        exit_code=code,
        docs=options.configuration.docs,
        repository=in_repository(options.directory or Path(), files),
    )
    deliver(options, finding_forms(run))
    tell_github(options, run)


def _tell_wrong(options: argparse.Namespace, wrong: WrongCells) -> int:
    text = options.format == "text"
    if options.format == "json":
        answer: dict[str, Any] = {"written": False, "errors": [*map(_error, wrong.every)]}
        say(as_json(answer))
    for each in wrong.every[:MOST_LISTED] if text else ():
        complain(f"{shown(str(each.spot))}: error: {shown(each.message)}")
        complain(*(f"  help: {shown(help_)}" for help_ in each.help))
    _tell_findings(options, [each.finding for each in wrong.every], 1)
    left = len(wrong.every) - MOST_LISTED
    if left > 0 and text:
        complain(f"… and {left} more; --format json lists all")
    complain(f"zopa: {shown(wrong.message)}; nothing was written")
    return UNABLE


def _error(wrong: CellError) -> dict[str, Any]:
    place = wrong.spot
    return {
        "file": place.file,
        "sheet": place.sheet or None,
        "row": place.row or None,
        "column": place.heading or None,
        "cell": place.cell or None,
        "message": wrong.message,
        "help": [*wrong.help],
    }


def _answer(outcome: Changed, *, dry: bool) -> dict[str, Any]:
    return {
        "written": not dry,
        "changes": [
            {
                "done": each.word,
                "kind": each.what,
                "id": each.id,
                "fields": [*each.fields],
                "path": _where(outcome, each)[0] or None,
                "line": _where(outcome, each)[1] or None,
            }
            for each in outcome.done
        ],
        "missing": [{"kind": each.what, "id": each.id} for each in outcome.missing],
        "not-read": [*outcome.unread],
        "diff": outcome.plan.diff() if dry else None,
        "errors": [],
    }


def _where(outcome: Changed, done: Done) -> tuple[str, int]:
    """The file and line of a thing after the change; empty if it was removed."""
    from zopa.edit import ThingKind, find

    workspace = outcome.plan.workspace
    if workspace is None or done.word == "removed":
        return "", 0
    choice = done.what not in set(ThingKind)
    kind = ThingKind.SCENARIO if choice else ThingKind(done.what)
    name = done.id.partition("/")[0] if choice else done.id
    thing = find(workspace.documents, kind, name)
    if thing is None:
        return "", 0
    pointer = ("choices", done.id.partition("/")[2]) if choice else thing.pointer
    if not pointer:
        return thing.path, 1
    return thing.path, workspace.documents[thing.path].key_span(pointer).start.line


def _tell(options: argparse.Namespace, outcome: Changed) -> None:
    from zopa.cli.recording import UNCHANGED, show_diff

    if options.dry_run:
        show_diff(outcome.plan)
    elif not outcome.done:
        say(UNCHANGED)
    elif not options.quiet:
        for each in outcome.done:
            path, line = _where(outcome, each)
            fields = f" ({', '.join(each.fields)})" if each.fields else ""
            where = f": {path}:{line}" if path else ""
            say(f"{each.word} {each.what} {each.id}{fields}{where}\n")
    if options.quiet:
        return
    for name in outcome.unread:
        complain(f"zopa: sheet {quoted(name)} is none of a kind of thing, and was not read")
    if outcome.missing:
        number = f"{len(outcome.missing)} things have" if len(outcome.missing) > 1 else "1 has"
        complain(f"zopa: {number} no row; --prune removes them:")
        complain(*(f"  {each.what} {each.id}" for each in outcome.missing[:MOST_LISTED]))
        if len(outcome.missing) > MOST_LISTED:
            complain(f"  … and {len(outcome.missing) - MOST_LISTED} more")
    for finding in outcome.plan.findings:
        if finding.severity is Severity.WARNING:
            where = str(finding.span or "terms")
            complain(f"{where}: warning[{finding.code}] {shown(finding.message)}")
