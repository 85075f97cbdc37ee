"""Issues with their terms, and rules."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from zopa.construct.building import Constructed, Part, collect, keyed, listed
from zopa.construct.conditions import condition, predicate
from zopa.model import corpus as model
from zopa.model.conditions import Condition, If, Name, Not, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.files.span import Span

__all__ = [
    "attribute",
    "build_issues",
    "build_rules",
    "build_state",
]


def build_issues(built: Constructed, root: Part) -> None:
    """The issues of one file, its name being their section."""
    section = PurePosixPath(root.document.path).stem

    def build(part: Part, name: Name) -> model.Issue:
        inside = Constructed(wrong=built.wrong)
        collect(inside, "terms", "term", listed(part, "terms"), _term)
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

    collect(built, "issues", "issue", listed(root, "issues"), build)


def _bounds(choose: str | Mapping[str, int], terms: int) -> tuple[int, int]:
    if isinstance(choose, str):
        return (1, 1) if choose == "one" else (0, terms)
    return choose.get("min", 0), choose.get("max", terms)


def _term(part: Part, name: Name) -> model.Term:
    parameters = {}
    if "parameters" in part:
        parameters = {
            str(key): model.Parameter(key, attribute(each, key))
            for key, each in part["parameters"].items()
        }
    provision = None
    if "provision" in part:
        said = part["provision"]
        provision = model.Provision(
            actor=said.names("actor"),
            deontic=said.text("deontic"),
            aim=said.text("aim"),
            object=said.names("object"),
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


def build_rules(built: Constructed, root: Part) -> None:
    """Rules, each as one condition."""

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

    collect(built, "rules", "rule", listed(root, "rules"), build)


def _rule_condition(part: Part) -> Condition:
    if "holds" in part:
        return condition(part["holds"])
    chosen = condition(Part(part.document, part.pointer, {"chosen": part.data["chosen"]}))
    if "requires" in part:
        return If(chosen, condition(part["requires"]))
    return If(chosen, Not(condition(part["excludes"])))


# -- entity types, their attributes, and the entities --


def build_state(built: Constructed, root: Part) -> None:
    """Entity types, and entities with a value for what they can."""

    def entity_type(part: Part, name: Name) -> model.EntityType:
        attributes = {}
        if "attributes" in part:
            attributes = {
                str(key): attribute(each, key) for key, each in part["attributes"].items()
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

    types = keyed(root, "entity-types")
    collect(built, "entity_types", "entity type", types, entity_type)
    collect(built, "entities", "entity", keyed(root, "entities"), entity)


def attribute(part: Part, name: Name) -> model.Attribute:
    """The type of an attribute or of a parameter."""
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
