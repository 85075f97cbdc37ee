"""Unicode spaces that are none in YAML: part of a text, or a mistaken space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Fix, codes
from zopa.documents.characters import STRANGE_SPACES, name_of
from zopa.documents.document import COMMENT

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from zopa.documents.source import Event, SourceText

__all__ = ["with_spaces"]

KIND = codes.STRANGE_SPACE


def with_spaces(
    source: SourceText, texts: Sequence[Event], found: Iterable[Diagnostic], end: int
) -> list[Diagnostic]:
    """Add the findings of such spaces, unless they are part of a text.

    Inside a text they are intended: French has them before a colon, and numbers before their
    unit. Other findings in a line with such a space are its consequences.

    Args:
        source: text of the file.
        texts: all keys and single values that could be read.
        found: other findings.
        end: number of the line where reading ended.
    """
    others = list(found)
    spaces = list(_out_of_place(source, texts, others, end))
    lines = {each.span.start.line for each in spaces if each.span}
    kept = (each for each in others if each.span is None or each.span.start.line not in lines)
    return [*kept, *spaces]


def _out_of_place(
    source: SourceText, texts: Sequence[Event], found: Sequence[Diagnostic], end: int
) -> Iterator[Diagnostic]:
    told = {
        (each.span.start.line, each.span.start.column)
        for each in found
        if each.span and each.kind is KIND
    }
    for number, line in enumerate(source.lines[: end + 1]):
        for run in STRANGE_SPACES.finditer(line):
            start, stop = run.span()
            text = _holding(texts, number, start)
            if text is None:
                comment = COMMENT.search(line)
                meant = comment is not None and comment.end() <= start
            else:
                meant = bool(text.style) or _in_midst(line, text, start, stop)
            if not meant and not _is_told(text, told):
                span = source.span(number, start, stop)
                yield Diagnostic(
                    KIND,
                    span,
                    f"{name_of(run[0][0])}, which is not a space to YAML",
                    help=("replace it by a space, or quote the text that it belongs to",),
                    fixes=(Fix(span, " " * (stop - start)),),
                )


def _is_told(text: Event | None, told: Container[tuple[int, int]]) -> bool:
    """Return True if the place is in a key that was reported completely."""
    return text is not None and (text.start_mark.line + 1, text.start_mark.column + 1) in told


def _holding(texts: Sequence[Event], line: int, column: int) -> Event | None:
    """Return the key or value that contains a place."""
    here = (line, column)
    for each in texts:
        start, end = each.start_mark, each.end_mark
        if (start.line, start.column) <= here < (end.line, end.column):
            return each
    return None


def _in_midst(line: str, text: Event, start: int, stop: int) -> bool:
    """Return True if no reader would end an unquoted text at a space there."""
    first, last = text.start_mark.column, text.end_mark.column
    before, after = line[start - 1 : start], line[stop : stop + 1]
    if start <= first or stop >= last or before == ":" or after == "#":
        return False
    return not (start == first + 1 and before in {"-", "?"})
