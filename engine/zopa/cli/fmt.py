"""`zopa fmt`: the files of a workspace in one form."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING

from zopa.cli.recording import write_undoable
from zopa.cli.settings import configuration_of
from zopa.cli.streams import UNABLE, Unable, complain, say
from zopa.cli.validate import chosen_files
from zopa.cli.whereabouts import named_paths, place_of, stdin_text, tell, whereabouts
from zopa.diagnostics import quoted, shown
from zopa.documents import parse
from zopa.edit.formatting import Format, formatted
from zopa.edit.plan import plan
from zopa.workspace import load

if TYPE_CHECKING:
    import argparse

    from zopa.documents import Document

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Write the files, or list those that differ; 1 if --check or --diff finds one.

    Raises:
        Unable: the files are those of the sample.
    """
    options.paths = [place_of(path, options.directory) for path in named_paths(options)]
    found = whereabouts(options, options.paths)
    if found.sample:
        message = "the shipped sample corpus is not yours to format"
        raise Unable(message)
    options.texts = stdin_text(options, found.root)
    if options.texts:
        (document,) = (parse(text, path) for path, text in options.texts.items())
        return _of_stdin(options, document)
    workspace = load(found.root, configuration=configuration_of(options, found.root))
    chosen = chosen_files(options, found.root, ())
    documents = [each for path, each in workspace.documents.items() if chosen(path)]
    broken = [each for each in documents if not each.ok]
    made = plan(workspace, [Format(each.path) for each in documents if each.ok])
    if options.diff:
        say(made.diff())
    elif options.check:
        say("".join(f"would change {shown(each.path)}\n" for each in made.files))
    elif made.files:
        count = f"{len(made.files)} file{'s' if len(made.files) > 1 else ''}"
        write_undoable(made, f"formatted {count}")
        tell(options, f"zopa: formatted {count}")
    for each in broken:
        _leave(each)
    return UNABLE if broken else int(bool(made.files) and (options.check or options.diff))


def _of_stdin(options: argparse.Namespace, document: Document) -> int:
    """Write the text of stdin in the one form."""
    if not document.ok:
        _leave(document)
        return UNABLE
    new = formatted(document)
    if options.diff:
        name = shown(document.path)
        before, after = (x.splitlines(keepends=True) for x in (document.text, new))
        say("".join(difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")))
    elif options.check:
        say(f"would change {shown(document.path)}\n" if new != document.text else "")
    else:
        sys.stdout.buffer.write(new.encode())
    return int(new != document.text and (options.check or options.diff))


def _leave(document: Document) -> None:
    name = quoted(document.path)
    complain(f"zopa: {name} has errors and stays as it is; `zopa validate` lists them")
