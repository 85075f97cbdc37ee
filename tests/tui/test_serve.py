"""The interface in a browser: access control, tabs, and their end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import (
    ClientSession,
    ClientWebSocketResponse,
    CookieJar,
    WSMsgType,
    WSServerHandshakeError,
)

from tui.chromium import CHROMIUM, CODES, page
from tui.driving import ROOT, app_on, running, sample, text
from zopa_tui.browser.process import MOST, within
from zopa_tui.browser.server import Guard
from zopa_tui.session.autosave import pending

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SIZE = (1280, 800)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@asynccontextmanager
async def serving(
    *arguments: str, at: Path = ROOT
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A running `zopa serve` on a free port, and its address with the token."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "zopa", "serve", "--port", "0", *arguments),
        cwd=at,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        address = (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()
        assert address.startswith("http://127.0.0.1:"), await process.stderr.read()
        yield process, address
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        await process.communicate()


def tabs_of(server: int) -> list[int]:
    """The processes that a server started."""
    listed = Path(f"/proc/{server}/task/{server}/children").read_text()
    return [int(each) for each in listed.split()]


def said_of(process: int, what: str) -> str:
    """The system's record of a process in `/proc`."""
    return Path(f"/proc/{process}/{what}").read_text()


async def gone(*processes: int) -> bool:
    """Whether the processes end soon."""
    for _ in range(600):
        if not any(_alive(each) for each in processes):
            return True
        await asyncio.sleep(0.05)
    return False


def _alive(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    ("host", "origin", "socket", "refused"),
    [
        ("127.0.0.1:8000", None, False, False),
        ("localhost:8000", None, False, False),
        ("localhost:8000", "http://localhost:8000", True, False),
        ("localhost:9000", "http://localhost:9000", True, True),
        ("127.0.0.1", None, False, True),
        ("127.0.0.1:80@evil.example", None, False, True),
        ("localhost:evil.example", None, False, True),
        ("localhost:8000; script-src *", None, False, True),
        ("localhost:8000:8000", None, False, True),
        ("LOCALHOST.:8000", None, False, True),
        ("[::1]:8000", None, False, True),
        ("evil.example:8000", None, False, True),
        ("127.0.0.1.evil.example", None, False, True),
        ("", None, False, True),
        ("127.0.0.1:8000", None, True, True),
        ("127.0.0.1:8000", "http://evil.example", True, True),
        ("127.0.0.1:8000", "http://evil.example", False, True),
        ("127.0.0.1:8000", "http://127.0.0.1:3000", True, True),
        ("127.0.0.1:8000", "http://localhost:8000", True, True),
        ("127.0.0.1:8000", "null", True, True),
    ],
)
def test_only_this_server_s_pages_may_ask(
    host: str,
    origin: str | None,
    *,
    socket: bool,
    refused: bool,
) -> None:
    """By a name of this machine; the websocket with its own page's origin."""
    guard = Guard(8000, "secret")
    assert (guard.refusal(host, origin, socket=socket) is not None) is refused
    assert "evil" not in guard.policy
    said = ("secret", "Secret", "", "\udcff", None)
    assert [*map(guard.knows, said)] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("asked", "drawn"),
    [
        ((80, 24), (80, 24)),
        ((999_999_999, 10**9), MOST),
        ((0, -5), (1, 1)),
        ((None, "9"), (80, 24)),
        ((1e9, [1]), (80, 24)),
    ],
)
def test_no_page_asks_for_more_than_can_be_drawn(
    asked: tuple[object, object], drawn: tuple[int, int]
) -> None:
    """Whatever it says, at first and later."""
    assert within(*asked) == drawn


async def test_a_huge_window_costs_little_and_nothing_is_left() -> None:
    """Neither at first nor on a resize; a message that is none ends the tab."""
    async with serving("alaska-exchange") as (server, address), ClientSession() as client:
        base, _, token = address.partition("?")
        huge = f"{base}ws?width=999999999&height=999999999&{token}"
        origin = {"Origin": base.rstrip("/")}
        async with client.ws_connect(huge, headers=origin) as tab:
            await read(tab, "Donetsk")
            (process,) = tabs_of(server.pid)
            await tab.send_json(["resize", {"width": 10**9, "height": 10**9}])
            await tab.send_json(["stdin", "x"])
            await read(tab, "undo: clear donbas")
            status, limits = (said_of(process, each) for each in ("status", "limits"))
            await tab.send_json(["resize"])
            assert await gone(process)
        peak = next(x for x in status.splitlines() if x.startswith("VmHWM")).split()[1]
        assert int(peak) < 500_000
        line = next(x for x in limits.splitlines() if x.startswith("Max address space"))
        assert line.split()[3] == str(3 << 30)
        assert server.returncode is None


async def test_without_the_token_nobody_gets_in() -> None:
    """Not to the page, not to its parts, not to the socket; with it the page gets a cookie."""
    async with (
        serving("alaska-exchange") as (server, address),
        ClientSession(cookie_jar=CookieJar(unsafe=True)) as client,
    ):
        base, _, token = address.partition("?")
        origin = {"Origin": base.rstrip("/")}
        for path in ("", "page/page.js", "download/x", "?token=", "?token=wrong"):
            async with client.get(f"{base}{path}") as answer:
                assert answer.status == 403, path
                assert token.partition("=")[2] not in await answer.text()
        with pytest.raises(WSServerHandshakeError):
            await client.ws_connect(f"{base}ws", headers=origin)
        async with client.get(address) as answer:
            assert answer.status == 200
            said = answer.headers["Set-Cookie"]
            assert "HttpOnly" in said
            assert "SameSite=Strict" in said
            assert answer.headers["Referrer-Policy"] == "no-referrer"
        async with client.get(f"{base}page/page.js") as answer:
            assert answer.status == 200
        async with client.ws_connect(f"{base}ws", headers=origin) as tab:
            await read(tab, "Donetsk")
        assert server.returncode is None


async def test_the_server_refuses_what_comes_from_elsewhere() -> None:
    """Before a process is started; and its page may load nothing from elsewhere."""
    async with serving() as (server, address), ClientSession() as client:
        async with client.get(address) as answer:
            assert answer.status == 200
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'")
            assert "frame-ancestors 'none'" in policy
            assert "http" not in policy.replace("http://", "http")
            assert "//" not in (await answer.text())
        base, _, token = address.partition("?")
        for host in ("evil.example", "127.0.0.1:80@evil.example", "localhost:evil.example"):
            async with client.get(f"{base}?{token}", headers={"Host": host}) as answer:
                assert answer.status == 403
                assert "evil" not in str(answer.headers) + await answer.text()
        for origin in ({}, {"Origin": "http://evil.example"}):
            with pytest.raises(WSServerHandshakeError) as refused:
                await client.ws_connect(f"{base}ws?{token}", headers=origin)
            assert refused.value.status == 403
        for path in ("page/../server.py", "static/../server.py", "download/none"):
            async with client.get(f"{base}{path}?{token}") as answer:
                assert answer.status == 404, path
        assert tabs_of(server.pid) == []


@pytest.mark.parametrize("write", [False, True])
async def test_a_tab_is_a_process_and_ends_with_it(tmp_path: Path, *, write: bool) -> None:
    """What is unsaved then is kept for a recovery, where files may be written."""
    root = sample(tmp_path / "corpus")
    flags = ["--write"] if write else []
    async with (
        serving("alaska-exchange", *flags, at=root) as (server, address),
        ClientSession() as client,
    ):
        async with opened(client, address) as first, opened(client, address):
            tabs = tabs_of(server.pid)
            assert len(tabs) == 2
            await first.send_json(["stdin", "x"])
            await read(first, "undo: clear donbas")
        assert await gone(*tabs)
        assert server.returncode is None
    left = pending(root / "scenarios" / "alaska-exchange.yaml")
    assert [each.labels for each in left] == ([("clear donbas",)] if write else [])


async def read(tab: ClientWebSocketResponse, text: str) -> None:
    """Wait until a text arrives."""
    seen = ""
    async with asyncio.timeout(60):
        while text not in seen:
            message = await tab.receive()
            assert message.type in {WSMsgType.BINARY, WSMsgType.TEXT}, message
            if message.type == WSMsgType.BINARY:
                seen += CODES.sub("", message.data.decode(errors="replace"))


@asynccontextmanager
async def opened(client: ClientSession, address: str) -> AsyncIterator[ClientWebSocketResponse]:
    """A tab: opens the socket, and reads until the first picture."""
    base, _, token = address.partition("?")
    asked, origin = f"{base}ws?width=140&height=45&{token}", {"Origin": base.rstrip("/")}
    async with client.ws_connect(asked, headers=origin) as tab:
        await read(tab, "Donetsk")
        yield tab


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
async def test_no_process_outlives_the_server(ending: signal.Signals) -> None:
    """Whether it is asked by ctrl+c or killed."""
    async with serving("alaska-exchange") as (server, address), ClientSession() as client:
        async with opened(client, address):
            (tab,) = tabs_of(server.pid)
            server.send_signal(ending)
            code = await asyncio.wait_for(server.wait(), 30)
        assert await gone(tab)
        assert code == (-ending if ending is signal.SIGKILL else 0)


def test_a_port_that_is_taken() -> None:
    """Says so, and how to get another."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = _serve("--port", str(port))

    assert done.returncode == 2
    assert f"port {port} is taken" in done.stderr
    assert "--port 0" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "70000"], "no port"),
        (["alaska-exchang"], "did you mean `alaska-exchange`"),
        (["-C", "/"], "one argument too many: `-C`"),
    ],
)
def test_what_cannot_be_served(arguments: list[str], said: str) -> None:
    """Is said before anything is."""
    done = _serve(*arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_without_the_extra_it_names_the_command(tmp_path: Path) -> None:
    """Which installs what is missing."""
    (tmp_path / "textual_serve.py").write_text("raise ModuleNotFoundError(name=__name__)")
    done = _serve(env={**os.environ, "PYTHONPATH": str(tmp_path)})

    assert done.returncode == 2
    assert "pip install 'zopa[serve]'" in done.stderr


def _serve(
    *arguments: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zopa", "serve", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.parametrize("write", [False, True])
async def test_a_click_and_a_key_in_a_browser(tmp_path: Path, *, write: bool) -> None:
    """The line that is clicked is cleared and saved, where that is allowed.

    Everything that the page asks for comes from the server.
    """
    root = sample(tmp_path / "corpus")
    file = root / "scenarios" / "alaska-exchange.yaml"
    before = file.read_bytes()
    flags = ["--write"] if write else []
    async with (
        serving("alaska-exchange", *flags, at=root) as (_, address),
        page(tmp_path / "profile") as browser,
    ):
        await browser.open(address, SIZE)
        await browser.read("alaska-exchange")
        ((columns, rows),) = (
            (int(size[0]), int(size[1]))
            for each in browser.asked
            if (size := each.rpartition("?width=")[2].split("&height="))[1:]
        )
        app = app_on(root, "alaska-exchange", read_only=not write)
        async with running(app, (columns, rows)):
            lines = text(app).splitlines()
        row = next(n for n, line in enumerate(lines) if "▸ Kherson" in line)
        column = lines[row].index("Kherson")
        at = (column + 0.5) * SIZE[0] / columns, (row + 0.5) * SIZE[1] / rows

        await browser.read("Why · What becomes of Donetsk and Luhansk")
        await browser.click(*at)
        await browser.read("Why · What becomes of Kherson")
        await browser.press("x")
        await browser.read("u undo: clear kherson")
        await browser.press("s", code="KeyS", modifiers=2, windowsVirtualKeyCode=83)
        await browser.read("saved scenarios/" if write else "zopa serve --write")

    assert (file.read_bytes() != before) is write
    assert (b"kherson:" in file.read_bytes()) is not write
    assert browser.complaints == []
    base = address.partition("?")[0]
    own = (base, base.replace("http:", "ws:"))
    assert [each for each in browser.asked if not each.startswith(own)] == []
