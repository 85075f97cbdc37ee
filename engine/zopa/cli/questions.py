"""`zopa options`, `deals`, `conflicts` and the other questions about one draft."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.cli.ask import QuestionForm, Tally, answer
from zopa.cli.output import style_of, width
from zopa.cli.streams import Unable, aside
from zopa.diagnostics import (
    MISSING_KEY,
    NUMBER_OUT_OF_RANGE,
    UNKNOWN_ID,
    UNKNOWN_KEY,
    WRONG_TYPE,
    Diagnostic,
    did_you_mean,
    in_order,
    listed,
    quoted,
)
from zopa.documents import BROKEN, read
from zopa.documents.document import Limits
from zopa.model import VISIBILITY
from zopa.redaction import sees

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from zopa.answers import Page
    from zopa.answers.frame import Request
    from zopa.documents import Document
    from zopa.documents.document import Data, Pointer
    from zopa.model.corpus import Corpus
    from zopa.questions import Question
    from zopa.questions.coalitions import Coalitions
    from zopa.questions.concessions import Ledger
    from zopa.questions.conflicts import Conflicts
    from zopa.questions.deals import Deals
    from zopa.questions.frontier import Frontier
    from zopa.questions.options import Options, Why
    from zopa.questions.repair import Repairs
    from zopa.questions.robustness import Robustness
    from zopa.questions.sweep import Sweep

__all__ = [
    "run",
]


WEIGHED, DISAGREEMENT, AMOUNT = "weights", "disagreement", "value"
KEYS = {WEIGHED: ("position", "positions"), DISAGREEMENT: ("party", "parties")}
"""Keys of a file of weights, with the kind of item that its numbers are about."""
WEIGHTS = Limits(integer_digits=Limits().decimal_digits)
"""Limits for weights: sums are exact, and texts in JSON, so no weight is too large."""
Numbers: TypeAlias = "Mapping[str, Decimal | int]"


def run(options: argparse.Namespace) -> int:
    """Answer the question named by the command, and write the answer."""
    command = "why" if getattr(options, "why", None) is not None else options.command
    return answer(options, FORMS[command](options))


def _options(options: argparse.Namespace) -> QuestionForm[Options]:
    from zopa.questions import options as marks

    def find(question: Question) -> Options:
        count = not options.no_count
        return marks.options(*question.about, count=count, numbers=True)

    return QuestionForm("options", find)


def _why(options: argparse.Namespace) -> QuestionForm[Options]:
    """`options --why`: the marks, and the reason for one of them."""
    from zopa.questions import options as marks
    from zopa.questions import term_named

    reasons: list[Why | None] = []

    def find(question: Question) -> Options:
        issue, term = term_named(question.space.problem.corpus, options.why)
        found = marks.options(*question.about, numbers=True)
        reasons.append(marks.why(*question.about, issue, term))
        return found

    def page(question: Question, found: Options, request: Request) -> Page:
        from zopa.answers.options import reason_page

        return reason_page(question, found, reasons[-1], options.why, request)

    def as_json(question: Question, found: Options) -> dict[str, Any]:
        from zopa.interchange.questions import options_json

        return options_json(question, found, reasons[-1])

    return QuestionForm("options", find, page=page, json=as_json, counted=False)


def _deals(options: argparse.Namespace) -> QuestionForm[Deals]:
    from zopa.questions.deals import deals

    def find(question: Question) -> Deals:
        count = not options.no_count
        return deals(*question.about, examples=options.examples, count=count)

    return QuestionForm("deals", find)


def _conflicts(options: argparse.Namespace) -> QuestionForm[Conflicts]:
    from zopa.questions.conflicts import conflicts

    tally = Tally(options, "conflict")

    def find(question: Question) -> Conflicts:
        return conflicts(*question.about, limit=options.limit, heard=tally)

    return QuestionForm("conflicts", find, tally=tally)


def _concessions(options: argparse.Namespace) -> QuestionForm[Ledger]:
    from zopa.questions.concessions import concessions

    tally = Tally(options, "concession")

    def find(question: Question) -> Ledger:
        return concessions(*question.about, limit=options.limit, heard=tally)

    return QuestionForm("concessions", find, tally=tally)


def _coalitions(options: argparse.Namespace) -> QuestionForm[Coalitions]:
    from zopa.questions.coalitions import coalitions

    def find(question: Question) -> Coalitions:
        count = not options.no_count
        return coalitions(
            *question.about, limit=options.limit, count=count, by_date=options.by_date
        )

    return QuestionForm("coalitions", find)


def _repair(options: argparse.Namespace) -> QuestionForm[Repairs]:
    from zopa.questions import issues_to_keep
    from zopa.questions.repair import repair

    keep = tuple(dict.fromkeys(options.keep))

    def find(question: Question) -> Repairs:
        issues_to_keep(question, keep)
        return repair(*question.about, keep=keep, limit=options.limit)

    return QuestionForm("repair", find)


def _frontier(options: argparse.Namespace) -> QuestionForm[Frontier]:
    from zopa.questions.frontier import frontier

    def find(question: Question) -> Frontier:
        weights = disagreement = None
        if options.weights is not None:
            weights, disagreement = read_weights(options, question.space.problem.corpus)
        return frontier(
            *question.about, weights=weights, disagreement=disagreement, limit=options.limit
        )

    return QuestionForm("frontier", find)


def _sweep(_: argparse.Namespace) -> QuestionForm[Sweep]:
    from zopa.questions.sweep import sweep

    return QuestionForm("sweep", lambda question: sweep(*question.about))


def _robustness(options: argparse.Namespace) -> QuestionForm[Robustness]:
    from zopa.questions import kinds_of_assumption
    from zopa.questions.robustness import OVER, robustness

    over = kinds_of_assumption(options.over or OVER)

    def find(question: Question) -> Robustness:
        return robustness(*question.about, over=over, limit=options.limit)

    return QuestionForm("robustness", find)


FORMS: Mapping[str, Callable[[argparse.Namespace], QuestionForm[Any]]] = {
    "options": _options,
    "why": _why,
    "deals": _deals,
    "conflicts": _conflicts,
    "concessions": _concessions,
    "coalitions": _coalitions,
    "repair": _repair,
    "frontier": _frontier,
    "sweep": _sweep,
    "robustness": _robustness,
}
"""Function that makes each command's question; `why` is `options --why`."""


# -- weights of the frontier


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
