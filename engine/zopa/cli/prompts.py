"""Prompts on a terminal for the missing values of a new thing.

A field that names other things offers their ids with their titles; `new` in it makes
another thing first.
"""

from __future__ import annotations

import textwrap
from functools import partial
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer, Completion, DummyCompleter, WordCompleter
from prompt_toolkit.validation import ValidationError, Validator

from zopa import Refused
from zopa.cli.streams import Unable
from zopa.diagnostics import one_line, shown
from zopa.edit import HOMES, FieldForm, ThingKind, asked
from zopa.edit.entry import (
    NewItem,
    Suggestion,
    beginning,
    last_word,
    suggestions,
    titles,
    whole_id,
)
from zopa.edit.typed import how, proposed_id, typed
from zopa.schemas.errors import is_id

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from zopa.documents import Data
    from zopa.edit import Field
    from zopa.workspace import Workspace

__all__ = ["fill", "one_of"]

NEW = "new"
"""Word that a user types to make another thing in place."""
MORE = "more"


def fill(
    workspace: Workspace,
    entry: NewItem,
    today: dt.date,
    *,
    source: Input | None = None,
    screen: Output | None = None,
) -> list[NewItem]:
    """Ask for missing values; return the thing after those made in place for it.

    Args:
        workspace: has the existing ids.
        entry: the known values.
        today: the date from which days in words are counted.
        source: the input, if not the terminal.
        screen: the output, if not the terminal.

    Raises:
        Unable: the user stopped (ctrl+c, ctrl+d); nothing was written.
    """
    session: PromptSession[str] = PromptSession(input=source, output=screen)
    asking = _Asking(workspace, session, today)
    try:
        asking.fill(entry)
    except (KeyboardInterrupt, EOFError):
        message = "stopped; nothing was written"
        raise Unable(message) from None
    return asking.made


def one_of(label: str, words: dict[str, str]) -> str | None:
    """Ask for one of some words; None if nothing was typed.

    Raises:
        Unable: the user stopped.
    """
    session: PromptSession[str] = PromptSession()
    try:
        text: str = session.prompt(
            f"{label}> ",
            completer=WordCompleter([*words], meta_dict=words),
            complete_while_typing=True,
            validator=_Check(partial(_refuse_unknown, known=words), empty=True),
            validate_while_typing=False,
            bottom_toolbar=f"one of: {', '.join(words)}",
        )
    except (KeyboardInterrupt, EOFError):
        message = "stopped; nothing was written"
        raise Unable(message) from None
    return text.strip() or None


class _Asking:
    def __init__(
        self, workspace: Workspace, session: PromptSession[str], today: dt.date
    ) -> None:
        self.workspace = workspace
        self.session = session
        self.today = today
        self.made: list[NewItem] = []
        """Complete things, in the order in which they can be added."""

    def fill(self, entry: NewItem) -> None:
        """Ask for all required fields of a thing, then for optional ones."""
        owner = HOMES[entry.kind].owner
        if owner is not None and not entry.owner:
            help_ = f"The {owner} that the {entry.kind} belongs to."
            entry.owner = self._name(owner, f"{entry.kind}: {owner}", help_)
        if "id" in entry.fields and not is_id(str(entry.fields["id"])):
            entry.fields["id"] = self._ask(
                f"{entry.kind}: id",
                "That id cannot be: lower-case words joined by hyphens.",
                start=str(entry.fields["id"]),
                check=_check_id,
            )
        while missing := entry.missing():  # the answer may make more fields required
            entry.fields[missing[0].key] = self._value(entry, missing[0])
        for each in asked(entry.kind):
            if each.key not in (*entry.fields, "id") and entry.wants(each):
                value = self._value(entry, each, optional=True)
                if value is not None:
                    entry.fields[each.key] = value
        if "id" not in entry.fields and not HOMES[entry.kind].made_of:
            taken = frozenset(
                each.removeprefix(whole_id(entry, "")) for each in self._ids(entry.kind)
            )
            entry.fields["id"] = self._ask(
                f"{entry.kind}: id",
                "Lower-case words joined by hyphens. Enter takes the proposal.",
                start=entry.name(taken) or proposed_id(str(entry.kind), taken),
                check=_check_id,
            )
        self._optional(entry)
        self.made.append(entry)

    def _optional(self, entry: NewItem) -> None:
        """Ask for further fields until the user names none."""
        while True:
            left = {
                each.key: each
                for each in asked(entry.kind)
                if each.key not in entry.fields and each.key != "id"
            }
            if not left:
                return
            key = self._ask(
                f"{entry.kind}: another field (enter: done)",
                f"one of: {', '.join(left)}",
                words={key: each.help for key, each in left.items()},
                check=partial(_refuse_unknown, known=left),
                empty=True,
            )
            if not key:
                return
            entry.fields[key] = self._value(entry, left[key])

    def _value(self, entry: NewItem, each: Field, *, optional: bool = False) -> Data:
        label = f"{entry.kind}: {each.title.lower()}"
        label = f"{label} (enter: none)" if optional else label
        help_ = f"{each.help} {how(each)}".strip().rstrip(".")
        if each.form is FieldForm.NAME and each.of is not None:
            return self._name(each.of, label, help_, empty=optional) or None
        makes = ThingKind.ISSUE if each.form is FieldForm.CONDITION else each.of
        if makes is not None:
            help_ = f"{help_}. {NEW}: make another {makes} first"
        text = self._ask(
            label,
            help_,
            completer=_Words(each, self._ids, makes),
            check=lambda said: self._check(each, said),
            start=self._beginning(entry).get(each.key, "") if optional else "",
            empty=optional,
        )
        if not text:
            return None
        if each.form is FieldForm.CONDITION and text == NEW:
            self._new(ThingKind.ISSUE)
            return self._value(entry, each, optional=optional)
        if each.of is not None and each.form is FieldForm.PLACES and text == NEW:
            start = f"{self._new(each.of)}:"
            help_ = "The paragraphs or pages, separated by commas; none for the whole."
            text = self._ask(label, help_, check=self._anything, start=start).rstrip(":")
        if each.of is None or each.form is not FieldForm.NAMES:
            return typed(each, text, today=self.today, near=self.workspace.corpus.as_of)
        names = [*filter(None, text.replace(",", " ").split())]
        found: list[Data] = [self._new(each.of) if x == NEW else x for x in names]
        return found

    def _beginning(self, entry: NewItem) -> dict[str, str]:
        return beginning(self.workspace.documents, entry.kind, self.made)

    def _name(self, kind: ThingKind, label: str, help_: str, *, empty: bool = False) -> str:
        """The id of an existing thing, or of one made in place; empty for none."""
        words = {**self._ids(kind), NEW: f"make another {kind} first"}
        help_ = f"{help_.rstrip('.')}. {NEW}: make another {kind} first"
        check = partial(_refuse_unknown, known=words)
        name = self._ask(label, help_, words=words, check=check, empty=empty)
        return self._new(kind) if name == NEW else name

    def _new(self, kind: ThingKind) -> str:
        entry = NewItem(kind)
        self.fill(entry)
        return entry.whole_id

    def _ids(self, kind: ThingKind) -> dict[str, str]:
        """The ids of a kind with their titles, including things made here."""
        return titles(self.workspace.documents, kind, self.made)

    def _anything(self, text: str) -> None:
        """Accept any input; it is checked with the files."""

    def _check(self, each: Field, text: str) -> None:
        makes = each.of is not None or each.form is FieldForm.CONDITION
        if not makes or text.strip() != NEW:
            typed(each, text, today=self.today, near=self.workspace.corpus.as_of)

    def _ask(
        self,
        label: str,
        help_: str,
        *,
        words: dict[str, str] | None = None,
        completer: Completer | None = None,
        check: Callable[[str], None],
        start: str = "",
        empty: bool = False,
    ) -> str:
        """Ask for one text until it is valid."""
        if words:
            completer = WordCompleter(
                [*words],
                meta_dict={key: one_line(each) for key, each in words.items()},
                WORD=True,
                match_middle=True,
            )
        text: str = self.session.prompt(
            f"{label}> ",
            default=start,
            completer=completer or DummyCompleter(),
            complete_while_typing=True,
            validator=_Check(check, empty=empty),
            validate_while_typing=False,
            bottom_toolbar=lambda: folded(shown(help_), self.session.output.get_size().columns),
        )
        return text.strip()


def folded(text: str, columns: int) -> str:
    """A text folded into all the lines that it needs, so that its end is visible."""
    return "\n".join(textwrap.wrap(text, max(columns - 1, 20), break_on_hyphens=False))


class _Words(Completer):
    """Completions of a field, and the word for making another thing in place."""

    def __init__(
        self,
        field: Field,
        titles: Callable[[ThingKind], Mapping[str, str]],
        makes: ThingKind | None,
    ) -> None:
        self._field, self._titles, self._makes = field, titles, makes

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002  # as it is called
    ) -> Iterator[Completion]:
        """Suggestions that fit the text before the cursor."""
        text = document.text_before_cursor
        last = last_word(self._field, text)
        found = suggestions(self._field, text, self._titles)
        if self._makes is not None and NEW.startswith(last):
            found.append(Suggestion(NEW, f"make another {self._makes} first"))
        for each in found:
            note = shown(one_line(each.note))
            yield Completion(each.text, start_position=-len(last), display_meta=note)


class _Check(Validator):
    """Validator that shows errors below the input line."""

    def __init__(self, check: Callable[[str], None], *, empty: bool) -> None:
        self._check = check
        self._empty = empty

    def validate(self, document: Document) -> None:
        """Refuse text that cannot be understood."""
        if self._empty and not document.text.strip():
            return
        try:
            self._check(document.text)
        except Refused as refused:
            message = "; ".join((refused.message, *refused.way_out))
            raise ValidationError(len(document.text), shown(message)) from None


def _check_id(text: str) -> None:
    if not is_id(text.strip()):
        message = "not an id"
        raise Refused(message, "lower-case words joined by hyphens")


def _refuse_unknown(text: str, known: Mapping[str, object]) -> None:
    from zopa.diagnostics import did_you_mean, listed

    if text.strip() not in known:
        near = did_you_mean(text.strip(), [*known])
        meant = (f"did you mean {listed(near)}?",) if near else ("tab shows what there is",)
        message = f"nothing is called {text.strip()}"
        raise Refused(message, *meant)
