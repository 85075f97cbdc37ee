"""The schema comment for editors: its target is checked but never opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zopa.documents import parse
from zopa.files import Role, Targets, role_of
from zopa.schemas import BASE, VERSION, Modelines, with_modeline

if TYPE_CHECKING:
    from pathlib import Path

    from zopa.diagnostics import Diagnostic

PATH = "terms/positions/a.yaml"
OTHER = '{"$schema": "x", "$id": "https://zopa.example/schema/9/positions.schema.json"}'


def found(root: Path, said: str, path: str = PATH) -> list[Diagnostic]:
    """The findings in a file that begins with this comment."""
    text = f"# yaml-language-server: $schema={said}\npositions: []\n"
    role = role_of(path)
    assert role is not None
    return list(Modelines(Targets(root)).check(parse(text, path), role))


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("terms/corpus.yaml", "../schema/corpus.schema.json"),
        ("terms/issues/a.yaml", "../../schema/issues.schema.json"),
        (PATH, "../../schema/positions.schema.json"),
        ("scenarios/a.yaml", "../schema/scenario.schema.json"),
    ],
)
def test_the_comment_is_relative_to_its_file(tmp_path: Path, path: str, target: str) -> None:
    """Above everything, once, and right."""
    text = with_modeline("# first\ntitle: x\n", path)

    assert text == f"# yaml-language-server: $schema={target}\n# first\ntitle: x\n"
    assert with_modeline(text, path) == text
    assert found(tmp_path, target, path) == []


def test_a_file_that_is_none_of_zopas_gets_none() -> None:
    """Nobody knows its schema."""
    assert with_modeline("a: 1\n", "terms/other/a.yaml") == "a: 1\n"


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.POSITIONS])
def test_the_schema_of_other_files_is_reported(tmp_path: Path, role: Role) -> None:
    """Exactly where it is named; the fix names the right one beside it."""
    [finding] = found(tmp_path, f"../../schema/{role}.schema.json")

    assert finding.code == "ZS402"
    assert str(finding.span) == f"{PATH}:1:33"
    assert [each.text for each in finding.fixes] == ["../../schema/positions.schema.json"]
    assert f"this is `{role}`" in finding.message


def test_a_schema_of_another_version_is_reported(tmp_path: Path) -> None:
    """By its address, or by what a file in the workspace says of itself."""
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "positions.schema.json").write_text(OTHER)

    for said in (
        "../../schema/positions.schema.json",
        "https://zopa.example/schema/9/workspace/positions.schema.json",
    ):
        [finding] = found(tmp_path, said)
        assert finding.code == "ZS402"
        assert "version `9`" in finding.message
        assert not finding.fixes


@pytest.mark.parametrize(
    "said",
    [
        f"{BASE}positions.schema.json",
        f"{BASE}draft-07/positions.schema.json",
        "../../schema/positions.schema.json",
        "https://else.example/issues.json",
        "../../../outside/positions.schema.json",
        "/etc/passwd",
        "../../schema",
        "%00",
    ],
)
def test_other_schemas_are_somebody_elses_matter(tmp_path: Path, said: str) -> None:
    """Also one that is not there, or is no file, or lies outside."""
    (tmp_path / "schema").mkdir()
    (tmp_path.parent / "outside").mkdir(exist_ok=True)
    (tmp_path.parent / "outside" / "positions.schema.json").write_text(OTHER)

    assert found(tmp_path, said) == []
    assert VERSION == "1"


def test_a_text_that_looks_like_the_comment_is_none(tmp_path: Path) -> None:
    """Only comments lead editors."""
    text = "note: |-\n  # yaml-language-server: $schema=issues.schema.json\n"

    assert list(Modelines(Targets(tmp_path)).check(parse(text, PATH), Role.POSITIONS)) == []


def test_a_link_that_leads_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    """What lies outside is not looked at, whatever leads there."""
    root = tmp_path / "w"
    (root / "schema").mkdir(parents=True)
    (tmp_path / "positions.schema.json").write_text(OTHER)
    (root / "schema" / "positions.schema.json").symlink_to("../../positions.schema.json")

    assert found(root, "../../schema/positions.schema.json") == []
