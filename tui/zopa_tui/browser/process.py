"""The process of one tab, from its start to its guaranteed end."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
import sys
import threading
import time
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import messages
from textual.drivers.web_driver import WebDriver
from textual_serve.app_service import AppService

from zopa_tui.app.settings import settings

if TYPE_CHECKING:
    from aiohttp import web
    from textual.app import App
    from textual_serve.download_manager import DownloadManager

__all__ = [
    "DRIVER",
    "MOST",
    "Tab",
    "TabDriver",
    "TabProcess",
    "main",
    "within",
]


DRIVER = "zopa_tui.browser.process:TabDriver"
PATIENCE = 3.0
"""Seconds for the process to end after a request; the same again after terminate."""


class TabProcess(AppService):
    """Textual's server side of the process, without a shell in between."""

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
        """Send the window size to the process, within limits."""
        await super().set_terminal_size(*within(width, height))

    async def run(self) -> None:
        """Forward the process's output until it ends; then notify the page."""
        with contextlib.suppress(ConnectionError):
            await super().run()
        await self.remote_close()

    async def stop(self) -> None:
        """End the process: by request, then terminate, then kill."""
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
                with contextlib.suppress(ProcessLookupError):  # it ended just now
                    end()
            await process.wait()
        finally:
            # The waiting task may be cancelled; the process must still end.
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()


# -- driver of a tab's process: packets of the server, until the server is gone --


class TabDriver(WebDriver):
    """Textual's web driver, which also ends if its server is gone."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._write = self._send  # type: ignore[assignment]  # the one place that writes

    def _send(self, data: bytes) -> int:
        try:
            return os.write(self.fileno, data)
        except BrokenPipeError:
            self._end()
            return len(data)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Handle a packet of the server; sizes are limited."""
        if packet_type == "resize":
            width, height = within(payload.get("width"), payload.get("height"))
            payload = {**payload, "width": width, "height": height}
        super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Forward the server's input; end the application if the server is gone."""
        super().run_input_thread()
        self._end()

    def _end(self) -> None:
        if not self.exit_event.is_set():
            self._app.post_message(messages.ExitApp())


# -- the process of one tab --


MOST = (500, 200)
"""Maximum columns and rows of a tab."""


def within(width: object, height: object) -> tuple[int, int]:
    """The requested size, cut to the limits; a default for invalid values."""
    asked = zip((width, height), (80, 24), MOST, strict=True)
    columns, rows = (
        min(max(int(each), 1), most) if isinstance(each, int) else usual
        for each, usual, most in asked
    )
    return columns, rows


@dataclass(frozen=True, slots=True)
class Tab:
    """Settings that all tabs of a server share."""

    root: str
    scenario: str | None
    sample: bool
    ascii_only: bool
    theme: str | None
    write: bool
    """True if tabs may write files."""

    def command(self) -> list[str]:
        """The command line that starts the process of a tab."""
        said = json.dumps(dataclasses.asdict(self))
        # Without -P, Python would import a folder `zopa_tui` of the working folder.
        return [sys.executable, "-P", "-m", "zopa_tui.browser.process", said]


MEMORY = 3 << 30
"""Memory limit of one tab in bytes."""
GLANCE = 1.0
"""Seconds between two checks that the server is alive."""
LAST = 10.0
"""Seconds from the loss of the server to the forced end of the tab."""


def limit_memory() -> None:
    """Limit this process's memory: too large a picture or question ends only this tab."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def outlive_no_server() -> None:
    """End with the server, even if the interface is busy and cannot react."""
    if sys.platform == "win32":
        return
    server = os.getppid()

    def look() -> None:
        while os.getppid() == server:
            time.sleep(GLANCE)
        time.sleep(LAST)
        os._exit(1)

    threading.Thread(target=look, name="zopa-server", daemon=True).start()


def main(said: str) -> int:
    """Show the interface over stdin and stdout."""
    limit_memory()
    outlive_no_server()
    tab = Tab(**json.loads(said))
    from zopa_tui.app.app import ZopaApp

    own = settings()
    app = ZopaApp(
        Path(tab.root),
        None if tab.scenario is None else Path(tab.scenario),
        sample=tab.sample,
        ascii_only=tab.ascii_only or own.ascii,
        theme=tab.theme,
        own=own,
        read_only=not tab.write,
    )
    app.confined = True
    app.run()
    app.drafts.end(keep=True)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
