"""`zopa report`: a brief for readers, and the deal space for other tools."""

from __future__ import annotations

import functools
import shlex
import sys
from typing import TYPE_CHECKING

from zopa.cli.ask import progress, tell_findings
from zopa.cli.compare import since_of
from zopa.cli.limits import doing, gave_up, left_of, seconds_of
from zopa.cli.output import deliver
from zopa.cli.streams import Unable
from zopa.cli.whereabouts import tell
from zopa.cli.workspace import (
    assumptions,
    chosen_scenarios,
    open_space,
    open_workspace,
)
from zopa.diagnostics import quoted
from zopa.model.corpus import Scenario
from zopa.questions import NOTHING_CHOSEN, Question, more_of_a_brief
from zopa.questions.compare import compare
from zopa.solving import Stop, Stopped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from zopa.answers import Brief
    from zopa.interchange.compare import Since
    from zopa.questions.compare import Comparison
    from zopa.questions.every import Answers
    from zopa.solving.space import Space
    from zopa.workspace import Workspace
    from zopa.writers import Style

__all__ = ["run"]

ASKING = 0.6
"""Part of the time for questions. The rest is for writing, which takes long if there are many
results."""
SHOWN_ELSEWHERE = {"html": "a web page", "docx": "a document"}
"""Forms that a terminal cannot show."""
EXCHANGE = ("uvl", "asp")
"""Forms for other tools, of one draft at most."""


def run(options: argparse.Namespace) -> int:
    """Write the brief; 1 for scenario files with errors, which prevent a brief."""
    forms = _settle_form(options)
    options.more = more_of_a_brief(options.more)
    workspace = open_workspace(options, options.scenarios)
    space = open_space(workspace)
    exchanged = bool(forms) and forms <= {*EXCHANGE} and not options.scenarios
    chosen: list[Scenario | str] = []
    if not exchanged:
        chosen = chosen_scenarios(workspace, options.scenarios, options.directory)
    broken = [
        error
        for each in chosen
        for error in workspace.errors_in(each if isinstance(each, str) else each.path)
    ]
    if broken:
        return tell_findings(options, broken, workspace)
    drafts = [each for each in chosen if isinstance(each, Scenario)]
    if options.compare and len(drafts) < 2:
        message = "--compare needs two scenarios or more"
        raise Unable(message)
    questions = [
        Question(space, each, assumptions(options, workspace, each)) for each in drafts
    ]

    @functools.cache
    def answers() -> list[Answers]:
        return _answers(options, questions)

    @functools.cache
    def brief() -> Brief:
        return _brief(options, workspace, questions, answers())

    def html(_: Style, __: int) -> str:
        from zopa.writers.markup import html_text

        return html_text(brief())

    def fragment(_: Style, __: int) -> str:
        from zopa.writers.markup import fragment_text

        return fragment_text(brief())

    def docx(_: Style, __: int) -> bytes:
        return _document(brief())

    def markdown(_: Style, __: int) -> str:
        from zopa.writers.markup import markdown_text

        return markdown_text(brief())

    if options.tables is not None:
        _write_files(options, options.tables, _tables(brief()))
    if options.data is not None:
        _write_files(options, options.data, _data(options, workspace, answers()))
    deliver(
        options,
        {
            "html": html,
            "fragment": fragment,
            "markdown": markdown,
            "docx": docx,
            **{
                each: _exchange(options, workspace, questions, space, each) for each in EXCHANGE
            },
        },
    )
    return 0


def _settle_form(options: argparse.Namespace) -> set[str]:
    """Set the form of stdout; return the forms to be written.

    Raises:
        Unable: no terminal can show the form, or a flag has no effect.
    """
    if options.data is None and (options.bom or options.data_format):
        message = f"{'--bom' if options.bom else '--data-format'} goes with --data"
        raise Unable(message, "add --data DIR")
    if options.format is None and not (options.output or _only_files(options)):
        options.format = "html"
    forms = {each.partition(":")[0] for each in options.output} | {options.format} - {None}
    if options.tables is None and forms <= {*EXCHANGE}:
        _refuse_flags_of_briefs(options)
    if options.format in SHOWN_ELSEWHERE and sys.stdout.isatty():
        message = f"the brief is {SHOWN_ELSEWHERE[options.format]}, which no terminal shows"
        file = f"{options.format}:brief.{options.format}"
        raise Unable(
            message,
            f"{_typed(options)} --output {file} writes it to a file",
            "--format markdown shows its text here",
        )
    return forms


# -- the brief ----------------------------------------------------------------


def _document(brief: Brief) -> bytes:
    try:
        from zopa.writers.docx import docx_bytes
    except ImportError:
        message = "documents need python-docx, which is not installed"
        raise Unable(message, "pip install 'zopa[docx]'") from None
    return docx_bytes(brief)


def _only_files(options: argparse.Namespace) -> bool:
    """True if stdout gets no output."""
    wanted = not (options.quiet or sys.stdout.isatty())
    return options.data is not None or (options.tables is not None and not wanted)


def _refuse_flags_of_briefs(options: argparse.Namespace) -> None:
    """Refuse flags that have no effect without a brief.

    Raises:
        Unable: there is such a flag.
    """
    stated = {
        "--compare": options.compare,
        "--since": options.since is not None,
        "--with": options.more,
        "--short": options.short,
    }
    for flag, is_stated in stated.items():
        if is_stated:
            message = f"{flag} is of the brief, and no brief is written"
            raise Unable(message, "leave it out, or add --output html:FILE")


def _answers(options: argparse.Namespace, questions: Sequence[Question]) -> list[Answers]:
    from zopa.answers.wording import letters
    from zopa.questions.every import ask_all

    doing("searching")
    every: list[Answers] = []
    try:
        with progress(options, seconds_of(options)):
            for question, mark in zip(questions, letters(len(questions)), strict=True):
                left = left_of(options)
                share = None if left is None else ASKING * left / (len(questions) - len(every))
                every.append(
                    ask_all(question, mark, seconds_of(options), left=share, more=options.more)
                )
    except Stopped:
        raise gave_up(options) from None
    return every


def _brief(
    options: argparse.Namespace,
    workspace: Workspace,
    questions: Sequence[Question],
    every: Sequence[Answers],
) -> Brief:
    from zopa.answers.brief import compose

    try:
        compared = _compared(options, questions)
        since = _since(options, workspace, questions)
    except Stopped:
        raise gave_up(options) from None
    return compose(
        workspace,
        every,
        command=_command(options),
        flags=_flags(options),
        compared=compared,
        since=since,
        short=options.short,
    )


def _compared(options: argparse.Namespace, questions: Sequence[Question]) -> Comparison | None:
    if not options.compare:
        return None
    space = questions[0].space
    try:
        with Stop(left_of(options)) as stop:
            space.stop = stop
            return compare(space, [(each.scenario, each.context) for each in questions])
    finally:
        space.stop = None


def _since(
    options: argparse.Namespace, workspace: Workspace, questions: Sequence[Question]
) -> Since | None:
    if options.since is None:
        return None
    return since_of(options, workspace, questions[0].space)


def _typed(options: argparse.Namespace) -> str:
    """The command as it was typed, without its output flags."""
    folder = "" if options.directory is None else f" -C {shlex.quote(str(options.directory))}"
    return _command(options).replace("zopa", f"zopa{folder}", 1)


def _command(options: argparse.Namespace) -> str:
    """Command that makes the same brief again, wherever it was written."""
    flags = ["--compare"] * options.compare
    if options.since is not None:
        flags.append(f"--since={shlex.quote(options.since)}")
    if options.short:
        flags.append("--short")
    if options.more:
        flags.append(f"--with={','.join(options.more)}")
    names = map(shlex.quote, options.scenarios)
    return " ".join(["zopa report", *flags, *names]) + _flags(options)


def _flags(options: argparse.Namespace) -> str:
    """The assumptions as they are typed, a space before each."""
    from zopa.answers.questions import flags

    return flags(
        as_of=options.as_of,
        hold=options.hold,
        parties=options.parties,
        readings=options.reading,
        waive=options.waive,
    )


def _tables(brief: Brief) -> dict[str, bytes]:
    from zopa.writers.tables import table_files

    return {name: text.encode() for name, text in table_files(brief).items()}


def _data(
    options: argparse.Namespace, workspace: Workspace, every: Sequence[Answers]
) -> Mapping[str, bytes]:
    from zopa.interchange.envelope import digest
    from zopa.interchange.export import dataset
    from zopa.writers.tables import dataset_files

    return dataset_files(
        dataset(workspace.corpus, every),
        options.data_format or "csv",
        title=workspace.corpus.title,
        digest=digest(workspace),
        mark=options.bom,
    )


def _write_files(options: argparse.Namespace, folder: Path, files: Mapping[str, bytes]) -> None:
    from zopa.files.writing import save

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            save(folder / name, content)
    except OSError as error:
        message = f"cannot write tables to {quoted(folder)}: {error.strerror}"
        raise Unable(message) from error
    tell(options, f"zopa: {len(files)} files written to {quoted(folder)}")


# -- for other tools ----------------------------------------------------------


def _exchange(
    options: argparse.Namespace,
    workspace: Workspace,
    questions: Sequence[Question],
    space: Space,
    form: str,
) -> Callable[[Style, int], str]:
    def write(_: Style, __: int) -> str:
        if len(questions) > 1:
            message = f"the deal space as {form} is that of one scenario, or of none"
            raise Unable(message, f"zopa report SCENARIO{_flags(options)} --format {form}")
        nothing = Question(space, NOTHING_CHOSEN, assumptions(options, workspace, None))
        question = questions[0] if questions else nothing
        from zopa.interchange.export import asp, uvl

        return asp(question) if form == "asp" else uvl(question)

    return write
