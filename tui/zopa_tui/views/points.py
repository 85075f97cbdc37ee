"""Reasons as points: style, label, text and place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from zopa.answers.lines import citation, issue_name, statement_line
from zopa.answers.wording import clause_words, position_words
from zopa.model.context import context_of
from zopa_tui.views.text import nature_words, picks_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.model.corpus import Corpus, Position
    from zopa.questions.check import Settled
    from zopa.questions.options import Why
    from zopa.solving.problem import Clause
    from zopa_tui.session.draft import Draft
    from zopa_tui.session.locations import Locations

__all__ = [
    "Reason",
    "ReasonLine",
    "Target",
    "choice_point",
    "position_point",
    "said_points",
    "title_of_choice",
    "why_points",
]


# -- items for the cursor --


@dataclass(frozen=True, slots=True)
class Target:
    """An item of the corpus under the cursor."""

    kind: Literal["section", "issue", "term", "position", "entity"]
    id: str
    """Id of the issue, position (`party/id`) or entity; of a term `issue/term`."""

    @classmethod
    def term(cls, issue: str, term: str) -> Target:
        """A term of an issue."""
        return cls("term", f"{issue}/{term}")

    @property
    def parts(self) -> tuple[str, str]:
        """Issue and term of a term."""
        issue, _, term = self.id.partition("/")
        return issue, term

    @property
    def issue(self) -> str | None:
        """The issue itself, or the issue of the term."""
        match self.kind:
            case "issue":
                return self.id
            case "term":
                return self.parts[0]
            case _:
                return None


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One point of a reason; text from files is shown unchanged."""

    text: str
    label: str = ""
    style: str = ""
    """`crossed`, `open`, `respected`, `forced`, `waived`, `muted`, `head`, or empty."""
    place: str = ""
    """File and line, or a citation."""
    goes: tuple[str, str] | None = None
    """Kind and id of the item that the user can go to from this point."""


@dataclass(frozen=True)
class Reason:
    """Explanation of the item under the cursor."""

    target: Target
    revision: int
    title: str
    pages: tuple[tuple[ReasonLine, ...], ...]
    """Pages: the verdict first, then its grounds; no page is empty."""
    preview: Mapping[tuple[str, str], Settled] = field(default_factory=dict)
    """Outcome if the term were chosen; empty if there is no term to choose."""

    def text(self) -> str:
        """The complete explanation as plain text."""
        lines = [self.title]
        for page in self.pages:
            lines.append("")
            for each in page:
                label = f"{each.label}: " if each.label else ""
                place = f"  [{each.place}]" if each.place else ""
                lines.append(f"{label}{each.text}{place}")
        return "\n".join(lines)


def title_of_choice(corpus: Corpus, draft: Draft, issue: str) -> str:
    """An issue with the draft's choice."""
    words = picks_words(corpus, issue, draft.picks(issue))
    if not words:
        words = "silent" if draft.silent(issue) else "undecided"
    return f"{issue_name(corpus, issue)}: {words}"


def choice_point(
    corpus: Corpus, draft: Draft, issue: str, places: Locations, label: str = "your choice"
) -> ReasonLine:
    """A point with the draft's choice on an issue."""
    text = title_of_choice(corpus, draft, issue)
    term = next(iter(draft.picks(issue)), None)
    goes = ("issue", issue) if term is None else ("term", f"{issue}/{term}")
    return ReasonLine(text, label, place=places.text("issue", issue), goes=goes)


def position_point(
    corpus: Corpus, position: Position, draft: Draft, style: str, label: str
) -> ReasonLine:
    """A position with its holders at the draft's table and its strength."""
    table = context_of(corpus).table if draft.table is None else draft.table
    nature = nature_words(position)
    text = position_words(corpus, str(position.id), map(str, table))
    return ReasonLine(text, label, style, nature, ("position", str(position.id)))


def said_points(
    corpus: Corpus, position: Position, label: str = "said by"
) -> Iterator[ReasonLine]:
    """Points with each statement's speaker, date, reporter and place."""
    for name in position.statements:
        if name in corpus.statements:
            said = corpus.statements[name]
            cites = citation(corpus, said.cites)
            text = statement_line(corpus, said).removesuffix(cites).rstrip(", ")
            yield ReasonLine(text, label, "muted", cites, ("statement", str(name)))
            label = ""


def why_points(
    corpus: Corpus, draft: Draft, why: Why, places: Locations
) -> Iterator[ReasonLine]:
    """A minimal reason: the draft's own choices, the rules, and the positions."""
    for issue in why.choices:
        yield choice_point(corpus, draft, issue, places)
    for name in why.positions:
        position = corpus.positions[name]
        yield position_point(corpus, position, draft, "crossed", "line")
        yield from said_points(corpus, position)
    for clause in why.clauses:
        yield _clause_line(corpus, clause, places)


def _clause_line(corpus: Corpus, clause: Clause, places: Locations) -> ReasonLine:
    if clause.nature == "rule":
        rule = corpus.rules[clause.name]
        place = places.text("rule", str(rule.id))
        return ReasonLine(rule.reason, "rule", place=place, goes=("rule", str(rule.id)))
    return ReasonLine(clause_words(corpus, clause), "kept by")
