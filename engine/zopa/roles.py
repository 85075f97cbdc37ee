"""What a file is, by where it lies."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

__all__ = ["Role", "is_draft", "role_of"]


class Role(enum.StrEnum):
    """What a file says; the value is the stem of its schema."""

    CORPUS = "corpus"
    SOURCES = "sources"
    PARTIES = "parties"
    STATEMENTS = "statements"
    STATE = "state"
    ISSUES = "issues"
    RULES = "rules"
    POSITIONS = "positions"
    RECORD = "record"
    SCENARIO = "scenario"


FILES = {
    f"terms/{role}.yaml": role
    for role in Role
    if role not in {Role.ISSUES, Role.POSITIONS, Role.SCENARIO}
}
FOLDERS = {
    "terms/issues": Role.ISSUES,
    "terms/positions": Role.POSITIONS,
    "terms/rules": Role.RULES,
    "scenarios": Role.SCENARIO,
}


def role_of(path: str) -> Role | None:
    """What a file is.

    Args:
        path: relative to the workspace, with `/`.

    Returns:
        None for a file that zopa does not read.
    """
    folder, _, name = path.rpartition("/")
    if folder in FOLDERS and name.endswith(".yaml") and not name.startswith("."):
        return FOLDERS[folder]
    return FILES.get(path)


def is_draft(path: str, drafts: AbstractSet[str] = frozenset()) -> bool:
    """Whether a file is read as a scenario: by its place, or because it was named as one.

    Args:
        path: as for `role_of`.
        drafts: paths of scenarios wherever they lie.
    """
    role = role_of(path)
    if role is None:
        return path in drafts and not path.startswith("terms/")
    return role is Role.SCENARIO
