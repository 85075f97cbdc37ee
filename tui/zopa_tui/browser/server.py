"""The HTTP server of the page, with one process for each tab."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, web
from aiohttp.http_exceptions import HttpProcessingError
from textual_serve.server import Server, to_int

from zopa_tui.browser.process import TabProcess, within

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from zopa_tui.browser.process import Tab

__all__ = [
    "ADDRESS",
    "Guard",
    "TabServer",
    "listen",
    "serve",
]


ADDRESS = "127.0.0.1"
PAGE = Path(__file__).with_name("page")


class TabServer(Server):
    """Textual's server with our own page, for this machine only."""

    def __init__(self, tab: Tab, guard: Guard) -> None:
        super().__init__("zopa", host=ADDRESS)
        self._tab, self._guard = tab, guard
        self._sockets: set[web.WebSocketResponse] = set()

    async def make_app(self) -> web.Application:
        """The web application with its routes and the guard."""
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
        """The page; it requests its own resources."""
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
                # An invalid message ends the tab and its process.
                await self._process_messages(socket, process)
        finally:
            self._sockets.discard(socket)
            await process.stop()
        return socket


def listen(port: int) -> socket.socket:
    """A listening socket on this machine; port 0 takes a free port.

    Raises:
        OSError: the port is taken or not allowed.
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


def _is_ours(record: logging.LogRecord) -> bool:
    """True if an error is the server's own; malformed requests of clients are not."""
    why = record.exc_info[1] if record.exc_info else None
    return not isinstance(why, HttpProcessingError)


def serve(tab: Tab, listening: socket.socket, say: Callable[[str], None]) -> None:
    """Serve until told to end; leaves no process behind."""
    logging.getLogger("textual-serve").addHandler(logging.NullHandler())
    logging.getLogger("aiohttp.server").addFilter(_is_ours)

    port = listening.getsockname()[1]
    guard = Guard(port, secrets.token_urlsafe(24))

    async def begin() -> web.Application:
        app = await TabServer(tab, guard).make_app()
        app.on_startup.append(told)
        return app

    async def told(_: web.Application) -> None:
        say(f"http://{ADDRESS}:{port}/?token={guard.token}")

    web.run_app(begin(), sock=listening, print=None, access_log=None, shutdown_timeout=10.0)


# -- access control: pages of this server, by local host names only --


NAMES = ("127.0.0.1", "localhost")
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Access control of a server: only its own page, opened with the printed address."""

    port: int
    token: str
    """Secret of this run; first in the address, then in a cookie of the page."""

    @property
    def cookie(self) -> str:
        """Name of the cookie; it has the port, since browsers share cookies between ports."""
        return f"zopa-{self.port}"

    def hosts(self) -> tuple[str, ...]:
        """Host names that a request may use; all others are refused."""
        return tuple(f"{name}:{self.port}" for name in NAMES)

    def refusal(self, host: str, origin: str | None, *, socket: bool) -> str | None:
        """The reason why a request is refused, or None if it is allowed.

        Args:
            host: the requested host.
            origin: the page that sent it; None if not stated.
            socket: whether it is for the websocket, where browsers always state an origin.
        """
        if host not in self.hosts():
            return f"only for {' and '.join(self.hosts())}"
        if origin is None and not socket:
            return None
        return None if origin == f"http://{host}" else "only for pages of this server"

    def knows(self, said: str | None) -> bool:
        """True if the text is the token; the comparison takes constant time."""
        # A cookie may have any bytes; Python decodes some as lone surrogates.
        asked = b"" if said is None else said.encode(errors="surrogatepass")
        return secrets.compare_digest(asked, self.token.encode())

    @property
    def policy(self) -> str:
        """Content security policy of the page: only its own resources.

        Inline styles are allowed, since the terminal sets styles while it draws.
        """
        sockets = " ".join(f"ws://{each}" for each in self.hosts())
        rules = {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self' 'unsafe-inline'",
            "font-src": "'self'",
            "img-src": "'self' data:",
            "connect-src": f"'self' {sockets}",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
        }
        return "; ".join(f"{name} {value}" for name, value in rules.items())

    @web.middleware
    async def middleware(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Refuse requests from elsewhere; forbid the page to load anything from elsewhere."""
        why = self.refusal(
            request.headers.get("Host", ""),
            request.headers.get("Origin"),
            socket=request.path == "/ws",
        )
        token = request.query.get("token")
        if why is None and not self.knows(token) and not self.knows(self._kept(request)):
            why = "open the address that zopa serve has said, with its token"
        if why is not None:
            return web.Response(status=403, text=f"zopa: {why}\n", headers=HEADERS)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
            response.headers["Content-Security-Policy"] = self.policy
            if token is not None:
                response.set_cookie(
                    self.cookie, self.token, httponly=True, samesite="Strict", path="/"
                )
        return response

    def _kept(self, request: web.Request) -> str | None:
        return request.cookies.get(self.cookie)
