"""Commands for further questions: same workspace, and assumptions beyond the draft's file."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.answers import Next
from zopa.files import find
from zopa.model.context import context_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Scenario

__all__ = ["HERE", "Typed", "assuming", "flags", "from_here", "naming", "suggested"]


# -- the workspace ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typed:
    """Names of the workspace and its drafts in typed commands."""

    workspace: str = ""
    """Option that selects the workspace, after a space; empty within that workspace."""
    sample: str = ""
    """Option that selects the sample, after a space; it follows the name of the question."""
    paths: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names of drafts outside `scenarios/`, by their paths."""

    def command(self, words: str) -> str:
        """A command for this workspace; the first word is the name of the question."""
        question, *rest = words.split(" ", maxsplit=1)
        return " ".join([f"zopa{self.workspace} {question}{self.sample}", *rest])

    def draft(self, scenario: Scenario) -> str:
        """The draft, as a word of a command; empty for a draft without choices."""
        name = self.paths.get(scenario.path, scenario.path)
        if scenario.path.startswith("scenarios/"):
            name = str(scenario.id)
        return shlex.quote(name) if name else ""


HERE = Typed()
"""For commands typed in the workspace's own folder."""


def naming(root: Path, *, paths: bool = False) -> str:
    """Option that selects a workspace from the working folder, after a space.

    Args:
        root: the folder of the workspace.
        paths: True if the command has paths within the workspace, which zopa does not find
            from one of its subfolders.
    """
    around = Path() if paths else find(Path())
    if around is not None and around.resolve() == root.resolve():
        return ""
    return f" -C {shlex.quote(from_here(root))}"


def from_here(path: Path) -> str:
    """A path from the working folder, unless the full path is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return min(relative, str(path), key=len)


# -- the assumptions ----------------------------------------------------------


def flags(
    *,
    as_of: dt.date | str | None = None,
    hold: Iterable[str] | None = None,
    parties: Iterable[str] | None = None,
    readings: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    waive: Iterable[str] = (),
) -> str:
    """Assumptions as they are typed, a space before each."""
    found = [
        ("--as-of", None if as_of is None else str(as_of)),
        ("--hold", None if hold is None else ",".join(map(str, hold))),
        ("--parties", None if parties is None else ",".join(parties)),
        *(("--waive", str(each)) for each in waive),
        *(("--reading", "=".join(each)) for each in dict(readings).items()),
    ]
    return "".join(f" {flag} {shlex.quote(value)}" for flag, value in found if value)


def assuming(corpus: Corpus, scenario: Scenario | None, context: Context) -> str:
    """The flags that give a command about a draft the assumptions of this context.

    Assumptions of the draft's file, or of the corpus if the draft has none, need no flag.

    Args:
        corpus: the terms.
        scenario: the draft that the command names; None if it names none.
        context: the assumptions of the command.
    """
    own = context_of(corpus, scenario)
    that_day = context_of(corpus, scenario, as_of=context.as_of)
    waived = {str(each.position) for each in that_day.waivers}
    readings = {
        name: corpus.positions[name].default
        for name in own.readings
        if name not in context.readings and name in corpus.positions
    }
    readings |= {x: y for x, y in context.readings.items() if own.readings.get(x) != y}
    return flags(
        as_of=None if context.as_of == own.as_of else context.as_of,
        hold=None if context.hold == own.hold else context.hold,
        parties=None if context.table == own.table else context.table,
        readings=readings,
        waive=[str(x.position) for x in context.waivers if str(x.position) not in waived],
    )


# -- next questions -----------------------------------------------------------


def suggested(
    typed: Typed,
    corpus: Corpus,
    scenario: Scenario,
    context: Context,
    ways: Mapping[str, str],
) -> tuple[Next, ...]:
    """Suggested next commands, under the assumptions of the answer.

    Args:
        typed: how the commands name the workspace and the draft.
        corpus: the terms.
        scenario: the draft of the question, or the one without choices.
        context: the assumptions of the question.
        ways: the purpose of each command. In a command, `{draft}` stands for the draft
            with the assumptions that its file does not state, `{nothing}` for all of them and
            no draft.
    """
    nothing = assuming(corpus, None, context).strip()
    name = typed.draft(scenario)
    draft = f"{name}{assuming(corpus, scenario, context)}" if name else nothing
    meant = {"{draft}": draft, "{nothing}": nothing}
    return tuple(
        Next(
            typed.command(" ".join(filter(None, (meant.get(x, x) for x in way.split(" "))))), y
        )
        for way, y in ways.items()
    )
