"""Batches of questions: one row each, in order, with any number of processes."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

import zopa as library
from brute import asked, disputes, laws
from cli.conftest import REPOSITORY, zopa  # noqa: F401  # a fixture
from zopa.batching import COLUMNS, Task, batch
from zopa.interchange.envelope import digest
from zopa.model.corpus import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.conftest import Zopa
    from strategies import Files

HARBOUR = REPOSITORY / "tests" / "cases" / "harbour"
TASKS = [
    Task(str(HARBOUR), "compromise"),
    Task(str(HARBOUR), "guarantee-lapses"),
    Task(str(HARBOUR), "no-such-draft"),
    Task(str(HARBOUR), "amount-open", "deals", as_of="2031-05-20"),
    Task(str(HARBOUR), "two-words-on-south-three"),
    Task(str(Path(REPOSITORY.anchor) / "no-workspace-here"), "compromise"),
    Task(str(HARBOUR), None, "options", parties=("dockers", "port-authority")),
    Task(str(HARBOUR), "compromise", waive=("dockers/four",)),
]


def killing(said: int) -> int:
    """Kill the process that calls this."""
    os.kill(os.getpid(), signal.SIGKILL)
    return said


def test_rows_are_what_each_question_answers_by_itself() -> None:
    """In the order of the tasks, with the digest; a failure is a row with its reason."""
    rows = list(batch(TASKS))
    workspace = library.load(HARBOUR)

    assert [list(each) for each in rows] == [list(COLUMNS)] * len(TASKS)
    failed = [place for place, row in enumerate(rows) if row["status"] == "failed"]
    assert failed == [2, 5, 7]
    assert "no scenario `no-such-draft`" in str(rows[2]["error"])
    assert "no workspace" in str(rows[5]["error"])
    assert {row["digest"] for row in rows} == {digest(workspace), None}
    for task, row in zip(TASKS, rows, strict=True):
        assert row["scenario"] == task.scenario
        if row["status"] == "ok" and task.question == "check":
            found = library.ask(workspace, task.scenario).check()
            assert row["crossed"] == len(found.crossed())
            assert row["crossed-positions"] == " ".join(x.held.id for x in found.crossed())
    assert [rows[place]["deal"] for place in (0, 1, 4)] == ["true", "false", "inconsistent"]
    zone = library.ask(workspace, "amount-open", as_of="2031-05-20").deals()
    assert (rows[3]["deal"], rows[3]["deals"]) == ("true", str(zone.count))
    assert not list(batch([]))


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_processes_answer_the_same_and_one_that_is_killed_makes_failed_rows() -> None:
    """Nothing is lost, and nothing raised."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(batch(TASKS, executor=pool)) == list(batch(TASKS))
        pool.submit(killing, 1).exception()
        rows = list(batch(TASKS, executor=pool))

    assert [row["scenario"] for row in rows] == [task.scenario for task in TASKS]
    assert {row["status"] for row in rows} == {"failed"}
    assert all("Broken" in str(row["error"]) for row in rows)


@pytest.mark.slow
@pytest.mark.process
def test_a_cluster_answers_the_same_though_a_worker_is_killed() -> None:
    """Two real processes; what the killed one had is asked of the other one."""
    distributed: Any = pytest.importorskip("distributed")
    tasks = TASKS * 10
    expected = list(batch(TASKS)) * 10
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        rows: Iterator[Any] = batch(tasks, executor=client.get_executor(pure=False))
        first = next(rows)
        victim = next(iter(client.run(os.getpid).values()))
        os.kill(victim, signal.SIGKILL)
        every = [first, *rows]
    assert every == expected


@pytest.mark.slow
@laws
@given(disputes())
def test_a_row_says_what_trying_everything_says(files: Files) -> None:
    """Verdicts, deals and agreements of the draft, and of nothing chosen."""
    stated = asked(files, hold=(Kind.RED_LINE, Kind.DEMAND))
    with tempfile.TemporaryDirectory() as folder:
        for path, said in files.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_text(json.dumps(said, indent=0) + "\n", "utf-8")
        rows = list(batch(Task(folder, "draft", question) for question in ("check", "deals")))
    checked, counted = rows
    assert [row["status"] for row in rows] == ["ok", "ok"]
    world, draft, lines = stated.world, stated.draft, stated.lines
    completions = world.completions(draft)
    if not completions:
        assert checked["deal"] == "inconsistent"
        return
    verdicts = {line.id: world.verdict(draft, line) for line in lines}
    assert checked["deal"] == str(world.deal(draft, lines)).lower()
    for name in ("crossed", "open", "respected"):
        assert checked[name] == list(verdicts.values()).count(name)
    crossed = {name for name, verdict in verdicts.items() if verdict == "crossed"}
    assert set(str(checked["crossed-positions"] or "").split()) == crossed
    assert counted["deals"] == str(world.count(lines, draft))
    assert counted["agreements"] == str(len(world.outlines(completions)))
    assert counted["deal"] == str(bool(world.zone(lines, draft))).lower()


# -- on the command line ------------------------------------------------------

SPEC: dict[str, list[str | None]] = {
    "scenarios": ["compromise", "guarantee-lapses", "no-such-draft"],
    "questions": ["check", "deals"],
    "as-of": ["2031-05-20", None],
}


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A file with twelve questions."""
    file = tmp_path / "rows.yaml"
    file.write_text(json.dumps({"workspaces": [str(HARBOUR)], **SPEC}), "utf-8")
    return file


def table(text: str) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text)))


def test_every_combination_is_a_row(zopa: Zopa, spec: Path) -> None:  # noqa: F811
    """Scenarios first, then questions, then days; with a failure the exit code is 1."""
    ran = zopa("batch", spec)
    rows = table(ran.out)

    assert ran.code == 1
    assert "12 rows, 0 of them from before, 4 failed" in ran.err
    assert [(x["scenario"], x["question"], x["as-of"]) for x in rows] == [
        (draft, question, day or "")
        for draft in SPEC["scenarios"]
        for question in SPEC["questions"]
        for day in SPEC["as-of"]
    ]


def test_a_run_that_ended_early_goes_on(zopa: Zopa, spec: Path) -> None:  # noqa: F811
    """To the same bytes; rows that failed are asked again, rows of other files too."""
    out = spec.with_name("out.csv")
    assert zopa("batch", spec, "--output", out).code == 1
    whole = out.read_text("utf-8")
    lines = whole.splitlines(keepends=True)
    out.unlink()
    out.with_name("out.csv.new").write_text("".join(lines[:4]) + lines[4][:30], "utf-8")

    ran = zopa("batch", spec, "--output", out)

    assert out.read_text("utf-8") == whole
    assert "12 rows, 3 of them from before, 4 failed" in ran.err
    assert [each.name for each in spec.parent.iterdir() if "out" in each.name] == ["out.csv"]
    out.write_text(whole.replace(table(whole)[0]["digest"], "0" * 32), "utf-8")
    ran = zopa("batch", spec, "--output", out)
    assert out.read_text("utf-8") == whole
    assert "0 of them from before" in ran.err


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_run_that_is_killed_goes_on_to_the_same_bytes(
    zopa: Zopa,  # noqa: F811
    tmp_path: Path,
    form: str,
) -> None:
    """With what was known; and a whole table is known too."""
    if form == "parquet":
        pytest.importorskip("pyarrow.parquet")
    spec = tmp_path / "rows.yaml"
    days = [f"2031-05-{day:02}" for day in range(1, 29)]
    said = {"workspaces": [str(HARBOUR)], "questions": ["check", "options"], "as-of": days}
    spec.write_text(json.dumps(said), "utf-8")
    whole, out = tmp_path / f"whole.{form}", tmp_path / f"out.{form}"
    assert zopa("batch", spec, "--output", whole).code in {0, 1}
    asked = [sys.executable, "-m", "zopa", "batch", str(spec), "--output", str(out)]
    fresh = out.with_name(f"{out.name}.new")
    with subprocess.Popen(asked, stderr=subprocess.DEVNULL) as running:
        while not fresh.exists() or len(fresh.read_text("utf-8").splitlines()) < 4:
            assert running.poll() is None
        running.kill()
    assert not out.exists()

    ran = zopa("batch", spec, "--output", out)
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(x.name for x in tmp_path.iterdir()) == [out.name, spec.name, whole.name]
    known = re.search(r"([0-9,]+) of them from before", ran.err)
    assert known is not None
    assert known[1] != "0"
    again = zopa("batch", spec, "--output", out)
    rows = re.search(r"([0-9,]+) rows, \1 of them from before", again.err)
    assert rows is not None
    assert out.read_bytes() == whole.read_bytes()


def test_a_file_that_is_no_table_is_not_written_over(zopa: Zopa, spec: Path) -> None:  # noqa: F811
    """One that ends as a Parquet file does."""
    pytest.importorskip("pyarrow.parquet")
    out = spec.with_name("out.parquet")
    out.write_text("notes", "utf-8")
    ran = zopa("batch", spec, "--output", out)

    assert ran.code == 2
    assert "is no Parquet file" in ran.err
    assert out.read_text("utf-8") == "notes"


def test_the_same_as_parquet(zopa: Zopa, spec: Path) -> None:  # noqa: F811
    """With numbers as numbers."""
    parquet: Any = pytest.importorskip("pyarrow.parquet")
    out = spec.with_name("out.parquet")
    rows = table(zopa("batch", spec).out)
    assert zopa("batch", spec, "--output", out).code == 1

    found = parquet.read_table(out).to_pylist()
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in found] == rows
    assert {type(row["crossed"]) for row in found} <= {int, type(None)}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("scenario: [a]\n", "unknown key `scenario`"),
        ("scenarios: a\n", "must be a list of ids or null"),
        ("scenarios: [3]\n", "must be a list of ids or null"),
        ("as-of: [3]\n", "must be a list of dates or null"),
        ("hold: [red-line]\n", "must be a list of lists of kinds"),
        ("parties: [[3]]\n", "must be a list of lists of ids"),
        ("readings: [x]\n", "must be a list of mappings from positions to readings"),
        ("readings: [{x: [a]}]\n", "must be a list of mappings from positions to readings"),
        ("waive: [null]\n", "must be a list of lists of positions"),
        ("views: [[x]]\n", "must be a list of ids or null"),
        ("workspaces: [null]\n", "must be a list of folders"),
        ("seconds: 0\n", "must be a whole number above 0"),
        ("questions: [zone]\n", "no question `zone`"),
        ("scenarios: [\n", "cannot read"),
        ("", "cannot read"),
    ],
)
def test_what_cannot_be_asked_is_said(
    zopa: Zopa,  # noqa: F811
    tmp_path: Path,
    said: str,
    why: str,
) -> None:
    """Before anything is asked."""
    file = tmp_path / "rows.yaml"
    file.write_text(said, "utf-8")
    ran = zopa("batch", file)

    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


def test_a_folder_that_does_not_exist_fails_and_is_no_folder_around_it(
    zopa: Zopa,  # noqa: F811
    tmp_path: Path,
) -> None:
    """A wrong name does not get the answer of the workspace that the file is in."""
    assert zopa("init", tmp_path / "talks").code == 0
    file = tmp_path / "talks" / "rows.yaml"
    file.write_text("workspaces: [., talsk]\n", "utf-8")
    ran = zopa("batch", file)

    assert ran.code == 1
    assert [row["status"] for row in table(ran.out)] == ["ok", "failed"]
    assert "no workspace" in table(ran.out)[1]["error"]
    assert "2 rows, 0 of them from before, 1 failed" in ran.err


def test_a_table_of_another_form_is_refused(zopa: Zopa, spec: Path) -> None:  # noqa: F811
    """With the forms that there are."""
    ran = zopa("batch", spec, "--output", spec.with_name("out.xlsx"))

    assert ran.code == 2
    assert ".parquet" in ran.err
