"""What is found of one changed file from memory is what is found of all files anew."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from broken_lines import WAYS, WORKSPACE, breaks
from zopa import judging
from zopa.corpus import Workspace, load
from zopa.judging import Judged, judge, judged
from zopa.roles import role_of
from zopa.store import MemoryStore
from zopa.wordings import EACH, SHOWN, only_words_differ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.diagnostics import Diagnostic

MANY = 2
"""Lines broken in each way; `benchmarks/reliability/quick.py` breaks more of them."""
CASES = Path(__file__).parents[1] / "cases"
RUSSIA = "terms/positions/russia.yaml"
DRAFT = "scenarios/alaska-exchange.yaml"


def facts(seen: Judged) -> tuple[object, ...]:
    """Everything of an answer but the texts."""
    return seen.found, seen.sound, list(seen.sources)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A copy of the shipped corpus, and what is remembered of it."""
    folder = tmp_path_factory.mktemp("shipped")
    for path, document in WORKSPACE.documents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document.text, encoding="utf-8")
    store = MemoryStore()
    judge(folder, store=store)
    return folder, store.values


def memory(known: dict[str, bytes]) -> MemoryStore:
    """A store of its own with what is remembered."""
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
        (DRAFT, ("title: The", "titel: The"), 1),
        (DRAFT, ("donbas: full-cession", "donbas: [full-cession"), 1),
        (RUSSIA, ("positions:\n", "# a comment\npositions:\n"), 1),
        (RUSSIA, ("title: ", "title: Once more, "), 1),
        (RUSSIA, ("strength: declared", "strength: repeated"), 1),
        (RUSSIA, ("kind: demand", "kind: red-line"), 1),
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


@pytest.mark.parametrize("kept_by_others", [(), ("record",), ("data",)])
def test_terms_that_are_as_they_once_were_are_those_of_then(
    tmp_path: Path, kept_by_others: tuple[str, ...]
) -> None:
    """Not those of the look before; nor where another process has kept only one part of it."""
    root = shutil.copytree(Path(judging.__file__).parent / "starter", tmp_path / "w")
    issues, draft = root / "terms/issues/deal.yaml", root / "scenarios/first-draft.yaml"
    before, plain = issues.read_text(), draft.read_text()
    after = f"{before}      - {{id: maybe, title: A warranty later, mentioned: implied}}\n"
    wanting = plain.replace("warranty: given", "warranty: maybe")
    store = MemoryStore()

    for terms in (before, after, before, f"{before}# a comment\n", after, before):
        for chosen in (plain, wanting):
            known = dict(store.values)
            issues.write_text(terms)
            draft.write_text(chosen)
            seen = judge(root, store=store)
            assert facts(seen) == facts(judged(load(root)))
            assert bool(seen.found.findings) == (chosen == wanting and "maybe" not in terms)
            for key, value in known.items():
                if ("data" if key.endswith("-data") else "record") in kept_by_others:
                    store.values[key] = value


# -- texts that are only shown ------------------------------------------------


def reworded(data: Any, ways: frozenset[tuple[str, ...]], way: tuple[str, ...] = ()) -> Any:
    """Data with other words in every text that is only shown."""
    if isinstance(data, dict):
        return {
            key: reworded(each, ways, (*way, EACH if any_key(ways, way) else key))
            for key, each in data.items()
        }
    if isinstance(data, list):
        return [reworded(each, ways, (*way, EACH)) for each in data]
    return "Other words" if isinstance(data, str) and way in ways else data


def any_key(ways: frozenset[tuple[str, ...]], way: tuple[str, ...]) -> bool:
    """Whether what follows in a way is any key."""
    return any(
        each[: len(way)] == way and each[len(way) : len(way) + 1] == (EACH,) for each in ways
    )


def workspaces() -> Iterator[Path]:
    """The shipped one and those of the tests."""
    yield WORKSPACE.root
    yield from (each for each in sorted(CASES.iterdir()) if (each / "terms").is_dir())


def codes(workspace: Workspace) -> Counter[tuple[str, str]]:
    """What is wrong, and where: the file or nowhere."""
    every = judged(workspace).found.findings
    return Counter((each.code, each.span.path if each.span else "") for each in every)


@pytest.mark.parametrize("folder", list(workspaces()), ids=lambda each: each.name)
def test_texts_that_are_shown_mean_nothing(folder: Path, tmp_path: Path) -> None:
    """With other words in all of them, what is wrong is the same."""
    before, after = tmp_path / "before", tmp_path / "after"
    changed = 0
    for path, document in load(folder).documents.items():
        role = role_of(path)
        for root in (before, after):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
        if role is None or role not in SHOWN or not document.ok:
            for root in (before, after):
                shutil.copyfile(folder / path, root / path)
            continue
        data = json.loads(json.dumps(document.data, default=str))
        other = reworded(data, SHOWN[role])
        changed += other != data
        assert only_words_differ(role, data, other)
        for root, each in ((before, data), (after, other)):
            text = json.dumps(each, indent=1, ensure_ascii=False)
            (root / path).write_text(f"{text}\n", encoding="utf-8")

    assert changed
    assert codes(load(before)) == codes(load(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"kind": "demand"}, {"kind": "red-line"}),
        ({"title": "A"}, {}),
        ({"title": "A"}, {"title": 1}),
        ({"id": "a", "title": "A"}, {"title": "A", "id": "a"}),
        ({"statements": ["a"]}, {"statements": ["a", "a"]}),
        ({"holds": {"title": "a"}}, {"holds": {"title": "b"}}),
        ({"readings": {"title": {"holds": 1}}}, {"readings": {"title": {"holds": 2}}}),
        ({"one": True}, {"one": 1}),
    ],
)
def test_anything_else_may_mean_something(before: Any, after: Any) -> None:
    """Also where it has the name of such a text."""
    role = role_of(RUSSIA)
    assert role is not None
    assert not only_words_differ(role, {"positions": [before]}, {"positions": [after]})
