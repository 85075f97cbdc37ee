"""Positions that do not count under what a draft supposes, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.model.context import candidates, standing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Position

__all__ = ["begins", "counts_later", "uncounted", "why_not_held"]


def uncounted(corpus: Corpus, context: Context) -> Iterator[Position]:
    """Positions that would count on another day, none that is waived; as in the corpus."""
    waived = {str(each.position) for each in context.waivers}
    for each in candidates(corpus, context):
        if str(each.id) not in waived and standing(corpus, each, context.as_of) != "certain":
            yield each


def counts_later(context: Context, position: Position) -> bool:
    """Whether it is the day that is too early for it."""
    latest = position.since.latest
    return latest is None or context.as_of < latest


def begins(corpus: Corpus, context: Context, name: str) -> dt.date | None:
    """The day from which on a position counts; None where it does, or never will."""
    for each in uncounted(corpus, context):
        if str(each.id) == name and counts_later(context, each):
            return each.since.latest
    return None


def why_not_held(corpus: Corpus, context: Context, position: Position) -> str:
    """Why a position does not count under a context."""
    if not position.readings or position.kind not in context.hold:
        return f"does not count: a {position.kind} is recorded, not held"
    if position not in candidates(corpus, context):
        return "does not count: none of its parties is at the table"
    day = f"does not count on {context.as_of}"
    state = standing(corpus, position, context.as_of)
    if state == "certain":
        return "does not count"
    if counts_later(context, position):
        certain = ", so it is not certain yet" if state == "possible" else ""
        return f"{day}: its day is {position.since}{certain}"
    others = corpus.superseded_by.get(position.id, ())
    if others:
        return f"{day}: replaced by {corpus.positions[others[0]].title}"
    return f"{day}: in force until {position.until}"
