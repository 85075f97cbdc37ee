"""Generated negotiations of any size, the same for the same numbers.

Issues come in chapters of seven; most rules and lines stay within a chapter, a
few reach across, as in real drafts. A hidden scenario respects every rule and
every line, so that there is a zone; `conflicting` lines are then added that
are not planted and may clash.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from zopa.conditions import All, Any, Chosen, Condition, Count, Counting, If, Name, Not
from zopa.model import (
    Corpus,
    Issue,
    Kind,
    Party,
    Position,
    Reading,
    Rule,
    Strength,
    Term,
    When,
)

DAY = dt.date(2025, 1, 1)
CHAPTER = 7
ACROSS = 0.12
PARTIES = 6


@dataclass(frozen=True, slots=True)
class Size:
    """How large a negotiation is."""

    issues: int
    terms: int = 4
    rules: int | None = None
    """As many as issues if left out."""
    lines: int | None = None
    """Twice as many as issues if left out."""
    conflicting: int = 0


def corpus(size: Size, seed: int = 1) -> Corpus:
    """A negotiation of this size."""
    chance = random.Random(f"{size}-{seed}")  # noqa: S311  # repeatable, not secret
    planted = [chance.randrange(size.terms + 1) for _ in range(size.issues)]
    rules = size.rules if size.rules is not None else size.issues
    lines = size.lines if size.lines is not None else 2 * size.issues
    issues = {
        f"i{number}": Issue(
            Name(f"i{number}"),
            f"Question {number}?",
            {f"t{term}": Term(Name(f"t{term}"), f"Term {term}") for term in range(size.terms)},
        )
        for number in range(size.issues)
    }
    conditions = _Conditions(chance, size, planted)
    parties = {f"p{each}": Party(Name(f"p{each}"), f"Party {each}", f"P{each}") for each in range(PARTIES)}
    positions = {}
    for number in range(lines + size.conflicting):
        party = f"p{number % PARTIES}"
        name = Name(f"{party}/l{number}")
        positions[str(name)] = Position(
            id=name,
            party=Name(party),
            kind=Kind.RED_LINE if number % 3 else Kind.DEMAND,
            strength=list(Strength)[number % len(Strength)],
            title=f"Line {number}",
            since=When(DAY, DAY),
            readings={"plain": Reading(Name("plain"), conditions.one(keep=number < lines))},
            default="plain",
        )
    return Corpus(
        title="Generated",
        as_of=DAY,
        at_the_table=tuple(map(Name, parties)),
        parties=parties,
        issues=issues,
        rules={
            f"r{number}": Rule(Name(f"r{number}"), conditions.one(keep=True), "Generated.", "definitional")
            for number in range(rules)
        },
        positions=positions,
    )


class _Conditions:
    """Makes conditions, on wish such as the planted scenario keeps."""

    def __init__(self, chance: random.Random, size: Size, planted: list[int]) -> None:
        self._chance = chance
        self._size = size
        self._planted = planted

    def one(self, *, keep: bool) -> Condition:
        """A condition over a few issues."""
        while True:
            condition, true = self._draw()
            if true or not keep:
                return condition

    def _draw(self) -> tuple[Condition, bool]:
        literals = [self._literal() for _ in range(self._chance.choice((2, 2, 3, 3, 4)))]
        parts = tuple(part for part, _ in literals)
        truths = [truth for _, truth in literals]
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

    def _literal(self) -> tuple[Condition, bool]:
        issues = self._size.issues
        first = self._chance.randrange(issues)
        if not hasattr(self, "_last") or self._chance.random() < ACROSS:
            self._last = first
        else:
            start = self._last // CHAPTER * CHAPTER
            first = min(start + self._chance.randrange(CHAPTER), issues - 1)
            self._last = first
        term = self._chance.randrange(self._size.terms)
        condition = Chosen(Name(f"i{first}"), Name(f"t{term}"))
        truth = self._planted[first] == term
        return (Not(condition), not truth) if self._chance.random() < 0.5 else (condition, truth)
