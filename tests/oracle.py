"""Independent oracle in clingo: the conditions as a logic program.

It uses only the model of a corpus, and no code of the engine. Effects, comparisons of
values and consistency are written here a second time. Issues, terms and values are
numbered, so that no name is mistaken for a variable.
"""

from __future__ import annotations

import importlib.util
import itertools
import math
import sys
import typing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import clingo

from brute import bounded, is_number
from zopa.model.conditions import (
    All,
    Any,
    Blank,
    Chosen,
    Compare,
    CompareTo,
    Constant,
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
    Product,
    Property,
    Relation,
    Silent,
    Sum,
    Test,
    Times,
    Total,
    Undecided,
    With,
)
from zopa.model.corpus import UNLIMITED, Attribute, Choice, ParameterValue, Pick, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from random import Random

    from zopa.model.conditions import Condition, Predicate, Quantity, Value
    from zopa.model.context import Held
    from zopa.model.corpus import Corpus, Effect, Entity, Term
    from zopa.model.evaluate import Complete

__all__ = ["Oracle", "drafted", "generated"]

SIGNS = {
    Operator.IS: "=",
    Operator.IN: "=",
    Operator.NOT: "!=",
    Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=",
    Operator.BELOW: "<",
    Operator.ABOVE: ">",
}
Chosens: TypeAlias = frozenset[tuple[str, str]]
"""Pairs of issue and term."""
Names: TypeAlias = frozenset[str]


class Oracle:
    """A corpus as a logic program whose answer sets are its coherent scenarios."""

    def __init__(self, corpus: Corpus, lines: Iterable[Held]) -> None:
        self._corpus = corpus
        self._numbers: dict[str, int] = {}
        self._term_of: dict[int, tuple[str, str]] = {}
        self._rules: list[str] = []
        self._fresh = itertools.count()
        self._compared: dict[object, str] = {}
        self._lines = {line.id: line for line in lines}
        for entity in corpus.entities.values():
            for attribute, value in entity.baseline.items():
                self._baseline(entity, attribute, value)
        for issue, term in self._terms():
            self._term(issue, term)
        for issue in corpus.issues:
            self._issue(issue)
        self._rules.append("moved(E,A) :- set(E,A,_).")
        self._rules.append(":- moved(E,A), #count { V : set(E,A,V) } > 1.")
        self._rules.append("value(E,A,V) :- set(E,A,V).")
        self._rules.extend(
            f":- not {self._true(each.holds)}." for each in corpus.rules.values()
        )
        for name, line in self._lines.items():
            asked = f"kept({self._number(str(name))})"
            self._rules.append(f"{{{asked}}}.")
            self._rules.append(f":- {asked}, not {self._true(line.reading.holds)}.")
        self._rules.append("#show chosen/2.")
        self._rules.append("#project chosen/2.")
        self._rules.append("#project outlined/2.")
        self._control = clingo.Control(["--warn=none"])
        self._control.add("base", [], "\n".join(self._rules))
        self._control.ground([("base", [])])

    # -- what is asked --

    def exists(self, draft: Mapping[str, Choice], lines: Iterable[str]) -> bool:
        """True if a consistent completion of the draft respects these positions."""
        self._mode("auto", 1)
        return bool(self._control.solve(assumptions=self._assumed(draft, lines)).satisfiable)

    def count(self, draft: Mapping[str, Choice], lines: Iterable[str]) -> int:
        """The number of completions that respect them; differences in numbers do not count."""
        self._mode("auto", 0)
        configuration: typing.Any = self._control.configuration.solve
        configuration.project = "project"
        with self._control.solve(
            assumptions=self._assumed(draft, lines), yield_=True
        ) as handle:
            found = sum(1 for _ in handle)
        configuration.project = "no"
        return found

    def consequences(
        self,
        draft: Mapping[str, Choice],
        lines: Iterable[str],
        how: Literal["brave", "cautious"],
    ) -> Chosens:
        """The terms in some, or in every, completion that respects the positions."""
        self._mode(how, 0)
        found: Chosens = frozenset()
        with self._control.solve(
            assumptions=self._assumed(draft, lines), yield_=True
        ) as handle:
            for model in handle:
                shown = model.symbols(shown=True)
                found = frozenset(self._term_of[x.arguments[1].number] for x in shown)
        return found

    def causes(self, draft: Mapping[str, Choice], line: str) -> set[Names]:
        """The minimal sets of issues whose choices no agreement combines with the position."""
        return _minimal(
            sorted(draft),
            lambda some: not self.exists({issue: draft[issue] for issue in some}, [line]),
        )

    def nearest(self, draft: Mapping[str, Choice], lines: Iterable[str]) -> set[frozenset[str]]:
        """The smallest sets of issues to change for a deal; empty if there is no deal."""
        names = list(lines)
        for size in range(len(draft) + 1):
            found = {
                frozenset(some)
                for some in itertools.combinations(sorted(draft), size)
                if self.exists({x: y for x, y in draft.items() if x not in some}, names)
            }
            if found:
                return found
        return set()

    def conflicts(self, draft: Mapping[str, Choice], lines: Iterable[str]) -> set[Names]:
        """The minimal sets of these positions that no completion respects together."""
        return _minimal(sorted(lines), lambda some: not self.exists(draft, some))

    def concessions(self, draft: Mapping[str, Choice], lines: Iterable[str]) -> set[Names]:
        """The minimal sets of positions to drop so that a completion respects the others."""
        every = frozenset(lines)
        return _minimal(sorted(every), lambda some: self.exists(draft, every - some))

    def _mode(self, how: str, models: int) -> None:
        configuration: typing.Any = self._control.configuration.solve
        configuration.enum_mode = how
        configuration.models = models

    def _assumed(
        self, draft: Mapping[str, Choice], lines: Iterable[str]
    ) -> list[tuple[clingo.Symbol, bool]]:
        number = clingo.Number
        found = [
            (clingo.Function("kept", [number(self._number(str(name)))]), True) for name in lines
        ]
        for issue, choice in draft.items():
            given = {str(pick.term): pick for pick in choice.picks}
            for term in self._corpus.issues[issue].terms:
                mine = number(self._number(("term", issue, str(term))))
                atom = clingo.Function("chosen", [number(self._number(str(issue))), mine])
                found.append((atom, term in given))
                if term in given:
                    found += self._given(issue, given[term])
        return found

    def _given(self, issue: str, pick: Pick) -> Iterator[tuple[clingo.Symbol, bool]]:
        """The values that a draft gives, and those outside its bounds."""
        term = str(pick.term)
        for name, each in self._corpus.issues[issue].terms[term].parameters.items():
            key = clingo.Number(self._number(("parameter", issue, term, str(name))))
            bounds = pick.bounds.get(Name(name))
            for value in _values(each.domain):
                atom = [key, clingo.Number(self._number(("value", value)))]
                filled = clingo.Function("filled", atom)
                given = pick.parameters.get(Name(name))
                if given == value and type(given) is type(value):
                    yield filled, True
                elif bounds and not bounded(value, bounds.least, bounds.most):
                    yield filled, False

    # -- the program --

    def _number(self, thing: object) -> int:
        # By its text, for True equals 1.
        return self._numbers.setdefault(repr(thing), len(self._numbers))

    def _terms(self) -> Iterator[tuple[str, Term]]:
        for issue in self._corpus.issues.values():
            for term in issue.terms.values():
                yield str(issue.id), term

    def _chosen(self, issue: str, term: str) -> str:
        return f"chosen({self._number(str(issue))},{self._number(('term', issue, str(term)))})"

    def _issue(self, name: str) -> None:
        """Choose an allowed number of terms, or none; none if the issue is not applicable."""
        issue, number = self._corpus.issues[name], self._number(str(name))
        atoms = "; ".join(self._chosen(name, str(term)) for term in issue.terms)
        self._rules.append(f"{{{atoms}}}.")
        self._rules.append(f"spoken({number}) :- chosen({number},_).")
        for how in (f"< {issue.least}", f"> {issue.most}"):
            self._rules.append(
                f":- spoken({number}), #count {{ T : chosen({number},T) }} {how}."
            )
        if issue.applies_when is not None:
            self._rules.append(f":- spoken({number}), not {self._true(issue.applies_when)}.")

    def _term(self, issue: str, term: Term) -> None:
        self._term_of[self._number(("term", issue, str(term.id)))] = issue, str(term.id)
        chosen = self._chosen(issue, str(term.id))
        for name, parameter in term.parameters.items():
            key = self._number(("parameter", issue, str(term.id), name))
            values = "; ".join(
                f"filled({key},{self._number(('value', value))})"
                for value in _values(parameter.domain)
            )
            self._rules.append(f"1 {{{values}}} 1 :- {chosen}.")
            self._rules.extend(
                f"outlined({key},{'number' if is_number(value) else number}) :-"
                f" filled({key},{number})."
                for value in _values(parameter.domain)
                for number in (self._number(("value", value)),)
            )
        for effect in term.effects:
            when = "" if effect.when is None else f", {self._true(effect.when)}"
            for entity in self._corpus.entities.values():
                if not self._reaches(effect, entity):
                    continue
                for attribute, value in effect.sets.items():
                    place = self._place(entity, str(attribute))
                    if isinstance(value, ParameterValue):
                        key = self._number(("parameter", issue, str(term.id), str(value.name)))
                        body = f"{chosen}{when}, filled({key},V)"
                        self._rules.append(f"set({place},V) :- {body}.")
                    else:
                        number = self._number(("value", value))
                        self._rules.append(f"set({place},{number}) :- {chosen}{when}.")

    def _reaches(self, effect: Effect, entity: Entity) -> bool:
        if effect.entity is not None:
            return effect.entity == entity.id
        return effect.every == entity.type and (
            effect.where is None or self._fixed(effect.where, entity)
        )

    def _place(self, entity: Entity, attribute: str) -> str:
        numbers = self._number(("entity", str(entity.id))), self._number(("of", attribute))
        return ",".join(map(str, numbers))

    def _baseline(self, entity: Entity, attribute: str, value: Value) -> None:
        place = self._place(entity, attribute)
        self._rules.append(
            f"value({place},{self._number(('value', value))}) :- not moved({place})."
        )

    # -- conditions --

    def _true(self, condition: Condition) -> str:
        """An atom that is true exactly if the condition is."""
        atom = f"true({next(self._fresh)})"
        match condition:
            case Chosen(issue, term):
                bodies = [self._chosen(str(issue), str(term))]
            case With(issue, term, parameter, operator, against):
                declared = self._corpus.issues[issue]
                domain = declared.terms[term].parameters[parameter].domain
                key = self._number(("parameter", str(issue), str(term), str(parameter)))
                bodies = [
                    f"filled({key},{self._number(('value', value))})"
                    for value in _values(domain)
                    if _compares(domain, value, operator, against)
                ]
                above = declared.answer is not None and "unlimited" in declared.terms
                if above and _compares(domain, "unlimited", operator, against):
                    bodies.append(self._chosen(str(issue), "unlimited"))
            case Relation(left, operator, right):
                bodies = self._related(left, operator, right, None)
            case Silent(issue) | Undecided(issue):
                unspoken = f"not spoken({self._number(str(issue))})"
                bodies = [unspoken if isinstance(condition, Silent) else "0 = 1"]
            case Not(part):
                bodies = [f"not {self._true(part)}"]
            case All(parts):
                bodies = [", ".join(map(self._true, parts)) or "0 = 0"]
            case Any(parts):
                bodies = list(map(self._true, parts))
            case If(when, then, otherwise):
                test = self._true(when)
                other = "" if otherwise is None else f", {self._true(otherwise)}"
                bodies = [f"{test}, {self._true(then)}", f"not {test}{other}"]
            case Count(how, number, parts):
                bodies = [self._counted(how, number, list(map(self._true, parts)))]
            case Test(name, claim):
                bodies = [self._meets(claim, self._corpus.entities[name])]
            case CountEntities(how, number, kind, where, claim):
                both = Of("all", (where, claim))
                entities = [x for x in self._corpus.entities.values() if x.type == kind]
                met = [self._meets(both, entity) for entity in entities]
                bodies = [self._counted(how, number, met)]
        self._rules.extend(f"{atom} :- {body}." for body in bodies)
        return atom

    # -- numbers that relate, as whole numbers over a denominator each --

    def _related(
        self, left: Quantity, operator: Operator, right: Quantity, entity: Entity | None
    ) -> list[str]:
        """Rule bodies for a relation of two quantities, both of which have a value."""
        sides = [self._quantity(each, entity) for each in (left, right)]
        (one, below), (other, beneath) = sides
        sign = SIGNS[operator]
        bodies = [f"q({one},A), q({other},B), A*{beneath} {sign} B*{below}"]
        if operator in {Operator.AT_LEAST, Operator.ABOVE, Operator.NOT}:
            bodies.append(f"inf({one}), q({other},_)")
        if operator in {Operator.AT_MOST, Operator.BELOW, Operator.NOT}:
            bodies.append(f"q({one},_), inf({other})")
        if operator not in {Operator.BELOW, Operator.ABOVE, Operator.NOT}:
            bodies.append(f"inf({one}), inf({other})")
        return bodies

    def _quantity(self, said: Quantity, entity: Entity | None) -> tuple[int, int]:
        """Its number, for `q(number, value)` or `inf(number)`, and the divisor of the value."""
        me = next(self._fresh)
        match said:
            case Constant(number):
                self._rules.append(f"q({me},{number.numerator}).")
                return me, number.denominator
            case Blank(issue, term, parameter):
                declared = self._corpus.issues[issue]
                domain = declared.terms[term].parameters[parameter].domain
                key = self._number(("parameter", str(issue), str(term), str(parameter)))
                for value in _values(domain):
                    self._amount(me, value, f"filled({key},{self._number(('value', value))})")
                if declared.answer is not None and "unlimited" in declared.terms:
                    self._rules.append(f"inf({me}) :- {self._chosen(str(issue), 'unlimited')}.")
                return me, 10**domain.digits
            case Property(attribute, name):
                whose = entity if name is None else self._corpus.entities[name]
                assert whose is not None
                return self._property(me, whose, str(attribute))
            case Total(attribute, kind, where):
                parts = []
                for each in self._corpus.entities.values():
                    if each.type != kind:
                        continue
                    part = next(self._fresh)
                    there, below = self._property(next(self._fresh), each, str(attribute))
                    met = self._meets(where, each)
                    self._rules += [
                        f"q({part},V) :- q({there},V), {met}.",
                        f"inf({part}) :- inf({there}), {met}.",
                        f"q({part},0) :- not {met}.",
                    ]
                    parts.append((part, below))
                return self._sum(parts)
            case Sum(several):
                return self._sum([self._quantity(each, entity) for each in several])
            case Times(factor, part):
                there, below = self._quantity(part, entity)
                self._rules += [
                    f"q({me},V*{factor.numerator}) :- q({there},V).",
                    f"inf({me}) :- inf({there}).",
                ]
                return me, below * factor.denominator
            case Product(one, other):
                (here, below), (there, beneath) = (
                    self._quantity(each, entity) for each in (one, other)
                )
                self._rules.append(f"q({me},A*B) :- q({here},A), q({there},B).")
                return me, below * beneath

    def _property(self, me: int, entity: Entity, attribute: str) -> tuple[int, int]:
        declared = self._corpus.entity_types[entity.type].attributes[attribute]
        place = self._place(entity, attribute)
        for value in _values(declared):
            self._amount(me, value, f"value({place},{self._number(('value', value))})")
        return me, 10**declared.digits

    def _amount(self, me: int, value: Value, when: str) -> None:
        """Give the quantity a value under a condition; it has none if unspecified."""
        if value == UNLIMITED:
            self._rules.append(f"inf({me}) :- {when}.")
        elif isinstance(value, int):
            self._rules.append(f"q({me},{int(value)}) :- {when}.")

    def _sum(self, parts: list[tuple[int, int]]) -> tuple[int, int]:
        """The sum of the parts, added two at a time."""
        here, below = next(self._fresh), 1
        self._rules.append(f"q({here},0).")
        for there, beneath in parts:
            me, shared = next(self._fresh), math.lcm(below, beneath)
            sums = f"A*{shared // below}+B*{shared // beneath}"
            self._rules += [
                f"q({me},{sums}) :- q({here},A), q({there},B).",
                f"inf({me}) :- inf({here}), q({there},_).",
                f"inf({me}) :- q({here},_), inf({there}).",
                f"inf({me}) :- inf({here}), inf({there}).",
            ]
            here, below = me, shared
        return here, below

    def _counted(self, how: Counting, number: int, atoms: list[str]) -> str:
        signs = {Counting.AT_LEAST: ">=", Counting.AT_MOST: "<=", Counting.EXACTLY: "="}
        elements = "; ".join(f"{place} : {atom}" for place, atom in enumerate(atoms))
        return f"#count {{ {elements} }} {signs[how]} {number}"

    def _meets(self, predicate: Predicate, entity: Entity) -> str:
        known = (entity.id, predicate) if isinstance(predicate, Compare) else None
        if known in self._compared:
            return self._compared[known]
        atom = f"true({next(self._fresh)})"
        match predicate:
            case CompareTo(attribute, operator, said):
                bodies = self._related(Property(attribute), operator, said, entity)
            case Compare(attribute, operator, against):
                self._compared[entity.id, predicate] = atom
                place = self._place(entity, str(attribute))
                kind = self._corpus.entity_types[entity.type]
                declared = kind.attributes[str(attribute)]
                bodies = [
                    f"value({place},{self._number(('value', value))})"
                    for value in _values(declared)
                    if _compares(declared, value, operator, against)
                ]
            case Of("all", parts):
                met = [self._meets(part, entity) for part in parts]
                bodies = [", ".join(met) or "0 = 0"]
            case Of("any", parts):
                bodies = [self._meets(part, entity) for part in parts]
            case Of(_, parts):
                bodies = [f"not {self._meets(parts[0], entity)}"]
            case _:
                bodies = ["0 = 0"] if self._fixed(predicate, entity) else ["0 = 1"]
        self._rules.extend(f"{atom} :- {body}." for body in bodies)
        return atom

    def _fixed(self, predicate: Predicate, entity: Entity) -> bool:
        """The predicate's value, which no term can change."""
        match predicate:
            case CompareTo():
                raise NotImplementedError  # effects that depend on relations are not drawn
            case Is(entities):
                return entity.id in entities
            case OwnedBy(owners):
                return entity.of in owners
            case MemberOf(groups):
                person = entity.id.split("@")[0]  # in a case it is the same one
                mine = (x for x in self._corpus.memberships if x.member == person)
                return any(each.group in groups for each in mine)
            case Of("all", parts):
                return all(self._fixed(part, entity) for part in parts)
            case Of("any", parts):
                return any(self._fixed(part, entity) for part in parts)
            case Of(_, parts):
                return not self._fixed(parts[0], entity)
            case Compare(attribute, operator, against):
                declared = self._corpus.entity_types[entity.type].attributes[str(attribute)]
                value = entity.baseline[str(attribute)]
                return _compares(declared, value, operator, against)


# -- large corpora ------------------------------------------------------------


def generated(issues: int, seed: int, *, unplanted: int = 0) -> Corpus:
    """A workspace of the benchmarks' generator."""
    path = Path(__file__).parents[1] / "benchmarks" / "spaces.py"
    spec = importlib.util.spec_from_file_location("spaces", path)
    assert spec is not None
    assert spec.loader is not None
    spaces = importlib.util.module_from_spec(spec)
    sys.modules["spaces"] = spaces
    spec.loader.exec_module(spaces)
    found: Corpus = spaces.corpus(spaces.Size(issues, unplanted=unplanted), seed)
    return found


def drafted(
    corpus: Corpus, near: Complete, chance: Random, *, part: float, slips: int = 0
) -> Scenario:
    """A part of a complete scenario as a draft, with some choices changed."""
    names = [str(issue) for issue in corpus.issues if chance.random() < part]
    choices = {name: Choice(Name(name), near[name]) for name in names}
    for name in chance.sample(list(map(str, corpus.issues)), slips):
        term = chance.choice(sorted(corpus.issues[name].terms))
        choices[name] = Choice(Name(name), (Pick(Name(term)),))
    return Scenario("draft", "draft", choices=choices)


def _minimal(names: Iterable[str], enough: Callable[[Names], bool]) -> set[Names]:
    """The minimal sufficient sets; every superset of a sufficient set is sufficient."""
    every, found = list(names), set[Names]()
    for size in range(len(every) + 1):
        for some in map(frozenset, itertools.combinations(every, size)):
            if not any(each <= some for each in found) and enough(some):
                found.add(some)
    return found


def _values(domain: Attribute) -> list[Value]:
    if domain.unspecified:
        return [*_values(replace(domain, unspecified=False)), "unspecified"]
    if domain.type == "enum":
        return list(domain.values)
    if domain.type == "boolean":
        return [False, True]
    every = range(domain.minimum or 0, (domain.maximum or 0) + 1, domain.step)
    numbers: list[Value] = [*map(domain.at, every)]
    return [*numbers, UNLIMITED] if domain.unlimited else numbers


def _place(declared: Attribute, value: Value) -> float:
    if not declared.number:
        return _values(declared).index(value)
    return math.inf if value == UNLIMITED else int(declared.typed(value))


def _compares(
    declared: Attribute, value: Value, operator: Operator, against: tuple[Value, ...]
) -> bool:
    if declared.unspecified and value == "unspecified":
        return False
    place, *places = (_place(declared, each) for each in (value, *against))
    match operator:
        case Operator.IS | Operator.IN:
            return place in places
        case Operator.NOT:
            return place not in places
        case Operator.AT_LEAST:
            return place >= places[0]
        case Operator.AT_MOST:
            return place <= places[0]
        case Operator.ABOVE:
            return place > places[0]
        case Operator.BELOW:
            return place < places[0]
