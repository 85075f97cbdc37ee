"""Writing of values so that all readers agree on them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zopa.documents.characters import DIRECTION_MARK, name_of, refused
from zopa.documents.document import Limits
from zopa.documents.scalars import LARGEST_INTEGER, WORDS, ScalarRefusal, resolve

if TYPE_CHECKING:
    from zopa.documents.document import Data

__all__ = ["block", "folded", "scalar", "written_out"]

LIMITS = Limits()
PLAIN = re.compile("[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*")
ALONE = re.compile(r"[^\W\d_](?:[^\W_]|[ _'’,;.()/%€$£+=~§“”«»–—-])*(?<! )")
"""Text that needs no quotes if it is alone on its line."""
ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def scalar(value: Data, *, alone: bool = False) -> str:
    """Write one value on one line, to follow `key: ` or `- ` or to be between brackets.

    A text is left unquoted if that is safe for every reader, and if it is a date; else it gets
    double quotes.

    Args:
        value: the value to write.
        alone: True if it follows `key: ` outside brackets, where a sentence needs no quotes.

    Raises:
        ValueError: the profile cannot express the value: a number that is not finite or too
            large, or a text with a character that is not allowed in files.
        TypeError: the value is a collection.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            if abs(value) > LARGEST_INTEGER:
                msg = f"integer is beyond {LARGEST_INTEGER}"
                raise ValueError(msg)
            return str(value)
        case Decimal():
            return _decimal(value)
        case str():
            safe = _plain(value) or (alone and ALONE.fullmatch(value) and value not in WORDS)
            return value if safe else _quoted(value)
        case _:
            msg = f"not a single value: {type(value).__name__}"
            raise TypeError(msg)


def block(text: str, *, indent: int) -> str:
    """Write a long text below `|-`, each line indented by `indent` spaces.

    Raises:
        ValueError: the text ends in a line break, begins with a space or a line break, has a
            line of spaces only or a tab, or contains a character that is not allowed in files.
    """
    _check(text)
    lines = text.split("\n")
    if not text or text[0] in " \n" or not lines[-1] or "\t" in text:
        msg = "text cannot stand below `|-`"
        raise ValueError(msg)
    if any(line and not line.strip(" ") for line in lines):
        msg = "text has a line of spaces only"
        raise ValueError(msg)
    return "\n".join(["|-", *(" " * indent + line if line else "" for line in lines)])


def folded(text: str, *, indent: int, width: int) -> list[str] | None:
    """Return the lines of a long text below `>-`, without that sign.

    Args:
        text: the text to write.
        indent: spaces before each line.
        width: columns of a line, indent included; a longer word has a line of its own.

    Returns:
        None if reading the lines would not give the same text.
    """
    words = text.split(" ")
    if not text.isprintable() or "" in words or refused(text):
        return None
    lines = [words[0]]
    for word in words[1:]:
        if indent + len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [" " * indent + line for line in lines]


def written_out(data: Data) -> str:
    """Write a whole document, every collection over lines of its own, without comments."""
    return "\n".join(_lines(data)) + "\n"


def _lines(data: Data) -> list[str]:
    if isinstance(data, dict) and data:
        pairs = ((f"{scalar(key)}:", each) for key, each in data.items())
        return [line for start, each in pairs for line in _under(start, each)]
    if isinstance(data, list) and data:
        return [line for each in data for line in _under("-", each)]
    if isinstance(data, dict | list):
        return ["{}" if isinstance(data, dict) else "[]"]
    return [scalar(data)]


def _under(start: str, data: Data) -> list[str]:
    """A value behind its key or dash; below it where it has lines of its own."""
    lines = _lines(data)
    if not isinstance(data, dict | list) or not data:
        return [f"{start} {lines[0]}"]
    if start == "-":
        return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
    return [start, *(f"  {line}" for line in lines)]


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        msg = f"not a finite number: {value}"
        raise ValueError(msg)
    digits = max(value.adjusted(), 0) - min(int(value.as_tuple().exponent), 0)
    text = format(value, "f") if digits < 2 * LIMITS.decimal_digits else ""
    if "." not in text:
        text += ".0"
    if not text or isinstance(resolve(text, LIMITS), ScalarRefusal):
        msg = f"decimal number has more than {LIMITS.decimal_digits} digits: {value}"
        raise ValueError(msg)
    return text


def _plain(text: str) -> bool:
    if PLAIN.fullmatch(text):
        return text not in WORDS
    if ISO_DATE.fullmatch(text):
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
        return True
    return False


def _quoted(text: str) -> str:
    _check(text)
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    if DIRECTION_MARK.match(character):
        code = ord(character)
        return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
    return character


def _check(text: str) -> None:
    if character := refused(text):
        msg = f"text holds {name_of(character)}, which no file may hold"
        raise ValueError(msg)
