"""Drafts beside each other: their differences row by row, and the matrix of their verdicts."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from zopa.answers import fold
from zopa.answers.lines import choice_before, issue_name, no_verdict
from zopa.answers.wording import humanised, outcome_words
from zopa.model.context import holders_at
from zopa.model.corpus import Strength
from zopa.questions import Question
from zopa.questions.check import Verdict, check
from zopa.questions.compare import compare
from zopa_tui.session.draft import Draft
from zopa_tui.session.scenarios import short_names
from zopa_tui.views.positions import shade_of
from zopa_tui.views.text import TextLine, clean, cut, pad, party_short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Attribute, Choice, Corpus, Position, Scenario
    from zopa.questions.check import Checked, Settled, VerdictOn
    from zopa.questions.compare import Comparison
    from zopa.solving.space import Space
    from zopa_tui.session.draft import Picks
    from zopa_tui.session.scenarios import Beside
    from zopa_tui.views.text import Shade, Signs, TextPart

__all__ = [
    "Difference",
    "Differences",
    "DraftColumn",
    "MatrixCell",
    "MatrixTable",
    "Order",
    "PositionRow",
    "View",
    "difference_lines",
    "differences",
    "judge",
    "narrowed",
    "picks_of",
    "table",
]


Nature = Literal["choice", "outcome", "verdict"]
SECTIONS: tuple[tuple[Nature, str], ...] = (
    ("verdict", "Verdicts"),
    ("choice", "Choices"),
    ("outcome", "Outcome"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a comparison."""

    nature: Nature
    key: str
    """Id of an issue or a position, or `entity.attribute`."""
    label: str
    values: tuple[str, ...]
    """Values in words, one for each draft."""
    shades: tuple[Shade, ...]
    same: bool

    @property
    def at(self) -> tuple[str, str]:
        """Key of the row for the cursor."""
        return self.nature, self.key


@dataclass(frozen=True)
class Differences:
    """All data of a comparison."""

    revision: int
    paths: tuple[str, ...]
    """Paths of the drafts; that of the current one is empty."""
    names: tuple[str, ...]
    comparison: Comparison
    rows: tuple[Difference, ...]

    @property
    def dates(self) -> int:
        """Number of different evaluation dates of the drafts."""
        return len({each.context.as_of for each in self.comparison.drafts})

    def count(self, *, same: bool) -> int:
        """Number of choices that are the same, or that differ."""
        return sum(each.same == same for each in self.rows if each.nature == "choice")


def differences(
    space: Space,
    drafts: Sequence[tuple[str, str, Scenario, Context]],
    signs: Signs,
    *,
    revision: int,
) -> Differences:
    """Compare drafts.

    Args:
        space: the space to ask.
        drafts: path, name, scenario and context of each draft.
        signs: symbols to use.
        revision: revision of the current draft.

    Raises:
        Stopped: the space was stopped before the answer.
    """
    found = compare(space, [(scenario, context) for _, _, scenario, context in drafts])
    corpus = space.problem.corpus
    rows = [
        *_choices(corpus, found, signs),
        *_outcomes(corpus, found, signs),
        *_verdicts(corpus, found, signs),
    ]
    return Differences(
        revision=revision,
        paths=tuple(path for path, _, _, _ in drafts),
        names=tuple(clean(name) for _, name, _, _ in drafts),
        comparison=found,
        rows=tuple(rows),
    )


def _choices(corpus: Corpus, found: Comparison, signs: Signs) -> Iterator[Difference]:
    for name, choices in found.whole.choices.items():
        values = tuple(_choice(corpus, each, signs) for each in choices)
        shades: tuple[Shade, ...] = tuple(
            "muted" if each is None or each.silent else "" for each in choices
        )
        label = clean(issue_name(corpus, name))
        same = name not in found.choices
        yield Difference("choice", name, label, values, shades, same)


def _choice(corpus: Corpus, choice: Choice | None, signs: Signs) -> str:
    if choice is None:
        return f"{signs.glyphs.undecided} undecided"
    if choice.silent:
        return f"{signs.glyphs.silent} silent"
    words = choice_before(corpus, choice)
    return f"{signs.glyphs.chosen} {clean(words)}"


def _outcomes(corpus: Corpus, found: Comparison, signs: Signs) -> Iterator[Difference]:
    for target, row in found.whole.outcome.items():
        name, attribute = target
        declared = corpus.attribute(*target)
        label = f"{humanised(attribute)}: {clean(corpus.entities[name].title or name)}"
        values = tuple(_settled(corpus, each, declared, signs) for each in row)
        shades: tuple[Shade, ...] = tuple(
            "" if each is not None and each.departs else "muted" for each in row
        )
        same = target not in found.outcome
        yield Difference("outcome", f"{name}.{attribute}", label, values, shades, same)


def _settled(corpus: Corpus, settled: Settled | None, declared: Attribute, signs: Signs) -> str:
    words = clean(outcome_words(corpus, declared, settled))
    return f"{signs.incoherent} {words}" if settled is None else words


def _verdicts(corpus: Corpus, found: Comparison, signs: Signs) -> Iterator[Difference]:
    waived = [{str(x.position) for x in each.context.waivers} for each in found.drafts]
    partial = found.partial
    # First different verdicts, then positions that count in only one of the drafts.
    for name, verdicts in sorted(
        found.whole.verdicts.items(), key=lambda each: each[0] in partial
    ):
        row = [
            "waived" if name in out else verdict
            for verdict, out in zip(verdicts, waived, strict=True)
        ]
        words = [
            each or no_verdict(corpus, draft, name)[0]
            for each, draft in zip(row, found.drafts, strict=True)
        ]
        position = corpus.positions[name]
        party = corpus.parties.get(position.party)
        owner = clean(party.short if party is not None else str(position.party))
        yield Difference(
            "verdict",
            name,
            f"{owner}: {clean(position.title)}",
            tuple(
                f"{signs.verdict(each)} {clean(said)}"
                for each, said in zip(row, words, strict=True)
            ),
            tuple(shade_of(each) for each in row),
            name not in found.verdicts,
        )


def picks_of(scenario: Scenario, issue: str) -> Picks | None:
    """A scenario's choice on an issue, or None if it is undecided there."""
    return Draft.of(scenario).choices.get(issue)


def _row(row: Difference, label: int, each: int) -> Iterator[TextLine]:
    """A row on as many lines as its longest part needs."""
    columns = [(fold(row.label, label - 3).split("\n"), label - 2, row.shades[0])]
    columns += [
        (fold(value, each - 2, "  ").split("\n"), each, shade)
        for value, shade in zip(row.values, row.shades, strict=True)
    ]
    for line in range(max(len(lines) for lines, _, _ in columns)):
        parts: list[TextPart] = [("  ", "")]
        for at, (lines, width, shade) in enumerate(columns):
            words = pad(lines[line] if line < len(lines) else "", width)
            parts.append((words, "muted" if row.same else shade if at else ""))
        yield TextLine(tuple(parts), row.at)


def difference_lines(
    found: Differences, width: int, signs: Signs, *, same: bool
) -> Iterator[TextLine]:
    """The rows below their headings, one column for each draft."""
    number = len(found.names)
    longest = max((cell_len(row.label) for row in found.rows), default=0) + 3
    label = max(16, min(longest, width * (36 if number < 3 else 30) // 100))
    each = max(8, (width - label) // number)
    heads = [pad(cut(name, each - 2, signs.more), each) for name in found.names]
    yield TextLine(((pad("", label), ""), ("".join(heads), "head")))
    yield TextLine(((signs.rule * width, "muted"),))
    for nature, title in SECTIONS:
        rows = [row for row in found.rows if row.nature == nature and (same or not row.same)]
        lost = [
            name
            for name, each in zip(found.names, found.comparison.drafts, strict=True)
            if not each.coherent
        ]
        if lost and nature == "outcome":
            words = f"  {', '.join(lost)}: inconsistent, no outcome"
            yield TextLine(((title, "head"), (cut(words, width - 8, signs.more), "muted")))
        if not rows:
            continue
        hidden = sum(row.same for row in found.rows if row.nature == nature)
        partial = len(found.comparison.partial) if nature == "verdict" else 0
        differ = sum(not row.same for row in rows) - partial
        numbers = [] if same else [f"{differ} {'differs' if differ == 1 else 'differ'}"]
        if hidden:
            numbers.append(f"{hidden} {'is' if hidden == 1 else 'are'} the same")
        if partial:
            verb = "counts" if partial == 1 else "count"
            dates = " (dates differ)" if found.dates > 1 else ""
            numbers.append(f"{partial} {verb} for some only{dates}")
        tail = f"  {', '.join(numbers)}" if numbers else ""
        yield TextLine(((title, "head"), (tail, "muted")))
        for row in rows:
            yield from _row(row, label, each)
    if not any(same or not row.same for row in found.rows):
        yield TextLine((("  No differences. f shows the rows that are the same.", "muted"),))


# -- the matrix


class Order(enum.StrEnum):
    """Sort orders of the positions."""

    PARTY = "by party"
    CROSSED = "most crossed first"
    STRENGTH = "strongest first"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The verdict of one draft on one position."""

    verdict: str | None
    """Verdict of `check`, or `waived`, `incoherent`, `pending`; None if it does not count."""
    reading: bool = False
    """True if another reading changes the verdict."""


NOT_HELD = MatrixCell(None)


@dataclass(frozen=True)
class DraftColumn:
    """A draft with its verdicts."""

    draft: Beside
    checked: Checked | None = None
    """The check of the draft; None before it is finished, or if the draft cannot be checked."""
    readings: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict[str, "Mapping[str, str]"]
    )
    """Verdict for each reading of each ambiguous position that counts."""
    found: Mapping[str, VerdictOn] = field(default_factory=dict[str, "VerdictOn"])
    waived: frozenset[str] = frozenset()

    def cell(self, position: str) -> MatrixCell:
        """The cell for a position."""
        if self.checked is None:
            return MatrixCell("pending" if self.draft.scenario is not None else "incoherent")
        if position in self.waived:
            return MatrixCell("waived")
        found = self.found.get(position)
        if any(each.id == position for each in self.checked.not_judged):
            return MatrixCell("incoherent")
        if found is None:
            return NOT_HELD
        ways = set(self.readings.get(position, {}).values())
        return MatrixCell(str(found.verdict), reading=len(ways) > 1)

    @property
    def crossed(self) -> int | None:
        """Number of positions that it crosses, or None if unknown."""
        if self.checked is None:
            return None
        return len(self.checked.crossed())


def judge(
    space: Space, draft: Beside, context: Context, checked: Checked | None = None
) -> DraftColumn:
    """Find the verdicts on a draft, for each reading of ambiguous positions.

    Args:
        space: the space to ask.
        draft: a draft with a scenario.
        context: the assumptions.
        checked: its verdicts, if they are known.

    Raises:
        Stopped: the space was stopped before the answer.
    """
    scenario = draft.scenario
    if scenario is None:
        return DraftColumn(draft)
    if checked is None:
        checked = check(space, scenario, context)
    readings = dict(_readings(space, scenario, context)) if checked.coherent else {}
    return DraftColumn(
        draft,
        checked,
        readings,
        {each.held.id: each for each in checked.verdicts},
        frozenset(str(each.position) for each in context.waivers),
    )


def _readings(
    space: Space, scenario: Scenario, context: Context
) -> Iterator[tuple[str, Mapping[str, str]]]:
    question = Question(space, scenario, context)
    for each in question.held:
        if len(each.position.readings) > 1:
            yield each.id, {r: _verdict(question, each.id, r) for r in each.position.readings}


def _verdict(question: Question, position: str, reading: str) -> str:
    node = question.space.problem.positions[position, reading]
    if not question.possible([node]):
        return str(Verdict.CROSSED)
    return str(Verdict.OPEN if question.possible([-node]) else Verdict.RESPECTED)


@dataclass(frozen=True, slots=True)
class View:
    """The user's display options."""

    differing: bool = False
    order: Order = Order.PARTY
    folded: frozenset[str] = frozenset()
    """Folded parties, if the positions are sorted by party."""
    transposed: bool = False


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One row; a heading has counts instead of cells."""

    key: str
    label: str
    aside: str = ""
    cells: tuple[MatrixCell, ...] = ()
    heading: bool = False
    folded: bool = False
    crossed: tuple[int, ...] = ()
    """For a folded heading, the number of crossed positions below it, by column."""
    words: str = ""
    """Searchable text."""


@dataclass(frozen=True)
class MatrixTable:
    """Data of the grid."""

    rows: tuple[PositionRow, ...] = ()
    keys: tuple[str, ...] = ()
    """Keys of the columns."""
    names: tuple[str, ...] = ()
    """Full names of the columns."""
    over: tuple[str, ...] = ()
    """Group headings above the names, if there are several groups."""
    totals: tuple[int | None, ...] = ()
    marked: frozenset[str] = frozenset()
    """Keys of the marked columns."""
    draft: str | None = None
    """Key of the column of the current draft; of its row if transposed."""
    words: tuple[str, str] = ("position", "strength")
    positions: int = 0

    def shorts(self, width: int) -> list[str]:
        """The names of the columns, shortened to `width` cells."""
        return short_names(self.names, width)


def table(
    corpus: Corpus,
    columns: Sequence[DraftColumn],
    view: View,
    marked: frozenset[str] = frozenset(),
) -> MatrixTable:
    """Build the table of drafts and positions.

    Contains only positions that count, or are waived, in at least one draft.
    """
    shown = [
        position
        for name, position in corpus.positions.items()
        if any(_counts(each.cell(str(name))) for each in columns)
    ]
    if view.differing:
        shown = [each for each in shown if _differs(columns, str(each.id))]
    shown = _sorted(corpus, columns, shown, view.order)
    if view.transposed:
        return _transposed(corpus, columns, shown, marked)
    rows: list[PositionRow] = []
    party = None
    for position in shown:
        owner = _owner(columns, position)
        if view.order == Order.PARTY and owner != party:
            party = owner
            mine = [each for each in shown if _owner(columns, each) == owner]
            rows.append(_heading(corpus, columns, owner, mine, owner in view.folded))
        if view.order == Order.PARTY and owner in view.folded:
            continue
        title = clean(position.title)
        if view.order != Order.PARTY:
            title = f"{clean(party_short(corpus, owner))}: {title}"
        cells = tuple(each.cell(str(position.id)) for each in columns)
        words = f"{clean(party_short(corpus, owner))} {title} {position.id}"
        rows.append(
            PositionRow(str(position.id), title, str(position.strength), cells, words=words)
        )
    return MatrixTable(
        rows=tuple(rows),
        keys=tuple(each.draft.path for each in columns),
        names=tuple(clean(each.draft.name) for each in columns),
        totals=tuple(each.crossed for each in columns),
        marked=marked,
        draft=columns[0].draft.path if columns else None,
        positions=len(shown),
    )


def narrowed(found: MatrixTable, needle: str) -> MatrixTable:
    """Only the rows that contain the search text, below their headings."""
    words = needle.casefold().split()
    rows: list[PositionRow] = []
    for each in found.rows:
        if not each.heading and not all(word in each.words.casefold() for word in words):
            continue
        if rows and rows[-1].heading and each.heading and words:
            rows.pop()
        rows.append(each)
    if rows and rows[-1].heading and words:
        rows.pop()
    return dataclasses.replace(found, rows=tuple(rows))


def _counts(cell: MatrixCell) -> bool:
    return cell.verdict not in {None, "pending", "incoherent"}


def _differs(columns: Sequence[DraftColumn], position: str) -> bool:
    found = {each.cell(position).verdict for each in columns}
    return len(found - {"pending", "incoherent"}) > 1


def _owner(columns: Sequence[DraftColumn], position: Position) -> str:
    """Party to list a position under: its first holder at the table of any draft."""
    table = {x for each in columns if each.checked for x in each.checked.context.table}
    return (*holders_at(position, table), str(position.party))[0]


def _sorted(
    corpus: Corpus, columns: Sequence[DraftColumn], positions: list[Position], order: Order
) -> list[Position]:
    match order:
        case Order.PARTY:
            places = {str(party): place for place, party in enumerate(corpus.parties)}
            return sorted(
                positions, key=lambda each: places.get(_owner(columns, each), len(places))
            )
        case Order.STRENGTH:
            ranks = list(Strength)
            return sorted(positions, key=lambda each: ranks.index(each.strength))
        case Order.CROSSED:

            def crossed(position: Position) -> int:
                return sum(x.cell(str(position.id)).verdict == "crossed" for x in columns)

            return sorted(positions, key=crossed, reverse=True)


def _heading(
    corpus: Corpus,
    columns: Sequence[DraftColumn],
    party: str,
    positions: Sequence[Position],
    folded: bool,  # noqa: FBT001  # one of two looks
) -> PositionRow:
    name = corpus.parties[party].name if party in corpus.parties else party
    crossed = tuple(
        sum(each.cell(str(x.id)).verdict == "crossed" for x in positions) for each in columns
    )
    return PositionRow(
        party, clean(name), str(len(positions)), heading=True, folded=folded, crossed=crossed
    )


def _transposed(
    corpus: Corpus,
    columns: Sequence[DraftColumn],
    positions: Sequence[Position],
    marked: frozenset[str],
) -> MatrixTable:
    names = [str(each.id) for each in positions]
    return MatrixTable(
        rows=tuple(
            PositionRow(
                each.draft.path,
                clean(each.draft.title),
                _total(each),
                tuple(each.cell(name) for name in names),
                words=f"{each.draft.title} {each.draft.name}",
            )
            for each in columns
        ),
        keys=tuple(names),
        names=tuple(clean(name.rpartition("/")[2]) for name in names),
        over=tuple(clean(party_short(corpus, _owner(columns, each))) for each in positions),
        totals=tuple(
            sum(each.cell(name).verdict == "crossed" for each in columns) for name in names
        ),
        marked=marked,
        draft=columns[0].draft.path if columns else None,
        words=("scenario", "crossed"),
        positions=len(positions),
    )


def _total(column: DraftColumn) -> str:
    return "" if column.crossed is None else str(column.crossed)
