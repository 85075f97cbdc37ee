"""Briefs show every text of a corpus as plain text."""

from __future__ import annotations

import csv
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cli.brief_pages import read_html, read_markdown
from cli.conftest import REPOSITORY
from zopa.answers import (
    Brief,
    Cell,
    Column,
    Paragraph,
    Picture,
    PictureText,
    Row,
    Section,
    Table,
    Words,
)
from zopa.diagnostics import shown
from zopa.writers.markup import html_text, markdown_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.brief_pages import Page
    from cli.conftest import Zopa

HOSTILE = {
    "script": "</title></style><script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "attribute": "' onmouseover='alert(1)",
    "svg": "</text></svg><svg onload=alert(1)>",
    "cdata": "]]><!-- x --> <![CDATA[ <?php",
    "template": "{{ 7*7 }}{% raw %}{# x #}",
    "css": '"; } body { display: none } /* \\',
    "link": "[x](javascript:alert(1)) ![y](http://evil.example/z)",
    "autolink": "<http://evil.example> http://evil.example www.evil.example",
    "emphasis": "*a* _b_ **c** ~~d~~ `e` ``f` $g$",
    "cell": "a | b || c \\| d",
    "blocks": "# a\n- b\n1. c\n> d\n---\n```\ne",
    "html": "<a id=position-x href=//evil.example>z</a> &lt;b&gt;",
    "command": "##[error]owned ::error::owned",
    "formula": '=HYPERLINK("http://evil.example")',
    "clingo": 'a". b. % "',
    "long": "x" * 3000,
}
TEXTS = {
    *("title", "name", "short", "text", "note", "question", "description", "reason"),
    *("by", "relayed-by", "outlet", "office", "role", "unit", "condition"),
}
"""Keys with free text as values."""
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
    r"|##\w*\["
)
DRAFT = "compromise"


class Plain(yaml.SafeLoader):
    """A loader that reads dates as texts, which are written back unchanged."""


Plain.yaml_implicit_resolvers = {
    first: [each for each in some if not each[0].endswith(":timestamp")]
    for first, some in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Quoted(str):
    """A text that is dumped in quotes, so that it may contain any character."""

    __slots__ = ()


yaml.SafeDumper.add_representer(
    Quoted,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'),
)


def poisoned(value: Any, text: str) -> Any:
    """The document with a hostile text in place of each free text."""
    if isinstance(value, dict):
        return {
            key: Quoted(text + each)
            if key in TEXTS and isinstance(each, str)
            else poisoned(each, text)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [poisoned(each, text) for each in value]
    return value


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make a corpus with hostile texts everywhere, and set it as the current workspace."""

    def make(text: str) -> None:
        folder = tmp_path / "hostile"
        for name in ("terms", "scenarios"):
            shutil.copytree(REPOSITORY / "tests" / "cases" / "harbour" / name, folder / name)
        for file in folder.rglob("*.yaml"):
            data = yaml.load(file.read_text(encoding="utf-8"), Plain)  # noqa: S506  # a safe one
            whole = yaml.safe_dump(poisoned(data, text), sort_keys=False, width=10**6)
            file.write_text(whole, encoding="utf-8")
        monkeypatch.chdir(folder)

    return make


hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
HARMLESS = {
    *("html", "head", "meta", "title", "style", "body", "a", "svg", "defs", "pattern", "rect"),
    *("circle", "path", "line", "text", "desc", "header", "nav", "main", "footer", "section"),
    *("h1", "h2", "h3", "h4", "h5", "p", "ol", "ul", "li", "dl", "div", "dt", "dd", "strong"),
    *("span", "code", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure"),
    *("figcaption", "em", "hr", "br", "details", "summary"),
}


def harmless(page: Page) -> None:
    """Check that the page has only zopa's elements and attributes, and no external links."""
    assert page.tags <= HARMLESS
    for some in page.attributes.values():
        for attributes in some:
            assert not [each for each in attributes if each.startswith("on") or each == "src"]
            assert attributes.get("href", "#").startswith("#")
    assert len(page.anchors) == len(set(page.anchors))


def squeezed(text: str) -> str:
    """The text without blanks, which depend on the layout."""
    return "".join(text.split())


@pytest.mark.slow
@hostile
def test_it_stays_text(
    zopa: Zopa, corpus: Callable[[str], None], tmp_path: Path, text: str
) -> None:
    """In the page, in Markdown read by one that trusts HTML, in tables and for solvers."""
    corpus(text)
    out = {form: tmp_path / form for form in ("html", "markdown", "asp", "uvl")}
    wanted = [f"--output={form}:{file}" for form, file in out.items()]
    ran = zopa("report", DRAFT, *wanted, "--tables", tmp_path / "tables", "--format", "asp")
    assert ran.code == 0, ran.err
    written = {form: file.read_text(encoding="utf-8") for form, file in out.items()}
    for form, whole in written.items():
        assert UNSAFE.search(whole.replace("\t", " ")) is None, form

    page, same = read_html(written["html"]), read_markdown(written["markdown"])
    harmless(page)
    harmless(same)
    said = squeezed(shown(text.replace("\n", " ")))
    assert said in squeezed(page.text)
    assert said in squeezed(same.text)
    assert list(map(squeezed, same.cells)) == list(map(squeezed, page.cells))
    ends_where_it_should(page)
    for file in (tmp_path / "tables").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                assert not [each for each in row if each.startswith(("=", "+", "-", "@"))]
    for form, mark in (("asp", "%"), ("uvl", "//")):
        for line in written[form].split("\n"):
            assert text[:20] not in line or line.startswith(mark)


def ends_where_it_should(page: Page) -> None:
    """Check that the page's foot has no quote, which would end its string in CSS."""
    foot = re.search(r"@bottom-left \{ content: \"([^\"]*)\"; \} \}", page.style)
    assert foot is not None
    assert re.fullmatch(r"(?:[A-Za-z0-9 ]|\\[0-9a-f]{1,6} )*", foot[1])


CONTROLS = "a\x1b[2Jb\x07 \x9b2J \u202eevil\u2066 a\u200fb\u2028c \ud800 \ufffe"


def test_what_no_file_may_say_is_spelled_out_too() -> None:
    """Files with such characters are refused; a brief does not rely on that."""
    words = (Words(CONTROLS), Words(CONTROLS, "x", "strong"), Words(CONTROLS, tone="code"))
    keyed = Column("a", CONTROLS)
    table = Table("t", CONTROLS, (keyed,), (Row((Cell(words),)),))
    picture = Picture("p", CONTROLS, CONTROLS, 9, 9, (PictureText(1, 1, CONTROLS),))
    section = Section("x", CONTROLS, (Paragraph(words), table, picture))
    brief = Brief(CONTROLS, CONTROLS, (CONTROLS,), (section,))

    for text in (html_text(brief), markdown_text(brief)):
        assert UNSAFE.search(text) is None
        text.encode("utf-8")
