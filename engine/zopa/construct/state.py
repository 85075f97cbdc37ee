"""Entity types, their attributes, and the entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.construct.building import Constructed, collect, keyed
from zopa.model import corpus as model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.construct.parts import Part
    from zopa.files.span import Span
    from zopa.model.conditions import Name, Value

__all__ = ["attribute", "build_state"]


def build_state(built: Constructed, root: Part) -> None:
    """Entity types, and entities with a value for what they can."""

    def entity_type(part: Part, name: Name) -> model.EntityType:
        attributes = {}
        if "attributes" in part:
            attributes = {
                str(key): attribute(each, key) for key, each in part["attributes"].items()
            }
        return model.EntityType(name, attributes, part.text("title"))

    def entity(part: Part, name: Name) -> model.Entity:
        own: dict[Name, Value] = {}
        spans: dict[str, Span] = {}
        if "baseline" in part:
            for key, value in part["baseline"].items():
                own[key] = value.data
                spans[str(key)] = value.span
        kind = part["type"].name()
        types: Mapping[str, model.EntityType] = built.corpus["entity_types"]
        declared = types[kind].attributes if kind in types else {}
        defaults = {
            key: each.default for key, each in declared.items() if each.default is not None
        }
        tile = part.data.get("tile")
        return model.Entity(
            id=name,
            type=kind,
            baseline=defaults | {str(key): value for key, value in own.items()},
            of=part["of"].name() if "of" in part else None,
            title=part.text("title"),
            tile=None if tile is None else (tile[0], tile[1]),
            note=part.text("note"),
            cites=part.cites(),
            own=own,
            value_spans=spans,
        )

    types = keyed(root, "entity-types")
    collect(built, "entity_types", "entity type", types, entity_type)
    collect(built, "entities", "entity", keyed(root, "entities"), entity)


def attribute(part: Part, name: Name) -> model.Attribute:
    """The type of an attribute or of a parameter."""
    data = part.data
    return model.Attribute(
        id=name,
        type=data.get("type", "enum"),
        values=tuple(data.get("values", ())),
        ordered=data.get("ordered", False),
        unit=part.text("unit"),
        minimum=data.get("minimum"),
        maximum=data.get("maximum"),
        unlimited=data.get("unlimited", False),
        fixed=data.get("fixed", False),
        default=data.get("default"),
        title=part.text("title"),
        span=part.span,
    )
