"""Snippets of `docs/format.md`: the smallest workspace, and how to express things.

A snippet has keys of several files, which are put into these files here. A separate
condition becomes a red line of the buyer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from reference import LINE, TEXT, Exact, write_reference
from zopa.documents import parse
from zopa.model.context import context_of
from zopa.questions.check import Checked, check
from zopa.questions.soundness import check_soundness
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import Workspace, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zopa.model.corpus import Scenario

SMALLEST = TEXT.partition("## The smallest workspace")[2].partition("\n## ")[0]
SAYINGS = TEXT.partition("## How to say it")[2].partition("\n## Reference")[0]
FILE = re.compile(r"^```yaml\n# sale/(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SNIPPET = re.compile(r"^#### … ([^\n]+)\n.*?^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SNIPPETS: list[tuple[str, str]] = SNIPPET.findall(SAYINGS)
STATE = ("entity-types", "entities", "milestones", "contingencies")
LISTS = {"issues": "terms/issues/said.yaml", "rules": "terms/rules.yaml"} | {
    "positions": "terms/positions/said.yaml"
}
AROUND: Mapping[str, Any] = {
    "terms/corpus.yaml": {
        "zopa": 1,
        "title": "A sale",
        "as-of": "2025-01-31",
        "at-the-table": ["buyer", "seller"],
    },
    "terms/parties.yaml": {
        "parties": [{"id": "buyer", "name": "Buyer"}, {"id": "seller", "name": "Seller"}],
        "speakers": [
            {"id": "counsel", "name": "Counsel", "party": "buyer"},
            {"id": "dealer", "name": "Dealer", "party": "seller"},
        ],
    },
    "terms/sources.yaml": {"sources": [{"id": "paper", "title": "A paper"}]},
    "terms/statements.yaml": {
        "statements": [
            {
                "id": "said",
                "speaker": "dealer",
                "said": "2025-01-12",
                "text": "So it is.",
                "attribution": "direct-statement",
                "cites": {"paper": [1]},
            }
        ]
    },
}
"""Files around the snippets."""


@dataclass(frozen=True)
class Said:
    """A snippet in a workspace."""

    workspace: Workspace
    space: Space

    @property
    def draft(self) -> Scenario:
        """The draft of the snippet."""
        return self.workspace.scenarios["draft"]

    def checked(self) -> Checked:
        """The answer of `check` on the only draft."""
        draft = self.draft
        return check(self.space, draft, context_of(self.workspace.corpus, draft))


def in_files(text: str) -> dict[str, Any]:
    """The files with the keys of a snippet, and all other content that they need."""
    shown: Any = parse(text, "snippet.yaml").data
    files = dict(AROUND)
    for key, path in LISTS.items():
        if key in shown:
            files[path] = {key: shown.pop(key)}
    if "holds" in shown:
        line = {**LINE, "holds": shown.pop("holds")}
        files["terms/positions/line.yaml"] = {"positions": [line]}
    if state := {key: shown.pop(key) for key in STATE if key in shown}:
        files["terms/state.yaml"] = state
    if "issues" not in text:
        files["terms/issues/said.yaml"] = {
            "issues": [{"id": "other", "question": "What else?", "answer": {"type": "boolean"}}]
        }
    for name, other in shown.pop("scenarios", {}).items():
        files[f"scenarios/{name}.yaml"] = {"title": "Another draft"} | other
    files["scenarios/draft.yaml"] = {"title": "A draft"} | shown
    return files


@pytest.fixture
def said(request: pytest.FixtureRequest, tmp_path: Path) -> Said:
    """The snippet, loaded and compiled."""
    for path, data in in_files(request.param).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.dump(data, Dumper=Exact, allow_unicode=True), encoding="utf-8")
    workspace = load(tmp_path)
    assert [(each.code, each.message, each.span) for each in workspace.diagnostics] == []
    return Said(workspace, Space(Problem(workspace.corpus)))


every_snippet = pytest.mark.parametrize(
    "said", [text for _, text in SNIPPETS], ids=[title for title, _ in SNIPPETS], indirect=True
)


def test_there_are_thirty_things_to_say() -> None:
    """And each heading has its snippet, none has two."""
    assert len(SNIPPETS) >= 30
    assert SAYINGS.count("#### ") == SAYINGS.count("```yaml") == len(SNIPPETS)


@every_snippet
def test_a_snippet_is_sound(said: Said) -> None:
    """Nothing of it is without an effect, nothing can never be, and it says a draft."""
    assert [(each.code, each.message) for each in check_soundness(said.space)] == []
    draft = said.draft
    assert draft.choices


@every_snippet
def test_a_snippet_does_what_it_says(said: Said) -> None:
    """The draft meets what stands beside it, or what it expects."""
    draft = said.draft

    found = said.checked()

    if draft.expectations:
        assert [each for each in found.expectations if not each.met] == []
    else:
        assert [(each.held.id, str(each.verdict)) for each in found.verdicts] == [
            (each.held.id, "respected") for each in found.verdicts
        ]
        assert found.verdicts
        assert found.coherent


def test_the_smallest_workspace_is_right(tmp_path: Path) -> None:
    """It has no finding and does what it says; no file can be left out."""
    files = dict(FILE.findall(SMALLEST))
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    workspace = load(tmp_path)
    space = Space(Problem(workspace.corpus))
    (draft,) = workspace.scenarios.values()
    found = check(space, draft, context_of(workspace.corpus, draft))

    assert len(files) == 6
    assert workspace.diagnostics == ()
    assert list(check_soundness(space)) == []
    assert len(found.expectations) == 2
    assert all(each.met for each in found.expectations)
    for path in files:
        (tmp_path / path).rename(tmp_path / "away")
        left = load(tmp_path)
        assert left.diagnostics or not left.scenarios, path
        (tmp_path / "away").rename(tmp_path / path)


# -- the reference --


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """The workspace of the reference, with its later additions to files."""
    write_reference(tmp_path)
    return tmp_path


def test_the_reference_is_one_sound_workspace(reference: Path) -> None:
    """Every condition of the list speaks of what there is; only `undecided` is warned of."""
    workspace = load(reference)

    found = [(each.code, each.message) for each in workspace.diagnostics]

    assert [code for code, _ in found if code != "ZC105"] == [], found
    assert len(workspace.scenarios) == 3


def test_its_drafts_are_as_the_text_says(reference: Path) -> None:
    """The one that expects something meets it, the published one is consistent."""
    workspace = load(reference)
    space = Space(Problem(workspace.corpus))

    found = {
        name: check(space, draft, context_of(workspace.corpus, draft))
        for name, draft in workspace.scenarios.items()
    }

    assert all(each.met for each in found["compromise"].expectations)
    assert found["published"].coherent
    assert all(each.met for each in found["second"].expectations)
