"""Where a session may write, whatever name a draft is saved under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.files.layout import PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ANYWHERE", "READ_ONLY", "WITH_WRITE", "Leave"]

READ_ONLY = "this session is read-only"
WITH_WRITE = "zopa serve --write starts one that may write files"


@dataclass(frozen=True, slots=True)
class Leave:
    """What may be written; never anything of the installed package."""

    within: Path | None = None
    """The only folder for new files; None for any."""
    sample: Path | None = None
    """The workspace that comes with zopa, in which nothing changes; None for one's own."""

    def refusal(self, path: Path, *, own: bool) -> str | None:
        """Why the file may not be written, in words; None where it may.

        Args:
            path: of the file.
            own: whether it is the file that the session was begun with.
        """
        target = path.resolve()
        theirs = [PACKAGE]
        if self.sample is not None:
            # In a checkout one's own workspace may lie beside them.
            theirs += [self.sample.resolve() / each for each in ("terms", "scenarios")]
        if any(target.is_relative_to(each) for each in theirs):
            return "the sample that comes with zopa is read-only"
        if self.within is not None and not own:
            folder = self.within.resolve()
            if not target.is_relative_to(folder):
                return f"only files in {folder} can be written from here"
        return None


ANYWHERE = Leave()
"""Anywhere but into the package."""
