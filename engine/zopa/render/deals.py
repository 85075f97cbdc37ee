"""`deals` as text: whether, how many, what they share, and a few of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.answers.wording import amount, percent, several
from zopa.model.one_line import LONG
from zopa.render.asked import deal_lines, opening, ways_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Issue
    from zopa.questions.deals import Deals
    from zopa.questions.question import Question
    from zopa.render.asked import Page

__all__ = ["deals_text", "rules_contradict_text"]

DETAILS = " Agreements that differ only in numbers count as one."
DIGITS = " All digits with --format json."


def deals_text(question: Question, deals: Deals, page: Page, *, counted: bool) -> str:
    """The answer first, then numbers, then what the deals have in common."""
    return "\n".join([*_deals(question, deals, page, counted=counted), ""])


def rules_contradict_text(question: Question, page: Page) -> Iterator[str]:
    """That the answer is not the parties' doing."""
    if question.scenario.choices:
        conclusion = "No agreement keeps the choices of this draft: they contradict the rules."
    else:
        conclusion = "No agreement is possible: the rules contradict each other."
    yield page.style("crossed", page.line(conclusion))
    yield page.line("No position of anybody plays a part in that.")
    where = {"check {draft}": "which choices and rules clash"}
    yield from ways_on(question, page, where if question.scenario.path else {"validate": "why"})


def _deals(question: Question, deals: Deals, page: Page, *, counted: bool) -> Iterator[str]:
    yield from opening(question, page)
    if deals.rules_contradict:
        yield from rules_contradict_text(question, page)
        return
    corpus = question.space.problem.corpus
    held = several(len(question.held), "position")
    counts = "counts" if len(question.held) == 1 else "count"
    chosen = bool(question.scenario.choices)
    keep = " that keeps these choices" if chosen else ""
    total = "Coherent agreements that keep these choices" if chosen else "Coherent agreements"
    if not deals.exists:
        yield page.style("crossed", "No deal.")
        yield page.line(
            f"No coherent agreement{keep} respects all of the {held} that {counts}. Exact."
        )
        if deals.coherent is not None:
            yield page.line(f"{total}: {amount(deals.coherent)}.")
        yield from ways_on(
            question,
            page,
            {
                "conflicts {draft}": "which positions cannot hold together",
                "concessions {draft}": "who would have to move",
            },
        )
        return
    yield page.style("respected", "Deals exist.")
    if deals.count is None or deals.coherent is None:
        why = "that takes more room or time than allowed" if counted else "as asked"
        yield page.line(
            f"Some coherent agreement{keep} crosses none of the {held}. Not counted ({why})."
        )
    else:
        yield page.line(f"{total}: {amount(deals.coherent)}.")
        blanks = any(
            each.domain.type == "integer"
            for issue in corpus.issues.values()
            for term in issue.terms.values()
            for each in term.parameters.values()
        )
        yield page.line(
            f"Of these, {amount(deals.count)} {'crosses' if deals.count == 1 else 'cross'}"
            f" none of the {held} that {counts}. Exact."
            f"{DETAILS if blanks else ''}{DIGITS if deals.coherent >= LONG else ''}"
        )
    yield from _shares(question, deals, page)
    for number, each in enumerate(deals.examples, 1):
        yield ""
        yield page.style("bold", f"Example {number} of {len(deals.examples)}")
        yield from deal_lines(question, each, page)
    yield from ways_on(
        question,
        page,
        {
            "options {draft}": "what is still possible, issue by issue",
            "sweep {draft}": "whether readings, days or doubts change this",
        },
    )


def _shares(question: Question, deals: Deals, page: Page) -> Iterator[str]:
    """What the deals have in common, of the issues that the draft leaves open."""
    corpus = question.space.problem.corpus
    open_issues = [corpus.issues[issue] for issue in question.undecided]
    if not deals.shares or not open_issues:
        return
    for share, heading in ((1, "In every deal"), (0, "In no deal")):
        terms = [
            (str(issue.id), term.title)
            for issue in open_issues
            for name, term in issue.terms.items()
            if deals.shares[str(issue.id), name] == share
        ]
        if terms:
            yield ""
            yield page.style("bold", heading)
        for issue_id, title in terms:
            yield page.line(f"{issue_id}: {title}", "  ")
    differing = [each for each in open_issues if not _settled(each, deals)]
    if differing:
        yield ""
        yield page.style("bold", "Share of the deals that have each term")
    for issue in differing:
        words = ", ".join(
            f"{term} {percent(deals.shares[str(issue.id), term])}" for term in issue.terms
        )
        yield page.line(f"{issue.id}: {words}{_silent(issue, deals)}", "  ")


def _settled(issue: Issue, deals: Deals) -> bool:
    return all(deals.shares[str(issue.id), each] in {0, 1} for each in issue.terms)


def _silent(issue: Issue, deals: Deals) -> str:
    """Of an issue that takes one term, the deals that are silent on it."""
    if not issue.single:
        return ""
    rest = 1 - sum((deals.shares[str(issue.id), each] for each in issue.terms), Fraction(0))
    return f", silent {percent(rest)}" if rest else ""
