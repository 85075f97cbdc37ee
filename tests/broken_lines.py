"""Broken lines: change single lines of the sample corpus, and classify the findings.

    python tests/broken_lines.py 45      # number of lines for each way of breaking one

prints the table of `docs/ci.md`, and every break without a finding.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zopa.diagnostics import Severity
from zopa.documents import parse
from zopa.files import shipped
from zopa.model.context import context_of
from zopa.questions.check import check
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.validation import validated
from zopa.workspace import assemble, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa.files import Span
    from zopa.workspace import Workspace

__all__ = ["WAYS", "Break", "Found", "Said", "breaks", "found", "relation"]

KEY = re.compile(r"(\s*(?:- )?)([A-Za-z][\w-]*):(?=\s|$)")
WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+|[a-z]{4,}")
BEGINNING = re.compile(r"\s*(?:- )?")
PROSE = {
    "absent",
    "action",
    "aim",
    "attitude",
    "basis",
    "by",
    "cites-as",
    "condition",
    "description",
} | {
    *("desired", "label", "name", "note", "office", "or-else", "outlet", "quality"),
    *("question", "reason", "relayed-by", "relays"),
    *(
        "role",
        "rule",
        "said",
        "short",
        "text",
        "texts",
        "title",
        "type",
        "unit",
        "value",
        "values",
    ),
    *("versions", "what", "why"),
}
"""Keys of the record and of texts, whose values may be any words."""

RECORD = "terms/record.yaml"
"""The file whose texts are kept and shown, and never checked."""


# -- ways of breaking a line --------------------------------------------------


def _slip(word: str) -> str:
    """Swap two letters in the middle of the word."""
    for place in range(max(1, len(word) // 2), len(word) - 1):
        if word[place] != word[place + 1]:
            swapped = word[place + 1] + word[place]
            return word[:place] + swapped + word[place + 2 :]
    return f"{word}x"


def _key(line: str) -> list[str] | None:
    found = KEY.match(line)
    return [f"{found[1]}{_slip(found[2])}{line[found.end(2) :]}"] if found else None


def _word(line: str) -> list[str] | None:
    found = KEY.match(line) or BEGINNING.match(line)
    start = found.end() if found else 0
    word = WORD.search(line[start:].partition(" #")[0])
    if word is None:
        return None
    first, last = start + word.start(), start + word.end()
    return [line[:first] + _slip(word[0]) + line[last:]]


def _value(line: str) -> str:
    found = KEY.match(line)
    text = line[found.end() :].strip() if found else ""
    return "" if text.startswith("#") else text


def _type(line: str) -> list[str] | None:
    found, text = KEY.match(line), _value(line)
    return (
        [f"{line[: found.end()]} {{x: 1}}"] if found and text and text[0] not in ">|" else None
    )


def _empty(line: str) -> list[str] | None:
    found = KEY.match(line)
    return [line[: found.end()]] if found and _value(line) else None


def _colon(line: str) -> list[str] | None:
    found = KEY.match(line)
    return [line[: found.end(2)] + line[found.end(2) + 1 :]] if found else None


def _bracket(line: str) -> list[str] | None:
    last = max(line.rfind(each) for each in ']}"')
    return None if last < 0 else [line[:last] + line[last + 1 :]]


WAYS: dict[str, Callable[[str], list[str] | None]] = {
    "slip in a key": _key,
    "slip in a word of a value": _word,
    "one space more": lambda line: [f" {line}"],
    "one space less": lambda line: [line[1:]] if line.startswith(" ") else None,
    "a tab": lambda line: [f"\t{line}"],
    "value of another type": _type,
    "no value": _empty,
    "no colon": _colon,
    "no closing sign": _bracket,
    "line twice": lambda line: [line, line],
    "line deleted": lambda _: [],
}
"""Ways of breaking: the new lines for a line, or None if the way does not apply to it."""


@dataclass(frozen=True)
class Break:
    """One line, broken in one way."""

    way: str
    path: str
    number: int
    """Number of the line, from 1."""
    line: str
    now: tuple[str, ...]
    text: str
    """Text of the complete file."""

    def __str__(self) -> str:
        return f"{self.way}: {self.path}:{self.number}: {self.line.strip()}"


WORKSPACE = load(shipped("terms").parent)


def breaks(way: str, number: int) -> Iterator[Break]:
    """`number` lines broken in one way: a fixed sample from the whole corpus."""
    lines = [
        (path, place, line)
        for path, document in WORKSPACE.documents.items()
        for place, line in enumerate(document.text.split("\n"))
        if line.strip() and not line.strip().startswith("#")
    ]
    lines.sort(key=lambda each: hashlib.sha256(repr((way, each)).encode()).digest())
    for path, place, line in lines:
        now = WAYS[way](line)
        if now is None or now == [line]:
            continue
        every = WORKSPACE.documents[path].text.split("\n")
        text = "\n".join([*every[:place], *now, *every[place + 1 :]])
        yield Break(way, path, place + 1, line, tuple(now), text)
        number -= 1
        if not number:
            return


# -- what is found ------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """The findings on a broken line, and their relation to it."""

    relation: str
    """`there`, `owner`, `below`, `named`, `elsewhere`; or `missed`. If there is rightly no
    finding, the reason: `same`, `words`, `less`, `renamed`."""
    codes: tuple[str, ...]


def found(broken: Break) -> Found:
    """The findings of `zopa validate`, then of `zopa check`, on a broken line."""
    document = parse(broken.text.encode(), broken.path)
    documents = {**WORKSPACE.documents, broken.path: document}
    built = assemble(WORKSPACE.root, documents.values())
    findings = [
        each for each in validated(built) if each.severity in {Severity.ERROR, Severity.WARNING}
    ]
    codes = tuple(dict.fromkeys(each.code for each in findings))
    if findings:
        return Found(
            relation(broken, [said for each in findings for said in _said(each)]), codes
        )
    unmet = list(_unmet(built))
    if unmet:
        return Found(
            "there" if broken.path in {each.path for each in unmet} else "named", ("ZE",)
        )
    return Found(_why_not(broken, WORKSPACE.documents[broken.path].data, document.data), ())


@dataclass(frozen=True)
class Said:
    """A place of a finding, with the message shown there."""

    path: str
    first: int
    """Line, from 1."""
    last: int
    message: str


def _said(finding: Diagnostic) -> Iterator[Said]:
    for span in (finding.span, *(label.span for label in finding.related)):
        if span is not None:
            yield Said(span.path, span.start.line, span.end.line, finding.message)


def relation(broken: Break, told: Sequence[Said]) -> str:
    """The closest relation between the findings and a broken line."""
    first, last = broken.number, broken.number + max(len(broken.now) - 1, 0)
    if not broken.now:
        first -= 1
    mine = [each for each in told if each.path == broken.path]
    if any(each.first <= last and each.last >= first for each in mine):
        return "there"
    if {each.first for each in mine} & set(_owners(broken)):
        return "owner"
    if {each.first for each in mine} & set(_owned(broken)):
        return "below"
    words = set(re.findall(r"[\w-]{3,}", f"{broken.line} {' '.join(broken.now)}"))
    words |= set(re.findall(r"[\w-]{3,}", _item(broken)))
    said = {word for each in told for word in re.findall(r"[\w-]{3,}", each.message)}
    return "named" if words & said else "elsewhere"


def _owners(broken: Break) -> Iterator[int]:
    """Numbers of the lines that own the broken one, above it with less indentation."""
    lines = WORKSPACE.documents[broken.path].text.split("\n")
    least = _indent(broken.line)
    for number in range(broken.number - 1, 0, -1):
        line = lines[number - 1]
        if line.strip() and not line.strip().startswith("#"):
            inner = _indent(line.replace("- ", "  ", 1)) if "- " in line else _indent(line)
            if _indent(line) < least or inner <= least:
                yield number
                least = min(least, _indent(line))
        if least == 0 and not line.startswith(" "):
            return


def _owned(broken: Break) -> Iterator[int]:
    """Numbers of the lines that the broken one owns: below it, with more indentation."""
    lines = WORKSPACE.documents[broken.path].text.split("\n")
    for number in range(broken.number + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.strip() and _indent(line) <= _indent(broken.line):
            return
        yield number


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _item(broken: Break) -> str:
    """The line that names the item of which the broken line is a part."""
    lines = WORKSPACE.documents[broken.path].text.split("\n")
    return next((lines[each - 1] for each in _owners(broken) if "id:" in lines[each - 1]), "")


def _unmet(built: Workspace) -> Iterator[Span]:
    space = Space(Problem(built.corpus))
    for scenario in built.scenarios.values():
        checked = check(space, scenario, context_of(built.corpus, scenario))
        yield from (
            each.expectation.span
            for each in checked.expectations
            if not each.met and each.expectation.span
        )


# -- why nothing is found -----------------------------------------------------


def _why_not(broken: Break, before: Any, after: Any) -> str:
    """The reason why the changed data are valid without a finding."""
    if before == after:
        return "same"
    changed = list(_changes(before, after, ()))
    if all(way[-1:] == ("id",) and isinstance(now, str) for way, _, now in changed):
        return "renamed"
    kept = broken.path == RECORD and all(isinstance(now, str) for _, _, now in changed)
    if kept or all(_is_prose(way) for way, _, _ in changed):
        return "words"
    if not broken.now and all(_is_less(was, now) for _, was, now in changed):
        return "less"
    return "missed"


def _is_prose(way: tuple[Any, ...]) -> bool:
    keys = [each for each in way if isinstance(each, str)]
    return bool(PROSE & set(keys[-2:]))


def _is_less(was: Any, now: Any) -> bool:
    """True if the only change is that optional parts are missing."""
    if isinstance(was, dict) and isinstance(now, dict):
        return all(key in was and _is_less(was[key], each) for key, each in now.items())
    if isinstance(was, list) and isinstance(now, list):
        rest = iter(was)
        return all(any(_is_less(each, one) for each in rest) for one in now)
    return bool(was == now)


def _changes(before: Any, after: Any, way: tuple[Any, ...]) -> Iterator[tuple[Any, Any, Any]]:
    """Paths to the smallest differences, with the old and the new value."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            yield from _changes(before[key], after[key], (*way, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, each in enumerate(before):
            yield from _changes(each, after[place], (*way, place))
    elif before != after:
        yield way, before, after


def _main(number: int) -> None:
    whole: Counter[str] = Counter()
    columns = (
        *("there", "owner", "below", "named", "elsewhere"),
        *("same", "words", "less", "renamed", "missed"),
    )
    sys.stdout.write(f"| | {' | '.join(columns)} |\n")
    silent = []
    for way in WAYS:
        count: Counter[str] = Counter()
        for each in breaks(way, number):
            answer = found(each)
            count[answer.relation] += 1
            if not answer.codes or answer.relation == "elsewhere":
                silent.append(f"{answer.relation}: {each} {' '.join(answer.codes)}")
        whole += count
        sys.stdout.write(f"| {way} | {' | '.join(str(count[x] or '') for x in columns)} |\n")
        sys.stdout.flush()
    sys.stdout.write(f"| together | {' | '.join(str(whole[x] or '') for x in columns)} |\n\n")
    sys.stdout.writelines(f"{each}\n" for each in silent)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
