"""Findings in the files: search for them, and show them file by file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Severity
from zopa_tui.views.text import BLANK, CUT, TextLine, apart, clean, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.solving import Stop
    from zopa.workspace import Workspace
    from zopa_tui.session.engine import BackgroundSolver
    from zopa_tui.views.text import Shade, Signs, TextPart

__all__ = [
    "FileProblems",
    "FindingRow",
    "counts",
    "in_files",
    "problem_about",
    "problem_lines",
    "problems",
    "with_solver",
]


SIGNS: Mapping[Severity, tuple[str, Shade]] = {
    Severity.ERROR: ("E", "crossed"),
    Severity.WARNING: ("W", "open"),
    Severity.VERDICT: ("V", "forced"),
    Severity.NOTE: ("N", "muted"),
}


# -- the search


@dataclass(frozen=True)
class FileProblems:
    """Findings that no ignore comment hides."""

    findings: tuple[Diagnostic, ...]
    whole: bool
    """True if the search covered all findings; if False, those of the solver may be missing."""


def in_files(workspace: Workspace) -> FileProblems:
    """Findings that need no solver; these are all findings if the terms have errors."""
    from zopa.validation.suppressions import as_configured, silence

    silenced = silence(workspace.diagnostics, workspace.documents, judged=False)
    found = as_configured(silenced, workspace.configuration)
    return FileProblems(found.findings, whole=not workspace.sound)


def with_solver(workspace: Workspace, desk: BackgroundSolver, stop: Stop) -> FileProblems:
    """All findings of `zopa validate`.

    Args:
        workspace: the workspace as read.
        desk: solver for the terms as they were when it was made.
        stop: ends it; the result then has the findings so far.

    Raises:
        Stopped: a stop came before the solver was free.
    """
    from zopa.validation.incremental import judged
    from zopa.validation.suppressions import as_configured

    if desk.corpus is not workspace.corpus:
        found = judged(workspace, stop=stop)
    else:
        with desk.space(stop) as space:
            found = judged(workspace, stop=stop, space=space)
    told = as_configured(found.found, workspace.configuration)
    return FileProblems(told.findings, found.whole)


# -- the rows


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding, by its index in the list."""

    number: int


def problems(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Findings by file, files with errors first; within a file by place."""
    with_errors = {_path(x) for x in diagnostics if x.severity == Severity.ERROR}

    def order(each: Diagnostic) -> tuple[bool, str]:
        return _path(each) not in with_errors, _path(each)

    return sorted(diagnostics, key=order)


def _path(diagnostic: Diagnostic) -> str:
    return diagnostic.span.path if diagnostic.span is not None else ""


def counts(diagnostics: Sequence[Diagnostic]) -> str:
    """Number of findings of each severity."""
    found = []
    for severity in Severity:
        number = sum(each.severity == severity for each in diagnostics)
        if number:
            found.append(f"{number} {severity}{'s' if number > 1 else ''}")
    return ", ".join(found) or "nothing wrong"


def problem_lines(
    diagnostics: Sequence[Diagnostic], unknown: Sequence[str], width: int, signs: Signs
) -> Iterator[TextLine]:
    """Findings below their files; parts that the corpus does not define come first."""
    if unknown:
        yield TextLine((("The draft", "head"),))
        for name in unknown:
            words = f"names what the corpus does not know: {clean(name)}"
            yield from wrapped(words, width, head="  E ", shade="crossed")
    path = None
    for number, each in enumerate(diagnostics):
        if _path(each) != path:
            path = _path(each)
            if number or unknown:
                yield BLANK
            yield TextLine(((clean(path) or "The workspace", "head"),))
        sign, shade = SIGNS[each.severity]
        where = f"{each.span.start.line}:{each.span.start.column}" if each.span else ""
        head: TextPart = (f"  {sign} ", shade)
        parts: tuple[TextPart, ...] = (
            head,
            (f"{where:>8}  ", "muted"),
            (clean(each.message), ""),
        )
        code: TextPart = (each.code if width >= 60 else "", "muted")
        yield apart(parts, code, width, key=FindingRow(number), more=signs.more)


def problem_about(diagnostic: Diagnostic, text: str | None, width: int) -> Iterator[TextLine]:
    """A finding in words: the line in the file, its meaning, how to fix it."""
    sign: Shade = SIGNS[diagnostic.severity][1]
    head = f"{diagnostic.severity} {diagnostic.code} {diagnostic.kind.name}"
    where = clean(str(diagnostic.span)) if diagnostic.span is not None else ""
    yield apart(((head, sign),), (where, "muted"), width)
    yield from wrapped(clean(diagnostic.message), width)
    yield from _line(diagnostic, text, width)
    for each in diagnostic.help:
        yield from wrapped(clean(each), width, head="help  ")
    for fix in diagnostic.fixes:
        what = f"`{clean(fix.text)}`" if fix.text else "nothing"
        yield from wrapped(f"zopa validate --fix writes {what} there", width, head="fix   ")
    for each in diagnostic.notes:
        yield from wrapped(clean(each), width, head="note  ")
    for label in diagnostic.related:
        yield from wrapped(
            f"{clean(str(label.span))}: {clean(label.text)}", width, head="see   "
        )
    words = f"zopa explain {diagnostic.code} says what it means"
    yield from wrapped(words, width, head="twin  ", shade="muted")


def _line(diagnostic: Diagnostic, text: str | None, width: int) -> Iterator[TextLine]:
    from zopa.answers import width_of

    span = diagnostic.span
    if span is None or text is None:
        return
    lines = text.split("\n")
    if not 1 <= span.start.line <= len(lines):
        return
    line = lines[span.start.line - 1]
    before = line[: span.start.column - 1]
    end = span.end.column - 1 if span.end.line == span.start.line else len(line)
    marked = clean(line[span.start.column - 1 : max(end, span.start.column)])
    number = f"{span.start.line:>5} | "
    start = clean(before)
    indent = " " if start and before[-1].isspace() else ""
    room = max(8, width - len(number))
    if width_of(start) + width_of(marked) > room:
        start = f"{CUT}{start[-(room // 3) :]}"
    shown = f"{start}{indent}{marked}"[:room]
    carets = "^" * max(1, min(width_of(marked), room - width_of(start) - len(indent)))
    yield TextLine(((number, "muted"), (shown, "")))
    gap = " " * (len(number) + width_of(start) + len(indent))
    yield TextLine(
        (
            (gap, ""),
            (f"{carets} {clean(diagnostic.label)}"[: max(1, width - len(gap))], "crossed"),
        )
    )
