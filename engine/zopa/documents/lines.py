"""What can be said of the lines of a text without parsing it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Fix, clip, quoted, yaml_profile
from zopa.documents.characters import check_characters

if TYPE_CHECKING:
    from zopa.documents.document import Comment
    from zopa.documents.findings import Findings
    from zopa.documents.limits import Limits
    from zopa.documents.source import Source

__all__ = ["check_cut_text", "check_lines"]

CUT_TEXT = re.compile(r"(?:^ *|[:-] +)[^\s\"'\[\]{}|>&*!%@`#-][^\"'\[\]{}]*[^\s:] $")
"""What stands before a `#` that was meant as a part of the text."""


def check_lines(source: Source, limits: Limits) -> list[Diagnostic]:
    """Report characters, line lengths, directives and a missing last line break."""
    text = source.text
    found = check_characters(source)
    if len(text) > limits.line_length:
        for number, line in enumerate(source.lines):
            if len(line) > limits.line_length:
                found.append(_too_long(source, number, limits))
                break
    if text and not text.endswith("\n"):
        found.append(_unfinished(source))
    if "%" in text:
        found.extend(_directives(source))
    return found


def check_cut_text(source: Source, comment: Comment, findings: Findings) -> None:
    """Warn of a comment that looks like the rest of an unquoted text.

    That is one without a space after its `#`, one space behind a text.
    """
    if comment.text[1:2] in {"", " ", "#", "!"}:
        return
    start = comment.span.start
    if CUT_TEXT.search(source.line(start.line - 1)[: start.column - 1]):
        findings.add(
            yaml_profile.CUT_BY_COMMENT,
            comment.span,
            f"the text ends before {quoted(clip(comment.text, 40))}, which is a comment",
            "quote the value, or write a space after `#`",
        )


def _too_long(source: Source, number: int, limits: Limits) -> Diagnostic:
    length, limit = len(source.line(number)), limits.line_length
    return Diagnostic(
        yaml_profile.OVER_LIMIT,
        source.span(number, limit, length),
        f"line has {length:,} characters; the limit is {limit:,}",
        help=("break the line, or raise `limits.line-length`",),
        data={"limit": "line-length", "allowed": limit, "found": length},
    )


def _unfinished(source: Source) -> Diagnostic:
    number = len(source.lines) - 1
    end = len(source.lines[number])
    span = source.span(number, end, end)
    return Diagnostic(
        yaml_profile.NO_FINAL_LINE_BREAK,
        span,
        "no line break at the end of the file",
        help=("check that nothing is missing, and end the last line",),
        fixes=(Fix(span, "\n"),),
    )


def _directives(source: Source) -> list[Diagnostic]:
    """The directive that a text begins with, if there is one."""
    for number, line in enumerate(source.lines):
        if line.startswith("%"):
            span = source.span(number, 0, len(line.rstrip()))
            message = f"directive {quoted(clip(line.rstrip(), 40))} is not supported"
            help_ = ("remove the line",)
            return [Diagnostic(yaml_profile.DIRECTIVE, span, message, help=help_)]
        if line.strip(" ") and not line.lstrip(" ").startswith("#"):
            break
    return []
