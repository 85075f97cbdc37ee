"""Expectations of a scenario file that its draft does not meet, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Label
from zopa.diagnostics.codes import (
    COHERENT_NOT_MET,
    CROSSED_NOT_MET,
    DEAL_NOT_MET,
    OPEN_NOT_MET,
    RESPECTED_NOT_MET,
)
from zopa.questions.check import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.questions.check import Checked

__all__ = ["unmet"]

UNMET = {
    "coherent": COHERENT_NOT_MET,
    "deal": DEAL_NOT_MET,
    "crossed": CROSSED_NOT_MET,
    "respected": RESPECTED_NOT_MET,
    "open": OPEN_NOT_MET,
}


def unmet(result: Checked) -> Iterator[Diagnostic]:
    """What the file expects and the verdicts are not, in the order of the file."""
    not_judged = {each.id for each in result.not_judged}
    for each in result.expectations:
        if each.met:
            continue
        expected = each.expectation
        if expected.key in {"coherent", "deal"}:
            wanted, found = str(expected.value).lower(), str(each.found).lower()
            message = f"scenario expects `{expected.key}: {wanted}`, the result is {found}"
        else:
            found = str(
                each.found or ("not judged" if expected.value in not_judged else "not counted")
            )
            message = f"scenario expects `{expected.value}` to be {expected.key}, it is {found}"
        related: tuple[Label, ...] = ()
        notes: tuple[str, ...] = ()
        for verdict in result.verdicts:
            if verdict.held.id != expected.value:
                continue
            if verdict.verdict == Verdict.CROSSED:
                spans = [result.scenario.choices[issue].span for issue in verdict.because]
                related = tuple(Label(x, f"crosses {verdict.held.id}") for x in spans if x)
            elif verdict.hangs_on:
                notes = (f"it hangs on {', '.join(verdict.hangs_on)}",)
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
