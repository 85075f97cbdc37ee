"""Briefs as Markdown: the same content, with tables in place of pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zopa.answers.condition_yaml import YAML_WIDTH, written_lines
from zopa.answers.page import Facts, Items, Paragraph, Picture, Pictures, Table, Yaml
from zopa.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.answers.page import Block, Brief, Fact, Item, Line, Section, Words

__all__ = ["markdown_text"]

SPECIAL = re.compile(
    r"[\\`*_{}\[\]<>|~&$#@]|:(?=//)|(?<=www)\.|^[-+=:]|(?<=^\d)[.)]|(?<=^\d\d)[.)]"
)
"""Characters with a meaning in Markdown; a backslash before them removes it."""
MARKED = {"strong": "**", "crossed": "**"}


def markdown_text(brief: Brief) -> str:
    """Return the full brief, in CommonMark with tables."""
    lines = [f"# {_text(brief.title)}", "", _text(brief.subtitle), ""]
    for section in brief.sections:
        lines.extend(_section(section, 2))
    lines.extend(["---", ""])
    lines.extend(f"{_text(each)}  " for each in brief.running)
    return "\n".join(lines).strip() + "\n"


def _text(text: str) -> str:
    """Return text with Markdown escaped."""
    return SPECIAL.sub(r"\\\g<0>", shown(" ".join(text.split("\n"))))


def _words(words: Words) -> str:
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
    return f"[{text}](#{words.to})" if words.to else text


def _code(text: str) -> str:
    """Return code between enough backticks; in a table, bars are escaped too."""
    safe = shown(" ".join(text.split("\n")))
    if "|" in safe or not safe.strip():
        return _text(safe)
    longest = max((len(each) for each in re.findall(r"`+", safe)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {safe} {fence}" if longest else f"{fence}{safe}{fence}"


def _line(line: Line) -> str:
    return "".join(map(_words, line))


def _section(section: Section, level: int) -> Iterator[str]:
    yield f'<a id="{section.anchor}"></a>'
    yield ""
    yield f"{'#' * min(level, 6)} {_text(section.title)}"
    yield ""
    for block in section.blocks:
        yield from _block(block)
        yield ""
    if section.rests:
        yield _line(section.rests)
        yield ""
    for each in section.sections:
        yield from _section(each, level + 1)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(line):
            yield _line(line)
        case Items(items, numbered):
            for place, item in enumerate(items, 1):
                yield from _item(item, f"{place}." if numbered else "-", "")
        case Facts(facts):
            for fact in facts:
                yield f"- {_fact(fact)}"
        case Table():
            if not block.only_file:
                yield from _table(block)
        case Yaml(value):
            yield from (f"    {line}" for line in written_lines(value, YAML_WIDTH))
        case Picture() | Pictures():
            pass


def _fact(fact: Fact) -> str:
    aside = f" ({_line(fact.aside)})" if fact.aside else ""
    return f"{_text(fact.name)}: {'; '.join(map(_line, fact.lines))}{aside}"


def _item(item: Item, mark: str, indent: str) -> Iterator[str]:
    aside = f" ({_line(item.aside)})" if item.aside else ""
    note = f"; {_line(item.note)}" if item.note else ""
    yield f"{indent}{mark} {_line(item.line)}{aside}{note}".rstrip(" ")
    inner = indent + " " * (len(mark) + 1)
    for fact in item.facts:
        yield f"{inner}- {_fact(fact)}"
    for each in item.inner:
        yield from _item(each, "-", indent + " " * (len(mark) + 1))


def _table(table: Table) -> Iterator[str]:
    yield f"**{_text(table.caption)}**"
    yield ""
    columns = table.columns_on_page
    yield f"| {' | '.join(_text(each.title) for each in columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in table.on_page:
        cells = [_line(cell.line) for cell in table.cells_on_page(row)]
        if row.anchor:
            cells[0] = f'<a id="{row.anchor}"></a>{cells[0]}'
        yield f"| {' | '.join(cells)} |"
    if table.beyond:
        yield ""
        yield _text(table.beyond)
