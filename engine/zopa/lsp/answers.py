"""Answers to what an editor asks, in the words of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from zopa.lsp.fixing import difference, offers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.lsp.messages import Speaker
    from zopa.lsp.session import Buffer

__all__ = ["FIX_ALL", "code_actions"]

FIX_ALL: Final = "source.fixAll.zopa"


def code_actions(
    speaker: Speaker, buffer: Buffer, params: types.CodeActionParams, *, versioned: bool
) -> Iterator[types.CodeAction]:
    """What mends the findings in a range; what is safe for the whole file where asked."""
    places, path = buffer.places, buffer.path
    versions = {path: buffer.version} if versioned else None
    start, end = params.range.start, params.range.end
    if _wanted(types.CodeActionKind.QuickFix, params.context.only):
        for each in offers(
            speaker.look,
            path,
            places,
            places.at(start.line, start.character),
            places.at(end.line, end.character),
        ):
            yield types.CodeAction(
                title=each.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[speaker.diagnostic(each.finding)],
                is_preferred=each.safe,
                edit=speaker.edit({path: each.edits}, versions),
            )
    if params.context.only and _wanted(FIX_ALL, params.context.only):
        text = buffer.folder.fixed(speaker.look, path)
        if text is not None:
            yield types.CodeAction(
                title="apply all safe fixes",
                kind=FIX_ALL,
                edit=speaker.edit({path: [difference(buffer.text, text)]}, versions),
            )


def _wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether a kind, or one that it is a part of, was asked for; with none all are."""
    return not only or any(f"{kind}.".startswith(f"{_text(each)}.") for each in only)


def _text(kind: types.CodeActionKind | str) -> str:
    """The kind as the protocol has it."""
    return kind.value if isinstance(kind, types.CodeActionKind) else kind
