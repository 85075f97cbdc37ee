"""`compare` as JSON, the changes that a gate selects, and places in two states of files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zopa.diagnostics import Label, quoted
from zopa.files import Place, Span
from zopa.interchange.envelope import choice_text, choices_json, context_json, waiver_json
from zopa.interchange.questions import positions_json
from zopa.model import VALUE, DateValue
from zopa.model.conditions import (
    Compare,
    Constant,
    Count,
    CountEntities,
    Name,
    Times,
    With,
)
from zopa.model.context import context_of, read_as
from zopa.model.corpus import Kind, When
from zopa.questions.compare import Direction, domain_of, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zopa.documents import Document
    from zopa.interchange import Json
    from zopa.model.conditions import Condition, Value
    from zopa.model.context import Context
    from zopa.model.corpus import Choice, Corpus, Position
    from zopa.questions.check import Checked, Settled, VerdictOn
    from zopa.questions.compare import (
        Comparison,
        Moved,
        PositionChange,
        Revision,
        Rows,
        ScenarioChange,
    )
    from zopa.solving.partition import Piece
    from zopa.solving.space import Space

__all__ = [
    "Since",
    "TwoStates",
    "drafts_json",
    "less_in",
    "path_at",
    "since_json",
    "verdicts_by_id",
    "weakened",
]


# -- drafts side by side ------------------------------------------------------


def drafts_json(corpus: Corpus, rows: Comparison | Rows, differing: Comparison) -> Json:
    """Return drafts side by side; every row has a value for each, in their order.

    An inconsistent draft has no outcome, and makes no difference there.

    Args:
        corpus: corpus of the drafts.
        rows: rows to list.
        differing: the comparison, reduced to rows that differ.
    """
    found = [verdicts_by_id(each) for each in differing.drafts]
    partial = differing.partial
    return {
        "compared": "scenarios",
        "drafts": [_draft(each) for each in differing.drafts],
        "choices": [
            {
                "issue": issue,
                "differs": issue in differing.choices,
                "values": [_choice(issue, each) for each in values],
            }
            for issue, values in rows.choices.items()
        ],
        "outcome": [
            {
                "entity": entity,
                "attribute": attribute,
                "differs": (entity, attribute) in differing.outcome,
                "values": [_settled(each) for each in values],
            }
            for (entity, attribute), values in rows.outcome.items()
        ],
        "verdicts": [
            {
                "position": name,
                "differs": name in differing.verdicts,
                "partial": name in partial,
                "values": [
                    _verdict(draft, verdicts.get(name))
                    for draft, verdicts in zip(differing.drafts, found, strict=True)
                ],
            }
            for name in rows.verdicts
        ],
        "positions": positions_json(corpus, rows.verdicts),
    }


def verdicts_by_id(checked: Checked | None) -> Mapping[str, VerdictOn]:
    """Return the verdict on each position that counts."""
    return {each.held.id: each for each in checked.verdicts} if checked else {}


def _draft(checked: Checked) -> Json:
    scenario = checked.scenario
    return {
        "id": scenario.id,
        "path": scenario.path,
        "title": scenario.title,
        "assumptions": context_json(checked.context),
        "coherent": checked.coherent,
        "deal": checked.deal,
    }


def _choice(issue: str, choice: Choice | None) -> Any:  # noqa: ANN401  # JSON
    return None if choice is None else choices_json({issue: choice})[issue]


def _settled(settled: Settled | None) -> Json | None:
    if settled is None:
        return None
    return {
        "values": [_piece(each) for each in settled.values],
        "changed": settled.changed,
    }


def _piece(piece: Piece) -> Value | Json:
    return piece.low if piece.low == piece.high else {"from": piece.low, "to": piece.high}


def _verdict(draft: Checked, verdict: VerdictOn | None) -> Json | None:
    if verdict is None:
        return None
    choices = draft.scenario.choices
    return {
        "verdict": str(verdict.verdict),
        "reading": str(verdict.held.reading.id),
        "because": sorted(choice_text(choices[issue]) for issue in verdict.because),
        "hangs-on": sorted(verdict.hangs_on),
    }


# -- two states of a corpus ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Since:
    """Changes since a git revision."""

    revision: str
    """Name of the revision as given."""
    before: Space
    after: Space
    changes: Revision
    context: Context
    """Assumptions, unless a scenario has its own."""
    unread: tuple[str, ...] = ()
    """Scenario files with errors at the revision, which are not compared."""
    broken: tuple[str, ...] = ()
    """Scenario files with errors now."""
    documents_then: Mapping[str, Document] = field(default_factory=dict[str, "Document"])
    """Files of the revision by path within the workspace."""
    documents_now: Mapping[str, Document] = field(default_factory=dict[str, "Document"])

    @property
    def old(self) -> Corpus:
        """Corpus of the revision."""
        return self.before.problem.corpus

    @property
    def new(self) -> Corpus:
        """Present corpus."""
        return self.after.problem.corpus

    @property
    def joined(self) -> tuple[str, ...]:
        """Parties that are at the table now and were not, in order."""
        was, now = self.usual
        return tuple(each for each in now.table if each not in was.table)

    @property
    def left(self) -> tuple[str, ...]:
        """Parties that were at the table and are not now, in order."""
        was, now = self.usual
        return tuple(each for each in was.table if each not in now.table)

    @property
    def anything(self) -> bool:
        """True if anything changed."""
        changes = self.changes
        return bool(
            changes.positions
            or changes.scenarios
            or changes.issues_added
            or changes.issues_removed
            or self.joined
            or self.left
            or self.dates[0] != self.dates[1]
            or self.unconfigured
        )

    @property
    def usual(self) -> tuple[Context, Context]:
        """Default assumptions at the revision and now."""
        return context_of(self.old), context_of(self.new)

    @property
    def dates(self) -> tuple[dt.date, dt.date]:
        """Evaluation dates at the revision and now."""
        was, now = self.usual
        return was.as_of, now.as_of

    @property
    def unconfigured(self) -> tuple[str, ...]:
        """Red lines that settings exclude now, or read in another way."""
        was, now = self.usual
        counted = Kind.RED_LINE in now.hold or Kind.RED_LINE not in was.hold
        readings = dict(was.readings) != dict(now.readings)
        return tuple(
            str(name)
            for name, position in self.new.positions.items()
            if position.kind == Kind.RED_LINE and name in self.old.positions
            if not counted
            or (readings and read_as(self.old.positions[name], was) != read_as(position, now))
        )

    @property
    def weaker_lines(self) -> tuple[str, ...]:
        """Red lines that were weakened or removed, or have no holder at the table now."""
        found = {
            each.id
            for each in self.changes.positions
            if each.before is not None and each.before.kind == Kind.RED_LINE and weakened(each)
        }
        return tuple(sorted(found.union(self.left_alone, self.unconfigured)))

    @property
    def left_alone(self) -> tuple[str, ...]:
        """Red lines without a holder at the table now, in the order of the corpus."""
        return tuple(self._left_alone()) if self.left else ()

    def _left_alone(self) -> Iterator[str]:
        was, now = (set(each.table) for each in self.usual)
        for name, position in self.old.positions.items():
            later = self.new.positions.get(name)
            if (
                position.kind == Kind.RED_LINE
                and later is not None
                and was.intersection(position.holders)
                and not now.intersection(later.holders)
            ):
                yield str(name)


def weakened(change: PositionChange) -> bool:
    """Return True if a position is weaker in any respect.

    It is if agreements that crossed it may no longer cross it: its condition asks for less, for
    something else, or referred to a removed item; a reading was removed, or another is the
    default; or it begins later or ends sooner.
    """
    if change.before is None:
        return False
    return change.after is None or any(
        less_in(change, what, way) for what, way in change.respects
    )


def less_in(change: PositionChange, what: str, way: Direction) -> bool:
    """Return True if a remaining position is weaker in this respect."""
    was, now = change.before, change.after
    if was is None or now is None or way == Direction.STRONGER:
        return False
    return way == Direction.WEAKER or _less(what, was, now)


def _less(what: str, was: Position, now: Position) -> bool:
    """Return True if a change that is neither weaker nor stronger in itself weakens it."""
    match what:
        case "readings":
            return was.default != now.default or not was.readings.keys() <= now.readings.keys()
        case "since":
            return _later(now.since, was.since)
        case "until":
            return now.until is not None and (was.until is None or _later(was.until, now.until))
        case _:  # its condition, or its holders
            return True


def _later(one: When, other: When) -> bool:
    """Return True if a date may be later than another; an unknown bound may be any date."""
    far = dt.date.max
    return any(
        (this or far) > (that or far)
        for this, that in ((one.earliest, other.earliest), (one.latest, other.latest))
    )


def since_json(since: Since, words: Callable[[Condition], str]) -> Json:
    """Return positions, scenarios and issues that changed.

    Args:
        since: the changes.
        words: writes a condition on one line.
    """
    changes = since.changes
    return {
        "compared": "revisions",
        "since": since.revision,
        "as-of": {"before": str(since.old.as_of), "after": str(since.new.as_of)},
        "at-the-table": {"added": sorted(since.joined), "removed": sorted(since.left)},
        "positions": [_position_change(since, each, words) for each in changes.positions],
        "red-lines-weaker": list(since.weaker_lines),
        "scenarios": [_scenario_change(each) for each in changes.scenarios],
        "issues-added": list(changes.issues_added),
        "issues-removed": list(changes.issues_removed),
        "not-compared": {"before": sorted(since.unread), "after": sorted(since.broken)},
    }


def _position_change(
    since: Since, change: PositionChange, words: Callable[[Condition], str]
) -> Json:
    return {
        "id": change.id,
        "direction": str(change.direction),
        "weakened": weakened(change),
        "respects": [
            {"what": what.partition(" ")[0], "direction": str(way)}
            | ({"reading": what.partition(" ")[2]} if " " in what else {})
            | _moved(since, change, what)
            for what, way in change.respects
        ],
        "before": None if change.before is None else _position(change.before, words),
        "after": None if change.after is None else _position(change.after, words),
    }


def _moved(since: Since, change: PositionChange, what: str) -> Json:
    """The numbers of a condition that moved, if only numbers differ."""
    name, _, reading = what.partition(" ")
    if change.before is None or change.after is None or name not in {"condition", "reading"}:
        return {}
    was, now = (
        each.readings[Name(reading or change.before.default)].holds
        for each in (change.before, change.after)
    )
    return {"moved": [_number(since.new, each) for each in moved(since.new, was, now)]}


def _number(corpus: Corpus, each: Moved) -> Json:
    """A number that moved, with its subject."""
    found: Json = dict.fromkeys(("issue", "term", "parameter", "attribute", "kind", "operator"))
    domain = domain_of(corpus, each)
    match each.about:
        case With(issue, term, parameter, operator):
            nature = "value"
            found |= {"issue": str(issue), "operator": str(operator)}
            if term != VALUE:
                found |= {"term": str(term), "parameter": str(parameter)}
        case Compare(attribute, operator):
            nature = "value"
            found |= {"attribute": str(attribute), "kind": each.kind, "operator": str(operator)}
        case Constant(date=date):
            nature = "date" if date else "number"
        case Times():
            nature = "factor"
        case Count(how=how) | CountEntities(how=how):
            nature = "count"
            found["operator"] = str(how)
    ends = {
        key: _exactly(value if domain is None else domain.typed(value), dated=nature == "date")
        for key, value in (("before", each.before), ("after", each.after))
    }
    return {"nature": nature, **found, **ends, "unit": "" if domain is None else domain.unit}


def _exactly(value: object, *, dated: bool) -> int | str:
    """A number as answers have it: whole, or as text."""
    if isinstance(value, Fraction) and value.denominator == 1:
        value = DateValue(int(value)) if dated else int(value)
    return value if type(value) is int else str(value)


def _position(position: Position, words: Callable[[Condition], str]) -> Json:
    return {
        "party": str(position.party),
        "kind": str(position.kind),
        "strength": str(position.strength),
        "title": position.title,
        "since": _when(position.since),
        "until": None if position.until is None else _when(position.until),
        "held-by": sorted(map(str, position.held_by)),
        "default": position.default or None,
        "holds": {
            str(name): words(reading.holds)
            for name, reading in sorted(position.readings.items())
        },
    }


def _when(when: When) -> Json:
    return {
        "earliest": None if when.earliest is None else str(when.earliest),
        "latest": None if when.latest is None else str(when.latest),
    }


def _scenario_change(change: ScenarioChange) -> Json:
    waivers = change.after.scenario.waivers if change.after else ()
    return {
        "id": change.id,
        "before": _answer(change.before),
        "after": _answer(change.after),
        "verdicts": [
            {"position": name, "before": before, "after": after}
            for name, (before, after) in sorted(change.verdicts.items())
        ],
        "waivers-added": [
            waiver_json(each)
            for each in sorted(waivers, key=lambda each: str(each.position))
            if each.position in change.waivers_added
        ],
        "expectations-dropped": list(change.expectations_dropped),
    }


def _answer(checked: Checked | None) -> Json | None:
    if checked is None:
        return None
    return {
        "path": checked.scenario.path,
        "title": checked.scenario.title,
        "assumptions": context_json(checked.context),
        "coherent": checked.coherent,
        "deal": checked.deal,
    }


# -- places of now, and those at a revision --


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
