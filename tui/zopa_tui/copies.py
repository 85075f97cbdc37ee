"""What can be copied: the command that gives the same answer, the reason, the choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.render.sourcing import citation
from zopa_tui.bindings import ACTION
from zopa_tui.twins import command
from zopa_tui.words import issue_name, picks_words

if TYPE_CHECKING:
    from zopa_tui.points import Reason
    from zopa_tui.session import Session
    from zopa_tui.targets import Target

__all__ = ["Copy", "choices_text", "copies", "twin"]


@dataclass(frozen=True, slots=True)
class Copy:
    """One text, and what it is."""

    key: str
    label: str
    text: str


def twin(session: Session, target: Target | None) -> str:
    """The command that gives the answer on the screen."""
    name = "screen.compose"
    values = {"scenario": session.file.scenario.path or "SCENARIO"}
    if target is not None and target.kind == "term":
        name, values["term"] = "why", target.id
    return command(ACTION[name], values, session.draft) or ""


def choices_text(session: Session) -> str:
    """What the draft chooses, one line for each issue."""
    lines = []
    for issue, picks in session.draft.choices.items():
        words = picks_words(session.corpus, issue, picks) or "silent"
        lines.append(f"{issue_name(session.corpus, issue)}: {words}")
    return "\n".join(lines)


def copies(session: Session, target: Target | None, reason: Reason | None) -> list[Copy]:
    """Everything that can be copied now."""
    found = [Copy("c", "the command", twin(session, target))]
    if reason is not None:
        found.append(Copy("r", "the reason", reason.text()))
    if target is not None and target.kind == "position":
        position = session.corpus.positions[target.id]
        cites = [
            citation(session.corpus, session.corpus.statements[each].cites)
            for each in position.statements
            if each in session.corpus.statements
        ]
        party = session.corpus.parties[position.party].name
        text = f"{party}: {position.title} ({'; '.join(cites)})"
        found.append(Copy("q", "the citation", text))
    if session.draft.choices:
        found.append(Copy("d", "the draft's choices", choices_text(session)))
    return found
