"""How to write what was probably meant by a value of the wrong type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from zopa.diagnostics import Fix, clip, shown
from zopa.documents.scalars import LARGEST_INTEGER
from zopa.schemas.dates import A_DAY, bounds_of
from zopa.schemas.suggestions import IS_ID
from zopa.schemas.validators import leaves, types

if TYPE_CHECKING:
    from zopa.files.span import Span
    from zopa.schemas.branches import Json, Schema

__all__ = ["NUMBER", "rewrite"]

NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:[ ,.'_][0-9]{3})+|[0-9]+)( ?[^0-9 ,.'_].*)?")
"""A whole number as people write it: sign, digits in groups, unit."""
TERM = re.compile(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*")
TRUE = {"yes", "on", "true", "y"}
FALSE = {"no", "off", "false", "n"}
PARTS = {1: "tenths", 2: "hundredths", 3: "thousandths"}
LONGEST = 40

Advice: TypeAlias = "tuple[tuple[str, ...], tuple[Fix, ...]]"
"""What to do, and the edit that does it where it is certain."""
NONE: Advice = ((), ())


@dataclass(frozen=True, slots=True)
class Wanted:
    """The alternatives that a schema leaves."""

    leaves: tuple[Schema, ...]

    def of(self, name: str) -> list[Schema]:
        """The alternatives of a type."""
        return [each for each in self.leaves if name in types(each)]

    @property
    def date(self) -> bool:
        """Whether a day is one of them."""
        return any(each.get("format") == "date" for each in self.leaves)

    @property
    def any_text(self) -> bool:
        """Whether a text may be any text."""
        return any(not each.keys() & {"enum", "pattern"} for each in self.of("string"))

    def list_of(self, name: str) -> bool:
        """Whether a list of such values is one of them."""
        return any(name in types(each["items"]) for each in self.of("array"))


def rewrite(data: Json, schema: Schema, span: Span) -> Advice:
    """Say how to write what was probably meant.

    Args:
        data: a value of a type that the schema does not allow.
        schema: what the place asks for.
        span: where the value stands.
    """
    wanted = Wanted(tuple(leaves(schema)))
    match data:
        case None:
            return ("remove the key, or give it a value",), ()
        case str():
            return _from_text(data, wanted, span)
        case list() if wanted.of("object"):
            return ("write `key: value` without `- `",), ()
        case dict() if wanted.of("array"):
            return ("start every entry with `- `",), ()
        case bool() | int() | Decimal():
            return _from_number(data, wanted, span)
        case _:
            return NONE


def _from_number(data: int | Decimal, wanted: Wanted, span: Span) -> Advice:
    text = str(data).lower()
    if wanted.date:
        bounds = bounds_of(text) if wanted.of("object") else None
        way_out = f"write `{bounds}`, or the day" if bounds else f"write {A_DAY}"
        return (way_out,), ()
    if wanted.any_text:
        return (f'write `"{text}"` if you mean the text',), (Fix(span, f'"{text}"'),)
    if isinstance(data, Decimal) and wanted.of("integer"):
        if data != data.to_integral_value():
            return (_in_a_smaller_unit(data),), ()
        if (number := _whole(f"{data:f}".partition(".")[0])) is None:
            return ("use a larger unit",), ()
        return (f"write {number}",), (Fix(span, number),)
    if not isinstance(data, bool | Decimal) and wanted.list_of("integer"):
        return (f"write `[{text}]`",), (Fix(span, f"[{text}]"),)
    return NONE


def _in_a_smaller_unit(number: Decimal) -> str:
    """How a fraction is said in whole numbers."""
    exponent = number.normalize().as_tuple().exponent
    part = PARTS.get(-exponent) if isinstance(exponent, int) else None
    if part is None:
        return "use a smaller unit, or round it"
    return (
        f"use a smaller unit (as {part} it is {number.scaleb(-int(exponent)):f}), or round it"
    )


def _whole(text: str) -> str | None:
    """Sign and digits as the profile writes an integer; None for one that it does not take."""
    digits = text.lstrip("+-").lstrip("0") or "0"
    if len(digits) > len(str(LARGEST_INTEGER)) or int(digits) > LARGEST_INTEGER:
        return None
    return f"-{digits}" if text[0] == "-" and digits != "0" else digits


def _from_text(text: str, wanted: Wanted, span: Span) -> Advice:
    if wanted.of("integer") and (found := NUMBER.fullmatch(text.strip())):
        if (number := _whole(found[1] + re.sub("[^0-9]", "", found[2]))) is None:
            return ("use a larger unit",), ()
        if found[3]:
            return (f"write {number}; the unit stands in the declaration",), ()
        quotes = ", without quotes" if number == text else ""
        return (f"write {number}{quotes}",), (Fix(span, number),)
    if wanted.of("boolean") and text.casefold() in TRUE | FALSE:
        word = str(text.casefold() in TRUE).lower()
        quotes = ", without quotes" if word == text else ""
        return (f"write `{word}`{quotes}",), (Fix(span, word),)
    if wanted.list_of("string"):
        if IS_ID.fullmatch(text) or TERM.fullmatch(text):
            return (f"write `[{text}]`",), (Fix(span, f"[{text}]"),)
        return ("put it into a list",), ()
    return _from_text_to_mapping(text, wanted)


def _from_text_to_mapping(text: str, wanted: Wanted) -> Advice:
    mappings = wanted.of("object")
    if TERM.fullmatch(text) and any("chosen" in each.get("required", ()) for each in mappings):
        return (f"write `{{chosen: {text}}}`",), ()
    required: list[str] = mappings[0].get("required", []) if len(mappings) == 1 else []
    if len(required) == 1:
        return (f"write `{{{required[0]}: {shown(clip(text, LONGEST))}}}`",), ()
    return NONE
