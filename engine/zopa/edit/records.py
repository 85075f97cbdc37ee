"""Short notation of values with parts: `buyer/at-most | by: A. Moss | reason: Old`.

It is the same for all of them. The beginning has the most important parts in a special
form. Any other part follows behind a `|` with its key. Several values are separated by `;`
or are on separate lines. Text in quotes may contain these separators.
Types have a form of their own: `integer 0..20 EUR`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NoReturn

from zopa import Refused
from zopa.diagnostics import did_you_mean, listed, quoted
from zopa.edit import FieldForm
from zopa.edit.changes import same
from zopa.edit.values import bare, kept, pairs_said, pairs_text, split, yaml_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zopa.documents import Data
    from zopa.edit import Field

    Read = Callable[[Field, str], Data]
    Write = Callable[[Field, Data], str]

__all__ = [
    "RECORDS",
    "answer_said",
    "how",
    "record_said",
    "record_text",
    "typed_first",
]


TYPES: Final = (
    "integer 0..2000 EUR, decimal 0.00..9.50, date 2025-01-01..2025-12-31, yes/no, set of party"
)
"""Forms of a type, in a line."""
RECORDS: Final = frozenset({FieldForm.RECORD, FieldForm.RECORDS, FieldForm.RECORDS_BY_NAME})
NAME: Final = "[a-z][a-z0-9-]*"
DEONTIC: Final = re.compile(
    r"(.*?)\s+(must[ -]not|must|may|expects)\s+(?:to\s+)?(\S.*)", re.DOTALL
)
EFFECT: Final = re.compile(rf"(?:(every)\s+)?((?:{NAME}|[$]each)[a-z0-9$-]*)\s*:\s*(\S.*)")
MILESTONE: Final = re.compile(
    rf"({NAME})\s+(after|before|is|at[ -]least|at[ -]most)\s+(\S+)(?:\s+within\s+(\d+)\s+days)?"
)


@dataclass(frozen=True, slots=True)
class _Head:
    """Notation of the beginning of a value with parts."""

    like: str
    read: Callable[[str, Read, Field], dict[str, Data]]
    write: Callable[[dict[str, Data], Write, Field], str | None]
    at: Callable[[str], tuple[tuple[str, ...], str]] = lambda text: ((), text)
    """The parts that may be typed at the end of it, and the text typed so far."""


# -- the beginning --


def _part(key: str) -> _Head:
    """A part alone."""

    def read(text: str, read_part: Read, field: Field) -> dict[str, Data]:
        part = field.part(key)
        return {key: read_part(part, bare(text))} if part is not None else {}

    def write(value: dict[str, Data], write_part: Write, field: Field) -> str | None:
        part = field.part(key)
        return write_part(part, value[key]) if part is not None and key in value else None

    return _Head(key.upper(), read, write, lambda text: ((key,), text))


def _two(first: str, then: str) -> _Head:
    """A part, a colon and another one; an id may be left out."""

    def read(text: str, read_part: Read, field: Field) -> dict[str, Data]:
        from zopa.edit.typed import proposed_id

        name, colon, rest = (each.strip() for each in text.partition(":"))
        one, two = field.part(first), field.part(then)
        if one is None or two is None:
            return {}
        if not colon or (first == "id" and not re.fullmatch(r"[a-z0-9$-]+", name)):
            name, rest = (proposed_id(text), text) if first == "id" else ("", "")
        if not name or not rest:
            _fail(field, text)
        return {first: read_part(one, name), then: read_part(two, bare(rest))}

    def write(value: dict[str, Data], write_part: Write, field: Field) -> str | None:
        one, two = field.part(first), field.part(then)
        if one is None or two is None or first not in value or then not in value:
            return None
        return f"{write_part(one, value[first])}: {write_part(two, value[then])}"

    def at(text: str) -> tuple[tuple[str, ...], str]:
        name, colon, rest = text.partition(":")
        return ((then,), rest.lstrip()) if colon else ((first,), name)

    return _Head(f"{first.upper()}: {then.upper()}", read, write, at)


def _provision_read(text: str, read: Read, field: Field) -> dict[str, Data]:
    found = DEONTIC.fullmatch(text)
    actor = field.part("actor")
    if found is None or actor is None:
        _fail(field, text)
    deontic = found[2].replace(" ", "-")
    return {"actor": read(actor, found[1]), "deontic": deontic, "aim": found[3]}


def _provision_write(value: dict[str, Data], write: Write, field: Field) -> str | None:
    actor = field.part("actor")
    if actor is None or not {"actor", "deontic", "aim"} <= value.keys():
        return None
    deontic = str(value["deontic"]).replace("-", " ")
    return f"{write(actor, value['actor'])} {deontic} {value['aim']}"


def _provision_at(text: str) -> tuple[tuple[str, ...], str]:
    aim = re.search(r"\s(?:must|may|expects)\s", text)
    return (("actor",), text) if aim is None else ((), "")


def _effect_at(text: str) -> tuple[tuple[str, ...], str]:
    if ":" in text:
        return (), ""
    if found := re.fullmatch(rf"{NAME}\s+(after|before|is|at[ -]least|at[ -]most)\s(.*)", text):
        return (found[1].replace(" ", "-"),), found[2].lstrip()
    if text.startswith("every "):
        return ("every",), text.removeprefix("every ").lstrip()
    return ("entity", "milestone"), text


def _effect_read(text: str, read: Read, field: Field) -> dict[str, Data]:
    if found := EFFECT.fullmatch(text):
        return {found[1] or "entity": found[2], "set": pairs_said(found[3])}
    found = MILESTONE.fullmatch(text)
    part = field.part(found[2].replace(" ", "-")) if found is not None else None
    if found is None or part is None:
        _fail(field, text)
    said: dict[str, Data] = {"milestone": found[1], part.key: read(part, found[3])}
    if found[4]:
        said["within"] = {"days": int(found[4])}
    return said


def _effect_write(value: dict[str, Data], _: Write, __: Field) -> str | None:
    who = value.get("entity") or (f"every {value['every']}" if "every" in value else None)
    if who and (pairs := pairs_text(value.get("set"))):
        return f"{who}: {pairs}"
    for key in ("after", "before", "is", "at-least", "at-most"):
        if "milestone" in value and key in value:
            text = f"{value['milestone']} {key.replace('-', ' ')} {value[key]}"
            match value.get("within"):
                case {"days": int(days), **rest} if not rest:
                    return f"{text} within {days} days"
            return text
    return None


def _type_read(text: str, _: Read, __: Field) -> dict[str, Data]:
    found = answer_said(text)
    return found if isinstance(found, dict) else {}


HEADS: Final[Mapping[str, _Head]] = {
    "answer": _Head("TYPE", _type_read, lambda value, _, __: answer_text(value)),
    "parameters": _Head("TYPE", _type_read, lambda value, _, __: answer_text(value)),
    "attributes": _Head("TYPE", _type_read, lambda value, _, __: answer_text(value)),
    "readings": _part("holds"),
    "terms": _two("id", "title"),
    "not-proposed": _two("id", "why"),
    "steps": _two("when", "what"),
    "provision": _Head("ACTOR must AIM", _provision_read, _provision_write, _provision_at),
    "provisions": _Head("ACTOR must AIM", _provision_read, _provision_write, _provision_at),
    "effects": _Head("ENTITY: ATTRIBUTE=VALUE", _effect_read, _effect_write, _effect_at),
    "waivers": _part("position"),
    "choices-cite": _two("issue", "cites"),
    "within": _part("days"),
    "outlet": _part("name"),
    "says": _part("text"),
}
"""Notations of the beginning, by the key of the field."""
EXAMPLES: Final[Mapping[str, str]] = {
    "answer": TYPES,
    "parameters": "days: integer 1..90 days; level: one of low < high | optional: true",
    "attributes": "operator: one of city, port | default: city; size: integer 0..100",
    "readings": "narrow: price/fixed | default: true; wide: price/fixed or price/indexed",
    "terms": "fixed: A fixed price; indexed: It follows the index | mentioned: implied",
    "not-proposed": "royalty: Nobody proposes it | cites: minutes:3",
    "steps": "2025-08-15: asks for all of it; 2025-08-20: asks for a part",
    "provision": "union must end the strike | condition: once it is signed",
    "provisions": "union must end the strike; owner must not sue | or-else: a fine",
    "effects": "pier: operator=city; every berth: size=3 | where: of=north; move after payment",
    "waivers": "union/no-night-work | by: A. Moss | expires: 2025-12-31 | reason: for a test",
    "choices-cite": "price: minutes:2; warranty: minutes:3,4",
    "outlet": "Herald | inferred: true",
    "says": "We will not. | speaker: counsel | said: 2025-08-15 | cites: minutes:2",
    "expect": "deal: open | crossed: union/one, union/two",
    "bears-on": "for: price/fixed | against: price/indexed, price/open",
}
"""Examples of fields with parts, by key."""
PAIRS: Final[Mapping[str, str]] = {
    "choices": "price=fixed; fee=480; watch=city, port",
    "baseline": "operator=city, size=3",
    "readings": "union/no-night-work=narrow",
}
"""The same for names with values."""


def how(field: Field) -> str:
    """How to fill in a field with parts or pairs, in a line; empty for other fields."""
    if field.form is FieldForm.PAIRS:
        return PAIRS.get(field.key, "name=value; other=value")
    if field.form in RECORDS and field.key in EXAMPLES:
        return EXAMPLES[field.key]
    if field.form in RECORDS:
        return " | ".join(f"{each.key}: …" for each in field.parts[:3])
    return ""


def typed_first(field: Field, text: str) -> tuple[tuple[str, ...], str] | None:
    """The parts that may be typed at the end of the beginning, and the text typed so far.

    None if the beginning has no special form.
    """
    head = HEADS.get(field.key)
    return None if head is None else head.at(text)


# -- input --


def record_said(field: Field, text: str, read: Read) -> Data:
    """The value of a text with parts, or with several such values.

    Args:
        field: the field of the text.
        text: the input; text in brackets or a list of lines is in the format itself.
        read: reads a part.

    Raises:
        Refused: the text has no meaning in the field.
    """
    if text.startswith(("{", "[", "- ")):
        return yaml_value(text)
    if field.form is FieldForm.RECORD:
        return _item(field, text.replace("\n", " | ") if _no_quotes(text) else text, read)
    items = [each for each in split(text, ";\n") if each]
    if field.form is FieldForm.RECORDS:
        return [_item(field, each, read) for each in items]
    found: dict[str, Data] = {}
    for each in items:
        name, colon, rest = (part.strip() for part in each.partition(":"))
        if not colon or not rest or not re.fullmatch(NAME, name):
            _fail(field, each)
        if name in found:
            message = f"{quoted(name)} is said twice"
            raise Refused(message, "say it once")
        found[name] = _item(field, rest, read)
    return found


def _no_quotes(text: str) -> bool:
    return '"' not in text


def _item(field: Field, text: str, read: Read) -> Data:
    if text.startswith("{"):
        return yaml_value(text)
    said: dict[str, Data] = {}
    head = HEADS.get(field.key)
    typed: set[str] = set()
    for number, piece in enumerate(filter(None, split(text, "|"))):
        key, colon, rest = (each.strip() for each in piece.partition(":"))
        part = field.part(key) if colon else None
        if part is None and number == 0 and head is not None:
            said |= head.read(piece, read, field)
        elif part is None:
            _no_part(field, key if colon else piece)
        elif part.key in typed:
            message = f"`{part.key}` is said twice"
            raise Refused(message, "say it once")
        else:
            typed.add(part.key)
            said[part.key] = read(part, bare(rest))
    return {each.key: said[each.key] for each in field.parts if each.key in said}


def _no_part(field: Field, key: str) -> NoReturn:
    near = did_you_mean(key, [each.key for each in field.parts])
    message = f"{quoted(key)} is no part of `{field.key}`"
    meant = (f"did you mean {listed(near)}?",) if near else ()
    parts = ", ".join(each.key for each in field.parts)
    raise Refused(message, *meant, f"say it like {how(field)}", f"parts: {parts}")


def _fail(field: Field, text: str) -> NoReturn:
    message = f"{quoted(text)} does not say `{field.key}`"
    raise Refused(message, f"say it like {how(field)}")


def record_text(field: Field, value: Data, write: Write, read: Read) -> str | None:
    """A value with parts as a user types it; None if the notation has no form for it."""
    match field.form, value:
        case FieldForm.RECORD, dict():
            return _item_text(field, value, write, read, "|\n")
        case FieldForm.RECORDS, list() if value:
            items = [
                _item_text(field, each, write, read, ";|\n") if isinstance(each, dict) else None
                for each in value
            ]
        case FieldForm.RECORDS_BY_NAME, dict() if value:
            items = [
                f"{name}: {text}"
                if isinstance(each, dict)
                and (text := _item_text(field, each, write, read, ";|\n"))
                else None
                for name, each in value.items()
            ]
        case _:
            return None
    found = [each for each in items if each is not None]
    if len(found) < len(items):
        return None
    return "; ".join(found)


def _item_text(
    field: Field, value: dict[str, Data], write: Write, read: Read, apart: str
) -> str | None:
    head = HEADS.get(field.key)
    first = head.write(value, write, field) if head is not None else None
    base: dict[str, Data] = {}
    if head is not None and first is not None:
        whole = any(each in first for each in apart)
        try:
            base = head.read(first, read, field)
        except Refused:
            whole = True
        if whole or any(key not in value for key in base):
            first, base = None, {}
    pieces = [] if first is None else [first]
    for key, each in value.items():
        part = field.part(key)
        if part is None:
            return None
        if key in base and same(base[key], each):
            continue
        text = kept(write(part, each), apart)
        if text is None:
            return None
        pieces.append(f"{key}: {text}")
    return " | ".join(pieces) or None


# -- types of answers, parameters and attributes ------------------------------


NUMBER: Final = r"-?\d{1,18}(?:\.\d{1,9})?"
RANGE: Final = re.compile(
    rf"(integer|number|decimal)\s+({NUMBER})\s*(?:\.\.|to)\s*({NUMBER})(?:\s+(\S.*))?",
    re.ASCII,
)
DATES: Final = re.compile(
    r"date\s+(\d{4}-\d\d-\d\d)\s*(?:\.\.|to)\s*(\d{4}-\d\d-\d\d)", re.ASCII
)
MEMBERS: Final = re.compile(r"set\s+of\s+([a-z][a-z0-9-]*)", re.ASCII)
NAMED: Final = re.compile(r"set\s+([a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)+)", re.ASCII)
WORDS: Final = re.compile(
    r"one\s+of\s+([a-z][a-z0-9-]*(?:\s*[,<]\s*[a-z][a-z0-9-]*)*)", re.ASCII
)
INHERITED: Final = "inherited"
"""The type of a parameter that takes it from an attribute."""
YES_NO: Final = frozenset({"boolean", "yes/no", "yes or no", "yes-no"})


def answer_said(text: str) -> Data:
    """The type of an issue's answer from a text, as the format has it.

    A number without a point is an integer, unless the text has `decimal`; a decimal has as many
    digits as its bounds show. Text after the bounds is the unit. Text in brackets `{…}` is in
    the format itself.

    Raises:
        Refused: the text is not a type.
    """
    text = " ".join(text.split())
    if text.startswith("{"):
        return yaml_value(text)
    if text.lower() in YES_NO:
        return {"type": "boolean"}
    if text == INHERITED:
        return {}
    if found := WORDS.fullmatch(text):
        words: list[Data] = [*re.split(r"\s*[,<]\s*", found[1])]
        return {"values": words, "ordered": True} if "<" in text else {"values": words}
    if found := RANGE.fullmatch(text):
        word, low, high, unit = found.groups()
        digits = max(len(each.partition(".")[2]) for each in (low, high))
        said: dict[str, Data] = {
            "type": "decimal" if digits or word == "decimal" else "integer"
        }
        if said["type"] == "decimal":
            said["digits"] = digits or 2
        if unit:
            said["unit"] = unit
        as_number = Decimal if digits else int
        said["minimum"], said["maximum"] = as_number(low), as_number(high)
        return said
    if found := DATES.fullmatch(text):
        return {"type": "date", "earliest": found[1], "latest": found[2]}
    if found := MEMBERS.fullmatch(text):
        return {"type": "set", "of": found[1]}
    if found := NAMED.fullmatch(text):
        names: list[Data] = [each.strip() for each in found[1].split(",")]
        return {"type": "set", "from": names}
    message = f"{quoted(text)} is no type of answer"
    raise Refused(message, f"say it like {TYPES}")


def answer_text(value: dict[str, Data]) -> str | None:
    """A type in the short notation; keys that the notation lacks are left out."""
    match value:
        case {"values": list(words)}:
            between = " < " if value.get("ordered") is True else ", "
            return f"one of {between.join(map(str, words))}"
        case {"type": "boolean"}:
            return "yes/no"
        case {"type": "date", "earliest": first, "latest": last}:
            return f"date {first}..{last}"
        case {"type": "set", "of": kind}:
            return f"set of {kind}"
        case {"type": "set", "from": list(names)}:
            return f"set {', '.join(map(str, names))}"
        case {"type": "integer" | "decimal" as kind, "minimum": low, "maximum": high}:
            unit = f" {value['unit']}" if "unit" in value else ""
            return f"{kind} {low}..{high}{unit}"
        case {"type": _}:
            return None
        case _:
            return INHERITED
