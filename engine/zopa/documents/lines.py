"""What can be said of the lines of a text without parsing it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Fix, yaml_profile
from zopa.documents.characters import check_characters
from zopa.documents.comments import find_comments
from zopa.documents.findings import brief

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.documents.findings import Findings
    from zopa.documents.limits import Limits
    from zopa.documents.source import Mark, Source

__all__ = ["check_cut_texts", "check_lines"]

CUT = re.compile(" #[^ #!\n]")
"""A comment without a space after its `#`."""
NO_TEXT = frozenset({"", *" :,-|>+[]{}\"'"})
"""What stands before a `#` and its space where no unquoted text does."""


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


def check_cut_texts(
    source: Source, with_hash: Iterable[tuple[Mark, Mark]], findings: Findings
) -> None:
    """Warn of comments that look like the rest of an unquoted text.

    Args:
        source: the text of the file.
        with_hash: the quoted and block texts that hold a `#`.
        findings: where to put the warnings.
    """
    if not CUT.search(source.text):
        return
    for comment in find_comments(source, with_hash):
        start = comment.span.start
        before = source.line(start.line - 1)[: start.column - 1]
        if CUT.match(before[-1:] + comment.text) and before[-2:-1] not in NO_TEXT:
            findings.add(
                yaml_profile.CUT_BY_COMMENT,
                comment.span,
                f"the text ends before {brief(comment.text)}, which is a comment",
                "quote the value, or write a space after `#`",
            )


def _too_long(source: Source, number: int, limits: Limits) -> Diagnostic:
    length, limit = len(source.line(number)), limits.line_length
    return Diagnostic(
        yaml_profile.OVER_LIMIT,
        source.span(number, limit, length),
        f"line has {length:,} characters; the limit is {limit:,}",
        help=("break the line",),
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
            message = f"directive {brief(line.rstrip())} is not supported"
            help_ = ("remove the line",)
            return [Diagnostic(yaml_profile.DIRECTIVE, span, message, help=help_)]
        if line.strip(" ") and not line.lstrip(" ").startswith("#"):
            break
    return []
