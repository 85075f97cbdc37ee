"""Differences between two texts as one replacement."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zopa.lsp.messages import difference
from zopa.references.tree import TextLines

TEXTS = st.text(st.sampled_from("ab\r\n"), max_size=12)


@given(TEXTS, TEXTS)
def test_a_difference_makes_one_text_the_other(old: str, new: str) -> None:
    """Also for an editor, which knows no place inside a line break."""
    edit = difference(old, new)

    places = TextLines(old)
    start, end = (places.at(*places.position(each)) for each in (edit.start, edit.end))

    assert old[:start] + edit.text + old[end:] == new


def test_a_difference_is_small() -> None:
    """So that the editor keeps the cursor where it is."""
    edit = difference("a: yes\nb: 1\n", "a: true\nb: 1\n")

    assert (edit.start, edit.end, edit.text) == (3, 6, "true")
