"""Identity of the engine: everything besides the files that findings depend on."""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.files.layout import LARGEST, PACKAGE, contents, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["engine_identity"]

LIBRARIES = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES")
"""Environment variables that select other shared libraries."""
LOADER = "/etc/ld.so.cache"
"""File that changes whenever a shared library is installed, libyaml included."""

TELLING = frozenset({"answers", "cli", "lsp", "interchange", "writers"})
"""Packages above the checks; import-linter ensures that no check imports them, so findings do
not depend on them."""
INSTALLED = (".dist-info", ".egg-info", ".egg-link", ".pth")
"""Endings of the names of records of installed packages."""


def engine_identity() -> str:
    """Return a digest of zopa's code and schemas, Python, and every installed package.

    Code and schemas count by content, so that every edit of a checkout makes another engine.
    Packages count by name, version and time of installation, as far as the folders of
    `sys.path` show them. This detects a replaced package, not one edited in place.
    """
    digest = hashlib.blake2b(digest_size=20)
    for part in _parts():
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _parts() -> Iterator[bytes]:
    yield sys.version.encode()
    yield sys.platform.encode()
    yield f"{sys.flags.optimize} {unicodedata.unidata_version}".encode()
    yield from (os.environ.get(name, "").encode(errors="surrogateescape") for name in LIBRARIES)
    yield _stamp(LOADER)
    yield from _code(PACKAGE)
    for file in sorted(shipped("schema").iterdir()):
        yield file.name.encode()
        yield file.read_bytes()
    for folder in sys.path:
        yield from _packages(folder)


def _code(package: Path) -> Iterator[bytes]:
    """Yield names and contents of the modules that findings depend on."""
    left = [str(package)]
    start = len(left[0]) + 1
    while left:
        folder = left.pop()
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda each: each.name)
        for entry in inside:
            if entry.name.endswith(".py"):
                yield entry.path[start:].encode()
                yield contents(entry.path, LARGEST) or _stamp(entry.path)
            elif entry.name[0] not in "_." and entry.name not in TELLING and entry.is_dir():
                left.append(entry.path)


def _packages(folder: str) -> Iterator[bytes]:
    """Yield the packages installed in a folder, with the times of their installation."""
    try:
        with os.scandir(folder or ".") as entries:
            inside = [each.path for each in entries if each.name.endswith(INSTALLED)]
    except OSError:  # an archive, or nothing
        yield _stamp(folder)
        return
    for path in (*sorted(inside), *sorted(_compiled(f"{folder or '.'}/yaml"))):
        yield path.encode(errors="surrogateescape")
        yield _stamp(path)


def _compiled(folder: str) -> list[str]:
    """Return the compiled part of PyYAML, which can contain libyaml."""
    try:
        with os.scandir(folder) as entries:
            return [each.path for each in entries if each.name.startswith("_yaml")]
    except OSError:
        return []


def _stamp(path: str) -> bytes:
    try:
        status = Path(path).stat()
    except OSError:
        return b"none"
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ino}".encode()
