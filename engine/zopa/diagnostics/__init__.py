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
from zopa.diagnostics.messages import clip, did_you_mean, listed, one_line, quoted, shown

__all__ = [
    "Diagnostic",
    "DiagnosticKind",
    "Fix",
    "Label",
    "Severity",
    "clip",
    "did_you_mean",
    "in_order",
    "listed",
    "one_line",
    "order",
    "quoted",
    "shown",
]
