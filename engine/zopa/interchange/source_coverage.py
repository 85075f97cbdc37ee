"""`coverage --source` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.model.corpus import Corpus
    from zopa.questions.source_coverage import Citing, SourceCoverage

__all__ = ["source_coverage_json"]


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
