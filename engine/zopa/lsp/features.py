"""Handlers of the editor's messages, and the framing of messages.

pygls reads only one form of header, and does not answer a request that it cannot read. Editors
then wait for an answer, some of them forever. So framing is tolerant, and every request gets an
answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import os
import re
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.io_ import StdoutWriter

from zopa.edit.renaming import RefusedError, renamable
from zopa.lsp import answers
from zopa.lsp.completion import hover
from zopa.lsp.editor import Editor
from zopa.lsp.messages import range_of, rename
from zopa.solving import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zopa.lsp.editor import Buffer

__all__ = [
    "Frames",
    "listen",
    "serve",
]


def listen(server: Editor) -> None:
    """Register the handlers of all messages."""
    _follow(server)
    _answer(server)
    _look_up(server)
    _overview(server)
    _lay_out(server)
    _rename(server)


def _follow(server: Editor) -> None:
    """Register the handlers of opened, edited and closed files."""
    feature = server.feature

    @feature(types.INITIALIZE)
    def _(params: types.InitializeParams) -> None:
        server.begin(params)

    @feature(types.INITIALIZED)
    async def _(_: types.InitializedParams) -> None:
        await server.start()

    @feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _(params: types.DidOpenTextDocumentParams) -> None:
        server.opened(params.text_document)

    @feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _(params: types.DidChangeTextDocumentParams) -> None:
        server.edited(params)

    @feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _(params: types.DidSaveTextDocumentParams) -> None:
        server.touched([params.text_document.uri])

    @feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _(params: types.DidCloseTextDocumentParams) -> None:
        server.closed(params.text_document.uri)

    @feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _(params: types.DidChangeWatchedFilesParams) -> None:
        server.touched(each.uri for each in params.changes)

    @feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def _(params: types.DidChangeWorkspaceFoldersParams) -> None:
        server.leave(each.uri for each in params.event.removed)
        server.enter(each.uri for each in params.event.added)

    @feature(types.SHUTDOWN)
    def _(*_: object) -> None:
        server.end()


def _answer(server: Editor) -> None:
    """Register the handlers of completion, hover and code actions."""
    feature = server.feature

    @feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, answers.FIX_ALL]),
    )
    async def _(params: types.CodeActionParams) -> list[types.CodeAction]:
        # Editors request them at each cursor move, and certain kinds on command.
        hurry = bool(params.context.only)
        asked = await server.asked(params.text_document.uri, hurry=hurry)
        if asked is None:
            return []
        versioned = server.versioned
        return await server.work(
            lambda: list(answers.code_actions(*asked, params, versioned=versioned))
        )

    @feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[" ", "/", "[", "{", ",", "$"]),
    )
    async def _(params: types.CompletionParams) -> types.CompletionList | None:
        asked = await server.naming(params.text_document.uri)
        if asked is None:
            return None
        _, names, buffer = asked
        offset = _offset(buffer, params.position)
        return answers.completion(names, buffer, offset, snippets=server.snippets)

    @feature(types.TEXT_DOCUMENT_HOVER)
    async def _(params: types.HoverParams) -> types.Hover | None:
        asked = await server.naming(params.text_document.uri)
        if asked is None:
            return None
        speaker, names, buffer = asked
        path, text, offset = buffer.path, buffer.text, _offset(buffer, params.position)
        workspace = speaker.look.workspace
        found = await server.work(lambda: hover(workspace, names, path, text, offset))
        return answers.hover_of(found, buffer, plain=server.plain) if found else None


def _look_up(server: Editor) -> None:
    """Register the handlers of definitions, references and links."""
    feature = server.feature

    @feature(types.TEXT_DOCUMENT_DEFINITION)
    async def _(params: types.DefinitionParams) -> list[types.Location]:
        asked = await server.naming(params.text_document.uri)
        return answers.definition(*asked, _offset(asked[2], params.position)) if asked else []

    @feature(types.TEXT_DOCUMENT_REFERENCES)
    async def _(params: types.ReferenceParams) -> list[types.Location]:
        asked = await server.naming(params.text_document.uri)
        if asked is None:
            return []
        declared = params.context.include_declaration
        offset = _offset(asked[2], params.position)
        return answers.references(*asked, offset, declared=declared)

    @feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    async def _(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        asked = await server.naming(params.text_document.uri)
        if asked is None:
            return []
        _, names, buffer = asked
        return answers.highlights(names, buffer, _offset(buffer, params.position))

    @feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def _(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        asked = await server.naming(params.text_document.uri)
        if asked is None:
            return []
        _, names, buffer = asked
        return answers.linked(buffer, names.trees[buffer.path])


def _overview(server: Editor) -> None:
    """Register the handlers of symbols, folding, titles beside ids and lines above things."""
    feature = server.feature

    @feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def _(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        asked = await server.naming(params.text_document.uri)
        if asked is None:
            return []
        _, names, buffer = asked
        return answers.symbols(buffer, names.trees[buffer.path])

    @feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def _(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        asked = await server.naming(params.text_document.uri)
        if asked is None:
            return []
        _, names, buffer = asked
        return list(answers.folds(buffer, names.trees[buffer.path]))

    @feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def _(params: types.InlayHintParams) -> list[types.InlayHint]:
        asked = await server.naming(params.text_document.uri)
        return list(answers.hints(asked[1], asked[2], params.range)) if asked else []

    @feature(types.WORKSPACE_SYMBOL)
    async def _(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        found: list[types.WorkspaceSymbol] = []
        for watch in list(server.watches.values()):
            look = await watch.seen()
            if look is not None:
                named = server.names(watch.folder, look)
                found.extend(answers.everywhere(*named, params.query))
        return found


def _lay_out(server: Editor) -> None:
    """Register the handlers of formatting and of lines above things."""
    feature = server.feature

    @feature(types.TEXT_DOCUMENT_FORMATTING)
    async def _(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        buffer = server.session.buffers.get(params.text_document.uri)
        return [] if buffer is None else await server.work(lambda: answers.formatting(buffer))

    @feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def _(params: types.CodeLensParams) -> list[types.CodeLens]:
        uri = params.text_document.uri
        asked = await server.asked(uri, hurry=False)
        named = await server.naming(uri)
        if asked is None or named is None:
            return []
        speaker, names, buffer = named
        stop = server.watch(buffer.folder).stop
        try:
            checked = await server.work(lambda: buffer.folder.checked(speaker.look, stop))
        except Stopped:
            return []  # the editor asks again after an edit
        return list(answers.lenses(names, buffer, speaker.look.workspace, checked))


def _rename(server: Editor) -> None:
    """Register the handlers of renaming."""

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def _(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        asked = await server.naming(params.text_document.uri)
        if asked is None:
            return None
        _, names, buffer = asked
        try:
            mention = renamable(names, buffer.path, _offset(buffer, params.position))
        except RefusedError as refused:
            raise _refused(refused) from refused
        if mention is None:
            return None
        place = range_of(buffer.places, mention.start, mention.end)
        return types.PrepareRenamePlaceholder(range=place, placeholder=mention.name)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def _(params: types.RenameParams) -> types.WorkspaceEdit | None:
        asked = await server.asked(params.text_document.uri)
        if asked is None:
            return None
        (speaker, buffer), folder = asked, asked[1].folder
        opened = server.session.open_in(folder)
        look = speaker.look
        if {path: each.text for path, each in opened.items()} != look.open:
            message = "the files are being edited; try again"
            raise _refused(message)
        _, names = server.names(folder, look)
        try:
            mention = renamable(names, buffer.path, _offset(buffer, params.position))
            if mention is None:
                return None
            edits = await server.work(
                lambda: rename(folder, look, names, mention, params.new_name)
            )
        except RefusedError as refused:
            raise _refused(refused) from refused
        versions = {path: each.version for path, each in opened.items()}
        return speaker.edit(edits, versions if server.versioned else None)


def _refused(why: object) -> JsonRpcException:
    return JsonRpcException(str(why), types.LSPErrorCodes.RequestFailed.value)


def _offset(buffer: Buffer, position: types.Position) -> int:
    return buffer.places.at(position.line, position.character)


# -- the language server as a process: messages over stdin and stdout --


def serve() -> int:
    """Serve one editor over stdin and stdout, until it exits.

    Returns:
        0 after a regular shutdown, 1 if the connection just ended.
    """
    logger = logging.getLogger("pygls")
    logger.setLevel(logging.CRITICAL)
    server = Editor()
    listen(server)
    # Other output must not mix with the messages.
    output = os.dup(1)
    os.dup2(2, 1)
    with open(output, "wb") as stdout:  # noqa: PTH123  # a descriptor
        server.protocol.set_writer(StdoutWriter(stdout))
        with contextlib.suppress(SystemExit, BrokenPipeError):
            asyncio.run(_run(server))
        done = server.done
        # The editor waits for the process to end; a garbage collection would delay it.
        gc.freeze()
        server.end()
    return 0 if done else 1


async def _run(server: Editor) -> None:
    """Handle messages until the input ends."""
    incoming: asyncio.Queue[bytes] = asyncio.Queue()
    # A thread that waits for input must not keep the process from ending.
    threading.Thread(
        target=_pump, args=(asyncio.get_running_loop(), incoming), daemon=True
    ).start()
    frames = Frames()
    while chunk := await incoming.get():
        for body in frames.feed(chunk):
            handle(server, body)
            # Started work continues before the next message is read.
            await asyncio.sleep(0)


def _pump(loop: asyncio.AbstractEventLoop, incoming: asyncio.Queue[bytes]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has ended first
        while chunk := os.read(0, 65536):
            loop.call_soon_threadsafe(incoming.put_nowait, chunk)
        loop.call_soon_threadsafe(incoming.put_nowait, b"")


# -- framing of messages ------------------------------------------------------


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
