"""What differs: between drafts, and since an earlier state of the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.brief.content import Cell, Column, Paragraph, Row, Section, Table, Words
from zopa.brief.wording import (
    anchor,
    choice_before,
    no_verdict_cell,
    position_line,
    text,
    verdict_cell,
)
from zopa.check import Verdict
from zopa.compare import Direction
from zopa.render.asked import party_name, several

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.brief.answers import Answers
    from zopa.brief.content import Block
    from zopa.check import Checked
    from zopa.compare import Comparison, PositionChange, ScenarioChange
    from zopa.model import Corpus
    from zopa.report.compare import Since

__all__ = ["side_by_side", "since_section"]


def side_by_side(corpus: Corpus, every: Sequence[Answers], found: Comparison) -> Section:
    """The choices and verdicts on which drafts differ."""
    marks = tuple(
        Column(f"draft-{one.mark}", f"{one.mark}: {one.title}", one.mark) for one in every
    )
    choices = tuple(
        Row(
            (
                Cell(text(corpus.issues[issue].question), issue),
                *(
                    Cell(text("undecided", tone="dim"))
                    if choice is None
                    else Cell(
                        text(
                            choice_before(corpus, choice),
                            anchor(f"{one.anchor}-choice", issue),
                        )
                    )
                    for one, choice in zip(every, values, strict=True)
                ),
            )
        )
        for issue, values in found.choices.items()
    )
    blocks: list[Block] = [
        Paragraph(
            text(
                f"On {several(len(found.choices), 'issue')} they say different things, on"
                f" {found.same:,} the same, counting what both leave undecided."
            )
        )
    ]
    if choices:
        columns = (Column("issue", "Issue"), *marks)
        blocks.append(Table("differing-choices", "Choices that differ", columns, choices))
    judged = [one.checked.coherent for one in every]
    differing = {
        name: values
        for name, values in found.verdicts.items()
        if len({each for each, coherent in zip(values, judged, strict=True) if coherent}) > 1
    }
    both = {name: each for name, each in differing.items() if None not in each}
    some = {name: each for name, each in differing.items() if None in each}
    columns = (Column("position", "Position"), *marks)
    if both:
        rows = _verdicts(corpus, every, both)
        blocks.append(Table("differing-verdicts", "Verdicts that differ", columns, rows))
    if some:
        blocks.append(Paragraph(text(_why_not(every, len(some)))))
        rows, caption = (
            _verdicts(corpus, every, some),
            "Positions that do not count for all of them",
        )
        blocks.append(Table("differing-counts", caption, columns, rows))
    return Section("compare", "Side by side", tuple(blocks))


def _verdicts(
    corpus: Corpus, every: Sequence[Answers], found: Mapping[str, tuple[str | None, ...]]
) -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                Cell(position_line(corpus, name), name),
                *(
                    verdict_cell(Verdict(each)) if each else no_verdict_cell(one.checked)
                    for one, each in zip(every, values, strict=True)
                ),
            )
        )
        for name, values in found.items()
    )


def _why_not(every: Sequence[Answers], number: int) -> str:
    """That the drafts are judged under different assumptions, and how to judge them alike."""
    days = {one.checked.context.as_of for one in every}
    many = f"{several(number, 'position counts', 'positions count')} for some of them only"
    if len(days) == 1:
        return f"{many}: see what each answer holds under."
    said = "; ".join(f"{one.mark} as of {one.checked.context.as_of}" for one in every)
    return (
        f"They are judged on different days, each on the one that its file names: {said}."
        f" {many[:1].upper()}{many[1:]}. With --as-of {max(days)} all are judged on one day."
    )


# -- since a revision ---------------------------------------------------------


def since_section(since: Since) -> Section:
    """The positions that got weaker or stronger, and the answers that changed."""
    title = f"What changed since {since.revision}"
    return Section("since", title, tuple(_since(since)))


def _since(since: Since) -> Iterator[Block]:
    changes = since.changes
    if not (changes.positions or changes.scenarios):
        yield Paragraph(text("No position and no draft's answer changed."))
    if changes.positions:
        rows = tuple(_position(since, each) for each in changes.positions)
        columns = (
            Column("position", "Position"),
            Column("party", "Party"),
            Column("direction", "What became of it"),
            Column("respects", "In what"),
        )
        yield Table("position-changes", "Positions that changed", columns, rows)
    if changes.scenarios:
        rows = tuple(_scenario(each) for each in changes.scenarios)
        answers = (
            Column("draft", "Draft"),
            Column("before", "Answer then"),
            Column("after", "Answer now"),
            Column("verdicts", "Verdicts that changed"),
            Column("waivers", "Waivers added"),
        )
        yield Table("answer-changes", "Drafts whose answer changed", answers, rows)
    for words, names in (
        ("Issues added", changes.issues_added),
        ("Issues removed", changes.issues_removed),
        ("Not compared, for their files had errors then", since.unread),
        ("Not compared, for their files have errors now", since.broken),
    ):
        if names:
            yield Paragraph((Words(f"{words}: "), Words(", ".join(names)), Words(".")))


def _position(since: Since, change: PositionChange) -> Row:
    there = change.after or change.before
    state = since.after if change.after is not None else since.before
    corpus = state.problem.corpus
    title = there.title if there is not None else change.id
    whose = party_name(corpus, str(there.party)) if there is not None else ""
    loss = change.direction in {Direction.REMOVED, Direction.WEAKER}
    return Row(
        (
            Cell(text(title), change.id),
            Cell(text(whose)),
            Cell(text(str(change.direction), tone="crossed" if loss else "")),
            Cell(text("; ".join(f"{what}: {way}" for what, way in change.respects) or "–")),
        )
    )


def _scenario(change: ScenarioChange) -> Row:
    named = change.after or change.before
    title = (named.scenario.title if named is not None else "") or change.id
    verdicts = "; ".join(
        f"{name}: {was or 'not held'}, now {now or 'not held'}"
        for name, (was, now) in change.verdicts.items()
    )
    return Row(
        (
            Cell(text(title), change.id),
            Cell(text(_answer(change.before))),
            Cell(text(_answer(change.after))),
            Cell(text(verdicts or "–")),
            Cell(text(", ".join(change.waivers_added) or "–")),
        )
    )


def _answer(checked: Checked | None) -> str:
    if checked is None:
        return "no such draft"
    if not checked.coherent:
        return "incoherent"
    match checked.deal:
        case True:
            return "a deal"
        case "open":
            return "open"
        case _:
            return "no deal"
