"""Drafts as documents: a row and a preview of each, and their differences."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zopa_tui.session import draft as moves
from zopa_tui.session.draft import Draft, exactly
from zopa_tui.views.text import clean, party_short, picks_words, several, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zopa.model.corpus import Corpus, Scenario
    from zopa.questions.check import Checked
    from zopa_tui.views.text import Signs, TextLine

__all__ = ["changed_on", "differing", "document_lines", "verdict_words"]


def changed_on(path: Path) -> str:
    """Modification time of a file; empty if unknown."""
    try:
        at = dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except OSError:
        return ""
    return f"{at:%Y-%m-%d %H:%M}"


def verdict_words(checked: Checked, signs: Signs) -> str:
    """The verdict on a draft for a column: deal, no deal or open."""
    if not checked.coherent:
        return f"{signs.incoherent} contradicts a rule"
    if crossed := len(checked.crossed()):
        return f"{signs.verdict('crossed')} {crossed} crossed"
    words = {True: "deal", False: "no deal", "open": "deal possible"}[checked.deal]
    kinds = {True: "respected", False: "crossed", "open": "open"}
    return f"{signs.verdict(kinds[checked.deal])} {words}"


def document_lines(
    corpus: Corpus, scenario: Scenario, checked: Checked | None, changed: str, width: int
) -> Iterator[TextLine]:
    """Preview of a draft: its date, facts about it, its description and its choices."""
    day = str(scenario.as_of or corpus.as_of)
    facts = [f"as of {day}", f"{len(scenario.choices)} of {len(corpus.issues)} issues decided"]
    if scenario.starts_from:
        facts.append(f"from {scenario.starts_from}")
    if checked is not None and checked.expectations:
        met = sum(each.met for each in checked.expectations)
        facts.append(f"{met} of {several(len(checked.expectations), 'expectation')} met")
    if scenario.waivers:
        facts.append(several(len(scenario.waivers), "waiver"))
    if scenario.proposed_by:
        names = (party_short(corpus, str(each)) for each in scenario.proposed_by)
        facts.append(f"proposed by {', '.join(names)}")
    facts += [each for each in (scenario.status, changed and f"changed {changed}") if each]
    yield from wrapped(clean(", ".join(facts)), width, shade="muted")
    for text in (scenario.description, scenario.note):
        if text:
            yield from wrapped(clean(text), width)
    for issue, choice in scenario.choices.items():
        words = picks_words(corpus, str(issue), moves.picks_of(choice)) or "silent"
        known = corpus.issues.get(str(issue))
        name = known.question if known is not None else str(issue)
        yield from wrapped(clean(f"{name} {words}"), width, head="  ", indent=4)


def differing(corpus: Corpus, mine: Draft, other: Scenario) -> tuple[str, ...]:
    """Issues on which the two drafts have different choices, in corpus order."""
    theirs = Draft.of(other)
    return tuple(
        str(issue)
        for issue in corpus.issues
        if exactly(mine.choices.get(str(issue))) != exactly(theirs.choices.get(str(issue)))
    )
