"""Severities of findings: `--severity CODE=LEVEL`, and the exit code that follows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from zopa.cli.reporting import in_ci
from zopa.cli.unable import Unable
from zopa.diagnostics import Severity, listed, quoted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

    from zopa.diagnostics import Diagnostic

__all__ = ["LEVELS", "exit_code", "weighing"]

LEVELS: Final = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
WEIGHT: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.VERDICT: 2, Severity.NOTE: 2}


def weighing(options: argparse.Namespace) -> Callable[[Diagnostic], Diagnostic]:
    """Give findings the severities that the flags name.

    Raises:
        Unable: a flag names no diagnostic or no level, or lowers an error more than a
            build server allows.
    """
    from zopa.diagnostics.codes import CATALOGUE, firm

    levels = dict(map(_parsed, options.severity))
    if in_ci() and not options.allow_downgrade:
        less = [code for code, level in levels.items() if level > 0 and firm(CATALOGUE[code])]
        if less:
            message = f"{listed(less, joiner='and')} stays an error on a build server"
            raise Unable(message, "--allow-downgrade if that is meant")

    def weighed(finding: Diagnostic) -> Diagnostic:
        level = levels.get(finding.code)
        if level is None:
            return finding
        return replace(finding, kind=replace(finding.kind, severity=LEVELS[level]))

    return weighed


def _parsed(text: str) -> tuple[str, int]:
    """The code, and the index of its level among the levels."""
    from zopa.diagnostics.codes import find, way_to_diagnostic

    name, _, level = text.partition("=")
    if level not in LEVELS:
        message = f"not a severity: {quoted(text)}"
        raise Unable(message, "write CODE=LEVEL, LEVEL being error, warning or note")
    kind = find(name)
    if kind is None:
        message = f"no diagnostic {quoted(name)}"
        raise Unable(message, way_to_diagnostic(name))
    return kind.code, LEVELS.index(Severity(level))


def exit_code(findings: Iterable[Diagnostic], fail_on: str) -> int:
    """Exit code: 2 if a file could not be read, 1 for findings that count, else 0."""
    every = list(findings)
    if any(each.code.startswith("ZI") for each in every):
        return 2
    if fail_on == "never":
        return 0
    least = WEIGHT[Severity(fail_on)]
    return int(any(WEIGHT[each.severity] <= least for each in every))
