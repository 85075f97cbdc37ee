"""Text in the notation of the format, as a value; and the reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import quoted
from zopa.documents import parse
from zopa.edit.sheet import Sheet
from zopa.refused import Refused

if TYPE_CHECKING:
    from zopa.documents import Data

__all__ = ["written", "yaml_value"]


def yaml_value(text: str) -> Data:
    """The value of a YAML text.

    Raises:
        Refused: zopa does not read the text.
    """
    lines = text.split("\n")
    block = len(lines) > 1 or text.startswith("- ")
    whole = (
        "value:\n" + "".join(f"  {line}\n" for line in lines) if block else f"value: {text}\n"
    )
    document = parse(whole, "what was typed")
    if not document.ok or not isinstance(document.data, dict):
        first = document.diagnostics[0]
        message = f"{quoted(text)}: {first.message}"
        raise Refused(message, *first.help)
    return document.data.get("value")


def written(value: Data, *, lines: bool = False) -> str:
    """The value in YAML, as `yaml_value` reads it.

    Args:
        value: the value.
        lines: True if it may take several lines in place of a long one.
    """
    sheet = Sheet("x: 0\n" if lines and not isinstance(value, str) else "{x: 0}\n", "value")
    sheet.replace(("x",), value)
    text = sheet.text
    if text.startswith("{"):
        return text[len("{x: ") : -len("}\n")]
    if text.startswith("x: "):
        return text[len("x: ") :].rstrip("\n")
    return "\n".join(line.removeprefix("  ") for line in text.splitlines()[1:])
