"""Plans of changes: the new files, checked before anything is written."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zopa import Refused
from zopa.diagnostics import Severity, quoted
from zopa.documents import parse
from zopa.edit.changes import EditedWorkspace
from zopa.edit.sheet import CannotEdit, Unreadable
from zopa.files.writing import (
    JOURNAL,
    BusyError,
    ChangedMeanwhileError,
    DamagedJournalError,
    FileChange,
    content,
    write_together,
)
from zopa.workspace import assemble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from zopa.diagnostics import Diagnostic
    from zopa.edit.changes import Edit
    from zopa.workspace import Workspace

__all__ = ["NotValid", "Plan", "plan", "undo", "write"]

BOM = "\ufeff".encode()


class NotValid(Refused):  # names the result for the change
    """The files would have errors that they do not have now."""

    def __init__(self, findings: tuple[Diagnostic, ...], workspace: Workspace) -> None:
        first = findings[0]
        where = f" ({first.span})" if first.span is not None else ""
        more = f", and {len(findings) - 1} more" if len(findings) > 1 else ""
        super().__init__(
            f"that would be an error: {first.message}{where}{more}",
            *first.help,
            "nothing was written",
        )
        self.findings = findings
        """The new errors, in order."""
        self.workspace = workspace
        """The workspace after the changes, to show the lines of the findings."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes to files, ready to be shown and written."""

    root: Path
    files: tuple[FileChange, ...]
    """Files that differ, by path."""
    findings: tuple[Diagnostic, ...] = ()
    """New warnings and notes, in order."""
    workspace: Workspace | None = field(default=None, compare=False, repr=False)
    """The workspace after the changes."""

    def diff(self) -> str:
        """A unified diff of all files; empty if nothing changes."""
        made = {each.after: each.path for each in self.files if each.before is None}
        gone = {each.before: each.path for each in self.files if each.after is None}
        lines: list[str] = []
        for each in self.files:
            data = each.before if each.after is None else each.after
            if (each.before is None or each.after is None) and data in made and data in gone:
                if each.after is None:
                    lines.append(f"rename from {each.path}\nrename to {made[data]}\n")
                continue
            lines += _difference(each)
        return "".join(lines)


def plan(workspace: Workspace, edits: Iterable[Edit]) -> Plan:
    """Make changes in memory, one after another, and check the result.

    Takes about as long as loading the workspace.

    Args:
        workspace: as it was loaded; files that changed on disk since are refused.
        edits: the changes.

    Raises:
        NotValid: the files would have errors that they do not have now.
        Refused: an edit names something that does not exist, or is not possible.
    """
    desk = EditedWorkspace(workspace.root, workspace.documents)
    for edit in edits:
        _make(edit, desk)
    texts = desk.changed()
    files = tuple(
        _change(workspace, path, text)
        for path, text in sorted(texts.items())
        if (workspace.documents[path].text if path in workspace.documents else None) != text
    )
    documents = dict(workspace.documents)
    for each in files:
        if each.after is None:
            documents.pop(each.path, None)
        else:
            documents[each.path] = parse(each.after, each.path)
    after = assemble(
        workspace.root,
        (documents[path] for path in sorted(documents)),
        configuration=workspace.configuration,
    )
    new = _new(workspace.diagnostics, after.diagnostics)
    errors = tuple(each for each in new if each.severity is Severity.ERROR)
    if errors:
        raise NotValid(errors, after)
    return Plan(workspace.root, files, tuple(new), after)


def _make(edit: Edit, desk: EditedWorkspace) -> None:
    """Make one edit.

    Raises:
        Refused: it is not possible, or a file cannot contain its content.
    """
    try:
        edit.make(desk)
    except Refused:
        raise
    except Unreadable as error:
        message = f"the file could not be read again: {error}"
        raise Refused(message, "say less in one place; nothing was written") from None
    except UnicodeError:
        message = "a text holds half a character"
        raise Refused(message, "nothing was written") from None
    except (ValueError, TypeError) as error:
        raise Refused(str(error), "nothing was written") from None
    except RecursionError:
        message = "that is too deep for a file"
        raise Refused(message, "nothing was written") from None
    except (LookupError, CannotEdit):
        message = "the file is laid out in a way that cannot be changed so"
        raise Refused(message, "change it in an editor; nothing was written") from None


def write(made: Plan) -> None:
    """Write all files of a plan, or none.

    Raises:
        Refused: a file has changed since, or another process is writing.
        OSError: a file cannot be written; nothing was.
    """
    try:
        write_together(made.root, made.files)
    except ChangedMeanwhileError as error:
        message = f"{quoted(str(error))} has changed meanwhile"
        raise Refused(message, "nothing was written; try again") from None
    except BusyError:
        message = "another zopa is writing to the workspace"
        raise Refused(message, "nothing was written; try again when it is done") from None
    except DamagedJournalError:
        message = f"the record of an interrupted change, {quoted(JOURNAL)}, is damaged"
        way_out = "look at the files (git diff), then delete the record"
        raise Refused(message, way_out, "nothing was written") from None


def undo(made: Plan) -> Plan:
    """The plan that undoes a written plan, to the same bytes."""
    return Plan(
        made.root, tuple(FileChange(each.path, each.after, each.before) for each in made.files)
    )


def _change(workspace: Workspace, path: str, text: str | None) -> FileChange:
    """The bytes of a file before and after.

    Raises:
        Refused: the file is not as it was loaded.
    """
    there = content(workspace.root / path)
    known = workspace.documents.get(path)
    marked = there is not None and there.startswith(BOM)
    loaded = None if known is None else (BOM if marked else b"") + known.text.encode()
    if there != loaded:
        message = f"{quoted(path)} has changed meanwhile"
        raise Refused(message, "nothing was written; try again")
    after = None if text is None else (BOM if marked else b"") + text.encode()
    return FileChange(path, there, after)


def _new(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings that did not exist before; their lines are not compared."""
    known: dict[tuple[str, str, str], int] = {}
    for each in before:
        key = _identity(each)
        known[key] = known.get(key, 0) + 1
    new = []
    for each in after:
        key = _identity(each)
        known[key] = known.get(key, 0) - 1
        if known[key] < 0:
            new.append(each)
    return new


def _identity(each: Diagnostic) -> tuple[str, str, str]:
    return each.code, each.message, each.span.path if each.span is not None else ""


def _difference(change: FileChange) -> Iterator[str]:
    before, after = (
        [] if data is None else data.decode(errors="replace").splitlines(keepends=True)
        for data in (change.before, change.after)
    )
    names = (
        "/dev/null" if change.before is None else f"a/{change.path}",
        "/dev/null" if change.after is None else f"b/{change.path}",
    )
    for line in difflib.unified_diff(before, after, *names):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
