"""`zopa init`: a new workspace."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.schema import refuse_theirs
from zopa.cli.streams import Unable, say
from zopa.configuration import OWN
from zopa.diagnostics import listed, quoted, shown
from zopa.files import MARK, shipped
from zopa.schemas import with_modeline
from zopa.schemas.editors import FOLDER, IDS, editor_schemas, schema_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from zopa.model.corpus import Corpus

__all__ = ["EMPTY", "KINDS", "create", "run", "write"]

STARTER = Path(__file__).parent.parent / "starter"
"""The smallest workspace that shows every kind of file."""
EMPTY = "empty"
KINDS = {
    "wage-round": "wage-round",
    "contract": "software-contract",
    "peace-process": "peace-accord",
}
"""Kinds of negotiation, each with its example."""
SETTINGS = """\
#:schema schema/configuration.schema.json
schemas = "ids" # zopa validate refreshes schema/ when the ids of this workspace change
"""
"""Configuration that keeps the schemas fresh; its first line is for editors of TOML."""


def run(options: argparse.Namespace) -> int:
    """Write the files, each with the comment that names its schema for editors.

    Existing files stay untouched, including existing schemas of zopa.
    """
    base = options.directory or None
    target: Path = base / options.target if base else options.target
    kind = options.kind
    if not (kind or options.sample or options.example) and may_ask():
        kind = _asked()
    if kind == EMPTY:
        files = _empty(options.title)
        following = "add party --name …"
    else:
        files = _files(shipped("examples") / KINDS[kind] if kind else _source(options))
        following = "check"
    count = create(target, files, with_ids=options.schemas == IDS)
    where = shown(str(target))
    if not options.quiet:
        say(
            f"{count} files written to {where}, and their schemas for editors;"
            f" next: zopa -C {where} {following}\n"
        )
    return 0


def may_ask() -> bool:
    """True if a user can answer questions on a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _asked() -> str | None:
    """The kind of negotiation that the user wants; None for the first small example.

    Raises:
        Unable: the user stopped.
    """
    from zopa.cli.prompts import one_of

    return one_of(
        "What is negotiated (enter: a small example, a price and a warranty)",
        {
            EMPTY: "nothing yet: a title and a day",
            **{key: f"a complete example: {key.replace('-', ' ')}" for key in KINDS},
        },
    )


def _empty(title: str | None) -> dict[str, str]:
    """An empty negotiation; its evaluation date is today."""
    from zopa.edit.sheet import Sheet

    today = dt.datetime.now().astimezone().date()
    corpus = f"zopa: 1\ntitle: x\nas-of: {today}\nat-the-table: []\n"
    sheet = Sheet(corpus, MARK.as_posix())
    try:
        sheet.replace(("title",), title or "A negotiation")
    except ValueError as error:
        message = f"that title cannot be written: {error}"
        raise Unable(message) from None
    return {MARK.as_posix(): sheet.text, "terms/issues/issues.yaml": "issues: []\n"}


def _source(options: argparse.Namespace) -> Path:
    """The workspace to copy.

    Raises:
        Unable: the example does not exist.
    """
    if options.sample:
        return shipped("terms").parent
    if options.example is None:
        return STARTER
    names = [each.parents[1].name for each in sorted(shipped("examples").glob(f"*/{MARK}"))]
    name: str = options.example
    if name not in names:
        message = f"there is no example {quoted(name)}"
        raise Unable(message, f"examples: {', '.join(names)}")
    return shipped("examples") / name


def write(target: Path, source: Path = STARTER) -> int:
    """Write a workspace in full or not at all; return the number of its files.

    Args:
        target: the folder.
        source: the workspace to copy.

    Raises:
        Unable: a part of it exists, or it cannot be written.
    """
    return create(target, _files(source))


def create(target: Path, files: Mapping[str, str], *, with_ids: bool = False) -> int:
    """Write the files of a workspace and their schemas, in full or not at all.

    Args:
        target: the folder.
        files: the text of each by its path there; YAML files get the comment that names
            their schema for editors.
        with_ids: True if the schemas allow only the ids of the workspace, and a configuration
            keeps them so.

    Raises:
        Unable: a part of it exists, or it cannot be written.
    """
    corpus = _corpus(target, files) if with_ids else None
    if with_ids:
        files = {**files, OWN: SETTINGS}
    there = [path for path in files if (target / path).exists()]
    if there:
        message = f"{quoted(target)} has {listed(there, joiner='and', most=3)} already"
        raise Unable(message, "name a folder that has none of it; nothing was written")
    schemas = editor_schemas(corpus)
    refuse_theirs(target / FOLDER, schemas)
    texts = {
        target / path: with_modeline(text, path) if path.endswith(".yaml") else text
        for path, text in files.items()
    }
    texts |= {
        target / FOLDER / name: schema_text(schema)
        for name, schema in schemas.items()
        if not (target / FOLDER / name).exists()
    }
    written: list[Path] = []
    try:
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                written.append(file)
                stream.write(text)
    except OSError as error:
        for file in written:
            file.unlink(missing_ok=True)
        message = f"cannot write to {quoted(target)}: {error.strerror}"
        raise Unable(message, "none of its files was left there") from error
    return len(files)


def _corpus(root: Path, files: Mapping[str, str]) -> Corpus:
    """The corpus of these files."""
    from zopa.configuration import Configuration
    from zopa.documents import parse
    from zopa.workspace import assemble

    terms = {path: text for path, text in files.items() if path.startswith("terms/")}
    documents = (parse(text, path) for path, text in sorted(terms.items()))
    return assemble(root, documents, configuration=Configuration()).corpus


def _files(root: Path) -> dict[str, str]:
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for folder in ("terms", "scenarios")
        for file in sorted((root / folder).rglob("*.yaml"))
    }
