"""Short notation of conditions: `price/fixed or not fee <= 480`.

Of entities: `pier: operator=city`, `every berth where of=north: operator=city, size>=3`.
The notation is for input only; files have the format's own notation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn

from zopa.diagnostics import quoted
from zopa.edit.quantity_said import quantity
from zopa.edit.values import yaml_value
from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.documents import Data

__all__ = ["AMONG", "COUNTS", "HELP", "Reader", "condition_said", "predicate_said"]

HELP: Final = (
    "issue/term, issue <= 480, silent issue; not, and, or, if … then …; "
    "pier: operator=city; every berth where of=north: size>=3"
)
"""Forms of a condition, in a line."""
DEEPEST: Final = 60
"""Maximum depth of conditions; files may nest at most half as deep."""
TOKEN: Final = re.compile(
    r"\s*(?:(?P<sign><=|>=|!=|==|&&|\|\||<|>|=|≤|≥|≠|[(),:;])"
    r"|(?P<word>[^\s(),:;<>=!≤≥≠&|]+))",
    re.ASCII,
)
COMPARED: Final[Mapping[str, str]] = {
    "<=": "at-most",
    "≤": "at-most",
    ">=": "at-least",
    "≥": "at-least",
    "<": "below",
    ">": "above",
    "=": "is",
    "==": "is",
    "!=": "not",
    "≠": "not",
}
NAME: Final = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
TERM: Final = re.compile(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*", re.ASCII)
YES: Final[Mapping[str, bool]] = {"yes": True, "no": False}
SAME: Final[Mapping[str, str]] = {"&&": "and", "||": "or"}
WORDS: Final = frozenset(
    {"and", "or", "not", "if", "then", "else", "silent", "undecided", "happens", "where"}
)
AMONG: Final = frozenset({"every", "some", "none"})
COUNTS: Final[Mapping[str, str]] = {
    "at-least": "at least",
    "at-most": "at most",
    "exactly": "exactly",
}
SEVERAL: Final = frozenset({"id", "of", "member-of"})
"""Keys of predicates whose value may be a list of ids without a further word."""
JOINS: Final = frozenset({"all", "any", "not"})


def condition_said(text: str) -> Data:
    """The condition that a text means, as the format has it.

    `not` binds more than `and`, `and` more than `or`; `if … then … else …` extends as far as
    possible. Text in brackets `{…}` is in the format itself.

    Raises:
        Refused: the text is not a condition.
    """
    text = text.strip()
    if text.startswith("{"):
        return yaml_value(text)
    tokens = _tokens(text)
    reader = Reader(text, tokens)
    found = reader.whole()
    if reader.left:
        reader.fail()
    return found


def predicate_said(text: str) -> Data:
    """The predicate of a text: `operator=city, size>=3, of=north/south`.

    Raises:
        Refused: the text is not a predicate.
    """
    text = text.strip()
    if text.startswith("{"):
        return yaml_value(text)
    reader = Reader(text, _tokens(text))
    found = reader.predicate()
    if reader.left:
        reader.fail()
    return found


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    place = 0
    while place < len(text):
        token = TOKEN.match(text, place)
        if token is None:
            if not text[place:].strip():
                break
            message = (
                f"{quoted(text)} is no condition from {quoted(text[place : place + 12])} on"
            )
            raise Refused(message, f"say it like {HELP}")
        said = token["sign"] or token["word"]
        said = SAME.get(said, said)
        found.append(said.lower() if said.lower() in WORDS else said)
        place = token.end()
    return found


@dataclass
class Reader:
    """Recursive-descent parser; `left` has the remaining tokens of the text."""

    text: str
    left: list[str]
    depth: int = field(default=0)

    def whole(self) -> Data:
        """A condition with all its parts."""
        self.deeper()
        found = self._if() if self.take("if") else self._several("or", "any")
        self.depth -= 1
        return found

    def _if(self) -> Data:
        said: dict[str, Data] = {"if": self.whole()}
        if not self.take("then"):
            self.fail("has an `if` without `then`")
        said["then"] = self.whole()
        if self.take("else"):
            said["else"] = self.whole()
        return said

    def _several(self, word: str, key: str) -> Data:
        parts = [self._part(word)]
        while self.take(word):
            parts.append(self._part(word))
        return parts[0] if len(parts) == 1 else {key: parts}

    def _part(self, word: str) -> Data:
        return self._several("and", "all") if word == "or" else self._single()

    def _single(self) -> Data:
        self.deeper()
        found = self._one()
        self.depth -= 1
        return found

    def _one(self) -> Data:
        if self.take("not"):
            return {"not": self._single()}
        if self.left[:1] == ["("]:
            return self._reckoned() or self._in_brackets()
        if self.take("if"):
            return self._if()
        for word in ("silent", "undecided", "happens"):
            if self.take(word):
                return {word: self.name()}
        if self.left and TERM.fullmatch(self.left[0]):
            found: dict[str, Data] = {"chosen": self.left.pop(0)}
            return {**found, "with": self.predicate()} if self.take("with") else found
        among = self._some()
        return self._of_name(self.name()) if among is None else among

    def _in_brackets(self) -> Data:
        self.take("(")
        found = self.whole()
        if not self.take(")"):
            self.fail("has a bracket that is not closed")
        return found

    def _reckoned(self) -> Data:
        """A number in brackets with its comparison; None if no such number begins here."""
        before, depth = [*self.left], self.depth
        try:
            number = quantity(self)
            if self.left[0] in COMPARED:
                sign = COMPARED[self.left.pop(0)]
                return {"quantity": number, **self._right(sign)}
        except (Refused, IndexError):
            pass
        self.left, self.depth = before, depth
        return None

    def _of_name(self, name: str) -> Data:
        """A condition on an issue or an entity, after its name."""
        if self.take(":"):
            return {"entity": name, "holds": self.predicate()}
        for word in ("includes-all", "includes-any"):
            if self.take(word):
                names: list[Data] = [*self.left.pop(0).split("/")] if self.left else []
                return {"issue": name, word: names}
        if self.take("includes"):
            return {"issue": name, "includes": self.name()}
        if self.take("before"):
            return {"before": [name, self.name()]}
        if self.left and self.left[0] in COMPARED:
            return {"issue": name, **self._right(COMPARED[self.left.pop(0)])}
        message = f"{quoted(name)} alone is no condition"
        raise Refused(message, f"say it like {HELP}")

    def _right(self, sign: str) -> dict[str, Data]:
        """Value or quantity behind a sign; values with `/` between them are alternatives."""
        if self.left[:1] == ["("]:
            return {sign: quantity(self)}
        if not self.left or self.left[0] in COMPARED or self.left[0] in {*"(),:;"}:
            self.fail("compares with nothing")
        said = self.left.pop(0)
        if "/" in said and sign == "is":
            return {"in": [yaml_value(each) for each in said.split("/")]}
        return {sign: YES.get(said.lower(), yaml_value(said))}

    def _some(self) -> Data:
        """Condition on entities of a type, a milestone or a size; or a count of conditions."""
        words = [each.lower() for each in self.left[:2]]
        if words == ["size", "of"]:
            del self.left[:2]
            name = self.name()
            if not self.left or self.left[0] not in COMPARED:
                self.fail()
            return {"issue": name, "size": self._right(COMPARED[self.left.pop(0)])}
        if words[:1] == ["milestone"]:
            return self._milestone()
        if words[:1] == ["in-case"] and self.take(self.left[0]):
            said: dict[str, Data] = {"in-case": self.name()}
            if not self.take("then"):
                self.fail("has an `in-case` without `then`")
            return {**said, "holds": self._single()}
        if words[:1] and words[0] in AMONG and NAME.fullmatch(" ".join(words[1:])):
            self.left.pop(0)
            return self._whose({words[0]: self.name()})
        for key, word in COUNTS.items():
            parts = word.split()
            if words[: len(parts)] == parts and self.left[len(parts) : len(parts) + 1]:
                number = self.left[len(parts)]
                if not number.isdecimal():
                    continue
                del self.left[: len(parts) + 1]
                if not self.take("of"):
                    return self._whose({key: int(number), "of": self.name()})
                return {key: int(number), "of": self._list()}
        return None

    def _list(self) -> Data:
        if not self.take("("):
            self.fail()
        found = [self.whole()]
        while self.take(";") or self.take(","):
            found.append(self.whole())
        if not self.take(")"):
            self.fail("has a bracket that is not closed")
        return found

    def _whose(self, said: dict[str, Data]) -> Data:
        if self.take("where"):
            said["where"] = self.predicate()
        if self.take(":"):
            said["holds"] = self.predicate()
        return said

    def _milestone(self) -> Data:
        if len(self.left) > 1 and self.left[1] in COMPARED:
            return None  # an issue of that name
        self.left.pop(0)
        said: dict[str, Data] = {"milestone": self.name()}
        for word in ("after", "before"):
            if self.take(word):
                said[word] = self.name()
                if self.take("within"):
                    if not self.left or not self.left[0].isdecimal():
                        self.fail()
                    said["within"] = {"days": int(self.left.pop(0))}
                    if not self.take("days"):
                        self.fail()
                return said
        if not self.left or self.left[0] not in COMPARED:
            self.fail()
        return {**said, **self._right(COMPARED[self.left.pop(0)])}

    def predicate(self) -> Data:
        """A predicate on an entity, its parts joined by commas."""
        self.deeper()
        found: dict[str, Data] = {}
        while True:
            for key, value in self._of_entity().items():
                found[key] = self._both(found[key], value, key) if key in found else value
            if not self.take(","):
                self.depth -= 1
                return found

    def _both(self, one: Data, two: Data, key: str) -> Data:
        """Two comparisons of one attribute."""
        if not isinstance(one, dict) or not isinstance(two, dict) or key in JOINS:
            self.fail(f"says {key} twice")
        return {**one, **two}

    def _of_entity(self) -> dict[str, Data]:
        if self.take("("):
            parts = [self.predicate()]
            while self.take("or"):
                parts.append(self.predicate())
            if not self.take(")"):
                self.fail("has a bracket that is not closed")
            return {"any": parts}
        if self.take("not"):
            if not self.take("("):
                return {"not": self._of_entity()}
            part = self.predicate()
            if not self.take(")"):
                self.fail("has a bracket that is not closed")
            return {"not": part}
        name = self.name()
        if name in JOINS or not self.left or self.left[0] not in COMPARED:
            self.fail()
        said = self._right(COMPARED[self.left.pop(0)])
        if name in SEVERAL and "in" in said:
            return {name: said["in"]}
        return {name: said["is"] if "is" in said else said}

    def name(self) -> str:
        """The next id."""
        if not self.left or not NAME.fullmatch(self.left[0]) or self.left[0] in WORDS:
            self.fail()
        return self.left.pop(0)

    def deeper(self) -> None:
        """Go one level of nesting deeper.

        Raises:
            Refused: the nesting is too deep.
        """
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail("is too deep")

    def take(self, word: str) -> bool:
        """Consume a word; return True if it comes next."""
        if self.left and self.left[0] == word:
            self.left.pop(0)
            return True
        return False

    def fail(self, why: str = "") -> NoReturn:
        """Refuse a text that is not a condition.

        Raises:
            Refused: always.
        """
        where = f"from {quoted(self.left[0])} on" if self.left else "at its end"
        message = f"{quoted(self.text)} {why or f'is no condition {where}'}"
        raise Refused(message, f"say it like {HELP}")
