"""Application of fixes to texts."""

from __future__ import annotations

from bisect import bisect, insort
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import Severity
from zopa.documents import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zopa.diagnostics import Diagnostic, Fix
    from zopa.documents import Document
    from zopa.files.span import Place

__all__ = ["FixedFile", "NotSettledError", "apply_fixes", "fix_all", "fixable"]

MOST_ROUNDS: Final = 20
"""Number of rounds after which fixes count as undoing each other."""


class NotSettledError(Exception):
    """Fixes lead to new fixes without end."""


@dataclass(frozen=True, slots=True)
class FixedFile:
    """Text with fixes applied."""

    text: str
    applied: int
    """Number of findings with applied fixes; the others overlap with these."""
    unmarked: bool = False
    """True if a fix removed the byte order mark, which is no part of the text."""


def fixable(finding: Diagnostic, *, unsafe: bool = False) -> bool:
    """Return True if all fixes of the finding may be applied and are in its own file."""
    return (
        bool(finding.fixes)
        and finding.span is not None
        and all(unsafe or each.safe for each in finding.fixes)
        and all(each.span.path == finding.span.path for each in finding.fixes)
    )


def apply_fixes(
    text: str, findings: Iterable[Diagnostic], *, unsafe: bool = False
) -> FixedFile:
    """Apply the fixes of one file's findings.

    The fixes of a finding are applied together or not at all. Of overlapping or adjacent fixes
    those of the first finding are applied; run it again for the others. Line breaks are those
    of the file.
    """
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    newline = "\r\n" if "\r\n" in text else "\n"

    def offset(place: Place) -> int:
        if place.line >= len(starts):
            return len(text)
        return min(starts[place.line - 1] + place.column - 1, len(text))

    taken: list[tuple[int, int, str]] = []
    applied, unmarked = 0, False
    for finding in findings:
        if not fixable(finding, unsafe=unsafe):
            continue
        edits = sorted(
            (offset(each.span.start), offset(each.span.end), _lines(each, newline))
            for each in finding.fixes
        )
        if any(_meets(edit, taken) for edit in edits) or any(
            _meet(one, two) for one, two in pairwise(edits)
        ):
            continue
        if any(text[start:end] != new for start, end, new in edits):
            for edit in edits:
                insort(taken, edit)
            applied += 1
        elif all(start == end == 0 for start, end, _ in edits):
            unmarked = True
            applied += 1
    parts: list[str] = []
    done = 0
    for start, end, new in taken:
        parts += (text[done:start], new)
        done = end
    return FixedFile("".join((*parts, text[done:])), applied, unmarked)


def _lines(fix: Fix, newline: str) -> str:
    return fix.text.replace("\r\n", "\n").replace("\n", newline)


def _meets(edit: tuple[int, int, str], others: Sequence[tuple[int, int, str]]) -> bool:
    """Return True if it meets one of the others, which are sorted and disjoint."""
    at = bisect(others, edit)
    return any(_meet(edit, other) for other in others[max(at - 1, 0) : at + 1])


def _meet(one: tuple[int, int, str], two: tuple[int, int, str]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]


def fix_all(
    documents: Mapping[str, Document],
    check: Callable[[Mapping[str, Document]], Sequence[Diagnostic]],
    *,
    unsafe: bool = False,
) -> dict[str, FixedFile]:
    """Apply fixes until none are left, without writing files.

    A file whose YAML the fixes would make worse keeps its text.

    Args:
        documents: the present files.
        check: returns their findings.
        unsafe: True to apply unsafe fixes too.

    Returns:
        New texts of changed files by path, with all applied fixes.

    Raises:
        NotSettledError: fixes undo each other.
    """
    now = dict(documents)
    done: dict[str, FixedFile] = {}
    refused: set[str] = set()
    for _ in range(MOST_ROUNDS):
        by_path: dict[str, list[Diagnostic]] = {}
        for finding in check(now):
            if finding.span is not None and finding.span.path in now:
                by_path.setdefault(finding.span.path, []).append(finding)
        changed = False
        for path, findings in by_path.items():
            if path in refused:
                continue
            fixed = apply_fixes(now[path].text, findings, unsafe=unsafe)
            if not fixed.applied:
                continue
            document = parse(fixed.text, path)
            if _errors(document) > _errors(now[path]):
                refused.add(path)
                continue
            earlier = done.get(path, FixedFile("", 0))
            done[path] = FixedFile(
                fixed.text,
                earlier.applied + fixed.applied,
                earlier.unmarked or fixed.unmarked,
            )
            now[path] = document
            changed = True
        if not changed:
            return done
    raise NotSettledError


def _errors(document: Document) -> int:
    return sum(each.severity is Severity.ERROR for each in document.diagnostics)
