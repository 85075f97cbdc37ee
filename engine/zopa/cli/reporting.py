"""A run over files, in all of its output formats."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from zopa.cli.output import as_json, on_github
from zopa.cli.summary import SUMMARY, add_to_summary
from zopa.cli.unable import Unable
from zopa.diagnostics import Severity, quoted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Container

    from zopa.diagnostics import Diagnostic
    from zopa.interchange import Run
    from zopa.validation.suppressions import Suppression
    from zopa.writers import Style

__all__ = [
    "SAID",
    "Forms",
    "exchange_forms",
    "finding_forms",
    "gathering",
    "in_ci",
    "in_repository",
    "tell_github",
]

SAID = ("full", "concise")
"""Formats for people that contain only the findings."""
Forms: TypeAlias = "dict[str, Callable[[Style, int], str]]"


def in_ci() -> bool:
    """True if a build server runs this."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def exchange_forms(run: Run) -> Forms:
    """The run in the forms of other tools."""

    def github_text(_: Style, __: int) -> str:
        from zopa.interchange.ci import github

        return github(run)

    def sarif_text(_: Style, __: int) -> str:
        from zopa.interchange.ci import sarif

        return sarif(run)

    def junit_text(_: Style, __: int) -> str:
        from zopa.interchange.ci import junit

        return junit(run)

    def gitlab_text(_: Style, __: int) -> str:
        from zopa.interchange.ci import gitlab

        return gitlab(run)

    def rdjson_text(_: Style, __: int) -> str:
        from zopa.interchange.ci import rdjson

        return rdjson(run)

    return {
        "github": github_text,
        "sarif": sarif_text,
        "junit": junit_text,
        "gitlab": gitlab_text,
        "rdjson": rdjson_text,
    }


def finding_forms(run: Run) -> Forms:
    """The run in every form: as text, as JSON, and in the forms for other tools."""

    def closing(style: Style) -> str:
        from zopa.writers.findings import summary

        baselined = sum(how.by == "baseline" for _, how in run.suppressed)
        return summary(
            run.findings,
            style,
            files=len(run.files),
            suppressed=len(run.suppressed) - baselined,
            baselined=baselined,
        )

    told = [*run.findings, *(map(_silenced, run.suppressed) if run.show_suppressed else ())]

    def full_text(style: Style, width: int) -> str:
        from zopa.writers.findings import full

        return full(told, run.sources, style, width) + closing(style)

    def concise_text(style: Style, _: int) -> str:
        from zopa.writers.findings import concise

        return concise(told, style) + closing(style)

    def jsonl(_: Style, __: int) -> str:
        from zopa.interchange.diagnostics import jsonl_text

        return jsonl_text(run.json())

    def auto_text(style: Style, width: int) -> str:
        return (concise_text if on_github() else full_text)(style, width)

    return {
        "auto": auto_text,
        "full": full_text,
        "text": full_text,
        "concise": concise_text,
        "json": lambda _, __: as_json(run.json()),
        "jsonl": jsonl,
        **exchange_forms(run),
    }


def _silenced(each: tuple[Diagnostic, Suppression]) -> Diagnostic:
    """A suppressed finding, without weight and with the reason."""
    finding, how = each
    why = f": {how.reason}" if how.reason else ""
    return replace(
        finding,
        kind=replace(finding.kind, severity=Severity.NOTE),
        notes=(*finding.notes, f"silenced by the {how.by} at {how.at}{why}"),
        fixes=(),
    )


def tell_github(options: argparse.Namespace, run: Run) -> None:
    """Add the run to the summary of the step, if GitHub's format was requested.

    A command that is a part of another hands its run to that one.

    Raises:
        Unable: the runner's file cannot be written.
    """
    if (runs := gathering(options)) is not None:
        runs.append(run)
        return
    forms = {options.format, *(each.partition(":")[0] for each in options.output)}
    if "github" in forms or ("auto" in forms and on_github()):
        from zopa.interchange.ci import step_summary

        try:
            add_to_summary(lambda room: step_summary(run, room))
        except OSError as error:
            file = os.environ[SUMMARY]
            message = f"cannot write {quoted(file)}: {error.strerror}"
            raise Unable(message) from error


def gathering(options: argparse.Namespace) -> list[Run] | None:
    """List for the run of the command, if another command reports the findings."""
    runs: list[Run] | None = getattr(options, "runs", None)
    return runs


def in_repository(root: Path, paths: Container[str]) -> Callable[[str], str]:
    """Function that gives a path of the workspace as the repository's tools call it.

    The repository is the nearest folder upward with a `.git`; without one, the workspace.
    Paths outside it are absolute. A text that is not one of the paths stays the same.
    """

    @cache
    def top() -> tuple[Path, Path]:
        real = root.resolve()
        found = (each for each in (real, *real.parents) if (each / ".git").exists())
        return real, next(found, real)

    @cache
    def place(path: str) -> str:
        if path not in paths:
            return path
        base, repository = top()
        elsewhere = Path(path).exists() and not (base / path).exists()
        file = Path(os.path.normpath(Path(path).absolute() if elsewhere else base / path))
        inside = file.is_relative_to(repository)
        return (file.relative_to(repository) if inside else file).as_posix()

    return place
