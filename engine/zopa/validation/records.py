"""Cache records of validation: keys, findings, identity of the engine, quick consistency."""

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
from zopa.files import (
    LARGEST,
    MOST_VALUES,
    PACKAGE,
    Place,
    Role,
    Span,
    contents,
    role_of,
    shipped,
)
from zopa.model import NONE, DateValue, DecimalValue, bounded, picks
from zopa.validation.suppressions import Silenced, Suppression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zopa.diagnostics import DiagnosticKind
    from zopa.documents import Document
    from zopa.files import Targets
    from zopa.model.conditions import Value
    from zopa.solving.problem import VariableValue
    from zopa.solving.space import Space

__all__ = [
    "NOTHING",
    "Content",
    "Record",
    "completes",
    "digest_of",
    "engine_identity",
    "gist_of",
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
    from zopa.diagnostics import CATALOGUE

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


# Consistency without a solver, by evaluating one completion
#
# Its data from the corpus are JSON values, so that they can be cached between runs and need
# neither the terms nor the solver. They determine consistency: where they are equal, the same
# drafts are consistent; None says nothing of it.

MOST_GATES: Final = 100_000
"""Largest number of gates to evaluate; with more the solver is faster."""


def gist_of(space: Space) -> Json:
    """Return the data for `completes`, from a space with a consistent scenario.

    The variables behind consistency by issue, each with its term, its options, their literals,
    and the index of the default option of an undecided draft; the number of the first gate; the
    gates as conjunctions of literals; the literals that must be true. Inputs and gates are
    numbered after `TRUE`. None if numbers are in relations.
    """
    from zopa.solving.circuit import TRUE

    problem = space.problem
    if problem.words.of:
        return None  # numbers in relations need the solver
    gates = problem.circuit.gates
    roots = [each.node for each in problem.clauses]
    cone = problem.circuit.cone(roots)
    needed = set(cone)
    usual = _usual(space)
    numbers = {TRUE: TRUE}
    variables: dict[str, list[Json]] = {}
    for variable in problem.variables:
        if needed.isdisjoint(map(abs, variable.nodes)):
            continue
        for node in variable.nodes:
            numbers.setdefault(abs(node), len(numbers) + 1)
        place = next(at for at, node in enumerate(variable.nodes) if node in usual)
        options = [_option(each) for each in variable.options]
        nodes = [_literal(numbers, each) for each in variable.nodes]
        variables.setdefault(variable.issue, []).append([variable.term, options, nodes, place])
    first = len(numbers) + 1
    written: list[list[int]] = []
    for node in cone:
        if node in gates:
            written.append([_literal(numbers, each) for each in gates[node]])
            numbers[node] = len(numbers) + 1
    return [variables, first, written, [_literal(numbers, each) for each in roots]]


def _literal(numbers: Mapping[int, int], node: int) -> int:
    return numbers[node] if node > 0 else -numbers[-node]


def _option(option: VariableValue) -> Json:
    """Return an option: none, a term, or a term with the bounds of each parameter."""
    if option.term is None or not option.pieces:
        return option.term
    pieces = option.pieces.items()
    return [
        option.term,
        {name: [_plain_choice(each.low), _plain_choice(each.high)] for name, each in pieces},
    ]


def _plain_choice(value: Value) -> Value | None:
    """Return a value as in files; None if files write it in another way."""
    return None if isinstance(value, DateValue | DecimalValue) else value


def _usual(space: Space) -> frozenset[int]:
    """Return the literals of a consistent scenario: of complete silence, if that is one."""
    silence = [variable.nodes[0] for variable in space.problem.variables]
    if not space.possible(silence):
        space.prefer(silence)
        space.possible(())
    return space.witness().true


def completes(gist: Json, choices: Mapping[str, Json]) -> bool:
    """Return True if a completion of a draft is found to be consistent.

    The first one has the default options where the draft is undecided. While it breaks
    something, local search changes one undecided choice that is part of it, so that less is
    broken.

    Args:
        gist: result of `gist_of`.
        choices: choices of a scenario file without errors.

    Returns:
        False means nothing: another completion may be consistent.
    """
    variables, _, gates, roots = gist
    places: list[list[int]] = []
    """Indexes of the options that the draft allows, for each variable, best first."""
    for issue, several in variables.items():
        chosen = _chosen(choices[issue]) if issue in choices else None
        places.extend(_places(variable, chosen) for variable in several)
    if not all(places):
        return False
    nodes = [variable[2] for several in variables.values() for variable in several]
    taken = [each[0] for each in places]
    true = _judged(gist, nodes, taken)
    broken = [each for each in roots if not true[each]]
    tries = MOST_GATES // (len(gates) + 1)
    while broken:
        behind = _behind(gist, broken)
        changes = (
            [*taken[:number], place, *taken[number + 1 :]]
            for number, several in enumerate(places)
            if not behind.isdisjoint(map(abs, nodes[number]))
            for place in several
            if place != taken[number]
        )
        for change in changes:
            tries -= 1
            if tries < 0:
                return False
            true = _judged(gist, nodes, change)
            still = [each for each in roots if not true[each]]
            if len(still) < len(broken):
                taken, broken = change, still
                break
        else:
            return False
    return True


def _chosen(choice: Json) -> Mapping[str, Mapping[str, Json]]:
    """Return the terms of a choice; that of none is one where a list may be empty."""
    said = choice.get("term") if isinstance(choice, dict) else choice
    return {NONE: {}} if said == [] else dict(picks(choice))


def _judged(gist: Json, nodes: list[list[int]], taken: list[int]) -> list[bool]:
    """Return the values of all literals for these options; negative ones from the end."""
    from zopa.solving.circuit import TRUE

    _, first, gates, _ = gist
    true = [False] * (2 * (first + len(gates)))
    true[TRUE] = True
    for literals, place in zip(nodes, taken, strict=True):
        for at, node in enumerate(literals):
            true[node] = at == place
            true[-node] = at != place
    for gate, parts in enumerate(gates, first):
        value = all(true[each] for each in parts)
        true[gate] = value
        true[-gate] = not value
    return true


def _behind(gist: Json, literals: Iterable[int]) -> set[int]:
    """Return the nodes that some literals depend on."""
    _, first, gates, _ = gist
    seen: set[int] = set()
    waiting = list(literals)
    while waiting:
        node = abs(waiting.pop())
        if node not in seen:
            seen.add(node)
            if node >= first:
                waiting += gates[node - first]
    return seen


def _places(variable: Json, chosen: Mapping[str, Mapping[str, Json]] | None) -> list[int]:
    """Return the indexes of the options that fit the choice, the default first."""
    term, options, _, usual = variable
    mine = {name: given for name, given in (chosen or {}).items() if term in {None, name}}
    if chosen is None:
        found = list(range(len(options)))
    elif mine:
        found = [at for at, option in enumerate(options) if _fits(option, mine)]
    else:
        found = [0]
    return sorted(found, key=lambda each: each != usual)


def _fits(option: Json, chosen: Mapping[str, Mapping[str, Json]]) -> bool:
    if option is None:
        return False
    name, pieces = (option, {}) if isinstance(option, str) else option
    only = next(iter(pieces)) if len(pieces) == 1 else ""
    return name in chosen and all(
        (parameter or only) in pieces and _within(value, *pieces[parameter or only])
        for parameter, value in chosen[name].items()
    )


def _within(value: Json, low: Json, high: Json) -> bool:
    """Return True if a value, or the lower bound of a range, fits the draft."""
    if bounded(value):
        least, most = value.get("at-least", low), value.get("at-most", low)
        return (
            isinstance(low, int) and type(least) is type(most) is int and least <= low <= most
        )
    if isinstance(value, int) and isinstance(low, int) and isinstance(high, int):
        return low <= value <= high
    return low is not None and bool(value == low)
