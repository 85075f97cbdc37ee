"""A full brief: the summary first, then each draft, then the basis of all answers."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from zopa import __version__
from zopa.answers import Brief, Item, Items, Paragraph, Section, Words, anchor, joined, text
from zopa.answers.check import answer_of, crossed, matrix, open_lines
from zopa.answers.coalitions import coalitions_section
from zopa.answers.compare import side_by_side
from zopa.answers.concessions import concessions
from zopa.answers.conflicts import conflicts
from zopa.answers.deals import conclusion as deals_conclusion
from zopa.answers.frame import assumed, possible, running
from zopa.answers.frontier import frontier
from zopa.answers.lines import KINDS, all_positions, open_issues, position_line, waived_line
from zopa.answers.outcome import choices, days, outcome_map, outcomes
from zopa.answers.repair import repairs
from zopa.answers.robustness import robustness_section
from zopa.answers.since import since_section
from zopa.answers.sources import (
    draft_name,
    glossary,
    known_words,
    method,
    method_anchor,
    positions,
    resolved,
    short_sections,
    sources,
    statements,
)
from zopa.answers.sweep import dates, readings
from zopa.answers.wording import and_words, date_words, holder_names, party_name, several
from zopa.diagnostics import one_line
from zopa.interchange.envelope import digest
from zopa.model.corpus import Kind
from zopa.questions import Completeness
from zopa.questions.check import Verdict
from zopa.questions.every import told_apart

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container, Iterator, Mapping, Sequence

    from zopa.answers import Line
    from zopa.interchange.compare import Since
    from zopa.model.corpus import Corpus
    from zopa.questions.compare import Comparison
    from zopa.questions.concessions import Ledger
    from zopa.questions.every import Answers
    from zopa.questions.repair import Repairs
    from zopa.workspace import Workspace

__all__ = [
    "chapter",
    "compose",
    "computed",
    "summary",
]


CHAPTER = {
    "crossed": "check",
    "open": "check",
    "conflicts": "conflicts",
    "concessions": "concessions",
    "repair": "repair",
    "frontier": "frontier",
    "days": "sweep",
    "readings": "sweep",
    "coalitions": "coalitions",
    "robustness": "robustness",
}
"""The answer that computes each part of a chapter."""
MORE_SECTIONS = {
    "coalitions": coalitions_section,
    "robustness": robustness_section,
}


def compose(
    workspace: Workspace,
    every: Sequence[Answers],
    *,
    command: str,
    flags: str = "",
    compared: Comparison | None = None,
    since: Since | None = None,
    short: bool = False,
) -> Brief:
    """Make the brief of these answers.

    Args:
        workspace: the corpus and its files.
        every: the answers on each draft, in the order of the brief.
        command: the command that makes the same brief again.
        flags: its assumptions, a space before each.
        compared: the drafts side by side, if requested.
        since: the changes since a revision, if requested.
        short: True for about two pages, less for a draft that is a deal.
    """
    every = told_apart(every)
    corpus = workspace.corpus
    state = digest(workspace)
    extra = _extra(every, flags, compared=compared, since=since)
    head = [summary(corpus, every), assumed(corpus, every, state, __version__)]
    if since is not None:
        head.append(replace(since_section(since), rests=_asked("since", extra)))
    if compared is not None:
        beside = side_by_side(corpus, every, compared)
        head.append(replace(beside, rests=_asked("compare", extra)))
    title, subtitle = corpus.title, and_words([f"{one.mark}: {one.title}" for one in every])
    if short:
        about, box, *others = head
        sections = (about, *others, *short_sections(corpus, every), box)
        return Brief(title, subtitle, running(every, state), resolved(sections), short=True)
    drawn = outcome_map(corpus, every)
    doubted = possible(corpus, every)
    dated = days(corpus, every)
    by_outcome, by_check = computed("outcome", every), computed("check", every)
    middle = [
        *((replace(drawn, rests=by_outcome),) if drawn else ()),
        replace(outcomes(corpus, every), rests=by_outcome),
        *((dated,) if dated else ()),
        replace(matrix(corpus, every), rests=by_check),
        *(chapter(one) for one in every),
        *((replace(doubted, rests=by_check),) if doubted else ()),
    ]
    spoken = _positions((*head, *middle), corpus.positions)
    return Brief(
        title=title,
        subtitle=subtitle,
        running=running(every, state),
        sections=(
            *head,
            *middle,
            positions(corpus, spoken),
            statements(corpus, spoken),
            sources(corpus),
            glossary(),
            method(every, command, flags, digest=state, extra=extra),
        ),
    )


def chapter(answers: Answers) -> Section:
    """Everything about one draft."""
    opened = open_lines(answers)
    sections = (
        crossed(answers),
        *((opened,) if opened else ()),
        conflicts(answers),
        concessions(answers),
        repairs(answers),
        frontier(answers),
        dates(answers),
        readings(answers),
        *(MORE_SECTIONS[each](answers) for each in answers.more),
    )
    return Section(
        answers.anchor,
        f"Draft {answers.mark}: {answers.title}",
        (),
        (choices(answers), *(_traced(answers, each) for each in sections)),
    )


# -- basis of sections --------------------------------------------------------


def _traced(answers: Answers, section: Section) -> Section:
    name = CHAPTER[section.anchor.removeprefix(f"{answers.anchor}-")]
    return replace(section, rests=computed(name, [answers]))


def computed(name: str, every: Sequence[Answers]) -> Line:
    """The computation of an answer and its completeness; drafts with the same one together."""
    by: dict[str, list[Answers]] = {}
    for one in every:
        known = known_words(one.completeness()[name], one.seconds)
        by.setdefault(known, []).append(one)
    lines: list[Line] = []
    for known, some in by.items():
        links = [text(f"{name} of {x.mark}", method_anchor(x.mark, name), "code") for x in some]
        lines.append((Words("Computed by "), *joined(links), Words(f". {known}")))
    return joined(lines, " ", " ")


def _asked(name: str, extra: Mapping[str, str]) -> Line:
    return (
        Words("Computed by "),
        Words(extra[name], method_anchor("all", name), "code"),
        Words("."),
    )


def _extra(
    every: Sequence[Answers],
    flags: str,
    *,
    compared: Comparison | None,
    since: Since | None,
) -> Mapping[str, str]:
    """Commands for the questions about all drafts together, by section name."""
    drafts = " ".join(draft_name(one) for one in every)
    found = {}
    if compared is not None:
        found["compare"] = f"zopa compare {drafts}{flags}"
    if since is not None:
        revision = shlex.quote(since.revision)
        found["since"] = f"zopa compare --since={revision} {drafts}{flags}"
    return found


# -- positions in the brief ---------------------------------------------------


def _positions(sections: Sequence[Section], known: Container[str]) -> set[str]:
    """The positions to which these sections have links."""
    wanted = {
        words.to.removeprefix("position-").replace("--", "/")
        for section in sections
        for each in section.all()
        for line in each.lines()
        for words in line
        if words.to.startswith("position-")
    }
    return {each for each in wanted if each in known}


# -- the summary, for newspaper readers: the answers first, then each draft ---


NEUTRAL = (
    "This brief reports who said what, and who reported it. It makes no forecast and no"
    " recommendation. Every underlined word leads to the choice, the statement or the"
    " computation behind it."
)
NAMED = 6
"""Maximum number of crossed positions named in the summary; the chapters name all."""
CONFLICTS = 3
"""Maximum number of conflicts in the summary."""
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
"""Numbers at the beginning of a sentence."""


def summary(corpus: Corpus, every: Sequence[Answers]) -> Section:
    """The answers in one sentence or two, then the drafts one by one."""
    items = [Item(_checked(every)), *(_draft(corpus, one) for one in every)]
    sensitive = tuple(_sensitivity(every))
    items.extend(Item(line) for line in sensitive)
    return Section(
        "summary",
        "Summary",
        (Paragraph(_answer(every)), Items(tuple(items)), Paragraph(text(NEUTRAL), "dim")),
    )


# -- all drafts ---------------------------------------------------------------


def _answer(every: Sequence[Answers]) -> Line:
    """Sentence that says which drafts are deals or can become deals."""
    groups: dict[str, list[str]] = {}
    for one in every:
        groups.setdefault(answer_of(one.checked), []).append(one.mark)
    waived = [one.mark for one in every if one.checked.waived]
    verb = "assumes" if len(waived) == 1 else "assume"
    assumed = f" {and_words(waived)} {verb} waived positions." if waived else ""
    if len(groups) > 1:
        return (Words(f"{_mixed(groups)}.", tone="strong"), Words(assumed))
    answer, marks = groups.popitem()
    if answer == "no deal" and all(map(_nowhere, every)):
        kinds = {kind for one in every for kind in one.checked.context.hold}
        some = [str(kind).replace("-", " ") for kind in Kind if kind in kinds]
        after = f" No agreement respects every {and_words(some)} that counts."
        lead = f"{_cannot(len(marks))} on the positions recorded"
    else:
        lead, after = _alike(answer, len(marks))
    return (Words(f"{lead}.", tone="strong"), Words(f"{after}{assumed}"))


def _cannot(number: int) -> str:
    none = {1: "The draft cannot", 2: "Neither draft can"}
    return f"{none.get(number, f'None of the {number} drafts can')} become a deal"


def _alike(answer: str, number: int) -> tuple[str, str]:
    """The answer to all drafts: the lead, and the sentence after it."""
    one = number == 1
    which = {1: "The draft", 2: "Both drafts"}.get(number, f"All {number} drafts")
    match answer:
        case "deal":
            lead = f"{which} is a deal" if one else f"{which} are deals"
            source = "it" if one else "them"
            return lead, f" Every agreement from {source} respects all positions that count."
        case "open":
            lead = f"{which} can become {'a deal' if one else 'deals'}"
            return lead, " That depends on undecided issues."
        case "inconsistent":
            return f"{which} contradict{'s' * one} the rules, whatever the positions", ""
        case _:
            return f"{_cannot(number)} with its choices", ""


def _mixed(groups: Mapping[str, Sequence[str]]) -> str:
    """The drafts by answer, in one sentence."""
    parts = []
    for answer, one, more in (
        ("deal", "is a deal", "are deals"),
        ("open", "can become a deal", "can become deals"),
        ("no deal", "cannot become a deal with its choices", "cannot with their choices"),
        ("inconsistent", "contradicts the rules", "contradict the rules"),
    ):
        if marks := groups.get(answer):
            which = f"draft{'s' * (len(marks) > 1)} {and_words(marks)}"
            parts.append(f"{which} {one if len(marks) == 1 else more}")
    words = "; ".join(parts)
    return f"{words[:1].upper()}{words[1:]}"


def _nowhere(answers: Answers) -> bool:
    """True if a complete search found no deal, even with every choice changed."""
    repairs = answers.repairs
    return (
        repairs is not None
        and repairs.distance is None
        and repairs.completeness == Completeness.PROVED
    )


def _checked(every: Sequence[Answers]) -> Line:
    """The number of positions that count for each draft, and the date."""
    totals = [len(one.checked.verdicts) for one in every]
    dates = [one.checked.context.as_of for one in every]
    link = "context"
    drafts = "The draft is" if len(every) == 1 else f"The {len(every)} drafts are"
    if len({*totals}) == len({*dates}) == 1:
        words = f" against {several(totals[0], 'position')}, as of {date_words(dates[0])}."
        return (Words(f"{drafts} "), Words("checked", link), Words(words))
    alike: dict[tuple[int, dt.date], list[str]] = {}
    for one, total, date in zip(every, totals, dates, strict=True):
        alike.setdefault((total, date), []).append(one.mark)
    parts: list[str] = []
    for (total, date), marks in alike.items():
        many = f"{total:,}" if parts else several(total, "position")
        on = f" ({date_words(date)})" if len({*dates}) > 1 else ""
        parts.append(f"{and_words(marks)} against {many}{on}")
    why = "for different dates" if len({*dates}) > 1 else "under different assumptions"
    return (
        Words(f"{drafts} "),
        Words("checked", link),
        Words(f" {why}: {'; '.join(parts)}. Do not compare the totals."),
    )


# -- one draft ----------------------------------------------------------------


def _draft(corpus: Corpus, answers: Answers) -> Item:
    checked, at = answers.checked, answers.anchor
    chosen, issues = len(checked.scenario.choices), len(corpus.issues)
    decided = f"{chosen} of {several(issues, 'issue')}"
    if chosen == issues and issues > 1:
        decided = f"all {issues} issues"
    said = one_line(checked.scenario.description)
    line = (
        Words(f"Draft {answers.mark}, “"),
        Words(answers.title, at, "strong"),
        Words("”, decides "),
        Words(decided, f"{at}-choices"),
        Words(f".{f' {said}' if said else ''}"),
    )
    return Item(line, tuple(Item(each) for each in _about(corpus, answers)))


def _about(corpus: Corpus, answers: Answers) -> Iterator[Line]:
    checked, mark = answers.checked, answers.mark
    if not checked.coherent:
        yield (
            Words(f"{mark} is "),
            Words("inconsistent", f"{answers.anchor}-crossed", "crossed"),
            Words(
                ": its choices contradict the rules, whatever the positions. The verdicts leave"
                " out the rules that it breaks."
            ),
        )
        yield from _verdicts(corpus, answers)
        return
    yield from _verdicts(corpus, answers)
    for each in checked.waived:
        yield waived_line(corpus, each, checked.context.table)
    yield from _deals(answers)
    yield from _conflicts(corpus, answers)
    ledger = answers.ledger
    if ledger is not None and not ledger.zone and ledger.concessions:
        yield _concessions(corpus, answers, ledger)
    repairs = answers.repairs
    if repairs is not None and repairs.distance != 0:
        yield _nearest(answers, repairs)
    yield from _by_date(answers)


def _verdicts(corpus: Corpus, answers: Answers) -> Iterator[Line]:
    """The crossed positions by party and kind, then the numbers of respected and open ones."""
    checked, mark = answers.checked, answers.mark
    counts = Counter(each.verdict for each in checked.verdicts)
    total, respected, opened = (
        len(checked.verdicts),
        counts[Verdict.RESPECTED],
        counts[Verdict.OPEN],
    )
    link = f"{answers.anchor}-crossed"
    if not total:
        yield (Words(f"{mark} "), Words("crosses no position", link), Words(": none counts."))
        return
    if checked.deal is True:
        every = ", in every agreement" if open_issues(answers.question) else ""
        words = f" {all_positions(total)}{every}."
        yield (Words(f"{mark} "), Words("respects", link, "respected"), Words(words))
        return
    rest = []
    if respected:
        rest.append(f"It respects {respected}")
    if opened:
        verb = "depends" if opened == 1 else "depend"
        rest.append(f"{opened} {verb} on issues that it leaves undecided")
    after = f" {'; '.join(rest)}." if rest else ""
    after = after if respected else after.replace("on issues that it", f"on issues that {mark}")
    found = checked.crossed()
    if not found:
        none = f"{mark} crosses "
        more = ""
        if not checked.deal and checked.coherent:
            more = ", but no agreement from it respects all positions"
        yield (Words(none), Words("no position", link), Words(f"{more}.{after}"))
        return
    crossed = several(len(found), "position")
    yield (
        Words(f"{mark} "),
        Words("crosses", link, "crossed"),
        Words(f" {crossed} of {total}: "),
        *_owned(corpus, answers),
        Words(f".{after}"),
    )


def _owned(corpus: Corpus, answers: Answers) -> Line:
    """Crossed positions by party and kind: `a red line of Port (TITLE)`."""
    groups: dict[tuple[str, Kind], list[str]] = {}
    found = answers.checked.crossed()
    for each in found[:NAMED]:
        position = each.held.position
        whose = holder_names(corpus, position, answers.checked.context.table)
        groups.setdefault((whose, position.kind), []).append(each.held.id)
    lines: list[Line] = []
    for (whose, kind), names in groups.items():
        noun = str(kind).replace("-", " ")
        some = f"a {noun}" if len(names) == 1 else f"{len(names)} {KINDS[str(kind)]}"
        titles = [position_line(corpus, name, owner=False) for name in names]
        lines.append((Words(f"{some} of {whose} ("), *joined(titles, "; ", "; "), Words(")")))
    if len(found) > NAMED:
        lines.append(text(f"{len(found) - NAMED} more"))
    return joined(lines)


def _deals(answers: Answers) -> Iterator[Line]:
    """The number of agreements that are deals, if deals exist."""
    if answers.deals is not None and answers.deals.exists:
        head, *rest = deals_conclusion(answers.question, answers.deals)
        yield (replace(head, to=f"method-{answers.mark.lower()}-deals"), *rest)


def _conflicts(corpus: Corpus, answers: Answers) -> Iterator[Line]:
    """The conflicts between positions; a conflict of one position is a crossed position."""
    found = answers.conflicts
    between = [] if found is None else [each for each in found.conflicts if len(each) > 1]
    if found is None or not between:
        return
    table = answers.question.context.table

    def named(name: str) -> Line:
        whose = holder_names(corpus, corpus.positions[name], table)
        title = text(corpus.positions[name].title, anchor("position", name))
        return (Words("“"), *title, Words(f"” ({whose})"))

    proved = found.completeness == Completeness.PROVED
    further = "further " if len(between) < len(found.conflicts) else ""
    number = len(between)
    count = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    count = count if proved else f"At least {count.lower()}"
    noun = f"{further}conflict{'s' * (number > 1)}"
    some = [joined([named(name) for name in each]) for each in between[:CONFLICTS]]
    more = f"; and {number - CONFLICTS} more" if number > CONFLICTS else ""
    yield (
        Words(f"{count} "),
        Words(noun, f"{answers.anchor}-conflicts"),
        Words(f" block{'s' * (number == 1)} a deal with {answers.mark}'s choices: "),
        *joined(some, "; ", "; "),
        Words(f"{more}."),
    )


def _concessions(corpus: Corpus, answers: Answers, ledger: Ledger) -> Line:
    """The number of positions to drop for a deal, and their parties."""
    sets, mark = ledger.concessions, answers.mark
    proved = ledger.completeness == Completeness.PROVED
    names = [party for party in map(str, corpus.parties) if party in ledger.parties]
    every = [party_name(corpus, x) for x in names if not ledger.parties[x].need_not_move]
    alone = [party_name(corpus, x) for x in names if ledger.parties[x].alone]
    number = len(sets)
    link = f"{answers.anchor}-concessions"
    found: list[Words] = [
        Words(f"A deal with {mark}'s choices needs at least "),
        Words(several(len(sets[0]), "position"), link),
        Words(" dropped."),
    ]
    if every:
        which = {1: "the only minimal set", 2: "both minimal sets"}
        where = which.get(number, f"all {number} minimal sets")
        where = where if proved else f"all {number} minimal sets found"
        found.append(Words(f" {and_words(every)} {'is' if len(every) == 1 else 'are'} in"))
        found.append(Words(f" {where}."))
    else:
        where = f"{'' if proved else 'at least '}{several(number, 'minimal set')}"
        found.append(Words(f" There {'is' if number == 1 else 'are'} {where}."))
    if alone:
        whose = ", or of ".join(f"{each} alone" for each in alone)
        found.append(Words(f" Positions of {whose} would be sufficient."))
    elif proved:
        found.append(Words(" No party's positions alone would be sufficient."))
    return tuple(found)


def _nearest(answers: Answers, repairs: Repairs) -> Line:
    """Number of choices that the nearest deals change; or that no change makes a deal."""
    link, mark = f"{answers.anchor}-repair", answers.mark
    if repairs.completeness == Completeness.GAVE_UP:
        return (Words("The nearest deals", link), Words(" were not found in time."))
    decided = len(answers.question.facts)
    if repairs.distance is not None:
        head, rest = _distance(repairs, mark, decided)
        return (Words(f"The {head}", link), Words(f"{rest}."))
    every = all_positions(len(answers.question.held))
    none = (
        Words("Other choices", link),
        Words(f" make no deal either: no agreement respects {every}."),
    )
    relaxed = repairs.relaxed
    if relaxed is None or relaxed.nearest.distance is None:
        return none
    out = len(relaxed.crossed) + len(relaxed.contended)
    left = f" If {out} of them {'is' if out == 1 else 'are'} left out, "
    if relaxed.nearest.distance == 0:
        return (*none, Words(f"{left}{mark}'s choices allow a deal."))
    return (*none, Words(f"{left}the {''.join(_distance(relaxed.nearest, mark, decided))}."))


def _distance(nearest: Repairs, mark: str, decided: int) -> tuple[str, str]:
    """`nearest deals`, and ` change 1 of B's 11 choices (2 ways)`."""
    one = nearest.total == 1
    least = "" if nearest.completeness == Completeness.PROVED else "at least "
    of = f"of {mark}'s {several(decided, 'choice')}"
    ways = f"({least}{several(nearest.total, 'way')})"
    verb = "changes" if one else "change"
    return f"nearest deal{'s' * (not one)}", f" {verb} {nearest.distance} {of} {ways}"


def _by_date(answers: Answers) -> Iterator[Line]:
    """The dates on which a deal becomes possible or impossible."""
    days = answers.sweep.days if answers.sweep is not None else ()
    turns = [now for before, now in pairwise(days) if before.deal != now.deal]
    if not days:
        return
    link = f"{answers.anchor}-days"
    possible = "a deal is possible" if days[0].deal else "no deal is possible"
    if not turns:
        yield (Words("By date", link), Words(f": {possible} on every date."))
        return
    words = "; ".join(
        f"from {date_words(now.day)} on {'one is possible' if now.deal else 'none is'}"
        for now in turns
    )
    yield (Words("By date", link), Words(f": at first {possible}; {words}."))


# -- sensitivity --------------------------------------------------------------


def _sensitivity(every: Sequence[Answers]) -> Iterator[Line]:
    """Effect of readings and sources on the answer; drafts with the same result together."""
    groups: dict[str, list[Answers]] = {}
    for one in every:
        if words := _depends(one):
            groups.setdefault(words, []).append(one)
    for words, some in groups.items():
        marks = joined([text(x.mark, f"{x.anchor}-readings") for x in some])
        yield (
            Words("Whether a deal is possible with the choices of "),
            *marks,
            Words(f" {words} (each tested separately)."),
        )


def _depends(answers: Answers) -> str:
    """Assumptions that matter or not; empty without ambiguous and weakly sourced positions."""
    sweep = answers.sweep
    if sweep is None or not answers.checked.coherent:
        return ""
    parts = []
    if sweep.readings.verdicts:
        parts.append(("the readings of ambiguous positions", bool(sweep.readings.decisive)))
    if sweep.sourcing.weak:
        decides = sweep.sourcing.possibly and not sweep.sourcing.certainly
        parts.append(("the weakly sourced positions", decides))
    on = [what for what, decides in parts if decides]
    not_on = [what for what, decides in parts if not decides]
    if on and not_on:
        return f"depends on {on[0]}, not on {not_on[0]}"
    if on:
        return f"depends on {' and on '.join(on)}"
    return f"does not depend on {' or on '.join(not_on)}" if not_on else ""
