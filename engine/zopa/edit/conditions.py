"""Short notation of conditions: `price/fixed or not fee <= 480`.

Of entities: `pier: operator=city`, `every berth where of=north: operator=city, size>=3`.
The notation is for input only; files have the format's own notation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn

from zopa import Refused
from zopa.diagnostics import quoted
from zopa.edit import as_word
from zopa.edit.changes import same
from zopa.edit.values import written, yaml_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zopa.documents import Data

__all__ = [
    "COUNTS",
    "HELP",
    "condition_said",
    "condition_text",
    "predicate_said",
    "predicate_text",
    "quantity",
]


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


# -- conditions of the files in this notation ---------------------------------


SIGNS: Final[Mapping[str, str]] = {
    "is": "=",
    "not": "!=",
    "at-most": "<=",
    "at-least": ">=",
    "below": "<",
    "above": ">",
    "in": "=",
}


def predicate_text(data: Data) -> str:
    """A predicate in the short notation; as the format has it if that is not possible."""
    text = _of_entity(data)
    if text is not None:
        try:
            if same(predicate_said(text), data):
                return text
        except Refused:
            pass
    return written(data)


def condition_text(data: Data) -> str:
    """A condition in the short notation; as the format has it if the meaning would differ."""
    text = _said(data)
    if text is not None:
        try:
            if same(condition_said(text), data):
                return text
        except Refused:
            pass
    return written(data)


def _said(data: Data, *, inside: bool = False) -> str | None:
    """The words for a condition; None if the notation has none.

    Args:
        data: the condition.
        inside: True if it is part of another condition, in which it may need brackets.
    """
    if not isinstance(data, dict):
        return None
    if (text := _alone(data)) is not None:
        return text
    match data:
        case {"silent": name} | {"undecided": name} | {"happens": name}:
            return f"{next(iter(data))} {name}"
        case {"not": part}:
            return _and("not ", _said(part, inside=True))
        case _:
            pass
    text = _among(data) or _joined(data)
    return f"({text})" if text is not None and inside else text


def _alone(data: dict[str, Data]) -> str | None:
    """A condition that never needs brackets."""
    match data:
        case {"chosen": str(term), **rest}:
            return _and(f"{term} with ", _of_entity(rest["with"])) if "with" in rest else term
        case {"before": [first, then]}:
            return f"{first} before {then}"
        case {"in-case": name, "holds": part}:
            return _and(f"in-case {name} then ", _said(part, inside=True))
        case {"entity": name, "holds": part}:
            return _and(f"{name}: ", _of_entity(part))
        case {"milestone": name, **rest}:
            return _and(f"milestone {name} ", _of_milestone(rest))
        case {"issue": issue, "includes": name}:
            return f"{issue} includes {name}"
        case {"issue": issue, "includes-all": list(names)}:
            return f"{issue} includes-all {'/'.join(map(str, names))}"
        case {"issue": issue, "includes-any": list(names)}:
            return f"{issue} includes-any {'/'.join(map(str, names))}"
        case {"issue": issue, "size": size}:
            return _compared(f"size of {issue}", size, apart=" ")
        case {"issue": issue, **rest}:
            return _compared(str(issue), rest, apart=" ")
        case {"quantity": number, **rest}:
            left = quantity_text(number, _of_entity)
            return None if left is None else _compared(left, rest, apart=" ")
        case _:
            return None


def _and(start: str, rest: str | None) -> str | None:
    return None if rest is None else start + rest


def _compared(name: str, said: Data, apart: str = "") -> str | None:
    """One comparison of a name with a value."""
    if not isinstance(said, dict) or len(said) != 1:
        return None
    ((word, value),) = said.items()
    if word not in SIGNS:
        return None
    if isinstance(value, dict):
        number = quantity_text(value, _of_entity)
        return _and(f"{name}{apart}{SIGNS[word]}{apart}", number)
    if (word == "in") != isinstance(value, list):
        return None
    right = "/".join(map(as_word, value)) if isinstance(value, list) else as_word(value)
    if isinstance(value, list) and len(value) < 2:
        return None
    return f"{name}{apart}{SIGNS[word]}{apart}{right}"


def _of_milestone(rest: dict[str, Data]) -> str | None:
    match rest:
        case {"after": other} | {"before": other}:
            text = f"{'after' if 'after' in rest else 'before'} {other}"
            within = rest.get("within")
            days = within.get("days") if isinstance(within, dict) else None
            return text if days is None else f"{text} within {days} days"
        case _:
            return (_compared("", rest, apart=" ") or "").lstrip() or None


def _among(data: dict[str, Data]) -> str | None:
    """A condition on some entities of a type, or a count of conditions."""
    for word in AMONG:
        if isinstance(data.get(word), str):
            return _with_where(f"{word} {data[word]}", data)
    for word, said in COUNTS.items():
        of = data.get("of")
        if word in data and isinstance(of, str):
            return _with_where(f"{said} {data[word]} {of}", data)
        if word in data and isinstance(of, list):
            parts = [_said(each) for each in of]
            if None not in parts:
                return f"{said} {data[word]} of ({'; '.join(map(str, parts))})"
    return None


def _with_where(start: str, data: dict[str, Data]) -> str | None:
    for key, between in (("where", " where "), ("holds", ": ")):
        if key in data:
            said = _of_entity(data[key])
            if said is None:
                return None
            start += between + said
    return start


def _of_entity(data: Data) -> str | None:
    """A predicate on an entity, its parts joined by commas."""
    if not isinstance(data, dict) or not data:
        return None
    said: list[str | None] = []
    for name, value in data.items():
        match name, value:
            case ("any", list()):
                parts = [_of_entity(each) for each in value]
                said.append(None if None in parts else f"({' or '.join(map(str, parts))})")
            case ("not", dict()):
                text = _of_entity(value)
                said.append(None if text is None else f"not ({text})")
            case (_, list()) if len(value) > 1:
                said.append(f"{name}={'/'.join(map(as_word, value))}")
            case (_, dict()) if value:
                said += [_compared(name, {word: each}) for word, each in value.items()]
            case (_, list() | dict()):
                said.append(None)
            case _:
                said.append(f"{name}={as_word(value)}")
    return None if None in said else ", ".join(map(str, said))


def _joined(data: dict[str, Data]) -> str | None:
    match data:
        case {"all": list(parts)}:
            said = [_said(each, inside=True) for each in parts]
            return None if None in said else " and ".join(map(str, said))
        case {"any": list(parts)}:
            said = [_said(each, inside=True) for each in parts]
            return None if None in said else " or ".join(map(str, said))
        case {"if": first, "then": then}:
            said = [_said(first, inside=True), _said(then, inside=True)]
            words = ["if", "then"]
            if "else" in data:
                said.append(_said(data["else"], inside=True))
                words.append("else")
            if None in said:
                return None
            return " ".join(f"{word} {part}" for word, part in zip(words, said, strict=True))
        case _:
            return None


# -- calculations -------------------------------------------------------------


NUMBER: Final = re.compile(r"-?\d+(?:[./]\d+)?|\d{4}-\d\d-\d\d", re.ASCII)
DOTTED: Final = re.compile(
    r"([a-z][a-z0-9-]*(?:/[a-z][a-z0-9-]*)?)\.([a-z][a-z0-9-]*)", re.ASCII
)


def quantity(reader: Reader) -> Data:
    """The quantity in brackets that comes next.

    Raises:
        Refused: the next tokens are no quantity.
    """
    if not reader.take("("):
        reader.fail()
    reader.deeper()
    found = _sum(reader)
    reader.depth -= 1
    if not reader.take(")"):
        reader.fail()
    return found


def _sum(reader: Reader) -> Data:
    if reader.take("days"):
        if not reader.take("from"):
            reader.fail()
        first = _product(reader)
        if not reader.take("to"):
            reader.fail()
        return {"days-between": [first, _product(reader)]}
    found = [_product(reader)]
    if reader.take("-"):
        return {"difference": [*found, _product(reader)]}
    while reader.take("+"):
        found.append(_product(reader))
    return found[0] if len(found) == 1 else {"sum": found}


def _product(reader: Reader) -> Data:
    found = [_factor(reader)]
    while reader.take("*"):
        found.append(_factor(reader))
    if len(found) == 2 and not isinstance(found[0], dict):
        return {"times": found[0], "of": found[1]}
    return found[0] if len(found) == 1 else {"product": found}


def _factor(reader: Reader) -> Data:
    if reader.left[:1] == ["("]:
        return quantity(reader)
    if reader.take("milestone"):
        return {"milestone": reader.name()}
    if reader.take("sum"):
        said: dict[str, Data] = {"sum": reader.name()}
        if not reader.take("over"):
            reader.fail()
        said["over"] = reader.name()
        if reader.take("where"):
            said["where"] = reader.predicate()
        return said
    if reader.left and NUMBER.fullmatch(reader.left[0]):
        return yaml_value(reader.left.pop(0))
    if reader.left and (found := DOTTED.fullmatch(reader.left[0])):
        reader.left.pop(0)
        return {"parameter" if "/" in found[1] else "attribute": found[2], "of": found[1]}
    return {"issue": reader.name()}


def quantity_text(data: Data, of_entity: Callable[[Data], str | None]) -> str | None:
    """A number of a condition in brackets; None if the notation has no form for it."""
    text = _text(data, of_entity)
    return None if text is None else f"({text})"


def _text(data: Data, of_entity: Callable[[Data], str | None]) -> str | None:
    def each(parts: list[Data], sign: str) -> str | None:
        found = [_inner(x, of_entity) for x in parts]
        return None if None in found else sign.join(map(str, found))

    match data:
        case {"sum": list(parts)}:
            return each(parts, " + ")
        case {"difference": list(parts)}:
            return each(parts, " - ")
        case {"product": list(parts), **rest} if not rest:
            return each(parts, " * ")
        case {"times": number, "of": part}:
            return each([number, part], " * ")
        case {"days-between": list(parts)} if (text := each(parts, " to ")) is not None:
            return f"days from {text}"
        case {"sum": name, "over": kind, "where": where}:
            said = of_entity(where)
            return None if said is None else f"sum {name} over {kind} where {said}"
        case {"sum": name, "over": kind}:
            return f"sum {name} over {kind}"
        case {"milestone": name}:
            return f"milestone {name}"
        case {"parameter": name, "of": of} | {"attribute": name, "of": of}:
            return f"{of}.{name}"
        case {"issue": name}:
            return str(name)
        case dict() | list() | bool():
            return None
        case _:
            return str(data)


def _inner(data: Data, of_entity: Callable[[Data], str | None]) -> str | None:
    """A part of a number, in brackets if it has parts itself."""
    text = _text(data, of_entity)
    bare = text is None or " " not in text or text.startswith("milestone ")
    return text if bare else f"({text})"
