"""Names of parties, positions, issues and terms for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.wording.rules import kept_words
from zopa.model.context import holders_at
from zopa.questions.question import Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.model.corpus import (
        Corpus,
        Position,
        Scenario,
    )
    from zopa.questions.question import Question


def scenario_name(scenario: Scenario) -> str:
    """The name of a draft in commands: its id, or its path if it is outside `scenarios/`."""
    return scenario.id if scenario.path.startswith("scenarios/") else scenario.path


def party_name(corpus: Corpus, party: str) -> str:
    """The name of a party for a narrow place."""
    return corpus.parties[party].short if party in corpus.parties else party


def holder_names(corpus: Corpus, position: Position, table: Iterable[str] = ()) -> str:
    """The holders of a position at the table; else the party that states it."""
    holders = holders_at(position, table) or (str(position.party),)
    return kept_words([party_name(corpus, each) for each in holders])


def position_words(corpus: Corpus, name: str, table: Iterable[str] = ()) -> str:
    """A position in a sentence: its holders at the table, and its title."""
    position = corpus.positions[name]
    return f"{holder_names(corpus, position, table)}: {position.title}"


def by_party(question: Question, names: Iterable[str]) -> dict[str, list[str]]:
    """The positions of each party at the table; all in corpus order."""
    corpus, context = question.space.problem.corpus, question.context
    among = set(names)
    found: dict[str, list[str]] = {str(party): [] for party in corpus.parties}
    for name, position in corpus.positions.items():
        if name in among:
            for party in context.holders(position):
                found.setdefault(party, []).append(name)
    return {party: mine for party, mine in found.items() if mine}


def title_among(corpus: Corpus, name: str, party: str, table: Iterable[str]) -> str:
    """A position in a list of one holder: its title, and the other holders at the table."""
    position = corpus.positions[name]
    others = [party_name(corpus, x) for x in holders_at(position, table) if x != party]
    return f"{position.title} (also of {kept_words(others)})" if others else position.title
