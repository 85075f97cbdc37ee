"""What is being typed, and what may stand there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.lsp.reference_sites import uses
from zopa.lsp.tolerant_yaml import sketch
from zopa.lsp.tree import Branch, Leaf, Row
from zopa.schemas.validators import BASE, leaves, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.lsp.naming import Use
    from zopa.lsp.tree import Node
    from zopa.schemas import Role

__all__ = ["Spot", "spots"]

Schema: TypeAlias = "Mapping[str, Any]"
MARK: Final = "\ue000"
"""Stands where the cursor is; no file may hold it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The key or value that the cursor is in, which may be empty yet."""

    start: int
    end: int
    """Of what it says, in the text without the mark."""
    is_key: bool
    above: Branch | Row | None
    """What it stands in directly."""
    keys: tuple[str, ...]
    """The keys above it, outermost first."""
    use: Use | None
    """What it names, if it is a place for a name."""
    allowed: tuple[Schema, ...]
    """Of a key what the mapping may be, of a value what the value may be."""

    @property
    def beside(self) -> frozenset[str]:
        """The keys or single values that stand beside it already."""
        match self.above:
            case Branch(entries=entries) if self.is_key:
                return frozenset(each.key.text for each in entries)
            case Row(items=items):
                return frozenset(each.text for each in items if isinstance(each, Leaf))
            case _:
                return frozenset()


def spots(role: Role, text: str, offset: int, types: Mapping[str, str]) -> Iterator[Spot]:
    """What the cursor is in; nothing in comments and in long texts.

    A word alone on its line can become a key, so it is one too.

    Args:
        role: what the file is.
        text: what it says, be it YAML or not.
        offset: where the cursor is.
        types: of the entities.
    """
    before, after = text[:offset], text[offset:]
    found = _spot(role, f"{before}{MARK}{after}", offset, types)
    if found is None:
        return
    yield found
    line = text[text.rfind("\n", 0, found.start) + 1 : found.start]
    rest = text[found.end :].split("\n", 1)[0]
    if not found.is_key and not line.strip(" -") and not rest.strip():
        word, below = text[offset : found.end], text[found.end :]
        key = _spot(role, f"{before}{MARK}{word}:{below}", offset, types)
        if key is not None and key.is_key:
            yield key


def _spot(role: Role, text: str, offset: int, types: Mapping[str, str]) -> Spot | None:
    """What the mark at the offset is in."""
    root = sketch(text)
    way = list(_way(root, offset))
    leaf = way[-1][0] if way else None
    if not isinstance(leaf, Leaf) or "\n" in leaf.text or leaf.style in {"|", ">"}:
        return None
    above = way[-2][0] if len(way) > 1 else None
    is_key = isinstance(above, Branch) and any(each.key is leaf for each in above.entries)
    steps = [step for _, step in way[1:]]
    found = next((each for each in uses(role, root, types) if _holds(each.leaf, offset)), None)
    start, end = leaf.inner
    return Spot(
        start=start,
        end=max(start, end - 1),
        is_key=is_key,
        above=above if isinstance(above, Branch | Row) else None,
        keys=tuple(each for each in steps if isinstance(each, str) and MARK not in each),
        use=found,
        allowed=tuple(_allowed(role, way, is_key=is_key)),
    )


def _holds(leaf: Leaf, offset: int) -> bool:
    return leaf.start <= offset < leaf.end


def _way(node: Node, offset: int) -> Iterator[tuple[Node, str | int]]:
    """The nodes from the root down to the leaf with the mark, each with the step to it."""
    step: str | int = ""
    while True:
        yield node, step
        match node:
            case Branch(entries=entries):
                for each in entries:
                    if _holds(each.key, offset):
                        yield each.key, each.key.text
                        return
                    if each.value.start <= offset < _end(each.value):
                        node, step = each.value, each.key.text
                        break
                else:
                    return
            case Row(items=items):
                for number, item in enumerate(items):
                    if item.start <= offset < _end(item):
                        node, step = item, number
                        break
                else:
                    return
            case Leaf():
                return


def _end(node: Node) -> int:
    """Where the node ends, with what is in it."""
    match node:
        case Branch(entries=entries):
            return max(node.end, *(max(e.key.end, _end(e.value)) for e in entries), node.start)
        case Row(items=items):
            return max([node.end, *map(_end, items)])
        case Leaf():
            return node.end


# -- what the schemas allow ---------------------------------------------------


def _allowed(
    role: Role, way: Sequence[tuple[Node, str | int]], *, is_key: bool
) -> Iterator[Schema]:
    here = leaves(schemas()[f"{BASE}{role}.schema.json"])
    nodes = [node for node, _ in way]
    for number, (_, step) in enumerate(way[1:], 1):
        above = nodes[number - 1]
        if isinstance(above, Branch):
            here = _fitting(here, above)
            if is_key and number == len(way) - 1:
                break
            here = [leaf for each in here for leaf in _at_key(each, str(step))]
        else:
            here = [leaf for each in here if "items" in each for leaf in leaves(each["items"])]
    yield from here


def _fitting(allowed: Sequence[Schema], branch: Branch) -> list[Schema]:
    """The mappings that may have the keys that are there; all, if none may."""
    mappings = [each for each in allowed if "properties" in each or "propertyNames" in each]
    keys = {each.key.text for each in branch.entries if MARK not in each.key.text}
    fitting = [
        each
        for each in mappings
        if isinstance(each.get("additionalProperties"), dict)
        or keys <= each.get("properties", {}).keys()
    ]
    return fitting or mappings


def _at_key(schema: Schema, key: str) -> list[Schema]:
    inside = schema.get("properties", {}).get(key) or schema.get("additionalProperties")
    return leaves(inside) if isinstance(inside, dict) else []
