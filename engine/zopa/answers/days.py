"""The dates that drafts set, in their order: a time line as a table."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zopa.answers import Cell, Column, Paragraph, Row, Section, Table, text
from zopa.answers.lines import issue_name
from zopa.answers.wording import bounds_words
from zopa.model.conditions import Name
from zopa.model.corpus import MILESTONES, SILENT, VALUE, Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa.model.corpus import Choice, Corpus, Issue
    from zopa.questions.every import Answers

__all__ = ["days"]

UNDECIDED = "undecided"
LAST = dt.date.max.toordinal()
"""Sort key of a date that no draft sets."""


def days(corpus: Corpus, every: Sequence[Answers]) -> Section | None:
    """Milestones and other dates that some draft sets, the earliest first."""
    found: list[tuple[int, Row]] = []
    for issue in corpus.issues.values():
        choices = [one.question.scenario.choices.get(str(issue.id)) for one in every]
        if issue.answered_by != "date" or all(each is None for each in choices):
            continue
        name = Cell(text(issue_name(corpus, str(issue.id))), str(issue.id))
        cells = tuple(_cell(issue, each) for each in choices)
        found.append((min(_first(issue, each) for each in choices), Row((name, *cells))))
    if not found:
        return None
    # Equal days are in the order of the corpus.
    rows = tuple(row for _, row in sorted(found, key=lambda each: each[0]))
    columns = (
        Column("event", "Date"),
        *(Column(f"draft-{one.mark}", f"Draft {one.mark}", one.mark) for one in every),
    )
    words = "The dates that the drafts set or bound, the earliest first."
    table = Table("days", "Dates in the drafts", columns, rows)
    return Section("days", "Dates", (Paragraph(text(words)), table))


def _bounds(issue: Issue, choice: Choice | None) -> Bounds | None:
    """Bounds of a date in a draft; None if the draft does not set the date."""
    if choice is None or choice.silent:
        return None
    (pick,) = choice.picks
    value = pick.parameters.get(Name(VALUE))
    domain = issue.terms[VALUE].parameters[VALUE].domain
    if isinstance(value, int):
        return Bounds(value, value)
    said = pick.bounds.get(Name(VALUE), Bounds())
    least = domain.minimum if said.least is None else said.least
    return Bounds(least, domain.maximum if said.most is None else said.most)


def _first(issue: Issue, choice: Choice | None) -> int:
    bounds = _bounds(issue, choice)
    return LAST if bounds is None or bounds.least is None else int(bounds.least)


def _cell(issue: Issue, choice: Choice | None) -> Cell:
    bounds = _bounds(issue, choice)
    if bounds is None:
        known = SILENT if choice is not None else UNDECIDED
        happens = issue.section == MILESTONES and known == SILENT
        return Cell(text("does not happen" if happens else known, tone="dim"), known)
    domain = issue.terms[VALUE].parameters[VALUE].domain
    ends = [domain.at(int(each)) for each in (bounds.least, bounds.most) if each is not None]
    said = "..".join(map(str, dict.fromkeys(ends)))
    return Cell(text(bounds_words(domain, bounds)), said)
