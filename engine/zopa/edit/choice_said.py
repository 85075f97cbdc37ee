"""Short notation of a draft's choices: `city, port`, `5..9`, `fine with amount=3`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import quoted
from zopa.documents.scalars import scalar
from zopa.edit.days import day_in_words
from zopa.edit.fields import Field, FieldForm
from zopa.edit.pairs import pairs_said, split
from zopa.edit.typed import as_typed, typed
from zopa.edit.values import yaml_value
from zopa.model.corpus import SILENT, UNLIMITED
from zopa.refused import Refused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from zopa.documents import Data
    from zopa.model.corpus import Issue

__all__ = ["choice_texts", "typed_choice"]

CITES = Field("cites", "Cites", "", FieldForm.PLACES)
WITH = " with "
YES = {"true": True, "yes": True, "false": False, "no": False}


def typed_choice(issue: Issue, text: str, *, today: dt.date) -> Data:
    """The choice that a text means on an issue, as a scenario has it.

    The text has a term, or several after commas, each `with` values of its parameters. It can
    also be a value, `A..B` for bounds, or `silent`. Behind it, `| cites: SOURCE:PLACE` is
    possible. Text in brackets is in the format itself.

    Raises:
        Refused: it cannot be read. The check of the files finds terms that do not exist.
    """
    text = text.strip()
    if text[:1] in "{[":
        return yaml_value(text)
    text, *more = split(text, "|")
    if not more:
        return _chosen(issue, text, today)
    key, _, places = more[0].partition(":")
    if len(more) > 1 or key.strip() != CITES.key or not places.strip():
        message = f"{quoted(more[0])} says nothing of a choice"
        raise Refused(message, "write `| cites: SOURCE:PLACE` behind it")
    what = "term" if issue.answered_by in {"", "set"} else "value"
    return {what: _chosen(issue, text, today), "cites": typed(CITES, places, today=today)}


def _chosen(issue: Issue, text: str, today: dt.date) -> Data:
    if text == SILENT:
        return text
    if issue.answered_by in {"", "set"}:
        names: list[Data] = [_term(each) for each in _terms(text)]
        return names[0] if len(names) == 1 and (issue.single or WITH in text) else names
    if issue.answered_by == "boolean":
        return YES.get(text.lower(), text)
    first, dots, last = text.partition("..")
    if dots:
        ends = (("at-least", first), ("at-most", last))
        return {key: _value(issue, each, today) for key, each in ends if each.strip()}
    return _value(issue, text, today)


def _terms(text: str) -> list[str]:
    """Terms after commas; after a comma, `name=` continues the parameters of a term."""
    found: list[str] = []
    for piece in filter(None, split(text, ",")):
        if found and "=" in piece and WITH not in piece and WITH in found[-1]:
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    return found


def _term(text: str) -> Data:
    name, with_, values = text.partition(WITH)
    return {name.strip(): pairs_said(values)} if with_ else text


def _value(issue: Issue, text: str, today: dt.date) -> Data:
    if issue.answered_by == "date" and text.strip() != UNLIMITED:
        return day_in_words(text, today=today).isoformat()
    return yaml_value(text.strip())


def choice_texts(value: Data) -> Iterator[str]:
    """Simple forms of a choice, best first; some may have another meaning."""
    match value:
        case str():
            yield value
        case bool():
            yield "true" if value else "false"
        case list():
            said = [next(choice_texts(each), "") for each in value]
            yield ", ".join(said)
        case {"at-least": low, "at-most": high, **rest} if not rest:
            yield f"{_end(low)}..{_end(high)}"
        case {"at-least": low, **rest} if not rest:
            yield f"{_end(low)}.."
        case {"at-most": high, **rest} if not rest:
            yield f"..{_end(high)}"
        case {"cites": cites, "term": what} | {"cites": cites, "value": what}:
            for each in choice_texts(what):
                yield f"{each} | cites: {as_typed(CITES, cites)}"
        case dict() if len(value) == 1:
            ((name, values),) = value.items()
            if isinstance(values, dict):
                said = [f"{key}={next(choice_texts(x), '')}" for key, x in values.items()]
                yield f"{name}{WITH}{', '.join(said)}"
        case dict() | None:
            return
        case _:
            yield scalar(value)


def _end(value: Data) -> str:
    return "" if isinstance(value, dict | list) else scalar(value)
