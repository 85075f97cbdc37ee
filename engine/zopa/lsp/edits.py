"""Edits for the editor: renaming, and fixes of findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.diagnostics import Severity, quoted
from zopa.edit.renaming import RefusedError, Replacement, applied, renaming

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.diagnostics import Diagnostic
    from zopa.lsp.state import Folder, Look
    from zopa.references.places import TextLines
    from zopa.references.reference_sites import Mention
    from zopa.references.symbol_table import Names

__all__ = ["CodeAction", "difference", "offers", "rename"]


def rename(
    folder: Folder, look: Look, names: Names, mention: Mention, new: str
) -> dict[str, list[Replacement]]:
    """Return the edits, by file, that rename the item of a mention.

    Raises:
        RefusedError: the new id is invalid, in use, or cannot be changed everywhere.
    """
    edits = renaming(look.workspace.documents, names, mention, new)
    _refuse_harm(folder, look, edits)
    return edits


def _refuse_harm(folder: Folder, look: Look, edits: Mapping[str, list[Replacement]]) -> None:
    """Refuse edits that would lead to new findings."""
    texts = {path: applied(look.text(path), every) for path, every in edits.items()}
    after = folder.with_texts(look, texts)
    if _errors(after) > _errors(look):
        known = {each.message for each in look.findings}
        first = next(
            each
            for each in after.findings
            if each.severity is Severity.ERROR and each.message not in known
        )
        message = f"then {first.message}"
        raise RefusedError(message)


def _errors(look: Look) -> int:
    return sum(each.severity is Severity.ERROR for each in look.findings)


# -- fixes of findings as edits --


@dataclass(frozen=True, slots=True)
class CodeAction:
    """Fix offered for a finding."""

    finding: Diagnostic
    title: str
    edits: tuple[Replacement, ...]
    safe: bool


def offers(
    look: Look, path: str, places: TextLines, start: int, end: int
) -> Iterator[CodeAction]:
    """Yield the fixes of findings in a file between two offsets, both included."""
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
            Replacement(*extent, each.text.replace("\r\n", "\n").replace("\n", newline))
            for each, extent in zip(finding.fixes, extents, strict=True)
        )
        yield CodeAction(finding, _title(finding, places.text, edits), edits, _safe(finding))


def difference(old: str, new: str) -> Replacement:
    """Return the smallest single replacement that turns one text into the other."""
    from rapidfuzz.distance import Postfix, Prefix

    start = Prefix.similarity(old, new)
    start -= _halves(old, start) or _halves(new, start)
    same = Postfix.similarity(old[start:], new[start:])
    same -= _halves(old, len(old) - same) or _halves(new, len(new) - same)
    return Replacement(start, len(old) - same, new[start : len(new) - same])


def _halves(text: str, offset: int) -> bool:
    """Return True if the offset is inside a line break, which is no editor position."""
    return text[max(offset - 1, 0) : offset + 1] == "\r\n"


def _safe(finding: Diagnostic) -> bool:
    return all(each.safe for each in finding.fixes)


def _title(finding: Diagnostic, text: str, edits: tuple[Replacement, ...]) -> str:
    if len(edits) > 1:
        return finding.help[0] if finding.help else f"fix {finding.kind.name}"
    (edit,) = edits
    old, new = text[edit.start : edit.end], edit.text
    if not new.strip():
        if not old.strip():
            return finding.help[0] if finding.help else f"fix {finding.kind.name}"
        return f"remove {quoted(old.strip())}"
    return f"write {quoted(new)}" + (f" for {quoted(old)}" if old.strip() else "")
