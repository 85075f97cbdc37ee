"""Minimal edits to a scenario file's text, from one draft to another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING

from zopa.construct import construct_scenario, resolve, written_out
from zopa.diagnostics import NOT_EDITED, Diagnostic, Severity, quoted
from zopa.documents import parse
from zopa.edit.sheet import CannotEdit, Sheet
from zopa.files import Role
from zopa.model import untyped
from zopa.model.corpus import SILENT, VALUE, Bounds
from zopa.schemas import check_shape
from zopa_tui.session.draft import Draft, exactly

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zopa.documents import Data, Pointer
    from zopa.model.conditions import Value
    from zopa.model.corpus import Citations, Corpus, Scenario, Waiver
    from zopa_tui.session.draft import Given, Picks

__all__ = ["NOT_EDITED", "Cited", "Failed", "cited_in", "patch", "scenario_in"]

MARK = "\ufeff"
ORDER = (
    "title",
    "description",
    "note",
    "as-of",
    "proposed-by",
    "source",
    "status",
    "from",
    "otherwise",
    "choices",
    "readings",
    "waivers",
    "at-the-table",
    "hold",
    "expect",
)
"""Order of a scenario's keys."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Failure of a read or a write; nothing was changed."""

    diagnostic: Diagnostic
    """The reason, and how to fix it."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A choice with citations that was removed from a file, and its citations."""

    picks: Picks
    said: Data
    """The choice as the file had it."""
    cites: Citations


def patch(
    text: str,
    before: Draft,
    after: Draft,
    corpus: Corpus | None = None,
    *,
    start: Scenario | None = None,
    lists: Collection[str] = (),
    cited: Mapping[str, Cited] = MappingProxyType({}),
    name: str = "scenarios/draft.yaml",
) -> str | Failed:
    """The text with the draft's changes; all other text stays.

    The new text is read again as a check. It must have the wanted content, and nothing
    outside the draft may have changed. Otherwise, the result is a failure.

    Args:
        text: text of a scenario file.
        before: content of the text.
        after: wanted content.
        corpus: the corpus of both drafts, which gives the values their types.
        start: the draft that it starts from; its choices can be replaced, not removed.
        lists: issues that allow several terms, which are written as lists.
        cited: removed choices with citations, by issue; a choice that is made again gets
            its citations back.
        name: file name for diagnostics.
    """
    old = scenario_in(text, name, corpus, start)
    if isinstance(old, Failed):
        return old
    there = Draft.of(old)
    if there != before:
        return _failed(name, "the text does not say what the draft began with")
    sheet = Sheet(text, name)
    written = {issue for issue in old.cites if sheet.data(("choices", issue)) is not None}
    try:
        again = {
            issue: each
            for issue, each in cited.items()
            if sheet.data(("choices", issue)) is None
            and issue in after.choices
            and exactly(after.choices[issue]) == exactly(each.picks)
        }
        _choices(sheet, there, after, lists, again)
        _otherwise(sheet, old, after)
        _readings(sheet, there, after)
        _waivers(sheet, there, after)
        _day(sheet, there, after)
        _names(sheet, "at-the-table", there.table, after.table)
        _names(sheet, "hold", there.hold, after.hold)
    except (CannotEdit, LookupError, ValueError) as error:
        return _failed(name, str(error))
    new = scenario_in(sheet.text, name, corpus, start)
    if isinstance(new, Failed):
        return _failed(name, new.diagnostic.message)
    if Draft.of(new) != after:
        if old.starts_from is not None:
            reason = (
                f"it starts from {quoted(old.starts_from)}, and cannot leave out what that says"
            )
            return _failed(name, reason)
        return _failed(name, "the new text would not say what the draft says")
    taken = {issue: sheet.data(("choices", issue)) is None for issue in old.cites}
    kept = {
        issue: each
        for issue, each in old.cites.items()
        if issue in new.choices and (issue in written or taken[issue])
    }
    kept |= {issue: each.cites for issue, each in again.items()}
    if _others(new) != _others(old) or new.cites != kept:
        return _failed(name, "something else would have changed")
    return (MARK if text.startswith(MARK) else "") + sheet.text


def scenario_in(
    text: str | bytes,
    name: str,
    corpus: Corpus | None = None,
    start: Scenario | None = None,
) -> Scenario | Failed:
    """The scenario in the text of a file, or its first structural error.

    Args:
        text: content of the file.
        name: file name for diagnostics.
        corpus: its corpus, which gives values their types and resolves silence.
        start: the draft that it starts from, if its choices are to be written out.
    """
    document = parse(text, name)
    findings = [*document.diagnostics]
    if document.data is not None:
        findings.extend(check_shape(document, Role.SCENARIO))
    scenario = construct_scenario(document, findings)
    if scenario is None:
        return Failed(next(each for each in findings if each.severity == Severity.ERROR))
    scenario = scenario if start is None else written_out(scenario, start)
    return scenario if corpus is None else resolve(corpus, scenario)


def _others(scenario: Scenario) -> Scenario:
    """The scenario without the parts that a draft holds."""
    rest = replace(scenario, cites={}, otherwise="undecided")
    return Draft().scenario(rest)


def _failed(name: str, reason: str) -> Failed:
    message = f"scenario {quoted(name)} cannot be changed as it is laid out"
    way_out = "edit it by hand, or start a new scenario from the draft"
    return Failed(Diagnostic(NOT_EDITED, None, message, notes=(reason,), help=(way_out,)))


# -- the parts of a draft -----------------------------------------------------


def cited_in(
    text: str, name: str, before: Draft, cites: Mapping[str, Citations]
) -> dict[str, Cited]:
    """The choices of a file that have citations, by issue."""
    sheet = Sheet(text, name)
    found: dict[str, Cited] = {}
    for issue, places in cites.items():
        data = sheet.data(("choices", issue))
        if isinstance(data, dict) and "cites" in data and issue in before.choices:
            found[issue] = Cited(before.choices[issue], data["cites"], places)
    return found


def _choices(
    sheet: Sheet,
    before: Draft,
    after: Draft,
    lists: Collection[str],
    again: Mapping[str, Cited],
) -> None:
    for issue, picks in after.choices.items():
        several = issue in lists
        if issue in before.choices and exactly(picks) == exactly(before.choices[issue]):
            continue
        if issue in again:
            key, said = _cited(picks, several=several)
            sheet.add(("choices",), issue, {key: said, "cites": again[issue].said})
        elif sheet.data(("choices", issue)) is None:
            sheet.add(("choices",), issue, _choice(picks, several=several))
        else:
            _changed(sheet, issue, before.choices[issue], picks, several=several)
    for issue in before.choices:
        if issue not in after.choices and sheet.data(("choices", issue)) is not None:
            sheet.remove(("choices", issue))


def _otherwise(sheet: Sheet, old: Scenario, after: Draft) -> None:
    """Replace the default silence by entries if the draft makes a silent issue undecided."""
    if old.otherwise != SILENT or all(each in after.choices for each in old.choices):
        return
    if old.starts_from is None:
        sheet.remove(("otherwise",))
    else:
        _whole(sheet, "otherwise", "undecided")
    for issue, picks in after.choices.items():
        if not picks and sheet.data(("choices", issue)) is None:
            sheet.add(("choices",), issue, SILENT)


CITED = ("value", "term")
"""Keys that can hold the choice in an entry with citations."""


def _changed(sheet: Sheet, issue: str, before: Picks, after: Picks, *, several: bool) -> None:
    pointer: Pointer = ("choices", issue)
    data = sheet.data(pointer)
    if isinstance(data, dict) and "cites" in data:
        [inside] = [key for key in CITED if key in data]
        wanted, said = _cited(after, several=several or isinstance(data[inside], list))
        members = isinstance(said, list) and all(isinstance(each, str) for each in said)
        if inside == "value" and (said == SILENT or members):
            wanted = inside  # of a set the members may stand there, without parameters
        if wanted == inside and isinstance(said, list) and not isinstance(data[inside], list):
            sheet.replace((*pointer, inside), said)
        elif wanted == inside:
            _changed_at(sheet, (*pointer, inside), before, after, said)
        else:
            sheet.replace(pointer, {wanted: said, "cites": data["cites"]})
        return
    several = several or isinstance(data, list)
    _changed_at(sheet, pointer, before, after, _choice(after, several=several))


def _cited(picks: Picks, *, several: bool) -> tuple[str, Data]:
    """The key for a choice with citations, and the choice itself."""
    said = _choice(picks, several=several)
    if isinstance(said, dict) and not VALUE_OPEN.isdisjoint(said):
        return "value", said
    if isinstance(said, str | list) and not _dated(picks):
        return "term", said
    return ("term", [said]) if isinstance(said, dict) else ("value", said)


VALUE_OPEN = {"at-least", "at-most"}


def _dated(picks: Picks) -> bool:
    """True if the choice is the number or date that answers an issue."""
    return any(term == VALUE and given for term, given in picks.items())


def _changed_at(
    sheet: Sheet, pointer: Pointer, before: Picks, after: Picks, said: Data
) -> None:
    """Change the choice at the pointer; `said` is the complete new one."""
    data = sheet.data(pointer)
    if isinstance(data, list) and after and isinstance(said, list):
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
        sheet.replace(pointer, said)


def _parameters(
    sheet: Sheet,
    pointer: Pointer,
    term: str,
    before: Mapping[str, Given],
    after: Mapping[str, Given],
) -> None:
    """Change the parameters of the pick at the pointer."""
    data = sheet.data(pointer)
    inside = data.get(term) if isinstance(data, dict) else None
    short = ("" in before, "" in after)  # a term with one parameter, without its name
    if term == VALUE or not before or not after or inside is None or any(short) != all(short):
        sheet.replace(pointer, _pick(term, after))
        return
    there = (*pointer, term)
    if not isinstance(inside, dict) or not VALUE_OPEN.isdisjoint(inside):
        (value,) = after.values()
        sheet.replace(there, _given(value))
        return
    for name, value in after.items():
        if name not in before:
            sheet.add(there, name, _given(value))
        elif exactly(value) != exactly(before[name]):
            sheet.replace((*there, name), _given(value))
    for name in before:
        if name not in after:
            sheet.remove((*there, name))


def _readings(sheet: Sheet, before: Draft, after: Draft) -> None:
    if before.readings == after.readings:
        return
    if not after.readings or sheet.data(("readings",)) is None:
        _whole(sheet, "readings", dict(after.readings))
        return
    for position, reading in after.readings.items():
        if sheet.data(("readings", position)) is None:
            if reading != before.readings.get(position):
                sheet.add(("readings",), position, reading)
        elif reading != before.readings[position]:
            sheet.replace(("readings", position), reading)
    for position in before.readings:
        if position not in after.readings:
            sheet.remove(("readings", position))


def _waivers(sheet: Sheet, before: Draft, after: Draft) -> None:
    """Change the waivers; several waivers of one position are matched by order."""
    if before.waivers == after.waivers:
        return
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
    """Change a list of names, whose order has no meaning."""
    if old is None or not new or key not in sheet.data():
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
    """Add, replace or remove a root entry; without `empty`, an empty value removes it."""
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


# -- values in the notation of files ------------------------------------------


def _choice(picks: Picks, *, several: bool) -> Data:
    if not picks:
        return SILENT
    written: list[Data] = [_pick(term, given) for term, given in picks.items()]
    several = several and not _dated(picks) and not picks.keys() & {"true", "false"}
    return written if several or len(written) > 1 else written[0]


def _pick(term: str, given: Mapping[str, Given]) -> Data:
    if term in {"true", "false"}:
        return term == "true"
    if term == VALUE and given.keys() == {VALUE}:
        return _given(given[VALUE])
    if given.keys() == {""}:  # the short form of a term with one parameter
        return {term: _given(given[""])}
    return {term: {name: _given(each) for name, each in given.items()}} if given else term


def _given(value: Given) -> Data:
    if not isinstance(value, Bounds):
        return _plain(value)
    bounds = (("at-least", value.least), ("at-most", value.most))
    return {key: _plain(each) for key, each in bounds if each is not None}


def _plain(value: Value) -> Data:
    found: Data = untyped(value)
    return found


def _waiver(waiver: Waiver) -> dict[str, Data]:
    return {
        "position": str(waiver.position),
        "reason": waiver.reason,
        "by": waiver.by,
        "expires": None if waiver.expires is None else waiver.expires.isoformat(),
    }


def _places(picks: list[Data], term: str) -> list[int]:
    """Indices of the term in a list of picks."""
    return [
        number
        for number, each in enumerate(picks)
        if each == term or (isinstance(each, dict) and term in each)
    ]
