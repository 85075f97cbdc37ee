"""One statement whole: our words, who said it, through whom, where, and what uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.render.sourcing import citation
from zopa_tui.views.sources import party_of
from zopa_tui.views.text import Line, apart, clean, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus, Position, Statement
    from zopa.questions.check import Checked
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import Shade

__all__ = ["resting_on", "source_lines", "terms_of", "used_statements"]

KINDS = {
    "direct-statement": "said in their own voice",
    "reported-by-media": "reported by media",
    "characterised-by-other-party": "characterised by another party",
}
HEAD = 11


def resting_on(corpus: Corpus, statement: str) -> list[Position]:
    """The positions that rest on a statement."""
    return [each for each in corpus.positions.values() if statement in each.statements]


def terms_of(corpus: Corpus, statement: str) -> list[tuple[str, str]]:
    """The issues and terms that rest on a statement."""
    return [
        (str(issue.id), str(name))
        for issue in corpus.issues.values()
        for name, term in issue.terms.items()
        if statement in term.statements
    ]


def used_statements(corpus: Corpus) -> set[str]:
    """The statements that some position or term rests on."""
    used = {str(x) for each in corpus.positions.values() for x in each.statements}
    for issue in corpus.issues.values():
        used |= {str(x) for term in issue.terms.values() for x in term.statements}
    return used & {str(each) for each in corpus.statements}


def source_lines(
    corpus: Corpus, statement: Statement, checked: Checked, width: int, signs: Signs
) -> Iterator[Line]:
    """A statement with everything that is known of it."""
    yield from wrapped(clean(statement.text), width, head="In our words  ", indent=2)
    yield Line()
    speaker = corpus.speakers.get(statement.speaker)
    party = corpus.parties.get(party_of(corpus, statement))
    who = clean(speaker.name if speaker is not None else str(statement.speaker))
    office = f", {clean(speaker.office)}" if speaker is not None and speaker.office else ""
    side = f" ({clean(party.name)})" if party is not None else ""
    kind = KINDS.get(statement.attribution, clean(statement.attribution))
    for word, text in (
        ("Said by", f"{who}{office}{side}"),
        ("When", f"{statement.said}{', inferred' if statement.inferred else ''}"),
        ("Kind", kind),
        ("Told by", clean(statement.by)),
        ("Relayed", clean(statement.relayed_by)),
        ("Cited", signs.places(citation(corpus, statement.cites))),
    ):
        if text:
            yield from wrapped(text, width, head=_head(word))
    for source, _ in statement.cites:
        known = corpus.sources.get(source)
        if known is not None:
            yield from wrapped(
                f"{source}: {clean(known.title)}", width, head=_head(""), shade="muted"
            )
            where = " ".join(clean(x) for x in (known.file or "", known.url or "") if x)
            if where:
                yield from wrapped(where, width, head=_head(""), shade="muted")
    if statement.note:
        yield from wrapped(clean(statement.note), width, head=_head("Note"))
    yield Line()
    yield from _used(corpus, statement, checked, width, signs)


def _head(word: str) -> str:
    return f"{word:<{HEAD}}"


def _used(
    corpus: Corpus, statement: Statement, checked: Checked, width: int, signs: Signs
) -> Iterator[Line]:
    positions = resting_on(corpus, str(statement.id))
    terms = terms_of(corpus, str(statement.id))
    if not positions and not terms:
        yield from wrapped("Used by nothing: no position and no term rests on it.", width)
        return
    verdicts = {each.held.id: str(each.verdict) for each in checked.verdicts}
    waived = {str(each.position) for each in checked.context.waivers}
    if positions:
        yield Line(((f"Positions that rest on it: {len(positions)}", "head"),))
    for each in positions:
        name = str(each.id)
        verdict = "waived" if name in waived else verdicts.get(name)
        shade: Shade = verdict or "muted"  # type: ignore[assignment]  # verdicts have shades
        nature = (f"{each.kind}, {each.strength}", "muted")
        sign: tuple[str, Shade] = (f"  {signs.verdict(verdict)} ", shade)
        yield apart((sign, (clean(each.title), "")), nature, width, more=signs.more)  # type: ignore[arg-type]  # shades
    if terms:
        yield Line(((f"Terms that rest on it: {len(terms)}", "head"),))
    for issue, term in terms:
        title = clean(corpus.issues[issue].terms[term].title)
        picked = checked.scenario.choices.get(issue)
        chosen = picked is not None and any(pick.term == term for pick in picked.picks)
        dot = signs.dot if chosen else signs.vague
        yield apart(((f"  {dot} {issue}: {title}", ""),), ("", ""), width, more=signs.more)
