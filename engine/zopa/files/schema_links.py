"""Schemas that comments for editors name, and their identities."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["TOOL", "Targets"]

TOOL: Final = "yaml-language-server"
TARGET: Final = re.compile(r"\$schema=(\S+)")
IDENTITY: Final = re.compile(r'"\$id":\s*"([^"]*)"')
FIRST: Final = 4096
"""Characters of a schema that are searched for its `$id`."""


class Targets:
    """Schemas named by the files of one workspace; each is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._identities: dict[str, str] = {}

    def identity(self, path: str, target: str) -> str:
        """Return the `$id` of a schema in the workspace; schemas elsewhere are not read.

        Args:
            path: the file that names it.
            target: its path in that file.
        """
        if "://" in target:
            return target
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if place.startswith(("/", "../")) or "\0" in place:
            return ""
        if place not in self._identities:
            self._identities[place] = _identity_in(self._root / place, self._root)
        return self._identities[place]

    def named_in(self, path: str, raw: bytes) -> list[str]:
        """Return the `$id` of every schema that a file may name: its findings need them."""
        if TOOL.encode() not in raw:
            return []
        text = raw.decode(errors="replace")
        return [self.identity(path, each) for each in TARGET.findall(text)]


def _identity_in(file: Path, root: Path) -> str:
    try:
        if not (file.is_file() and file.resolve().is_relative_to(root.resolve())):
            return ""
        with file.open(encoding="utf-8", errors="replace") as stream:
            found = IDENTITY.search(stream.read(FIRST))
    except OSError:
        return ""
    return found[1] if found else ""
