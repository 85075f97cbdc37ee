"""Findings in reviewdog's Diagnostic Format; its columns count UTF-8 bytes.

Source:
    reviewdog's `proto/rdf/reviewdog.proto`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from zopa.diagnostics import shown
from zopa.interchange.diagnostics import json_text

if TYPE_CHECKING:
    from zopa.diagnostics import Diagnostic
    from zopa.files.span import Place, Span
    from zopa.interchange.run import Run

__all__ = ["rdjson"]

Json = dict[str, Any]
SEVERITY: Final = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}
WITHOUT_FILE: Final = "terms/corpus.yaml"
"""File for findings without one."""


def rdjson(run: Run) -> str:
    """Return the run as one DiagnosticResult, with the safe fixes as suggestions."""
    lines = {path: text.split("\n") for path, text in run.sources.items()}
    told = [each.finding for each in run.reported() if not each.suppression]
    return json_text(
        {
            "source": {"name": "zopa"},
            "diagnostics": [_diagnostic(run, each, lines) for each in told],
        }
    )


def _diagnostic(run: Run, finding: Diagnostic, lines: dict[str, list[str]]) -> Json:
    entry: Json = {
        "message": shown(finding.message),
        "location": {"path": run.place(WITHOUT_FILE)},
        "severity": SEVERITY[run.level(finding)],
        "code": {"value": finding.code},
    }
    if address := run.page(finding.code):
        entry["code"]["url"] = address
    if finding.help:
        entry["message"] = f"{entry['message']} ({shown('; '.join(finding.help))})"
    if finding.span is not None:
        entry["location"] = _location(run, finding.span, lines)
    if finding.related:
        entry["relatedLocations"] = [
            {"message": shown(each.text), "location": _location(run, each.span, lines)}
            for each in finding.related
        ]
    path = finding.span.path if finding.span else None
    if finding.fixes and all(each.safe and each.span.path == path for each in finding.fixes):
        entry["suggestions"] = [
            {"range": _range(each.span, lines), "text": each.text} for each in finding.fixes
        ]
    return entry


def _location(run: Run, span: Span, lines: dict[str, list[str]]) -> Json:
    return {"path": run.place(span.path), "range": _range(span, lines)}


def _range(span: Span, lines: dict[str, list[str]]) -> Json:
    return {
        "start": _position(span.path, span.start, lines),
        "end": _position(span.path, span.end, lines),
    }


def _position(path: str, place: Place, lines: dict[str, list[str]]) -> Json:
    every = lines.get(path, [])
    line = every[place.line - 1] if place.line <= len(every) else ""
    before = line[: place.column - 1]
    beyond = place.column - 1 - len(before)
    column = len(before.encode("utf-8", "surrogatepass")) + beyond + 1
    return {"line": place.line, "column": column}
