"""Milestones as a picture: the day that a draft gives to each, and the days that deals have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers import Key, Picture, PictureText, Rect, RuleLine
from zopa.answers.wording import amount_words, bounds_words, values_words
from zopa.model.conditions import Name
from zopa.model.corpus import MILESTONES, VALUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa.answers import Shape
    from zopa.model.corpus import Attribute, Choice
    from zopa.questions.every import Answers
    from zopa.solving.partition import Piece

__all__ = ["time_line"]

LEFT, WIDTH, ROW, TOP = 20, 560, 44, 30
LONGEST = 80
"""Letters beside a line; the description has all."""
THIN = 2.0
"""Width of a single day."""


def time_line(answers: Answers) -> Picture | None:
    """A line for each milestone; None where there are none, or nothing is known of them."""
    found = answers.milestones
    if found is None or found.feasible is None:
        return None
    issues = answers.question.space.problem.corpus.issues
    drafted = answers.checked.scenario.choices
    rows = [
        (each, each.answer, drafted.get(name), found.feasible.get((name, VALUE, VALUE), ()))
        for name, each in issues.items()
        if each.section == MILESTONES and each.answer is not None
    ]
    days = [
        day
        for _, _, choice, pieces in rows
        for day in (_day(choice), *(end for each in pieces for end in (each.low, each.high)))
        if isinstance(day, int)
    ]
    if not days:
        return None
    first, last = min(days), max(days)

    def x(day: int) -> float:
        return LEFT + WIDTH * (day - first) / max(last - first, 1)

    height = TOP + ROW * len(rows)
    domain = rows[0][1]
    shapes: list[Shape] = []
    ends = [amount_words(domain, domain.at(day)) for day in (first, last)]
    shapes.append(PictureText(x(first), TOP - 12, ends[0], "small"))
    if first != last:
        shapes.append(PictureText(x(last), TOP - 12, ends[1], "small", "end"))
    shapes += [
        RuleLine(x(day), TOP - 8, x(day), height, "grid") for day in sorted({first, last})
    ]
    told = []
    for row, (issue, domain, choice, pieces) in enumerate(rows):
        y = TOP + row * ROW
        name = f"{issue.short}: {_said(domain, choice)}"
        words = f"{name}; {_deals(domain, pieces)}"
        told.append(words)
        short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
        shapes.append(PictureText(LEFT, y + 14, short, "value"))
        shapes.append(RuleLine(LEFT, y + 28, LEFT + WIDTH, y + 28, "grid"))
        for piece in pieces:
            if isinstance(piece.low, int) and isinstance(piece.high, int):
                wide = max(x(piece.high) - x(piece.low), THIN)
                shapes.append(Rect(x(piece.low), y + 22, wide, 12, "fill-0", words))
        if (given := _day(choice)) is not None:
            shapes.append(RuleLine(x(given), y + 18, x(given), y + 38, "tick"))
    return Picture(
        f"time-line-{answers.mark.lower()}",
        f"Milestones of draft {answers.mark}",
        f"{'. '.join(told)}.",
        LEFT * 2 + WIDTH,
        height + 6,
        tuple(shapes),
        (
            Key(
                "fill-0",
                "days that deals have, given the rest of the draft; the mark is its own",
            ),
        ),
    )


def _day(choice: Choice | None) -> int | None:
    """The day that the draft gives."""
    given = [pick.parameters.get(Name(VALUE)) for pick in choice.picks] if choice else []
    return next((each for each in given if isinstance(each, int)), None)


def _said(domain: Attribute, choice: Choice | None) -> str:
    if choice is None:
        return "undecided"
    if not choice.picks:
        return "silent"
    (pick,), name = choice.picks, Name(VALUE)
    if name in pick.parameters:
        return amount_words(domain, domain.typed(pick.parameters[name]))
    return bounds_words(domain, pick.bounds[name]) if name in pick.bounds else "on a day"


def _deals(domain: Attribute, pieces: Sequence[Piece]) -> str:
    return f"deals have {values_words(domain, pieces)}" if pieces else "no deal has a day"
