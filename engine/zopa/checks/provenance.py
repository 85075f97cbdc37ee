"""Checks of statements and citations: speakers, reports, sources and their places."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zopa.checks.naming import brief, labels, unknown
from zopa.diagnostics import Diagnostic, listed, quoted
from zopa.diagnostics.codes import (
    IMPOSSIBLE_DATE,
    LATER_ACCOUNT,
    NO_STATEMENT,
    NOT_LOCATED,
    STRONGER_THAN_STATED,
    UNNAMED_REPORTER,
)
from zopa.model.conditions import Name
from zopa.model.corpus import Kind, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.checks.naming import Known
    from zopa.files.span import Span
    from zopa.model.corpus import Citations, Corpus, Position, When

__all__ = [
    "DIRECT",
    "KIND_CARRIERS",
    "STRENGTH_CARRIERS",
    "check_carried",
    "check_citations",
    "check_cited",
    "check_dates",
    "check_periods",
    "check_stated",
]


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
