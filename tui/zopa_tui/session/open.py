"""The workspace and the scenario to begin with."""

from __future__ import annotations

import dataclasses
import gc
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.files import writing as saving
from zopa.files.layout import composed, named_yaml, there
from zopa.model.corpus import Corpus
from zopa_tui.session.locations import Locations
from zopa_tui.session.write_permission import ANYWHERE, Leave

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.solving.space import Space
    from zopa.workspace import Workspace
    from zopa_tui.session.scenario_file import Failed, ScenarioFile
    from zopa_tui.session.session import Session

__all__ = [
    "NEW",
    "FileWatch",
    "Reread",
    "Start",
    "again",
    "begin",
    "open_scenario",
    "own_workspace",
    "scenario_path",
    "went_on",
]


NEW = "New scenario"
"""Title of a scenario that was just begun."""


@dataclass(frozen=True)
class Start:
    """What the interface needs to show anything."""

    workspace: Workspace
    session: Session
    places: Locations
    sample: bool
    """Whether the corpus is the one that comes with zopa."""
    wanted: Path | None = None
    """The scenario that was asked for and cannot be worked on yet; None where it can."""
    why: str = ""
    """Why nothing can be worked on, or not on the scenario that was asked for."""

    @property
    def usable(self) -> bool:
        """Whether there are terms to choose from."""
        return bool(self.session.corpus.issues) or self.workspace.sound


@dataclass(frozen=True)
class Reread:
    """What the files say now."""

    workspace: Workspace
    space: Space | None = None
    """Of the terms; None where they say what they said, or have errors."""
    file: ScenarioFile | None = None
    """Of the scenario; None where it is the one that was read, or has errors."""
    why: str = ""
    """What cannot be followed, in words."""


def scenario_path(root: Path, name: str, directory: Path | None = None) -> Path | str:
    """The file that a name means: a path, or the stem of one in `scenarios/`.

    Returns:
        Its path, or in words why there is none.
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

    Where the terms have errors there is nothing to choose from, and where the
    scenario has, a new one is begun; the start says why.

    Args:
        root: of the workspace.
        scenario: the file; None for a scenario that decides nothing yet.
        sample: whether the corpus is the one that comes with zopa.
        copy: whether to work on a copy that has no file, so that nothing is written.
        read_only: whether nothing may be written at all.
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
    """Have a copy of what comes with zopa in a folder; in words why it cannot serve.

    Args:
        root: the folder; where it has terms they must be those of the sample.
        corpus: of what is copied.
        of: where it comes from: the sample, or the smallest workspace that the tour is on.
    """
    from zopa.cli.init import write
    from zopa.cli.unable import Unable
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
    """Read everything again, beside the work that goes on."""
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
    """The same work with what was read again.

    The draft stays where the file on disk is the one that was read, and gives way
    to the file, as one step to undo, where it is not; with `merge` only where the file
    says something else than before. Where the terms have errors the work goes on with
    the terms as they were.
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
    """Look for no cycles meanwhile: all that is read lives on, and it takes as long again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(root: Path, scenario: Path | None) -> Workspace:
    """Load a workspace, and a scenario that may lie elsewhere."""
    from zopa.workspace import load

    there = scenario is not None and scenario.is_file()
    return load(root, extra=[scenario] if scenario is not None and there else [])


def errors_in_words(workspace: Workspace) -> str:
    """How many errors the terms have."""
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
    """Begin to work on a scenario of the workspace; in words why that cannot be."""
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


# -- files that others change while a draft is under work --


Marks = dict[str, tuple[int, int] | None]
"""When a file was last written and how long it is, by path; None where it is gone."""


class FileWatch:
    """What the files of a workspace looked like; reads none of them but the draft's."""

    def __init__(self, root: Path, beside: Path | None = None) -> None:
        """Remember how the files look now.

        Args:
            root: of the workspace.
            beside: a scenario that may lie elsewhere.
        """
        self._root = root
        self._beside = beside
        self._seen = self._look()

    def news(self, file: ScenarioFile) -> tuple[str, ...]:
        """Names of files that look otherwise than when this was last asked.

        What the session itself has saved is no news.

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
        from zopa.configuration.reading import CONFIGURATIONS
        from zopa.files.layout import paths

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
    """Whether the file on disk is the one that is known."""
    try:
        there = None if file.path is None else saving.content(file.path)
        return there is not None and saving.digest(there) == file.digest
    except OSError:
        return False
