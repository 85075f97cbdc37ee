"""Issues with their terms and the sizes of sets, rules, entities, contingencies."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from zopa.construct.conditions import (
    ALWAYS,
    Constructed,
    Part,
    collect,
    condition,
    duplicate,
    keyed,
    listed,
    predicate,
    timed,
)
from zopa.model import NONE, UNLIMITED, UNSPECIFIED, VALUE, DecimalValue, conditions, typed
from zopa.model import corpus as model
from zopa.model.conditions import (
    All,
    Chosen,
    Condition,
    CountEntities,
    Counting,
    If,
    Name,
    Not,
    Size,
    Value,
    inner,
    twin,
    with_members,
)
from zopa.model.conditions import Any as AnyOf
from zopa.model.corpus import Rule, in_case_of
from zopa.model.evaluate import speaks, static

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.files import Span
    from zopa.model.conditions import Condition

__all__ = [
    "attribute",
    "build_cases",
    "build_issues",
    "build_milestones",
    "build_rules",
    "build_sizes",
    "build_state",
    "in_words",
]


def build_issues(built: Constructed, root: Part) -> None:
    """Build the issues of one file; its name is their section."""
    section = PurePosixPath(root.document.path).stem

    def build(part: Part, name: Name) -> model.Issue:
        inside = Constructed(wrong=built.wrong)
        written = list(_written(built, part))
        collect(inside, "terms", "term", written, partial(_term, built))
        for term, _ in written:
            built.timed.extend(
                (name, term["id"].name(), each)
                for each in (term.parts("effects") if isinstance(term.data, dict) else ())
                if isinstance(each.data, dict) and "milestone" in each and built.sound(term)
            )
        built.diagnostics.extend(inside.diagnostics)
        terms: dict[str, model.Term] = inside.corpus["terms"]
        choose = part.data.get("choose", "one")
        domain: model.Attribute | None = None
        if "answer" in part:
            answer = part["answer"]
            terms, domain = _answers(built, part, answer)
            choose = _sizes(answer) if answer.text("type") == "set" else "one"
        least, most = _bounds(choose, len(terms))
        may_be_empty = "answer" in part and least == 0 and NONE not in terms
        if may_be_empty:
            nothing = Name(NONE, part["answer"].span)
            terms |= {NONE: model.Term(nothing, "None of them", cites=part.cites())}
            least = 1
        return model.Issue(
            id=name,
            question=part.text("question"),
            terms=terms,
            least=least,
            most=most,
            applies_when=condition(part["applies-when"]) if "applies-when" in part else None,
            category=part.text("class", "term"),
            section=section,
            note=part.note(),
            cites=part.cites(),
            not_proposed=tuple(
                (each["id"].data, each.text("why")) for each in part.parts("not-proposed")
            ),
            short=part.text("short"),
            answer=domain,
            tags=part.names("tags"),
            answered_by=part["answer"].data["type"] if "answer" in part else "",
            may_be_empty=may_be_empty,
            members_of=part["answer"]["of"].name()
            if "answer" in part and "of" in part["answer"]
            else None,
            written_for=tuple(
                each["for-each"].name() for each, _ in listed(part, "terms") if _for_each(each)
            ),
        )

    collect(built, "issues", "issue", listed(root, "issues"), build)


def _bounds(choose: str | Mapping[str, int], terms: int) -> tuple[int, int]:
    if isinstance(choose, str):
        return (1, 1) if choose == "one" else (0, terms)
    return choose.get("min", 0), choose.get("max", terms)


# -- milestones --


def build_milestones(built: Constructed) -> None:
    """Build milestones as issues with a date, and the conditions of terms on these dates.

    They come after all issues and rules. A term that sets or bounds the date of a milestone
    makes it happen.
    """
    issues: dict[str, model.Issue] = built.corpus.setdefault("issues", {})
    for name, part in built.milestones:
        domain = attribute(part, Name(VALUE, part.span))
        domain = replace(domain, type="date", minimum=_date(part, "earliest"))
        domain = replace(domain, maximum=_date(part, "latest"))
        parameter = model.Parameter(Name(VALUE, part.span), domain)
        term = model.Term(Name(VALUE, part.span), "A date", parameters={VALUE: parameter})
        title = part.text("title", in_words(name))
        issue = model.Issue(
            id=name,
            question=f"When: {title}?",
            terms={VALUE: term},
            category="process",
            section=model.MILESTONES,
            short=title,
            note=part.note(),
            cites=part.cites(),
            answer=domain,
            answered_by="date",
        )
        if str(name) in issues:
            first = issues[str(name)].id
            built.diagnostics.append(duplicate("milestone", name, first))
        else:
            issues[str(name)] = issue
    rules: dict[str, model.Rule] = built.corpus.setdefault("rules", {})
    for issue_id, term_id, part in built.timed:
        span = part.span
        name = Name(f"{issue_id}/{term_id}/{part.data['milestone']}", span)
        chosen = Chosen(issue_id, term_id, span)
        holds: Condition = If(chosen, timed(part))
        if str(name) in rules:
            holds = All((rules[str(name)].holds, holds))
        title = issues[issue_id].terms[term_id].title if issue_id in issues else ""
        reason = f"{title} says when {in_words(part.data['milestone'])} is."
        rules[str(name)] = model.Rule(name, holds, reason, "definitional", span=span)


def _date(part: Part, key: str) -> Any:  # noqa: ANN401 - a value of the type
    return typed(part.data[key], "date")


# -- issues with an answer --


def _answers(
    built: Constructed, part: Part, answer: Part
) -> tuple[dict[str, model.Term], model.Attribute | None]:
    """Return the terms for the values of an issue, and the type of its number.

    A number or a date becomes the term `VALUE` with one parameter, and `unlimited` if that is
    allowed. Of a boolean each value is a term, of a set each member; they have no number.
    """
    at = answer.span

    def term(name: str, title: str, **more: Any) -> model.Term:  # noqa: ANN401 - fields
        return model.Term(
            name if isinstance(name, Name) else Name(name, at),
            title,
            statements=part.names("statements"),
            provisions=_provisions(part),
            **more,
        )

    match answer.text("type"):
        case "boolean":
            return {"true": term("true", "Yes"), "false": term("false", "No")}, None
        case "set":
            members: dict[str, str] = {
                each: _member(built, each) for each in answer.names("from")
            }
            if "of" in answer:
                members = _all_of(built, answer.text("of"))
            return {str(each): term(each, title) for each, title in members.items()}, None
        case _:
            domain = replace(attribute(answer, Name(VALUE, at)), unlimited=False)
            parameter = model.Parameter(Name(VALUE, at), domain)
            title = "A date" if domain.type == "date" else "A number"
            terms = {VALUE: term(VALUE, title, parameters={VALUE: parameter})}
            if answer.data.get("unlimited", False):
                terms[UNLIMITED] = term(UNLIMITED, "Unlimited")
            return terms, domain


def _member(built: Constructed, name: str) -> str:
    """Return the title of a member in a list: that of its party or entity, or its own words."""
    parties: Mapping[str, model.Party] = built.corpus.get("parties", {})
    if name in parties:
        return parties[name].short
    entities: Mapping[str, model.Entity] = built.corpus.get("entities", {})
    there = entities.get(name)
    return (there.title if there is not None else "") or in_words(name)


def _all_of(built: Constructed, kind: str) -> dict[str, str]:
    """Return the entities of a type, or the parties, with their titles."""
    if kind == "party" and "party" not in built.corpus.get("entity_types", {}):
        parties: Mapping[str, model.Party] = built.corpus.get("parties", {})
        return {name: each.short for name, each in parties.items()}
    entities: Mapping[str, model.Entity] = built.corpus.get("entities", {})
    return {
        name: each.title or in_words(name)
        for name, each in entities.items()
        if each.type == kind
    }


EACH = "$each"
"""Placeholder for the id of the entity in a term with `for-each`."""
SHOWN = frozenset({"title", "note"})
"""Keys whose `$each` is replaced by the title of the entity."""


def _written(built: Constructed, part: Part) -> Iterator[tuple[Part, Name | None]]:
    """Yield the terms of an issue; one with `for-each` once for every entity of the type."""
    for term, name in listed(part, "terms"):
        if not _for_each(term):
            yield term, name
            continue
        data = term.data
        rest = {key: value for key, value in data.items() if key != "for-each"}
        for entity, title in _all_of(built, data["for-each"]).items():
            filled = {key: _filled(value, entity) for key, value in rest.items()}
            shown = {key: _filled(rest[key], title) for key in SHOWN & rest.keys()}
            yield Part(term.document, term.pointer, filled | shown | {"each": entity}), name


def _for_each(term: Part) -> bool:
    """Return True if the term is written for each entity of a type."""
    return isinstance(term.data, dict) and isinstance(term.data.get("for-each"), str)


def _filled(value: Any, entity: str) -> Any:  # noqa: ANN401 - a YAML value
    """Replace `$each` by the entity's id in a value, keys included."""
    if isinstance(value, str):
        return value.replace(EACH, entity)
    if isinstance(value, dict):
        return {_filled(key, entity): _filled(each, entity) for key, each in value.items()}
    return [_filled(each, entity) for each in value] if isinstance(value, list) else value


def in_words(name: str) -> str:
    """Return an id in words, as the title of an item without one."""
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def _sizes(answer: Part) -> Mapping[str, int]:
    """Return the number of members of each set."""
    sizes = {"min": answer.data.get("minimum", 1)}
    return sizes | ({"max": answer.data["maximum"]} if "maximum" in answer else {})


def _provisions(part: Part) -> tuple[model.Provision, ...]:
    one = [part["provision"]] if "provision" in part else []
    return tuple(map(_provision, [*one, *part.parts("provisions")]))


def _provision(said: Part) -> model.Provision:
    return model.Provision(
        actor=said.names("actor"),
        deontic=said.text("deontic"),
        aim=said.text("aim"),
        object=said.names("object"),
        condition=said.text("condition"),
        or_else=said["or-else"].name() if "or-else" in said else Name(""),
    )


def _term(built: Constructed, part: Part, name: Name) -> model.Term:
    parameters = {}
    if "parameters" in part:
        parameters = {
            str(key): _parameter(built, part, key, each)
            for key, each in part["parameters"].items()
        }
    return model.Term(
        id=name,
        title=part.text("title"),
        parameters=parameters,
        effects=tuple(
            _effect(built, each) for each in part.parts("effects") if "milestone" not in each
        ),
        provisions=_provisions(part),
        mentioned="implied" if part.data.get("mentioned") == "implied" else "said",
        statements=part.names("statements"),
        note=part.note(),
        cites=part.cites(),
        lapses_in=part.names("lapses-in"),
        each=Name(part.data["each"], part.span) if "each" in part else None,
        tags=part.names("tags"),
    )


def _parameter(built: Constructed, term: Part, name: Name, part: Part) -> model.Parameter:
    """Return a parameter, with its own type or that of the attribute set from it."""
    if "type" in part or "values" in part:
        return model.Parameter(name, attribute(part, name))
    own = attribute(part, name)
    for effect in term.parts("effects"):
        if "milestone" in effect:
            continue
        declared = _attributes(built, effect)
        for key, value in effect["set"].items():
            if value.data == f"${name}" and (there := declared.get(str(key))) is not None:
                title = own.title or there.title
                known = replace(there, id=name, title=title, span=own.span)
                known = replace(known, fixed=False, default=None, unspecified=own.unspecified)
                return model.Parameter(name, known)
    return model.Parameter(name, replace(own, type="integer"), typed=False)


def _attributes(built: Constructed, effect: Part) -> Mapping[str, model.Attribute]:
    """Return the declared attributes that an effect sets."""
    entities: Mapping[str, model.Entity] = built.corpus.get("entities", {})
    types: Mapping[str, model.EntityType] = built.corpus.get("entity_types", {})
    entity = effect.text("entity")
    kind = entities[entity].type if entity in entities else effect.text("every")
    return types[kind].attributes if kind in types else {}


def _effect(built: Constructed, part: Part) -> model.Effect:
    entity = part["entity"].name() if "entity" in part else None
    every = part["every"].name() if "every" in part else None
    declared = _attributes(built, part)
    sets: dict[Name, Value | model.ParameterValue] = {}
    spans: dict[str, Span] = {}
    for attribute, value in part["set"].items():
        spans[str(attribute)] = value.span
        if isinstance(value.data, str) and value.data.startswith("$"):
            sets[attribute] = model.ParameterValue(Name(value.data[1:], value.span))
        else:
            known = declared.get(str(attribute))
            sets[attribute] = value.data if known is None else known.typed(value.data)
    return model.Effect(
        entity=entity,
        every=every,
        where=predicate(part["where"]) if "where" in part else None,
        when=condition(part["when"]) if "when" in part else None,
        sets=sets,
        value_spans=spans,
        span=part.span,
        case=part["in-case"].name() if "in-case" in part else None,
    )


def build_rules(built: Constructed, root: Part) -> None:
    """Build rules, each as one condition."""

    def build(part: Part, name: Name) -> model.Rule:
        return model.Rule(
            id=name,
            holds=_rule_condition(part),
            reason=part.text("reason"),
            basis=part.text("basis"),
            note=part.note(),
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
    """Build entity types, and entities with their status quo."""

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
        kind = part["type"].name()
        types: Mapping[str, model.EntityType] = built.corpus["entity_types"]
        declared = types[kind].attributes if kind in types else {}
        if "baseline" in part:
            for key, value in part["baseline"].items():
                known = declared.get(str(key))
                own[key] = value.data if known is None else known.typed(value.data)
                spans[str(key)] = value.span
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
            note=part.note(),
            cites=part.cites(),
            own=own,
            value_spans=spans,
        )

    built.milestones.extend(
        (name, part)
        for part, name in keyed(root, "milestones")
        if name is not None and built.sound(part)
    )

    def contingency(part: Part, name: Name) -> model.Contingency:
        return model.Contingency(name, part.text("title"), part.note(), part.cites())

    cases = keyed(root, "contingencies")
    collect(built, "contingencies", "contingency", cases, contingency)
    types = keyed(root, "entity-types")
    collect(built, "entity_types", "entity type", types, entity_type)
    collect(built, "entities", "entity", keyed(root, "entities"), entity)


def attribute(part: Part, name: Name) -> model.Attribute:
    """Return the type of an attribute or of a parameter."""
    data = part.data
    kind, digits = data.get("type", "enum"), data.get("digits", 0)

    uneven: dict[str, Decimal] = {}

    def number(*keys: str) -> Any:  # noqa: ANN401 - a value of the type
        key = next((each for each in keys if each in data), "")
        there = typed(data.get(key), kind, digits)
        if not isinstance(there, Decimal) or key == "default":
            return there
        uneven[key] = there
        return DecimalValue(max(int(there.scaleb(digits)), int(key == "step")), digits)

    least = number("minimum", "earliest")
    return model.Attribute(
        id=name,
        type=kind,
        values=tuple(data.get("values", ())),
        ordered=data.get("ordered", False),
        unit=part.text("unit"),
        minimum=least,
        maximum=number("maximum", "latest"),
        step=int(number("step")) if "step" in data else 1,
        digits=digits,
        unlimited=data.get("unlimited", False),
        unspecified=data.get("unspecified", data.get("optional", False)),
        fixed=data.get("fixed", False),
        default=number("default")
        if "default" in data or not data.get("unspecified")
        else UNSPECIFIED,
        title=part.text("title"),
        span=part.span,
        uneven=uneven,
        spans={key: part[key].span for key in ("minimum", "maximum", "step") if key in part},
    )


def build_sizes(built: Constructed) -> None:
    """Fill in the members of the set in every condition on its size.

    A set that may be empty is that, or has members.
    """
    issues: dict[str, model.Issue] = built.corpus.get("issues", {})
    rules: dict[str, model.Rule] = built.corpus.setdefault("rules", {})
    positions: dict[str, model.Position] = built.corpus.get("positions", {})
    members: Mapping[str, tuple[Name, ...]] = {
        name: each.members for name, each in issues.items() if each.answered_by in {"", "set"}
    }

    for name, issue in issues.items():
        if issue.may_be_empty and not issue.single:
            empty = Name(f"{name}/{NONE}", issue.id.span)
            some = conditions.Any(tuple(Chosen(issue.id, each) for each in issue.members))
            holds = If(Chosen(issue.id, Name(NONE, issue.id.span)), Not(some))
            reason = f"{in_words(name)}: none of them, or some."
            rules[str(empty)] = Rule(empty, holds, reason, "definitional", span=issue.id.span)
        if issue.applies_when is not None and _counts(issue.applies_when):
            said = with_members(issue.applies_when, members)
            issues[name] = replace(issue, applies_when=said)
    for name, rule in rules.items():
        if _counts(rule.holds):
            rules[name] = replace(rule, holds=with_members(rule.holds, members))
    for name, position in positions.items():
        counted = {
            key: replace(each, holds=with_members(each.holds, members))
            for key, each in position.readings.items()
            if _counts(each.holds)
        }
        if counted:
            positions[name] = replace(position, readings={**position.readings, **counted})


def _counts(condition: Condition) -> bool:
    """Return True if the condition contains the size of a set."""
    return any(isinstance(part, Size) for part in inner(condition))


# -- contingencies: a second set of entities for each case --
# The outcome in a case is the outcome, overwritten by the effects of the case and without the
# effects that lapse in it. So every entity has a twin for each case, `ENTITY@CASE`, that
# effects set as well; conditions of the case refer to the twins.


Target = tuple[str, str]
"""Entity and attribute."""


def build_cases(built: Constructed) -> None:
    """Add the twins of all entities and the effects of terms on them."""
    cases: Mapping[str, model.Contingency] = built.corpus.get("contingencies", {})
    if not cases:
        return
    types: dict[str, model.EntityType] = built.corpus.setdefault("entity_types", {})
    entities: dict[str, model.Entity] = built.corpus.setdefault("entities", {})
    issues: dict[str, model.Issue] = built.corpus.setdefault("issues", {})
    # The outcome without the cases, while these are added.
    corpus = model.Corpus(
        entity_types=dict(types), entities=dict(entities), issues=dict(issues)
    )
    for case in cases.values():
        for kind in list(corpus.entity_types.values()):
            name = twin(kind.id, case.id)
            types[str(name)] = replace(kind, id=name)
        for entity in list(corpus.entities.values()):
            name = twin(entity.id, case.id)
            title = f"{entity.title or entity.id} ({case.words})"
            entities[str(name)] = replace(
                entity,
                id=name,
                type=twin(entity.type, case.id),
                title=title,
                tile=None,
                case=case.id,
            )
    for key, issue in issues.items():
        terms = {each: _with_cases(corpus, cases, term) for each, term in issue.terms.items()}
        issues[key] = replace(issue, terms=terms)


def _with_cases(
    corpus: model.Corpus, cases: Mapping[str, model.Contingency], term: model.Term
) -> model.Term:
    """Return the term with its effects in each case."""
    found: list[model.Effect] = []
    for effect in term.effects:
        if effect.case is None:
            found.append(effect)
            for case in cases.values():
                if case.id not in term.lapses_in:
                    found += _beside(corpus, effect, case)
        else:
            known = effect.case in cases
            found.append(in_case_of(effect, effect.case) if known else effect)
    return replace(term, effects=tuple(found))


def _beside(
    corpus: model.Corpus, effect: model.Effect, case: model.Contingency
) -> Iterator[model.Effect]:
    """Yield an effect for a case, unless an effect of the case acts instead."""
    over = _overwriting(corpus, case)
    reached = [
        (str(each.id), str(name)) for each in _targets(corpus, effect) for name in effect.sets
    ]
    if not any(target in over for target in reached):
        yield replace(in_case_of(effect, case.id), derived=True)
        return
    for entity in _targets(corpus, effect):
        for name, value in effect.sets.items():
            instead = over.get((str(entity.id), str(name)), [])
            when = [] if effect.when is None else [effect.when]
            if instead:
                when.append(Not(AnyOf(tuple(instead))))
            yield replace(
                effect,
                entity=twin(entity.id, case.id),
                every=None,
                where=None,
                when=All(tuple(when)) if when else None,
                sets={name: value},
                derived=True,
            )


def _targets(corpus: model.Corpus, effect: model.Effect) -> list[model.Entity]:
    """Return the entities of an effect that have all values; none for unknown names."""
    if effect.entity is not None:
        return [corpus.entities[effect.entity]] if effect.entity in corpus.entities else []
    where = ALWAYS if effect.where is None else effect.where
    if effect.every is None:
        return []
    asked = CountEntities(Counting.AT_LEAST, 0, effect.every, where, ALWAYS)
    if not speaks(corpus, asked):
        return []
    kind = corpus.entity_types[effect.every]
    return [
        each
        for each in corpus.entities_of(effect.every)
        if kind.attributes.keys() <= each.baseline.keys()  # else a finding says what it lacks
        if static(where, corpus, each)
    ]


def _overwriting(
    corpus: model.Corpus, case: model.Contingency
) -> Mapping[Target, list[Condition]]:
    """Return the conditions of a case's effects, for each attribute that they set."""
    found: dict[Target, list[Condition]] = {}
    for issue in corpus.issues.values():
        for term in issue.terms.values():
            for effect in term.effects:
                if effect.case != case.id:
                    continue
                chosen = Chosen(issue.id, term.id)
                acts = chosen if effect.when is None else All((chosen, effect.when))
                for entity in _targets(corpus, effect):
                    for name in effect.sets:
                        found.setdefault((str(entity.id), str(name)), []).append(acts)
    return found
