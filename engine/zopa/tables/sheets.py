"""Sheets and their columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final

from zopa.edit.fields import Field, FieldForm, fields
from zopa.edit.kinds import HOMES, ThingKind

__all__ = ["CHOICE", "CHOICES", "Columns", "columns_of", "sheet_of", "sheets"]

CHOICES: Final = "choices"
"""Sheet of the choices of scenarios."""
CHOICE: Final = "choice"
APART: Final = {
    ThingKind.ISSUE: {"terms"},
    ThingKind.POSITION: {"readings"},
    ThingKind.SCENARIO: {"choices"},
}
"""Keys with a sheet of their own."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows and columns of one sheet."""

    name: str
    kind: ThingKind | None
    """Kind of the items; None for choices."""
    owner: Field | None
    """Column of the owner of the item."""
    fields: tuple[Field, ...]
    """Other columns, `id` included."""
    within: str = ""
    """Key of the column in which the id is unique."""
    all: tuple[Field, ...] = field(init=False)
    """Columns in their order."""
    names: tuple[str, ...] = field(init=False)
    """Keys of the columns that identify an item, the outermost first."""

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
        """Return the column of a key.

        Raises:
            LookupError: there is none.
        """
        return next(each for each in self.all if each.key == key)


@cache
def sheets() -> tuple[Columns, ...]:
    """Return every sheet in order: referenced kinds come first."""
    rest = [columns_of(each) for each in ThingKind if each is not ThingKind.CORPUS]
    first = (columns_of(ThingKind.CORPUS), *rest)
    choices = Columns(
        CHOICES,
        None,
        None,
        (
            _named("scenario", "The scenario that chooses.", ThingKind.SCENARIO),
            _named("issue", "The issue that it chooses on.", ThingKind.ISSUE),
            Field(
                CHOICE,
                "Choice",
                "The chosen term, several after commas, a value, bounds `A..B`, or `silent`.",
                FieldForm.YAML,
                required=True,
            ),
        ),
    )
    return (*first, choices)


def sheet_of(kind: ThingKind) -> str:
    """Return the name of the sheet of a kind."""
    if kind is ThingKind.CORPUS:
        return str(kind)
    return HOMES[kind].key or f"{kind}s"


@cache
def columns_of(kind: ThingKind) -> Columns:
    """Return the sheet of a kind."""
    home = HOMES[kind]
    owner = None
    if home.owner is not None:
        owner = _named(str(home.owner), f"The {home.owner} that it belongs to.", home.owner)
    own = [each for each in fields(kind) if each.key not in APART.get(kind, ())]
    if not home.made_of and all(each.key != "id" for each in own):
        help_ = "The name of its file, without `.yaml`."
        if kind is ThingKind.FILE:
            help_ = "The path of the file."
        own.insert(0, Field("id", "Id", help_, FieldForm.NAME, required=True))
    return Columns(sheet_of(kind), kind, owner, tuple(own), home.within)


def _named(key: str, help_: str, of: ThingKind) -> Field:
    return Field(key, key.capitalize(), help_, FieldForm.NAME, required=True, of=of)
