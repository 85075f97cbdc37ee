"""The glossary of a brief: the first table of `docs/glossary.md`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from zopa.answers import Fact, Facts, Section, Words
from zopa.files.layout import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.answers import Line

__all__ = ["glossary"]


@cache
def glossary() -> Section:
    """The terms of the answers, each with its meaning.

    Raises:
        FileNotFoundError: this installation lacks the page.
    """
    page = (shipped("glossary") / "glossary.md").read_text(encoding="utf-8")
    facts = tuple(Fact(term, (_line(meaning),)) for term, meaning in _rows(page))
    return Section("glossary", "Glossary", (Facts(facts),))


def _rows(page: str) -> Iterator[tuple[str, str]]:
    """Term and meaning of each row of the first table."""
    _, _, table = page.partition("| --- |")
    for row in table.partition("\n\n")[0].splitlines()[1:]:
        term, meaning, *_ = (each.strip() for each in row.strip("|").split("|"))
        yield term, meaning


def _line(meaning: str) -> Line:
    """A sentence; text between backticks is code."""
    sentence = f"{meaning[:1].upper()}{meaning[1:]}."
    return tuple(
        Words(part, tone="code" if place % 2 else "")
        for place, part in enumerate(re.split("`", sentence))
        if part
    )
