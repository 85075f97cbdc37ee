"""Text from files made fit for a cell grid: safe to print, cut to a width, side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zopa.diagnostics import one_line, shown
from zopa.render.asked import about
from zopa.render.style import width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.model.conditions import Value
    from zopa.model.corpus import Corpus, Term
    from zopa_tui.session.draft import Picks

__all__ = [
    "about",
    "between",
    "codes",
    "cut",
    "humanised",
    "issue_name",
    "party_short",
    "picks_words",
    "several",
    "value_words",
    "width_of",
]


UNSAID = ("unspecified", "unknown")
"""Values that say that nothing is said."""


def cut(text: str, width: int, more: str = "…") -> str:
    """The text on one line, safe to print, in at most so many cells."""
    text = shown(one_line(text[: 4 * max(width, 0) + 40]))
    if width_of(text) <= width:
        return text
    if width <= 0:
        return ""
    while text and width_of(text) + width_of(more) > width:
        text = text[:-1]
    return f"{text.rstrip()}{more}"


def between(left: str, right: str, width: int, more: str = "…") -> tuple[str, str, str]:
    """Two texts at the two ends of a line, and the gap; the left one is cut first."""
    right = cut(right, max(0, width // 2), more) if right else ""
    room = width - width_of(right) - (2 if right else 0)
    left = cut(left, max(0, room), more)
    return left, " " * max(0, width - width_of(left) - width_of(right)), right


def humanised(name: str) -> str:
    """An id as a short title."""
    text = name.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]


def issue_name(corpus: Corpus, name: str) -> str:
    """An issue's id as a short title, with names spelled as its texts spell them."""
    issue = corpus.issues.get(name)
    if issue is None:
        return humanised(name)
    texts = [issue.question, *(term.title for term in issue.terms.values())]
    words = [str(word) for text in texts for word in re.findall(r"\w+", text)[1:]]
    proper = {word.lower(): word for word in words if word[0].isupper()}
    proper |= {x.short.lower(): x.short for x in corpus.parties.values() if x.short.isupper()}
    text = " ".join(proper.get(word, word) for word in re.split(r"[-_]", name))
    return text[:1].upper() + text[1:]


def several(number: int, one: str, more: str | None = None) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def value_words(value: Value | None) -> str:
    """A value as a reader writes it."""
    if value is None:
        return "open"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else str(value)


def picks_words(corpus: Corpus, issue: str, picks: Picks) -> str:
    """The titles of chosen terms, with the parameters given."""
    known = corpus.issues.get(issue)
    parts = []
    for term, given in picks.items():
        found: Term | None = known.terms.get(term) if known is not None else None
        title = found.title if found is not None else f"{term} (unknown)"
        values = ", ".join(f"{name} {value_words(value)}" for name, value in given.items())
        parts.append(f"{title} ({values})" if values else title)
    return " + ".join(parts)


def party_short(corpus: Corpus, party: str) -> str:
    """The party's short name."""
    known = corpus.parties.get(party)
    return known.short if known is not None else party


def codes(values: Iterable[str], least: int) -> dict[str, str]:
    """For each value the fewest first letters, so many at least, that tell it from the others.

    What is unspecified is a question mark, or two.
    """
    every = list(dict.fromkeys(values))
    found: dict[str, str] = {}
    for value in every:
        if value in UNSAID:
            found[value] = "?" * min(least, 2)
            continue
        length = least
        others = [other for other in every if other != value and other not in UNSAID]
        while length < len(value) and any(other[:length] == value[:length] for other in others):
            length += 1
        found[value] = value[:length]
    return found
