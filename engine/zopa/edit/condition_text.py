"""Conditions as one would say them: `donbas/full-cession or not fee <= 480`.

A small notation for the way in; what is written to the files is the format's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn

from zopa.diagnostics import quoted
from zopa.edit.values import written, yaml_value
from zopa.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.documents import Data

__all__ = ["HELP", "condition_said", "condition_text"]

HELP: Final = "issue/term, issue <= 480, issue = true, silent issue; not, and, or, if … then …"
"""How a condition can be said, in a line."""
DEEPEST: Final = 60
"""Conditions in conditions; files may nest no deeper than half of that."""
TOKEN: Final = re.compile(
    r"\s*(?:(?P<sign><=|>=|!=|==|&&|\|\||<|>|=|≤|≥|≠|[()])|(?P<word>[^\s()<>=!≤≥≠&|]+))",
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
WORDS: Final = frozenset({"and", "or", "not", "if", "then", "else", "silent", "happens"})


def condition_said(text: str) -> Data:
    """The condition that a text means, as the format has it.

    `not` binds more than `and`, `and` more than `or`; `if … then … else …` reaches as far
    as it can. In brackets `{…}` it is the format itself.

    Raises:
        Refused: it means none.
    """
    text = text.strip()
    if text.startswith("{"):
        return yaml_value(text)
    tokens = _tokens(text)
    reader = _Reader(text, tokens)
    found = reader.whole()
    if reader.left:
        reader.fail()
    return found


def condition_text(data: Data) -> str:
    """A condition as one would say it; as the format has it where that says something else."""
    text = _said(data)
    if text is not None:
        try:
            if condition_said(text) == data:
                return text
        except Refused:
            pass
    return written(data)


def _said(data: Data, *, inside: bool = False) -> str | None:
    """The words for a condition; None where there are none.

    Args:
        data: the condition.
        inside: whether it stands within another one, where it may need brackets.
    """
    if not isinstance(data, dict):
        return None
    match data:
        case {"chosen": str(term)}:
            return term
        case {"silent": str(issue)}:
            return f"silent {issue}"
        case {"happens": str(name)}:
            return f"happens {name}"
        case {"before": [str(first), str(then)]}:
            return f"{first} before {then}"
        case {"issue": str(issue)}:
            signs = (each for each in COMPARED.items() if each[1] in data)
            return next((f"{issue} {sign} {_value(data[key])}" for sign, key in signs), None)
        case {"not": part}:
            text = _said(part, inside=True)
            return None if text is None else f"not {text}"
        case _:
            pass
    text = _joined(data)
    return f"({text})" if text is not None and inside else text


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


def _value(value: Data) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


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
class _Reader:
    text: str
    left: list[str]
    depth: int = field(default=0)

    def whole(self) -> Data:
        """A condition with all that belongs to it."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail("is too deep")
        found = self._if() if self._take("if") else self._several("or", "any")
        self.depth -= 1
        return found

    def _if(self) -> Data:
        said: dict[str, Data] = {"if": self.whole()}
        if not self._take("then"):
            self.fail("has an `if` without `then`")
        said["then"] = self.whole()
        if self._take("else"):
            said["else"] = self.whole()
        return said

    def _several(self, word: str, key: str) -> Data:
        parts = [self._part(word)]
        while self._take(word):
            parts.append(self._part(word))
        return parts[0] if len(parts) == 1 else {key: parts}

    def _part(self, word: str) -> Data:
        return self._several("and", "all") if word == "or" else self._single()

    def _single(self) -> Data:
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail("is too deep")
        found = self._one()
        self.depth -= 1
        return found

    def _one(self) -> Data:
        if self._take("not"):
            return {"not": self._single()}
        if self._take("("):
            found = self.whole()
            if not self._take(")"):
                self.fail("has a bracket that is not closed")
            return found
        if self._take("if"):
            return self._if()
        for word in ("silent", "happens"):
            if self._take(word):
                return {word: self._name()}
        if self.left and TERM.fullmatch(self.left[0]):
            return {"chosen": self.left.pop(0)}
        name = self._name()
        if self._take("before"):
            return {"before": [name, self._name()]}
        if self.left and self.left[0] in COMPARED:
            sign = COMPARED[self.left.pop(0)]
            if not self.left or self.left[0] in COMPARED or self.left[0] in {"(", ")"}:
                self.fail("compares with nothing")
            said = self.left.pop(0)
            return {"issue": name, sign: YES.get(said.lower(), yaml_value(said))}
        message = f"{quoted(name)} alone is no condition"
        raise Refused(message, f"say it like {HELP}")

    def _name(self) -> str:
        if not self.left or not NAME.fullmatch(self.left[0]) or self.left[0] in WORDS:
            self.fail()
        return self.left.pop(0)

    def _take(self, word: str) -> bool:
        if self.left and self.left[0] == word:
            self.left.pop(0)
            return True
        return False

    def fail(self, why: str = "") -> NoReturn:
        """Say that it is no condition.

        Raises:
            Refused: always.
        """
        where = f"from {quoted(self.left[0])} on" if self.left else "at its end"
        message = f"{quoted(self.text)} {why or f'is no condition {where}'}"
        raise Refused(message, f"say it like {HELP}")
