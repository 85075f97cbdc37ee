"""Unknown ids, and the findings on them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from zopa.diagnostics import (
    UNKNOWN_ID,
    WRONG_ANSWER,
    Diagnostic,
    Fix,
    Label,
    clip,
    did_you_mean,
    listed,
    quoted,
    with_article,
)
from zopa.files import Place, Span
from zopa.model.conditions import Name
from zopa.model.corpus import MILESTONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zopa.diagnostics import DiagnosticKind
    from zopa.model.corpus import Corpus, Issue, RecordEntry

__all__ = [
    "ANSWERS",
    "VALUED",
    "Declared",
    "Known",
    "brief",
    "check_record",
    "condition_on",
    "inside",
    "labels",
    "names",
    "parted",
    "suggested",
    "unknown",
    "unknown_issue",
    "unknown_position",
    "unknown_term",
]

EVERY = "*"
TWIN = "@"
"""Sign in the ids of entities that only a contingency has; no author writes it."""
HOME = {
    "attribute": "terms/state.yaml",
    "contingency": "terms/state.yaml",
    "entity": "terms/state.yaml",
    "entity type": "terms/state.yaml",
    "group": "terms/parties.yaml",
    "issue": "terms/issues/",
    "member": "terms/issues/",
    "milestone": "terms/state.yaml",
    "parameter": "terms/issues/",
    "party": "terms/parties.yaml",
    "position": "terms/positions/",
    "scenario": "scenarios/",
    "source": "terms/sources.yaml",
    "speaker": "terms/parties.yaml",
    "statement": "terms/statements.yaml",
    "term": "terms/issues/",
}
"""The file or folder that declares each kind of item."""
LONGEST_MESSAGE = 100
MOST_NAMES = 12
PLURALS = {"contingency": "contingencies", "entity": "entities", "party": "parties"}


@dataclass(frozen=True, slots=True)
class Known:
    """Names that exist although the corpus has no value for them."""

    broken: frozenset[tuple[str, str]] = frozenset()
    """Nature (`party`, `entity type` …) and id of items that could not be built; a term is
    written `issue/term`, a position `party/id`. The id `*` covers every id, if a file of
    that nature could not be read at all."""

    def hides(self, nature: str, name: str) -> bool:
        """True if an item of that name may exist."""
        return (nature, name) in self.broken or (nature, EVERY) in self.broken

    def hides_some(self, nature: str, start: str) -> bool:
        """True if an item may exist whose id begins like that."""
        return any(
            nature == each and (name == EVERY or name.startswith(start))
            for each, name in self.broken
        )


class Declared(Protocol):
    """Any item that has an id."""

    @property
    def id(self) -> Name:
        """The id, with its place."""


def brief(*messages: str) -> str:
    """The first message of the allowed length, or the last one, cut in the middle."""
    fitting = (each for each in messages if len(each) <= LONGEST_MESSAGE)
    return next(fitting, clip(messages[-1], LONGEST_MESSAGE))


def labels(name: Name, text: str) -> tuple[Label, ...]:
    """Label of the place of a name, if it has one."""
    return () if name.span is None else (Label(name.span, text),)


def names(things: Iterable[str], *, most: int = MOST_NAMES) -> str:
    """Ids in the form of a list in a line of help."""
    given = list(things)
    every = [quoted(each).strip("`") for each in given[:most]]
    if len(given) > most:
        every.append(f"and {len(given) - most} more")
    return ", ".join(every)


def inside(whole: Name, part: str, start: int) -> Name:
    """A part of a name, with the place of that part if the name is written in one piece.

    Args:
        whole: a name whose span covers all of its text, in quotes or not.
        part: some of its characters.
        start: number of characters before them.
    """
    span = whole.span
    if span is None or span.start.line != span.end.line:
        return Name(part, span)
    match span.end.column - span.start.column - len(whole):
        case 0:
            column = span.start.column + start
        case 2:
            column = span.start.column + start + 1
        case _:
            return Name(part, span)
    line = span.start.line
    return Name(part, Span(span.path, Place(line, column), Place(line, column + len(part))))


def parted(name: Name) -> tuple[Name, Name]:
    """The issue and the term of `issue/term`, both with the place of the whole."""
    issue, _, term = name.partition("/")
    return Name(issue, name.span), Name(term, name.span)


def suggested(
    wrong: Name, near: Iterable[str], *, fixable: bool = True
) -> tuple[tuple[str, ...], tuple[Fix, ...]]:
    """The line of help, if any, and the fix, if only one correction is possible."""
    ways = tuple(near)
    if not ways:
        return (), ()
    way_out = f"did you mean {listed(ways)}?"
    span = wrong.span
    written_plainly = (
        span is not None
        and span.start.line == span.end.line
        and span.end.column - span.start.column == len(wrong)
    )
    if span is None or len(ways) > 1 or not written_plainly or not fixable:
        return (way_out,), ()
    return (way_out,), (Fix(span, ways[0]),)


def unknown(
    known: Known,
    nature: str,
    name: Name,
    declared: Mapping[str, Declared],
    *,
    owner: tuple[str, str] | None = None,
    kind: DiagnosticKind = UNKNOWN_ID,
    fixable: bool = True,
) -> Iterator[Diagnostic]:
    """Report the name unless it exists, or may exist although it could not be built.

    Args:
        known: names of things that could not be built.
        nature: the nature that the name should have.
        name: the reference.
        declared: all items of that nature, by id.
        owner: nature and id of the owner of these items.
        kind: the kind of the finding.
        fixable: True if the place of the name belongs to the name itself.
    """
    whole = f"{owner[1]}/{name}" if owner is not None else str(name)
    if name in declared or known.hides(nature, whole):
        return
    words = _authored(tuple(declared))
    near = did_you_mean(name, words)
    way_out, fixes = suggested(name, near, fixable=fixable)
    plural = PLURALS.get(nature, f"{nature}s")
    if owner is None:
        message = f"there is no {nature} {quoted(name)}"
        related = (
            labels(declared[near[0]].id, f"this is {with_article(nature)}") if near else ()
        )
        heading = plural
    else:
        message = (
            f"{quoted(name)} is not {with_article(nature)} of {owner[0]} {quoted(owner[1])}"
        )
        shown = near[0] if near else next(iter(words), None)
        text = f"{with_article(nature)} of {quoted(owner[1])}"
        related = labels(declared[shown].id, text) if shown is not None else ()
        heading = f"{plural} of {quoted(owner[1])}"
    help_ = list(way_out) or [f"{plural} are declared in {HOME[nature]}"]
    help_.append(f"{heading}: {names(words)}" if words else f"{heading}: none")
    yield Diagnostic(
        kind,
        name.span,
        brief(message),
        label=f"unknown {nature}",
        related=related,
        help=tuple(help_),
        fixes=fixes,
        data={"nature": nature, "id": str(name)},
    )


@lru_cache(maxsize=32)
def _authored(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that an author writes."""
    return tuple(each for each in names if TWIN not in each)


def unknown_issue(
    known: Known, name: Name, issues: Mapping[str, Issue], *, fixable: bool = True
) -> Iterator[Diagnostic]:
    """Report the name unless it is an issue or a milestone, which drafts name alike."""
    if name in issues or known.hides("milestone", name):
        return
    milestones = [each.id for each in issues.values() if each.section == MILESTONES]
    for each in unknown(known, "issue", name, issues, fixable=fixable):
        if not milestones:
            yield each
            continue
        near = did_you_mean(name, list(issues))
        nature = "milestone" if near and near[0] in milestones else "issue"
        others = _authored(tuple(x for x in issues if x not in milestones))
        homes = f"issues are declared in {HOME['issue']}, milestones in {HOME['milestone']}"
        yield replace(
            each,
            message=brief(f"there is no issue or milestone {quoted(name)}"),
            label="unknown issue or milestone",
            related=labels(issues[near[0]].id, f"this is {with_article(nature)}")
            if near
            else (),
            help=(
                each.help[0] if near else homes,
                f"issues: {names(others)}" if others else "issues: none",
                f"milestones: {names(milestones)}",
            ),
        )


def unknown_position(
    corpus: Corpus,
    known: Known,
    name: Name,
    *,
    kind: DiagnosticKind = UNKNOWN_ID,
    fixable: bool = True,
) -> Iterator[Diagnostic]:
    """Report `party/id` if it is not a position; name the first unknown part of the two.

    The text at its place may be `id` alone.
    """
    if name in corpus.positions or known.hides("position", name):
        return
    party, _, short = name.partition("/")
    if party not in corpus.parties:
        written = inside(name, party, 0)
        yield from unknown(known, "party", written, corpus.parties, kind=kind, fixable=fixable)
        return
    written = inside(name, short, len(party) + 1)
    if written.span == name.span:
        written = inside(Name(short, name.span), short, 0)
    yield from unknown(
        known,
        "position",
        written,
        corpus.positions_of.get(party, {}),
        owner=("party", party),
        kind=kind,
        fixable=fixable,
    )


def unknown_term(
    corpus: Corpus, known: Known, issue: Name, term: Name, *, fixable: bool = True
) -> Iterator[Diagnostic]:
    """Report an issue that does not exist, or a term that its issue does not have.

    Both names may have the span of the text `issue/term`, or each its own.
    """
    whole = Name(f"{issue}/{term}", term.span)
    if issue not in corpus.issues:
        name = inside(whole, issue, 0) if issue.span == term.span else issue
        yield from unknown_issue(known, name, corpus.issues, fixable=fixable)
        return
    name = inside(whole, term, len(issue) + 1) if issue.span == term.span else term
    there = corpus.issues[issue]
    if term not in there.terms and (there.answered_by in VALUED or term in {"true", "false"}):
        yield _wrong_answer(there, name)
        return
    kind = "party" if there.members_of == "party" else "entity"
    if there.members_of is not None and known.hides(kind, term):
        return
    nature, owner = ("member", "set") if there.answered_by == "set" else ("term", "issue")
    declared = there.terms
    yield from unknown(known, nature, name, declared, owner=(owner, issue), fixable=fixable)


VALUED: Final = frozenset({"integer", "decimal", "date", "boolean"})
"""Answer types of issues without terms."""
ANSWERS: Final = {
    "": "terms",
    "integer": "a number",
    "decimal": "a number",
    "date": "a date",
    "boolean": "`true` or `false`",
    "set": "a set",
}
"""Words for the answer types of issues, in messages."""


def condition_on(issue: Issue) -> str:
    """The form of a condition on the answer to an issue."""
    match issue.answered_by:
        case "":
            return f"`{{chosen: {issue.id}/TERM}}`"
        case "boolean":
            return f"`{{issue: {issue.id}, is: true}}` or `{{issue: {issue.id}, is: false}}`"
        case "set":
            return f"`{{issue: {issue.id}, includes: MEMBER}}`"
        case "integer" | "decimal" | "date":
            return f"`{{issue: {issue.id}, at-least: …}}`, or another comparison"


def _wrong_answer(issue: Issue, name: Name) -> Diagnostic:
    """Finding on a condition that names a term of an issue that is answered by a value."""
    by = ANSWERS[issue.answered_by]
    return Diagnostic(
        WRONG_ANSWER,
        name.span,
        brief(
            f"issue {quoted(issue.id)} is answered by {by}, not by {quoted(name)}",
            f"the issue is answered by {by}, not by {quoted(name)}",
        ),
        label=f"not {by}" if issue.answered_by else "not a term",
        related=labels(issue.id, "the issue"),
        help=(f"write {condition_on(issue)}",),
        data={"issue": str(issue.id), "answer": issue.answered_by},
    )


# -- the record: shown only, but its names must exist --


QUALIFIED_ID = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)?")
"""Pattern of an id; some keys also take other text, such as a name."""
NATURES = {
    "entities": "entity",
    "entity": "entity",
    "held-by": "party",
    "issue": "issue",
    "issues": "issue",
    "parties": "party",
    "party": "party",
    "position": "position",
    "positions": "position",
    "speaker": "speaker",
    "speakers": "speaker",
    "stated-by": "speaker",
    "statement": "statement",
    "statements": "statement",
    "term": "term",
    "terms": "term",
}
"""The kind of item that the ids at a key name; other keys hold text."""


def check_record(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Check that every id in an entry of the record exists."""
    for entry in corpus.record:
        for nature, name in _references(entry.fields, entry):
            yield from _check(corpus, known, nature, name, own=name.span is not entry.id.span)


def _references(value: object, entry: RecordEntry) -> Iterator[tuple[str, Name]]:
    """Natures and ids anywhere inside a value of the entry."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _references(each, entry)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key == "cites":
            sources = inner if isinstance(inner, dict) else {}
            yield from (("source", _name(each, entry)) for each in sources)
        elif (nature := NATURES.get(key)) is not None:
            several = inner if isinstance(inner, list | tuple) else [inner]
            for each in several:
                if isinstance(each, str) and QUALIFIED_ID.fullmatch(each):
                    yield nature, _name(each, entry)
        else:
            yield from _references(inner, entry)


def _name(text: str, entry: RecordEntry) -> Name:
    """The id with its place, or with that of the entry."""
    span: Span | None = text.span if isinstance(text, Name) else None
    return Name(text, span or entry.id.span)


def _check(
    corpus: Corpus, known: Known, nature: str, name: Name, *, own: bool
) -> Iterator[Diagnostic]:
    """Report the name unless it is known.

    Args:
        corpus: where to look.
        known: names of things that could not be built.
        nature: the nature that the name should have.
        name: the reference.
        own: True if the name has its own place.
    """
    match nature:
        case "position":
            yield from unknown_position(corpus, known, name, fixable=own)
        case "term":
            yield from unknown_term(corpus, known, *parted(name), fixable=own)
        case _:
            yield from unknown(known, nature, name, _declared(corpus, nature), fixable=own)


def _declared(corpus: Corpus, nature: str) -> Mapping[str, Declared]:
    match nature:
        case "entity":
            return corpus.entities
        case "issue":
            return corpus.issues
        case "party":
            return corpus.parties
        case "source":
            return corpus.sources
        case "speaker":
            return corpus.speakers
        case _:
            return corpus.statements
