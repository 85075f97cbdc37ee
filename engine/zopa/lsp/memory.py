"""What was found of terms and drafts before, as long as nothing that it hangs on changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.schemas import Modelines
from zopa.validation.records import question_of
from zopa.validation.run import unsound
from zopa.workspace import Draft, Terms, read_draft, read_terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document
    from zopa.files.schema_links import Targets
    from zopa.model.corpus import Corpus
    from zopa.solving.cancel import Stop

__all__ = ["Memory"]


class Memory:
    """Of one workspace, and of its last state only. One thread at a time.

    A document is the same as long as it is the same object. The schemas that files
    name are looked at anew each time.
    """

    def __init__(self) -> None:
        self._documents: tuple[Document, ...] = ()
        self._named: tuple[str, ...] = ()
        self._terms: Terms | None = None
        self._targets: Targets | None = None
        self._drafts: dict[str, tuple[Document, tuple[str, ...], Draft]] = {}
        self._solved: tuple[Corpus, list[Diagnostic]] | None = None
        self._settled: str | None = None
        """What the solver was asked about last, if it had nothing to say."""

    def terms(self, documents: Iterable[Document], targets: Targets) -> Terms:
        """What `read_terms` says of the documents."""
        every = tuple(documents)
        named = tuple(name for each in every for name in _named(each, targets))
        self._targets = targets
        if self._terms is None or (every, named) != (self._documents, self._named):
            self._documents, self._named = every, named
            self._terms = read_terms(every, targets)
            self._drafts = {}
            return self._terms
        return replace(self._terms, modelines=Modelines(targets))

    def draft(self, terms: Terms, document: Document) -> Draft:
        """What `read_draft` says of the document, under the terms that were read last."""
        named = _named(document, self._targets)
        kept = self._drafts.get(document.path)
        if kept is not None and kept[0] is document and kept[1] == named:
            return kept[2]
        draft = read_draft(terms, document)
        self._drafts[document.path] = (document, named, draft)
        return draft

    def solved(self, corpus: Corpus, stop: Stop | None) -> list[Diagnostic]:
        """What `unsound` says of the corpus.

        Raises:
            Stopped: it was told to end first.
        """
        if self._solved is None or self._solved[0] is not corpus:
            question = question_of({each.path: each for each in self._documents})
            if question != self._settled:
                found = unsound(corpus, stop)
                self._settled = None if found else question
                self._solved = (corpus, found)
            else:
                self._solved = (corpus, [])
        return self._solved[1]


def _named(document: Document, targets: Targets | None) -> tuple[str, ...]:
    """The `$id` of the schemas that a file names."""
    if targets is None or "$schema" not in document.text:
        return ()
    raw = document.text.encode(errors="replace")
    return tuple(targets.named_in(document.path, raw))
