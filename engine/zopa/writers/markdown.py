"""Briefs as Markdown: the same content, with tables in place of pictures."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from zopa.answers import Facts, Items, Paragraph, Picture, Pictures, Table, Yaml
from zopa.answers.condition_yaml import YAML_WIDTH, written_lines
from zopa.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.answers import Block, Brief, Fact, Item, Line, Section, Words

__all__ = ["markdown_text"]

SPECIAL = re.compile(
    r"[\\`*_{}\[\]<>|~&$#@]|:(?=//)|(?<=www)\.|^[-+=:]|(?<=^\d)[.)]|(?<=^\d\d)[.)]"
)
"""Characters with a meaning in Markdown; a backslash before them removes it."""
MARKED = {"strong": "**", "crossed": "**"}


def markdown_text(brief: Brief) -> str:
    """Return the full brief: CommonMark with tables, without HTML; links lead to headings."""
    writer = _Writer(_places(brief))
    lines = [f"# {_text(brief.title)}", "", _text(brief.subtitle), ""]
    for section in brief.sections:
        lines.extend(writer.section(section, 2))
    lines.extend(["---", ""])
    lines.extend(f"{_text(each)}  " for each in brief.running)
    return "\n".join(lines).strip() + "\n"


def _places(brief: Brief) -> dict[str, str]:
    """Targets of links to anchors: the heading above, by the name that readers give it.

    GitHub, GitLab and editors name a heading by its words. If two headings have equal names,
    the second ends in `-1`.
    """
    slugs = Counter([_slug(brief.title)])
    places: dict[str, str] = {}
    for section in (each for top in brief.sections for each in top.all()):
        slug = _slug(section.title)
        name = f"{slug}-{slugs[slug]}" if slugs[slug] else slug
        slugs[slug] += 1
        places.update(dict.fromkeys(section.anchors(), name))
    return places


def _slug(title: str) -> str:
    words = re.sub(r"[^\w\- ]", "", shown(" ".join(title.split("\n"))).lower())
    return words.replace(" ", "-")


def _text(text: str) -> str:
    """Return text with Markdown escaped."""
    return SPECIAL.sub(r"\\\g<0>", shown(" ".join(text.split("\n"))))


def _code(text: str) -> str:
    """Return code between enough backticks; in a table, bars are escaped too."""
    safe = shown(" ".join(text.split("\n")))
    if "|" in safe or not safe.strip():
        return _text(safe)
    longest = max((len(each) for each in re.findall(r"`+", safe)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {safe} {fence}" if longest else f"{fence}{safe}{fence}"


class _Writer:
    """Writer of one brief."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self.places = places

    def words(self, words: Words) -> str:
        if not words.text:
            return ""
        if words.tone == "code":
            text = _code(words.text)
        else:
            mark = MARKED.get(words.tone, "")
            inner = words.text.strip(" ")
            if not inner:
                return words.text
            lead = words.text[: len(words.text) - len(words.text.lstrip(" "))]
            trail = words.text[len(words.text.rstrip(" ")) :]
            text = f"{lead}{mark}{_text(inner)}{mark}{trail}"
        place = self.places.get(words.to)
        return f"[{text}](#{place})" if place else text

    def line(self, line: Line) -> str:
        return "".join(map(self.words, line))

    def section(self, section: Section, level: int) -> Iterator[str]:
        yield f"{'#' * min(level, 6)} {_text(section.title)}"
        yield ""
        for block in section.blocks:
            yield from self.block(block)
            yield ""
        if section.rests:
            yield self.line(section.rests)
            yield ""
        for each in section.sections:
            yield from self.section(each, level + 1)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(line):
                yield self.line(line)
            case Items(items, numbered):
                for place, item in enumerate(items, 1):
                    yield from self.item(item, f"{place}." if numbered else "-", "")
            case Facts(facts):
                for fact in facts:
                    yield f"- {self.fact(fact)}"
            case Table():
                if not block.only_file:
                    yield from self.table(block)
            case Yaml(value):
                yield from (f"    {line}" for line in written_lines(value, YAML_WIDTH))
            case Picture() | Pictures():
                pass

    def fact(self, fact: Fact) -> str:
        aside = f" ({self.line(fact.aside)})" if fact.aside else ""
        return f"{_text(fact.name)}: {'; '.join(map(self.line, fact.lines))}{aside}"

    def item(self, item: Item, mark: str, indent: str) -> Iterator[str]:
        aside = f" ({self.line(item.aside)})" if item.aside else ""
        note = f"; {self.line(item.note)}" if item.note else ""
        yield f"{indent}{mark} {self.line(item.line)}{aside}{note}".rstrip(" ")
        inner = indent + " " * (len(mark) + 1)
        for fact in item.facts:
            yield f"{inner}- {self.fact(fact)}"
        for each in item.inner:
            yield from self.item(each, "-", indent + " " * (len(mark) + 1))

    def table(self, table: Table) -> Iterator[str]:
        yield f"**{_text(table.caption)}**"
        yield ""
        columns = table.columns_on_page
        yield f"| {' | '.join(_text(each.title) for each in columns)} |"
        yield f"|{' --- |' * len(columns)}"
        for row in table.on_page:
            cells = [self.line(cell.line) for cell in table.cells_on_page(row)]
            yield f"| {' | '.join(cells)} |"
        if table.beyond:
            yield ""
            yield _text(table.beyond)
