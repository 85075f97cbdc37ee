"""What the answers of all questions have in common: their opening, positions, ways on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.answers.commands import HERE, assuming
from zopa.answers.width import fold, width_of
from zopa.answers.wording import (
    KINDS,
    kept_words,
    open_issues,
    picked_words,
    position_words,
    several,
    sourced,
    title_among,
)
from zopa.diagnostics import shown
from zopa.model.context import candidates, standing
from zopa.questions.feasible import ranges
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.answers.commands import Typed
    from zopa.model.corpus import Position
    from zopa.model.evaluate import Complete
    from zopa.questions.question import Question
    from zopa.writers.style import Style

__all__ = [
    "Page",
    "deal_lines",
    "exactly",
    "opening",
    "position_lines",
    "ways_on",
]


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
    typed: Typed = HERE
    """How the commands that it suggests name the workspace and the draft."""

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
    from zopa.answers.wording import clause_words

    if question.coherent:
        return
    these = "this rule, which is" if len(question.broken) == 1 else "these rules, which are"
    line = (
        f"Inconsistent: the draft's choices break {these} set aside where positions are judged:"
    )
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


# -- where to go from here ----------------------------------------------------


def _command(way: str, about: Mapping[str, str], page: Page) -> str:
    words = (word.format(**about) for word in way.split())
    return page.typed.command(" ".join(filter(None, words)))


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
    corpus, context = question.space.problem.corpus, question.context
    name, nothing = page.typed.draft(scenario), assuming(corpus, None, context).strip()
    draft = f"{name}{assuming(corpus, scenario, context)}" if name else nothing
    about = {"draft": draft, "nothing": nothing}
    whole = {_command(each, about, page): ways[each] for each in ways}
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
