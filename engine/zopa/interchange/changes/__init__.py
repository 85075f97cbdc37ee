"""Changes since a revision, as findings for every report format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Severity, in_order, quoted
from zopa.diagnostics.codes import (
    DAY_CHANGED,
    PARTY_LEFT,
    RED_LINE_NOT_COUNTED,
    RED_LINE_REMOVED,
    RED_LINE_WEAKER,
)
from zopa.interchange.changes.positions import TwoStates, path_at, position_findings
from zopa.interchange.changes.scenarios import scenario_findings, term_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zopa.interchange.compare import Since
    from zopa.model.conditions import Condition

__all__ = ["change_findings", "path_at", "sources_of"]

CORPUS = "terms/corpus.yaml"


def change_findings(
    since: Since,
    words: Callable[[Condition], str],
    moves: Callable[[Condition, Condition], Iterable[str]],
    *,
    weaker_fails: bool = False,
) -> list[Diagnostic]:
    """Return each change with its place, in order.

    The place is the present one; for a removed item its old place in the file, or in the old
    file if that was removed too. Messages do not name the revision, so a finding keeps its
    fingerprint with another revision.

    Args:
        since: the changes.
        words: writes a condition on one line.
        moves: lists the numbers that moved between two conditions, and by how much.
        weaker_fails: True if removed and weaker red lines are errors.
    """
    places = TwoStates(since)
    found = [
        *_corpus(since, places),
        *position_findings(since, places, words, moves),
        *scenario_findings(since, places),
        *term_findings(since, places),
    ]
    return in_order(map(_as_error, found) if weaker_fails else found)


def sources_of(since: Since) -> Mapping[str, str]:
    """Return the texts that findings refer to; those of the revision by `REV:path`."""
    places = TwoStates(since)
    now = {path: each.text for path, each in since.documents_now.items()}
    then = {places.path_then(path): each.text for path, each in since.documents_then.items()}
    return now | then


def _as_error(finding: Diagnostic) -> Diagnostic:
    takes_along = finding.data.get("red-lines")
    if not takes_along and finding.kind not in {RED_LINE_REMOVED, RED_LINE_WEAKER}:
        return finding
    return replace(finding, kind=replace(finding.kind, severity=Severity.ERROR))


def _corpus(since: Since, places: TwoStates) -> Iterator[Diagnostic]:
    for party in since.left:
        lines = [
            name
            for name in since.left_alone
            if party in map(str, since.old.positions[name].holders)
        ]
        yield Diagnostic(
            PARTY_LEFT,
            places.key_now(CORPUS, "at-the-table"),
            f"party `{party}` is not at the table any more",
            label="without it",
            related=places.was(places.key_then(CORPUS, "at-the-table"), "with it"),
            notes=(
                *(f"red line `{each}` does not count" for each in lines),
                *places.compared,
            ),
            data={"party": party, "red-lines": lines},
        )
    if since.unconfigured:
        settings = since.new.configured or since.old.configured
        file = settings.where if settings else CORPUS
        yield Diagnostic(
            RED_LINE_NOT_COUNTED,
            None,
            f"red lines do not count as they did: settings of {quoted(file)}",
            notes=(*(f"red line `{each}`" for each in since.unconfigured), *places.compared),
            data={"red-lines": list(since.unconfigured)},
        )
    before, after = since.dates
    if before != after:
        yield Diagnostic(
            DAY_CHANGED,
            places.key_now(CORPUS, "as-of"),
            f"questions are asked as of {after}, it was {before}",
            related=places.was(places.key_then(CORPUS, "as-of")),
            notes=places.compared,
            data={"before": str(before), "after": str(after)},
        )
