"""Batches: the same questions on many workspaces, drafts and assumptions, on any executor."""

from __future__ import annotations

import csv
import io
from collections import deque
from concurrent.futures import BrokenExecutor, CancelledError
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from zopa import Refused
from zopa.api import ask, load
from zopa.diagnostics import inert
from zopa.interchange.envelope import digest
from zopa.solving import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from concurrent.futures import Executor, Future

    from zopa.api import Asked
    from zopa.workspace import Workspace

__all__ = ["COLUMNS", "QUESTIONS", "BatchRow", "Task", "batch", "csv_line", "digest_of"]

QUESTIONS: Final = ("check", "options", "deals")
AHEAD: Final = 1_000
"""Number of tasks given to an executor before their results are read."""
BatchRow: TypeAlias = "dict[str, str | int | None]"
COLUMNS: Final = (
    *("workspace", "scenario", "question", "as-of", "hold", "parties", "readings", "waive"),
    *("view", "digest", "status", "error", "deal", "crossed", "open", "respected"),
    *("crossed-positions", "deals", "agreements", "possible", "forced", "excluded"),
)
"""Columns: the question, its files, whether it could be answered, and the answer."""


@dataclass(frozen=True, slots=True)
class Task:
    """One question. The draft or the corpus gives the values that are left out."""

    workspace: str
    """A folder, which must be the same on every machine."""
    scenario: str | None = None
    """A draft's id; None for a draft without choices."""
    question: Literal["check", "options", "deals"] = "check"
    as_of: str | None = None
    hold: tuple[str, ...] | None = None
    parties: tuple[str, ...] | None = None
    readings: Mapping[str, str] = field(default_factory=dict[str, str])
    waive: tuple[str, ...] = ()
    view: str | None = None
    seconds: float = 30.0
    """Time limit."""

    def context(self) -> BatchRow:
        """The columns that describe the question."""
        return {
            "workspace": self.workspace,
            "scenario": self.scenario,
            "question": self.question,
            "as-of": self.as_of,
            "hold": None if self.hold is None else " ".join(self.hold),
            "parties": None if self.parties is None else " ".join(self.parties),
            "readings": " ".join(f"{x}={y}" for x, y in sorted(self.readings.items())),
            "waive": " ".join(self.waive),
            "view": self.view,
        }


def batch(tasks: Iterable[Task], *, executor: Executor | None = None) -> Iterator[BatchRow]:
    """Answer each task with a row, in their order.

    A task that fails is a row too, with `status` failed and the reason as `error`: a file
    with errors, an unknown name, the time limit, a worker that ended.

    Args:
        tasks: the questions.
        executor: runs the questions: processes, Dask's `client.get_executor()` and the
            like; this process if None.
    """
    if executor is None:
        for task in tasks:
            yield _answered(asdict(task))
        return
    left = iter(tasks)
    waiting: deque[tuple[Task, Future[BatchRow] | str]] = deque()
    while True:
        for task in islice(left, AHEAD - len(waiting)):
            waiting.append((task, _submitted(executor, task)))
        if not waiting:
            return
        task, future = waiting.popleft()
        yield _failed(task, future) if isinstance(future, str) else _taken(task, future)


def csv_line(values: Iterable[object]) -> str:
    """A line of CSV (RFC 4180), with a `'` before a text that a spreadsheet would compute."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(
        "" if x is None else inert(x) for x in values
    )
    return text.getvalue()


def digest_of(folder: str, view: str | None) -> str:
    """The digest of a workspace's files; empty if it cannot be loaded."""
    try:
        return digest(_workspace(folder, view))
    except (OSError, ValueError):
        return ""


def _submitted(executor: Executor, task: Task) -> Future[BatchRow] | str:
    try:
        return executor.submit(_answered, asdict(task))
    except (BrokenExecutor, RuntimeError) as error:
        return _reason(error)


def _taken(task: Task, future: Future[BatchRow]) -> BatchRow:
    try:
        return future.result()
    except (Exception, CancelledError) as error:  # noqa: BLE001  # a failure is a row
        return _failed(task, _reason(error))


def _reason(error: BaseException) -> str:
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, Stopped):
        return "the time limit was reached"
    return f"{type(error).__name__}: {error}".splitlines()[0]


def _failed(task: Task, reason: str) -> BatchRow:
    row: BatchRow = dict.fromkeys(COLUMNS)
    return row | task.context() | {"status": "failed", "error": reason}


# -- on a worker --


def _answered(said: Mapping[str, Any]) -> BatchRow:
    """Answer a task, which came from another process as plain values."""
    task = Task(**said)
    row: BatchRow = dict.fromkeys(COLUMNS)
    row |= task.context()
    try:
        workspace = _workspace(task.workspace, task.view)
        row["digest"] = digest(workspace)
        asked = ask(
            workspace,
            task.scenario,
            as_of=task.as_of,
            hold=task.hold,
            parties=task.parties,
            readings=task.readings,
            waive=task.waive,
        )
        with Stop(task.seconds) as stop:
            asked.question.space.stop = stop
            try:
                answer = _answer(asked, task.question)
            finally:
                asked.question.space.stop = None
    except Exception as error:  # noqa: BLE001  # a failure is a row
        return row | {"status": "failed", "error": _reason(error)}
    return row | answer | {"status": "ok"}


def _answer(asked: Asked, question: str) -> BatchRow:
    match question:
        case "check":
            found = asked.check()
            verdicts = [str(each.verdict) for each in found.verdicts]
            deal = found.deal if isinstance(found.deal, str) else str(found.deal).lower()
            return {
                "deal": deal if found.coherent else "inconsistent",
                **{each: verdicts.count(each) for each in ("crossed", "open", "respected")},
                "crossed-positions": " ".join(str(each.held.id) for each in found.crossed()),
            }
        case "deals":
            zone = asked.deals(examples=0)
            return {
                "deal": "inconsistent" if zone.rules_contradict else str(zone.exists).lower(),
                "deals": None if zone.count is None else str(zone.count),
                "agreements": None if zone.coherent is None else str(zone.coherent),
            }
        case "options":
            options = asked.options(count=False)
            marks = [str(each.mark) for each in options.marks]
            return {
                "deal": str(options.exists).lower() if options.coherent else "inconsistent",
                **{each: marks.count(each) for each in ("possible", "forced", "excluded")},
            }
        case _:
            message = f"no question `{question}` in a batch"
            raise Refused(message, f"questions: {', '.join(QUESTIONS)}")


@lru_cache(maxsize=8)
def _workspace(folder: str, view: str | None) -> Workspace:
    """The workspace in its state when the worker first loads it."""
    return load(folder, view=view)
