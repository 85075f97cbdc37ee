"""Files of a folder that zopa reads, and their contents."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from zopa.files import called, contents, leads_out, near, own, paths

if TYPE_CHECKING:
    from pathlib import Path


def put(root: Path, *files: str) -> None:
    """Create empty files."""
    for each in files:
        (root / each).parent.mkdir(parents=True, exist_ok=True)
        (root / each).touch()


def test_both_folders_are_read_to_their_ground_in_order(tmp_path: Path) -> None:
    """The order is that of the paths as text, whatever the file system gives."""
    put(tmp_path, "terms/b.yaml", "terms/a/z.yaml", "terms/a.yml", "scenarios/x/y/d.yaml")
    put(tmp_path, "terms/.hidden/e.yaml", "elsewhere/f.yaml", "g.yaml")

    assert paths(tmp_path) == [
        "scenarios/x/y/d.yaml",
        "terms/.hidden/e.yaml",
        "terms/a.yml",
        "terms/a/z.yaml",
        "terms/b.yaml",
    ]


def test_names_without_a_stem_or_the_suffix_are_passed_over(tmp_path: Path) -> None:
    """As `pathlib` sees suffixes: `.yaml` alone has none."""
    put(tmp_path, "terms/.yaml", "terms/a.yaml.bak", "terms/yaml", "terms/..yaml")

    assert paths(tmp_path) == ["terms/..yaml"]


def test_the_suffix_in_any_case_is_one(tmp_path: Path) -> None:
    """What nobody reads is listed, so that somebody says so."""
    put(tmp_path, "terms/positions/a.YAML", "scenarios/b.Yml", "terms/c.yMl", "terms/d.YAMLX")

    assert paths(tmp_path) == ["scenarios/b.Yml", "terms/c.yMl", "terms/positions/a.YAML"]


def test_a_link_stands_where_it_is(tmp_path: Path) -> None:
    """What stands elsewhere is what it leads to, if that is in the workspace."""
    root = tmp_path / "w"
    put(root, "scenarios/a.yaml", "terms/corpus.yaml")
    put(tmp_path, "b.yaml")
    (root / "scenarios/in.yaml").symlink_to("a.yaml")
    (root / "scenarios/out.yaml").symlink_to("../../b.yaml")
    (tmp_path / "to-a.yaml").symlink_to("w/scenarios/a.yaml")
    (tmp_path / "other").symlink_to("w")

    assert called(root, root / "scenarios/in.yaml") == "scenarios/in.yaml"
    assert called(root, root / "scenarios/out.yaml") == "scenarios/out.yaml"
    assert called(root, tmp_path / "to-a.yaml") == "scenarios/a.yaml"
    assert called(root, tmp_path / "other/scenarios/a.yaml") == "scenarios/a.yaml"
    assert called(root, tmp_path / "b.yaml") == (tmp_path / "b.yaml").as_posix()


def test_which_links_lead_out(tmp_path: Path) -> None:
    """By what they lead to in the end; a circle leads nowhere."""
    root = tmp_path / "w"
    put(root, "scenarios/a.yaml", "terms/corpus.yaml")
    put(tmp_path, "b.yaml")
    for name, target in (
        ("in", "a.yaml"),
        ("out", "../../b.yaml"),
        ("over", "out.yaml"),
        ("loop", "loop.yaml"),
        ("dead", "../../nothing"),
        ("through", "../../w/terms/corpus.yaml"),
    ):
        (root / f"scenarios/{name}.yaml").symlink_to(target)
    (root / "linked").symlink_to(tmp_path)

    def out(name: str) -> bool:
        return leads_out(root, root / f"scenarios/{name}.yaml")

    assert [x for x in ("a", "in", "loop", "through", "none") if out(x)] == []
    assert all(map(out, ("out", "over", "dead")))
    assert leads_out(root, root / "linked/b.yaml")
    assert not leads_out(root, tmp_path / "b.yaml")


def test_the_workspace_of_a_path(tmp_path: Path) -> None:
    """That which it stands in; else that of what it leads to."""
    put(tmp_path, "w/terms/corpus.yaml", "w/scenarios/a.yaml", "b.yaml", "v/terms/corpus.yaml")
    (tmp_path / "w/scenarios/out.yaml").symlink_to("../../b.yaml")
    (tmp_path / "to-a.yaml").symlink_to("w/scenarios/a.yaml")
    w = tmp_path / "w"

    assert own(w / "scenarios/a.yaml") == own(w) == own(w / "scenarios") == w
    assert own(w / "scenarios/../scenarios/a.yaml") == w
    assert own(w / "scenarios/out.yaml") == own(tmp_path / "to-a.yaml") == w
    assert own(tmp_path / "b.yaml") is None
    assert near(tmp_path) == [tmp_path / "v", w]


def test_links_are_files_or_nothing(tmp_path: Path) -> None:
    """A link to a folder is listed and not followed, one to itself does not end the search."""
    put(tmp_path, "terms/a.yaml", "outside/b.yaml")
    (tmp_path / "terms/loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "terms/folder.yaml").symlink_to(tmp_path / "outside")
    (tmp_path / "terms/linked").symlink_to(tmp_path / "outside")
    (tmp_path / "terms/dead.yaml").symlink_to("nowhere")
    (tmp_path / "scenarios").symlink_to(tmp_path / "outside")

    assert paths(tmp_path) == [
        "scenarios/b.yaml",
        "terms/a.yaml",
        "terms/dead.yaml",
        "terms/folder.yaml",
        "terms/linked",
        "terms/loop.yaml",
    ]


def test_a_folder_without_a_workspace_has_no_files(tmp_path: Path) -> None:
    """Missing folders are empty ones."""
    assert paths(tmp_path) == []


def test_contents_are_those_of_regular_files_within_the_size(tmp_path: Path) -> None:
    """Everything else is left to whoever can say why it cannot be read."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"12345")
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)

    assert contents(str(file), 5) == b"12345"
    assert contents(str(file), 4) is None
    assert contents(str(pipe), 5) is None
    assert contents(str(tmp_path), 5) is None
    assert contents(str(tmp_path / "none"), 5) is None
    assert contents("nul\0", 5) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_folder_is_listed_itself(tmp_path: Path) -> None:
    """What is in it cannot be told, and whoever reads it says so."""
    put(tmp_path, "terms/a.yaml", "terms/locked/b.yaml")
    (tmp_path / "terms/locked").chmod(0)

    assert paths(tmp_path) == ["terms/a.yaml", "terms/locked"]
    (tmp_path / "terms/locked").chmod(0o700)
