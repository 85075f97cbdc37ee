"""Roles of files, by their place."""

from __future__ import annotations

import pytest

from zopa.files import Role, role_of


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("terms/corpus.yaml", Role.CORPUS),
        ("terms/sources.yaml", Role.SOURCES),
        ("terms/parties.yaml", Role.PARTIES),
        ("terms/statements.yaml", Role.STATEMENTS),
        ("terms/state.yaml", Role.STATE),
        ("terms/issues/pay.yaml", Role.ISSUES),
        ("terms/rules.yaml", Role.RULES),
        ("terms/positions/union.yaml", Role.POSITIONS),
        ("terms/record.yaml", Role.RECORD),
        ("scenarios/compromise.yaml", Role.SCENARIO),
    ],
)
def test_each_place_of_the_workspace_has_its_role(path: str, role: Role) -> None:
    """One role for each line of the listing that the format begins with."""
    assert role_of(path) is role


@pytest.mark.parametrize(
    "path",
    [
        "corpus.yaml",
        "terms/issues.yaml",
        "terms/positions.yaml",
        "terms/scenario.yaml",
        "terms/pay.yaml",
        "terms/issues/deeper/pay.yaml",
        "terms/issues/pay.yml",
        "terms/issues/.pay.yaml",
        "terms/issues/",
        "terms/issues",
        "elsewhere/terms/corpus.yaml",
        "elsewhere/scenarios/compromise.yaml",
        "scenarios.yaml",
        "scenarios/compromise.yaml.bak",
        "",
    ],
)
def test_a_file_anywhere_else_has_none(path: str) -> None:
    """It is not read by mistake: not deeper, not hidden, not by another ending."""
    assert role_of(path) is None


def test_every_role_has_a_place() -> None:
    """No role is left over that no file can have."""
    places = [f"{folder}/{role}.yaml" for role in Role for folder in ("terms", "scenarios")]
    places += ["terms/issues/a.yaml", "terms/positions/a.yaml"]

    assert {role_of(each) for each in places} >= set(Role)
