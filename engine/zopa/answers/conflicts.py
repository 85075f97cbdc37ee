"""The answer to `conflicts`: minimal sets of positions that no agreement respects together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers import (
    UNKNOWN,
    Cell,
    Column,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    ids,
    joined,
    number,
    text,
)
from zopa.answers.frame import (
    answer_page,
    exactness_words,
    id_facts,
    inconsistent_page,
    inconsistent_words,
    more_words,
    respects_all,
)
from zopa.answers.lines import nature, position_item, position_line, said_items
from zopa.answers.wording import several
from zopa.questions import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zopa.answers import Block, Line, Page
    from zopa.answers.frame import Request
    from zopa.model.corpus import Corpus
    from zopa.questions import Question
    from zopa.questions.conflicts import Conflicts
    from zopa.questions.every import Answers

__all__ = [
    "BY_POSITION",
    "MINIMAL",
    "conflicts",
    "conflicts_page",
    "excludes",
    "no_conflict",
]

DEFINITION = "Conflict: a minimal set of positions that no agreement here respects together."
MINIMAL = "Without any one of them, some agreement respects the rest."
"""Explanation of a conflict with two or more positions."""
BY_POSITION = "Conflicts by position"
STRONGEST = "strongest positions"
MOST = 20
"""Maximum number of printed conflicts; the others are counted."""


# -- sentences ----------------------------------------------------------------


def no_conflict(number: int, *, chosen: bool) -> str:
    """The statement that an agreement can respect all positions that count, in one sentence."""
    return f"No conflict: {respects_all(number, chosen=chosen)}."


def excludes(size: int, *, chosen: bool) -> str:
    """The reason why a set of positions is a conflict, without a full stop.

    Args:
        size: positions in it.
        chosen: True if the draft makes choices.
    """
    if size == 1:
        words = reason(chosen=chosen)
        return f"{words[:1].upper()}{words[1:]}"
    keep = " with these choices" if chosen else ""
    return f"No agreement{keep} respects {'both' if size == 2 else f'all {size}'}"


def reason(*, chosen: bool) -> str:
    """Why one position alone is a conflict."""
    return "crossed by the draft's choices alone" if chosen else "crossed by every agreement"


def _conclusion(found: Conflicts) -> Line:
    known = "" if found.completeness == Completeness.PROVED else "at least "
    words = f": {known}{several(len(found.conflicts), 'conflict')}."
    return (Words("No deal", tone="crossed"), Words(words))


# -- the page -----------------------------------------------------------------


def conflicts_page(question: Question, found: Conflicts, request: Request) -> Page:
    """Each conflict with its positions and their sources."""
    if found.rules_contradict:
        return inconsistent_page(question, request)
    chosen = bool(question.scenario.choices)
    exact = exactness_words(found.completeness, request)
    if found.zone:
        start, rest = no_conflict(len(question.held), chosen=chosen).split(":", 1)
        return answer_page(
            question,
            request,
            (Words(start, tone="respected"), Words(f":{rest}")),
            exactness=exact,
            hints={"deals {draft}": "show the deals"},
        )
    hints = {"concessions {draft}": "list the positions to drop for a deal"}
    if question.scenario.path and any(len(each) == 1 for each in found.conflicts):
        hints["check {draft}"] = "show the choices that cross a position"
    return answer_page(
        question,
        request,
        _conclusion(found),
        exactness=exact,
        sections=(
            Section("conflicts", "", tuple(_listed(question, found, request))),
            *_often(question, found),
        ),
        hints=hints,
    )


def _listed(question: Question, found: Conflicts, request: Request) -> Iterator[Block]:
    yield Paragraph(text(DEFINITION))
    most = len(found.conflicts) if request.verbose else MOST
    items = tuple(_item(question, found, each, request) for each in found.conflicts[:most])
    yield Items(items, numbered=True)
    if len(found.conflicts) > most:
        words = more_words(len(found.conflicts) - most, request)
        yield Paragraph(text(words))


def _item(question: Question, found: Conflicts, names: Sequence[str], request: Request) -> Item:
    remark = _remark(question, found, names)
    if len(names) == 1:
        return position_item(question, names[0], id_facts(request, names[0]), note=remark)
    return Item(
        remark, tuple(position_item(question, each, id_facts(request, each)) for each in names)
    )


def _remark(question: Question, found: Conflicts, names: Sequence[str]) -> Line:
    parts = []
    if len(names) == 1:
        parts.append(reason(chosen=bool(question.scenario.choices)))
    if _strongest(found, names):
        parts.append(STRONGEST)
    return text("; ".join(parts), tone="dim") if parts else ()


def _strongest(found: Conflicts, names: Sequence[str]) -> bool:
    """True if these positions are the strongest of several conflicts."""
    return len(found.conflicts) > 1 and names == found.preferred


def _often(question: Question, found: Conflicts) -> Iterator[Section]:
    """The positions in several conflicts, those in most of them first."""
    corpus, table = question.space.problem.corpus, question.context.table
    total = len(found.conflicts)
    items = tuple(
        Item(position_line(corpus, name, table), aside=text(f"{count} of {total}"))
        for name, count in sorted(
            found.appearances.items(), key=lambda each: (-each[1], each[0])
        )
        if count > 1
    )
    if items:
        yield Section("by-position", BY_POSITION, (Items(items),))


# -- in a brief ---------------------------------------------------------------


def conflicts(answers: Answers, *, short: bool = False) -> Section:
    """The conflicts with the statements behind them, and as a table.

    Args:
        answers: on a draft.
        short: True to count conflicts of one position, which are crossed, and not list them.
    """
    blocks = tuple(_conflicts(answers, short=short))
    return Section(f"{answers.anchor}-conflicts", "Conflicts", blocks)


def _conflicts(answers: Answers, *, short: bool) -> Iterator[Block]:
    found, question = answers.conflicts, answers.question
    chosen = bool(question.scenario.choices)
    if found is None:
        yield UNKNOWN
        return
    if found.rules_contradict:
        yield Paragraph(text(inconsistent_words(chosen=chosen)))
        return
    if found.zone:
        yield Paragraph(text(no_conflict(len(question.held), chosen=chosen)))
        return
    corpus, table = question.space.problem.corpus, question.context.table
    yield Paragraph((*_conclusion(found), Words(f" {DEFINITION}")))
    alone = sum(len(each) == 1 for each in found.conflicts) if short else 0
    if alone:
        words = f"{several(alone, 'conflict')} of a single position, which is crossed."
        yield Paragraph(text(words))
    if alone == len(found.conflicts):
        return
    yield Items(
        tuple(
            Item(
                text(excludes(len(each), chosen=chosen), tone="strong"),
                tuple(_said(corpus, name, table) for name in each),
                note=text(STRONGEST) if _strongest(found, each) else (),
            )
            for each in found.conflicts[:MOST]
            if not short or len(each) > 1
        ),
        numbered=True,
    )
    if len(found.conflicts) > MOST:
        words = f"These are the first {MOST} of {len(found.conflicts):,}; the table goes on."
        yield Paragraph(text(words))
    rows = tuple(
        Row(
            (
                number(place),
                Cell(
                    joined([position_line(corpus, x, table) for x in each], "; ", "; "),
                    ids(each),
                ),
            )
        )
        for place, each in enumerate(found.conflicts, 1)
    )
    columns = (Column("conflict", "Conflict"), Column("positions", "Positions"))
    mark = answers.mark
    yield Table(
        f"conflicts-{mark.lower()}",
        f"Conflicts of draft {mark}",
        columns,
        rows,
        most=10 * MOST,
        folded=len(rows) <= MOST,
    )


def _said(corpus: Corpus, name: str, table: Iterable[str]) -> Item:
    position = corpus.positions[name]
    words = (*position_line(corpus, name, table), Words(f" ({nature(position)})"))
    return Item(words, tuple(said_items(corpus, position.statements)))
