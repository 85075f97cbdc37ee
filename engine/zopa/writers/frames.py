"""Tables as data frames, where a library for them is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.refused import Refused

if TYPE_CHECKING:
    from zopa.interchange.dataset import Dataset

__all__ = ["frame"]


def frame(table: Dataset, library: str | None = None) -> Any:  # noqa: ANN401  # of a library
    """A frame of pandas or polars, with the types of the columns.

    Args:
        table: what it holds.
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
