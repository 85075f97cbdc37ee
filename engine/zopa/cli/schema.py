"""`zopa schema [DIR]`: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from zopa.cli.streams import say
from zopa.cli.unable import Unable
from zopa.cli.whereabouts import tell
from zopa.cli.workspace import open_workspace
from zopa.diagnostics import listed, quoted, shown
from zopa.files.layout import shipped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["refuse_theirs", "run", "schema_text"]

OURS = "https://zopa.example/"
"""Beginning of the `$id` of every schema of zopa, in every version."""
ELSEWHERE = re.compile(r'"\$ref": "[^#"]')
"""A reference to another file, which written schemas of zopa never have."""


def run(options: argparse.Namespace) -> int:
    """Write the schemas; overwrite only schemas of zopa."""
    target: Path = options.target
    if options.directory is not None:
        if not options.directory.is_dir():
            message = f"no folder {quoted(options.directory)}"
            raise Unable(message)
        target = options.directory / target
    files = sorted(shipped("schema").glob("*.schema.json"))
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    texts = _made(options, texts)
    if options.bundle:
        texts["catalog.json"] = schema_text(catalog(options.id_base or OURS))
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


def _made(options: argparse.Namespace, texts: Mapping[str, str]) -> dict[str, str]:
    """Self-contained schemas, as the flags want them."""
    from zopa.schemas.editors import whole_schemas

    schemas = {name: json.loads(text) for name, text in texts.items()}
    if options.for_workspace:
        from zopa.schemas.narrowed import workspace_schemas

        workspace = open_workspace(options)
        if not workspace.sound:
            tell(options, "zopa: the terms have errors, so some names may be missing")
        schemas = workspace_schemas(workspace.corpus, schemas)
    schemas = whole_schemas(schemas)
    if options.bundle:
        schemas = {name: each for name, each in schemas.items() if name in _written()}
    if options.draft_07:
        from zopa.schemas.editors import draft07

        schemas = draft07(schemas)
    if options.id_base:
        base = options.id_base.rstrip("/")
        schemas = {name: {**each, "$id": f"{base}/{name}"} for name, each in schemas.items()}
    return {name: schema_text(schema) for name, schema in schemas.items()}


def _written() -> dict[str, list[str]]:
    """For each schema of a file that people write, the paths of these files."""
    from zopa.files.layout import FILES, FOLDER_ROLES
    from zopa.schemas import schema_name

    found: dict[str, list[str]] = {"configuration.schema.json": ["zopa.toml"]}
    paths = {**FILES, **{f"{folder}/*.yaml": role for folder, role in FOLDER_ROLES.items()}}
    for path, role in paths.items():
        found.setdefault(schema_name(role), []).append(f"**/{path}")
    return found


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
            for name, paths in sorted(_written().items())
        ],
    }


def schema_text(schema: object) -> str:
    """A schema as text of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


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
