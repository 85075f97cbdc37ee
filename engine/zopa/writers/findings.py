"""Text of diagnostics: with their lines of the file, or one line each.

All content of files is printed through `shown`, and every line begins with words or a gutter of
zopa, so that neither a terminal nor a build server takes content for a command.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

from zopa.answers import fold, width_of
from zopa.diagnostics import BUILD_COMMAND, FLAG, Severity, clip, in_order, quoted, shown
from zopa.interchange import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.files import Span
    from zopa.writers import Style, StyleName

__all__ = ["MOST_PER_FILE", "concise", "full", "summary"]

MOST_PER_FILE: Final = 50
"""Largest number of findings printed for one file; the others are counted."""
NARROWEST: Final = 40
REGION: Final = re.compile(FLAG)
MOST_CONTEXT: Final = 6
"""Largest number of lines of a label without text; of a longer one only the first is shown."""
STYLES: Final[Mapping[Severity, StyleName]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.VERDICT: "verdict",
    Severity.NOTE: "note",
}
CODE_SPAN: Final = re.compile(r"`([^`]+)`")


def full(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    style: Style,
    width: int = 100,
) -> str:
    """Return each finding with its lines of the file, and an empty line after it.

    A related label without text has its lines shown unmarked, for context. A long line is cut
    around its mark; messages and labels are never folded, help and notes are.

    Args:
        diagnostics: findings, in any order.
        sources: text by path; without a text only the place is given.
        style: colours.
        width: cells of a line.
    """
    lines: dict[str, list[str]] = {}
    blocks: list[str] = []
    for path, findings, left_out in _by_file(diagnostics):
        for each in findings:
            for span in (each.span, *(label.span for label in each.related)):
                if span is not None and span.path in sources and span.path not in lines:
                    lines[span.path] = sources[span.path].split("\n")
            blocks.append("\n".join(_block(each, lines, style, max(width, NARROWEST))))
        if left_out:
            blocks.append(_left_out(path, left_out, style))
    return "".join(f"{block}\n\n" for block in blocks)


def concise(diagnostics: Iterable[Diagnostic], style: Style) -> str:
    """Return each finding on one line: place, severity, code, message, suggestion."""
    lines: list[str] = []
    for path, findings, left_out in _by_file(diagnostics):
        for each in findings:
            place = f"{_place(each.span)}: " if each.span else ""
            head = style(STYLES[each.severity], f"{each.severity}[{each.code}]")
            meant = [f" ({shown(way)})" for way in each.help if way.startswith("did you mean")]
            lines.append(f"{place}{head} {shown(each.message)}{''.join(meant[:1])}")
        if left_out:
            lines.append(_left_out(path, left_out, style))
    return "".join(f"{line}\n" for line in lines)


def summary(
    diagnostics: Iterable[Diagnostic],
    style: Style,
    *,
    files: int,
    suppressed: int = 0,
    baselined: int = 0,
) -> str:
    """Return the number of findings and files, and a further command, in one line.

    Args:
        diagnostics: reported findings.
        style: colours.
        files: number of checked files.
        suppressed: number of findings hidden by comments or configuration.
        baselined: number of known findings.
    """
    ordered = in_order(diagnostics)
    count = Counter(each.severity for each in ordered)
    counts = [
        style(STYLES[each], counted(count[each], each)) for each in Severity if count[each]
    ]
    text = f"{', '.join(counts) or 'no findings'} in {counted(files, 'file')}"
    aside = [f"{suppressed} suppressed"] if suppressed else []
    aside += [f"{baselined} in the baseline"] if baselined else []
    if aside:
        text += f" ({', '.join(aside)})"
    if ordered:
        weight = list(Severity)
        worst = min(ordered, key=lambda each: weight.index(each.severity))
        text += f'; run "zopa explain {worst.code}"'
    return f"{text}\n"


def _by_file(
    diagnostics: Iterable[Diagnostic],
) -> Iterator[tuple[str, Sequence[Diagnostic], int]]:
    """Yield path, findings to print and number of omitted ones; all without a path."""

    def path_of(each: Diagnostic) -> str:
        return each.span.path if each.span else ""

    for path, group in groupby(in_order(diagnostics), path_of):
        findings = list(group)
        most = MOST_PER_FILE if path else len(findings)
        yield path, findings[:most], max(0, len(findings) - most)


def _left_out(path: str, count: int, style: Style) -> str:
    return f"{_path(path)}: {style('dim', f'and {count} more in this file')}"


def _path(path: str) -> str:
    """Return a path to begin a line with; one such as `::error::.yaml` must be inert."""
    text = shown(path)
    return text if text[:1].isalnum() or text[:1] in {".", "_", "/"} else f"./{text}"


def _place(span: Span) -> str:
    return f"{_path(span.path)}:{span.start.line}:{span.start.column}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """Underlined part of one line, in code points from 0."""

    start: int
    end: int
    text: str
    style: StyleName
    sign: str


@dataclass(frozen=True, slots=True)
class _Page:
    """Lines of one file to print."""

    place: Span
    rows: dict[int, list[_Mark]] = field(default_factory=dict[int, "list[_Mark]"])
    """Marks by line number, from 0."""


def _pages(finding: Diagnostic, sources: Mapping[str, Sequence[str]]) -> list[_Page]:
    """Return the files of a finding, its own first."""
    pages: dict[str, _Page] = {}
    if finding.span is not None:
        page = pages.setdefault(finding.span.path, _Page(finding.span))
        style = STYLES[finding.severity]
        lines = sources.get(finding.span.path, ())
        _mark(page, finding.span, lines, _Mark(0, 0, shown(finding.label), style, "^"))
    for label in finding.related:
        page = pages.setdefault(label.span.path, _Page(label.span))
        lines = sources.get(label.span.path, ())
        _mark(page, label.span, lines, _Mark(0, 0, shown(label.text), "note", "-"))
    return list(pages.values())


def _mark(page: _Page, span: Span, lines: Sequence[str], mark: _Mark) -> None:
    """Put a mark on the first and the last line of its span; none for context."""
    first, last = span.start.line - 1, span.end.line - 1
    start, end = span.start.column - 1, span.end.column - 1
    if first >= len(lines):
        return
    if last > first and end == 0:
        last, end = last - 1, len(lines[min(last, len(lines)) - 1])
    if last >= len(lines):
        last, end = len(lines) - 1, len(lines[-1])
    if mark.sign == "-" and not mark.text:
        for number in range(first, last + 1 if last - first < MOST_CONTEXT else first + 1):
            page.rows.setdefault(number, [])
    elif first == last:
        page.rows.setdefault(first, []).append(replace(mark, start=start, end=end))
    else:
        upper = replace(mark, start=start, end=len(lines[first]), text="")
        page.rows.setdefault(first, []).append(upper)
        margin = len(lines[last]) - len(lines[last].lstrip())
        lower = replace(mark, start=min(margin, end), end=end)
        page.rows.setdefault(last, []).append(lower)


def _block(
    finding: Diagnostic, sources: Mapping[str, Sequence[str]], style: Style, width: int
) -> Iterator[str]:
    """Yield the lines of one finding."""
    head = style(STYLES[finding.severity], f"{finding.severity}[{finding.code}]")
    yield head + style("bold", f": {shown(finding.message)}")
    pages = _pages(finding, sources)
    digits = max((len(str(number + 1)) for page in pages for number in page.rows), default=1)
    gutter = f"{'':{digits}} {style('dim', '|')}"
    arrow = "-->"  # then `:::`, which GitHub does not take for its `::name`
    for page in pages:
        yield f"{'':{digits}}{style('dim', arrow)} {_place(page.place)}"
        arrow = ":::"
        if page.rows:
            yield gutter
        before = None
        for number, marks in sorted(page.rows.items()):
            if before is not None and number > before + 1:
                yield style("dim", "...")
            before = number
            row = _Row(sources[page.place.path][number], marks, width - digits - 3)
            edge = style("dim", f"{number + 1:{digits}} |")
            yield f"{edge} {row.text}".rstrip()
            yield from (f"{gutter} {line}" for line in row.underlined(marks, style))
    yield from _advice(finding, gutter, digits, style, width)


def _pieces(text: str) -> list[str]:
    """Each character as printed; a flag of a region has all its text in the first piece."""
    pieces = list(map(shown, text))
    for flag in REGION.finditer(text):
        low, high = flag.span()
        pieces[low:high] = [flag[0], *([""] * (high - low - 1))]
    return pieces


class _Row:
    """Line of a file as printed, cut around its mark."""

    def __init__(self, line: str, marks: Sequence[_Mark], room: int) -> None:
        self._low, self._high = _window(line, marks, room)
        pieces = _pieces(line[self._low : self._high])
        _break_commands(pieces)
        before, after = "…" if self._low else "", "…" if self._high < len(line) else ""
        self.text = f"{before}{''.join(pieces)}{after}"
        self._columns = list(accumulate(map(width_of, pieces), initial=len(before)))
        if after:
            self._columns.append(self._columns[-1] + 1)

    def _columns_of(self, mark: _Mark) -> tuple[int, int]:
        """Return the first cell and the one after the last: at least one cell."""
        last = len(self._columns) - 1
        start, end = (
            self._columns[min(max(at - self._low, 0), last)] for at in (mark.start, mark.end)
        )
        between = self._low <= mark.start == mark.end <= self._high
        if start == end > 0 and not between:
            start -= 1  # cut off, or drawn over the cell before
        return start, max(end, start + 1)

    def underlined(self, marks: Sequence[_Mark], style: Style) -> Iterator[str]:
        """Yield the lines below: signs with the rightmost label, then the others."""
        placed = [(*self._columns_of(mark), mark) for mark in marks]
        placed.sort(key=lambda each: (each[0], each[2].sign == "^"))
        if not placed:
            return
        cells: dict[int, tuple[str, StyleName]] = {}
        for own in (False, True):
            for start, end, mark in placed:
                if (mark.sign == "^") is own:
                    cells |= dict.fromkeys(range(start, end), (mark.sign, mark.style))
        _, end, mark = placed[-1]
        if mark.text and all(other <= end for _, other, _ in placed):
            placed.pop()
            yield _drawn(cells, style, end + 1, mark)
        else:
            yield _drawn(cells, style)
        below = [each for each in placed if each[2].text]
        if below:
            yield _drawn({start: ("|", each.style) for start, _, each in below}, style)
        while below:
            start, _, mark = below.pop()
            lines = {left: ("|", each.style) for left, _, each in below if left < start}
            yield _drawn(lines, style, start, mark)


def _drawn(
    cells: Mapping[int, tuple[str, StyleName]],
    style: Style,
    column: int = 0,
    label: _Mark | None = None,
) -> str:
    """Return signs by their cell, and a label after them."""
    last = max((*cells, column - 1 if label else 0))
    row = [cells.get(number, (" ", None)) for number in range(last + 1)]
    runs = ((name, "".join(s for s, _ in run)) for name, run in groupby(row, lambda c: c[1]))
    text = "".join(style(name, run) if name else run for name, run in runs)
    return text + style(label.style, label.text) if label else text


def _window(line: str, marks: Sequence[_Mark], room: int) -> tuple[int, int]:
    """Return the range of characters to show: around the finding's own mark."""
    if len(line) <= room and _width(line) <= room:
        return 0, len(line)
    focus = next((mark for mark in marks if mark.sign == "^"), marks[0] if marks else None)
    start, end = (focus.start, focus.end) if focus else (0, 0)
    low = min(start, len(line))
    if end < room and _width(line[:end]) < room:
        low = 0
    margin = min(room // 3, room - 2 - _width(line[low : min(end, low + room)]))
    while low and (margin := margin - _width(line[low - 1])) >= 0:
        low -= 1
    high, left = low, room - (low > 0)
    while high < min(len(line), low + 4 * room):
        left -= _width(line[high])
        if left < (high + 1 < len(line)):
            break
        high += 1
    return low, high


def _width(text: str) -> int:
    return width_of(shown(text))


def _break_commands(pieces: list[str]) -> None:
    """Break up commands of build servers, as `shown` does for full lines."""
    text = "".join(pieces)
    found = {match.start() for match in BUILD_COMMAND.finditer(text)}
    if found:
        starts = accumulate(map(len, pieces), initial=0)
        pieces[:] = [
            f"{piece} " if start in found else piece
            for start, piece in zip(starts, pieces, strict=False)
        ]


def _advice(
    finding: Diagnostic, gutter: str, digits: int, style: Style, width: int
) -> Iterator[str]:
    """Yield help, then notes."""
    ways = [shown(each) for each in finding.help]
    if finding.fixes and not ways:
        text = finding.fixes[0].text
        ways = [
            f"write {quoted(text)}" if text.strip() else "replace it" if text else "delete it"
        ]
    ways[:1] = [f"{each}{_fix(finding)}" for each in ways[:1]]
    said: list[tuple[StyleName, str]] = [("help", each) for each in ways]
    said += [("note", shown(each)) for each in finding.notes]
    if said:
        yield gutter
    for word, text in said:
        begin = f"{'':{digits}} = {word}: "
        indent = " " * len(begin)
        first, *others = fold(begin + text, width, indent).split("\n")
        sign = f"{'':{digits}} {style('dim', '=')} {style(word, word)}"
        yield sign + first[digits + 3 + len(word) :]
        yield from (f"{gutter}{line[digits + 2 :]}" for line in others)


def _fix(finding: Diagnostic) -> str:
    """Return a remark on the available fix."""
    if not finding.fixes:
        return ""
    word = "fix" if all(each.safe for each in finding.fixes) else "unsafe fix"
    ways = CODE_SPAN.findall(finding.help[0]) if finding.help else []
    text = finding.fixes[0].text
    if len(finding.fixes) == 1 and len(ways) > 1 and text in ways:
        return f" [{word}: {shown(clip(text))}]"
    return f" [{word}]"
