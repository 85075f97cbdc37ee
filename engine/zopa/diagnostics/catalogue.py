"""Every kind of diagnostic, by its code."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import (
    changes,
    conditions,
    expectations,
    provenance,
    references,
    sessions,
    shape,
    suppressions,
    verdicts,
    workspace,
    yaml_profile,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.diagnostics.finding import Kind

__all__ = ["CATALOGUE", "FAMILIES", "find"]

FAMILIES: Final[Mapping[str, tuple[Kind, ...]]] = MappingProxyType(
    {
        "changes": changes.KINDS,
        "conditions": conditions.KINDS,
        "expectations": expectations.KINDS,
        "provenance": provenance.KINDS,
        "references": references.KINDS,
        "sessions": sessions.KINDS,
        "shape": shape.KINDS,
        "suppressions": suppressions.KINDS,
        "verdicts": verdicts.KINDS,
        "workspace": workspace.KINDS,
        "yaml_profile": yaml_profile.KINDS,
    }
)
"""Kinds by the module that they are defined in."""

CATALOGUE: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        each.code: each
        for each in sorted(
            (kind for kinds in FAMILIES.values() for kind in kinds), key=lambda kind: kind.code
        )
    }
)
"""In the order of the codes. Import this module where a kind is looked up only."""


def find(code_or_name: str) -> Kind | None:
    """The kind with this code or name, however they are capitalised."""
    word = code_or_name.strip().casefold()
    return next(
        (each for each in CATALOGUE.values() if word in {each.code.casefold(), each.name}), None
    )
