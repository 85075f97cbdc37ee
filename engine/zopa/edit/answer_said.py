"""Types of answers as one would say them: `integer 0..2000 thousand EUR`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import quoted
from zopa.edit.values import yaml_value
from zopa.refused import Refused

if TYPE_CHECKING:
    from zopa.documents import Data

__all__ = ["TYPES", "answer_said"]

TYPES: Final = (
    "integer 0..2000 EUR, decimal 0.00..9.50, date 2025-01-01..2025-12-31, yes/no, set of party"
)
"""How a type can be said, in a line."""
NUMBER: Final = r"-?\d{1,18}(?:\.\d{1,9})?"
RANGE: Final = re.compile(
    rf"(integer|number|decimal)\s+({NUMBER})\s*(?:\.\.|to)\s*({NUMBER})(?:\s+(\S.*))?",
    re.ASCII,
)
DATES: Final = re.compile(
    r"date\s+(\d{4}-\d\d-\d\d)\s*(?:\.\.|to)\s*(\d{4}-\d\d-\d\d)", re.ASCII
)
MEMBERS: Final = re.compile(r"set\s+of\s+([a-z][a-z0-9-]*)", re.ASCII)
NAMED: Final = re.compile(r"set\s+([a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)+)", re.ASCII)
YES_NO: Final = frozenset({"boolean", "yes/no", "yes or no", "yes-no"})


def answer_said(text: str) -> Data:
    """The type of an issue's answer that a text means, as the format has it.

    A number without a point is an integer, unless `decimal` is said; a decimal has as many
    digits as its bounds show. What follows the bounds is the unit. In brackets `{…}` it is
    the format itself.

    Raises:
        Refused: it means none.
    """
    text = " ".join(text.split())
    if text.startswith("{"):
        return yaml_value(text)
    if text.lower() in YES_NO:
        return {"type": "boolean"}
    if found := RANGE.fullmatch(text):
        word, low, high, unit = found.groups()
        digits = max(len(each.partition(".")[2]) for each in (low, high))
        said: dict[str, Data] = {
            "type": "decimal" if digits or word == "decimal" else "integer"
        }
        if said["type"] == "decimal":
            said["digits"] = digits or 2
        if unit:
            said["unit"] = unit
        as_number = Decimal if digits else int
        said["minimum"], said["maximum"] = as_number(low), as_number(high)
        return said
    if found := DATES.fullmatch(text):
        return {"type": "date", "earliest": found[1], "latest": found[2]}
    if found := MEMBERS.fullmatch(text):
        return {"type": "set", "of": found[1]}
    if found := NAMED.fullmatch(text):
        names: list[Data] = [each.strip() for each in found[1].split(",")]
        return {"type": "set", "from": names}
    message = f"{quoted(text)} is no type of answer"
    raise Refused(message, f"say it like {TYPES}")
