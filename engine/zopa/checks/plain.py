"""Drafts that are seen to be right at a glance, so that nothing needs to be made of them.

As with `schemas`: a fast yes or no comes first, and only after a no everything is
looked at that writes findings. A test holds a yes to "no check finds anything".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zopa.model import SILENT

if TYPE_CHECKING:
    from zopa.model import Corpus, Issue, Term

__all__ = ["plainly_right"]

PLAIN = frozenset({"title", "description", "note", "choices"})
"""Keys of which only `choices` is about anything in other files."""


def plainly_right(corpus: Corpus, data: Any) -> bool:  # noqa: ANN401  # of the right shape
    """Whether no check of a scenario finds anything, for certain.

    Args:
        corpus: what the choices are about.
        data: of a scenario file, in the right shape.

    Returns:
        A no says nothing: there may or may not be something to find.
    """
    if not data.keys() <= PLAIN:
        return False
    issues = corpus.issues
    for name, chosen in data["choices"].items():
        issue = issues.get(name)
        if issue is None:
            return False
        if type(chosen) is str:
            if chosen == SILENT:
                continue
            if chosen not in issue.terms or not issue.least <= 1 <= issue.most:
                return False
        elif not _several(issue, chosen):
            return False
    return True


def _several(issue: Issue, chosen: object) -> bool:
    """Whether terms with parameters, or a list of terms, are among those of the issue."""
    found: list[str] = []
    for each in chosen if isinstance(chosen, list) else [chosen]:
        if type(each) is str:
            found.append(each)
        elif isinstance(each, dict):
            for name, parameters in each.items():
                term = issue.terms.get(name)
                if term is None or not _allowed(term, parameters):
                    return False
                found.append(name)
        else:
            return False
    return (
        issue.least <= len(found) <= issue.most
        and len(set(found)) == len(found)
        and all(each in issue.terms for each in found)
    )


def _allowed(term: Term, parameters: Any) -> bool:  # noqa: ANN401  # a mapping, or broken
    if not isinstance(parameters, dict):
        return False
    for name, value in parameters.items():
        parameter = term.parameters.get(name)
        if parameter is None or not parameter.domain.allows(value):
            return False
    return True
