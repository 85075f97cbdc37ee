"""Parser events of libyaml or PyYAML, and data from them without disputed constructs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn, cast

from yaml import events as yaml_events
from yaml.error import MarkedYAMLError
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from zopa import diagnostics
from zopa.documents.document import (
    BROKEN,
    COLUMN_BITS,
    EndOfReading,
    FoundSoFar,
    brief,
    marked,
    packed,
    unpacked,
)
from zopa.documents.scalars import NUMERIC, WORDS
from zopa.documents.texts import (
    FLOW_UNSAFE,
    KeyCheck,
    Texts,
    is_ordinary,
    line_at_margin,
    stray_question_marks,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml._yaml import CParser

    from zopa.documents.document import (
        Children,
        Data,
        Entries,
        Event,
        Limits,
        Packed,
        ParserMark,
        Pointer,
        RawItems,
        RawNode,
        SourceText,
    )
    from zopa.documents.texts import Frame

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
    "Builder",
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

    Constructors and resolvers take no part, so the text cannot choose which objects to build.

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


CUT_NUMBER: Final = re.compile(r"(?<![\w.,])-?[0-9]+((?:,[0-9]+)*),\Z")
NUMBER_IN_GROUPS: Final = re.compile(r"-?[0-9]+(?:,[0-9]+)+")
OUTSIDE: Final = ((), False, -1)
INSIDE: Final = ((), True, -1)
OVER: Final = {
    "depth": "nest less, or split the file",
    "nodes": "split the file, or allow more of your own with ZOPA_MAX_VALUES",
    "scalar": "split the text into several values",
}
"""Help for exceeded limits."""


class _OrdinaryKeys(dict[str, str]):
    """The one text of each key that needs no check; empty for the other keys."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self._longest = longest

    def __missing__(self, key: str) -> str:
        found = self[key] = key if is_ordinary(key, self._longest) else ""
        return found


class Builder:
    """Builder of the data of one file, with the places of its values."""

    def __init__(
        self,
        source: SourceText,
        limits: Limits,
        findings: FoundSoFar,
        next_event: Callable[[], Event],
    ) -> None:
        self.source = source
        self.limits = limits
        self.findings = findings
        self.texts = Texts(source, limits, findings)
        self.keys = KeyCheck(self.texts)
        self.next_event = next_event
        text = source.text
        if 2 * len(text) > limits.nodes or len(text) > limits.scalar:
            self.next_event = self._counted(next_event)
        self.properties = "!" in text or "&" in text
        self.questions = "?" in text
        self.ordinary = _OrdinaryKeys(limits.key)
        self.explicit = " ?" in text or "\n?" in text or text.startswith("?")

    def build(self) -> tuple[Data, RawNode | None]:
        """Read the single document of the file.

        Returns:
            The mapping at its root and the places in it; None and None if there is no mapping.

        Raises:
            Stopped: reading cannot continue; the reason is among the findings.
            yaml.YAMLError: the text is not YAML.
        """
        get = self.next_event
        get()
        event = get()
        if type(event) is STREAM_END:
            self._empty()
            return None, None
        root = get()
        if type(root) is MAPPING_START:
            data, end, children = self._nested(root, OUTSIDE, ())
            get()
        else:
            self._other_root(root)
            data, end, children = None, None, None
        after = get()
        if type(after) is DOCUMENT_START:
            mark = after.start_mark
            self.findings.add(
                diagnostics.SEVERAL_DOCUMENTS,
                self.source.span(mark.line, mark.column, mark.column + 3),
                "second document in one file",
                "put each document in a file of its own",
            )
            raise EndOfReading
        if not isinstance(data, dict):
            return None, None
        return data, (packed(root.start_mark), end, children)

    def _other_root(self, event: Event) -> None:
        """Report a root that is not a mapping, and skip to the end of the document."""
        start, end = event.start_mark, event.end_mark
        line = self.source.line(start.line)
        span = self.source.span(start.line, start.column, max(len(line), start.column))
        found = "a list"
        if type(event) is not SCALAR:
            self._nested(event, OUTSIDE, ())
        elif self.texts.has_property(event, ()):
            found = ""
        elif not event.value and not event.style:
            self._empty()
            found = ""
        elif not event.style and not self.texts.on_one_line(event, ()):
            found = ""
        else:
            found = "a single text"
            span = self.source.between(start, end)
        self.next_event()
        if found and type(event) is not ALIAS:
            self.findings.add(
                diagnostics.ROOT_NOT_MAPPING,
                span,
                f"file holds {found}, expected `key: value` at the top",
                "write `key: value`, with a space after the `:`",
            )

    def _empty(self) -> None:
        self.findings.add(
            diagnostics.EMPTY_FILE,
            self.source.span(0, 0, 0),
            "file has no content",
            "write `key: value`, or delete the file",
        )

    def _nested(
        self, event: Event, parent: Frame, pointer: Pointer
    ) -> tuple[Data, Packed | None, Children]:
        """Read a mapping or a list; skip an alias."""
        start = event.start_mark
        if type(event) is ALIAS:
            self.texts.alias(event, pointer)
            return BROKEN, packed(event.end_mark), None
        if len(pointer) >= self.limits.depth:
            self._too_deep(event, pointer)
        tagged = self.properties and self.texts.has_property(event, pointer)
        flow = bool(event.flow_style)
        _, nested_flow, column = parent
        frame = (pointer, flow, column if flow else start.column)
        data: Data
        children: Children
        if type(event) is MAPPING_START:
            if flow and not tagged and self.source.lines[start.line][start.column] != "{":
                return self._pair(event, frame)
            data, children, end = self._mapping(event, frame)
        else:
            data, children, end = self._list(frame)
        if flow and not nested_flow:
            self._check_flow(start, end, children, frame)
        return data, packed(end) if flow else None, children

    def _mapping(self, start: Event, frame: Frame) -> tuple[Data, Entries, ParserMark]:
        get, keys, ordinary = self.next_event, self.keys, self.ordinary
        careful, (pointer, flow, column) = self.properties, frame
        checked, explicit = flow or careful, self.explicit and not flow
        data: dict[str, Data] = {}
        entries: Entries = {}
        whole = True
        while True:
            key_event = get()
            if type(key_event) is not SCALAR:
                if type(key_event) is MAPPING_END:
                    break
                self._complex_key(start, key_event, frame)
                whole = False
                continue
            key, key_start = key_event.value, key_event.start_mark
            if flow and key.isdigit() and self._cut_by_comma(key_event, pointer):
                self._pass_over(pointer)
                whole = False
                continue
            same = ordinary[key]
            if (
                careful
                or key_event.style
                or not same
                or (explicit and key_start.column != column)
            ) and not keys.check(key_event, frame):
                self._pass_over(pointer)
                whole = False
                continue
            key = same or key
            event = get()
            value: Data
            end: Packed | None
            children: Children = None
            first = event.start_mark
            # `packed`, without its calls, which take a tenth of the time.
            line = first.line << COLUMN_BITS
            if type(event) is SCALAR:
                text = value = event.value
                last = event.end_mark
                if (
                    checked
                    or event.style
                    or not text
                    or text[0] in NUMERIC
                    or text in WORDS
                    or first.line != last.line
                ):
                    value, last = self._text(event, key_event, frame)
                    end = packed(last)
                else:
                    end = line | last.column
            else:
                if flow:
                    keys.closed_by_colon(key_event, pointer)
                value, end, children = self._nested(event, frame, (*pointer, key))
            if key in entries:
                keys.duplicate(key_event, entries[key], pointer)
                continue
            data[key] = value
            entries[key] = (
                line | first.column,
                end,
                children,
                key_start.line << COLUMN_BITS | key_start.column,
                key_start.line << COLUMN_BITS | key_event.end_mark.column,
            )
        if keys.fold and len(data) > 1:
            keys.check_unlike(entries, pointer)
        return (data if whole else BROKEN), entries, key_event.end_mark

    def _cut_by_comma(self, key: Event, pointer: Pointer) -> bool:
        """Return True if a key in braces is the rest of a number, such as `000` of `600,000`.

        Each number is reported once.
        """
        start = key.start_mark
        line = self.source.line(start.line)
        before = CUT_NUMBER.search(line[: start.column])
        value = line[key.end_mark.column :].lstrip().startswith(":")
        if key.style or value or before is None:
            return False
        if not before[1]:
            whole = NUMBER_IN_GROUPS.match(line, before.start())
            text = whole[0] if whole else f"{before[0]}{key.value}"
            grouped = all(len(each) == 3 for each in text.split(",")[1:])
            self.findings.add(
                diagnostics.YAML_MISSING_VALUE,
                self.source.span(start.line, before.start(), before.start() + len(text)),
                f"{brief(text)} is cut at the comma, which ends an entry in braces",
                f"write {text.replace(',', '')}"
                if grouped
                else f"write {text.replace(',', '.')}, with a point",
                pointer=pointer,
            )
        return True

    def _text(self, event: Event, key: Event, frame: Frame) -> tuple[Data, ParserMark]:
        """Return the text value of a key and its end."""
        above, flow, _ = frame
        if event.value or event.style:
            if flow:
                self.keys.closed_by_colon(key, above)
            return self.texts.value(event, frame, key.value)
        pointer = (*above, key.value)
        if flow and FLOW_UNSAFE.search(key.value):
            return BROKEN, event.end_mark
        if not (self.properties and self.texts.has_property(event, pointer)):
            self.findings.add(
                diagnostics.YAML_MISSING_VALUE,
                self.source.between(key.start_mark, key.end_mark),
                f"key {brief(key.value)} has no value",
                'write `null`, `""` or `[]`, or remove the key',
                pointer=pointer,
            )
        return BROKEN, event.end_mark

    def _list(self, frame: Frame) -> tuple[Data, RawItems, ParserMark]:
        get = self.next_event
        above, flow, _ = frame
        checked = flow or self.properties
        data: list[Data] = []
        items: RawItems = []
        while True:
            event = get()
            first = event.start_mark
            if type(event) is SCALAR:
                text = event.value
                last = event.end_mark
                if (
                    checked
                    or event.style
                    or not text
                    or text[0] in NUMERIC
                    or text in WORDS
                    or first.line != last.line
                ):
                    value, last = self._item(event, frame, len(data))
                    data.append(value)
                    items.append((packed(first), packed(last), None))
                else:
                    line = first.line << COLUMN_BITS
                    data.append(text)
                    items.append((line | first.column, line | last.column, None))
            elif type(event) is SEQUENCE_END:
                return data, items, event.end_mark
            else:
                pointer = (*above, len(data))
                value, end, children = self._nested(event, frame, pointer)
                data.append(value)
                items.append((packed(first), end, children))

    def _item(self, event: Event, frame: Frame, number: int) -> tuple[Data, ParserMark]:
        """Return the text of a list item and its end."""
        if event.value or event.style:
            return self.texts.value(event, frame, number)
        pointer = (*frame[0], number)
        if not (self.properties and self.texts.has_property(event, pointer)):
            mark = event.start_mark
            before = self.source.line(mark.line)[: mark.column].rstrip()
            column = max(len(before) - 1, 0)
            self.findings.add(
                diagnostics.YAML_MISSING_VALUE,
                self.source.span(mark.line, column, column + 1),
                "list item has no value",
                'write `null` or `""`, or remove the dash',
                pointer=pointer,
            )
        return BROKEN, event.end_mark

    def _pair(self, event: Event, frame: Frame) -> tuple[Data, Packed | None, Children]:
        """Skip `a: 1` in a list in brackets, a mapping without braces."""
        start = event.start_mark
        self.findings.muted += 1
        _, entries, _ = self._mapping(event, frame)
        self.findings.muted -= 1
        end = next((each[4] for each in entries.values()), packed(start))
        key = brief(next(iter(entries), ""), 20).strip("`")
        self.findings.add(
            diagnostics.PAIR_IN_LIST,
            self.source.between(start, unpacked(end)),
            "`key: value` without braces in a list",
            f"write `{{{key}: …}}`",
            pointer=frame[0],
        )
        return BROKEN, end, None

    def _complex_key(self, mapping: Event, event: Event, frame: Frame) -> None:
        """Skip an entry whose key is a collection or an alias."""
        start, outer = event.start_mark, mapping.start_mark
        above, _, _ = frame
        if type(event) is ALIAS:
            self.texts.alias(event, above)
        self.findings.muted += 1
        _, end, _ = self._nested(event, INSIDE, (*above, "?"))
        self.findings.muted -= 1
        self._pass_over(above)
        if type(event) is ALIAS:
            return
        message, way_out = "a key that is not a text", "write `key: value`"
        line = self.source.line(start.line)
        if line.startswith("{{", outer.column) and start.column == outer.column + 1:
            message = "this looks like a template; templates are not expanded"
            way_out = "write the text itself, or quote it"
            start = outer
        span = self.source.between(start, start if end is None else unpacked(end))
        if line[outer.column : outer.column + 1] == "?":
            span = self.source.span(start.line, outer.column, outer.column + 1)
        self.findings.add(
            diagnostics.COMPLEX_KEY,
            span,
            message,
            way_out,
            pointer=frame[0],
        )

    def _pass_over(self, pointer: Pointer) -> None:
        """Read the value of a key that was already reported."""
        event = self.next_event()
        if type(event) is not SCALAR:
            self.findings.muted += 1
            self._nested(event, INSIDE, (*pointer, "?"))
            self.findings.muted -= 1

    def _check_flow(
        self, start: ParserMark, end: ParserMark, children: Children, frame: Frame
    ) -> None:
        """Check the layout of an outermost collection in brackets."""
        pointer, _, column = frame
        if start.line != end.line:
            number = line_at_margin(self.source, start, end, column)
            if number is not None:
                line = self.source.line(number)
                indent = len(line) - len(line.lstrip())
                self.findings.add(
                    diagnostics.FLOW_AT_MARGIN,
                    self.source.span(number, indent, len(line.rstrip())),
                    "line of a collection in brackets is not right of its key or dash",
                    "indent it by more than 1 space"
                    if column == 1
                    else f"indent it by more than {column} spaces",
                    pointer=pointer,
                )
        if self.questions and (start.line != end.line or "?" in self.source.lines[start.line]):
            for span in stray_question_marks(
                self.source, marked((packed(start), packed(end), children))
            ):
                self.findings.add(
                    diagnostics.COMPLEX_KEY,
                    span,
                    "`?` between brackets marks a key for some YAML readers",
                    "remove it, or quote the text that it belongs to",
                    pointer=pointer,
                )

    def _too_deep(self, event: Event, pointer: Pointer) -> None:
        self._over(event, "depth", f"nested deeper than {self.limits.depth} levels", pointer)

    def _counted(self, get: Callable[[], Event]) -> Callable[[], Event]:
        """Count keys, values and collections, and stop at a limit."""
        nodes = 0
        most, longest = self.limits.nodes, self.limits.scalar

        def counted() -> Event:
            nonlocal nodes
            event = get()
            nodes += isinstance(event, NODE)
            if nodes > most:
                self._over(event, "nodes", f"file has more than {most:,} keys and values")
            if type(event) is SCALAR and (length := len(event.value)) > longest:
                message = f"text has {length:,} characters; the limit is {longest:,}"
                self._over(event, "scalar", message)
            return event

        return counted

    def _over(self, event: Event, limit: str, message: str, pointer: Pointer = ()) -> NoReturn:
        start = event.start_mark
        self.findings.muted = 0
        self.findings.add(
            diagnostics.OVER_LIMIT,
            self.source.span(start.line, start.column, start.column + 1),
            message,
            OVER[limit],
            pointer=pointer,
            data={"limit": limit, "allowed": getattr(self.limits, limit)},
        )
        raise EndOfReading
