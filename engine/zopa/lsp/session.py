"""What is open in the editor, and which workspaces that concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.lsp.folder import Folder, path_in, root_of
from zopa.lsp.places import Places, Units, changed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Buffer", "Change", "Session"]


@dataclass(frozen=True, slots=True)
class Change:
    """A part of a text, between two positions of the editor, and what replaces it."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Buffer:
    """A file of a workspace as the editor has it."""

    uri: str
    folder: Folder
    path: str
    """Within the workspace."""
    places: Places
    version: int | None

    @property
    def text(self) -> str:
        """What it says, saved or not."""
        return self.places.text


class Session:
    """The open files by their addresses, and the workspaces by their folders."""

    def __init__(self) -> None:
        self.units = Units.UTF16
        """What the editor counts; the protocol's own until something else is agreed on."""
        self.folders: dict[Path, Folder] = {}
        self.buffers: dict[str, Buffer] = {}

    def enter(self, root: Path) -> Folder:
        """The workspace in this folder."""
        return self.folders.setdefault(root, Folder(root))

    def open(self, uri: str, file: Path, text: str, version: int | None) -> Buffer | None:
        """Take note of an open file; None of one that is no part of a workspace."""
        root = root_of(file)
        path = None if root is None else path_in(root, file)
        if root is None or path is None:
            return None
        buffer = Buffer(uri, self.enter(root), path, Places(text, self.units), version)
        self.buffers[uri] = buffer
        return buffer

    def change(
        self, uri: str, changes: Iterable[Change | str], version: int | None
    ) -> Buffer | None:
        """Apply changes one after the other; a mere text replaces everything."""
        old = self.buffers.get(uri)
        if old is None:
            return None
        places = old.places
        for each in changes:
            text = (
                each
                if isinstance(each, str)
                else changed(places, each.start, each.end, each.text)
            )
            places = Places(text, self.units)
        buffer = Buffer(uri, old.folder, old.path, places, version)
        self.buffers[uri] = buffer
        return buffer

    def close(self, uri: str) -> Folder | None:
        """Forget an open file; its workspace, if it is a part of one."""
        buffer = self.buffers.pop(uri, None)
        return None if buffer is None else buffer.folder

    def leave(self, root: Path) -> None:
        """Forget a workspace of which nothing is open."""
        if not any(each.folder.root == root for each in self.buffers.values()):
            self.folders.pop(root, None)

    def open_in(self, folder: Folder) -> dict[str, Buffer]:
        """The open files of a workspace, by path."""
        return {each.path: each for each in self.buffers.values() if each.folder is folder}
