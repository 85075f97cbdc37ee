"""Under which name to save."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from zopa_tui.screens.modals.asking import Field, FormModal
from zopa_tui.standing import name_of

if TYPE_CHECKING:
    from zopa_tui.session import Session

__all__ = ["SaveAsModal"]


class SaveAsModal(FormModal[Path]):
    """A path within the workspace, or anywhere."""

    TITLE_TEXT = "Save as"

    def __init__(self, root: Path, session: Session) -> None:
        super().__init__()
        self._root, self._session = root, session

    def intro(self) -> str:
        """From where paths count."""
        return f"From {self._root}"

    def fields(self) -> list[Field]:
        """A name that is not taken."""
        stem = re.sub(r"[^a-z0-9]+", "-", name_of(self._session).lower()).strip("-") or "draft"
        if self._session.file.path is not None:
            stem = f"{stem}-2"
        return [("path", "File", f"scenarios/{stem}.yaml")]

    def submit(self, values: dict[str, str]) -> str | None:
        """Go on with the path."""
        text = values["path"].strip()
        path = self._root / Path(text).expanduser()
        if path.suffix not in {".yaml", ".yml"}:
            return "the name of a scenario ends in .yaml"
        if path.resolve().is_relative_to((self._root / "terms").resolve()):
            return "terms/ is no place for a scenario"
        if not path.parent.is_dir():
            return f"no folder {path.parent}"
        if path.exists() and path != self._session.file.path:
            return "that file is there already; choose another name"
        self.dismiss(path)
        return None
