"""Signals: handled between two steps, or at once while another program has the terminal."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest

from zopa_tui.app.terminal import between_steps, stopping_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """The signals that reached the handlers of the test; restores the handlers."""
    told: list[int] = []
    numbers = (signal.SIGTSTP, signal.SIGCONT)
    kept = {each: signal.signal(each, lambda given, _: told.append(given)) for each in numbers}
    yield told
    for each, handler in kept.items():
        signal.signal(each, handler)


async def test_a_signal_waits_for_what_is_being_done(heard: list[int]) -> None:
    """As long as a step takes, and no longer."""
    between_steps(signal.SIGTSTP)

    signal.raise_signal(signal.SIGTSTP)

    assert heard == []
    await asyncio.sleep(0)
    assert heard == [signal.SIGTSTP]


async def test_a_signal_that_nobody_handles_is_left_alone(heard: list[int]) -> None:
    """The shell may have it ignored."""
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)

    between_steps(signal.SIGTSTP)

    assert signal.getsignal(signal.SIGTSTP) == signal.SIG_IGN
    assert heard == []


def test_beside_another_program_a_stop_is_a_stop(heard: list[int]) -> None:
    """Nobody's handler comes between; afterwards it does again."""
    with stopping_at_once():
        assert signal.getsignal(signal.SIGTSTP) == signal.SIG_DFL
        assert signal.getsignal(signal.SIGCONT) == signal.SIG_DFL

    signal.raise_signal(signal.SIGTSTP)

    assert heard == [signal.SIGTSTP]
