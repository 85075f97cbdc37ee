"""The fast schema check and the slow messages agree on every file."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from schemas.examples import FILES, data_of, role_for
from zopa import schemas
from zopa.documents import BROKEN, parse
from zopa.files import Role
from zopa.schemas import check_shape

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]

EXAMPLES = [(role_for(path), data_of(text, path)) for path, text in FILES.items()]
WORDS = [
    *("", "x", "no", "X y", "a\n", "a/b", "a/b\n", "$x", "$X", "a--b", "é", "silent", "open"),
    *("2025-02-30", "0999-01-01", "2025-08-17", "2025-08-17\n", "٢٠٢٥-01-01", "unlimited"),
    *("one", "any", "integer", "boolean", "red-line", "offer", "implied", "1,000", "a" * 101),
]
SCALARS = [None, True, False, 0, 1, -1, 3, 2**53, Decimal("1.5"), Decimal("1.0"), *WORDS]
CONDITIONS: list[Any] = [
    {},
    {"chosen": "a/b"},
    {"chosen": "a/b", "silent": "c"},
    {"holds": {"a": 1}},
    {"at-least": 1, "of": [{"silent": "c"}], "where": {"a": 1}},
    {"at-least": 1, "of": "berth", "where": {"a": 1}},
    {"every": "berth", "holds": {"a": {"in": [1, True, 1]}}},
    {"if": {"silent": "c"}, "else": {"silent": "c"}},
    {"all": []},
    {"none": "berth", "where": {"not": {}}},
]
OTHERS: list[Any] = [
    [],
    ["x", "x"],
    [True, 1],
    [1, 1],
    ["a/b", 3],
    {"earliest": "2025-01-01"},
    {"earliest": "2025-01-41", "last": 3},
    {"x": {}},
    {"x": {"y": 3}, "z": {}},
    {"type": "boolean"},
    {"type": "boolean", "minimum": 0},
    {"type": "integer", "unit": "days", "minimum": 0, "maximum": 1},
    {"type": "real"},
    {"values": ["x"], "type": "integer"},
    {"values": []},
    {"min": 0},
    {"min": 0, "max": 0},
    *CONDITIONS,
]
KEYS = [
    "x",
    "X",
    "note",
    "id",
    "title",
    "type",
    "values",
    "holds",
    "where",
    "of",
    "cites",
    "no",
]

BANNED = re.compile(r"\b(instance|schema|None|True|False|Decimal|dict|illegal)\b")
"""Python words that must not appear in messages."""


def places(data: Any) -> Iterator[tuple[Any, str | int]]:
    """Every value in the data: its container and its key."""
    keys = (
        data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    )
    for key in list(keys):
        yield data, key
        yield from places(data[key])


@st.composite
def mutated(draw: st.DrawFn) -> tuple[Role, Data]:
    """An example of the documentation after one to three changes, most of which break it."""
    role, original = draw(st.sampled_from(EXAMPLES))
    data: Data = copy.deepcopy(original)
    for _ in range(draw(st.integers(1, 3))):
        spots = list(places(data))
        if not spots:
            break
        holder, key = draw(st.sampled_from(spots))
        match draw(st.sampled_from(["delete", "scalar", "other", "add", "rename", "copy"])):
            case "delete":
                del holder[key]
            case "scalar":
                holder[key] = draw(st.sampled_from(SCALARS))
            case "other":
                holder[key] = copy.deepcopy(draw(st.sampled_from(OTHERS)))
            case "rename" if isinstance(holder, dict):
                holder[draw(st.sampled_from(KEYS))] = holder.pop(key)
            case "add" if isinstance(holder, dict):
                holder[draw(st.sampled_from(KEYS))] = copy.deepcopy(
                    draw(st.sampled_from(OTHERS + SCALARS))
                )
            case _:
                there, again = draw(st.sampled_from(spots))
                holder[key] = copy.deepcopy(_get(there, again, "x"))
    return role, data


def _get(holder: Any, key: str | int, default: object) -> Any:
    try:
        return holder[key]
    except (LookupError, TypeError):
        return default


@cache
def plain(role: Role) -> Draft202012Validator:
    """A python-jsonschema validator with standard keywords only."""
    pairs = [(uri, Resource.from_contents(each)) for uri, each in schemas.schemas().items()]
    registry: Registry[Any] = Registry().with_resources(pairs)
    schema = schemas.schemas()[f"{schemas.BASE}{role}.schema.json"]
    return Draft202012Validator(
        dict(schema), registry=registry, format_checker=FormatChecker(["date"])
    )


@pytest.mark.slow
@given(mutated())
@settings(max_examples=600)
@example((Role.CORPUS, {"zopa": 1, "title": "x", "as-of": "2025-08-17\n", "at-the-table": []}))
@example((Role.CORPUS, {"zopa": 1, "title": "x", "as-of": "0000-01-01", "at-the-table": []}))
@example(
    (Role.CORPUS, {"zopa": 1, "title": "x", "as-of": "2025-08-17", "at-the-table": ["a\n"]})
)
@example((Role.CORPUS, {"zopa": True, "title": "x", "as-of": "2025-08-17", "at-the-table": []}))
@example((Role.RECORD, {"facts": [{"id": "x", "text": "x", "cites": {"s": [1, True]}}]}))
@example((Role.RULES, {"rules": [{"id": "x", "basis": "definitional", "reason": "x"}]}))
def test_both_engines_accept_the_same_files(case: tuple[Role, Data]) -> None:
    """jsonschema-rs, python-jsonschema, and python-jsonschema with our two keywords."""
    role, data = case

    said = plain(role).is_valid(data)

    assert schemas.accepts(role, data) == said
    assert (schemas.complaints(role, data) == []) == said


@pytest.mark.slow
@given(mutated())
@settings(max_examples=300)
def test_whatever_is_refused_is_explained(case: tuple[Role, Data]) -> None:
    """By messages of the agreed style, in the order of the text, with places in it."""
    role, data = case
    text = json.dumps(data, indent=1, ensure_ascii=False, default=str) + "\n"
    document = parse(text, "file.yaml")
    if not isinstance(document.data, dict):
        return

    found = list(check_shape(document, role))

    assert bool(found) == bool(_unspoken(document.data, role, document.diagnostics))
    lines = text.split("\n")
    for each in found:
        assert each.span is not None
        assert 1 <= each.span.start.column <= len(lines[each.span.start.line - 1]) + 1
        assert len(each.message) <= 100, each.message
        assert not each.message.endswith(".")
        words = " ".join([each.message, each.label, *each.help, *each.notes])
        assert not BANNED.search(words), words
    starts = [each.span.start for each in found if each.span]
    assert starts == sorted(starts)


def _unspoken(data: Data, role: Role, spoken: object) -> bool:
    """True if there is an error that no YAML diagnostic reports."""
    if spoken:
        return bool(list(schemas.complaints(role, data)))
    return not plain(role).is_valid(data)


@pytest.mark.parametrize(("role", "data"), EXAMPLES, ids=FILES)
def test_broken_is_right_everywhere(role: Role, data: Data) -> None:
    """A value that a diagnostic already speaks of gets no second one."""
    for number, (holder, key) in enumerate(places(data)):
        if isinstance(holder[key], dict | list):
            continue
        broken = copy.deepcopy(data)
        there, again = list(places(broken))[number]
        there[again] = BROKEN

        found = [
            (each.absolute_path, each.message) for each in schemas.complaints(role, broken)
        ]
        assert found == [], (key, holder)


def test_two_broken_values_do_not_repeat_each_other() -> None:
    """They stand for texts that may well differ."""
    data = {"zopa": 1, "title": "x", "as-of": BROKEN, "at-the-table": [BROKEN, BROKEN]}

    assert schemas.complaints(Role.CORPUS, data) == []


def test_a_broken_value_hides_no_other_finding() -> None:
    """What is wrong beside it is told."""
    document = parse("zopa: 1\ntitle: x\nas-of: ~\nat-the-tabel: []\n", "terms/corpus.yaml")

    assert document.diagnostics
    assert [each.code for each in check_shape(document, Role.CORPUS)] == ["ZS101"]


def test_without_the_fast_engine_the_answers_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """jsonschema-rs is there for speed only."""
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    schemas._quick.cache_clear()
    try:
        for role, data in EXAMPLES:
            assert schemas.accepts(role, data)
            assert not schemas.accepts(role, {**data, "x": 1})
    finally:
        schemas._quick.cache_clear()


def test_nothing_heavy_is_imported_before_a_file_is_checked() -> None:
    """And the slow engine not before a file is refused."""
    program = """
import sys
from zopa.documents import parse
from zopa.schemas import Role, check_shape
heavy = {"jsonschema", "jsonschema_rs", "referencing", "rapidfuzz"}
print(sorted(heavy & sys.modules.keys()))
list(check_shape(parse("absent: [x]\\n", "terms/record.yaml"), Role.RECORD))
print(sorted(heavy & sys.modules.keys()))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines() == ["[]", "['jsonschema_rs']"]


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both engines know all our schemas by name, so that no name is looked up elsewhere."""

    def refuse(*_: object, **__: object) -> None:
        message = "a schema was fetched"
        raise AssertionError(message)

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("urllib.request.urlopen", refuse)
    schemas._quick.cache_clear()
    schemas._thorough.cache_clear()
    for role, data in EXAMPLES:
        assert schemas.accepts(role, data)
        assert schemas.complaints(role, data) == []


def test_a_text_that_was_right_once_is_right_there_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is remembered of texts is by the reference, and a wrong one is wrong again."""
    right = {"title": "t", "choices": {"a": "b"}, "readings": {"c/d": "e"}}
    wrong = {"title": "t", "choices": {"a": "b", "c/d": "b"}, "readings": {"a": "b"}}
    monkeypatch.setattr("zopa.schemas.errors.MOST_RIGHT", 3)
    schemas._thorough.cache_clear()
    for _ in range(3):
        assert not schemas.complaints(Role.SCENARIO, right)
        found = schemas.complaints(Role.SCENARIO, wrong)
        assert {each.instance for each in found} == {"a", "c/d"}
    schemas._thorough.cache_clear()
