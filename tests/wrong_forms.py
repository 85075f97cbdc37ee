"""Workspaces with something wrong in what the language can say: values, relations, time."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from strategies import DRAFT, Data, Files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

__all__ = ["wrong"]

Place: TypeAlias = "tuple[Any, Any]"
"""A list or mapping, and the index or key of a value in it."""

VALUES: Final[tuple[Any, ...]] = (
    *(-1, 0, 7, 0.123, 0.5, 10**12, 10**18, 10**30, -(10**19), 1e300),
    *("unlimited", "unspecified", "silent", "undecided", "nobody", "", "$each", "$x", "1/0"),
    *("2025-02-28", "2025-02-30", "1/3", "0.1.2", True, None, [], {}, [1, 2], ["left"]),
    *({"issue": "nobody"}, {"sum": []}, {"attribute": "cap"}, {"at-least": 3}, {"value": 1}),
)
"""What may stand where something else should."""
KEYS: Final = (
    *("is", "not", "in", "at-least", "at-most", "above", "below", "size", "includes"),
    *("includes-all", "holds", "where", "quantity", "sum", "over", "product", "difference"),
    *("times", "of", "days-between", "milestone", "before", "after", "within", "happens"),
    *("in-case", "lapses-in", "for-each", "answer", "type", "unit", "minimum", "maximum"),
    *("step", "digits", "unlimited", "unspecified", "optional", "with", "chosen", "silent"),
    *("issue", "entity", "attribute", "parameter", "value", "term", "cites", "otherwise"),
    *("from", "proposed-by", "status", "source", "when", "set", "effects", "values", "day"),
)
"""Keys of the language."""


def wrong(files: Files, chance: Random) -> Files:
    """The workspace with one or two mistakes; some of them may be none."""
    found: Files = json.loads(json.dumps(files))  # no two parts of it are one
    for _ in range(chance.choice([1, 1, 2])):
        chance.choice(MISTAKES)(found, chance)
    return found


def _places(data: Any) -> Iterator[Place]:
    """Every value within the data."""
    within = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in within:
        yield data, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _said(files: Files) -> list[Place]:
    """Every value in what is negotiated, held and chosen."""
    names = [path for path in files if "positions/" in path or "issues/" in path]
    names += [path for path in ("terms/rules.yaml", DRAFT) if path in files]
    names += ["terms/state.yaml"]
    return [place for path in names for place in _places(files[path])]


def _value(files: Files, chance: Random) -> None:
    """Another value in any place."""
    whole, key = chance.choice(_said(files))
    whole[key] = copy.deepcopy(chance.choice(VALUES))


def _key(files: Files, chance: Random) -> None:
    """A key by another name, left out, or one too many."""
    whole, key = chance.choice([place for place in _said(files) if isinstance(place[0], dict)])
    value = whole[key]
    match chance.choice(["renamed", "left out", "added"]):
        case "renamed":
            del whole[key]
            whole[chance.choice(KEYS)] = value
        case "left out":
            del whole[key]
        case _:
            whole[chance.choice(KEYS)] = copy.deepcopy(chance.choice([value, *VALUES]))


def _moved(files: Files, chance: Random) -> None:
    """What stands in one place in another one, too."""
    places = _said(files)
    (whole, key), (other, there) = chance.choice(places), chance.choice(places)
    whole[key] = copy.deepcopy(other[there])


def _issues(files: Files) -> list[Data]:
    """The issues as far as they are mappings still."""
    every = [files[path].get("issues") for path in files if "/issues/" in path]
    return [
        issue
        for some in every
        for issue in (some if isinstance(some, list) else [])
        if isinstance(issue, dict)
    ]


def _answers(files: Files) -> list[Data]:
    return [each["answer"] for each in _issues(files) if isinstance(each.get("answer"), dict)]


def _numbers(files: Files) -> list[Data]:
    every = [each for each in _issues(files) if isinstance(each.get("answer"), dict)]
    return [x for x in every if str(x["answer"].get("type")) in {"integer", "decimal", "date"}]


def _type(files: Files, chance: Random) -> None:
    """A range that has no values, too many or another unit."""
    if answers := _answers(files):
        chance.choice(answers).update(
            copy.deepcopy(
                chance.choice(
                    [
                        {"unit": chance.choice(["km", "EUR", "days", "", 3])},
                        {"minimum": 9, "maximum": 2},
                        {"maximum": chance.choice([10**6, 10**15, 10**30, 10**400])},
                        {"step": chance.choice([0, -1, 7, 0.3, 10**20])},
                        {"digits": chance.choice([-1, 0, 3, 40, 0.5])},
                        {"type": chance.choice(["integer", "decimal", "date", "boolean"])},
                        {"type": "set", "of": chance.choice(["zone", "nobody", "party"])},
                        {"type": "set", "from": ["left", "left"]},
                        {"earliest": "2025-03-01", "latest": "2025-02-01"},
                        {"unlimited": True},
                    ]
                )
            )
        )


def _condition(files: Files, chance: Random, holds: Any) -> None:
    """A rule or a position with this condition."""
    rules = files.setdefault("terms/rules.yaml", {}).setdefault("rules", [])
    number = chance.randrange(10**6)
    rule = {"id": f"wrong-{number}", "basis": "definitional", "reason": "So.", "holds": holds}
    if isinstance(rules, list) and chance.random() < 0.5:
        rules.append(rule)
        return
    files.setdefault("terms/positions/wrong.yaml", {"positions": []})["positions"] = [
        {
            "id": f"wrong-{number}",
            "party": "alpha",
            "kind": "red-line",
            "strength": "declared",
            "title": "Wrong",
            "since": "2025-01-01",
            "statements": ["said"],
            "holds": holds,
        }
    ]


def _relation(files: Files, chance: Random) -> None:
    """A relation with something that does not go together, or that is too large."""
    names = [issue.get("id", "nobody") for issue in _numbers(files)] or ["nobody"]
    one, other = ({"issue": chance.choice(names)} for _ in range(2))
    large = chance.choice([10**6, 10**12, 10**19, "1/10000000000000000000"])
    left: Any = chance.choice(
        [
            {"sum": [{"times": large, "of": one}, other]},
            {"product": [{"times": large, "of": one}, other]},
            {"product": [{"product": [one, other]}, {"product": [other, one]}]},
            {"difference": [large, one]},
            {"difference": [one, "unlimited"]},
            {"days-between": [one, other]},
            {"days-between": [one, 3]},
            {"sum": "share", "over": "nobody"},
            {"sum": "deep", "over": "zone"},
            {"sum": "control", "over": "zone"},
            {"attribute": "share"},
            {"parameter": "nothing", "of": f"{one['issue']}/nothing"},
            {"milestone": one["issue"]},
            {"product": [one, other], "unit": "km"},
            one,
        ]
    )
    how = chance.choice(["is", "at-least", "at-most", "above", "below", "not", "in"])
    right = chance.choice([other, 0, large, "2025-02-28", {"sum": "share", "over": "zone"}])
    _condition(files, chance, {"quantity": left, how: right})


def _share(files: Files, chance: Random) -> None:
    """Numbers that have to add up to what they cannot."""
    issues = [x for x in _numbers(files) if x["answer"]["type"] != "date"]
    if issues:
        ends = [issue["answer"].get("maximum") for issue in issues]
        most = sum(each for each in ends if isinstance(each, int))
        parts = [{"issue": issue.get("id", "nobody")} for issue in issues]
        how = chance.choice(["is", "at-least", "above"])
        _condition(files, chance, {"quantity": {"sum": parts}, how: most + 1})


def _order(files: Files, chance: Random) -> None:
    """Events in a circle."""
    dates = {"title": "Event", "earliest": "2025-02-27", "latest": "2025-03-01"}
    names = ["opening", "closing", "end"][: chance.choice([1, 2, 3])]
    state = files["terms/state.yaml"]
    if isinstance(state.setdefault("milestones", {}), dict):
        state["milestones"].update({name: dict(dates) for name in names})
    _condition(files, chance, {"before": [*names, names[0]]})
    every = [each.get("terms") for each in _issues(files)]
    terms = [term for some in every if isinstance(some, list) for term in some]
    terms = [each for each in terms if isinstance(each, dict)]
    if terms and len(names) > 1:
        effects = [
            {"milestone": names[0], "before": names[1]},
            {"milestone": names[1], "before": names[0]},
        ]
        term = chance.choice(terms)
        term["effects"] = [*effects, *chance.choice([[], [{"milestone": "nobody", "is": 3}]])]


def _case(files: Files, chance: Random) -> None:
    """A case in a case, or one that there is not."""
    inner = {"in-case": chance.choice(["nobody", "attack"]), "holds": {"silent": "issue-a"}}
    holds = {"in-case": "attack", "holds": chance.choice([inner, {"not": inner}])}
    _condition(files, chance, chance.choice([inner, holds]))


def _draft(files: Files, chance: Random) -> None:
    """A choice that answers its issue in no way that there is."""
    choices = files[DRAFT].get("choices")
    issues = [issue["id"] for issue in _issues(files) if isinstance(issue.get("id"), str)]
    if isinstance(choices, dict):
        value = chance.choice(
            [
                *VALUES,
                {"value": chance.choice(VALUES), "cites": {"paper": [1]}},
                {"term": chance.choice(VALUES), "cites": {"nothing": [1]}},
                {"at-least": 3, "at-most": 1},
                {"at-least": chance.choice(VALUES)},
            ]
        )
        choices[chance.choice([*issues, "nobody"])] = copy.deepcopy(value)
    if chance.random() < 0.3:
        files[DRAFT][chance.choice(["from", "otherwise", "status", "source"])] = chance.choice(
            ["draft", "nobody", "silent", 3]
        )


MISTAKES: Final[tuple[Callable[[Files, Random], None], ...]] = (
    _value,
    _value,
    _key,
    _moved,
    _type,
    _relation,
    _relation,
    _share,
    _order,
    _case,
    _draft,
)
