"""A minimal editor for the language server: JSON-RPC over the pipes of a process."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Self

__all__ = ["Client", "position"]

PATIENCE = 60.0
"""Seconds after which a silent server is a failure."""


class Client:
    """Starts `zopa lsp`, and records what it publishes."""

    def __init__(self, *roots: Path, encodings: Iterable[str] = ("utf-16",)) -> None:
        self.roots = roots
        self.process = subprocess.Popen(
            [sys.executable, "-m", "zopa", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={key: each for key, each in os.environ.items() if key != "CI"},
        )
        self.encodings = list(encodings)
        self.published: dict[str, dict[str, Any]] = {}
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.capabilities: dict[str, Any] = {}
        self._number = 0
        self._incoming: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        answer = self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": self.roots[0].as_uri() if self.roots else None,
                "workspaceFolders": [
                    {"uri": each.as_uri(), "name": each.name} for each in self.roots
                ],
                "capabilities": {
                    "general": {"positionEncodings": self.encodings},
                    "workspace": {"workspaceEdit": {"documentChanges": True}},
                    "textDocument": {
                        "completion": {"completionItem": {"snippetSupport": True}},
                        "codeAction": {
                            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}
                        },
                        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
                        "rename": {"prepareSupport": True},
                        "publishDiagnostics": {"versionSupport": True},
                    },
                },
            },
        )
        self.capabilities = answer["capabilities"]
        self.tell("initialized", {})
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join()
        for each in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert each is not None
            with contextlib.suppress(BrokenPipeError):
                each.close()

    # -- messages -------------------------------------------------------------

    def tell(self, method: str, params: object) -> None:
        """Send a notification."""
        self._write({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: object) -> Any:
        """Send a request; returns its result.

        Raises:
            RuntimeError: the server answers with an error.
        """
        self._number += 1
        number = self._number
        self._write({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        while True:
            message = self._next(time.monotonic() + PATIENCE)
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise RuntimeError(message["error"]["message"])
                return message["result"]

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> None:
        stdout = self.process.stdout
        assert stdout is not None
        length = 0
        while header := stdout.readline():
            if header.startswith(b"Content-Length:"):
                length = int(header.partition(b":")[2])
            elif not header.strip():
                self._incoming.put(json.loads(stdout.read(length)))
        self._incoming.put(None)

    def _next(self, until: float) -> dict[str, Any]:
        message = self._incoming.get(timeout=max(0.01, until - time.monotonic()))
        if message is None:
            assert self.process.stderr is not None
            raise RuntimeError(self.process.stderr.read().decode())
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]
        elif "method" in message and "id" in message:
            self._write({"jsonrpc": "2.0", "id": message["id"], "result": None})
        return message

    def listen(self, until: float | None = None) -> None:
        """Read one more message.

        Raises:
            queue.Empty: there was none.
        """
        self._next(time.monotonic() + PATIENCE if until is None else until)

    # -- what an editor does --------------------------------------------------

    def open(self, file: Path, text: str | None = None) -> str:
        """Open a file; returns its address."""
        uri = file.as_uri()
        self.texts[uri] = file.read_text(encoding="utf-8") if text is None else text
        self.versions[uri] = 1
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": self.texts[uri]}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return uri

    def replace(self, uri: str, old: str, new: str) -> None:
        """Replace the first of a text in an open file, as an incremental change."""
        text = self.texts[uri]
        assert old in text, old
        start = text.index(old)
        change = {
            "range": {
                "start": position(text, start),
                "end": position(text, start + len(old)),
            },
            "text": new,
        }
        self.texts[uri] = text.replace(old, new, 1)
        self.change(uri, [change])

    def change(self, uri: str, changes: list[dict[str, Any]]) -> None:
        """Send changes of an open file."""
        self.versions[uri] += 1
        self.tell(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": self.versions[uri]},
                "contentChanges": changes,
            },
        )

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """The diagnostics of the last version sent, as soon as they arrive."""
        until = time.monotonic() + PATIENCE
        while self.published.get(uri, {}).get("version") != self.versions[uri]:
            self._next(until)
        found: list[dict[str, Any]] = self.published[uri]["diagnostics"]
        return found

    def until(self, uri: str, *, number: int) -> list[dict[str, Any]]:
        """The diagnostics of a file, open or not, once there are `number` of them."""
        until = time.monotonic() + PATIENCE
        while len(self.published.get(uri, {}).get("diagnostics", ())) != number:
            self._next(until)
        found: list[dict[str, Any]] = self.published[uri]["diagnostics"]
        return found

    def at(self, uri: str, text: str, inside: int = 0) -> dict[str, Any]:
        """The parameters of a request at the first place of a text."""
        whole = self.texts[uri]
        assert text in whole, text
        return {
            "textDocument": {"uri": uri},
            "position": position(whole, whole.index(text) + inside),
        }

    def leave(self) -> int:
        """Shut down; returns the exit code."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.process.wait(PATIENCE)


def position(text: str, offset: int) -> dict[str, int]:
    """The position of an offset, in UTF-16."""
    before = text[:offset].replace("\r\n", "\n")
    line = before.count("\n")
    column = before.rpartition("\n")[2]
    return {"line": line, "character": len(column.encode("utf-16-le")) // 2}
