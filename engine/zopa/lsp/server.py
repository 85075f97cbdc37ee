"""The language server as a process: messages over stdin and stdout."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import threading

from pygls.io_ import StdoutWriter

from zopa.lsp.editor import Editor
from zopa.lsp.features import listen
from zopa.lsp.wire import Frames, handle

__all__ = ["serve"]


def serve() -> int:
    """Serve one editor over stdin and stdout, until it has had enough.

    Returns:
        0 when the editor said good-bye, 1 when it just went.
    """
    logger = logging.getLogger("pygls")
    logger.setLevel(logging.CRITICAL)
    server = Editor()
    listen(server)
    # What else is printed must not get between the messages.
    output = os.dup(1)
    os.dup2(2, 1)
    with open(output, "wb") as stdout:  # noqa: PTH123  # a descriptor
        server.protocol.set_writer(StdoutWriter(stdout))
        with contextlib.suppress(SystemExit, BrokenPipeError):
            asyncio.run(_run(server))
        done = server.done
        # The editor waits for the process to end, which would look through all there is first.
        gc.freeze()
        server.end()
    return 0 if done else 1


async def _run(server: Editor) -> None:
    """Handle what comes in, until nothing more does."""
    incoming: asyncio.Queue[bytes] = asyncio.Queue()
    # A thread that waits for input must not keep the process from ending.
    threading.Thread(
        target=_pump, args=(asyncio.get_running_loop(), incoming), daemon=True
    ).start()
    frames = Frames()
    while chunk := await incoming.get():
        for body in frames.feed(chunk):
            handle(server, body)
            # What it has begun goes on before the next message is read.
            await asyncio.sleep(0)


def _pump(loop: asyncio.AbstractEventLoop, incoming: asyncio.Queue[bytes]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has ended first
        while chunk := os.read(0, 65536):
            loop.call_soon_threadsafe(incoming.put_nowait, chunk)
        loop.call_soon_threadsafe(incoming.put_nowait, b"")
