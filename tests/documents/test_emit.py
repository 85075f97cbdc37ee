"""Emitted YAML is read back unchanged, by zopa and by other parsers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from zopa.documents import ParserChoice, parse
from zopa.documents.scalars import block, scalar

if TYPE_CHECKING:
    from datetime import date

ENGINES: tuple[ParserChoice, ...] = ("libyaml", "python")
AWKWARD = (
    *("no", "NO", "y", "True", "null", "~", "1", "1.0", "1e3", "0o14", "08", "01:30", ".inf"),
    *("inf", "NaN", "=", "<<", "-", "- a", "? a", ": a", "a: b", "a #b", "a:", "#a", "@a"),
    *(
        "",
        " ",
        " a",
        "a ",
        "a  b",
        "'",
        '"',
        "\\",
        "a\nb",
        "\t",
        "{a}",
        "[a]",
        "&a",
        "*a",
        "!a",
    ),
    *("2026-01-31", "2026-13-01", "%a", "`a", "|", ">", "é", "\u200d", "\u200e", "\U0001f600"),
    *("\u00a0", "x\u202fy", "\u3000x", "\u00a0#", "-\u00a0x", "\U0001f3f4\U000e0067\U000e007f"),
    *("a - b", "no way", "---", "...", "key: value", "it's", "12:30:45", "0x1F", "1_000"),
)

TEXTS = (
    st.sampled_from(AWKWARD) | st.text(max_size=30) | st.text("aé:#-? ,[]'\"\\\n\t", max_size=9)
)


def written(text: str) -> str:
    """The text as a YAML value; skips texts that no file may contain."""
    try:
        return scalar(text)
    except ValueError:
        assume(False)  # noqa: FBT003 - the way of Hypothesis
        raise


@pytest.mark.slow
@given(TEXTS)
@settings(max_examples=500)
@example("no")
@example("01:30")
@example("2026-13-01")  # PyYAML raises ValueError when it is left unquoted
@example("\u0085")
@example("a\u200eb")
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    """As a value, in a list and in brackets; by both engines and by PyYAML itself."""
    source = written(text)
    files = (f"a: {source}\n", f"a:\n  - {source}\n", f"a: [{source}, {source}]\n")
    wanted: tuple[object, ...] = ({"a": text}, {"a": [text]}, {"a": [text, text]})

    for file, data in zip(files, wanted, strict=True):
        for engine in ENGINES:
            document = parse(file, "f.yaml", engine=engine)
            assert document.diagnostics == ()
            assert document.data == data
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", source):
        assert [yaml.safe_load(file) for file in files] == list(wanted)


@given(st.dates())
def test_a_date_stays_unquoted(day: date) -> None:
    """It is text to us, and a date to readers of YAML 1.1."""
    text = day.isoformat()

    assert scalar(text) == text
    assert parse(f"a: {text}\n", "f.yaml").data == {"a": text}
    assert yaml.safe_load(f"a: {text}\n") == {"a": day}


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("full-cession", "full-cession"),
        ("Ukraine gives up both regions", "Ukraine gives up both regions"),
        ("a - b", "a - b"),
        ("no", '"no"'),
        ("600 personnel", '"600 personnel"'),
        ("a, b", '"a, b"'),
        ('say "hi"\\', '"say \\"hi\\"\\\\"'),
        ("a\n\tb", '"a\\n\\tb"'),
        ("Київ", '"Київ"'),
        ("a\u200e", '"a\\u200E"'),
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (-12, "-12"),
        (Decimal("1.10"), "1.10"),
        (Decimal(5), "5.0"),
        (Decimal("1E+3"), "1000.0"),
        (Decimal("-1E-7"), "-0.0000001"),
    ],
)
def test_what_is_written(value: str | bool | int | Decimal | None, source: str) -> None:  # noqa: FBT001 - a value like others
    """Unquoted only what every reader takes for text."""
    assert scalar(value) == source


@given(
    st.integers(-(2**53) + 1, 2**53 - 1)
    | st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    )
    | st.booleans()
    | st.none()
)
def test_a_number_is_read_back_as_it_was(value: int | Decimal | None) -> None:
    """With its type; decimals with their zeros."""
    data = parse(f"a: {scalar(value)}\n", "f.yaml").data

    assert isinstance(data, dict)
    assert repr(data["a"]) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        "\0",
        "\x1b[2J",
        "\u202e",
        "\u200b",
        "\u2028",
        "\x85",
        "\ud800",
        "\ufeff",
        "\r",
        2**53,
        -(2**53),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1." + "1" * 40),
    ],
)
def test_what_no_file_may_hold_is_not_written(value: str | int | Decimal) -> None:
    """The mistake is the caller's."""
    with pytest.raises(ValueError, match=r".+"):
        scalar(value)


def test_a_collection_is_not_one_value() -> None:
    """The mistake is the caller's."""
    with pytest.raises(TypeError, match="list"):
        scalar([])


@given(st.text("ab #:-'\"é\n", min_size=1, max_size=40))
@settings(max_examples=500)
@example("a\n\n  b")
@example("# no comment\nb")
def test_a_block_text_is_read_back_as_it_was(text: str) -> None:
    """Whatever its lines begin with; by both engines and by PyYAML itself."""
    try:
        source = block(text, indent=4)
    except ValueError:
        assume(False)  # noqa: FBT003 - the way of Hypothesis
        raise
    file = f"a:\n  b: {source}\n  c: 1\n"

    for engine in ENGINES:
        document = parse(file, "f.yaml", engine=engine)
        assert document.diagnostics == ()
        assert document.data == {"a": {"b": text, "c": 1}}
        assert document.slice(document.span(("a", "b"))) == source
    assert yaml.safe_load(file) == {"a": {"b": text, "c": 1}}


@pytest.mark.parametrize("text", ["", " a", "\na", "a\n", "a\n  \nb", "a\tb", "a\x07b"])
def test_what_a_block_text_cannot_hold_is_not_written(text: str) -> None:
    """The mistake is the caller's."""
    with pytest.raises(ValueError, match="text"):
        block(text, indent=2)
