"""Who may ask: pages of this server, by names that no other machine can take.

A page elsewhere may point its own name at 127.0.0.1 and so reach any server here
(DNS rebinding); the name that it asks for gives it away. A page elsewhere may open
a websocket to anywhere; its origin gives it away. Another user of this machine can
reach the port, and does not know the token.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["Guard"]

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
        return said is not None and secrets.compare_digest(said.encode(), self.token.encode())

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
