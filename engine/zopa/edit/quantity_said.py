"""Calculations in conditions: `(2 * limit) <= 480`, `(days from signed to paid) >= 90`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from zopa.edit.values import yaml_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from zopa.documents import Data
    from zopa.edit.condition_said import Reader

__all__ = ["quantity", "quantity_text"]

NUMBER: Final = re.compile(r"-?\d+(?:[./]\d+)?|\d{4}-\d\d-\d\d", re.ASCII)
DOTTED: Final = re.compile(
    r"([a-z][a-z0-9-]*(?:/[a-z][a-z0-9-]*)?)\.([a-z][a-z0-9-]*)", re.ASCII
)


def quantity(reader: Reader) -> Data:
    """The quantity in brackets that comes next.

    Raises:
        Refused: the next tokens are no quantity.
    """
    if not reader.take("("):
        reader.fail()
    reader.deeper()
    found = _sum(reader)
    reader.depth -= 1
    if not reader.take(")"):
        reader.fail()
    return found


def _sum(reader: Reader) -> Data:
    if reader.take("days"):
        if not reader.take("from"):
            reader.fail()
        first = _product(reader)
        if not reader.take("to"):
            reader.fail()
        return {"days-between": [first, _product(reader)]}
    found = [_product(reader)]
    if reader.take("-"):
        return {"difference": [*found, _product(reader)]}
    while reader.take("+"):
        found.append(_product(reader))
    return found[0] if len(found) == 1 else {"sum": found}


def _product(reader: Reader) -> Data:
    found = [_factor(reader)]
    while reader.take("*"):
        found.append(_factor(reader))
    if len(found) == 2 and not isinstance(found[0], dict):
        return {"times": found[0], "of": found[1]}
    return found[0] if len(found) == 1 else {"product": found}


def _factor(reader: Reader) -> Data:
    if reader.left[:1] == ["("]:
        return quantity(reader)
    if reader.take("milestone"):
        return {"milestone": reader.name()}
    if reader.take("sum"):
        said: dict[str, Data] = {"sum": reader.name()}
        if not reader.take("over"):
            reader.fail()
        said["over"] = reader.name()
        if reader.take("where"):
            said["where"] = reader.predicate()
        return said
    if reader.left and NUMBER.fullmatch(reader.left[0]):
        return yaml_value(reader.left.pop(0))
    if reader.left and (found := DOTTED.fullmatch(reader.left[0])):
        reader.left.pop(0)
        return {"parameter" if "/" in found[1] else "attribute": found[2], "of": found[1]}
    return {"issue": reader.name()}


def quantity_text(data: Data, of_entity: Callable[[Data], str | None]) -> str | None:
    """A number of a condition in brackets; None if the notation has no form for it."""
    text = _text(data, of_entity)
    return None if text is None else f"({text})"


def _text(data: Data, of_entity: Callable[[Data], str | None]) -> str | None:
    def each(parts: list[Data], sign: str) -> str | None:
        found = [_inner(x, of_entity) for x in parts]
        return None if None in found else sign.join(map(str, found))

    match data:
        case {"sum": list(parts)}:
            return each(parts, " + ")
        case {"difference": list(parts)}:
            return each(parts, " - ")
        case {"product": list(parts), **rest} if not rest:
            return each(parts, " * ")
        case {"times": number, "of": part}:
            return each([number, part], " * ")
        case {"days-between": list(parts)} if (text := each(parts, " to ")) is not None:
            return f"days from {text}"
        case {"sum": name, "over": kind, "where": where}:
            said = of_entity(where)
            return None if said is None else f"sum {name} over {kind} where {said}"
        case {"sum": name, "over": kind}:
            return f"sum {name} over {kind}"
        case {"milestone": name}:
            return f"milestone {name}"
        case {"parameter": name, "of": of} | {"attribute": name, "of": of}:
            return f"{of}.{name}"
        case {"issue": name}:
            return str(name)
        case dict() | list() | bool():
            return None
        case _:
            return str(data)


def _inner(data: Data, of_entity: Callable[[Data], str | None]) -> str | None:
    """A part of a number, in brackets if it has parts itself."""
    text = _text(data, of_entity)
    bare = text is None or " " not in text or text.startswith("milestone ")
    return text if bare else f"({text})"
