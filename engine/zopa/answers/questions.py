"""Questions by name: the answer as a page and as JSON; the commands that ask further ones."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from zopa.answers import Next
from zopa.files import find
from zopa.model.context import context_of
from zopa.questions import Completeness

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from zopa.answers import Page
    from zopa.answers.frame import Request
    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Scenario
    from zopa.questions import Question

__all__ = [
    "HERE",
    "QUESTIONS",
    "QuestionName",
    "Typed",
    "answer_as_json",
    "answer_as_page",
    "assuming",
    "flags",
    "from_here",
    "how_complete",
    "naming",
    "suggested",
]


QuestionName: TypeAlias = Literal[
    "check",
    "options",
    "deals",
    "conflicts",
    "concessions",
    "coalitions",
    "repair",
    "frontier",
    "sweep",
    "robustness",
]
QUESTIONS: tuple[QuestionName, ...] = get_args(QuestionName)


def answer_as_page(  # one case for each question, which imports no other's words
    name: QuestionName,
    question: Question,
    found: Any,  # noqa: ANN401 - the answer to the question of this name
    request: Request,
) -> Page:
    """Return the answer as a page."""
    match name:
        case "check":
            from zopa.answers.check import check_page

            return check_page(question.space.problem.corpus, found)
        case "options":
            from zopa.answers.options import options_page

            return options_page(question, found, request)
        case "deals":
            from zopa.answers.deals import deals_page

            return deals_page(question, found, request)
        case "conflicts":
            from zopa.answers.conflicts import conflicts_page

            return conflicts_page(question, found, request)
        case "concessions":
            from zopa.answers.concessions import concessions_page

            return concessions_page(question, found, request)
        case "coalitions":
            from zopa.answers.coalitions import coalitions_page

            return coalitions_page(question, found, request)
        case "repair":
            from zopa.answers.repair import repair_page

            return repair_page(question, found, request)
        case "frontier":
            from zopa.answers.frontier import frontier_page

            return frontier_page(question, found, request)
        case "sweep":
            from zopa.answers.sweep import sweep_page

            return sweep_page(question, found, request)
        case "robustness":
            from zopa.answers.robustness import robustness_page

            return robustness_page(question, found, request)


def answer_as_json(
    name: QuestionName,
    question: Question,
    found: Any,  # noqa: ANN401 - the answer to the question of this name
) -> dict[str, Any]:
    """Return the content of the answer as `--format json` has it, without its envelope."""
    match name:
        case "check":
            from zopa.interchange.envelope import check_json

            return check_json(question.space.problem.corpus, [found])
        case "options":
            from zopa.interchange.questions import options_json

            return options_json(question, found)
        case "deals":
            from zopa.interchange.questions import deals_json

            return deals_json(found)
        case "conflicts":
            from zopa.interchange.questions import conflicts_json

            return conflicts_json(question, found)
        case "concessions":
            from zopa.answers.condition_yaml import condition_words
            from zopa.interchange.questions import concessions_json

            return concessions_json(question, found, condition_words)
        case "coalitions":
            from zopa.interchange.questions import coalitions_json

            return coalitions_json(question, found)
        case "repair":
            from zopa.interchange.questions import repair_json

            return repair_json(found)
        case "frontier":
            from zopa.interchange.questions import frontier_json

            return frontier_json(question, found)
        case "sweep":
            from zopa.interchange.questions import sweep_json

            return sweep_json(found)
        case "robustness":
            from zopa.interchange.questions import robustness_json

            return robustness_json(question, found)


def how_complete(
    name: QuestionName,
    found: Any,  # noqa: ANN401 - the answer to the question of this name
    request: Request,
) -> Completeness:
    """Return how much of the answer is known; parts that were not requested are not missing."""
    match name:
        case "check":
            return Completeness.PROVED
        case "options":
            uncounted = request.counted and found.left is None
            unknown = uncounted or found.feasible is None
            return Completeness.AT_LEAST if unknown else Completeness.PROVED
        case "deals" if not request.counted:
            return Completeness.PROVED
        case "concessions" if found.completeness == Completeness.GAVE_UP:
            # The parties are checked before the search for concessions.
            return Completeness.AT_LEAST
        case "sweep":
            known: Completeness = found.readings.completeness
        case _:
            known = found.completeness
    return known


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
