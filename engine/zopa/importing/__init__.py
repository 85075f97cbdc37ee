"""Import of models and domains of other tools: what was read, as files of a workspace."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final

from zopa import Refused
from zopa.diagnostics import one_line, quoted, shown
from zopa.documents.characters import name_of, refused
from zopa.documents.scalars import LARGEST_INTEGER, WORDS, scalar
from zopa.model import SILENT, UNLIMITED, VALUE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = [
    "MOST_BYTES",
    "README",
    "SOURCE",
    "Domain",
    "DomainIssue",
    "DomainValues",
    "Ids",
    "Imported",
    "Left",
    "Range",
    "checked_name",
    "fault",
    "imported_domain",
    "number_of",
    "text_of",
    "workspace_files",
]


@dataclass(frozen=True, slots=True)
class Left:
    """Omitted part of the file."""

    what: str
    line: int = 0
    """Line of the part; 0 if it has several or none."""
    file: str = ""
    """File of the part, if it is another one."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.file else f"line {self.line}"
        if not self.line:
            place = self.file
        return f"{self.what} ({place})" if place else self.what


@dataclass(frozen=True, slots=True)
class Imported:
    """Imported model or domain in terms of the format."""

    title: str
    form: str
    """Description of the file."""
    places: str
    """Kind of places that citations of it use: `line`."""
    issues: Sequence[dict[str, Any]]
    """Issues as in `terms/issues/*.yaml`."""
    rules: Sequence[dict[str, Any]]
    """Rules as in `terms/rules.yaml`."""
    became: Sequence[str]
    """Explanation of its parts in the workspace, a sentence each."""
    left: Sequence[Left] = ()


# -- texts of foreign files, and refusals with their place --


SOURCE: Final = "model"
"""Id of the source that all imported items cite."""
MOST_BYTES: Final = 8 * 2**20
"""Largest size of a file in bytes; no more is read."""
LONGEST_NAME: Final = 200
"""Largest number of characters of a name."""


def fault(file: str, line: int, message: str, *way_out: str) -> Refused:
    """Return the refusal of a file, with the wrong line; 0 if no line is known."""
    place = f"{file}:{line}" if line else file
    return Refused(f"{shown(place)}: {message}", *way_out)


def text_of(file: Path) -> str:
    """Return the text of a file in UTF-8, with line feeds only.

    Raises:
        Refused: it is too large, not UTF-8, or has a character that texts may not have.
        OSError: it cannot be read.
    """
    name = str(file)
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        most = f"the most that is read is {MOST_BYTES // 2**20} MiB"
        raise fault(name, 0, "the file is too large", most)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault(name, line, "the text is not UTF-8", "save it as UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if character := refused(text.replace("\n", " ")):
        line = text.count("\n", 0, text.index(character)) + 1
        message = f"the text holds {name_of(character)}"
        raise fault(name, line, message, "delete the character")
    return text


def checked_name(file: str, line: int, name: str, what: str) -> str:
    """Return a name on one line, valid in a title.

    Raises:
        Refused: it is empty, too long, or has a character that texts may not have.
    """
    found = one_line(name)
    if not found:
        raise fault(file, line, f"{what} has no name")
    if len(found) > LONGEST_NAME:
        message = f"the name of {what} has more than {LONGEST_NAME} characters: {quoted(found)}"
        raise fault(file, line, message, "shorten it")
    if character := refused(found):
        message = f"the name of {what} holds {name_of(character)}: {quoted(found)}"
        raise fault(file, line, message, "delete the character")
    return found


# -- ids from names: lower-case words joined by hyphens, each unique --


LONGEST: Final = 80
"""Largest number of characters, with room for a number."""
SPECIAL: Final = frozenset({SILENT, UNLIMITED, VALUE, "term", "cites", "at-least", "at-most"})
"""Words with another meaning in a draft."""
HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Ids:
    """Generator of unique ids for one kind of item."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def of(self, name: str) -> str:
        """Return an id for the next item, as close to its name as possible.

        A name without letters that ids can have gives the kind and a number.
        """
        plain = unicodedata.normalize("NFKD", HUMP.sub("-", name))
        ascii_only = plain.encode("ascii", "ignore").decode().lower()
        words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:LONGEST].strip("-")
        if not words:
            return self._numbered(self._kind)
        if not words[0].isalpha() or words in WORDS or words in SPECIAL:
            words = f"{self._kind}-{words}"
        if words not in self._taken:
            self._taken.add(words)
            return words
        return self._numbered(words)

    def _numbered(self, words: str) -> str:
        number = self._next.get(words, 1)
        while (found := f"{words}-{number + 1}") in self._taken:
            number += 1
        self._next[words] = number + 1
        self._taken.add(found)
        return found


# -- files of an imported workspace --


README: Final = "README.md"
WIDTH: Final = 110
"""Columns of a line with a full value, if several lines are possible."""
MOST_GENERATED_BYTES: Final = 400_000
"""Largest size of a generated file in bytes, far below the limit of files."""
MOST_VALUES: Final = 40_000


def workspace_files(made: Imported, *, file: str, as_of: dt.date) -> dict[str, str]:
    """Return the text of each file, by its path in the workspace.

    Args:
        made: the imported model.
        file: name of its file, without folders.
        as_of: the evaluation date, which the file does not have.
    """
    corpus = {
        "zopa": 1,
        "title": made.title,
        "note": f"Imported from {file}, a {made.form}; {README} says what was left out.",
        "as-of": as_of.isoformat(),
        "at-the-table": [],
    }
    source = {"id": SOURCE, "title": file, "file": file, "cites-as": made.places}
    files = {
        "terms/corpus.yaml": "".join(_lines(corpus)),
        "terms/sources.yaml": _list("sources", [source]),
    }
    files |= _split("issues", "terms/issues/imported{}.yaml", made.issues)
    files |= _split("rules", "terms/rules{}.yaml", made.rules)
    files[README] = _readme(made, file)
    return files


def _split(key: str, path: str, items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Divide items among files; the first has no number."""
    files: dict[str, str] = {}
    part: list[Mapping[str, Any]] = []
    size = values = 0

    def put() -> None:
        number = len(files) + 1
        name = path.format("" if number == 1 else f"-{number}")
        if number > 1 and "/" not in path.removeprefix("terms/"):
            name = f"terms/{key}/imported-{number}.yaml"
        files[name] = _list(key, part)

    for each in items:
        text = len("".join(_item(each)).encode())
        many = _values(each)
        if part and (size + text > MOST_GENERATED_BYTES or values + many > MOST_VALUES):
            put()
            part, size, values = [], 0, 0
        part.append(each)
        size, values = size + text, values + many
    if part:
        put()
    return files


def _values(value: object) -> int:
    if isinstance(value, Mapping):
        return 1 + len(value) + sum(map(_values, value.values()))
    if isinstance(value, list | tuple):
        return 1 + sum(map(_values, value))
    return 1


# -- YAML --


def _list(key: str, items: Iterable[Mapping[str, Any]]) -> str:
    return "".join([f"{key}:\n", *(line for each in items for line in _item(each))])


def _item(value: Mapping[str, Any], indent: str = "  ") -> Iterator[str]:
    """Yield an item of a list, on one line if it fits."""
    line = f"{indent}- {_flow(value)}\n"
    if len(line) <= WIDTH:
        yield line
        return
    first, *rest = _lines(value, f"{indent}  ")
    yield f"{indent}- {first.lstrip(' ')}"
    yield from rest


def _lines(value: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, each in value.items():
        alone = not isinstance(each, Mapping | list)
        line = f"{indent}{key}: {scalar(each, alone=True) if alone else _flow(each)}\n"
        if alone or not each or len(line) <= WIDTH:
            yield line
            continue
        yield f"{indent}{key}:\n"
        if isinstance(each, Mapping):
            yield from _lines(each, f"{indent}  ")
        else:
            for one in each:
                if isinstance(one, Mapping):
                    yield from _item(one, f"{indent}  ")
                else:
                    yield f"{indent}  - {_flow(one)}\n"


def _flow(value: Any) -> str:  # noqa: ANN401  # any value of a file
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    if (
        isinstance(value, str)
        and "/" in value
        and value.replace("/", "").replace("-", "").isalnum()
    ):
        return value if value.isascii() else scalar(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return scalar(value)


# -- README --


def _readme(made: Imported, file: str) -> str:
    issues, rules = number_of(made.issues, "issue"), number_of(made.rules, "rule")
    lines = [
        f"# {_inert(made.title)}",
        f"Imported by `zopa import` from `{_inert(file)}`, a {made.form}: {issues}, {rules}.",
        "There are no parties and no positions: every agreement is an outcome of the file.",
        "The evaluation date is that of the import. Only positions will depend on it.",
        "## How it is said",
        "\n".join(f"- {each}" for each in made.became),
        "## Not carried over",
        "\n".join(f"- {_inert(str(each))}" for each in made.left)
        or "Everything of the file is in the workspace.",
    ]
    return "\n\n".join(lines) + "\n"


def number_of(things: Sequence[object], one: str) -> str:
    """Return a count in words: `1 rule`, `2 rules`."""
    return f"{len(things)} {one}{'s' * (len(things) != 1)}"


def _inert(text: str) -> str:
    """Return a text of the file without Markdown syntax."""
    safe = shown(text)
    for character in "\\`*_[]<>#|&":
        safe = safe.replace(character, f"\\{character}")
    return safe


# -- negotiation domains as issues with names and values ----------------------


DIGITS: Final = 2
"""Fewest digits after the point of a continuous issue."""
MOST_DIGITS: Final = 9
"""Most digits of a decimal in the format."""


@dataclass(frozen=True, slots=True)
class DomainValues:
    """Listed values, each with its line; 0 if lines are unknown."""

    named: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Range:
    """Range of numbers, both ends included."""

    least: Decimal
    most: Decimal
    whole: bool
    """True if the numbers are integers."""
    step: Decimal | None = None
    """How far the numbers are apart; None for all of them."""


@dataclass(frozen=True, slots=True)
class DomainIssue:
    """Issue of a domain."""

    name: str
    values: DomainValues | Range
    line: int = 0


@dataclass(frozen=True, slots=True)
class Domain:
    """Negotiation domain."""

    title: str
    form: str
    issues: Sequence[DomainIssue]
    left: Sequence[Left] = ()


def imported_domain(domain: Domain, file: str) -> Imported:
    """Return the issues of a domain, and the rule that every issue is answered.

    Args:
        domain: the parsed domain.
        file: its name in errors.

    Raises:
        Refused: two issues, or two values of one, have the same name; a range is empty or
            beyond the format; there are no issues.
    """
    if not domain.issues:
        raise fault(file, 0, "the domain has no issues")
    title = checked_name(file, 0, domain.title, "the domain")
    left = list(domain.left)
    ids = Ids("issue")
    first: dict[str, int] = {}
    issues = []
    for each in domain.issues:
        name = checked_name(file, each.line, each.name, "an issue")
        if name in first:
            message = f"issue {quoted(name)} is there twice"
            raise fault(file, each.line, message, "rename one of them")
        first[name] = each.line
        issues.append(
            {
                "id": ids.of(name),
                "question": f"What is agreed on {name}?",
                "short": name,
                **_answer(each, name, file, left),
                **({"cites": {SOURCE: [each.line]}} if each.line else {}),
            }
        )
    answered = [{"not": {"silent": each["id"]}} for each in issues]
    rule = {
        "id": "every-issue-is-answered",
        "basis": "definitional",
        "reason": "An outcome of the domain has a value for every issue.",
        "holds": answered[0] if len(answered) == 1 else {"all": answered},
    }
    became = (
        "An issue with listed values is an issue with these as terms.",
        "Integers and real numbers are answers with a range.",
        "The rule `every-issue-is-answered` says that an outcome has a value for each issue.",
        "Delete that rule if an agreement may be silent on some.",
    )
    return Imported(title, domain.form, "line", issues, [rule], became, left)


def _answer(issue: DomainIssue, name: str, file: str, left: list[Left]) -> dict[str, Any]:
    if isinstance(issue.values, DomainValues):
        return {"terms": list(_terms(issue.values, name, file))}
    found = issue.values
    if not (found.least.is_finite() and found.most.is_finite()):
        message = f"issue {quoted(name)} has no finite range"
        raise fault(file, issue.line, message, "give it a least and a greatest value")
    if found.most < found.least:
        message = f"issue {quoted(name)} has numbers from {found.least} to {found.most}: none"
        raise fault(file, issue.line, message)
    if max(abs(found.least), abs(found.most)) > LARGEST_INTEGER:
        message = f"issue {quoted(name)} has numbers beyond {LARGEST_INTEGER:,}"
        raise fault(file, issue.line, message, "use a larger unit")
    if found.whole:
        if found.least % 1 or found.most % 1:
            message = f"integer issue {quoted(name)} has bounds that are no integers"
            raise fault(file, issue.line, message)
        return {
            "answer": {
                "type": "integer",
                "minimum": int(found.least),
                "maximum": int(found.most),
            }
        }
    if found.step is not None:
        return {"answer": _stepped(found, found.step, issue, name, file)}
    return {"answer": _decimal(found, issue, name, file, left)}


def _terms(values: DomainValues, name: str, file: str) -> Iterator[dict[str, Any]]:
    ids = Ids("value")
    titles: set[str] = set()
    for value, line in values.named:
        title = checked_name(file, line, value, f"a value of {quoted(name)}")
        if title in titles:
            message = f"issue {quoted(name)} has the value {quoted(title)} twice"
            raise fault(file, line, message, "delete one of them")
        titles.add(title)
        cites = {"cites": {SOURCE: [line]}} if line else {}
        yield {"id": ids.of(title), "title": title, **cites}
    if not titles:
        raise fault(file, 0, f"issue {quoted(name)} has no values")


def _decimal(
    found: Range, issue: DomainIssue, name: str, file: str, left: list[Left]
) -> dict[str, Any]:
    """Return a continuous range in steps of its last digit, all of them inside it."""
    needed = max(_digits(found.least), _digits(found.most))
    digits = min(max(DIGITS, needed), MOST_DIGITS)
    step = Decimal(1).scaleb(-digits)
    least = found.least.quantize(step, ROUND_CEILING)
    most = found.most.quantize(step, ROUND_FLOOR)
    if most < least:
        message = f"issue {quoted(name)} has no number with {digits} digits in its range"
        raise fault(file, issue.line, message, "use a smaller unit")
    left.append(Left(f"values of {name} between those with {digits} digits", issue.line))
    if (least, most) != (found.least, found.most):
        what = (
            f"bounds of {name}, {found.least} and {found.most}: {least:f} and {most:f} instead"
        )
        left.append(Left(what, issue.line))
    return {"type": "decimal", "digits": digits, "minimum": least, "maximum": most}


def _stepped(
    found: Range, step: Decimal, issue: DomainIssue, name: str, file: str
) -> dict[str, Any]:
    """Return the numbers from the least one on, a step apart."""
    digits = max(_digits(found.least), _digits(step))
    if not step.is_finite() or step <= 0 or digits > MOST_DIGITS:
        message = f"the numbers of issue {quoted(name)} are {step} apart"
        raise fault(file, issue.line, message, f"a step is above 0, of {MOST_DIGITS} digits")
    most = found.least + (found.most - found.least) // step * step
    if not digits:
        ends = {"minimum": int(found.least), "maximum": int(most)}
        return {"type": "integer", **ends, **({"step": int(step)} if step != 1 else {})}
    ends_ = {"minimum": found.least, "maximum": most, "step": step}
    return {"type": "decimal", "digits": digits, **ends_}


def _digits(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))
