"""`zopa compare`: drafts side by side, or the corpus since a git revision."""

from __future__ import annotations

import dataclasses
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from zopa.cli.asking import seconds_of, tell_findings
from zopa.cli.opening import (
    assumptions,
    chosen_scenarios,
    open_space,
    open_workspace,
    scenario_files,
    tell,
)
from zopa.cli.output import as_json, deliver
from zopa.cli.unable import Unable
from zopa.compare import Comparison, compare, compare_corpora
from zopa.context import context_of
from zopa.corpus import load_at
from zopa.diagnostics import did_you_mean, listed, quoted, shown
from zopa.model import Kind, Scenario
from zopa.outcome import outcome
from zopa.report.compare import Since, verdicts_by_id
from zopa.revision import RevisionError
from zopa.stop import Stop, Stopped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zopa.compare import Draft
    from zopa.context import Context
    from zopa.corpus import Workspace
    from zopa.diagnostics import Diagnostic
    from zopa.model import Corpus
    from zopa.render.asked import Page
    from zopa.render.style import Style
    from zopa.space import Space

__all__ = ["run", "since_of"]


def run(options: argparse.Namespace) -> int:
    """Compare drafts, or two states of the corpus.

    1 for scenario files with errors, and for what `--fail-on` names.
    """
    return _drafts(options) if options.since is None else _since(options)


# -- drafts side by side ------------------------------------------------------


def _drafts(options: argparse.Namespace) -> int:
    names: list[str] = options.scenarios
    if options.fail_on != "never":
        message = "--fail-on needs --since: between drafts nothing gets weaker"
        raise Unable(message)
    if not names:
        message = "nothing to compare"
        raise Unable(message, "name two scenarios or more", "or say --since REV")
    workspace = open_workspace(options, extra=scenario_files(names, options.directory))
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
        tell_findings(options, broken, workspace)
        return 1
    drafts: list[Draft] = [
        (each, assumptions(options, workspace, each))
        for each in chosen
        if isinstance(each, Scenario)
    ]
    with _within_budget(options, space):
        differing = _of_the_coherent(compare(space, drafts))
        rows = _every_row(space, drafts, differing) if options.all else differing

    def text(page: Page) -> str:
        from zopa.render.compare import drafts_text

        return drafts_text(space, rows, differing, page)

    def result() -> dict[str, Any]:
        from zopa.report.compare import drafts_json

        return drafts_json(workspace.corpus, rows, differing)

    _write(options, workspace, text, result, [])
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


# -- since a git revision -----------------------------------------------------


def _since(options: argparse.Namespace) -> int:
    if options.all:
        message = "--all is for drafts side by side, not for --since"
        raise Unable(message)
    workspace = open_workspace(options)
    since = since_of(options, workspace, open_space(workspace))
    findings = [error for path in since.broken for error in workspace.errors_in(path)]

    def text(page: Page) -> str:
        from zopa.render.compare import since_text

        return since_text(since, page)

    def result() -> dict[str, Any]:
        from zopa.render.conditions import condition_words
        from zopa.report.compare import since_json

        return since_json(since, condition_words)

    _write(options, workspace, text, result, findings)
    if findings:
        sys.stdout.flush()
        tell_findings(options, findings, workspace)
    return int(_gate(options, since) or bool(findings))


def since_of(options: argparse.Namespace, workspace: Workspace, after: Space) -> Since:
    """What changed since the revision that the flags name, and say what could not be compared.

    Raises:
        Unable: there is no such revision or scenario, or the time was over.
    """
    # What the flags name must be there now; at the revision it need not have been.
    context = assumptions(options, workspace, None)
    earlier = _load_at(workspace, options.since)
    before = _open_at(earlier, options.since)
    states = _states(options, earlier, workspace)
    drafts: dict[str, tuple[Draft | None, Draft | None]] = {}
    unread: list[str] = []
    broken: list[str] = []
    for name, (was, now) in states.items():
        unread += [was] if isinstance(was, str) else []
        broken += [now] if isinstance(now, str) else []
        if not isinstance(was, str) and not isinstance(now, str):
            drafts[name] = (
                None if was is None else (was, _assumed(options, earlier.corpus, was)),
                None if now is None else (now, _assumed(options, workspace.corpus, now)),
            )
    with _within_budget(options, before, after):
        changes = compare_corpora(before, after, drafts)
    since = Since(options.since, before, after, changes, context, tuple(unread), tuple(broken))
    for path in unread:
        place = f"{shown(path)} has errors at {quoted(options.since)}"
        tell(options, f"zopa: {place}: its answer is not compared")
    return since


def _gate(options: argparse.Namespace, since: Since) -> bool:
    """Whether what the caller does not want has happened, and say so."""
    weaker = since.weaker_lines
    if options.fail_on == "weaker" and weaker:
        told = f"not as strong as at {quoted(since.revision)}: {listed(weaker, joiner='and')}"
        sys.stdout.flush()
        sys.stderr.write(f"zopa: red lines {told} (--fail-on weaker)\n")
        return True
    if options.fail_on == "any" and since.anything:
        sys.stdout.flush()
        sys.stderr.write(f"zopa: changed since {quoted(since.revision)} (--fail-on any)\n")
        return True
    return False


def _load_at(workspace: Workspace, revision: str) -> Workspace:
    try:
        earlier = load_at(workspace.root, revision)
    except RevisionError as error:
        message = f"cannot read revision {quoted(revision)}"
        said = " ".join(str(error).split()).removeprefix("fatal: ")
        raise Unable(message, f"git: {said}") from None
    if not any(path.startswith("terms/") for path in earlier.documents):
        message = f"no workspace at revision {quoted(revision)}"
        raise Unable(message, "git has no file in its terms/ there")
    return earlier


def _open_at(earlier: Workspace, revision: str) -> Space:
    try:
        return open_space(earlier)
    except Unable as unable:
        message = f"at revision {quoted(revision)} {unable.message}"
        raise Unable(message, *unable.way_out[:-1], "name a revision without errors") from None


def _states(
    options: argparse.Namespace, earlier: Workspace, workspace: Workspace
) -> Mapping[str, tuple[Scenario | str | None, Scenario | str | None]]:
    """The scenarios to look at, by id, each as it was and as it is.

    Raises:
        Unable: a name is that of no scenario, neither then nor now.
    """
    then, now = _by_id(earlier), _by_id(workspace)
    every = sorted({*then, *now})
    wanted = []
    for name in options.scenarios:
        known = next((each for each in _ids(options, workspace, name) if each in every), None)
        if known is None:
            near = did_you_mean(name, every)
            message = f"no scenario {quoted(name)} in scenarios/, neither then nor now"
            raise Unable(
                message,
                f"did you mean {listed(near)}?"
                if near
                else f"scenarios: {listed(every, joiner='and')}",
            )
        wanted.append(known)
    return {name: (then.get(name), now.get(name)) for name in wanted or every}


def _ids(options: argparse.Namespace, workspace: Workspace, name: str) -> Iterator[str]:
    """What a name may mean: an id, a path from the workspace, a file."""
    yield name
    yield _id_of(name)
    root = workspace.root.resolve()
    for file in scenario_files([name], options.directory):
        if file.resolve().is_relative_to(root):
            yield _id_of(file.resolve().relative_to(root).as_posix())


def _by_id(workspace: Workspace) -> dict[str, Scenario | str]:
    """Every scenario of `scenarios/`; one with errors is its path."""
    if not any(path.startswith("scenarios/") for path in workspace.documents):
        return {}
    chosen = chosen_scenarios(workspace, [], None)
    return {_id_of(each if isinstance(each, str) else each.path): each for each in chosen}


def _id_of(path: str) -> str:
    return path.removeprefix("scenarios/").removesuffix(".yaml")


def _assumed(options: argparse.Namespace, corpus: Corpus, scenario: Scenario) -> Context:
    """What the flags say, over what the scenario says, whatever the corpus knows of it."""
    return context_of(
        corpus,
        scenario,
        as_of=options.as_of,
        hold=None if options.hold is None else map(Kind, options.hold),
        parties=options.parties,
        readings=dict(options.reading),
        waive=options.waive,
    )


# -- asking and writing -------------------------------------------------------


@contextmanager
def _within_budget(options: argparse.Namespace, *spaces: Space) -> Iterator[None]:
    """Give up when the time is over.

    Raises:
        Unable: it was over before the answer was there.
    """
    seconds = seconds_of(options)
    try:
        with Stop(seconds) as stop:
            for space in spaces:
                space.stop = stop
            yield
    except Stopped:
        message = f"gave up after {seconds:g} s; nothing is known yet"
        raise Unable(message, "--budget SECONDS gives it more time") from None
    finally:
        for space in spaces:
            space.stop = None


def _write(
    options: argparse.Namespace,
    workspace: Workspace,
    text: Callable[[Page], str],
    result: Callable[[], dict[str, Any]],
    findings: Sequence[Diagnostic],
) -> None:
    def as_text(style: Style, columns: int) -> str:
        from zopa.render.asked import Page

        return text(Page(style, columns, quiet=options.quiet, seconds=seconds_of(options)))

    def json_text(_: Style, __: int) -> str:
        from zopa.question import NOTHING_CHOSEN
        from zopa.report.asked import asked_json
        from zopa.report.diagnostics import diagnostics_list
        from zopa.report.envelope import envelope

        sources = {path: document.text for path, document in workspace.documents.items()}
        context = assumptions(options, workspace, None)
        return as_json(
            envelope(
                "compare",
                result(),
                context=asked_json(workspace, NOTHING_CHOSEN, context, "sat"),
                diagnostics=diagnostics_list(findings, sources),
            )
        )

    deliver(options, {"text": as_text, "json": json_text})
