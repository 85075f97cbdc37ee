"""Findings keep their places in messages to an editor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zopa.documents import parse
from zopa.lsp.editor import OpenFiles
from zopa.lsp.messages import MessageWriter
from zopa.references.tree import Units

if TYPE_CHECKING:
    from pathlib import Path

    from lsprotocol import types

POSITIONS = "terms/positions/seller.yaml"
ENCODINGS = {Units.UTF8: "utf-8", Units.UTF16: "utf-16-le", Units.UTF32: "utf-32-le"}
WIDTHS = {Units.UTF8: 1, Units.UTF16: 2, Units.UTF32: 4}


def between(text: str, units: Units, found: types.Range) -> str:
    """The text that an editor marks."""

    def offset(place: types.Position) -> int:
        breaks = [0, *(each.end() for each in re.finditer("\r\n|\r|\n", text))]
        line = text[breaks[place.line] :].encode(ENCODINGS[units])
        before = line[: place.character * WIDTHS[units]].decode(ENCODINGS[units])
        return breaks[place.line] + len(before)

    return text[offset(found.start) : offset(found.end)]


@given(st.data(), st.sampled_from(Units))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_an_editor_marks_what_the_finding_is_about(
    starter: Path, data: st.DataObject, units: Units
) -> None:
    """Whatever was typed, however lines end and characters are counted."""
    text = (starter / POSITIONS).read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        new = data.draw(st.text(st.sampled_from("ab:-{}[]'\" \né😀\u2028"), max_size=4))
        text = text[:start] + new + text[start + data.draw(st.integers(0, 4)) :]
    newline, marked = data.draw(st.sampled_from(["\n", "\r\n"])), data.draw(st.booleans())
    text = "\ufeff" * marked + text.replace("\n", newline)
    look = OpenFiles().enter(starter).look({POSITIONS: text})
    speaker = MessageWriter(look, units, lambda path: path)
    document = parse(text.removeprefix("\ufeff").replace("\r\n", "\n"), POSITIONS)

    for each in look.findings:
        told: Any = speaker.diagnostic(each)

        if each.span is not None and each.span.path == POSITIONS:
            seen = between(text, units, told.range).replace("\r\n", "\n")
            assert seen.removeprefix("\ufeff") == document.slice(each.span)
            assert told.code == each.code
            assert told.message.startswith(each.message)
