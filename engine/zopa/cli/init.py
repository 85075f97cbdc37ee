"""`zopa init`: a new workspace."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.unable import Unable
from zopa.diagnostics import listed, quoted, shown
from zopa.shipped import shipped

if TYPE_CHECKING:
    import argparse

__all__ = ["run"]

STARTER = Path(__file__).parent.parent / "starter"
"""The smallest workspace that shows every kind of file."""


def run(options: argparse.Namespace) -> int:
    """Write the files; nothing that is there is touched."""
    base = options.directory or None
    target: Path = base / options.target if base else options.target
    files = _files(shipped("terms").parent if options.sample else STARTER)
    there = [path for path in files if (target / path).exists()]
    if there:
        message = f"{quoted(target)} has {listed(there, joiner='and', most=3)} already"
        raise Unable(message, "name a folder that has none of it; nothing was written")
    written: list[Path] = []
    try:
        for path, text in files.items():
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                written.append(file)
                stream.write(text)
    except OSError as error:
        for file in written:
            file.unlink(missing_ok=True)
        message = f"cannot write to {quoted(target)}: {error.strerror}"
        raise Unable(message, "none of its files was left there") from error
    where = shown(str(target))
    if not options.quiet:
        sys.stdout.write(
            f"{len(files)} files written to {where}; next: zopa -C {where} check\n"
        )
    return 0


def _files(root: Path) -> dict[str, str]:
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for folder in ("terms", "scenarios")
        for file in sorted((root / folder).rglob("*.yaml"))
    }
