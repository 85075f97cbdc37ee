"""What a party may see of a workspace: its files without what is hidden from it.

The files of a view are written anew from what is left of them, so that nothing in them,
not even the number of a line, depends on what is hidden.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from zopa.diagnostics import Diagnostic, quoted
from zopa.diagnostics.codes import TELLS_HIDDEN
from zopa.documents.scalars import written_out
from zopa.files.layout import Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from zopa.documents.document import Data, Document, Pointer

__all__ = ["PUBLIC", "VISIBILITY", "Confidential", "check_told", "confidential", "redacted"]

PUBLIC: Final = "public"
"""The view of everybody: only what is hidden from nobody."""
VISIBILITY: Final = "visibility"
CORPUS: Final = "terms/corpus.yaml"
LISTS: Final = {Role.POSITIONS: "positions", Role.STATEMENTS: "statements"}
"""Roles of which single things can be hidden, and under which key they stand."""


def redacted(files: Mapping[str, Data], viewer: str) -> dict[str, str]:
    """The texts of the files that a party may see.

    What is hidden is left out, and so is what names it: in `statements`, `supersedes`,
    waivers, readings and the record. A draft that starts from a hidden one is hidden too.
    Expectations are left out, for they are about the whole workspace. The file of the corpus
    says whose view it is.

    Args:
        files: what each file says, by its path.
        viewer: a party, or `public`.
    """
    hidden = _Hidden(files, viewer)
    found = {}
    for path, data in sorted(files.items()):
        if path in hidden.paths or not isinstance(data, dict):
            continue
        left = {key: x for key, x in data.items() if key not in {VISIBILITY, "expect"}}
        if path == CORPUS:
            left["view"] = viewer
        role = role_of(path)
        if role in LISTS:
            left[LISTS[role]] = list(hidden.left(data, role))
            if not left[LISTS[role]]:
                continue
        found[path] = written_out(hidden.without(left, ""))
    return found


class _Hidden:
    """What a party may not see."""

    def __init__(self, files: Mapping[str, Data], viewer: str) -> None:
        self._viewer = viewer
        self.paths: set[str] = set()
        self._positions: set[str] = set()
        self._statements: set[str] = set()
        for path, data in files.items():
            if not isinstance(data, dict):
                continue
            role = role_of(path)
            if self._from(data):
                self.paths.add(path)
            for item in _items(data, LISTS.get(role, "") if role else ""):
                if not (self._from(item) or path in self.paths):
                    continue
                if role is Role.POSITIONS:
                    name = f"{item.get('party')}/{item.get('id')}"
                    self._positions.add(name)
                    self._statements.add(name.replace("/", "-"))
                else:
                    self._statements.add(str(item.get("id")))
        self._hide_drafts(files)

    def _hide_drafts(self, files: Mapping[str, Data]) -> None:
        """Drafts that start from a hidden one, and those that start from them."""
        starts = {
            path: str(data["from"])
            for path, data in files.items()
            if isinstance(data, dict) and role_of(path) in {Role.SCENARIO, None}
            if "from" in data
        }
        more = True
        while more:
            stems = {PurePosixPath(path).stem for path in self.paths}
            found = {path for path, start in starts.items() if start in stems} - self.paths
            self.paths |= found
            more = bool(found)

    def _from(self, item: Mapping[str, Data]) -> bool:
        """Whether what says this is hidden from the party."""
        if VISIBILITY not in item:
            return False
        said = item[VISIBILITY]
        return not (isinstance(said, list) and self._viewer in said)

    def left(self, data: Mapping[str, Data], role: Role) -> Iterator[Data]:
        """The things of a file that the party may see."""
        for item in _items(data, LISTS[role]):
            if not self._from(item):
                yield {key: each for key, each in item.items() if key != VISIBILITY}

    def without(self, data: Data, party: str) -> Data:
        """The same without names of what is hidden.

        Args:
            data: a value of a file.
            party: whose position it is a part of; empty where it is of none.
        """
        if isinstance(data, list):
            kept = (each for each in data if not self._about_hidden(each))
            return [self.without(each, party) for each in kept]
        if not isinstance(data, dict):
            return data
        party = str(data["party"]) if "party" in data and "kind" in data else party
        found: dict[str, Data] = {}
        for key, value in data.items():
            names = self._names(key, party)
            left = value
            if key == "readings" and isinstance(value, dict):
                left = {x: each for x, each in value.items() if x not in self._positions}
            elif isinstance(value, list):
                left = [
                    each for each in value if not isinstance(each, str) or each not in names
                ]
            if (isinstance(value, str) and value in names) or (value and not left):
                continue
            found[key] = self.without(left, party)
        return found

    def _names(self, key: str, party: str) -> AbstractSet[str]:
        """What may not be named at a key; a party's own positions are named without it."""
        if key in {"statements", "statement"}:
            return self._statements
        if key in {"positions", "position", "supersedes"}:
            own = f"{party}/"
            mine = {x.removeprefix(own) for x in self._positions if x.startswith(own)}
            return self._positions | mine
        return frozenset()

    def _about_hidden(self, item: Data) -> bool:
        """Whether an entry of a list is about a hidden position: a waiver, a step."""
        return isinstance(item, dict) and item.get("position") in self._positions


def _items(data: Mapping[str, Data], key: str) -> Iterable[dict[str, Data]]:
    every = data.get(key)
    return (x for x in every if isinstance(x, dict)) if isinstance(every, list) else ()


# -- texts that tell what is hidden -------------------------------------------

TELLING: Final = 3
"""Words that a text has at the least so that another one with it tells what it says."""


@dataclass(frozen=True, slots=True)
class Confidential:
    """A position or statement that not everybody may see."""

    name: str
    seen_by: frozenset[str]
    telling: re.Pattern[str]
    """What in a text tells of it: its id, or what it says."""


def confidential(documents: Iterable[Document]) -> tuple[Confidential, ...]:
    """What the files of terms hide from somebody."""
    found = []
    for document in documents:
        data, role = document.data, role_of(document.path)
        if role not in LISTS or not isinstance(data, dict):
            continue
        for item in _items(data, LISTS[role]):
            seen_by = _seen_by(_seen_by(None, data), item)
            if seen_by is None:
                continue
            name = str(item.get("id"))
            names = [name] if re.search(r"[-0-9]", name) else []
            if role is Role.POSITIONS:
                name = f"{item.get('party')}/{name}"
                names.append(name)
            said = [r"\s+".join(map(re.escape, x)) for x in _texts(item) if len(x) >= TELLING]
            called = [rf"(?<![\w/-]){re.escape(each)}(?![\w/-])" for each in names]
            if said or called:
                telling = re.compile("|".join([*called, *said]), re.IGNORECASE)
                found.append(Confidential(name, seen_by, telling))
    return tuple(found)


def check_told(document: Document, hidden: Iterable[Confidential]) -> Iterator[Diagnostic]:
    """No text tells somebody of what is hidden from them: a view shows texts as they are."""
    data, role, every = document.data, role_of(document.path), tuple(hidden)
    if not every or not isinstance(data, dict):
        return
    whole = _seen_by(None, data)
    listed = LISTS.get(role, "") if role else ""
    readers = dict(enumerate(_seen_by(whole, item) for item in _every(data, listed)))
    for pointer, text in _prose(data):
        seen_by = whole
        if len(pointer) > 1 and pointer[0] == listed and isinstance(pointer[1], int):
            seen_by = readers[pointer[1]]
        for each in every:
            if seen_by is not None and seen_by <= each.seen_by:
                continue
            if each.telling.search(text):
                yield Diagnostic(
                    TELLS_HIDDEN,
                    document.span(pointer),
                    f"text tells of {quoted(each.name)}, which not all its readers may see",
                    help=("say it otherwise, or hide what says it too",),
                )
                break


def _every(data: Mapping[str, Data], key: str) -> Iterator[Mapping[str, Data]]:
    """The entries of a list by their places, also those of the wrong shape."""
    every = data.get(key)
    for each in every if isinstance(every, list) else ():
        yield each if isinstance(each, dict) else {}


def _seen_by(before: frozenset[str] | None, item: Mapping[str, Data]) -> frozenset[str] | None:
    """Who may see what says this, of those who may see what it stands in; None is everybody."""
    said = item.get(VISIBILITY)
    if VISIBILITY not in item:
        return before
    parties = frozenset(map(str, said)) if isinstance(said, list) else frozenset[str]()
    return parties if before is None else before & parties


def _texts(data: Data) -> Iterator[list[str]]:
    for _, text in _prose(data):
        yield text.split()


def _prose(data: Data, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Every text of several words, and where it stands."""
    if isinstance(data, str) and len(data.split()) > 1:
        yield pointer, data
    elif isinstance(data, dict):
        for key, each in data.items():
            yield from _prose(each, (*pointer, key))
    elif isinstance(data, list):
        for place, each in enumerate(data):
            yield from _prose(each, (*pointer, place))
