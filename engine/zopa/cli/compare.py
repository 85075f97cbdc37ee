"""`zopa compare`: differences between drafts, or since a git revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.cli.ask import tell_findings
from zopa.cli.output import deliver
from zopa.cli.since import forms, within_budget
from zopa.cli.streams import Unable
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

    from zopa.answers.commands import Typed
    from zopa.answers.page import Page
    from zopa.questions.compare import AskedDraft

__all__ = ["run"]


FORMS = ("auto", "text", "json")
"""The forms of a comparison of drafts, which has no findings."""


def run(options: argparse.Namespace) -> int:
    """Compare drafts, or two states of the corpus.

    Return 1 for scenario files with errors, and for the changes that `--fail-on` names.
    """
    if options.since is None:
        return _drafts(options)
    from zopa.cli.since import run_since

    return run_since(options)


def _drafts(options: argparse.Namespace) -> int:
    names: list[str] = options.scenarios
    if options.fail_on != "never":
        message = "--fail-on needs --since"
        raise Unable(message)
    if options.severity:
        message = "--severity needs --since: a comparison of drafts has no findings"
        raise Unable(message)
    if options.format not in FORMS:
        message = (
            f"--format {options.format} needs --since: a comparison of drafts has no findings"
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
    drafts: list[AskedDraft] = [
        (each, assumptions(options, workspace, each))
        for each in chosen
        if isinstance(each, Scenario)
    ]
    with within_budget(options, space):
        found = compare(space, drafts)
    rows = found.whole if options.all else found

    def page(typed: Typed) -> Page:
        from zopa.answers.compare import compare_page

        return compare_page(workspace.corpus, rows, found, verbose=options.verbose, typed=typed)

    def result() -> dict[str, Any]:
        from zopa.interchange.compare import drafts_json

        return drafts_json(workspace.corpus, rows, found)

    deliver(options, forms(options, workspace, page, result))
    return 0
