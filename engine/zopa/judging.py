"""What is wrong with a workspace, quickly: only what has changed is looked at.

The answer is that of `validation` on the whole workspace. It is found in parts
that do not depend on each other: what is in `terms/`, then each scenario under
it. A part that was found before is not found again, and many scenarios are
shared out among processes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.diagnostics import Diagnostic, in_order, order
from zopa.folder import LARGEST, called, contents, paths
from zopa.recorded import recorded, remembered
from zopa.roles import is_draft
from zopa.sharing import fitting, share
from zopa.suppressions import Silenced, silence
from zopa.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.corpus import Terms, Workspace
    from zopa.documents import Document
    from zopa.store import Store

__all__ = ["Judged", "judge", "judged"]

Content: TypeAlias = bytes | Diagnostic
"""Of a file; or why it has none."""
NOTHING = Silenced(())


@dataclass(frozen=True, eq=False)
class Judged:
    """A workspace and everything that is wrong with it."""

    root: Path
    sources: Mapping[str, str]
    """Every file that was looked at, in the order of the paths, with its text."""
    sound: bool
    """Whether the terms have no errors, so that all could be looked for."""
    found: Silenced


def judged(workspace: Workspace, *, ignores: bool = True) -> Judged:
    """Look at a workspace that has been loaded."""
    from zopa.validation import reported, validated

    found = reported(workspace) if ignores else Silenced(tuple(validated(workspace)))
    sources = {path: document.text for path, document in workspace.documents.items()}
    return Judged(workspace.root, sources, workspace.sound, found)


def judge(
    root: Path,
    *,
    extra: Iterable[Path] = (),
    ignores: bool = True,
    store: Store | None = None,
    jobs: int | None = 1,
) -> Judged:
    """Look at the workspace in a folder.

    Args:
        root: the folder.
        extra: scenario files that lie elsewhere.
        ignores: whether comments silence findings.
        store: where to keep what was found; nothing in it counts that was found by
            another engine, in other files or with other arguments.
        jobs: how many processes share the scenarios; None for as many as pay.

    Raises:
        WorkerLostError: one of the processes ended before its work.
    """
    outside = {called(root, file): file for file in extra}
    read = _read(root, outside)
    key = _key(root, ignores=ignores) if store else ""
    record = _Record.of(store.get(key)) if store else _Record()
    try:
        look = _Look(root, read, outside.keys(), ignores, record, jobs)
        found, sound = look.found()
    except _Unlike:
        from zopa.corpus import load

        return judged(load(root, extra=outside.values()), ignores=ignores)
    if store and look.fresh:
        store.put(key, look.record().written())
    return Judged(root, _Texts(read), sound, found)


def _read(root: Path, outside: Mapping[str, Path]) -> dict[str, Content]:
    """What every file holds, by path and in the order of the paths."""
    base = f"{root}/"
    files = {path: base + path for path in paths(root)}
    files |= {path: str(file) for path, file in outside.items()}
    read: dict[str, Content] = {}
    for path in sorted(files):
        raw: Content | None = contents(files[path], LARGEST)
        if raw is None:
            from zopa.documents import Limits
            from zopa.documents.opening import open_and_read

            raw = open_and_read(Path(files[path]), path, Limits())
        read[path] = raw
    return read


class _Texts(Mapping[str, str]):
    """The texts of files, each decoded when it is first asked for."""

    def __init__(self, read: Mapping[str, Content]) -> None:
        self._read = read
        self._decoded: dict[str, str] = {}

    def __getitem__(self, path: str) -> str:
        if path not in self._decoded:
            self._decoded[path] = self._text(path, self._read[path])
        return self._decoded[path]

    def _text(self, path: str, raw: Content) -> str:
        if isinstance(raw, Diagnostic):
            return ""
        from zopa.documents import Limits
        from zopa.documents.decoding import decode

        return decode(raw, path, Limits())[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


# -- what was found before ----------------------------------------------------


@dataclass
class _Record:
    """What was found, and in what."""

    terms: str = ""
    """Digest of all files but the scenarios."""
    sound: bool = False
    found: Any = None
    """In them, as `recorded` has it."""
    drafts: dict[str, list[Any]] = field(default_factory=dict[str, list[Any]])
    """By path the digest of each scenario, and what was found in it."""

    @classmethod
    def of(cls, raw: bytes | None) -> _Record:
        """What was written, or nothing."""
        if raw is None:
            return cls()
        try:
            terms, sound, found, drafts = json.loads(raw)
            remembered(found)
        except UNREADABLE:
            return cls()
        if (
            not isinstance(terms, str)
            or not isinstance(sound, bool)
            or not isinstance(drafts, dict)
        ):
            return cls()
        return cls(terms, sound, found, drafts)

    def written(self) -> bytes:
        """As bytes, for `of`."""
        value = [self.terms, self.sound, self.found, self.drafts]
        return json.dumps(value, separators=(",", ":")).encode()

    def of_draft(self, path: str, digest: str) -> Silenced | None:
        """What was found in a scenario, if it was the same."""
        entry = self.drafts.get(path)
        if not isinstance(entry, list) or len(entry) != 2 or entry[0] != digest:
            return None
        if entry[1] == 0:
            return NOTHING
        try:
            return remembered(entry[1])
        except UNREADABLE:
            return None


UNREADABLE = (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError)
"""What comes of a record that nobody wrote."""


def _key(root: Path, *, ignores: bool) -> str:
    """What a record goes by: the engine, the folder, and what is asked."""
    from zopa.identity import engine_identity

    whole = json.dumps([engine_identity(), str(root.resolve()), ignores])
    return hashlib.blake2b(whole.encode(), digest_size=20).hexdigest()


def _digest(path: str, content: Content, targets: Targets) -> str:
    """Of everything that a file's own findings depend on."""
    if isinstance(content, Diagnostic):
        content, others = repr(content).encode(errors="surrogatepass"), ["unread"]
    else:
        others = targets.named_in(path, content)
    head = f"{path}\0{len(content)}\0".encode(errors="surrogateescape")
    digest = hashlib.blake2b(head + content, digest_size=20)
    if others:
        digest.update(json.dumps(others).encode())
    return digest.hexdigest()


# -- what is found now --------------------------------------------------------


class _Unlike(Exception):  # noqa: N818  # no error: it chooses the longer way
    """A part has a finding about another one, so all must be looked at together."""


@dataclass
class _Look:
    """One look at a workspace."""

    root: Path
    read: Mapping[str, Content]
    outside: AbstractSet[str]
    ignores: bool
    before: _Record
    jobs: int | None
    fresh: bool = False
    """Whether something was found that was not known before."""

    def __post_init__(self) -> None:
        self.names = [path for path in self.read if is_draft(path, self.outside)]
        drafts = set(self.names)
        self.others = [path for path in self.read if path not in drafts]
        self.targets = Targets(self.root)
        self.digests = {
            path: _digest(path, each, self.targets) for path, each in self.read.items()
        }
        whole = "".join(self.digests[path] for path in self.others)
        self.terms = hashlib.blake2b(whole.encode(), digest_size=20).hexdigest()
        self.of_terms = NOTHING
        self.of_drafts: dict[str, Silenced] = {}
        self.sound = False

    def found(self) -> tuple[Silenced, bool]:
        """Everything that is wrong, and whether the terms are sound."""
        if self.before.terms == self.terms:
            self._remember()
        missing = [path for path in self.names if path not in self.of_drafts]
        known = self.before.terms == self.terms
        if missing or not known:
            self._look(missing, known=known)
        parts = [self.of_terms, *(self.of_drafts[path] for path in self.names)]
        findings = (each for part in parts for each in part.findings)
        suppressed = (each for part in parts for each in part.suppressed)
        return Silenced(
            tuple(in_order(findings)),
            tuple(sorted(suppressed, key=lambda each: order(each[0]))),
        ), self.sound

    def record(self) -> _Record:
        """What to remember; without what cannot be made again."""
        drafts = {
            path: [self.digests[path], value]
            for path, found in self.of_drafts.items()
            if (value := recorded(found)) is not None
        }
        return _Record(self.terms, self.sound, recorded(self.of_terms), drafts)

    def _look(self, missing: Sequence[str], *, known: bool) -> None:
        from zopa.corpus import Workspace, read_terms

        documents = {path: _document(path, self.read[path]) for path in self.others}
        terms = read_terms(documents.values(), self.targets)
        if not known:
            findings = tuple(in_order(terms.diagnostics))
            alone = Workspace(self.root, terms.corpus, {}, documents, findings)
            done = judged(alone, ignores=self.ignores)
            self.of_terms, self.sound = done.found, done.sound
        items = [(path, self.read[path]) for path in missing]
        task = _Task(terms, items, ignores=self.ignores, sound=self.sound)
        self.of_drafts.update(zip(missing, _shared(task, self.jobs), strict=True))
        self.fresh = True

    def _remember(self) -> None:
        self.of_terms, self.sound = remembered(self.before.found), self.before.sound
        for path in self.names:
            found = self.before.of_draft(path, self.digests[path])
            if found is not None:
                self.of_drafts[path] = found


# -- scenarios ----------------------------------------------------------------


@dataclass(frozen=True)
class _Task:
    """Scenarios to look at, and all that is needed for it."""

    terms: Terms
    items: Sequence[tuple[str, Content]]
    """By path."""
    ignores: bool
    sound: bool


def _shared(task: _Task, jobs: int | None) -> list[Silenced]:
    """What is found in each scenario of a task."""
    count = len(task.items)
    if jobs is None:
        jobs = fitting(count)
    if jobs < 2 or count < jobs:
        return [_in_draft(task, number) for number in range(count)]
    told = share(_in_drafts, task, count, jobs)
    return [
        _in_draft(task, number) if value is None else remembered(value)
        for number, value in enumerate(told)
    ]


def _in_drafts(task: _Task, numbers: Iterable[int]) -> list[Any]:
    """As `_in_draft`, recorded; None where this has to be done where the answer is needed."""
    found: list[Any] = []
    for number in numbers:
        try:
            found.append(recorded(_in_draft(task, number)))
        except _Unlike:
            found.append(None)
    return found


def _in_draft(task: _Task, number: int) -> Silenced:
    """What is found in one scenario, which depends on it and on the terms only."""
    from zopa.corpus import draft_findings

    path, content = task.items[number]
    document = _document(path, content)
    findings = draft_findings(task.terms, document)
    if any(each.span is None or each.span.path != path for each in findings):
        raise _Unlike
    if not findings and "zopa" not in document.text.casefold():
        return NOTHING
    if not task.ignores:
        return Silenced(tuple(in_order(findings)))
    return silence(in_order(findings), {path: document}, judged=task.sound)


def _document(path: str, content: Content) -> Document:
    from zopa.documents import Document, parse

    if isinstance(content, Diagnostic):
        return Document(path, "", None, ok=False, diagnostics=(content,))
    return parse(content, path)
