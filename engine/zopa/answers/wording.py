"""Words that every part of a brief uses, each leading to where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.answers.page import Cell, Fact, Item, Paragraph, Words
from zopa.model.corpus import SILENT
from zopa.questions.check import Verdict
from zopa.render.asked import (
    holder_names,
    party_name,
    several,
    title_among,
)
from zopa.render.check import GLYPHS, choice_words
from zopa.render.sourcing import HOW, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zopa.answers.page import Line, Tone
    from zopa.model.conditions import Name
    from zopa.model.corpus import (
        Attribute,
        Choice,
        Citations,
        Corpus,
        Position,
        Statement,
        When,
    )
    from zopa.questions.check import Checked
    from zopa.questions.every import Answers
    from zopa.questions.outcome import Settled
    from zopa.questions.question import Question
    from zopa.solving.partition import Piece

__all__ = [
    "INCOHERENT",
    "UNKNOWN",
    "anchor",
    "cause_lines",
    "choice_before",
    "choice_line",
    "citation_line",
    "data_words",
    "days_of",
    "every_table",
    "id_words",
    "ids",
    "joined",
    "merged",
    "nature",
    "nature_cell",
    "no_verdict_cell",
    "number",
    "owned_line",
    "places_of",
    "position_line",
    "reading_words",
    "said_items",
    "said_line",
    "settled_words",
    "terms_of",
    "text",
    "value_words",
    "verdict_cell",
]


TONES: dict[Verdict, Tone] = {
    Verdict.CROSSED: "crossed",
    Verdict.OPEN: "open",
    Verdict.RESPECTED: "respected",
}


UNKNOWN = Paragraph((Words("Not known: the time was over before there was an answer."),))
INCOHERENT = Paragraph(
    (Words("Not asked: the draft's choices contradict the rules, whoever the parties."),)
)


def anchor(nature: str, name: str) -> str:
    """Where a thing of the corpus stands in the brief; ids have no two hyphens in a row."""
    safe = "".join(
        each if each.isascii() and each.isalnum() else "--" if each == "/" else "-"
        for each in name
    )
    return f"{nature}-{safe}"


def text(words: str, to: str = "", tone: Tone = "") -> Line:
    """A line of words alike."""
    return (Words(words, to, tone),)


def number(value: int) -> Cell:
    """A number in a table, and as such for programs."""
    return Cell(text(f"{value:,}"), value)


def ids(names: Iterable[str]) -> str:
    """Names in one cell, for programs."""
    return " ".join(names)


def joined(lines: Sequence[Line], comma: str = ", ", last: str = " and ") -> Line:
    """Lines in a sentence."""
    found: list[Words] = []
    for place, line in enumerate(lines):
        if place:
            found.append(Words(last if place + 1 == len(lines) else comma))
        found.extend(line)
    return tuple(found)


# -- positions ----------------------------------------------------------------


def position_line(
    corpus: Corpus, name: str, table: Iterable[str] = (), *, owner: bool = True
) -> Line:
    """A position by who of the table holds it and its title, leading to what was said."""
    position = corpus.positions[name]
    whose = f"{holder_names(corpus, position, table)}: " if owner else ""
    return text(f"{whose}{position.title}", anchor("position", name))


def owned_line(corpus: Corpus, name: str, party: str, table: Iterable[str]) -> Line:
    """A position in a list of a party's own: its title, and who else of the table holds it."""
    return text(title_among(corpus, name, party, table), anchor("position", name))


def every_table(every: Iterable[Answers]) -> set[str]:
    """The parties at the table of some draft."""
    return {party for one in every for party in one.checked.context.table}


def nature(position: Position) -> str:
    """What kind of position, and how firm."""
    return f"{str(position.kind).replace('-', ' ')}, {position.strength}"


def nature_cell(position: Position) -> Cell:
    """The same; for programs the kind and the strength apart."""
    parts = (("kind", str(position.kind)), ("strength", str(position.strength)))
    return Cell(text(nature(position)), parts=parts)


def days_of(key: str, when: When | None) -> tuple[tuple[str, str | None], ...]:
    """For programs, the first and the last day that a date may mean."""
    earliest, latest = (None, None) if when is None else (when.earliest, when.latest)
    return (
        (f"{key}-earliest", None if earliest is None else earliest.isoformat()),
        (f"{key}-latest", None if latest is None else latest.isoformat()),
    )


def places_of(cites: Citations, prefix: str = "") -> tuple[tuple[str, str], ...]:
    """For programs, the sources that are cited and the places in them; by these keys."""
    return (
        (f"{prefix}sources", " ".join(str(source) for source, _ in cites)),
        (
            f"{prefix}places",
            " ".join(f"{source}:{place}" for source, places in cites for place in places),
        ),
    )


def terms_of(choice: Choice) -> str:
    """For programs, what a choice takes: `issue/term`, or `issue/silent`."""
    terms = [str(pick.term) for pick in choice.picks] or [SILENT]
    return " ".join(f"{choice.issue}/{term}" for term in terms)


def reading_words(question: Question, position: Position) -> str:
    """The reading that was used, where there are others."""
    if len(position.readings) < 2:
        return ""
    chosen = question.context.readings.get(str(position.id), position.default)
    reading = position.readings.get(chosen) or position.readings[position.default]
    which = "as chosen" if str(position.id) in question.context.readings else "by default"
    return f"{reading.title or reading.id} ({reading.id}, {which})"


def verdict_cell(verdict: Verdict) -> Cell:
    """A verdict by sign and word."""
    words = Words(f"{GLYPHS[verdict]} {verdict}", tone=TONES[verdict])
    return Cell((words,), str(verdict))


def no_verdict_cell(checked: Checked, name: str) -> Cell:
    """That a draft has no verdict on a position, and why."""
    if any(str(each.position) == name for each in checked.waived):
        return Cell(text("w waived", tone="waived"), "not-held")
    if any(each.id == name for each in checked.not_judged):
        return Cell(text("– two values at once, not judged", tone="dim"), "not-judged")
    return Cell(text("– does not count", tone="dim"), "not-held")


# -- what was said ------------------------------------------------------------


def citation_line(corpus: Corpus, cites: Citations) -> Line:
    """Sources with their places, each leading to the source."""
    found: list[Line] = []
    for source, places in cites:
        declared = corpus.sources.get(source)
        mark = PLACES.get(declared.cites_as, "") if declared else ""
        where = f" {mark}{' '.join(map(str, places))}" if places else ""
        found.append(text(f"{source}{where}", anchor("source", str(source))))
    return joined(found, last=", ")


def said_line(corpus: Corpus, statement: Statement) -> Line:
    """Who said it, when, on whose report, and where it stands."""
    speaker = corpus.speakers.get(statement.speaker)
    who = speaker.name if speaker else str(statement.speaker)
    how = HOW.get(statement.attribution, statement.attribution)
    by = statement.by
    report = f"{how} by {by}" if how and by else how or (f"to {by}" if by else "")
    relayed = f"relayed by {statement.relayed_by}" if statement.relayed_by else ""
    day = f"{statement.said} (day inferred)" if statement.inferred else str(statement.said)
    parts = [part for part in (who, day, report, relayed) if part]
    cited = citation_line(corpus, statement.cites)
    return (Words(", ".join(parts)), *((Words(", "), *cited) if cited else ()))


def said_items(corpus: Corpus, names: Iterable[str]) -> Iterator[Item]:
    """What was said, and under it by whom, when, on whose report and where."""
    for name in names:
        statement = corpus.statements.get(name)
        if statement is not None:
            words = Words(statement.text, anchor("statement", str(statement.id)))
            yield Item((words,), (Item(said_line(corpus, statement)),))


def merged(cites: Iterable[tuple[Name, tuple[int | str, ...]]]) -> Citations:
    """Each source once, with all of its places in the order of the document.

    Numbers come as they count, whether or not they are written as texts; the other texts
    follow as they were cited.
    """
    found: dict[Name, dict[str, int | str]] = {}
    for source, places in cites:
        mine = found.setdefault(source, {})
        for each in places:
            mine.setdefault(str(each), each)
    return tuple(
        (
            source,
            tuple(
                sorted(
                    places.values(),
                    key=lambda each: (0, int(each)) if str(each).isdecimal() else (1, 0),
                )
            ),
        )
        for source, places in found.items()
    )


# -- choices ------------------------------------------------------------------


def choice_line(answers: Answers, choice: Choice) -> Line:
    """What a draft says on which issue, leading to where it is listed."""
    corpus = answers.question.space.problem.corpus
    words = f"{corpus.issues[choice.issue].question} {choice_before(corpus, choice)}"
    return text(words, anchor(f"{answers.anchor}-choice", str(choice.issue)))


def choice_before(corpus: Corpus, choice: Choice) -> str:
    """What a draft says on an issue, without naming it."""
    return choice_words(corpus, choice).removeprefix(f"{choice.issue}: ")


def cause_lines(answers: Answers, because: Sequence[str]) -> Fact:
    """The choices that are enough to cross a position."""
    choices = answers.checked.scenario.choices
    if not because:
        words = "of the rules alone: every coherent draft crosses it"
        return Fact("because", (text(words),))
    return Fact(
        "because" if len(because) == 1 else f"because of {several(len(because), 'choice')}",
        tuple(choice_line(answers, choices[issue]) for issue in because),
    )


# -- values of attributes for a reader who has not seen the files --


MOST = 4
"""Values that are named where several are possible."""


def value_words(corpus: Corpus, value: object, unit: str = "") -> str:
    """A value by the name of what it is the id of, or by its own words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    name = str(value)
    if isinstance(value, int):
        return f"{value:,} {unit}".rstrip()
    if name in {"True", "False"}:
        return "yes" if name == "True" else "no"
    if name == "unlimited":
        return "no limit"
    if name in corpus.parties:
        return party_name(corpus, name)
    if name in corpus.entities:
        return corpus.entities[name].title or id_words(name)
    return id_words(name)


def id_words(name: str) -> str:
    """An id as words."""
    return name.replace("-", " ")


def settled_words(corpus: Corpus, declared: Attribute, settled: Settled | None) -> str:
    """What an attribute comes to, or may come to."""
    if settled is None:
        return "incoherent"
    if settled.settled:
        return _piece_words(corpus, declared, settled.values[0])
    some = " or ".join(_piece_words(corpus, declared, each) for each in settled.values[:MOST])
    more = "" if len(settled.values) <= MOST else " or others"
    return f"open: {some}{more}"


def _piece_words(corpus: Corpus, declared: Attribute, piece: Piece) -> str:
    if declared.type == "integer":
        unit = f" {declared.unit}" if declared.unit and str(piece) != "unlimited" else ""
        return "no limit" if str(piece) == "unlimited" else f"{piece}{unit}"
    return value_words(corpus, str(piece))


def data_words(settled: Settled | None) -> str:
    """The same for programs: the values as the files have them."""
    return "incoherent" if settled is None else "; ".join(map(str, settled.values))
