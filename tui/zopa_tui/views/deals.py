"""Text of the Deals screen: deals, conflicts, nearest deals, and the Pareto frontier."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rich.cells import cell_len

from zopa.answers import plain
from zopa.answers.concessions import SUFFICIENT, no_concession, roles
from zopa.answers.conflicts import BY_POSITION, MINIMAL, excludes, no_conflict
from zopa.answers.deals import in_short
from zopa.answers.frame import inconsistent_words
from zopa.answers.frontier import undominated
from zopa.answers.lines import (
    choice_before,
    choice_words,
    issue_name,
    issues_left_open,
    nature,
    term_named,
)
from zopa.answers.repair import change_words, conclusion, price_facts, relaxed_words
from zopa.answers.wording import ROUNDED, holder_names, percent, several
from zopa.model.conditions import Name
from zopa.model.context import held
from zopa.model.corpus import Choice
from zopa.questions import Completeness
from zopa_tui.views.text import BLANK, SHADES, TextLine, apart, clean, cut, pad, spread, wrapped

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
from zopa_tui.views.text import (
    party_short,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.model.corpus import Corpus, Scenario
    from zopa.model.evaluate import Complete
    from zopa.questions.deals import Deals
    from zopa.questions.frontier import Frontier, Point
    from zopa.questions.repair import Repair, Repairs
    from zopa_tui.session.questions import DealFindings
    from zopa_tui.views.text import Shade, Signs, TextPart

__all__ = [
    "ConflictRow",
    "DealChange",
    "DealQuestion",
    "PointAt",
    "answer_lines",
    "axes",
    "conflict_about",
    "conflict_lines",
    "party_name",
    "party_of",
    "picture",
    "point_about",
    "point_lines",
    "title_of",
    "way_about",
    "way_lines",
    "way_words",
]


ROOMY = 40
"""Width of a list in which long items are wrapped, not cut."""
FULL = 40
"""Maximum number of listed conflicts and concession sets; the rest is counted."""
SPENT = 60
"""Minimum width, in columns, to show the time that an answer took."""
TALLEST = 10
"""Maximum height of a chart in lines, without its axis."""


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A row with a position: of a conflict, or of the list below the conflicts."""

    position: str
    conflict: int | None = None


@dataclass(frozen=True, slots=True)
class DealQuestion:
    """State of the two questions at the top."""

    findings: DealFindings
    waived: int
    counting: bool = False


def party_of(corpus: Corpus, position: str, table: Iterable[str] = ()) -> str:
    """Short names of the holders at the table; if there is none, of the position's party."""
    return clean(holder_names(corpus, corpus.positions[position], table))


def title_of(corpus: Corpus, position: str) -> str:
    """A position's title."""
    return clean(corpus.positions[position].title)


def answer_lines(
    corpus: Corpus, asked: DealQuestion, width: int, signs: Signs
) -> Iterator[TextLine]:
    """One line for no choices, one for the draft, and more if there is room."""
    found = asked.findings
    waived = f", {asked.waived} waived" if asked.waived else ""
    drafted = (
        f"Your draft, {found.choices} of {several(len(corpus.issues), 'issue')} decided{waived}"
    )
    for words, name, deals in (
        ("All positions, nothing chosen", "nothing", found.nothing),
        (drafted, "drafted", found.drafted),
    ):
        seconds = found.seconds.get(name)
        yield _answer(words, deals, seconds, width, signs, counting=asked.counting)
    if found.drafted is not None and found.drafted.exists:
        yield from _shares(corpus, found.drafted, width)
    elif found.ledger is not None and not found.ledger.zone:
        yield from _movers(corpus, found, width)


def _answer(
    words: str,
    deals: Deals | None,
    seconds: float | None,
    width: int,
    signs: Signs,
    *,
    counting: bool,
) -> TextLine:
    left = pad(words, max(20, min(60, width // 2 - 2)), signs.more) + "  "
    if deals is None:
        return TextLine(((left, ""), (f"asking{signs.more}", "muted")))
    time = f"{seconds:.1f} s" if seconds is not None else ""
    answer, shade, how = _found(deals, width, counting=counting, signs=signs)
    note = f"{how}  {time:>6}" if width >= SPENT else how
    return apart(((left, ""), (answer, shade)), (note, "muted"), width)


def _found(deals: Deals, width: int, *, counting: bool, signs: Signs) -> tuple[str, Shade, str]:
    waiting = f"counting{signs.more}" if counting else "c counts"
    words = in_short(deals, signs.number, wide=width >= 100)
    if deals.rules_contradict or not deals.exists:
        return words, "crossed", "proved"
    if deals.count is None:
        return words, "respected", f"proved, {waiting}"
    how = "exact" if deals.count < ROUNDED else "exact, rounded here"
    return words, "respected", how


def _shares(corpus: Corpus, deals: Deals, width: int) -> Iterator[TextLine]:
    """The terms with the most informative shares: far from 0 and from 100 percent."""
    telling = [
        (abs(share - 1), term_named(corpus, issue, term), share)
        for (issue, term), share in deals.shares.items()
        if share not in {0, 1}
    ]
    telling.sort(key=lambda each: (each[0], each[1]))
    if telling:
        words = ", ".join(f"{clean(title)} {percent(share)}" for _, title, share in telling[:8])
        yield from wrapped(cut(words, 2 * width), width, head="In the deals: ", shade="muted")


def _movers(corpus: Corpus, found: DealFindings, width: int) -> Iterator[TextLine]:
    ledger = found.ledger
    if ledger is None:
        return
    words = " ".join(
        f"{role}: {clean(', '.join(names)) or 'none'}."
        for role, names in roles(corpus, ledger).items()
    )
    yield from wrapped(words, width, shade="muted")


def party_name(corpus: Corpus, party: str) -> str:
    """A party's short name."""
    return clean(corpus.parties[party].short if party in corpus.parties else party)


def conflict_lines(
    corpus: Corpus, found: DealFindings, width: int, signs: Signs
) -> Iterator[TextLine]:
    """Each conflict with its positions; then the number of conflicts of each position."""
    if found.nothing is not None and _contradict(found):
        yield from wrapped(inconsistent_words(chosen=not found.from_nothing), width)
        return
    if not found.conflicts:
        yield from wrapped(_none(corpus, found, signs), width, shade="muted")
        return
    wide = width >= 56
    for number, each in enumerate(found.conflicts[:FULL]):
        for place, name in enumerate(each):
            size = f"{len(each):>2}  " if place == 0 else "    "
            position = corpus.positions[name]
            party = party_of(corpus, name, found.context.table)
            owner = pad(f"{party}", 10, signs.more) + " " if wide else f"{party}: "
            strength = (str(position.strength), "muted") if wide else ("", "")
            title = title_of(corpus, name)
            parts: tuple[TextPart, ...] = (
                ((size, "head"), (owner, ""), (title, ""))
                if wide
                else ((size, "head"), (f"{owner}{title}", ""))
            )
            key = ConflictRow(name, number)
            yield from _row(parts, strength, width, key=key, more=signs.more)  # type: ignore[arg-type]  # a shade
    if len(found.conflicts) > FULL:
        yield TextLine(((f"    {signs.more} and {len(found.conflicts) - FULL} more", "muted"),))
    yield BLANK
    yield from _often(corpus, found, width, signs)


def _row(
    left: tuple[TextPart, ...], right: TextPart, width: int, *, key: Hashable, more: str
) -> Iterator[TextLine]:
    """An item of a list: wrapped if the pane is wide, on one line in a narrow one."""
    if width >= ROOMY:
        yield from spread(left, right, width, key=key, more=more)
    else:
        yield apart(left, right, width, key=key, more=more)


def _contradict(found: DealFindings) -> bool:
    deals = found.nothing if found.from_nothing else found.drafted
    return deals is not None and deals.rules_contradict


def _none(corpus: Corpus, found: DealFindings, signs: Signs) -> str:
    if found.conflicts_are is None:
        return f"Looking for conflicts{signs.more}  esc stops"
    if found.conflicts_are == Completeness.PROVED:
        return no_conflict(len(held(corpus, found.context)), chosen=not found.from_nothing)
    return "None found before the work was stopped. c asks again, b allows more time."


def _often(corpus: Corpus, found: DealFindings, width: int, signs: Signs) -> Iterator[TextLine]:
    total = len(found.conflicts)
    known = "" if found.conflicts_are == Completeness.PROVED else " so far"
    yield TextLine(((cut(f"{BY_POSITION}{known}", width, signs.more), "head"),))
    bar = 12 if width >= 56 else 6
    for name, number in [*found.standing().items()][:12]:
        filled = signs.bar * max(1, round(bar * number / total))
        words = f"{party_of(corpus, name, found.context.table)}: {title_of(corpus, name)}"
        tail = f"{filled:<{bar}} {number}/{total}"
        key = ConflictRow(name)
        parts: tuple[TextPart, ...] = (("  ", ""), (words, ""))
        yield from _row(parts, (tail, "muted"), width, key=key, more=signs.more)


def conflict_about(
    corpus: Corpus,
    found: DealFindings,
    spot: ConflictRow,
    width: int,
    signs: Signs,
    *,
    resolved: Repairs | None = None,
) -> Iterator[TextLine]:
    """A conflict in words: its meaning, its resolution, its positions and their sources."""
    names: Sequence[str] = (spot.position,)
    if spot.conflict is not None and spot.conflict < len(found.conflicts):
        names = found.conflicts[spot.conflict]
        yield from wrapped(_meaning(found, names), width)
        if resolved is not None:
            yield from _resolving(corpus, resolved, width, signs)
    else:
        many = found.standing().get(spot.position, 0)
        words = f"In {many} of {several(len(found.conflicts), 'conflict')}."
        yield from wrapped(f"{words} space waives it.", width)
    ordered = sorted(names, key=lambda each: each != spot.position)
    for name in ordered:
        position = corpus.positions[name]
        here = name == spot.position
        sign = f"{signs.cursor if here else ' '} "
        words = f"{party_of(corpus, name, found.context.table)}: {title_of(corpus, name)}"
        kind: TextPart = (nature(position), "muted")
        parts: tuple[TextPart, ...] = ((sign, ""), (words, "head" if here else ""))
        yield apart(parts, kind, width)
        if len(position.readings) > 1:
            chosen = found.context.readings.get(name, position.default)
            for reading in position.readings.values():
                dot = signs.dot if reading.id == chosen else signs.vague
                title = clean(reading.title or str(reading.id))
                yield from wrapped(f"{dot} {title}", width, head="    reading  ", shade="muted")
        for line in signs.said_by(corpus, position):
            yield from wrapped(line, width, head="    source   ", shade="muted")


def _resolving(corpus: Corpus, found: Repairs, width: int, signs: Signs) -> Iterator[TextLine]:
    """The fewest choices to change so that the positions become compatible."""
    head = "resolve  "
    if found.distance is None:
        words = "no choices resolve it: one of these positions has to be dropped"
        yield from wrapped(words, width, head=head, shade="muted")
        return
    for number, way in enumerate(found.repairs):
        changes = "; ".join(
            f"{issue_name(corpus, each.issue)}: {change_words(corpus, each, signs.arrow)}"
            for each in way.changes
        )
        yield from wrapped(clean(changes), width, head="or       " if number else head)


def _meaning(found: DealFindings, names: Sequence[str]) -> str:
    words = f"{excludes(len(names), chosen=not found.from_nothing)}."
    if len(names) == 1:
        return f"{words} space waives it."
    return f"{words} {MINIMAL} space waives the one under the cursor."


@dataclass(frozen=True, slots=True)
class DealChange:
    """A change that makes a deal possible: positions to waive, or changes to the draft."""

    waive: tuple[str, ...] = ()
    repair: Repair | None = None

    def __hash__(self) -> int:
        """Hash of the positions and changed choices."""
        changes = self.repair.changes if self.repair is not None else ()
        return hash((self.waive, tuple((x.issue, str(x.after)) for x in changes)))


def way_words(corpus: Corpus, way: DealChange) -> str:
    """Searchable text: positions with their parties, changed choices."""
    words = [f"{party_of(corpus, each)} {title_of(corpus, each)} {each}" for each in way.waive]
    for each in way.repair.changes if way.repair is not None else ():
        after = choice_words(corpus, each.after) if each.after is not None else "undecided"
        words.append(f"{each.issue} {after}")
    return " ".join(words)


def way_lines(
    corpus: Corpus, found: DealFindings, width: int, signs: Signs
) -> Iterator[TextLine]:
    """Concession sets, nearest deals, and the role of each party."""
    if found.ledger is None and found.repairs is None:
        done = "Not found before the work was stopped." if not found.step else ""
        yield from wrapped(done or f"Looking for concessions{signs.more}", width, shade="muted")
        return
    if (ledger := found.ledger) is not None:
        if ledger.zone:
            number = len(held(corpus, found.context))
            yield from wrapped(no_concession(number, chosen=not found.from_nothing), width)
        elif ledger.rules_contradict:
            yield from wrapped(inconsistent_words(chosen=not found.from_nothing), width)
        else:
            yield from _concessions(corpus, found, width, signs)
    yield BLANK
    if found.drafted is not None and found.drafted.examples:
        yield from _example(corpus, found.drafted.examples[0], found.scenario, width)
        yield BLANK
    yield from _repairs(corpus, found, width, signs)
    if found.ledger is not None and not found.ledger.zone:
        yield BLANK
        yield from _who(corpus, found, width)


def _concessions(
    corpus: Corpus, found: DealFindings, width: int, signs: Signs
) -> Iterator[TextLine]:
    ledger = found.ledger
    if ledger is None:
        return
    known = "" if ledger.completeness == Completeness.PROVED else "at least "
    number = f"{known}{len(ledger.concessions)}"
    yield apart((("Concession sets", "head"),), (number, "muted"), width)
    for each in ledger.concessions[:FULL]:
        way = DealChange(waive=each)
        for place, name in enumerate(each):
            size = f"{len(each):>2}  " if place == 0 else "  + "
            words = f"{party_of(corpus, name, found.context.table)}: {title_of(corpus, name)}"
            strength = corpus.positions[name].strength if width >= 56 else ""
            parts: tuple[TextPart, ...] = ((size, "head"), (words, ""))
            aside: TextPart = (str(strength), "muted")
            yield from _row(parts, aside, width, key=way, more=signs.more)
    if len(ledger.concessions) > FULL:
        yield TextLine(
            ((f"    {signs.more} and {len(ledger.concessions) - FULL} more", "muted"),)
        )


def _example(corpus: Corpus, deal: Complete, draft: Scenario, width: int) -> Iterator[TextLine]:
    """The choices of one deal on the issues that are undecided in the draft."""
    left = [each for each in issues_left_open(corpus, draft) if each in deal]
    if not left:
        return
    yield TextLine((("One of the deals", "head"),))
    silent = sum(not deal[each] for each in left)
    for issue in left:
        if deal[issue]:
            words = choice_before(corpus, Choice(Name(issue), deal[issue]))
            name = f"  {clean(issue_name(corpus, issue))}: "
            yield from wrapped(clean(words), width, head=name, indent=4)
    if silent:
        yield from wrapped(
            f"silent on {several(silent, 'issue')}", width, head="  ", shade="muted"
        )


def _repairs(
    corpus: Corpus, found: DealFindings, width: int, signs: Signs
) -> Iterator[TextLine]:
    repairs = found.repairs
    if repairs is None or not found.choices:
        return
    nearest = repairs if repairs.relaxed is None else repairs.relaxed.nearest
    known = "" if nearest.completeness == Completeness.PROVED else "at least "
    of = f"{known}{nearest.total:,}" if nearest.distance else ""
    yield apart((("Nearest deals to your draft", "head"),), (of, "muted"), width)
    if repairs.completeness == Completeness.GAVE_UP:
        yield from wrapped("Not known: the work was stopped.", width, head="  ", shade="muted")
        return
    count = len(held(corpus, found.context))
    words = plain(conclusion(corpus, found.scenario, repairs, held=count))
    if (relaxed := repairs.relaxed) is not None:
        words += f" {plain(relaxed_words(corpus, found.scenario, relaxed))} r names them."
    shade: Shade = "respected" if nearest.distance == 0 else "muted"
    yield from wrapped(clean(words), width, indent=2, head="  ", shade=shade)
    for number, each in enumerate(nearest.repairs):
        letter = chr(ord("a") + number % 26)
        for place, change in enumerate(each.changes):
            head = f"{len(each.changes):>2} {letter} " if place == 0 else "     "
            issue = clean(issue_name(corpus, change.issue))
            after = clean(choice_before(corpus, change.after))
            words = f"{issue} {signs.arrow} {after}"
            parts: tuple[TextPart, ...] = ((head, "head"), (words, ""))
            key = DealChange(repair=each)
            yield from _row(parts, ("", ""), width, key=key, more=signs.more)


def _who(corpus: Corpus, found: DealFindings, width: int) -> Iterator[TextLine]:
    ledger = found.ledger
    if ledger is None:
        return
    yield TextLine((("By party", "head"),))
    for role, names in roles(corpus, ledger).items():
        words = clean(", ".join(names)) or "none"
        yield from wrapped(words, width, head=f"  {role}: ", indent=4)
    for name in ledger.pivotal:
        words = f"{party_of(corpus, name, found.context.table)}: {title_of(corpus, name)}"
        yield from wrapped(words, width, head=f"  {SUFFICIENT} if dropped: ", indent=4)


def way_about(
    corpus: Corpus, found: DealFindings, way: DealChange, width: int, signs: Signs
) -> Iterator[TextLine]:
    """The effect of a change, in words."""
    if way.repair is None:
        some = "this position is" if len(way.waive) == 1 else f"these {len(way.waive)} are"
        words = f"A deal is possible if {some} dropped. enter tries it: waives on the draft."
        yield from wrapped(words, width)
        for name in way.waive:
            position = corpus.positions[name]
            kind: TextPart = (nature(position), "muted")
            title = f"  {party_of(corpus, name, found.context.table)}: {title_of(corpus, name)}"
            yield apart(((title, ""),), kind, width)
            for line in signs.said_by(corpus, position):
                yield from wrapped(line, width, head="    source   ", shade="muted")
        return
    kept = found.choices - len(way.repair.changes)
    words = (
        f"It keeps {kept} of your {several(found.choices, 'choice')}. enter tries it, u undoes."
    )
    yield from wrapped(words, width)
    for change in way.repair.changes:
        text = change_words(corpus, change, signs.arrow)
        yield from wrapped(
            clean(text), width, head=f"  {clean(issue_name(corpus, change.issue))}  ", indent=6
        )
    relaxed = found.repairs.relaxed if found.repairs is not None else None
    aside = {*relaxed.crossed, *relaxed.contended} if relaxed is not None else frozenset[str]()
    for fact in price_facts(corpus, found.context.table, way.repair.prices, aside).facts:
        shade, head = SHADES.get(fact.tone, ""), f"  {fact.name}  "
        for said in fact.lines:
            yield from wrapped(clean(plain(said)), width, head=head, indent=6, shade=shade)


# -- the Pareto frontier


@dataclass(frozen=True, slots=True)
class PointAt:
    """A point of the frontier, by its index in the list."""

    number: int


def costs_of(point: Point) -> Mapping[str, int]:
    """Number of crossed positions for each party."""
    return {party: int(sum(cost)) for party, cost in point.costs.items()}


def axes(frontier: Frontier) -> list[tuple[str, str]]:
    """Pairs of parties whose costs differ along the frontier, the most different first."""
    losses: dict[str, set[int]] = {}
    for point in frontier.points:
        for party, cost in costs_of(point).items():
            losses.setdefault(party, set()).add(cost)
    moving = [party for party, values in losses.items() if len(values) > 1]
    moving.sort(key=lambda party: (-len(losses[party]), -max(losses[party]), party))
    pairs = [*combinations(moving, 2)]
    if not pairs and losses:
        rest = sorted(losses, key=lambda party: (-len(losses[party]), party))
        pairs = [(rest[0], rest[1] if len(rest) > 1 else rest[0])]
    return pairs


def picture(
    corpus: Corpus,
    frontier: Frontier,
    pair: tuple[str, str],
    size: tuple[int, int],
    signs: Signs,
    *,
    drafted: Mapping[str, int] | None = None,
    chosen: int | None = None,
) -> Iterator[TextLine]:
    """Chart of the frontier: costs of one party from right to left, of the other downwards.

    Up and right is better for both. A filled point is one that no other beats for these
    two. An empty point is on the frontier because of another party.

    Args:
        corpus: corpus of the parties.
        frontier: a frontier with at least one point.
        pair: the parties on the horizontal and on the vertical axis.
        size: width in cells and height in lines.
        signs: symbols to use.
        drafted: number of positions that the draft crosses, by party; None to leave it out.
        chosen: index of the point under the cursor.
    """
    width, height = size
    across, down = pair
    places = [
        (costs_of(each).get(across, 0), costs_of(each).get(down, 0)) for each in frontier.points
    ]
    mine = None if drafted is None else (drafted.get(across, 0), drafted.get(down, 0))
    every = [*places, *([mine] if mine is not None else [])]
    right, low = max(x for x, _ in every), max(y for _, y in every)
    rows = max(2, min(low + 1, TALLEST, height))
    step = max(1, -(-(low + 1) // rows))
    label = len(str(low)) + 2
    name = clean(party_short(corpus, across))
    room = width - label - cell_len(name) - 3
    columns = max(2, min(right + 1, room // 3))
    stride = max(1, -(-(right + 1) // columns))
    cell = max(3, min(7, room // (right // stride + 1)))
    spots: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(places):
        spots.setdefault((x // stride, y // step), []).append(number)
    best = {place for place in places if not any(_beats(other, place) for other in places)}
    hint = "  up and right is better"
    title = cut(hint, width - cell_len(clean(party_short(corpus, down))), signs.more)
    yield TextLine(((clean(party_short(corpus, down)), "head"), (title, "muted")))
    for y in range(low // step + 1):
        parts: list[TextPart] = [(f"{y * step:>{label - 1}} {signs.tick}", "muted")]
        for x in range(right // stride, -1, -1):
            there = spots.get((x, y), [])
            sign, shade = _spot(there, places, best, signs)
            here = mine is not None and (mine[0] // stride, mine[1] // step) == (x, y)
            text = f"{sign}{signs.here if here else ''}"
            if chosen in there:
                text, shade = f"[{text}]", "head"
            parts.append((text.center(cell), shade if there else "open"))
        yield TextLine(tuple(parts))
    axis = signs.rule * cell * (right // stride + 1)
    yield TextLine(((" " * label + signs.corner + axis, "muted"),))
    numbers = "".join(str(x * stride).center(cell) for x in range(right // stride, -1, -1))
    parts = [(" " * (label + 1) + numbers, "muted"), (f" {name}", "head")]
    yield TextLine(tuple(parts))


def _beats(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and one[0] <= other[0] and one[1] <= other[1]


def _spot(
    there: Sequence[int],
    places: Sequence[tuple[int, int]],
    best: set[tuple[int, int]],
    signs: Signs,
) -> tuple[str, Shade]:
    if not there:
        return "", ""
    top = any(places[number] in best for number in there)
    sign = signs.dot if top else signs.vague
    many = str(len(there)) if len(there) > 1 else ""
    return f"{sign}{many}", "respected" if top else "muted"


def point_lines(
    corpus: Corpus, frontier: Frontier, pair: tuple[str, str], width: int, signs: Signs
) -> Iterator[TextLine]:
    """A line for each point: its costs for the two parties, then for the others."""
    for number, point in enumerate(frontier.points):
        losses = costs_of(point)
        two = (
            f"{clean(party_short(corpus, party))} {losses.get(party, 0)}"
            for party in dict.fromkeys(pair)
        )
        first = f" {signs.between} ".join(two)
        rest = ", ".join(
            f"{clean(party_short(corpus, party))} {cost}"
            for party, cost in losses.items()
            if cost and party not in pair
        )
        name = _name(number)
        parts: tuple[TextPart, ...] = (
            (pad(name, 3), "head"),
            (first, ""),
            (f"   {rest}", "muted"),
        )
        yield apart(parts, ("", ""), width, key=PointAt(number), more=signs.more)


def _name(number: int) -> str:
    first, last = divmod(number, 26)
    return (chr(ord("a") + first - 1) if first else "") + chr(ord("a") + last)


def point_about(
    corpus: Corpus, frontier: Frontier, number: int, table: Sequence[str], width: int
) -> Iterator[TextLine]:
    """The positions that a trade-off crosses, with their holders at the table."""
    point = frontier.points[number]
    if not point.crossed:
        yield from wrapped("It crosses no position: a deal.", width, shade="respected")
        return
    crossed = several(len(point.crossed), "position")
    words = f"Trade-off {_name(number)} crosses {crossed}. {undominated(frontier)}"
    yield from wrapped(f"{words} enter tries it.", width)
    if point.total > 1:
        others = several(point.total - 1, "other set")
        verb = "costs" if point.total == 2 else "cost"
        words = f"{others} of positions {verb} the same; this is the first."
        yield from wrapped(words, width, shade="muted")
    for name in point.crossed:
        position = corpus.positions[name]
        kind: TextPart = (nature(position), "muted")
        title = f"  {party_of(corpus, name, table)}: {clean(position.title)}"
        yield apart(((title, ""),), kind, width)
