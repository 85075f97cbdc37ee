"""Findings baseline: known findings in a file, not reported again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zopa.diagnostics import Diagnostic, Severity, in_order, shown
from zopa.diagnostics.codes import STALE_BASELINE
from zopa.files.span import Place, Span
from zopa.validation.suppressions import Silenced, Suppression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zopa.diagnostics import DiagnosticKind

__all__ = [
    "MOST_BYTES",
    "Baseline",
    "BaselineError",
    "KnownFinding",
    "baseline_text",
    "parse_baseline",
    "recordable",
]

MOST_BYTES = 1 << 26
"""Largest size of a baseline in bytes: room for a hundred thousand findings."""
NEVER = ("ZI", "ZE", "ZR", "ZF", "ZU")
"""Families of findings that are always reported."""


class BaselineError(ValueError):
    """Invalid baseline file; the message gives the reason."""


@dataclass(frozen=True, slots=True, order=True)
class KnownFinding:
    """Known finding; only its fingerprint counts, the rest is for readers."""

    path: str
    code: str
    message: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings baseline."""

    path: str
    """Path as in spans."""
    text: str
    entries: tuple[KnownFinding, ...]

    def silence(
        self, findings: Sequence[Diagnostic], fingerprints: Sequence[str], *, judged: bool
    ) -> Silenced:
        """Remove known findings; report entries that no longer occur.

        Args:
            findings: in the order of the fingerprints.
            fingerprints: one for each.
            judged: True if everything was checked.
        """
        known = {each.fingerprint for each in self.entries}
        kept: list[Diagnostic] = []
        taken: list[tuple[Diagnostic, Suppression]] = []
        for finding, fingerprint in zip(findings, fingerprints, strict=True):
            if fingerprint in known and recordable(finding.kind):
                taken.append((finding, Suppression("baseline", None, self.path)))
            else:
                kept.append(finding)
        if not any(each.severity == Severity.ERROR for each in kept):
            found = set(fingerprints)
            kept.extend(
                self._stale(each)
                for each in self.entries
                if each.fingerprint not in found and (judged or not each.code.startswith("ZC"))
            )
        return Silenced(tuple(in_order(kept)), tuple(taken))

    def _stale(self, entry: KnownFinding) -> Diagnostic:
        lines = self.text.split("\n")
        found = ((n, line.find(entry.fingerprint)) for n, line in enumerate(lines, start=1))
        line, column = next(((n, at + 1) for n, at in found if at >= 0), (1, 1))
        place = Place(line, column)
        return Diagnostic(
            STALE_BASELINE,
            Span(self.path, place, Place(line, column + len(entry.fingerprint))),
            f"outdated baseline entry: `{entry.code}` no longer occurs"
            f" in `{shown(entry.path)}`",
            help=("delete it, or run with `--write-baseline`",),
        )


def recordable(kind: DiagnosticKind) -> bool:
    """Return True if a baseline can record the finding."""
    return not kind.code.startswith(NEVER)


def parse_baseline(text: str, path: str) -> Baseline:
    """Parse a baseline.

    Raises:
        BaselineError: the text is no baseline.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = "not JSON"
        raise BaselineError(message) from error
    if not isinstance(data, dict) or data.get("format") != "zopa-baseline":
        message = "no baseline of zopa"
        raise BaselineError(message)
    if data.get("version") != 1:
        message = "a version that this zopa does not know"
        raise BaselineError(message)
    return Baseline(path, text, tuple(_entries(data.get("findings"))))


def _entries(items: Any) -> Iterator[KnownFinding]:  # noqa: ANN401  # whatever the file holds
    if not isinstance(items, list):
        message = "it has no list `findings`"
        raise BaselineError(message)
    keys = ("path", "code", "message", "fingerprint")
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict) or not all(isinstance(item.get(k), str) for k in keys):
            message = f"finding {number} lacks one of {', '.join(keys)}"
            raise BaselineError(message)
        yield KnownFinding(*(item[key] for key in keys))


def baseline_text(findings: Iterable[tuple[Diagnostic, str]]) -> str:
    """Return the text of a baseline: findings with fingerprints, one on a line, by path."""
    entries = sorted(
        {
            KnownFinding(
                finding.span.path if finding.span else "",
                finding.code,
                finding.message,
                fingerprint,
            )
            for finding, fingerprint in findings
            if recordable(finding.kind)
        }
    )
    lines = ",\n".join(
        "    "
        + json.dumps(
            {
                "fingerprint": each.fingerprint,
                "code": each.code,
                "path": each.path,
                "message": each.message,
            }
        ).replace("##", r"#\u0023")
        for each in entries
    )
    known = f"[\n{lines}\n  ]" if lines else "[]"
    head = '{\n  "format": "zopa-baseline",\n  "version": 1,\n'
    return f'{head}  "findings": {known}\n}}\n'
