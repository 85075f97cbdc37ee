"""A complete session of an editor with the server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from lsp.client import Client
from zopa.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RUSSIA = "terms/positions/russia.yaml"
BROKEN = [
    (RUSSIA, "kind: offer", "kind: ofer", "ZS301", "ofer"),
    ("scenarios/alaska-exchange.yaml", "donbas: full-cession", "donbas: full", "ZX101", "full"),
    ("terms/corpus.yaml", "at-the-table: [", "at-the-table: [,", "ZY001", ","),
    ("terms/sources.yaml", "sources:", "sourses:", "ZS101", "sourses"),
    ("terms/statements.yaml", "speaker: zelensky", "speaker: zelenski", "ZX101", "zelenski"),
]


def test_a_broken_line_is_caught_where_it_is_and_gone_when_it_is_mended(
    sample: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As it is typed, in each file, and as `zopa validate` says of the saved file."""
    with Client(sample) as client:
        for path, good, bad, code, blamed in BROKEN:
            uri = client.open(sample / path)
            client.replace(uri, good, bad)

            found = client.diagnostics(uri)[0]

            assert slice_of(client.texts[uri], found["range"]) == blamed, path
            assert (found["code"], found["source"]) == (code, "zopa")
            file = sample / path
            before = file.read_bytes()
            file.write_text(client.texts[uri], encoding="utf-8")
            main(["-C", str(sample), "validate", "--format", "concise"])
            first = capfd.readouterr().out.splitlines()[0]
            start = found["range"]["start"]
            assert first.startswith(f"{path}:{start['line'] + 1}:{start['character'] + 1}: ")
            assert code in first
            file.write_bytes(before)
            client.replace(uri, bad, good)
        assert client.diagnostics(uri) == []
        assert client.leave() == 0
        assert client.process.stderr is not None
        assert client.process.stderr.read() == b""


def slice_of(text: str, found: dict[str, Any]) -> str:
    """The text in a range of one line."""
    start, end = found["start"], found["end"]
    line = text.split("\n")[start["line"]]
    return str(line[start["character"] : end["character"]])


def test_findings_of_other_files_are_told_too(sample: Path, tmp_path: Path) -> None:
    """A term that is gone is missed where it is used, with a word about where it could be."""
    with Client(sample) as client:
        scenario = (sample / "scenarios/alaska-exchange.yaml").as_uri()
        issues = client.open(sample / "terms/issues/territory.yaml")
        assert client.diagnostics(issues) == []
        client.replace(issues, "- id: full-cession", "- id: all-of-it")

        (found,) = client.until(scenario, number=1)

        assert found["code"] == "ZX101"
        assert slice_of((sample / "scenarios/alaska-exchange.yaml").read_text(), found["range"])
        other = client.open(tmp_path / "elsewhere.yaml", "a: yes\n")
        client.tell("textDocument/didClose", {"textDocument": {"uri": issues}})
        client.until(scenario, number=0)
        assert other not in client.published


def test_related_places_are_in_their_own_files(sample: Path) -> None:
    """Each with its address and range."""
    with Client(sample) as client:
        uri = client.open(sample / "terms/positions/ukraine.yaml")
        first = "rules-out-all-of-donbas"
        client.replace(
            uri,
            "positions:\n",
            f"positions:\n  - id: {first}\n    party: ukraine\n"
            "    kind: doubt\n    strength: reported\n    title: Twice\n    since: 2025-08-17\n"
            "    statements: [ukr-european-unity]\n",
        )
        second = next(each for each in client.diagnostics(uri) if each["code"] == "ZX102")

        (related,) = second["relatedInformation"]

        assert related["location"]["uri"] == uri
        assert related["location"]["range"]["start"] == {"line": 2, "character": 8}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_what_is_counted_on_a_line_is_agreed_on(sample: Path, encoding: str) -> None:
    """In findings and in edits."""
    with Client(sample, encodings=[encoding]) as client:
        assert client.capabilities["positionEncoding"] == encoding
        uri = client.open(sample / "scenarios/all-silent.yaml", "title: a\n")
        width = len("{é😀: ".encode(encoding.replace("16", "16-le").replace("32", "32-le")))
        start = {"utf-8": width, "utf-16": width // 2, "utf-32": width // 4}[encoding]
        where = {"start": {"line": 0, "character": 7}, "end": {"line": 0, "character": 8}}

        client.change(
            uri, [{"range": where, "text": "{é😀: "}, {"text": "title: {é😀: yes}\n"}]
        )

        found = next(each for each in client.diagnostics(uri) if each["code"] == "ZY202")
        assert found["range"]["start"] == {"line": 0, "character": 7 + start}


def test_several_workspaces_are_kept_apart(sample: Path, starter: Path) -> None:
    """A file belongs to the nearest one; a folder that is closed is forgotten."""
    with Client(sample, starter) as client:
        corpus = client.open(starter / "terms/corpus.yaml")
        client.replace(corpus, "title:", "tittle:")

        assert [each["code"] for each in client.diagnostics(corpus)] == ["ZS101"]

        assert all(
            not each["diagnostics"] for uri, each in client.published.items() if uri != corpus
        )
        assert client.leave() == 0


def test_folders_come_and_go(starter: Path) -> None:
    """What is found in one is told as soon as it is there, and taken back when it goes."""
    parties = starter / "terms/parties.yaml"
    parties.write_text(parties.read_text().replace("parties:", "partys:"))
    folder = {"uri": starter.as_uri(), "name": "starter"}
    with Client() as client:
        change = {"event": {"added": [folder], "removed": []}}
        client.tell("workspace/didChangeWorkspaceFolders", change)
        uri = parties.as_uri()
        while not client.published.get(uri, {}).get("diagnostics"):
            client.listen()

        change = {"event": {"added": [], "removed": [folder]}}
        client.tell("workspace/didChangeWorkspaceFolders", change)
        client.until(uri, number=0)

        assert not any(each["diagnostics"] for each in client.published.values())
        assert client.leave() == 0


def test_fixes_are_offered_where_the_finding_is(sample: Path) -> None:
    """The safe one first in line, each as an edit of the version it is for."""
    with Client(sample) as client:
        uri = client.open(sample / RUSSIA)
        client.replace(uri, "kind: demand", "kind: deman")
        place = client.at(uri, "deman\n", 2)
        spot = {"start": place["position"], "end": place["position"]}
        context: dict[str, Any] = {"diagnostics": []}
        asked = {"textDocument": {"uri": uri}, "range": spot, "context": context}

        (fix,) = client.ask("textDocument/codeAction", asked)

        assert (fix["title"], fix["kind"], fix["isPreferred"]) == (
            "write `demand` for `deman`",
            "quickfix",
            True,
        )
        assert fix["diagnostics"][0]["code"] == "ZS301"
        (change,) = fix["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": uri, "version": 2}
        assert [each["newText"] for each in change["edits"]] == ["demand"]
        context["only"] = ["source.fixAll"]
        (every,) = client.ask("textDocument/codeAction", asked)
        assert every["kind"] == "source.fixAll.zopa"
        ((edit,),) = [each["edits"] for each in every["edit"]["documentChanges"]]
        assert edit["newText"] == "d"
        context["only"] = ["refactor"]
        assert client.ask("textDocument/codeAction", asked) == []


def test_leaving_without_a_word_is_an_error(starter: Path) -> None:
    """And the process ends all the same, also when its input stays open."""
    with Client(starter) as client:
        client.tell("exit", None)

        assert client.process.wait(60) == 1


def test_what_is_missing_is_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "pygls.io_", None)
    for name in [each for each in sys.modules if each.startswith("zopa.lsp.features")]:
        monkeypatch.delitem(sys.modules, name)

    assert main(["lsp"]) == 2

    assert "pip install 'zopa[lsp]'" in capfd.readouterr().err


def test_names_are_looked_up_and_changed(sample: Path) -> None:
    """Hover, definition, references, highlights, symbols and rename, over unsaved texts."""
    with Client(sample) as client:
        draft = client.open(sample / "scenarios/alaska-exchange.yaml")
        issues = (sample / "terms/issues/territory.yaml").as_uri()
        # Everything below is one line further down than on disk.
        client.replace(draft, "title:", "# é😀\ntitle:")
        term = client.at(draft, "full-cession\n", 3)

        hover = client.ask("textDocument/hover", term)
        assert (
            "ukraine/rules-out-all-of-donbas (red line, repeated)" in hover["contents"]["value"]
        )
        assert slice_of(client.texts[draft], hover["range"]) == "full-cession"

        (place,) = client.ask("textDocument/definition", term)
        assert place["uri"] == issues
        territory = (sample / "terms/issues/territory.yaml").read_text(encoding="utf-8")
        assert slice_of(territory, place["range"]) == "full-cession"

        asked = term | {"context": {"includeDeclaration": False}}
        places = client.ask("textDocument/references", asked)
        assert [each["range"] for each in places if each["uri"] == draft] == [hover["range"]]
        every = client.ask(
            "textDocument/references", term | {"context": {"includeDeclaration": True}}
        )
        assert len(every) == len(places) + 1
        assert len(client.ask("textDocument/documentHighlight", term)) == 1

        outline = client.ask("textDocument/documentSymbol", {"textDocument": {"uri": draft}})
        assert [each["name"] for each in outline][:3] == ["title", "description", "as-of"]
        lines = {"start": {"line": 0, "character": 0}, "end": {"line": 30, "character": 0}}
        about = {"textDocument": {"uri": draft}}
        hints = client.ask("textDocument/inlayHint", about | {"range": lines})
        titles = {each["label"]: each["position"]["line"] for each in hints}
        assert any(label.startswith("Given up whole") for label in titles)
        assert all(each["position"]["line"] <= 30 for each in hints)
        assert all(len(label) <= 41 for label in titles)
        assert (
            client.ask(
                "textDocument/inlayHint", about | {"range": lines | {"end": lines["start"]}}
            )
            == []
        )
        folds = client.ask("textDocument/foldingRange", about)
        assert folds
        assert all(each["startLine"] < each["endLine"] for each in folds)
        found = client.ask("workspace/symbol", {"query": "full-cession"})
        assert [each["name"] for each in found] == ["donbas/full-cession"]

        prepared = client.ask("textDocument/prepareRename", term)
        assert prepared == {"range": hover["range"], "placeholder": "full-cession"}
        with pytest.raises(RuntimeError, match="there is a term `donbas/unresolved` already"):
            client.ask("textDocument/rename", term | {"newName": "unresolved"})
        edit = client.ask("textDocument/rename", term | {"newName": "all-of-it"})
        changes = {each["textDocument"]["uri"]: each for each in edit["documentChanges"]}
        assert changes[draft]["textDocument"]["version"] == 2
        assert changes[issues]["textDocument"]["version"] is None
        assert sum(len(each["edits"]) for each in changes.values()) == len(every)
        assert client.leave() == 0


def test_things_say_what_drafts_do_to_them(sample: Path) -> None:
    """Positions are crossed, terms chosen, and a draft has its answer, as it is typed."""
    with Client(sample) as client:

        def lenses(uri: str) -> dict[str, list[str]]:
            found: dict[str, list[str]] = {}
            for each in client.ask("textDocument/codeLens", {"textDocument": {"uri": uri}}):
                line = client.texts[uri].split("\n")[each["range"]["start"]["line"]]
                found.setdefault(line.strip(), []).append(each["command"]["title"])
            return found

        ukraine = client.open(sample / "terms/positions/ukraine.yaml")
        crossed = lenses(ukraine)["- id: rules-out-all-of-donbas"]
        assert crossed == ["crossed in 1 draft: alaska-exchange"]
        territory = client.open(sample / "terms/issues/territory.yaml")
        (chosen,) = lenses(territory)["- id: full-cession"]
        assert chosen.startswith("chosen in ")
        assert "alaska-exchange" in chosen
        draft = client.open(sample / "scenarios/alaska-exchange.yaml")
        first = client.texts[draft].split("\n")[0]
        assert lenses(draft)[first] == [
            "No deal: 1 of 20 positions is crossed, a red line of Ukraine; 18 are open."
        ]
        client.replace(draft, "donbas: full-cession", "donbas: unresolved")
        assert "- id: rules-out-all-of-donbas" not in lenses(ukraine)


def test_a_file_is_laid_out_by_one_edit(starter: Path) -> None:
    """A file that has errors, or the form already, stays."""
    with Client(starter) as client:
        text = "choices:\n    a: b\ntitle: 'x'\n"
        uri = client.open(starter / "scenarios/first-draft.yaml", text)
        asked = {
            "textDocument": {"uri": uri},
            "options": {"tabSize": 8, "insertSpaces": False},
        }
        (edit,) = client.ask("textDocument/formatting", asked)
        client.change(uri, [{"range": edit["range"], "text": edit["newText"]}])
        client.texts[uri] = "title: x\nchoices:\n  a: b\n"
        assert client.ask("textDocument/formatting", asked) == []
        client.change(uri, [{"text": "title: [\n"}])
        assert client.ask("textDocument/formatting", asked) == []


def test_what_can_be_typed_is_offered_while_it_is_typed(sample: Path) -> None:
    """In a text that is no YAML, and of which the newest letters have just come."""
    with Client(sample) as client:
        uri = client.open(sample / RUSSIA)
        client.replace(
            uri, "holds: {every: zone, where: {of: [donetsk", "holds: {every: zone, wh"
        )
        items = client.ask("textDocument/completion", client.at(uri, "zone, wh", 8))["items"]

        (where,) = [each for each in items if each["label"] == "where"]

        assert slice_of(client.texts[uri], where["textEdit"]["range"]) == "wh"
        assert where["textEdit"]["newText"] == "where: "
        client.replace(uri, "zone, wh", "zone, where: {control: ")
        items = client.ask("textDocument/completion", client.at(uri, "control: ", 9))["items"]
        assert [each["label"] for each in items][:3] == ["ukraine", "russia", "unspecified"]
        (in_,) = [each for each in items if each["label"] == "in"]
        assert (in_["textEdit"]["newText"], in_["insertTextFormat"]) == ("{in: $0}", 2)


def test_a_file_of_no_workspace_has_no_answers(starter: Path, tmp_path: Path) -> None:
    """And no question about it fails."""
    with Client(starter) as client:
        uri = client.open(tmp_path / "other.yaml", "a: yes\n")
        place = client.at(uri, "a")

        assert client.ask("textDocument/hover", place) is None
        assert client.ask("textDocument/completion", place) is None
        assert client.ask("textDocument/prepareRename", place) is None
        assert client.ask("textDocument/definition", place) == []
        assert client.ask("textDocument/rename", place | {"newName": "b"}) is None


def test_what_others_write_is_seen(starter: Path) -> None:
    """When the editor tells of it."""
    with Client(starter) as client:
        corpus = client.open(starter / "terms/corpus.yaml")
        assert client.diagnostics(corpus) == []
        parties = starter / "terms/parties.yaml"
        parties.write_text(parties.read_text().replace("parties:", "partys:"))

        change = {"uri": parties.as_uri(), "type": 2}
        client.tell("workspace/didChangeWatchedFiles", {"changes": [change]})

        while not client.published.get(parties.as_uri(), {}).get("diagnostics"):
            client.listen()
        assert client.published[parties.as_uri()]["diagnostics"][0]["code"] == "ZS101"


def test_on_a_terminal_it_says_whom_it_is_for(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Instead of waiting for messages that nobody types."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    assert main(["lsp"]) == 2

    assert "the language server is for an editor to start" in capfd.readouterr().err
