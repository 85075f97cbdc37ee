"""Parts of every answer page: context, assumptions, exactness, next commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.answers.assumptions import (
    assumed_lines,
    assumptions_in_full,
    context_line,
    not_counted,
)
from zopa.answers.commands import HERE, suggested
from zopa.answers.page import Fact, Facts, Item, Items, Page, Section, Words
from zopa.answers.wording.choices import choice_named, issue_name, open_issues, picked_words
from zopa.answers.wording.lines import joined, text
from zopa.answers.wording.names import by_party, party_name
from zopa.answers.wording.numbers import several
from zopa.answers.wording.positions import all_positions, owned_line
from zopa.answers.wording.rules import clause_words, kept_words
from zopa.questions.feasible import ranges
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.answers.commands import Typed
    from zopa.answers.page import Block, Line
    from zopa.model.context import Held
    from zopa.model.corpus import Corpus, Scenario
    from zopa.model.evaluate import Complete
    from zopa.questions.question import Clash, Question
    from zopa.solving.problem import Clause

__all__ = [
    "Request",
    "answer_page",
    "broken_rules",
    "contradiction",
    "exactness_words",
    "example_items",
    "id_facts",
    "inconsistent_page",
    "inconsistent_words",
    "left_out",
    "more_words",
    "not_judged",
    "respects_all",
    "with_choices",
]


@dataclass(frozen=True, slots=True)
class Request:
    """Options of a request."""

    seconds: float = 30.0
    """Time limit."""
    stopped: bool = False
    """True if the time limit ended the search."""
    verbose: bool = False
    """True if the page gives every detail, also rarely needed ones."""
    more: str = "--verbose"
    """Flag or key that shows every detail, named where a list is shortened."""
    typed: Typed = HERE
    """Names of the workspace and the draft in the next commands."""
    flags: str = ""
    """Flags besides the assumptions, as typed, a space before each; for the same question."""
    counted: bool = True
    """False if deals were not counted, as requested."""
    keep: Sequence[str] = ()
    """Issues whose choices must stay."""


def answer_page(
    question: Question,
    request: Request,
    conclusion: Line,
    *,
    sections: Sequence[Section] = (),
    notes: Sequence[Line] = (),
    exactness: str = "",
    hints: Mapping[str, str] | None = None,
) -> Page:
    """Make the page of an answer: add context, assumptions and next commands.

    Args:
        question: the draft and its assumptions.
        request: options of the request.
        conclusion: the answer in one sentence.
        sections: the body.
        notes: remarks below the body.
        exactness: how much of the answer is known; shown right after the conclusion.
        hints: next commands with their purposes, see `suggested`.
    """
    corpus, context = question.space.problem.corpus, question.context
    assumed = assumptions_in_full(question) if request.verbose else ()
    return Page(
        conclusion=conclusion,
        context=context_line(corpus, question.scenario, context, len(question.held)),
        assumed=assumed_lines(corpus, context),
        sections=(*assumed, *sections),
        notes=(*notes, *_uncounted(question)),
        exactness=exactness,
        next=suggested(request.typed, corpus, question.scenario, context, hints or {}),
    )


def inconsistent_page(
    question: Question, request: Request, hints: Mapping[str, str] | None = None
) -> Page:
    """The answer to any question about positions if the draft contradicts the rules."""
    if hints is None:
        hints = {"validate": "find the rules that contradict each other"}
        if question.scenario.path:
            hints = {"repair {draft}": "list the nearest deals"}
    start, rest = inconsistent_words(chosen=bool(question.scenario.choices)).split(":")
    return answer_page(
        question,
        request,
        (Words(start, tone="crossed"), Words(f":{rest}")),
        sections=tuple(broken_rules(question)),
        hints=hints,
    )


def inconsistent_words(*, chosen: bool) -> str:
    """The same in one sentence, for a draft with choices or without any."""
    what = "the draft contradicts the rules" if chosen else "the rules contradict each other"
    return f"Inconsistent: {what}, whatever the positions."


def broken_rules(question: Question, *, without: bool = False) -> Iterator[Section]:
    """The reason why a draft is inconsistent.

    Args:
        question: the question.
        without: True if the answer leaves the broken rules out; the text then names them.
    """
    corpus, broken = question.space.problem.corpus, question.broken if without else ()
    yield from contradiction(corpus, question.scenario, question.clash, broken)


def contradiction(
    corpus: Corpus, scenario: Scenario, clash: Clash | None, broken: Sequence[Clause]
) -> Iterator[Section]:
    """The choices and rules that contradict each other, and the rules left out for that."""
    if clash is None:
        return
    picked = scenario.choices
    facts = (
        Fact("choice", tuple(choice_named(corpus, picked[issue]) for issue in clash.choices)),
        Fact("against", tuple(text(clause_words(corpus, each)) for each in clash.clauses)),
    )
    blocks: list[Block] = [Facts(tuple(each for each in facts if each.lines))]
    if broken:
        rules = tuple(text(clause_words(corpus, each)) for each in broken)
        blocks.append(Facts((Fact("left out of the verdicts", rules),)))
    yield Section("contradiction", "These cannot hold together", tuple(blocks))


def left_out(question: Question, groups: Iterable[tuple[str, Iterable[str]]]) -> Facts:
    """Positions that an answer leaves out, by the reason and by party."""
    corpus, table = question.space.problem.corpus, question.context.table
    facts = []
    for reason, names in groups:
        lines = []
        for party, mine in by_party(question, names).items():
            titles = [owned_line(corpus, each, party, table) for each in mine]
            start = Words(f"{party_name(corpus, party)}: ")
            lines.append((start, *joined(titles, "; ", "; ")))
        if lines:
            facts.append(Fact(reason, tuple(lines), tone="waived"))
    return Facts(tuple(facts))


def with_choices(question: Question) -> str:
    """`with these choices`, a space before; empty for a draft without choices."""
    return " with these choices" if question.scenario.choices else ""


def respects_all(number: int, *, chosen: bool) -> str:
    """The statement that there is a deal, as the end of a sentence.

    Args:
        number: of the positions that count.
        chosen: True if the draft makes choices.
    """
    if not number:
        return "no position counts"
    keep = " with these choices" if chosen else ""
    return f"a deal{keep} respects {all_positions(number)}"


def _uncounted(question: Question) -> Iterator[Line]:
    yield from not_judged(question.not_judged)
    if question.possibly:
        yield text(not_counted(len(question.possibly)))


def not_judged(positions: Sequence[Held]) -> Iterator[Line]:
    """The positions about an attribute to which the draft gives two values."""
    if positions:
        names = kept_words([each.id for each in positions])
        yield text(f"Not checked, since terms of the draft set two values: {names}.")


def id_facts(request: Request, name: str) -> tuple[Fact, ...]:
    """The id of a position, as flags take it: a detail."""
    return (Fact("id", (text(name, tone="code"),)),) if request.verbose else ()


# -- how much is known --------------------------------------------------------


def exactness_words(completeness: Completeness, request: Request) -> str:
    """How much of an answer is known, in one sentence."""
    why = f"time limit {request.seconds:g} s" if request.stopped else "--limit"
    match completeness:
        case Completeness.PROVED:
            return "Exact."
        case Completeness.AT_LEAST:
            return f"Partial ({why}): more may exist."
        case Completeness.BEST_FOUND:
            return f"Partial ({why}): better ones may exist."
        case Completeness.GAVE_UP:
            return f"Partial ({why}): not everything is known."


def more_words(number: int, request: Request) -> str:
    """Sentence with the number of further results that the page leaves out."""
    return f"{number:,} more: {request.more} lists all."


# -- agreements ---------------------------------------------------------------


def example_items(question: Question, deal: Complete, *, silent: bool = True) -> Items:
    """The terms of a complete agreement on the issues that the draft leaves open.

    Args:
        question: the draft and its assumptions.
        deal: the agreement.
        silent: name the issues that it is silent on; else they are counted.
    """
    corpus = question.space.problem.corpus
    within = ranges(question, deal)
    others, items = [], []
    for issue in open_issues(question):
        name = issue_name(corpus, issue)
        if deal[issue]:
            words = picked_words(question, issue, deal[issue], within)
            items.append(Item(text(f"{name}: {words}")))
        else:
            others.append(name)
    if others:
        words = f"silent on {several(len(others), 'issue')}"
        words += f": {', '.join(others)}" if silent else ""
        items.append(Item(text(words, tone="dim")))
    return Items(tuple(items))
