"""Findings about a checked draft: unmet expectations, and verdicts with a gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Label
from zopa.diagnostics.codes import (
    COHERENT_NOT_MET,
    CROSSED_NOT_MET,
    DEAL_NOT_MET,
    DEMAND_CROSSED,
    INCOHERENT,
    OPEN_NOT_MET,
    RED_LINE_CROSSED,
    RESPECTED_NOT_MET,
)
from zopa.model.corpus import Kind
from zopa.questions.check import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.questions.check import Checked, VerdictOn

__all__ = ["gated", "unmet"]

UNMET = {
    "coherent": COHERENT_NOT_MET,
    "deal": DEAL_NOT_MET,
    "crossed": CROSSED_NOT_MET,
    "respected": RESPECTED_NOT_MET,
    "open": OPEN_NOT_MET,
}


def unmet(result: Checked) -> Iterator[Diagnostic]:
    """Yield expectations that are not met, in the order of the file."""
    not_judged = {each.id for each in result.not_judged}
    for each in result.expectations:
        if each.met:
            continue
        expected = each.expectation
        if expected.key in {"coherent", "deal"}:
            wanted, found = str(expected.value).lower(), str(each.found).lower()
            message = f"expected `{expected.key}: {wanted}`, found {found}"
        else:
            found = str(
                each.found or ("not judged" if expected.value in not_judged else "not counted")
            )
            message = f"expected `{expected.value}` to be {expected.key}, found {found}"
        related: tuple[Label, ...] = ()
        notes: tuple[str, ...] = ()
        for verdict in result.verdicts:
            if verdict.held.id != expected.value:
                continue
            if verdict.verdict == Verdict.CROSSED:
                spans = [result.scenario.choices[issue].span for issue in verdict.because]
                related = tuple(Label(x, f"crosses {verdict.held.id}") for x in spans if x)
            elif verdict.hangs_on:
                notes = (f"it depends on {', '.join(verdict.hangs_on)}",)
        yield Diagnostic(
            UNMET[expected.key],
            expected.span,
            message,
            label="expected here",
            related=related,
            notes=notes,
            help=(f"`zopa check {result.scenario.path}` shows every verdict with its reason",),
            data={
                "scenario": result.scenario.id,
                "expected": expected.value,
                "found": each.found,
            },
        )


def gated(result: Checked, gate: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield findings for the verdicts that `--gate` names.

    Args:
        result: verdicts on a draft.
        gate: any of `incoherent`, `red-lines` and `demands`.
    """
    if "incoherent" in gate and not result.coherent:
        yield Diagnostic(
            INCOHERENT,
            result.scenario.span,
            f"scenario `{result.scenario.id}` is inconsistent",
            notes=("counts as an error because of --gate incoherent",),
        )
    for name, kind, verdict in (
        ("red-lines", Kind.RED_LINE, RED_LINE_CROSSED),
        ("demands", Kind.DEMAND, DEMAND_CROSSED),
    ):
        if name not in gate:
            continue
        from zopa.interchange.check import choice_text

        for each in result.crossed():
            position = each.held.position
            if position.kind == kind:
                first = next(iter(each.because), None)
                span = result.scenario.choices[first].span if first else result.scenario.span
                yield Diagnostic(
                    verdict,
                    span,
                    f"scenario crosses {name[:-1].replace('-', ' ')} `{position.id}`"
                    f" ({position.strength})",
                    label=_enough(each),
                    related=_where(each),
                    notes=(f"as of {result.context.as_of}, reading `{each.held.reading.id}`",),
                    data={
                        "scenario": result.scenario.id,
                        "position": each.held.id,
                        "kind": str(kind),
                        "strength": str(position.strength),
                        "reading": str(each.held.reading.id),
                        "as_of": str(result.context.as_of),
                        "cause": [
                            choice_text(result.scenario.choices[x]) for x in each.because
                        ],
                    },
                )


def _enough(verdict: VerdictOn) -> str:
    if len(verdict.because) == 1:
        return "this choice alone is enough"
    return f"together with {', '.join(verdict.because[1:])}" if verdict.because else ""


def _where(verdict: VerdictOn) -> tuple[Label, ...]:
    span = verdict.held.reading.span
    return () if span is None else (Label(span, "the position"),)
