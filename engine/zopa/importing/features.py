"""Feature models as issues and rules: one agreement for each configuration.

A group that takes some of its features becomes an issue with these as terms. An optional
feature becomes an issue with one term, or, if it has one such group, the issue of the group, on
which a draft without the feature is silent. A mandatory feature needs nothing: it exists with
its parent. So no choice appears twice, and there are as many agreements as configurations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.diagnostics import clip, quoted
from zopa.importing import SOURCE, Ids, Imported, Left, fault, uvl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zopa.importing.uvl import Constraint, Feature, FeatureGroup, FeatureModel, Formula

__all__ = ["imported_features"]

INCLUDED = "included"
"""Id of the only term of an optional feature."""
MOST_PARTS = 20_000
"""Largest number of names in one condition, so that several fit into a file."""

Truth: TypeAlias = "bool | dict[str, Any]"
"""Condition as in files, or always or never true."""


def imported_features(model: FeatureModel, file: str, title: str) -> Imported:
    """Return the issues and rules of a feature model.

    Args:
        model: the parsed model.
        file: its name in errors.
        title: title of the workspace.

    Raises:
        Refused: the model has no configuration, as a group or constraint alone shows, or no
            choices.
    """
    return _Features(model, file).imported(title)


@dataclass(slots=True)
class _Open:
    """Feature whose groups are not converted yet."""

    feature: Feature
    selected: Truth
    own: FeatureGroup | None = None
    """Group whose issue decides on the feature."""


class _Features:
    def __init__(self, model: FeatureModel, file: str) -> None:
        self._model = model
        self._file = file
        self._selected: dict[str, Truth] = {}
        self._issues: dict[str, tuple[int, dict[str, Any]]] = {}
        """Issues by id, each with its line."""
        self._rules: list[tuple[int, dict[str, Any]]] = []
        self._issue_ids = Ids("feature")
        self._rule_ids = Ids("rule")
        self._left = list(model.left)

    def imported(self, title: str) -> Imported:
        left = [_Open(self._model.root, selected=True)]
        while left:
            left.extend(reversed(list(self._feature(left.pop()))))
        if not self._issues:
            message = "the model leaves nothing to choose: it has one configuration"
            raise fault(self._file, self._model.root.line, message)
        for each in self._model.constraints:
            self._constraint(each)
        return Imported(
            title,
            "feature model (UVL)",
            "line",
            _by_line(self._issues.values()),
            _by_line(self._rules),
            (
                "A group of features is an issue with these features as terms.",
                "A feature that may be left out is an issue with the term `included`.",
                "If it has one group to choose from, it is the issue of that group instead.",
                "A mandatory feature is there wherever its parent is, so that it is no issue.",
                "An issue that applies only with a parent feature says so in `applies-when`.",
                "Groups that need a choice, and constraints, are rules.",
            ),
            self._left,
        )

    # -- the tree --

    def _feature(self, here: _Open) -> Iterator[_Open]:
        """Convert the groups of a feature; yield its children."""
        self._selected[here.feature.name] = here.selected
        for number, group in enumerate(here.feature.groups):
            if here.selected is False:
                yield from (_Open(each, selected=False) for each in group.features)
            elif group is here.own:
                issue = self._issue_of(here.feature.name)
                yield from self._chosen(group, issue)
            elif group.kind == "mandatory":
                yield from (_Open(each, here.selected) for each in group.features)
            elif group.kind == "optional":
                yield from (self._optional(each, here.selected) for each in group.features)
            else:
                several = sum(_takes_some(each) for each in here.feature.groups) > 1
                name = f"{here.feature.name} {number + 1}" if several else here.feature.name
                yield from self._group(group, name, here)

    def _optional(self, feature: Feature, parent: Truth) -> _Open:
        """Convert an optional feature to an issue."""
        own = _own_group(feature)
        issue = self._issue_ids.of(feature.name)
        if own is None:
            term = {"id": INCLUDED, "title": feature.name, "cites": _cites(feature.line)}
            question = f"Is {feature.name} included?"
            said = {"question": question, "short": feature.name}
            self._write(issue, feature.line, said, [term], parent)
            return _Open(feature, {"chosen": f"{issue}/{INCLUDED}"})
        self._terms(own, issue, feature.name, parent)
        return _Open(feature, {"not": {"silent": issue}}, own)

    def _group(self, group: FeatureGroup, name: str, here: _Open) -> Iterator[_Open]:
        """Convert a group of a feature that is always present; yield its features."""
        if group.most == 0:
            for each in group.features:
                what = f"feature {each.name}, which no configuration has"
                self._left.append(Left(what, each.line))
                yield _Open(each, selected=False)
            return
        issue = self._issue_ids.of(name)
        self._terms(group, issue, here.feature.name, here.selected)
        if group.least:
            answered: Truth = {"not": {"silent": issue}}
            self._rule(
                f"{issue}-is-answered",
                f"{here.feature.name} comes with {_how_many(group)} of its features.",
                _if(here.selected, answered),
                group.line,
            )
        yield from self._chosen(group, issue)

    def _terms(self, group: FeatureGroup, issue: str, name: str, parent: Truth) -> None:
        """Convert a group to an issue."""
        if group.least > len(group.features):
            message = f"the group of {quoted(name)} asks for {group.least} of "
            message += f"{len(group.features)} features"
            raise fault(self._file, group.line, message, "the feature can never be selected")
        ids = Ids("feature")
        terms = [
            {"id": ids.of(each.name), "title": each.name, "cites": _cites(each.line)}
            for each in group.features
        ]
        most = _most(group)
        said: dict[str, Any] = {
            "question": f"Which of the features of {name}: {_how_many(group)}?",
            "short": name,
        }
        if (group.least, most) != (1, 1):
            whole = (group.least, most) == (0, len(terms))
            said["choose"] = "any" if whole else {"min": group.least, "max": most}
        self._write(issue, group.line, said, terms, parent)

    def _write(
        self,
        issue: str,
        line: int,
        said: dict[str, Any],
        terms: list[dict[str, Any]],
        parent: Truth,
    ) -> None:
        applies = {} if isinstance(parent, bool) else {"applies-when": parent}
        self._issues[issue] = line, {"id": issue, **said, **applies, "terms": terms}

    def _chosen(self, group: FeatureGroup, issue: str) -> Iterator[_Open]:
        """Yield the features of a group, each with its term as condition."""
        _, written = self._issues[issue]
        for each, term in zip(group.features, written["terms"], strict=True):
            yield _Open(each, {"chosen": f"{issue}/{term['id']}"})

    def _issue_of(self, feature: str) -> str:
        """Return the issue of a feature that its own group represents."""
        selected = self._selected[feature]
        assert isinstance(selected, dict)  # noqa: S101  # it has a group of its own
        return str(selected["not"]["silent"])

    # -- constraints --

    def _constraint(self, constraint: Constraint) -> None:
        text = clip(constraint.text, 200)
        holds = self._condition(constraint.formula)
        if holds is False:
            message = f"no configuration keeps the constraint {quoted(text)}"
            raise fault(self._file, constraint.line, message)
        if holds is True:
            return  # the tree already implies it
        if _parts(holds) > MOST_PARTS:
            message = "the constraint is too long for a condition"
            raise fault(self._file, constraint.line, message, "write it as several constraints")
        name = f"constraint-line-{constraint.line}"
        self._rule(name, f"The model says: {text}", holds, constraint.line)

    def _rule(self, name: str, reason: str, holds: Truth, line: int) -> None:
        if isinstance(holds, bool):
            return
        rule = {
            "id": self._rule_ids.of(name),
            "basis": "from-source",
            "reason": reason,
            "holds": holds,
            "cites": _cites(line),
        }
        self._rules.append((line, rule))

    def _condition(self, formula: Formula) -> Truth:
        match formula:
            case uvl.FeatureName(name):
                return self._selected[name]
            case uvl.Negation(part):
                return _not(self._condition(part))
            case uvl.Conjunction(parts):
                return _all(map(self._condition, parts))
            case uvl.Disjunction(parts):
                return _any(map(self._condition, parts))
            case uvl.Implication(left, right):
                return _if(self._condition(left), self._condition(right))
            case uvl.Iff(left, right):
                return _iff(self._condition(left), self._condition(right))


def _own_group(feature: Feature) -> FeatureGroup | None:
    """Return the only group whose choice implies the feature; None without such a group."""
    groups = [each for each in feature.groups if _takes_some(each)]
    if len(groups) != 1 or not groups[0].least or groups[0].most == 0:
        return None
    return groups[0]


def _takes_some(group: FeatureGroup) -> bool:
    return group.kind not in {"mandatory", "optional"}


def _most(group: FeatureGroup) -> int:
    most = len(group.features)
    return most if group.most is None else min(most, group.most)


def _how_many(group: FeatureGroup) -> str:
    least, most = group.least, _most(group)
    if (least, most) == (1, 1):
        return "one"
    if least == most:
        return f"{least}"
    if most == len(group.features):
        least_words = "one" if least == 1 else f"{least}"
        return "any" if least == 0 else f"at least {least_words}"
    return f"at most {most}" if least == 0 else f"{least} to {most}"


def _by_line(said: Iterable[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [each for _, each in sorted(said, key=lambda pair: pair[0])]


def _cites(line: int) -> dict[str, list[int]]:
    return {SOURCE: [line]}


# -- conditions, without those that are always or never true --


def _not(part: Truth) -> Truth:
    if isinstance(part, bool):
        return not part
    return part["not"] if part.keys() == {"not"} else {"not": part}


def _all(parts: Iterable[Truth]) -> Truth:
    found: list[dict[str, Any]] = []
    for each in parts:
        if each is False:
            return False
        if each is not True:
            found.extend(each["all"] if each.keys() == {"all"} else [each])
    found = _once(found)
    if not found:
        return True
    return found[0] if len(found) == 1 else {"all": found}


def _any(parts: Iterable[Truth]) -> Truth:
    found: list[dict[str, Any]] = []
    for each in parts:
        if each is True:
            return True
        if each is not False:
            found.extend(each["any"] if each.keys() == {"any"} else [each])
    found = _once(found)
    if not found:
        return False
    return found[0] if len(found) == 1 else {"any": found}


def _once(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Remove repetitions, which lists in files may not have."""
    return list({repr(each): each for each in parts}.values())


def _if(left: Truth, right: Truth) -> Truth:
    if left is False or right is True:
        return True
    if left is True:
        return right
    if right is False:
        return _not(left)
    return {"if": left, "then": right}


def _iff(left: Truth, right: Truth) -> Truth:
    if isinstance(left, bool):
        return right if left else _not(right)
    if isinstance(right, bool):
        return left if right else _not(left)
    if _parts(right) > _parts(left):
        left, right = right, left  # it is written twice
    return {"if": left, "then": right, "else": _not(right)}


def _parts(condition: object) -> int:
    """Return the number of names in a condition, repetitions included."""
    if isinstance(condition, dict):
        return sum(map(_parts, condition.values())) or 1
    if isinstance(condition, list):
        return sum(map(_parts, condition))
    return 1
