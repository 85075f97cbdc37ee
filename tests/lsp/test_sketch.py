"""Tolerant parser: the tree of a text that is not valid YAML yet, and of valid YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import zopa
from strategies import workspaces
from zopa.documents import parse
from zopa.files import shipped
from zopa.references import sketch
from zopa.references.tree import Branch, ListNode, Scalar, TextLines, tree_of

if TYPE_CHECKING:
    from strategies import Files
    from zopa.references.tree import TreeNode

ROOTS = (shipped("terms"), shipped("scenarios"), Path(zopa.__file__).parent / "starter")
FILES = [file for root in ROOTS for file in sorted(root.rglob("*.yaml"))]


def shape(node: TreeNode) -> object:
    """The tree with contents and places; of block texts, only the start."""
    match node:
        case Scalar(start=start, style="|" | ">"):
            return start
        case Scalar():
            return node.start, node.end, node.style, node.text if node.literal else None
        case Branch(start=start, entries=entries):
            return start, [(shape(each.key), shape(each.value)) for each in entries]
        case ListNode(start=start, items=items):
            return start, [shape(each) for each in items]


def same(text: str) -> bool:
    """True if the tolerant parser and the YAML parser give the same tree."""
    tree = tree_of(parse(text, "x"), TextLines(text))
    return tree is not None and shape(sketch(text)) == shape(tree)


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.stem)
def test_of_a_good_text_the_sketch_is_what_is_read(file: Path) -> None:
    """Line feeds or not, with a byte order mark or without."""
    text = file.read_text(encoding="utf-8")

    assert same(text)
    assert same(text.replace("\n", "\r\n"))
    assert same("\ufeff" + text)


@given(workspaces(), st.data())
@settings(max_examples=6)
def test_of_any_workspace_the_sketch_is_what_is_read(files: Files, data: st.DataObject) -> None:
    """In brackets, in blocks, and mixed."""
    flow = data.draw(st.sampled_from([True, False, None]))
    for each in json.loads(json.dumps(files)).values():
        text = yaml.safe_dump(each, default_flow_style=flow, sort_keys=False, width=9**9)
        assert same(text)


GOOD = """\
a: 1 # one
"b c": 'it''s' # two
d:
  - e: f#g
    h: [1, {i: j, "k": "l # m"}, # n
      o]
  -
    p: |
      q: r

      s
    t: >-
      u
  - - v
    - w
x: long
  text
y: {}
z: []
"""


def test_every_form_of_value_is_known() -> None:
    """Blocks, brackets over lines, quotes, comments."""
    tree = tree_of(parse(GOOD.replace("x: long\n  text\n", ""), "x"), TextLines(GOOD))

    assert tree is not None
    assert same(GOOD.replace("x: long\n  text\n", ""))
    assert isinstance(found := sketch(GOOD), Branch)
    assert found.text("x") == "long\n  text"


@pytest.mark.slow
@given(st.sampled_from(FILES), st.data())
@settings(max_examples=60)
def test_what_stands_elsewhere_stays_known(file: Path, data: st.DataObject) -> None:
    """Of a list of things with ids, one line being cut anywhere, at most one is lost."""
    lines = file.read_text(encoding="utf-8").split("\n")[:60]
    before = ids(sketch("\n".join(lines)))
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] = lines[number][: data.draw(st.integers(0, len(lines[number])))]

    after = ids(sketch("\n".join(lines)))

    assert len(before - after) <= 2


def ids(node: TreeNode) -> set[str]:
    """The ids in a tree."""
    match node:
        case Branch(entries=entries):
            deeper = (ids(each.value) for each in entries)
            return {node.text("id")}.union(*deeper) - {""}
        case ListNode(items=items):
            return set().union(*map(ids, items))
        case Scalar():
            return set()


@given(st.text(st.sampled_from("ab:-#{}[]'\"|>%& \n\r\t,\ufeff😀"), max_size=40))
@settings(max_examples=400)
def test_it_never_fails(text: str) -> None:
    """And every part of it is a part of the text, in its order."""
    places = [each for leaf in _leaves(sketch(text)) for each in (leaf.start, leaf.end)]

    assert all(0 <= each <= len(text) for each in places)


def _leaves(node: TreeNode) -> list[Scalar]:
    match node:
        case Scalar():
            return [node]
        case Branch(entries=entries):
            return [each for entry in entries for each in (entry.key, *_leaves(entry.value))]
        case ListNode(items=items):
            return [each for item in items for each in _leaves(item)]


@pytest.mark.parametrize(
    "text", ["[" * 5000, "- " * 5000, "{a: " * 5000, "a:\n" + "- - " * 999]
)
def test_nobody_nests_it_to_death(text: str) -> None:
    """It goes so deep and no deeper."""
    assert sketch(text)


@pytest.mark.parametrize("part", ["- {a: b, c: [d, e]}\n", "[a, ", "- ", "key: value\n", "x"])
def test_a_text_that_is_refused_is_not_gone_through(part: str) -> None:
    """Whoever asks about it has an answer at once: there is nothing in it."""
    text = part * (3_000_000 // len(part))

    assert sketch(text) == sketch("")
