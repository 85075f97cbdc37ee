"""`compare` as text: drafts side by side, or what changed since a git revision."""

from __future__ import annotations

import shlex
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.answers.commands import assuming
from zopa.answers.condition_yaml import condition_lines, condition_words
from zopa.answers.width import fold, width_of
from zopa.answers.wording import (
    GLYPHS,
    KINDS,
    choice_words,
    kept_words,
    partial_words,
    party_name,
    position_words,
    several,
    sourced,
)
from zopa.diagnostics import shown
from zopa.interchange.compare import verdicts_by_id
from zopa.model.context import candidates, context_of, standing
from zopa.model.corpus import AGREEMENT
from zopa.questions.check import Verdict
from zopa.questions.compare import Direction
from zopa.questions.question import NOTHING_CHOSEN, Question
from zopa.render.asked import position_lines, ways_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.interchange.compare import Since
    from zopa.model.context import Context
    from zopa.model.corpus import Attribute, Choice, Corpus, Position, Reading, Waiver
    from zopa.questions.check import Checked, VerdictOn
    from zopa.questions.compare import Comparison, PositionChange, Rows, ScenarioChange
    from zopa.questions.outcome import Settled
    from zopa.render.asked import Page
    from zopa.solving.partition import Piece
    from zopa.solving.space import Space
    from zopa.writers.style import StyleName

__all__ = ["drafts_text", "since_text"]

BESIDE = 4
"""So many drafts stand beside each other; more, below each other."""
TALLEST = 3
"""Lines of a cell from which on a row is easier to read one below the other."""
MOST_VALUES = 4
"""Values that are listed where an attribute is open."""
STYLES: dict[Verdict, StyleName] = {
    Verdict.CROSSED: "crossed",
    Verdict.OPEN: "open",
    Verdict.RESPECTED: "respected",
}
HEADINGS = {
    Direction.REMOVED: "Removed",
    Direction.WEAKER: "Weaker",
    Direction.STRONGER: "Stronger",
    Direction.CHANGED: "Changed, neither weaker nor stronger as a whole",
    Direction.ADDED: "Added",
}
COLOURS: dict[Direction, StyleName] = {
    Direction.REMOVED: "crossed",
    Direction.WEAKER: "crossed",
    Direction.STRONGER: "respected",
    Direction.CHANGED: "open",
    Direction.ADDED: "bold",
}
"""The words say it too."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says of one draft."""

    text: str
    style: StyleName | None = None

    def lines(self, page: Page, width: int) -> list[str]:
        """The text on lines of so many cells, each styled by itself."""
        lines = fold(shown(self.text), width).split("\n")
        style = self.style
        return lines if style is None else [page.style(style, line) for line in lines]


UNDECIDED = Cell("undecided", "dim")
NOWHERE = Cell("leads nowhere", "dim")


# -- drafts side by side ------------------------------------------------------


def drafts_text(
    space: Space, rows: Comparison | Rows, differing: Comparison, page: Page
) -> str:
    """The drafts, then the rows in which they differ, and the others if they are asked for.

    Args:
        space: what the drafts are about.
        rows: what is listed.
        differing: the comparison, whose own rows are not the same for all.
        page: what to write on.
    """
    return "\n".join([*_drafts(space, rows, differing, page), ""])


def _drafts(
    space: Space, rows: Comparison | Rows, differing: Comparison, page: Page
) -> Iterator[str]:
    corpus = space.problem.corpus
    drafts = differing.drafts
    yield page.style("bold", page.line(corpus.title))
    issues = several(len(corpus.issues), "issue")
    yield page.style("dim", page.line(f"{len(drafts)} drafts side by side · {issues}"))
    assumed = [
        (_held_words(each.context), _table_words(corpus, each.context)) for each in drafts
    ]
    alike = [len(set(words)) == 1 for words in zip(*assumed, strict=True)]
    if not page.quiet:
        for words, same in zip(assumed[0], alike, strict=True):
            if same:
                yield page.line(words)
    for mark, each, mine in zip(_marks(len(drafts)), drafts, assumed, strict=True):
        own = [words for words, same in zip(mine, alike, strict=True) if not same]
        yield ""
        yield from _draft(corpus, mark, each, own, page)
    yield from _choices(corpus, rows, differing, page)
    yield from _outcome(corpus, rows, differing, page)
    yield from _verdicts(corpus, rows, differing, page)
    ways = {}
    if not page.quiet:
        for draft in drafts[:2]:
            scenario = draft.scenario
            named = f"{page.typed.draft(scenario)}{assuming(corpus, scenario, draft.context)}"
            ways[f"check {_filled(named)}"] = "every verdict, with the choices behind it"
    yield from ways_on(Question(space, NOTHING_CHOSEN, drafts[0].context), page, ways)


def _word(text: str) -> str:
    """A word of a command."""
    return _filled(shlex.quote(text))


def _filled(text: str) -> str:
    """A part of a command; braces stay what they are when the command is filled in."""
    return text.replace("{", "{{").replace("}", "}}")


def _marks(number: int) -> list[str]:
    """What the drafts are called in the rows."""
    letters = string.ascii_uppercase
    return list(letters[:number]) if number <= 26 else [str(each + 1) for each in range(number)]


def _held_words(context: Context) -> str:
    kinds = kept_words([KINDS[str(each)] for each in context.hold])
    return f"What counts: {kinds}"


def _table_words(corpus: Corpus, context: Context) -> str:
    names = [party_name(corpus, each) for each in context.table]
    return f"At the table: {', '.join(names) or 'nobody'}"


def _draft(
    corpus: Corpus, mark: str, checked: Checked, own: Sequence[str], page: Page
) -> Iterator[str]:
    scenario, context = checked.scenario, checked.context
    head, indent = f"{mark}  ", " " * (len(mark) + 2)

    def line(text: str) -> str:
        return fold(f"{indent}{shown(text)}", page.width, f"{indent}  ")

    title = fold(f"{head}{shown(scenario.title or scenario.id)}", page.width, indent)
    yield page.style("bold", title)
    decided = f"{len(scenario.choices)} of {len(corpus.issues)} decided"
    yield page.style("dim", line(f"{scenario.path} · as of {context.as_of} · {decided}"))
    yield from map(line, own)
    yield fold(f"{indent}{_answer(checked, page)}", page.width, indent)
    yield from _waived(checked, indent, page)


def _answer(checked: Checked, page: Page) -> str:
    """Whether the draft is a deal, and how many positions it crosses."""
    answer = _answer_cell(checked)
    styled = page.style(answer.style, answer.text) if answer.style else answer.text
    if not checked.coherent:
        return f"{styled}: its choices cannot stand together"
    number = dict.fromkeys(Verdict, 0)
    for each in checked.verdicts:
        number[each.verdict] += 1
    counts = ", ".join(f"{count} {verdict}" for verdict, count in number.items() if count)
    return f"{styled}: {counts or 'no position counts'}"


def _answer_cell(checked: Checked | None) -> Cell:
    match checked and (checked.coherent, checked.deal):
        case (False, _):
            return Cell("Incoherent", "crossed")
        case (_, True):
            return Cell("A deal", "respected")
        case (_, "open"):
            return Cell("Open", "open")
        case _:
            return Cell("No deal", "crossed")


def _waived(checked: Checked, indent: str, page: Page) -> Iterator[str]:
    for waiver in checked.waived:
        line = fold(f"{indent}{shown(_waiver_words(waiver))}", page.width, f"{indent}  ")
        yield page.style("waived", line)
    for waiver in checked.context.expired:
        text = f"waiver of {waiver.position} expired on {waiver.expires}: it counts"
        yield fold(f"{indent}{shown(text)}", page.width, f"{indent}  ")


def _waiver_words(waiver: Waiver) -> str:
    until = f", until {waiver.expires}" if waiver.expires else ""
    reason = f" ({waiver.reason})" if waiver.reason else ""
    return f"w waived by {waiver.by or 'nobody named'}: {waiver.position}{reason}{until}"


# -- rows ---------------------------------------------------------------------


def _row(cells: Sequence[Cell], page: Page, indent: str = "    ") -> Iterator[str]:
    """One cell for each draft, beside each other where that can be read.

    Each has its draft's mark before it; below each other, drafts of which the
    same is said share a line.
    """
    marks = _marks(len(cells))
    gap = 2
    room = (page.width - width_of(indent) - gap * (len(cells) - 1)) // len(cells) - 2
    if len(cells) <= BESIDE and all(
        _fits(each.text, room) and len(each.lines(page, room)) <= TALLEST for each in cells
    ):
        columns = [each.lines(page, room) for each in cells]
        for number in range(max(map(len, columns))):
            line = ""
            for place, (mark, column) in enumerate(zip(marks, columns, strict=True)):
                text = column[number] if number < len(column) else ""
                head = f"{mark} " if number == 0 else "  "
                start = width_of(indent) + place * (room + 2 + gap)
                line += " " * (start - width_of(line)) + head + text
            yield line.rstrip()
        return
    together: dict[Cell, list[str]] = {}
    for mark, cell in zip(marks, cells, strict=True):
        together.setdefault(cell, []).append(mark)
    for cell, mine in together.items():
        head = f"{indent}{' '.join(mine)}  "
        if width_of(head) > page.width // 2:
            yield fold(head.rstrip(), page.width, indent)
            head = f"{indent}  "
        within = width_of(head)
        for line in cell.lines(page, page.width - within):
            yield f"{head}{line}"
            head = " " * within


def _fits(text: str, room: int) -> bool:
    """Whether no word would have to be broken."""
    return all(width_of(each) <= room for each in shown(text).split(" "))


def _heading(
    title: str, differ: int, alike: int, page: Page, *, partial: int = 0
) -> Iterator[str]:
    differing = (
        "1 differs" if differ == 1 else f"{differ or 'none'} differ{'' if differ else 's'}"
    )
    words = f"{differing}, {alike} the same" if differ or partial else f"all {alike} the same"
    if partial:
        words += f", {partial} {'counts' if partial == 1 else 'count'} for some of them only"
    yield ""
    yield page.style("bold", page.line(f"{title}: {words}"))


def _same(title: str, lines: Sequence[str], page: Page) -> Iterator[str]:
    if lines:
        yield page.style("dim", page.line(title, "  "))
        for line in lines:
            yield page.line(line, "    ")


# -- choices --


def _choices(
    corpus: Corpus, rows: Comparison | Rows, differing: Comparison, page: Page
) -> Iterator[str]:
    yield from _heading("Choices", len(differing.choices), differing.same, page)
    decided, undecided = [], []
    for name, values in rows.choices.items():
        issue = corpus.issues[name]
        if name in differing.choices:
            yield page.apart(shown(issue.question), page.style("dim", shown(name)))
            yield from _row([_choice_cell(corpus, each) for each in values], page)
        elif values[0] is None:
            undecided.append(issue.question)
        else:
            decided.append(f"{issue.question} {_choice_cell(corpus, values[0]).text}")
    yield from _same("the same in all", decided, page)
    yield from _same("undecided in all", undecided, page)


def _choice_cell(corpus: Corpus, choice: Choice | None) -> Cell:
    if choice is None:
        return UNDECIDED
    return Cell(choice_words(corpus, choice).removeprefix(f"{choice.issue}: "))


# -- outcome --


def _nowhere(differing: Comparison, page: Page) -> Iterator[str]:
    """Of which drafts nothing can be said here."""
    marks = zip(_marks(len(differing.drafts)), differing.drafts, strict=True)
    silent = [mark for mark, each in marks if not each.coherent]
    if silent:
        words = "is incoherent, so it leads" if len(silent) == 1 else "are incoherent and lead"
        yield page.line(f"{kept_words(silent)} {words} nowhere; the others are compared", "  ")


def _judged_all_the_same(differing: Comparison, page: Page) -> Iterator[str]:
    """That incoherent drafts are judged as if the rules that they break were not there."""
    marks = zip(_marks(len(differing.drafts)), differing.drafts, strict=True)
    broken = [mark for mark, each in marks if not each.coherent]
    if broken:
        words = "is incoherent" if len(broken) == 1 else "are incoherent"
        yield page.line(
            f"{kept_words(broken)} {words}: judged with the rules set aside that the choices"
            " break",
            "  ",
        )


def _outcome(
    corpus: Corpus, rows: Comparison | Rows, differing: Comparison, page: Page
) -> Iterator[str]:
    """Entities of which the same is said share a row."""
    every = sum(len(each.baseline) for each in corpus.entities.values())
    number = len(differing.outcome)
    yield from _heading("Outcome", number, every - number, page)
    yield from _nowhere(differing, page)
    together: dict[tuple[str, bool, tuple[Cell, ...]], list[str]] = {}
    for (entity, attribute), values in rows.outcome.items():
        declared = corpus.attribute(entity, attribute)
        cells = tuple(_settled_cell(each, declared) for each in values)
        key = (declared.title or attribute, (entity, attribute) in differing.outcome, cells)
        together.setdefault(key, []).append(entity)
    alike: list[str] = []
    for (title, differs, cells), entities in together.items():
        label = f"{title}{_entities(corpus, entities)}"
        if differs:
            yield page.line(label, "  ")
            yield from _row(cells, page)
        else:
            said = [each.text for each in cells if each != NOWHERE]
            alike.extend(f"{label}: {each}" for each in said[:1])
    yield from _same("the same in all", alike, page)


def _entities(corpus: Corpus, entities: Sequence[str]) -> str:
    """Whose attribute it is; nothing is said of the agreement itself."""
    if list(entities) == [AGREEMENT]:
        return ""
    names = [corpus.entities[each].title or party_name(corpus, each) for each in entities]
    return f": {'; '.join(names)}"


def _settled_cell(settled: Settled | None, declared: Attribute) -> Cell:
    if settled is None:
        return NOWHERE
    words = [declared.quantity(_value(each)) for each in settled.values]
    if not settled.settled:
        more = len(words) - MOST_VALUES
        if more > 0:
            words[MOST_VALUES:] = [f"{more} more"]
        listed = ", ".join(words[:-1])
        return Cell(f"open: {f'{listed} or ' if listed else ''}{words[-1]}", "open")
    return Cell(words[0]) if settled.changed else Cell(f"{words[0]} (as today)", "dim")


def _value(piece: Piece) -> str:
    return str(piece).lower() if isinstance(piece.low, bool) else str(piece)


# -- verdicts --


def _verdicts(
    corpus: Corpus, rows: Comparison | Rows, differing: Comparison, page: Page
) -> Iterator[str]:
    found = [verdicts_by_id(each) for each in differing.drafts]
    counting = {name for each in found for name in each}
    differ, partial = len(differing.verdicts), differing.partial
    alike_in = len(counting) - differ
    yield from _heading("Verdicts", differ - len(partial), alike_in, page, partial=len(partial))
    yield from _judged_all_the_same(differing, page)
    alike = []
    table = _every_table(differing.drafts)
    for name in differing.verdicts:
        if name not in partial:
            yield from _verdict(corpus, name, differing.drafts, found, page)
    if partial:
        marks = _marks(len(differing.drafts))
        yield page.style("dim", page.line(partial_words(differing, marks), "  "))
    for name in partial:
        yield from _verdict(corpus, name, differing.drafts, found, page)
    for name, verdicts in rows.verdicts.items():
        if name not in differing.verdicts:
            verdict = next(filter(None, verdicts))
            alike.append(f"{GLYPHS[Verdict(verdict)]} {position_words(corpus, name, table)}")
    yield from _same("the same in all", alike, page)


def _every_table(drafts: Iterable[Checked]) -> set[str]:
    """The parties at the table of some draft."""
    return {party for each in drafts for party in each.context.table}


def _verdict(
    corpus: Corpus,
    name: str,
    drafts: Sequence[Checked],
    found: Sequence[Mapping[str, VerdictOn]],
    page: Page,
) -> Iterator[str]:
    position = corpus.positions[name]
    mine = [each.get(name) for each in found]
    readings = {str(each.held.reading.id): each.held.reading for each in mine if each}
    nature = page.style("dim", f"{position.kind}, {position.strength}")
    yield page.apart(shown(position_words(corpus, name, _every_table(drafts))), nature)
    yield from _row(
        [
            _verdict_cell(corpus, position, draft, verdict, several_readings=len(readings) > 1)
            for draft, verdict in zip(drafts, mine, strict=True)
        ],
        page,
    )
    within = "      "
    yield page.style("dim", page.line(name, within))
    if len(position.readings) > 1 and len(readings) == 1:
        yield page.entry("read as", _reading_words(*readings.values()), within)
    for line in sourced(corpus, position):
        yield page.entry("said by", line, within)


def _verdict_cell(
    corpus: Corpus,
    position: Position,
    draft: Checked,
    found: VerdictOn | None,
    *,
    several_readings: bool,
) -> Cell:
    if found is None:
        return Cell(_absent(corpus, position, draft), "dim")
    read = f", read as {_reading_words(found.held.reading)}" if several_readings else ""
    return Cell(
        f"{GLYPHS[found.verdict]} {found.verdict}{read}",
        STYLES[found.verdict],
    )


def _reading_words(reading: Reading) -> str:
    return reading.title or str(reading.id)


def _absent(corpus: Corpus, position: Position, draft: Checked) -> str:
    """Why the position does not count for the draft."""
    if not draft.coherent:
        return "incoherent"
    if any(each.position == position.id for each in draft.context.waivers):
        return "w waived"
    if all(each.id != position.id for each in candidates(corpus, draft.context)):
        return "not counted"
    if standing(corpus, position, draft.context.as_of) == "possible":
        return "only possibly in force"
    return f"not in force on {draft.context.as_of}"


# -- since a git revision -----------------------------------------------------


def since_text(since: Since, page: Page) -> str:
    """Positions, issues and answers that are not what they were, gravest first."""
    return "\n".join([*_since(since, page), ""])


def _since(since: Since, page: Page) -> Iterator[str]:
    changes = since.changes
    yield page.style("bold", page.line(since.new.title))
    yield page.style("dim", page.line(f"what changed since {since.revision}"))
    if not page.quiet:
        yield from _assumed(since, page)
    yield ""
    for path in since.unread:
        yield page.line(f"{path} had errors then: its answer is not compared")
    for path in since.broken:
        yield page.line(f"{path} has errors: its answer is not compared")
    yield page.line(_summary(since))
    yield from _corpus_changes(since, page)
    for direction in Direction:
        some = [each for each in changes.positions if each.direction == direction]
        if some:
            title = f"{HEADINGS[direction]}: {several(len(some), 'position')}"
            yield ""
            yield page.style(COLOURS[direction], page.line(title))
            for each in some:
                yield from _position_change(since, each, page)
    if changes.scenarios:
        yield ""
        yield page.style("bold", page.line("Scenarios whose answer changed"))
        for change in changes.scenarios:
            yield from _scenario_change(since, change, page)
    yield from _since_ways(since, page)


def _assumed(since: Since, page: Page) -> Iterator[str]:
    """What the caller assumes beside what the files say."""
    asked, usual = since.context, context_of(since.new)
    if asked.as_of != usual.as_of:
        yield page.line(f"Asked as of {asked.as_of}")
    if asked.hold != usual.hold:
        yield page.line(_held_words(asked))
    if asked.table != usual.table:
        yield page.line(_table_words(since.new, asked))
    for name, reading in asked.readings.items():
        chosen = since.new.positions[name].readings[reading]
        yield page.line(f"read {name} as {_reading_words(chosen)}")
    for waiver in asked.waivers:
        yield page.style("waived", page.line(_waiver_words(waiver)))


def _summary(since: Since) -> str:
    if not since.anything:
        return "Nothing changed: no position, no issue and no scenario's answer."
    changes = since.changes
    number = {
        way: sum(each.direction == way for each in changes.positions) for way in Direction
    }
    positions = ", ".join(f"{count} {way}" for way, count in number.items() if count)
    weaker = since.weaker_lines
    lines = f"; {several(len(weaker), 'red line')} not as strong as before" if weaker else ""
    answers = several(len(changes.scenarios), "scenario's answer", "scenarios' answers")
    return f"Positions: {positions or 'none changed'}{lines}. {answers} changed."


def _corpus_changes(since: Since, page: Page) -> Iterator[str]:
    old, new, changes = since.old, since.new, since.changes
    lines = []
    if old.as_of != new.as_of:
        lines.append(f"the day on which to ask: {old.as_of} → {new.as_of}")
    lines += [f"- at the table: {party_name(old, each)}" for each in since.left]
    lines += [f"+ at the table: {party_name(new, each)}" for each in since.joined]
    lines += [f"- issue: {old.issues[each].question}" for each in changes.issues_removed]
    lines += [f"+ issue: {new.issues[each].question}" for each in changes.issues_added]
    if lines:
        yield ""
        yield page.style("bold", page.line("Corpus"))
        for line in lines:
            yield page.line(line, "  ")


def _position_change(since: Since, change: PositionChange, page: Page) -> Iterator[str]:
    gone = change.after is None
    space = since.before if gone else since.after
    question = Question(space, NOTHING_CHOSEN, context_of(space.problem.corpus))
    yield from position_lines(question, change.id, page)
    was, now = change.before, change.after
    if was is None or now is None:
        return
    for what, way in change.respects:
        yield from _respect(since, change, what, way, page)


def _respect(
    since: Since, change: PositionChange, what: str, way: Direction, page: Page
) -> Iterator[str]:
    """What it was in this respect and what it is."""
    was, now = change.before, change.after
    if was is None or now is None:
        return
    within = "      "
    name = what if way == Direction.CHANGED else f"{what}, {way}"
    match what:
        case "kind" | "strength" | "since" | "until":
            before, after = getattr(was, what), getattr(now, what)
            yield page.line(f"{name}: {_said(before)} → {_said(after)}", within)
        case "superseded":
            for corpus, words in ((since.old, "was superseded"), (since.new, "superseded")):
                for each in corpus.superseded_by.get(change.id, ()):
                    yield page.line(f"{words} by {position_words(corpus, each)}", within)
        case "held-by":
            before = kept_words([party_name(since.old, each) for each in was.holders])
            after = kept_words([party_name(since.new, each) for each in now.holders])
            yield page.line(f"{name}: {before} → {after}", within)
        case "readings":
            yield page.line(f"{name}: {_readings(was)} → {_readings(now)}", within)
            yield from _reading_changes(was, now, page, within)
        case _:
            reading = what.removeprefix("reading ")
            if what == "condition":
                [reading] = was.readings
            yield page.line(name, within)
            yield from _conditions("was", was.readings[reading], page)
            yield from _conditions("is", now.readings[reading], page)


def _said(value: object) -> str:
    return "none" if value is None else str(value)


def _readings(position: Position) -> str:
    names = [
        f"{name} (default)"
        if name == position.default and len(position.readings) > 1
        else str(name)
        for name in position.readings
    ]
    return ", ".join(names) or "none"


def _reading_changes(was: Position, now: Position, page: Page, within: str) -> Iterator[str]:
    """The conditions that are gone, and those that are new."""
    for sign, one, other in (("-", was, now), ("+", now, was)):
        for name, reading in one.readings.items():
            if name not in other.readings:
                yield page.line(f"{sign} reading {name}", within)
                yield from _conditions("was" if one is was else "is", reading, page)


def _conditions(word: str, reading: Reading, page: Page) -> Iterator[str]:
    """A condition in the words of the format, beside the word."""
    head = f"        {word:<5}"
    room = page.width - width_of(head)
    whole = condition_words(reading.holds)
    fits = width_of(whole) <= room
    for line in [whole] if fits else condition_lines(reading.holds, room):
        yield fold(f"{head}{line}", page.width, " " * width_of(head))
        head = " " * width_of(head)


def _scenario_change(since: Since, change: ScenarioChange, page: Page) -> Iterator[str]:
    was, now = change.before, change.after
    seen = now or was
    if seen is None:
        return
    title = shown(seen.scenario.title or seen.scenario.id)
    yield page.apart(title, _answers(was, now, page))
    within = "      "
    yield page.style("dim", page.line(seen.scenario.path, within))
    if was is not None and now is not None:
        for name, verdicts in change.verdicts.items():
            corpus = since.new if name in since.new.positions else since.old
            title = shown(position_words(corpus, name, now.context.table))
            yield page.apart(title, _turned(*verdicts, page), within)
    for waiver in now.scenario.waivers if now else ():
        if waiver.position in change.waivers_added:
            line = page.line(f"new: {_waiver_words(waiver)}", within)
            yield page.style("waived", line)
    if now is not None:
        for each in change.expectations_dropped:
            yield page.line(f"expected no more: {each}", within)


def _answers(was: Checked | None, now: Checked | None, page: Page) -> str:
    """Whether it was a deal and is one; a scenario may be new or gone."""
    if was is None or now is None:
        one = _answer_cell(was or now)
        return page.style("bold", f"{'new: ' if was is None else 'gone: '}{one.text.lower()}")
    before, after = _answer_cell(was), _answer_cell(now)
    words = after.text if before == after else f"{before.text} → {after.text}"
    return page.style(after.style or "bold", words.lower())


def _turned(was: str | None, now: str | None, page: Page) -> str:
    """A verdict before and after."""
    words = [
        "not counted" if each is None else f"{GLYPHS[Verdict(each)]} {each}"
        for each in (was, now)
    ]
    return page.style("dim" if now is None else STYLES[Verdict(now)], " → ".join(words))


def _since_ways(since: Since, page: Page) -> Iterator[str]:
    question = Question(since.after, NOTHING_CHOSEN, since.context)
    ways = {}
    order = list(Direction)
    there = [each for each in since.changes.positions if each.after is not None]
    if there:
        gravest = min(there, key=lambda each: (order.index(each.direction), each.id))
        ways[f"show {_word(gravest.id)}"] = "the position whole, with its sources"
    if since.anything:
        gate = f"compare {{nothing}} --since {_word(since.revision)} --fail-on weaker"
        ways[gate] = "exit code 1 when a red line got weaker or vanished"
    yield from ways_on(question, page, ways)
