"""`compare` as text: drafts side by side, or what changed since a git revision."""

from __future__ import annotations

import shlex
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.check import Verdict
from zopa.diagnostics import shown
from zopa.question import NOTHING_CHOSEN, Question
from zopa.render.asked import (
    KINDS,
    kept_words,
    party_name,
    several,
    ways_on,
)
from zopa.render.style import fold, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.check import Checked
    from zopa.compare import Comparison
    from zopa.model import Corpus, Waiver
    from zopa.render.asked import Page
    from zopa.render.style import StyleName
    from zopa.space import Space

__all__ = ["drafts_text", "since_text"]

BESIDE = 4
"""So many drafts stand beside each other; more, below each other."""
TALLEST = 3
"""Lines of a cell from which on a row is easier to read one below the other."""
MOST_VALUES = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says of one draft."""

    text: str
    style: StyleName | None = None

    def lines(self, page: Page, width: int) -> list[str]:
        """The text on lines of so many cells, each styled by itself."""
        lines = fold(shown(self.text), width).split("\n")
        style = self.style
        return lines if style is None else [page.style(style, line) for line in lines]


UNDECIDED = Cell("undecided", "dim")


# -- drafts side by side ------------------------------------------------------


def drafts_text(space: Space, rows: Comparison, differing: Comparison, page: Page) -> str:
    """The drafts, then the rows in which they differ, and the others if they are asked for.

    Args:
        space: what the drafts are about.
        rows: what is listed.
        differing: the rows of these that are not the same for all.
        page: what to write on.
    """
    return "\n".join([*_drafts(space, rows, differing, page), ""])


def _drafts(space: Space, rows: Comparison, differing: Comparison, page: Page) -> Iterator[str]:
    corpus = space.problem.corpus
    drafts = rows.drafts
    yield page.style("bold", page.line(corpus.title))
    issues = several(len(corpus.issues), "issue")
    yield page.style("dim", page.line(f"{len(drafts)} drafts side by side · {issues}"))
    tables = {each.context.table for each in drafts}
    if not page.quiet:
        yield page.line(_held_words(drafts[0]))
        if len(tables) == 1:
            yield page.line(_table_words(corpus, drafts[0]))
    for mark, each in zip(_marks(len(drafts)), drafts, strict=True):
        yield ""
        yield from _draft(corpus, mark, each, page, table=len(tables) > 1)
    yield from _choices(corpus, rows, differing, page)
    yield from _outcome(corpus, rows, differing, page)
    yield from _verdicts(corpus, rows, differing, page)
    ways = {}
    if not page.quiet:
        named = [each.scenario for each in drafts[:2]]
        for each in named:
            inside = each.path.startswith("scenarios/")
            name = shlex.quote(each.id if inside else each.path).replace("{", "{{")
            command = f"check {name.replace('}', '}}')}"
            ways[command] = "every verdict, with the choices behind it"
    yield from ways_on(Question(space, NOTHING_CHOSEN, drafts[0].context), page, ways)


def _marks(number: int) -> list[str]:
    """What the drafts are called in the rows."""
    letters = string.ascii_uppercase
    return list(letters[:number]) if number <= 26 else [str(each + 1) for each in range(number)]


def _held_words(checked: Checked) -> str:
    kinds = kept_words([KINDS[str(each)] for each in checked.context.hold])
    return f"{kinds[:1].upper()}{kinds[1:]} count"


def _table_words(corpus: Corpus, checked: Checked) -> str:
    names = [party_name(corpus, each) for each in checked.context.table]
    return f"At the table: {', '.join(names) or 'nobody'}"


def _draft(
    corpus: Corpus, mark: str, checked: Checked, page: Page, *, table: bool
) -> Iterator[str]:
    scenario, context = checked.scenario, checked.context
    head, indent = f"{mark}  ", " " * (len(mark) + 2)

    def line(text: str) -> str:
        return fold(f"{indent}{shown(text)}", page.width, f"{indent}  ")

    title = fold(f"{head}{shown(scenario.title or scenario.id)}", page.width, indent)
    yield page.style("bold", title)
    decided = f"{len(scenario.choices)} of {len(corpus.issues)} decided"
    yield page.style("dim", line(f"{scenario.path} · as of {context.as_of} · {decided}"))
    if table:
        yield line(_table_words(corpus, checked))
    yield fold(f"{indent}{_answer(checked, page)}", page.width, indent)
    yield from _waived(checked, indent, page)


def _answer(checked: Checked, page: Page) -> str:
    """Whether the draft is a deal, and how many positions it crosses."""
    answer = _answer_cell(checked)
    styled = page.style(answer.style, answer.text) if answer.style else answer.text
    if not checked.coherent:
        return f"{styled}: its choices cannot stand together"
    number = dict.fromkeys(Verdict, 0)
    for each in checked.verdicts:
        number[each.verdict] += 1
    counts = ", ".join(f"{count} {verdict}" for verdict, count in number.items() if count)
    return f"{styled}: {counts or 'no position counts'}"


def _answer_cell(checked: Checked | None) -> Cell:
    match checked and (checked.coherent, checked.deal):
        case None:
            return Cell("not there", "dim")
        case (False, _):
            return Cell("Incoherent", "crossed")
        case (_, True):
            return Cell("A deal", "respected")
        case (_, "open"):
            return Cell("Open", "open")
        case _:
            return Cell("No deal", "crossed")


def _waived(checked: Checked, indent: str, page: Page) -> Iterator[str]:
    for waiver in checked.waived:
        line = fold(f"{indent}{shown(_waiver_words(waiver))}", page.width, f"{indent}  ")
        yield page.style("waived", line)
    for waiver in checked.context.expired:
        text = f"waiver of {waiver.position} expired on {waiver.expires}: it counts"
        yield fold(f"{indent}{shown(text)}", page.width, f"{indent}  ")


def _waiver_words(waiver: Waiver) -> str:
    until = f", until {waiver.expires}" if waiver.expires else ""
    reason = f" ({waiver.reason})" if waiver.reason else ""
    return f"w waived by {waiver.by or 'nobody named'}: {waiver.position}{reason}{until}"


# -- rows ---------------------------------------------------------------------


def _row(cells: Sequence[Cell], page: Page, indent: str = "    ") -> Iterator[str]:
    """One cell for each draft, beside each other where that can be read.

    Each has its draft's mark before it; below each other, drafts of which the
    same is said share a line.
    """
    marks = _marks(len(cells))
    gap = 2
    room = (page.width - width_of(indent) - gap * (len(cells) - 1)) // len(cells) - 2
    if len(cells) <= BESIDE and all(
        _fits(each.text, room) and len(each.lines(page, room)) <= TALLEST for each in cells
    ):
        columns = [each.lines(page, room) for each in cells]
        for number in range(max(map(len, columns))):
            line = ""
            for place, (mark, column) in enumerate(zip(marks, columns, strict=True)):
                text = column[number] if number < len(column) else ""
                head = f"{mark} " if number == 0 else "  "
                start = width_of(indent) + place * (room + 2 + gap)
                line += " " * (start - width_of(line)) + head + text
            yield line.rstrip()
        return
    together: dict[Cell, list[str]] = {}
    for mark, cell in zip(marks, cells, strict=True):
        together.setdefault(cell, []).append(mark)
    for cell, mine in together.items():
        head = fold(f"{indent}{' '.join(mine)}", page.width, indent)
        start = width_of(head.rpartition("\n")[2]) + 2
        if start > page.width // 2:
            yield head
            start = width_of(indent) + 2
            head = ""
        lines = cell.lines(page, page.width - start)
        yield f"{head}{' ' * (start - width_of(head.rpartition(chr(10))[2]))}{lines[0]}"
        for line in lines[1:]:
            yield f"{' ' * start}{line}"


def _fits(text: str, room: int) -> bool:
    """Whether no word would have to be broken."""
    return all(width_of(each) <= room for each in shown(text).split(" "))


def _counted(title: str, differ: int, alike: int, page: Page) -> str:
    words = f"{differ} differ" if differ != 1 else "1 differs"
    same = f"{alike} the same"
    line = f"{title}: {words}, {same}" if differ else f"{title}: all {alike} the same"
    return page.style("bold", page.line(line))


def _choices(
    corpus: Corpus, rows: Comparison, differing: Comparison, page: Page
) -> Iterator[str]:
    yield ""
    yield _counted("Choices", len(differing.choices), differing.same, page)
    for issue, values in rows.choices.items():
        if issue in differing.choices:
            yield page.apart(
                shown(corpus.issues[issue].question), page.style("dim", shown(issue))
            )
            yield from _row([_choice_cell(corpus, each) for each in values], page)
    same = [
        (issue, values[0])
        for issue, values in rows.choices.items()
        if issue not in differing.choices
    ]
    decided = [(issue, choice) for issue, choice in same if choice is not None]
    open_ = [issue for issue, choice in same if choice is None]
    for title, some in (("the same in all", decided), ("undecided in all", open_)):
        if some:
            yield page.style("bold", page.line(title, "  "))
    # placeholder
