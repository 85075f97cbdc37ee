"""Briefs: what an analyst hands to others, as HTML, Markdown and tables."""

from zopa.brief.answers import Answers, ask_all
from zopa.brief.compose import compose, marks
from zopa.brief.content import Brief
from zopa.brief.html import html_text
from zopa.brief.markdown import markdown_text
from zopa.brief.tables import table_files

__all__ = [
    "Answers",
    "Brief",
    "ask_all",
    "compose",
    "html_text",
    "markdown_text",
    "marks",
    "table_files",
]
