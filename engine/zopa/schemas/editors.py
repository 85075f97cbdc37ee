"""JSON Schemas for editors: the files of a workspace's `schema/`.

Without references to other files, as draft-07, and on demand narrowed to the names of a corpus,
so that editors complete them.
"""

from __future__ import annotations

import copy
import datetime as dt
import enum
import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from zopa.files import FILES, FOLDER_ROLES, contents, leads_out, shipped
from zopa.model import UNSPECIFIED, DateValue, DecimalValue
from zopa.model.corpus import MILESTONES, SILENT, UNLIMITED
from zopa.schemas import FOLDER, schema_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from zopa.model.corpus import Attribute, Corpus, Issue, Term

__all__ = [
    "DIALECT",
    "FOLDER",
    "IDS",
    "State",
    "draft07",
    "editor_schemas",
    "kinds_of_files",
    "schema_text",
    "shipped_schemas",
    "state_of",
    "whole_schemas",
    "workspace_schemas",
]


Schema: TypeAlias = dict[str, Any]
CONFIGURATION: Final = "configuration.schema.json"
IDS: Final = "ids"
"""Value of the setting `schemas` for those with the ids of the corpus."""
NOTE: Final = "$comment"
"""Keyword with the digest of a schema as zopa wrote it; no validator reads it."""
WRITTEN: Final = "written by zopa, sha256 "
MOST_BYTES: Final = 64 * 1_048_576


class State(enum.Enum):
    """Relation of a file in `schema/` to the schema that belongs there."""

    FRESH = "equal"
    STALE = "missing, or as zopa once wrote it"
    CHANGED = "changed by someone else, or not readable"


def editor_schemas(corpus: Corpus | None = None) -> dict[str, Schema]:
    """Return the self-contained draft-07 schema of each kind of file, by file name.

    Args:
        corpus: source of the ids that they allow; None for any id.
    """
    schemas = _needed()
    if corpus is not None:
        schemas = workspace_schemas(corpus, schemas)
    whole = whole_schemas(schemas)
    return draft07({name: whole[name] for name in sorted(kinds_of_files())})


def kinds_of_files() -> dict[str, list[str]]:
    """Return the schema of each file that people write, with the patterns of its paths."""
    found: dict[str, list[str]] = {CONFIGURATION: ["zopa.toml"]}
    paths = {**FILES, **{f"{folder}/*.yaml": role for folder, role in FOLDER_ROLES.items()}}
    for path, role in paths.items():
        found.setdefault(schema_name(role), []).append(f"**/{path}")
    return found


def shipped_schemas() -> dict[str, Schema]:
    """Return all schemas by file name, as the package has them."""
    return {
        file.name: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(shipped("schema").glob("*.schema.json"))
    }


def _needed() -> dict[str, Schema]:
    """Return the schemas of files, and those that they refer to."""
    parts = [f"{each}.schema.json" for each in ("common", "condition")]
    return {
        name: json.loads((shipped("schema") / name).read_text(encoding="utf-8"))
        for name in sorted([*parts, *kinds_of_files()])
    }


def schema_text(schema: Schema) -> str:
    """Return the text of a schema's file, with the digest by which `state_of` knows it."""
    first = {key: schema[key] for key in ("$schema", "$id") if key in schema}
    said = {NOTE: f"{WRITTEN}{_digest(schema)}"}
    return json.dumps({**first, **said, **schema, **said}, indent=2, ensure_ascii=False) + "\n"


def state_of(root: Path, name: str, schema: Schema) -> State:
    """Compare a file of `schema/` with the schema that belongs there.

    Layout and the order of keys count for nothing, so a formatter changes no file. A link that
    leads out of the workspace is not followed.

    Args:
        root: the workspace.
        name: of the file.
        schema: what belongs there.
    """
    file = root / FOLDER / name
    if leads_out(root, file):
        return State.CHANGED
    if not file.exists() and not file.is_symlink():
        return State.STALE
    raw = contents(str(file), MOST_BYTES)
    try:
        there = json.loads(raw or b"")
    except (ValueError, RecursionError):
        return State.CHANGED
    if not isinstance(there, dict):
        return State.CHANGED
    found = _digest(there)
    if found == _digest(schema):
        return State.FRESH
    return State.STALE if there.get(NOTE) == f"{WRITTEN}{found}" else State.CHANGED


def _digest(schema: Mapping[str, Any]) -> str:
    """Return a digest of the content without the keyword that has it."""
    rest = {key: each for key, each in schema.items() if key != NOTE}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# Without references to other files, and as draft-07
DIALECT: Final = "http://json-schema.org/draft-07/schema#"
DRAFT07_FOLDER: Final = "draft-07/"
"""Folder before the last part of a twin's `$id`."""
ONE_SCHEMA: Final = frozenset(
    {"additionalProperties", "contains", "else", "if", "not", "propertyNames", "then"}
)
"""Keywords with a schema that have the same meaning in both drafts."""
SCHEMAS: Final = frozenset({"allOf", "anyOf", "oneOf"})
NAMED_SCHEMAS: Final = frozenset({"patternProperties", "properties"})
PLAIN: Final = frozenset(
    {
        "$comment",
        "const",
        "default",
        "description",
        "enum",
        "examples",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "pattern",
        "readOnly",
        "required",
        "title",
        "type",
        "uniqueItems",
        "writeOnly",
    }
)
"""Keywords without a schema that have the same meaning in both drafts."""


def draft07(schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return draft-07 twins that accept the same values.

    Each has an `$id` in a separate folder, so references between files stay relative and lead
    to twins.

    Args:
        schemas: by file name, unchanged.

    Raises:
        ValueError: draft-07 has no equivalent of a keyword.
    """
    return {name: _whole(schema) for name, schema in schemas.items()}


def _whole(schema: Schema) -> Schema:
    folder, _, name = schema["$id"].rpartition("/")
    rest = {key: each for key, each in schema.items() if key not in {"$schema", "$id"}}
    return {"$schema": DIALECT, "$id": f"{folder}/{DRAFT07_FOLDER}{name}", **_twin(rest)}


def _twin(schema: Any) -> Any:  # noqa: ANN401  # a schema may be true or false
    if not isinstance(schema, dict):
        return schema
    found: Schema = {}
    for key, each in schema.items():
        if key in PLAIN:
            found[key] = each
        elif key in ONE_SCHEMA or (key == "items" and "prefixItems" not in schema):
            found[key] = _twin(each)
        elif key in SCHEMAS:
            found[key] = [_twin(one) for one in each]
        elif key in NAMED_SCHEMAS:
            found[key] = _named(each)
        else:
            found |= _renamed(key, each)
    if "$ref" in found and len(found) > 1:
        # Draft-07 ignores keywords beside a reference.
        reference = {"$ref": found.pop("$ref")}
        found = {**found, "allOf": [reference, *found.get("allOf", ())]}
    return found


def _renamed(key: str, value: Any) -> Schema:  # noqa: ANN401  # any part of a schema
    match key:
        case "$ref":
            file, sign, pointer = value.partition("#")
            return {key: f"{file}{sign}{pointer.replace('/$defs/', '/definitions/')}"}
        case "$defs":
            return {"definitions": _named(value)}
        case "prefixItems":
            return {"items": [_twin(one) for one in value]}
        case "items":
            return {"additionalItems": _twin(value)}
        case "dependentRequired":
            return {"dependencies": value}
        case _ if key.startswith("x-"):
            return {key: value}  # both drafts ignore unknown keywords
        case _:
            message = f"draft-07 has no word for {key!r}"
            raise ValueError(message)


def _named(schemas: Mapping[str, Any]) -> Schema:
    return {name: _twin(each) for name, each in schemas.items()}


# -- JSON Schemas without external references --


DEFINED = "/$defs/"


def whole_schemas(schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return the schemas with the definitions of other files that they use.

    A reference to another file uses its `$id`, so a validator with one file would look for the
    other on the web. Each definition is named after its file and its name there.

    Args:
        schemas: by file name, in draft 2020-12, unchanged. Every reference leads to a
            definition in one of them.
    """
    return {name: _Whole(name, schemas).schema() for name in schemas}


class _Whole:
    def __init__(self, name: str, schemas: Mapping[str, Schema]) -> None:
        self._name = name
        self._schemas = schemas
        self._added: dict[str, Schema] = {}

    def schema(self) -> Schema:
        found: Schema = self._with(self._schemas[self._name], self._name)
        if self._added:
            found["$defs"] = {**found.get("$defs", {}), **dict(sorted(self._added.items()))}
        return found

    def _with(self, value: Any, file: str) -> Any:  # noqa: ANN401  # any part of a schema
        """Return a part of a file's schema with its references made internal."""
        if isinstance(value, list):
            return [self._with(each, file) for each in value]
        if not isinstance(value, dict):
            return value
        return {
            key: self._reference(each, file)
            if key == "$ref" and isinstance(each, str)
            else self._with(each, file)
            for key, each in value.items()
        }

    def _reference(self, reference: str, file: str) -> str:
        named, _, pointer = reference.partition("#")
        there = named or file
        if there == self._name:
            return f"#{pointer}"
        name = pointer.removeprefix(DEFINED)
        called = f"{there.partition('.')[0]}-{name}"
        if called not in self._added:
            self._added[called] = {}  # for recursive definitions
            self._added[called] = self._with(self._schemas[there]["$defs"][name], there)
        return f"#{DEFINED}{called}"


# Narrowed to the names of one corpus

WORKSPACE: Final = "workspace/"
"""Folder before the last part of a narrowed schema's `$id`."""
SCENARIO = "scenario.schema.json"
FIRST: Final = dt.date.min.toordinal()
LAST: Final = dt.date.max.toordinal()
ISSUES = "issues.schema.json#/$defs"
PARTIES = "parties.schema.json#/$defs"
POSITION = "positions.schema.json#/$defs/position/properties"
RECORD = "record.schema.json#/$defs"
CONDITION = "condition.schema.json#/$defs"
COMMON = "common.schema.json#/$defs"
ONE: Final[Mapping[str, tuple[str, ...]]] = {
    "contingencies": (f"{CONDITION}/in-case/properties/in-case",),
    "entities": (f"{CONDITION}/entity/properties/entity",),
    "entity-types": (
        f"{CONDITION}/every/properties/every",
        f"{CONDITION}/some/properties/some",
        f"{CONDITION}/none/properties/none",
        f"{ISSUES}/effect-on-every/properties/every",
    ),
    "issues": (
        f"{CONDITION}/issue/properties/issue",
        f"{CONDITION}/of-issue/properties/issue",
        f"{CONDITION}/silent/properties/silent",
        f"{CONDITION}/undecided/properties/undecided",
        f"{RECORD}/change/properties/issue",
    ),
    "milestones": (
        f"{CONDITION}/happens/properties/happens",
        f"{CONDITION}/milestone/properties/milestone",
        f"{CONDITION}/of-milestone/properties/milestone",
        f"{ISSUES}/effect-on-milestone/properties/milestone",
    ),
    "parties": (
        f"{PARTIES}/speaker/properties/party",
        f"{POSITION}/party",
        f"{RECORD}/change/properties/party",
    ),
    "positions": (f"{COMMON}/position-reference",),
    "sources": (f"{SCENARIO}#/properties/source",),
    "speakers": ("statements.schema.json#/$defs/statement/properties/speaker",),
    "terms": (f"{COMMON}/term-reference",),
}
"""Subschemas of one name, for each kind of name."""
MANY: Final[Mapping[str, tuple[str, ...]]] = {
    "contingencies": (
        f"{ISSUES}/term/properties/lapses-in",
        f"{ISSUES}/term-for-each/properties/lapses-in",
    ),
    "issues": (f"{POSITION}/issues", f"{RECORD}/question/properties/issues"),
    "parties": (
        f"{COMMON}/note-for-some/properties/visibility",
        "corpus.schema.json#/properties/at-the-table",
        f"{SCENARIO}#/properties/at-the-table",
        f"{SCENARIO}#/properties/proposed-by",
        f"{SCENARIO}#/properties/visibility",
        f"{PARTIES}/speaker/properties/also-speaks-for",
        f"{POSITION}/held-by",
        f"{POSITION}/visibility",
    ),
    "statements": (
        f"{ISSUES}/issue/properties/statements",
        f"{ISSUES}/term/properties/statements",
        f"{ISSUES}/term-for-each/properties/statements",
        f"{POSITION}/statements",
    ),
}
"""Subschemas of a list of names, for each kind of name."""
KEYS: Final[Mapping[str, tuple[str, ...]]] = {"sources": (f"{COMMON}/cites",)}
"""Subschemas of a mapping from names, for each kind of name."""


def workspace_schemas(corpus: Corpus, schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Narrow the schemas to the names of the corpus.

    They accept no more than the given schemas. References between files stay relative; each
    `$id` gets a separate folder. Kinds of names that the corpus lacks stay unchanged.

    Args:
        corpus: source of the names.
        schemas: by file name, unchanged.
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
    if any(each.written_for for each in corpus.issues.values()):
        _allow_each(narrowed["common.schema.json"]["$defs"]["term-reference"])
    properties = narrowed[SCENARIO]["properties"]
    properties["choices"] = _choices(properties["choices"], corpus)
    properties["readings"] = _readings(properties["readings"], corpus)
    return narrowed


def _names(corpus: Corpus) -> dict[str, list[str]]:
    return {
        "contingencies": list(corpus.contingencies),
        "entities": [name for name, each in corpus.entities.items() if each.case is None],
        "entity-types": list(corpus.entity_types),
        "issues": list(corpus.issues),
        "milestones": [
            name for name, each in corpus.issues.items() if each.section == MILESTONES
        ],
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


def _allow_each(reference: Schema) -> None:
    """Allow a term with `for-each` to name the terms of all its entities."""
    one = {"description": "One of the terms.", "enum": reference.pop("enum")}
    every = {"description": "One for each entity.", "pattern": r"[$]each"}
    reference["anyOf"] = [one, every]


def _one(names: Iterable[str]) -> Schema:
    return {"enum": list(names)}


def _many(names: Iterable[str]) -> Schema:
    return {"items": {"enum": list(names)}}


def _keys(names: Iterable[str]) -> Schema:
    return {"propertyNames": {"enum": list(names)}}


# -- scenarios ----------------------------------------------------------------


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
    """Return a schema of a mapping with exactly these keys."""
    kept = {key: each for key, each in schema.items() if key != "propertyNames"}
    return kept | {"properties": properties, "additionalProperties": False}


def _choice(issue: Issue) -> Schema:
    """Return the schema of an answer to the issue: with or without citations, or silence."""
    silent = {
        "title": "Silent",
        "description": "None of the answers." if issue.answered_by else "None of the terms.",
        "type": "string",
        "const": SILENT,
    }
    if issue.answered_by not in {"", "set"}:
        values = list(_answers(issue))
        words = [SILENT, *(name for name in issue.terms if name == UNLIMITED)]
        forms = [
            *values,
            silent,
            _cited("value", [*values, silent]),
            _cited("term", [_word(words)]),
        ]
    else:
        terms = list(_terms(issue))
        forms = [*terms, silent, _cited("term", [*terms, silent])]
        forms.append(_cited("value", [_members(issue), silent]))
    return {"title": str(issue.id), "description": issue.question, "oneOf": forms}


def _answers(issue: Issue) -> Iterator[Schema]:
    """Yield schemas of the values of an issue with an `answer`, and of their bounds."""
    if issue.answer is None:
        yield {"title": "Yes or no", "description": "`true` or `false`.", "type": "boolean"}
        return
    yield from _given(replace(issue.answer, title="", unlimited=UNLIMITED in issue.terms))


def _terms(issue: Issue) -> Iterator[Schema]:
    """A term, a term with parameters, or a list of terms."""
    terms = [issue.terms[each] for each in issue.members]
    one = [_of_terms(terms), *(_with_parameters(each) for each in terms if each.parameters)]
    if issue.answered_by != "set":
        one += [_without_parameters(each) for each in terms if not each.parameters]
    if issue.least <= 1:
        yield from one
    yield {
        "title": "List of terms",
        "description": "The chosen terms.",
        "type": "array",
        "items": {"oneOf": one},
        "minItems": 0 if issue.may_be_empty else max(1, issue.least),
        "maxItems": issue.most,
        "uniqueItems": True,
    }


def _members(issue: Issue) -> Schema:
    """A list of terms without parameters."""
    return {
        "title": "List of members",
        "description": "The chosen terms.",
        "type": "array",
        "items": _of_terms([issue.terms[each] for each in issue.members]),
        "minItems": 0 if issue.may_be_empty else max(1, issue.least),
        "maxItems": issue.most,
        "uniqueItems": True,
    }


def _cited(key: str, forms: Iterable[Schema]) -> Schema:
    """Return the schema with citations added."""
    return {
        "title": f"Mapping with `{key}` and `cites`",
        "description": "What is chosen, and the places that say so.",
        "type": "object",
        "properties": {
            key: {
                "title": key.capitalize(),
                "description": "What is chosen.",
                "oneOf": list(forms),
            },
            "cites": {
                "$ref": f"{COMMON}/cites",
                "description": "The places in sources.",
            },
        },
        "required": [key, "cites"],
        "additionalProperties": False,
    }


def _word(words: Iterable[str]) -> Schema:
    return {
        "title": "Word",
        "description": "What is said instead of a value.",
        "type": "string",
        "enum": list(words),
    }


def _of_terms(terms: Iterable[Term]) -> Schema:
    every = list(terms)
    return {
        "title": "Term",
        "description": "; ".join(f"{each.id}: {each.title}" for each in every),
        "type": "string",
        "enum": [str(each.id) for each in every],
    }


def _with_parameters(term: Term) -> Schema:
    values = {name: list(_given(each.domain)) for name, each in term.parameters.items()}
    mapping = {
        "title": f"Parameters of {term.id}",
        "description": term.title,
        "type": "object",
        "properties": {
            name: {
                "title": term.parameters[name].domain.title or name,
                "description": f"Of term {term.id}.",
                "oneOf": each,
            }
            for name, each in values.items()
        },
        "additionalProperties": False,
    }
    short = next(iter(values.values())) if len(values) == 1 else []
    return _term_with(term, {"oneOf": [mapping, *short]})


def _without_parameters(term: Term) -> Schema:
    return _term_with(term, {"type": "object", "maxProperties": 0})


def _term_with(term: Term, said: Schema) -> Schema:
    return {
        "title": f"{term.id} with parameters",
        "description": term.title,
        "type": "object",
        "properties": {
            str(term.id): {"title": str(term.id), "description": term.title, **said}
        },
        "required": [str(term.id)],
        "additionalProperties": False,
    }


# -- values -------------------------------------------------------------------


def _given(domain: Attribute) -> Iterator[Schema]:
    """Yield the forms of a value in a draft; of a number also bounds."""
    said = {"title": domain.title or "Value"}
    if domain.unspecified:
        yield {**said, "description": "There is none.", "const": UNSPECIFIED}
    match domain.type:
        case "enum":
            yield said | {"description": "One of the words.", "enum": list(domain.values)}
            return
        case "boolean":
            yield said | {"description": "True or false.", "type": "boolean"}
            return
        case "integer" | "decimal" | "date":
            pass
    yield said | {"description": _range(domain)} | _number(domain) | _step(domain)
    if domain.unlimited:
        yield said | {"description": "Above every number.", "const": UNLIMITED}
    ends = {"at-least": "It is this or more.", "at-most": "It is this or less."}
    yield {
        "title": "Mapping with bounds",
        "description": "A value that is left open between these.",
        "type": "object",
        "properties": {
            key: {"title": key.capitalize(), "description": text, **_number(domain)}
            for key, text in ends.items()
        },
        "additionalProperties": False,
        "minProperties": 1,
    }


def _range(domain: Attribute) -> str:
    """Return the range of the values in words."""
    sort = {"integer": "A whole number", "decimal": "A number"}.get(domain.type, "A date")
    ends = {"at least": domain.minimum, "at most": domain.maximum}
    bounds = [f"{words} {each}" for words, each in ends.items() if each is not None]
    said = [sort, *bounds, *([f"in {domain.unit}"] if domain.unit else [])]
    return f"{', '.join(said)}."


def _number(domain: Attribute) -> Schema:
    """Return the schema of a number or a date in its range."""
    least, most = domain.minimum, domain.maximum
    if domain.type == "date":
        ends = (str(DateValue(least or FIRST)), str(DateValue(most or LAST)))
        return {"type": "string", "format": "date", "pattern": f"^{_between(*ends)}$"}
    bounds = {"minimum": least, "maximum": most}
    kind = "integer" if domain.type == "integer" else "number"
    return {
        "type": kind,
        **{key: _plain(each) for key, each in bounds.items() if each is not None},
    }


def _step(domain: Attribute) -> Schema:
    """Return `multipleOf` for the step, if a validator can check it without rounding."""
    exact = domain.type == "integer" and domain.step > 1
    return (
        {"multipleOf": domain.step} if exact and not (domain.minimum or 0) % domain.step else {}
    )


def _plain(number: int) -> int | float:
    """Return a number as JSON writes it."""
    if not isinstance(number, DecimalValue):
        return int(number)
    whole = number.decimal == number.decimal.to_integral_value()
    return int(number.decimal) if whole else float(number.decimal)


def _between(least: str, most: str) -> str:
    """Return a pattern for the texts between two of the same length, digit by digit."""
    if not least:
        return ""
    first, last = least[0], most[0]
    if first == last:
        return first + _between(least[1:], most[1:])
    rest = ["-" if each == "-" else "[0-9]" for each in least[1:]]
    lowest = "".join("-" if each == "-" else "0" for each in least[1:])
    greatest = lowest.replace("0", "9")
    parts = [first + _between(least[1:], greatest)]
    if int(last) - int(first) > 1:
        parts.append(f"[{int(first) + 1}-{int(last) - 1}]{''.join(rest)}")
    parts.append(last + _between(lowest, most[1:]))
    return f"({'|'.join(parts)})"
