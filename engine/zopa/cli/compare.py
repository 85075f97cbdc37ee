"""`zopa compare`: drafts side by side, or the corpus since a git revision."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from zopa.cli.asking import tell_findings
from zopa.cli.comparing import forms, within_budget
from zopa.cli.opening import (
    assumptions,
    chosen_scenarios,
    open_space,
    open_workspace,
)
from zopa.cli.output import deliver
from zopa.cli.unable import Unable
from zopa.compare import Comparison, compare
from zopa.model import Scenario
from zopa.outcome import outcome
from zopa.report.compare import verdicts_by_id

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from zopa.compare import Draft
    from zopa.render.asked import Page
    from zopa.space import Space

__all__ = ["run"]


FORMS = ("auto", "text", "json")
"""The forms of drafts side by side: they are no findings."""


def run(options: argparse.Namespace) -> int:
    """Compare drafts, or two states of the corpus.

    1 for scenario files with errors, and for what `--fail-on` names.
    """
    if options.since is None:
        return _drafts(options)
    from zopa.cli.since import run_since

    return run_since(options)


def _drafts(options: argparse.Namespace) -> int:
    names: list[str] = options.scenarios
    if options.fail_on != "never":
        message = "--fail-on needs --since: between drafts nothing gets weaker"
        raise Unable(message)
    if options.severity:
        message = "--severity needs --since: drafts side by side are no findings"
        raise Unable(message)
    if options.format not in FORMS:
        message = (
            f"--format {options.format} needs --since: drafts side by side are no findings"
        )
        raise Unable(message)
    if not names:
        message = "nothing to compare"
        raise Unable(message, "name two scenarios or more", "or say --since REV")
    workspace = open_workspace(options, names)
    space = open_space(workspace)
    chosen = chosen_scenarios(workspace, names, options.directory)
    if len(chosen) < 2:
        message = "one scenario cannot be compared with itself"
        raise Unable(message, "name two scenarios or more, or say --since REV")
    broken = [
        error
        for each in chosen
        for error in workspace.errors_in(each if isinstance(each, str) else each.path)
    ]
    if broken:
        return tell_findings(options, broken, workspace)
    drafts: list[Draft] = [
        (each, assumptions(options, workspace, each))
        for each in chosen
        if isinstance(each, Scenario)
    ]
    with within_budget(options, space):
        differing = _of_the_coherent(compare(space, drafts))
        rows = _every_row(space, drafts, differing) if options.all else differing

    def text(page: Page) -> str:
        from zopa.render.compare import drafts_text

        return drafts_text(space, rows, differing, page)

    def result() -> dict[str, Any]:
        from zopa.report.compare import drafts_json

        return drafts_json(workspace.corpus, rows, differing)

    deliver(options, forms(options, workspace, text, result))
    return 0


def _of_the_coherent(found: Comparison) -> Comparison:
    """Without the rows that differ only in that an incoherent draft says nothing."""
    kept = [place for place, each in enumerate(found.drafts) if each.coherent]

    def differ(row: Sequence[object]) -> bool:
        return len({row[place] for place in kept}) > 1

    return dataclasses.replace(
        found,
        outcome={target: row for target, row in found.outcome.items() if differ(row)},
        verdicts={name: row for name, row in found.verdicts.items() if differ(row)},
    )


def _every_row(space: Space, drafts: Sequence[Draft], differing: Comparison) -> Comparison:
    """The comparison with the rows too that are the same for all."""
    corpus = space.problem.corpus
    outcomes = [outcome(space, *each) for each in drafts]
    verdicts = [verdicts_by_id(each) for each in differing.drafts]
    return dataclasses.replace(
        differing,
        choices={
            str(issue): tuple(each.scenario.choices.get(issue) for each in differing.drafts)
            for issue in corpus.issues
        },
        outcome={
            target: tuple(each.get(target) for each in outcomes)
            for entity in corpus.entities.values()
            for target in ((str(entity.id), attribute) for attribute in entity.baseline)
        },
        verdicts={
            str(name): tuple(
                str(each[name].verdict) if name in each else None for each in verdicts
            )
            for name in corpus.positions
            if any(name in each for each in verdicts)
        },
    )
