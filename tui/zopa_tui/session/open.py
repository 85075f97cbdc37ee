"""The workspace and the scenario to begin with, and the places of its items in the files."""

from __future__ import annotations

import dataclasses
import gc
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.files import composed, named_yaml, there
from zopa.files import writing as saving
from zopa.model.corpus import Corpus
from zopa_tui.session.write_permission import ANYWHERE, Leave

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.documents import Document
    from zopa.files import Span
    from zopa.solving.space import Space
    from zopa.workspace import Workspace
    from zopa_tui.session.scenario_file import Failed, ScenarioFile
    from zopa_tui.session.session import Session

__all__ = [
    "NEW",
    "FileWatch",
    "Locations",
    "Reread",
    "Start",
    "again",
    "begin",
    "open_scenario",
    "own_workspace",
    "scenario_path",
    "went_on",
]


KEYS = ("issues", "rules", "positions", "statements", "sources", "parties", "entities")
NEW = "New scenario"
"""Title of a scenario that was just begun."""


@dataclass(frozen=True)
class Start:
    """Everything that the interface needs for its first screen."""

    workspace: Workspace
    session: Session
    places: Locations
    sample: bool
    """True if the corpus is the sample that comes with zopa."""
    wanted: Path | None = None
    """The requested scenario if it cannot be edited yet; None if it can."""
    why: str = ""
    """The reason if nothing, or not the requested scenario, can be edited."""

    @property
    def usable(self) -> bool:
        """True if there are terms to choose."""
        return bool(self.session.corpus.issues) or self.workspace.sound


@dataclass(frozen=True)
class Reread:
    """Current content of the files."""

    workspace: Workspace
    space: Space | None = None
    """The space of the terms; None if they are unchanged or have errors."""
    file: ScenarioFile | None = None
    """The scenario file; None if it is unchanged or has errors."""
    why: str = ""
    """Description of the content that cannot be used."""


def scenario_path(root: Path, name: str, directory: Path | None = None) -> Path | str:
    """The scenario file for a name: a path, or a file stem in `scenarios/`.

    Returns:
        The path, or a message if there is no such file.
    """
    for file in ((directory or Path()) / name, Path(name)):
        if named_yaml(file.name) and (file := there(file)).is_file():
            return file.parent.resolve() / file.name
    known = {composed(each.stem): each for each in sorted((root / "scenarios").glob("*.yaml"))}
    if composed(name) in known:
        return known[composed(name)]
    near = did_you_mean(name, known)
    if near:
        return f"no scenario {quoted(name)}; did you mean {listed(near)}?"
    return f"no scenario {quoted(name)}; scenarios: {listed(known, joiner='and') or 'none'}"


def begin(
    root: Path,
    scenario: Path | None,
    *,
    sample: bool = False,
    copy: bool = False,
    read_only: bool = False,
    confined: bool = False,
) -> Start:
    """Load a workspace and one of its scenarios, or a new one.

    If the terms have errors, there is nothing to choose. If the scenario has errors, a
    new one is opened. `Start.why` gives the reason.

    Args:
        root: folder of the workspace.
        scenario: the file; None for a scenario without choices.
        sample: whether the corpus is the one that comes with zopa.
        copy: whether to work on a copy without a file, so that nothing is written.
        read_only: whether all writing is forbidden.
        confined: whether new files may be written in the workspace only.
    """
    leave = Leave(root if confined else None, root if sample else None)
    with _all_kept():
        return _begun(root, scenario, sample=sample, copy=copy, may=(read_only, leave))


def _begun(
    root: Path, scenario: Path | None, *, sample: bool, copy: bool, may: tuple[bool, Leave]
) -> Start:
    from zopa_tui.session.scenario_file import ScenarioFile

    read_only, leave = may
    workspace = _read(root, scenario)
    places = Locations(workspace)
    if not workspace.sound:
        new = ScenarioFile.new(NEW, workspace.root)
        nothing = _session(Corpus(), new, read_only=read_only, leave=leave)
        return Start(workspace, nothing, places, sample, scenario, errors_in_words(workspace))
    session = open_scenario(workspace, scenario, copy=copy, read_only=read_only, leave=leave)
    if not isinstance(session, str):
        return Start(workspace, session, places, sample)
    new = ScenarioFile.new(NEW, workspace.root)
    fresh = _session(workspace.corpus, new, read_only=read_only, leave=leave)
    return Start(workspace, fresh, places, sample, scenario, session)


def own_workspace(root: Path, corpus: Corpus, of: Path) -> str | None:
    """Copy a workspace that comes with zopa into a folder; returns a message if impossible.

    Args:
        root: the folder; if it has terms, they must equal those of the copied workspace.
        corpus: the corpus of the copied workspace.
        of: folder to copy: the sample, or the smallest workspace, which the tour uses.
    """
    from zopa.cli.init import write
    from zopa.cli.streams import Unable
    from zopa.workspace import load

    if (root / "terms").is_dir():
        same = load(root).corpus == corpus
        return None if same else f"{root} has other terms: the draft would not fit them"
    try:
        write(root, of)
    except Unable as error:
        return str(error)
    return None


def again(start: Start) -> Reread:
    """Read all files again, in parallel to the session."""
    with _all_kept():
        return _reread(start)


def _reread(start: Start) -> Reread:
    from zopa_tui.session.scenario_file import Failed, ScenarioFile

    session, root = start.session, start.workspace.root
    path = session.file.path
    workspace = _read(root, path)
    if not workspace.sound:
        return Reread(workspace, why=errors_in_words(workspace))
    same = workspace.corpus == session.corpus
    space = None if same else _space(workspace.corpus)
    file = None if path is None else ScenarioFile.load(path, workspace.root)
    if path is not None and isinstance(file, Failed):
        return Reread(workspace, space, why=f"{_first(file, path)}; your draft stays")
    if isinstance(file, ScenarioFile) and (file.digest, file.start) != (
        session.file.digest,
        session.file.start,
    ):
        return Reread(workspace, space, file)
    return Reread(workspace, space)


def went_on(start: Start, found: Reread, *, merge: bool = False) -> Start:
    """The same session with the files that were read again.

    If the file on disk is unchanged, the draft stays. If it changed, the file replaces
    the draft, as one step that undo takes back. With `merge`, the file replaces only the
    parts that it changed. If the terms have errors, the session keeps the earlier terms.
    """
    if not found.workspace.sound:
        return dataclasses.replace(start, workspace=found.workspace)
    session = start.session
    if found.space is not None:
        session = session.moved(found.space)
    if found.file is not None:
        session.reload(found.file, merge=merge)
    return Start(found.workspace, session, Locations(found.workspace), start.sample)


@contextmanager
def _all_kept() -> Iterator[None]:
    """Pause the cyclic garbage collector: all objects stay alive, and it doubles the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _read(root: Path, scenario: Path | None) -> Workspace:
    """Load a workspace, and a scenario that may be in another folder."""
    from zopa.workspace import load

    there = scenario is not None and scenario.is_file()
    return load(root, extra=[scenario] if scenario is not None and there else [])


def errors_in_words(workspace: Workspace) -> str:
    """The number of errors in the terms, in words."""
    number = len(workspace.errors_of_terms())
    return f"the terms have {number} error{'s' if number != 1 else ''}"


def open_scenario(
    workspace: Workspace,
    scenario: Path | None,
    *,
    copy: bool = False,
    read_only: bool = False,
    leave: Leave = ANYWHERE,
) -> Session | str:
    """Start a session on a scenario of the workspace; a message if that is impossible."""
    from zopa_tui.session.scenario_file import Failed, ScenarioFile

    if scenario is None:
        new = ScenarioFile.new(NEW, workspace.root)
        return _session(workspace.corpus, new, read_only=read_only, leave=leave)
    file = ScenarioFile.load(scenario, workspace.root)
    if isinstance(file, Failed):
        return _first(file, scenario)
    if copy:
        file = ScenarioFile(file.text, file.said, root=workspace.root, start=file.start)
    return _session(workspace.corpus, file, read_only=read_only, leave=leave)


def _first(failed: Failed, path: Path) -> str:
    found = failed.diagnostic
    return f"{found.span or path}: error[{found.code}] {found.message}"


def _session(corpus: Corpus, file: ScenarioFile, *, read_only: bool, leave: Leave) -> Session:
    from zopa_tui.session.session import Session

    return Session(_space(corpus), file, read_only=read_only, leave=leave)


def _space(corpus: Corpus) -> Space:
    from zopa.solving.problem import Problem
    from zopa.solving.space import Space

    return Space(Problem(corpus))


# -- places of the items


class Locations:
    """Places of a workspace's items; computed once, at the first use."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def of(self, kind: str, name: str) -> Span | None:
        """The place of an item, or None if no file defines it.

        Args:
            kind: `issue`, `term`, `rule`, `position`, `statement`, `source`, `party`
                or `entity`.
            name: its id; of a term `issue/term`, of a position `party/id`.
        """
        return self._all.get((kind, name))

    def text(self, kind: str, name: str) -> str:
        """File and line; empty if unknown."""
        span = self.of(kind, name)
        return f"{span.path}:{span.start.line}" if span is not None else ""

    @cached_property
    def _all(self) -> Mapping[tuple[str, str], Span]:
        found: dict[tuple[str, str], Span] = {}
        for document in self._workspace.documents.values():
            if document.path.startswith("terms/"):
                found.update(_in(document))
        for position in self._workspace.corpus.positions.values():
            if position.span is not None:
                found["position", str(position.id)] = position.span
        for rule in self._workspace.corpus.rules.values():
            if rule.span is not None:
                found["rule", str(rule.id)] = rule.span
        return found


def _in(document: Document) -> Iterator[tuple[tuple[str, str], Span]]:
    data = document.data
    for key in KEYS if isinstance(data, dict) else ():
        part = data.get(key) if isinstance(data, dict) else None
        kind = {"parties": "party", "entities": "entity"}.get(key, key[:-1])
        if isinstance(part, dict):
            for name in part:
                yield (kind, name), document.key_span((key, name))
        for number, each in enumerate(part if isinstance(part, list) else ()):
            if not isinstance(each, dict) or not isinstance(each.get("id"), str):
                continue
            name = str(each["id"])
            yield (kind, name), document.span((key, number, "id"))
            terms = each.get("terms")
            for place, term in enumerate(terms if isinstance(terms, list) else ()):
                if isinstance(term, dict) and isinstance(term.get("id"), str):
                    pointer = (key, number, "terms", place, "id")
                    yield ("term", f"{name}/{term['id']}"), document.span(pointer)


# -- changes of the files


Marks = dict[str, tuple[int, int] | None]
"""Modification time and size of each file, by path; None if the file is gone."""


class FileWatch:
    """Change detection for the files of a workspace; reads the content of the draft's only."""

    def __init__(self, root: Path, beside: Path | None = None) -> None:
        """Record the present state of the files.

        Args:
            root: folder of the workspace.
            beside: a scenario that may be in another folder.
        """
        self._root = root
        self._beside = beside
        self._seen = self._look()

    def news(self, file: ScenarioFile) -> tuple[str, ...]:
        """Names of files that changed since the last call.

        Changes that the session itself saved are left out.

        Args:
            file: the draft's own, as it was last read or saved.
        """
        before, self._seen = self._seen, self._look()
        paths = before.keys() | self._seen.keys()
        changed = {Path(each) for each in paths if before.get(each) != self._seen.get(each)}
        if file.path is not None and _says(file):
            changed = {each for each in changed if each.resolve() != file.path.resolve()}
        return tuple(sorted(each.name for each in changed))

    def _look(self) -> Marks:
        from zopa.configuration import CONFIGURATIONS
        from zopa.files import paths

        every = [self._root / each for each in (*paths(self._root), *CONFIGURATIONS)]
        if self._beside is not None:
            every = [*every, self._beside]
        return {str(each): _mark(each) for each in every}


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _says(file: ScenarioFile) -> bool:
    """True if the file on disk equals the known one."""
    try:
        there = None if file.path is None else saving.content(file.path)
        return there is not None and saving.digest(there) == file.digest
    except OSError:
        return False
