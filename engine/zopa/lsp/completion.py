"""What can be typed at the cursor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from zopa.diagnostics.catalogue import CATALOGUE
from zopa.lsp.cursor import spots
from zopa.lsp.naming import Sort
from zopa.lsp.symbol_table import title_of
from zopa.lsp.tree import Branch, Leaf, Row
from zopa.model.corpus import SILENT, UNLIMITED
from zopa.schemas import role_of
from zopa.schemas.validators import resolved, types
from zopa.validation.suppressions import ignorable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.lsp.cursor import Spot
    from zopa.lsp.naming import Slot
    from zopa.lsp.symbol_table import Names
    from zopa.lsp.tree import Node

__all__ = ["Suggestion", "complete"]

Kind: TypeAlias = Literal["key", "word", "name", "code"]
IGNORE: Final = re.compile(r"#\s*zopa\s*:\s*ignore\s*\[(?:[^\]\n]*,)?\s*([A-Za-z0-9-]*)\Z")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that can be typed."""

    label: str
    text: str
    """What is put in; `$0` is where the cursor goes, if there is one."""
    kind: Kind
    start: int
    end: int
    """What it replaces."""
    detail: str = ""
    about: str = ""


def complete(names: Names, path: str, text: str, offset: int) -> list[Suggestion]:
    """What can be typed at an offset of a file, the likeliest first, each once."""
    role = role_of(path)
    if role is None:
        return []
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    if ignored := IGNORE.search(line):
        start = offset - len(ignored[1])
        return [
            Suggestion(code, code, "code", start, offset, kind.name)
            for code, kind in CATALOGUE.items()
            if ignorable(kind)
        ]
    found: dict[str, Suggestion] = {}
    for here in spots(role, text, offset, names.types):
        for each in _Completer(names, text, here).every():
            if each.label not in here.beside:
                found.setdefault(each.label, each)
    return list(found.values())


class _Completer:
    def __init__(self, names: Names, text: str, here: Spot) -> None:
        self.names = names
        self.here = here
        before = text[text.rfind("\n", 0, here.start) + 1 : here.start]
        self.own_line = not before.strip(" -")
        """Whether a mapping can begin here without a bracket."""
        self.colon = bool(re.match(r"['\"]?[ \t]*:", text[here.end :]))
        self.quoted = before.endswith(("'", '"'))

    def every(self) -> Iterator[Suggestion]:
        slot = self.here.use.slot if self.here.use else None
        if slot is not None and not slot.declares:
            yield from self._names(slot)
        if self.here.is_key:
            for each in self.here.allowed:
                yield from self._keys(each, "key")
            return
        if self.here.keys[-1:] == ("unit",):
            yield from self._units()
        for each in self.here.allowed:
            yield from self._words(each)
            if "properties" in each and not (self.quoted or self.own_line):
                yield from self._keys(each, "mapping")

    # -- from the schemas -----------------------------------------------------

    def _keys(
        self, schema: Mapping[str, Any], form: Literal["key", "mapping"]
    ) -> Iterator[Suggestion]:
        required = schema.get("required", ())
        properties = schema.get("properties", {})
        for key in sorted(properties, key=lambda each: each not in required):
            inside = resolved(properties[key])
            about = str(inside.get("description", ""))
            text = self._as_key(key) if form == "key" else f"{{{key}: $0}}"
            detail = "required" if key in required else str(inside.get("title", ""))
            yield self._suggest(key, text, "key", detail, about)

    def _words(self, schema: Mapping[str, Any]) -> Iterator[Suggestion]:
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

    def _names(self, slot: Slot) -> Iterator[Suggestion]:
        if slot.blank_of:
            for name, declared in self.names.within(Sort.PARAMETER, slot.blank_of):
                word = f"${name.rpartition('/')[2]}"
                title = title_of(declared) or "parameter of the term"
                yield self._suggest(word, word, "name", title)
        for sort in slot.sorts:
            if sort in {Sort.VALUE, Sort.ARGUMENT}:
                yield from self._values(sort, slot.within)
                continue
            if slot.within or not slot.path:
                for name, declared in self.names.within(sort, slot.within):
                    short = name.rpartition("/")[2]
                    yield self._named(sort, name, short, title_of(declared))
            if slot.path:
                for name, declared in self.names.within(sort):
                    if not slot.within or name.rpartition("/")[0] != slot.within:
                        yield self._named(sort, name, name, title_of(declared))
        if Sort.TERM in slot.sorts and not slot.path and not self.here.is_key:
            yield self._suggest(SILENT, SILENT, "word", "none of the terms")

    def _named(self, sort: Sort, name: str, word: str, title: str) -> Suggestion:
        text = self._as_key(word) if self.here.is_key else word
        chosen = sort is Sort.TERM and word != name and not self.quoted
        if chosen and not self.here.is_key:
            blanks = [each for each, _ in self.names.within(Sort.PARAMETER, name)]
            if blanks:
                first = blanks[0].rpartition("/")[2]
                text = f"{{{word}: {{{first}: $0}}}}"
        return self._suggest(word, text, "name", title or str(sort))

    def _values(self, sort: Sort, within: str) -> Iterator[Suggestion]:
        """The words or bounds of an attribute or parameter."""
        owner = Sort.ATTRIBUTE if sort is Sort.VALUE else Sort.PARAMETER
        for _, declared in self.names.declared.get((owner, within), ())[:1]:
            title = title_of(declared)
            holder = declared.holder
            if not isinstance(holder, Branch):
                continue
            for name, _ in self.names.within(sort, within):
                word = name.rpartition("/")[2]
                yield self._suggest(word, word, "word", title)
            if holder.text("type") == "boolean":
                for word in ("true", "false"):
                    yield self._suggest(word, word, "word", title)
            for bound in ("minimum", "maximum"):
                if holder.text(bound):
                    detail = f"the {bound}, in {holder.text('unit') or 'whole numbers'}"
                    yield self._suggest(holder.text(bound), holder.text(bound), "word", detail)
            if holder.text("unlimited") == "true":
                yield self._suggest(UNLIMITED, UNLIMITED, "word", "above every number")

    def _units(self) -> Iterator[Suggestion]:
        """The units that the workspace has already, in the order of the files."""
        for tree in self.names.trees.values():
            for unit in _texts_at("unit", tree):
                yield self._suggest(unit, unit, "word", "unit")

    # -- how it is put in -----------------------------------------------------

    def _as_key(self, key: str) -> str:
        return key if self.colon or self.quoted else f"{key}: "

    def _suggest(
        self, label: str, text: str, kind: Kind, detail: str = "", about: str = ""
    ) -> Suggestion:
        here = self.here
        return Suggestion(label, text, kind, here.start, here.end, detail, about)


def _texts_at(key: str, node: Node) -> Iterator[str]:
    match node:
        case Branch(entries=entries):
            for each in entries:
                if each.key.text == key and isinstance(each.value, Leaf) and each.value.text:
                    yield each.value.text
                else:
                    yield from _texts_at(key, each.value)
        case Row(items=items):
            for item in items:
                yield from _texts_at(key, item)
        case Leaf():
            return
