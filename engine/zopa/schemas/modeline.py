"""The comment that tells editors which schema a file has; zopa itself goes by the place.

`# yaml-language-server: $schema=../schema/scenario.schema.json`, the path being
relative to the file. Nothing is ever fetched.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import Diagnostic, Fix, quoted
from zopa.diagnostics.shape import OTHER_SCHEMA
from zopa.schemas.gate import BASE
from zopa.schemas.roles import Role, role_of
from zopa.spans import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zopa.documents import Document

__all__ = ["Modelines", "schema_name", "with_modeline"]

FOLDER: Final = "schema"
"""Where in a workspace the schemas for editors are."""
TOOL: Final = "yaml-language-server"
SCHEMA: Final = re.compile(rf"#\s*{TOOL}\s*:.*?\$schema=(\S+)")
OURS: Final = re.compile(r"https://zopa\.example/schema/([^/\s\"]+)/")
VERSION: Final = BASE.split("/")[-2]
IDENTITY: Final = re.compile(r'"\$id":\s*"([^"]*)"')
FIRST: Final = 4096
"""Characters of a schema in which its `$id` is looked for."""


def schema_name(role: Role) -> str:
    """The file that describes files of a role."""
    return f"{role}.schema.json"


def with_modeline(text: str, path: str) -> str:
    """The text of a workspace's file with the comment above it, if it has none yet."""
    role = role_of(path)
    if role is None or SCHEMA.search(text):
        return text
    target = posixpath.relpath(f"{FOLDER}/{schema_name(role)}", posixpath.dirname(path))
    return f"# {TOOL}: $schema={target}\n{text}"


class Modelines:
    """Whether the files of one workspace lead editors to the right schemas."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._identities: dict[str, str] = {}

    def check(self, document: Document, role: Role) -> Iterator[Diagnostic]:
        """Report a schema of ours that is that of other files, or of another version."""
        if TOOL not in document.text:
            return
        for comment in document.comments:
            found = SCHEMA.match(comment.text)
            if found is None:
                continue
            line, column = comment.span.start.line, comment.span.start.column
            start, end = (
                Place(line, column + found.start(1) + each) for each in (0, len(found[1]))
            )
            span = replace(comment.span, start=start, end=end)
            target = found[1]
            folder, slash, name = target.rpartition("/")
            known = OURS.match(self._identity(document.path, target))
            if name in map(schema_name, Role) and name != schema_name(role):
                yield Diagnostic(
                    OTHER_SCHEMA,
                    span,
                    f"editors are told that this is {quoted(name.partition('.')[0])},"
                    f" it is `{role}`",
                    help=(f"write `{schema_name(role)}`",),
                    fixes=(Fix(span, f"{folder}{slash}{schema_name(role)}"),),
                )
            elif known is not None and known[1] != VERSION:
                yield Diagnostic(
                    OTHER_SCHEMA,
                    span,
                    f"editors are given version {quoted(known[1])} of the schema,"
                    f" zopa reads version `{VERSION}`",
                    help=("`zopa schema` writes the schemas of this version",),
                )

    def _identity(self, path: str, target: str) -> str:
        """The `$id` of a schema in the workspace; what is elsewhere is not looked at."""
        if "://" in target:
            return target
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if place.startswith(("/", "../")) or "\0" in place:
            return ""
        if place not in self._identities:
            self._identities[place] = _identity_in(self._root / place)
        return self._identities[place]


def _identity_in(file: Path) -> str:
    try:
        if not file.is_file():
            return ""
        with file.open(encoding="utf-8", errors="replace") as stream:
            found = IDENTITY.search(stream.read(FIRST))
    except OSError:
        return ""
    return found[1] if found else ""
