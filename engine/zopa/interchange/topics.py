"""`coverage --topics` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zopa.questions.topics import Topics

__all__ = ["topics_json"]


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
