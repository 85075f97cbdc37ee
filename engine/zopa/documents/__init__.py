"""Reading YAML files as data with places: safe opening, and the steps of reading.

`parse` and `read` never raise for the content of a file: they return a `Document` with the
diagnostics of YAML profile 1.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from yaml import YAMLError

from zopa import diagnostics
from zopa.diagnostics import FILE_UNREAD, Diagnostic, Severity, in_order
from zopa.documents.builder import SCALAR, Builder, has_libyaml, open_events
from zopa.documents.characters import (
    STRANGE_SPACES,
    check_cut_texts,
    check_lines,
    decode,
    too_large,
    with_spaces,
)
from zopa.documents.document import (
    BROKEN,
    Broken,
    Comment,
    Data,
    Document,
    EndOfReading,
    FoundSoFar,
    Limits,
    Pointer,
    SourceText,
    brief,
    is_broken,
    json_pointer,
)
from zopa.files import FLAGS, Place, Span, leads_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from zopa.documents.document import Event, ParserMark, RawNode

__all__ = [
    "BROKEN",
    "Broken",
    "Comment",
    "Data",
    "Document",
    "Limits",
    "ParserChoice",
    "Pointer",
    "build",
    "dangling",
    "in_circles",
    "is_broken",
    "json_pointer",
    "linked_folder",
    "open_and_read",
    "outside",
    "parse",
    "read",
]


ParserChoice: TypeAlias = Literal["auto", "libyaml", "python"]
"""Parser of the text; `auto` is libyaml if PyYAML was built with it."""
DEFAULTS = Limits()


def read(
    file: Path,
    path: str,
    *,
    root: Path | None = None,
    limits: Limits = DEFAULTS,
    engine: ParserChoice = "auto",
) -> Document:
    """Read a file.

    Args:
        file: its path.
        path: its name in diagnostics: relative to the workspace, with `/`.
        root: workspace that no link may lead out of.
        limits: limits beyond which it is refused without reading all of it.
        engine: the parser; the result does not depend on it.

    Returns:
        A document, also if the file does not exist or cannot be read; then it has no text and a
        diagnostic of family ZI.
    """
    raw = open_and_read(file, path, limits, root=root)
    if isinstance(raw, Diagnostic):
        return Document(path, "", None, ok=False, diagnostics=(raw,))
    return parse(raw, path, limits=limits, engine=engine)


def parse(
    text: str | bytes, path: str, *, limits: Limits = DEFAULTS, engine: ParserChoice = "auto"
) -> Document:
    """Parse a text by YAML profile 1; the arguments are those of `read`."""
    decoded, early = decode(text, path, limits)
    if early and early[0].severity is Severity.ERROR:
        return Document(path, "", None, ok=False, diagnostics=tuple(early))
    source = SourceText(path, decoded.replace("\r\n", "\n"))
    before = early + check_lines(source, limits)
    if before and any(each.severity is Severity.ERROR for each in before):
        return Document(path, decoded, None, ok=False, diagnostics=tuple(in_order(before)))

    built = build(source, limits, engine)
    found = before + built.found
    ok = True
    if found:
        found = in_order(_said_once(found))
        ok = all(each.severity is not Severity.ERROR for each in found)
    return Document(path, decoded, built.data, ok, tuple(found), built.root, built.with_hash)


def _said_once(found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Drop warnings about direction marks in keys, which are errors there."""
    keys = [each.span for each in found if each.kind is diagnostics.TEXT_DIRECTION]
    for each in found:
        if each.kind is diagnostics.TEXT_DIRECTION_MARK and any(
            span and each.span and span.start <= each.span.start < span.end for span in keys
        ):
            continue
        yield each


# Opening
def open_and_read(
    file: Path, path: str, limits: Limits, *, root: Path | None = None
) -> bytes | Diagnostic:
    """Return the bytes of a regular file, or a diagnostic.

    Never reads more than the limit and one byte, for any reported or growing size.

    Args:
        file: its path.
        path: its name in diagnostics.
        limits: limits beyond which it is refused.
        root: workspace that no link may lead out of.
    """
    if root is not None and leads_out(root, file) and not file.is_dir():
        return outside(path)
    try:
        descriptor = os.open(file, FLAGS)
    except FileNotFoundError:
        return dangling(path)
    except (OSError, ValueError) as error:
        return _unreadable(file, path, error)
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode) and file.is_symlink():
            return linked_folder(path)
        if not stat.S_ISREG(status.st_mode):
            return _not_regular(path, status.st_mode)
        if status.st_size > limits.file_size:
            return too_large(path, status.st_size, limits)
        raw = _read(descriptor, limits.file_size + 1)
    except OSError as error:
        return _unreadable(file, path, error)
    finally:
        os.close(descriptor)
    if len(raw) > limits.file_size:
        return too_large(path, len(raw), limits, at_least=True)
    return raw


def _read(descriptor: int, most: int) -> bytes:
    chunks: list[bytes] = []
    while most and (chunk := os.read(descriptor, most)):
        chunks.append(chunk)
        most -= len(chunk)
    return b"".join(chunks)


def _unreadable(file: Path, path: str, error: OSError | ValueError) -> Diagnostic:
    try:
        mode = file.stat().st_mode
    except (OSError, ValueError):
        mode = stat.S_IFREG
    folder = stat.S_ISDIR(mode)
    if not (folder or stat.S_ISREG(mode)):
        return _not_regular(path, mode)
    reason = (error.strerror if isinstance(error, OSError) else None) or "its name is not valid"
    return Diagnostic(
        diagnostics.UNREADABLE,
        None,
        f"{'folder' if folder else 'file'} {brief(path, 60)} cannot be read",
        notes=(reason.lower(),),
        help=("check its name and permissions",),
    )


def outside(path: str) -> Diagnostic:
    """Report a link that leads out of the workspace and is not read."""
    return Diagnostic(
        diagnostics.UNREADABLE,
        None,
        f"file {brief(path, 60)} is a link that leads out of the workspace",
        help=("keep a copy in the workspace; no such link is followed",),
    )


def dangling(path: str) -> Diagnostic:
    """Report a file that does not exist, or a link without a target."""
    return Diagnostic(
        diagnostics.FILE_MISSING,
        None,
        f"file {brief(path, 60)} does not exist",
        help=("check the name, or run zopa where the file is",),
    )


def in_circles(path: str) -> Diagnostic:
    """Report links that form a cycle."""
    return Diagnostic(
        diagnostics.UNREADABLE,
        None,
        f"file {brief(path, 60)} cannot be read",
        notes=("its link leads back to itself",),
        help=("put the file there, or a link to it",),
    )


def linked_folder(path: str) -> Diagnostic:
    """Report a link to a folder, which is not followed."""
    start = Place(1, 1)
    return Diagnostic(
        FILE_UNREAD,
        Span(path, start, start),
        "linked folder is not looked into: nothing in it counts",
        help=("put the folder itself there, or links to its files",),
    )


def _not_regular(path: str, mode: int) -> Diagnostic:
    names = {
        stat.S_IFDIR: "a directory",
        stat.S_IFIFO: "a pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
    what = names.get(stat.S_IFMT(mode), "not a regular file")
    return Diagnostic(
        diagnostics.NOT_A_REGULAR_FILE,
        None,
        f"{brief(path, 60)} is {what}, expected a file",
        help=("give the path of a YAML file",),
    )


# Parsing


DISPUTED: Final = frozenset(
    {
        diagnostics.ANCHOR,
        diagnostics.BLOCK_TEXT,
        diagnostics.COMPLEX_KEY,
        diagnostics.FLOW_TEXT,
        diagnostics.PAIR_IN_LIST,  # other findings inside it are not reported
        diagnostics.ROOT_NOT_MAPPING,
        diagnostics.TAG,
    }
)
"""Texts on which one engine may continue and the other stop."""


def build(source: SourceText, limits: Limits, engine: ParserChoice) -> Attempt:
    """Parse with one engine, and with the other too if they may differ.

    libyaml and PyYAML's own parser differ in messages and places of errors. So only the latter
    reads a file that is invalid or that they may read differently. A valid file is parsed once.
    """
    libyaml = engine == "libyaml" or (engine == "auto" and has_libyaml())
    first = _attempt(source, limits, libyaml=libyaml)
    if libyaml and (first.no_yaml or any(each.kind in DISPUTED for each in first.found)):
        second = _attempt(source, limits, libyaml=False)
        if any(each.severity is Severity.ERROR for each in second.found):
            first = second
    return first


class Attempt(NamedTuple):
    """Result of parsing a text once."""

    found: list[Diagnostic]
    data: Data = None
    root: RawNode | None = None
    with_hash: tuple[tuple[ParserMark, ParserMark], ...] | None = None
    no_yaml: bool = False


def _attempt(source: SourceText, limits: Limits, *, libyaml: bool) -> Attempt:
    findings = FoundSoFar()
    next_event, dispose = open_events(source.text, libyaml=libyaml)
    texts: list[Event] = []
    if spaces := bool(STRANGE_SPACES.search(source.text)):
        next_event = _noting(next_event, texts)
    builder = Builder(source, limits, findings, next_event)
    try:
        data, root = builder.build()
    except EndOfReading:
        return Attempt(findings.all)
    except YAMLError as error:
        from zopa.documents.syntax_errors import syntax_finding

        last = syntax_finding(error, source)
        found = [*_not_caused_by(last, findings.all), last]
        if spaces and last.span is not None:
            found = with_spaces(source, texts, found, last.span.start.line - 1)
        return Attempt(found, no_yaml=True)
    finally:
        dispose()
        # It may refer to the builder, and the text would be kept until Python looks for cycles.
        del builder.next_event
    with_hash = tuple(builder.texts.with_hash)
    with suppress(EndOfReading):
        check_cut_texts(source, with_hash, findings)
    if spaces:
        findings.all[:] = with_spaces(source, texts, findings.all, len(source.lines))
    return Attempt(findings.all, data, root, with_hash)


def _noting(get: Callable[[], Event], texts: list[Event]) -> Callable[[], Event]:
    """Record every key and single value that is read."""

    def noting() -> Event:
        event = get()
        if type(event) is SCALAR:
            texts.append(event)
        return event

    return noting


def _not_caused_by(error: Diagnostic, found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield findings before the place where a text stops being YAML.

    A text over two lines directly above that place is part of the same error.
    """
    if error.span is None:
        return
    start = error.span.start
    for each in found:
        if each.span is None or each.span.start >= start:
            continue
        if each.kind is diagnostics.SEVERAL_LINES and each.span.start.line >= start.line - 1:
            continue
        yield each
