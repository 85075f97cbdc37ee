"""The kinds of the YAML profile (ZY) and of files that cannot be read (ZI1)."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

SYNTAX = Kind("ZY001", "syntax", Severity.ERROR)
OVER_LIMIT = Kind("ZY101", "over-limit", Severity.ERROR)
WRONG_ENCODING = Kind("ZY102", "wrong-encoding", Severity.ERROR)
INVALID_UTF8 = Kind("ZY103", "invalid-utf-8", Severity.ERROR)
CONTROL_CHARACTER = Kind("ZY104", "control-character", Severity.ERROR)
HIDDEN_LINE_BREAK = Kind("ZY105", "hidden-line-break", Severity.ERROR)
TAB = Kind("ZY106", "tab", Severity.ERROR)
TEXT_DIRECTION = Kind("ZY107", "text-direction", Severity.ERROR)
INVISIBLE_CHARACTER = Kind("ZY108", "invisible-character", Severity.ERROR)
STRANGE_SPACE = Kind("ZY109", "strange-space", Severity.ERROR)
ESCAPED_CHARACTER = Kind("ZY110", "escaped-character", Severity.ERROR)
BYTE_ORDER_MARK = Kind("ZY111", "byte-order-mark", Severity.WARNING)
MIXED_SCRIPTS = Kind("ZY112", "mixed-scripts", Severity.WARNING)
NO_FINAL_LINE_BREAK = Kind("ZY113", "no-final-line-break", Severity.WARNING)
MISSING_VALUE = Kind("ZY201", "missing-value", Severity.ERROR)
AMBIGUOUS_BOOLEAN = Kind("ZY202", "ambiguous-boolean", Severity.ERROR)
AMBIGUOUS_NULL = Kind("ZY203", "ambiguous-null", Severity.ERROR)
AMBIGUOUS_NUMBER = Kind("ZY204", "ambiguous-number", Severity.ERROR)
NUMBER_TOO_LARGE = Kind("ZY205", "number-too-large", Severity.ERROR)
BASE_60 = Kind("ZY206", "base-60-number", Severity.ERROR)
RESERVED_WORD = Kind("ZY207", "reserved-word", Severity.ERROR)
CUT_BY_COMMENT = Kind("ZY208", "text-cut-by-comment", Severity.WARNING)
DUPLICATE_KEY = Kind("ZY300", "duplicate-key", Severity.ERROR)
KEY_NOT_TEXT = Kind("ZY301", "key-not-text", Severity.ERROR)
ANCHOR = Kind("ZY302", "anchor", Severity.ERROR)
TAG = Kind("ZY303", "tag", Severity.ERROR)
DIRECTIVE = Kind("ZY304", "directive", Severity.ERROR)
SEVERAL_DOCUMENTS = Kind("ZY305", "several-documents", Severity.ERROR)
COMPLEX_KEY = Kind("ZY306", "complex-key", Severity.ERROR)
PAIR_IN_LIST = Kind("ZY307", "pair-in-list", Severity.ERROR)
SEVERAL_LINES = Kind("ZY308", "text-over-several-lines", Severity.ERROR)
TEXT_AFTER_QUOTE = Kind("ZY309", "text-after-quote", Severity.ERROR)
EMPTY_FILE = Kind("ZY310", "empty-file", Severity.ERROR)
ROOT_NOT_MAPPING = Kind("ZY311", "root-not-mapping", Severity.ERROR)
BLOCK_TEXT = Kind("ZY312", "ambiguous-block-text", Severity.ERROR)
FLOW_AT_MARGIN = Kind("ZY313", "flow-at-margin", Severity.ERROR)
FLOW_TEXT = Kind("ZY314", "ambiguous-flow-text", Severity.ERROR)
KEYS_DIFFER_IN_CASE = Kind("ZY315", "keys-differ-in-case", Severity.WARNING)
FILE_MISSING = Kind("ZI101", "file-missing", Severity.ERROR)
UNREADABLE = Kind("ZI102", "unreadable", Severity.ERROR)
NOT_A_REGULAR_FILE = Kind("ZI103", "not-a-regular-file", Severity.ERROR)
RUN_LIMIT = Kind("ZI104", "run-limit", Severity.ERROR)

KINDS: tuple[Kind, ...] = (
    SYNTAX,
    OVER_LIMIT,
    WRONG_ENCODING,
    INVALID_UTF8,
    CONTROL_CHARACTER,
    HIDDEN_LINE_BREAK,
    TAB,
    TEXT_DIRECTION,
    INVISIBLE_CHARACTER,
    STRANGE_SPACE,
    ESCAPED_CHARACTER,
    BYTE_ORDER_MARK,
    MIXED_SCRIPTS,
    NO_FINAL_LINE_BREAK,
    MISSING_VALUE,
    AMBIGUOUS_BOOLEAN,
    AMBIGUOUS_NULL,
    AMBIGUOUS_NUMBER,
    NUMBER_TOO_LARGE,
    BASE_60,
    RESERVED_WORD,
    CUT_BY_COMMENT,
    DUPLICATE_KEY,
    KEY_NOT_TEXT,
    ANCHOR,
    TAG,
    DIRECTIVE,
    SEVERAL_DOCUMENTS,
    COMPLEX_KEY,
    PAIR_IN_LIST,
    SEVERAL_LINES,
    TEXT_AFTER_QUOTE,
    EMPTY_FILE,
    ROOT_NOT_MAPPING,
    BLOCK_TEXT,
    FLOW_AT_MARGIN,
    FLOW_TEXT,
    KEYS_DIFFER_IN_CASE,
    FILE_MISSING,
    UNREADABLE,
    NOT_A_REGULAR_FILE,
    RUN_LIMIT,
)
from dataclasses import replace

TEXT_DIRECTION_MARK = replace(TEXT_DIRECTION, severity=Severity.WARNING)
