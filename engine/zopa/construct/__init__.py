"""Construction of the model from documents with a valid format.

Items with a finding about their own format are left out, and their ids recorded, so that
references to them are not reported as unknown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.construct.building import Constructed, Part, wrong_places
from zopa.construct.conditions import build_cases
from zopa.construct.positions import (
    build_parties,
    build_positions,
    build_record,
    build_sources,
    build_statements,
    build_vocabulary,
    construct_scenario,
)
from zopa.construct.terms import (
    build_issues,
    build_milestones,
    build_rules,
    build_sizes,
    build_state,
)
from zopa.model.conditions import Name, issues_named
from zopa.model.corpus import MILESTONES, Bounds, Choice
from zopa.model.domains import NONE
from zopa.schemas import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document
    from zopa.model.corpus import Attribute, Corpus, Issue, Pick, Scenario, Term

__all__ = [
    "Part",
    "construct",
    "construct_scenario",
    "resolve",
    "started",
    "written_out",
]


def construct(
    documents: Iterable[tuple[Role, Document]], findings: Iterable[Diagnostic]
) -> Constructed:
    """Build the corpus from the documents in `terms/`.

    Args:
        documents: each with its role, in the order of their paths.
        findings: known errors in their format.
    """
    built = Constructed(wrong=wrong_places(findings))
    # Terms with `for-each` need the entities of a type, effects the declared attributes.
    first = {Role.STATE, Role.PARTIES}
    for role, document in sorted(documents, key=lambda each: each[0] not in first):
        if isinstance(document.data, dict):
            root = Part(document, (), document.data)
            _BUILDERS[role](built, root)
        if not isinstance(document.data, dict) or built.headless(document):
            built.broken.update((nature, "*") for nature in NATURES[role])
    build_milestones(built)
    build_sizes(built)
    build_cases(built)
    return built


def build_corpus(built: Constructed, root: Part) -> None:
    if not built.sound(root):
        return
    built.corpus.update(
        title=root.text("title"),
        note=root.note(),
        as_of=root.day("as-of"),
        at_the_table=root.names("at-the-table"),
        view=root.text("view"),
    )


NATURES: Mapping[Role, tuple[str, ...]] = {
    Role.CORPUS: (),
    Role.SOURCES: ("source",),
    Role.PARTIES: ("party", "speaker", "group", "membership"),
    Role.STATEMENTS: ("statement",),
    Role.STATE: ("entity type", "entity", "contingency"),
    Role.ISSUES: ("issue", "term"),
    Role.RULES: ("rule",),
    Role.POSITIONS: ("position",),
    Role.RECORD: (),
    Role.VOCABULARY: (),
}
"""Natures that files of each role define."""


_BUILDERS: Mapping[Role, Callable[[Constructed, Part], None]] = {
    Role.CORPUS: build_corpus,
    Role.SOURCES: build_sources,
    Role.PARTIES: build_parties,
    Role.STATEMENTS: build_statements,
    Role.STATE: build_state,
    Role.ISSUES: build_issues,
    Role.RULES: build_rules,
    Role.POSITIONS: build_positions,
    Role.RECORD: build_record,
    Role.VOCABULARY: build_vocabulary,
}


# -- drafts resolved: what they start from, their values typed, their choices in full form --


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
        if issue in corpus.issues and corpus.issues[issue].section == MILESTONES
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
