"""Questions: the basis of each, a draft with its assumptions; and a module for each.

The command line and Python state assumptions through the functions of this module. So both
refuse the same words with the same suggestion.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zopa import Refused
from zopa.diagnostics import did_you_mean, listed, quoted, shown
from zopa.files import composed
from zopa.model.context import candidates, context_of, standing
from zopa.model.corpus import CHECKED, Kind, Scenario

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zopa.model.context import Context, Held
    from zopa.model.corpus import Corpus, Position
    from zopa.questions.robustness import Over
    from zopa.solving.problem import Clause
    from zopa.solving.space import Space
    from zopa.workspace import Workspace

__all__ = [
    "NOTHING_CHOSEN",
    "Clash",
    "Completeness",
    "Question",
    "assumed",
    "at_least",
    "broken_rules",
    "by_size",
    "clash",
    "day_of",
    "issues_to_keep",
    "kinds_of_assumption",
    "known",
    "no_scenario",
    "party_called",
    "party_named",
    "scenario_named",
    "set_aside",
    "several",
    "term_named",
    "weighed",
]


NOTHING_CHOSEN = Scenario(id="", path="", title="Nothing chosen")
"""The draft that decides no issue."""


class Completeness(enum.StrEnum):
    """Completeness of an answer."""

    PROVED = "proved"
    """The full answer, proved."""
    AT_LEAST = "at-least"
    """All listed results are right; there are more, or there may be."""
    BEST_FOUND = "best-found"
    """No better result was found; it is not proved that none exists."""
    GAVE_UP = "gave-up"
    """Nothing is known."""


ORDER = ("terms", "effects", "applies-when", "rule")
"""Order by nature in which clauses are kept if not all can be kept."""


def broken_rules(space: Space, literals: Sequence[int]) -> tuple[Clause, ...]:
    """The clauses to leave out so that some scenario has all of these literals.

    Each clause that is compatible with those kept before it is kept: terms first, then
    effects, then `applies-when`, then rules, each by name. So no clause is left out that is
    compatible with all kept ones. Empty if all can be kept.

    Raises:
        Stopped: the space was told to end first.
    """
    if space.possible(literals):
        return ()
    clauses = sorted(
        space.problem.clauses, key=lambda each: (ORDER.index(each.nature), each.name)
    )
    kept = list(literals)
    broken: list[Clause] = []
    while clauses and not space.feasible([*kept, *(each.node for each in clauses)]):
        most, too_many = 0, len(clauses)
        while too_many - most > 1:
            middle = (most + too_many) // 2
            if space.feasible([*kept, *(each.node for each in clauses[:middle])]):
                most = middle
            else:
                too_many = middle
        kept += [each.node for each in clauses[:most]]
        first, clauses = clauses[most], clauses[most + 1 :]
        broken.append(first)
        if first.nature == "effects":
            # A clause about it cannot be checked, and is kept.
            clauses = [x for x in clauses if first.name not in space.problem.compared(x)]
    return tuple(broken)


@dataclass(frozen=True, slots=True)
class Clash:
    """The reason for an inconsistent draft: minimal choices and the clauses that they break."""

    choices: tuple[str, ...]
    """Issues, in corpus order."""
    clauses: tuple[Clause, ...]


def clash(space: Space, scenario: Scenario) -> Clash:
    """A minimal reason why a draft is inconsistent.

    Rules are dropped before choices, so that few rules are named.

    The limit of one term for an issue is a rule like the others. A rule on an attribute with
    two values is not broken: otherwise a necessary rule would not be named.

    Raises:
        Stopped: the space was told to end first.
    """
    from zopa.solving.mus import minimal

    apart = space.apart
    clauses = {f"{each.nature} {each.name}": each for each in apart.problem.judged}
    chosen = scenario.choices
    choices = {(issue, ""): apart.problem.fixed(chosen[issue]) for issue in sorted(chosen)}
    parts = {**choices, **{("", key): (clauses[key].node,) for key in sorted(clauses)}}
    kept = minimal(parts, apart.show)
    named = {issue for issue, _ in kept}
    return Clash(
        choices=tuple(str(each) for each in apart.problem.corpus.issues if each in named),
        clauses=tuple(clauses[key] for _, key in kept if key),
    )


@dataclass(frozen=True)
class Question:
    """A draft under a context, in the terms of a space."""

    space: Space
    """All scenarios; an inconsistent draft has no completion among the consistent ones."""
    scenario: Scenario
    context: Context

    @property
    def about(self) -> tuple[Space, Scenario, Context]:
        """The arguments of every question, in the order of its parameters."""
        return self.space, self.scenario, self.context

    @cached_property
    def broken(self) -> tuple[Clause, ...]:
        """The clauses that an inconsistent draft breaks, to be left out; see `broken_rules`."""
        return broken_rules(self.space, self.assumed)

    @property
    def coherent(self) -> bool:
        """True if the draft has a consistent completion, with nothing left out."""
        return not self.broken

    @cached_property
    def clash(self) -> Clash | None:
        """The reason for an inconsistent draft; None if it is consistent."""
        return None if self.coherent else clash(self.space, self.scenario)

    @cached_property
    def world(self) -> Space:
        """The scenarios in which the question is answered, with the broken rules left out."""
        return self.space.without(self.broken)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The positions that count, in corpus order."""
        return self.space.held(self.context)

    @cached_property
    def possibly(self) -> tuple[Position, ...]:
        """The positions with an uncertain start date, which do not count."""
        corpus, context = self.space.problem.corpus, self.context
        return tuple(
            each
            for each in candidates(corpus, context)
            if standing(corpus, each, context.as_of) == "possible"
        )

    @cached_property
    def judged(self) -> tuple[Held, ...]:
        """Those of them that can be checked; all of them, unless effects are left out."""
        twofold = self.space.problem.twofold
        return tuple(
            each
            for each in self.held
            if not twofold(each.id, str(each.reading.id), self.broken)
        )

    @cached_property
    def not_judged(self) -> tuple[Held, ...]:
        """Positions on an attribute to which the draft gives two values at once."""
        judged = {each.id for each in self.judged}
        return tuple(each for each in self.held if each.id not in judged)

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """For each checked position the node that is true if it is respected."""
        return {each.id: self.every_line[each.id] for each in self.judged}

    @cached_property
    def every_line(self) -> Mapping[str, int]:
        """The same for each position that counts, checked or not."""
        nodes = self.space.problem.positions
        return {each.id: nodes[each.id, str(each.reading.id)] for each in self.held}

    @cached_property
    def facts(self) -> Mapping[str, tuple[int, ...]]:
        """For each issue that the draft decides, the literals of its choice."""
        return {
            issue: self.space.problem.fixed(choice)
            for issue, choice in self.scenario.choices.items()
        }

    @cached_property
    def assumed(self) -> list[int]:
        """The literals of all the draft's choices."""
        return self.given(self.facts)

    @cached_property
    def settled(self) -> frozenset[str]:
        """The issues that the draft decides in full, including all parameters."""
        given = frozenset(self.assumed)
        variables = self.space.problem.issue_variables
        return frozenset(
            issue
            for issue in self.facts
            if all(not given.isdisjoint(each.nodes) for each in variables(issue))
            and all(bit in given or -bit in given for bit in self.space.problem.bits_of(issue))
        )

    @cached_property
    def undecided(self) -> list[str]:
        """The undecided issues, in corpus order."""
        return [
            str(issue) for issue in self.space.problem.corpus.issues if issue not in self.facts
        ]

    @cached_property
    def parts(self) -> Mapping[str, tuple[int, ...]]:
        """The positions in the form of parts of a conflict."""
        return {name: (node,) for name, node in self.lines.items()}

    def given(self, issues: Iterable[str]) -> list[int]:
        """The literals of the draft's choices on these issues."""
        return [literal for issue in issues for literal in self.facts[issue]]

    def respecting(self, names: Iterable[str]) -> list[int]:
        """The nodes of these positions."""
        return [self.lines[name] for name in names]

    def possible(self, literals: Iterable[int] = ()) -> bool:
        """True if a completion has all of these literals, with the broken rules left out."""
        return self.world.possible([*self.assumed, *literals])

    def position(self, name: str) -> Position:
        """The position of this `party/id`."""
        return self.space.problem.corpus.positions[name]

    def in_corpus_order(self, issues: Iterable[str]) -> tuple[str, ...]:
        """The issues, sorted as in the corpus."""
        among = set(issues)
        return tuple(str(each) for each in self.space.problem.corpus.issues if each in among)

    @cached_property
    def crossed(self) -> frozenset[str]:
        """The positions that no completion respects, with the broken rules left out."""
        respected = self.world.reachable(self.assumed, self.lines.values())
        return frozenset(name for name, node in self.lines.items() if node not in respected)

    def parties(self) -> dict[str, list[str]]:
        """The positions of each party at the table that has one, in corpus order.

        A position with several holders belongs to each of them.
        """
        found: dict[str, list[str]] = {}
        for each in self.judged:
            for party in self.context.holders(each.position):
                found.setdefault(party, []).append(each.id)
        return found


def set_aside(question: Question) -> tuple[frozenset[str], frozenset[str]]:
    """The positions to leave out so that some completion of the draft respects all others.

    These are the positions that the draft crosses, and those of the rest in some conflict;
    empty if all can be respected. For an inconsistent draft, the broken rules are left out
    first.

    Raises:
        Stopped: the space was told to end first.
    """
    if question.possible(question.lines.values()):
        return frozenset(), frozenset()
    crossed = question.crossed
    rest = {name: part for name, part in question.parts.items() if name not in crossed}
    # The solver, which the first picture of the terminal interface does not wait for.
    from zopa.solving.mus import Cores

    return crossed, Cores(question.world, rest, question.assumed).contended()


def by_size(sets: Iterable[Iterable[str]]) -> list[tuple[str, ...]]:
    """Each set sorted; the sets by size, then by their members."""
    return sorted((tuple(sorted(each)) for each in sets), key=lambda each: (len(each), each))


# -- assumptions as a caller states them --------------------------------------


def assumed(
    corpus: Corpus,
    scenario: Scenario | None = None,
    *,
    as_of: dt.date | str | None = None,
    hold: Iterable[Kind | str] | None = None,
    parties: Iterable[str] | None = None,
    readings: Mapping[str, str] | None = None,
    waive: Iterable[str] = (),
) -> Context:
    """The scenario's assumptions and the caller's; every name must exist.

    Raises:
        Refused: a name does not exist in the corpus.
        TypeError: a text was given instead of a list, or a value is not a text.
    """
    waived = several("waive", waive)
    chosen = {} if readings is None else _mapping("readings", readings)
    for position in (*waived, *chosen):
        known(position, corpus.positions, "position")
    for position, reading in chosen.items():
        known(reading, corpus.positions[position].readings, f"reading of {position}")
    table = None if parties is None else _some("parties", parties)
    kinds = None if hold is None else _some("hold", hold)
    for kind in kinds or ():
        known(kind, map(str, CHECKED), "kind of position that can be held")
    return context_of(
        corpus,
        scenario,
        as_of=None if as_of is None else day_of(as_of),
        hold=None if kinds is None else tuple(map(Kind, kinds)),
        parties=None if table is None else dict.fromkeys(party_named(corpus, x) for x in table),
        readings=chosen,
        waive=waived,
    )


def day_of(value: object) -> dt.date:
    """A date, also from a text.

    Raises:
        Refused: the text is not a date.
        TypeError: it is neither.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        message = f"`as_of` must be a date or a text like 2025-08-17, not {value!r}"
        raise TypeError(message)
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        message = f"not a day: {quoted(value)}"
        raise Refused(message, "write it like 2025-08-17") from None


def scenario_named(workspace: Workspace, name: str) -> Scenario:
    """The scenario of this id.

    Raises:
        Refused: no scenario has this id, or its file has errors.
    """
    found = workspace.scenarios.get(composed(name))
    if found is not None and not workspace.errors_in(found.path):
        return found
    path = composed(f"scenarios/{name}.yaml" if found is None else found.path)
    if path in map(composed, workspace.documents):
        message = f"scenario {quoted(name)} has errors"
        raise Refused(message, "see the workspace's diagnostics")
    if not workspace.scenarios:
        message = "the workspace has no scenarios"
        raise Refused(message, "zopa new NAME makes one; or name a file")
    raise no_scenario(name, workspace.scenarios)


def no_scenario(name: str, every: Collection[str]) -> Refused:
    """The refusal of a scenario that does not exist."""
    return _unknown("scenario", name, every, "scenarios: ")


def issues_to_keep(question: Question, keep: Iterable[str]) -> tuple[str, ...]:
    """The issues whose choice must stay.

    Raises:
        Refused: the draft does not decide one of them.
        TypeError: a text was given instead of a list.
    """
    kept = tuple(dict.fromkeys(several("keep", keep)))
    issues = question.space.problem.corpus.issues
    decided = f"decided: {listed(question.facts, joiner='and') or 'nothing'}"
    for issue in kept:
        if issue in question.facts:
            continue
        if issue in issues:
            message = f"the draft does not decide {quoted(issue)}, so there is nothing to keep"
            raise Refused(message, decided)
        near = did_you_mean(issue, issues)
        message = f"no issue {quoted(issue)}"
        raise Refused(message, f"did you mean {listed(near)}?" if near else decided)
    return kept


def kinds_of_assumption(names: Iterable[str]) -> tuple[Over, ...]:
    """The kinds of assumptions to vary in all combinations.

    Raises:
        Refused: one of them is unknown.
        TypeError: a text was given instead of a list.
    """
    from zopa.questions.robustness import Over

    every = several("over", names)
    for each in every:
        known(each, map(str, Over), "kind of assumption")
    return tuple(map(Over, every))


def more_of_a_brief(names: Iterable[str]) -> tuple[str, ...]:
    """The optional parts of a brief.

    Raises:
        Refused: one of them is unknown.
        TypeError: a text was given instead of a list.
    """
    from zopa.questions.every import MORE

    wanted = several("more", names)
    for each in wanted:
        known(each, MORE, "part of a brief")
    return tuple(each for each in MORE if each in wanted)


def term_named(corpus: Corpus, text: str) -> tuple[str, str]:
    """The issue and the term in `issue/term`.

    Raises:
        Refused: the term does not exist.
    """
    issue, _, term = text.partition("/")
    if issue in corpus.issues and term in corpus.issues[issue].terms:
        return issue, term
    every = [f"{one.id}/{each}" for one in corpus.issues.values() for each in one.terms]
    if issue in corpus.issues:
        every = [f"{issue}/{each}" for each in corpus.issues[issue].terms]
    refused = _unknown("term", text, every, "written as ISSUE/TERM; known: ")
    raise refused


def weighed(corpus: Corpus, weights: object) -> Mapping[str, Decimal | int] | None:
    """The cost of crossing each position.

    Raises:
        Refused: a position is unknown, or a weight is negative or infinite.
        TypeError: it is not a mapping, or a weight is not an exact number.
    """
    return _amounts("weights", weights, corpus.positions, "position", "a weight")


def without_deal(corpus: Corpus, costs: object) -> Mapping[str, Decimal | int] | None:
    """The cost of no deal for each party.

    Raises:
        Refused: a party is unknown, or a cost is negative or infinite.
        TypeError: it is not a mapping, or a cost is not an exact number.
    """
    return _amounts("disagreement", costs, corpus.parties, "party", "a cost")


def _amounts(
    name: str, given: object, there: Iterable[str], kind: str, each_is: str
) -> Mapping[str, Decimal | int] | None:
    """An amount for each of some known items; None if none is given."""
    if given is None:
        return None
    mapping = _mapping(name, given)
    for item, value in mapping.items():
        known(item, there, kind)
        _amount(each_is, value)
    return mapping


def _amount(what: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        message = f"{what} must be an int or a Decimal: {value!r}"
        raise TypeError(message)
    if not Decimal(value).is_finite() or value < 0:
        message = f"{what} must not be negative or infinite: {value}"
        raise Refused(message, "what costs a party nothing has 0, or is left out")


def at_least(least: int, name: str, value: object) -> int | None:
    """A minimum count, checked.

    Raises:
        Refused: it is too small.
        TypeError: it is not a number.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        message = f"`{name}` must be an int, not {value!r}"
        raise TypeError(message)
    if value < least:
        message = f"`{name}` is not a number from {least} on: {value}"
        raise Refused(message)
    return value


def party_called(corpus: Corpus, name: str) -> str | None:
    """The id of a party, from its id or its name in answers."""
    if name in corpus.parties:
        return name
    called = [
        str(each.id)
        for each in corpus.parties.values()
        if name.casefold() in {x.casefold() for x in (each.id, each.short, each.name)}
    ]
    return called[0] if len(called) == 1 else None


def party_named(corpus: Corpus, name: str) -> str:
    """The same; the party must exist.

    Raises:
        Refused: no party has this name.
    """
    found = party_called(corpus, name)
    if found is None:
        refused = _unknown("party", name, corpus.parties, "known: ")
        raise refused
    return found


def several(key: str, values: object) -> tuple[str, ...]:
    """Texts in a list; a single text is refused, as Python would take its letters."""
    if isinstance(values, str | bytes):
        message = f"`{key}` must be a list: write [{values!r}]"
        raise TypeError(message)
    if not isinstance(values, Iterable):
        message = f"`{key}` must be a list, not {values!r}"
        raise TypeError(message)
    every = tuple(values)
    for each in every:
        if not isinstance(each, str):
            message = f"`{key}` must be a list of texts: {each!r} is none"
            raise TypeError(message)
    return every


def _some(key: str, values: object) -> tuple[str, ...]:
    every = several(key, values)
    if not every:
        message = f"`{key}` names nothing"
        raise Refused(message, "leave it out for what the scenario and the corpus say")
    return every


def _mapping(key: str, value: object) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        message = f"`{key}` must be a mapping from positions, not {value!r}"
        raise TypeError(message)
    return dict(value)


def known(name: object, names: Iterable[str], nature: str) -> None:
    """Refuse an unknown name.

    Raises:
        Refused: the name is not in `names`; it suggests similar names.
    """
    every = list(names)
    if name not in every:
        raise _unknown(nature, name, every, "known: ")


def _unknown(nature: str, name: object, every: Collection[str], otherwise: str) -> Refused:
    """The refusal of a name, with similar names, or else with all names."""
    if not every:
        return Refused(f"no {nature} {quoted(name)}", f"the workspace has no {nature}")
    near = did_you_mean(name, every) if isinstance(name, str) else ()
    return Refused(
        f"no {nature} {quoted(name)}",
        f"did you mean {listed(near)}?"
        if near
        else f"{otherwise}{shown(listed(every, joiner='and'))}",
    )
