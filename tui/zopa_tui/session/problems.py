"""Findings of `zopa validate`: first those of the files alone, then those of the solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.validation.incremental import judged
from zopa.validation.suppressions import as_configured, silence

if TYPE_CHECKING:
    from zopa.diagnostics import Diagnostic
    from zopa.solving import Stop
    from zopa.workspace import Workspace
    from zopa_tui.session.engine import BackgroundSolver

__all__ = ["FileProblems", "in_files", "with_solver"]


@dataclass(frozen=True)
class FileProblems:
    """Findings that no ignore comment hides."""

    findings: tuple[Diagnostic, ...]
    whole: bool
    """True if the search covered all findings; if False, those of the solver may be missing."""


def in_files(workspace: Workspace) -> FileProblems:
    """Findings that need no solver; these are all findings if the terms have errors."""
    silenced = silence(workspace.diagnostics, workspace.documents, judged=False)
    found = as_configured(silenced, workspace.configuration)
    return FileProblems(found.findings, whole=not workspace.sound)


def with_solver(workspace: Workspace, desk: BackgroundSolver, stop: Stop) -> FileProblems:
    """All findings of `zopa validate`.

    Args:
        workspace: the workspace as read.
        desk: solver for the terms as they were when it was made.
        stop: ends it; the result then has the findings so far.

    Raises:
        Stopped: a stop came before the solver was free.
    """
    if desk.corpus is not workspace.corpus:
        found = judged(workspace, stop=stop)
    else:
        with desk.space(stop) as space:
            found = judged(workspace, stop=stop, space=space)
    told = as_configured(found.found, workspace.configuration)
    return FileProblems(told.findings, found.whole)
