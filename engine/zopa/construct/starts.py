"""Drafts that start from another draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.model.corpus import Scenario

__all__ = ["started", "written_out"]


def written_out(scenario: Scenario, start: Scenario) -> Scenario:
    """Return the draft with its inherited choices and assumptions.

    Its own proposer, origin and expectations stay. Its own issues, readings and waivers take
    precedence over inherited ones. An inherited choice keeps its place in the draft named by
    `from`.

    Args:
        scenario: as in its file.
        start: the draft that it starts from, already resolved.
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
    """Resolve every draft by its name, without those that start from unknown drafts.

    Takes time linear in the number of drafts, for chains of any length.

    Args:
        drafts: as in their files.
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
            lost.update(way)  # an unknown draft, or a cycle
            continue
        for each, draft in reversed(way.items()):
            start = draft.starts_from
            found[each] = draft if start is None else written_out(draft, found[start])
    return found
