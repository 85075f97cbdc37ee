"""Findings as JSON values that they can be made of again, the same to the last bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.diagnostics import Diagnostic, Fix, Label
from zopa.files.span import Place, Span
from zopa.validation.suppressions import Silenced, Suppression

if TYPE_CHECKING:
    from zopa.diagnostics import Kind

__all__ = ["recorded", "remembered"]

Json = Any


def recorded(found: Silenced) -> Json | None:
    """What `remembered` makes the same findings of; None where that cannot be done.

    Nothing at all is 0.
    """
    if not found.findings and not found.suppressed:
        return 0
    try:
        value = [
            list(map(_finding, found.findings)),
            [[_finding(each), [how.by, how.reason, how.at]] for each, how in found.suppressed],
        ]
    except _NoJsonError:
        return None
    return value if _like(remembered(value), found) else None


def remembered(value: Json) -> Silenced:
    """The findings that were recorded.

    Raises:
        KeyError, TypeError, ValueError: nobody recorded that.
    """
    if value == 0:
        return Silenced(())
    findings, suppressed = value
    return Silenced(
        tuple(map(_made, findings)),
        tuple((_made(each), Suppression(*how)) for each, how in suppressed),
    )


def _like(one: Silenced, other: Silenced) -> bool:
    """Whether two are equal, and of the very kinds of the catalogue."""
    if one != other:
        return False
    pairs = zip(
        [*one.findings, *(each for each, _ in one.suppressed)],
        [*other.findings, *(each for each, _ in other.suppressed)],
        strict=True,
    )
    return all(mine.kind is its.kind for mine, its in pairs)


class _NoJsonError(Exception):
    """A fact of a finding is of a type that is not recorded."""


def _finding(each: Diagnostic) -> Json:
    return [
        each.kind.code,
        _placed(each.span),
        each.message,
        each.label,
        [[_placed(label.span), label.text] for label in each.related],
        list(each.help),
        list(each.notes),
        [[_placed(fix.span), fix.text, fix.safe] for fix in each.fixes],
        {str(key): _plain(value) for key, value in each.data.items()},
        each.pointer,
    ]


def _made(value: Json) -> Diagnostic:
    code, span, message, label, related, help_, notes, fixes, data, pointer = value
    texts = [message, label, pointer, *help_, *notes]
    texts += [text for _, text in related] + [text for _, text, _ in fixes]
    if any(type(each) is not str for each in texts):
        raise TypeError
    return Diagnostic(
        _kind(code),
        _span(span),
        message,
        label,
        tuple(Label(_whole(where), text) for where, text in related),
        tuple(help_),
        tuple(notes),
        tuple(Fix(_whole(where), text, safe) for where, text, safe in fixes),
        {key: _fact(each) for key, each in data.items()},
        pointer,
    )


def _kind(code: str) -> Kind:
    from zopa.diagnostics.catalogue import CATALOGUE

    return CATALOGUE[code]


def _placed(span: Span | None) -> Json:
    if span is None:
        return None
    start, end = span.start, span.end
    return [span.path, start.line, start.column, end.line, end.column]


def _span(value: Json) -> Span | None:
    return None if value is None else _whole(value)


def _whole(value: Json) -> Span:
    path, *numbers = value
    if type(path) is not str or any(type(each) is not int for each in numbers):
        raise TypeError
    line, column, end_line, end_column = numbers
    return Span(path, Place(line, column), Place(end_line, end_column))


def _plain(value: object) -> Json:
    """A fact; what JSON has not is a list that begins with the name of its type."""
    import datetime as dt
    from decimal import Decimal

    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case Decimal():
            return ["decimal", str(value)]
        case dt.datetime():
            raise _NoJsonError
        case dt.date():
            return ["date", value.isoformat()]
        case list():
            return ["list", *map(_plain, value)]
        case tuple():
            return ["tuple", *map(_plain, value)]
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case _:
            raise _NoJsonError


def _fact(value: Json) -> object:
    if isinstance(value, dict):
        return {key: _fact(each) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    name, *rest = value
    if name == "list":
        return list(map(_fact, rest))
    if name == "tuple":
        return tuple(map(_fact, rest))
    (text,) = rest
    if name == "date":
        import datetime as dt

        return dt.date.fromisoformat(text)
    if name == "decimal":
        from decimal import Decimal

        return Decimal(text)
    raise ValueError
