"""Traps of YAML profile 1, section 4: each is reported at its place."""

from __future__ import annotations

import os
import re
import time
import tracemalloc
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from zopa.diagnostics import CATALOGUE, Severity, explanation
from zopa.documents import ParserChoice, parse, read

if TYPE_CHECKING:
    from zopa.diagnostics import Diagnostic, DiagnosticKind
    from zopa.documents import Document

ENGINES: Final[tuple[ParserChoice, ...]] = ("libyaml", "python")
Trap = tuple[str | bytes, str, int, int]
"""A text, with the code, line and column of its only finding."""

BYTES_AND_CHARACTERS: list[Trap] = [
    (b"\xff\xfea\0:\0 \x001\0\n\0", "ZY102", 1, 1),
    (b"\xfe\xff\0a\0:\0 \x001\0\n", "ZY102", 1, 1),
    ("a: 1\n".encode("utf-16-le"), "ZY102", 1, 1),
    ("a: 1\n".encode("utf-16-be"), "ZY102", 1, 1),
    ("a: 1\n".encode("utf-32"), "ZY102", 1, 1),
    ("a: 1\n".encode("utf-32-be"), "ZY102", 1, 1),
    (b"a: 1\nb: caf\xe9\n", "ZY103", 2, 7),
    (b"a: \xc0\xaf\n", "ZY103", 1, 4),
    (b"a: \xed\xa0\x80\n", "ZY103", 1, 4),
    (b"a: \xe2\x82", "ZY103", 1, 4),
    (b"\xef\xbb\xbfa: 1\n", "ZY111", 1, 1),
    ("x: x\ufeffy\n", "ZY108", 1, 5),
    ("a: \x00\n", "ZY104", 1, 4),
    ("# \x1b[2J\na: 1\n", "ZY104", 1, 3),
    ("a: \x7f\n", "ZY104", 1, 4),
    ("a: \x9b\n", "ZY104", 1, 4),
    ("a: \ufffe\n", "ZY104", 1, 4),
    ("a: \U0001fffe\n", "ZY104", 1, 4),
    ("a: \ufdd0\n", "ZY104", 1, 4),
    ("a: \ue000\n", "ZY104", 1, 4),
    ("a: 1\rb: 2\rc: 3\n", "ZY105", 1, 5),
    ("a: x # c\u2028b: y\n", "ZY105", 1, 9),
    ("a: x\n# c\u2029b: y\n", "ZY105", 2, 4),
    ("a: x\x85b: y\n", "ZY105", 1, 5),
    ("a:\t1\n", "ZY106", 1, 3),
    ("a: [1,\t2]\n", "ZY106", 1, 7),
    ("a: 1\t# c\n", "ZY106", 1, 5),
    ("a:\n\tb: 1\n", "ZY106", 2, 1),
    ("a: \u202ex\n", "ZY107", 1, 4),
    ("\u2066a: 1\n", "ZY107", 1, 1),
    ("# \u2069\na: 1\n", "ZY107", 1, 3),
    ("a: x\u200ey\n", "ZY107", 1, 5),
    ("a\u200f: 1\n", "ZY107", 1, 1),
    ("lim\u200bit: 1\n", "ZY108", 1, 4),
    ("a: \u2060\n", "ZY108", 1, 4),
    ("a: x\u00ady\n", "ZY108", 1, 5),
    ("a: \u3164\n", "ZY108", 1, 4),
    ("a: \U000e0041\n", "ZY108", 1, 4),
    ("a\u200d: 1\n", "ZY108", 1, 1),
    ("a\ufe0f: 1\n", "ZY108", 1, 1),
    ("a:\u00a01\n", "ZY109", 1, 3),
    ("\u00a0\u00a0a: 1\n", "ZY109", 1, 1),
    *((f"a: {text}\n", "ZY109", 1, 4) for text in ("\u00a01", "\u3000x y")),
    ("a: x\u202f\n", "ZY109", 1, 5),
    ("a: x\u00a0# c\n", "ZY109", 1, 5),
    ("a: [1,\u00a02]\n", "ZY109", 1, 7),
    ("a:\n  -\u00a0x\n", "ZY109", 2, 4),
    ("a: 1\nb:\u00a0|\n  x\n", "ZY109", 2, 3),
    ("a: 1\n\u00a0 b: 2\n", "ZY109", 2, 1),
    ("lim\u00a0it: 1\n", "ZY109", 1, 1),
    ("a: 'x'\u00a0\n", "ZY109", 1, 7),
    ('"a\\u00a0b": 1\n', "ZY109", 1, 1),
    ("\U0001f3f4\U000e0067\U000e0062\U000e007f: 1\n", "ZY108", 1, 1),
    ("a: \U0001f3f4\U000e0067\n", "ZY108", 1, 5),
    ("\u0430mount: 1\n", "ZY112", 1, 1),
    ("a: 1", "ZY113", 1, 5),
    ("a: " + "x" * 20_000 + "\n", "ZY101", 1, 16_385),
    ("a: 1\n" * 300_000, "ZY101", 1, 1),
]

SCALARS: list[Trap] = [
    *(
        (f"a: {word}\n", "ZY202", 1, 4)
        for word in ["no", "No", "NO", "off", "on", "yes", "y", "n", "Y", "N", "True", "TRUE"]
    ),
    *((f"a: {word}\n", "ZY202", 1, 4) for word in ("FALSE", "tRUE", "oFF")),
    *((f"a: {word}\n", "ZY203", 1, 4) for word in ("~", "Null", "NULL")),
    ("a:\n", "ZY201", 1, 1),
    ("a:\n  - \n  - b\n", "ZY201", 2, 3),
    *((f"a: {text}\n", "ZY204", 1, 4) for text in ("010", "014", "08", "-007", "0o14")),
    *((f"a: {text}\n", "ZY204", 1, 4) for text in ("0x1F", "0b11", "0X1F", "0x_", "0b_")),
    *((f"a: {text}\n", "ZY204", 1, 4) for text in ("1_000", "1_0.5", "+1", "-0", ".5", "5.")),
    *((f"a: {text}\n", "ZY204", 1, 4) for text in ("-.5", "+.5", "1e3", "1.0e3", "1e+3")),
    *((f"a: {text}\n", "ZY204", 1, 4) for text in ("1.0e+3", "1.0e+400", ".inf", "-.inf")),
    *((f"a: {text}\n", "ZY204", 1, 4) for text in (".Infinity", "-infinity", "+.INFINITY")),
    *((f"a: {text}\n", "ZY204", 1, 4) for text in (".nan", "inf", "nan", "NaN", "-.INF")),
    ("a: " + "1" * 5_000 + ".5\n", "ZY205", 1, 4),
    *((f"a: {text}\n", "ZY206", 1, 4) for text in ("12:30:45", "12:30", "1:1", "3:1")),
    *((f"a: {text}\n", "ZY206", 1, 4) for text in ("08:30", "1:60", "-1:30", "1:30.5")),
    ("a: 1" + ":59" * 5_000 + "\n", "ZY206", 1, 4),
    ("a: " + "1" * 4_301 + "\n", "ZY205", 1, 4),
    ("a: 0x" + "f" * 10_000 + "\n", "ZY204", 1, 4),
    ("a: 9007199254740993\n", "ZY205", 1, 4),
    ("a: -9007199254740992\n", "ZY205", 1, 4),
    ("a: =\n", "ZY207", 1, 4),
    ("a: <<\n", "ZY207", 1, 4),
    ("note: Clause #4 applies\n", "ZY208", 1, 14),
    ("a:1\nb:2\n", "ZY308", 1, 1),
    ("a:\n  -b\n  -c\n", "ZY308", 2, 3),
    ("a: 'b\n  c'\n", "ZY308", 1, 4),
    ("a: @x\n", "ZY001", 1, 4),
    ("a: `x`\n", "ZY001", 1, 4),
    ("a: %x\n", "ZY001", 1, 4),
    ("a: {{ x }}\n", "ZY306", 1, 4),
    ('a: "\\q"\n', "ZY001", 1, 5),
    ('a: "b\\0"\n', "ZY110", 1, 6),
    ('a: "\\e[2J"\n', "ZY110", 1, 5),
    ('a: "\\x9b"\n', "ZY110", 1, 5),
    ('a: "\\N"\n', "ZY110", 1, 5),
    ('a: "\\L"\n', "ZY110", 1, 5),
    ('a: "\\u202e"\n', "ZY110", 1, 5),
    ('a: "\\u200b"\n', "ZY110", 1, 5),
    ('a: "\\ud800"\n', "ZY110", 1, 5),
    ('a: "\\ud83d\\ude00"\n', "ZY110", 1, 5),
    ('a: 1\nb: "\\U00110000"\n', "ZY001", 2, 5),
    ('a: "\\Uffffffff"\n', "ZY001", 1, 5),
]

TAGS_AND_DIRECTIVES: list[Trap] = [
    ("a: !!python/object/apply:os.system [x]\n", "ZY303", 1, 4),
    ("a: !!python/name:os.system\n", "ZY303", 1, 4),
    ("a: !!python/tuple [1]\n", "ZY303", 1, 4),
    ("a: !secret x\n", "ZY303", 1, 4),
    ("a: !include f\n", "ZY303", 1, 4),
    ("a: ! x\n", "ZY303", 1, 4),
    ("a: !\n", "ZY303", 1, 4),
    ("a: !!str 1\n", "ZY303", 1, 4),
    ('a: !!int "1"\n', "ZY303", 1, 4),
    ('a: !!int "x"\n', "ZY303", 1, 4),
    ('a: !!float ""\n', "ZY303", 1, 4),
    ('a: !!bool "maybe"\n', "ZY303", 1, 4),
    ("a: !!timestamp x\n", "ZY303", 1, 4),
    ("a: !!null x\n", "ZY303", 1, 4),
    ('a: !!binary "!!!"\n', "ZY303", 1, 4),
    ("a: !!omap [{b: 1}]\n", "ZY303", 1, 4),
    ("a: !!pairs [{b: 1}]\n", "ZY303", 1, 4),
    ("!!str a: 1\n", "ZY303", 1, 1),
    ("a: !<tag:yaml.org,2002:str> 1\n", "ZY303", 1, 4),
    ("a: !foo!bar 1\n", "ZY303", 1, 4),
    ("%TAG ! tag:x,2002:\n---\na: 1\n", "ZY304", 1, 1),
    ("%YAML 1.2\n---\na: no\n", "ZY304", 1, 1),
    ("# c\n\n%YAML 1.3\n---\na: 1\n", "ZY304", 3, 1),
    ("%FOO\n---\na: 1\n", "ZY304", 1, 1),
    ("%TAG !a! x\n" * 16_000 + "---\na: 1\n", "ZY304", 1, 1),
]

STRUCTURE: list[Trap] = [
    ("a: 1\na: 2\n", "ZY300", 2, 1),
    ("a: {b: 1, b: 2}\n", "ZY300", 1, 11),
    ("caf\u00e9: 1\ncafe\u0301: 2\n", "ZY300", 2, 1),
    ("Max: 1\nmax: 2\n", "ZY315", 2, 1),
    *((f"{key}: a\n", "ZY301", 1, 1) for key in ("on", "no", "1", "1.0", "true", "null", "~")),
    *(
        (f"{key}: a\n", "ZY301", 1, 1)
        for key in ("2024-01-01", "12:30", "0x1", "y", "=", ".inf")
    ),
    ("[a]: 1\n", "ZY306", 1, 1),
    ("? - a\n", "ZY306", 1, 1),
    ("? a\n: 1\n", "ZY306", 1, 1),
    ('"": 1\n', "ZY306", 1, 1),
    (": 1\n", "ZY001", 1, 1),
    ("k" * 200 + ": 1\n", "ZY101", 1, 1),
    ("k" * 1_100 + ": 1\n", "ZY101", 1, 1),
    ("a:\n  b\n  c: 1\n", "ZY001", 2, 3),
    ("a:\n  <<: {b: 1}\n", "ZY302", 2, 3),
    ("a: &x 1\n", "ZY302", 1, 4),
    ("a: &x {b: 1}\n", "ZY302", 1, 4),
    ("a: *x\n", "ZY302", 1, 4),
    ("a: " + "[" * 500 + "\n", "ZY101", 1, 35),
    ("a: 1\n---\nb: 1\n", "ZY305", 2, 1),
    ("---\na: 1\n---\n", "ZY305", 3, 1),
    ("a: 1\n...\nb: 1\n", "ZY305", 3, 1),
    ("", "ZY310", 1, 1),
    ("# c\n", "ZY310", 1, 1),
    ("---\n", "ZY310", 1, 1),
    ("- a\n", "ZY311", 1, 1),
    ("hello\n", "ZY311", 1, 1),
    ("a: {b:1}\n", "ZY314", 1, 5),
    ("a: {x:[]}\n", "ZY314", 1, 5),
    ("a: [http://x.org]\n", "ZY314", 1, 5),
    ("a: [b#c]\n", "ZY314", 1, 5),
    ("a: {b, c: 1}\n", "ZY201", 1, 5),
    ("a: [b: 1, c]\n", "ZY307", 1, 5),
    ("a: {?b : x}\n", "ZY306", 1, 5),
    ("a: [x,\nz]\n", "ZY313", 2, 1),
    ("a: [\n  x,\n]\n", "ZY313", 3, 1),
    ("a:\n  - b: [x,\n    z]\n", "ZY313", 3, 5),
    ('a: "b"#c\n', "ZY309", 1, 7),
    ('a: "b" c\n', "ZY001", 1, 8),
    ("a: >#x\n  y\n", "ZY001", 1, 4),
    ("a: |\n  x\n   \n  y\n", "ZY312", 3, 1),
    ("a: |\n  x\n \n", "ZY312", 3, 1),
    ("a: |5\n  x\n", "ZY001", 2, 3),
    ("a:\n  b: 1\n c: 2\n", "ZY001", 3, 2),
]

SYNTAX_ERRORS: list[Trap] = [
    ("a: b: c\n", "ZY001", 1, 5),
    ("a\nb: c\n", "ZY001", 1, 1),
    ("a:\n  - b\n  c: 1\n", "ZY001", 3, 3),
    ("a: [1, 2\nb: 3\n", "ZY001", 1, 4),
    ("a: {b: 1\nc: 2\n", "ZY001", 1, 4),
    ("a: [1, 2\n", "ZY001", 1, 4),
    ('a: ["x" "y"]\n', "ZY001", 1, 9),
    ('a: "x\nb: 1\n', "ZY001", 1, 4),
    ("a: 'x\n", "ZY001", 1, 4),
    ("a: - b\n", "ZY001", 1, 4),
    ("a: 1\nb\nc: 2\n", "ZY001", 2, 1),
    ("a: **b**\n", "ZY001", 1, 4),
    ("a: 'it's'\n", "ZY001", 1, 8),
    ('a: "C:\\Qrs"\n', "ZY001", 1, 7),
    ('a: "\\xZZ"\n', "ZY001", 1, 5),
    ("a: |x\n", "ZY001", 1, 4),
    ("a: ]\n", "ZY001", 1, 4),
]

TRAPS = [
    *BYTES_AND_CHARACTERS,
    *SCALARS,
    *TAGS_AND_DIRECTIVES,
    *STRUCTURE,
    *SYNTAX_ERRORS,
]

WORDS: list[tuple[str, str, str]] = [
    ("a: no\n", "`no` is a boolean for some YAML readers", 'write `false`, or `"no"`'),
    ("a: 12:30\n", "`12:30` is read as 750 by YAML 1.1", "quote it"),
    ("a: " + "1" * 4_301 + "\n", "integer has 4,301 digits; the limit is 16", "quote it"),
    ("a:\n", "key `a` has no value", "remove the key"),
    ("a: !include f\n", "tag `!include` is not supported", "`include:`"),
    ("a: {{ x }}\n", "looks like a template", "quote it"),
    ("a:\n  b: 1\n c: 2\n", "(expected 0 or 2 spaces, found 1)", "align"),
    ("a: @x\n", "a value cannot start with `@`", "quote it"),
    ("a: [1, 2\nb: 3\n", "list opened here is never closed", "`]`"),
    ("a: {b: 1\n", "mapping opened here is never closed", "`}`"),
    ("a: 'x\n", "quote opened here is never closed", "same line"),
    ('a: "\\q"\n', "unknown escape `\\q`", "single quotes"),
    ('a: "b" c\n', "text `c` after a closing quote", "quotes"),
    ("a: - b\n", "a list cannot begin on the line of its key", "below the key"),
    ("a: b: c\n", "unexpected `:`", "quote the value"),
    ("a: 1\nb\nc: 2\n", "no `:` after `b`", "`key: value`"),
    ('a: "\\ud83d\\ude00"\n', "half of a surrogate pair U+D83D", "`\\U0001F600`"),
    (
        "a: x # c\u2028b: y\n",
        "hidden line break U+2028 inside what editors show as a comment",
        "",
    ),
    ("\u0430mount: 1\n", "mixes Latin and Cyrillic: U+0430", "one alphabet"),
    ("a: [[1]]\n" + "b: [" * 40 + "\n", "nested deeper than 32 levels", "nest less"),
]

ACCEPTED: list[tuple[str, object]] = [
    ("a: true\nb: false\nc: null\n", {"a": True, "b": False, "c": None}),
    ("a: 0\nb: -12\nc: 9007199254740991\n", {"a": 0, "b": -12, "c": 9007199254740991}),
    ("a: 1.10\nb: -0.5\n", {"a": Decimal("1.10"), "b": Decimal("-0.5")}),
    ("a: 2026-01-31\n", {"a": "2026-01-31"}),
    ("a: 2024-13-01\nb: 0000-01-01\n", {"a": "2024-13-01", "b": "0000-01-01"}),
    ("a: 2024-01-01 10:00:00 -5\n", {"a": "2024-01-01 10:00:00 -5"}),
    ("a: 2024-01-01T25:00:00Z\n", {"a": "2024-01-01T25:00:00Z"}),
    ("a: 1,000\n", {"a": "1,000"}),
    ('a: "C:\\new"\n', {"a": "C:\new"}),
    ('"no": "no"\n\'1\': "010"\n', {"no": "no", "1": "010"}),
    ("a: م\u200cم\nb: ❤\ufe0f\n", {"a": "م\u200cم", "b": "❤\ufe0f"}),
    ('a: "\\t\\n\\u00e9\\U0001F600"\n', {"a": "\t\né😀"}),
    ("---\na: 1\n...\n", {"a": 1}),
    ("{a: 1}\n", {"a": 1}),
    ('{"a":1}\n', {"a": 1}),
    ("a: {b: [c, d], e: {}}\nf: []\n", {"a": {"b": ["c", "d"], "e": {}}, "f": []}),
    ("a: [x,\n  y-,\n # c\n  z]\n", {"a": ["x", "y-", "z"]}),
    ("a:\n- b\n- - c\n  - d\n", {"a": ["b", ["c", "d"]]}),
    ("a: |\n  x\n   y\n\n  z\n", {"a": "x\n y\n\nz\n"}),
    ("a: >-\n  x\n  y\n\n  z\n", {"a": "x y\nz"}),
    ("a: |+2\n    x\n\nb: 1\n", {"a": "  x\n\n", "b": 1}),
    (
        "a: it's\nb: a#b\nc: -x\nd: ?x\ne: :x\n",
        {"a": "it's", "b": "a#b", "c": "-x", "d": "?x", "e": ":x"},
    ),
    ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", {"a": 1, "b": "x\ny\n"}),
    ("a: 5%\nb: 50 000\n", {"a": "5%", "b": "50 000"}),
    *(
        (f"a: {text}\n", {"a": text})
        for text in (
            "1\u20031",
            "Art.\u00a05",
            "12\u202f000\u00a0€, dont 5\u202f%",
            "甲方\u3000乙方",
            "100 -\u00a0200",
            "👩\u200d👧 می\u200cخواهم",
            "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f x",
            "._1",
            "-._1",
            "Infinity",
        )
    ),
    ("# c\u00a0d\na: 1 # \u3000e\n", {"a": 1}),
    ("a: 'Prix\u00a0: 5'\nb: \"\u00a0x\"\n", {"a": "Prix\xa0: 5", "b": "\xa0x"}),
    ("a: |\n  x\u00a0: y\n  \u3000z\nb: 1\n", {"a": "x\xa0: y\n\u3000z\n", "b": 1}),
    ("a: '\u00a0:'\nb: [x\u00a0y, z]\n", {"a": "\xa0:", "b": ["x\xa0y", "z"]}),
    ('a: "\\_x\\u202fy"\n', {"a": "\xa0x\u202fy"}),
]

KINDS = [each for each in CATALOGUE.values() if each.code.startswith("ZY")]


def the_one_finding(document: Document) -> Diagnostic:
    """The only finding of a document."""
    (finding,) = document.diagnostics
    return finding


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("text", "code", "line", "column"), TRAPS)
def test_a_trap_is_caught_where_it_lies(
    text: str | bytes, code: str, line: int, column: int, engine: ParserChoice
) -> None:
    """One finding, its code and its place; and an error makes the document not ok."""
    document = parse(text, "f.yaml", engine=engine)

    finding = the_one_finding(document)
    assert finding.span is not None
    start = finding.span.start
    assert (finding.code, start.line, start.column) == (code, line, column)
    assert document.ok == (finding.severity is Severity.WARNING)


@pytest.mark.parametrize(("text", "message", "way_out"), WORDS)
def test_a_finding_says_what_is_wrong_and_what_to_do(
    text: str, message: str, way_out: str
) -> None:
    """The words are ours, not those of the parser."""
    finding = parse(text, "f.yaml").diagnostics[0]

    assert message in finding.message
    assert way_out in finding.help[0]


@pytest.mark.parametrize(("text", "code", "line", "column"), TRAPS)
def test_messages_keep_to_the_style(text: str, code: str, line: int, column: int) -> None:
    """At most 100 characters, lower case, no full stop, printable, with a way out."""
    for finding in parse(text, "f.yaml").diagnostics:
        assert len(finding.message) <= 100
        assert finding.message.isprintable()
        assert not re.match("[A-Z]", finding.message)
        assert not finding.message.endswith(".")
        assert finding.help
        assert all(each.isprintable() for each in (*finding.help, *finding.notes))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("text", "data"), ACCEPTED)
def test_what_all_readers_agree_on_is_accepted(
    text: str, data: object, engine: ParserChoice
) -> None:
    """The data are those of YAML 1.2, types included, and nothing is reported."""
    document = parse(text, "f.yaml", engine=engine)

    assert document.diagnostics == ()
    assert document.ok
    assert repr(document.data) == repr(data)


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("a: True\n", "a: true\n"),
        ("a: ~\n", "a: null\n"),
        ("a: 1_000\n", "a: 1000\n"),
        ("a: +1\n", "a: 1\n"),
        ("a: .5\n", "a: 0.5\n"),
        ("a: 5.\n", "a: 5.0\n"),
        ("a: 1e3\n", "a: 1000\n"),
        ("a: 12:30\n", 'a: "12:30"\n'),
        ("a: =\n", 'a: "="\n'),
        ("on: 1\n", '"on": 1\n'),
        ("a:\u00a01\n", "a: 1\n"),
        ("a:\n\tb: 1\n", "a:\n  b: 1\n"),
        ("a: |\n  x\n   \n  y\n", "a: |\n  x\n\n  y\n"),
        ("a: 1", "a: 1\n"),
        ("\ufeffa: 1\n", "a: 1\n"),
    ],
)
def test_a_fix_mends_what_it_is_for(text: str, fixed: str) -> None:
    """The text with the fix applied has no finding left."""
    document = parse(text, "f.yaml")
    (fix,) = the_one_finding(document).fixes
    lines = document.text.split("\n")
    line = lines[fix.span.start.line - 1]
    before, after = line[: fix.span.start.column - 1], line[fix.span.end.column - 1 :]
    lines[fix.span.start.line - 1] = before + fix.text + after

    assert "\n".join(lines) == fixed
    assert parse(fixed, "f.yaml").diagnostics == ()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        "[" * 25_000 + "\n",
        "[" * 1_000_000 + "\n",
        "[\n" * 500_000,
        "a:\n" + "- \n" * 300_000,
        "a: &a [x]\n" * 90_000,
        "{? ? {{[[*x &y !z \"'" * 50_000,
    ],
    ids=["25 kB of [", "1 MB of [", "1 MB of [ in lines", "dashes", "anchors", "noise"],
)
def test_a_hostile_megabyte_is_refused_quickly(text: str, engine: ParserChoice) -> None:
    """Neither the process nor its patience ends; the bound is generous for slow machines."""
    started = time.process_time()
    document = parse(text, "f.yaml", engine=engine)

    assert not document.ok
    assert time.process_time() - started < 60


def test_a_merge_bomb_is_refused_at_its_first_anchor() -> None:
    """Aliases are never followed, so nine levels of nine cost nothing."""
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 10)]
    started = time.process_time()
    document = parse("\n".join(lines) + "\n", "f.yaml")

    assert document.diagnostics[0].code == "ZY302"
    assert time.process_time() - started < 60


def test_billion_laughs_and_cycles_are_refused() -> None:
    """The data hold no shared and no endless value."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    for text in ("\n".join(lines) + "\n", "a: &x [*x]\n"):
        document = parse(text, "f.yaml")

        assert {each.code for each in document.diagnostics} == {"ZY302"}
        assert len(repr(document.data)) < 2_000


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    """100 MB that are not even on the disk; the file's size alone is enough."""
    file = tmp_path / "huge.yaml"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)
    tracemalloc.start()
    finding = the_one_finding(read(file, "huge.yaml"))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert finding.code == "ZY101"
    assert "100,000,000 bytes; the limit is 1,048,576" in finding.message
    assert most < 10_000_000


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    """It has no place in any file, and says which file."""
    document = read(tmp_path / "none.yaml", "terms/none.yaml")

    finding = the_one_finding(document)
    assert (finding.code, finding.span) == ("ZI101", None)
    assert "`terms/none.yaml`" in finding.message
    assert not document.ok


@pytest.mark.parametrize(
    ("name", "code"), [("x" * 5_000, "ZI102"), ("nul\0.yaml", "ZI102"), (".", "ZI103")]
)
def test_a_name_that_cannot_be_opened_is_a_finding(
    tmp_path: Path, name: str, code: str
) -> None:
    """Too long, impossible, or a directory."""
    assert the_one_finding(read(tmp_path / name, "f.yaml")).code == code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    """Opening it does not block."""
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)

    assert the_one_finding(read(pipe, "pipe.yaml")).code == "ZI103"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no /dev/zero")
def test_a_device_is_refused(tmp_path: Path) -> None:
    """Also behind a link, and without reading from it."""
    link = tmp_path / "zero.yaml"
    link.symlink_to("/dev/zero")

    assert the_one_finding(read(link, "zero.yaml")).code == "ZI103"


def test_a_file_without_permission_is_a_finding(tmp_path: Path) -> None:
    """What the system says goes into the note."""
    file = tmp_path / "secret.yaml"
    file.write_text("a: 1\n")
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read everything")

    assert the_one_finding(read(file, "secret.yaml")).code == "ZI102"


def test_every_kind_has_one_code_and_an_explanation() -> None:
    """Codes are never given twice, and the catalogue is in their order."""
    codes = [kind.code for kind in KINDS]

    assert len(set(codes)) == len(codes)
    assert len({kind.name for kind in KINDS}) == len(codes)
    assert all(explanation(kind) for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.code for kind in KINDS])
def test_the_examples_of_an_explanation_are_what_they_say(kind: DiagnosticKind) -> None:
    """The wrong one gives this code, the right one nothing at all."""
    examples = re.findall(r"```yaml\n(.*?)```", explanation(kind), re.DOTALL)
    if not examples:
        pytest.skip("what is wrong cannot be shown in a text")
    wrong, right = (
        re.sub("⟨U\\+([0-9A-F]+)⟩", lambda found: chr(int(found[1], 16)), each)
        for each in examples
    )

    assert kind.code in {d.code for d in parse(wrong, "f.yaml").diagnostics}
    assert parse(right, "f.yaml").diagnostics == ()
