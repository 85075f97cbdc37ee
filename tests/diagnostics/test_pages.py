"""`docs/diagnostics/`: one page per code, equal to the catalogue, with tested examples."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zopa.diagnostics import CATALOGUE

if TYPE_CHECKING:
    from zopa.diagnostics import DiagnosticKind

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "docs" / "diagnostics"
REMEDY = "run `python .ci/diagnostics_pages.py`"


def script() -> Any:
    """The script that writes the pages."""
    spec = importlib.util.spec_from_file_location(
        "diagnostics_pages", REPOSITORY / ".ci" / "diagnostics_pages.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = script()
KINDS = list(CATALOGUE.values())


def text_of(kind: DiagnosticKind) -> str:
    """The page of a kind as it is in the repository."""
    return (FOLDER / f"{kind.code}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def files() -> dict[str, Any]:
    """The example workspace."""
    found: dict[str, Any] = PAGES.loaded()
    return found


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    """Links to a page keep working, and none speaks of nothing."""
    assert {each.stem for each in FOLDER.glob("Z*.md")} == set(CATALOGUE), REMEDY
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == PAGES.index(), REMEDY


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.code)
def test_a_page_says_what_the_catalogue_says(kind: DiagnosticKind) -> None:
    """It is made from it."""
    text = text_of(kind)

    assert text == PAGES.page(kind, PAGES.place_in(text)), REMEDY


@pytest.mark.parametrize(
    "kind",
    [each for each in KINDS if PAGES.place_in(text_of(each)) is not None],
    ids=lambda each: each.code,
)
def test_examples_do_what_their_page_says(kind: DiagnosticKind, files: dict[str, Any]) -> None:
    """The bad one has the finding, the good one does not."""
    bad, good = PAGES.examples(kind)
    place = PAGES.place_in(text_of(kind))

    assert kind.code in PAGES.found(bad, place, files)
    assert kind.code not in PAGES.found(good, place, files)


def test_most_examples_are_run() -> None:
    """A change that makes them all fail cannot pass for a change of the pages."""
    with_examples = [each for each in KINDS if PAGES.examples(each)]
    run = [each for each in with_examples if PAGES.place_in(text_of(each)) is not None]

    assert len(run) >= 0.85 * len(with_examples)
