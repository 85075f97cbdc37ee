"""Safe opening of files: no waiting, no overflow, no link out of the workspace."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, codes
from zopa.diagnostics.codes import FILE_UNREAD
from zopa.documents.characters import too_large
from zopa.documents.document import brief
from zopa.files.layout import FLAGS, leads_out
from zopa.files.span import Place, Span

if TYPE_CHECKING:
    from pathlib import Path

    from zopa.documents.source import Limits

__all__ = ["dangling", "in_circles", "linked_folder", "open_and_read", "outside"]


def open_and_read(
    file: Path, path: str, limits: Limits, *, root: Path | None = None
) -> bytes | Diagnostic:
    """Return the bytes of a regular file, or a diagnostic.

    Never reads more than the limit and one byte, for any reported or growing size.

    Args:
        file: its path.
        path: its name in diagnostics.
        limits: limits beyond which it is refused.
        root: workspace that no link may lead out of.
    """
    if root is not None and leads_out(root, file) and not file.is_dir():
        return outside(path)
    try:
        descriptor = os.open(file, FLAGS)
    except FileNotFoundError:
        return dangling(path)
    except (OSError, ValueError) as error:
        return _unreadable(file, path, error)
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode) and file.is_symlink():
            return linked_folder(path)
        if not stat.S_ISREG(status.st_mode):
            return _not_regular(path, status.st_mode)
        if status.st_size > limits.file_size:
            return too_large(path, status.st_size, limits)
        raw = _read(descriptor, limits.file_size + 1)
    except OSError as error:
        return _unreadable(file, path, error)
    finally:
        os.close(descriptor)
    if len(raw) > limits.file_size:
        return too_large(path, len(raw), limits, at_least=True)
    return raw


def _read(descriptor: int, most: int) -> bytes:
    chunks: list[bytes] = []
    while most and (chunk := os.read(descriptor, most)):
        chunks.append(chunk)
        most -= len(chunk)
    return b"".join(chunks)


def _unreadable(file: Path, path: str, error: OSError | ValueError) -> Diagnostic:
    try:
        mode = file.stat().st_mode
    except (OSError, ValueError):
        mode = stat.S_IFREG
    folder = stat.S_ISDIR(mode)
    if not (folder or stat.S_ISREG(mode)):
        return _not_regular(path, mode)
    reason = (error.strerror if isinstance(error, OSError) else None) or "its name is not valid"
    return Diagnostic(
        codes.UNREADABLE,
        None,
        f"{'folder' if folder else 'file'} {brief(path, 60)} cannot be read",
        notes=(reason.lower(),),
        help=("check its name and permissions",),
    )


def outside(path: str) -> Diagnostic:
    """Report a link that leads out of the workspace and is not read."""
    return Diagnostic(
        codes.UNREADABLE,
        None,
        f"file {brief(path, 60)} is a link that leads out of the workspace",
        help=("keep a copy in the workspace; no such link is followed",),
    )


def dangling(path: str) -> Diagnostic:
    """Report a file that does not exist, or a link without a target."""
    return Diagnostic(
        codes.FILE_MISSING,
        None,
        f"file {brief(path, 60)} does not exist",
        help=("check the name, or run zopa where the file is",),
    )


def in_circles(path: str) -> Diagnostic:
    """Report links that form a cycle."""
    return Diagnostic(
        codes.UNREADABLE,
        None,
        f"file {brief(path, 60)} cannot be read",
        notes=("its link leads back to itself",),
        help=("put the file there, or a link to it",),
    )


def linked_folder(path: str) -> Diagnostic:
    """Report a link to a folder, which is not followed."""
    start = Place(1, 1)
    return Diagnostic(
        FILE_UNREAD,
        Span(path, start, start),
        "linked folder is not looked into: nothing in it counts",
        help=("put the folder itself there, or links to its files",),
    )


def _not_regular(path: str, mode: int) -> Diagnostic:
    names = {
        stat.S_IFDIR: "a directory",
        stat.S_IFIFO: "a pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
    what = names.get(stat.S_IFMT(mode), "not a regular file")
    return Diagnostic(
        codes.NOT_A_REGULAR_FILE,
        None,
        f"{brief(path, 60)} is {what}, expected a file",
        help=("give the path of a YAML file",),
    )
