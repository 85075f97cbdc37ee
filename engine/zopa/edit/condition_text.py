"""Conditions of the files in the notation that `condition_said` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zopa.edit.changes import same
from zopa.edit.condition_said import AMONG, COUNTS, condition_said, predicate_said
from zopa.edit.quantity_said import quantity_text
from zopa.edit.values import written
from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.documents import Data

__all__ = ["condition_text", "predicate_text"]

SIGNS: Final[Mapping[str, str]] = {
    "is": "=",
    "not": "!=",
    "at-most": "<=",
    "at-least": ">=",
    "below": "<",
    "above": ">",
    "in": "=",
}


def predicate_text(data: Data) -> str:
    """A predicate in the short notation; as the format has it if that is not possible."""
    text = _of_entity(data)
    if text is not None:
        try:
            if same(predicate_said(text), data):
                return text
        except Refused:
            pass
    return written(data)


def condition_text(data: Data) -> str:
    """A condition in the short notation; as the format has it if the meaning would differ."""
    text = _said(data)
    if text is not None:
        try:
            if same(condition_said(text), data):
                return text
        except Refused:
            pass
    return written(data)


def _said(data: Data, *, inside: bool = False) -> str | None:
    """The words for a condition; None if the notation has none.

    Args:
        data: the condition.
        inside: True if it is part of another condition, in which it may need brackets.
    """
    if not isinstance(data, dict):
        return None
    if (text := _alone(data)) is not None:
        return text
    match data:
        case {"silent": name} | {"undecided": name} | {"happens": name}:
            return f"{next(iter(data))} {name}"
        case {"not": part}:
            return _and("not ", _said(part, inside=True))
        case _:
            pass
    text = _among(data) or _joined(data)
    return f"({text})" if text is not None and inside else text


def _alone(data: dict[str, Data]) -> str | None:
    """A condition that never needs brackets."""
    match data:
        case {"chosen": str(term), **rest}:
            return _and(f"{term} with ", _of_entity(rest["with"])) if "with" in rest else term
        case {"before": [first, then]}:
            return f"{first} before {then}"
        case {"in-case": name, "holds": part}:
            return _and(f"in-case {name} then ", _said(part, inside=True))
        case {"entity": name, "holds": part}:
            return _and(f"{name}: ", _of_entity(part))
        case {"milestone": name, **rest}:
            return _and(f"milestone {name} ", _of_milestone(rest))
        case {"issue": issue, "includes": name}:
            return f"{issue} includes {name}"
        case {"issue": issue, "includes-all": list(names)}:
            return f"{issue} includes-all {'/'.join(map(str, names))}"
        case {"issue": issue, "includes-any": list(names)}:
            return f"{issue} includes-any {'/'.join(map(str, names))}"
        case {"issue": issue, "size": size}:
            return _compared(f"size of {issue}", size, apart=" ")
        case {"issue": issue, **rest}:
            return _compared(str(issue), rest, apart=" ")
        case {"quantity": number, **rest}:
            left = quantity_text(number, _of_entity)
            return None if left is None else _compared(left, rest, apart=" ")
        case _:
            return None


def _and(start: str, rest: str | None) -> str | None:
    return None if rest is None else start + rest


def _compared(name: str, said: Data, apart: str = "") -> str | None:
    """One comparison of a name with a value."""
    if not isinstance(said, dict) or len(said) != 1:
        return None
    ((word, value),) = said.items()
    if word not in SIGNS:
        return None
    if isinstance(value, dict):
        number = quantity_text(value, _of_entity)
        return _and(f"{name}{apart}{SIGNS[word]}{apart}", number)
    if (word == "in") != isinstance(value, list):
        return None
    right = "/".join(map(_value, value)) if isinstance(value, list) else _value(value)
    if isinstance(value, list) and len(value) < 2:
        return None
    return f"{name}{apart}{SIGNS[word]}{apart}{right}"


def _of_milestone(rest: dict[str, Data]) -> str | None:
    match rest:
        case {"after": other} | {"before": other}:
            text = f"{'after' if 'after' in rest else 'before'} {other}"
            within = rest.get("within")
            days = within.get("days") if isinstance(within, dict) else None
            return text if days is None else f"{text} within {days} days"
        case _:
            return (_compared("", rest, apart=" ") or "").lstrip() or None


def _among(data: dict[str, Data]) -> str | None:
    """A condition on some entities of a type, or a count of conditions."""
    for word in AMONG:
        if isinstance(data.get(word), str):
            return _with_where(f"{word} {data[word]}", data)
    for word, said in COUNTS.items():
        of = data.get("of")
        if word in data and isinstance(of, str):
            return _with_where(f"{said} {data[word]} {of}", data)
        if word in data and isinstance(of, list):
            parts = [_said(each) for each in of]
            if None not in parts:
                return f"{said} {data[word]} of ({'; '.join(map(str, parts))})"
    return None


def _with_where(start: str, data: dict[str, Data]) -> str | None:
    for key, between in (("where", " where "), ("holds", ": ")):
        if key in data:
            said = _of_entity(data[key])
            if said is None:
                return None
            start += between + said
    return start


def _of_entity(data: Data) -> str | None:
    """A predicate on an entity, its parts joined by commas."""
    if not isinstance(data, dict) or not data:
        return None
    said: list[str | None] = []
    for name, value in data.items():
        match name, value:
            case ("any", list()):
                parts = [_of_entity(each) for each in value]
                said.append(None if None in parts else f"({' or '.join(map(str, parts))})")
            case ("not", dict()):
                text = _of_entity(value)
                said.append(None if text is None else f"not ({text})")
            case (_, list()) if len(value) > 1:
                said.append(f"{name}={'/'.join(map(_value, value))}")
            case (_, dict()) if value:
                said += [_compared(name, {word: each}) for word, each in value.items()]
            case (_, list() | dict()):
                said.append(None)
            case _:
                said.append(f"{name}={_value(value)}")
    return None if None in said else ", ".join(map(str, said))


def _joined(data: dict[str, Data]) -> str | None:
    match data:
        case {"all": list(parts)}:
            said = [_said(each, inside=True) for each in parts]
            return None if None in said else " and ".join(map(str, said))
        case {"any": list(parts)}:
            said = [_said(each, inside=True) for each in parts]
            return None if None in said else " or ".join(map(str, said))
        case {"if": first, "then": then}:
            said = [_said(first, inside=True), _said(then, inside=True)]
            words = ["if", "then"]
            if "else" in data:
                said.append(_said(data["else"], inside=True))
                words.append("else")
            if None in said:
                return None
            return " ".join(f"{word} {part}" for word, part in zip(words, said, strict=True))
        case _:
            return None


def _value(value: Data) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
