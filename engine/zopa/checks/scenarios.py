"""Checks of a draft: its choices, assumptions, date and origin exist and fit its issues.

All checks, those of the terms too, are listed at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.checks.conditions import check_conditions, cycles
from zopa.checks.issues import (
    check_agreement,
    check_attributes,
    check_baselines,
    check_clashes,
    check_effects,
    check_issues,
    check_owners,
    check_terms,
)
from zopa.checks.naming import (
    ANSWERS,
    VALUED,
    Known,
    brief,
    check_record,
    labels,
    names,
    suggested,
    unknown,
    unknown_issue,
    unknown_position,
    unknown_term,
)
from zopa.checks.positions import (
    check_carried,
    check_citations,
    check_cited,
    check_dates,
    check_groups,
    check_parties,
    check_periods,
    check_positions,
    check_readings,
    check_speakers,
    check_stated,
    check_supersession,
)
from zopa.checks.values import check_bounds, check_given
from zopa.diagnostics import (
    BEFORE_EVERYTHING,
    CYCLE,
    DUPLICATE_ID,
    EXPECTATIONS_CONTRADICT,
    EXPECTS_UNKNOWN,
    EXPIRED_WAIVER,
    START_UNREADABLE,
    UNEXPECTED_PARAMETER,
    UNKNOWN_ID,
    UNKNOWN_READING,
    WRONG_ANSWER,
    WRONG_NUMBER_OF_TERMS,
    Diagnostic,
    did_you_mean,
    quoted,
)
from zopa.model import UNLIMITED, VALUE, DateValue, untyped
from zopa.model.conditions import Name
from zopa.model.corpus import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from zopa.model.conditions import Value
    from zopa.model.corpus import (
        Bounds,
        Choice,
        Corpus,
        Expectation,
        Issue,
        Pick,
        Position,
        Scenario,
        Term,
    )

__all__ = [
    "check_choices",
    "check_corpus",
    "check_day",
    "check_expectations",
    "check_origin",
    "check_scenario",
    "check_starts",
    "check_suppositions",
    "check_table",
]


Json: TypeAlias = Any
TRUTHS: Final = {"true": True, "false": False}
UNCLEAR: Final = frozenset({UNEXPECTED_PARAMETER, UNKNOWN_ID, WRONG_ANSWER})
"""Kinds of findings on a choice that may have another meaning."""


def check_choices(corpus: Corpus, scenario: Scenario, known: Known) -> Iterator[Diagnostic]:
    """Check that every choice has an allowed number of terms, with allowed values."""
    for choice in scenario.choices.values():
        yield from unknown_issue(known, choice.issue, corpus.issues)
        issue = corpus.issues.get(choice.issue)
        if issue is not None:
            yield from _check_choice(corpus, known, issue, choice)


def _check_choice(
    corpus: Corpus, known: Known, issue: Issue, choice: Choice
) -> Iterator[Diagnostic]:
    if any(not pick.term for pick in choice.picks):
        yield _nothing_chosen(issue, choice)
        return
    found = [x for pick in choice.picks for x in _check_pick(corpus, known, issue, pick)]
    if unclear := [each for each in found if each.kind in UNCLEAR and not each.fixes]:
        from zopa.checks.meant_choice import ways

        # One help on the meaning of the whole choice is better than help on each name.
        if meant := ways(issue, _written(choice)):
            yield replace(unclear[0], help=meant)
            found = [each for each in found if each not in unclear]
    yield from found
    if all(pick.term in issue.terms for pick in choice.picks):
        yield from _check_number(issue, choice)


def _nothing_chosen(issue: Issue, choice: Choice) -> Diagnostic:
    """Finding on an empty list in place of a term or `silent`."""
    way_out = ["write `silent` if the draft says nothing of it"]
    if issue.answered_by == "set":
        way_out.append("declare `minimum: 0` in its answer if a set of none is an answer")
    return Diagnostic(
        WRONG_NUMBER_OF_TERMS,
        choice.span,
        brief(f"draft chooses none of the answers to issue {quoted(issue.id)}"),
        label="an empty list",
        related=labels(issue.id, "the issue"),
        help=tuple(way_out),
    )


def _check_pick(corpus: Corpus, known: Known, issue: Issue, pick: Pick) -> Iterator[Diagnostic]:
    """Check one chosen term, or one value, with its parameters."""
    if (term := issue.terms.get(pick.term)) is not None:
        yield from _check_parameters(issue, term, pick)
    elif _is_value(pick) or issue.answered_by in VALUED:
        yield from _check_sort(issue, pick)
    else:
        yield from unknown_term(corpus, known, Name(issue.id), pick.term)


def _is_value(pick: Pick) -> bool:
    """True if the draft has a number, a date, bounds or a truth value in place of terms."""
    return str(pick.term) in TRUTHS or (
        pick.term == VALUE and {*pick.parameters, *pick.bounds} == {VALUE}
    )


def _check_sort(issue: Issue, pick: Pick) -> Iterator[Diagnostic]:
    """Report a choice that cannot answer the issue at all."""
    if pick.term == UNLIMITED and issue.answer is not None and issue.answered_by != "date":
        yield from check_given(issue.answer, UNLIMITED, pick.term.span, ("issue", issue.id))
        return
    from zopa.checks.meant_choice import any_way

    by = ANSWERS[issue.answered_by]
    words = [each for each in (*issue.terms, SILENT) if each not in {VALUE, *TRUTHS}]
    near = () if _is_value(pick) else did_you_mean(pick.term, words)
    way_out, fixes = suggested(pick.term, near)
    yield Diagnostic(
        WRONG_ANSWER,
        pick.term.span,
        brief(
            f"issue {quoted(issue.id)} is answered by {by}, not by {_found(pick)}",
            f"the issue is answered by {by}, not by {_found(pick)}",
        ),
        label=f"not {by}" if issue.answered_by else "not a term",
        related=labels(issue.id, "the issue"),
        help=(*way_out, *any_way(issue)),
        fixes=fixes,
        data={"issue": str(issue.id), "answer": issue.answered_by},
    )


def _found(pick: Pick) -> str:
    if not _is_value(pick):
        return quoted(pick.term)
    if pick.bounds:
        return "bounds of a number"
    for value in pick.parameters.values():
        if isinstance(value, str):
            return f"the date {quoted(value)}"
        return f"the number {quoted(value)}"
    return quoted(pick.term)


def _check_parameters(issue: Issue, term: Term, pick: Pick) -> Iterator[Diagnostic]:
    answer = issue.answer is not None and term.id == VALUE
    for name in (*pick.parameters, *pick.bounds):
        span = pick.value_spans.get(name, name.span)
        if (parameter := term.parameters.get(name)) is None:
            yield from _unexpected(term, pick, name)
            continue
        what = ("issue", issue.id) if answer else ("parameter", parameter.domain.id)
        domain = parameter.domain
        if not parameter.typed:
            continue
        if name in pick.bounds:
            yield from check_bounds(domain, pick.bounds[name], span, what)
            continue
        value = pick.parameters[name]
        if answer and _other_sort(issue, value):
            yield from _check_sort(issue, pick)
            continue
        for each in check_given(domain, value, span, what):
            from zopa.checks.meant_choice import ways

            meant = ways(issue, {term.id: value}) if isinstance(value, bool) else ()
            yield replace(each, help=meant) if meant else each


def _other_sort(issue: Issue, value: Value) -> bool:
    """True if the value is a date in place of a number, or the reverse."""
    if issue.answered_by == "date":
        return not isinstance(value, str | DateValue)
    return isinstance(value, str | bool)


def _unexpected(term: Term, pick: Pick, name: Name) -> Iterator[Diagnostic]:
    way_out, fixes = suggested(name, did_you_mean(name, term.parameters) if name else ())
    if term.parameters:
        allowed = f"parameters of {quoted(term.id)}: {names(term.parameters)}"
    else:
        allowed = f"{quoted(term.id)} has no parameters: write only its id"
    span = name.span
    message = f"{quoted(name)} is not a parameter of term {quoted(term.id)}"
    label = "unknown parameter"
    if not name:
        span = pick.value_spans.get("", span)
        message = f"draft gives a value to term {quoted(term.id)}, which has no parameters"
        label = "of no parameter"
        if term.parameters:
            message = f"value does not say which parameter of term {quoted(term.id)} it is of"
            label = f"of which of {len(term.parameters)} parameters?"
    yield Diagnostic(
        UNEXPECTED_PARAMETER,
        span,
        brief(message, message.partition(", ")[0]),
        label=label,
        related=labels(term.id, "the term"),
        help=(*way_out, allowed),
        fixes=fixes,
    )


def _check_number(issue: Issue, choice: Choice) -> Iterator[Diagnostic]:
    chosen: dict[str, Name] = {}
    noun = "member" if issue.answered_by == "set" else "term"
    for pick in choice.picks:
        if pick.term in chosen:
            yield Diagnostic(
                DUPLICATE_ID,
                pick.term.span,
                brief(f"{noun} {quoted(pick.term)} of {quoted(issue.id)} is chosen twice"),
                label="second time",
                related=labels(chosen[pick.term], "first time"),
                help=("keep one of them",),
            )
        else:
            chosen[str(pick.term)] = pick.term
    number = len(chosen)
    if choice.silent or issue.least <= number <= issue.most:
        return
    most = number > issue.most
    limit = f"at most {issue.most}" if most else f"at least {issue.least}"
    terms = f"1 {noun}" if number == 1 else f"{number} {noun}s"
    yield Diagnostic(
        WRONG_NUMBER_OF_TERMS,
        choice.span,
        brief(f"draft chooses {terms} of issue {quoted(issue.id)}, which asks for {limit}"),
        label=f"{number - issue.most} too many" if most else f"{issue.least - number} too few",
        related=labels(issue.id, "the issue"),
        help=(f"choose {limit} of them, or write `silent`",),
    )


# -- the choice as its file has it --


def _written(choice: Choice) -> Json:
    every = [_pick(each) for each in choice.picks]
    return every[0] if len(every) == 1 else every


def _pick(pick: Pick) -> Json:
    inside = {
        **{str(name): untyped(value) for name, value in pick.parameters.items()},
        **{str(name): _bounds(each) for name, each in pick.bounds.items()},
    }
    if _is_value(pick):
        return inside.get(VALUE, TRUTHS.get(pick.term))
    if inside.keys() == {""}:
        return {str(pick.term): inside[""]}
    return {str(pick.term): inside} if inside else str(pick.term)


def _bounds(bounds: Bounds) -> Json:
    given = {"at-least": bounds.least, "at-most": bounds.most}
    return {key: untyped(value) for key, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class _Called:
    """A draft under its name."""

    id: Name


def check_starts(
    drafts: Mapping[str, Scenario], wrong: AbstractSet[str]
) -> Iterator[Diagnostic]:
    """Check that every draft starts from an existing one, and not from itself in a cycle.

    Args:
        drafts: as their files have them, by name.
        wrong: names of drafts that have errors or could not be built.
    """
    called = {
        name: _Called(Name(name, each.span)) for name, each in drafts.items() if name == each.id
    }
    links = {
        name: () if each.starts_from is None else (each.starts_from,)
        for name, each in drafts.items()
    }
    closing = {id(cycle[-1]): cycle for cycle in cycles(links)}
    for starts in links.values():
        for name in starts:
            if id(name) in closing:
                yield _circle(closing[id(name)])
            elif name in wrong:
                yield _unreadable(name)
            else:
                yield from unknown(Known(), "scenario", name, called)


def _unreadable(name: Name) -> Diagnostic:
    return Diagnostic(
        START_UNREADABLE,
        name.span,
        brief(f"nothing can start from scenario {quoted(name)}, which has errors"),
        label="has errors",
        help=(f"correct `scenarios/{name}.yaml` first",),
    )


def _circle(cycle: tuple[Name, ...]) -> Diagnostic:
    last = cycle[-1]
    return Diagnostic(
        CYCLE,
        last.span,
        brief(f"circular `from`: {' → '.join([last, *cycle])}", "circular `from`"),
        label="closes the cycle",
        related=tuple(
            label for each in cycle[:-1] for label in labels(each, "starts from this one")
        ),
        help=("write out the choices of one of them",),
        notes=(f"each starts from the next: {names([last, *cycle])}",),
    )


def check_suppositions(
    corpus: Corpus, scenario: Scenario, known: Known
) -> Iterator[Diagnostic]:
    """Check that positions of readings and waivers exist, and that waivers have not expired."""
    for name, reading in scenario.readings.items():
        yield from unknown_position(corpus, known, name)
        position = corpus.positions.get(name)
        if position is not None and reading not in position.readings:
            yield _unknown_reading(position, reading)
    day = scenario.as_of or corpus.as_of
    for waiver in scenario.waivers:
        yield from unknown_position(corpus, known, waiver.position)
        if waiver.expires is not None and waiver.expires <= day:
            yield Diagnostic(
                EXPIRED_WAIVER,
                waiver.position.span,
                brief(
                    f"waiver of {quoted(waiver.position)} expired on {waiver.expires}",
                    f"a waiver expired on {waiver.expires}",
                ),
                label=f"not applied as of {day}",
                help=("delete the waiver, or move the day in `expires`",),
            )


def _unknown_reading(position: Position, reading: Name) -> Diagnostic:
    readings = [str(each) for each in position.readings]
    near = did_you_mean(reading, readings)
    way_out, fixes = suggested(reading, near)
    if len(readings) > 1:
        allowed = f"readings of {quoted(position.id)}: {names(readings)}"
    else:
        allowed = "delete the entry: the position has one reading"
    return Diagnostic(
        UNKNOWN_READING,
        reading.span,
        brief(
            f"{quoted(reading)} is not a reading of {quoted(position.id)}",
            f"{quoted(reading)} is not a reading of the position",
        ),
        label="unknown reading",
        related=labels(position.readings[near[0]].id, "a reading")
        if near
        else labels(position.id, "the position"),
        help=(*way_out, allowed),
        fixes=fixes,
    )


def check_table(corpus: Corpus, scenario: Scenario, known: Known) -> Iterator[Diagnostic]:
    """Check that everyone at the draft's table is a party."""
    for party in scenario.at_the_table or ():
        yield from unknown(known, "party", party, corpus.parties)


def check_origin(corpus: Corpus, scenario: Scenario, known: Known) -> Iterator[Diagnostic]:
    """Check that the parties and the source of a draft exist."""
    for party in (*scenario.proposed_by, *scenario.visibility):
        yield from unknown(known, "party", party, corpus.parties)
    if scenario.source is not None:
        yield from unknown(known, "source", scenario.source, corpus.sources)
    for issue, cites in scenario.cites.items():
        yield from check_citations(corpus, known, issue, cites)


def check_day(corpus: Corpus, scenario: Scenario, known: Known) -> Iterator[Diagnostic]:
    """Check that some position may count on the evaluation date."""
    begun = [each.since.earliest for each in corpus.positions.values()]
    days = [each for each in begun if each is not None]
    day = scenario.as_of
    if "as-of" not in scenario.spans:  # it is that of another draft, or of the corpus
        return
    if day is None or known.hides_some("position", "") or not days or None in begun:
        return
    if day < min(days):
        yield Diagnostic(
            BEFORE_EVERYTHING,
            scenario.spans.get("as-of", scenario.span),
            f"`as-of` {day} is before the first position ({min(days)})",
            label="before every position",
            help=(f"check the year; the corpus is as of {corpus.as_of}",),
        )


# -- expectations of a scenario file are possible --


def check_expectations(
    corpus: Corpus, scenario: Scenario, known: Known
) -> Iterator[Diagnostic]:
    """Check that expectations are about positions with verdicts, and compatible."""
    verdicts: dict[str, Expectation] = {}
    for each in scenario.expectations:
        if each.key in {"coherent", "deal"}:
            continue
        name = Name(str(each.value), each.span)
        yield from unknown_position(corpus, known, name, kind=EXPECTS_UNKNOWN)
        position = corpus.positions.get(name)
        if position is not None and not position.checked:
            yield Diagnostic(
                EXPECTS_UNKNOWN,
                each.span,
                brief(
                    f"{quoted(name)} is recorded as {quoted(position.kind)}, it has no verdict",
                    f"a position recorded as {quoted(position.kind)} has no verdict",
                ),
                label="never crossed, respected or open",
                related=labels(position.id, "the position"),
                help=("delete it; verdicts are on red lines, demands and preferences",),
            )
        first = verdicts.setdefault(name, each)
        if first.key != each.key:
            yield Diagnostic(
                EXPECTATIONS_CONTRADICT,
                each.span,
                brief(
                    f"{quoted(name)} is expected to be {first.key} and {each.key}",
                    f"a position is expected to be {first.key} and {each.key}",
                ),
                label=f"{each.key} here",
                related=labels(Name(name, first.span), f"{first.key} here"),
                help=("keep one of them",),
            )
    yield from _check_coherent(scenario)


def _check_coherent(scenario: Scenario) -> Iterator[Diagnostic]:
    claims = {each.key: each for each in scenario.expectations}
    coherent, deal = claims.get("coherent"), claims.get("deal")
    if coherent is None or deal is None or coherent.value is not False or deal.value is False:
        return
    yield Diagnostic(
        EXPECTATIONS_CONTRADICT,
        deal.span,
        f"`deal: {str(deal.value).lower()}` contradicts `coherent: false`",
        label="an inconsistent draft is no deal",
        related=labels(Name("coherent", coherent.span), "expected to be inconsistent"),
        help=("write `deal: false`, or correct `coherent`",),
    )


CORPUS_CHECKS = (
    check_parties,
    check_groups,
    check_speakers,
    check_cited,
    check_attributes,
    check_baselines,
    check_agreement,
    check_owners,
    check_issues,
    check_terms,
    check_effects,
    check_clashes,
    check_conditions,
    check_positions,
    check_supersession,
    check_readings,
    check_stated,
    check_carried,
    check_dates,
    check_periods,
    check_record,
)
SCENARIO_CHECKS = (
    check_choices,
    check_suppositions,
    check_table,
    check_origin,
    check_day,
    check_expectations,
)


def check_corpus(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Findings on inconsistencies in `terms/`, in no particular order."""
    for check in CORPUS_CHECKS:
        yield from check(corpus, known)


def check_scenario(corpus: Corpus, scenario: Scenario, known: Known) -> Iterator[Diagnostic]:
    """Findings on a scenario file that does not fit the corpus, in no particular order."""
    for check in SCENARIO_CHECKS:
        yield from check(corpus, scenario, known)
