"""What the parties hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.construct.building import Constructed, collect, id_of, listed
from zopa.construct.conditions import condition
from zopa.model import corpus as model
from zopa.model.conditions import Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.construct.parts import Part

__all__ = ["PLAIN", "build_positions"]


def build_positions(built: Constructed, root: Part) -> None:
    """Positions with their readings, named `party/id`."""

    def parts() -> Iterator[tuple[Part, Name | None]]:
        for part, _ in listed(root, "positions"):
            short = id_of(part)
            party = part.data.get("party") if isinstance(part.data, dict) else None
            if short is not None and isinstance(party, str):
                yield part, Name(f"{party}/{short}", short.span)

    def build(part: Part, name: Name) -> model.Position:
        readings, default = _readings(part)
        party = part["party"].name()

        def full(names: Sequence[Name]) -> tuple[Name, ...]:
            return tuple(
                each if "/" in each else Name(f"{party}/{each}", each.span) for each in names
            )

        bears = part["bears-on"] if "bears-on" in part else None
        spans = {
            key: part[key].span for key in ("kind", "strength", "since", "until") if key in part
        }
        return model.Position(
            id=name,
            party=party,
            kind=model.Kind(part.data["kind"]),
            strength=model.Strength(part.data["strength"]),
            title=part.text("title"),
            since=part.when("since") or model.When(),
            readings=readings,
            default=default,
            until=part.when("until"),
            supersedes=full(part.names("supersedes")),
            statements=part.names("statements"),
            held_by=part.names("held-by"),
            issues=part.names("issues"),
            for_terms=bears.names("for") if bears else (),
            against_terms=bears.names("against") if bears else (),
            undetermined_terms=bears.names("undetermined") if bears else (),
            note=part.text("note"),
            span=part.span,
            spans=spans,
        )

    collect(built, "positions", "position", parts(), build)


PLAIN = "plain"
"""Id of the only reading of a position that gives one condition."""


def _readings(part: Part) -> tuple[dict[str, model.Reading], str]:
    if "holds" in part:
        holds = part["holds"]
        reading = model.Reading(
            Name(PLAIN, holds.span),
            condition(holds),
            span=part.document.key_span(holds.pointer),
        )
        return {PLAIN: reading}, PLAIN
    if "readings" not in part:
        return {}, ""
    readings = {}
    defaults = []
    for name, each in part["readings"].items():
        readings[str(name)] = model.Reading(
            name,
            condition(each["holds"]),
            each.text("title"),
            each.document.key_span(each["holds"].pointer),
        )
        if each.data.get("default"):
            defaults.append(str(name))
    return readings, defaults[0] if len(defaults) == 1 else ""
