"""`zopa import`: a new workspace from a file of another tool, or changes from tables."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zopa.cli.init import create
from zopa.cli.limits import doing
from zopa.cli.streams import Unable, complain, say
from zopa.cli.whereabouts import file_of
from zopa.diagnostics import quoted, shown
from zopa.importing import README, number_of, text_of, workspace_files

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from zopa.importing import Imported, Left

__all__ = ["run"]

MOST_LISTED = 20
"""Maximum number of omitted parts named on stderr; README.md of the workspace has all."""


def run(options: argparse.Namespace) -> int:
    """Take the changes; or write a workspace, and list the parts that have no place in it.

    Raises:
        Unable: the folder is not empty, or a file cannot be read.
        Refused: a file does not have the expected format.
    """
    if options.form is None:
        from zopa.cli.tables import import_tables

        return import_tables(options)
    if options.to is None:
        message = "--from makes a new workspace, and no folder is named"
        raise Unable(message, "--to DIR names one that is new or empty")
    if options.prune or options.map or options.dry_run:
        message = "--prune, --map and --dry-run are for tables, not for --from"
        raise Unable(message, "leave them out")
    target: Path = options.directory / options.to if options.directory else options.to
    _refuse_full(target)
    file, *profiles = (file_of(each, options.directory) for each in options.files)
    if profiles and options.form == "uvl":
        message = f"{quoted(profiles[0])} is one file too many: a feature model has one"
        raise Unable(message, "utility profiles go with --from negmas")
    doing("reading the file")
    made = _imported(options.form, file, profiles)
    files = workspace_files(made, file=shown(file.name), as_of=options.as_of or dt.date.today())  # noqa: DTZ011  # the user's own day
    doing("checking the workspace")
    _check(files, file)
    doing("writing the files")
    count = create(target, files)
    _tell_left(made.left)
    if not options.quiet:
        where = shown(str(target))
        many = f"{number_of(made.issues, 'issue')} and {number_of(made.rules, 'rule')}"
        say(f"{count} files written to {where}: {many}; next: zopa -C {where} deals\n")
    return 0


def _refuse_full(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = f"{quoted(target)} is there and not empty"
        raise Unable(message, "name a folder that is new or empty; nothing was written")


def _imported(form: str, file: Path, profiles: Sequence[Path]) -> Imported:
    if form == "uvl":
        from zopa.importing.features import imported_features
        from zopa.importing.uvl import feature_model

        name = str(file)
        return imported_features(feature_model(text_of(file), name), name, shown(file.stem))
    from dataclasses import replace

    from zopa.importing import imported_domain
    from zopa.importing.domains import (
        genius_domain,
        genius_profile,
        negmas_domain,
        negmas_profile,
    )

    text = text_of(file)
    read = genius_domain if _is_xml(text) else negmas_domain
    domain = read(text, str(file), shown(file.stem))
    left: list[Left] = list(domain.left)
    for each in profiles:
        text = text_of(each)
        left.extend((genius_profile if _is_xml(text) else negmas_profile)(text, str(each)))
    return imported_domain(replace(domain, left=left), str(file))


def _is_xml(text: str) -> bool:
    return text.lstrip().startswith("<")


def _check(files: Mapping[str, str], file: Path) -> None:
    """Refuse a result that is a workspace with errors; nothing is written then."""
    from zopa.diagnostics import Severity
    from zopa.documents import parse
    from zopa.questions import NOTHING_CHOSEN
    from zopa.questions.soundness import coherent
    from zopa.solving.problem import Problem
    from zopa.solving.space import Space
    from zopa.workspace import assemble

    documents = (parse(text, path) for path, text in sorted(files.items()) if path != README)
    workspace = assemble(file.parent, documents)
    errors = [each for each in workspace.diagnostics if each.severity == Severity.ERROR]
    if errors:
        first = errors[0]
        place = f"{first.span}: " if first.span else ""
        message = f"{quoted(file)} makes a workspace with {number_of(errors, 'error')}"
        raise Unable(message, f"{place}{first.message}", "nothing was written")
    if not coherent(Space(Problem(workspace.corpus)), NOTHING_CHOSEN):
        message = f"{quoted(file)} has no outcome: its constraints contradict each other"
        raise Unable(message, "nothing was written")


def _tell_left(left: Sequence[Left]) -> None:
    """List everything that was not carried over, also with --quiet: it changes the question."""
    if not left:
        return
    lines = [f"  {shown(str(each))}" for each in left[:MOST_LISTED]]
    if len(left) > MOST_LISTED:
        lines.append(f"  and {len(left) - MOST_LISTED} more")
    complain("zopa: not carried over:", *lines, f"  {README} of the workspace lists all of it")
