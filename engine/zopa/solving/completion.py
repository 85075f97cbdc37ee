"""Quick check of consistency without a solver, by evaluating one completion.

Its data from the corpus are JSON values, so that they can be cached between runs and need
neither the terms nor the solver. They determine consistency: where they are equal, the same
drafts are consistent; None says nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.model.domains import NONE, DateValue, DecimalValue, bounded, picks
from zopa.solving.circuit import TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.model.conditions import Value
    from zopa.solving.problem import VariableValue
    from zopa.solving.space import Space

__all__ = ["completes", "gist_of"]

Json: TypeAlias = Any
MOST: Final = 100_000
"""Largest number of gates to evaluate; with more the solver is faster."""


def gist_of(space: Space) -> Json:
    """Return the data for `completes`, from a space with a consistent scenario.

    The variables behind consistency by issue, each with its term, its options, their literals,
    and the index of the default option of an undecided draft; the number of the first gate; the
    gates as conjunctions of literals; the literals that must be true. Inputs and gates are
    numbered after `TRUE`. None if numbers are in relations.
    """
    problem = space.problem
    if problem.words.of:
        return None  # numbers in relations need the solver
    gates = problem.circuit.gates
    roots = [each.node for each in problem.clauses]
    cone = problem.circuit.cone(roots)
    needed = set(cone)
    usual = _usual(space)
    numbers = {TRUE: TRUE}
    variables: dict[str, list[Json]] = {}
    for variable in problem.variables:
        if needed.isdisjoint(map(abs, variable.nodes)):
            continue
        for node in variable.nodes:
            numbers.setdefault(abs(node), len(numbers) + 1)
        place = next(at for at, node in enumerate(variable.nodes) if node in usual)
        options = [_option(each) for each in variable.options]
        nodes = [_literal(numbers, each) for each in variable.nodes]
        variables.setdefault(variable.issue, []).append([variable.term, options, nodes, place])
    first = len(numbers) + 1
    written: list[list[int]] = []
    for node in cone:
        if node in gates:
            written.append([_literal(numbers, each) for each in gates[node]])
            numbers[node] = len(numbers) + 1
    return [variables, first, written, [_literal(numbers, each) for each in roots]]


def _literal(numbers: Mapping[int, int], node: int) -> int:
    return numbers[node] if node > 0 else -numbers[-node]


def _option(option: VariableValue) -> Json:
    """Return an option: none, a term, or a term with the bounds of each parameter."""
    if option.term is None or not option.pieces:
        return option.term
    pieces = option.pieces.items()
    return [option.term, {name: [_plain(each.low), _plain(each.high)] for name, each in pieces}]


def _plain(value: Value) -> Value | None:
    """Return a value as in files; None if files write it in another way."""
    return None if isinstance(value, DateValue | DecimalValue) else value


def _usual(space: Space) -> frozenset[int]:
    """Return the literals of a consistent scenario: of complete silence, if that is one."""
    silence = [variable.nodes[0] for variable in space.problem.variables]
    if not space.possible(silence):
        space.prefer(silence)
        space.possible(())
    return space.witness().true


def completes(gist: Json, choices: Mapping[str, Json]) -> bool:
    """Return True if a completion of a draft is found to be consistent.

    The first one has the default options where the draft is undecided. While it breaks
    something, local search changes one undecided choice that is part of it, so that less is
    broken.

    Args:
        gist: result of `gist_of`.
        choices: choices of a scenario file without errors.

    Returns:
        False means nothing: another completion may be consistent.
    """
    variables, _, gates, roots = gist
    places: list[list[int]] = []
    """Indexes of the options that the draft allows, for each variable, best first."""
    for issue, several in variables.items():
        chosen = _chosen(choices[issue]) if issue in choices else None
        places.extend(_places(variable, chosen) for variable in several)
    if not all(places):
        return False
    nodes = [variable[2] for several in variables.values() for variable in several]
    taken = [each[0] for each in places]
    true = _judged(gist, nodes, taken)
    broken = [each for each in roots if not true[each]]
    tries = MOST // (len(gates) + 1)
    while broken:
        behind = _behind(gist, broken)
        changes = (
            [*taken[:number], place, *taken[number + 1 :]]
            for number, several in enumerate(places)
            if not behind.isdisjoint(map(abs, nodes[number]))
            for place in several
            if place != taken[number]
        )
        for change in changes:
            tries -= 1
            if tries < 0:
                return False
            true = _judged(gist, nodes, change)
            still = [each for each in roots if not true[each]]
            if len(still) < len(broken):
                taken, broken = change, still
                break
        else:
            return False
    return True


def _chosen(choice: Json) -> Mapping[str, Mapping[str, Json]]:
    """Return the terms of a choice; that of none is one where a list may be empty."""
    said = choice.get("term") if isinstance(choice, dict) else choice
    return {NONE: {}} if said == [] else dict(picks(choice))


def _judged(gist: Json, nodes: list[list[int]], taken: list[int]) -> list[bool]:
    """Return the values of all literals for these options; negative ones from the end."""
    _, first, gates, _ = gist
    true = [False] * (2 * (first + len(gates)))
    true[TRUE] = True
    for literals, place in zip(nodes, taken, strict=True):
        for at, node in enumerate(literals):
            true[node] = at == place
            true[-node] = at != place
    for gate, parts in enumerate(gates, first):
        value = all(true[each] for each in parts)
        true[gate] = value
        true[-gate] = not value
    return true


def _behind(gist: Json, literals: Iterable[int]) -> set[int]:
    """Return the nodes that some literals depend on."""
    _, first, gates, _ = gist
    seen: set[int] = set()
    waiting = list(literals)
    while waiting:
        node = abs(waiting.pop())
        if node not in seen:
            seen.add(node)
            if node >= first:
                waiting += gates[node - first]
    return seen


def _places(variable: Json, chosen: Mapping[str, Mapping[str, Json]] | None) -> list[int]:
    """Return the indexes of the options that fit the choice, the default first."""
    term, options, _, usual = variable
    mine = {name: given for name, given in (chosen or {}).items() if term in {None, name}}
    if chosen is None:
        found = list(range(len(options)))
    elif mine:
        found = [at for at, option in enumerate(options) if _fits(option, mine)]
    else:
        found = [0]
    return sorted(found, key=lambda each: each != usual)


def _fits(option: Json, chosen: Mapping[str, Mapping[str, Json]]) -> bool:
    if option is None:
        return False
    name, pieces = (option, {}) if isinstance(option, str) else option
    only = next(iter(pieces)) if len(pieces) == 1 else ""
    return name in chosen and all(
        (parameter or only) in pieces and _within(value, *pieces[parameter or only])
        for parameter, value in chosen[name].items()
    )


def _within(value: Json, low: Json, high: Json) -> bool:
    """Return True if a value, or the lower bound of a range, fits the draft."""
    if bounded(value):
        least, most = value.get("at-least", low), value.get("at-most", low)
        return (
            isinstance(low, int) and type(least) is type(most) is int and least <= low <= most
        )
    if isinstance(value, int) and isinstance(low, int) and isinstance(high, int):
        return low <= value <= high
    return low is not None and bool(value == low)
