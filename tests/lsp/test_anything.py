"""Robustness of the language server: every request has an answer, for any text and cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.lsp.answers import Symbol, outline
from zopa.lsp.completion import complete, hover
from zopa.lsp.messages import offers
from zopa.lsp.state import Look
from zopa.references import Names, Trees
from zopa.references.tree import TextLines

if TYPE_CHECKING:
    from lsp.conftest import Corpus

PIECES = ["", "\n", "\n  ", ": ", "- ", ", ", *" {}[]\"'#|$/"]


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(0, 12), st.sampled_from(PIECES)),
        max_size=4,
    ),
    st.integers(0, 10**6),
)
@settings(max_examples=80)
def test_every_question_has_an_answer(
    corpus: Corpus,
    file: int,
    line: int,
    edits: list[tuple[int, int, str]],
    cursor: int,
) -> None:
    """And what it speaks of is in the text. Numbers stand for places, whatever their range."""
    paths = sorted(corpus.names.by_file)
    path = paths[file % len(paths)]
    lines = corpus.text(path).split("\n")
    first = line % max(len(lines) - 39, 1)
    text = "\n".join([*lines[:3], *lines[first : first + 40]])
    for place, length, piece in edits:
        start = place % (len(text) + 1)
        end = min(len(text), start + length)
        text = text[:start] + piece + text[end:]
    offset = cursor % (len(text) + 1)
    trees = {**corpus.names.trees, path: Trees().of(path, text)}
    names = Names(trees, corpus.names)
    workspace = corpus.look.workspace

    for each in complete(names, path, text, offset):
        assert 0 <= each.start <= offset <= each.end <= len(text)
        assert "\n" not in text[each.start : each.end]
    found = hover(workspace, names, path, text, offset)
    if found is not None:
        assert found.start <= offset <= found.end
        assert found.page or found.prose
    mention = names.at(path, offset)
    for found_in, place in names.of(*names.subjects(mention)) if mention else ():
        assert found_in in names.by_file
        assert place.start <= place.end
    _inside(outline(trees[path]), 0, len(text))
    places = TextLines(text)
    assert list(offers(Look(workspace, (), {}), path, places, 0, len(text))) == []


def _inside(symbols: tuple[Symbol, ...], start: int, end: int) -> None:
    for each in symbols:
        assert start <= each.start <= each.name_start <= each.name_end <= each.end <= end
        _inside(each.inside, each.start, each.end)
