"""Diagnostics: values with code, place, message and help, never exceptions."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zopa.diagnostics.messages import (
    as_written,
    clip,
    did_you_mean,
    inert,
    listed,
    one_line,
    quoted,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.files.span import Span

__all__ = [
    "Diagnostic",
    "DiagnosticKind",
    "Fix",
    "Label",
    "Severity",
    "as_written",
    "clip",
    "did_you_mean",
    "in_order",
    "inert",
    "listed",
    "one_line",
    "order",
    "quoted",
    "shown",
]


# -- diagnostics and their kinds --


class Severity(enum.StrEnum):
    """Severity of a diagnostic, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    VERDICT = "verdict"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class DiagnosticKind:
    """A type of diagnostic; its code is never reused."""

    code: str
    name: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Label:
    """Another place that a diagnostic refers to."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement for the text of one span."""

    span: Span
    text: str
    safe: bool = True
    """True if the fix cannot change the author's meaning."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    kind: DiagnosticKind
    span: Span | None
    """Smallest text with the error; None if no file has it."""
    message: str
    """One fact, lower case, no full stop, true in isolation, at most 100 characters."""
    label: str = ""
    """Description of the text at `span`, for the line of carets."""
    related: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    """Instructions to fix the finding."""
    notes: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict[str, object])
    """Facts for programs, JSON values only."""
    pointer: str = ""
    """JSON Pointer of the value within its file."""

    @property
    def code(self) -> str:
        """Code of the kind."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """Severity of the kind."""
        return self.kind.severity


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file, line, column, code, message and end, each finding once.

    Findings without a place come first. The order does not depend on that of the input; of
    equal findings the first is kept.
    """
    unique = {
        (each.span, each.code, each.message): each for each in reversed(list(diagnostics))
    }
    return sorted(unique.values(), key=order)


def order(each: Diagnostic) -> tuple[str, int, int, str, str, int, int]:
    """Return the sort key of a finding."""
    if each.span is None:
        return ("", 0, 0, each.code, each.message, 0, 0)
    start, end = each.span.start, each.span.end
    place = (each.span.path, start.line, start.column)
    return (*place, each.code, each.message, end.line, end.column)
