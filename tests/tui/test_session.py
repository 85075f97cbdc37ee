"""Sessions: each change is one step, has its verdicts at once, and can be undone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from zopa.model.context import HELD_BY_DEFAULT
from zopa.model.corpus import CHECKED, Kind
from zopa.questions.check import check
from zopa.questions.options import Mark, Options, options
from zopa.questions.repair import repair
from zopa.solving import Stop, Stopped
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import load
from zopa_tui.session.draft import Draft
from zopa_tui.session.engine import History
from zopa_tui.session.scenario_file import ChangedOnDisk, Saved, ScenarioFile
from zopa_tui.session.session import Answer, NotDone, Pending, Session, Snapshot
from zopa_tui.views.drafts import differing

if TYPE_CHECKING:
    from collections.abc import Callable

    from zopa.model.corpus import Corpus

CASES = Path(__file__).parents[1] / "cases"
EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = dt.date(2032, 1, 1)


class Clock:
    """A clock that advances on request."""

    now = 0.0

    def __call__(self) -> float:
        """The current time in seconds."""
        return self.now


@pytest.fixture
def session(space: Callable[[str], Space]) -> Callable[..., Session]:
    """A session on a new scenario of a case, with immediate answers."""

    def begin(case: str, **options: Any) -> Session:
        return Session(space(case), ScenarioFile.new("New"), **{"patience": math.inf} | options)

    return begin


def marks(session: Session) -> Options:
    """The status of terms, which must be known."""
    found = session.snapshot.marks
    assert isinstance(found, Options)
    return found


def verdicts(session: Session) -> dict[str, str]:
    """The verdict on each position that counts."""
    return {each.held.id: str(each.verdict) for each in session.snapshot.verdicts.verdicts}


# -- choosing -----------------------------------------------------------------


def test_one_of_an_issue_takes_the_place_of_the_other(session: Callable[..., Session]) -> None:
    """And chosen again it leaves the issue undecided."""
    work = session("readings")

    assert work.choose("price", "fifty") is None
    assert work.choose("price", "sixty") is None
    assert work.draft == Draft({"price": {"sixty": {}}})
    assert work.choose("price", "sixty") is None
    assert work.draft == Draft()


def test_several_of_an_issue_add_up(session: Callable[..., Session]) -> None:
    """In the order of the corpus; without the last one the issue is undecided."""
    work = session("choose-between")

    work.choose("drinks", "water")
    work.choose("drinks", "wine")
    assert list(work.draft.picks("drinks")) == ["wine", "water"]
    work.choose("drinks", "wine")
    work.choose("drinks", "water")
    assert work.draft == Draft()


def test_too_few_terms_are_a_draft_on_its_way(session: Callable[..., Session]) -> None:
    """The first of two has to be chosen before the second; more than allowed is refused."""
    work = session("choose-between")

    assert work.choose("courses", "soup") is None
    assert not work.snapshot.verdicts.coherent
    assert work.choose("courses", "roast") is None
    assert work.snapshot.verdicts.coherent
    assert work.choose("courses", "cheese") is None
    refused = work.choose("courses", "fish")
    assert refused is not None
    assert refused.reason == "`courses/fish` cannot be had: number of terms of `courses`"
    assert refused.clash is not None


def test_what_rules_exclude_is_refused_with_the_reason(session: Callable[..., Session]) -> None:
    """Nothing changes, and the reason is minimal."""
    work = session("rules")
    work.choose("place", "cellar")
    before = work.snapshot

    refused = work.choose("volume", "loud")

    assert refused is not None
    assert refused.why is not None
    assert refused.why.choices == ("place",)
    assert [each.name for each in refused.why.clauses] == ["no-loud-cellar"]
    assert refused.reason == (
        "`volume/loud` cannot be had with the choice on `place`: rule `no-loud-cellar`"
    )
    assert work.snapshot is before


def test_what_a_position_excludes_can_be_chosen(session: Callable[..., Session]) -> None:
    """Somebody's line is crossed then, and the verdicts say so."""
    work = session("rules")
    mark = next(each for each in marks(work).marks if each.term == "cellar")
    assert (mark.mark, mark.by) == (Mark.EXCLUDED, "positions")

    assert work.choose("place", "cellar") is None

    assert verdicts(work)["band/no-cellar"] == "crossed"


def test_terms_of_one_issue_that_exclude_each_other_are_refused(
    session: Callable[..., Session],
) -> None:
    """Each could be had alone; the reason is the clash."""
    work = session("harbour")
    work.choose("automation", "south-berths")

    refused = work.choose("automation", "deep-assisted")

    assert refused is not None
    assert refused.why is None
    assert refused.clash is not None
    assert list(work.draft.picks("automation")) == ["south-berths"]


def test_silent_and_cleared_are_two_things(session: Callable[..., Session]) -> None:
    """Silence is decided; doing either twice is no step."""
    work = session("readings")

    work.silence("price")
    work.silence("price")
    assert work.draft.silent("price")
    assert len(work.steps) == 2
    work.clear("price")
    work.clear("price")
    assert work.draft == Draft()
    assert len(work.steps) == 3


def test_what_does_not_exist_is_the_callers_mistake(session: Callable[..., Session]) -> None:
    """The error names it, and nothing has changed."""
    work = session("readings")
    calls: tuple[Callable[[], object], ...] = (
        lambda: work.choose("nothing", "fifty"),
        lambda: work.choose("price", "nothing"),
        lambda: work.silence("nothing"),
        lambda: work.reading("buyer/fifty-all-in", "nothing"),
        lambda: work.waive("nothing", "so", DAY),
        lambda: work.table(["nothing"]),
    )
    for call in calls:
        with pytest.raises(KeyError, match="nothing"):
            call()
    assert len(work.steps) == 1


def test_parameters_are_given_within_their_range(session: Callable[..., Session]) -> None:
    """Anything else is refused; None leaves the parameter open again."""
    work = session("blanks")
    assert isinstance(work.parameter("stone", "by-rail", "tons", 100), NotDone)

    work.choose("stone", "by-rail")
    refused = work.parameter("stone", "by-rail", "tons", 99)
    assert refused == NotDone("`tons` cannot be `99`")
    assert isinstance(work.parameter("stone", "by-rail", "tons", value=True), NotDone)
    assert work.parameter("stone", "by-rail", "tons", 100) is None
    assert work.draft.picks("stone") == {"by-rail": {"tons": 100}}
    assert work.parameter("stone", "by-rail", "tons", None) is None
    assert work.draft.picks("stone") == {"by-rail": {}}


def test_forced_terms_are_adopted_in_one_step(session: Callable[..., Session]) -> None:
    """Only on issues that they settle; what was chosen stays."""
    work = session("no-zone-three-parties")
    work.waive("coast/own-stop", "to see", DAY)
    assert {each.term for each in marks(work).marks if each.mark == Mark.FORCED} == {
        "hills",
        "valley",
    }

    assert work.adopt_forced() is None

    assert work.draft.choices == {"stops": {"hills": {}, "valley": {}}}
    assert work.snapshot.verdicts.deal is True
    assert isinstance(work.adopt_forced(), NotDone)
    assert work.undo() == "adopt forced terms"
    assert work.draft.choices == {}


def test_a_forced_term_beside_possible_ones_is_not_adopted(
    session: Callable[..., Session],
) -> None:
    """A list of terms would say that there are no others."""
    work = session("no-zone-three-parties")
    work.table(["hills"])

    refused = work.adopt_forced()

    assert refused is not None
    assert work.draft.choices == {}


def test_a_repair_is_one_step(session: Callable[..., Session]) -> None:
    """Afterwards the draft crosses nothing, and one undo brings it back."""
    work = session("harbour")
    work.choose("leases", "north-leased")
    work.choose("leases", "south-leased")
    work.choose("room", "in-public")
    work.table(["city"])
    crossed = work.draft
    assert verdicts(work)["city/public-berths"] == "crossed"
    answer = work.snapshot.verdicts
    with work.engine.alone() as space:
        found = repair(space, answer.scenario, answer.context)

    work.apply_repair(found.repairs[0])

    assert verdicts(work)["city/public-berths"] != "crossed"
    assert work.draft.picks("room") == {"in-public": {}}
    assert work.undo() == "repair with 1 change"
    assert work.draft == crossed


# -- suppositions -------------------------------------------------------------


def test_readings_change_verdicts_and_come_back(session: Callable[..., Session]) -> None:
    """The default reading is what the file need not say."""
    work = session("readings")
    work.choose("price", "fifty")
    work.silence("bringing")
    chosen = work.draft
    assert verdicts(work)["buyer/fifty-all-in"] == "respected"

    work.reading("buyer/fifty-all-in", "with-delivery")
    assert verdicts(work)["buyer/fifty-all-in"] == "crossed"
    work.reading("buyer/fifty-all-in", None)
    assert work.draft == chosen


def test_waivers_need_a_reason_and_act_until_they_expire(
    session: Callable[..., Session],
) -> None:
    """They are the analyst's, one for a position, and can be ended."""
    work = session("waivers-expire", by="me")
    work.choose("houses", "built")
    work.parameter("houses", "built", "number", 30)
    assert verdicts(work)["council/twenty"] == "crossed"

    assert isinstance(work.waive("council/twenty", "  ", DAY), NotDone)
    work.waive("council/twenty", "to see", dt.date(2030, 6, 1))
    assert verdicts(work)["council/twenty"] == "crossed"
    work.waive("council/twenty", " to see ", DAY)
    assert "council/twenty" not in verdicts(work)
    assert [(each.by, each.reason) for each in work.draft.waivers] == [("me", "to see")]
    assert work.draft.waived("council/twenty")
    work.unwaive("council/twenty")
    assert not work.draft.waivers


def test_day_table_and_kinds_are_steps_too(session: Callable[..., Session]) -> None:
    """Back at what the corpus says, the draft says nothing of them."""
    work = session("waivers-expire")

    work.as_of(dt.date(2029, 1, 1))
    assert work.snapshot.verdicts.verdicts == ()
    work.as_of(work.corpus.as_of)
    assert work.draft == Draft()
    work.table([])
    assert work.snapshot.verdicts.verdicts == ()
    work.table(["council"])
    assert work.draft == Draft()
    assert isinstance(work.hold([]), NotDone)
    work.hold([Kind.DEMAND])
    assert list(verdicts(work)) == ["council/some"]
    work.hold(HELD_BY_DEFAULT)
    assert work.draft == Draft()
    assert [work.undo() for _ in range(7)] == [
        "hold red-line, demand",
        "hold demand",
        "at the table: as in the corpus",
        "at the table: nobody",
        "as of 2030-06-01",
        "as of 2029-01-01",
        None,
    ]


# -- history ------------------------------------------------------------------


def test_undo_and_redo_say_what_they_do(session: Callable[..., Session]) -> None:
    """In the snapshot before, and as the answer after."""
    work = session("readings")
    assert (work.snapshot.undo, work.undo(), work.redo()) == (None, None, None)

    work.choose("price", "fifty")
    work.silence("bringing")

    assert work.snapshot.undo == "silence bringing"
    assert work.undo() == "silence bringing"
    assert (work.snapshot.undo, work.snapshot.redo) == (
        "choose price/fifty",
        "silence bringing",
    )
    assert work.redo() == "silence bringing"
    assert [each.label for each in work.steps] == [
        "open",
        "choose price/fifty",
        "silence bringing",
    ]
    work.go(0)
    assert (work.draft, work.step) == (Draft(), 0)
    work.choose("price", "sixty")
    assert [each.label for each in work.steps] == ["open", "choose price/sixty"]
    with pytest.raises(IndexError):
        work.go(2)


def test_typing_within_a_second_is_one_step(session: Callable[..., Session]) -> None:
    """A pause, another parameter, or an undo begins a new one."""
    clock = Clock()
    work = session("blanks", clock=clock)
    work.choose("stone", "by-truck")
    for number in (1, 12, 120):
        work.parameter("stone", "by-truck", "tons", number)
        clock.now += 0.9
    assert len(work.steps) == 3
    assert work.snapshot.undo == "set stone/by-truck tons to 120"
    clock.now += 0.2
    work.parameter("stone", "by-truck", "tons", 130)
    work.parameter("stone", "by-truck", "trucks", 5)
    assert len(work.steps) == 5
    work.undo()
    work.parameter("stone", "by-truck", "trucks", 6)
    work.parameter("stone", "by-truck", "trucks", 7)
    assert len(work.steps) == 5
    assert work.undo() == "set stone/by-truck trucks to 7"
    assert work.draft.picks("stone") == {"by-truck": {"tons": 130}}


def test_typing_back_to_the_beginning_is_no_step(session: Callable[..., Session]) -> None:
    """What was done and taken back within a second was not done."""
    work = session("blanks", clock=Clock())
    work.choose("stone", "by-rail")
    work.parameter("stone", "by-rail", "tons", 100)
    work.parameter("stone", "by-rail", "tons", None)

    assert [each.label for each in work.steps] == ["open", "choose stone/by-rail"]


def test_a_thousand_steps_can_be_undone() -> None:
    """The oldest are forgotten."""
    history = History(Draft())
    for number in range(1, 1_500):
        history.do(str(number), Draft(readings={"a/b": str(number)}))

    for _ in range(1_000):
        assert history.undo is not None
        history.go(history.at - 1)
    assert history.undo is None
    assert history.draft.readings == {"a/b": "499"}


# -- what views are told ------------------------------------------------------


def test_listeners_get_each_change_in_its_turn(session: Callable[..., Session]) -> None:
    """Also where one makes another; nobody hears what came after leaving."""
    work = session("readings")
    told: list[tuple[int, int]] = []

    def answer(_: Snapshot, new: Snapshot) -> None:
        if new.draft.picks("price") and not new.draft.silent("bringing"):
            work.silence("bringing")

    work.subscribe(answer)
    leave = work.subscribe(lambda old, new: told.append((old.revision, new.revision)))
    work.choose("price", "fifty")
    assert told == [(0, 1), (1, 2)]
    leave()
    work.undo()
    assert told == [(0, 1), (1, 2)]


def test_equal_parts_keep_their_identity(session: Callable[..., Session]) -> None:
    """So a view relabels only what changed."""
    work = session("harbour")
    old = work.snapshot
    work.choose("tone", "partner")
    new = work.snapshot

    assert new.verdicts.verdicts is old.verdicts.verdicts
    assert new.marks is old.marks
    assert new.draft.readings is old.draft.readings

    work.choose("pay", "freeze")
    changed = [
        each.held.id
        for one, each in zip(
            new.verdicts.verdicts, work.snapshot.verdicts.verdicts, strict=True
        )
        if one is not each
    ]
    differing = [
        each.held.id
        for one, each in zip(
            new.verdicts.verdicts, work.snapshot.verdicts.verdicts, strict=True
        )
        if one != each
    ]
    assert changed == differing != []


def test_answers_are_the_engines(session: Callable[..., Session]) -> None:
    """The session adds nothing to what the questions say, and takes nothing away."""
    work = session("harbour")
    work.choose("pay", "freeze")
    work.choose("leases", "north-leased")
    work.choose("tone", "partner")
    found = work.snapshot.verdicts

    fresh = Space(Problem(load(CASES / "harbour").corpus))
    assert check(fresh, found.scenario, found.context) == found
    assert options(fresh, found.scenario, found.context) == marks(work)
    work.why("pay", "raise")
    values = work.outcome()["agreement", "raise"].values
    assert [each.low for each in values] == [0]
    assert work.outcome() is work.outcome()
    seen = work.preview("pay", {"raise": {"amount": 20}})["agreement", "raise"].values
    assert [each.low for each in seen] == [20] or 20 in seen[0]


# -- marks that take long -----------------------------------------------------


def test_marks_that_take_long_come_later(session: Callable[..., Session]) -> None:
    """The change is there at once; the answer is taken up when it comes."""
    work = session("harbour", patience=0)
    told: list[Snapshot] = []
    work.subscribe(lambda _, new: told.append(new))
    work.choose("tone", "partner")
    pending = work.snapshot.marks
    assert isinstance(pending, Pending)
    assert isinstance(work.adopt_forced(), NotDone)

    answer = work.find_marks(pending, Stop())
    assert answer is not None
    assert work.adopt(answer)
    assert told[-1].revision == told[-2].revision == 1
    assert marks(work) == answer.marks


def test_an_old_answer_is_dropped(session: Callable[..., Session]) -> None:
    """It belongs to a draft that is not on the screen any more."""
    work = session("harbour", patience=0)
    pending = work.snapshot.marks
    assert isinstance(pending, Pending)
    answer = work.find_marks(pending, Stop())
    assert answer is not None
    work.choose("tone", "partner")
    before = work.snapshot

    assert not work.adopt(answer)
    assert work.snapshot is before


def test_marks_are_waited_for_again_once_they_are_quick(
    session: Callable[..., Session],
) -> None:
    """One that took too long is not tried with every key, and not given up for good."""
    work = session("harbour", patience=1e-6)
    assert isinstance(work.snapshot.marks, Pending)
    slow = session("harbour", patience=60)
    assert isinstance(slow.snapshot.marks, Options)
    slow.adopt(Answer(0, slow.snapshot.marks, seconds=61))
    slow.choose("tone", "partner")
    assert isinstance(slow.snapshot.marks, Pending)
    found = slow.find_marks(slow.snapshot.marks, Stop())
    assert found is not None
    slow.adopt(found)
    slow.silence("tone")
    assert isinstance(slow.snapshot.marks, Options)


def test_a_key_does_not_wait_for_long_work(session: Callable[..., Session]) -> None:
    """Whoever has the space is told to end, and says that it did not find anything."""
    work = session("harbour", patience=0)
    pending = work.snapshot.marks
    assert isinstance(pending, Pending)
    answers: list[Answer | None] = []
    begun, stop = threading.Event(), Stop()

    def long() -> None:
        with suppress(Stopped), work.engine.alone(stop) as space:
            begun.set()
            while True:
                space.possible([])

    thread = threading.Thread(target=long)
    thread.start()
    begun.wait()
    work.choose("tone", "partner")
    thread.join(timeout=60)
    assert not thread.is_alive()
    assert work.snapshot.revision == 1
    called = Stop()
    called.call()
    answers.append(work.find_marks(pending, called))
    assert answers == [None]


# -- files --------------------------------------------------------------------


def test_saving_and_undoing_mind_the_file(
    session: Callable[..., Session], tmp_path: Path
) -> None:
    """Undone back to what is on disk, nothing is unsaved."""
    work = session("choose-between")
    path = tmp_path / "draft.yaml"
    work.choose("drinks", "water")
    assert (work.snapshot.saved, work.unsaved) == (False, ("choose drinks/water",))

    assert isinstance(work.save(path), Saved)
    assert (work.snapshot.saved, work.unsaved) == (True, ())
    assert "  drinks: [water]\n" in path.read_text(encoding="utf-8")
    work.choose("music", "piano")
    assert not work.snapshot.saved
    work.undo()
    assert work.snapshot.saved
    work.undo()
    assert (work.snapshot.saved, work.unsaved) == (False, ("undo: choose drinks/water",))
    assert isinstance(work.save(), Saved)
    assert work.snapshot.saved


def test_typing_goes_on_in_a_new_step_after_saving(
    session: Callable[..., Session], tmp_path: Path
) -> None:
    """So that undoing comes by what was saved."""
    work = session("blanks", clock=Clock())
    work.choose("stone", "by-rail")
    work.parameter("stone", "by-rail", "tons", 100)
    work.save(tmp_path / "draft.yaml")
    work.parameter("stone", "by-rail", "tons", 200)

    work.undo()

    assert work.snapshot.saved


def test_a_file_that_changed_can_be_reloaded_or_written_over(
    session: Callable[..., Session], tmp_path: Path
) -> None:
    """Reloading is a step: what one had can be had back."""
    work = session("readings")
    path = tmp_path / "draft.yaml"
    work.choose("price", "fifty")
    work.save(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fifty", "sixty"), encoding="utf-8")
    work.silence("bringing")

    asked = work.save()
    assert isinstance(asked, ChangedOnDisk)
    assert not work.snapshot.saved
    assert isinstance(asked.there, ScenarioFile)
    work.reload(asked.there)
    assert work.draft == Draft({"price": {"sixty": {}}})
    assert work.snapshot.saved
    assert work.undo() == "reload"
    assert work.draft == Draft({"price": {"fifty": {}}, "bringing": {}})
    assert not work.snapshot.saved
    assert isinstance(work.save(overwrite=True), Saved)


def test_looking_changes_no_draft(session: Callable[..., Session], tmp_path: Path) -> None:
    """Another day, reading or waiver is asked about, and no file states it until it is kept."""
    work = session("readings")
    path = tmp_path / "draft.yaml"
    assert isinstance(work.save(path), Saved)
    before = path.read_text(encoding="utf-8")
    name, position = next(
        (str(key), each)
        for key, each in work.corpus.positions.items()
        if len(each.readings) > 1
    )
    other = next(str(each) for each in position.readings if each != position.default)
    day = work.snapshot.verdicts.context.as_of + dt.timedelta(days=3)

    work.as_of(day)
    work.reading(name, other)
    work.waive(name, "to see", day + dt.timedelta(days=9))

    context = work.snapshot.verdicts.context
    assert (context.as_of, context.readings[name], len(context.waivers)) == (day, other, 1)
    assert (work.snapshot.saved, work.unsaved) == (True, ())
    assert isinstance(work.save(), Saved)
    assert path.read_text(encoding="utf-8") == before

    assert work.keep_view() is None
    assert not work.snapshot.saved
    assert work.keep_view() is not None
    assert isinstance(work.save(), Saved)
    after = path.read_text(encoding="utf-8")
    assert f"as-of: {day}" in after
    assert f"{name}: {other}" in after
    assert "to see" in after
    work.as_of(None)
    assert work.snapshot.saved


def test_what_the_corpus_does_not_know_is_named_and_not_asked(
    space: Callable[[str], Space], tmp_path: Path
) -> None:
    """A draft of an older corpus opens all the same, and saving keeps its words."""
    path = tmp_path / "draft.yaml"
    path.write_text(
        "title: Old\n"
        "choices: {gone: silent, stone: {by-rail: {trucks: 3, tons: 9}}, other: [a, b]}\n"
        "readings: {village/gone: first}\n"
        "at-the-table: [village, nobody]\n",
        encoding="utf-8",
    )
    file = ScenarioFile.load(path)
    assert isinstance(file, ScenarioFile)
    work = Session(space("blanks"), file)

    assert work.snapshot.unknown == (
        "issue `gone`",
        "parameter `trucks` of `stone/by-rail`",
        "parameter `tons` of `stone/by-rail`",
        "issue `other`",
        "reading `first` of `village/gone`",
        "party `nobody`",
    )
    assert work.snapshot.verdicts.scenario.choices.keys() == {"stone"}
    assert work.snapshot.saved
    work.choose("stone", "by-truck")
    assert isinstance(work.save(), Saved)
    assert "gone: silent" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("module", ["session", "autosave", "scenario_file", "draft"])
def test_nothing_heavy_is_loaded(module: str) -> None:
    """No terminal library, ever; and no solver before something is asked."""
    code = (
        f"import sys, zopa_tui.session.{module}\n"
        "heavy = {'textual', 'rich', 'pysat', 'oxidd', 'jsonschema'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

    assert done.stdout.split() == []


# -- any sequence of operations -----------------------------------------------


class Counted(RuleBasedStateMachine):
    """State machine: status of every term equals that of the command on the same draft."""

    names = ("choose-between", "waivers-expire", "kinds", "readings")
    corpora: ClassVar[dict[str, Corpus]] = {name: load(CASES / name).corpus for name in names}

    @initialize(name=st.sampled_from(names), patience=st.sampled_from([0, math.inf]))
    def begin(self, name: str, patience: float) -> None:
        """Open a new scenario; with or without an immediate status of terms."""
        self.corpus = self.corpora[name]
        space = Space(Problem(self.corpus))
        self.session = Session(space, ScenarioFile.new("New"), patience=patience)
        self.terms = [
            (str(issue.id), str(term))
            for issue in self.corpus.issues.values()
            for term in issue.terms
        ]

    @rule(number=st.integers(0, 99), many=st.integers(1, 3))
    def choose(self, number: int, many: int) -> None:
        """Choose several terms in a row, so that positions are left out."""
        for place in range(many):
            self.session.choose(*self.terms[(number * (place + 1)) % len(self.terms)])

    @rule(number=st.integers(0, 99), silent=st.booleans())
    def decide(self, number: int, *, silent: bool) -> None:
        """Make an issue silent, or clear it."""
        issue, _ = self.terms[number % len(self.terms)]
        (self.session.silence if silent else self.session.clear)(issue)

    @rule(number=st.integers(0, 99))
    def waive(self, number: int) -> None:
        """Waive a position, or end its waiver."""
        names = list(map(str, self.corpus.positions))
        self.session.waive(names[number % len(names)], expires=DAY, reason="To see.")

    @rule(back=st.booleans())
    def undo(self, *, back: bool) -> None:
        """Undo or redo a step."""
        _ = self.session.undo() if back else self.session.redo()

    @rule()
    def wait(self) -> None:
        """Find pending results: first the status of terms, then the number of deals."""
        before = self.session.snapshot
        if isinstance(before.marks, Pending):
            answer = self.session.find_marks(before.marks, Stop())
            assert answer is not None
            assert self.session.adopt(answer)
        now = self.session.snapshot
        assert now.uncounted or now.left is not None
        if now.uncounted:
            left = self.session.find_left(now, Stop())
            assert not self.session.learn_left(now.revision - 1, {})
            assert self.session.learn_left(now.revision, left)
        assert not self.session.snapshot.uncounted

    @invariant()
    def the_command_says_the_same(self) -> None:
        """Compare with a new question; unknown results must not be shown."""
        if not hasattr(self, "session"):
            return
        now = self.session.snapshot
        asked = now.verdicts.scenario, now.verdicts.context
        found = options(Space(Problem(self.corpus)), *asked, count=True)
        if not isinstance(now.marks, Pending):
            assert now.marks.marks == found.marks
            assert now.marks.crossed == found.crossed
            assert now.marks.contended == found.contended
        if now.left is not None:
            assert now.left == found.left


Counted.TestCase.settings = settings(max_examples=30, stateful_step_count=12)
TestCounted = pytest.mark.slow(Counted.TestCase)


class Work(RuleBasedStateMachine):
    """State machine: undo, redo and unsaved state, compared with a list of all drafts."""

    space = Space(Problem(load(CASES / "choose-between").corpus))

    @initialize()
    def begin(self) -> None:
        """Open a file, with a clock that makes every change a separate step."""
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "draft.yaml"
        path.write_text(
            "title: Work  # kept\nchoices:\n  courses: [soup, {cheese: {sorts: 4}}]\n",
            encoding="utf-8",
        )
        file = ScenarioFile.load(path)
        assert isinstance(file, ScenarioFile)
        self.clock = Clock()
        self.session = Session(self.space, file, patience=0, clock=self.clock)
        self.drafts = [self.session.draft]
        self.at = 0
        self.on_file = self.session.draft.document

    @rule()
    def keep_view(self) -> None:
        """Store the assumptions of the view in the file."""
        self.session.keep_view()
        assert self.session.draft.document == self.session.draft
        self.done()

    def teardown(self) -> None:
        """Undo everything, then redo it."""
        if not hasattr(self, "session"):
            return
        while self.session.undo() is not None:
            pass
        assert self.session.draft == self.drafts[0]
        while self.session.redo() is not None:
            pass
        assert self.session.draft == self.drafts[-1]
        self.folder.cleanup()

    def done(self) -> None:
        """Record the draft."""
        self.clock.now += 2
        if self.session.draft != self.drafts[self.at]:
            del self.drafts[self.at + 1 :]
            self.drafts.append(self.session.draft)
            self.at += 1

    @rule(where=st.sampled_from(["courses soup", "courses fish", "drinks wine", "music choir"]))
    def choose(self, where: str) -> None:
        """Choose a term, which may be refused."""
        self.session.choose(*where.split())
        self.done()

    @rule(issue=st.sampled_from(["courses", "drinks", "music"]), silent=st.booleans())
    def decide(self, issue: str, *, silent: bool) -> None:
        """Make an issue silent, or clear it."""
        (self.session.silence if silent else self.session.clear)(issue)
        self.done()

    @rule(sorts=st.none() | st.integers(1, 9))
    def parameter(self, sorts: int | None) -> None:
        """Give a parameter a value."""
        self.session.parameter("courses", "cheese", "sorts", sorts)
        self.done()

    @rule(position=st.sampled_from(["guests/no-fish", "guests/four-sorts"]), on=st.booleans())
    def waive(self, position: str, *, on: bool) -> None:
        """Waive or end the waiver."""
        if on:
            self.session.waive(position, "to see", DAY)
        else:
            self.session.unwaive(position)
        self.done()

    @rule(day=st.none() | st.dates(dt.date(2030, 5, 30), dt.date(2030, 6, 2)))
    def as_of(self, day: dt.date | None) -> None:
        """Change the evaluation date."""
        self.session.as_of(day)
        self.done()

    @rule(kinds=st.lists(st.sampled_from(CHECKED), max_size=3))
    def hold(self, kinds: list[Kind]) -> None:
        """Change the kinds that count."""
        self.session.hold(kinds)
        self.done()

    @rule(steps=st.integers(1, 4), back=st.booleans())
    def travel(self, steps: int, *, back: bool) -> None:
        """Undo or redo some steps."""
        for _ in range(steps):
            label = self.session.undo() if back else self.session.redo()
            if label is not None:
                self.at += -1 if back else 1

    @rule()
    def save(self) -> None:
        """Save."""
        assert isinstance(self.session.save(), Saved)
        self.on_file = self.session.draft.document

    @invariant()
    def shows_the_right_draft(self) -> None:
        """Check the draft, the scenario of its verdicts, and its saved state."""
        if not hasattr(self, "session"):
            return
        snapshot = self.session.snapshot
        assert snapshot.draft == self.drafts[self.at]
        seen = dataclasses.replace(snapshot.draft, stated=None)
        assert Draft.of(snapshot.verdicts.scenario) == seen
        assert snapshot.saved == (snapshot.draft.document == self.on_file)
        assert (snapshot.undo is None) == (self.at == 0)
        assert (snapshot.redo is None) == (self.at == len(self.drafts) - 1)
        assert "# kept" in self.session.file.text


TestWork = pytest.mark.slow(Work.TestCase)
TestWork.settings = settings(max_examples=60, stateful_step_count=25)


def test_a_cited_choice_that_is_made_again_rests_on_the_same_places(tmp_path: Path) -> None:
    """Though the file was saved without it; another choice rests on none of them."""
    root = shutil.copytree(EXAMPLES / "software-contract", tmp_path / "w")
    file = ScenarioFile.load(root / "scenarios/second-paper.yaml", root)
    assert isinstance(file, ScenarioFile)
    session = Session(Space(Problem(load(root).corpus)), file, patience=math.inf)
    cites = dict(session.file.scenario.cites)
    assert len(cites) == 8
    for issue in map(str, cites):
        session.clear(issue)
        assert isinstance(session.save(), Saved)
        assert issue not in session.file.scenario.cites
        session.undo()
        assert isinstance(session.save(), Saved)
        assert session.file.scenario.cites == cites

    session.clear("data-location")
    assert isinstance(session.save(), Saved)
    session.choose("data-location", "anywhere")
    assert isinstance(session.save(), Saved)
    assert "data-location" not in session.file.scenario.cites


def test_a_draft_differs_from_its_start_in_what_it_says_alone() -> None:
    """Decimals, bounds, empty sets and silence of the start are read with the corpus, too."""
    root = Path(__file__).parents[2] / "examples" / "software-contract"
    path = root / "scenarios" / "a-tenth-credited.yaml"
    file = ScenarioFile.load(path, root)
    assert isinstance(file, ScenarioFile)
    corpus = load(root).corpus

    found = file.beside(corpus)

    assert found.started_from is not None
    own = {str(issue) for issue in file.said.choices}
    assert set(differing(corpus, found.draft, found.started_from)) == own
