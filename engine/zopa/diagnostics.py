"""Diagnostics: values with code, place, message and help; and every code, a line each.

Never exceptions. Codes are never reused; docs/diagnostics/CODE.md explains each. Texts of users
in messages are quoted, shortened and made safe to print.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.files import Span

__all__ = [
    "FLAG",
    "JOINERS",
    "RUN",
    "STRANGE_SPACES",
    "Diagnostic",
    "DiagnosticKind",
    "Fix",
    "Label",
    "Severity",
    "as_written",
    "clip",
    "did_you_mean",
    "explanation",
    "in_order",
    "inert",
    "listed",
    "one_line",
    "order",
    "quoted",
    "shown",
    "with_article",
]


class Severity(enum.StrEnum):
    """Severity of a diagnostic, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    VERDICT = "verdict"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class DiagnosticKind:
    """A type of diagnostic; its code is never reused."""

    code: str
    name: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Label:
    """Another place that a diagnostic refers to."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement for the text of one span."""

    span: Span
    text: str
    safe: bool = True
    """True if the fix cannot change the author's meaning."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    kind: DiagnosticKind
    span: Span | None
    """Smallest text with the error; None if no file has it."""
    message: str
    """One fact, lower case, no full stop, true in isolation, at most 100 characters."""
    label: str = ""
    """Description of the text at `span`, for the line of carets."""
    related: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    """Instructions to fix the finding."""
    notes: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict[str, object])
    """Facts for programs, JSON values only."""
    pointer: str = ""
    """JSON Pointer of the value within its file."""

    @property
    def code(self) -> str:
        """Code of the kind."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """Severity of the kind."""
        return self.kind.severity


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file, line, column, code, message and end, each finding once.

    Findings without a place come first. The order does not depend on that of the input; of
    equal findings the first is kept.
    """
    unique = {
        (each.span, each.code, each.message): each for each in reversed(list(diagnostics))
    }
    return sorted(unique.values(), key=order)


def order(each: Diagnostic) -> tuple[str, int, int, str, str, int, int]:
    """Return the sort key of a finding."""
    if each.span is None:
        return ("", 0, 0, each.code, each.message, 0, 0)
    start, end = each.span.start, each.span.end
    place = (each.span.path, start.line, start.column)
    return (*place, each.code, each.message, end.line, end.column)


# Texts in messages
BUILD_COMMAND = re.compile(r"##(?=\w*\[)")
"""Commands of GitHub, Azure and TeamCity, which they recognise anywhere in the output."""
STRANGE_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Characters that YAML does not count as spaces, as a class of a regular expression."""
JOINERS = "\u200c\u200d"
"""Joiners that scripts and emoji need between letters."""
SIGNS = "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f"
"""Visible signs that Unicode counts as formats, such as those that enclose numbers."""
FILLERS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0]")
"""Invisible characters that Python counts as printable."""
FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
"""Flag of a region, such as that of Wales: a black flag and invisible letters."""
AS_THEY_ARE = re.compile(f"[{STRANGE_SPACES}{JOINERS}{SIGNS}]|{FLAG}")
"""Characters allowed in texts and printed, although Python counts them as not printable."""
BLANKS = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
FORMULA = re.compile("[\\s\u200c\u200d\ufeff'\"]*[=+@\\-\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")
"""Beginning of a possible formula; spreadsheets may skip blanks and accept full-width signs."""
LONGEST_VALUE = 60
MOST_SUGGESTIONS = 3


def shown(text: str) -> str:
    r"""Return text that is safe to print: invisible characters are spelled out.

    C0 controls become control pictures, so that no terminal obeys them. Other characters
    without a visible form (C1, bidi controls, invisible ones, lone surrogates, line
    separators) become `\\u{202e}`. Characters that texts of files may hold stay the same.
    Commands of build servers, such as `##[error]`, are broken up.
    """
    if not text.isprintable() or (not text.isascii() and FILLERS.search(text)):
        parts: list[str] = []
        done = 0
        for found in AS_THEY_ARE.finditer(text):
            parts += (*map(_shown, text[done : found.start()]), found[0])
            done = found.end()
        text = "".join((*parts, *map(_shown, text[done:])))
    return BUILD_COMMAND.sub("# #", text) if "##" in text else text


def one_line(text: str) -> str:
    """Return text with a single space for every break and run of spaces; other spaces stay."""
    return BLANKS.sub(" ", text).strip(" ")


def spelled_out(text: str) -> str:
    """Return the text with every invisible character spelled out."""
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if character == " " or (code < 0x7F):
        return character
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}:
        return f"\\u{{{code:x}}}"
    if FILLERS.match(character):
        return f"\\u{{{code:x}}}"
    return character


def inert(value: object) -> object:
    """Return a cell that no spreadsheet computes: such a text gets a `'` before it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and FORMULA.match(value):
        return f"'{value}"
    return value


def as_written(cell: str) -> str:
    """Return the text of which `inert` made a cell."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell, 1) else cell


def clip(text: str, width: int = LONGEST_VALUE) -> str:
    """Shorten in the middle, so that both ends stay readable."""
    if len(text) <= width:
        return text
    left = (width - 1) // 2
    return f"{text[:left]}…{text[left + 1 - width :]}"


def quoted(value: object) -> str:
    """Return a value as messages quote it: `value`, clipped and safe to print."""
    if value is True or value is False:
        text = str(value).lower()
    else:
        text = "null" if value is None else str(value)
    return f"`{shown(clip(text))}`"


def listed(names: Iterable[str], *, joiner: str = "or", most: int = 12) -> str:
    """Return names as a list in a sentence: `a`, `b` or `c`."""
    given = list(names)
    every = [quoted(name) for name in given[:most]]
    if len(given) > most:
        every.append(f"{len(given) - most} more")
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {joiner} {every[-1]}"


def with_article(words: str) -> str:
    """Return the words with the right indefinite article."""
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def _slip(length: int) -> int:
    """Return the largest distance of a typing error in a word of this length."""
    return max(1, length // 3)


@lru_cache(maxsize=65_536)
def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("_", "-").strip()


@lru_cache(maxsize=32)
def _by_length(allowed: tuple[str, ...]) -> Mapping[int, tuple[list[str], list[str]]]:
    """Return words by the length of their folded forms: those forms, and the words themselves.

    Both are in the alphabetical order of the words, without repetition.
    """
    found: dict[int, tuple[list[str], list[str]]] = {}
    for each in sorted(set(allowed)):
        form = _folded(each)
        forms, words = found.setdefault(len(form), ([], []))
        forms.append(form)
        words.append(each)
    return found


def did_you_mean(wrong: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Return the allowed words that `wrong` may be a typing error for, nearest first.

    The distance is the number of letters missing, added, changed or swapped with the next
    (optimal string alignment), at most a third of the word's length, after folding case, width
    and `_`. At most three words; none if more have the same distance.

    Words are compared by length, so that a length too far away costs nothing.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    word = _folded(wrong)
    by_length = _by_length(tuple(allowed))
    near: list[tuple[int, str]] = []
    for length in sorted(by_length, key=lambda each: abs(each - len(word))):
        most = _slip(max(len(word), length))
        if len(near) > MOST_SUGGESTIONS:
            most = min(most, near[-1][0])
        if abs(length - len(word)) > most:
            continue
        forms, words = by_length[length]
        found = process.extract(
            word,
            forms,
            scorer=OSA.distance,
            score_cutoff=most,
            limit=MOST_SUGGESTIONS + 1,  # of equal distance the first in the alphabet
        )
        near += ((int(distance), words[place]) for _, distance, place in found)
        near = sorted(near)[: MOST_SUGGESTIONS + 1]
    if len(near) > MOST_SUGGESTIONS and near[0][0] == near[-1][0]:
        return ()
    return tuple(name for _, name in near[:MOST_SUGGESTIONS])


# Codes, and the page of each

NOBODY: Final = "OWNER"
"""Placeholder for the owner who will publish zopa."""
RUN = "\n\nThe tests run both examples"
"""Beginning of the last line of a page, which names the place of its examples."""


@cache
def documentation() -> str:
    """Return the address of the documentation site of this package; empty until it has one."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        links = metadata("zopa").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    named = dict(each.split(", ", 1) for each in links)
    address = named.get("Documentation", "")
    return "" if NOBODY in address else address


def address_of(page: str, docs: str) -> str:
    """Return the address of a page such as `diagnostics/ZX101`; empty without a site."""
    return f"{docs.rstrip('/')}/{page.removesuffix('README')}".rstrip("/") + "/" if docs else ""


@cache
def explanation(kind: DiagnosticKind) -> str:
    """Return the page in Markdown, without its heading, its severity and its last line.

    Raises:
        FileNotFoundError: this installation lacks the pages.
    """
    from zopa.files import shipped  # which reads limits in the environment that may be wrong

    text = (shipped("diagnostics") / f"{kind.code}.md").read_text(encoding="utf-8")
    return text.split("\n\n", 2)[2].partition(RUN)[0].strip()


ERROR, WARNING = Severity.ERROR, Severity.WARNING
VERDICT, NOTE = Severity.VERDICT, Severity.NOTE


# -- ZC: conditions and rules, found by the solver --

NEVER_FALSE = DiagnosticKind("ZC101", "condition-never-false", WARNING)
RULES_CONTRADICT = DiagnosticKind("ZC102", "rules-contradict", ERROR)
TERM_UNREACHABLE = DiagnosticKind("ZC103", "term-unreachable", WARNING)
NEVER_TRUE = DiagnosticKind("ZC104", "condition-never-true", WARNING)
NEVER_UNDECIDED = DiagnosticKind("ZC105", "never-undecided", WARNING)
DRAFT_BREAKS_RULES = DiagnosticKind("ZC106", "draft-breaks-rules", WARNING)


# -- ZD: changes between two revisions --

RED_LINE_REMOVED = DiagnosticKind("ZD101", "red-line-removed", WARNING)
RED_LINE_WEAKER = DiagnosticKind("ZD102", "red-line-weaker", WARNING)
PARTY_LEFT = DiagnosticKind("ZD103", "party-left-table", WARNING)
RED_LINE_NOT_COUNTED = DiagnosticKind("ZD104", "red-line-not-counted", WARNING)
WAIVER_ADDED = DiagnosticKind("ZD105", "waiver-added", WARNING)
EXPECTATION_DROPPED = DiagnosticKind("ZD106", "expectation-dropped", WARNING)
SCENARIO_REMOVED = DiagnosticKind("ZD107", "scenario-removed", WARNING)
POSITION_REMOVED = DiagnosticKind("ZD201", "position-removed", NOTE)
POSITION_WEAKER = DiagnosticKind("ZD202", "position-weaker", NOTE)
POSITION_OTHERWISE = DiagnosticKind("ZD203", "position-stronger", NOTE)
POSITION_ADDED = DiagnosticKind("ZD204", "position-added", NOTE)
VERDICT_CHANGED = DiagnosticKind("ZD205", "verdict-changed", NOTE)
TERM_REMOVED = DiagnosticKind("ZD206", "term-removed", NOTE)
TERM_CHANGED = DiagnosticKind("ZD207", "term-changed", NOTE)
RULE_CHANGED = DiagnosticKind("ZD208", "rule-changed", NOTE)
STATE_CHANGED = DiagnosticKind("ZD209", "state-changed", NOTE)
DAY_CHANGED = DiagnosticKind("ZD210", "day-changed", NOTE)


# -- ZE: expectations --

DEAL_NOT_MET = DiagnosticKind("ZE101", "deal-not-met", ERROR)
CROSSED_NOT_MET = DiagnosticKind("ZE102", "crossed-not-met", ERROR)
RESPECTED_NOT_MET = DiagnosticKind("ZE103", "respected-not-met", ERROR)
EXPECTS_UNKNOWN = DiagnosticKind("ZE104", "expects-unknown", ERROR)
OPEN_NOT_MET = DiagnosticKind("ZE105", "open-not-met", ERROR)
COHERENT_NOT_MET = DiagnosticKind("ZE106", "coherent-not-met", ERROR)
EXPECTATIONS_CONTRADICT = DiagnosticKind("ZE107", "expectations-contradict", ERROR)


# -- ZI: sessions: the run itself --

FILE_MISSING = DiagnosticKind("ZI101", "file-missing", ERROR)
UNREADABLE = DiagnosticKind("ZI102", "unreadable", ERROR)
NOT_A_REGULAR_FILE = DiagnosticKind("ZI103", "not-a-regular-file", ERROR)
RUN_LIMIT = DiagnosticKind("ZI104", "run-limit", ERROR)
REQUIRED_FILE_MISSING = DiagnosticKind("ZI201", "required-file-missing", ERROR)
UNKNOWN_SCENARIO = DiagnosticKind("ZI301", "unknown-scenario", ERROR)
TERMS_UNSOUND = DiagnosticKind("ZI302", "terms-unsound", ERROR)
NOT_SAVED = DiagnosticKind("ZI401", "not-saved", ERROR)
NOT_EDITED = DiagnosticKind("ZI402", "not-edited", ERROR)


# -- ZO: settings of a workspace --

UNKNOWN_SETTING = DiagnosticKind("ZO101", "unknown-setting", ERROR)
INVALID_SETTING = DiagnosticKind("ZO102", "invalid-setting", ERROR)
SETTINGS_UNREADABLE = DiagnosticKind("ZO103", "settings-unreadable", ERROR)
UNKNOWN_NAME_IN_SETTING = DiagnosticKind("ZO104", "unknown-name-in-setting", ERROR)
SECOND_CONFIGURATION = DiagnosticKind("ZO105", "second-configuration", WARNING)
STALE_SCHEMAS = DiagnosticKind("ZO106", "stale-schemas", WARNING)


# -- ZP: provenance --

NO_STATEMENT = DiagnosticKind("ZP101", "no-statement", ERROR)
NOT_LOCATED = DiagnosticKind("ZP102", "not-located", ERROR)
IMPOSSIBLE_DATE = DiagnosticKind("ZP103", "impossible-date", ERROR)
STRONGER_THAN_STATED = DiagnosticKind("ZP104", "stronger-than-stated", WARNING)
UNNAMED_REPORTER = DiagnosticKind("ZP106", "unnamed-reporter", WARNING)
BEFORE_EVERYTHING = DiagnosticKind("ZP107", "draft-before-everything", WARNING)
TELLS_HIDDEN = DiagnosticKind("ZP108", "tells-what-is-hidden", WARNING)


# -- ZR: verdicts, with --gate --

RED_LINE_CROSSED = DiagnosticKind("ZR101", "red-line-crossed", VERDICT)
DEMAND_CROSSED = DiagnosticKind("ZR102", "demand-crossed", VERDICT)
OPEN = DiagnosticKind("ZR103", "position-open", VERDICT)
INCOHERENT = DiagnosticKind("ZR104", "incoherent-draft", VERDICT)


# -- ZS: format of a file --

UNKNOWN_KEY = DiagnosticKind("ZS101", "unknown-key", ERROR)
MISSING_KEY = DiagnosticKind("ZS102", "missing-key", ERROR)
EXCLUSIVE_KEYS = DiagnosticKind("ZS103", "exclusive-keys", ERROR)
WRONG_TYPE = DiagnosticKind("ZS201", "wrong-type", ERROR)
INVALID_ID = DiagnosticKind("ZS202", "invalid-id", ERROR)
INVALID_REFERENCE = DiagnosticKind("ZS203", "invalid-reference", ERROR)
INVALID_DATE = DiagnosticKind("ZS204", "invalid-date", ERROR)
NUMBER_OUT_OF_RANGE = DiagnosticKind("ZS205", "number-out-of-range", ERROR)
WRONG_SIZE = DiagnosticKind("ZS206", "wrong-size", ERROR)
REPEATED_ENTRY = DiagnosticKind("ZS207", "repeated-entry", ERROR)
UNKNOWN_WORD = DiagnosticKind("ZS208", "unknown-word", ERROR)
UNKNOWN_KIND = DiagnosticKind("ZS301", "unknown-kind", ERROR)
MISSING_OPERATOR = DiagnosticKind("ZS302", "missing-operator", ERROR)
SEVERAL_OPERATORS = DiagnosticKind("ZS303", "several-operators", ERROR)
MISPLACED_KEY = DiagnosticKind("ZS304", "misplaced-key", ERROR)
UNKNOWN_FORMAT_VERSION = DiagnosticKind("ZS401", "unknown-format-version", ERROR)
OTHER_SCHEMA = DiagnosticKind("ZS402", "other-schema", WARNING)


# -- ZT: tables --

WRONG_TABLE = DiagnosticKind("ZT101", "wrong-table", ERROR)


# -- ZU: ignore comments and baselines --

UNUSED_IGNORE = DiagnosticKind("ZU101", "unused-ignore", WARNING)
NO_REASON = DiagnosticKind("ZU102", "ignore-without-reason", WARNING)
UNKNOWN_CODE = DiagnosticKind("ZU103", "ignore-unknown-code", WARNING)
STALE_BASELINE = DiagnosticKind("ZU104", "stale-baseline-entry", WARNING)
NOT_IGNORABLE = DiagnosticKind("ZU105", "not-ignorable", WARNING)


# -- ZX: references between parts of a workspace --

UNKNOWN_ID = DiagnosticKind("ZX101", "unknown-id", ERROR)
DUPLICATE_ID = DiagnosticKind("ZX102", "duplicate-id", ERROR)
UNUSED_ID = DiagnosticKind("ZX103", "unused-id", WARNING)
RESERVED_ID = DiagnosticKind("ZX104", "reserved-id", ERROR)
AGREEMENT_ENTITY = DiagnosticKind("ZX105", "agreement-entity", ERROR)
FILE_UNREAD = DiagnosticKind("ZX106", "file-unread", ERROR)
ALMOST_A_NAME = DiagnosticKind("ZX107", "almost-a-name", WARNING)
NAMES_ALIKE = DiagnosticKind("ZX108", "names-alike", ERROR)
PARAMETER_OUT_OF_RANGE = DiagnosticKind("ZX201", "parameter-out-of-range", ERROR)
VALUE_NOT_ALLOWED = DiagnosticKind("ZX202", "value-not-allowed", ERROR)
COMPARISON_NOT_ALLOWED = DiagnosticKind("ZX203", "comparison-not-allowed", ERROR)
MISSING_VALUE = DiagnosticKind("ZX204", "attribute-without-value", ERROR)
UNEXPECTED_PARAMETER = DiagnosticKind("ZX205", "unexpected-parameter", ERROR)
PARAMETER_TOO_WIDE = DiagnosticKind("ZX206", "parameter-too-wide", ERROR)
IMPOSSIBLE_CHOOSE = DiagnosticKind("ZX207", "impossible-choose", ERROR)
WRONG_NUMBER_OF_TERMS = DiagnosticKind("ZX208", "wrong-number-of-terms", ERROR)
EMPTY_RANGE = DiagnosticKind("ZX209", "empty-range", ERROR)
UNITS_DIFFER = DiagnosticKind("ZX210", "units-differ", ERROR)
RELATION_TOO_LARGE = DiagnosticKind("ZX211", "relation-too-large", ERROR)
WRONG_ANSWER = DiagnosticKind("ZX212", "wrong-kind-of-answer", ERROR)
STEP_DOES_NOT_FIT = DiagnosticKind("ZX213", "step-does-not-fit", WARNING)
NO_TYPE = DiagnosticKind("ZX214", "parameter-without-type", ERROR)
FIXED_ATTRIBUTE = DiagnosticKind("ZX301", "fixed-attribute", ERROR)
WHERE_CAN_CHANGE = DiagnosticKind("ZX302", "where-can-change", ERROR)
WHEN_USES_ATTRIBUTES = DiagnosticKind("ZX303", "when-uses-attributes", ERROR)
PARAMETER_CLASH = DiagnosticKind("ZX304", "parameter-clash", ERROR)
CYCLE = DiagnosticKind("ZX305", "cycle", ERROR)
UNKNOWN_READING = DiagnosticKind("ZX306", "unknown-reading", ERROR)
EXPIRED_WAIVER = DiagnosticKind("ZX307", "expired-waiver", WARNING)
SUPERSEDES_OTHER_PARTY = DiagnosticKind("ZX308", "supersedes-other-party", ERROR)
NO_CONDITION = DiagnosticKind("ZX309", "no-condition", ERROR)
NO_DEFAULT_READING = DiagnosticKind("ZX310", "no-default-reading", ERROR)
START_UNREADABLE = DiagnosticKind("ZX311", "start-unreadable", ERROR)
LONG_FORM = DiagnosticKind("ZX401", "long-form", NOTE)


# -- ZY: the YAML profile --

SYNTAX = DiagnosticKind("ZY001", "syntax", ERROR)
OVER_LIMIT = DiagnosticKind("ZY101", "over-limit", ERROR)
WRONG_ENCODING = DiagnosticKind("ZY102", "wrong-encoding", ERROR)
INVALID_UTF8 = DiagnosticKind("ZY103", "invalid-utf-8", ERROR)
CONTROL_CHARACTER = DiagnosticKind("ZY104", "control-character", ERROR)
HIDDEN_LINE_BREAK = DiagnosticKind("ZY105", "hidden-line-break", ERROR)
TAB = DiagnosticKind("ZY106", "tab", ERROR)
TEXT_DIRECTION = DiagnosticKind("ZY107", "text-direction", ERROR)
INVISIBLE_CHARACTER = DiagnosticKind("ZY108", "invisible-character", ERROR)
STRANGE_SPACE = DiagnosticKind("ZY109", "strange-space", ERROR)
ESCAPED_CHARACTER = DiagnosticKind("ZY110", "escaped-character", ERROR)
BYTE_ORDER_MARK = DiagnosticKind("ZY111", "byte-order-mark", WARNING)
MIXED_SCRIPTS = DiagnosticKind("ZY112", "mixed-scripts", WARNING)
NO_FINAL_LINE_BREAK = DiagnosticKind("ZY113", "no-final-line-break", WARNING)
YAML_MISSING_VALUE = DiagnosticKind("ZY201", "missing-value", ERROR)
AMBIGUOUS_BOOLEAN = DiagnosticKind("ZY202", "ambiguous-boolean", ERROR)
AMBIGUOUS_NULL = DiagnosticKind("ZY203", "ambiguous-null", ERROR)
AMBIGUOUS_NUMBER = DiagnosticKind("ZY204", "ambiguous-number", ERROR)
NUMBER_TOO_LARGE = DiagnosticKind("ZY205", "number-too-large", ERROR)
BASE_60 = DiagnosticKind("ZY206", "base-60-number", ERROR)
RESERVED_WORD = DiagnosticKind("ZY207", "reserved-word", ERROR)
CUT_BY_COMMENT = DiagnosticKind("ZY208", "text-cut-by-comment", WARNING)
DUPLICATE_KEY = DiagnosticKind("ZY300", "duplicate-key", ERROR)
KEY_NOT_TEXT = DiagnosticKind("ZY301", "key-not-text", ERROR)
ANCHOR = DiagnosticKind("ZY302", "anchor", ERROR)
TAG = DiagnosticKind("ZY303", "tag", ERROR)
DIRECTIVE = DiagnosticKind("ZY304", "directive", ERROR)
SEVERAL_DOCUMENTS = DiagnosticKind("ZY305", "several-documents", ERROR)
COMPLEX_KEY = DiagnosticKind("ZY306", "complex-key", ERROR)
PAIR_IN_LIST = DiagnosticKind("ZY307", "pair-in-list", ERROR)
SEVERAL_LINES = DiagnosticKind("ZY308", "text-over-several-lines", ERROR)
TEXT_AFTER_QUOTE = DiagnosticKind("ZY309", "text-after-quote", ERROR)
EMPTY_FILE = DiagnosticKind("ZY310", "empty-file", ERROR)
ROOT_NOT_MAPPING = DiagnosticKind("ZY311", "root-not-mapping", ERROR)
BLOCK_TEXT = DiagnosticKind("ZY312", "ambiguous-block-text", ERROR)
FLOW_AT_MARGIN = DiagnosticKind("ZY313", "flow-at-margin", ERROR)
FLOW_TEXT = DiagnosticKind("ZY314", "ambiguous-flow-text", ERROR)
KEYS_DIFFER_IN_CASE = DiagnosticKind("ZY315", "keys-differ-in-case", WARNING)
CATALOGUE: Final[Mapping[str, DiagnosticKind]] = MappingProxyType(
    {each.code: each for each in list(globals().values()) if isinstance(each, DiagnosticKind)}
)
"""Every kind by its code, in the order of the codes."""


def find(code_or_name: str) -> DiagnosticKind | None:
    """Return the kind with this code or name, in any capitalisation."""
    word = code_or_name.strip().casefold()
    return next(
        (each for each in CATALOGUE.values() if word in {each.code.casefold(), each.name}), None
    )


def kinds_within(word: str) -> tuple[DiagnosticKind, ...]:
    """Return the kinds of a code, a name, or a family (beginning of codes, such as `ZX`)."""
    kind = find(word)
    if kind is not None:
        return (kind,)
    head = word.strip().upper()
    if len(head) < 2:
        return ()
    return tuple(each for code, each in CATALOGUE.items() if code.startswith(head))


def way_to_diagnostic(wrong: str) -> str:
    """Suggest diagnostics for an unknown code or name."""
    near = did_you_mean(wrong, [*CATALOGUE, *(each.name for each in CATALOGUE.values())])
    return f"did you mean {listed(near)}?" if near else "zopa rules lists them"


IGNORABLE_WARNINGS: Final = ("ZY", "ZS", "ZX", "ZP")
"""Families of which warnings can be ignored, and nothing else."""
FIRM: Final = ("ZI", "ZE", "ZO", "ZP101", "ZP102", "ZP103")
"""Errors that builds never lower: failed checks, unmet expectations, missing sources."""


def ignorable(kind: DiagnosticKind) -> bool:
    """Return True if a comment or a setting can hide findings of this kind."""
    if kind.code.startswith("ZC") or kind.code == "ZF103":
        return True
    return kind.severity is Severity.WARNING and kind.code.startswith(IGNORABLE_WARNINGS)


def firm(kind: DiagnosticKind) -> bool:
    """Return True if a build server never lowers it below an error."""
    return kind.code.startswith(FIRM)


# -- a code with another severity in some places --

TEXT_DIRECTION_MARK = replace(TEXT_DIRECTION, severity=WARNING)
LATER_ACCOUNT = replace(IMPOSSIBLE_DATE, severity=NOTE)
