"""Softenings: a number that is enough instead of the stated one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.condition_sentences import condition_sentence, quantity_words
from zopa.answers.lines import issue_name
from zopa.answers.wording import amount_words, id_words, span_words
from zopa.model.conditions import (
    CompareTo,
    Constant,
    CountEntities,
    Counting,
    Name,
    Of,
    Relation,
    Test,
)
from zopa.model.corpus import UNLIMITED
from zopa.model.domains import DateValue

if TYPE_CHECKING:
    from zopa.model.corpus import Attribute, Corpus
    from zopa.questions import Question
    from zopa.questions.shifts import Shift

__all__ = ["shift_words"]

ALWAYS = Of("all", ())
BOUNDS = {
    "at-least": "at least",
    "at-most": "at most",
    "exactly": "exactly",
    "not": "other than",
    "above": "more than",
    "below": "less than",
}
DATES = {"at-least": "not before", "at-most": "not after", "above": "after", "below": "before"}
OPPOSITE = {
    "at-least": "below",
    "at-most": "above",
    "above": "at-most",
    "below": "at-least",
    "is": "not",
    "not": "is",
}
STRICT = {"at-least": "above", "at-most": "below"}
LOOSENED = {"above": 1, "below": -1}
"""Distance of the equivalent inclusive bound of whole numbers."""


def shift_words(question: Question, shift: Shift) -> str:
    """The compared quantity, the number that is enough and the stated one."""
    corpus = question.space.problem.corpus
    match shift.relation:
        case Relation(Constant(), _, other) | Relation(other, _, Constant()):
            return f"{quantity_words(corpus, other)}: {_instead(shift)}"
        case Relation() | CompareTo():
            words = _related(corpus, shift.relation, shift)
            return f"{words}: {span_words(shift.enough)} instead of {_stated(shift)}"
        case None:
            pass
    if shift.blank is not None:
        issue, term, parameter = shift.blank
        known = corpus.issues[issue]
        title = issue_name(corpus, issue)
        if known.answer is None:
            title = f"{title}, {id_words(parameter)}"
        domain = known.terms[term].parameters[parameter].domain
        return f"{title}: {_instead(shift, domain)}"
    if shift.attribute is None:
        what = "its parts" if shift.kind is None else shift.kind
        bound = BOUNDS[shift.operator]
        return f"number of {what}: {bound} {shift.enough} instead of {shift.stated}"
    kind = shift.kind or str(corpus.entities[shift.entity or ""].type)
    declared = corpus.entity_types[kind].attributes[shift.attribute]
    title = declared.title or shift.attribute
    held = corpus.positions[shift.position]
    reading = held.readings[question.context.readings.get(shift.position, held.default)]
    if not isinstance(reading.holds, Test):
        of = corpus.entities[shift.entity].title if shift.entity else f"any {kind}"
        title = f"{title} of {of or shift.entity}"
    return f"{title}: {_instead(shift, declared)}"


def _related(corpus: Corpus, relation: Relation | CompareTo, shift: Shift) -> str:
    """The relation with the number that is enough, if that is a part of a sum."""
    if isinstance(relation, Relation):
        return condition_sentence(corpus, relation)
    if shift.entity is not None:
        return condition_sentence(corpus, Test(Name(shift.entity), relation))
    any_of = CountEntities(Counting.AT_LEAST, 1, Name(shift.kind or ""), ALWAYS, relation)
    return condition_sentence(corpus, any_of)


def _instead(shift: Shift, domain: Attribute | None = None) -> str:
    """The number that is enough instead of the stated one.

    Under a negation, it is the remaining bound: "not above 500" is at most 500.
    """
    operator, enough = shift.operator, shift.enough
    if shift.negated and shift.written in LOOSENED and domain is not None:
        operator = shift.written
        if enough == UNLIMITED:
            operator = shift.operator
        else:
            enough = domain.at(int(enough) - LOOSENED[shift.written])
    if shift.negated:
        operator = OPPOSITE.get(operator, operator)
    dated = isinstance(enough, DateValue)
    bounds = BOUNDS | DATES if dated else BOUNDS
    strict = STRICT.get(operator, "") if enough == shift.stated else ""
    words = [f"{bounds[each]} " if each in bounds else "" for each in (operator, strict)]
    if domain is None:
        return f"{words[0]}{span_words(enough)} instead of {words[1]}{_stated(shift)}"
    said = amount_words(domain, enough)
    if UNLIMITED not in {enough, shift.stated}:
        said = span_words(enough)  # the unit appears once
    return f"{words[0]}{said} instead of {words[1]}{amount_words(domain, shift.stated)}"


def _stated(shift: Shift) -> str:
    return f"{span_words(shift.stated)} {shift.unit}".rstrip()
