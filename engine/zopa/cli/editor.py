"""A thing as YAML in the editor of the user's choice."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.unable import Unable
from zopa.diagnostics import quoted
from zopa.documents import parse
from zopa.edit.fields import asked
from zopa.edit.sheet import Sheet

if TYPE_CHECKING:
    from zopa.edit.entry import NewItem

__all__ = ["filled_in_editor"]


def filled_in_editor(entry: NewItem) -> NewItem:
    """The thing after the editor; missing fields were shown there as comments.

    Raises:
        Unable: there is no editor, it failed, or its text cannot be read; the text is then
            kept, and its place named.
    """
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
