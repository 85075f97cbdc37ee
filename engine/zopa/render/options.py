"""`options` as text: every term with its mark, and why a term has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.width import fold, width_of
from zopa.answers.wording import (
    about,
    by_party,
    choice_words,
    clause_words,
    kept_words,
    party_name,
    position_words,
    several,
    title_among,
    values_words,
)
from zopa.diagnostics import shown
from zopa.questions.options import Mark
from zopa.render.asked import opening, position_lines, ways_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zopa.model.corpus import Issue
    from zopa.questions.options import Marked, Options, Why
    from zopa.questions.question import Question
    from zopa.render.asked import Page
    from zopa.writers.style import StyleName

__all__ = ["options_text", "why_text"]

CHOSEN, SILENT = "●", "silent"
NAMED = 3
"""How many positions that a term crosses are named in the table."""
RIGHT = 18
"""Cells of the column that says what has become of a term."""
LEGEND = "● chosen  ○ possible  ◆ in every deal  × excluded by rules  ⊘ excluded by a position"


def options_text(question: Question, options: Options, page: Page, *, counted: bool) -> str:
    """All issues, by the file that they stand in."""
    return "\n".join([*_options(question, options, page, counted=counted), ""])


def _options(
    question: Question, options: Options, page: Page, *, counted: bool
) -> Iterator[str]:
    yield from opening(question, page)
    yield from _standing(question, options, page)
    if counted and options.left is None:
        yield page.line("Deals are not counted: that takes more room or time than allowed.")
    if options.feasible is None:
        yield page.line("Numbers are not looked for: that takes more time than allowed.")
    yield ""
    yield page.style("dim", page.line(LEGEND))
    marks: dict[str, list[Marked]] = {}
    for each in options.marks:
        marks.setdefault(each.issue, []).append(each)
    section = None
    for issue in question.space.problem.corpus.issues.values():
        if issue.section != section:
            section = issue.section
            yield ""
            yield page.style("bold", shown(section))
        yield from _issue(question, options, issue, marks[str(issue.id)], page)
    ways = {"options {draft} --why ISSUE/TERM": "why a term is forced or excluded"}
    if not options.coherent:
        ways = {"check {draft}": "which of the choices clash"}
    elif not options.exists:
        ways["concessions {draft}"] = "who would have to move"
    else:
        ways["deals {draft}"] = "how many deals are left, with examples"
    yield from ways_on(question, page, ways)


def _standing(question: Question, options: Options, page: Page) -> Iterator[str]:
    """Whether a deal is left, and what was set aside to say more than that."""
    if not options.coherent and not (options.crossed or options.contended):
        yield page.line("Each term is judged against the choices on the other issues.")
        return
    chosen = " with these choices" if question.scenario.choices else ""
    if options.exists:
        yes = page.style("respected", "A deal is possible")
        held = several(len(question.held), "position")
        yield page.prose(
            f"{yes}{chosen}: one that respects all of the {held} that count. The marks are"
            " exact, each given the choices on the other issues."
        )
        return
    no = page.style("crossed", "No deal is possible")
    yield page.prose(
        f"{no}{chosen}. So that the marks say something, they are exact for a world in which"
        " these positions are set aside:"
    )
    for names, why in (
        (options.crossed, "crossed by the draft already"),
        (options.contended, "in a conflict with others"),
    ):
        if names:
            yield page.style("waived", page.line(f"w {several(len(names), 'position')} {why}"))
            yield from _listed(question, names, page)


def _listed(question: Question, names: Iterable[str], page: Page) -> Iterator[str]:
    corpus = question.space.problem.corpus
    for party, mine in by_party(question, names).items():
        titles = "; ".join(
            title_among(corpus, name, party, question.context.table) for name in mine
        )
        yield page.line(f"{party_name(corpus, party)}: {titles}", "    ")


def _issue(
    question: Question, options: Options, issue: Issue, marks: list[Marked], page: Page
) -> Iterator[str]:
    choice = question.scenario.choices.get(str(issue.id))
    chosen = {str(pick.term) for pick in choice.picks} if choice else set()
    yield page.apart(shown(issue.question), page.style("dim", shown(str(issue.id))))
    widest = max(width_of(each.term) for each in marks)
    for each in marks:
        left = None if options.left is None else options.left[each.issue, each.term]
        glyph, name, word = _mark(each, left)
        if each.term in chosen:
            glyph = CHOSEN
        title = issue.terms[each.term].title
        line = f"{each.term:<{widest}}  {title}"
        right = page.style(name, word) if name else word
        yield _term(page, page.style(name, glyph) if name else glyph, line, right, widest)
        yield from _numbers(options, issue, each.term, widest, page)
        crossed = options.avoidable.get((each.issue, each.term), ())
        if crossed:
            words = f"crosses {_titles(question, crossed)}"
            yield page.style("crossed", page.line(words, "        "))
    if choice is not None and choice.silent:
        yield f"    {CHOSEN} {SILENT}"
    elif all(each.mark == Mark.EXCLUDED for each in marks):
        yield page.line("no term is left: the draft can only be silent here", "    ")


def _numbers(
    options: Options, issue: Issue, term: str, widest: int, page: Page
) -> Iterator[str]:
    """For each number of a term the values that some deal has."""
    indent = " " * (8 + widest if widest < (page.width - RIGHT) // 2 else 8)
    for name, parameter in issue.terms[term].parameters.items():
        values = (options.feasible or {}).get((str(issue.id), term, str(name)))
        if values:
            text = f"{indent}{shown(name)} {shown(values_words(parameter.domain, values))}"
            yield page.style("dim", fold(text, page.width, f"{indent}  "))


def _titles(question: Question, names: Sequence[str]) -> str:
    """The positions in a sentence; the first of many."""
    corpus, table = question.space.problem.corpus, question.context.table
    words = [position_words(corpus, name, table) for name in names[:NAMED]]
    if len(names) > NAMED:
        words.append(f"{len(names) - NAMED} more")
    return kept_words(words)


def _mark(each: Marked, left: int | None) -> tuple[str, StyleName | None, str]:
    match each.mark, each.by:
        case Mark.POSSIBLE, _:
            return "○", None, "possible" if left is None else about(left)
        case Mark.FORCED, "rules":
            return "◆", "forced", "forced: rules"
        case Mark.FORCED, _:
            return "◆", "forced", "forced: position"
        case _, "rules":
            return "×", "excluded", "excluded: rules"
        case _:
            return "⊘", "crossed", "excluded: position"


def _term(page: Page, glyph: str, text: str, right: str, widest: int) -> str:
    """The text in a column of its own between the glyph and what stands at the right."""
    room = page.width - RIGHT - 2
    indent = " " * (8 + widest if widest < room // 2 else 8)
    first, *rest = fold(f"    {glyph} {shown(text)}", room, indent).split("\n")
    gap = page.width - width_of(first) - width_of(right)
    return "\n".join([f"{first}{' ' * gap}{right}", *rest])


# -- the reason of one mark ---------------------------------------------------


def why_text(
    question: Question, options: Options, why: Why | None, term: str, page: Page
) -> str:
    """The minimal reason for the mark of `issue/term`."""
    return "\n".join([*_why(question, options, why, term, page), ""])


def _why(
    question: Question, options: Options, why: Why | None, term: str, page: Page
) -> Iterator[str]:
    corpus = question.space.problem.corpus
    issue, _, name = term.partition("/")
    yield from opening(question, page)
    yield page.apart(
        page.style("bold", shown(corpus.issues[issue].terms[name].title)),
        page.style("dim", shown(term)),
        "",
    )
    aside = (*options.crossed, *options.contended)
    if why is None and (issue, name) in options.crosses:
        yield page.line("○ possible: with what is set aside some deals have it, some do not.")
    elif why is None:
        yield page.line("○ possible: some deals have it, some do not. Nothing needs a reason.")
    else:
        yield page.line(_because(why))
        for issue_id in why.choices:
            choice = question.scenario.choices[issue_id]
            yield page.entry("choice", choice_words(corpus, choice), "  ")
        for position in why.positions:
            yield from position_lines(question, position, page)
        for clause in why.clauses:
            yield page.entry("kept by", clause_words(corpus, clause), "  ")
        if not (why.choices or why.positions or why.clauses):
            yield page.line("Nothing is needed for it: the format alone decides.", "  ")
    yield from _crossing(question, options, term, page)
    if aside:
        yield ""
        several_aside = several(len(aside), "position")
        yield page.line(
            f"No deal is possible as it stands; set aside for this: {several_aside}"
        )
        yield from _listed(question, aside, page)
    if why is not None and why.positions:
        first = why.positions[0]
        yield from ways_on(
            question,
            page,
            {
                f"options {{draft}} --waive {first}": "the same without that position",
                f"show {first}": "the position whole, with its sources",
            },
        )


def _crossing(question: Question, options: Options, term: str, page: Page) -> Iterator[str]:
    """The positions that the term crosses, of those that were set aside."""
    issue, _, name = term.partition("/")
    crosses = options.crosses.get((issue, name), ())
    avoidable = options.avoidable.get((issue, name), ())
    if avoidable:
        yield ""
        yield page.style("crossed", "It crosses, whatever else is settled:")
        for each in avoidable:
            yield from position_lines(question, each, page)
    others = len(crosses) - len(avoidable)
    if others:
        yield ""
        which = "another position" if others == 1 else f"{others} other positions"
        which = which if avoidable else several(others, "position")
        yield page.line(f"The draft crosses {which} whatever is decided on {issue}.")


def _because(why: Why) -> str:
    parts = []
    if why.choices:
        parts.append(several(len(why.choices), "choice"))
    if why.positions:
        parts.append(several(len(why.positions), "position"))
    if why.clauses:
        parts.append(several(len(why.clauses), "rule"))
    what = "in every deal" if why.marked.mark == Mark.FORCED else "in no deal"
    glyph = "◆" if why.marked.mark == Mark.FORCED else _mark(why.marked, None)[0]
    reason = " + ".join(parts) or "nothing more than the format"
    return f"{glyph} {what} that keeps the draft's other choices. Enough for that: {reason}"
