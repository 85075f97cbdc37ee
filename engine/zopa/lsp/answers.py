"""Answers to requests of the editor, outlines included, as types of the protocol."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from zopa.answers import plain
from zopa.answers.check import conclusion, in_drafts
from zopa.diagnostics import clip, one_line, shown
from zopa.documents import parse
from zopa.edit.formatting import formatted
from zopa.edit.sheet import CannotEdit
from zopa.files import Role, role_of
from zopa.lsp.completion import complete, markdown
from zopa.lsp.messages import difference, offers, range_of
from zopa.references import TITLES, title_of
from zopa.references.reference_sites import NameOf
from zopa.references.tree import Branch, ListNode, Scalar
from zopa.schemas import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from zopa.lsp.completion import Hover, Proposal
    from zopa.lsp.editor import Buffer
    from zopa.lsp.messages import MessageWriter
    from zopa.questions.check import Checked
    from zopa.references import Names
    from zopa.references.tree import TreeNode
    from zopa.workspace import Workspace

__all__ = [
    "FIX_ALL",
    "Link",
    "Symbol",
    "code_actions",
    "completion",
    "definition",
    "everywhere",
    "folds",
    "formatting",
    "highlights",
    "hints",
    "hover_of",
    "lenses",
    "linked",
    "links",
    "outline",
    "references",
    "symbols",
]


FIX_ALL: Final = "source.fixAll.zopa"
LONGEST_HINT: Final = 40
"""Characters of a title beside an id."""
KINDS: Final = {
    "key": types.CompletionItemKind.Property,
    "word": types.CompletionItemKind.EnumMember,
    "name": types.CompletionItemKind.Reference,
    "code": types.CompletionItemKind.Constant,
}
SYMBOLS: Final = {
    "": types.SymbolKind.Namespace,
    "attributes": types.SymbolKind.Property,
    "choices": types.SymbolKind.Key,
    "entity-types": types.SymbolKind.Class,
    "issues": types.SymbolKind.Enum,
    "parameters": types.SymbolKind.TypeParameter,
    "positions": types.SymbolKind.Interface,
    "readings": types.SymbolKind.Constant,
    "terms": types.SymbolKind.EnumMember,
}
"""Symbol kinds by the key of the items; all others are objects."""


def code_actions(
    speaker: MessageWriter, buffer: Buffer, params: types.CodeActionParams, *, versioned: bool
) -> Iterator[types.CodeAction]:
    """Yield fixes of findings in a range; all safe fixes of the file if requested."""
    places, path = buffer.places, buffer.path
    versions = {path: buffer.version} if versioned else None
    start, end = params.range.start, params.range.end
    if _wanted(types.CodeActionKind.QuickFix, params.context.only):
        for each in offers(
            speaker.look,
            path,
            places,
            places.at(start.line, start.character),
            places.at(end.line, end.character),
        ):
            yield types.CodeAction(
                title=each.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[speaker.diagnostic(each.finding)],
                is_preferred=each.safe,
                edit=speaker.edit({path: each.edits}, versions),
            )
    if params.context.only and _wanted(FIX_ALL, params.context.only):
        text = buffer.folder.fixed(speaker.look, path)
        if text is not None:
            yield types.CodeAction(
                title="apply all safe fixes",
                kind=FIX_ALL,
                edit=speaker.edit({path: [difference(buffer.text, text)]}, versions),
            )


def completion(
    names: Names, buffer: Buffer, offset: int, *, snippets: bool
) -> types.CompletionList:
    """Return completions at an offset, in the order of the list.

    If suggestions begin with the typed text, or contain it, only those are offered: some
    editors show all items, and insert the first.
    """
    every = complete(names, buffer.path, buffer.text, offset)
    ranks = [_rank(each.label, buffer.text[each.start : offset]) for each in every]
    matching = sorted(
        (place for place, rank in enumerate(ranks) if rank is not None),
        key=lambda place: ranks[place] or 0,
    )
    chosen = [every[place] for place in matching] or every
    return types.CompletionList(
        is_incomplete=len(chosen) < len(every),
        items=[
            _item(each, buffer, number, snippets=snippets) for number, each in enumerate(chosen)
        ],
    )


def _rank(label: str, typed: str) -> int | None:
    """Return 0 if it begins with the typed text, 1 if a part of it does, else None."""
    label, typed = label.casefold(), typed.casefold()
    if label.startswith(typed):
        return 0
    return 1 if any(f"{sign}{typed}" in label for sign in "-/$") else None


def _item(
    suggestion: Proposal, buffer: Buffer, number: int, *, snippets: bool
) -> types.CompletionItem:
    blank = "$0" in suggestion.text
    text = suggestion.text if snippets else suggestion.text.replace("$0", "")
    return types.CompletionItem(
        label=suggestion.label,
        kind=KINDS[suggestion.kind],
        detail=suggestion.detail or None,
        documentation=suggestion.about or None,
        sort_text=f"{number:05}",
        # Neovim does not filter items that have an edit but no such text.
        filter_text=suggestion.label,
        insert_text_format=(
            types.InsertTextFormat.Snippet
            if blank and snippets
            else types.InsertTextFormat.PlainText
        ),
        text_edit=types.TextEdit(
            range_of(buffer.places, suggestion.start, suggestion.end), text
        ),
    )


def hover_of(found: Hover, buffer: Buffer, *, plain: bool) -> types.Hover:
    """Return a page, as Markdown unless the editor shows only plain text."""
    text = found.prose or found.page if plain else markdown(found)
    kind = types.MarkupKind.PlainText if plain else types.MarkupKind.Markdown
    return types.Hover(
        types.MarkupContent(kind, text), range_of(buffer.places, found.start, found.end)
    )


def definition(
    speaker: MessageWriter, names: Names, buffer: Buffer, offset: int
) -> list[types.Location]:
    """Return the declarations of the name at an offset."""
    mention = names.at(buffer.path, offset)
    subjects = names.subjects(mention) if mention else ()
    places = [each for subject in subjects for each in names.declared.get(subject, ())]
    return [speaker.mention(path, each) for path, each in places]


def references(
    speaker: MessageWriter, names: Names, buffer: Buffer, offset: int, *, declared: bool
) -> list[types.Location]:
    """Return all mentions of the name at an offset."""
    mention = names.at(buffer.path, offset)
    if mention is None:
        return []
    return [
        speaker.mention(path, each)
        for path, each in names.of(*names.subjects(mention))
        if declared or not each.declares
    ]


def highlights(names: Names, buffer: Buffer, offset: int) -> list[types.DocumentHighlight]:
    """Return the mentions of the name at an offset in the same file."""
    mention = names.at(buffer.path, offset)
    return [
        types.DocumentHighlight(
            range_of(buffer.places, each.start, each.end),
            types.DocumentHighlightKind.Write
            if each.declares
            else types.DocumentHighlightKind.Read,
        )
        for path, each in (names.of(*names.subjects(mention)) if mention else ())
        if path == buffer.path
    ]


def linked(buffer: Buffer, tree: TreeNode) -> list[types.DocumentLink]:
    """Return the links in a file."""
    return [
        types.DocumentLink(range_of(buffer.places, each.start, each.end), target=each.target)
        for each in links(buffer.folder.root, buffer.path, buffer.text, tree)
    ]


def symbols(buffer: Buffer, tree: TreeNode) -> list[types.DocumentSymbol]:
    """Return the outline of a file."""
    return [_symbol(each, buffer) for each in outline(tree)]


def _symbol(symbol: Symbol, buffer: Buffer) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=shown(symbol.name) or "-",
        detail=shown(symbol.detail) or None,
        kind=SYMBOLS.get(symbol.under, types.SymbolKind.Object),
        range=range_of(buffer.places, symbol.start, symbol.end),
        selection_range=range_of(buffer.places, symbol.name_start, symbol.name_end),
        children=[_symbol(each, buffer) for each in symbol.inside],
    )


def folds(buffer: Buffer, tree: TreeNode) -> Iterator[types.FoldingRange]:
    """Yield the stretches of several lines that the outline names."""
    left = list(reversed(outline(tree)))
    while left:
        each = left.pop()
        left.extend(reversed(each.inside))
        place = range_of(buffer.places, each.start, each.end)
        last = place.end.line - (place.end.character == 0)
        if last > place.start.line:
            yield types.FoldingRange(place.start.line, last)


def hints(names: Names, buffer: Buffer, lines: types.Range) -> Iterator[types.InlayHint]:
    """Yield the titles of the items that a file refers to, behind their ids."""
    for each in names.by_file.get(buffer.path, ()):
        if each.declares:
            continue
        place = range_of(buffer.places, each.start, each.end).end
        if not lines.start.line <= place.line <= lines.end.line:
            continue
        declared = (names.declared.get(one, ()) for one in names.subjects(each))
        titles = (title_of(there) for found in declared for _, there in found)
        title = next(filter(None, titles), "")
        if title and title.casefold() != each.name.casefold():
            yield types.InlayHint(
                position=place,
                label=clip(shown(one_line(title)), LONGEST_HINT),
                padding_left=True,
                tooltip=shown(one_line(title)),
            )


def lenses(
    names: Names, buffer: Buffer, workspace: Workspace, checked: Mapping[str, Checked]
) -> Iterator[types.CodeLens]:
    """Yield lines above things: the answer of a draft, and the effects of drafts on others."""
    if (own := checked.get(buffer.path)) is not None:
        yield _lens(buffer, 0, plain(conclusion(workspace.corpus, own)))
    crossed: dict[str, list[str]] = {}
    chosen: dict[str, list[str]] = {}
    for path, found in checked.items():
        draft = PurePosixPath(path).stem
        for verdict in found.crossed():
            crossed.setdefault(verdict.held.id, []).append(draft)
        for issue, choice in found.scenario.choices.items():
            for pick in choice.picks:
                chosen.setdefault(f"{issue}/{pick.term}", []).append(draft)
    for each in names.by_file.get(buffer.path, ()):
        for sort, name in names.subjects(each) if each.declares else ():
            if sort is NameOf.POSITION and name in crossed:
                yield _lens(buffer, each.start, in_drafts("crossed", crossed[name]))
            elif sort is NameOf.TERM and name in chosen:
                yield _lens(buffer, each.start, in_drafts("chosen", chosen[name]))


def _lens(buffer: Buffer, offset: int, text: str) -> types.CodeLens:
    return types.CodeLens(
        range_of(buffer.places, offset, offset), types.Command(shown(text), "")
    )


def formatting(buffer: Buffer) -> list[types.TextEdit]:
    """Return the edit that gives a file the form of `zopa fmt`; none while it has errors."""
    document = parse(buffer.text, buffer.path)
    try:
        new = formatted(document)
    except CannotEdit:
        return []
    if new == document.text:
        return []
    mark = "\ufeff" if buffer.text.startswith("\ufeff") else ""
    edit = difference(buffer.text, mark + new)
    return [types.TextEdit(range_of(buffer.places, edit.start, edit.end), edit.text)]


def everywhere(
    speaker: MessageWriter, names: Names, query: str
) -> Iterator[types.WorkspaceSymbol]:
    """Yield the declared items whose ids or titles contain the words."""
    word = query.casefold()
    for (sort, name), places in names.declared.items():
        for path, each in places:
            if word in f"{name} {title_of(each)}".casefold():
                yield types.WorkspaceSymbol(
                    location=speaker.mention(path, each),
                    name=shown(name),
                    kind=types.SymbolKind.Object,
                    container_name=str(sort),
                )


def _wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Return True if this kind or a parent of it was requested; without a request, all."""
    return not only or any(f"{kind}.".startswith(f"{_text(each)}.") for each in only)


def _text(kind: types.CodeActionKind | str) -> str:
    """Return the kind as the protocol writes it."""
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


# -- outline of a file --


DEEPER: Final = ("terms", "parameters", "readings", "attributes", "not-proposed")
"""Keys of an item that contain further items."""
MOST: Final = 5_000
"""Largest number of entries of one list or mapping; editors show no more of the outline."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """Entry of the outline."""

    name: str
    detail: str
    under: str
    """Key above it; empty for the keys of the file itself."""
    start: int
    end: int
    name_start: int
    name_end: int
    inside: tuple[Symbol, ...] = ()


def outline(tree: TreeNode) -> tuple[Symbol, ...]:
    """Return the keys of a file, with their named items below."""
    if not isinstance(tree, Branch):
        return ()
    return tuple(
        _outline_symbol(each.key, each.key.start, each.value, "")
        for each in tree.entries[:MOST]
    )


def _outline_symbol(name: Scalar, start: int, value: TreeNode, under: str) -> Symbol:
    root = not under
    inside = tuple(_items(value, name.text)) if root else tuple(_deeper(value))
    end = max([name.end, value.end, *(each.end for each in inside)])
    return Symbol(name.text, _detail(value), under, start, end, name.start, name.end, inside)


def _items(node: TreeNode, under: str) -> Iterator[Symbol]:
    """Yield entries of a mapping, and items of a list with ids."""
    match node:
        case Branch(entries=entries):
            for each in entries[:MOST]:
                if each.key.text:
                    yield _outline_symbol(each.key, each.key.start, each.value, under)
        case ListNode(items=items):
            for item in items[:MOST]:
                name = item.get("id") if isinstance(item, Branch) else None
                if isinstance(name, Scalar) and name.text:
                    yield _outline_symbol(name, item.start, item, under)
        case Scalar():
            return


def _deeper(node: TreeNode) -> Iterator[Symbol]:
    for each in node.entries if isinstance(node, Branch) else ():
        if each.key.text in DEEPER:
            yield from _items(each.value, each.key.text)


def _detail(node: TreeNode) -> str:
    match node:
        case Scalar() if node.style not in {"|", ">"}:
            return node.text
        case Branch():
            return next((node.text(key) for key in TITLES if node.text(key)), "")
        case _:
            return ""


# -- links --


PAGE: Final = re.compile(r"https?://[^\s\x00-\x1f\x7f]+")
"""Form of addresses that a browser may open; all others are dropped."""
KEY: Final = "url"


@dataclass(frozen=True, slots=True)
class Link:
    """Part of a text, and its target."""

    start: int
    end: int
    target: str
    """URI of the target."""


def links(root: Path, path: str, text: str, tree: TreeNode) -> Iterator[Link]:
    """Yield the links in a file, in the order of the text; nothing is fetched."""
    if (found := SCHEMA.search(text)) and (target := _schema(root, path, found[1])):
        yield Link(found.start(1), found.end(1), target)
    if role_of(path) is Role.SCENARIO:
        yield from _start(root, tree)
    yield from _pages(tree)


def _start(root: Path, tree: TreeNode) -> Iterator[Link]:
    """Yield the file of the scenario that a draft starts from."""
    start = tree.get("from") if isinstance(tree, Branch) else None
    if not isinstance(start, Scalar) or "/" in start.text:
        return
    file = root / "scenarios" / f"{start.text}.yaml"
    if file.is_file() and file.resolve().is_relative_to(root.resolve()):
        yield Link(*start.inner, file.as_uri())


def _schema(root: Path, path: str, target: str) -> str | None:
    """Return the address of a schema, if it is a web page or a file of the workspace."""
    if "://" in target:
        return target if PAGE.fullmatch(target) else None
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    file = root / place
    if place.startswith(("/", "../")) or not file.is_file():
        return None
    return file.as_uri() if file.resolve().is_relative_to(root.resolve()) else None


def _pages(node: TreeNode) -> Iterator[Link]:
    match node:
        case Branch(entries=entries):
            for each in entries:
                value = each.value
                if each.key.text == KEY and isinstance(value, Scalar):
                    if PAGE.fullmatch(value.text):
                        yield Link(*value.inner, value.text)
                else:
                    yield from _pages(value)
        case ListNode(items=items):
            for item in items:
                yield from _pages(item)
        case _:
            pass
