"""Findings not reported: ignore comments, the baseline, severities of the settings.

An ignore comment applies to the line that it ends. Alone on a line it applies to the next line
that is not a comment, without an empty line between.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from zopa.configuration import matches
from zopa.diagnostics import (
    NO_REASON,
    NOT_IGNORABLE,
    STALE_BASELINE,
    UNKNOWN_CODE,
    UNUSED_IGNORE,
    Diagnostic,
    Fix,
    Severity,
    clip,
    did_you_mean,
    ignorable,
    in_order,
    kinds_within,
    listed,
    quoted,
    shown,
)
from zopa.files import Place, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zopa.configuration import Configuration
    from zopa.diagnostics import DiagnosticKind
    from zopa.documents import Comment, Document

__all__ = [
    "MOST_BYTES",
    "Baseline",
    "BaselineError",
    "Silenced",
    "Suppression",
    "as_configured",
    "baseline_text",
    "parse_baseline",
    "recordable",
    "silence",
]


DIRECTIVE: Final = re.compile(r"#+\s*zopa\s*:", re.IGNORECASE)
IGNORE: Final = re.compile(r"#+\s*zopa\s*:\s*ignore\s*\[([^\]]*)\]\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suppression:
    """Reason why a finding is hidden."""

    by: Literal["comment", "config", "baseline"]
    reason: str | None = None
    at: str | None = None
    """Place of the comment, as `path:line:column` or `path`."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """Findings, divided into reported and hidden ones."""

    findings: tuple[Diagnostic, ...]
    """Reported findings, including those about the ignore comments."""
    suppressed: tuple[tuple[Diagnostic, Suppression], ...] = ()


@dataclass(slots=True)
class _Ignore:
    """Valid ignore comment."""

    span: Span
    text: str
    """Full text of its line."""
    line: int
    """Number of the line that it applies to."""
    kinds: Mapping[str, DiagnosticKind]
    """Kinds of findings that it hides, by the words in it."""
    words: Sequence[str]
    """All its words in order, also those that hide nothing."""
    reason: str


def silence(
    findings: Iterable[Diagnostic],
    documents: Mapping[str, Document],
    *,
    judged: bool,
) -> Silenced:
    """Remove findings that comments hide; add findings about the comments.

    Args:
        findings: all findings, so that every used comment is recognised.
        documents: the files, by path.
        judged: True if everything was checked; if False, no comment is reported as unused.
    """
    ignores: dict[tuple[str, int], list[_Ignore]] = {}
    wrong: list[Diagnostic] = []
    for path, document in documents.items():
        for each in _ignores(document, wrong.append):
            ignores.setdefault((path, each.line), []).append(each)
    kept: list[Diagnostic] = []
    taken: list[tuple[Diagnostic, Suppression]] = []
    used: set[tuple[int, str]] = set()
    for finding in findings:
        span = finding.span
        near = ignores.get((span.path, span.start.line), ()) if span else ()
        acting = [
            (each, word)
            for each in near
            for word, kind in each.kinds.items()
            if kind.code == finding.code
        ]
        used.update((id(each), word) for each, word in acting)
        if acting:
            by = acting[0][0]
            taken.append((finding, Suppression("comment", by.reason, str(by.span))))
        else:
            kept.append(finding)
    broken = {each.span.path for each in kept if each.span and each.severity == Severity.ERROR}
    if judged:
        for (path, _), here in ignores.items():
            if path not in broken:
                for each in here:
                    unused = [word for word in each.kinds if (id(each), word) not in used]
                    if unused:
                        wrong.append(_unused(each, unused))
    return Silenced(tuple(in_order([*kept, *wrong])), tuple(taken))


def _ignores(document: Document, tell: Callable[[Diagnostic], None]) -> Iterator[_Ignore]:
    """Yield the valid ignore comments of a file; report the others."""
    if "zopa" not in document.text.casefold():
        return
    comments = document.comments
    lines = document.text.split("\n")
    alone = {
        each.span.start.line
        for each in comments
        if not lines[each.span.start.line - 1][: each.span.start.column - 1].strip()
    }
    acts_on: dict[int, int] = {}
    for line in sorted(alone, reverse=True):
        acts_on[line] = acts_on.get(line + 1, line + 1)
    for comment in comments:
        if not DIRECTIVE.match(comment.text):
            continue
        found = IGNORE.match(comment.text)
        words = [each.strip() for each in found[1].split(",")] if found else []
        words = list(dict.fromkeys(each for each in words if each))
        if found is None or not words:
            tell(_unread(comment))
            continue
        kinds = dict(_kinds(comment, words, tell))
        reason = found[2].strip(" \t\r:–—-")
        if not reason and kinds:
            tell(_without_reason(comment))
        elif kinds:
            line = comment.span.start.line
            yield _Ignore(
                comment.span, lines[line - 1], acts_on.get(line, line), kinds, words, reason
            )


def _kinds(
    comment: Comment, words: Sequence[str], tell: Callable[[Diagnostic], None]
) -> Iterator[tuple[str, DiagnosticKind]]:
    from zopa.diagnostics import CATALOGUE, find

    for word in words:
        kind = find(word)
        if kind is None:
            near = did_you_mean(word, [*CATALOGUE, *(each.name for each in CATALOGUE.values())])
            tell(
                Diagnostic(
                    UNKNOWN_CODE,
                    comment.span,
                    f"unknown code {quoted(word)} in ignore comment",
                    help=(f"did you mean {listed(near)}?",)
                    if near
                    else ("`zopa rules` lists the codes",),
                )
            )
        elif not ignorable(kind):
            tell(
                Diagnostic(
                    NOT_IGNORABLE,
                    comment.span,
                    f"{quoted(word)} cannot be ignored",
                    help=("fix the finding and delete the comment",),
                    notes=("only warnings, and findings about conditions (ZC), can be",),
                )
            )
        else:
            yield word, kind


def _unread(comment: Comment) -> Diagnostic:
    return Diagnostic(
        UNKNOWN_CODE,
        comment.span,
        f"comment {quoted(clip(shown(comment.text), 40))} is not an ignore that can be read",
        help=("write `# zopa: ignore[CODE] reason`",),
    )


def _without_reason(comment: Comment) -> Diagnostic:
    return Diagnostic(
        NO_REASON,
        comment.span,
        "ignore gives no reason, so it has no effect",
        help=("write why after the bracket",),
    )


def _unused(ignore: _Ignore, unused: Sequence[str]) -> Diagnostic:
    left = [each for each in ignore.words if each not in unused]
    return Diagnostic(
        UNUSED_IGNORE,
        ignore.span,
        f"unused ignore comment: no finding {listed(unused, joiner='or')} here",
        help=("remove it",) if not left else (f"ignore {listed(left, joiner='and')} only",),
        fixes=(_with(ignore, left),),
    )


def _with(ignore: _Ignore, words: Sequence[str]) -> Fix:
    """Return a fix that leaves only these words in the comment, or deletes it."""
    start, end, line = ignore.span.start, ignore.span.end, ignore.text
    if words:
        opening = line.index("[", start.column - 1)
        closing = line.index("]", opening)
        span = Span(
            ignore.span.path,
            Place(start.line, opening + 2),
            Place(start.line, closing + 1),
        )
        return Fix(span, ", ".join(words))
    before = line[: start.column - 1].rstrip()
    if before:
        end = Place(end.line, len(line.rstrip("\r")) + 1)
        return Fix(Span(ignore.span.path, Place(start.line, len(before) + 1), end), "")
    return Fix(Span(ignore.span.path, Place(start.line, 1), Place(start.line + 1, 1)), "")


# -- findings baseline: known findings in a file, not reported again --


MOST_BYTES = 1 << 26
"""Largest size of a baseline in bytes: room for a hundred thousand findings."""
NEVER = ("ZI", "ZE", "ZR", "ZF", "ZU")
"""Families of findings that are always reported."""


class BaselineError(ValueError):
    """Invalid baseline file; the message gives the reason."""


@dataclass(frozen=True, slots=True, order=True)
class KnownFinding:
    """Known finding; only its fingerprint counts, the rest is for readers."""

    path: str
    code: str
    message: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings baseline."""

    path: str
    """Path as in spans."""
    text: str
    entries: tuple[KnownFinding, ...]

    def silence(
        self, findings: Sequence[Diagnostic], fingerprints: Sequence[str], *, judged: bool
    ) -> Silenced:
        """Remove known findings; report entries that no longer occur.

        Args:
            findings: in the order of the fingerprints.
            fingerprints: one for each.
            judged: True if everything was checked.
        """
        known = {each.fingerprint for each in self.entries}
        kept: list[Diagnostic] = []
        taken: list[tuple[Diagnostic, Suppression]] = []
        for finding, fingerprint in zip(findings, fingerprints, strict=True):
            if fingerprint in known and recordable(finding.kind):
                taken.append((finding, Suppression("baseline", None, self.path)))
            else:
                kept.append(finding)
        if not any(each.severity == Severity.ERROR for each in kept):
            found = set(fingerprints)
            kept.extend(
                self._stale(each)
                for each in self.entries
                if each.fingerprint not in found and (judged or not each.code.startswith("ZC"))
            )
        return Silenced(tuple(in_order(kept)), tuple(taken))

    def _stale(self, entry: KnownFinding) -> Diagnostic:
        lines = self.text.split("\n")
        found = ((n, line.find(entry.fingerprint)) for n, line in enumerate(lines, start=1))
        line, column = next(((n, at + 1) for n, at in found if at >= 0), (1, 1))
        place = Place(line, column)
        return Diagnostic(
            STALE_BASELINE,
            Span(self.path, place, Place(line, column + len(entry.fingerprint))),
            f"outdated baseline entry: `{entry.code}` no longer occurs"
            f" in `{shown(entry.path)}`",
            help=("delete it, or run with `--write-baseline`",),
        )


def recordable(kind: DiagnosticKind) -> bool:
    """Return True if a baseline can record the finding."""
    return not kind.code.startswith(NEVER)


def parse_baseline(text: str, path: str) -> Baseline:
    """Parse a baseline.

    Raises:
        BaselineError: the text is no baseline.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = "not JSON"
        raise BaselineError(message) from error
    if not isinstance(data, dict) or data.get("format") != "zopa-baseline":
        message = "no baseline of zopa"
        raise BaselineError(message)
    if data.get("version") != 1:
        message = "a version that this zopa does not know"
        raise BaselineError(message)
    return Baseline(path, text, tuple(_entries(data.get("findings"))))


def _entries(items: Any) -> Iterator[KnownFinding]:  # noqa: ANN401  # whatever the file holds
    if not isinstance(items, list):
        message = "it has no list `findings`"
        raise BaselineError(message)
    keys = ("path", "code", "message", "fingerprint")
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict) or not all(isinstance(item.get(k), str) for k in keys):
            message = f"finding {number} lacks one of {', '.join(keys)}"
            raise BaselineError(message)
        yield KnownFinding(*(item[key] for key in keys))


def baseline_text(findings: Iterable[tuple[Diagnostic, str]]) -> str:
    """Return the text of a baseline: findings with fingerprints, one on a line, by path."""
    entries = sorted(
        {
            KnownFinding(
                finding.span.path if finding.span else "",
                finding.code,
                finding.message,
                fingerprint,
            )
            for finding, fingerprint in findings
            if recordable(finding.kind)
        }
    )
    lines = ",\n".join(
        "    "
        + json.dumps(
            {
                "fingerprint": each.fingerprint,
                "code": each.code,
                "path": each.path,
                "message": each.message,
            }
        ).replace("##", r"#\u0023")
        for each in entries
    )
    known = f"[\n{lines}\n  ]" if lines else "[]"
    head = '{\n  "format": "zopa-baseline",\n  "version": 1,\n'
    return f'{head}  "findings": {known}\n}}\n'


# -- settings of a workspace applied to findings: severities and selection --


def as_configured(found: Silenced, configuration: Configuration) -> Silenced:
    """Return findings with the severities and selection of the settings.

    Findings that no comment can hide, no setting can hide either.
    """
    keys = ("severity", "select", "ignore", "per-file-ignores")
    if all(configuration.get(key) is None for key in keys):
        return found
    levels = configuration.get("severity") or {}
    findings: list[Diagnostic] = []
    suppressed = list(found.suppressed)
    for each in found.findings:
        by = _silencing(each, configuration)
        level = levels.get(each.code)
        weighed = each if level is None else _weighing(each, Severity(level))
        if by is None:
            findings.append(weighed)
        else:
            suppressed.append((weighed, Suppression("config", by, configuration.origins[by])))
    return Silenced(tuple(findings), tuple(suppressed))


def _weighing(finding: Diagnostic, level: Severity) -> Diagnostic:
    return replace(finding, kind=replace(finding.kind, severity=level))


def _silencing(finding: Diagnostic, configuration: Configuration) -> str | None:
    """Return the setting that hides a finding, or None."""
    if not ignorable(finding.kind):
        return None
    path = finding.span.path if finding.span else ""
    select = configuration.get("select")
    if select is not None and not _named(finding, select):
        return "select"
    if _named(finding, configuration.get("ignore") or ()):
        return "ignore"
    per_file = configuration.get("per-file-ignores") or {}
    if any(
        matches(pattern, path) and _named(finding, codes) for pattern, codes in per_file.items()
    ):
        return "per-file-ignores"
    return None


def _named(finding: Diagnostic, words: Iterable[str]) -> bool:
    return any(each.code == finding.code for word in words for each in kinds_within(word))
