"""Steps from a file to a document."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from yaml import YAMLError

from zopa.diagnostics import Diagnostic, Severity, codes, in_order
from zopa.documents.blanks import with_spaces
from zopa.documents.builder import Builder
from zopa.documents.characters import STRANGE_SPACES, check_cut_texts, check_lines, decode
from zopa.documents.document import Document, EndOfReading, FoundSoFar
from zopa.documents.events import SCALAR, has_libyaml, open_events
from zopa.documents.opening import open_and_read
from zopa.documents.source import Limits, SourceText
from zopa.documents.syntax_errors import syntax_finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from zopa.documents.document import Data, RawNode
    from zopa.documents.source import Event, ParserMark

__all__ = [
    "Attempt",
    "ParserChoice",
    "build",
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
    keys = [each.span for each in found if each.kind is codes.TEXT_DIRECTION]
    for each in found:
        if each.kind is codes.TEXT_DIRECTION_MARK and any(
            span and each.span and span.start <= each.span.start < span.end for span in keys
        ):
            continue
        yield each


# -- parsing of valid text; imports the parsers, which load slowly --


DISPUTED: Final = frozenset(
    {
        codes.ANCHOR,
        codes.BLOCK_TEXT,
        codes.COMPLEX_KEY,
        codes.FLOW_TEXT,
        codes.PAIR_IN_LIST,  # other findings inside it are not reported
        codes.ROOT_NOT_MAPPING,
        codes.TAG,
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
        last = syntax_finding(error, source)
        found = [*_not_caused_by(last, findings.all), last]
        if spaces and last.span is not None:
            found = with_spaces(source, texts, found, last.span.start.line - 1)
        return Attempt(found, no_yaml=True)
    finally:
        dispose()
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
        if each.kind is codes.SEVERAL_LINES and each.span.start.line >= start.line - 1:
            continue
        yield each
