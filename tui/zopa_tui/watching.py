"""Files that others change while a draft is under work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zopa.files import writing as saving
from zopa.workspace import files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa_tui.session.scenario_file import ScenarioFile

__all__ = ["Watch"]

Marks = dict[str, tuple[int, int] | None]
"""When a file was last written and how long it is, by path; None where it is gone."""


class Watch:
    """What the files of a workspace looked like; reads none of them but the draft's."""

    def __init__(self, root: Path, beside: Path | None = None) -> None:
        """Remember how the files look now.

        Args:
            root: of the workspace.
            beside: a scenario that may lie elsewhere.
        """
        self._root = root
        self._beside = beside
        self._seen = self._look()

    def news(self, file: ScenarioFile) -> tuple[str, ...]:
        """Names of files that look otherwise than when this was last asked.

        What the session itself has saved is no news.

        Args:
            file: the draft's own, as it was last read or saved.
        """
        before, self._seen = self._seen, self._look()
        paths = before.keys() | self._seen.keys()
        changed = {Path(each) for each in paths if before.get(each) != self._seen.get(each)}
        if file.path is not None and _says(file):
            changed = {each for each in changed if each.resolve() != file.path.resolve()}
        return tuple(sorted(each.name for each in changed))

    def _look(self) -> Marks:
        every: Iterable[Path] = files(self._root).values()
        if self._beside is not None:
            every = [*every, self._beside]
        return {str(each): _mark(each) for each in every}


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _says(file: ScenarioFile) -> bool:
    """Whether the file on disk is the one that is known."""
    try:
        there = None if file.path is None else saving.content(file.path)
        return there is not None and saving.digest(there) == file.digest
    except OSError:
        return False
