"""What differs between drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Column, Paragraph, Row, Section, Table
from zopa.answers.wording import (
    anchor,
    choice_before,
    every_table,
    no_verdict_cell,
    position_line,
    text,
    verdict_cell,
)
from zopa.questions.check import Verdict
from zopa.render.asked import several
from zopa.render.compare import partial_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zopa.answers.page import Block
    from zopa.model.corpus import Corpus
    from zopa.questions.compare import Comparison
    from zopa.questions.every import Answers

__all__ = ["side_by_side"]


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
