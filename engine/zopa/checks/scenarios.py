"""What a draft supposes and is asked about exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.checks.naming import brief, labels, names, suggested, unknown, unknown_position
from zopa.checks.provenance import check_citations
from zopa.diagnostics import Diagnostic, did_you_mean, quoted
from zopa.diagnostics.codes import (
    BEFORE_EVERYTHING,
    EXPECTATIONS_CONTRADICT,
    EXPECTS_UNKNOWN,
    EXPIRED_WAIVER,
    UNKNOWN_READING,
)
from zopa.model.conditions import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.naming import Known
    from zopa.model.corpus import Corpus, Expectation, Position, Scenario

__all__ = [
    "check_day",
    "check_expectations",
    "check_origin",
    "check_suppositions",
    "check_table",
]


def check_suppositions(
    corpus: Corpus, scenario: Scenario, known: Known
) -> Iterator[Diagnostic]:
    """Readings and waivers are about positions that exist, and waivers have not expired."""
    for name, reading in scenario.readings.items():
        yield from unknown_position(corpus, known, name)
        position = corpus.positions.get(name)
        if position is not None and reading not in position.readings:
            yield _unknown_reading(position, reading)
    day = scenario.as_of or corpus.as_of
    for waiver in scenario.waivers:
        yield from unknown_position(corpus, known, waiver.position)
        if waiver.expires is not None and waiver.expires <= day:
            yield Diagnostic(
                EXPIRED_WAIVER,
                waiver.position.span,
                brief(
                    f"waiver of {quoted(waiver.position)} expired on {waiver.expires}",
                    f"a waiver expired on {waiver.expires}",
                ),
                label=f"not applied as of {day}",
                help=("delete the waiver, or move the day in `expires`",),
            )


def _unknown_reading(position: Position, reading: Name) -> Diagnostic:
    readings = [str(each) for each in position.readings]
    near = did_you_mean(reading, readings)
    way_out, fixes = suggested(reading, near)
    if len(readings) > 1:
        allowed = f"readings of {quoted(position.id)}: {names(readings)}"
    else:
        allowed = "delete the entry: the position has one reading"
    return Diagnostic(
        UNKNOWN_READING,
        reading.span,
        brief(
            f"{quoted(reading)} is not a reading of {quoted(position.id)}",
            f"{quoted(reading)} is not a reading of the position",
        ),
        label="unknown reading",
        related=labels(position.readings[near[0]].id, "a reading")
        if near
        else labels(position.id, "the position"),
        help=(*way_out, allowed),
        fixes=fixes,
    )


def check_table(corpus: Corpus, scenario: Scenario, known: Known) -> Iterator[Diagnostic]:
    """Whoever sits at the draft's table is a party."""
    for party in scenario.at_the_table or ():
        yield from unknown(known, "party", party, corpus.parties)


def check_origin(corpus: Corpus, scenario: Scenario, known: Known) -> Iterator[Diagnostic]:
    """Whose draft it is and who may see it exist, and so does what it is taken from."""
    for party in (*scenario.proposed_by, *scenario.visibility):
        yield from unknown(known, "party", party, corpus.parties)
    if scenario.source is not None:
        yield from unknown(known, "source", scenario.source, corpus.sources)
    for issue, cites in scenario.cites.items():
        yield from check_citations(corpus, known, issue, cites)


def check_day(corpus: Corpus, scenario: Scenario, known: Known) -> Iterator[Diagnostic]:
    """Some position may count on the evaluation date."""
    begun = [each.since.earliest for each in corpus.positions.values()]
    days = [each for each in begun if each is not None]
    day = scenario.as_of
    if "as-of" not in scenario.spans:  # it is that of another draft, or of the corpus
        return
    if day is None or known.hides_some("position", "") or not days or None in begun:
        return
    if day < min(days):
        yield Diagnostic(
            BEFORE_EVERYTHING,
            scenario.spans.get("as-of", scenario.span),
            f"`as-of` {day} is before the first position ({min(days)})",
            label="before every position",
            help=(f"check the year; the corpus is as of {corpus.as_of}",),
        )


# -- what a scenario file claims about itself can be so --


def check_expectations(
    corpus: Corpus, scenario: Scenario, known: Known
) -> Iterator[Diagnostic]:
    """Expectations are about positions that have verdicts, and can all be met."""
    verdicts: dict[str, Expectation] = {}
    for each in scenario.expectations:
        if each.key in {"coherent", "deal"}:
            continue
        name = Name(str(each.value), each.span)
        yield from unknown_position(corpus, known, name, kind=EXPECTS_UNKNOWN)
        position = corpus.positions.get(name)
        if position is not None and not position.checked:
            yield Diagnostic(
                EXPECTS_UNKNOWN,
                each.span,
                brief(
                    f"{quoted(name)} is recorded as {quoted(position.kind)}, it has no verdict",
                    f"a position recorded as {quoted(position.kind)} has no verdict",
                ),
                label="never crossed, respected or open",
                related=labels(position.id, "the position"),
                help=("delete it; verdicts are on red lines, demands and preferences",),
            )
        first = verdicts.setdefault(name, each)
        if first.key != each.key:
            yield Diagnostic(
                EXPECTATIONS_CONTRADICT,
                each.span,
                brief(
                    f"{quoted(name)} is expected to be {first.key} and {each.key}",
                    f"a position is expected to be {first.key} and {each.key}",
                ),
                label=f"{each.key} here",
                related=labels(Name(name, first.span), f"{first.key} here"),
                help=("keep one of them",),
            )
    yield from _check_coherent(scenario)


def _check_coherent(scenario: Scenario) -> Iterator[Diagnostic]:
    claims = {each.key: each for each in scenario.expectations}
    coherent, deal = claims.get("coherent"), claims.get("deal")
    if coherent is None or deal is None or coherent.value is not False or deal.value is False:
        return
    yield Diagnostic(
        EXPECTATIONS_CONTRADICT,
        deal.span,
        f"`deal: {str(deal.value).lower()}` contradicts `coherent: false`",
        label="an inconsistent draft is no deal",
        related=labels(Name("coherent", coherent.span), "expected to be inconsistent"),
        help=("write `deal: false`, or correct `coherent`",),
    )
