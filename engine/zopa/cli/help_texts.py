"""Help beside the flags: examples, exit codes, pages of documentation, and the man page."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from zopa import __version__
from zopa.cli.arguments import COMMANDS, parser
from zopa.cli.settings import VARIABLES
from zopa.diagnostics import address_of, documentation

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "EXAMPLES",
    "epilog",
    "manual",
]


EXAMPLES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "init": (
        ("zopa init my-talks", "an empty negotiation"),
        ("zopa init --kind contract deal", "begin with a small example"),
    ),
    "add": (
        ("zopa add party union --name 'The union'", "a party"),
        ("zopa add position", "ask for what is missing"),
    ),
    "new": (("zopa new second --from first-draft", "a draft that starts from another"),),
    "set": (("zopa set first-draft price=fixed amount=90", "change a choice"),),
    "remove": (("zopa remove first-draft", "remove a scenario"),),
    "rename": (("zopa rename union trade-union", "in every file"),),
    "undo": (("zopa undo", "take back the last change"),),
    "redo": (("zopa redo", "make it again"),),
    "import": (
        ("zopa import filled.xlsx", "take what was filled in"),
        ("zopa import --from uvl model.uvl --to new", "a feature model"),
    ),
    "export": (
        ("zopa export --tables all.xlsx", "a workbook"),
        ("zopa export --tables sheets", "a folder of CSV files"),
    ),
    "fmt": (
        ("zopa fmt", "write every file"),
        ("zopa fmt --check", "say which differ, and fail"),
        ("zopa fmt - --stdin-filename terms/rules.yaml < rules.yaml", "an unsaved text"),
    ),
    "validate": (
        ("zopa validate", "the whole workspace"),
        ("zopa validate --fix", "apply the safe fixes"),
        ("zopa validate --select ZX --statistics", "count findings"),
        ("zopa validate - --stdin-filename scenarios/a.yaml < a.yaml", "an unsaved text"),
    ),
    "check": (
        ("zopa check", "every scenario, a line each"),
        ("zopa check first-draft", "one, with its reasons"),
        ("zopa check --gate red-lines", "fail where a red line is crossed"),
    ),
    "ci": (
        ("zopa ci --since origin/main", "files, expectations, and what got weaker"),
        ("zopa ci --sarif zopa.sarif", "for code scanning"),
    ),
    "options": (
        ("zopa options first-draft", "what is still possible"),
        ("zopa options first-draft --why warranty/given", "a reason"),
    ),
    "deals": (("zopa deals first-draft --examples 1", "one example"),),
    "conflicts": (("zopa conflicts first-draft", "what cannot hold together"),),
    "concessions": (("zopa concessions first-draft", "what to drop for a deal"),),
    "coalitions": (("zopa coalitions", "who can agree with whom"),),
    "repair": (("zopa repair first-draft --keep warranty", "keep one choice"),),
    "frontier": (("zopa frontier first-draft", "trade-offs when there is no deal"),),
    "sweep": (("zopa sweep first-draft", "readings, dates and sources"),),
    "robustness": (("zopa robustness first-draft", "how often there is a deal"),),
    "compare": (
        ("zopa compare first second", "two drafts"),
        ("zopa compare --since HEAD~1", "what changed since a revision"),
    ),
    "report": (
        ("zopa report --output html:brief.html", "a brief of every draft"),
        ("zopa report first-draft --format markdown", "as Markdown"),
    ),
    "batch": (
        ("zopa batch study.yaml --output study.csv", "a row for each question"),
        ("zopa batch study.yaml --jobs 4 --output study.parquet", "in four processes"),
    ),
    "config": (("zopa config", "what holds, and from where"),),
    "coverage": (("zopa coverage --source bulletin", "what of a source is cited"),),
    "list": (("zopa list positions --party union", "what a party holds"),),
    "show": (("zopa show union/no-night-work", "a position and its sources"),),
    "explain": (("zopa explain ZX101", "what a finding means"),),
    "rules": (("zopa rules", "all codes"),),
    "schema": (("zopa schema --for-workspace", "with the ids of this corpus"),),
    "completion": (('eval "$(zopa completion bash)"', "in this shell"),),
    "tui": (("zopa tui first-draft", "compose a draft"),),
    "serve": (("zopa serve --write", "in a browser, and let it save"),),
    "lsp": (("zopa lsp", "as an editor starts it"),),
}
PAGES: Final = {
    "batch": "batch",
    **dict.fromkeys(
        ("init", "add", "new", "set", "remove", "rename", "undo", "redo", "fmt"), "recording"
    ),
    "import": "tables",
    "export": "tables",
    "validate": "ci",
    "ci": "ci",
    "report": "report",
    "config": "configuration",
    "explain": "diagnostics/README",
    "rules": "diagnostics/README",
    "schema": "editors",
    "completion": "editors",
    "tui": "tui",
    "serve": "serve",
    "lsp": "editors",
}
"""Pages of the documentation; other commands have the page on questions."""
CODES: Final = {
    "validate": "1 findings at or above --fail-on",
    "fmt": "1 --check or --diff: a file would change",
    "check": "1 expectations not met, gated verdicts, or a scenario with errors",
    "ci": "1 findings, expectations not met, gated verdicts, or something weaker",
    "compare": "1 what --fail-on names has changed",
    "config": "1 wrong settings",
}
OTHERWISE: Final = "1 a scenario with errors"
WITHOUT: Final = frozenset(
    {
        *("init", "add", "new", "set", "remove", "rename", "undo", "redo"),
        *("import", "export"),
        *("explain", "rules", "schema", "completion", "tui", "serve", "lsp", "list", "show"),
    }
)
"""Commands without findings."""


def epilog(command: str) -> str:
    """The end of a command's help."""
    examples = EXAMPLES.get(command, ((f"zopa {command}", ""),))
    broad = max(len(line) for line, _ in examples)
    lines = ["examples:", *(f"  {line:<{broad}}  {text}" for line, text in examples)]
    found = () if command in WITHOUT else (CODES.get(command, OTHERWISE),)
    named = PAGES.get(command, "questions")
    page = address_of(named, documentation()) or f"docs/{named}.md"
    codes = ("exit codes:", *(f"  {each}" for each in ("0 done", *found, "2 not possible")))
    return "\n".join([*lines, "", *codes, "", f"more: {page}"])


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
