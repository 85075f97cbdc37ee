"""Chapters of a brief on what drafts say: choices, outcomes as table and maps, dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zopa.answers import (
    Block,
    Cell,
    CellValue,
    Column,
    Key,
    Paragraph,
    Picture,
    Pictures,
    PictureText,
    Rect,
    Row,
    RuleLine,
    Section,
    Table,
    Words,
    anchor,
    text,
)
from zopa.answers.lines import (
    choice_before,
    citation_line,
    issue_name,
    merged,
    parameters_of,
    places_of,
    terms_of,
)
from zopa.answers.wording import (
    amount_words,
    bounds_words,
    data_words,
    id_words,
    settled_words,
    several,
    value_words,
    values_words,
)
from zopa.diagnostics import one_line
from zopa.model.conditions import Name, twin
from zopa.model.corpus import MILESTONES, SILENT, VALUE, Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.answers import Shape
    from zopa.model.corpus import Attribute, Choice, Corpus, Entity, Issue
    from zopa.questions.check import Settled
    from zopa.questions.every import Answers
    from zopa.solving.partition import Piece

__all__ = [
    "choices",
    "days",
    "outcome_map",
    "outcomes",
    "time_line",
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


# -- choices ------------------------------------------------------------------


def choices(answers: Answers) -> Section:
    """The choices of the draft, with the sources of their terms."""
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
            Column("choice", "Choice"),
            Column("sources", "Source of the term"),
            Column("statements", "Sources of its statements"),
        )
        caption = f"The choices of draft {answers.mark}"
        blocks.append(Table(f"choices-{answers.mark.lower()}", caption, columns, tuple(rows)))
    if rest:
        verb = "is" if rest == 1 else "are"
        blocks.append(Paragraph(text(f"{several(rest, 'issue')} {verb} undecided.")))
    if (drawn := time_line(answers)) is not None:
        blocks.append(drawn)
    rests = (
        Words("Source: the draft's file, "),
        Words(scenario.path, tone="code"),
        Words("; the terms are in terms/issues."),
    )
    return Section(f"{answers.anchor}-choices", "Choices", tuple(blocks), rests=rests)


def _choice(corpus: Corpus, choice: Choice) -> tuple[tuple[str, CellValue], ...]:
    return (
        ("choice", terms_of(choice)),
        ("parameters", parameters_of(choice)),
        ("choice-text", choice_before(corpus, choice)),
    )


# -- dates, as a table --------------------------------------------------------


UNDECIDED = "undecided"
LAST = dt.date.max.toordinal()
"""Sort key of a date that no draft sets."""


def days(corpus: Corpus, every: Sequence[Answers]) -> Section | None:
    """Milestones and other dates that some draft sets, the earliest first."""
    found: list[tuple[int, Row]] = []
    for issue in corpus.issues.values():
        choices = [one.question.scenario.choices.get(str(issue.id)) for one in every]
        if issue.answered_by != "date" or all(each is None for each in choices):
            continue
        name = Cell(text(issue_name(corpus, str(issue.id))), str(issue.id))
        cells = tuple(_cell(issue, each) for each in choices)
        found.append((min(_first(issue, each) for each in choices), Row((name, *cells))))
    if not found:
        return None
    # Equal days are in the order of the corpus.
    rows = tuple(row for _, row in sorted(found, key=lambda each: each[0]))
    columns = (
        Column("event", "Date"),
        *(Column(f"draft-{one.mark}", f"Draft {one.mark}", one.mark) for one in every),
    )
    words = "The dates that the drafts set or bound, the earliest first."
    table = Table("days", "Dates in the drafts", columns, rows)
    return Section("days", "Dates", (Paragraph(text(words)), table))


def _bounds(issue: Issue, choice: Choice | None) -> Bounds | None:
    """Bounds of a date in a draft; None if the draft does not set the date."""
    if choice is None or choice.silent:
        return None
    (pick,) = choice.picks
    value = pick.parameters.get(Name(VALUE))
    domain = issue.terms[VALUE].parameters[VALUE].domain
    if isinstance(value, int):
        return Bounds(value, value)
    said = pick.bounds.get(Name(VALUE), Bounds())
    least = domain.minimum if said.least is None else said.least
    return Bounds(least, domain.maximum if said.most is None else said.most)


def _first(issue: Issue, choice: Choice | None) -> int:
    bounds = _bounds(issue, choice)
    return LAST if bounds is None or bounds.least is None else int(bounds.least)


def _cell(issue: Issue, choice: Choice | None) -> Cell:
    bounds = _bounds(issue, choice)
    if bounds is None:
        known = SILENT if choice is not None else UNDECIDED
        happens = issue.section == MILESTONES and known == SILENT
        return Cell(text("does not happen" if happens else known, tone="dim"), known)
    domain = issue.terms[VALUE].parameters[VALUE].domain
    ends = [domain.at(int(each)) for each in (bounds.least, bounds.most) if each is not None]
    said = "..".join(map(str, dict.fromkeys(ends)))
    return Cell(text(bounds_words(domain, bounds)), said)


LEFT, WIDTH, ROW, TOP = 20, 560, 44, 30


# -- milestones, as a picture -------------------------------------------------


LONGEST = 80
"""Letters beside a line; the description has all."""
THIN = 2.0
"""Width of a single day."""


def time_line(answers: Answers) -> Picture | None:
    """A line for each milestone; None where there are none, or nothing is known of them."""
    found = answers.milestones
    if found is None or found.feasible is None:
        return None
    issues = answers.question.space.problem.corpus.issues
    drafted = answers.checked.scenario.choices
    rows = [
        (each, each.answer, drafted.get(name), found.feasible.get((name, VALUE, VALUE), ()))
        for name, each in issues.items()
        if each.section == MILESTONES and each.answer is not None
    ]
    days = [
        day
        for _, _, choice, pieces in rows
        for day in (_day(choice), *(end for each in pieces for end in (each.low, each.high)))
        if isinstance(day, int)
    ]
    if not days:
        return None
    first, last = min(days), max(days)

    def x(day: int) -> float:
        return LEFT + WIDTH * (day - first) / max(last - first, 1)

    height = TOP + ROW * len(rows)
    domain = rows[0][1]
    shapes: list[Shape] = []
    ends = [amount_words(domain, domain.at(day)) for day in (first, last)]
    shapes.append(PictureText(x(first), TOP - 12, ends[0], "small"))
    if first != last:
        shapes.append(PictureText(x(last), TOP - 12, ends[1], "small", "end"))
    shapes += [
        RuleLine(x(day), TOP - 8, x(day), height, "grid") for day in sorted({first, last})
    ]
    told = []
    for row, (issue, domain, choice, pieces) in enumerate(rows):
        y = TOP + row * ROW
        name = f"{issue.short}: {_said(domain, choice)}"
        words = f"{name}; {_deals(domain, pieces)}"
        told.append(words)
        short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
        shapes.append(PictureText(LEFT, y + 14, short, "value"))
        shapes.append(RuleLine(LEFT, y + 28, LEFT + WIDTH, y + 28, "grid"))
        for piece in pieces:
            if isinstance(piece.low, int) and isinstance(piece.high, int):
                wide = max(x(piece.high) - x(piece.low), THIN)
                shapes.append(Rect(x(piece.low), y + 22, wide, 12, "fill-0", words))
        if (given := _day(choice)) is not None:
            shapes.append(RuleLine(x(given), y + 18, x(given), y + 38, "tick"))
    return Picture(
        f"time-line-{answers.mark.lower()}",
        f"Milestones of draft {answers.mark}",
        f"{'. '.join(told)}.",
        LEFT * 2 + WIDTH,
        height + 6,
        tuple(shapes),
        (
            Key(
                "fill-0",
                "days that deals have, given the rest of the draft; mark: the draft's own day",
            ),
        ),
    )


def _day(choice: Choice | None) -> int | None:
    """The day that the draft gives."""
    given = [pick.parameters.get(Name(VALUE)) for pick in choice.picks] if choice else []
    return next((each for each in given if isinstance(each, int)), None)


def _said(domain: Attribute, choice: Choice | None) -> str:
    if choice is None:
        return "undecided"
    if not choice.picks:
        return "silent"
    (pick,), name = choice.picks, Name(VALUE)
    if name in pick.parameters:
        return amount_words(domain, domain.typed(pick.parameters[name]))
    return bounds_words(domain, pick.bounds[name]) if name in pick.bounds else "on a day"


def _deals(domain: Attribute, pieces: Sequence[Piece]) -> str:
    return f"deals have {values_words(domain, pieces)}" if pieces else "no deal has a day"
