"""What the corpus does not speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.model.conditions import issues_named
from zopa.model.context import standing
from zopa.model.evaluate import compared, targets
from zopa.questions.source_coverage import citations

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from zopa.model.conditions import Condition
    from zopa.model.corpus import Corpus, Position, Rule, Scenario

__all__ = ["Coverage", "bearing", "coverage", "issues_borne_on"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Gaps, each a list in corpus order."""

    issues_without_position: tuple[str, ...]
    """No position that verdicts can be about depends on them."""
    positions_without_term: tuple[str, ...]
    """No term can change what they speak of."""
    parties_without_line: tuple[str, ...]
    """At the table, and nothing that verdicts can be about is theirs."""
    superseded: tuple[str, ...]
    """Not in force any more on the day."""
    not_yet: tuple[str, ...]
    """Possibly in force on the day, or only later."""
    statements_unused: tuple[str, ...]
    sources_unused: tuple[str, ...]
    only_indirect: tuple[str, ...]
    """Red lines and demands of which no statement is in the party's own voice."""


def coverage(
    corpus: Corpus, day: dt.date | None = None, scenarios: Iterable[Scenario] = ()
) -> Coverage:
    """Find what nobody speaks to, and what nothing uses.

    Args:
        corpus: the terms.
        day: what "in force" refers to; the corpus's own day if left out.
        scenarios: drafts, which may cite sources too.
    """
    day = day or corpus.as_of
    moved = _movers(corpus)
    spoken: set[str] = set()
    idle: list[str] = []
    for position in corpus.positions.values():
        issues = _issues(corpus, position, moved)
        if position.checked:
            spoken |= issues
        if position.readings and not issues:
            idle.append(str(position.id))
    checked = [each for each in corpus.positions.values() if each.checked]
    owners = {str(party) for each in checked for party in each.holders}
    status = {str(each.id): _status(corpus, each, day) for each in checked}
    used = {
        *(name for each in corpus.positions.values() for name in each.statements),
        *(
            name
            for issue in corpus.issues.values()
            for term in issue.terms.values()
            for name in term.statements
        ),
    }
    every = citations(corpus, scenarios)
    cited = {str(source) for _, cites in every for source, _ in cites}
    return Coverage(
        issues_without_position=tuple(x for x in map(str, corpus.issues) if x not in spoken),
        positions_without_term=tuple(idle),
        parties_without_line=tuple(x for x in map(str, corpus.at_the_table) if x not in owners),
        superseded=tuple(name for name, each in status.items() if each == "over"),
        not_yet=tuple(name for name, each in status.items() if each == "not-yet"),
        statements_unused=tuple(x for x in map(str, corpus.statements) if x not in used),
        sources_unused=tuple(x for x in map(str, corpus.sources) if x not in cited),
        only_indirect=tuple(str(each.id) for each in checked if _indirect(corpus, each)),
    )


def _movers(corpus: Corpus) -> dict[tuple[str, str], frozenset[str]]:
    """For each entity and attribute the issues whose terms can set it.

    One set for all that the same effects set, so that each is looked at once.
    """
    reached: dict[tuple[object, ...], tuple[str, ...]] = {}
    setting: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            for effect in term.effects:
                others = set() if effect.when is None else set(issues_named(effect.when))
                key = effect.entity, effect.every, effect.where
                if key not in reached:
                    reached[key] = tuple(str(each.id) for each in targets(corpus, effect))
                for attribute in effect.sets:
                    issues = setting.setdefault((reached[key], str(attribute)), set())
                    issues |= {str(issue.id), *map(str, others)}
    by: dict[tuple[str, str], list[int]] = {}
    for place, (entities, name) in enumerate(setting):
        for entity in entities:
            by.setdefault((entity, name), []).append(place)
    sets = list(setting.values())
    joined: dict[tuple[int, ...], frozenset[str]] = {}
    for places in by.values():
        if (which := tuple(places)) not in joined:
            joined[which] = frozenset().union(*map(sets.__getitem__, which))
    return {target: joined[tuple(places)] for target, places in by.items()}


def bearing(corpus: Corpus, issue: str) -> tuple[tuple[Position, ...], tuple[Rule, ...]]:
    """The positions and the rules whose condition bears on an issue, in corpus order.

    It names the issue, or speaks of an attribute that a term of the issue can set.
    """
    moved = _movers(corpus)
    positions, rules = corpus.positions.values(), corpus.rules.values()
    return (
        tuple(each for each in positions if issue in _issues(corpus, each, moved)),
        tuple(each for each in rules if issue in _in(corpus, each.holds, moved)),
    )


def issues_borne_on(
    corpus: Corpus,
) -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """For each position, and for each rule, the issues that its condition bears on."""
    moved = _movers(corpus)
    return (
        {
            name: frozenset(_issues(corpus, each, moved))
            for name, each in corpus.positions.items()
        },
        {
            name: frozenset(_in(corpus, each.holds, moved))
            for name, each in corpus.rules.items()
        },
    )


def _issues(
    corpus: Corpus, position: Position, moved: Mapping[tuple[str, str], frozenset[str]]
) -> set[str]:
    """The issues on which some reading of the position bears."""
    each = (_in(corpus, reading.holds, moved) for reading in position.readings.values())
    return set().union(*each)


def _in(
    corpus: Corpus, condition: Condition, moved: Mapping[tuple[str, str], frozenset[str]]
) -> set[str]:
    """The issues that a condition names or whose terms set what it speaks of."""
    found = set(issues_named(condition))
    sets = (moved.get(each, frozenset()) for each in compared(corpus, condition))
    return found.union(*{id(each): each for each in sets}.values())


def _status(corpus: Corpus, position: Position, day: dt.date) -> str:
    match standing(corpus, position, day):
        case "certain":
            return "in-force"
        case "possible":
            return "not-yet"
        case "no":
            begun = position.since.earliest
            return "not-yet" if begun is not None and day < begun else "over"


def _indirect(corpus: Corpus, position: Position) -> bool:
    said = [corpus.statements[each].attribution for each in position.statements]
    return "direct-statement" not in said
