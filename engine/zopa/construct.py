"""From documents whose shape is right to the values of the model.

What has a finding about its own shape is left out, and its id remembered, so
that nothing that refers to it is called unknown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from zopa import model
from zopa.conditions import Condition, If, Name, Not, Value
from zopa.diagnostics import Diagnostic, Label
from zopa.diagnostics.references import DUPLICATE_ID
from zopa.documents import BROKEN, Data, Document, Pointer, json_pointer
from zopa.parse_conditions import condition, predicate
from zopa.schemas import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zopa.spans import Span

__all__ = ["Constructed", "Part", "construct", "construct_scenario"]

T = TypeVar("T")

RECORD_TITLES = ("title", "topic", "question", "what", "of", "text")
"""Where a record entry says what it is about, in order of preference."""


@dataclass(frozen=True, slots=True)
class Part:
    """A value in a document, with the way to it."""

    document: Document
    pointer: Pointer
    data: Any

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return self.document.span(self.pointer)

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def __getitem__(self, key: str | int) -> Part:
        return Part(self.document, (*self.pointer, key), self.data[key])

    def items(self) -> Iterator[tuple[Name, Part]]:
        """Entries of a mapping, each key with its place."""
        for key in self.data:
            part = self[key]
            yield Name(key, self.document.key_span(part.pointer)), part

    def parts(self, key: str) -> list[Part]:
        """Items of the list at the key; none where there is none."""
        if key not in self.data:
            return []
        there = self[key]
        return [there[index] for index in range(len(there.data))]

    def name(self) -> Name:
        """The value as an id."""
        return Name(str(self.data), self.span)

    def names(self, key: str) -> tuple[Name, ...]:
        """The ids in the list at the key, or the one id there."""
        if key not in self.data:
            return ()
        if isinstance(self.data[key], list):
            return tuple(each.name() for each in self.parts(key))
        return (self[key].name(),)

    def text(self, key: str, default: str = "") -> str:
        """The text at the key."""
        return str(self.data.get(key, default))

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts in the list at the key, or the one text there."""
        return tuple(str(each) for each in self.names(key))

    def day(self, key: str) -> dt.date | None:
        """The day at the key."""
        return dt.date.fromisoformat(self.data[key]) if key in self.data else None

    def when(self, key: str) -> model.When | None:
        """The day, or the bounds of one, at the key."""
        if key not in self.data:
            return None
        there = self[key]
        if isinstance(there.data, str):
            day = dt.date.fromisoformat(there.data)
            return model.When(day, day)
        return model.When(there.day("earliest"), there.day("latest"))

    def cites(self) -> model.Citations:
        """What the value cites."""
        if "cites" not in self.data:
            return ()
        return tuple((source, tuple(places.data)) for source, places in self["cites"].items())


@dataclass
class Constructed:
    """What could be built, while it is being built."""

    corpus: dict[str, Any] = field(default_factory=dict[str, Any])
    """Keyword arguments of `model.Corpus`."""
    broken: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Nature and id of what exists and could not be built; `*` where the id is not known."""
    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])
    wrong: Mapping[str, list[str]] = field(default_factory=dict[str, list[str]])
    """For each file, the JSON Pointers of its errors."""

    def headless(self, document: Document) -> bool:
        """Whether something is wrong with the file's outermost keys or values."""
        return any(each.count("/") < 2 for each in self.wrong.get(document.path, ()))

    def sound(self, part: Part) -> bool:
        """Whether nothing is known to be wrong inside the part."""
        pointer = json_pointer(part.pointer)
        hit = any(
            each == pointer or each.startswith(f"{pointer}/")
            for each in self.wrong.get(part.document.path, ())
        )
        return not hit and not _is_broken(part.data)


def construct(
    documents: Iterable[tuple[Role, Document]], findings: Iterable[Diagnostic]
) -> Constructed:
    """Build the corpus from the documents in `terms/`.

    Args:
        documents: each with its role, in the order of their paths.
        findings: what is known to be wrong with their shape.
    """
    built = Constructed(wrong=_wrong_places(findings))
    for role, document in documents:
        if isinstance(document.data, dict):
            root = Part(document, (), document.data)
            _BUILDERS[role](built, root)
        if not isinstance(document.data, dict) or built.headless(document):
            built.broken.update((nature, "*") for nature in NATURES[role])
    return built


def construct_scenario(
    document: Document, findings: Iterable[Diagnostic]
) -> model.Scenario | None:
    """Build a scenario; None when its file has findings about its shape."""
    if not isinstance(document.data, dict) or _is_broken(document.data):
        return None
    if any(each.severity == "error" for each in findings):
        return None
    root = Part(document, (), document.data)
    choices = {}
    if "choices" in root:
        for issue, part in root["choices"].items():
            choices[str(issue)] = model.Choice(issue, tuple(_picks(part)), part.span)
    readings = {}
    if "readings" in root:
        readings = {position: part.name() for position, part in root["readings"].items()}
    return model.Scenario(
        id=PurePosixPath(document.path).stem,
        path=document.path,
        title=root.text("title"),
        description=root.text("description"),
        note=root.text("note"),
        as_of=root.day("as-of"),
        choices=choices,
        readings=readings,
        waivers=tuple(
            model.Waiver(
                each["position"].name(),
                each.text("reason"),
                each.text("by"),
                each.day("expires"),
            )
            for each in root.parts("waivers")
        ),
        at_the_table=root.names("at-the-table") if "at-the-table" in root else None,
        hold=tuple(map(model.Kind, root.texts("hold"))) if "hold" in root else None,
        expectations=tuple(_expectations(root)),
        span=root.span,
        spans={"as-of": root["as-of"].span} if "as-of" in root else {},
    )


def _picks(part: Part) -> Iterator[model.Pick]:
    if part.data == model.SILENT:
        return
    if isinstance(part.data, str):
        yield model.Pick(part.name())
    elif isinstance(part.data, dict):
        for term, parameters in part.items():
            yield model.Pick(
                term,
                {name: value.data for name, value in parameters.items()},
                {str(name): value.span for name, value in parameters.items()},
            )
    else:
        for index in range(len(part.data)):
            yield from _picks(part[index])


def _expectations(root: Part) -> Iterator[model.Expectation]:
    if "expect" not in root:
        return
    for key, part in root["expect"].items():
        match str(key):
            case ("coherent" | "deal") as about:
                yield model.Expectation(about, part.data, part.span)
            case ("crossed" | "respected" | "open") as verdict:
                for index in range(len(part.data)):
                    item = part[index]
                    yield model.Expectation(verdict, item.name(), item.span)
            case _:
                pass


# -- items that can be built, and those that cannot ---------------------------


def _wrong_places(findings: Iterable[Diagnostic]) -> dict[str, list[str]]:
    """For each file, the JSON Pointers of its errors."""
    wrong: dict[str, list[str]] = {}
    for each in findings:
        if each.span is not None and each.severity == "error":
            wrong.setdefault(each.span.path, []).append(each.pointer)
    return wrong


def _is_broken(data: Data) -> bool:
    if isinstance(data, dict):
        return any(map(_is_broken, data.values()))
    if isinstance(data, list):
        return any(map(_is_broken, data))
    return data is BROKEN


def _collect(
    built: Constructed,
    target: str,
    nature: str,
    parts: Iterable[tuple[Part, Name | None]],
    build: Callable[[Part, Name], T],
) -> None:
    """Build each part into the mapping `target`; report ids that come twice."""
    into: dict[str, T] = built.corpus.setdefault(target, {})
    for part, key in parts:
        name = key if key is not None else _id_of(part)
        if name is None:
            built.broken.add((nature, "*"))
            continue
        if not built.sound(part):
            built.broken.add((nature, str(name)))
            continue
        value = build(part, name)
        identity: Name = getattr(value, "id", name)
        if str(identity) in into:
            first: Name = getattr(into[str(identity)], "id", name)
            built.diagnostics.append(_duplicate(nature, identity, first))
            continue
        into[str(identity)] = value


def _id_of(part: Part) -> Name | None:
    if isinstance(part.data, dict) and isinstance(part.data.get("id"), str):
        return part["id"].name()
    return None


def _duplicate(nature: str, again: Name, first: Name) -> Diagnostic:
    related = () if first.span is None else (Label(first.span, "first here"),)
    return Diagnostic(
        DUPLICATE_ID,
        again.span,
        f"{nature} `{again}` is defined twice",
        label="second definition",
        related=related,
        help=("give one of them another id",),
    )


def _listed(root: Part, key: str) -> Iterator[tuple[Part, Name | None]]:
    if isinstance(root.data.get(key), list):
        for part in root.parts(key):
            yield part, None


def _keyed(root: Part, key: str) -> Iterator[tuple[Part, Name | None]]:
    if isinstance(root.data.get(key), dict):
        for name, part in root[key].items():
            yield part, name


# -- the documents ------------------------------------------------------------


def _corpus(built: Constructed, root: Part) -> None:
    if not built.sound(root):
        return
    built.corpus.update(
        title=root.text("title"),
        note=root.text("note"),
        as_of=root.day("as-of"),
        at_the_table=root.names("at-the-table"),
    )


def _sources(built: Constructed, root: Part) -> None:
    def build(part: Part, name: Name) -> model.Source:
        outlet = part.data.get("outlet")
        return model.Source(
            id=name,
            title=part.text("title"),
            file=part.data.get("file"),
            url=part.data.get("url"),
            outlet=outlet["name"] if isinstance(outlet, dict) else outlet,
            published=part.when("published"),
            outside=part.data.get("outside", False),
            cites_as=part.text("cites-as", "paragraph"),
            note=part.text("note"),
        )

    _collect(built, "sources", "source", _listed(root, "sources"), build)


def _parties(built: Constructed, root: Part) -> None:
    def party(part: Part, name: Name) -> model.Party:
        return model.Party(
            id=name,
            name=part.text("name"),
            short=part.text("short", part.text("name")),
            type=part.text("type"),
            role=part.text("role"),
            note=part.text("note"),
            cites=part.cites(),
        )

    def speaker(part: Part, name: Name) -> model.Speaker:
        return model.Speaker(
            id=name,
            name=part.text("name"),
            party=part["party"].name(),
            office=part.text("office"),
            speaks_for=part.names("also-speaks-for"),
            note=part.text("note"),
            cites=part.cites(),
        )

    def group(part: Part, name: Name) -> model.Group:
        return model.Group(name, part.text("name"), part.text("note"), part.cites())

    _collect(built, "parties", "party", _listed(root, "parties"), party)
    _collect(built, "speakers", "speaker", _listed(root, "speakers"), speaker)
    _collect(built, "groups", "group", _listed(root, "groups"), group)
    built.corpus["memberships"] = tuple(
        model.Membership(
            part["member"].name(),
            part["group"].name(),
            part.text("basis"),
            part.text("note"),
            part.cites(),
        )
        for part, _ in _listed(root, "memberships")
        if built.sound(part)
    )


def _statements(built: Constructed, root: Part) -> None:
    def build(part: Part, name: Name) -> model.Statement:
        return model.Statement(
            id=name,
            speaker=part["speaker"].name(),
            said=part.when("said") or model.When(),
            text=part.text("text"),
            attribution=part.text("attribution"),
            by=part.text("by"),
            relayed_by=part.text("relayed-by"),
            inferred=part.data.get("inferred", False),
            note=part.text("note"),
            cites=part.cites(),
        )

    _collect(built, "statements", "statement", _listed(root, "statements"), build)


def _state(built: Constructed, root: Part) -> None:
    def entity_type(part: Part, name: Name) -> model.EntityType:
        attributes = {}
        if "attributes" in part:
            attributes = {
                str(key): _attribute(each, key) for key, each in part["attributes"].items()
            }
        return model.EntityType(name, attributes, part.text("title"))

    def entity(part: Part, name: Name) -> model.Entity:
        own: dict[Name, Value] = {}
        spans: dict[str, Span] = {}
        if "baseline" in part:
            for key, value in part["baseline"].items():
                own[key] = value.data
                spans[str(key)] = value.span
        kind = part["type"].name()
        types: Mapping[str, model.EntityType] = built.corpus["entity_types"]
        declared = types[kind].attributes if kind in types else {}
        defaults = {
            key: each.default for key, each in declared.items() if each.default is not None
        }
        tile = part.data.get("tile")
        return model.Entity(
            id=name,
            type=kind,
            baseline=defaults | {str(key): value for key, value in own.items()},
            of=part["of"].name() if "of" in part else None,
            title=part.text("title"),
            tile=None if tile is None else (tile[0], tile[1]),
            note=part.text("note"),
            cites=part.cites(),
            own=own,
            value_spans=spans,
        )

    types = _keyed(root, "entity-types")
    _collect(built, "entity_types", "entity type", types, entity_type)
    _collect(built, "entities", "entity", _keyed(root, "entities"), entity)


def _attribute(part: Part, name: Name) -> model.Attribute:
    data = part.data
    return model.Attribute(
        id=name,
        type=data.get("type", "enum"),
        values=tuple(data.get("values", ())),
        ordered=data.get("ordered", False),
        unit=part.text("unit"),
        minimum=data.get("minimum"),
        maximum=data.get("maximum"),
        unlimited=data.get("unlimited", False),
        fixed=data.get("fixed", False),
        default=data.get("default"),
        title=part.text("title"),
        span=part.span,
    )


def _issues(built: Constructed, root: Part) -> None:
    section = PurePosixPath(root.document.path).stem

    def build(part: Part, name: Name) -> model.Issue:
        inside = Constructed(wrong=built.wrong)
        _collect(inside, "terms", "term", _listed(part, "terms"), _term)
        built.diagnostics.extend(inside.diagnostics)
        terms: dict[str, model.Term] = inside.corpus["terms"]
        least, most = _bounds(part.data.get("choose", "one"), len(terms))
        return model.Issue(
            id=name,
            question=part.text("question"),
            terms=terms,
            least=least,
            most=most,
            applies_when=condition(part["applies-when"]) if "applies-when" in part else None,
            category=part.text("class", "term"),
            section=section,
            note=part.text("note"),
            cites=part.cites(),
            not_proposed=tuple(
                (each["id"].data, each.text("why")) for each in part.parts("not-proposed")
            ),
        )

    _collect(built, "issues", "issue", _listed(root, "issues"), build)


def _bounds(choose: str | Mapping[str, int], terms: int) -> tuple[int, int]:
    if isinstance(choose, str):
        return (1, 1) if choose == "one" else (0, terms)
    return choose.get("min", 0), choose.get("max", terms)


def _term(part: Part, name: Name) -> model.Term:
    parameters = {}
    if "parameters" in part:
        parameters = {
            str(key): model.Parameter(key, _attribute(each, key))
            for key, each in part["parameters"].items()
        }
    provision = None
    if "provision" in part:
        said = part["provision"]
        provision = model.Provision(
            actor=said.texts("actor"),
            deontic=said.text("deontic"),
            aim=said.text("aim"),
            object=said.texts("object"),
            condition=said.text("condition"),
            or_else=said.text("or-else"),
        )
    return model.Term(
        id=name,
        title=part.text("title"),
        parameters=parameters,
        effects=tuple(_effect(each) for each in part.parts("effects")),
        provision=provision,
        mentioned="implied" if part.data.get("mentioned") == "implied" else "said",
        statements=part.names("statements"),
        note=part.text("note"),
        cites=part.cites(),
    )


def _effect(part: Part) -> model.Effect:
    sets: dict[Name, Value | model.ParameterValue] = {}
    spans: dict[str, Span] = {}
    for attribute, value in part["set"].items():
        spans[str(attribute)] = value.span
        if isinstance(value.data, str) and value.data.startswith("$"):
            sets[attribute] = model.ParameterValue(Name(value.data[1:], value.span))
        else:
            sets[attribute] = value.data
    return model.Effect(
        entity=part["entity"].name() if "entity" in part else None,
        every=part["every"].name() if "every" in part else None,
        where=predicate(part["where"]) if "where" in part else None,
        when=condition(part["when"]) if "when" in part else None,
        sets=sets,
        value_spans=spans,
        span=part.span,
    )


def _rules(built: Constructed, root: Part) -> None:
    def build(part: Part, name: Name) -> model.Rule:
        return model.Rule(
            id=name,
            holds=_rule_condition(part),
            reason=part.text("reason"),
            basis=part.text("basis"),
            note=part.text("note"),
            cites=part.cites(),
            span=part.span,
        )

    _collect(built, "rules", "rule", _listed(root, "rules"), build)


def _rule_condition(part: Part) -> Condition:
    if "holds" in part:
        return condition(part["holds"])
    chosen = condition(Part(part.document, part.pointer, {"chosen": part.data["chosen"]}))
    if "requires" in part:
        return If(chosen, condition(part["requires"]))
    return If(chosen, Not(condition(part["excludes"])))


def _positions(built: Constructed, root: Part) -> None:
    def parts() -> Iterator[tuple[Part, Name | None]]:
        for part, _ in _listed(root, "positions"):
            short = _id_of(part)
            party = part.data.get("party") if isinstance(part.data, dict) else None
            if short is not None and isinstance(party, str):
                yield part, Name(f"{party}/{short}", short.span)

    def build(part: Part, name: Name) -> model.Position:
        readings, default = _readings(part)
        party = part["party"].name()

        def full(names: Sequence[Name]) -> tuple[Name, ...]:
            return tuple(
                each if "/" in each else Name(f"{party}/{each}", each.span) for each in names
            )

        bears = part["bears-on"] if "bears-on" in part else None
        spans = {
            key: part[key].span for key in ("kind", "strength", "since", "until") if key in part
        }
        return model.Position(
            id=name,
            party=party,
            kind=model.Kind(part.data["kind"]),
            strength=model.Strength(part.data["strength"]),
            title=part.text("title"),
            since=part.when("since") or model.When(),
            readings=readings,
            default=default,
            until=part.when("until"),
            supersedes=full(part.names("supersedes")),
            statements=part.names("statements"),
            held_by=part.names("held-by"),
            issues=part.names("issues"),
            for_terms=bears.names("for") if bears else (),
            against_terms=bears.names("against") if bears else (),
            undetermined_terms=bears.names("undetermined") if bears else (),
            note=part.text("note"),
            span=part.span,
            spans=spans,
        )

    _collect(built, "positions", "position", parts(), build)


PLAIN = "plain"
"""Id of the only reading of a position that gives one condition."""


def _readings(part: Part) -> tuple[dict[str, model.Reading], str]:
    if "holds" in part:
        holds = part["holds"]
        reading = model.Reading(
            Name(PLAIN, holds.span),
            condition(holds),
            span=part.document.key_span(holds.pointer),
        )
        return {PLAIN: reading}, PLAIN
    if "readings" not in part:
        return {}, ""
    readings = {}
    defaults = []
    for name, each in part["readings"].items():
        readings[str(name)] = model.Reading(
            name,
            condition(each["holds"]),
            each.text("title"),
            each.document.key_span(each["holds"].pointer),
        )
        if each.data.get("default"):
            defaults.append(str(name))
    return readings, defaults[0] if len(defaults) == 1 else ""


def _record(built: Constructed, root: Part) -> None:
    entries: list[model.Entry] = []
    for section in root.data:
        if not isinstance(root.data[section], list):
            continue
        if section == "absent":
            entries.extend(
                model.Entry("absent", Name(f"absent-{number}", part.span), str(part.data), {})
                for number, part in enumerate(root.parts("absent"), 1)
            )
            continue
        for part, _ in _listed(root, section):
            name = _id_of(part)
            if name is None or not built.sound(part):
                continue
            title = next((part.text(key) for key in RECORD_TITLES if key in part), str(name))
            fields = {
                key: value for key, value in part.data.items() if key not in {"id", "cites"}
            }
            entries.append(model.Entry(section, name, title, fields, part.cites()))
    built.corpus["record"] = tuple(entries)


NATURES: Mapping[Role, tuple[str, ...]] = {
    Role.CORPUS: (),
    Role.SOURCES: ("source",),
    Role.PARTIES: ("party", "speaker", "group", "membership"),
    Role.STATEMENTS: ("statement",),
    Role.STATE: ("entity type", "entity"),
    Role.ISSUES: ("issue", "term"),
    Role.RULES: ("rule",),
    Role.POSITIONS: ("position",),
    Role.RECORD: (),
}
"""What a file of each role defines."""

_BUILDERS: Mapping[Role, Callable[[Constructed, Part], None]] = {
    Role.CORPUS: _corpus,
    Role.SOURCES: _sources,
    Role.PARTIES: _parties,
    Role.STATEMENTS: _statements,
    Role.STATE: _state,
    Role.ISSUES: _issues,
    Role.RULES: _rules,
    Role.POSITIONS: _positions,
    Role.RECORD: _record,
}
