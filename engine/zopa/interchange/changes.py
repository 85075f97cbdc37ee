"""Changes since a revision, as findings for every report format."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from zopa.diagnostics import (
    DAY_CHANGED,
    EXPECTATION_DROPPED,
    PARTY_LEFT,
    POSITION_ADDED,
    POSITION_OTHERWISE,
    POSITION_REMOVED,
    POSITION_WEAKER,
    RED_LINE_NOT_COUNTED,
    RED_LINE_REMOVED,
    RED_LINE_WEAKER,
    RULE_CHANGED,
    SCENARIO_REMOVED,
    STATE_CHANGED,
    TERM_CHANGED,
    TERM_REMOVED,
    VERDICT_CHANGED,
    WAIVER_ADDED,
    Diagnostic,
    Severity,
    in_order,
    listed,
    quoted,
)
from zopa.interchange.compare import TwoStates, less_in, verdicts_by_id
from zopa.model.corpus import Kind
from zopa.questions.compare import Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zopa.files import Span
    from zopa.interchange.compare import Since
    from zopa.model.conditions import Condition
    from zopa.model.corpus import Position

    Words = Callable[[Condition], str]
    Moves = Callable[[Condition, Condition], Iterable[str]]
    from collections.abc import Callable, Iterable

    from zopa.model.conditions import Condition, Name
    from zopa.model.corpus import Attribute, Expectation, Issue, Scenario, Term
    from zopa.questions.check import Checked, VerdictOn
    from zopa.questions.compare import ScenarioChange

__all__ = [
    "change_findings",
    "sources_of",
]


CORPUS = "terms/corpus.yaml"


def change_findings(
    since: Since,
    words: Callable[[Condition], str],
    moves: Callable[[Condition, Condition], Iterable[str]],
    *,
    weaker_fails: bool = False,
) -> list[Diagnostic]:
    """Return each change with its place, in order.

    The place is the present one; for a removed item its old place in the file, or in the old
    file if that was removed too. Messages do not name the revision, so a finding keeps its
    fingerprint with another revision.

    Args:
        since: the changes.
        words: writes a condition on one line.
        moves: lists the numbers that moved between two conditions, and by how much.
        weaker_fails: True if removed and weaker red lines are errors.
    """
    places = TwoStates(since)
    found = [
        *_corpus(since, places),
        *position_findings(since, places, words, moves),
        *scenario_findings(since, places),
        *term_findings(since, places),
    ]
    return in_order(map(_as_error, found) if weaker_fails else found)


def sources_of(since: Since) -> Mapping[str, str]:
    """Return the texts that findings refer to; those of the revision by `REV:path`."""
    places = TwoStates(since)
    now = {path: each.text for path, each in since.documents_now.items()}
    then = {places.path_then(path): each.text for path, each in since.documents_then.items()}
    return now | then


def _as_error(finding: Diagnostic) -> Diagnostic:
    takes_along = finding.data.get("red-lines")
    if not takes_along and finding.kind not in {RED_LINE_REMOVED, RED_LINE_WEAKER}:
        return finding
    return replace(finding, kind=replace(finding.kind, severity=Severity.ERROR))


def _corpus(since: Since, places: TwoStates) -> Iterator[Diagnostic]:
    for party in since.left:
        lines = [
            name
            for name in since.left_alone
            if party in map(str, since.old.positions[name].holders)
        ]
        yield Diagnostic(
            PARTY_LEFT,
            places.key_now(CORPUS, "at-the-table"),
            f"party `{party}` is not at the table any more",
            label="without it",
            related=places.was(places.key_then(CORPUS, "at-the-table"), "with it"),
            notes=(
                *(f"red line `{each}` does not count" for each in lines),
                *places.compared,
            ),
            data={"party": party, "red-lines": lines},
        )
    if since.unconfigured:
        settings = since.new.configured or since.old.configured
        file = settings.where if settings else CORPUS
        yield Diagnostic(
            RED_LINE_NOT_COUNTED,
            None,
            f"red lines do not count as they did: settings of {quoted(file)}",
            notes=(*(f"red line `{each}`" for each in since.unconfigured), *places.compared),
            data={"red-lines": list(since.unconfigured)},
        )
    before, after = since.dates
    if before != after:
        yield Diagnostic(
            DAY_CHANGED,
            places.key_now(CORPUS, "as-of"),
            f"questions are asked as of {after}, it was {before}",
            related=places.was(places.key_then(CORPUS, "as-of")),
            notes=places.compared,
            data={"before": str(before), "after": str(after)},
        )


# -- positions: removed, added, weaker, stronger and otherwise changed --------


def position_findings(
    since: Since, places: TwoStates, words: Words, moves: Moves
) -> Iterator[Diagnostic]:
    """Yield a finding for each removed or added position, and for each changed respect."""
    for change in since.changes.positions:
        was, now = change.before, change.after
        if was is None:
            if now is not None:
                yield _added(now, places)
        elif now is None:
            yield _removed_position(since, was, places)
        else:
            for what, way in change.respects:
                kind = POSITION_OTHERWISE
                if less_in(change, what, way):
                    line = was.kind == Kind.RED_LINE
                    kind = RED_LINE_WEAKER if line else POSITION_WEAKER
                found = _changed(since, (was, now), (what, way), places, (words, moves))
                yield replace(found, kind=kind)


def _noun(position: Position) -> str:
    """Return the kind of the position, in words."""
    return str(position.kind).replace("-", " ")


def _facts(position: Position, **more: str) -> dict[str, object]:
    return {"position": str(position.id), "kind": str(position.kind), **more}


def _added(now: Position, places: TwoStates) -> Diagnostic:
    return Diagnostic(
        POSITION_ADDED,
        now.id.span,
        f"{_noun(now)} `{now.id}` is new",
        notes=places.compared,
        data=_facts(now),
    )


def _removed_position(since: Since, was: Position, places: TwoStates) -> Diagnostic:
    gone = places.gone(was.id.span)
    same = [
        str(each.id)
        for each in since.new.positions.values()
        if each.party == was.party
        and str(each.id) not in since.old.positions
        and [x.holds for x in each.readings.values()]
        == [x.holds for x in was.readings.values()]
    ]
    return Diagnostic(
        RED_LINE_REMOVED if was.kind == Kind.RED_LINE else POSITION_REMOVED,
        gone,
        f"{_noun(was)} `{was.id}` is gone",
        label="it was here" if gone != was.id.span else "",
        related=places.was(was.id.span),
        help=("to end a position, give it `until`, or let another name it under `supersedes`",),
        notes=(
            *((f"{listed(same, joiner='and')} is new and asks for the same",) if same else ()),
            *places.compared,
        ),
        data=_facts(was, title=was.title, strength=str(was.strength)),
    )


def _changed(
    since: Since,
    states: tuple[Position, Position],
    respect: tuple[str, Direction],
    places: TwoStates,
    said: tuple[Words, Moves],
) -> Diagnostic:
    was, now = states
    what, way = respect
    before, after = _places(since, was, now, what)
    data = _facts(was, respect=what.partition(" ")[0], direction=str(way))
    notes: tuple[str, ...] = ()
    reading = _reading(was, what)
    if reading:
        words, moves = said
        conditions = [each.readings[reading].holds for each in states]
        holds = [words(each) for each in conditions]
        moved = list(moves(*conditions))
        notes = (f"was {holds[0]}", f"is {holds[1]}", *(f"moved {each}" for each in moved))
        data |= {"reading": reading, "before": holds[0], "after": holds[1]}
        data |= {"moved": moved} if moved else {}
    return Diagnostic(
        POSITION_OTHERWISE,
        after,
        f"{_noun(was)} `{was.id}` {_said(since, states, respect)}",
        related=places.was(before),
        notes=(*notes, *places.compared),
        data=data,
    )


def _reading(position: Position, what: str) -> str:
    """Return the reading whose condition changed, if that is the change."""
    if what == "condition":
        return next(iter(position.readings))
    return what.removeprefix("reading ") if what.startswith("reading ") else ""


def _said(
    since: Since, states: tuple[Position, Position], respect: tuple[str, Direction]
) -> str:
    """Return the change in one respect, in words."""
    was, now = states
    what, way = respect
    match what:
        case "kind":
            return f"is {'an' if str(now.kind)[0] in 'aeiou' else 'a'} {_noun(now)} now"
        case "strength":
            less = "less" if way == Direction.WEAKER else "more"
            return f"is held {less} firmly: {was.strength} → {now.strength}"
        case "since":
            return f"begins on another day: {was.since} → {now.since}"
        case "until" if was.until is None:
            return f"ends now: {now.until}"
        case "until":
            return f"ends on another day: {was.until} → {now.until or 'never'}"
        case "superseded":
            by = since.new.superseded_by.get(str(was.id), ())
            return f"is superseded by {listed(by, joiner='and')}" if by else "stands again"
        case "held-by":
            fewer = {Direction.WEAKER: "fewer", Direction.STRONGER: "more"}.get(way, "other")
            return f"is held by {fewer} parties"
        case "readings" if was.default in now.readings and was.default != now.default:
            return f"is read as `{now.default}` by default, it was `{was.default}`"
        case "readings":
            return "has other readings"
        case _:
            asks = {Direction.WEAKER: "less", Direction.STRONGER: "more"}
            within = "" if what == "condition" else f", read as `{_reading(was, what)}`"
            return f"asks for {asks.get(way, 'something else')}{within}"


def _places(
    since: Since, was: Position, now: Position, what: str
) -> tuple[Span | None, Span | None]:
    """Return the old and the new place of the changed text."""
    if what == "superseded":
        corpora = (since.old, since.new)
        found = [
            next(
                (
                    name.span
                    for by in corpus.superseded_by.get(str(was.id), ())
                    for name in corpus.positions[by].supersedes
                    if name == was.id
                ),
                None,
            )
            for corpus in corpora
        ]
        return found[0] or was.id.span, found[1] or now.id.span
    reading = _reading(was, what)
    before, after = (_place(each, what, reading) for each in (was, now))
    return before, after


def _place(position: Position, what: str, reading: str) -> Span | None:
    if reading:
        return position.readings[reading].span
    if what == "held-by" and position.held_by:
        return position.held_by[0].span
    return position.spans.get(what) or position.id.span


# -- scenarios that were removed, expect less, waive more or have another answer --


def scenario_findings(since: Since, places: TwoStates) -> Iterator[Diagnostic]:
    """Yield the changes of each scenario; renaming a file is no change."""
    changes = since.changes.scenarios
    new = [each.after.scenario for each in changes if each.before is None and each.after]
    gone = [each.before.scenario for each in changes if each.after is None and each.before]
    for change in changes:
        was, now = change.before, change.after
        if was is None:
            if now is not None and not _among(now.scenario, gone):
                yield from _waivers(change, now, places)
        elif now is None:
            if not _among(was.scenario, new):
                yield _removed(was.scenario, places)
        else:
            yield from _waivers(change, now, places)
            yield from _dropped(was, now, places)
            yield from _uncounted(since, change, now, places)
            yield from _answer(since, was, now, places)


def _among(scenario: Scenario, others: list[Scenario]) -> bool:
    """Return True if a renamed copy of the scenario is among them."""
    return any(replace(each, id=scenario.id, path=scenario.path) == scenario for each in others)


def _removed(was: Scenario, places: TwoStates) -> Diagnostic:
    return Diagnostic(
        SCENARIO_REMOVED,
        places.gone(was.span),
        f"scenario `{was.id}` is gone",
        related=places.was(was.span),
        notes=(
            *(f"it expected `{_written(each)}`" for each in was.expectations),
            *places.compared,
        ),
        data={"scenario": was.id, "expected": [_written(each) for each in was.expectations]},
    )


def _waivers(change: ScenarioChange, now: Checked, places: TwoStates) -> Iterator[Diagnostic]:
    for each in now.scenario.waivers:
        if each.position not in change.waivers_added:
            continue
        until = f"until {each.expires}" if each.expires else "for good"
        by = f", by {each.by}" if each.by else ""
        yield Diagnostic(
            WAIVER_ADDED,
            each.position.span or now.scenario.span,
            f"scenario waives `{each.position}` {until}",
            label="new",
            notes=(f"the reason given{by}: {each.reason or 'none'}", *places.compared),
            data={
                "scenario": change.id,
                "position": str(each.position),
                "reason": each.reason,
                "by": each.by,
                "expires": None if each.expires is None else str(each.expires),
            },
        )


def _written(expectation: Expectation) -> str:
    return f"{expectation.key}: {str(expectation.value).lower()}"


def _dropped(was: Checked, now: Checked, places: TwoStates) -> Iterator[Diagnostic]:
    kept = {_written(each) for each in now.scenario.expectations}
    for each in was.scenario.expectations:
        if _written(each) in kept:
            continue
        instead = next(
            (other for other in now.scenario.expectations if _same_matter(each, other)), None
        )
        more = f", it expects `{_written(instead)}`" if instead else ""
        yield Diagnostic(
            EXPECTATION_DROPPED,
            instead.span if instead else _expect(now.scenario, places),
            f"scenario does not expect `{_written(each)}` any more{more}",
            related=places.was(each.span, "expected"),
            notes=places.compared,
            data={
                "scenario": now.scenario.id,
                "before": _written(each),
                "after": _written(instead) if instead else None,
            },
        )


def _same_matter(one: Expectation, other: Expectation) -> bool:
    """Return True if both expectations are about the draft, or about the same position."""
    if isinstance(one.value, bool) or isinstance(other.value, bool):
        return one.key == other.key
    return one.value == other.value


def _expect(scenario: Scenario, places: TwoStates) -> Span | None:
    """Return the key `expect`, or the file's beginning."""
    return places.key_now(scenario.path, "expect")


def _uncounted(
    since: Since, change: ScenarioChange, now: Checked, places: TwoStates
) -> Iterator[Diagnostic]:
    """Yield red lines that lost their verdict for no other reported reason."""
    waived = {str(each.position) for each in now.waived}
    for name, (before, after) in change.verdicts.items():
        position = since.new.positions.get(name)
        if (
            before is None
            or after is not None
            or not now.coherent
            or position is None
            or position.kind != Kind.RED_LINE
            or name in waived
            or name in since.weaker_lines
        ):
            continue
        yield Diagnostic(
            RED_LINE_NOT_COUNTED,
            now.scenario.span,
            f"red line `{name}` does not count in the scenario any more",
            notes=(f"the scenario had it {before}", *places.compared),
            data={"scenario": change.id, "position": name, "before": before},
        )


def _answer(
    since: Since, was: Checked, now: Checked, places: TwoStates
) -> Iterator[Diagnostic]:
    """Yield a changed answer, without verdicts on added and removed positions."""
    answers = [_words(each) for each in (was, now)]
    found = [verdicts_by_id(each) for each in (was, now)]
    verdicts = {
        str(name): before_and_after
        for name in since.new.positions
        if name in since.old.positions
        and (before_and_after := [_verdict(each.get(name)) for each in found])
        and before_and_after[0] != before_and_after[1]
    }
    if not verdicts and answers[0] == answers[1]:
        return
    turned = [f"`{name}`: {before} → {after}" for name, (before, after) in verdicts.items()]
    number = len(turned)
    said = f"{number} verdict{'' if number == 1 else 's'} changed"
    same = answers[0] == answers[1]
    yield Diagnostic(
        VERDICT_CHANGED,
        now.scenario.span,
        f"{said}, the scenario is {answers[1]} as before"
        if same
        else f"the scenario is {answers[1]}, it was {answers[0]}",
        notes=(*turned, *places.compared),
        data={
            "scenario": now.scenario.id,
            "before": answers[0],
            "after": answers[1],
            "verdicts": verdicts,
        },
    )


def _verdict(found: VerdictOn | None) -> str:
    return "not counted" if found is None else str(found.verdict)


def _words(checked: Checked) -> str:
    if not checked.coherent:
        return "inconsistent"
    match checked.deal:
        case "open":
            return "open"
        case True:
            return "a deal"
        case _:
            return "no deal"


# -- items that positions refer to: terms, rules and state --


def term_findings(since: Since, places: TwoStates) -> Iterator[Diagnostic]:
    """Yield changes outside positions that can change which drafts cross a position."""
    return chain(_issues(since, places), _rules(since, places), _state(since, places))


def _issues(since: Since, places: TwoStates) -> Iterator[Diagnostic]:
    for name, was in since.old.issues.items():
        now = since.new.issues.get(name)
        if now is None:
            yield _gone(f"issue `{name}`", was.id, places)
            continue
        if _manner(was) != _manner(now):
            yield Diagnostic(
                TERM_CHANGED,
                now.id.span,
                f"`applies-when` or `choose` of issue `{name}` changed",
                related=places.was(was.id.span),
                notes=places.compared,
                data={"issue": name},
            )
        for term, old in was.terms.items():
            yield from _term(name, old, now.terms.get(term), places)


def _manner(issue: Issue) -> tuple[object, ...]:
    """Return `applies-when` and the limits on the number of terms (default: all terms)."""
    every = len(issue.terms)
    return issue.least, issue.most if issue.most < every else None, issue.applies_when


def _term(issue: str, was: Term, now: Term | None, places: TwoStates) -> Iterator[Diagnostic]:
    name = f"{issue}/{was.id}"
    if now is None:
        yield _gone(f"term `{name}`", was.id, places)
    elif was.effects != now.effects or _blanks(was) != _blanks(now):
        what = "sets something else" if was.effects != now.effects else "has other parameters"
        yield Diagnostic(
            TERM_CHANGED,
            now.id.span,
            f"term `{name}` {what} now",
            related=places.was(was.id.span),
            notes=places.compared,
            data={"term": name},
        )


def _blanks(term: Term) -> dict[str, Attribute]:
    return {name: _bare(each.domain) for name, each in term.parameters.items()}


def _bare(attribute: Attribute) -> Attribute:
    """Return a declaration without display-only parts."""
    return replace(attribute, title="")


def _gone(what: str, was: Name, places: TwoStates) -> Diagnostic:
    gone = places.gone(was.span)
    return Diagnostic(
        TERM_REMOVED,
        gone,
        f"{what} is gone",
        label="it was here" if gone != was.span else "",
        related=places.was(was.span),
        notes=places.compared,
        data={"gone": str(was)},
    )


def _rules(since: Since, places: TwoStates) -> Iterator[Diagnostic]:
    for name in dict.fromkeys([*since.old.rules, *since.new.rules]):
        was, now = since.old.rules.get(name), since.new.rules.get(name)
        if was is None and now is not None:
            span, what = now.id.span, "is new"
        elif was is not None and now is None:
            span, what = places.gone(was.id.span), "is gone"
        elif was is not None and now is not None and was.holds != now.holds:
            span, what = now.span or now.id.span, "says something else"
        else:
            continue
        yield Diagnostic(
            RULE_CHANGED,
            span,
            f"rule `{name}` {what}",
            related=places.was(was.id.span) if was else (),
            notes=places.compared,
            data={"rule": name},
        )


def _state(since: Since, places: TwoStates) -> Iterator[Diagnostic]:
    for name, was in since.old.entities.items():
        now = since.new.entities.get(name)
        if now is None:
            what = "is gone"
        elif now.type != was.type or now.of != was.of:
            what = "is of another kind"
        elif now.baseline != was.baseline:
            what = "begins with other values"
        else:
            continue
        yield Diagnostic(
            STATE_CHANGED,
            now.id.span if now else places.gone(was.id.span),
            f"entity `{name}` {what}",
            related=places.was(was.id.span),
            notes=places.compared,
            data={"entity": name},
        )
    for kind, then in since.old.entity_types.items():
        declared = since.new.entity_types.get(kind)
        for attribute, old in then.attributes.items():
            new = declared.attributes.get(attribute) if declared else None
            if new is not None and _bare(new) == _bare(old):
                continue
            yield Diagnostic(
                STATE_CHANGED,
                new.id.span if new else places.gone(old.id.span),
                f"attribute `{attribute}` of `{kind}` "
                + ("was removed" if new is None else "has another declaration"),
                related=places.was(old.id.span),
                notes=places.compared,
                data={"entity-type": kind, "attribute": attribute},
            )
