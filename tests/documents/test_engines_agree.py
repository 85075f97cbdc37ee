"""Diagnostics of a file are the same with and without libyaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zopa.documents import ParserChoice, parse

if TYPE_CHECKING:
    from zopa.documents import Data, Document, Pointer

FRAGMENTS = (
    *("a", "b", "key", "no", "010", "12:30", "1.5", "-3", "true", "x y", "it's", "a#b", "<<"),
    *("- ", "-", "? ", "?", ": ", ":", " :", ", ", ",", "[", "]", "{", "}", "{a: 1}", "[x]"),
    *("'", "''", '"', "\\", "\\n", "\\q", "\\ud800", "\\U00110000", "\\x41", "#", " # c"),
    *("|", ">", "|-", ">2", "&x ", "*x", "!t ", "!!str ", "!", "%", "---", "...", "=", "~"),
    *("\n", "\n  ", "\n    ", "\n ", "   \n", "\r\n", "\r", "\t", "\u00a0", "\u2028", "@", "`"),
    *("\u3000", "x\u202fy", "-\u00a0", ":\u00a0", "\u00a0#", "\U0001f3f4\U000e0067\U000e007f"),
    *("\ufeff", "\u00e9", "e\u0301", "\u200d", "\u200e", "\u0430", "\U0001f600", "http://x"),
    *("a: 1\n", "b: 2\n", "c:\n  d: 1\n", "e:\n- f\n- g\n", "h: |\n  x\n   y\n\n  z\n"),
    *("i: >\n  x\n  y\n\n   z\n", "j: 'q'\n", 'k: "w"\n', "l: [1,\n  2]\n", "m: {n: o}\n"),
)


@st.composite
def hostile_texts(draw: st.DrawFn) -> str:
    """Texts made of pieces with a meaning in YAML, in random order."""
    pieces = draw(st.lists(st.sampled_from(FRAGMENTS), max_size=14))
    return (
        draw(st.sampled_from(("", "a: ", "a:\n  ")))
        + "".join(pieces)
        + draw(st.sampled_from(("\n", "")))
    )


def pointers(data: Data, pointer: Pointer = ()) -> list[Pointer]:
    """Pointers to all values in the data, the root first."""
    found = [pointer]
    if isinstance(data, dict):
        for key, value in data.items():
            found += pointers(value, (*pointer, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            found += pointers(value, (*pointer, number))
    return found


def everything(document: Document) -> tuple[object, ...]:
    """All contents of a document; places in the data only if it has no errors."""
    places = [
        (pointer, document.span(pointer), document.key_span(pointer), document.extent(pointer))
        for pointer in (pointers(document.data) if document.ok else ())
    ]
    return (repr(document.data), document.diagnostics, document.comments, places)


@pytest.mark.slow
@given(hostile_texts())
@settings(max_examples=1_000)
@example("{x:[]}\n")  # libyaml: an error; Python: a list below the key `x`
@example("{foo? : x}\n")  # the other way round
@example("a: >#x\n  y\n")  # libyaml accepts what stands directly after the sign
@example('a: "\\ud800"\n')  # Python makes half a character of it
@example('a: "\\U00110000"\n')  # Python raises ValueError, without a place
@example("!...!t \n")  # libyaml knows such a tag
@example("a: !!str |+#\n")  # a tag hid the text after it
@example("a: |5\n  x\n")  # libyaml takes a wrong number of spaces
@example("a: [x,\ny]\n")
@example("a: [x?y: 2]\n")  # libyaml takes such a key, which the pair around it hid
@example("a: [?x?y: 2]\n")
@example("[" * 40 + "@\n")  # where the limit of depth is passed, or just before
def test_both_engines_say_the_same(text: str) -> None:
    """The same data with the same types, findings, comments and places; nothing raised."""
    answers = {engine: everything(parse(text, "f.yaml", engine=engine)) for engine in ENGINES}

    assert answers["libyaml"] == answers["python"]


ENGINES: tuple[ParserChoice, ...] = ("libyaml", "python")


@given(st.binary(max_size=60) | st.text(max_size=60))
@settings(max_examples=500)
def test_nothing_in_a_file_raises(text: bytes | str) -> None:
    """Any bytes, and any text, give a document."""
    for engine in ENGINES:
        document = parse(text, "f.yaml", engine=engine)

        assert document.ok or document.diagnostics


@given(hostile_texts())
@settings(max_examples=300)
def test_places_lie_within_the_text(text: str) -> None:
    """Spans end after they begin, on lines and in columns that the text has."""
    document = parse(text, "f.yaml")
    lines = document.text.split("\n")

    for finding in document.diagnostics:
        assert finding.span is not None
        start, end = finding.span.start, finding.span.end
        assert start <= end
        assert end.line <= len(lines)
        assert 1 <= start.column <= len(lines[start.line - 1]) + 1
        assert end.column <= len(lines[end.line - 1]) + 1
        assert len(finding.message) <= 100
