"""Incremental validation: only changed parts are checked.

The answer equals that of `validation` on the full workspace. Parts are independent: first
`terms/`, then each scenario under them. Cached parts are not checked again, and many scenarios
are divided among processes.
"""

from __future__ import annotations

import hashlib
import os
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from zopa.configuration import read_configuration
from zopa.diagnostics import Diagnostic, in_order, order
from zopa.files import FOLDERS, LARGEST, Targets, called, contents, is_draft, paths, twins
from zopa.validation import Solved, fitting, possible_to_keep, share, validated
from zopa.validation.records import (
    NOTHING,
    Content,
    Record,
    completes,
    digest_of,
    gist_of,
    kept,
    key_of,
    recorded,
    remembered,
)
from zopa.validation.suppressions import Silenced, silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from zopa.checks import Gist
    from zopa.configuration import Configuration
    from zopa.documents import Document
    from zopa.files.store import Store
    from zopa.model.corpus import Corpus, Scenario
    from zopa.schemas import Modelines
    from zopa.solving import Stop
    from zopa.solving.space import Space
    from zopa.workspace import Terms, Workspace

__all__ = ["Judged", "judge", "judged"]

Json: TypeAlias = Any
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Judged:
    """Workspace with all its findings."""

    root: Path
    sources: Mapping[str, str]
    """Text of every checked file, in the order of the paths."""
    sound: bool
    """True if the terms have no errors and an agreement exists: everything was checked."""
    found: Silenced
    whole: bool = True
    """True if there was time for all of it. If False, findings of the solver are missing."""


def judged(
    workspace: Workspace,
    *,
    ignores: bool = True,
    stop: Stop | None = None,
    space: Space | None = None,
) -> Judged:
    """Check a loaded workspace.

    Args:
        workspace: all of it.
        ignores: True if ignore comments hide findings.
        stop: cancels the checks that need the solver.
        space: compiled corpus, if there is one.
    """
    return _judged(workspace, _InTime(workspace.corpus, stop, space), ignores=ignores)


def _judged(workspace: Workspace, solving: _InTime, *, ignores: bool) -> Judged:
    findings = validated(workspace, solving=solving)
    sound = workspace.sound and possible_to_keep(findings)
    found = (
        silence(findings, workspace.documents, judged=sound and solving.whole)
        if ignores
        else Silenced(tuple(findings))
    )
    texts = {path: document.text for path, document in workspace.documents.items()}
    sources = _with_settings(texts, workspace.configuration)
    return Judged(workspace.root, sources, sound, found, solving.whole)


def _with_settings(texts: Mapping[str, str], configuration: Configuration) -> Mapping[str, str]:
    """Return the texts, and that of the configuration if it has findings."""
    wrong = any(each.code.startswith("ZO") for each in configuration.diagnostics)
    return ChainMap({configuration.path: configuration.text}, dict(texts)) if wrong else texts


class _InTime:
    """Checks of the solver within a time limit; see `Solving`."""

    def __init__(self, corpus: Corpus, stop: Stop | None, space: Space | None = None) -> None:
        self._corpus = corpus
        self._stop = stop
        self._space = space
        self.whole = True
        """True if there was time for all checks."""

    @cached_property
    def solved(self) -> Solved:
        """Solver for the checks."""
        return Solved(self._corpus, self._stop, space=self._space)

    def of_terms(self) -> list[Diagnostic]:
        """Return the findings of the corpus."""
        return self._in_time(self.solved.of_terms)

    def of_draft(self, scenario: Scenario) -> list[Diagnostic]:
        """Return the findings of a draft."""
        return self._in_time(lambda: self.solved.of_draft(scenario))

    def coherence(self) -> Json:
        """Return the consistency part of the corpus summary; None if time ran out."""
        found = self._in_time(lambda: [gist_of(self.solved.space)])
        return found[0] if found else None

    def _in_time(self, ask: Callable[[], list[T]]) -> list[T]:
        from zopa.solving import Stopped

        if not self.whole:
            return []
        try:
            return ask()
        except Stopped:
            self.whole = False
            return []


def judge(
    root: Path,
    *,
    extra: Iterable[Path] = (),
    ignores: bool = True,
    store: Store | None = None,
    jobs: int | None = 1,
    stop: Stop | None = None,
    configuration: Configuration | None = None,
) -> Judged:
    """Validate the workspace in a folder.

    Args:
        root: the folder.
        extra: scenario files in other places.
        ignores: True if ignore comments hide findings.
        store: cache; entries of other engines, files or arguments are ignored.
        jobs: number of processes for scenarios; None for automatic.
        stop: cancels the checks that need the solver.
        configuration: settings of the workspace, if they were read.

    Raises:
        WorkerLostError: a process ended early.
    """
    configuration = configuration or read_configuration(root)
    outside = {called(root, file): file for file in extra}
    read = _read(root, outside, configuration)
    memory = _Memory(store, key_of(root, ignores=ignores)) if store else None
    look = _Look(
        root,
        read,
        outside=outside.keys(),
        configuration=configuration,
        ignores=ignores,
        jobs=jobs,
        memory=memory,
        stop=stop,
    )
    try:
        if (known := look.known_together()) is not None:
            texts = _with_settings(_Texts(read), configuration)
            return Judged(root, texts, look.before.sound, known)
        found, sound = look.found()
    except _Unlike:
        from zopa.workspace import load

        every = load(root, extra=outside.values(), configuration=configuration)
        all_of_it = judged(every, ignores=ignores, stop=stop)
        if memory and all_of_it.whole and (record := look.record_together(all_of_it)):
            memory.keep(record)
        return all_of_it
    if memory and look.fresh and look.whole:
        memory.keep(look.record())
    texts = _Texts(read)
    return Judged(root, _with_settings(texts, configuration), sound, found, look.whole)


class _Memory:
    """Cached findings of a workspace."""

    def __init__(self, store: Store, key: str) -> None:
        self._store = store
        self._key = key
        self.record = Record.read(store.get(key))

    def keep(self, record: Record) -> None:
        """Store the findings."""
        self._store.put(self._key, record.written())


def _read(
    root: Path, outside: Mapping[str, Path], configuration: Configuration
) -> dict[str, Content]:
    """Return the content of every file, by path and in the order of the paths."""
    base = f"{root}/"
    files = {path: base + path for path in paths(root) if configuration.reads(path)}
    files |= {path: str(file) for path, file in outside.items()}
    linked = any(Path(base + each).is_symlink() for each in FOLDERS)
    read: dict[str, Content] = {}
    for path in sorted(files):
        raw: Content | None = None
        if not (linked or os.path.islink(files[path])):  # noqa: PTH114  # for each of many files
            raw = contents(files[path], LARGEST)
        if raw is None:
            from zopa.documents import Limits, open_and_read

            raw = open_and_read(Path(files[path]), path, Limits(), root=root)
        read[path] = raw
    return read


class _Texts(Mapping[str, str]):
    """Texts of files, each decoded on first use."""

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
        from zopa.documents.characters import decode

        return decode(raw, path, Limits())[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


# -- uncached findings --------------------------------------------------------


TOGETHER = "together "
"""Prefix of the digest of all files that were checked together."""


class _Unlike(Exception):  # noqa: N818  # no error: it chooses the longer way
    """A part has a finding about another part, so all must be checked together."""


class _Look:
    """One validation of a workspace."""

    def __init__(
        self,
        root: Path,
        read: Mapping[str, Content],
        *,
        outside: AbstractSet[str],
        configuration: Configuration,
        ignores: bool,
        jobs: int | None,
        memory: _Memory | None,
        stop: Stop | None,
    ) -> None:
        self.root = root
        self.configuration = configuration
        self.stop = stop
        self.read = read
        self.ignores = ignores
        self.jobs = jobs
        self.memory = memory
        self.before = memory.record if memory else Record()
        self.names = [path for path in read if is_draft(path, outside)]
        drafts = set(self.names)
        self.others = [path for path in read if path not in drafts]
        self.targets = Targets(root)
        self.digests = {
            path: digest_of(path, each, self.targets) for path, each in read.items()
        }
        whole = "".join(self.digests[path] for path in self.others)
        if configuration.path:
            whole += repr([configuration.path, configuration.text])
        self.digest = hashlib.blake2b(whole.encode(), digest_size=20).hexdigest()
        self.of_terms = NOTHING
        self.of_drafts: dict[str, Silenced] = {}
        self.sound = False
        self.gist: Gist | None = None
        self.fresh = False
        """True if a finding is not in the cache."""
        self.whole = True
        """True if there was time for all of it."""
        self._terms: Terms | None = None
        self._solving: _InTime | None = None

    def known_together(self) -> Silenced | None:
        """The findings on the same files, if they had to be checked together."""
        known = self.before.terms
        if not known.startswith(TOGETHER) or known != self._together():
            return None
        return remembered(self.before.found)

    def record_together(self, judged: Judged) -> Record | None:
        """The cache record of files that were checked together, if it can be cached."""
        found = kept(judged.found)
        return None if found is None else Record(self._together(), judged.sound, found)

    def _together(self) -> str:
        every = "".join(self.digests[path] for path in (*self.others, *self.names))
        if self.configuration.path:
            every += repr([self.configuration.path, self.configuration.text])
        digest: str = hashlib.blake2b(every.encode(), digest_size=20).hexdigest()
        return TOGETHER + digest

    def found(self) -> tuple[Silenced, bool]:
        """Return all findings, and True if the terms have no errors.

        Raises:
            _Unlike: a part has a finding about another part.
        """
        if any(twins(self.names)):
            raise _Unlike
        if self.before.terms == self.digest:
            self._remember_terms()
        else:
            self._look_at_terms()
        self._remember_drafts()
        missing = [path for path in self.names if path not in self.of_drafts]
        if missing:
            self.fresh = True
            self._look_at_drafts(missing)
        parts = [self.of_terms, *(self.of_drafts[path] for path in self.names)]
        findings = [each for part in parts for each in part.findings]
        suppressed = (each for part in parts for each in part.suppressed)
        return Silenced(
            tuple(in_order(findings)),
            tuple(sorted(suppressed, key=lambda each: order(each[0]))),
        ), self.sound

    def record(self) -> Record:
        """Return the record for the cache, without parts that JSON cannot restore."""
        drafts = {
            path: [self.digests[path], value]
            for path, found in self.of_drafts.items()
            if (value := kept(found)) is not None
        }
        of_terms = recorded(self.of_terms)
        return Record(self.digest, self.sound, of_terms, self.gist, drafts)

    # -- terms --

    def _remember_terms(self) -> None:
        self.of_terms, self.sound = remembered(self.before.found), self.before.sound
        self.gist = self.before.gist

    def _look_at_terms(self) -> None:
        from zopa.checks import Gist
        from zopa.workspace import Workspace

        terms, documents = self._whole_terms()
        alone = Workspace(
            self.root,
            terms.corpus,
            {},
            documents,
            tuple(in_order(terms.diagnostics)),
            self.configuration,
        )
        self._solving = solving = _InTime(terms.corpus, self.stop)
        done = _judged(alone, solving, ignores=self.ignores)
        self.of_terms, self.sound, self.whole = done.found, done.sound, done.whole
        coherence = solving.coherence() if self.sound else None
        self.gist = Gist.of(terms.corpus, coherence, hides=bool(terms.hidden))
        self.fresh = True

    def _whole_terms(self) -> tuple[Terms, Mapping[str, Document]]:
        """Return the terms with all places, and their files."""
        from zopa.workspace import read_terms

        documents = {path: _document(path, self.read[path]) for path in self.others}
        self._terms = read_terms(documents.values(), self.targets, self.configuration)
        return self._terms, documents

    # -- scenarios --

    def _remember_drafts(self) -> None:
        """Use cached findings of unchanged scenarios under unchanged terms.

        A scenario that passed the quick check stays valid under other terms with the same
        summary, if that says which drafts are consistent.
        """
        same_terms = self.before.terms == self.digest
        if not same_terms:
            if self.gist is None or self.gist != self.before.gist:
                return
            if self.sound and self.gist.coherence is None:
                return
        for path in self.names:
            found = self.before.of_draft(path, self.digests[path])
            if found is not None and (same_terms or found is NOTHING):
                self.of_drafts[path] = found

    def _look_at_drafts(self, missing: Sequence[str]) -> None:
        """Check scenarios: by the quick check, then under the terms, then with the solver."""
        self.of_drafts.update(self._in_drafts(missing, self._terms))
        left = [path for path in missing if path not in self.of_drafts]
        if left and self._terms is None:
            terms, _ = self._whole_terms()
            self.of_drafts.update(self._in_drafts(left, terms))
            left = [path for path in left if path not in self.of_drafts]
        if left and self._terms is not None:
            solving = self._solving or _InTime(self._terms.corpus, self.stop)
            self.of_drafts.update(self._in_drafts(left, self._terms, solving))
            self.whole &= solving.whole

    def _in_drafts(
        self, paths: Sequence[str], terms: Terms | None, solving: _InTime | None = None
    ) -> dict[str, Silenced]:
        """Return the findings of those scenarios for which the given inputs are enough."""
        from zopa.checks import Gist
        from zopa.schemas import Modelines

        task = _Task(
            [(path, self.read[path]) for path in paths],
            self.gist or Gist({}, {}, [], {}, "", None),
            Modelines(self.targets),
            terms,
            ignores=self.ignores,
            sound=self.sound and self.whole,
        )
        shared = (
            _shared(task, self.jobs)
            if solving is None
            else [_in_draft(task, number, solving) for number in range(len(paths))]
        )
        found = zip(paths, shared, strict=True)
        return {path: each for path, each in found if each is not None}


# -- scenarios ----------------------------------------------------------------


@dataclass(frozen=True)
class _Task:
    """Scenarios to check, with everything needed for it."""

    items: Sequence[tuple[str, Content]]
    """Contents of the scenarios by path."""
    gist: Gist
    modelines: Modelines
    terms: Terms | None
    """Terms; None if scenarios need only the quick check, or are wrong under any terms."""
    ignores: bool
    sound: bool
    """True if the terms have no errors, so that drafts must follow their rules."""


def _shared(task: _Task, jobs: int | None) -> list[Silenced | None]:
    """Return the findings of each scenario of a task; None if more is needed for it."""
    count = len(task.items)
    if jobs is None:
        jobs = fitting(count)
    if jobs < 2 or count < jobs:
        return [_in_draft(task, number) for number in range(count)]
    told = share(_in_drafts, task, count, jobs)
    return [
        _in_draft(task, number) if value is None else _told(value)
        for number, value in enumerate(told)
    ]


def _in_drafts(task: _Task, numbers: Iterable[int]) -> list[Any]:
    """Return results of `_in_draft` as records; None if the caller has to compute them."""
    found: list[Any] = []
    for number in numbers:
        try:
            there = _in_draft(task, number)
        except _Unlike:
            found.append(None)
        else:
            found.append(LATER if there is None else kept(there))
    return found


LATER = 1
"""Marker of a scenario that needs the terms or the solver."""


def _told(value: Any) -> Silenced | None:  # noqa: ANN401  # what another process has recorded
    if value == LATER:
        return None
    return NOTHING if value == 0 else remembered(value)


def _in_draft(task: _Task, number: int, solving: _InTime | None = None) -> Silenced | None:
    """Return the findings of one scenario, which depend on it and on the terms only.

    None if it needs the terms or the solver, which are not given.
    """
    from zopa.checks import findings_at_a_glance
    from zopa.schemas import usable

    path, content = task.items[number]
    document = _document(path, content)
    findings = findings_at_a_glance(document, task.modelines, task.gist)
    plain = findings == []
    scenario: Scenario | None = None
    if findings is None and isinstance(document.data, dict) and "from" in document.data:
        raise _Unlike
    if findings is None:
        if task.terms is None:
            return None
        from zopa.workspace import read_draft

        draft = read_draft(task.terms, document)
        findings, scenario = list(draft.diagnostics), draft.scenario
    if task.sound and usable(document, findings) and not _plainly_kept(task, document.data):
        if task.terms is None or solving is None:
            return None
        from zopa.construct import construct_scenario, resolve

        if scenario is None:
            scenario = construct_scenario(document, findings)
            scenario = scenario and resolve(task.terms.corpus, scenario)
        findings += solving.of_draft(scenario) if scenario is not None else []
    if any(each.span is None or each.span.path != path for each in findings):
        raise _Unlike
    if not findings and "zopa" not in document.text.casefold():
        return NOTHING if plain else Silenced(())
    if not task.ignores:
        return Silenced(tuple(in_order(findings)))
    judged = task.sound and (solving is None or solving.whole)
    return silence(in_order(findings), {path: document}, judged=judged)


def _plainly_kept(task: _Task, data: Any) -> bool:  # noqa: ANN401  # of a YAML file
    """Return True if a draft certainly follows the rules, or is expected not to."""
    if data.get("expect", {}).get("coherent") is False:
        return True
    if "otherwise" in data:  # issues that it does not name may not be undecided
        return False
    coherence = task.gist.coherence
    return coherence is not None and completes(coherence, data.get("choices", {}))


def _document(path: str, content: Content) -> Document:
    from zopa.documents import Document, parse

    if isinstance(content, Diagnostic):
        return Document(path, "", None, ok=False, diagnostics=(content,))
    return parse(content, path)
