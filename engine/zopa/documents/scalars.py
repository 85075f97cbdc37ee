"""Values of unquoted texts, disputed ones, and values written so that all readers agree."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from zopa import diagnostics
from zopa.documents.characters import DIRECTION_MARK, name_of, refused
from zopa.documents.document import Limits, brief

if TYPE_CHECKING:
    from zopa.diagnostics import DiagnosticKind
    from zopa.documents.document import Data

__all__ = [
    "LARGEST_INTEGER",
    "NUMERIC",
    "SIGNS",
    "WORDS",
    "ScalarRefusal",
    "block",
    "comparison_in",
    "double_quoted",
    "folded",
    "kind_of_key",
    "resolve",
    "scalar",
    "written_out",
]


LARGEST_INTEGER = 2**53 - 1
"""Largest integer that every JSON reader keeps exact."""
NUMERIC = frozenset("0123456789+-.~=<")
"""Beginning of a text that may be read as another type."""


SIGNS: Final = {
    **dict.fromkeys((">=", "≥"), "at-least"),
    **dict.fromkeys(("<=", "≤"), "at-most"),
    **dict.fromkeys(("==", "="), "is"),
    **dict.fromkeys(("!=", "<>"), "not"),
    ">": "above",
    "<": "below",
}
"""Signs of comparisons in other notations, and our words for them."""
COMPARISON: Final = re.compile(
    rf"({'|'.join(map(re.escape, SIGNS))})\s*"
    r"([0-9]{4}(?:-[0-9]{2}){2}|-?[0-9]+(?:\.[0-9]+)?)"
)


def comparison_in(text: str) -> str | None:
    """Return the comparison that a text such as `>= 100` means, or None."""
    found = COMPARISON.fullmatch(text.strip())
    return f"{{{SIGNS[found[1]]}: {found[2]}}}" if found else None


def _spellings(*words: str) -> frozenset[str]:
    return frozenset(
        "".join(letters)
        for word in words
        for letters in itertools.product(*({each.lower(), each.upper()} for each in word))
    )


TRUE_WORDS = _spellings("true", "yes", "on", "y")
FALSE_WORDS = _spellings("false", "no", "off", "n")
NULL_WORDS = _spellings("null")
INFINITE_WORDS = _spellings("inf", "nan")
WORDS = TRUE_WORDS | FALSE_WORDS | NULL_WORDS | INFINITE_WORDS
"""Words that some reader does not take for text, in every spelling."""
VALUES: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}

INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]| +)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?: *(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?"
)
"""Point in time in YAML 1.1."""
RADIX = re.compile(r"[-+]?0(?:[oO][0-7_]*|[xX][0-9a-fA-F_]*|[bB][01_]*)")
FLOAT = re.compile(
    r"([-+]?)((?:[0-9][0-9_]*)?)((?:\.[0-9_]*)?)((?:[eE][-+]?[0-9_]+)?)",
)
"""Sign, integer part, fraction and exponent of a text like a number."""
INFINITE = re.compile(r"[-+]?\.?(?:inf(?:inity)?|nan)", re.IGNORECASE)
SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-9]+)+(?:\.[0-9_]*)?")
YAML_11_SEXAGESIMAL = re.compile(r"([-+]?)([1-9][0-9]*(?::[0-5]?[0-9])+)")
MOST_SHOWN = 32
"""Largest number of characters of a text in a message."""
SHORT = 20
"""Largest number of characters of a number that is computed for a message."""


@dataclass(frozen=True, slots=True)
class ScalarRefusal:
    """Reason to refuse an unquoted text, without its place."""

    kind: DiagnosticKind
    message: str
    help: str
    replacement: str | None = None
    """Replacement for the text."""
    safe: bool = False
    """True if the replacement is certainly what the author meant."""


def resolve(text: str, limits: Limits) -> bool | int | Decimal | str | ScalarRefusal | None:
    """Return the value of an unquoted text by YAML profile 1, sections 1 and 4 B."""
    if text in VALUES:
        return VALUES[text]
    if (
        len(text) < min(16, limits.integer_digits)
        and text.isdecimal()
        and text.isascii()
        and text[0] != "0"
    ):
        return int(text)
    if text in WORDS or text == "~":
        return _word(text)
    if text[0] not in NUMERIC:
        return text
    if text in {"=", "<<"}:
        return ScalarRefusal(
            diagnostics.RESERVED_WORD,
            f"{_shown(text)} has a special meaning for YAML 1.1 readers",
            f'write `"{text}"`',
            double_quoted(text),
            safe=True,
        )
    if INTEGER.fullmatch(text):
        return _integer(text, limits)
    if DECIMAL.fullmatch(text):
        return _decimal(text, limits)
    if SEXAGESIMAL.fullmatch(text):
        return _sexagesimal(text)
    return _like_a_number(text)


def kind_of_key(text: str, limits: Limits) -> str | None:
    """Return the type that some reader gives to an unquoted key; None for a valid key."""
    if DATE.fullmatch(text):
        return "a date"
    match resolve(text, limits):
        case ScalarRefusal(kind=diagnostics.AMBIGUOUS_BOOLEAN) | bool():
            return "a boolean"
        case ScalarRefusal(kind=diagnostics.AMBIGUOUS_NULL) | None:
            return "null"
        case ScalarRefusal(kind=diagnostics.RESERVED_WORD):
            return "a special key"
        case ScalarRefusal() | int() | Decimal():
            return "a number"
        case _:
            return None


def double_quoted(text: str) -> str:
    """Return a text in double quotes that needs only escapes of quote and backslash."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shown(text: str) -> str:
    return brief(text, MOST_SHOWN)


def _word(text: str) -> ScalarRefusal:
    if text == "~" or text in NULL_WORDS:
        return ScalarRefusal(
            diagnostics.AMBIGUOUS_NULL,
            f"{_shown(text)} is no value for some YAML readers and text for others",
            f'write `null`, or `"{text}"` for the text',
            "null",
            safe=True,
        )
    if text in INFINITE_WORDS:
        return _not_finite(text)
    word = "true" if text in TRUE_WORDS else "false"
    return ScalarRefusal(
        diagnostics.AMBIGUOUS_BOOLEAN,
        f"{_shown(text)} is a boolean for some YAML readers and text for others",
        f'write `{word}`, or `"{text}"` if you mean the word',
        word,
        safe=text.lower() == word,
    )


def _integer(text: str, limits: Limits) -> int | ScalarRefusal:
    digits = len(text) - text.startswith("-")
    if digits > limits.integer_digits:
        return ScalarRefusal(
            diagnostics.NUMBER_TOO_LARGE,
            f"integer has {digits:,} digits; the limit is {limits.integer_digits}",
            "use a larger unit, or quote it if it is an identifier",
        )
    if text == "-0":
        return _ambiguous(text, "is a negative zero", "0")
    value = int(text)
    if abs(value) > LARGEST_INTEGER and limits.integer_digits <= len(str(LARGEST_INTEGER)):
        return ScalarRefusal(
            diagnostics.NUMBER_TOO_LARGE,
            f"{_shown(text)} is beyond {LARGEST_INTEGER}, where JSON readers lose digits",
            "use a larger unit, or quote it if it is an identifier",
        )
    return value


def _decimal(text: str, limits: Limits) -> Decimal | ScalarRefusal:
    digits = len(text) - 1 - text.startswith("-")
    if digits > limits.decimal_digits:
        return ScalarRefusal(
            diagnostics.NUMBER_TOO_LARGE,
            f"decimal number has {digits:,} digits; the limit is {limits.decimal_digits}",
            "round it, or quote it if it is an identifier",
        )
    return Decimal(text)


def _sexagesimal(text: str) -> ScalarRefusal:
    message = f"{_shown(text)} is a number in base 60 for some YAML readers"
    if len(text) <= SHORT and (parts := YAML_11_SEXAGESIMAL.fullmatch(text)):
        value = 0
        for part in parts[2].split(":"):
            value = value * 60 + int(part)
        message = f"{_shown(text)} is read as {parts[1].strip('+')}{value} by YAML 1.1 readers"
    return ScalarRefusal(
        diagnostics.BASE_60,
        message,
        "quote it",
        double_quoted(text) if len(text) <= SHORT else None,
        safe=True,
    )


def _like_a_number(text: str) -> str | ScalarRefusal:
    if INFINITE.fullmatch(text):
        return _not_finite(text)
    if RADIX.fullmatch(text):
        return _ambiguous(text, "is a number for some YAML readers and text for others", None)
    parts = FLOAT.fullmatch(text)
    if parts is None or not any(each in "0123456789" for each in parts[2] + parts[3]):
        return text
    if not parts[2] and parts[3].startswith("._"):
        return text  # readers skip `_` only after a digit
    whole = parts[2].replace("_", "")
    if len(whole) > 1 and whole[0] == "0" and not parts[3] and not parts[4]:
        return _ambiguous(
            text, "is a number with a leading zero", None, "write it without the zero"
        )
    reason = "is a number for some YAML readers and text for others"
    if "_" in text:
        reason = "has `_` between digits, which only some YAML readers skip"
    elif text[0] == "+":
        reason = "has a plus sign, which only some YAML readers skip"
    return _ambiguous(text, reason, _plain_number(text))


def _plain_number(text: str) -> str | None:
    """Return the same number in the notation of the profile, if it is short."""
    if len(text) > SHORT or (
        (exponent := re.search(r"[eE][-+]?0*([0-9]+)$", text)) and (len(exponent[1]) > 2)
    ):
        return None
    try:
        number = format(Decimal(text.replace("_", "")), "f")
    except ArithmeticError:
        return None
    if "." in text and "." not in number and "e" not in text.lower():
        number += ".0"
    number = "0" if number == "-0" else number
    fits = INTEGER.fullmatch(number) and abs(int(number)) <= LARGEST_INTEGER
    return number if fits or (DECIMAL.fullmatch(number) and len(number) <= SHORT) else None


def _ambiguous(
    text: str, reason: str, number: str | None, otherwise: str = "write it in decimal digits"
) -> ScalarRefusal:
    for_text = f"or {_shown(double_quoted(text))} if it is an identifier"
    return ScalarRefusal(
        diagnostics.AMBIGUOUS_NUMBER,
        f"{_shown(text)} {reason}",
        f"write `{number}`, {for_text}" if number else f"{otherwise}, {for_text}",
        number,
        safe=True,
    )


def _not_finite(text: str) -> ScalarRefusal:
    return ScalarRefusal(
        diagnostics.AMBIGUOUS_NUMBER,
        f"{_shown(text)} is not a finite number",
        f'write a number, or `"{text}"` for the text',
    )


# -- writing of values so that all readers agree on them --


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
            return _written_decimal(value)
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
        width: columns of a line, indent included; a longer word has a separate line.

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
    """Write a document with one line for each entry or item, without comments."""
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
    """A value behind its key or dash, or below it if it has several lines."""
    lines = _lines(data)
    if not isinstance(data, dict | list) or not data:
        return [f"{start} {lines[0]}"]
    if start == "-":
        return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
    return [start, *(f"  {line}" for line in lines)]


def _written_decimal(value: Decimal) -> str:
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
