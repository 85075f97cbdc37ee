"""`--fix` and `--diff`: the fixes of findings, written or shown."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.output import in_ci
from zopa.cli.streams import Unable, say
from zopa.cli.whereabouts import tell
from zopa.diagnostics import quoted, shown
from zopa.files.layout import leads_out
from zopa.files.together import BusyError, FileChange, write_together
from zopa.files.writing import ChangedMeanwhileError, content, save
from zopa.validation.fixes import FixedFile, NotSettledError, fix_all
from zopa.workspace import assemble

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document
    from zopa.workspace import Workspace

__all__ = [
    "fixes_of",
    "show_fixes",
    "write_fixes",
]


MARK = b"\xef\xbb\xbf"


def fixes_of(
    options: argparse.Namespace,
    workspace: Workspace,
    check: Callable[[Workspace], Sequence[Diagnostic]],
) -> dict[str, FixedFile]:
    """Files after fixing the reported findings until no fix is left.

    Raises:
        Unable: the fixes undo each other.
    """

    def found(documents: Mapping[str, Document]) -> Sequence[Diagnostic]:
        return check(
            assemble(workspace.root, documents.values(), configuration=workspace.configuration)
        )

    try:
        return fix_all(workspace.documents, found, unsafe=options.unsafe_fixes)
    except NotSettledError:
        message = "the fixes do not come to an end; nothing was written"
        raise Unable(message) from None


def write_fixes(
    options: argparse.Namespace, workspace: Workspace, fixes: Mapping[str, FixedFile]
) -> None:
    """Write the fixed files: those of the workspace all or none, then each of the others.

    Raises:
        Unable: a file changed since it was read, or cannot be written.
    """
    inside: dict[tuple[int, int], FileChange] = {}
    outside: list[tuple[str, Path, FileChange]] = []
    for path, fixed in fixes.items():
        mine = (workspace.root / path).exists()
        file = workspace.root / path if mine else Path(path)
        change = _change(path, file, workspace.documents[path], fixed)
        if mine and not leads_out(workspace.root, file):
            status = file.stat()  # one file may have several names
            inside.setdefault((status.st_dev, status.st_ino), change)
        else:
            outside.append((path, file, change))
    writing = ""
    try:
        write_together(workspace.root, list(inside.values()))
        for path, file, change in outside:
            writing = path
            if change.after is not None and content(file) != change.after:
                save(file, change.after, before=change.before)
    except ChangedMeanwhileError as error:
        message = f"{quoted(writing or str(error))} changed while it was being fixed"
        raise Unable(message, "nothing was written to it; run zopa again") from None
    except BusyError:
        message = "another zopa is writing to the workspace"
        raise Unable(message, "nothing was written; run zopa again") from None
    except OSError as error:
        name = writing or error.filename or workspace.root
        message = f"cannot write {quoted(name)}: {error.strerror}"
        raise Unable(message) from error
    if fixes:
        count = sum(each.applied for each in fixes.values())
        tell(options, f"zopa: {_number(count, 'fix', 'es')} in {_number(len(fixes), 'file')}")


def _change(path: str, file: Path, document: Document, fixed: FixedFile) -> FileChange:
    """The bytes of a file before and after; a byte order mark stays unless a fix removed it.

    Raises:
        Unable: it cannot be read.
    """
    try:
        marked = file.read_bytes().startswith(MARK)
    except OSError as error:
        message = f"cannot write {quoted(path)}: {error.strerror}"
        raise Unable(message) from error
    old, new = document.text.encode(), fixed.text.encode()
    return FileChange(
        path,
        MARK + old if marked else old,
        MARK + new if marked and not fixed.unmarked else new,
    )


def show_fixes(workspace: Workspace, fixes: Mapping[str, FixedFile]) -> None:
    """Write a unified diff to stdout; safe to print on terminals and build servers."""
    literal = not sys.stdout.isatty() and not in_ci()
    for path, fixed in sorted(fixes.items()):
        before, after = workspace.documents[path].text, fixed.text
        if fixed.unmarked:
            before = f"\ufeff{before}"
        lines = difflib.unified_diff(
            _lines(before, literal=literal),
            _lines(after, literal=literal),
            f"a/{path}" if literal else shown(f"a/{path}"),
            f"b/{path}" if literal else shown(f"b/{path}"),
        )
        text = "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )
        say(text, commands=literal)


def _lines(text: str, *, literal: bool) -> list[str]:
    """The lines with their breaks; unless literal, without commands for any program."""
    lines = text.split("\n")
    if not literal:
        lines = [shown(line).replace("::", ": :") for line in lines]
    whole = [f"{line}\n" for line in lines[:-1]]
    return [*whole, lines[-1]] if lines[-1] else whole


def _number(count: int, noun: str, plural: str = "s") -> str:
    return f"{count} {noun}{'' if count == 1 else plural}"
