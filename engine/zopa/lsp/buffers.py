"""Open files of the editor, and their workspaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.lsp.state import Folder, path_in, root_of
from zopa.references.places import TextLines, Units, changed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Buffer", "OpenFiles", "TextChange"]


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
