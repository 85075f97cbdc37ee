"""Why things stand as they do: what the pane says of whatever the cursor is on.

Asks the engine, so it runs beside the interface; knows no terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.questions.options import Mark
from zopa_tui import moves
from zopa_tui.session.engine import Pending
from zopa_tui.term_reasons import marked, term_pages
from zopa_tui.views.glyphs import UNICODE, Signs
from zopa_tui.views.points import Point, Reason, choice_point, position_point, why_points
from zopa_tui.views.positions import entity_pages, position_pages
from zopa_tui.words import humanised, issue_name, several

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.model.corpus import Corpus, Issue
    from zopa.questions.outcome import Settled
    from zopa.solving.cancel import Stop
    from zopa_tui.session.locations import Places
    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.targets import Target

__all__ = ["other_reasons", "reason", "title_of"]

MOST_REASONS = 6
"""Minimal reasons that are worth reading."""


def title_of(corpus: Corpus, target: Target) -> str:
    """What is under the cursor, in a few words."""
    match target.kind:
        case "term":
            issue, term = target.parts
            return f"{issue_name(corpus, issue)}: {corpus.issues[issue].terms[term].title}"
        case "issue":
            return corpus.issues[target.id].question
        case "position":
            position = corpus.positions[target.id]
            return f"{corpus.parties[position.party].name}: {position.title}"
        case "entity":
            return corpus.entities[target.id].title or target.id
        case "section":
            return humanised(target.id)


def reason(
    session: Session,
    target: Target,
    places: Places,
    stop: Stop | None = None,
    left: Mapping[tuple[str, str], int] | None = None,
    *,
    signs: Signs = UNICODE,
) -> Reason:
    """Everything worth saying about what the cursor stands on, at the current revision.

    Args:
        session: the work.
        target: what the cursor stands on.
        places: where in the files things stand.
        stop: ends the questions.
        left: deals with each term, as far as they were counted.
        signs: that the terminal can show.

    Raises:
        Stopped: it was told to end first.
    """
    snapshot = session.snapshot
    corpus = session.corpus
    preview: Mapping[tuple[str, str], Settled] = {}
    match target.kind:
        case "term":
            issue, term = target.parts
            known = corpus.issues[issue]
            if term not in snapshot.draft.picks(issue):
                then = moves.with_term(snapshot.draft, known, term)
                preview = session.preview(issue, then.picks(issue), stop)
            found = term_pages(session, snapshot, known, term, places, stop, left, signs)
            pages = list(found)
        case "issue":
            pages = [tuple(_issue(session, snapshot, corpus.issues[target.id], places))]
        case "position":
            pages = list(position_pages(session, snapshot, target.id, places, stop))
        case "entity":
            pages = list(entity_pages(session, target.id, signs))
        case "section":
            pages = [tuple(_section(session, target.id, places))]
    title = title_of(corpus, target)
    kept = tuple(page for page in pages if page)
    return Reason(target, snapshot.revision, title, kept, preview)


def other_reasons(
    session: Session, target: Target, places: Places, stop: Stop | None = None
) -> list[tuple[Point, ...]]:
    """The minimal reasons for a mark beside the one that is given first, a page for each.

    Raises:
        Stopped: it was told to end first.
    """
    snapshot = session.snapshot
    issue, term = target.parts
    mark = marked(snapshot, issue, term)
    if mark is None or mark.mark == Mark.POSSIBLE or term in snapshot.draft.picks(issue):
        return []
    first = session.why(issue, term, stop)
    asked = snapshot.verdicts.scenario, snapshot.verdicts.context
    found = session.engine.reasons(asked, (issue, term), MOST_REASONS, stop)
    others = [
        each
        for each in found
        if first is None
        or {*each.choices, *each.positions} != {*first.choices, *first.positions}
    ]
    number = f"at least {len(found)}" if len(found) == MOST_REASONS else str(len(others) + 1)
    return [
        (
            Point(f"Another minimal reason, {at} of {number}:", style="head"),
            *why_points(session.corpus, snapshot.draft, each, places),
        )
        for at, each in enumerate(others, 2)
    ]


# -- an issue, a section ------------------------------------------------------


def _issue(
    session: Session, snapshot: Snapshot, issue: Issue, places: Places
) -> Iterator[Point]:
    corpus, name = session.corpus, str(issue.id)
    yield choice_point(corpus, snapshot.draft, name, places, "decided")
    if not isinstance(snapshot.marks, Pending):
        marks = [each for each in snapshot.marks.marks if each.issue == name]
        possible = sum(each.mark == Mark.POSSIBLE for each in marks)
        forced = [each.term for each in marks if each.mark == Mark.FORCED]
        words = f"{possible} of {several(len(marks), 'term')} possible"
        if forced:
            words = f"forced: {', '.join(issue.terms[each].title for each in forced)}"
        yield Point(words, "left")
    clauses = snapshot.verdicts.clash
    if clauses is not None and name in clauses.choices:
        for other in clauses.choices:
            yield choice_point(corpus, snapshot.draft, other, places, "clashes")
    for each in snapshot.verdicts.verdicts:
        if name in each.because:
            yield position_point(
                corpus, each.held.position, snapshot.draft, "crossed", "crosses"
            )
        elif name in each.hangs_on:
            yield position_point(corpus, each.held.position, snapshot.draft, "open", "decides")
    if not issue.single:
        yield Point(f"{issue.least} to {issue.most} terms, or silent", "choose")
    if issue.note:
        yield Point(issue.note, "note", "muted")
    for what, why in issue.not_proposed:
        yield Point(f"{humanised(what)}: {why}", "not proposed", "muted")


def _section(session: Session, section: str, places: Places) -> Iterator[Point]:
    issues = [each for each in session.corpus.issues.values() if each.section == section]
    decided = [each for each in issues if str(each.id) in session.draft.choices]
    yield Point(f"{len(decided)} of {several(len(issues), 'issue')} decided", style="head")
    for each in decided:
        yield choice_point(session.corpus, session.draft, str(each.id), places, "decided")
