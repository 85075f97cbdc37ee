"""Differences between drafts, row by row: choices, outcome, verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from zopa.answers import fold
from zopa.answers.lines import choice_before, issue_name, no_verdict
from zopa.answers.wording import humanised, outcome_words
from zopa.questions.compare import compare
from zopa_tui.session.draft import Draft
from zopa_tui.views.positions import shade_of
from zopa_tui.views.text import TextLine, clean, cut, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Attribute, Choice, Corpus, Scenario
    from zopa.questions.check import Settled
    from zopa.questions.compare import Comparison
    from zopa.solving.space import Space
    from zopa_tui.session.draft import Picks
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import Shade, TextPart

__all__ = ["Difference", "Differences", "difference_lines", "differences", "picks_of"]

Nature = Literal["choice", "outcome", "verdict"]
SECTIONS: tuple[tuple[Nature, str], ...] = (
    ("verdict", "Verdicts"),
    ("choice", "Choices"),
    ("outcome", "Outcome"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a comparison."""

    nature: Nature
    key: str
    """Id of an issue or a position, or `entity.attribute`."""
    label: str
    values: tuple[str, ...]
    """Values in words, one for each draft."""
    shades: tuple[Shade, ...]
    same: bool

    @property
    def at(self) -> tuple[str, str]:
        """Key of the row for the cursor."""
        return self.nature, self.key


@dataclass(frozen=True)
class Differences:
    """All data of a comparison."""

    revision: int
    paths: tuple[str, ...]
    """Paths of the drafts; that of the current one is empty."""
    names: tuple[str, ...]
    comparison: Comparison
    rows: tuple[Difference, ...]

    @property
    def dates(self) -> int:
        """Number of different evaluation dates of the drafts."""
        return len({each.context.as_of for each in self.comparison.drafts})

    def count(self, *, same: bool) -> int:
        """Number of choices that are the same, or that differ."""
        return sum(each.same == same for each in self.rows if each.nature == "choice")


def differences(
    space: Space,
    drafts: Sequence[tuple[str, str, Scenario, Context]],
    signs: Signs,
    *,
    revision: int,
) -> Differences:
    """Compare drafts.

    Args:
        space: the space to ask.
        drafts: path, name, scenario and context of each draft.
        signs: symbols to use.
        revision: revision of the current draft.

    Raises:
        Stopped: the space was stopped before the answer.
    """
    found = compare(space, [(scenario, context) for _, _, scenario, context in drafts])
    corpus = space.problem.corpus
    rows = [
        *_choices(corpus, found, signs),
        *_outcomes(corpus, found, signs),
        *_verdicts(corpus, found, signs),
    ]
    return Differences(
        revision=revision,
        paths=tuple(path for path, _, _, _ in drafts),
        names=tuple(clean(name) for _, name, _, _ in drafts),
        comparison=found,
        rows=tuple(rows),
    )


def _choices(corpus: Corpus, found: Comparison, signs: Signs) -> Iterator[Difference]:
    for name, choices in found.whole.choices.items():
        values = tuple(_choice(corpus, each, signs) for each in choices)
        shades: tuple[Shade, ...] = tuple(
            "muted" if each is None or each.silent else "" for each in choices
        )
        label = clean(issue_name(corpus, name))
        same = name not in found.choices
        yield Difference("choice", name, label, values, shades, same)


def _choice(corpus: Corpus, choice: Choice | None, signs: Signs) -> str:
    if choice is None:
        return f"{signs.glyphs.undecided} undecided"
    if choice.silent:
        return f"{signs.glyphs.silent} silent"
    words = choice_before(corpus, choice)
    return f"{signs.glyphs.chosen} {clean(words)}"


def _outcomes(corpus: Corpus, found: Comparison, signs: Signs) -> Iterator[Difference]:
    for target, row in found.whole.outcome.items():
        name, attribute = target
        declared = corpus.attribute(*target)
        label = f"{humanised(attribute)}: {clean(corpus.entities[name].title or name)}"
        values = tuple(_settled(corpus, each, declared, signs) for each in row)
        shades: tuple[Shade, ...] = tuple(
            "" if each is not None and each.departs else "muted" for each in row
        )
        same = target not in found.outcome
        yield Difference("outcome", f"{name}.{attribute}", label, values, shades, same)


def _settled(corpus: Corpus, settled: Settled | None, declared: Attribute, signs: Signs) -> str:
    words = clean(outcome_words(corpus, declared, settled))
    return f"{signs.incoherent} {words}" if settled is None else words


def _verdicts(corpus: Corpus, found: Comparison, signs: Signs) -> Iterator[Difference]:
    waived = [{str(x.position) for x in each.context.waivers} for each in found.drafts]
    partial = found.partial
    # First different verdicts, then positions that count in only one of the drafts.
    for name, verdicts in sorted(
        found.whole.verdicts.items(), key=lambda each: each[0] in partial
    ):
        row = [
            "waived" if name in out else verdict
            for verdict, out in zip(verdicts, waived, strict=True)
        ]
        words = [
            each or no_verdict(corpus, draft, name)[0]
            for each, draft in zip(row, found.drafts, strict=True)
        ]
        position = corpus.positions[name]
        party = corpus.parties.get(position.party)
        owner = clean(party.short if party is not None else str(position.party))
        yield Difference(
            "verdict",
            name,
            f"{owner}: {clean(position.title)}",
            tuple(
                f"{signs.verdict(each)} {clean(said)}"
                for each, said in zip(row, words, strict=True)
            ),
            tuple(shade_of(each) for each in row),
            name not in found.verdicts,
        )


def picks_of(scenario: Scenario, issue: str) -> Picks | None:
    """A scenario's choice on an issue, or None if it is undecided there."""
    return Draft.of(scenario).choices.get(issue)


def _row(row: Difference, label: int, each: int) -> Iterator[TextLine]:
    """A row on as many lines as its longest part needs."""
    columns = [(fold(row.label, label - 3).split("\n"), label - 2, row.shades[0])]
    columns += [
        (fold(value, each - 2, "  ").split("\n"), each, shade)
        for value, shade in zip(row.values, row.shades, strict=True)
    ]
    for line in range(max(len(lines) for lines, _, _ in columns)):
        parts: list[TextPart] = [("  ", "")]
        for at, (lines, width, shade) in enumerate(columns):
            words = pad(lines[line] if line < len(lines) else "", width)
            parts.append((words, "muted" if row.same else shade if at else ""))
        yield TextLine(tuple(parts), row.at)


def difference_lines(
    found: Differences, width: int, signs: Signs, *, same: bool
) -> Iterator[TextLine]:
    """The rows below their headings, one column for each draft."""
    number = len(found.names)
    longest = max((cell_len(row.label) for row in found.rows), default=0) + 3
    label = max(16, min(longest, width * (36 if number < 3 else 30) // 100))
    each = max(8, (width - label) // number)
    heads = [pad(cut(name, each - 2, signs.more), each) for name in found.names]
    yield TextLine(((pad("", label), ""), ("".join(heads), "head")))
    yield TextLine(((signs.rule * width, "muted"),))
    for nature, title in SECTIONS:
        rows = [row for row in found.rows if row.nature == nature and (same or not row.same)]
        lost = [
            name
            for name, each in zip(found.names, found.comparison.drafts, strict=True)
            if not each.coherent
        ]
        if lost and nature == "outcome":
            words = f"  {', '.join(lost)}: inconsistent, no outcome"
            yield TextLine(((title, "head"), (cut(words, width - 8, signs.more), "muted")))
        if not rows:
            continue
        hidden = sum(row.same for row in found.rows if row.nature == nature)
        partial = len(found.comparison.partial) if nature == "verdict" else 0
        differ = sum(not row.same for row in rows) - partial
        numbers = [] if same else [f"{differ} {'differs' if differ == 1 else 'differ'}"]
        if hidden:
            numbers.append(f"{hidden} {'is' if hidden == 1 else 'are'} the same")
        if partial:
            verb = "counts" if partial == 1 else "count"
            dates = " (dates differ)" if found.dates > 1 else ""
            numbers.append(f"{partial} {verb} for some only{dates}")
        tail = f"  {', '.join(numbers)}" if numbers else ""
        yield TextLine(((title, "head"), (tail, "muted")))
        for row in rows:
            yield from _row(row, label, each)
    if not any(same or not row.same for row in found.rows):
        yield TextLine((("  No differences. f shows the rows that are the same.", "muted"),))
