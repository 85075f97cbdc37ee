"""Each form in a real terminal: every field, a slip, the review, the file, and undo."""

from __future__ import annotations

import difflib
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from ones import BARGAIN
from tui.driving import sample
from tui.terminal import TMUX, Terminal, terminal
from zopa.workspace import load
from zopa_tui.app.recording import FORMS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(TMUX is None, reason="no tmux here"),
    pytest.mark.slow,
]
FIRST: Final = "Why · "
MORE: Final = "…"
"""In place of a field: the row that unfolds the others."""


@dataclass(frozen=True)
class Form:
    """What is typed into a form, field by field; an empty text leaves a field."""

    typed: tuple[str, ...]
    slip: str
    """Typed into the first field of this number, and taken away again."""
    at: int
    told: str
    """What is said of the slip."""
    written: tuple[str, ...]
    """Some of the lines that are written."""


NOTE = "An invention | visibility: buyer"
FORM: Final[Mapping[str, Form]] = {
    "position": Form(
        (
            *("seller", "demand", "declared", "No cheap price", "2025-01-01", "no-cheap"),
            *("not silent price", "seller-on-warranty", MORE, "2025-06-30", "", "", ""),
            *("buyer", "warranty", "for: warranty/given", "prices", "seller, buyer", NOTE),
        ),
        "not silent prise",
        6,
        "no issue `prise`; did you mean `price`?",
        ("until: 2025-06-30", "held-by: [buyer]", "bears-on: {for: [warranty/given]}"),
    ),
    "statement": Form(
        (
            *("buyer-counsel", "2024-12-30..2025-01-01", "The buyer waits."),
            *("reported-by-media", "waits", "minutes:1,2", "The Courier", MORE, "true"),
            *("of the minutes", "Radio One", "buyer, seller", NOTE),
        ),
        "31 Feb 2025",
        1,
        "`31 Feb 2025` is not a day",
        ("said: {earliest: 2024-12-30, latest: 2025-01-01}", "relayed-by: Radio One"),
    ),
    "source": Form(
        (
            *("Letter of the buyer", "letter", "1 Jan 2025", MORE, "letter.txt", ""),
            *("Courier | inferred: true", "Radio One; Radio Two", "a copy", "no", "page", NOTE),
        ),
        "1/2/2025",
        2,
        "`1/2/2025` is not a day",
        ("outlet: {name: Courier, inferred: true}", "cites-as: page"),
    ),
    "party": Form(
        (
            *("The Broker", "broker", "no", MORE, "Broker", "person", "hosts the talks"),
            *("false", "minutes:1", NOTE),
        ),
        "minute:1",
        7,
        "no source `minute`; did you mean `minutes`?",
        ("role: hosts the talks", "own-words: false", "cites: {minutes: [1]}"),
    ),
    "issue": Form(
        (
            *("Who insures it?", "insurance", "", "buyer-pays: The buyer | mentioned: implied"),
            *(MORE, "Insurance", "costs", "term", "one", "not silent price"),
            *("buyer must pay in time", "", "seller-on-warranty", "state: Nobody asks it"),
            *("minutes:2", NOTE),
        ),
        "two",
        7,
        "`two` is not how many are chosen",
        ("applies-when: {not: {silent: price}}", "short: Insurance"),
    ),
    "term": Form(
        (
            *("warranty", "For a year", "a-year", "implied", "minutes:2", MORE),
            *("seller must repair it", "", "years: integer 1..9 years"),
            *("agreement: warranty=true", "", "seller-on-warranty", "repairs", NOTE, ""),
        ),
        "warrant",
        0,
        "no issue `warrant`; did you mean `warranty`?",
        ("mentioned: implied", "tags: [repairs]"),
    ),
    "rule": Form(
        (
            *("from-source", "It is said there.", "said-there", "not silent price"),
            *("minutes:1", MORE, NOTE, "", "", ""),
        ),
        "price/fixd",
        3,
        "no term `price/fixd`",
        ("holds: {not: {silent: price}}", "basis: from-source"),
    ),
    "milestone": Form(
        ("The closing", "2025-02-01", "1 Mar 2025", "closing", MORE, "minutes:1", NOTE),
        "30 Feb 2025",
        2,
        "`30 Feb 2025` is not a day",
        ("earliest: 2025-02-01", "latest: 2025-03-01"),
    ),
    "scenario": Form(
        (
            *("A second draft", "second", "2025-01-01", "minutes", MORE),
            *("What a form can say.", NOTE, "buyer", "proposed", "first-draft"),
            *("buyer, seller", "red-line, demand", "undecided", "", (
                "seller/no-cheap-warranty | by: A. Moss | expires: 2025-12-31 | reason: a test"
            )),
            *("buyer, seller", "deal: open"),
        ),
        "first-drft",
        8,
        "no scenario `first-drft`; did you mean `first-draft`?",
        ("from: first-draft", "expires: 2025-12-31", "  deal: open"),
    ),
}  # fmt: skip
"""Every field that can stand beside the others, in the order of the form."""


LONG: Final = (
    "russia/demands-all-of-donbas | by: A. Moss | expires: 2025-12-31 | reason: for a test"
)


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def contents(root: Path) -> dict[str, str]:
    """The texts of a workspace, by path."""
    return {
        each.relative_to(root).as_posix(): each.read_text("utf-8")
        for each in sorted(root.rglob("*.yaml"))
        if not each.name.startswith(".")
    }


def fill(shell: Terminal, form: Form) -> None:
    """Type all fields; the slip first where it belongs."""
    fields = [each for each in form.typed if each != MORE]
    number = 0
    for typed in form.typed:
        if typed == MORE:
            shell.read(" more field")
            shell.press("Enter")
            shell.until(lambda: None if " more field" in shell.text else "", "all fields")
            continue
        if number == form.at and form.slip:
            shell.tmux("send-keys", "-l", form.slip)
            shell.press("Tab")
            shell.until(lambda: said(shell, form.told), form.told)
            shell.press("BTab", "End", "C-u")
        if typed:
            shell.tmux("send-keys", "-l", typed)
        number += 1
        if number < len(fields):
            shell.press("Tab")


def said(shell: Terminal, words: str) -> str | None:
    """The screen if the form has the words, which may go over several of its lines."""
    picture = shell.text
    lines = [max(each.split("│"), key=len).strip() for each in picture.split("\n")]
    return picture if words in " ".join(lines) else None


@pytest.mark.parametrize(("columns", "rows"), [(100, 30), (80, 24)])
@pytest.mark.parametrize("kind", FORM)
def test_a_form(tmp_path: Path, kind: str, columns: int, rows: int) -> None:
    """Only its lines are written, the workspace stays sound, `u` gives the same bytes."""
    root, form = tmp_path / "talks", FORM[kind]
    shutil.copytree(BARGAIN, root)
    before = contents(root)
    with terminal(tmp_path, columns, rows) as shell:
        shell.run(sys.executable, "-m", "zopa", "-C", root, "tui", "first-draft")
        shell.read(FIRST)
        shell.press("a")
        shell.read("╭─ Add ")
        shell.press(FORMS[kind])
        shell.read(f"╭─ New {kind} ")
        if kind == "term":
            shell.read("Issue          price")
            shell.press("BTab")
        fill(shell, form)
        for each in filter(None, form.typed[-2:]):
            shell.until(lambda each=each: said(shell, each), each)  # type: ignore[misc]
        shell.press("C-s")
        shell.read(f"╭─ Write {kind} ", "+++ b/")
        assert contents(root) == before
        shell.press("Enter")
        shell.read(f"added {kind} ")
        after = contents(root)
        lines = [
            line
            for path in sorted({*before, *after})
            for line in difflib.ndiff(
                before.get(path, "").splitlines(), after.get(path, "").splitlines()
            )
            if line[:2] in {"+ ", "- "}
        ]
        assert all(each.startswith("+ ") for each in lines), lines
        assert all(any(each in line for line in lines) for each in form.written), lines
        assert load(root).sound
        shell.press("u")
        shell.read(f"undone: add {kind} ")
        assert contents(root) == before


def test_a_text_of_several_lines_is_shown_in_full(tmp_path: Path) -> None:
    """Also where the suggestions go, and with them the bar that made the lines short."""
    (tmp_path / "corpus").mkdir()
    root = sample(tmp_path / "corpus")
    with terminal(tmp_path) as shell:
        shell.run(sys.executable, "-m", "zopa", "-C", root, "tui", "alaska-exchange")
        shell.read(FIRST)
        shell.press("a")
        shell.read("╭─ Add ")
        shell.press(FORMS["scenario"])
        shell.read("╭─ New scenario ")
        shell.press("Tab", "Tab", "Tab", "Tab", "Enter", *["Tab"] * 9)
        shell.read("set aside for the sake of argument", " more ")
        shell.tmux("send-keys", "-l", LONG)
        shell.until(lambda: said(shell, LONG), LONG)
