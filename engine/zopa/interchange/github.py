"""Findings as annotations of GitHub, and as the summary of a step.

A log line that begins with `::` is a command to GitHub's runner, so the content of files is
escaped twice: as printable text, then as part of a command. In the summary every special
character of Markdown or HTML is written as an entity.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.interchange.run import Level, Reported, Run

__all__ = ["github", "step_summary", "unable", "unable_summary"]

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
