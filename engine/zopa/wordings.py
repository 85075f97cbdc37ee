"""Texts that are only shown: whatever words they have, nothing else is found or true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["only_words_differ"]

Json: TypeAlias = Any
Way: TypeAlias = tuple[str, ...]

EACH: Final = "*"
"""Any item of a list, any entry of a mapping."""
SHOWN: Final[Mapping[Role, frozenset[Way]]] = {
    Role.CORPUS: frozenset({("title",), ("note",)}),
    Role.SOURCES: frozenset({("sources", EACH, "title"), ("sources", EACH, "note")}),
    Role.PARTIES: frozenset(
        {(part, EACH, "note") for part in ("parties", "speakers", "groups", "memberships")}
    ),
    Role.STATEMENTS: frozenset({("statements", EACH, "text"), ("statements", EACH, "note")}),
    Role.STATE: frozenset({("entities", EACH, "title"), ("entities", EACH, "note")}),
    Role.ISSUES: frozenset(
        {("issues", EACH, "question"), ("issues", EACH, "note")}
        | {("issues", EACH, "terms", EACH, key) for key in ("title", "note")}
    ),
    Role.RULES: frozenset({("rules", EACH, "reason"), ("rules", EACH, "note")}),
    Role.POSITIONS: frozenset(
        {("positions", EACH, "title"), ("positions", EACH, "note")}
        | {("positions", EACH, "readings", EACH, "title")}
    ),
    Role.RECORD: frozenset({(EACH, EACH, "title"), (EACH, EACH, "note")}),
}
"""Where they stand in files of each role."""


def only_words_differ(role: Role, before: Json, after: Json) -> bool:
    """Whether data of two files of the right shape are the same but for texts shown."""
    return _same(SHOWN.get(role, frozenset()), (), before, after)


def _same(shown: frozenset[Way], way: Way, before: Json, after: Json) -> bool:
    if type(before) is not type(after):
        return False
    if isinstance(before, dict):
        return list(before) == list(after) and all(
            _same(shown, (*way, _step(shown, way, key)), each, after[key])
            for key, each in before.items()
        )
    if isinstance(before, list):
        inside = (*way, EACH)
        return len(before) == len(after) and all(
            _same(shown, inside, each, after[place]) for place, each in enumerate(before)
        )
    return bool(before == after) or (isinstance(before, str) and way in shown)


def _step(shown: frozenset[Way], way: Way, key: str) -> str:
    """The key, or `EACH` where one of the ways goes on with any."""
    place = len(way)
    named = {each[place] for each in shown if each[:place] == way and len(each) > place}
    return key if key in named else EACH
