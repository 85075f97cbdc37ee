"""Explanations for the reason pane, for any item under the cursor.

Asks the engine, so it runs in a background thread. Independent of the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.lines import (
    answer_words,
    citation,
    issue_name,
    or_else_words,
    statement_line,
    term_named,
    term_words,
)
from zopa.answers.options import limits, status_meaning, status_of
from zopa.answers.wording import humanised, range_words, values_words
from zopa.model.corpus import VALUE, ParameterValue
from zopa.questions.options import Mark
from zopa_tui.session import draft as moves
from zopa_tui.session.engine import Pending
from zopa_tui.views.positions import (
    Reason,
    ReasonLine,
    choice_point,
    entity_pages,
    position_pages,
    position_point,
    title_of_choice,
    why_points,
)
from zopa_tui.views.text import (
    UNICODE_SIGNS,
    Signs,
    nature_words,
    party_short,
    several,
    value_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.model.corpus import Corpus, Effect, Issue, Scenario, Term
    from zopa.questions.check import Settled
    from zopa.questions.deals import BlankKey
    from zopa.questions.options import Marked, Why
    from zopa.solving import Stop
    from zopa_tui.session.open import Locations
    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.views.positions import Target

__all__ = [
    "marked",
    "other_reasons",
    "reason",
    "term_pages",
    "title_of",
]


MOST_REASONS = 6
"""Maximum number of minimal reasons to show."""


def title_of(corpus: Corpus, target: Target) -> str:
    """Short title of the item under the cursor."""
    match target.kind:
        case "term":
            issue, term = target.parts
            return f"{issue_name(corpus, issue)}: {term_words(corpus, issue, term)}"
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
    places: Locations,
    stop: Stop | None = None,
    left: Mapping[tuple[str, str], int] | None = None,
    *,
    signs: Signs = UNICODE_SIGNS,
    beside: Scenario | None = None,
) -> Reason:
    """The explanation of the item under the cursor, at the current revision.

    Args:
        session: the session.
        target: the item under the cursor.
        places: file and line of each item.
        stop: ends the questions.
        left: number of deals with each term, as far as they are counted.
        signs: symbols that the terminal can show.
        beside: another draft whose choice is shown too.

    Raises:
        Stopped: a stop came before the answer.
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
            known = corpus.issues[target.id]
            pages = [tuple(_issue(session, snapshot, known, places, stop, signs))]
            if beside is not None:
                theirs = title_of_choice(corpus, moves.Draft.of(beside), target.id)
                words = theirs.partition(": ")[2]
                point = ReasonLine(f"{words} in {beside.id}", "beside", "muted")
                pages = [(pages[0][0], point, *pages[0][1:])]
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
    session: Session, target: Target, places: Locations, stop: Stop | None = None
) -> list[tuple[ReasonLine, ...]]:
    """Further minimal reasons for a term's status after the first one, a page for each.

    Raises:
        Stopped: a stop came before the answer.
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
            ReasonLine(f"Another minimal reason, {at} of {number}:", style="head"),
            *why_points(session.corpus, snapshot.draft, each, places),
        )
        for at, each in enumerate(others, 2)
    ]


# -- an issue, a section ------------------------------------------------------


def _issue(  # noqa: PLR0917  # what a reason is made of
    session: Session,
    snapshot: Snapshot,
    issue: Issue,
    places: Locations,
    stop: Stop | None,
    signs: Signs,
) -> Iterator[ReasonLine]:
    corpus, name = session.corpus, str(issue.id)
    yield choice_point(corpus, snapshot.draft, name, places, "decided")
    if issue.answer is not None:
        yield from _numbers(session, snapshot, issue, VALUE, stop)
        yield from _limits(snapshot, corpus, (name, VALUE, VALUE), signs)
        yield ReasonLine(answer_words(corpus, name), "answer", "muted")
    elif not isinstance(snapshot.marks, Pending):
        marks = [each for each in snapshot.marks.marks if each.issue == name]
        possible = sum(each.mark == Mark.POSSIBLE for each in marks)
        forced = [each.term for each in marks if each.mark == Mark.FORCED]
        words = f"{possible} of {several(len(marks), 'term')} possible"
        if forced:
            titles = (term_words(corpus, name, each) for each in forced)
            words = f"forced: {', '.join(titles)}"
        yield ReasonLine(words, "left")
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
    if issue.answered_by == "set":
        yield ReasonLine(answer_words(corpus, name), "answer", "muted")
    elif not issue.single:
        yield ReasonLine(f"{issue.least} to {issue.most} terms, or silent", "choose")
    if issue.note:
        yield ReasonLine(issue.note, "note", "muted")
    for what, why in issue.not_proposed:
        yield ReasonLine(f"{humanised(what)}: {why}", "not proposed", "muted")


def _section(session: Session, section: str, places: Locations) -> Iterator[ReasonLine]:
    issues = [each for each in session.corpus.issues.values() if each.section == section]
    decided = [each for each in issues if str(each.id) in session.draft.choices]
    yield ReasonLine(f"{len(decided)} of {several(len(issues), 'issue')} decided", style="head")
    for each in decided:
        yield choice_point(session.corpus, session.draft, str(each.id), places, "decided")


# -- explanation of a term: status, obligations, statements --


def marked(snapshot: Snapshot, issue: str, term: str) -> Marked | None:
    """The status of a term, or None if it is not known yet."""
    if isinstance(snapshot.marks, Pending):
        return None
    for each in snapshot.marks.marks:
        if (each.issue, each.term) == (issue, term):
            return each
    return None


def term_pages(  # noqa: PLR0917  # what a reason is made of
    session: Session,
    snapshot: Snapshot,
    issue: Issue,
    term: str,
    places: Locations,
    stop: Stop | None,
    left: Mapping[tuple[str, str], int] | None,
    signs: Signs,
) -> Iterator[tuple[ReasonLine, ...]]:
    """Pages on a term: its status with reasons, its content, its statements."""
    known = issue.terms[term]
    named = term_named(session.corpus, str(issue.id), term)
    yield tuple(_term_now(session, snapshot, issue, term, places, stop, left, signs))
    yield tuple(
        _term_says(session.corpus, known, named, places.text("term", f"{issue.id}/{term}"))
    )
    yield tuple(_term_said(session.corpus, known))


def _term_now(  # noqa: PLR0917  # what a reason is made of
    session: Session,
    snapshot: Snapshot,
    issue: Issue,
    term: str,
    places: Locations,
    stop: Stop | None,
    left: Mapping[tuple[str, str], int] | None,
    signs: Signs,
) -> Iterator[ReasonLine]:
    corpus, draft, name = session.corpus, snapshot.draft, str(issue.id)
    known = issue.terms[term]
    mark = marked(snapshot, name, term)
    chosen = term in draft.picks(name)
    count = None if left is None else left.get((name, term))
    deals = ""
    if count:
        left_with_it = f"{signs.several(count, 'deal')} {'is' if count == 1 else 'are'}"
        deals = f" {left_with_it} left with it."
    if chosen:
        asked = issue.answer is not None and term == VALUE
        what = "space changes it, x leaves it undecided." if asked else "space takes it back."
        yield ReasonLine(f"Chosen. {what}", style="head")
        yield from _numbers(session, snapshot, issue, term, stop)
        for each in known.parameters:
            yield from _limits(snapshot, corpus, (name, term, each), signs)
        yield from _crossing(snapshot, corpus, name)
        return
    if mark is None:
        yield ReasonLine("Status pending.", style="muted")
        return
    if mark.mark == Mark.POSSIBLE:
        yield ReasonLine(f"{_status(mark)}{deals}", style="head")
        yield from _numbers(session, snapshot, issue, term, stop)
        yield from _then(session, snapshot, issue, term, stop)
        return
    why = session.why(name, term, stop)
    if mark.mark == Mark.FORCED:
        yield ReasonLine(f"{_status(mark)} F adopts it.", style="forced")
    elif mark.by == "rules":
        yield ReasonLine(_status(mark), style="head")
    else:
        yield ReasonLine(f"{_status(mark)} You can still choose it.", style="crossed")
    yield from _numbers(session, snapshot, issue, term, stop)
    if why is not None:
        yield from why_points(corpus, draft, why, places)
        if mark.mark == Mark.EXCLUDED:
            yield from _ways_out(session, snapshot, issue, term, why, stop)
    if mark.mark == Mark.EXCLUDED and mark.by == "positions":
        yield from _then(session, snapshot, issue, term, stop)


def _status(mark: Marked) -> str:
    words = status_of(mark)
    return f"{words[:1].upper()}{words[1:]}: {status_meaning(mark)}."


def _numbers(
    session: Session, snapshot: Snapshot, issue: Issue, term: str, stop: Stop | None
) -> Iterator[ReasonLine]:
    """Values with a deal for the numbers of a term."""
    parameters = issue.terms[term].parameters
    if isinstance(snapshot.marks, Pending) or not any(
        each.domain.number for each in parameters.values()
    ):
        return
    found = session.engine.feasible(
        snapshot.verdicts.scenario,
        snapshot.verdicts.context,
        {*snapshot.marks.crossed, *snapshot.marks.contended},
        (str(issue.id), term),
        stop,
    )
    for (_, _, name), values in found.items():
        if values:
            words = values_words(parameters[name].domain, values)
            head = "" if issue.answer is not None else f"{name}: "
            yield ReasonLine(f"{head}{words}", "in deals")


def _limits(
    snapshot: Snapshot, corpus: Corpus, blank: BlankKey, signs: Signs
) -> Iterator[ReasonLine]:
    """The values that each party accepts, with the verdict on its position."""
    verdicts = snapshot.verdicts.verdicts
    verdict = {each.held.id: str(each.verdict) for each in verdicts}
    for each in limits(corpus, (x.held for x in verdicts), blank):
        position = each.held.position
        said = verdict[each.held.id]
        words = (
            f"{signs.verdict(said)} {party_short(corpus, str(position.party))}: {each.words}"
        )
        yield ReasonLine(words, "limit", said, nature_words(position))


def _crossing(snapshot: Snapshot, corpus: Corpus, issue: str) -> Iterator[ReasonLine]:
    """The crossed positions that this choice contributes to."""
    crossed = [
        (each, next((cause for cause in each.causes if issue in cause), None))
        for each in snapshot.verdicts.crossed()
    ]
    crossed = [(each, cause) for each, cause in crossed if cause is not None]
    for each, cause in crossed:
        yield position_point(corpus, each.held.position, snapshot.draft, "crossed", "crosses")
        others = [issue_name(corpus, other) for other in cause or () if other != issue]
        if others:
            yield ReasonLine(", ".join(others), "together with", "muted")
    if not crossed and snapshot.verdicts.coherent:
        yield ReasonLine("No position is crossed because of it.")
    clash = snapshot.verdicts.clash
    if clash is not None and issue in clash.choices:
        others = [issue_name(corpus, each) for each in clash.choices if each != issue]
        yield ReasonLine(", ".join(others) or "the rules", "clashes with", "crossed")


def _then(
    session: Session, snapshot: Snapshot, issue: Issue, term: str, stop: Stop | None
) -> Iterator[ReasonLine]:
    """Verdicts that would change if the term were chosen."""
    from zopa.questions.check import Verdict, check

    then = moves.with_term(snapshot.draft, issue, term)
    asked = session.engine.asked(then, session.file.scenario)
    with session.engine.alone(stop) as space:
        checked = check(space, *asked)
    if not checked.coherent:
        yield ReasonLine("Choosing it now would make the draft inconsistent.", style="crossed")
        return
    before = {each.held.id: each.verdict for each in snapshot.verdicts.verdicts}
    changed = False
    for verdict, label in (
        (Verdict.CROSSED, "would cross"),
        (Verdict.RESPECTED, "would respect"),
        (Verdict.OPEN, "would reopen"),
    ):
        for each in checked.verdicts:
            if each.verdict == verdict and before.get(each.held.id) != verdict:
                changed = True
                yield position_point(
                    session.corpus, each.held.position, snapshot.draft, str(verdict), label
                )
    if not changed:
        yield ReasonLine("Choosing it would change no verdict.", style="muted")


def _ways_out(  # noqa: PLR0917  # as above
    session: Session,
    snapshot: Snapshot,
    issue: Issue,
    term: str,
    why: Why,
    stop: Stop | None,
) -> Iterator[ReasonLine]:
    """Choices to clear, each sufficient alone to make the term possible again."""
    from zopa.questions import Question

    if isinstance(snapshot.marks, Pending):
        return
    aside = {*snapshot.marks.crossed, *snapshot.marks.contended}
    for name in why.choices:
        draft = moves.with_term(snapshot.draft.deciding(name, None), issue, term)
        asked = session.engine.asked(draft, session.file.scenario)
        with session.engine.alone(stop) as space:
            question = Question(space, *asked)
            lines = [node for line, node in question.lines.items() if line not in aside]
            possible = question.possible(lines)
        if possible:
            yield ReasonLine(
                f"clear {issue_name(session.corpus, name)} (x on it), and this is possible",
                "to have it",
            )


def _term_says(corpus: Corpus, term: Term, named: str, place: str) -> Iterator[ReasonLine]:
    """Content of a term: obligations, parameters and effects."""
    yield ReasonLine(named, "term", "head", place)
    for said in term.provisions:
        words = (" and ".join(said.actor), said.bound, said.aim, ", ".join(said.object))
        yield ReasonLine(" ".join(each for each in words if each), "obliges")
        if said.condition:
            yield ReasonLine(said.condition, "on condition")
        if said.or_else:
            yield ReasonLine(or_else_words(corpus, said), "or else")
    for name, each in term.parameters.items():
        values = range_words(each.domain)
        if name == VALUE:
            yield ReasonLine(values, "answer")
        else:
            yield ReasonLine(f"{name}: {values}", "parameter")
    for effect in term.effects:
        if not effect.derived:
            yield ReasonLine(_effect(effect), "sets")
    if term.note:
        yield ReasonLine(term.note, "note", "muted")


def _effect(effect: Effect) -> str:
    whom = humanised(effect.entity) if effect.entity else f"every {effect.every}"
    if effect.where is not None:
        whom += " that fits"
    values = ", ".join(
        f"{name} = "
        + (f"${value.name}" if isinstance(value, ParameterValue) else value_words(value))
        for name, value in effect.sets.items()
    )
    return f"{whom}: {values}"


def _term_said(corpus: Corpus, term: Term) -> Iterator[ReasonLine]:
    mentioned = "implied: nobody said it in these words" if term.mentioned == "implied" else ""
    yield ReasonLine(mentioned or "said by:", "sources", "head", citation(corpus, term.cites))
    for name in term.statements:
        if name in corpus.statements:
            said = corpus.statements[name]
            who = statement_line(corpus, said).split(",")[0]
            yield ReasonLine(said.text, who, "", name, ("statement", str(name)))
