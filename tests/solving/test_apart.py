"""Work in another process: its answers, and its end with the process that asked."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from other_process import (
    Unreadable,
    doubled,
    endless,
    greedy,
    killed,
    plus,
    process,
    wrong,
)
from strategies import load, written
from zopa.model import VALUE
from zopa.model.conditions import Name
from zopa.model.context import context_of
from zopa.model.corpus import Bounds, Choice, Pick, Scenario
from zopa.questions.deals import deals
from zopa.solving import Apart, Stop, Stopped, TooLarge
from zopa.solving.problem import Problem
from zopa.solving.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = 600.0
"""Seconds that are longer than any wait here."""
SOON = 60.0


@pytest.fixture
def apart() -> Iterator[Apart[int]]:
    """A process with the state 42."""
    found = Apart(doubled, 21)
    yield found
    found.end()


def test_it_keeps_what_was_made(apart: Apart[int]) -> None:
    """One process answers all, and it is another one."""
    assert [apart.ask(plus, number) for number in range(3)] == [42, 43, 44]
    first = apart.ask(process, None)
    assert first == apart.ask(process, None) != os.getpid()


def test_copying_what_it_keeps_is_ended_too() -> None:
    """A large problem takes seconds; after the end nothing more of it is copied."""
    stop, copied = Stop(), list[int]()

    class Part:
        """A part of the state; after the tenth, the time is over."""

        def __reduce__(self) -> tuple[object, ...]:
            copied.append(1)
            if len(copied) == 10:
                stop.call()
            return bytes, (len(copied).to_bytes(4) * 1_000,)

    apart = Apart(len, [Part() for _ in range(1_000)])
    with pytest.raises(Stopped):
        apart.ask(plus, 1, stop)
    assert len(copied) < 100


def test_a_step_that_looks_at_nothing_is_ended(apart: Apart[int]) -> None:
    """By the time, and from another thread; the next request is answered again."""
    began = time.monotonic()
    with pytest.raises(Stopped), Stop(0.5) as stop:
        apart.ask(endless, LONG, stop)
    stop = Stop()
    threading.Timer(0.5, stop.call).start()
    with pytest.raises(Stopped):
        apart.ask(endless, LONG, stop)

    assert time.monotonic() - began < SOON
    assert apart.ask(plus, 1) == 43


def test_nothing_is_asked_when_it_is_over(apart: Apart[int]) -> None:
    """A stop that was called before is minded."""
    stop = Stop()
    stop.call()
    with pytest.raises(Stopped):
        apart.ask(plus, 1, stop)


def test_what_has_no_room_is_too_large(apart: Apart[int]) -> None:
    """Whether Python says so or the process is lost."""
    with pytest.raises(TooLarge):
        apart.ask(greedy, 1 << 46)
    with pytest.raises(TooLarge):
        apart.ask(killed, None)
    assert apart.ask(plus, 1) == 43


def test_a_fault_is_told(apart: Apart[int]) -> None:
    """It is raised where it was asked for."""
    with pytest.raises(ValueError, match="no 42"):
        apart.ask(wrong, None)


def test_what_cannot_be_made_is_told() -> None:
    """The first request says so."""
    apart = Apart(int, "x")
    with pytest.raises(ValueError, match="invalid literal"):
        apart.ask(plus, 1)
    apart.end()


def test_it_ends_with_whoever_asked() -> None:
    """Nothing is left of an object that is gone."""
    apart = Apart(doubled, 21)
    pid = apart.ask(process, None)
    del apart

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_cannot_be_read_is_told(apart: Apart[int]) -> None:
    """Instead of waiting for an answer that never comes."""
    with pytest.raises(ModuleNotFoundError):
        apart.ask(plus, Unreadable())  # type: ignore[arg-type]


def test_a_count_apart_knows_what_a_later_draft_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bounds of a number in a rule are gates that the process has not seen."""
    monkeypatch.setattr("zopa.solving.bdd.NEAR", 1)
    share = {"type": "integer", "minimum": 0, "maximum": 9}
    corpus, _ = load(
        written(
            [{"id": each, "answer": share} for each in ("one", "other")],
            rules=[{"id": "r", "holds": {"issue": "one", "at-most": {"issue": "other"}}}],
        )
    )
    space = Space(Problem(corpus))
    for least, count in ((3, 1), (5, 1)):
        bounds = {Name(VALUE): Bounds(least, 9)}
        choices = {"one": Choice(Name("one"), (Pick(Name(VALUE), bounds=bounds),))}
        draft = Scenario("draft", "", choices=choices)
        assert deals(space, draft, context_of(corpus, draft)).coherent == count
