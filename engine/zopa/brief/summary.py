"""The brief in plain words, and what all of it holds under."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from zopa.brief.content import (
    Cell,
    Column,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from zopa.brief.wording import joined, position_line, text
from zopa.check import Verdict
from zopa.context import candidates, standing
from zopa.question import Completeness
from zopa.render.asked import KINDS, amount, kept_words, party_name, several

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zopa.brief.answers import Answers
    from zopa.brief.content import Line
    from zopa.model import Corpus, Waiver

__all__ = ["assumed", "running", "summary"]

NEUTRAL = (
    "This brief repeats what was said, by whom and on whose report, and computes what follows"
    " from it. It recommends nothing and predicts nothing. Every underlined word leads to"
    " the choice, the statement or the computation that it rests on."
)


def summary(corpus: Corpus, every: Sequence[Answers]) -> Section:
    """What was found, draft by draft."""
    items = tuple(
        Item(
            (
                Words(f"{one.mark}. ", tone="strong"),
                Words(one.title, one.anchor, "strong"),
            ),
            tuple(Item(line) for line in _draft(corpus, one)),
        )
        for one in every
    )
    return Section("summary", "In short", (Items(items), Paragraph(text(NEUTRAL), "dim")))


def _draft(corpus: Corpus, answers: Answers) -> Iterator[Line]:
    checked = answers.checked
    decided = len(checked.scenario.choices)
    yield (
        Words("Decides "),
        Words(f"{decided} of {len(corpus.issues)} issues", f"{answers.anchor}-choices"),
        Words(f"; judged as of {checked.context.as_of}."),
    )
    if not checked.coherent:
        yield (
            Words("Incoherent", f"{answers.anchor}-crossed", "crossed"),
            Words(": its own choices and the rules cannot stand together."),
        )
        return
    yield from _verdict(answers)
    yield from _zone(answers)
    yield from _elsewhere(answers)


def _verdict(answers: Answers) -> Iterator[Line]:
    checked = answers.checked
    counts = Counter(each.verdict for each in checked.verdicts)
    held = several(len(checked.verdicts), "position")
    match checked.deal:
        case True:
            answer, tone = "A deal", "respected"
            rest = f": it respects all of the {held} that count, however the rest is settled."
        case "open":
            answer, tone = "Open", "open"
            rest = f": of the {held} that count none is crossed, and it can become a deal."
        case _ if counts[Verdict.CROSSED]:
            answer, tone = "No deal", "crossed"
            rest = (
                f": of the {held} that count it crosses {counts[Verdict.CROSSED]}, however the"
                f" rest is settled; {counts[Verdict.OPEN]} are open and"
                f" {counts[Verdict.RESPECTED]} respected."
            )
        case _:
            answer, tone = "No deal", "crossed"
            rest = (
                f": of the {held} that count it crosses none yet, but no way to settle the"
                " rest respects all of them."
            )
    yield (
        Words(
            answer,
            f"{answers.anchor}-crossed" if counts[Verdict.CROSSED] else "matrix",
            tone,  # type: ignore[arg-type]  # the names above are tones
        ),
        Words(rest),
    )


def _zone(answers: Answers) -> Iterator[Line]:
    found, at = answers.conflicts, answers.anchor
    if answers.deals is not None and answers.deals.exists:
        many = answers.deals.count
        number = "Deals" if many is None else f"{amount(many)} deals"
        yield (Words(f"{number} keep its choices (counted by "), _method("deals"), Words(")."))
    if found is not None and found.conflicts:
        least = "" if found.completeness == Completeness.PROVED else "at least "
        words = f"{least}{several(len(found.conflicts), 'conflict')}"
        yield (
            Words("Positions that cannot hold together with its choices: "),
            Words(words, f"{at}-conflicts"),
            Words("."),
        )
    ledger = answers.ledger
    if ledger is not None and not ledger.zone and ledger.concessions:
        proved = ledger.completeness == Completeness.PROVED
        ways = several(len(ledger.concessions), "way")
        yield (
            Words(f"{'' if proved else 'At least '}"),
            Words(f"{ways} out", f"{at}-concessions"),
            Words(f"; the smallest drops {several(len(ledger.concessions[0]), 'position')}."),
            *_movers(answers),
        )
    repairs = answers.repairs
    if repairs is not None and repairs.distance != 0:
        words = (
            "no change to it makes a deal possible"
            if repairs.distance is None
            else f"{several(repairs.distance, 'changed issue')} away"
        )
        yield (Words("Nearest deal: "), Words(words, f"{at}-repair"), Words("."))


def _movers(answers: Answers) -> Iterator[Words]:
    ledger, corpus = answers.ledger, answers.question.space.problem.corpus
    if ledger is None:
        return
    names = [party for party in map(str, corpus.parties) if party in ledger.parties]
    must = [name for name in names if not ledger.parties[name].need_not_move]
    alone = [name for name in names if ledger.parties[name].alone]
    if must:
        whose = kept_words([party_name(corpus, each) for each in must])
        yield Words(f" With these choices {whose} would have to move.")
    if alone:
        whose = kept_words([party_name(corpus, each) for each in alone])
        yield Words(f" Enough alone: {whose}.")


def _elsewhere(answers: Answers) -> Iterator[Line]:
    sweep, at = answers.sweep, answers.anchor
    if sweep is None:
        return
    turns = [f"{now.day}" for before, now in pairwise(sweep.days) if before.deal != now.deal]
    if turns:
        yield (
            Words("The answer turns on "),
            Words(kept_words(turns), f"{at}-days"),
            Words("."),
        )
    elif sweep.days:
        yield (
            Words("The answer is the same on "),
            Words("every day", f"{at}-days"),
            Words("."),
        )
    readings = sweep.readings
    if readings.verdicts:
        words = "depends" if readings.decisive else "does not depend"
        yield (
            Words("Whether a deal is possible "),
            Words(words, f"{at}-readings"),
            Words(f" on how {several(len(readings.verdicts), 'ambiguous position')} are read."),
        )


def _method(command: str) -> Words:
    return Words(command, "method", "code")


# -- the box ------------------------------------------------------------------


def assumed(corpus: Corpus, every: Sequence[Answers], digest: str, version: str) -> Section:
    """What the answers hold under; the same for each draft where its file says nothing else."""
    facts: tuple[tuple[str, str, Callable[[Answers], Line]], ...] = (
        ("as-of", "Asked as of", lambda one: text(str(one.checked.context.as_of))),
        ("hold", "Positions that count", lambda one: text(_counted(one))),
        ("table", "At the table", lambda one: text(_table(corpus, one))),
        ("readings", "Readings", lambda one: text(_readings(one))),
        ("waivers", "Waived", _waivers),
        ("possibly", "Only possibly in force, so not counted", _possibly),
    )
    rows = tuple(
        Row((Cell(text(title), key), *(Cell(say(one)) for one in every)))
        for key, title, say in facts
    )
    columns = (
        Column("assumption", "Assumption"),
        *(Column(f"draft-{one.mark}", f"{one.mark}: {one.title}") for one in every),
    )
    trace = (
        Words("Corpus: "),
        Words(corpus.title),
        Words(". Digest of all files and of the programme: "),
        Words(digest, tone="code"),
        Words(f" (zopa {version}). What was asked, and how it was computed: "),
        Words("method", "method"),
        Words("."),
    )
    table = Table("context", "What every answer holds under", columns, rows)
    note = " ".join(corpus.note.split())
    blocks = (table, Paragraph(trace), *((Paragraph(text(note), "dim"),) if note else ()))
    return Section("context", "What this holds under", blocks)


def running(corpus: Corpus, every: Sequence[Answers], digest: str) -> tuple[str, ...]:
    """The box in a few lines, for the foot of every page."""
    found = []
    for one in every:
        readings = one.checked.context.readings
        waived = ", ".join(str(each.position) for each in one.checked.waived)
        parts = (
            f"{one.mark} as of {one.checked.context.as_of}",
            _counted(one),
            f"table: {_table(corpus, one)}",
            "readings: "
            + (", ".join(f"{k}={v}" for k, v in sorted(readings.items())) or "default"),
            f"waived: {waived or 'none'}",
        )
        found.append(" · ".join(parts))
    alike = {each.partition(" as of ")[2] for each in found}
    if len(found) > 1 and len(alike) == 1:
        found = [f"{every[0].mark} to {every[-1].mark} as of {alike.pop()}"]
    return (*found[:3], *((f"… {len(found) - 3} more",) if len(found) > 3 else ()), digest)


def _counted(answers: Answers) -> str:
    kinds = Counter(str(each.position.kind) for each in answers.question.held)
    words = [
        several(kinds[str(kind)], str(kind).replace("-", " "), KINDS[str(kind)])
        for kind in answers.checked.context.hold
        if kinds[str(kind)]
    ]
    return kept_words(words) or "none"


def _table(corpus: Corpus, answers: Answers) -> str:
    table = answers.checked.context.table
    return ", ".join(party_name(corpus, each) for each in table) or "nobody"


def _readings(answers: Answers) -> str:
    rival = [each for each in answers.question.held if len(each.position.readings) > 1]
    chosen = [each for each in rival if each.id in answers.checked.context.readings]
    parts = [f"{each.id} as {each.reading.title or each.reading.id}" for each in chosen]
    rest = len(rival) - len(chosen)
    if rest:
        parts.append(f"{several(rest, 'ambiguous position')} in the default reading")
    return "; ".join(parts) or "none to choose"


def _waivers(answers: Answers) -> Line:
    context = answers.checked.context
    lines: list[Line] = [
        text(_waiver(each), f"position-{str(each.position).replace('/', '--')}", "waived")
        for each in context.waivers
    ]
    lines.extend(
        text(f"{each.position}: waiver expired on {each.expires}, it counts")
        for each in context.expired
    )
    return joined(lines, "; ", "; ") or text("none")


def _waiver(waiver: Waiver) -> str:
    reason = f" ({waiver.reason})" if waiver.reason else ""
    until = f", until {waiver.expires}" if waiver.expires else ""
    return f"{waiver.position}, by {waiver.by or 'nobody named'}{reason}{until}"


def _possibly(answers: Answers) -> Line:
    corpus, context = answers.question.space.problem.corpus, answers.checked.context
    names = [
        str(each.id)
        for each in candidates(corpus, context)
        if standing(corpus, each, context.as_of) == "possible"
    ]
    lines = [position_line(corpus, each) for each in names]
    return joined(lines, "; ", "; ") or text("none")
