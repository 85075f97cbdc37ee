"""Findings as SARIF 2.1.0, for code scanning and editors.

Source:
    OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; the limits are
    those of GitHub's code scanning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from zopa import __version__
from zopa.diagnostics import shown
from zopa.diagnostics.codes import explanation
from zopa.interchange.diagnostics import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa.diagnostics import Diagnostic, DiagnosticKind
    from zopa.files.span import Span
    from zopa.interchange import Reported, Run

__all__ = ["sarif"]

Json = dict[str, Any]
SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST_RESULTS: Final = 25_000
"""Number of results above which GitHub refuses a file."""


def sarif(run: Run) -> str:
    """Return the run as one SARIF log; lighter findings are omitted above GitHub's limit.

    Failures of the run are notifications of the tool, not results.
    """
    told = run.reported()
    unable = [each for each in told if each.finding.code.startswith("ZI")]
    results = [each for each in told if not each.finding.code.startswith("ZI")]
    notes = [_unable(run, each.finding) for each in unable]
    if len(results) > MOST_RESULTS:
        notes.append(_cut(len(results)))
        results = _heaviest(run, results)
    rules = {each.finding.code: each.finding.kind for each in [*results, *unable]}
    numbers = {code: number for number, code in enumerate(sorted(rules))}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "zopa",
                        "version": __version__,
                        "rules": [_rule(rules[code], run.page(code)) for code in numbers],
                        **({"informationUri": run.docs} if run.docs else {}),
                    }
                },
                "automationDetails": {"id": run.category},
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": run.complete,
                        "exitCode": run.exit_code,
                        "toolExecutionNotifications": notes,
                    }
                ],
                "results": [_result(run, each, numbers) for each in results],
            }
        ],
    }
    return json_text(log)


def _heaviest(run: Run, results: Sequence[Reported]) -> list[Reported]:
    """Return the heaviest of the results, in their order."""
    weight = ["error", "warning", "note"]
    ranked = sorted(results, key=lambda each: weight.index(run.level(each.finding)))
    kept = {each.fingerprint for each in ranked[:MOST_RESULTS]}
    return [each for each in results if each.fingerprint in kept]


def _rule(kind: DiagnosticKind, address: str) -> Json:
    words = kind.name.replace("-", " ")
    page = explanation(kind)
    first = " ".join(page.partition("\n\n")[0].split())
    return {
        "id": kind.code,
        "name": kind.name,
        "shortDescription": {"text": f"{words[:1].upper()}{words[1:]}"},
        "fullDescription": {"text": first},
        "help": {"text": page, "markdown": page},
        **({"helpUri": address} if address else {}),
        "defaultConfiguration": {
            "level": "note" if kind.severity == "verdict" else str(kind.severity)
        },
    }


def _result(run: Run, told: Reported, numbers: dict[str, int]) -> Json:
    finding = told.finding
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": numbers[finding.code],
        "level": run.level(finding),
        "message": {"text": _text("\n".join([finding.message, *finding.help]))},
        "partialFingerprints": {"zopa/v1": told.fingerprint},
    }
    if finding.span is not None:
        result["locations"] = [_location(run, finding.span, finding.label)]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(run, each.span, each.text)}
            for number, each in enumerate(finding.related, start=1)
        ]
    if finding.fixes:
        result["fixes"] = [_fix(run, finding)]
    if told.suppression is not None:
        how: Json = {"kind": "inSource" if told.suppression.by == "comment" else "external"}
        if told.suppression.reason:
            how["justification"] = _text(told.suppression.reason)
        result["suppressions"] = [how]
    return result


def _fix(run: Run, finding: Diagnostic) -> Json:
    """Return all replacements of a finding as one SARIF fix."""
    changes: dict[str, list[Json]] = {}
    for each in finding.fixes:
        changes.setdefault(each.span.path, []).append(
            {
                "deletedRegion": _region(each.span),
                "insertedContent": {"text": each.text},
            }
        )
    safe = all(each.safe for each in finding.fixes)
    return {
        "description": {"text": "safe fix" if safe else "unsafe fix: look at the result"},
        "artifactChanges": [
            {"artifactLocation": _artifact(run, path), "replacements": replacements}
            for path, replacements in changes.items()
        ],
    }


def _location(run: Run, span: Span, text: str) -> Json:
    location: Json = {
        "physicalLocation": {
            "artifactLocation": _artifact(run, span.path),
            "region": _region(span),
        }
    }
    if text:
        location["message"] = {"text": _text(text)}
    return location


def _artifact(run: Run, path: str) -> Json:
    place = run.place(path)
    uri = quote(place, safe="/", errors="surrogatepass")
    if place.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _region(span: Span) -> Json:
    return {
        "startLine": span.start.line,
        "startColumn": span.start.column,
        "endLine": span.end.line,
        "endColumn": span.end.column,
    }


def _unable(run: Run, finding: Diagnostic) -> Json:
    notification: Json = {
        "descriptor": {"id": finding.code},
        "level": "error",
        "message": {"text": _text("\n".join([finding.message, *finding.help]))},
    }
    if finding.span is not None:
        notification["locations"] = [_location(run, finding.span, finding.label)]
    return notification


def _cut(found: int) -> Json:
    text = f"{found} results, of which the {MOST_RESULTS} heaviest are listed"
    return {"level": "warning", "message": {"text": text}}


def _text(text: str) -> str:
    """Return text without links and control characters."""
    lines = (shown(line).replace("](", "] (") for line in text.split("\n"))
    return "\n".join(lines)
