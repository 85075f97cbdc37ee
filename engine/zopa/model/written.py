"""Choices as scenario files have them, for what need not build the model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.model.domains import SILENT, VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["BOUNDS", "DAY", "bounded", "picks"]

Json: TypeAlias = Any
BOUNDS: Final = frozenset({"at-least", "at-most"})
"""Keys of a number that is left open within bounds."""
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A date as text; of two the greater is the later."""


def picks(choice: Json) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """The terms of a choice, each with the values or bounds of its parameters.

    A plain value is one of the term `VALUE`; the value of an only parameter has no name.
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


def bounded(value: Json) -> bool:
    """Whether the value is a mapping with bounds of a number."""
    return isinstance(value, dict) and bool(value) and value.keys() <= BOUNDS
