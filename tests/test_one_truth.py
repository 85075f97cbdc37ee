"""All faces give the same answer on a draft under the same assumptions.

The draft is the result of random work in the terminal interface. The faces
are Python, commands as JSON and text, a brief, and the screens of the terminal
interface.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import math
import os
import re
import shlex
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

import said
import zopa
from brute import disputes, laws, values_of
from strategies import AS_OF, DRAFT, PARTIES, drafts, incoherent, numbers, ties, workspaces
from zopa.cli import main
from zopa.model.context import held
from zopa.model.corpus import Kind
from zopa.questions.options import Options
from zopa.questions.sweep import sweep
from zopa.solving import Stop
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa_tui.screens import clipboard
from zopa_tui.session.questions import DealFindings, count, investigate
from zopa_tui.session.repairing import find
from zopa_tui.session.scenario_file import Saved, ScenarioFile
from zopa_tui.session.scenarios import DRAFT as MINE
from zopa_tui.session.scenarios import around, like_the_draft
from zopa_tui.session.session import Session
from zopa_tui.views.compare import differences, judge
from zopa_tui.views.deals import DealQuestion as Answered
from zopa_tui.views.deals import answer_lines, conflict_lines, way_lines
from zopa_tui.views.text import signs_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from strategies import Files
    from zopa.api import Asked
    from zopa.model.corpus import Issue, Position
    from zopa.questions.deals import Deals
    from zopa.questions.repair import Repairs
    from zopa.workspace import Workspace

FACES = settings(
    laws,
    max_examples=int(os.environ.get("ZOPA_ONE_TRUTH", "25")),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""Settings: few examples, and no shrinking, since each takes about a second."""
OTHER = "scenarios/other.yaml"
DAYS = ("2025-01-04", "2025-01-05", AS_OF, "2025-01-09", "2025-01-10")
LIMIT = 24
"""Maximum number of nearest deals in the terminal interface."""
WIDE = 200
"""Width of a view in columns, wide enough to avoid cuts."""


# -- a workspace, and work in it ----------------------------------------------


def titled(files: Files) -> Files:
    """The files with a unique title for every position and every term."""
    for path, data in files.items():
        for position in data["positions"] if "/positions/" in path else ():
            position["title"] = f"{position['party']}_{position['id']}"
        for issue in data["issues"] if "/issues/" in path else ():
            for term in issue.get("terms", ()):
                term["title"] = f"{issue['id']}_{term['id']}"
    return files


def laid_out(files: Files, root: Path) -> None:
    """Write the files."""
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(json.dumps(data, indent=1), encoding="utf-8")


def begun(root: Path) -> Session:
    """A session on the draft, with immediate answers."""
    file = ScenarioFile.load(root / DRAFT, root)
    assert isinstance(file, ScenarioFile)
    space = Space(Problem(zopa.load(root).corpus))
    return Session(space, file, patience=math.inf)


Draw: TypeAlias = "Callable[[Any], Any]"
"""Hypothesis's draw function."""
Step: TypeAlias = "Callable[[Session, Draw], object]"


def issue_of(session: Session, draw: Draw) -> Issue:
    """A random issue."""
    return session.corpus.issues[draw(st.sampled_from(sorted(session.corpus.issues)))]


def choose(session: Session, draw: Draw) -> None:
    """Choose a random term, or remove it."""
    issue = issue_of(session, draw)
    session.choose(str(issue.id), draw(st.sampled_from(sorted(issue.terms))))


def give_numbers(session: Session, draw: Draw) -> None:
    """Give values to the parameters of chosen terms, or leave them undecided."""
    issue = issue_of(session, draw)
    for term in session.draft.picks(str(issue.id)):
        for name, parameter in issue.terms[term].parameters.items():
            value = draw(st.sampled_from([None, *values_of(parameter.domain)]))
            session.parameter(str(issue.id), term, str(name), value)


def apply_repair(session: Session, draw: Draw) -> None:
    """Apply one of the nearest deals."""
    if ways := find(session, Stop()).ways:
        session.apply_repair(draw(st.sampled_from(ways[:6])))


def position_of(session: Session, draw: Draw) -> Position | None:
    """A random checked position, or None."""
    names = sorted(x for x, each in session.corpus.positions.items() if each.readings)
    return session.corpus.positions[draw(st.sampled_from(names))] if names else None


def read(session: Session, draw: Draw) -> None:
    """Change the reading of a position, or reset it."""
    if position := position_of(session, draw):
        readings = st.sampled_from([None, *sorted(position.readings)])
        session.reading(str(position.id), draw(readings))


def waive(session: Session, draw: Draw) -> None:
    """Waive a position until a date."""
    if position := position_of(session, draw):
        expires = dt.date.fromisoformat(draw(st.sampled_from(DAYS)))
        session.waive(str(position.id), "to see", expires)


def unwaive(session: Session, _: Draw) -> None:
    """Let a position count again."""
    for each in session.draft.waivers[:1]:
        session.unwaive(str(each.position))


def another_day(session: Session, draw: Draw) -> None:
    """Change the evaluation date."""
    day = draw(st.sampled_from([None, *DAYS]))
    session.as_of(None if day is None else dt.date.fromisoformat(day))


def another_table(session: Session, draw: Draw) -> None:
    """Change the parties at the table."""
    some = st.lists(st.sampled_from(PARTIES), min_size=1, unique=True)
    session.table(draw(st.one_of(st.none(), some)))


def other_kinds(session: Session, draw: Draw) -> None:
    """Change the kinds that count."""
    kinds = [Kind.RED_LINE, Kind.DEMAND, Kind.PREFERENCE]
    session.hold(draw(st.lists(st.sampled_from(kinds), min_size=1, unique=True)))


STEPS: tuple[Step, ...] = (
    *(choose, choose, choose, give_numbers, apply_repair),
    lambda session, draw: session.silence(str(issue_of(session, draw).id)),
    lambda session, draw: session.clear(str(issue_of(session, draw).id)),
    *(read, read, waive, waive, unwaive, another_day, another_day, another_table, other_kinds),
    lambda session, _: session.adopt_forced(),
    lambda session, _: session.keep_view(),
    lambda session, _: session.undo(),
    lambda session, _: session.redo(),
)
"""Changes that keys make."""


# -- the faces ----------------------------------------------------------------


@dataclass(frozen=True)
class Ran:
    """Result of a command."""

    code: int
    out: str
    err: str


def ran(*arguments: str | Path) -> Ran:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(each) for each in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def typed(flags: str) -> dict[str, Any]:
    """The assumptions of a command as arguments of the Python API."""
    found: dict[str, Any] = {}
    words = shlex.split(flags)
    for flag, value in zip(words[::2], words[1::2], strict=True):
        match flag:
            case "--as-of":
                found["as_of"] = value
            case "--hold" | "--parties":
                found[flag[2:]] = value.split(",")
            case "--waive":
                found.setdefault("waive", []).append(value)
            case "--reading":
                position, _, reading = value.partition("=")
                found.setdefault("readings", {})[position] = reading
            case _:
                raise AssertionError(flag)
    return found


@dataclass(frozen=True)
class Faces:
    """A draft, with access to its answers on every face."""

    root: Path
    workspace: Workspace
    session: Session
    flags: str
    """The assumptions of the terminal interface beyond the file, as flags."""
    asked: Asked

    def text(self, question: str, *more: str) -> str:
        """The text output of a command."""
        return self._said(question, *more).out

    def json(self, question: str, *more: str) -> Any:
        """The JSON output of a command."""
        return json.loads(self._said(question, "--format", "json", *more).out)

    def comparison(self) -> Any:
        """The comparison with the other draft."""
        about = ("compare", "draft", "other", *shlex.split(self.flags))
        return json.loads(ran("-C", self.root, *about, "--format", "json").out)["result"]

    def _said(self, question: str, *more: str) -> Ran:
        found = ran("-C", self.root, question, "draft", *shlex.split(self.flags), *more)
        assert found.code == 0, found
        return found


def held_of(faces: Faces) -> Sequence[Sequence[Any]]:
    """The positions that count, in the terminal interface and in Python."""
    corpus, context = faces.workspace.corpus, faces.session.snapshot.verdicts.context
    return held(corpus, context), faces.asked.question.held


def everything(faces: Faces) -> Mapping[str, Any]:
    """All assumptions of the draft, for a question without a draft."""
    context = faces.asked.question.context
    return {
        "as_of": context.as_of,
        "hold": context.hold,
        "parties": context.table,
        "readings": context.readings,
        "waive": [str(each.position) for each in context.waivers],
    }


def faces_of(files: Files, root: Path, draw: Draw) -> Faces | None:
    """A random draft after some work, saved; None if its file has errors."""
    files[OTHER] = draw(drafts(files))
    laid_out(titled(files), root)
    session = begun(root)
    for number in draw(st.lists(st.integers(0, len(STEPS) - 1), max_size=8)):
        STEPS[number](session, draw)
    if not clipboard.repeatable(session):
        session.keep_view()
    assert isinstance(session.save(), Saved)
    if not clipboard.repeatable(session):  # the file has a waiver now that the view has not
        session.keep_view()
        assert isinstance(session.save(), Saved)
    workspace = zopa.load(root)
    flags = clipboard.assumed(session)
    if workspace.errors_in(DRAFT) or workspace.errors_in(OTHER):
        if workspace.errors_in(DRAFT):
            assert ran("-C", root, "check", "draft").code == 1
        return None
    event("looked at otherwise" if flags else "as the file supposes")
    return Faces(root, workspace, session, flags, zopa.ask(workspace, "draft", **typed(flags)))


# -- what each says -----------------------------------------------------------


def assert_same_assumptions(faces: Faces) -> None:
    """Compare the assumptions in the terminal interface, in Python and in commands' JSON."""
    here, there = faces.session.snapshot.verdicts.context, faces.asked.question.context
    assert (here.as_of, {*here.hold}, {*here.table}) == (
        there.as_of,
        {*there.hold},
        {*there.table},
    )
    waived = ({str(x.position) for x in each.waivers} for each in (here, there))
    assert len({frozenset(each) for each in waived}) == 1
    held = ({(x.id, x.reading.id) for x in each} for each in held_of(faces))
    assert len({frozenset(each) for each in held}) == 1
    context = faces.json("deals")["context"]
    assert context["as-of"] == str(there.as_of)
    waivers = {str(each.position) for each in there.waivers}
    assert {each["position"] for each in context["waivers"]} == waivers


def assert_same_verdicts(faces: Faces) -> None:
    """Compare the verdict on every position, and on the draft."""
    [told] = faces.json("check")["result"]["scenarios"]
    assert told == zopa.tell(faces.asked, "check").to_dict()["result"]["scenarios"][0]
    verdicts = {each["id"]: each["verdict"] for each in told["positions"]}

    shown = faces.session.snapshot.verdicts
    ours = faces.asked.check()
    assert (shown.deal, shown.coherent, shown.broken) == (ours.deal, ours.coherent, ours.broken)
    assert shown.verdicts == ours.verdicts
    assert {x.id for x in shown.not_judged} == {*told["not-judged"]}
    assert {str(x.id) for x in shown.possibly} == {*told["possibly-held"]}

    column = judge(
        faces.asked.question.space, around(faces.session, None)[0], shown.context, shown
    )
    cells = {
        str(name): column.cell(str(name)).verdict for name in faces.workspace.corpus.positions
    }
    waived = {each["position"] for each in told["waived"]}
    expected = verdicts | dict.fromkeys(told["not-judged"], "incoherent")
    expected |= dict.fromkeys(waived, "waived")
    assert {name: each for name, each in cells.items() if each is not None} == expected
    assert column.crossed == [*verdicts.values()].count("crossed")

    text = faces.text("check")
    assert said.answer(text) == (told["deal"] if told["coherent"] else None)
    assert said.verdicts(text) == verdicts
    counts = ((word, [*verdicts.values()].count(word)) for word in said.SIGNS.values())
    for word, number in counts:
        assert said.total(text, word) in {number, None}


def assert_same_marks(faces: Faces) -> None:
    """Check the status of every term, the number of deals, and the positions left out."""
    told = faces.json("options")
    assert told == zopa.tell(faces.asked, "options").to_dict()
    result = told["result"]
    terms = {
        (issue["id"], term["id"]): term for issue in result["issues"] for term in issue["terms"]
    }

    shown, ours = faces.session.snapshot.marks, faces.asked.options()
    assert isinstance(shown, Options)
    assert shown.marks == ours.marks
    assert (shown.exists, shown.coherent) == (ours.exists, ours.coherent)
    assert (shown.crossed, shown.contended) == (ours.crossed, ours.contended)
    assert (shown.crosses, shown.avoidable) == (ours.crosses, ours.avoidable)
    left = faces.session.find_left(faces.session.snapshot, Stop())
    assert left == ours.left
    for key, term in terms.items():
        why, reason = faces.session.why(*key), faces.asked.why(*key)
        assert why == reason
        assert (why is None) == (term["mark"] == "possible")

    text = faces.text("options", "--verbose")
    assert {*said.set_aside(text)} == {*result["crossed"], *result["contended"]}
    rows = said.marks(text)
    assert {*rows} == {*terms}
    for key, (sign, right) in rows.items():
        term = terms[key]
        if term["mark"] == "possible":
            assert right == int(term["deals"])
        else:
            by = "by rules" if term["by"] == "rules" else "by a position"
            if term["chosen"]:
                assert right == f"{term['mark']} {by}"
            else:
                assert right == (by if term["mark"] == "forced" else "")
        signs = {
            "possible": "○",
            "forced": "◆",
            "excluded": "×" if term["by"] == "rules" else "⊘",
        }
        assert sign == ("●" if term["chosen"] else signs[term["mark"]])


def assert_same_deals(faces: Faces) -> None:
    """Compare existence, count and shares of deals."""
    told = faces.json("deals")
    assert told == zopa.tell(faces.asked, "deals").to_dict()
    result = told["result"]

    counted: dict[str, Deals] = {}
    with faces.session.desk.space(Stop()) as space:
        about = faces.session.snapshot.verdicts
        count(
            space,
            (about.scenario, about.context),
            Stop(),
            seconds=60,
            told=lambda name, found, _: counted.update({name: found}),
        )
    ours = faces.asked.deals()
    here = counted["drafted"]
    assert (here.exists, here.count, here.coherent) == (ours.exists, ours.count, ours.coherent)
    assert here.shares == ours.shares
    nothing = zopa.ask(faces.workspace, None, **everything(faces)).deals()
    assert (counted["nothing"].exists, counted["nothing"].count) == (
        nothing.exists,
        nothing.count,
    )

    text = faces.text("deals")
    if result["rules-contradict"]:
        assert "contradict" in text
        return
    assert ("No deal" in text) == (not result["exists"])
    assert said.deals(text) == (int(result["count"]), int(result["coherent"]))


def assert_same_conflicts(faces: Faces, found: DealFindings) -> None:
    """Compare all conflicts, in order."""
    told = faces.json("conflicts")
    assert told == zopa.tell(faces.asked, "conflicts").to_dict()
    sets = [each["positions"] for each in told["result"]["conflicts"]]
    if faces.asked.question.coherent:
        assert [[*each] for each in found.conflicts] == sets
    text = faces.text("conflicts")
    listed = said.combinations(text, "Conflict: ")
    if not told["result"]["rules-contradict"]:
        assert listed == [frozenset(each) for each in sets][:20]
        assert said.total(text, "conflict") == (len(sets) or None)


def assert_same_concessions(faces: Faces, found: DealFindings) -> None:
    """Compare all concession sets, and each party's share in them."""
    told = faces.json("concessions")
    assert told == zopa.tell(faces.asked, "concessions").to_dict()
    result = told["result"]
    sets = [each["positions"] for each in result["concessions"]]
    ledger = found.ledger
    assert ledger is not None
    assert [[*each] for each in ledger.concessions] == sets
    ours = faces.asked.concessions()
    assert (ledger.zone, ledger.parties, ledger.pivotal) == (
        ours.zone,
        ours.parties,
        ours.pivotal,
    )
    assert ledger.opposed == ours.opposed

    text = faces.text("concessions")
    if result["rules-contradict"]:
        return
    assert text.startswith("No concession needed") == result["zone"]
    if not result["zone"]:
        listed = said.combinations(text, "Concession sets")
        assert listed == [frozenset(each) for each in sets][:12]
        assert said.total(text, "more: --verbose") == (len(sets) - 12 if sets[12:] else None)
        assert said.total(text, "positions? dropped") == min(map(len, sets))


def assert_same_repairs(faces: Faces, found: DealFindings) -> None:
    """Check the nearest deals and their number; those with positions left out if none exist."""
    told = faces.json("repair", "--limit", str(LIMIT))
    assert told == zopa.tell(faces.asked, "repair", limit=LIMIT).to_dict()
    ours: Repairs = faces.asked.repair(limit=LIMIT)
    ways = find(faces.session, Stop())
    assert ways.found == ours
    result = told["result"]
    relaxed = result["relaxed"]
    nearest = result if relaxed is None else relaxed
    aside = [] if relaxed is None else [*relaxed["crossed"], *relaxed["contended"]]
    assert sorted(ways.aside) == sorted(aside)
    assert (ways.nearest.total, ways.nearest.distance) == (
        nearest["total"],
        nearest["distance"],
    )
    here = found.repairs
    assert here is not None
    assert (here.distance, here.total, here.moved) == (ours.distance, ours.total, ours.moved)

    text = faces.text("repair", "--limit", str(LIMIT))
    if result["rules-contradict"]:
        return
    assert said.distance(text) == nearest["distance"]
    if nearest["distance"]:
        assert said.total(text, "way") == nearest["total"]
    if relaxed is not None:
        head = re.split(r"\n(?:Nearest deals?|No change needed) without", text)[0]
        assert {*aside} <= {*said.positions(head)}


def assert_same_frontier(faces: Faces, found: DealFindings) -> None:
    """Compare the points, their costs, and their numbers of equal sets."""
    told = faces.json("frontier")
    assert told == zopa.tell(faces.asked, "frontier").to_dict()
    points = told["result"]["points"]
    here = found.frontier
    assert here is not None
    ours = faces.asked.frontier()
    assert here.points == ours.points
    text = faces.text("frontier", "--verbose")
    if not points or not points[0]["crossed"]:
        return
    assert said.total(text, "trade-off") == len(points)
    listed = [
        each for part in said.parts(text, "Positions crossed") for each in said.numbered(part)
    ]
    for part, point in zip(listed, points, strict=True):
        first = said.positions(part.partition("\n     or\n")[0])
        assert {*first} == {*point["crossings"][0]}


def assert_same_sweep(faces: Faces) -> None:
    """Compare the answers by date and by reading."""
    told = faces.json("sweep")
    assert told == zopa.tell(faces.asked, "sweep").to_dict()
    if clipboard.repeatable(faces.session, "days"):
        shown = faces.session.snapshot.verdicts
        with faces.session.desk.space(Stop()) as space:
            assert sweep(space, shown.scenario, shown.context) == faces.asked.sweep()
    days = {
        each["from"]: (
            each["deal"],
            each["held"],
            len(each["crossed"]) if faces.asked.question.scenario.choices else None,
        )
        for each in told["result"]["days"]
        if each["begins"] or each["ends"]
    }
    assert said.days(faces.text("sweep")) == days


def assert_same_in_words(faces: Faces, found: DealFindings) -> None:
    """Compare the numbers in the panes of the terminal interface."""
    corpus, signs = faces.workspace.corpus, signs_for(None)
    result = faces.asked.concessions(), faces.asked.repair()
    waived = len(faces.asked.question.context.waivers)

    def words(lines: Iterable[Any]) -> str:
        return "\n".join(line.text for line in lines)

    answered = words(answer_lines(corpus, Answered(found, waived), WIDE, signs))
    head = answered.splitlines()[1]
    if faces.asked.deals().rules_contradict:
        assert "inconsistent" in head
    else:
        assert ("no deal" in head.lower()) == (not faces.asked.deals().exists)
    ways = words(way_lines(corpus, found, WIDE, signs))
    ledger, repairs = result
    if not ledger.zone and not ledger.rules_contradict:
        line = next(x for x in ways.splitlines() if x.startswith("Concession sets"))
        assert said.numbers(line) == {len(ledger.concessions)}
    nearest = repairs if repairs.relaxed is None else repairs.relaxed.nearest
    if nearest.distance:
        line = next(x for x in ways.splitlines() if x.startswith("Nearest deals"))
        assert said.numbers(line) == {nearest.total}
    clash = words(conflict_lines(corpus, found, WIDE, signs))
    names = {x for each in found.conflicts for x in each}
    assert names <= {*said.positions(clash)} or len(found.conflicts) > 40


Rows: TypeAlias = "Sequence[Mapping[str, Any]]"


def assert_same_brief(faces: Faces) -> None:
    """Compare the tables of a brief from the command and from Python."""
    folder = faces.root / "tables"
    command = ("-C", faces.root, "report", "draft", "other", "--compare")
    done = ran(*command, *shlex.split(faces.flags), "--tables", folder, "--format", "markdown")
    assert done.code == 0, done
    tables = {
        file.stem: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in folder.glob("*.jsonl")
    }
    brief = zopa.brief_on(
        faces.workspace, ["draft", "other"], side_by_side=True, **typed(faces.flags)
    ).tables()
    assert {*tables} == {*brief}
    for name, rows in brief.items():
        # The commands by which each is made again differ.
        assert name == "method" or tables[name] == json.loads(json.dumps(rows)), name

    def rows_of(name: str) -> Rows:
        return tables.get(name, ())

    assert_verdicts_in(rows_of, faces.json("check")["result"]["scenarios"][0])
    assert_ways_in(rows_of, faces)
    days = [
        (row["from"], row["deal"], row["held"], sorted(row["crossed"].split()))
        for row in rows_of("days-a")
    ]
    assert days == [
        (each["from"], each["deal"], each["held"], sorted(each["crossed"]))
        for each in faces.json("sweep")["result"]["days"]
    ]
    compared = faces.comparison()
    listed = {row["issue"] for row in rows_of("differing-choices")}
    assert listed == {each["issue"] for each in compared["choices"] if each["differs"]}
    for table, partial in (("differing-verdicts", False), ("differing-counts", True)):
        assert {row["position"] for row in rows_of(table)} == {
            each["position"]
            for each in compared["verdicts"]
            if each["differs"] and each["partial"] == partial
        }


def assert_verdicts_in(rows_of: Callable[[str], Rows], told: Mapping[str, Any]) -> None:
    """Check the tables of verdicts, of crossed and of open positions."""
    verdicts = {each["id"]: each["verdict"] for each in told["positions"]}
    column = {row["position"]: row["draft-A"] for row in rows_of("positions")}
    assert {x: each for x, each in column.items() if not each.startswith("not-")} == verdicts
    crossed = {row["position"]: row["because"].split() for row in rows_of("crossed-a")}
    assert {*crossed} == {x for x, each in verdicts.items() if each == "crossed"}
    hanging = {row["position"]: sorted(row["hangs-on"].split()) for row in rows_of("open-a")}
    opened = (each for each in told["positions"] if each["verdict"] == "open")
    assert hanging == {each["id"]: each["hangs-on"] for each in opened}


def assert_ways_in(rows_of: Callable[[str], Rows], faces: Faces) -> None:
    """Check the tables of conflicts, of concession sets, and of trade-offs."""
    conflicts = faces.json("conflicts")["result"]
    if not conflicts["rules-contradict"]:
        rows = [row["positions"].split() for row in rows_of("conflicts-a")]
        assert rows == [each["positions"] for each in conflicts["conflicts"]]
    ledger = faces.json("concessions")["result"]
    if not (ledger["rules-contradict"] or ledger["zone"]):
        ways = [named_in(row) for row in rows_of("ways-out-a")]
        assert ways == [{*each["positions"]} for each in ledger["concessions"]]
        for row in rows_of("parties-a"):
            standing = ledger["parties"][row["party"]]
            assert row["alone"] == standing["alone"]
            assert (row["moves"] == "need-not") == standing["need-not-move"]
    repair = faces.json("repair")["result"]
    relaxed = repair["relaxed"]
    changed: dict[int, list[str]] = {}
    for row in rows_of("repairs-a" if relaxed is None else "relaxed-a"):
        changed.setdefault(row["deal"], []).append(row["issue"])
    nearest = (repair if relaxed is None else relaxed)["repairs"]
    expected = [[change["issue"] for change in each["changes"]] for each in nearest]
    assert [*changed.values()] == [each for each in expected if each]
    points: dict[int, list[set[str]]] = {}
    for row in rows_of("frontier-a"):
        points.setdefault(row["point"], []).append(named_in(row))
    frontier = faces.json("frontier")["result"]["points"]
    if any(each["crossed"] for each in frontier) and not ledger["rules-contradict"]:
        assert [*points.values()] == [[{*x} for x in each["crossings"]] for each in frontier]


def named_in(row: Mapping[str, Any]) -> set[str]:
    """The positions in the columns of the parties."""
    return {name for party in PARTIES for name in row.get(party, "").split()}


def assert_same_comparison(faces: Faces) -> None:
    """Compare the rows that differ from another draft, each under its file's assumptions."""
    session = faces.session
    if session.draft.stated is not None:
        return
    corpus = faces.workspace.corpus
    mine = session.snapshot.verdicts
    other = faces.workspace.scenarios["other"]
    asked = [
        (MINE, "draft", mine.scenario, mine.context),
        (OTHER, "other", other, like_the_draft(corpus, other, None)),
    ]
    with session.desk.space(Stop()) as space:
        found = differences(space, asked, signs_for(None), revision=0)
    told = json.loads(
        ran("-C", faces.root, "compare", "draft", "other", "--format", "json").out
    )["result"]
    text = ran("-C", faces.root, "compare", "draft", "other").out
    expected = {
        "choice": {each["issue"] for each in told["choices"] if each["differs"]},
        "outcome": {
            f"{each['entity']}.{each['attribute']}"
            for each in told["outcome"]
            if each["differs"]
        },
        "verdict": {each["position"] for each in told["verdicts"] if each["differs"]},
    }
    for nature, keys in expected.items():
        assert {x.key for x in found.rows if x.nature == nature and not x.same} == keys
    partial = {each["position"] for each in told["verdicts"] if each["partial"]}
    assert {*found.comparison.partial} == partial
    counts = said.differing(text)
    assert counts["Choices"] == (len(expected["choice"]), found.count(same=True), 0)
    assert counts["Outcome"][0] == len(expected["outcome"])
    counting = {x.key for x in found.rows if x.nature == "verdict"}
    assert counts["Verdicts"] == (
        len(expected["verdict"] - partial),
        len(counting - expected["verdict"]),
        len(partial),
    )


# -- the law ------------------------------------------------------------------


@FACES
@given(st.one_of(workspaces(), incoherent(), disputes(), ties(), numbers()), st.data())
def test_every_face_says_the_same(files: Files, data: st.DataObject) -> None:
    """Verdicts, marks, counts, conflicts, ways out, days, and in what drafts differ."""
    with tempfile.TemporaryDirectory() as folder:
        faces = faces_of(files, Path(folder), data.draw)
        if faces is None:
            event("the file has errors")
            return
        about = faces.session.snapshot.verdicts
        with faces.session.desk.space(Stop()) as space:
            *_, found = investigate(
                space, (about.scenario, about.context), Stop(), revision=0, seconds=60
            )
        assert_same_assumptions(faces)
        assert_same_verdicts(faces)
        assert_same_marks(faces)
        assert_same_deals(faces)
        assert_same_conflicts(faces, found)
        assert_same_concessions(faces, found)
        assert_same_repairs(faces, found)
        assert_same_frontier(faces, found)
        assert_same_sweep(faces)
        assert_same_in_words(faces, found)
        assert_same_brief(faces)
        assert_same_comparison(faces)
