"""A full brief: the summary first, then each draft, then the basis of all answers."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from zopa import __version__
from zopa.answers import Brief, Section, Words, joined, text
from zopa.answers.check import choices, crossed, matrix, open_lines
from zopa.answers.coalitions import coalitions_section
from zopa.answers.compare import side_by_side
from zopa.answers.concessions import concessions
from zopa.answers.conflicts import conflicts
from zopa.answers.days import days
from zopa.answers.frame import assumed, possible, running
from zopa.answers.frontier import frontier
from zopa.answers.glossary import glossary
from zopa.answers.outcome import outcome_map, outcomes
from zopa.answers.repair import repairs
from zopa.answers.robustness import robustness_section
from zopa.answers.short import resolved, short_sections
from zopa.answers.since import since_section
from zopa.answers.sources import (
    draft_name,
    known_words,
    method,
    method_anchor,
    positions,
    sources,
    statements,
)
from zopa.answers.summary import summary
from zopa.answers.sweep import dates, readings
from zopa.answers.wording import and_words
from zopa.interchange.envelope import digest
from zopa.questions.every import told_apart

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from zopa.answers import Line
    from zopa.interchange.compare import Since
    from zopa.questions.compare import Comparison
    from zopa.questions.every import Answers
    from zopa.workspace import Workspace

__all__ = ["chapter", "compose", "computed"]

CHAPTER = {
    "crossed": "check",
    "open": "check",
    "conflicts": "conflicts",
    "concessions": "concessions",
    "repair": "repair",
    "frontier": "frontier",
    "days": "sweep",
    "readings": "sweep",
    "coalitions": "coalitions",
    "robustness": "robustness",
}
"""The answer that computes each part of a chapter."""
MORE_SECTIONS = {
    "coalitions": coalitions_section,
    "robustness": robustness_section,
}


def compose(
    workspace: Workspace,
    every: Sequence[Answers],
    *,
    command: str,
    flags: str = "",
    compared: Comparison | None = None,
    since: Since | None = None,
    short: bool = False,
) -> Brief:
    """Make the brief of these answers.

    Args:
        workspace: the corpus and its files.
        every: the answers on each draft, in the order of the brief.
        command: the command that makes the same brief again.
        flags: its assumptions, a space before each.
        compared: the drafts side by side, if requested.
        since: the changes since a revision, if requested.
        short: True for two or three pages only.
    """
    every = told_apart(every)
    corpus = workspace.corpus
    state = digest(workspace)
    extra = _extra(every, flags, compared=compared, since=since)
    head = [summary(corpus, every), assumed(corpus, every, state, __version__)]
    if since is not None:
        head.append(replace(since_section(since), rests=_asked("since", extra)))
    if compared is not None:
        beside = side_by_side(corpus, every, compared)
        head.append(replace(beside, rests=_asked("compare", extra)))
    title, subtitle = corpus.title, and_words([f"{one.mark}: {one.title}" for one in every])
    if short:
        about, box, *others = head
        sections = (about, *others, *short_sections(corpus, every), box)
        return Brief(title, subtitle, running(every, state), resolved(sections))
    drawn = outcome_map(corpus, every)
    doubted = possible(corpus, every)
    dated = days(corpus, every)
    by_outcome, by_check = computed("outcome", every), computed("check", every)
    middle = [
        *((replace(drawn, rests=by_outcome),) if drawn else ()),
        replace(outcomes(corpus, every), rests=by_outcome),
        *((dated,) if dated else ()),
        replace(matrix(corpus, every), rests=by_check),
        *(chapter(one) for one in every),
        *((replace(doubted, rests=by_check),) if doubted else ()),
    ]
    spoken = _positions((*head, *middle), corpus.positions)
    return Brief(
        title=title,
        subtitle=subtitle,
        running=running(every, state),
        sections=(
            *head,
            *middle,
            positions(corpus, spoken),
            statements(corpus, spoken),
            sources(corpus),
            glossary(),
            method(every, command, flags, digest=state, extra=extra),
        ),
    )


def chapter(answers: Answers) -> Section:
    """Everything about one draft."""
    opened = open_lines(answers)
    sections = (
        crossed(answers),
        *((opened,) if opened else ()),
        conflicts(answers),
        concessions(answers),
        repairs(answers),
        frontier(answers),
        dates(answers),
        readings(answers),
        *(MORE_SECTIONS[each](answers) for each in answers.more),
    )
    return Section(
        answers.anchor,
        f"Draft {answers.mark}: {answers.title}",
        (),
        (choices(answers), *(_traced(answers, each) for each in sections)),
    )


# -- basis of sections --------------------------------------------------------


def _traced(answers: Answers, section: Section) -> Section:
    name = CHAPTER[section.anchor.removeprefix(f"{answers.anchor}-")]
    return replace(section, rests=computed(name, [answers]))


def computed(name: str, every: Sequence[Answers]) -> Line:
    """The computation of an answer and its completeness; drafts with the same one together."""
    by: dict[str, list[Answers]] = {}
    for one in every:
        known = known_words(one.completeness()[name], one.seconds)
        by.setdefault(known, []).append(one)
    lines: list[Line] = []
    for known, some in by.items():
        links = [text(f"{name} of {x.mark}", method_anchor(x.mark, name), "code") for x in some]
        lines.append((Words("Computed by "), *joined(links), Words(f". {known}")))
    return joined(lines, " ", " ")


def _asked(name: str, extra: Mapping[str, str]) -> Line:
    return (
        Words("Computed by "),
        Words(extra[name], method_anchor("all", name), "code"),
        Words("."),
    )


def _extra(
    every: Sequence[Answers],
    flags: str,
    *,
    compared: Comparison | None,
    since: Since | None,
) -> Mapping[str, str]:
    """Commands for the questions about all drafts together, by section name."""
    drafts = " ".join(draft_name(one) for one in every)
    found = {}
    if compared is not None:
        found["compare"] = f"zopa compare {drafts}{flags}"
    if since is not None:
        revision = shlex.quote(since.revision)
        found["since"] = f"zopa compare --since={revision} {drafts}{flags}"
    return found


# -- positions in the brief ---------------------------------------------------


def _positions(sections: Sequence[Section], known: Container[str]) -> set[str]:
    """The positions to which these sections have links."""
    wanted = {
        words.to.removeprefix("position-").replace("--", "/")
        for section in sections
        for each in section.all()
        for line in each.lines()
        for words in line
        if words.to.startswith("position-")
    }
    return {each for each in wanted if each in known}
