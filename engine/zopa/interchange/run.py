"""Run over files and its findings: the common input of all machine formats."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from zopa.diagnostics import Diagnostic, Label, Severity, in_order
from zopa.diagnostics.codes import (
    COHERENT_NOT_MET,
    CROSSED_NOT_MET,
    DEAL_NOT_MET,
    DEMAND_CROSSED,
    INCOHERENT,
    OPEN_NOT_MET,
    RED_LINE_CROSSED,
    RESPECTED_NOT_MET,
    address_of,
)
from zopa.model.corpus import Kind
from zopa.questions.check import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from zopa.interchange.diagnostics import Suppression
    from zopa.questions.check import Checked, VerdictOn

__all__ = [
    "Level",
    "Reported",
    "Run",
    "gated",
    "unmet",
]


Level: TypeAlias = Literal["error", "warning", "note"]
"""Severities of other tools."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Finding with its presentation in a format."""

    finding: Diagnostic
    fingerprint: str
    suppression: Suppression | None = None


@dataclass(frozen=True)
class Run:
    """Checked files, findings and exit code of a run."""

    findings: Sequence[Diagnostic]
    sources: Mapping[str, str]
    """Texts by path; a place in a file without one has no byte offset."""
    files: Sequence[str]
    """Paths of checked files."""
    exit_code: int
    fail_on: str = "error"
    gate: Sequence[str] = ()
    """Verdicts that count as errors."""
    suppressed: Sequence[tuple[Diagnostic, Suppression]] = ()
    show_suppressed: bool = False
    category: str = "zopa/"
    """Distinguishes reports of one revision; ends in `/`."""
    docs: str = ""
    """Address of the documentation site; empty without one."""
    repository: Callable[[str], str] = str
    """Returns a path within the workspace as tools of the repository write it."""

    @property
    def complete(self) -> bool:
        """True if everything requested was checked."""
        return self.exit_code < 2

    def page(self, code: str) -> str:
        """Return the address of the page of a code; empty without a site."""
        return address_of(f"diagnostics/{code}", self.docs)

    def place(self, path: str) -> str:
        """Return a path as tools of the repository write it."""
        return self.repository(path)

    def level(self, finding: Diagnostic) -> Level:
        """Return the severity of a finding, for tools without verdicts."""
        match finding.severity:
            case Severity.ERROR:
                return "error"
            case Severity.WARNING:
                return "warning"
            case Severity.VERDICT if self.gate:
                return "error"
            case _:
                return "note"

    def reported(self) -> list[Reported]:
        """Return the findings in order, with the hidden ones if they are shown."""
        from zopa.interchange.diagnostics import fingerprints

        why = {(each.span, each.code, each.message): how for each, how in self.suppressed}
        every = in_order([*self.findings, *(each for each, _ in self.suppressed)])
        told = [
            Reported(each, fingerprint, why.get((each.span, each.code, each.message)))
            for each, fingerprint in zip(every, fingerprints(every, self.sources), strict=True)
        ]
        return [each for each in told if self.show_suppressed or each.suppression is None]

    def heaviest_first(self) -> list[Reported]:
        """Return the findings that count, errors first, for readers that show only some."""
        weight = {"error": 0, "warning": 1, "note": 2}
        told = [each for each in self.reported() if each.suppression is None]
        return sorted(told, key=lambda each: weight[self.level(each.finding)])

    def sentence(self) -> str:
        """Return the number of findings of each severity, and of files, as a sentence."""
        count = Counter(each.severity for each in in_order(self.findings))
        found = [_number(count[each], each) for each in Severity if count[each]]
        return f"{', '.join(found) or 'no findings'} in {_number(len(self.files), 'file')}"

    def json(self) -> dict[str, Any]:
        """Return the run as `zopa-diagnostics`."""
        from zopa.interchange.diagnostics import diagnostics_json

        return diagnostics_json(
            self.findings,
            self.sources,
            files=len(self.files),
            exit_code=self.exit_code,
            fail_on=self.fail_on,
            gate=self.gate,
            suppressed=self.suppressed,
            show_suppressed=self.show_suppressed,
        )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


# -- findings about a checked draft: unmet expectations, and verdicts with a gate --


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
