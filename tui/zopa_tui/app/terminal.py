"""How the program is stopped and continued by a shell."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["between_steps", "stopping_at_once"]


@contextmanager
def stopping_at_once() -> Iterator[None]:
    """Be stopped as any program is: another one has the terminal, and stops with us."""
    stops = (signal.SIGTSTP, signal.SIGCONT)
    kept = {each: signal.signal(each, signal.SIG_DFL) for each in stops}
    try:
        yield
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)


def between_steps(number: signal.Signals) -> None:
    """Handle a signal when the running loop comes to it, not in the middle of something.

    Textual's handlers write to the terminal; coming while something is written, they
    wait for a lock that their own thread has, and so without end.
    """
    loop, handler = asyncio.get_running_loop(), signal.getsignal(number)
    if callable(handler):

        def heed(given: int, _: FrameType | None) -> None:
            loop.call_soon_threadsafe(handler, given, None)

        signal.signal(number, heed)
