"""Links that an editor can open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lsp.client import Client
from zopa.lsp.answers import links
from zopa.references import sketch

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = "terms/sources.yaml"


def found(root: Path, text: str, path: str = SOURCES) -> list[tuple[str, str]]:
    """The linked parts of a text with their targets."""
    return [
        (text[each.start : each.end], each.target)
        for each in links(root, path, text, sketch(text))
    ]


@pytest.mark.parametrize("written", ["{}", "'{}'", '"{}"'])
def test_the_page_of_a_source_can_be_opened(tmp_path: Path, written: str) -> None:
    """Quotes are no part of the link."""
    page = "https://example.org/a?b=c#d"
    text = f"sources:\n  - id: a\n    url: {written.format(page)}\n  - {{id: b, url: none}}\n"

    assert found(tmp_path, text) == [(page, page)]


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "javascript:alert(1)", "command:x", "vscode://x", ""],
)
def test_nothing_but_pages_can_be_opened(tmp_path: Path, target: str) -> None:
    """A file may have been written by somebody else."""
    quoted = f'"{target}"'

    assert found(tmp_path, f"sources:\n  - url: {quoted}\n") == []
    assert found(tmp_path, f"# yaml-language-server: $schema={target}\n") == []


def test_the_schema_can_be_opened_where_it_is_one_of_the_workspace(tmp_path: Path) -> None:
    """Not one beside it, nor one that a link leads to."""
    root = tmp_path / "w"
    (root / "schema").mkdir(parents=True)
    for file in (root / "schema/a.json", tmp_path / "b.json"):
        file.write_text("{}")
    (root / "schema/c.json").symlink_to(tmp_path / "b.json")
    line = "# yaml-language-server: $schema={}\na: 1\n"

    assert found(root, line.format("../schema/a.json")) == [
        ("../schema/a.json", (root / "schema/a.json").as_uri())
    ]
    for other in ("../../b.json", "../schema/c.json", "../schema/none.json", "../schema"):
        assert found(root, line.format(other)) == []


def test_the_draft_that_another_starts_from_can_be_opened(tmp_path: Path) -> None:
    """Only a scenario of the workspace, and only from a scenario."""
    root = tmp_path / "w"
    (root / "scenarios").mkdir(parents=True)
    for file in (root / "scenarios/first.yaml", tmp_path / "other.yaml"):
        file.write_text("title: A\n")
    (root / "scenarios/linked.yaml").symlink_to(tmp_path / "other.yaml")
    draft, text = "scenarios/second.yaml", "title: B\nfrom: {}\nchoices: {{}}\n"

    for written in ("first", "'first'"):
        target = (root / "scenarios/first.yaml").as_uri()
        assert found(root, text.format(written), draft) == [("first", target)]
    for other in ("second", "../../other", "linked", "[first]", ""):
        assert found(root, text.format(other), draft) == []
    assert found(root, text.format("first")) == []


@pytest.mark.slow
def test_an_editor_is_told(starter: Path) -> None:
    """Over the pipes, in its own positions."""
    with Client(starter) as client:
        file = starter / SOURCES
        text = f"sources:\n  - {{id: minutes, title: 𝔘, url: https://example.org/{'x' * 3}}}\n"
        uri = client.open(file, text)
        (link,) = client.ask("textDocument/documentLink", {"textDocument": {"uri": uri}})

        assert link["target"] == "https://example.org/xxx"
        assert link["range"]["start"] == {"line": 1, "character": 34}
        client.leave()
