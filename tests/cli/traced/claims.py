"""Claims of a brief: each sentence with its place and its links."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Claim", "Claims", "claims_of"]

PIECES = {"p", "li", "dd", "th", "td", "caption", "summary", "h1", "h2", "h3", "h4", "h5", "dt"}
ALONE = {"meta"}


@dataclass
class Claim:
    """One piece of the page."""

    tag: str
    sections: tuple[str, ...]
    """Anchors of the sections around it, outermost first."""
    inside: tuple[Claim, ...]
    """The list items around it."""
    look: str
    text: str = ""
    links: list[str] = field(default_factory=list)
    row: str = ""
    """For a cell, the anchor of its row."""
    under: Claim | None = None
    """For a fact, the name of the fact."""

    @property
    def section(self) -> str:
        """The innermost section."""
        return self.sections[-1] if self.sections else ""


@dataclass
class Claims:
    """All claims of a page."""

    pieces: list[Claim] = field(default_factory=list)
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each section, the sections around it, then itself."""
    rows: dict[str, list[Claim]] = field(default_factory=dict)
    """The cells of each row that has an anchor."""

    def prose(self) -> list[Claim]:
        """Sentences, without those in tables."""
        return [each for each in self.pieces if each.tag in {"p", "li", "dd"}]


class Reader(HTMLParser):
    """Parser that collects the claims."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Claims()
        self.sections: list[str] = []
        self.stack: list[tuple[str, Claim | None]] = []
        self.row = ""
        self.main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ALONE:
            return
        if tag == "main":
            self.main = True
        if tag == "section":
            self.sections.append("")
        if tag.startswith("h") and "id" in given:
            self.sections[-1] = given["id"]
            self.found.parents[given["id"]] = tuple(self.sections)
        if tag == "tr":
            self.row = given.get("id", "")
        piece = None
        legend = any(each == "ul.legend" for each, _ in self.stack)
        if tag in PIECES and self.main and not legend:
            items = tuple(each for _, each in self.stack if each and each.tag == "li")
            look = given.get("class", "")
            names = (each for each in reversed(self.found.pieces) if each.tag == "dt")
            under = next(names, None) if tag == "dd" else None
            piece = Claim(tag, tuple(self.sections), items, look, row=self.row, under=under)
            self.found.pieces.append(piece)
            if piece.row:
                self.found.rows.setdefault(piece.row, []).append(piece)
        if tag == "a" and (there := self.piece()) is not None:
            there.links.append(given["href"].removeprefix("#"))
        self.stack.append((f"{tag}.legend" if given.get("class") == "legend" else tag, piece))

    def piece(self) -> Claim | None:
        """The innermost open piece."""
        return next((each for _, each in reversed(self.stack) if each), None)

    def handle_endtag(self, tag: str) -> None:
        self.stack.pop()
        if tag == "section":
            self.sections.pop()
        if tag == "main":
            self.main = False

    def handle_data(self, data: str) -> None:
        if any(tag in {"svg", "style", "ul.legend"} for tag, _ in self.stack):
            return
        if (there := self.piece()) is not None:
            there.text += data


def claims_of(html: str) -> Claims:
    """The claims of a page between its contents and its foot."""
    reader = Reader()
    reader.feed(html)
    for each in reader.found.pieces:
        each.text = " ".join(each.text.split())
    return reader.found
