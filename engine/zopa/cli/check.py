"""`zopa check`: the positions that drafts cross; `zopa ci`: all checks, each finding once."""

from __future__ import annotations

import dataclasses
import sys
from collections import ChainMap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa import Refused
from zopa.cli.ask import progress
from zopa.cli.limits import doing, gave_up, left_of, seconds_of
from zopa.cli.output import (
    SAID,
    as_json,
    deliver,
    exit_code,
    finding_forms,
    gathering,
    in_repository,
    style_of,
    tell_github,
    width,
)
from zopa.cli.streams import UNABLE, NoScenarios, Unable, Unsound, aside, tell_unable
from zopa.cli.whereabouts import named_paths, place_of, tell, whereabouts
from zopa.cli.workspace import (
    assumptions,
    chosen_scenarios,
    folder_of,
    open_space,
    open_workspace,
    overridden,
    scenario_files,
    typed_from,
)
from zopa.diagnostics import Severity, in_order, listed, quoted
from zopa.files import MARK
from zopa.interchange import Run
from zopa.interchange.envelope import gated, unmet
from zopa.questions import Completeness
from zopa.questions.check import Checked, check
from zopa.solving import Stop, Stopped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Scenario
    from zopa.solving.space import Space
    from zopa.workspace import Workspace
    from zopa.writers import Style

__all__ = [
    "ci",
    "run",
]


SAID_IN_WORDS = ("auto", "full", "concise", "github")
"""Formats that also have the answers of `check` and `compare`."""


def run(options: argparse.Namespace) -> int:
    """Write the verdicts; 1 for unmet expectations, gated verdicts and broken scenarios."""
    options.paths = [Path(each) for each in options.scenarios]
    options.scenarios = [str(each) for each in named_paths(options)]
    if not options.watch:
        return _once(options)
    if options.stdin_filename:
        message = "a text from stdin goes with no --watch"
        raise Unable(message)
    from zopa.cli.watching import watch

    root = folder_of(options, options.scenarios)
    named = scenario_files(options.scenarios, options.directory)

    def once() -> int:
        if not (root / MARK).is_file():
            message = f"no workspace in {quoted(root)} any more"
            raise Unable(message)
        return _once(options)

    return watch(options, root, named, once)


def _once(options: argparse.Namespace) -> int:
    directory = options.directory
    workspace = open_workspace(options, options.scenarios)
    space = open_space(workspace)
    chosen = chosen_scenarios(workspace, options.scenarios, directory, texts=options.texts)
    drafts = [each for each in chosen if not isinstance(each, str)]
    if overridden(options):
        # Expectations of a file are under its own assumptions.
        if any(each.expectations for each in drafts):
            tell(
                options, "zopa: other assumptions than the files have: expectations not checked"
            )
        drafts = [dataclasses.replace(each, expectations=()) for each in drafts]
    results = list(_judged(options, workspace, space, drafts))
    late = drafts[len(results) :]
    if late and not results:
        raise gave_up(options)
    broken = [
        error for each in chosen if isinstance(each, str) for error in workspace.errors_in(each)
    ]
    findings = in_order(
        [
            *broken,
            *(
                each
                for result in results
                for each in (*unmet(result), *gated(result, options.gate))
            ),
        ]
    )
    sources = {path: document.text for path, document in workspace.documents.items()}

    def text(style: Style, columns: int) -> str:
        from zopa.answers.check import check_page, overview_page
        from zopa.writers.terminal import page_text

        corpus, quiet = workspace.corpus, options.quiet
        broken_files = len(chosen) - len(drafts)
        typed = typed_from(options, workspace)
        one = len(results) == 1 and not broken_files
        pages = [
            check_page(corpus, each, only_crossed=quiet, typed=typed if one else None)
            for each in results
        ]
        if not one:
            overview = overview_page(results, broken=broken_files, typed=typed)
            pages = [*pages, overview] if options.verbose else [overview]
        return "\n".join(page_text(each, style, columns, quiet=quiet) for each in pages)

    def json_text(_: Style, __: int) -> str:
        from zopa.interchange.diagnostics import diagnostics_list
        from zopa.interchange.envelope import check_json, context_json, envelope, files_json

        context = context_json(assumptions(options, workspace, None)) | {
            **files_json(workspace),
            "method": "sat",
        }
        return as_json(
            envelope(
                "check",
                check_json(workspace.corpus, results),
                context=context,
                completeness=str(Completeness.AT_LEAST if late else Completeness.PROVED),
                diagnostics=diagnostics_list(findings, sources),
            )
        )

    told = Run(
        findings=findings,
        sources=sources,
        files=[each if isinstance(each, str) else each.path for each in chosen],
        exit_code=UNABLE if late else exit_code(findings, "note"),
        gate=options.gate,
        category="zopa/check/",
        docs=workspace.configuration.docs,
        repository=in_repository(workspace.root, workspace.documents),
    )
    forms = finding_forms(told)

    deliver(options, {**forms, "auto": text, "text": text, "json": json_text})
    tell_github(options, told)
    if findings and options.format not in SAID and gathering(options) is None:
        from zopa.writers.findings import full

        sys.stdout.flush()
        aside(full(findings, sources, style_of(options), width()))
    if late:
        names = listed((each.id for each in late), joiner="and")
        raise gave_up(options, f"not checked: {names}")
    return told.exit_code


def _judged(
    options: argparse.Namespace,
    workspace: Workspace,
    space: Space,
    drafts: Sequence[Scenario],
) -> Iterator[Checked]:
    """The verdicts on the drafts, one after the other, until the time limit."""
    doing("judging the scenarios")
    try:
        with Stop(left_of(options)) as stop, progress(options, seconds_of(options)):
            space.stop = stop
            for each in drafts:
                yield check(space, each, assumptions(options, workspace, each))
    except Stopped:
        return
    finally:
        space.stop = None


# -- all checks, for a build server


def ci(options: argparse.Namespace) -> int:
    """Check the files, the expectations and the changes; return the worst exit code."""
    from zopa.cli import compare, validate

    runs: list[Run] = []
    options.paths = [place_of(path, options.directory) for path in options.paths]
    root = whereabouts(options, options.paths).root
    answers = "text" if options.format in SAID_IN_WORDS else None
    common = {
        "directory": root if options.paths else options.directory,
        "quiet": options.quiet,
        "color": options.color,
        "debug": options.debug,
        "until": options.until,
        "configuration": options.configuration,
        "configured_root": options.configured_root,
        "runs": runs,
    }
    weights = {"severity": options.severity, "allow_downgrade": options.allow_downgrade}
    sarif = options.sarif
    worst = validate.run(
        _asked(
            "validate",
            common | weights,
            format=None,
            paths=options.paths,
            fail_on=options.fail_on,
            baseline=options.baseline,
            changed_since=options.changed_since,
            output=[f"sarif:{sarif}"] if sarif else [],
        )
    )
    # With errors in the terms, no question can be answered; the findings have the errors.
    wrong = any(each.severity == Severity.ERROR for each in runs[0].findings)
    if not options.no_check and worst < 2:
        code = _also(
            run,
            _asked("check", common, format=answers, gate=options.gate),
        )
        worst = worst if wrong else max(worst, code)
    if options.since and worst < 2:
        changes = [f"sarif:{sarif.with_suffix('')}.changes.sarif"] if sarif else []
        code = _also(
            compare.run,
            _asked(
                "compare",
                common | weights,
                format=answers,
                since=options.since,
                fail_on=options.since_fail_on,
                output=changes,
            ),
        )
        worst = worst if wrong and code > 1 else max(worst, code)
    told = _together(options, runs, worst)
    deliver(options, finding_forms(told))
    tell_github(options, told)
    return worst


def _asked(command: str, given: dict[str, Any], **flags: Any) -> argparse.Namespace:  # noqa: ANN401  # as argparse has them
    """The options of a command: its defaults, and the given ones."""
    from zopa.cli.arguments import parser

    arguments = [command]
    options = parser(arguments).parse_args(arguments)
    vars(options).update(given | flags)
    return options


def _also(command: Any, options: argparse.Namespace) -> int:  # noqa: ANN401  # a command's `run`
    """Run a command after another one; report the other's findings even if it fails."""
    try:
        return int(command(options))
    except Unsound:
        return UNABLE  # the findings have the errors of the terms, once
    except NoScenarios as none:
        tell(options, f"zopa: {none.message}: no expectations to check")
        return 0
    except Refused as end:
        return tell_unable(end)


def _together(options: argparse.Namespace, runs: list[Run], code: int) -> Run:
    """The runs as one, each finding once, with the severity that the first run gives it."""
    found: dict[tuple[object, str, str], Diagnostic] = {}
    for each in runs:
        for one in each.findings:
            found.setdefault((one.span, one.code, one.message), one)

    def place(path: str) -> str:
        places = (each.place(path) for each in runs)
        return next((each for each in places if each != path), path)

    return Run(
        findings=in_order(found.values()),
        sources=ChainMap(*(dict(each.sources) for each in runs)),
        files=sorted({path for each in runs for path in each.files}),
        exit_code=code,
        fail_on=options.fail_on,
        gate=options.gate,
        suppressed=runs[0].suppressed,
        docs=runs[0].docs,
        repository=place,
    )
