"""Every issue with its possible answers, as comments to fill in by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus, Issue

__all__ = ["every_answer"]

HOW = "To choose: take the brackets away, and the # before a line; leave one answer in it."


def every_answer(corpus: Corpus) -> tuple[str, ...]:
    """For each issue its question, then a line `issue: answer | answer`."""
    return (HOW, *(line for each in corpus.issues.values() for line in _lines(each)))


def _lines(issue: Issue) -> Iterator[str]:
    yield f"  {' '.join(issue.question.split())}"
    yield f"  {issue.id}: {' | '.join((*_answers(issue), 'silent'))}"


def _answers(issue: Issue) -> Iterator[str]:
    answer = issue.answer
    if issue.answered_by == "boolean":
        yield from ("true", "false")
    elif answer is not None:
        low, high = answer.minimum, answer.maximum
        if low is not None and high is not None:
            yield f"{answer.at(low)} to {answer.at(high)}"
        if answer.unlimited:
            yield "unlimited"
    else:
        yield from map(str, issue.terms)
