"""Patterns of sentences, each with a check of its truth."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cli.traced.claims import Claim
    from cli.traced.world import World

__all__ = ["EXPLANATIONS", "RULES", "linked", "of", "repeated", "rule"]

EXPLANATIONS = (
    "This brief reports who said what, and who reported it. It makes no forecast",
    "Each tile is a place, with the parts that the corpus distinguishes.",
    "Values that the chosen terms set, where some draft changes the status quo.",
    "✗ crossed: every agreement from the draft contradicts the position. ✓ respected",
    "The verdict on each depends on undecided issues; deciding these settles it.",
    "The start date of these positions is known within bounds only, and the",
    "The condition under which each position is respected. Words in “…” name",
    "Effects on positions:",
)
"""Beginnings of sentences that explain the notation and claim nothing on the drafts."""


def prose(date: str) -> str:
    """A date in the notation of sentences."""
    day = dt.date.fromisoformat(date)
    return f"{day.day} {day:%B %Y}"


def of(claim: Claim) -> str:
    """The draft of the claim."""
    for anchor in (*claim.sections, *claim.links):
        if found := re.match(r"(?:draft|method)-([ab])\b", anchor):
            return found[1]
    return ""


def linked(claim: Claim) -> list[str]:
    """The positions that it links to."""
    return [
        link.removeprefix("position-").replace("--", "/")
        for link in claim.links
        if link.startswith("position-")
    ]


RULES: list[tuple[re.Pattern[str], Any]] = []


def rule(pattern: str) -> Any:
    """Register a check for sentences of this form; it returns whether the sentence is true."""

    def remember(check: Any) -> Any:
        RULES.append((re.compile(pattern), check))
        return check

    return remember


def repeated(world: World, claim: Claim) -> bool:
    """True if the text is one of the files' texts, with the attribution of its statement."""
    if claim.text in world.texts:
        return True
    said = [each for each in claim.inside if each.links and "statement-" in each.links[0]]
    if not said or not claim.links:
        return False
    statement = world.statements[said[-1].links[0].removeprefix("statement-")]
    who = world.speakers.get(statement["speaker"], {}).get("name", statement["speaker"])
    day = statement["said"]
    days = day.values() if isinstance(day, dict) else [day]
    reporters = [statement.get("by", ""), statement.get("relayed-by", "")]
    places = [
        f"{source} {sign}{' '.join(map(str, some))}".strip()
        for source, some in statement.get("cites", {}).items()
        for sign in ("¶",)
    ]
    wanted = [who, *map(str, days), *reporters]
    cites = all(place in claim.text or place.split(" ")[0] in claim.text for place in places)
    return cites and all(each in claim.text for each in wanted)
