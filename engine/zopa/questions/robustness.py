"""Robustness: the answer over all combinations of assumptions at once."""

from __future__ import annotations

import contextlib
import enum
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from zopa.model import InShort
from zopa.model.context import candidates, read_as, standing
from zopa.questions import Completeness, Question
from zopa.questions.sweep import WEAK
from zopa.solving import Stopped, TooLarge
from zopa.solving.combinations import Combinations
from zopa.solving.mus import Cores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.solving.combinations import Assignment, Bar
    from zopa.solving.space import Space

__all__ = [
    "OVER",
    "Assumption",
    "Counted",
    "Flip",
    "Forced",
    "Over",
    "Robustness",
    "robustness",
]


# -- variable assumptions, and the needs of each position to count --


class Over(enum.StrEnum):
    """Kinds of assumptions that can be varied."""

    READINGS = "readings"
    """The reading of a position with several."""
    DOUBTS = "doubts"
    """A weakly sourced position counts or not."""
    DAYS = "days"
    """A position with uncertain start date counts or not."""
    TABLE = "table"
    """A party is at the table or not; a position counts while one of its holders is."""
    WAIVERS = "waivers"
    """A waiver of the draft is in effect or not."""


OVER = (Over.READINGS, Over.DOUBTS, Over.DAYS)
"""The kinds of assumptions that are varied by default."""
VALUES: Mapping[Over, tuple[str, str]] = {
    Over.DOUBTS: ("counts", "left-out"),
    Over.DAYS: ("counts", "left-out"),
    Over.TABLE: ("at-the-table", "away"),
    Over.WAIVERS: ("counts", "waived"),
}
"""Values of assumptions without readings; the first is with the position or the party."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """An assumption that can vary."""

    over: Over
    name: str
    """A position, `party/id`; for `table` a party."""
    values: tuple[str, ...]
    """Readings of the position, or two of `counts`, `left-out`, `waived`, `at-the-table`
    and `away`."""
    present: str
    """The value that the question assumes."""
    others: int
    """Number of combinations of all other assumptions."""
    decides: int | None
    """Number of these in which a change of this assumption changes the answer; None: not
    counted."""
    deals: tuple[int, ...] | None
    """For each value, the number of these with a deal; None: not counted."""

    @property
    def share(self) -> Fraction:
        """The share of the combinations of the others in which the assumption decides."""
        return Fraction(self.decides or 0, self.others)


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of one assumption."""

    over: Over
    name: str
    value: str
    """The new value."""


@dataclass(frozen=True, slots=True)
class VariedAssumption:
    """An assumption: its values and the place of the present one."""

    over: Over
    name: str
    values: tuple[str, ...]
    present: int


@dataclass(frozen=True, slots=True)
class Model:
    """The variables, and the conditions under which each position counts."""

    variables: tuple[VariedAssumption, ...]
    """In the order of `Over`, then by name."""
    needs: Mapping[tuple[str, str], Bar]
    """The needs of each position to count in one of its readings; in corpus order. It has only
    positions and readings that count in some combination."""
    groups: Mapping[Bar, Sequence[int]]
    """The nodes of positions with the same needs, which count together or not at all."""

    @property
    def sizes(self) -> list[int]:
        """Number of values of each variable."""
        return [len(each.values) for each in self.variables]

    @property
    def present(self) -> list[int]:
        """The present combination."""
        return [each.present for each in self.variables]

    def assumptions(self, asked: Combinations | None = None) -> Iterator[Assumption]:
        """The variables; with the number of combinations that they decide, if `asked` is given.

        Raises:
            Stopped: the count was told to end first.
        """
        number = prod(self.sizes)
        for place, each in enumerate(self.variables):
            yield Assumption(
                over=each.over,
                name=each.name,
                values=each.values,
                present=each.values[each.present],
                others=number // len(each.values),
                decides=None if asked is None else asked.deciding(place),
                deals=None if asked is None else asked.having(place),
            )

    def changes(self, settings: Iterable[Assignment]) -> tuple[Flip, ...]:
        """Values of variables in words."""
        pairs = ((self.variables[place], value) for place, value in settings)
        return tuple(Flip(each.over, each.name, each.values[x]) for each, x in pairs)


def model_of(question: Question, over: Sequence[Over]) -> Model:
    """The assumptions of these kinds, and the needs of each position to count."""
    corpus, context = question.space.problem.corpus, question.context
    natures = dict(_natures(question, over))
    positions = {name: corpus.positions[name] for name in natures}
    variables: list[VariedAssumption] = []
    for nature in over:
        match nature:
            case Over.READINGS:
                for name in sorted(positions):
                    readings = tuple(map(str, positions[name].readings))
                    if len(readings) > 1:
                        now = readings.index(str(read_as(positions[name], context)))
                        variables.append(VariedAssumption(nature, name, readings, now))
            case Over.TABLE:
                parties = {x for each in positions.values() for x in context.holders(each)}
                variables += [
                    VariedAssumption(nature, x, VALUES[nature], 0) for x in sorted(parties)
                ]
            case _:
                variables += [
                    VariedAssumption(
                        nature, name, VALUES[nature], int(not natures[name][nature])
                    )
                    for name in sorted(natures)
                    if nature in natures[name]
                ]
    places = {(each.over, each.name): place for place, each in enumerate(variables)}
    needs: dict[tuple[str, str], Bar] = {}
    groups: dict[Bar, list[int]] = {}
    for name, position in positions.items():
        needed = [frozenset({(places[nature, name], 0)}) for nature in natures[name]]
        if Over.TABLE in over:
            holders = context.holders(position)
            needed.append(frozenset((places[Over.TABLE, each], 0) for each in holders))
        place = places.get((Over.READINGS, name))
        read = [str(read_as(position, context))]
        if place is not None:
            read = list(variables[place].values)
        for value, reading in enumerate(read):
            mine = needed if place is None else [*needed, frozenset({(place, value)})]
            needs[name, reading] = frozenset(mine)
            node = question.space.problem.positions[name, reading]
            groups.setdefault(frozenset(mine), []).append(node)
    return Model(tuple(variables), needs, groups)


def _natures(
    question: Question, over: Sequence[Over]
) -> Iterator[tuple[str, Mapping[Over, bool]]]:
    """The positions that count in some combination, in corpus order.

    Each has the other kinds of assumptions, besides parties and readings, that decide if it
    counts, and their present state.
    """
    corpus, context = question.space.problem.corpus, question.context
    acting = {str(each.position) for each in context.waivers}
    expired = {str(each.position) for each in context.expired} - acting
    for position in candidates(corpus, context):
        name = str(position.id)
        status = standing(corpus, position, context.as_of)
        if status == "no":
            continue
        found: dict[Over, bool] = {}
        if status == "possible":
            found[Over.DAYS] = False
        if name in acting:
            found[Over.WAIVERS] = False
        if not found.keys() <= set(over):
            continue  # it counts in no combination
        if not found and position.strength in WEAK and Over.DOUBTS in over:
            found[Over.DOUBTS] = True
        if name in expired and Over.WAIVERS in over:
            found[Over.WAIVERS] = True
        yield name, found


# -- robustness: all combinations of assumptions at once --


MOST_FLIPS = 5
"""Maximum number of smallest sets of changes in the answer."""
ROOM = 1 << 21
"""Maximum nodes of the counting diagram: one step, which no clock ends, takes seconds."""
NODES = 1 << 16
"""Maximum nodes of a diagram after the time limit, so that it ends soon."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A position that counts in some combination."""

    name: str
    counts: int
    """Number of combinations in which it counts."""
    crossed: int
    """Number of these in which the draft's choices cross it."""


@dataclass(frozen=True, slots=True)
class Forced:
    """A term of an undecided issue that every deal has in some combination."""

    issue: str
    term: str
    forced: int
    """Number of combinations in which a deal exists and every deal has the term."""


@dataclass(frozen=True, slots=True, repr=False)
class Robustness(InShort):
    """The number of combinations of assumptions with a deal, and the deciding assumptions."""

    over: tuple[Over, ...]
    """The varied kinds of assumptions."""
    deal: bool
    """True if a deal exists under the present assumptions."""
    rules_contradict: bool
    """True if the draft has no consistent completion; all other results are empty then."""
    combinations: int
    """Number of combinations of values of all assumptions."""
    at_least: int
    """Least number of combinations with a deal; equal to `at_most` if the number is known."""
    at_most: int
    """Greatest possible number of combinations with a deal."""
    assumptions: tuple[Assumption, ...]
    """Most decisive first; then in the order of `Over`, then by name."""
    flips: tuple[tuple[Flip, ...], ...] | None
    """Smallest sets of changes of the present assumptions that make a deal appear or disappear;
    empty if no combination does, None if they are unknown."""
    more_flips: bool
    """True if there are more of that size."""
    positions: tuple[Counted, ...]
    """In corpus order."""
    forced: tuple[Forced, ...] | None
    """Most often forced first, then in corpus order; None if unknown."""
    completeness: Completeness


def robustness(
    space: Space,
    scenario: Scenario,
    context: Context,
    *,
    over: Iterable[Over] = OVER,
    limit: int | None = None,
    terms: bool = True,
) -> Robustness:
    """Ask whether a deal exists under every combination of assumptions, keeping the choices.

    A combination gives each assumption a value; the present one is the context. No deal
    exists under it exactly if the positions that count under it, in its readings, contain a
    conflict. So minimal conflicts among all positions and readings are computed once. Then
    the combinations in which no conflict counts in full are counted.

    Args:
        space: the scenarios; its `stop`, if set, ends the search early.
        scenario: the draft whose choices are kept.
        context: the present assumptions.
        over: the kinds of assumptions to vary.
        limit: maximum number of minimal conflicts to find.
        terms: True to count the combinations in which each term is forced.

    Raises:
        Stopped: the space was told to end before it was known whether a deal exists now.
    """
    question = Question(space, scenario, context)
    varied = tuple(each for each in Over if each in set(over))
    known = Robustness(
        over=varied,
        deal=False,
        rules_contradict=not question.coherent,
        combinations=0,
        at_least=0,
        at_most=0,
        assumptions=(),
        flips=(),
        more_flips=False,
        positions=(),
        forced=(),
        completeness=Completeness.PROVED,
    )
    if known.rules_contradict:
        return known
    model = model_of(question, varied)
    nodes = [node for some in model.groups.values() for node in some]
    respected = space.reachable(question.assumed, nodes)
    # What one agreement respects together holds together: the more, the better the bound.
    space.prefer(nodes)
    deal = question.possible(question.lines.values())
    if not deal:
        question.possible()
    together = space.witness().true
    number = prod(model.sizes)
    known = replace(
        known,
        deal=deal,
        combinations=number,
        at_least=int(deal),
        at_most=number - (not deal),
        assumptions=tuple(model.assumptions()),
        flips=None,
        positions=tuple(_counted(question, model, respected)),
        forced=None,
        completeness=Completeness.AT_LEAST,
    )
    bars, every = _bars(question, model, limit)
    if every:
        known = _decided(
            known, model, Combinations(model.sizes, bars, stop=space.stop, most=ROOM)
        )
        if known.completeness is Completeness.PROVED and terms:
            known = _with_terms(known, question, model)
    return known if known.at_least == known.at_most else _bounded(known, model, bars, together)


def _counted(
    question: Question, model: Model, respected: AbstractSet[int]
) -> Iterator[Counted]:
    """Numbers of combinations in which each position counts, and in which it is crossed."""
    asked = Combinations(model.sizes, ())
    nodes = question.space.problem.positions
    counts: Counter[str] = Counter()
    crossed: Counter[str] = Counter()
    for (name, reading), needs in model.needs.items():
        number = asked.meeting(needs)
        counts[name] += number
        crossed[name] += 0 if nodes[name, reading] in respected else number
    for name, number in counts.items():
        yield Counted(name, number, crossed[name])


# -- when no deal exists --


def _conflicts(question: Question, model: Model, facts: Sequence[int] = ()) -> Iterator[Bar]:
    """The needs of each minimal conflict: assumptions under which all of it counts.

    Args:
        question: the question.
        model: the assumptions.
        facts: further literals that always hold.

    Raises:
        Stopped: the space was told to end first.
    """
    keys, cores = _cores(question, model, facts)
    for conflict in cores.conflicts():
        yield frozenset(need for key in conflict for need in keys[key])


def _cores(
    question: Question, model: Model, facts: Sequence[int]
) -> tuple[Mapping[str, Bar], Cores]:
    """Parts of positions that count together, with the needs of each part."""
    keys = {f"{place}": needs for place, needs in enumerate(model.groups) if needs}
    always = model.groups.get(frozenset(), ())
    parts = {key: tuple(model.groups[needs]) for key, needs in keys.items()}
    return keys, Cores(question.space, parts, [*question.assumed, *always, *facts])


def _bars(question: Question, model: Model, limit: int | None) -> tuple[list[Bar], bool]:
    """The needs of minimal conflicts; and True if these are all conflicts."""
    bars: list[Bar] = []
    try:
        for each in _conflicts(question, model):
            if len(bars) == limit:
                return bars, False
            bars.append(each)
    except Stopped:
        return bars, False
    return bars, True


def _with_terms(known: Robustness, question: Question, model: Model) -> Robustness:
    """The answer with the forced terms, if there is time for them."""
    try:
        forced = _forced(question, model, known.at_least) if known.at_least else ()
        return replace(known, forced=tuple(forced))
    except (Stopped, TooLarge):
        return replace(known, completeness=Completeness.AT_LEAST)


def _forced(question: Question, model: Model, deals: int) -> Iterator[Forced]:
    """The terms of undecided issues that are forced in some combination.

    A deal without a term exists under a combination exactly if no conflict counts that holds
    while the term is not chosen. The maximal sets of positions that can count with a deal
    select the terms to examine. All other terms are forced in no combination.

    Args:
        question: the question.
        model: the assumptions.
        deals: number of combinations with a deal.

    Raises:
        Stopped: the space was told to end first.
        TooLarge: the combinations need too much memory.
    """
    space, corpus = question.space, question.space.problem.corpus
    nodes = {
        (issue, str(term)): space.problem.chosen(issue, str(term))
        for issue in question.undecided
        for term in corpus.issues[issue].terms
    }
    keys, cores = _cores(question, model, ())
    always = model.groups.get(frozenset(), ())
    lacking: set[int] = set()
    for dropped in cores.concessions():
        kept = [
            x for key, needs in keys.items() if key not in dropped for x in model.groups[needs]
        ]
        rest = [node for node in nodes.values() if node not in lacking]
        facts = [*question.assumed, *always, *kept]
        free = space.reachable(facts, [-node for node in rest])
        lacking.update(node for node in rest if -node not in free)
        if len(lacking) == len(nodes):
            break
    found = []
    for (issue, term), node in nodes.items():
        if node not in lacking:
            continue
        bars = _conflicts(question, model, [-node])
        without = Combinations(model.sizes, bars, stop=space.stop, most=ROOM).free()
        if without < deals:
            found.append(Forced(issue, term, deals - without))
    yield from sorted(found, key=lambda each: -each.forced)


def _decided(known: Robustness, model: Model, asked: Combinations) -> Robustness:
    """The answer from all conflicts, as far as there is time."""
    with contextlib.suppress(Stopped, TooLarge):
        flips, more = asked.smallest_changes(model.present, most=MOST_FLIPS)
        changes = tuple(model.changes(each) for each in flips)
        known = replace(known, flips=changes, more_flips=more)
        free = asked.free()
        known = replace(known, at_least=free, at_most=free)
        decisive = sorted(model.assumptions(asked), key=lambda each: -each.share)
        known = replace(known, assumptions=tuple(decisive), completeness=Completeness.PROVED)
    return known


def _bounded(
    known: Robustness, model: Model, bars: Sequence[Bar], together: frozenset[int]
) -> Robustness:
    """Bounds for an answer that is not fully known.

    No deal exists in a combination in which a conflict counts in full. A deal exists in each
    combination in which one agreement respects all positions that count.

    Args:
        known: the answer so far.
        model: the assumptions.
        bars: the needs of some conflicts.
        together: the true literals of that agreement.
    """
    lacking = [needs for needs, some in model.groups.items() if not together.issuperset(some)]
    with contextlib.suppress(TooLarge):
        most = Combinations(model.sizes, bars, most=NODES).free()
        known = replace(known, at_most=min(known.at_most, most))
    with contextlib.suppress(TooLarge):
        least = Combinations(model.sizes, lacking, most=NODES).free()
        known = replace(known, at_least=max(known.at_least, least))
    return known
