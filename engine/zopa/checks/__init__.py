"""Consistency checks of a workspace; each check answers one question.

A check is a generator of findings with the arguments `(corpus, known)`, or
`(corpus, scenario, known)` for scenario files. Checks never raise errors for content.
No check relies on the result of another one.

As with `schemas`, a fast yes or no comes first, here, without building the model. Only after a
no, the full checks run and write findings. A test ensures that a yes agrees with "no check
finds anything". The facts about the terms that drafts need are few and plain. zopa can cache
them between runs, and then need not load the terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.diagnostics import (
    INVALID_ID,
    UNKNOWN_KEY,
    WRONG_SIZE,
    WRONG_TYPE,
    YAML_MISSING_VALUE,
)
from zopa.files import Role
from zopa.model import DAY, NONE, NUMBERS, SILENT, allows, bounded, picks, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document
    from zopa.model.corpus import Attribute, Corpus, Issue, Position
    from zopa.schemas import Modelines

__all__ = [
    "Gist",
    "about_choices",
    "findings_at_a_glance",
    "issue_of",
    "own_findings",
    "plainly_right",
]


PLAIN: Final = frozenset({"title", "description", "note", "hold", "otherwise", "status"})
"""Keys that refer to no other file."""
SHAPES: Final = frozenset(
    each.code for each in (INVALID_ID, UNKNOWN_KEY, WRONG_SIZE, WRONG_TYPE, YAML_MISSING_VALUE)
)
"""Kinds of findings on a choice with another shape."""

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Gist:
    """Facts about the terms that drafts need, as JSON values."""

    issues: dict[str, Json]
    """By id: least and greatest number of terms, the terms by id with their parameters by id,
    and True if an empty list is an answer."""
    positions: dict[str, Json]
    """By `party/id`: True if it gets verdicts, and its readings."""
    parties: list[str]
    sources: dict[str, bool]
    """By id: True if the source stands for outside knowledge, without places to cite."""
    as_of: str
    begun: str | None
    """The day before which no position is current; None if that is unknown."""
    coherence: Json = None
    """Consistent drafts, as `solving.completion` has them; None if not computed."""
    hides: bool = False
    """True if some parties may not see all of the terms, so that the texts of drafts matter."""

    @classmethod
    def of(cls, corpus: Corpus, coherence: Json = None, *, hides: bool = False) -> Gist:
        """The gist of a corpus."""
        begun = [each.since.earliest for each in corpus.positions.values()]
        days = [each.isoformat() for each in begun if each is not None]
        return cls(
            {str(name): _issue(each) for name, each in corpus.issues.items()},
            {str(name): _position(each) for name, each in corpus.positions.items()},
            [str(name) for name in corpus.parties],
            {str(name): each.outside for name, each in corpus.sources.items()},
            corpus.as_of.isoformat(),
            min(days) if days and None not in begun else None,
            coherence,
            hides,
        )

    @classmethod
    def read(cls, value: Json) -> Gist | None:
        """The gist in the output of `written`; None for any other value."""
        if not isinstance(value, list) or len(value) != len(TYPES):
            return None
        if not all(map(isinstance, value, TYPES)):
            return None
        return cls(*value)

    def written(self) -> Json:
        """As a JSON value, for `read`."""
        return [
            self.issues,
            self.positions,
            self.parties,
            self.sources,
            self.as_of,
            self.begun,
            self.coherence,
            self.hides,
        ]


TYPES: Final = (dict, dict, list, dict, str, str | None, list | None, bool)


def _issue(issue: Issue) -> Json:
    terms = {
        str(name): {str(each): _domain(one.domain) for each, one in term.parameters.items()}
        for name, term in issue.terms.items()
    }
    return [issue.least, issue.most, terms, issue.answered_by == "set" and NONE in terms]


def _domain(domain: Attribute) -> Json:
    """Type, words, minimum and maximum as integers, steps, digits, and words beside numbers."""
    bounds = [None if each is None else int(each) for each in (domain.minimum, domain.maximum)]
    steps = [domain.step, domain.digits]
    words = [domain.unlimited, domain.unspecified]
    return [domain.type, list(domain.values), bounds, steps, words]


def _position(position: Position) -> Json:
    return [position.checked, [str(each) for each in position.readings]]


# -- drafts -------------------------------------------------------------------


def own_findings(
    document: Document, modelines: Modelines, role: Role = Role.SCENARIO
) -> list[Diagnostic]:
    """The findings on a file that do not depend on other files."""
    from zopa.schemas import check_shape

    return [
        *document.diagnostics,
        *check_shape(document, role),
        *modelines.check(document, role),
    ]


def findings_at_a_glance(
    document: Document, modelines: Modelines, gist: Gist
) -> list[Diagnostic] | None:
    """The findings on a scenario file; None if the fast path cannot decide."""
    from zopa.schemas import usable

    found = own_findings(document, modelines)
    if found and about_choices(found):
        return None
    if not usable(document, found) or (not gist.hides and plainly_right(gist, document.data)):
        return found
    return None


def about_choices(findings: Iterable[Diagnostic]) -> bool:
    """True if zopa needs the terms to say how to write a choice."""
    return any(issue_of(each) is not None for each in findings)


def issue_of(finding: Diagnostic) -> str | None:
    """The issue whose choice has another shape."""
    start, _, rest = finding.pointer.removeprefix("/").partition("/")
    if start != "choices" or not rest or finding.code not in SHAPES:
        return None
    name, _, inside = rest.partition("/")
    return None if inside.partition("/")[0] == "cites" else name


def plainly_right(gist: Gist, data: Json) -> bool:
    """True if certainly no check of a scenario finds anything.

    Args:
        gist: the facts about the terms.
        data: of a scenario file, in the right shape.

    Returns:
        False means nothing: a check may or may not find something.
    """
    for key, value in data.items():
        match key:
            case "choices":
                right = _choices(gist, value)
            case "proposed-by" | "visibility":
                right = _are(gist.parties, value)
            case "source":
                right = value in gist.sources
            case "readings":
                right = all(
                    name in gist.positions and each in gist.positions[name][1]
                    for name, each in value.items()
                )
            case "at-the-table":
                right = _are(gist.parties, value)
            case "as-of":
                right = _day(value) and (gist.begun is None or value >= gist.begun)
            case "waivers":
                right = _waivers(gist, value, data.get("as-of", gist.as_of))
            case "expect":
                right = _expectations(gist, value)
            case _:
                right = key in PLAIN and not isinstance(value, dict)
        if not right:
            return False
    return True


def _choices(gist: Gist, choices: Mapping[str, Json]) -> bool:
    for name, chosen in choices.items():
        if name not in gist.issues:
            return False
        least, most, terms, empty = gist.issues[name]
        said = chosen.get("term") if isinstance(chosen, dict) else chosen
        none = said == [] and empty
        if not none and chosen != SILENT and not _several(least, most, terms, chosen):
            return False
        if isinstance(chosen, dict) and not _cited(gist.sources, chosen.get("cites", {})):
            return False
    return True


def _several(least: int, most: int, terms: Mapping[str, Json], chosen: Json) -> bool:
    """True if the choice consists of terms of the issue, with values that they allow."""
    found = list(picks(chosen))
    names = [name for name, _ in found]
    if not found:  # silence in another form than by the word
        return isinstance(chosen, dict) and chosen.get("term") == SILENT
    return (
        least <= len(names) <= most
        and len(set(names)) == len(names)
        and all(name in terms and _allowed(terms[name], given) for name, given in found)
    )


def _cited(sources: Mapping[str, bool], cites: Json) -> bool:
    """True if citations name existing sources, and places if the sources need some."""
    return isinstance(cites, dict) and all(
        name in sources and (bool(places) or sources[name]) for name, places in cites.items()
    )


def _allowed(declared: Mapping[str, Json], given: Json) -> bool:
    """True if the values of parameters, which may be broken, are allowed."""
    if not isinstance(given, dict):
        return False
    only = next(iter(declared)) if len(declared) == 1 else ""
    for name, value in given.items():
        if (name or only) not in declared:
            return False
        domain = declared[name or only]
        if not (_between(domain, value) if bounded(value) else _may_be(domain, value)):
            return False
    return True


def _may_be(domain: Json, value: Json, *, step: int | None = None) -> bool:
    kind, values, (least, most), (steps, digits), (unlimited, unspecified) = domain
    return allows(
        typed(value, kind, digits),
        kind,
        values,
        (least, most),
        unlimited=unlimited,
        step=steps if step is None else step,
        unspecified=unspecified,
    )


def _between(domain: Json, bounds: Mapping[str, Json]) -> bool:
    """True if bounds of a number lie in its range, with a value between them."""
    kind, _, (least, most), (step, digits), _ = domain
    if kind not in NUMBERS or not all(
        _may_be(domain, each, step=1) for each in bounds.values()
    ):
        return False
    low = typed(bounds["at-least"], kind, digits) if "at-least" in bounds else least
    high = typed(bounds["at-most"], kind, digits) if "at-most" in bounds else most
    if not isinstance(low, int) or not isinstance(high, int):
        return False
    base: int = least or 0
    return bool(base - (base - low) // step * step <= high)


def _are(known: Iterable[str], names: Json) -> bool:
    """True if each name is known; a single one may be without a list."""
    every = names if isinstance(names, list) else [names]
    return all(each in known for each in every)


def _day(value: Json) -> bool:
    return isinstance(value, str) and DAY.fullmatch(value) is not None


def _waivers(gist: Gist, waivers: Iterable[Json], day: str) -> bool:
    return _day(day) and all(
        each["position"] in gist.positions and _day(each["expires"]) and each["expires"] > day
        for each in waivers
    )


def _expectations(gist: Gist, expect: Mapping[str, Json]) -> bool:
    if expect.get("coherent") is False and expect.get("deal", False) is not False:
        return False
    seen: set[str] = set()
    for key, value in expect.items():
        if key in {"coherent", "deal"}:
            continue
        named = set(value)
        if key not in {"crossed", "respected", "open"} or not seen.isdisjoint(named):
            return False
        if not all(name in gist.positions and gist.positions[name][0] for name in named):
            return False
        seen |= named
    return True
