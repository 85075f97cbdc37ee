"""Names in the texts of a workspace: declarations and mentions of every item.

A tolerant parser reads texts that are being typed and may be no valid YAML. It never fails. For
a text without errors the tree equals that of the reader. An unclosed bracket or quote ends at a
line that is not indented deeper than its owner; a word alone on a line among keys is a key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from zopa.documents.document import Limits
from zopa.files import LARGEST, role_of
from zopa.references.reference_sites import Mention, NameOf, mentions, uses
from zopa.references.tree import (
    Branch,
    KeyValue,
    ListNode,
    Scalar,
    TextLines,
    declarations_in,
    tree_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.documents import Document
    from zopa.references.tree import TreeNode

__all__ = [
    "DEEPEST",
    "TITLES",
    "Names",
    "Subject",
    "Trees",
    "deeper",
    "sketch",
    "title_of",
]


Subject: TypeAlias = tuple[NameOf, str]
"""Sort and full id of an item."""
TWINS: Final = {NameOf.PARTY: NameOf.ENTITY, NameOf.ENTITY: NameOf.PARTY}
"""Sorts of names that refer to one item if the ids are equal."""
TITLES = ("title", "name", "question", "reason", "text", "topic")
"""Keys with the title of an item."""


@dataclass
class Trees:
    """Trees of texts, each built once."""

    _kept: dict[str, tuple[str, TreeNode]] = field(
        default_factory=dict[str, tuple[str, "TreeNode"]]
    )

    def of(self, path: str, text: str, document: Document | None = None) -> TreeNode:
        """Return the tree of a file: as it was read, or as far as it can be recovered.

        Args:
            path: path of the file.
            text: its present text.
            document: document of this text, if it was read.
        """
        kept = self._kept.get(path)
        if kept is not None and kept[0] == text:
            return kept[1]
        tree = tree_of(document, TextLines(text)) if document is not None else None
        tree = tree if tree is not None else sketch(text)
        self._kept[path] = (text, tree)
        return tree


class Names:
    """Names of a workspace at one time, by file in the order of their paths."""

    def __init__(self, trees: Mapping[str, TreeNode], before: Names | None = None) -> None:
        """Collect the names.

        Args:
            trees: trees of the files, by path.
            before: earlier names, reused for unchanged files.
        """
        self.trees = trees
        self.declarations = declarations_in(trees)
        same = before is not None and before.declarations == self.declarations
        known = before.found_in if before and same else {}
        self.found_in: dict[str, list[Mention]] = {}
        """Possible names by file; `by_file` has the actual ones."""
        self.declared: dict[Subject, list[tuple[str, Mention]]] = {}
        for path, tree in sorted(trees.items()):
            role = role_of(path)
            if role is None:
                continue
            if before is None or before.trees.get(path) is not tree or path not in known:
                every = uses(role, tree, self.declarations)
                self.found_in[path] = [
                    each for use in every for each in mentions(use, self.declarations)
                ]
            else:
                self.found_in[path] = known[path]
            for each in self.found_in[path]:
                if each.declares:
                    self.declared.setdefault((each.sorts[0], each.id), []).append((path, each))
        self.by_file = {
            path: [each for each in found if not each.loose or self._is_declared(each)]
            for path, found in self.found_in.items()
        }

    def _is_declared(self, mention: Mention) -> bool:
        return any((sort, mention.id) in self.declared for sort in mention.sorts)

    def at(self, path: str, offset: int) -> Mention | None:
        """Return the name at an offset, ends included; one that begins there has priority."""
        here = [each for each in self.by_file.get(path, ()) if each.start <= offset <= each.end]
        return max(here, key=lambda each: (each.start, each.declares), default=None)

    def subjects(self, mention: Mention) -> tuple[Subject, ...]:
        """Return the items that a name refers to.

        Two if a party and an entity share the id; of an unknown id, the expected item.
        """
        found = [(sort, mention.id) for sort in mention.sorts]
        return self.subjects_of(
            *next((each for each in found if each in self.declared), found[0])
        )

    def subjects_of(self, sort: NameOf, name: str) -> tuple[Subject, ...]:
        """Return an item and its twins."""
        twin = TWINS.get(sort)
        also = [(twin, name)] if twin is not None and (twin, name) in self.declared else []
        return ((sort, name), *also)

    def of(self, *subjects: Subject) -> list[tuple[str, Mention]]:
        """Return the declarations and mentions of items, by file and place."""
        found = {
            (path, each.start): each
            for subject in subjects
            for path, each in self._named.get(subject, ())
        }
        return [(path, found[path, start]) for path, start in sorted(found)]

    @cached_property
    def _named(self) -> dict[Subject, list[tuple[str, Mention]]]:
        found: dict[Subject, list[tuple[str, Mention]]] = {}
        for path, every in self.by_file.items():
            for each in every:
                for subject in self.subjects(each):
                    found.setdefault(subject, []).append((path, each))
        return found

    def within(self, sort: NameOf, owner: str = "") -> Iterator[tuple[str, Mention]]:
        """Yield ids and declarations of a sort, optionally of one owner."""
        for (each, name), places in self.declared.items():
            if each is sort and (not owner or name.rpartition("/")[0] == owner):
                yield name, places[0][1]


def title_of(declaration: Mention) -> str:
    """Return the title of an item; empty if it has none."""
    holder = declaration.holder
    if not isinstance(holder, Branch) or declaration.sorts[0] in {
        NameOf.VALUE,
        NameOf.ARGUMENT,
    }:
        return ""
    return next((holder.text(key) for key in TITLES if holder.text(key)), "")


# Tolerant parser
KEY: Final = re.compile(r"""([^\s:#'"{}\[\],|>&*!%@`][^\n]*?)[ ]*:(?=\s|\Z)""")
QUOTED_KEY: Final = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')[ ]*:(?=\s|\Z)""")
COMMENT: Final = re.compile(r"(?:^|(?<=\s))#")
MOST_LINES: Final = LARGEST // 20
"""Largest number of lines; a file of the largest size with more has hardly any words."""
LONGEST_LINE: Final = Limits().line_length


def sketch(text: str) -> TreeNode:
    """Return the tree of a text as far as it can be recovered.

    It is empty if the text is too large, or its lines are too many or too long: an editor waits
    for the answer.
    """
    return _Sketcher(text if _sized(text) else "").whole()


def _sized(text: str) -> bool:
    if len(text) > LARGEST or text.count("\n") >= MOST_LINES:
        return False
    return max(map(len, text.split("\n"))) <= LONGEST_LINE


class _Sketcher:
    """Parser over lines; `row` is the next line, `column` the start of its rest."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        offset = int(text.startswith("\ufeff"))
        for line in text[offset:].split("\n"):
            self.starts.append(offset)
            self.ends.append(offset + len(line.removesuffix("\r")))
            offset += len(line) + 1
        self.row = 0
        self.column = 0
        self.depth = 0

    def whole(self) -> TreeNode:
        found: list[TreeNode] = []
        while self._indent() is not None:
            before = self.row
            found.append(self._block(0))
            if self.row == before:
                self._skip()
        branches = [each for each in found if isinstance(each, Branch)]
        if not branches:
            return found[0] if found else Branch(0, 0, ())
        entries = tuple(entry for each in branches for entry in each.entries)
        return Branch(branches[0].start, branches[-1].end, entries)

    # -- lines ----------------------------------------------------------------

    def _skip(self) -> None:
        self.row += 1
        self.column = 0

    def _indent(self) -> int | None:
        """Return the column of the next content on any line; None at the end."""
        while self.row < len(self.starts):
            start = self.starts[self.row] + self.column
            rest = self.text[start : self.ends[self.row]]
            bare = rest.lstrip(" \t")
            alone = self.column == 0 and (rest.startswith("%") or rest.rstrip() == "---")
            if bare and not bare.startswith("#") and not alone:
                return self.column + len(rest) - len(bare)
            self._skip()
        return None

    def _here(self, indent: int) -> int:
        return self.starts[self.row] + indent

    def _rest(self, offset: int) -> str:
        """Return the rest of the line, without a comment."""
        rest = self.text[offset : self.ends[self.row]]
        comment = COMMENT.search(rest)
        return rest[: comment.start()].rstrip() if comment else rest.rstrip()

    def _dash(self, offset: int) -> bool:
        after = offset + 1
        return self.text[offset : offset + 1] == "-" and (
            after >= self.ends[self.row] or self.text[after] in " \t"
        )

    def _key(self, offset: int) -> tuple[Scalar, int] | None:
        """Return the key at an offset of the line, and the rest after its colon."""
        end = self.ends[self.row]
        found = QUOTED_KEY.match(self.text, offset, end) or KEY.match(self.text, offset, end)
        if found is None or COMMENT.search(found[1]):
            return None
        return leaf_of(self.text, found.start(1), found.end(1)), found.end()

    # -- blocks ---------------------------------------------------------------

    def _block(self, least: int) -> TreeNode:
        """Return the next block if it is indented at least this far."""
        nothing = self.ends[min(self.row, len(self.ends) - 1)]
        indent = self._indent()
        if indent is None or indent < least:
            return Scalar(nothing, nothing, "")
        if self.depth > DEEPEST:
            self._skip()
            return Scalar(nothing, nothing, "")
        self.depth += 1
        try:
            offset = self._here(indent)
            if self._dash(offset):
                return self._row(indent)
            if self._key(offset) or self._among_keys(indent):
                return self._branch(indent)
            return self._inline(offset, least - 1)
        finally:
            self.depth -= 1

    def _among_keys(self, indent: int) -> bool:
        """Return True if the word has a sibling key on the next line, or children below it."""
        row, column = self.row, self.column
        self._skip()
        there = self._indent()
        found = there is not None and there >= indent and self._begins(there, indent)
        self.row, self.column = row, column
        return found

    def _begins(self, here: int, indent: int) -> bool:
        """Return True if a key is here, or a dash deeper than the indent."""
        offset = self._here(here)
        return self._key(offset) is not None or (here > indent and self._dash(offset))

    def _row(self, indent: int) -> ListNode:
        start = self._here(indent)
        items: list[TreeNode] = []
        while self._indent() == indent and self._dash(self._here(indent)):
            dash = self._here(indent)
            if self._rest(dash + 1).strip():
                self.column = indent + 1
                items.append(self._block(indent + 1))
            else:
                empty = Scalar(dash + 1, dash + 1, "")
                self._skip()
                deeper = (self._indent() or 0) > indent
                items.append(self._block(indent + 1) if deeper else empty)
        return ListNode(start, items[-1].end if items else start, tuple(items))

    def _branch(self, indent: int) -> Branch:
        start = self._here(indent)
        entries: list[KeyValue] = []
        while (here := self._indent()) is not None and here >= indent:
            offset = self._here(here)
            if self._dash(offset):
                if here == indent:
                    break
                stray = self._row(here)
                if entries:
                    entries[-1] = _joined(entries[-1], stray)
                continue
            found = self._key(offset)
            if found is None:
                end = offset + len(self._rest(offset))
                self._skip()
                there = self._indent()
                below = there is not None and there > here and self._begins(there, here)
                value = self._block(here + 1) if below else Scalar(end, end, "")
                entries.append(KeyValue(leaf_of(self.text, offset, end), value))
            else:
                entries.append(KeyValue(found[0], self._value(found[1], here)))
        return Branch(start, entries[-1].value.end if entries else start, tuple(entries))

    def _value(self, offset: int, indent: int) -> TreeNode:
        """Return the value after a colon, for a key with this indent."""
        rest = self._rest(offset)
        if not rest.strip():
            empty = Scalar(offset, offset, "")
            self._skip()
            there = self._indent()
            if there is None or there < indent:
                return empty
            if self._dash(self._here(there)):
                return self._row(there)
            return self._block(indent + 1) if there > indent else empty
        start = offset + len(rest) - len(rest.lstrip(" \t"))
        if self.text[start] in "|>":
            return self._text_block(start, indent)
        return self._inline(start, indent)

    def _text_block(self, start: int, indent: int) -> Scalar:
        style, end = self.text[start], self.ends[self.row]
        self._skip()
        while self.row < len(self.starts):
            line = self.text[self.starts[self.row] : self.ends[self.row]]
            if line.strip(" ") and len(line) - len(line.lstrip(" ")) <= indent:
                break
            if line.strip(" "):
                end = self.ends[self.row]
            self._skip()
        return Scalar(start, end, self.text[start:end], literal=False, style=style)

    def _inline(self, start: int, indent: int) -> TreeNode:
        """Return a value that begins on this line, within this indent."""
        if self.text[start] in "{[":
            flow = Flow(self.text, indent)
            found = flow.value(start)
            self._to(flow.offset)
            return found
        if self.text[start] in "'\"":
            quoted = QUOTED.match(self.text, start)
            if quoted is not None and deeper(self.text, start, quoted.end(), indent):
                self._to(quoted.end())
                return leaf_of(self.text, start, quoted.end())
        end = start + len(self._rest(start))
        self._skip()
        while (there := self._indent()) is not None and there > indent:
            offset = self._here(there)
            if self._dash(offset) or self._key(offset):
                break
            end = offset + len(self._rest(offset))
            self._skip()
        return leaf_of(self.text, start, end)

    def _to(self, offset: int) -> None:
        """Continue below the line of an offset."""
        while self.row < len(self.ends) and self.ends[self.row] < offset:
            self.row += 1
        self._skip()


def _joined(entry: KeyValue, stray: ListNode) -> KeyValue:
    """Return the entry joined with items that follow it, if it has a separate list."""
    value = entry.value
    kept = (
        value.items
        if isinstance(value, ListNode)
        else (value,)
        if value.end > value.start
        else ()
    )
    return KeyValue(entry.key, ListNode(value.start, stray.end, (*kept, *stray.items)))


# -- flow collections, closed or not, and single values --


QUOTED: Final = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""", re.DOTALL)
PLAIN: Final = re.compile(r"(?:[^,\[\]{}\n:#]|:(?![\s,\[\]{}]|\Z)|(?<=\S)#)+")
COLON: Final = re.compile(r"[ \t]*:")
ESCAPE: Final = re.compile(r"\\[^\n]|''")
ENDS: Final = {"", " ", "\t", "\n", "\r", ",", "}", "]", "{", "["}
"""Characters after a colon that ends a key."""
DEEPEST: Final = 64


class _Unclosed(Exception):  # noqa: N818  # the end of what was opened, found too early
    """A bracket is not closed in time."""


def leaf_of(text: str, start: int, end: int) -> Scalar:
    """Return the key or single value with this text."""
    raw = text[start:end]
    quote = raw[:1] if raw[:1] in {"'", '"'} else ""
    inside = raw[1:-1] if quote and len(raw) > 1 and raw[-1] == quote else raw[len(quote) :]
    literal = not quote or not (ESCAPE.search(inside) or "\n" in inside)
    said = inside.replace("''", "'") if quote == "'" else inside
    closed = not quote or (len(raw) > 1 and raw[-1] == quote)
    return Scalar(start, end, said, literal and closed and "\n" not in raw, quote)


def deeper(text: str, start: int, end: int, indent: int) -> bool:
    """Return True if every further line of a text is indented deeper."""
    lines = text[start:end].split("\n")[1:]
    return all(len(each) - len(each.lstrip(" ")) > indent for each in lines if each.strip())


class Flow:
    """Parser of flow collections."""

    def __init__(self, text: str, indent: int) -> None:
        self.text = text
        self.indent = indent
        self.offset = 0
        """Offset reached so far."""
        self.depth = 0

    def value(self, start: int) -> TreeNode:
        """Return the value at an offset, up to its bracket or its forced end."""
        self.offset = start
        return self._value()

    def _value(self) -> TreeNode:
        opening = self.text[self.offset : self.offset + 1]
        if opening in {"{", "["} and self.depth < DEEPEST:
            self.depth += 1
            found = self._collection(opening)
            self.depth -= 1
            return found
        return self._single()

    def _collection(self, opening: str) -> TreeNode:
        start = self.offset
        self.offset += 1
        items: list[TreeNode] = []
        entries: list[KeyValue] = []
        try:
            while (sign := self._gap()) not in {"}", "]"}:
                if sign == ",":
                    self.offset += 1
                    continue
                before = self.offset
                each = self._value()
                if opening == "{" and not isinstance(each, Scalar):
                    continue
                entry = self._entry(each) if isinstance(each, Scalar) else None
                if opening == "{" and isinstance(each, Scalar):
                    end = each.end
                    entries.append(entry or KeyValue(each, Scalar(end, end, "")))
                elif entry is not None:
                    items.append(Branch(entry.key.start, entry.value.end, (entry,)))
                else:
                    items.append(each)
                if self.offset == before:
                    self.offset += 1
            self.offset += 1
        except _Unclosed:
            pass
        if opening == "{":
            return Branch(start, self.offset, tuple(entries))
        return ListNode(start, self.offset, tuple(items))

    def _entry(self, key: Scalar) -> KeyValue | None:
        """Return the key with its value, if a colon follows."""
        after = COLON.match(self.text, self.offset)
        quoted = key.style != ""
        if after is None or not (quoted or self.text[after.end() : after.end() + 1] in ENDS):
            return None
        self.offset = after.end()
        empty = Scalar(self.offset, self.offset, "")
        try:
            sign = self._gap()
        except _Unclosed:
            return KeyValue(key, empty)
        return KeyValue(key, empty if sign in {",", "}", "]"} else self._value())

    def _single(self) -> Scalar:
        start = self.offset
        quoted = QUOTED.match(self.text, start)
        if quoted is not None and deeper(self.text, start, quoted.end(), self.indent):
            self.offset = quoted.end()
            return leaf_of(self.text, start, quoted.end())
        plain = PLAIN.match(self.text, start)
        end = plain.end() if plain else start
        self.offset = end
        return leaf_of(self.text, start, start + len(self.text[start:end].rstrip()))

    def _gap(self) -> str:
        """Skip spaces, lines and comments; return the next sign.

        Raises:
            _Unclosed: a line begins that cannot be inside the brackets.
        """
        text = self.text
        while self.offset < len(text):
            sign = text[self.offset]
            if sign == "#" and text[self.offset - 1] in " \t\n":
                self.offset = _or_end(text.find("\n", self.offset), text)
            elif sign == "\n":
                self._line()
            elif sign in " \t\r":
                self.offset += 1
            else:
                return sign
        raise _Unclosed

    def _line(self) -> None:
        """Skip a line break, unless the next line is outside."""
        after = self.offset + 1
        end = _or_end(self.text.find("\n", after), self.text)
        line = self.text[after:end]
        bare = line.strip()
        shallow = len(line) - len(line.lstrip(" ")) <= self.indent
        if bare and not bare.startswith("#") and shallow and bare[0] not in "]}":
            raise _Unclosed
        self.offset = after


def _or_end(found: int, text: str) -> int:
    return len(text) if found < 0 else found
