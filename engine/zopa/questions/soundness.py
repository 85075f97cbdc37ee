"""Soundness: conditions, rules and terms of the corpus that have no effect, and drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.checks.naming import brief
from zopa.diagnostics import (
    DRAFT_BREAKS_RULES,
    NEVER_FALSE,
    NEVER_TRUE,
    RULES_CONTRADICT,
    TERM_UNREACHABLE,
    Diagnostic,
    Label,
    listed,
    one_line,
    quoted,
)
from zopa.questions import clash
from zopa.solving.circuit import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus, Scenario
    from zopa.solving.problem import Clause
    from zopa.solving.space import Space

__all__ = ["CLAUSES", "check_draft", "check_soundness", "coherent", "meant_incoherent"]

CLAUSES = {
    "rule": "rule",
    "applies-when": "`applies-when` of issue",
    "terms": "the number of terms of issue",
    "effects": "the effects on",
}
"""Words for the clauses of a contradiction, before the id."""


def check_soundness(space: Space) -> Iterator[Diagnostic]:
    """Find conditions, rules and terms that are always true, never true, or out of reach."""
    if not space.possible(()):
        yield _contradiction(space)
        return
    yield from _positions(space)
    yield from _rules(space)
    yield from _issues(space)
    yield from _terms(space)


def _always(space: Space, node: int) -> bool:
    return node == TRUE or not space.possible([-node])


def _never(space: Space, node: int) -> bool:
    return node == FALSE or not space.possible([node])


def _positions(space: Space) -> Iterator[Diagnostic]:
    for position in space.problem.corpus.positions.values():
        for name, reading in position.readings.items():
            node = space.problem.positions[str(position.id), name]
            if _always(space, node):
                yield Diagnostic(
                    NEVER_FALSE,
                    reading.span,
                    f"position `{position.id}` can never be crossed:"
                    " its condition is always true",
                    label="always true",
                    help=("remove a branch, or say what would cross it",),
                )
            elif position.checked and _never(space, node):
                yield Diagnostic(
                    NEVER_TRUE,
                    reading.span,
                    f"every agreement crosses position `{position.id}`:"
                    " its condition is never true",
                    label="every agreement crosses it",
                    help=("compare it with the rules and with the values that terms can set",),
                )


def _rules(space: Space) -> Iterator[Diagnostic]:
    clauses = space.problem.clauses
    rules = space.problem.corpus.rules
    others = [each.node for each in clauses if each.nature != "rule"]
    for clause in clauses:
        if clause.nature != "rule":
            continue
        if clause.node == TRUE or not space.feasible([*others, -clause.node]):
            rule = rules[clause.name]
            yield Diagnostic(
                NEVER_FALSE,
                rule.id.span,
                f"rule `{rule.id}` has no effect: the terms already imply it",
                label="always true",
                help=("remove it, or keep it as a convention in terms/record.yaml",),
            )


def _issues(space: Space) -> Iterator[Diagnostic]:
    for issue in space.problem.corpus.issues.values():
        if issue.applies_when is None:
            continue
        node = space.problem.node(issue.applies_when)
        if _always(space, node):
            yield Diagnostic(
                NEVER_FALSE,
                issue.id.span,
                f"issue `{issue.id}` always applies: its `applies-when` is always true",
                label="always applies",
                help=("remove `applies-when`",),
            )


def _terms(space: Space) -> Iterator[Diagnostic]:
    for issue in space.problem.corpus.issues.values():
        for term in issue.terms.values():
            if not space.possible([space.problem.chosen(str(issue.id), str(term.id))]):
                yield Diagnostic(
                    TERM_UNREACHABLE,
                    term.id.span,
                    f"term `{issue.id}/{term.id}` can never be chosen",
                    label="excluded by the rules or by its own effects",
                    help=("compare its effects and the rules that name it",),
                )


def _contradiction(space: Space) -> Diagnostic:
    from zopa.solving.mus import minimal

    clauses = {f"{each.nature} {each.name}": each for each in space.apart.problem.judged}
    parts = {key: (clauses[key].node,) for key in sorted(clauses)}
    kept = [clauses[key] for key in minimal(parts, space.apart.show)]
    names = ", ".join(f"{CLAUSES[each.nature]} `{each.name}`" for each in kept)
    rules = space.problem.corpus.rules
    spans = [rules[each.name].id.span for each in kept if each.nature == "rule"]
    places = [span for span in spans if span is not None]
    return Diagnostic(
        RULES_CONTRADICT,
        places[0] if places else None,
        "the rules contradict each other: no agreement is possible",
        label="one of them",
        related=tuple(Label(span, "and this one") for span in places[1:]),
        notes=(f"minimal contradiction: {names}",),
        help=("change one of them, or make it the position of the party that wants it",),
    )


# -- drafts --


def meant_incoherent(scenario: Scenario) -> bool:
    """True if a scenario expects itself to be inconsistent."""
    return any(each.key == "coherent" and not each.value for each in scenario.expectations)


def coherent(space: Space, scenario: Scenario) -> bool:
    """True if some consistent scenario has all choices of a draft."""
    choices = scenario.choices.values()
    return space.possible(node for each in choices for node in space.problem.fixed(each))


def check_draft(space: Space, scenario: Scenario) -> Iterator[Diagnostic]:
    """Report a draft that breaks rules and does not expect this.

    Args:
        space: of a corpus in which some draft is consistent.
        scenario: without errors.
    """
    if meant_incoherent(scenario) or coherent(space, scenario):
        return
    why = clash(space, scenario)
    corpus = space.problem.corpus
    # In the order of the file.
    chosen = [issue for issue in scenario.choices if issue in why.choices]
    spans = (scenario.choices[issue].span for issue in chosen)
    places = [span for span in spans if span is not None]
    one = len(chosen) == 1
    choices = "choice" if one else "choices"
    deed = _deed(why.clauses, one=one)
    yield Diagnostic(
        DRAFT_BREAKS_RULES,
        places[0] if places else scenario.span,
        brief(
            f"{choices} on {listed(chosen, joiner='and')} {deed}",
            f"{choices} of the draft {deed}",
            f"{choices} of the draft {'contradicts' if one else 'contradict'} the rules",
        ),
        label="this choice" if one else "one of the choices",
        related=(
            *(Label(each, "and this one") for each in places[1:]),
            *_where_declared(corpus, why.clauses),
        ),
        notes=tuple(
            f"{_broken(each)}: {one_line(corpus.rules[each.name].reason)}"
            for each in why.clauses
            if each.nature == "rule"
        ),
        help=(
            "change one of these choices",
            "write `coherent: false` under `expect` if the draft is meant to break them",
        ),
        data={
            "scenario": scenario.id,
            "choices": chosen,
            "clauses": [{"nature": each.nature, "name": each.name} for each in why.clauses],
        },
    )


def _deed(clauses: tuple[Clause, ...], *, one: bool) -> str:
    """The effect of one choice, or several, on the clauses."""
    if all(each.nature == "effects" for each in clauses):
        names = listed((each.name for each in clauses), joiner="and")
        return f"{'gives' if one else 'give'} {names} two values"
    rules = " and ".join(map(_broken, clauses))
    return f"{'contradicts' if one else 'contradict'} {rules}"


def _broken(clause: Clause) -> str:
    name = quoted(clause.name)
    match clause.nature:
        case "rule":
            return f"rule {name}"
        case "effects":
            return f"the one value of {name}"
        case "applies-when":
            return f"the condition of issue {name}"
        case "terms":
            return f"the number of terms of issue {name}"


def _where_declared(corpus: Corpus, clauses: tuple[Clause, ...]) -> Iterator[Label]:
    for each in clauses:
        match each.nature:
            case "rule":
                span, text = corpus.rules[each.name].id.span, "the rule"
            case "applies-when" | "terms":
                span, text = corpus.issues[each.name].id.span, "the issue"
            case "effects":
                continue
        if span is not None:
            yield Label(span, text)
