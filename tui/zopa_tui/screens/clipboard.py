"""Texts to copy: the command for the same answer, the reason, the choices."""

from __future__ import annotations

import shlex
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from zopa.answers.lines import citation, issue_name
from zopa.answers.questions import assuming, naming
from zopa.model.context import context_of
from zopa_tui.ui.keys import ACTION
from zopa_tui.views.export import as_text, notes_of, title_of
from zopa_tui.views.text import picks_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.corpus import Corpus
    from zopa_tui.session.session import Session
    from zopa_tui.ui.actions import Action
    from zopa_tui.views.export import ViewTable
    from zopa_tui.views.positions import Reason, Target
    from zopa_tui.widgets.line_list import LineList

__all__ = [
    "Copy",
    "about",
    "after_saving",
    "assumed",
    "cited",
    "command",
    "copies",
    "file_of",
    "repeatable",
    "shown",
    "there",
    "twin",
    "whole",
]


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to copy, with its key and label."""

    key: str
    label: str
    text: str


def file_of(session: Session) -> str:
    """The scenario argument for commands about the current draft."""
    return session.file.scenario.path if session.file.path is not None else "SCENARIO"


def twin(session: Session, name: str, **values: str) -> Copy:
    """The command for the answer on the screen, with the draft's assumptions.

    Args:
        session: the session; the command reads its file, so it must be saved first.
        name: id of the action with that command.
        values: values for the names in the command.
    """
    given = {"scenario": file_of(session), **values}
    by: AssumptionSource = "days" if name == "screen.sources" else "flags"
    text = command(ACTION[name], given, assumed(session, by)) or ""
    return Copy("c", after_saving(session, "the command", by), there(session, text))


def about(session: Session, key: str, label: str, name: str, *, nothing: bool = False) -> Copy:
    """A command about the draft, or about no choices with the draft's assumptions.

    Args:
        session: the session.
        key: key that copies it.
        label: its label.
        name: name of the command.
        nothing: whether it is about no choices.
    """
    if not nothing:
        text = f"{name} {shlex.quote(file_of(session))}{assumed(session)}"
        return Copy(key, after_saving(session, label), there(session, text))
    context = session.snapshot.verdicts.context
    text = f"{name}{assuming(session.corpus, None, context)}"
    return Copy(key, label, there(session, text))


AssumptionSource: TypeAlias = Literal["flags", "days", "file"]
"""Source of a command's assumptions: flags in addition to the file; the same for a command
that also asks about other dates; the file alone."""


def repeatable(session: Session, by: AssumptionSource = "flags") -> bool:
    """True if flags can repeat all assumptions of the view that the file does not have.

    No flag can end a waiver of the file, and none can end a waiver on a date.
    """
    if session.draft.stated is None:
        return True
    corpus, on_file = session.corpus, session.file.scenario
    context = session.snapshot.verdicts.context
    looked_at = {each.position for each in context.waivers}
    stated = context_of(corpus, on_file, as_of=context.as_of).waivers
    match by:
        case "flags":
            return all(each.position in looked_at for each in stated)
        case "days":
            return {*session.draft.waivers} == {*on_file.waivers}
        case "file":
            return False


def assumed(session: Session, by: AssumptionSource = "flags") -> str:
    """Flags with the assumptions of the screen, a space before each.

    They apply to the draft in its file. If flags cannot repeat the view, they leave out
    those that the file has once the view is kept.
    """
    now = session.snapshot.verdicts
    scenario = session.file.scenario if session.file.path is not None else None
    if not repeatable(session, by):
        scenario = now.scenario
    return assuming(session.corpus, scenario, now.context)


def after_saving(session: Session, label: str, by: AssumptionSource = "flags") -> str:
    """A label for a command, with a reminder to save since it reads the draft's file."""
    if not repeatable(session, by):
        return f"{label}, after keeping the view and saving"
    return label if session.snapshot.saved else f"{label}, after saving"


def there(session: Session, text: str) -> str:
    """The command with the workspace, so that it works in any folder."""
    root = session.file.root
    return text if root is None else text.replace("zopa", f"zopa{naming(root, paths=True)}", 1)


def cited(corpus: Corpus, position: str) -> Copy:
    """A position with its statements and their sources."""
    known = corpus.positions[position]
    cites = [
        citation(corpus, corpus.statements[each].cites)
        for each in known.statements
        if each in corpus.statements
    ]
    party = corpus.parties[known.party].name
    return Copy("q", "the citation", f"{party}: {known.title} ({'; '.join(cites)})")


def shown(pane: LineList) -> Iterator[Copy]:
    """The text of a pane, line by line."""
    lines = [line.text.rstrip() for line in pane.lines]
    if any(lines):
        yield Copy("r", "the words below", "\n".join(lines).strip("\n") + "\n")


def whole(session: Session, tables: Sequence[ViewTable]) -> Iterator[Copy]:
    """The tables of the screen as one text."""
    kept = [each for each in tables if each.rows]
    if kept:
        title, notes = title_of(session), notes_of(session)
        yield Copy("t", "the tables, as Markdown", as_text("md", title, notes, kept))


def choices_text(session: Session) -> str:
    """The draft's choices, one line for each issue."""
    lines = []
    for issue, picks in session.draft.choices.items():
        words = picks_words(session.corpus, issue, picks) or "silent"
        lines.append(f"{issue_name(session.corpus, issue)}: {words}")
    return "\n".join(lines)


def copies(session: Session, target: Target | None, reason: Reason | None) -> list[Copy]:
    """All texts that Compose offers to copy."""
    if target is not None and target.kind == "term":
        found = [twin(session, "why", term=target.id)]
    else:
        found = [twin(session, "screen.compose")]
    if reason is not None:
        found.append(Copy("r", "the reason", reason.text()))
    if target is not None and target.kind == "position":
        found.append(cited(session.corpus, target.id))
    if session.draft.choices:
        found.append(Copy("d", "the draft's choices", choices_text(session)))
    return found


# -- the command for the answer on the screen --


def command(action: Action, values: Mapping[str, str], flags: str = "") -> str | None:
    """The command for the same answer; None if there is none or a value is missing.

    Args:
        action: the action.
        values: values for the names in its command; quoted for a shell if needed.
        flags: the assumptions, a space before each; those of the action's own command
            take precedence over them.
    """
    names = [name for _, name, _, _ in string.Formatter().parse(action.twin) if name]
    if not action.twin or any(name not in values for name in names):
        return None
    said = action.twin.format_map({name: shlex.quote(values[name]) for name in names})
    before, found, own = said.partition(" --")
    return f"{before}{flags}{found}{own}"
