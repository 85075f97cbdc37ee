"""Checks of positions: their parties, the positions that they replace, their readings."""

from __future__ import annotations

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
from zopa.diagnostics import Diagnostic, quoted
from zopa.diagnostics.codes import (
    CYCLE,
    DUPLICATE_ID,
    NO_CONDITION,
    NO_DEFAULT_READING,
    SUPERSEDES_OTHER_PARTY,
    UNUSED_ID,
)
from zopa.model.conditions import CountEntities, MemberOf, Predicate, Test, inner, predicates
from zopa.model.corpus import CHECKED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.naming import Known
    from zopa.model.corpus import Corpus, Membership

__all__ = [
    "check_groups",
    "check_parties",
    "check_positions",
    "check_readings",
    "check_speakers",
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
