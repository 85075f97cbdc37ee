"""Common parts of the commands that change a workspace: finding it, and writing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zopa.answers.wording import and_words
from zopa.checks.naming import a
from zopa.cli.history import remember
from zopa.cli.streams import complain, say
from zopa.cli.unable import Unable
from zopa.cli.workspace import open_workspace
from zopa.diagnostics import Severity, listed, quoted, shown
from zopa.edit.fields import ThingKind, find, things
from zopa.edit.plan import NotValid, plan, write
from zopa.files.layout import PACKAGE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from zopa.edit.changes import Edit
    from zopa.edit.fields import EditedThing
    from zopa.edit.plan import Plan
    from zopa.workspace import Workspace

__all__ = ["UNCHANGED", "carry_out", "named_thing", "show_diff", "workspace_to_edit"]

UNCHANGED = "nothing to change\n"
MOST_SHOWN = 10
"""Maximum number of listed findings on a refused change."""


def workspace_to_edit(options: argparse.Namespace) -> Workspace:
    """The workspace, which must not be the sample.

    Raises:
        Unable: it is the sample of zopa.
    """
    from zopa.cli.workspace import whereabouts_of

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
        kinds_of = and_words([a(str(each.kind)) for each in found])
        message = f"{quoted(name)} is {kinds_of}"
        raise Unable(message, "--kind KIND says which of them is meant")
    known = [each for x in kinds for each in things(workspace.documents, x)]
    ending = [each.id for each in known if each.id.rpartition("/")[2] == name]
    from zopa.diagnostics import did_you_mean

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
    write(made)
    more = f" and {len(done) - 1} more" if len(done) > 1 else ""
    word, kind, name = done[0]
    remember(made, f"{word} {kind} {name}{more}")
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
