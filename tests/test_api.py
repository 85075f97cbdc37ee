"""The questions of the Python API."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import zopa
from ones import BARGAIN
from zopa.api import QUESTIONS
from zopa.cli import main
from zopa.model.corpus import Kind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest workspace."""
    return shutil.copytree(BARGAIN, tmp_path / "talks")


def test_a_draft_is_asked_anything(folder: Path) -> None:
    """The docstring's path, and every question once."""
    draft = zopa.ask(zopa.load(folder / "terms"), "first-draft")

    assert draft.check().deal is False
    assert [each.held.id for each in draft.check().crossed()] == ["seller/no-cheap-warranty"]
    assert draft.options().left is not None
    assert draft.why("price", "fixed") is None
    assert draft.deals().exists is False
    assert draft.conflicts().conflicts == (("seller/no-cheap-warranty",),)
    assert draft.concessions().pivotal == ("seller/no-cheap-warranty",)
    assert draft.repair().distance == 1
    assert len(draft.frontier().points) == 1
    assert draft.sweep().readings.never
    assert draft.outcome()["agreement", "warranty"].changed


def test_assumptions_are_the_callers(folder: Path) -> None:
    """Each of them changes the answer."""
    workspace = zopa.load(folder)

    waived = zopa.ask(workspace, "first-draft", waive=["seller/no-cheap-warranty"])
    assert waived.check().deal is True
    assert zopa.ask(workspace, "first-draft", parties=["buyer"]).check().deal is True
    assert zopa.ask(workspace, "first-draft", hold=[Kind.DEMAND]).check().deal is True
    assert zopa.ask(workspace, "first-draft", as_of=dt.date(2024, 1, 1)).check().deal is True
    assert zopa.ask(workspace).deals().exists


def test_half_a_corpus_answers_nothing(folder: Path) -> None:
    """Errors are in the diagnostics; whoever asks all the same has made a mistake."""
    (folder / "terms" / "rules.yaml").write_text("rules: none\n", encoding="utf-8")
    workspace = zopa.load(folder)

    assert workspace.diagnostics
    with pytest.raises(zopa.Refused, match="the terms have errors"):
        zopa.ask(workspace, "first-draft")


@pytest.mark.parametrize(
    ("key", "value", "flags"),
    [
        ("hold", ["red-lines"], ["--hold=red-lines"]),
        ("hold", ["offer"], ["--hold=offer"]),
        ("parties", ["buyr"], ["--parties=buyr"]),
        ("parties", ["buyer", "nobody at all"], ["--parties=buyer,nobody at all"]),
        ("waive", ["buyer/at-most-ninty"], ["--waive=buyer/at-most-ninty"]),
        ("readings", {"buyer/at-most-ninty": "x"}, ["--reading=buyer/at-most-ninty=x"]),
        ("readings", {"buyer/at-most-ninety": "x"}, ["--reading=buyer/at-most-ninety=x"]),
        ("as_of", "2025-02-30", None),
        ("as_of", "yesterday", None),
        ("scenario", "first-drft", ["first-drft"]),
        ("scenario", "other", ["other"]),
    ],
)
def test_what_the_command_refuses_is_refused(
    folder: Path,
    key: str,
    value: Any,
    flags: list[str] | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With the same suggestion."""
    asked = {"scenario": "first-draft", key: value}

    with pytest.raises(zopa.Refused) as refused:
        zopa.ask(zopa.load(folder), **asked)

    if flags is None:
        assert str(refused.value) == f"not a day: `{value}`; write it like 2025-08-17"
        return
    assert main(["-C", str(folder), "check", *flags]) == 2
    *_, message, ways = capsys.readouterr().err.splitlines()
    assert [message, ways] == [
        f"zopa: {refused.value.message}",
        *(f"  help: {each}" for each in refused.value.way_out),
    ]


@pytest.mark.parametrize(
    "assumptions",
    [
        {"hold": "red-line"},
        {"parties": "buyer"},
        {"waive": "seller/no-cheap-warranty"},
        {"waive": None},
        {"readings": "buyer/at-most-ninety=x"},
        {"readings": [("buyer/at-most-ninety", "x")]},
        {"parties": [1]},
        {"hold": 1},
        {"as_of": 20250817},
        {"scenario": 1},
    ],
)
def test_what_is_no_list_is_not_taken_for_one(folder: Path, assumptions: Any) -> None:
    """A text would be taken letter by letter."""
    with pytest.raises(TypeError):
        zopa.ask(zopa.load(folder), **{"scenario": "first-draft", **assumptions})


@pytest.mark.parametrize("assumptions", [{"hold": []}, {"parties": []}])
def test_nothing_is_no_list_either(folder: Path, assumptions: Any) -> None:
    """Nobody at the table would make a deal of every draft."""
    with pytest.raises(zopa.Refused, match="names nothing"):
        zopa.ask(zopa.load(folder), "first-draft", **assumptions)


def test_days_and_kinds_and_parties_as_they_are_written(folder: Path) -> None:
    """ISO days, kinds as texts, parties as answers call them."""
    workspace = zopa.load(folder)

    written = zopa.ask(
        workspace, "first-draft", as_of="2025-06-01", hold=["red-line"], parties=["the BUYER"]
    )
    typed = zopa.ask(
        workspace,
        "first-draft",
        as_of=dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC),
        hold=[Kind.RED_LINE],
        parties=["buyer"],
    )

    assert written.question.context == typed.question.context


@pytest.mark.parametrize(
    "ask",
    [
        lambda draft: draft.why("price", "fixd"),
        lambda draft: draft.why("prize", "fixed"),
        lambda draft: draft.repair(keep=["prize"]),
        lambda draft: draft.repair(limit=0),
        lambda draft: draft.deals(examples=-1),
        lambda draft: draft.conflicts(limit=0),
        lambda draft: draft.frontier(weights={"buyer/at-most-ninty": 1}),
        lambda draft: draft.frontier(weights={"buyer/at-most-ninety": -1}),
        lambda draft: zopa.tell(draft, "chek"),  # type: ignore[arg-type]  # what is tested
        lambda draft: zopa.brief_on(draft.workspace, []),
        lambda draft: zopa.brief_on(draft.workspace, ["first-drft"]),
    ],
)
def test_questions_refuse_too(folder: Path, ask: Any) -> None:
    """What they are given has to exist."""
    with pytest.raises(zopa.Refused):
        ask(zopa.ask(zopa.load(folder), "first-draft"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda draft: draft.repair(keep="price"),
        lambda draft: draft.conflicts(limit="3"),
        lambda draft: draft.frontier(weights={"buyer/at-most-ninety": 0.5}),
        lambda draft: draft.frontier(weights=["buyer/at-most-ninety"]),
        lambda draft: zopa.brief_on(draft.workspace, "first-draft"),
    ],
)
def test_questions_refuse_values_of_other_types(folder: Path, ask: Any) -> None:
    """So too."""
    with pytest.raises(TypeError):
        ask(zopa.ask(zopa.load(folder), "first-draft"))


def test_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(FileNotFoundError, match="no workspace in"):
        zopa.load(tmp_path)


def test_there_is_nothing_else() -> None:
    """What the package names is all that it promises."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        zopa.nothing  # noqa: B018  # looked up on purpose
    assert all(getattr(zopa, name) for name in zopa.__all__)
    assert set(zopa.__all__) <= set(dir(zopa))


def test_tools_for_documentation_find_every_public_name() -> None:
    """Pdoc looks into the module, Sphinx asks it, mkdocstrings reads its text: all the same."""
    import ast

    tree = ast.parse(Path(zopa.__file__).read_text(encoding="utf-8"))
    written = next(
        ast.literal_eval(each.value)
        for each in ast.walk(tree)
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "__all__"
    )
    imported = {
        name.name
        for each in ast.walk(tree)
        if isinstance(each, ast.ImportFrom) and str(each.module).startswith("zopa.")
        for name in each.names
    }
    defined = {each.name for each in tree.body if isinstance(each, ast.ClassDef)}

    assert written == zopa.__all__ == sorted(imported | defined)
    assert all(vars(zopa)[name].__doc__ for name in zopa.__all__)


@pytest.mark.slow
@pytest.mark.process
def test_the_package_loads_no_solver_until_it_is_asked() -> None:
    """Nor does a shell that offers its names."""
    script = "import sys, zopa; dir(zopa); print({'zopa.api', 'pysat'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"{script}; zopa.load; print('zopa.api' in sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["set()", "True"]


@pytest.mark.slow
def test_what_is_loaded_and_answered_is_one_line_where_it_is_looked_at() -> None:
    """The sample has half a million characters."""
    workspace = zopa.load(Path(__file__).parent)
    draft = zopa.ask(workspace, "alaska-exchange")
    answers = [zopa.tell(draft, each) for each in QUESTIONS]
    told = [workspace, workspace.corpus, draft, zopa.ask(workspace), *answers]
    told += [each.result for each in answers]

    for each in [*told, zopa.brief_on(workspace, ["alaska-exchange"])]:
        assert len(repr(each)) < 600
        assert "\n" not in repr(each)
        assert " at 0x" not in repr(each)
