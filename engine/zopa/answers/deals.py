"""The answer to `deals`: existence and number of deals, their terms and examples."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.answers import Fact, Facts, Item, Items, Paragraph, Section, Words, text
from zopa.answers.frame import answer_page, example_items, inconsistent_page, with_choices
from zopa.answers.lines import (
    all_positions,
    issue_name,
    open_issues,
    picked_words,
    term_name,
    term_words,
)
from zopa.answers.wording import ROUNDED, about, percent, several
from zopa.model.corpus import SILENT
from zopa.questions.deals import ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zopa.answers import Block, Line, Page
    from zopa.answers.frame import Request
    from zopa.model.corpus import Corpus, Issue
    from zopa.model.evaluate import Complete
    from zopa.questions import Question
    from zopa.questions.deals import Deals

__all__ = ["conclusion", "deals_page", "in_short"]

SCREEN = 12
"""Maximum number of issues listed one by one; with more, shares and examples are short."""


def deals_page(question: Question, deals: Deals, request: Request) -> Page:
    """The conclusion with the numbers, the terms that deals share, and some deals in full.

    Args:
        question: the question.
        deals: the answer.
        request: options of the request.
    """
    if deals.rules_contradict:
        return inconsistent_page(question, request)
    hints = {
        "conflicts {draft}": "list the minimal conflicts",
        "concessions {draft}": "list the positions to drop for a deal",
    }
    if deals.exists:
        hints = {
            "options {draft}": "list the terms that are still possible",
            "sweep {draft}": "test other readings, dates and sources",
        }
        if not question.scenario.path:
            del hints["options {draft}"]
    uncounted = deals.coherent is None
    exactness = "Exact."
    if uncounted and request.counted and deals.exists:
        why = f"time limit {request.seconds:g} s" if request.stopped else "memory limit"
        exactness = f"Partial ({why}): deals are not counted."
    return answer_page(
        question,
        request,
        conclusion(question, deals),
        sections=(
            *(_numbers(deals) if request.verbose else ()),
            *_shares(question, deals, verbose=request.verbose),
            *_examples(question, deals, verbose=request.verbose),
        ),
        notes=tuple(_notes(question, deals, counted=request.counted)),
        exactness=exactness,
        hints=hints,
    )


def conclusion(question: Question, deals: Deals) -> Line:
    """Sentence on the existence of a deal, and on the number of agreements that are deals."""
    these = with_choices(question)
    total, number = deals.coherent, deals.count
    positions = all_positions(len(question.held))
    if not deals.exists:
        if total is None:
            words = f"no agreement{these} respects {positions}"
        elif total == 1:
            words = f"the only agreement{these} does not respect {positions}"
        else:
            words = f"none of the {about(total)} agreements{these} respects {positions}"
        return (Words("No deal", tone="crossed"), Words(f": {words}."))
    if total is None or number is None:
        words = f"some agreement{these} respects {positions}"
    elif number == total and not _open_numbers(question):
        words = f"all {about(total)} agreements{these} are deals"
        if total == 1:
            words = f"the only agreement{these} is a deal"
    elif about(number) == about(total) and number != total:
        rest = about(total - number)
        words = f"all but {rest} of the {about(total)} agreements{these} are deals"
    else:
        verb = "is a deal" if number == 1 else "are deals"
        of = f"{about(total)} agreement{'s' if total != 1 else ''}"
        words = f"{about(number)} of {of}{these} {verb}"
    return (Words("A deal is possible", tone="respected"), Words(f": {words}."))


def in_short(deals: Deals, number: Callable[[int], str] = about, *, wide: bool = True) -> str:
    """The conclusion in a few words.

    Args:
        deals: the answer.
        number: writes a number.
        wide: True if there is room for the number of agreements.
    """
    among = ""
    if wide and deals.coherent is not None:
        among = f" among {number(deals.coherent)} agreements"
        if deals.coherent == 1:
            among = " among 1 agreement"
    if deals.rules_contradict:
        return "inconsistent, whatever the positions"
    if not deals.exists:
        return f"no deal{among}"
    if deals.count is None:
        return "a deal is possible"
    return f"{number(deals.count)} deal{'s' if deals.count != 1 else ''}{among}"


def _notes(question: Question, deals: Deals, *, counted: bool) -> Iterator[Line]:
    if deals.coherent is None:
        if not counted:
            yield text("Deals are not counted (--no-count).")
        return
    if deals.exists and _open_numbers(question):
        yield text(
            "Agreements that differ only in numbers count as one,"
            " which is a deal if some of the numbers make it one."
        )
    if deals.coherent >= ROUNDED:
        yield text("Numbers are rounded; --format json has all digits.")


def _open_numbers(question: Question) -> bool:
    """True if the draft leaves numbers open; they are not counted one by one."""
    issues = question.space.problem.corpus.issues
    return any(
        each.domain.number
        for issue in open_issues(question)
        for term in issues[issue].terms.values()
        for each in term.parameters.values()
    )


def _numbers(deals: Deals) -> Iterator[Section]:
    if deals.coherent is not None and deals.count is not None:
        facts = (
            Fact("agreements", (text(several(deals.coherent, "agreement")),)),
            Fact("deals", (text(several(deals.count, "deal")),)),
        )
        yield Section("numbers", "Numbers", (Facts(facts),))


# -- common terms of deals ----------------------------------------------------


def _shares(question: Question, deals: Deals, *, verbose: bool) -> Iterator[Section]:
    """The terms on undecided issues: those of every deal, of no deal, and the shares."""
    corpus = question.space.problem.corpus
    undecided = [corpus.issues[issue] for issue in question.undecided]
    if not deals.shares or not undecided:
        return
    for share, title in ((1, "In every deal"), (0, "In no deal")):
        found = [(issue, _titles(corpus, issue, deals, share)) for issue in undecided]
        facts = tuple(
            Fact(issue_name(corpus, str(issue.id)), tuple(map(text, titles)))
            for issue, titles in found
            if titles
        )
        if facts:
            number = several(sum(len(titles) for _, titles in found), "term")
            name = "every-deal" if share else "no-deal"
            yield Section(name, f"{title} ({number})", (Facts(facts),))
    differing = [each for each in undecided if not _settled(each, deals)]
    shares: list[Fact] = []
    even: dict[str, list[str]] = {}
    for issue in differing:
        name, parts = issue_name(corpus, str(issue.id)), _shares_of(question, issue, deals)
        if _even(parts) and len(differing) > SCREEN and not verbose:
            even.setdefault(percent(parts[0][1]), []).append(name)
        else:
            words = ", ".join(f"{term} {percent(part)}" for term, part in parts)
            shares.append(Fact(name, (text(words),)))
    blocks: list[Block] = [Facts(tuple(shares))] if shares else []
    for each, names in even.items():
        words = f"Each term and silence {each}: {', '.join(names)}"
        blocks.append(Paragraph(text(words)))
    if blocks:
        yield Section("shares", "Share of deals by term, undecided issues", tuple(blocks))


def _titles(corpus: Corpus, issue: Issue, deals: Deals, share: int) -> list[str]:
    """The terms with this share of the deals."""
    return [
        term_words(corpus, str(issue.id), name)
        for name in issue.terms
        if deals.shares[str(issue.id), name] == share
    ]


def _settled(issue: Issue, deals: Deals) -> bool:
    return all(deals.shares[str(issue.id), each] in {0, 1} for each in issue.terms)


def _shares_of(question: Question, issue: Issue, deals: Deals) -> list[tuple[str, Fraction]]:
    """The share of each term; for an issue that takes one term, also of deals silent on it."""
    corpus, name = question.space.problem.corpus, str(issue.id)
    found = [
        (term_name(corpus, name, str(term)), deals.shares[name, term]) for term in issue.terms
    ]
    rest = 1 - sum((share for _, share in found), Fraction(0))
    return [*found, (SILENT, rest)] if issue.single and rest else found


def _even(shares: Sequence[tuple[str, Fraction]]) -> bool:
    """True if the deals with each term are as many as the silent ones."""
    return shares[-1][0] == SILENT and len({share for _, share in shares}) == 1


def _examples(question: Question, deals: Deals, *, verbose: bool) -> Iterator[Section]:
    """Some deals, issue by issue; in short form if that takes more than a screen."""
    some, issues = deals.examples, open_issues(question)
    if not issues or not some:
        return
    if len(issues) > SCREEN and not verbose:
        items = tuple(Item(text(_in_short(question, issues, each))) for each in some)
        yield Section("examples", f"Examples ({len(some)})", (Items(items, numbered=True),))
        return
    for place, each in enumerate(some, 1):
        title = f"Example {place} of {len(some)}"
        yield Section(f"example-{place}", title, (example_items(question, each),))


def _in_short(question: Question, issues: Sequence[str], deal: Complete) -> str:
    within = ranges(question, deal)
    words = [picked_words(question, x, deal[x], within) for x in issues if deal[x]]
    silent = len(issues) - len(words)
    return "; ".join([*words, *([f"silent on {several(silent, 'issue')}"] if silent else [])])
