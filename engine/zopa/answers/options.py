"""The answer to `options`: the status of every term, its reason, and the limits of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.answers import Fact, Facts, Item, Items, Paragraph, Section, Words, text
from zopa.answers.frame import answer_page, broken_rules, inconsistent_page, left_out
from zopa.answers.lines import (
    choice_before,
    choice_named,
    position_item,
    term_named,
    term_words,
)
from zopa.answers.wording import (
    about,
    amount_words,
    and_words,
    position_words,
    range_words,
    rule_words,
    several,
    values_words,
)
from zopa.model.conditions import All, Compare, Name, Of, Operator, Test, With
from zopa.model.corpus import VALUE, Choice, ParameterValue
from zopa.model.evaluate import compares
from zopa.questions.options import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zopa.answers import Block, Line, Page, Tone
    from zopa.answers.frame import Request
    from zopa.model.conditions import Condition, Predicate, Value
    from zopa.model.context import Held
    from zopa.model.corpus import Attribute, Corpus, Issue, Pick
    from zopa.questions import Question
    from zopa.questions.deals import BlankKey
    from zopa.questions.options import Marked, Options, Why

__all__ = [
    "CROSSED",
    "SIGNS",
    "Limit",
    "limits",
    "options_page",
    "reason_page",
    "status_meaning",
    "status_of",
]


CHOSEN = "●"
SIGNS = {
    (Mark.POSSIBLE, None): "○",
    (Mark.FORCED, "rules"): "◆",
    (Mark.FORCED, "positions"): "◆",
    (Mark.EXCLUDED, "rules"): "×",  # a sign
    (Mark.EXCLUDED, "positions"): "⊘",
}
BY = {"rules": "by rules", "positions": "by a position"}
LEGEND = f"{CHOSEN} chosen  ○ possible  ◆ forced  × excluded by rules  ⊘ excluded by a position"
CROSSED, IN_CONFLICT = "crossed", "in conflict"
NAMED = 3
"""Maximum number of positions named for a term that crosses several."""


def options_page(question: Question, options: Options, request: Request) -> Page:
    """The status of every term, by the file that its issue is in.

    Args:
        question: the question.
        options: the answer.
        request: options of the request.
    """
    if not options.coherent and not request.verbose:
        verbose = f"options {{draft}}{request.flags} --verbose"
        hints = {
            verbose: "list the status of each term without these rules",
            "repair {draft}": "list the nearest deals",
        }
        return inconsistent_page(question, request, hints=hints)
    hints = {"options {draft} --why ISSUE/TERM": "explain a status"}
    if options.exists:
        hints["deals {draft}"] = "count the deals, with examples"
    else:
        hints["concessions {draft}"] = "list the positions to drop for a deal"
    sections = [
        *broken_rules(question, without=True),
        *leaving_out(question, options, "The status of each term leaves"),
        Section("legend", "", tuple(_legend(question, options, counted=request.counted))),
        *_issues(question, options),
    ]
    return answer_page(
        question,
        request,
        _conclusion(question, options),
        sections=sections,
        exactness=_exactness(options, request),
        hints=hints,
    )


def _conclusion(question: Question, options: Options) -> Line:
    if not options.coherent:
        return (
            Words("Inconsistent", tone="crossed"),
            Words(": these choices contradict a rule."),
        )
    chosen = " with these choices" if question.scenario.choices else ""
    if options.exists:
        return (Words("A deal is possible", tone="respected"), Words(f"{chosen}."))
    return (Words("No deal is possible", tone="crossed"), Words(f"{chosen}."))


def _exactness(options: Options, request: Request) -> str:
    """The exactness of the answer: each status is exact, but ranges may be missing."""
    missing = []
    if request.counted and options.left is None:
        missing.append("deals are not counted")
    if options.feasible is None:
        missing.append("ranges of numbers are not known")
    if not missing:
        return "Exact."
    why = f"time limit {request.seconds:g} s" if request.stopped else "memory limit"
    return f"Partial ({why}): {and_words(missing)}."


def leaving_out(question: Question, options: Options, what: str) -> Iterator[Section]:
    """The positions without which a deal is possible; empty if it is possible with all.

    Args:
        question: the question.
        options: the answer.
        what: words for the thing that leaves them out, with its verb.
    """
    groups = ((CROSSED, options.crossed), (IN_CONFLICT, options.contended))
    names = [*options.crossed, *options.contended]
    if names:
        these = f"these {len(names)} positions" if len(names) > 1 else "this position"
        yield Section("left-out", f"{what} {these} out", (left_out(question, groups),))


def _legend(question: Question, options: Options, *, counted: bool) -> Iterator[Paragraph]:
    yield Paragraph(text(LEGEND), "dim")
    if question.scenario.choices:
        words = "Each status keeps the draft's choices on the other issues."
        yield Paragraph(text(words), "dim")
    if counted and options.left is not None:
        without = ", these positions left out" if options.crossed or options.contended else ""
        yield Paragraph(text(f"At the right: number of deals with the term{without}."), "dim")


def _issues(question: Question, options: Options) -> Iterator[Section]:
    marks: dict[str, list[Marked]] = {}
    for each in options.marks:
        marks.setdefault(each.issue, []).append(each)
    items: dict[str, list[Item]] = {}
    for issue in question.space.problem.corpus.issues.values():
        item = _issue(question, options, issue, marks[str(issue.id)])
        items.setdefault(issue.section, []).append(item)
    for place, (name, some) in enumerate(items.items(), 1):
        yield Section(f"issues-{place}", name, (Items(tuple(some)),))


def _issue(question: Question, options: Options, issue: Issue, marks: Sequence[Marked]) -> Item:
    choice = question.scenario.choices.get(str(issue.id))
    picks = {str(pick.term): pick for pick in choice.picks} if choice else {}
    facts = [_term(question, options, each, picks.get(each.term)) for each in marks]
    note: Line = ()
    if choice is not None and choice.silent:
        facts.append(Fact(f"{CHOSEN} silent", ()))
    elif all(each.mark == Mark.EXCLUDED for each in marks):
        note = text("every term is excluded: the draft can only be silent")
    return Item(
        text(issue.question),
        aside=text(str(issue.id), tone="dim"),
        facts=tuple(facts),
        note=note,
    )


def _term(question: Question, options: Options, marked: Marked, pick: Pick | None) -> Fact:
    corpus, key = question.space.problem.corpus, (marked.issue, marked.term)
    chosen = pick is not None
    lines = list(_said(corpus, options, key, pick))
    if crossed := options.avoidable.get(key, ()):
        table = question.context.table
        words = [position_words(corpus, name, table) for name in crossed[:NAMED]]
        if len(crossed) > NAMED:
            words.append(f"{len(crossed) - NAMED} more")
        lines.append(text(f"crosses {and_words(words)}", tone="crossed"))
    sign = CHOSEN if chosen else SIGNS[marked.mark, marked.by]
    tone = _tone(marked)
    left = None if options.left is None else options.left[key]
    right = _aside(marked, left, chosen=chosen)
    aside = text(right, tone=tone) if right else ()
    return Fact(f"{sign} {marked.term}", tuple(lines), aside, tone)


def _said(
    corpus: Corpus, options: Options, key: tuple[str, str], pick: Pick | None
) -> Iterator[Line]:
    """The term; then for each of its numbers the values in deals."""
    issue, name = key
    known = corpus.issues[issue]
    parameters = known.terms[name].parameters
    feasible = {
        each: values
        for each in parameters
        if (values := (options.feasible or {}).get((*key, str(each))))
    }
    if known.answer is None or name != VALUE:
        yield text(term_words(corpus, issue, name))
        for each, values in feasible.items():
            words = values_words(parameters[each].domain, values)
            yield text(f"{each} {words}", tone="dim")
        return
    deals = "".join(values_words(known.answer, each) for each in feasible.values())
    if pick is not None:
        yield text(choice_before(corpus, Choice(known.id, (pick,))))
        if deals:
            yield text(f"deals have {deals}", tone="dim")
    else:
        yield text(deals or range_words(known.answer))
    if options.feasible is not None and (*key, VALUE) not in options.feasible:
        yield text("which of these deals have is not known: too many gaps", tone="dim")


def _tone(marked: Marked) -> Tone:
    if marked.mark == Mark.POSSIBLE:
        return ""
    if marked.mark == Mark.FORCED:
        return "forced"
    return "excluded" if marked.by == "rules" else "crossed"


def _aside(marked: Marked, left: int | None, *, chosen: bool) -> str:
    """The number of deals with the term, or status details that its sign does not show."""
    if marked.mark == Mark.POSSIBLE and left is not None:
        return about(left)
    if marked.mark == Mark.FORCED:
        return status_of(marked) if chosen else BY[marked.by or "rules"]
    return status_of(marked) if chosen else ""


def status_of(marked: Marked) -> str:
    """A status in words: `excluded by a position`."""
    return f"{marked.mark} {BY[marked.by]}" if marked.by else str(marked.mark)


def status_meaning(marked: Marked) -> str:
    """The meaning of a status for the deals, in a sentence."""
    if marked.mark == Mark.POSSIBLE:
        return "some deals have it, some do not"
    if marked.mark == Mark.FORCED:
        return "every deal with the other choices has it"
    which = "agreement" if marked.by == "rules" else "deal"
    return f"no {which} with the other choices has it"


# -- the reason for one status ------------------------------------------------


def reason_page(
    question: Question, options: Options, why: Why | None, term: str, request: Request
) -> Page:
    """A minimal reason for the status of a term.

    Args:
        question: what was asked.
        options: the status of every term.
        why: the reason; None if the term is possible.
        term: `issue/term`.
        request: options of the request.
    """
    hints = {}
    if why is not None and why.positions:
        first = why.positions[0]
        hints = {
            f"options {{draft}} --why {term} --waive {first}": "ask without this position",
            f"show {first}": "show the position and its sources",
        }
    sections = [
        *(() if why is None else _reason(question, why)),
        *_crossing(question, options, term),
        *leaving_out(question, options, "No deal is possible: the status leaves"),
        *broken_rules(question, without=True),
    ]
    notes = []
    if why is not None:
        meaning = status_meaning(why.marked)
        notes.append(text(f"{meaning[:1].upper()}{meaning[1:]}."))
        notes.append(text("Minimal: no part can be dropped. Other reasons may exist."))
    return answer_page(
        question,
        request,
        _reason_in_short(question, options, why, term),
        sections=sections,
        notes=[*_crossed_anyway(options, term), *notes],
        hints=hints,
    )


def _reason_in_short(question: Question, options: Options, why: Why | None, term: str) -> Line:
    issue, _, name = term.partition("/")
    title = term_named(question.space.problem.corpus, issue, name)
    if why is None:
        aside = options.crossed or options.contended
        without = " without the positions left out" if aside else ""
        return text(f"Possible{without}: some deals have it, some do not: {title}")
    parts = [
        several(len(some), word)
        for some, word in (
            (why.choices, "choice"),
            (why.positions, "position"),
            (why.clauses, "rule"),
        )
        if some
    ]
    status = str(why.marked.mark).capitalize()
    reason = and_words(parts) or "the format of the files alone"
    return (Words(status, tone=_tone(why.marked)), Words(f" by {reason}: {title}"))


def _reason(question: Question, why: Why) -> Iterator[Section]:
    corpus, choices = question.space.problem.corpus, question.scenario.choices
    facts = (
        Fact("choice", tuple(choice_named(corpus, choices[issue]) for issue in why.choices)),
        Fact("rule", tuple(text(rule_words(corpus, each)) for each in why.clauses)),
    )
    blocks: list[Block] = []
    if said := tuple(each for each in facts if each.lines):
        blocks.append(Facts(said))
    if why.positions:
        blocks.append(Items(tuple(position_item(question, name) for name in why.positions)))
    if blocks:
        yield Section("reason", "Minimal reason", tuple(blocks))


def _crossing(question: Question, options: Options, term: str) -> Iterator[Section]:
    """The left-out positions that choosing the term crosses."""
    issue, _, name = term.partition("/")
    if crossed := options.avoidable.get((issue, name), ()):
        items = tuple(position_item(question, each) for each in crossed)
        picks = question.scenario.choices.get(issue, Choice(Name(issue))).picks
        given = any(x.term == name and (x.parameters or x.bounds) for x in picks)
        title = "With the draft's numbers it crosses" if given else "Choosing it crosses"
        yield Section("crosses", title, (Items(items),))


def _crossed_anyway(options: Options, term: str) -> Iterator[Line]:
    issue, _, name = term.partition("/")
    avoidable = options.avoidable.get((issue, name), ())
    number = len(options.crosses.get((issue, name), ())) - len(avoidable)
    if number:
        one, more = "position", None
        if avoidable:
            one, more = "other position", "other positions"
        which = several(number, one, more)
        yield text(f"The draft crosses {which} whatever it chooses on this issue.")


# -- limits that positions themselves set to one number -----------------------


NUMBERS = {
    Operator.IS: "{}",
    Operator.NOT: "not {}",
    Operator.IN: "{}",
    Operator.AT_LEAST: "at least {}",
    Operator.AT_MOST: "at most {}",
    Operator.BELOW: "less than {}",
    Operator.ABOVE: "more than {}",
}
DATES = {
    Operator.AT_LEAST: "{} or later",
    Operator.AT_MOST: "{} or earlier",
    Operator.BELOW: "before {}",
    Operator.ABOVE: "after {}",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit that one position alone sets to a number."""

    held: Held
    operator: Operator
    values: tuple[Value, ...]
    domain: Attribute

    def admits(self, value: Value) -> bool:
        """True if the number is within the limit."""
        return compares(self.domain, self.operator, self.values, self.domain.typed(value))

    @property
    def words(self) -> str:
        """The limit: `at most 800,000 personnel`."""
        said = [amount_words(self.domain, self.domain.typed(each)) for each in self.values]
        dates = DATES if self.domain.type == "date" else {}
        how = dates.get(self.operator) or NUMBERS[self.operator]
        return how.format(" or ".join(said))


def limits(corpus: Corpus, held: Iterable[Held], blank: BlankKey) -> Iterator[Limit]:
    """The limits that positions set to a number in every agreement.

    These are comparisons with a number that a position requires, alone or beside other
    conditions. They are comparisons of the number itself, or of an attribute that it sets.
    Relations with other numbers and comparisons under conditions do not count.

    Args:
        corpus: the corpus of the positions.
        held: the positions that count, each in its reading.
        blank: issue, term and parameter.
    """
    issue, term, parameter = blank
    domain = corpus.issues[issue].terms[term].parameters[parameter].domain
    sets = set(_set(corpus, blank))
    for each in held:
        for operator, values in _limiting(each.reading.holds, blank, sets):
            yield Limit(each, operator, values, domain)


def _set(corpus: Corpus, blank: BlankKey) -> Iterator[tuple[str, str]]:
    """The entities and attributes that the parameter always sets."""
    issue, term, parameter = blank
    for effect in corpus.issues[issue].terms[term].effects:
        if effect.entity is None or effect.when is not None:
            continue
        for attribute, value in effect.sets.items():
            if isinstance(value, ParameterValue) and value.name == parameter:
                yield str(effect.entity), str(attribute)


def _limiting(
    condition: Condition, blank: BlankKey, sets: set[tuple[str, str]]
) -> Iterator[tuple[Operator, tuple[Value, ...]]]:
    match condition:
        case All(parts):
            for part in parts:
                yield from _limiting(part, blank, sets)
        case With(issue, term, parameter, operator, values):
            if (issue, term, parameter) == blank:
                yield operator, values
        case Test(entity, holds):
            for attribute, operator, values in _compared(holds):
                if (str(entity), attribute) in sets:
                    yield operator, values
        case _:
            pass


def _compared(predicate: Predicate) -> Iterator[tuple[str, Operator, tuple[Value, ...]]]:
    match predicate:
        case Compare(attribute, operator, values):
            yield str(attribute), operator, values
        case Of("all", parts):
            for part in parts:
                yield from _compared(part)
        case _:
            pass
