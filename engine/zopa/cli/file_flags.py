"""The flags of the commands that make, change, validate, list and open files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli import flags
from zopa.diagnostics import with_article

if TYPE_CHECKING:
    from zopa.edit import Field, ThingKind

__all__ = [
    "add",
    "change",
    "ci",
    "completion",
    "explain",
    "export",
    "fmt",
    "history",
    "import_",
    "init",
    "list_",
    "lsp",
    "new",
    "remove",
    "rename",
    "rules",
    "schema",
    "serve",
    "show",
    "tables",
    "tui",
    "validate",
]


ADDED = (
    "party",
    "speaker",
    "source",
    "statement",
    "issue",
    "term",
    "rule",
    "position",
    "reading",
    "milestone",
    "group",
    "entity-type",
    "entity",
    "contingency",
    "membership",
    "event",
    "fact",
    "change",
    "constant",
    "contradiction",
    "convention",
    "quantity",
    "question",
)
"""Kinds of things that `zopa add` adds besides scenarios."""
FLAG = "field_"
"""Prefix of the names that hold the values of fields."""


def init(command: argparse.ArgumentParser) -> None:
    """`zopa init`."""
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
    command.add_argument(
        "--schemas",
        choices=("plain", "ids"),
        help="schemas for editors: plain, or with the ids of the workspace, which"
        " zopa validate then keeps up to date (default: plain)",
    )


def import_(command: argparse.ArgumentParser) -> None:
    """`zopa import`."""
    command.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a workbook (.xlsx), a CSV file, or a folder of them; with --from the model or"
        " domain, and after it utility profiles, which are listed as left out",
    )
    tables(command)
    group = command.add_argument_group("a new workspace of a file of another tool")
    group.add_argument(
        "--from",
        dest="form",
        choices=("uvl", "negmas"),
        help="uvl: a feature model; negmas: a domain of GENIUS (XML) or NegMAS (JSON, YAML)",
    )
    group.add_argument("--to", type=Path, metavar="DIR", help="a folder that is new or empty")
    group.add_argument(
        "--as-of", type=flags.day, metavar="DATE", help="evaluation date (default: today)"
    )
    flags.budget(group)


def tables(command: argparse.ArgumentParser) -> None:
    """`zopa import` of a workbook or of files of CSV."""
    group = command.add_argument_group("changes from tables")
    group.add_argument(
        "--prune", action="store_true", help="remove things that have no row any more"
    )
    group.add_argument(
        "--map", type=Path, metavar="FILE", help="YAML that says what your own columns are"
    )
    group.add_argument(
        "--separator",
        choices=(",", ";", "tab"),
        metavar="SIGN",
        help="what stands between the cells of CSV files: , or ; or tab (default: seen in the "
        "first line)",
    )
    group.add_argument(
        "--dry-run", action="store_true", help="show the change as a diff; write nothing"
    )
    flags.formats(group, "text", "json", "concise", "jsonl", *flags.EXCHANGE)
    command.set_defaults(sample=False)


def export(command: argparse.ArgumentParser) -> None:
    """`zopa export`."""
    command.add_argument(
        "--tables",
        required=True,
        metavar="FILE",
        help="NAME.xlsx for a workbook, else a folder for one CSV file a kind",
    )
    command.add_argument(
        "--separator",
        choices=(",", ";", "tab"),
        metavar="SIGN",
        help="what stands between the cells of CSV files: , or ; or tab (default: ,)",
    )
    command.add_argument("--force", action="store_true", help="write over files that are there")


def fmt(command: argparse.ArgumentParser) -> None:
    """`zopa fmt`."""
    command.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="these files or folders only"
    )
    for flag, text in (
        ("--check", "write nothing; say which files would change"),
        ("--diff", "write nothing; show what would change"),
        ("--allow-empty", "a PATH without files is no failure"),
    ):
        command.add_argument(flag, action="store_true", help=text)
    flags.excluding(command)
    flags.stdin(command)


def validate(command: argparse.ArgumentParser) -> None:
    """`zopa validate`."""
    command.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="report on these files or folders only",
    )
    flags.fail_on(command)
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
        ("--verbose", "say on stderr what was read, which settings hold, what was hidden"),
        ("--short-forms", "report what has a shorter form with the same meaning too"),
        ("--fix", "apply the safe fixes, then check again"),
        ("--unsafe-fixes", "with --fix or --diff: those too that may change the meaning"),
        ("--diff", "show what --fix would write, and write nothing"),
        ("--write-baseline", "record what is found in the --baseline file"),
        ("--statistics", "count the findings of each code instead of listing them"),
    ):
        command.add_argument(flag, action="store_true", help=text)
    command.add_argument(
        "--baseline", type=Path, metavar="FILE", help="report only what this file does not hold"
    )
    flags.severities(command)
    flags.findings(command)
    flags.stdin(command)
    flags.watch(command)
    flags.budget(command, "none")
    command.add_argument(
        "--no-cache", action="store_true", help="look at every file, and remember nothing"
    )
    command.add_argument(
        "--jobs",
        type=flags.some,
        metavar="N",
        help="share the work among N processes (default: as many as pay)",
    )
    flags.formats(command, "auto", "full", "text", "concise", "json", "jsonl", *flags.EXCHANGE)


def ci(command: argparse.ArgumentParser) -> None:
    """`zopa ci`."""
    command.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="of what is wrong in files, report on these files or folders only",
    )
    flags.fail_on(command)
    command.add_argument(
        "--no-check", action="store_true", help="do not check what scenarios expect"
    )
    flags.gate(command)
    flags.severities(command)
    flags.findings(command)
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
    flags.formats(command, "auto", "full", "concise", "github", "json", "jsonl")


# -- changing a workspace


def add(command: argparse.ArgumentParser) -> None:
    """`zopa add KIND`: a flag for every field of the kind."""
    from zopa.edit import ThingKind

    kinds = command.add_subparsers(dest="kind", metavar="KIND", required=True)
    for name in (*ADDED, "scenario"):
        kind = ThingKind(name)
        said = with_article(name)
        each = kinds.add_parser(
            name,
            allow_abbrev=False,
            help=f"add {said}",
            description=f"Add {said}. On a terminal, what is missing is asked for.",
        )
        _kind(each, kind)


def new(command: argparse.ArgumentParser) -> None:
    """`zopa new SCENARIO`."""
    command.add_argument("scenario", metavar="SCENARIO", help="id of the new scenario")
    command.add_argument("--title", metavar="TEXT", help="its title (default: of its id)")
    command.add_argument(
        "--from", dest="source", metavar="OTHER", help="begin with its choices"
    )
    command.add_argument(
        "--silent", action="store_true", help="silent on every issue that it does not choose on"
    )
    command.add_argument(
        "--list",
        action="store_true",
        help="write every issue with its answers as comments, to fill in by hand",
    )
    _common(command)


def change(command: argparse.ArgumentParser) -> None:
    """`zopa set`: choices of a scenario, or fields of anything."""
    command.add_argument("id", metavar="ID", help="a scenario, or any other thing")
    command.add_argument(
        "values",
        nargs="+",
        metavar="KEY=VALUE",
        help="of a scenario ISSUE=TERM; of anything FIELD=VALUE; nothing after = removes it",
    )
    _named(command)
    _common(command)


def remove(command: argparse.ArgumentParser) -> None:
    """`zopa remove`."""
    command.add_argument("id", metavar="ID", help="what to remove")
    _named(command)
    _common(command)


def rename(command: argparse.ArgumentParser) -> None:
    """`zopa rename`."""
    command.add_argument("id", metavar="OLD", help="its id now")
    command.add_argument("new", metavar="NEW", help="the last part of its new id")
    _named(command)
    _common(command)


def history(command: argparse.ArgumentParser) -> None:
    """`zopa undo` and `zopa redo`."""
    _common(command)


def _kind(command: argparse.ArgumentParser, kind: ThingKind) -> None:
    from zopa.edit import HOMES, asked

    command.add_argument(
        "id", nargs="?", metavar="ID", help="its id (default: made of its title)"
    )
    home = HOMES[kind]
    if home.owner is not None:
        command.add_argument(
            f"--{home.owner}",
            dest="owner",
            metavar="ID",
            help=f"the {home.owner} that it belongs to",
        )
    for field in asked(kind):
        if field.key != "id":
            action = command.add_argument(
                f"--{field.key}",
                dest=f"{FLAG}{field.key}",
                action="append",
                metavar=_sign(field),
                help=_help(field),
            )
            # For shells; any other word is refused with suggestions.
            words = field.choices or (("true", "false") if _sign(field) == "WORD" else ())
            action.words = words  # type: ignore[attr-defined]
    if home.key and home.owner is None:
        command.add_argument("--into", metavar="FILE", help="the file that it is written to")
    command.add_argument(
        "--json",
        metavar="FILE",
        help="take the fields from JSON, an object or a list of them; - is stdin",
    )
    command.add_argument("--edit", action="store_true", help="open $EDITOR on it first")
    _common(command)


def _help(field: Field) -> str:
    from zopa.edit.records import how as record_how

    text = field.help[:1].lower() + field.help[1:].rstrip(".")
    if field.choices:
        text = f"{text} ({', '.join(field.choices)})"
    needed = " (needed)" if field.required else ""
    like = f", like `{record_how(field)}`" if record_how(field) else ""
    return f"{text}{needed}{like}".replace("%", "%%")


def _sign(field: Field) -> str:
    from zopa.edit import FieldForm

    return {
        FieldForm.TEXT: "TEXT",
        FieldForm.TEXTS: "TEXT",
        FieldForm.NAME: "ID",
        FieldForm.NAMES: "IDS",
        FieldForm.DAY: "DATE",
        FieldForm.DAYS: "DATE",
        FieldForm.YES_NO: "WORD",
        FieldForm.ONE_OF: "WORD",
        FieldForm.NUMBER: "N",
        FieldForm.PLACES: "PLACES",
        FieldForm.CONDITION: "CONDITION",
        FieldForm.YAML: "VALUE",
        FieldForm.WORDS: "WORDS",
        FieldForm.NUMBERS: "N,N",
        FieldForm.PAIRS: "NAME=VALUE",
    }.get(field.form, "TEXT")


def _named(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--kind",
        choices=(*ADDED, "scenario", "corpus", "file"),
        metavar="KIND",
        help="what it is, where several things have the id",
    )


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--dry-run", action="store_true", help="show the change as a diff; write nothing"
    )
    command.add_argument(
        "--format", choices=("text", "json"), default="text", help="form of the answer"
    )
    command.add_argument("--sample", action="store_true", help=argparse.SUPPRESS)
    if command.prog.split()[1:2] == ["add"]:
        command.add_argument(
            "--quiet", "-q", action="store_true", help="only what is asked for"
        )


# -- look-ups, settings, programs


def list_(command: argparse.ArgumentParser) -> None:
    """`zopa list`."""
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
        ("--tag", "TAG", "issues, terms or positions with a tag"),
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
            type=flags.day,
            metavar="DATE",
            help=f"on this day or {text}",
        )
    command.add_argument(
        "--as-of",
        type=flags.day,
        metavar="DATE",
        help="say which positions are current on DATE",
    )
    command.add_argument("--ids", action="store_true", help="ids alone, one a line, for pipes")
    flags.budget(command)
    flags.formats(command, "text", "csv", "json")


def show(command: argparse.ArgumentParser) -> None:
    """`zopa show`."""
    command.add_argument(
        "id", metavar="ID", help="position, term, issue, statement, source, rule …"
    )
    flags.budget(command)
    flags.formats(command, "text", "json")


def explain(command: argparse.ArgumentParser) -> None:
    """`zopa explain`."""
    command.add_argument(
        "code",
        nargs="?",
        metavar="CODE",
        help="code or name of a diagnostic (default: what the files of a workspace are)",
    )


def config(command: argparse.ArgumentParser) -> None:
    """`zopa config`."""
    flags.formats(command, "text", "json")


def rules(command: argparse.ArgumentParser) -> None:
    """`zopa rules`."""
    flags.formats(command, "text", "json")


def schema(command: argparse.ArgumentParser) -> None:
    """`zopa schema`."""
    command.add_argument("target", nargs="?", type=Path, default=Path("schema"), metavar="DIR")
    command.add_argument(
        "--for-workspace",
        action="store_true",
        help="with this corpus's ids, so that editors complete them",
    )
    command.add_argument(
        "--draft-07", action="store_true", help="for editors that know no later JSON Schema"
    )
    command.add_argument(
        "--bundle",
        action="store_true",
        help="those of the files that people write, and their entries in a catalogue",
    )
    command.add_argument(
        "--id-base", metavar="URL", help="where the schemas will be, for their `$id`"
    )


def completion(command: argparse.ArgumentParser) -> None:
    """`zopa completion`."""
    command.add_argument("shell", nargs="?", choices=("bash", "zsh", "fish"), help="whose")
    command.add_argument("--names", help=argparse.SUPPRESS)
    command.add_argument("--titles", action="store_true", help=argparse.SUPPRESS)


def tui(command: argparse.ArgumentParser) -> None:
    """`zopa tui`."""
    _begun_with(command)
    command.add_argument(
        "--linear",
        action="store_true",
        help="no screen: type lines, read lines (for screen readers)",
    )


def _begun_with(command: argparse.ArgumentParser) -> None:
    """The common flags of terminal interfaces."""
    command.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="path or id (default: asks)"
    )
    command.add_argument("--ascii", action="store_true", help="use no signs beyond ASCII")
    command.add_argument(
        "--theme",
        metavar="NAME",
        help="zopa-dark, zopa-light, zopa-contrast, or Textual's",
    )


def serve(command: argparse.ArgumentParser) -> None:
    """`zopa serve`."""
    _begun_with(command)
    command.add_argument(
        "--port",
        type=flags.port,
        default=8000,
        metavar="N",
        help="default 8000; 0 takes a free one",
    )
    command.add_argument("--write", action="store_true", help="let it save files")


def lsp(command: argparse.ArgumentParser) -> None:
    """`zopa lsp`."""
    command.add_argument(
        "--stdio", action="store_true", help="over stdin and stdout, as it always is"
    )
