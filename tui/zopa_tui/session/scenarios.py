"""Other drafts in the workspace, and short names for them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.model.context import context_of
from zopa_tui.session.draft import Draft, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Scenario
    from zopa.questions.check import Checked
    from zopa.workspace import Workspace
    from zopa_tui.session.session import Session

__all__ = [
    "DRAFT",
    "Beside",
    "around",
    "like_the_draft",
    "nearest",
    "own_path",
    "short_names",
    "stacked",
]

DRAFT = ""
"""The path of the draft under work."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A scenario of the workspace, or the draft under work."""

    path: str
    name: str
    title: str
    scenario: Scenario | None
    """The scenario; None if it cannot be checked."""
    why_not: str = ""


def around(session: Session, workspace: Workspace | None) -> list[Beside]:
    """The draft, then the scenarios; the draft's own file only if it differs from the draft."""
    file = session.file.scenario
    mine = session.snapshot.verdicts.scenario
    name = file.id or "draft"
    found = [Beside(DRAFT, name, file.title or name, mine)]
    own = own_path(session)
    for scenario in workspace.scenarios.values() if workspace is not None else ():
        if workspace is None or (scenario.path == own and session.snapshot.saved):
            continue
        title = scenario.title or scenario.id
        if scenario.path == own:
            title = f"{title}, as saved"
        known = next(unknown(session.corpus, Draft.of(scenario)), None)
        if workspace.errors_in(scenario.path):
            found.append(Beside(scenario.path, scenario.id, title, None, "its file has errors"))
        elif known is not None:
            found.append(Beside(scenario.path, scenario.id, title, None, f"no {known}"))
        else:
            found.append(Beside(scenario.path, scenario.id, title, scenario))
    return found


def own_path(session: Session) -> str:
    """The path of the session's file within the workspace."""
    path, root = session.file.path, session.file.root
    if path is None:
        return ""
    real = path.resolve()
    if root is not None and real.is_relative_to(root.resolve()):
        return real.relative_to(root.resolve()).as_posix()
    return Path(path).as_posix()


def like_the_draft(corpus: Corpus, scenario: Scenario, draft: Checked | None) -> Context:
    """The assumptions of a scenario; with a draft, its date, parties, kinds and readings.

    The scenario keeps its own waivers, since they are its subject.
    """
    if draft is None:
        return context_of(corpus, scenario)
    context = draft.context
    return context_of(
        corpus,
        scenario,
        as_of=context.as_of,
        hold=context.hold,
        parties=context.table,
        readings=context.readings,
    )


def nearest(scenario: Scenario, others: Sequence[Beside]) -> str:
    """The path of the scenario with the most common choices; ties: fewest other choices."""

    def apart(other: Beside) -> tuple[int, int]:
        theirs = other.scenario.choices if other.scenario is not None else {}
        alike = sum(theirs.get(issue) == choice for issue, choice in scenario.choices.items())
        return -alike, len(theirs)

    return min(others, key=apart).path


def short_names(names: Sequence[str], width: int) -> list[str]:
    """Unique names of at most `width` characters.

    Uses the beginning of a name if it is unique. Otherwise, it uses the first letters of
    the words and more of the last word. As a last resort, it adds a number.
    """
    found: list[str] = []
    heads = [_head(name, width) for name in names]
    for name, head in zip(names, heads, strict=True):
        alone = heads.count(head) == 1 and head not in found
        ways = [head] if alone else [*_ways(name, width)]
        numbered = (f"{head[: max(0, width - len(str(n)))]}{n}" for n in itertools.count(2))
        found.append(
            next(each for each in itertools.chain(ways, numbered) if each not in found)
        )
    return found


def _head(name: str, width: int) -> str:
    if len(name) <= width:
        return name
    first = name.split("-", maxsplit=1)[0]
    return first if width - 2 <= len(first) <= width else name[:width].rstrip("-")


def _ways(name: str, width: int) -> Iterator[str]:
    words = [word for word in name.split("-") if word]
    if len(words) > 1:
        letters = "".join(word[0] for word in words[:-1])[: width - 1]
        last = words[-1]
        yield (letters + last)[:width]
        first = max(1, width - len(words) + 1)
        yield (words[0][:first] + "".join(word[0] for word in words[1:]))[:width]


def stacked(name: str, width: int, most: int) -> list[str]:
    """A name split at hyphens and spaces into lines of at most `width` characters.

    Words longer than a line are split anywhere; text beyond `most` lines is cut.
    """
    lines: list[str] = []
    for part in re.split(r"(?<=-)|(?<= )", name):
        rest = part
        if lines and len(lines[-1]) + len(rest.rstrip()) <= width:
            lines[-1] += rest
            continue
        while rest:
            lines.append(rest[:width])
            rest = rest[width:]
    return [each.rstrip() for each in lines[:most]]
