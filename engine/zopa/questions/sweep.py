"""Which ambiguity, which day and which doubt decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model.context import candidates, on_day
from zopa.model.corpus import Strength
from zopa.model.one_line import InShort
from zopa.questions.question import Completeness, Question
from zopa.solving.cancel import Stopped
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
"""Strengths of lines that nobody is on record with in their own voice."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Whether there is a deal, over every combination of readings at once."""

    verdicts: Mapping[str, Mapping[str, str]]
    """For each position with rival readings, and each of those, the draft's verdict."""
    always: bool
    """There is a deal under every combination."""
    never: bool
    """There is none under any."""
    opening: tuple[Mapping[str, tuple[str, ...]], ...]
    """Families of combinations with a deal: each position named has one of these readings,
    what is not named may be read anyhow."""
    closing: tuple[Mapping[str, str], ...]
    """Minimal combinations of readings under which there is none, however the rest is read."""
    decisive: tuple[str, ...]
    """Positions whose reading changes the answer under some reading of the others."""
    completeness: Completeness


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """From this day on, until the next one, the answer is this."""

    day: dt.date
    begins: tuple[str, ...]
    """Positions that count from this day on."""
    ends: tuple[str, ...]
    """Positions that do not count any more."""
    held: int
    crossed: tuple[str, ...]
    """Positions that the draft crosses, sorted."""
    deal: bool
    """Whether some deal extends the draft."""


@dataclass(frozen=True, slots=True)
class Sourcing:
    """The answer with and without the weakly sourced lines."""

    weak: tuple[str, ...]
    """Lines that are only reported or indicated, sorted."""
    certainly: bool
    """A deal exists that respects every line."""
    possibly: bool
    """A deal exists that respects every line that is not weak."""
    crossed: tuple[str, ...]
    """Lines that are not weak and that the draft crosses."""


@dataclass(frozen=True, slots=True, repr=False)
class Sweep(InShort):
    """The draft's answer under other assumptions."""

    readings: Readings
    days: tuple[DayAnswer, ...]
    sourcing: Sourcing


def sweep(space: Space, scenario: Scenario, context: Context) -> Sweep:
    """Ask the draft's question again for other readings, days and doubts.

    Each sweep changes one thing and leaves the rest of the context as it is.

    Raises:
        Stopped: the space was told to end before the days were asked.
    """
    question = Question(space, scenario, context)
    # The combinations of readings come last: they alone may take long, and end early.
    days = tuple(_days(question))
    sourcing = _sourcing(question)
    return Sweep(readings=_readings(question), days=days, sourcing=sourcing)


# -- readings -----------------------------------------------------------------


def _readings(question: Question) -> Readings:
    """Explore the combinations by what each answer shows about its neighbours.

    A deal opens every combination whose readings it respects; a minimal reason
    for no deal closes every combination that has it. Only what neither covers
    is asked.
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
    """The families that are no part of another one; no two of those given are the same."""

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
    """Whether two combinations that differ in this reading alone have different answers.

    One of them is closed, by a reason that speaks of the reading; the other is in
    a family that is open to the rest of that reason. It is not open to the reading
    too, since nothing is open and closed.
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
    """At every day on which some position begins or ceases to be certainly in force."""
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


# -- doubts -------------------------------------------------------------------


def _sourcing(question: Question) -> Sourcing:
    weak = {each.id for each in question.held if each.position.strength in WEAK}
    firm = [name for name in question.lines if name not in weak]
    return Sourcing(
        weak=tuple(sorted(weak)),
        certainly=question.coherent and question.possible(question.lines.values()),
        possibly=question.coherent and question.possible(question.respecting(firm)),
        crossed=tuple(sorted(set(firm) & question.crossed)),
    )
