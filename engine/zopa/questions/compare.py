"""Comparison of drafts, of two states of a corpus, and of the numbers in two conditions."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.model import DAY, UNLIMITED
from zopa.model.conditions import (
    CASE,
    Compare,
    Constant,
    Count,
    CountEntities,
    Name,
    Operator,
    Test,
    Times,
    With,
)
from zopa.model.corpus import Kind, Strength
from zopa.model.evaluate import speaks
from zopa.questions.check import Checked, check, outcome
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.conditions import Condition
    from zopa.model.context import Context
    from zopa.model.corpus import Attribute, Choice, Corpus, Position, Scenario
    from zopa.questions.check import Settled
    from zopa.solving import Stop

__all__ = [
    "Comparison",
    "Direction",
    "Moved",
    "PositionChange",
    "Revision",
    "Rows",
    "ScenarioChange",
    "compare",
    "compare_corpora",
    "domain_of",
    "moved",
    "moved_choice",
]


AskedDraft: TypeAlias = "tuple[Scenario, Context]"
"""A scenario and its assumptions."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Drafts side by side; each row has a value for every draft."""

    drafts: tuple[Checked, ...]
    choices: Mapping[str, tuple[Choice | None, ...]]
    """For each issue with different choices; None is undecided."""
    outcome: Mapping[tuple[str, str], tuple[Settled | None, ...]]
    """For each entity and attribute whose outcomes differ; None for an inconsistent draft,
    which is not compared."""
    verdicts: Mapping[str, tuple[str | None, ...]]
    """For each position on which they differ; None if it does not count. A draft without
    verdicts is not compared."""
    whole: Rows
    """All rows, also those that are equal for all drafts."""

    @property
    def same(self) -> int:
        """Number of issues with equal choices."""
        return len(self.whole.choices) - len(self.choices)

    @property
    def partial(self) -> Mapping[str, tuple[str | None, ...]]:
        """Rows of `verdicts` with positions that count for some of the drafts only.

        In all drafts in which they count, they have the same verdict.
        """
        return {name: row for name, row in self.verdicts.items() if len({*row} - {None}) == 1}


@dataclass(frozen=True, slots=True)
class Rows:
    """Choices, outcomes and verdicts of drafts, in corpus order, a value for every draft."""

    choices: Mapping[str, tuple[Choice | None, ...]]
    outcome: Mapping[tuple[str, str], tuple[Settled | None, ...]]
    verdicts: Mapping[str, tuple[str | None, ...]]
    """For each position that counts for one of them."""


def compare(space: Space, drafts: Sequence[AskedDraft]) -> Comparison:
    """Put drafts side by side and keep the rows that differ.

    Raises:
        Stopped: the space was told to end first.
    """
    checked = tuple(check(space, scenario, context) for scenario, context in drafts)
    corpus = space.problem.corpus
    choices = {
        str(issue): tuple(each.scenario.choices.get(str(issue)) for each in checked)
        for issue in corpus.issues
    }
    outcomes = [outcome(space, scenario, context) for scenario, context in drafts]
    targets = {
        target: tuple(_comes_to(each, target) for each in outcomes)
        for entity in corpus.entities.values()
        for target in ((str(entity.id), attribute) for attribute in entity.baseline)
        if entity.case is None or any(target in each for each in outcomes)
    }
    found = [{each.held.id: str(each.verdict) for each in one.verdicts} for one in checked]
    verdicts = {
        str(position): tuple(each.get(str(position)) for each in found)
        for position in corpus.positions
        if any(str(position) in each for each in found)
    }
    leading = [place for place, each in enumerate(outcomes) if each]

    def differ(row: Sequence[object], among: Sequence[int]) -> bool:
        return len({row[place] for place in among}) > 1

    return Comparison(
        drafts=checked,
        choices={issue: row for issue, row in choices.items() if len(set(map(_key, row))) > 1},
        outcome={target: row for target, row in targets.items() if differ(row, leading)},
        verdicts={position: row for position, row in verdicts.items() if len({*row}) > 1},
        whole=Rows(choices, targets, verdicts),
    )


def _comes_to(
    found: Mapping[tuple[str, str], Settled], target: tuple[str, str]
) -> Settled | None:
    """The value of an attribute; for a case without an entry, the value outside cases."""
    entity, attribute = target
    return found.get(target, found.get((entity.partition(CASE)[0], attribute)))


def _key(choice: Choice | None) -> tuple[object, ...]:
    if choice is None:
        return ("undecided",)
    return tuple(
        sorted(
            (str(pick.term), tuple(sorted(pick.parameters.items()))) for pick in choice.picks
        )
    )


# -- two states of a corpus ---------------------------------------------------


class Direction(enum.StrEnum):
    """The change of a position."""

    REMOVED = "removed"
    WEAKER = "weaker"
    STRONGER = "stronger"
    CHANGED = "changed"
    """Neither, or both in different respects."""
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class PositionChange:
    """A position that changed."""

    id: str
    direction: Direction
    respects: tuple[tuple[str, Direction], ...]
    """The changed properties: `kind`, `strength`, `condition` (or `reading NAME`), `readings`,
    `since`, `until`, `superseded`, `held-by`."""
    before: Position | None
    after: Position | None


@dataclass(frozen=True, slots=True)
class ScenarioChange:
    """A scenario whose answer changed."""

    id: str
    before: Checked | None
    after: Checked | None
    verdicts: Mapping[str, tuple[str | None, str | None]]
    """For each position whose verdict changed."""
    waivers_added: tuple[str, ...]
    expectations_dropped: tuple[str, ...]
    """As `key: value`."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The changes between two states of a workspace."""

    positions: tuple[PositionChange, ...]
    """Changed positions, sorted by id."""
    scenarios: tuple[ScenarioChange, ...]
    """Changed scenarios, sorted by id."""
    issues_added: tuple[str, ...]
    issues_removed: tuple[str, ...]


def compare_corpora(
    before: Space,
    after: Space,
    drafts: Mapping[str, tuple[AskedDraft | None, AskedDraft | None]],
) -> Revision:
    """List the positions that became weaker or stronger, and the answers that changed.

    Conditions are compared by meaning: a condition that follows from the old one and does not
    imply it is weaker. If the old condition names something that no
    longer exists, the position counts as "changed".

    Args:
        before: the earlier state.
        after: the later one.
        drafts: for each scenario's id its two states.

    Raises:
        Stopped: one of the spaces was told to end first.
    """
    old, new = before.problem.corpus, after.problem.corpus
    return Revision(
        positions=tuple(_positions(old, new, after.stop)),
        scenarios=tuple(_scenarios(before, after, drafts)),
        issues_added=tuple(sorted(str(each) for each in new.issues if each not in old.issues)),
        issues_removed=tuple(
            sorted(str(each) for each in old.issues if each not in new.issues)
        ),
    )


def _positions(old: Corpus, new: Corpus, stop: Stop | None) -> Iterator[PositionChange]:
    meanings = _Meanings(old, new, stop)
    for name in sorted({*map(str, old.positions), *map(str, new.positions)}):
        was, now = old.positions.get(name), new.positions.get(name)
        if was is None:
            yield PositionChange(name, Direction.ADDED, (), None, now)
        elif now is None:
            yield PositionChange(name, Direction.REMOVED, (), was, None)
        else:
            respects = tuple(_respects(meanings, was, now))
            if respects:
                ways = {way for _, way in respects}
                overall = ways.pop() if len(ways) == 1 else Direction.CHANGED
                yield PositionChange(name, overall, respects, was, now)


def _respects(
    meanings: _Meanings, was: Position, now: Position
) -> Iterator[tuple[str, Direction]]:
    if was.kind != now.kind:
        yield "kind", _ordered(list(Kind), was.kind, now.kind)
    if was.strength != now.strength:
        yield "strength", _ordered(list(Strength), was.strength, now.strength)
    if set(was.readings) != set(now.readings) or was.default != now.default:
        yield "readings", Direction.CHANGED
    for reading in was.readings:
        if reading in now.readings:
            way = meanings.direction(str(was.id), reading)
            if way is not None:
                yield ("condition" if len(was.readings) == 1 else f"reading {reading}"), way
    if was.since != now.since:
        yield "since", Direction.CHANGED
    if was.until != now.until:
        yield "until", Direction.WEAKER if was.until is None else Direction.CHANGED
    yield from meanings.standing(was, now)


class _Meanings:
    """The old conditions beside the new ones, in one problem.

    They must be compiled together: parameters are cut at thresholds of conditions, and an old
    threshold may differ from the new one.
    """

    def __init__(self, old: Corpus, new: Corpus, stop: Stop | None) -> None:
        self._old, self._new = old, new
        beside = {
            self._former(name): dataclasses.replace(
                position,
                id=Name(self._former(name)),
                readings={
                    reading: each
                    for reading, each in position.readings.items()
                    if speaks(new, each.holds)
                },
            )
            for name, position in old.positions.items()
        }
        both = dataclasses.replace(new, positions={**new.positions, **beside})
        self._space = Space(Problem(both))
        self._space.stop = stop

    def _former(self, name: str) -> str:
        """A name that no file can have."""
        return f"{name} before"

    def direction(self, name: str, reading: str) -> Direction | None:
        """The change of the condition; None if both mean the same."""
        was = self._old.positions[name].readings[reading].holds
        now = self._new.positions[name].readings[reading].holds
        if was == now:
            return None
        nodes = self._space.problem.positions
        if (self._former(name), reading) not in nodes:
            return Direction.CHANGED
        old, new = nodes[self._former(name), reading], nodes[name, reading]
        follows = not self._space.possible([old, -new])
        implies = not self._space.possible([new, -old])
        if follows and implies:
            return None
        if follows:
            return Direction.WEAKER
        return Direction.STRONGER if implies else Direction.CHANGED

    def standing(self, was: Position, now: Position) -> Iterator[tuple[str, Direction]]:
        """Changes of `superseded` and `held-by`, with their directions."""
        ended = was.id not in self._old.superseded_by and now.id in self._new.superseded_by
        revived = was.id in self._old.superseded_by and now.id not in self._new.superseded_by
        if ended or revived:
            yield "superseded", Direction.WEAKER if ended else Direction.STRONGER
        before, after = set(was.holders), set(now.holders)
        if before != after:
            ways = {before > after: Direction.WEAKER, before < after: Direction.STRONGER}
            yield "held-by", ways.get(True, Direction.CHANGED)


def _ordered(order: Sequence[str], was: str, now: str) -> Direction:
    return Direction.WEAKER if order.index(now) > order.index(was) else Direction.STRONGER


def _scenarios(
    before: Space,
    after: Space,
    drafts: Mapping[str, tuple[AskedDraft | None, AskedDraft | None]],
) -> Iterator[ScenarioChange]:
    for name, (was, now) in sorted(drafts.items()):
        old = check(before, *was) if was else None
        new = check(after, *now) if now else None
        verdicts_before, verdicts_after = _verdicts(old), _verdicts(new)
        changed = {
            position: (verdicts_before.get(position), verdicts_after.get(position))
            for position in sorted({*verdicts_before, *verdicts_after})
            if verdicts_before.get(position) != verdicts_after.get(position)
        }
        waivers = _waived(new) - _waived(old)
        dropped = _expected(old) - _expected(new)
        answers = [None if each is None else (each.coherent, each.deal) for each in (old, new)]
        if changed or waivers or dropped or answers[0] != answers[1]:
            yield ScenarioChange(
                id=name,
                before=old,
                after=new,
                verdicts=changed,
                waivers_added=tuple(sorted(waivers)),
                expectations_dropped=tuple(sorted(dropped)),
            )


def _verdicts(checked: Checked | None) -> dict[str, str]:
    return {each.held.id: str(each.verdict) for each in checked.verdicts} if checked else {}


def _waived(checked: Checked | None) -> set[str]:
    return {str(each.position) for each in checked.scenario.waivers} if checked else set()


def _expected(checked: Checked | None) -> set[str]:
    if checked is None:
        return set()
    return {f"{each.key}: {str(each.value).lower()}" for each in checked.scenario.expectations}


# -- numbers that moved between two conditions or choices ---------------------


About: TypeAlias = With | Compare | Constant | Times | Count | CountEntities


@dataclass(frozen=True, slots=True)
class Moved:
    """A number that changed."""

    about: About
    """The part of a condition that has the number, in its present state."""
    before: Any
    after: Any
    """Numbers as the model has them."""
    kind: str = ""
    """For a compared attribute, the type that has it."""


def domain_of(corpus: Corpus, each: Moved) -> Attribute | None:
    """The declaration of the compared number; None if it does not exist."""
    match each.about:
        case With(issue, term, parameter):
            declared = corpus.issues.get(issue)
            there = declared.terms.get(term) if declared else None
            found = there.parameters.get(parameter) if there else None
            return found.domain if found else None
        case Compare(attribute=attribute):
            kind = corpus.entity_types.get(each.kind)
            return kind.attributes.get(attribute) if kind else None
        case _:
            return None


class _OtherwiseError(Exception):
    """Something other than a number differs."""


def moved(corpus: Corpus, was: Condition, now: Condition) -> tuple[Moved, ...]:
    """The numbers that moved, in order; empty if anything else differs as well.

    Args:
        corpus: the later one.
        was: the earlier condition.
        now: the later condition.
    """
    try:
        return tuple(_between(corpus, was, now, ""))
    except _OtherwiseError:
        return ()


def _between(corpus: Corpus, was: Any, now: Any, kind: str) -> Iterator[Moved]:  # noqa: ANN401
    """The numbers that differ in two parts of conditions; `kind` is their entity type."""
    if was == now:
        return
    if type(was) is not type(now):
        raise _OtherwiseError
    if isinstance(now, tuple):
        if len(was) != len(now):
            raise _OtherwiseError
        for one, other in zip(was, now, strict=True):
            yield from _between(corpus, one, other, kind)
        return
    if isinstance(now, Test) and now.entity in corpus.entities:
        kind = corpus.entities[now.entity].type
    if isinstance(now, CountEntities):
        kind = now.kind
    like = _with_number_of(was, now)
    if like is not was:
        yield Moved(now, _number_of(was), _number_of(now), kind.partition(CASE)[0])
    yield from _inside(corpus, like, now, kind)


def _number_of(part: Any) -> Any:  # noqa: ANN401
    """The number of a part itself."""
    match part:
        case With(values=values) | Compare(values=values):
            (only,) = values
            return only
        case Times(factor=number):
            return number
        case _:
            return part.number


def _with_number_of(was: Any, now: Any) -> Any:  # noqa: ANN401
    """The earlier part with the later number; the part itself if it has none, or the same.

    Raises:
        _OtherwiseError: it is not compared with one number.
    """
    match now:
        case With() | Compare() if was.values != now.values:
            if not all(len(x) == 1 and _number(x[0]) for x in (was.values, now.values)):
                raise _OtherwiseError
            return dataclasses.replace(was, values=now.values)
        case Times() if was.factor != now.factor:
            return dataclasses.replace(was, factor=now.factor)
        case Constant() | Count() | CountEntities() if was.number != now.number:
            return dataclasses.replace(was, number=now.number)
        case _:
            return was


def _inside(corpus: Corpus, was: Any, now: Any, kind: str) -> Iterator[Moved]:  # noqa: ANN401
    """The numbers that differ in the fields of two parts of one class."""
    if not dataclasses.is_dataclass(now):
        raise _OtherwiseError
    for each in dataclasses.fields(now):
        if each.compare:
            one, other = getattr(was, each.name), getattr(now, each.name)
            yield from _between(corpus, one, other, kind)


def _number(value: object) -> bool:
    if isinstance(value, str):
        return value == UNLIMITED or DAY.fullmatch(value) is not None
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def moved_choice(was: Choice, now: Choice) -> tuple[Moved, ...]:
    """The numbers of a draft's choice that moved; empty if anything else differs."""
    found: list[Moved] = []
    if [each.term for each in was.picks] != [each.term for each in now.picks]:
        return ()
    for one, other in zip(was.picks, now.picks, strict=True):
        if one.bounds != other.bounds or one.parameters.keys() != other.parameters.keys():
            return ()
        for name, value in other.parameters.items():
            before = one.parameters[name]
            if before == value:
                continue
            if not (_number(before) and _number(value)):
                return ()
            said = With(now.issue, other.term, name, Operator.IS, (value,))
            found.append(Moved(said, before, value))
    return tuple(found)
