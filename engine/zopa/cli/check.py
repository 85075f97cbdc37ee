"""`zopa check`: the positions that the scenarios cross."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

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
from zopa.cli.stdin import named_paths
from zopa.cli.streams import UNABLE, Unable, aside
from zopa.cli.whereabouts import tell
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
from zopa.diagnostics import in_order, listed, quoted
from zopa.files.layout import MARK
from zopa.interchange.expectations import gated, unmet
from zopa.interchange.run import Run
from zopa.questions.check import Checked, check
from zopa.questions.question import Completeness
from zopa.solving.cancel import Stop, Stopped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from zopa.model.corpus import Scenario
    from zopa.solving.space import Space
    from zopa.workspace import Workspace
    from zopa.writers.style import Style

__all__ = ["run"]


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
        from zopa.interchange.check import check_json
        from zopa.interchange.diagnostics import diagnostics_list
        from zopa.interchange.envelope import context_json, envelope, files_json

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
