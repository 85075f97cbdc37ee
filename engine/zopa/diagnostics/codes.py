"""Codes of diagnostics, a line each; docs/diagnostics/CODE.md says what each means.

Codes are never reused.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from zopa.diagnostics.finding import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

ERROR, WARNING = Severity.ERROR, Severity.WARNING
VERDICT, NOTE = Severity.VERDICT, Severity.NOTE


# -- ZC: conditions and rules, found by the solver --

NEVER_FALSE = Kind("ZC101", "condition-never-false", WARNING)
RULES_CONTRADICT = Kind("ZC102", "rules-contradict", ERROR)
TERM_UNREACHABLE = Kind("ZC103", "term-unreachable", WARNING)
NEVER_TRUE = Kind("ZC104", "condition-never-true", WARNING)
NEVER_UNDECIDED = Kind("ZC105", "never-undecided", WARNING)
DRAFT_BREAKS_RULES = Kind("ZC106", "draft-breaks-rules", WARNING)

# -- ZD: changes between two revisions --

RED_LINE_REMOVED = Kind("ZD101", "red-line-removed", WARNING)
RED_LINE_WEAKER = Kind("ZD102", "red-line-weaker", WARNING)
PARTY_LEFT = Kind("ZD103", "party-left-table", WARNING)
RED_LINE_NOT_COUNTED = Kind("ZD104", "red-line-not-counted", WARNING)
WAIVER_ADDED = Kind("ZD105", "waiver-added", WARNING)
EXPECTATION_DROPPED = Kind("ZD106", "expectation-dropped", WARNING)
SCENARIO_REMOVED = Kind("ZD107", "scenario-removed", WARNING)
POSITION_REMOVED = Kind("ZD201", "position-removed", NOTE)
POSITION_WEAKER = Kind("ZD202", "position-weaker", NOTE)
POSITION_OTHERWISE = Kind("ZD203", "position-stronger", NOTE)
POSITION_ADDED = Kind("ZD204", "position-added", NOTE)
VERDICT_CHANGED = Kind("ZD205", "verdict-changed", NOTE)
TERM_REMOVED = Kind("ZD206", "term-removed", NOTE)
TERM_CHANGED = Kind("ZD207", "term-changed", NOTE)
RULE_CHANGED = Kind("ZD208", "rule-changed", NOTE)
STATE_CHANGED = Kind("ZD209", "state-changed", NOTE)
DAY_CHANGED = Kind("ZD210", "day-changed", NOTE)

# -- ZE: expectations --

DEAL_NOT_MET = Kind("ZE101", "deal-not-met", ERROR)
CROSSED_NOT_MET = Kind("ZE102", "crossed-not-met", ERROR)
RESPECTED_NOT_MET = Kind("ZE103", "respected-not-met", ERROR)
EXPECTS_UNKNOWN = Kind("ZE104", "expects-unknown", ERROR)
OPEN_NOT_MET = Kind("ZE105", "open-not-met", ERROR)
COHERENT_NOT_MET = Kind("ZE106", "coherent-not-met", ERROR)
EXPECTATIONS_CONTRADICT = Kind("ZE107", "expectations-contradict", ERROR)

# -- ZI: sessions: the run itself --

FILE_MISSING = Kind("ZI101", "file-missing", ERROR)
UNREADABLE = Kind("ZI102", "unreadable", ERROR)
NOT_A_REGULAR_FILE = Kind("ZI103", "not-a-regular-file", ERROR)
RUN_LIMIT = Kind("ZI104", "run-limit", ERROR)
REQUIRED_FILE_MISSING = Kind("ZI201", "required-file-missing", ERROR)
UNKNOWN_SCENARIO = Kind("ZI301", "unknown-scenario", ERROR)
TERMS_UNSOUND = Kind("ZI302", "terms-unsound", ERROR)
NOT_SAVED = Kind("ZI401", "not-saved", ERROR)
NOT_EDITED = Kind("ZI402", "not-edited", ERROR)

# -- ZO: settings of a workspace --

UNKNOWN_SETTING = Kind("ZO101", "unknown-setting", ERROR)
INVALID_SETTING = Kind("ZO102", "invalid-setting", ERROR)
SETTINGS_UNREADABLE = Kind("ZO103", "settings-unreadable", ERROR)
UNKNOWN_NAME_IN_SETTING = Kind("ZO104", "unknown-name-in-setting", ERROR)
SECOND_CONFIGURATION = Kind("ZO105", "second-configuration", WARNING)

# -- ZP: provenance --

NO_STATEMENT = Kind("ZP101", "no-statement", ERROR)
NOT_LOCATED = Kind("ZP102", "not-located", ERROR)
IMPOSSIBLE_DATE = Kind("ZP103", "impossible-date", ERROR)
STRONGER_THAN_STATED = Kind("ZP104", "stronger-than-stated", WARNING)
UNNAMED_REPORTER = Kind("ZP106", "unnamed-reporter", WARNING)
BEFORE_EVERYTHING = Kind("ZP107", "draft-before-everything", WARNING)

# -- ZR: verdicts, with --gate --

RED_LINE_CROSSED = Kind("ZR101", "red-line-crossed", VERDICT)
DEMAND_CROSSED = Kind("ZR102", "demand-crossed", VERDICT)
OPEN = Kind("ZR103", "position-open", VERDICT)
INCOHERENT = Kind("ZR104", "incoherent-draft", VERDICT)

# -- ZS: format of a file --

UNKNOWN_KEY = Kind("ZS101", "unknown-key", ERROR)
MISSING_KEY = Kind("ZS102", "missing-key", ERROR)
EXCLUSIVE_KEYS = Kind("ZS103", "exclusive-keys", ERROR)
WRONG_TYPE = Kind("ZS201", "wrong-type", ERROR)
INVALID_ID = Kind("ZS202", "invalid-id", ERROR)
INVALID_REFERENCE = Kind("ZS203", "invalid-reference", ERROR)
INVALID_DATE = Kind("ZS204", "invalid-date", ERROR)
NUMBER_OUT_OF_RANGE = Kind("ZS205", "number-out-of-range", ERROR)
WRONG_SIZE = Kind("ZS206", "wrong-size", ERROR)
REPEATED_ENTRY = Kind("ZS207", "repeated-entry", ERROR)
UNKNOWN_WORD = Kind("ZS208", "unknown-word", ERROR)
UNKNOWN_KIND = Kind("ZS301", "unknown-kind", ERROR)
MISSING_OPERATOR = Kind("ZS302", "missing-operator", ERROR)
SEVERAL_OPERATORS = Kind("ZS303", "several-operators", ERROR)
MISPLACED_KEY = Kind("ZS304", "misplaced-key", ERROR)
UNKNOWN_FORMAT_VERSION = Kind("ZS401", "unknown-format-version", ERROR)
OTHER_SCHEMA = Kind("ZS402", "other-schema", WARNING)

# -- ZT: tables --

WRONG_TABLE = Kind("ZT101", "wrong-table", ERROR)

# -- ZU: ignore comments and baselines --

UNUSED_IGNORE = Kind("ZU101", "unused-ignore", WARNING)
NO_REASON = Kind("ZU102", "ignore-without-reason", WARNING)
UNKNOWN_CODE = Kind("ZU103", "ignore-unknown-code", WARNING)
STALE_BASELINE = Kind("ZU104", "stale-baseline-entry", WARNING)
NOT_IGNORABLE = Kind("ZU105", "not-ignorable", WARNING)

# -- ZX: references between parts of a workspace --

UNKNOWN_ID = Kind("ZX101", "unknown-id", ERROR)
DUPLICATE_ID = Kind("ZX102", "duplicate-id", ERROR)
UNUSED_ID = Kind("ZX103", "unused-id", WARNING)
RESERVED_ID = Kind("ZX104", "reserved-id", ERROR)
AGREEMENT_ENTITY = Kind("ZX105", "agreement-entity", ERROR)
FILE_UNREAD = Kind("ZX106", "file-unread", ERROR)
ALMOST_A_NAME = Kind("ZX107", "almost-a-name", WARNING)
NAMES_ALIKE = Kind("ZX108", "names-alike", ERROR)
PARAMETER_OUT_OF_RANGE = Kind("ZX201", "parameter-out-of-range", ERROR)
VALUE_NOT_ALLOWED = Kind("ZX202", "value-not-allowed", ERROR)
COMPARISON_NOT_ALLOWED = Kind("ZX203", "comparison-not-allowed", ERROR)
MISSING_VALUE = Kind("ZX204", "attribute-without-value", ERROR)
UNEXPECTED_PARAMETER = Kind("ZX205", "unexpected-parameter", ERROR)
PARAMETER_TOO_WIDE = Kind("ZX206", "parameter-too-wide", ERROR)
IMPOSSIBLE_CHOOSE = Kind("ZX207", "impossible-choose", ERROR)
WRONG_NUMBER_OF_TERMS = Kind("ZX208", "wrong-number-of-terms", ERROR)
EMPTY_RANGE = Kind("ZX209", "empty-range", ERROR)
UNITS_DIFFER = Kind("ZX210", "units-differ", ERROR)
RELATION_TOO_LARGE = Kind("ZX211", "relation-too-large", ERROR)
WRONG_ANSWER = Kind("ZX212", "wrong-kind-of-answer", ERROR)
STEP_DOES_NOT_FIT = Kind("ZX213", "step-does-not-fit", WARNING)
NO_TYPE = Kind("ZX214", "parameter-without-type", ERROR)
FIXED_ATTRIBUTE = Kind("ZX301", "fixed-attribute", ERROR)
WHERE_CAN_CHANGE = Kind("ZX302", "where-can-change", ERROR)
WHEN_USES_ATTRIBUTES = Kind("ZX303", "when-uses-attributes", ERROR)
PARAMETER_CLASH = Kind("ZX304", "parameter-clash", ERROR)
CYCLE = Kind("ZX305", "cycle", ERROR)
UNKNOWN_READING = Kind("ZX306", "unknown-reading", ERROR)
EXPIRED_WAIVER = Kind("ZX307", "expired-waiver", WARNING)
SUPERSEDES_OTHER_PARTY = Kind("ZX308", "supersedes-other-party", ERROR)
NO_CONDITION = Kind("ZX309", "no-condition", ERROR)
NO_DEFAULT_READING = Kind("ZX310", "no-default-reading", ERROR)
START_UNREADABLE = Kind("ZX311", "start-unreadable", ERROR)
LONG_FORM = Kind("ZX401", "long-form", NOTE)

# -- ZY: the YAML profile --

SYNTAX = Kind("ZY001", "syntax", ERROR)
OVER_LIMIT = Kind("ZY101", "over-limit", ERROR)
WRONG_ENCODING = Kind("ZY102", "wrong-encoding", ERROR)
INVALID_UTF8 = Kind("ZY103", "invalid-utf-8", ERROR)
CONTROL_CHARACTER = Kind("ZY104", "control-character", ERROR)
HIDDEN_LINE_BREAK = Kind("ZY105", "hidden-line-break", ERROR)
TAB = Kind("ZY106", "tab", ERROR)
TEXT_DIRECTION = Kind("ZY107", "text-direction", ERROR)
INVISIBLE_CHARACTER = Kind("ZY108", "invisible-character", ERROR)
STRANGE_SPACE = Kind("ZY109", "strange-space", ERROR)
ESCAPED_CHARACTER = Kind("ZY110", "escaped-character", ERROR)
BYTE_ORDER_MARK = Kind("ZY111", "byte-order-mark", WARNING)
MIXED_SCRIPTS = Kind("ZY112", "mixed-scripts", WARNING)
NO_FINAL_LINE_BREAK = Kind("ZY113", "no-final-line-break", WARNING)
YAML_MISSING_VALUE = Kind("ZY201", "missing-value", ERROR)
AMBIGUOUS_BOOLEAN = Kind("ZY202", "ambiguous-boolean", ERROR)
AMBIGUOUS_NULL = Kind("ZY203", "ambiguous-null", ERROR)
AMBIGUOUS_NUMBER = Kind("ZY204", "ambiguous-number", ERROR)
NUMBER_TOO_LARGE = Kind("ZY205", "number-too-large", ERROR)
BASE_60 = Kind("ZY206", "base-60-number", ERROR)
RESERVED_WORD = Kind("ZY207", "reserved-word", ERROR)
CUT_BY_COMMENT = Kind("ZY208", "text-cut-by-comment", WARNING)
DUPLICATE_KEY = Kind("ZY300", "duplicate-key", ERROR)
KEY_NOT_TEXT = Kind("ZY301", "key-not-text", ERROR)
ANCHOR = Kind("ZY302", "anchor", ERROR)
TAG = Kind("ZY303", "tag", ERROR)
DIRECTIVE = Kind("ZY304", "directive", ERROR)
SEVERAL_DOCUMENTS = Kind("ZY305", "several-documents", ERROR)
COMPLEX_KEY = Kind("ZY306", "complex-key", ERROR)
PAIR_IN_LIST = Kind("ZY307", "pair-in-list", ERROR)
SEVERAL_LINES = Kind("ZY308", "text-over-several-lines", ERROR)
TEXT_AFTER_QUOTE = Kind("ZY309", "text-after-quote", ERROR)
EMPTY_FILE = Kind("ZY310", "empty-file", ERROR)
ROOT_NOT_MAPPING = Kind("ZY311", "root-not-mapping", ERROR)
BLOCK_TEXT = Kind("ZY312", "ambiguous-block-text", ERROR)
FLOW_AT_MARGIN = Kind("ZY313", "flow-at-margin", ERROR)
FLOW_TEXT = Kind("ZY314", "ambiguous-flow-text", ERROR)
KEYS_DIFFER_IN_CASE = Kind("ZY315", "keys-differ-in-case", WARNING)

CATALOGUE: Final[Mapping[str, Kind]] = MappingProxyType(
    {each.code: each for each in list(globals().values()) if isinstance(each, Kind)}
)
"""Every kind by its code, in the order of the codes."""


def find(code_or_name: str) -> Kind | None:
    """Return the kind with this code or name, in any capitalisation."""
    word = code_or_name.strip().casefold()
    return next(
        (each for each in CATALOGUE.values() if word in {each.code.casefold(), each.name}), None
    )


def kinds_within(word: str) -> tuple[Kind, ...]:
    """Return the kinds of a code, a name, or a family (beginning of codes, such as `ZX`)."""
    kind = find(word)
    if kind is not None:
        return (kind,)
    head = word.strip().upper()
    if len(head) < 2:
        return ()
    return tuple(each for code, each in CATALOGUE.items() if code.startswith(head))


IGNORABLE_WARNINGS: Final = ("ZY", "ZS", "ZX", "ZP")
"""Families of which warnings can be ignored, and nothing else."""
FIRM: Final = ("ZI", "ZE", "ZO", "ZP101", "ZP102", "ZP103")
"""Errors that builds never lower: failed checks, unmet expectations, missing sources."""


def ignorable(kind: Kind) -> bool:
    """Return True if a comment or a setting can hide findings of this kind."""
    if kind.code.startswith("ZC") or kind.code == "ZF103":
        return True
    return kind.severity is Severity.WARNING and kind.code.startswith(IGNORABLE_WARNINGS)


def firm(kind: Kind) -> bool:
    """Return True if a build server never lowers it below an error."""
    return kind.code.startswith(FIRM)


# -- a code with another severity in some places --

TEXT_DIRECTION_MARK = replace(TEXT_DIRECTION, severity=WARNING)
LATER_ACCOUNT = replace(IMPOSSIBLE_DATE, severity=NOTE)
