"""Checks of positions, and of what they rest on: parties, statements, sources, dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zopa.checks.conditions import check_group, cycles
from zopa.checks.naming import (
    brief,
    labels,
    names,
    parted,
    unknown,
    unknown_issue,
    unknown_position,
    unknown_term,
)
from zopa.diagnostics import (
    CYCLE,
    DUPLICATE_ID,
    IMPOSSIBLE_DATE,
    LATER_ACCOUNT,
    NO_CONDITION,
    NO_DEFAULT_READING,
    NO_STATEMENT,
    NOT_LOCATED,
    STRONGER_THAN_STATED,
    SUPERSEDES_OTHER_PARTY,
    UNNAMED_REPORTER,
    UNUSED_ID,
    Diagnostic,
    listed,
    quoted,
)
from zopa.model.conditions import (
    CountEntities,
    MemberOf,
    Name,
    Predicate,
    Test,
    inner,
    predicates,
)
from zopa.model.corpus import CHECKED, Kind, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.checks.naming import Known
    from zopa.files import Span
    from zopa.model.corpus import Citations, Corpus, Membership, Position, When

__all__ = [
    "DIRECT",
    "check_carried",
    "check_citations",
    "check_cited",
    "check_dates",
    "check_groups",
    "check_parties",
    "check_periods",
    "check_positions",
    "check_readings",
    "check_speakers",
    "check_stated",
    "check_supersession",
]


def check_positions(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that every name in a position exists."""
    for position in corpus.positions.values():
        for party in (*position.holders, *position.visibility):
            yield from unknown(known, "party", party, corpus.parties)
        for statement in position.statements:
            yield from unknown(known, "statement", statement, corpus.statements)
        for issue in position.issues:
            yield from unknown_issue(known, issue, corpus.issues)
        for term in (
            *position.for_terms,
            *position.against_terms,
            *position.undetermined_terms,
        ):
            yield from unknown_term(corpus, known, *parted(term))


def check_supersession(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that positions supersede earlier ones of their own party, and never themselves.

    The second part excludes cycles too.
    """
    for position in corpus.positions.values():
        for name in position.supersedes:
            if not name.startswith(f"{position.party}/") or position.party in corpus.parties:
                yield from unknown_position(corpus, known, name)
            earlier = corpus.positions.get(name)
            if earlier is not None and position.party not in earlier.holders:
                yield Diagnostic(
                    SUPERSEDES_OTHER_PARTY,
                    name.span,
                    brief(
                        f"{quoted(position.id)} supersedes {quoted(name)} of another party",
                        f"{quoted(position.id)} supersedes a position of another party",
                    ),
                    label=f"held by {names(earlier.holders)}",
                    related=labels(earlier.id, "the position of another party"),
                    help=("a party ends its own positions only: leave it out",),
                )
    supersedes = {str(each.id): each.supersedes for each in corpus.positions.values()}
    for cycle in cycles(supersedes):
        last = cycle[-1]
        yield Diagnostic(
            CYCLE,
            last.span,
            brief(
                f"circular `supersedes`: {' → '.join([last, *cycle])}",
                "circular `supersedes`",
            ),
            label="closes the cycle",
            related=tuple(
                label for each in cycle[:-1] for label in labels(each, "superseded here")
            ),
            help=("delete `supersedes` in the earlier position",),
            notes=(f"each supersedes the next: {names([last, *cycle])}",),
        )


def check_readings(corpus: Corpus, _known: Known) -> Iterator[Diagnostic]:
    """Check that checked positions have a condition, and several readings one default."""
    for position in corpus.positions.values():
        if position.checked and not position.readings:
            kinds = ", ".join(each.value for each in CHECKED)
            yield Diagnostic(
                NO_CONDITION,
                position.spans.get("kind", position.id.span),
                brief(
                    f"{position.kind} {quoted(position.id)} has no condition",
                    f"a {position.kind} has no condition",
                ),
                label="nothing to check",
                related=labels(position.id, "the position"),
                help=("add `holds` or `readings`, or record it as a kind that is not checked",),
                notes=(f"checked are: {kinds}",),
            )
        elif position.readings and position.default not in position.readings:
            yield Diagnostic(
                NO_DEFAULT_READING,
                position.id.span,
                brief(
                    f"position {quoted(position.id)} has no default reading",
                    "a position has no default reading",
                ),
                label="which one counts?",
                related=tuple(
                    label
                    for each in position.readings.values()
                    for label in labels(each.id, "a reading")
                ),
                help=("add `default: true` to one of its readings",),
            )


# -- parties, groups and speakers exist --


def check_parties(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that the parties at the table, of speakers and of memberships exist."""
    for party in corpus.at_the_table:
        yield from unknown(known, "party", party, corpus.parties)
    for speaker in corpus.speakers.values():
        for party in speaker.parties:
            yield from unknown(known, "party", party, corpus.parties)
    there: dict[tuple[str, str], Membership] = {}
    for membership in corpus.memberships:
        yield from unknown(known, "party", membership.member, corpus.parties)
        first = there.setdefault((membership.member, membership.group), membership)
        if first is not membership:
            fact = (
                f"{quoted(membership.member)} is a member of {quoted(membership.group)} twice"
            )
            yield Diagnostic(
                DUPLICATE_ID,
                membership.member.span,
                brief(fact),
                label="here again",
                related=labels(first.member, "first here"),
                help=("delete one of them, and cite all sources in the other",),
            )


def check_speakers(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that the speaker of every statement, and the parties that may see it, exist."""
    for statement in corpus.statements.values():
        yield from unknown(known, "speaker", statement.speaker, corpus.speakers)
        for party in statement.visibility:
            yield from unknown(known, "party", party, corpus.parties)


def check_groups(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that each group of a membership exists, is no party too, and is used.

    A group that cites a source is on record: it may stay unused.
    """
    for membership in corpus.memberships:
        yield from check_group(corpus, known, membership.group)
    for group in corpus.groups.values():
        if group.id in corpus.parties:
            yield Diagnostic(
                DUPLICATE_ID,
                group.id.span,
                brief(f"group {quoted(group.id)} has the id of a party"),
                label="a membership could mean either",
                related=labels(corpus.parties[group.id].id, "the party"),
                help=("give one of them another id", "a membership may name a party as group"),
            )
    if not known.broken:
        yield from _unused(corpus)


def _unused(corpus: Corpus) -> Iterator[Diagnostic]:
    used = {str(each.group) for each in corpus.memberships}
    for predicate in _every_predicate(corpus):
        for part in predicates(predicate):
            if isinstance(part, MemberOf):
                used.update(map(str, part.groups))
    for group in corpus.groups.values():
        if group.id not in used and not group.cites:
            yield Diagnostic(
                UNUSED_ID,
                group.id.span,
                brief(f"group {quoted(group.id)} has no members and no condition names it"),
                label="unused",
                help=("add a membership, cite who speaks of it, or delete the group",),
            )


def _every_predicate(corpus: Corpus) -> Iterator[Predicate]:
    for condition in corpus.conditions():
        for part in inner(condition):
            match part:
                case Test(holds=holds):
                    yield holds
                case CountEntities(where=where, holds=holds):
                    yield where
                    yield holds
                case _:
                    pass
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            for effect in term.effects:
                if effect.where is not None:
                    yield effect.where


DIRECT = "direct-statement"
REPORTED = "reported-by-media"
STRENGTH_CARRIERS: Mapping[Strength, frozenset[str]] = {
    Strength.CONSTITUTIONAL: frozenset({DIRECT}),
    Strength.DECLARED: frozenset({DIRECT}),
    Strength.REPEATED: frozenset({DIRECT, REPORTED}),
}
"""The attributions that carry a strength; the other strengths need no special one."""
KIND_CARRIERS: Mapping[Kind, frozenset[str]] = {Kind.RED_LINE: frozenset({DIRECT, REPORTED})}
"""The attributions that carry a kind; the other kinds need no special one."""


def check_stated(corpus: Corpus, _known: Known) -> Iterator[Diagnostic]:
    """Check that positions have statements, and statements a source and a reporter.

    A view may lack the statements of its positions.
    """
    for position in corpus.positions.values():
        if not position.statements and not corpus.view:
            yield Diagnostic(
                NO_STATEMENT,
                position.id.span,
                brief(
                    f"position {quoted(position.id)} has no statement",
                    "a position has no statement",
                ),
                label="every position needs at least one source",
                help=(
                    "add `statements: [id]`; statements are defined in terms/statements.yaml",
                ),
            )
    for statement in corpus.statements.values():
        if not statement.cites:
            yield Diagnostic(
                NOT_LOCATED,
                statement.id.span,
                brief(f"statement {quoted(statement.id)} cites no source"),
                label="where does it stand?",
                help=("add `cites: {source: [place]}`; sources are in terms/sources.yaml",),
            )
        if statement.attribution != DIRECT and not statement.by:
            yield Diagnostic(
                UNNAMED_REPORTER,
                statement.id.span,
                brief(
                    f"statement {quoted(statement.id)} does not say who "
                    f"{'reports' if statement.attribution == REPORTED else 'characterises'} it"
                ),
                label=statement.attribution,
                help=("add `by: …`; where the source does not tell, say that",),
            )


def every_citation(corpus: Corpus) -> Iterator[tuple[Name, Citations]]:
    """The id of every item that can cite, with its citations."""
    for things in (
        corpus.parties,
        corpus.speakers,
        corpus.groups,
        corpus.statements,
        corpus.entities,
        corpus.rules,
    ):
        for thing in things.values():
            yield thing.id, thing.cites
    for membership in corpus.memberships:
        yield membership.member, membership.cites
    for issue in corpus.issues.values():
        yield issue.id, issue.cites
        for term in issue.terms.values():
            yield term.id, term.cites
    for entry in corpus.record:
        yield entry.id, entry.cites


def check_cited(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that every citation names an existing source, and a place in it."""
    for thing, cites in every_citation(corpus):
        yield from check_citations(corpus, known, thing, cites)


def check_citations(
    corpus: Corpus, known: Known, thing: str, cites: Citations
) -> Iterator[Diagnostic]:
    """Check that cited sources exist, with places in them."""
    for name, places in cites:
        yield from unknown(known, "source", name, corpus.sources)
        source = corpus.sources.get(name)
        if source is None or places or source.outside:
            continue
        yield Diagnostic(
            NOT_LOCATED,
            name.span,
            brief(
                f"{quoted(thing)} does not say where in {quoted(name)} it stands",
                "a citation names no place in its source",
            ),
            label="no place named",
            related=labels(source.id, "the source"),
            help=(f"list the places, each a {source.cites_as} or a text",),
        )


def check_carried(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that the statements of a position carry its strength and kind."""
    for position in corpus.positions.values():
        if any(
            each not in corpus.statements or known.hides("statement", each)
            for each in position.statements
        ):
            continue
        stated = {corpus.statements[each].attribution for each in position.statements}
        if stated:
            yield from _check_carried(position, stated)


def _check_carried(position: Position, stated: set[str]) -> Iterator[Diagnostic]:
    asked = (
        ("strength", position.strength.value, STRENGTH_CARRIERS.get(position.strength)),
        ("kind", position.kind.value, KIND_CARRIERS.get(position.kind)),
    )
    for key, word, carriers in asked:
        if carriers is None or stated & carriers:
            continue
        rests = listed(sorted(stated), joiner="and")
        needed = listed(sorted(carriers))
        weaker = Strength.REPORTED if key == "strength" else Kind.DEMAND
        yield Diagnostic(
            STRONGER_THAN_STATED,
            position.spans.get(key, position.id.span),
            brief(
                f"{key} {quoted(word)} needs {needed}; {quoted(position.id)} has only {rests}",
                f"{key} {quoted(word)} needs other statements than {rests}",
                f"a position has a {key} that its statements do not carry",
            ),
            label=f"needs {needed}",
            related=labels(position.id, "the position"),
            help=(f"add one, or write `{key}: {weaker.value}`",),
        )


# -- order of days --


def before(first: When, second: When) -> bool:
    """True if the first day is certainly earlier than the second."""
    return (
        first.latest is not None
        and second.earliest is not None
        and first.latest < second.earliest
    )


def check_dates(corpus: Corpus, _known: Known) -> Iterator[Diagnostic]:
    """Check that no statement or position is later than the date of the corpus.

    Also check that no statement is later than its publication. A later account of earlier
    days is allowed.
    """
    for source in corpus.sources.values():
        if source.published is not None:
            what = f"source {quoted(source.id)}"
            yield from _check_order(what, source.published, source.id, span=None)
            yield from _check_published(corpus, what, source.published, source.id)
    for statement in corpus.statements.values():
        what = f"statement {quoted(statement.id)}"
        yield from _check_day(corpus, what, "was said", statement.said, statement.id)
        for name, _ in statement.cites:
            cited = corpus.sources.get(name)
            if cited is None or cited.published is None:
                continue
            if before(cited.published, statement.said):
                yield Diagnostic(
                    IMPOSSIBLE_DATE,
                    statement.id.span,
                    brief(
                        f"{what} was said after {quoted(name)} was published",
                        "a statement was said after its source was published",
                    ),
                    label=f"said {statement.said}",
                    related=labels(cited.id, f"published {cited.published}"),
                    help=("correct one of the two days, or cite another source",),
                )
    for position in corpus.positions.values():
        what = f"position {quoted(position.id)}"
        since_span = position.spans.get("since")
        yield from _check_day(
            corpus, what, "begins", position.since, position.id, span=since_span
        )


def _check_day(
    corpus: Corpus, what: str, did: str, when: When, name: Name, *, span: Span | None = None
) -> Iterator[Diagnostic]:
    """Check that the bounds are in order, and the earliest day is not after the corpus date.

    Args:
        corpus: has the last day of all its records.
        what: the item, for the message.
        did: the event on the day, for the message.
        when: the day.
        name: the item, for the place if `span` is unknown.
        span: the place of the day.
    """
    yield from _check_order(what, when, name, span=span)
    told = corpus.as_of
    if told > dt.date.min and when.earliest is not None and when.earliest > told:
        yield Diagnostic(
            IMPOSSIBLE_DATE,
            span or name.span,
            brief(
                f"{what} {did} {when.earliest}, the corpus is as of {told}",
                f"it {did} {when.earliest}, the corpus is as of {told}",
            ),
            label="after the corpus's `as-of`",
            help=("correct the day, or move `as-of` in terms/corpus.yaml",),
        )


def _check_published(
    corpus: Corpus, what: str, published: When, name: Name
) -> Iterator[Diagnostic]:
    """Note on a source that reports later on days of the corpus."""
    day, told = published.earliest, corpus.as_of
    if day is None or told == dt.date.min or day <= told:
        return
    yield Diagnostic(
        LATER_ACCOUNT,
        name.span,
        brief(
            f"{what} is published {day}, the corpus is as of {told}",
            f"it is published {day}, the corpus is as of {told}",
        ),
        label="a later account",
        help=("correct the day if it is not so",),
    )


def _check_order(
    what: str, when: When, name: Name, *, span: Span | None
) -> Iterator[Diagnostic]:
    if when.earliest is not None and when.latest is not None and when.earliest > when.latest:
        yield Diagnostic(
            IMPOSSIBLE_DATE,
            span or name.span,
            brief(
                f"{what} has earliest day {when.earliest} after latest {when.latest}",
                f"the earliest day {when.earliest} is after the latest {when.latest}",
            ),
            label="no such day",
            help=("exchange the two, or correct one of them",),
        )


def check_periods(corpus: Corpus, _known: Known) -> Iterator[Diagnostic]:
    """Check that every position begins before it ends, and after those that it supersedes."""
    for position in corpus.positions.values():
        yield from _check_until(position)
        for name in position.supersedes:
            earlier = corpus.positions.get(name)
            if earlier is not None and before(position.since, earlier.since):
                yield Diagnostic(
                    IMPOSSIBLE_DATE,
                    position.spans.get("since", name.span),
                    brief(
                        f"{quoted(position.id)} supersedes {quoted(name)}, which starts later",
                        "a position starts before the one that it supersedes",
                    ),
                    label=f"starts {position.since}",
                    related=labels(earlier.id, f"starts {earlier.since}"),
                    help=("correct one of the days, or let the other one supersede it",),
                )


def _check_until(position: Position) -> Iterator[Diagnostic]:
    if position.until is None:
        return
    what = f"position {quoted(position.id)}"
    span = position.spans.get("until")
    yield from _check_order(what, position.until, position.id, span=span)
    starts, ends = position.since.earliest, position.until.latest
    if starts is None or ends is None or starts < ends:
        return
    since = position.spans.get("since")
    yield Diagnostic(
        IMPOSSIBLE_DATE,
        span or position.id.span,
        brief(
            f"{what} ends ({ends}) before it starts ({starts})",
            f"a position ends ({ends}) before it starts ({starts})",
        ),
        label="ends here",
        related=labels(Name(position.id, since), f"starts {position.since}"),
        help=("a position counts up to, not including, the date of `until`",),
    )
