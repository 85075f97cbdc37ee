"""Read briefs back, as a browser and a Markdown reader would."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt

__all__ = ["Page", "links_and_anchors", "read_html", "read_markdown"]

VOID = {"meta", "link", "br", "hr", "img", "input"}
HEADINGS = {f"h{level}" for level in range(1, 7)}


@dataclass
class Page:
    """The content of a page."""

    text: str = ""
    style: str = ""
    language: str = ""
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    metas: list[str] = field(default_factory=list)
    scopes: set[str] = field(default_factory=set)
    cells: list[str] = field(default_factory=list)
    attributes: dict[str, list[dict[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    count: Counter[str] = field(default_factory=Counter)

    @property
    def tags(self) -> set[str]:
        """The elements of the page."""
        return set(self.count)


class Reader(HTMLParser):
    """Collects a page, and checks that its elements are closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        page = self.page
        page.count[tag] += 1
        page.attributes[tag].append(found)
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"th", "td"} or tag in HEADINGS:
            self.words = []
        if "id" in found:
            page.anchors.append(found["id"])
        if "href" in found:
            page.links.append(found["href"])
        if "scope" in found:
            page.scopes.add(found["scope"])
        if tag == "meta":
            page.metas.append(found.get("content", ""))
        if tag == "html":
            page.language = found.get("lang", "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes something else"
        words = "".join(self.words).strip()
        if tag in HEADINGS:
            self.page.headings.append(words)
        if tag in {"th", "td"}:
            self.page.cells.append(words)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.page.style += data
            return
        self.words.append(data)
        self.page.text += data


def read_html(text: str) -> Page:
    """The page, with a check that every element is closed in order."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open, reader.open
    return reader.page


def read_markdown(text: str) -> Page:
    """The page of a Markdown reader, with GitHub's anchors for headings."""
    page = read_html(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
    assert not page.anchors
    for heading in page.headings:
        name = "".join(x for x in heading.lower() if x.isalnum() or x in "-_ ")
        name = name.replace(" ", "-")
        again = sum(each.rpartition("-")[0] == name or each == name for each in page.anchors)
        page.anchors.append(f"{name}-{again}" if name in page.anchors else name)
    return page


def links_and_anchors(page: Page) -> tuple[list[str], list[str]]:
    """Targets of the links within the page, and its anchors."""
    return [each.removeprefix("#") for each in page.links], page.anchors
