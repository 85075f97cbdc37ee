"""Incremental and parallel validation have the findings of one complete run."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from strategies import DRAFT, Files, drafts, incoherent
from zopa import validation
from zopa.files.store import MemoryStore
from zopa.solving import Stop
from zopa.validation import incremental as judging
from zopa.validation.incremental import Judged, judge, judged
from zopa.workspace import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from zopa.diagnostics import Diagnostic

CASES = Path(__file__).parents[1] / "cases"
SMALL = CASES / "blanks"
FILES = sorted(each.relative_to(SMALL).as_posix() for each in SMALL.rglob("*.yaml"))
NEW = ("scenarios/new.yaml", "scenarios/new.yml", "terms/positions/new.yaml", "terms/new.yaml")
EDITS: tuple[Callable[[bytes], bytes], ...] = (
    lambda raw: raw.replace(b"tons", b"tins"),
    lambda raw: raw.replace(b"truck", b"track", 1),
    lambda raw: raw.replace(b"title", b"titel", 1),
    lambda raw: raw.replace(b"99", b"98"),
    lambda raw: raw.replace(b"9", b"999999", 1),
    lambda raw: raw + b"# zopa: ignore[ZX103] nobody minds\n",
    lambda raw: raw + b"# zopa: ignore[ZC101]\n",
    lambda raw: raw + b"zzz: 1\n",
    lambda raw: raw + b"\t\xff",
    lambda raw: raw[: len(raw) // 2],
    lambda raw: b"",
    lambda raw: raw,
)
STEPS = st.tuples(
    st.sampled_from(["edit", "edit", "edit unseen", "rename", "delete", "swap", "restore"]),
    st.sampled_from(FILES),
    st.integers(0, len(EDITS) - 1),
)


def facts(seen: Judged) -> tuple[object, ...]:
    """All contents of an answer."""
    return seen.found, seen.sound, list(seen.sources.items())


def do(folder: Path, step: tuple[str, str, int]) -> None:
    """Change a file, if it exists."""
    deed, name, number = step
    file = folder / name
    if deed == "restore" or not file.exists():
        shutil.copyfile(SMALL / name, file)
    elif deed == "delete":
        file.unlink()
    elif deed == "rename":
        file.rename(folder / NEW[number % len(NEW)])
    elif deed == "swap":
        other = folder / FILES[number]
        if other.exists():
            old, new = file.read_bytes(), other.read_bytes()
            file.write_bytes(new)
            other.write_bytes(old)
    else:
        status = file.stat()
        file.write_bytes(EDITS[number](file.read_bytes()))
        if deed == "edit unseen":
            os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@settings(max_examples=25)
@given(steps=st.lists(STEPS, min_size=3, max_size=8))
def test_memory_changes_nothing(
    steps: list[tuple[str, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """After any edits, renamings and deletions, seen in the times of files or not."""
    folder = tmp_path_factory.mktemp("edited") / "w"
    shutil.copytree(SMALL, folder)
    store = MemoryStore()
    for step in steps:
        do(folder, step)
        for ignores in (True, False):
            whole = facts(judged(load(folder), ignores=ignores))
            assert facts(judge(folder, ignores=ignores, store=store)) == whole
            assert facts(judge(folder, ignores=ignores, store=store)) == whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with findings of several kinds in scenarios and terms."""
    folder = tmp_path / "w"
    shutil.copytree(SMALL, folder)
    for number, name in enumerate(each for each in FILES if each.startswith("scenarios/")):
        file = folder / name
        file.write_bytes(EDITS[number](file.read_bytes()))
    for number in range(40):
        shutil.copyfile(SMALL / FILES[0], folder / f"scenarios/copy-{number}.yaml")
    (folder / "scenarios/copy-7.yaml").write_text("title: Seven\nchoices: {stone: by-air}\n")
    return folder


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("jobs", [2, 3, 8])
def test_any_number_of_processes_finds_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, method: Literal["fork", "spawn"], jobs: int
) -> None:
    """In the same order, however the processes are started."""
    share = validation.share
    monkeypatch.setattr(
        judging,
        "share",
        lambda work, task, count, jobs: share(work, task, count, jobs, method=method),
    )

    assert facts(judge(folder, jobs=jobs)) == facts(judged(load(folder)))


def looked_at(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often each file is parsed from now on."""
    count: Counter[str] = Counter()
    document = judging._document

    def counted(path: str, content: bytes | Diagnostic) -> object:
        count[path] += 1
        return document(path, content)

    monkeypatch.setattr(judging, "_document", counted)
    return count


def test_what_is_unchanged_is_not_even_parsed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After one look, the next reads the bytes and no more."""
    store = MemoryStore()
    judge(folder, store=store)
    count = looked_at(monkeypatch)

    judge(folder, store=store)

    assert not count


def test_drafts_that_start_from_others_are_remembered_together(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them as long as no file changes; after that the answer is that of a first look."""
    store = MemoryStore()
    start = next(iter((folder / "scenarios").glob("*.yaml")))
    other = folder / "scenarios" / "other.yaml"
    other.write_text(f"title: Another\nfrom: {start.stem}\nchoices: {{}}\n")
    first = judge(folder, store=store)
    count = looked_at(monkeypatch)

    assert facts(judge(folder, store=store)) == facts(first) == facts(judge(folder))
    count.clear()
    judge(folder, store=store)
    assert not count

    other.write_text("title: Another\nfrom: nowhere\nchoices: {}\n")
    again = judge(folder, store=store)
    assert any("nowhere" in each.message for each in again.found.findings)
    assert facts(again) == facts(judge(folder))
    other.unlink()
    assert facts(judge(folder, store=store)) == facts(judge(folder))


def test_one_changed_scenario_is_looked_at_under_the_terms(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no other scenario."""
    store = MemoryStore()
    judge(folder, store=store)
    count = looked_at(monkeypatch)
    (folder / "scenarios/copy-3.yaml").write_text("title: Three\nchoices: {stone: silent}\n")

    seen = judge(folder, store=store)

    drafts = [path for path in count if path.startswith("scenarios/")]
    assert drafts == ["scenarios/copy-3.yaml"]
    assert facts(seen) == facts(judged(load(folder)))


def with_part(number: int, value: object) -> Callable[[bytes], bytes]:
    """A function that damages one part of a record."""

    def spoil(raw: bytes) -> bytes:
        parts = json.loads(raw)
        parts[number] = value
        return json.dumps(parts).encode()

    return spoil


SPOIL: tuple[Callable[[bytes], bytes], ...] = (
    lambda raw: raw[:-1],
    lambda raw: b"",
    lambda raw: b"[]",
    lambda raw: b"{}",
    lambda raw: b"[" * 100_000,
    lambda raw: raw.replace(b'"scenarios/', b'"scenarios/x'),
    lambda raw: b"\xff\xfe",
)


@pytest.mark.parametrize(
    "spoil",
    [
        *SPOIL,
        with_part(2, 5),
        with_part(2, [[["ZX101"]], []]),
        with_part(3, None),
        with_part(3, [{}, {}]),
        with_part(3, [{}, {}, [], 1, None]),
        with_part(4, []),
        with_part(4, {"scenarios/copy-3.yaml": 7}),
    ],
)
def test_a_spoilt_record_is_no_record(folder: Path, spoil: Callable[[bytes], bytes]) -> None:
    """Whatever is in it, the answer is that of a look."""
    store = MemoryStore()
    judge(folder, store=store)
    (key,) = store.values
    store.put(key, spoil(store.values[key]))

    assert facts(judge(folder, store=store)) == facts(judged(load(folder)))


def test_another_engine_does_not_believe_this_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does another folder, or a look with other arguments."""
    store = MemoryStore()
    judge(folder, store=store)
    judge(folder, store=store, ignores=False)
    shutil.copytree(folder, folder.with_name("other"))
    judge(folder.with_name("other"), store=store)
    monkeypatch.setattr("zopa.validation.records.engine_identity", lambda: "another")
    judge(folder, store=store)

    assert len([each for each in store.values if not each.endswith("-data")]) == 4


def test_scenarios_that_lie_elsewhere_are_among_them(folder: Path, tmp_path: Path) -> None:
    """Remembered like the others, and forgotten when they change."""
    outside = tmp_path / "outside.yaml"
    store = MemoryStore()
    for text in ("title: One\nchoices: {stone: by-rail}\n", "title: One\n", ""):
        outside.write_text(text)
        whole = facts(judged(load(folder, extra=[outside])))
        assert facts(judge(folder, extra=[outside], store=store)) == whole
        assert facts(judge(folder, extra=[outside], store=store)) == whole
        assert facts(judge(folder, store=store)) == facts(judged(load(folder)))


def test_the_schema_that_a_file_names_is_a_part_of_it(folder: Path) -> None:
    """Its findings depend on what that says of itself."""
    store = MemoryStore()
    schema = folder / "schema/scenario.schema.json"
    schema.parent.mkdir()
    for name in ("scenarios/copy-1.yaml", "terms/corpus.yaml"):
        file = folder / name
        target = f"../schema/{schema.name}" if "scenarios" in name else "../schema/other.json"
        line = f"# yaml-language-server: $schema={target}\n"
        file.write_text(line + file.read_text())
    for version in ("1", "2", "1", "7"):
        identity = f'{{"$id": "https://zopa.example/schema/{version}/x"}}'
        schema.write_text(identity)
        (folder / "schema/other.json").write_text(identity)
        seen = judge(folder, store=store)
        assert facts(seen) == facts(judged(load(folder)))
        found = {
            each.span.path for each in seen.found.findings if each.code == "ZS402" if each.span
        }
        assert len(found) == (0 if version == "1" else 2)


def test_a_scenario_that_cannot_be_read_leaves_the_terms_sound(folder: Path) -> None:
    """As without parts: no other one depends on it."""
    store = MemoryStore()
    judge(folder, store=store)
    (folder / "scenarios/dead.yaml").symlink_to("nowhere")

    seen = judge(folder, store=store)

    assert seen.sound
    assert "ZI101" in {each.code for each in seen.found.findings}
    assert facts(seen) == facts(judged(load(folder)))


@pytest.mark.parametrize(
    "name", sorted(each.name for each in CASES.iterdir() if (each / "terms").is_dir())
)
def test_every_case_is_found_alike(name: str) -> None:
    """In the workspaces of `tests/cases`."""
    assert facts(judge(CASES / name)) == facts(judged(load(CASES / name)))


def save(root: Path, files: Files) -> None:
    """Replace the workspace by these files."""
    shutil.rmtree(root, ignore_errors=True)
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(data, indent=0) + "\n", encoding="utf-8")


@settings(max_examples=40)
@given(data=st.data())
def test_memory_changes_nothing_about_coherence(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever changes, rules or drafts; those that say that they break rules are not asked."""
    root = tmp_path_factory.mktemp("drawn") / "w"
    store = MemoryStore()
    files = data.draw(incoherent(positions=1))
    for number in range(data.draw(st.integers(1, 3))):
        draft = data.draw(drafts(files))
        if (coherent := data.draw(st.sampled_from([None, True, False]))) is not None:
            draft["expect"] = {"coherent": coherent}
        files[f"scenarios/draft-{number}.yaml"] = draft
    rules = files["terms/rules.yaml"]["rules"]
    for _ in range(data.draw(st.integers(1, 4))):
        form = data.draw(st.sampled_from(["rules", "rules", "choices", "title"]))
        if form == "rules":
            some = data.draw(st.lists(st.sampled_from(rules), unique_by=str)) if rules else []
            files["terms/rules.yaml"] = {"rules": some}
        elif form == "choices":
            files[DRAFT] = data.draw(drafts(files))
        else:
            files[DRAFT] = {**files[DRAFT], "title": data.draw(st.sampled_from("abc"))}
        save(root, files)

        whole = judged(load(root))

        event(str(sum(each.code == "ZC106" for each in whole.found.findings)))
        assert facts(judge(root, store=store)) == facts(whole)
        assert facts(judge(root, store=store)) == facts(whole)
        assert facts(judge(root, jobs=2 if number > 1 else 1)) == facts(whole)


def test_another_rule_about_numbers_is_asked_of_drafts_that_nobody_changed(
    tmp_path: Path,
) -> None:
    """What is remembered of terms does not say which numbers go together."""
    root = tmp_path / "w"
    shutil.copytree(CASES / "values", root)
    rules, draft = root / "terms/rules.yaml", root / "scenarios/shares-do-not-add-up.yaml"
    draft.write_text(draft.read_text().partition("expect:")[0])
    text = rules.read_text()
    store = MemoryStore()
    broken = []
    for total in (110, 100, 110):
        rules.write_text(text.replace("is: 100", f"is: {total}"))
        seen = judge(root, store=store)
        assert facts(seen) == facts(judged(load(root)))
        found = [each.span for each in seen.found.findings if each.code == "ZC106"]
        broken.append(sum(each is not None and each.path in str(draft) for each in found))

    assert broken == [0, 1, 0]


RULES = CASES / "rules"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A workspace whose drafts break rules without expecting it."""
    root = tmp_path / "w"
    shutil.copytree(RULES, root)
    for file in (root / "scenarios").iterdir():
        file.write_text(file.read_text().replace("coherent: false", "coherent: true"))
    return root


def test_many_processes_find_the_drafts_that_break_rules(broken: Path) -> None:
    """Those of the solver too, of which there is one."""
    found = judge(broken, jobs=2)

    assert sum(each.code == "ZC106" for each in found.found.findings) == 4
    assert facts(found) == facts(judged(load(broken)))


def test_a_comment_silences_it_and_is_unused_where_nothing_is_broken(broken: Path) -> None:
    """Not where nobody asked: while the rules contradict each other."""
    file = broken / "scenarios/drums-and-quiet.yaml"
    choices = "choices: {drums: drums, volume: quiet}"
    ignore = "  # zopa: ignore[ZC106] to see"
    text = file.read_text()
    assert choices in text
    store = MemoryStore()

    def codes(what: str) -> list[str]:
        file.write_text(text.replace(choices, f"{what}{ignore}"))
        seen = judge(broken, store=store)
        assert facts(seen) == facts(judged(load(broken)))
        found = (each for each in seen.found.findings if each.span)
        return [each.code for each in found if each.span and each.span.path in str(file)]

    assert codes(choices) == []
    assert codes("choices: {drums: drums}") == ["ZU101"]
    rules = broken / "terms/rules.yaml"
    never = "  - {id: never, basis: definitional, reason: No., holds: {all: [%s]}}\n"
    both = "{chosen: drums/drums}, {not: {chosen: drums/drums}}"
    rules.write_text(rules.read_text() + never % both)
    assert codes("choices: {drums: drums}") == []


def test_without_time_it_is_said_that_not_all_was_looked_for(broken: Path) -> None:
    """Nothing of it is kept."""
    store = MemoryStore()

    seen = judge(broken, store=store, stop=Stop(0))

    assert not seen.whole
    assert not seen.found.findings
    assert not store.values
    assert sum(each.code == "ZC106" for each in judge(broken, store=store).found.findings) == 4
