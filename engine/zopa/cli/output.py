"""Answers and findings in their output forms: to stdout, to files, to a build server."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.cli.limits import answered, doing
from zopa.cli.streams import Unable, say
from zopa.diagnostics import Severity, listed, quoted
from zopa.writers import Style, wants_colour

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Container, Iterable, Mapping

    from zopa.diagnostics import Diagnostic
    from zopa.interchange import Run
    from zopa.validation.suppressions import Suppression

__all__ = [
    "LEVELS",
    "SAID",
    "Forms",
    "add_to_summary",
    "as_json",
    "deliver",
    "exit_code",
    "finding_forms",
    "gathering",
    "in_ci",
    "in_repository",
    "say",
    "statistics_forms",
    "style_of",
    "tell_github",
    "weighing",
    "width",
]


Answer: TypeAlias = "str | bytes"
"""Text, or bytes for binary formats."""
NARROWEST, WIDEST = 40, 100
BUILD_WIDTH = 100
ANNOTATIONS = "github"
"""Format whose lines are commands for GitHub's runner."""


def as_json(value: Any) -> str:  # noqa: ANN401  # any JSON value
    """A JSON document: ASCII, safe on terminals and in logs, the same bytes each time."""
    from zopa.interchange.diagnostics import json_text

    return json_text(value)


def on_github() -> bool:
    """True if GitHub's runner runs this, and obeys its output."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def width() -> int:
    """Columns for text on stdout."""
    if not sys.stdout.isatty():
        return BUILD_WIDTH if os.environ.get("CI") else 80
    import shutil

    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def style_of(options: argparse.Namespace) -> Style:
    """The style of stdout: with colours or without."""
    return Style(wants_colour(sys.stdout, options.color, os.environ))


def deliver(
    options: argparse.Namespace, forms: Mapping[str, Callable[[Style, int], Answer]]
) -> None:
    """Write the answer in every requested form.

    Args:
        options: with `format`, for stdout, None for no output there, and `output`,
            `FORMAT[:FILE]` each.
        forms: for each format a function that makes its text, or its bytes, from a style and
            a width. On GitHub's runner `auto` is followed by the findings as `github` has
            them, if this form exists.

    Raises:
        Unable: the command does not have the format, or a file cannot be written.
    """
    doing("writing the answer")
    wanted = [_target(each, forms) for each in options.output]
    if all(file is not None for _, file in wanted) and options.format is not None:
        wanted.append((options.format, None))
    for form, file in wanted:
        annotated = form == "auto" and on_github() and ANNOTATIONS in forms
        if file is None:
            style, columns = style_of(options), width()
            answer = _viewed(options, form, forms[form](style, columns))
            more = forms[ANNOTATIONS](style, columns) if annotated else ""
            answered()
            if isinstance(answer, bytes):
                sys.stdout.buffer.write(answer)
                continue
            say(answer, commands=form == ANNOTATIONS)
            if isinstance(more, str) and more:
                say(more, commands=True)
            continue
        every = [form, *((ANNOTATIONS,) if annotated else ())]
        plain = Style(enabled=False)
        answers = [_viewed(options, each, forms[each](plain, 80)) for each in every]
        try:
            _write(file, b"".join(x if isinstance(x, bytes) else x.encode() for x in answers))
        except OSError as error:
            message = f"cannot write {quoted(file)}: {error.strerror}"
            raise Unable(message) from error


def _viewed(options: argparse.Namespace, form: str, text: Answer) -> Answer:
    """The text with its view, unless the page names the view itself."""
    viewer = getattr(options, "view", None)
    plain = form in {"text", "auto", "full", "concise"} and not getattr(options, "ids", False)
    if viewer is None or not plain or isinstance(text, bytes) or "\nView: " in text:
        return text
    from zopa.redaction import PUBLIC

    who = "everybody" if viewer == PUBLIC else quoted(viewer)
    return f"{text}\nView: only what {who} may see.\n"


def _write(file: Path, data: bytes) -> None:
    """Write a file in full or not at all; write directly to a pipe and the like."""
    from zopa.files.writing import save

    if file.exists() and not file.is_file():
        with file.open("wb") as stream:
            stream.write(data)
    else:
        save(file, data)


def _target(
    text: str, forms: Mapping[str, Callable[[Style, int], Answer]]
) -> tuple[str, Path | None]:
    form, colon, file = text.partition(":")
    if form not in forms:
        message = f"no format {quoted(form)}"
        raise Unable(message, f"formats of this command: {listed(forms, joiner='and')}")
    return form, Path(file) if colon else None


SUMMARY: Final = "GITHUB_STEP_SUMMARY"
MOST_BYTES: Final = 1_000_000
"""Largest summary in bytes; GitHub drops one above one MiB in full."""


def add_to_summary(text: Callable[[int], str]) -> None:
    """Add a text to the summary of the step, if there is one and the text has room.

    Args:
        text: makes the text from the bytes that are left.

    Raises:
        OSError: the runner's file cannot be written.
    """
    file = os.environ.get(SUMMARY)
    if not file:
        return
    with Path(file).open("a", encoding="utf-8", newline="\n") as summary:
        room = MOST_BYTES - summary.tell()
        added = text(max(0, room))
        if len(added.encode()) <= room:
            summary.write(added)


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


LEVELS: Final = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
WEIGHT: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.VERDICT: 2, Severity.NOTE: 2}


def weighing(options: argparse.Namespace) -> Callable[[Diagnostic], Diagnostic]:
    """Give findings the severities that the flags name.

    Raises:
        Unable: a flag names no diagnostic or no level, or lowers an error more than a
            build server allows.
    """
    from zopa.diagnostics import CATALOGUE, firm

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
    from zopa.diagnostics import find, way_to_diagnostic

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


IN_WORDS = ("auto", "full", "text", "concise")


def statistics_forms(told: Run) -> Forms:
    """The counts, most first, as text and as JSON."""
    counts = Counter((each.code, each.kind.name, str(each.severity)) for each in told.findings)
    rows = sorted(counts.items(), key=lambda each: (-each[1], each[0]))

    def text(_: Style, __: int) -> str:
        broad = max((len(name) for (_, name, _), _ in rows), default=0)
        lines = (
            f"{count:>6}  {code}  {name:<{broad}}  {severity}\n"
            for (code, name, severity), count in rows
        )
        return "".join(lines) or "no findings\n"

    def json_text(_: Style, __: int) -> str:
        found = [
            {"code": code, "name": name, "severity": severity, "count": count}
            for (code, name, severity), count in rows
        ]
        return as_json({"format": "zopa-statistics", "version": 1, "statistics": found})

    return {**dict.fromkeys(IN_WORDS, text), "json": json_text}
