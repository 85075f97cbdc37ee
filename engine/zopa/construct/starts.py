"""A draft that starts from another one and says what differs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.model.corpus import Scenario

__all__ = ["started", "written_out"]


def written_out(scenario: Scenario, start: Scenario) -> Scenario:
    """The draft with what it takes over: choices, and what it is asked under.

    Who proposes it, where it is from and what is expected of it is its own. What it says
    of an issue, a reading or a waived position takes the place of what the other one says.
    A choice that is taken over stands where the draft names the other one.

    Args:
        scenario: as its file has it.
        start: the one that it starts from, which takes over nothing any more.
    """
    span = None if scenario.starts_from is None else scenario.starts_from.span
    taken = {issue: replace(choice, span=span) for issue, choice in start.choices.items()}
    own = {waiver.position for waiver in scenario.waivers}
    return replace(
        scenario,
        choices=taken | dict(scenario.choices),
        cites={
            **{
                issue: cites
                for issue, cites in start.cites.items()
                if issue not in scenario.choices
            },
            **scenario.cites,
        },
        readings={**start.readings, **scenario.readings},
        waivers=(
            *scenario.waivers,
            *(waiver for waiver in start.waivers if waiver.position not in own),
        ),
        as_of=scenario.as_of or start.as_of,
        at_the_table=start.at_the_table
        if scenario.at_the_table is None
        else scenario.at_the_table,
        hold=start.hold if scenario.hold is None else scenario.hold,
        otherwise=start.otherwise if scenario.otherwise == "inherited" else scenario.otherwise,
    )


def started(drafts: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Every draft written out, by its name; without those that start from what there is not.

    Takes time linear in the number of drafts, however long the chains of them are.

    Args:
        drafts: as their files have them.
    """
    found: dict[str, Scenario] = {}
    lost: set[str] = set()
    for name in drafts:
        way: dict[str, Scenario] = {}
        at: str | None = name
        while at is not None and at not in found:
            known = at in drafts and (at == name or drafts[at].id == at)
            if not known or at in way or at in lost:
                break
            way[at] = drafts[at]
            start = drafts[at].starts_from
            at = None if start is None else str(start)
        if at is not None and at not in found:
            lost.update(way)  # there is no such draft, or the way leads round in a circle
            continue
        for each, draft in reversed(way.items()):
            start = draft.starts_from
            found[each] = draft if start is None else written_out(draft, found[start])
    return found
