"""Where things are, and where they were at a revision."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from zopa.diagnostics import Label, quoted
from zopa.files.span import Place, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.documents import Document
    from zopa.interchange.compare import Since

__all__ = ["Places", "path_at"]


def path_at(revision: str, path: str) -> str:
    """How a file of a revision is called; git knows it by the same name."""
    return f"{revision}:{path}"


class Places:
    """The files of two states of a workspace."""

    def __init__(self, since: Since) -> None:
        self._since = since
        self._matched: dict[str, SequenceMatcher[str]] = {}

    def path_then(self, path: str) -> str:
        """How a file of the revision is called."""
        return path_at(self._since.revision, path)

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The note that says with what was compared."""
        return (f"compared with {quoted(self._since.revision)}",)

    def key_now(self, path: str, key: str) -> Span | None:
        """A key at the root of a file, or the file's beginning."""
        return _key(self._since.documents_now, path, key)

    def key_then(self, path: str, key: str) -> Span | None:
        """The same at the revision."""
        return _key(self._since.documents_then, path, key)

    def was(self, span: Span | None, label: str = "as it was") -> tuple[Label, ...]:
        """A place of the revision, to be shown beside the finding's own."""
        if span is None:
            return ()
        there = replace(span, path=self.path_then(span.path))
        return (Label(there, f"{label} at {quoted(self._since.revision)}"),)

    def gone(self, span: Span | None) -> Span | None:
        """Where in its file the text of a span of the revision would stand now.

        Empty, at the beginning of the line that took its place. When the file is gone
        too, where it was.
        """
        if span is None or span.path not in self._since.documents_now:
            return span
        lines = self._since.documents_now[span.path].text.splitlines()
        line = min(self._line(span), max(len(lines), 1))
        return Span(span.path, Place(line, 1), Place(line, 1))

    def _line(self, span: Span) -> int:
        before = span.start.line - 1
        for _, low, high, new_low, new_high in self._matcher(span.path).get_opcodes():
            if low <= before < high:
                same = high - low == new_high - new_low
                return new_low + (before - low if same else 0) + 1
        return 1

    def _matcher(self, path: str) -> SequenceMatcher[str]:
        if path not in self._matched:
            then, now = self._since.documents_then, self._since.documents_now
            self._matched[path] = SequenceMatcher(
                None, then[path].text.splitlines(), now[path].text.splitlines()
            )
        return self._matched[path]


def _key(documents: Mapping[str, Document], path: str, key: str) -> Span | None:
    document = documents.get(path)
    if document is None:
        return None
    try:
        return document.key_span((key,))
    except LookupError:
        return document.span(())
