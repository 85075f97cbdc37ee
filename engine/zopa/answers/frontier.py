"""The answer to `frontier`: trade-offs between the parties if no deal exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers import (
    UNKNOWN,
    Cell,
    Column,
    Item,
    Items,
    Key,
    Paragraph,
    Picture,
    PictureText,
    Rect,
    Row,
    RuleLine,
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
    example_items,
    inconsistent_page,
    inconsistent_words,
    more_words,
    respects_all,
)
from zopa.answers.lines import owned_line, position_line
from zopa.answers.wording import and_words, by_party, party_name, several, title_among
from zopa.model.corpus import Strength
from zopa.questions import Completeness
from zopa.questions.frontier import Solution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from zopa.answers import Block, Line, Page, Shape
    from zopa.answers.frame import Request
    from zopa.model.corpus import Corpus
    from zopa.questions import Question
    from zopa.questions.every import Answers
    from zopa.questions.frontier import Bargaining, Frontier, Point

__all__ = ["frontier", "frontier_page", "no_trade_off", "undominated"]

MOST = 24
"""Maximum number of trade-offs in a picture or a table on the page of a brief."""
LISTED = 40
"""Maximum number of printed trade-offs; the others are counted."""
SETS = 6
"""Maximum number of printed sets of crossed positions of a trade-off; others are counted."""
SOLUTIONS = {
    Solution.NASH: ("Nash", "product of the gains"),
    Solution.KALAI_SMORODINSKY: ("Kalai–Smorodinsky", "smallest part of a party’s best gain"),
    Solution.EGALITARIAN: ("Egalitarian", "smallest gain"),
    Solution.UTILITARIAN: ("Utilitarian", "sum of the gains"),
}
BOX, GAP, LEFT, TOP = 18, 5, 96, 34
LOOKS = {tier: f"fill-{place}" for place, tier in enumerate(Strength)}


# -- sentences ----------------------------------------------------------------


def no_trade_off(count: int, *, chosen: bool) -> str:
    """The statement that there is a deal, in one sentence.

    Args:
        count: positions that count.
        chosen: True if the draft makes choices.
    """
    return f"No trade-off needed: {respects_all(count, chosen=chosen)}."


def undominated(found: Frontier) -> str:
    """Definition of a trade-off on the Pareto frontier, in one sentence."""
    no_agreement = "No agreement does"
    if found.completeness != Completeness.PROVED:
        no_agreement = "None of the agreements found does"
    if len(found.points) == 1:
        return f"{no_agreement} better than this one for any party."
    return f"{no_agreement} better than these for one party without doing worse for another."


def _cost(found: Frontier) -> str:
    if found.weighted:
        return "Cost: the sum of your weights."
    return "Cost: positions crossed; a stronger one outweighs any number of weaker."


def _conclusion(found: Frontier) -> Line:
    proved = found.completeness == Completeness.PROVED
    where = "on the Pareto frontier" if proved else "found"
    words = f"; {several(len(found.points), 'trade-off')} {where}."
    return (Words("No deal", tone="crossed"), Words(words))


def _is_deal(found: Frontier) -> bool:
    return len(found.points) == 1 and not found.points[0].crossed


# -- the page -----------------------------------------------------------------


def frontier_page(question: Question, found: Frontier, request: Request) -> Page:
    """The cost of each trade-off for each party; in detail the positions crossed."""
    if found.rules_contradict:
        return inconsistent_page(question, request)
    exact = exactness_words(found.completeness, request)
    if _is_deal(found):
        chosen = bool(question.scenario.choices)
        start, rest = no_trade_off(len(question.held), chosen=chosen).split(":", 1)
        deal = found.points[0].scenario
        example = example_items(question, deal, silent=request.verbose)
        return answer_page(
            question,
            request,
            (Words(start, tone="respected"), Words(f":{rest}")),
            exactness=exact,
            sections=(Section("example", "Example", (example,)),) if example.items else (),
            hints={"deals {draft}": "count and compare the deals"},
        )
    corpus, hints = question.space.problem.corpus, {}
    if not found.weighted:
        weighed = f"frontier {{draft}}{request.flags} --weights FILE"
        hints[weighed] = "use your own weights instead of strengths"
    details: tuple[Section, ...] = ()
    if request.verbose:
        details = (_details(question, found),)
    else:
        more = {f"frontier {{draft}}{request.flags} --verbose": "list the positions crossed"}
        hints = more | hints
    if len(hints) < 2:
        hints["concessions {draft}"] = "list the positions to drop for a deal"
    return answer_page(
        question,
        request,
        _conclusion(found),
        exactness=exact,
        sections=(
            Section("costs", "", tuple(_costs(question, found, request))),
            *(
                _bargaining(corpus, each, len(found.points))
                for each in [found.bargaining]
                if each
            ),
            *details,
        ),
        hints=hints,
    )


def _costs(question: Question, found: Frontier, request: Request) -> Iterator[Block]:
    """A row for each trade-off, a column for each party that pays at some."""
    corpus, table = question.space.problem.corpus, question.context.table
    losing = by_party(question, (x for each in found.points for x in _crossable(each)))
    yield Paragraph(text(f"{undominated(found)} {_cost(found)}"))
    rows = tuple(
        Row(
            (
                number(place),
                *(
                    Cell(text(_cost_words(found, point, party) if party in paying else "–"))
                    for party in losing
                ),
            )
        )
        for place, point in enumerate(found.points[: None if request.verbose else LISTED], 1)
        for paying in [by_party(question, _crossable(point))]
    )
    columns = (
        Column("point", ""),
        *(Column(party, party_name(corpus, party)) for party in losing),
    )
    yield Table("costs", "Cost by party", columns, rows)
    if len(found.points) > len(rows):
        yield Paragraph(text(more_words(len(found.points) - len(rows), request)))
    spared = [
        party_name(corpus, party)
        for party in corpus.parties
        if party in found.points[0].costs and party not in losing
    ]
    if spared:
        yield Paragraph(text(f"Never crossed: {', '.join(spared)}"))
    if found.unweighted:
        free = several(len(found.unweighted), "position has", "positions have")
        lines = [position_line(corpus, each, table) for each in found.unweighted]
        start = Words(f"{free} no weight, so crossing costs 0: ")
        yield Paragraph((start, *joined(lines, "; ", "; "), Words(".")))


def _bargaining(corpus: Corpus, found: Bargaining, points: int) -> Section:
    """The trade-offs that each solution picks, out of `points`, and the cost of no deal."""
    columns = (
        Column("solution", "Solution"),
        Column("points", "Trade-off"),
        Column("largest", "Largest there"),
    )
    rows = tuple(
        Row(
            (
                Cell(text(name), str(solution)),
                Cell(text(_tied(found.picked[solution], points))),
                Cell(text(largest)),
            )
        )
        for solution, (name, largest) in SOLUTIONS.items()
    )
    names = [
        f"{party_name(corpus, party)} {cost}" for party, cost in found.disagreement.items()
    ]
    lines = [
        f"Gain: how much less than no deal, which costs {and_words(names)}.",
        "Egalitarian and utilitarian compare weights of different parties.",
    ]
    if found.worse:
        which = several(len(found.worse), "trade-off is", "trade-offs are")
        lines.append(f"{which} worse for a party than no deal, and not picked.")
    if found.without_gain:
        who = and_words([party_name(corpus, each) for each in found.without_gain])
        verb = "gains" if len(found.without_gain) == 1 else "gain"
        lines.append(f"{who} {verb} at no trade-off, and no solution regards them.")
    elif not found.worse and not found.best[Solution.NASH]:
        lines.append("At every trade-off some party gains nothing.")
    blocks: list[Block] = [Table("bargaining", "Bargaining points", columns, rows)]
    blocks += [Paragraph(text(each, tone="dim")) for each in lines]
    return Section(
        "bargaining", "Bargaining points: the trade-offs that a solution picks", tuple(blocks)
    )


def _tied(places: Sequence[int], points: int) -> str:
    """The numbers of trade-offs, out of `points`, as the table of costs has them."""
    if len(places) == points > 2:
        return "all tie"
    names = [f"{place + 1:,}" for place in places[:LISTED]]
    if len(places) > LISTED:
        names.append(f"{len(places) - LISTED:,} more")
    return and_words(names) + (" tie" if len(places) > 1 else "") if places else "none"


def _crossable(point: Point) -> set[str]:
    """The positions crossed at the costs of a point, as far as they are listed."""
    return {name for each in point.crossings for name in each}


def _cost_words(found: Frontier, point: Point, party: str) -> str:
    cost = point.costs[party]
    if found.weighted:
        return f"{cost[0]}"
    pairs = zip(cost, Strength, strict=True)
    return ", ".join(f"{count} {strength}" for count, strength in pairs if count)


def _details(question: Question, found: Frontier) -> Section:
    known = "" if found.completeness == Completeness.PROVED else "at least "
    items = tuple(_detail(question, each, known) for each in found.points)
    return Section("crossed", "Positions crossed", (Items(items, numbered=True),))


def _detail(question: Question, point: Point, known: str) -> Item:
    """Every set of positions that can be crossed at these costs."""
    lines: list[Line] = []
    for place, each in enumerate(point.crossings[:SETS]):
        if place:
            lines.append(text("or"))
        lines.extend(_crossing(question, each))
    if point.total > SETS:
        more = f"or one of {known}{point.total - SETS:,} more sets; --format json has more"
        lines.append(text(more))
    items = tuple(map(Item, lines))
    if point.total == 1:
        return Item((), items)
    return Item(text(f"one of {known}{several(point.total, 'set')}:", tone="dim"), items)


def _crossing(question: Question, crossed: Sequence[str]) -> Iterator[Line]:
    corpus, table = question.space.problem.corpus, question.context.table
    for party, mine in by_party(question, crossed).items():
        titles = "; ".join(
            f"{title_among(corpus, name, party, table)} ({corpus.positions[name].strength})"
            for name in mine
        )
        yield text(f"{party_name(corpus, party)}: {titles}")


# -- in a brief ---------------------------------------------------------------


def frontier(answers: Answers) -> Section:
    """The trade-offs as a picture and a table."""
    title = "Trade-offs (Pareto frontier)"
    return Section(f"{answers.anchor}-frontier", title, tuple(_brief(answers)))


def _brief(answers: Answers) -> Iterator[Block]:
    found, question = answers.frontier, answers.question
    chosen = bool(question.scenario.choices)
    if found is None:
        yield UNKNOWN
        return
    if found.rules_contradict:
        yield Paragraph(text(inconsistent_words(chosen=chosen)))
        return
    if _is_deal(found):
        yield Paragraph(text(no_trade_off(len(question.held), chosen=chosen)))
        return
    yield Paragraph((*_conclusion(found), Words(f" {undominated(found)} {_cost(found)}")))
    corpus = question.space.problem.corpus
    paying = _paying(corpus, found)
    if any(point.total > 1 for point in found.points):
        words = (
            "Different sets of positions can be crossed at the same cost: the table has a row"
            " for each, the picture shows the first."
        )
        yield Paragraph(text(words))
    yield _picture(answers, found, paying)
    yield _table(answers, found, paying)


def _paying(corpus: Corpus, found: Frontier) -> list[str]:
    """The parties with a crossed position, in corpus order."""
    return [
        str(party)
        for party in corpus.parties
        if any(any(point.costs.get(party, ())) for point in found.points)
    ]


def _held(answers: Answers) -> dict[str, frozenset[str]]:
    return {party: frozenset(mine) for party, mine in answers.question.parties().items()}


def _mine(answers: Answers, crossed: Sequence[str], held: Collection[str]) -> list[str]:
    """The positions that a party holds, strongest first."""
    corpus, order = answers.question.space.problem.corpus, list(Strength)
    mine = [name for name in crossed if name in held]
    return sorted(mine, key=lambda name: (order.index(corpus.positions[name].strength), name))


def _picture(answers: Answers, found: Frontier, paying: Sequence[str]) -> Picture:
    """A row for each trade-off, a column for each party, a box for each crossed position."""
    corpus = answers.question.space.problem.corpus
    points = found.points[:MOST]
    shapes: list[Shape] = []
    used: set[Strength] = set()
    left = LEFT
    held = _held(answers)
    for party in paying:
        most = max(len(_mine(answers, point.crossed, held[party])) for point in points)
        name = party_name(corpus, party)
        shapes.append(PictureText(left, TOP - 14, name, "head"))
        for row, point in enumerate(points):
            for place, each in enumerate(_mine(answers, point.crossed, held[party])):
                position = corpus.positions[each]
                used.add(position.strength)
                shapes.append(
                    Rect(
                        left + place * (BOX + GAP),
                        TOP + row * (BOX + GAP + 6),
                        BOX,
                        BOX,
                        LOOKS[position.strength],
                        f"{name}: {position.title} ({position.strength})",
                    )
                )
        left += max(most * (BOX + GAP), 9 * len(name)) + 24
    for row in range(len(points)):
        y = TOP + row * (BOX + GAP + 6)
        shapes.append(PictureText(LEFT - 14, y + BOX - 3, f"trade-off {row + 1}", anchor="end"))
        shapes.append(RuleLine(LEFT - 8, y + BOX + 5, left - 16, y + BOX + 5, "grid"))
    words = "; ".join(
        f"trade-off {place}: "
        + and_words(
            [
                f"{several(len(mine), 'position')} of {party_name(corpus, party)}"
                for party in paying
                if (mine := _mine(answers, point.crossed, held[party]))
            ]
        )
        for place, point in enumerate(points, 1)
    )
    if len(found.points) > len(points):
        words += f"; {len(found.points) - len(points):,} more are not drawn"
    return Picture(
        f"frontier-{answers.mark.lower()}",
        f"Trade-offs of draft {answers.mark}: positions crossed",
        f"Each box is a crossed position, under the party that holds it. {words}.",
        left,
        TOP + len(points) * (BOX + GAP + 6) + 4,
        tuple(shapes),
        tuple(Key(LOOKS[tier], str(tier)) for tier in Strength if tier in used),
    )


def _table(answers: Answers, found: Frontier, paying: Sequence[str]) -> Table:
    """A row for each set of positions that can be crossed at the cost of a trade-off."""
    corpus = answers.question.space.problem.corpus
    known = "" if found.completeness == Completeness.PROVED else "at least "
    apart = any(point.total > 1 for point in found.points)

    def nth(which: int, total: int) -> tuple[Cell, ...]:
        return (Cell(text(f"{which} of {known}{total:,}"), which),) if apart else ()

    held = _held(answers)

    def crossed(names: Sequence[str], party: str) -> Cell:
        mine = _mine(answers, names, held[party])
        lines = [_with_strength(answers, each, party) for each in mine]
        return Cell(joined(lines, "; ", "; ") or text("–"), ids(mine))

    rows = tuple(
        Row(
            (
                number(place),
                *nth(which, point.total),
                *(crossed(each, party) for party in paying),
            )
        )
        for place, point in enumerate(found.points, 1)
        for which, each in enumerate(point.crossings, 1)
    )
    columns = (
        Column("point", "Trade-off"),
        *((Column("set", "Set"),) if apart else ()),
        *(Column(party, f"Crossed of {party_name(corpus, party)}") for party in paying),
    )
    mark = answers.mark
    name, caption = f"frontier-{mark.lower()}", f"Trade-offs of draft {mark}"
    return Table(name, caption, columns, rows, most=MOST)


def _with_strength(answers: Answers, name: str, party: str) -> Line:
    """A position in the list of a party, with its strength."""
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    strength = corpus.positions[name].strength
    return (*owned_line(corpus, name, party, table), Words(f" ({strength})"))
