"""Keeping the findings of a workspace up to date while it is being edited."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING, Final

from zopa.solving.cancel import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor

    from zopa.lsp.state import Folder, Look

__all__ = ["DEBOUNCE", "Watch"]

DEBOUNCE: Final = 0.15
"""Seconds without an edit after which it is worth looking."""


class Watch:
    """Looks at a workspace in another thread; an edit makes what was not finished void.

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
        """Something has changed: look again after a while."""
        self.end()
        self._stop = Stop()
        self._waiting = True
        self._task = asyncio.get_running_loop().create_task(self._run(self._stop, delay))

    def end(self) -> None:
        """Give up what is going on."""
        self._stop.call()
        if self._task is not None:
            self._task.cancel()

    async def seen(self) -> Look | None:
        """What was found last, be it not of the newest texts."""
        return self._look if self._look is not None else await self.fresh()

    async def fresh(self, *, hurry: bool = True) -> Look | None:
        """What is found now; None when that cannot be told.

        Args:
            hurry: whether to look at once, and not only when nobody types any more.
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
