"""What drafts would change, wherever it has a place or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Column, Paragraph, Row, Section, Table
from zopa.answers.wording import text
from zopa.brief.values import data_words, id_words, settled_words, value_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa.model.corpus import Corpus
    from zopa.questions.every import Answers

__all__ = ["outcomes"]


def outcomes(corpus: Corpus, every: Sequence[Answers]) -> Section:
    """Every attribute that some draft settles otherwise than it is today."""
    found = [one.outcome or {} for one in every]
    rows = []
    for entity in corpus.entities.values():
        for name, baseline in entity.baseline.items():
            target = (str(entity.id), name)
            settled = [one.get(target) for one in found]
            if not any(each is not None and each.changed for each in settled):
                continue
            declared = corpus.attribute(entity.id, name)
            rows.append(
                Row(
                    (
                        Cell(text(entity.title or str(entity.id)), str(entity.id)),
                        Cell(text(declared.title or id_words(name)), name),
                        Cell(text(value_words(corpus, baseline, declared.unit)), baseline),
                        *(
                            Cell(text(settled_words(corpus, declared, x)), data_words(x))
                            for x in settled
                        ),
                    )
                )
            )
    words = (
        "What the terms that a draft chooses set, for everything that some draft settles"
        " otherwise than it is today. Positions play no part in it."
    )
    columns = (
        Column("entity", "Of"),
        Column("attribute", "What"),
        Column("today", "Today"),
        *(Column(f"draft-{one.mark}", f"Draft {one.mark}", one.mark) for one in every),
    )
    if not rows:
        nothing = Paragraph(text("No draft settles anything otherwise than it is today."))
        return Section("outcome", "What would change", (nothing,))
    table = Table("outcome", "Settled otherwise than today", columns, tuple(rows))
    return Section("outcome", "What would change", (Paragraph(text(words)), table))
