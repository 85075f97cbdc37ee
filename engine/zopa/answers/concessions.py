"""The answer to `concessions`: positions to drop or soften for a deal, in minimal sets."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from zopa.answers import (
    UNKNOWN,
    Cell,
    Column,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    ids,
    joined,
    number,
    text,
)
from zopa.answers.condition_sentences import condition_sentence, quantity_words
from zopa.answers.frame import (
    answer_page,
    exactness_words,
    id_facts,
    inconsistent_page,
    inconsistent_words,
    more_words,
    respects_all,
)
from zopa.answers.lines import issue_name, nature_cell, owned_line, position_item, position_line
from zopa.answers.wording import (
    amount_words,
    and_words,
    by_party,
    id_words,
    party_name,
    several,
    span_words,
    title_among,
)
from zopa.model import DateValue
from zopa.model.conditions import (
    CompareTo,
    Constant,
    CountEntities,
    Counting,
    Name,
    Of,
    Relation,
    Test,
)
from zopa.model.corpus import UNLIMITED
from zopa.questions import Completeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.answers import Block, Line, Page
    from zopa.answers.frame import Request
    from zopa.model.corpus import Attribute, Corpus
    from zopa.questions import Question
    from zopa.questions.concessions import Ledger, PartyStanding, Shift
    from zopa.questions.every import Answers

__all__ = [
    "SUFFICIENT",
    "concessions",
    "concessions_page",
    "no_concession",
    "roles",
    "shift_words",
]


DEFINITION = "Concession sets: minimal sets of positions to drop so that a deal is possible"
IN_EVERY, SUFFICIENT, OPPOSED = "In every concession set", "Sufficient alone", "Opposed"
MOST = 12
"""Maximum number of printed concession sets; the others are counted."""
ROWS = 40
"""Maximum number of rows of a table on the page of a brief."""


# -- sentences ----------------------------------------------------------------


def no_concession(number: int, *, chosen: bool) -> str:
    """The statement that there is a deal, in one sentence.

    Args:
        number: of the positions that count.
        chosen: True if the draft makes choices.
    """
    return f"No concession needed: {respects_all(number, chosen=chosen)}."


def _needs(found: Ledger, *, chosen: bool) -> str:
    """The number of positions to drop, in one sentence; at least one set is known."""
    keep = " with these choices" if chosen else ""
    return (
        f"A deal{keep} needs at least {several(len(found.concessions[0]), 'position')} dropped."
    )


class _Shares:
    """Shares of the parties: in every concession set, in some or in none."""

    def __init__(self, question: Question, found: Ledger) -> None:
        self._found = found
        corpus, context = question.space.problem.corpus, question.context
        holders = {x: context.holders(corpus.positions[x]) for x in found.responsibility}
        self._times = Counter(
            party
            for each in found.concessions
            for party in {holder for name in each for holder in holders[name]}
        )

    def words(self, party: str, *, whole: bool = False) -> str:
        """The share of a party; with `whole`, the sets by name, not only their number."""
        found, mine, total = self._found, self._times[party], len(self._found.concessions)
        sets = " concession sets" if whole else ""
        every = not found.parties[party].need_not_move
        if found.completeness != Completeness.PROVED:
            # What a party need not do is proved, the number of sets is not.
            if every or not total:
                return f"{'' if every else 'not '}in every {'concession ' if whole else ''}set"
            return f"in {mine:,} of the {total:,}{sets} found" if mine else "in none found"
        if every:
            all_of = {1: "the 1", 2: "both"}.get(total, f"all {total:,}")
            return f"in {all_of}{sets.removesuffix('s') if total == 1 else sets}"
        return f"in {mine:,} of {total:,}{sets}" if mine else "in none"


def why_every(corpus: Corpus, standing: PartyStanding) -> str:
    """The reason why a party is in every concession set."""
    if standing.contradictory_by_themselves:
        return "its own positions exclude each other"
    if standing.crossed:
        titles = and_words([corpus.positions[name].title for name in standing.crossed])
        return f"the choices cross {titles}"
    return "with these choices its own positions exclude each other"


def roles(corpus: Corpus, found: Ledger) -> dict[str, list[str]]:
    """The parties and pairs of parties on which a deal depends, by their role."""
    order = [str(each) for each in corpus.parties if each in found.parties]
    return {
        IN_EVERY: [
            party_name(corpus, each) for each in order if not found.parties[each].need_not_move
        ],
        SUFFICIENT: [party_name(corpus, each) for each in order if found.parties[each].alone],
        OPPOSED: _opposed_pairs(corpus, found),
    }


def _opposed_pairs(corpus: Corpus, found: Ledger) -> list[str]:
    """Pairs of parties whose positions exclude a deal, except parties in every set."""
    return [
        f"{party_name(corpus, one)} and {party_name(corpus, other)}"
        for one, other in found.opposed
        if found.parties[one].need_not_move and found.parties[other].need_not_move
    ]


# -- the page -----------------------------------------------------------------


def concessions_page(question: Question, found: Ledger, request: Request) -> Page:
    """Each party's share in the concession sets, then the sets."""
    if found.rules_contradict:
        return inconsistent_page(question, request)
    chosen = bool(question.scenario.choices)
    exact = exactness_words(found.completeness, request)
    if found.zone:
        start, rest = no_concession(len(question.held), chosen=chosen).split(":", 1)
        return answer_page(
            question,
            request,
            (Words(start, tone="respected"), Words(f":{rest}")),
            exactness=exact,
            hints={"deals {draft}": "show the deals"},
        )
    words = f" {_needs(found, chosen=chosen)}" if found.concessions else ""
    hints = {"conflicts {draft}": "show the conflicts that these resolve"}
    if found.responsibility:
        first = min(found.responsibility, key=lambda x: (-found.responsibility[x], x))
        waiving = f"concessions {{draft}}{request.flags} --waive {first}"
        hints[waiving] = "assume that this position is dropped"
    return answer_page(
        question,
        request,
        (Words("No deal", tone="crossed"), Words(f".{words}")),
        exactness=exact,
        sections=(
            Section("parties", "By party", tuple(_parties(question, found, request))),
            *_softening(question, found),
            *_sets(question, found, request),
            *(_positions(question, found, request) if request.verbose else ()),
        ),
        hints=hints,
    )


def _parties(question: Question, found: Ledger, request: Request) -> Iterator[Block]:
    corpus = question.space.problem.corpus
    shares = _Shares(question, found)
    some: list[tuple[str, str]] = []
    none: dict[str, list[str]] = {}
    for party in (str(each) for each in corpus.parties if each in found.parties):
        words = shares.words(party, whole=not some)
        name = party_name(corpus, party)
        if words.startswith("in none"):
            none.setdefault(words, []).append(name)
        else:
            alone = "; sufficient alone" if found.parties[party].alone else ""
            some.append((name, f"{words}{alone}"))
    some += [(", ".join(names), words) for words, names in none.items()]
    rows = tuple(Row((Cell(text(names)), Cell(text(words)))) for names, words in some)
    yield Table("parties", "By party", (Column("party", ""), Column("sets", "")), rows)
    if request.verbose:
        yield Items(tuple(_reasons(corpus, found)))
    yield from _pairs(corpus, found)
    yield from _alone(question, found)


def _reasons(corpus: Corpus, found: Ledger) -> Iterator[Item]:
    for party in (x for x in corpus.parties if x in found.parties):
        standing = found.parties[party]
        if not standing.need_not_move:
            words = (
                f"{party_name(corpus, party)} is in every set: {why_every(corpus, standing)}"
            )
            yield Item(text(words))


def _pairs(corpus: Corpus, found: Ledger) -> Iterator[Block]:
    if opposed := _opposed_pairs(corpus, found):
        words = f"{OPPOSED} (their positions exclude a deal): {'; '.join(opposed)}."
        yield Paragraph(text(words))


def _alone(question: Question, found: Ledger) -> Iterator[Block]:
    if found.pivotal:
        corpus, table = question.space.problem.corpus, question.context.table
        lines = [position_line(corpus, name, table) for name in found.pivotal]
        start = Words(f"{SUFFICIENT} if dropped: ")
        yield Paragraph((start, *joined(lines, "; ", "; "), Words(".")))


def _softening(question: Question, found: Ledger) -> Iterator[Section]:
    """Softenings of positions that are sufficient alone; the others are with their sets."""
    corpus, table = question.space.problem.corpus, question.context.table
    mine = [each for each in found.shifts if len(each.concession) == 1]
    items = tuple(
        Item(
            position_line(corpus, name, table),
            tuple(Item(text(shift_words(question, each))) for each in some),
        )
        for name, some in itertools.groupby(mine, lambda each: each.position)
    )
    if items:
        yield Section("softening", "Softening is enough", (Items(items),))


def _sets(question: Question, found: Ledger, request: Request) -> Iterator[Section]:
    total = len(found.concessions)
    if not total:
        return
    most = total if request.verbose else MOST
    items = tuple(_set(question, found, each, request) for each in found.concessions[:most])
    blocks: list[Block] = [Items(items, numbered=True)]
    if total > most:
        blocks.append(Paragraph(text(more_words(total - most, request))))
    yield Section("sets", DEFINITION, tuple(blocks))


def _set(question: Question, found: Ledger, names: Sequence[str], request: Request) -> Item:
    corpus, table = question.space.problem.corpus, question.context.table
    lines = [
        text(
            f"{party_name(corpus, party)}: "
            + "; ".join(title_among(corpus, each, party, table) for each in mine)
        )
        for party, mine in by_party(question, names).items()
    ]
    lines += [
        text(
            f"or soften “{corpus.positions[each.position].title}”:"
            f" {shift_words(question, each)}"
        )
        for each in found.shifts
        if each.concession == names and len(names) > 1
    ]
    if names in found.unsearched:
        words = f"softening not searched (time limit {request.seconds:g} s)"
        if names in found.tied:
            words = "softening not fully searched: no other factors are tried"
        lines.append(text(words, tone="dim"))
    return Item((), tuple(map(Item, lines)))


def _positions(question: Question, found: Ledger, request: Request) -> Iterator[Section]:
    """The positions in the sets by party, each with the number of its sets."""
    corpus = question.space.problem.corpus
    times = Counter(name for each in found.concessions for name in each)
    total = len(found.concessions)

    def remark(name: str) -> str:
        others = found.responsibility[name].denominator - 1
        rest = f"with at least {several(others, 'other')}" if others else "sufficient alone"
        return f"in {times[name]} of {several(total, 'set')}; {rest}"

    def items(party: str, mine: Sequence[str]) -> Items:
        return Items(
            tuple(
                position_item(
                    question,
                    name,
                    id_facts(request, name),
                    under=party,
                    note=text(remark(name)),
                )
                for name in mine
            )
        )

    parties = tuple(
        Section("", party_name(corpus, party), (items(party, mine),))
        for party, mine in by_party(question, found.responsibility).items()
    )
    if parties:
        yield Section("positions", "Positions in the concession sets", (), parties)


# -- in a brief ---------------------------------------------------------------


def concessions(answers: Answers) -> Section:
    """The parties' shares, the sets and their positions, as tables."""
    return Section(f"{answers.anchor}-concessions", "Concessions", tuple(_brief(answers)))


def _brief(answers: Answers) -> Iterator[Block]:
    found, question = answers.ledger, answers.question
    chosen = bool(question.scenario.choices)
    if found is None:
        yield UNKNOWN
        return
    if found.rules_contradict:
        yield Paragraph(text(inconsistent_words(chosen=chosen)))
        return
    if found.zone:
        yield Paragraph(text(no_concession(len(question.held), chosen=chosen)))
        return
    words = f"{_needs(found, chosen=chosen)} " if found.concessions else ""
    yield Paragraph(text(f"{words}{DEFINITION}."))
    yield _parties_table(answers, found)
    corpus = question.space.problem.corpus
    yield from _pairs(corpus, found)
    yield from _alone(question, found)
    if found.shifts:
        yield Items(tuple(Item(_softened(answers, each)) for each in found.shifts[:ROWS]))
    if found.unsearched:
        many = several(len(found.unsearched), "set")
        why = "no other factors are tried" if found.tied else "time limit"
        yield Paragraph(text(f"Softening was not fully searched for {many} ({why})."))
    yield _sets_table(answers, found)
    yield _positions_table(answers, found)


def _softened(answers: Answers, shift: Shift) -> Line:
    corpus, table = answers.question.space.problem.corpus, answers.question.context.table
    others = len(shift.concession) - 1
    rest = "alone" if not others else f"with {several(others, 'other')} of its set dropped"
    words = f": softening is enough {rest}: {shift_words(answers.question, shift)}."
    return (*position_line(corpus, shift.position, table), Words(words))


def _parties_table(answers: Answers, found: Ledger) -> Table:
    corpus = answers.question.space.problem.corpus
    shares = _Shares(answers.question, found)
    rows = tuple(
        Row(
            (
                Cell(text(party_name(corpus, party)), party),
                Cell(
                    text(_share_cell(answers, found, shares, party)),
                    "need-not" if found.parties[party].need_not_move else "must",
                ),
                Cell(
                    text("yes" if found.parties[party].alone else "no"),
                    found.parties[party].alone,
                ),
            )
        )
        for party in map(str, corpus.parties)
        if party in found.parties
    )
    columns = (
        Column("party", "Party"),
        Column("moves", "In concession sets"),
        Column("alone", SUFFICIENT),
    )
    mark = answers.mark
    return Table(f"parties-{mark.lower()}", f"Parties and draft {mark}", columns, rows)


def _share_cell(answers: Answers, found: Ledger, shares: _Shares, party: str) -> str:
    corpus = answers.question.space.problem.corpus
    words = shares.words(party)
    if found.parties[party].need_not_move:
        return words
    return f"{words}: {why_every(corpus, found.parties[party])}"


def _sets_table(answers: Answers, found: Ledger) -> Table:
    """A row for each concession set, a column for each party in some set."""
    question = answers.question
    corpus, table = question.space.problem.corpus, question.context.table
    parties = list(by_party(question, found.responsibility))

    def dropped(names: Sequence[str], party: str) -> Cell:
        lines = [owned_line(corpus, each, party, table) for each in names]
        return Cell(joined(lines, "; ", "; ") or text("–"), ids(names))

    rows = tuple(
        Row(
            (
                number(place),
                number(len(each)),
                *(dropped(mine.get(party, ()), party) for party in parties),
            )
        )
        for place, each in enumerate(found.concessions, 1)
        for mine in [by_party(question, each)]
    )
    columns = (
        Column("way-out", "Set"),
        Column("drops", "Positions"),
        *(Column(party, f"Of {party_name(corpus, party)}") for party in parties),
    )
    mark = answers.mark
    caption = f"Concession sets of draft {mark}, smallest first"
    return Table(f"ways-out-{mark.lower()}", caption, columns, rows, most=ROWS)


def _positions_table(answers: Answers, found: Ledger) -> Table:
    corpus = answers.question.space.problem.corpus
    total = len(found.concessions)
    times = Counter(name for each in found.concessions for name in each)
    order = {str(name): place for place, name in enumerate(corpus.positions)}
    rows = tuple(
        Row(
            (
                Cell(position_line(corpus, name, answers.question.context.table), name),
                nature_cell(corpus.positions[name]),
                Cell(text(f"{times[name]} of {total}"), times[name]),
                number(found.responsibility[name].denominator - 1),
            )
        )
        for name in sorted(found.responsibility, key=order.__getitem__)
    )
    columns = (
        Column("position", "Position"),
        Column("nature", "Kind, strength"),
        Column("ways-out", "In sets"),
        Column("with", "With at least (others)"),
    )
    mark = answers.mark
    name, caption = (
        f"ledger-{mark.lower()}",
        f"Positions in the concession sets of draft {mark}",
    )
    return Table(name, caption, columns, rows, most=ROWS)


# -- softenings: a number that is enough instead of the stated one ------------


ALWAYS = Of("all", ())
BOUNDS = {
    "at-least": "at least",
    "at-most": "at most",
    "exactly": "exactly",
    "not": "other than",
    "above": "more than",
    "below": "less than",
}
DATES = {"at-least": "not before", "at-most": "not after", "above": "after", "below": "before"}
OPPOSITE = {
    "at-least": "below",
    "at-most": "above",
    "above": "at-most",
    "below": "at-least",
    "is": "not",
    "not": "is",
}
STRICT = {"at-least": "above", "at-most": "below"}
LOOSENED = {"above": 1, "below": -1}
"""Distance of the equivalent inclusive bound of whole numbers."""


def shift_words(question: Question, shift: Shift) -> str:
    """The compared quantity, the number that is enough and the stated one."""
    corpus = question.space.problem.corpus
    match shift.relation:
        case Relation(Constant(), _, other) | Relation(other, _, Constant()):
            return f"{quantity_words(corpus, other)}: {_instead(shift)}"
        case Relation() | CompareTo():
            words = _related(corpus, shift.relation, shift)
            return f"{words}: {span_words(shift.enough)} instead of {_stated(shift)}"
        case None:
            pass
    if shift.blank is not None:
        issue, term, parameter = shift.blank
        known = corpus.issues[issue]
        title = issue_name(corpus, issue)
        if known.answer is None:
            title = f"{title}, {id_words(parameter)}"
        domain = known.terms[term].parameters[parameter].domain
        return f"{title}: {_instead(shift, domain)}"
    if shift.attribute is None:
        what = "its parts" if shift.kind is None else shift.kind
        bound = BOUNDS[shift.operator]
        return f"number of {what}: {bound} {shift.enough} instead of {shift.stated}"
    kind = shift.kind or str(corpus.entities[shift.entity or ""].type)
    declared = corpus.entity_types[kind].attributes[shift.attribute]
    title = declared.title or shift.attribute
    held = corpus.positions[shift.position]
    reading = held.readings[question.context.readings.get(shift.position, held.default)]
    if not isinstance(reading.holds, Test):
        of = corpus.entities[shift.entity].title if shift.entity else f"any {kind}"
        title = f"{title} of {of or shift.entity}"
    return f"{title}: {_instead(shift, declared)}"


def _related(corpus: Corpus, relation: Relation | CompareTo, shift: Shift) -> str:
    """The relation with the number that is enough, if that is a part of a sum."""
    if isinstance(relation, Relation):
        return condition_sentence(corpus, relation)
    if shift.entity is not None:
        return condition_sentence(corpus, Test(Name(shift.entity), relation))
    any_of = CountEntities(Counting.AT_LEAST, 1, Name(shift.kind or ""), ALWAYS, relation)
    return condition_sentence(corpus, any_of)


def _instead(shift: Shift, domain: Attribute | None = None) -> str:
    """The number that is enough instead of the stated one.

    Under a negation, it is the remaining bound: "not above 500" is at most 500.
    """
    operator, enough = shift.operator, shift.enough
    if shift.negated and shift.written in LOOSENED and domain is not None:
        operator = shift.written
        if enough == UNLIMITED:
            operator = shift.operator
        else:
            enough = domain.at(int(enough) - LOOSENED[shift.written])
    if shift.negated:
        operator = OPPOSITE.get(operator, operator)
    dated = isinstance(enough, DateValue)
    bounds = BOUNDS | DATES if dated else BOUNDS
    strict = STRICT.get(operator, "") if enough == shift.stated else ""
    words = [f"{bounds[each]} " if each in bounds else "" for each in (operator, strict)]
    if domain is None:
        return f"{words[0]}{span_words(enough)} instead of {words[1]}{_stated(shift)}"
    said = amount_words(domain, enough)
    if UNLIMITED not in {enough, shift.stated}:
        said = span_words(enough)  # the unit appears once
    return f"{words[0]}{said} instead of {words[1]}{amount_words(domain, shift.stated)}"


def _stated(shift: Shift) -> str:
    return f"{span_words(shift.stated)} {shift.unit}".rstrip()
