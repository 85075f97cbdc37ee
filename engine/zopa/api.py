"""The questions from Python.

Load a workspace, ask, read typed results:

    workspace = zopa.load("my-talks")
    draft = zopa.ask(workspace, "first-draft", waive=["seller/no-cheap-warranty"])
    draft.check().deal
    draft.repair().repairs
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import escape

from zopa import Refused
from zopa import workspace as corpus
from zopa.answers.brief import compose
from zopa.answers.frame import Request
from zopa.answers.questions import (
    QUESTIONS,
    QuestionName,
    answer_as_json,
    answer_as_page,
    flags,
    how_complete,
)
from zopa.answers.wording import letters
from zopa.diagnostics import quoted
from zopa.files import find
from zopa.interchange.export import dataset
from zopa.model.corpus import Scenario
from zopa.questions import (
    NOTHING_CHOSEN,
    Question,
    assumed,
    at_least,
    issues_to_keep,
    kinds_of_assumption,
    more_of_a_brief,
    scenario_named,
    several,
    term_named,
    weighed,
    without_deal,
)
from zopa.questions.check import check, outcome
from zopa.questions.coalitions import coalitions
from zopa.questions.compare import compare
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.deals import deals
from zopa.questions.every import Answers, ask_all
from zopa.questions.frontier import frontier
from zopa.questions.options import options, why
from zopa.questions.repair import repair
from zopa.questions.robustness import OVER, robustness
from zopa.questions.sweep import sweep
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.writers import Style
from zopa.writers.markup import answer_html, html_text, markdown_text
from zopa.writers.tables import rows_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping
    from decimal import Decimal

    from zopa.answers import Brief, CellValue, Page
    from zopa.interchange.export import Dataset
    from zopa.model.corpus import Kind
    from zopa.questions.check import Checked, Settled
    from zopa.questions.coalitions import Coalitions
    from zopa.questions.concessions import Ledger
    from zopa.questions.conflicts import Conflicts
    from zopa.questions.deals import Deals
    from zopa.questions.frontier import Frontier
    from zopa.questions.options import Options, Why
    from zopa.questions.repair import Repairs
    from zopa.questions.robustness import Robustness
    from zopa.questions.sweep import Sweep
    from zopa.workspace import Workspace

__all__ = [
    "QUESTIONS",
    "Asked",
    "Refused",
    "Report",
    "Told",
    "ask",
    "brief_on",
    "load",
    "tell",
]


_spaces: weakref.WeakKeyDictionary[Workspace, Space] = weakref.WeakKeyDictionary()


def load(folder: str | Path = ".", *, view: str | None = None) -> Workspace:
    """Load the workspace around a folder; its `diagnostics` has the findings.

    Args:
        folder: where the search starts; it goes on in the folders above.
        view: a party, or `public`: leaves out everything that this view may not see.

    Raises:
        FileNotFoundError: the folder does not exist, or neither it nor one above it is a
            workspace.
        Refused: the party does not exist, or a file cannot be read under a view.
    """
    if not Path(folder).exists():
        message = f"no workspace: no folder {str(folder)!r}"
        raise FileNotFoundError(message)
    root = find(Path(folder))
    if root is None:
        message = f"no workspace in {str(folder)!r} or above it"
        raise FileNotFoundError(message)
    return corpus.load(root) if view is None else corpus.load_view(root, view)


def ask(  # one keyword for each assumption
    workspace: Workspace,
    scenario: Scenario | str | None = None,
    *,
    as_of: dt.date | str | None = None,
    hold: Iterable[Kind | str] | None = None,
    parties: Iterable[str] | None = None,
    readings: Mapping[str, str] | None = None,
    waive: Iterable[str] = (),
) -> Asked:
    """Fix a draft and the assumptions of the questions about it.

    Args:
        workspace: as `load` returns it; it is compiled the first time.
        scenario: a draft or its id; without it, a draft without choices.
        as_of: the evaluation date, also as a text like 2025-08-17. The default is that of the
            draft or the corpus.
        hold: kinds of position that count.
        parties: the parties at the table, by id or as answers call them.
        readings: the reading to use, for positions by `party/id`.
        waive: positions to assume dropped.

    Raises:
        Refused: the terms or the draft have errors, or a name does not exist; the message
            suggests similar names. It is a ValueError.
        TypeError: a text was given instead of a list, or a value has another type.
    """
    if not workspace.sound:
        message = "the terms have errors"
        raise Refused(message, "see the workspace's diagnostics")
    draft = _draft(workspace, scenario)
    context = assumed(
        workspace.corpus,
        draft,
        as_of=as_of,
        hold=hold,
        parties=parties,
        readings=readings,
        waive=waive,
    )
    if workspace not in _spaces:
        _spaces[workspace] = Space(Problem(workspace.corpus))
    return Asked(workspace, Question(_spaces[workspace], draft, context))


def _draft(workspace: Workspace, scenario: object) -> Scenario:
    if scenario is None:
        return NOTHING_CHOSEN
    if isinstance(scenario, str):
        return scenario_named(workspace, scenario)
    if not isinstance(scenario, Scenario):
        message = f"`scenario` must be a draft or its id, not {scenario!r}"
        raise TypeError(message)
    if workspace.errors_in(scenario.path):
        message = f"scenario {quoted(scenario.id)} has errors"
        raise Refused(message, "see the workspace's diagnostics")
    return scenario


class Asked:
    """A draft under some assumptions, for any question. Use it in one thread at a time."""

    def __init__(self, workspace: Workspace, question: Question) -> None:
        self.workspace = workspace
        self.question = question
        self._about = question.about

    def __repr__(self) -> str:
        question = self.question
        draft = repr(str(question.scenario.id)) if question.scenario.id else "nothing chosen"
        return f"<Asked: {draft}, as of {question.context.as_of}>"

    def check(self) -> Checked:
        """The positions that the draft crosses, and because of which choices."""
        return check(*self._about)

    def options(self, *, count: bool = True) -> Options:
        """The status of each term: possible, forced or excluded."""
        return options(*self._about, count=count, numbers=True)

    def why(self, issue: str, term: str) -> Why | None:
        """A reason why a term is forced or excluded; None if it is possible."""
        return why(*self._about, *term_named(self.workspace.corpus, f"{issue}/{term}"))

    def deals(self, *, examples: int = 3, count: bool = True) -> Deals:
        """The existence and number of deals, and some of them."""
        at_least(0, "examples", examples)
        return deals(*self._about, examples=examples, count=count)

    def conflicts(self, *, limit: int | None = None) -> Conflicts:
        """Minimal sets of positions that no agreement respects together."""
        return conflicts(*self._about, limit=at_least(1, "limit", limit))

    def concessions(self, *, limit: int | None = None) -> Ledger:
        """Minimal sets of positions to drop for a deal, by party."""
        return concessions(*self._about, limit=at_least(1, "limit", limit))

    def coalitions(
        self, *, limit: int | None = None, count: bool = True, by_date: bool = False
    ) -> Coalitions:
        """The sets of parties that can agree."""
        at_least(1, "limit", limit)
        return coalitions(*self._about, limit=limit, count=count, by_date=by_date)

    def repair(self, *, keep: Collection[str] = (), limit: int = 10) -> Repairs:
        """The nearest deals."""
        at_least(1, "limit", limit)
        kept = issues_to_keep(self.question, keep)
        return repair(*self._about, keep=kept, limit=limit)

    def frontier(
        self,
        *,
        weights: Mapping[str, Decimal | int] | None = None,
        disagreement: Mapping[str, Decimal | int] | None = None,
        limit: int | None = None,
    ) -> Frontier:
        """Pareto-optimal trade-offs between parties; with weights, also bargaining points.

        Args:
            weights: the cost of crossing each position.
            disagreement: the cost of no deal for a party; all of its positions by default.
            limit: maximum number of concession sets to examine.
        """
        corpus = self.workspace.corpus
        return frontier(
            *self._about,
            weights=weighed(corpus, weights),
            disagreement=without_deal(corpus, disagreement),
            limit=at_least(1, "limit", limit),
        )

    def sweep(self) -> Sweep:
        """Effect of readings, dates and sources on the answer."""
        return sweep(*self._about)

    def robustness(self, *, over: Iterable[str] = OVER, limit: int | None = None) -> Robustness:
        """Number of combinations of assumptions with a deal, and the deciding assumptions."""
        varied = kinds_of_assumption(over)
        return robustness(*self._about, over=varied, limit=at_least(1, "limit", limit))

    def outcome(self) -> Mapping[tuple[str, str], Settled]:
        """The value of every attribute under the agreement."""
        return outcome(*self._about)


# -- answers and briefs for notebooks and other programs --


WIDTH = 88
"""Columns of an answer as text."""
SECONDS = 30.0
FRAMES: Final[Mapping[QuestionName, str]] = {
    "check": "verdicts",
    "conflicts": "conflicts",
    "concessions": "concessions",
    "frontier": "frontier",
}
"""Table of the data with the rows of an answer."""


@dataclass(frozen=True, repr=False)
class Told:
    """The answer to one question, with its draft and assumptions."""

    name: QuestionName
    asked: Asked
    result: Any
    """The result of the method of `Asked` of this name."""
    request: Request = field(default_factory=Request)
    """Options of the request."""

    def to_dict(self) -> dict[str, Any]:
        """The answer as `--format json` has it, with the digest and the method."""
        from zopa.interchange.diagnostics import written_values

        found: dict[str, Any] = written_values(self._values())
        return found

    def _values(self) -> dict[str, Any]:
        from zopa.interchange.envelope import envelope
        from zopa.interchange.questions import answer_json, asked_json, method_of

        question, workspace = self.asked.question, self.asked.workspace
        completeness = how_complete(self.name, self.result, self.request)
        content = answer_as_json(self.name, question, self.result)
        method = method_of(self.result)
        if self.name != "check":
            return answer_json(
                self.name,
                workspace,
                question,
                content,
                method=method,
                completeness=str(completeness),
            )
        # With several drafts, each states the rules that it breaks.
        return envelope(
            self.name,
            content,
            context=asked_json(workspace, question.scenario, question.context, method),
            completeness=str(completeness),
        )

    def to_frame(self, library: str | None = None) -> Any:  # noqa: ANN401  # of a library
        """The rows of `check`, `conflicts`, `concessions` or `frontier`, as a frame.

        Args:
            library: `pandas` or `polars`; the first of the two that is installed if None.

        Raises:
            Refused: the answer has no such rows, or no library is installed.
        """
        from zopa.writers.tables import frame

        name = FRAMES.get(self.name)
        if name is None:
            message = f"the answer to {self.name!r} has no rows for a frame"
            raise Refused(message, f"{', '.join(FRAMES)} have; `to_dict()` has this one")
        asked, result = self.asked, self.result
        one = Answers(
            mark="A",
            question=asked.question,
            checked=result if self.name == "check" else asked.check(),
            outcome=None,
            deals=None,
            conflicts=result if self.name == "conflicts" else None,
            ledger=result if self.name == "concessions" else None,
            repairs=None,
            frontier=result if self.name == "frontier" else None,
            sweep=None,
            coalitions=None,
            robustness=None,
            milestones=None,
            more=(),
            seconds=0,
        )
        every = {each.name: each for each in dataset(asked.workspace.corpus, [one])}
        return frame(every[name], library)

    def __repr__(self) -> str:
        return f"<Told: {self.name} of {self.asked!r}>"

    def __str__(self) -> str:
        from zopa.writers.terminal import page_text

        return page_text(self._page(), Style(enabled=False), WIDTH)

    def _page(self) -> Page:
        return answer_as_page(self.name, self.asked.question, self.result, self.request)

    def _repr_html_(self) -> str:
        """HTML in the style of the notebook around it: headings, lists, tables."""
        return answer_html(self._page())


def tell(asked: Asked, question: QuestionName, **options: Any) -> Told:  # noqa: ANN401  # passed on
    """Ask a question, and keep its draft and assumptions with the answer.

    Args:
        asked: a draft under some assumptions.
        question: the name of the command and of the method of `Asked`.
        options: arguments of that method.

    Raises:
        Refused: the question does not exist.
    """
    if question not in QUESTIONS:
        message = f"no question {question!r}"
        raise Refused(message, f"there are {', '.join(QUESTIONS)}")
    request = Request(counted=options.get("count", True), keep=options.get("keep", ()))
    return Told(question, asked, getattr(asked, question)(**options), request)


# -- briefs -------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Report:
    """A brief, as `zopa report` writes it."""

    brief: Brief
    data: Mapping[str, Dataset] = field(default_factory=dict)
    """The answers as data, by the name of the table."""

    def __repr__(self) -> str:
        number = len(self.brief.tables)
        tables = f"{number} table{'' if number == 1 else 's'}"
        return f"<Report: {self.brief.title!r}, {tables}>"

    def to_html(self) -> str:
        """The brief as one self-contained page."""
        return html_text(self.brief)

    def to_markdown(self) -> str:
        """The same content as Markdown."""
        return markdown_text(self.brief)

    def to_docx(self) -> bytes:
        """The same content as a document for word processors, with the extra `docx`."""
        from zopa.writers.docx import docx_bytes

        return docx_bytes(self.brief)

    def tables(self) -> Mapping[str, list[dict[str, CellValue]]]:
        """The rows of each table, in the form that `pandas.DataFrame` takes."""
        return {each.name: rows_of(each) for each in self.brief.tables}

    def to_frame(self, table: str = "verdicts", library: str | None = None) -> Any:  # noqa: ANN401  # of a library
        """A table of the answers as data, as a frame of pandas or polars.

        Args:
            table: one of `data`: `drafts`, `verdicts`, `conflicts`, …
            library: `pandas` or `polars`; the first of the two that is installed if None.

        Raises:
            Refused: the table does not exist, or no library is installed.
        """
        from zopa.questions import known
        from zopa.writers.tables import frame

        known(table, self.data, "table")
        return frame(self.data[table], library)

    def to_dict(self) -> dict[str, Any]:
        """The tables under the brief's title."""
        return {
            "title": self.brief.title,
            "subtitle": self.brief.subtitle,
            "tables": dict(self.tables()),
        }

    def _repr_html_(self) -> str:
        """HTML in a frame, so that its styles affect nothing else."""
        page = escape(self.to_html())
        return f'<iframe title="Brief" srcdoc="{page}" width="100%" height="700"></iframe>'


def brief_on(
    workspace: Workspace,
    scenarios: Iterable[str],
    *,
    side_by_side: bool = False,
    more: Iterable[str] = (),
    **assumptions: Any,  # noqa: ANN401  # passed on to `ask`
) -> Report:
    """Make a brief on these drafts.

    Args:
        workspace: as `load` returns it.
        scenarios: ids of drafts, in the order of the brief.
        side_by_side: True to list their differences.
        more: parts that a brief has only on request: `coalitions`, `robustness`.
        assumptions: keyword arguments of `ask`.

    Raises:
        Refused: `scenarios` is empty, or `ask` refuses one.
        TypeError: a text was given instead of a list.
    """
    names = list(several("scenarios", scenarios))
    if not names:
        message = "a brief is about one draft at least"
        raise Refused(message)
    # Iterators are read once and used for every draft.
    assumptions = {
        name: tuple(value) if isinstance(value, Iterator) else value
        for name, value in assumptions.items()
    }
    wanted = more_of_a_brief(more)
    questions = [ask(workspace, name, **assumptions).question for name in names]
    every = [
        ask_all(question, mark, SECONDS, more=wanted)
        for question, mark in zip(questions, letters(len(names)), strict=True)
    ]
    compared = None
    if side_by_side:
        compared = compare(questions[0].space, [(x.scenario, x.context) for x in questions])
    called = [repr(names), *(["side_by_side=True"] if side_by_side else [])]
    if wanted:
        called.append(f"more={list(wanted)!r}")
    called.extend(f"{name}={value!r}" for name, value in sorted(assumptions.items()))
    command = f"zopa.brief_on(workspace, {', '.join(called)})"
    said = flags(
        as_of=assumptions.get("as_of"),
        hold=assumptions.get("hold"),
        parties=assumptions.get("parties"),
        readings=assumptions.get("readings") or (),
        waive=assumptions.get("waive") or (),
    )
    return Report(
        compose(workspace, every, command=command, flags=said, compared=compared),
        {each.name: each for each in dataset(workspace.corpus, every)},
    )
