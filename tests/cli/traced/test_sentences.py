"""Every sentence of a brief can be traced, and agrees with other commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cli.traced import chapter_rules, summary_rules  # noqa: F401  # they make themselves known
from cli.traced.rules import EXPLANATIONS, RULES, of, repeated

if TYPE_CHECKING:
    from pathlib import Path

    from cli.traced.claims import Claims
    from cli.traced.world import World

COMPUTED = {
    "crossed": "check",
    "open": "check",
    "conflicts": "conflicts",
    "concessions": "concessions",
    "repair": "repair",
    "frontier": "frontier",
    "days": "sweep",
    "readings": "sweep",
}
"""The question behind each part of a draft's chapter."""
DEFINITIONS = {"glossary"}
"""Sections without claims."""


def test_every_section_rests_on_something(brief: Claims, folder: Path) -> None:
    """On a computation that the method lists, or on files that are there."""
    for claim in brief.pieces:
        if claim.section in {*DEFINITIONS, "method", "summary"} or claim.tag[0] == "h":
            continue
        grounds = [
            each
            for each in brief.pieces
            if each.look == "method" and each.section in brief.parents[claim.section]
        ]
        # what is said of a draft as a whole is said in the parts of its chapter
        assert grounds, (claim.section, claim.text)
        for each in grounds:
            computed = [link for link in each.links if link in brief.rows or link == "method"]
            repeated = re.findall(r"\b(?:terms|scenarios)/[\w./-]*\w", each.text)
            assert computed or repeated, each.text
            part = re.fullmatch(r"draft-([ab])-([a-z]+)", each.section)
            if part and part[2] in COMPUTED:
                assert each.links == [f"method-{part[1]}-{COMPUTED[part[2]]}"]
            assert all((folder / path).exists() for path in repeated), each.text


def test_every_line_of_the_summary_leads_to_where_it_is_worked_out(brief: Claims) -> None:
    """To a section that rests on something, or to a row of the method."""
    lines = [each for each in brief.prose() if each.section == "summary" and each.tag == "li"]
    assert len(lines) > 8
    for line in lines:
        assert line.links, line.text
        for link in line.links:
            assert link in brief.parents or link in brief.rows, link


def test_positions_lead_to_statements_and_those_to_sources(brief: Claims, world: World) -> None:
    """To all that their files name."""
    spoken = {
        link for each in brief.pieces for link in each.links if link.startswith("position-")
    }
    assert spoken
    for row in spoken:
        name = row.removeprefix("position-").replace("--", "/")
        links = {link for cell in brief.rows[row] for link in cell.links}
        said = world.positions[name].get("statements", [])
        assert links == {f"statement-{each}" for each in said}
        for each in said:
            cells = brief.rows[f"statement-{each}"]
            cited = {link for cell in cells for link in cell.links}
            sources = world.statements[each].get("cites", {})
            assert cited == {f"source-{source}" for source in sources}
            assert cited <= brief.rows.keys()


def test_every_sentence_says_what_the_other_commands_say(brief: Claims, world: World) -> None:
    """Its numbers, days, names and answers; a sentence of a new kind fails here."""
    seen: set[str] = set()
    for claim in brief.prose():
        if claim.section in DEFINITIONS or claim.look == "method":
            continue
        if claim.text.startswith(EXPLANATIONS) or repeated(world, claim):
            continue
        if not claim.text:
            continue
        rules = [(check, x) for pattern, check in RULES if (x := pattern.match(claim.text))]
        assert rules, f"no rule for: {claim.text!r} in {claim.section}"
        answers = world.answers.get(of(claim), {})
        assert any(check(world, answers, claim, x) for check, x in rules), claim.text
        seen.add(claim.text)
    assert len(seen) > 25
