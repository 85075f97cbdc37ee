"""Broken lines of the sample corpus: an editor gets the findings of `zopa validate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from broken_lines import WAYS, WORKSPACE, breaks
from zopa.documents import parse
from zopa.lsp.messages import MessageWriter
from zopa.references.tree import Units
from zopa.validation import reported
from zopa.workspace import assemble

if TYPE_CHECKING:
    from lsp.conftest import Corpus

EACH = 2


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_broken_line_is_caught_at_the_same_place(corpus: Corpus, way: str) -> None:
    """In the text that is not saved, as in a file that is."""
    for broken in breaks(way, EACH):
        saved = parse(broken.text.encode(), broken.path)
        documents = {**WORKSPACE.documents, broken.path: saved}
        expected = reported(assemble(WORKSPACE.root, documents.values())).findings

        look = corpus.folder.look({broken.path: broken.text})
        told = MessageWriter(look, Units.UTF16, lambda path: path).diagnostics()

        assert [(x.code, x.span, x.message) for x in look.findings] == [
            (x.code, x.span, x.message) for x in expected
        ]
        lines = [each.range.start.line + 1 for each in told[broken.path]]
        assert lines == [
            each.span.start.line
            for each in expected
            if each.span is not None and each.span.path == broken.path
        ]
