"""`zopa undo` and `zopa redo`: undo the last change of the files, and repeat it.

Changes are kept in the cache folder, outside the workspace. They can be lost at any time.
A file is written only if it still has the content that the change left.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any, Final

from zopa.cli.streams import say
from zopa.cli.unable import Unable
from zopa.cli.workspace import whereabouts_of
from zopa.diagnostics import quoted, shown
from zopa.edit.plan import Plan, write
from zopa.files.layout import role_of
from zopa.files.store import FolderStore, usual_folder
from zopa.files.writing import FileChange, content

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

__all__ = ["remember", "run"]

MOST: Final = 20
"""Maximum number of changes that can be undone, one after another."""
PAST: Final = {"undo": "undone", "redo": "redone"}


def remember(plan: Plan, label: str) -> None:
    """Keep a written change, so that it can be undone."""
    store = _store()
    if store is None or not plan.files:
        return
    done = [*_kept(store, plan.root)["done"], _packed(plan, label)]
    _keep(store, plan.root, {"done": done[-MOST:], "undone": []})


def run(options: argparse.Namespace) -> int:
    """Undo the last change to files, or redo it.

    Raises:
        Unable: there is nothing to undo or redo, or a file changed since.
    """
    root, store = whereabouts_of(options).root, _store()
    again = options.command == "redo"
    kept = {"done": [], "undone": []} if store is None else _kept(store, root)
    come, go = ("undone", "done") if again else ("done", "undone")
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
