"""Line mode, for screen readers: the user types a line, zopa prints lines.

It draws nothing, never overwrites output, and writes every status as a word.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import sys
from typing import TYPE_CHECKING

from zopa.answers.lines import issue_name, term_words
from zopa.answers.repair import change_words
from zopa.answers.wording import range_words
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.model.corpus import VALUE
from zopa.solving import Stop, Stopped
from zopa.writers import Style
from zopa.writers.terminal import page_text
from zopa_tui.session import repairing
from zopa_tui.session.autosave import Journal
from zopa_tui.session.draft import read_given
from zopa_tui.session.engine import Pending
from zopa_tui.session.open import begin, scenario_path
from zopa_tui.session.questions import BUDGETS, asked_pages
from zopa_tui.session.scenario_file import Failed, Saved
from zopa_tui.views.positions import title_of_choice
from zopa_tui.views.text import clean, party_short, several

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from zopa.model.corpus import Corpus
    from zopa.questions.options import Marked
    from zopa_tui.session.engine import Snapshot
    from zopa_tui.session.questions import AskedName
    from zopa_tui.session.repairing import Ways
    from zopa_tui.session.session import NotDone, Session

__all__ = [
    "COMMANDS",
    "LinearMode",
    "answer",
    "changes",
    "issues",
    "positions",
    "run",
]


WAIVED_FOR = dt.timedelta(days=14)
WIDTH = 100
"""Width of a printed page, in cells."""
COMMANDS = {
    "issues": "list the issues, each with its number",
    "issue": "go to an issue by its number or a part of its name, and list its terms",
    "choose": "choose a term of the issue by its number, or take it back",
    "set": "give the issue a number or a date, such as: set 520, or: set at most 500",
    "silent": "have the agreement say nothing on the issue",
    "clear": "leave the issue undecided",
    "answer": "say whether there is a deal",
    "why": "list the crossed positions with the choices behind them; why 2: of a term",
    "positions": "list all positions with their verdicts",
    "repair": "list the nearest deals; repair 1 takes the first one over",
    "coalitions": "list which parties can agree with each other; coalitions all: more",
    "robustness": "count the combinations of assumptions with a deal; robustness all: more",
    "undo": "take the last step back",
    "redo": "do it again",
    "day": "ask as of another day, such as: day 2025-08-18",
    "reading": "read a position in its next way: reading PARTY/POSITION",
    "waive": "suppose that a position were dropped: waive PARTY/POSITION, then the reason",
    "keep": "keep day, readings and waivers in the file",
    "drafts": "list the drafts",
    "open": "open a draft by its name; new for an empty one",
    "save": "save the draft; save NAME saves it as another one",
    "compare": "say how the draft differs from another one: compare NAME",
    "help": "list the commands",
    "quit": "leave; quit twice where something is not saved",
}
"""The commands; any prefix that identifies one command is enough."""


class LinearMode:
    """A session in line mode."""

    def __init__(self, root: Path, scenario: Path | None, *, sample: bool = False) -> None:
        self._root, self._sample = root, sample
        self._start = begin(root, scenario, sample=sample)
        self._here: str | None = None
        self._ways: Ways | None = None
        self._warned = False
        self._journal: Journal | None = None
        self.over = False
        """True once the end was requested."""
        self._prepare()

    def _prepare(self) -> None:
        session = self.session
        session.engine.patience = math.inf
        if isinstance(pending := session.snapshot.marks, Pending):
            answer = session.find_marks(pending, Stop())
            if answer is not None:
                session.adopt(answer)
        self.leave(keep=False)
        where = session.file.path or self._root / "scenarios" / "new.yaml"
        with contextlib.suppress(OSError):
            self._journal = Journal(where)
            self._journal.follow(session)
        self._here = next(map(str, self.session.corpus.issues), None)

    @property
    def session(self) -> Session:
        """The session of the current draft."""
        return self._start.session

    def leave(self, *, keep: bool) -> None:
        """Stop recording unsaved work; `zopa tui` offers the kept part."""
        if self._journal is not None:
            self._journal.close(keep=keep and not self.session.snapshot.saved)
            self._journal = None

    def greet(self) -> Iterator[str]:
        """The first lines: title, decided issues, date and answer."""
        if self._start.why:
            yield clean(f"{self._start.why}.")
        file, snapshot = self.session.file, self.session.snapshot
        decided = len(snapshot.draft.choices)
        yield clean(f"{file.scenario.title or file.scenario.id}.")
        yield (
            f"{decided} of {several(len(self.session.corpus.issues), 'issue')} decided,"
            f" as of {snapshot.verdicts.context.as_of}."
        )
        if snapshot.verdicts.context.configured:
            yield f"{snapshot.verdicts.context.configured}."
        yield answer(snapshot)
        yield "Type help for the commands."

    def said(self, line: str) -> Iterator[str]:
        """The lines that answer a typed line."""
        word, _, rest = " ".join(line.split()).partition(" ")
        if not word:
            return
        fits = [each for each in COMMANDS if each.startswith(word.lower())]
        name = word.lower() if word.lower() in COMMANDS else fits[0] if len(fits) == 1 else ""
        if name != "quit":
            self._warned = False
        if word.isdecimal():
            name, rest = "choose", word
        if not name:
            near = fits or did_you_mean(word.lower(), COMMANDS)
            yield f"No command {quoted(word)}" + (f"; {listed(near)}?" if near else ".")
            return
        if not self.session.corpus.issues and name not in {"help", "open", "quit", "drafts"}:
            yield "The files have errors: zopa validate lists them."
            return
        yield from getattr(self, f"_{name}")(rest)

    # -- going about --

    def _help(self, _: str) -> Iterator[str]:
        for name, words in COMMANDS.items():
            yield f"{name}: {words}."
        yield "A number alone chooses that term of the issue."

    def _issues(self, _: str) -> Iterator[str]:
        yield from issues(self.session.corpus, self.session.snapshot)

    def _named(self, text: str) -> str | None:
        names = list(map(str, self.session.corpus.issues))
        if text.isdecimal():
            return names[int(text) - 1] if 0 < int(text) <= len(names) else None
        wanted = text.casefold()
        corpus = self.session.corpus
        titles = {each: f"{each} {issue_name(corpus, each)}".casefold() for each in names}
        return next((each for each in names if wanted in titles[each]), None)

    def _issue(self, text: str) -> Iterator[str]:
        found = self._named(text) if text else self._here
        if found is None:
            yield "No such issue; issues lists them."
            return
        self._here = found
        yield from self._terms_said()

    def _terms_said(self) -> Iterator[str]:
        if self._here is not None:
            self._find_crossed(self._here)
            yield from issue_lines(self.session.corpus, self.session.snapshot, self._here)

    def _find_crossed(self, issue: str) -> None:
        session, now = self.session, self.session.snapshot
        if now.verdicts.coherent:
            found = session.find_crossed_with(now, [issue], math.inf, Stop())
            session.learn_crossed_with(now.revision, found)

    def _answer(self, _: str) -> Iterator[str]:
        yield answer(self.session.snapshot)

    def _positions(self, _: str) -> Iterator[str]:
        yield from positions(self.session.corpus, self.session.snapshot)

    def _why(self, text: str) -> Iterator[str]:
        session = self.session
        if not text:
            found = list(positions(session.corpus, session.snapshot, "crossed"))
            yield from found or ["No position is crossed."]
            return
        if (term := self._term(text)) is None or self._here is None:
            yield "No such term of the issue."
            return
        from zopa_tui.views.positions import Target
        from zopa_tui.views.reasons import reason

        target = Target.term(self._here, term)
        found_reason = reason(session, target, self._start.places)
        yield from (clean(each) for each in found_reason.text().splitlines() if each.strip())

    # -- changing the draft --

    def _changed(self, do: Callable[[], NotDone | str | None]) -> Iterator[str]:
        before = self.session.snapshot
        refused = do()
        if refused is not None and not isinstance(refused, str):
            yield clean(f"Not done: {refused.reason}.")
            return
        yield from self._told(before)

    def _told(self, before: Snapshot) -> Iterator[str]:
        after = self.session.snapshot
        if after.draft == before.draft:
            yield "Nothing changed."
        else:
            yield from changes(self.session.corpus, before, after)

    def _term(self, text: str) -> str | None:
        terms = (
            list(map(str, self.session.corpus.issues[self._here].terms)) if self._here else []
        )
        if text.isdecimal():
            return terms[int(text) - 1] if 0 < int(text) <= len(terms) else None
        return text if text in terms else None

    def _choose(self, text: str) -> Iterator[str]:
        term, issue = self._term(text), self._here
        if term is None or issue is None:
            yield "No such term of the issue; issue lists them."
        elif term == VALUE and self.session.corpus.issues[issue].answer is not None:
            yield "It is a number or a date: type set and the value."
        else:
            yield from self._changed(lambda: self.session.choose(issue, term))

    def _set(self, text: str) -> Iterator[str]:
        issue = self._here
        if issue is None:
            return
        known, draft = self.session.corpus.issues[issue], self.session.draft
        if (domain := known.answer) is not None:
            value = read_given(text, domain)
            yield from self._changed(lambda: self.session.answer(issue, value))
            return
        for term in draft.picks(issue):
            for name, each in known.terms[term].parameters.items():
                given = read_given(text, each.domain)
                yield from self._changed(
                    lambda term=term, name=name, given=given: self.session.parameter(  # type: ignore[misc]  # as bound now
                        issue, term, str(name), given
                    )
                )
                return
        yield "Nothing on this issue takes a value; choose its term first."

    def _silent(self, _: str) -> Iterator[str]:
        if (issue := self._here) is not None:
            yield from self._changed(lambda: self.session.silence(issue))

    def _clear(self, _: str) -> Iterator[str]:
        if (issue := self._here) is not None:
            yield from self._changed(lambda: self.session.clear(issue))

    def _undo(self, _: str) -> Iterator[str]:
        before = self.session.snapshot
        label = self.session.undo()
        yield f"Undone: {clean(label)}." if label else "Nothing to undo."
        if label:
            yield from self._told(before)

    def _redo(self, _: str) -> Iterator[str]:
        before = self.session.snapshot
        label = self.session.redo()
        yield f"Done again: {clean(label)}." if label else "Nothing to redo."
        if label:
            yield from self._told(before)

    def _repair(self, text: str) -> Iterator[str]:
        session = self.session
        if text.isdecimal() and self._ways is not None:
            ways = self._ways.ways
            if not 0 < int(text) <= len(ways):
                yield "No such deal; repair lists them."
                return
            then = repairing.repaired(self._ways, ways[int(text) - 1])
            yield from self._changed(lambda: session.replace_draft(then, "repair"))
            return
        self._ways = repairing.find(session, Stop())
        if self._ways.aside:
            yield f"As if {several(len(self._ways.aside), 'position')} did not count:"
        for number, way in enumerate(self._ways.ways, 1):
            said = (
                f"{issue_name(session.corpus, each.issue)}:"
                f" {change_words(session.corpus, each, 'becomes')}"
                for each in way.changes
            )
            yield clean(f"{number}. {'; '.join(said)}")
        if not self._ways.ways:
            yield "There is no nearer deal to change to."

    def _coalitions(self, text: str) -> Iterator[str]:
        yield from self._page("coalitions", text)

    def _robustness(self, text: str) -> Iterator[str]:
        yield from self._page("robustness", text)

    def _page(self, name: AskedName, text: str) -> Iterator[str]:
        session = self.session
        asked = session.engine.asked(session.draft, session.file.scenario)
        try:
            with Stop(BUDGETS[0]) as stop:
                short, full = asked_pages(
                    session.desk, name, asked, stop, BUDGETS[0], more=f"{name} all"
                )
        except Stopped:
            yield f"Nothing was known within {BUDGETS[0]:g} s."
            return
        page = full if text == "all" else short
        yield from filter(None, page_text(page, Style(enabled=False), WIDTH).splitlines())

    # -- what is supposed --

    def _day(self, text: str) -> Iterator[str]:
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            yield "A day is typed as 2025-08-18."
            return
        yield from self._changed(lambda: self.session.as_of(day))

    def _reading(self, name: str) -> Iterator[str]:
        position = self.session.corpus.positions.get(name)
        if position is None or len(position.readings) < 2:
            yield "No position of that name with several readings; positions lists the names."
            return
        names = list(map(str, position.readings))
        now = str(self.session.draft.readings.get(name, position.default))
        after = names[(names.index(now) + 1) % len(names)]
        yield clean(f"Read as: {position.readings[after].title or after}.")
        yield from self._changed(lambda: self.session.reading(name, after))

    def _waive(self, text: str) -> Iterator[str]:
        name, _, why = text.partition(" ")
        if name not in self.session.corpus.positions:
            yield "No position of that name; positions lists the names."
        elif self.session.draft.waived(name):
            yield from self._changed(lambda: self.session.unwaive(name))
        else:
            until = self.session.snapshot.verdicts.context.as_of + WAIVED_FOR
            yield from self._changed(lambda: self.session.waive(name, why, until))

    def _keep(self, _: str) -> Iterator[str]:
        refused = self.session.keep_view()
        yield clean(f"{refused.reason}." if refused else "Kept in the draft; save writes it.")

    # -- files --

    def _drafts(self, _: str) -> Iterator[str]:
        for each in self._start.workspace.scenarios.values():
            yield clean(f"{each.id}: {each.title}")

    def _open(self, name: str) -> Iterator[str]:
        if not self.session.snapshot.saved and not self._warned:
            self._warned = True
            yield "The draft is not saved: save it, undo, or type quit."
            return
        path = None if name == "new" else scenario_path(self._root, name)
        if isinstance(path, str):
            yield clean(f"{path}.")
            return
        self._start = begin(self._root, path, sample=self._sample)
        self._ways = None
        self._prepare()
        yield from self.greet()

    def _save(self, name: str) -> Iterator[str]:
        session = self.session
        if name:
            path = self._root / "scenarios" / f"{name.removesuffix('.yaml')}.yaml"
            if path.exists():
                yield "There is a draft of that name already."
                return
            result = session.save_as(path, name.replace("-", " ").capitalize())
        elif session.file.path is None:
            yield "The draft has no name yet: save NAME."
            return
        else:
            result = session.save()
        match result:
            case Saved(file):
                yield clean(f"Saved {file.scenario.path}.")
            case Failed(diagnostic):
                yield clean("; ".join((diagnostic.message, *diagnostic.help)))
            case _:
                yield "The file has changed on disk: nothing was written. save NAME keeps both."

    def _compare(self, name: str) -> Iterator[str]:
        from zopa_tui.session.draft import Draft
        from zopa_tui.views.drafts import differing
        from zopa_tui.views.positions import title_of_choice

        other = self._start.workspace.scenarios.get(name)
        if other is None:
            yield "No draft of that name; drafts lists them."
            return
        corpus, mine = self.session.corpus, self.session.draft
        found = differing(corpus, mine, other)
        yield f"{several(len(found), 'issue')} differ."
        for issue in found:
            theirs = title_of_choice(corpus, Draft.of(other), issue).partition(": ")[2]
            yield clean(f"{title_of_choice(corpus, mine, issue)}; there: {theirs}")

    def _quit(self, _: str) -> Iterator[str]:
        if self.session.snapshot.saved or self._warned:
            self.over = True
            return
        self._warned = True
        yield "The draft is not saved. quit again leaves it so."


def run(root: Path, scenario: Path | None, *, sample: bool) -> int:
    """Read lines until the user quits or the input ends; returns an exit code."""
    reader = LinearMode(root, scenario, sample=sample)
    try:
        _say(reader.greet())
        while not reader.over:
            _say(reader.said(input("> ")))
    except (EOFError, KeyboardInterrupt, BrokenPipeError):
        reader.leave(keep=True)
        return 0
    reader.leave(keep=False)
    return 0


# -- the draft in sentences


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


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
