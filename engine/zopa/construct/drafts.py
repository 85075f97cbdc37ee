"""Drafts resolved against their corpus: typed values, full forms, explicit silence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.model.conditions import Name, issues_named
from zopa.model.corpus import MILESTONES, Bounds, Choice
from zopa.model.domains import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.model.corpus import Attribute, Corpus, Issue, Pick, Scenario, Term

__all__ = ["resolve"]


def resolve(corpus: Corpus, scenario: Scenario) -> Scenario:
    """Resolve the draft: type its values, expand short forms and make silence explicit."""
    choices = {
        name: replace(choice, picks=tuple(_picks(corpus.issues[name], choice)))
        if name in corpus.issues
        else choice
        for name, choice in scenario.choices.items()
    }
    if scenario.otherwise == "silent":
        told = _told_of(corpus, choices)
        for name in corpus.issues:
            if name not in told:
                choices.setdefault(name, Choice(Name(name)))
    return replace(scenario, choices=choices)


def _told_of(corpus: Corpus, choices: Mapping[str, Choice]) -> set[str]:
    """Return the milestones whose dates the chosen terms set or bound."""
    every = (f"{name}/{pick.term}/" for name, each in choices.items() for pick in each.picks)
    prefixes = tuple(every)
    return {
        issue
        for name, rule in corpus.rules.items()
        if name.startswith(prefixes)
        for issue in issues_named(rule.holds)
        if corpus.issues[issue].section == MILESTONES
    }


def _picks(issue: Issue, choice: Choice) -> Iterator[Pick]:
    for pick in choice.picks:
        if not pick.term and issue.may_be_empty:  # `[]`
            yield replace(pick, term=Name(NONE, pick.term.span))
            continue
        term = issue.terms.get(pick.term)
        yield pick if term is None else _typed(term, pick)


def _typed(term: Term, pick: Pick) -> Pick:
    """Return the pick with its parameter values typed."""
    domains: Mapping[str, Attribute] = {
        name: each.domain for name, each in term.parameters.items()
    }
    only = Name(next(iter(domains))) if len(domains) == 1 else None

    def named(name: Name) -> Name:
        return Name(only, name.span) if not name and only is not None else name

    given = {named(name): value for name, value in pick.parameters.items()}
    bounds = {named(name): each for name, each in pick.bounds.items()}
    spans = {str(named(Name(name))): span for name, span in pick.value_spans.items()}
    return replace(
        pick,
        parameters={
            name: domains[name].typed(value) if name in domains else value
            for name, value in given.items()
        },
        bounds={
            name: _bounds(domains[name], each) if name in domains else each
            for name, each in bounds.items()
        },
        value_spans=spans,
    )


def _bounds(domain: Attribute, bounds: Bounds) -> Bounds:
    def typed(value: int | None) -> int | None:
        found = None if value is None else domain.typed(value)
        return found if isinstance(found, int) else value

    return Bounds(typed(bounds.least), typed(bounds.most), bounds.spans)
