"""Sizes of sets, filled in once all issues are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.construct.terms import in_words
from zopa.model.conditions import Any, Chosen, If, Name, Not, Size, inner, with_members
from zopa.model.corpus import Rule
from zopa.model.domains import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.construct.building import Constructed
    from zopa.model import corpus as model
    from zopa.model.conditions import Condition

__all__ = ["build_sizes"]


def build_sizes(built: Constructed) -> None:
    """Fill in the members of the set in every condition on its size.

    A set that may be empty is that, or has members.
    """
    issues: dict[str, model.Issue] = built.corpus.get("issues", {})
    rules: dict[str, model.Rule] = built.corpus.setdefault("rules", {})
    positions: dict[str, model.Position] = built.corpus.get("positions", {})
    members: Mapping[str, tuple[Name, ...]] = {
        name: each.members for name, each in issues.items() if each.answered_by in {"", "set"}
    }

    for name, issue in issues.items():
        if issue.may_be_empty and not issue.single:
            empty = Name(f"{name}/{NONE}", issue.id.span)
            some = Any(tuple(Chosen(issue.id, each) for each in issue.members))
            holds = If(Chosen(issue.id, Name(NONE, issue.id.span)), Not(some))
            reason = f"{in_words(name)}: none of them, or some."
            rules[str(empty)] = Rule(empty, holds, reason, "definitional", span=issue.id.span)
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
