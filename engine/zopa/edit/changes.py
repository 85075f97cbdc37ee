"""Changes: add, set, remove, rename and move a thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from zopa import Refused
from zopa.diagnostics import did_you_mean, listed, quoted, with_article
from zopa.documents import parse
from zopa.edit import COMMAND_WORDS, HOMES, SEAT, ThingKind, find, order, things
from zopa.edit.renaming import RefusedError, applied, renaming
from zopa.edit.sheet import Sheet
from zopa.files import Role, role_of
from zopa.references import Names, Trees
from zopa.references.reference_sites import NameOf
from zopa.references.tree import EACH
from zopa.schemas import schema_name, with_modeline
from zopa.schemas.errors import is_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from zopa.documents import Data, Document, Pointer
    from zopa.edit import EditedThing

__all__ = [
    "Add",
    "AddAll",
    "Choose",
    "Edit",
    "EditedWorkspace",
    "Move",
    "Remove",
    "Rename",
    "Set",
    "SetComment",
    "refuse_no_id",
    "users",
]


class Edit(Protocol):
    """One change to the content of a workspace."""

    def make(self, desk: EditedWorkspace) -> None:
        """Make it on the desk.

        Raises:
            Refused: it names something that does not exist, or is not possible.
        """


class EditedWorkspace:
    """A workspace under edit, with the files after the edits."""

    def __init__(self, root: Path, documents: Mapping[str, Document]) -> None:
        self.root = root
        self.documents = dict(documents)
        """Files in their present state, by path."""
        self._texts: dict[str, str | None] = {}
        self._trees = Trees()
        self._names: Names | None = None

    def changed(self) -> dict[str, str | None]:
        """The texts of changed files; None for a deleted file."""
        return dict(self._texts)

    def thing(self, kind: ThingKind, name: str) -> EditedThing:
        """The thing of that id.

        Raises:
            Refused: it does not exist.
        """
        found = find(self.documents, kind, name)
        if found is None:
            known = [each.id for each in things(self.documents, kind)]
            near = did_you_mean(name, known)
            help_ = f"did you mean {listed(near)}?" if near else f"zopa list {kind}s names them"
            message = f"no {kind} {quoted(name)}"
            raise Refused(message, help_)
        return found

    def sheet(self, path: str) -> Sheet:
        """A file to edit; store it with `put`.

        Raises:
            Refused: it cannot be read to its end.
        """
        document = self.documents[path]
        if document.root is None:
            message = f"{quoted(path)} cannot be read to its end"
            raise Refused(message, "mend it first: `zopa validate` says how")
        return Sheet(document.text, path, document)

    def put(self, sheet: Sheet) -> None:
        """Store an edited file."""
        self.documents[sheet.path] = sheet.document
        self._texts[sheet.path] = sheet.text

    def write(self, path: str, text: str) -> None:
        """Replace the text of a file, or make the file."""
        self.documents[path] = parse(text, path)
        self._texts[path] = text

    def delete(self, path: str) -> None:
        """Delete a file."""
        del self.documents[path]
        self._texts[path] = None

    def begin(self, path: str, text: str) -> None:
        """Make a file, with the comment for editors if the workspace has schemas.

        Raises:
            Refused: zopa does not read a file of that name.
        """
        role = role_of(path)
        if role is None:
            message = f"{quoted(path)} is not a file that zopa reads"
            raise Refused(message, "files lie in `terms/` and `scenarios/` and end in `.yaml`")
        if (self.root / "schema" / schema_name(role)).is_file():
            text = with_modeline(text, path)
        self.write(path, text)

    def names(self) -> Names:
        """Every name in the files."""
        trees = {
            path: self._trees.of(path, each.text, each) for path, each in self.documents.items()
        }
        self._names = Names(trees, self._names)
        return self._names


# -- add --


@dataclass(frozen=True, slots=True)
class Add:
    """A new thing, at the end of its file or of its owner."""

    kind: ThingKind
    fields: Mapping[str, Data]
    """Its fields, including `id`; written in the order of the schema."""
    owner: str = ""
    """Id of the owner: of a term its issue, of a reading its position."""
    path: str = ""
    """The file; empty for the one with other things of this kind, or a new one."""

    def make(self, desk: EditedWorkspace) -> None:
        """Add it."""
        home = HOMES[self.kind]
        said = self.said(desk)
        name = _text(said.get("id"))
        if not home.key:
            _add_scenario(desk, name, said)
            return
        seated = said.pop(SEAT.key, None) if self.kind is ThingKind.PARTY else None
        if home.named:
            del said["id"]
        if home.owner is not None:
            owner = desk.thing(home.owner, self.owner)
            path, above = owner.path, owner.pointer
            keys = order(home.owner)
        else:
            path, above, keys = self.path or _file_for(desk, self.kind, said), (), ()
        if path not in desk.documents:
            desk.begin(path, f"{home.key}: {'{}' if home.named else '[]'}\n")
        sheet = desk.sheet(path)
        there = sheet.data((*above, home.key))
        if home.named and there is None:
            _add_key(sheet, above, home.key, {name: said}, keys)
        elif there is None:
            _add_key(sheet, above, home.key, [said], keys)
        else:
            sheet.add((*above, home.key), name if home.named else None, said)
        desk.put(sheet)
        if seated is True:
            _seat(desk, name)

    def said(self, desk: EditedWorkspace) -> dict[str, Data]:
        """Its fields, in the order of the schema.

        Raises:
            Refused: it has no id, or one that another thing has.
        """
        if self.kind.standing:
            message = f"a {self.kind} is not added by itself"
            raise Refused(message, "`zopa set` changes what it says")
        said = {key: self.fields[key] for key in order(self.kind) if key in self.fields}
        said |= {key: each for key, each in self.fields.items() if key not in said}
        if not HOMES[self.kind].made_of:
            refuse_no_id(said.get("id"))
        else:
            said.pop("id", None)
        self._refuse_taken(desk)
        return said

    @property
    def whole_id(self) -> str:
        """The id in other files."""
        home, name = HOMES[self.kind], _text(self.fields.get("id"))
        if home.made_of:
            return "/".join(_text(self.fields.get(each)) for each in home.made_of)
        within = self.owner or (_text(self.fields.get(home.within)) if home.within else "")
        return f"{within}/{name}" if within else name

    def _refuse_taken(self, desk: EditedWorkspace) -> None:
        known = find(desk.documents, self.kind, self.whole_id)
        if known is not None:
            there = f"{with_article(self.kind)} {quoted(known.id)}"
            message = f"there is {there} already, in {quoted(known.path)}"
            raise Refused(message, "give another id, or change it with `zopa set`")


def refuse_no_id(name: object) -> None:
    """Refuse a value that cannot be the id of a thing.

    Raises:
        Refused: it is no text, no valid id, or a word with another meaning in YAML.
    """
    if isinstance(name, str) and name in COMMAND_WORDS:
        message = f"{quoted(name)} is a word of zopa's commands"
        raise Refused(message, "add another word to the id")
    if isinstance(name, str) and is_id(name.replace(EACH, "x")):
        return
    message = f"{quoted(str(name))} is not an id"
    if isinstance(name, str) and re.fullmatch("[a-z]+", name):
        raise Refused(message, "YAML readers take that word for a value; add another word")
    raise Refused(message, "ids are lower-case words joined by hyphens")


@dataclass(frozen=True, slots=True)
class AddAll:
    """Several new things, added one after another; each file is read once for all of them."""

    adds: Sequence[Add]

    def make(self, desk: EditedWorkspace) -> None:
        """Add them."""
        left = list(self.adds)
        while left:
            first = left.pop(0)
            first.make(desk)
            home = HOMES[first.kind]
            if not home.key or home.named or home.owner is not None:
                continue
            path, together, left = _with(desk, first, left)
            if together:
                sheet = desk.sheet(path)
                sheet.add_items((home.key,), [each.said(desk) for each in together])
                desk.put(sheet)


def _with(
    desk: EditedWorkspace, first: Add, others: list[Add]
) -> tuple[str, list[Add], list[Add]]:
    """The file of an addition; the others with the same place in it, and the rest."""
    home = HOMES[first.kind]
    files: dict[str, str] = {}
    seen = {first.whole_id}

    def file_of(each: Add) -> str:
        within = _text(each.fields.get(home.within)) if home.within else ""
        if within not in files:
            files[within] = _file_for(desk, first.kind, each.fields)
        return each.path or files[within]

    path = file_of(first)
    together: list[Add] = []
    apart: list[Add] = []
    for each in others:
        alike = each.kind is first.kind and file_of(each) == path and each.whole_id not in seen
        alike = alike and SEAT.key not in each.fields
        (together if alike else apart).append(each)
        seen.add(each.whole_id)
    return path, together, apart


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _seat(desk: EditedWorkspace, party: str) -> None:
    """Put a party at the table."""
    sheet = desk.sheet(desk.thing(ThingKind.CORPUS, ThingKind.CORPUS).path)
    there = sheet.data((SEAT.key,))
    _put(sheet, (), SEAT.key, [*(there if isinstance(there, list) else ()), party])
    desk.put(sheet)


def _add_scenario(desk: EditedWorkspace, name: str, said: dict[str, Data]) -> None:
    path = f"scenarios/{name}.yaml"
    desk.begin(path, "title: new\nchoices: {}\n")
    sheet = desk.sheet(path)
    for key, value in said.items():
        if key in {"title", "choices"}:
            if value:
                _put(sheet, (), key, value, order(ThingKind.SCENARIO))
        elif key != "id":
            _add_key(sheet, (), key, value, order(ThingKind.SCENARIO))
    desk.put(sheet)


def _file_for(desk: EditedWorkspace, kind: ThingKind, said: Mapping[str, Data]) -> str:
    """The file for a new thing without an owner.

    It is the file with other things of the kind, of the same party if the kind has one. It
    is the last of several such files, or else a new file.
    """
    home = HOMES[kind]
    if home.role not in {Role.ISSUES, Role.POSITIONS, Role.RULES}:
        return f"terms/{home.role}.yaml"
    within = home.within and _text(said.get(home.within))
    alike = [
        each.path
        for each in things(desk.documents, kind)
        if not within or each.id.startswith(f"{within}/")
    ]
    if alike:
        return alike[-1]
    if kind is ThingKind.RULE:
        return "terms/rules.yaml"
    return f"terms/{home.role}/{within or home.role}.yaml"


def _add_key(sheet: Sheet, parent: Pointer, key: str, value: Data, keys: Sequence[str]) -> None:
    """Add an entry after those that precede it in the order of files."""
    there = sheet.data(parent)
    earlier = keys[: keys.index(key)] if key in keys else ()
    before = [each for each in there if each in earlier]
    sheet.add(parent, key, value, after=max(before, key=keys.index) if before else None)


# -- set --


@dataclass(frozen=True, slots=True)
class Set:
    """New values for fields of a thing; unchanged values keep their bytes."""

    kind: ThingKind
    id: str
    fields: Mapping[str, Data]
    """New values; None removes a field."""

    def make(self, desk: EditedWorkspace) -> None:
        """Change it."""
        thing = desk.thing(self.kind, self.id)
        sheet = desk.sheet(thing.path)
        for key, value in self.fields.items():
            if key == "id":
                message = "an id is not set"
                raise Refused(message, "`zopa rename` changes it everywhere")
            _put(sheet, thing.pointer, key, value, order(self.kind))
        desk.put(sheet)


def _put(
    sheet: Sheet, parent: Pointer, key: str, value: Data, keys: Sequence[str] = ()
) -> None:
    """Give an entry a value, without touching its unchanged parts."""
    pointer = (*parent, key)
    old = sheet.data(pointer)
    holder = sheet.data(parent)
    if not isinstance(holder, dict) or key not in holder:
        if value is not None:
            _add_key(sheet, parent, key, value, keys)
    elif value is None:
        sheet.remove(pointer)
    elif same(old, value):
        return
    elif isinstance(old, dict) and isinstance(value, dict) and old.keys() & value.keys():
        for inner, each in value.items():
            _put(sheet, pointer, inner, each)
        for inner in [each for each in old if each not in value]:
            sheet.remove((*pointer, inner))
    elif isinstance(old, list) and isinstance(value, list) and _grown(old, value):
        kept = len(_common(old, value))
        for number in reversed([n for n in range(len(old)) if n not in _common(old, value)]):
            sheet.remove((*pointer, number))
        for each in value[kept:]:
            sheet.add(pointer, None, each)
    else:
        sheet.replace(pointer, value)


def same(one: object, two: object) -> bool:
    """True if two values of files are the same, including their types."""
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(same(one[key], two[key]) for key in one)
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(same, one, two))
    return type(one) is type(two) and one == two


def _common(old: list[Any], new: list[Any]) -> list[int]:
    """Indexes of the items of the old list with which the new one begins."""
    kept: list[int] = []
    for number, each in enumerate(old):
        if len(kept) < len(new) and same(each, new[len(kept)]):
            kept.append(number)
    return kept


def _grown(old: list[Any], new: list[Any]) -> bool:
    """True if the new list is the old one with items removed and others added at the end."""
    return bool(_common(old, new))


# -- remove, rename, move --


@dataclass(frozen=True, slots=True)
class Remove:
    """Removal of a thing; refused while others refer to it."""

    kind: ThingKind
    id: str

    def make(self, desk: EditedWorkspace) -> None:
        """Remove it."""
        thing = desk.thing(self.kind, self.id)
        _refuse_standing(self.kind)
        used = users(desk, thing)
        if used:
            places = ", ".join(used[:5]) + (
                f" and {len(used) - 5} more" if len(used) > 5 else ""
            )
            message = f"{self.kind} {quoted(self.id)} is used in {len(used)} places"
            if len(used) == 1:
                message = f"{self.kind} {quoted(self.id)} is used in one place"
            raise Refused(message, f"change that first: {places}")
        if not HOMES[self.kind].key:
            desk.delete(thing.path)
            return
        sheet = desk.sheet(thing.path)
        _take(desk, sheet, thing)


def _refuse_standing(kind: ThingKind) -> None:
    if kind.standing:
        message = f"the {kind} itself is neither removed nor renamed"
        raise Refused(message, "`zopa set` changes what it says")


def _take(desk: EditedWorkspace, sheet: Sheet, thing: EditedThing) -> None:
    """Remove a thing from its file; also remove a collection or file that becomes empty."""
    collection = thing.pointer[:-1]
    sheet.remove(thing.pointer)
    if not sheet.data(collection):
        if len(collection) == 1 and sheet.holds_only(collection[0]):
            desk.delete(thing.path)
            return
        optional = thing.kind not in {
            ThingKind.PARTY,
            ThingKind.SOURCE,
            ThingKind.STATEMENT,
            ThingKind.ISSUE,
            ThingKind.RULE,
            ThingKind.POSITION,
        }
        if len(collection) > 1 or optional:
            sheet.remove(collection)
    desk.put(sheet)


def users(desk: EditedWorkspace, thing: EditedThing) -> list[str]:
    """References to a thing outside its own text, as `file:line`, in order."""
    sort = _sort(thing.kind)
    if sort is None:
        return []
    names = desk.names()
    extent = desk.documents[thing.path].extent(thing.pointer)
    inside = range(extent.start.line, extent.end.line + 1)
    found = []
    for path, each in names.of(*names.subjects_of(sort, thing.id)):
        line = desk.documents[path].text.count("\n", 0, each.start) + 1
        if path != thing.path or line not in inside:
            found.append(f"{path}:{line}")
    return list(dict.fromkeys(found))


def _sort(kind: ThingKind) -> NameOf | None:
    """The kind of its names in texts; None if no text can name it."""
    return NameOf(str(kind)) if str(kind) in set(NameOf) else None


@dataclass(frozen=True, slots=True)
class Rename:
    """New id of a thing, at all of its places."""

    kind: ThingKind
    id: str
    new: str
    """The last part of the id."""

    def make(self, desk: EditedWorkspace) -> None:
        """Rename it."""
        thing = desk.thing(self.kind, self.id)
        _refuse_standing(self.kind)
        if self.kind is ThingKind.SCENARIO:
            self._file(desk, thing)
            return
        names = desk.names()
        sort, known = _sort(self.kind), self.id
        if HOMES[self.kind].role is Role.RECORD:
            sort, known = NameOf.ENTRY, f"{HOMES[self.kind].key}/{self.id}"
        declared = names.declared.get((sort, known)) if sort is not None else None
        if not declared:
            message = f"{self.kind} {quoted(self.id)} cannot be renamed as it is written"
            raise Refused(message, "change it by hand")
        try:
            edits = renaming(desk.documents, names, declared[0][1], self.new)
        except RefusedError as error:
            raise Refused(str(error)) from None
        for path, every in edits.items():
            desk.write(path, applied(desk.documents[path].text, every))

    def _file(self, desk: EditedWorkspace, thing: EditedThing) -> None:
        path = f"scenarios/{self.new}.yaml"
        refuse_no_id(self.new)
        if path in desk.documents:
            message = f"there is a scenario {quoted(self.new)} already"
            raise Refused(message, "take another name")
        text = desk.documents[thing.path].text
        desk.delete(thing.path)
        desk.write(path, text)
        for other in list(things(desk.documents, ThingKind.SCENARIO)):
            if isinstance(other.data, dict) and other.data.get("from") == self.id:
                sheet = desk.sheet(other.path)
                sheet.replace(("from",), self.new)
                desk.put(sheet)


@dataclass(frozen=True, slots=True)
class Move:
    """Move of a thing to another file of its kind, with the comments inside it."""

    kind: ThingKind
    id: str
    path: str

    def make(self, desk: EditedWorkspace) -> None:
        """Move it."""
        home = HOMES[self.kind]
        thing = desk.thing(self.kind, self.id)
        if home.owner is not None or not home.key or role_of(self.path) is not home.role:
            message = f"a {self.kind} cannot be moved to {quoted(self.path)}"
            raise Refused(message, "name a file of the same kind of things")
        if thing.path == self.path:
            return
        sheet = desk.sheet(thing.path)
        lines = sheet.lines_of(thing.pointer)
        _take(desk, sheet, thing)
        if self.path not in desk.documents:
            desk.begin(self.path, f"{home.key}: []\n")
        there = desk.sheet(self.path)
        if there.data((home.key,)) is None:
            there.add((), home.key, [])
        there.add_item((home.key,), thing.data, lines)
        desk.put(there)


# -- choose --


@dataclass(frozen=True, slots=True)
class Choose:
    """The choice of a draft on an issue."""

    scenario: str
    issue: str
    value: Data
    """The choice as a file has it; None leaves the issue undecided."""

    def make(self, desk: EditedWorkspace) -> None:
        """Choose it."""
        thing = desk.thing(ThingKind.SCENARIO, self.scenario)
        desk.thing(ThingKind.ISSUE, self.issue)
        sheet = desk.sheet(thing.path)
        _put(sheet, ("choices",), self.issue, self.value)
        desk.put(sheet)


@dataclass(frozen=True, slots=True)
class SetComment:
    """Lines of comment at the end of a file."""

    path: str
    lines: tuple[str, ...]

    def make(self, desk: EditedWorkspace) -> None:
        """Add them."""
        text = desk.documents[self.path].text
        text += "" if text.endswith("\n") or not text else "\n"
        desk.write(self.path, text + "".join(f"#{' ' if x else ''}{x}\n" for x in self.lines))
