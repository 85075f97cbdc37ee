"""Domains and utility profiles of GENIUS (XML).

The parser is expat, which gives the line of each element; unused elements are not built. Files
with a document type are refused, so no entity can expand and no file or address is read.

Source:
    GENIUS 10.4, the domain templates of https://ii.tudelft.nl/genius.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, NoReturn
from xml.parsers import expat

from zopa.diagnostics import quoted
from zopa.importing.domains import Domain, DomainIssue, DomainValues, Range
from zopa.importing.imported import Left, fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["genius_domain", "genius_profile"]

ROOTS: Final = ("negotiation_template", "utility_space")
DEEPEST: Final = 40
"""Largest depth of elements."""
MOST_ELEMENTS: Final = 200_000
LONGEST_NUMBER: Final = 40


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
    left.extend(_preferences(root, issues))
    return Domain(
        title if name.lower() in {"", "root", "any"} else name,
        "domain of GENIUS (XML)",
        [_issue(each, file) for each in issues],
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
    return [Left(each.what, each.line, file) for each in (*_preferences(root, issues), *left)]


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


def _issue(element: Element, file: str) -> DomainIssue:
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


def _preferences(root: Element, issues: Sequence[Element]) -> Iterator[Left]:
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
