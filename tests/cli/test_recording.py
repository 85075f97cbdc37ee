"""`add`, `new`, `set`, `remove`, `rename`: record a corpus without typing YAML."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from cli.conftest import REPOSITORY
from zopa.cli.prompts import fill
from zopa.edit import Field, ThingKind, fields, find
from zopa.edit.entry import HOW, NewItem
from zopa.files import shipped, writing
from zopa.files.writing import JOURNAL
from zopa.files.writing import FileChange as Written
from zopa.workspace import load

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa

NEW_YEAR = "2025-01-01"


def held(workspace: Path) -> dict[str, bytes]:
    """The content of every file."""
    return {str(x.relative_to(workspace)): x.read_bytes() for x in workspace.rglob("*.yaml")}


def test_a_corpus_grows_by_flags_alone(zopa: Zopa, workspace: Path) -> None:
    """A party, its speaker, a source, a statement, a position with a condition, a draft."""
    for line in (
        ("party", "--name", "The City of Ålesund", "--short", "City"),
        ("speaker", "mayor", "--name", "The mayor", "--party", "the-city-of-alesund"),
        ("source", "gazette", "--title", "The Gazette: a talk", "--published", NEW_YEAR),
        (
            *("statement", "no-sale", "--speaker", "mayor", "--said", "2024-12-30..2024-12-31"),
            *("--text", 'He says: "no sale" without a warranty.', "--cites", "gazette:2,3"),
            *("--attribution", "direct-statement"),
        ),
        (
            *(
                "position",
                "the-city-of-alesund/warranty",
                "--kind",
                "demand",
                "--since",
                NEW_YEAR,
            ),
            *("--strength", "declared", "--title", "A warranty", "--statements", "no-sale"),
            *("--holds", "warranty/given and not silent price"),
        ),
        (
            *("issue", "fee", "--question", "What fee is paid?"),
            *("--answer", "{type: integer, minimum: 0, maximum: 50, unit: EUR}"),
        ),
        ("term", "warranty/limited", "--title", "For a year", "--mentioned", "implied"),
        (
            *("rule", "fee-said", "--reason", "A fee is always named."),
            *("--basis", "definitional", "--holds", "not silent fee"),
        ),
        ("milestone", "signing", "--earliest", "2025-02-01", "--latest", "2025-03-01"),
        ("scenario", "second", "--title", "A second draft"),
    ):
        ran = zopa("add", *line)
        assert (ran.code, ran.err) == (0, ""), line
        assert ran.out.startswith(f"added {line[0]} ")

    set_ = zopa(
        "set", "second", "price=fixed", "warranty=limited", "fee=5..9", "signing=2025-02-03"
    )
    assert set_.code == 2  # a milestone is no issue
    assert zopa("set", "second", "warranty=limited", "fee=5..9").code == 0
    found = load(workspace)
    assert [each.message for each in found.diagnostics if str(each.severity) == "error"] == []
    position = find(found.documents, ThingKind.POSITION, "the-city-of-alesund/warranty")
    assert position is not None
    assert position.path == "terms/positions/the-city-of-alesund.yaml"
    assert position.data["holds"] == {
        "all": [{"chosen": "warranty/given"}, {"not": {"silent": "price"}}]
    }
    scenario = find(found.documents, ThingKind.SCENARIO, "second")
    assert scenario is not None
    assert scenario.data["choices"] == {
        "warranty": "limited",
        "fee": {"at-least": 5, "at-most": 9},
    }
    assert zopa("validate", "-q").code == 0
    table = "at-the-table=buyer,seller,the-city-of-alesund"
    assert zopa("set", "corpus", table).code == 0
    assert "A warranty" in zopa("check", "second").out


def test_what_is_missing_is_named_by_its_flag(zopa: Zopa, workspace: Path) -> None:
    """Off a terminal nothing is asked, and nothing written."""
    before = held(workspace)
    ran = zopa("add", "statement", "--speaker", "buyer-counsel")
    assert ran.code == 2
    assert "`--said`, `--text`, `--attribution` and `--cites`" in ran.err
    assert "--warranty" not in ran.err
    ran = zopa("add", "term", "--title", "For a year")
    assert "`--issue`" in ran.err
    assert held(workspace) == before


def test_changes_are_taken_back_and_made_again(zopa: Zopa, workspace: Path) -> None:
    """Newest first, to the same bytes, until something else is changed."""
    before = held(workspace)
    assert zopa("undo").code == 2
    assert zopa("add", "party", "broker", "--name", "A Broker").code == 0
    first = held(workspace)
    assert zopa("set", "broker", "role=mediator").code == 0
    second = held(workspace)

    assert "role: mediator}" in zopa("undo", "--dry-run").out
    assert held(workspace) == second
    assert zopa("undo").out == "undone: changed party broker\n"
    assert held(workspace) == first
    assert zopa("undo").out == "undone: added party broker\n"
    assert held(workspace) == before
    assert zopa("redo").out == "redone: added party broker\n"
    assert held(workspace) == first
    assert zopa("set", "broker", "role=chair").code == 0
    assert "nothing to redo" in zopa("redo").err

    file = workspace / "terms" / "parties.yaml"
    file.write_bytes(file.read_bytes() + b"# mine\n")
    after = held(workspace)
    refused = zopa("undo")
    assert (refused.code, held(workspace)) == (2, after)
    assert "was changed otherwise since" in refused.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("add", "statement", "--said", "5/8/2025"), "is not a day"),
        (("add", "statement", "--attribution", "direct"), "it is one of direct-statement"),
        (("add", "rule", "--holds", "price"), "alone is no condition"),
        (("add", "issue", "--answer", "{a: b"), "{a: b"),
        (("add", "party", "Bad Id", "--name", "x"), "is not an id"),
        (("add", "party", "buyer", "--name", "x"), "there is a party `buyer` already"),
        (("add", "issue", "price", "--question", "x?"), "there is an issue `price` already"),
        (("add", "party", "--name", "«»"), "no id can be made"),
        (("set", "first-draft", "prise=fixed"), "did you mean `price`?"),
        (("set", "first-draft", "price"), "write KEY=VALUE"),
        (("set", "first-draft", "price=fixd"), "`fixd`"),
        (("set", "buyer", "id=x"), "`zopa rename` changes it everywhere"),
        (("remove", "nothing"), "there is no thing `nothing`"),
        (("remove", "price"), "change that first: scenarios/first-draft.yaml:"),
        (("rename", "price", "Price"), "is not an id"),
        (("rename", "price", "warranty"), "already"),
        (("new", "first-draft"), "already"),
        (("new", "x", "--from", "first-drft"), "did you mean `first-draft`?"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    zopa: Zopa, workspace: Path, line: tuple[str, ...], said: str
) -> None:
    """With the way out."""
    before = held(workspace)
    ran = zopa(*line)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert held(workspace) == before


def test_an_entity_that_lacks_a_value_is_refused_where_there_are_cases(
    zopa: Zopa, tmp_path: Path
) -> None:
    """Effects on `every` one are copied for each contingency before that is checked."""
    root = tmp_path / "harbour"
    shutil.copytree(REPOSITORY / "tests" / "cases" / "harbour", root)
    assert zopa("-C", root, "add", "contingency", "strike", "--title", "A strike").code == 0
    before = held(root)
    ran = zopa("-C", root, "add", "entity", "quay", "--type", "berth")

    assert ran.code == 2
    assert "entity `quay` has no value for `deep-water`" in ran.err
    assert held(root) == before
    assert "is a party and an entity" in zopa("-C", root, "rename", "dockers", "x").err


def test_the_diff_is_shown_and_nothing_written(zopa: Zopa, workspace: Path) -> None:
    """`--dry-run` of each command."""
    before = held(workspace)
    for line in (
        ("add", "party", "--name", "Third"),
        ("new", "other", "--from", "first-draft"),
        ("set", "first-draft", "price="),
        ("rename", "price", "prize"),
    ):
        ran = zopa(*line, "--dry-run")
        assert ran.code == 0
        assert ran.out.startswith("--- ")
        assert held(workspace) == before


def test_a_slip_in_a_key_of_json_is_told(zopa: Zopa, workspace: Path, tmp_path: Path) -> None:
    """Before what is missing for it."""
    (tmp_path / "row.json").write_text('{"id": "one", "nam": "One"}')
    ran = zopa("add", "party", "--json", tmp_path / "row.json")
    assert ran.code == 2
    assert ran.err == "zopa: a party has no field `nam`\n  help: did you mean `name`?\n"


def test_json_in_and_out(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An object or a list of them; all or none."""
    rows = [{"id": "one", "name": "One"}, {"name": "Two of them", "own-words": False}]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    ran = zopa("add", "party", "--json", tmp_path / "rows.json", "--format", "json")
    assert ran.code == 0
    assert [each["id"] for each in ran.json] == ["one", "two-of-them"]
    assert [each["path"] for each in ran.json] == ["terms/parties.yaml"] * 2

    before = held(workspace)
    for text in (
        "[]",
        "7",
        "[7]",
        "{",
        '{"name": NaN}',
        '[{"name": "A"}, {"nam": "B", "name": "B"}]',
    ):
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        ran = zopa("add", "party", "--json", "-")
        assert ran.code == 2, text
        assert "Traceback" not in ran.err
    assert held(workspace) == before


def test_every_answer_is_listed_and_can_be_uncommented(zopa: Zopa, workspace: Path) -> None:
    """`zopa new --list`, with the first answer left in each line, is a scenario."""
    assert zopa("new", "by-hand", "--list").code == 0
    file = workspace / "scenarios" / "by-hand.yaml"
    text = file.read_text()
    assert f"# {HOW}\n" in text
    lines = [
        each.removeprefix("# ").partition(" | ")[0]
        for each in text.split("\n")
        if each.startswith("#   ") and " | " in each
    ]
    file.write_text(text.replace("choices: {}", "choices:\n" + "\n".join(lines)))
    found = load(workspace)
    assert [each.message for each in found.diagnostics if str(each.severity) == "error"] == []
    assert len(found.scenarios["by-hand"].choices) == len(found.corpus.issues)


def test_the_sample_is_not_changed(
    zopa: Zopa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes with zopa stays as it is."""
    monkeypatch.chdir(tmp_path)
    before = (shipped("terms") / "parties.yaml").read_bytes()
    ran = zopa("add", "party", "--name", "Third", "--sample")
    assert ran.code == 2
    assert "zopa init --sample DIR makes a copy of it" in ran.err
    assert (shipped("terms") / "parties.yaml").read_bytes() == before


def test_an_editor_fills_in_a_thing(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What it leaves is taken; what cannot be read is kept, and named."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "text = file.read_text()\n"
        "assert '# name:' in text and 'Needed.' in text, text\n"
        "file.write_text(text + 'id: edited\\nname: Edited there\\n')\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.delenv("VISUAL", raising=False)
    assert zopa("add", "party", "--edit").code == 0
    assert find(load(workspace).documents, ThingKind.PARTY, "edited") is not None

    before = held(workspace)
    script.write_text("import sys, pathlib\npathlib.Path(sys.argv[1]).write_text('name: [')\n")
    ran = zopa("add", "party", "--edit")
    assert ran.code == 2
    assert "your text is kept in" in ran.err
    script.write_text("raise SystemExit(3)\n")
    assert "ended with code 3" in zopa("add", "party", "--edit").err
    monkeypatch.delenv("EDITOR")
    assert "set EDITOR" in zopa("add", "party", "--edit").err
    assert held(workspace) == before


def asked(workspace: Path, entry: NewItem, typed: str) -> list[NewItem]:
    """The items that result from typed keys on a terminal."""
    with create_pipe_input() as source:
        source.send_text(typed + "\x04")  # a question too many ends it
        return fill(
            load(workspace), entry, dt.date(2025, 1, 2), source=source, screen=DummyOutput()
        )


def test_what_is_missing_is_asked_for(workspace: Path) -> None:
    """And a statement made in place for the position, from a speaker that there is."""
    keys = [
        *("seller", "demand", "declared", "No delay", "yesterday", "price/fixed"),
        *("new", "seller-counsel", "31 Dec 2024", "We sign before May.", "direct-statement"),
        *("minutes:4", "\x15in-may", ""),
        *("", ""),
    ]
    statement, position = asked(
        workspace, NewItem(ThingKind.POSITION), "".join(f"{x}\r" for x in keys)
    )
    assert statement.fields == {
        "speaker": "seller-counsel",
        "said": "2024-12-31",
        "text": "We sign before May.",
        "attribution": "direct-statement",
        "cites": {"minutes": [4]},
        "id": "in-may",
    }
    assert position.fields == {
        "party": "seller",
        "kind": "demand",
        "strength": "declared",
        "title": "No delay",
        "since": "2025-01-01",
        "holds": {"chosen": "price/fixed"},
        "statements": ["in-may"],
        "id": "no-delay",
    }


def test_what_is_nearly_always_said_is_asked_for(workspace: Path) -> None:
    """By what was said before it: who reports it, whom a speaker speaks for, who counts."""
    keys = [
        *("new", "Ida Holm", "Mayor", "new", "The city", "", "\x15city", "", "\x15mayor", ""),
        *("yesterday", "We sign.", "reported-by-media", "minutes:1", "The Herald"),
        *("\x15signs", ""),
    ]
    party, speaker, statement = asked(
        workspace, NewItem(ThingKind.STATEMENT), "".join(f"{x}\r" for x in keys)
    )
    assert party.fields == {"name": "The city", "at-the-table": True, "id": "city"}
    assert speaker.fields["party"] == "city"
    assert statement.fields["by"] == "The Herald"


def test_a_party_takes_its_place_at_the_table(zopa: Zopa, workspace: Path) -> None:
    """With the party, in one change; taken back as one."""
    before = held(workspace)
    rows = [{"id": "city", "name": "City", "at-the-table": True}, {"id": "un", "name": "UN"}]
    (workspace / "rows.json").write_text(json.dumps(rows), "utf-8")
    assert zopa("add", "party", "port", "--name", "Port", "--at-the-table", "yes").code == 0
    assert zopa("add", "party", "--json", "rows.json").code == 0
    (workspace / "rows.json").unlink()
    known = load(workspace).corpus
    assert list(map(str, known.at_the_table)) == ["buyer", "seller", "port", "city"]
    assert {"port", "city", "un"} <= {*map(str, known.parties)}
    assert zopa("validate").code == 0
    assert (zopa("undo").code, zopa("undo").code) == (0, 0)
    assert held(workspace) == before


def test_stopping_writes_nothing(workspace: Path) -> None:
    """With ctrl+c or ctrl+d."""
    from zopa.cli.streams import Unable

    for end in ("\x03", "\x04"):
        with pytest.raises(Unable, match="nothing was written"):
            asked(workspace, NewItem(ThingKind.PARTY), end)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["empty", "wage-round", "contract", "peace-process"])
def test_each_kind_of_start_is_a_workspace(
    zopa: Zopa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """It validates, and can be added to."""
    monkeypatch.chdir(tmp_path)
    ran = zopa("init", "talks", "--kind", kind, "--title", "Port: and rail")
    if kind != "empty":
        assert (ran.code, ran.err) == (0, "")
        assert zopa("-C", "talks", "check").code in (0, 1)
    else:
        assert load(tmp_path / "talks").corpus.title == "Port: and rail"
    assert zopa("-C", "talks", "validate").code == 0
    assert zopa("-C", "talks", "add", "party", "--name", "A newcomer").code == 0
    assert zopa("-C", "talks", "validate").code == 0


@pytest.mark.parametrize(
    "text", ["\x01", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ufeffx", "\udcff"]
)
def test_what_no_file_may_hold_is_refused(zopa: Zopa, workspace: Path, text: str) -> None:
    """A character that is pasted unseen, or half of one."""
    before = held(workspace)
    for line in (
        ("add", "party", "p", "--name", f"a{text}b"),
        ("set", "first-draft", f"title=a{text}b"),
        ("new", "x2", "--title", f"a{text}b"),
    ):
        ran = zopa(*line)
        assert ran.code == 2
        assert "fault of zopa's own" not in ran.err
        assert held(workspace) == before


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "\\ud800"}',
        '{"name": "\\u0000"}',
        '{"name": "x", "cites": {"minutes": [1e400]}}',
        '{"id": 5, "name": "x"}',
        '{"id": "p", "id": "q", "name": "x"}',
        "[" * 5000,
    ],
)
def test_odd_json_is_refused(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Nothing is taken for something else."""
    before = held(workspace)
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    ran = zopa("add", "party", "--json", "-")
    assert ran.code == 2
    assert "fault of zopa's own" not in ran.err
    assert held(workspace) == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("add", "party", "a/b", "--name", "x"), "`a/b` is not an id"),
        (("add", "party", "../x", "--name", "x"), "is not an id"),
        (("add", "party", "yes", "--name", "x"), "YAML readers take that word for a value"),
        (("add", "statement", "--cites", "minutes 1"), "write places behind a colon"),
        (("set", "buyer/at-most-ninety", "holds=" + "not " * 500 + "price/fixed"), "too deep"),
        (("set", "buyer/at-most-ninety", "holds=" + "(" * 500 + "price/fixed"), "too deep"),
    ],
)
def test_slips_are_told_with_the_way_out(
    zopa: Zopa, workspace: Path, line: tuple[str, ...], said: str
) -> None:
    """As a newcomer makes them."""
    before = held(workspace)
    ran = zopa(*line)
    assert ran.code == 2
    assert said in ran.err
    assert held(workspace) == before


def test_conditions_are_said_as_in_other_languages(zopa: Zopa, workspace: Path) -> None:
    """With signs for words, in capitals, and a long one on many lines."""
    long = " AND ".join(["price/fixed", "warranty/given"] * 600)
    for text in ("price/fixed && !=", "NOT price/fixed OR warranty/given", long):
        ran = zopa("set", "buyer/at-most-ninety", f"holds={text}")
        assert ran.code == (2 if "!=" in text or text == long else 0), ran.err
        assert "fault of zopa's own" not in ran.err


def test_a_day_without_a_year_is_next_to_the_day_of_the_corpus(
    zopa: Zopa, workspace: Path
) -> None:
    """Not of the machine; an outlet is its name."""
    line = ("add", "source", "news", "--title", "News", "--outlet", "Valley Gazette")
    assert zopa(*line, "--published", "20 Dec").code == 0
    thing = find(load(workspace).documents, ThingKind.SOURCE, "news")
    assert thing is not None
    assert thing.data["published"] == "2024-12-20"
    assert thing.data["outlet"] == {"name": "Valley Gazette"}


def test_a_change_that_was_interrupted_is_finished_by_whatever_comes_next(
    zopa: Zopa, workspace: Path
) -> None:
    """A question too, which would see half of it; and it is said."""
    files = [workspace / "terms/parties.yaml", workspace / "terms/sources.yaml"]
    changes = [
        Written(
            str(each.relative_to(workspace)), each.read_bytes(), each.read_bytes() + b"# x\n"
        )
        for each in files
    ]
    (workspace / JOURNAL).write_bytes(writing._written(changes))
    files[0].write_bytes(changes[0].after or b"")
    ran = zopa("list", "parties")
    assert ran.code == 0
    assert "a change that was interrupted is finished now" in ran.err
    assert [each.read_bytes() for each in files] == [each.after for each in changes]

    (workspace / JOURNAL).write_bytes(b"half")
    ran = zopa("check")
    assert ran.code == 2
    assert "is damaged" in ran.err


def test_new_makes_a_source_where_places_are_asked_for(workspace: Path) -> None:
    """And what a position needs by its kind is asked for as needed."""
    keys = [
        *("seller-counsel", "31 Dec 2024", "We sign.", "direct-statement"),
        *("new", "A letter", "", "\x15letter", "", "\x15letter:2", "\x15signs", "", ""),
    ]
    source, statement = asked(
        workspace, NewItem(ThingKind.STATEMENT), "".join(f"{x}\r" for x in keys)
    )
    assert (source.kind, source.fields["id"]) == (ThingKind.SOURCE, "letter")
    assert statement.fields["cites"] == {"letter": [2]}
    assert NewItem(ThingKind.POSITION, {"kind": "support"}).needs(_field("holds")) is False
    assert NewItem(ThingKind.POSITION, {"kind": "demand"}).needs(_field("holds")) is True


def _field(key: str) -> Field:
    return next(each for each in fields(ThingKind.POSITION) if each.key == key)


def test_a_text_that_makes_a_file_too_long_is_refused_as_such(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not as what is wrong with a file that nobody has."""
    before = held(workspace)
    monkeypatch.setattr(
        sys, "stdin", io.StringIO(json.dumps({"id": "p", "name": "x " * 600_000}))
    )
    ran = zopa("add", "party", "--json", "-")
    assert ran.code == 2
    assert "could not be read again" in ran.err
    assert held(workspace) == before


KILLED: Final = """
import os, sys
from zopa.cli import main
from zopa.files import writing

put, replace = writing._put, writing.replace

def killed_behind(*given, **named):
    put(*given, **named)
    os._exit(9)

def killed_before(*given, **named):
    os._exit(9)

if sys.argv[1] == "behind the first file":
    writing._put = killed_behind
else:
    writing.replace = killed_before
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("when", ["behind the first file", "before anything"])
def test_a_killed_change_can_be_undone(zopa: Zopa, workspace: Path, when: str) -> None:
    """Once the next command has completed it; what was never made is passed over."""
    assert zopa("add", "party", "broker", "--name", "A Broker").code == 0
    before = held(workspace)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, when, "rename", "buyer", "purchaser", "--kind", "party"],
        cwd=workspace,
        check=False,
    )
    assert done.returncode == 9
    assert (held(workspace) == before) is (when == "before anything")

    assert zopa("validate").code == 0
    if when == "behind the first file":
        assert zopa("undo").out.startswith("undone: renamed buyer ")
    assert held(workspace) == before
    assert zopa("undo").out == "undone: added party broker\n"
