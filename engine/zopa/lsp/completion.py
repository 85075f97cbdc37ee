"""Completion and hover texts at the cursor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from zopa.answers import fold
from zopa.answers.lines import nature
from zopa.answers.show import domain_words, show_page
from zopa.diagnostics import CATALOGUE, explanation, find, ignorable, shown
from zopa.files import Role, role_of
from zopa.model.corpus import SILENT, UNLIMITED
from zopa.model.cross_references import Thing, called
from zopa.references import sketch, title_of
from zopa.references.reference_sites import ANSWERED, OWNERS, WHO, NameOf, nature_of, uses
from zopa.references.tree import EACH, PARTY, Branch, ListNode, Scalar
from zopa.schemas import at_key, fitting, leaves, of_files, resolved, types
from zopa.writers import Style
from zopa.writers.terminal import page_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.corpus import Attribute, Position
    from zopa.references import Names, Subject
    from zopa.references.reference_sites import Mention, Slot, Use
    from zopa.references.tree import Declarations, TreeNode
    from zopa.workspace import Workspace

__all__ = [
    "Hover",
    "Proposal",
    "complete",
    "hover",
    "markdown",
]


ItemKind: TypeAlias = Literal["key", "word", "name", "code"]
IGNORE: Final = re.compile(r"#\s*zopa\s*:\s*ignore\s*\[(?:[^\]\n]*,)?\s*([A-Za-z0-9-]*)\Z")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Completion item."""

    label: str
    text: str
    """Inserted text; `$0` is the position of the cursor, if there is one."""
    kind: ItemKind
    start: int
    end: int
    """End offset of the replaced text."""
    detail: str = ""
    about: str = ""


def complete(names: Names, path: str, text: str, offset: int) -> list[Proposal]:
    """Return the completions at an offset of a file, the most likely first, each once."""
    role = role_of(path)
    if role is None:
        return []
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    if ignored := IGNORE.search(line):
        start = offset - len(ignored[1])
        return [
            Proposal(code, code, "code", start, offset, kind.name)
            for code, kind in CATALOGUE.items()
            if ignorable(kind)
        ]
    found: dict[str, Proposal] = {}
    for here in spots(role, text, offset, names.declarations):
        for each in _Completer(names, path, text, here).every():
            if each.label not in here.beside:
                found.setdefault(each.label, each)
    return list(found.values())


class _Completer:
    def __init__(self, names: Names, path: str, text: str, here: CursorWord) -> None:
        self.names = names
        self.path = path
        self.here = here
        before = text[text.rfind("\n", 0, here.start) + 1 : here.start]
        self.own_line = not before.strip(" -")
        """True if a mapping can begin here without a bracket."""
        self.colon = bool(re.match(r"['\"]?[ \t]*:", text[here.end :]))
        self.quoted = before.endswith(("'", '"'))

    def every(self) -> Iterator[Proposal]:
        slot = self.here.use.slot if self.here.use else None
        if slot is not None and not slot.declares:
            yield from self._names(slot)
        if self.here.is_key:
            for each in self.here.allowed:
                yield from self._keys(each, "key")
            return
        if self.here.keys[-1:] == ("unit",):
            yield from self._units()
        if self.here.keys == ("from",):
            yield from self._scenarios()
        for each in self.here.allowed:
            yield from self._words(each)
            if "properties" in each and not (self.quoted or self.own_line):
                yield from self._keys(each, "mapping")

    # -- from the schemas -----------------------------------------------------

    def _keys(
        self, schema: Mapping[str, Any], form: Literal["key", "mapping"]
    ) -> Iterator[Proposal]:
        required = schema.get("required", ())
        properties = schema.get("properties", {})
        for key in sorted(properties, key=lambda each: each not in required):
            inside = resolved(properties[key])
            about = str(inside.get("description", ""))
            text = self._as_key(key) if form == "key" else f"{{{key}: $0}}"
            detail = "required" if key in required else str(inside.get("title", ""))
            yield self._suggest(key, text, "key", detail, about)

    def _words(self, schema: Mapping[str, Any]) -> Iterator[Proposal]:
        words = list(schema.get("enum", ()))
        if "const" in schema:
            words.append(schema["const"])
        if not words and types(schema) == ["boolean"]:
            words = [True, False]
        about = str(schema.get("description", ""))
        for each in words:
            word = str(each).lower() if isinstance(each, bool) else str(each)
            if not (self.quoted and isinstance(each, bool)):
                yield self._suggest(word, word, "word", str(schema.get("title", "")), about)

    # -- from the workspace ---------------------------------------------------

    def _names(self, slot: Slot) -> Iterator[Proposal]:
        if slot.blank_of:
            for name, declared in self.names.within(NameOf.PARAMETER, slot.blank_of):
                word = f"${name.rpartition('/')[2]}"
                title = title_of(declared) or "parameter of the term"
                yield self._suggest(word, word, "name", title)
        for sort in slot.sorts:
            match sort:
                case NameOf.VALUE | NameOf.ARGUMENT:
                    yield from self._values(sort, slot.within)
                case NameOf.ANSWER:
                    yield from self._answers(slot.within)
                case NameOf.TERM:
                    yield from self._terms(slot)
                case _:
                    yield from self._things(sort, slot)
        if slot.loose and NameOf.ENTITY_TYPE in slot.sorts:
            yield self._suggest(PARTY, PARTY, "word", "every party")
        chosen = self.here.keys[:1] == ("choices",) and not self.here.is_key
        if chosen and {NameOf.TERM, NameOf.ANSWER} & {*slot.sorts}:
            yield self._suggest(SILENT, SILENT, "word", "none of the terms")

    def _things(self, sort: NameOf, slot: Slot) -> Iterator[Proposal]:
        """Yield the items of a sort: within their owner by id, elsewhere by path."""
        if slot.within or not slot.path:
            for name, declared in self.names.within(sort, slot.within):
                yield self._named(sort, name, name.rpartition("/")[2], title_of(declared))
        if slot.path:
            for name, declared in self.names.within(sort):
                if not slot.within or name.rpartition("/")[0] != slot.within:
                    yield self._named(sort, name, name, title_of(declared))

    def _terms(self, slot: Slot) -> Iterator[Proposal]:
        """Yield the terms of an issue, or all as `issue/term`, generated ones included."""
        known = self.names.declarations
        issues = [slot.within] if slot.within else []
        if slot.path:
            issues = [name for name, _ in self.names.within(NameOf.ISSUE)]
        for issue in issues:
            for name, declared in self.names.within(NameOf.TERM, issue):
                word = name.rpartition("/")[2]
                if EACH not in word:
                    yield self._named(
                        NameOf.TERM, name, name if slot.path else word, title_of(declared)
                    )
            for word in known.terms(issue):
                name = f"{issue}/{word}"
                yield self._named(
                    NameOf.TERM, name, name if slot.path else word, self._who(word)
                )

    def _who(self, name: str) -> str:
        """Return the title of an entity or a party."""
        found = [self.names.declared.get((sort, name)) for sort in WHO]
        return next((title_of(each[0][1]) for each in found if each), "")

    def _answers(self, issue: str) -> Iterator[Proposal]:
        """Yield the values of an issue: booleans, or the ends of a range."""
        for sort in ANSWERED:
            for _, declared in self.names.declared.get((sort, issue), ())[:1]:
                holder: TreeNode | None = declared.holder
                if sort is NameOf.ISSUE and isinstance(holder, Branch):
                    holder = holder.get("answer")
                if isinstance(holder, Branch):
                    yield from self._range(holder, title_of(declared))

    def _named(self, sort: NameOf, name: str, word: str, title: str) -> Proposal:
        text = self._as_key(word) if self.here.is_key else word
        chosen = sort is NameOf.TERM and word != name and not self.quoted
        if chosen and not self.here.is_key:
            term = self.names.declarations.declared(*name.split("/", 1))
            owner = f"{name.partition('/')[0]}/{term}"
            blanks = [each for each, _ in self.names.within(NameOf.PARAMETER, owner)]
            if len(blanks) == 1:
                text = f"{{{word}: $0}}"
            elif blanks:
                first = blanks[0].rpartition("/")[2]
                text = f"{{{word}: {{{first}: $0}}}}"
        return self._suggest(word, text, "name", title or str(sort))

    def _values(self, sort: NameOf, within: str) -> Iterator[Proposal]:
        """Yield the values or bounds of an attribute or parameter."""
        owner = NameOf.ATTRIBUTE if sort is NameOf.VALUE else NameOf.PARAMETER
        for _, declared in self.names.declared.get((owner, within), ())[:1]:
            title = title_of(declared)
            holder = declared.holder
            if not isinstance(holder, Branch):
                continue
            for name, _ in self.names.within(sort, within):
                word = name.rpartition("/")[2]
                yield self._suggest(word, word, "word", title)
            yield from self._range(holder, title)

    def _range(self, holder: Branch, title: str) -> Iterator[Proposal]:
        """Yield booleans, or the ends of a range of numbers or dates."""
        if holder.text("type") == "boolean":
            for word in ("true", "false"):
                yield self._suggest(word, word, "word", title)
        for bound in ("minimum", "maximum"):
            if holder.text(bound):
                sort = "whole numbers" if holder.text("type") == "integer" else "numbers"
                detail = f"the {bound}, in {holder.text('unit') or sort}"
                yield self._suggest(holder.text(bound), holder.text(bound), "word", detail)
        for bound in ("earliest", "latest"):
            if holder.text(bound):
                detail = f"the {bound} day"
                yield self._suggest(holder.text(bound), holder.text(bound), "word", detail)
        if holder.text("unlimited") == "true":
            yield self._suggest(UNLIMITED, UNLIMITED, "word", "above every number")

    def _scenarios(self) -> Iterator[Proposal]:
        """Yield the other drafts of the workspace."""
        for path, tree in self.names.trees.items():
            if role_of(path) is Role.SCENARIO and path != self.path:
                name = PurePosixPath(path).stem
                title = tree.text("title") if isinstance(tree, Branch) else ""
                yield self._suggest(name, name, "name", title)

    def _units(self) -> Iterator[Proposal]:
        """Yield the units used in the workspace, in the order of the files."""
        for tree in self.names.trees.values():
            for unit in _texts_at("unit", tree):
                yield self._suggest(unit, unit, "word", "unit")

    # -- insertion ------------------------------------------------------------

    def _as_key(self, key: str) -> str:
        return key if self.colon or self.quoted else f"{key}: "

    def _suggest(
        self, label: str, text: str, kind: ItemKind, detail: str = "", about: str = ""
    ) -> Proposal:
        here = self.here
        return Proposal(label, text, kind, here.start, here.end, detail, about)


def _texts_at(key: str, node: TreeNode) -> Iterator[str]:
    match node:
        case Branch(entries=entries):
            for each in entries:
                if each.key.text == key and isinstance(each.value, Scalar) and each.value.text:
                    yield each.value.text
                else:
                    yield from _texts_at(key, each.value)
        case ListNode(items=items):
            for item in items:
                yield from _texts_at(key, item)
        case Scalar():
            return


# -- spot at the cursor --


Schema: TypeAlias = "Mapping[str, Any]"
MARK: Final = "\ue000"
"""Placeholder for the cursor; no file may contain it."""


@dataclass(frozen=True, slots=True)
class CursorWord:
    """Key or value at the cursor, which may still be empty."""

    start: int
    end: int
    """End offset of its text, without the placeholder."""
    is_key: bool
    above: Branch | ListNode | None
    """Collection that contains it directly."""
    keys: tuple[str, ...]
    """Keys above it, outermost first."""
    use: Use | None
    """Name at this place, if the place is for a name."""
    allowed: tuple[Schema, ...]
    """Schemas of the mapping if it is a key, of the value if it is a value."""

    @property
    def beside(self) -> frozenset[str]:
        """Keys or single values beside it."""
        match self.above:
            case Branch(entries=entries) if self.is_key:
                return frozenset(each.key.text for each in entries)
            case ListNode(items=items):
                return frozenset(each.text for each in items if isinstance(each, Scalar))
            case _:
                return frozenset()


def spots(role: Role, text: str, offset: int, known: Declarations) -> Iterator[CursorWord]:
    """Yield the keys and values at the cursor; nothing in comments and long texts.

    A word alone on its line can become a key, so it is one too.

    Args:
        role: role of the file.
        text: its text, valid YAML or not.
        offset: the cursor.
        known: declarations of all files.
    """
    before, after = text[:offset], text[offset:]
    found = _spot(role, f"{before}{MARK}{after}", offset, known)
    if found is None:
        return
    yield found
    line = text[text.rfind("\n", 0, found.start) + 1 : found.start]
    rest = text[found.end :].split("\n", 1)[0]
    if not found.is_key and not line.strip(" -") and not rest.strip():
        word, below = text[offset : found.end], text[found.end :]
        key = _spot(role, f"{before}{MARK}{word}:{below}", offset, known)
        if key is not None and key.is_key:
            yield key


def _spot(role: Role, text: str, offset: int, known: Declarations) -> CursorWord | None:
    """Return the spot of the placeholder at the offset."""
    root = sketch(text)
    way = list(_way(root, offset))
    leaf = way[-1][0] if way else None
    if not isinstance(leaf, Scalar) or "\n" in leaf.text or leaf.style in {"|", ">"}:
        return None
    above = way[-2][0] if len(way) > 1 else None
    is_key = isinstance(above, Branch) and any(each.key is leaf for each in above.entries)
    steps = [step for _, step in way[1:]]
    found = next((each for each in uses(role, root, known) if _holds(each.leaf, offset)), None)
    start, end = leaf.inner
    return CursorWord(
        start=start,
        end=max(start, end - 1),
        is_key=is_key,
        above=above if isinstance(above, Branch | ListNode) else None,
        keys=tuple(each for each in steps if isinstance(each, str) and MARK not in each),
        use=found,
        allowed=tuple(_allowed(role, way, is_key=is_key)),
    )


def _holds(leaf: Scalar, offset: int) -> bool:
    return leaf.start <= offset < leaf.end


def _way(node: TreeNode, offset: int) -> Iterator[tuple[TreeNode, str | int]]:
    """Yield the nodes from the root to the leaf with the placeholder, each with its step."""
    step: str | int = ""
    ends: dict[int, int] = {}
    while True:
        yield node, step
        match node:
            case Branch(entries=entries):
                for each in entries:
                    if _holds(each.key, offset):
                        yield each.key, each.key.text
                        return
                    if each.value.start <= offset < _end(each.value, ends):
                        node, step = each.value, each.key.text
                        break
                else:
                    return
            case ListNode(items=items):
                for number, item in enumerate(items):
                    if item.start <= offset < _end(item, ends):
                        node, step = item, number
                        break
                else:
                    return
            case Scalar():
                return


def _end(node: TreeNode, known: dict[int, int]) -> int:
    """Return the end of the node, with its content.

    Args:
        node: part of a tree that does not change.
        known: ends found so far, by identity: on the way down every node is needed
            at each level above it.
    """
    if isinstance(node, Scalar):
        return node.end
    if (found := known.get(id(node))) is None:
        inside = (
            (max(each.key.end, _end(each.value, known)) for each in node.entries)
            if isinstance(node, Branch)
            else (_end(each, known) for each in node.items)
        )
        found = known[id(node)] = max(node.end, node.start, *inside)
    return found


# -- schemas of the spot ------------------------------------------------------


def _allowed(
    role: Role, way: Sequence[tuple[TreeNode, str | int]], *, is_key: bool
) -> Iterator[Schema]:
    here = of_files(role)
    nodes = [node for node, _ in way]
    for number, (_, step) in enumerate(way[1:], 1):
        above = nodes[number - 1]
        if isinstance(above, Branch):
            here = fitting(
                here, {each.key.text for each in above.entries if MARK not in each.key.text}
            )
            if is_key and number == len(way) - 1:
                break
            here = [leaf for each in here for leaf in at_key(each, str(step))]
        else:
            here = [leaf for each in here if "items" in each for leaf in leaves(each["items"])]
    yield from here


# -- hover texts --------------------------------------------------------------


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
