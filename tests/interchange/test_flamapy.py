"""flamapy reads the exported feature models: configurations equal deals."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

import zopa
from brute import laws
from outside import flamapy
from strategies import Files, load, workspaces
from zopa.files import shipped
from zopa.interchange import export
from zopa.interchange.export import uvl
from zopa.model.context import context_of
from zopa.questions import NOTHING_CHOSEN, Question
from zopa.solving.problem import Problem
from zopa.solving.space import Space

CASES = Path(__file__).parents[1] / "cases"
COUNTS = Path(__file__).with_name("flamapy_counts.py")

pytestmark = pytest.mark.skipif(
    flamapy() is None, reason="flamapy has no environment here; .ci/outside makes it"
)


def counted(folder: Path, models: list[str]) -> list[float]:
    """The number of configurations that flamapy counts for each model."""
    files = []
    for place, model in enumerate(models):
        file = folder / f"{place}.uvl"
        file.write_text(model, encoding="utf-8")
        files.append(str(file))
    ran = subprocess.run(
        [str(flamapy()), str(COUNTS), *files], check=True, capture_output=True, text=True
    )
    return [float(each) for each in ran.stdout.split()]


def ranges(question: Question) -> int:
    """The number of deals, counted once for each range of a number."""
    counter = question.space.counter
    found = counter.scenarios([*question.assumed, *question.lines.values()])
    return found._function.sat_count(counter.bits[-1].end)


@pytest.mark.slow
@pytest.mark.parametrize("case", ["choose-between", "blanks", "harbour"])
def test_its_command_counts_the_deals(case: str, tmp_path: Path) -> None:
    """As `docs/export.md` says it."""
    draft = zopa.ask(zopa.load(CASES / case))
    (tmp_path / "deals.uvl").write_text(uvl(draft.question), encoding="utf-8")
    command = Path(str(flamapy())).with_name("flamapy")
    ran = subprocess.run(
        [command, "configurations_number", tmp_path / "deals.uvl"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert int(ran.stdout) == ranges(draft.question)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("longest", "left_out"), [(export.LONGEST, ""), (3, "harbour")], ids=["as is", "gates"]
)
def test_every_case_has_as_many_configurations_as_deals(
    longest: int, left_out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of nothing chosen; with all but the shortest formulas as features of their own too."""
    monkeypatch.setattr(export, "LONGEST", longest)
    folders = [each.name for each in CASES.iterdir() if each.is_dir()]
    names = sorted(each for each in folders if each != left_out)
    drafts = [zopa.ask(zopa.load(CASES / each)) for each in names]
    both = [
        (name, draft)
        for name, draft in zip(names, drafts, strict=True)
        if not draft.question.space.problem.words.of
    ]
    names, drafts = [name for name, _ in both], [draft for _, draft in both]
    found = counted(tmp_path, [uvl(each.question) for each in drafts])

    expected = [float(ranges(each.question)) for each in drafts]
    assert dict(zip(names, found, strict=True)) == dict(zip(names, expected, strict=True))
    assert sum(expected) > 20


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [None, "alaska-exchange", "front-line-freeze"])
@pytest.mark.parametrize("hold", [("red-line",), ("red-line", "demand")])
def test_the_shipped_corpus_has_as_many_configurations_as_deals(
    scenario: str | None, hold: tuple[str, ...], tmp_path: Path
) -> None:
    """To 12 digits: its diagrams count in floating point."""
    workspace = zopa.load(shipped("terms").parent)
    draft = zopa.ask(workspace, scenario, hold=hold)
    [found] = counted(tmp_path, [uvl(draft.question)])

    assert found == pytest.approx(draft.deals().count or 0, rel=1e-12)


@pytest.mark.slow
def test_flamapy_agrees_on_random_corpora(tmp_path: Path) -> None:
    """With a draft's choices, and with every kind of condition; counted in one go."""
    several: list[Files] = []

    @settings(laws, max_examples=20, phases=[Phase.generate], derandomize=True)
    @given(workspaces())
    def draw(files: Files) -> None:
        several.append(files)

    draw()
    questions = []
    for files in several:
        corpus, scenarios = load(files)
        draft = next(iter(scenarios.values()), NOTHING_CHOSEN)
        problem = Problem(corpus)
        if not problem.words.of:  # numbers in relations are refused
            questions.append(Question(Space(problem), draft, context_of(corpus, draft)))
    assert len(questions) > len(several) // 4
    found = counted(tmp_path, [uvl(each) for each in questions])
    assert any(found)
    for question, many in zip(questions, found, strict=True):
        assert many == ranges(question)
