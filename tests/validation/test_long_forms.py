"""Long forms are shortened, with the same meaning."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reference import write_reference
from zopa.documents import parse
from zopa.files import MARK, shipped
from zopa.validation.fixes import fix_all, long_forms
from zopa.workspace import assemble, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document
    from zopa.workspace import Workspace

ROOT = Path(__file__).parents[2]
WORKSPACES = sorted(
    [
        shipped("terms").parent,
        *(
            mark.parents[1]
            for folder in ("examples", "tests/cases")
            for mark in (ROOT / folder).rglob(MARK.as_posix())
        ),
    ]
)


def shortened(workspace: Workspace) -> dict[str, str]:
    """The texts that change when all long forms are shortened."""

    def found(documents: Mapping[str, Document]) -> list[Diagnostic]:
        return list(long_forms(assemble(workspace.root, documents.values())))

    return {path: each.text for path, each in fix_all(workspace.documents, found).items()}


def again(workspace: Workspace, texts: Mapping[str, str]) -> Workspace:
    """The workspace with other texts."""
    after = {path: parse(text, path) for path, text in texts.items()}
    return assemble(workspace.root, {**workspace.documents, **after}.values())


def comments(workspace: Workspace) -> list[tuple[str, list[str]]]:
    """The comments of each file."""
    return [
        (path, [each.text for each in document.comments])
        for path, document in workspace.documents.items()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("root", WORKSPACES, ids=lambda root: f"{root.parent.name}/{root.name}")
def test_the_meaning_and_the_comments_stay(root: Path) -> None:
    """Of every workspace; and then there is nothing left to shorten."""
    workspace = load(root)

    after = again(workspace, shortened(workspace))

    assert after.corpus == workspace.corpus
    assert after.scenarios == workspace.scenarios
    assert [each.code for each in after.diagnostics] == [
        each.code for each in workspace.diagnostics
    ]
    assert comments(after) == comments(workspace)
    assert list(long_forms(after)) == []


@pytest.mark.slow
def test_most_of_them_have_something_to_shorten() -> None:
    """So that the law says something."""
    assert sum(bool(shortened(load(root))) for root in WORKSPACES) >= 5


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """The workspace of the format's reference, without scenarios."""
    write_reference(tmp_path)
    shutil.rmtree(tmp_path / "scenarios")
    (tmp_path / "scenarios").mkdir()
    return tmp_path


DRAFTS = [
    ("  pay: {raise: {amount: 30}}\n", "  pay: {raise: 30}\n"),
    ("  pay: [{raise: {amount: 30}}]\n", "  pay: {raise: 30}\n"),
    (
        "  pay: {raise: {amount: {at-least: 30}}}   # or more\n",
        "  pay: {raise: {at-least: 30}}   # or more\n",
    ),
    ("  pay:\n    raise:\n      amount: 30   # so\n", "  pay:\n    raise: 30   # so\n"),
    (
        "  pay:\n    raise:   # of\n      amount: 30\n",
        "  pay:\n    raise:   # of\n      amount: 30\n",
    ),
    (
        "  pay:\n    raise:\n      amount:\n        at-least: 3\n        at-most: 5\n",
        "  pay:\n    raise:\n      amount:\n        at-least: 3\n        at-most: 5\n",
    ),
    ("  pay: [freeze]\n", "  pay: freeze\n"),
    ("  privatise: [berth-one]\n", "  privatise: [berth-one]\n"),
    ("  minutes: [clerk]\n", "  minutes: [clerk]\n"),
    (
        "  pay: {term: {raise: {amount: 30}}, cites: {bulletin: [2]}}\n",
        "  pay: {term: {raise: 30}, cites: {bulletin: [2]}}\n",
    ),
    ("  lump-sum: {at-least: 500}\n", "  lump-sum: {at-least: 500}\n"),
]


@pytest.mark.parametrize(("choices", "short"), DRAFTS)
def test_a_choice_is_shortened(reference: Path, choices: str, short: str) -> None:
    """Unless a comment or a line break would be lost."""
    file = reference / "scenarios" / "draft.yaml"
    file.write_text(f"title: A\nchoices:\n{choices}")
    workspace = load(reference)
    assert workspace.scenarios

    texts = {path: text for path, text in shortened(workspace).items() if path.startswith("s")}

    whole = f"title: A\nchoices:\n{short}"
    assert texts == ({} if short == choices else {"scenarios/draft.yaml": whole})
    assert again(workspace, texts).scenarios == workspace.scenarios


CONDITIONS = [
    (
        "{entity: agreement, holds: {raise: {is: 40}}}",
        "{entity: agreement, holds: {raise: 40}}",
    ),
    (
        "{every: berth, where: {deep-water: {is: true}}, holds: {operator: port}}",
        "{every: berth, where: {deep-water: true}, holds: {operator: port}}",
    ),
    (
        "{not: {chosen: pay/raise, with: {amount: {is: 40}}}}",
        "{not: {chosen: pay/raise, with: {amount: 40}}}",
    ),
    ("{issue: lump-sum, is: 40}", ""),
    ("{issue: minutes, size: {is: 1}}", ""),
    ("{every: berth, holds: {rent: {is: {attribute: rent, of: berth-one}}}}", ""),
    ("{entity: agreement, holds: {raise: {is: 40, at-most: 50}}}", ""),
]


@pytest.mark.parametrize(("holds", "short"), CONDITIONS)
def test_a_condition_is_shortened(reference: Path, holds: str, short: str) -> None:
    """Where a value alone says that it is so."""
    rule = "rules:\n  - id: one\n    basis: definitional\n    reason: So.\n    holds: {}\n"
    (reference / "terms/rules.yaml").write_text(rule.replace("{}", holds))
    workspace = load(reference)
    assert workspace.sound

    texts = shortened(workspace)

    text = texts.get("terms/rules.yaml", "")
    assert text == (rule.replace("{}", short) if short else "")
    assert again(workspace, texts).corpus == workspace.corpus


@pytest.mark.parametrize("untitled", [True, False])
def test_a_repeated_type_is_left_out(reference: Path, untitled: bool) -> None:  # noqa: FBT001
    """Where nothing changes, the title neither."""
    state = reference / "terms/state.yaml"
    if untitled:
        state.write_text(state.read_text().replace("title: Raise of the basic pay", "note: A"))
    issues = reference / "terms/issues/pay.yaml"
    text = issues.read_text()
    start = text.index("amount:")
    end = text.index("unit: per mille", start) + len("unit: per mille")
    flow = "amount: {type: integer, minimum: 0, maximum: 200, unit: per mille}"
    issues.write_text(f"{text[:start]}{flow}{text[end:]}")
    workspace = load(reference)
    assert workspace.sound

    texts = shortened(workspace)

    assert ("amount: {}" in texts.get("terms/issues/pay.yaml", "")) is untitled
    assert again(workspace, texts).corpus == workspace.corpus


def test_a_file_with_errors_is_left_alone(reference: Path) -> None:
    """Its meaning is not known."""
    file = reference / "scenarios" / "draft.yaml"
    file.write_text("title: A\nchoices:\n  pay: {raise: {amount: 30}}\n  x: y\n")

    assert "scenarios/draft.yaml" not in shortened(load(reference))
