"""The answer to `compare --since`: changes between two states of a corpus."""

from __future__ import annotations

import shlex
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.answers import (
    Cell,
    Column,
    Fact,
    Item,
    Items,
    Page,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    joined,
    text,
)
from zopa.answers.check import ANSWER_TONES, answer_of
from zopa.answers.condition_sentences import COUNTS, quantity_words
from zopa.answers.condition_yaml import condition_words, exact_number
from zopa.answers.frame import assumed_lines, waiver_words
from zopa.answers.lines import (
    TONES,
    issue_name,
    nature,
    position_line,
    source_facts,
    verdict_cell,
)
from zopa.answers.questions import HERE, suggested
from zopa.answers.wording import (
    amount_words,
    and_words,
    id_words,
    party_name,
    position_words,
    several,
)
from zopa.model import UNLIMITED, VALUE, DateValue
from zopa.model.conditions import (
    Compare,
    Constant,
    Count,
    CountEntities,
    Operator,
    Times,
    With,
)
from zopa.model.context import context_of
from zopa.questions import NOTHING_CHOSEN
from zopa.questions.check import Verdict
from zopa.questions.compare import Direction, domain_of, moved, moved_choice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.answers import Block, Line, Next, Tone
    from zopa.answers.questions import Typed
    from zopa.interchange.compare import Since
    from zopa.model.conditions import Condition
    from zopa.model.corpus import Attribute, Corpus, Position, Reading
    from zopa.questions.check import Checked
    from zopa.questions.compare import Moved, PositionChange, ScenarioChange

__all__ = [
    "moved_words",
    "moves",
    "since_page",
    "since_section",
]


HEADINGS = {
    Direction.REMOVED: "Removed",
    Direction.WEAKER: "Weaker",
    Direction.STRONGER: "Stronger",
    Direction.CHANGED: "Changed, neither weaker nor stronger",
    Direction.ADDED: "Added",
}
DIRECTION_TONES: Mapping[Direction, Tone] = {
    Direction.REMOVED: "crossed",
    Direction.WEAKER: "crossed",
    Direction.STRONGER: "respected",
    Direction.CHANGED: "open",
    Direction.ADDED: "strong",
}
DATA = {"deal": "a deal", "inconsistent": "incoherent"}
"""Answers in files for programs, if their words differ."""
MEANING = (
    "Weaker: lower strength, or a condition that asks for less. Stronger: the reverse. Changed:"
    " neither, or both in different respects."
)


def since_page(since: Since, *, typed: Typed = HERE) -> Page:
    """Positions, issues and answers to drafts that changed, removed and weaker ones first.

    Args:
        since: the changes.
        typed: names of the workspace and the drafts in the next commands.
    """
    asked, usual = since.context, context_of(since.new)
    date = f" · as of {asked.as_of}" if asked.as_of != usual.as_of else ""
    return Page(
        conclusion=text(_summary(since)),
        context=text(
            " · ".join(filter(None, (f"since {since.revision}{date}", asked.configured))),
            tone="dim",
        ),
        assumed=assumed_lines(since.new, asked),
        sections=tuple(_sections(since)),
        notes=tuple(_not_compared(since)),
        next=_commands(since, typed),
    )


def _summary(since: Since) -> str:
    changes = since.changes
    sentences = []
    if changes.positions:
        many = several(len(changes.positions), "position")
        number = {
            way: sum(each.direction == way for each in changes.positions) for way in Direction
        }
        ways = ", ".join(f"{count} {way}" for way, count in number.items() if count)
        sentences.append(f"{many} changed: {ways}")
    if since.weaker_lines:
        sentences.append(f"{several(len(since.weaker_lines), 'red line')} weaker or gone")
    if changes.scenarios:
        many = several(len(changes.scenarios), "draft")
        answers = "a changed answer" if len(changes.scenarios) == 1 else "changed answers"
        sentences.append(f"{many} with {answers}")
    if sentences:
        return f"{'. '.join(sentences)}."
    if since.anything:
        return "The corpus changed; positions and answers to drafts are the same."
    return "Nothing changed: positions, issues and answers to drafts are the same."


def _not_compared(since: Since) -> Iterator[Line]:
    for path in since.unread:
        yield text(f"Not compared: {path} had errors then.")
    for path in since.broken:
        yield text(f"Not compared: {path} has errors now.")


def _sections(since: Since) -> Iterator[Section]:
    corpus = tuple(Item(text(each)) for each in _corpus_changes(since))
    if corpus:
        yield Section("corpus", "Corpus", (Items(corpus),))
    for direction in Direction:
        some = [each for each in since.changes.positions if each.direction == direction]
        if some:
            items = tuple(_position_item(since, each) for each in some)
            title = f"{HEADINGS[direction]}: {several(len(some), 'position')}"
            tone = DIRECTION_TONES[direction]
            yield Section(str(direction), title, (Items(items),), tone=tone)
    if since.changes.scenarios:
        items = tuple(_draft_item(since, each) for each in since.changes.scenarios)
        yield Section("answers", "Drafts with changed answers", (Items(items),))


def _corpus_changes(since: Since) -> Iterator[str]:
    old, new, changes = since.old, since.new, since.changes
    if old.as_of != new.as_of:
        yield f"evaluation date: {old.as_of} → {new.as_of}"
    yield from (f"- at the table: {party_name(old, each)}" for each in since.left)
    yield from (f"+ at the table: {party_name(new, each)}" for each in since.joined)
    yield from (f"- issue: {old.issues[each].question}" for each in changes.issues_removed)
    yield from (f"+ issue: {new.issues[each].question}" for each in changes.issues_added)


def _commands(since: Since, typed: Typed) -> tuple[Next, ...]:
    hints = {}
    order = list(Direction)
    there = [each for each in since.changes.positions if each.after is not None]
    if there:
        first = min(there, key=lambda each: (order.index(each.direction), each.id))
        hints[f"show {shlex.quote(first.id)}"] = "show the position and sources"
    if since.anything:
        revision = shlex.quote(since.revision)
        gate = f"compare {{nothing}} --since {revision} --fail-on weaker"
        hints[gate] = "fail if a red line is weaker or gone"
    return suggested(typed, since.new, NOTHING_CHOSEN, since.context, hints)


# -- a position ---------------------------------------------------------------


def _state(since: Since, position: str) -> Corpus:
    """The later state, or the earlier one for a position that is gone."""
    return since.new if position in since.new.positions else since.old


def _position_item(since: Since, change: PositionChange) -> Item:
    corpus = _state(since, change.id)
    position = corpus.positions[change.id]
    context = context_of(corpus)
    facts = []
    if len(position.readings) > 1:
        reading = position.readings[position.default]
        facts.append(Fact("reading", (text(reading.title or str(reading.id)),)))
    facts += source_facts(corpus, position)
    facts.append(Fact("id", (text(change.id),)))
    return Item(
        position_line(corpus, change.id, context.table),
        tuple(_respects(since, change)),
        aside=text(nature(position), tone="dim"),
        facts=tuple(facts),
    )


def _respects(since: Since, change: PositionChange) -> Iterator[Item]:
    """Each respect in which a position changed, before and after."""
    was, now = change.before, change.after
    if was is None or now is None:
        return
    for what, way in change.respects:
        name = what if way == Direction.CHANGED else f"{what}, {way}"
        match what:
            case "kind" | "strength" | "since" | "until":
                before, after = _value(was, what), _value(now, what)
                yield Item(text(f"{name}: {before} → {after}"))
            case "superseded":
                for corpus, words in ((since.old, "was superseded"), (since.new, "superseded")):
                    for each in corpus.superseded_by.get(change.id, ()):
                        yield Item(text(f"{words} by {position_words(corpus, each)}"))
            case "held-by":
                before = and_words([party_name(since.old, each) for each in was.holders])
                after = and_words([party_name(since.new, each) for each in now.holders])
                yield Item(text(f"{name}: {before} → {after}"))
            case "readings":
                yield Item(text(f"{name}: {_readings(was)} → {_readings(now)}"))
                yield from _reading_changes(was, now)
            case _:
                reading = was.default
                if what != "condition":
                    reading = what.removeprefix("reading ")
                facts = (
                    _condition("was", was.readings[reading]),
                    _condition("is", now.readings[reading]),
                    *_moved(since, was.readings[reading], now.readings[reading]),
                )
                yield Item(text(name), facts=facts)


def _moved(since: Since, was: Reading, now: Reading) -> Iterator[Fact]:
    """The numbers of a condition that moved, and their distances."""
    for words in moves(since.old, since.new, was.holds, now.holds):
        yield Fact("moved", (text(words),))


def _value(position: Position, what: str) -> str:
    """Kind, strength, first or last date, in words for readers."""
    value = getattr(position, what)
    return "none" if value is None else str(value).replace("red-line", "red line")


def _readings(position: Position) -> str:
    names = [
        f"{name} (default)"
        if name == position.default and len(position.readings) > 1
        else str(name)
        for name in position.readings
    ]
    return ", ".join(names) or "none"


def _reading_changes(was: Position, now: Position) -> Iterator[Item]:
    """The removed readings, and the new ones."""
    for sign, word, one, other in (("-", "was", was, now), ("+", "is", now, was)):
        for name, reading in one.readings.items():
            if name not in other.readings:
                facts = (_condition(word, reading),)
                yield Item(text(f"{sign} reading {name}"), facts=facts)


def _condition(word: str, reading: Reading) -> Fact:
    return Fact(word, (text(condition_words(reading.holds)),))


# -- a draft ------------------------------------------------------------------


def _draft_item(since: Since, change: ScenarioChange) -> Item:
    was, now = change.before, change.after
    seen = now or was
    if seen is None:
        return Item(text(change.id))
    inner: list[Item] = []
    if was is not None and now is not None:
        inner.extend(Item(text(words)) for words in _moved_choices(since, was, now))
        for name, verdicts in change.verdicts.items():
            corpus = _state(since, name)
            inner.append(
                Item(
                    position_line(corpus, name, now.context.table),
                    aside=_turned(*verdicts),
                )
            )
    for waiver in now.scenario.waivers if now else ():
        if waiver.position in change.waivers_added:
            words = f"waiver added: {waiver_words(waiver)}"
            inner.append(Item(text(words, tone="waived")))
    if now is not None:
        inner.extend(
            Item(text(f"no longer expected: {each}")) for each in change.expectations_dropped
        )
    title = seen.scenario.title or seen.scenario.id
    path = Item(text(seen.scenario.path, tone="dim"))
    return Item(text(title), (path, *inner), aside=_answers(was, now))


def _moved_choices(since: Since, was: Checked, now: Checked) -> Iterator[str]:
    """The numbers of a draft's choices that moved, and their distances."""
    before = was.scenario.choices
    for issue, choice in now.scenario.choices.items():
        if issue in before:
            for each in moved_choice(before[issue], choice):
                if words := moved_words(since.old, since.new, each):
                    yield words


def _answers(was: Checked | None, now: Checked | None) -> Line:
    """The answer before and after; the draft may be new or removed."""
    if was is None or now is None:
        one = was or now
        sign = "new" if was is None else "gone"
        return text(f"{sign}: {answer_of(one) if one else ''}", tone="strong")
    before, after = answer_of(was), answer_of(now)
    words = after if before == after else f"{before} → {after}"
    return text(words, tone=ANSWER_TONES[after])


def _turned(was: str | None, now: str | None) -> Line:
    """A verdict before and after."""
    words = " → ".join(
        "not counted" if each is None else "".join(x.text for x in _verdict(each))
        for each in (was, now)
    )
    return text(words, tone="dim" if now is None else TONES[Verdict(now)])


def _verdict(verdict: str) -> Line:
    return verdict_cell(Verdict(verdict)).line


# -- in a brief ---------------------------------------------------------------


def since_section(since: Since) -> Section:
    """The positions that became weaker or stronger, and the answers that changed."""
    title = f"Changes since {since.revision}"
    return Section("since", title, tuple(_since(since)))


def _since(since: Since) -> Iterator[Block]:
    changes = since.changes
    if not (changes.positions or changes.scenarios):
        yield Paragraph(text("Positions and answers to drafts are the same."))
    if changes.positions:
        yield Paragraph(text(MEANING))
        rows = tuple(_position(since, each) for each in changes.positions)
        columns = (
            Column("position", "Position"),
            Column("party", "Party"),
            Column("direction", "Change"),
            Column("respects", "Respects"),
        )
        yield Table("position-changes", "Positions that changed", columns, rows)
    if changes.scenarios:
        rows = tuple(_scenario(since, each) for each in changes.scenarios)
        answers = (
            Column("draft", "Draft"),
            Column("before", "Answer then"),
            Column("after", "Answer now"),
            Column("verdicts", "Verdicts that changed"),
            Column("waivers", "Waivers added"),
        )
        yield Table("answer-changes", "Drafts with changed answers", answers, rows)
    for words, names in (
        ("Issues added", changes.issues_added),
        ("Issues removed", changes.issues_removed),
        ("Not compared: files had errors then", since.unread),
        ("Not compared: files have errors now", since.broken),
    ):
        if names:
            yield Paragraph((Words(f"{words}: "), Words(", ".join(names)), Words(".")))


def _position(since: Since, change: PositionChange) -> Row:
    there = change.after or change.before
    corpus = _state(since, change.id)
    whose = party_name(corpus, str(there.party)) if there is not None else ""
    loss = change.direction in {Direction.REMOVED, Direction.WEAKER}
    respects = "; ".join(_respect(change, what, way) for what, way in change.respects)
    return Row(
        (
            Cell(_name(since, change.id), change.id),
            Cell(text(whose)),
            Cell(text(str(change.direction), tone="crossed" if loss else "")),
            Cell(text(respects or "–")),
        )
    )


def _name(since: Since, position: str) -> Line:
    """The name of a position; no link if it is gone, as the brief is on the later state."""
    corpus = _state(since, position)
    if corpus is since.after.problem.corpus:
        return position_line(corpus, position, owner=False)
    there = corpus.positions.get(position)
    return text(there.title if there is not None else position)


def _respect(change: PositionChange, what: str, way: Direction) -> str:
    """A property of a position that changed, with the old and the new word if it has words."""
    was, now = change.before, change.after
    if was is not None and now is not None and what in {"kind", "strength", "since", "until"}:
        return f"{what}: {_value(was, what)} → {_value(now, what)} ({way})"
    named = what.removeprefix("reading ")
    if named != what:
        return f"condition in reading {named}: {way}"
    return f"{what}: {way}"


def _scenario(since: Since, change: ScenarioChange) -> Row:
    named = change.after or change.before
    title = (named.scenario.title if named is not None else "") or change.id
    verdicts = [
        (*_owned(since, name), Words(f": {was or 'not counted'} → {now or 'not counted'}"))
        for name, (was, now) in change.verdicts.items()
    ]
    return Row(
        (
            Cell(text(title), change.id),
            _answer_cell(change.before),
            _answer_cell(change.after),
            Cell(joined(verdicts, "; ", "; ") or text("–"), " ".join(change.verdicts)),
            Cell(text(", ".join(change.waivers_added) or "–")),
        )
    )


def _owned(since: Since, position: str) -> Line:
    corpus = _state(since, position)
    there = corpus.positions.get(position)
    whose = f"{party_name(corpus, str(there.party))}: " if there is not None else ""
    return (Words(whose), *_name(since, position))


def _answer_cell(checked: Checked | None) -> Cell:
    answer = "no such draft" if checked is None else answer_of(checked)
    return Cell(text(answer), DATA.get(answer, answer))


# -- distances by which numbers moved -----------------------------------------


NUMBERS = {
    Operator.AT_LEAST: "at least",
    Operator.AT_MOST: "at most",
    Operator.BELOW: "below",
    Operator.ABOVE: "above",
    Operator.NOT: "not",
}
DATES = {Operator.BELOW: "before", Operator.ABOVE: "after"}


def moves(old: Corpus, new: Corpus, was: Condition, now: Condition) -> Iterator[str]:
    """The numbers of a condition that moved, and their distances."""
    for each in moved(new, was, now):
        if words := moved_words(old, new, each):
            yield words


def moved_words(old: Corpus, new: Corpus, each: Moved) -> str:
    """The number that moved, from where to where, by how much.

    Example: `Fee, at most: 520 → 530 EUR, 10 more`.
    """
    match each.about:
        case With() | Compare():
            was, now = (domain_of(corpus, each) for corpus in (old, new))
            if was is None or now is None:
                return ""
            how = NUMBERS.get(each.about.operator, "")
            how = DATES.get(each.about.operator, how) if now.type == "date" else how
            what = ", ".join(filter(None, (_moved_name(new, each), how)))
            return f"{what}: {_values(was, now, each.before, each.after)}"
        case Constant(date=date):
            what = "date" if date else "number"
        case Times(part=part):
            what = f"multiple of {quantity_words(new, part)}"
        case Count(how=how) | CountEntities(how=how):
            what = f"number, {COUNTS[how]}"
    before, after = Fraction(each.before), Fraction(each.after)
    is_day = isinstance(each.about, Constant) and each.about.date
    said = [str(DateValue(int(x))) if is_day else str(exact_number(x)) for x in (before, after)]
    return f"{what}: {said[0]} → {said[1]}, {_difference(after - before, days=is_day)}"


def _moved_name(corpus: Corpus, each: Moved) -> str:
    match each.about:
        case With(issue, term, parameter):
            name = issue_name(corpus, issue)
            if term == VALUE:
                return name
            return f"{name}, {id_words(term)}, {id_words(parameter)}"
        case Compare(attribute=attribute):
            declared = domain_of(corpus, each)
            return (declared.title if declared else "") or id_words(attribute)
        case _:
            return ""


def _values(was: Attribute, now: Attribute, before: object, after: object) -> str:
    """The old and the new value; also the difference if both are numbers of one unit."""
    ends = [
        each if each == UNLIMITED else amount_words(domain, domain.typed(each))
        for domain, each in ((was, before), (now, after))
    ]
    amounts = [was.amount(was.typed(before)), now.amount(now.typed(after))]
    first, last = (each if isinstance(each, Fraction) else None for each in amounts)
    words = " → ".join(map(str, ends))
    if first is None or last is None or was.unit != now.unit or was.type != now.type:
        return words
    unit = now.unit
    if unit:
        words = f"{str(ends[0]).removesuffix(f' {unit}')} → {ends[1]}"
    return f"{words}, {_difference(last - first, days=now.type == 'date')}"


def _difference(more: Fraction, *, days: bool) -> str:
    size = exact_number(abs(more))
    if days:
        word = "day" if size == 1 else "days"
        return f"{size} {word} {'later' if more > 0 else 'earlier'}"
    figure = size if isinstance(size, str) else f"{size:,}"
    return f"{figure} {'more' if more > 0 else 'less'}"
