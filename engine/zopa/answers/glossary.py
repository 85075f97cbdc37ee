"""What the words of a brief mean, for who has not seen one."""

from __future__ import annotations

from zopa.answers.page import Fact, Facts, Section
from zopa.answers.wording import text

__all__ = ["vocabulary"]


WORDS = {
    "draft": "A proposed agreement. What it does not name is undecided.",
    "position": (
        "What a party holds, with who said so: a red line, a demand, or another kind. How firm"
        " it is follows from how it is known: constitutional (laid down in a constitution,"
        " statute or charter), declared, repeated, reported, indicated."
    ),
    "counts": (
        "A position counts if its party is at the table, its kind was asked for, it is"
        " certainly in force on the day, and nobody asked to suppose it dropped (a waiver)."
    ),
    "crossed": (
        "The position fails, however the draft's undecided issues are settled. Respected: it"
        " holds however they are. Open: that depends on them."
    ),
    "deal": (
        "An agreement on everything that contradicts neither itself nor the corpus's rules"
        " and crosses no position that counts."
    ),
    "reading": (
        "One way to understand a position whose words allow several; one of them is the"
        " default."
    ),
}


def vocabulary() -> Section:
    """The words, each with what it means."""
    facts = tuple(Fact(name, (text(words),)) for name, words in WORDS.items())
    return Section("words", "Words used here", (Facts(facts),))
