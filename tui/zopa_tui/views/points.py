"""Reasons as points: a style, a label, the text, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from zopa.answers.wording.choices import issue_name
from zopa.answers.wording.names import position_words
from zopa.answers.wording.rules import clause_words
from zopa.answers.wording.sources import citation, statement_line
from zopa.model.context import context_of
from zopa_tui.views.text import nature_words, picks_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.model.corpus import Corpus, Position
    from zopa.questions.options import Why
    from zopa.questions.outcome import Settled
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


# -- what the cursor can stand on --


@dataclass(frozen=True, slots=True)
class Target:
    """One thing of the corpus."""

    kind: Literal["section", "issue", "term", "position", "entity"]
    id: str
    """Of an issue, a position (`party/id`) or an entity; of a term `issue/term`."""

    @classmethod
    def term(cls, issue: str, term: str) -> Target:
        """A term of an issue."""
        return cls("term", f"{issue}/{term}")

    @property
    def parts(self) -> tuple[str, str]:
        """Issue and term, where it is a term."""
        issue, _, term = self.id.partition("/")
        return issue, term

    @property
    def issue(self) -> str | None:
        """The issue that it is, or belongs to."""
        match self.kind:
            case "issue":
                return self.id
            case "term":
                return self.parts[0]
            case _:
                return None


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One point of a reason; text from files is shown as it is."""

    text: str
    label: str = ""
    style: str = ""
    """`crossed`, `open`, `respected`, `forced`, `waived`, `muted`, `head`, or none."""
    place: str = ""
    """File and line, or a citation."""
    goes: tuple[str, str] | None = None
    """Kind and id of what it speaks of, where one can go there."""


@dataclass(frozen=True)
class Reason:
    """Everything worth saying about what the cursor stands on."""

    target: Target
    revision: int
    title: str
    pages: tuple[tuple[ReasonLine, ...], ...]
    """The verdict first, then what it rests on; none is empty."""
    preview: Mapping[tuple[str, str], Settled] = field(default_factory=dict)
    """What choosing the term would lead to; empty where there is nothing to choose."""

    def text(self) -> str:
        """All of it as plain text."""
        lines = [self.title]
        for page in self.pages:
            lines.append("")
            for each in page:
                label = f"{each.label}: " if each.label else ""
                place = f"  [{each.place}]" if each.place else ""
                lines.append(f"{label}{each.text}{place}")
        return "\n".join(lines)


def title_of_choice(corpus: Corpus, draft: Draft, issue: str) -> str:
    """An issue, and what the draft says on it."""
    words = picks_words(corpus, issue, draft.picks(issue))
    if not words:
        words = "silent" if draft.silent(issue) else "undecided"
    return f"{issue_name(corpus, issue)}: {words}"


def choice_point(
    corpus: Corpus, draft: Draft, issue: str, places: Locations, label: str = "your choice"
) -> ReasonLine:
    """What the draft says on an issue."""
    text = title_of_choice(corpus, draft, issue)
    term = next(iter(draft.picks(issue)), None)
    goes = ("issue", issue) if term is None else ("term", f"{issue}/{term}")
    return ReasonLine(text, label, place=places.text("issue", issue), goes=goes)


def position_point(
    corpus: Corpus, position: Position, draft: Draft, style: str, label: str
) -> ReasonLine:
    """A position with who of the draft's table holds it and how firmly."""
    table = context_of(corpus).table if draft.table is None else draft.table
    nature = nature_words(position)
    text = position_words(corpus, str(position.id), map(str, table))
    return ReasonLine(text, label, style, nature, ("position", str(position.id)))


def said_points(
    corpus: Corpus, position: Position, label: str = "said by"
) -> Iterator[ReasonLine]:
    """Who said it, when, on whose report, and where."""
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
    """A minimal reason: the draft's own choices, the rules, and whose lines."""
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
