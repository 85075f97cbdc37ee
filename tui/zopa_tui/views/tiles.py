"""Data of the tile map: places with tiles, their attributes, and the codes of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa_tui.views.text import UNSAID, codes, shortened, value_words, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.model.corpus import Attribute, Corpus
    from zopa.questions.check import Settled

__all__ = [
    "Layer",
    "Tile",
    "TilePart",
    "fitted",
    "layers",
    "tiles",
]


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the map, with its parts."""

    entity: str
    title: str
    column: int
    row: int
    parts: tuple[str, ...]
    """Entities within it; also the place itself if it has attributes."""


@dataclass(frozen=True, slots=True)
class TilePart:
    """Display of one part of a tile."""

    code: str
    rank: int
    """Index of the value's colour, from 0."""
    settled: bool
    """True if only one value is left; if False, the status quo is shown."""
    changed: bool
    """True if it certainly differs from the status quo."""


@dataclass(frozen=True, slots=True)
class Layer:
    """An attribute as the map shows it."""

    type: str
    attribute: Attribute
    codes: Mapping[str, str]
    """Code of each value: its first letters, at least three; empty for numbers."""
    letters: Mapping[str, str]
    """The same with at least one letter."""

    def cell(self, settled: Settled, *, short: bool = False) -> TilePart:
        """The display of a value."""
        one = settled.settled
        found = (settled.values[0] if one else settled.baseline).low
        value = value_words(found) if isinstance(found, bool) else str(found)
        known = self.letters if short else self.codes
        if value in known:
            code = known[value].upper() if one else known[value].lower()
            return TilePart(code, list(known).index(value), one, settled.departs)
        code = "?" if value in UNSAID else value if one else f"{value}?"
        return TilePart(code, 0, one, settled.departs)


def fitted(number: str, room: int, more: str) -> str:
    """A number in at most `room` cells: in thousands if exact, else visibly cut."""
    if width_of(number) <= room:
        return number
    digits = number.removesuffix("?")
    unsettled = number[len(digits) :]
    room -= len(unsettled)
    for power, name in ((6, "M"), (3, "k")):
        long = digits.removeprefix("-").isdigit() and abs(int(digits)) >= 10**power
        if long and int(digits) % 10 ** (power - 2) == 0:
            brief = f"{digits[:-power]}.{digits[-power:]}".rstrip("0").rstrip(".") + name
            if width_of(brief) <= room:
                return brief + unsettled
    return shortened(digits, room, more) + unsettled


def tiles(corpus: Corpus) -> tuple[Tile, ...]:
    """The places with tiles, in file order."""
    found = []
    for entity in corpus.entities.values():
        if entity.tile is None:
            continue
        own = (str(entity.id),) if entity.baseline else ()
        parts = tuple(str(each.id) for each in corpus.entities.values() if each.of == entity.id)
        column, row = entity.tile
        title = entity.title or str(entity.id)
        found.append(Tile(str(entity.id), title, column, row, (*own, *parts)))
    return tuple(found)


def layers(corpus: Corpus) -> tuple[Layer, ...]:
    """The attributes that a map can show: those that terms set first, fixed facts last."""
    parts = {part for tile in tiles(corpus) for part in tile.parts}
    types = dict.fromkeys(str(corpus.entities[part].type) for part in parts)
    set_by_terms = {
        str(name)
        for issue in corpus.issues.values()
        for term in issue.terms.values()
        for effect in term.effects
        for name in effect.sets
    }
    found = []
    for type_ in sorted(types, key=list(map(str, corpus.entity_types)).index):
        for attribute in corpus.entity_types[type_].attributes.values():
            values = () if attribute.number else attribute.values or ("yes", "no")
            found.append(Layer(type_, attribute, codes(values, 3), codes(values, 1)))
    return tuple(
        sorted(found, key=lambda x: (x.attribute.fixed, x.attribute.id not in set_by_terms))
    )
