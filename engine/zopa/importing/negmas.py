"""Outcome spaces of NegMAS (JSON or YAML, as `Scenario.dumpas` writes them), and of GeniusWeb.

JSON is read by the standard library, YAML as zopa reads its own files, so that the content of a
file makes no objects.

Source:
    NegMAS 0.11, https://negmas.readthedocs.io. The JSON of GeniusWeb, which followed GENIUS, is
    that of the domains that come with NegMAS: https://github.com/yasserfarouk/negmas.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NoReturn

from zopa.diagnostics import Severity, quoted
from zopa.documents import parse
from zopa.documents.document import Limits
from zopa.importing.domains import Domain, DomainIssue, DomainValues, Range
from zopa.importing.imported import MOST_BYTES, Left, fault
from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zopa.documents import Document

__all__ = ["negmas_domain", "negmas_profile"]

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
