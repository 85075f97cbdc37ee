"""A headless Chromium, controlled through its own protocol."""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import re
import shutil
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession, ClientWebSocketResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

__all__ = ["CHROMIUM", "Page", "page"]

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
SWITCHES = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
)
PATIENCE = 60.0
BINARY = 2
CODES = re.compile(r"\x1b\[[0-9;?<>=]*[A-Za-z$]")
"""Escape sequences for the cursor and for colours."""


class Page:
    """One tab; records the addresses of all its requests."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._loaded = asyncio.Event()
        self._sent = ""
        self._more = asyncio.Event()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        """Errors of the browser's console."""

    async def listen(self) -> None:
        """Receive the browser's messages until the connection ends."""
        async for message in self._socket:
            said = message.json()
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
            else:
                self._heard(said["method"], said["params"])

    def _heard(self, method: str, told: dict[str, Any]) -> None:
        match method:
            case "Network.requestWillBeSent":
                self.asked.append(told["request"]["url"])
            case "Network.webSocketCreated":
                self.asked.append(told["url"])
            case "Network.webSocketFrameReceived" if told["response"]["opcode"] == BINARY:
                data = base64.b64decode(told["response"]["payloadData"])
                self._sent += CODES.sub("", data.decode(errors="replace"))
                self._more.set()
            case "Page.loadEventFired":
                self._loaded.set()
            case "Log.entryAdded" if told["entry"]["level"] == "error":
                self.complaints.append(told["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(told["exceptionDetails"]["text"])

    async def tell(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command, and wait for its result."""
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        said = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in said, said["error"]
        result: dict[str, Any] = said["result"]
        return result

    async def open(self, address: str, size: tuple[int, int]) -> None:
        """Go to an address, and wait for the page to be loaded."""
        for domain in ("Page", "Network", "Runtime", "Log"):
            await self.tell(f"{domain}.enable")
        width, height = size
        await self.tell(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self._loaded.clear()
        await self.tell("Page.navigate", url=address)
        await asyncio.wait_for(self._loaded.wait(), PATIENCE)

    async def read(self, text: str) -> None:
        """Wait until the terminal receives a text, since the last wait."""
        while (at := self._sent.find(text)) < 0:
            self._more.clear()
            try:
                await asyncio.wait_for(self._more.wait(), PATIENCE)
            except TimeoutError:
                raise AssertionError(text, self._sent) from None
        self._sent = self._sent[at + len(text) :]

    async def click(self, x: float, y: float) -> None:
        """Click with the mouse."""
        at = {"x": x, "y": y, "button": "left", "clickCount": 1}
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            await self.tell("Input.dispatchMouseEvent", type=kind, **at)

    async def press(self, key: str, **more: object) -> None:
        """Press and release a key."""
        text = {"text": key} if len(key) == 1 and not more else {}
        await self.tell("Input.dispatchKeyEvent", type="keyDown", key=key, **text, **more)
        await self.tell("Input.dispatchKeyEvent", type="keyUp", key=key, **more)

    async def picture(self) -> bytes:
        """A screenshot as PNG."""
        said = await self.tell("Page.captureScreenshot", format="png")
        return base64.b64decode(said["data"])


@asynccontextmanager
async def page(profile: Path) -> AsyncIterator[Page]:
    """A browser with one empty tab, removed completely afterwards."""
    assert CHROMIUM is not None
    root = sys.platform == "linux" and os.geteuid() == 0
    process = await asyncio.create_subprocess_exec(
        CHROMIUM,
        *SWITCHES,
        *(["--no-sandbox"] if root else []),
        f"--user-data-dir={profile}",
        "about:blank",
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with ClientSession() as client:
            port = await asyncio.wait_for(_port(process), PATIENCE)
            async with client.get(f"http://127.0.0.1:{port}/json") as answer:
                (tab,) = [each for each in await answer.json() if each["type"] == "page"]
            address = tab["webSocketDebuggerUrl"]
            async with client.ws_connect(address, max_msg_size=0) as socket:
                made = Page(socket)
                listening = asyncio.create_task(made.listen())
                try:
                    yield made
                finally:
                    listening.cancel()
    finally:
        process.terminate()
        await process.wait()


async def _port(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    while line := await process.stderr.readline():
        if b"DevTools listening on" in line:
            return line.decode().rpartition(":")[2].partition("/")[0]
    msg = "the browser ended"
    raise AssertionError(msg)
