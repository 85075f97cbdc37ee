"""`zopa compare`: drafts side by side, or the corpus since a git revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import tell_findings
from zopa.cli.output import deliver
from zopa.cli.since import forms, within_budget
from zopa.cli.unable import Unable
from zopa.cli.workspace import (
    assumptions,
    chosen_scenarios,
    open_space,
    open_workspace,
)
from zopa.model.corpus import Scenario
from zopa.questions.compare import compare

if TYPE_CHECKING:
    import argparse

    from zopa.questions.compare import Draft
    from zopa.render.asked import Page

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
        found = compare(space, drafts)
    rows = found.whole if options.all else found

    def text(page: Page) -> str:
        from zopa.render.compare import drafts_text

        return drafts_text(space, rows, found, page)

    def result() -> dict[str, Any]:
        from zopa.interchange.compare import drafts_json

        return drafts_json(workspace.corpus, rows, found)

    deliver(options, forms(options, workspace, text, result))
    return 0
