"""Commands and flags, and nothing that they do."""

from __future__ import annotations

import argparse
import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from zopa import __version__
from zopa.refused import Refused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from _typeshed import SupportsWrite

__all__ = ["COMMANDS", "MODULES", "parser", "short_help", "spoken"]

COMMANDS = {
    "init": "make a new workspace (never overwrites files)",
    "add": "record a party, source, statement, position, issue, term, rule, … (no YAML typed)",
    "new": "make a scenario: empty, from another, or with every issue listed",
    "set": "set choices of a scenario, or fields of anything",
    "remove": "remove a thing; says what still refers to it",
    "rename": "give a thing another id, in every file that names it",
    "import": "take changes from tables, or make a workspace of another tool's file",
    "export": "write a workspace as tables: a workbook to fill in, or files of CSV",
    "validate": "check the files: format, references and sources (no verdicts)",
    "check": "show which positions a draft crosses, and because of which choices",
    "ci": "for a build server: files, expectations and changes, each finding once",
    "options": "show which terms are still possible, forced or excluded, and why",
    "deals": "show whether deals exist, how many, and examples",
    "conflicts": "list minimal conflicts: positions that no agreement respects together",
    "concessions": "list minimal sets of positions to drop for a deal, by party",
    "coalitions": "show which parties can agree with each other, and what others would drop",
    "repair": "find the deals that change the fewest choices of a draft",
    "frontier": "list Pareto-optimal trade-offs when no deal exists",
    "sweep": "test whether other readings, dates or sources change the answer",
    "robustness": "count the combinations of assumptions with a deal, and show what decides",
    "compare": "compare drafts, or the corpus with a git revision",
    "report": "write a brief (HTML, Markdown, tables) or the deal space for other tools",
    "coverage": "list gaps: issues without positions, unused statements, places not cited",
    "list": "list what there is of one kind: issues, terms, positions, statements …",
    "show": "show one item in full, and everything that refers to it",
    "explain": "explain a diagnostic: what it means and how to fix it",
    "rules": "list all diagnostic codes",
    "schema": "write the JSON Schemas for editors",
    "completion": "write a script that lets a shell complete commands and names",
    "tui": "compose drafts in the terminal and see the effects at once",
    "serve": "open the terminal interface in a local browser (read-only without --write)",
    "lsp": "serve an editor: findings as you type, completion, hover, rename",
}
"""In the order of the help."""
MEANT: dict[str, tuple[str, ...]] = {
    "create": ("add", "new"),
    "delete": ("remove",),
    "diff": ("compare",),
    "draft": ("new",),
    "edit": ("set", "tui"),
    "graph": ("report", "frontier"),
    "lint": ("validate",),
    "ls": ("list",),
    "mv": ("rename",),
    "rm": ("remove",),
    "search": ("list", "show"),
    "status": ("check",),
    "test": ("check", "ci"),
    "ui": ("tui",),
    "web": ("serve",),
    "zopa": ("deals", "options"),
}
"""Commands of other programs, and those of ours that do the same."""
SHORT: dict[str, tuple[str, ...]] = {
    "record": ("init", "add", "new", "set", "remove", "rename", "list", "import", "export"),
    "check": ("validate", "check", "ci"),
    "ask": (
        *("options", "deals", "conflicts", "concessions", "coalitions", "repair"),
        *("frontier", "sweep", "robustness", "compare", "coverage", "show"),
    ),
    "use": ("tui", "serve", "report", "schema", "lsp", "completion", "explain", "rules"),
}
"""Commands by what one wants to do."""
WITHOUT_WORKSPACE = frozenset({"init", "import", "explain", "rules", "completion", "lsp"})
"""Commands that ask no corpus, or say themselves which."""
MODULES = {"import": "importing", "list": "listing"}
"""Modules of `zopa.cli` that are called otherwise than their command."""


class Parser(argparse.ArgumentParser):
    """Suggests the word that was meant, and learns its flags when they are needed."""

    given: Sequence[str] = ()
    """The command line."""
    fill: Callable[[argparse.ArgumentParser], None] | None = None
    """Adds the flags; those of the other commands would cost every run a fifth of its start."""

    def parse_known_args(  # type: ignore[override]  # typeshed's overloads say the same
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Learn the flags, then parse."""
        self.complete()
        self.given = sys.argv[1:] if args is None else args
        return super().parse_known_args(args, namespace)

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> object:
        """Values of an action; `--flag=--` gives `--`, of which argparse makes a list."""
        if action.option_strings and action.nargs is None and arg_strings == ["--"]:
            value = self._get_value(action, "--")
            self._check_value(action, value)
            return value
        return super()._get_values(action, arg_strings)

    def complete(self) -> None:
        """Learn the flags, if that has not happened."""
        if self.fill is not None:
            fill, self.fill = self.fill, None
            fill(self)

    def format_help(self) -> str:
        """The help, as wide as the terminal."""
        self.formatter_class = argparse.HelpFormatter
        return super().format_help()

    def format_usage(self) -> str:
        """The usage, as wide as the terminal."""
        self.formatter_class = argparse.HelpFormatter
        return super().format_usage()

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Write help and version; from 3.11.4 on argparse hides that it could not."""
        (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, and what may have been meant.

        Raises:
            Refused: always.
        """
        from zopa.diagnostics import did_you_mean, listed

        near: Sequence[str] = ()
        if wrong := re.search(r"COMMAND: invalid choice: '([^']*)'", message):
            message = f"no command `{wrong[1]}`"
            near = MEANT.get(wrong[1].lower(), ()) or did_you_mean(wrong[1], COMMANDS)
        elif wrong := re.match(r"unrecognized arguments: (--\S+)", message):
            flag = wrong[1].partition("=")[0]
            message = f"no flag `{flag}`"
            if flag in self.flags():
                message = f"`{flag}` stands before the command"
                raise Refused(message, f"write it behind: {self.asked().prog} {flag}")
            near = did_you_mean(flag, self.flags())
        meant = (f"did you mean {listed(near)}?",) if near else ()
        raise Refused(message, *meant, f"{self.asked().prog} --help")

    def asked(self) -> argparse.ArgumentParser:
        """The parser of the command and kind that were named, as far as they were."""
        left = list(self.given)
        found: argparse.ArgumentParser = self
        while True:
            below = [x for x in found._actions if isinstance(x, argparse._SubParsersAction)]  # noqa: SLF001  # argparse has no other way
            choices: dict[str, argparse.ArgumentParser] = below[0].choices if below else {}
            while left and left[0] not in choices:
                left.pop(0)
            if not left:
                return found
            found = choices[left.pop(0)]

    def flags(self) -> list[str]:
        """The flags of this parser and of the command that is asked."""
        every = (*self._actions, *self.asked()._actions)  # noqa: SLF001
        return [flag for each in every for flag in each.option_strings if flag[:2] == "--"]


def short_help() -> str:
    """What zopa says when nothing is asked: the commands by task, and where to begin."""
    import textwrap

    lines = [
        "zopa checks draft agreements against the red lines and demands of the parties.",
        "",
    ]
    for task, commands in SHORT.items():
        known = " ".join(each for each in commands if each in COMMANDS)
        lines += textwrap.wrap(
            known, 78, initial_indent=f"  {task:8}", subsequent_indent=" " * 10
        )
    lines += [
        "",
        "zopa COMMAND --help explains a command, zopa --help has a line on each.",
        "To begin: zopa init my-talks && zopa -C my-talks check",
    ]
    return "\n".join(lines) + "\n"


def spoken(arguments: Sequence[str]) -> list[str]:
    """The command line with `help` and `version` as the flags that they mean."""
    match list(arguments):
        case ["help"]:
            return ["--help"]
        case ["help", command, *_] if not command.startswith("-"):
            return [command, "--help"]
        case ["version"]:
            return ["--version"]
        case others:
            return others


def parser(arguments: Iterable[str] = ()) -> argparse.ArgumentParser:
    """Everything that the command line accepts.

    Args:
        arguments: what it is for, if that is known: where they begin with a command, the
            others, which would cost every run a tenth of its start, are left out.
    """
    top = Parser(
        prog="zopa",
        allow_abbrev=False,
        formatter_class=_unmeasured,
        description="Deal terms, red lines and drafts: what is crossed and what is possible.",
        epilog="zopa models what was said, by whom, on whose report. It recommends nothing.",
    )
    top.add_argument("-V", "--version", action="version", version=f"zopa {__version__}")
    top.add_argument(
        "-C",
        dest="directory",
        type=Path,
        metavar="DIR",
        help="work in this folder",
    )
    top.add_argument("--debug", action="store_true", help="show tracebacks")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    named = _command_in(arguments)
    for name in COMMANDS if named is None else (named,):
        summary = COMMANDS[name]
        each = commands.add_parser(
            name,
            allow_abbrev=False,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            formatter_class=_unmeasured,
        )
        each.fill = partial(_fill, name)
    return top


def _unmeasured(prog: str) -> argparse.HelpFormatter:
    """What flags are checked with as they are added, for which no terminal is measured."""
    return argparse.HelpFormatter(prog, width=80)


def _command_in(arguments: Iterable[str]) -> str | None:
    """The command, where nothing but `-C DIR` and `--debug` stands before it."""
    left = iter(arguments)
    for each in left:
        if each == "-C":
            next(left, None)
        elif each != "--debug":
            return each if each in COMMANDS else None
    return None


def _fill(name: str, command: argparse.ArgumentParser) -> None:
    _ADD[name](command)
    if name not in WITHOUT_WORKSPACE and name not in _EDIT:
        _sample(command)
    _common(command)


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--quiet", "-q", action="store_true", help="only what is asked for")
    command.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the text (auto: on a terminal)",
    )
    command.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )


def _sample(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--sample", action="store_true", help="ask the corpus that comes with zopa"
    )


def _formats(command: argparse.ArgumentParser, *formats: str) -> None:
    command.add_argument(
        "--format", choices=formats, default=formats[0], help="form of the answer"
    )
    command.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="FORMAT[:FILE]",
        help="write the answer in this form, to the file if one is named; may be repeated",
    )


def _assumptions(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("assumptions")
    group.add_argument(
        "--as-of", type=_day, metavar="DATE", help="use the positions current on DATE"
    )
    group.add_argument(
        "--hold",
        type=_words,
        metavar="KINDS",
        help="kinds of position that count (default: red-line,demand)",
    )
    group.add_argument("--parties", type=_words, metavar="A,B", help="parties at the table")
    group.add_argument(
        "--waive",
        action="append",
        default=[],
        metavar="POSITION",
        help="assume that this position is dropped (repeatable)",
    )
    group.add_argument(
        "--reading",
        action="append",
        default=[],
        type=_reading,
        metavar="POSITION=READING",
        help="read the position in this way",
    )
    _budget(group)


def _budget(
    command: argparse.ArgumentParser | argparse._ArgumentGroup,  # has no other name
    default: str = "30",
) -> None:
    command.add_argument(
        "--budget",
        type=_seconds,
        metavar="SECONDS",
        help=f"stop after this time and say so (default: {default})",
    )


def _severities(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--severity",
        action="append",
        default=[],
        metavar="CODE=LEVEL",
        help="what a finding weighs: error, warning or note; may be repeated",
    )
    command.add_argument(
        "--allow-downgrade",
        action="store_true",
        help="with CI set: --severity may make less of unmet expectations and missing sources",
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = float("nan")
    if not seconds >= 0:
        message = f"not a time: `{text}` (write seconds, like 5 or 0.5)"
        raise argparse.ArgumentTypeError(message)
    return seconds


def _number(text: str) -> int:
    return _whole(text, 0)


def _some(text: str) -> int:
    return _whole(text, 1)


def _whole(text: str, least: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < least:
        message = f"not a number from {least} on: `{text}`"
        raise argparse.ArgumentTypeError(message)
    return number


def _day(text: str) -> dt.date:
    from zopa.questions.assumptions import day_of

    try:
        return day_of(text)
    except Refused as refused:
        message = f"{refused.message} ({', '.join(refused.way_out)})"
        raise argparse.ArgumentTypeError(message) from None


def _words(text: str) -> tuple[str, ...]:
    words = tuple(each.strip() for each in text.split(",") if each.strip())
    if not words:
        message = "nothing is named (write A,B)"
        raise argparse.ArgumentTypeError(message)
    return words


def _reading(text: str) -> tuple[str, str]:
    position, equals, reading = text.partition("=")
    if not equals or not position or not reading:
        message = f"not a reading: `{text}` (write POSITION=READING)"
        raise argparse.ArgumentTypeError(message)
    return position, reading


_EXCHANGE = ("github", "sarif", "junit", "gitlab", "rdjson")
"""Forms of findings that other tools read."""


def _init(command: argparse.ArgumentParser) -> None:
    command.add_argument("target", nargs="?", type=Path, default=Path(), metavar="DIR")
    what = command.add_mutually_exclusive_group()
    what.add_argument(
        "--kind",
        choices=("empty", "wage-round", "contract", "peace-process"),
        help="begin with nothing, or with a small complete example (asked on a terminal)",
    )
    what.add_argument("--sample", action="store_true", help="copy the shipped corpus")
    what.add_argument(
        "--example",
        metavar="NAME",
        help="copy an example: peace-accord, software-contract or wage-round",
    )
    command.add_argument("--title", metavar="TEXT", help="of an empty negotiation")


def _import(command: argparse.ArgumentParser) -> None:
    from zopa.cli import edit_flags

    command.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a workbook (.xlsx), a CSV file, or a folder of them; with --from the model or"
        " domain, and after it utility profiles, which are listed as left out",
    )
    edit_flags.tables(command)
    group = command.add_argument_group("a new workspace of a file of another tool")
    group.add_argument(
        "--from",
        dest="form",
        choices=("uvl", "negmas"),
        help="uvl: a feature model; negmas: a domain of GENIUS (XML) or NegMAS (JSON, YAML)",
    )
    group.add_argument("--to", type=Path, metavar="DIR", help="a folder that is new or empty")
    group.add_argument(
        "--as-of", type=_day, metavar="DATE", help="evaluation date (default: today)"
    )
    _budget(group)


def _export(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--tables",
        required=True,
        metavar="FILE",
        help="NAME.xlsx for a workbook, else a folder for one CSV file a kind",
    )
    command.add_argument(
        "--separator",
        choices=(",", ";", "tab"),
        help="what stands between the cells of CSV files (default: ,)",
    )
    command.add_argument("--force", action="store_true", help="write over files that are there")


def _validate(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="report on these files or folders only",
    )
    command.add_argument(
        "--fail-on",
        choices=("error", "warning", "note", "never"),
        default="error",
        help="lowest severity that gives exit code 1 (default: error)",
    )
    command.add_argument(
        "--changed-since",
        metavar="REV",
        help="check all, report what touches files that differ from this git revision",
    )
    for flag, text in (
        ("--allow-empty", "a PATH without files is no failure"),
        ("--show-files", "list the files that would be checked, and do nothing else"),
        ("--no-ignores", "report what comments silence"),
        ("--show-suppressed", "list what is silenced too, and why"),
        ("--short-forms", "report what has a shorter form with the same meaning too"),
        ("--fix", "apply the safe fixes, then check again"),
        ("--unsafe-fixes", "with --fix or --diff: those too that may change the meaning"),
        ("--diff", "show what --fix would write, and write nothing"),
        ("--write-baseline", "record what is found in the --baseline file"),
    ):
        command.add_argument(flag, action="store_true", help=text)
    command.add_argument(
        "--baseline", type=Path, metavar="FILE", help="report only what this file does not hold"
    )
    _severities(command)
    _watch(command)
    _budget(command, "none")
    command.add_argument(
        "--no-cache", action="store_true", help="look at every file, and remember nothing"
    )
    command.add_argument(
        "--jobs",
        type=_some,
        metavar="N",
        help="share the work among N processes (default: as many as pay)",
    )
    _formats(command, "auto", "full", "text", "concise", "json", "jsonl", *_EXCHANGE)


def _watch(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--watch", action="store_true", help="answer again whenever a file changes"
    )


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "scenarios", nargs="*", metavar="SCENARIO", help="path or id (default: every scenario)"
    )
    _gate(command)
    _watch(command)
    _assumptions(command)
    _formats(command, "auto", "text", "full", "concise", "json", "jsonl", *_EXCHANGE)


def _ci(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="of what is wrong in files, report on these files or folders only",
    )
    command.add_argument(
        "--fail-on",
        choices=("error", "warning", "note", "never"),
        default="error",
        help="lowest severity that gives exit code 1 (default: error)",
    )
    command.add_argument(
        "--no-check", action="store_true", help="do not check what scenarios expect"
    )
    _gate(command)
    _severities(command)
    command.add_argument(
        "--baseline", type=Path, metavar="FILE", help="report only what this file does not hold"
    )
    command.add_argument(
        "--changed-since",
        metavar="REV",
        help="of what is wrong, report what touches files that differ from this git revision",
    )
    command.add_argument(
        "--since",
        metavar="REV",
        help="report too what is weaker, gone or waived since this git revision",
    )
    command.add_argument(
        "--since-fail-on",
        choices=("weaker", "any", "error", "warning", "note", "never"),
        default="weaker",
        help="what of that makes the exit code 1 (default: weaker)",
    )
    command.add_argument(
        "--sarif",
        type=Path,
        metavar="FILE",
        help="write what is wrong there as SARIF, what changed beside it to NAME.changes.sarif",
    )
    _formats(command, "auto", "full", "concise", "github", "json", "jsonl")


def _gate(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--verbose", action="store_true", help="every position of every draft, not a table"
    )
    command.add_argument(
        "--gate",
        action="append",
        default=[],
        choices=("red-lines", "demands", "incoherent"),
        help="count these verdicts as errors",
    )


def _draft(command: argparse.ArgumentParser, *formats: str, needed: bool = False) -> None:
    if needed:
        command.add_argument("scenario", metavar="SCENARIO", help="path or id")
    else:
        command.add_argument(
            "scenario",
            nargs="?",
            metavar="SCENARIO",
            help="path or id (default: nothing chosen)",
        )
    _assumptions(command)
    command.add_argument("--verbose", action="store_true", help="print every detail")
    _formats(command, "text", "json", *formats)


def _limit(command: argparse.ArgumentParser, what: str, default: int | None = None) -> None:
    command.add_argument("--limit", type=_some, default=default, metavar="N", help=what)
    command.set_defaults(usual_limit=default)


def _no_count(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-count", action="store_true", help="do not count the deals")


def _options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--why", metavar="ISSUE/TERM", help="a minimal reason for its mark")
    _no_count(command)
    _draft(command, needed=True)


def _deals(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--examples", type=_number, default=3, metavar="K", help="deals to show (default: 3)"
    )
    _no_count(command)
    _draft(command)


def _conflicts(command: argparse.ArgumentParser) -> None:
    # More of them are read by nobody, and by the million they fill the memory.
    _limit(command, "find at most N, smallest first (default: 10,000)", 10_000)
    _draft(command, "jsonl")


def _coalitions(command: argparse.ArgumentParser) -> None:
    _draft(command)
    command.add_argument(
        "--limit", type=_some, metavar="N", help="find at most N sets of each kind"
    )
    command.add_argument("--no-count", action="store_true", help="do not count the agreements")
    command.add_argument(
        "--by-date", action="store_true", help="also say who could agree on earlier days"
    )


def _robustness(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--over",
        type=_words,
        default=("readings", "doubts", "days"),
        metavar="ASSUMPTIONS",
        help="what to vary, of readings,doubts,days,table,waivers (default: the first three)",
    )
    _limit(command, "stop after N minimal conflicts, and give bounds")
    _draft(command)


def _repair(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="ISSUE",
        help="do not change this choice; may be repeated",
    )
    _limit(command, "show so many of the nearest at the most (default: 10)", 10)
    _draft(command, needed=True)


def _frontier(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="what crossing each position counts: YAML `weights: {party/position: number}`",
    )
    _limit(command, "look at at most N concession sets (default: all)")
    _draft(command)


def _compare(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "scenarios",
        nargs="*",
        metavar="SCENARIO",
        help="path or id: two or more; with --since those to look at (default: every one)",
    )
    command.add_argument(
        "--since",
        metavar="REV",
        help="compare the corpus now with what it was at this git revision",
    )
    command.add_argument(
        "--fail-on",
        choices=("weaker", "any", "error", "warning", "note", "never"),
        default="never",
        help="with --since, what makes the exit code 1: a red line that got weaker or vanished,"
        " any change, or the least of the findings (default: never)",
    )
    command.add_argument("--all", action="store_true", help="show what does not differ too")
    command.add_argument(
        "--verbose",
        action="store_true",
        help="print kind, reading, sources and id of every position that differs",
    )
    _severities(command)
    _assumptions(command)
    _formats(command, "auto", "text", "full", "concise", "json", "jsonl", *_EXCHANGE)


def _report(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "scenarios", nargs="*", metavar="SCENARIO", help="path or id (default: every scenario)"
    )
    command.add_argument(
        "--compare", action="store_true", help="add a comparison of the drafts"
    )
    command.add_argument(
        "--since", metavar="REV", help="say too what changed since this git revision"
    )
    command.add_argument(
        "--tables",
        type=Path,
        metavar="DIR",
        help="write every table there too, as CSV and as JSON Lines",
    )
    _assumptions(command)
    _formats(command, "html", "markdown", "uvl", "asp")
    command.set_defaults(format=None)  # html, but nothing beside what --output asks for


def _coverage(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--source",
        metavar="SOURCE",
        help="show every place of a source that is cited, by what, and numbers that are not",
    )
    command.add_argument(
        "--as-of", type=_day, metavar="DATE", help="use the positions current on DATE"
    )
    _budget(command)
    _formats(command, "text", "json")


def _list(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "kind_of_thing",
        metavar="KIND",
        help="issues, terms, positions, statements, sources, parties, speakers, rules,"
        " milestones or scenarios",
    )
    group = command.add_argument_group("filters, each of which may be repeated")
    for flag, called, text in (
        ("--party", "PARTY", "what a party holds, says or proposes"),
        ("--issue", "ISSUE", "what bears on an issue"),
        ("--source", "SOURCE", "what cites a source, or rests on what cites it"),
        ("--speaker", "SPEAKER", "what a speaker said, and what rests on that"),
    ):
        group.add_argument(flag, action="append", default=[], metavar=called, help=text)
    group.add_argument(
        "--kind",
        action="append",
        default=[],
        choices=[
            *("red-line", "demand", "preference"),
            *("offer", "openness", "support", "doubt"),
        ],
        help="positions of a kind",
    )
    days = command.add_argument_group("filters by day")
    for flag, text in (("--since", "later"), ("--until", "earlier")):
        days.add_argument(
            flag,
            dest=f"day_{text}",  # `until` is the end of the time that a command may take
            type=_day,
            metavar="DATE",
            help=f"on this day or {text}",
        )
    command.add_argument(
        "--as-of", type=_day, metavar="DATE", help="say which positions are current on DATE"
    )
    command.add_argument("--ids", action="store_true", help="ids alone, one a line, for pipes")
    _budget(command)
    _formats(command, "text", "csv", "json")


def _show(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "id", metavar="ID", help="position, term, issue, statement, source, rule …"
    )
    _budget(command)
    _formats(command, "text", "json")


def _explain(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "code",
        nargs="?",
        metavar="CODE",
        help="code or name of a diagnostic (default: what the files of a workspace are)",
    )


def _rules(command: argparse.ArgumentParser) -> None:
    _formats(command, "text", "json")


def _schema(command: argparse.ArgumentParser) -> None:
    command.add_argument("target", nargs="?", type=Path, default=Path("schema"), metavar="DIR")
    command.add_argument(
        "--for-workspace",
        action="store_true",
        help="with this corpus's ids, so that editors complete them",
    )
    command.add_argument(
        "--draft-07", action="store_true", help="for editors that know no later JSON Schema"
    )


def _completion(command: argparse.ArgumentParser) -> None:
    command.add_argument("shell", nargs="?", choices=("bash", "zsh", "fish"), help="whose")
    command.add_argument("--names", help=argparse.SUPPRESS)


def _tui(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="path or id (default: asks)"
    )
    command.add_argument("--ascii", action="store_true", help="use no signs beyond ASCII")
    command.add_argument(
        "--theme", metavar="NAME", help="zopa-dark, zopa-light, zopa-contrast, or Textual's"
    )


def _serve(command: argparse.ArgumentParser) -> None:
    _tui(command)
    command.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="default 8000; 0 takes a free one"
    )
    command.add_argument("--write", action="store_true", help="let it save files")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 65_536:
        return int(text)
    message = f"{text!r} is no port: a number from 0 to 65535"
    raise argparse.ArgumentTypeError(message)


def _lsp(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--stdio", action="store_true", help="over stdin and stdout, as it always is"
    )


def _edit(name: str, command: argparse.ArgumentParser) -> None:
    from zopa.cli import edit_flags

    flags: Callable[[argparse.ArgumentParser], None] = getattr(edit_flags, _EDIT[name])
    flags(command)


_EDIT = {"add": "add", "new": "new", "set": "change", "remove": "remove", "rename": "rename"}
"""Commands that change a workspace, and who adds their flags."""
_ADD: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "init": _init,
    **{name: partial(_edit, name) for name in _EDIT},
    "import": _import,
    "export": _export,
    "validate": _validate,
    "check": _check,
    "ci": _ci,
    "options": _options,
    "deals": _deals,
    "conflicts": _conflicts,
    "concessions": _conflicts,
    "coalitions": _coalitions,
    "repair": _repair,
    "frontier": _frontier,
    "sweep": _draft,
    "robustness": _robustness,
    "compare": _compare,
    "report": _report,
    "coverage": _coverage,
    "list": _list,
    "show": _show,
    "explain": _explain,
    "rules": _rules,
    "schema": _schema,
    "completion": _completion,
    "tui": _tui,
    "serve": _serve,
    "lsp": _lsp,
}
