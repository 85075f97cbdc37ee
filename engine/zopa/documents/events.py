"""Parser events of two engines: libyaml, or PyYAML's Python code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from yaml import events as yaml_events
from yaml.error import MarkedYAMLError
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml._yaml import CParser

    from zopa.documents.source import Event

_CParser: type[CParser] | None
try:
    from yaml._yaml import CParser as _CParser
except ImportError:
    _CParser = None

__all__ = [
    "ALIAS",
    "DOCUMENT_START",
    "MAPPING_END",
    "MAPPING_START",
    "NODE",
    "SCALAR",
    "SEQUENCE_END",
    "STREAM_END",
    "has_libyaml",
    "open_events",
]

ALIAS: Final[type] = yaml_events.AliasEvent
DOCUMENT_START: Final[type] = yaml_events.DocumentStartEvent
MAPPING_END: Final[type] = yaml_events.MappingEndEvent
MAPPING_START: Final[type] = yaml_events.MappingStartEvent
NODE: Final[type] = yaml_events.NodeEvent
SCALAR: Final[type] = yaml_events.ScalarEvent
SEQUENCE_END: Final[type] = yaml_events.SequenceEndEvent
STREAM_END: Final[type] = yaml_events.StreamEndEvent


def has_libyaml() -> bool:
    """Return True if PyYAML was built with libyaml."""
    return _CParser is not None


def open_events(text: str, *, libyaml: bool) -> tuple[Callable[[], Event], Callable[[], None]]:
    """Begin to parse a text.

    Constructors and resolvers take no part, so the text cannot choose what is built from it.

    Returns:
        A function that returns the next event and raises `yaml.YAMLError`, not to be called
        after the end of the stream; and a function to call at the end.
    """
    if libyaml:
        if _CParser is None:
            msg = "PyYAML was built without libyaml"
            raise RuntimeError(msg)
        fast = _CParser(text)
        return cast("Callable[[], Event]", fast.get_event), fast.dispose
    slow = _PythonParser(text)
    return slow.next_event, slow.dispose


class _PythonParser(Reader, Scanner, Parser):
    """PyYAML's parser without the other parts of a loader."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def next_event(self) -> Event:
        """Return the next event; escapes with numbers beyond Unicode are errors."""
        try:
            event = cast("Callable[[], Event]", self.get_event)()
        except (ValueError, OverflowError):
            problem = "found a character number beyond Unicode"
            mark = self.get_mark()
            raise MarkedYAMLError(problem=problem, problem_mark=mark) from None
        return event
