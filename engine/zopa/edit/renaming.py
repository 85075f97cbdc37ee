"""Renaming a thing at all of its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.diagnostics import quoted, with_article
from zopa.edit import COMMAND_WORDS
from zopa.files import role_of
from zopa.model.corpus import AGREEMENT, SILENT
from zopa.references.reference_sites import NameOf
from zopa.references.tree import EACH
from zopa.schemas.errors import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.documents import Document
    from zopa.references import Names, Subject
    from zopa.references.reference_sites import Mention

__all__ = ["RefusedError", "Replacement", "applied", "renamable", "renaming"]


BESIDE = {
    NameOf.PARTY: (NameOf.PARTY, NameOf.ENTITY, NameOf.GROUP),
    NameOf.ENTITY: (NameOf.ENTITY, NameOf.PARTY),
    NameOf.GROUP: (NameOf.GROUP, NameOf.PARTY),
    NameOf.ISSUE: (NameOf.ISSUE, NameOf.MILESTONE),
    NameOf.MILESTONE: (NameOf.MILESTONE, NameOf.ISSUE),
}
"""Sorts that share places, or are one thing if they have one id."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """A replacement for the text between two offsets."""

    start: int
    end: int
    text: str


class RefusedError(Exception):
    """The reason why a thing cannot be renamed."""


def renamable(names: Names, path: str, offset: int) -> Mention | None:
    """The name at an offset, if it can be changed; None if there is no name.

    Raises:
        RefusedError: the name cannot be changed.
    """
    mention = names.at(path, offset)
    if mention is None:
        return None
    subjects = names.subjects(mention)
    sort, name = subjects[0]
    if sort in {NameOf.VALUE, NameOf.ARGUMENT}:
        message = f"{quoted(mention.name)} is a value, not an id"
        raise RefusedError(message)
    if EACH in name:
        message = f"{quoted(mention.name)} is written for each entity; edit it where it stands"
        raise RefusedError(message)
    if subjects[0] not in names.declared:
        message = f"no {sort} {quoted(name)} is declared anywhere"
        raise RefusedError(message)
    if name == AGREEMENT and sort in {NameOf.ENTITY, NameOf.ENTITY_TYPE}:
        message = f"{quoted(AGREEMENT)} is what zopa calls the agreement itself"
        raise RefusedError(message)
    return mention


def renaming(
    documents: Mapping[str, Document], names: Names, mention: Mention, new: str
) -> dict[str, list[Replacement]]:
    """The edits that give the subject of a mention another id, by file.

    The caller checks whether the workspace is still correct afterwards.

    Raises:
        RefusedError: the id is invalid, is taken, or cannot be changed everywhere.
    """
    own = mention.id.rpartition("/")[2]
    if EACH in own and new.count(EACH) != 1:
        message = f"{quoted(own)} is made for each entity; keep {quoted(EACH)} in its new id"
        raise RefusedError(message)
    plain = new.replace(EACH, "x") if EACH in own else new
    if not is_id(plain) or new in {SILENT, *COMMAND_WORDS}:
        message = f"{quoted(new)} is not an id: ids are lower-case words joined by hyphens"
        raise RefusedError(message)
    if new == mention.name:
        return {}
    subjects = names.subjects(mention)
    for sort, name in subjects:
        _refuse_taken(names, sort, name, new)
    for path, document in documents.items():
        if role_of(path) is not None and document.root is None:
            message = f"{quoted(path)} cannot be read to its end; mend it first"
            raise RefusedError(message)
    return _edits(documents, names, subjects, new)


def _refuse_taken(names: Names, sort: NameOf, name: str, new: str) -> None:
    owner = name.rpartition("/")[0]
    whole = f"{owner}/{new}" if owner else new
    for each in BESIDE.get(sort, (sort,)):
        if (each, whole) in names.declared:
            path, _ = names.declared[each, whole][0]
            message = (
                f"there is {with_article(each)} {quoted(whole)} already, in {quoted(path)}"
            )
            raise RefusedError(message)


def _edits(
    documents: Mapping[str, Document], names: Names, subjects: Iterable[Subject], new: str
) -> dict[str, list[Replacement]]:
    edits: dict[str, list[Replacement]] = {}
    for path, each in names.of(*subjects):
        written = documents[path].text[each.start : each.end]
        before, _, after = each.id.rpartition("/")[2].partition(EACH)
        made = EACH in each.id and written.startswith(before) and written.endswith(after)
        if not each.literal and not made:
            message = (
                f"{quoted(path)} writes {quoted(each.name)} with an escape; write it plainly"
            )
            raise RefusedError(message)
        entity = written[len(before) : len(written) - len(after)]
        text = new.replace(EACH, entity) if made else new
        edits.setdefault(path, []).append(Replacement(each.start, each.end, text))
    return edits


def applied(text: str, edits: Iterable[Replacement]) -> str:
    """The text after edits that do not overlap."""
    for each in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: each.start] + each.text + text[each.end :]
    return text
