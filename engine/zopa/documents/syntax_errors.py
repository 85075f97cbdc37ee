"""Explanations of parser errors for authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from zopa import diagnostics
from zopa.diagnostics import Diagnostic, DiagnosticKind, Label, clip, quoted, shown
from zopa.documents.document import brief
from zopa.documents.scalars import comparison_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.error import YAMLError

    from zopa.documents.document import ParserMark, SourceText
    from zopa.files import Span

__all__ = ["syntax_finding"]

LONGEST_KEY: Final = 1_024
"""Limit of YAML itself, in characters."""
FARTHEST: Final = 200
"""Number of lines above the problem that are checked."""
COLON: Final = re.compile(r":(?: |$)")
BARE: Final = re.compile(r"(?:- +)*[A-Za-z][\w-]*(?: |$)")
"""Beginning of a line that should have a key."""


def syntax_finding(error: YAMLError, source: SourceText) -> Diagnostic:
    """Explain why a text is not YAML, and point at the cause.

    The explanation depends on the message of PyYAML's own parser; libyaml's messages are less
    specific and used only if there is no other.
    """
    problem: str = getattr(error, "problem", None) or str(error)
    mark: ParserMark | None = getattr(error, "problem_mark", None)
    context: str = getattr(error, "context", None) or ""
    opened: ParserMark | None = getattr(error, "context_mark", None)
    complaint = _Complaint(source, problem, context, mark or opened, opened)
    said = f"{context}: {problem}"
    for words, answer in ANSWERS:
        if words in said:
            return answer(complaint)
    return _other(complaint)


class _Complaint:
    """Message of a parser and its place."""

    def __init__(
        self,
        source: SourceText,
        problem: str,
        context: str,
        mark: ParserMark | None,
        opened: ParserMark | None,
    ) -> None:
        self.source = source
        self.problem = problem
        self.context = context
        self.number = mark.line if mark else 0
        self.column = mark.column if mark else 0
        self.line = source.line(self.number)
        self.rest = self.line[self.column :]
        self.opened = opened

    def here(self, width: int = 1) -> Span:
        """Return the span of the problem."""
        width = min(width, len(self.rest))
        return self.source.span(self.number, self.column, self.column + width)

    def opening(self, width: int = 1) -> Span:
        """Return the span where the unfinished construct begins."""
        opened = self.opened
        if opened is None:
            return self.here(width)
        line = self.source.line(opened.line)
        width = min(width, len(line) - opened.column)
        return self.source.span(opened.line, opened.column, opened.column + width)

    def word(self) -> str:
        """Return the word at the problem, up to a space."""
        return self.rest.partition(" ")[0] or "end of line"

    def finding(
        self,
        span: Span,
        message: str,
        *help_: str,
        kind: DiagnosticKind = diagnostics.SYNTAX,
        related: tuple[Label, ...] = (),
    ) -> Diagnostic:
        """Build a diagnostic that keeps the parser's message for programs."""
        data: dict[str, object] = {"problem": shown(clip(self.problem, 200))}
        return Diagnostic(kind, span, message, help=help_, related=related, data=data)


def _unexpected_colon(complaint: _Complaint) -> Diagnostic:
    source, number = complaint.source, complaint.number
    related: tuple[Label, ...] = ()
    if complaint.column > LONGEST_KEY:
        return complaint.finding(
            source.span(number, 0, complaint.column),
            f"key has {complaint.column:,} characters or more; the limit is {LONGEST_KEY:,}",
            "shorten the key",
            kind=diagnostics.OVER_LIMIT,
        )
    above = source.line(number - 1) if number else ""
    before = complaint.line[: complaint.column]
    if not COLON.search(before.strip()):
        if (bare := _bare_above(complaint)) is not None:
            return _bare_key(complaint, bare)
        if (slipped := _slipped_above(complaint)) is not None:
            return slipped
    if above.strip() and not COLON.search(before.strip()):
        indent = len(above) - len(above.lstrip())
        span = source.span(number - 1, indent, len(above.rstrip()))
        related = (Label(span, "this line may lack a `:`"),)
    return complaint.finding(
        complaint.here(),
        "unexpected `:`",
        "quote the value if the `:` belongs to it, or end the key above with `:`",
        related=related,
    )


def _bare_key(complaint: _Complaint, bare: Span) -> Diagnostic:
    """Report a line without a colon that must be a key; parsers notice it at the next line."""
    line = complaint.source.line(bare.start.line - 1)
    text = line[bare.start.column - 1 : bare.end.column - 1]
    return complaint.finding(
        bare,
        f"no `:` after {brief(text)}, which stands where a key is expected",
        "write `key: value`, or end the key above what belongs to it with `:`",
        related=(Label(complaint.here(len(complaint.word())), "noticed here"),),
    )


def _bare_above(complaint: _Complaint, *, beside: bool = False) -> Span | None:
    """Return the line above, if it has no colon and continues no text.

    Args:
        complaint: place of the error.
        beside: True if it must begin in the same column.
    """
    lines = _two_above(complaint)
    if not lines:
        return None
    number, indent, text = lines[0]
    inside = _inside(indent, text)
    if not BARE.match(text) or COLON.search(text) or (beside and inside != complaint.column):
        return None
    if len(lines) == 2:
        _, before, other = lines[1]
        goes_on = before < indent != _inside(before, other) and not other.endswith(":")
        if goes_on or not COLON.search(other):
            return None
    text = text.partition(" #")[0].rstrip()
    return complaint.source.span(number, inside, indent + len(text))


def _two_above(complaint: _Complaint) -> list[tuple[int, int, str]]:
    """Return the two nearest lines above that are no comments: number, indentation, text."""
    lines: list[tuple[int, int, str]] = []
    for number in range(complaint.number - 1, max(complaint.number - FARTHEST, 0) - 1, -1):
        line = complaint.source.line(number)
        text = line.strip(" ")
        if text and text[0] != "#":
            lines.append((number, len(line) - len(line.lstrip(" ")), text))
        if len(lines) == 2:
            break
    return lines


def _slipped_above(complaint: _Complaint) -> Diagnostic | None:
    """Report a first line below a key that is one space off."""
    lines = _two_above(complaint)
    if len(lines) < 2:
        return None
    (number, indent, text), (_, outer, key) = lines
    here = len(complaint.line) - len(complaint.line.lstrip(" "))
    below_key = key.endswith(":") and outer < min(indent, here)
    if not below_key or abs(indent - here) != 1 or (here - outer) % 2:
        return None
    word = text.partition(" ")[0]
    follows = len(complaint.line.lstrip(" ").partition(" ")[0])
    return complaint.finding(
        complaint.source.span(number, indent, indent + len(word)),
        f"line is indented by {_spaces(indent)}, what belongs beside it by {here}",
        "align the two",
        related=(
            Label(complaint.source.span(complaint.number, here, here + follows), "this one"),
        ),
    )


def _inside(indent: int, text: str) -> int:
    """Return the column at which a line begins after its dashes."""
    return indent + len(text) - len(text.lstrip("- "))


def _wrong_end(complaint: _Complaint) -> Diagnostic:
    """Report a block collection that continues with something else."""
    before = complaint.line[: complaint.column]
    if before.rstrip().endswith(("'", '"')):
        return complaint.finding(
            complaint.here(len(complaint.rest)),
            f"text {brief(complaint.rest.rstrip())} after a closing quote",
            'put the whole value in quotes, and write quotes within it twice or as `\\"`',
        )
    if not before.strip() and (slipped := _slipped_above(complaint)) is not None:
        return slipped
    related: tuple[Label, ...] = ()
    if complaint.opened is not None:
        related = (Label(complaint.opening(), "what it would belong to begins here"),)
    if not before.strip():
        related += _deeper_above(complaint)
    if complaint.word() == ":":
        return complaint.finding(
            complaint.here(), "no key before `:`", "write `key: value`", related=related
        )
    if before.strip():
        return complaint.finding(
            complaint.here(len(complaint.word())),
            f"unexpected {brief(complaint.word())}",
            "quote the value, or begin a new line",
            related=related,
        )
    if complaint.rest.startswith(("- ", "-\n")) or complaint.rest == "-":
        message = "list item where a key is expected"
        return complaint.finding(
            complaint.here(), message, "indent the list below its key", related=related
        )
    return _wrong_indentation(complaint, related)


def _wrong_indentation(complaint: _Complaint, related: tuple[Label, ...]) -> Diagnostic:
    levels = _levels_above(complaint.source, complaint.number)
    found = complaint.column
    if found in levels or not levels:
        if (bare := _bare_above(complaint, beside=True)) is not None:
            return _bare_key(complaint, bare)
        return complaint.finding(
            complaint.here(len(complaint.word())),
            f"unexpected {brief(complaint.word())}",
            "check the indentation of this line and of the one above",
            related=related,
        )
    *others, last = levels[:4]
    expected = " or ".join([*map(str, others), _spaces(last)])
    return complaint.finding(
        complaint.here(len(complaint.word())),
        f"indentation does not match any level above (expected {expected}, found {found})",
        "align the line with the entries that it belongs to",
        related=related,
    )


def _deeper_above(complaint: _Complaint) -> tuple[Label, ...]:
    """Return labels for the first deeper line above, which may have the error instead."""
    source, found = complaint.source, None
    for number in range(complaint.number - 1, max(complaint.number - FARTHEST, 0) - 1, -1):
        line = source.line(number)
        text = line.lstrip(" ")
        if not text or text[0] == "#":
            continue
        if len(line) - len(text) <= complaint.column:
            break
        found = number
    if found is None:
        return ()
    line = source.line(found)
    indent = len(line) - len(line.lstrip(" "))
    width = len(line[indent:].partition(" ")[0])
    many = _spaces(indent)
    return (Label(source.span(found, indent, indent + width), f"{many} before this"),)


def _spaces(number: int) -> str:
    return "1 space" if number == 1 else f"{number} spaces"


def _levels_above(source: SourceText, number: int) -> list[int]:
    """Return columns at which the line could begin, outermost first."""
    levels: set[int] = set()
    least: int | None = None
    for line in reversed(source.lines[max(number - FARTHEST, 0) : number]):
        text = line.lstrip(" ")
        if not text or text[0] == "#":
            continue
        indent = len(line) - len(text)
        if least is None or indent < least:
            levels.add(indent)
            while text.startswith("- ") and len(text.lstrip("- ")) < len(text):
                shorter = text[2:].lstrip(" ")
                indent += len(text) - len(shorter)
                levels.add(indent)
                text = shorter
            least = len(line) - len(line.lstrip(" "))
        if least == 0:
            break
    return sorted(levels)


def _never_closed(complaint: _Complaint) -> Diagnostic:
    bracket = (
        complaint.source.line(complaint.opened.line)[complaint.opened.column :][:1]
        if (complaint.opened)
        else "["
    )
    noun, close = ("mapping", "}") if bracket == "{" else ("list", "]")
    same_line = complaint.opened is not None and complaint.opened.line == complaint.number
    if same_line and complaint.rest.strip():
        return complaint.finding(
            complaint.here(len(complaint.word())),
            f"expected `,` or `{close}` before {brief(complaint.word())}",
            "separate entries with commas, and quote texts with signs in them",
            related=(Label(complaint.opening(), f"the {noun} opened here"),),
        )
    return complaint.finding(
        complaint.opening(),
        f"{noun} opened here is never closed",
        f"write `{close}` after its last entry",
    )


def _quote_open(complaint: _Complaint) -> Diagnostic:
    return complaint.finding(
        complaint.opening(), "quote opened here is never closed", "close it on the same line"
    )


def _cannot_start(complaint: _Complaint) -> Diagnostic:
    sign = complaint.rest[:1]
    shown_sign = "a backquote" if sign == "`" else quoted(sign)
    return complaint.finding(
        complaint.here(), f"a value cannot start with {shown_sign}", _meant(complaint.rest)
    )


def _meant(rest: str) -> str:
    """Suggest a replacement for a value that starts with a sign."""
    comparison = comparison_in(re.split("[,}#]", rest)[0].strip())
    return f"write `{comparison}`" if comparison else "quote it"


def _list_on_key_line(complaint: _Complaint) -> Diagnostic:
    return complaint.finding(
        complaint.here(),
        "a list cannot begin on the line of its key",
        "put the list on its own lines below the key, or quote the value",
    )


def _no_colon(complaint: _Complaint) -> Diagnostic:
    opened = complaint.opened
    line = complaint.source.line(opened.line)[opened.column :] if opened else complaint.rest
    text = line.rstrip()
    if len(text) > LONGEST_KEY:
        return complaint.finding(
            complaint.opening(len(text)),
            f"no `:` within {LONGEST_KEY:,} characters, where a key is expected",
            "shorten the key, or indent the line if it continues the one above",
            kind=diagnostics.OVER_LIMIT,
        )
    return complaint.finding(
        complaint.opening(len(text)),
        f"no `:` after {brief(text)}, which stands where a key is expected",
        "write `key: value`, or indent the line if it continues the one above",
    )


def _no_key_here(complaint: _Complaint) -> Diagnostic:
    return complaint.finding(
        complaint.here(),
        "keys after `?` are not supported",
        "write `key: value`, or quote the value",
        kind=diagnostics.COMPLEX_KEY,
    )


def _no_content(complaint: _Complaint) -> Diagnostic:
    word = complaint.rest[:1]
    if not word:
        return _never_closed(complaint)
    return complaint.finding(
        complaint.here(),
        f"value missing before {quoted(word)}",
        "remove the sign, or quote the value that it belongs to",
    )


def _block_header(complaint: _Complaint) -> Diagnostic:
    opened = complaint.opened
    text = "" if opened is None else complaint.source.line(opened.line)[opened.column :]
    comparison = comparison_in(text.partition(" #")[0])
    way_out = (
        "begin the text on the next line; only `-`, `+` or a digit from 1 may follow the sign"
    )
    if comparison:
        way_out = f"write `{comparison}`"
    return complaint.finding(
        complaint.opening(),
        f"{brief(complaint.rest.rstrip())} cannot follow `|` or `>`",
        way_out,
    )


def _escape(complaint: _Complaint) -> Diagnostic:
    """Report an invalid escape in double quotes; the mark is after its backslash."""
    column = complaint.line.rfind("\\", 0, complaint.column + 1)
    if column < 0:
        return _other(complaint)
    line, number = complaint.line, complaint.number
    letter = line[column + 1 : column + 2]
    digits = {"x": 2, "u": 4, "U": 8}.get(letter, 0)
    end = min(column + 2 + digits, len(line))
    text = line[column:end]
    message = f"unknown escape {brief(text)}"
    way_out = "use single quotes, or write the backslash twice"
    if digits:
        message = f"escape {brief(text)} is not {digits} hexadecimal digits"
        if re.fullmatch("[0-9a-fA-F]+", text[2:]) and len(text) == digits + 2:
            message = f"escape {brief(text)} is beyond the last character U+10FFFF"
    span = complaint.source.span(number, column, max(end, column + 1))
    return complaint.finding(span, message, way_out)


def _name_of_anchor(complaint: _Complaint) -> Diagnostic:
    span = complaint.opening()
    opened = complaint.opened
    sign = complaint.source.line(opened.line)[opened.column :][:1] if opened else "*"
    return complaint.finding(span, f"a value cannot start with {quoted(sign)}", "quote it")


def _tag(complaint: _Complaint) -> Diagnostic:
    opened = complaint.opened
    line = complaint.source.line(opened.line)[opened.column :] if opened else complaint.rest
    text = line.partition(" ")[0]
    return complaint.finding(
        complaint.opening(len(text)),
        f"tag {brief(text)} is not supported",
        "remove it, or quote the text",
        kind=diagnostics.TAG,
    )


def _directive(complaint: _Complaint) -> Diagnostic:
    return complaint.finding(
        complaint.source.span(complaint.number, 0, len(complaint.line)),
        "directives are not supported",
        "remove the line",
        kind=diagnostics.DIRECTIVE,
    )


def _after_the_end(complaint: _Complaint) -> Diagnostic:
    above = complaint.source.lines[: complaint.number]
    if any(line[:3] in {"---", "..."} for line in above):
        return complaint.finding(
            complaint.here(len(complaint.word())),
            "content after the end of the document",
            "put each document in a file of its own",
            kind=diagnostics.SEVERAL_DOCUMENTS,
        )
    return complaint.finding(
        complaint.here(len(complaint.word())),
        f"unexpected {brief(complaint.word())} after the end of the content",
        "check the brackets, quotes and indentation above",
        related=_deeper_above(complaint),
    )


def _other(complaint: _Complaint) -> Diagnostic:
    return complaint.finding(
        complaint.here(len(complaint.word())),
        f"unexpected {brief(complaint.word())}",
        "check the quotes, brackets and indentation here",
    )


ANSWERS: Final[tuple[tuple[str, Callable[[_Complaint], Diagnostic]], ...]] = (
    ("mapping values are not allowed", _unexpected_colon),
    ("expected <block end>", _wrong_end),
    ("did not find expected key", _wrong_end),
    ("did not find expected '-' indicator", _wrong_end),
    ("expected ',' or", _never_closed),
    ("document separator", _quote_open),
    ("unexpected end of stream", _quote_open),
    ("cannot start any token", _cannot_start),
    ("sequence entries are not allowed", _list_on_key_line),
    ("could not find expected ':'", _no_colon),
    ("mapping keys are not allowed", _no_key_here),
    ("expected the node content", _no_content),
    ("did not find expected node content", _no_content),
    ("scanning a block scalar", _block_header),
    ("escape", _escape),
    ("beyond Unicode", _escape),
    ("hexadecimal", _escape),
    ("scanning an anchor", _name_of_anchor),
    ("scanning an alias", _name_of_anchor),
    ("a tag", _tag),
    ("tag handle", _tag),
    ("directive", _directive),
    ("expected '<document start>'", _after_the_end),
    ("did not find expected <document start>", _after_the_end),
)
"""Explanations by a part of the message, the first match; PyYAML's, then libyaml's."""
