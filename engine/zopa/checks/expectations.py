"""What a scenario file claims about itself can be so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.checks.naming import brief, labels, unknown_position
from zopa.diagnostics import Diagnostic, quoted
from zopa.diagnostics.expectations import EXPECTATIONS_CONTRADICT, EXPECTS_UNKNOWN
from zopa.model.conditions import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.naming import Known
    from zopa.model.corpus import Corpus, Expectation, Scenario

__all__ = ["check_expectations"]


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
                help=("leave it out; verdicts are on red lines, demands and preferences",),
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
        f"`deal: {str(deal.value).lower()}` is expected of a draft that is not coherent",
        label="never so of an incoherent draft",
        related=labels(Name("coherent", coherent.span), "not coherent"),
        help=("write `deal: false`, or correct `coherent`",),
    )
