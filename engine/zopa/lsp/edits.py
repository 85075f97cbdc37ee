"""Giving a thing another id, everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.diagnostics import Severity, quoted
from zopa.lsp.reference_sites import Sort
from zopa.model.corpus import AGREEMENT, SILENT
from zopa.schemas import role_of
from zopa.schemas.suggestions import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zopa.diagnostics import Diagnostic
    from zopa.lsp.positions import Places
    from zopa.lsp.reference_sites import Mention
    from zopa.lsp.state import Folder, Look
    from zopa.lsp.symbol_table import Names, Subject

__all__ = [
    "Edit",
    "Offer",
    "RefusedError",
    "applied",
    "difference",
    "offers",
    "renamable",
    "rename",
]


BESIDE = {
    Sort.PARTY: (Sort.PARTY, Sort.ENTITY, Sort.GROUP),
    Sort.ENTITY: (Sort.ENTITY, Sort.PARTY),
    Sort.GROUP: (Sort.GROUP, Sort.PARTY),
}
"""Sorts whose ids one place may stand for, or that are one thing when they have one id."""


class RefusedError(Exception):
    """Why a thing cannot be renamed."""


def renamable(names: Names, path: str, offset: int) -> Mention | None:
    """The name at an offset, if it can be changed; None where there is no name.

    Raises:
        RefusedError: it cannot.
    """
    mention = names.at(path, offset)
    if mention is None:
        return None
    subjects = names.subjects(mention)
    sort, name = subjects[0]
    if sort in {Sort.VALUE, Sort.ARGUMENT}:
        message = f"{quoted(mention.name)} is a value, not an id"
        raise RefusedError(message)
    if subjects[0] not in names.declared:
        message = f"no {sort} {quoted(name)} is declared anywhere"
        raise RefusedError(message)
    if name == AGREEMENT and sort in {Sort.ENTITY, Sort.ENTITY_TYPE}:
        message = f"{quoted(AGREEMENT)} is what zopa calls the agreement itself"
        raise RefusedError(message)
    return mention


def rename(
    folder: Folder, look: Look, names: Names, mention: Mention, new: str
) -> dict[str, list[Edit]]:
    """The edits that give what a mention names another id, by file.

    Raises:
        RefusedError: the id is none, is taken, or cannot be changed everywhere.
    """
    if not is_id(new) or new == SILENT:
        message = f"{quoted(new)} is not an id: ids are lower-case words joined by hyphens"
        raise RefusedError(message)
    if new == mention.name:
        return {}
    subjects = names.subjects(mention)
    for sort, name in subjects:
        _refuse_taken(names, sort, name, new)
    for path, document in look.workspace.documents.items():
        if role_of(path) is not None and document.root is None:
            message = f"{quoted(path)} cannot be read to its end; mend it first"
            raise RefusedError(message)
    edits = _edits(names, subjects, new)
    _refuse_harm(folder, look, edits)
    return edits


def _refuse_taken(names: Names, sort: Sort, name: str, new: str) -> None:
    owner = name.rpartition("/")[0]
    whole = f"{owner}/{new}" if owner else new
    for each in BESIDE.get(sort, (sort,)):
        if (each, whole) in names.declared:
            path, _ = names.declared[each, whole][0]
            message = f"there is a {each} {quoted(whole)} already, in {quoted(path)}"
            raise RefusedError(message)


def _edits(names: Names, subjects: Iterable[Subject], new: str) -> dict[str, list[Edit]]:
    edits: dict[str, list[Edit]] = {}
    for path, each in names.of(*subjects):
        if not each.literal:
            message = (
                f"{quoted(path)} writes {quoted(each.name)} with an escape; write it plainly"
            )
            raise RefusedError(message)
        edits.setdefault(path, []).append(Edit(each.start, each.end, new))
    return edits


def _refuse_harm(folder: Folder, look: Look, edits: Mapping[str, list[Edit]]) -> None:
    """Nothing may be wrong afterwards that was not before."""
    texts = {path: applied(look.text(path), every) for path, every in edits.items()}
    after = folder.with_texts(look, texts)
    if _errors(after) > _errors(look):
        known = {each.message for each in look.findings}
        first = next(
            each
            for each in after.findings
            if each.severity is Severity.ERROR and each.message not in known
        )
        message = f"then {first.message}"
        raise RefusedError(message)


def _errors(look: Look) -> int:
    return sum(each.severity is Severity.ERROR for each in look.findings)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits made that do not overlap."""
    for each in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: each.start] + each.text + text[each.end :]
    return text


# -- the fixes of findings, as replacements in a text that an editor can offer --


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement for what stands between two offsets of a text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be done about a finding."""

    finding: Diagnostic
    title: str
    edits: tuple[Edit, ...]
    safe: bool


def offers(look: Look, path: str, places: Places, start: int, end: int) -> Iterator[Offer]:
    """The fixes of what was found in a file between two offsets, both included."""
    for finding in look.findings:
        span = finding.span
        if span is None or span.path != path or not finding.fixes:
            continue
        if any(each.span.path != path for each in finding.fixes):
            continue
        extents = [places.extent(each.span) for each in finding.fixes]
        around = [places.extent(span), *extents]
        if not any(first <= end and start <= last for first, last in around):
            continue
        newline = "\r\n" if "\r\n" in places.text else "\n"
        edits = tuple(
            Edit(*extent, each.text.replace("\r\n", "\n").replace("\n", newline))
            for each, extent in zip(finding.fixes, extents, strict=True)
        )
        yield Offer(finding, _title(finding, places.text, edits), edits, _safe(finding))


def difference(old: str, new: str) -> Edit:
    """The smallest single replacement that makes one text the other."""
    from rapidfuzz.distance import Postfix, Prefix

    start = Prefix.similarity(old, new)
    start -= _halves(old, start) or _halves(new, start)
    same = Postfix.similarity(old[start:], new[start:])
    same -= _halves(old, len(old) - same) or _halves(new, len(new) - same)
    return Edit(start, len(old) - same, new[start : len(new) - same])


def _halves(text: str, offset: int) -> bool:
    """Whether the offset is inside a line break, which is no position for an editor."""
    return text[max(offset - 1, 0) : offset + 1] == "\r\n"


def _safe(finding: Diagnostic) -> bool:
    return all(each.safe for each in finding.fixes)


def _title(finding: Diagnostic, text: str, edits: tuple[Edit, ...]) -> str:
    if len(edits) > 1:
        return finding.help[0] if finding.help else f"mend {finding.kind.name}"
    (edit,) = edits
    old, new = text[edit.start : edit.end], edit.text
    if not new.strip():
        if not old.strip():
            return finding.help[0] if finding.help else f"mend {finding.kind.name}"
        return f"remove {quoted(old.strip())}"
    return f"write {quoted(new)}" + (f" for {quoted(old)}" if old.strip() else "")
