"""Parser for text output: reads answers back from their words and symbols.

Positions and terms are identified by their titles. Titles must have the form `party_id`
and `issue_term`, so that a line break never splits them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

__all__ = [
    "answer",
    "combinations",
    "days",
    "deals",
    "differing",
    "distance",
    "marks",
    "numbered",
    "numbers",
    "parts",
    "positions",
    "set_aside",
    "total",
    "verdicts",
]

Differing: TypeAlias = Mapping[str, tuple[int, int, int]]

TITLE = re.compile(r"\b(alpha|beta|gamma)_([a-z]+(?:-[0-9]+)?)")
ANSWERS: Mapping[str, bool | str | None] = {
    "A deal": True,
    "Deal": True,
    "Open": "open",
    "No deal": False,
    "Incoherent": None,
    "Inconsistent": None,
}
SIGNS = {"✗": "crossed", "?": "open", "✓": "respected"}


def positions(text: str) -> list[str]:
    """The positions in the text, in order."""
    return [f"{party}/{name}" for party, name in TITLE.findall(text)]


def numbers(text: str) -> set[int]:
    """Every separate number in the text."""
    found = re.findall(r"(?<![\w.-])[0-9][0-9,]*(?![\w-])", text)
    return {int(each.replace(",", "")) for each in found if each.strip(",")}


def answer(text: str) -> bool | str | None:
    """The verdict: a deal, `open`, or no deal; None if the draft is inconsistent."""
    found = re.search(f"^({'|'.join(ANSWERS)})\\b", text, re.MULTILINE)
    assert found, text
    return ANSWERS[found[1]]


def verdicts(text: str) -> dict[str, str]:
    """For each position, the symbol before it, or that of the heading above it."""
    found: dict[str, str] = {}
    heading = None
    for line in text.splitlines():
        sign = SIGNS.get(line.strip()[:1])
        these = positions(line)
        if sign is not None and not these:
            heading = sign
        for each in these:
            if sign is not None or heading is not None:
                found[each] = str(sign or heading)
    return found


# -- terms --------------------------------------------------------------------

ISSUE = re.compile(r"^  \S.* (issue-[a-z]|signing|vote)$")
ROW = re.compile(r"^    ([●○◆×⊘]) ([a-z0-9-]+)  +(\S.*)$")  # a sign


def marks(text: str) -> dict[tuple[str, str], tuple[str, str | int]]:
    """For each term, its symbol and the text at the right: a number or words."""
    found: dict[tuple[str, str], tuple[str, str | int]] = {}
    issue = ""
    for line in text.splitlines():
        if head := ISSUE.match(line):
            issue = head[1]
        elif row := ROW.match(line):
            _, _, right = row[3].partition("  ")
            right = right.strip().replace(",", "")
            found[issue, row[2]] = row[1], int(right) if right.isdecimal() else right
    return found


def set_aside(text: str) -> list[str]:
    """The positions before the list of terms."""
    return positions(text.partition("● chosen")[0])


# -- lists --------------------------------------------------------------------


def parts(text: str, heading: str) -> list[str]:
    """The text below each heading, up to the next heading or an empty line.

    Args:
        text: the complete answer.
        heading: regular expression for the line of the heading.
    """
    found = re.split(f"^{heading}.*\n", text, flags=re.MULTILINE)[1:]
    return [each.partition("\n\n")[0] for each in found]


def numbered(text: str) -> list[str]:
    """The entries of a numbered list."""
    return re.split(r"^ *[0-9]+(?:\.|  ) *", text, flags=re.MULTILINE)[1:]


def combinations(text: str, heading: str = "") -> list[frozenset[str]]:
    """The positions of each entry in the numbered list below a heading.

    Args:
        text: the complete answer.
        heading: regular expression for its line; empty for the complete text.
    """
    lists = parts(text, heading) if heading else [text]
    return [frozenset(positions(each)) for part in lists for each in numbered(part)]


# -- numbers ------------------------------------------------------------------


def total(text: str, what: str) -> int | None:
    """The number of the items; None if the text does not have it."""
    found = re.search(rf"\b([0-9][0-9,]*) {what}", text)
    return int(found[1].replace(",", "")) if found else None


COUNTS: Mapping[str, Callable[..., tuple[int, int]]] = {
    r"all but ([0-9,]+) of the ([0-9,]+) agreements": lambda rest, every: (every - rest, every),
    r"([0-9,]+) of ([0-9,]+) agreements?": lambda some, every: (some, every),
    r"none of the ([0-9,]+) agreements": lambda every: (0, every),
    r"all ([0-9,]+) agreements": lambda every: (every, every),
    r"the only agreement.* does not respect": lambda: (0, 1),
    r"the only agreement.* is a deal": lambda: (1, 1),
}
"""How it is said how many of the agreements are deals."""


def deals(text: str) -> tuple[int, int] | None:
    """How many of how many agreements are deals; None where they are not counted."""
    words = " ".join(re.split(r"\n\n", text, maxsplit=1)[0].split())
    for form, counts in COUNTS.items():
        if found := re.search(f"(?:No deal|A deal is possible): {form}", words):
            return counts(*(int(each.replace(",", "")) for each in found.groups()))
    return None


def distance(text: str) -> int | None:
    """The number of choices that the nearest deals change."""
    found = re.search(r"(?:change|changes) ([0-9]+) of", text)
    return int(found[1]) if found else 0 if "No change needed" in text else None


def days(text: str) -> dict[str, tuple[bool, int, int | None]]:
    """For each date: whether a deal is possible; how many positions count and are crossed."""
    row = re.compile(
        r"^ +([0-9]{4}-[0-9]{2}-[0-9]{2})  (deal possible|no deal) +([0-9]+)(?: +([0-9]+))?"
        r"(?= +[+-][0-9])",
        re.MULTILINE,
    )
    return {
        day: (deal == "deal possible", int(held), int(crossed) if crossed else None)
        for day, deal, held, crossed in row.findall(text)
    }


def differing(text: str) -> Differing:
    """For choices, outcome and verdicts: numbers of different, equal and partial rows."""
    found = {}
    partial = re.search(r"^Positions that count for [^:]* only: (\d+)", text, re.MULTILINE)
    for head in ("Choices", "Outcome", "Verdicts"):
        line = re.search(rf"^{head}: (.*(?:\n  .*)?)", text, re.MULTILINE)
        if line is None:
            continue
        words = " ".join(line[1].split())
        differ = re.match(r"(\d+)(?: of \d+ issues?| values?)? differs?", words)
        total = re.match(r"\d+ of (\d+) issue", words)
        same = re.search(r"(?:all |, |^)(\d+)(?: values?)? (?:is|are) the same", words)
        same = same or re.search(r"the same on (?:all|the) (\d+) issue", words)
        number = int(differ[1]) if differ else 0
        alike = int(total[1]) - number if total else int(same[1]) if same else 0
        some = int(partial[1]) if partial and head == "Verdicts" else 0
        found[head] = (number, alike, some)
    return found
