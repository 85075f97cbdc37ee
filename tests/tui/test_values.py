"""Issues with values: handling in a session, and the saved text."""

from __future__ import annotations

import datetime as dt
import math
import shutil
from typing import TYPE_CHECKING

import pytest

from tui.host import CASES
from zopa.model import DateValue, DecimalValue
from zopa.model.conditions import Name
from zopa.model.corpus import Bounds
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import load
from zopa_tui.session import autosave
from zopa_tui.session.draft import Draft
from zopa_tui.session.engine import NotDone
from zopa_tui.session.scenario_file import Saved, ScenarioFile
from zopa_tui.session.session import Session

if TYPE_CHECKING:
    from pathlib import Path

PLAN = "mediators-plan"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A writable copy of the case."""
    shutil.copytree(CASES / "values", tmp_path / "values")
    return tmp_path / "values"


def begun(root: Path, scenario: str) -> Session:
    """A session on a scenario, with immediate answers."""
    file = ScenarioFile.load(root / "scenarios" / f"{scenario}.yaml", root)
    assert isinstance(file, ScenarioFile)
    return Session(Space(Problem(load(root).corpus)), file, patience=math.inf)


def day(text: str) -> DateValue:
    """A date."""
    return DateValue(dt.date.fromisoformat(text).toordinal())


def lines_changed(before: str, after: str) -> list[str]:
    """The lines that are in the second text only."""
    old = before.splitlines()
    return [line for line in after.splitlines() if line not in old]


def text_after(session: Session) -> str:
    """The saved text."""
    assert isinstance(session.save(), Saved)
    return session.file.text


def test_a_draft_has_values_of_their_types(root: Path) -> None:
    """And what a text is silent on by `otherwise` is silent."""
    draft = begun(root, PLAN).draft

    assert draft.picks("force-cap") == {"value": {"value": 600000}}
    assert draft.picks("toll") == {"value": {"value": DecimalValue(1250, 2)}}
    assert isinstance(draft.picks("ceasefire")["value"]["value"], DateValue)
    assert draft.picks("monitors") == {"united-nations": {}, "osce": {}}
    assert draft.picks("amnesty") == {"true": {}}
    assert draft.silent("roads")

    within = begun(root, "within-bounds").draft
    assert within.picks("force-cap") == {"value": {"value": Bounds(700000, 900000)}}
    assert within.picks("roads") == {"open": {"lorries": Bounds(80, None)}}


def test_saving_writes_the_short_forms_and_keeps_what_is_cited(root: Path) -> None:
    """A number in the place of another one; its citation stays, and so does `otherwise`."""
    session = begun(root, PLAN)
    before = session.file.text

    assert session.answer("force-cap", 800000) is None
    assert session.answer("ceasefire", day("2030-08-15")) is None
    assert session.answer("toll", DecimalValue(1251, 2)) is None
    session.choose("amnesty", "false")
    session.choose("monitors", "neighbours")
    after = text_after(session)

    assert lines_changed(before, after) == [
        "  force-cap: {value: 800000, cites: {plan: [1]}}",
        "  ceasefire: {value: 2030-08-15, cites: {plan: [2]}}",
        "  monitors: {term: [united-nations, osce, neighbours], cites: {plan: [4]}}",
        "  amnesty: {value: false, cites: {plan: [5]}}",
        "  toll: 12.51",
    ]
    assert session.snapshot.saved
    assert session.file.scenario.otherwise == "silent"
    assert session.draft.silent("roads")


def test_bounds_and_unlimited_are_written_as_files_have_them(root: Path) -> None:
    """Beside a citation as well."""
    session = begun(root, PLAN)
    before = session.file.text

    session.answer("force-cap", Bounds(600000, 800000))
    session.answer("ceasefire", Bounds(day("2030-08-01"), None))
    session.answer("toll", None)
    session.silence("elections")
    after = text_after(session)

    assert lines_changed(before, after) == [
        "  force-cap: {value: {at-least: 600000, at-most: 800000}, cites: {plan: [1]}}",
        "  ceasefire: {value: {at-least: 2030-08-01}, cites: {plan: [2]}}",
        "  elections: {value: silent, cites: {plan: [3]}}",
        "  toll: value",
    ]

    session.answer("force-cap", "unlimited")
    assert "  force-cap: {term: unlimited, cites: {plan: [1]}}" in text_after(session)


def test_an_issue_that_becomes_undecided_ends_otherwise_silent(root: Path) -> None:
    """What was silent by that is written out: nothing else of the draft changes."""
    session = begun(root, PLAN)
    before = session.draft

    session.choose("roads", "closed")
    session.clear("toll")
    after = text_after(session)

    assert "otherwise" not in after
    assert session.draft == before.deciding("toll", None).deciding("roads", {"closed": {}})


def test_silence_by_otherwise_is_not_written_out(root: Path) -> None:
    """A choice that is taken back to silence is said; what was never said is not."""
    session = begun(root, PLAN)
    session.choose("roads", "closed")
    assert "  roads: closed" in text_after(session)
    session.silence("roads")
    assert "  roads: silent" in text_after(session)
    assert "otherwise: silent" in session.file.text


def test_a_new_scenario_is_written_in_short_forms(root: Path) -> None:
    """Numbers, dates, yes and no, sets and bounds, each as one would write it."""
    session = begun(root, "nothing-decided")
    session.answer("force-cap", 600000)
    session.answer("ceasefire", day("2030-08-15"))
    session.answer("toll", Bounds(None, DecimalValue(2000, 2)))
    session.choose("amnesty", "true")
    session.members("monitors", ["osce", "united-nations"])
    session.choose("roads", "open")
    session.parameter("roads", "open", "lorries", Bounds(90, 120))

    assert text_after(session).partition("choices:")[2].partition("expect:")[0] == (
        "\n  force-cap: 600000\n  ceasefire: 2030-08-15\n  toll: {at-most: 20.00}\n"
        "  amnesty: true\n  monitors: [united-nations, osce]\n"
        "  roads: {open: {lorries: {at-least: 90, at-most: 120}}}\n"
    )


def test_what_no_answer_can_be_is_refused(root: Path) -> None:
    """Beyond the range, off the step, no date, against a rule."""
    session = begun(root, PLAN)
    for issue, value in (
        ("force-cap", 2000001),
        ("force-cap", 600500),
        ("force-cap", Bounds(1, 999)),
        ("toll", DecimalValue(10001, 2)),
        ("ceasefire", day("2032-01-01")),
        ("toll", "unlimited"),
        ("roads", 5),
        ("north-share", 50),
    ):
        assert isinstance(session.answer(issue, value), NotDone), (issue, value)
    assert session.snapshot.saved


def test_steps_of_one_answer_are_one_step_to_undo(root: Path) -> None:
    """Within a second."""
    session = begun(root, PLAN)
    for number in range(600000, 606000, 1000):
        session.answer("force-cap", number)
    session.undo()
    assert session.snapshot.saved


def test_the_recovery_file_keeps_types(tmp_path: Path) -> None:
    """Dates, decimals and bounds come back as they were."""
    draft = Draft(
        {
            "ceasefire": {"value": {"value": day("2030-08-15")}},
            "toll": {"value": {"value": DecimalValue(1250, 2)}},
            "cap": {"value": {"value": Bounds(5, None)}},
            "fee": {"value": {"value": Bounds(DecimalValue(100, 2), DecimalValue(250, 2))}},
            "amnesty": {"true": {}},
        }
    )
    journal = autosave.Journal(tmp_path / "draft.yaml", tmp_path)
    journal.note(draft, "")
    journal.flush()
    found = autosave.read(journal.file)
    journal.close()

    assert found is not None
    assert found.draft == draft


def test_terms_that_change_retype_the_draft(root: Path) -> None:
    """A digit more, and an issue more that the text is silent on: nothing to save."""
    session = begun(root, PLAN)
    session.answer("toll", DecimalValue(1300, 2))
    money = root / "terms" / "issues" / "money.yaml"
    text = money.read_text("utf-8").replace("digits: 2", "digits: 3")
    money.write_text(
        f'{text}  - {{id: bridge, question: "Is there a bridge?", answer: {{type: boolean}}}}\n'
    )

    moved = session.moved(Space(Problem(load(root).corpus)))

    assert moved.draft.picks("toll") == {"value": {"value": DecimalValue(13000, 3)}}
    assert moved.draft.silent("bridge")
    moved.undo()
    assert moved.snapshot.saved
    assert moved.draft.picks("toll")["value"][Name("value")] == DecimalValue(12500, 3)
