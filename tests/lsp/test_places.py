"""Conversion of places between editor and engine; edits are applied at the right place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.files import Place
from zopa.references.tree import TextLines, Units, changed

TEXTS = st.text(st.sampled_from("ab:\n\r\u2028\u0085\x0b\x1céé😀\ufeff"), max_size=30)
"""Texts with every line end that some program recognises, and characters of every width."""
UNITS = st.sampled_from(Units)


def lines_of(text: str) -> list[str]:
    """Lines by the protocol's definition, with their line breaks."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text) or [""]


def size(text: str, units: Units) -> int:
    """The length of a text in the editor's units."""
    width = {Units.UTF8: 1, Units.UTF16: 2, Units.UTF32: 4}[units]
    return len(text.encode({1: "utf-8", 2: "utf-16-le", 4: "utf-32-le"}[width])) // width


@given(TEXTS, UNITS, st.data())
def test_a_position_leads_back_to_its_offset(
    text: str, units: Units, data: st.DataObject
) -> None:
    """Unless it is between the two characters of one line break."""
    offset = data.draw(st.integers(0, len(text)))
    places = TextLines(text, units)

    line, character = places.position(offset)

    before = lines_of(text[:offset])
    ends = before[-1].endswith(("\r", "\n"))
    if text[max(offset - 1, 0) : offset + 1] == "\r\n":
        assert places.at(line, character) == offset - 1
        return
    assert places.at(line, character) == offset
    assert line == len(before) - (0 if ends else 1)
    assert character == (0 if ends else size(before[-1], units))


@given(TEXTS, UNITS, st.integers(0, 9), st.integers(0, 40))
def test_any_position_is_some_offset(
    text: str, units: Units, line: int, character: int
) -> None:
    """Past the end of a line it is the end of the line, past the last the end of the text."""
    offset = TextLines(text, units).at(line, character)

    assert 0 <= offset <= len(text)
    assert TextLines(text, units).at(line, character + 99) >= offset


@given(TEXTS, st.data())
def test_a_place_of_the_engine_leads_back_to_its_offset(text: str, data: st.DataObject) -> None:
    """The engine ends lines at line feeds only, and does not see a byte order mark."""
    places = TextLines(text)
    offset = data.draw(st.integers(int(text.startswith("\ufeff")), len(text)))

    place = places.place(offset)

    assert places.offset(place) == offset
    assert place.line == text.count("\n", 0, offset) + 1


@pytest.mark.parametrize(
    ("units", "character"), [(Units.UTF8, 7), (Units.UTF16, 4), (Units.UTF32, 3)]
)
def test_what_is_counted_was_agreed_on(units: Units, character: int) -> None:
    """Bytes, halves of code points beyond the first plane, or code points."""
    places = TextLines("x: y\né😀é: 1\n", units)

    assert places.position(places.offset(Place(2, 4)))[1] - size("é", units) == character - 1
    assert places.at(1, size("é😀", units)) == places.offset(Place(2, 3))


@given(TEXTS, TEXTS, UNITS, st.data())
def test_a_change_replaces_what_is_between_its_positions(
    text: str, new: str, units: Units, data: st.DataObject
) -> None:
    """And leaves the rest alone."""
    places = TextLines(text, units)
    ends = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    start, end = (places.at(*places.position(each)) for each in ends)

    after = changed(places, places.position(start), places.position(end), new)

    assert after == text[:start] + new + text[end:]
