"""What there is to say of a position, and of a place on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.questions.check import Verdict
from zopa_tui import moves
from zopa_tui.uncounted import begins, why_not_held
from zopa_tui.views.points import Point, choice_point, said_points
from zopa_tui.words import humanised, party_short, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.questions.check import VerdictOn
    from zopa.questions.outcome import Settled
    from zopa.solving.cancel import Stop
    from zopa_tui.session.locations import Places
    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.views.glyphs import Signs

__all__ = ["entity_pages", "position_pages", "value_words"]


def position_pages(
    session: Session, snapshot: Snapshot, name: str, places: Places, stop: Stop | None
) -> Iterator[tuple[Point, ...]]:
    """The verdict and why; the readings; what is on record."""
    yield tuple(_verdict(session, snapshot, name, places))
    if len(session.corpus.positions[name].readings) > 1:
        yield tuple(_readings(session, snapshot, name, stop))
    yield tuple(_record(session, name, places))


def _verdict(
    session: Session, snapshot: Snapshot, name: str, places: Places
) -> Iterator[Point]:
    corpus, draft = session.corpus, snapshot.draft
    position = corpus.positions[name]
    waiver = next((each for each in draft.waivers if each.position == name), None)
    found = next((each for each in snapshot.verdicts.verdicts if each.held.id == name), None)
    if waiver is not None and found is None:
        until = f", until {waiver.expires}" if waiver.expires else ""
        yield Point(f"Waived by {waiver.by or 'nobody named'}{until}.", style="waived")
        yield Point(waiver.reason or "no reason is given", "reason")
        yield Point("W lets it count again", "to end that")
    elif found is None:
        context = snapshot.verdicts.context
        if any(each.id == name for each in snapshot.verdicts.not_judged):
            words = "Not judged: the draft gives what it speaks of two values."
            yield Point(words, style="muted")
        else:
            yield Point(f"It {why_not_held(corpus, context, position)}.", style="head")
        if (day := begins(corpus, context, name)) is not None:
            yield Point(f"enter asks as of {day}, from when on it counts", "to see it")
    else:
        yield from _because(session, snapshot, found, places)
    if len(position.readings) > 1:
        chosen = draft.readings.get(name, position.default)
        number = list(position.readings).index(chosen) + 1 if chosen in position.readings else 0
        title = position.readings[chosen].title if number else chosen
        of = f"{number} of {len(position.readings)}: {title or chosen}"
        yield Point(of, "reading", place="< > others")
    yield from said_points(corpus, position)


def _because(
    session: Session, snapshot: Snapshot, found: VerdictOn, places: Places
) -> Iterator[Point]:
    corpus, draft = session.corpus, snapshot.draft
    nature = f"{found.held.position.kind}, {found.held.position.strength}"
    match found.verdict:
        case Verdict.CROSSED:
            yield Point("Crossed: however the rest is settled.", style="crossed", place=nature)
            for issue in found.because:
                yield choice_point(corpus, draft, issue, places, "because")
            if not found.because:
                yield Point("the rules alone: every coherent draft crosses it", "because")
            for cause in found.causes[1:]:
                for number, issue in enumerate(cause):
                    yield choice_point(
                        corpus, draft, issue, places, "and" if number else "also"
                    )
        case Verdict.OPEN:
            yield Point("Open: that depends on what is undecided.", style="open", place=nature)
            for issue in found.hangs_on:
                yield Point(
                    corpus.issues[issue].question, "hangs on", "", places.text("issue", issue)
                )
        case Verdict.RESPECTED:
            yield Point(
                "Respected: however the rest is settled.", style="respected", place=nature
            )


def _readings(
    session: Session, snapshot: Snapshot, name: str, stop: Stop | None
) -> Iterator[Point]:
    """Every reading, and the verdict under it."""
    from zopa.questions.check import check

    position = session.corpus.positions[name]
    now = snapshot.draft.readings.get(name, position.default)
    yield Point("What it may mean, and the verdict then:", style="head", place="< > changes it")
    for each, reading in position.readings.items():
        draft = moves.reading(snapshot.draft, snapshot.draft, session.corpus, name, each)
        asked = session.engine.asked(draft, session.file.scenario)
        with session.engine.alone(stop) as space:
            checked = check(space, *asked)
        verdict = next((x.verdict for x in checked.verdicts if x.held.id == name), None)
        mark = "this one" if each == now else "default" if each == position.default else ""
        yield Point(
            reading.title or each, str(verdict or "not held"), str(verdict or "muted"), mark
        )


def _record(session: Session, name: str, places: Places) -> Iterator[Point]:
    corpus = session.corpus
    position = corpus.positions[name]
    until = f" until {position.until}" if position.until else ""
    yield Point(f"{position.since}{until}", "in force", "", places.text("position", name))
    others = [party_short(corpus, str(each)) for each in position.held_by]
    if others:
        yield Point(", ".join(others), "held also by")
    for each in position.supersedes:
        yield Point(str(each), "replaces")
    for statement in position.statements:
        if statement in corpus.statements:
            text = corpus.statements[statement].text
            yield Point(text, "statement", "", places.text("statement", statement))
    if position.note:
        yield Point(position.note, "note", "muted")


def entity_pages(session: Session, name: str, signs: Signs) -> Iterator[tuple[Point, ...]]:
    """What the draft leads to for a place and its parts; what holds today."""
    corpus, outcome = session.corpus, session.outcome()
    parts = [name, *(str(x.id) for x in corpus.entities.values() if x.of == name)]
    parts = [each for each in parts if corpus.entities[each].baseline]
    changed = [each for each in outcome if each[0] in parts and outcome[each].changed]
    head = several(len(changed), "value") + " other than today"
    yield (Point(head, style="head"), *_values(session, parts, signs, outcome_only=True))
    yield tuple(_values(session, parts, signs, outcome_only=False))


def _values(
    session: Session, parts: list[str], signs: Signs, *, outcome_only: bool
) -> Iterator[Point]:
    corpus, outcome = session.corpus, session.outcome()
    for part in parts:
        entity = corpus.entities[part]
        label = entity.title or part
        for name in entity.baseline:
            settled = outcome.get((part, name))
            if settled is None or (outcome_only and not settled.changed):
                continue
            attribute = corpus.attribute(part, name)
            yield Point(
                f"{humanised(name)}: {value_words(settled, signs)}",
                label,
                "forced" if settled.changed else "",
                attribute.title,
            )
            label = ""


def value_words(settled: Settled, signs: Signs) -> str:
    """The value, or those that it can still have; from today's where that is another one."""
    values = " or ".join(str(each) for each in settled.values)
    if not settled.settled:
        return f"open: {values}"
    return f"{settled.baseline} {signs.arrow} {values}" if settled.changed else values
