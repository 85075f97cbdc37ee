"""`zopa check`: whose lines the scenarios cross."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING

from zopa.cli.ask import progress
from zopa.cli.budget import doing, gave_up, left_of, seconds_of
from zopa.cli.output import as_json, deliver, style_of, width
from zopa.cli.reporting import finding_forms, gathering, in_repository, tell_github
from zopa.cli.streams import aside
from zopa.cli.unable import UNABLE, Unable
from zopa.cli.validate import exit_code
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
from zopa.diagnostics import Diagnostic, Label, in_order, listed, quoted
from zopa.diagnostics.codes import DEMAND_CROSSED, INCOHERENT, RED_LINE_CROSSED
from zopa.files.layout import MARK
from zopa.interchange.check import choice_text
from zopa.interchange.expectations import unmet
from zopa.interchange.run import Run
from zopa.model.corpus import Kind
from zopa.questions.check import Checked, VerdictOn, check
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

SAID = ("full", "concise")
"""Forms for people that say nothing but the findings."""


def run(options: argparse.Namespace) -> int:
    """Say the verdicts; 1 for unmet expectations, gated verdicts and broken scenarios."""
    if not options.watch:
        return _once(options)
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
    chosen = chosen_scenarios(workspace, options.scenarios, directory)
    drafts = [each for each in chosen if not isinstance(each, str)]
    if overridden(options):
        # What a file expects it expects under its own assumptions.
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
        [*broken, *(each for result in results for each in _findings(result, options.gate))]
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
        from zopa.interchange.envelope import context_json, digest, envelope

        context = context_json(assumptions(options, workspace, None)) | {
            "corpus": workspace.corpus.title,
            "digest": digest(workspace),
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
        raise gave_up(options, f"not judged: {names}")
    return told.exit_code


def _judged(
    options: argparse.Namespace,
    workspace: Workspace,
    space: Space,
    drafts: Sequence[Scenario],
) -> Iterator[Checked]:
    """The verdicts on the drafts, one after the other, as far as the time reaches."""
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


def _findings(result: Checked, gate: list[str]) -> Iterator[Diagnostic]:
    yield from unmet(result)
    if "incoherent" in gate and not result.coherent:
        yield Diagnostic(
            INCOHERENT,
            result.scenario.span,
            f"scenario `{result.scenario.id}` is inconsistent",
            notes=("counts as an error because of --gate incoherent",),
        )
    for name, kind, verdict in (
        ("red-lines", Kind.RED_LINE, RED_LINE_CROSSED),
        ("demands", Kind.DEMAND, DEMAND_CROSSED),
    ):
        if name not in gate:
            continue
        for each in result.crossed():
            position = each.held.position
            if position.kind == kind:
                first = next(iter(each.because), None)
                span = result.scenario.choices[first].span if first else result.scenario.span
                yield Diagnostic(
                    verdict,
                    span,
                    f"scenario crosses {name[:-1].replace('-', ' ')} `{position.id}`"
                    f" ({position.strength})",
                    label=_enough(each),
                    related=_where(each),
                    notes=(f"as of {result.context.as_of}, reading `{each.held.reading.id}`",),
                    data={
                        "scenario": result.scenario.id,
                        "position": each.held.id,
                        "kind": str(kind),
                        "strength": str(position.strength),
                        "reading": str(each.held.reading.id),
                        "as_of": str(result.context.as_of),
                        "cause": [
                            choice_text(result.scenario.choices[x]) for x in each.because
                        ],
                    },
                )


def _enough(verdict: VerdictOn) -> str:
    if len(verdict.because) == 1:
        return "this choice alone is enough"
    return f"together with {', '.join(verdict.because[1:])}" if verdict.because else ""


def _where(verdict: VerdictOn) -> tuple[Label, ...]:
    span = verdict.held.reading.span
    return () if span is None else (Label(span, "the position"),)
