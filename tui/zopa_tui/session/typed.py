"""Typed numbers, dates and other values: parse, step and format them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from zopa.model.corpus import UNLIMITED, Bounds
from zopa_tui.session.draft import possible

if TYPE_CHECKING:
    from zopa.model.conditions import Value
    from zopa.model.corpus import Attribute
    from zopa_tui.session.draft import Given

__all__ = ["as_typed", "read_given", "read_value", "stepped"]

DECIMAL = re.compile(r"-?[0-9]+(?:[.][0-9]+)?")
"""Notation of a typed decimal; Python accepts more than that."""
LEAST = re.compile(r"(?:at least|from|>=|≥)\s*(?P<one>.+)|(?P<two>.+?)\s+or\s+(?:later|more)")
MOST = re.compile(r"(?:at most|up to|<=|≤)\s*(?P<one>.+)|(?P<two>.+?)\s+or\s+(?:earlier|less)")
BETWEEN = re.compile(r"(?:between\s+)?(?P<low>.+?)\s+(?:to|and)\s+(?P<high>.+)")


def read_value(text: str, domain: Attribute) -> Value | None:
    """The typed text as a value of the parameter's type; None if it is blank."""
    text = text.strip()
    if not text:
        return None
    if domain.type == "boolean":
        return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower(), text)
    plain = text.replace(" ", "").replace("_", "").replace(",", "")
    if domain.type == "decimal" and DECIMAL.fullmatch(plain):
        return domain.typed(Decimal(plain))
    if domain.type == "date":
        return domain.typed(text)
    if domain.type == "integer" and plain.lstrip("-").isdecimal():
        return int(plain)
    return text


def read_given(text: str, domain: Attribute) -> Given | None:
    """The same, and bounds: `at least …`, `at most …` or `… to …`."""
    text = " ".join(text.split())
    if domain.unit and text.endswith(f" {domain.unit}"):
        text = text.removesuffix(domain.unit).rstrip()
    if not domain.number or text.lower() == UNLIMITED:
        return read_value(text.lower() if domain.number else text, domain)
    for pattern, least in ((LEAST, True), (MOST, False)):
        if found := pattern.fullmatch(text):
            number = _number(found["one"] or found["two"], domain)
            if number is not None:
                return Bounds(number, None) if least else Bounds(None, number)
    if found := BETWEEN.fullmatch(text):
        low, high = (_number(found[each], domain) for each in ("low", "high"))
        if low is not None and high is not None:
            return Bounds(low, high)
    return read_value(text, domain)


def _number(text: str, domain: Attribute) -> int | None:
    found = read_value(text, domain)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def as_typed(said: Given | None) -> str:
    """A value or bounds as a user would type them."""
    match said:
        case None:
            return ""
        case Bounds(least, None):
            return f"at least {least}"
        case Bounds(None, most):
            return f"at most {most}"
        case Bounds(least, most):
            return f"{least} to {most}"
        case bool():
            return "yes" if said else "no"
        case _:
            return str(said)


def stepped(said: Given | None, domain: Attribute, by: int, start: int | None) -> Value | None:
    """The number after `by` steps; None if the domain does not have it.

    After the greatest number comes `unlimited`, if the domain has it.

    Args:
        said: the current value; bounds and None begin at `start`.
        domain: domain of the number.
        by: number of steps, below 0 for back.
        start: a number to begin with, such as the smallest with a deal.
    """
    low, high = domain.minimum, domain.maximum
    if said == UNLIMITED:
        return domain.at(high) if by < 0 and high is not None else said
    if not isinstance(said, int) or isinstance(said, bool):
        begin = start if start is not None else low if low is not None else 0
        found = domain.at(int(begin))
        return found if possible(domain, found) else None
    number = int(said)
    if (off := (number - (low or 0)) % domain.step) != 0:
        # From between two steps, the first move goes to the next step in this direction.
        number += -off if by < 0 else domain.step - off
        by += 1 if by < 0 else -1
    number += by * domain.step
    if high is not None and number > high:
        top = domain.at(high - (high - (low or 0)) % domain.step)
        return UNLIMITED if domain.unlimited and said == top else top
    return domain.at(number if low is None else max(number, low))
