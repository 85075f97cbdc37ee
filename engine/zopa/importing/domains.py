"""Negotiation domains of other tools: NegMAS and GeniusWeb (JSON or YAML), GENIUS (XML).

JSON is read by the standard library, YAML as zopa reads its own files, so that the content of a
file makes no objects. The parser of XML is expat, which gives the line of each element; unused
elements are not built. Files with a document type are refused, so no entity can expand and no
file or address is read.

Source:
    NegMAS 0.11, https://negmas.readthedocs.io; the form is that of `Scenario.dumpas`. The JSON
    of GeniusWeb, which followed GENIUS, is that of the domains that come with NegMAS:
    https://github.com/yasserfarouk/negmas. GENIUS 10.4, the domain templates of
    https://ii.tudelft.nl/genius.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, NoReturn
from xml.parsers import expat

from zopa import Refused
from zopa.diagnostics import Severity, quoted
from zopa.documents import parse
from zopa.documents.document import Limits
from zopa.importing import MOST_BYTES, Domain, DomainIssue, DomainValues, Left, Range, fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.documents import Document

__all__ = [
    "genius_domain",
    "genius_profile",
    "negmas_domain",
    "negmas_profile",
]


LISTED: Final = ("CategoricalIssue", "DiscreteCardinalIssue", "DiscreteOrdinalIssue")
RANGED: Final = ("ContiguousIssue", "ContinuousIssue")
LIMITS: Final = Limits(file_size=MOST_BYTES, nodes=200_000, decimal_digits=34)
LONGEST_NUMBER: Final = 40
NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Read:
    """Data of a file, with the places of its parts."""

    file: str
    data: Any
    document: Document | None
    """Document with places; None for JSON, where only paths are known."""

    def line(self, *pointer: str | int) -> int:
        if self.document is None:
            return 0
        return self.document.span(pointer).start.line

    def fault(self, pointer: Sequence[str | int], message: str, *way_out: str) -> Refused:
        """Return the refusal of a part, with its line or its path."""
        if self.document is not None:
            return fault(self.file, self.line(*pointer), message, *way_out)
        path = "".join(f"[{x}]" if isinstance(x, int) else f".{x}" for x in pointer)
        return fault(
            self.file, 0, f"{path.removeprefix('.')}: {message}" if path else message, *way_out
        )


def negmas_domain(text: str, file: str, title: str) -> Domain:
    """Read an outcome space.

    Args:
        text: text of the file.
        file: its name in errors; a name with `.json` means JSON.
        title: title of a space without a name.

    Raises:
        Refused: the text is not an outcome space.
    """
    read = _read(text, file)
    data: Any = read.data
    above: tuple[str, ...] = ()
    if isinstance(data, Mapping) and isinstance(data.get("outcome_space"), Mapping):
        data, above = data["outcome_space"], ("outcome_space",)
    if isinstance(data, Mapping) and (web := _geniusweb(read, data, title)) is not None:
        return web
    if not isinstance(data, Mapping) or not isinstance(data.get("issues"), list):
        help_ = "an outcome space has `issues`, a list, each with `name`, `type` and `values`"
        raise read.fault(above, "the file is no outcome space of NegMAS", help_)
    issues = [
        _issue(read, each, (*above, "issues", place))
        for place, each in enumerate(data["issues"])
    ]
    name = data.get("name")
    return Domain(
        name if isinstance(name, str) and name.strip() else title,
        "outcome space of NegMAS",
        issues,
        [
            Left(f"key {key}")
            for key in read.data
            if key not in {"issues", "name", "type", "outcome_space"}
        ],
    )


def negmas_profile(text: str, file: str) -> Sequence[Left]:
    """Return the utilities of a utility function, without places.

    Raises:
        Refused: it is invalid JSON.
    """
    try:
        read = _read(text, file)
    except Refused:
        if file.lower().endswith(".json"):
            raise
        # NegMAS pickles functions into YAML; they are not read.
        return [Left("utility function", 0, file)]
    data = read.data if isinstance(read.data, Mapping) else {}
    if profile := _profile(data):
        return list(_web_preferences(*profile, file))
    return list(_preferences(data, file))


def _preferences(data: Mapping[str, Any], file: str) -> Iterator[Left]:
    yield Left(f"utility function of the type {data.get('type', 'unknown')}", 0, file)
    weights = data.get("weights")
    if isinstance(weights, list):
        yield Left(f"weights of {len(weights)} issues", 0, file)
    for key in ("reserved_value", "discount_factor"):
        if data.get(key) is not None:
            yield Left(f"{key.replace('_', ' ')}: {data[key]}", 0, file)


# -- GeniusWeb --


def _profile(data: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]] | None:
    """The type of a profile, and what it says; None of another file."""
    for sort, said in data.items() if len(data) == 1 else ():
        if isinstance(said, Mapping) and isinstance(said.get("domain"), Mapping):
            return str(sort), said
    return None


def _geniusweb(read: _Read, data: Mapping[str, Any], title: str) -> Domain | None:
    """The domain of GeniusWeb, also that of a profile; None if it is none."""
    above: tuple[str, ...] = ()
    left: list[Left] = []
    if profile := _profile(data):
        sort, said = profile
        left += _web_preferences(sort, said, "")
        data, above = said["domain"], (sort, "domain")
    every = data.get("issuesValues")
    if not isinstance(every, Mapping):
        return None
    left += [Left(f"key {key}") for key in data if key not in {"name", "issuesValues"}]
    issues = [
        _web_issue(read, name, each, (*above, "issuesValues", name))
        for name, each in every.items()
    ]
    name = data.get("name")
    named = name if isinstance(name, str) and name.strip() else title
    return Domain(named, "domain of GeniusWeb", issues, left)


def _web_issue(
    read: _Read, name: str, data: object, pointer: Sequence[str | int]
) -> DomainIssue:
    line = read.line(*pointer)
    match data:
        case {"values": list(values), **rest} if not rest:
            named = [
                (
                    _text(read, each, (*pointer, "values", place)),
                    read.line(*pointer, "values", place),
                )
                for place, each in enumerate(values)
            ]
            return DomainIssue(name, DomainValues(named), line)
        case {"range": [low, high, step], **rest} if not rest:
            least, most, apart = (
                _number(read, _digits(each), (*pointer, "range")) for each in (low, high, step)
            )
            return DomainIssue(name, Range(least, most, whole=False, step=apart), line)
        case _:
            message = f"issue {quoted(name)} has neither `values` nor a `range`"
            help_ = "write `values`, a list, or `range`, a least and greatest number and a step"
            raise read.fault(pointer, message, help_)


def _digits(value: object) -> object:
    """A number that is written as a text."""
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER and NUMBER.fullmatch(value):
        return Decimal(value)
    return value


def _web_preferences(sort: str, data: Mapping[str, Any], file: str) -> Iterator[Left]:
    yield Left(f"profile {data.get('name', '')} of the type {sort}".replace("  ", " "), 0, file)
    for key, what in (("issueUtilities", "worth of the values"), ("issueWeights", "weights")):
        if isinstance(said := data.get(key), Mapping):
            yield Left(f"{what} of {len(said)} issues", 0, file)
    for key in data:
        if key not in {"name", "domain", "issueUtilities", "issueWeights"}:
            yield Left(f"key {key}", 0, file)


# -- issues --


def _issue(read: _Read, data: object, pointer: Sequence[str | int]) -> DomainIssue:
    if not isinstance(data, Mapping):
        raise read.fault(pointer, "the issue is no mapping of `name`, `type` and `values`")
    name, values = data.get("name"), data.get("values")
    if not isinstance(name, str):
        raise read.fault(pointer, "the issue has no `name`")
    sort = str(data.get("type", "")).rpartition(".")[2]
    line = read.line(*pointer)
    if sort in LISTED and isinstance(values, list):
        named = [
            (
                _text(read, each, (*pointer, "values", place)),
                read.line(*pointer, "values", place),
            )
            for place, each in enumerate(values)
        ]
        return DomainIssue(name, DomainValues(named), line)
    if sort in RANGED:
        whole = sort == "ContiguousIssue"
        if whole and isinstance(values, int) and not isinstance(values, bool):
            return DomainIssue(name, Range(Decimal(0), Decimal(values - 1), whole=True), line)
        if isinstance(values, list) and len(values) == 2:
            least, most = (_number(read, x, (*pointer, "values")) for x in values)
            return DomainIssue(name, Range(least, most, whole), line)
    known = ", ".join(f"`{each}`" for each in (*LISTED, *RANGED))
    message = f"issue {quoted(name)} is of the type {quoted(sort)}"
    if sort in {*LISTED, *RANGED}:
        message = f"issue {quoted(name)} of the type `{sort}` has other values than it needs"
    raise read.fault(pointer, message, f"types that are read: {known}")


def _text(read: _Read, value: object, pointer: Sequence[str | int]) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str() | int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case _:
            raise read.fault(pointer, "the value is neither a text nor a number")


def _number(read: _Read, value: object, pointer: Sequence[str | int]) -> Decimal:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    raise read.fault(pointer, f"a bound is no number: {quoted(value)}")


# -- JSON and YAML --


def _read(text: str, file: str) -> _Read:
    if file.lower().endswith(".json"):
        return _Read(file, _json(text, file), None)
    document = parse(text.encode(), file, limits=LIMITS)
    errors = [each for each in document.diagnostics if each.severity == Severity.ERROR]
    if errors:
        first = errors[0]
        line = first.span.start.line if first.span else 0
        raise fault(file, line, first.message, *first.help)
    return _Read(file, document.data, document)


def _json(text: str, file: str) -> Any:  # noqa: ANN401  # any JSON value
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise fault(file, 0, f"the key {quoted(twice)} is there twice in one object")
        return found

    def number(digits: str) -> Decimal | int:
        if len(digits) > LONGEST_NUMBER:
            raise fault(file, 0, f"a number is too long: {quoted(digits)}")
        return Decimal(digits) if not digits.lstrip("-").isdecimal() else int(digits)

    def constant(word: str) -> NoReturn:
        raise fault(file, 0, f"{word} is no number that can be agreed")

    try:
        return json.loads(
            text,
            object_pairs_hook=once,
            parse_float=number,
            parse_int=number,
            parse_constant=constant,
        )
    except json.JSONDecodeError as error:
        raise fault(file, error.lineno, f"the JSON is broken: {error.msg}") from None
    except RecursionError:
        raise fault(file, 0, "the JSON is nested too deep") from None


# -- GENIUS (XML) -------------------------------------------------------------


ROOTS: Final = ("negotiation_template", "utility_space")
DEEPEST: Final = 40
"""Largest depth of elements."""
MOST_ELEMENTS: Final = 200_000


@dataclass(slots=True)
class Element:
    """Element with its line."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    children: list[Element] = field(default_factory=list["Element"])

    def all(self, tag: str) -> Iterator[Element]:
        """Return the children with this name."""
        return (each for each in self.children if each.tag == tag)


def genius_domain(text: str, file: str, title: str) -> Domain:
    """Read a domain, or the domain of a utility profile.

    Args:
        text: text of the file.
        file: its name in errors.
        title: title of a domain without a name.

    Raises:
        Refused: it is no such XML.
    """
    root = _parsed(text, file)
    if root.tag not in ROOTS:
        message = f"`<{root.tag}>` is no domain of GENIUS"
        help_ = "a domain is a `<negotiation_template>`, a profile a `<utility_space>`"
        raise fault(file, root.line, message, help_)
    left: list[Left] = []
    spaces = [root] if root.tag == "utility_space" else list(root.all("utility_space"))
    if len(spaces) != 1:
        message = f"the domain has {len(spaces)} `<utility_space>`, and one is read"
        raise fault(file, root.line, message)
    left.extend(
        Left(f"agent {each.attributes.get('name', '')}", each.line)
        for each in root.all("agent")
    )
    objectives = list(spaces[0].all("objective"))
    if not objectives:
        message = "the domain has no `<objective>`"
        raise fault(file, spaces[0].line, message)
    name = objectives[0].attributes.get("name", "")
    issues = [each for top in objectives for each in _issues(top, file, left, top)]
    left.extend(_genius_preferences(root, issues))
    return Domain(
        title if name.lower() in {"", "root", "any"} else name,
        "domain of GENIUS (XML)",
        [_genius_issue(each, file) for each in issues],
        left,
    )


def genius_profile(text: str, file: str) -> Sequence[Left]:
    """Return the utilities of a utility profile, without places.

    Raises:
        Refused: it is not a profile.
    """
    root = _parsed(text, file)
    if root.tag != "utility_space":
        message = f"`<{root.tag}>` is no utility profile of GENIUS"
        raise fault(file, root.line, message, "a profile is a `<utility_space>`")
    left: list[Left] = []
    issues = [each for top in root.all("objective") for each in _issues(top, file, left, top)]
    return [
        Left(each.what, each.line, file) for each in (*_genius_preferences(root, issues), *left)
    ]


# -- issues --


def _issues(above: Element, file: str, left: list[Left], top: Element) -> Iterator[Element]:
    """Yield the issues of an objective and of inner objectives, in order."""
    for each in above.children:
        match each.tag:
            case "issue":
                yield each
            case "objective":
                what = (
                    f"objective {each.attributes.get('name', '')}, of which the issues are here"
                )
                left.append(Left(what, each.line))
                yield from _issues(each, file, left, top)
            case "weight":
                pass  # with the preferences
            case _:
                left.append(Left(f"element <{each.tag}> of an objective", each.line))


def _genius_issue(element: Element, file: str) -> DomainIssue:
    attributes = element.attributes
    name = attributes.get("name", "")
    # `type` counts, as for the tools that read such files; some write `vtype` alone.
    sort = (
        attributes.get("type")
        or attributes.get("vtype")
        or attributes.get("etype")
        or "discrete"
    )
    match sort:
        case "discrete":
            values = [(x.attributes.get("value", ""), x.line) for x in element.all("item")]
            numbers = _consecutive([each for each, _ in values])
            if attributes.get("vtype") == "integer" and numbers is not None:
                return DomainIssue(name, numbers, element.line)
            return DomainIssue(name, DomainValues(values), element.line)
        case "integer" | "real":
            bounds = dict(attributes)
            for each in element.all("range"):
                bounds |= each.attributes
            least = _bound(bounds, "lowerbound", element, file)
            most = _bound(bounds, "upperbound", element, file)
            return DomainIssue(name, Range(least, most, sort == "integer"), element.line)
        case _:
            message = f"issue {quoted(name)} is of the type {quoted(sort)}"
            raise fault(file, element.line, message, "types: `discrete`, `integer` and `real`")


def _consecutive(values: Sequence[str]) -> Range | None:
    """Return the values as a range, if they are consecutive integers."""
    if not values or not all(len(x) < 16 and x.removeprefix("-").isdecimal() for x in values):
        return None
    numbers = [int(each) for each in values]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return None
    return Range(Decimal(numbers[0]), Decimal(numbers[-1]), whole=True)


def _bound(bounds: Mapping[str, str], key: str, element: Element, file: str) -> Decimal:
    text = bounds.get(key, "")
    name = quoted(element.attributes.get("name", ""))
    if not text:
        raise fault(file, element.line, f"issue {name} has no `{key}`")
    if len(text) > LONGEST_NUMBER:
        message = f"`{key}` of issue {name} is too long: {quoted(text)}"
        raise fault(file, element.line, message)
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        message = f"`{key}` of issue {name} is no number: {quoted(text)}"
        raise fault(file, element.line, message) from None


# -- preferences --


def _genius_preferences(root: Element, issues: Sequence[Element]) -> Iterator[Left]:
    """Yield weights, evaluations, discount and reservation, which have no place."""
    names = {
        each.attributes.get("index", ""): each.attributes.get("name", "") for each in issues
    }
    for each in _all(root):
        match each.tag:
            case "weight":
                index = each.attributes.get("index", "")
                of = names.get(index, f"number {index}")
                yield Left(f"weight of {of}: {each.attributes.get('value', '')}", each.line)
            case "discount_factor" | "reservation":
                what = each.tag.replace("_", " ")
                yield Left(f"{what}: {each.attributes.get('value', '')}", each.line)
            case "issue":
                worth = any("evaluation" in item.attributes for item in each.all("item"))
                if worth or any(each.all("evaluator")):
                    name = each.attributes.get("name", "")
                    yield Left(f"worth of the values of {name}", each.line)
            case _:
                pass


def _all(root: Element) -> Iterator[Element]:
    left = [root]
    while left:
        each = left.pop()
        yield each
        left.extend(reversed(each.children))


# -- XML --


def _parsed(text: str, file: str) -> Element:
    return _Parser(file).parsed(text)


class _Parser:
    """Builder of elements that refuses all that no domain needs."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[Element] = []
        self._root: Element | None = None
        self._many = 0
        self._expat = expat.ParserCreate()
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.StartDoctypeDeclHandler = self._doctype
        self._expat.EntityDeclHandler = self._doctype

    def parsed(self, text: str) -> Element:
        try:
            # The text is already decoded; its declaration has no effect.
            self._expat.Parse(text.encode(), True)  # noqa: FBT003  # expat's own
        except expat.ExpatError as error:
            message = f"the XML is broken: {expat.ErrorString(error.code)}"
            raise fault(self._file, error.lineno, message) from None
        if self._root is None:
            raise fault(self._file, 0, "the file has no element")
        return self._root

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self._expat.CurrentLineNumber
        self._many += 1
        if len(self._open) >= DEEPEST or self._many > MOST_ELEMENTS:
            message = f"elements are nested deeper than {DEEPEST}"
            if self._many > MOST_ELEMENTS:
                message = f"there are more than {MOST_ELEMENTS:,} elements"
            raise fault(self._file, line, message)
        found = Element(tag, attributes, line)
        if self._open:
            self._open[-1].children.append(found)
        else:
            self._root = found
        self._open.append(found)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _doctype(self, *_: object) -> NoReturn:
        message = "the XML has a document type or entities"
        line = self._expat.CurrentLineNumber
        raise fault(self._file, line, message, "delete `<!DOCTYPE …>`")
