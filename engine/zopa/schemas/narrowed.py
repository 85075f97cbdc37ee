"""The schemas of the files, narrowed to what one corpus has, so that editors complete it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.model.corpus import SILENT, UNLIMITED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zopa.model.corpus import Attribute, Corpus, Issue, Term

__all__ = ["WORKSPACE", "workspace_schemas"]

Schema: TypeAlias = dict[str, Any]

WORKSPACE: Final = "workspace/"
"""What the last part of a narrowed schema's `$id` is preceded by."""
SCENARIO = "scenario.schema.json"

ISSUES = "issues.schema.json#/$defs"
PARTIES = "parties.schema.json#/$defs"
POSITION = "positions.schema.json#/$defs/position/properties"
RECORD = "record.schema.json#/$defs"
CONDITION = "condition.schema.json#/$defs"
COMMON = "common.schema.json#/$defs"

ONE: Final[Mapping[str, tuple[str, ...]]] = {
    "entities": (f"{CONDITION}/entity/properties/entity",),
    "entity-types": (
        f"{CONDITION}/every/properties/every",
        f"{CONDITION}/some/properties/some",
        f"{CONDITION}/none/properties/none",
        f"{ISSUES}/effect-on-every/properties/every",
    ),
    "issues": (
        f"{CONDITION}/silent/properties/silent",
        f"{CONDITION}/undecided/properties/undecided",
        f"{RECORD}/change/properties/issue",
    ),
    "parties": (
        f"{PARTIES}/speaker/properties/party",
        f"{POSITION}/party",
        f"{RECORD}/change/properties/party",
    ),
    "positions": (f"{COMMON}/position-reference",),
    "speakers": ("statements.schema.json#/$defs/statement/properties/speaker",),
    "terms": (f"{COMMON}/term-reference",),
}
"""For each kind of name, the subschemas that stand for one of it."""
MANY: Final[Mapping[str, tuple[str, ...]]] = {
    "issues": (f"{POSITION}/issues", f"{RECORD}/question/properties/issues"),
    "parties": (
        "corpus.schema.json#/properties/at-the-table",
        f"{SCENARIO}#/properties/at-the-table",
        f"{PARTIES}/speaker/properties/also-speaks-for",
        f"{POSITION}/held-by",
    ),
    "statements": (f"{ISSUES}/term/properties/statements", f"{POSITION}/statements"),
}
"""Subschemas that stand for a list of such names."""
KEYS: Final[Mapping[str, tuple[str, ...]]] = {"sources": (f"{COMMON}/cites",)}
"""Subschemas of mappings from such names."""


def workspace_schemas(corpus: Corpus, schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Narrow the schemas to the names that the corpus has.

    What they accept is accepted by the schemas that are given. References between
    files stay relative, each `$id` gets a folder of its own. A kind of name of
    which the corpus has none is left as it is.

    Args:
        corpus: where the names are from.
        schemas: by file name; they are not changed.
    """
    narrowed = copy.deepcopy(dict(schemas))
    for schema in narrowed.values():
        folder, _, name = schema["$id"].rpartition("/")
        schema["$id"] = f"{folder}/{WORKSPACE}{name}"
    names = _names(corpus)
    for table, narrow in ((ONE, _one), (MANY, _many), (KEYS, _keys)):
        for kind, places in table.items():
            for place in places:
                if names[kind]:
                    _narrow(narrowed, place, narrow(names[kind]))
    properties = narrowed[SCENARIO]["properties"]
    properties["choices"] = _choices(properties["choices"], corpus)
    properties["readings"] = _readings(properties["readings"], corpus)
    return narrowed


def _names(corpus: Corpus) -> dict[str, list[str]]:
    return {
        "entities": [name for name, each in corpus.entities.items() if each.case is None],
        "entity-types": list(corpus.entity_types),
        "issues": list(corpus.issues),
        "parties": list(corpus.parties),
        "positions": list(corpus.positions),
        "sources": list(corpus.sources),
        "speakers": list(corpus.speakers),
        "statements": list(corpus.statements),
        "terms": [
            f"{issue.id}/{term}" for issue in corpus.issues.values() for term in issue.terms
        ],
    }


def _narrow(schemas: Mapping[str, Schema], place: str, more: Schema) -> None:
    """Add keywords to a subschema.

    Raises:
        KeyError: the schemas have no such place.
    """
    file, _, pointer = place.partition("#/")
    schema: Any = schemas[file]
    for step in pointer.split("/"):
        schema = schema[step]
    schema.update(more)


def _one(names: Iterable[str]) -> Schema:
    return {"enum": list(names)}


def _many(names: Iterable[str]) -> Schema:
    return {"items": {"enum": list(names)}}


def _keys(names: Iterable[str]) -> Schema:
    return {"propertyNames": {"enum": list(names)}}


# -- what a scenario may say --------------------------------------------------


def _choices(choices: Schema, corpus: Corpus) -> Schema:
    return _closed(choices, {name: _choice(each) for name, each in corpus.issues.items()})


def _readings(readings: Schema, corpus: Corpus) -> Schema:
    return _closed(
        readings,
        {
            name: {
                "title": "Reading",
                "description": f"How to read: {position.title}",
                "enum": list(position.readings),
            }
            for name, position in corpus.positions.items()
            if position.readings
        },
    )


def _closed(schema: Schema, properties: Schema) -> Schema:
    """A mapping with these keys instead of any."""
    kept = {key: each for key, each in schema.items() if key != "propertyNames"}
    return kept | {"properties": properties, "additionalProperties": False}


def _choice(issue: Issue) -> Schema:
    """A term, a term with parameters, a list of terms, or silent."""
    terms = list(issue.terms.values())
    one = [_named(terms), *map(_with_parameters, terms)]
    several = {
        "title": "List of terms",
        "description": "The chosen terms.",
        "type": "array",
        "items": {"oneOf": one},
        "minItems": 1,
        "maxItems": issue.most,
    }
    silent = {
        "title": "Silent",
        "description": "None of the terms.",
        "type": "string",
        "const": SILENT,
    }
    return {
        "title": str(issue.id),
        "description": issue.question,
        "oneOf": [*one, several, silent],
    }


def _named(terms: Iterable[Term]) -> Schema:
    every = list(terms)
    return {
        "title": "Term",
        "description": "; ".join(f"{each.id}: {each.title}" for each in every),
        "type": "string",
        "enum": [str(each.id) for each in every],
    }


def _with_parameters(term: Term) -> Schema:
    return {
        "title": f"{term.id} with parameters",
        "description": term.title,
        "type": "object",
        "properties": {
            str(term.id): {
                "title": str(term.id),
                "description": term.title,
                "type": "object",
                "properties": {
                    name: _value(each.domain) for name, each in term.parameters.items()
                },
                "additionalProperties": False,
            }
        },
        "required": [str(term.id)],
        "additionalProperties": False,
    }


def _value(domain: Attribute) -> Schema:
    said = {"title": domain.title or str(domain.id)}
    match domain.type:
        case "enum":
            return said | {"description": "One of the words.", "enum": list(domain.values)}
        case "boolean":
            return said | {"description": "True or false.", "type": "boolean"}
        case "decimal" | "date":
            unit = domain.unit or ("A date." if domain.type == "date" else "A number.")
            return said | {"description": unit}
        case "integer":
            bounds = {"minimum": domain.minimum, "maximum": domain.maximum}
            number = {
                "description": domain.unit or "A whole number.",
                "type": "integer",
                **{key: each for key, each in bounds.items() if each is not None},
            }
            if not domain.unlimited:
                return said | number
            unlimited = {"description": "Above every number.", "const": UNLIMITED}
            return said | {"description": domain.unit, "oneOf": [number, unlimited]}
