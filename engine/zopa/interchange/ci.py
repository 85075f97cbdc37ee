"""Findings for other tools: GitHub, GitLab, reviewdog, JUnit and SARIF.

Source:
    OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; the limits are
    those of GitHub's code scanning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from zopa import __version__
from zopa.diagnostics import explanation, shown
from zopa.interchange.diagnostics import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.diagnostics import Diagnostic, DiagnosticKind
    from zopa.files import Place, Span
    from zopa.interchange import Json, Level, Reported, Run

__all__ = [
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "sarif",
    "step_summary",
    "unable",
    "unable_summary",
]


COMMANDS: Final[dict[Level, str]] = {"error": "error", "warning": "warning", "note": "notice"}
MOST_RENDERED: Final = 10
"""Number of annotations of one level that GitHub shows for one step."""
CLOSING: Final = 60
"""Bytes reserved for the line with the number of omitted findings."""
CODE: Final = re.compile(r"`([^`]+)`")
SPECIAL: Final = re.compile(r"[^A-Za-z0-9 ,;\u0080-\U0010ffff]")


def github(run: Run) -> str:
    """Return workflow commands, errors first, and a line with their number."""
    told = run.heaviest_first()
    lines = [_annotation(run, each.finding) for each in told]
    levels = [run.level(each.finding) for each in told]
    if any(levels.count(level) > MOST_RENDERED for level in COMMANDS):
        lines.append(
            f"::notice title=zopa::{run.sentence()}; GitHub shows {MOST_RENDERED} of each kind,"
            " the summary of the step has all"
        )
    return "".join(f"{line}\n" for line in [*lines, f"zopa: {run.sentence()}"])


def _annotation(run: Run, finding: Diagnostic) -> str:
    properties = {"title": f"{finding.code} {finding.kind.name}"}
    place = ""
    if finding.span is not None:
        start, end = finding.span.start, finding.span.end
        path = run.place(finding.span.path)
        place = f"{path}:{start.line}:{start.column}: "
        properties |= {"file": path, "line": str(start.line)}
        if start.line == end.line:
            properties |= {"col": str(start.column)}
        properties |= {"endLine": str(end.line)}
        if start.line == end.line:
            properties |= {"endColumn": str(end.column)}
    lines = [f"{place}{finding.code} {finding.message}", *finding.help, *finding.notes]
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = "%0A".join(_data(line) for line in lines)
    return f"::{COMMANDS[run.level(finding)]} {told}::{message}"


def _data(text: str) -> str:
    return shown(text).replace("%", "%25")  # `shown` leaves no line break


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def unable(message: str, ways_out: Sequence[str]) -> str:
    """Return the workflow command with the reason why zopa could not do its job."""
    lines = "%0A".join(_data(each) for each in (message, *ways_out))
    return f"::error title=zopa::{lines}\n"


def unable_summary(message: str, ways_out: Sequence[str]) -> str:
    """Return that reason in Markdown."""
    ways = "".join(f"- {_marked(each)}\n" for each in ways_out)
    return f"### zopa\n\n**zopa could not do its job:** {_marked(message)}\n\n{ways}"


def step_summary(run: Run, room: int) -> str:
    """Return a table of all findings in Markdown, errors first, cut to this size."""
    lines = ["### zopa", "", _text(run.sentence()), ""]
    told = run.heaviest_first()
    if told:
        lines += ["| | Code | Place | Finding |", "| --- | --- | --- | --- |"]
    size = sum(len(line.encode()) + 1 for line in lines)
    for number, each in enumerate(told):
        row = _row(run, each)
        size += len(row.encode()) + 1
        if size > room - CLOSING:
            lines += ["", f"… and {len(told) - number} more"]
            break
        lines.append(row)
    return "".join(f"{line}\n" for line in lines)


def _row(run: Run, told: Reported) -> str:
    finding = told.finding
    place = ""
    if finding.span is not None:
        start = finding.span.start
        path = run.place(finding.span.path)
        place = f"<code>{_text(f'{path}:{start.line}:{start.column}')}</code>"
    ways = "".join(f"<br>{_marked(each)}" for each in finding.help)
    return (
        f"| {finding.severity} | {finding.code} | {place} | {_marked(finding.message)}{ways} |"
    )


def _marked(text: str) -> str:
    """Return text with the parts between backticks as code, the rest literal."""
    parts = CODE.split(text)
    return "".join(
        f"<code>{_text(part)}</code>" if number % 2 else _text(part)
        for number, part in enumerate(parts)
    )


def _text(text: str) -> str:
    return SPECIAL.sub(_entity, shown(text))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


# -- findings as a Code Quality report of GitLab --
# GitLab shows the description and not the name of the check, so the code is part of the
# description.


GITLAB_SEVERITY: Final = {"error": "major", "warning": "minor", "note": "info"}
WITHOUT_FILE: Final = "terms/corpus.yaml"
"""File for findings without one, which GitLab requires."""


def gitlab(run: Run) -> str:
    """Return the run as a JSON list; GitLab drops repeated fingerprints."""
    return json_text([_entry(run, each) for each in run.reported() if not each.suppression])


def _entry(run: Run, told: Reported) -> dict[str, Any]:
    finding = told.finding
    path = finding.span.path if finding.span else WITHOUT_FILE
    return {
        "description": shown(f"{finding.code}: {finding.message}"),
        "check_name": finding.code,
        "fingerprint": told.fingerprint,
        "severity": (
            "critical" if finding.code.startswith("ZI") else GITLAB_SEVERITY[run.level(finding)]
        ),
        "location": {
            "path": run.place(path),
            "lines": {"begin": finding.span.start.line if finding.span else 1},
        },
    }


# -- findings in reviewdog's Diagnostic Format; its columns count UTF-8 bytes --
# Source:
#     reviewdog's `proto/rdf/reviewdog.proto`.


RDJSON_SEVERITY: Final = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


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
        "severity": RDJSON_SEVERITY[run.level(finding)],
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


# -- findings as JUnit XML: a suite for each file, a failing case for each finding --
# The format is that of Jenkins' schema, which other readers accept too. It has no times, so the
# same run has the same bytes.


FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot represent."""
ELSEWHERE: Final = "zopa"
"""Suite of findings without a file."""


def junit(run: Run) -> str:
    """Return the run as a `testsuites` document; a file without findings is a passing case."""
    by_file: dict[str, list[Diagnostic]] = {path: [] for path in run.files}
    for each in run.reported():
        if each.suppression is None:
            path = each.finding.span.path if each.finding.span else ""
            by_file.setdefault(path, []).append(each.finding)
    if not by_file:
        by_file[""] = []
    every = [finding for found in by_file.values() for finding in found]
    errors = sum(map(_is_unable, every))
    cases = sum(max(1, len(found)) for found in by_file.values())
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<testsuites name="zopa" tests="{cases}" failures="{len(every) - errors}"'
            f' errors="{errors}">'
        ),
    ]
    for path, found in sorted(by_file.items()):
        lines.extend(_suite(run, run.place(path) if path else ELSEWHERE, found))
    return "\n".join([*lines, "</testsuites>", ""])


def _suite(run: Run, name: str, found: list[Diagnostic]) -> Iterator[str]:
    errors = sum(map(_is_unable, found))
    yield (
        f'  <testsuite name={_attribute(name)} tests="{max(1, len(found))}"'
        f' failures="{len(found) - errors}" errors="{errors}" skipped="0">'
    )
    if not found:
        yield f'    <testcase name="no findings" classname={_attribute(name)}/>'
    for each in found:
        place = f"{each.span.start.line}:{each.span.start.column}" if each.span else "-"
        case = _attribute(f"{each.code} {each.kind.name} at {place}")
        element = "error" if _is_unable(each) else "failure"
        yield f"    <testcase name={case} classname={_attribute(name)}>"
        yield (
            f"      <{element} type={_attribute(f'{each.severity}[{each.code}]')}"
            f" message={_attribute(each.message)}>{_body(run, name, place, each)}</{element}>"
        )
        yield "    </testcase>"
    yield "  </testsuite>"


def _body(run: Run, name: str, place: str, finding: Diagnostic) -> str:
    lines = [
        f"{name}:{place}: {finding.severity}[{finding.code}] {finding.message}",
        *(f"help: {each}" for each in finding.help),
        *(f"note: {each}" for each in finding.notes),
        *(f"page: {each}" for each in (run.page(finding.code),) if each),
    ]
    return "\n".join(escape(_allowed(each)) for each in lines)


def _is_unable(finding: Diagnostic) -> bool:
    return finding.code.startswith("ZI")


def _attribute(text: str) -> str:
    return quoteattr(_allowed(text))


def _allowed(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", shown(text))


# -- findings as SARIF 2.1.0, for code scanning and editors -------------------


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
        "message": {"text": _sarif_text("\n".join([finding.message, *finding.help]))},
        "partialFingerprints": {"zopa/v1": told.fingerprint},
    }
    if finding.span is not None:
        result["locations"] = [_sarif_location(run, finding.span, finding.label)]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_sarif_location(run, each.span, each.text)}
            for number, each in enumerate(finding.related, start=1)
        ]
    if finding.fixes:
        result["fixes"] = [_fix(run, finding)]
    if told.suppression is not None:
        how: Json = {"kind": "inSource" if told.suppression.by == "comment" else "external"}
        if told.suppression.reason:
            how["justification"] = _sarif_text(told.suppression.reason)
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


def _sarif_location(run: Run, span: Span, text: str) -> Json:
    location: Json = {
        "physicalLocation": {
            "artifactLocation": _artifact(run, span.path),
            "region": _region(span),
        }
    }
    if text:
        location["message"] = {"text": _sarif_text(text)}
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
        "message": {"text": _sarif_text("\n".join([finding.message, *finding.help]))},
    }
    if finding.span is not None:
        notification["locations"] = [_sarif_location(run, finding.span, finding.label)]
    return notification


def _cut(found: int) -> Json:
    text = f"{found} results, of which the {MOST_RESULTS} heaviest are listed"
    return {"level": "warning", "message": {"text": text}}


def _sarif_text(text: str) -> str:
    """Return text without links and control characters."""
    lines = (shown(line).replace("](", "] (") for line in text.split("\n"))
    return "\n".join(lines)
