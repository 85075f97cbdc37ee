"""Dialogs with text fields: a value, a reason, a file name."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from zopa.answers.wording import range_words
from zopa_tui.screens.modals.base import Modal
from zopa_tui.session import open as opening
from zopa_tui.session.draft import as_typed, read_given
from zopa_tui.session.scenario_file import ScenarioFile
from zopa_tui.views.text import clean
from zopa_tui.widgets.base import TextField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from zopa_tui.session.session import Session

__all__ = [
    "Field",
    "FormModal",
    "ParameterModal",
    "SaveAs",
    "SaveAsModal",
    "SaveSampleModal",
    "WaiveModal",
]


T = TypeVar("T")
Field = tuple[str, str, str]
"""Id, label and initial value."""


class FormModal(Modal[T]):
    """A column of fields; enter goes to the next one, and submits at the last one."""

    KEYS_TEXT = "enter go on   esc leave it"

    def fields(self) -> list[Field]:
        """The fields; subclasses define them."""
        raise NotImplementedError

    def intro(self) -> str:
        """An introduction; subclasses define it."""
        return ""

    def submit(self, values: dict[str, str]) -> str | None:
        """Submit the values, or return an error message; subclasses define it."""
        raise NotImplementedError

    def inside(self) -> Iterator[Widget]:
        """Labels and fields."""
        if self.intro():
            yield Static(Content(clean(self.intro())), classes="text -gap")
        for name, label, value in self.fields():
            yield Static(Content(clean(label)), classes="label")
            yield TextField(value=value, id=f"field-{name}", compact=True)
        yield Static("", id="wrong", classes="wrong", markup=False)

    def begin(self) -> None:
        """Start in the first field."""
        self.query(Input).first().focus()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if self.answered:
            return
        inputs = list(self.query(Input))
        at = inputs.index(event.input)
        if at + 1 < len(inputs):
            inputs[at + 1].focus()
            return
        values = {str(each.id).removeprefix("field-"): each.value for each in inputs}
        wrong = self.submit(values)
        if wrong is not None and not self.answered:
            self.query_one("#wrong", Static).update(Content(clean(wrong)))


# -- values for the parameters of a chosen term --


class ParameterModal(FormModal[None]):
    """One field for each parameter; an empty field gives no value."""

    def __init__(self, session: Session, issue: str, term: str) -> None:
        super().__init__()
        self._session, self._issue, self._term = session, issue, term
        self.TITLE_TEXT = f"Parameters of {issue}/{term}"

    def intro(self) -> str:
        """The title of the term."""
        return self._session.corpus.issues[self._issue].terms[self._term].title

    def fields(self) -> list[Field]:
        """Each parameter with its allowed values."""
        given = self._session.draft.picks(self._issue).get(self._term, {})
        known = self._session.corpus.issues[self._issue].terms[self._term].parameters
        return [
            (
                str(number),
                f"{name} ({range_words(each.domain)}; empty leaves it open)",
                as_typed(given.get(name)),
            )
            for number, (name, each) in enumerate(known.items())
        ]

    def submit(self, values: dict[str, str]) -> str | None:
        """Set the given values."""
        known = self._session.corpus.issues[self._issue].terms[self._term].parameters
        for number, (name, each) in enumerate(known.items()):
            value = read_given(values[str(number)], each.domain)
            refused = self._session.parameter(self._issue, self._term, str(name), value)
            if refused is not None:
                return f"{refused.reason}: {range_words(each.domain)}"
        self.dismiss(None)
        return None


# -- save under a name --

LONGEST_STEM = 80
"""Maximum length of a file name that is made from a title; file systems allow at most 255."""


@dataclass(frozen=True, slots=True)
class SaveAs:
    """Answer of a save dialog."""

    title: str
    path: Path
    workspace: Path | None = None
    """The user's own workspace for the file; created if missing."""


class SaveAsModal(FormModal[SaveAs]):
    """A title, and a path within the workspace or elsewhere."""

    TITLE_TEXT = "Save as"

    def __init__(self, root: Path, session: Session) -> None:
        super().__init__()
        self._root, self._session = root, session
        self._offered = ""

    def intro(self) -> str:
        """The base folder of paths, and the parts that are saved with the draft."""
        if self._session.file.path is None:
            return f"From {self._root}"
        return (
            f"From {self._root}. The choices go along, with the file's day, readings and"
            " waivers, not those that you only look at (I keeps them); description, comments"
            " and expectations stay with the other file."
        )

    def fields(self) -> list[Field]:
        """A title, and a free file name."""
        title = "" if self._session.file.path is None else self._session.file.scenario.title
        title = "" if title in {"", opening.NEW} else f"{title} (2)"
        self._offered = self._free(title)
        return [("title", "Title", title), ("path", "File", self._offered)]

    def _free(self, title: str) -> str:
        """A free file name, made from the title."""
        stem = _stem(title)
        names = [stem, *(f"{stem}-{number}" for number in range(2, 100))]
        paths = [f"scenarios/{each}.yaml" for each in names]
        return next((each for each in paths if not (self._root / each).exists()), paths[0])

    @on(Input.Changed, "#field-title")
    def _follow(self, event: Input.Changed) -> None:
        """Name the file after the title until the user changes the name."""
        file = self.query("#field-path").first(Input)
        if file.value == self._offered:
            self._offered = file.value = self._free(event.value)

    def submit(self, values: dict[str, str]) -> str | None:
        """Answer with the path."""
        title = values["title"].strip()
        try:
            path = self._root / Path(values["path"].strip()).expanduser()
            wrong = _title_wrong(title) or self._path_wrong(path)
        except (OSError, RuntimeError, ValueError) as error:
            return _no_path(error)
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
        if not path.parent.is_dir() and path.parent != self._root / "scenarios":
            return f"no folder {path.parent}"
        if path.exists():
            return "that file is there already; choose another name"
        return None


class SaveSampleModal(FormModal[SaveAs]):
    """A title, and a workspace of the user's own, since the sample is read-only."""

    TITLE_TEXT = "Save in a workspace of your own"

    def __init__(self, folder: Path, session: Session) -> None:
        super().__init__()
        self._folder, self._session = folder, session

    def intro(self) -> str:
        """The reason for this dialog, and the base folder of paths."""
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
        """Answer with the folder."""
        title, text = values["title"].strip(), values["folder"].strip()
        if wrong := _title_wrong(title):
            return wrong
        if not text:
            return "a folder is missing"
        try:
            root = self._folder / Path(text).expanduser()
            path = root / "scenarios" / f"{_stem(title)}.yaml"
            if refused := self._session.leave.refusal(path, own=False):
                return refused
            if root.exists() and not root.is_dir():
                return f"{root} is no folder"
            if path.exists():
                return f"scenarios/{path.name} is there already; choose another title"
        except (OSError, RuntimeError, ValueError) as error:
            return _no_path(error)
        self.dismiss(SaveAs(title, path, root))
        return None


def _no_path(error: Exception) -> str:
    """The reason why something cannot be a file name."""
    why = (isinstance(error, OSError) and error.strerror) or str(error)
    return f"that is no name of a file: {clean(why).lower()}"


def _stem(title: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:LONGEST_STEM]
    return stem.strip("-") or "draft"


def _title_wrong(title: str) -> str | None:
    """The reason why a scenario cannot have this title, or None if it can."""
    if not title or title == opening.NEW:
        return "a title is missing"
    try:
        ScenarioFile.new(title)
    except ValueError as error:
        return str(error)
    return None


# -- waivers: always with a reason and an expiry date --


FOR = dt.timedelta(days=14)
"""Default duration of a waiver."""


class WaiveModal(FormModal[None]):
    """Reason and expiry date of a waiver."""

    TITLE_TEXT = "Waive this position (assumption)"

    def __init__(self, session: Session, position: str) -> None:
        super().__init__()
        self._session, self._position = session, position

    def intro(self) -> str:
        """The position."""
        position = self._session.corpus.positions[self._position]
        party = self._session.corpus.parties[position.party].name
        return f"{party}: {position.title}. Shown wherever it acts. I keeps it in the file."

    def fields(self) -> list[Field]:
        """Reason, then date."""
        day = self._session.snapshot.verdicts.context.as_of
        last = dt.date.max - FOR
        return [
            ("reason", "Reason", ""),
            ("expires", "It counts again from (year-month-day)", str(min(day, last) + FOR)),
        ]

    def submit(self, values: dict[str, str]) -> str | None:
        """Waive the position."""
        try:
            day = dt.date.fromisoformat(values["expires"].strip())
        except ValueError:
            return "not a day; write it like 2025-09-01"
        if day <= self._session.snapshot.verdicts.context.as_of:
            return "that day is over: the waiver would not act"
        refused = self._session.waive(self._position, values["reason"], day)
        if refused is not None:
            return refused.reason
        self.dismiss(None)
        return None
