"""What the answers of all questions have in common, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.report.check import said_json
from zopa.report.envelope import context_json, digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.context import Context
    from zopa.corpus import Workspace
    from zopa.model import Corpus, Scenario

__all__ = ["asked_json", "method_of", "positions_json"]

Json = dict[str, Any]


def method_of(result: object) -> str:
    """How an answer was computed: what is counted takes decision diagrams too."""
    counted = getattr(result, "count", None), getattr(result, "left", None)
    return "sat" if counted == (None, None) else "sat+bdd"


def asked_json(workspace: Workspace, scenario: Scenario, context: Context, method: str) -> Json:
    """What was asked, of which files, under which assumptions and how it was computed."""
    return {
        "scenario": scenario.id or None,
        **context_json(context),
        "corpus": workspace.corpus.title,
        "digest": digest(workspace),
        "method": method,
    }


def positions_json(corpus: Corpus, names: Iterable[str]) -> Json:
    """For each of these positions who holds it, how firm, and who said it where."""
    return {
        name: {
            "party": str(position.party),
            "holders": [str(each) for each in position.holders],
            "kind": str(position.kind),
            "strength": str(position.strength),
            "title": position.title,
            "statements": said_json(corpus, position),
        }
        for name in sorted(set(names))
        for position in [corpus.positions[name]]
    }
