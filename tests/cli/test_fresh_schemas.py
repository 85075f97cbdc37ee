"""The setting `schemas`: `validate` keeps the schemas for editors up to date."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from zopa.schemas.editors import State, editor_schemas, kinds_of_files, state_of

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa

OUT_OF_DATE = "ZO106"
SCENARIO = "scenario.schema.json"


@pytest.fixture
def begun(zopa: Zopa, nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with fresh schemas, set as the current folder, outside a build server."""
    monkeypatch.delenv("CI", raising=False)
    assert zopa("init", "--schemas", "ids").code == 0
    return nowhere


def texts(workspace: Path) -> dict[str, str]:
    """The schemas of a workspace by file name."""
    return {each.name: each.read_text() for each in (workspace / "schema").iterdir()}


def parties(workspace: Path) -> str:
    """The parties that the schema of scenarios allows at the table."""
    schema = json.loads((workspace / "schema" / SCENARIO).read_text())
    return str(schema["properties"]["at-the-table"])


def test_init_writes_those_with_the_ids_and_asks_for_fresh_ones(
    zopa: Zopa, begun: Path
) -> None:
    """One whole file for each kind, each valid draft-07; `validate` finds nothing to do."""
    before = texts(begun)

    assert sorted(before) == sorted(kinds_of_files())
    for text in before.values():
        schema = json.loads(text)
        Draft7Validator.check_schema(schema)
        assert schema["$id"].startswith("https://")
        references = re.findall(r'"\$ref": "([^"]*)"', text)
        assert all(each.startswith("#/") for each in references)
    assert "seller" in parties(begun)
    ran = zopa("validate")
    assert (ran.code, ran.err) == (0, "")
    assert texts(begun) == before
    assert "schemas" in zopa("config").out


def test_init_writes_plain_ones_otherwise(zopa: Zopa, nowhere: Path) -> None:
    """They can never be out of date, and no setting is written."""
    assert zopa("init").code == 0
    assert "seller" not in parties(nowhere)
    assert not (nowhere / "zopa.toml").exists()


def test_a_configuration_that_is_there_stays(zopa: Zopa, nowhere: Path) -> None:
    """Nothing at all is written then."""
    (nowhere / "zopa.toml").write_text("budget = 3\n")

    ran = zopa("init", "--schemas", "ids")

    assert ran.code == 2
    assert "zopa.toml" in ran.err
    assert [each.name for each in nowhere.iterdir()] == ["zopa.toml"]


def test_validate_writes_the_new_ids_and_says_so(zopa: Zopa, begun: Path) -> None:
    """In one line; only files that differ are written, and then no more."""
    assert zopa("add", "party", "union", "--name", "Union").code == 0
    untouched = (begun / "schema" / "configuration.schema.json").stat().st_mtime_ns

    ran = zopa("validate")

    assert ran.code == 0
    assert re.fullmatch(
        r"zopa: \d+ of 12 schemas in schema/ refreshed \(zopa.toml sets schemas\)\n", ran.err
    )
    assert "union" in parties(begun)
    assert (begun / "schema" / "configuration.schema.json").stat().st_mtime_ns == untouched
    assert zopa("validate").err == ""
    assert zopa("validate", "--quiet").err == ""


def test_a_lost_schema_is_written_again(zopa: Zopa, begun: Path) -> None:
    """One, or the folder."""
    before = texts(begun)
    for each in (begun / "schema").iterdir():
        each.unlink()
    (begun / "schema").rmdir()

    assert "12 of 12 schemas" in zopa("validate").err
    assert texts(begun) == before


def test_plain_schemas_follow_the_version_of_zopa(zopa: Zopa, begun: Path) -> None:
    """Those with ids give way to them, and back."""
    assert zopa("add", "party", "union", "--name", "Union").code == 0
    (begun / "zopa.toml").write_text('schemas = "plain"\n')

    assert zopa("validate").code == 0
    assert "union" not in parties(begun)
    (begun / "zopa.toml").write_text('schemas = "ids"\n')
    assert zopa("validate").code == 0
    assert "union" in parties(begun)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"Scenario"', '"My scenario"'),
        lambda text: text.replace("$comment", "$note"),
        lambda _: "{}",
        lambda _: "not JSON",
        lambda _: "[" * 100_000,
    ],
)
def test_a_file_that_someone_changed_stays_and_is_named(
    zopa: Zopa, begun: Path, change: Any
) -> None:
    """With the way to have it written again; the others are refreshed."""
    file = begun / "schema" / SCENARIO
    theirs = change(file.read_text())
    file.write_text(theirs)
    assert zopa("add", "party", "union", "--name", "Union").code == 0

    ran = zopa("validate")

    assert ran.code == 0
    assert f"`{SCENARIO}` in schema/ not refreshed" in ran.err
    assert "delete it" in ran.err
    assert file.read_text() == theirs
    assert "union" in (begun / "schema" / "positions.schema.json").read_text()
    file.unlink()
    assert "1 of 12" in zopa("validate").err
    assert "union" in parties(begun)


def test_another_layout_is_no_change(zopa: Zopa, begun: Path) -> None:
    """A formatter of JSON and zopa leave each other's files alone, until the ids change."""
    file = begun / "schema" / SCENARIO
    file.write_text(json.dumps(json.loads(file.read_text()), sort_keys=True))
    written = file.read_text()

    assert zopa("validate").err == ""
    assert file.read_text() == written
    assert zopa("add", "party", "union", "--name", "Union").code == 0
    assert "refreshed" in zopa("validate").err
    assert "union" in parties(begun)


def test_a_build_server_writes_nothing_and_reports(
    zopa: Zopa, begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a warning at the setting, with the way out; `zopa ci` does so everywhere."""
    assert zopa("add", "party", "union", "--name", "Union").code == 0
    before = texts(begun)

    assert OUT_OF_DATE in zopa("ci", "--no-check").out
    monkeypatch.setenv("CI", "true")
    ran = zopa("validate", "--format", "json")
    [finding] = json.loads(ran.out)["diagnostics"]
    assert (ran.code, finding["code"], finding["severity"]) == (0, OUT_OF_DATE, "warning")
    place = finding["primary"]
    assert (place["path"], place["range"]["start"]["line"]) == ("zopa.toml", 2)
    assert "zopa validate" in str(finding["help"])
    assert zopa("validate", "--severity", f"{OUT_OF_DATE}=error").code == 1
    assert texts(begun) == before
    monkeypatch.delenv("CI")
    zopa("validate")
    monkeypatch.setenv("CI", "true")
    assert "no findings" in zopa("validate").out


def test_terms_with_errors_change_no_schema(zopa: Zopa, begun: Path) -> None:
    """Half a corpus has half the ids."""
    before = texts(begun)
    file = begun / "terms" / "parties.yaml"
    file.write_text(file.read_text() + "\nwrong: [\n")

    assert zopa("validate").code == 1
    assert texts(begun) == before


def test_without_the_setting_nothing_is_written(zopa: Zopa, begun: Path) -> None:
    """Nor for a text from stdin, a list of files, or a difference."""
    before = texts(begun)
    assert zopa("add", "party", "union", "--name", "Union").code == 0
    assert zopa("validate", "--show-files").code == 0
    assert zopa("validate", "--diff").code in {0, 1}
    assert texts(begun) == before
    (begun / "zopa.toml").unlink()
    assert zopa("validate").code == 0
    assert texts(begun) == before


def test_no_link_leads_the_writing_out_of_the_workspace(
    zopa: Zopa, begun: Path, tmp_path: Path
) -> None:
    """Neither of a file nor of the folder: a cloned workspace is not to be trusted."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / SCENARIO).write_text((begun / "schema" / SCENARIO).read_text())
    before = (outside / SCENARIO).read_text()
    (begun / "schema" / SCENARIO).unlink()
    (begun / "schema" / SCENARIO).symlink_to(outside / SCENARIO)
    assert zopa("add", "party", "union", "--name", "Union").code == 0

    assert "not refreshed" in zopa("validate").err
    assert (outside / SCENARIO).read_text() == before
    for each in (begun / "schema").iterdir():
        each.unlink()
    (begun / "schema").rmdir()
    (begun / "schema").symlink_to(outside)
    assert "not refreshed" in zopa("validate").err
    assert [each.name for each in outside.iterdir()] == [SCENARIO]
    assert (outside / SCENARIO).read_text() == before


def test_what_cannot_be_written_is_told_and_judges_nothing(zopa: Zopa, begun: Path) -> None:
    """A read-only file; the findings are those of the files all the same."""
    assert zopa("add", "party", "union", "--name", "Union").code == 0
    for each in (begun / "schema").iterdir():
        each.chmod(0o444)

    ran = zopa("validate")

    assert ran.code == 0
    assert "cannot refresh" in ran.err
    assert "read-only" in ran.err


def test_states_of_files(tmp_path: Path) -> None:
    """Missing ones are stale; a folder and a pipe are someone else's."""
    schemas = editor_schemas()
    (tmp_path / "schema" / "issues.schema.json").mkdir(parents=True)
    os.mkfifo(tmp_path / "schema" / SCENARIO)

    for name, state in (
        ("rules.schema.json", State.STALE),
        ("issues.schema.json", State.CHANGED),
        (SCENARIO, State.CHANGED),
    ):
        assert state_of(tmp_path, name, schemas[name]) is state
