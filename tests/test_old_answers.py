"""Workspaces of before the language answer as they did then.

`tests/old-answers.json` has the digests of what zopa answered at commit 48c8ec8f, the last
without values, relations, time and cases, about the workspaces of that day; it is not to be
written anew. What is said since in addition is left out, and one named mistake of then.
"""

from __future__ import annotations

import contextlib
import io
import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from zopa.cli import main

REPOSITORY = Path(__file__).parents[1]
FILE = Path(__file__).with_name("old-answers.json")
OLD: dict[str, dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))
QUESTIONS = (
    *("check", "options", "deals", "conflicts", "concessions", "repair", "frontier"),
    *("sweep", "coverage"),
)
SINCE = {"bargaining", "holds", "issue", "parameter", "term"}
"""Keys that answers have since, in `frontier` and in the shifts of `concessions`."""


def digest(code: int, text: str) -> str:
    """A digest of the exit code and the result of an answer, without what came since."""
    found: dict[str, Any] = json.loads(text)["result"]
    for shift in found.get("shifts", ()):
        for key in SINCE:
            shift.pop(key, None)
    found.pop("bargaining", None)
    for issue in found.get("issues", ()):
        for term in issue.get("terms", ()) if isinstance(issue, dict) else ():
            if term.get("chosen"):
                # Until then it was not said which positions the number of a choice crosses.
                term.pop("crosses", None)
    content = json.dumps([code, found], sort_keys=True).encode()
    return blake2b(content, digest_size=8).hexdigest()


def answered(root: Path, draft: str, question: str) -> tuple[int, str]:
    """Exit code and JSON of a command."""
    out = io.StringIO()
    about = [draft] if question != "coverage" else []
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main(["-C", str(root), question, *about, "--format", "json"])
    return code, out.getvalue()


@pytest.mark.parametrize("workspace", OLD)
def test_an_old_workspace_answers_as_it_did(workspace: str) -> None:
    """Every question about every draft, and with the same exit code."""
    root = REPOSITORY / workspace
    drafts = {name.partition("|")[0] for name in OLD[workspace]}

    now = {
        f"{draft}|{question}": digest(*answered(root, draft, question))
        for draft in sorted(drafts)
        for question in QUESTIONS
    }

    assert now == OLD[workspace]
