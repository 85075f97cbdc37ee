"""Workspaces with one item of each kind, where each plural is an error.

Words that can follow a number in their texts do not end in `s`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

__all__ = ["BARGAIN", "DRAFTS", "write", "wrong_plurals"]

BARGAIN: Final = Path(__file__).parent / "cases" / "bargain"
"""A workspace with two positions of a buyer and a seller, and every kind of file."""
TERMS = {
    "corpus": """\
zopa: 1
title: One of each
as-of: 2030-06-01
at-the-table: [museum]
""",
    "parties": """\
parties: [{id: museum, name: The museum}]
speakers: [{id: voice, name: A voice, party: museum}]
""",
    "sources": "sources: [{id: minutes, title: A paper, published: 2030-06-01}]\n",
    "statements": """\
statements:
  - id: said
    speaker: voice
    said: 2030-01-01
    text: A bridge it must be.
    attribution: direct-statement
    cites: {minutes: [2]}
""",
    "state": """\
entity-types: {agreement: {attributes: {bridge: {type: boolean, default: false}}}}
entities: {agreement: {type: agreement}}
""",
    "issues/way": """\
issues:
  - id: way
    question: How do people get over?
    terms:
      - id: bridge
        title: By a bridge
        effects: [{entity: agreement, set: {bridge: true}}]
""",
    "positions/museum": """\
positions:
  - id: bridge
    party: museum
    kind: red-line
    strength: indicated
    title: A bridge
    since: 2030-01-01
    statements: [said]
    readings:
      built: {title: Built, default: true, holds: {entity: agreement, holds: {bridge: true}}}
      planned: {title: Planned, holds: {chosen: way/bridge}}
""",
    "rules": """\
rules:
  - id: bridge-or-no-bridge
    basis: definitional
    reason: There is no third way.
    holds: {any: [{chosen: way/bridge}, {silent: way}]}
""",
}
DRAFTS = {
    "deal": "choices: {way: bridge}",
    "crossing": "choices: {way: silent}",
    "undecided": "choices: {}",
    "waived": """\
choices: {way: silent}
waivers: [{position: museum/bridge, reason: to see, by: voice, expires: 2031-01-01}]""",
}
"""Texts of drafts, by property."""

WRONG = re.compile(
    r"(?<![\d,.–×^-])(?<!\d of )\b1 (?!of\b)(?:[a-z-]+ (?:or |and )?)?"
    r"(?!is\b|ambiguous\b|keeps\b|depends\b|has\b|was\b|goes\b|begins\b|counts\b|crosses\b|respects\b)[a-z-]*[a-rt-z]s\b"
    r"|(?:^|[^\d,])1 [a-z]+ (?:are|have|count|cross)\b|\ball of the 1\b|\bnone of the 1\b"
    r"|\bof 1 (?:[a-z]+s|are)\b|\b1 ambiguous, in their\b"
)
"""Pattern for a plural after the number 1."""


def write(folder: Path, draft: str) -> Path:
    """Write a workspace with one draft, and return its folder."""
    for name, text in TERMS.items():
        file = folder / "terms" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "scenarios").mkdir()
    (folder / "scenarios/draft.yaml").write_text(
        f"title: A draft\n{DRAFTS[draft]}\n", encoding="utf-8"
    )
    return folder


def wrong_plurals(text: str) -> list[str]:
    """Each place where the text has a plural for one item."""
    # A key of YAML in an excerpt of a file stands after the number of its line.
    return [x[0].strip() for x in WRONG.finditer(text) if text[x.end() : x.end() + 1] != ":"]
