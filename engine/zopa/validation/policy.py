"""Settings of a workspace applied to findings: severities and selection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.configuration.reading import matches
from zopa.diagnostics import Severity
from zopa.diagnostics.codes import ignorable, kinds_within
from zopa.validation.suppressions import Silenced, Suppression

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.configuration import Configuration
    from zopa.diagnostics import Diagnostic

__all__ = ["as_configured"]


def as_configured(found: Silenced, configuration: Configuration) -> Silenced:
    """Return findings with the severities and selection of the settings.

    Findings that no comment can hide, no setting can hide either.
    """
    keys = ("severity", "select", "ignore", "per-file-ignores")
    if all(configuration.get(key) is None for key in keys):
        return found
    levels = configuration.get("severity") or {}
    findings: list[Diagnostic] = []
    suppressed = list(found.suppressed)
    for each in found.findings:
        by = _silencing(each, configuration)
        level = levels.get(each.code)
        weighed = each if level is None else _weighing(each, Severity(level))
        if by is None:
            findings.append(weighed)
        else:
            suppressed.append((weighed, Suppression("config", by, configuration.origins[by])))
    return Silenced(tuple(findings), tuple(suppressed))


def _weighing(finding: Diagnostic, level: Severity) -> Diagnostic:
    return replace(finding, kind=replace(finding.kind, severity=level))


def _silencing(finding: Diagnostic, configuration: Configuration) -> str | None:
    """Return the setting that hides a finding, or None."""
    if not ignorable(finding.kind):
        return None
    path = finding.span.path if finding.span else ""
    select = configuration.get("select")
    if select is not None and not _named(finding, select):
        return "select"
    if _named(finding, configuration.get("ignore") or ()):
        return "ignore"
    per_file = configuration.get("per-file-ignores") or {}
    if any(
        matches(pattern, path) and _named(finding, codes) for pattern, codes in per_file.items()
    ):
        return "per-file-ignores"
    return None


def _named(finding: Diagnostic, words: Iterable[str]) -> bool:
    return any(each.code == finding.code for word in words for each in kinds_within(word))
