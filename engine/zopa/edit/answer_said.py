"""Short notation of types of answers, parameters and attributes: `integer 0..20 EUR`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import quoted
from zopa.edit.values import yaml_value
from zopa.refused import Refused

if TYPE_CHECKING:
    from zopa.documents import Data

__all__ = ["TYPES", "answer_said", "answer_text"]

TYPES: Final = (
    "integer 0..2000 EUR, decimal 0.00..9.50, date 2025-01-01..2025-12-31, yes/no, set of party"
)
"""Forms of a type, in a line."""
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
WORDS: Final = re.compile(
    r"one\s+of\s+([a-z][a-z0-9-]*(?:\s*[,<]\s*[a-z][a-z0-9-]*)*)", re.ASCII
)
INHERITED: Final = "inherited"
"""The type of a parameter that takes it from an attribute."""
YES_NO: Final = frozenset({"boolean", "yes/no", "yes or no", "yes-no"})


def answer_said(text: str) -> Data:
    """The type of an issue's answer from a text, as the format has it.

    A number without a point is an integer, unless the text has `decimal`; a decimal has as many
    digits as its bounds show. Text after the bounds is the unit. Text in brackets `{…}` is in
    the format itself.

    Raises:
        Refused: the text is not a type.
    """
    text = " ".join(text.split())
    if text.startswith("{"):
        return yaml_value(text)
    if text.lower() in YES_NO:
        return {"type": "boolean"}
    if text == INHERITED:
        return {}
    if found := WORDS.fullmatch(text):
        words: list[Data] = [*re.split(r"\s*[,<]\s*", found[1])]
        return {"values": words, "ordered": True} if "<" in text else {"values": words}
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


def answer_text(value: dict[str, Data]) -> str | None:
    """A type in the short notation; keys that the notation lacks are left out."""
    match value:
        case {"values": list(words)}:
            between = " < " if value.get("ordered") is True else ", "
            return f"one of {between.join(map(str, words))}"
        case {"type": "boolean"}:
            return "yes/no"
        case {"type": "date", "earliest": first, "latest": last}:
            return f"date {first}..{last}"
        case {"type": "set", "of": kind}:
            return f"set of {kind}"
        case {"type": "set", "from": list(names)}:
            return f"set {', '.join(map(str, names))}"
        case {"type": "integer" | "decimal" as kind, "minimum": low, "maximum": high}:
            unit = f" {value['unit']}" if "unit" in value else ""
            return f"{kind} {low}..{high}{unit}"
        case {"type": _}:
            return None
        case _:
            return INHERITED
