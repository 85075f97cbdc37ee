"""Machine formats: answers as JSON, findings for other tools, tables, UVL and ASP.

A run over files, with its findings, is the common input of all formats of findings. Validation
from the cache reads it: nothing here loads the model.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from zopa.diagnostics import Severity, address_of, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from zopa.diagnostics import Diagnostic
    from zopa.interchange.diagnostics import Suppression

__all__ = [
    "Json",
    "Level",
    "Reported",
    "Run",
    "counted",
]


Json: TypeAlias = "dict[str, Any]"
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
        found = [counted(count[each], each) for each in Severity if count[each]]
        return f"{', '.join(found) or 'no findings'} in {counted(len(self.files), 'file')}"

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


def counted(count: int, noun: str) -> str:
    """A number with its noun: `1 error`, `2 errors`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
