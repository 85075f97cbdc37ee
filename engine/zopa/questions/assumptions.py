"""Assumptions that a caller states for a question, checked against the corpus.

The command line and Python ask through these functions. So both refuse the same words
with the same suggestion.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zopa.diagnostics import did_you_mean, listed, quoted, shown
from zopa.files.layout import composed
from zopa.model.context import context_of
from zopa.model.corpus import CHECKED, Kind, Scenario
from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Collection

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus
    from zopa.questions.question import Question
    from zopa.questions.robustness import Over
    from zopa.workspace import Workspace

__all__ = [
    "assumed",
    "at_least",
    "day_of",
    "issues_to_keep",
    "kinds_of_assumption",
    "known",
    "no_scenario",
    "party_called",
    "party_named",
    "scenario_named",
    "several",
    "term_named",
    "weighed",
]


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
    if weights is None:
        return None
    mapping = _mapping("weights", weights)
    for name, value in mapping.items():
        known(name, corpus.positions, "position")
        _amount("a weight", value)
    return mapping


def without_deal(corpus: Corpus, costs: object) -> Mapping[str, Decimal | int] | None:
    """The cost of no deal for each party.

    Raises:
        Refused: a party is unknown, or a cost is negative or infinite.
        TypeError: it is not a mapping, or a cost is not an exact number.
    """
    if costs is None:
        return None
    mapping = _mapping("disagreement", costs)
    for name, value in mapping.items():
        known(name, corpus.parties, "party")
        _amount("a cost", value)
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
