"""Framing of messages: tolerant parsing, and an answer to every request.

pygls reads only one form of header, and does not answer a request that it cannot read. Editors
then wait for an answer, some of them forever.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any, Final

from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zopa.lsp.editor import Editor

__all__ = ["Frames", "handle"]

LENGTH: Final = re.compile(rb"(?i)content-length[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?\n")
END: Final = re.compile(rb"\r?\n\r?\n")
MOST_HEADER: Final = 8_192
"""Largest size of a header in bytes; longer ones are invalid."""
MOST_BODY: Final = 64 * 1_048_576
"""Largest size of a message in bytes; longer ones are only reported."""
MINOR: Final = ("context", "workDoneToken", "partialResultToken")
"""Optional parameters of a request."""
NEEDED: Final[dict[str, Any]] = {"processId": None, "rootUri": None, "capabilities": {}}
"""Required parameters of `initialize`."""


class Frames:
    """Splitter of a byte stream into messages; None for one that is too long.

    Invalid data is skipped, up to the next header.
    """

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, chunk: bytes) -> Iterator[bytes | None]:
        """Yield the messages that these bytes complete."""
        self._bytes += chunk
        while end := END.search(self._bytes):
            # The rest of a broken message may precede the header.
            lengths = LENGTH.findall(self._bytes, 0, end.end())
            length = int(lengths[-1]) if lengths else 0
            if length > MOST_BODY:
                yield None
                length = 0
            if len(self._bytes) < end.end() + length:
                return
            body = bytes(self._bytes[end.end() : end.end() + length])
            del self._bytes[: end.end() + length]
            if body:
                yield body
        del self._bytes[:-MOST_HEADER]


def handle(server: Editor, body: bytes | None) -> None:
    """Handle a message, and answer it if it cannot be handled."""
    if body is None:
        _refuse(server, None, JsonRpcInvalidRequest("the message is too long"))
        return
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        _refuse(server, None, JsonRpcParseError("the message is no JSON"))
        return
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        number = message.get("id") if isinstance(message, dict) else None
        _refuse(server, number, JsonRpcInvalidRequest("the message is not one of JSON-RPC 2.0"))
        return
    number, method = message.get("id"), message.get("method")
    request = "method" in message and "id" in message
    if request and not (
        isinstance(method, str) and isinstance(number, str | int) and number is not True
    ):
        _refuse(server, number, JsonRpcInvalidRequest("a request needs a method and an id"))
        return
    if request and (refused := _untimely(server, str(method))):
        _refuse(server, number, refused)
        return
    try:
        read = _read(server, message)
        server.protocol.handle_message(read)
    except (BrokenPipeError, SystemExit):
        raise
    except Exception as error:  # noqa: BLE001  # an editor waits for its answer
        if request:
            wrong = error if isinstance(error, JsonRpcException) else JsonRpcInvalidParams()
            _refuse(server, number, wrong)
        else:
            sys.stderr.write(f"zopa: a message that cannot be read: {method}\n")


def _untimely(server: Editor, method: str) -> JsonRpcException | None:
    """Return why a request cannot be answered at present, independent of its content."""
    if server.done:
        return JsonRpcInvalidRequest("the server has shut down")
    if method != "initialize" and not server.begun:
        return JsonRpcServerNotInitialized("the server waits for `initialize`")
    known = server.protocol.fm
    if method in known.features or method in known.builtin_features:
        return None
    return JsonRpcMethodNotFound(f"{JsonRpcMethodNotFound.MESSAGE}: {method}")


def _read(server: Editor, message: dict[str, Any]) -> Any:  # noqa: ANN401  # of many types
    """Return the message as a type of pygls.

    Editors use kinds and tags of newer versions of the protocol, and omit or misspell minor
    parts. Such parts are dropped, not the message.

    Raises:
        JsonRpcInvalidParams: it cannot be read.
    """

    def structured(params: Any) -> Any:  # noqa: ANN401
        try:
            return server.protocol.structure_message({**message, "params": params})
        except Exception as error:
            raise JsonRpcInvalidParams from error

    def fits(params: Any) -> bool:  # noqa: ANN401
        try:
            structured(params)
        except JsonRpcInvalidParams:
            return False
        return True

    if "method" not in message:
        return server.protocol.structure_message(message)
    params = message.get("params")
    try:
        return structured(params)
    except JsonRpcInvalidParams:
        if params is None:
            return structured(NEEDED if message["method"] == "initialize" else {})
        if not isinstance(params, dict):
            raise
    match message["method"]:
        case "initialize":
            kept = _salvaged(params, lambda part: fits(NEEDED | part))
            return structured(NEEDED | (kept if isinstance(kept, dict) else {}))
        case "textDocument/codeAction":
            return structured(_plain_context(params))
        case _:
            return structured({key: params[key] for key in params if key not in MINOR})


def _plain_context(params: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters, with the editor's findings reduced to their places."""
    context = params.get("context")
    if not isinstance(context, dict):
        context = {}
    found = context.get("diagnostics")
    needed = [
        {"range": each.get("range"), "message": str(each.get("message", ""))}
        for each in (found if isinstance(found, list) else [])
        if isinstance(each, dict)
    ]
    plain: dict[str, Any] = {"diagnostics": needed}
    if isinstance(only := context.get("only"), list):
        plain["only"] = [each for each in only if isinstance(each, str)]
    return {**params, "context": plain}


def _salvaged(tree: Any, fits: Callable[[Any], bool]) -> Any:  # noqa: ANN401  # any JSON value
    """Return the readable parts of a value; None if no part is readable."""
    if fits(tree):
        return tree
    if isinstance(tree, dict):
        parts = {key: _salvaged(tree[key], _inside(fits, key)) for key in tree}
        kept: Any = {key: part for key, part in parts.items() if part is not None}
    elif isinstance(tree, list):
        every = [_salvaged(each, lambda part: fits([part])) for each in tree]
        kept = [each for each in every if each is not None]
    else:
        return None
    return kept if fits(kept) else None


def _inside(fits: Callable[[Any], bool], key: str) -> Callable[[Any], bool]:
    return lambda part: fits({key: part})


def _refuse(server: Editor, number: Any, error: JsonRpcException) -> None:  # noqa: ANN401
    # Unconverted: the types of the protocol omit an id that is null.
    told = {"code": error.code, "message": error.message}
    server.protocol._send_data({"jsonrpc": "2.0", "id": number, "error": told})  # noqa: SLF001
