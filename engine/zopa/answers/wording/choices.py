"""The choices of a draft, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Fact
from zopa.answers.wording.lines import anchor, text
from zopa.answers.wording.numbers import either_words, several
from zopa.answers.wording.rules import kept_words
from zopa.answers.wording.values import amount_words, bounds_words, domain_words, id_words
from zopa.model.conditions import Name
from zopa.model.corpus import SILENT, UNLIMITED, VALUE
from zopa.questions.question import Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zopa.answers.page import Line
    from zopa.model.corpus import (
        Choice,
        Corpus,
        Issue,
        Pick,
        Provision,
        Scenario,
    )
    from zopa.questions.every import Answers
    from zopa.questions.feasible import BlankKey
    from zopa.questions.question import Question
    from zopa.solving.partition import Piece


def terms_of(choice: Choice) -> str:
    """For programs, the terms of a choice: `issue/term`, or `issue/silent`."""
    terms = [str(pick.term) for pick in choice.picks] or [SILENT]
    return " ".join(f"{choice.issue}/{term}" for term in terms)


def choice_cell(corpus: Corpus, key: str, choice: Choice | None, line: Line) -> Cell:
    """A choice; for programs its terms, their parameters and its words in separate values.

    Args:
        corpus: the terms.
        key: of the column.
        choice: None if the issue is undecided.
        line: the words on the page.
    """
    parts = (
        (key, "undecided" if choice is None else terms_of(choice)),
        (f"{key}-parameters", "" if choice is None else parameters_of(choice)),
        (f"{key}-text", "undecided" if choice is None else choice_before(corpus, choice)),
    )
    return Cell(line, parts=parts)


def parameters_of(choice: Choice) -> str:
    """For programs, the values of a choice: `term.parameter=value`."""
    return " ".join(
        f"{pick.term}.{name}={value}"
        for pick in choice.picks
        for name, value in pick.parameters.items()
    )


def choice_line(answers: Answers, choice: Choice) -> Line:
    """A choice with the question of its issue, linked to its place in the list."""
    corpus = answers.question.space.problem.corpus
    words = f"{corpus.issues[choice.issue].question} {choice_before(corpus, choice)}"
    return text(words, anchor(f"{answers.anchor}-choice", str(choice.issue)))


def choice_before(corpus: Corpus, choice: Choice) -> str:
    """A choice without the name of its issue."""
    issue = corpus.issues.get(choice.issue)
    order = {name: place for place, name in enumerate(issue.terms)} if issue else {}
    picks = sorted(choice.picks, key=lambda pick: order.get(str(pick.term), len(order)))
    return _together(issue, [_pick_words(issue, pick) for pick in picks])


def choice_named(corpus: Corpus, choice: Choice, to: str = "") -> Line:
    """A choice with the short name of its issue."""
    return text(choice_words(corpus, choice), to)


def cause_lines(answers: Answers, because: Sequence[str]) -> Fact:
    """The choices that are enough to cross a position."""
    choices = answers.checked.scenario.choices
    if not because:
        words = "of the rules alone: every agreement crosses it"
        return Fact("because", (text(words),))
    return Fact(
        "because" if len(because) == 1 else f"because of {several(len(because), 'choice')}",
        tuple(choice_line(answers, choices[issue]) for issue in because),
    )


def open_issues(question: Question) -> list[str]:
    """The issues on which the draft leaves a term or a parameter open."""
    return issues_left_open(question.space.problem.corpus, question.scenario)


def issues_left_open(corpus: Corpus, scenario: Scenario) -> list[str]:
    """The same for a draft alone, without a question."""
    choices = scenario.choices
    return [
        str(issue.id)
        for issue in corpus.issues.values()
        if str(issue.id) not in choices
        or any(
            len(pick.parameters) < len(issue.terms[pick.term].parameters)
            for pick in choices[str(issue.id)].picks
        )
    ]


def picked_words(
    question: Question,
    issue: str,
    picks: Sequence[Pick],
    within: Mapping[BlankKey, Piece] | None = None,
) -> str:
    """The terms of a complete agreement; a number as the range that gives the same answers.

    Args:
        question: the question.
        issue: the issue of the terms.
        picks: the terms, with every parameter.
        within: the ranges; a number without one is given itself.
    """
    known = question.space.problem.corpus.issues[issue]
    return _together(known, [_pick_words(known, pick, within or {}) for pick in picks])


def choice_words(corpus: Corpus, choice: Choice) -> str:
    """A choice for a reader: the issue's short name and the chosen terms."""
    return f"{issue_name(corpus, str(choice.issue))}: {choice_before(corpus, choice)}"


def answer_words(corpus: Corpus, issue: str) -> str:
    """The possible choices on an issue that is answered by a value; empty for other issues."""
    known = corpus.issues[issue]
    if not known.answered_by:
        return ""
    if known.answer is not None:
        unlimited = [UNLIMITED] * (UNLIMITED in known.terms)
        return either_words([domain_words(known.answer), *unlimited, SILENT])
    if known.answered_by == "boolean":
        return either_words(["yes", "no", SILENT])
    titles = [known.terms[each].title for each in known.members]
    many = "any" if known.most >= len(titles) else f"at most {known.most}"
    none = ", none of them" if known.may_be_empty else ""
    return f"{many} of {kept_words(titles)}{none}, or {SILENT}"


def term_words(corpus: Corpus, issue: str, term: str) -> str:
    """The title of a term beside its issue; for a value `a number`, `unlimited`, `yes`."""
    known = corpus.issues[issue]
    title = known.terms[term].title
    return title[:1].lower() + title[1:] if _answered(known, term) else title


def term_named(corpus: Corpus, issue: str, term: str) -> str:
    """The title of a term used alone; a value follows its issue: `Force cap: unlimited`."""
    words = term_words(corpus, issue, term)
    known = corpus.issues[issue]
    return f"{issue_name(corpus, issue)}: {words}" if known.answered_by else words


def _answered(issue: Issue, term: str) -> bool:
    """True if the term is a value: a number, a date, `unlimited`, yes or no."""
    return issue.answered_by == "boolean" or (
        issue.answer is not None and term in {VALUE, UNLIMITED}
    )


def _together(issue: Issue | None, words: Sequence[str]) -> str:
    if issue is not None and issue.answered_by == "set":
        return kept_words(words) or SILENT
    return " + ".join(words) or SILENT


def _pick_words(
    issue: Issue | None, pick: Pick, within: Mapping[BlankKey, Piece] | None = None
) -> str:
    """A chosen term with the values of its parameters; for a value, the value itself."""
    term = issue.terms.get(pick.term) if issue is not None else None
    if issue is None or term is None:
        return f"{pick.term} (unknown)"
    given = {
        str(name): _blank_words(issue, pick, str(name), within or {})
        for name in term.parameters
        if name in pick.parameters or name in pick.bounds
    }
    if _answered(issue, str(pick.term)):
        title = term.title[:1].lower() + term.title[1:]
        return given.get(VALUE) or (f"{title}, left open" if term.parameters else title)
    units = {name: each.domain.unit for name, each in term.parameters.items()}
    words = ", ".join(
        each if f"{units[name]} ".startswith(f"{id_words(name)} ") else f"{name} {each}"
        for name, each in given.items()
    )
    return f"{term.title} ({words})" if words else term.title


def _blank_words(issue: Issue, pick: Pick, name: str, within: Mapping[BlankKey, Piece]) -> str:
    domain = issue.terms[pick.term].parameters[name].domain
    if Name(name) in pick.bounds:
        return bounds_words(domain, pick.bounds[Name(name)])
    key = str(issue.id), str(pick.term), name
    return amount_words(domain, within.get(key, pick.parameters[Name(name)]))


def or_else_words(corpus: Corpus, provision: Provision) -> str:
    """The consequence of a breach: the case that provides for it, or the text of the file."""
    case = corpus.contingencies.get(provision.or_else)
    return (case.title or id_words(case.id)) if case is not None else str(provision.or_else)


def issue_name(corpus: Corpus, name: str) -> str:
    """The name of an issue in lists and columns.

    Its short name if it has one. Else its id as words, with names spelled as in its texts.
    """
    declared = corpus.issues.get(name)
    words = (declared.short if declared else "") or _id_spelled(corpus, name, name)
    return words[:1].upper() + words[1:]


def term_name(corpus: Corpus, issue: str, term: str) -> str:
    """A term's id as words, with names spelled as the texts of its issue spell them."""
    if corpus.issues[issue].answered_by:
        return term_words(corpus, issue, term)
    return _id_spelled(corpus, term, issue)


def _id_spelled(corpus: Corpus, name: str, issue: str) -> str:
    proper = corpus.proper_names.get(issue, {})
    words = re.split(r"[-_]", name)
    return " ".join(corpus.acronyms.get(word) or proper.get(word, word) for word in words)
