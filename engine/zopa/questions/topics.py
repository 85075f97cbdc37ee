"""Which usual topics the corpus has issues for, and a draft speaks to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.questions.listing import tags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.model.corpus import Corpus, Issue, Scenario, Topic

__all__ = ["Covered", "Topics", "topics"]


@dataclass(frozen=True, slots=True)
class Covered:
    """A topic, and the issues that have its tag or a term that has it; in corpus order."""

    topic: Topic
    decided: tuple[str, ...]
    """The draft chooses a term of them that is about the topic."""
    otherwise: tuple[str, ...]
    """The draft is silent on them, or chooses only terms that are not about it."""
    undecided: tuple[str, ...]
    """The draft does not name them."""
    positions: tuple[str, ...]
    """The positions with the tag."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a vocabulary, in its order."""

    covered: tuple[Covered, ...]
    other_tags: tuple[str, ...]
    """Tags that are no topic of it, as files have them first."""


def topics(corpus: Corpus, vocabulary: Mapping[str, Topic], draft: Scenario) -> Topics:
    """Sort the issues of each topic by what a draft says on them.

    A tag of an issue is one of all its terms.

    Args:
        corpus: the terms.
        vocabulary: the topics by their tags.
        draft: whose choices count.
    """
    every = tags(corpus)
    return Topics(
        tuple(_covered(corpus, topic, draft) for topic in vocabulary.values()),
        tuple(each for each in every if each not in vocabulary),
    )


def _covered(corpus: Corpus, topic: Topic, draft: Scenario) -> Covered:
    decided: list[str] = []
    otherwise: list[str] = []
    undecided: list[str] = []
    for name, issue in corpus.issues.items():
        about = _about(issue, topic)
        if not about:
            continue
        choice = draft.choices.get(name)
        if choice is None:
            undecided.append(name)
        elif any(str(pick.term) in about for pick in choice.picks):
            decided.append(name)
        else:
            otherwise.append(name)
    positions = (name for name, each in corpus.positions.items() if topic.id in each.tags)
    return Covered(topic, tuple(decided), tuple(otherwise), tuple(undecided), tuple(positions))


def _about(issue: Issue, topic: Topic) -> set[str]:
    """The terms of an issue that are about a topic."""
    return {
        str(each.id)
        for each in issue.terms.values()
        if topic.id in issue.tags or topic.id in each.tags
    }
