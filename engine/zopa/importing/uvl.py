"""Feature models in the Universal Variability Language.

The part that is read: `features` with mandatory, optional, alternative, or and
`[n..m]` groups, attributes (skipped but for their constraints), and propositional
`constraints`. Precedence and grouping of operators are those of the language's own
grammar: `!`, `&`, `|`, `=>`, `<=>`, each grouped from the left. Everything else is
skipped and listed, never guessed. docs/decisions/024 says why this is no library.

Source:
    Universal Variability Language, https://universal-variability-language.github.io.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from zopa.diagnostics import clip, did_you_mean, listed, one_line, quoted
from zopa.importing import Left, checked_name, fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "Conjunction",
    "Constraint",
    "Disjunction",
    "Feature",
    "FeatureGroup",
    "FeatureModel",
    "FeatureName",
    "Formula",
    "Iff",
    "Implication",
    "Negation",
    "feature_model",
]

DEEPEST_TREE: Final = 100
"""Largest depth of features."""
DEEPEST: Final = 12
"""Largest depth of operators in a constraint; files nest 32 collections."""
MOST_OPEN: Final = 1000
"""Largest depth of brackets."""
SECTIONS: Final = ("namespace", "include", "imports", "features", "constraints")
GROUPS: Final = ("mandatory", "optional", "alternative", "or")
TYPES: Final = ("Boolean", "Integer", "Real", "String")
AGGREGATES: Final = ("sum", "avg", "len", "floor", "ceil")


# -- the model ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FeatureName:
    """Selected feature."""

    name: str


@dataclass(frozen=True, slots=True)
class Negation:
    """Negation."""

    part: Formula


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Conjunction."""

    parts: list[Formula]


@dataclass(frozen=True, slots=True)
class Disjunction:
    """Disjunction."""

    parts: list[Formula]


@dataclass(frozen=True, slots=True)
class Implication:
    """Implication: the second follows from the first."""

    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Iff:
    """Equivalence: both or none."""

    left: Formula
    right: Formula


Formula: TypeAlias = FeatureName | Negation | Conjunction | Disjunction | Implication | Iff


@dataclass(slots=True)
class FeatureGroup:
    """Children of a feature, and the number of them to select."""

    kind: Literal["mandatory", "optional", "alternative", "or", "cardinality"]
    line: int
    least: int = 0
    most: int | None = None
    """Largest number; None if all."""
    features: list[Feature] = field(default_factory=list["Feature"])


@dataclass(slots=True)
class Feature:
    """Feature with its groups."""

    name: str
    line: int
    groups: list[FeatureGroup] = field(default_factory=list[FeatureGroup])


class Constraint(NamedTuple):
    """Propositional constraint, as text and as formula."""

    formula: Formula
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class FeatureModel:
    """Feature model."""

    root: Feature
    constraints: Sequence[Constraint]
    left: Sequence[Left]


# -- tokens -------------------------------------------------------------------

TOKEN: Final = re.compile(
    r"""(?P<comment>//[^\n]*|(?s:/\*.*?\*/))
    |(?P<blank>[ \t\f]+)
    |(?P<newline>\n)
    |(?P<quoted>"[^"\n]+")
    |(?P<text>'[^'\n]*')
    |(?P<number>[0-9]*\.[0-9]+|[0-9]+)
    |(?P<word>[^\W\d][\w\#§%?\\';]*)
    |(?P<sign><=>|=>|==|!=|<=|>=|\.\.|[<>!&|()\[\]{},.+*/-])""",
    re.VERBOSE,
)
OPENING: Final = {"(": ")", "[": "]", "{": "}"}
COMPARING: Final = frozenset({"==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/"})
STRENGTH: Final = {"!": 5, "&": 4, "|": 3, "=>": 2, "<=>": 1}


class Token(NamedTuple):
    """Token of the language; `kind` is a group of `TOKEN`."""

    kind: str
    text: str
    line: int


class ModelLine(NamedTuple):
    """Content of a line, or of several while brackets are open."""

    indent: int
    tokens: list[Token]
    number: int


class _Lines:
    """Lines of a text with content."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file

    def __iter__(self) -> Iterator[ModelLine]:
        found: list[Token] = []
        open_: list[Token] = []
        indent, number, offset, begun = 0, 1, 0, 0
        text = self._text if self._text.endswith("\n") else f"{self._text}\n"
        while offset < len(text):
            match = TOKEN.match(text, offset)
            if match is None:
                raise fault(self._file, number, f"{quoted(text[offset])} means nothing here")
            if match.lastgroup == "quoted" and "." in match[0]:
                message = f"{quoted(match[0])} has a full stop, which no name of UVL has"
                raise fault(self._file, number, message, "write the name without it")
            if match[0] == "/" and text.startswith("/*", offset):
                raise fault(self._file, number, "the comment has no end")
            kind, word = str(match.lastgroup), match[0]
            if kind == "newline" and not open_:
                if found:
                    yield ModelLine(indent, found, found[0].line)
                found, begun = [], match.end()
            elif kind not in {"blank", "newline", "comment"}:
                if not found:
                    indent = len(text[begun:offset].expandtabs(8))
                token = Token(kind, word, number)
                self._bracket(token, open_)
                found.append(token)
            number += word.count("\n")
            offset = match.end()
        if open_:
            raise fault(self._file, open_[-1].line, f"`{open_[-1].text}` is never closed")

    def _bracket(self, token: Token, open_: list[Token]) -> None:
        if token.kind != "sign":
            return
        if token.text in OPENING:
            open_.append(token)
            if len(open_) > MOST_OPEN:
                message = f"more than {MOST_OPEN} brackets are open"
                raise fault(self._file, token.line, message)
        elif token.text in OPENING.values():
            if not open_ or OPENING[open_[-1].text] != token.text:
                raise fault(self._file, token.line, f"`{token.text}` closes nothing")
            open_.pop()


# -- reading ------------------------------------------------------------------


def feature_model(text: str, file: str) -> FeatureModel:
    """Read a feature model.

    Args:
        text: text of the file.
        file: its name in errors.

    Raises:
        Refused: it is no model, or has repeated or unknown names.
    """
    return _Reader(file).model(_Lines(text, file))


class _Reader:
    def __init__(self, file: str) -> None:
        self._file = file
        self._features: dict[str, Feature] = {}
        self._root: Feature | None = None
        self._above: list[tuple[int, Feature | FeatureGroup]] = []
        self._inside: list[int] = []
        """Indent of the content of each of these."""
        self._written: list[list[Token]] = []
        """Constraints, parsed when all features are known."""
        self._imports = False
        self._left: list[Left] = []
        self._attributes: dict[str, int] = {}

    def model(self, lines: _Lines) -> FeatureModel:
        section, begun = "", set[str]()
        for line in lines:
            first = line.tokens[0]
            if line.indent == 0 and first.kind == "word" and first.text in SECTIONS:
                section = first.text
                if section in begun:
                    raise fault(self._file, line.number, f"there are two sections `{section}`")
                begun.add(section)
                if len(line.tokens) > 1 and section != "namespace":
                    message = f"nothing can follow `{section}` on its line"
                    raise fault(self._file, line.number, message)
                continue
            self._in(section, line)
        if self._root is None:
            help_ = "a feature model has a line `features` and a feature below it"
            raise fault(self._file, 0, "the file is no feature model", help_)
        for group in self._groups():
            if not group.features:
                raise fault(self._file, group.line, "the group has no features")
        constraints = [each for tokens in self._written if (each := self._constraint(tokens))]
        if self._attributes:
            names = (f"{name} ×{many}" for name, many in sorted(self._attributes.items()))
            self._left.append(Left(f"values of attributes: {', '.join(names)}"))
        return FeatureModel(self._root, constraints, self._left)

    def _groups(self) -> Iterator[FeatureGroup]:
        for each in self._features.values():
            yield from each.groups

    def _in(self, section: str, line: ModelLine) -> None:
        match section:
            case "features":
                self._in_features(line)
            case "constraints":
                self._written.append(line.tokens)
            case "imports":
                self._imports = True
                self._left.append(Left(f"import of {_joined(line.tokens)}", line.number))
            case "include":
                pass  # the declared language levels have no effect on the model
            case _:
                known = f"a section: {listed(SECTIONS)}"
                message = f"{quoted(line.tokens[0].text)} is no section of a feature model"
                raise fault(self._file, line.number, message, f"it begins with {known}")

    # -- features --

    def _in_features(self, line: ModelLine) -> None:
        while self._above and line.indent <= self._above[-1][0]:
            self._above.pop()
            self._inside.pop()
        expected = self._inside[-1] if self._inside else line.indent
        if expected not in {-1, line.indent}:
            message = "the line is indented unlike those beside it"
            raise fault(self._file, line.number, message)
        if self._inside:
            self._inside[-1] = line.indent
        above = self._above[-1][1] if self._above else None
        found: Feature | FeatureGroup
        if isinstance(above, Feature):
            found = self._group(line)
            above.groups.append(found)
        else:
            found = self._feature(line)
            if above is not None:
                above.features.append(found)
            elif self._root is None:
                self._root = found
            else:
                message = (
                    f"there are two roots, {quoted(self._root.name)} and {quoted(found.name)}"
                )
                raise fault(self._file, line.number, message)
        self._above.append((line.indent, found))
        self._inside.append(-1)
        if len(self._above) > 2 * DEEPEST_TREE:
            message = f"the tree is deeper than {DEEPEST_TREE} features"
            raise fault(self._file, line.number, message)

    def _group(self, line: ModelLine) -> FeatureGroup:
        word, *rest = line.tokens
        if word.kind == "word" and word.text in GROUPS and not rest:
            match word.text:
                case "mandatory":
                    return FeatureGroup("mandatory", line.number)
                case "optional":
                    return FeatureGroup("optional", line.number)
                case "alternative":
                    return FeatureGroup("alternative", line.number, 1, 1)
                case _:
                    return FeatureGroup("or", line.number, 1)
        bounds = _bounds(line.tokens)
        if bounds is None:
            help_ = "below a feature stands mandatory, optional, alternative, or, or [n..m]"
            message = f"{quoted(_joined(line.tokens))} is no group"
            raise fault(self._file, line.number, message, help_)
        least, most = bounds
        if most is not None and most < least:
            raise fault(self._file, line.number, f"at least {least} are more than {most}")
        return FeatureGroup("cardinality", line.number, least, most)

    def _feature(self, line: ModelLine) -> Feature:
        tokens = line.tokens
        named = len(tokens) > 1 and tokens[1].kind in {"word", "quoted"}
        if named and tokens[0].kind == "word" and tokens[0].text in TYPES:
            if tokens[0].text != "Boolean":
                what = f"value of the {tokens[0].text} feature {_name(tokens[1])}"
                self._left.append(Left(what, line.number))
            tokens = tokens[1:]
        reference, rest = _reference(tokens)
        if not reference:
            message = f"{quoted(_joined(tokens))} is no name of a feature"
            help_ = 'a name is a word, or anything else between double quotes: "my feature"'
            raise fault(self._file, line.number, message, help_)
        name = checked_name(self._file, line.number, reference, "a feature")
        if tokens[0].kind == "word" and reference in {*GROUPS, *SECTIONS}:
            message = f"{quoted(name)} is a word of the language, and no feature"
            raise fault(
                self._file, line.number, message, f'write "{name}" to name a feature so'
            )
        if name in self._features:
            first = self._features[name].line
            message = f"feature {quoted(name)} is there twice, first in line {first}"
            raise fault(self._file, line.number, message, "rename one of them")
        if rest and rest[0].text == "cardinality" and rest[0].kind == "word":
            end = next((x for x, each in enumerate(rest) if each.text == "]"), None)
            if end is None or _bounds(rest[1 : end + 1]) is None:
                raise fault(self._file, line.number, "after `cardinality` stands [n..m]")
            what = f"number of instances of feature {name}: {_joined(rest[1 : end + 1])}"
            self._left.append(Left(what, line.number))
            rest = rest[end + 1 :]
        if rest:
            self._attributes_of(rest)
        found = Feature(name, line.number)
        self._features[name] = found
        return found

    def _attributes_of(self, tokens: list[Token]) -> None:
        """Skip attributes, except constraints among them."""
        if tokens[0].text != "{" or tokens[-1].text != "}" or _end(tokens) != len(tokens) - 1:
            message = f"{quoted(_joined(tokens))} cannot follow the name of a feature"
            raise fault(self._file, tokens[0].line, message)
        for each in _parts(tokens[1:-1]):
            if not each:
                continue
            key, *value = each
            if key.kind == "word" and key.text == "constraint":
                self._written.append(value)
            elif key.kind == "word" and key.text == "constraints":
                inside = value[1:-1] if value and value[0].text == "[" else value
                self._written.extend(part for part in _parts(inside) if part)
            elif key.kind in {"word", "quoted"}:
                name = _name(key)
                self._attributes[name] = self._attributes.get(name, 0) + 1
            else:
                message = f"{quoted(key.text)} is no name of an attribute"
                raise fault(self._file, key.line, message)

    # -- constraints --

    def _constraint(self, tokens: list[Token]) -> Constraint | None:
        """Return the constraint, or None if it has no place in a workspace."""
        if not tokens:
            return None
        line, text = tokens[0].line, _joined(tokens)
        arithmetic = any(
            each.kind in {"number", "text"}
            or (each.kind == "sign" and each.text in COMPARING)
            or (each.kind == "word" and each.text in AGGREGATES and after.text == "(")
            for each, after in zip(tokens, [*tokens[1:], tokens[-1]], strict=True)
        )
        if arithmetic:
            self._left.append(Left(f"constraint on values: {clip(text, 100)}", line))
            return None
        formula = _Parser(self._file, tokens).formula()
        if (unknown := self._unknown(formula)) is not None:
            if self._imports or "." in unknown:
                what = f"constraint on {unknown}, which is not in the file: {clip(text, 100)}"
                self._left.append(Left(what, line))
                return None
            near = did_you_mean(unknown, self._features)
            message = f"there is no feature {quoted(unknown)}"
            raise fault(
                self._file, line, message, *(f"did you mean {listed([x])}?" for x in near)
            )
        return Constraint(formula, line, text)

    def _unknown(self, formula: Formula) -> str | None:
        """Return a name in it that is no feature."""
        left = [formula]
        while left:
            match left.pop():
                case FeatureName(name):
                    if name not in self._features:
                        return name
                case Negation(part):
                    left.append(part)
                case Conjunction(parts) | Disjunction(parts):
                    left.extend(parts)
                case Implication(one, other) | Iff(one, other):
                    left += (one, other)
        return None


class _Parser:
    """Operator-precedence parser, without recursion."""

    def __init__(self, file: str, tokens: list[Token]) -> None:
        self._file = file
        self._tokens = tokens
        self._operands: list[tuple[Formula, int]] = []
        """Operands, each with its depth."""
        self._operators: list[Token] = []

    def formula(self) -> Formula:
        """Return the formula of the tokens."""
        wants = True
        place = 0
        while place < len(self._tokens):
            token = self._tokens[place]
            place += 1
            if wants and token.text in {"!", "("} and token.kind == "sign":
                self._operators.append(token)
            elif wants and token.kind in {"word", "quoted"}:
                reference, rest = _reference(self._tokens[place - 1 :])
                self._operands.append((FeatureName(one_line(reference)), 0))
                place = len(self._tokens) - len(rest)
                wants = False
            elif not wants and token.text == ")":
                self._close()
            elif not wants and token.text in STRENGTH and token.text != "!":
                self._reduce(STRENGTH[token.text])
                self._operators.append(token)
                wants = True
            else:
                raise fault(self._file, token.line, f"`{token.text}` cannot stand here")
        if wants:
            last = self._tokens[-1]
            raise fault(self._file, last.line, f"something is missing after `{last.text}`")
        self._reduce(0)
        return self._operands[0][0]

    def _close(self) -> None:
        self._reduce(0)
        self._operators.pop()  # brackets are in pairs, as the lines have checked

    def _reduce(self, strength: int) -> None:
        """Apply the operators of at least this precedence, up to an open bracket."""
        while self._operators and self._operators[-1].text != "(":
            operator = self._operators[-1]
            if STRENGTH[operator.text] < strength:
                return
            self._operators.pop()
            self._apply(operator)

    def _apply(self, operator: Token) -> None:
        right, deep = self._operands.pop()
        found: Formula
        if operator.text == "!":
            if isinstance(right, Negation):
                self._operands.append((right.part, deep - 1))
                return
            found = Negation(right)
        else:
            left, other = self._operands.pop()
            match operator.text:
                case "&" | "|":
                    same = Conjunction if operator.text == "&" else Disjunction
                    # A flat list of parts instead of nested pairs.
                    other -= isinstance(left, same)
                    deep -= isinstance(right, same)
                    parts = left.parts if isinstance(left, same) else [left]
                    parts.extend(right.parts if isinstance(right, same) else [right])
                    found = same(parts)
                case "=>":
                    found = Implication(left, right)
                case _:
                    found = Iff(left, right)
            deep = max(other, deep)
        if deep + 1 > DEEPEST:
            message = f"the constraint nests more than {DEEPEST} operators"
            raise fault(self._file, operator.line, message, "write it as several constraints")
        self._operands.append((found, deep + 1))


# -- words --------------------------------------------------------------------


def _name(token: Token) -> str:
    return token.text[1:-1] if token.kind == "quoted" else token.text


def _reference(tokens: Sequence[Token]) -> tuple[str, list[Token]]:
    """Return the name that tokens begin with, possibly of several parts, and the rest."""
    found: list[str] = []
    place = 0
    while place < len(tokens) and tokens[place].kind in {"word", "quoted"}:
        found.append(_name(tokens[place]))
        place += 1
        if place + 1 < len(tokens) and tokens[place].text == ".":
            place += 1
            continue
        break
    return ".".join(found), list(tokens[place:])


def _bounds(tokens: Sequence[Token]) -> tuple[int, int | None] | None:
    """Return `[2]`, `[1..3]` or `[1..*]` as two numbers; the second can be missing."""
    words = "".join(each.text for each in tokens)
    found = re.fullmatch(r"\[([0-9]{1,9})(?:\.\.([0-9]{1,9}|\*))?\]", words)
    if found is None:
        return None
    least = int(found[1])
    if found[2] is None:
        return least, least
    return least, None if found[2] == "*" else int(found[2])


def _end(tokens: Sequence[Token]) -> int:
    """Return the index of the bracket that closes the first token."""
    depth = 0
    for place, each in enumerate(tokens):
        if each.kind == "sign":
            depth += (each.text in OPENING) - (each.text in OPENING.values())
        if depth == 0:
            return place
    return -1


def _parts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the parts between commas outside brackets."""
    found: list[Token] = []
    depth = 0
    for each in tokens:
        if each.kind == "sign":
            depth += (each.text in OPENING) - (each.text in OPENING.values())
            if each.text == "," and depth == 0:
                yield found
                found = []
                continue
        found.append(each)
    yield found


def _joined(tokens: Sequence[Token]) -> str:
    """Return the text of tokens."""
    text = " ".join(each.text for each in tokens)
    text = re.sub(r"([(\[!]) |(\w) (?=\()", r"\1\2", text)
    return one_line(re.sub(r" ([)\],])| ?(\.\.?) ?", r"\1\2", text))
