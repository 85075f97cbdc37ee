"""Conditions in English, with the titles of their items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.condition_yaml import exact_number
from zopa.answers.wording import amount_words, and_words, id_words, value_words
from zopa.model import VALUE, DateValue
from zopa.model.conditions import (
    All,
    Any,
    Blank,
    Chosen,
    Compare,
    CompareTo,
    Constant,
    Count,
    CountEntities,
    Counting,
    If,
    Is,
    MemberOf,
    Name,
    Not,
    Of,
    Operator,
    OwnedBy,
    Product,
    Property,
    Relation,
    Silent,
    Size,
    Sum,
    Test,
    Times,
    Total,
    Undecided,
    With,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from zopa.model.conditions import Condition, Predicate, Quantity
    from zopa.model.corpus import Attribute, Corpus, Issue

__all__ = ["condition_sentence"]

ALWAYS = Of("all", ())
AGREEMENT = "agreement"
COUNTS = {
    Counting.AT_LEAST: "at least",
    Counting.AT_MOST: "at most",
    Counting.EXACTLY: "exactly",
}
COMPARED = {
    Operator.IS: "is",
    Operator.NOT: "is not",
    Operator.AT_LEAST: "is at least",
    Operator.AT_MOST: "is at most",
    Operator.BELOW: "is below",
    Operator.ABOVE: "is above",
}
OPPOSITE = {
    Operator.IS: Operator.NOT,
    Operator.NOT: Operator.IS,
    Operator.AT_LEAST: Operator.BELOW,
    Operator.AT_MOST: Operator.ABOVE,
    Operator.BELOW: Operator.AT_LEAST,
    Operator.ABOVE: Operator.AT_MOST,
}


def condition_sentence(corpus: Corpus, condition: Condition) -> str:
    """A condition on an agreement in words, equivalent to the condition."""
    return _condition(corpus, condition, inner=False)


def _condition(corpus: Corpus, condition: Condition, *, inner: bool = True) -> str:
    """A condition in words; a compound one gets brackets inside another condition."""

    def part(each: Condition) -> str:
        return _condition(corpus, each)

    match condition:
        case Chosen() | Silent() | Undecided():
            return _choice(corpus, condition)
        case With():
            return _with(corpus, condition)
        case Relation(left, operator, right):
            how = _relates(corpus, "", operator, right)
            said = f"{quantity_words(corpus, left)} {how} {quantity_words(corpus, right)}"
            return _bracketed(said, inner=inner)
        case Not(inside):
            return _negated(corpus, inside, inner=inner)
        case All((only,)) | Any((only,)):
            return _condition(corpus, only, inner=inner)
        case All(parts):
            return _bracketed(" and ".join(map(part, parts)) or "anything", inner=inner)
        case Any(parts):
            return _bracketed(" or ".join(map(part, parts)) or "nothing", inner=inner)
        case If(when, then, otherwise):
            words = f"if {part(when)}, then {part(then)}"
            if otherwise is not None:
                words += f", otherwise {part(otherwise)}"
            return _bracketed(words, inner=inner)
        case Count():
            return _bracketed(_count(corpus, condition), inner=inner)
        case Test(entity, holds):
            whose = "" if entity == AGREEMENT else f"{_entity(corpus, entity)}: "
            kind = _kind(corpus, entity)
            return f"{whose}{_predicate(corpus, kind, holds, inner=inner or bool(whose))}"
        case CountEntities():
            return _bracketed(_counted(corpus, condition), inner=inner)


def _count(corpus: Corpus, condition: Count) -> str:
    """A count of true conditions, or of members."""
    how, number = COUNTS[condition.how], condition.number
    if isinstance(condition, Size):
        question = corpus.issues[condition.issue].question
        return f"on “{question}”: {how} {number} chosen"
    some = "; ".join(_condition(corpus, each) for each in condition.parts)
    return f"{how} {number} of these hold: {some}"


def _choice(corpus: Corpus, condition: Chosen | Silent | Undecided) -> str:
    declared = corpus.issues[condition.issue]
    match condition:
        case Chosen(_, term):
            what = _chosen(declared, term)
        case Silent():
            what = "nothing is agreed"
        case Undecided():
            what = "undecided"
    return f"on “{declared.question}”: {what}"


def _with(corpus: Corpus, condition: With) -> str:
    issue = corpus.issues[condition.issue]
    term = issue.terms[condition.term]
    domain = term.parameters[condition.parameter].domain
    values = [amount_words(domain, domain.typed(each)) for each in condition.values]
    compared = _compared_to(domain, condition.operator, " or ".join(values))
    if condition.term == VALUE:
        return f"on “{issue.question}”: the answer {compared}"
    blank = id_words(condition.parameter)
    return f"on “{issue.question}”: “{term.title}”, and its {blank} {compared}"


def _chosen(issue: Issue, term: str) -> str:
    """A term of an issue; for a set its member, for yes or no the word itself."""
    title = issue.terms[term].title
    if issue.answered_by in {"", "set"}:
        return f"{'includes ' if issue.answered_by else ''}“{title}”"
    return title.lower()


RELATED_DATES = {
    Operator.AT_LEAST: "is not before",
    Operator.AT_MOST: "is not after",
    Operator.BELOW: "is before",
    Operator.ABOVE: "is after",
}
DATES = {
    Operator.AT_LEAST: "is {} or later",
    Operator.AT_MOST: "is {} or earlier",
    Operator.BELOW: "is before {}",
    Operator.ABOVE: "is after {}",
}


def _compared_to(domain: Attribute, operator: Operator, said: str) -> str:
    if domain.type == "date" and operator in DATES:
        return DATES[operator].format(said)
    return f"{COMPARED.get(operator, 'is')} {said}"


def quantity_words(corpus: Corpus, said: Quantity, of: str = "") -> str:
    """A quantity in words: `the answer to “…”`, `2 × “…”`.

    Inside another quantity, a compound one gets brackets.

    Args:
        corpus: the corpus of the quantity.
        said: the quantity.
        of: the type of the entity that the quantity is about, if any.
    """

    def part(each: Quantity) -> str:
        words = quantity_words(corpus, each, of)
        return _bracketed(words, inner=isinstance(each, Sum | Times | Product | Total))

    match said:
        case Constant(number, date):
            return str(DateValue(int(number))) if date else _figure(number)
        case Blank(issue, term, parameter):
            declared = corpus.issues[issue]
            if term == VALUE:
                return f"the answer to “{declared.question}”"
            title = declared.terms[term].title
            alike = [
                each.id
                for each in corpus.issues.values()
                for other in each.terms.values()
                if other.title == title and other.parameters.keys() >= {parameter}
            ]
            where = f" on “{declared.question}”" if len(alike) > 1 else ""
            return f"the {id_words(parameter)} of “{title}”{where}"
        case Property(attribute, None):
            return _attribute(corpus, of, attribute)
        case Property(attribute, entity):
            kind = _kind(corpus, str(entity))
            return f"{_attribute(corpus, kind, attribute)} of {_entity(corpus, str(entity))}"
        case Sum((one, Times(factor, other))) if factor == -1:
            if _dated(corpus, of, one) and _dated(corpus, of, other):
                return f"the number of days from {part(other)} to {part(one)}"
            return f"{part(one)} minus {part(other)}"
        case Sum(parts):
            return f"the sum of {and_words([part(each) for each in parts])}"
        case Times(factor, inside):
            return f"{_figure(factor)} × {part(inside)}"
        case Product(left, right):
            unit = f" in {said.unit}" if said.unit else ""
            return f"{part(left)} × {part(right)}{unit}"
        case Total(attribute, kind, where):
            summed = _attribute(corpus, str(kind), attribute)
            title = f"the sum of {summed} over every {id_words(kind)}"
            if where == ALWAYS:
                return title
            return f"{title} ({_predicate(corpus, str(kind), where)})"


def _relates(corpus: Corpus, of: str, operator: Operator, said: Quantity) -> str:
    """Comparison with a quantity, or with a date."""
    if operator in RELATED_DATES and _dated(corpus, of, said):
        return RELATED_DATES[operator]
    return COMPARED.get(operator, "is")


def _dated(corpus: Corpus, of: str, said: Quantity) -> bool:
    """True if the quantity is a date."""
    match said:
        case Constant(date=date):
            return date
        case Blank(issue, term, parameter):
            parameters = corpus.issues[issue].terms[term].parameters
            return parameters[parameter].domain.type == "date"
        case Property(attribute, entity):
            kind = of if entity is None else _kind(corpus, str(entity))
            declared = _declared(corpus, kind, attribute)
            return declared is not None and declared.type == "date"
        case _:
            return False


def _figure(number: Fraction) -> str:
    found = exact_number(number)
    return found if isinstance(found, str) else f"{found:,}"


def _negated(corpus: Corpus, condition: Condition, *, inner: bool) -> str:
    match condition:
        case Not(inside):
            return _condition(corpus, inside, inner=inner)
        case Chosen(issue, term):
            declared = corpus.issues[issue]
            chosen = _chosen(declared, term)
            other = f"does not include {chosen.removeprefix('includes ')}"
            what = other if declared.answered_by == "set" else f"not {chosen}"
            return f"on “{declared.question}”: {what}"
        case (
            With()
            | Relation()
            | Silent()
            | Undecided()
            | All()
            | Any()
            | If()
            | Count()
            | Test()
            | CountEntities()
        ):
            return f"it is not so that {_condition(corpus, condition)}"


def _bracketed(words: str, *, inner: bool) -> str:
    return f"({words})" if inner else words


def _entity(corpus: Corpus, entity: str) -> str:
    there = corpus.entities.get(entity)
    title = there.title if there is not None else ""
    return title or value_words(corpus, entity)


# -- of entities --------------------------------------------------------------


def _counted(corpus: Corpus, condition: CountEntities) -> str:
    kind = id_words(condition.kind)
    which = f" for which {_predicate(corpus, str(condition.kind), condition.where)}"
    if condition.where == ALWAYS:
        which = ""
    elif isinstance(condition.where, OwnedBy):
        which = f" of {_either(corpus, condition.where.owners)}"
    holds = condition.holds
    match condition.how, condition.number, holds:
        case Counting.AT_MOST, 0, Of("not", (inside,)):
            head, holds = f"for every {kind}{which}", inside
        case Counting.AT_MOST, 0, _:
            head = f"for no {kind}{which}"
        case Counting.AT_LEAST, 1, _:
            head = f"for some {kind}{which}"
        case how, number, _:
            head = f"for {COUNTS[how]} {number} of {kind}{which}"
    if holds == ALWAYS:
        return head.replace("for ", "there is ", 1) if which else f"{head} at all"
    return f"{head}: {_predicate(corpus, str(condition.kind), holds)}"


def _predicate(corpus: Corpus, of: str, predicate: Predicate, *, inner: bool = True) -> str:
    match predicate:
        case CompareTo(attribute, operator, said):
            how = _relates(corpus, of, operator, said)
            words = quantity_words(corpus, said, of)
            return f"{_attribute(corpus, of, attribute)} {how} {words}"
        case Compare(attribute, operator, values):
            return _compared(corpus, of, attribute, operator, values)
        case Is(names):
            return f"it is {_either(corpus, names)}"
        case OwnedBy(names):
            return f"it belongs to {_either(corpus, names)}"
        case MemberOf(names):
            return f"it is a member of {_groups(corpus, names)}"
        case Of("not", (Compare(attribute, Operator.IN, values),)):
            some = _values(corpus, of, attribute, values, " nor ")
            return f"{_attribute(corpus, of, attribute)} is neither {some}"
        case Of("not", (Compare(attribute, operator, values),)):
            return _compared(corpus, of, attribute, OPPOSITE[operator], values)
        case Of("not", (Of("not", (inside,)),)):
            return _predicate(corpus, of, inside, inner=inner)
        case Of("not", (Is(names),)):
            return f"it is not {_either(corpus, names)}"
        case Of("not", (inside,)):
            return f"it is not so that {_predicate(corpus, of, inside)}"
        case Of(_, (only,)):
            return _predicate(corpus, of, only, inner=inner)
        case Of(how, parts):
            mark = " or " if how == "any" else " and "
            words = mark.join(_predicate(corpus, of, each) for each in parts)
            return _bracketed(words or "anything", inner=inner)


def _compared(
    corpus: Corpus, of: str, attribute: str, operator: Operator, values: Sequence[object]
) -> str:
    title = _attribute(corpus, of, attribute)
    if operator == Operator.IN:
        return f"{title} is {_values(corpus, of, attribute, values, ' or ')}"
    return f"{title} {COMPARED[operator]} {_values(corpus, of, attribute, values, ' or ')}"


def _values(
    corpus: Corpus, of: str, attribute: str, values: Sequence[object], mark: str
) -> str:
    declared = _declared(corpus, of, attribute)
    unit = declared.unit if declared is not None else ""
    return mark.join(_value(value_words(corpus, each, unit)) for each in values)


def _value(words: str) -> str:
    return f"‘{words}’" if " " in words and not words[0].isdigit() else words


def _attribute(corpus: Corpus, of: str, attribute: str) -> str:
    declared = _declared(corpus, of, attribute)
    title = declared.title if declared is not None else ""
    return f"“{title or id_words(attribute)}”"


def _declared(corpus: Corpus, of: str, attribute: str) -> Attribute | None:
    """The attribute of the type; without a type, the first attribute of that name."""
    if of in corpus.entity_types:
        return corpus.entity_types[of].attributes.get(Name(attribute))
    for kind in corpus.entity_types.values():
        if attribute in kind.attributes:
            return kind.attributes[Name(attribute)]
    return None


def _kind(corpus: Corpus, entity: str) -> str:
    """The type of an entity; empty if the entity does not exist."""
    return str(corpus.entities[entity].type) if entity in corpus.entities else ""


def _either(corpus: Corpus, names: Sequence[str]) -> str:
    return " or ".join(_entity(corpus, each) for each in names)


def _groups(corpus: Corpus, names: Sequence[str]) -> str:
    return " or ".join(
        corpus.groups[each].name if each in corpus.groups else value_words(corpus, each)
        for each in names
    )
