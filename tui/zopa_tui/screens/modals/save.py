"""Under which name to save."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from zopa_tui.screens.modals.forms import Field, FormModal
from zopa_tui.session import open as opening
from zopa_tui.session.scenario_file import ScenarioFile

if TYPE_CHECKING:
    from zopa_tui.session.session import Session

__all__ = ["SaveAs", "SaveAsModal", "SaveSampleModal"]


@dataclass(frozen=True, slots=True)
class SaveAs:
    """What was answered."""

    title: str
    path: Path
    workspace: Path | None = None
    """A workspace of one's own that the file is to lie in, and that may have to be made."""


class SaveAsModal(FormModal[SaveAs]):
    """A title, and a path within the workspace, or anywhere."""

    TITLE_TEXT = "Save as"

    def __init__(self, root: Path, session: Session) -> None:
        super().__init__()
        self._root, self._session = root, session
        self._offered = ""

    def intro(self) -> str:
        """From where paths count, and what goes along."""
        if self._session.file.path is None:
            return f"From {self._root}"
        return (
            f"From {self._root}. The choices go along, and what they suppose;"
            " description, comments and expectations stay with the other file."
        )

    def fields(self) -> list[Field]:
        """A title, and a name that is not taken."""
        title = "" if self._session.file.path is None else self._session.file.scenario.title
        title = "" if title in {"", opening.NEW} else f"{title} (2)"
        self._offered = self._free(title)
        return [("title", "Title", title), ("path", "File", self._offered)]

    def _free(self, title: str) -> str:
        """A file that is not there yet, by the title."""
        stem = _stem(title)
        names = [stem, *(f"{stem}-{number}" for number in range(2, 100))]
        paths = [f"scenarios/{each}.yaml" for each in names]
        return next((each for each in paths if not (self._root / each).exists()), paths[0])

    @on(Input.Changed, "#field-title")
    def _follow(self, event: Input.Changed) -> None:
        """Name the file after the title until it was named otherwise."""
        file = self.query("#field-path").first(Input)
        if file.value == self._offered:
            self._offered = file.value = self._free(event.value)

    def submit(self, values: dict[str, str]) -> str | None:
        """Go on with the path."""
        title, path = (
            values["title"].strip(),
            self._root / Path(values["path"].strip()).expanduser(),
        )
        wrong = _title_wrong(title) or self._path_wrong(path)
        if wrong is None:
            self.dismiss(SaveAs(title, path))
        return wrong

    def _path_wrong(self, path: Path) -> str | None:
        own = path == self._session.file.path
        if path.suffix not in {".yaml", ".yml"}:
            return "the name of a scenario ends in .yaml"
        if path.resolve().is_relative_to((self._root / "terms").resolve()):
            return "terms/ is no place for a scenario"
        if refused := self._session.leave.refusal(path, own=own):
            return refused
        if not path.parent.is_dir():
            return f"no folder {path.parent}"
        if path.exists():
            return "that file is there already; choose another name"
        return None


class SaveSampleModal(FormModal[SaveAs]):
    """A title, and a workspace of one's own, for the sample is not written to."""

    TITLE_TEXT = "Save in a workspace of your own"

    def __init__(self, folder: Path, session: Session) -> None:
        super().__init__()
        self._folder, self._session = folder, session

    def intro(self) -> str:
        """Why, and from where paths count."""
        return (
            "The sample that comes with zopa is read-only. Its terms are copied into the folder"
            f" that you name, where they are not there yet. From {self._folder}"
        )

    def fields(self) -> list[Field]:
        """A title, and a folder."""
        title = self._session.file.scenario.title
        title = "" if title in {"", opening.NEW} else f"{title} (2)"
        return [("title", "Title", title), ("folder", "Folder", "my-talks")]

    def submit(self, values: dict[str, str]) -> str | None:
        """Go on with the folder."""
        title, text = values["title"].strip(), values["folder"].strip()
        root = self._folder / Path(text).expanduser()
        path = root / "scenarios" / f"{_stem(title)}.yaml"
        if wrong := _title_wrong(title):
            return wrong
        if not text:
            return "a folder is missing"
        if refused := self._session.leave.refusal(path, own=False):
            return refused
        if root.exists() and not root.is_dir():
            return f"{root} is no folder"
        if path.exists():
            return f"scenarios/{path.name} is there already; choose another title"
        self.dismiss(SaveAs(title, path, root))
        return None


def _stem(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "draft"


def _title_wrong(title: str) -> str | None:
    """Why a scenario cannot be called so; None where it can."""
    if not title or title == opening.NEW:
        return "a title is missing"
    try:
        ScenarioFile.new(title)
    except ValueError as error:
        return str(error)
    return None
