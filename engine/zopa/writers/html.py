"""Briefs as one HTML file without network access."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NoReturn

import jinja2
from markupsafe import Markup

from zopa import __version__
from zopa.answers.condition_yaml import YAML_WIDTH, written_lines
from zopa.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.answers import Brief, Page

__all__ = ["answer_html", "fragment_text", "html_text"]


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
    if isinstance(value, str) and not isinstance(value, Markup):
        return shown(" ".join(value.split("\n")))
    return value


@cache
def _style() -> Markup:
    """Return zopa's style sheet; a style element needs no escapes for it."""
    return Markup(  # noqa: S704  # the package's own text
        resources.files("zopa.writers")
        .joinpath("templates/brief.css")
        .read_text(encoding="utf-8")
        .strip()
    )


def _css_text(lines: Iterable[str]) -> Markup:
    """Return lines as a CSS string of letters, digits, blanks and escapes."""

    def escaped(line: str) -> str:
        return "".join(
            each if each == " " or (each.isascii() and each.isalnum()) else f"\\{ord(each):x} "
            for each in shown(" ".join(line.split("\n")))
        )

    text = "\\a ".join(map(escaped, lines))
    return Markup(f'"{text}"')  # noqa: S704  # escaped just here
