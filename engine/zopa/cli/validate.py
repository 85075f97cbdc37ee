"""`zopa validate`: whether the files are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.cli.opening import open_workspace
from zopa.cli.output import deliver
from zopa.cli.reporting import finding_forms, in_repository, tell_github
from zopa.cli.unable import Unable
from zopa.diagnostics import Diagnostic, Severity, in_order, quoted

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from zopa.corpus import Workspace

__all__ = ["exit_code", "run", "validated"]

WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.VERDICT: 2, Severity.NOTE: 2}


def run(options: argparse.Namespace) -> int:
    """Report what is wrong; 1 when there is something at or above `--fail-on`."""
    from zopa.report.run import Run

    outside = [path for path in options.paths if path.is_file()]
    workspace = open_workspace(options, extra=outside)
    findings = _about(workspace, options.paths, validated(workspace))
    told = Run(
        findings=findings,
        sources={path: document.text for path, document in workspace.documents.items()},
        files=list(workspace.documents),
        exit_code=exit_code(findings, options.fail_on),
        fail_on=options.fail_on,
        repository=in_repository(workspace.root, workspace.documents),
    )
    deliver(options, finding_forms(told))
    tell_github(options, told)
    return told.exit_code


def validated(workspace: Workspace) -> list[Diagnostic]:
    """Everything that is wrong, what only the solver can find included."""
    findings = list(workspace.diagnostics)
    if workspace.sound:
        from zopa.problem import Problem
        from zopa.soundness import check_soundness
        from zopa.space import Space

        findings.extend(check_soundness(Space(Problem(workspace.corpus))))
    return in_order(findings)


def exit_code(findings: list[Diagnostic], fail_on: str) -> int:
    """2 when a file could not be read, 1 for findings that count, else 0."""
    if any(each.code.startswith("ZI") for each in findings):
        return 2
    if fail_on == "never":
        return 0
    least = WEIGHT[Severity(fail_on)]
    return int(any(WEIGHT[each.severity] <= least for each in findings))


def _about(
    workspace: Workspace, paths: list[Path], findings: list[Diagnostic]
) -> list[Diagnostic]:
    """The findings whose place is in one of the files or folders; all without any."""
    if not paths:
        return findings
    asked = [path.resolve() for path in paths]
    files = {path: (workspace.root / path).resolve() for path in workspace.documents}
    for path, wanted in zip(paths, asked, strict=True):
        if not any(file == wanted or wanted in file.parents for file in files.values()):
            message = f"no file of the workspace is {quoted(path)} or in it"
            raise Unable(message)
    return [
        each
        for each in findings
        if each.span is not None
        and any(
            files[each.span.path] == wanted or wanted in files[each.span.path].parents
            for wanted in asked
        )
    ]
