"""Random feature models as text, with a brute-force count of their configurations."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from hypothesis import strategies as st

Formula: TypeAlias = tuple[Any, ...]


@dataclass
class Feature:
    """A feature with groups, each with kind, bounds and children."""

    name: str
    groups: list[tuple[str, int, int, list[Feature]]] = field(default_factory=list)


@dataclass
class Model:
    """A model."""

    root: Feature
    names: list[str]
    constraints: list[Formula]

    @property
    def text(self) -> str:
        """The model in UVL."""
        lines = ["features", *_tree(self.root, 1)]
        if self.constraints:
            lines += ["constraints", *(f"\t{_said(each)}" for each in self.constraints)]
        return "\n".join([*lines, ""])

    @property
    def count(self) -> int:
        """The number of configurations, by brute force."""
        found = 0
        for some in itertools.product([False, True], repeat=len(self.names)):
            chosen = {name for name, there in zip(self.names, some, strict=True) if there}
            fits = self.root.name in chosen and _fits(self.root, chosen)
            found += fits and all(_true(each, chosen) for each in self.constraints)
        return found


def _fits(feature: Feature, chosen: set[str]) -> bool:
    """Whether the groups below a feature, chosen or not, are satisfied."""
    there = feature.name in chosen
    for kind, least, most, children in feature.groups:
        number = sum(each.name in chosen for each in children)
        if not there and number:
            return False
        if there and kind == "mandatory" and number != len(children):
            return False
        if (
            there
            and kind in {"alternative", "or", "cardinality"}
            and not least <= number <= most
        ):
            return False
        if not all(_fits(each, chosen) for each in children):
            return False
    return True


def _true(formula: Formula, chosen: set[str]) -> bool:
    match formula:
        case ("name", name):
            return name in chosen
        case ("!", part):
            return not _true(part, chosen)
        case ("&", left, right):
            return _true(left, chosen) and _true(right, chosen)
        case ("|", left, right):
            return _true(left, chosen) or _true(right, chosen)
        case ("=>", left, right):
            return not _true(left, chosen) or _true(right, chosen)
        case ("<=>", left, right):
            return _true(left, chosen) == _true(right, chosen)
        case _:
            raise AssertionError(formula)


def _said(formula: Formula) -> str:
    """The formula with all parentheses, independent of the precedence of operators."""
    match formula:
        case ("name", name):
            return f'"{name}"' if " " in name else str(name)
        case ("!", part):
            return f"!({_said(part)})"
        case (operator, left, right):
            return f"({_said(left)} {operator} {_said(right)})"
        case _:
            raise AssertionError(formula)


def _tree(feature: Feature, depth: int) -> list[str]:
    name = f'"{feature.name}"' if " " in feature.name else feature.name
    lines = [f"{chr(9) * depth}{name}"]
    for kind, least, most, children in feature.groups:
        word = f"[{least}..{most}]" if kind == "cardinality" else kind
        lines.append(f"{chr(9) * (depth + 1)}{word}")
        for each in children:
            lines += _tree(each, depth + 2)
    return lines


@st.composite
def models(draw: st.DrawFn, most: int = 10) -> Model:
    """Feature models with at most this number of features, all kinds of groups, constraints."""
    names = [
        draw(st.sampled_from([f"F{number}", f"feature {number}", f"Feature{number}X"]))
        for number in range(draw(st.integers(2, most)))
    ]
    root = Feature(names[0])
    open_ = [root]
    left = names[1:]
    while left:
        parent = draw(st.sampled_from(open_))
        kind = draw(
            st.sampled_from(["mandatory", "optional", "alternative", "or", "cardinality"])
        )
        size = draw(st.integers(1, min(3, len(left))))
        children = [Feature(each) for each in left[:size]]
        left = left[size:]
        least, most_ = {"alternative": (1, 1), "or": (1, size)}.get(kind, (0, size))
        if kind == "cardinality":
            least = draw(st.integers(0, size))
            most_ = draw(st.integers(least, size))
        parent.groups.append((kind, least, most_, children))
        open_ += children
    atoms = st.sampled_from([("name", each) for each in names])
    formulas: st.SearchStrategy[Formula] = st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.tuples(st.just("!"), inner),
            st.tuples(st.sampled_from(["&", "|", "=>", "<=>"]), inner, inner),
        ),
        max_leaves=5,
    )
    return Model(root, names, draw(st.lists(formulas, max_size=3)))
