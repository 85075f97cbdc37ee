"""Random small workspaces that use every feature, as the data of their files.

The data are valid by construction. `load` checks that with the real parser, schemas
and checks, so that this module cannot drift from the format. A space has at most
`LIMIT` complete scenarios, so that `brute` can check each.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from dataclasses import dataclass, field, replace
from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import assume
from hypothesis import strategies as st

from zopa.checks.naming import Known
from zopa.checks.scenarios import check_corpus, check_scenario
from zopa.construct import construct, construct_scenario, resolve
from zopa.diagnostics import Diagnostic, Severity
from zopa.documents import parse
from zopa.files import Role, role_of
from zopa.model.corpus import Corpus, Scenario
from zopa.schemas import check_shape

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AS_OF",
    "DAYS",
    "DRAFT",
    "LIMIT",
    "PARTIES",
    "Data",
    "Files",
    "amounts",
    "bounded",
    "decided",
    "drafts",
    "entities_of",
    "errors_in",
    "incoherent",
    "load",
    "numbers",
    "related",
    "spelled_out",
    "terms_in",
    "ties",
    "workspaces",
    "written",
]

Data: TypeAlias = dict[str, Any]
Files: TypeAlias = dict[str, Data]
"""Data of the files, by path within the workspace."""

LIMIT = 600
"""Maximum number of complete scenarios of a space."""
AS_OF = "2025-01-08"
DRAFT = "scenarios/draft.yaml"
PARTIES = ("alpha", "beta", "gamma")
HELD = ("2025-01-01", "2025-01-04", {"earliest": "2025-01-02", "latest": "2025-01-03"})
"""Values of `since` that are certainly before the corpus's date."""
SINCE: tuple[Any, ...] = (
    "2025-01-06",
    "2025-01-08",
    {"earliest": "2025-01-02", "latest": "2025-01-08"},
    {"earliest": "2025-01-02", "latest": "2025-01-09"},
    {"latest": "2025-01-07"},
    {"earliest": "2025-01-03"},
    {},
)
UNTIL = (
    "2025-01-08",
    "2025-01-09",
    {"earliest": "2025-01-08", "latest": "2025-01-10"},
    {"earliest": "2025-01-09"},
    {"latest": "2025-01-10"},
)
"""Values after all of `SINCE`, so that nothing ends before it begins."""

TYPES: dict[str, dict[str, Data]] = {
    "agreement": {
        "cap": {
            "type": "integer",
            "unit": "days",
            "minimum": 0,
            "maximum": 6,
            "unlimited": True,
            "default": "unlimited",
        },
        "length": {"values": ["short", "middle", "long"], "ordered": True, "default": "short"},
        "public": {"type": "boolean", "default": False},
        "tax": {"type": "integer", "minimum": 0, "maximum": 2, "unspecified": True},
        "rate": {
            "type": "decimal",
            "digits": 1,
            "minimum": 0,
            "maximum": 1.5,
            "step": 0.5,
            "default": 0.5,
        },
        "due": {
            "type": "date",
            "earliest": "2025-02-27",
            "latest": "2025-03-01",
            "unspecified": True,
        },
    },
    "zone": {
        "control": {"values": ["left", "right", "unspecified"], "default": "left"},
        "share": {"type": "integer", "unit": "days", "minimum": 0, "maximum": 4, "default": 1},
        "deep": {"type": "boolean", "fixed": True},
    },
    "party": {
        "force": {"values": ["absent", "limited", "large"], "ordered": True},
        "neutral": {"type": "boolean", "fixed": True, "default": True},
    },
    "region": {},
}
ENTITIES: dict[str, tuple[str, str | None]] = {
    "agreement": ("agreement", None),
    "north": ("region", None),
    "south": ("region", None),
    "north-east": ("zone", "north"),
    "north-west": ("zone", "north"),
    "south-east": ("zone", "south"),
    "alpha": ("party", None),
    "beta": ("party", None),
}
"""Type and owner of each entity."""
OFTEN_SET = [("agreement", "cap"), ("agreement", "public"), ("north-east", "control")]
"""Attributes for effects and conditions of inconsistent drafts."""
DAYS = {"earliest": "2025-02-27", "latest": "2025-03-01"}
"""Bounds of a milestone's date."""
LONGEST_LINE = 16_000
"""Characters of a file on one line; a line may have a few more. Lines take longer to write."""
MEMBERSHIPS = (("alpha", "club"), ("beta", "club"), ("alpha", "gamma"), ("beta", "gamma"))
"""Memberships of parties in a group, and in another party."""


# -- from data to values ------------------------------------------------------


def errors_in(files: Files) -> tuple[Corpus, dict[str, Scenario], list[Diagnostic]]:
    """The model as far as it can be built from the files, and the errors."""
    findings: list[Diagnostic] = []
    terms = []
    drafts = []
    for path in sorted(files):
        role = role_of(path)
        assert role is not None, path
        text = json.dumps(files[path])
        if len(text) > LONGEST_LINE:
            text = json.dumps(files[path], indent=0)
        document = parse(text, path)
        findings.extend(document.diagnostics)
        findings.extend(check_shape(document, role))
        if role is Role.SCENARIO:
            drafts.append(document)
        else:
            terms.append((role, document))
    built = construct(terms, findings)
    corpus = Corpus(**built.corpus)
    known = Known(frozenset(built.broken))
    findings.extend(built.diagnostics)
    findings.extend(check_corpus(corpus, known))
    scenarios = {}
    for document in drafts:
        scenario = construct_scenario(document, findings)
        if scenario is not None:
            scenario = resolve(corpus, scenario)
            scenarios[scenario.id] = scenario
            findings.extend(check_scenario(corpus, scenario, known))
    return corpus, scenarios, [each for each in findings if each.severity == Severity.ERROR]


def load(files: Files) -> tuple[Corpus, dict[str, Scenario]]:
    """The corpus, and the drafts by id; the files must be without errors."""
    corpus, scenarios, errors = errors_in(files)
    assert not errors, "\n".join(f"{each.span}: {each.message}" for each in errors)
    return corpus, scenarios


def written(
    issues: Iterable[Data],
    *,
    rules: Iterable[Data] = (),
    positions: Iterable[Data] = (),
    draft: Data | None = None,
) -> Files:
    """A workspace for an example: the standard state plus the given parts.

    `deep` are `north-east` and `south-east`. `alpha` has no force and is in the club. `beta`
    has a large force and is not neutral. Missing titles and similar keys are filled in.

    Args:
        issues: as in a file; `question` and the `title` of terms may be missing.
        rules: `basis` and `reason` may be missing.
        positions: `party` (alpha), `kind` (red-line), `since` and the like may be missing.
        draft: as in a file of `scenarios/`; `title` and `choices` may be missing.
    """
    entities: Data = {
        name: {"type": kind} | ({} if owner is None else {"of": owner})
        for name, (kind, owner) in ENTITIES.items()
    }
    entities["north-east"]["baseline"] = {"deep": True}
    entities["north-west"]["baseline"] = {"deep": False}
    entities["south-east"]["baseline"] = {"deep": True}
    entities["alpha"]["baseline"] = {"force": "absent"}
    entities["beta"]["baseline"] = {"force": "large", "neutral": False}
    line = {"party": "alpha", "kind": "red-line", "strength": "declared", "since": "2025-01-01"}
    return {
        **_frame_of_files([("alpha", "club")]),
        "terms/state.yaml": {"entity-types": _types(), "entities": entities},
        "terms/issues/all.yaml": {
            "issues": [
                {
                    "question": "What?",
                    **issue,
                    **_terms_of(issue),
                }
                for issue in issues
            ]
        },
        "terms/rules.yaml": {
            "rules": [{"basis": "definitional", "reason": "So.", **rule} for rule in rules]
        },
        "terms/positions/all.yaml": {
            "positions": [
                {**line, "title": "Line", "statements": ["said"], **position}
                for position in positions
            ]
        },
        DRAFT: {"title": "A draft", "choices": {}, **(draft or {})},
    }


def _terms_of(issue: Data) -> Data:
    """The terms of an issue, each with a title; empty if a value answers the issue."""
    if "terms" not in issue:
        return {}
    return {"terms": [{"title": "Term", **term} for term in issue["terms"]]}


def _types() -> Data:
    types = {
        kind: {"attributes": attributes} if attributes else {}
        for kind, attributes in TYPES.items()
    }
    return copy.deepcopy(types)


def _frame_of_files(members: Iterable[tuple[str, str]], *, table: int = 3) -> Files:
    """The files about parties, speakers and statements."""
    return {
        "terms/corpus.yaml": {
            "zopa": 1,
            "title": "Made up",
            "as-of": AS_OF,
            "at-the-table": list(PARTIES)[:table],
        },
        "terms/sources.yaml": {"sources": [{"id": "paper", "title": "A paper"}]},
        "terms/statements.yaml": {
            "statements": [
                {
                    "id": "said",
                    "speaker": "speaker",
                    "said": "2025-01-01",
                    "text": "Something was said.",
                    "attribution": "direct-statement",
                    "cites": {"paper": [1]},
                }
            ]
        },
        "terms/parties.yaml": {
            "parties": [{"id": each, "name": each.title()} for each in PARTIES],
            "speakers": [{"id": "speaker", "name": "S. Peaker", "party": "alpha"}],
            "groups": [{"id": "club", "name": "Club"}],
            "memberships": [
                {"member": member, "group": group, "basis": "outside"}
                for member, group in members
            ],
        },
    }


# -- what is decided before the details ---------------------------------------


@dataclass
class Frame:
    """The issues with their terms, and the parameters assigned so far."""

    terms: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    choose: dict[str, Any] = field(default_factory=dict[str, Any])
    fillings: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """Number of ways to fill in the parameters of a term."""
    owners: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """For each type and attribute, the issue or term whose parameter may set it.

    Two parameters that set one attribute must belong to terms that exclude each other.
    """

    answers: dict[str, Data] = field(default_factory=dict[str, Data])
    """Types of the values of issues that a value answers."""
    parameters: dict[tuple[str, str], Data] = field(default_factory=dict[tuple[str, str], Data])
    """The known parameters of terms."""
    relations: bool = True
    """True if conditions relate numbers."""
    milestones: list[str] = field(default_factory=list[str])
    """The issues that are dates of milestones."""
    cases: list[str] = field(default_factory=list[str])
    """The contingencies."""
    each: dict[str, str] = field(default_factory=dict[str, str])
    """Issues with a term for every entity of a type."""
    touched: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Entities and attributes that at least one term may set."""

    def numbers(self, *, dates: bool = False, unlimited: bool = True) -> list[str]:
        """The issues that a number, or a date, answers."""
        return [
            issue
            for issue, answer in self.answers.items()
            if answer["type"] in ({"date"} if dates else {"integer", "decimal"})
            and (unlimited or not answer.get("unlimited"))
            and self.relations
        ]

    def size(self) -> int:
        """Number of complete scenarios, without limits on the number of terms."""
        return prod(
            1 + sum(self.fillings[issue, term] for term in terms)
            if self.choose[issue] == "one"
            else prod(1 + self.fillings[issue, term] for term in terms)
            for issue, terms in self.terms.items()
        )


def _up_to(most: int, *, least: int = 0) -> st.SearchStrategy[int]:
    """A number, with larger ones more frequent."""
    return st.sampled_from([each for each in range(least, most + 1) for _ in range(each + 1)])


def _frame(draw: st.DrawFn, issues: int, *, relations: bool = True) -> Frame:
    frame = Frame(relations=relations)
    frame.cases = draw(st.sampled_from([[], [], ["breach"], ["attack", "breach"]]))
    for milestone in ("signing", "vote")[: draw(st.sampled_from([0, 0, 0, 1, 2]))]:
        frame.milestones.append(milestone)
        frame.answers[milestone] = {"type": "date", **DAYS}
        frame.terms[milestone] = ["value"]
        frame.choose[milestone] = "one"
        frame.fillings[milestone, "value"] = 3
    for number in range(draw(_up_to(issues, least=1))):
        issue = f"issue-{'abcdef'[number]}"
        terms = [f"{'pqr'[each]}{'abcdef'[number]}" for each in range(draw(_up_to(3, least=1)))]
        frame.terms[issue] = terms
        frame.fillings.update({(issue, term): 1 for term in terms})
        most = draw(st.integers(1, len(terms)))
        least = draw(st.integers(0, most))
        kinds: list[Any] = ["one", "one", "any", {"min": least, "max": most}, {"max": most}]
        frame.choose[issue] = draw(st.sampled_from(kinds))
        if draw(st.integers(0, 3)) == 3:
            _answered(draw, frame, issue)
        elif draw(st.integers(0, 5)) == 5:
            _for_each(draw, frame, issue)
        if frame.size() > LIMIT // 4:
            frame.answers.pop(issue, None)
            frame.each.pop(issue, None)
            frame.terms[issue] = terms
            frame.choose[issue] = "one"
            del terms[1:]
    return frame


def _for_each(draw: st.DrawFn, frame: Frame, issue: str) -> None:
    """Turn the issue into one with a term for every entity of a type."""
    frame.each[issue] = draw(st.sampled_from(["region", "zone"]))
    frame.terms[issue] = entities_of(frame.each[issue])
    frame.choose[issue] = draw(st.sampled_from(["one", "any"]))
    frame.fillings.update({(issue, term): 1 for term in frame.terms[issue]})


def entities_of(kind: str) -> list[str]:
    """The entities of a type."""
    return [name for name, (its, _) in ENTITIES.items() if its == kind]


ANSWERS: tuple[Data, ...] = (
    {"type": "integer", "minimum": 0, "maximum": 3},
    {"type": "integer", "minimum": -2, "maximum": 3, "step": 2, "unlimited": True},
    {"type": "decimal", "digits": 1, "minimum": 0, "maximum": 1.5, "step": 0.5},
    {"type": "decimal", "digits": 2, "minimum": 0.25, "maximum": 0.27},
    {"type": "date", "earliest": "2025-02-27", "latest": "2025-03-01"},
    {"type": "boolean"},
    {"type": "set", "from": ["left", "right"]},
    {"type": "set", "of": "region", "maximum": 1},
    {"type": "set", "from": ["left", "right"], "minimum": 0},
)
"""Types of the values of issues, with few values each."""


def _answered(draw: st.DrawFn, frame: Frame, issue: str) -> None:
    """Turn the issue into one that a value answers."""
    answer = draw(st.sampled_from(ANSWERS))
    frame.answers[issue] = answer
    frame.choose[issue] = "one"
    terms = answers_of(answer)
    if answer["type"] == "set":
        frame.choose[issue] = {"min": 1, "max": answer.get("maximum", len(terms))}
    frame.terms[issue] = terms
    frame.fillings.update({(issue, term): 1 for term in terms})
    if "value" in terms:
        frame.fillings[issue, "value"] = len(amounts(answer))


def amounts(answer: Data) -> list[Any]:
    """The numbers or dates of an answer, in the notation of files."""
    if answer["type"] == "date":
        first = dt.date.fromisoformat(answer["earliest"])
        days = (dt.date.fromisoformat(answer["latest"]) - first).days
        return [str(first + dt.timedelta(each)) for each in range(days + 1)]
    step = answer.get("step", 10 ** -answer.get("digits", 0))
    number = round((answer["maximum"] - answer["minimum"]) / step)
    digits = max(2, answer.get("digits", 0))
    return [round(answer["minimum"] + each * step, digits) for each in range(number + 1)]


# -- conditions ---------------------------------------------------------------


def _value(draw: st.DrawFn, domain: Data) -> bool | int | str:
    if "values" in domain:
        word: str = draw(st.sampled_from(domain["values"]))
        return word
    if domain["type"] == "boolean":
        return draw(st.booleans())
    numbers: st.SearchStrategy[int | str] = st.sampled_from(amounts(domain))
    if domain.get("unlimited") and draw(st.integers(0, 5)) == 5:
        return "unlimited"
    return draw(numbers)


def _comparison(draw: st.DrawFn, domain: Data) -> Any:
    """A bare value, or one or two operators."""
    operators = ["bare", "is", "not", "in"]
    if domain.get("ordered") or domain.get("type") in {"integer", "decimal", "date"}:
        operators += ["at-least", "at-most", "below", "above"] * 2
    most = draw(st.sampled_from([1, 1, 2]))
    drawn = draw(st.lists(st.sampled_from(operators), min_size=1, max_size=most, unique=True))
    if "bare" in drawn:
        return _value(draw, domain)
    found: Data = {}
    for operator in drawn:
        value = _value(draw, domain)
        if operator == "in":
            other = _value(draw, domain)
            found[operator] = [value] if value == other else [value, other]
        else:
            found[operator] = value
    return found


def _predicate(draw: st.DrawFn, kind: str, *, depth: int = 1, static: bool = False) -> Data:
    """A predicate on entities of the type; `static`: only attributes that no term changes."""
    attributes = {
        name: domain
        for name, domain in TYPES[kind].items()
        if domain.get("fixed") or not static
    }
    keys = [*attributes, *attributes, "id"]
    keys += {"zone": ["of"], "party": ["member-of"]}.get(kind, [])
    if depth:
        keys += ["all", "any", "not"]
    found: Data = {}
    most = draw(st.sampled_from([1, 1, 2]))
    for key in draw(st.lists(st.sampled_from(keys), min_size=1, max_size=most, unique=True)):
        match key:
            case "all" | "any":
                found[key] = _once(
                    _predicate(draw, kind, depth=0, static=static)
                    for _ in range(draw(st.integers(1, 2)))
                )
            case "not":
                found[key] = _predicate(draw, kind, depth=0, static=static)
            case "id":
                these = [name for name, each in ENTITIES.items() if each[0] == kind]
                found[key] = draw(st.lists(st.sampled_from(these), min_size=1, unique=True))
            case "of":
                found[key] = draw(st.sampled_from(["north", "south", ["north", "south"]]))
            case "member-of":
                found[key] = draw(st.sampled_from(["club", "gamma", ["club", "gamma"]]))
            case _ if key in RELATED and not static and draw(st.integers(0, 3)) == 3:
                how = draw(st.sampled_from(OPERATORS))
                found[key] = {how: draw(st.sampled_from(RELATED[key]))}
            case _:
                found[key] = _comparison(draw, attributes[key])
    return found


def _once(entries: Iterable[Data]) -> list[Data]:
    """The entries without duplicates, as in lists of files."""
    found: list[Data] = []
    for each in entries:
        if each not in found:
            found.append(each)
    return found


def _condition(draw: st.DrawFn, frame: Frame, *, depth: int = 2, choices: bool = False) -> Data:
    """A condition; with `choices`, one that the `when` of an effect may contain."""

    def part() -> Data:
        return _condition(draw, frame, depth=depth - 1, choices=choices)

    def parts() -> list[Data]:
        return _once(part() for _ in range(draw(st.sampled_from([2, 3, 1]))))

    form = draw(st.sampled_from(_forms(draw, frame, depth=depth, choices=choices)))
    issue = draw(st.sampled_from(sorted(frame.terms)))
    match form:
        case "chosen":
            return {"chosen": f"{issue}/{draw(st.sampled_from(frame.terms[issue]))}"}
        case "value":
            return _of_value(draw, frame, related=not choices)
        case "silent" | "undecided":
            return {form: issue}
        case "later":
            return _later(draw, frame, depth)
        case "all" | "any":
            return {form: parts()}
        case "not":
            return {"not": part()}
        case "if":
            found = {"if": part(), "then": part()}
            return found | {"else": part()} if draw(st.booleans()) else found
        case "count":
            counted = parts()
            how = draw(st.sampled_from(["at-least", "at-most", "exactly"]))
            return {how: draw(st.integers(0, len(counted) + 1)), "of": counted}
        case "entity":
            return _test(draw, frame)
        case _:
            return _quantified(draw, form)


def _forms(draw: st.DrawFn, frame: Frame, *, depth: int, choices: bool) -> list[str]:
    """The possible forms of a condition, repeated by their wanted frequency."""
    forms = ["chosen", "chosen", "chosen", "silent"]
    several = not choices and any(each != "one" for each in frame.choose.values())
    valued = bool(frame.answers or frame.parameters) or several
    forms += ["value"] * 4 * valued
    if not choices:
        forms += ["entity", "entity", "entity", "every", "some", "none", "of-type"]
        forms += ["later"] * 4 * bool(frame.milestones or frame.cases)
        forms += ["undecided"] if draw(st.integers(0, 4)) == 4 else []
    if depth:
        forms += ["all", "any", "not"] * depth
        forms += [] if choices else ["if", "if", "count", "count"] * depth
    return forms


def _later(draw: st.DrawFn, frame: Frame, depth: int) -> Data:
    """A condition on a milestone, or on a contingency."""
    if frame.milestones and (not frame.cases or draw(st.booleans())):
        return _of_milestone(draw, frame)
    return {
        "in-case": draw(st.sampled_from(frame.cases)),
        "holds": _condition(draw, replace(frame, cases=[]), depth=min(depth, 1)),
    }


def _test(draw: st.DrawFn, frame: Frame) -> Data:
    """A condition on an entity."""
    if bool(frame.touched) and draw(st.booleans()):
        return _test_of_touched(draw, frame)
    described = [name for name, (kind, _) in ENTITIES.items() if TYPES[kind]]
    name = draw(st.sampled_from(["agreement", "agreement", *described]))
    return {"entity": name, "holds": _predicate(draw, ENTITIES[name][0])}


def _of_value(draw: st.DrawFn, frame: Frame, *, related: bool) -> Data:
    """A condition on the value of an issue or of a parameter."""
    numeric = frame.numbers() or (frame.relations and _blanks(frame))
    if related and numeric and draw(st.booleans()):
        return _relation(draw, frame)
    chosen = [issue for issue in frame.terms if frame.choose[issue] != "one"]
    if chosen and related and draw(st.integers(0, 3)) == 3:
        how = draw(st.sampled_from(OPERATORS))
        size = {how: draw(st.integers(1, 3))}
        return {"issue": draw(st.sampled_from(chosen)), "size": size}
    if not frame.answers and not frame.parameters:
        return {"silent": draw(st.sampled_from(sorted(frame.terms)))}
    if frame.parameters and (not frame.answers or draw(st.booleans())):
        blank = draw(st.sampled_from(sorted(frame.parameters)))
        parameters = frame.parameters[blank]
        name = draw(st.sampled_from(sorted(parameters)))
        said = {name: _comparison(draw, parameters[name])}
        return {"chosen": "/".join(blank), "with": said}
    return _of_answer(draw, frame)


def _of_answer(draw: st.DrawFn, frame: Frame) -> Data:
    """A condition on the value of an issue."""
    issue = draw(st.sampled_from(sorted(frame.answers)))
    answer = frame.answers[issue]
    if answer["type"] == "boolean":
        return {"issue": issue, draw(st.sampled_from(["is", "not"])): draw(st.booleans())}
    if answer["type"] == "set":
        members = frame.terms[issue]
        how = draw(st.sampled_from(["includes", "includes-all", "includes-any"]))
        if how == "includes":
            return {"issue": issue, how: draw(st.sampled_from(members))}
        some = draw(st.lists(st.sampled_from(members), min_size=1, unique=True))
        return {"issue": issue, how: some}
    values = amounts(answer) + ["unlimited"] * bool(answer.get("unlimited"))
    found: Data = {"issue": issue}
    operators = ["is", "not", "in", "at-least", "at-most", "below", "above"]
    most = draw(st.sampled_from([1, 1, 2]))
    for each in draw(
        st.lists(st.sampled_from(operators), min_size=1, max_size=most, unique=True)
    ):
        some = draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))
        found[each] = some if each == "in" else some[0]
    return found


OPERATORS = ("is", "not", "at-least", "at-most", "below", "above")
RELATED: dict[str, tuple[Data, ...]] = {
    "share": (
        {"attribute": "share", "of": "north-east"},
        {"attribute": "cap", "of": "agreement"},
    ),
    "tax": ({"attribute": "tax"}, {"attribute": "rate", "of": "agreement"}),
    "due": ({"attribute": "due", "of": "agreement"},),
}
"""Partners for comparisons of attributes, in conditions on entities."""


def _of_milestone(draw: st.DrawFn, frame: Frame, *, effect: bool = False) -> Data:
    """A condition on a milestone's date; with `effect`, one that a term may set."""
    one = draw(st.sampled_from(frame.milestones))
    other = draw(st.sampled_from(frame.milestones))
    forms: list[Data] = [
        {"milestone": one, draw(st.sampled_from(["is", "at-least"])): DAYS["latest"]},
        {"milestone": one, "at-most": DAYS["earliest"]},
    ]
    if not effect:
        forms.append({"happens": one})
    if frame.relations and one != other:
        forms += [
            {"milestone": one, draw(st.sampled_from(["before", "after"])): other},
            {"milestone": one, "within": {"days": draw(st.integers(0, 2))}, "after": other},
        ]
        if not effect:
            forms.append({"before": draw(st.permutations(frame.milestones))})
    return draw(st.sampled_from(forms))


def _relation(draw: st.DrawFn, frame: Frame) -> Data:
    """A relation of numbers: of issues, parameters and attributes."""
    dates = frame.numbers(dates=True)
    operator = draw(st.sampled_from(OPERATORS))
    if bool(dates) and draw(st.booleans()):
        one, other = (draw(st.sampled_from(dates)) for _ in range(2))
        if draw(st.booleans()):
            days: Data = {"days-between": [{"issue": one}, {"issue": other}]}
            return {"quantity": days, operator: draw(st.integers(-2, 2))}
        there = draw(st.sampled_from([{"issue": other}, "2025-02-28"]))
        return {"quantity": {"issue": one}, operator: there}
    left = _quantity(draw, frame)
    right = draw(st.sampled_from([draw(st.integers(-2, 6)), _quantity(draw, frame)]))
    return {"quantity": left, operator: right}


def _quantity(draw: st.DrawFn, frame: Frame, *, depth: int = 2, finite: bool = False) -> Any:
    """A number made of those of a workspace; `finite`: without unlimited ones."""
    forms = ["issue", "issue", "number"]
    forms += ["attribute", "total"] if not finite else []
    forms += ["sum", "difference", "times", "product"] if depth else []
    blanks = _blanks(frame, finite=finite)
    forms += ["parameter"] * 2 * bool(blanks)
    match draw(st.sampled_from(forms)):
        case "parameter":
            issue, term, name = draw(st.sampled_from(blanks))
            return {"parameter": name, "of": f"{issue}/{term}"}
        case "issue" if frame.numbers(unlimited=not finite):
            return {"issue": draw(st.sampled_from(frame.numbers(unlimited=not finite)))}
        case "attribute":
            return draw(
                st.sampled_from(
                    [
                        {"attribute": "cap", "of": "agreement"},
                        {"attribute": "tax", "of": "agreement"},
                        {"attribute": "share", "of": "north-east"},
                    ]
                )
            )
        case "total":
            found: Data = {"sum": "share", "over": "zone"}
            if draw(st.booleans()):
                found["where"] = _predicate(draw, "zone")
            return found
        case "sum":
            return {
                "sum": [
                    _quantity(draw, frame, depth=depth - 1, finite=finite)
                    for _ in range(draw(st.integers(1, 3)))
                ]
            }
        case ("difference" | "product") as form:
            found = {
                form: [_quantity(draw, frame, depth=depth - 1, finite=True) for _ in range(2)]
            }
            if form == "product" and draw(st.booleans()):
                found["unit"] = "days"
            elif form == "difference" and not finite:
                found[form][0] = _quantity(draw, frame, depth=depth - 1)
            return found
        case "times":
            factor = draw(st.sampled_from([2, 3, "1/3", 0.5] + [-1] * finite))
            inside = _quantity(draw, frame, depth=depth - 1, finite=finite)
            return {"times": factor, "of": inside}
        case _:
            return draw(st.integers(-1, 4))


def _blanks(frame: Frame, *, finite: bool = False) -> list[tuple[str, str, str]]:
    """The numeric parameters; `finite`: without unlimited ones."""
    return [
        (*blank, name)
        for blank, parameters in sorted(frame.parameters.items())
        for name, domain in sorted(parameters.items())
        if domain.get("type") in {"integer", "decimal"}
        and not (finite and domain.get("unlimited"))
    ]


def _test_of_touched(draw: st.DrawFn, frame: Frame) -> Data:
    """A comparison of an attribute that a term may set."""
    touched: st.SearchStrategy[tuple[str, str]] = st.sampled_from(frame.touched)
    name, attribute = draw(touched)
    domain = TYPES[ENTITIES[name][0]][attribute]
    return {"entity": name, "holds": {attribute: _comparison(draw, domain)}}


def _joint(draw: st.DrawFn, frame: Frame) -> Data:
    """A condition on two issues or attributes, so that verdicts depend on several."""
    issues = sorted(frame.terms)
    parts: list[Data] = []
    for issue in (draw(st.permutations(issues)) * 2)[:2]:
        term = draw(st.sampled_from(frame.terms[issue]))
        leaves: list[Data] = [{"chosen": f"{issue}/{term}"}, {"silent": issue}]
        leaves.append({"not": leaves[0]})
        parts.append(draw(st.sampled_from(leaves)))
    if bool(frame.touched) and draw(st.booleans()):
        parts[0] = _test_of_touched(draw, frame)
    one, other = parts
    joined: list[Data] = [
        {"any": _once(parts)},
        {"all": _once(parts)},
        {"if": one, "then": other},
        {"exactly": 1, "of": _once(parts)},
        {"if": one, "then": other, "else": {"not": other}},
    ]
    return draw(st.sampled_from(joined))


def _claim(draw: st.DrawFn, frame: Frame) -> Data:
    return _joint(draw, frame) if draw(st.booleans()) else _condition(draw, frame)


def _quantified(draw: st.DrawFn, form: str) -> Data:
    kind = draw(st.sampled_from(["zone", "zone", "party", "agreement", "region"]))
    found: Data = {form: kind}
    if form == "of-type":
        how = draw(st.sampled_from(["at-least", "at-most", "exactly"]))
        found = {how: draw(st.integers(0, 3)), "of": kind}
    if draw(st.booleans()):
        found["where"] = _predicate(draw, kind)
    if form == "every" or draw(st.booleans()):
        found["holds"] = _predicate(draw, kind)
    return found


# -- terms --------------------------------------------------------------------


def _effect(draw: st.DrawFn, frame: Frame, issue: str, term: Data) -> Data:
    if frame.milestones and draw(st.integers(0, 3)) == 3:
        return _of_milestone(draw, frame, effect=True)
    kind = draw(st.sampled_from(["agreement", "agreement", "zone", "party"]))
    these = entities_of(kind)
    effect: Data = {}
    if frame.cases and draw(st.integers(0, 2)) == 2:
        effect["in-case"] = draw(st.sampled_from(frame.cases))
    if draw(st.booleans()):
        effect["every"] = kind
        if draw(st.booleans()):
            effect["where"] = _predicate(draw, kind, static=True)
    else:
        effect["entity"] = draw(st.sampled_from(these))
    if frame.each.get(issue) == "region" and kind == "zone" and draw(st.booleans()):
        effect.pop("entity", None)
        effect |= {"every": "zone", "where": {"of": "$each"}}
    elif frame.each.get(issue) == kind and draw(st.booleans()):
        effect.pop("every", None)
        effect.pop("where", None)
        effect["entity"] = "$each"
    if draw(st.integers(0, 3)) == 3:
        effect["when"] = _condition(draw, frame, depth=1, choices=True)
    free = [name for name, domain in TYPES[kind].items() if not domain.get("fixed")]
    alone = effect.get("entity", "$each") != "$each"
    reached = [effect["entity"]] if alone else these
    effect["set"] = {
        name: _setting(draw, frame, issue, term, (kind, name))
        for name in draw(st.lists(st.sampled_from(free), min_size=1, max_size=2, unique=True))
    }
    frame.touched.extend((name, attribute) for name in reached for attribute in effect["set"])
    return effect


def _setting(
    draw: st.DrawFn, frame: Frame, issue: str, term: Data, target: tuple[str, str]
) -> bool | int | str:
    """A constant, or a parameter if no other term's parameter can set the attribute."""
    kind, name = target
    domain = TYPES[kind][name]
    me = issue if frame.choose[issue] == "one" else f"{issue}/{term['id']}"
    constant = _value(draw, domain)
    if issue in frame.each or draw(st.booleans()) or frame.owners.get(target, me) != me:
        return constant
    parameters: Data = term.setdefault("parameters", {})
    of_this_term: dict[tuple[str, str], str] = term.setdefault("_sets", {})
    if target in of_this_term:
        return f"${of_this_term[target]}"
    shares = "share" in parameters and name == "cap" and draw(st.booleans())
    parameter = "share" if shares else name
    if not shares:
        narrowed = _narrowed(draw, domain)
        ways = frame.fillings[issue, term["id"]]
        frame.fillings[issue, term["id"]] = ways * _values_of(narrowed)
        if frame.size() > LIMIT:
            frame.fillings[issue, term["id"]] = ways
            return constant
        parameters[parameter] = narrowed
    frame.owners[target] = me
    of_this_term[target] = parameter
    return f"${parameter}"


def _narrowed(draw: st.DrawFn, domain: Data) -> Data:
    """A parameter's domain within the domain of the attribute that it sets."""
    if "values" in domain:
        words = draw(st.lists(st.sampled_from(domain["values"]), min_size=1, unique=True))
        return {"values": words, "ordered": domain.get("ordered", False)}
    if domain["type"] == "boolean":
        return {"type": "boolean"}
    if domain["type"] == "date":
        return dict(domain)
    if domain["type"] == "decimal":
        return {key: each for key, each in domain.items() if key != "default"}
    low = draw(st.integers(0, 2))
    high = draw(st.integers(low, domain["maximum"]))
    unlimited = bool(domain.get("unlimited")) and draw(st.booleans())
    found: Data = {
        "type": "integer",
        "unit": domain.get("unit", "days"),
        "minimum": low,
        "maximum": high,
        "unlimited": unlimited,
    }
    if domain.get("unspecified") and draw(st.booleans()):
        found["unspecified"] = True
    return found


def _values_of(domain: Data) -> int:
    if "values" in domain:
        return len(domain["values"])
    if domain["type"] == "boolean":
        return 2
    number = len(amounts(domain))
    return number + bool(domain.get("unlimited")) + bool(domain.get("unspecified"))


def _issues(draw: st.DrawFn, frame: Frame) -> list[Data]:
    found = []
    for issue, terms in frame.terms.items():
        entry: Data = {"id": issue, "question": "What?", "choose": frame.choose[issue]}
        if issue in frame.milestones:
            continue
        if draw(st.integers(0, 3)) == 3:
            entry["applies-when"] = _condition(draw, frame, depth=1)
        if issue in frame.answers:
            found.append({**entry, "answer": frame.answers[issue]})
            del found[-1]["choose"]
            continue
        entry["terms"] = []
        for name in ["$each"] if issue in frame.each else terms:
            term: Data = {"id": name, "title": name.title()}
            if issue in frame.each:
                term = {"for-each": frame.each[issue], "id": "$each", "title": "The $each"}
            effects = _once(_effect(draw, frame, issue, term) for _ in range(draw(_up_to(2))))
            term.pop("_sets", None)
            if term.get("parameters"):
                frame.parameters[issue, name] = term["parameters"]
            if effects:
                term["effects"] = effects
            if frame.cases and draw(st.integers(0, 3)) == 3:
                term["lapses-in"] = [draw(st.sampled_from(frame.cases))]
            entry["terms"].append(term)
        found.append(entry)
    return found


# -- rules and positions ------------------------------------------------------


def _rule(draw: st.DrawFn, frame: Frame, number: int) -> Data:
    rule: Data = {"id": f"rule-{number}", "basis": "definitional", "reason": "It is so."}
    form = draw(st.sampled_from(["requires", "excludes", "holds"]))
    if form != "holds":
        issue = draw(st.sampled_from(sorted(frame.terms)))
        rule["chosen"] = f"{issue}/{draw(st.sampled_from(frame.terms[issue]))}"
    return rule | {form: _claim(draw, frame)}


def _before(one: Any, other: Any) -> bool:
    """True if the first date is certainly earlier."""
    latest = one if isinstance(one, str) else one.get("latest", "9999")
    return bool(latest < _earliest(other))


def _earliest(day: Any) -> str:
    return day if isinstance(day, str) else str(day.get("earliest", "0000"))


def _position(draw: st.DrawFn, frame: Frame, number: int, earlier: list[Data]) -> Data:
    party = draw(st.sampled_from(PARTIES))
    kinds = ["red-line", "red-line", "red-line", "demand", "demand", "preference", "offer"]
    strengths = ["declared", "constitutional", "repeated", "reported", "indicated"]
    position: Data = {
        "id": f"line-{number}",
        "party": party,
        "kind": draw(st.sampled_from(kinds)),
        "strength": draw(st.sampled_from(strengths)),
        "title": f"Line {number}",
        "since": draw(st.sampled_from((*HELD, *HELD, *HELD, *HELD, *SINCE))),
        "statements": ["said"],
    }
    if position["since"] != AS_OF and draw(st.integers(0, 7)) == 7:
        position["until"] = draw(st.sampled_from(UNTIL))
    own = [
        each["id"]
        for each in earlier
        if each["party"] == party and not _before(position["since"], each["since"])
    ]
    if own and draw(st.integers(0, 5)) == 5:
        position["supersedes"] = [draw(st.sampled_from(own))]
    if draw(st.integers(0, 3)) == 3:
        others = [each for each in PARTIES if each != party]
        position["held-by"] = draw(st.lists(st.sampled_from(others), min_size=1, unique=True))
    if position["kind"] == "offer" and draw(st.booleans()):
        return position
    if draw(st.integers(0, 3)) == 3:
        default = draw(st.sampled_from(["wide", "narrow"]))
        position["readings"] = {
            name: {"default": name == default, "holds": _claim(draw, frame)}
            for name in ("wide", "narrow")
        }
    else:
        position["holds"] = _claim(draw, frame)
    return position


# -- drafts -------------------------------------------------------------------


def _pick(draw: st.DrawFn, term: Data) -> str | Data:
    """The term with all, some or no parameters."""
    parameters = term.get("parameters", {})
    given = {
        name: _given_value(draw, domain)
        for name, domain in parameters.items()
        if draw(st.integers(0, 2))
    }
    if len(parameters) == 1 and bool(given) and draw(st.booleans()):
        return {term["id"]: next(iter(given.values()))}
    return {term["id"]: given} if given else term["id"]


def _given_value(draw: st.DrawFn, domain: Data) -> Any:
    """A draft's value for a parameter: a value, bounds, or `unspecified`."""
    if domain.get("unspecified") and draw(st.integers(0, 3)) == 3:
        return "unspecified"
    if domain.get("type") in {"integer", "decimal", "date"} and draw(st.integers(0, 3)) == 3:
        return _bounds(draw, amounts(domain))
    return _value(draw, domain)


def _bounds(draw: st.DrawFn, values: list[Any]) -> Data:
    """Bounds of an undecided number or date."""
    some = sorted(draw(st.lists(st.sampled_from(values), min_size=1, max_size=2)))
    keys = draw(st.sampled_from([["at-least", "at-most"], ["at-least"], ["at-most"]]))
    found = {"at-least": some[0], "at-most": some[-1]}
    return {key: found[key] for key in keys}


def _choice(draw: st.DrawFn, issue: Data) -> Any:
    if draw(st.integers(0, 4)) == 4:
        return "silent"
    if "answer" in issue:
        return _value_of(draw, issue["answer"])
    choose = issue.get("choose", "one")
    terms = spelled_out(issue)
    number = len(terms)
    if choose == "one":
        return _pick(draw, draw(st.sampled_from(terms)))
    least = 1 if choose == "any" else max(1, choose.get("min", 0))
    most = number if choose == "any" else choose.get("max", number)
    chosen = draw(
        st.lists(
            st.sampled_from(terms),
            min_size=least,
            max_size=most,
            unique_by=lambda term: term["id"],
        )
    )
    return [_pick(draw, each) for each in chosen]


def _value_of(draw: st.DrawFn, answer: Data) -> Any:
    """A draft's value for an issue that a value answers."""
    if answer["type"] == "boolean":
        return draw(st.booleans())
    if answer["type"] == "set":
        members = answer.get("from", ["north", "south"])
        most = answer.get("maximum")
        least = answer.get("minimum", 1)
        some = st.lists(st.sampled_from(members), min_size=least, max_size=most, unique=True)
        return draw(some)
    values = amounts(answer)
    if answer.get("unlimited") and draw(st.integers(0, 3)) == 3:
        return "unlimited"
    match draw(st.sampled_from(["value", "value", "open", "bounds"])):
        case "open":
            return "value"
        case "bounds":
            return _bounds(draw, values)
        case _:
            return draw(st.sampled_from(values))


def _cited(draw: st.DrawFn, issue: Data, choice: Any) -> Any:
    """The choice, sometimes with a citation."""
    if choice == "value" or draw(st.integers(0, 5)) < 5:
        return choice
    kind = issue.get("answer", {}).get("type")
    either = choice == "silent" or (kind == "set" and isinstance(choice, list))
    key = draw(st.sampled_from(["value", "term"])) if either else "value" if kind else "term"
    return {key: choice, "cites": {"paper": [2]}}


def _draft(draw: st.DrawFn, issues: list[Data], positions: list[Data]) -> Data:
    draft: Data = {
        "title": "A draft",
        "choices": {
            issue["id"]: _cited(draw, issue, _choice(draw, issue))
            for issue in issues
            if draw(st.integers(0, 2))
        },
    }
    if draw(st.integers(0, 5)) == 5:
        draft["otherwise"] = draw(st.sampled_from(["silent", "silent", "undecided"]))
    checked = [each for each in positions if "holds" in each or "readings" in each]
    if readings := {
        f"{each['party']}/{each['id']}": draw(st.sampled_from(["wide", "narrow"]))
        for each in checked
        if "readings" in each and draw(st.booleans())
    }:
        draft["readings"] = readings
    if checked and draw(st.integers(0, 2)) == 2:
        waived = draw(st.sampled_from(checked))
        draft["waivers"] = [
            {
                "position": f"{waived['party']}/{waived['id']}",
                "reason": "to see",
                "by": "analyst",
                "expires": draw(st.sampled_from(["2025-01-09", "2025-01-08", "2025-01-04"])),
            }
        ]
    if draw(st.integers(0, 4)) == 4:
        some = st.lists(st.sampled_from(PARTIES), min_size=1, unique=True)
        draft["at-the-table"] = draw(some)
    if draw(st.integers(0, 4)) == 4:
        draft["as-of"] = draw(st.sampled_from(["2025-01-08", "2025-01-09", "2025-01-05"]))
        if draft["as-of"] < min((_earliest(each["since"]) for each in positions), default=""):
            del draft["as-of"]  # a day on which nothing can be held is an error
    return draft


@st.composite
def drafts(draw: st.DrawFn, files: Files) -> Data:
    """Another draft on the issues of a workspace."""
    positions = [
        each for path in files if "/positions/" in path for each in files[path]["positions"]
    ]
    return _draft(draw, decided(files), positions)


def decided(files: Files) -> list[Data]:
    """The issues of a workspace, including milestones."""
    return [
        *(each for path in files if "/issues/" in path for each in files[path]["issues"]),
        *(_day(each) for each in files["terms/state.yaml"].get("milestones", ())),
    ]


def _day(milestone: str) -> Data:
    """A milestone as an issue that is answered by a date."""
    return {"id": milestone, "answer": {"type": "date", **DAYS}}


def spelled_out(issue: Data) -> list[Data]:
    """The terms of an issue, with `for-each` expanded."""
    return [
        {**term, "id": name}
        for term in issue["terms"]
        for name in (entities_of(term["for-each"]) if "for-each" in term else [term["id"]])
    ]


# -- workspaces ---------------------------------------------------------------


def _state(draw: st.DrawFn, frame: Frame) -> Data:
    entities: Data = {}
    for name, (kind, owner) in ENTITIES.items():
        entity: Data = {"type": kind} | ({} if owner is None else {"of": owner})
        baseline = {
            attribute: _value(draw, domain)
            for attribute, domain in TYPES[kind].items()
            if not domain.keys() & {"default", "unspecified"} or draw(st.integers(0, 2)) == 2
        }
        entities[name] = entity | ({"baseline": baseline} if baseline else {})
    found: Data = {"entity-types": _types(), "entities": entities}
    if frame.milestones:
        found["milestones"] = {name: {"title": name, **DAYS} for name in frame.milestones}
    if frame.cases:
        found["contingencies"] = {each: {} for each in frame.cases}
    return found


@st.composite
def workspaces(
    draw: st.DrawFn, *, issues: int = 4, positions: int = 5, relations: bool = True
) -> Files:
    """A workspace with one draft, `scenarios/draft.yaml`.

    Args:
        draw: Hypothesis's draw function.
        issues: maximum number of issues.
        positions: maximum number of positions; at least one, which may not count.
        relations: whether conditions relate numbers.
    """
    number = draw(_up_to(positions, least=1))
    frame = _frame(draw, issues, relations=relations)
    declared = _issues(draw, frame)
    rules = [_rule(draw, frame, each) for each in range(draw(st.sampled_from([0, 1, 1, 2])))]
    lines: list[Data] = []
    for each in range(number):
        lines.append(_position(draw, frame, each, lines))
    members = draw(st.lists(st.sampled_from(MEMBERSHIPS), unique=True))
    files: Files = {
        **_frame_of_files(members, table=draw(st.sampled_from([3, 3, 3, 2]))),
        "terms/state.yaml": _state(draw, frame),
        "terms/rules.yaml": {"rules": rules},
        DRAFT: _draft(draw, [*declared, *map(_day, frame.milestones)], lines),
    }
    half = draw(st.integers(1, len(declared)))
    for section, some in (("first", declared[:half]), ("second", declared[half:])):
        if some:
            files[f"terms/issues/{section}.yaml"] = {"issues": some}
    for party in PARTIES:
        if own := [each for each in lines if each["party"] == party]:
            files[f"terms/positions/{party}.yaml"] = {"positions": own}
    return files


def terms_in(files: Files) -> list[str]:
    """All terms as `issue/term`, including those for the values of an issue."""
    return [
        f"{issue['id']}/{term}"
        for issue in decided(files)
        for term in (
            [each["id"] for each in spelled_out(issue)]
            if "terms" in issue
            else answers_of(issue["answer"])
        )
    ]


def answers_of(answer: Data) -> list[str]:
    """The terms for the values of an answer."""
    match answer["type"]:
        case "boolean":
            return ["true", "false"]
        case "set":
            members = list(answer.get("from", ["north", "south"]))
            return [*members, *["none"] * (answer.get("minimum") == 0)]
        case _:
            return ["value", *["unlimited"] * bool(answer.get("unlimited"))]


def _chosen(files: Files) -> list[str]:
    """The terms that the draft chooses on issues with terms, as `issue/term`."""
    found = []
    named = {
        each["id"]
        for path in files
        if "/issues/" in path
        for each in files[path]["issues"]
        if "terms" in each
    }
    for issue, said in files[DRAFT]["choices"].items():
        choice = (
            said["term"]
            if isinstance(said, dict) and said.keys() >= {"term", "cites"}
            else said
        )
        for pick in choice if isinstance(choice, list) else [choice]:
            if issue in named:
                terms = [pick] if isinstance(pick, str) else pick
                found += [f"{issue}/{term}" for term in terms]
    return [each for each in found if not each.endswith("/silent")]


@st.composite
def incoherent(draw: st.DrawFn, *, issues: int = 4, positions: int = 5) -> Files:
    """A workspace whose draft breaks some rules, half of the time several.

    The causes are rules that its choices break, and effects that contradict each other. In
    some cases the additions have no effect, and the draft is consistent.
    """
    files = draw(workspaces(issues=issues, positions=positions))
    every = [each for path in files if "/issues/" in path for each in files[path]["issues"]]
    every = [each for each in every if "terms" in each and "for-each" not in each["terms"][0]]
    assume(every)
    terms = {f"{issue['id']}/{term['id']}": term for issue in every for term in issue["terms"]}
    chosen = _chosen(files)
    for number in range(draw(_up_to(5, least=1))):
        changed = copy.deepcopy(files)
        form = draw(st.sampled_from(["effect", "effect", "attribute", "attribute", "choice"]))
        name, attribute = draw(st.sampled_from(OFTEN_SET))
        domain = TYPES[ENTITIES[name][0]][attribute]
        if form == "effect" and chosen:
            issue, _, term = draw(st.sampled_from(chosen)).partition("/")
            effect = {"entity": name, "set": {attribute: _value(draw, domain)}}
            for path in changed:
                for each in changed[path].get("issues", ()) if "/issues/" in path else ():
                    for one in each.get("terms", ()):
                        if (each["id"], one["id"]) == (issue, term):
                            one["effects"] = [*one.get("effects", ()), effect]
        else:
            rule: Data = {
                "id": f"broken-{number}",
                "basis": "definitional",
                "reason": "So it is.",
            }
            claim: Data = {"chosen": draw(st.sampled_from(sorted(terms)))}
            if form == "attribute":
                claim = {"entity": name, "holds": {attribute: _comparison(draw, domain)}}
            short = bool(chosen) and draw(st.booleans())
            if short:
                rule["chosen"] = draw(st.sampled_from(chosen))
                rule[draw(st.sampled_from(["requires", "excludes"]))] = claim
            else:
                rule["holds"] = draw(st.sampled_from([claim, {"not": claim}]))
            changed["terms/rules.yaml"]["rules"].append(rule)
        if not errors_in(changed)[2]:
            files = changed
    return files


@st.composite
def ties(draw: st.DrawFn) -> Files:
    """A draft that decides a few issues, and positions that many repairs respect.

    Silence on every issue is a deal.
    """
    names = "abcd"[: draw(st.integers(2, 4))]
    issues: list[Data] = []
    for name in names:
        terms = [{"id": f"{each}{name}"} for each in "pqr"[: draw(st.integers(1, 3))]]
        choose = draw(st.sampled_from(["one", "one", "any"]))
        issues.append({"id": f"issue-{name}", "choose": choose, "terms": terms})
    drafted = {each["id"]: each["terms"][0]["id"] for each in issues}
    taken: list[Data] = [{"chosen": f"{issue}/{term}"} for issue, term in drafted.items()]
    lines: list[Data] = [
        {"id": "few", "holds": {"at-most": draw(st.integers(0, len(names) - 1)), "of": taken}}
    ]
    if draw(st.booleans()):
        some = draw(st.lists(st.sampled_from(taken), min_size=1, max_size=2, unique_by=str))
        lines.append({"id": "not", "holds": {"not": {"all": some}}})
    return written(issues, positions=lines, draft={"choices": drafted})


@st.composite
def numbers(draw: st.DrawFn) -> Files:
    """A draft with numbers or bounds, and positions that want others, jointly or separately."""
    targets = [("north-east", "share"), ("south-east", "share"), ("agreement", "cap")]
    issues: list[Data] = []
    choices: Data = {}
    tests: list[Data] = []
    for name, (entity, attribute) in zip(
        "abc", targets[: draw(st.integers(1, 3))], strict=False
    ):
        domain = TYPES[ENTITIES[entity][0]][attribute]
        narrowed = _narrowed(draw, domain)
        term = {
            "id": f"set-{name}",
            "parameters": {attribute: narrowed},
            "effects": [{"entity": entity, "set": {attribute: f"${attribute}"}}],
        }
        others = [{"id": f"other-{name}"}] if draw(st.booleans()) else []
        issues.append({"id": f"issue-{name}", "terms": [term, *others]})
        if draw(st.integers(0, 4)):
            choices[f"issue-{name}"] = _given(draw, str(term["id"]), attribute, narrowed)
        for _ in range(draw(st.integers(1, 2))):
            test = {"entity": entity, "holds": {attribute: _comparison(draw, domain)}}
            tests.append(test)
        tests += [{"silent": f"issue-{name}"}] * draw(st.booleans())
    claims = [
        {draw(st.sampled_from(["any", "all"])): _once(draw(st.permutations(tests))[:2])}
        for _ in range(draw(st.integers(1, 3)))
    ]
    lines = [{"id": f"line-{number}", "holds": each} for number, each in enumerate(claims)]
    return written(issues, positions=lines, draft={"choices": choices})


def _given(draw: st.DrawFn, term: str, name: str, domain: Data) -> str | Data:
    """The term with its number, without one, or with bounds."""
    match draw(st.sampled_from(["value", "value", "value", "open", "bounds"])):
        case "open":
            return term
        case "bounds":
            some = sorted(
                draw(st.integers(domain["minimum"], domain["maximum"])) for _ in range(2)
            )
            keys = draw(st.sampled_from([["at-least", "at-most"], ["at-least"], ["at-most"]]))
            found = {"at-least": some[0], "at-most": some[-1]}
            return {term: {name: {key: found[key] for key in keys}}}
        case _:
            return {term: {name: _value(draw, domain)}}


@st.composite
def related(draw: st.DrawFn) -> Files:
    """A draft with numbers, and positions that relate them, jointly or separately."""
    frame = Frame()
    for name in "abc"[: draw(st.integers(2, 3))]:
        issue = f"issue-{name}"
        frame.answers[issue] = draw(st.sampled_from([x for x in ANSWERS if "maximum" in x]))
        if frame.answers[issue]["type"] == "set":
            frame.answers[issue] = ANSWERS[0]
        frame.terms[issue] = answers_of(frame.answers[issue])
    claims = [
        _relation(draw, frame) if draw(st.integers(0, 3)) else _of_answer(draw, frame)
        for _ in range(draw(st.integers(1, 4)))
    ]
    lines = [{"id": f"line-{number}", "holds": each} for number, each in enumerate(claims)]
    rules = [{"id": "tied", "holds": _relation(draw, frame)}] if draw(st.booleans()) else []
    issues = [{"id": issue, "answer": each} for issue, each in frame.answers.items()]
    choices = {
        issue: draw(st.sampled_from(amounts(each)))
        for issue, each in frame.answers.items()
        if draw(st.integers(0, 3))
    }
    return written(issues, positions=lines, rules=rules, draft={"choices": choices})


@st.composite
def bounded(draw: st.DrawFn) -> Files:
    """Positions that bound numbers, and rules that relate these; some drafts give numbers."""
    files = draw(related())
    frame = Frame(
        answers={x["id"]: x["answer"] for x in files["terms/issues/all.yaml"]["issues"]}
    )
    rules = [{"id": "tied", "holds": _relation(draw, frame)} for _ in range(draw(_up_to(1)))]
    lines = [
        {"id": f"line-{number}", "party": draw(st.sampled_from(PARTIES)), "holds": claim}
        for number in range(draw(st.integers(1, 4)))
        for claim in (_of_answer(draw, frame),)
    ]
    issues = [{"id": issue, "answer": each} for issue, each in frame.answers.items()]
    return written(issues, positions=lines, rules=rules, draft=files[DRAFT])
