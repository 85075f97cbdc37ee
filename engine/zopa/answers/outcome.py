"""Outcomes of drafts: changes from the status quo, as a table and as maps by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers import (
    Cell,
    Column,
    Key,
    Paragraph,
    Picture,
    Pictures,
    PictureText,
    Rect,
    Row,
    Section,
    Table,
    text,
)
from zopa.answers.wording import data_words, id_words, settled_words, value_words
from zopa.model.conditions import Name, twin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.answers import Shape
    from zopa.model.corpus import Attribute, Corpus, Entity
    from zopa.questions.every import Answers
    from zopa.questions.outcome import Settled

__all__ = [
    "outcome_map",
    "outcomes",
]


def outcomes(corpus: Corpus, every: Sequence[Answers]) -> Section:
    """Every attribute whose status quo some draft changes, also in each case that differs."""
    title = "Changes from the status quo"
    found = [one.outcome or {} for one in every]
    targets = [
        (entity, name)
        for entity in corpus.entities.values()
        if entity.case is None
        for name in entity.baseline
    ]
    cases: list[Name | None] = [None, *(Name(each) for each in corpus.contingencies)]
    shown = [
        (one, settled, case)
        for one, settled in zip(every, found, strict=True)
        for case in cases
        if case is None
        or any(_in_case(settled, each, case) != _in_case(settled, each) for each in targets)
    ]
    rows = []
    for entity, name in targets:
        cells = [_in_case(settled, (entity, name), case) for _, settled, case in shown]
        if not any(each is not None and each.departs for each in cells):
            continue
        baseline = entity.baseline[name]
        declared = corpus.attribute(entity.id, name)
        rows.append(
            Row(
                (
                    Cell(text(entity.title or str(entity.id)), str(entity.id)),
                    Cell(text(declared.title or id_words(name)), name),
                    Cell(text(value_words(corpus, baseline, declared.unit)), baseline),
                    *(
                        Cell(text(settled_words(corpus, declared, x)), data_words(x))
                        for x in cells
                    ),
                )
            )
        )
    words = (
        "Values that the chosen terms set, where some draft changes the status quo. Positions"
        " play no part."
    )
    if len(shown) > len(every):
        words += " A column of a case has the values if that happens."
    columns = (
        Column("entity", "Of"),
        Column("attribute", "Attribute"),
        Column("today", "Status quo"),
        *(_column(corpus, one, case) for one, _, case in shown),
    )
    if not rows:
        certain = all(each.settled for one in found for each in one.values())
        said = "changes" if certain else "is certain to change"
        nothing = Paragraph(text(f"No draft {said} the status quo."))
        return Section("outcome", title, (nothing,))
    table = Table("outcome", "Values that some draft changes", columns, tuple(rows))
    return Section("outcome", title, (Paragraph(text(words)), table))


def _in_case(
    settled: Mapping[tuple[str, str], Settled],
    target: tuple[Entity, str],
    case: Name | None = None,
) -> Settled | None:
    """The value of an attribute; a case has entries only for values that differ."""
    entity, name = target
    plain = settled.get((str(entity.id), name))
    return plain if case is None else settled.get((str(twin(entity.id, case)), name), plain)


def _column(corpus: Corpus, one: Answers, case: Name | None) -> Column:
    if case is None:
        return Column(f"draft-{one.mark}", f"Draft {one.mark}", one.mark)
    title = f"{one.mark} ({corpus.contingencies[case].words})"
    return Column(f"draft-{one.mark}-{case}", title, one.mark)


# -- on the tiles of the corpus --


SIDE, HEAD, MARGIN = 88.0, 20.0, 6.0
LOOKS = 6
"""Maximum number of fills that readers can distinguish."""
OPEN = "fill-open"


def outcome_map(corpus: Corpus, every: Sequence[Answers]) -> Section | None:
    """A map for each attribute that some draft changes or leaves open."""
    if not _tiles(corpus):
        return None
    maps = tuple(_maps(corpus, every))
    words = (
        "Each tile is a place, with the parts that the corpus distinguishes. The map is a grid,"
        " not to scale. A heavy outline marks a change from the status quo, a question mark a"
        " value that the draft leaves open."
    )
    if not maps:
        words = "No draft changes anything that has a place on the map."
    lead = Paragraph(text(words))
    return Section("map", "Map by place", (lead,), maps)


def _tiles(corpus: Corpus) -> list[Entity]:
    return [each for each in corpus.entities.values() if each.tile is not None]


def _parts(corpus: Corpus, tile: Entity) -> list[Entity]:
    """The entities drawn in a tile: itself, and the entities that belong to it.

    A map shows only the entities that have its attribute.
    """
    inside = (each for each in corpus.entities.values() if each.of == tile.id)
    return [tile, *(each for each in inside if each.case is None)]


def _maps(corpus: Corpus, every: Sequence[Answers]) -> Iterator[Section]:
    parts = [part for tile in _tiles(corpus) for part in _parts(corpus, tile)]
    attributes = {
        str(name): declared
        for part in parts
        for name, declared in corpus.entity_types[part.type].attributes.items()
        if not declared.fixed
    }
    for name, declared in attributes.items():
        mine = [part for part in parts if name in part.baseline]
        found = [_found(one, name) for one in every]
        moved = any(
            settled.departs or not settled.settled for one in found for settled in one.values()
        )
        if moved:
            looks = _looks(declared, mine, name, found)
            pictures = _pictures(corpus, declared, every, looks)
            blocks = (pictures, _table(corpus, declared, mine, every))
            yield Section(f"map-{name}", declared.title or id_words(name), blocks)


def _found(answers: Answers, attribute: str) -> Mapping[str, Settled]:
    return {
        entity: settled
        for (entity, name), settled in (answers.outcome or {}).items()
        if name == attribute
    }


def _looks(
    declared: Attribute,
    parts: Sequence[Entity],
    attribute: str,
    found: Sequence[Mapping[str, Settled]],
) -> Mapping[str, str]:
    """A separate fill for each value, in the order in which the values are declared."""
    if declared.type == "enum":
        values = list(declared.values)
    elif declared.type == "boolean":
        values = ["True", "False"]
    else:
        today = [str(part.baseline[attribute]) for part in parts]
        later = [str(each.values[0]) for one in found for each in one.values() if each.settled]
        values = list(dict.fromkeys([*today, *later]))
    fills = {value: f"fill-{place}" for place, value in enumerate(values[:LOOKS])}
    return {value: fills.get(value, "fill-none") for value in values}


def _pictures(
    corpus: Corpus, declared: Attribute, every: Sequence[Answers], looks: Mapping[str, str]
) -> Pictures:
    today = _picture(corpus, declared, None, looks)
    later = tuple(_picture(corpus, declared, one, looks) for one in every)
    keys = [Key(look, value_words(corpus, value)) for value, look in looks.items()]
    return Pictures((today, *later), (*keys, Key(OPEN, "open")))


def _picture(
    corpus: Corpus, declared: Attribute, answers: Answers | None, looks: Mapping[str, str]
) -> Picture:
    attribute, tiles = str(declared.id), _tiles(corpus)
    when = "status quo" if answers is None else f"draft {answers.mark}"
    found = {} if answers is None else _found(answers, attribute)
    shapes: list[Shape] = []
    words: list[str] = []
    outlines: list[Shape] = []
    step = SIDE + MARGIN
    places = [each.tile or (0, 0) for each in tiles]
    for tile in tiles:
        column, row = tile.tile or (0, 0)
        x = (column - min(x for x, _ in places)) * step + MARGIN
        y = (row - min(y for _, y in places)) * step + MARGIN
        name = tile.title or str(tile.id)
        parts = [part for part in _parts(corpus, tile) if attribute in part.baseline]
        height = (SIDE - HEAD) / max(1, len(parts))
        shapes.append(Rect(x, y, SIDE, SIDE, "tile", name))
        shapes.append(PictureText(x + SIDE / 2, y + 14, name, "small", "middle"))
        for place, part in enumerate(parts):
            settled = found.get(str(part.id))
            value = str(part.baseline[attribute])
            whole = value_words(corpus, value)
            is_open = settled is not None and not settled.settled
            if settled is not None:
                value = str(settled.values[0])
                whole = settled_words(corpus, declared, settled)
            said = f"{part.title or part.id}: {whole}"
            words.append(said)
            top = y + HEAD + place * height
            look = OPEN if is_open else looks.get(value, "fill-none")
            shapes.append(Rect(x, top, SIDE, height, look, said))
            letters = "?" if is_open else value_words(corpus, value)[:12]
            shapes.append(
                PictureText(x + SIDE / 2, top + height / 2 + 4, letters, "value", "middle")
            )
            if settled is not None and settled.departs:
                outlines.append(Rect(x + 1.5, top + 1.5, SIDE - 3, height - 3, "changed", said))
    columns = max(x for x, _ in places) - min(x for x, _ in places) + 1
    lines = max(y for _, y in places) - min(y for _, y in places) + 1
    mark = "today" if answers is None else answers.mark.lower()
    return Picture(
        f"map-{attribute}-{mark}",
        f"{declared.title or id_words(attribute)}: {when}",
        "; ".join(words),
        columns * step + MARGIN,
        lines * step + MARGIN,
        (*shapes, *outlines),
    )


def _table(
    corpus: Corpus,
    declared: Attribute,
    parts: Sequence[Entity],
    every: Sequence[Answers],
) -> Table:
    name = str(declared.id)
    found = [_found(one, name) for one in every]
    rows = tuple(
        Row(
            (
                Cell(text(part.title or str(part.id)), str(part.id)),
                Cell(
                    text(value_words(corpus, part.baseline[name], declared.unit)),
                    part.baseline[name],
                ),
                *(
                    Cell(
                        text(
                            settled_words(corpus, declared, there),
                            tone="strong" if there is not None and there.departs else "",
                        ),
                        data_words(there),
                    )
                    for one in found
                    for there in [one.get(str(part.id))]
                ),
            )
        )
        for part in parts
    )
    columns = (
        Column("entity", "Place"),
        Column("today", "Status quo"),
        *(Column(f"draft-{one.mark}", f"Draft {one.mark}", one.mark) for one in every),
    )
    return Table(
        f"outcome-{name}", declared.title or id_words(name), columns, rows, folded=True
    )
