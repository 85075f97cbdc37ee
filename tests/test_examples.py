"""The workspaces in `examples`: valid, as expected, and free of five old problems.

A newcomer who encoded four real agreements had these problems:

- seven places for one number
- numbers that cannot relate
- silence checked on invented numbers
- published texts that are never complete
- orders and deadlines that nothing computes with
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from zopa.cli import main
from zopa.construct import resolve
from zopa.files import shipped
from zopa.model.conditions import Relation, Total, inner, quantities, spoken_of
from zopa.model.context import context_of
from zopa.model.corpus import ParameterValue
from zopa.questions.check import Checked, check
from zopa.questions.concessions import concessions
from zopa.questions.soundness import check_soundness
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import Workspace, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus, Issue, Rule, Statement

REPOSITORY = Path(__file__).parents[1]
EXAMPLES = REPOSITORY / "examples"
NAMES = ("peace-accord", "software-contract", "wage-round")
HARBOUR = REPOSITORY / "tests" / "cases" / "harbour"
"""The wage round in the old notation."""
PAGES = sorted(EXAMPLES.rglob("README.md"))
TRANSCRIPT = re.compile(r"^```console\n\$ zopa ([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)\)")

every = pytest.mark.parametrize("name", NAMES)


@cache
def workspace(root: Path) -> Workspace:
    """The workspace in the folder; loaded once."""
    return load(root)


@cache
def space(root: Path) -> Space:
    """Its agreements; compiled once."""
    return Space(Problem(workspace(root).corpus))


@pytest.fixture(scope="module", autouse=True)
def forget() -> Iterator[None]:
    """Free the solvers before the interpreter exits."""
    yield
    space.cache_clear()


def checked(root: Path, scenario: str) -> Checked:
    """The answer of `check` on a draft."""
    found = workspace(root)
    draft = found.scenarios[scenario]
    return check(space(root), draft, context_of(found.corpus, draft))


def numbers(corpus: Corpus) -> list[Issue]:
    """The issues that a number or a date answers, without milestones."""
    return [
        each
        for each in corpus.issues.values()
        if each.answer is not None and each.section != "milestones"
    ]


# -- complete, sourced, and right --


def test_all_examples_are_shipped() -> None:
    """Those that the command offers are those that there are."""
    assert sorted(each.name for each in EXAMPLES.iterdir() if each.is_dir()) == list(NAMES)
    assert shipped("examples") == EXAMPLES


@every
def test_an_example_is_a_workspace_without_findings(name: str) -> None:
    """Nothing that `validate` has to say."""
    found = workspace(EXAMPLES / name)

    findings = [*found.diagnostics, *check_soundness(space(EXAMPLES / name))]

    assert [(each.code, each.message) for each in findings] == []


@pytest.mark.parametrize(
    ("name", "scenario"),
    [
        (name, file.stem)
        for name in NAMES
        for file in sorted((EXAMPLES / name / "scenarios").glob("*.yaml"))
    ],
)
def test_a_draft_does_what_it_says(name: str, scenario: str) -> None:
    """It expects something, and every expectation is met."""
    found = checked(EXAMPLES / name, scenario).expectations

    assert found
    assert [each.expectation for each in found if not each.met] == []


@every
def test_everything_has_a_source(name: str) -> None:
    """Statements and rules cite one; issues and positions cite one, or rest on a statement.

    Not the rules that terms make, which cite, and no issue of mere process.
    """
    corpus = workspace(EXAMPLES / name).corpus
    cited: list[Statement | Rule] = [*corpus.statements.values()]
    cited += [each for each in corpus.rules.values() if "/" not in each.id]
    sourced = [
        bool(term.statements or term.cites or issue.cites)
        for issue in corpus.issues.values()
        if issue.category == "term" and name != "wage-round"
        for term in issue.terms.values()
        if term.mentioned == "said"
    ]

    assert [str(each.id) for each in cited if not each.cites] == []
    assert all(each.statements for each in corpus.positions.values())
    assert all(sourced)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.parent.name))
def test_a_page_shows_what_zopa_prints(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its links lead somewhere. `ZOPA_UPDATE_SNAPSHOTS=1` writes the transcripts anew."""
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setenv("COLUMNS", "100")
    for variable in ("CI", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "TERM"):
        monkeypatch.delenv(variable, raising=False)
    text = page.read_text(encoding="utf-8")

    def again(found: re.Match[str]) -> str:
        assert main([*shlex.split(found[1]), "--color=never"]) == 0
        return f"```console\n$ zopa {found[1]}\n{capsys.readouterr().out}```"

    true = TRANSCRIPT.sub(again, text)
    if os.environ.get("ZOPA_UPDATE_SNAPSHOTS") == "1":
        page.write_text(true, encoding="utf-8")
        text = true

    assert text == true
    assert [each for each in LINK.findall(text) if not (page.parent / each).exists()] == []


def test_every_example_has_a_page() -> None:
    """And the list of them names each."""
    assert {each.parent.name for each in PAGES} == {*NAMES, "examples"}
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"({name}/README.md)" in listed for name in NAMES)


# -- the five pains --


@every
def test_one_number_is_one_issue(name: str) -> None:
    """No attribute, default, parameter or effect repeats a number that is negotiated.

    Of attributes that are numbers only facts are left, which no term sets.
    """
    corpus = workspace(EXAMPLES / name).corpus
    attributes = [
        each for kind in corpus.entity_types.values() for each in kind.attributes.values()
    ]
    effects = [
        effect
        for issue in corpus.issues.values()
        for term in issue.terms.values()
        for effect in term.effects
    ]

    assert len(numbers(corpus)) >= 7
    assert [str(each.id) for each in attributes if each.number and not each.fixed] == []
    assert not any(
        isinstance(value, ParameterValue)
        for effect in effects
        for value in effect.sets.values()
    )


@every
def test_one_number_is_one_entry_of_its_file(name: str) -> None:
    """Its id stands once where issues are declared, and nowhere in the file of attributes."""
    root = EXAMPLES / name / "terms"
    declared = "".join(each.read_text(encoding="utf-8") for each in root.glob("issues/*.yaml"))
    state = (root / "state.yaml").read_text(encoding="utf-8")

    for issue in numbers(workspace(EXAMPLES / name).corpus):
        assert len(re.findall(rf"^  - id: {issue.id}$", declared, re.MULTILINE)) == 1
        assert not re.search(rf"\b{issue.id}:", state)


def counted(name: str) -> tuple[int, ...]:
    """The numbers of an example, repeated numbers, and relations."""
    corpus = workspace(EXAMPLES / name).corpus
    terms = [term for issue in corpus.issues.values() for term in issue.terms.values()]
    declared = [x for kind in corpus.entity_types.values() for x in kind.attributes.values()]
    asked_for = numbers(corpus)
    again = [
        *(each for each in declared if each.number and not each.fixed),
        *(value for term in terms for effect in term.effects for value in effect.sets.values()
          if isinstance(value, ParameterValue)),
    ]  # fmt: skip
    relations = [
        part
        for condition in corpus.conditions()
        for part in inner(condition)
        if isinstance(part, Relation)
    ]
    return (
        len(asked_for),
        len({str(each.id) for each in asked_for}),
        len(again),
        sum(each.number and each.default is not None for each in declared),
        len(relations),
        len(corpus.rules),
    )


def test_the_counts_of_the_page_are_those_of_the_examples() -> None:
    """One number is one issue: the table of `examples/README.md`."""
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    rows = {
        cells[0]: tuple(map(int, cells[1:]))
        for line in page.splitlines()
        if len(cells := [each.strip() for each in line.strip("|").split("|")]) == 7
        and cells[1].isdigit()
    }

    assert rows == {name: counted(name) for name in NAMES}
    for asked_for, issues, again, invented, _, _ in rows.values():
        assert (asked_for, again, invented) == (issues, 0, 0)


@pytest.mark.parametrize(("name", "least"), [("peace-accord", 8), ("software-contract", 5)])
def test_numbers_relate(name: str, least: int) -> None:
    """By relations, each in one condition, and not by a table of what goes with what."""
    corpus = workspace(EXAMPLES / name).corpus
    relations = [
        part
        for condition in corpus.conditions()
        for part in inner(condition)
        if isinstance(part, Relation)
    ]

    assert len(relations) >= least
    assert len(corpus.rules) <= 12


def test_the_relations_are_of_every_kind() -> None:
    """Sums, sums over entities, multiples, products and days between dates."""
    kinds = {
        type(part).__name__
        for name in NAMES
        for condition in workspace(EXAMPLES / name).corpus.conditions()
        for part in spoken_of(condition)
    }

    assert kinds >= {"Blank", "Constant", "Sum", "Total", "Times", "Product"}
    assert Total in {
        type(part)
        for condition in workspace(EXAMPLES / "software-contract").corpus.conditions()
        for each in inner(condition)
        if isinstance(each, Relation)
        for part in quantities(each.left)
    }


@every
def test_silence_is_judged_on_no_number(name: str) -> None:
    """No attribute has a number for a default."""
    corpus = workspace(EXAMPLES / name).corpus

    assert [
        f"{kind}.{each.id}"
        for kind, declared in corpus.entity_types.items()
        for each in declared.attributes.values()
        if each.number and each.default is not None
    ] == []


PUBLISHED = (
    ("peace-accord", "dayton", "gfa"),
    ("software-contract", "offer", "offer"),
)


@pytest.mark.parametrize(("name", "scenario", "source"), PUBLISHED)
def test_a_published_text_is_complete_and_cites_each_choice(
    name: str, scenario: str, source: str
) -> None:
    """Only days that the text leaves open within bounds cite nothing."""
    found = workspace(EXAMPLES / name)
    draft = found.scenarios[scenario]
    said = [each for each in draft.choices.values() if not each.silent]

    assert draft.source == source
    assert draft.otherwise == "silent"
    assert draft.choices.keys() == found.corpus.issues.keys()
    assert [
        str(each.issue)
        for each in said
        if not draft.cites.get(str(each.issue)) and not any(pick.bounds for pick in each.picks)
    ] == []


@pytest.mark.parametrize(("name", "scenario", "source"), PUBLISHED)
def test_another_issue_does_not_open_a_published_text_again(
    name: str, scenario: str, source: str, tmp_path: Path
) -> None:
    """Its verdicts stay, and it stays complete."""
    shutil.copytree(EXAMPLES / name, tmp_path / "copy")
    (tmp_path / "copy/terms/issues/later.yaml").write_text(
        "issues:\n"
        "  - id: found-later\n"
        "    question: What did nobody think of?\n"
        "    answer: {type: integer, minimum: 0, maximum: 9}\n",
        encoding="utf-8",
    )
    before, after = EXAMPLES / name, tmp_path / "copy"

    assert verdicts(after, scenario) == verdicts(before, scenario)
    assert workspace(after).scenarios[scenario].choices["found-later"].silent


def verdicts(root: Path, scenario: str) -> tuple[Any, ...]:
    """Consistency, deal, and the verdict on each position."""
    found = checked(root, scenario)
    return (
        found.coherent,
        found.deal,
        {each.held.id: str(each.verdict) for each in found.verdicts},
    )


def test_orders_and_deadlines_are_kept() -> None:
    """A timetable that keeps them is consistent; a day later or earlier it is not."""
    root = EXAMPLES / "peace-accord"

    assert checked(root, "timetable").coherent
    assert not checked(root, "a-day-late").coherent
    assert not checked(root, "too-early").coherent


# -- the wage round in the forms of before --


@pytest.mark.parametrize(
    "file", sorted((HARBOUR / "scenarios").glob("*.yaml")), ids=lambda x: x.stem
)
def test_the_wage_round_answers_as_it_did(file: Path) -> None:
    """Draft by draft: the same verdicts, and the same positions to drop for a deal."""
    root = EXAMPLES / "wage-round"

    assert verdicts(root, file.stem) == verdicts(HARBOUR, file.stem)
    assert expectations(root, file.stem) == expectations(HARBOUR, file.stem)


def expectations(root: Path, scenario: str) -> set[tuple[str, object]]:
    """The expectations of the draft."""
    found = workspace(root).scenarios[scenario].expectations
    return {(each.key, each.value) for each in found}


@pytest.mark.parametrize("scenario", ["company-paper", "dockers-paper", "pay-only"])
def test_the_wage_round_asks_for_the_same_concessions(scenario: str) -> None:
    """Set by set."""
    found = [concession_sets(root, scenario) for root in (EXAMPLES / "wage-round", HARBOUR)]

    assert found[0] == found[1]


def concession_sets(root: Path, scenario: str) -> set[frozenset[str]]:
    """The minimal sets of positions to drop."""
    found = workspace(root)
    draft = found.scenarios[scenario]
    ledger = concessions(space(root), draft, context_of(found.corpus, draft))
    return {frozenset(map(str, some)) for some in ledger.concessions}


DATED = {"ballot-before-signature", "signed-too-early", "voted-in-june"}
"""The rule and the drafts of the example that are about its milestones."""


def nodes(value: object) -> int:
    """The number of keys and values in a part of a file."""
    if isinstance(value, dict):
        return sum(1 + nodes(each) for each in value.values())
    return sum(map(nodes, value)) if isinstance(value, list) else 1


def size(root: Path) -> int:
    """Keys and values that say what is negotiated, wanted and drafted.

    Not who said it when, which is the same words in any form: sources, statements, parties, the
    record; nor what a draft expects. Nor the milestones, which the harbour has not.
    """

    def read(pattern: str) -> list[dict[str, Any]]:
        files = (each for each in root.glob(pattern) if each.stem not in DATED)
        return [yaml.safe_load(each.read_text(encoding="utf-8")) for each in files]

    whole = [*read("terms/issues/*.yaml"), *read("terms/state.yaml"), *read("terms/rules.yaml")]
    for each in whole:
        each.pop("milestones", None)
        if "rules" in each:
            each["rules"] = [rule for rule in each["rules"] if rule["id"] not in DATED]
    parts = [
        {key: each[key] for key in ("holds", "readings") if key in each}
        for file in read("terms/positions/*.yaml")
        for each in file["positions"]
    ]
    parts += [
        {key: each[key] for key in ("choices", "otherwise") if key in each}
        for each in read("scenarios/*.yaml")
    ]
    return sum(map(nodes, [*whole, *parts]))


def test_the_wage_round_is_a_third_shorter() -> None:
    """In keys and values, however the lines are broken."""
    assert size(EXAMPLES / "wage-round") * 3 <= size(HARBOUR) * 2


def test_otherwise_silent_is_writing_it_everywhere() -> None:
    """Of every draft that says it."""
    for name in NAMES:
        found = workspace(EXAMPLES / name)
        for draft in found.scenarios.values():
            assert resolve(found.corpus, replace(draft, otherwise="undecided")) == replace(
                draft, otherwise="undecided"
            )
