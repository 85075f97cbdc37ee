"""Content of a workspace by cells: written by an export, compared by an import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.diagnostics import Severity
from zopa.edit.kinds import ThingKind, things
from zopa.refused import Refused
from zopa.tables.cells import choice_said, said
from zopa.tables.sheets import CHOICE, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.documents import Data
    from zopa.model.corpus import Issue
    from zopa.tables.cells import Written
    from zopa.tables.sheets import Columns
    from zopa.workspace import Workspace

__all__ = ["SheetContent", "SheetRow", "contents", "refuse_broken"]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Item, or choice."""

    id: str
    """Full id: `party/position`, `issue/term`, `scenario/issue`."""
    cells: Mapping[str, Written]
    """Cells by the keys of the columns; missing for fields without a value."""
    data: Mapping[str, Data]
    """Values of the cells."""


@dataclass(frozen=True, slots=True)
class SheetContent:
    """All items of a kind."""

    columns: Columns
    rows: Mapping[str, SheetRow]
    """Rows by their full ids, in the order of the files."""


def refuse_broken(workspace: Workspace) -> None:
    """Refuse a workspace with errors: a table would omit the invalid parts.

    Raises:
        Refused: it has errors.
    """
    errors = [each for each in workspace.diagnostics if each.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        where = f"{first.span}: " if first.span is not None else ""
        number = f"{len(errors)} errors" if len(errors) > 1 else "1 error"
        message = f"the files of the workspace have {number}"
        more = "zopa validate shows all of them"
        raise Refused(message, f"{where}error[{first.code}] {first.message}", more)


def contents(workspace: Workspace) -> dict[str, SheetContent]:
    """Return every sheet by its name, also those without rows.

    Raises:
        Refused: the files have errors.
    """
    refuse_broken(workspace)
    return {each.name: _sheet(workspace, each) for each in sheets()}


def _sheet(workspace: Workspace, columns: Columns) -> SheetContent:
    if columns.kind is None:
        return SheetContent(columns, {each.id: each for each in _choices(workspace)})
    rows = {}
    for thing in things(workspace.documents, columns.kind):
        owner, _, own = thing.id.rpartition("/")
        data = dict(thing.data)
        data.setdefault("id", own if columns.owner is not None else thing.id)
        if columns.owner is not None:
            data[columns.owner.key] = owner
        shown = {
            each.key: data[each.key] for each in columns.all if data.get(each.key) is not None
        }
        cells = {
            each.key: said(each, shown[each.key]) for each in columns.all if each.key in shown
        }
        rows[thing.id] = SheetRow(thing.id, cells, shown)
    return SheetContent(columns, rows)


def _choices(workspace: Workspace) -> Iterator[SheetRow]:
    issues: Mapping[str, Issue] = workspace.corpus.issues
    for thing in things(workspace.documents, ThingKind.SCENARIO):
        for issue, value in thing.data.get("choices", {}).items():
            choice = choice_said(issues.get(issue), value)
            cells = {"scenario": thing.id, "issue": issue, CHOICE: choice}
            data = {"scenario": thing.id, "issue": issue, CHOICE: value}
            yield SheetRow(f"{thing.id}/{issue}", cells, data)
