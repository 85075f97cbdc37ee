"""One run over files, as every machine format tells it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from zopa.diagnostics import Severity, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from zopa.diagnostics import Diagnostic
    from zopa.interchange.diagnostics import Suppression

__all__ = ["Level", "Reported", "Run"]

Level: TypeAlias = Literal["error", "warning", "note"]
"""The severities that other tools know."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding as a format tells it."""

    finding: Diagnostic
    fingerprint: str
    suppression: Suppression | None = None


@dataclass(frozen=True)
class Run:
    """What was looked at, what was found, and how the run ends."""

    findings: Sequence[Diagnostic]
    sources: Mapping[str, str]
    """Texts by path; a place in a file without one has no byte offset."""
    files: Sequence[str]
    """Paths that were looked at."""
    exit_code: int
    fail_on: str = "error"
    gate: Sequence[str] = ()
    """Verdicts that count as errors."""
    suppressed: Sequence[tuple[Diagnostic, Suppression]] = ()
    show_suppressed: bool = False
    category: str = "zopa/"
    """What tells reports of one revision apart; ends in `/`."""
    repository: Callable[[str], str] = str
    """A path within the workspace as the tools of the repository know it."""

    @property
    def complete(self) -> bool:
        """Whether everything asked could be looked at."""
        return self.exit_code < 2

    def place(self, path: str) -> str:
        """A path as the tools of the repository know it."""
        return self.repository(path)

    def level(self, finding: Diagnostic) -> Level:
        """How much a finding weighs where there are no verdicts."""
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
        """The findings in order; with them those suppressed, if they are to be shown."""
        from zopa.interchange.diagnostics import fingerprints

        why = {(each.span, each.code, each.message): how for each, how in self.suppressed}
        every = in_order([*self.findings, *(each for each, _ in self.suppressed)])
        told = [
            Reported(each, fingerprint, why.get((each.span, each.code, each.message)))
            for each, fingerprint in zip(every, fingerprints(every, self.sources), strict=True)
        ]
        return [each for each in told if self.show_suppressed or each.suppression is None]

    def heaviest_first(self) -> list[Reported]:
        """The findings that count, errors first, for readers that show only some."""
        weight = {"error": 0, "warning": 1, "note": 2}
        told = [each for each in self.reported() if each.suppression is None]
        return sorted(told, key=lambda each: weight[self.level(each.finding)])

    def sentence(self) -> str:
        """How many findings of each severity, in how many files."""
        count = Counter(each.severity for each in in_order(self.findings))
        found = [_number(count[each], each) for each in Severity if count[each]]
        return f"{', '.join(found) or 'no findings'} in {_number(len(self.files), 'file')}"

    def json(self) -> dict[str, Any]:
        """The run as `zopa-diagnostics`."""
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
