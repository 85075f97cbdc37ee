"""Rules and other constraints in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa.model.corpus import (
        Corpus,
    )
    from zopa.solving.problem import Clause


def kept_words(words: Sequence[str]) -> str:
    """Words in a sentence: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def rule_words(corpus: Corpus, clause: Clause) -> str:
    """The reason and the id of a rule, for use after a heading that calls it a rule."""
    if clause.nature == "rule":
        return f"{corpus.rules[clause.name].reason} ({clause.name})"
    return clause_words(corpus, clause)


def clause_words(corpus: Corpus, clause: Clause) -> str:
    """A constraint that every consistent draft follows, in words."""
    match clause.nature:
        case "rule":
            return f"rule {clause.name}: {corpus.rules[clause.name].reason}"
        case "effects":
            entity, _, attribute = clause.name.partition(".")
            title = corpus.attribute(entity, attribute).title or attribute
            return f"one value at most for {entity}: {title}"
        case "applies-when":
            return f"{clause.name} applies only under its condition"
        case "terms":
            issue = corpus.issues[clause.name]
            if issue.single:
                return f"{clause.name} takes one term at most"
            return f"{clause.name} takes {issue.least} to {issue.most} terms, or none"
