"""`zopa compare`: differences between drafts, or of the corpus since a git revision."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from zopa.cli.ask import tell_findings
from zopa.cli.limits import doing, gave_up, left_of
from zopa.cli.output import (
    SAID,
    as_json,
    deliver,
    exit_code,
    finding_forms,
    gathering,
    in_repository,
    tell_github,
    weighing,
)
from zopa.cli.streams import Unable, complain
from zopa.cli.whereabouts import tell
from zopa.cli.workspace import (
    assumptions,
    chosen_scenarios,
    open_space,
    open_workspace,
    scenario_files,
    typed_from,
)
from zopa.diagnostics import Severity, did_you_mean, in_order, listed, quoted, shown
from zopa.documents.git import RevisionError, none_before
from zopa.files import composed
from zopa.interchange import Run
from zopa.interchange.compare import Since
from zopa.model.context import context_of
from zopa.model.corpus import Corpus, Kind, Scenario
from zopa.questions.compare import compare, compare_corpora
from zopa.solving import Stop, Stopped
from zopa.workspace import Workspace, load_at

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zopa.answers import Page
    from zopa.answers.questions import Typed
    from zopa.cli.output import Forms
    from zopa.diagnostics import Diagnostic
    from zopa.model.context import Context
    from zopa.questions.compare import AskedDraft
    from zopa.solving.space import Space
    from zopa.writers import Style

__all__ = [
    "forms",
    "run",
    "since_of",
]


FORMS = ("auto", "text", "json")
"""The forms of a comparison of drafts, which has no findings."""


def run(options: argparse.Namespace) -> int:
    """Compare drafts, or two states of the corpus.

    Return 1 for scenario files with errors, and for the changes that `--fail-on` names.
    """
    if options.since is None:
        return _drafts(options)

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


# -- since a revision


def run_since(options: argparse.Namespace) -> int:
    """List changes; 1 for scenario files with errors, and for changes of `--fail-on`."""
    if options.all:
        message = "--all is for a comparison of drafts, not for --since"
        raise Unable(message)
    workspace = open_workspace(options, options.scenarios, elsewhere=False)
    since = since_of(options, workspace, open_space(workspace))
    broken = [error for path in since.broken for error in workspace.errors_in(path)]

    def page(typed: Typed) -> Page:
        from zopa.answers.since import since_page

        return since_page(since, typed=typed)

    def result() -> dict[str, Any]:
        from zopa.answers.condition_yaml import condition_words
        from zopa.interchange.compare import since_json

        return since_json(since, condition_words)

    told = _told(options, workspace, since, broken)
    findings = finding_forms(told)
    answer = forms(options, workspace, page, result, broken)

    deliver(options, {**findings, **answer, "auto": answer["text"]})
    tell_github(options, told)
    if broken and options.format not in SAID and gathering(options) is None:
        sys.stdout.flush()
        tell_findings(options, broken, workspace)
    return told.exit_code


def _told(
    options: argparse.Namespace,
    workspace: Workspace,
    since: Since,
    broken: Sequence[Diagnostic],
) -> Run:
    """Changes and failed comparisons, as findings; with the exit code."""
    from zopa.answers.condition_yaml import condition_words
    from zopa.answers.since import moves
    from zopa.interchange.changes import change_findings, sources_of

    weaker = options.fail_on == "weaker"
    weighed = weighing(options)
    changes = [
        weighed(each)
        for each in change_findings(
            since, condition_words, partial(moves, since.old, since.new), weaker_fails=weaker
        )
    ]
    fails = _gate(options, since, changes)
    return Run(
        findings=in_order([*changes, *broken]),
        sources=sources_of(since),
        files=list(workspace.documents),
        exit_code=max(int(fails), exit_code(broken, "note")),
        fail_on=options.fail_on,
        category="zopa/compare/",
        docs=workspace.configuration.docs,
        repository=_in_repository(workspace, since),
    )


def _in_repository(workspace: Workspace, since: Since) -> Callable[[str], str]:
    """Paths from the repository; a file of the revision has the name that it had."""
    from zopa.interchange.compare import path_at

    place = in_repository(workspace.root, {*since.documents_then, *workspace.documents})
    then = {path_at(since.revision, path): path for path in since.documents_then}
    return lambda path: place(then.get(path, path))


def since_of(options: argparse.Namespace, workspace: Workspace, after: Space) -> Since:
    """Changes since the revision that the flags name; report failed comparisons.

    Raises:
        Unable: the revision or scenario does not exist, or the time limit ended the search.
    """
    # What the flags name must be there now; at the revision it need not have been.
    context = assumptions(options, workspace, None)
    table = None if options.parties is None else context.table
    if _none_before(workspace, options.since):
        tell(options, f"zopa: no workspace at {quoted(options.since)}: everything is new")
        earlier, before = _nothing(workspace)
    else:
        earlier = _load_at(workspace, options.since)
        before = _open_at(earlier, options.since)
    states = _states(options, earlier, workspace)
    drafts: dict[str, tuple[AskedDraft | None, AskedDraft | None]] = {}
    unread: list[str] = []
    broken: list[str] = []
    for name, (was, now) in states.items():
        unread += [was] if isinstance(was, str) else []
        broken += [now] if isinstance(now, str) else []
        if not isinstance(was, str) and not isinstance(now, str):
            drafts[name] = (
                None if was is None else (was, _assumed(options, earlier.corpus, was, table)),
                None if now is None else (now, _assumed(options, workspace.corpus, now, table)),
            )
    with within_budget(options, before, after):
        changes = compare_corpora(before, after, drafts)
    since = Since(
        options.since,
        before,
        after,
        changes,
        context,
        tuple(unread),
        tuple(broken),
        earlier.documents,
        workspace.documents,
    )
    for path in unread:
        place = f"{shown(path)} has errors at {quoted(options.since)}"
        tell(options, f"zopa: {place}: its answer is not compared")
    return since


def _gate(options: argparse.Namespace, since: Since, changes: Sequence[Diagnostic]) -> bool:
    """True if a change happened that `--fail-on` forbids; report it."""
    revision = quoted(since.revision)
    match options.fail_on:
        case "weaker":
            weaker = since.weaker_lines
            lines = listed(weaker, joiner="and")
            told = f"red lines not as strong as at {revision}: {lines}" if weaker else ""
        case "any":
            told = f"changed since {revision}" if since.anything else ""
        case "never":
            told = ""
        case least:
            weights = list(Severity)
            heavy = weights[: weights.index(Severity(least)) + 1]
            number = sum(each.severity in heavy for each in changes)
            noun = "change" if number == 1 else "changes"
            told = f"{number} {noun} since {revision}" if number else ""
    if told:
        sys.stdout.flush()
        complain(f"zopa: {told} (--fail-on {options.fail_on})")
    return bool(told)


def _none_before(workspace: Workspace, revision: str) -> bool:
    try:
        return none_before(workspace.root, revision)
    except RevisionError as error:
        raise _unknown(revision, error) from None


def _nothing(workspace: Workspace) -> tuple[Workspace, Space]:
    """An empty workspace, with the same evaluation date."""
    from zopa.solving.problem import Problem
    from zopa.solving.space import Space

    corpus = Corpus(as_of=workspace.corpus.as_of)
    return Workspace(workspace.root, corpus, {}, {}, ()), Space(Problem(corpus))


def _unknown(revision: str, error: RevisionError) -> Unable:
    message = f"cannot read revision {quoted(revision)}"
    return Unable(message, f"git: {error}", *error.ways_out)


def _load_at(workspace: Workspace, revision: str) -> Workspace:
    try:
        earlier = load_at(workspace.root, revision)
    except RevisionError as error:
        raise _unknown(revision, error) from None
    if not any(path.startswith("terms/") for path in earlier.documents):
        message = f"no workspace at revision {quoted(revision)}"
        raise Unable(message, "git has no file in its terms/ there")
    return earlier


def _open_at(earlier: Workspace, revision: str) -> Space:
    try:
        return open_space(earlier)
    except Unable as unable:
        message = f"at revision {quoted(revision)}: {unable.message}"
        raise Unable(message, *unable.way_out[:-1], "name a revision without errors") from None


def _states(
    options: argparse.Namespace, earlier: Workspace, workspace: Workspace
) -> Mapping[str, tuple[Scenario | str | None, Scenario | str | None]]:
    """The scenarios to compare, by id, each in its old and new state.

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
    """The possible meanings of a name: an id, a path from the workspace, a file."""
    yield composed(name)
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
    return composed(path).removeprefix("scenarios/").removesuffix(".yaml")


def _assumed(
    options: argparse.Namespace,
    corpus: Corpus,
    scenario: Scenario,
    table: tuple[str, ...] | None,
) -> Context:
    """The assumptions of the flags over those of the scenario, without checking their names."""
    return context_of(
        corpus,
        scenario,
        as_of=options.as_of,
        hold=None if options.hold is None else map(Kind, options.hold),
        parties=table,
        readings=dict(options.reading),
        waive=options.waive,
    )


@contextmanager
def within_budget(options: argparse.Namespace, *spaces: Space) -> Iterator[None]:
    """End the comparison at the time limit.

    Raises:
        Unable: the limit came before the answer.
    """
    doing("comparing")
    try:
        with Stop(left_of(options)) as stop:
            for space in spaces:
                space.stop = stop
            yield
    except Stopped:
        raise gave_up(options) from None
    finally:
        for space in spaces:
            space.stop = None


def forms(
    options: argparse.Namespace,
    workspace: Workspace,
    page: Callable[[Typed], Page],
    result: Callable[[], dict[str, Any]],
    broken: Sequence[Diagnostic] = (),
) -> Forms:
    """The answer as text and as JSON.

    Args:
        options: the options of the command.
        workspace: the compared workspace.
        page: makes the page of the answer.
        result: makes its JSON.
        broken: errors of files that could not be compared.
    """

    def as_text(style: Style, columns: int) -> str:
        from zopa.writers.terminal import page_text

        made = page(typed_from(options, workspace))
        return page_text(made, style, columns, quiet=options.quiet)

    def json_text(_: Style, __: int) -> str:
        from zopa.interchange.diagnostics import diagnostics_list
        from zopa.interchange.envelope import envelope
        from zopa.interchange.questions import asked_json
        from zopa.questions import NOTHING_CHOSEN

        sources = {path: document.text for path, document in workspace.documents.items()}
        context = assumptions(options, workspace, None)
        return as_json(
            envelope(
                "compare",
                result(),
                context=asked_json(workspace, NOTHING_CHOSEN, context, "sat"),
                diagnostics=diagnostics_list(broken, sources),
            )
        )

    return {"auto": as_text, "text": as_text, "json": json_text}
