"""Short notation of names with values: `operator=city, size=3; watch=city, port`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zopa.diagnostics import quoted
from zopa.edit.changes import same
from zopa.edit.values import written, yaml_value
from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.documents import Data

__all__ = ["bare", "kept", "pairs_said", "pairs_text", "split"]

CLOSING: Final[Mapping[str, str]] = {"{": "}", "[": "]", "(": ")"}


def kept(text: str, apart: str) -> str | None:
    """A text in quotes if it contains a separator; None if quotes do not help."""
    if text[:1] in CLOSING and split(text, apart) == [text]:
        return text
    if not any(each in text for each in apart) and not text.startswith('"'):
        return text
    return None if '"' in text else f'"{text}"'


def bare(text: str) -> str:
    """A text without the quotes around all of it."""
    text = text.strip()
    quotes = len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]
    return text[1:-1] if quotes else text


def split(text: str, apart: str) -> list[str]:
    """The parts of a text between separators outside quotes and brackets."""
    found, start, place = [], 0, 0
    while place < len(text):
        each = text[place]
        if each == '"' or each in CLOSING:
            place = _end(text, place)
        elif each in apart:
            found.append(text[start:place].strip())
            start = place + 1
        place += 1
    return [*found, text[start:].strip()]


def _end(text: str, place: int) -> int:
    """The end of a part that begins with a quote or bracket; its start if it has no end."""
    if text[place] == '"':
        end = text.find('"', place + 1)
        return end if end > 0 else place
    depth = 0
    for number in range(place, len(text)):
        depth += (text[number] == text[place]) - (text[number] == CLOSING[text[place]])
        if depth == 0:
            return number
    return place


def pairs_said(text: str) -> Data:
    """The value of names with values: `operator=city, size=3; watch=city, port`.

    Raises:
        Refused: a value has no name.
    """
    if text.startswith("{"):
        return yaml_value(text)
    found: dict[str, Data] = {}
    for each in _pairs(text):
        name, equals, said = (part.strip() for part in each.partition("="))
        if not equals or not name or not said:
            message = f"{quoted(each)} is no name with a value"
            raise Refused(message, "write NAME=VALUE")
        if name in found:
            message = f"{quoted(name)} has two values"
            raise Refused(message, "write one of them")
        found[name] = _value(said)
    return found


def _pairs(text: str) -> list[str]:
    """The pairs of a text, separated by `;`, and by a comma before a name."""
    found: list[str] = []
    for each in filter(None, split(text, ";\n")):
        begun: list[str] = []
        for piece in split(each, ","):
            if begun and "=" not in piece:
                begun[-1] += f", {piece}"
            else:
                begun.append(piece)
        found += begun
    return found


def _value(text: str) -> Data:
    if text[:1] in CLOSING or text.startswith('"'):
        return yaml_value(text)
    if "," in text:
        return [each.strip() for each in text.split(",") if each.strip()]
    low, dots, high = text.partition("..")
    if dots:
        ends = (("at-least", low), ("at-most", high))
        return {key: yaml_value(each) for key, each in ends if each.strip()}
    return yaml_value(text)


def pairs_text(value: Data) -> str | None:
    """Names with values as a user types them; None if the notation has no form for them."""
    if not isinstance(value, dict) or not value:
        return None
    lists = any(isinstance(each, list) for each in value.values())
    text = ("; " if lists else ", ").join(f"{name}={_one(x)}" for name, x in value.items())
    try:
        return text if same(pairs_said(text), value) else None
    except Refused:
        return None


def _one(value: Data) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list() if len(value) > 1 and all(isinstance(each, str) for each in value):
            return ", ".join(map(str, value))
        case dict() if value and value.keys() <= {"at-least", "at-most"}:
            return f"{value.get('at-least', '')}..{value.get('at-most', '')}"
        case dict() | list():
            return written(value)
        case _:
            return str(value)
