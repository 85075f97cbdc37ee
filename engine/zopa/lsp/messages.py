"""Conversion of findings to types of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from zopa.diagnostics import Severity
from zopa.diagnostics.codes import address_of
from zopa.references.places import TextLines
from zopa.workspace import MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zopa.diagnostics import Diagnostic
    from zopa.edit.renaming import Replacement
    from zopa.files.span import Span
    from zopa.lsp.state import Look
    from zopa.references.places import Units
    from zopa.references.reference_sites import Mention

__all__ = ["MessageWriter", "range_of"]

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
