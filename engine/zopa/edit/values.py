"""A text in the words of the format, as a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import quoted
from zopa.documents import parse
from zopa.refused import Refused

if TYPE_CHECKING:
    from zopa.documents import Data

__all__ = ["yaml_value"]


def yaml_value(text: str) -> Data:
    """What a text says in YAML.

    Raises:
        Refused: it is none that zopa reads.
    """
    lines = text.split("\n")
    block = len(lines) > 1
    whole = (
        "value:\n" + "".join(f"  {line}\n" for line in lines) if block else f"value: {text}\n"
    )
    document = parse(whole, "what was typed")
    if not document.ok or not isinstance(document.data, dict):
        first = document.diagnostics[0]
        message = f"{quoted(text)}: {first.message}"
        raise Refused(message, *first.help)
    return document.data.get("value")
