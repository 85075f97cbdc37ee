"""Lists to choose from: long ones, filtered by typing, and questions with a few options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from zopa_tui.screens.modals.base import ChoiceModal, ListOption, Modal, Picker, Searched
from zopa_tui.views.status import answer_lines, answer_parts
from zopa_tui.views.text import TextLine, apart, clean, several, spread
from zopa_tui.widgets.base import TextField
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual import events
    from textual.await_complete import AwaitComplete
    from textual.widget import Widget

    from zopa_tui.screens.clipboard import Copy
    from zopa_tui.session.autosave import Recovery
    from zopa_tui.session.scenario_file import ChangedOnDisk
    from zopa_tui.session.session import Session

__all__ = [
    "AnswerModal",
    "CopyModal",
    "HistoryModal",
    "LetterModal",
    "ListModal",
    "conflict",
    "expected",
    "export",
    "recover",
    "unsaved",
    "welcome",
]


class ListModal(Searched[str]):
    """A list of options; typing filters it."""

    def __init__(
        self, title: str, options: Sequence[ListOption], keys: str = "enter open   esc close"
    ) -> None:
        super().__init__()
        self.TITLE_TEXT, self.KEYS_TEXT = title, keys
        self._options = options
        self._needle = ""

    def inside(self) -> Iterator[Widget]:
        """The search field, and the list."""
        yield TextField(placeholder="type to find", id="needle", compact=True)
        yield Picker(self._lay)

    def _lay(self, width: int) -> list[TextLine]:
        found = [
            line
            for each in self._options
            if self._needle in f"{each.id} {each.text} {each.note}".casefold()
            for line in spread(
                ((" ", ""), (clean(each.text), "")),
                (clean(each.note), "muted"),
                width,
                key=each.id,
            )
        ]
        return found or [TextLine(((" nothing contains these letters", "muted"),))]

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._needle = event.value.casefold()
        self.query_one("#list", Picker).redraw()

    @on(Input.Submitted)
    def _enter(self) -> None:
        key = self.query_one("#list", Picker).key
        if key is not None:
            self.dismiss(str(key))

    @on(LineList.Selected)
    def _selected(self, event: LineList.Selected) -> None:
        self.dismiss(str(event.key))


class HistoryModal(Modal[None]):
    """The steps, newest first; enter goes to one."""

    TITLE_TEXT = "History"
    KEYS_TEXT = "enter go there   esc close"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def inside(self) -> Iterator[Widget]:
        """One line for each step."""
        yield Picker(self._lay)

    def begin(self) -> None:
        """Start at the current step."""
        picker = self.query_one("#list", Picker)
        picker.focus()
        self.call_after_refresh(picker.go, self._session.step)

    def _lay(self, width: int) -> list[TextLine]:
        now = self._session.step
        lines = []
        for number in range(len(self._session.steps) - 1, -1, -1):
            step = self._session.steps[number]
            sign = self.signs.cursor if number == now else " "
            word = "now" if number == now else "undone" if number > now else ""
            shade = "muted" if number > now else "head" if number == now else ""
            parts = ((f"{sign} {number:>3}  ", "muted"), (clean(step.label), shade))
            lines.append(apart(parts, (word, "muted"), width, key=number))  # type: ignore[arg-type]  # a shade is one of these words
        return lines

    @on(LineList.Selected)
    def _go(self, event: LineList.Selected) -> None:
        if isinstance(event.key, int) and not self.answered:
            self._session.go(event.key)
        self.dismiss(None)


class LetterModal(Modal[str]):
    """Answers with the typed letter; lists the letters in use."""

    KEYS_TEXT = "a letter   esc close"

    def __init__(self, title: str, given: Mapping[str, str]) -> None:
        super().__init__()
        self.TITLE_TEXT, self._given = title, given

    def inside(self) -> Iterator[Widget]:
        """One line for each letter in use."""
        yield Picker(self._lay)

    def begin(self) -> None:
        """Focus the list, to receive keys."""
        self.query_one("#list", Picker).focus()

    def _lay(self, width: int) -> list[TextLine]:
        found = [
            apart(((f" {letter}  ", "head"), (clean(words), "")), ("", ""), width, key=letter)
            for letter, words in self._given.items()
        ]
        return found or [TextLine(((" no place is marked yet", "muted"),))]

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and event.character.isalnum():
            event.stop()
            event.prevent_default()
            self.dismiss(event.character)

    @on(LineList.Selected)
    def _selected(self, event: LineList.Selected) -> None:
        self.dismiss(str(event.key))


class AnswerModal(Modal[str]):
    """Grounds of the answer: crossed, left-out, waived and open positions."""

    KEYS_TEXT = "enter go to the choice   esc close"
    TALL = True

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def inside(self) -> Iterator[Widget]:
        """One entry for each position."""
        yield Picker(self._lay, fill=True)

    def begin(self) -> None:
        """Start at the first position."""
        parts = answer_parts(self._session.snapshot, self.signs.glyphs)
        self.retitle("".join(text for text, _ in parts))
        self.query_one("#list", Picker).focus()

    def _lay(self, width: int) -> list[TextLine]:
        session = self._session
        return list(answer_lines(session.corpus, session.snapshot, width, self.signs))

    @on(LineList.Selected)
    def _go(self, event: LineList.Selected) -> None:
        self.dismiss(str(event.key))


# -- copies from the screen --


LONGEST = 120
"""Maximum length of the preview of a text, in characters."""


class CopyModal(ChoiceModal):
    """Copies the chosen text to the clipboard of the terminal."""

    def __init__(self, copies: Sequence[Copy]) -> None:
        options = [
            ListOption(
                each.key,
                f"{each.label}:  {' '.join(each.text[:LONGEST].split())}"
                f"{' ...' * (len(each.text) > LONGEST)}",
                each.key,
            )
            for each in copies
        ]
        super().__init__("Copy", (), options, "enter copy   esc close")
        self._copies = {each.key: each for each in copies}

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Copy the text, then close."""
        if result in self._copies and not self.answered:
            self.app.copy_to_clipboard(self._copies[result].text)
            note = "copied; macOS Terminal does not take copies (OSC 52)"
            self.app.notify(note, timeout=3, markup=False)
        return super().dismiss(result)


MOST_NAMED = 6
"""Maximum number of drafts to name one by one."""


def welcome(
    scenarios: int,
    *,
    errors: int,
    warnings: int,
    sample: bool,
    opened: bool = False,
    read_only: bool = False,
) -> ChoiceModal:
    """Options for a start, at first and on demand."""
    said = "zopa models what was said. It recommends nothing."
    found = [several(errors, "error")] if errors else []
    found += [several(warnings, "warning")] if warnings else []
    corpus = "the sample corpus" if sample else "terms/"
    return ChoiceModal(
        "Welcome to zopa",
        [said if opened else f"Nothing is open yet. {said}"],
        [
            ListOption("open", "open a scenario", "o", f"scenarios/ has {scenarios}"),
            ListOption("new", f"start an empty scenario against {corpus}", "n"),
            *(
                ()
                if read_only
                else [ListOption("add", "record a party, source, statement, position", "a")]
            ),
            ListOption(
                "tour", "first-minute tour of a small example", "t", "nothing is written"
            ),
            ListOption(
                "check", "check the corpus", "c", ", ".join(found) or "nothing is wrong"
            ),
        ],
        "esc later   ? help",
    )


def unsaved(
    drafts: Sequence[tuple[str, int]], what: str, *, read_only: bool = False
) -> ChoiceModal:
    """Ask about unsaved work before another action.

    Args:
        drafts: names of the drafts, with their number of unsaved steps.
        what: the action, as in "save and …".
        read_only: whether saving is impossible.
    """
    lines = [
        f"{name} has {several(steps, 'unsaved change')}." for name, steps in drafts[:MOST_NAMED]
    ]
    if len(drafts) > MOST_NAMED:
        lines.append(f"So have {len(drafts) - MOST_NAMED} more drafts.")
    every = " all" if len(drafts) > 1 else ""
    options = [
        ListOption("discard", f"{what} without saving", "x"),
        ListOption("stay", "go on working", "c"),
    ]
    if read_only:
        lines.append("Nothing can be saved in a read-only session.")
    else:
        options.insert(0, ListOption("save", f"save{every} and {what}", "s"))
    return ChoiceModal(
        what.capitalize() if read_only else "Save the changes?",
        lines,
        options,
        "enter choose   esc go on working",
    )


def expected(messages: Sequence[str], every: int) -> ChoiceModal:
    """Ask about a draft that no longer meets the expectations of its file."""
    shown = [*messages[:4], *([f"and {len(messages) - 4} more"] if len(messages) > 4 else [])]
    return ChoiceModal(
        "Expectations not met",
        [
            f"{len(messages)} of {several(every, 'expectation')} of the file would be broken.",
            *shown,
        ],
        [
            ListOption("save", "save all the same: zopa check will report it", "s"),
            ListOption("as", "save as another scenario, without expectations", "a"),
            ListOption("show", "show them in Problems", "p"),
            ListOption("stay", "go on working", "c"),
        ],
        "enter choose   esc go on working",
    )


def recover(found: Recovery) -> ChoiceModal:
    """Offer the unsaved work of an older session that ended without a question."""
    same = "has not changed since" if found.based_on_disk() else "has changed since"
    labels = ", ".join(found.labels[:6]) + (", and more" if len(found.labels) > 6 else "")
    when = f"{found.written:%d %b %Y at %H:%M}"
    return ChoiceModal(
        "Unsaved work found",
        [
            f"{found.scenario.name} was not closed properly on {when}.",
            f"{several(len(found.labels), 'change')}: {labels}",
            f"The file on disk {same}.",
            "The recovered draft opens as unsaved; the file stays as it is.",
        ],
        [
            ListOption("recover", "recover it", "r"),
            ListOption("discard", "discard it", "x"),
        ],
        "enter choose   esc ask later",
    )


def conflict(found: ChangedOnDisk) -> ChoiceModal:
    """Ask about a file that another program has changed."""
    gone = found.there is None
    text = "is gone" if gone else "was changed by somebody else since it was read"
    options = [ListOption("as", "save under another name", "a")]
    if not gone:
        options = [
            ListOption("diff", "show the differences", "d"),
            ListOption(
                "reload", "reload: take what the file says (undo brings yours back)", "r"
            ),
            *options,
        ]
    options.append(ListOption("overwrite", "overwrite it with your draft", "o"))
    return ChoiceModal(
        "Changed on disk",
        [f"{found.path.name} {text}. Nothing was written."],
        options,
        "enter choose   esc keep working",
    )


def export() -> ChoiceModal:
    """Ask for the format of an export."""
    return ChoiceModal(
        "Export this view",
        (),
        [
            ListOption("md", "Markdown", "m"),
            ListOption("csv", "CSV", "c"),
            ListOption("json", "JSON", "j"),
            ListOption("svg", "picture (SVG)", "s"),
        ],
    )
