"""From a file to a document, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from zopa.diagnostics import Diagnostic, Severity, in_order, yaml_profile
from zopa.documents.decoding import decode
from zopa.documents.document import Document
from zopa.documents.limits import Limits
from zopa.documents.lines import check_lines
from zopa.documents.opening import open_and_read
from zopa.documents.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


__all__ = ["Engine", "parse", "read"]

Engine: TypeAlias = Literal["auto", "libyaml", "python"]
"""Which parser reads the text; `auto` is libyaml where PyYAML was built with it."""

DEFAULTS = Limits()


def read(
    file: Path,
    path: str,
    *,
    root: Path | None = None,
    limits: Limits = DEFAULTS,
    engine: Engine = "auto",
) -> Document:
    """Read a file.

    Args:
        file: where it is.
        path: what diagnostics call it: relative to the workspace, with `/`.
        root: of the workspace that no link may lead out of.
        limits: over which it is refused, without being read whole.
        engine: which parser to use; the verdict does not depend on it.

    Returns:
        A document, also when there is no such file or it cannot be read; then it
        has no text and a diagnostic of family ZI.
    """
    raw = open_and_read(file, path, limits, root=root)
    if isinstance(raw, Diagnostic):
        return Document(path, "", None, ok=False, diagnostics=(raw,))
    return parse(raw, path, limits=limits, engine=engine)


def parse(
    text: str | bytes, path: str, *, limits: Limits = DEFAULTS, engine: Engine = "auto"
) -> Document:
    """Read a text by YAML profile 1; `read` says what the arguments are."""
    decoded, early = decode(text, path, limits)
    if early and early[0].severity is Severity.ERROR:
        return Document(path, "", None, ok=False, diagnostics=tuple(early))
    source = Source(path, decoded.replace("\r\n", "\n"))
    before = early + check_lines(source, limits)
    if before and any(each.severity is Severity.ERROR for each in before):
        return Document(path, decoded, None, ok=False, diagnostics=tuple(in_order(before)))
    from zopa.documents.building import build

    built = build(source, limits, engine)
    found = before + built.found
    ok = True
    if found:
        found = in_order(_said_once(found))
        ok = all(each.severity is not Severity.ERROR for each in found)
    return Document(path, decoded, built.data, ok, tuple(found), built.root, built.with_hash)


def _said_once(found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Drop warnings of marks of direction in keys, which are errors there."""
    keys = [each.span for each in found if each.kind is yaml_profile.TEXT_DIRECTION]
    for each in found:
        if each.kind is yaml_profile.TEXT_DIRECTION_MARK and any(
            span and each.span and span.start <= each.span.start < span.end for span in keys
        ):
            continue
        yield each
