"""From a text that may be parsed to its data; needs the parsers, which load slowly."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from yaml import YAMLError

from zopa.diagnostics import Severity, yaml_profile
from zopa.documents.blanks import with_spaces
from zopa.documents.builder import Builder
from zopa.documents.characters import STRANGE_SPACES
from zopa.documents.events import SCALAR, has_libyaml, open_events
from zopa.documents.findings import Findings, Stopped
from zopa.documents.lines import check_cut_texts
from zopa.documents.syntax_errors import syntax_finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zopa.diagnostics import Diagnostic
    from zopa.documents.document import Data, Node
    from zopa.documents.limits import Limits
    from zopa.documents.reading import Engine
    from zopa.documents.source import Event, Mark, Source

__all__ = ["Attempt", "build"]


DISPUTED: Final = frozenset(
    {
        yaml_profile.ANCHOR,
        yaml_profile.BLOCK_TEXT,
        yaml_profile.COMPLEX_KEY,
        yaml_profile.FLOW_TEXT,
        yaml_profile.PAIR_IN_LIST,  # within it nothing else is reported
        yaml_profile.ROOT_NOT_MAPPING,
        yaml_profile.TAG,
    }
)
"""Where one engine may read on although the other gives up."""


def build(source: Source, limits: Limits, engine: Engine) -> Attempt:
    """Parse with one engine, and with the other too where they may differ.

    What libyaml says of an error and where it puts it is not what PyYAML's own
    parser does; so of a file that is not YAML, or that they may take differently,
    only the latter is asked. A file that is fine is parsed once.
    """
    libyaml = engine == "libyaml" or (engine == "auto" and has_libyaml())
    first = _attempt(source, limits, libyaml=libyaml)
    if libyaml and (first.no_yaml or any(each.kind in DISPUTED for each in first.found)):
        second = _attempt(source, limits, libyaml=False)
        if any(each.severity is Severity.ERROR for each in second.found):
            first = second
    return first


class Attempt(NamedTuple):
    """What came of parsing a text once."""

    found: list[Diagnostic]
    data: Data = None
    root: Node | None = None
    with_hash: tuple[tuple[Mark, Mark], ...] | None = None
    no_yaml: bool = False


def _attempt(source: Source, limits: Limits, *, libyaml: bool) -> Attempt:
    findings = Findings()
    next_event, dispose = open_events(source.text, libyaml=libyaml)
    texts: list[Event] = []
    if spaces := bool(STRANGE_SPACES.search(source.text)):
        next_event = _noting(next_event, texts)
    builder = Builder(source, limits, findings, next_event)
    try:
        data, root = builder.build()
    except Stopped:
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
    with suppress(Stopped):
        check_cut_texts(source, with_hash, findings)
    if spaces:
        findings.all[:] = with_spaces(source, texts, findings.all, len(source.lines))
    return Attempt(findings.all, data, root, with_hash)


def _noting(get: Callable[[], Event], texts: list[Event]) -> Callable[[], Event]:
    """Keep every key and single value that is read."""

    def noting() -> Event:
        event = get()
        if type(event) is SCALAR:
            texts.append(event)
        return event

    return noting


def _not_caused_by(error: Diagnostic, found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """What was found before the place where a text stops to be YAML.

    A text over two lines just above that place is a part of the same mistake.
    """
    if error.span is None:
        return
    start = error.span.start
    for each in found:
        if each.span is None or each.span.start >= start:
            continue
        if each.kind is yaml_profile.SEVERAL_LINES and each.span.start.line >= start.line - 1:
            continue
        yield each
