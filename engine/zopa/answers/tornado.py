"""Tornado chart: how far each assumption moves the share of deals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zopa.answers import Key, Picture, PictureText, Rect, RuleLine, plain
from zopa.answers.wording import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa.answers import Line, Shape
    from zopa.questions.robustness import Assumption, Robustness

__all__ = ["TornadoBar", "tornado"]

MOST = 12
"""Maximum number of assumptions in the picture."""
LONGEST = 72
"""Maximum letters of the label of a bar; the table beside it has the full text."""
LEFT, WIDTH, ROW, TOP = 20, 560, 40, 30


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """An assumption, and words for it."""

    assumption: Assumption
    about: Line
    values: Sequence[str]
    """In the order of its values."""


def tornado(found: Robustness, shown: Sequence[TornadoBar], mark: str) -> Picture | None:
    """A bar for each assumption, from its value with the fewest deals to that with the most.

    Args:
        found: the answer.
        shown: the assumptions, those that decide most often first.
        mark: the draft's letter.
    """
    rows = [each for each in shown if each.assumption.deals][:MOST]
    if not rows or not found.combinations:
        return None
    now = Fraction(found.at_least, found.combinations)
    height = TOP + ROW * len(rows)
    shapes: list[Shape] = [
        PictureText(_x(Fraction(tenth, 10)), TOP - 12, f"{tenth * 10}%", "small", "middle")
        for tenth in range(0, 11, 2)
    ]
    shapes += [
        RuleLine(_x(Fraction(tenth, 10)), TOP - 8, _x(Fraction(tenth, 10)), height, "grid")
        for tenth in range(0, 11, 2)
    ]
    told = []
    for row, bar in enumerate(rows):
        each = bar.assumption
        shares = [Fraction(deals, each.others) for deals in each.deals or ()]
        least, most = min(shares), max(shares)
        y = TOP + row * ROW
        ends = [bar.values[shares.index(share)] for share in (least, most)]
        about = plain(bar.about)
        words = f"{about}: {_share(least)} with {ends[0]}, {_share(most)} with {ends[1]}"
        told.append(words)
        short = about if len(about) <= LONGEST else f"{about[: LONGEST - 1].rstrip()}…"
        span = f"{short}: {_share(least)} to {_share(most)}"
        shapes.append(PictureText(LEFT, y + 14, span, "value"))
        wide = max(float(most - least) * WIDTH, 1.5)
        shapes.append(Rect(_x(least), y + 19, wide, 12, "fill-0", words))
    shapes.append(RuleLine(_x(now), TOP - 8, _x(now), height, "tick"))
    return Picture(
        f"robustness-{mark.lower()}",
        f"What decides draft {mark}: share of combinations with a deal",
        f"A deal exists in {_share(now)} of all combinations. {'; '.join(told)}.",
        LEFT * 2 + WIDTH + 20,
        height + 6,
        tuple(shapes),
        (Key("fill-0", "share of deals, by the value of one assumption"),),
    )


def _share(share: Fraction) -> str:
    return f"{int(share) * 100}%" if share in {0, 1} else percent(share)


def _x(share: Fraction) -> float:
    return LEFT + float(share) * WIDTH
