"""The negotiation as values; here those of attributes, parameters and answers.

Also as files have them, and in short for a notebook or a debugger. The modules: corpus,
conditions, assumptions, and the reference semantics.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

__all__ = [
    "BOUNDS",
    "DAY",
    "LONG",
    "NONE",
    "NUMBERS",
    "SILENT",
    "UNLIMITED",
    "UNSPECIFIED",
    "VALUE",
    "VISIBILITY",
    "DateValue",
    "DecimalValue",
    "InShort",
    "allows",
    "bounded",
    "digits",
    "may_hide",
    "note_text",
    "picks",
    "power",
    "typed",
    "untyped",
]


UNLIMITED = "unlimited"
"""The value above every number."""
UNSPECIFIED = "unspecified"
"""The value of an attribute without a setting; no number, all comparisons with it are false."""
NONE = "none"
"""The term for an empty set, of an issue that is answered by a set."""
SILENT = "silent"
"""Word of a draft that chooses no term of an issue."""
VALUE = "value"
"""The term, and its parameter, of an issue that is answered by a number or a date."""
NUMBERS = ("integer", "decimal", "date")
"""Types whose values are numbers, or are compared like numbers."""


class DateValue(int):
    """A date, as the number of its day in the proleptic Gregorian calendar."""

    __slots__ = ()

    def __str__(self) -> str:
        return dt.date.fromordinal(self).isoformat()

    def __format__(self, spec: str) -> str:
        return format(str(self), spec.replace(",", ""))


class DecimalValue(int):
    """A decimal, as the number of its last digits: 600.50 with two digits is 60050."""

    digits: int

    def __new__(cls, number: int, digits: int = 0) -> Self:
        """Make a decimal with `digits` digits after the point."""
        found = super().__new__(cls, number)
        found.digits = digits
        return found

    @property
    def decimal(self) -> Decimal:
        """The number itself."""
        return Decimal(int(self)).scaleb(-self.digits)

    def __str__(self) -> str:
        return f"{self.decimal:f}"

    def __format__(self, spec: str) -> str:
        return f"{self.decimal:{spec if ',' in spec else spec + 'f'}}"


def typed(value: object, kind: str, digits: int = 0) -> Any:  # noqa: ANN401  # a value of the model
    """A value as the model has it; a value of another type stays as the file has it.

    Args:
        value: as a file has it, or as the model has it.
        kind: `enum`, `boolean`, `integer`, `decimal` or `date`.
        digits: after the point of a decimal.
    """
    if kind == "date":
        if isinstance(value, str):
            try:
                return DateValue(dt.date.fromisoformat(value).toordinal())
            except ValueError:
                return value
        return DateValue(value) if isinstance(value, DateValue) else value
    if kind == "decimal" and not isinstance(value, bool | DecimalValue):
        if isinstance(value, int | Decimal):
            scaled = Decimal(value).scaleb(digits)
            if scaled == scaled.to_integral_value():
                return DecimalValue(int(scaled), digits)
        return value
    return value


def untyped(value: Any) -> Any:  # noqa: ANN401  # a value of the model
    """A value as a file has it: dates as text, decimals as such."""
    if isinstance(value, DateValue):
        return str(value)
    if isinstance(value, DecimalValue):
        return value.decimal
    return value


def allows(
    value: object,
    kind: str,
    values: Container[str],
    bounds: tuple[int | None, int | None],
    *,
    unlimited: bool,
    step: int = 1,
    unspecified: bool = False,
) -> bool:
    """Test that a declaration allows a value.

    Args:
        value: as the model has it.
        kind: `enum`, `boolean`, `integer`, `decimal` or `date`.
        values: of an enum.
        bounds: minimum and maximum of the numbers.
        unlimited: True if `unlimited` is allowed.
        step: distance of the numbers, counted from the minimum.
        unspecified: True if a missing value is allowed.
    """
    if unspecified and value == UNSPECIFIED:
        return True
    if kind == "enum":
        return isinstance(value, str) and value in values
    if kind == "boolean":
        return isinstance(value, bool)
    if isinstance(value, str):
        return unlimited and value == UNLIMITED
    wanted = {"integer": int, "decimal": DecimalValue, "date": DateValue}[kind]
    if not isinstance(value, int) or isinstance(value, bool) or not isinstance(value, wanted):
        return False
    least, most = bounds
    return (
        (least is None or value >= least)
        and (most is None or value <= most)
        and (step == 1 or (value - (least or 0)) % step == 0)
    )


# -- choices as scenario files have them, for what need not build the model --


Json: TypeAlias = Any
BOUNDS: Final = frozenset({"at-least", "at-most"})
"""Keys of a number that is left open within bounds."""
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A date as text; later dates are greater."""


def picks(choice: Json) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """The terms of a choice, each with the values or bounds of its parameters.

    A plain value belongs to the term `VALUE`; the value of an only parameter has no name.
    """
    match choice:
        case list():
            for each in choice:
                yield from picks(each)
        case bool():
            yield str(choice).lower(), {}
        case str() if choice == SILENT:
            return
        case str() if not DAY.fullmatch(choice):
            yield choice, {}
        case dict() if "cites" in choice:
            yield from picks(choice["term" if "term" in choice else VALUE])
        case dict() if bounded(choice):
            yield VALUE, {VALUE: choice}
        case dict():
            for term, given in choice.items():
                plain = not isinstance(given, dict) or bounded(given)
                yield term, {"": given} if plain else given
        case _:
            yield VALUE, {VALUE: choice}


VISIBILITY: Final = "visibility"
"""Key of the parties that may see an item, or a note."""


def may_hide(text: str) -> bool:
    """True if the key can be in the text of a file, also written with escapes."""
    return VISIBILITY in text or "\\" in text


def note_text(said: Json) -> str:
    """The text of a note, whoever may see it."""
    return str(said.get("text", "") if isinstance(said, dict) else said)


def bounded(value: Json) -> bool:
    """True if the value is a mapping with bounds of a number."""
    return isinstance(value, dict) and bool(value) and value.keys() <= BOUNDS


# -- short form for a notebook or a debugger, in one line --

LONGEST = 60
"""Maximum characters of a field that is shown in full."""
LONG = 10**LONGEST
"""Numbers from here on are shown as powers."""


def digits(number: int) -> str:
    """All digits of a number of any length; Python alone writes at most 4,300."""
    return f"{Decimal(number):f}"


def power(number: int) -> int:
    """The power of ten of a number above zero: its number of digits minus one."""
    # Not by counting digits: for a decimal with thousands of them, that takes a millisecond.
    found = int((number.bit_length() - 1) * math.log10(2))
    while number >= 10 ** (found + 1):
        found += 1
    while number < 10**found:
        found -= 1
    return found


class InShort:
    """Base of dataclasses with a short `repr`: large fields show only their size.

    The dataclass must be made with `repr=False`.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        fields = dataclasses.fields(self)  # type: ignore[arg-type]  # only dataclasses have it
        told = ", ".join(f"{each.name}={_short(getattr(self, each.name))}" for each in fields)
        return f"{type(self).__name__}({told})"


def _short(value: Any) -> str:  # noqa: ANN401  # whatever a field holds
    if isinstance(value, Mapping | Sequence | AbstractSet) and not isinstance(value, str):
        text = _whole(value) if len(value) < LONGEST else ""
        several = f"<{len(value):,} of them>" if len(value) != 1 else "<one>"
        return text if 0 < len(text) <= LONGEST else several
    if isinstance(value, int) and abs(value) >= LONG:
        return f"<int of {power(abs(value)) + 1:,} digits>"
    text = _whole(value)
    if isinstance(value, str):
        return text if len(text) <= LONGEST else repr(f"{value[: LONGEST // 2]}…")
    if 0 < len(text) <= LONGEST and "\n" not in text:
        return text
    name = getattr(value, "id", None)
    return (
        f"<{type(value).__name__} {name!r}>"
        if isinstance(name, str)
        else f"<{type(value).__name__}>"
    )


def _whole(value: object) -> str:
    """The form that Python shows; empty if it has a number that Python does not write out."""
    try:
        return repr(value)
    except ValueError:
        return ""
