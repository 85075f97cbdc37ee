"""Assumptions of a question, and the positions that count under them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zopa.model.conditions import Name
from zopa.model.corpus import Corpus, Kind, Position, Reading, Scenario, Waiver

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = [
    "HELD_BY_DEFAULT",
    "Context",
    "Held",
    "by_holder",
    "candidates",
    "context_of",
    "held",
    "holders_at",
    "on_day",
    "read_as",
    "standing",
]

HELD_BY_DEFAULT = (Kind.RED_LINE, Kind.DEMAND)


@dataclass(frozen=True, slots=True)
class Context:
    """The assumptions of an answer; without them the answer cannot be repeated."""

    as_of: dt.date
    hold: tuple[Kind, ...]
    """The kinds of position that count."""
    table: tuple[str, ...]
    """The parties whose positions count."""
    readings: Mapping[str, str]
    """The reading chosen for a position, if one was chosen."""
    waivers: tuple[Waiver, ...]
    """Waivers that are not expired on `as_of`."""
    expired: tuple[Waiver, ...]
    """Waivers that are expired."""
    configured: str = ""
    """The assumptions that the configuration of the workspace sets; empty without one."""

    def holders(self, position: Position) -> tuple[str, ...]:
        """The parties at the table that hold the position."""
        return holders_at(position, self.table)


@dataclass(frozen=True, slots=True)
class Held:
    """A position that counts, under one reading."""

    position: Position
    reading: Reading

    @property
    def id(self) -> str:
        """`party/id` of the position."""
        return str(self.position.id)


def context_of(
    corpus: Corpus,
    scenario: Scenario | None = None,
    *,
    as_of: dt.date | None = None,
    hold: Iterable[Kind] | None = None,
    parties: Iterable[str] | None = None,
    readings: Mapping[str, str] | None = None,
    waive: Iterable[str] = (),
) -> Context:
    """The scenario's assumptions; by default those of the configuration, then of the corpus.

    The caller's assumptions override those of the scenario; readings and waivers add up. A
    position that the caller waives is waived without an end.
    """
    usual = corpus.configured
    day = as_of or (scenario and scenario.as_of) or (usual and usual.as_of) or corpus.as_of
    if parties is not None:
        table = tuple(parties)
    elif scenario is not None and scenario.at_the_table is not None:
        table = tuple(map(str, scenario.at_the_table))
    elif usual is not None and usual.table is not None:
        table = usual.table
    else:
        table = tuple(map(str, corpus.at_the_table))
    chosen = dict(usual.readings) if usual else {}
    if scenario is not None:
        chosen |= {str(key): str(name) for key, name in scenario.readings.items()}
    kinds = hold if hold is not None else (scenario.hold if scenario else None)
    if kinds is None and usual is not None:
        kinds = usual.hold
    by_caller = tuple(dict.fromkeys(waive))
    stated = tuple(
        each
        for each in (scenario.waivers if scenario else ())
        if each.position not in by_caller
    )
    acting = tuple(each for each in stated if each.expires is None or day < each.expires)
    named = tuple(Waiver(Name(each), "asked for", "caller") for each in by_caller)
    given = {"as-of": as_of, "at-the-table": parties, "hold": hold}
    stated_by_caller = {key for key, value in given.items() if value is not None}
    acts = _acting(corpus, scenario, stated_by_caller, readings or {})
    return Context(
        as_of=day,
        hold=HELD_BY_DEFAULT if kinds is None else tuple(kinds),
        table=table,
        readings=chosen | dict(readings or {}),
        waivers=(*acting, *named),
        expired=tuple(each for each in stated if each not in acting),
        configured=f"{usual.where} sets {', '.join(acts)}" if usual and acts else "",
    )


def _acting(
    corpus: Corpus,
    scenario: Scenario | None,
    stated: Collection[str],
    readings: Mapping[str, str],
) -> tuple[str, ...]:
    """The settings of the configuration that nothing overrides, and that have an effect.

    Args:
        corpus: with the configuration.
        scenario: the draft.
        stated: keys that the caller states.
        readings: readings that the caller states.
    """
    usual = corpus.configured
    if usual is None:
        return ()
    own = scenario.readings if scenario is not None else {}
    read = {
        name: reading
        for name, reading in usual.readings.items()
        if name not in readings and Name(name) not in own
    }
    facts = {
        "as-of": usual.as_of not in {None, corpus.as_of}
        and not (scenario is not None and scenario.as_of),
        "at-the-table": usual.table is not None
        and {*usual.table} != {*map(str, corpus.at_the_table)}
        and (scenario is None or scenario.at_the_table is None),
        "hold": usual.hold is not None
        and {*usual.hold} != {*HELD_BY_DEFAULT}
        and (scenario is None or scenario.hold is None),
        "readings": any(
            name in corpus.positions and corpus.positions[Name(name)].default != reading
            for name, reading in read.items()
        ),
    }
    return tuple(key for key, acts in facts.items() if acts and key not in stated)


def holders_at(position: Position, table: Iterable[str]) -> tuple[str, ...]:
    """The parties at a table that hold the position, each once; its own party first."""
    among = frozenset(table)
    return tuple(x for x in map(str, dict.fromkeys(position.holders)) if x in among)


def by_holder(
    positions: Iterable[Position], table: Sequence[str]
) -> Mapping[str, Sequence[Position]]:
    """The positions of each party: parties at the table in its order, then others.

    A position with several holders at the table belongs to each of them. Other parties have
    only their own positions without a holder at the table.
    """
    found: dict[str, list[Position]] = {str(each): [] for each in table}
    for position in positions:
        for party in holders_at(position, table) or (str(position.party),):
            found.setdefault(party, []).append(position)
    return {party: own for party, own in found.items() if own}


def on_day(context: Context, day: dt.date) -> Context:
    """The same assumptions on another day, on which other waivers may be in effect."""
    every = (*context.waivers, *context.expired)
    acting = tuple(each for each in every if each.expires is None or day < each.expires)
    expired = tuple(each for each in every if each not in acting)
    return dataclasses.replace(context, as_of=day, waivers=acting, expired=expired)


def standing(
    corpus: Corpus, position: Position, day: dt.date
) -> Literal["certain", "possible", "no"]:
    """Tell if the position is current on the day.

    It is certainly current from the latest day of `since`, possibly from the earliest. It ends
    before the day of `until`, or of a position that supersedes it (half-open).
    """
    ends = [corpus.positions[each].since for each in corpus.superseded_by.get(position.id, ())]
    if position.until is not None:
        ends.append(position.until)
    since = position.since
    if since.earliest is not None and day < since.earliest:
        return "no"
    if any(end.latest is not None and day >= end.latest for end in ends):
        return "no"
    begun = since.latest is not None and day >= since.latest
    ended = any(end.earliest is None or day >= end.earliest for end in ends)
    return "certain" if begun and not ended else "possible"


def held(corpus: Corpus, context: Context) -> tuple[Held, ...]:
    """The positions that count, in the order of the corpus.

    They are of a requested kind, of a party at the table, certainly current on the day, and
    not waived.
    """
    waived = {str(each.position) for each in context.waivers}
    return tuple(
        Held(position, position.readings[read_as(position, context)])
        for position in candidates(corpus, context)
        if str(position.id) not in waived
        and standing(corpus, position, context.as_of) == "certain"
    )


def candidates(corpus: Corpus, context: Context) -> Iterable[Position]:
    """The positions that would count if they were current and not waived."""
    for position in corpus.positions.values():
        if position.kind in context.hold and position.readings and context.holders(position):
            yield position


def read_as(position: Position, context: Context) -> str:
    """The reading of a position: the chosen one, or else the default."""
    chosen = context.readings.get(str(position.id), position.default)
    return chosen if chosen in position.readings else position.default
