"""`deals` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.envelope import complete_json
from zopa.model.one_line import digits

if TYPE_CHECKING:
    from zopa.questions.deals import Deals

__all__ = ["deals_json"]

Json = dict[str, Any]


def deals_json(deals: Deals) -> Json:
    """Return existence, counts as texts of any length, shares as fractions, and examples."""
    return {
        "exists": deals.exists,
        "rules-contradict": deals.rules_contradict,
        "count": None if deals.count is None else digits(deals.count),
        "coherent": None if deals.coherent is None else digits(deals.coherent),
        "shares": {
            f"{issue}/{term}": f"{digits(share.numerator)}/{digits(share.denominator)}"
            for (issue, term), share in sorted(deals.shares.items())
        },
        "deals": [{"choices": complete_json(each)} for each in deals.examples],
    }
