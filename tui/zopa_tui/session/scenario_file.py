"""One scenario file: load it, save it atomically never over changes of others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from zopa.construct import resolve, written_out
from zopa.diagnostics import NOT_SAVED, START_UNREADABLE, Diagnostic, quoted
from zopa.documents import Limits, open_and_read, parse
from zopa.edit.sheet import Sheet
from zopa.files import Role
from zopa.files import writing as saving
from zopa.model.corpus import Scenario
from zopa.schemas import schema_name, with_modeline
from zopa_tui.session.draft import Draft
from zopa_tui.session.patch import NOT_EDITED, Cited, Failed, cited_in, patch, scenario_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from zopa.model.corpus import Corpus

__all__ = [
    "NOT_EDITED",
    "NOT_SAVED",
    "ChangedOnDisk",
    "Failed",
    "SaveResult",
    "Saved",
    "ScenarioFile",
    "patch",
]


MARK = "\ufeff"
NOWHERE = "scenarios/new.yaml"
"""Name in diagnostics for a scenario that was never saved."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft is on disk."""

    file: ScenarioFile
    """The file as read back."""


@dataclass(frozen=True, slots=True)
class ChangedOnDisk:
    """Conflict on disk: the file differs from the one that was read; nothing was written."""

    path: Path
    there: ScenarioFile | Failed | None
    """Its current content; None if the file is gone."""


SaveResult: TypeAlias = Saved | ChangedOnDisk | Failed


@dataclass(frozen=True)
class ScenarioFile:
    """Text and content of a scenario file, as read."""

    text: str
    said: Scenario
    """Content of the text alone, without corpus and start."""
    path: Path | None = None
    """Path on disk; None if it was never saved."""
    root: Path | None = None
    """Root of the workspace; diagnostics name the file relative to it."""
    digest: str = ""
    """Digest of the bytes on disk."""
    corpus: Corpus | None = field(default=None, compare=False)
    """Its corpus, if known."""
    start: Scenario | None = field(default=None, compare=False)
    """The draft that it starts from, with everything that draft takes over itself."""
    cited: Mapping[str, Cited] = field(default_factory=dict[str, Cited], compare=False)
    """Choices with citations that were removed since it was read, by issue."""

    @cached_property
    def scenario(self) -> Scenario:
        """Content resolved with the corpus: typed values and silent issues."""
        whole = self.said if self.start is None else written_out(self.said, self.start)
        return whole if self.corpus is None else resolve(self.corpus, whole)

    @property
    def started_from(self) -> Scenario | None:
        """The draft that it starts from, resolved in the same way; None without one."""
        if self.start is None or self.corpus is None:
            return self.start
        return resolve(self.corpus, self.start)

    def beside(self, corpus: Corpus) -> ScenarioFile:
        """The same file with this corpus."""
        return self if self.corpus is corpus else replace(self, corpus=corpus)

    @property
    def draft(self) -> Draft:
        """Its choices and assumptions."""
        return Draft.of(self.scenario)

    @classmethod
    def load(cls, path: Path, root: Path | None = None) -> ScenarioFile | Failed:
        """Read a file; returns its first error if it is not a scenario."""
        raw = open_and_read(path, _name(path, root), Limits(), root=root)
        return Failed(raw) if isinstance(raw, Diagnostic) else cls.read(raw, path, root)

    @classmethod
    def read(cls, raw: bytes, path: Path, root: Path | None = None) -> ScenarioFile | Failed:
        """Parse the bytes of a file."""
        name = _name(path, root)
        scenario = scenario_in(raw, name)
        if isinstance(scenario, Failed):
            return scenario
        start = _start(scenario, root, (scenario.id,))
        if isinstance(start, Failed):
            return start
        mark = MARK if raw.startswith(MARK.encode()) else ""
        text = mark + parse(raw, name).text
        return cls(text, scenario, path, root, saving.digest(raw), start=start)

    @classmethod
    def new(cls, title: str, root: Path | None = None) -> ScenarioFile:
        """A scenario without file and choices.

        Raises:
            ValueError: the title is empty, or has characters that no file may have.
        """
        text = "title: new\nchoices: {}\n"
        if root is not None and (root / "schema" / schema_name(Role.SCENARIO)).is_file():
            text = with_modeline(text, NOWHERE)
        sheet = Sheet(text, NOWHERE)
        sheet.replace(("title",), title)
        scenario = scenario_in(sheet.text, NOWHERE)
        if isinstance(scenario, Scenario):
            return cls(sheet.text, scenario, root=root)
        raise ValueError(scenario.diagnostic.message)

    def save(
        self,
        draft: Draft,
        path: Path | None = None,
        *,
        lists: Collection[str] = (),
        overwrite: bool = False,
    ) -> SaveResult:
        """Write the draft into the file atomically, and read it back.

        Args:
            draft: wanted content of the file.
            path: target, links followed; the path that it was read from if not given.
            lists: issues that allow several terms, which are written as lists.
            overwrite: whether to write although the file differs from the one that was
                read. Changes by others outside the draft then stay, if their file is a
                scenario.
        """
        wanted = path or self.path
        if wanted is None:
            return self.not_saved("it has no name yet", "save it under a name")
        try:
            target = wanted.resolve()
            there = saving.content(target)
            mine = self.path is not None and target == self.path.resolve()
        except (OSError, RuntimeError) as error:
            return self.not_saved(_reason(error))
        base = self
        changed = _digest(there) != (self.digest if mine else "")
        now = None
        if changed or self.start is not None:
            now = self._reading(there, wanted)
            changed |= mine and isinstance(now, ScenarioFile) and now.start != self.start
        if changed:
            if not overwrite:
                return ChangedOnDisk(target, now)
            if mine and isinstance(now, ScenarioFile):
                base = now
        name = _name(target, self.root)
        cited = {
            **self.cited,
            **cited_in(base.text, name, base.draft, base.scenario.cites),
        }
        text = patch(
            base.text,
            base.draft,
            draft,
            self.corpus,
            start=base.start,
            lists=lists,
            cited=self.cited,
            name=name,
        )
        if isinstance(text, Failed):
            return text
        try:
            if self.root is not None and target.parent == self.root.resolve() / "scenarios":
                target.parent.mkdir(exist_ok=True)  # a new workspace has none yet
            written = _put(text.encode(), target, there)
            found = self._reading(saving.content(target), wanted)
        except OSError as error:
            return self.not_saved(_reason(error))
        if not written:
            return ChangedOnDisk(target, found)
        if not isinstance(found, ScenarioFile) or found.draft != draft:
            return self.not_saved("it reads back differently from what was written")
        gone = {issue: x for issue, x in cited.items() if issue not in found.scenario.cites}
        return Saved(replace(found, cited=gone))

    def _reading(self, raw: bytes | None, path: Path) -> ScenarioFile | Failed | None:
        if raw is None:
            return None
        found = ScenarioFile.read(raw, path, self.root)
        if isinstance(found, ScenarioFile) and self.corpus is not None:
            return found.beside(self.corpus)
        return found

    def not_saved(
        self, reason: str, way_out: str = "make room, or save it under another name"
    ) -> Failed:
        """The failure with its reason; nothing was written."""
        name = NOWHERE if self.path is None else _name(self.path, self.root)
        message = f"scenario {quoted(name)} was not saved"
        return Failed(Diagnostic(NOT_SAVED, None, message, notes=(reason,), help=(way_out,)))


def _start(
    scenario: Scenario, root: Path | None, way: tuple[str, ...]
) -> Scenario | Failed | None:
    """The draft that a scenario starts from, written out; None if it has no start.

    Args:
        scenario: the scenario as in its file.
        root: root of the workspace.
        way: the chain of scenarios up to this one.
    """
    if (name := scenario.starts_from) is None:
        return None
    raw: bytes | Diagnostic | None = None
    if root is not None and name not in way:
        path = root / "scenarios" / f"{name}.yaml"
        raw = open_and_read(path, _name(path, root), Limits(), root=root)
    found = scenario_in(raw, f"scenarios/{name}.yaml") if isinstance(raw, bytes) else None
    if not isinstance(found, Scenario):
        message = f"nothing can start from scenario {quoted(name)}, which cannot be read"
        way_out = "correct `from`, or the scenario that it names"
        return Failed(Diagnostic(START_UNREADABLE, name.span, message, help=(way_out,)))
    before = _start(found, root, (*way, str(name)))
    if isinstance(before, Failed):
        return before
    return found if before is None else written_out(found, before)


def _put(data: bytes, target: Path, there: bytes | None) -> bool:
    """Write the file if its content changes; False if the file changed on disk meanwhile.

    Raises:
        OSError: it could not be written.
    """
    return data == there or saving.replace(
        target, data, before=lambda: saving.content(target) == there
    )


def _name(path: Path, root: Path | None) -> str:
    """The file's name in diagnostics: relative to the workspace if inside it, with `/`."""
    if root is not None and path.resolve().is_relative_to(root.resolve()):
        return path.resolve().relative_to(root.resolve()).as_posix()
    return path.as_posix()


def _digest(data: bytes | None) -> str:
    return "" if data is None else saving.digest(data)


def _reason(error: OSError | RuntimeError) -> str:
    return ((isinstance(error, OSError) and error.strerror) or str(error)).lower()
