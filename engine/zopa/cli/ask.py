"""Answering one question, about a draft or the one without choices, within a time limit."""

from __future__ import annotations

import shlex
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from zopa.answers.frame import Request
from zopa.answers.questions import answer_as_json, answer_as_page, how_complete
from zopa.cli.limits import doing, gave_up, left_of, seconds_of
from zopa.cli.output import as_json, deliver, exit_code, say, style_of, width
from zopa.cli.streams import Unable, aside, errors
from zopa.cli.workspace import (
    assumptions,
    chosen_scenarios,
    open_space,
    open_workspace,
    typed_from,
)
from zopa.diagnostics import listed, quoted
from zopa.questions import NOTHING_CHOSEN, Completeness, Question
from zopa.solving import Stop, Stopped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from zopa.answers import Page
    from zopa.answers.questions import QuestionName
    from zopa.diagnostics import Diagnostic
    from zopa.workspace import Workspace
    from zopa.writers import Style

__all__ = ["QuestionForm", "Tally", "answer", "progress", "tell_findings"]

T = TypeVar("T")

PATIENCE = 1.0
"""Seconds before a terminal shows that the search goes on."""


class Tally:
    """Counter of found sets of positions, shown on a terminal that waits.

    With JSON Lines, it writes each set at once; the full answer is the last line.
    """

    def __init__(self, options: argparse.Namespace, what: str) -> None:
        self._what = what
        self._writes = options.format == "jsonl"
        self.found = 0

    def __call__(self, positions: tuple[str, ...]) -> None:
        """Count one more set."""
        self.found += 1
        if self._writes:
            from zopa.interchange.diagnostics import json_text

            line = {"format": f"zopa-{self._what}", "version": 1, "positions": list(positions)}
            say(json_text(line, indent=None))


@dataclass(frozen=True, slots=True)
class QuestionForm(Generic[T]):
    """A question with the options of the command line."""

    name: QuestionName
    find: Callable[[Question], T]
    """May raise `Unable` for names in the flags, and `Stopped`."""
    tally: Tally | None = None
    """Counter that is told of each result, for questions that find results one by one."""
    counted: bool = True
    """False if deals are never counted for it; `--no-count` turns counting off for one run."""
    page: Callable[[Question, T, Request], Page] | None = None
    """A page other than that of the question."""
    json: Callable[[Question, T], dict[str, Any]] | None = None
    """Content other than that of the question."""


def answer(options: argparse.Namespace, form: QuestionForm[T]) -> int:
    """Ask, and write the answer; 1 for a scenario file with errors, 2 for one unread.

    Raises:
        Unable: nothing was known at the time limit.
    """
    names = [options.scenario] if options.scenario else []
    workspace = open_workspace(options, names)
    space = open_space(workspace)
    drafts = chosen_scenarios(workspace, names, options.directory) if names else []
    if len(drafts) > 1:
        message = f"{quoted(options.scenario)} has {len(drafts)} scenarios, and one is asked"
        ids = (Path(each if isinstance(each, str) else each.path).stem for each in drafts)
        raise Unable(message, f"name one of them: {listed(ids)}")
    broken = [
        error
        for each in drafts
        for error in workspace.errors_in(each if isinstance(each, str) else each.path)
    ]
    if broken:
        return tell_findings(options, broken, workspace)
    draft = next((each for each in drafts if not isinstance(each, str)), None)
    question = Question(space, draft or NOTHING_CHOSEN, assumptions(options, workspace, draft))
    doing("searching")
    try:
        with Stop(left_of(options)) as stop, progress(options, seconds_of(options), form.tally):
            space.stop = stop
            # Here, so that it is done in time: the output has their names.
            _ = question.clash
            result = form.find(question)
            stopped = stop.called
    except Stopped:
        raise gave_up(options) from None
    finally:
        space.stop = None
    request = Request(
        seconds=seconds_of(options),
        stopped=stopped,
        verbose=options.verbose,
        typed=typed_from(options, workspace),
        flags=_own_flags(options),
        counted=form.counted and not getattr(options, "no_count", False),
        keep=getattr(options, "keep", ()),
    )
    known = how_complete(form.name, result, request)
    if known == Completeness.GAVE_UP:
        raise gave_up(options)
    _write(options, workspace, question, form, result, request, known)
    return 0


def _own_flags(options: argparse.Namespace) -> str:
    """Flags that change the answer but are no assumptions, for the same question again."""
    weights = getattr(options, "weights", None)
    limit = getattr(options, "limit", None)
    found = ""
    if weights is not None:
        found += f" --weights {shlex.quote(str(weights))}"
    if limit != getattr(options, "usual_limit", None):
        found += f" --limit {limit}"
    if getattr(options, "no_count", False):
        found += " --no-count"
    return found


def _write(  # noqa: PLR0917 - a question, its answer and how they were asked
    options: argparse.Namespace,
    workspace: Workspace,
    question: Question,
    form: QuestionForm[T],
    result: T,
    request: Request,
    known: Completeness,
) -> None:
    def text(style: Style, columns: int) -> str:
        from zopa.writers.terminal import page_text

        if form.page is None:
            page = answer_as_page(form.name, question, result, request)
        else:
            page = form.page(question, result, request)
        return page_text(page, style, columns, quiet=options.quiet)

    def value() -> dict[str, Any]:
        from zopa.interchange.questions import answer_json, method_of

        if form.json is None:
            content = answer_as_json(form.name, question, result)
        else:
            content = form.json(question, result)
        return answer_json(
            form.name,
            workspace,
            question,
            content,
            method=method_of(result),
            completeness=str(known),
        )

    def last_line(_: Style, __: int) -> str:
        from zopa.interchange.diagnostics import json_text

        return json_text(value(), indent=None)

    forms = {"text": text, "json": lambda _, __: as_json(value())}
    if form.tally is not None:
        forms["jsonl"] = last_line
    deliver(options, forms)


def tell_findings(
    options: argparse.Namespace,
    findings: Sequence[Diagnostic],
    workspace: Workspace,
) -> int:
    """Write diagnostics to stderr, with their lines of the files; returns the exit code."""
    from zopa.writers.findings import full

    sources = {path: document.text for path, document in workspace.documents.items()}
    aside(full(findings, sources, style_of(options), width()))
    return exit_code(findings, "note")


@contextmanager
def progress(
    options: argparse.Namespace, seconds: float, tally: Tally | None = None
) -> Iterator[None]:
    """Show on a terminal that the search goes on, until the answer is there."""
    if options.quiet or not errors().isatty():
        yield
        return
    done = threading.Event()
    began = time.monotonic()

    def tell() -> None:
        while not done.wait(PATIENCE):
            passed = time.monotonic() - began
            found = "" if tally is None else f"{tally.found:,} found, "
            errors().write(f"\rzopa: searching, {found}{passed:.0f} s of {seconds:g} s\x1b[K")
            errors().flush()
        errors().write("\r\x1b[K")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
