"""Cache records of validation, their keys, and the identity of the engine."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.checks import Gist
from zopa.diagnostics import Diagnostic, Fix, Label
from zopa.files import Place, Span
from zopa.files.layout import LARGEST, MOST_VALUES, PACKAGE, Role, contents, role_of, shipped
from zopa.validation.suppressions import Silenced, Suppression

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.diagnostics import DiagnosticKind
    from zopa.documents import Document
    from zopa.files.layout import Targets

__all__ = [
    "NOTHING",
    "Content",
    "Record",
    "digest_of",
    "engine_identity",
    "kept",
    "key_of",
    "question_of",
    "recorded",
    "remembered",
]


Content: TypeAlias = bytes | Diagnostic
"""Content of a file, or the reason why it has none."""
Json: TypeAlias = Any
UNREADABLE: Final = (
    KeyError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
    RecursionError,
)
"""Result for an invalid record."""
NOTHING: Final = Silenced(())
"""Result of a scenario that passes the quick check under the terms."""

UNSOLVED: Final = frozenset(
    {Role.STATEMENTS, Role.SOURCES, Role.RECORD, Role.CORPUS, Role.VOCABULARY}
)
"""Roles of files that the solver is never asked about."""
UNASKED: Final = frozenset(
    {"note", "since", "statements", "strength", "supersedes", "title", "until"}
)
"""Keys of positions that the solver does not depend on."""


@dataclass
class Record:
    """Cached findings with the digests of their files."""

    terms: str = ""
    """Digest of all files except scenarios."""
    sound: bool = False
    found: Json = None
    """Findings in these files, as `recorded` writes them."""
    gist: Gist | None = None
    """Summary of the terms."""
    drafts: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    """Digest of each scenario and its findings as `kept` writes them, by path."""

    @classmethod
    def read(cls, raw: bytes | None) -> Record:
        """Parse a record; return an empty one if it is invalid."""
        if raw is None:
            return cls()
        try:
            terms, sound, found, gist, drafts = json.loads(raw)
            remembered(found)
        except UNREADABLE:
            return cls()
        if (
            not isinstance(terms, str)
            or not isinstance(sound, bool)
            or not isinstance(drafts, dict)
        ):
            return cls()
        return cls(terms, sound, found, Gist.read(gist), drafts)

    def written(self) -> bytes:
        """Serialise for `read`."""
        gist = self.gist.written() if self.gist else None
        known = [self.terms, self.sound, self.found, gist, self.drafts]
        return json.dumps(known, separators=(",", ":")).encode()

    def of_draft(self, path: str, digest: str) -> Silenced | None:
        """Return the findings of an unchanged scenario; `NOTHING` after the quick check."""
        entry = self.drafts.get(path)
        if not isinstance(entry, list) or len(entry) != 2 or entry[0] != digest:
            return None
        if entry[1] == 0:
            return NOTHING
        try:
            return remembered(entry[1])
        except UNREADABLE:
            return None


def kept(found: Silenced) -> Json | None:
    """Return the findings of a scenario as JSON: 0 for `NOTHING`, None if impossible."""
    if found is NOTHING:
        return 0
    value = recorded(found)
    return [[], []] if value == 0 else value


# -- keys ---------------------------------------------------------------------


def key_of(root: Path, *, ignores: bool) -> str:
    """Return the key of a record: engine, folder and arguments."""
    limits = [LARGEST, MOST_VALUES]
    return _digest(
        json.dumps([engine_identity(), str(root.resolve()), ignores, limits]).encode()
    )


def digest_of(path: str, content: Content, targets: Targets) -> str:
    """Return a digest of everything that a file's own findings depend on."""
    if isinstance(content, Diagnostic):
        content, others = repr(content).encode(errors="surrogatepass"), ["unread"]
    else:
        others = targets.named_in(path, content)
    head = f"{path}\0{len(content)}\0".encode(errors="surrogateescape")
    return _digest(head + content, *([json.dumps(others).encode()] if others else []))


def question_of(documents: Mapping[str, Document]) -> str:
    """Return a digest of all input of the solver, from data without errors."""
    asked = [
        [path, _asked(document.data) if role is Role.POSITIONS else document.data]
        for path, document in documents.items()
        if (role := role_of(path)) not in UNSOLVED
    ]
    return _digest(json.dumps(asked, default=repr).encode())


def _asked(data: Json) -> Json:
    """Return the data of a file of positions, reduced to the input of the solver."""
    return {
        key: [
            {name: each for name, each in position.items() if name not in UNASKED}
            for position in value
        ]
        if key == "positions"
        else value
        for key, value in data.items()
    }


def _digest(*parts: bytes) -> str:
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


# -- findings as JSON values, restored exactly --


def recorded(found: Silenced) -> Json | None:
    """Return findings as JSON for `remembered`; None if they cannot be restored exactly.

    No findings are 0.
    """
    if not found.findings and not found.suppressed:
        return 0
    try:
        value = [
            list(map(_finding, found.findings)),
            [[_finding(each), [how.by, how.reason, how.at]] for each, how in found.suppressed],
        ]
    except _NoJsonError:
        return None
    return value if _like(remembered(value), found) else None


def remembered(value: Json) -> Silenced:
    """Restore recorded findings.

    Raises:
        KeyError, TypeError, ValueError: the record is invalid.
    """
    if value == 0:
        return Silenced(())
    findings, suppressed = value
    return Silenced(
        tuple(map(_made, findings)),
        tuple((_made(each), Suppression(*how)) for each, how in suppressed),
    )


def _like(one: Silenced, other: Silenced) -> bool:
    """Return True if two findings are equal and their kinds are those of the catalogue."""
    if one != other:
        return False
    pairs = zip(
        [*one.findings, *(each for each, _ in one.suppressed)],
        [*other.findings, *(each for each, _ in other.suppressed)],
        strict=True,
    )
    return all(mine.kind is its.kind for mine, its in pairs)


class _NoJsonError(Exception):
    """A fact of a finding has a type that cannot be recorded."""


def _finding(each: Diagnostic) -> Json:
    return [
        each.kind.code,
        _placed(each.span),
        each.message,
        each.label,
        [[_placed(label.span), label.text] for label in each.related],
        list(each.help),
        list(each.notes),
        [[_placed(fix.span), fix.text, fix.safe] for fix in each.fixes],
        {str(key): _plain(value) for key, value in each.data.items()},
        each.pointer,
    ]


def _made(value: Json) -> Diagnostic:
    code, span, message, label, related, help_, notes, fixes, data, pointer = value
    texts = [message, label, pointer, *help_, *notes]
    texts += [text for _, text in related] + [text for _, text, _ in fixes]
    if any(type(each) is not str for each in texts):
        raise TypeError
    return Diagnostic(
        _kind(code),
        _span(span),
        message,
        label,
        tuple(Label(_whole(where), text) for where, text in related),
        tuple(help_),
        tuple(notes),
        tuple(Fix(_whole(where), text, safe) for where, text, safe in fixes),
        {key: _fact(each) for key, each in data.items()},
        pointer,
    )


def _kind(code: str) -> DiagnosticKind:
    from zopa.diagnostics.codes import CATALOGUE

    return CATALOGUE[code]


def _placed(span: Span | None) -> Json:
    if span is None:
        return None
    start, end = span.start, span.end
    return [span.path, start.line, start.column, end.line, end.column]


def _span(value: Json) -> Span | None:
    return None if value is None else _whole(value)


def _whole(value: Json) -> Span:
    path, *numbers = value
    if type(path) is not str or any(type(each) is not int for each in numbers):
        raise TypeError
    line, column, end_line, end_column = numbers
    return Span(path, Place(line, column), Place(end_line, end_column))


def _plain(value: object) -> Json:
    """Return a fact as JSON; other types become a list that begins with their name."""
    import datetime as dt
    from decimal import Decimal

    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case Decimal():
            return ["decimal", str(value)]
        case dt.datetime():
            raise _NoJsonError
        case dt.date():
            return ["date", value.isoformat()]
        case list():
            return ["list", *map(_plain, value)]
        case tuple():
            return ["tuple", *map(_plain, value)]
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case _:
            raise _NoJsonError


def _fact(value: Json) -> object:
    if isinstance(value, dict):
        return {key: _fact(each) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    name, *rest = value
    if name == "list":
        return list(map(_fact, rest))
    if name == "tuple":
        return tuple(map(_fact, rest))
    (text,) = rest
    if name == "date":
        import datetime as dt

        return dt.date.fromisoformat(text)
    if name == "decimal":
        from decimal import Decimal

        return Decimal(text)
    raise ValueError


# -- identity of the engine: everything besides the files that findings depend on --


LIBRARIES = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES")
"""Environment variables that select other shared libraries."""
LOADER = "/etc/ld.so.cache"
"""File that changes whenever a shared library is installed, libyaml included."""

TELLING = frozenset({"answers", "cli", "lsp", "interchange", "writers"})
"""Packages above the checks; import-linter ensures that no check imports them, so findings do
not depend on them."""
INSTALLED = (".dist-info", ".egg-info", ".egg-link", ".pth")
"""Endings of the names of records of installed packages."""


def engine_identity() -> str:
    """Return a digest of zopa's code and schemas, Python, and every installed package.

    Code and schemas count by content, so that every edit of a checkout makes another engine.
    Packages count by name, version and time of installation, as far as the folders of
    `sys.path` show them. This detects a replaced package, not one edited in place.
    """
    digest = hashlib.blake2b(digest_size=20)
    for part in _parts():
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _parts() -> Iterator[bytes]:
    yield sys.version.encode()
    yield sys.platform.encode()
    yield f"{sys.flags.optimize} {unicodedata.unidata_version}".encode()
    yield from (os.environ.get(name, "").encode(errors="surrogateescape") for name in LIBRARIES)
    yield _stamp(LOADER)
    yield from _code(PACKAGE)
    for file in sorted(shipped("schema").iterdir()):
        yield file.name.encode()
        yield file.read_bytes()
    for folder in sys.path:
        yield from _packages(folder)


def _code(package: Path) -> Iterator[bytes]:
    """Yield names and contents of the modules that findings depend on."""
    left = [str(package)]
    start = len(left[0]) + 1
    while left:
        folder = left.pop()
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda each: each.name)
        for entry in inside:
            if entry.name.endswith(".py"):
                yield entry.path[start:].encode()
                yield contents(entry.path, LARGEST) or _stamp(entry.path)
            elif entry.name[0] not in "_." and entry.name not in TELLING and entry.is_dir():
                left.append(entry.path)


def _packages(folder: str) -> Iterator[bytes]:
    """Yield the packages installed in a folder, with the times of their installation."""
    try:
        with os.scandir(folder or ".") as entries:
            inside = [each.path for each in entries if each.name.endswith(INSTALLED)]
    except OSError:  # an archive, or missing
        yield _stamp(folder)
        return
    for path in (*sorted(inside), *sorted(_compiled(f"{folder or '.'}/yaml"))):
        yield path.encode(errors="surrogateescape")
        yield _stamp(path)


def _compiled(folder: str) -> list[str]:
    """Return the compiled part of PyYAML, which can contain libyaml."""
    try:
        with os.scandir(folder) as entries:
            return [each.path for each in entries if each.name.startswith("_yaml")]
    except OSError:
        return []


def _stamp(path: str) -> bytes:
    try:
        status = Path(path).stat()
    except OSError:
        return b"none"
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ino}".encode()
