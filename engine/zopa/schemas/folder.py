"""Schemas for editors in a workspace: `schema/`, one file for each kind of file."""

from __future__ import annotations

import enum
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.files import FILES, FOLDER_ROLES, contents, leads_out, shipped
from zopa.schemas import FOLDER, schema_name
from zopa.schemas.editors import draft07, whole_schemas, workspace_schemas

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zopa.model.corpus import Corpus

__all__ = [
    "CONFIGURATION",
    "FOLDER",
    "IDS",
    "State",
    "editor_schemas",
    "kinds_of_files",
    "schema_text",
    "shipped_schemas",
    "state_of",
]

Schema: TypeAlias = dict[str, Any]

CONFIGURATION: Final = "configuration.schema.json"
IDS: Final = "ids"
"""Value of the setting `schemas` for those with the ids of the corpus."""
NOTE: Final = "$comment"
"""Keyword with the digest of a schema as zopa wrote it; no validator reads it."""
WRITTEN: Final = "written by zopa, sha256 "
MOST_BYTES: Final = 64 * 1_048_576


class State(enum.Enum):
    """Relation of a file in `schema/` to the schema that belongs there."""

    FRESH = "equal"
    STALE = "missing, or as zopa once wrote it"
    CHANGED = "changed by someone else, or not readable"


def kinds_of_files() -> dict[str, list[str]]:
    """Return the schema of each file that people write, with the patterns of its paths."""
    found: dict[str, list[str]] = {CONFIGURATION: ["zopa.toml"]}
    paths = {**FILES, **{f"{folder}/*.yaml": role for folder, role in FOLDER_ROLES.items()}}
    for path, role in paths.items():
        found.setdefault(schema_name(role), []).append(f"**/{path}")
    return found


def shipped_schemas() -> dict[str, Schema]:
    """Return all schemas by file name, as the package has them."""
    return {
        file.name: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(shipped("schema").glob("*.schema.json"))
    }


def editor_schemas(corpus: Corpus | None = None) -> dict[str, Schema]:
    """Return the self-contained draft-07 schema of each kind of file, by file name.

    Args:
        corpus: source of the ids that they allow; None for any id.
    """
    schemas = _needed()
    if corpus is not None:
        schemas = workspace_schemas(corpus, schemas)
    whole = whole_schemas(schemas)
    return draft07({name: whole[name] for name in sorted(kinds_of_files())})


def _needed() -> dict[str, Schema]:
    """Return the schemas of files, and those that they refer to."""
    parts = [f"{each}.schema.json" for each in ("common", "condition")]
    return {
        name: json.loads((shipped("schema") / name).read_text(encoding="utf-8"))
        for name in sorted([*parts, *kinds_of_files()])
    }


def schema_text(schema: Schema) -> str:
    """Return the text of a schema's file, with the digest by which `state_of` knows it."""
    first = {key: schema[key] for key in ("$schema", "$id") if key in schema}
    said = {NOTE: f"{WRITTEN}{_digest(schema)}"}
    return json.dumps({**first, **said, **schema, **said}, indent=2, ensure_ascii=False) + "\n"


def state_of(root: Path, name: str, schema: Schema) -> State:
    """Compare a file of `schema/` with the schema that belongs there.

    Layout and the order of keys count for nothing, so a formatter changes no file. A link that
    leads out of the workspace is not followed.

    Args:
        root: the workspace.
        name: of the file.
        schema: what belongs there.
    """
    file = root / FOLDER / name
    if leads_out(root, file):
        return State.CHANGED
    if not file.exists() and not file.is_symlink():
        return State.STALE
    raw = contents(str(file), MOST_BYTES)
    try:
        there = json.loads(raw or b"")
    except (ValueError, RecursionError):
        return State.CHANGED
    if not isinstance(there, dict):
        return State.CHANGED
    found = _digest(there)
    if found == _digest(schema):
        return State.FRESH
    return State.STALE if there.get(NOTE) == f"{WRITTEN}{found}" else State.CHANGED


def _digest(schema: Mapping[str, Any]) -> str:
    """Return a digest of the content without the keyword that has it."""
    rest = {key: each for key, each in schema.items() if key != NOTE}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
