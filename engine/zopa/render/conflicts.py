"""`conflicts` as text: which positions cannot hold together, with their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.wording import position_words, several
from zopa.model.corpus import Strength
from zopa.render.asked import exactly, opening, position_lines, ways_on
from zopa.render.deals import rules_contradict_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.questions.conflicts import Conflicts
    from zopa.questions.question import Question
    from zopa.render.asked import Page

__all__ = ["conflicts_text"]

MOST = 20
"""Conflicts that are printed whole; the others are counted."""


def conflicts_text(question: Question, conflicts: Conflicts, page: Page) -> str:
    """Each conflict with its positions."""
    return "\n".join([*_conflicts(question, conflicts, page), ""])


def _conflicts(question: Question, conflicts: Conflicts, page: Page) -> Iterator[str]:
    yield from opening(question, page)
    if conflicts.rules_contradict:
        yield from rules_contradict_text(question, page)
        return
    keep = " with these choices" if question.scenario.choices else ""
    held = several(len(question.held), "position")
    if conflicts.zone:
        yield page.style("respected", "No conflict.")
        yield page.line(f"All of the {held} that count can hold together{keep}. Exact.")
        yield from ways_on(question, page, {"deals {draft}": "the deals that are left"})
        return
    found = conflicts.conflicts
    known = "" if str(conflicts.completeness) == "proved" else "at least "
    yield page.style("crossed", f"No deal: {known}{several(len(found), 'conflict')}.")
    yield page.line(
        f"A conflict is a set of positions that cannot all hold{keep}, and could if any one"
        f" of them were dropped. {exactly(conflicts.completeness, page)}"
    )
    for number, each in enumerate(found[:MOST], 1):
        yield ""
        yield page.style("bold", f"Conflict {number} of {len(found)}")
        if each == conflicts.preferred and len(found) > 1:
            order = ", then ".join(map(str, Strength))
            yield page.style("dim", page.line(f"of the firmest positions ({order})", "  "))
        if len(each) == 1:
            why = "whatever else is agreed" if not keep else "the choices alone are against it"
            yield page.line(f"cannot hold by itself: {why}", "  ")
        for name in each:
            yield from position_lines(question, name, page)
    if len(found) > MOST:
        yield ""
        yield page.line(f"… and {len(found) - MOST} more; --format json lists all of them")
    yield from _appearances(question, conflicts, page)
    alone = any(len(each) == 1 for each in found) and question.scenario.path
    ways = {"concessions {draft}": "who would have to move to open the zone"}
    if alone:
        ways["check {draft}"] = "which choices cross a position"
    yield from ways_on(question, page, ways)


def _appearances(question: Question, conflicts: Conflicts, page: Page) -> Iterator[str]:
    """The positions that stand in more than one conflict, most first."""
    several_times = sorted(
        ((count, name) for name, count in conflicts.appearances.items() if count > 1),
        key=lambda each: (-each[0], each[1]),
    )
    if not several_times:
        return
    yield ""
    yield page.style("bold", "In more than one conflict")
    for count, name in several_times:
        words = position_words(question.space.problem.corpus, name, question.context.table)
        yield page.line(f"{count:>3}  {words}", "  ")
