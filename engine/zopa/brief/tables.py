"""Every table of a brief as CSV and as JSON Lines, for who goes on in another tool."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from zopa.brief.content import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.brief.content import Brief, Table, Value

__all__ = ["csv_text", "inert", "jsonl_text", "rows_of", "table_files"]

FORMULA = re.compile("[\\s\u200c\u200d\ufeff'\"]*[=+@\\-\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""What a spreadsheet may take for the beginning of a formula: some of them pass over blanks,
and take signs of full width for what they look like."""


def table_files(brief: Brief) -> Mapping[str, str]:
    """For each table two files, by their names."""
    found = {}
    for table in brief.tables:
        found[f"{table.name}.csv"] = csv_text(table)
        found[f"{table.name}.jsonl"] = jsonl_text(table)
    return found


def csv_text(table: Table) -> str:
    """CSV with line feeds.

    A text that a spreadsheet would compute gets a `'` before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    headings = {each.key: _headings(table, each.key) for each in table.columns}
    writer.writerow([heading for some in headings.values() for heading in some])
    for row in table.rows:
        cells: list[Value] = []
        for column, cell in zip(table.columns, row.cells, strict=True):
            cells.append(inert(cell.data))
            if len(headings[column.key]) > 1:
                cells.append(inert(plain(cell.line)))
        writer.writerow(cells)
    return out.getvalue()


def _headings(table: Table, key: str) -> list[str]:
    """One column, or two where the words say more than what is for programs."""
    place = [each.key for each in table.columns].index(key)
    both = any(
        isinstance(cell.value, str) and cell.value != plain(cell.line)
        for cell in (row.cells[place] for row in table.rows)
    )
    return [key, f"{key}-text"] if both else [key]


def inert(value: Value) -> Value:
    """A cell that no spreadsheet computes."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and FORMULA.match(value):
        return f"'{value}"
    return value


def jsonl_text(table: Table) -> str:
    """An object a row, ASCII, with every text as it is."""
    return "".join(f"{json.dumps(each, ensure_ascii=True)}\n" for each in rows_of(table))


def rows_of(table: Table) -> list[dict[str, Value]]:
    """By the columns' keys; `KEY-text` is what the page says, where that differs."""
    keys = {each.key: _headings(table, each.key) for each in table.columns}
    rows = []
    for row in table.rows:
        found: dict[str, Value] = {}
        for column, cell in zip(table.columns, row.cells, strict=True):
            found[column.key] = cell.data
            for extra in keys[column.key][1:]:
                found[extra] = plain(cell.line)
        rows.append(found)
    return rows
