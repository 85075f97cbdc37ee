"""Compiled corpus and its solvers; here the cancellation of what they are asked.

By the time limit, from another thread, or with a process: work in a child process is for steps
that only the end of the process can stop. The modules: circuit, CNF, SAT, decision diagrams,
MUS, hitting sets.
"""

from __future__ import annotations

import io
import math
import os
import sys
import threading
import time
import weakref
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    import queue
    import subprocess
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from typing import Self

    from _typeshed import ReadableBuffer

__all__ = [
    "Apart",
    "Stop",
    "Stopped",
    "TooLarge",
    "serve",
]


class Stopped(Exception):  # noqa: N818  # an end that was asked for, not an error
    """The question was cancelled before it was answered."""


class TooLarge(Exception):  # noqa: N818  # an honest answer: not counted
    """The count needs more memory than allowed."""


class Stop:
    """Deadline that can be called early, once.

    As a context manager it keeps a timer, so that one long step of the solver is interrupted
    too; otherwise it is only checked between steps.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._deadline = math.inf if seconds is None else time.monotonic() + seconds
        self._called = threading.Event()
        self._listeners: list[Callable[[], None]] = []
        # Held while listeners run and while one leaves, so that none is called after leaving.
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        if math.isfinite(self._deadline):
            self._timer = threading.Timer(max(0, self._deadline - time.monotonic()), self.call)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()

    @property
    def called(self) -> bool:
        """True if the deadline has passed or was called."""
        return self._called.is_set() or time.monotonic() >= self._deadline

    def call(self) -> None:
        """Cancel now; safe from any thread."""
        with self._lock:
            self._called.set()
            for listener in self._listeners:
                listener()

    def check(self) -> None:
        """Raise `Stopped` if the deadline has passed or was called."""
        if self.called:
            raise Stopped

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Run `listener` when the deadline is called; return a function that unsubscribes."""
        with self._lock:
            self._listeners.append(listener)

        def leave() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return leave


# Steps that only the end of a process can stop

T = TypeVar("T")
K = TypeVar("K")
A = TypeVar("A")
R = TypeVar("R")
ROOM = 3 << 30
"""Largest address space of the process in bytes; beyond it the work is too large."""
LENGTH = 8
"""Bytes of the length of a message."""
START = "import sys; sys.path[:] = {path!r}; from zopa.solving import serve; serve()"


class Apart(Generic[K]):
    """Child process that keeps a value and works on it, one request at a time.

    It starts with the first request, and ends with this object, with this process or when a
    request is cancelled; the next request starts another.
    """

    def __init__(self, make: Callable[[T], K], out_of: T) -> None:
        """Set the value.

        Args:
            make: builds it in the child; defined at the top level of a module, as all work is.
            out_of: argument of `make`; copied by pickle.
        """
        self._first = (make, out_of)
        self._process: subprocess.Popen[bytes] | None = None
        self._ended: weakref.finalize[..., Apart[K]] | None = None

    def ask(self, work: Callable[[K, A], R], asked: A, stop: Stop | None = None) -> R:
        """Run work on the value.

        Raises:
            Stopped: it was cancelled first.
            TooLarge: the process had no room for it, or was killed.
        """
        first = [] if self._process is not None else [self._first]
        process = self._process or self._start()
        leave = None if stop is None else stop.subscribe(process.kill)
        answer: tuple[bool, Any] | None = None
        try:
            if stop is not None:
                stop.check()
            answer = _exchange(process, [*first, (work, asked)], stop)
        finally:
            if leave is not None:
                leave()
            if answer is None:
                self.end()
        if answer is None:
            if stop is not None:
                stop.check()
            raise TooLarge
        fine, found = answer
        if not fine:
            raise found
        return found  # type: ignore[no-any-return]  # what `work` returns

    def end(self) -> None:
        """Kill the process."""
        self._process = None
        if self._ended is not None:
            self._ended()

    def _start(self) -> subprocess.Popen[bytes]:
        import subprocess

        process = subprocess.Popen(  # noqa: S603  # our own interpreter
            [sys.executable, "-c", START.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # messages of a library without memory
        )
        self._ended = weakref.finalize(self, _end, process)
        self._process = process
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _exchange(
    process: subprocess.Popen[bytes], requests: Iterable[object], stop: Stop | None
) -> tuple[bool, Any] | None:
    """Return success and result of the last request; None if the process ended first."""
    try:
        for each in requests:
            _send(process.stdin, each, stop)
    except OSError:
        return None
    found: tuple[bool, Any] | None = _receive(process.stdout)
    return found


class _Copied(io.BytesIO):
    """Buffer of a pickle that can be stopped: a large problem takes seconds."""

    def __init__(self, stop: Stop | None) -> None:
        super().__init__()
        self._stop = stop

    def write(self, data: ReadableBuffer, /) -> int:
        if self._stop is not None:
            self._stop.check()
        return super().write(data)


def _send(stream: IO[bytes] | None, message: object, stop: Stop | None = None) -> None:
    assert stream is not None  # noqa: S101  # it was asked for
    import pickle

    copied = _Copied(stop)
    pickle.dump(message, copied)
    stream.write(copied.tell().to_bytes(LENGTH) + copied.getvalue())
    stream.flush()


def _receive(stream: IO[bytes] | None) -> Any:  # noqa: ANN401  # whatever was sent
    """Return the next message; None at the end."""
    assert stream is not None  # noqa: S101  # it was asked for
    length = stream.read(LENGTH)
    if len(length) < LENGTH:
        return None
    import pickle

    size = int.from_bytes(length)
    data = stream.read(size)
    return pickle.loads(data) if len(data) == size else None  # noqa: S301  # our own process


def serve() -> None:
    """Run the child: serve requests on stdin until it is closed."""
    import queue
    import signal

    # The parent handles interrupts; this process ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _take_no_more_than(ROOM)
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def listen() -> None:
        try:
            while (message := _receive(given)) is not None:
                waiting.put(message)
        except Exception as error:  # noqa: BLE001  # who asked raises it
            _send(answers, (False, error))
        os._exit(0)  # running work is abandoned

    threading.Thread(target=listen, daemon=True).start()
    kept: Any = None
    made = False
    while True:
        work, asked = waiting.get()
        try:
            if not made:
                kept, made = work(asked), True
                continue
            answer: tuple[bool, Any] = True, work(kept, asked)
        except (MemoryError, TooLarge):
            answer = False, TooLarge()
        except Exception as error:  # noqa: BLE001  # who asked raises it
            answer = False, error
        if not made:
            waiting.get()  # the first request; nothing else can answer it
        _send(answers, answer)


def _take_no_more_than(room: int) -> None:
    try:
        import resource
    except ImportError:  # on systems without such limits
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    least = min(each for each in (soft, hard, room) if each != resource.RLIM_INFINITY)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (least, hard))
