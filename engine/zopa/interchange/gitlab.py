"""Findings as a Code Quality report of GitLab.

GitLab shows the description and not the name of the check, so the code is part of the
description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from zopa.diagnostics import shown
from zopa.interchange.diagnostics import json_text

if TYPE_CHECKING:
    from zopa.interchange.run import Reported, Run

__all__ = ["gitlab"]

SEVERITY: Final = {"error": "major", "warning": "minor", "note": "info"}
WITHOUT_FILE: Final = "terms/corpus.yaml"
"""File for findings without one, which GitLab requires."""


def gitlab(run: Run) -> str:
    """Return the run as a JSON list; GitLab drops repeated fingerprints."""
    return json_text([_entry(run, each) for each in run.reported() if not each.suppression])


def _entry(run: Run, told: Reported) -> dict[str, Any]:
    finding = told.finding
    path = finding.span.path if finding.span else WITHOUT_FILE
    return {
        "description": shown(f"{finding.code}: {finding.message}"),
        "check_name": finding.code,
        "fingerprint": told.fingerprint,
        "severity": (
            "critical" if finding.code.startswith("ZI") else SEVERITY[run.level(finding)]
        ),
        "location": {
            "path": run.place(path),
            "lines": {"begin": finding.span.start.line if finding.span else 1},
        },
    }
