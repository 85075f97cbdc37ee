"""Workspace that is being edited: its files, with open texts in their place."""

from __future__ import annotations

import asyncio
import time
import traceback
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from zopa.configuration import read_configuration
from zopa.documents import Document, parse, read
from zopa.files import MARK, named_yaml
from zopa.model.context import context_of
from zopa.references import Names, Trees
from zopa.schemas import Modelines
from zopa.solving import Stop, Stopped
from zopa.validation import Solved, reported
from zopa.validation.fixes import NotSettledError, fix_all
from zopa.validation.records import question_of
from zopa.workspace import LoadedDraft, Terms, assemble, files, read_draft, read_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from zopa.configuration import Configuration
    from zopa.diagnostics import Diagnostic
    from zopa.files import Targets
    from zopa.model.corpus import Corpus, Scenario
    from zopa.questions.check import Checked
    from zopa.solving.space import Space
    from zopa.validation import Solving
    from zopa.workspace import Workspace

__all__ = [
    "DEBOUNCE",
    "Folder",
    "Look",
    "Memory",
    "WorkspaceWatch",
    "path_in",
    "root_of",
]


Stamp: TypeAlias = tuple[int, int, int, int]
SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a second write must change a file's times."""


def root_of(file: Path) -> Path | None:
    """Return the workspace of a file; the path is not resolved."""
    return next((each for each in file.parents if (each / MARK).is_file()), None)


def path_in(root: Path, file: Path) -> str | None:
    """Return the path of a file within the workspace; None if zopa does not read it."""
    if not file.is_relative_to(root) or not named_yaml(file.name):
        return None
    path = file.relative_to(root)
    inside = len(path.parts) > 1 and path.parts[0] in {"terms", "scenarios"}
    return path.as_posix() if inside and ".." not in path.parts else None


@dataclass(frozen=True, slots=True)
class Look:
    """Validation result at one time."""

    workspace: Workspace
    findings: tuple[Diagnostic, ...]
    """Findings as in `zopa validate`."""
    open: Mapping[str, str]
    """Texts of open files that were checked, by path."""

    def text(self, path: str) -> str:
        """Return the text of a file; empty if it does not exist."""
        if path in self.open:
            return self.open[path]
        document = self.workspace.documents.get(path)
        return document.text if document else ""


class Folder:
    """Workspace that reads its files when it is checked, and reuses unchanged ones."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._open: dict[str, tuple[str, Document]] = {}
        self._closed: dict[str, tuple[Stamp, Document]] = {}
        self._memory = Memory()
        self._trees = Trees()
        self._names: Names | None = None
        self._space: Space | None = None
        self._checked: dict[str, Checked] = {}

    def look(self, texts: Mapping[str, str], stop: Stop | None = None) -> Look:
        """Validate the full workspace, with these texts in place of those of the files.

        Raises:
            Stopped: it was cancelled first.
        """
        configuration = read_configuration(self.root)
        documents = list(self._documents(texts, configuration, stop))
        memory = self._memory
        workspace = assemble(
            self.root,
            documents,
            configuration=configuration,
            terms_of=memory.terms,
            draft_of=memory.draft,
        )
        if stop is not None:
            stop.check()
        solving = memory.solving(workspace.corpus, stop) if workspace.sound else None
        found = reported(workspace, solving=solving)
        return Look(workspace, found.findings, dict(texts))

    def names(self, look: Look, texts: Mapping[str, str]) -> Names:
        """Return all names, in the present texts of open files and the checked others."""
        trees = {}
        for path in {*look.workspace.documents, *texts}:
            document = look.workspace.documents.get(path)
            text = texts[path] if path in texts else look.text(path)
            same = document is not None and document.text == text.removeprefix("\ufeff")
            trees[path] = self._trees.of(path, text, document if same else None)
        self._names = Names(trees, self._names)
        return self._names

    def fixed(self, look: Look, path: str) -> str | None:
        """Return a file's text after all safe fixes; None without change or end."""

        def found(now: Mapping[str, Document]) -> Sequence[Diagnostic]:
            after = look if now == documents else self._judge(now)
            return [each for each in after.findings if each.span and each.span.path == path]

        documents = dict(look.workspace.documents)
        try:
            fixes = fix_all(documents, found)
        except NotSettledError:
            return None
        if path not in fixes:
            return None
        marked = look.text(path).startswith("\ufeff") and not fixes[path].unmarked
        return "\ufeff" * marked + fixes[path].text

    def checked(self, look: Look, stop: Stop) -> dict[str, Checked]:
        """Return the verdicts of every draft without errors, by path; empty for unsound terms.

        Raises:
            Stopped: it was cancelled first.
        """
        from zopa.questions.check import check
        from zopa.solving.problem import Problem
        from zopa.solving.space import Space

        workspace = look.workspace
        if not workspace.sound:
            return {}
        if self._space is None or self._space.problem.corpus is not workspace.corpus:
            self._space, self._checked = Space(Problem(workspace.corpus)), {}
        self._space.stop = stop
        found = {}
        for scenario in workspace.scenarios.values():
            if workspace.errors_in(scenario.path):
                continue
            kept = self._checked.get(scenario.path)
            if kept is None or kept.scenario is not scenario:
                kept = check(self._space, scenario, context_of(workspace.corpus, scenario))
            found[scenario.path] = kept
        self._checked = found
        return found

    def with_texts(self, look: Look, texts: Mapping[str, str]) -> Look:
        """Return the validation result if files had these texts."""
        after = {path: parse(text, path) for path, text in texts.items()}
        return self._judge({**look.workspace.documents, **after})

    def _judge(self, documents: Mapping[str, Document]) -> Look:
        every = [each for _, each in sorted(documents.items())]
        workspace = assemble(self.root, every)
        return Look(workspace, reported(workspace).findings, {})

    def _documents(
        self, texts: Mapping[str, str], configuration: Configuration, stop: Stop | None
    ) -> Iterator[Document]:
        on_disk = files(self.root, configuration)
        for path in sorted({*on_disk, *texts}):
            if stop is not None:
                stop.check()
            if path in texts:
                yield self._parsed(path, texts[path])
            else:
                yield self._read(path, on_disk[path])
        for kept, there in ((self._open, texts), (self._closed, on_disk)):
            for path in [each for each in kept if each not in there]:
                kept.pop(path, None)

    def _parsed(self, path: str, text: str) -> Document:
        kept = self._open.get(path)
        if kept is not None and kept[0] == text:
            return kept[1]
        document = parse(text, path)
        self._open[path] = (text, document)
        return document

    def _read(self, path: str, file: Path) -> Document:
        stamp = _stamp(file)
        kept = self._closed.get(path)
        if kept is not None and stamp is not None and kept[0] == stamp:
            return kept[1]
        document = read(file, path, root=self.root)
        now = time.time_ns()
        if stamp is not None and now - max(stamp[:2]) > SETTLED and stamp == _stamp(file):
            self._closed[path] = (stamp, document)
        else:
            self._closed.pop(path, None)
        return document


def _stamp(file: Path) -> Stamp | None:
    try:
        found = file.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


# -- memory --


class Memory:
    """Cache of the last state of one workspace. Not thread-safe.

    A document is unchanged as long as it is the same object. Schemas that files name are read
    again each time.
    """

    def __init__(self) -> None:
        self._documents: tuple[Document, ...] = ()
        self._named: tuple[str, ...] = ()
        self._terms: Terms | None = None
        self._targets: Targets | None = None
        self._configuration: Configuration | None = None
        self._drafts: dict[str, tuple[Document, tuple[str, ...], LoadedDraft]] = {}
        self._solving: _Solving | None = None

    def terms(
        self, documents: Iterable[Document], targets: Targets, configuration: Configuration
    ) -> Terms:
        """The result of `read_terms` for the documents."""
        every = tuple(documents)
        named = tuple(name for each in every for name in _named(each, targets))
        self._targets = targets
        state = every, named, configuration
        if self._terms is None or state != (self._documents, self._named, self._configuration):
            self._documents, self._named, self._configuration = state
            self._terms = read_terms(every, targets, configuration)
            self._drafts = {}
            return self._terms
        return replace(self._terms, modelines=Modelines(targets))

    def draft(self, terms: Terms, document: Document) -> LoadedDraft:
        """Return the result of `read_draft` on the document, under the last terms."""
        named = _named(document, self._targets)
        kept = self._drafts.get(document.path)
        if kept is not None and kept[0] is document and kept[1] == named:
            return kept[2]
        draft = read_draft(terms, document)
        self._drafts[document.path] = (document, named, draft)
        return draft

    def solving(self, corpus: Corpus, stop: Stop | None) -> Solving:
        """Return the solver's checks of the last terms, which have no errors."""
        if self._solving is None or self._solving.corpus is not corpus:
            question = question_of({each.path: each for each in self._documents})
            before = self._solving
            same = before is not None and before.question == question
            self._solving = _Solving(corpus, question, before if same else None)
        self._solving.stop = stop
        return self._solving


class _Solving:
    """Checks that need the solver, with cached results."""

    def __init__(self, corpus: Corpus, question: str, before: _Solving | None) -> None:
        """Begin.

        Args:
            corpus: the terms.
            question: digest of the solver's input.
            before: checks of terms with the same input.
        """
        self.corpus = corpus
        self.question = question
        self.stop: Stop | None = None
        self.solved: Solved = before.solved if before else Solved(corpus)
        """Solver of these terms, or of earlier ones with the same input."""
        self.found: list[Diagnostic] | None = [] if before and before.found == [] else None
        """Findings of the corpus, if known."""
        self._of_drafts: dict[str, tuple[Scenario, list[Diagnostic]]] = {}

    def of_terms(self) -> list[Diagnostic]:
        """Return the findings of the corpus."""
        if self.found is None:
            self.found = self._own().of_terms()
        return self.found

    def of_draft(self, scenario: Scenario) -> list[Diagnostic]:
        """Return the findings of a draft."""
        kept = self._of_drafts.get(scenario.path)
        if kept is not None and kept[0] is scenario:
            return kept[1]
        self.solved.stop = self.stop
        found = [] if self.solved.keeps_rules(scenario) else self._own().of_draft(scenario)
        self._of_drafts[scenario.path] = scenario, found
        return found

    def _own(self) -> Solved:
        """Return the solver of these very terms, so that findings have the right places."""
        if self.solved.corpus is not self.corpus:
            self.solved = Solved(self.corpus)
        self.solved.stop = self.stop
        return self.solved


def _named(document: Document, targets: Targets | None) -> tuple[str, ...]:
    """Return the `$id` of the schemas that a file names."""
    if targets is None or "$schema" not in document.text:
        return ()
    raw = document.text.encode(errors="replace")
    return tuple(targets.named_in(document.path, raw))


# -- validation while a workspace is edited --


DEBOUNCE: Final = 0.15
"""Seconds without an edit before validation starts."""


class WorkspaceWatch:
    """Validation of a workspace in another thread; an edit cancels it.

    Its methods belong to the event loop.
    """

    def __init__(
        self,
        folder: Folder,
        *,
        texts: Callable[[], Mapping[str, str]],
        tell: Callable[[Look], None],
        fail: Callable[[str], None],
        pool: Executor,
    ) -> None:
        self.folder = folder
        self._texts = texts
        self._tell = tell
        self._fail = fail
        self._pool = pool
        self._task: asyncio.Task[None] | None = None
        self._stop = Stop()
        self._waiting = False
        self._look: Look | None = None

    def touch(self, delay: float = DEBOUNCE) -> None:
        """Schedule a validation after a change."""
        self.end()
        self._stop = Stop()
        self._waiting = True
        self._task = asyncio.get_running_loop().create_task(self._run(self._stop, delay))

    def end(self) -> None:
        """Cancel running work."""
        self._stop.call()
        if self._task is not None:
            self._task.cancel()

    @property
    def stop(self) -> Stop:
        """Stop signal of work on the present texts; the next edit sets it."""
        return self._stop

    async def seen(self) -> Look | None:
        """Return the last validation result, possibly of older texts."""
        return self._look if self._look is not None else await self.fresh()

    async def fresh(self, *, hurry: bool = True) -> Look | None:
        """Return a present validation result; None if not available.

        Args:
            hurry: True to validate at once, without waiting for a pause in typing.
        """
        if self._task is None or (hurry and self._waiting):
            self.touch(0)
        task = None
        while task is not self._task and self._task is not None:
            task = self._task
            await asyncio.wait({task})
        return self._look

    async def _run(self, stop: Stop, delay: float) -> None:
        await asyncio.sleep(delay)
        self._waiting = False
        loop = asyncio.get_running_loop()
        try:
            look = await loop.run_in_executor(self._pool, self.folder.look, self._texts(), stop)
        except Stopped:
            return
        except Exception:  # noqa: BLE001  # a fault of ours must not end the session
            self._look = None
            self._fail(traceback.format_exc())
            return
        self._look = look
        self._tell(look)
