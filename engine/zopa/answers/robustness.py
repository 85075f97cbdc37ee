"""The answer to `robustness`: the number of combinations of assumptions with a deal."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.answers import (
    UNKNOWN,
    Cell,
    Column,
    Fact,
    Facts,
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
    plain,
    text,
)
from zopa.answers.frame import (
    Request,
    answer_page,
    exactness_words,
    inconsistent_page,
    inconsistent_words,
    more_words,
    with_choices,
)
from zopa.answers.lines import position_line, term_named
from zopa.answers.questions import flags
from zopa.answers.wording import (
    ROUNDED,
    about,
    and_words,
    or_words,
    party_name,
    percent,
    several,
)
from zopa.questions import Completeness
from zopa.questions.robustness import Over

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.answers import Block, Line, Page, Shape
    from zopa.questions import Question
    from zopa.questions.every import Answers
    from zopa.questions.robustness import Assumption, Counted, Flip, Forced, Robustness

__all__ = [
    "robustness_page",
    "robustness_section",
]


MOST = 10
"""Maximum number of printed assumptions; the others are counted."""
SHORT = {
    Over.READINGS: "reading",
    Over.DOUBTS: "source",
    Over.DAYS: "start date",
    Over.TABLE: "party",
    Over.WAIVERS: "waiver",
}
"""The varied assumption, for a column and a sentence."""


def robustness_page(question: Question, found: Robustness, request: Request) -> Page:
    """Combinations with a deal, then deciding assumptions, smallest flips, and positions."""
    if found.rules_contradict:
        return inconsistent_page(question, request)
    hints = {"conflicts {draft}": "list the positions that conflict"}
    if found.deal:
        hints = {"deals {draft}": "show the deals"}
    hints["sweep {draft}"] = "change one assumption at a time"
    return answer_page(
        question,
        request,
        _conclusion(question, found),
        exactness=_exactness(found, request),
        sections=(
            *_varied(found),
            *_deciding(question, found, request),
            *_flips(question, found),
            *_positions(question, found, request),
            *_forced(question, found, request),
        ),
        notes=tuple(_unknown(found)),
        hints=hints,
    )


def _conclusion(question: Question, found: Robustness) -> Line:
    keep, number = with_choices(question), len(found.assumptions)
    if not number:
        words = f"No {or_words([SHORT[each] for each in found.over] or ['assumption'])}"
        start = "A deal exists" if found.deal else "No deal exists"
        return (
            Words(start, tone="respected" if found.deal else "crossed"),
            Words(f"{keep}. {words} could be assumed otherwise."),
        )
    of = f"{_combinations(found.combinations)} of {several(number, 'assumption')}"
    if not found.at_most:
        return (Words("No deal exists", tone="crossed"), Words(f"{keep} in any of {of}."))
    if found.at_least == found.combinations:
        return (Words("A deal exists", tone="respected"), Words(f"{keep} in all {of}."))
    now = "also" if found.deal else "but not"
    return (
        Words("A deal exists", tone="respected" if found.deal else "crossed"),
        Words(f"{keep} in {_bounds(found)} of {of}, {now} under the present ones."),
    )


def _bounds(found: Robustness) -> str:
    """Number of combinations with a deal: exact, or its known bounds."""
    total, least, most = found.combinations, found.at_least, found.at_most
    if least == most:
        return _part(least, total)
    words = []
    if least:
        words.append(f"at least {_part(least, total)}")
    if most < total or not words:
        words.append(f"at most {_part(most, total)}")
    return and_words(words)


def _exactness(found: Robustness, request: Request) -> str:
    if found.completeness == Completeness.PROVED:
        return exactness_words(found.completeness, request)
    if found.flips is not None and not request.stopped:  # all conflicts are known
        return "Partial: the combinations need too much memory to be counted."
    return exactness_words(Completeness.GAVE_UP, request)


def _combinations(number: int) -> str:
    return f"{about(number)} combination{'' if number == 1 else 's'}"


def _part(number: int, total: int) -> str:
    """A part of a total, before `of`: exact if the total is exact, else a share."""
    return f"{number:,}" if total < ROUNDED or not number else percent(Fraction(number, total))


def _of(number: int, total: int) -> str:
    """A number out of a total: `24 of 48`, `12%`, or all."""
    if number == total:
        return "all"
    if not number:
        return "none"
    return f"{number:,} of {total:,}" if total < ROUNDED else _part(number, total)


# -- varied and deciding assumptions --


def _varied(found: Robustness) -> Iterator[Section]:
    """Explanation of a combination for new readers."""
    times = Counter(each.over for each in found.assumptions)
    words = [_varied_words(over, times[over]) for over in Over if times[over]]
    if words:
        line = f"A combination fixes {and_words(words)}."
        yield Section("varied", "", (Paragraph(text(line, tone="dim")),))


def _varied_words(over: Over, number: int) -> str:
    each = "" if number == 1 else "each of "
    match over:
        case Over.READINGS:
            return f"the reading of {several(number, 'position')}"
        case Over.DOUBTS:
            return f"whether {each}{several(number, 'weakly sourced position')} counts"
        case Over.DAYS:
            words = several(number, "position")
            return f"whether {each}{words} with uncertain start date counts"
        case Over.TABLE:
            return f"whether {each}{several(number, 'party', 'parties')} is at the table"
        case Over.WAIVERS:
            return f"whether {each}{several(number, 'waiver')} is applied"


def _deciding(question: Question, found: Robustness, request: Request) -> Iterator[Section]:
    """The assumptions that decide, most often first."""
    known = [each for each in found.assumptions if each.decides is not None]
    deciding = [each for each in known if each.decides]
    if not deciding:
        return
    shown = deciding if request.verbose else deciding[:MOST]
    facts = tuple(
        Fact(
            SHORT[each.over],
            (_about(question, each),),
            aside=text(_of(each.decides or 0, each.others)),
        )
        for each in shown
    )
    blocks: list[Block] = [Facts(facts)]
    hidden = len(deciding) - len(shown)
    if hidden:
        blocks.append(Paragraph(text(more_words(hidden, request))))
    rest = len(known) - len(deciding)
    if rest:
        blocks.append(Paragraph(text(_never(rest))))
    title = "What decides: combinations of the others in which it changes the answer"
    yield Section("deciding", title, tuple(blocks))


def _never(number: int) -> str:
    return f"{number:,} assumption{' never decides' if number == 1 else 's never decide'}."


def _value(question: Question, each: Assumption, value: str) -> str:
    """A value of an assumption in a few words."""
    if each.over is Over.READINGS:
        position = question.position(each.name)
        reading = next(x for name, x in position.readings.items() if name == value)
        return f"“{reading.title or reading.id}”"
    return "not at the table" if value == "away" else value.replace("-", " ")


def _unknown(found: Robustness) -> Iterator[Line]:
    if any(each.decides is None for each in found.assumptions):
        flips = "" if found.flips is not None else " and the smallest flips"
        yield text(f"Not known: what decides{flips}.")
    elif found.forced is None:
        yield text("Not known: in how many combinations each term is forced.")


def _about(question: Question, each: Assumption | Flip) -> Line:
    """The party or the position of an assumption."""
    corpus = question.space.problem.corpus
    if each.over is Over.TABLE:
        return text(party_name(corpus, each.name))
    return position_line(corpus, each.name, question.context.table)


# -- flips --


def _flips(question: Question, found: Robustness) -> Iterator[Section]:
    """The fewest changes of the present assumptions that change the answer."""
    if not found.flips:
        return
    answer = "no deal exists" if found.deal else "a deal exists"
    items = tuple(_flip(question, each) for each in found.flips)
    blocks: list[Block] = [Items(items, numbered=len(items) > 1)]
    if found.more_flips:
        blocks.append(Paragraph(text("More of this size exist.")))
    size = several(len(found.flips[0]), "change")
    title = f"Smallest flips: {size} of the present assumptions, and {answer}"
    yield Section("flips", title, tuple(blocks))


def _flip(question: Question, flip: tuple[Flip, ...]) -> Item:
    lines = [_change(question, each) for each in flip]
    note = _flags(flip)
    if len(lines) == 1:
        return Item(lines[0], note=note)
    return Item((), tuple(Item(each) for each in lines), note=note)


def _change(question: Question, change: Flip) -> Line:
    about = _about(question, change)
    if change.over is Over.READINGS:
        position = question.position(change.name)
        reading = next(x for name, x in position.readings.items() if name == change.value)
        return (*about, Words(f" is read as “{reading.title or reading.id}”"))
    words = {
        "counts": "counts",
        "left-out": "is left out",
        "waived": "is waived",
        "away": "is not at the table",
    }
    return (*about, Words(f" {words[change.value]}"))


def _flags(flip: tuple[Flip, ...]) -> Line:
    """The changes as flags of a command, if flags can express all of them."""
    readings = {each.name: each.value for each in flip if each.over is Over.READINGS}
    waived = [each.name for each in flip if each.value in {"left-out", "waived"}]
    if len(readings) + len(waived) < len(flip):
        return ()
    return text(flags(readings=readings, waive=waived).strip(), tone="dim")


# -- positions --


def _positions(question: Question, found: Robustness, request: Request) -> Iterator[Section]:
    """The positions that the draft crosses in some combination; all on request."""
    shown = [each for each in found.positions if each.crossed or request.verbose]
    if not shown:
        return
    columns = (
        Column("position", ""),
        Column("counts", "Counts"),
        Column("crossed", "Crossed"),
    )
    rows = tuple(_row(question, found, each) for each in shown)
    title = "Positions, and in how many combinations"
    if not request.verbose:
        who = "the draft crosses" if question.scenario.choices else "the rules cross"
        title = f"Positions that {who}, and in how many combinations"
    yield Section("positions", title, (Table("positions", title, columns, rows),))


def _row(question: Question, found: Robustness, each: Counted) -> Row:
    corpus, table = question.space.problem.corpus, question.context.table
    return Row(
        (
            Cell(position_line(corpus, each.name, table), each.name),
            Cell(text(_of(each.counts, found.combinations)), each.counts),
            Cell(text(_of(each.crossed, found.combinations)), each.crossed),
        )
    )


# -- terms --


def _forced(question: Question, found: Robustness, request: Request) -> Iterator[Section]:
    """The terms that every deal of some combination has."""
    if not found.forced:
        return
    shown = found.forced if request.verbose else found.forced[:MOST]
    columns = (Column("term", ""), Column("forced", "Forced"))
    rows = tuple(_forced_row(question, found, each) for each in shown)
    title = "Terms that every deal has, in how many of the combinations with a deal"
    blocks: list[Block] = [Table("forced", title, columns, rows)]
    if len(shown) < len(found.forced):
        blocks.append(Paragraph(text(more_words(len(found.forced) - len(shown), request))))
    yield Section("forced", title, tuple(blocks))


def _forced_row(question: Question, found: Robustness, each: Forced) -> Row:
    corpus = question.space.problem.corpus
    words = term_named(corpus, each.issue, each.term)
    return Row(
        (
            Cell(text(words), f"{each.issue}/{each.term}"),
            Cell(text(_of(each.forced, found.at_least)), each.forced),
        )
    )


# -- in a brief ---------------------------------------------------------------


def robustness_section(answers: Answers) -> Section:
    """Deciding assumptions as a picture and a table; smallest flips, positions and terms."""
    anchor, found, question = (
        f"{answers.anchor}-robustness",
        answers.robustness,
        answers.question,
    )
    title = "Robustness: all combinations of assumptions"
    if found is None:
        return Section(anchor, title, (UNKNOWN,))
    if found.rules_contradict:
        words = inconsistent_words(chosen=bool(question.scenario.choices))
        return Section(anchor, title, (Paragraph(text(words)),))
    request = Request(answers.seconds)
    parts = (
        *_flips(question, found),
        *_positions(question, found, request),
        *_forced(question, found, Request(answers.seconds, verbose=True)),
    )
    return Section(
        anchor,
        title,
        tuple(_brief(answers, found)),
        tuple(_of_draft(answers, anchor, each) for each in parts),
    )


def _of_draft(answers: Answers, anchor: str, section: Section) -> Section:
    """A part of the page with names that are unique to this draft."""
    name = f"robustness-{section.anchor}-{answers.mark.lower()}"
    blocks = tuple(
        dataclasses.replace(x, name=name, most=MOST, columns=_titled(x))
        if isinstance(x, Table)
        else x
        for x in section.blocks
    )
    return dataclasses.replace(section, anchor=f"{anchor}-{section.anchor}", blocks=blocks)


def _titled(table: Table) -> tuple[Column, ...]:
    """The columns, the first with a title, as its cells have no context on a terminal."""
    first, *others = table.columns
    return dataclasses.replace(first, title=first.key.capitalize()), *others


def _brief(answers: Answers, found: Robustness) -> Iterator[Block]:
    question, mark = answers.question, answers.mark
    yield Paragraph(_conclusion(question, found))
    for section in _varied(found):
        yield from section.blocks
    deciding = [each for each in found.assumptions if each.decides]
    shown = [
        TornadoBar(
            each,
            (*_about(question, each), Words(f" ({SHORT[each.over]})")),
            [_value(question, each, x) for x in each.values],
        )
        for each in deciding
    ]
    drawn = tornado(found, shown, mark)
    if drawn is not None:
        yield drawn
    rest = [each for each in found.assumptions if each.decides == 0]
    if rest:
        yield Paragraph(text(_never(len(rest))))
    for each in _unknown(found):
        yield Paragraph(each)
    if not found.assumptions:
        return
    columns = (
        Column("assumption", "Assumption"),
        Column("over", "What of it"),
        Column("decides", "Decides"),
        Column("deals", "With a deal", look="wide"),
    )
    rows = tuple(_assumption_row(question, each) for each in found.assumptions)
    caption = (
        f"Assumptions of draft {mark}, and in how many combinations of the others each decides"
    )
    name = f"robustness-{mark.lower()}"
    yield Table(name, caption, columns, rows, most=MOST * 2, folded=True)


def _assumption_row(question: Question, each: Assumption) -> Row:
    deals = zip(each.values, each.deals or (), strict=False)
    words = "; ".join(
        f"{_value(question, each, value)}: {_of(number, each.others)}"
        for value, number in deals
    )
    decides = "unknown" if each.decides is None else _of(each.decides, each.others)
    return Row(
        (
            Cell(_about(question, each), each.name),
            Cell(text(SHORT[each.over]), str(each.over)),
            Cell(text(decides), each.decides),
            Cell(
                text(words or "unknown"),
                ids(
                    f"{value}={x}"
                    for value, x in zip(each.values, each.deals or (), strict=False)
                ),
            ),
        )
    )


# -- tornado chart: how far each assumption moves the share of deals ----------


MOST_BARS = 12
"""Maximum number of assumptions in the picture."""
LONGEST = 72
"""Maximum letters of the label of a bar; the table beside it has the full text."""
LEFT, WIDTH, ROW, TOP = 20, 560, 40, 30


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """An assumption, and words for it."""

    assumption: Assumption
    about: Line
    values: Sequence[str]
    """In the order of its values."""


def tornado(found: Robustness, shown: Sequence[TornadoBar], mark: str) -> Picture | None:
    """A bar for each assumption, from its value with the fewest deals to that with the most.

    Args:
        found: the answer.
        shown: the assumptions, those that decide most often first.
        mark: the draft's letter.
    """
    rows = [each for each in shown if each.assumption.deals][:MOST_BARS]
    if not rows or not found.combinations:
        return None
    now = Fraction(found.at_least, found.combinations)
    height = TOP + ROW * len(rows)
    shapes: list[Shape] = [
        PictureText(_x(Fraction(tenth, 10)), TOP - 12, f"{tenth * 10}%", "small", "middle")
        for tenth in range(0, 11, 2)
    ]
    shapes += [
        RuleLine(_x(Fraction(tenth, 10)), TOP - 8, _x(Fraction(tenth, 10)), height, "grid")
        for tenth in range(0, 11, 2)
    ]
    told = []
    for row, bar in enumerate(rows):
        each = bar.assumption
        shares = [Fraction(deals, each.others) for deals in each.deals or ()]
        least, most = min(shares), max(shares)
        y = TOP + row * ROW
        ends = [bar.values[shares.index(share)] for share in (least, most)]
        about = plain(bar.about)
        words = f"{about}: {_share(least)} with {ends[0]}, {_share(most)} with {ends[1]}"
        told.append(words)
        short = about if len(about) <= LONGEST else f"{about[: LONGEST - 1].rstrip()}…"
        span = f"{short}: {_share(least)} to {_share(most)}"
        shapes.append(PictureText(LEFT, y + 14, span, "value"))
        wide = max(float(most - least) * WIDTH, 1.5)
        shapes.append(Rect(_x(least), y + 19, wide, 12, "fill-0", words))
    shapes.append(RuleLine(_x(now), TOP - 8, _x(now), height, "tick"))
    return Picture(
        f"robustness-{mark.lower()}",
        f"What decides draft {mark}: share of combinations with a deal",
        f"A deal exists in {_share(now)} of all combinations. {'; '.join(told)}.",
        LEFT * 2 + WIDTH + 20,
        height + 6,
        tuple(shapes),
        (Key("fill-0", "share of deals, by the value of one assumption"),),
    )


def _share(share: Fraction) -> str:
    return f"{int(share) * 100}%" if share in {0, 1} else percent(share)


def _x(share: Fraction) -> float:
    return LEFT + float(share) * WIDTH
