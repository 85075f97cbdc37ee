"""Conditions, from YAML to values of the model; and what every construction reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from zopa.diagnostics import DUPLICATE_ID, MISPLACED_KEY, Diagnostic, Label
from zopa.documents import Document, is_broken, json_pointer
from zopa.model import VALUE, note_text
from zopa.model import corpus as model
from zopa.model.conditions import (
    All,
    Blank,
    Chosen,
    Compare,
    CompareTo,
    Condition,
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
    Predicate,
    Product,
    Property,
    Quantity,
    Relation,
    Silent,
    Size,
    Sum,
    Test,
    Times,
    Total,
    Undecided,
    With,
    in_case,
)
from zopa.model.conditions import Any as AnyOf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Self

    from zopa.documents import Pointer
    from zopa.files import Span
    from zopa.model.conditions import Value

__all__ = [
    "ALWAYS",
    "Constructed",
    "Part",
    "collect",
    "condition",
    "duplicate",
    "id_of",
    "keyed",
    "listed",
    "predicate",
    "timed",
    "wrong_places",
]


T = TypeVar("T")
Timed: TypeAlias = "tuple[Name, Name, Part]"


@dataclass
class Constructed:
    """Built parts of a corpus, mutable during construction."""

    corpus: dict[str, Any] = field(default_factory=dict[str, Any])
    """Keyword arguments of `model.Corpus`."""
    broken: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Nature and id of items that exist but could not be built; `*` if the id is unknown."""
    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])
    timed: list[tuple[Name, Name, Part]] = field(
        default_factory=list["tuple[Name, Name, Part]"]
    )
    """Issue, term and the part of the term about the date of a milestone."""
    milestones: list[tuple[Name, Part]] = field(default_factory=list["tuple[Name, Part]"])
    wrong: Mapping[str, ErrorPlaces] = field(default_factory=dict[str, "ErrorPlaces"])
    """Places of the errors of each file."""

    def headless(self, document: Document) -> bool:
        """Return True if an outermost key or value of the file has an error."""
        wrong = self.wrong.get(document.path)
        return wrong is not None and wrong.outermost

    def sound(self, part: Part) -> bool:
        """Return True if no error is known inside the part."""
        wrong = self.wrong.get(part.document.path)
        if wrong is not None and json_pointer(part.pointer) in wrong.inside:
            return False
        return not is_broken(part.data)


@dataclass
class ErrorPlaces:
    """Places of the errors of one file."""

    inside: set[str] = field(default_factory=set[str])
    """JSON Pointers of all values that contain an error."""
    outermost: bool = False
    """True if an outermost key or value has an error."""

    def add(self, pointer: str) -> None:
        """Add an error at a JSON Pointer."""
        self.outermost |= pointer.count("/") < 2
        while pointer and pointer not in self.inside:
            self.inside.add(pointer)
            pointer = pointer.rpartition("/")[0]
        self.inside.add("")


def wrong_places(findings: Iterable[Diagnostic]) -> dict[str, ErrorPlaces]:
    """Return the places of the errors of each file."""
    wrong: dict[str, ErrorPlaces] = {}
    for each in findings:
        if each.span is not None and each.severity == "error":
            wrong.setdefault(each.span.path, ErrorPlaces()).add(each.pointer)
    return wrong


def collect(
    built: Constructed,
    target: str,
    nature: str,
    parts: Iterable[tuple[Part, Name | None]],
    build: Callable[[Part, Name], T],
) -> None:
    """Build each part into the mapping `target`; report ids that come twice."""
    into: dict[str, T] = built.corpus.setdefault(target, {})
    for part, key in parts:
        name = key if key is not None else id_of(part)
        if name is None:
            built.broken.add((nature, "*"))
            continue
        if not built.sound(part):
            built.broken.add((nature, str(name)))
            continue
        if nested := list(cases_in_cases(part)):
            built.diagnostics.extend(nested)
            built.broken.add((nature, str(name)))
            continue
        value = build(part, name)
        identity: Name = getattr(value, "id", name)
        if str(identity) in into:
            first: Name = getattr(into[str(identity)], "id", name)
            built.diagnostics.append(duplicate(nature, identity, first))
            continue
        into[str(identity)] = value


def cases_in_cases(part: Part) -> Iterator[Diagnostic]:
    """Report conditions on a contingency inside the condition on another one."""
    if part.document.text.count("in-case") < 2:  # one inside the other
        return
    left: list[tuple[Part, Part | None]] = [(part, None)]
    while left:
        here, around = left.pop()
        if isinstance(here.data, list):
            left.extend((here[number], around) for number in range(len(here.data)))
        if not isinstance(here.data, dict):
            continue
        if "in-case" in here.data and "holds" in here.data:
            if around is not None:
                yield _case_in_case(here["in-case"], around)
                continue
            around = here["in-case"]
        left.extend((here[key], around) for key in here.data)


def _case_in_case(inner: Part, outer: Part) -> Diagnostic:
    one, other = outer.data, inner.data
    return Diagnostic(
        MISPLACED_KEY,
        inner.span,
        "a case stands inside another case",
        label=f"inside the case `{one}`",
        related=(Label(outer.span, "the case around it"),),
        help=(
            f"put them side by side: `all: [{{in-case: {one}, …}}, {{in-case: {other}, …}}]`",
            "if both happen at once, declare a contingency for that in terms/state.yaml",
        ),
    )


def id_of(part: Part) -> Name | None:
    """Return the item's id, or None if its `id` is no text."""
    if isinstance(part.data, dict) and isinstance(part.data.get("id"), str):
        return part["id"].name()
    return None


def duplicate(nature: str, again: Name, first: Name) -> Diagnostic:
    """Report that two items of one nature have one id."""
    related = () if first.span is None else (Label(first.span, "first here"),)
    return Diagnostic(
        DUPLICATE_ID,
        again.span,
        f"{nature} `{again}` is defined twice",
        label="second definition",
        related=related,
        help=("give one of them another id",),
    )


def listed(root: Part, key: str) -> Iterator[tuple[Part, Name | None]]:
    """Yield items of a list, which contain their ids."""
    if isinstance(root.data.get(key), list):
        for part in root.parts(key):
            yield part, None


def keyed(root: Part, key: str) -> Iterator[tuple[Part, Name | None]]:
    """Yield entries of a mapping, whose keys are their ids."""
    if isinstance(root.data.get(key), dict):
        for name, part in root[key].items():
            yield part, name


# -- values in documents --


@dataclass(frozen=True, slots=True)
class Part:
    """Value in a document, with its pointer."""

    document: Document
    pointer: Pointer
    data: Any

    @property
    def span(self) -> Span:
        """Span of the value."""
        return self.document.span(self.pointer)

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def __getitem__(self, key: str | int) -> Part:
        return Part(self.document, (*self.pointer, key), self.data[key])

    def items(self) -> Iterator[tuple[Name, Part]]:
        """Yield entries of a mapping, each key with its place."""
        for key in self.data:
            part = self[key]
            yield Name(key, self.document.key_span(part.pointer)), part

    def parts(self, key: str) -> list[Part]:
        """Return items of the list at the key; empty if the key is missing."""
        if key not in self.data:
            return []
        there = self[key]
        return [there[index] for index in range(len(there.data))]

    def name(self) -> Name:
        """Return the value as an id."""
        return Name(str(self.data), self.span)

    def names(self, key: str) -> tuple[Name, ...]:
        """Return the ids in the list at the key, or the one id there."""
        if key not in self.data:
            return ()
        if isinstance(self.data[key], list):
            return tuple(each.name() for each in self.parts(key))
        return (self[key].name(),)

    def text(self, key: str, default: str = "") -> str:
        """Return the text at the key."""
        return str(self.data.get(key, default))

    def note(self) -> str:
        """Return the text of the note, whoever may see it."""
        return note_text(self.data.get("note", ""))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts in the list at the key, or the one text there."""
        return tuple(str(each) for each in self.names(key))

    def day(self, key: str) -> dt.date | None:
        """Return the date at the key."""
        return dt.date.fromisoformat(self.data[key]) if key in self.data else None

    def when(self, key: str) -> model.When | None:
        """Return the date, or the bounds of a date, at the key."""
        if key not in self.data:
            return None
        there = self[key]
        if isinstance(there.data, str):
            day = dt.date.fromisoformat(there.data)
            return model.When(day, day)
        return model.When(there.day("earliest"), there.day("latest"))

    def cites(self) -> model.Citations:
        """Return the citations of the value."""
        if "cites" not in self.data:
            return ()
        return tuple((source, tuple(places.data)) for source, places in self["cites"].items())


# -- conditions --

ALWAYS = Of("all", ())
"""Predicate that is true of every entity."""


class PlacedValue(Protocol):
    """Value in a document, with its place."""

    @property
    def data(self) -> Any:  # noqa: ANN401  # any YAML value
        """The value itself."""

    @property
    def span(self) -> Span:
        """Span of the value."""

    def __getitem__(self, key: str | int, /) -> Self: ...
    def __contains__(self, key: str, /) -> bool: ...
    def items(self) -> Iterator[tuple[Name, Self]]:
        """Return entries of a mapping, each key with its place."""

    def parts(self, key: str) -> list[Self]:
        """Return items of the list at the key."""

    def name(self) -> Name:
        """Return the value as an id."""

    def names(self, key: str) -> tuple[Name, ...]:
        """Return the ids at the key."""


def condition(part: PlacedValue) -> Condition:
    """Return the condition of a mapping whose format has been checked."""
    match part.data:
        case {"issue": str()}:
            return _all(_of_answer(part["issue"].name(), part))
        case {"in-case": _}:
            return in_case(condition(part["holds"]), part["in-case"].name())
        case {"milestone": _} | {"before": _} | {"happens": _}:
            return _of_milestone(part)
        case {"quantity": _}:
            left = quantity(part["quantity"])
            return _all(
                Relation(left, Operator(str(key)), quantity(there), there.span)
                for key, there in part.items()
                if key != "quantity"
            )
        case {"all": _} | {"any": _}:
            how = "all" if "all" in part else "any"
            parts = tuple(map(condition, part.parts(how)))
            return All(parts) if how == "all" else AnyOf(parts)
        case {"not": _}:
            return Not(condition(part["not"]))
        case {"if": _}:
            otherwise = condition(part["else"]) if "else" in part else None
            return If(condition(part["if"]), condition(part["then"]), otherwise)
        case {"chosen": str(path)}:
            span = part["chosen"].span
            issue, _, term = path.partition("/")
            named = Name(issue, span), Name(term, span)
            if "with" not in part:
                return Chosen(*named, span)
            return _all(
                With(*named, name, operator, said, at)
                if isinstance(said, tuple)
                else Relation(Blank(*named, name), operator, said, at)
                for name, value in part["with"].items()
                for operator, said, at in _operators(value)
            )
        case {"silent": _} | {"undecided": _}:
            silent = "silent" in part
            return (
                Silent(part["silent"].name()) if silent else Undecided(part["undecided"].name())
            )
        case {"entity": _}:
            return Test(part["entity"].name(), predicate(part["holds"]))
        case _:
            return _counted(part)


def _of_milestone(part: PlacedValue) -> Condition:
    match part.data:
        case {"milestone": _}:
            return timed(part)
        case {"before": _}:
            one, other = (_day(each.name()) for each in part.parts("before"))
            return Relation(one, Operator.BELOW, other, part.span)
        case _:
            return Not(Silent(part["happens"].name()))


def timed(part: PlacedValue) -> Condition:
    """Return the condition on the date of a milestone: bounds and relations to another one.

    `within` days of another milestone means not before it and at most that much later, or the
    reverse with `before`. Without it `after` and `before` mean another day.
    """
    name = part["milestone"].name()
    day = _day(name)
    found: list[Condition] = []
    for key in ("after", "before"):
        if key not in part:
            continue
        other = _day(part[key].name())
        first, last = (other, day) if key == "after" else (day, other)
        if "within" not in part:
            found.append(Relation(first, Operator.BELOW, last, part.span))
            continue
        days = Constant(Fraction(int(part["within"]["days"].data)))
        apart = Sum((last, Times(Fraction(-1), first)), days=True)
        none = Constant(Fraction(0), written=False)
        found.append(Relation(apart, Operator.AT_LEAST, none, part.span))
        found.append(Relation(apart, Operator.AT_MOST, days, part.span))
    value = Name(VALUE, name.span)
    for key, there in part.items():
        match str(key), there.data:
            case (("is" | "not" | "at-least" | "at-most" | "below" | "above") as how, dict()):
                found.append(Relation(day, Operator(how), quantity(there), there.span))
            case (("is" | "not" | "at-least" | "at-most" | "below" | "above") as how, said):
                found.append(With(name, value, value, Operator(how), (said,), there.span))
            case _:
                continue
    return _all(found) if found else Not(Silent(name))


def _day(milestone: Name) -> Blank:
    value = Name(VALUE, milestone.span)
    return Blank(milestone, value, value)


def _all(parts: Iterable[Condition]) -> Condition:
    found = tuple(parts)
    return found[0] if len(found) == 1 else All(found)


def _of_answer(issue: Name, part: PlacedValue) -> Iterator[Condition]:
    """Yield the conditions on the value of an issue: number or date, boolean, or set."""
    value = Name(VALUE, issue.span)
    for key, there in part.items():
        match str(key), there.data:
            case "issue", _:
                continue
            case "includes", str(member):
                yield Chosen(issue, Name(member, there.span), there.span)
            case ("includes-all" | "includes-any") as how, list(members):
                each = tuple(Chosen(issue, Name(x, there.span), there.span) for x in members)
                yield All(each) if how == "includes-all" else AnyOf(each)
            case "size", dict():
                yield from _sizes(issue, there)
            case ((("is" | "not") as how), bool(said)):
                yes = said is (how == "is")
                yield Chosen(issue, Name(str(yes).lower(), there.span), there.span)
            case how, dict():
                left = Blank(issue, value, value)
                yield Relation(left, Operator(how), quantity(there), there.span)
            case how, list(several):
                yield With(issue, value, value, Operator(how), tuple(several), there.span)
            case how, said:
                yield With(issue, value, value, Operator(how), (said,), there.span)


COUNTED = {
    "is": (Counting.EXACTLY, 0),
    "not": (Counting.EXACTLY, 0),
    "at-least": (Counting.AT_LEAST, 0),
    "above": (Counting.AT_LEAST, 1),
    "at-most": (Counting.AT_MOST, 0),
    "below": (Counting.AT_MOST, -1),
}
"""Counting operator of each comparison of a size, with an offset to its number."""


def _sizes(issue: Name, part: PlacedValue) -> Iterator[Condition]:
    """Yield conditions on the number of members; each is false if nothing is agreed."""
    yield Not(Silent(issue))
    for key, there in part.items():
        how, more = COUNTED[str(key)]
        size = Size(how, there.data + more, (), issue)
        yield Not(size) if key == "not" else size


def _counted(part: PlacedValue) -> Condition:
    for word in Counting:
        if word.value in part:
            number = part[word.value].data
            if isinstance(part["of"].data, list):
                return Count(word, number, tuple(map(condition, part.parts("of"))))
            return _entities(part, "of", word, number, _optional(part, "holds"))
    if "every" in part:
        return _entities(
            part, "every", Counting.AT_MOST, 0, Of("not", (predicate(part["holds"]),))
        )
    if "some" in part:
        return _entities(part, "some", Counting.AT_LEAST, 1, _optional(part, "holds"))
    return _entities(part, "none", Counting.AT_MOST, 0, _optional(part, "holds"))


def _entities(
    part: PlacedValue, key: str, how: Counting, number: int, holds: Predicate
) -> CountEntities:
    kind = part[key].name()
    where, written = _optional(part, "where"), key == "of"
    return CountEntities(how, number, kind, where, holds, part.span, written)


def _optional(part: PlacedValue, key: str) -> Predicate:
    return predicate(part[key]) if key in part else ALWAYS


def predicate(part: PlacedValue) -> Predicate:
    """Return the predicate on one entity: all entries of the mapping."""
    found: list[Predicate] = []
    for key, value in part.items():
        match str(key):
            case "all" | "any":
                found.append(Of(str(key), tuple(map(predicate, part.parts(str(key))))))
            case "not":
                found.append(Of("not", (predicate(value),)))
            case "id":
                found.append(Is(part.names("id")))
            case "of":
                found.append(OwnedBy(part.names("of")))
            case "member-of":
                found.append(MemberOf(part.names("member-of")))
            case _:
                found.extend(_comparisons(key, value))
    return found[0] if len(found) == 1 else Of("all", tuple(found))


def _comparisons(attribute: Name, part: PlacedValue) -> Iterator[Compare | CompareTo]:
    for operator, said, span in _operators(part):
        if isinstance(said, tuple):
            yield Compare(attribute, operator, said, span)
        else:
            yield CompareTo(attribute, operator, said, span)


def _operators(
    part: PlacedValue,
) -> Iterator[tuple[Operator, tuple[Value, ...] | Quantity, Span]]:
    """Yield operators with their value or quantity; a plain value means equality."""
    if not isinstance(part.data, dict):
        yield Operator.IS, (part.data,), part.span
        return
    for key, value in part.items():
        match value.data:
            case dict():
                yield Operator(str(key)), quantity(value), value.span
            case list() as values:
                yield Operator(str(key)), tuple(values), value.span
            case said:
                yield Operator(str(key)), (said,), value.span


# -- quantities --


def quantity(part: PlacedValue) -> Quantity:
    """Return the number or date of a value whose format has been checked."""
    match part.data:
        case {"issue": _}:
            return _day(part["issue"].name())
        case {"milestone": _}:
            return _day(part["milestone"].name())
        case {"parameter": _}:
            issue_id, _, term = str(part["of"].data).partition("/")
            span = part["of"].span
            return Blank(Name(issue_id, span), Name(term, span), part["parameter"].name())
        case {"attribute": _}:
            entity = part["of"].name() if "of" in part else None
            return Property(part["attribute"].name(), entity)
        case {"sum": str()}:
            return Total(part["sum"].name(), part["over"].name(), _optional(part, "where"))
        case {"sum": _}:
            return Sum(tuple(map(quantity, part.parts("sum"))))
        case {"difference": _}:
            one, other = map(quantity, part.parts("difference"))
            return Sum((one, Times(Fraction(-1), other)))
        case {"days-between": _}:
            one, other = map(quantity, part.parts("days-between"))
            return Sum((other, Times(Fraction(-1), one)), days=True)
        case {"times": factor}:
            return Times(Fraction(str(factor)), quantity(part["of"]))
        case {"product": _}:
            one, other = map(quantity, part.parts("product"))
            return Product(one, other, str(part["unit"].data) if "unit" in part else "")
        case str() as day:
            return Constant(Fraction(dt.date.fromisoformat(day).toordinal()), date=True)
        case number:
            return Constant(Fraction(str(number)))
