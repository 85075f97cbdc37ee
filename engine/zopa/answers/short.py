"""The short form of a brief: verdicts, conflicts, concessions, sources."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

from zopa.answers import (
    Facts,
    Items,
    Paragraph,
    Picture,
    Pictures,
    Section,
    Table,
    Words,
    Yaml,
    text,
)
from zopa.answers.check import crossed
from zopa.answers.concessions import concessions
from zopa.answers.conflicts import conflicts
from zopa.answers.sources import sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.answers import Block, Item
    from zopa.model.corpus import Corpus
    from zopa.questions.every import Answers

__all__ = ["resolved", "short_sections"]

T = TypeVar("T")
LEFT_OUT = ("ledger-",)
"""Tables that repeat the content of others."""
ROWS = 5
"""Maximum number of rows of a list or a table; a line below counts the others."""


def short_sections(corpus: Corpus, every: Sequence[Answers]) -> Iterator[Section]:
    """For each draft its crossed positions, conflicts and concessions; then the sources."""
    for one in every:
        parts = (crossed(one), conflicts(one), concessions(one))
        inside = tuple(map(_first, parts))
        yield Section(one.anchor, f"Draft {one.mark}: {one.title}", (), inside)
    yield _first(sources(corpus))


def _first(section: Section) -> Section:
    """The first entries of a section's lists and tables, without folded blocks."""
    blocks: list[Block] = []
    for block in section.blocks:
        match block:
            case Table(folded=True) | Facts() | Picture() | Pictures() | Yaml():
                continue
            case Table():
                if not block.name.startswith(LEFT_OUT):
                    blocks.append(_table(block))
            case Items():
                items = tuple(_item(each, 1) for each in block.items[:ROWS])
                blocks.append(dataclasses.replace(block, items=items))
                if left := len(block.items) - len(items):
                    blocks.append(Paragraph(text(f"{left} more in the brief."), "dim"))
            case Paragraph():
                blocks.append(block)
    inside = tuple(map(_first, section.sections))
    return dataclasses.replace(section, blocks=tuple(blocks), sections=inside, rests=())


def _table(table: Table) -> Table:
    """The first rows of a table, without notes."""
    kept = [place for place, each in enumerate(table.columns) if each.key != "note"]
    rows = (
        dataclasses.replace(row, cells=tuple(row.cells[place] for place in kept))
        for row in table.rows
    )
    most = table.most if table.name == "sources" else min(table.most or ROWS, ROWS)
    columns = tuple(table.columns[place] for place in kept)
    return dataclasses.replace(table, columns=columns, rows=tuple(rows), most=most)


def _item(item: Item, levels: int) -> Item:
    """An item without its deeper levels; of its facts only the reason."""
    inner = tuple(_item(each, levels - 1) for each in item.inner) if levels else ()
    facts = tuple(each for each in item.facts if each.name == "because")
    return dataclasses.replace(item, inner=inner, facts=facts)


def resolved(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections without links to missing anchors."""
    there = set(_anchors(sections))
    return _without(sections, there)


def _anchors(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _anchors(each)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            part = getattr(value, each.name)
            if each.name == "anchor" and part:
                yield part
            else:
                yield from _anchors(part)


def _without(value: T, there: set[str]) -> T:
    made: Any = value
    if isinstance(value, Words):
        outside = ":" in value.to
        made = value if outside or value.to in there else dataclasses.replace(value, to="")
    elif isinstance(value, tuple):
        made = tuple(_without(each, there) for each in value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [each.name for each in dataclasses.fields(value) if each.init]
        made = dataclasses.replace(
            value, **{name: _without(getattr(value, name), there) for name in fields}
        )
    return made  # type: ignore[no-any-return]  # of the type that was given
