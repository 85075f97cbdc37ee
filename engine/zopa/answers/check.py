"""The answer to `check`: which positions a draft crosses, and because of which choices."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

from zopa.answers import (
    Cell,
    Column,
    Fact,
    Facts,
    Item,
    Items,
    Next,
    Page,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    anchor,
    ids,
    text,
)
from zopa.answers.calculations import calculations
from zopa.answers.frame import (
    assumed_lines,
    context_line,
    contradiction,
    not_counted,
    not_judged,
)
from zopa.answers.lines import (
    BY_RULES_ALONE,
    GLYPHS,
    RULES_ALONE,
    TONES,
    all_positions,
    cause_lines,
    choice_line,
    choice_named,
    every_table,
    nature,
    nature_cell,
    no_verdict_cell,
    position_line,
    reading_words,
    said_items,
    source_facts,
    sourced,
    terms_of,
    verdict_cell,
)
from zopa.answers.questions import HERE, suggested
from zopa.answers.wording import and_words, clause_words, holder_names, party_name, several
from zopa.model.context import holders_at
from zopa.model.corpus import Kind
from zopa.questions.check import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.answers import Block, Line, Tone
    from zopa.answers.questions import Typed
    from zopa.model.corpus import Corpus, Position
    from zopa.questions.check import Checked, VerdictOn
    from zopa.questions.every import Answers

__all__ = [
    "ANSWER_TONES",
    "HEADINGS",
    "answer_of",
    "check_page",
    "conclusion",
    "crossed",
    "matrix",
    "open_lines",
    "overview_page",
    "verdict_count",
    "verdict_item",
]


HEADINGS = {
    Verdict.CROSSED: "Crossed",
    Verdict.OPEN: "Open",
    Verdict.RESPECTED: "Respected",
}
ANSWER_TONES: Mapping[str, Tone] = {
    "deal": "respected",
    "open": "open",
    "no deal": "crossed",
    "inconsistent": "crossed",
}
ANSWERS = {
    "deal": "",
    "open": "open",
    "no deal": "without a deal",
    "inconsistent": "inconsistent",
}
NAMED = 3
"""Maximum number of groups of crossed positions named by party in the conclusion."""


def check_page(
    corpus: Corpus,
    checked: Checked,
    *,
    only_crossed: bool = False,
    typed: Typed | None = None,
) -> Page:
    """The verdicts on all positions that count, the crossed ones first.

    Args:
        corpus: the terms.
        checked: the answer.
        only_crossed: leave out open and respected positions.
        typed: names of the workspace and the draft in next commands; None leaves these out.
    """
    verdicts = [Verdict.CROSSED] if only_crossed else list(Verdict)
    groups = (_group(corpus, checked, each) for each in verdicts)
    return Page(
        conclusion=conclusion(corpus, checked),
        context=context_line(corpus, checked.scenario, checked.context, len(checked.verdicts)),
        assumed=assumed_lines(corpus, checked.context),
        sections=(
            *contradiction(corpus, checked.scenario, checked.clash, checked.broken),
            *(each for each in groups if each),
        ),
        notes=tuple(_notes(checked)),
        next=_next(corpus, checked, typed) if typed is not None else (),
    )


def _next(corpus: Corpus, checked: Checked, typed: Typed) -> tuple[Next, ...]:
    """The command that explains the answer."""
    crossed = _by_party(corpus, checked, Verdict.CROSSED)
    match answer_of(checked):
        case "inconsistent":
            hints = {"repair {draft}": "show the nearest deals"}
        case "deal":
            hints = {"deals {draft}": "show examples of deals"}
        case "open":
            hints = {"options {draft}": "show the status of each term"}
        case _ if crossed:
            name = shlex.quote(crossed[0].held.id)
            hints = {f"show {name}": "show the position and sources"}
        case _:
            hints = {"conflicts {draft}": "show the conflicts between positions"}
    if not checked.context.table and corpus.positions:
        command = typed.command("set corpus at-the-table=PARTY,PARTY")
        return (Next(command, "say whose positions count"),)
    return suggested(typed, corpus, checked.scenario, checked.context, hints)


def conclusion(corpus: Corpus, checked: Checked) -> Line:
    """The answer in one sentence."""
    number = Counter(each.verdict for each in checked.verdicts)
    total, rest = len(checked.verdicts), f"; {number[Verdict.OPEN]} are open"
    if number[Verdict.OPEN] == 1:
        rest = "; 1 is open"
    elif not number[Verdict.OPEN]:
        rest = ""
    if not checked.coherent:
        return (
            Words("Inconsistent", tone="crossed"),
            Words(": these choices contradict a rule."),
        )
    if checked.deal is True:
        words = f": every agreement from this draft respects {all_positions(total)}"
        words += " that counts." if total == 1 else "."
        if not total:
            words = ": no position counts, and the draft follows all rules."
            if not checked.context.table and corpus.positions:
                words = ": no party is at the table, so no position counts."
        return (Words("Deal", tone="respected"), Words(words))
    if checked.deal == "open":
        words = ": a deal is possible; it depends on undecided issues."
        return (Words("Open", tone="open"), Words(words))
    found = checked.crossed()
    if not found:
        words = (
            ": no position is crossed yet, but no agreement from this draft respects"
            f" all {total}."
        )
    elif len(found) == 1:
        words = (
            f": 1 of {several(total, 'position')} is crossed, {_owners(corpus, found)}{rest}."
        )
    else:
        of = f"{len(found)} of {several(total, 'position')} are crossed"
        words = f": {of}, {_owners(corpus, found)}{rest}."
    return (Words("No deal", tone="crossed"), Words(words))


def in_drafts(what: str, drafts: Sequence[str]) -> str:
    """The drafts with an event, counted and named: `crossed in 2 drafts: first, second`."""
    names = [*drafts[:NAMED], *(("…",) if len(drafts) > NAMED else ())]
    return f"{what} in {several(len(drafts), 'draft')}: {', '.join(names)}"


def _owners(corpus: Corpus, found: Sequence[VerdictOn]) -> str:
    """Kinds of positions by party: `a red line of Port and 4 demands of Union`."""
    groups = Counter((str(each.held.position.party), each.held.position.kind) for each in found)
    if len(groups) > NAMED:
        kinds = Counter(each.held.position.kind for each in found)
        parties = len({each.held.position.party for each in found})
        some = [_number(kinds[kind], kind) for kind in Kind if kinds[kind]]
        return f"{and_words(some)} of {several(parties, 'party', 'parties')}"
    return and_words(
        [
            f"{_number(groups[party, kind], kind)} of {party_name(corpus, party)}"
            for party in map(str, corpus.parties)
            for kind in Kind
            if groups[party, kind]
        ]
    )


def _number(number: int, kind: Kind) -> str:
    word = str(kind).replace("-", " ")
    return f"a {word}" if number == 1 else several(number, word)


def _group(corpus: Corpus, checked: Checked, verdict: Verdict) -> Section | None:
    found = _by_party(corpus, checked, verdict)
    if not found:
        return None
    heading = f"{GLYPHS[verdict]} {HEADINGS[verdict]} ({len(found)})"
    if verdict == Verdict.OPEN:
        heading += ": depends on undecided issues"
    items = tuple(verdict_item(corpus, checked, each) for each in found)
    return Section(str(verdict), heading, (Items(items),), tone=TONES[verdict])


def _by_party(corpus: Corpus, checked: Checked, verdict: Verdict) -> list[VerdictOn]:
    parties = list(corpus.parties)
    found = [each for each in checked.verdicts if each.verdict == verdict]
    return sorted(found, key=lambda each: parties.index(each.held.position.party))


def verdict_item(corpus: Corpus, checked: Checked, found: VerdictOn) -> Item:
    """A position with the reason of its verdict; a respected one has no further lines."""
    position = found.held.position
    facts: list[Fact] = []
    if found.verdict == Verdict.CROSSED:
        facts += cause_facts(corpus, checked, found)
    elif found.hangs_on:
        questions = tuple(text(corpus.issues[issue].question) for issue in found.hangs_on)
        facts.append(Fact("depends on", questions))
    if found.verdict != Verdict.RESPECTED and len(position.readings) > 1:
        reading = found.held.reading
        facts.append(Fact("reading", (text(reading.title or str(reading.id)),)))
    if found.verdict == Verdict.CROSSED:
        facts += source_facts(corpus, position)
    return Item(
        position_line(corpus, found.held.id, checked.context.table),
        aside=text(nature(position), tone="dim"),
        facts=tuple(facts),
    )


def cause_facts(corpus: Corpus, checked: Checked, found: VerdictOn) -> list[Fact]:
    """Every minimal set of choices that crosses a position."""
    choices = checked.scenario.choices
    if not found.because:
        return [Fact("because", (text(f"of {BY_RULES_ALONE}"),))]
    facts = [
        Fact(
            "because" if not place else "or",
            tuple(choice_named(corpus, choices[issue]) for issue in cause),
        )
        for place, cause in enumerate(found.causes)
    ]
    if found.more_causes:
        facts.append(Fact("", (text("there are more causes"),)))
    lines = calculations(corpus, choices, found.held.reading.holds)
    return [*facts, Fact("numbers", tuple(map(text, lines)))] if lines else facts


def _notes(checked: Checked) -> Iterator[Line]:
    yield from not_judged(checked.not_judged)
    parts = []
    if checked.possibly:
        parts.append(not_counted(len(checked.possibly)))
    if checked.expectations:
        met = sum(each.met for each in checked.expectations)
        parts.append(f"Expectations: {met} of {len(checked.expectations)} met.")
    if parts:
        yield text(" ".join(parts))


# -- several drafts -----------------------------------------------------------


def overview_page(
    results: Sequence[Checked],
    *,
    broken: int = 0,
    typed: Typed = HERE,
) -> Page:
    """A row for each draft.

    Args:
        results: one for each draft that could be checked.
        broken: how many scenario files have errors.
        typed: how the next command names the workspace.
    """
    met = [each.met for checked in results for each in checked.expectations]
    answers = Counter(answer_of(each) for each in results)
    some = [
        several(answers["deal"], "deal") if answer == "deal" else f"{answers[answer]} {word}"
        for answer, word in ANSWERS.items()
        if answers[answer]
    ]
    words = f"{several(len(results), 'draft')}: {', '.join(some) or 'none checked'}."
    if met:
        words += f" {sum(met)} of {several(len(met), 'expectation')} met."
    rows = tuple(
        Row(
            (
                Cell(text(each.scenario.id), each.scenario.id),
                _answer_cell(each),
                *(
                    verdict_count(sum(x.verdict == verdict for x in each.verdicts), verdict)
                    for verdict in Verdict
                ),
                _expected_cell(each),
            )
        )
        for each in results
    )
    columns = (
        Column("draft", "Draft"),
        Column("answer", "Answer"),
        *(Column(str(each), HEADINGS[each]) for each in Verdict),
        Column("expectations", "Expectations", "Met"),
    )
    notes = []
    if unexpected := _unexpected(results):
        notes.append(text(f"Red lines crossed and not expected: {', '.join(unexpected)}."))
    if broken:
        files = "file has" if broken == 1 else "files have"
        notes.append(text(f"Not checked: {broken} scenario {files} errors."))
    table = Table("drafts", "Drafts", columns, rows)
    stated = next((each.context.configured for each in results), "")
    return Page(
        conclusion=text(words),
        context=text(stated, tone="dim") if stated else (),
        sections=(Section("drafts", "", (table,)),) if rows else (),
        notes=tuple(notes),
        next=(Next(typed.command("check DRAFT"), "show the verdicts on one draft"),)
        if rows
        else (),
    )


def answer_of(checked: Checked) -> str:
    """The answer in a word or two."""
    if not checked.coherent:
        return "inconsistent"
    if checked.deal == "open":
        return "open"
    return "deal" if checked.deal else "no deal"


def _answer_cell(checked: Checked) -> Cell:
    answer = answer_of(checked)
    return Cell(text(answer, tone=ANSWER_TONES[answer]), answer)


def verdict_count(number: int, verdict: Verdict) -> Cell:
    """How many positions have a verdict."""
    return Cell(text(str(number), tone=TONES[verdict] if number else "dim"), number)


def _expected_cell(checked: Checked) -> Cell:
    expected = checked.expectations
    met = sum(each.met for each in expected)
    if not expected:
        return Cell(text("–", tone="dim"))
    tone: Tone = "" if met == len(expected) else "crossed"
    return Cell(text(f"{met} of {len(expected)}", tone=tone))


def _unexpected(results: Sequence[Checked]) -> list[str]:
    """Crossed red lines without an expectation, listed so that a count does not hide them."""
    return [
        f"{checked.scenario.id}: {each.held.id}"
        for checked in results
        for each in checked.crossed()
        if each.held.position.kind == Kind.RED_LINE
        and not any(
            x.expectation.key == "crossed" and x.expectation.value == each.held.id
            for x in checked.expectations
        )
    ]


# -- in a brief ---------------------------------------------------------------


def matrix(corpus: Corpus, every: Sequence[Answers]) -> Section:
    """Positions by drafts."""
    found = [{each.held.id: each.verdict for each in one.checked.verdicts} for one in every]
    names = [str(each) for each in corpus.positions if any(each in one for one in found)]
    parties = every_table(every)
    rows = tuple(
        Row(
            (
                Cell(position_line(corpus, name, owner=False), name),
                Cell(
                    text(holder_names(corpus, position, parties)),
                    ids(holders_at(position, parties)),
                ),
                nature_cell(position),
                *(
                    verdict_cell(one[name])
                    if name in one
                    else no_verdict_cell(corpus, answers.checked, name)
                    for one, answers in zip(found, every, strict=True)
                ),
            )
        )
        for name in names
        for position in [corpus.positions[name]]
    )
    table = Table(
        "positions",
        "Verdict on each position that counts, by draft",
        (
            Column("position", "Position"),
            Column("party", "Party"),
            Column("nature", "Kind, strength"),
            *(
                Column(f"draft-{one.mark}", f"{one.mark}: {one.title}", one.mark)
                for one in every
            ),
        ),
        rows,
    )
    key = Paragraph(
        (
            Words("✗ crossed", tone="crossed"),
            Words(": every agreement from the draft contradicts the position. "),
            Words("✓ respected", tone="respected"),
            Words(": every agreement from it meets the position. "),
            Words("? open", tone="open"),
            Words(": the verdict depends on undecided issues."),
        )
    )
    return Section("matrix", "Verdicts", (key, table))


# -- crossed ------------------------------------------------------------------


def crossed(answers: Answers, *, short: bool = False) -> Section:
    """Each crossed position with its causes and sources; first the contradiction, if any.

    Args:
        answers: on a draft.
        short: True for one table of them, with the statements behind them.
    """
    checked = answers.checked
    title = "Crossed positions"
    before = tuple(_clash(answers))
    found, total = checked.crossed(), len(checked.verdicts)
    if not found:
        none = Paragraph(text("The draft crosses no position."))
        return Section(f"{answers.anchor}-crossed", title, (*before, none))
    count = f"{len(found)} of the {several(total, 'position')} that count{'s' * (total == 1)}"
    verdict = "is crossed. It is" if len(found) == 1 else "are crossed. Each is"
    if short:
        told = Paragraph(text(f"{count} {verdict.partition('.')[0]}."))
        table = _crossed_table(answers, found, sources=True)
        return Section(f"{answers.anchor}-crossed", title, (*before, told, table))
    sections = tuple(_crossed(answers, each) for each in found)
    words = (
        f"{count} {verdict} listed with the minimal sets of choices that cause it and with its"
        " sources."
    )
    return Section(
        f"{answers.anchor}-crossed",
        title,
        (*before, Paragraph(text(words)), _crossed_table(answers, found)),
        sections,
    )


def _crossed(answers: Answers, found: VerdictOn) -> Section:
    corpus = answers.question.space.problem.corpus
    position = found.held.position
    facts = [
        Fact("held by", (text(_holders(corpus, found)),)),
        Fact("kind, strength", (text(nature(position)),)),
        Fact("since", (text(str(position.since)),)),
    ]
    reading = reading_words(answers.question, position)
    if reading:
        facts.append(Fact("reading", (text(reading),)))
    facts.append(cause_lines(answers, found.because))
    facts += [Fact("or", cause_lines(answers, each).lines) for each in found.causes[1:]]
    if found.more_causes:
        facts.append(Fact("or", (text("other causes, not all of which are listed"),)))
    lines = calculations(corpus, answers.checked.scenario.choices, found.held.reading.holds)
    if lines:
        facts.append(Fact("numbers", tuple(map(text, lines))))
    facts.append(Fact("id", (text(found.held.id, anchor("position", found.held.id), "code"),)))
    blocks: list[Block] = [Facts(tuple(facts))]
    said = tuple(said_items(corpus, position.statements))
    if said:
        blocks.append(Items(said))
    name = anchor(f"{answers.anchor}-crossed", found.held.id)
    return Section(name, f"✗ {position.title}", tuple(blocks))


def _holders(corpus: Corpus, found: VerdictOn) -> str:
    names = [corpus.parties[each].name for each in found.held.position.holders]
    return ", ".join(names)


def _crossed_table(
    answers: Answers, found: Sequence[VerdictOn], *, sources: bool = False
) -> Table:
    corpus = answers.question.space.problem.corpus
    picked = answers.checked.scenario.choices
    table = answers.checked.context.table
    rows = tuple(
        Row(
            (
                Cell(position_line(corpus, each.held.id, table), each.held.id),
                nature_cell(each.held.position),
                Cell(
                    tuple(
                        word
                        for place, issue in enumerate(each.because)
                        for word in (
                            *((Words("; "),) if place else ()),
                            *choice_line(answers, picked[issue]),
                        )
                    )
                    or text(RULES_ALONE),
                    " ".join(terms_of(picked[issue]) for issue in each.because),
                ),
                *((_sources_cell(corpus, each.held.position),) if sources else ()),
            )
        )
        for each in found
    )
    columns = (
        Column("position", "Crossed"),
        Column("nature", "Kind, strength"),
        Column("because", "Because of the choices"),
        *((Column("sources", "Sources"),) if sources else ()),
    )
    mark = answers.mark
    name, caption = f"crossed-{mark.lower()}", f"Crossed by draft {mark}"
    return Table(name, caption, columns, rows, folded=not sources)


def _sources_cell(corpus: Corpus, position: Position) -> Cell:
    """The first statement behind a position, and how many more there are."""
    lines = sourced(corpus, position)
    more = f"; and {len(lines) - 1} more" if len(lines) > 1 else ""
    return Cell(text(f"{lines[0]}{more}" if lines else ""), " ".join(position.statements))


def _clash(answers: Answers) -> Iterator[Block]:
    clash = answers.checked.clash
    corpus = answers.question.space.problem.corpus
    if clash is None:
        return
    yield Paragraph(
        text(
            "Inconsistent: these choices and rules contradict each other, whatever the"
            " positions. Without any one of them the others do not."
        )
    )
    picked = answers.checked.scenario.choices
    yield Items(
        (
            *(Item(choice_line(answers, picked[issue])) for issue in clash.choices),
            *(Item(text(clause_words(corpus, each))) for each in clash.clauses),
        )
    )
    yield Paragraph(text("The verdicts leave these rules out:"))
    yield Items(
        tuple(Item(text(clause_words(corpus, each))) for each in answers.checked.broken)
    )


# -- open ---------------------------------------------------------------------


def open_lines(answers: Answers) -> Section | None:
    """Each open position with the undecided issues that settle it."""
    corpus, table = answers.question.space.problem.corpus, answers.checked.context.table
    rows = tuple(
        Row(
            (
                Cell(position_line(corpus, each.held.id, table), each.held.id),
                Cell(
                    text(" · ".join(corpus.issues[issue].question for issue in each.hangs_on)),
                    " ".join(each.hangs_on),
                ),
            )
        )
        for each in answers.checked.verdicts
        if each.verdict == Verdict.OPEN
    )
    if not rows:
        return None
    columns = (Column("position", "Open"), Column("hangs-on", "Depends on"))
    name, caption = f"open-{answers.mark.lower()}", f"Open in draft {answers.mark}"
    words = "The verdict on each depends on undecided issues; deciding these settles it."
    return Section(
        f"{answers.anchor}-open",
        "Open positions",
        (Paragraph(text(words)), Table(name, caption, columns, rows)),
    )
