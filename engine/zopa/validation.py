"""Everything that is wrong with a workspace, and what comments silence of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import in_order
from zopa.suppressions import Silenced, silence

if TYPE_CHECKING:
    from zopa.corpus import Workspace
    from zopa.diagnostics import Diagnostic
    from zopa.stop import Stop

__all__ = ["reported", "validated"]


def validated(workspace: Workspace, *, stop: Stop | None = None) -> list[Diagnostic]:
    """Everything that is wrong, what only the solver can find included.

    Raises:
        Stopped: it was told to end first.
    """
    findings = list(workspace.diagnostics)
    if workspace.sound:
        from zopa.problem import Problem
        from zopa.soundness import check_soundness
        from zopa.space import Space

        space = Space(Problem(workspace.corpus))
        space.stop = stop
        findings.extend(check_soundness(space))
    return in_order(findings)


def reported(workspace: Workspace, *, stop: Stop | None = None) -> Silenced:
    """What is wrong and not silenced by a comment; a baseline is not looked at.

    Raises:
        Stopped: it was told to end first.
    """
    findings = validated(workspace, stop=stop)
    return silence(findings, workspace.documents, judged=workspace.sound)
