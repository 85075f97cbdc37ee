"""Equal parts of answers keep their identity, so that views see at once what changed."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from zopa.questions.check import Checked, VerdictOn
    from zopa.questions.options import Marked, Options

__all__ = ["keep_checked", "keep_options"]

T = TypeVar("T")


def keep_checked(old: Checked, new: Checked) -> Checked:
    """The new verdicts, made of old parts where these are equal."""
    return dataclasses.replace(
        new,
        context=_kept(old.context, new.context),
        verdicts=_each(old.verdicts, new.verdicts, _position),
        clash=_kept(old.clash, new.clash),
        waived=_kept(old.waived, new.waived),
        possibly=_kept(old.possibly, new.possibly),
        expectations=_kept(old.expectations, new.expectations),
    )


def keep_options(old: Options, new: Options) -> Options:
    """The new marks, made of old parts where these are equal."""
    kept = dataclasses.replace(new, marks=_each(old.marks, new.marks, _term))
    return _kept(old, kept)


def _position(verdict: VerdictOn) -> str:
    return verdict.held.id


def _term(marked: Marked) -> tuple[str, str]:
    return marked.issue, marked.term


def _each(
    old: tuple[T, ...], new: tuple[T, ...], key: Callable[[T], Hashable]
) -> tuple[T, ...]:
    """The new parts, each the old one of the same key where they are equal."""
    known = {key(each): each for each in old}
    kept = tuple(_kept(known.get(key(each)), each) for each in new)
    same = len(old) == len(kept) and all(a is b for a, b in zip(old, kept, strict=True))
    return old if same else kept


def _kept(old: T | None, new: T) -> T:
    return old if old is not None and old == new else new
