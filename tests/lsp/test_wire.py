"""Invalid, incomplete and extended messages of editors."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsp.client import Client
from zopa.lsp.editor import lives
from zopa.lsp.features import Frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

METHODS = (
    "textDocument/completion",
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/documentLink",
    "textDocument/documentSymbol",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/formatting",
    "workspace/symbol",
    "zopa/nothing",
)
START = {"line": 0, "character": 0}
UNKNOWN = {"valueSet": [1, 99]}
"""Kinds or tags; no known version of the protocol has the last one."""


class Raw(Client):
    """A client that sends invalid messages."""

    def send(self, method: object, params: object, number: object = None) -> Any:
        """Send a request; returns its id."""
        self._number += 1
        told = self._number if number is None else number
        self._write({"jsonrpc": "2.0", "id": told, "method": method, "params": params})
        return told

    def bytes(self, data: bytes) -> None:
        """Send bytes that are not a message."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def message(self, message: dict[str, Any]) -> None:
        """Send a message unchanged."""
        self._write(message)

    def codes(self, *numbers: object) -> dict[Any, int | None]:
        """Error code of each request; None for a result."""
        found: dict[Any, int | None] = {}
        until = time.monotonic() + 60
        while set(numbers) - set(found):
            message = self._next(until)
            if "method" not in message:
                found[message["id"]] = message.get("error", {}).get("code")
        return found


@pytest.fixture
def editor(starter: Path) -> Iterator[Raw]:
    """A client with the smallest workspace open."""
    with Raw(starter) as client:
        yield client


def frame(body: bytes) -> bytes:
    """A message with its header."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


@given(st.lists(st.binary(min_size=1, max_size=40)), st.integers(1, 7))
def test_messages_are_cut_wherever_the_bytes_are(bodies: list[bytes], size: int) -> None:
    """Whatever stands in them, and however they come in."""
    stream = b"".join(map(frame, bodies))
    frames = Frames()
    chunks = [stream[at : at + size] for at in range(0, len(stream), size)]

    assert [each for chunk in chunks for each in frames.feed(chunk)] == bodies


@pytest.mark.parametrize(
    "junk",
    [
        b"nothing\r\n\r\n",
        b"Content-Length: x\r\n\r\n",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: 99999999999\r\n\r\n",
        b"Content-Length: 999999999\r\n\r\n",
        b"Content-Type: x\r\n\r\n{}",
        b"\0" * 100_000,
    ],
)
def test_what_is_no_message_is_gone_over(junk: bytes) -> None:
    """The next one is read."""
    frames = Frames()

    assert [each for each in frames.feed(junk + frame(b"{}")) if each is not None] == [b"{}"]


def test_headers_are_read_as_editors_write_them() -> None:
    """In any case, with others beside, with or without carriage returns."""
    for head in (
        b"content-length: 2\n\n",
        b"CONTENT-LENGTH:2\r\n\r\n",
        b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n",
        b"Content-Length: 2\r\nContent-Type: application/json\r\n\r\n",
    ):
        assert list(Frames().feed(head + b"{}")) == [b"{}"]


ELSEWHERE = (
    "untitled:Untitled-1",
    "git:/terms/x.yaml",
    "http://[",
    "file:///dev/zero",
    "file:///proc/self/mem",
    "file:///",
    "file://host/terms/x.yaml",
    "file:///%ff%00.yaml",
    "",
)


def test_every_request_is_answered(editor: Raw) -> None:
    """Whatever file it is about, open or not."""
    for uri in (*ELSEWHERE, *ELSEWHERE):
        params = {
            "textDocument": {"uri": uri},
            "position": START,
            "range": {"start": START, "end": START},
            "context": {"includeDeclaration": True, "diagnostics": []},
            "newName": "x",
            "query": "",
            "options": {"tabSize": 2, "insertSpaces": True},
        }
        asked = [editor.send(method, params) for method in METHODS]
        codes = editor.codes(*asked)
        assert [codes[each] for each in asked] == [*[None] * (len(METHODS) - 1), -32601], uri
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": "a: b\n"}
        editor.tell("textDocument/didOpen", {"textDocument": item})


def test_parameters_that_are_none_are_refused(editor: Raw) -> None:
    """By the code of the protocol for it."""
    for params in (None, [], {}, "x", {"textDocument": 5}):
        asked = [editor.send(method, params) for method in METHODS if method[:4] == "text"]
        assert set(editor.codes(*asked).values()) == {-32602}, params


def test_what_is_no_request_is_refused(editor: Raw) -> None:
    """With its number, if that can be told; what needs no answer has none."""
    query = {"query": ""}
    editor.bytes(frame(b"\xff"))
    editor.bytes(frame(b"[" * 100_000))
    editor.bytes(frame(b"[]"))
    editor.message({"id": "a", "method": "workspace/symbol", "params": query})
    editor.message({"jsonrpc": "1.0", "id": "b", "method": "workspace/symbol"})
    editor.tell("$/setTrace", {"value": "loud"})
    editor.tell("textDocument/didChange", {})
    number = editor.send(5, query, "c")

    assert editor.codes(None, "a", "b", number) == {
        None: -32600,
        "a": -32600,
        "b": -32600,
        "c": -32600,
    }
    last = editor.send("workspace/symbol", query)
    assert editor.codes(last) == {last: None}


def test_before_and_after_nothing_is_answered_but_refused(starter: Path) -> None:
    """Editors wait for it all the same."""
    client = Raw(starter)
    early = client.send("workspace/symbol", {"query": ""})
    assert client.codes(early) == {early: -32002}
    with client:
        asked = client.send("shutdown", None), client.send("workspace/symbol", {"query": ""})
        assert client.codes(*asked) == {asked[0]: None, asked[1]: -32600}


@pytest.mark.parametrize(
    "given",
    [
        {"trace": "loud"},
        {"trace": 1, "processId": "x", "rootUri": 5, "workspaceFolders": 7},
        {"capabilities": {"textDocument": {"documentSymbol": {"symbolKind": UNKNOWN}}}},
        {"capabilities": {"textDocument": {"publishDiagnostics": {"tagSupport": UNKNOWN}}}},
        {"capabilities": {"textDocument": [], "window": 3}},
        {"capabilities": None},
    ],
)
def test_a_newer_or_sloppy_editor_is_served(starter: Path, given: dict[str, Any]) -> None:
    """What cannot be read costs what it says, and not the session."""
    completion = {"completionItem": {"snippetSupport": True}, "completionItemKind": UNKNOWN}
    capabilities = {"textDocument": {"completion": completion}}
    client = Raw(starter)
    try:
        first = client.send(
            "initialize",
            {"processId": None, "rootUri": None, "capabilities": capabilities} | given,
        )
        assert client.codes(first) == {first: None}
        client.tell("initialized", None)
        second = client.send("workspace/symbol", {"query": ""})
        assert client.codes(second) == {second: None}
    finally:
        client.__exit__()


def test_findings_are_read_leniently(editor: Raw, starter: Path) -> None:
    """Those of other tools have tags and weights of their own."""
    uri = editor.open(starter / "terms" / "parties.yaml")
    place = {"start": START, "end": START}
    finding = {"range": place, "message": "x", "tags": [1, 99], "severity": 9}
    about = {"textDocument": {"uri": uri}, "range": place}
    contexts = ({"diagnostics": [finding]}, {"diagnostics": [], "triggerKind": 9}, {}, None)
    method = "textDocument/codeAction"
    asked = [editor.send(method, {**about, "context": each}) for each in contexts]
    wrong = {"diagnostics": [{"range": 5, "message": "x"}]}
    bad = editor.send(method, {**about, "context": wrong})

    codes = editor.codes(*asked, bad)
    assert [codes[each] for each in asked] == [None] * 4
    assert codes[bad] == -32602


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be asked there")
@pytest.mark.parametrize("how", ["killed", "killed and waited for", "ended"])
def test_the_server_ends_when_the_editor_is_dead(starter: Path, how: str) -> None:
    """Also when somebody else holds the pipe (C10)."""
    dead = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    client = Raw(starter)
    try:
        first = client.send(
            "initialize", {"processId": dead.pid, "rootUri": None, "capabilities": {}}
        )
        assert client.codes(first) == {first: None}
        with pytest.raises(queue.Empty):
            client.listen(time.monotonic() + 1.5)
        assert client.process.poll() is None
        if how == "ended":
            dead.terminate()
        else:
            dead.kill()
        if how != "killed":
            dead.wait()
        assert client.process.wait(60) == 1
    finally:
        dead.kill()
        dead.wait()
        assert dead.stdin is not None
        dead.stdin.close()
        client.__exit__()


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be asked there")
def test_who_lives() -> None:
    """No process has a number that is none."""
    assert lives(os.getpid())
    assert not lives(-1)
    assert not lives(10**12)


def test_editors_that_filter_by_the_text_find_one(editor: Raw, starter: Path) -> None:
    """Neovim takes suggestions that have an edit and no such text for filtered already."""
    draft = starter / "scenarios" / "first-draft.yaml"
    text = draft.read_text(encoding="utf-8").replace("  warranty: given\n", "  w\n")
    uri = editor.open(draft, text)
    line = text[: text.index("  w\n")].count("\n")
    found = editor.ask(
        "textDocument/completion",
        {"textDocument": {"uri": uri}, "position": {"line": line, "character": 3}},
    )

    assert found["items"], json.dumps(found)
    for each in found["items"]:
        assert each["filterText"] == each["label"]


def test_what_is_typed_chooses_what_is_offered(sample: Path) -> None:
    """First what begins with it, then what has a part that does; all if nothing has."""
    draft = sample / "scenarios" / "alaska-exchange.yaml"

    def offered(typed: str) -> list[str]:
        text = draft.read_text(encoding="utf-8").replace("choices:\n", f"choices:\n  {typed}\n")
        line = text[: text.index(f"  {typed}\n")].count("\n")
        with Raw(sample) as editor:
            uri = editor.open(draft, text)
            place = {"line": line, "character": 2 + len(typed)}
            found = editor.ask(
                "textDocument/completion", {"textDocument": {"uri": uri}, "position": place}
            )
        items = sorted(found["items"], key=lambda each: str(each["sortText"]))
        assert found["isIncomplete"] == (len(items) < 42)
        return [each["label"] for each in items]

    assert offered("nat") == ["nato-membership", "nato-troops-on-soil", "guarantee-nato-role"]
    assert len(offered("xyz")) == 42
