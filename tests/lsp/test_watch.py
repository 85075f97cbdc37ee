"""Background analysis in the server: only the newest result counts."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from zopa.lsp.state import WorkspaceWatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.solving import Stop


class Slow:
    """A workspace whose analysis waits until it is released or stopped."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = threading.Event()
        self.seen: list[str] = []

    def look(self, texts: Mapping[str, str], stop: Stop) -> Any:
        """Return the text once it is released."""
        self.seen.append(texts["a"])
        self.begun.set()
        while not self.go.wait(0.005):
            stop.check()
        if texts["a"] == "fault":
            message = "out of order"
            raise ZeroDivisionError(message)
        return texts["a"]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """A pool with one thread, as in the server."""
    with ThreadPoolExecutor(1) as found:
        yield found


class Desk:
    """A watch with its published results."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.slow = Slow()
        self.text = "one"
        self.told: list[Any] = []
        self.failed: list[str] = []
        folder: Any = self.slow
        self.watch: Any = WorkspaceWatch(
            folder,
            texts=lambda: {"a": self.text},
            tell=self.told.append,
            fail=self.failed.append,
            pool=pool,
        )


async def test_edits_in_a_row_are_looked_at_once(
    pool: ThreadPoolExecutor,
) -> None:
    """After a pause, the last of them."""
    desk = Desk(pool)
    desk.slow.go.set()
    for text in ("one", "two", "three"):
        desk.text = text
        desk.watch.touch(0.02)
        await asyncio.sleep(0)

    assert await desk.watch.fresh() == "three"

    assert desk.slow.seen == desk.told == ["three"]


async def test_a_newer_edit_makes_an_older_look_void(pool: ThreadPoolExecutor) -> None:
    """It is told to end, and nothing is told of it."""
    desk = Desk(pool)
    desk.watch.touch(0)
    await asyncio.to_thread(desk.slow.begun.wait)
    desk.slow.begun.clear()
    desk.text = "two"
    desk.watch.touch(0)
    waiting = asyncio.ensure_future(desk.watch.fresh())
    await asyncio.to_thread(desk.slow.begun.wait)
    desk.slow.go.set()

    assert await waiting == "two"

    assert desk.told == ["two"]


async def test_messages_are_answered_while_it_looks(pool: ThreadPoolExecutor) -> None:
    """The look is in another thread."""
    desk = Desk(pool)
    desk.watch.touch(0)
    await asyncio.to_thread(desk.slow.begun.wait)
    before = asyncio.get_running_loop().time()

    for _ in range(20):
        await asyncio.sleep(0)

    assert asyncio.get_running_loop().time() - before < 1
    assert desk.told == []
    desk.watch.end()


async def test_a_question_does_not_wait_for_the_pause(
    pool: ThreadPoolExecutor,
) -> None:
    """And gets what was found last where nothing has changed."""
    desk = Desk(pool)
    desk.slow.go.set()
    desk.watch.touch(3600)

    assert await asyncio.wait_for(desk.watch.fresh(), 10) == "one"
    assert await desk.watch.seen() == "one"
    assert await desk.watch.fresh() == "one"

    assert desk.slow.seen == ["one"]


async def test_who_is_in_no_hurry_waits_for_the_pause(pool: ThreadPoolExecutor) -> None:
    """So that a question with every letter is not a look with every letter."""
    desk = Desk(pool)
    desk.slow.go.set()
    desk.watch.touch(0.02)
    waiting = asyncio.ensure_future(desk.watch.fresh(hurry=False))
    await asyncio.sleep(0)
    desk.text = "two"
    desk.watch.touch(0.02)

    assert await waiting == "two"

    assert desk.slow.seen == ["two"]


async def test_a_fault_is_said_and_survived(pool: ThreadPoolExecutor) -> None:
    """The next edit is looked at again."""
    desk = Desk(pool)
    desk.slow.go.set()
    desk.text = "fault"
    desk.watch.touch(0)

    assert await desk.watch.fresh() is None
    assert "ZeroDivisionError: out of order" in desk.failed[0]

    desk.text = "two"
    desk.watch.touch(0)
    assert await desk.watch.fresh() == "two"
