"""Compiled corpus: choices as variables, conditions as a circuit.

A problem is compiled once for a corpus. Dates, tables, readings, waivers and drafts only select
nodes, so other assumptions compile nothing.
"""

from __future__ import annotations

import copy
import dataclasses
import heapq
import itertools
import operator
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from zopa.model.conditions import (
    All,
    Any,
    Chosen,
    Compare,
    CompareTo,
    Condition,
    Count,
    CountEntities,
    Counting,
    If,
    Is,
    MemberOf,
    Name,
    Not,
    Of,
    Operator,
    OwnedBy,
    Predicate,
    Property,
    Relation,
    Silent,
    Test,
    Undecided,
    Value,
    With,
    of_entity,
    predicates,
)
from zopa.model.corpus import (
    UNLIMITED,
    Attribute,
    Bounds,
    Choice,
    Corpus,
    Entity,
    Issue,
    ParameterValue,
    Pick,
)
from zopa.model.evaluate import Complete, compared, compares, static, targets
from zopa.solving.arithmetic import NumberBits, related
from zopa.solving.circuit import FALSE, TRUE, Circuit
from zopa.solving.partition import Piece, cuts, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

__all__ = ["Clause", "Problem", "Setter", "Variable", "VariableValue"]


@dataclass(frozen=True, slots=True)
class VariableValue:
    """Value of a variable: a term with a piece for each parameter, or none."""

    term: str | None
    pieces: Mapping[str, Piece] = field(default_factory=dict[str, Piece])

    def value(self, written: Value | ParameterValue) -> Piece:
        """Return the value that an effect of the term sets."""
        if isinstance(written, ParameterValue):
            return self.pieces[written.name]
        return Piece(written, written)

    def within(self, parameter: str, bounds: Bounds | None) -> Piece:
        """Return the part of a parameter's piece within the bounds of a draft."""
        piece = self.pieces[parameter]
        return (piece.within(bounds) if bounds is not None else None) or piece

    @property
    def outline(self) -> tuple[object, ...]:
        """Term and kinds of values, without the values of numbers."""
        return self.term, *(
            None if piece.number else piece.low for piece in self.pieces.values()
        )

    def admits(self, pick: Pick) -> bool:
        """Return True if the option fits the chosen term and its given parameters."""
        return (
            self.term == pick.term
            and all(value in self.pieces[name] for name, value in pick.parameters.items())
            and all(self.pieces[name].meets(each) for name, each in pick.bounds.items())
        )


@dataclass(frozen=True, slots=True)
class Variable:
    """Variable: the choice of one term of an issue, or of taking a term."""

    issue: str
    term: str | None
    """Term that is taken or not; None if the variable is the full issue."""
    options: tuple[VariableValue, ...]
    """Options; the first has no term: silent, or not taken."""
    nodes: tuple[int, ...]
    """Node of each option, true if it is chosen."""


@dataclass(frozen=True, slots=True)
class Setter:
    """Option of a variable that sets an attribute of an entity."""

    variable: Variable
    option: VariableValue
    node: int
    """Node that is true if the option is chosen and the effect acts."""
    parameter: str | None = None
    """Parameter whose value is set; None for a constant."""

    @property
    def key(self) -> tuple[str, str, str] | None:
        """Issue, term and parameter whose value is set; None for a constant."""
        if self.parameter is None:
            return None
        return self.variable.issue, str(self.option.term), self.parameter

    def narrowed(self, piece: Piece, near: Mapping[str, Choice]) -> Piece:
        """Return the part of the piece that the draft leaves: a value, or what bounds leave."""
        for pick in near[self.variable.issue].picks if self.variable.issue in near else ():
            if pick.term == self.option.term and self.parameter is not None:
                name = Name(self.parameter)
                if name in pick.parameters and pick.parameters[name] in piece:
                    return Piece(pick.parameters[name], pick.parameters[name])
                if name in pick.bounds:
                    return piece.within(pick.bounds[name]) or piece
        return piece

    def compatible(self, other: Setter) -> bool:
        """Return True if both options can be chosen together."""
        return self.variable is not other.variable or self.option is other.option


@dataclass(frozen=True, slots=True)
class Clause:
    """Constraint that every consistent scenario meets."""

    nature: Literal["terms", "applies-when", "effects", "rule"]
    name: str
    """Name of the issue or rule, or `entity.attribute`."""
    node: int


class Problem:
    """Circuit of a corpus, with the nodes of its parts."""

    def __init__(self, corpus: Corpus, *, apart: bool = False) -> None:
        """Compile.

        Args:
            corpus: the terms.
            apart: True if several terms of an issue that takes one can be chosen; the limit is
                then a separate clause.
        """
        self.corpus = corpus
        self._apart = apart
        self.circuit = Circuit()
        self._cuts = cuts(corpus)
        self._related = related(corpus)
        self.variables: tuple[Variable, ...] = tuple(
            variable for issue in corpus.issues.values() for variable in self._variables(issue)
        )
        self._of_issue: dict[str, list[Variable]] = defaultdict(list)
        for variable in self.variables:
            self._of_issue[variable.issue].append(variable)
        self._chosen = {
            (variable.issue, term): self.circuit.any(
                node
                for option, node in zip(variable.options, variable.nodes, strict=True)
                if option.term == term
            )
            for variable in self.variables
            for term in dict.fromkeys(str(option.term) for option in variable.options[1:])
        }
        self.words = NumberBits(self, self._related)
        self._setters = self._all_setters()
        self._alike = _alike(self._setters)
        self._compared: dict[tuple[object, ...], int] = {}
        self._kinds: dict[tuple[str, tuple[str, ...]], Sequence[str]] = {}
        self._kept: dict[int, int] = {}
        self._judges: dict[tuple[int, ...], Callable[[Sequence[int]], list[bool]]] = {}
        # For attributes that no parameter sets: these do not depend on a draft.
        self._values: dict[tuple[str, str], Sequence[tuple[Piece, int]]] = {}
        self._supports = {
            abs(node): 1 << number
            for number, variable in enumerate(self.variables)
            for node in variable.nodes
        } | {TRUE: 0}
        for (issue, term, _), word in self.words.of.items():
            owners = [
                1 << number
                for number, each in enumerate(self.variables)
                if each.issue == issue and each.term in {None, term}
            ]
            self._supports |= dict.fromkeys(word.bits, sum(owners))
        self._inputs = len(self._supports)
        self.words_kept: tuple[int, ...] = tuple(self.words.kept())
        """Nodes that are true of every scenario, consistent or not."""
        self.clauses: tuple[Clause, ...] = tuple(self._all_clauses())
        self.positions: dict[tuple[str, str], int] = {
            (str(position.id), name): self.node(reading.holds)
            for position in corpus.positions.values()
            for name, reading in position.readings.items()
        }
        """Node of each position and reading, true if it is respected."""

    def issue_variables(self, issue: str) -> Sequence[Variable]:
        """Return the variables of the issue's choice."""
        return self._of_issue[issue]

    def chosen(self, issue: str, term: str) -> int:
        """Return the node of the term being chosen."""
        return self._chosen[issue, term]

    def pieces_of(self, issue: str, term: str, parameter: str) -> Mapping[Piece, int]:
        """Return the node of the term being chosen with each piece of a parameter, in order."""
        found: dict[Piece, list[int]] = {}
        for variable in self._of_issue[issue]:
            for option, node in zip(variable.options, variable.nodes, strict=True):
                if option.term == term:
                    found.setdefault(option.pieces[parameter], []).append(node)
        return {piece: self.circuit.any(nodes) for piece, nodes in found.items()}

    @cached_property
    def coherent(self) -> int:
        """Node of the scenario being consistent."""
        return self.circuit.all(clause.node for clause in self.clauses)

    def without(self, broken: Collection[Clause]) -> Problem:
        """Return the problem without these clauses; it shares the circuit.

        If an attribute has two values, a rule or `applies-when` that depends on it cannot be
        evaluated, and counts as met.
        """
        other = copy.copy(self)
        other.__dict__.pop("coherent", None)
        other.clauses = tuple(
            self._unless_twofold(clause, broken)
            for clause in self.clauses
            if clause not in broken
        )
        return other

    def _unless_twofold(self, clause: Clause, clauses: Collection[Clause]) -> Clause:
        """Return the clause, weakened if an attribute that it depends on has two values."""
        twofold = {each.name: -each.node for each in clauses if each.nature == "effects"}
        nodes = [twofold[each] for each in self.compared(clause) & twofold.keys()]
        return dataclasses.replace(clause, node=self.circuit.any((clause.node, *nodes)))

    @cached_property
    def judged(self) -> tuple[Clause, ...]:
        """Clauses, each true of exactly the scenarios, consistent or not, that meet it."""
        return tuple(self._unless_twofold(each, self.clauses) for each in self.clauses)

    def compared(self, clause: Clause) -> frozenset[str]:
        """Return the attributes in a rule's or issue's condition, as `entity.attribute`."""
        condition: Condition | None
        match clause.nature:
            case "rule":
                condition = self.corpus.rules[clause.name].holds
            case "applies-when":
                condition = self.corpus.issues[clause.name].applies_when
            case _:
                return frozenset()
        return _named(compared(self.corpus, condition)) if condition else frozenset()

    def twofold(self, position: str, reading: str, broken: Collection[Clause]) -> bool:
        """Return True if the reading depends on an attribute with two values."""
        contradicted = {each.name for each in broken if each.nature == "effects"}
        if not contradicted:
            return False
        condition = self.corpus.positions[position].readings[reading].holds
        return not contradicted.isdisjoint(_named(compared(self.corpus, condition)))

    @cached_property
    def spoken_of(self) -> tuple[int, ...]:
        """Nodes of all terms and readings."""
        return (*self._chosen.values(), *self.positions.values())

    # -- variables --

    def _variables(self, issue: Issue) -> Iterator[Variable]:
        if issue.single and not self._apart:
            options = [VariableValue(None)]
            for term in issue.terms:
                options.extend(self._options(issue, term))
            yield self._variable(str(issue.id), None, tuple(options))
            return
        for term in issue.terms:
            yield self._variable(
                str(issue.id), str(term), (VariableValue(None), *self._options(issue, term))
            )

    def _options(self, issue: Issue, term: str) -> Iterator[VariableValue]:
        parameters = issue.terms[term].parameters
        keys = {name: (str(issue.id), str(term), name) for name in parameters}
        # A number in a relation is not cut: its bits encode it.
        cut = [
            pieces(each.domain, () if keys[name] in self._related else self._cuts[keys[name]])
            for name, each in parameters.items()
        ]
        for combination in itertools.product(*cut):
            yield VariableValue(str(term), dict(zip(parameters, combination, strict=True)))

    def _variable(
        self, issue: str, term: str | None, options: tuple[VariableValue, ...]
    ) -> Variable:
        if len(options) == 2:
            taken = self.circuit.input()
            return Variable(issue, term, options, (-taken, taken))
        nodes = tuple(self.circuit.input() for _ in options)
        return Variable(issue, term, options, nodes)

    # -- effects --

    def _all_setters(self) -> Mapping[tuple[str, str], Mapping[Piece, Sequence[Setter]]]:
        """Return the setters of each value of each entity and attribute.

        Entities with the same effects share one mapping.
        """
        # Entities of an effect, shared by all effects with the same filter.
        reached: dict[tuple[object, ...], tuple[str, ...]] = {}
        setting: dict[tuple[tuple[str, ...], str], list[tuple[int, Piece, Setter]]] = {}
        order = itertools.count()
        for variable in self.variables:
            terms = self.corpus.issues[variable.issue].terms
            for option, node in zip(variable.options, variable.nodes, strict=True):
                for effect in terms[option.term].effects if option.term else ():
                    when = TRUE if effect.when is None else self.node(effect.when)
                    node_here = self.circuit.all((node, when))
                    key = effect.entity, effect.every, effect.where
                    if key not in reached:
                        reached[key] = tuple(str(x.id) for x in targets(self.corpus, effect))
                    for attribute, value in effect.sets.items():
                        blank = str(value.name) if isinstance(value, ParameterValue) else None
                        setter = Setter(variable, option, node_here, blank)
                        setting.setdefault((reached[key], str(attribute)), []).append(
                            (next(order), option.value(value), setter)
                        )
        by: dict[tuple[str, str], list[int]] = {}
        for place, (entities, name) in enumerate(setting):
            for entity in entities:
                by.setdefault((entity, name), []).append(place)
        setters = list(setting.values())
        found: dict[tuple[int, ...], dict[Piece, list[Setter]]] = {}
        for places in by.values():
            if (which := tuple(places)) not in found:
                values = found[which] = {}
                for _, piece, setter in heapq.merge(
                    *map(setters.__getitem__, which), key=operator.itemgetter(0)
                ):
                    values.setdefault(piece, []).append(setter)
        return {target: found[tuple(places)] for target, places in by.items()}

    def _all_clauses(self) -> Iterator[Clause]:
        for issue in self.corpus.issues.values():
            taken = [self._chosen[str(issue.id), term] for term in issue.terms]
            if (self._apart or not issue.single) and (
                issue.least > 1 or issue.most < len(taken)
            ):
                enough = self.circuit.at_least(issue.least, taken)
                few = self.circuit.at_most(issue.most, taken)
                silent = self.node(Silent(issue.id))
                node = self.circuit.any((silent, self.circuit.all((enough, few))))
                yield Clause("terms", str(issue.id), node)
        for target, values in self._setters.items():
            entity, attribute = target
            alike = self._alike[target]
            if alike not in self._kept:
                self._kept[alike] = self.circuit.all(
                    -self.circuit.all(
                        (here.node, there.node, -self._same(one, here, other, there))
                    )
                    for one, other in itertools.combinations(values, 2)
                    for here, there in itertools.product(values[one], values[other])
                    if here.compatible(there)
                )
            node = self._kept[alike]
            if node != TRUE:
                yield Clause("effects", f"{entity}.{attribute}", node)
        for issue in self.corpus.issues.values():
            if issue.applies_when is not None:
                silent = self.node(Silent(issue.id))
                node = self.circuit.any((silent, self.node(issue.applies_when)))
                yield Clause("applies-when", str(issue.id), node)
        for rule in self.corpus.rules.values():
            yield Clause("rule", str(rule.id), self.node(rule.holds))

    def _same(self, one: Piece, here: Setter, other: Piece, there: Setter) -> int:
        """Return the node of two set values being equal.

        Pieces are cut at the constants that are set, so different ones have no value in common;
        but one number may be two pieces, as pieces know how far their numbers lie apart.
        """
        words = self.words
        if here.key in words.of and one.number and there.key is None:
            return words.compared(here.key, Operator.IS, [other.low])
        if there.key in words.of and other.number and here.key is None:
            return words.compared(there.key, Operator.IS, [one.low])
        alone = one.number and other.number and one.low == one.high == other.high
        return TRUE if alone and one.low == other.low else FALSE

    def setters(self, entity: str, attribute: str) -> Mapping[Piece, Sequence[Setter]]:
        """Return the setters of each value that terms give an attribute."""
        return self._setters.get((entity, attribute), {})

    # -- conditions --

    def node(self, condition: Condition) -> int:
        """Return the node of a condition, exact for consistent scenarios."""
        circuit = self.circuit
        match condition:
            case Chosen(issue, term):
                return self._chosen[str(issue), str(term)]
            case With(issue, term, parameter, operator, values):
                declared = self.corpus.issues[issue]
                domain = declared.terms[term].parameters[parameter].domain
                nodes = list(self._meeting(condition, domain))
                above = declared.answer is not None and UNLIMITED in declared.terms
                if above and compares(domain, operator, values, UNLIMITED):
                    nodes.append(self._chosen[str(issue), UNLIMITED])
                return circuit.any(nodes)
            case Relation():
                return self.words.relation(condition)
            case Silent(issue) | Undecided(issue):
                if isinstance(condition, Undecided):
                    return FALSE
                terms = self.corpus.issues[issue].terms
                return circuit.all(-self._chosen[str(issue), term] for term in terms)
            case Not(part):
                return -self.node(part)
            case All(parts):
                return circuit.all(map(self.node, parts))
            case Any(parts):
                return circuit.any(map(self.node, parts))
            case If(when, then, otherwise):
                test = self.node(when)
                other = TRUE if otherwise is None else self.node(otherwise)
                return circuit.all(
                    (circuit.implies(test, self.node(then)), circuit.implies(-test, other))
                )
            case Count(how, number, parts):
                return self._counted(how, number, list(map(self.node, parts)))
            case Test() | CountEntities():
                return self._of_entities(condition)

    def _of_entities(self, condition: Test | CountEntities) -> int:
        if isinstance(condition, Test):
            return self.meets(condition.holds, self.corpus.entities[condition.entity])
        both = Of("all", (condition.where, condition.holds))
        parts = list(predicates(both))
        if not all(isinstance(part, Compare | Of) for part in parts):
            entities = self.corpus.entities_of(condition.kind)
            met = [self.meets(both, each) for each in entities]
        else:
            attributes = tuple(str(x.attribute) for x in parts if isinstance(x, Compare))
            meets: dict[str, int] = {}
            for entity in (kinds := self._kinds_of(str(condition.kind), attributes)):
                if entity not in meets:
                    meets[entity] = self.meets(both, self.corpus.entities[entity])
            met = [meets[entity] for entity in kinds]
        return self._counted(condition.how, condition.number, met)

    def _kinds_of(self, kind: str, attributes: tuple[str, ...]) -> Sequence[str]:
        """Return a representative for each entity of a type: equal comparisons are shared.

        It is the first entity with the same effects and the same baseline, in each of these
        attributes.
        """
        if (kind, attributes) not in self._kinds:
            first: dict[tuple[object, ...], str] = {}
            self._kinds[kind, attributes] = [
                first.setdefault(
                    tuple(
                        (self._alike.get((str(entity.id), name)), type(value), value)
                        for name in attributes
                        for value in (entity.baseline[Name(name)],)
                    ),
                    str(entity.id),
                )
                for entity in self.corpus.entities_of(kind)
            ]
        return self._kinds[kind, attributes]

    def _counted(self, how: Counting, number: int, nodes: Sequence[int]) -> int:
        match how:
            case Counting.AT_LEAST:
                return self.circuit.at_least(number, nodes)
            case Counting.AT_MOST:
                return self.circuit.at_most(number, nodes)
            case Counting.EXACTLY:
                return self.circuit.all(
                    (self.circuit.at_least(number, nodes), self.circuit.at_most(number, nodes))
                )

    def meets(self, predicate: Predicate, entity: Entity) -> int:
        """Return the node of the predicate being true of the entity."""
        match predicate:
            case CompareTo(attribute, operator, said):
                there = of_entity(said, entity.id)
                return self.words.relation(
                    Relation(Property(attribute, entity.id), operator, there)
                )
            case Compare(attribute, operator, values):
                return self._compares(entity, str(attribute), operator, values)
            case Is() | OwnedBy() | MemberOf():
                return TRUE if static(predicate, self.corpus, entity) else FALSE
            case Of("all", parts):
                return self.circuit.all(self.meets(part, entity) for part in parts)
            case Of("any", parts):
                return self.circuit.any(self.meets(part, entity) for part in parts)
            case Of(_, parts):
                return -self.meets(parts[0], entity)

    def _compares(
        self, entity: Entity, attribute: str, operator: Operator, against: tuple[Value, ...]
    ) -> int:
        """Return the node of a comparison: by the baseline, unless a term sets the attribute.

        At most one value is set in a consistent scenario. So the comparison is true if a value
        that meets it is set; or, if the baseline meets it, if no value that fails it is set.
        Entities with the same effects and baseline share the node.
        """
        declared = self.corpus.attribute(entity.id, attribute)
        baseline = compares(declared, operator, against, value := entity.baseline[attribute])
        alike = self._alike.get((str(entity.id), attribute))
        values = tuple((type(each), each) for each in against)
        key = (alike, entity.type, attribute, operator, values, type(value), value)
        if key not in self._compared:
            deciding = self.circuit.any(
                self._deciding(str(entity.id), attribute, operator, against, baseline=baseline)
            )
            self._compared[key] = -deciding if baseline else deciding
        return self._compared[key]

    def _deciding(
        self,
        entity: str,
        attribute: str,
        operator: Operator,
        against: tuple[Value, ...],
        *,
        baseline: bool,
    ) -> Iterator[int]:
        """Yield nodes of set values with the opposite result of the baseline.

        No piece has values on both sides of a comparison of the corpus.
        """
        declared = self.corpus.attribute(entity, attribute)
        for piece, setters in self._setters.get((entity, attribute), {}).items():
            yes = compares(declared, operator, against, piece.low)
            for setter in setters:
                if piece.number and setter.key is not None and setter.key in self.words.of:
                    meets = self.words.compared(setter.key, operator, against)
                    yield self.circuit.all((setter.node, -meets if baseline else meets))
                elif yes != baseline:
                    yield setter.node

    def _meeting(self, condition: With, domain: Attribute) -> Iterator[int]:
        """Yield nodes of the parameter having a value in the relation."""
        blank = str(condition.issue), str(condition.term), str(condition.parameter)
        if blank in self.words.of:
            yield self.words.compared(blank, condition.operator, condition.values)
        for piece, node in self.pieces_of(*blank).items():
            if blank in self.words.of and piece.number:
                continue
            if compares(domain, condition.operator, condition.values, piece.low):
                yield node

    def values_of(
        self, entity: str, attribute: str, near: Mapping[str, Choice]
    ) -> Sequence[tuple[Piece, int]]:
        """Return the possible values of an attribute, each with its node.

        The baseline comes first; its node may be false. If the draft `near` gives the parameter
        of a value, it is that value, not its piece.
        """
        target = entity, attribute
        if target not in self._values:
            setting: dict[Piece, list[int]] = defaultdict(list)
            narrowed = False
            for piece, setters in self._setters.get(target, {}).items():
                for setter in setters:
                    setting[setter.narrowed(piece, near)].append(setter.node)
                    narrowed |= setter.parameter is not None
            nodes = {piece: self.circuit.any(each) for piece, each in setting.items()}
            value = self.corpus.entities[entity].baseline[attribute]
            untouched = self.circuit.all(-node for node in nodes.values())
            baseline = Piece(value, value)
            unchanged = self.circuit.any((untouched, nodes.pop(baseline, FALSE)))
            values = [(baseline, unchanged), *nodes.items()]
            if narrowed:
                return values
            self._values[target] = values
        return self._values[target]

    # -- drafts --

    def fixed(self, choice: Choice, *, term: str | None = None) -> tuple[int, ...]:
        """Return the literals that are true of exactly the scenarios with this choice.

        With a term, which the choice has, only the part of the choice about this term.
        """
        found: list[int] = []
        for variable in self._of_issue[str(choice.issue)]:
            if term is not None and variable.term not in {None, term}:
                continue
            allowed = [
                node
                for option, node in zip(variable.options, variable.nodes, strict=True)
                if self._admitted(variable, option, choice)
            ]
            if len(allowed) == 1:
                found.extend(allowed)
            else:
                found.extend(-node for node in variable.nodes if node not in allowed)
        if self.words.of:
            found.extend(self._numbers_of(choice, term))
        return tuple(found)

    def _numbers_of(self, choice: Choice, only: str | None) -> Iterator[int]:
        """Yield the literals of the choice's numbers in relations: values or bounds."""
        picks = {str(pick.term): pick for pick in choice.picks}
        for key, word in self.words.of.items():
            issue, term, parameter = key
            if issue != choice.issue or only not in {None, term}:
                continue
            pick = picks.get(term)
            if pick is None:
                yield from (-bit for bit in word.bits)
            elif Name(parameter) in pick.parameters:
                yield from word.literals(pick.parameters[Name(parameter)])
            elif Name(parameter) in pick.bounds:
                yield self.words.within(key, pick.bounds[Name(parameter)])

    def bits_of(self, issue: str) -> Iterator[int]:
        """Yield the bits of the numbers in relations of an issue's choice."""
        for key, word in self.words.of.items():
            if key[0] == issue:
                yield from word.bits

    def _admitted(self, variable: Variable, option: VariableValue, choice: Choice) -> bool:
        mine = [pick for pick in choice.picks if variable.term in {None, pick.term}]
        if not mine:
            return option.term is None
        return any(option.admits(pick) for pick in mine)

    def support(self, node: int) -> int:
        """Return the variables that the node depends on, as a bit set."""
        supports, gates = self._supports, self.circuit.gates
        if abs(node) not in supports:
            for gate in itertools.islice(gates, len(supports) - self._inputs, None):
                found = 0
                for part in gates[gate]:
                    found |= supports[abs(part)]
                supports[gate] = found
        return supports[abs(node)]

    def issues_behind(self, node: int) -> Sequence[str]:
        """Return the issues whose choice the node depends on, in the order of the corpus."""
        support = self.support(node)
        issues: dict[str, None] = {}
        while support:
            least = support & -support
            issues[self.variables[least.bit_length() - 1].issue] = None
            support ^= least
        return tuple(issues)

    def scenario(self, true: Iterable[int], near: Mapping[str, Choice]) -> Complete:
        """Return the complete scenario in which exactly these nodes are true.

        A parameter has the value of its piece nearest to that of the draft `near`; the minimum
        if the draft gives none.
        """
        return self.decided(self.corpus.issues, true, near)

    def decided(
        self, issues: Iterable[str], true: Iterable[int], near: Mapping[str, Choice]
    ) -> Complete:
        """Return the part of that scenario on these issues, in this order."""
        nodes = set(true)
        return {
            str(issue): tuple(
                self._pick(variable.issue, option, near, nodes)
                for variable in self._of_issue[issue]
                for option, node in zip(variable.options, variable.nodes, strict=True)
                if option.term is not None and node in nodes
            )
            for issue in issues
        }

    def _pick(
        self, issue: str, option: VariableValue, near: Mapping[str, Choice], true: set[int]
    ) -> Pick:
        term = self.corpus.issues[issue].terms[str(option.term)]
        stated: dict[str, Value] = {}
        bounds: dict[str, Bounds] = {}
        for pick in near[issue].picks if issue in near else ():
            if pick.term == term.id:
                stated.update((str(name), value) for name, value in pick.parameters.items())
                bounds.update((str(name), each) for name, each in pick.bounds.items())
        return Pick(
            term.id,
            {
                parameter.id: self.words.of[key].value(true)
                if (key := (issue, str(term.id), name)) in self.words.of
                and option.pieces[name].number
                else option.within(name, bounds.get(name)).nearest(stated.get(name))
                for name, parameter in term.parameters.items()
            },
        )

    def indexes(self, scenario: Complete) -> tuple[int, ...]:
        """Return the index of the chosen option of each variable."""
        picks: dict[tuple[str, str | None], list[Pick]] = {}
        for issue in {variable.issue for variable in self.variables}:
            for pick in scenario[issue]:
                picks.setdefault((issue, pick.term), []).append(pick)
        return tuple(
            next(
                (
                    place
                    for place, option in enumerate(variable.options)
                    if any(map(option.admits, picks.get((variable.issue, option.term), ())))
                ),
                0,
            )
            for variable in self.variables
        )

    def inputs(self, scenario: Complete) -> tuple[int, ...]:
        """Return the input of `judge`: options of a complete scenario, then number steps."""
        steps = []
        for (issue, term, parameter), word in self.words.of.items():
            value: Value = word.low
            for pick in scenario[issue]:
                if pick.term == term:
                    value = pick.parameters[Name(parameter)]
            steps.append(
                (value - word.low) // word.domain.step if isinstance(value, int) else 0
            )
        return (*self.indexes(scenario), *steps)

    def judge(self, nodes: Sequence[int]) -> Callable[[Sequence[int]], list[bool]]:
        """Return a function from the options of a complete scenario to the nodes' values.

        It is generated on first use and cached; it needs no solver and takes microseconds. Its
        argument is the result of `inputs`.
        """
        key = tuple(nodes)
        if key not in self._judges:
            inputs = {}
            for place, variable in enumerate(self.variables):
                for option, node in enumerate(variable.nodes):
                    inputs[node] = f"v[{place}] == {option}"
            for place, word in enumerate(self.words.of.values(), len(self.variables)):
                for at, bit in enumerate(word.bits):
                    inputs[bit] = f"v[{place}] >> {at} & 1 == 1"
            self._judges[key] = self.circuit.compile(key, inputs)
        return self._judges[key]


def _named(targets: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(f"{entity}.{attribute}" for entity, attribute in targets)


def _alike(
    setters: Mapping[tuple[str, str], Mapping[Piece, Sequence[Setter]]],
) -> Mapping[tuple[str, str], int]:
    """Return a number for each entity and attribute; equal if the same effects set them."""
    numbers: dict[int, int] = {}
    return {
        target: numbers.setdefault(id(values), len(numbers))
        for target, values in setters.items()
    }
