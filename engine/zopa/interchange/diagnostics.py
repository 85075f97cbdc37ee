"""Diagnostics as JSON: `zopa-diagnostics`, version 1.

Additions keep the version, so readers ignore unknown keys. The schema is
`schema/diagnostics.schema.json`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from collections import Counter
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NotRequired, TypeAlias, TypedDict

from zopa import __version__
from zopa.diagnostics import Severity, in_order
from zopa.model import DateValue, DecimalValue
from zopa.validation.suppressions import Suppression

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Unpack

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Data, Pointer
    from zopa.files import Place, Span
    from zopa.interchange import Json

__all__ = [
    "RunOptions",
    "Suppression",
    "diagnostic_json",
    "diagnostics_json",
    "diagnostics_jsonl",
    "diagnostics_list",
    "fingerprints",
    "json_text",
    "jsonl_text",
    "written_values",
    "yaml_engine",
]

Identity: TypeAlias = "tuple[Span | None, str, str]"
"""Identity of a finding: place, code and message."""
MOST_EXACT: Final = 2**53
"""Largest number written as a number; many JSON readers would round larger ones."""


class RunOptions(TypedDict):
    """Options of `diagnostics_json`."""

    files: int
    exit_code: int
    fail_on: NotRequired[str]
    gate: NotRequired[Sequence[str]]
    suppressed: NotRequired[Sequence[tuple[Diagnostic, Suppression]]]
    show_suppressed: NotRequired[bool]


def diagnostics_json(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    *,
    files: int,
    exit_code: int,
    fail_on: str = "error",
    gate: Sequence[str] = (),
    suppressed: Sequence[tuple[Diagnostic, Suppression]] = (),
    show_suppressed: bool = False,
) -> Json:
    """Return the report of one run.

    Args:
        diagnostics: reported findings, in any order.
        sources: texts by path; without one, places have no byte offset.
        files: number of checked files.
        exit_code: exit code of the run; 2 and above mean that it is incomplete.
        fail_on: lowest severity that fails the run.
        gate: verdicts that fail it too.
        suppressed: hidden findings with reasons; always counted.
        show_suppressed: True to list them too.
    """
    why = {_identity(each): reason for each, reason in suppressed}
    every = in_order([*diagnostics, *(each for each, _ in suppressed)])
    reported = [each for each in every if _identity(each) not in why]
    weights = Counter(each.severity for each in reported)
    codes = Counter(each.code for each in reported)
    kept = Counter(each.by == "baseline" for each in why.values())
    return {
        "format": "zopa-diagnostics",
        "version": 1,
        "tool": {"name": "zopa", "version": __version__, "yaml_engine": yaml_engine()},
        "run": {
            "root": ".",
            "complete": exit_code < 2,
            "exit_code": exit_code,
            "fail_on": fail_on,
            "gate": list(gate),
        },
        "summary": {
            "files": files,
            **{str(each): weights[each] for each in Severity},
            "suppressed": kept[False],
            "baselined": kept[True],
            "by_code": dict(sorted(codes.items())),
        },
        "diagnostics": [
            each
            for each in _objects(every, sources, why)
            if show_suppressed or each["suppressed"] is None
        ],
    }


def diagnostics_jsonl(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], **options: Unpack[RunOptions]
) -> str:
    """Return the same objects, one on a line; the last line has the rest of the report."""
    return jsonl_text(diagnostics_json(diagnostics, sources, **options))


def jsonl_text(report: Json) -> str:
    """Return a report of `diagnostics_json`, line by line."""
    rest = {key: each for key, each in report.items() if key != "diagnostics"}
    return "".join(json_text(each, indent=None) for each in [*report["diagnostics"], rest])


def diagnostics_list(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]
) -> list[Json]:
    """Return findings as objects, in order, for answers with other content too."""
    return _objects(in_order(diagnostics), sources, {})


def diagnostic_json(finding: Diagnostic, sources: Mapping[str, str]) -> Json:
    """Return one finding as an object; equal ones would have the same fingerprint."""
    return diagnostics_list([finding], sources)[0]


def json_text(value: object, *, indent: int | None = 2) -> str:
    r"""Return a JSON value as text with a line feed at its end.

    The text is ASCII, so that terminals obey nothing in it; `##` is written as `#\u0023`, so
    that build servers do not either.
    """
    text = json.dumps(written_values(value), indent=indent, allow_nan=False)
    return text.replace("##", r"#\u0023") + "\n"


def written_values(value: Any) -> Any:  # noqa: ANN401  # JSON
    """Return the value with dates and decimals as texts, which keep every digit."""
    if isinstance(value, DateValue | DecimalValue):
        return str(value)
    if isinstance(value, dict):
        return {key: written_values(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [written_values(each) for each in value]
    return value


def yaml_engine() -> str:
    """Return name and version of the default YAML parser."""
    import yaml

    if not yaml.__with_libyaml__:
        return f"pyyaml {yaml.__version__}"
    from yaml._yaml import get_version_string

    return f"libyaml {get_version_string()}"


def _objects(
    ordered: Sequence[Diagnostic],
    sources: Mapping[str, str],
    why: Mapping[Identity, Suppression],
) -> list[Json]:
    texts = _Texts(sources)
    return [
        {
            "code": each.code,
            "name": each.kind.name,
            "severity": str(each.severity),
            "message": each.message,
            "help": "\n".join(each.help) or None,
            "notes": list(each.notes),
            "url": None,
            "primary": each.span and _place(each.span, each.label, texts, each.pointer),
            "related": [_place(label.span, label.text, texts) for label in each.related],
            "data": {key: _plain(value) for key, value in each.data.items()},
            "fixes": [
                {
                    "path": fix.span.path,
                    "range": texts.range(fix.span),
                    "text": fix.text,
                    "safe": fix.safe,
                }
                for fix in each.fixes
            ],
            "suppressed": _suppressed(why.get(_identity(each))),
            "fingerprint": fingerprint,
        }
        for each, fingerprint in zip(ordered, _fingerprints(ordered, texts), strict=True)
    ]


def fingerprints(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> list[str]:
    """Return the fingerprint of each finding in order; no two are equal.

    They have no lines and columns, so they stay the same when text moves: they consist of the
    code, the path, the pointer, the text with the error, and the number of equal ones before.
    """
    return _fingerprints(in_order(diagnostics), _Texts(sources))


def _fingerprints(ordered: Sequence[Diagnostic], texts: _Texts) -> list[str]:
    seen: Counter[tuple[str, str, str, str]] = Counter()
    found: list[str] = []
    for each in ordered:
        path = each.span.path if each.span else ""
        text = texts.slice(each.span) if each.span else None
        value = " ".join(
            unicodedata.normalize("NFC", each.message if text is None else text).split()
        )
        key = (each.code, path, each.pointer, value)
        whole = json.dumps([*key, seen[key]]).encode()
        seen[key] += 1
        found.append(f"zopa1:{hashlib.blake2b(whole, digest_size=16).hexdigest()}")
    return found


def _identity(finding: Diagnostic) -> Identity:
    return finding.span, finding.code, finding.message


def _suppressed(why: Suppression | None) -> Json | None:
    return None if why is None else {"by": why.by, "reason": why.reason, "at": why.at}


def _place(span: Span, label: str, texts: _Texts, pointer: str = "") -> Json:
    return {
        "path": span.path,
        "pointer": pointer or texts.pointer(span),
        "range": texts.range(span),
        "label": label or None,
    }


def _plain(value: object) -> object:
    """Return a fact as JSON; decimals and large numbers as texts."""
    match value:
        case None | bool() | float():
            return value
        case str():
            return str(value)
        case DateValue() | DecimalValue():
            return str(value)
        case int():
            return value if abs(value) <= MOST_EXACT else str(value)
        case Decimal() | dt.date():
            return str(value)
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case set() | frozenset():
            return [_plain(each) for each in sorted(value)]
        case _:
            msg = f"data of a diagnostic must be JSON values, found {value!r}"
            raise TypeError(msg)


class _Texts:
    """Files by line, with the offset of each line."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._lines: dict[str, list[str]] = {}
        self._starts: dict[str, list[int]] = {}
        self._pointers: dict[str, dict[Place, str]] = {}

    def lines(self, path: str) -> list[str]:
        """Return the lines of a file; empty if it is unknown."""
        if path not in self._lines:
            text = self._sources.get(path)
            lines = [] if text is None else text.split("\n")
            sizes = (len(_bytes(line)) + 1 for line in lines)
            self._lines[path] = lines
            self._starts[path] = list(accumulate(sizes, initial=0))
        return self._lines[path]

    def slice(self, span: Span) -> str | None:
        """Return the text of a span."""
        lines = self.lines(span.path)[span.start.line - 1 : span.end.line]
        if not lines:
            return None
        lines[-1] = lines[-1][: span.end.column - 1]
        lines[0] = lines[0][span.start.column - 1 :]
        return "\n".join(lines)

    def pointer(self, span: Span) -> str | None:
        """Return the JSON Pointer of the value or key that begins at the start of a span."""
        if span.path not in self._pointers:
            self._pointers[span.path] = _pointers(span.path, self._sources.get(span.path, ""))
        return self._pointers[span.path].get(span.start)

    def range(self, span: Span) -> Json:
        """Return both ends of a span."""
        return {
            "start": self._point(span.path, span.start),
            "end": self._point(span.path, span.end),
        }

    def _point(self, path: str, place: Place) -> Json:
        lines = self.lines(path)
        byte = None
        if place.line <= len(lines):
            before = lines[place.line - 1][: place.column - 1]
            byte = self._starts[path][place.line - 1] + len(_bytes(before))
        return {"line": place.line, "column": place.column, "byte": byte}


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _pointers(path: str, text: str) -> dict[Place, str]:
    """Return pointers by the place of their value or key; of several the innermost."""
    from zopa.documents import json_pointer, parse

    document = parse(text, path)
    found: dict[Place, str] = {}
    below: list[tuple[Pointer, Data]] = [((), document.data)]
    while below and document.data is not None:
        pointer, value = below.pop()
        for span in (document.span(pointer), document.key_span(pointer)):
            found[span.start] = json_pointer(pointer)
        if isinstance(value, dict):
            below += [((*pointer, key), each) for key, each in value.items()]
        elif isinstance(value, list):
            below += [((*pointer, number), each) for number, each in enumerate(value)]
    return found
