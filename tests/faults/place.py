"""A small workspace on disk, and the answers of each face."""

from __future__ import annotations

import contextlib
import io
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import zopa
from strategies import DRAFT, Data, Files
from zopa.cli import main
from zopa_tui.session.open import open_scenario
from zopa_tui.session.session import Session

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Place", "issue", "line", "number", "place"]


def issue(name: str, *terms: str | Data, **more: Data | str) -> Data:
    """An issue with these terms; terms and questions are titled by their ids."""
    made = [each if isinstance(each, dict) else {"id": each} for each in terms]
    titled = [{"title": str(each["id"]).title(), **each} for each in made]
    return {"id": name, "question": f"{name.title()}?", "terms": titled, **more}


def number(name: str, most: int, **more: Any) -> Data:  # any key of an answer
    """An issue whose value is a number of euros from 0."""
    answer = {"type": "integer", "minimum": 0, "maximum": most, "unit": "EUR", **more}
    return {"id": name, "question": f"{name.title()}?", "answer": answer}


def line(name: str, holds: Data | None = None, **more: Any) -> Data:  # any key of a position
    """A red line `party/id`, with its id as title."""
    party, _, own = name.partition("/")
    made = {"id": own, "party": party, "title": f"Line {own}", **more}
    return made if holds is None else {**made, "holds": holds}


@dataclass(frozen=True)
class Ran:
    """Result of a command."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Place:
    """The folder of a workspace."""

    root: Path

    def run(self, *arguments: str) -> Ran:
        """Run a command in it."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["-C", str(self.root), *arguments])
        return Ran(code, out.getvalue(), err.getvalue())

    def text(self, command: str) -> str:
        """The text output of a command, in one line."""
        ran = self.run(*command.split())
        assert ran.code == 0, ran
        return " ".join(ran.out.split())

    def json(self, command: str) -> Any:  # any answer
        """The JSON result of a command."""
        ran = self.run(*command.split(), "--format", "json")
        assert ran.code == 0, ran
        return json.loads(ran.out)["result"]

    def brief(self, draft: str = "draft") -> str:
        """The brief on a draft, in Markdown."""
        ran = self.run("report", draft, "--format", "markdown")
        assert ran.code == 0, ran
        return ran.out

    def python(self, draft: str = "draft", **assumed: Any) -> zopa.Asked:  # as `ask`
        """The draft in the Python API."""
        return zopa.ask(zopa.load(self.root), draft, **assumed)

    def session(self, draft: str = "draft") -> Session:
        """The draft in a session of the terminal interface, with immediate answers."""
        path = self.root / "scenarios" / f"{draft}.yaml"
        session = open_scenario(zopa.load(self.root), path, read_only=False)
        assert isinstance(session, Session)
        session.engine.patience = math.inf
        return session


def place(root: Path, files: Files, *, drafts: Data | None = None) -> Place:
    """Write a workspace, with other drafts by their ids.

    Args:
        root: the folder.
        files: as of `strategies.written`.
        drafts: the choices of each, or all that its file says.
    """
    for name, draft in (drafts or {}).items():
        said = draft if "choices" in draft else {"choices": draft}
        files[DRAFT.replace("draft", name)] = {"title": name.title(), **said}
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return Place(root)
