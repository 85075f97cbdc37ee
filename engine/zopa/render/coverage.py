"""`coverage` as text: what nobody speaks to, and what nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.wording import position_words, several

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from zopa.model.corpus import Corpus
    from zopa.questions.coverage import Coverage
    from zopa.render.asked import Page

__all__ = ["coverage_text"]


def coverage_text(corpus: Corpus, coverage: Coverage, day: dt.date, page: Page) -> str:
    """Each kind of gap with what is in it; a kind without any in one line."""
    return "\n".join([*_coverage(corpus, coverage, day, page), ""])


def _coverage(corpus: Corpus, coverage: Coverage, day: dt.date, page: Page) -> Iterator[str]:
    checked = sum(each.checked for each in corpus.positions.values())
    yield page.style("bold", page.line(corpus.title))
    counts = (
        f"{several(len(corpus.issues), 'issue')} · {several(checked, 'position')} that verdicts"
        f" can be about · {several(len(corpus.statements), 'statement')} ·"
        f" {several(len(corpus.sources), 'source')} · as of {day}"
    )
    yield page.style("dim", page.line(counts))
    yield page.line("Gaps are not errors: they say where the corpus has nothing to judge by.")

    def issue(name: str) -> str:
        return f"{name}: {corpus.issues[name].question}"

    def position(name: str) -> str:
        return position_words(corpus, name)

    def line(name: str) -> str:
        return f"{position(name)} (since {corpus.positions[name].since})"

    def statement(name: str) -> str:
        return f"{name}: {corpus.statements[name].text}"

    def source(name: str) -> str:
        return f"{name}: {corpus.sources[name].title}"

    def party(name: str) -> str:
        return corpus.parties[name].name

    groups: list[tuple[str, Sequence[str], Callable[[str], str]]] = [
        ("Issues that no position speaks to", coverage.issues_without_position, issue),
        ("Positions that no term can change", coverage.positions_without_term, position),
        ("Parties at the table without a line", coverage.parties_without_line, party),
        ("Lines not in force any more", coverage.superseded, line),
        ("Lines possibly in force, or only later", coverage.not_yet, line),
        ("Lines with nothing in the party's own voice", coverage.only_indirect, position),
        ("Statements that nothing rests on", coverage.statements_unused, statement),
        ("Sources that nothing cites", coverage.sources_unused, source),
    ]
    for heading, names, words in groups:
        yield ""
        if not names:
            yield f"{heading}: none"
            continue
        yield page.style("bold", f"{heading}: {len(names)}")
        for name in names:
            yield page.line(words(name), "  ")
    if not page.quiet:
        yield ""
        yield f"next  {page.style('help', 'zopa show ID')}  # one of these whole"
