"""Values outside their declaration, and declarations without allowed values."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zopa.checks.naming import brief, labels
from zopa.diagnostics import (
    COMPARISON_NOT_ALLOWED,
    EMPTY_RANGE,
    PARAMETER_OUT_OF_RANGE,
    PARAMETER_TOO_WIDE,
    STEP_DOES_NOT_FIT,
    VALUE_NOT_ALLOWED,
    Diagnostic,
    did_you_mean,
    listed,
    quoted,
)
from zopa.model import UNLIMITED, UNSPECIFIED, DateValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.files import Span
    from zopa.model.conditions import Name, Value
    from zopa.model.corpus import Attribute, Bounds

__all__ = [
    "check_bounds",
    "check_compared",
    "check_declaration",
    "check_given",
    "check_value",
    "check_width",
    "described",
]


def described(domain: Attribute) -> str:
    """The values that the declaration allows, in words."""
    no_value = [UNSPECIFIED] if domain.unspecified else []
    match domain.type:
        case "boolean":
            return " or ".join(["true", "false", *no_value])
        case "enum":
            return listed([*domain.values, *no_value])
        case "integer" | "decimal" | "date":
            pass
    match domain.minimum, domain.maximum:
        case None, None:
            numbers = "any number"
        case None, most:
            numbers = f"at most {most}"
        case least, None:
            numbers = f"at least {least}"
        case least, most:
            numbers = f"{least} to {most}"
    step = f"in steps of {domain.at(domain.step)}" if domain.step > 1 else ""
    unlimited = "or unlimited" * domain.unlimited
    none = f"or {UNSPECIFIED}" * domain.unspecified
    return " ".join(filter(None, (numbers, domain.unit, step, unlimited, none)))


# -- values --


def check_value(domain: Attribute, value: Value, span: Span | None) -> Iterator[Diagnostic]:
    """Check that the attribute may have the value."""
    yield from check_compared(domain, value, span, ("attribute", domain.id))


def check_compared(
    domain: Attribute, value: Value, span: Span | None, what: tuple[str, Name]
) -> Iterator[Diagnostic]:
    """Check that a value used in a comparison or an effect is allowed.

    Args:
        domain: the allowed values.
        value: as the file has it.
        span: the place of the value.
        what: nature and id of the attribute, parameter or issue.
    """
    if domain.allows(value):
        return
    nature, name = what
    fact = f"{nature} {quoted(name)} cannot be {quoted(value)}"
    message = brief(f"{fact}, it allows {_allowed(domain, value)}", fact)
    yield Diagnostic(
        VALUE_NOT_ALLOWED,
        span,
        message,
        label=_what_is_wrong(domain, value),
        related=labels(name, "declared here"),
        help=_way_out(domain, value, name),
        data={nature: str(name), "value": value},
    )


def check_given(
    domain: Attribute, value: Value, span: Span | None, what: tuple[str, Name]
) -> Iterator[Diagnostic]:
    """Check that a draft may give this value to the parameter or the issue."""
    if domain.allows(value):
        return
    nature, name = what
    answer = "its answer" if nature == "issue" else "the term"
    fact = f"{nature} {quoted(name)} is {_written(value)}"
    message = brief(
        f"{fact}, {answer} allows {_allowed(domain, value)}",
        f"{fact}, which {answer} does not allow",
    )
    yield Diagnostic(
        PARAMETER_OUT_OF_RANGE,
        span,
        message,
        label=_what_is_wrong(domain, value),
        related=labels(name, "declared here"),
        help=_way_out(domain, value, name),
        data={nature: str(name), "value": value},
    )


def check_bounds(
    domain: Attribute, bounds: Bounds, span: Span | None, what: tuple[str, Name]
) -> Iterator[Diagnostic]:
    """Check that the bounds of a number that a draft leaves open are allowed."""
    nature, name = what
    if not domain.number:
        yield Diagnostic(
            COMPARISON_NOT_ALLOWED,
            span,
            brief(f"{nature} {quoted(name)} is no number, it cannot lie between bounds"),
            label="bounds of what is no number",
            related=labels(name, "declared here"),
            help=(f"allowed: {described(domain)}",),
        )
        return
    given = {"at-least": bounds.least, "at-most": bounds.most}
    found = [
        each
        for key, value in given.items()
        if value is not None
        for each in _check_bound(domain, key, value, bounds.spans.get(key, span), what)
    ]
    yield from found
    if not found:
        yield from _check_empty(domain, bounds, span, what)


def _check_bound(
    domain: Attribute, key: str, value: Value, span: Span | None, what: tuple[str, Name]
) -> Iterator[Diagnostic]:
    nature, name = what
    help_: tuple[str, ...]
    if value == UNLIMITED:
        help_ = (f"leave `{key}` out",)
    elif _outside(domain, value):
        help_ = _way_out(domain, value, name)
    else:
        return
    fact = f"{nature} {quoted(name)} is {key.replace('-', ' ')} {_written(value)}"
    answer = "its answer" if nature == "issue" else "the term"
    yield Diagnostic(
        PARAMETER_OUT_OF_RANGE,
        span,
        brief(f"{fact}, {answer} allows {_allowed(domain, value)}", fact),
        label="no bound of a number" if value == UNLIMITED else _what_is_wrong(domain, value),
        related=labels(name, "declared here"),
        help=help_,
        data={nature: str(name), "value": value},
    )


def _outside(domain: Attribute, value: Value) -> bool:
    """True if a number is of another type or out of range; a bound may lie between steps."""
    number: object = domain.typed(value)
    if not isinstance(number, int) or isinstance(number, bool):
        return True
    if domain.type != "integer" and not isinstance(number, type(domain.at(0))):
        return True
    above = domain.maximum is not None and number > domain.maximum
    return above or (domain.minimum is not None and number < domain.minimum)


def _check_empty(
    domain: Attribute, bounds: Bounds, span: Span | None, what: tuple[str, Name]
) -> Iterator[Diagnostic]:
    nature, name = what
    least = bounds.least if bounds.least is not None else domain.minimum
    most = bounds.most if bounds.most is not None else domain.maximum
    if least is None or most is None:
        return
    base = domain.minimum or 0
    first = base - (base - least) // domain.step * domain.step
    if first <= most:
        return
    label, way_out = "the lower bound is above the upper bound", "exchange the two bounds"
    if least <= most:
        label = f"its values lie {domain.at(domain.step)} apart"
        near = [domain.at(first - domain.step), domain.at(first)]
        way_out = f"the nearest values are {near[0]} and {near[1]}"
    yield Diagnostic(
        EMPTY_RANGE,
        span,
        brief(
            f"no value of {nature} {quoted(name)} is at least {least} and at most {most}",
            f"no value of the {nature} lies between these bounds",
        ),
        label=label,
        related=labels(name, "declared here"),
        help=(way_out,),
    )


# -- declarations --


def check_declaration(
    domain: Attribute, what: tuple[str, Name] | None = None
) -> Iterator[Diagnostic]:
    """Check that the range is not empty, the step fits it, and the default is within it.

    Args:
        domain: of an attribute, a parameter or an answer.
        what: `issue` and its id, for an answer.
    """
    name = domain.id if what is None else what[1]
    least, most = domain.minimum, domain.maximum
    sort = "dates" if domain.type == "date" else "numbers"
    if least is not None and most is not None and least > most:
        words = ("earliest day", "latest") if sort == "dates" else ("minimum", "maximum")
        yield Diagnostic(
            EMPTY_RANGE,
            name.span,
            brief(f"{quoted(name)} allows {sort} from {least} to {most}: there are none"),
            label=f"the {words[0]} is above the {words[1]}"
            if sort == "numbers"
            else f"the {words[0]} is after the {words[1]}",
            help=("exchange the two, or correct one of them",),
        )
        return
    for key, value in domain.uneven.items():
        yield _too_many_digits(domain, key, value, name)
    if not domain.uneven:
        yield from _check_step(domain, name)
    if domain.default is not None:
        yield from check_value(domain, domain.default, domain.id.span)


def _too_many_digits(domain: Attribute, key: str, value: Decimal, name: Name) -> Diagnostic:
    scaled = value.scaleb(domain.digits)
    fitting = [domain.at(int(scaled)), domain.at(int(scaled) + 1)]
    if key == "step":
        fitting = [each for each in fitting if int(each) > 0]
    return Diagnostic(
        VALUE_NOT_ALLOWED,
        domain.spans.get(key, name.span),
        brief(f"`{key}` of {quoted(name)} is {value}, its values have {_digits(domain)}"),
        label=f"more than {_digits(domain)} after the point",
        help=(f"write {' or '.join(map(str, fitting))}, or more `digits`",),
    )


def _check_step(domain: Attribute, name: Name) -> Iterator[Diagnostic]:
    least, most = domain.minimum, domain.maximum
    if least is None or most is None or (most - least) % domain.step == 0:
        return
    last = domain.at(least + (most - least) // domain.step * domain.step)
    yield Diagnostic(
        STEP_DOES_NOT_FIT,
        domain.spans.get("step", name.span),
        brief(f"steps of {domain.at(domain.step)} from {least} do not reach {most}"),
        label=f"the last value of {quoted(name)} is {last}",
        help=(f"write `maximum: {last}`, or another step",),
    )


def check_width(
    parameter: Attribute, attribute: Attribute, span: Span | None
) -> Iterator[Diagnostic]:
    """Check that the attribute may have every value of the parameter."""
    if (reason := _too_wide(parameter, attribute)) is None:
        return
    fact = f"parameter {quoted(parameter.id)} does not fit attribute {quoted(attribute.id)}"
    message = brief(f"{fact}: {reason}", fact)
    yield Diagnostic(
        PARAMETER_TOO_WIDE,
        span,
        message,
        label=reason,
        related=(
            *labels(parameter.id, f"the parameter: {_kind_of(parameter)}"),
            *labels(attribute.id, f"the attribute: {_kind_of(attribute)}"),
        ),
        help=("give the parameter a range within that of the attribute",),
    )


def _too_wide(parameter: Attribute, attribute: Attribute) -> str | None:
    if parameter.type != attribute.type:
        return f"{parameter.type} instead of {attribute.type}"
    if parameter.type == "enum":
        more = [each for each in parameter.values if each not in attribute.values]
        return f"it may be {listed(more, most=3)}" if more else None
    if parameter.unit and attribute.unit and parameter.unit != attribute.unit:
        return f"{quoted(parameter.unit)} instead of {quoted(attribute.unit)}"
    if parameter.unlimited and not attribute.unlimited:
        return f"it may be {quoted(UNLIMITED)}"
    if parameter.unspecified and not attribute.unspecified:
        return f"it may be {quoted(UNSPECIFIED)}"
    if attribute.minimum is not None and (
        parameter.minimum is None or parameter.minimum < attribute.minimum
    ):
        return f"it may be below {attribute.minimum}"
    if attribute.maximum is not None and (
        parameter.maximum is None or parameter.maximum > attribute.maximum
    ):
        return f"it may be above {attribute.maximum}"
    return None


def _kind_of(domain: Attribute) -> str:
    return f"{domain.type}, {described(domain)}"


# -- words --


def _allowed(domain: Attribute, value: Value) -> str:
    """The allowed values in words, including "whole numbers" if the value is a fraction."""
    said = described(domain)
    if domain.type == "integer" and isinstance(domain.typed(value), Decimal):
        return "whole numbers" if said == "any number" else f"whole numbers, {said}"
    return said


def _what_is_wrong(domain: Attribute, value: Value) -> str:
    """Text for the carets: the distance from the range, or the wrong type."""
    if not domain.number:
        return f"expected {described(domain)}"
    number: object = domain.typed(value)
    if domain.type == "date":
        return _wrong_date(domain, number)
    if isinstance(number, Decimal):
        if domain.type == "integer":
            return "not a whole number"
        return f"more than {_digits(domain)} after the point"
    if not isinstance(number, int) or isinstance(number, bool):
        return "not a number"
    if domain.maximum is not None and number > domain.maximum:
        return f"{domain.at(number - domain.maximum)} above the maximum"
    if domain.minimum is not None and number < domain.minimum:
        return f"{domain.at(domain.minimum - number)} below the minimum"
    return f"its values lie {domain.at(domain.step)} apart"


def _wrong_date(domain: Attribute, day: object) -> str:
    if not isinstance(day, DateValue):
        from zopa.schemas.errors import no_day

        return no_day(str(day)) or "not a date"
    if domain.maximum is not None and day > domain.maximum:
        return "after the latest day"
    return "before the earliest day"


def _digits(domain: Attribute) -> str:
    return "1 digit" if domain.digits == 1 else f"{domain.digits} digits"


def _way_out(domain: Attribute, value: object, name: Name) -> tuple[str, ...]:
    if isinstance(value, str) and (near := did_you_mean(value, domain.values)):
        return (f"did you mean {listed(near)}?",)
    if value == UNSPECIFIED and domain.number:
        return (f"write a value, or `unspecified: true` where {quoted(name)} is declared",)
    if value == UNLIMITED and domain.type in {"integer", "decimal"}:
        return (f"write a number, or `unlimited: true` where {quoted(name)} is declared",)
    if near_by := _nearest(domain, value):
        way_out = f"write {' or '.join(near_by)}"
        if domain.type == "integer" and isinstance(value, Decimal):
            return (way_out, f"or declare {quoted(name)} with `type: decimal` and `digits`")
        return (way_out,)
    return (f"allowed: {described(domain)}",)


def _nearest(domain: Attribute, value: object) -> list[str]:
    """The values below and above a number between two allowed values."""
    number: object = domain.typed(value)
    if not domain.number or isinstance(number, bool) or not isinstance(number, int | Decimal):
        return []
    exact = number.scaleb(domain.digits) if isinstance(number, Decimal) else int(number)
    base = domain.minimum or 0
    below = base + int((exact - base) // domain.step) * domain.step
    both = [domain.at(below), domain.at(below + domain.step)]
    return [] if any(_outside(domain, each) for each in both) else list(map(str, both))


def _written(value: object) -> str:
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return str(value) if number else quoted(value)
