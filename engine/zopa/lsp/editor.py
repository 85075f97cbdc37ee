"""Session of one editor: its open files, notifications in both directions, its end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method
from pygls.uris import from_fs_path, to_fs_path

from zopa import __version__
from zopa.lsp.messages import MessageWriter
from zopa.lsp.state import Folder, WorkspaceWatch, path_in, root_of
from zopa.references.tree import TextLines, Units, changed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping

    from zopa.lsp.state import Look
    from zopa.references import Names

__all__ = [
    "Buffer",
    "Editor",
    "OpenFiles",
    "TextChange",
    "lives",
]


T = TypeVar("T")
WATCHED = (
    "**/{terms,scenarios}/**/*.{yaml,yml,YAML,YML}",
    "**/{zopa,pyproject}.toml",
)


class Protocol(LanguageServerProtocol):
    """Protocol that leaves the texts of open files to the session.

    pygls ends a line at characters such as U+2028, where the protocol does not, and would
    misplace later edits.
    """

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Pass it on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Pass it on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Pass it on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class Editor(LanguageServer):
    """Session of one editor."""

    def __init__(self) -> None:
        super().__init__("zopa", __version__, protocol_cls=Protocol, max_workers=4)
        self.session = OpenFiles()
        self.looking = ThreadPoolExecutor(1, "zopa-look")
        self.watches: dict[Path, WorkspaceWatch] = {}
        self.begun = False
        """True after the initialisation of the protocol."""
        self.done = False
        """True after the shutdown request of the editor."""
        self._told: dict[Path, dict[str, list[types.Diagnostic]]] = {}
        self._folders: list[str] = []

    # -- open files -----------------------------------------------------------

    def begin(self, params: types.InitializeParams) -> None:
        """Negotiate the unit of positions, and record the open folders."""
        self.session.units = Units(self.protocol.workspace.position_encoding or Units.UTF16)
        self.begun = True
        if params.process_id is not None:
            end_with(params.process_id)
        self._folders = [each.uri for each in params.workspace_folders or ()]
        if not self._folders and params.root_uri:
            self._folders = [params.root_uri]

    async def start(self) -> None:
        """Check the folders, and ask for notifications when files change on disk."""
        self.enter(self._folders)
        workspace = self.client_capabilities.workspace
        watched = workspace and workspace.did_change_watched_files
        if watched and watched.dynamic_registration:
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            options = types.DidChangeWatchedFilesRegistrationOptions(
                [types.FileSystemWatcher(each) for each in WATCHED]
            )
            await self.client_register_capability_async(
                types.RegistrationParams([types.Registration(method, method, options)])
            )

    def enter(self, uris: Iterable[str]) -> None:
        """Watch those of these folders that are in a workspace or are one."""
        for uri in uris:
            path = to_fs_path(uri) if uri.startswith("file:") else None
            root = root_of(Path(path) / "any") if path else None
            if root is not None:
                self.watch(self.session.enter(root)).touch(0)

    def leave(self, uris: Iterable[str]) -> None:
        """Forget workspaces in closed folders, unless a file is open."""
        for uri in uris:
            path = to_fs_path(uri) if uri.startswith("file:") else None
            closed = None if path is None else root_of(Path(path) / "any")
            if closed is None or not self.session.leave(closed):
                continue
            self.watches.pop(closed).end()
            for told in self._told.pop(closed, {}):
                self._publish(told, [], None)

    def watch(self, folder: Folder) -> WorkspaceWatch:
        """Return the watch that keeps the findings of a workspace up to date."""
        found = self.watches.get(folder.root)
        if found is None:
            found = self.watches[folder.root] = WorkspaceWatch(
                folder,
                texts=lambda: {
                    path: each.text for path, each in self.session.open_in(folder).items()
                },
                tell=lambda look: self.tell(folder, look),
                fail=self.fail,
                pool=self.looking,
            )
        return found

    def opened(self, document: types.TextDocumentItem) -> None:
        """Handle an opened file."""
        path = to_fs_path(document.uri) if document.uri.startswith("file:") else None
        if path is None:
            return
        buffer = self.session.open(document.uri, Path(path), document.text, document.version)
        if buffer is not None:
            self.watch(buffer.folder).touch(0)

    def edited(self, params: types.DidChangeTextDocumentParams) -> None:
        """Handle an edited file, saved or not."""
        document = params.text_document
        changes = [_change(each) for each in params.content_changes]
        buffer = self.session.change(document.uri, changes, document.version)
        if buffer is not None:
            self.watch(buffer.folder).touch()

    def closed(self, uri: str) -> None:
        """Handle a closed file; from now on its saved content counts."""
        folder = self.session.close(uri)
        if folder is not None:
            self.watch(folder).touch()

    def touched(self, uris: Iterable[str]) -> None:
        """Handle files that changed on disk."""
        for buffer in self.session.adopt():
            self.watch(buffer.folder).touch()
        for uri in uris:
            path = to_fs_path(uri) if uri.startswith("file:") else None
            for root, watch in self.watches.items():
                if path is not None and Path(path).is_relative_to(root):
                    watch.touch()

    def end(self) -> None:
        """Cancel all running work."""
        self.done = True
        for each in self.watches.values():
            each.end()
        self.looking.shutdown(wait=False, cancel_futures=True)

    # -- requests --------------------------------------------------------------

    async def asked(
        self, uri: str, *, hurry: bool = True
    ) -> tuple[MessageWriter, Buffer] | None:
        """Return a requested file and its present findings; None if they are not known yet."""
        buffer = self.session.buffers.get(uri)
        look = await self.watch(buffer.folder).fresh(hurry=hurry) if buffer else None
        buffer = self.session.buffers.get(uri)
        if buffer is None or look is None or look.text(buffer.path) != buffer.text:
            return None
        return self.speaker(buffer.folder, look), buffer

    async def naming(self, uri: str) -> tuple[MessageWriter, Names, Buffer] | None:
        """Return a requested file, and the names in all files at present."""
        buffer = self.session.buffers.get(uri)
        look = await self.watch(buffer.folder).seen() if buffer else None
        buffer = self.session.buffers.get(uri)
        if buffer is None or look is None:
            return None
        speaker, names = self.names(buffer.folder, look)
        return speaker, names, buffer

    def names(self, folder: Folder, look: Look) -> tuple[MessageWriter, Names]:
        """Return the names in all files of a workspace, with their places."""
        texts = {path: each.text for path, each in self.session.open_in(folder).items()}
        return self.speaker(folder, look, texts), folder.names(look, texts)

    @property
    def snippets(self) -> bool:
        """True if the editor supports snippets with a cursor position."""
        document = self.client_capabilities.text_document
        item = document and document.completion and document.completion.completion_item
        return bool(item and item.snippet_support)

    @property
    def plain(self) -> bool:
        """True if the editor shows no Markdown."""
        document = self.client_capabilities.text_document
        formats = document and document.hover and document.hover.content_format
        return bool(formats and types.MarkupKind.Markdown not in formats)

    @property
    def versioned(self) -> bool:
        """True if edits can name the version of their file."""
        workspace = self.client_capabilities.workspace
        edits = workspace and workspace.workspace_edit
        return bool(edits and edits.document_changes)

    # -- notifications to the editor ------------------------------------------

    def speaker(
        self, folder: Folder, look: Look, texts: Mapping[str, str] | None = None
    ) -> MessageWriter:
        """Return a converter of places for a validation result."""
        opened = {path: each.uri for path, each in self.session.open_in(folder).items()}

        def address(path: str) -> str:
            return opened.get(path) or str(from_fs_path(str(folder.root / path)))

        return MessageWriter(look, self.session.units, address, texts)

    async def work(self, answer: Callable[[], T]) -> T:
        """Run work in another thread if it is too slow for the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.looking, answer)

    def tell(self, folder: Folder, look: Look) -> None:
        """Publish findings, for open and closed files."""
        if self.watches.get(folder.root) is None:
            return
        speaker = self.speaker(folder, look)
        found = speaker.diagnostics()
        opened = self.session.open_in(folder)
        now = {speaker.address(path): each for path, each in found.items()}
        versions = {each.uri: each.version for each in opened.values()}
        before = self._told.get(folder.root, {})
        for uri in before.keys() - now.keys():
            self._publish(uri, [], None)
        for uri, diagnostics in now.items():
            if uri in versions or before.get(uri, []) != diagnostics:
                self._publish(uri, diagnostics, versions.get(uri))
        self._told[folder.root] = now
        workspace = self.client_capabilities.workspace
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            # Lines above things depend on the drafts, which are other files.
            self.workspace_code_lens_refresh(None)

    def _publish(
        self, uri: str, diagnostics: list[types.Diagnostic], version: int | None
    ) -> None:
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, diagnostics, version)
        )

    def fail(self, trace: str) -> None:
        """Report that an internal error prevented validation."""
        sys.stderr.write(trace)
        message = f"a fault of zopa's own: {trace.strip().splitlines()[-1]}"
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))


def _change(change: types.TextDocumentContentChangeEvent) -> TextChange | str:
    if isinstance(change, types.TextDocumentContentChangeWholeDocument):
        return change.text
    start, end = change.range.start, change.range.end
    return TextChange((start.line, start.character), (end.line, end.character), change.text)


# -- supervision of the editor's process: the server ends with it --


EVERY: Final = 1.0
"""Seconds between two checks of the editor's process."""


def end_with(editor: int) -> None:
    """End this process when the other one has ended.

    A process that is invisible from the start is not waited for: the editor may be outside the
    container of this process.
    """
    if lives(editor):
        threading.Thread(target=_wait, args=(editor,), daemon=True).start()


def _wait(editor: int) -> None:
    while lives(editor):
        time.sleep(EVERY)
    # A regular exit would wait for other threads.
    os._exit(1)


def lives(process: int) -> bool:
    """Return True if the process exists; one that has ended and is a zombie does not count."""
    if sys.platform == "win32":
        return False  # `os.kill`, the test of other systems, would end it
    if process <= 0:
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        return stat.rpartition(")")[2].split()[:1] not in (["Z"], ["X"])
    return True


# -- open files of the editor, and their workspaces --


@dataclass(frozen=True, slots=True)
class TextChange:
    """Part of a text, between two positions of the editor, and its replacement."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Buffer:
    """File of a workspace as it is in the editor."""

    uri: str
    folder: Folder
    path: str
    """Path within the workspace."""
    places: TextLines
    version: int | None

    @property
    def text(self) -> str:
        """Present text, saved or not."""
        return self.places.text


class OpenFiles:
    """Open files by their addresses, and workspaces by their folders."""

    def __init__(self) -> None:
        self.units = Units.UTF16
        """Unit of the editor's positions; that of the protocol until another is negotiated."""
        self.folders: dict[Path, Folder] = {}
        self.buffers: dict[str, Buffer] = {}
        self._others: dict[str, tuple[Path, TextLines, int | None]] = {}
        """Open files outside every workspace, which may join one later."""

    def enter(self, root: Path) -> Folder:
        """Return the workspace in this folder."""
        return self.folders.setdefault(root, Folder(root))

    def open(self, uri: str, file: Path, text: str, version: int | None) -> Buffer | None:
        """Record an open file; return None if it is outside every workspace."""
        self._others[uri] = (file, TextLines(text, self.units), version)
        return self._adopted(uri)

    def adopt(self) -> list[Buffer]:
        """Return the open files that joined a workspace after they were opened."""
        return [each for uri in list(self._others) if (each := self._adopted(uri))]

    def _adopted(self, uri: str) -> Buffer | None:
        file, places, version = self._others[uri]
        root = root_of(file)
        path = None if root is None else path_in(root, file)
        if root is None or path is None:
            return None
        del self._others[uri]
        self.buffers[uri] = Buffer(uri, self.enter(root), path, places, version)
        return self.buffers[uri]

    def change(
        self, uri: str, changes: Iterable[TextChange | str], version: int | None
    ) -> Buffer | None:
        """Apply changes one after the other; a plain text replaces everything."""
        if uri in self._others:
            file, places, _ = self._others[uri]
            self._others[uri] = (file, self._changed(places, changes), version)
        if (old := self.buffers.get(uri)) is None:
            return None
        places = self._changed(old.places, changes)
        self.buffers[uri] = Buffer(uri, old.folder, old.path, places, version)
        return self.buffers[uri]

    def _changed(self, places: TextLines, changes: Iterable[TextChange | str]) -> TextLines:
        for each in changes:
            text = (
                each
                if isinstance(each, str)
                else changed(places, each.start, each.end, each.text)
            )
            places = TextLines(text, self.units)
        return places

    def close(self, uri: str) -> Folder | None:
        """Forget an open file; return its workspace, if it has one."""
        self._others.pop(uri, None)
        buffer = self.buffers.pop(uri, None)
        return None if buffer is None else buffer.folder

    def leave(self, root: Path) -> bool:
        """Forget a workspace, unless a file of it is open or it was never entered."""
        if any(each.folder.root == root for each in self.buffers.values()):
            return False
        return self.folders.pop(root, None) is not None

    def open_in(self, folder: Folder) -> dict[str, Buffer]:
        """Return the open files of a workspace, by path."""
        return {each.path: each for each in self.buffers.values() if each.folder is folder}
