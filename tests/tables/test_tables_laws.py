"""Laws of tables: cells are read back, exports change nothing, no internal error."""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from hypothesis import assume, given
from hypothesis import strategies as st

from cli.conftest import REPOSITORY
from ones import BARGAIN
from tables.books import as_csv, as_workbook, outcome
from zopa import Refused
from zopa.documents.characters import refused
from zopa.documents.scalars import LARGEST_INTEGER
from zopa.edit import FieldForm, ThingKind
from zopa.edit.changes import Add, Set, same
from zopa.edit.plan import plan
from zopa.tables import Grid, GridRow, contents, sheets
from zopa.tables.cells import CellType, SheetCell, choice_read, choice_said, read, said, text_of
from zopa.workspace import load

if TYPE_CHECKING:
    from zopa.documents import Data
    from zopa.edit import Field
    from zopa.model.corpus import Issue
    from zopa.workspace import Workspace

ids = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
references = st.one_of(ids, st.builds("{}/{}".format, ids, ids))
texts = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="=+-@'\"[]{};,:#.\n\t _x05FE1M\xa0“”", max_size=12),
    st.sampled_from(["1E5", "1-Mar", "true", "null", "2025-01-01", "007", "5", "['x']"]),
).filter(lambda each: bool(each) and not refused(each))
days = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)).map(str)
bounds = st.fixed_dictionaries({}, optional={"earliest": days, "latest": days})
decimals = st.decimals(-1000, 1000, places=3)
numbers = st.one_of(st.integers(-LARGEST_INTEGER, LARGEST_INTEGER), st.integers(-50, 50))
scalars = st.one_of(texts, numbers, decimals, st.booleans(), days, ids)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(ids, inner, max_size=3)
    ),
    max_leaves=6,
)
said_of_entities = st.recursive(
    st.dictionaries(
        ids,
        st.one_of(
            scalars,
            st.lists(ids, max_size=3),
            st.builds(
                lambda key, x: {key: x},
                st.sampled_from(["at-most", "below", "not", "in", "is"]),
                st.one_of(scalars, st.lists(ids, max_size=3)),
            ),
        ),
        max_size=2,
    ),
    lambda inner: st.one_of(
        st.builds(lambda x: {"not": x}, inner),
        st.builds(lambda x, y: {"any": x, **y}, st.lists(inner, max_size=3), inner),
    ),
    max_leaves=3,
)
reckoned = st.recursive(
    st.one_of(
        st.builds(lambda x: {"issue": x}, ids),
        st.builds(lambda x: {"milestone": x}, ids),
        st.builds(lambda x, y: {"parameter": x, "of": y}, ids, references),
        numbers,
    ),
    lambda inner: st.one_of(
        st.builds(
            lambda key, x: {key: x},
            st.sampled_from(["sum", "difference", "product", "days-between"]),
            st.lists(inner, max_size=3),
        ),
        st.builds(lambda x, y: {"times": x, "of": y}, numbers, inner),
        st.builds(
            lambda x, y, z: {"sum": x, "over": y, "where": z}, ids, ids, said_of_entities
        ),
    ),
    max_leaves=4,
)
conditions = st.recursive(
    st.one_of(
        st.builds(lambda x, y: {"chosen": f"{x}/{y}"}, ids, ids),
        st.builds(lambda x: {"silent": x}, ids),
        st.builds(lambda x: {"happens": x}, ids),
        st.builds(lambda x, y: {"before": [x, y]}, ids, ids),
        st.builds(
            lambda x, key, y: {"issue": x, key: y},
            ids,
            st.sampled_from(["at-most", "at-least", "below", "above", "is", "not", "includes"]),
            st.one_of(numbers, decimals, ids, days, st.booleans()),
        ),
        st.dictionaries(ids, values, max_size=2),
        st.builds(
            lambda word, x, where, holds: {word: x, "where": where, "holds": holds},
            st.sampled_from(["every", "some", "none"]),
            ids,
            said_of_entities,
            said_of_entities,
        ),
        st.builds(lambda x, holds: {"entity": x, "holds": holds}, ids, said_of_entities),
        st.builds(
            lambda x, word, y: {"quantity": x, word: y},
            reckoned,
            st.sampled_from(["is", "at-most", "above"]),
            reckoned,
        ),
    ),
    lambda inner: st.one_of(
        st.builds(lambda x: {"not": x}, inner),
        st.builds(lambda x: {"all": x}, st.lists(inner, max_size=3)),
        st.builds(lambda x: {"any": x}, st.lists(inner, max_size=3)),
        st.builds(lambda x, y: {"if": x, "then": y}, inner, inner),
        st.builds(lambda x, y, z: {"if": x, "then": y, "else": z}, inner, inner, inner),
    ),
    max_leaves=6,
)
ambiguous = st.builds("{} | visibility: {}".format, texts, ids)
OF = {
    FieldForm.TEXT: texts,
    FieldForm.NOTE: st.one_of(
        texts,
        ambiguous,
        st.builds('"{}"'.format, ambiguous),
        st.fixed_dictionaries(
            {"text": st.one_of(texts, ambiguous), "visibility": st.lists(ids, max_size=3)}
        ),
    ),
    FieldForm.TEXTS: st.lists(texts, max_size=3),
    FieldForm.NAME: references,
    FieldForm.NAMES: st.one_of(st.lists(references, max_size=3), references),
    FieldForm.DAY: days,
    FieldForm.DAYS: st.one_of(days, bounds),
    FieldForm.YES_NO: st.booleans(),
    FieldForm.NUMBER: numbers,
    FieldForm.PLACES: st.dictionaries(
        ids, st.lists(st.one_of(st.integers(0, 50), texts), max_size=3), max_size=3
    ),
    FieldForm.CONDITION: conditions,
    FieldForm.TEXT_OR_TEXTS: st.one_of(texts, st.lists(texts, max_size=3)),
    FieldForm.NUMBERS: st.lists(numbers, max_size=3),
    FieldForm.CHOOSE: st.one_of(
        st.sampled_from(["one", "any"]),
        st.fixed_dictionaries({}, optional={"min": numbers, "max": numbers}),
    ),
    FieldForm.PREDICATE: st.dictionaries(ids, values, max_size=2),
    FieldForm.PAIRS: st.dictionaries(ids, values, max_size=3),
    FieldForm.YAML: values,
}
FIELDS = [each for sheet in sheets() for each in sheet.all if each.form is not FieldForm.ONE_OF]


@cache
def said_in(field: Field) -> st.SearchStrategy[Data]:
    """Values for a field: all that files allow, and further ones."""
    parts = {each.key: said_in(each) for each in field.parts}
    record = st.lists(st.sampled_from([*parts] or [""]), max_size=3, unique=True).flatmap(
        lambda keys: st.fixed_dictionaries({key: parts[key] for key in keys if key})
    )
    match field.form:
        case FieldForm.ONE_OF:
            words = [{"true": True, "false": False}.get(x, x) for x in field.choices]
            return st.sampled_from(words)
        case FieldForm.WORDS:
            return st.lists(st.sampled_from(field.choices), max_size=3)
        case FieldForm.RECORD:
            return record
        case FieldForm.RECORDS:
            return st.lists(record, max_size=3)
        case FieldForm.RECORDS_BY_NAME:
            return st.dictionaries(ids, record, max_size=3)
        case _:
            return OF[field.form]


@given(st.data())
def test_every_value_comes_back(data: st.DataObject) -> None:
    """From the text of its cell, through a spreadsheet that keeps texts."""
    field = data.draw(st.sampled_from(FIELDS))
    value: Data = data.draw(said_in(field))
    shown = said(field, value)

    text = text_of(SheetCell(value=str(shown), typed=False), field)

    assert text == str(shown)
    assert same(read(field, text), value)


@given(values)
def test_every_choice_comes_back(value: Data) -> None:
    """Whatever the issue is answered by, unless no file may say so."""
    for issue in answered():
        takes_numbers = issue.answered_by in {"integer", "decimal"}
        if isinstance(value, int | Decimal) and not takes_numbers:
            continue
        shown = choice_said(issue, value)

        assert same(choice_read(issue, str(shown)), value)


@cache
def answered() -> tuple[Issue, ...]:
    """An issue for each type of answer."""
    names = ("examples/wage-round", "examples/peace-accord", "tests/cases/values")
    found = [x for each in names for x in load(REPOSITORY / each).corpus.issues.values()]
    return tuple({each.answered_by: each for each in found}.values())


@cache
def load_once() -> Workspace:
    """A small bargain, loaded in place."""
    return load(BARGAIN)


edits = st.lists(
    st.one_of(
        st.builds(
            lambda key, text: Set(ThingKind.POSITION, "buyer/at-most-ninety", {key: text}),
            st.sampled_from(["title", "note"]),
            texts,
        ),
        st.builds(
            lambda text: Set(ThingKind.STATEMENT, "seller-on-warranty", {"text": text}), texts
        ),
        st.builds(
            lambda key, text: Set(ThingKind.SOURCE, "minutes", {key: text}),
            st.sampled_from(["title", "url", "note", "cites-as"]),
            texts,
        ),
        st.builds(
            lambda every: Set(ThingKind.SOURCE, "minutes", {"relays": every}),
            st.lists(texts, min_size=1, max_size=3),
        ),
        st.builds(lambda when: Set(ThingKind.SOURCE, "minutes", {"published": when}), bounds),
        st.builds(
            lambda name, text: Add(ThingKind.TERM, {"id": name, "title": text}, "warranty"),
            ids,
            texts,
        ),
        st.builds(
            lambda name, text: Add(
                ThingKind.SCENARIO, {"id": name, "title": text, "choices": {}}
            ),
            ids,
            texts,
        ),
        st.builds(
            lambda name, text, day: Add(
                ThingKind.MILESTONE, {"id": name, "title": text, "earliest": day, "latest": day}
            ),
            ids,
            texts,
            days,
        ),
    ),
    min_size=1,
    max_size=5,
)


@given(edits)
def test_an_import_of_an_export_is_nothing(every: list[Set | Add]) -> None:
    """Of whatever was changed; and it makes the same changes where they were not made."""
    before = load_once()
    try:
        made = plan(before, every)
    except Refused:
        assume(condition=False)
        return
    after = made.workspace
    assert after is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        grids = {
            "csv": as_csv(after, folder / "t"),
            "book": as_workbook(after, folder / "t.xlsx"),
        }
    for each in grids.values():
        again = outcome(after, each, prune=True)
        there = outcome(before, each, prune=True)

        assert (again.plan.files, again.missing) == ((), ())
        assert there.plan.workspace is not None
        assert told(there.plan.workspace) == told(after)


def told(workspace: Workspace) -> dict[str, dict[str, dict[str, object]]]:
    """The content of a workspace, independent of its layout."""
    return {
        name: {key: dict(row.data) for key, row in sheet.rows.items()}
        for name, sheet in contents(workspace).items()
    }


cells = st.one_of(
    texts.map(lambda each: SheetCell(value=each)),
    texts.map(lambda each: SheetCell(value=each, typed=False)),
    st.text(max_size=10).map(lambda each: SheetCell(value=each)),
    st.floats().map(lambda each: SheetCell(CellType.NUMBER, each)),
    numbers.map(lambda each: SheetCell(CellType.NUMBER, each, "0.00E+00")),
    st.datetimes().map(lambda each: SheetCell(CellType.DAY, each)),
    st.times().map(lambda each: SheetCell(CellType.DAY, each)),
    st.timedeltas().map(lambda each: SheetCell(CellType.DAY, each)),
    st.booleans().map(lambda each: SheetCell(CellType.TRUTH, each)),
    st.text(max_size=5).map(lambda each: SheetCell(CellType.FORMULA, f"={each}")),
    st.just(SheetCell(CellType.FAULT, "#N/A")),
    st.sampled_from(
        [
            "{",
            "[",
            "{a: {b: [",
            "*a",
            "&a x",
            "!!python/object:x {}",
            "a/b and (",
            "not " * 60 + "a/b",
            "[" * 500,
            "..",
            "s000:",
            "9" * 400,
            "1e999",
        ]
    ).map(lambda each: SheetCell(value=each)),
)


@given(st.data())
def test_no_cell_ends_in_a_fault(data: st.DataObject) -> None:
    """It is taken, or refused; whatever stands in the headings, the ids, and elsewhere."""
    workspace = load_once()
    now = contents(workspace)
    grids = []
    for sheet in data.draw(st.lists(st.sampled_from(sheets()), max_size=3, unique=True)):
        head = tuple(SheetCell(value=each.key) for each in sheet.all)
        lines = [GridRow(1, head)]
        for number, row in enumerate(now[sheet.name].rows.values(), 2):
            known = [SheetCell(value=str(row.cells.get(each.key, ""))) for each in sheet.all]
            lines.append(GridRow(number, tuple(known)))
        strange = data.draw(st.lists(cells, max_size=len(head) + 1))
        lines.append(GridRow(len(lines) + 1, tuple(strange)))
        for _ in range(data.draw(st.integers(0, 3))):
            at = data.draw(st.integers(0, len(lines) - 1))
            column = data.draw(st.integers(0, len(head) - 1))
            line = [*lines[at].cells, *[SheetCell()] * len(head)][: len(head)]
            line[column] = data.draw(cells)
            lines[at] = GridRow(lines[at].number, tuple(line))
        grids.append(Grid("t.xlsx", sheet.name, sheet.name, tuple(lines)))

    with contextlib.suppress(Refused):
        outcome(workspace, grids, prune=data.draw(st.booleans()))


@given(st.binary(max_size=200), st.booleans())
def test_no_file_ends_in_a_fault(raw: bytes, zipped: bool) -> None:  # noqa: FBT001  # drawn
    """Whatever its bytes are."""
    from zopa.tables import csv_grid
    from zopa.tables.workbooks import workbook_grids

    workspace = load_once()
    with tempfile.TemporaryDirectory() as name:
        table = Path(name) / "parties.csv"
        book = Path(name) / "t.xlsx"
        table.write_bytes(raw)
        if zipped:
            openpyxl.Workbook().save(book)
            good = book.read_bytes()
            place = sum(raw) % len(good)
            book.write_bytes(good[:place] + raw + good[place + len(raw) :])
        else:
            book.write_bytes(raw)
        for read_file in (lambda: [csv_grid(table)], lambda: workbook_grids(book)):
            with contextlib.suppress(Refused):
                outcome(workspace, read_file())


def test_a_number_of_a_spreadsheet_is_the_one_that_was_written() -> None:
    """Where a cell holds one."""
    field = next(each for each in FIELDS if each.form is FieldForm.YAML)

    assert said(field, Decimal("12.51")) == Decimal("12.51")
    assert said(field, Decimal("12.50")) == "12.50"
    assert said(field, Decimal("3.0")) == "3.0"
    assert said(field, 10**15) == str(10**15)
