"""Drafts against positions: the matrix, and why each line is crossed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import (
    Cell,
    Column,
    Fact,
    Facts,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from zopa.answers.wording import (
    anchor,
    cause_lines,
    choice_before,
    choice_line,
    citation_line,
    clause_words,
    every_table,
    holder_names,
    ids,
    merged,
    nature,
    nature_cell,
    no_verdict_cell,
    places_of,
    position_line,
    reading_words,
    said_items,
    several,
    terms_of,
    text,
    verdict_cell,
)
from zopa.diagnostics import one_line
from zopa.model.context import holders_at
from zopa.questions.check import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.answers.page import Block, Value
    from zopa.model.corpus import Choice, Corpus
    from zopa.questions.check import VerdictOn
    from zopa.questions.every import Answers

__all__ = ["choices", "crossed", "matrix", "open_lines"]


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
                    else no_verdict_cell(answers.checked, name)
                    for one, answers in zip(found, every, strict=True)
                ),
            )
        )
        for name in names
        for position in [corpus.positions[name]]
    )
    table = Table(
        "positions",
        "What each draft does to each position that counts",
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
            Words(": it fails in every coherent completion of the draft. "),
            Words("✓ respected", tone="respected"),
            Words(": it holds in every one. "),
            Words("? open", tone="open"),
            Words(": that depends on what the draft leaves undecided."),
        )
    )
    return Section("matrix", "Drafts and positions", (key, table))


def choices(answers: Answers) -> Section:
    """What the draft says, and what was said about it."""
    corpus = answers.question.space.problem.corpus
    scenario = answers.checked.scenario
    rows = []
    for issue in answers.question.in_corpus_order(scenario.choices):
        choice = scenario.choices[issue]
        declared = corpus.issues[issue]
        terms = [declared.terms[pick.term] for pick in choice.picks]
        own = merged(cite for term in terms for cite in term.cites)
        said = merged(
            cite
            for term in terms
            for name in term.statements
            for cite in corpus.statements[name].cites
        )
        rows.append(
            Row(
                (
                    Cell(text(declared.question), issue),
                    Cell(text(choice_before(corpus, choice)), parts=_choice(corpus, choice)),
                    Cell(citation_line(corpus, own), parts=places_of(own)),
                    Cell(citation_line(corpus, said), parts=places_of(said, "statement-")),
                ),
                anchor(f"{answers.anchor}-choice", issue),
            )
        )
    rest = len(corpus.issues) - len(rows)
    described = one_line(scenario.description)
    blocks: list[Block] = [Paragraph(text(described))] if described else []
    if rows:
        columns = (
            Column("issue", "Issue"),
            Column("choice", "The draft says"),
            Column("sources", "The term comes from"),
            Column("statements", "Its statements stand in"),
        )
        caption = f"The choices of draft {answers.mark}"
        blocks.append(Table(f"choices-{answers.mark.lower()}", caption, columns, tuple(rows)))
    if rest:
        blocks.append(Paragraph(text(f"It leaves {several(rest, 'issue')} undecided.")))
    rests = (
        Words("Repeated from the draft's file, "),
        Words(scenario.path, tone="code"),
        Words("; the terms from terms/issues."),
    )
    return Section(f"{answers.anchor}-choices", "What it says", tuple(blocks), rests=rests)


def _choice(corpus: Corpus, choice: Choice) -> tuple[tuple[str, Value], ...]:
    numbers = [
        f"{pick.term}.{name}={value}"
        for pick in choice.picks
        for name, value in pick.parameters.items()
    ]
    return (
        ("choice", terms_of(choice)),
        ("parameters", " ".join(numbers)),
        ("choice-text", choice_before(corpus, choice)),
    )


# -- crossed ------------------------------------------------------------------


def crossed(answers: Answers) -> Section:
    """Each crossed line with its causes and who said it; first what the draft itself breaks."""
    checked = answers.checked
    title = "Positions it crosses"
    before = tuple(_clash(answers))
    found = checked.crossed()
    if not found:
        blocks: tuple[Block, ...] = (
            *before,
            Paragraph(text("None: no position fails in every coherent completion.")),
        )
        return Section(f"{answers.anchor}-crossed", title, blocks)
    sections = tuple(_crossed(answers, each) for each in found)
    summary = Paragraph(
        text(
            f"{several(len(found), 'position')} of the {len(checked.verdicts)} that count"
            " fail however the rest is decided. Each with a smallest set of the draft's own"
            " choices that is enough for that, and with what was said."
            if len(found) > 1
            else f"1 position of the {len(checked.verdicts)} that count fails however the"
            " rest is decided."
        )
    )
    return Section(
        f"{answers.anchor}-crossed",
        title,
        (*before, summary, _crossed_table(answers, found)),
        sections,
    )


def _crossed(answers: Answers, found: VerdictOn) -> Section:
    corpus = answers.question.space.problem.corpus
    position = found.held.position
    facts = [
        Fact("held by", (text(_holders(corpus, found)),)),
        Fact("as", (text(nature(position)),)),
        Fact("since", (text(str(position.since)),)),
    ]
    reading = reading_words(answers.question, position)
    if reading:
        facts.append(Fact("read as", (text(reading),)))
    facts.append(cause_lines(answers, found.because))
    facts += [Fact("also", cause_lines(answers, each).lines) for each in found.causes[1:]]
    if found.more_causes:
        facts.append(Fact("also", (text("for other reasons, not all of which are listed"),)))
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


def _crossed_table(answers: Answers, found: Sequence[VerdictOn]) -> Table:
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
                    or text("the rules alone"),
                    " ".join(terms_of(picked[issue]) for issue in each.because),
                ),
            )
        )
        for each in found
    )
    columns = (
        Column("position", "Crossed"),
        Column("nature", "Kind, strength"),
        Column("because", "Because of"),
    )
    mark = answers.mark
    name, caption = f"crossed-{mark.lower()}", f"Crossed by draft {mark}"
    return Table(name, caption, columns, rows, folded=True)


def _clash(answers: Answers) -> Iterator[Block]:
    clash = answers.checked.clash
    corpus = answers.question.space.problem.corpus
    if clash is None:
        return
    yield Paragraph(
        text(
            "It is incoherent: these choices and rules cannot stand together, whoever the"
            " parties are. Without any one of them the others could."
        )
    )
    picked = answers.checked.scenario.choices
    yield Items(
        (
            *(Item(choice_line(answers, picked[issue])) for issue in clash.choices),
            *(Item(text(clause_words(corpus, each))) for each in clash.clauses),
        )
    )
    yield Paragraph(text("It is judged with what it breaks set aside:"))
    yield Items(
        tuple(Item(text(clause_words(corpus, each))) for each in answers.checked.broken)
    )


# -- open ---------------------------------------------------------------------


def open_lines(answers: Answers) -> Section | None:
    """Each open line with the undecided issues that settle it."""
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
    columns = (Column("position", "Open"), Column("hangs-on", "Hangs on"))
    name, caption = f"open-{answers.mark.lower()}", f"Still open in draft {answers.mark}"
    words = "Whether these are crossed hangs on what is undecided; deciding it settles them."
    return Section(
        f"{answers.anchor}-open",
        "What is still open",
        (Paragraph(text(words)), Table(name, caption, columns, rows)),
    )
