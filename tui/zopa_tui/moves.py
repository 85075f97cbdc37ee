"""From one draft to the next: what each thing that one can do makes of a draft.

Suppositions that come back to what the file leaves unsaid, or says, come back
to the file's words, so that the draft counts as saved again.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from zopa.model.context import HELD_BY_DEFAULT
from zopa.model.corpus import CHECKED
from zopa_tui.session.draft import without

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from zopa.model.conditions import Value
    from zopa.model.corpus import Corpus, Issue, Kind, Waiver
    from zopa.questions.options import Options
    from zopa.questions.repair import Repair
    from zopa_tui.session.draft import Draft, Picks

__all__ = [
    "as_of",
    "forced",
    "holding",
    "reading",
    "repaired",
    "seated",
    "taken_back",
    "unwaived",
    "waived",
    "with_parameter",
    "with_term",
]


def with_term(draft: Draft, issue: Issue, term: str) -> Draft:
    """The draft with the term chosen too, or in the place of the other one."""
    picks: dict[str, dict[str, Value]] = {term: {}}
    if not issue.single:
        picks = {each: dict(given) for each, given in draft.picks(issue.id).items()} | picks
    order = {str(each): place for place, each in enumerate(issue.terms)}
    by_corpus = sorted(picks.items(), key=lambda each: order.get(each[0], len(order)))
    return draft.deciding(str(issue.id), dict(by_corpus))


def taken_back(draft: Draft, issue: str, term: str) -> Draft:
    """The draft without the term; undecided where it was the only one."""
    return draft.deciding(issue, without(draft.picks(issue), term) or None)


def with_parameter(
    draft: Draft, issue: str, term: str, name: str, value: Value | None
) -> Draft:
    """The draft with another value for a parameter of a chosen term; None for any."""
    picks = draft.picks(issue)
    given = without(picks[term], name) if value is None else {**picks[term], name: value}
    return draft.deciding(issue, {**picks, term: given})


def forced(draft: Draft, marks: Options) -> Draft:
    """The draft with all forced terms chosen, on undecided issues that the marks settle.

    Where several terms can be chosen, a choice also says that there are no
    others; so an issue with a term that is merely possible is not settled.
    """
    found: dict[str, Picks] = {}
    loose: set[str] = set()
    for each in marks.marks:
        if each.mark == "forced" and each.issue not in draft.choices:
            found[each.issue] = {**found.get(each.issue, {}), each.term: {}}
        elif each.mark == "possible":
            loose.add(each.issue)
    for issue, picks in found.items():
        if issue not in loose:
            draft = draft.deciding(issue, picks)
    return draft


def repaired(draft: Draft, repair: Repair) -> Draft:
    """The draft with what the repair changes; what it left undecided stays so."""
    for change in repair.changes:
        picks = {
            str(pick.term): {str(name): value for name, value in pick.parameters.items()}
            for pick in change.after.picks
        }
        draft = draft.deciding(change.issue, picks)
    return draft


def reading(draft: Draft, on_file: Draft, corpus: Corpus, position: str, name: str) -> Draft:
    """The draft that reads the position so."""
    readings = {**draft.readings, position: name}
    default = corpus.positions[position].default
    if name == default and on_file.readings.get(position) != default:
        readings = without(readings, position)
    return dataclasses.replace(draft, readings=readings)


def waived(draft: Draft, waiver: Waiver) -> Draft:
    """The draft with the waiver, in the place of others of the position."""
    others = unwaived(draft, waiver.position).waivers
    return dataclasses.replace(draft, waivers=(*others, waiver))


def unwaived(draft: Draft, position: str) -> Draft:
    """The draft without waivers of the position."""
    kept = tuple(each for each in draft.waivers if each.position != position)
    return dataclasses.replace(draft, waivers=kept)


def as_of(draft: Draft, on_file: Draft, corpus: Corpus, day: dt.date | None) -> Draft:
    """The draft on that day; None for the day of the corpus."""
    unsaid = day == corpus.as_of and on_file.as_of is None
    return dataclasses.replace(draft, as_of=None if unsaid else day)


def seated(
    draft: Draft, on_file: Draft, corpus: Corpus, parties: Iterable[str] | None
) -> Draft:
    """The draft with these parties at the table; None for those of the corpus."""
    table = None if parties is None else tuple(dict.fromkeys(parties))
    if table is not None and on_file.table is None:
        table = None if set(table) == set(map(str, corpus.at_the_table)) else table
    return dataclasses.replace(draft, table=table)


def holding(draft: Draft, on_file: Draft, kinds: Collection[Kind]) -> Draft:
    """The draft where only positions of these kinds count."""
    unsaid = set(kinds) == set(HELD_BY_DEFAULT) and on_file.hold is None
    hold = tuple(each for each in CHECKED if each in kinds)
    return dataclasses.replace(draft, hold=None if unsaid else hold)
