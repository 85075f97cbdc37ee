"""The answer to `coverage --source`: cited places, and numbers that nothing cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Fact, Facts, Page, Paragraph, Section, Words
from zopa.answers.wording.lines import text
from zopa.answers.wording.numbers import several
from zopa.answers.wording.sources import PLACES
from zopa.model.cross_references import Nature

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zopa.answers.page import Line, Next
    from zopa.model.corpus import Corpus
    from zopa.questions.source_coverage import Citing, SourceCoverage

__all__ = ["source_coverage_page"]

MANY = {
    "entity": "entities",
    "contingency": "contingencies",
    "party": "parties",
    "record-entry": "record",
    "scenario": "drafts",
}
"""Several of a nature, where that is not the word with an s."""
ONE = {"record-entry": "record", "scenario": "draft"}


def source_coverage_page(
    corpus: Corpus, found: SourceCoverage, *, commands: Sequence[Next] = ()
) -> Page:
    """Each place with what cites it, then the numbers that nothing cites.

    Args:
        corpus: the terms.
        found: the places.
        commands: where to go from here.
    """
    source = corpus.sources[found.source]
    unit = source.cites_as
    mark = PLACES.get(unit, f"{unit} ")
    facts = [
        Fact(
            f"{mark}{each.place}" if isinstance(each.place, int) else each.place,
            tuple(_lines(each.cited_by)),
        )
        for each in found.places
    ]
    sections = [Section("places", "Cited places", (Facts(tuple(facts)),))] if facts else []
    if found.whole:
        whole = Facts((Fact("source", tuple(_lines(found.whole))),))
        sections.append(Section("whole", "Cited without a place", (whole,)))
    if found.uncited:
        runs = ", ".join(f"{x}" if x == y else f"{x}–{y}" for x, y in found.uncited)
        left = Paragraph(text(f"{mark}{runs}"))
        sections.append(Section("uncited", "Not cited", (left,)))
    end = f"{mark}{found.largest} is the last one that is cited. The source may have more."
    return Page(
        conclusion=_conclusion(found, unit),
        context=text(f"{found.source} · {source.title}", tone="dim"),
        sections=tuple(sections),
        notes=(text(end),) if found.largest else (),
        next=tuple(commands),
    )


def _conclusion(found: SourceCoverage, unit: str) -> Line:
    if not found.places:
        words = "No place is cited" if found.whole else "Not cited"
        return (Words(words, tone="strong"),)
    if not found.largest:
        return (Words(f"{several(len(found.places), 'place')} cited", tone="strong"),)
    units = several(found.largest, unit)
    some = "all" if found.numbers == found.largest else f"{found.numbers}"
    words = f"{some} of the first {units}" if found.largest > 1 else f"1 {unit}"
    others = len(found.places) - found.numbers
    more = f", and {several(others, 'other place')}" if others else ""
    return (Words(f"Cited: {words}{more}", tone="strong"),)


def _lines(every: Iterable[Citing]) -> Iterator[Line]:
    """A line for each statement with what rests on it, then one for each other nature."""
    citing = list(every)
    direct = [each for each in citing if not each.through]
    for each in direct:
        if each.nature == Nature.STATEMENT:
            resting = [other for other in citing if other.through == each.id]
            on_it = "; ".join(_groups(resting))
            yield text(f"statement {each.id}{f' ({on_it})' if on_it else ''}")
    yield from map(text, _groups(x for x in direct if x.nature != Nature.STATEMENT))


def _groups(every: Iterable[Citing]) -> Iterator[str]:
    """`positions a, b` for each nature, in the order of the first of each."""
    groups: dict[str, list[str]] = {}
    for each in every:
        choice = f" on {each.choice}" if each.choice else ""
        groups.setdefault(each.nature, []).append(f"{each.id}{choice}")
    for nature, names in groups.items():
        one = ONE.get(nature, nature.replace("-", " "))
        many = MANY.get(nature, f"{one}s")
        yield f"{one if len(names) == 1 else many} {', '.join(names)}"
