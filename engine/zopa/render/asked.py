"""What the answers of all questions have in common: their opening, positions, ways on."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.diagnostics import shown
from zopa.model.conditions import Name
from zopa.model.context import candidates, holders_at, standing
from zopa.model.one_line import LONG, power
from zopa.questions.feasible import ranges
from zopa.questions.question import Completeness
from zopa.render.commands import assuming
from zopa.render.sourcing import sourced
from zopa.render.style import fold, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zopa.model.corpus import Attribute, Corpus, Pick, Position
    from zopa.model.evaluate import Complete
    from zopa.questions.feasible import Blank
    from zopa.questions.question import Question
    from zopa.render.style import Style
    from zopa.solving.partition import Piece

__all__ = [
    "KINDS",
    "Page",
    "about",
    "amount",
    "by_party",
    "deal_lines",
    "exactly",
    "holder_names",
    "kept_words",
    "open_issues",
    "opening",
    "party_name",
    "picked_words",
    "position_lines",
    "position_words",
    "several",
    "title_among",
    "values_words",
    "ways_on",
]

KINDS = {"red-line": "red lines", "demand": "demands", "preference": "preferences"}
MOST_RANGES = 6
"""Ranges of a number that are named."""
LARGE = 10**9
"""From here on a number is also said roughly."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an answer is written on."""

    style: Style
    width: int = 80
    quiet: bool = False
    """Whether to leave out what the answer holds under, and the ways on."""
    seconds: float = 30.0
    """The budget that the question had."""
    stopped: bool = False
    """Whether that was too little."""

    def line(self, text: str, indent: str = "") -> str:
        """A line that goes on two cells further in, or not at all where it has no indent."""
        return fold(f"{indent}{shown(text)}", self.width, f"{indent}  " if indent else "")

    def prose(self, text: str) -> str:
        """A sentence of our own, parts of which may be styled."""
        return fold(text, self.width)

    def entry(self, word: str, text: str, indent: str = "      ") -> str:
        """A word, and beside it a text that keeps to its own column.

        A long word has lines of its own: a column of a few cells cannot be read.
        """
        head = f"{indent}{word}{' ' * (9 - width_of(word))}"
        if width_of(word) <= 9 or width_of(head) <= self.width // 2:
            return fold(f"{head}{shown(text)}", self.width, " " * width_of(head))
        inner = f"{indent}    "
        said = fold(f"{inner}{shown(text)}", self.width, inner)
        return f"{self.line(word.rstrip(), indent)}\n{said}"

    def apart(self, left: str, right: str, indent: str = "  ") -> str:
        """Two texts at the two ends of a line; below each other where it is too short."""
        gap = self.width - width_of(indent) - width_of(left) - width_of(right)
        if gap >= 2:
            return f"{indent}{left}{' ' * gap}{right}"
        first = fold(f"{indent}{left}", self.width, f"{indent}  ")
        last = first.rpartition("\n")[2]
        gap = self.width - width_of(last) - width_of(right)
        if "\n" in first and gap >= 2:
            return f"{first}{' ' * gap}{right}"
        return f"{first}\n{' ' * max(0, self.width - width_of(right))}{right}"


# -- numbers and lists in words -----------------------------------------------


def several(number: int, one: str, more: str | None = None) -> str:
    """A number with its noun: `1 deal`, `2,000 deals`; a very large one as a power."""
    words = f"{number:,}" if number < LONG else f"about {about(number)}"
    return f"{words} {one if number == 1 else more or f'{one}s'}"


def about(number: int) -> str:
    """A number in a narrow column: exact below ten million, else two digits of it."""
    if number < 10**7:
        return f"{number:,}"
    digits = power(number)
    rounded = round(number // 10 ** (digits - 2) / 10)
    if rounded == 100:
        rounded, digits = 10, digits + 1
    return f"{rounded // 10}.{rounded % 10} × 10^{digits}"


def amount(number: int) -> str:
    """A number in a sentence, exact; one of many digits also roughly, or only so."""
    if number < LARGE:
        return f"{number:,}"
    return f"about {about(number)}" if number >= LONG else f"{number:,} (about {about(number)})"


def kept_words(words: Sequence[str]) -> str:
    """Words in a sentence: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def exactly(completeness: Completeness, page: Page) -> str:
    """How much of the answer is proved, in one sentence."""
    over = f"stopped after {page.seconds:g} s, see --budget"
    why = over if page.stopped else "as --limit asks"
    match completeness:
        case Completeness.PROVED:
            return "Exact: proved over every coherent agreement."
        case Completeness.AT_LEAST:
            return f"What is listed is proved; there may be more ({why})."
        case Completeness.BEST_FOUND:
            return f"The best that was found; better ones are not ruled out ({why})."
        case Completeness.GAVE_UP:
            return f"Not all of this is known ({why})."


# -- where an answer begins ---------------------------------------------------


def opening(question: Question, page: Page) -> Iterator[str]:
    """What was asked, and under which assumptions."""
    corpus = question.space.problem.corpus
    scenario = question.scenario
    issues = len(corpus.issues)
    if scenario.path:
        title = scenario.title or scenario.id
        place = f"{scenario.path} · {len(scenario.choices)} of {issues} issues decided"
    else:
        title, place = corpus.title, f"nothing chosen: {several(issues, 'issue')} open"
    yield page.style("bold", page.line(title))
    yield page.style("dim", page.line(place))
    if not page.quiet:
        yield from _assumed(question, page)
    yield from broken_lines(question, page)
    yield ""


def broken_lines(question: Question, page: Page) -> Iterator[str]:
    """What an incoherent draft breaks; the answer sets it aside."""
    # It speaks of positions as this module does.
    from zopa.render.check import clause_words

    if question.coherent:
        return
    line = "Incoherent: the draft's choices cannot stand together. Set aside for this answer:"
    yield page.style("crossed", page.prose(line))
    for clause in question.broken:
        yield page.entry("broken", clause_words(question.space.problem.corpus, clause), "  ")
    if question.not_judged:
        names = kept_words([each.id for each in question.not_judged])
        line = f"Not judged, since the draft gives what they speak of two values: {names}"
        yield page.style("dim", page.line(line, "  "))


def _assumed(question: Question, page: Page) -> Iterator[str]:
    corpus, context = question.space.problem.corpus, question.context
    kinds = Counter(str(each.position.kind) for each in question.held)
    counted = kept_words(
        [
            several(kinds[str(kind)], str(kind).replace("-", " "), KINDS[str(kind)])
            for kind in context.hold
            if kinds[str(kind)]
        ]
    )
    counted = counted or "no position"
    verb = "count" if len(question.held) > 1 else "counts"
    parts = [f"As of {context.as_of}", f"{counted} {verb}"]
    possibly = [
        each
        for each in candidates(corpus, context)
        if standing(corpus, each, context.as_of) == "possible"
    ]
    if possibly:
        parts.append(f"{len(possibly)} only possibly in force do not")
    rival = [each for each in question.held if len(each.position.readings) > 1]
    chosen = [each for each in rival if each.id in context.readings]
    if len(rival) > len(chosen):
        parts.append(f"{len(rival) - len(chosen)} ambiguous, in their default reading")
    yield page.line(" · ".join(parts))
    names = [corpus.parties[each].short for each in context.table if each in corpus.parties]
    yield page.line(f"At the table: {', '.join(names) or 'nobody'}")
    for each in chosen:
        yield page.line(f"read {each.id} as {each.reading.title or each.reading.id}")
    for waiver in context.waivers:
        reason = f" ({waiver.reason})" if waiver.reason else ""
        until = f", until {waiver.expires}" if waiver.expires else ""
        by = waiver.by or "nobody named"
        line = f"w waived by {by}: {waiver.position}{reason}{until}"
        yield page.style("waived", page.line(line))
    for waiver in context.expired:
        yield page.line(f"waiver of {waiver.position} expired on {waiver.expires}: it counts")


# -- positions ----------------------------------------------------------------


def party_name(corpus: Corpus, party: str) -> str:
    """What a party is called in a narrow place."""
    return corpus.parties[party].short if party in corpus.parties else party


def holder_names(corpus: Corpus, position: Position, table: Iterable[str] = ()) -> str:
    """Who holds the position: of the parties at the table, if some do; else whose it is."""
    holders = holders_at(position, table) or (str(position.party),)
    return kept_words([party_name(corpus, each) for each in holders])


def position_words(corpus: Corpus, name: str, table: Iterable[str] = ()) -> str:
    """A position in a sentence: who of the table holds it, and its title."""
    position = corpus.positions[name]
    return f"{holder_names(corpus, position, table)}: {position.title}"


def by_party(question: Question, names: Iterable[str]) -> dict[str, list[str]]:
    """For each party at the table those of the positions that it holds; all in corpus order."""
    corpus, context = question.space.problem.corpus, question.context
    among = set(names)
    found: dict[str, list[str]] = {str(party): [] for party in corpus.parties}
    for name, position in corpus.positions.items():
        if name in among:
            for party in context.holders(position):
                found.setdefault(party, []).append(name)
    return {party: mine for party, mine in found.items() if mine}


def title_among(corpus: Corpus, name: str, party: str, table: Iterable[str]) -> str:
    """A position in a list of a party's own: its title, and who else of the table holds it."""
    position = corpus.positions[name]
    others = [party_name(corpus, x) for x in holders_at(position, table) if x != party]
    return f"{position.title} (also of {kept_words(others)})" if others else position.title


def position_lines(
    question: Question, name: str, page: Page, *, indent: str = "  ", under: str = ""
) -> Iterator[str]:
    """A position: who holds it, its title, how firm; its id, reading and sources.

    Args:
        question: under which the position counts.
        name: of the position.
        page: what to write on.
        indent: what every line begins with.
        under: the party in whose list it stands, if in one.
    """
    corpus = question.space.problem.corpus
    position = corpus.positions[name]
    title = (
        title_among(corpus, name, under, question.context.table)
        if under
        else position_words(corpus, name, question.context.table)
    )
    nature = page.style("dim", f"{position.kind}, {position.strength}")
    yield page.apart(shown(title), nature, indent)
    within = f"{indent}    "
    yield page.style("dim", page.line(name, within))
    reading = _reading(question, position)
    if reading:
        yield page.entry("read as", reading, within)
    for line in sourced(corpus, position):
        yield page.entry("said by", line, within)


def _reading(question: Question, position: Position) -> str:
    if len(position.readings) < 2:
        return ""
    chosen = question.context.readings.get(str(position.id), position.default)
    reading = position.readings.get(chosen) or position.readings[position.default]
    return reading.title or str(reading.id)


# -- agreements ---------------------------------------------------------------


def open_issues(question: Question) -> list[str]:
    """The issues on which the draft leaves a term or a blank of a term open."""
    corpus, choices = question.space.problem.corpus, question.scenario.choices
    return [
        str(issue.id)
        for issue in corpus.issues.values()
        if str(issue.id) not in choices
        or any(
            len(pick.parameters) < len(issue.terms[pick.term].parameters)
            for pick in choices[str(issue.id)].picks
        )
    ]


def deal_lines(question: Question, deal: Complete, page: Page) -> Iterator[str]:
    """What a complete agreement says on the issues that the draft leaves open."""
    silent = []
    within = ranges(question, deal)
    for issue in open_issues(question):
        if deal[issue]:
            words = picked_words(question, issue, deal[issue], within)
            yield page.line(f"{issue}: {words}", "    ")
        else:
            silent.append(issue)
    if silent:
        yield page.style("dim", page.line(f"silent on {', '.join(silent)}", "    "))


def picked_words(
    question: Question,
    issue: str,
    picks: Sequence[Pick],
    within: Mapping[Blank, Piece] | None = None,
) -> str:
    """The terms of a complete agreement; of a number the range in which it could as well be.

    Args:
        question: what was asked.
        issue: which they are on.
        picks: the terms, with every parameter.
        within: the ranges; where there is none, the number itself is told.
    """
    terms = question.space.problem.corpus.issues[issue].terms
    near = within or {}
    found = []
    for pick in picks:
        term = terms[pick.term]
        given = ", ".join(
            f"{name} {each.domain.quantity(near.get((issue, str(pick.term), name), value))}"
            for name, each in term.parameters.items()
            for value in (pick.parameters[Name(name)],)
        )
        found.append(f"{term.title} ({given})" if given else term.title)
    return " + ".join(found) or "silent"


def values_words(domain: Attribute, values: Sequence[Piece]) -> str:
    """Values of a number, with their unit: `0 to 30 days, 45 days or unlimited`."""
    words = [domain.quantity(str(each)) for each in values[:MOST_RANGES]]
    if len(values) > MOST_RANGES:
        words.append(f"{len(values) - MOST_RANGES} more ranges")
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


# -- where to go from here ----------------------------------------------------


def ways_on(question: Question, page: Page, ways: Mapping[str, str]) -> Iterator[str]:
    """Commands that help next, each with what it says.

    Args:
        question: what was asked, under assumptions that the commands repeat.
        page: what to write on.
        ways: for each command what it answers. `{draft}` is the draft with the assumptions
            that its file does not say, `{nothing}` all assumptions and no draft.
    """
    if page.quiet or not ways:
        return
    scenario = question.scenario
    name = scenario.id if scenario.path.startswith("scenarios/") else scenario.path
    corpus, context = question.space.problem.corpus, question.context
    draft = shlex.quote(name) + assuming(corpus, scenario, context) if name else ""
    nothing = assuming(corpus, None, context)
    about = {"draft": draft or nothing, "nothing": nothing}
    whole = {" ".join(f"zopa {each.format(**about)}".split()): ways[each] for each in ways}
    widest = max(map(width_of, whole))
    beside = all(widest + 10 + width_of(each) <= page.width for each in whole.values())
    yield ""
    for place, (command, answers) in enumerate(whole.items()):
        head = "next" if place == 0 else ""
        line = page.style("help", shown(command))
        if beside:
            gap = " " * (widest - width_of(command))
            yield f"{head:<6}{line}{gap}  {page.style('dim', f'# {answers}')}"
        else:
            yield f"{head:<6}{line}"
            yield page.style("dim", f"        # {answers}")
