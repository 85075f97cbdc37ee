"""`zopa add KIND`: record a thing by flags, JSON, in an editor, or by prompts."""

from __future__ import annotations

import datetime as dt
import json
import shlex
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.cli.edit_flags import FLAG
from zopa.cli.editing import carry_out, workspace_to_edit
from zopa.cli.streams import complain
from zopa.cli.unable import Unable
from zopa.diagnostics import listed, quoted
from zopa.edit.changes import Add
from zopa.edit.entry import NewItem, whole_id
from zopa.edit.fields import HOMES, ThingKind, asked, things
from zopa.edit.typed import LISTS, MAPPINGS, as_typed, typed
from zopa.refused import Refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from zopa.documents import Data
    from zopa.edit.fields import Field

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Add the given thing; ask for missing values if the command may ask."""
    workspace = workspace_to_edit(options)
    kind = ThingKind(options.kind)
    today = dt.datetime.now().astimezone().date()
    if options.json is not None:
        entries = _from_json(options, kind)
    else:
        entries = [_from_flags(options, kind, today, workspace.corpus.as_of)]
    ask = sys.stdin.isatty() and sys.stdout.isatty() and options.json is None
    if ask and not options.edit:
        from zopa.cli.prompts import fill

        entries = [*fill(workspace, entries[0], today)]
    if options.edit:
        from zopa.cli.editor import filled_in_editor

        entries = [filled_in_editor(each) for each in entries]
    taken = {each: {x.id for x in things(workspace.documents, each)} for each in ThingKind}
    edits = []
    done = []
    for each in entries:
        name = _checked(each, taken)
        taken[each.kind].add(whole_id(each, name))
        fields_of = {**each.fields, "id": name}
        edits.append(Add(each.kind, fields_of, each.owner, each.path))
        done.append(("added", each.kind, whole_id(each, name)))
    try:
        return carry_out(options, workspace, edits, done)
    except Refused:
        if ask:
            _keep(entries)
        raise


def _keep(entries: list[NewItem]) -> None:
    """Repeat the input of the prompts as commands, so that it need not be typed again."""
    complain("zopa: what you typed, as commands to correct and run:")
    for each in entries:
        words = ["zopa", "add", str(each.kind), whole_id(each, str(each.fields.get("id", "")))]
        for known in asked(each.kind):
            if known.key != "id" and known.key in each.fields:
                words += [f"--{known.key}", as_typed(known, each.fields[known.key])]
        complain(f"  {shlex.join(words)}")


def _checked(entry: NewItem, taken: Mapping[ThingKind, set[str]]) -> str:
    """Its id, if no required field is missing.

    Raises:
        Unable: something is missing.
    """
    owner = HOMES[entry.kind].owner
    missing = [f"--{each.key}" for each in entry.missing()]
    if owner is not None and not entry.owner:
        missing.insert(0, f"--{owner}")
    if missing:
        message = f"a {entry.kind} needs {listed(missing, joiner='and')}"
        raise Unable(message, f"zopa add {entry.kind} --help says what they are")
    prefix = whole_id(entry, "")
    own = frozenset(each.removeprefix(prefix) for each in taken[entry.kind])
    name = entry.name(own)
    if not name:
        message = f"no id can be made of the title of the {entry.kind}"
        raise Unable(message, f"name one: zopa add {entry.kind} ID")
    return name


def _from_flags(
    options: argparse.Namespace, kind: ThingKind, today: dt.date, near: dt.date | None = None
) -> NewItem:
    entry = NewItem(kind, owner=getattr(options, "owner", None) or "")
    entry.path = getattr(options, "into", None) or ""
    if options.id is not None:
        entry.fields["id"] = _own_id(entry, options.id)
    for each in asked(kind):
        texts = getattr(options, f"{FLAG}{each.key}", None)
        if texts:
            entry.fields[each.key] = _together(each, texts, today, near)
    if kind is ThingKind.SCENARIO:
        entry.fields.setdefault("choices", {})
    return entry


def _own_id(entry: NewItem, name: str) -> str:
    """The last part of an id that may be written with the id of its owner."""
    owner, slash, own = name.rpartition("/")
    if made_of := HOMES[entry.kind].made_of:
        for key, part in zip(made_of, name.split("/"), strict=False):
            entry.fields.setdefault(key, part)
        return name
    within = HOMES[entry.kind].within
    if not slash or not (within or HOMES[entry.kind].owner):
        return name  # which is refused if it has a slash
    if within:
        entry.fields.setdefault(within, owner)
    elif not entry.owner:
        entry.owner = owner
    return own


def _together(each: Field, texts: list[str], today: dt.date, near: dt.date | None) -> Data:
    """The value of a flag; all values of a repeated one."""
    values = [typed(each, text, today=today, near=near) for text in texts]
    if each.form in LISTS:
        return [item for value in values if isinstance(value, list) for item in value]
    if each.form in MAPPINGS:
        found: dict[str, Data] = {}
        for value in values:
            found |= value if isinstance(value, dict) else {}
        return found
    if len(values) > 1:
        message = f"--{each.key} is given {len(values)} times"
        raise Unable(message, "give it once")
    return values[0]


def _from_json(options: argparse.Namespace, kind: ThingKind) -> list[NewItem]:
    """The things of a JSON file.

    Raises:
        Unable: it cannot be read, or is no object or list of objects.
    """
    name: str = options.json
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        said = json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_each_key_once,
        )
    except OSError as error:
        message = f"cannot read {quoted(name)}: {error.strerror}"
        raise Unable(message) from None
    except (ValueError, RecursionError) as error:
        message = f"{quoted(name)} is not JSON: {error}"
        raise Unable(message) from None
    given = _from_flags(options, kind, dt.datetime.now().astimezone().date())
    rows = said if isinstance(said, list) else [said]
    if not rows or not all(isinstance(each, dict) for each in rows):
        message = f"{quoted(name)} holds no object"
        raise Unable(message, "it is one object, or a list of objects, with the fields as keys")
    return [_row(given, each) for each in rows]


def _row(given: NewItem, said: dict[str, Any]) -> NewItem:
    owner = HOMES[given.kind].owner
    held = (
        str(said.pop(str(owner), "")) if owner is not None and owner not in _keys(given) else ""
    )
    entry = NewItem(given.kind, {**given.fields, **said}, held or given.owner, given.path)
    if isinstance(name := entry.fields.get("id"), str):
        entry.fields["id"] = _own_id(entry, name)
    return entry


def _keys(entry: NewItem) -> set[str]:
    return {each.key for each in asked(entry.kind)}


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, _ in pairs if [x for x, _ in pairs].count(key) > 1)
        message = f"key {twice!r} stands there twice"
        raise ValueError(message)
    return found


def _no_number(word: str) -> None:
    message = f"{word} is not a number"
    raise ValueError(message)
