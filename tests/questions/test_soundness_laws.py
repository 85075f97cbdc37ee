"""Laws of findings on the corpus: true of every scenario, and complete."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from brute import asked, laws
from strategies import DRAFT, Data, Files, incoherent, terms_in, workspaces, written
from zopa.diagnostics import (
    DRAFT_BREAKS_RULES,
    NEVER_FALSE,
    NEVER_TRUE,
    RULES_CONTRADICT,
    TERM_UNREACHABLE,
)
from zopa.model.context import Held
from zopa.model.evaluate import holds, outcome
from zopa.questions.check import check
from zopa.questions.soundness import CLAUSES, check_draft, check_soundness
from zopa.validation.records import completes, gist_of

if TYPE_CHECKING:
    from brute import Asked

NAMED = re.compile(r"`([^`]+)`")
CLAUSE = re.compile(rf"({'|'.join(CLAUSES.values())}) `([^`]+)`(?:, |$)")


def found(case: Asked) -> list[tuple[str, str]]:
    """Code and subject of every finding of a new space."""
    return sorted(
        (each.kind.code, NAMED.findall(each.message)[0])
        for each in check_soundness(case.space())
    )


def truth(case: Asked) -> list[tuple[str, str]]:
    """The findings by definition."""
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
        every.extend(
            (TERM_UNREACHABLE.code, f"{issue.id}/{term}")
            for term in issue.terms
            if not any(world.has(number, issue.id, term) for number in world.coherent)
        )
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


@settings(laws, max_examples=40)
@given(workspaces())
def test_rules_that_contradict_each_other_are_named(files: Files) -> None:
    """Nothing else is said; what is named cannot be kept, and none of it can be missed."""
    chosen = {"chosen": terms_in(files)[0]}
    rule = {"basis": "definitional", "reason": "It is so."}
    files["terms/rules.yaml"]["rules"] += [
        {**rule, "id": "rule-yes", "holds": chosen},
        {**rule, "id": "rule-no", "holds": {"not": chosen}},
    ]
    case = asked(files)

    (finding,) = check_soundness(case.space())

    assert finding.kind == RULES_CONTRADICT
    natures = {words: nature for nature, words in CLAUSES.items()}
    said = finding.notes[0].removeprefix("minimal contradiction: ")
    clauses = [(natures[words], name) for words, name in CLAUSE.findall(said)]
    assert len(clauses) == said.count(", ") + 1
    assert case.world.clashing({}, [], clauses)
    for each in clauses:
        assert not case.world.clashing({}, [], [other for other in clauses if other != each])


@laws
@given(
    incoherent(), st.sampled_from([{"deal": False}, {"coherent": True}, {"coherent": False}])
)
def test_a_draft_that_breaks_rules_is_warned_of_unless_it_says_so(
    files: Files, expected: Data
) -> None:
    """At the first of the choices that clash; the others are shown, and what they break."""
    case = asked({**files, DRAFT: {**files[DRAFT], "expect": expected}})
    assume(case.world.coherent)

    findings = list(check_draft(case.space(), case.scenario))

    wrong = not case.world.completions(case.draft) and expected.get("coherent", True)
    event(f"expects {expected}, wrong: {wrong}")
    assert [each.code for each in findings] == [DRAFT_BREAKS_RULES.code] * wrong
    for each in findings:
        clash = check(case.space(), case.scenario, case.context).clash
        assert clash is not None
        places = {case.draft[issue].span for issue in clash.choices}
        assert each.span == min(span for span in places if span)
        assert places <= {each.span, *(label.span for label in each.related)}
        assert set(each.data["choices"]) == set(clash.choices)
        assert each.data["clauses"] == [
            {"nature": clause.nature, "name": clause.name} for clause in clash.clauses
        ]


def test_an_empty_list_is_an_answer_at_a_glance_too() -> None:
    """It is not silence: an issue that does not apply has no answer."""
    asks = {"type": "set", "from": ["left", "right"], "minimum": 0}
    first = {"id": "a", "applies-when": {"chosen": "b/t"}, "answer": asks}
    gist = gist_of(asked(written([first, {"id": "b", "terms": [{"id": "t"}]}])).space())

    assert not completes(gist, {"a": [], "b": "silent"})
    assert completes(gist, {"a": "silent", "b": "silent"})
    assert completes(gist, {"a": [], "b": "t"})
