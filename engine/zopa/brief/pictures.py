"""What a brief has to look at, apart from how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Key", "Label", "Picture", "Pictures", "Rect", "Rule", "Shape"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A box; `look` is the name of a style of the page."""

    x: float
    y: float
    width: float
    height: float
    look: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    look: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a picture; `anchor` says which point of them is placed."""

    x: float
    y: float
    text: str
    look: str = ""
    anchor: Literal["start", "middle", "end"] = "start"


Shape: TypeAlias = Rect | Rule | Label


@dataclass(frozen=True, slots=True)
class Key:
    """What a look stands for."""

    look: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Something to look at; a table beside it says the same."""

    name: str
    title: str
    description: str
    """The same in words, for who does not see it."""
    width: float
    height: float
    shapes: tuple[Shape, ...]
    legend: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures beside each other, with one legend."""

    pictures: tuple[Picture, ...]
    legend: tuple[Key, ...] = ()
