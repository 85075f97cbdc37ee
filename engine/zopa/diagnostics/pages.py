"""Pages of diagnostics: what a code means, why it matters and how to fix it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from zopa.files.layout import shipped

if TYPE_CHECKING:
    from zopa.diagnostics.finding import DiagnosticKind

__all__ = ["RUN", "explanation"]

RUN = "\n\nThe tests run both examples"
"""Beginning of the last line of a page, which names the place of its examples."""


@cache
def explanation(kind: DiagnosticKind) -> str:
    """Return the page in Markdown, without its heading, its severity and its last line.

    Raises:
        FileNotFoundError: this installation lacks the pages.
    """
    text = (shipped("diagnostics") / f"{kind.code}.md").read_text(encoding="utf-8")
    return text.split("\n\n", 2)[2].partition(RUN)[0].strip()
