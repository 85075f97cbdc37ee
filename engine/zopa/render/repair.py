"""`repair` as text: what to change so that a draft becomes a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.render.asked import (
    deal_lines,
    exactly,
    kept_words,
    open_issues,
    opening,
    party_name,
    picked_words,
    several,
    title_among,
    ways_on,
)
from zopa.render.check import choice_words
from zopa.render.deals import rules_contradict_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.question import Question
    from zopa.render.asked import Page
    from zopa.render.style import StyleName
    from zopa.repair import Change, Price, Repair, Repairs

__all__ = ["repair_text"]

MEANINGS: tuple[tuple[str, StyleName], ...] = (
    ("respected now", "respected"),
    ("crossed, and not held", "waived"),
)


def repair_text(
    question: Question, repairs: Repairs, page: Page, *, keep: Sequence[str] = ()
) -> str:
    """The nearest deals, each as the changes that lead to it."""
    return "\n".join([*_repairs(question, repairs, page, keep), ""])


def _repairs(
    question: Question, repairs: Repairs, page: Page, keep: Sequence[str]
) -> Iterator[str]:
    yield from opening(question, page)
    match repairs.distance:
        case None:
            yield from _none(question, repairs, page, kept_words(sorted(keep)))
        case 0:
            yield from _nothing(question, repairs, page)
        case _:
            yield from _nearest(question, repairs, page)


def _none(question: Question, repairs: Repairs, page: Page, keep: str) -> Iterator[str]:
    if repairs.rules_contradict and not keep:
        yield from rules_contradict_text(question, page)
        return
    if repairs.rules_contradict:
        yield page.style("crossed", page.line(f"Nothing coherent keeps {keep}."))
        yield page.line(
            "The rules do not allow it: no position of anybody plays a part in that."
        )
        return
    kept = f" that keeps {keep}" if keep else ""
    held = several(len(question.held), "position")
    yield page.style("crossed", page.line(f"No repair: there is no deal{kept}."))
    yield page.line(
        f"Whatever else the draft changes, no coherent agreement{kept} respects all of the"
        f" {held} that count. Exact."
    )
    ways = {"concessions": "who would have to move, whatever is agreed"}
    if keep:
        ways = {"repair {draft}": "the same with every choice free to change"} | ways
    yield from ways_on(question, page, ways)


def _nothing(question: Question, repairs: Repairs, page: Page) -> Iterator[str]:
    unsettled = bool(open_issues(question))
    how = "can be completed to" if unsettled else "is"
    held = several(len(question.held), "position")
    yield page.style("respected", "Nothing has to change.")
    yield page.line(f"The draft {how} a deal that respects all of the {held}. Exact.")
    if unsettled and repairs.repairs:
        yield ""
        yield page.style("bold", "One such completion")
        yield from deal_lines(question, repairs.repairs[0].deal, page)
        ways = {"options {draft}": "what is still possible, issue by issue"}
        yield from ways_on(question, page, ways)


def _nearest(question: Question, repairs: Repairs, page: Page) -> Iterator[str]:
    yield page.style("bold", f"The nearest deals change {_changing(question, repairs)}.")
    shown_of = (
        ""
        if len(repairs.repairs) == repairs.total
        else f" {len(repairs.repairs)} are shown; --limit N shows more."
    )
    ways_number = several(repairs.total, "way")
    yield page.line(
        f"There {'is' if repairs.total == 1 else 'are'} {ways_number} to do that.{shown_of}"
        f" {exactly(repairs.completeness, page)}"
    )
    common = _common(repairs.repairs)
    alike = all(each.prices == repairs.repairs[0].prices for each in repairs.repairs)
    if common:
        yield ""
        yield page.style("bold", "What all of these change")
        for change in common:
            yield from _change(question, change, page)
        if alike:
            yield from _prices(question, repairs.repairs[0].prices, page)
    for number, each in enumerate(repairs.repairs, 1):
        rest = [change for change in each.changes if change not in common]
        prices = {} if common and alike else each.prices
        if rest or prices:
            yield ""
            also = " also changes" if common else ""
            yield page.style("bold", f"Repair {number}{also}")
        for change in rest:
            yield from _change(question, change, page)
        yield from _prices(question, prices, page)
    yield from ways_on(
        question,
        page,
        {
            "repair {draft} --keep ISSUE": "the nearest deals that keep a choice",
            "check {draft}": "which choices cross whose lines",
        },
    )


def _changing(question: Question, repairs: Repairs) -> str:
    decided = len(question.facts)
    return f"{repairs.distance} of the {several(decided, 'issue')} decided"


def _common(repairs: Sequence[Repair]) -> list[Change]:
    """The changes that several repairs have alike."""
    if len(repairs) < 2:
        return []
    first, *others = repairs
    return [each for each in first.changes if all(each in other.changes for other in others)]


def _change(question: Question, change: Change, page: Page) -> Iterator[str]:
    before = choice_words(question.space.problem.corpus, change.before).partition(": ")[2]
    yield page.line(change.issue, "  ")
    yield page.entry("from", before, "    ")
    yield page.entry("to", picked_words(question, change.issue, change.after.picks), "    ")


def _prices(question: Question, prices: Mapping[str, Price], page: Page) -> Iterator[str]:
    corpus = question.space.problem.corpus
    for means, style in MEANINGS:
        for party, price in prices.items():
            names = price.relieved if style == "respected" else price.crossed
            if names:
                table = question.context.table
                titles = "; ".join(title_among(corpus, x, party, table) for x in names)
                text = f"{means}, {party_name(corpus, party)}: {titles}"
                yield page.style(style, page.line(text, "  "))
