"""Hover texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.answers.lines import nature
from zopa.answers.show import domain_words, show_page
from zopa.answers.width import fold
from zopa.diagnostics import shown
from zopa.diagnostics.codes import explanation, find
from zopa.lsp.completion import spots
from zopa.model.cross_references import Thing, called
from zopa.references.reference_sites import OWNERS, NameOf, nature_of
from zopa.references.symbol_table import title_of
from zopa.references.tree import Branch, Scalar
from zopa.schemas import role_of
from zopa.schemas.validators import resolved
from zopa.writers import Style
from zopa.writers.terminal import page_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Attribute, Position
    from zopa.references.reference_sites import Mention
    from zopa.references.symbol_table import Names, Subject
    from zopa.workspace import Workspace

__all__ = ["Hover", "hover", "markdown"]

WIDTH: Final = 80
CODE: Final = re.compile(r"Z[A-Z][0-9]{3}")
PLAIN: Final = Style(enabled=False)


@dataclass(frozen=True, slots=True)
class Hover:
    """Hover text for a part of a file."""

    start: int
    end: int
    page: str
    """Plain text; content of files is safe to print, and never markup."""
    prose: str = ""
    """Markdown of zopa itself, in place of a page."""


def hover(
    workspace: Workspace, names: Names, path: str, text: str, offset: int
) -> Hover | None:
    """Return the hover of the name, key or code at an offset of a file."""
    for found in CODE.finditer(text, text.rfind("\n", 0, offset) + 1):
        if found.start() <= offset <= found.end() and (kind := find(found[0])):
            prose = f"**{kind.code} {kind.name}** ({kind.severity})\n\n{explanation(kind)}"
            return Hover(found.start(), found.end(), "", prose.strip())
        if found.start() > offset:
            break
    mention = names.at(path, offset)
    if mention is not None:
        page = _page(workspace, names, mention)
        return Hover(mention.start, mention.end, page) if page else None
    return _key(names, path, text, offset)


def markdown(found: Hover) -> str:
    """Return the hover as Markdown: a page inside a fence that its content cannot close."""
    if found.prose:
        return found.prose
    longest = max((len(each) for each in re.findall("`+", found.page)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{found.page}\n{fence}"


def _page(workspace: Workspace, names: Names, mention: Mention) -> str:
    subject = names.subjects(mention)[0]
    if subject[0] is NameOf.READING:
        subject = NameOf.POSITION, subject[1].rpartition("/")[0]
    thing = _thing(workspace, subject)
    if thing is None:
        return "\n".join(_declared(workspace, names, subject))
    page = page_text(show_page(workspace, thing), PLAIN, WIDTH).rstrip("\n")
    if subject[0] is NameOf.TERM and workspace.sound:
        page = "\n".join([page, *_positions_crossed(workspace, subject[1])])
    return page


def _thing(workspace: Workspace, subject: Subject) -> Thing | None:
    """Return the item of the corpus; None if it could not be built."""
    nature = nature_of(subject[0])
    found = called(workspace.corpus, workspace.scenarios, subject[1])
    return next((each for each in found if each.nature == nature), None)


def _positions_crossed(workspace: Workspace, term: str) -> Iterator[str]:
    from zopa.questions.options import crossing

    issue, _, short = term.partition("/")
    found = crossing(workspace.corpus, issue, short)
    if not found.coherent:
        yield "\nNo agreement can choose it"
        return
    for heading, positions in (
        (f"Crosses in every agreement (as of {found.as_of})", found.alone),
        (f"Crosses together with some other choices (as of {found.as_of})", found.together),
    ):
        if positions:
            yield f"\n{heading}"
            yield from map(_line, positions)
    if not (found.alone or found.together):
        yield f"\nCan cross no red line or demand (as of {found.as_of})"


def _line(position: Position) -> str:
    said = f"  {position.id} ({nature(position)}): {position.title}"
    return fold(shown(said), WIDTH, "    ")


# -- items without a page -----------------------------------------------------


def _declared(workspace: Workspace, names: Names, subject: Subject) -> Iterator[str]:
    """Yield the content of the declaration, if the corpus does not have the item yet."""
    sort, name = subject
    places = names.declared.get(subject)
    if sort in {NameOf.VALUE, NameOf.ARGUMENT}:
        owner, _, word = name.rpartition("/")
        yield from _declared(workspace, names, (OWNERS[sort], owner))
        if places is not None:
            yield ""
            yield shown(f"{word}: one of its values")
        return
    if places is None:
        return
    path, declaration = places[0]
    title = title_of(declaration)
    if title:
        yield fold(shown(title), WIDTH)
    yield shown(f"{str(sort).replace('-', ' ')} {name} · {path}")
    domain = _domain(workspace, sort, name)
    if domain is not None:
        yield ""
        yield fold(shown(f"  {domain_words(domain)}"), WIDTH, "    ")
    holder = declaration.holder
    said = holder.get("note") if isinstance(holder, Branch) else None
    if isinstance(said, Branch):  # with those who may see it
        said = said.get("text")
    note = said.text if isinstance(said, Scalar) else ""
    if note:
        yield "\nNote"
        yield fold(shown(f"  {' '.join(note.split())}"), WIDTH, "  ")


def _domain(workspace: Workspace, sort: NameOf, name: str) -> Attribute | None:
    owner, _, short = name.rpartition("/")
    corpus = workspace.corpus
    if sort is NameOf.ATTRIBUTE:
        kind = corpus.entity_types.get(owner)
        return kind.attributes.get(short) if kind else None
    if sort is NameOf.PARAMETER:
        issue, _, term = owner.partition("/")
        declared = corpus.issues.get(issue)
        found = declared.terms.get(term) if declared else None
        parameter = found.parameters.get(short) if found else None
        return parameter.domain if parameter else None
    return None


def _key(names: Names, path: str, text: str, offset: int) -> Hover | None:
    """Return the description of a key of the format."""
    role = role_of(path)
    here = next(spots(role, text, offset, names.declarations), None) if role else None
    if here is None or not here.is_key:
        return None
    key = text[here.start : here.end]
    for each in here.allowed:
        if key in each.get("properties", {}):
            inside = resolved(each["properties"][key])
            said = f"**{key}**: {inside.get('description', inside.get('title', ''))}"
            return Hover(here.start, here.end, "", said)
    return None
