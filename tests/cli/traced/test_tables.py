"""Every table of a brief has the rows of other commands' answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cli.traced.world import result
from zopa.cli import main
from zopa.workspace import load

if TYPE_CHECKING:
    from pathlib import Path

    from cli.traced.world import World

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def tables(
    folder: Path, drafts: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Rows]:
    """The tables of a brief as JSON Lines."""
    out = tmp_path_factory.mktemp("tables")
    where = ["-C", str(folder), "report", "--compare", *drafts, "--tables", str(out)]
    assert main([*where, f"--output=html:{out}/brief"]) == 0
    return {
        file.stem: [json.loads(each) for each in file.read_text("utf-8").splitlines()]
        for file in out.glob("*.jsonl")
    }


@pytest.fixture(scope="module")
def compared(
    folder: Path, drafts: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Any:
    """The answer of `compare` with all rows."""
    file = tmp_path_factory.mktemp("compared") / "answer"
    asked = ["-C", str(folder), "compare", *drafts, "--all", f"--output=json:{file}"]
    assert main(asked) == 0
    return json.loads(file.read_text("utf-8"))["result"]


def columns(rows: Rows, *keys: str) -> list[tuple[Any, ...]]:
    """These columns of each row."""
    return [tuple(row[key] for key in keys) for row in rows]


def names(text: str) -> list[str]:
    """The names in a cell with several."""
    return text.split(" ") if text else []


def test_verdicts(tables: dict[str, Rows], world: World) -> None:
    """The matrix, what is crossed by what, and what is open for what."""
    for mark, answers in world.answers.items():
        found = {x["id"]: x for x in result(answers, "check")["positions"]}
        matrix = dict(columns(tables["positions"], "position", f"draft-{mark.upper()}"))
        coherent = result(answers, "check")["coherent"]
        left_out = "not-held" if coherent else "not-judged"
        assert {key: x for key, x in matrix.items() if x != left_out} == {
            key: x["verdict"] for key, x in found.items()
        }
        crossed = [x["position"] for x in tables.get(f"crossed-{mark}", [])]
        assert sorted(crossed) == [
            key for key, x in sorted(found.items()) if x["verdict"] == "crossed"
        ]
        opened = {x["position"]: names(x["hangs-on"]) for x in tables.get(f"open-{mark}", [])}
        assert {key: sorted(x) for key, x in opened.items()} == {
            key: sorted(x["hangs-on"]) for key, x in found.items() if x["verdict"] == "open"
        }


def test_conflicts_and_ways_out(tables: dict[str, Rows], world: World) -> None:
    """All of them, each with the same positions; who must move; the ledger's numbers."""
    for mark, answers in world.answers.items():
        found = result(answers, "conflicts")
        conflicts = [x["positions"] for x in found["conflicts"] if x["positions"]]
        assert [names(x["positions"]) for x in tables.get(f"conflicts-{mark}", [])] == conflicts
        ledger = result(answers, "concessions")
        ways = [sorted(x["positions"]) for x in ledger["concessions"] if x["positions"]]
        rows = tables.get(f"ways-out-{mark}", [])
        parties = {*world.parties}
        found = [
            sorted({name for key in row.keys() & parties for name in names(row[key])})
            for row in rows
        ]
        assert found == ways
        assert [row["drops"] for row in rows] == list(map(len, ways))
        standing = tables.get(f"parties-{mark}", [])
        assert {x["party"]: (x["moves"], x["alone"]) for x in standing} == (
            {
                party: ("need-not" if each["need-not-move"] else "must", each["alone"])
                for party, each in ledger["parties"].items()
            }
            if ways
            else {}
        )
        shares = {x["position"]: f"1/{x['with'] + 1}" for x in tables.get(f"ledger-{mark}", [])}
        assert shares == {
            key: "1/1" if x == "1" else x for key, x in ledger["responsibility"].items()
        }


def test_frontier_and_nearest_deals(tables: dict[str, Rows], world: World) -> None:
    """The same points and the same changes."""
    for mark, answers in world.answers.items():
        points = [
            each for x in result(answers, "frontier")["points"] for each in x["crossings"]
        ]
        rows = tables.get(f"frontier-{mark}", [])
        found = [
            sorted({name for key in row.keys() & {*world.parties} for name in names(row[key])})
            for row in rows
        ]
        assert found == (points if any(points) else [])
        repair = result(answers, "repair")
        for name, nearest in (("repairs", repair), ("relaxed", repair["relaxed"])):
            changes = columns(tables.get(f"{name}-{mark}", []), "deal", "issue")
            assert changes == [
                (place, change["issue"])
                for place, each in enumerate(nearest["repairs"] if nearest else [], 1)
                for change in each["changes"]
            ]


def test_days_and_readings(tables: dict[str, Rows], world: World) -> None:
    """Each day with what begins, ends and is crossed; each reading with its verdict."""
    for mark, answers in world.answers.items():
        sweep = result(answers, "sweep")
        changing = ("begins", "ends", "crossed")
        assert [
            (x["from"], x["deal"], x["held"], *(names(x[key]) for key in changing))
            for x in tables.get(f"days-{mark}", [])
        ] == [
            (x["from"], x["deal"], x["held"], *(x[key] for key in changing))
            for x in sweep["days"]
        ]
        assert set(
            columns(tables.get(f"readings-{mark}", []), "position", "reading", "verdict")
        ) == {
            (position, reading, verdict)
            for position, some in sweep["readings"]["verdicts"].items()
            for reading, verdict in some.items()
        }


def test_choices(tables: dict[str, Rows], world: World) -> None:
    """What the drafts' files decide, and on which issues they differ."""
    for mark, draft in world.drafts.items():
        decided = {x["issue"] for x in tables.get(f"choices-{mark}", [])}
        assert decided == {*draft.get("choices", {})}
    one, other = (each.get("choices", {}) for each in world.drafts.values())
    differ = {issue for issue in world.issues if one.get(issue) != other.get(issue)}
    assert {x["issue"] for x in tables.get("differing-choices", [])} == differ


def test_outcomes(tables: dict[str, Rows], compared: Any, folder: Path) -> None:
    """Everything that in some draft is certainly not what it is today, with the same values."""
    entities = load(folder).corpus.entities
    found = {
        (x["entity"], x["attribute"]): [x["draft-A"], x["draft-B"]]
        for x in tables.get("outcome", [])
    }
    expected = {
        (row["entity"], row["attribute"]): [
            " ".join(map(spelled, each["values"])) if each else "incoherent"
            for each in row["values"]
        ]
        for row in compared["outcome"]
        if any(
            each
            and _departs(entities[row["entity"]].baseline[row["attribute"]], each["values"])
            for each in row["values"]
        )
    }
    assert found == expected


def _departs(today: Any, values: list[Any]) -> bool:
    """True if none of the values, or ranges of values, contains the status quo."""
    return not any(
        each["from"] <= today <= each["to"]
        if isinstance(each, dict)
        else spelled(each) == spelled(today)
        for each in values
    )


def spelled(value: Any) -> str:
    """A value or range in the notation of tables."""
    if isinstance(value, dict):
        return f"{value['from']}..{value['to']}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_verdicts_that_differ(tables: dict[str, Rows], compared: Any) -> None:
    """In one table those that count for both, in another the others."""
    judged = [each["coherent"] for each in compared["drafts"]]
    for name, both in (("differing-verdicts", True), ("differing-counts", False)):
        found = {x["position"]: [x["draft-A"], x["draft-B"]] for x in tables.get(name, [])}
        assert found == {
            row["position"]: [
                x["verdict"] if x else "not-held" if coherent else "not-judged"
                for x, coherent in zip(row["values"], judged, strict=True)
            ]
            for row in compared["verdicts"]
            if row["differs"] and all(row["values"]) == both
        }


def test_completeness(tables: dict[str, Rows], world: World) -> None:
    """How much of each answer is known."""
    for mark, answers in world.answers.items():
        mine = [row for row in tables["method"] if row["draft"] == mark.upper()]
        found = dict(columns(mine, "question", "completeness"))
        assert {key: found[key] for key in answers} == {
            key: each["completeness"] for key, each in answers.items()
        }


def test_statements_are_those_of_the_files(tables: dict[str, Rows], world: World) -> None:
    """In the files' own words."""
    rows = tables["statements"]
    assert rows
    for row in rows:
        statement = world.statements[row["statement"]]
        assert row["text"] == " ".join(statement["text"].split())
        assert row["attribution"] == statement["attribution"]
