"""Sources, parties, speakers and what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.construct.building import Constructed, collect, listed
from zopa.model import corpus as model

if TYPE_CHECKING:
    from zopa.construct.parts import Part
    from zopa.model.conditions import Name

__all__ = ["build_parties", "build_sources", "build_statements"]


def build_sources(built: Constructed, root: Part) -> None:
    """The documents that everything is cited from."""

    def build(part: Part, name: Name) -> model.Source:
        outlet = part.data.get("outlet")
        return model.Source(
            id=name,
            title=part.text("title"),
            file=part.data.get("file"),
            url=part.data.get("url"),
            outlet=outlet["name"] if isinstance(outlet, dict) else outlet,
            published=part.when("published"),
            outside=part.data.get("outside", False),
            cites_as=part.text("cites-as", "paragraph"),
            note=part.text("note"),
        )

    collect(built, "sources", "source", listed(root, "sources"), build)


def build_parties(built: Constructed, root: Part) -> None:
    """Parties, speakers, groups and memberships."""

    def party(part: Part, name: Name) -> model.Party:
        return model.Party(
            id=name,
            name=part.text("name"),
            short=part.text("short", part.text("name")),
            type=part.text("type"),
            role=part.text("role"),
            note=part.text("note"),
            cites=part.cites(),
        )

    def speaker(part: Part, name: Name) -> model.Speaker:
        return model.Speaker(
            id=name,
            name=part.text("name"),
            party=part["party"].name(),
            office=part.text("office"),
            speaks_for=part.names("also-speaks-for"),
            note=part.text("note"),
            cites=part.cites(),
        )

    def group(part: Part, name: Name) -> model.Group:
        return model.Group(name, part.text("name"), part.text("note"), part.cites())

    collect(built, "parties", "party", listed(root, "parties"), party)
    collect(built, "speakers", "speaker", listed(root, "speakers"), speaker)
    collect(built, "groups", "group", listed(root, "groups"), group)
    built.corpus["memberships"] = tuple(
        model.Membership(
            part["member"].name(),
            part["group"].name(),
            part.text("basis"),
            part.text("note"),
            part.cites(),
        )
        for part, _ in listed(root, "memberships")
        if built.sound(part)
    )


def build_statements(built: Constructed, root: Part) -> None:
    """What was said."""

    def build(part: Part, name: Name) -> model.Statement:
        return model.Statement(
            id=name,
            speaker=part["speaker"].name(),
            said=part.when("said") or model.When(),
            text=part.text("text"),
            attribution=part.text("attribution"),
            by=part.text("by"),
            relayed_by=part.text("relayed-by"),
            inferred=part.data.get("inferred", False),
            note=part.text("note"),
            cites=part.cites(),
        )

    collect(built, "statements", "statement", listed(root, "statements"), build)
