"""Comment that names the schema of a file for editors; zopa goes by the folder.

`# yaml-language-server: $schema=../schema/scenario.schema.json`, with a path relative to the
file. Nothing is ever fetched.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import Diagnostic, Fix, quoted
from zopa.diagnostics.codes import OTHER_SCHEMA
from zopa.files.layout import TOOL, Role, role_of
from zopa.files.span import Place
from zopa.schemas.validators import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.documents import Document
    from zopa.files.layout import Targets

__all__ = ["Modelines", "schema_name", "with_modeline"]

FOLDER: Final = "schema"
"""Folder of the schemas for editors in a workspace."""
SCHEMA: Final = re.compile(rf"#\s*{TOOL}\s*:.*?\$schema=(\S+)")
OURS: Final = re.compile(r"https://zopa\.example/schema/([^/\s\"]+)/")
VERSION: Final = BASE.split("/")[-2]


def schema_name(role: Role) -> str:
    """Return the name of the schema for files of a role."""
    return f"{role}.schema.json"


def with_modeline(text: str, path: str) -> str:
    """Return the text of a workspace's file with the comment above it, unless it has one."""
    role = role_of(path)
    if role is None or SCHEMA.search(text):
        return text
    target = posixpath.relpath(f"{FOLDER}/{schema_name(role)}", posixpath.dirname(path))
    return f"# {TOOL}: $schema={target}\n{text}"


class Modelines:
    """Check of the schema comments of one workspace."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets

    def check(self, document: Document, role: Role) -> Iterator[Diagnostic]:
        """Report a schema of zopa for other files, or for another version."""
        if document.data is None or TOOL not in document.text:
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
            known = OURS.match(self._targets.identity(document.path, target))
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
