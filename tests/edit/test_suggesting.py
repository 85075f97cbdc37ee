"""Suggestions complete the typed text, also within the parts of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zopa.edit import ThingKind, fields
from zopa.edit.entry import suggestions, taken
from zopa.edit.typed import how

if TYPE_CHECKING:
    from zopa.edit import Field

TITLES = {
    ThingKind.PARTY: {"union": "The union", "port": "The port"},
    ThingKind.SOURCE: {"herald": "The Herald", "gazette": "The Gazette"},
    ThingKind.ISSUE: {"raise": "How much?", "tone": "How friendly?"},
    ThingKind.TERM: {"raise/three": "Three", "raise/five": "Five", "tone/warm": "Warm"},
    ThingKind.POSITION: {"union/more": "More", "port/less": "Less"},
    ThingKind.READING: {"union/more/wide": "Wide", "port/less/narrow": "Narrow"},
    ThingKind.ENTITY: {"berth-one": "Berth 1"},
    ThingKind.ENTITY_TYPE: {"berth": "Berths"},
    ThingKind.MILESTONE: {"signing": "Signing", "vote": "The vote"},
    ThingKind.CONTINGENCY: {"storm": "A storm"},
}


def titles(kind: ThingKind) -> dict[str, str]:
    """The existing ids."""
    return TITLES.get(kind, {})


def field(kind: str, key: str) -> Field:
    """A field of a kind."""
    return next(each for each in fields(ThingKind(kind)) if each.key == key)


@pytest.mark.parametrize(
    ("kind", "key", "text", "first"),
    [
        ("position", "party", "un", "union"),
        ("position", "party", "the port", "port"),
        ("position", "holds", "not rai", "raise/three"),
        ("position", "holds", "not (raise/fi", "raise/five"),
        ("position", "holds", "bert", "berth-one"),
        ("position", "held-by", "union, po", "port"),
        ("position", "kind", "dem", "demand"),
        ("position", "readings", "wide: not raise/f", "raise/five"),
        ("position", "readings", "wide: raise/five | def", "default:"),
        ("position", "readings", "wide: raise/five | default: t", "true"),
        ("position", "readings", "wide: raise/five; narrow: to", "tone/warm"),
        ("statement", "cites", "her", "herald"),
        ("statement", "cites", "herald:2 ga", "gazette"),
        ("issue", "terms", "Freeze | cites: ga", "gazette"),
        ("issue", "terms", "Freeze\nCede | provision: un", "union"),
        ("issue", "terms", "Freeze | men", "mentioned:"),
        ("issue", "terms", "Freeze | mentioned: im", "implied"),
        ("term", "effects", "bert", "berth-one"),
        ("term", "effects", "every be", "berth"),
        ("term", "effects", "vo", "vote"),
        ("term", "effects", "vote after si", "signing"),
        ("term", "effects", "berth-one: x=1; vote within: 3 | in-case: st", "storm"),
        ("issue", "provision", "un", "union"),
        ("scenario", "waivers", "union/m", "union/more"),
        ("scenario", "waivers", "union/more | rea", "reason:"),
        ("scenario", "choices", "ra", "raise"),
        ("scenario", "choices", "raise=f", "five"),
        ("scenario", "choices", "raise=five; to", "tone"),
        ("scenario", "readings", "union/more=", "wide"),
        ("scenario", "expect", "cro", "crossed:"),
        ("scenario", "expect", "deal: open | crossed: union/more, po", "port/less"),
    ],
)
def test_the_first_word_that_goes_on(kind: str, key: str, text: str, first: str) -> None:
    """By the id or the title, in the part that is being typed; taken over, it is whole."""
    known = field(kind, key)
    found = suggestions(known, text, titles)
    assert found[0].text == first, found
    then = taken(known, text, first, titles)
    assert then.rstrip(" :").endswith(first.rstrip(":"))
    kept = then.rstrip(" :").removesuffix(first.rstrip(":"))
    assert text.startswith(kept)


@pytest.mark.parametrize(
    ("kind", "key", "text"),
    [
        ("issue", "terms", "{id: freeze, title: Freeze, cites: {her"),
        ("issue", "terms", "- id: fr"),
        ("statement", "cites", "herald:2"),
        ("position", "readings", "wi"),
        ("issue", "provision", "union must pay"),
        ("term", "effects", "berth-one: con"),
    ],
)
def test_nothing_goes_on_where_nothing_is_known(kind: str, key: str, text: str) -> None:
    """In the notation of the files, in places, in new names and in prose."""
    assert suggestions(field(kind, key), text, titles) == []


def test_a_word_that_is_whole_is_followed_by_the_next() -> None:
    """With what stands between two of them."""
    held = field("position", "held-by")
    assert taken(held, "union", "port", titles) == "union, port"
    assert taken(field("statement", "cites"), "herald:2 ", "gazette", titles).endswith(
        " gazette:"
    )


def test_help_is_in_the_notation_that_is_typed() -> None:
    """Not in that of the files, which nobody has to know."""
    for kind in ThingKind:
        for each in fields(kind):
            assert "`{" not in f"{each.help} {how(each)}", (kind, each.key)
