"""`zopa import FILE`: changes filled into tables, all of them or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.cli.budget import doing
from zopa.cli.editing import UNCHANGED, show_diff, workspace_to_edit
from zopa.cli.export import WORKBOOKS, with_openpyxl
from zopa.cli.history import remember
from zopa.cli.output import as_json
from zopa.cli.streams import complain, say
from zopa.cli.unable import UNABLE, Unable
from zopa.cli.whereabouts import file_of
from zopa.diagnostics import Severity, quoted, shown
from zopa.edit.fields import ThingKind, find
from zopa.edit.plan import write
from zopa.files.layout import LARGEST
from zopa.files.layout import contents as bytes_of
from zopa.refused import Refused
from zopa.tables import (
    SEPARATORS,
    CellError,
    CellPlace,
    WrongCells,
    contents,
    csv_grid,
    folder_grids,
)
from zopa.tables.cells import UNREAD, filled_in
from zopa.tables.changes import outcome_of
from zopa.tables.map_file import map_of
from zopa.tables.mapping import mapped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.tables import Grid, SheetContent
    from zopa.tables.cells import Filling
    from zopa.tables.changes import Changed, Done

__all__ = ["run"]

MOST_LISTED = 50
"""Maximum number of errors and things without a row in the text; `--format json` has all."""


def run(options: argparse.Namespace) -> int:
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


def _tell_findings(
    options: argparse.Namespace, findings: Sequence[Diagnostic], code: int
) -> None:
    """Write the findings in the forms for other tools, if requested."""
    from zopa.cli.output import deliver
    from zopa.cli.reporting import finding_forms, in_repository, tell_github
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


def _outcome(options: argparse.Namespace) -> Changed:
    """The changes that the tables ask for, written unless only to be shown.

    Raises:
        Refused: the changes are not possible; nothing was written.
    """
    grids = _grids(options)
    workspace = workspace_to_edit(options)
    doing("comparing the tables")
    now = contents(workspace)
    outcome = outcome_of(workspace, now, _filling(options, grids, now), prune=options.prune)
    if not options.dry_run:
        write(outcome.plan)
        remember(outcome.plan, f"import of {options.files[0]}")
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


# -- output --


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
