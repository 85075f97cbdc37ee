"""Who may ask: pages of this server, by names that no other machine can take.

A page elsewhere may point its own name at 127.0.0.1 and so reach any server here
(DNS rebinding); the name that it asks for gives it away. A page elsewhere may open
a websocket to anywhere; its origin gives it away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["guard", "refusal"]

NAMES = ("127.0.0.1", "localhost")
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def refusal(host: str, origin: str | None, *, socket: bool) -> str | None:
    """Why a request is refused; None where it is not.

    Args:
        host: what it asked for; with any port, for a tunnel has its own.
        origin: the page it comes from; None where it does not say.
        socket: whether it wants the websocket, which browsers always give an origin.
    """
    if host.partition(":")[0] not in NAMES:
        return f"only for {' and '.join(NAMES)}"
    if origin is None and not socket:
        return None
    return None if origin == f"http://{host}" else "only for pages of this server"


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what does not come from here; let the page load nothing from elsewhere."""
    why = refusal(
        request.headers.get("Host", ""),
        request.headers.get("Origin"),
        socket=request.path == "/ws",
    )
    if why is not None:
        return web.Response(status=403, text=f"zopa: {why}\n")
    response = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = policy(request.host)
    return response


def policy(host: str) -> str:
    """What the page may load: its own parts. The terminal sets styles as it draws."""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": f"'self' ws://{host}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
