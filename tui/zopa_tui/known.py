"""What a draft says that the corpus knows, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus
    from zopa_tui.session.draft import Draft

__all__ = ["known_part", "unknown"]


def unknown(corpus: Corpus, draft: Draft) -> Iterator[str]:
    """What the draft says that the corpus does not know, in words."""
    for issue, picks in draft.choices.items():
        terms = corpus.issues[issue].terms if issue in corpus.issues else {}
        if issue not in corpus.issues:
            yield f"issue {quoted(issue)}"
        for term, given in picks.items() if terms else ():
            if term not in terms:
                yield f"term {quoted(f'{issue}/{term}')}"
                continue
            for name, value in given.items():
                parameter = terms[term].parameters.get(name)
                if parameter is None or not parameter.domain.allows(value):
                    yield f"parameter {quoted(name)} of {quoted(f'{issue}/{term}')}"
    for position, reading in draft.readings.items():
        known = corpus.positions.get(position)
        if known is None or reading not in known.readings:
            yield f"reading {quoted(reading)} of {quoted(position)}"
    for waiver in draft.waivers:
        if waiver.position not in corpus.positions:
            yield f"position {quoted(waiver.position)}"
    for party in draft.table or ():
        if party not in corpus.parties:
            yield f"party {quoted(party)}"


def known_part(corpus: Corpus, draft: Draft) -> Draft:
    """The draft without choices that the corpus does not know."""
    if next(unknown(corpus, draft), None) is None:
        return draft
    for issue, picks in draft.choices.items():
        terms = corpus.issues[issue].terms if issue in corpus.issues else {}
        kept = {
            term: {
                name: value
                for name, value in given.items()
                if name in terms[term].parameters
                and terms[term].parameters[name].domain.allows(value)
            }
            for term, given in picks.items()
            if term in terms
        }
        whole = kept if kept or (terms and not picks) else None
        draft = draft.deciding(issue, whole)
    return draft
