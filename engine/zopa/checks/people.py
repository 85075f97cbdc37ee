"""Parties, groups and speakers: whoever is named is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.checks.conditions import check_group, every_condition
from zopa.checks.naming import brief, labels, unknown
from zopa.diagnostics import Diagnostic, quoted
from zopa.diagnostics.references import DUPLICATE_ID, UNUSED_ID
from zopa.model.conditions import CountEntities, MemberOf, Predicate, Test, inner, predicates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.naming import Known
    from zopa.model.corpus import Corpus, Membership

__all__ = ["check_groups", "check_parties", "check_speakers"]


def check_parties(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Whoever sits at the table or speaks for somebody is, or speaks for, a party."""
    for party in corpus.at_the_table:
        yield from unknown(known, "party", party, corpus.parties)
    for speaker in corpus.speakers.values():
        for party in (speaker.party, *speaker.speaks_for):
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
    """Every statement has a speaker that exists."""
    for statement in corpus.statements.values():
        yield from unknown(known, "speaker", statement.speaker, corpus.speakers)


def check_groups(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Every group of a membership exists, is no party too, and every group says something.

    One that cites a source is kept for the record: somebody speaks of it.
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
    for condition in every_condition(corpus):
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
