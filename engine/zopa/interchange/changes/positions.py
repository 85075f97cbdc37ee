"""Removed, added, weaker, stronger and otherwise changed positions."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from zopa.diagnostics import (
    POSITION_ADDED,
    POSITION_OTHERWISE,
    POSITION_REMOVED,
    POSITION_WEAKER,
    RED_LINE_REMOVED,
    RED_LINE_WEAKER,
    Diagnostic,
    Label,
    listed,
    quoted,
)
from zopa.files import Place, Span
from zopa.interchange.compare import less_in
from zopa.model.corpus import Kind
from zopa.questions.compare import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.documents import Document
    from zopa.interchange.compare import Since

__all__ = [
    "TwoStates",
    "path_at",
    "position_findings",
]


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from zopa.interchange.compare import Since
    from zopa.model.conditions import Condition
    from zopa.model.corpus import Position

    Words = Callable[[Condition], str]
    Moves = Callable[[Condition, Condition], Iterable[str]]


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
            yield _removed(since, was, places)
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


def _removed(since: Since, was: Position, places: TwoStates) -> Diagnostic:
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


# -- present places, and those at a revision --


def path_at(revision: str, path: str) -> str:
    """Return the name of a file at a revision, as git writes it."""
    return f"{revision}:{path}"


class TwoStates:
    """Files of two states of a workspace."""

    def __init__(self, since: Since) -> None:
        self._since = since
        self._matched: dict[str, SequenceMatcher[str]] = {}

    def path_then(self, path: str) -> str:
        """Return the name of a file at the revision."""
        return path_at(self._since.revision, path)

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """Note that names the revision."""
        return (f"compared with {quoted(self._since.revision)}",)

    def key_now(self, path: str, key: str) -> Span | None:
        """Return a key at the root of a file, or the file's beginning."""
        return _key(self._since.documents_now, path, key)

    def key_then(self, path: str, key: str) -> Span | None:
        """Return a key at the root of a file of the revision, or the file's beginning."""
        return _key(self._since.documents_then, path, key)

    def was(self, span: Span | None, label: str = "as it was") -> tuple[Label, ...]:
        """Return a place of the revision as a label beside the finding's own place."""
        if span is None:
            return ()
        there = replace(span, path=self.path_then(span.path))
        return (Label(there, f"{label} at {quoted(self._since.revision)}"),)

    def gone(self, span: Span | None) -> Span | None:
        """Return the present place of a span of the revision.

        It is empty, at the beginning of the line that replaced it; the old place if the file
        was removed too.
        """
        if span is None or span.path not in self._since.documents_now:
            return span
        lines = self._since.documents_now[span.path].text.splitlines()
        line = min(self._line(span), max(len(lines), 1))
        return Span(span.path, Place(line, 1), Place(line, 1))

    def _line(self, span: Span) -> int:
        before = span.start.line - 1
        for _, low, high, new_low, new_high in self._matcher(span.path).get_opcodes():
            if low <= before < high:
                same = high - low == new_high - new_low
                return new_low + (before - low if same else 0) + 1
        return 1

    def _matcher(self, path: str) -> SequenceMatcher[str]:
        if path not in self._matched:
            then, now = self._since.documents_then, self._since.documents_now
            self._matched[path] = SequenceMatcher(
                None, then[path].text.splitlines(), now[path].text.splitlines()
            )
        return self._matched[path]


def _key(documents: Mapping[str, Document], path: str, key: str) -> Span | None:
    document = documents.get(path)
    if document is None:
        return None
    try:
        return document.key_span((key,))
    except LookupError:
        return document.span(())
