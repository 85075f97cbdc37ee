"""Sizes of sets, filled in once all issues are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.model.conditions import Size, inner, with_members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.construct.building import Constructed
    from zopa.model import corpus as model
    from zopa.model.conditions import Condition, Name

__all__ = ["build_sizes"]


def build_sizes(built: Constructed) -> None:
    """Fill in the members of the set in every condition on its size."""
    issues: dict[str, model.Issue] = built.corpus.get("issues", {})
    rules: dict[str, model.Rule] = built.corpus.get("rules", {})
    positions: dict[str, model.Position] = built.corpus.get("positions", {})
    members: Mapping[str, tuple[Name, ...]] = {
        name: tuple(term.id for term in each.terms.values())
        for name, each in issues.items()
        if each.answered_by in {"", "set"}
    }

    for name, issue in issues.items():
        if issue.applies_when is not None and _counts(issue.applies_when):
            said = with_members(issue.applies_when, members)
            issues[name] = replace(issue, applies_when=said)
    for name, rule in rules.items():
        if _counts(rule.holds):
            rules[name] = replace(rule, holds=with_members(rule.holds, members))
    for name, position in positions.items():
        counted = {
            key: replace(each, holds=with_members(each.holds, members))
            for key, each in position.readings.items()
            if _counts(each.holds)
        }
        if counted:
            positions[name] = replace(position, readings={**position.readings, **counted})


def _counts(condition: Condition) -> bool:
    """Return True if the condition contains the size of a set."""
    return any(isinstance(part, Size) for part in inner(condition))
