"""Generated negotiations of any size, the same for the same numbers.

As in the study that the budgets come from: an issue has two to eight options,
silence among them, four on the geometric mean; one issue in ten has a term with a
bounded number, and there is a derived fact to every third issue. Issues come in
chapters of seven. Most rules and lines stay within a chapter, and 12 % refer to
something anywhere: the diagrams get as large as those of the study. A hidden
scenario keeps every rule and every line, so that there is a zone. `unplanted`
lines are added that do not care about it, and some insist on one
or two things instead of combining more: these clash.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TypeAlias

from zopa.model.conditions import (
    All,
    Any,
    Chosen,
    Compare,
    Condition,
    Count,
    Counting,
    If,
    Name,
    Not,
    Operator,
    Test,
)
from zopa.model.corpus import (
    Attribute,
    Corpus,
    Effect,
    Entity,
    EntityType,
    Issue,
    Kind,
    Parameter,
    ParameterValue,
    Party,
    Position,
    Reading,
    Rule,
    Strength,
    Term,
    When,
)

__all__ = ["Size", "corpus"]

DAY = dt.date(2025, 1, 1)
CHAPTER = 7
PARTIES = 6
INSISTENT = 0.15
OPTIONS = (2, 3, 3, 4, 4, 4, 5, 5, 6, 8)
MOST = 1_000
THRESHOLDS = (250, 500, 750)
STANDS = Attribute(Name("stands"), "boolean", default=False)
AMOUNT = Attribute(Name("amount"), "integer", unit="unit", minimum=0, maximum=MOST, default=0)

Literal: TypeAlias = tuple[Condition, bool]
"""A condition, and whether the hidden scenario keeps it."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a negotiation is."""

    issues: int
    terms: int | None = None
    """The same number for every issue; one to seven, drawn, if left out."""
    lines: int | None = None
    """Twice as many as issues if left out."""
    unplanted: int = 0
    across: float = 0.12
    """The part of rules and lines that reach across chapters."""


def corpus(size: Size, seed: int = 1) -> Corpus:
    """A negotiation of this size, with as many rules as issues."""
    return _Maker(size, random.Random(f"{size}-{seed}")).corpus()  # noqa: S311  # repeatable


class _Maker:
    """Draws one negotiation."""

    def __init__(self, size: Size, chance: random.Random) -> None:
        self._size = size
        self._chance = chance
        self._terms = [size.terms or chance.choice(OPTIONS) - 1 for _ in range(size.issues)]
        self._planted = [chance.randrange(terms + 1) - 1 for terms in self._terms]
        """For each issue the hidden scenario's term; -1 for silence."""
        self._amounts = {
            issue: (chance.randrange(self._terms[issue]), chance.randrange(MOST + 1))
            for issue in range(5, size.issues, 10)
        }
        """For each issue with a number: its term, and the hidden scenario's value."""
        self._facts = {
            fact: [self._term_near(fact * 3) for _ in range(2)]
            for fact in range(size.issues // 3)
        }
        """For each derived fact the issues and terms that bring it about."""

    def corpus(self) -> Corpus:
        """All of it."""
        lines = 2 * self._size.issues if self._size.lines is None else self._size.lines
        parties = [Name(f"p{each}") for each in range(PARTIES)]
        positions = [
            self._position(number, keep=number < lines)
            for number in range(lines + self._size.unplanted)
        ]
        rules = [
            Rule(Name(f"r{number}"), self._condition(keep=True), "Generated.", "definitional")
            for number in range(self._size.issues)
        ]
        kinds = (("fact", STANDS), ("measure", AMOUNT))
        return Corpus(
            title="Generated",
            as_of=DAY,
            at_the_table=tuple(parties),
            parties={str(each): Party(each, str(each), str(each)) for each in parties},
            entity_types={
                kind: EntityType(Name(kind), {str(each.id): each}) for kind, each in kinds
            },
            entities={
                **{f"f{each}": _entity(f"f{each}", "fact", STANDS) for each in self._facts},
                **{
                    f"m{each}": _entity(f"m{each}", "measure", AMOUNT) for each in self._amounts
                },
            },
            issues={f"i{number}": self._issue(number) for number in range(self._size.issues)},
            rules={str(each.id): each for each in rules},
            positions={str(each.id): each for each in positions},
        )

    def _issue(self, number: int) -> Issue:
        terms = {f"t{term}": self._term(number, term) for term in range(self._terms[number])}
        return Issue(Name(f"i{number}"), f"Question {number}?", terms)

    def _term(self, issue: int, term: int) -> Term:
        effects = [
            _sets(f"f{fact}", STANDS, value=True)
            for fact, causes in self._facts.items()
            if (issue, term) in causes
        ]
        parameters = {}
        if issue in self._amounts and self._amounts[issue][0] == term:
            parameters["amount"] = Parameter(AMOUNT.id, AMOUNT)
            effects.append(_sets(f"m{issue}", AMOUNT, value=ParameterValue(AMOUNT.id)))
        return Term(Name(f"t{term}"), f"Term {term}", parameters, tuple(effects))

    def _position(self, number: int, *, keep: bool) -> Position:
        party = f"p{number % PARTIES}"
        return Position(
            id=Name(f"{party}/l{number}"),
            party=Name(party),
            kind=Kind.RED_LINE if number % 3 else Kind.DEMAND,
            strength=list(Strength)[number % len(Strength)],
            title=f"Line {number}",
            since=When(DAY, DAY),
            readings={"plain": Reading(Name("plain"), self._condition(keep=keep))},
            default="plain",
        )

    def _condition(self, *, keep: bool) -> Condition:
        """On a few choices and facts; on wish such as the hidden scenario keeps."""
        if not keep and self._chance.random() < INSISTENT:
            near = self._chance.randrange(self._size.issues)
            number = self._chance.choice((1, 2))
            return All(tuple(self._literal(near)[0] for _ in range(number)))
        while True:
            condition, true = self._draw()
            if true or not keep:
                return condition

    def _draw(self) -> Literal:
        home = self._chance.randrange(self._size.issues)
        far = self._chance.random() < self._size.across
        away = self._chance.randrange(self._size.issues) if far else home
        inside = self._chance.choice((1, 1, 2, 2, 3))
        drawn = [*(self._literal(home) for _ in range(inside)), self._literal(away)]
        parts = tuple(part for part, _ in drawn)
        truths = [truth for _, truth in drawn]
        match self._chance.randrange(4):
            case 0:
                return Not(All(parts)), not all(truths)
            case 1:
                return Any(parts), any(truths)
            case 2:
                return If(parts[0], Any(parts[1:])), not truths[0] or any(truths[1:])
            case _:
                most = len(parts) - 1
                return Count(Counting.AT_MOST, most, parts), sum(truths) <= most

    def _literal(self, near: int) -> Literal:
        nature = self._chance.random()
        condition, truth = (
            self._fact(near)
            if nature < 0.15
            else self._threshold(near)
            if nature < 0.25
            else self._chosen(near)
        )
        return (
            (Not(condition), not truth) if self._chance.random() < 0.5 else (condition, truth)
        )

    def _chosen(self, near: int) -> Literal:
        issue, term = self._term_near(near)
        return Chosen(Name(f"i{issue}"), Name(f"t{term}")), self._planted[issue] == term

    def _fact(self, near: int) -> Literal:
        known = [fact for fact in self._facts if fact * 3 in _chapter(near, self._size.issues)]
        if not known:
            return self._chosen(near)
        fact = self._chance.choice(known)
        stands = any(self._planted[issue] == term for issue, term in self._facts[fact])
        return Test(Name(f"f{fact}"), Compare(STANDS.id, Operator.IS, (True,))), stands

    def _threshold(self, near: int) -> Literal:
        known = [each for each in self._amounts if each in _chapter(near, self._size.issues)]
        if not known:
            return self._chosen(near)
        issue = self._chance.choice(known)
        term, amount = self._amounts[issue]
        least = self._chance.choice(THRESHOLDS)
        enough = self._planted[issue] == term and amount >= least
        return Test(Name(f"m{issue}"), Compare(AMOUNT.id, Operator.AT_LEAST, (least,))), enough

    def _term_near(self, near: int) -> tuple[int, int]:
        issue = self._chance.choice(_chapter(near, self._size.issues))
        return issue, self._chance.randrange(self._terms[issue])


def _chapter(issue: int, issues: int) -> range:
    start = issue // CHAPTER * CHAPTER
    return range(start, min(start + CHAPTER, issues))


def _entity(name: str, kind: str, attribute: Attribute) -> Entity:
    default = attribute.default
    return Entity(
        Name(name), Name(kind), {str(attribute.id): 0 if default is None else default}
    )


def _sets(entity: str, attribute: Attribute, *, value: bool | ParameterValue) -> Effect:
    return Effect(Name(entity), None, None, None, {attribute.id: value})
