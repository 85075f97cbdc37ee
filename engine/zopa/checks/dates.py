"""Days that go together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zopa.checks.naming import brief, labels
from zopa.diagnostics import Diagnostic, quoted
from zopa.diagnostics.provenance import IMPOSSIBLE_DATE
from zopa.model.conditions import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.naming import Known
    from zopa.files.span import Span
    from zopa.model.corpus import Corpus, Position, When

__all__ = ["check_dates", "check_periods"]


def before(first: When, second: When) -> bool:
    """Whether the first day is certainly earlier than the second."""
    return (
        first.latest is not None
        and second.earliest is not None
        and first.latest < second.earliest
    )


def check_dates(corpus: Corpus, _known: Known) -> Iterator[Diagnostic]:
    """Nothing was published, said or held after the day up to which the corpus tells.

    Nor was anything said after it was published.
    """
    for source in corpus.sources.values():
        if source.published is not None:
            what = f"source {quoted(source.id)}"
            yield from _check_day(corpus, what, "is published", source.published, source.id)
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
    """The bounds are in order, and the earliest day is not after the corpus's own.

    Args:
        corpus: has the day that all is told up to.
        what: the thing, for the message.
        did: what happened on the day, for the message.
        when: the day.
        name: the thing, for the place if `span` is not known.
        span: where the day stands.
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
    """Every position begins before it ends, and after those that it supersedes."""
    for position in corpus.positions.values():
        yield from _check_until(position)
        for name in position.supersedes:
            earlier = corpus.positions.get(name)
            if earlier is not None and before(position.since, earlier.since):
                yield Diagnostic(
                    IMPOSSIBLE_DATE,
                    position.spans.get("since", name.span),
                    brief(
                        f"{quoted(position.id)} supersedes {quoted(name)}, which begins later",
                        "a position begins before the one that it supersedes",
                    ),
                    label=f"held since {position.since}",
                    related=labels(earlier.id, f"held since {earlier.since}"),
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
            f"{what} ends on {ends}, before it is held at all",
            f"a position ends on {ends}, before it is held at all",
        ),
        label="ends here",
        related=labels(Name(position.id, since), f"begins {position.since}"),
        help=("positions are held up to, not including, the day of `until`",),
    )
