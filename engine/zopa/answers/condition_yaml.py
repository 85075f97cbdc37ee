"""Conditions in the words of the format, as YAML with the same meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from zopa.answers import width_of
from zopa.diagnostics import shown
from zopa.model import VALUE, DateValue, untyped
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
    case_of,
    plain_name,
    predicate_without_case,
    without_case,
)
from zopa.model.corpus import ParameterValue

if TYPE_CHECKING:
    from fractions import Fraction

    from zopa.model.conditions import Condition, Predicate, Quantity, Value
    from zopa.model.corpus import Effect

__all__ = [
    "YAML_WIDTH",
    "YamlData",
    "condition_data",
    "condition_lines",
    "condition_words",
    "effect_data",
    "exact_number",
    "predicate_words",
    "written_lines",
]

YamlData: TypeAlias = "Mapping[str, YamlData] | Sequence[YamlData] | str | int | Decimal"
"""Values that YAML can express; texts are ids and values."""
YAML_WIDTH = 80
"""Width of a line if the available width is unknown."""
MOST_DIGITS = 9
"""Maximum digits after the point; numbers with more are fractions."""
ALWAYS = Of("all", ())
"""True for every entity: the meaning of a missing `where` or `holds`."""


def condition_words(condition: Condition) -> str:
    """The condition on one line: `{chosen: pay/raise}`."""
    return _flow(condition_data(condition))


def condition_lines(condition: Condition, width: int) -> list[str]:
    """The condition on lines of at most `width` cells, if its words allow that."""
    return written_lines(condition_data(condition), width)


def predicate_words(predicate: Predicate) -> str:
    """A predicate on an entity, on one line: `{raise: {at-least: 40}}`."""
    return _flow(_predicate(predicate))


def effect_data(effect: Effect) -> YamlData:
    """The attribute values that a term sets, as its file has them."""
    data: dict[str, YamlData] = {}
    if effect.entity is not None:
        data["entity"] = plain_name(effect.entity)
    if effect.every is not None:
        data["every"] = plain_name(effect.every)
    if effect.where is not None:
        data["where"] = _predicate(predicate_without_case(effect.where))
    if effect.case is not None:
        data["in-case"] = effect.case
    if effect.when is not None:
        data["when"] = condition_data(effect.when)
    data["set"] = {
        str(name): f"${value.name}" if isinstance(value, ParameterValue) else value
        for name, value in effect.sets.items()
    }
    return data


# -- conversion of a condition to YAML values ---------------------------------


def condition_data(condition: Condition) -> dict[str, YamlData]:
    """The condition as a value that YAML can express."""
    if case := case_of(condition):
        return {"in-case": case, "holds": condition_data(without_case(condition))}
    match condition:
        case Chosen(issue, term) if term in {"true", "false"}:
            return {"issue": issue, "is": term == "true"}
        case Chosen(issue, term):
            return {"chosen": f"{issue}/{term}"}
        case With() | Relation():
            return _compared(condition)
        case Silent(issue) | Undecided(issue):
            return {"silent" if isinstance(condition, Silent) else "undecided": issue}
        case Not(part):
            return {"not": condition_data(part)}
        case All(parts):
            return _joined(parts) or {"all": [condition_data(each) for each in parts]}
        case Any(parts):
            return {"any": [condition_data(each) for each in parts]}
        case If(when, then, otherwise):
            found: dict[str, YamlData] = {
                "if": condition_data(when),
                "then": condition_data(then),
            }
            return found if otherwise is None else found | {"else": condition_data(otherwise)}
        case Count():
            return _count(condition)
        case Test(entity, holds):
            return {"entity": entity, "holds": _predicate(holds)}
        case CountEntities():
            return _counted(condition)


def _count(condition: Count) -> dict[str, YamlData]:
    how, number = condition.how, condition.number
    if isinstance(condition, Size):
        key = "is" if how is Counting.EXACTLY else str(how)
        return {"issue": condition.issue, "size": {key: number}}
    return {str(how): number, "of": [condition_data(each) for each in condition.parts]}


def _quantity(said: Quantity) -> YamlData:
    match said:
        case Constant(number, date):
            return str(DateValue(int(number))) if date else _exact_decimal(number)
        case Blank(issue, term) if term == VALUE:
            return {"issue": issue}
        case Blank(issue, term, parameter):
            return {"parameter": parameter, "of": f"{issue}/{term}"}
        case Property(attribute, entity):
            return {"attribute": attribute} | ({"of": entity} if entity is not None else {})
        case Sum((one, Times(_, other)), days=True):
            return {"days-between": [_quantity(other), _quantity(one)]}
        case Sum((one, Times(factor, other))) if factor == -1:
            return {"difference": [_quantity(one), _quantity(other)]}
        case Sum(parts):
            return {"sum": [_quantity(each) for each in parts]}
        case Times(factor, part):
            return {"times": exact_number(factor), "of": _quantity(part)}
        case Product(left, right):
            product: dict[str, YamlData] = {"product": [_quantity(left), _quantity(right)]}
            return product | {"unit": said.unit} if said.unit else product
        case Total(attribute, kind, where):
            found: dict[str, YamlData] = {"sum": attribute, "over": kind}
            return found if where == ALWAYS else found | {"where": _predicate(where)}


def exact_number(number: Fraction) -> int | str | Decimal:
    """A number as files have it: whole, with a point, or as a fraction of whole numbers."""
    if number.denominator == 1:
        return int(number)
    digits = 0
    while digits < MOST_DIGITS and (number * 10**digits).denominator != 1:
        digits += 1
    scaled = number * 10**digits
    if scaled.denominator != 1:
        return f"{number.numerator}/{number.denominator}"
    return Decimal(int(scaled)).scaleb(-digits)


def _exact_decimal(number: Fraction) -> int | Decimal:
    """A number that a file can have: an integer or a decimal."""
    digits = 0
    while (number * 10**digits).denominator != 1:
        digits += 1
    return Decimal(int(number * 10**digits)).scaleb(-digits) if digits else int(number)


def _operated(operator: Operator, values: Sequence[Value]) -> dict[str, YamlData]:
    if operator == Operator.IN:
        return {"in": [untyped(each) for each in values]}
    return {str(operator): untyped(values[0])}


def _compared(condition: With | Relation) -> dict[str, YamlData]:
    match condition:
        case With(issue, term, parameter, operator, values) if term == VALUE == parameter:
            return {"issue": issue} | _operated(operator, values)
        case With(issue, term, parameter, operator, values):
            compared = _operated(operator, values)
            said = compared["is"] if operator == Operator.IS else compared
            return {"chosen": f"{issue}/{term}", "with": {parameter: said}}
        case Relation(Blank(issue, term), operator, right) if term == VALUE and not isinstance(
            right, Constant
        ):
            return {"issue": issue, str(operator): _quantity(right)}
        case Relation(left, operator, right):
            return {"quantity": _quantity(left), str(operator): _quantity(right)}


def _joined(parts: Sequence[Condition]) -> dict[str, YamlData] | None:
    """Comparisons of one number, or of the parameters of one term, as one mapping.

    None if the parts are something else, or if one operator occurs twice.
    """
    if (sizes := _joined_sizes(parts)) is not None:
        return sizes
    compared = [each for each in parts if isinstance(each, With | Relation)]
    if len(parts) < 2 or len(compared) < len(parts):
        return None
    blanks = [each for each in compared if isinstance(each, With) and each.term != VALUE]
    if blanks:
        return _joined_blanks(blanks) if len(blanks) == len(parts) else None
    found: dict[str, YamlData] = {}
    for each in map(_compared, compared):
        head = "issue" if "issue" in each else "quantity"
        if found and (found.get(head) != each[head] or found.keys() & each.keys() != {head}):
            return None
        found |= each
    return found


def _joined_sizes(parts: Sequence[Condition]) -> dict[str, YamlData] | None:
    """The choice of a set and the number of its members, as one mapping."""
    match parts:
        case [Not(Silent(issue)), *sizes] if sizes:
            found: dict[str, YamlData] = {}
            for each in sizes:
                size = each.part if isinstance(each, Not) else each
                if not isinstance(size, Size) or size.issue != issue:
                    return None
                key = "is" if size.how is Counting.EXACTLY else str(size.how)
                key = "not" if isinstance(each, Not) else key
                if key in found or (isinstance(each, Not) and size.how is not Counting.EXACTLY):
                    return None
                found[key] = size.number
            return {"issue": issue, "size": found}
        case _:
            return None


def _joined_blanks(parts: Sequence[With]) -> dict[str, YamlData] | None:
    said: dict[str, dict[str, YamlData]] = {}
    for each in parts:
        compared = _operated(each.operator, each.values)
        there = said.get(each.parameter, {})
        apart = there and each.parameter != next(reversed(said))
        if (each.issue, each.term) != (parts[0].issue, parts[0].term):
            return None
        if apart or there.keys() & compared.keys():
            return None
        said[each.parameter] = there | compared
    return {
        "chosen": f"{parts[0].issue}/{parts[0].term}",
        "with": {
            name: each["is"] if [*each] == ["is"] else each for name, each in said.items()
        },
    }


def _counted(condition: CountEntities) -> dict[str, YamlData]:
    """`every`, `some` and `none` if one of them has the same meaning; else a count."""
    holds = condition.holds
    found: dict[str, YamlData]
    match condition.how, condition.number, holds:
        case Counting.AT_MOST, 0, Of("not", (inside,)):
            found, holds = {"every": condition.kind}, inside
        case Counting.AT_MOST, 0, _:
            found = {"none": condition.kind}
        case Counting.AT_LEAST, 1, _:
            found = {"some": condition.kind}
        case how, number, _:
            found = {str(how): number, "of": condition.kind}
    if condition.where != ALWAYS:
        found["where"] = _predicate(condition.where)
    if holds != ALWAYS:
        found["holds"] = _predicate(holds)
    return found


def _predicate(predicate: Predicate) -> dict[str, YamlData]:
    match predicate:
        case CompareTo(attribute, operator, said):
            return {attribute: {str(operator): _quantity(said)}}
        case Compare(attribute, Operator.IS, (value,)):
            return {attribute: value}
        case Compare(attribute, Operator.IN, values):
            return {attribute: {"in": list(values)}}
        case Compare(attribute, operator, (value, *_)):
            return {attribute: {str(operator): value}}
        case Is(names):
            return {"id": _several(names)}
        case OwnedBy(names):
            return {"of": _several(names)}
        case MemberOf(names):
            return {"member-of": _several(names)}
        case Of("not", (part,)):
            return {"not": _predicate(part)}
        case Of("any", parts):
            return {"any": [_predicate(each) for each in parts]}
        case Of(_, parts):
            return _together(parts) or {"all": [_predicate(each) for each in parts]}
        case Compare():  # without values, which no file can have
            return {predicate.attribute: {"in": []}}


def _together(parts: Sequence[Predicate]) -> dict[str, YamlData] | None:
    """The parts as entries of one mapping; None if two of them have one key.

    Consecutive comparisons of one attribute share an entry.
    """
    found: dict[str, YamlData] = {}
    last = ""
    for part in parts:
        for key, value in _alone(part).items():
            there = found.get(key)
            if there is None:
                found[key] = value
            elif (
                key == last
                and isinstance(there, dict)
                and isinstance(value, dict)
                and key not in {"not", "id", "of", "member-of"}
                and not there.keys() & value.keys()
            ):
                found[key] = there | value
            else:
                return None
            last = key
    return found if len(parts) > 1 else None


def _alone(part: Predicate) -> dict[str, YamlData]:
    """The part as one entry, separate from those beside it."""
    if isinstance(part, Of) and part.how == "all":
        return {"all": [_predicate(each) for each in part.parts]}
    return _predicate(part)


def _several(names: Sequence[YamlData]) -> YamlData:
    return names[0] if len(names) == 1 else list(names)


# -- writing ------------------------------------------------------------------


def written_lines(value: YamlData, width: int) -> list[str]:
    """The value as YAML: each part on one line if it fits, else split over several lines."""
    if isinstance(value, Mapping) and value:
        return [line for key, each in value.items() for line in _entry(key, each, width)]
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return [line for each in value for line in _item(each, width)]
    return [_flow(value)]


def _entry(key: str, value: YamlData, width: int) -> list[str]:
    line = f"{shown(key)}: {_flow(value)}"
    if width_of(line) <= width or isinstance(value, str | int | Decimal) or not value:
        return [line]
    return [f"{shown(key)}:", *(f"  {each}" for each in written_lines(value, width - 2))]


def _item(value: YamlData, width: int) -> list[str]:
    line = f"- {_flow(value)}"
    if width_of(line) <= width or isinstance(value, str | int | Decimal) or not value:
        return [line]
    first, *rest = written_lines(value, width - 2)
    return [f"- {first}", *(f"  {each}" for each in rest)]


def _flow(value: YamlData) -> str:
    if isinstance(value, Mapping):
        entries = ", ".join(f"{shown(key)}: {_flow(each)}" for key, each in value.items())
        return f"{{{entries}}}"
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_flow, value))}]"
    return _scalar(value)


def _scalar(value: Value | Decimal) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value).lower() if isinstance(value, bool) else str(value)
