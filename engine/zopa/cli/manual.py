"""The man page, made of the parser."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from zopa import __version__
from zopa.cli.arguments import COMMANDS, parser
from zopa.cli.help_texts import EXAMPLES
from zopa.cli.settings import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["manual"]


def manual() -> str:
    """`zopa(1)` in the macros of man(7)."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    top = parser()
    commands = next(x for x in top._actions if isinstance(x, argparse._SubParsersAction))  # noqa: SLF001  # argparse has no other way
    yield f'.TH ZOPA 1 "" "zopa {__version__}" "User commands"'
    yield ".SH NAME"
    yield r"zopa \- check draft agreements against the red lines and demands of the parties"
    yield ".SH SYNOPSIS"
    yield r".B zopa"
    yield r"[\fB\-C\fR \fIDIR\fR] \fICOMMAND\fR [\fIOPTION\fR ...] [\fIARGUMENT\fR ...]"
    yield ".SH DESCRIPTION"
    yield _text(f"{top.description} {top.epilog}")
    yield ".SH COMMANDS"
    for name in COMMANDS:
        command = commands.choices[name]
        command.complete()
        yield f'.SS "zopa {_text(name)}"'
        yield _text(str(command.description))
        yield from _actions(command)
        yield ".PP"
        yield "Examples:"
        for line, text in EXAMPLES.get(name, ()):
            yield ".TP"
            yield f"\\fB{_text(line)}\\fR"
            yield _text(text)
    yield ".SH EXIT STATUS"
    for code, text in (
        ("0", "Everything that was asked was done, and there is nothing to report."),
        ("1", "There are findings, expectations that are not met, or gated verdicts."),
        ("2", "It could not be done: wrong usage, nothing matched, a file cannot be read."),
        ("130", "It was interrupted."),
    ):
        yield from (".TP", f".B {code}", _text(text))
    yield ".SH ENVIRONMENT"
    for name, flag in VARIABLES.items():
        yield from (".TP", f".B {_text(name)}", _text(f"The same as {flag}."))
    yield from (".TP", ".B ZOPA_CACHE_DIR", _text("Where results are kept for the next run."))
    yield ".SH FILES"
    yield from (".TP", ".I terms/corpus.yaml", _text("Makes a folder a workspace."))
    yield from (
        ".TP",
        ".I zopa.toml",
        _text("Settings; zopa config shows them."),
    )


def _actions(command: argparse.ArgumentParser) -> Iterator[str]:
    for action in command._actions:  # noqa: SLF001
        if action.help == argparse.SUPPRESS or isinstance(action, argparse._HelpAction):  # noqa: SLF001
            continue
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            kinds = ", ".join(action.choices)
            yield from (".TP", r"\fIKIND\fR", _text(f"one of {kinds}"))
            continue
        value = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
        if action.choices is not None and not isinstance(action.metavar, str):
            value = "|".join(map(str, action.choices))
        shown = f"\\fI{_text(str(value))}\\fR" if value and action.nargs != 0 else ""
        names = ", ".join(f"\\fB{_text(each)}\\fR" for each in action.option_strings)
        yield ".TP"
        yield f"{names} {shown}".strip() if names else shown
        yield _text((action.help or "").replace("%%", "%")) or r"\&"


def _text(text: str) -> str:
    """A text with roff's special characters escaped."""
    found = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{found}" if found.startswith((".", "'")) else found
