"""Values of attributes for a reader who has not seen the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.render.asked import party_name

if TYPE_CHECKING:
    from zopa.model.corpus import Attribute, Corpus
    from zopa.questions.outcome import Settled
    from zopa.solving.partition import Piece

__all__ = ["data_words", "id_words", "settled_words", "value_words"]

MOST = 4
"""Values that are named where several are possible."""


def value_words(corpus: Corpus, value: object, unit: str = "") -> str:
    """A value by the name of what it is the id of, or by its own words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    name = str(value)
    if isinstance(value, int):
        return f"{value:,} {unit}".rstrip()
    if name in {"True", "False"}:
        return "yes" if name == "True" else "no"
    if name == "unlimited":
        return "no limit"
    if name in corpus.parties:
        return party_name(corpus, name)
    if name in corpus.entities:
        return corpus.entities[name].title or id_words(name)
    return id_words(name)


def id_words(name: str) -> str:
    """An id as words."""
    return name.replace("-", " ")


def settled_words(corpus: Corpus, declared: Attribute, settled: Settled | None) -> str:
    """What an attribute comes to, or may come to."""
    if settled is None:
        return "incoherent"
    if settled.settled:
        return _piece_words(corpus, declared, settled.values[0])
    some = " or ".join(_piece_words(corpus, declared, each) for each in settled.values[:MOST])
    more = "" if len(settled.values) <= MOST else " or others"
    return f"open: {some}{more}"


def _piece_words(corpus: Corpus, declared: Attribute, piece: Piece) -> str:
    if declared.type == "integer":
        unit = f" {declared.unit}" if declared.unit and str(piece) != "unlimited" else ""
        return "no limit" if str(piece) == "unlimited" else f"{piece}{unit}"
    return value_words(corpus, str(piece))


def data_words(settled: Settled | None) -> str:
    """The same for programs: the values as the files have them."""
    return "incoherent" if settled is None else "; ".join(map(str, settled.values))
