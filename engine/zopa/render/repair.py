"""`repair` as text: what to change so that a draft becomes a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.wording import (
    by_party,
    choice_words,
    kept_words,
    open_issues,
    party_name,
    several,
    title_among,
)
from zopa.questions.question import Completeness
from zopa.render.asked import deal_lines, exactly, opening, ways_on
from zopa.render.deals import rules_contradict_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.model.corpus import Choice
    from zopa.questions.question import Question
    from zopa.questions.repair import Change, Price, Relaxed, Repairs
    from zopa.render.asked import Page
    from zopa.writers.style import StyleName

__all__ = ["repair_text"]


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
            yield from _none(question, repairs, page, sorted(keep))
        case 0:
            yield from _nothing(question, repairs, page)
        case _:
            yield from _nearest(question, repairs, page, sorted(keep))


def _kept(keep: Sequence[str]) -> str:
    """The flags that keep these choices."""
    return "".join(f" --keep {each}" for each in keep)


def _none(
    question: Question, repairs: Repairs, page: Page, issues: Sequence[str]
) -> Iterator[str]:
    keep = kept_words(issues)
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
    ways = {"concessions {nothing}": "who would have to move, whatever is agreed"}
    if keep:
        ways = {"repair {draft}": "the same with every choice free to change"} | ways
    if repairs.relaxed is not None:
        yield from _relaxed(question, repairs.relaxed, page)
        waive = f"repair {{draft}}{_kept(issues)} --waive POSITION"
        ways = {waive: "the same with a line of your choice waived"} | ways
    yield from ways_on(question, page, ways)


def _relaxed(question: Question, relaxed: Relaxed, page: Page) -> Iterator[str]:
    """The nearest deals of the world in which there are some."""
    yield ""
    yield page.line(
        "What follows is for a world in which these positions are set aside, whatever the"
        " draft chooses:"
    )
    corpus, table = question.space.problem.corpus, question.context.table
    for names, why in (
        (relaxed.crossed, "that cannot be respected at all"),
        (relaxed.contended, "in a conflict with others"),
    ):
        if names:
            yield page.style("waived", page.line(f"w {several(len(names), 'position')} {why}"))
        for party, mine in by_party(question, names).items():
            titles = "; ".join(title_among(corpus, each, party, table) for each in mine)
            yield page.line(f"{party_name(corpus, party)}: {titles}", "    ")
    yield ""
    aside = {*relaxed.crossed, *relaxed.contended}
    if relaxed.nearest.distance == 0:
        yield page.style("bold", page.line("With these set aside nothing has to change."))
        yield page.line(exactly(relaxed.nearest.completeness, page))
        yield from _prices(question, relaxed.nearest.repairs[0].prices, page, aside)
        return
    yield from _listed(question, relaxed.nearest, page, aside)


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


def _nearest(
    question: Question, repairs: Repairs, page: Page, keep: Sequence[str]
) -> Iterator[str]:
    yield from _listed(question, repairs, page, frozenset())
    another = f"repair {{draft}}{_kept(keep)} --keep ISSUE"
    ways = {
        another: "the nearest deals that keep a choice",
        "check {draft}": "which choices cross whose lines",
    }
    yield from ways_on(question, page, ways)


def _listed(
    question: Question, repairs: Repairs, page: Page, aside: AbstractSet[str]
) -> Iterator[str]:
    """The nearest deals: what all of them change first, then what each does besides."""
    yield page.style("bold", f"The nearest deals change {_changing(question, repairs)}.")
    yield page.line(_how_many(repairs, page))
    shown = repairs.repairs
    common = repairs.common if repairs.total > 1 else ()
    alike = len(shown) == repairs.total and all(
        each.prices == shown[0].prices for each in shown
    )
    if common:
        proved = repairs.completeness == Completeness.PROVED
        yield ""
        yield page.style(
            "bold", f"What all of these change{'' if proved else ', as far as was looked'}"
        )
        for change in common:
            yield from _change(question, change, page)
        if alike:
            yield from _prices(question, shown[0].prices, page, aside)
    for number, each in enumerate(shown, 1):
        rest = [change for change in each.changes if change not in common]
        prices = {} if common and alike else each.prices
        if rest or prices:
            yield ""
            also = " also changes" if common else ""
            yield page.style("bold", f"Repair {number}{also}")
        for change in rest:
            yield from _change(question, change, page)
        yield from _prices(question, prices, page, aside)


def _how_many(repairs: Repairs, page: Page) -> str:
    """How many nearest deals there are, and how many of them are shown."""
    proved = repairs.completeness == Completeness.PROVED
    numbers = "" if repairs.moved is None else " and move numbers as little as can be"
    are = "is" if repairs.total == 1 else "are"
    ways = f"{'' if proved else 'at least '}{several(repairs.total, 'way')}"
    found = [f"There {are} {ways} to do that{numbers}."]
    if len(repairs.repairs) < repairs.total:
        found.append(f"{len(repairs.repairs)} are shown; --limit N shows more.")
    if repairs.completeness == Completeness.AT_LEAST and not page.stopped:
        found.append("Each is proved to be nearest; no more were counted.")
    else:
        found.append(exactly(repairs.completeness, page))
    return " ".join(found)


def _changing(question: Question, repairs: Repairs) -> str:
    decided = len(question.facts)
    return f"{repairs.distance} of the {several(decided, 'issue')} decided"


def _change(question: Question, change: Change, page: Page) -> Iterator[str]:
    yield page.line(change.issue, "  ")
    yield page.entry("from", _words(question, change.before), "    ")
    yield page.entry("to", _words(question, change.after), "    ")


def _words(question: Question, choice: Choice) -> str:
    return choice_words(question.space.problem.corpus, choice).partition(": ")[2]


def _prices(
    question: Question, prices: Mapping[str, Price], page: Page, aside: AbstractSet[str]
) -> Iterator[str]:
    corpus, table = question.space.problem.corpus, question.context.table
    for means, style, names_of in _meanings(aside):
        for party, price in prices.items():
            if names := names_of(price):
                titles = "; ".join(title_among(corpus, x, party, table) for x in names)
                text = f"{means}, {party_name(corpus, party)}: {titles}"
                yield page.style(style, page.line(text, "  "))


def _meanings(
    aside: AbstractSet[str],
) -> Sequence[tuple[str, StyleName, Callable[[Price], Sequence[str]]]]:
    """What the repaired draft means for positions: in words, and for which of a price."""
    return (
        ("respected now", "respected", lambda price: price.relieved),
        ("open now", "open", lambda price: price.open),
        (
            "crossed, set aside",
            "waived",
            lambda price: [x for x in price.crossed if x in aside],
        ),
        (
            "crossed, and not held",
            "waived",
            lambda price: [x for x in price.crossed if x not in aside],
        ),
    )
