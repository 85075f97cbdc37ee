"""Conversion of findings, fixes and renamings to types of the protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types

from zopa.diagnostics import Severity, address_of, quoted
from zopa.edit.renaming import RefusedError, Replacement, applied, renaming
from zopa.files import MARK
from zopa.references.tree import TextLines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zopa.diagnostics import Diagnostic
    from zopa.files import Span
    from zopa.lsp.state import Folder, Look
    from zopa.references import Names
    from zopa.references.reference_sites import Mention
    from zopa.references.tree import Units

__all__ = [
    "MessageWriter",
    "difference",
    "offers",
    "range_of",
    "rename",
]


SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.VERDICT: types.DiagnosticSeverity.Information,
    Severity.NOTE: types.DiagnosticSeverity.Hint,
}


def range_of(places: TextLines, start: int, end: int) -> types.Range:
    """Return the range between two offsets."""
    first, last = places.position(start), places.position(end)
    return types.Range(types.Position(*first), types.Position(*last))


class MessageWriter:
    """Converter of places in the files of a workspace."""

    def __init__(
        self,
        look: Look,
        units: Units,
        address: Callable[[str], str],
        texts: Mapping[str, str] | None = None,
    ) -> None:
        self.look = look
        self.texts = texts or {}
        """Texts of files that have changed since."""
        self.units = units
        self.address = address
        """Address of a file, by its path in the workspace."""
        self._places: dict[str, TextLines] = {}

    def places(self, path: str) -> TextLines:
        """Return the lines of a file as it was checked."""
        if path not in self._places:
            text = self.texts[path] if path in self.texts else self.look.text(path)
            self._places[path] = TextLines(text, self.units)
        return self._places[path]

    def range(self, span: Span) -> types.Range:
        """Return the range of a span."""
        places = self.places(span.path)
        return range_of(places, *places.extent(span))

    def location(self, span: Span) -> types.Location:
        """Return the range of a span, with the address of its file."""
        return types.Location(self.address(span.path), self.range(span))

    def mention(self, path: str, mention: Mention) -> types.Location:
        """Return the location of a mention."""
        found = range_of(self.places(path), mention.start, mention.end)
        return types.Location(self.address(path), found)

    def diagnostics(self) -> dict[str, list[types.Diagnostic]]:
        """Return the diagnostics by path; every file of the workspace is included."""
        found: dict[str, list[types.Diagnostic]] = {
            path: [] for path in self.look.workspace.documents
        }
        for each in self.look.findings:
            path = each.span.path if each.span else MARK.as_posix()
            found.setdefault(path, []).append(self.diagnostic(each))
        return found

    def diagnostic(self, finding: Diagnostic) -> types.Diagnostic:
        """Convert one finding; without a file it is at the start of the workspace's first."""
        nowhere = types.Position(0, 0)
        span = finding.span
        related = [
            types.DiagnosticRelatedInformation(self.location(each.span), each.text)
            for each in finding.related
        ]
        docs = self.look.workspace.configuration.docs
        address = address_of(f"diagnostics/{finding.code}", docs)
        lines = [finding.message]
        if finding.label:
            lines.append(finding.label)
        lines.extend(f"help: {each}" for each in finding.help)
        lines.extend(f"note: {each}" for each in finding.notes)
        return types.Diagnostic(
            range=self.range(span) if span else types.Range(nowhere, nowhere),
            message="\n".join(lines),
            severity=SEVERITY[finding.severity],
            code=finding.code,
            code_description=types.CodeDescription(address) if address else None,
            source="zopa",
            related_information=related or None,
        )

    def edit(
        self,
        edits: Mapping[str, Iterable[Replacement]],
        versions: Mapping[str, int | None] | None,
    ) -> types.WorkspaceEdit:
        """Return replacements in files.

        Args:
            edits: replacements by path.
            versions: versions of open files that the edits are for; None if the editor does not
                support them.
        """
        told = {
            path: [
                types.TextEdit(range_of(self.places(path), each.start, each.end), each.text)
                for each in every
            ]
            for path, every in edits.items()
        }
        if versions is None:
            return types.WorkspaceEdit({self.address(path): told[path] for path in told})
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(
                        self.address(path), versions.get(path)
                    ),
                    list(every),
                )
                for path, every in told.items()
            ]
        )


# -- edits for the editor: renaming, and fixes of findings --


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
