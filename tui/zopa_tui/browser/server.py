"""The page, and a process for each tab that shows it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, web
from textual_serve.server import Server, to_int

from zopa_tui.browser.guard import Guard
from zopa_tui.browser.process import TabProcess
from zopa_tui.browser.tab import within

if TYPE_CHECKING:
    from collections.abc import Callable

    from zopa_tui.browser.tab import Tab

__all__ = ["ADDRESS", "TabServer", "listen", "serve"]

ADDRESS = "127.0.0.1"
PAGE = Path(__file__).with_name("page")


class TabServer(Server):
    """Textual's server with a page of our own, for this machine only."""

    def __init__(self, tab: Tab, guard: Guard) -> None:
        super().__init__("zopa", host=ADDRESS)
        self._tab, self._guard = tab, guard
        self._sockets: set[web.WebSocketResponse] = set()

    async def make_app(self) -> web.Application:
        """What answers requests."""
        app = web.Application(middlewares=[self._guard.middleware])
        app.add_routes(
            [
                web.get("/", self.handle_page),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/page", PAGE),
                web.static("/static", self.statics_path),
            ]
        )
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def on_shutdown(self, app: web.Application) -> None:
        """Close the tabs, which ends their processes."""
        del app
        await asyncio.gather(
            *(each.close(code=WSCloseCode.GOING_AWAY) for each in set(self._sockets))
        )

    async def handle_page(self, request: web.Request) -> web.StreamResponse:
        """The page; what it needs it asks for."""
        del request
        return web.FileResponse(PAGE / "index.html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One tab: its process lives as long as its socket."""
        socket = web.WebSocketResponse(heartbeat=15)
        await socket.prepare(request)
        process = TabProcess(self._tab.command(), socket, self.download_manager)
        self._sockets.add(socket)
        try:
            asked = (request.query.get("width", ""), request.query.get("height", ""))
            await process.start(*within(to_int(asked[0], 80), to_int(asked[1], 24)))
            with contextlib.suppress(ValueError, TypeError, LookupError, AssertionError):
                # What no page of ours says ends the tab, and its process.
                await self._process_messages(socket, process)
        finally:
            self._sockets.discard(socket)
            await process.stop()
        return socket


def listen(port: int) -> socket.socket:
    """A socket on this machine; port 0 takes a free one.

    Raises:
        OSError: the port is taken, or not ours to take.
    """
    listening = socket.socket()
    if sys.platform != "win32":
        # A port that was in use a moment ago counts as free; elsewhere the option
        # would let two servers have one port.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def serve(tab: Tab, listening: socket.socket, say: Callable[[str], None]) -> None:
    """Answer until told to end; leaves no process behind."""
    logging.getLogger("textual-serve").addHandler(logging.NullHandler())

    port = listening.getsockname()[1]
    guard = Guard(port, secrets.token_urlsafe(24))

    async def begin() -> web.Application:
        app = await TabServer(tab, guard).make_app()
        app.on_startup.append(told)
        return app

    async def told(_: web.Application) -> None:
        say(f"http://{ADDRESS}:{port}/?token={guard.token}")

    web.run_app(begin(), sock=listening, print=None, access_log=None, shutdown_timeout=10.0)
