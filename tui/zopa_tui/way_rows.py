"""Ways out of there being no deal, line by line: who drops what, what a draft changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.questions.question import Completeness
from zopa.render.asked import several
from zopa.render.check import choice_words
from zopa_tui.views.deals import FULL, opposed_pairs, party_name, party_of, title_of
from zopa_tui.views.text import BLANK, Line, apart, clean, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus
    from zopa.questions.repair import Repair
    from zopa_tui.session.questions import Findings
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import Part

__all__ = ["Way", "way_about", "way_lines", "way_words"]


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: positions to waive, or changes to the draft."""

    waive: tuple[str, ...] = ()
    repair: Repair | None = None

    def __hash__(self) -> int:
        """By what it changes."""
        changes = self.repair.changes if self.repair is not None else ()
        return hash((self.waive, tuple((x.issue, str(x.after)) for x in changes)))


def way_words(corpus: Corpus, way: Way) -> str:
    """What to find a way out by: positions with their parties, choices as they would be."""
    words = [f"{party_of(corpus, each)} {title_of(corpus, each)} {each}" for each in way.waive]
    for each in way.repair.changes if way.repair is not None else ():
        after = choice_words(corpus, each.after) if each.after is not None else "undecided"
        words.append(f"{each.issue} {after}")
    return " ".join(words)


def way_lines(corpus: Corpus, found: Findings, width: int, signs: Signs) -> Iterator[Line]:
    """Smallest concessions, the nearest deals, and what alone opens the zone."""
    if found.ledger is None and found.repairs is None:
        done = "Not found before the work was stopped." if not found.step else ""
        yield from wrapped(done or f"Looking for ways out{signs.more}", width, shade="muted")
        return
    if (ledger := found.ledger) is not None:
        if ledger.zone:
            yield from wrapped("Nobody has to move: a deal respects all positions.", width)
        elif ledger.rules_contradict:
            yield from wrapped("No concession helps: the rules contradict each other.", width)
        else:
            yield from _concessions(corpus, found, width, signs)
    yield BLANK
    yield from _repairs(corpus, found, width, signs)
    if found.ledger is not None and not found.ledger.zone:
        yield BLANK
        yield from _who(corpus, found, width)


def _concessions(corpus: Corpus, found: Findings, width: int, signs: Signs) -> Iterator[Line]:
    ledger = found.ledger
    if ledger is None:
        return
    known = "" if ledger.completeness == Completeness.PROVED else "at least "
    number = f"{known}{len(ledger.concessions)}"
    yield apart((("Smallest concessions", "head"),), (number, "muted"), width)
    for each in ledger.concessions[:FULL]:
        way = Way(waive=each)
        for place, name in enumerate(each):
            size = f"{len(each):>2}  " if place == 0 else "  + "
            words = f"{party_of(corpus, name, found.context.table)}: {title_of(corpus, name)}"
            strength = corpus.positions[name].strength if width >= 56 else ""
            parts: tuple[Part, ...] = ((size, "head"), (words, ""))
            yield apart(parts, (str(strength), "muted"), width, key=way, more=signs.more)
    if len(ledger.concessions) > FULL:
        yield Line(((f"    {signs.more} and {len(ledger.concessions) - FULL} more", "muted"),))


def _repairs(corpus: Corpus, found: Findings, width: int, signs: Signs) -> Iterator[Line]:
    repairs = found.repairs
    if repairs is None or not found.choices:
        return
    nearest = repairs if repairs.relaxed is None else repairs.relaxed.nearest
    known = "" if nearest.completeness == Completeness.PROVED else "at least "
    of = f"{known}{nearest.total:,}" if nearest.distance else ""
    yield apart((("Nearest deals to your draft", "head"),), (of, "muted"), width)
    if (relaxed := repairs.relaxed) is not None:
        aside = len(relaxed.crossed) + len(relaxed.contended)
        words = (
            "No change of the draft alone makes a deal. This is with"
            f" {several(aside, 'position')} set aside; r names them."
        )
        yield from wrapped(words, width, indent=2, head="  ", shade="muted")
    elif repairs.distance is None:
        words = "None: no change of the draft alone makes a deal. Somebody has to move."
        if repairs.completeness == Completeness.GAVE_UP:
            words = "Not known: the work was stopped."
        yield from wrapped(words, width, indent=2, head="  ", shade="muted")
        return
    if nearest.distance == 0:
        words = "Nothing has to change: it can be completed to a deal."
        if repairs.relaxed is not None:
            words = "Then nothing has to change."
        yield from wrapped(words, width, head="  ", shade="respected")
        return
    for number, each in enumerate(nearest.repairs):
        letter = chr(ord("a") + number % 26)
        for place, change in enumerate(each.changes):
            head = f"{len(each.changes):>2} {letter} " if place == 0 else "     "
            issue = clean(change.issue)
            after = clean(choice_words(corpus, change.after).partition(": ")[2])
            words = f"{issue} {signs.arrow} {after}"
            parts: tuple[Part, ...] = ((head, "head"), (words, ""))
            yield apart(parts, ("", ""), width, key=Way(repair=each), more=signs.more)


def _who(corpus: Corpus, found: Findings, width: int) -> Iterator[Line]:
    ledger = found.ledger
    if ledger is None:
        return
    yield Line((("Who can, who need not", "head"),))
    if ledger.pivotal:
        for name in ledger.pivotal:
            words = f"{party_of(corpus, name, found.context.table)}: {title_of(corpus, name)}"
            yield from wrapped(words, width, head="  pivotal  ", indent=11)
    for word, names in (
        ("alone opens it", [x for x, each in ledger.parties.items() if each.alone]),
        ("must move", [x for x, each in ledger.parties.items() if not each.need_not_move]),
        ("opposed", opposed_pairs(corpus, ledger)),
    ):
        shorts = names if word == "opposed" else [party_name(corpus, each) for each in names]
        yield from wrapped(", ".join(shorts) or "nobody", width, head=f"  {word}  ")


def way_about(
    corpus: Corpus, found: Findings, way: Way, width: int, signs: Signs
) -> Iterator[Line]:
    """What a way out would do."""
    if way.repair is None:
        one = "this one" if len(way.waive) == 1 else f"these {len(way.waive)}"
        words = (
            f"If {one} were dropped, a deal would exist. enter tries it: waives on the draft."
        )
        yield from wrapped(words, width)
        for name in way.waive:
            position = corpus.positions[name]
            nature = (f"{position.kind}, {position.strength}", "muted")
            title = f"  {party_of(corpus, name, found.context.table)}: {title_of(corpus, name)}"
            yield apart(((title, ""),), nature, width)  # type: ignore[arg-type]  # a shade
            for line in signs.said_by(corpus, position):
                yield from wrapped(line, width, head="    said by  ", shade="muted")
        return
    kept = found.choices - len(way.repair.changes)
    words = (
        f"It keeps {kept} of your {several(found.choices, 'choice')}. enter tries it, u undoes."
    )
    yield from wrapped(words, width)
    for change in way.repair.changes:
        before = choice_words(corpus, change.before).partition(": ")[2]
        after = choice_words(corpus, change.after).partition(": ")[2]
        text = f"{clean(before)} {signs.arrow} {clean(after)}"
        yield from wrapped(text, width, head=f"  {clean(change.issue)}  ", indent=6)
    for party, price in way.repair.prices.items():
        name = party_name(corpus, party)
        for word, names in (
            ("respected now", price.relieved),
            ("open now", price.open),
            ("crossed", price.crossed),
        ):
            titles = "; ".join(title_of(corpus, each) for each in names)
            if titles:
                yield from wrapped(titles, width, head=f"  {name}, {word}  ", indent=6)
