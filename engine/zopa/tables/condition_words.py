"""Conditions in the small notation that `zopa.edit.condition_text` reads."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from zopa.documents.emit import scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.documents import Data

__all__ = ["condition_words"]

SIGNS: Final[Mapping[str, str]] = {
    "at-most": "<=",
    "at-least": ">=",
    "below": "<",
    "above": ">",
    "is": "=",
    "not": "!=",
}


def condition_words(value: Data, *, inside: bool = False) -> str | None:
    """A condition in words; None where the notation has none for it.

    Whether it is read back to the same value has to be tried.

    Args:
        value: as a file has it.
        inside: whether it is a part of another one, and gets brackets where it has parts.
    """
    if not isinstance(value, dict):
        return None
    match value:
        case {"chosen": str(term), **rest} if not rest:
            return term
        case {"silent": str(issue), **rest} if not rest:
            return f"silent {issue}"
        case {"happens": str(event), **rest} if not rest:
            return f"happens {event}"
        case {"before": [str(first), str(second)], **rest} if not rest:
            return f"{first} before {second}"
        case {"issue": str(issue), **rest} if len(rest) == 1:
            (key, said), *_ = rest.items()
            return _compared(issue, key, said)
        case {"not": inner, **rest} if not rest:
            words = condition_words(inner, inside=True)
            return None if words is None else f"not {words}"
        case {"if": _, "then": _, **rest} if rest.keys() <= {"else"}:
            return _joined(
                [f"{key} {{}}" for key in ("if", "then", *rest)],
                [value["if"], value["then"], *rest.values()],
                " ",
                inside=inside,
            )
        case {"all": list(parts), **rest} if not rest and len(parts) > 1:
            return _joined(["{}"] * len(parts), parts, " and ", inside=inside)
        case {"any": list(parts), **rest} if not rest and len(parts) > 1:
            return _joined(["{}"] * len(parts), parts, " or ", inside=inside)
    return None


def _compared(issue: str, key: str, said: Data) -> str | None:
    if key not in SIGNS or not isinstance(said, str | int | Decimal):
        return None
    return f"{issue} {SIGNS[key]} {scalar(said)}"


def _joined(
    patterns: list[str], parts: list[Data], between: str, *, inside: bool
) -> str | None:
    said = [condition_words(each, inside=True) for each in parts]
    if any(each is None for each in said):
        return None
    words = between.join(
        pattern.replace("{}", str(each)) for pattern, each in zip(patterns, said, strict=True)
    )
    return f"({words})" if inside else words
