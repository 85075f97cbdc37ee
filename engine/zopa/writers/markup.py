"""Briefs as one HTML file without network access, and as Markdown with tables for pictures."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NoReturn

from zopa import __version__
from zopa.answers import Facts, Items, Paragraph, Picture, Pictures, Table, Yaml
from zopa.answers.condition_yaml import YAML_WIDTH, written_lines
from zopa.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import jinja2
    from markupsafe import Markup

    from zopa.answers import Block, Brief, Fact, Item, Line, Page, Section, Words

__all__ = [
    "answer_html",
    "fragment_text",
    "html_text",
    "markdown_text",
]


def html_text(brief: Brief) -> str:
    """Return the full page; the same brief gives the same bytes."""
    page = _environment().get_template("brief.html.j2")
    text = page.render(
        brief=brief, style=_style(), foot=_css_text(brief.running), version=__version__
    )
    return f"{text.strip()}\n"


PREFIX = "zopa-"
"""Prefix of the ids in a fragment, so that they differ from those of the page around it."""
NAMING = re.compile(r'\b(id|headers|aria-labelledby|aria-describedby)="([^"]*)"')
WITHOUT_STYLE = (
    ('<span class="aside">', '<span class="aside">· '),
    ("<dl>", "<ul>"),
    ("</dl>", "</ul>"),
    ("<div><dt>", "<li><em>"),
    ("</dt><dd>", "</em>: "),
    ("</dd><dd>", "; "),
    ("</dd></div>", "</li>"),
)
"""Marks that need the style sheet of the brief, with replacements that do not."""
LINK = re.compile("</?a(?: [^>]*)?>")
DRAWN = re.compile(
    r'<figure.*?</figure>|<ul class="legend".*?</ul>|<svg.*?</svg>|<a class="skip".*?</a>',
    re.DOTALL,
)
"""Parts that need a style sheet."""


def fragment_text(brief: Brief) -> str:
    """Return the body for embedding in another page: no style, no script, prefixed ids.

    Pictures are left out, as they need a style sheet; the table of each is there.
    """
    page = html_text(brief)
    body = page[page.index("<body") :].partition(">")[2].rpartition("</body>")[0]
    body = DRAWN.sub("", body)
    body = re.sub("<(/?)main", r"<\1div", body)  # the page around it has one
    body = NAMING.sub(lambda each: f'{each[1]}="{_prefixed(each[2])}"', body)
    body = body.replace('href="#', f'href="#{PREFIX}')
    return f'<div class="zopa" lang="en">\n{body.strip()}\n</div>\n'


def answer_html(page: Page) -> str:
    """Return the answer to one question for a notebook: no style, no links, no ids."""
    text = _environment().get_template("answer.html.j2").render(page=page)
    text = NAMING.sub("", DRAWN.sub("", LINK.sub("", text)))
    for mark, plain in WITHOUT_STYLE:
        text = text.replace(mark, plain)
    return re.sub(r" +(?=/?>)", "", text.strip()) + "\n"


def _prefixed(names: str) -> str:
    return " ".join(f"{PREFIX}{each}" for each in names.split())


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("zopa.writers"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.filters["kind"] = lambda value: type(value).__name__
    environment.filters["unforeseen"] = _unforeseen
    environment.filters["yaml"] = lambda value: written_lines(value, YAML_WIDTH)
    environment.filters["number"] = lambda value: f"{value:.2f}".rstrip("0").rstrip(".")
    return environment


def _unforeseen(value: object) -> NoReturn:
    """Refuse what the templates do not know, which would be missing on the page.

    Raises:
        TypeError: always.
    """
    message = f"no template for {type(value).__name__}"
    raise TypeError(message)


def _visible(value: object) -> object:
    """Return a value whose texts are visible and do not change the direction of others."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return shown(" ".join(value.split("\n")))
    return value


@cache
def _style() -> Markup:
    """Return zopa's style sheet; a style element needs no escapes for it."""
    from markupsafe import Markup

    return Markup(  # noqa: S704  # the package's own text
        resources.files("zopa.writers")
        .joinpath("templates/brief.css")
        .read_text(encoding="utf-8")
        .strip()
    )


def _css_text(lines: Iterable[str]) -> Markup:
    """Return lines as a CSS string of letters, digits, blanks and escapes."""
    from markupsafe import Markup

    def escaped(line: str) -> str:
        return "".join(
            each if each == " " or (each.isascii() and each.isalnum()) else f"\\{ord(each):x} "
            for each in shown(" ".join(line.split("\n")))
        )

    text = "\\a ".join(map(escaped, lines))
    return Markup(f'"{text}"')  # noqa: S704  # escaped just here


# -- Markdown -----------------------------------------------------------------


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
