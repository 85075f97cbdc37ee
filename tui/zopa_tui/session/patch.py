"""From one draft to another in the text of a scenario file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from zopa.construct import construct_scenario
from zopa.diagnostics import Diagnostic, Severity, quoted
from zopa.diagnostics.codes import NOT_EDITED
from zopa.documents import parse
from zopa.model.corpus import SILENT
from zopa.schemas import Role, check_shape
from zopa_tui.session.draft import Draft, exactly
from zopa_tui.session.yaml_edit import CannotEdit, Sheet

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zopa.documents import Data, Pointer
    from zopa.model.conditions import Value
    from zopa.model.corpus import Scenario, Waiver
    from zopa_tui.session.draft import Picks

__all__ = ["NOT_EDITED", "Failed", "patch", "scenario_in"]

MARK = "\ufeff"
ORDER = (
    "title",
    "description",
    "note",
    "as-of",
    "choices",
    "readings",
    "waivers",
    "at-the-table",
    "hold",
    "expect",
)
"""Of a scenario's keys."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be done, and nothing was changed."""

    diagnostic: Diagnostic
    """Why, and what can be done."""


def patch(
    text: str,
    before: Draft,
    after: Draft,
    *,
    lists: Collection[str] = (),
    name: str = "scenarios/draft.yaml",
) -> str | Failed:
    """The text, changed where the drafts differ and nowhere else.

    The new text is read again; where it does not say what it should, or anything
    else than the draft has changed, there is none.

    Args:
        text: of a scenario file.
        before: what the text says.
        after: what it is to say.
        lists: issues that allow several terms, which are written as lists.
        name: what diagnostics call the file.
    """
    old = scenario_in(text, name)
    if isinstance(old, Failed):
        return old
    there = Draft.of(old)
    if there != before:
        return _failed(name, "the text does not say what the draft began with")
    sheet = Sheet(text, name)
    try:
        _choices(sheet, there, after, lists)
        _readings(sheet, there, after)
        _waivers(sheet, there, after)
        _day(sheet, there, after)
        _names(sheet, "at-the-table", there.table, after.table)
        _names(sheet, "hold", there.hold, after.hold)
    except (CannotEdit, LookupError, ValueError) as error:
        return _failed(name, str(error))
    new = scenario_in(sheet.text, name)
    if isinstance(new, Failed):
        return _failed(name, new.diagnostic.message)
    if Draft.of(new) != after:
        return _failed(name, "the new text would not say what the draft says")
    if _others(new) != _others(old):
        return _failed(name, "something else would have changed")
    return (MARK if text.startswith(MARK) else "") + sheet.text


def scenario_in(text: str | bytes, name: str) -> Scenario | Failed:
    """What the text of a scenario file says, or the first thing wrong with its shape."""
    document = parse(text, name)
    findings = [*document.diagnostics]
    if document.data is not None:
        findings.extend(check_shape(document, Role.SCENARIO))
    scenario = construct_scenario(document, findings)
    if scenario is None:
        return Failed(next(each for each in findings if each.severity == Severity.ERROR))
    return scenario


def _others(scenario: Scenario) -> Scenario:
    """What is no part of a draft."""
    return Draft().scenario(scenario)


def _failed(name: str, reason: str) -> Failed:
    message = f"scenario {quoted(name)} cannot be changed as it is laid out"
    way_out = "edit it by hand, or start a new scenario from the draft"
    return Failed(Diagnostic(NOT_EDITED, None, message, notes=(reason,), help=(way_out,)))


# -- what a draft has, one after the other ------------------------------------


def _choices(sheet: Sheet, before: Draft, after: Draft, lists: Collection[str]) -> None:
    for issue, picks in after.choices.items():
        if issue not in before.choices:
            sheet.add(("choices",), issue, _choice(picks, several=issue in lists))
        elif exactly(picks) != exactly(before.choices[issue]):
            _changed(sheet, issue, before.choices[issue], picks, several=issue in lists)
    for issue in before.choices:
        if issue not in after.choices:
            sheet.remove(("choices", issue))


def _changed(sheet: Sheet, issue: str, before: Picks, after: Picks, *, several: bool) -> None:
    pointer: Pointer = ("choices", issue)
    data = sheet.data(pointer)
    if isinstance(data, list) and after:
        for term, given in after.items():
            if term not in before:
                sheet.add(pointer, None, _pick(term, given))
            elif exactly(given) != exactly(before[term]):
                there = (*pointer, _places(sheet.data(pointer), term)[0])
                _parameters(sheet, there, term, before[term], given)
        for term in before:
            if term not in after:
                for place in reversed(_places(sheet.data(pointer), term)):
                    sheet.remove((*pointer, place))
    elif len(after) == 1 and list(before) == list(after):
        (term,) = after
        _parameters(sheet, pointer, term, before[term], after[term])
    else:
        several = several or isinstance(data, list)
        sheet.replace(pointer, _choice(after, several=several))


def _parameters(
    sheet: Sheet,
    pointer: Pointer,
    term: str,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
) -> None:
    """Change the parameters of the pick that stands at the pointer."""
    if not before or not after:
        sheet.replace(pointer, _pick(term, after))
        return
    there = (*pointer, term)
    for name, value in after.items():
        if name not in before:
            sheet.add(there, name, value)
        elif exactly(value) != exactly(before[name]):
            sheet.replace((*there, name), value)
    for name in before:
        if name not in after:
            sheet.remove((*there, name))


def _readings(sheet: Sheet, before: Draft, after: Draft) -> None:
    if not after.readings or sheet.data(("readings",)) is None:
        _whole(sheet, "readings", dict(after.readings))
        return
    for position, reading in after.readings.items():
        if position not in before.readings:
            sheet.add(("readings",), position, reading)
        elif reading != before.readings[position]:
            sheet.replace(("readings", position), reading)
    for position in before.readings:
        if position not in after.readings:
            sheet.remove(("readings", position))


def _waivers(sheet: Sheet, before: Draft, after: Draft) -> None:
    """Waivers of one position are told apart by their order."""
    if not after.waivers or sheet.data(("waivers",)) is None:
        _whole(sheet, "waivers", [_waiver(each) for each in after.waivers])
        return
    gone: list[int] = []
    new: list[Waiver] = []
    for position in dict.fromkeys(
        str(each.position) for each in before.waivers + after.waivers
    ):
        places = [n for n, each in enumerate(before.waivers) if each.position == position]
        wanted = [each for each in after.waivers if each.position == position]
        for place, waiver in zip_longest(places, wanted):
            if waiver is None:
                gone.append(place)
            elif place is None:
                new.append(waiver)
            else:
                for key, value in _waiver(waiver).items():
                    if value != _waiver(before.waivers[place])[key]:
                        sheet.replace(("waivers", place, key), value)
    for each in new:
        sheet.add(("waivers",), None, _waiver(each))
    for place in sorted(gone, reverse=True):
        sheet.remove(("waivers", place))


def _day(sheet: Sheet, before: Draft, after: Draft) -> None:
    if after.as_of != before.as_of:
        _whole(sheet, "as-of", None if after.as_of is None else after.as_of.isoformat())


def _names(
    sheet: Sheet, key: str, old: Sequence[str] | None, new: Sequence[str] | None
) -> None:
    """Change a list of names, of which the order says nothing."""
    if old is None or not new:
        if old != new:
            _whole(sheet, key, None if new is None else list(map(str, new)), empty=True)
        return
    for name in new:
        if name not in old:
            sheet.add((key,), None, str(name))
    for place in reversed(range(len(old))):
        if old[place] not in new:
            sheet.remove((key, place))


def _whole(sheet: Sheet, key: str, value: Data, *, empty: bool = False) -> None:
    """Add, replace or remove an entry of the root; empty ones only stay where they mean it."""
    there = key in sheet.data()
    if value is None or not (value or empty):
        if there:
            sheet.remove((key,))
    elif there:
        sheet.replace((key,), value)
    else:
        earlier = ORDER[: ORDER.index(key)]
        before = max((each for each in sheet.data() if each in earlier), key=ORDER.index)
        sheet.add((), key, value, after=before)


# -- values as a file has them ------------------------------------------------


def _choice(picks: Picks, *, several: bool) -> Data:
    if not picks:
        return SILENT
    written: list[Data] = [_pick(term, given) for term, given in picks.items()]
    return written if several or len(written) > 1 else written[0]


def _pick(term: str, given: Mapping[str, Value]) -> Data:
    return {term: dict(given)} if given else term


def _waiver(waiver: Waiver) -> dict[str, Data]:
    return {
        "position": str(waiver.position),
        "reason": waiver.reason,
        "by": waiver.by,
        "expires": None if waiver.expires is None else waiver.expires.isoformat(),
    }


def _places(picks: list[Data], term: str) -> list[int]:
    """Where the term stands in a list of picks."""
    return [
        number
        for number, each in enumerate(picks)
        if each == term or (isinstance(each, dict) and term in each)
    ]
