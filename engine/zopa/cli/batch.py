"""`zopa batch`: the same questions on many drafts and assumptions, as rows of a table."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import itertools
import math
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zopa.answers.wording import several
from zopa.batching import COLUMNS, QUESTIONS, Task, batch, csv_line, digest_of
from zopa.cli.streams import Unable, say
from zopa.cli.whereabouts import tell
from zopa.diagnostics import as_written, listed, quoted
from zopa.documents import read
from zopa.files import find
from zopa.workspace import load

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from zopa.batching import BatchRow

__all__ = ["run"]


def _texts(value: object) -> bool:
    """True for a list of texts."""
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


KEYS: Final[Mapping[str, tuple[str, Callable[[Any], bool]]]] = {
    "workspaces": ("folders", lambda each: isinstance(each, str)),
    "scenarios": ("ids or null", lambda each: isinstance(each, str | None)),
    "questions": ("words", lambda each: isinstance(each, str)),
    "as-of": ("dates or null", lambda each: isinstance(each, str | dt.date | None)),
    "hold": ("lists of kinds", lambda each: each is None or _texts(each)),
    "parties": ("lists of ids", lambda each: each is None or _texts(each)),
    "readings": (
        "mappings from positions to readings",
        lambda each: isinstance(each, dict) and _texts([*each, *each.values()]),
    ),
    "waive": ("lists of positions", _texts),
    "views": ("ids or null", lambda each: isinstance(each, str | None)),
}
"""Keys of a batch file, each with a list of such values; every combination is a row."""
MOST: Final = 1_000_000
"""Largest number of rows; unnamed drafts count as one."""
INSTALL: Final = "pip install 'zopa[batch]'"


def run(options: argparse.Namespace) -> int:
    """Answer every row; 1 if some row failed."""
    tasks = _tasks(options.spec)
    file: Path | None = options.output
    if file is not None and file.suffix not in {".csv", ".parquet"}:
        message = f"no table of the form {quoted(file.suffix or file.name)}"
        raise Unable(message, "end the name of the file with .csv or .parquet")
    if file is not None and file.suffix == ".parquet":
        _parquet()  # before hours of work, not after
    kept = {}
    if file is not None:
        _joined(file)
        kept = _kept(file, tasks)
    failed = 0
    with _executor(options) as executor:
        rows = batch((x for x in tasks if _key(x.context()) not in kept), executor=executor)
        every = (kept.get(_key(x.context())) or next(rows) for x in tasks)
        if file is None:
            say(csv_line(COLUMNS))
            for row in every:
                failed += row["status"] == "failed"
                say(csv_line(row[each] for each in COLUMNS))
        else:
            failed = _write(file, every)
    done = f"{several(len(tasks), 'row')}, {len(kept):,} of them from before, {failed:,} failed"
    tell(options, f"zopa: {done}")
    return int(failed > 0)


# -- rows --


def _tasks(spec: Path) -> list[Task]:
    """Every combination of the values in the file, in its order.

    Raises:
        Unable: the file cannot be read, or has other content.
    """
    document = read(spec, spec.as_posix())
    data = document.data
    if not document.ok or not isinstance(data, dict):
        message = f"cannot read {quoted(spec.as_posix())}"
        raise Unable(message, *(each.message for each in document.diagnostics[:3]))
    for key, value in data.items():
        if key not in KEYS and key != "seconds":
            message = f"unknown key {quoted(key)} in {quoted(spec.as_posix())}"
            raise Unable(message, f"keys: {listed((*KEYS, 'seconds'), joiner='and')}")
        if key == "seconds":
            what = "a whole number above 0"
            right = isinstance(value, int) and not isinstance(value, bool) and value > 0
        else:
            kind, fits = KEYS[key]
            what = f"a list of {kind}"
            right = isinstance(value, list) and all(map(fits, value))
        if not right:
            message = f"{quoted(key)} in {quoted(spec.as_posix())} must be {what}"
            raise Unable(message)
    said: Any = data
    rows = math.prod(len(said.get(key, (None,))) for key in KEYS)
    if rows > MOST:
        message = (
            f"{quoted(spec.as_posix())} asks for {rows:,} rows; a batch has at most {MOST:,}"
        )
        raise Unable(message, "split it")
    for each in said.get("questions", ()):
        if each not in QUESTIONS:
            message = f"no question {quoted(str(each))} in a batch"
            raise Unable(message, f"questions: {listed(QUESTIONS, joiner='and')}")
    found: list[Task] = []
    for folder in said.get("workspaces", ["."]):
        named = spec.parent / folder
        root = find(named) if named.is_dir() else None
        place = str((root or named).resolve())
        found.extend(_of_workspace(place, said, known=root is not None))
    return found


def _of_workspace(place: str, said: Mapping[str, Any], *, known: bool) -> Iterator[Task]:
    drafts: Sequence[Any] = said.get("scenarios", ())
    if "scenarios" not in said:
        drafts = sorted(load(Path(place)).scenarios) if known else [None]
    for combination in itertools.product(
        drafts,
        said.get("questions", ["check"]),
        said.get("as-of", [None]),
        said.get("hold", [None]),
        said.get("parties", [None]),
        said.get("readings", [{}]),
        said.get("waive", [[]]),
        said.get("views", [None]),
    ):
        draft, question, day, hold, parties, readings, waive, view = combination
        yield Task(
            workspace=place,
            scenario=draft,
            question=question,
            as_of=day,
            hold=None if hold is None else tuple(map(str, hold)),
            parties=None if parties is None else tuple(map(str, parties)),
            readings=dict(readings),
            waive=tuple(map(str, waive)),
            view=view,
            seconds=float(said.get("seconds", 30)),
        )


# -- executors --


@contextlib.contextmanager
def _executor(options: argparse.Namespace) -> Iterator[Executor | None]:
    """Processes of this machine, a cluster of Dask, or none."""
    if options.scheduler is not None:
        try:
            from distributed import Client
        except ModuleNotFoundError as error:
            message = f"a scheduler needs {error.name}"
            raise Unable(message, INSTALL) from error
        try:
            with Client(options.scheduler) as client:  # type: ignore[no-untyped-call]
                yield client.get_executor()
        except OSError as error:
            message = f"no scheduler at {quoted(options.scheduler)}: {error}"
            raise Unable(message, "dask scheduler starts one") from error
    elif options.jobs > 1:
        # A fork would copy the locks of threads that the solver's libraries have.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(options.jobs, mp_context=context) as pool:
            yield pool
    else:
        yield None


# -- earlier results, and output --


def _key(row: Mapping[str, object]) -> tuple[str, ...]:
    """The key of a row: the columns before the digest, as a file has them."""
    names = COLUMNS[: COLUMNS.index("digest")]
    return tuple("" if row[each] is None else str(row[each]) for each in names)


def _kept(file: Path, tasks: Sequence[Task]) -> dict[tuple[str, ...], BatchRow]:
    """Answered rows of an earlier run, if their files are unchanged."""
    known: dict[tuple[str, ...], BatchRow] = {}
    for row in itertools.chain(_rows_in(_part(file)), _rows_in(file)):
        whole = row.keys() == set(COLUMNS) and None not in row.values()
        if whole and row["status"] == "ok":
            known.setdefault(_key(row), dict(row))
    digests = {(x.workspace, x.view or ""): "" for x in tasks if _key(x.context()) in known}
    for folder, view in digests:
        digests[folder, view] = digest_of(folder, view or None)
    return {
        key: row
        for key, row in known.items()
        if row["digest"]
        and row["digest"] == digests.get((str(row["workspace"]), str(row["view"])))
    }


def _rows_in(file: Path) -> Iterator[Mapping[str, str]]:
    """The rows of an existing table, as texts; empty if the file does not exist.

    Raises:
        Unable: its name ends as that of a Parquet file, but it is not one.
    """
    if not file.is_file():
        return
    if file.suffix == ".parquet":
        arrow = _parquet()
        try:
            rows = arrow.parquet.read_table(file).to_pylist()
        except (OSError, arrow.ArrowException) as error:
            message = f"{quoted(file.as_posix())} is there, and is no Parquet file"
            raise Unable(message, "remove it, or name another file") from error
        for row in rows:
            yield {key: "" if each is None else str(each) for key, each in row.items()}
        return
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {k: as_written(v) if isinstance(v, str) else v for k, v in row.items()}


def _part(file: Path) -> Path:
    """The file for the rows of unfinished runs."""
    return file.with_name(f"{file.name}.part")


def _fresh(file: Path) -> Path:
    """The file for the rows of this run, until it has finished."""
    return file.with_name(f"{file.name}.new")


def _joined(file: Path) -> None:
    """Put the rows of an unfinished run before those of earlier ones."""
    fresh, part = _fresh(file), _part(file)
    if not fresh.exists():
        return
    texts = [each.read_text(encoding="utf-8") for each in (fresh, part) if each.exists()]
    rows = (each.partition("\n")[2].rstrip("\n") for each in texts)
    part.write_text(csv_line(COLUMNS) + "\n".join(rows) + "\n", encoding="utf-8")
    fresh.unlink()


def _write(file: Path, rows: Iterator[BatchRow]) -> int:
    """Write the table, first row by row into a partial file, so that another run can go on.

    Returns:
        Number of failed rows.
    """
    fresh, failed = _fresh(file), 0
    with fresh.open("w", encoding="utf-8", newline="") as stream:
        stream.write(csv_line(COLUMNS))
        for row in rows:
            failed += row["status"] == "failed"
            stream.write(csv_line(row[each] for each in COLUMNS))
            stream.flush()
    if file.suffix == ".parquet":
        whole = file.with_name(f"{file.name}.whole")
        _to_parquet(fresh, whole)
        whole.replace(file)
        fresh.unlink()
    else:
        fresh.replace(file)
    _part(file).unlink(missing_ok=True)
    return failed


def _parquet() -> Any:  # noqa: ANN401  # a module without types
    try:
        import pyarrow.csv
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        message = f"a Parquet file needs {error.name}"
        raise Unable(message, INSTALL, "a name that ends with .csv needs nothing") from error
    return pyarrow


def _to_parquet(table: Path, file: Path) -> None:
    arrow = _parquet()
    numbers = {
        each: arrow.int64()
        for each in ("crossed", "open", "respected", "possible", "forced", "excluded")
    }
    types = {each: numbers.get(each, arrow.string()) for each in COLUMNS}
    options = arrow.csv.ConvertOptions(
        column_types=types, null_values=[""], strings_can_be_null=True
    )
    found = arrow.csv.read_csv(table, convert_options=options)
    for place, name in enumerate(found.column_names):
        if name not in numbers:
            texts = [x and as_written(x) for x in found[name].to_pylist()]
            found = found.set_column(place, name, [arrow.array(texts, arrow.string())])
    arrow.parquet.write_table(found, file)
