"""Unsaved texts have the findings that `zopa validate` gives after saving."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zopa.lsp.editor import OpenFiles, TextChange
from zopa.lsp.state import Folder, path_in, root_of
from zopa.references.tree import TextLines, Units
from zopa.solving import Stop, Stopped
from zopa.validation import reported
from zopa.workspace import load

if TYPE_CHECKING:
    from pathlib import Path

POSITIONS = "terms/positions/seller.yaml"
LINES = (
    "  - id: x\n",
    "kind: demand\n",
    "# zopa: ignore[ZX103] why\n",
    "\r\n",
    "\ufeff",
    "\ud800",
)
TYPED = st.text(st.sampled_from("ab:-#{}[]'\" \n\r\u2028é😀\t\x07"), max_size=6)


def as_seen(session: OpenFiles, root: Path) -> list[tuple[object, ...]]:
    """The findings of the session in a workspace."""
    folder = session.folders[root]
    texts = {path: each.text for path, each in session.open_in(folder).items()}
    return [astuple(each) for each in folder.look(texts).findings]


def astuple(finding: object) -> tuple[object, ...]:
    """A finding, in a form for comparison."""
    names = ("code", "span", "message", "severity", "related", "help", "fixes")
    return tuple(getattr(finding, each) for each in names)


@pytest.mark.slow
@given(st.data(), st.sampled_from(Units))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_edits_are_seen_as_if_they_were_saved(
    starter: Path, data: st.DataObject, units: Units
) -> None:
    """Incremental changes give the text, and the text the findings of `zopa validate`."""
    file = starter / POSITIONS
    before = file.read_text(encoding="utf-8")
    session = OpenFiles()
    session.units = units
    session.open("u", file, before, 1)
    text = before
    try:
        for version in range(2, data.draw(st.integers(3, 6))):
            start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
            end = min(end, start + data.draw(st.integers(0, 8)))
            places = TextLines(text, units)
            ends = places.position(start), places.position(end)
            start, end = (places.at(*each) for each in ends)
            new = data.draw(TYPED | st.sampled_from(LINES))
            text = text[:start] + new + text[end:]
            buffer = session.change("u", [TextChange(*ends, new)], version)
            assert buffer is not None
            assert buffer.text == text

        seen = as_seen(session, starter)

        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        if "\ud800" not in text:  # which no file can hold
            assert seen == [astuple(each) for each in reported(load(starter)).findings]
    finally:
        file.write_text(before, encoding="utf-8")


PLACES = [
    ("scenarios/first-draft.yaml", "title:", "note: x\ntitle:"),
    ("scenarios/first-draft.yaml", "deal: false", "deal: flase"),
    ("terms/positions/seller.yaml", "kind: red-line", "kind: red-lime"),
    ("terms/positions/seller.yaml", "positions:", "positions: # zopa: ignore[ZC101] no"),
    ("terms/issues/deal.yaml", "- id: ", "- id: other-"),
    ("terms/issues/deal.yaml", "What is the price?", "How much is it?"),
    ("terms/issues/deal.yaml", "- id: w", "- applies-when: {silent: price}\n    id: w"),
    ("scenarios/first-draft.yaml", "expect:", "expect:\n  coherent: false"),
    ("terms/corpus.yaml", "title:", "# yaml-language-server: $schema=../schema/x.json\ntitle:"),
]


@pytest.mark.slow
@given(st.lists(st.sampled_from(PLACES) | st.sampled_from(["/8/", "/9/"]), max_size=8))
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_what_is_remembered_is_what_would_be_found(
    starter: Path, steps: list[tuple[str, str, str] | str]
) -> None:
    """After edits to and fro in terms and drafts, and new versions of a named schema."""
    folder = OpenFiles().enter(starter)
    schema = starter / "schema" / "x.json"
    schema.parent.mkdir(exist_ok=True)
    texts: dict[str, str] = {}
    for step in steps:
        if isinstance(step, str):
            schema.write_text(f'{{"$id": "https://zopa.example/schema{step}x.json"}}')
        else:
            path, old, new = step
            text = texts.get(path, (starter / path).read_text(encoding="utf-8"))
            texts[path] = text.replace(new, old) if new in text else text.replace(old, new)

        look = folder.look(texts)

        fresh = Folder(starter).look(texts)
        assert [astuple(each) for each in look.findings] == [
            astuple(each) for each in fresh.findings
        ]
        assert look.workspace.corpus == fresh.workspace.corpus
        assert look.workspace.scenarios == fresh.workspace.scenarios


def test_what_is_open_goes_before_what_is_saved(starter: Path) -> None:
    """In every file that is open, and no longer when it is closed."""
    session = OpenFiles()
    text = (starter / POSITIONS).read_text(encoding="utf-8")
    session.open("u", starter / POSITIONS, text.replace("kind: red-line", "kind: red"), 1)

    assert [each[0] for each in as_seen(session, starter)] == ["ZS301"]
    session.close("u")
    assert as_seen(session, starter) == []


def test_files_on_disk_are_read_again_when_they_change(starter: Path) -> None:
    """Also when their size and, soon after, their times stay as they were."""
    session = OpenFiles()
    folder = session.enter(starter)
    file = starter / POSITIONS
    good = file.read_text(encoding="utf-8")
    for _ in range(3):
        file.write_text(good.replace("kind: red-line", "kind: red-lime"), encoding="utf-8")
        assert [each.code for each in folder.look({}).findings] == ["ZS301"]
        file.write_text(good, encoding="utf-8")
        assert folder.look({}).findings == ()


def test_only_files_of_a_workspace_count(starter: Path, tmp_path: Path) -> None:
    """A YAML file elsewhere is somebody else's."""
    session = OpenFiles()
    (tmp_path / "other.yaml").write_text("a: yes\n")

    assert session.open("a", tmp_path / "other.yaml", "a: yes\n", 1) is None
    assert session.open("b", starter / "docker-compose.yaml", "a: yes\n", 1) is None
    assert session.open("c", starter / "terms/notes.txt", "yes", 1) is None
    assert session.change("a", ["b: no\n"], 2) is None
    assert session.close("a") is None
    assert root_of(tmp_path / "other.yaml") is None
    assert path_in(starter, starter / "terms" / ".." / "x.yaml") is None


def test_a_file_can_become_one_of_a_workspace(tmp_path: Path) -> None:
    """When the file is saved that makes its folder one; with what was typed meanwhile."""
    session = OpenFiles()
    corpus = tmp_path / "terms/corpus.yaml"
    corpus.parent.mkdir()
    assert session.open("u", corpus, "zopa: 1", 1) is None
    assert session.change("u", [TextChange((0, 6), (0, 7), "2")], 2) is None
    assert session.adopt() == []

    corpus.write_text("zopa: 1")
    (buffer,) = session.adopt()

    assert (buffer.path, buffer.text, buffer.version) == ("terms/corpus.yaml", "zopa: 2", 2)
    assert session.adopt() == []


def test_a_link_out_of_the_workspace_is_not_followed(starter: Path, tmp_path: Path) -> None:
    """It is said that it was not, for what is missing then."""
    secret = tmp_path / "secret.yaml"
    shutil.move(starter / POSITIONS, secret)
    (starter / POSITIONS).symlink_to(secret)

    look = OpenFiles().enter(starter).look({})

    assert look.workspace.documents[POSITIONS].text == ""
    assert any("leads out of the workspace" in each.message for each in look.findings)


def test_links_in_a_circle_lead_nowhere(starter: Path) -> None:
    """And are said to."""
    (starter / POSITIONS).unlink()
    (starter / POSITIONS).symlink_to("seller.yaml")

    found = OpenFiles().enter(starter).look({}).findings

    assert any(f"`{POSITIONS}` cannot be read" in each.message for each in found)


def test_a_link_within_the_workspace_is_followed(starter: Path) -> None:
    """As `zopa validate` does."""
    (starter / "elsewhere.yaml").write_bytes((starter / POSITIONS).read_bytes())
    (starter / POSITIONS).unlink()
    (starter / POSITIONS).symlink_to("../../elsewhere.yaml")

    assert OpenFiles().enter(starter).look({}).findings == ()


def test_looking_ends_when_it_is_told_to(starter: Path) -> None:
    """A newer edit has come."""
    stop = Stop()
    stop.call()

    with pytest.raises(Stopped):
        OpenFiles().enter(starter).look({}, stop)


def test_all_safe_fixes_keep_the_byte_order_mark_that_they_do_not_remove(starter: Path) -> None:
    """The text that an editor gets is the one that it has, mended."""
    folder = OpenFiles().enter(starter)
    text = (starter / POSITIONS).read_text(encoding="utf-8")
    wrong = text.replace("kind: red-line", "kind: red-lime").rstrip("\n")

    assert folder.fixed(folder.look({POSITIONS: wrong}), POSITIONS) == text
    assert folder.fixed(folder.look({POSITIONS: "\ufeff" + wrong}), POSITIONS) == text
    assert folder.fixed(folder.look({POSITIONS: text}), POSITIONS) is None
