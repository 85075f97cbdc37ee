"""The same workspace in another form, to be compared with the first.

Relations written out as tables, `for-each` written out, and numbers with a finer step.
Each works on the data of files alone and knows nothing of how zopa reads them.
"""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
import operator
from decimal import Decimal
from fractions import Fraction
from math import inf, prod
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from strategies import DRAFT, Data, Files, amounts, decided, entities_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["EACH", "RELATION", "alike", "finer", "tabled", "written_out"]

Number: TypeAlias = Fraction | float
"""A number, the day of a date, or infinity for `unlimited`."""

EACH: Final = '"for-each"'
"""In the files of a workspace that writes a term for each entity of a type."""
RELATION: Final = '"quantity"'
"""In the files of a workspace that relates numbers."""
MOST: Final = 300
"""Rows of a table at most; larger relations stay as they are."""
COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "is": operator.eq,
    "not": operator.ne,
    "at-least": operator.ge,
    "at-most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}


# -- relations as tables ------------------------------------------------------


def tabled(files: Files) -> Files:
    """Each relation of the numbers of issues as the list of all values that it allows."""
    values = {
        issue["id"]: [*amounts(issue["answer"]), *["unlimited"] * bool(unlimited)]
        for issue in decided(files)
        for unlimited in (issue.get("answer", {}).get("unlimited"),)
        if issue.get("answer", {}).get("type") in {"integer", "decimal", "date"}
    }
    return {path: _tabled(data, values) for path, data in files.items()}


def _tabled(data: Any, values: Mapping[str, list[Any]]) -> Any:
    if isinstance(data, list):
        return [_tabled(each, values) for each in data]
    if not isinstance(data, dict):
        return data
    issues = sorted(set(_issues_of(data))) if "quantity" in data else []
    if issues and values.keys() >= set(issues) and not _of_others(data):
        of_these = {each: values[each] for each in issues}
        if prod(map(len, of_these.values())) <= MOST:
            return _table(data, of_these)
    return {key: _tabled(each, values) for key, each in data.items()}


def _issues_of(data: Any) -> Iterator[str]:
    """The issues whose numbers stand in a relation."""
    if isinstance(data, dict):
        if isinstance(data.get("issue"), str):
            yield data["issue"]
        for each in data.values():
            yield from _issues_of(each)
    elif isinstance(data, list):
        for each in data:
            yield from _issues_of(each)


def _of_others(relation: Data) -> bool:
    """Whether numbers of attributes or parameters stand in it."""
    text = json.dumps(relation)
    return any(f'"{key}"' in text for key in ("attribute", "over", "parameter", "milestone"))


def _table(relation: Data, values: Mapping[str, list[Any]]) -> Data:
    rows: list[Data] = []
    for row in itertools.product(*values.values()):
        at = dict(zip(values, row, strict=True))
        left = _worth(relation["quantity"], at)
        if all(
            COMPARED[key](left, _worth(right, at))
            for key, right in relation.items()
            if key != "quantity"
        ):
            rows.append({"all": [{"issue": each, "is": value} for each, value in at.items()]})
    if not rows:
        issue = next(iter(values))
        return {"all": [{"silent": issue}, {"not": {"silent": issue}}]}
    return {"any": rows}


def _worth(quantity: Any, at: Mapping[str, Any]) -> Number:
    """The value of a quantity, by the definitions of `docs/format.md`."""
    match quantity:
        case {"issue": issue}:
            return _worth(at[issue], at)
        case {"sum": parts}:
            return sum((_worth(each, at) for each in parts), Fraction())
        case {"difference": [one, other]}:
            return _worth(one, at) - _worth(other, at)
        case {"days-between": [one, other]}:
            return _worth(other, at) - _worth(one, at)
        case {"times": factor, "of": other}:
            return Fraction(str(factor)) * _worth(other, at)
        case {"product": [one, other]}:
            return _worth(one, at) * _worth(other, at)
        case "unlimited":
            return inf
        case str():
            return Fraction(dt.date.fromisoformat(quantity).toordinal())
        case _:
            return Fraction(str(quantity))


# -- `for-each` written out ---------------------------------------------------


def written_out(files: Files) -> Files:
    """Each term with `for-each` as one term for every entity of the type."""
    found = copy.deepcopy(files)
    for path in found:
        for issue in found[path].get("issues", ()) if "/issues/" in path else ():
            if "terms" in issue:
                issue["terms"] = [
                    each for term in issue["terms"] for each in _each_of(term, found)
                ]
    return found


def _each_of(term: Data, files: Files) -> Iterator[Data]:
    kind = term.get("for-each")
    if kind is None:
        yield term
        return
    entities = files["terms/state.yaml"]["entities"]
    for entity in entities_of(kind):
        title = entities[entity].get("title", entity.replace("-", " ").capitalize())
        yield {
            key: json.loads(
                json.dumps(value).replace(
                    "$each", title if key in {"title", "note"} else entity
                )
            )
            for key, value in term.items()
            if key != "for-each"
        }


# -- finer steps --------------------------------------------------------------


def finer(files: Files, parts: int) -> Files:
    """Every number that answers an issue in steps of a half or a fifth of what they were."""
    found = copy.deepcopy(files)
    for path in found:
        for issue in found[path].get("issues", ()) if "/issues/" in path else ():
            answer = issue.get("answer", {})
            if answer.get("type") in {"integer", "decimal"}:
                digits = answer.get("digits", 0)
                step = Decimal(str(answer.get("step", Decimal(10) ** -digits))) / parts
                if step == int(step) and answer["type"] == "integer":
                    more: Data = {"step": int(step)}
                else:
                    more = {"type": "decimal", "digits": digits + 1, "step": float(step)}
                # Another mapping: issues may share one.
                issue["answer"] = answer | more
    return found


def alike(files: Files, refined: Files) -> bool:
    """Whether no condition can tell a new value from each of the old ones.

    That is: every new number of an issue lies, to each number that it is compared with and to
    the bounds of the draft, as some old one does, and no relation has a number of that issue.
    """
    before = {issue["id"]: issue.get("answer", {}) for issue in decided(files)}
    conditions = [each for path, each in files.items() if path != DRAFT]
    related = {each for data in conditions for each in _related(data)}
    for issue in decided(refined):
        name, answer = issue["id"], issue.get("answer", {})
        if answer.get("type") not in {"integer", "decimal"}:
            continue
        if name in related:
            return False
        chosen = files[DRAFT]["choices"].get(name)
        if isinstance(chosen, dict):
            chosen = chosen.get("value", chosen)
        bounds = list(chosen.values()) if isinstance(chosen, dict) else []
        asked = {
            Fraction(str(value))
            for value in [*_against(conditions, name), *bounds]
            if not isinstance(value, str)
        }

        def seen(value: Any, asked: set[Fraction] = asked) -> tuple[tuple[bool, bool], ...]:
            number = Fraction(str(value))
            return tuple((number < each, number == each) for each in sorted(asked))

        old = {seen(each) for each in amounts(before[name])}
        if not {seen(each) for each in amounts(answer)} <= old:
            return False
    return True


def _related(data: Any) -> Iterator[str]:
    """Issues whose numbers stand in relations."""
    if isinstance(data, list):
        for each in data:
            yield from _related(each)
    elif isinstance(data, dict):
        if "quantity" in data or any(isinstance(x, dict) for x in data.values()):
            relation = "quantity" in data or "issue" in data
            if relation and "size" not in data:
                yield from _issues_of(data)
        for each in data.values():
            yield from _related(each)


def _against(data: Any, issue: str) -> Iterator[Any]:
    """What the number of an issue is compared with."""
    if isinstance(data, list):
        for each in data:
            yield from _against(each, issue)
    elif isinstance(data, dict):
        if data.get("issue") == issue:
            for key in (*COMPARED, "in"):
                value = data.get(key, [])
                yield from value if isinstance(value, list) else [value]
        for each in data.values():
            yield from _against(each, issue)
