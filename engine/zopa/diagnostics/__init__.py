"""Diagnostics: values with code, place, message and help, never exceptions."""

from __future__ import annotations

from zopa.diagnostics.finding import (
    Diagnostic,
    DiagnosticKind,
    Fix,
    Label,
    Severity,
    in_order,
    order,
)
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
