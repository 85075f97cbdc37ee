"""Explanatory sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zopa.edit.fields import FieldForm
from zopa.edit.typed import how
from zopa.tables.sheets import sheet_of, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.edit.fields import Field

__all__ = ["ABOUT", "HEADINGS", "about_lines", "about_rows", "how_to_write"]

ABOUT: Final = "about"
"""Name of the sheet; it is never read."""
HEADINGS: Final = ("Sheet", "Column", "Needed", "How it is written", "What it says")
LINES: Final = (
    (
        "Each sheet holds the things of one kind, one in each row. Fill in, change and add"
        " rows; then run: zopa import FILE"
    ),
    (
        "The id says which thing a row is. A new id is a new thing; a changed cell changes only"
        " that value; an emptied cell takes the value away."
    ),
    (
        "A row that is missing is listed, and its item is removed only with --prune. To change"
        " an id, use: zopa rename OLD NEW"
    ),
    (
        "The order of rows and columns does not matter. Columns may be deleted; their values"
        " stay as they are."
    ),
    (
        "Formulas are refused. All cells are formatted as text, so that dates and leading zeros"
        " stay as typed."
    ),
    "Values without a simple form are in brackets, as in the files: [a, b] or {key: value}.",
)
WRITTEN: Final = {
    FieldForm.TEXT: "text",
    FieldForm.NOTE: "text; text | visibility: party, party for a note that only they may see",
    FieldForm.TEXTS: "texts after semicolons: first; second",
    FieldForm.NAME: "an id",
    FieldForm.NAMES: "ids after commas: first, second",
    FieldForm.DAY: "a day: 2025-08-15",
    FieldForm.DAYS: "a day: 2025-08-15; or bounds: 2025-08-16..2025-08-24",
    FieldForm.YES_NO: "true or false",
    FieldForm.NUMBER: "a whole number",
    FieldForm.PLACES: "sources with places: s000:1,2 s003",
    FieldForm.CONDITION: "a condition: issue/term, issue <= 480, silent issue; with not, and,"
    " or, if … then …; or in brackets as in the files",
    FieldForm.YAML: "a word or a number",
}


def about_lines() -> tuple[str, ...]:
    """Return instructions for the workbook, a sentence or two each."""
    return LINES


def about_rows() -> Iterator[tuple[str, ...]]:
    """Yield every column of every sheet, under `HEADINGS`."""
    for sheet in sheets():
        for each in sheet.all:
            needed = "yes" if each.required else "usually" if each.wanted else ""
            yield sheet.name, each.key, needed, how_to_write(each), each.help


def how_to_write(field: Field) -> str:
    """Return the allowed content of the cells of a column."""
    if field.key == "choice":
        return "a term; terms after commas; a value; bounds: 400..480; silent"
    if field.form is FieldForm.ONE_OF:
        return f"one of: {', '.join(field.choices)}"
    whose = f" of the sheet {sheet_of(field.of)}" if field.of is not None else ""
    return f"{WRITTEN.get(field.form) or how(field)}{whose}"
