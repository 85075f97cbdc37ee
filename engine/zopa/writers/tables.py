"""Tables of a brief as CSV and as JSON Lines, for other tools."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from zopa.answers.page import plain
from zopa.diagnostics import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.answers.page import Brief, CellValue, Table

__all__ = ["csv_text", "jsonl_text", "list_csv", "rows_of", "table_files"]


def table_files(brief: Brief) -> Mapping[str, str]:
    """Return two files for each table, by their names."""
    found = {}
    for table in brief.tables:
        found[f"{table.name}.csv"] = csv_text(table)
        found[f"{table.name}.jsonl"] = jsonl_text(table)
    return found


def csv_text(table: Table) -> str:
    """Return CSV with line feeds and a byte order mark, which spreadsheets need for UTF-8.

    A text that a spreadsheet would compute gets a `'` before it.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(key for column in _columns(table) for key in column)
    for row in rows_of(table):
        writer.writerow(map(inert, row.values()))
    return out.getvalue()


def list_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return CSV by RFC 4180, with CRLF and no mark, for pipes; lists have spaces.

    A text that a spreadsheet would compute gets a `'` before it, here too.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        cells = (" ".join(x) if isinstance(x, list) else x for x in map(row.get, columns))
        writer.writerow(map(inert, cells))
    return out.getvalue()


def _columns(table: Table) -> list[dict[str, None]]:
    """Return the file columns of each column of the table, in order.

    Two if the text has more than the value for programs; one for each value of cells that have
    several.
    """
    found = []
    for place, column in enumerate(table.columns):
        cells = [row.cells[place] for row in table.rows]
        parts = dict.fromkeys(key for cell in cells for key, _ in cell.parts)
        both = any(
            isinstance(cell.value, str) and cell.value != plain(cell.line) for cell in cells
        )
        words = [f"{column.key}-text"] if both else []
        found.append(parts or dict.fromkeys([column.key, *words]))
    return found


def jsonl_text(table: Table) -> str:
    """Return an object for each row, in ASCII, with texts unchanged."""
    return "".join(f"{json.dumps(each, ensure_ascii=True)}\n" for each in rows_of(table))


def rows_of(table: Table) -> list[dict[str, CellValue]]:
    """Return rows by the columns' keys; `KEY-text` is the text of the page, if different."""
    columns = _columns(table)
    rows = []
    for row in table.rows:
        found: dict[str, CellValue] = {}
        for column, keys, cell in zip(table.columns, columns, row.cells, strict=True):
            values = dict(cell.parts) or {
                column.key: cell.data,
                f"{column.key}-text": plain(cell.line),
            }
            found |= {key: values.get(key) for key in keys}
        rows.append(found)
    return rows
