"""What an analyst composes: choices and suppositions, as one value."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from zopa.model.conditions import Name, Value
from zopa.model.corpus import Choice, Pick, Waiver

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable

    from zopa.model.corpus import Kind, Scenario

__all__ = ["NO_PICKS", "Draft", "Picks", "Suppositions", "exactly", "without"]

Picks: TypeAlias = "Mapping[str, Mapping[str, Value]]"
"""The chosen terms of one issue, each with the parameters given; none where it is silent."""

NO_PICKS: Picks = {}

_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Suppositions:
    """The part of a draft that one may look at in another way without changing it."""

    readings: Mapping[str, str]
    waivers: tuple[Waiver, ...]
    as_of: dt.date | None


@dataclass(frozen=True, eq=False)
class Draft:
    """Everything that can be undone.

    Drafts are equal when they say the same: the order of issues, terms, waivers
    and parties says nothing. Unchanged parts are shared between drafts.
    """

    choices: Mapping[str, Picks] = field(default_factory=dict[str, Picks])
    """Of the issues that are decided."""
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    """The reading chosen for a position, where one was chosen."""
    waivers: tuple[Waiver, ...] = ()
    as_of: dt.date | None = None
    """None for the day of the corpus."""
    table: tuple[str, ...] | None = None
    """The parties whose positions count; None for those of the corpus."""
    hold: tuple[Kind, ...] | None = None
    """The kinds of position that count; None for red lines and demands."""
    stated: Suppositions | None = None
    """What the file supposes where one looks at the draft under other suppositions; None
    where it supposes the same."""

    @classmethod
    def of(cls, scenario: Scenario) -> Draft:
        """What a scenario chooses and supposes."""
        return cls(
            choices={
                str(issue): {
                    str(pick.term): {
                        str(name): value for name, value in pick.parameters.items()
                    }
                    for pick in choice.picks
                }
                for issue, choice in scenario.choices.items()
            },
            readings={str(key): str(name) for key, name in scenario.readings.items()},
            waivers=scenario.waivers,
            as_of=scenario.as_of,
            table=None
            if scenario.at_the_table is None
            else tuple(map(str, scenario.at_the_table)),
            hold=scenario.hold,
        )

    def scenario(self, base: Scenario) -> Scenario:
        """The base with this draft's choices and suppositions.

        A choice that is the base's keeps its place in the file.
        """
        before = Draft.of(base)
        choices = {
            issue: base.choices[issue]
            if exactly(picks) == exactly(before.choices.get(issue))
            else Choice(
                Name(issue),
                tuple(
                    Pick(Name(term), {Name(key): value for key, value in parameters.items()})
                    for term, parameters in picks.items()
                ),
            )
            for issue, picks in self.choices.items()
        }
        return dataclasses.replace(
            base,
            choices=choices,
            readings={Name(key): Name(name) for key, name in self.readings.items()},
            waivers=self.waivers,
            as_of=self.as_of,
            at_the_table=None if self.table is None else tuple(map(Name, self.table)),
            hold=self.hold,
        )

    @property
    def document(self) -> Draft:
        """What the file is to say: looking at another day or reading changes no draft."""
        if self.stated is None:
            return self
        said = self.stated
        return dataclasses.replace(
            self, readings=said.readings, waivers=said.waivers, as_of=said.as_of, stated=None
        )

    def looking(self, like: Draft) -> Draft:
        """The draft under another one's suppositions; what the file supposes stays."""
        mine = self.document
        seen = dataclasses.replace(
            mine, readings=like.readings, waivers=like.waivers, as_of=like.as_of
        )
        if seen == mine:
            return mine
        said = Suppositions(mine.readings, mine.waivers, mine.as_of)
        return dataclasses.replace(seen, stated=said)

    def picks(self, issue: str) -> Picks:
        """The terms chosen of the issue; none where it is silent or undecided."""
        return self.choices.get(issue, NO_PICKS)

    def silent(self, issue: str) -> bool:
        """Whether it is decided that the agreement says nothing on the issue."""
        return issue in self.choices and not self.choices[issue]

    def waived(self, position: str) -> bool:
        """Whether the position has a waiver, expired or not."""
        return any(each.position == position for each in self.waivers)

    def deciding(self, issue: str, picks: Picks | None) -> Draft:
        """The draft with this choice on the issue; None leaves the issue undecided."""
        if picks is None:
            return dataclasses.replace(self, choices=without(self.choices, issue))
        return dataclasses.replace(self, choices={**self.choices, issue: picks})

    @cached_property
    def _said(self) -> Hashable:
        said = self.stated
        return (
            exactly(self.choices),
            *_supposed(self.readings, self.waivers, self.as_of),
            None if said is None else _supposed(said.readings, said.waivers, said.as_of),
            None if self.table is None else frozenset(self.table),
            None if self.hold is None else frozenset(self.hold),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Draft):
            return NotImplemented
        return self is other or self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)


def _supposed(
    readings: Mapping[str, str], waivers: tuple[Waiver, ...], as_of: dt.date | None
) -> tuple[Hashable, ...]:
    every = frozenset(
        (str(each.position), each.reason, each.by, each.expires) for each in waivers
    )
    return exactly(readings), every, as_of


def without(mapping: Mapping[str, _V], key: str) -> dict[str, _V]:
    """The mapping less one key."""
    return {each: value for each, value in mapping.items() if each != key}


def exactly(value: object) -> Hashable:
    """The value such that order does not count, and 1 is not true."""
    if isinstance(value, Mapping):
        return frozenset((str(key), exactly(each)) for key, each in value.items())
    return (type(value).__name__, value)
