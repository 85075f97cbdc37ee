"""Drafts resolved: what they start from, their values typed, their choices in full form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.model.conditions import Name, issues_named
from zopa.model.corpus import MILESTONES, Bounds, Choice
from zopa.model.domains import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.model.corpus import Attribute, Corpus, Issue, Pick, Scenario, Term

__all__ = [
    "resolve",
    "started",
    "written_out",
]


def written_out(scenario: Scenario, start: Scenario) -> Scenario:
    """Return the draft with its inherited choices and assumptions.

    Its own proposer, origin and expectations stay. Its own issues, readings and waivers take
    precedence over inherited ones. An inherited choice keeps its place in the draft named by
    `from`.

    Args:
        scenario: as in its file.
        start: the draft that it starts from, already resolved.
    """
    span = None if scenario.starts_from is None else scenario.starts_from.span
    taken = {issue: replace(choice, span=span) for issue, choice in start.choices.items()}
    own = {waiver.position for waiver in scenario.waivers}
    return replace(
        scenario,
        choices=taken | dict(scenario.choices),
        cites={
            **{
                issue: cites
                for issue, cites in start.cites.items()
                if issue not in scenario.choices
            },
            **scenario.cites,
        },
        readings={**start.readings, **scenario.readings},
        waivers=(
            *scenario.waivers,
            *(waiver for waiver in start.waivers if waiver.position not in own),
        ),
        as_of=scenario.as_of or start.as_of,
        at_the_table=start.at_the_table
        if scenario.at_the_table is None
        else scenario.at_the_table,
        hold=start.hold if scenario.hold is None else scenario.hold,
        otherwise=start.otherwise if scenario.otherwise == "inherited" else scenario.otherwise,
    )


def started(drafts: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Resolve every draft by its name, without those that start from unknown drafts.

    Takes time linear in the number of drafts, for chains of any length.

    Args:
        drafts: as in their files.
    """
    found: dict[str, Scenario] = {}
    lost: set[str] = set()
    for name in drafts:
        way: dict[str, Scenario] = {}
        at: str | None = name
        while at is not None and at not in found:
            known = at in drafts and (at == name or drafts[at].id == at)
            if not known or at in way or at in lost:
                break
            way[at] = drafts[at]
            start = drafts[at].starts_from
            at = None if start is None else str(start)
        if at is not None and at not in found:
            lost.update(way)  # an unknown draft, or a cycle
            continue
        for each, draft in reversed(way.items()):
            start = draft.starts_from
            found[each] = draft if start is None else written_out(draft, found[start])
    return found


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
