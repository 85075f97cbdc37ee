"""Recovery files: they keep unsaved changes in case a session ends without a question.

Each session on a scenario has its own place. A place has a lock, which the system
releases when the process ends, even after a crash. While there are unsaved changes,
it also has a file with the full draft. A file whose lock is free is work to recover.
Places are numbered. So a second session, or a session with an older file that still
waits for a decision, overwrites nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.files import writing as saving
from zopa.files.writing import Lock
from zopa.model import DateValue, DecimalValue
from zopa.model.conditions import Name
from zopa.model.corpus import Bounds, Kind, Waiver
from zopa_tui.session.draft import Draft, Given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zopa_tui.session.session import Session

__all__ = [
    "LOCK",
    "Journal",
    "Recovery",
    "files",
    "pending",
    "places",
    "read",
    "state_folder",
    "write",
]


AFTER = 0.5
"""Seconds without a change after which the draft is written."""
AT_LATEST = 2.0
"""Maximum delay, in seconds, between a change and its write, even if changes continue."""
AGAIN = 5.0
"""Further seconds after which a write that failed is tried again."""


def pending(scenario: Path, folder: Path | None = None) -> tuple[Recovery, ...]:
    """Unsaved work on a scenario whose session is over; latest first.

    A file that cannot be made sense of is left alone.
    """
    found = []
    for file in files(scenario, folder or state_folder()):
        with contextlib.suppress(OSError):
            lock = Lock(file.with_suffix(LOCK))
            if not lock.take():
                continue
            found.append(read(file))
            lock.release()
    known = [each for each in found if each is not None]
    return tuple(sorted(known, key=lambda each: each.written, reverse=True))


class Journal:
    """The recovery file of one session; a separate thread writes it."""

    def __init__(
        self,
        scenario: Path,
        folder: Path | None = None,
        *,
        after: float = AFTER,
        at_latest: float = AT_LATEST,
    ) -> None:
        """Take a place.

        Args:
            scenario: the file under work; where it will be if it is not on disk yet.
            folder: where recovery files are kept, if not in the state folder.
            after: seconds without a change after which the draft is written.
            at_latest: seconds after a change by which it is written.

        Raises:
            OSError: the folder cannot be written to.
        """
        folder = folder or state_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.other: int | None = None
        """Process id of a live session on the same scenario, or None if there is none."""
        for place in places(scenario, folder):
            self._lock = Lock(place.with_suffix(LOCK))
            if not self._lock.take():
                self.other = self._lock.owner()
            elif place.exists():
                self._lock.release()
            else:
                break
        self.file = place
        """The recovery file, which holds the draft while it is unsaved."""
        self.problem: OSError | None = None
        """The error of the last write, or None if it succeeded."""
        self._scenario = scenario.resolve()
        self._after, self._at_latest = after, at_latest
        self._writing = threading.Lock()
        self._wake = threading.Condition()
        self._unwritten: tuple[Draft, str, tuple[str, ...]] | None = None
        self._first = self._last = 0.0
        self._open = True
        self._thread = threading.Thread(target=self._work, name="zopa-journal", daemon=True)
        self._thread.start()

    def follow(self, session: Session) -> Callable[[], None]:
        """Record unsaved changes of the session; returns a function that ends this."""

        def look(*_: object) -> None:
            if session.snapshot.saved:
                self.clear()
            else:
                self.note(session.draft.document, session.file.digest, session.unsaved)

        look()
        return session.subscribe(look)

    def note(self, draft: Draft, base: str, labels: Sequence[str] = ()) -> None:
        """Have this draft written soon; returns at once.

        Args:
            draft: the unsaved draft.
            base: digest of the file that it was made from; empty for none.
            labels: the unsaved steps, oldest first.
        """
        with self._wake:
            self._last = time.monotonic()
            if self._unwritten is None:
                self._first = self._last
            self._unwritten = (draft, base, tuple(labels))
            self._wake.notify()

    def flush(self) -> None:
        """Write the pending draft now."""
        with self._writing:
            with self._wake:
                waiting, self._unwritten = self._unwritten, None
            if waiting is None:
                return
            draft, base, labels = waiting
            now = dt.datetime.now().astimezone()
            pid = os.getpid()
            try:
                write(Recovery(self.file, self._scenario, base, pid, now, labels, draft))
            except OSError as error:
                self.problem = error
                with self._wake:
                    if self._unwritten is None and self._open:
                        self._unwritten = waiting
                        self._first = self._last = time.monotonic() + AGAIN
            else:
                self.problem = None

    def clear(self) -> None:
        """Drop the pending write and delete the recovery file."""
        with self._writing:
            with self._wake:
                self._unwritten = None
            self.problem = None
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                self.file.unlink()

    def close(self, *, keep: bool = False) -> None:
        """Stop, and remove the file unless it is kept for a recovery."""
        if keep:
            self.flush()
        else:
            self.clear()
        with self._wake:
            self._open = False
            self._wake.notify()
        self._thread.join()
        self._lock.release()

    def _work(self) -> None:
        while self._due():
            self.flush()

    def _due(self) -> bool:
        """Wait until the next write is due; False once the journal is closed."""
        with self._wake:
            while self._open:
                if self._unwritten is None:
                    self._wake.wait()
                    continue
                due = min(self._last + self._after, self._first + self._at_latest)
                left = due - time.monotonic()
                if left <= 0:
                    return True
                self._wake.wait(left)
        return False


# -- content and place of recovery files --


VERSION = 1
LOCK = ".lock"
"""Ending of the file that says that a session is alive."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """An unsaved draft, read from a recovery file."""

    file: Path
    """The recovery file."""
    scenario: Path
    """Scenario file that the draft belongs to."""
    base: str
    """Digest of the scenario's file when it was last read or saved; empty for none."""
    pid: int
    """Id of the process that wrote it."""
    written: dt.datetime
    labels: tuple[str, ...]
    """The unsaved steps, oldest first."""
    draft: Draft

    def based_on_disk(self) -> bool:
        """True if the scenario file is still the one that the draft started from."""
        try:
            there = saving.content(self.scenario)
            return (saving.digest(there) if there is not None else "") == self.base
        except OSError:
            return False

    def discard(self) -> None:
        """Delete the recovery file."""
        self.file.unlink(missing_ok=True)


def state_folder() -> Path:
    """Folder of the recovery files, by the XDG base directory rules."""
    stated = Path(os.environ.get("XDG_STATE_HOME", ""))
    home = stated if stated.is_absolute() else Path.home() / ".local" / "state"
    return home / "zopa" / "recovery"


def places(scenario: Path, folder: Path) -> Iterator[Path]:
    """The recovery files that a scenario can have, the usual one first; without end."""
    stem = saving.digest(os.fsencode(scenario.resolve()))[:32]
    yield folder / f"{stem}.yaml"
    for number in itertools.count(2):
        yield folder / f"{stem}-{number}.yaml"


def files(scenario: Path, folder: Path) -> list[Path]:
    """The recovery files that a scenario has."""
    usual = next(places(scenario, folder))
    return sorted((*folder.glob(usual.name), *folder.glob(f"{usual.stem}-*.yaml")))


def write(recovery: Recovery) -> None:
    """Write the file atomically: all of it or nothing.

    The text is JSON in ASCII, which is valid YAML too. So it can hold any typed text.

    Raises:
        OSError: it could not be written.
    """
    draft = recovery.draft
    said = {
        "zopa-recovery": VERSION,
        "scenario": str(recovery.scenario),
        "base": recovery.base,
        "pid": recovery.pid,
        "written": recovery.written.isoformat(timespec="seconds"),
        "labels": recovery.labels,
        "draft": {
            "choices": {
                issue: {
                    term: {name: _said(each) for name, each in given.items()}
                    for term, given in picks.items()
                }
                for issue, picks in draft.choices.items()
            },
            "readings": draft.readings,
            "waivers": [
                {
                    "position": each.position,
                    "reason": each.reason,
                    "by": each.by,
                    "expires": each.expires and each.expires.isoformat(),
                }
                for each in draft.waivers
            ],
            "as-of": draft.as_of and draft.as_of.isoformat(),
            "at-the-table": draft.table,
            "hold": draft.hold,
        },
    }
    saving.replace(recovery.file, json.dumps(said, indent=1).encode() + b"\n", mode=0o600)


def read(file: Path) -> Recovery | None:
    """The content of a recovery file, or None if this version did not write it."""
    try:
        said = json.loads(saving.content(file) or b"")
        if said["zopa-recovery"] != VERSION:
            return None
        written = dt.datetime.fromisoformat(said["written"])
        if written.utcoffset() is None or type(said["pid"]) is not int:
            return None
        return Recovery(
            file=file,
            scenario=Path(_text(said["scenario"])),
            base=_text(said["base"]),
            pid=said["pid"],
            written=written,
            labels=tuple(map(_text, said["labels"])),
            draft=_draft(said["draft"]),
        )
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _text(value: object) -> str:
    """The value as a text that can be shown and written.

    Raises:
        ValueError: it is not such a text.
    """
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    value.encode()  # half of a pair is no text
    return value


def _said(value: Given) -> Any:  # noqa: ANN401  # JSON
    """A value or bounds as JSON; dates and decimals carry their type."""
    match value:
        case Bounds(least, most):
            return {"bounds": [None if x is None else _said(x) for x in (least, most)]}
        case DateValue():
            return {"day": str(value)}
        case DecimalValue(digits=digits):
            return {"fixed": [int(value), digits]}
        case _:
            return value


def _value(value: object) -> Given:
    match value:
        case {"bounds": [least, most]}:
            return Bounds(_number(least), _number(most))
        case {"day": str() as day}:
            return DateValue(dt.date.fromisoformat(day).toordinal())
        case {"fixed": [int() as number, int() as digits]}:
            return DecimalValue(number, digits)
        case bool() | int():
            return value
        case _:
            return _text(value)


def _number(value: object) -> int | None:
    found = None if value is None else _value(value)
    if found is None or (isinstance(found, int) and not isinstance(found, bool)):
        return found
    raise ValueError


def _draft(said: dict[str, Any]) -> Draft:
    table, hold = said["at-the-table"], said["hold"]
    return Draft(
        choices={
            _text(issue): {
                _text(term): {_text(name): _value(each) for name, each in given.items()}
                for term, given in picks.items()
            }
            for issue, picks in said["choices"].items()
        },
        readings={_text(key): _text(name) for key, name in said["readings"].items()},
        waivers=tuple(
            Waiver(
                Name(_text(each["position"])),
                _text(each["reason"]),
                _text(each["by"]),
                _day(each["expires"]),
            )
            for each in said["waivers"]
        ),
        as_of=_day(said["as-of"]),
        table=None if table is None else tuple(map(_text, table)),
        hold=None if hold is None else tuple(map(Kind, hold)),
    )


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
