"""Changing a workspace: `zopa add`, `new`, `set`, `remove`, `rename`, `undo` and `redo`.

Changes are kept for `undo` in the cache folder, outside the workspace. They can be lost at any
time. A file is written only if it still has the content that the change left.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import shlex
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zopa import Refused
from zopa.cli.file_flags import FLAG
from zopa.cli.streams import Unable, complain, say
from zopa.cli.workspace import open_workspace, whereabouts_of
from zopa.diagnostics import Severity, did_you_mean, listed, quoted, shown, with_article
from zopa.edit import HOMES, ThingKind, asked, fields, find, order, things
from zopa.edit.changes import Add, Choose, Remove, Rename, Set, SetComment
from zopa.edit.plan import NotValid, Plan, plan, write
from zopa.files import PACKAGE, role_of
from zopa.files.store import FolderStore, usual_folder
from zopa.files.writing import FileChange, content

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping, Sequence

    from zopa.documents import Data
    from zopa.edit import EditedThing, Field
    from zopa.edit.changes import Edit
    from zopa.edit.entry import NewItem
    from zopa.workspace import Workspace

__all__ = [
    "UNCHANGED",
    "add",
    "carry_out",
    "change",
    "new",
    "remove",
    "rename",
    "show_diff",
    "undo_or_redo",
    "workspace_to_edit",
    "write_undoable",
]


MOST: Final = 20
"""Maximum number of changes that can be undone, one after another."""
PAST: Final = {"undo": "undone", "redo": "redone"}
UNCHANGED = "nothing to change\n"
MOST_SHOWN = 10
"""Maximum number of listed findings on a refused change."""


# -- the commands


def add(options: argparse.Namespace) -> int:
    """Add the given thing; ask for missing values if the command may ask."""
    from zopa.edit.entry import whole_id

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
            _repeat(entries)
        raise


def new(options: argparse.Namespace) -> int:
    """Write the scenario."""
    from zopa.edit.entry import every_answer

    workspace = workspace_to_edit(options)
    name: str = options.scenario
    title = options.title or name.replace("-", " ").capitalize()
    said: dict[str, Any] = {"id": name, "title": title}
    if options.silent:
        said["otherwise"] = "silent"
    if options.source is not None:
        other = named_thing(workspace, options.source, ThingKind.SCENARIO)
        if "from" in order(ThingKind.SCENARIO):
            said["from"] = other.id
        else:
            said |= {
                key: each for key, each in other.data.items() if key in ("choices", "as-of")
            }
    said.setdefault("choices", {})
    edits: list[Edit] = [Add(ThingKind.SCENARIO, said)]
    if options.list:
        edits.append(SetComment(f"scenarios/{name}.yaml", every_answer(workspace.corpus)))
    return carry_out(options, workspace, edits, [("added", ThingKind.SCENARIO, name)])


def change(options: argparse.Namespace) -> int:
    """Change the named values, and no other byte."""
    workspace = workspace_to_edit(options)
    kind = options.kind or _scenario(workspace, options.id)
    thing = named_thing(workspace, options.id, kind)
    today = dt.datetime.now().astimezone().date()
    known = {each.key: each for each in fields(thing.kind)}
    edits = [_edit(workspace, thing, known, each, today) for each in options.values]
    return carry_out(options, workspace, edits, [("changed", thing.kind, thing.id)])


def remove(options: argparse.Namespace) -> int:
    """Remove the thing."""
    workspace = workspace_to_edit(options)
    thing = named_thing(workspace, options.id, options.kind)
    edits = [Remove(thing.kind, thing.id)]
    return carry_out(options, workspace, edits, [("removed", thing.kind, thing.id)])


def rename(options: argparse.Namespace) -> int:
    """Rename it in every file that refers to it."""
    workspace = workspace_to_edit(options)
    thing = named_thing(workspace, options.id, options.kind)
    owner, slash, _ = thing.id.rpartition("/")
    new = options.new.removeprefix(f"{owner}/") if slash else options.new
    edits = [Rename(thing.kind, thing.id, new)]
    return carry_out(
        options,
        workspace,
        edits,
        [(f"renamed {thing.id} to", thing.kind, f"{owner}{slash}{new}")],
    )


def undo_or_redo(options: argparse.Namespace) -> int:
    """Undo the last change to files, or redo it.

    Raises:
        Unable: there is nothing to undo or redo, or a file changed since.
    """
    root, store = whereabouts_of(options).root, _store()
    again = options.command == "redo"
    kept = {"done": [], "undone": []} if store is None else _kept(store, root)
    come, go = ("undone", "done") if again else ("done", "undone")
    while not again and kept[come] and _never_made(root, kept[come][-1]):
        kept[come].pop()
    if store is None or not kept[come]:
        message = f"nothing to {options.command}"
        way_out = "changes by `zopa add`, `set` and the like can be undone, newest first"
        raise Unable(message, way_out)
    change = kept[come].pop()
    kept[go].append(change)
    plan = _unpacked(root, change, again=again)
    for each in plan.files:
        if content(root / each.path) != each.before:
            message = f"{quoted(each.path)} was changed otherwise since"
            raise Unable(message, "change it back by hand, or with git; nothing was written")
    if options.dry_run:
        say(plan.diff())
        return 0
    write(plan)
    _keep(store, root, kept)
    if not options.quiet:
        say(f"{PAST[options.command]}: {shown(change['label'])}\n")
    return 0


# -- the thing to add: by flags, of JSON, in an editor


def _from_flags(
    options: argparse.Namespace, kind: ThingKind, today: dt.date, near: dt.date | None = None
) -> NewItem:
    from zopa.edit.entry import NewItem

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
    from zopa.edit.typed import LISTS, MAPPINGS, typed

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
    from zopa.edit.entry import NewItem

    owner = HOMES[given.kind].owner
    held = (
        str(said.pop(str(owner), "")) if owner is not None and owner not in _keys(given) else ""
    )
    keys = [*dict.fromkeys(("id", *(each.key for each in asked(given.kind))))]
    for key in said:
        if key not in keys:
            near = did_you_mean(key, keys)
            message = f"a {given.kind} has no field {quoted(key)}"
            meant = f"did you mean {listed(near)}?" if near else f"fields: {', '.join(keys)}"
            raise Unable(message, meant)
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


def filled_in_editor(entry: NewItem) -> NewItem:
    """The thing after the editor; missing fields were shown there as comments.

    Raises:
        Unable: there is no editor, it failed, or its text cannot be read; the text is then
            kept, and its place named.
    """
    import tempfile

    from zopa.documents import parse

    descriptor, name = tempfile.mkstemp(prefix=f"zopa-{entry.kind}-", suffix=".yaml")
    file = Path(name)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(_text(entry))
    _open(file)
    text = file.read_text(encoding="utf-8")
    document = parse(text, file.name)
    if not document.ok or not isinstance(document.data, dict):
        first = document.diagnostics[0]
        message = f"line {first.span.start.line if first.span else 1}: {first.message}"
        raise Unable(message, *first.help, f"your text is kept in {quoted(file)}")
    said = {key: each for key, each in document.data.items() if each != ""}
    file.unlink()
    entry.fields = said
    return entry


def _text(entry: NewItem) -> str:
    from zopa.edit.sheet import Sheet

    sheet = Sheet("id: x\n", "new.yaml")
    for key, value in entry.fields.items():
        if key == "id":
            sheet.replace(("id",), value)
        else:
            sheet.add((), key, value)
    lines = [sheet.text]
    if "id" not in entry.fields:
        lines = [sheet.text.removeprefix("id: x\n")]
    for each in asked(entry.kind):
        if each.key not in entry.fields:
            lines.append(f"# {each.help}{' Needed.' if each.required else ''}\n# {each.key}:\n")
    return "".join(lines)


def _open(file: Path) -> None:
    import subprocess

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not editor.strip():
        file.unlink()
        message = "no editor is named"
        raise Unable(message, "set EDITOR, as in EDITOR=nano")
    try:
        code = subprocess.run([*shlex.split(editor), str(file)], check=False).returncode  # noqa: S603  # the user's own editor
    except (OSError, ValueError) as error:
        message = f"cannot start {quoted(editor)}: {error}"
        raise Unable(message, f"your text is kept in {quoted(file)}") from None
    if code != 0:
        message = f"{quoted(editor)} ended with code {code}; nothing was written"
        raise Unable(message, f"your text is kept in {quoted(file)}")


def _checked(entry: NewItem, taken: Mapping[ThingKind, set[str]]) -> str:
    """Its id, if no required field is missing.

    Raises:
        Unable: something is missing.
    """
    from zopa.edit.entry import whole_id

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


def _repeat(entries: list[NewItem]) -> None:
    """Repeat the input of the prompts as commands, so that it need not be typed again."""
    from zopa.edit.entry import whole_id
    from zopa.edit.typed import as_typed

    complain("zopa: what you typed, as commands to correct and run:")
    for each in entries:
        words = ["zopa", "add", str(each.kind), whole_id(each, str(each.fields.get("id", "")))]
        for known in asked(each.kind):
            if known.key != "id" and known.key in each.fields:
                words += [f"--{known.key}", as_typed(known, each.fields[known.key])]
        complain(f"  {shlex.join(words)}")


# -- what set changes


def _scenario(workspace: Workspace, name: str) -> str | None:
    """`scenario` if a scenario has the name: choices are set most, so scenarios go first."""
    return ThingKind.SCENARIO if f"scenarios/{name}.yaml" in workspace.documents else None


def _edit(
    workspace: Workspace,
    thing: EditedThing,
    known: Mapping[str, Field],
    said: str,
    today: dt.date,
) -> Edit:
    from zopa.edit.typed import typed, typed_choice

    key, equals, text = said.partition("=")
    if not equals:
        message = f"{quoted(said)} sets nothing"
        raise Unable(message, "write KEY=VALUE, a value with blanks in quotes; KEY= removes it")
    if key.startswith("--"):  # argparse takes a word with a blank for no flag
        message = f"no flag {quoted(key)}"
        raise Unable(message, f"without dashes: zopa set ID {key[2:]}={shlex.quote(text)}")
    issues = workspace.corpus.issues
    if thing.kind is ThingKind.SCENARIO and key in issues:
        value = typed_choice(issues[key], text, today=today) if text.strip() else None
        return Choose(thing.id, key, value)
    if key in known:
        value = None
        if text.strip():
            value = typed(known[key], text, today=today, near=workspace.corpus.as_of)
        return Set(thing.kind, thing.id, {key: value})
    names = [*known, *issues] if thing.kind is ThingKind.SCENARIO else [*known]
    near = did_you_mean(key, names)
    what = (
        "issue and no field" if thing.kind is ThingKind.SCENARIO else f"field of a {thing.kind}"
    )
    message = f"{quoted(key)} is no {what}"
    meant = f"did you mean {listed(near)}?" if near else f"fields: {', '.join(known)}"
    raise Unable(message, meant)


# -- the workspace, and writing to it


def workspace_to_edit(options: argparse.Namespace) -> Workspace:
    """The workspace, which must not be the sample.

    Raises:
        Unable: it is the sample of zopa.
    """
    where = whereabouts_of(options)
    if where.sample or where.root.resolve().is_relative_to(PACKAGE):
        message = "the sample that comes with zopa is not changed"
        raise Unable(message, "zopa init --sample DIR makes a copy of it")
    return open_workspace(options)


def named_thing(workspace: Workspace, name: str, kind: str | None = None) -> EditedThing:
    """The one thing with an id.

    Raises:
        Unable: no thing has this id, or several have it.
    """
    kinds = [ThingKind(kind)] if kind else list(ThingKind)
    found = [x for each in kinds if (x := find(workspace.documents, each, name)) is not None]
    if len(found) == 1:
        return found[0]
    if found:
        from zopa.answers.wording import and_words

        kinds_of = and_words([with_article(str(each.kind)) for each in found])
        message = f"{quoted(name)} is {kinds_of}"
        raise Unable(message, "--kind KIND says which of them is meant")
    known = [each for x in kinds for each in things(workspace.documents, x)]
    ending = [each.id for each in known if each.id.rpartition("/")[2] == name]
    near = ending[:5] or did_you_mean(name, [each.id for each in known])
    meant = (f"did you mean {listed(near)}?",) if near else ()
    message = f"there is no {kind or 'thing'} {quoted(name)}"
    raise Unable(message, *meant)


def carry_out(
    options: argparse.Namespace,
    workspace: Workspace,
    edits: Sequence[Edit],
    done: Iterable[tuple[str, ThingKind, str]],
) -> int:
    """Plan the changes, then show the diff or write; report the result.

    Args:
        options: `dry_run`, `format`, `quiet`.
        workspace: as it was loaded.
        edits: the changes.
        done: for each thing the word for the change ("added"), its kind and its new id.

    Raises:
        Refused: the changes are not possible; nothing was written.
    """
    try:
        made = plan(workspace, edits)
    except NotValid as wrong:
        if len(wrong.findings) > 1:
            _show(wrong)
        raise
    if options.dry_run:
        show_diff(made)
        return 0
    done = [*done]
    more = f" and {len(done) - 1} more" if len(done) > 1 else ""
    word, kind, name = done[0]
    write_undoable(made, f"{word} {kind} {name}{more}")
    _tell(options, made, done)
    return 0


def show_diff(made: Plan) -> None:
    """Write the diff; if it is empty, say so on stderr, so that stdout stays a diff."""
    say(made.diff(), commands=False)
    if not made.files:
        complain(f"zopa: {UNCHANGED.strip()}")


def _show(wrong: NotValid) -> None:
    for each in wrong.findings[:MOST_SHOWN]:
        complain(f"{each.span or 'terms'}: error[{each.code}] {shown(each.message)}")


def _tell(
    options: argparse.Namespace, made: Plan, done: Iterable[tuple[str, ThingKind, str]]
) -> None:
    documents = made.workspace.documents if made.workspace is not None else {}
    told = []
    for word, kind, name in done:
        thing = find(documents, kind, name)
        place = "" if thing is None else thing.path
        line = 0
        if thing is not None and thing.pointer:
            line = documents[thing.path].key_span(thing.pointer).start.line
        told.append((word, kind, name, place, line))
    if options.format == "json":
        rows = [
            {"done": word, "kind": str(kind), "id": name, "path": path, "line": line or None}
            for word, kind, name, path, line in told
        ]
        say(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    elif not made.files:
        say(UNCHANGED)
    elif not options.quiet:
        for word, kind, name, path, line in told:
            where = f": {path}{f':{line}' if line else ''}" if path else ""
            what = name if name == kind else f"{kind} {name}"
            say(f"{word} {what}{where}\n")
    for each in made.findings:
        if each.severity is Severity.WARNING and not options.quiet:
            complain(f"{each.span or 'terms'}: warning[{each.code}] {shown(each.message)}")


# -- changes kept for undo and redo


def write_undoable(plan: Plan, label: str) -> None:
    """Write all files of a plan or none, such that `zopa undo` can take them back.

    The record stands before the files are written: if the command is killed between two files,
    the next one completes the change, and it can be undone.

    Raises:
        Refused: a file has changed since, or another process is writing.
        OSError: a file cannot be written; nothing was.
    """
    store = _store()
    if store is None or not plan.files:
        write(plan)
        return
    kept = _kept(store, plan.root)
    done = [*kept["done"], _packed(plan, label)]
    _keep(store, plan.root, {"done": done[-MOST:], "undone": []})
    try:
        write(plan)
    except BaseException:
        _keep(store, plan.root, kept)
        raise


def _never_made(root: Path, change: dict[str, Any]) -> bool:
    """True of a change whose command was killed before it wrote anything."""
    files = _unpacked(root, change, again=True).files
    return all(content(root / each.path) == each.before for each in files)


def _store() -> FolderStore | None:
    folder = usual_folder(os.environ)
    return None if folder is None else FolderStore(folder)


def _key(root: Path) -> str:
    return hashlib.sha256(f"edits {root.resolve()}".encode()).hexdigest()


def _kept(store: FolderStore, root: Path) -> dict[str, list[dict[str, Any]]]:
    raw = store.get(_key(root))
    found: dict[str, list[dict[str, Any]]] = {"done": [], "undone": []}
    return found if raw is None else {**found, **json.loads(raw)}


def _keep(store: FolderStore, root: Path, kept: dict[str, list[dict[str, Any]]]) -> None:
    store.put(_key(root), json.dumps(kept).encode())


def _packed(plan: Plan, label: str) -> dict[str, Any]:
    def text(data: bytes | None) -> str | None:
        return None if data is None else base64.b64encode(data).decode()

    files = [[each.path, text(each.before), text(each.after)] for each in plan.files]
    return {"label": label, "files": files}


def _unpacked(root: Path, change: dict[str, Any], *, again: bool) -> Plan:
    def data(text: str | None) -> bytes | None:
        return None if text is None else base64.b64decode(text)

    files = [
        FileChange(path, *((data(old), data(new)) if again else (data(new), data(old))))
        for path, old, new in change["files"]
        if role_of(path) is not None
    ]
    return Plan(root, tuple(files))
