"""Positions and places: their reasons line by line, and the tiles of the map."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from zopa.answers.lines import (
    BY_RULES_ALONE,
    VERDICT_WORDS,
    choice_words,
    citation,
    issue_name,
    statement_line,
    uncounted_words,
)
from zopa.answers.wording import clause_words, humanised, position_words, settled_words
from zopa.model.context import candidates, context_of, standing
from zopa.questions.check import Settled, Verdict
from zopa_tui.session import draft as moves
from zopa_tui.views.text import (
    UNSAID,
    TextLine,
    apart,
    clean,
    codes,
    nature_words,
    party_short,
    picks_words,
    several,
    shortened,
    value_words,
    width_of,
    wrapped,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from zopa.model.context import Context
    from zopa.model.corpus import Attribute, Corpus, Position
    from zopa.questions.check import Checked, VerdictOn
    from zopa.questions.options import Why
    from zopa.solving import Stop
    from zopa.solving.problem import Clause
    from zopa_tui.session.draft import Draft
    from zopa_tui.session.open import Locations
    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.views.compare import DraftColumn
    from zopa_tui.views.text import Shade, Signs, TextPart

__all__ = [
    "Layer",
    "Reason",
    "ReasonLine",
    "Target",
    "Tile",
    "begins",
    "cell_lines",
    "choice_point",
    "counts_later",
    "entity_pages",
    "fitted",
    "layers",
    "position_pages",
    "position_point",
    "shade_of",
    "tiles",
    "title_of_choice",
    "uncounted",
    "why_points",
]


# -- items for the cursor --


@dataclass(frozen=True, slots=True)
class Target:
    """An item of the corpus under the cursor."""

    kind: Literal["section", "issue", "term", "position", "entity"]
    id: str
    """Id of the issue, position (`party/id`) or entity; of a term `issue/term`."""

    @classmethod
    def term(cls, issue: str, term: str) -> Target:
        """A term of an issue."""
        return cls("term", f"{issue}/{term}")

    @property
    def parts(self) -> tuple[str, str]:
        """Issue and term of a term."""
        issue, _, term = self.id.partition("/")
        return issue, term

    @property
    def issue(self) -> str | None:
        """The issue itself, or the issue of the term."""
        match self.kind:
            case "issue":
                return self.id
            case "term":
                return self.parts[0]
            case _:
                return None


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One point of a reason; text from files is shown unchanged."""

    text: str
    label: str = ""
    style: str = ""
    """`crossed`, `open`, `respected`, `forced`, `waived`, `muted`, `head`, or empty."""
    place: str = ""
    """File and line, or a citation."""
    goes: tuple[str, str] | None = None
    """Kind and id of the item that the user can go to from this point."""


@dataclass(frozen=True)
class Reason:
    """Explanation of the item under the cursor."""

    target: Target
    revision: int
    title: str
    pages: tuple[tuple[ReasonLine, ...], ...]
    """Pages: the verdict first, then its grounds; no page is empty."""
    preview: Mapping[tuple[str, str], Settled] = field(default_factory=dict)
    """Outcome if the term were chosen; empty if there is no term to choose."""

    def text(self) -> str:
        """The complete explanation as plain text."""
        lines = [self.title]
        for page in self.pages:
            lines.append("")
            for each in page:
                label = f"{each.label}: " if each.label else ""
                place = f"  [{each.place}]" if each.place else ""
                lines.append(f"{label}{each.text}{place}")
        return "\n".join(lines)


def title_of_choice(corpus: Corpus, draft: Draft, issue: str) -> str:
    """An issue with the draft's choice."""
    words = picks_words(corpus, issue, draft.picks(issue))
    if not words:
        words = "silent" if draft.silent(issue) else "undecided"
    return f"{issue_name(corpus, issue)}: {words}"


def choice_point(
    corpus: Corpus, draft: Draft, issue: str, places: Locations, label: str = "your choice"
) -> ReasonLine:
    """A point with the draft's choice on an issue."""
    text = title_of_choice(corpus, draft, issue)
    term = next(iter(draft.picks(issue)), None)
    goes = ("issue", issue) if term is None else ("term", f"{issue}/{term}")
    return ReasonLine(text, label, place=places.text("issue", issue), goes=goes)


def position_point(
    corpus: Corpus, position: Position, draft: Draft, style: str, label: str
) -> ReasonLine:
    """A position with its holders at the draft's table and its strength."""
    table = context_of(corpus).table if draft.table is None else draft.table
    nature = nature_words(position)
    text = position_words(corpus, str(position.id), map(str, table))
    return ReasonLine(text, label, style, nature, ("position", str(position.id)))


def said_points(
    corpus: Corpus, position: Position, label: str = "said by"
) -> Iterator[ReasonLine]:
    """Points with each statement's speaker, date, reporter and place."""
    for name in position.statements:
        if name in corpus.statements:
            said = corpus.statements[name]
            cites = citation(corpus, said.cites)
            text = statement_line(corpus, said).removesuffix(cites).rstrip(", ")
            yield ReasonLine(text, label, "muted", cites, ("statement", str(name)))
            label = ""


def why_points(
    corpus: Corpus, draft: Draft, why: Why, places: Locations
) -> Iterator[ReasonLine]:
    """A minimal reason: the draft's own choices, the rules, and the positions."""
    for issue in why.choices:
        yield choice_point(corpus, draft, issue, places)
    for name in why.positions:
        position = corpus.positions[name]
        yield position_point(corpus, position, draft, "crossed", "line")
        yield from said_points(corpus, position)
    for clause in why.clauses:
        yield _clause_line(corpus, clause, places)


def _clause_line(corpus: Corpus, clause: Clause, places: Locations) -> ReasonLine:
    if clause.nature == "rule":
        rule = corpus.rules[clause.name]
        place = places.text("rule", str(rule.id))
        return ReasonLine(rule.reason, "rule", place=place, goes=("rule", str(rule.id)))
    return ReasonLine(clause_words(corpus, clause), "kept by")


def position_pages(
    session: Session, snapshot: Snapshot, name: str, places: Locations, stop: Stop | None
) -> Iterator[tuple[ReasonLine, ...]]:
    """Pages on a position: verdict with reasons, readings, record."""
    yield tuple(_verdict(session, snapshot, name, places))
    if len(session.corpus.positions[name].readings) > 1:
        yield tuple(_readings(session, snapshot, name, stop))
    yield tuple(_record(session, name, places))


def _verdict(
    session: Session, snapshot: Snapshot, name: str, places: Locations
) -> Iterator[ReasonLine]:
    corpus, draft = session.corpus, snapshot.draft
    position = corpus.positions[name]
    waiver = next((each for each in draft.waivers if each.position == name), None)
    found = next((each for each in snapshot.verdicts.verdicts if each.held.id == name), None)
    if waiver is not None and found is None:
        until = f", until {waiver.expires}" if waiver.expires else ""
        yield ReasonLine(
            f"Waived by {waiver.by or 'an unnamed person'}{until}.", style="waived"
        )
        yield ReasonLine(waiver.reason or "no reason is given", "reason")
        yield ReasonLine("W lets it count again", "to end that")
    elif found is None:
        context = snapshot.verdicts.context
        if any(each.id == name for each in snapshot.verdicts.not_judged):
            words = "Not checked: the draft gives an attribute that it names two values."
            yield ReasonLine(words, style="muted")
        else:
            words = uncounted_words(corpus, context, position)
            yield ReasonLine(f"{words[:1].upper()}{words[1:]}.", style="head")
        if (day := begins(corpus, context, name)) is not None:
            yield ReasonLine(
                f"enter goes to {day}, the first date on which it counts", "to see it"
            )
    else:
        yield from _because(session, snapshot, found, places)
    if len(position.readings) > 1:
        chosen = draft.readings.get(name, position.default)
        number = list(position.readings).index(chosen) + 1 if chosen in position.readings else 0
        title = position.readings[chosen].title if number else chosen
        of = f"{number} of {len(position.readings)}: {title or chosen}"
        yield ReasonLine(of, "reading", place="< > others")
    yield from said_points(corpus, position)


def _because(
    session: Session, snapshot: Snapshot, found: VerdictOn, places: Locations
) -> Iterator[ReasonLine]:
    corpus, draft = session.corpus, snapshot.draft
    nature = nature_words(found.held.position)
    match found.verdict:
        case Verdict.CROSSED:
            yield ReasonLine(_sentence(found.verdict), style="crossed", place=nature)
            for issue in found.because:
                yield choice_point(corpus, draft, issue, places, "because")
            if not found.because:
                yield ReasonLine(BY_RULES_ALONE, "because")
            for cause in found.causes[1:]:
                for number, issue in enumerate(cause):
                    yield choice_point(
                        corpus, draft, issue, places, "and" if number else "also"
                    )
        case Verdict.OPEN:
            yield ReasonLine(_sentence(found.verdict), style="open", place=nature)
            for issue in found.hangs_on:
                yield ReasonLine(
                    corpus.issues[issue].question,
                    "depends on",
                    place=places.text("issue", issue),
                    goes=("issue", issue),
                )
        case Verdict.RESPECTED:
            yield ReasonLine(_sentence(found.verdict), style="respected", place=nature)


def _readings(
    session: Session, snapshot: Snapshot, name: str, stop: Stop | None
) -> Iterator[ReasonLine]:
    """Every reading with its verdict."""
    from zopa.questions.check import check

    position = session.corpus.positions[name]
    now = snapshot.draft.readings.get(name, position.default)
    yield ReasonLine(
        "Readings, and the verdict under each", style="head", place="< > changes it"
    )
    for each, reading in position.readings.items():
        draft = moves.reading(snapshot.draft, snapshot.draft, session.corpus, name, each)
        asked = session.engine.asked(draft, session.file.scenario)
        with session.engine.alone(stop) as space:
            checked = check(space, *asked)
        verdict = next((x.verdict for x in checked.verdicts if x.held.id == name), None)
        mark = "this one" if each == now else "default" if each == position.default else ""
        yield ReasonLine(
            reading.title or each, str(verdict or "not counted"), str(verdict or "muted"), mark
        )


def _record(session: Session, name: str, places: Locations) -> Iterator[ReasonLine]:
    corpus = session.corpus
    position = corpus.positions[name]
    until = f" until {position.until}" if position.until else ""
    yield ReasonLine(
        f"{position.since}{until}", "counts from", "", places.text("position", name)
    )
    others = [party_short(corpus, str(each)) for each in position.held_by]
    if others:
        yield ReasonLine(", ".join(others), "also held by")
    for each in position.supersedes:
        yield ReasonLine(str(each), "replaces")
    for statement in position.statements:
        if statement in corpus.statements:
            text = corpus.statements[statement].text
            place = places.text("statement", statement)
            yield ReasonLine(text, "statement", "", place, ("statement", str(statement)))
    if position.note:
        yield ReasonLine(position.note, "note", "muted")


def entity_pages(session: Session, name: str, signs: Signs) -> Iterator[tuple[ReasonLine, ...]]:
    """Pages on a place and its parts: the outcome of the draft, then the status quo."""
    corpus, outcome = session.corpus, session.outcome()
    parts = [name, *(str(x.id) for x in corpus.entities.values() if x.of == name)]
    parts = [each for each in parts if corpus.entities[each].baseline]
    changed = [each for each in outcome if each[0] in parts and outcome[each].departs]
    head = several(len(changed), "value") + " other than today"
    yield (ReasonLine(head, style="head"), *_values(session, parts, signs, outcome_only=True))
    yield tuple(_values(session, parts, signs, outcome_only=False))


def _values(
    session: Session, parts: list[str], signs: Signs, *, outcome_only: bool
) -> Iterator[ReasonLine]:
    corpus, outcome = session.corpus, session.outcome()
    for part in parts:
        entity = corpus.entities[part]
        label = entity.title or part
        for name in entity.baseline:
            settled = outcome.get((part, name))
            if settled is None or (outcome_only and not settled.departs):
                continue
            attribute = corpus.attribute(part, name)
            yield ReasonLine(
                f"{humanised(name)}: {_settled(corpus, attribute, settled, signs)}",
                label,
                "forced" if settled.departs else "",
                attribute.title,
            )
            label = ""


def _settled(corpus: Corpus, declared: Attribute, settled: Settled, signs: Signs) -> str:
    """The value, or all possible values; with the status quo if that differs."""
    words = settled_words(corpus, declared, settled)
    if settled.changed:
        before = settled_words(corpus, declared, Settled((settled.baseline,), settled.baseline))
        words = f"{before} {signs.arrow} {words}"
    return clean(words)


# -- explanation of a verdict: reasons, readings, sources --


SHADES: dict[str, Shade] = {
    "crossed": "crossed",
    "open": "open",
    "respected": "respected",
    "waived": "waived",
    "incoherent": "crossed",
}
HEAD = 13


def shade_of(verdict: str | None) -> Shade:
    """Style of a verdict."""
    return SHADES.get(verdict or "", "muted")


def cell_lines(
    corpus: Corpus, column: DraftColumn, name: str, width: int, signs: Signs
) -> Iterator[TextLine]:
    """A draft's verdict on a position with its reasons, each reading, and the statements."""
    position = corpus.positions.get(name)
    if position is None:
        yield TextLine((("No such position in the corpus.", "muted"),))
        return
    cell = column.cell(name)
    sign = (f"{signs.verdict(cell.verdict)} ", shade_of(cell.verdict))
    nature: TextPart = (nature_words(position), "muted")
    checked = column.checked
    if checked is None:
        words = column.draft.why_not or "not judged yet"
        yield apart((sign, (clean(words), "")), nature, width)
        return
    found = column.found.get(name)
    if cell.verdict is None:
        yield apart(
            (sign, (uncounted_words(corpus, checked.context, position), "muted")), nature, width
        )
    elif cell.verdict == "incoherent":
        words = "inconsistent: the draft contradicts the rules"
        yield apart((sign, (words, "")), nature, width)
        yield from _clash(corpus, checked, width)
    elif cell.verdict == "waived":
        yield apart((sign, ("waived: as if it were dropped", "")), nature, width)
        yield from _waiver(checked, name, width)
    elif found is not None:
        yield apart(
            (sign, (VERDICT_WORDS[found.verdict], shade_of(cell.verdict))), nature, width
        )
        yield from _reasons(corpus, checked, found, width)
    yield from _reading_lines(column, position, checked, width, signs)
    for line in signs.said_by(corpus, position):
        yield from wrapped(line, width, head=_head("said by"), shade="muted")
    yield from wrapped(file_line(position), width, head=_head("file"), shade="muted")


def file_line(position: Position) -> str:
    """File and line of a position."""
    span = position.span
    return clean(f"{span.path}:{span.start.line}" if span is not None else str(position.id))


def _head(word: str) -> str:
    return f"  {word:<{HEAD - 2}}"


def _sentence(verdict: Verdict) -> str:
    words = VERDICT_WORDS[verdict]
    return f"{words[0].upper()}{words[1:]}."


def _reasons(
    corpus: Corpus, checked: Checked, found: VerdictOn, width: int
) -> Iterator[TextLine]:
    for number, issue in enumerate(found.because):
        words = choice_words(corpus, checked.scenario.choices[issue])
        yield from wrapped(clean(words), width, head=_head("" if number else "because"))
    if found.verdict == Verdict.CROSSED and not found.because:
        yield from wrapped(BY_RULES_ALONE, width, head=_head("because"))
    for cause in found.causes[1:]:
        for number, issue in enumerate(cause):
            words = clean(choice_words(corpus, checked.scenario.choices[issue]))
            yield from wrapped(words, width, head=_head("" if number else "also"))
    for number, issue in enumerate(found.hangs_on):
        words = clean(corpus.issues[issue].question)
        yield from wrapped(words, width, head=_head("" if number else "depends on"))


def _clash(corpus: Corpus, checked: Checked, width: int) -> Iterator[TextLine]:
    if checked.clash is None:
        return
    for issue in checked.clash.choices:
        words = choice_words(corpus, checked.scenario.choices[issue])
        yield from wrapped(clean(words), width, head=_head("choice"))
    for clause in checked.clash.clauses:
        yield from wrapped(clean(clause_words(corpus, clause)), width, head=_head("kept by"))


def _waiver(checked: Checked, name: str, width: int) -> Iterator[TextLine]:
    for each in checked.context.waivers:
        if each.position == name:
            until = f", until {each.expires}" if each.expires else ""
            words = f"{each.reason or 'no reason given'}{until}"
            yield from wrapped(clean(words), width, head=_head("waived"))
            yield from wrapped(clean(each.by or "an unnamed person"), width, head=_head("by"))


def _reading_lines(
    column: DraftColumn, position: Position, checked: Checked, width: int, signs: Signs
) -> Iterator[TextLine]:
    if len(position.readings) < 2:
        return
    chosen = checked.context.readings.get(str(position.id), position.default)
    verdicts = column.readings.get(str(position.id), {})
    changes = len(set(verdicts.values())) > 1
    for number, (name, reading) in enumerate(position.readings.items()):
        head = "" if number else (f"{signs.reading} read as" if changes else "read as")
        title = clean(reading.title or str(name))
        now = signs.dot if str(name) == chosen else signs.vague
        verdict = verdicts.get(str(name))
        sign = (f"{signs.verdict(verdict)} ", shade_of(verdict))
        parts: tuple[tuple[str, Shade], ...] = ((_head(head), "muted"), (f"{now} ", ""), sign)
        verdict_word = f"  {verdict}" if verdict else ""
        yield apart((*parts, (title, "")), (verdict_word, "muted"), width)


# -- positions that do not count under a draft's assumptions --


def uncounted(corpus: Corpus, context: Context) -> Iterator[Position]:
    """Positions that count on other dates only, without waived ones, in corpus order."""
    waived = {str(each.position) for each in context.waivers}
    for each in candidates(corpus, context):
        if str(each.id) not in waived and standing(corpus, each, context.as_of) != "certain":
            yield each


def counts_later(context: Context, position: Position) -> bool:
    """True if the position does not count yet because the evaluation date is too early."""
    latest = position.since.latest
    return latest is None or context.as_of < latest


def begins(corpus: Corpus, context: Context, name: str) -> dt.date | None:
    """First date on which a position counts; None if it counts already or never will."""
    for each in uncounted(corpus, context):
        if str(each.id) == name and counts_later(context, each):
            return each.since.latest
    return None


# -- the tiles of the map: places, attributes, codes of values --


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the map, with its parts."""

    entity: str
    title: str
    column: int
    row: int
    parts: tuple[str, ...]
    """Entities within it; also the place itself if it has attributes."""


@dataclass(frozen=True, slots=True)
class TilePart:
    """Display of one part of a tile."""

    code: str
    rank: int
    """Index of the value's colour, from 0."""
    settled: bool
    """True if only one value is left; if False, the status quo is shown."""
    changed: bool
    """True if it certainly differs from the status quo."""


@dataclass(frozen=True, slots=True)
class Layer:
    """An attribute as the map shows it."""

    type: str
    attribute: Attribute
    codes: Mapping[str, str]
    """Code of each value: its first letters, at least three; empty for numbers."""
    letters: Mapping[str, str]
    """The same with at least one letter."""

    def cell(self, settled: Settled, *, short: bool = False) -> TilePart:
        """The display of a value."""
        one = settled.settled
        found = (settled.values[0] if one else settled.baseline).low
        value = value_words(found) if isinstance(found, bool) else str(found)
        known = self.letters if short else self.codes
        if value in known:
            code = known[value].upper() if one else known[value].lower()
            return TilePart(code, list(known).index(value), one, settled.departs)
        code = "?" if value in UNSAID else value if one else f"{value}?"
        return TilePart(code, 0, one, settled.departs)


def fitted(number: str, room: int, more: str) -> str:
    """A number in at most `room` cells: in thousands if exact, else visibly cut."""
    if width_of(number) <= room:
        return number
    digits = number.removesuffix("?")
    unsettled = number[len(digits) :]
    room -= len(unsettled)
    for power, name in ((6, "M"), (3, "k")):
        long = digits.removeprefix("-").isdigit() and abs(int(digits)) >= 10**power
        if long and int(digits) % 10 ** (power - 2) == 0:
            brief = f"{digits[:-power]}.{digits[-power:]}".rstrip("0").rstrip(".") + name
            if width_of(brief) <= room:
                return brief + unsettled
    return shortened(digits, room, more) + unsettled


def tiles(corpus: Corpus) -> tuple[Tile, ...]:
    """The places with tiles, in file order."""
    found = []
    for entity in corpus.entities.values():
        if entity.tile is None:
            continue
        own = (str(entity.id),) if entity.baseline else ()
        parts = tuple(str(each.id) for each in corpus.entities.values() if each.of == entity.id)
        column, row = entity.tile
        title = entity.title or str(entity.id)
        found.append(Tile(str(entity.id), title, column, row, (*own, *parts)))
    return tuple(found)


def layers(corpus: Corpus) -> tuple[Layer, ...]:
    """The attributes that a map can show: those that terms set first, fixed facts last."""
    parts = {part for tile in tiles(corpus) for part in tile.parts}
    types = dict.fromkeys(str(corpus.entities[part].type) for part in parts)
    set_by_terms = {
        str(name)
        for issue in corpus.issues.values()
        for term in issue.terms.values()
        for effect in term.effects
        for name in effect.sets
    }
    found = []
    for type_ in sorted(types, key=list(map(str, corpus.entity_types)).index):
        for attribute in corpus.entity_types[type_].attributes.values():
            values = () if attribute.number else attribute.values or ("yes", "no")
            found.append(Layer(type_, attribute, codes(values, 3), codes(values, 1)))
    return tuple(
        sorted(found, key=lambda x: (x.attribute.fixed, x.attribute.id not in set_by_terms))
    )
