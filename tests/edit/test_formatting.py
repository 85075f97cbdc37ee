"""Formatting: same content, all comments kept, and a second run changes nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.documents import parse
from zopa.documents.scalars import scalar
from zopa.edit.formatting import formatted
from zopa.files import paths

REPOSITORY = Path(__file__).parents[2]
SHIPPED = [
    REPOSITORY,
    *sorted(each.parent for each in (REPOSITORY / "examples").glob("*/terms")),
    *sorted(each.parent for each in (REPOSITORY / "tests/cases").glob("*/terms")),
]
FILES = [(root, path) for root in SHIPPED for path in paths(root)]


def form(text: str, path: str = "scenarios/a.yaml") -> str:
    """The formatted text."""
    return formatted(parse(text, path))


def strict(data: Any) -> Any:
    """A form of the data that differs if a type differs; keys have no order."""
    if isinstance(data, dict):
        return {key: strict(each) for key, each in data.items()}
    if isinstance(data, list):
        return [strict(each) for each in data]
    return type(data), data


def holds(text: str, path: str) -> str:
    """The formatted text, after a check of the laws."""
    before = parse(text, path)
    assert before.ok, before.diagnostics
    after = parse(formatted(before), path)
    assert strict(after.data) == strict(before.data)
    said = [sorted(each.text.rstrip() for each in x.comments) for x in (before, after)]
    assert said[0] == said[1]
    assert formatted(after) == after.text
    return after.text


@pytest.mark.slow
@pytest.mark.parametrize(("root", "path"), FILES, ids=[f"{x.name}-{y}" for x, y in FILES])
def test_every_file_says_the_same_in_the_one_form(root: Path, path: str) -> None:
    """With its comments; and the files that zopa ships are in it."""
    text = (root / path).read_text(encoding="utf-8")
    if not parse(text, path).ok:
        pytest.skip("has errors on purpose")
    if root.parent.name != "cases":
        assert form(text, path) == text
    holds(text, path)


class Pen:
    """Writes data in random but natural layouts."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.notes = 0

    def chance(self, *, of: int = 4) -> bool:
        """True with a probability of one in `of`."""
        return self.draw(st.integers(1, of)) == of

    def note(self) -> str:
        """A unique comment."""
        self.notes += 1
        return f"# note {self.notes}: - x"

    def text(self, value: Any, *, alone: bool) -> str:
        """A scalar, with or without optional quotes."""
        if isinstance(value, str) and "'" not in value and value.isprintable():
            quote = self.draw(st.sampled_from(("", "", "'", '"')))
            if quote == "'" or (quote and '"' not in value and "\\" not in value):
                return f"{quote}{value}{quote}"
        return scalar(value, alone=alone)

    def flow(self, data: Any) -> str:
        """The data as a flow collection on one line."""
        if isinstance(data, dict):
            keys = self.draw(st.permutations(list(data)))
            entries = [f"{self.text(x, alone=False)}: {self.flow(data[x])}" for x in keys]
            return "{" + ", ".join(entries) + "}"
        if isinstance(data, list):
            return "[" + ",  ".join(map(self.flow, data)) + "]"
        return self.text(data, alone=False)

    def above(self, margin: str) -> list[str]:
        """Comments and empty lines before an entry."""
        return [
            self.draw(st.sampled_from(("", f"{margin}{self.note()}", f" {self.note()}")))
            for _ in range(self.draw(st.sampled_from((0, 0, 0, 1, 2))))
        ]

    def block(self, data: Any, indent: int) -> list[str]:
        """The data as a block over several lines."""
        margin = " " * indent
        lines: list[str] = []
        if isinstance(data, dict):
            pairs = [(x, data[x]) for x in self.draw(st.permutations(list(data)))]
        else:
            pairs = [(None, each) for each in data]
        for key, value in pairs:
            lines += self.above(margin)
            sign = "-" if key is None else f"{self.text(key, alone=False)}:"
            lines += self.entry(f"{margin}{sign}", value, indent, item=key is None)
        return lines

    def entry(self, sign: str, value: Any, indent: int, *, item: bool) -> list[str]:
        """A key or dash with its value."""
        end = f"  {self.note()}" if self.chance() else ""
        step = self.draw(st.integers(1, 4))
        if isinstance(value, dict | list) and value and not self.chance():
            same = isinstance(value, list) and not item and self.chance()
            below = self.block(value, indent if same else indent + step)
            first = below[0].lstrip()
            if item and not end and step > 1 and first and not first.startswith("#"):
                return [f"{sign}{below[0][indent + 1 :]}", *below[1:]]
            return [f"{sign}{end}", *below]
        if isinstance(value, list) and value and self.chance():
            lines = [f"{' ' * (indent + step)}{self.flow(x)},  {self.note()}" for x in value]
            return [f"{sign} [{end}", *lines, f"{' ' * (indent + 1)}]"]
        if isinstance(value, str) and value.isprintable() and value.strip() and self.chance():
            lines = [f"{' ' * (indent + step)}{value.strip()}"]
            if value == value.strip():
                return [f"{sign} {self.draw(st.sampled_from(('|-', '>-')))}{end}", *lines]
        space = " " * self.draw(st.sampled_from((1, 1, 3)))
        if isinstance(value, dict | list):
            return [f"{sign}{space}{self.flow(value)}{end}"]
        return [f"{sign}{space}{self.text(value, alone=not item)}{end}"]


@cache
def data_of(file: Path, path: str) -> Any:
    """The data of a file of the repository."""
    return parse(file.read_bytes(), path).data


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the repository in a random layout."""
    root, path = draw(st.sampled_from(FILES))
    data = data_of(root / path, path)
    pen = Pen(draw)
    assert isinstance(data, dict)
    key = draw(st.sampled_from(list(data)))
    said = data[key]
    if isinstance(said, list) and len(said) > 2:
        first = draw(st.integers(0, len(said) - 2))
        said = said[first : first + 2]
    elif isinstance(said, dict) and len(said) > 4:
        said = dict(list(said.items())[:4])
    lines = pen.block({**{x: y for x, y in data.items() if isinstance(y, str)}, key: said}, 0)
    if draw(st.booleans()):
        lines += ["", pen.note(), ""]
    return "\n".join(lines) + "\n", path


@given(layouts())
def test_any_layout_says_the_same_in_the_one_form(laid_out: tuple[str, str]) -> None:
    """Whatever the indentation, the quotes, the order of keys and the comments."""
    text, path = laid_out
    holds(text, path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("choices: {b: c}\ntitle: 'x'\n", "title: x\nchoices: {b: c}\n"),
        ("title:  x   # c\n", "title: x   # c\n"),
        ("title: x\nexpect:\n- a\n- b", "title: x\nexpect:\n  - a\n  - b\n"),
        ("choices:\n    # c\n    b: c\n    # d\ntitle: x\n", None),
        ("# top\n\nchoices: {b: c}\ntitle: x\n", "# top\n\ntitle: x\nchoices: {b: c}\n"),
        ("# b\nchoices: {b: c}\ntitle: x\n", "# b\nchoices: {b: c}\ntitle: x\n"),
        (
            "title: x\nexpect: {open: [], deal: true}\n",
            "title: x\nexpect: {deal: true, open: []}\n",
        ),
        ('choices: {"b": "c"}\ntitle: x\n', 'title: x\nchoices: {"b": "c"}\n'),
        ("title: 'say \"no\"'\n", "title: 'say \"no\"'\n"),
        ("title: 'don''t'\n", "title: don't\n"),
        ("title: >2\n    a\n   b\n", "title: >2\n    a\n   b\n"),
        ("title: |+\n     a\n\n\n", "title: |+\n  a\n\n\n"),
        ("title: x\r\nas-of:   2025-01-01\r\n", "title: x\r\nas-of: 2025-01-01\r\n"),
        (
            "title: x\nunknown: 1\nas-of: 2025-01-01\n",
            "title: x\nunknown: 1\nas-of: 2025-01-01\n",
        ),
    ],
)
def test_what_the_form_is(before: str, after: str | None) -> None:
    """Keys of the format in its order, two columns a step, quotes where they are needed."""
    if after is None:
        after = "title: x\nchoices:\n  # c\n  b: c\n  # d\n"
    assert holds(before, "scenarios/a.yaml") == after


def test_a_comment_goes_with_the_entry_below_it() -> None:
    """One beside it goes along, too, with the lines on which it goes on."""
    why = "# why\nas-of: 2025-01-01  # c\n                   # d\n"
    before = f"title: x\nchoices: {{}}\n{why}note: none\n"
    after = f"title: x\nnote: none\n{why}choices: {{}}\n"
    assert holds(before, "scenarios/a.yaml") == after


def test_a_file_with_errors_stays() -> None:
    """Nothing is guessed."""
    assert form("title: [x\n") == "title: [x\n"
