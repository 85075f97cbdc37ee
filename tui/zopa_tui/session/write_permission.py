"""Write permission of a session, for every name that a draft is saved under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.files import PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ANYWHERE", "READ_ONLY", "WITH_WRITE", "Leave"]

READ_ONLY = "this session is read-only"
WITH_WRITE = "zopa serve --write starts one that may write files"


@dataclass(frozen=True, slots=True)
class Leave:
    """Places that may be written to; files of the installed package are always excluded."""

    within: Path | None = None
    """The only folder for new files; None for any."""
    sample: Path | None = None
    """The read-only workspace that comes with zopa; None for a user's own workspace."""

    def refusal(self, path: Path, *, own: bool) -> str | None:
        """The reason why the file may not be written, in words; None if it may.

        Args:
            path: path of the file.
            own: whether the session was started with it.
        """
        target = path.resolve()
        theirs = [PACKAGE]
        if self.sample is not None:
            # In a checkout, the user's own workspace may be in the same folder.
            theirs += [self.sample.resolve() / each for each in ("terms", "scenarios")]
        if any(target.is_relative_to(each) for each in theirs):
            return "the sample that comes with zopa is read-only"
        if self.within is not None and not own:
            folder = self.within.resolve()
            if not target.is_relative_to(folder):
                return f"only files in {folder} can be written from here"
        return None


ANYWHERE = Leave()
"""Permission to write anywhere except in the package."""
