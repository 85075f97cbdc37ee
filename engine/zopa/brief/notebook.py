"""Answers and briefs as notebooks and other programs take them.

draft = zopa.ask(workspace, "first-draft")
answer = zopa.tell(draft, "conflicts")
answer.result.conflicts         # the typed result
answer.to_dict()                # as `zopa conflicts --format json` has it
answer                          # in a notebook: the answer in words

The typed results themselves know neither the corpus nor the draft, so they could
not say whose position it is that they name; what does is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from markupsafe import escape

from zopa.answers.brief import compose, marks
from zopa.api import ask
from zopa.questions.assumptions import several
from zopa.questions.compare import compare
from zopa.questions.every import ask_all
from zopa.questions.question import Completeness
from zopa.refused import Refused
from zopa.render.asked import Page
from zopa.render.commands import flags
from zopa.render.style import Style
from zopa.writers.html import html_text
from zopa.writers.markdown import markdown_text
from zopa.writers.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.answers.page import Brief, Value
    from zopa.api import Asked
    from zopa.workspace import Workspace

__all__ = ["QUESTIONS", "Report", "Told", "brief_on", "tell"]

QuestionName: TypeAlias = Literal[
    "check", "options", "deals", "conflicts", "concessions", "repair", "frontier", "sweep"
]
QUESTIONS: tuple[QuestionName, ...] = get_args(QuestionName)
PAGE = Page(Style(enabled=False), 88)
SECONDS = 30.0


@dataclass(frozen=True, repr=False)
class Told:
    """The answer to one question, with what it was asked of."""

    name: QuestionName
    asked: Asked
    result: Any
    """As the method of `Asked` of this name returns it."""

    def to_dict(self) -> dict[str, Any]:
        """The answer as `--format json` has it, with the digest and the method."""
        from zopa.interchange.asked import answer_json, asked_json, method_of
        from zopa.interchange.envelope import envelope

        question, workspace = self.asked.question, self.asked.workspace
        completeness = getattr(self.result, "completeness", Completeness.PROVED)
        method = method_of(self.result)
        if self.name != "check":
            return answer_json(
                self.name,
                workspace,
                question,
                _json(self),
                method=method,
                completeness=str(completeness),
            )
        # Of several drafts, each says which rules it breaks.
        return envelope(
            self.name,
            _json(self),
            context=asked_json(workspace, question.scenario, question.context, method),
            completeness=str(completeness),
        )

    def __repr__(self) -> str:
        return f"<Told: {self.name} of {self.asked!r}>"

    def __str__(self) -> str:
        return _text(self)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(_text(self))}</pre>"


def tell(asked: Asked, question: QuestionName, **options: Any) -> Told:  # noqa: ANN401  # passed on
    """Ask a question, and keep with the answer what it is about.

    Args:
        asked: a draft under some assumptions.
        question: what the command and the method of `Asked` are called.
        options: what that method takes.

    Raises:
        Refused: there is no such question.
    """
    if question not in QUESTIONS:
        message = f"no question {question!r}"
        raise Refused(message, f"there are {', '.join(QUESTIONS)}")
    return Told(question, asked, getattr(asked, question)(**options))


def _json(told: Told) -> dict[str, Any]:
    from zopa.interchange.check import check_json
    from zopa.interchange.concessions import concessions_json
    from zopa.interchange.conflicts import conflicts_json
    from zopa.interchange.deals import deals_json
    from zopa.interchange.frontier import frontier_json
    from zopa.interchange.options import options_json
    from zopa.interchange.repair import repair_json
    from zopa.interchange.sweep import sweep_json

    question, result = told.asked.question, told.result
    match told.name:
        case "check":
            return check_json(question.space.problem.corpus, [result])
        case "options":
            return options_json(question, result)
        case "deals":
            return deals_json(result)
        case "conflicts":
            return conflicts_json(question, result)
        case "concessions":
            return concessions_json(question, result)
        case "repair":
            return repair_json(result)
        case "frontier":
            return frontier_json(question, result)
        case "sweep":
            return sweep_json(result)


def _text(told: Told) -> str:
    from zopa.render.check import check_text
    from zopa.render.concessions import concessions_text
    from zopa.render.conflicts import conflicts_text
    from zopa.render.deals import deals_text
    from zopa.render.frontier import frontier_text
    from zopa.render.options import options_text
    from zopa.render.repair import repair_text
    from zopa.render.sweep import sweep_text

    question, result = told.asked.question, told.result
    match told.name:
        case "check":
            corpus = question.space.problem.corpus
            return check_text(corpus, [result], PAGE.style, PAGE.width)
        case "options":
            return options_text(question, result, PAGE, counted=True)
        case "deals":
            return deals_text(question, result, PAGE, counted=True)
        case "conflicts":
            return conflicts_text(question, result, PAGE)
        case "concessions":
            return concessions_text(question, result, PAGE)
        case "repair":
            return repair_text(question, result, PAGE)
        case "frontier":
            return frontier_text(question, result, PAGE)
        case "sweep":
            return sweep_text(question, result, PAGE)


# -- briefs -------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Report:
    """A brief, as `zopa report` writes it."""

    brief: Brief

    def __repr__(self) -> str:
        return f"<Report: {self.brief.title!r}, {len(self.brief.tables)} tables>"

    def to_html(self) -> str:
        """One self-contained page."""
        return html_text(self.brief)

    def to_markdown(self) -> str:
        """The same content."""
        return markdown_text(self.brief)

    def tables(self) -> Mapping[str, list[dict[str, Value]]]:
        """For each table its rows, as `pandas.DataFrame` takes them."""
        return {each.name: rows_of(each) for each in self.brief.tables}

    def to_dict(self) -> dict[str, Any]:
        """The tables under the brief's title."""
        return {
            "title": self.brief.title,
            "subtitle": self.brief.subtitle,
            "tables": dict(self.tables()),
        }

    def _repr_html_(self) -> str:
        """In a frame, so that its styles are its own."""
        page = escape(self.to_html())
        return f'<iframe title="Brief" srcdoc="{page}" width="100%" height="700"></iframe>'


def brief_on(
    workspace: Workspace,
    scenarios: Iterable[str],
    *,
    side_by_side: bool = False,
    **assumptions: Any,  # noqa: ANN401  # passed on to `ask`
) -> Report:
    """Make a brief on these drafts.

    Args:
        workspace: as `load` returns it.
        scenarios: ids of drafts, in the order of the brief.
        side_by_side: whether to say in what they differ.
        assumptions: what `ask` takes.

    Raises:
        Refused: no draft is named, or `ask` refuses one.
        TypeError: a text stands where a list is meant.
    """
    names = list(several("scenarios", scenarios))
    if not names:
        message = "a brief is about one draft at least"
        raise Refused(message)
    # What can be gone through only once is asked about for every draft.
    assumptions = {
        name: tuple(value) if isinstance(value, Iterator) else value
        for name, value in assumptions.items()
    }
    questions = [ask(workspace, name, **assumptions).question for name in names]
    every = [
        ask_all(question, mark, SECONDS)
        for question, mark in zip(questions, marks(len(names)), strict=True)
    ]
    compared = None
    if side_by_side:
        compared = compare(questions[0].space, [(x.scenario, x.context) for x in questions])
    called = [repr(names), *(["side_by_side=True"] if side_by_side else [])]
    called.extend(f"{name}={value!r}" for name, value in sorted(assumptions.items()))
    command = f"zopa.brief_on(workspace, {', '.join(called)})"
    said = flags(
        as_of=assumptions.get("as_of"),
        hold=assumptions.get("hold"),
        parties=assumptions.get("parties"),
        readings=assumptions.get("readings") or (),
        waive=assumptions.get("waive") or (),
    )
    return Report(compose(workspace, every, command=command, flags=said, compared=compared))
