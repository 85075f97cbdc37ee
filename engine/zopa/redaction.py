"""Views: the files of a workspace without the parts that a party may not see.

The files of a view are written again from the remaining content. So nothing in them, not
even the number of a line, depends on hidden content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from zopa.checks.naming import unknown
from zopa.diagnostics import TELLS_HIDDEN, Diagnostic, quoted
from zopa.documents.scalars import written_out
from zopa.files import Role, role_of
from zopa.model import VISIBILITY, may_hide
from zopa.model.conditions import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from zopa.checks.naming import Known
    from zopa.documents.document import Data, Document, Pointer
    from zopa.model.corpus import Corpus

__all__ = [
    "PUBLIC",
    "Confidential",
    "check_readers",
    "check_told",
    "confidential",
    "redacted",
    "sees",
]

PUBLIC: Final = "public"
"""The public view: only content that every reader may see."""
NOTE: Final = "note"
CORPUS: Final = "terms/corpus.yaml"
SCENARIOS: Final = frozenset({Role.SCENARIO, None})
LISTS: Final = {Role.POSITIONS: "positions", Role.STATEMENTS: "statements"}
"""Roles whose items can be hidden one by one, with the key of their list."""


def redacted(files: Mapping[str, Data], viewer: str) -> dict[str, str]:
    """The texts of the files that a party may see.

    What is hidden is left out, notes by themselves too, and so is what names it: in
    `statements`, `supersedes`, waivers, readings and the record. A draft that starts from a
    hidden one is hidden too. Expectations are left out, for they are about the whole
    workspace. The file of the corpus says whose view it is.

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
        shown = hidden.parts(left, "")
        if role in SCENARIOS and "choices" in left:
            shown["choices"] = left[
                "choices"
            ]  # their keys are ids, and nothing in it is hidden
        found[path] = written_out(shown)
    return found


def sees(viewer: str, item: Mapping[str, Data]) -> bool:
    """Whether a viewer may see what says this."""
    said = item.get(VISIBILITY)
    return VISIBILITY not in item or (isinstance(said, list) and viewer in said)


class _Hidden:
    """The content that a party may not see."""

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
        """Hide drafts that start from a hidden one, directly or through others."""
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
        """True if an item with this content is hidden from the party."""
        return not sees(self._viewer, item)

    def left(self, data: Mapping[str, Data], role: Role) -> Iterator[Data]:
        """The items of a file that the party may see."""
        for item in _items(data, LISTS[role]):
            if not self._from(item):
                yield {key: each for key, each in item.items() if key != VISIBILITY}

    def without(self, data: Data, party: str) -> Data:
        """The same without names of hidden items.

        Args:
            data: a value of a file.
            party: the party of the position that contains it; empty outside positions.
        """
        if isinstance(data, list):
            kept = (each for each in data if not self._about_hidden(each))
            return [self.without(each, party) for each in kept]
        return self.parts(data, party) if isinstance(data, dict) else data

    def parts(self, data: Mapping[str, Data], party: str) -> dict[str, Data]:
        """The same of a mapping."""
        party = str(data["party"]) if "party" in data and "kind" in data else party
        found: dict[str, Data] = {}
        for key, value in data.items():
            if note := _restricted(key, value):
                if not self._from(note):
                    found[key] = note["text"]
                continue
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
        """Hidden names at a key; a party's own positions are also named without the party."""
        if key in {"statements", "statement"}:
            return self._statements
        if key in {"positions", "position", "supersedes"}:
            own = f"{party}/"
            mine = {x.removeprefix(own) for x in self._positions if x.startswith(own)}
            return self._positions | mine
        return frozenset()

    def _about_hidden(self, item: Data) -> bool:
        """True if an entry of a list is about a hidden position: a waiver, a step."""
        return isinstance(item, dict) and item.get("position") in self._positions


def _items(data: Mapping[str, Data], key: str) -> Iterable[dict[str, Data]]:
    every = data.get(key)
    return (x for x in every if isinstance(x, dict)) if isinstance(every, list) else ()


# -- texts that reveal hidden content -----------------------------------------

TELLING: Final = 3
"""Least number of words of a text that can reveal hidden content when it is repeated."""
A_NOTE: Final = "a note"


@dataclass(frozen=True, slots=True)
class Confidential:
    """A position, statement or note that not everybody may see."""

    name: str
    seen_by: frozenset[str]
    telling: re.Pattern[str]
    """Texts that reveal it: its id, or its content."""


def confidential(documents: Iterable[Document]) -> tuple[Confidential, ...]:
    """Positions and statements that some parties may not see."""
    found = []
    for document in documents:
        data, role = document.data, role_of(document.path)
        if not isinstance(data, dict) or not may_hide(document.text):
            continue
        listed = LISTS.get(role, "") if role else ""
        whole = _seen_by(None, data) if listed else None
        for item in _items(data, listed):
            seen_by = _seen_by(whole, item)
            if seen_by is None:
                continue
            name = str(item.get("id"))
            names = [name] if re.search(r"[-0-9]", name) else []
            if role is Role.POSITIONS:
                name = f"{item.get('party')}/{name}"
                names.append(name)
            texts = [each.text for each in _prose(item, seen_by)]
            if telling := _telling(texts, names):
                found.append(Confidential(quoted(name), seen_by, telling))
        for each in _prose(data, whole, listed):
            telling = _telling([each.text], ()) if each.noted else None
            if telling and each.seen_by is not None:
                found.append(Confidential(A_NOTE, each.seen_by, telling))
    return tuple(found)


def _telling(texts: Iterable[str], names: Iterable[str]) -> re.Pattern[str] | None:
    """What has one of the names, or the words of one of the texts."""
    every = [each.split() for each in texts]
    blank = r"\s+"
    said = [
        rf"(?<!\w){blank.join(map(re.escape, x))}(?!\w)" for x in every if len(x) >= TELLING
    ]
    called = [rf"(?<![\w/-]){re.escape(each)}(?![\w/-])" for each in names]
    return re.compile("|".join([*called, *said]), re.IGNORECASE) if said or called else None


def check_told(document: Document, hidden: Iterable[Confidential]) -> Iterator[Diagnostic]:
    """Report texts that reveal hidden content to readers: a view keeps texts unchanged."""
    data, role, every = document.data, role_of(document.path), tuple(hidden)
    if not every or not isinstance(data, dict):
        return
    listed = LISTS.get(role, "") if role else ""
    for text in _prose(data, _seen_by(None, data), listed):
        for each in every:
            if text.seen_by is not None and text.seen_by <= each.seen_by:
                continue
            if each.telling.search(text.text):
                yield Diagnostic(
                    TELLS_HIDDEN,
                    document.span(text.pointer),
                    f"text tells of {each.name}, which not all its readers may see",
                    help=("say it otherwise, or hide what says it too",),
                )
                break


def check_readers(corpus: Corpus, document: Document, known: Known) -> Iterator[Diagnostic]:
    """Whoever may see a note exists."""
    for pointer, note in _notes(document.data) if may_hide(document.text) else ():
        said = note[VISIBILITY]
        for number, party in enumerate(said if isinstance(said, list) else ()):
            place = document.span((*pointer, VISIBILITY, number))
            yield from unknown(known, "party", Name(str(party), place), corpus.parties)


def _seen_by(before: frozenset[str] | None, item: Mapping[str, Data]) -> frozenset[str] | None:
    """Parties that may see an item, of those that may see its container; None for everyone."""
    said = item.get(VISIBILITY)
    if VISIBILITY not in item:
        return before
    parties = frozenset(map(str, said)) if isinstance(said, list) else frozenset[str]()
    return parties if before is None else before & parties


@dataclass(frozen=True, slots=True)
class _Prose:
    """A text of several words."""

    pointer: Pointer
    text: str
    seen_by: frozenset[str] | None
    """None is everybody."""
    noted: bool
    """Whether it is a note that says itself who may see it."""


def _prose(
    data: Data,
    seen_by: frozenset[str] | None,
    listed: str = "",
    pointer: Pointer = (),
    *,
    noted: bool = False,
) -> Iterator[_Prose]:
    """Every text of several words.

    Args:
        data: where.
        seen_by: who may see all of it, if nothing else is said.
        listed: under which key things stand that say who may see them.
        pointer: its place.
        noted: whether it is in a note that says who may see it.
    """
    if isinstance(data, str) and len(data.split()) > 1:
        yield _Prose(pointer, data, seen_by, noted)
    elif isinstance(data, dict):
        for key, each in data.items():
            if note := _restricted(key, each):
                yield from _prose(
                    each, _seen_by(seen_by, note), listed, (*pointer, key), noted=True
                )
            else:
                yield from _prose(each, seen_by, listed, (*pointer, key), noted=noted)
    elif isinstance(data, list):
        for place, each in enumerate(data):
            item = pointer == (listed,) and isinstance(each, dict)
            who = _seen_by(seen_by, each) if item and isinstance(each, dict) else seen_by
            yield from _prose(each, who, listed, (*pointer, place), noted=noted)


def _notes(data: Data, pointer: Pointer = ()) -> Iterator[tuple[Pointer, dict[str, Data]]]:
    """The notes that say who may see them, and where they stand."""
    if isinstance(data, dict):
        for key, each in data.items():
            if note := _restricted(key, each):
                yield (*pointer, key), note
            else:
                yield from _notes(each, (*pointer, key))
    elif isinstance(data, list):
        for place, each in enumerate(data):
            yield from _notes(each, (*pointer, place))


def _restricted(key: str, value: Data) -> dict[str, Data] | None:
    """A note that says who may see it; None of anything else."""
    said = key == NOTE and isinstance(value, dict) and {"text", VISIBILITY} <= value.keys()
    return value if said and isinstance(value, dict) else None
