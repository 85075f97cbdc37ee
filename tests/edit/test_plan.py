"""Edits change only their target, keep all other bytes, and can be undone."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ones import BARGAIN
from zopa import Refused
from zopa.diagnostics import Severity
from zopa.documents import parse
from zopa.edit import HOMES, SEAT, FieldForm, ThingKind, fields, find, things
from zopa.edit.changes import Add, AddAll, Choose, Move, Remove, Rename, Set, same
from zopa.edit.entry import NewItem
from zopa.edit.plan import NotValid, Plan, plan, undo, write
from zopa.edit.records import RECORDS
from zopa.files import role_of, shipped
from zopa.workspace import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zopa.edit import Field
    from zopa.edit.changes import Edit
    from zopa.workspace import Workspace

CASES = Path(__file__).parents[1] / "cases"
EXAMPLES = Path(__file__).parents[2] / "examples"


def copied(source: Path, target: Path) -> Path:
    """A writable copy of a workspace."""
    for name in ("terms", "scenarios"):
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
    return target


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small bargain."""
    return copied(BARGAIN, tmp_path)


def contents(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        each.relative_to(root).as_posix(): each.read_bytes()
        for each in sorted(root.rglob("*"))
        if each.is_file()
    }


def done(root: Path, *edits: Edit) -> Plan:
    """The plan of the edits, after writing it."""
    made = plan(load(root), edits)
    write(made)
    return made


STATEMENT = {
    "id": "heard",
    "speaker": "buyer-spokesman",
    "said": "2025-01-01",
    "text": "It is said that the price cannot rise, whatever the other side offers in return"
    " for it, and that this was so before.",
    "attribution": "direct-statement",
    "cites": {"minutes": [1, 2]},
}


# -- each change --


def test_a_thing_is_added_in_the_style_of_its_file(root: Path) -> None:
    """At the end, keys in the order of the schema, long texts folded."""
    speaker = next(things(load(root).documents, ThingKind.SPEAKER)).id
    before = (root / "terms/statements.yaml").read_text()

    done(root, Add(ThingKind.STATEMENT, {**STATEMENT, "speaker": speaker}))

    after = (root / "terms/statements.yaml").read_text()
    assert after.startswith(before)
    assert after[len(before) :] == (
        f"  - id: heard\n    speaker: {speaker}\n    said: 2025-01-01\n    text: >-\n"
        "      It is said that the price cannot rise, whatever the other side offers in return"
        " for it, and that this\n      was so before.\n    attribution: direct-statement\n"
        "    cites: {minutes: [1, 2]}\n"
    )


def test_many_things_are_added_as_if_one_after_another(root: Path) -> None:
    """To the same bytes, whatever the layout, and in several files."""
    file = root / "terms" / "statements.yaml"
    said = file.read_text(encoding="utf-8")
    spaced = said.replace("  - id: seller", "\n  - id: seller")
    for before in (said, spaced, f"{said}# the end", said.replace("\n", "\r\n")):
        file.write_text(before, encoding="utf-8", newline="")
        adds = [
            *(
                Add(
                    ThingKind.STATEMENT,
                    {
                        "id": f"s-{each}",
                        "speaker": "buyer-counsel",
                        "said": "2025-01-01",
                        "text": f"Number {each}." * (1 + each * 5),
                        "attribution": "direct-statement",
                        "cites": {"minutes": [each]},
                    },
                )
                for each in range(1, 4)
            ),
            *(
                Add(
                    ThingKind.POSITION,
                    {
                        "id": f"p-{each}",
                        "party": ("buyer", "seller")[each % 2],
                        "kind": "offer",
                        "strength": "declared",
                        "title": f"Number {each}",
                        "since": "2025-01-01",
                        "statements": [f"s-{each}"],
                    },
                )
                for each in range(1, 4)
            ),
            Add(ThingKind.TERM, {"id": "half", "title": "Half"}, "warranty"),
            Add(ThingKind.PARTY, {"id": "broker", "name": "The broker"}),
            Add(ThingKind.PARTY, {"id": "witness", "name": "The witness"}),
        ]
        workspace = load(root)

        assert plan(workspace, [AddAll(adds)]).files == plan(workspace, adds).files
    with pytest.raises(Refused, match="there is"):
        plan(load(root), [AddAll([adds[0], adds[1], adds[0]])])


def test_several_files_change_together_or_not_at_all(root: Path) -> None:
    """What refers to nothing is refused with its place, and nothing is written."""
    before = contents(root)
    edits = [
        Add(ThingKind.PARTY, {"id": "third", "name": "A third party"}),
        Add(ThingKind.SPEAKER, {"id": "voice", "name": "A voice", "party": "nobody"}),
    ]
    with pytest.raises(NotValid) as refused:
        plan(load(root), edits)
    assert refused.value.findings[0].span is not None
    assert refused.value.findings[0].span.path == "terms/parties.yaml"
    assert contents(root) == before

    edits[1] = Add(ThingKind.SPEAKER, {"id": "voice", "name": "A voice", "party": "third"})
    done(root, *edits)
    assert find(load(root).documents, ThingKind.SPEAKER, "voice") is not None


def test_a_file_is_made_and_goes_with_its_last_thing(root: Path) -> None:
    """A position of a party without a file makes one."""
    done(root, Add(ThingKind.PARTY, {"id": "third", "name": "A third party"}))
    before = contents(root)
    fields = {
        "id": "hopes",
        "party": "third",
        "kind": "support",
        "strength": "indicated",
        "title": "Hopes for a deal",
        "since": "2025-01-01",
        "statements": [next(things(load(root).documents, ThingKind.STATEMENT)).id],
    }
    done(root, Add(ThingKind.POSITION, fields))
    made = (root / "terms/positions/third.yaml").read_text()
    assert made.startswith("positions:\n  - id: hopes\n    party: third\n")
    done(root, Remove(ThingKind.POSITION, "third/hopes"))
    assert contents(root) == before


def test_what_is_spoken_of_is_not_removed(root: Path) -> None:
    """It is said where."""
    before = contents(root)
    with pytest.raises(Refused) as refused:
        plan(load(root), [Remove(ThingKind.ISSUE, "price")])
    assert "scenarios/first-draft.yaml:" in refused.value.way_out[0]
    assert contents(root) == before


def test_a_file_that_changed_since_it_was_read_is_refused(root: Path) -> None:
    """Before the plan and between the plan and the writing."""
    workspace = load(root)
    edit = Add(ThingKind.PARTY, {"id": "third", "name": "A third party"})
    made = plan(workspace, [edit])
    file = root / "terms/parties.yaml"
    file.write_text(file.read_text() + "# mine\n")
    before = contents(root)
    with pytest.raises(Refused, match="changed meanwhile"):
        write(made)
    with pytest.raises(Refused, match="changed meanwhile"):
        plan(workspace, [edit])
    assert contents(root) == before


def test_a_mark_and_line_ends_stay(root: Path) -> None:
    """A byte order mark, and lines that end as on Windows."""
    file = root / "terms/parties.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = contents(root)
    made = done(root, Add(ThingKind.PARTY, {"id": "third", "name": "A third party"}))
    after = file.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert b"- {id: third, name: A third party}\r\n" in after
    assert b"\n" not in after.replace(b"\r\n", b"")
    write(undo(made))
    assert contents(root) == before


def test_a_term_for_each_entity_is_renamed_with_all_that_it_makes(tmp_path: Path) -> None:
    """There and back is nothing; `$each` stays in its id."""
    root = copied(EXAMPLES / "wage-round", tmp_path)
    before = contents(root)

    done(root, Rename(ThingKind.TERM, "leases/$each", "to-$each"))
    assert find(load(root).documents, ThingKind.TERM, "leases/to-$each") is not None
    assert b"to-south-terminal" in contents(root)["scenarios/leases-in-june.yaml"]
    assert b"leases/to-north-terminal" in contents(root)["terms/rules.yaml"]
    with pytest.raises(Refused, match="keep"):
        plan(load(root), [Rename(ThingKind.TERM, "leases/to-$each", "leased")])

    done(root, Rename(ThingKind.TERM, "leases/to-$each", "$each"))
    assert contents(root) == before


@pytest.mark.parametrize("name", ["new", "corpus"])
def test_no_new_thing_is_called_like_a_word_of_the_commands(root: Path, name: str) -> None:
    """Neither added nor renamed."""
    for edit in (
        Add(ThingKind.PARTY, {"id": name, "name": "A Broker"}),
        Add(ThingKind.SCENARIO, {"id": name, "title": "Another"}),
        Rename(ThingKind.PARTY, "buyer", name),
        Rename(ThingKind.SCENARIO, "first-draft", name),
    ):
        with pytest.raises(Refused, match=r"word of zopa's commands|is not an id"):
            plan(load(root), [edit])


def test_a_scenario_is_renamed_with_its_file(root: Path) -> None:
    """The diff says so in one line."""
    made = plan(load(root), [Rename(ThingKind.SCENARIO, "first-draft", "opening")])
    assert made.diff() == (
        "rename from scenarios/first-draft.yaml\nrename to scenarios/opening.yaml\n"
    )
    write(made)
    assert not (root / "scenarios/first-draft.yaml").exists()
    assert "opening" in load(root).scenarios


def test_a_thing_moves_with_its_comments(root: Path) -> None:
    """To a file of its kind only."""
    file = root / "terms/issues/deal.yaml"
    text = file.read_text().replace(
        "    question: Is there a warranty?", "    # ours\n    question: Is there a warranty?"
    )
    file.write_text(text)
    done(root, Move(ThingKind.ISSUE, "warranty", "terms/issues/other.yaml"))
    assert "    # ours\n" in (root / "terms/issues/other.yaml").read_text()
    assert find(load(root).documents, ThingKind.ISSUE, "warranty") is not None
    with pytest.raises(Refused, match="cannot be moved"):
        plan(load(root), [Move(ThingKind.ISSUE, "price", "terms/parties.yaml")])


def test_a_link_out_of_the_workspace_is_not_written(root: Path, tmp_path: Path) -> None:
    """What it leads to stays as it is."""
    outside = tmp_path / "outside.yaml"
    (root / "terms/parties.yaml").rename(outside)
    (root / "terms").rename(root / "real")
    inner = tmp_path / "ws"
    inner.mkdir()
    shutil.move(root / "real", inner / "terms")
    (inner / "terms/parties.yaml").symlink_to(outside)
    before = outside.read_bytes()
    with pytest.raises((Refused, OSError)):
        done(inner, Add(ThingKind.PARTY, {"id": "third", "name": "A third party"}))
    assert outside.read_bytes() == before


# -- laws over random edits --

WORD = st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
TEXT = st.one_of(
    st.sampled_from(
        [
            "yes",
            "a: b",
            "x # y",
            "- z",
            "'q'",
            '"q"',
            "{a}",
            "2025-01-01",
            "1e3",
            "~",
            "two  spaces",
            "the end:",
            "первый",
            "100%",
            "@x",
            "|",
            "long " * 40 + "end",
        ]
    ),
    st.text(
        st.characters(
            codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]
        ),
        min_size=1,
    ),
)
MADE_OF_PARTS = RECORDS | {FieldForm.PAIRS, FieldForm.YAML, FieldForm.PREDICATE}
"""Forms without random values here; `zopa.edit.typed` has its own tests."""


WHAT = ("add", "add", "set", "set", "unset", "remove", "rename", "move", "choose")


class Chance(Protocol):
    """Source of random edits."""

    def pick(self, every: Sequence[Any]) -> Any:  # one of them
        """A random element."""

    def text(self) -> str:
        """A random text."""

    def word(self) -> str:
        """A random short id."""


@dataclass(frozen=True)
class Drawn:
    """Random values by Hypothesis."""

    draw: st.DrawFn

    def pick(self, every: Sequence[Any]) -> Any:  # one of them
        """A random element."""
        return self.draw(st.sampled_from(every))

    def text(self) -> str:
        """A random text."""
        return self.draw(TEXT)

    def word(self) -> str:
        """A random short id."""
        return self.draw(WORD)


def random_edit(workspace: Workspace, chance: Chance) -> Edit:
    """A random edit of any kind; it may be refused."""
    kind = chance.pick([*ThingKind])
    there = list(things(workspace.documents, kind))
    what = chance.pick(WHAT)
    drafts = list(things(workspace.documents, ThingKind.SCENARIO))
    if what == "choose" and drafts:
        issue = chance.pick(sorted(workspace.corpus.issues))
        answers = [*map(str, workspace.corpus.issues[issue].terms), "silent", None]
        return Choose(chance.pick(drafts).id, issue, chance.pick(answers))
    if what == "add" or not there:
        return addition(workspace, kind, chance)
    thing = chance.pick(there)
    if what == "remove":
        return Remove(kind, thing.id)
    if what == "rename":
        return Rename(kind, thing.id, chance.word())
    if what == "move":
        role = HOMES[kind].role
        homes = [x for x in workspace.documents if role_of(x) is role]
        return Move(kind, thing.id, chance.pick([*homes, f"terms/{role}/{chance.word()}.yaml"]))
    named = {"id", HOMES[kind].within, *HOMES[kind].made_of}
    known = [x for x in fields(kind) if x.key not in named and x.form not in MADE_OF_PARTS]
    field = chance.pick(known)
    return Set(
        kind,
        thing.id,
        {field.key: None if what == "unset" else value(workspace, field, chance)},
    )


def addition(workspace: Workspace, kind: ThingKind, chance: Chance) -> Add:
    """A new item with its required fields, and sometimes more."""
    owner = HOMES[kind].owner
    item = NewItem(kind, owner="" if owner is None else _one(workspace, owner, chance))
    if not HOMES[kind].made_of:
        item.fields["id"] = chance.word()
    if kind is ThingKind.ISSUE:
        item.fields["answer"] = {"type": "integer", "minimum": 0, "maximum": 9}
    for each in fields(kind):
        made = each.form not in MADE_OF_PARTS and each.key not in item.fields
        if made and (item.needs(each) or (each.wanted and chance.pick((True, False)))):
            item.fields[each.key] = value(workspace, each, chance)
    if kind is ThingKind.SCENARIO:
        item.fields["choices"] = {}
    if kind is ThingKind.PARTY and chance.pick((True, False)):
        item.fields[SEAT.key] = True
    return Add(kind, item.fields, item.owner)


def _one(workspace: Workspace, kind: ThingKind, chance: Chance) -> str:
    found: str = chance.pick(
        [each.id for each in things(workspace.documents, kind)] or ["nobody"]
    )
    return found


def value(workspace: Workspace, field: Field, chance: Chance) -> Any:  # as files have
    """A value for a field, often a valid one."""
    day = chance.pick(("2024-12-01", "1995-01-01"))
    simple: dict[FieldForm, Sequence[Any]] = {
        FieldForm.DAY: (day,),
        FieldForm.DAYS: (day, {"latest": day}, {}),
        FieldForm.ONE_OF: field.choices,
        FieldForm.YES_NO: (True, False),
        FieldForm.NUMBER: (1,),
        FieldForm.NUMBERS: ([0, 1],),
        FieldForm.CHOOSE: ("any", {"max": 1}),
        FieldForm.WORDS: [[x] for x in field.choices],
    }
    if field.form in simple:
        return chance.pick(simple[field.form])
    match field.form:
        case FieldForm.NAME if field.of is not None:
            return _one(workspace, field.of, chance)
        case FieldForm.NAMES:
            return ["x" if field.of is None else _one(workspace, field.of, chance)]
        case FieldForm.PLACES:
            return {_one(workspace, ThingKind.SOURCE, chance): [1, "p. 2"]}
        case FieldForm.CONDITION:
            return {"not": {"silent": _one(workspace, ThingKind.ISSUE, chance)}}
        case FieldForm.NOTE if chance.pick((True, False)):
            seen_by = [_one(workspace, ThingKind.PARTY, chance)]
            return {"text": chance.text(), "visibility": seen_by}
        case FieldForm.TEXTS:
            return [chance.text(), chance.text()]
        case _:
            return chance.text()


@st.composite
def edits(draw: st.DrawFn, workspace: Workspace) -> Edit:
    """One edit."""
    return random_edit(workspace, Drawn(draw))


def facts(workspace: Workspace, *, but: tuple[ThingKind, str] | None = None) -> dict[Any, Any]:
    """The data of each item, for kinds whose items have a list of their own."""
    return {
        (kind, each.id): each.data
        for kind in ThingKind
        if kind not in {ThingKind.TERM, ThingKind.READING}
        for each in things(workspace.documents, kind)
        if (kind, each.id) != but
        if each.data or kind is not ThingKind.FILE  # it is there with what is in it
    }


def comments(workspace: Workspace) -> Counter[str]:
    """Every comment of every file."""
    return Counter(x.text for each in workspace.documents.values() for x in each.comments)


def errors(workspace: Workspace) -> list[str]:
    """The errors that there are."""
    return [each.message for each in workspace.diagnostics if each.severity is Severity.ERROR]


HELD: Mapping[ThingKind, ThingKind] = {
    kind: home.owner for kind, home in HOMES.items() if home.owner is not None
}


def others(workspace: Workspace, kind: ThingKind, name: str) -> dict[Any, Any]:
    """The data of all items that an edit of this item does not change."""
    found = facts(workspace, but=(kind, name))
    owner = HELD.get(kind)
    return {k: v for k, v in found.items() if k[0] is not owner} if owner is not None else found


def assert_made(before: Workspace, after: Workspace, edit: Edit) -> None:
    """Check that the files have the edit, and no other change."""
    match edit:
        case Set(kind, name, said):
            thing = find(after.documents, kind, name)
            assert thing is not None
            for key, each in said.items():
                assert same(thing.data.get(key), each)
            assert others(before, kind, name) == others(after, kind, name)
            assert not comments(before) - comments(after)
        case Add(kind, said):
            thing = find(after.documents, kind, edit.whole_id)
            assert thing is not None
            assert all(
                same(thing.data[key], each) for key, each in said.items() if key in thing.data
            )
            seated = said.get(SEAT.key) is True
            old, new = (others(x, kind, edit.whole_id) for x in (before, after))
            if seated:
                corpus = (ThingKind.CORPUS, ThingKind.CORPUS)
                assert new[corpus][SEAT.key] == [*old.pop(corpus)[SEAT.key], said["id"]]
                new.pop(corpus)
            assert old == new
            assert not comments(before) - comments(after)
        case Remove(kind, name):
            assert find(after.documents, kind, name) is None
            assert others(before, kind, name) == others(after, kind, name)
        case Move(kind, name, path):
            thing = find(after.documents, kind, name)
            assert thing is not None
            assert thing.path == path
            files = (ThingKind.FILE,)
            old, new = (
                {k: v for k, v in facts(x).items() if k[0] not in files}
                for x in (before, after)
            )
            assert old == new
        case Choose(scenario, issue, chosen):
            thing = find(after.documents, ThingKind.SCENARIO, scenario)
            assert thing is not None
            assert same(thing.data["choices"].get(issue), chosen)
            but = (ThingKind.SCENARIO, scenario)
            assert facts(before, but=but) == facts(after, but=but)
        case Rename(kind, name, new_id):
            owner = name.rpartition("/")[0]
            whole = f"{owner}/{new_id}" if owner else new_id
            assert find(after.documents, kind, whole) is not None
        case _:
            raise AssertionError


def laws(examples: int) -> settings:
    """Settings for examples that are workspaces on disk."""
    return settings(
        max_examples=examples,
        suppress_health_check=list(HealthCheck),
    )


def hold(tmp_path_factory: pytest.TempPathFactory, source: Path, data: st.DataObject) -> None:
    """Check random edits in sequence, then their undo."""
    root = copied(source, tmp_path_factory.mktemp("ws"))
    start = contents(root)
    written = []
    workspace = load(root)
    for _ in range(data.draw(st.integers(1, 8))):
        edit = data.draw(edits(workspace))
        before = contents(root)
        try:
            made = plan(workspace, [edit])
        except Refused:
            assert contents(root) == before
            continue
        write(made)
        after = load(root)
        assert made.workspace is not None
        assert after.documents.keys() == made.workspace.documents.keys()
        assert not set(errors(after)) - set(errors(workspace))
        assert_made(workspace, after, edit)
        unchanged = {each.path for each in made.files}
        now = contents(root)
        assert all(
            now.get(path) == data for path, data in before.items() if path not in unchanged
        )
        written.append(made)
        workspace = after
    for made in reversed(written):
        write(undo(made))
    assert contents(root) == start
    shutil.rmtree(root)


RULES = """\
# Of the first meeting
rules:
  - id: given-means-sold
    basis: definitional
    reason: A warranty is one of a sale.
    holds: {if: {chosen: warranty/given}, then: {chosen: price/fixed}}
    cites: {minutes: [2]}
"""
RECORD = """\
events:
  - {id: met, title: They met, when: 2024-12-01, status: past, cites: {minutes: [1]}}
facts: [{id: cold, text: It was cold., cites: {minutes: [1]}}]
absent: [who poured the tea]
"""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A workspace with rules in a folder, a record, and half of its files in JSON."""
    root = copied(BARGAIN, tmp_path / "odd")
    for number, path in enumerate(sorted(root.rglob("*.yaml"))):
        if number % 2:
            data = parse(path.read_text("utf-8"), path.name).data
            path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", "utf-8")
    (root / "terms" / "rules").mkdir()
    (root / "terms" / "rules" / "first.yaml").write_text(RULES, "utf-8")
    text = RULES.replace("given-means-sold", "sold").replace("# Of the first", "\n# The second")
    (root / "terms" / "rules" / "second.yaml").write_text(text, "utf-8")
    (root / "terms" / "record.yaml").write_text(RECORD, "utf-8")
    assert load(root).sound
    return root


@given(data=st.data())
@laws(15)
def test_random_edits_of_json_and_of_many_files(
    tmp_path_factory: pytest.TempPathFactory, odd: Path, data: st.DataObject
) -> None:
    """The same where files are JSON, and where a kind has a folder of them."""
    hold(tmp_path_factory, odd, data)


@given(st.data())
@laws(15)
def test_random_edits_of_a_bargain(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Each is made or refused, keeps the rest, validates, and is undone to the same bytes."""
    hold(tmp_path_factory, BARGAIN, data)


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        *sorted(each for each in CASES.iterdir() if (each / "terms").is_dir()),
        *sorted(each for each in EXAMPLES.iterdir() if (each / "terms").is_dir()),
        shipped("terms").parent,
    ],
    ids=lambda each: each.name,
)
@given(data=st.data())
@laws(25)
def test_random_edits(
    tmp_path_factory: pytest.TempPathFactory, source: Path, data: st.DataObject
) -> None:
    """Of every workspace that we have."""
    hold(tmp_path_factory, source, data)


@given(data=st.data())
@laws(15)
def test_adding_and_removing_is_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """And so is renaming there and back."""
    root = copied(BARGAIN, tmp_path_factory.mktemp("ws"))
    start = contents(root)
    workspace = load(root)
    kind = data.draw(st.sampled_from([each for each in ThingKind if not each.standing]))
    edit = addition(workspace, kind, Drawn(data.draw))
    edit = Add(kind, {x: y for x, y in edit.fields.items() if x != SEAT.key}, edit.owner)
    own, name = str(edit.fields.get("id", "")), edit.whole_id
    try:
        write(plan(workspace, [edit]))
    except Refused:
        assert contents(root) == start
        return
    other = data.draw(WORD)
    try:
        middle = contents(root)
        write(plan(load(root), [Rename(kind, name, other)]))
        owner = name.rpartition("/")[0]
        write(plan(load(root), [Rename(kind, f"{owner}/{other}" if owner else other, own)]))
        assert contents(root) == middle
    except Refused:
        assert contents(root) == middle
    write(plan(load(root), [Remove(kind, name)]))
    assert contents(root) == start
    shutil.rmtree(root)


def test_every_thing_can_be_rewritten_as_it_is(root: Path) -> None:
    """Setting what is there changes no byte, on the shipped corpus too."""
    for source in (root, shipped("terms").parent):
        workspace = load(source)
        for kind in ThingKind:
            for thing in things(workspace.documents, kind):
                data = {key: each for key, each in thing.data.items() if key != "id"}
                made = (
                    plan(workspace, [Set(kind, thing.id, data)])
                    if kind is ThingKind.TERM
                    else None
                )
                assert made is None or made.files == ()
        every = [
            Set(kind, thing.id, {k: v for k, v in thing.data.items() if k != "id"})
            for kind in ThingKind
            for thing in things(workspace.documents, kind)
        ]
        assert plan(workspace, every).files == ()


def test_a_written_text_is_read_back(root: Path) -> None:
    """Whatever the characters, if a file may hold them."""
    for text in (
        "a: b # c",
        "'",
        '"',
        "\\",
        "-",
        "? x",
        "no",
        "0x1",
        "1_000",
        "=",
        "<<",
        "a\nb",
    ):
        made = plan(load(root), [Set(ThingKind.ISSUE, "price", {"note": text})])
        document = parse(made.files[0].after or b"", made.files[0].path)
        thing = find({document.path: document}, ThingKind.ISSUE, "price")
        assert thing is not None
        assert thing.data["note"] == text
