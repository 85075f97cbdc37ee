"""A finding about the corpus itself is true of every scenario, and none is missed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, event, given, settings

from brute import asked, laws
from strategies import Files, workspaces
from zopa.context import Held
from zopa.diagnostics.conditions import (
    NEVER_FALSE,
    NEVER_TRUE,
    RULES_CONTRADICT,
    TERM_UNREACHABLE,
)
from zopa.reference import holds, outcome
from zopa.soundness import check_soundness

if TYPE_CHECKING:
    from collections import Counter

    from brute import Asked

NAMED = re.compile(r"`([^`]+)`")


def found(case: Asked) -> list[tuple[str, str]]:
    """Code and what it is about, of every finding of a new space."""
    return sorted(
        (each.kind.code, NAMED.findall(each.message)[0]) for each in check_soundness(case.space())
    )


def truth(case: Asked) -> list[tuple[str, str]]:
    """What there is to find, by definition."""
    world, corpus = case.world, case.corpus
    every: list[tuple[str, str]] = []
    for position in corpus.positions.values():
        for reading in position.readings.values():
            line = Held(position, reading)
            verdicts = {world.respects(number, line) for number in world.coherent}
            if verdicts == {True}:
                every.append((NEVER_FALSE.code, line.id))
            elif verdicts == {False} and position.checked:
                every.append((NEVER_TRUE.code, line.id))
    for rule in corpus.rules:
        broken = [each for each in world.clashes if ("rule", rule) in each]
        if not any(all(nature == "rule" for nature, _ in each) for each in broken):
            every.append((NEVER_FALSE.code, rule))
    for issue in corpus.issues.values():
        when = issue.applies_when
        if when is not None and all(
            holds(when, corpus, scenario, outcome(corpus, scenario))
            for scenario in (world.everything[number] for number in world.coherent)
        ):
            every.append((NEVER_FALSE.code, str(issue.id)))
        for term in issue.terms:
            if not any(world.has(number, issue.id, term) for number in world.coherent):
                every.append((TERM_UNREACHABLE.code, f"{issue.id}/{term}"))
    return sorted(every)


@laws
@given(workspaces())
def test_what_is_always_or_never_so_is_found_and_nothing_else(files: Files) -> None:
    """Positions, rules, issues and terms, judged over all scenarios."""
    case = asked(files)
    assume(case.world.coherent)

    findings = found(case)

    event(f"{len(findings)} findings")
    assert findings == truth(case)


@settings(laws, max_examples=40, suppress_health_check=list(HealthCheck))
@given(workspaces())
def test_rules_that_contradict_each_other_are_named(files: Files) -> None:
    """What is named cannot be kept together, none of it can be missed, and it is all that is said."""
    case = asked(files)
    for path in files:
        if path == "terms/rules.yaml" and files[path]["rules"]:
            rule = files[path]["rules"][0]
            opposite = {"id": "opposite", "basis": "definitional", "reason": "It is so."}
            same = {key: rule[key] for key in ("chosen", "requires", "excludes", "holds") if key in rule}
            event(f"{sorted(same)}")
    assume(not case.world.coherent)

    findings = list(check_soundness(case.space()))

    assert [each.kind for each in findings] == [RULES_CONTRADICT]
