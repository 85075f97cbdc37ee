"""The answer to `coverage`: gaps in the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Item, Items, Page, Section, Words
from zopa.answers.wording.lines import text
from zopa.answers.wording.names import position_words
from zopa.answers.wording.numbers import several
from zopa.answers.wording.positions import KINDS
from zopa.answers.wording.rules import kept_words
from zopa.model.corpus import Kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from zopa.answers.page import Line, Next
    from zopa.model.corpus import Corpus
    from zopa.questions.coverage import Coverage

__all__ = ["coverage_page"]


def coverage_page(
    corpus: Corpus, found: Coverage, date: dt.date, *, commands: Sequence[Next] = ()
) -> Page:
    """Each kind of gap with its members; the kinds without any in one line.

    Args:
        corpus: the terms.
        found: the gaps.
        date: the evaluation date.
        commands: where to go from here.
    """
    groups = tuple(_groups(corpus, found))
    sections = tuple(_section(heading, items) for heading, _, items in groups if items)
    none = [name for _, name, items in groups if not items]
    answer = "Gaps in the corpus (not errors)" if sections else "No gaps in the corpus"
    return Page(
        conclusion=(Words(answer, tone="strong"), Words(f" · as of {date}")),
        context=_context(corpus),
        sections=sections,
        notes=(text(f"None: {'; '.join(none)}."),) if none else (),
        next=tuple(commands),
    )


def _context(corpus: Corpus) -> Line:
    checked = sum(each.checked for each in corpus.positions.values())
    kinds = kept_words([KINDS[str(kind)] for kind in _kinds(corpus)])
    parts = (
        several(len(corpus.issues), "issue"),
        several(checked, _any_of(corpus), kinds),
        several(len(corpus.statements), "statement"),
        several(len(corpus.sources), "source"),
    )
    return text(" · ".join(parts), tone="dim")


def _kinds(corpus: Corpus) -> Sequence[Kind]:
    """Red lines and demands, and preferences where the corpus has some."""
    some = {each.kind for each in corpus.positions.values()}
    return [Kind.RED_LINE, Kind.DEMAND, *([Kind.PREFERENCE] * (Kind.PREFERENCE in some))]


def _any_of(corpus: Corpus) -> str:
    *others, last = (str(kind).replace("-", " ") for kind in _kinds(corpus))
    return f"{', '.join(others)} or {last}"


def _section(heading: str, items: Sequence[Item]) -> Section:
    anchor = heading.lower().replace(" ", "-")
    return Section(anchor, f"{heading}: {len(items)}", (Items(tuple(items)),))


def _groups(corpus: Corpus, found: Coverage) -> Iterator[tuple[str, str, Sequence[Item]]]:
    """For each kind of gap its heading, its name in a sentence, and its members."""
    position = _any_of(corpus)

    def issue(name: str) -> Item:
        return Item(text(corpus.issues[name].question), aside=text(name, tone="dim"))

    def stated(name: str) -> Item:
        since = f"since {corpus.positions[name].since}"
        return Item(text(position_words(corpus, name)), aside=text(since, tone="dim"))

    def position_item(name: str) -> Item:
        return Item(text(position_words(corpus, name)))

    def statement(name: str) -> Item:
        return Item(text(f"{name}: {corpus.statements[name].text}"))

    def source(name: str) -> Item:
        return Item(text(f"{name}: {corpus.sources[name].title}"))

    def party(name: str) -> Item:
        return Item(text(corpus.parties[name].name))

    for heading, names, item in (
        (f"Issues without a {position}", found.issues_without_position, issue),
        ("Positions that no term affects", found.positions_without_term, position_item),
        (
            f"Parties at the table without a {position}",
            found.parties_without_line,
            party,
        ),
        ("Positions no longer current", found.superseded, stated),
        ("Positions not yet current, or start date uncertain", found.not_yet, stated),
        (
            "Positions without a statement by the party itself",
            found.only_indirect,
            position_item,
        ),
        ("Unused statements", found.statements_unused, statement),
        ("Unused sources", found.sources_unused, source),
    ):
        yield heading, f"{heading[:1].lower()}{heading[1:]}", [item(each) for each in names]
