"""`zopa init`: a new workspace, without loss of existing files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from zopa.cli.init import STARTER
from zopa.documents import parse
from zopa.files import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa


MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")


@pytest.fixture
def begun(zopa: Zopa, nowhere: Path) -> Path:
    """A workspace made by `init`, set as the current folder."""
    assert zopa("init").code == 0
    return nowhere


def led(file: Path) -> Path:
    """The schema to which the file's comment points."""
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    found = MODELINE.fullmatch(first)
    assert found, file
    return file.parent / found[1]


def test_a_new_workspace_is_right_and_shows_a_verdict(zopa: Zopa, begun: Path) -> None:
    """What is written passes `validate` without a remark, and `check`."""
    assert zopa("validate", "--fail-on", "note").code == 0
    assert zopa("check").code == 0
    assert (begun / "terms" / "corpus.yaml").is_file()


def test_it_says_what_to_do_next(zopa: Zopa, nowhere: Path) -> None:
    """In the current folder, too."""
    ran = zopa("init")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "10 files written to ., and their schemas for editors; next: zopa -C . check\n"
    )


def test_an_example_that_there_is_not_is_refused(zopa: Zopa, nowhere: Path) -> None:
    """With the names of those that there are."""
    ran = zopa("init", "--example", "peace-acord")

    assert ran.code == 2
    assert "there is no example `peace-acord`" in ran.err
    assert "peace-accord, software-contract, wage-round" in ran.err
    assert not list(nowhere.iterdir())


def test_the_folder_is_named_from_where_c_points(zopa: Zopa, nowhere: Path) -> None:
    """`-C` is where the command works."""
    assert zopa("-C", nowhere, "init", "there").code == 0
    assert (nowhere / "there" / "terms" / "corpus.yaml").is_file()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flags", "source"),
    [
        ([], STARTER),
        (["--sample"], shipped("terms").parent),
        (["--example", "software-contract"], shipped("examples") / "software-contract"),
    ],
)
def test_what_is_copied_is_only_led_to_its_schema(
    zopa: Zopa, nowhere: Path, flags: list[str], source: Path
) -> None:
    """File by file: a comment above, which is right, offline, and lets editors find all."""
    assert zopa("init", *flags).code == 0

    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each))
        for file in (nowhere / "schema").iterdir()
        for each in [json.loads(file.read_text(encoding="utf-8"))]
    )
    copied = [x for name in ("terms", "scenarios") for x in (nowhere / name).rglob("*.yaml")]
    assert len(copied) == sum(
        len(list((source / name).rglob("*.yaml"))) for name in ("terms", "scenarios")
    )
    for file in copied:
        text = file.read_text(encoding="utf-8")
        original = source / file.relative_to(nowhere)
        assert text.partition("\n")[2] == original.read_text(encoding="utf-8")
        schema = json.loads(led(file).read_text(encoding="utf-8"))
        validator = Draft7Validator(schema, registry=registry)
        assert validator.is_valid(parse(text, file.name).data)
        assert not validator.is_valid({"No key": 1})
    assert zopa("validate", "--fail-on", "note").code == 0


def test_the_schemas_are_made_the_workspaces_own_by_one_command(
    zopa: Zopa, begun: Path
) -> None:
    """Which writes where the files lead to."""
    assert zopa("schema", "--for-workspace", "--draft-07").code == 0

    schema = led(begun / "scenarios" / "first-draft.yaml")
    assert "no-cheap-warranty" in schema.with_name("common.schema.json").read_text()
    assert zopa("validate", "--fail-on", "note").code == 0


def test_schemas_that_are_there_stay(zopa: Zopa, nowhere: Path) -> None:
    """Those of zopa's; with somebody else's nothing is written."""
    assert zopa("schema").code == 0
    before = (nowhere / "schema" / "issues.schema.json").read_bytes()

    assert zopa("init").code == 0
    assert (nowhere / "schema" / "issues.schema.json").read_bytes() == before
    (nowhere / "there" / "schema").mkdir(parents=True)
    (nowhere / "there" / "schema" / "issues.schema.json").write_text("{}")
    assert zopa("init", "there").code == 2
    assert not (nowhere / "there" / "terms").exists()


def test_nothing_is_ever_overwritten(zopa: Zopa, nowhere: Path) -> None:
    """One file that is there is enough, and then nothing is written at all."""
    mine = nowhere / "terms" / "state.yaml"
    mine.parent.mkdir()
    mine.write_text("mine")

    ran = zopa("init")

    assert (ran.code, ran.out) == (2, "")
    assert "terms/state.yaml" in ran.err
    assert mine.read_text() == "mine"
    assert [each.name for each in nowhere.rglob("*.yaml")] == ["state.yaml"]


def test_a_file_where_the_folder_should_be_is_no_traceback(zopa: Zopa, nowhere: Path) -> None:
    """The world outside answers in one line."""
    (nowhere / "file").write_text("")

    ran = zopa("init", "file")

    assert ran.code == 2
    assert ran.err.startswith("zopa: ")
    assert "fault of zopa's own" not in ran.err
