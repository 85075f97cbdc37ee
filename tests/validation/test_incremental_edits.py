"""Incremental validation of one changed file has the findings of a complete run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zopa
from broken_lines import WAYS, WORKSPACE, breaks
from zopa.files.store import MemoryStore
from zopa.validation import incremental as judging
from zopa.validation.incremental import Judged, judge, judged
from zopa.workspace import load

if TYPE_CHECKING:
    from zopa.diagnostics import Diagnostic

MANY = 2
"""Number of lines for each way of breaking; `benchmarks/reliability/quick.py` uses more."""
CASES = Path(__file__).parents[1] / "cases"
RUSSIA = "terms/positions/russia.yaml"
DRAFT = "scenarios/alaska-exchange.yaml"


def facts(seen: Judged) -> tuple[object, ...]:
    """All contents of an answer, except the texts."""
    return seen.found, seen.sound, list(seen.sources)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A copy of the sample corpus, and its cache."""
    folder = tmp_path_factory.mktemp("shipped")
    for path, document in WORKSPACE.documents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document.text, encoding="utf-8")
    store = MemoryStore()
    judge(folder, store=store)
    return folder, store.values


def memory(known: dict[str, bytes]) -> MemoryStore:
    """A new store with this cache."""
    store = MemoryStore()
    store.values = dict(known)
    return store


@pytest.mark.parametrize("way", WAYS)
def test_a_broken_line_is_found_alike(way: str, shipped: tuple[Path, dict[str, bytes]]) -> None:
    """And so is its being mended."""
    root, known = shipped
    for each in breaks(way, MANY):
        store = memory(known)
        file = root / each.path
        file.write_text(each.text, encoding="utf-8")
        try:
            assert facts(judge(root, store=store)) == facts(judged(load(root)))
        finally:
            file.write_text(WORKSPACE.documents[each.path].text, encoding="utf-8")
        assert facts(judge(root, store=store)) == facts(judge(root, store=memory(known)))


def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are parsed from now on."""
    files: list[str] = []
    document = judging._document

    def noted(path: str, content: bytes | Diagnostic) -> object:
        files.append(path)
        return document(path, content)

    monkeypatch.setattr(judging, "_document", noted)
    return files


@pytest.mark.parametrize(
    ("path", "edit", "count"),
    [
        (DRAFT, ("coherent: true", "coherent: false"), 1),
        (DRAFT, ("title: The", "title: Not the"), 1),
        (DRAFT, ("title: The", "titel: The"), 1),
        (DRAFT, ("donbas: full-cession", "donbas: [full-cession"), 1),
        (RUSSIA, ("title: ", "title: Once more, "), 60),
        (RUSSIA, ("kind: demand", "kind: offer"), 60),
    ],
)
def test_no_more_is_parsed_than_has_to_be(
    path: str,
    edit: tuple[str, str],
    count: int,
    shipped: tuple[Path, dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file itself; all the others only where something may have to be said of them."""
    root, known = shipped
    text = WORKSPACE.documents[path].text
    assert edit[0] in text
    file = root / path
    file.write_text(text.replace(*edit, 1), encoding="utf-8")
    files = parsed(monkeypatch)
    try:
        seen = judge(root, store=memory(known))
        looked = len(files)
        assert facts(seen) == facts(judged(load(root)))
    finally:
        file.write_text(text, encoding="utf-8")

    assert looked <= count


def test_terms_that_are_as_they_once_were_are_those_of_then(tmp_path: Path) -> None:
    """Not those of the look before."""
    root = shutil.copytree(Path(zopa.__file__).parent / "starter", tmp_path / "w")
    issues, draft = root / "terms/issues/deal.yaml", root / "scenarios/first-draft.yaml"
    before, plain = issues.read_text(), draft.read_text()
    after = f"{before}      - {{id: maybe, title: A warranty later, mentioned: implied}}\n"
    wanting = plain.replace("warranty: given", "warranty: maybe")
    store = MemoryStore()

    for terms in (before, after, before, f"{before}# a comment\n", after, before):
        for chosen in (plain, wanting):
            issues.write_text(terms)
            draft.write_text(chosen)
            seen = judge(root, store=store)
            assert facts(seen) == facts(judged(load(root)))
            assert bool(seen.found.findings) == (chosen == wanting and "maybe" not in terms)
