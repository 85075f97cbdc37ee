"""The draft in sentences, one per line, for screen readers and other linear output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.lines import issue_name, term_words
from zopa.answers.wording import range_words
from zopa.model.corpus import VALUE
from zopa_tui.session.engine import Pending
from zopa_tui.views.points import title_of_choice
from zopa_tui.views.text import clean, party_short, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus
    from zopa.questions.options import Marked
    from zopa_tui.session.snapshot import Snapshot

__all__ = ["answer", "changes", "issue_lines", "issues", "positions", "term_line"]


def answer(snapshot: Snapshot) -> str:
    """The answer on deals, in one sentence."""
    verdicts = snapshot.verdicts
    if not verdicts.coherent:
        return "No deal: the draft contradicts a rule."
    if verdicts.deal is True:
        return "Deal: every position is respected."
    if verdicts.deal == "open":
        number = sum(each.verdict == "open" for each in verdicts.verdicts)
        return f"A deal is possible: {several(number, 'position')} open."
    crossed, aside = len(verdicts.crossed()), len(snapshot.left_out)
    words = [f"{crossed} crossed"] if crossed or not aside else []
    more = "more" if crossed else "position" if aside == 1 else "positions"
    words += [f"{aside} {more} in conflict, left out"] if aside else []
    return f"No deal: {'; '.join(words)}."


def issues(corpus: Corpus, snapshot: Snapshot) -> Iterator[str]:
    """A numbered line for each issue."""
    for number, issue in enumerate(map(str, corpus.issues), 1):
        yield clean(f"{number}. {title_of_choice(corpus, snapshot.draft, issue)}")


def issue_lines(corpus: Corpus, snapshot: Snapshot, issue: str) -> Iterator[str]:
    """An issue: its question, its choice, and a line for each term."""
    known = corpus.issues[issue]
    yield clean(known.question)
    yield clean(f"Now: {title_of_choice(corpus, snapshot.draft, issue).partition(': ')[2]}.")
    for number, term in enumerate(map(str, known.terms), 1):
        yield f"{number}. {term_line(corpus, snapshot, issue, term)}"


def term_line(corpus: Corpus, snapshot: Snapshot, issue: str, term: str) -> str:
    """A term: its status in words, and the positions that it would cross."""
    known = corpus.issues[issue]
    title = term_words(corpus, issue, term)
    if known.answer is not None and term == VALUE:
        title = f"a value, {range_words(known.answer)}"
    if term in snapshot.draft.picks(issue):
        return clean(f"chosen: {title}")
    words = _status(_marked(snapshot, issue, term))
    then = snapshot.crossed_with.get((issue, term))
    now = len(snapshot.verdicts.crossed())
    if then is not None and then != now:
        words += f", would cross {then} instead of {now}"
    return clean(f"{words}: {title}")


def _marked(snapshot: Snapshot, issue: str, term: str) -> Marked | None:
    marks = () if isinstance(snapshot.marks, Pending) else snapshot.marks.marks
    return next((each for each in marks if (each.issue, each.term) == (issue, term)), None)


def _status(marked: Marked | None) -> str:
    if marked is None:
        return "status not known yet"
    if marked.mark == "excluded":
        return "excluded by rules" if marked.by == "rules" else "excluded by a position"
    return str(marked.mark)


def positions(corpus: Corpus, snapshot: Snapshot, verdict: str = "") -> Iterator[str]:
    """A line for each position that counts, or for those with the given verdict."""
    for each in snapshot.verdicts.verdicts:
        if verdict in {"", each.verdict}:
            position = each.held.position
            party = party_short(corpus, str(position.party))
            because = [title_of_choice(corpus, snapshot.draft, x) for x in each.because]
            depends = [issue_name(corpus, x) for x in each.hangs_on]
            more = f", because of {'; '.join(because)}" if because else ""
            more += f", depends on {'; '.join(depends)}" if depends else ""
            yield clean(f"{each.verdict}: {party}: {position.title} ({position.id}){more}")


def changes(corpus: Corpus, old: Snapshot, new: Snapshot) -> Iterator[str]:
    """Effects of a change of the draft: choices, verdicts, statuses, and the answer."""
    for issue in map(str, corpus.issues):
        if old.draft.choices.get(issue) != new.draft.choices.get(issue):
            yield clean(f"{title_of_choice(corpus, new.draft, issue)}.")
    before = {each.held.id: str(each.verdict) for each in old.verdicts.verdicts}
    after = {each.held.id: str(each.verdict) for each in new.verdicts.verdicts}
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, "does not count"), after.get(name, "does not count")
        if was != now:
            position = corpus.positions[name]
            party = party_short(corpus, str(position.party))
            yield clean(f"Now {now}, was {was}: {party}: {position.title}.")
    if not isinstance(old.marks, Pending) and not isinstance(new.marks, Pending):
        marks = {(each.issue, each.term): each for each in old.marks.marks}
        changed = [x for x in new.marks.marks if marks[x.issue, x.term].mark != x.mark]
        for status in ("forced", "excluded", "possible"):
            number = sum(each.mark == status for each in changed)
            if number:
                yield f"Now {status}: {several(number, 'term')}."
    yield answer(new)
