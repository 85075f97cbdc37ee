"""Places of names in files, with the sorts of names that they can have."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zopa.files import Role
from zopa.model import BOUNDS
from zopa.model.conditions import Operator
from zopa.model.corpus import SILENT
from zopa.model.cross_references import RECORDED, Nature
from zopa.references.tree import EACH, Branch, KeyValue, ListNode, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zopa.references.tree import Declarations, TreeNode

__all__ = [
    "ANSWERED",
    "OWNERS",
    "WHO",
    "Mention",
    "NameOf",
    "Slot",
    "Use",
    "mentions",
    "nature_of",
    "uses",
]


# -- sorts of names --


class NameOf(enum.StrEnum):
    """Sort of a name; equal to the engine's nature if there is one."""

    ISSUE = "issue"
    MILESTONE = "milestone"
    """Milestone, answered like an issue, by its date."""
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
    CONTINGENCY = "contingency"
    ENTRY = "record-entry"
    ATTRIBUTE = "attribute"
    PARAMETER = "parameter"
    READING = "reading"
    VALUE = "value"
    """Value of an attribute."""
    ARGUMENT = "parameter value"
    """Value of a parameter."""
    ANSWER = "answer"
    """Value of an issue, which is no name."""


OWNERS: Final[Mapping[NameOf, NameOf]] = {
    NameOf.TERM: NameOf.ISSUE,
    NameOf.POSITION: NameOf.PARTY,
    NameOf.ATTRIBUTE: NameOf.ENTITY_TYPE,
    NameOf.PARAMETER: NameOf.TERM,
    NameOf.READING: NameOf.POSITION,
    NameOf.VALUE: NameOf.ATTRIBUTE,
    NameOf.ARGUMENT: NameOf.PARAMETER,
    NameOf.ANSWER: NameOf.ISSUE,
}
"""Owner of each sort of name that is unique only within an owner."""


def nature_of(sort: NameOf) -> Nature | None:
    """Return the engine's nature; None if it has no page for it."""
    if sort is NameOf.MILESTONE:
        return Nature.ISSUE
    return Nature(str(sort)) if str(sort) in set(Nature) else None


@dataclass(frozen=True, slots=True)
class Slot:
    """Place for a name."""

    sorts: tuple[NameOf, ...]
    """Possible sorts; the first with such an item counts."""
    within: str = ""
    """Owner of the name, if the place decides it."""
    path: bool = False
    """True if the name can be written with its owner: `issue/term`."""
    declares: bool = False
    loose: bool = False
    """True if any other text is allowed too."""
    blank_of: str = ""
    """Term whose parameters are allowed as `$name`."""


@dataclass(frozen=True, slots=True)
class Use:
    """Name at its place."""

    leaf: Scalar
    slot: Slot
    holder: TreeNode | None = None
    """Declared item, if the use is a declaration."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Part of a text that names one item."""

    start: int
    end: int
    """End offset of the name itself, without quotes and owner."""
    sorts: tuple[NameOf, ...]
    id: str
    """Full id: `issue/term`, `party/position/reading`, `type/attribute/word`."""
    declares: bool = False
    literal: bool = True
    """True if the name is written without escapes, so that it can be replaced."""
    holder: TreeNode | None = None
    loose: bool = False
    """True if it is plain text unless such an item exists."""

    @property
    def name(self) -> str:
        """Last part of the id, as in the text."""
        return self.id.rpartition("/")[2]


def mentions(use: Use, known: Declarations) -> Iterator[Mention]:
    """Yield the items that a use names: of `issue/term` the issue, and the term.

    A generated term (`for-each`) names its entity too.
    """
    leaf, slot = use.leaf, use.slot
    start, end = leaf.inner
    text, within = leaf.text, slot.within
    if slot.path and "/" in text:
        within, _, text = text.partition("/")
        middle = start + len(within) if leaf.literal else end
        owner = OWNERS[slot.sorts[0]]
        yield Mention(start, middle, (owner,), within, literal=leaf.literal)
        start = middle + 1 if leaf.literal else start
    if not text or (slot.sorts[0] in OWNERS and not within) or NameOf.ANSWER in slot.sorts:
        return
    if NameOf.TERM in slot.sorts:
        yield from _of_term(use, known, f"{within}/{text}", start, end)
        return
    if EACH in text:
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


def _of_term(
    use: Use, known: Declarations, path: str, start: int, end: int
) -> Iterator[Mention]:
    """Yield a term, its entity if it was generated, or the member of a set."""
    issue, _, term = path.partition("/")
    plain, declares = use.leaf.literal, use.slot.declares
    entity = known.entity_in(issue, term)
    if entity is not None:
        first = start + entity.start if plain else start
        last = first + len(entity.name) if plain else end
        yield Mention(first, last, WHO, entity.name, literal=plain)
    whole = known.declared(issue, term)
    if known.answers.get(issue) == "set":
        if entity is None:
            yield Mention(start, end, (NameOf.TERM,), path, declares, plain, use.holder)
    elif whole != term:
        yield Mention(start, end, (NameOf.TERM,), f"{issue}/{whole}", literal=False)
    elif declares or EACH not in term:
        yield Mention(start, end, (NameOf.TERM,), path, declares, plain, use.holder)


WHO: Final = (NameOf.ENTITY, NameOf.PARTY)
"""Possible members of a set that are declared outside the issue."""
ANSWERED: Final = (NameOf.ISSUE, NameOf.MILESTONE)
"""Sorts that a draft can answer."""
LISTED: Final[Mapping[Role, Mapping[str, NameOf]]] = {
    Role.SOURCES: {"sources": NameOf.SOURCE},
    Role.PARTIES: {"parties": NameOf.PARTY, "speakers": NameOf.SPEAKER, "groups": NameOf.GROUP},
    Role.STATEMENTS: {"statements": NameOf.STATEMENT},
    Role.ISSUES: {"issues": NameOf.ISSUE},
    Role.RULES: {"rules": NameOf.RULE},
}
"""Keys of the root whose items have ids."""
NAMED: Final[Mapping[Role, Mapping[str, tuple[NameOf, ...]]]] = {
    Role.PARTIES: {
        "member": (NameOf.PARTY,),
        "group": (NameOf.GROUP, NameOf.PARTY),
        "party": (NameOf.PARTY,),
        "also-speaks-for": (NameOf.PARTY,),
    },
    Role.STATEMENTS: {"speaker": (NameOf.SPEAKER,), "visibility": (NameOf.PARTY,)},
    Role.POSITIONS: {
        "party": (NameOf.PARTY,),
        "held-by": (NameOf.PARTY,),
        "visibility": (NameOf.PARTY,),
        "statements": (NameOf.STATEMENT,),
        "issues": ANSWERED,
    },
}
"""Keys of an item with one name or a list of names."""
QUANTIFIERS: Final = ("every", "some", "none")
CONDITIONS: Final[Mapping[str, Slot]] = {
    "chosen": Slot((NameOf.TERM,), path=True),
    "silent": Slot(ANSWERED),
    "undecided": Slot(ANSWERED),
    "issue": Slot(ANSWERED),
    "happens": Slot((NameOf.MILESTONE,)),
    "before": Slot((NameOf.MILESTONE,)),
    "in-case": Slot((NameOf.CONTINGENCY,)),
    "entity": Slot((NameOf.ENTITY,)),
    **{each: Slot((NameOf.ENTITY_TYPE,)) for each in QUANTIFIERS},
}
"""Keys of a condition with one name or a list of names."""
MEMBERS: Final = frozenset({"includes", "includes-all", "includes-any"})
FILTERS: Final = frozenset({"where", "holds"})
"""Keys of filters over entities, unless they contain a condition."""
PARTS: Final = frozenset({"all", "any", "not", "if", "then", "else", "of", "holds"})
"""Keys of inner conditions."""
OPERATORS: Final = frozenset(map(str, Operator))


def uses(role: Role, root: TreeNode, known: Declarations) -> Iterator[Use]:
    """Yield every name in a file, by its place.

    Args:
        role: role of the file.
        root: its tree.
        known: declarations of all files.
    """
    walk = _Walk(known)
    yield from _ROLES.get(role, _Walk.items)(walk, role, root)
    for each in _entries(root):
        if role is not Role.SCENARIO or each.key.text != "choices":
            yield from _readers(each)
    if role is not Role.SCENARIO:
        yield from _cites(root)


def _cites(node: TreeNode) -> Iterator[Use]:
    match node:
        case Branch(entries=entries):
            for each in entries:
                if each.key.text == "cites":
                    for cited in _entries(each.value):
                        yield Use(cited.key, Slot((NameOf.SOURCE,)))
                else:
                    yield from _cites(each.value)
        case ListNode(items=items):
            for item in items:
                yield from _cites(item)
        case _:
            pass


def _readers(said: KeyValue) -> Iterator[Use]:
    """Yield the parties that may see a note, wherever it stands."""
    if said.key.text == "note" and _get(said.value, "text") is not None:
        yield from _many(_get(said.value, "visibility"), Slot((NameOf.PARTY,)))
    for inside in (said.value, *_items(said.value)):
        for each in _entries(inside):
            yield from _readers(each)


class _Walk:
    def __init__(self, known: Declarations) -> None:
        self.known = known
        self.types = known.types

    # -- files ----------------------------------------------------------------

    def corpus(self, _: Role, root: TreeNode) -> Iterator[Use]:
        yield from _many(_get(root, "at-the-table"), Slot((NameOf.PARTY,)))

    def items(self, role: Role, root: TreeNode) -> Iterator[Use]:
        """Yield names in files that are lists of items with ids, without conditions."""
        for each in _entries(root):
            sort = LISTED.get(role, {}).get(each.key.text)
            for item in _items(each.value):
                if sort is not None:
                    yield from _declared(item, Slot((sort,), declares=True))
                yield from self._named(role, item)

    def state(self, _: Role, root: TreeNode) -> Iterator[Use]:
        for kind in _entries(_get(root, "entity-types")):
            yield Use(kind.key, Slot((NameOf.ENTITY_TYPE,), declares=True), kind.value)
            for each in _entries(_get(kind.value, "attributes")):
                slot = Slot((NameOf.ATTRIBUTE,), kind.key.text, declares=True)
                yield Use(each.key, slot, each.value)
                yield from _domain(each, NameOf.VALUE, f"{kind.key.text}/{each.key.text}")
        for each in _entries(_get(root, "entities")):
            yield Use(each.key, Slot((NameOf.ENTITY,), declares=True), each.value)
            yield from _many(_get(each.value, "type"), Slot((NameOf.ENTITY_TYPE,)))
            yield from _many(_get(each.value, "of"), Slot((NameOf.ENTITY,)))
            yield from _set(_get(each.value, "baseline"), _text(each.value, "type"))
        for sort in (NameOf.MILESTONE, NameOf.CONTINGENCY):
            for each in _entries(_get(root, SECTIONS[sort])):
                yield Use(each.key, Slot((sort,), declares=True), each.value)

    def issues(self, role: Role, root: TreeNode) -> Iterator[Use]:
        yield from self.items(role, root)
        for issue in _items(_get(root, "issues")):
            yield from self.condition(_get(issue, "applies-when"))
            answer = _get(issue, "answer")
            yield from _many(_get(answer, "of"), KIND)
            member = Slot((NameOf.TERM,), _text(issue, "id"), declares=True)
            yield from _many(_get(answer, "from"), member)
            yield from self._rests_on(issue)
            for term in _items(_get(issue, "terms")):
                yield from self._term(_text(issue, "id"), term)

    def _term(self, issue: str, term: TreeNode) -> Iterator[Use]:
        yield from _many(_get(term, "for-each"), KIND)
        yield from _declared(term, Slot((NameOf.TERM,), issue, declares=True))
        name = f"{issue}/{_text(term, 'id')}"
        for each in _entries(_get(term, "parameters")):
            slot = Slot((NameOf.PARAMETER,), name, declares=True)
            yield Use(each.key, slot, each.value)
            yield from _domain(each, NameOf.ARGUMENT, f"{name}/{each.key.text}")
        yield from self._rests_on(term)
        yield from _many(_get(term, "lapses-in"), Slot((NameOf.CONTINGENCY,)))
        for effect in _items(_get(term, "effects")):
            entity = _text(effect, "entity")
            kind = _text(term, "for-each") if entity == EACH else self.types.get(entity, "")
            kind = _text(effect, "every") or kind
            yield from _many(_get(effect, "entity"), Slot((NameOf.ENTITY,)))
            yield from _many(_get(effect, "every"), Slot((NameOf.ENTITY_TYPE,)))
            yield from self.predicate(_get(effect, "where"), kind)
            yield from self.condition(_get(effect, "when"))
            yield from _set(_get(effect, "set"), kind, blank_of=name)
            yield from _many(_get(effect, "in-case"), Slot((NameOf.CONTINGENCY,)))
            if _get(effect, "milestone") is not None:
                yield from self._day(effect)

    def _rests_on(self, node: TreeNode) -> Iterator[Use]:
        """Yield statements and provisions of a term, or of an issue without terms."""
        yield from _many(_get(node, "statements"), Slot((NameOf.STATEMENT,)))
        whoever = Slot((NameOf.PARTY, NameOf.GROUP, NameOf.ENTITY), loose=True)
        for said in (_get(node, "provision"), *_items(_get(node, "provisions"))):
            for key in ("actor", "object"):
                yield from _many(_get(said, key), whoever)
            yield from _many(_get(said, "or-else"), Slot((NameOf.CONTINGENCY,), loose=True))

    def rules(self, role: Role, root: TreeNode) -> Iterator[Use]:
        yield from self.items(role, root)
        for rule in _items(_get(root, "rules")):
            yield from _many(_get(rule, "chosen"), Slot((NameOf.TERM,), path=True))
            for key in ("requires", "excludes", "holds"):
                yield from self.condition(_get(rule, key))

    def positions(self, role: Role, root: TreeNode) -> Iterator[Use]:
        for position in _items(_get(root, "positions")):
            party = _text(position, "party")
            name = f"{party}/{_text(position, 'id')}"
            yield from _declared(position, Slot((NameOf.POSITION,), party, declares=True))
            yield from self._named(role, position)
            earlier = Slot((NameOf.POSITION,), party, path=True)
            yield from _many(_get(position, "supersedes"), earlier)
            for each in _entries(_get(position, "bears-on")):
                yield from _many(each.value, Slot((NameOf.TERM,), path=True))
            speaker = _get(_get(position, "says"), "speaker")
            yield from _many(speaker, Slot((NameOf.SPEAKER,)))
            yield from self.condition(_get(position, "holds"))
            for each in _entries(_get(position, "readings")):
                yield Use(each.key, Slot((NameOf.READING,), name, declares=True), each.value)
                yield from self.condition(_get(each.value, "holds"))

    def record(self, _: Role, root: TreeNode) -> Iterator[Use]:
        for section in _entries(root):
            for item in _items(section.value):
                slot = Slot((NameOf.ENTRY,), section.key.text, declares=True)
                yield from _declared(item, slot)
                yield from self._recorded(item)

    def _recorded(self, node: TreeNode) -> Iterator[Use]:
        for each in _entries(node):
            nature = RECORDED.get(each.key.text)
            if nature is None:
                for inside in (each.value, *_items(each.value)):
                    yield from self._recorded(inside)
            else:
                sort = NameOf(str(nature))
                loose = sort is NameOf.SPEAKER
                sorts = ANSWERED if sort is NameOf.ISSUE else (sort,)
                slot = Slot(sorts, path=sort is NameOf.POSITION, loose=loose)
                yield from _many(each.value, slot)

    def scenario(self, _: Role, root: TreeNode) -> Iterator[Use]:
        position = Slot((NameOf.POSITION,), path=True)
        for key in ("at-the-table", "proposed-by", "visibility"):
            yield from _many(_get(root, key), Slot((NameOf.PARTY,)))
        yield from _many(_get(root, "source"), Slot((NameOf.SOURCE,)))
        for choice in _entries(_get(root, "choices")):
            yield Use(choice.key, Slot(ANSWERED))
            yield from self._choice(choice.key.text, choice.value)
        for each in _entries(_get(root, "readings")):
            yield Use(each.key, position)
            yield from _many(each.value, Slot((NameOf.READING,), each.key.text))
        for waiver in _items(_get(root, "waivers")):
            yield from _many(_get(waiver, "position"), position)
        for key in ("crossed", "respected", "open"):
            yield from _many(_get(_get(root, "expect"), key), position)

    def _choice(self, issue: str, said: TreeNode) -> Iterator[Use]:
        """Yield the names in a choice: terms or a value, with or without citations."""
        what = _get(said, "term") or _get(said, "value")
        listed = isinstance(what, ListNode) and len(_entries(said)) == 1
        if listed or _get(said, "cites") is not None:
            # A list in one of the two cannot be a parameter: the citations are yet to come.
            yield from _cites(said)
            for key in ("term", "value"):
                if (inside := _get(said, key)) is not None:
                    yield from self._choice(issue, inside)
            return
        for pick in said.items if isinstance(said, ListNode) else (said,):
            yield from self._pick(issue, pick)

    def _pick(self, issue: str, pick: TreeNode) -> Iterator[Use]:
        """Yield a chosen term, alone or with its parameters."""
        if self.known.valued(issue):
            yield from _many(pick, Slot((NameOf.ANSWER,), issue))
            return
        slot = Slot((NameOf.TERM,), issue)
        if isinstance(pick, Scalar) and pick.text != SILENT:
            yield Use(pick, slot)
        for each in _entries(pick):
            yield Use(each.key, slot)
            term = self._declared_term(issue, each.key.text)
            if isinstance(each.value, Scalar):
                only = self.known.only.get(term, "")
                yield Use(
                    each.value, Slot((NameOf.ARGUMENT,), f"{term}/{only}" if only else "")
                )
                continue
            for given in _entries(each.value):
                if given.key.text in BOUNDS:
                    continue
                yield Use(given.key, Slot((NameOf.PARAMETER,), term))
                word = Slot((NameOf.ARGUMENT,), f"{term}/{given.key.text}")
                yield from _many(given.value, word)

    def _declared_term(self, issue: str, term: str) -> str:
        return f"{issue}/{self.known.declared(issue, term)}"

    def _named(self, role: Role, item: TreeNode) -> Iterator[Use]:
        for key, sorts in NAMED.get(role, {}).items():
            yield from _many(_get(item, key), Slot(sorts))

    # -- conditions -----------------------------------------------------------

    def condition(self, node: TreeNode | None) -> Iterator[Use]:
        if _get(node, "milestone") is not None:
            yield from self._day(node)
            return
        issue = _text(node, "issue")
        compared = issue or _get(node, "quantity") is not None
        for each in _entries(node):
            key = each.key.text
            if key in CONDITIONS:
                yield from _many(each.value, CONDITIONS[key])
            elif key == "with":
                yield from self._given(_text(node, "chosen"), each.value)
            elif key in MEMBERS:
                yield from _many(each.value, Slot((NameOf.TERM,), issue))
            elif key == "quantity" or (compared and key in OPERATORS):
                yield from self._compared(each.value, issue)
            elif key in FILTERS and _get(node, "in-case") is None:
                yield from self.predicate(each.value, self._spoken_of(node))
            elif key == "of" and isinstance(each.value, Scalar):
                yield from _many(each.value, Slot((NameOf.ENTITY_TYPE,)))
            elif key in PARTS:
                inside = each.value
                for part in inside.items if isinstance(inside, ListNode) else (inside,):
                    yield from self.condition(part)

    def _spoken_of(self, node: TreeNode | None) -> str:
        """Return the type of the entities of a condition."""
        named = [_text(node, each) for each in (*QUANTIFIERS, "of")]
        return next(filter(None, named), "") or self.types.get(_text(node, "entity"), "")

    def _compared(self, node: TreeNode, issue: str) -> Iterator[Use]:
        """Yield names in the comparisons of an issue's value or of a quantity."""
        if isinstance(node, Branch):
            yield from self.quantity(node, "")
        elif issue and self.known.valued(issue):
            yield from _many(node, Slot((NameOf.ANSWER,), issue))

    def _given(self, path: str, node: TreeNode) -> Iterator[Use]:
        """Yield parameters of a chosen term, and names in their comparisons."""
        issue, _, name = path.partition("/")
        term = self._declared_term(issue, name)
        for each in _entries(node):
            yield Use(each.key, Slot((NameOf.PARAMETER,), term))
            slot = Slot((NameOf.ARGUMENT,), f"{term}/{each.key.text}")
            yield from _many(each.value, slot)
            for operator in _entries(each.value):
                yield from _many(operator.value, slot)
                yield from self.quantity(operator.value, "")

    def _day(self, node: TreeNode | None) -> Iterator[Use]:
        """Yield a milestone, and names in the conditions on its date."""
        milestone = Slot((NameOf.MILESTONE,))
        for key in ("milestone", "after", "before"):
            yield from _many(_get(node, key), milestone)
        for each in _entries(node):
            if each.key.text in OPERATORS:
                yield from self.quantity(each.value, "")

    def quantity(self, node: TreeNode | None, kind: str) -> Iterator[Use]:
        """Yield names in a number or calculation; `kind` is the type of the entity."""
        if not isinstance(node, Branch):
            return
        of, summed = _get(node, "of"), _get(node, "sum")
        if (parameter := _get(node, "parameter")) is not None:
            issue, _, name = _text(node, "of").partition("/")
            term = self._declared_term(issue, name)
            yield from _many(parameter, Slot((NameOf.PARAMETER,), term))
            yield from _many(of, Slot((NameOf.TERM,), path=True))
        elif (attribute := _get(node, "attribute")) is not None:
            kind = self.types.get(_text(node, "of"), "") or kind
            yield from _many(attribute, Slot((NameOf.ATTRIBUTE,), kind))
            yield from _many(of, Slot((NameOf.ENTITY,)))
        elif isinstance(summed, Scalar):
            over = _text(node, "over")
            yield from _many(summed, Slot((NameOf.ATTRIBUTE,), over))
            yield from _many(_get(node, "over"), Slot((NameOf.ENTITY_TYPE,)))
            yield from self.predicate(_get(node, "where"), over)
        else:
            yield from _many(_get(node, "issue"), Slot(ANSWERED))
            yield from _many(_get(node, "milestone"), Slot((NameOf.MILESTONE,)))
            for each in node.entries:
                for part in (each.value, *_items(each.value)):
                    yield from self.quantity(part, kind)

    def predicate(self, node: TreeNode | None, kind: str) -> Iterator[Use]:
        for each in _entries(node):
            match each.key.text:
                case "all" | "any":
                    for part in _items(each.value):
                        yield from self.predicate(part, kind)
                case "not":
                    yield from self.predicate(each.value, kind)
                case "id" | "of":
                    yield from _many(each.value, Slot((NameOf.ENTITY,)))
                case "member-of":
                    yield from _many(each.value, Slot((NameOf.GROUP, NameOf.PARTY)))
                case name:
                    yield Use(each.key, Slot((NameOf.ATTRIBUTE,), kind))
                    slot = Slot((NameOf.VALUE,), f"{kind}/{name}" if kind else "")
                    yield from _many(each.value, slot)
                    for operator in _entries(each.value):
                        yield from _many(operator.value, slot)
                        yield from self.quantity(operator.value, kind)


KIND: Final = Slot((NameOf.ENTITY_TYPE,), loose=True)
"""Slot of an entity type, or of the word for the parties."""
SECTIONS: Final = {NameOf.MILESTONE: "milestones", NameOf.CONTINGENCY: "contingencies"}
_ROLES: Final[Mapping[Role, Callable[[_Walk, Role, TreeNode], Iterator[Use]]]] = {
    Role.CORPUS: _Walk.corpus,
    Role.STATE: _Walk.state,
    Role.ISSUES: _Walk.issues,
    Role.RULES: _Walk.rules,
    Role.POSITIONS: _Walk.positions,
    Role.RECORD: _Walk.record,
    Role.SCENARIO: _Walk.scenario,
}


# -- parts --------------------------------------------------------------------


def _get(node: TreeNode | None, key: str) -> TreeNode | None:
    return node.get(key) if isinstance(node, Branch) else None


def _text(node: TreeNode | None, key: str) -> str:
    return node.text(key) if isinstance(node, Branch) else ""


def _entries(node: TreeNode | None) -> tuple[KeyValue, ...]:
    return node.entries if isinstance(node, Branch) else ()


def _items(node: TreeNode | None) -> tuple[TreeNode, ...]:
    return node.items if isinstance(node, ListNode) else ()


def _many(node: TreeNode | None, slot: Slot) -> Iterator[Use]:
    """Yield the one name, or the names in the list."""
    one: Iterable[TreeNode] = [node] if isinstance(node, Scalar) else _items(node)
    for each in one:
        if isinstance(each, Scalar):
            yield Use(each, slot)


def _declared(item: TreeNode, slot: Slot) -> Iterator[Use]:
    name = _get(item, "id")
    if isinstance(name, Scalar):
        yield Use(name, slot, item)


def _domain(declared: KeyValue, sort: NameOf, within: str) -> Iterator[Use]:
    """Yield the values of an attribute or parameter."""
    yield from _many(_get(declared.value, "values"), Slot((sort,), within, declares=True))
    yield from _many(_get(declared.value, "default"), Slot((sort,), within))


def _set(node: TreeNode | None, kind: str, *, blank_of: str = "") -> Iterator[Use]:
    """Yield attributes with their new values."""
    for each in _entries(node):
        yield Use(each.key, Slot((NameOf.ATTRIBUTE,), kind))
        within = f"{kind}/{each.key.text}" if kind else ""
        value = each.value
        if isinstance(value, Scalar) and value.text.startswith("$") and value.literal:
            start, end = value.inner
            blank = Scalar(start + 1, end, value.text[1:])
            yield Use(blank, Slot((NameOf.PARAMETER,), blank_of))
        else:
            yield from _many(value, Slot((NameOf.VALUE,), within, blank_of=blank_of))
