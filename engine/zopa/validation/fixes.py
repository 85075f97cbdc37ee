"""Application of fixes to texts, and long forms with a shorter equivalent."""

from __future__ import annotations

from bisect import bisect, insort
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.diagnostics import LONG_FORM, Diagnostic, Fix, Severity, clip, quoted
from zopa.documents import parse
from zopa.files import Role, Span, role_of
from zopa.model import bounded
from zopa.model.conditions import plain_name
from zopa.model.corpus import ParameterValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zopa.documents import Document, Pointer
    from zopa.files import Place
    from zopa.model.corpus import Attribute, Corpus, Issue, Term
    from zopa.workspace import Workspace

__all__ = [
    "FixedFile",
    "NotSettledError",
    "apply_fixes",
    "fix_all",
    "long_forms",
]


MOST_ROUNDS: Final = 20
"""Number of rounds after which fixes count as undoing each other."""


class NotSettledError(Exception):
    """Fixes lead to new fixes without end."""


@dataclass(frozen=True, slots=True)
class FixedFile:
    """Text with fixes applied."""

    text: str
    applied: int
    """Number of findings with applied fixes; the others overlap with these."""
    unmarked: bool = False
    """True if a fix removed the byte order mark, which is no part of the text."""


def fixable(finding: Diagnostic, *, unsafe: bool = False) -> bool:
    """Return True if all fixes of the finding may be applied and are in its own file."""
    return (
        bool(finding.fixes)
        and finding.span is not None
        and all(unsafe or each.safe for each in finding.fixes)
        and all(each.span.path == finding.span.path for each in finding.fixes)
    )


def apply_fixes(
    text: str, findings: Iterable[Diagnostic], *, unsafe: bool = False
) -> FixedFile:
    """Apply the fixes of one file's findings.

    The fixes of a finding are applied together or not at all. Of overlapping or adjacent fixes
    those of the first finding are applied; run it again for the others. Line breaks are those
    of the file.
    """
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    newline = "\r\n" if "\r\n" in text else "\n"

    def offset(place: Place) -> int:
        if place.line >= len(starts):
            return len(text)
        return min(starts[place.line - 1] + place.column - 1, len(text))

    taken: list[tuple[int, int, str]] = []
    applied, unmarked = 0, False
    for finding in findings:
        if not fixable(finding, unsafe=unsafe):
            continue
        edits = sorted(
            (offset(each.span.start), offset(each.span.end), _lines(each, newline))
            for each in finding.fixes
        )
        if any(_meets(edit, taken) for edit in edits) or any(
            _meet(one, two) for one, two in pairwise(edits)
        ):
            continue
        if any(text[start:end] != new for start, end, new in edits):
            for edit in edits:
                insort(taken, edit)
            applied += 1
        elif all(start == end == 0 for start, end, _ in edits):
            unmarked = True
            applied += 1
    parts: list[str] = []
    done = 0
    for start, end, new in taken:
        parts += (text[done:start], new)
        done = end
    return FixedFile("".join((*parts, text[done:])), applied, unmarked)


def _lines(fix: Fix, newline: str) -> str:
    return fix.text.replace("\r\n", "\n").replace("\n", newline)


def _meets(edit: tuple[int, int, str], others: Sequence[tuple[int, int, str]]) -> bool:
    """Return True if it meets one of the others, which are sorted and disjoint."""
    at = bisect(others, edit)
    return any(_meet(edit, other) for other in others[max(at - 1, 0) : at + 1])


def _meet(one: tuple[int, int, str], two: tuple[int, int, str]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]


def fix_all(
    documents: Mapping[str, Document],
    check: Callable[[Mapping[str, Document]], Sequence[Diagnostic]],
    *,
    unsafe: bool = False,
) -> dict[str, FixedFile]:
    """Apply fixes until none are left, without writing files.

    A file whose YAML the fixes would make worse keeps its text.

    Args:
        documents: the present files.
        check: returns their findings.
        unsafe: True to apply unsafe fixes too.

    Returns:
        New texts of changed files by path, with all applied fixes.

    Raises:
        NotSettledError: fixes undo each other.
    """
    now = dict(documents)
    done: dict[str, FixedFile] = {}
    refused: set[str] = set()
    for _ in range(MOST_ROUNDS):
        by_path: dict[str, list[Diagnostic]] = {}
        for finding in check(now):
            if finding.span is not None and finding.span.path in now:
                by_path.setdefault(finding.span.path, []).append(finding)
        changed = False
        for path, findings in by_path.items():
            if path in refused:
                continue
            fixed = apply_fixes(now[path].text, findings, unsafe=unsafe)
            if not fixed.applied:
                continue
            document = parse(fixed.text, path)
            if _errors(document) > _errors(now[path]):
                refused.add(path)
                continue
            earlier = done.get(path, FixedFile("", 0))
            done[path] = FixedFile(
                fixed.text,
                earlier.applied + fixed.applied,
                earlier.unmarked or fixed.unmarked,
            )
            now[path] = document
            changed = True
        if not changed:
            return done
    raise NotSettledError


def _errors(document: Document) -> int:
    return sum(each.severity is Severity.ERROR for each in document.diagnostics)


# -- long forms with a shorter equivalent --


Json: TypeAlias = Any
CONDITIONS: Final = frozenset({Role.ISSUES, Role.POSITIONS, Role.RULES})
"""Roles of files with conditions."""
LONGEST: Final = 40


def long_forms(workspace: Workspace) -> Iterator[Diagnostic]:
    """Yield each long form with the fix that shortens it, in files without errors.

    Forms with a comment inside are left out, so that all comments stay.
    """
    wrong = {
        each.span.path
        for each in workspace.diagnostics
        if each.span is not None and each.severity is Severity.ERROR
    }
    if not workspace.sound:
        return
    for path, document in workspace.documents.items():
        role = role_of(path) or Role.SCENARIO
        if path in wrong or not isinstance(document.data, dict):
            continue
        if role is Role.SCENARIO:
            yield from _in_scenario(workspace.corpus, document)
        if role is Role.ISSUES:
            yield from _types(workspace.corpus, document)
        if role in CONDITIONS:
            yield from _equal(document, (), document.data)


def _in_scenario(corpus: Corpus, document: Document) -> Iterator[Diagnostic]:
    """Yield values of only parameters, and lists of one term if only one is allowed."""
    choices: Json = document.data
    for name, choice in choices.get("choices", {}).items():
        issue = corpus.issues.get(name)
        if issue is not None:
            yield from _choice(document, issue, ("choices", name), choice)


def _choice(
    document: Document, issue: Issue, pointer: Pointer, choice: Json
) -> Iterator[Diagnostic]:
    if isinstance(choice, dict) and "cites" in choice:
        if "term" in choice:
            yield from _choice(document, issue, (*pointer, "term"), choice["term"])
        return
    if isinstance(choice, list):
        if len(choice) == 1 and issue.single and issue.answered_by != "set":
            yield from _shorter(document, pointer, (*pointer, 0))
            return
        for number, each in enumerate(choice):
            yield from _choice(document, issue, (*pointer, number), each)
        return
    if not isinstance(choice, dict) or bounded(choice):
        return
    for name, given in choice.items():
        term = issue.terms.get(name)
        only = list(term.parameters) if term is not None else []
        if len(only) == 1 and isinstance(given, dict) and list(given) == only:
            yield from _shorter(document, (*pointer, name), (*pointer, name, only[0]))


def _types(corpus: Corpus, document: Document) -> Iterator[Diagnostic]:
    """Yield parameters with the same type as the attribute set from them."""
    issues: Json = document.data
    for number, issue in enumerate(issues.get("issues", ())):
        for place, term in enumerate(issue.get("terms", ())):
            known = corpus.issues[issue["id"]].terms.get(term["id"])
            if known is None or "for-each" in term:
                continue
            for name, declared in term.get("parameters", {}).items():
                if not {"title", "note", "optional", "unspecified"}.isdisjoint(declared):
                    continue
                if declared and _inherits(corpus, known, name):
                    pointer = ("issues", number, "terms", place, "parameters", name)
                    yield from _shorter(document, pointer, None)


def _inherits(corpus: Corpus, term: Term, name: str) -> bool:
    """Return True if the parameter would be the same without a stated type."""
    domain = term.parameters[name].domain
    there = _given_to(corpus, term, name)
    return there is not None and domain == replace(
        there, id=domain.id, fixed=False, default=None, unspecified=False
    )


def _given_to(corpus: Corpus, term: Term, name: str) -> Attribute | None:
    """Return the first attribute that an effect sets to the parameter."""
    for effect in term.effects:
        for attribute, value in effect.sets.items():
            if not isinstance(value, ParameterValue) or value.name != name:
                continue
            kind = effect.every and plain_name(effect.every)
            if effect.entity is not None:
                kind = corpus.entities[plain_name(effect.entity)].type
            return corpus.entity_types[kind].attributes[attribute] if kind else None
    return None


def _equal(document: Document, pointer: Pointer, data: Json) -> Iterator[Diagnostic]:
    """Yield comparisons of attributes and parameters by `is`."""
    steps: Iterable[tuple[Any, Json]] = (
        data.items() if isinstance(data, dict) else enumerate(data)
    )
    for step, inside in steps:
        there = (*pointer, step)
        if not isinstance(inside, dict | list):
            continue
        only = inside.get("is") if isinstance(inside, dict) and len(inside) == 1 else None
        if only is not None and step != "size" and not isinstance(only, dict | list):
            yield from _shorter(document, there, (*there, "is"))
        else:
            yield from _equal(document, there, inside)


def _shorter(
    document: Document, pointer: Pointer, inner: Pointer | None
) -> Iterator[Diagnostic]:
    """Yield a finding that a collection can be replaced by an inner value.

    Args:
        document: the file.
        pointer: place of the collection.
        inner: remaining part of it; None for an empty mapping.
    """
    extent = document.extent(pointer)
    old = document.slice(extent)
    new = "{}" if inner is None else document.slice(document.extent(inner))
    if "#" in old or "\n" in new or new[:1] in {"|", ">"}:
        return
    span, text = extent, new
    if old[:1] not in {"{", "["}:
        # A block begins on the next line: the line break before it is deleted too.
        key = document.key_span(pointer)
        span, text = Span(extent.path, key.end, extent.end), f": {new}"
        if isinstance(pointer[-1], int) or "#" in document.slice(span):
            return
    where = str(pointer[-1] if isinstance(pointer[-1], str) else pointer[-2])
    yield Diagnostic(
        LONG_FORM,
        document.span(pointer),
        f"{quoted(clip(where, LONGEST))} has a shorter form that means the same",
        label="longer than needed",
        help=(f"write {quoted(clip(new, LONGEST))}",),
        fixes=(Fix(span, text),),
    )
