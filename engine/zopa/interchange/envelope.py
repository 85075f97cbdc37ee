"""Envelope of every answer."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from zopa import __version__
from zopa.model.domains import VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.model.conditions import Value
    from zopa.model.context import Context
    from zopa.model.corpus import Attribute, Choice, Pick, Waiver
    from zopa.model.evaluate import Complete
    from zopa.solving.partition import Piece
    from zopa.workspace import Workspace

__all__ = [
    "choices_json",
    "complete_json",
    "context_json",
    "digest",
    "envelope",
    "files_json",
    "intervals_json",
]

Json = dict[str, Any]


def envelope(
    command: str,
    result: Json,
    *,
    context: Json,
    completeness: str = "proved",
    diagnostics: Sequence[Json] = (),
) -> Json:
    """Return the answer to one question."""
    return {
        "format": f"zopa-{command}",
        "version": 1,
        "context": context,
        "completeness": completeness,
        "result": result,
        "diagnostics": list(diagnostics),
    }


def digest(workspace: Workspace) -> str:
    """Return a digest of everything that the answer depends on: version and files."""
    state = hashlib.blake2b(__version__.encode(), digest_size=16)
    texts = {path: each.text for path, each in workspace.documents.items()}
    if workspace.configuration.path:
        texts[workspace.configuration.path] = workspace.configuration.text
    for each in sorted(texts.items()):
        for part in each:
            data = part.encode("utf-8", "surrogatepass")
            state.update(f"{len(data)}:".encode())
            state.update(data)
    return state.hexdigest()


def files_json(workspace: Workspace) -> Json:
    """The files of an answer, and the party or public view of them, if any."""
    view = workspace.corpus.view
    return {
        "corpus": workspace.corpus.title,
        "digest": digest(workspace),
        **({"view": view} if view else {}),
    }


def context_json(context: Context) -> Json:
    """Return the assumptions of the answer."""
    return {
        "as-of": str(context.as_of),
        "at-the-table": sorted(context.table),
        "hold": sorted(map(str, context.hold)),
        "readings": dict(sorted(context.readings.items())),
        "waivers": [waiver_json(each) for each in context.waivers],
        "expired-waivers": [waiver_json(each) for each in context.expired],
        **({"configured": context.configured} if context.configured else {}),
    }


def waiver_json(waiver: Waiver) -> Json:
    """Return a waiver as in its file."""
    return {
        "position": str(waiver.position),
        "reason": waiver.reason,
        "by": waiver.by,
        "expires": None if waiver.expires is None else str(waiver.expires),
    }


def choices_json(choices: Mapping[str, Choice]) -> Json:
    """Return choices as in a scenario file."""
    return {
        issue: _picks([(str(p.term), {**p.parameters, **_bounds(p)}) for p in choice.picks])
        for issue, choice in choices.items()
    }


def intervals_json(domain: Attribute, values: Iterable[Piece]) -> list[Any]:
    """Return numbers as closed intervals, progressions with a step, and `unlimited`."""

    def said(piece: Piece) -> Any:  # noqa: ANN401  # JSON
        if not piece.number:
            return piece.low
        found: dict[str, Any] = {"from": piece.low, "to": piece.high}
        if piece.step != domain.step and piece.low != piece.high:
            dated = domain.type == "date"
            found["step"] = piece.step if dated else domain.at(piece.step)
        return found

    return [said(each) for each in values]


def _bounds(pick: Pick) -> Mapping[Any, Any]:
    """Return the bounds of numbers in a draft, as in its file."""
    return {
        name: {
            key: value
            for key, value in (("at-least", each.least), ("at-most", each.most))
            if value is not None
        }
        for name, each in pick.bounds.items()
    }


def _pick(term: str, parameters: Mapping[Any, Value]) -> Any:  # noqa: ANN401  # JSON
    if term in {"true", "false"}:
        return term == "true"
    if term == VALUE and parameters.keys() == {VALUE}:
        return parameters[VALUE]
    return {term: {str(k): v for k, v in parameters.items()}} if parameters else term


def complete_json(scenario: Complete) -> Json:
    """Return a complete scenario as in a file."""
    return {
        issue: _picks([(str(pick.term), pick.parameters) for pick in picks])
        for issue, picks in scenario.items()
    }


def _picks(picks: Sequence[tuple[str, Mapping[Any, Value]]]) -> Any:  # noqa: ANN401  # JSON
    if not picks:
        return "silent"
    written = [_pick(term, parameters) for term, parameters in picks]
    return written[0] if len(written) == 1 else written
