"""Common parts of all answers as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.interchange.check import clauses_json, said_json
from zopa.interchange.envelope import context_json, envelope, files_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Scenario
    from zopa.questions.question import Question
    from zopa.workspace import Workspace

__all__ = ["answer_json", "asked_json", "method_of", "positions_json"]

Json = dict[str, Any]


def method_of(result: object) -> str:
    """Return the method of an answer: counts use decision diagrams too."""
    counted = getattr(result, "count", None), getattr(result, "left", None)
    return "sat" if counted == (None, None) else "sat+bdd"


def asked_json(workspace: Workspace, scenario: Scenario, context: Context, method: str) -> Json:
    """Return question, digest of the files, assumptions and method of an answer."""
    return {
        "scenario": scenario.id or None,
        **context_json(context),
        **files_json(workspace),
        "method": method,
    }


def positions_json(corpus: Corpus, names: Iterable[str]) -> Json:
    """Return holders, strength and sources of each of these positions."""
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


def answer_json(
    name: str,
    workspace: Workspace,
    question: Question,
    result: Mapping[str, Any],
    *,
    method: str,
    completeness: str,
) -> dict[str, Any]:
    """Return the answer to one question, as the command line and Python give it.

    Args:
        name: name of the question.
        workspace: its workspace.
        question: draft and assumptions.
        result: content of the answer.
        method: method of computation.
        completeness: exact or partial.
    """
    return envelope(
        name,
        {"broken-rules": clauses_json(question.broken), **result},
        context=asked_json(workspace, question.scenario, question.context, method),
        completeness=completeness,
    )
