"""Parser events from either engine: libyaml, or PyYAML's own Python code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from yaml.error import MarkedYAMLError
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.events import Event

__all__ = ["Engine", "has_libyaml", "open_events"]

Engine: TypeAlias = Literal["auto", "libyaml", "python"]
"""Which parser reads the text; `auto` is libyaml where PyYAML was built with it."""


def has_libyaml() -> bool:
    """Whether PyYAML was built with libyaml."""
    try:
        import yaml._yaml  # noqa: F401 - only whether it is there
    except ImportError:
        return False
    return True


def open_events(
    text: str, *, libyaml: bool
) -> tuple[Callable[[], Event | None], Callable[[], None]]:
    """Begin to parse a text.

    Neither constructors nor resolvers take part, so nothing in the text can
    choose what is built from it.

    Returns:
        What gives the next event, or None after the last one, and raises
        `yaml.YAMLError`; and what to call in the end.
    """
    if libyaml:
        from yaml._yaml import CParser

        fast = CParser(text)
        return fast.get_event, fast.dispose
    slow = _PythonParser(text)
    return slow.next_event, slow.dispose


class _PythonParser(Reader, Scanner, Parser):
    """PyYAML's parser without the rest of a loader."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def next_event(self) -> Event | None:
        """The next event; numbers in escapes that Python has no character for are errors."""
        try:
            event: Event | None = self.get_event()
        except (ValueError, OverflowError):
            problem = "found a character number beyond Unicode"
            mark = self.get_mark()
            raise MarkedYAMLError(problem=problem, problem_mark=mark) from None
        return event
