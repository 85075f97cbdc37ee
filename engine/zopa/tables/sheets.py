"""Which sheets there are, and which columns each has."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final

from zopa.edit.fields import Field, Form, fields
from zopa.edit.kinds import HOMES, Kind

__all__ = ["CHOICE", "CHOICES", "Columns", "columns_of", "sheet_of", "sheets"]

CHOICES: Final = "choices"
"""The sheet of what scenarios choose."""
CHOICE: Final = "choice"
APART: Final = {
    Kind.ISSUE: {"terms"},
    Kind.POSITION: {"readings"},
    Kind.SCENARIO: {"choices"},
}
"""Keys that have a sheet of their own."""


@dataclass(frozen=True, slots=True)
class Columns:
    """One sheet: what its rows are, and what its columns."""

    name: str
    kind: Kind | None
    """None of the choices, which are no things."""
    owner: Field | None
    """The column that says what holds the thing."""
    fields: tuple[Field, ...]
    """The other columns, `id` among them."""
    within: str = ""
    """The key of the column in which the id is unique."""
    all: tuple[Field, ...] = field(init=False)
    """In the order in which they stand."""
    names: tuple[str, ...] = field(init=False)
    """Keys of the columns that say which thing a row is, the outermost first."""

    def __post_init__(self) -> None:
        owner = (self.owner,) if self.owner is not None else ()
        object.__setattr__(self, "all", (*owner, *self.fields))
        if self.kind is None:
            keys = tuple(each.key for each in self.all if each.key != CHOICE)
        elif HOMES[self.kind].made_of:
            keys = HOMES[self.kind].made_of
        elif self.owner is not None:
            keys = (self.owner.key, "id")
        else:
            keys = (self.within, "id") if self.within else ("id",)
        object.__setattr__(self, "names", keys)

    def column(self, key: str) -> Field:
        """The column of a key.

        Raises:
            LookupError: there is none.
        """
        return next(each for each in self.all if each.key == key)


@cache
def sheets() -> tuple[Columns, ...]:
    """Every sheet, in the order in which they stand: what others name comes first."""
    rest = [columns_of(each) for each in Kind if each is not Kind.CORPUS]
    first = (columns_of(Kind.CORPUS), *rest)
    choices = Columns(
        CHOICES,
        None,
        None,
        (
            _named("scenario", "The scenario that chooses.", Kind.SCENARIO),
            _named("issue", "The issue that it chooses on.", Kind.ISSUE),
            Field(
                CHOICE,
                "Choice",
                "The chosen term, several after commas, a value, bounds `A..B`, or `silent`.",
                Form.YAML,
                required=True,
            ),
        ),
    )
    return (*first, choices)


def sheet_of(kind: Kind) -> str:
    """What the sheet of a kind is called."""
    if kind is Kind.CORPUS:
        return str(kind)
    return HOMES[kind].key or f"{kind}s"


@cache
def columns_of(kind: Kind) -> Columns:
    """The sheet of a kind."""
    home = HOMES[kind]
    owner = None
    if home.owner is not None:
        owner = _named(str(home.owner), f"The {home.owner} that it belongs to.", home.owner)
    own = [each for each in fields(kind) if each.key not in APART.get(kind, ())]
    if not home.made_of and all(each.key != "id" for each in own):
        help_ = "The name of its file, without `.yaml`."
        if kind is Kind.FILE:
            help_ = "The path of the file."
        own.insert(0, Field("id", "Id", help_, Form.NAME, required=True))
    return Columns(sheet_of(kind), kind, owner, tuple(own), home.within)


def _named(key: str, help_: str, of: Kind) -> Field:
    return Field(key, key.capitalize(), help_, Form.NAME, required=True, of=of)
