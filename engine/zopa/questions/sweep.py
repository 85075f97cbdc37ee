"""Sensitivity: effect of readings, dates and sources on the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model import InShort
from zopa.model.context import candidates, on_day
from zopa.model.corpus import Strength
from zopa.questions import Completeness, Question
from zopa.solving import Stopped
from zopa.solving.circuit import Circuit, Encoder
from zopa.solving.mus import minimal
from zopa.solving.sat import Solver

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Scenario
    from zopa.solving.space import Space

__all__ = ["WEAK", "DayAnswer", "Readings", "Sourcing", "Sweep", "sweep", "turning_points"]

WEAK = (Strength.REPORTED, Strength.INDICATED)
"""Strengths of positions without a statement in the party's own voice."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Existence of a deal, over every combination of readings at once."""

    verdicts: Mapping[str, Mapping[str, str]]
    """The draft's verdict for each position with several readings, by reading."""
    always: bool
    """Every combination has a deal."""
    never: bool
    """No combination has a deal."""
    opening: tuple[Mapping[str, tuple[str, ...]], ...]
    """Families of combinations with a deal: each named position has one of these readings, and
    all others may have any reading."""
    closing: tuple[Mapping[str, str], ...]
    """Minimal combinations of readings without a deal, under every reading of the others."""
    decisive: tuple[str, ...]
    """Positions whose reading changes the answer under some reading of the others."""
    completeness: Completeness


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """The answer from this day on, until the next one."""

    day: dt.date
    begins: tuple[str, ...]
    """Positions that start to count on this day."""
    ends: tuple[str, ...]
    """Positions that no longer count."""
    held: int
    crossed: tuple[str, ...]
    """Positions that the draft crosses, sorted."""
    deal: bool
    """True if some deal extends the draft."""


@dataclass(frozen=True, slots=True)
class Sourcing:
    """The answer with and without the weakly sourced positions."""

    weak: tuple[str, ...]
    """Positions that are only reported or indicated, sorted."""
    certainly: bool
    """A deal exists that respects every position."""
    possibly: bool
    """A deal exists that respects every position that is not weakly sourced."""
    crossed: tuple[str, ...]
    """Positions that are not weakly sourced and that the draft crosses."""


@dataclass(frozen=True, slots=True, repr=False)
class Sweep(InShort):
    """The draft's answer under other assumptions."""

    readings: Readings
    days: tuple[DayAnswer, ...]
    sourcing: Sourcing


def sweep(space: Space, scenario: Scenario, context: Context) -> Sweep:
    """Test if other readings, dates or sources change the draft's answer.

    Each sweep changes one thing and leaves the rest of the context as it is.

    Raises:
        Stopped: the space was told to end before the days were tested.
    """
    question = Question(space, scenario, context)
    # The combinations of readings come last: they alone may take long, and end early.
    days = tuple(_days(question))
    sourcing = _sourcing(question)
    return Sweep(readings=_readings(question), days=days, sourcing=sourcing)


# -- readings -----------------------------------------------------------------


def _readings(question: Question) -> Readings:
    """Explore the combinations; each answer also covers other combinations.

    A deal opens every combination whose readings it respects. A minimal reason for no deal
    closes every combination that has it. Only combinations that neither covers are asked.
    """
    space = question.space
    rival = {each.id: list(each.position.readings) for each in question.held}
    rival = {name: names for name, names in rival.items() if len(names) > 1}
    node = {
        (name, reading): space.problem.positions[name, reading]
        for name, readings in rival.items()
        for reading in readings
    }
    fixed = [line for name, line in question.lines.items() if name not in rival]
    anyhow = [
        space.problem.coherent,
        *question.assumed,
        *fixed,
        *(
            space.problem.circuit.any(node[name, each] for each in readings)
            for name, readings in rival.items()
        ),
    ]
    circuit = Circuit()
    picked = {key: circuit.input() for key in node}
    solver = Solver(Encoder(circuit).define(picked.values()))
    for name, readings in rival.items():
        solver.add([[picked[name, each] for each in readings]])
        solver.add(
            [-picked[name, one], -picked[name, other]]
            for place, one in enumerate(readings)
            for other in readings[:place]
        )
    verdicts = {name: _each_reading(question, name, rival[name]) for name in sorted(rival)}
    opening: list[Mapping[str, tuple[str, ...]]] = []
    closing: list[Mapping[str, str]] = []
    completeness = Completeness.PROVED
    try:
        while solver.satisfiable([], space.stop):
            model = set(solver.model())
            combination = sorted(key for key in node if picked[key] in model)
            if space.possible([*question.assumed, *fixed, *(node[key] for key in combination)]):
                true = space.witness().true
                wanting = [key for key in node if node[key] not in true]
                opening.append(
                    {
                        name: tuple(x for x in readings if (name, x) not in wanting)
                        for name, readings in rival.items()
                        if any(name == each for each, _ in wanting)
                    }
                )
                solver.add([[picked[key] for key in wanting]])
            else:
                core = minimal(
                    {key: (node[key],) for key in combination},
                    lambda literals: space.show([*anyhow, *literals]),
                )
                closing.append(dict(core))
                solver.add([[-picked[key] for key in core]])
    except Stopped:
        completeness = Completeness.AT_LEAST
    return Readings(
        verdicts=verdicts,
        always=not closing and completeness == Completeness.PROVED,
        never=not opening and completeness == Completeness.PROVED,
        opening=tuple(sorted(_widest(opening), key=_order)),
        closing=tuple(sorted(closing, key=_order)),
        decisive=tuple(name for name in sorted(rival) if _decides(name, opening, closing)),
        completeness=completeness,
    )


def _order(combination: Mapping[str, object]) -> tuple[int, list[tuple[str, str]]]:
    return len(combination), sorted((name, str(each)) for name, each in combination.items())


def _widest(
    families: Sequence[Mapping[str, tuple[str, ...]]],
) -> list[Mapping[str, tuple[str, ...]]]:
    """The families that are not part of another one; no two of the input are equal."""

    def within(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> bool:
        return all(name in one and set(one[name]) <= set(read) for name, read in other.items())

    return [
        each
        for each in families
        if not any(each is not other and within(each, other) for other in families)
    ]


def _decides(
    name: str,
    opening: Sequence[Mapping[str, Sequence[str]]],
    closing: Sequence[Mapping[str, str]],
) -> bool:
    """True if two combinations that differ only in this reading have different answers.

    One of them is closed, by a reason with the reading. The other is in a family that is open
    to the rest of that reason. The family is not open to the reading too, as no combination is
    both open and closed.
    """

    def beside(core: Mapping[str, str], family: Mapping[str, Sequence[str]]) -> bool:
        return all(r in family.get(n, (r,)) for n, r in core.items() if n != name)

    return any(beside(core, each) for core in closing if name in core for each in opening)


def _each_reading(question: Question, name: str, readings: Sequence[str]) -> dict[str, str]:
    found = {}
    for reading in readings:
        if question.space.problem.twofold(name, reading, question.broken):
            continue
        node = question.space.problem.positions[name, reading]
        if not question.possible([node]):
            found[reading] = "crossed"
        else:
            found[reading] = "open" if question.possible([-node]) else "respected"
    return found


# -- days ---------------------------------------------------------------------


def _days(question: Question) -> list[DayAnswer]:
    """The answers on every day on which a position starts or stops to count."""
    corpus = question.space.problem.corpus
    found: list[DayAnswer] = []
    before: set[str] = set()
    for day in turning_points(corpus, question.context):
        context = on_day(question.context, day)
        there = Question(question.space, question.scenario, context)
        now = set(there.every_line)
        if now == before:
            continue
        found.append(
            DayAnswer(
                day=day,
                begins=tuple(sorted(now - before)),
                ends=tuple(sorted(before - now)),
                held=len(now),
                crossed=tuple(sorted(there.crossed)),
                deal=there.coherent and there.possible(there.lines.values()),
            )
        )
        before = now
    return found


def turning_points(corpus: Corpus, context: Context) -> list[dt.date]:
    """The days on which a position that could count, or a waiver, begins or ends."""
    days = {each.expires for each in (*context.waivers, *context.expired) if each.expires}
    for position in candidates(corpus, context):
        bounds = [position.since]
        if position.until is not None:
            bounds.append(position.until)
        later = corpus.superseded_by.get(position.id, ())
        bounds.extend(corpus.positions[each].since for each in later)
        days.update(day for each in bounds for day in (each.earliest, each.latest) if day)
    return sorted(days)


# -- sources ------------------------------------------------------------------


def _sourcing(question: Question) -> Sourcing:
    weak = {each.id for each in question.held if each.position.strength in WEAK}
    firm = [name for name in question.lines if name not in weak]
    return Sourcing(
        weak=tuple(sorted(weak)),
        certainly=question.coherent and question.possible(question.lines.values()),
        possibly=question.coherent and question.possible(question.respecting(firm)),
        crossed=tuple(sorted(set(firm) & question.crossed)),
    )
