"""`coverage` as JSON."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.model.corpus import Corpus
    from zopa.questions.coverage import Citing, Coverage, SourceCoverage
    from zopa.questions.listing import Topics

__all__ = [
    "coverage_json",
    "source_coverage_json",
    "topics_json",
]


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """Return the gaps; each list sorted."""
    return {
        each.name.replace("_", "-"): sorted(getattr(coverage, each.name))
        for each in dataclasses.fields(coverage)
    }


def source_coverage_json(corpus: Corpus, found: SourceCoverage) -> dict[str, Any]:
    """Return the places with the items that cite them, and the numbers without a citation."""
    source = corpus.sources[found.source]
    return {
        "source": found.source,
        "title": source.title,
        "cites-as": source.cites_as,
        "places": [
            {"place": each.place, "cited-by": _citing(each.cited_by)} for each in found.places
        ],
        "without-place": _citing(found.whole),
        "largest": found.largest,
        "uncited": [{"from": first, "to": last} for first, last in found.uncited],
    }


def _citing(every: Iterable[Citing]) -> list[dict[str, Any]]:
    return [
        {
            "nature": each.nature,
            "id": each.id,
            "choice": each.choice or None,
            "through": each.through or None,
        }
        for each in every
    ]


def topics_json(found: Topics) -> dict[str, Any]:
    """Return the topics with their issues, by the draft's choices on them."""
    return {
        "topics": [
            {
                "id": str(each.topic.id),
                "title": each.topic.title,
                "codes": {book: list(some) for book, some in each.topic.codes.items()},
                "decided": list(each.decided),
                "otherwise": list(each.otherwise),
                "undecided": list(each.undecided),
                "positions": list(each.positions),
            }
            for each in found.covered
        ],
        "other-tags": list(found.other_tags),
    }
