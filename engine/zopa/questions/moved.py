"""Numbers that moved between two conditions, or two choices, that are otherwise equal."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.model.conditions import (
    CASE,
    Compare,
    Constant,
    Count,
    CountEntities,
    Operator,
    Test,
    Times,
    With,
)
from zopa.model.domains import DAY, UNLIMITED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.conditions import Condition
    from zopa.model.corpus import Attribute, Choice, Corpus

__all__ = ["Moved", "domain_of", "moved", "moved_choice"]

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
