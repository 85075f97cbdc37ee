"""Where in the files of a workspace names stand, and of what."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.model.corpus import SILENT
from zopa.model.cross_references import RECORDED, Nature
from zopa.references.tree import Branch, Entry, Leaf, Row
from zopa.schemas import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zopa.references.tree import Node

__all__ = [
    "OWNERS",
    "Mention",
    "Slot",
    "Sort",
    "Use",
    "entity_types",
    "mentions",
    "nature_of",
    "uses",
]


# -- what the names in a text are names of --


class Sort(enum.StrEnum):
    """What a name can be of; where the engine has a nature for it, the same word."""

    ISSUE = "issue"
    TERM = "term"
    POSITION = "position"
    RULE = "rule"
    PARTY = "party"
    SPEAKER = "speaker"
    GROUP = "group"
    STATEMENT = "statement"
    SOURCE = "source"
    ENTITY_TYPE = "entity-type"
    ENTITY = "entity"
    ENTRY = "record-entry"
    ATTRIBUTE = "attribute"
    PARAMETER = "parameter"
    READING = "reading"
    VALUE = "value"
    """A word of an attribute."""
    ARGUMENT = "parameter value"
    """A word of a parameter."""


OWNERS: Final[Mapping[Sort, Sort]] = {
    Sort.TERM: Sort.ISSUE,
    Sort.POSITION: Sort.PARTY,
    Sort.ATTRIBUTE: Sort.ENTITY_TYPE,
    Sort.PARAMETER: Sort.TERM,
    Sort.READING: Sort.POSITION,
    Sort.VALUE: Sort.ATTRIBUTE,
    Sort.ARGUMENT: Sort.PARAMETER,
}
"""Sorts of names that are unique in something else only, and in what."""


def nature_of(sort: Sort) -> Nature | None:
    """The engine's nature; None of what it has no page for."""
    return Nature(str(sort)) if str(sort) in set(Nature) else None


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a name."""

    sorts: tuple[Sort, ...]
    """The first that there is one of counts."""
    within: str = ""
    """What it is unique in, where the place decides that."""
    path: bool = False
    """Whether it is, or may be, written with what it is unique in: `issue/term`."""
    declares: bool = False
    loose: bool = False
    """Whether any other text may stand there too."""
    blank_of: str = ""
    """The term of which a parameter may stand here as `$name`."""


@dataclass(frozen=True, slots=True)
class Use:
    """A name in its place."""

    leaf: Leaf
    slot: Slot
    holder: Node | None = None
    """Of a declaration: what is declared."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A part of a text that names one thing."""

    start: int
    end: int
    """Offsets of the name itself, without quotes and without what it is unique in."""
    sorts: tuple[Sort, ...]
    id: str
    """Whole: `issue/term`, `party/position/reading`, `type/attribute/word`."""
    declares: bool = False
    literal: bool = True
    """Whether the name is written as it is, so that it can be replaced there."""
    holder: Node | None = None
    loose: bool = False
    """Whether it is a mere text unless there is such a thing."""

    @property
    def name(self) -> str:
        """The last part of the id, which is what the text says."""
        return self.id.rpartition("/")[2]


def mentions(use: Use) -> Iterator[Mention]:
    """The things that a use names: of `issue/term` the issue, and the term."""
    leaf, slot = use.leaf, use.slot
    start, end = leaf.inner
    text, within = leaf.text, slot.within
    if slot.path and "/" in text:
        within, _, text = text.partition("/")
        middle = start + len(within) if leaf.literal else end
        owner = OWNERS[slot.sorts[0]]
        yield Mention(start, middle, (owner,), within, literal=leaf.literal)
        start = middle + 1 if leaf.literal else start
    if not text or (slot.sorts[0] in OWNERS and not within):
        return
    yield Mention(
        start,
        end,
        slot.sorts,
        f"{within}/{text}" if within else text,
        slot.declares,
        leaf.literal,
        use.holder,
        slot.loose,
    )


LISTED: Final[Mapping[Role, Mapping[str, Sort]]] = {
    Role.SOURCES: {"sources": Sort.SOURCE},
    Role.PARTIES: {"parties": Sort.PARTY, "speakers": Sort.SPEAKER, "groups": Sort.GROUP},
    Role.STATEMENTS: {"statements": Sort.STATEMENT},
    Role.ISSUES: {"issues": Sort.ISSUE},
    Role.RULES: {"rules": Sort.RULE},
}
"""Keys of the root under which items say their ids."""
NAMED: Final[Mapping[Role, Mapping[str, tuple[Sort, ...]]]] = {
    Role.PARTIES: {
        "member": (Sort.PARTY,),
        "group": (Sort.GROUP, Sort.PARTY),
        "party": (Sort.PARTY,),
        "also-speaks-for": (Sort.PARTY,),
    },
    Role.STATEMENTS: {"speaker": (Sort.SPEAKER,)},
    Role.POSITIONS: {
        "party": (Sort.PARTY,),
        "held-by": (Sort.PARTY,),
        "statements": (Sort.STATEMENT,),
        "issues": (Sort.ISSUE,),
    },
}
"""Keys of an item that stand before one name or a list of names."""
QUANTIFIERS: Final = ("every", "some", "none")


def entity_types(state: Node | None) -> dict[str, str]:
    """The type of each entity, as `terms/state.yaml` has it."""
    entities = state.get("entities") if isinstance(state, Branch) else None
    return {each.key.text: _text(each.value, "type") for each in _entries(entities)}


def uses(role: Role, root: Node, types: Mapping[str, str]) -> Iterator[Use]:
    """Every name in a file, by kind of place.

    Args:
        role: what the file is.
        root: what it says.
        types: of the entities.
    """
    walk = _Walk(types)
    yield from _ROLES.get(role, _Walk.items)(walk, role, root)
    if role is not Role.SCENARIO:
        yield from _cites(root)


def _cites(node: Node) -> Iterator[Use]:
    match node:
        case Branch(entries=entries):
            for each in entries:
                if each.key.text == "cites":
                    for cited in _entries(each.value):
                        yield Use(cited.key, Slot((Sort.SOURCE,)))
                else:
                    yield from _cites(each.value)
        case Row(items=items):
            for item in items:
                yield from _cites(item)
        case _:
            pass


class _Walk:
    def __init__(self, types: Mapping[str, str]) -> None:
        self.types = types

    # -- files ----------------------------------------------------------------

    def corpus(self, _: Role, root: Node) -> Iterator[Use]:
        yield from _many(_get(root, "at-the-table"), Slot((Sort.PARTY,)))

    def items(self, role: Role, root: Node) -> Iterator[Use]:
        """Files that are lists of items with ids, and no conditions."""
        for each in _entries(root):
            sort = LISTED.get(role, {}).get(each.key.text)
            for item in _items(each.value):
                if sort is not None:
                    yield from _declared(item, Slot((sort,), declares=True))
                yield from self._named(role, item)

    def state(self, _: Role, root: Node) -> Iterator[Use]:
        for kind in _entries(_get(root, "entity-types")):
            yield Use(kind.key, Slot((Sort.ENTITY_TYPE,), declares=True), kind.value)
            for each in _entries(_get(kind.value, "attributes")):
                slot = Slot((Sort.ATTRIBUTE,), kind.key.text, declares=True)
                yield Use(each.key, slot, each.value)
                yield from _domain(each, Sort.VALUE, f"{kind.key.text}/{each.key.text}")
        for each in _entries(_get(root, "entities")):
            yield Use(each.key, Slot((Sort.ENTITY,), declares=True), each.value)
            yield from _many(_get(each.value, "type"), Slot((Sort.ENTITY_TYPE,)))
            yield from _many(_get(each.value, "of"), Slot((Sort.ENTITY,)))
            yield from _set(_get(each.value, "baseline"), _text(each.value, "type"))

    def issues(self, role: Role, root: Node) -> Iterator[Use]:
        yield from self.items(role, root)
        for issue in _items(_get(root, "issues")):
            yield from self.condition(_get(issue, "applies-when"))
            for term in _items(_get(issue, "terms")):
                yield from self._term(_text(issue, "id"), term)

    def _term(self, issue: str, term: Node) -> Iterator[Use]:
        yield from _declared(term, Slot((Sort.TERM,), issue, declares=True))
        name = f"{issue}/{_text(term, 'id')}"
        for each in _entries(_get(term, "parameters")):
            slot = Slot((Sort.PARAMETER,), name, declares=True)
            yield Use(each.key, slot, each.value)
            yield from _domain(each, Sort.ARGUMENT, f"{name}/{each.key.text}")
        yield from _many(_get(term, "statements"), Slot((Sort.STATEMENT,)))
        whoever = Slot((Sort.PARTY, Sort.GROUP, Sort.ENTITY), loose=True)
        for key in ("actor", "object"):
            yield from _many(_get(_get(term, "provision"), key), whoever)
        for effect in _items(_get(term, "effects")):
            kind = _text(effect, "every") or self.types.get(_text(effect, "entity"), "")
            yield from _many(_get(effect, "entity"), Slot((Sort.ENTITY,)))
            yield from _many(_get(effect, "every"), Slot((Sort.ENTITY_TYPE,)))
            yield from self.predicate(_get(effect, "where"), kind)
            yield from self.condition(_get(effect, "when"))
            yield from _set(_get(effect, "set"), kind, blank_of=name)

    def rules(self, role: Role, root: Node) -> Iterator[Use]:
        yield from self.items(role, root)
        for rule in _items(_get(root, "rules")):
            yield from _many(_get(rule, "chosen"), Slot((Sort.TERM,), path=True))
            for key in ("requires", "excludes", "holds"):
                yield from self.condition(_get(rule, key))

    def positions(self, role: Role, root: Node) -> Iterator[Use]:
        for position in _items(_get(root, "positions")):
            party = _text(position, "party")
            name = f"{party}/{_text(position, 'id')}"
            yield from _declared(position, Slot((Sort.POSITION,), party, declares=True))
            yield from self._named(role, position)
            earlier = Slot((Sort.POSITION,), party, path=True)
            yield from _many(_get(position, "supersedes"), earlier)
            for each in _entries(_get(position, "bears-on")):
                yield from _many(each.value, Slot((Sort.TERM,), path=True))
            yield from self.condition(_get(position, "holds"))
            for each in _entries(_get(position, "readings")):
                yield Use(each.key, Slot((Sort.READING,), name, declares=True), each.value)
                yield from self.condition(_get(each.value, "holds"))

    def record(self, _: Role, root: Node) -> Iterator[Use]:
        for section in _entries(root):
            for item in _items(section.value):
                slot = Slot((Sort.ENTRY,), section.key.text, declares=True)
                yield from _declared(item, slot)
                yield from self._recorded(item)

    def _recorded(self, node: Node) -> Iterator[Use]:
        for each in _entries(node):
            nature = RECORDED.get(each.key.text)
            if nature is None:
                for inside in (each.value, *_items(each.value)):
                    yield from self._recorded(inside)
            else:
                sort = Sort(str(nature))
                loose = sort is Sort.SPEAKER
                slot = Slot((sort,), path=sort is Sort.POSITION, loose=loose)
                yield from _many(each.value, slot)

    def scenario(self, _: Role, root: Node) -> Iterator[Use]:
        position = Slot((Sort.POSITION,), path=True)
        yield from _many(_get(root, "at-the-table"), Slot((Sort.PARTY,)))
        for choice in _entries(_get(root, "choices")):
            yield Use(choice.key, Slot((Sort.ISSUE,)))
            picks = _items(choice.value) if isinstance(choice.value, Row) else [choice.value]
            for pick in picks:
                yield from _pick(choice.key.text, pick)
        for each in _entries(_get(root, "readings")):
            yield Use(each.key, position)
            yield from _many(each.value, Slot((Sort.READING,), each.key.text))
        for waiver in _items(_get(root, "waivers")):
            yield from _many(_get(waiver, "position"), position)
        for key in ("crossed", "respected", "open"):
            yield from _many(_get(_get(root, "expect"), key), position)

    def _named(self, role: Role, item: Node) -> Iterator[Use]:
        for key, sorts in NAMED.get(role, {}).items():
            yield from _many(_get(item, key), Slot(sorts))

    # -- conditions -----------------------------------------------------------

    def condition(self, node: Node | None) -> Iterator[Use]:
        counted = _text(node, "of")
        kind = next((_text(node, each) for each in QUANTIFIERS if _text(node, each)), counted)
        kind = kind or self.types.get(_text(node, "entity"), "")
        for each in _entries(node):
            match each.key.text:
                case "chosen":
                    yield from _many(each.value, Slot((Sort.TERM,), path=True))
                case "silent" | "undecided":
                    yield from _many(each.value, Slot((Sort.ISSUE,)))
                case "all" | "any":
                    for part in _items(each.value):
                        yield from self.condition(part)
                case "not" | "if" | "then" | "else":
                    yield from self.condition(each.value)
                case "of" if isinstance(each.value, Row):
                    for part in each.value.items:
                        yield from self.condition(part)
                case "of" | "every" | "some" | "none":
                    yield from _many(each.value, Slot((Sort.ENTITY_TYPE,)))
                case "entity":
                    yield from _many(each.value, Slot((Sort.ENTITY,)))
                case "where" | "holds":
                    yield from self.predicate(each.value, kind)
                case _:
                    pass

    def predicate(self, node: Node | None, kind: str) -> Iterator[Use]:
        for each in _entries(node):
            match each.key.text:
                case "all" | "any":
                    for part in _items(each.value):
                        yield from self.predicate(part, kind)
                case "not":
                    yield from self.predicate(each.value, kind)
                case "id" | "of":
                    yield from _many(each.value, Slot((Sort.ENTITY,)))
                case "member-of":
                    yield from _many(each.value, Slot((Sort.GROUP, Sort.PARTY)))
                case name:
                    yield Use(each.key, Slot((Sort.ATTRIBUTE,), kind))
                    slot = Slot((Sort.VALUE,), f"{kind}/{name}" if kind else "")
                    yield from _many(each.value, slot)
                    for operator in _entries(each.value):
                        yield from _many(operator.value, slot)


_ROLES: Final[Mapping[Role, Callable[[_Walk, Role, Node], Iterator[Use]]]] = {
    Role.CORPUS: _Walk.corpus,
    Role.STATE: _Walk.state,
    Role.ISSUES: _Walk.issues,
    Role.RULES: _Walk.rules,
    Role.POSITIONS: _Walk.positions,
    Role.RECORD: _Walk.record,
    Role.SCENARIO: _Walk.scenario,
}


# -- parts --------------------------------------------------------------------


def _get(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Branch) else None


def _text(node: Node | None, key: str) -> str:
    return node.text(key) if isinstance(node, Branch) else ""


def _entries(node: Node | None) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, Branch) else ()


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Row) else ()


def _many(node: Node | None, slot: Slot) -> Iterator[Use]:
    """The one name, or the names in the list."""
    one: Iterable[Node] = [node] if isinstance(node, Leaf) else _items(node)
    for each in one:
        if isinstance(each, Leaf):
            yield Use(each, slot)


def _declared(item: Node, slot: Slot) -> Iterator[Use]:
    name = _get(item, "id")
    if isinstance(name, Leaf):
        yield Use(name, slot, item)


def _domain(declared: Entry, sort: Sort, within: str) -> Iterator[Use]:
    """The words of an attribute or parameter."""
    yield from _many(_get(declared.value, "values"), Slot((sort,), within, declares=True))
    yield from _many(_get(declared.value, "default"), Slot((sort,), within))


def _set(node: Node | None, kind: str, *, blank_of: str = "") -> Iterator[Use]:
    """Attributes with the values that they get."""
    for each in _entries(node):
        yield Use(each.key, Slot((Sort.ATTRIBUTE,), kind))
        within = f"{kind}/{each.key.text}" if kind else ""
        value = each.value
        if isinstance(value, Leaf) and value.text.startswith("$") and value.literal:
            start, end = value.inner
            blank = Leaf(start + 1, end, value.text[1:])
            yield Use(blank, Slot((Sort.PARAMETER,), blank_of))
        else:
            yield from _many(value, Slot((Sort.VALUE,), within, blank_of=blank_of))


def _pick(issue: str, pick: Node) -> Iterator[Use]:
    """A chosen term, alone or with its parameters."""
    slot = Slot((Sort.TERM,), issue)
    if isinstance(pick, Leaf) and pick.text != SILENT:
        yield Use(pick, slot)
    for each in _entries(pick):
        yield Use(each.key, slot)
        term = f"{issue}/{each.key.text}"
        for given in _entries(each.value):
            yield Use(given.key, Slot((Sort.PARAMETER,), term))
            yield from _many(given.value, Slot((Sort.ARGUMENT,), f"{term}/{given.key.text}"))
