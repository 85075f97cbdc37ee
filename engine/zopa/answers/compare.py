"""The answer to `compare`: how drafts differ."""

from __future__ import annotations

from collections import Counter
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
    anchor,
    text,
)
from zopa.answers.check import ANSWER_TONES, HEADINGS, answer_of, verdict_count
from zopa.answers.frame import assumed_lines
from zopa.answers.lines import (
    choice_before,
    choice_cell,
    issue_name,
    nature,
    no_verdict_cell,
    position_line,
    source_facts,
    verdict_cell,
)
from zopa.answers.questions import HERE, suggested
from zopa.answers.wording import (
    and_words,
    date_words,
    humanised,
    letters,
    outcome_words,
    party_name,
    position_words,
    scenario_name,
    several,
)
from zopa.interchange.compare import verdicts_by_id
from zopa.model.conditions import Name, twin
from zopa.model.corpus import AGREEMENT
from zopa.questions.check import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.answers import Block, Line, Next, Tone
    from zopa.answers.questions import Typed
    from zopa.model.corpus import Choice, Corpus
    from zopa.questions.check import Checked, Settled
    from zopa.questions.compare import Comparison, Rows
    from zopa.questions.every import Answers

__all__ = ["compare_page", "side_by_side"]

CHECKED = 2
"""Maximum number of drafts with a suggested next command."""


def compare_page(
    corpus: Corpus,
    rows: Comparison | Rows,
    found: Comparison,
    *,
    verbose: bool = False,
    typed: Typed = HERE,
) -> Page:
    """The answers to the drafts, then the choices, verdicts and values that differ.

    Args:
        corpus: the terms.
        rows: the rows to list: those that differ, or all.
        found: the comparison.
        verbose: give the kind, reading, sources and id of each position.
        typed: names of the workspace and the drafts in the next commands.
    """
    drafts = found.drafts
    names = letters(len(drafts))
    partial = partial_words(found, names)
    if partial:
        partial += " (--as-of sets one date)." if _dates(found) else "."
    stated = drafts[0].context.configured
    return Page(
        conclusion=_conclusion(drafts, names),
        context=text(" · ".join(filter(None, (stated, partial)))) if stated or partial else (),
        assumed=tuple(_assumed(corpus, drafts, names)),
        sections=(
            Section("drafts", "", (_drafts(corpus, drafts, names),)),
            _choices(corpus, rows, found, names),
            *_verdicts(corpus, rows, found, names, verbose=verbose),
            *_outcome(corpus, rows, found, names),
        ),
        next=tuple(_commands(corpus, drafts, typed)),
    )


# -- the drafts ---------------------------------------------------------------


def _conclusion(drafts: Sequence[Checked], names: Sequence[str]) -> Line:
    """The answers to all drafts in one sentence or a few."""
    answers = [answer_of(each) for each in drafts]
    number = len(drafts)
    if len(set(answers)) > 1:
        return tuple(_mixed(drafts, names))
    both = "both drafts" if number == 2 else f"all {number} drafts"
    match answers[0]:
        case "deal":
            words = f": every agreement from {both} respects all positions that count."
            return (Words("Deal", tone="respected"), Words(words))
        case "open":
            words = f": a deal is possible from {both}; it depends on undecided issues."
            return (Words("Open", tone="open"), Words(words))
        case "inconsistent":
            words = f": {both} contradict a rule."
            return (Words("Inconsistent", tone="crossed"), Words(words))
        case _:
            either = "either draft" if number == 2 else f"any of the {number} drafts"
            words = f" in {either}: {_crossings(drafts, names)}."
            return (Words("No deal", tone="crossed"), Words(words))


def _mixed(drafts: Sequence[Checked], names: Sequence[str]) -> Iterator[Words]:
    """The drafts grouped by answer."""
    groups: dict[str, list[int]] = {"deal": [], "open": [], "no deal": [], "inconsistent": []}
    for place, each in enumerate(drafts):
        groups[answer_of(each)].append(place)
    first = True
    for answer, places in groups.items():
        if not places:
            continue
        yield Words("" if first else " ")
        yield Words(answer.capitalize(), tone=ANSWER_TONES[answer])
        some = [names[place] for place in places]
        words = (
            _crossings([drafts[place] for place in places], some)
            if answer == "no deal"
            else and_words(some)
        )
        yield Words(f": {words}.")
        first = False


def _crossings(drafts: Sequence[Checked], names: Sequence[str]) -> str:
    """Why each draft is no deal: `A crosses 1 of 20 positions, B crosses 5 of 29`."""
    words: list[str] = []
    for name, each in zip(names, drafts, strict=True):
        total = str(len(each.verdicts)) if words else several(len(each.verdicts), "position")
        crossed = len(each.crossed())
        if crossed:
            words.append(f"{name} crosses {crossed} of {total}")
        else:
            words.append(f"no agreement from {name} respects all {total}")
    return ", ".join(words)


def _dates(found: Comparison) -> bool:
    return len({each.context.as_of for each in found.drafts}) > 1


def partial_words(found: Comparison, names: Sequence[str]) -> str:
    """The positions that count for some drafts only, and why; empty if all count for all."""
    rows = found.partial
    if not rows:
        return ""
    many = several(len(rows), "position counts", "positions count")
    why = "dates" if _dates(found) else "assumptions"
    return f"The {why} differ: {many} for {_whom(rows, names)} only"


def _whom(rows: Mapping[str, Sequence[str | None]], names: Sequence[str]) -> str:
    """The drafts for which the positions count, if they are the same for each position."""
    found = {
        tuple(name for name, verdict in zip(names, row, strict=True) if verdict)
        for row in rows.values()
    }
    return and_words(found.pop()) if len(found) == 1 else "some drafts"


def _assumed(corpus: Corpus, drafts: Sequence[Checked], names: Sequence[str]) -> Iterator[Line]:
    """Assumptions that are not the defaults: of all drafts, else of each with its letter."""
    lines = [assumed_lines(corpus, each.context) for each in drafts]
    common = [line for line in lines[0] if all(line in each for each in lines)]
    yield from common
    for name, mine in zip(names, lines, strict=True):
        for line in mine:
            if line not in common:
                yield (Words(f"{name}: "), *line)


def _drafts(corpus: Corpus, drafts: Sequence[Checked], names: Sequence[str]) -> Table:
    issues = len(corpus.issues)
    rows = []
    for name, each in zip(names, drafts, strict=True):
        counts = Counter(x.verdict for x in each.verdicts)
        title = (Words(f"{name}  ", tone="strong"), Words(scenario_name(each.scenario)))
        rows.append(
            Row(
                (
                    Cell(title, each.scenario.id),
                    Cell(text(str(each.context.as_of))),
                    Cell(text(f"{len(each.scenario.choices)} of {issues}")),
                    *(verdict_count(counts[verdict], verdict) for verdict in Verdict),
                )
            )
        )
    columns = (
        Column("draft", "Draft"),
        Column("as-of", "As of"),
        Column("decided", "Decided"),
        *(Column(str(verdict), HEADINGS[verdict]) for verdict in Verdict),
    )
    return Table("drafts", "Drafts", columns, tuple(rows))


def _commands(corpus: Corpus, drafts: Sequence[Checked], typed: Typed) -> Iterator[Next]:
    for each in drafts[:CHECKED]:
        hints = {"check {draft}": "show every verdict with its causes"}
        yield from suggested(typed, corpus, each.scenario, each.context, hints)


# -- rows ---------------------------------------------------------------------


def _columns(key: str, title: str, names: Sequence[str]) -> tuple[Column, ...]:
    return (Column(key, title), *(Column(f"draft-{name}", name) for name in names))


def _title(what: str, differ: int, alike: int, noun: str = "") -> str:
    """A heading with its counts: `Outcome: 29 values differ, 220 are the same`."""

    def counted(number: int, verb: str, verbs: str) -> str:
        named = f" {noun}{'s' if number != 1 else ''}" if noun else ""
        return f"{number}{named} {verb if number == 1 else verbs}"

    parts = []
    if differ:
        parts.append(counted(differ, "differs", "differ"))
    if alike:
        noun = "" if differ else noun
        parts.append(counted(alike, "is the same", "are the same"))
    every = "all " if alike > 1 and not differ else ""
    return f"{what}: {every}{', '.join(parts) or 'none'}"


def _alike(number: int, what: str, items: Sequence[Item]) -> Iterator[Section]:
    if items:
        title = f"{what}: {number}"
        yield Section(title.lower().replace(" ", "-"), title, (Items(tuple(items)),))


def _choices(
    corpus: Corpus, rows: Comparison | Rows, found: Comparison, names: Sequence[str]
) -> Section:
    differing, decided, undecided = [], [], []
    for name, values in rows.choices.items():
        label = text(issue_name(corpus, name))
        if name in found.choices:
            cells = (
                _choice_cell(corpus, f"draft-{mark}", each)
                for mark, each in zip(names, values, strict=True)
            )
            differing.append(Row((Cell(label, name), *cells)))
        elif (choice := values[0]) is None:
            undecided.append(Item(label))
        else:
            decided.append(Item((*label, Words(f": {choice_before(corpus, choice)}"))))
    differ, total = len(differing), len(found.whole.choices)
    issues = several(total, "issue")
    title = f"Choices: {differ} of {issues} {'differs' if differ == 1 else 'differ'}"
    if not differ:
        title = f"Choices: the same on {f'all {issues}' if total != 1 else 'the 1 issue'}"
    table = Table("choices", title, _columns("issue", "Issue", names), tuple(differing))
    alike = (
        *_alike(len(decided), "The same in all drafts", decided),
        *_alike(len(undecided), "Undecided in all drafts", undecided),
    )
    return Section("choices", title, (table,) if differing else (), alike)


def _choice_cell(corpus: Corpus, key: str, choice: Choice | None, to: str = "") -> Cell:
    if choice is None:
        return choice_cell(corpus, key, choice, text("undecided", tone="dim"))
    return choice_cell(corpus, key, choice, text(choice_before(corpus, choice), to))


def _inconsistent(drafts: Sequence[Checked], names: Sequence[str]) -> str:
    """The inconsistent drafts as the subject of a sentence."""
    some = [name for name, each in zip(names, drafts, strict=True) if not each.coherent]
    return f"{and_words(some)} {'is' if len(some) == 1 else 'are'}" if some else ""


def _verdicts(
    corpus: Corpus,
    rows: Comparison | Rows,
    found: Comparison,
    names: Sequence[str],
    *,
    verbose: bool,
) -> Iterator[Section]:
    partial = found.partial
    both = [name for name in found.verdicts if name not in partial]
    alike = len(found.whole.verdicts) - len(found.verdicts)
    blocks: list[Block] = []
    if broken := _inconsistent(found.drafts, names):
        words = f"{broken} inconsistent: verdicts leave out the rules that the choices break."
        blocks.append(Paragraph(text(words), "dim"))

    def listed(some: Sequence[str], name: str, title: str) -> Iterator[Block]:
        if verbose and some:
            yield Items(tuple(_verdict_item(corpus, each, found, names) for each in some))
        elif some:
            columns = _columns("position", "Position", names)
            yield Table(name, title, columns, _verdict_rows(corpus, found.drafts, some))

    title = _title("Verdicts", len(both), alike)
    blocks.extend(listed(both, "verdicts", title))
    table = _every_table(found.drafts)
    same = [
        Item((*verdict_cell(Verdict(next(filter(None, row)))).line, Words(f"  {words}")))
        for name, row in rows.verdicts.items()
        if name not in found.verdicts
        for words in [position_words(corpus, name, table)]
    ]
    yield Section(
        "verdicts", title, tuple(blocks), tuple(_alike(alike, "The same in all drafts", same))
    )
    if partial:
        title = f"Positions that count for {_whom(partial, names)} only: {len(partial)}"
        yield Section("partial", title, tuple(listed(list(partial), "partial", title)))


def _every_table(drafts: Sequence[Checked]) -> set[str]:
    """The parties at the table of some draft."""
    return {party for each in drafts for party in each.context.table}


def _verdict_rows(
    corpus: Corpus, drafts: Sequence[Checked], names: Sequence[str]
) -> tuple[Row, ...]:
    table = _every_table(drafts)
    return tuple(
        Row(
            (
                Cell(position_line(corpus, name, table), name),
                *_verdict_cells(corpus, drafts, name),
            )
        )
        for name in names
    )


def _verdict_cells(corpus: Corpus, drafts: Sequence[Checked], name: str) -> Iterator[Cell]:
    """The verdict of each draft; also its reading if the drafts use several."""
    found = [verdicts_by_id(each).get(name) for each in drafts]
    several_readings = len({each.held.reading.id for each in found if each}) > 1
    for draft, each in zip(drafts, found, strict=True):
        if each is None:
            yield no_verdict_cell(corpus, draft, name)
            continue
        cell = verdict_cell(each.verdict)
        if several_readings:
            reading = each.held.reading.title or each.held.reading.id
            cell = Cell((*cell.line, Words(f", reading “{reading}”")), str(each.verdict))
        yield cell


def _verdict_item(corpus: Corpus, name: str, found: Comparison, marks: Sequence[str]) -> Item:
    """A position with the verdict of each draft, its reading, its sources and its id."""
    position = corpus.positions[name]
    cells = _verdict_cells(corpus, found.drafts, name)
    facts = [Fact(one, (cell.line,)) for one, cell in zip(marks, cells, strict=True)]
    readings = {
        str(verdict.held.reading.id): verdict.held.reading
        for each in found.drafts
        if (verdict := verdicts_by_id(each).get(name))
    }
    if len(position.readings) > 1 and len(readings) == 1:
        [reading] = readings.values()
        facts.append(Fact("reading", (text(reading.title or str(reading.id)),)))
    facts += source_facts(corpus, position)
    facts.append(Fact("id", (text(name),)))
    return Item(
        position_line(corpus, name, _every_table(found.drafts)),
        aside=text(nature(position), tone="dim"),
        facts=tuple(facts),
    )


def _outcome(
    corpus: Corpus, rows: Comparison | Rows, found: Comparison, names: Sequence[str]
) -> Iterator[Section]:
    """Values of attributes, if there are any; entities with the same values share a row."""
    differ = len(found.outcome)
    alike = len(found.whole.outcome) - differ
    if not (differ or alike):
        return
    blocks: list[Block] = []
    if broken := _inconsistent(found.drafts, names):
        blocks.append(Paragraph(text(f"{broken} inconsistent: no outcome."), "dim"))
    together: dict[tuple[str, bool, tuple[Cell, ...]], list[str]] = {}
    for (entity, attribute), values in rows.outcome.items():
        declared = corpus.attribute(entity, attribute)
        cells = tuple(_settled_cell(corpus, entity, attribute, each) for each in values)
        label = declared.title or humanised(attribute)
        key = (label, (entity, attribute) in found.outcome, cells)
        together.setdefault(key, []).append(entity)
    differing, same = [], []
    for (label, differs, cells), entities in together.items():
        words = f"{label}{_entities(corpus, entities)}"
        if differs:
            differing.append(Row((Cell(text(words)), *cells)))
        elif some := [each for each in cells if each.value is not None]:
            same.append(Item((Words(f"{words}: "), *some[0].line)))
    title = _title("Outcome", differ, alike, "value")
    if differing:
        columns = _columns("value", "Value", names)
        blocks.append(Table("outcome", title, columns, tuple(differing)))
    sections = tuple(_alike(alike, "The same in all drafts", same))
    yield Section("outcome", title, tuple(blocks), sections)


def _entities(corpus: Corpus, entities: Sequence[str]) -> str:
    """The entities that have the attribute; empty for the agreement itself."""
    if list(entities) == [AGREEMENT]:
        return ""
    cases = [corpus.entities[each].case for each in entities]
    if all(
        case is not None and each == twin(Name(AGREEMENT), case)
        for each, case in zip(entities, cases, strict=True)
    ):
        return f" ({'; '.join(corpus.contingencies[case].words for case in cases if case)})"
    names = [corpus.entities[each].title or party_name(corpus, each) for each in entities]
    return f": {'; '.join(names)}"


def _settled_cell(corpus: Corpus, entity: str, attribute: str, settled: Settled | None) -> Cell:
    if settled is None:
        return Cell(text("no outcome", tone="dim"))
    words = outcome_words(corpus, corpus.attribute(entity, attribute), settled)
    tone: Tone = "" if settled.departs else "dim"
    return Cell(text(words, tone=tone if settled.settled else "open"), words)


# -- in a brief ---------------------------------------------------------------


def side_by_side(corpus: Corpus, every: Sequence[Answers], found: Comparison) -> Section:
    """The choices and verdicts on which drafts differ."""
    names = [one.mark for one in every]
    columns = tuple(
        Column(f"draft-{one.mark}", f"{one.mark}: {one.title}", one.mark) for one in every
    )
    choices = tuple(
        Row(
            (
                Cell(text(corpus.issues[issue].question), issue),
                *(
                    _choice_cell(
                        corpus,
                        f"draft-{one.mark}",
                        choice,
                        anchor(f"{one.anchor}-choice", issue),
                    )
                    for one, choice in zip(every, values, strict=True)
                ),
            )
        )
        for issue, values in found.choices.items()
    )
    differ, same = len(found.choices), found.same
    words = f"The drafts differ on {several(differ, 'issue')} and agree on {same:,}"
    blocks: list[Block] = [
        Paragraph(text(f"{words}; an issue that all leave undecided counts as agreement."))
    ]
    if choices:
        head = Column("issue", "Issue")
        blocks.append(
            Table("differing-choices", "Choices that differ", (head, *columns), choices)
        )
    partial = found.partial
    both = [name for name in found.verdicts if name not in partial]
    head = Column("position", "Position")
    if both:
        rows = _verdict_rows(corpus, found.drafts, both)
        blocks.append(
            Table("differing-verdicts", "Verdicts that differ", (head, *columns), rows)
        )
    if partial:
        blocks.append(Paragraph(text(_partial_prose(found, names))))
        caption = f"Positions that count for {_whom(partial, names)} only"
        rows = _verdict_rows(corpus, found.drafts, list(partial))
        blocks.append(Table("differing-counts", caption, (head, *columns), rows))
    return Section("compare", "Comparison", tuple(blocks))


def _partial_prose(found: Comparison, names: Sequence[str]) -> str:
    """The positions that count for some drafts only, why, and how to check all alike."""
    many = several(len(found.partial), "position counts", "positions count")
    counted = f"{many} for {_whom(found.partial, names)} only"
    dates = [each.context.as_of for each in found.drafts]
    if len(set(dates)) == 1:
        return f"{counted}: the assumptions of the drafts differ."
    said = [f"{name} for {date_words(date)}" for name, date in zip(names, dates, strict=True)]
    return (
        f"The drafts are checked for different dates, each for its own:"
        f" {and_words(said)}. {counted}. With --as-of {max(dates)} all are checked for one"
        " date."
    )
