"""A space of its own for long questions, so that they and the draft's do not end each other."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.model.corpus import Corpus
    from zopa.solving.cancel import Stop
    from zopa.solving.space import Space

__all__ = ["Desk"]


class Desk:
    """Where the screens ask their questions, from threads; one question at a time."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._space: Space | None = None
        self._lock = threading.Lock()

    @property
    def made(self) -> Space | None:
        """The space, where it was made; for whoever has it already."""
        return self._space

    @contextmanager
    def space(self, stop: Stop) -> Iterator[Space]:
        """The space, made when it is first asked for; who waits for it can be stopped too.

        Raises:
            Stopped: it was told to end before the space was free.
        """
        while not self._lock.acquire(timeout=0.05):
            stop.check()
        try:
            if self._space is None:
                from zopa.solving.problem import Problem
                from zopa.solving.space import Space

                self._space = Space(Problem(self.corpus))
            self._space.stop = stop
            yield self._space
        finally:
            if self._space is not None:
                self._space.stop = None
            self._lock.release()
