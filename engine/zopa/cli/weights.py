"""`zopa frontier --weights FILE`: the cost of crossing each position."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from zopa.cli.output import style_of, width
from zopa.cli.streams import Unable, aside
from zopa.diagnostics import Diagnostic, did_you_mean, in_order, listed, quoted
from zopa.diagnostics.codes import (
    MISSING_KEY,
    NUMBER_OUT_OF_RANGE,
    UNKNOWN_ID,
    UNKNOWN_KEY,
    WRONG_TYPE,
)
from zopa.documents import BROKEN, read
from zopa.documents.document import Limits
from zopa.redaction import VISIBILITY, sees

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from zopa.documents import Document
    from zopa.documents.document import Data, Pointer
    from zopa.model.corpus import Corpus

__all__ = ["read_weights"]

WEIGHED, DISAGREEMENT, AMOUNT = "weights", "disagreement", "value"
KEYS = {WEIGHED: ("position", "positions"), DISAGREEMENT: ("party", "parties")}
"""Keys of a file of weights, with the kind of item that its numbers are about."""
WEIGHTS = Limits(integer_digits=Limits().decimal_digits)
"""Limits for weights: sums are exact, and texts in JSON, so no weight is too large."""


Numbers: TypeAlias = "Mapping[str, Decimal | int]"


def read_weights(options: argparse.Namespace, corpus: Corpus) -> tuple[Numbers, Numbers | None]:
    """Return the weight of each position, and the stated cost of no deal for each party.

    Raises:
        Unable: the file cannot be used; the reason is written to stderr.
    """
    file: Path = options.weights
    document = read(file, file.as_posix(), limits=WEIGHTS)
    findings = in_order([*document.diagnostics, *_complaints(document, corpus)])
    errors = [each for each in findings if each.severity == "error"]
    if errors:
        if corpus.view:  # what is wrong could tell what is hidden
            message = f"{quoted(file)} has errors, so what it hides is not known"
            raise Unable(message, "ask without --view to see them")
        _tell(options, document, errors)
        message = f"cannot use the weights in {quoted(file)}"
        raise Unable(message, "write `weights: {party/position: number}`")
    data = document.data if isinstance(document.data, dict) else {}
    if corpus.view and not sees(corpus.view, data):
        message = f"{quoted(corpus.view)} may not see the weights in {quoted(file)}"
        raise Unable(message, "leave out --weights, or ask for another view")
    said = {
        key: dict(_seen(each, known, corpus.view))
        for key, known in ((WEIGHED, corpus.positions), (DISAGREEMENT, corpus.parties))
        if isinstance(each := data.get(key), dict)
    }
    return said.get(WEIGHED, {}), said.get(DISAGREEMENT)


def _seen(
    said: Mapping[str, Data], known: Collection[str], view: str
) -> Iterator[tuple[str, Decimal | int]]:
    """The numbers that a view shows; all where it is none."""
    for name, each in said.items():
        if view and (name not in known or (isinstance(each, dict) and not sees(view, each))):
            continue
        number = each.get(AMOUNT) if isinstance(each, dict) else each
        if isinstance(number, int | Decimal):
            yield name, number


def _tell(options: argparse.Namespace, document: Document, errors: list[Diagnostic]) -> None:
    from zopa.writers.findings import full

    aside(full(errors, {document.path: document.text}, style_of(options), width()))


def _complaints(document: Document, corpus: Corpus) -> Iterator[Diagnostic]:
    data = document.data
    if not isinstance(data, dict):
        return
    for key in data:
        if key not in KEYS and key != VISIBILITY:
            yield Diagnostic(
                UNKNOWN_KEY,
                document.key_span((key,)),
                f"unknown key {quoted(key)} in a file of weights",
                help=("only `weights`, `disagreement` and `visibility` may stand here",),
            )
    yield from _readers(document, (), data, corpus)
    if WEIGHED not in data:
        yield Diagnostic(
            MISSING_KEY,
            document.span(()),
            "a file of weights needs `weights`",
            help=("write `weights: {party/position: number}`",),
        )
    for key, known in ((WEIGHED, corpus.positions), (DISAGREEMENT, corpus.parties)):
        yield from _numbers(document, key, data.get(key, {}), known, corpus)


def _numbers(
    document: Document, key: str, numbers: Data, known: Collection[str], corpus: Corpus
) -> Iterator[Diagnostic]:
    """Errors in the numbers under a key."""
    what, several = KEYS[key]
    if numbers is BROKEN:
        return
    if not isinstance(numbers, dict):
        yield Diagnostic(
            WRONG_TYPE,
            document.span((key,)),
            f"`{key}` must be a mapping from {several} to numbers",
        )
        return
    said = "a weight" if key == WEIGHED else "the cost of no deal"
    for name, entry in numbers.items():
        place: Pointer = (key, name)
        value: Data = entry
        if isinstance(entry, dict) and entry.keys() == {AMOUNT, VISIBILITY}:
            yield from _readers(document, place, entry, corpus)
            value, place = entry[AMOUNT], (*place, AMOUNT)
        if name not in known and not corpus.view:
            near = did_you_mean(name, known)
            yield Diagnostic(
                UNKNOWN_ID,
                document.key_span((key, name)),
                f"no {what} {quoted(name)}",
                help=(f"did you mean {listed(near)}?",) if near else (),
            )
        if value is BROKEN:
            continue
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            yield Diagnostic(
                WRONG_TYPE,
                document.span(place),
                f"{said} must be a number: {quoted(value)}",
            )
        elif value < 0:
            yield Diagnostic(
                NUMBER_OUT_OF_RANGE,
                document.span(place),
                f"{said} must not be negative: {quoted(value)}",
                help=("what costs a party nothing has the weight 0, or none",)
                if key == WEIGHED
                else (),
            )


def _readers(
    document: Document, place: Pointer, said: Mapping[str, Data], corpus: Corpus
) -> Iterator[Diagnostic]:
    """What is wrong with those who may see something."""
    parties = said.get(VISIBILITY, [])
    if not isinstance(parties, list):
        yield Diagnostic(
            WRONG_TYPE,
            document.span((*place, VISIBILITY)),
            f"`{VISIBILITY}` must be a list of parties",
        )
        return
    for number, party in enumerate(parties):
        if not isinstance(party, str) or party not in corpus.parties:
            near = did_you_mean(str(party), corpus.parties)
            yield Diagnostic(
                UNKNOWN_ID,
                document.span((*place, VISIBILITY, number)),
                f"no party {quoted(party)}",
                help=(f"did you mean {listed(near)}?",) if near else (),
            )
