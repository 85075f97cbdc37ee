"""What differs between drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Column, Paragraph, Row, Section, Table, Words
from zopa.answers.wording import (
    anchor,
    choice_before,
    every_table,
    joined,
    no_verdict_cell,
    partial_words,
    party_name,
    position_line,
    several,
    text,
    verdict_cell,
)
from zopa.questions.check import Verdict
from zopa.questions.compare import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.answers.page import Block, Line
    from zopa.interchange.compare import Since
    from zopa.model.corpus import Corpus, Position
    from zopa.questions.check import Checked
    from zopa.questions.compare import Comparison, PositionChange, ScenarioChange
    from zopa.questions.every import Answers

__all__ = [
    "side_by_side",
    "since_section",
]


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
    some = found.partial
    both = {name: each for name, each in found.verdicts.items() if name not in some}
    columns = (Column("position", "Position"), *marks)
    if both:
        rows = _verdicts(corpus, every, both)
        blocks.append(Table("differing-verdicts", "Verdicts that differ", columns, rows))
    if some:
        blocks.append(Paragraph(text(partial_words(found, [one.mark for one in every]))))
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
                Cell(position_line(corpus, name, every_table(every)), name),
                *(
                    verdict_cell(Verdict(each)) if each else no_verdict_cell(one.checked, name)
                    for one, each in zip(every, values, strict=True)
                ),
            )
        )
        for name, values in found.items()
    )


# -- what changed since an earlier state of the corpus --


MEANING = (
    "Weaker: less firm, or it rules out less than it did. Stronger: the reverse. Changed:"
    " neither, or both in different respects."
)


def since_section(since: Since) -> Section:
    """The positions that got weaker or stronger, and the answers that changed."""
    title = f"What changed since {since.revision}"
    return Section("since", title, tuple(_since(since)))


def _since(since: Since) -> Iterator[Block]:
    changes = since.changes
    if not (changes.positions or changes.scenarios):
        yield Paragraph(text("No position and no draft's answer changed."))
    if changes.positions:
        yield Paragraph(text(MEANING))
        rows = tuple(_position(since, each) for each in changes.positions)
        columns = (
            Column("position", "Position"),
            Column("party", "Party"),
            Column("direction", "What became of it"),
            Column("respects", "In what"),
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


def _state(since: Since, position: str) -> Corpus:
    """The later state, or the earlier one of what is gone."""
    after = since.after.problem.corpus
    return after if position in after.positions else since.before.problem.corpus


def _name(since: Since, position: str) -> Line:
    """What is gone leads nowhere: the brief is on the later state."""
    corpus = _state(since, position)
    if corpus is since.after.problem.corpus:
        return position_line(corpus, position, owner=False)
    there = corpus.positions.get(position)
    return text(there.title if there is not None else position)


def _respect(change: PositionChange, what: str, way: Direction) -> str:
    """In what a position changed, from what to what where that is a word."""
    if change.before is not None and change.after is not None:
        then, now = (_words(each, what) for each in (change.before, change.after))
        if then and now:
            return f"{what}: {then} then, {now} now ({way})"
    named = what.removeprefix("reading ")
    if named != what:
        return f"what it asks if read as {named}: {way}"
    return f"what it asks: {way}" if what == "condition" else f"{what}: {way}"


def _words(position: Position, what: str) -> str:
    match what:
        case "kind":
            return str(position.kind).replace("-", " ")
        case "strength" | "since":
            return str(getattr(position, what))
        case "until":
            return str(position.until or "no end")
        case _:
            return ""


def _scenario(since: Since, change: ScenarioChange) -> Row:
    named = change.after or change.before
    title = (named.scenario.title if named is not None else "") or change.id
    verdicts = [
        (*_owned(since, name), Words(f": {_verdict(was)} then, {_verdict(now)} now"))
        for name, (was, now) in change.verdicts.items()
    ]
    return Row(
        (
            Cell(text(title), change.id),
            Cell(text(_answer(change.before))),
            Cell(text(_answer(change.after))),
            Cell(joined(verdicts, "; ", "; ") or text("–"), " ".join(change.verdicts)),
            Cell(text(", ".join(change.waivers_added) or "–")),
        )
    )


def _owned(since: Since, position: str) -> Line:
    corpus = _state(since, position)
    there = corpus.positions.get(position)
    whose = f"{party_name(corpus, str(there.party))}: " if there is not None else ""
    return (Words(whose), *_name(since, position))


def _verdict(verdict: str | None) -> str:
    return verdict or "not counted"


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
