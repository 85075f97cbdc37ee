"""`zopa schema [DIR]`: the JSON Schemas, and those that `validate` keeps up to date."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from zopa.cli.streams import Unable, say
from zopa.cli.whereabouts import tell
from zopa.cli.workspace import open_workspace
from zopa.configuration.settings import span_of
from zopa.diagnostics import STALE_SCHEMAS, Diagnostic, listed, quoted, shown
from zopa.schemas.editors import (
    FOLDER,
    IDS,
    State,
    draft07,
    editor_schemas,
    kinds_of_files,
    schema_text,
    shipped_schemas,
    state_of,
    whole_schemas,
    workspace_schemas,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from zopa.configuration import Configuration

__all__ = ["refresh", "refuse_theirs", "run"]

OURS = "https://zopa.example/"
"""Beginning of the `$id` of every schema of zopa, in every version."""
ELSEWHERE = re.compile(r'"\$ref": "[^#"]')
"""A reference to another file, which written schemas of zopa never have."""


CHANGED = "changed since zopa wrote it; delete it and `zopa validate` writes it again"


def run(options: argparse.Namespace) -> int:
    """Write the schemas; overwrite only schemas of zopa."""
    target: Path = options.target
    if options.directory is not None:
        if not options.directory.is_dir():
            message = f"no folder {quoted(options.directory)}"
            raise Unable(message)
        target = options.directory / target
    texts = _made(options)
    if options.bundle:
        entries = catalog(options.id_base or OURS)
        texts["catalog.json"] = json.dumps(entries, indent=2) + "\n"
    refuse_theirs(target, texts, options.id_base or OURS)
    from zopa.files.writing import save

    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            save(target / name, text.encode())
    except OSError as error:
        message = f"cannot write to {quoted(target)}: {error.strerror}"
        raise Unable(message) from error
    count = len(texts) - options.bundle
    say(f"{count} schemas written to {shown(str(target))}\n")
    return 0


def refresh(
    options: argparse.Namespace, root: Path, configuration: Configuration, *, write: bool
) -> Diagnostic | None:
    """Update the schemas in `schema/` as the setting asks, and say so in one line.

    Files that someone else changed stay. If nothing may be written, return a finding instead.

    Args:
        options: of the command.
        root: the workspace.
        configuration: of the workspace; sets `schemas`.
        write: True if files may be written.
    """
    corpus = None
    if configuration.get("schemas") == IDS:
        from zopa.workspace import load

        terms = load(root, configuration=configuration.over({"exclude": ("scenarios",)}, {}))
        if terms.errors_of_terms():
            return None  # reported anyway; schemas of half a corpus would mislead
        corpus = terms.corpus
    schemas = editor_schemas(corpus)
    states = {name: state_of(root, name, schema) for name, schema in schemas.items()}
    stale = [name for name, state in states.items() if state is State.STALE]
    changed = [name for name, state in states.items() if state is State.CHANGED]
    if not write:
        return _stale(configuration, stale, changed)
    from zopa.files.writing import save

    try:
        for name in stale:
            (root / FOLDER).mkdir(exist_ok=True)
            save(root / FOLDER / name, schema_text(schemas[name]).encode())
    except OSError as error:
        tell(options, f"zopa: cannot refresh schemas in {FOLDER}/: {error.strerror}")
        return None
    if stale:
        many = f"{len(stale)} of {len(schemas)} schemas"
        tell(
            options, f"zopa: {many} in {FOLDER}/ refreshed ({configuration.path} sets schemas)"
        )
    if changed:
        names = listed(changed, joiner="and", most=3)
        tell(options, f"zopa: {names} in {FOLDER}/ not refreshed: {CHANGED}")
    return None


def _stale(
    configuration: Configuration, stale: Sequence[str], changed: Sequence[str]
) -> Diagnostic | None:
    """The finding on schemas that are not as the setting asks; None if all are."""
    if not (stale or changed):
        return None
    names = listed([*stale, *changed], joiner="and", most=3)
    ways = ["run `zopa validate` in a checkout and commit them"] if stale else []
    if changed:
        ways.append(f"{listed(changed, joiner='and', most=3)}: {CHANGED}")
    return Diagnostic(
        STALE_SCHEMAS,
        span_of(configuration, "schemas"),
        f"schemas in `{FOLDER}/` are out of date: {names}",
        help=tuple(ways),
    )


def _made(options: argparse.Namespace) -> dict[str, str]:
    """Self-contained schemas, as the flags want them."""
    schemas = shipped_schemas()
    if options.for_workspace:
        workspace = open_workspace(options)
        if not workspace.sound:
            tell(options, "zopa: the terms have errors, so some names may be missing")
        schemas = workspace_schemas(workspace.corpus, schemas)
    schemas = whole_schemas(schemas)
    if options.bundle:
        schemas = {name: each for name, each in schemas.items() if name in kinds_of_files()}
    if options.draft_07:
        schemas = draft07(schemas)
    if options.id_base:
        base = options.id_base.rstrip("/")
        schemas = {name: {**each, "$id": f"{base}/{name}"} for name, each in schemas.items()}
    return {name: schema_text(schema) for name, schema in schemas.items()}


def catalog(base: str) -> dict[str, Any]:
    """The entries of the schemas in a catalogue such as SchemaStore's."""
    return {
        "$schema": "https://json.schemastore.org/schema-catalog.json",
        "version": 1,
        "schemas": [
            {
                "name": f"zopa {name.removesuffix('.schema.json')}",
                "description": f"zopa: {', '.join(paths)}",
                "fileMatch": paths,
                "url": f"{base.rstrip('/')}/{name}",
            }
            for name, paths in sorted(kinds_of_files().items())
        ],
    }


def refuse_theirs(target: Path, names: Iterable[str], base: str = OURS) -> None:
    """Refuse to overwrite files that are not from zopa.

    Raises:
        Unable: a file of that name is not a schema of zopa.
    """
    if target.exists() and not target.is_dir():
        message = f"{quoted(target)} is not a folder"
        raise Unable(message)
    theirs = [name for name in names if _is_theirs(target / name, base)]
    if theirs:
        message = f"{quoted(target)} has {listed(theirs, joiner='and', most=3)} already"
        raise Unable(
            message,
            "zopa did not write them, so nothing was written",
            "name another folder",
        )


def _is_theirs(file: Path, base: str) -> bool:
    """True if a file exists that is not a schema in the form that zopa writes.

    A schema that refers to other files is a source of zopa, in a checkout of zopa itself.
    """
    if not file.is_file():
        return file.exists() or file.is_symlink()
    try:
        text = file.read_text(encoding="utf-8")
        there = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return True
    if not isinstance(there, dict):
        return True
    if file.name == "catalog.json":
        names = [str(each.get("name")) for each in there.get("schemas", ())]
        return not all(each.startswith("zopa ") for each in names)
    if not str(there.get("$id", "")).startswith((OURS, base)):
        return True
    return ELSEWHERE.search(text) is not None
