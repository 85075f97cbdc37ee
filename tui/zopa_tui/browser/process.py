"""A tab's process, from its beginning to its certain end."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from typing import TYPE_CHECKING

from textual_serve.app_service import AppService

from zopa_tui.browser.tab import within

if TYPE_CHECKING:
    from aiohttp import web
    from textual_serve.download_manager import DownloadManager

__all__ = ["DRIVER", "TabProcess"]

DRIVER = "zopa_tui.browser.driver:TabDriver"
PATIENCE = 3.0
"""Seconds to end in, when told to; then again when terminated."""


class TabProcess(AppService):
    """Textual's end of the process, without a shell between."""

    def __init__(
        self, command: list[str], socket: web.WebSocketResponse, downloads: DownloadManager
    ) -> None:
        super().__init__(
            command[0],
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=socket.close,  # type: ignore[arg-type]  # nobody asks whether it was open
            download_manager=downloads,
        )
        self._arguments = command

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return {**super()._build_environment(width, height), "TEXTUAL_DRIVER": DRIVER}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        # In a session of its own, so that ctrl+c in the server's terminal reaches the
        # server alone, which then ends its tabs in order.
        self._process = await asyncio.create_subprocess_exec(
            *self._arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=sys.platform != "win32",
        )
        self._stdin = self._process.stdin
        return self._process

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell the process what room there is, within reason."""
        await super().set_terminal_size(*within(width, height))

    async def run(self) -> None:
        """Hand on what the process says, until it has ended; then the page is told."""
        with contextlib.suppress(ConnectionError):
            await super().run()
        await self.remote_close()

    async def stop(self) -> None:
        """Have the process ended: asked, told, forced."""
        process = self._process
        if process is None:
            return
        try:
            with contextlib.suppress(TimeoutError, ConnectionError):
                await asyncio.wait_for(super().stop(), PATIENCE)
            for end in (process.terminate, process.kill):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), PATIENCE)
                    break
                end()
            await process.wait()
        finally:
            # Whoever waits here may be told to end; the process must not be left then.
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
