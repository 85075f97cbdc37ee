"""The flags of the commands that change the content of a workspace."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.flags import EXCHANGE, formats

if TYPE_CHECKING:
    from zopa.edit.fields import Field, ThingKind

__all__ = ["ADDED", "add", "change", "history", "new", "remove", "rename", "tables"]

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


def add(command: argparse.ArgumentParser) -> None:
    """`zopa add KIND`: a flag for every field of the kind."""
    from zopa.edit.fields import ThingKind

    kinds = command.add_subparsers(dest="kind", metavar="KIND", required=True)
    for name in (*ADDED, "scenario"):
        kind = ThingKind(name)
        article = "an" if name[0] in "aeiou" else "a"
        each = kinds.add_parser(
            name,
            allow_abbrev=False,
            help=f"add {article} {name}",
            description=f"Add {article} {name}. On a terminal, what is missing is asked for.",
        )
        _kind(each, kind)


def _kind(command: argparse.ArgumentParser, kind: ThingKind) -> None:
    from zopa.edit.fields import HOMES, asked

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
    from zopa.edit.fields import FieldForm

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
    formats(group, "text", "json", "concise", "jsonl", *EXCHANGE)
    command.set_defaults(sample=False)


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
