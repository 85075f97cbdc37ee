"""`coverage` as JSON."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zopa.questions.coverage import Coverage

__all__ = ["coverage_json"]


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """Return the gaps; each list sorted."""
    return {
        each.name.replace("_", "-"): sorted(getattr(coverage, each.name))
        for each in dataclasses.fields(coverage)
    }
