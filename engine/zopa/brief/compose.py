"""A brief put together: the summary first, then each draft, then what it all rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa import __version__
from zopa.brief.comparison import side_by_side, since_section
from zopa.brief.content import Brief, Paragraph, Section, Table, Words
from zopa.brief.frontier import frontier
from zopa.brief.outcome_map import outcome_map
from zopa.brief.outcomes import outcomes
from zopa.brief.sources import method, positions, sources, statements
from zopa.brief.summary import assumed, running, summary
from zopa.brief.sweeps import readings, timeline
from zopa.brief.verdicts import choices, crossed, matrix, open_lines
from zopa.brief.wording import text
from zopa.brief.zone import conflicts, ledger, repairs
from zopa.render.asked import kept_words
from zopa.report.envelope import digest

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from zopa.brief.answers import Answers
    from zopa.brief.content import Block, Item
    from zopa.compare import Comparison
    from zopa.corpus import Workspace
    from zopa.report.compare import Since

__all__ = ["chapter", "compose", "marks"]

METHODS = {
    "crossed": "check",
    "open": "check",
    "conflicts": "conflicts",
    "concessions": "concessions",
    "repair": "repair",
    "frontier": "frontier",
    "days": "sweep",
    "readings": "sweep",
}


def marks(number: int) -> list[str]:
    """Letters to call drafts by: A to Z, then A2 and on."""
    letters = [chr(ord("A") + place) for place in range(26)]
    return [
        letters[place % 26] + (f"{place // 26 + 1}" if place >= 26 else "")
        for place in range(number)
    ]


def compose(
    workspace: Workspace,
    every: Sequence[Answers],
    *,
    command: str,
    flags: str = "",
    compared: Comparison | None = None,
    since: Since | None = None,
) -> Brief:
    """Make the brief of what was asked.

    Args:
        workspace: the corpus and its files.
        every: one for each draft, in the order of the brief.
        command: what makes the same brief again.
        flags: the assumptions of it, a space before each.
        compared: the drafts side by side, if that was asked for.
        since: what changed since a revision, if that was asked for.
    """
    corpus = workspace.corpus
    state = digest(workspace)
    chapters = tuple(chapter(one) for one in every)
    head = [summary(corpus, every), assumed(corpus, every, state, __version__)]
    if since is not None:
        head.append(since_section(since))
    if compared is not None:
        head.append(side_by_side(corpus, every, compared))
    drawn = outcome_map(corpus, every)
    middle = [
        *((drawn,) if drawn else ()),
        outcomes(corpus, every),
        matrix(corpus, every),
        *chapters,
    ]
    spoken = _positions((*head, *middle), corpus.positions)
    return Brief(
        title=corpus.title,
        subtitle=kept_words([f"{one.mark}: {one.title}" for one in every]),
        running=running(corpus, every, state),
        sections=(
            *head,
            *middle,
            positions(corpus, spoken),
            statements(corpus, spoken),
            sources(corpus),
            method(every, command, flags, digest=state),
        ),
    )


def chapter(answers: Answers) -> Section:
    """Everything about one draft."""
    opened = open_lines(answers) if answers.checked.coherent else None
    sections = (
        choices(answers),
        crossed(answers),
        *((opened,) if opened else ()),
        conflicts(answers),
        ledger(answers),
        repairs(answers),
        frontier(answers),
        timeline(answers),
        readings(answers),
    )
    where = text(answers.checked.scenario.path, tone="code")
    return Section(
        answers.anchor,
        f"{answers.mark}. {answers.title}",
        (Paragraph(where, "dim"),),
        tuple(_traced(answers, each) for each in sections),
    )


def _traced(answers: Answers, section: Section) -> Section:
    """The section with a line on how it was computed."""
    command = METHODS.get(section.anchor.removeprefix(f"{answers.anchor}-"))
    if command is None:
        return section
    from zopa.brief.answers import completeness_words

    known = completeness_words(answers.completeness()[command], answers.seconds)
    line = (
        Words("Computed by "),
        Words(f"zopa {command}", "method", "code"),
        Words(f". {known}"),
    )
    return Section(
        section.anchor,
        section.title,
        (*section.blocks, Paragraph(line, "method")),
        section.sections,
    )


# -- which positions are spoken of --------------------------------------------


def _positions(sections: Sequence[Section], known: Container[str]) -> set[str]:
    """The positions that some link of these sections leads to."""
    wanted = {
        words.to.removeprefix("position-").replace("--", "/")
        for section in sections
        for words in _words(section)
        if words.to.startswith("position-")
    }
    return {each for each in wanted if each in known}


def _words(section: Section) -> Iterator[Words]:
    for block in section.blocks:
        yield from _of_block(block)
    for each in section.sections:
        yield from _words(each)


def _of_block(block: Block) -> Iterator[Words]:
    from zopa.brief.content import Facts, Items

    match block:
        case Paragraph(line):
            yield from line
        case Items(items):
            for item in items:
                yield from _of_item(item)
        case Facts(facts):
            for fact in facts:
                for line in fact.lines:
                    yield from line
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.line
        case _:
            pass


def _of_item(item: Item) -> Iterator[Words]:
    yield from item.line
    for each in item.inner:
        yield from _of_item(each)
