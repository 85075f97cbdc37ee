"""Parsed documents: data, places, comments and limits."""

from __future__ import annotations

import gc
import pickle
import tracemalloc
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.documents import BROKEN, Limits, ParserChoice, json_pointer, parse, read

if TYPE_CHECKING:
    from pathlib import Path

    from zopa.documents import Document, Pointer

TEXT: Final = """\
# the corpus
title: A pause  # for now
'quoted key': "a # b"
since: 2025-08-17
terms:
  - id: cap
    values: [1, -2.50, {deep: true}]
  - - inner
  - |
    first # no comment

    last

  -   >-  # a comment
    folded
flow: {
  a: [],
  b: 'it''s'}
"""

SPANS: Final[list[tuple[Pointer, str]]] = [
    (("title",), "A pause"),
    (("quoted key",), '"a # b"'),
    (("since",), "2025-08-17"),
    (("terms",), "terms"),
    (("terms", 0), "id"),
    (("terms", 0, "id"), "cap"),
    (("terms", 0, "values"), "[1, -2.50, {deep: true}]"),
    (("terms", 0, "values", 0), "1"),
    (("terms", 0, "values", 1), "-2.50"),
    (("terms", 0, "values", 2), "{deep: true}"),
    (("terms", 0, "values", 2, "deep"), "true"),
    (("terms", 1), "-"),
    (("terms", 1, 0), "inner"),
    (("terms", 2), "|\n    first # no comment\n\n    last"),
    (("terms", 3), ">-  # a comment\n    folded"),
    (("flow",), "{\n  a: [],\n  b: 'it''s'}"),
    (("flow", "a"), "[]"),
    (("flow", "b"), "'it''s'"),
    ((), "title"),
]

ENGINES: Final[tuple[ParserChoice, ...]] = ("libyaml", "python")


@pytest.fixture(params=ENGINES)
def document(request: pytest.FixtureRequest) -> Document:
    """The text above, parsed by each engine."""
    return parse(TEXT, "terms/f.yaml", engine=request.param)


@pytest.mark.parametrize(("pointer", "source"), SPANS)
def test_a_span_is_exactly_the_value(document: Document, pointer: Pointer, source: str) -> None:
    """Quotes and brackets included; the key, or the first one, for block collections."""
    span = document.span(pointer)

    assert document.slice(span) == source
    assert span.path == "terms/f.yaml"


@pytest.mark.parametrize(
    ("pointer", "source"),
    [
        (("title",), "title"),
        (("quoted key",), "'quoted key'"),
        (("terms", 0, "values"), "values"),
        (("terms", 0, "values", 2, "deep"), "deep"),
        (("terms", 0, "values", 1), "-2.50"),
        (("terms", 1), "-"),
    ],
)
def test_a_key_span_is_exactly_the_key(
    document: Document, pointer: Pointer, source: str
) -> None:
    """An item of a list has no key: its own span stands in."""
    assert document.slice(document.key_span(pointer)) == source


def test_an_extent_is_the_whole_value(document: Document) -> None:
    """From the first key or dash to the end of the last value, without what follows."""
    assert document.slice(document.extent(("terms", 0))) == (
        "id: cap\n    values: [1, -2.50, {deep: true}]"
    )
    assert document.slice(document.extent(("terms", 1))) == "- inner"
    whole = document.slice(document.extent(()))
    assert whole == TEXT.partition("\n")[2].removesuffix("\n")


def test_comments_are_those_outside_of_texts(document: Document) -> None:
    """In order, each from its `#` to the end of its line."""
    assert [each.text for each in document.comments] == [
        "# the corpus",
        "# for now",
        "# a comment",
    ]
    assert [document.slice(each.span) for each in document.comments] == [
        each.text for each in document.comments
    ]


@pytest.mark.parametrize("pointer", [("none",), ("terms", 9), ("terms", "id"), ("title", 0)])
def test_a_pointer_to_nothing_is_the_mistake_of_the_caller(
    document: Document, pointer: Pointer
) -> None:
    """The error names the pointer."""
    with pytest.raises(LookupError, match=json_pointer(pointer)):
        document.span(pointer)


def test_a_document_survives_a_trip_to_another_process(document: Document) -> None:
    """Places and the placeholder come back as they were."""
    broken = parse("a: no\n", "f.yaml")
    again, broken_again = pickle.loads(pickle.dumps((document, broken)))  # noqa: S301 - ours

    assert again.span(("title",)) == document.span(("title",))
    assert broken_again.data["a"] is BROKEN


def test_one_run_shows_all_findings() -> None:
    """What is wrong does not hide what else is, and what is right is kept."""
    text = "a: no\nb:\nc: [010, 1]\nd: {e: 1, e: 2}\non: x\nf: &g 12:30\nh: ok\n"
    document = parse(text, "f.yaml")

    assert [each.code for each in document.diagnostics] == [
        "ZY202",
        "ZY201",
        "ZY204",
        "ZY300",
        "ZY301",
        "ZY302",
    ]
    assert [each.pointer for each in document.diagnostics] == [
        "/a",
        "/b",
        "/c/0",
        "/d/e",
        "/on",
        "/f",
    ]
    assert document.data == {
        "a": BROKEN,
        "b": BROKEN,
        "c": [BROKEN, 1],
        "d": {"e": 1},
        "on": "x",
        "f": BROKEN,
        "h": "ok",
    }
    assert document.span(("h",)).start.line == 7


def test_a_mapping_that_cannot_be_known_whole_is_broken() -> None:
    """With a merge key or a key that is no text, nobody may miss keys in it."""
    document = parse("a:\n  <<: {b: 1}\n  c: 2\nd:\n  [e]: 1\n  f: 2\ng: 1\n", "f.yaml")

    assert document.data == {"a": BROKEN, "d": BROKEN, "g": 1}
    assert [each.code for each in document.diagnostics] == ["ZY302", "ZY306"]


def test_a_file_that_is_not_yaml_has_no_data() -> None:
    """But the findings before the place where it ends to be."""
    document = parse("a: no\nb: [1\nc: 2\n", "f.yaml")

    assert document.data is None
    assert [each.code for each in document.diagnostics] == ["ZY202", "ZY001"]
    assert document.comments == ()


def test_a_duplicate_shows_both_places() -> None:
    """The second key is to blame, the first is shown beside it."""
    (finding,) = parse("a: 1\nb: 2\na: 3\n", "f.yaml").diagnostics

    assert finding.span is not None
    assert finding.span.start.line == 3
    assert [(each.span.start.line, each.text) for each in finding.related] == [
        (1, "first value here")
    ]


@pytest.mark.parametrize(
    ("text", "line", "label"),
    [
        ("a:\n    b: 1\n  c: 2\n", 2, "4 spaces before this"),
        (" a:\n   b: 1\n\n  # x\nc: 1\n", 1, "1 space before this"),
        ("a:\n   - b\n   - c\n  - d\n", 2, "3 spaces before this"),
        ("a:\n  b: 1\n c: 2\n", 2, "2 spaces before this"),
        ("a: >-\n     b\n  c\nd: 1\n", 2, "5 spaces before this"),
    ],
)
def test_wrong_indentation_shows_where_the_deeper_lines_begin(
    text: str, line: int, label: str
) -> None:
    """The slip may be there: readers of YAML notice it later."""
    (finding,) = parse(text, "f.yaml").diagnostics

    assert finding.code == "ZY001"
    assert (line, label) in [(each.span.start.line, each.text) for each in finding.related]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a:\n   b: 1\n  c: 2\n", 2),
        ("a:\n b: x\n  c: 2\n", 2),
        ("a:\n   - {b: 1}\n  - {b: 2}\n", 2),
        ("a:\n\n   b: [x]\n  # a note\n  c: [y]\n", 3),
    ],
)
def test_the_one_line_that_is_a_space_off_is_to_blame(text: str, line: int) -> None:
    """Not the next one, which is indented as all is; that is shown beside it."""
    *_, finding = parse(text, "f.yaml").diagnostics

    assert finding.code == "ZY001"
    assert finding.message.startswith("line is indented by ")
    assert finding.span is not None
    assert finding.span.start.line == line
    assert [each.text for each in finding.related] == ["this one"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a:\n  b true  # why\n  c: 1\n", 2),
        ("a:\n  b true  # why\n  # a note\n  c: 1\n", 2),
        ("a:\n  b [x/y]\n  c: 1\n", 2),
        ("a:\n  b [x/y]\n\n  c: 1\n", 2),
        ("a\n  b: 1\n", 1),
        ("a:\n  - b: 1\n    c: 2\n  - b three\n    c: 4\n", 4),
        ("a:\n  - b: 1\n    c: 2\n  - b three\n    # a note\n    c: 4\n", 4),
        ("a:\n  - b\n      - {c: d}\n", 2),
        ("a:\n  b: 1\n  c words of a text\n  d: 1\n", 3),
    ],
)
def test_a_line_without_a_colon_is_to_blame(text: str, line: int) -> None:
    """Not the next one, where readers of YAML notice it; that is shown beside it."""
    *_, finding = parse(text, "f.yaml").diagnostics

    assert finding.code == "ZY001"
    assert finding.message.startswith("no `:` after `")
    assert finding.span is not None
    assert finding.span.start.line == line


@pytest.mark.parametrize(
    "text",
    [
        "a: a text\n  that goes on\n  with b: c\n",
        "a: a text\n  that goes\n  on and on\n  with b: c\n",
        "- a text\n  that goes on\n  with b: c\n",
    ],
)
def test_a_text_that_goes_on_lacks_no_colon(text: str) -> None:
    """The colon in it is to blame."""
    *_, finding = parse(text, "f.yaml").diagnostics

    assert (finding.code, finding.message) == ("ZY001", "unexpected `:`")


@pytest.mark.parametrize(
    ("limits", "good", "bad", "way_out"),
    [
        (Limits(file_size=10), "a: 345678\n", "a: 3456789\n", "ZOPA_MAX_FILE_BYTES"),
        (Limits(line_length=5), "a: bc\n", "a: bcd\n", "break the line"),
        (Limits(depth=2), "a: [1]\n", "a: [[1]]\n", "nest less"),
        (Limits(nodes=5), "a: [1, 2]\n", "a: [1, 2, 3]\n", "ZOPA_MAX_VALUES"),
        (Limits(scalar=3), "a: bcd\n", "a: bcde\n", "split the text"),
        (Limits(key=3), "abc: d\n", "abcd: e\n", "shorten the key"),
    ],
    ids=["file size", "line length", "depth", "nodes", "scalar", "key"],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_limit_is_the_last_number_that_is_accepted(
    limits: Limits, good: str, bad: str, way_out: str, engine: ParserChoice
) -> None:
    """One more is refused, and the help says what to do; a setting where there is one."""
    assert parse(good, "f.yaml", limits=limits, engine=engine).ok

    (finding,) = parse(bad, "f.yaml", limits=limits, engine=engine).diagnostics
    assert finding.code == "ZY101"
    assert way_out in finding.help[0]


def test_the_size_limit_counts_bytes() -> None:
    """Text given as text is measured as it would be in a file."""
    limits = Limits(file_size=6)

    assert parse("a: é\n", "f.yaml", limits=limits).ok
    assert not parse("a: éé\n", "f.yaml", limits=limits).ok


@pytest.mark.parametrize(
    ("limits", "good", "bad"),
    [
        (Limits(integer_digits=3), "a: -123\n", "a: 1234\n"),
        (Limits(decimal_digits=3), "a: -1.23\n", "a: 1.234\n"),
    ],
)
def test_limits_of_digits_do_not_count_signs(limits: Limits, good: str, bad: str) -> None:
    """Neither the minus nor the point is a digit."""
    assert parse(good, "f.yaml", limits=limits).ok
    assert [each.code for each in parse(bad, "f.yaml", limits=limits).diagnostics] == ["ZY205"]


def test_findings_of_one_file_come_to_an_end() -> None:
    """A file of a hundred thousand mistakes is not read to its end."""
    document = parse("a:\n" + "- no\n" * 90_000, "f.yaml")

    assert len(document.diagnostics) == 1_000
    assert not document.ok


def test_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    """Same data and places; the text keeps them."""
    file = tmp_path / "f.yaml"
    file.write_bytes(TEXT.replace("\n", "\r\n").encode())
    document, plain = read(file, "f.yaml"), parse(TEXT, "f.yaml")

    assert document.text.count("\r\n") == TEXT.count("\n")
    assert document.data == plain.data
    assert document.span(("flow", "b")) == plain.span(("flow", "b"))
    assert [each.text for each in document.comments] == [each.text for each in plain.comments]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """So places are those of an editor, and writing the text back removes it."""
    document = parse(b"\xef\xbb\xbfa: 1\n", "f.yaml")

    assert document.text == "a: 1\n"
    assert document.span(("a",)).start.column == 4
    assert document.ok


@pytest.mark.parametrize(
    ("pointer", "written"),
    [((), ""), (("a", 0), "/a/0"), (("a/b", "c~d"), "/a~1b/c~0d"), (("",), "/")],
)
def test_a_json_pointer_is_escaped(pointer: Pointer, written: str) -> None:
    """As RFC 6901 has it."""
    assert json_pointer(pointer) == written


TEXTS = st.text("abc #:-,[]{}'\"\\é", max_size=12)


@given(st.lists(TEXTS, min_size=1, max_size=5), st.booleans())
def test_the_source_of_a_quoted_text_is_found_again(texts: list[str], flow: bool) -> None:  # noqa: FBT001 - drawn
    """The span of each item is its source, in brackets and below dashes."""
    sources = ["'" + text.replace("'", "''") + "'" for text in texts]
    if flow:
        written = f"a: [{', '.join(sources)}]\n"
    else:
        written = "a:\n" + "".join(f"  - {source}  # c\n" for source in sources)
    document = parse(written, "f.yaml")

    assert document.data == {"a": texts}
    found = [document.slice(document.span(("a", n))) for n in range(len(texts))]
    assert found == sources
    assert len(document.comments) == (0 if flow else len(texts))


def test_places_take_little_memory_and_keys_are_kept_once() -> None:
    """A value with its key and four places took 840 bytes as marks of the parser."""
    lines = (f"  - name: value {number}\n    other: text {number}\n" for number in range(500))
    text = "items:\n" + "".join(lines)
    parse(text, "file.yaml")
    tracemalloc.start()
    document = parse(text, "file.yaml")
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken / 1_000 < 700
    assert isinstance(document.data, dict)
    items = document.data["items"]
    assert isinstance(items, list)
    keys = {id(key) for item in items if isinstance(item, dict) for key in item}
    assert len(keys) == 2


def test_a_file_that_was_read_leaves_no_cycles() -> None:
    """Nobody may look for cycles: while the terminal interface starts, for instance."""
    text = "items:\n" + "  - 1\n" * 100
    limits = Limits(nodes=1_000)
    gc.collect()
    gc.disable()
    try:
        parse(text, "file.yaml", limits=limits)
        assert gc.collect() == 0
    finally:
        gc.enable()
