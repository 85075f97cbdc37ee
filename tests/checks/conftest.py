"""Fixtures: the valid example of `docs/format.md`, and changes that make it invalid."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from zopa.workspace import Workspace, load

if TYPE_CHECKING:
    from zopa.diagnostics import Diagnostic
    from zopa.files import Span

FORMAT = Path(__file__).parents[2] / "docs" / "format.md"
OPEN, CLOSE = "⟦", "⟧"
"""Brackets in a replacement around the text of the expected finding."""


@dataclass(frozen=True)
class Found:
    """A finding, in a form for comparison."""

    code: str
    place: str
    """`path:line:text`, with the text of the span."""
    message: str
    help: tuple[str, ...]
    whole: Diagnostic


@dataclass(frozen=True)
class Result:
    """Findings after the change, and places of the marked texts."""

    findings: tuple[Found, ...]
    marked: tuple[str, ...]
    """Places of the marked texts."""
    workspace: Workspace


Change: TypeAlias = tuple[str, str, str]
"""A file, a text that occurs in it once, and its replacement."""
Break: TypeAlias = Callable[..., Result]


@pytest.fixture(scope="session")
def example() -> dict[str, str]:
    """The files of the documented workspace, by path."""
    text = FORMAT.read_text(encoding="utf-8").partition("\n## Reference\n")[2]
    text = text.replace("question: Who pays for the guarantee?,", 'question: "Who pays?",')
    blocks = re.findall(
        r"^```yaml\n# (\S+/\S+\.yaml)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL
    )
    return dict(blocks)


@pytest.fixture
def broken(example: dict[str, str], tmp_path: Path) -> Break:
    """Write the example with some changes, and load it."""

    def write(*changes: Change) -> Result:
        files = dict(example)
        for path, old, new in changes:
            assert files.get(path, "").count(old) == (1 if old else 0), f"{old!r} in {path}"
            files[path] = files[path].replace(old, new) if old else new
        marked = []
        for path, text in files.items():
            clean, places = _unmark(path, text)
            marked.extend(places)
            files[path] = clean
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(clean, encoding="utf-8")
        workspace = load(tmp_path)
        found = tuple(
            Found(each.code, _place(files, each.span), each.message, each.help, each)
            for each in workspace.diagnostics
        )
        return Result(found, tuple(marked), workspace)

    return write


def _unmark(path: str, text: str) -> tuple[str, list[str]]:
    places = []
    while OPEN in text:
        start = text.index(OPEN)
        end = text.index(CLOSE) - 1
        text = text.replace(OPEN, "", 1).replace(CLOSE, "", 1)
        line = text.count("\n", 0, start) + 1
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        places.append(f"{path}:{line}:{column}:{text[start:end]}")
    return text, places


def _place(files: dict[str, str], span: Span | None) -> str:
    if span is None:
        return "nowhere"
    lines = files[span.path].splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return sum(map(len, lines[: line - 1])) + column - 1

    start = offset(span.start.line, span.start.column)
    end = offset(span.end.line, span.end.column)
    text = files[span.path][start:end]
    return f"{span.path}:{span.start.line}:{span.start.column}:{text}"
