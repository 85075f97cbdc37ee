"""What a party may see of a workspace: its files without what is hidden from it.

The files of a view are written anew from what is left of them, so that nothing in them,
not even the number of a line, depends on what is hidden.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from zopa.documents.emit import written_out
from zopa.files.layout import Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from zopa.documents.document import Data

__all__ = ["PUBLIC", "VISIBILITY", "redacted"]

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
