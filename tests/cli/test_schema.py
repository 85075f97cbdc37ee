"""`zopa schema`: the schemas, also with the names of a corpus."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator
from jsonschema_rs import Draft202012Validator as Quick
from jsonschema_rs import Registry as QuickRegistry
from referencing import Registry, Resource

from zopa.documents import parse
from zopa.files import MARK, role_of, shipped
from zopa.schemas.editors import workspace_schemas
from zopa.workspace import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cli.conftest import Change, Zopa


EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = {
    mark.parents[1] for mark in (Path(__file__).parents[1] / "cases").rglob(MARK.as_posix())
}
WORKSPACES = sorted(each.parents[1] for each in EXAMPLES.rglob(MARK.as_posix()))


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    """The shipped schemas, by file name."""
    return {
        file.name: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(shipped("schema").glob("*.schema.json"))
    }


@pytest.fixture(scope="module")
def narrowed(plain: dict[str, Any]) -> dict[str, Any]:
    """The schemas with the names of the shipped corpus."""
    return workspace_schemas(load(shipped("terms").parent).corpus, plain)


def complaints(schemas: Mapping[str, Any], name: str, value: Any) -> list[str]:
    """The errors of a validator for a value."""
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in schemas.values()
    )
    validator = Draft202012Validator(schemas[name], registry=registry)
    return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(value)]


# -- the command --------------------------------------------------------------


def test_the_shipped_schemas_are_written_each_whole(zopa: Zopa, nowhere: Path) -> None:
    """No workspace is needed; they go to `schema` unless another folder is named."""
    ran = zopa("schema")

    written = sorted(each.name for each in (nowhere / "schema").iterdir())
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"{len(written)} schemas written to schema\n"
    assert written == sorted(each.name for each in shipped("schema").glob("*.schema.json"))
    for name in written:
        there = json.loads((nowhere / "schema" / name).read_text(encoding="utf-8"))
        original = json.loads((shipped("schema") / name).read_text(encoding="utf-8"))
        assert there["$id"] == original["$id"]
        assert there.get("properties", {}).keys() == original.get("properties", {}).keys()


@pytest.mark.parametrize("flags", [[], ["--for-workspace"], ["--draft-07"]], ids=str)
def test_no_schema_needs_another_file(zopa: Zopa, workspace: Path, flags: list[str]) -> None:
    """A validator would look for it in the web, under the `$id`."""
    zopa("schema", *flags)
    kind = Draft7Validator if flags == ["--draft-07"] else Draft202012Validator

    for file in (workspace / "schema").iterdir():
        references = re.findall(r'"\$ref": "([^"]*)"', file.read_text(encoding="utf-8"))
        assert all(each.startswith("#/") for each in references), file.name
    for path, name in (
        ("scenarios/first-draft.yaml", "scenario"),
        ("terms/positions/seller.yaml", "positions"),
        ("terms/issues/deal.yaml", "issues"),
    ):
        schema = json.loads((workspace / f"schema/{name}.schema.json").read_text())
        data = parse((workspace / path).read_text(), path).data
        assert kind(schema).is_valid(data)
        assert not kind(schema).is_valid({**data, "No key": 1})


def test_our_own_schemas_are_overwritten(zopa: Zopa, workspace: Path) -> None:
    """Also the narrowed ones, back and forth."""
    for arguments in ([], ["--for-workspace"], ["--for-workspace"], []):
        assert zopa("schema", "there/deep", *arguments).code == 0

    there = json.loads((workspace / "there/deep/scenario.schema.json").read_text())
    assert there["$id"] == "https://zopa.example/schema/1/scenario.schema.json"


@pytest.mark.parametrize(
    "theirs", ["{}", '{"$id": "https://else.example/x"}', "[]", "not JSON"]
)
def test_what_is_not_ours_is_never_overwritten(zopa: Zopa, nowhere: Path, theirs: str) -> None:
    """And then nothing is written at all."""
    (nowhere / "issues.schema.json").write_text(theirs)

    ran = zopa("schema", ".")

    assert (ran.code, ran.out) == (2, "")
    assert "`issues.schema.json`" in ran.err
    assert (nowhere / "issues.schema.json").read_text() == theirs
    assert len(list(nowhere.iterdir())) == 1


def test_the_sources_in_a_checkout_are_never_overwritten(zopa: Zopa, nowhere: Path) -> None:
    """They refer to each other, which no schema does that was written."""
    sources = {each.name: each.read_bytes() for each in shipped("schema").iterdir()}
    (nowhere / "schema").mkdir()
    for name, source in sources.items():
        (nowhere / "schema" / name).write_bytes(source)

    for flags in ([], ["--draft-07"]):
        ran = zopa("schema", *flags)
        assert (ran.code, ran.out) == (2, "")
        assert "name another folder" in ran.err
    assert {x.name: x.read_bytes() for x in (nowhere / "schema").iterdir()} == sources


def test_other_files_do_not_matter(zopa: Zopa, nowhere: Path) -> None:
    """Only names that would be written."""
    (nowhere / "package.json").write_text("{}")

    assert zopa("schema", ".").code == 0


def test_a_file_or_folder_in_the_way_is_no_success(zopa: Zopa, nowhere: Path) -> None:
    """Neither as the folder nor as one of the files."""
    (nowhere / "file").write_text("")
    (nowhere / "there" / "issues.schema.json").mkdir(parents=True)

    assert zopa("schema", "file").code == 2
    assert zopa("schema", "file/below").code == 2
    assert zopa("schema", "there").code == 2


def test_c_is_where_the_folder_is_looked_for(zopa: Zopa, nowhere: Path) -> None:
    """As for `init`."""
    (nowhere / "there").mkdir()

    assert zopa("-C", "there", "schema").code == 0
    assert (nowhere / "there" / "schema" / "common.schema.json").is_file()
    assert zopa("-C", "gone", "schema").err == "zopa: no folder `gone`\n"


def test_for_workspace_takes_the_names_of_the_workspace(zopa: Zopa, workspace: Path) -> None:
    """Those that editors are to complete."""
    assert zopa("schema", "--for-workspace").code == 0

    there = json.loads((workspace / "schema" / "scenario.schema.json").read_text())
    assert list(there["properties"]["choices"]["properties"]) == ["price", "warranty"]
    common = json.loads((workspace / "schema" / "common.schema.json").read_text())
    assert common["$defs"]["position-reference"]["enum"] == [
        "buyer/at-most-ninety",
        "seller/no-cheap-warranty",
    ]


def test_for_workspace_says_that_names_may_be_missing(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """What could not be read cannot be completed."""
    change("terms/positions/buyer.yaml", "kind: red-line", "kind: red-lin")

    ran = zopa("schema", "--for-workspace")

    assert ran.code == 0
    assert ran.err == "zopa: the terms have errors, so some names may be missing\n"


# -- the narrowed schemas -----------------------------------------------------


def test_narrowed_schemas_are_schemas(narrowed: dict[str, Any]) -> None:
    """In the dialect that they name, and known to two implementations."""
    registry = QuickRegistry([(each["$id"], each) for each in narrowed.values()])
    for each in narrowed.values():
        Draft202012Validator.check_schema(each)
        assert "/workspace/" in each["$id"]
        Quick(each, registry=registry)


def test_the_shipped_files_are_accepted(
    plain: dict[str, Any], narrowed: dict[str, Any]
) -> None:
    """Every file of the shipped corpus, by both."""
    root = shipped("terms").parent
    files = [each for name in ("terms", "scenarios") for each in (root / name).rglob("*.yaml")]
    assert files
    for file in files:
        path = file.relative_to(root).as_posix()
        data = parse(file.read_text(encoding="utf-8"), path).data
        for schemas in (plain, narrowed):
            assert complaints(schemas, f"{role_of(path)}.schema.json", data) == [], path


GOOD: dict[str, Any] = {"title": "Draft", "choices": {"donbas": "full-cession"}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"choices": {"donbass": "full-cession"}},
        {"choices": {"donbas": "full-cesion"}},
        {"choices": {"donbas": {"full-cession": {"amount": 1}}}},
        {"choices": {"donbas": ["full-cession", "unresolved"]}},
        {"readings": {"ukraine/article5-like-guarante": "any-that-works"}},
        {"readings": {"ukraine/article5-like-guarantee": "any-that-work"}},
        {"at-the-table": ["ukrain"]},
        {"expect": {"crossed": ["ukraine/no-cesion-no-exchange"]}},
        {
            "waivers": [
                {"position": "who/what", "reason": "r", "by": "b", "expires": "2026-01-01"}
            ]
        },
    ],
)
def test_a_slip_in_a_scenario_is_rejected(
    plain: dict[str, Any], narrowed: dict[str, Any], wrong: dict[str, Any]
) -> None:
    """By the narrowed schema only: the plain one does not know the names."""
    assert complaints(narrowed, "scenario.schema.json", GOOD) == []
    assert complaints(plain, "scenario.schema.json", GOOD | wrong) == []
    assert complaints(narrowed, "scenario.schema.json", GOOD | wrong) != []


CONDITIONS = (
    {"chosen": "donbas/full-cesion"},
    {"silent": "donbass"},
    {"undecided": "donbass"},
    {"entity": "agrement", "holds": {"goal": "final-peace"}},
    {"every": "zon", "holds": {"control": "russia"}},
    {"some": "zon"},
    {"not": {"none": "zon"}},
)


@pytest.mark.parametrize("said", CONDITIONS)
def test_a_slip_in_a_condition_is_rejected(
    plain: dict[str, Any], narrowed: dict[str, Any], said: dict[str, Any]
) -> None:
    """Wherever in it the name stands."""
    rules = {"rules": [{"id": "r", "basis": "definitional", "reason": "r", "holds": said}]}

    assert complaints(plain, "rules.schema.json", rules) == []
    assert complaints(narrowed, "rules.schema.json", rules) != []


POSITION = {
    "id": "p",
    "party": "ukraine",
    "kind": "offer",
    "strength": "declared",
    "title": "t",
    "since": "2025-08-17",
}
STATEMENT = {
    "id": "s",
    "speaker": "zelensky",
    "said": "2025-08-17",
    "text": "t",
    "attribution": "direct-statement",
    "cites": {"s000": [1]},
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"party": "ukrain"},
        {"held-by": ["ukrain"]},
        {"issues": ["donbass"]},
        {"statements": ["nothing"]},
        {"bears-on": {"for": ["donbas/full-cesion"]}},
    ],
)
def test_a_slip_in_a_position_is_rejected(
    plain: dict[str, Any], narrowed: dict[str, Any], wrong: dict[str, Any]
) -> None:
    """A new id is none."""
    file = "positions.schema.json"

    assert complaints(narrowed, file, {"positions": [POSITION]}) == []
    assert complaints(plain, file, {"positions": [POSITION | wrong]}) == []
    assert complaints(narrowed, file, {"positions": [POSITION | wrong]}) != []


@pytest.mark.parametrize("wrong", [{"speaker": "zelenski"}, {"cites": {"s0": [1]}}])
def test_a_slip_in_a_statement_is_rejected(
    plain: dict[str, Any], narrowed: dict[str, Any], wrong: dict[str, Any]
) -> None:
    """The speaker, and the sources that it is cited from."""
    file = "statements.schema.json"

    assert complaints(narrowed, file, {"statements": [STATEMENT]}) == []
    assert complaints(plain, file, {"statements": [STATEMENT | wrong]}) == []
    assert complaints(narrowed, file, {"statements": [STATEMENT | wrong]}) != []


def test_parameters_are_held_to_their_range(workspace: Path, plain: dict[str, Any]) -> None:
    """And several terms to the number that can be chosen."""
    schemas = workspace_schemas(load(workspace).corpus, plain)

    def fits(choice: Any) -> bool:
        draft = {"title": "Draft", "choices": {"price": choice}}
        return not complaints(schemas, "scenario.schema.json", draft)

    assert fits({"fixed": {"amount": 200}})
    assert fits({"fixed": {}})
    assert fits("fixed")
    assert fits("silent")
    assert fits(["fixed"])
    assert not fits({"fixed": {"amount": 201}})
    assert not fits({"fixed": {"amount": True}})
    assert not fits({"fixed": {"amuont": 1}})
    assert not fits({"silent": {}})
    assert not fits(["silent"])
    assert not fits([])


# -- what answers an issue --


def as_editors_read(text: str, path: str) -> Any:
    """The data of a file, with numbers as in JSON."""
    return json.loads(json.dumps(parse(text, path).data, default=float))


@pytest.mark.parametrize(
    "root",
    [*WORKSPACES, *sorted(CASES)],
    ids=lambda root: root.name,
)
def test_every_good_file_is_accepted(root: Path, plain: dict[str, Any]) -> None:
    """By the schemas narrowed to its own workspace: examples and cases, terms and drafts."""
    schemas = workspace_schemas(load(root).corpus, plain)
    texts = {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for name in ("terms", "scenarios")
        for file in sorted((root / name).rglob("*.yaml"))
    }
    assert any(path.startswith("scenarios/") for path in texts)
    for path, text in texts.items():
        data = as_editors_read(text, path)
        assert complaints(schemas, f"{role_of(path)}.schema.json", data) == [], path


@pytest.mark.parametrize(
    "wrong",
    [
        {"fee": 1001},
        {"fee": {"at-least": -1}},
        {"fee": {"value": 1001, "cites": {"offer": [2]}}},
        {"fee": {"value": 500, "cites": {"offers": [2]}}},
        {"fee": "union"},
        {"signing": "2026-12-31"},
        {"deposit": "done"},
        {"uncapped": ["patient-date"]},
        {"uncapped": {"term": ["patient-date"], "cites": {"offer": [2]}}},
        {"rises": {"indexed": 20.1}},
        {"rises": {"indexed": {"limit": {"at-most": 21}}}},
        {"data-location": "everywhere"},
        {"fees": 500},
    ],
    ids=str,
)
def test_a_wrong_answer_is_rejected(plain: dict[str, Any], wrong: dict[str, Any]) -> None:
    """A value out of range, or a term that there is not, which the plain schema lets pass."""
    schemas = workspace_schemas(load(EXAMPLES / "software-contract").corpus, plain)
    draft = {"title": "Draft", "choices": wrong}

    assert complaints(plain, "scenario.schema.json", draft) == []
    assert complaints(schemas, "scenario.schema.json", draft) != []


MANY_SORTS = """
issues:
  - id: whole
    question: How many?
    answer: {type: integer, minimum: 2, maximum: 12, step: 2, unlimited: true}
  - id: money
    question: How much?
    answer: {type: decimal, digits: 2, unit: EUR, minimum: 0.50, maximum: 90}
  - {id: day, question: "When?", answer: {type: date, earliest: 2024-11-27, latest: 2026-02-03}}
  - {id: truth, question: "Is it so?", answer: {type: boolean}}
  - {id: members, question: "Who?", answer: {type: set, from: [one, two, three], maximum: 2}}
  - {id: pair, question: "Which two?", answer: {type: set, of: party, minimum: 2}}
  - id: court
    question: Who decides?
    terms:
      - {id: judge, title: A judge}
      - {id: panel, title: A panel, parameters: {size: {type: integer, minimum: 1, maximum: 9}}}
      - id: both
        title: Both
        parameters:
          size: {type: integer, minimum: 1, maximum: 9, unlimited: true}
          from: {type: date, earliest: 2025-01-01, latest: 2025-12-31}
          place: {values: [here, there]}
  - id: extras
    question: What else?
    choose: {min: 1, max: 2}
    terms:
      - {id: night, title: Nights, parameters: {open: {type: boolean}}}
      - {id: weekend, title: Weekends}
      - {id: holiday, title: Holidays}
"""
CHOICES = """
- silent
- unlimited
- unspecified
- 2
- 1
- 3
- 12
- 14
- 0.5
- 0.49
- 89.99
- 90
- 90.01
- true
- false
- 2024-11-26
- 2024-11-27
- 2025-06-30
- 2026-02-03
- 2026-02-04
- {at-least: 2}
- {at-least: 3, at-most: 12}
- {at-most: 13}
- {at-most: 1.5}
- {at-least: 2025-01-01}
- {at-least: 2023-01-01}
- {at-most: unlimited}
- one
- buyer
- four
- [one]
- [one, two]
- [one, two, three]
- [one, one]
- [buyer, seller]
- judge
- panel
- both
- [judge]
- [panel, judge]
- {panel: 3}
- {panel: 10}
- {panel: {size: 3}}
- {panel: {at-least: 2}}
- {panel: {size: {at-least: 2}}}
- {panel: {size: {at-least: 0}}}
- {panel: {sizes: 3}}
- {panel: unlimited}
- {both: {size: unlimited, from: 2025-02-01, place: here}}
- {both: {size: 1, from: 2026-02-01}}
- {both: {place: nowhere}}
- {both: {place: {at-least: here}}}
- {both: {from: {at-most: 2025-02-01}}}
- {both: 3}
- {both: {}}
- {judge: {}}
- {judge: 3}
- night
- {night: true}
- {night: {open: false}}
- {night: 1}
- [night, weekend]
- [{night: true}, weekend]
- [night, weekend, holiday]
"""


@pytest.fixture
def many_sorts(workspace: Path) -> Path:
    """A workspace with an issue of every type, and no draft."""
    for file in (workspace / "scenarios").iterdir():
        file.unlink()
    (workspace / "terms/issues/sorts.yaml").write_text(MANY_SORTS)
    return workspace


def test_an_editor_says_what_validate_says(many_sorts: Path, plain: dict[str, Any]) -> None:
    """Of every sort of choice, for every sort of issue, with and without citations."""
    corpus = load(many_sorts).corpus
    schema = workspace_schemas(corpus, plain)["scenario.schema.json"]
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each))
        for each in workspace_schemas(corpus, plain).values()
    )
    narrow = Draft202012Validator(schema, registry=registry)
    issues = [name for name, each in corpus.issues.items() if each.section == "sorts"]
    written = [line.removeprefix("- ") for line in CHOICES.strip().splitlines()]
    choices = [*written]
    for each in written:
        choices += [f"{{{key}: {each}, cites: {{}}}}" for key in ("term", "value")]

    texts: dict[str, tuple[str, str]] = {}
    for issue in issues:
        for choice in choices:
            path = f"scenarios/draft-{len(texts)}.yaml"
            texts[path] = (f"{issue}: {choice}", f"title: t\nchoices: {{{issue}: {choice}}}\n")
            (many_sorts / path).write_text(texts[path][1])
    loaded = load(many_sorts)
    said = {path: loaded.errors_in(path) for path in texts}
    fits = {
        path: narrow.is_valid(as_editors_read(text, path)) for path, (_, text) in texts.items()
    }
    both = [texts[path][0] for path in texts if fits[path] is bool(said[path])]
    assert both == []
    assert 90 < sum(fits.values()) < len(fits) / 4


def test_the_schemas_given_are_not_changed(plain: dict[str, Any]) -> None:
    """So that both can be written in one process."""
    before = json.dumps(plain)

    workspace_schemas(load(shipped("terms").parent).corpus, plain)

    assert json.dumps(plain) == before


@pytest.mark.parametrize("flags", [[], ["--for-workspace"]])
def test_draft_07_is_written_for_editors_that_know_no_later_one(
    zopa: Zopa, workspace: Path, flags: list[str]
) -> None:
    """Alone or with the workspace's names; a later run may write the other draft again."""
    assert zopa("schema", "--draft-07", *flags).code == 0

    there = json.loads((workspace / "schema" / "scenario.schema.json").read_text())
    assert there["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert ("price" in json.dumps(there)) is bool(flags)
    assert zopa("schema", *flags).code == 0


def test_a_bundle_is_what_a_catalogue_takes(zopa: Zopa, workspace: Path) -> None:
    """A file a kind, with its address, whole in itself; written again over itself only."""
    base = "https://schemas.example.org/zopa"
    line = ("schema", "out", "--bundle", "--draft-07", "--id-base", base)
    assert zopa(*line).code == 0
    written = {each.name: json.loads(each.read_text()) for each in Path("out").iterdir()}
    catalogue = written.pop("catalog.json")
    assert {each["url"] for each in catalogue["schemas"]} == {
        f"{base}/{name}" for name in written
    }
    for name, schema in written.items():
        assert schema["$id"] == f"{base}/{name}"
        Draft7Validator.check_schema(schema)
        references = re.findall(r'"\$ref": "([^"]*)"', json.dumps(schema))
        assert all(each.startswith("#") for each in references)
    draft = yaml.safe_load((workspace / "scenarios" / "first-draft.yaml").read_text())
    assert Draft7Validator(written["scenario.schema.json"]).is_valid(draft)
    assert Draft7Validator(written["configuration.schema.json"]).is_valid({"budget": 3})
    assert zopa(*line).code == 0
    assert zopa("schema", "out", "--bundle", "--id-base", "https://other.example").code == 2
    (workspace / "out" / "catalog.json").write_text('{"schemas": [{"name": "mine"}]}')
    assert zopa(*line).code == 2
