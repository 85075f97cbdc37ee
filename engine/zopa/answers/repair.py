"""The answer to `repair`: the choices to change so that a draft becomes a deal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.answers import (
    UNKNOWN,
    Cell,
    Column,
    Fact,
    Facts,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    anchor,
    joined,
    number,
    plain,
    text,
)
from zopa.answers.frame import (
    answer_page,
    broken_rules,
    exactness_words,
    example_items,
    inconsistent_page,
    left_out,
)
from zopa.answers.lines import (
    all_positions,
    choice_before,
    choice_cell,
    issue_name,
    issues_left_open,
    open_issues,
    owned_line,
)
from zopa.answers.wording import and_words, party_name, several
from zopa.questions import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.answers import Block, Line, Page, Tone
    from zopa.answers.frame import Request
    from zopa.model.corpus import Corpus, Scenario
    from zopa.questions import Question
    from zopa.questions.every import Answers
    from zopa.questions.repair import Change, Price, Relaxed, Repairs

__all__ = [
    "change_of",
    "change_words",
    "conclusion",
    "nearest_words",
    "price_facts",
    "relaxed_words",
    "repair_page",
    "repairs",
]


def repair_page(question: Question, repairs: Repairs, request: Request) -> Page:
    """The nearest deals, each as its changes and their effects on positions.

    Args:
        question: the question.
        repairs: the answer.
        request: options of the request.
    """
    keep = sorted(request.keep)
    if repairs.rules_contradict and not keep:
        return inconsistent_page(question, request)
    notes = []
    if repairs.distance is None:
        sections = [
            *broken_rules(question),
            *(() if repairs.relaxed is None else _relaxed(question, repairs.relaxed, request)),
        ]
        shown = None if repairs.relaxed is None else repairs.relaxed.nearest
        exactness = "Exact."
    else:
        ways = (
            each if each.title else replace(each, title="Changes")
            for each in _ways(question, repairs)
        )
        sections = [*broken_rules(question), *ways]
        shown = repairs
        exactness = _exactness(repairs, request)
    if shown is not None and len(shown.repairs) < shown.total:
        notes.append(text("--limit N shows more ways."))
    return answer_page(
        question,
        request,
        _conclusion(question, repairs, keep),
        sections=sections,
        notes=notes,
        exactness=exactness,
        hints=_hints(question, repairs, keep, request.flags),
    )


def _hints(
    question: Question, repairs: Repairs, keep: Sequence[str], flags: str
) -> Mapping[str, str]:
    free = flags
    flags += "".join(f" --keep {each}" for each in keep)
    if repairs.distance:
        return {
            f"repair {{draft}}{flags} --keep ISSUE": "list the nearest that keep a choice",
            "check {draft}": "show which positions the draft crosses",
        }
    if repairs.distance == 0:
        if open_issues(question) and repairs.repairs:
            return {"options {draft}": "list the terms that are still possible"}
        return {}
    hints = {}
    if keep:
        hints[f"repair {{draft}}{free}"] = "ask with every choice free to change"
    if repairs.relaxed is not None:
        hints[f"repair {{draft}}{flags} --waive POSITION"] = "ask with a position waived"
    if len(hints) < 2 and not repairs.rules_contradict:
        hints["concessions {nothing}"] = "list the positions to drop for a deal"
    return hints


def _exactness(repairs: Repairs, request: Request) -> str:
    """Exactness of the nearest deals; they are counted one by one up to a limit."""
    if repairs.completeness == Completeness.AT_LEAST and not request.stopped:
        return f"Partial ({repairs.total:,} counted): the deals listed are nearest."
    return exactness_words(repairs.completeness, request)


# -- in one sentence ----------------------------------------------------------


def _conclusion(question: Question, repairs: Repairs, keep: Sequence[str] = ()) -> Line:
    corpus, scenario = question.space.problem.corpus, question.scenario
    return conclusion(corpus, scenario, repairs, keep, held=len(question.held))


def conclusion(
    corpus: Corpus, scenario: Scenario, repairs: Repairs, keep: Sequence[str] = (), *, held: int
) -> Line:
    """The changes that a deal needs.

    Args:
        corpus: the terms.
        scenario: the draft of the question.
        repairs: the answer.
        keep: issues whose choices stay.
        held: how many positions count.
    """
    kept = and_words([issue_name(corpus, each) for each in keep])
    if repairs.distance is not None:
        which = f" keeping {kept}" if kept else ""
        return nearest_words(corpus, scenario, repairs, which)
    if repairs.rules_contradict:
        what = "the rules contradict each other"
        if kept:
            what = f"the rules exclude the choice on {kept}"
        if len(keep) > 1:
            what = f"the rules exclude the choices on {kept} together"
        words = f": {what}, whatever the positions."
        return (Words("Inconsistent", tone="crossed"), Words(words))
    that, other = (f" that keeps {kept}", "other ") if kept else ("", "")
    words = f"{that}, even if every {other}choice changes: no agreement respects"
    return (Words("No deal", tone="crossed"), Words(f"{words} {all_positions(held)}."))


def nearest_words(
    corpus: Corpus, scenario: Scenario, repairs: Repairs, which: str = ""
) -> Line:
    """The number of choices that the nearest deals change, and the number of ways.

    Args:
        corpus: the terms.
        scenario: the draft of the question.
        repairs: some nearest deals.
        which: the deals to which they are compared, after a space.
    """
    if repairs.distance == 0:
        words = f"{which}: the draft is a deal."
        if issues_left_open(corpus, scenario):
            words = f"{which}: the draft can be completed to a deal."
        return (Words("No change needed", tone="respected"), Words(words))
    moved = " Numbers change as little as possible." if repairs.moved is not None else ""
    words = f"{which}: {change_of(scenario, repairs)}.{moved}"
    return (Words(f"Nearest deal{'s' if repairs.total > 1 else ''}"), Words(words))


def change_of(scenario: Scenario, repairs: Repairs) -> str:
    """The number of changed choices: `change 1 of 15 choices (2 ways)`."""
    if not repairs.distance:
        return "no change needed"
    decided = several(len(scenario.choices), "choice")
    least = "" if repairs.completeness == Completeness.PROVED else "at least "
    ways = f"{least}{several(repairs.total, 'way')}"
    if len(repairs.repairs) < repairs.total:
        ways += f", {len(repairs.repairs)} shown"
    return f"change {repairs.distance} of {decided} ({ways})"


def relaxed_words(corpus: Corpus, scenario: Scenario, relaxed: Relaxed) -> Line:
    """The changes needed if some positions are left out so that a deal exists."""
    which = f" without {_these(relaxed)}"
    return nearest_words(corpus, scenario, relaxed.nearest, which)


def _these(relaxed: Relaxed) -> str:
    many = len(relaxed.crossed) + len(relaxed.contended)
    return f"these {many} positions" if many > 1 else "this position"


def change_words(corpus: Corpus, change: Change, arrow: str = "→") -> str:
    """A change: the present choice, and that of the deal."""
    before, after = (choice_before(corpus, each) for each in (change.before, change.after))
    return f"{before} {arrow} {after}"


# -- the ways -----------------------------------------------------------------


def _relaxed(question: Question, relaxed: Relaxed, request: Request) -> Iterator[Section]:
    """The nearest deals if some positions are left out."""
    groups = _groups(relaxed)
    title = f"The nearest deals leave {_these(relaxed)} out"
    yield Section("left-out", title, (left_out(question, groups),))
    corpus, scenario = question.space.problem.corpus, question.scenario
    words = plain(nearest_words(corpus, scenario, relaxed.nearest, " without them"))
    title = f"{words} {_exactness(relaxed.nearest, request)}"
    ways = tuple(_ways(question, relaxed.nearest, {*relaxed.crossed, *relaxed.contended}))
    blocks = tuple(block for each in ways if not each.title for block in each.blocks)
    named = tuple(each for each in ways if each.title)
    yield Section("nearest", title, blocks, named)


def _groups(relaxed: Relaxed) -> Sequence[tuple[str, Sequence[str]]]:
    return (("always crossed", relaxed.crossed), ("in conflict", relaxed.contended))


def _ways(
    question: Question, repairs: Repairs, aside: AbstractSet[str] = frozenset()
) -> Iterator[Section]:
    """The common part of all ways, then each way; if nothing changes, an example of a deal.

    A single way has no title.
    """
    corpus, table = question.space.problem.corpus, question.context.table
    shown = repairs.repairs
    if repairs.distance == 0:
        if aside:
            prices = price_facts(corpus, table, shown[0].prices, aside)
            if prices.facts:
                yield Section("prices", "", (prices,))
        elif open_issues(question) and shown:
            example = example_items(question, shown[0].deal)
            yield Section("example", "Example of such a deal", (example,))
        return
    if repairs.total == 1:
        yield from _way(
            question, "", shown[0].changes, price_facts(corpus, table, shown[0].prices, aside)
        )
        return
    every = [_effects(each.prices, aside) for each in shown]
    common = [each for each in every[0] if all(each in one for one in every)]
    proved = repairs.completeness == Completeness.PROVED
    all_ways = "In every way" if proved else "In every way found"
    if len(shown) == repairs.total and proved:
        facts = _effect_facts(corpus, table, common)
        yield from _way(question, all_ways, repairs.common, facts)
    else:
        yield from _way(question, all_ways, repairs.common, Facts(()))
        yield from _way(
            question, "In every way shown", (), _effect_facts(corpus, table, common)
        )
    for place, (each, effects) in enumerate(zip(shown, every, strict=True), 1):
        rest = [change for change in each.changes if change not in repairs.common]
        facts = _effect_facts(corpus, table, [x for x in effects if x not in common])
        yield from _way(question, f"Way {place}", rest, facts)


def _way(
    question: Question, title: str, changes: Iterable[Change], effects: Facts
) -> Iterator[Section]:
    corpus = question.space.problem.corpus
    facts = tuple(
        Fact(issue_name(corpus, each.issue), (text(change_words(corpus, each)),))
        for each in changes
    )
    blocks: list[Block] = [each for each in (Facts(facts), effects) if each.facts]
    if blocks:
        yield Section("way", title, tuple(blocks))


# -- effects on positions -----------------------------------------------------

Effect = tuple[int, str, str]
"""Meaning, party and position of an effect."""
MEANINGS: tuple[tuple[str, Tone], ...] = (
    ("now respected", "respected"),
    ("now open", "open"),
    ("now crossed, left out", "waived"),
    ("now crossed, does not count", "waived"),
)


def _effects(prices: Mapping[str, Price], aside: AbstractSet[str]) -> list[Effect]:
    found = []
    for party, price in prices.items():
        left = [each for each in price.crossed if each in aside]
        others = [each for each in price.crossed if each not in aside]
        for place, names in enumerate((price.relieved, price.open, left, others)):
            found += [(place, party, each) for each in names]
    return found


def price_facts(
    corpus: Corpus,
    table: Iterable[str],
    prices: Mapping[str, Price],
    aside: AbstractSet[str] = frozenset(),
) -> Facts:
    """The effects of a nearest deal on positions, by meaning and by party.

    Args:
        corpus: the terms.
        table: the parties at the table.
        prices: the effects on each party's positions.
        aside: the positions that are left out.
    """
    return _effect_facts(corpus, table, _effects(prices, aside))


def _effect_facts(corpus: Corpus, table: Iterable[str], effects: Iterable[Effect]) -> Facts:
    lines: dict[int, dict[str, list[Line]]] = {}
    for place, party, name in effects:
        mine = lines.setdefault(place, {}).setdefault(party, [])
        mine.append(owned_line(corpus, name, party, table))
    return Facts(
        tuple(
            Fact(
                MEANINGS[place][0],
                tuple(
                    (Words(f"{party_name(corpus, party)}: "), *joined(mine, "; ", "; "))
                    for party, mine in lines[place].items()
                ),
                tone=MEANINGS[place][1],
            )
            for place in sorted(lines)
        )
    )


# -- in a brief ---------------------------------------------------------------


def repairs(answers: Answers) -> Section:
    """The nearest deals, with a table of their changes."""
    return Section(f"{answers.anchor}-repair", "Nearest deals", tuple(_repairs(answers)))


def _repairs(answers: Answers) -> Iterator[Block]:
    found, question = answers.repairs, answers.question
    if found is None or found.completeness == Completeness.GAVE_UP:
        yield UNKNOWN
        return
    if found.rules_contradict:
        yield Paragraph(text("The rules contradict each other: no agreement is possible."))
        return
    corpus = question.space.problem.corpus
    yield Paragraph(_conclusion(question, found))
    if found.distance is not None:
        yield from _changes(answers, found, frozenset())
    elif found.relaxed is not None:
        relaxed = found.relaxed
        yield Paragraph(text(f"What follows leaves {_these(relaxed)} out:"))
        yield left_out(question, _groups(relaxed))
        yield Paragraph(relaxed_words(corpus, question.scenario, relaxed))
        aside = {*relaxed.crossed, *relaxed.contended}
        yield from _changes(answers, relaxed.nearest, aside)


def _changes(answers: Answers, found: Repairs, aside: AbstractSet[str]) -> Iterator[Block]:
    if found.distance:
        yield _table(answers, found, aside)
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    if found.distance or aside:
        items = tuple(
            Item(text(f"Deal {place}"), facts=facts.facts)
            for place, each in enumerate(found.repairs, 1)
            for facts in [price_facts(corpus, table, each.prices, aside)]
            if facts.facts
        )
        if items:
            yield Paragraph(text("Effects on positions:"))
            yield Items(items)


def _table(answers: Answers, found: Repairs, aside: AbstractSet[str]) -> Table:
    corpus = answers.question.space.problem.corpus
    rows = tuple(
        Row(
            (
                number(place),
                Cell(text(corpus.issues[change.issue].question), change.issue),
                choice_cell(
                    corpus,
                    "from",
                    change.before,
                    text(
                        choice_before(corpus, change.before),
                        anchor(f"{answers.anchor}-choice", change.issue),
                    ),
                ),
                choice_cell(
                    corpus, "to", change.after, text(choice_before(corpus, change.after))
                ),
            )
        )
        for place, each in enumerate(found.repairs, 1)
        for change in each.changes
    )
    columns = (
        Column("deal", "Deal"),
        Column("issue", "Issue"),
        Column("from", "From"),
        Column("to", "To"),
    )
    mark = answers.mark
    name, title = f"repairs-{mark.lower()}", f"Deals near draft {mark}"
    if aside:
        name, title = f"relaxed-{mark.lower()}", f"{title}, positions left out"
    return Table(name, title, columns, rows)
