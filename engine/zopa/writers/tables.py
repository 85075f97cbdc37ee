"""Tables of a brief: CSV, JSON Lines, a data package, data frames."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from zopa import Refused, __version__
from zopa.answers import plain
from zopa.diagnostics import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.answers import Brief, CellValue, Table
    from zopa.interchange.export import Dataset

__all__ = [
    "dataset_files",
    "frame",
    "list_csv",
    "rows_of",
    "table_files",
]


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


# -- tables of data as files, with a data package that describes them --


FORMS: Final = ("csv", "jsonl", "parquet")
MEDIA: Final = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}


def dataset_files(
    tables: Sequence[Dataset], form: str, *, title: str, digest: str, mark: bool = False
) -> Mapping[str, bytes]:
    """A file for each table, and `datapackage.json` (Frictionless Data Package 1).

    Args:
        tables: the tables to write.
        form: one of `FORMS`.
        title: of the package.
        digest: of all files that the answers depend on.
        mark: True if CSV begins with the byte order mark by which Excel recognizes UTF-8.

    Raises:
        Refused: Parquet needs a library that is not installed.
    """
    write = {"csv": lambda each: _csv(each, mark=mark), "jsonl": _jsonl, "parquet": _parquet}
    files = {f"{each.name}.{form}": write[form](each) for each in tables}
    package = {
        "profile": "tabular-data-package" if form == "csv" else "data-package",
        "name": "zopa",
        "title": title,
        "version": digest,
        "sources": [{"title": f"zopa {__version__}"}],
        "resources": [_resource(each, form) for each in tables],
    }
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    return {**files, "datapackage.json": text.encode()}


def _csv(table: Dataset, *, mark: bool) -> bytes:
    """CSV with line feeds; a text that a spreadsheet would compute gets a `'` before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(each.name for each in table.columns)
    for row in table.rows:
        writer.writerow(map(inert, row))
    return ("\ufeff" * mark + out.getvalue()).encode()


def _jsonl(table: Dataset) -> bytes:
    lines = (json.dumps(each, ensure_ascii=True) for each in table.records())
    return "".join(f"{line}\n" for line in lines).encode()


def _parquet(table: Dataset) -> bytes:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        message = "Parquet needs a library that is not installed"
        raise Refused(message, "pip install pyarrow, or take csv or jsonl") from None
    import datetime as dt

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    columns: dict[str, Any] = {}
    for place, column in enumerate(table.columns):
        cells: list[Any] = [row[place] for row in table.rows]
        if column.type == "date":
            cells = [None if each is None else dt.date.fromisoformat(each) for each in cells]
        columns[column.name] = pa.array(cells, type=types[column.type])
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def _resource(table: Dataset, form: str) -> dict[str, Any]:
    keys = [
        {"fields": name, "reference": {"resource": there, "fields": name}}
        for name, there in table.foreign.items()
    ]
    return {
        "name": table.name,
        "path": f"{table.name}.{form}",
        "description": table.text,
        "format": form,
        "mediatype": MEDIA[form],
        **({"encoding": "utf-8", "profile": "tabular-data-resource"} if form == "csv" else {}),
        "schema": {
            "fields": [
                {"name": each.name, "type": each.type, "description": each.text}
                for each in table.columns
            ],
            **({"foreignKeys": keys} if keys else {}),
        },
    }


# -- tables as data frames, where a library for them is installed --


def frame(table: Dataset, library: str | None = None) -> Any:  # noqa: ANN401  # of a library
    """A frame of pandas or polars, with the types of the columns.

    Args:
        table: its content.
        library: `pandas` or `polars`; the first of the two that is installed if None.

    Raises:
        Refused: it is neither, or not installed.
    """
    if library not in {None, "pandas", "polars"}:
        message = f"no library {library!r}"
        raise Refused(message, "there are 'pandas' and 'polars'")
    for name, make in (("pandas", _pandas), ("polars", _polars)):
        if library in {None, name}:
            try:
                return make(table)
            except ModuleNotFoundError as error:
                if error.name != name:
                    raise
    message = f"a frame needs {library or 'pandas or polars'}, which is not installed"
    raise Refused(message, f"pip install {library or 'pandas'}")


def _pandas(table: Dataset) -> Any:  # noqa: ANN401
    import pandas as pd

    types = {"string": "string", "integer": "Int64", "boolean": "boolean"}
    names = [each.name for each in table.columns]
    made = pd.DataFrame.from_records(list(table.rows), columns=names)
    for each in table.columns:
        made[each.name] = (
            pd.to_datetime(made[each.name])
            if each.type == "date"
            else made[each.name].astype(types[each.type])
        )
    return made


def _polars(table: Dataset) -> Any:  # noqa: ANN401
    import polars as pl

    types = {
        "string": pl.String,
        "integer": pl.Int64,
        "boolean": pl.Boolean,
        "date": pl.String,
    }
    schema = {each.name: types[each.type] for each in table.columns}
    made = pl.DataFrame(list(table.rows), schema=schema, orient="row")
    days = [each.name for each in table.columns if each.type == "date"]
    return made.with_columns(pl.col(days).str.to_date()) if days else made
