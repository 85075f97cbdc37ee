"""Commands and their flags, without their work."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from zopa import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from _typeshed import SupportsWrite

__all__ = ["COMMANDS", "RUNNERS", "Parser", "parser", "short_help", "spoken"]

COMMANDS = {
    "init": "make a new workspace (never overwrites files)",
    "add": "record a party, source, statement, position, issue, term, rule, … (no YAML typed)",
    "new": "make a scenario: empty, from another, or with every issue listed",
    "set": "set choices of a scenario, or fields of anything",
    "remove": "remove a thing; says what still refers to it",
    "rename": "give a thing another id, in every file that names it",
    "undo": "undo the last change made by these commands",
    "redo": "redo an undone change",
    "import": "take changes from tables, or make a workspace of another tool's file",
    "export": "write a workspace as tables: a workbook to fill in, or files of CSV",
    "fmt": "write files in one form: order of keys, indentation, quotes",
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
    "batch": "ask many drafts and assumptions at once, into a table (CSV, Parquet)",
    "report": "write a brief (HTML, Markdown, tables) or the deal space for other tools",
    "config": "show the settings that hold, and where each comes from",
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
"""Commands in the order of the help."""
CHOICES = re.compile(r"invalid choice: '([^']*)' \(choose from (.*)\)")
DATA = ("csv", "jsonl", "parquet")
"""Formats of several files, which go into a folder."""
MEANT: dict[str, tuple[str, ...]] = {
    "create": ("add", "new"),
    "delete": ("remove",),
    "diff": ("compare",),
    "draft": ("new",),
    "edit": ("set", "tui"),
    "format": ("fmt",),
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
"""Commands of other programs, with the corresponding commands of zopa."""
SHORT: dict[str, tuple[str, ...]] = {
    "record": (
        *("init", "add", "new", "set", "remove", "rename", "undo", "redo"),
        *("fmt", "list", "import", "export"),
    ),
    "check": ("validate", "check", "ci"),
    "ask": (
        *("options", "deals", "conflicts", "concessions", "coalitions", "repair"),
        *("frontier", "sweep", "robustness", "compare", "coverage", "show"),
    ),
    "use": (
        "tui",
        "serve",
        "report",
        "batch",
        "schema",
        "lsp",
        "completion",
        "explain",
        "rules",
        "config",
    ),
}
"""Commands by task."""
WITHOUT_WORKSPACE = frozenset(
    {"init", "import", "batch", "explain", "rules", "completion", "lsp"}
)
"""Commands without a corpus, or with an own argument for it."""
CHANGING = frozenset({"add", "new", "set", "remove", "rename", "undo", "redo"})
"""Commands that change a workspace, and so never the sample."""
VIEWED = frozenset(
    {
        *("check", "options", "deals", "conflicts", "concessions", "coalitions", "repair"),
        *("frontier", "sweep", "robustness", "compare", "coverage", "show", "list", "report"),
        *("tui", "serve"),
    }
)
"""Commands that can answer for a view: only with content that a party may see."""
RUNNERS: dict[str, tuple[str, str]] = {
    **{name: ("recording", name) for name in ("add", "new", "remove", "rename")},
    **dict.fromkeys(("redo", "undo"), ("recording", "undo_or_redo")),
    "set": ("recording", "change"),
    "config": ("settings", "config"),
    "import": ("importing", "run"),
    "export": ("tables", "export"),
    "list": ("inventory", "list_items"),
    "show": ("inventory", "show"),
    "coverage": ("inventory", "gaps"),
    "ci": ("check", "ci"),
    "tui": ("interfaces", "serve_terminal"),
    "serve": ("interfaces", "serve_browser"),
    "lsp": ("interfaces", "serve_editor"),
    **{name: ("catalogue", name) for name in ("rules", "explain")},
    **dict.fromkeys(("options", "deals", "conflicts", "concessions"), ("questions", "run")),
    **dict.fromkeys(("coalitions", "frontier", "sweep", "repair"), ("questions", "run")),
    "robustness": ("questions", "run"),
}
"""Module of `zopa.cli` and its function that run a command, unless `run` in one of its name."""
FLAGS: dict[str, tuple[str, str]] = {
    **{name: ("file_flags", name) for name in ("add", "new", "remove", "rename")},
    **dict.fromkeys(("undo", "redo"), ("file_flags", "history")),
    "set": ("file_flags", "change"),
    **{
        name: ("file_flags", name)
        for name in ("init", "export", "fmt", "validate", "ci", "config")
    },
    "import": ("file_flags", "import_"),
    "list": ("file_flags", "list_"),
    **{name: ("file_flags", name) for name in ("show", "explain", "rules", "schema")},
    **{name: ("file_flags", name) for name in ("completion", "tui", "serve", "lsp")},
    "concessions": ("flags", "conflicts"),
}
"""Module and function that add the flags of a command, unless `flags` has one of its name."""


class Parser(argparse.ArgumentParser):
    """Parser that suggests words, and adds flags only when needed."""

    given: Sequence[str] = ()
    """The command line."""
    fill: Callable[[argparse.ArgumentParser], None] | None = None
    """Function that adds the flags; adding those of all commands costs a fifth of the start."""

    def parse_known_args(  # type: ignore[override]  # typeshed's overloads are equivalent
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Add the flags, then parse."""
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
        """Add the flags, unless this was done already."""
        if self.fill is not None:
            fill, self.fill = self.fill, None
            fill(self)

    def format_help(self) -> str:
        """The help, as wide as the terminal."""
        self.formatter_class = argparse.HelpFormatter
        command = self.prog.removeprefix("zopa ")
        if command in COMMANDS:
            from zopa.cli.help_texts import epilog

            return f"{super().format_help()}\n{epilog(command)}\n"
        return super().format_help()

    def format_usage(self) -> str:
        """The usage, as wide as the terminal."""
        self.formatter_class = argparse.HelpFormatter
        return super().format_usage()

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Write help and version; from 3.11.4 on, argparse hides failures of this."""
        (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        """Report the error in one line, and suggest similar words.

        Raises:
            Refused: always.
        """
        from zopa.diagnostics import did_you_mean, listed

        near: Sequence[str] = ()
        if instead := self._value_meant():
            raise Refused(*instead)
        if wrong := re.search(r"COMMAND: invalid choice: '([^']*)'", message):
            before = self._word_before(wrong[1])
            if re.match(r"--[^=]+$", before) and before not in self._option_string_actions:
                self.error(f"unrecognized arguments: {before}")  # the word is its value
            message = f"no command `{wrong[1]}`"
            near = MEANT.get(wrong[1].lower(), ()) or did_you_mean(wrong[1], COMMANDS)
        elif wrong := re.match(r"unrecognized arguments: (--\S+)", message):
            flag = wrong[1].partition("=")[0]
            message = f"no flag `{flag}`"
            if flag in self.flags():
                message = f"`{flag}` stands before the command"
                raise Refused(message, f"write it behind: {self.asked().prog} {flag}")
            near = did_you_mean(flag, self.flags())
        elif wrong := re.match(r"unrecognized arguments: (\S+)", message):
            asked = self.asked()
            places = [str(x.metavar or x.dest) for x in asked._actions if not x.option_strings]  # noqa: SLF001
            # argparse joins the arguments by blanks, which they may contain.
            word = wrong[1]
            if word not in self.given:
                word = next((x for x in self.given if x.startswith(f"{word} ")), word)
            message = f"one argument too many: `{word}`"
            key, equals, value = word.partition("=")
            if equals and f"--{key}" in self.flags():
                raise Refused(message, f"write it as a flag: --{key} {shlex.quote(value)}")
            raise Refused(message, f"write: {' '.join((asked.prog, *places))}")
        elif wrong := re.search(r"arguments are required: (.*)", message):
            asked = self.asked()
            names = wrong[1].split(", ")
            ways = [
                f"{name}: {', '.join(map(str, each.choices))}"
                for each in asked._actions  # noqa: SLF001
                if each.choices and (name := str(each.metavar or each.dest)) in names
            ]
            raise Refused(message, *ways, f"{asked.prog} --help")
        elif wrong := CHOICES.search(message):
            if "--data-format" in self.flags() and wrong[1] in DATA:
                way = f"write: {self.asked().prog} --data DIR --data-format {wrong[1]}"
                raise Refused(message, way)
            near = did_you_mean(wrong[1], (each.strip("'") for each in wrong[2].split(", ")))
        meant = (f"did you mean {listed(near)}?",) if near else ()
        raise Refused(message, *meant, f"{self.asked().prog} --help")

    def _value_meant(self) -> tuple[str, str] | None:
        """Message and help for a flag where `zopa set` takes KEY=VALUE; None otherwise."""
        asked, given = self.asked(), list(self.given)
        given = given[: given.index("--")] if "--" in given else given
        if asked.prog != "zopa set":
            return None
        known = self.flags()
        flags = [
            x for x in given if re.match(r"--[^=]", x) and x.partition("=")[0] not in known
        ]
        if not flags:
            return None
        from zopa.diagnostics import did_you_mean
        from zopa.edit import ThingKind, fields

        flag, equals, value = flags[0].partition("=")
        key, place = flag[2:], given.index(flags[0]) + 1
        keys = {each.key for kind in ThingKind for each in fields(kind)}
        if key not in keys and did_you_mean(flag, known):
            return None
        near = () if key in keys else did_you_mean(key, sorted(keys))
        key = near[0] if near else key
        if not equals:
            value = given[place] if place < len(given) and given[place][:2] != "--" else "VALUE"
        return f"no flag `{flag}`", f"without dashes: zopa set ID {key}={shlex.quote(value)}"

    def _word_before(self, word: str) -> str:
        """The argument before the first one that equals the word; empty without one."""
        given = list(self.given)
        place = given.index(word) if word in given else 0
        return given[place - 1] if place else ""

    def asked(self) -> argparse.ArgumentParser:
        """The parser of the named command and kind, as far as they were named."""
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

    def command_at(self, given: Sequence[str]) -> int | None:
        """The index of the command in a command line; None without a command."""
        name = _command_in(given)
        return None if name is None else list(given).index(name)

    def choices_of(self, given: Sequence[str]) -> dict[str, Sequence[str]]:
        """The flags of the named command, each with its only allowed values."""
        self.complete()
        self.given = given
        asked = self.asked()
        if isinstance(asked, Parser):
            asked.complete()
        actions = asked._actions  # noqa: SLF001
        return {flag: tuple(x.choices or ()) for x in actions for flag in x.option_strings}

    def flags(self) -> list[str]:
        """The flags of this parser and of the named command."""
        asked = self.asked()
        if isinstance(asked, Parser):
            asked.complete()
        every = (*self._actions, *asked._actions)  # noqa: SLF001
        return [flag for each in every for flag in each.option_strings if flag[:2] == "--"]


class _Version(argparse.Action):
    """Writes the version, which is determined only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from zopa import __version__

        sys.stdout.write(f"zopa {__version__}\n")
        parser.exit()


class _Manual(argparse.Action):
    """Writes the man page."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from zopa.cli.help_texts import manual

        sys.stdout.write(manual())
        parser.exit()


def short_help() -> str:
    """Output of zopa without arguments: the commands by task, and how to begin."""
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
    """The command line with `help` and `version` replaced by their flags."""
    match list(arguments):
        case ["help"] | ["help", "-h" | "--help", *_]:
            return ["--help"]
        case ["help", "--man", *_]:
            return ["--man"]
        case ["help", command, *_] if not command.startswith("-"):
            return [command, "--help"]
        case ["version"]:
            return ["--version"]
        case others:
            return others


def parser(arguments: Iterable[str] = ()) -> Parser:
    """Everything that the command line accepts.

    Args:
        arguments: the command line, if known. If it begins with a command, the other commands
            are left out, which would cost every run a tenth of its start.
    """
    top = Parser(
        prog="zopa",
        allow_abbrev=False,
        formatter_class=_unmeasured,
        description="Deal terms, red lines and drafts: what is crossed and what is possible.",
        epilog="zopa models what was said, by whom, on whose report. It recommends nothing.",
    )
    top.add_argument(
        "-V", "--version", action=_Version, nargs=0, help="show the version and exit"
    )
    top.add_argument(
        "-C",
        dest="directory",
        type=Path,
        metavar="DIR",
        help="work in this folder",
    )
    top.add_argument("--man", action=_Manual, nargs=0, help=argparse.SUPPRESS)
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
    """Help formatter that checks flags as they are added, without measuring the terminal."""
    return argparse.HelpFormatter(prog, width=80)


def _command_in(arguments: Iterable[str]) -> str | None:
    """The command, if only `-C DIR` and `--debug` come before it."""
    left = iter(arguments)
    for each in left:
        if each == "-C":
            next(left, None)
        elif each != "--debug":
            return each if each in COMMANDS else None
    return None


def _fill(name: str, command: argparse.ArgumentParser) -> None:
    from zopa.cli import flags

    module, adder = FLAGS.get(name, ("flags", name))
    add: Callable[[argparse.ArgumentParser], None] = getattr(
        importlib.import_module(f"zopa.cli.{module}"), adder
    )
    add(command)
    if name not in WITHOUT_WORKSPACE | CHANGING:
        flags.sample(command)
    if name in VIEWED:
        flags.view(command)
    flags.common(command)
