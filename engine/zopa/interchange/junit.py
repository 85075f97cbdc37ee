"""Findings as JUnit XML: a suite for each file, a failing case for each finding.

The format is that of Jenkins' schema, which other readers accept too. It has no times, so the
same run has the same bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from zopa.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.diagnostics import Diagnostic
    from zopa.interchange.run import Run

__all__ = ["junit"]

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
