"""What changed since an earlier state of the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Column, Paragraph, Row, Section, Table, Words
from zopa.answers.wording import joined, position_line, text
from zopa.questions.compare import Direction
from zopa.render.asked import party_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.answers.page import Block, Line
    from zopa.interchange.compare import Since
    from zopa.model.corpus import Corpus, Position
    from zopa.questions.check import Checked
    from zopa.questions.compare import PositionChange, ScenarioChange

__all__ = ["since_section"]

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
