"""The page, and a process for each tab that shows it."""

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


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether a fault is the server's own: anybody may send what is no request."""
    why = record.exc_info[1] if record.exc_info else None
    return not isinstance(why, HttpProcessingError)


def serve(tab: Tab, listening: socket.socket, say: Callable[[str], None]) -> None:
    """Answer until told to end; leaves no process behind."""
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


# -- who may ask: pages of this server, by names that no other machine can take --


NAMES = ("127.0.0.1", "localhost")
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may ask a server: its own page, opened with the address that the server said."""

    port: int
    token: str
    """A secret of this run; the address has it, then a cookie of the page."""

    @property
    def cookie(self) -> str:
        """Its name; cookies do not know ports, so that each server has its own."""
        return f"zopa-{self.port}"

    def hosts(self) -> tuple[str, ...]:
        """What the page may be asked from; nothing else is taken for it."""
        return tuple(f"{name}:{self.port}" for name in NAMES)

    def refusal(self, host: str, origin: str | None, *, socket: bool) -> str | None:
        """Why a request is refused; None where it is not.

        Args:
            host: what it asked for.
            origin: the page it comes from; None where it does not say.
            socket: whether it wants the websocket, which browsers always give an origin.
        """
        if host not in self.hosts():
            return f"only for {' and '.join(self.hosts())}"
        if origin is None and not socket:
            return None
        return None if origin == f"http://{host}" else "only for pages of this server"

    def knows(self, said: str | None) -> bool:
        """Whether it is the token; takes as long whatever is said."""
        # A cookie may be any bytes, and Python makes lone surrogates of some.
        asked = b"" if said is None else said.encode(errors="surrogatepass")
        return secrets.compare_digest(asked, self.token.encode())

    @property
    def policy(self) -> str:
        """What the page may load: its own parts. The terminal sets styles as it draws."""
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
        """Refuse what does not come from here; let the page load nothing from elsewhere."""
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
