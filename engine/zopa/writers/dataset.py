"""Tables of data as files, with a data package that describes them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from zopa import __version__
from zopa.diagnostics import inert
from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zopa.interchange.dataset import Dataset

__all__ = ["FORMS", "dataset_files"]

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
        tables: what is written.
        form: one of `FORMS`.
        title: of the package.
        digest: of all that the answers depend on.
        mark: whether CSV begins with the mark by which Excel knows UTF-8.

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
