"""`from`: a draft with differences equals the draft written out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zopa.files.store import MemoryStore
from zopa.model.context import context_of
from zopa.questions.check import check
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.validation.incremental import judge, judged
from zopa.workspace import load

if TYPE_CHECKING:
    from zopa.model.corpus import Scenario
    from zopa.workspace import Workspace

CONTRACT = Path(__file__).parents[1] / "examples" / "software-contract"
OFFERED: dict[str, list[Any]] = {
    "sites": [8, {"value": 6, "cites": {"offer": [1]}}, "silent"],
    "discount": [14, {"at-least": 10, "at-most": 20}],
    "fee": [516, {"value": {"at-most": 540}, "cites": {"paper": [2]}}],
    "extras": [["pharmacy"], {"term": ["bed-planning"], "cites": {"offer": [3]}}],
    "rises": [{"indexed": 2.5}, "fixed", "indexed"],
    "uncapped": [["patient-data"], "silent"],
    "deposit": [True, False],
    "signing": ["2027-06-01", {"at-least": "2027-05-01"}],
}
WAIVED = ["customer/fee-limit", "vendor/cap-in-months"]
OWN = ("title", "proposed-by", "source", "status", "expect", "from")


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, Any]:
    """Random contents of a scenario file, without the draft that it starts from."""
    said: dict[str, Any] = {"title": "A draft", "choices": {}}
    for issue, answers in OFFERED.items():
        if draw(st.booleans()):
            said["choices"][issue] = draw(st.sampled_from(answers))
    waivers = [
        {"position": name, "reason": draw(st.sampled_from(["a", "b"])), "by": "me"}
        | {"expires": "2030-01-01"}
        for name in WAIVED
        if draw(st.booleans())
    ]
    more: dict[str, Any] = {
        "waivers": waivers,
        "as-of": draw(st.sampled_from(["", "2027-04-01", "2027-04-12"])),
        "otherwise": draw(st.sampled_from(["", "silent", "undecided"])),
        "at-the-table": draw(st.sampled_from([[], ["vendor"], ["vendor", "customer"]])),
        "hold": draw(st.sampled_from([[], ["red-line"], ["red-line", "preference"]])),
        "source": draw(st.sampled_from(["", "offer"])),
    }
    return said | {key: value for key, value in more.items() if value}


def by_hand(chain: list[dict[str, Any]]) -> dict[str, Any]:
    """The last of the drafts, each of which starts from the previous one, written out."""
    whole: dict[str, Any] = {}
    for said in chain:
        before = {key: value for key, value in whole.items() if key not in OWN}
        whole = before | said
        whole["choices"] = {**before.get("choices", {}), **said["choices"]}
        own = said.get("waivers", [])
        names = {each["position"] for each in own}
        left = [each for each in before.get("waivers", []) if each["position"] not in names]
        if own or left:
            whole["waivers"] = [*own, *left]
    return whole


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example; the tests write its drafts."""
    root = tmp_path_factory.mktemp("contract")
    shutil.copytree(CONTRACT / "terms", root / "terms")
    (root / "scenarios").mkdir()
    return root


@pytest.fixture(scope="module")
def space(contract: Path) -> Space:
    """Its terms, compiled."""
    return Space(Problem(load(contract).corpus))


def write(root: Path, **files: dict[str, Any]) -> Workspace:
    """The workspace with exactly these drafts."""
    for file in (root / "scenarios").iterdir():
        file.unlink()
    for name, said in files.items():
        text = yaml.safe_dump(said, sort_keys=False).replace("'", "")
        (root / "scenarios" / f"{name}.yaml").write_text(text)
    return load(root)


def says(scenario: Scenario) -> tuple[Any, ...]:
    """Choices and assumptions of a draft, independent of the order."""
    return (
        {
            name: (each.picks, scenario.cites.get(name))
            for name, each in scenario.choices.items()
        },
        dict(scenario.readings),
        sorted((str(x.position), x.reason, x.expires) for x in scenario.waivers),
        scenario.as_of,
        scenario.at_the_table,
        scenario.hold,
        scenario.source,
    )


@pytest.mark.slow
@given(st.lists(drafts(), min_size=2, max_size=4))
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_starting_from_a_draft_is_writing_it_out(
    contract: Path, space: Space, chain: list[dict[str, Any]]
) -> None:
    """Draft by draft, and in what is answered."""
    names = [f"draft-{number}" for number in range(len(chain))]
    files = {
        name: said | ({"from": names[number - 1]} if number else {})
        for number, (name, said) in enumerate(zip(names, chain, strict=True))
    }

    workspace = write(contract, **dict(reversed(files.items())), whole=by_hand(chain))

    assert [str(each.message) for each in workspace.diagnostics] == []
    last, whole = (workspace.scenarios[name] for name in (names[-1], "whole"))
    assert says(last) == says(whole)
    answers = [
        [(each.held.id, each.verdict) for each in checked.verdicts]
        for draft in (last, whole)
        for checked in [check(space, draft, context_of(workspace.corpus, draft))]
    ]
    assert answers[0] == answers[1]


BASE: dict[str, Any] = {"title": "The first", "choices": {"discount": 14, "fee": 516}}


def codes(workspace: Workspace) -> list[tuple[str, str]]:
    """Codes of the findings, with their files."""
    return [
        (each.code, each.span.path.partition("/")[2] if each.span else "")
        for each in workspace.diagnostics
    ]


def derived(start: str, **choices: Any) -> dict[str, Any]:
    """A draft that starts from another one."""
    return {"title": "Another", "from": start, "choices": choices}


def test_there_is_no_draft_of_that_name(contract: Path) -> None:
    """Said with the nearest one; what starts from that draft has no meaning either."""
    workspace = write(contract, first=BASE, second=derived("firts"), third=derived("second"))

    assert codes(workspace) == [("ZX101", "second.yaml"), ("ZX311", "third.yaml")]
    assert "did you mean `first`?" in workspace.diagnostics[0].help
    assert list(workspace.scenarios) == ["first"]


def test_no_draft_starts_from_itself(contract: Path) -> None:
    """Neither directly nor through others; each file of the circle has a finding."""
    workspace = write(contract, first=derived("first"))
    assert codes(workspace) == [("ZX305", "first.yaml")]

    workspace = write(
        contract,
        first=derived("third"),
        second=derived("first"),
        third=derived("second"),
        fourth=derived("second"),
    )
    assert sorted(codes(workspace)) == [
        ("ZX305", "second.yaml"),
        ("ZX311", "first.yaml"),
        ("ZX311", "fourth.yaml"),
        ("ZX311", "third.yaml"),
    ]
    assert workspace.scenarios == {}


@pytest.mark.parametrize("wrong", [{"fee": 5000}, {"fees": 500}, {"fee": [1]}])
def test_nothing_starts_from_a_draft_with_errors(contract: Path, wrong: Any) -> None:
    """These are reported where they are, and once."""
    first = {"title": "The first", "choices": wrong}

    found = codes(write(contract, first=first, second=derived("first", discount=10)))

    assert [file for _, file in found] == ["first.yaml", "second.yaml"]
    assert found[1][0] == "ZX311"


def test_what_is_wrong_in_a_draft_is_found_in_it_alone(contract: Path) -> None:
    """A choice that it takes over stands where it names the other draft."""
    bad = derived("first", fee=5000)
    assert codes(write(contract, first=BASE, second=bad)) == [("ZX201", "second.yaml")]

    workspace = write(contract, first=BASE, second=derived("first", fee=500))
    found = judge(contract).found.findings
    assert [(each.code, each.span and each.span.path) for each in found] == [
        ("ZC106", "scenarios/second.yaml")
    ]
    span = workspace.scenarios["second"].choices["discount"].span
    assert span is not None
    text = (contract / "scenarios/second.yaml").read_text().splitlines()[span.start.line - 1]
    assert (span.path, text) == ("scenarios/second.yaml", "from: first")


def test_a_waiver_expires_on_the_day_that_is_taken_over(contract: Path) -> None:
    """And not on that of the corpus."""
    waiver = {"position": WAIVED[0], "reason": "a", "by": "me", "expires": "2027-04-10"}
    second = derived("first") | {"waivers": [waiver]}

    assert codes(write(contract, first=BASE | {"as-of": "2027-04-09"}, second=second)) == []
    assert codes(write(contract, first=BASE, second=second)) == [("ZX307", "second.yaml")]


def test_what_was_remembered_of_a_draft_is_not_told_of_another(contract: Path) -> None:
    """Where the one that it starts from changes, it is looked at again."""
    store = MemoryStore()
    files = {"first": BASE, "second": derived("first", deposit=True)}
    write(contract, **files)
    assert judge(contract, store=store).found.findings == ()
    assert judge(contract, store=store).found.findings == ()

    files["first"] = {"title": "The first", "choices": {"discount": 14, "fee": 500}}
    workspace = write(contract, **files)
    found = judge(contract, store=store).found

    assert found == judged(workspace).found
    assert [each.code for each in found.findings] == ["ZC106", "ZC106"]


def test_a_draft_that_lies_elsewhere_starts_from_one_of_the_workspace(
    contract: Path, tmp_path: Path
) -> None:
    """And none starts from it."""
    write(contract, first=BASE)
    mine = tmp_path / "mine.yaml"
    mine.write_text("title: Mine\nfrom: first\nchoices: {deposit: true}\n")

    workspace = load(contract, extra=[mine])

    assert workspace.diagnostics == ()
    (found,) = (each for name, each in workspace.scenarios.items() if name != "first")
    assert list(found.choices) == ["discount", "fee", "deposit"]
