"""The brief in plain words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from zopa.answers.deals import conclusion as deals_conclusion
from zopa.answers.page import (
    Item,
    Items,
    Paragraph,
    Section,
    Words,
)
from zopa.answers.repair import conclusion as repair_conclusion
from zopa.answers.repair import relaxed_words
from zopa.answers.wording import joined, kept_words, party_name, position_line, several, text
from zopa.diagnostics import one_line
from zopa.questions.check import Verdict
from zopa.questions.question import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.answers.page import Line
    from zopa.model.corpus import Corpus
    from zopa.questions.every import Answers
    from zopa.questions.repair import Repairs

__all__ = ["summary"]

NEUTRAL = (
    "This brief repeats what was said, by whom and on whose report, and computes what follows"
    " from it. It recommends nothing and predicts nothing. Every underlined word leads to"
    " the choice, the statement or the computation that it rests on."
)
NAMED = 6
"""Positions, and conflicts, that the summary names; the chapters name all."""


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
    checked, at = answers.checked, answers.anchor
    decided = f"{len(checked.scenario.choices)} of {len(corpus.issues)} issues"
    said = one_line(checked.scenario.description)
    yield (
        Words("Decides "),
        Words(decided, f"{at}-choices"),
        Words(f", judged as of {checked.context.as_of}.{f' {said}' if said else ''}"),
    )
    if not checked.coherent:
        yield (
            Words("Incoherent", f"{at}-crossed", "crossed"),
            Words(
                ": its own choices and the rules cannot stand together. What follows sets"
                " aside what it breaks."
            ),
        )
        yield _verdict(answers)
        return
    yield _verdict(answers)
    yield from _supposed(answers)
    yield from _zone(answers)
    yield from _elsewhere(answers)


def _verdict(answers: Answers) -> Line:
    checked, corpus = answers.checked, answers.question.space.problem.corpus
    counts = Counter(each.verdict for each in checked.verdicts)
    held = several(len(checked.verdicts), "position")
    rest = f"{counts[Verdict.OPEN]} are open, {counts[Verdict.RESPECTED]} respected."
    if checked.deal is True:
        words = f": it respects all of the {held} that count, however the rest is settled."
        return (Words("A deal", f"{answers.anchor}-crossed", "respected"), Words(words))
    if checked.deal == "open":
        words = f": of the {held} that count it crosses none, and it can become a deal; {rest}"
        return (Words("Open", f"{answers.anchor}-crossed", "open"), Words(words))
    found = checked.crossed()
    if not found and not checked.coherent:
        words = (
            f": no agreement keeps all of its choices; of the {held} that count it crosses"
            f" none; {rest}"
        )
        return (Words("No deal", f"{answers.anchor}-conflicts", "crossed"), Words(words))
    if not found:
        words = (
            f": of the {held} that count it crosses none yet, but no way to settle the rest"
            f" respects all of them; {rest}"
        )
        return (Words("No deal", f"{answers.anchor}-conflicts", "crossed"), Words(words))
    lines = [position_line(corpus, each.held.id, checked.context.table) for each in found]
    return (
        Words("No deal", f"{answers.anchor}-crossed", "crossed"),
        Words(f": of the {held} that count it crosses {len(found)} in any case: "),
        *_named(lines),
        Words(f". {rest[:1].upper()}{rest[1:]}"),
    )


def _supposed(answers: Answers) -> Iterator[Line]:
    """The waivers that act: what follows holds only if those positions are dropped."""
    corpus = answers.question.space.problem.corpus
    for each in answers.checked.waived:
        reason = f": {each.reason}" if each.reason else ""
        until = f", until {each.expires}" if each.expires else ""
        yield (
            Words("Supposing", "context", "waived"),
            Words(" that this is dropped: "),
            *position_line(corpus, str(each.position), answers.checked.context.table),
            Words(f" (waived by {each.by or 'nobody named'}{reason}{until})."),
        )


def _named(lines: Sequence[Line]) -> Line:
    """The first of them by name, the others by number."""
    if len(lines) <= NAMED:
        return joined(lines, "; ", "; ")
    more = len(lines) - NAMED
    return (*joined(lines[:NAMED], "; ", "; "), Words(f"; and {more} more"))


def _zone(answers: Answers) -> Iterator[Line]:
    found, at = answers.conflicts, answers.anchor
    if answers.deals is not None and answers.deals.exists:
        head, *rest = deals_conclusion(answers.question, answers.deals)
        yield (replace(head, to=f"method-{answers.mark.lower()}-deals"), *rest)
    if found is not None:
        yield from _between(answers, [each for each in found.conflicts if len(each) > 1])
    ledger = answers.ledger
    if ledger is not None and not ledger.zone and ledger.concessions:
        many = len(ledger.concessions)
        proved = ledger.completeness == Completeness.PROVED
        dropped = several(len(ledger.concessions[0]), "position")
        ways = f"{'' if proved else 'at least '}{several(many, 'way')}"
        yield (
            Words(f"A deal that keeps its choices needs {'at least ' * (many > 1)}{dropped}"),
            Words(f" dropped; there {'is' if many == 1 else 'are'} "),
            Words(ways, f"{at}-concessions"),
            Words(" to do that."),
            *_movers(answers),
        )
    repairs = answers.repairs
    if repairs is not None and repairs.distance != 0:
        yield _nearest(answers, repairs)


def _between(answers: Answers, conflicts: Sequence[Sequence[str]]) -> Iterator[Line]:
    """What stands against each other whoever is crossed by the choices themselves."""
    if not conflicts:
        return
    corpus = answers.question.space.problem.corpus
    table = answers.question.context.table
    pairs = [
        joined([position_line(corpus, x, table) for x in each], ", ") for each in conflicts
    ]
    some = joined(pairs[:3], "; nor can ", "; nor can ")
    more = f"; and {len(pairs) - 3} more" if len(pairs) > 3 else ""
    yield (
        Words("With its choices these "),
        Words("cannot hold together", f"{answers.anchor}-conflicts"),
        Words(": "),
        *some,
        Words(f"{more}."),
    )


def _movers(answers: Answers) -> Iterator[Words]:
    ledger, corpus = answers.ledger, answers.question.space.problem.corpus
    if ledger is None:
        return
    names = [party for party in map(str, corpus.parties) if party in ledger.parties]
    must = [name for name in names if not ledger.parties[name].need_not_move]
    alone = [name for name in names if ledger.parties[name].alone]
    if must:
        whose = kept_words([party_name(corpus, each) for each in must])
        each = "It" if len(ledger.concessions) == 1 else "Each"
        yield Words(f" {each} asks something of {whose}.")
    if alone:
        whose = kept_words([party_name(corpus, each) for each in alone])
        each = "Each of " if len(alone) > 1 else ""
        yield Words(f" {each}{whose} alone would be enough.")


def _nearest(answers: Answers, repairs: Repairs) -> Line:
    link = f"{answers.anchor}-repair"
    if repairs.completeness == Completeness.GAVE_UP:
        return (Words("The nearest deals", link), Words(" were not found in time."))
    question, relaxed = answers.question, repairs.relaxed
    corpus, scenario = question.space.problem.corpus, question.scenario
    head, *rest = repair_conclusion(corpus, scenario, repairs, held=len(question.held))
    if relaxed is not None:
        rest += [Words(" "), *relaxed_words(corpus, scenario, relaxed)]
    return (replace(head, to=link), *rest)


def _elsewhere(answers: Answers) -> Iterator[Line]:
    sweep, at = answers.sweep, answers.anchor
    if sweep is None:
        return
    turns = [now for before, now in pairwise(sweep.days) if before.deal != now.deal]
    if turns:
        words = "; ".join(
            f"from {now.day} on {'one is possible' if now.deal else 'none is'}" for now in turns
        )
        first = "a deal is possible" if sweep.days[0].deal else "no deal is possible"
        yield (
            Words("By date", f"{at}-days"),
            Words(f": at first {first}; {words}."),
        )
    elif sweep.days:
        yield (
            Words("By date", f"{at}-days"),
            Words(": the same answer on every day on which positions begin or end."),
        )
    readings = sweep.readings
    if readings.verdicts:
        verb = "decides" if readings.decisive else "does not decide"
        many = len(readings.verdicts)
        which = f"{many} ambiguous positions are" if many > 1 else "ambiguous position is"
        yield (
            Words(f"How the {which} read "),
            Words(verb, f"{at}-readings"),
            Words(" whether a deal is possible."),
        )
