"""The fixes of findings, as replacements in a text that an editor can offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.diagnostics import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.diagnostics import Diagnostic
    from zopa.lsp.positions import Places
    from zopa.lsp.state import Look

__all__ = ["Edit", "Offer", "difference", "offers"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement for what stands between two offsets of a text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be done about a finding."""

    finding: Diagnostic
    title: str
    edits: tuple[Edit, ...]
    safe: bool


def offers(look: Look, path: str, places: Places, start: int, end: int) -> Iterator[Offer]:
    """The fixes of what was found in a file between two offsets, both included."""
    for finding in look.findings:
        span = finding.span
        if span is None or span.path != path or not finding.fixes:
            continue
        if any(each.span.path != path for each in finding.fixes):
            continue
        extents = [places.extent(each.span) for each in finding.fixes]
        around = [places.extent(span), *extents]
        if not any(first <= end and start <= last for first, last in around):
            continue
        newline = "\r\n" if "\r\n" in places.text else "\n"
        edits = tuple(
            Edit(*extent, each.text.replace("\r\n", "\n").replace("\n", newline))
            for each, extent in zip(finding.fixes, extents, strict=True)
        )
        yield Offer(finding, _title(finding, places.text, edits), edits, _safe(finding))


def difference(old: str, new: str) -> Edit:
    """The smallest single replacement that makes one text the other."""
    from rapidfuzz.distance import Postfix, Prefix

    start = Prefix.similarity(old, new)
    start -= _halves(old, start) or _halves(new, start)
    same = Postfix.similarity(old[start:], new[start:])
    same -= _halves(old, len(old) - same) or _halves(new, len(new) - same)
    return Edit(start, len(old) - same, new[start : len(new) - same])


def _halves(text: str, offset: int) -> bool:
    """Whether the offset is inside a line break, which is no position for an editor."""
    return text[max(offset - 1, 0) : offset + 1] == "\r\n"


def _safe(finding: Diagnostic) -> bool:
    return all(each.safe for each in finding.fixes)


def _title(finding: Diagnostic, text: str, edits: tuple[Edit, ...]) -> str:
    if len(edits) > 1:
        return finding.help[0] if finding.help else f"mend {finding.kind.name}"
    (edit,) = edits
    old, new = text[edit.start : edit.end], edit.text
    if not new.strip():
        if not old.strip():
            return finding.help[0] if finding.help else f"mend {finding.kind.name}"
        return f"remove {quoted(old.strip())}"
    return f"write {quoted(new)}" + (f" for {quoted(old)}" if old.strip() else "")
