"""Values of the format as texts of cells, and back."""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from zopa import Refused
from zopa.diagnostics import quoted
from zopa.documents.characters import name_of, refused
from zopa.documents.scalars import scalar
from zopa.edit import FieldForm
from zopa.edit.changes import same
from zopa.edit.records import RECORDS
from zopa.edit.typed import as_typed, choice_texts, typed, typed_choice
from zopa.edit.values import written, yaml_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.documents import Data
    from zopa.edit import Field
    from zopa.model.corpus import Issue

__all__ = [
    "EMPTY",
    "CellType",
    "SheetCell",
    "Written",
    "choice_read",
    "choice_said",
    "read",
    "said",
    "text_of",
]


Written: TypeAlias = "str | int | Decimal"
"""Content of a cell from zopa: a text, or a number that spreadsheets keep exactly."""


class CellType(enum.Enum):
    """Type of a cell in the program that wrote it."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    FORMULA = "formula"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """Cell as read."""

    sort: CellType = CellType.TEXT
    value: object = ""
    shown: str = "General"
    """Text that a spreadsheet shows."""
    typed: bool = True
    """True if the file distinguishes text from numbers; CSV does not."""


EMPTY: Final = SheetCell()
EXACT: Final = 10**15
"""Smallest whole number that spreadsheets may not keep exactly."""
BLANKS: Final = " \t\n\r\xa0\u2007\u202f\u2000-\u200a\u3000\ufeff\u200b"
ENDS: Final = re.compile(f"^[{BLANKS}]+|[{BLANKS}]+$")
CURLY: Final = re.compile("[\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb]")
STRAIGHT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
STRANGE: Final = re.compile("[\xa0\u2007\u202f\u2018-\u201f]")
YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
NUMBERED: Final = frozenset({"General", "0", "@"})
"""Number formats that show exactly the digits of a whole number."""
MADE_A_NUMBER: Final = re.compile(r"[+-]?\d([.,]\d+)?E[+-]?\d+", re.ASCII)
MADE_A_DAY: Final = re.compile(
    r"\d{1,2}[-. ]{1,2}[A-Za-zäé]{3,4}\.?|[A-Za-zäé]{3,4}[-. ]{1,2}\d{2}", re.ASCII
)
MONTHS: Final = re.compile(
    "jan|feb|mar|mrz|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez", re.IGNORECASE
)
TEXTS: Final = frozenset({FieldForm.TEXT, FieldForm.NOTE})
"""Forms of one text."""
WRITTEN_TRUTH: Final = frozenset({FieldForm.YES_NO, FieldForm.ONE_OF, FieldForm.YAML})
DAY_ONE: Final = dt.date(1899, 12, 30)


# -- from a value to a cell --


def said(field: Field, value: Data) -> Written:
    """Return the cell for a value; `read` returns the same value."""
    for each in _ways(field, value):
        if _is_read_back(field, each, value):
            return each
    return written(value) if isinstance(value, dict | list) else _quoted(field, value)


def choice_said(issue: Issue | None, value: Data) -> Written:
    """Return the cell for a choice on an issue."""
    for each in _choice_ways(value):
        try:
            if same(choice_read(issue, str(each)), value):
                return each
        except (Refused, ValueError):
            continue
    return written(value) if isinstance(value, dict | list) else _in_quotes(value)


def _is_read_back(field: Field, said: Written, value: Data) -> bool:
    text = str(said)
    if not text or ENDS.search(text):
        return False
    try:
        found = text_of(SheetCell(value=text, typed=False), field)
        return found == text and same(read(field, text), value)
    except (Refused, ValueError):
        return False


def _ways(field: Field, value: Data) -> Iterator[Written]:
    """Yield simple forms of a value, best first; some may have another meaning."""
    match field.form, value:
        case ((FieldForm.YES_NO | FieldForm.ONE_OF | FieldForm.YAML), bool()):
            yield "true" if value else "false"
        case ((FieldForm.NUMBER | FieldForm.YAML), (int() | Decimal())):
            yield _number(value)
        case FieldForm.YAML, _:
            yield from (value,) if isinstance(value, str) else ()
        case _:
            text = as_typed(field, value)
            yield from () if text.startswith("- ") else (text,)


def _choice_ways(value: Data) -> Iterator[Written]:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        yield _number(value)
    else:
        yield from choice_texts(value)


def _number(value: int | Decimal) -> Written:
    """Return a number if spreadsheets keep it exactly; else its digits."""
    if isinstance(value, int):
        return value if abs(value) < EXACT else str(value)
    text = scalar(value)
    kept = value % 1 != 0 and len(text) < 15 and repr(float(value)) == text
    return value if kept else text


def _quoted(field: Field, value: Data) -> str:
    """Return a single value without a simple form, quoted."""
    text = _in_quotes(value)
    return f"[{text}]" if field.form in TEXTS else text


def _in_quotes(value: Data) -> str:
    text = scalar(value)
    if not isinstance(value, str) or text.startswith('"'):
        return text
    return f'"{text}"'


# -- from a cell to a value --


def read(field: Field, text: str) -> Data:
    """Return the value of the text of a cell.

    The rules are those of `zopa.edit.typed`, except that dates need a year. A text that begins
    with a bracket or a straight quote is YAML; of texts only a quoted text in brackets.

    Raises:
        Refused: it has no meaning there, or more than one.
    """
    if field.form in TEXTS:
        found = _text(text)
        plain = field.form is FieldForm.TEXT or found != text
        return found if plain else typed(field, text, today=dt.date.min)
    if text[:1] in {"{", "["} or (text[:1] == '"' and field.form not in RECORDS):
        return _yaml(text)
    if field.form in {FieldForm.NAME, FieldForm.NAMES, FieldForm.PLACES}:
        _refuse_hidden(field, text)
    if field.form in {FieldForm.DAY, FieldForm.DAYS}:
        _refuse_yearless(text)
    if field.form is FieldForm.YAML:
        _refuse_curly(text)
    return typed(field, text, today=dt.date.min)


def choice_read(issue: Issue | None, text: str) -> Data:
    """Return the choice of a text.

    Raises:
        Refused: the text is not a choice of the issue.
    """
    if text[:1] in {"{", "[", '"'}:
        return _yaml(text)
    _refuse_curly(text)
    if issue is None:  # the check of references reports an unknown issue
        return text
    if issue.answered_by == "date":
        _refuse_yearless(text, "unlimited", "silent")
    return typed_choice(issue, text, today=dt.date.min)


def _text(text: str) -> Data:
    if text.startswith('["') and text.endswith('"]'):
        try:
            value = yaml_value(text)
        except Refused:
            return text
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            return value[0]
    return text


def _yaml(text: str) -> Data:
    _refuse_curly(text)
    if "\n" in text:
        text = " ".join(text.split("\n"))
    return yaml_value(text)


def _refuse_curly(text: str) -> None:
    found = STRANGE.search(STRAIGHT.sub("", text))
    if found is not None and (CURLY.match(found[0]) is None or text[:1] in {"{", "["}):
        message = f"{name_of(found[0]) if found[0].isspace() else quoted(found[0])} in YAML"
        raise Refused(message, 'write blanks as usual, and straight quotes: "…"')


def _refuse_hidden(field: Field, text: str) -> None:
    for place, each in enumerate(text, 1):
        if not each.isascii() or (not each.isprintable() and each != "\n"):
            what = quoted(each) if each.isprintable() else name_of(each)
            message = f"{what} at letter {place} of `{field.key}`"
            raise Refused(message, "ids are lower-case words joined by hyphens")


def _refuse_yearless(text: str, *words: str) -> None:
    ends = [each.strip() for each in text.split("..")]
    if any(each and each not in words and not YEAR.search(each) for each in ends):
        message = f"{quoted(text)} is not a day with its year"
        raise Refused(message, "write it like 2025-08-15 or 15 Aug 2025")


# -- cells changed by spreadsheets --


def text_of(cell: SheetCell, field: Field) -> str:
    """Return the text of a cell, without surrounding blanks; empty for an empty cell.

    Raises:
        Refused: a spreadsheet changed the typed text, and the original is unknown.
    """
    match cell.sort:
        case CellType.TEXT:
            return _cleaned(cell, field)
        case CellType.FORMULA:
            message = f"a formula: {quoted(str(cell.value))}"
            raise Refused(message, "paste its value in its place, or put ' before the =")
        case CellType.FAULT:
            message = f"an error of the spreadsheet: {quoted(str(cell.value))}"
            raise Refused(message, "write the value itself")
        case CellType.TRUTH:
            if field.form not in WRITTEN_TRUTH:
                message = f"{str(cell.value).upper()} where a text belongs"
                raise Refused(message, "format the cell as text, and type it again")
            return "true" if cell.value else "false"
        case CellType.DAY:
            return _day(cell, field)
        case CellType.NUMBER:
            return _digits(cell, field)


def _cleaned(cell: SheetCell, field: Field) -> str:
    text = ENDS.sub("", str(cell.value).replace("\r\n", "\n").replace("\r", "\n"))
    if (wrong := refused(text)) is not None:
        message = f"{name_of(wrong)}, which no file may hold"
        raise Refused(message, "delete it; copying from a PDF or a web page brings such")
    if cell.typed or field.form not in {
        FieldForm.TEXT,
        FieldForm.NOTE,
        FieldForm.TEXTS,
        FieldForm.NAME,
        FieldForm.NAMES,
    }:
        return text
    made_a_day = MADE_A_DAY.fullmatch(text) and MONTHS.search(text)
    if made_a_day or MADE_A_NUMBER.fullmatch(text):
        message = f"{quoted(text)} looks like what a spreadsheet makes of another text"
        raise Refused(message, f'if it is meant, write ["{text}"]')
    return text


def _day(cell: SheetCell, field: Field) -> str:
    found = cell.value
    if isinstance(found, dt.datetime) and found.time() == dt.time():
        found = found.date()
    takes_days = field.form in {FieldForm.DAY, FieldForm.DAYS} or field.key == "choice"
    if isinstance(found, dt.datetime | dt.time | dt.timedelta) or not takes_days:
        message = f"the spreadsheet has made a date or time of it: {found}"
        raise Refused(message, "format the cell as text, and type it again")
    return str(found)


def _digits(cell: SheetCell, field: Field) -> str:
    number = cell.value
    again = "format the cell as text, and type it again"
    if not isinstance(number, int | float) or number != number or abs(number) >= EXACT:  # noqa: PLR0124  # not a number
        message = f"{number} has more digits than a spreadsheet keeps"
        raise Refused(message, again)
    whole = int(number) if float(number).is_integer() else None
    if field.form in {FieldForm.NUMBER, FieldForm.YAML}:
        text = format(number, ".15g")
        if whole is not None:
            return str(whole)
        if float(text) != number or "e" in text:
            message = f"{number!r} has other digits than the spreadsheet shows"
            raise Refused(message, again)
        return text
    if field.form in {FieldForm.DAY, FieldForm.DAYS}:
        message = f"{number} is not a day"
        raise Refused(message, *_serial(whole), "write it like 2025-08-15")
    if field.form in {*TEXTS, FieldForm.TEXTS, FieldForm.PLACES} and cell.shown in NUMBERED:
        if whole is not None:
            return str(whole)
        message = f"{number} is a number, of which zeros at the end may be lost"
        raise Refused(message, again)
    message = f"{number} is a number, shown in the format {quoted(cell.shown)}"
    raise Refused(message, again)


def _serial(number: int | None) -> tuple[str, ...]:
    if number is None or not 20_000 < number < 80_000:
        return ()
    return (
        f"a spreadsheet shows it as {DAY_ONE + dt.timedelta(number)} if formatted as a date",
    )
