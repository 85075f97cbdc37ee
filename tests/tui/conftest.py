"""Fixtures: small corpora, loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import Workspace, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CASES = Path(__file__).parents[1] / "cases"


@cache
def _workspace(name: str) -> Workspace:
    return load(CASES / name)


@cache
def _space(name: str) -> Space:
    return Space(Problem(_workspace(name).corpus))


@pytest.fixture(scope="session", autouse=True)
def _solvers_end_before_their_library() -> Iterator[None]:
    yield
    _space.cache_clear()


@pytest.fixture
def workspace() -> Callable[[str], Workspace]:
    """The workspace of a case."""
    return _workspace


@pytest.fixture
def space() -> Callable[[str], Space]:
    """The space of a case."""
    return _space
