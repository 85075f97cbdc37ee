"""Regression tests for attacks without another test, and for later features.

The tests of the other rows, as found and in variations:

- E1, E9, E13 (git): `tests/documents/test_git_hostile.py`
- E2 (build servers): `tests/cli/test_hostile.py`
- E3, E4, E15 (`zopa serve`): `tests/tui/test_serve.py`
- E6 (large counts): `tests/cli/test_large_counts.py`
- E7 (words that look like numbers): `tests/documents/test_traps.py`
- E8 (language server): `tests/lsp/test_wire.py`
- E10, E11 (budgets, memory, interrupts): `tests/cli/test_budget.py` and
  `tests/solving/test_apart.py`
- E12 (links that lead out): here, and `tests/lsp/test_session.py`
- E14 (metadata of files): `tests/cli/test_writing.py`
- E17 (revisions, circles, pipes): `tests/cli/test_hostile.py`, `tests/files/test_layout.py`,
  `tests/cli/test_writing.py`; shells: `tests/cli/test_completion.py`

Costs are counted in function calls, which do not depend on the machine.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from faults.place import Place, issue, place
from strategies import written
from zopa import load
from zopa.cli.init import STARTER
from zopa.diagnostics import did_you_mean
from zopa.lsp.answers import MOST, outline
from zopa.lsp.completion import complete
from zopa.references import LONGEST_LINE, MOST_LINES, Names, sketch
from zopa.references.tree import Branch, TextLines, Units
from zopa.validation import reported

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def at(tmp_path: Path) -> Place:
    """The workspace that `zopa init` writes, in a folder with another file beside it."""
    shutil.copytree(STARTER, tmp_path / "w")
    (tmp_path / "outside.yaml").write_text("title: SECRET\nchoices: {}\n")
    return Place(tmp_path / "w")


def calls(act: Callable[[], object]) -> int:
    """The number of calls of Python functions."""
    found = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal found
        found += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return found


# -- E5: what grows faster than its input -------------------------------------


@pytest.fixture(scope="module")
def large() -> ModuleType:
    """The module that makes workspaces with one large dimension each."""
    made = importlib.util.spec_from_file_location("large", BENCHMARKS / "large.py")
    assert made is not None
    assert made.loader is not None
    module = importlib.util.module_from_spec(made)
    made.loader.exec_module(module)
    return module


def unknown(large: Any, number: int) -> dict[str, str]:
    """Files with as many unknown statements and positions as known ones."""
    files: dict[str, str] = large._plain(20, [], large._none)
    files["terms/statements.yaml"] = "statements:\n" + "".join(
        f"  - {{id: known-word-{n:05}, speaker: one, said: 2024-01-01, text: So.,"
        " attribution: direct-statement, cites: {paper: [1]}}\n"
        for n in range(number)
    )
    files["terms/positions/a0.yaml"] = "positions:\n" + "".join(
        f"  - {{id: known-line-{n:05}, party: a0, kind: red-line, strength: declared,"
        f" title: Line, since: 2024-01-01, statements: [knwon-wrod-{n:05}x],"
        f" supersedes: [knwon-lien-{n:05}x], holds: {large._chosen(n % 20)}}}\n"
        for n in range(number)
    )
    return files


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ("every", 200),
        ("issues", 200),
        ("groups", 100),
        ("superseding", 100),
        ("parties", 15),
        ("unknown", 100),
    ],
)
def test_e05_four_times_as_much_takes_some_four_times_as_long(
    tmp_path: Path, large: ModuleType, shape: str, size: int
) -> None:
    """Loading and checking; what grew with the square took sixteen times as long."""

    def cost(number: int) -> int:
        made = unknown(large, number) if shape == "unknown" else getattr(large, shape)(number)
        root = large.write(tmp_path / str(number), made)
        return calls(lambda: reported(load(root)))

    cost(size)  # what is imported and kept
    assert cost(4 * size) < 7 * cost(size)


@pytest.mark.slow
@pytest.mark.parametrize("question", ["deals", "options draft", "report draft"])
def test_e05_an_answer_on_many_terms_is_written_in_time(tmp_path: Path, question: str) -> None:
    """One issue has them all; each term's name once took a look at all others."""

    def cost(number: int) -> int:
        terms = [f"term-{n}" for n in range(number)]
        files = written([issue("many", *terms, choose="any")])
        at = place(tmp_path / f"{number}", files)
        return calls(lambda: at.run(*question.split()))

    cost(100)
    assert cost(800) < 7 * cost(200)


NAMES = st.text("ab-_A", min_size=1, max_size=12)


@given(NAMES, st.lists(NAMES, max_size=12))
def test_e05_names_that_are_near_are_found_however_many_there_are(
    wrong: str, allowed: list[str]
) -> None:
    """Those that a search of all finds."""

    def folded(text: str) -> str:
        return text.casefold().replace("_", "-")

    near = sorted(
        (distance, each)
        for each in {*allowed}
        if (distance := OSA.distance(folded(wrong), folded(each)))
        <= max(1, max(len(wrong), len(each)) // 3)
    )
    same = [each for distance, each in near if distance == near[0][0]]
    expected = () if len(same) > 3 else tuple(each for _, each in near[:3])
    assert did_you_mean(wrong, allowed) == expected


@pytest.mark.parametrize("wrong", ["knwon-00042", "unlike-everything", "known-99999x"])
def test_e05_a_name_among_thousands_is_looked_for_in_few_steps(wrong: str) -> None:
    """The known ones are prepared once."""
    known = [f"known-{n:05}" for n in range(4_000)]
    did_you_mean(wrong, known)

    assert calls(lambda: did_you_mean(wrong, known)) < 100


# -- E12: links that lead out -------------------------------------------------


@pytest.mark.parametrize("target", ["../../outside.yaml", "/proc/self/environ", "/dev/zero"])
@pytest.mark.parametrize("name", ["scenarios/link.yaml", "terms/issues/link.yaml"])
def test_e12_a_link_that_leads_out_is_not_read(at: Place, name: str, target: str) -> None:
    """Nor written, by any command."""
    (at.root / name).symlink_to(target)
    outside = at.root.parent / "outside.yaml"
    before = outside.read_bytes()

    for command in (["validate", "--fix"], ["validate", "--format", "json"], ["check"]):
        ran = at.run(*command)
        assert ran.code in {1, 2}
        assert "SECRET" not in ran.out + ran.err
        assert "PATH=" not in ran.out + ran.err
    assert outside.read_bytes() == before
    assert (at.root / name).is_symlink()


# -- E16: large changes in an editor ------------------------------------------

HEAD = "title: T\nchoices:\n  a: b\n"
CHANGES = {
    "words": "a\n" * 400_000,
    "keys": "a:\n" * 260_000,
    "dashes": "- a:\n" * 200_000,
    "an open quote": '"' + "a\n" * 400_000,
    "open brackets": "[\n" * 400_000,
    "brackets in a line": "a: {" * 250_000,
    "more than a file may have": "a: 1\n" * 400_000,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=[*CHANGES])
def test_e16_a_change_that_no_file_would_have_is_refused(change: str) -> None:
    """No line of it is looked at: an editor waits for the answer."""
    text = HEAD + change

    def answer() -> None:
        names = Names({"scenarios/a.yaml": sketch(text)})
        assert list(complete(names, "scenarios/a.yaml", text, len(text) - 1)) == []
        lines = TextLines(text, Units.UTF16)
        assert lines.at(3, 0) == len(HEAD)
        assert lines.position(len(HEAD)) == (3, 0)

    answer()
    assert calls(answer) < MOST_LINES


@pytest.mark.parametrize(
    "text", [HEAD + "  # x\n" * 20_000, f"{HEAD}  # {'x' * (LONGEST_LINE - 4)}\n"]
)
def test_e16_what_a_file_may_have_is_looked_at(text: str) -> None:
    """As ever."""
    tree = sketch(text)
    assert isinstance(tree, Branch)
    assert [each.key.text for each in tree.entries] == ["title", "choices"]


@pytest.mark.slow
def test_e16_an_outline_has_an_end() -> None:
    """Editors show no more."""
    [root] = outline(sketch("issues:\n" + "  - id: x\n" * 3 * MOST))
    assert len(root.inside) == MOST
    assert len(outline(sketch("a: b\n" * 2 * MOST))) == MOST


# -- E17: files that are none, and cells that are computed --------------------


@pytest.mark.parametrize("name", ["zopa.toml", "pyproject.toml"])
@pytest.mark.parametrize("sort", ["pipe", "folder", "circle", "out", "device"])
def test_e17_a_configuration_that_is_no_file_is_said(at: Place, name: str, sort: str) -> None:
    """Not waited for, and not passed over: the team relies on it. The other is not zopa's."""
    file = at.root / name
    match sort:
        case "pipe":
            os.mkfifo(file)
        case "folder":
            file.mkdir()
        case "circle":
            file.symlink_to(name)
        case "out":
            file.symlink_to("../outside.yaml")
        case _:
            file.symlink_to("/dev/zero")

    for command in ("validate", "check"):
        ran = at.run(command)
        assert (ran.code != 0) == (name in ran.out + ran.err) == (name == "zopa.toml")
        assert "SECRET" not in ran.out + ran.err


COMPUTED = ["=1+1", " =1+1", "\uff1d1+1", "\u00a0-1", "@x", '"=1', "'=1"]


@pytest.mark.parametrize("text", COMPUTED)
def test_e17_no_table_has_a_cell_that_is_computed(at: Place, text: str) -> None:
    """In batches, lists and exported sheets; the import takes it for what it was."""
    draft = at.root / "scenarios/first-draft.yaml"
    quoted = text.replace('"', '\\"')
    draft.write_text(draft.read_text().replace("title: First draft", f'title: "{quoted}"'))
    spec = at.root / "spec.yaml"
    spec.write_text(f'questions: [check]\nscenarios: ["{quoted}"]\n')
    assert at.run("export", "--tables", str(at.root / "sheets")).code == 0

    tables = [
        at.run("batch", str(spec)).out,
        at.run("list", "scenarios", "--format", "csv").out,
        (at.root / "sheets/scenarios.csv").read_text("utf-8-sig"),
    ]
    for table in tables:
        cells = {cell for row in csv.reader(io.StringIO(table)) for cell in row}
        assert text not in cells
        assert cells & {f"'{text}", f'["{text}"]'}  # blanks at an end are written as in JSON
    before = draft.read_bytes()
    assert at.run("import", str(at.root / "sheets")).code == 0
    assert draft.read_bytes() == before


# -- what came later ----------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        'baseline = "../x.json"',
        'baseline = "/tmp/x.json"',
        'baseline = "a/../../x.json"',
        "baseline = 'C:\\x.json'",
        "baseline = '..\\x.json'",
        'output = ["json:x.json"]',
        'format = "json:x.json"',
        'exclude = ["../*"]',
        'cache-dir = "x"',
        "a = " + "[" * 50_000,
        "budget = " + "9" * 5_000,
        "budget = 1e400",
        '[severity]\n"\\u001b[2J::x" = "note"',
    ],
)
def test_a_configuration_of_a_clone_reads_and_writes_nothing_elsewhere(
    at: Place, text: str
) -> None:
    """Every such setting is an error; nothing is written, nothing controls a terminal."""
    (at.root / "zopa.toml").write_text(f"{text}\n")
    before = sorted(at.root.rglob("*"))

    for command in (["validate"], ["validate", "--write-baseline"], ["check"]):
        ran = at.run(*command)
        assert ran.code != 0
        assert "\x1b" not in ran.out + ran.err
        assert "fault" not in ran.err
    assert sorted(at.root.rglob("*")) == before
    assert {each.name for each in at.root.parent.iterdir()} <= {"w", "outside.yaml", "cache"}


@pytest.mark.parametrize("link", ["base.json", "folder"])
def test_a_baseline_is_not_reached_over_a_link(at: Place, link: str) -> None:
    """Neither read nor written."""
    elsewhere = at.root.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "base.json").write_text("SECRET")
    target = elsewhere if link == "folder" else elsewhere / "base.json"
    (at.root / link).symlink_to(target)
    name = "folder/base.json" if link == "folder" else link
    (at.root / "zopa.toml").write_text(f'baseline = "{name}"\n')

    for more in ([], ["--write-baseline"]):
        ran = at.run("validate", *more)
        assert ran.code == 2
        assert "leads out of the workspace" in ran.err
        assert "SECRET" not in ran.out + ran.err
    assert (elsewhere / "base.json").read_text() == "SECRET"


def test_a_batch_without_end_is_refused(at: Place) -> None:
    """A few lines ask for 10^12 rows; none is made."""
    spec = at.root / "spec.yaml"
    rows = ", ".join(["[]"] * 1_000)
    keys = ("waive", "hold", "parties")
    spec.write_text("".join(f"{key}: [{rows}]\n" for key in keys) + "questions: [check]\n")

    ran = at.run("batch", str(spec))
    assert (ran.code, ran.out) == (2, "")
    assert "asks for 1,000,000,000 rows" in ran.err


XML = (
    '<?xml version="1.0"?>{}<negotiation_template><utility_space>{}'
    "</utility_space></negotiation_template>"
)
OBJECTIVE = '<objective index="0" name="{}" type="objective">{}</objective>'
NEGMAS = {
    "entities that grow": XML.format(
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        OBJECTIVE.format("&b;", ""),
    ),
    "a file": XML.format(
        '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>', OBJECTIVE.format("&a;", "")
    ),
    "a page": XML.format('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">', ""),
    "depth": XML.format("", "<objective>" * 100_000 + "</objective>" * 100_000),
    "a long number": XML.format(
        "",
        OBJECTIVE.format(
            "x",
            '<issue index="1" name="n" type="integer" vtype="integer" etype="integer"'
            f' lowerbound="0" upperbound="{"9" * 5_000}"/>',
        ),
    ),
}
UVL = {
    "depth": "features\n" + "".join("\t" * n + f"f{n}\n" for n in range(3_000)),
    "brackets": f"features\n\ta\nconstraints\n\t{'(' * 50_000}a{')' * 50_000}\n",
    "a long number": f"features\n\ta\n\t\t[1..{'9' * 5_000}]\n\t\t\tb\n",
    "control characters": 'features\n\t"a\x1b[2J"\n',
}


@pytest.mark.parametrize(
    ("tool", "text"),
    [
        *(pytest.param("negmas", text, id=f"negmas {name}") for name, text in NEGMAS.items()),
        *(pytest.param("uvl", text, id=f"uvl {name}") for name, text in UVL.items()),
    ],
)
def test_a_hostile_model_is_refused_in_a_line(tmp_path: Path, tool: str, text: str) -> None:
    """Nothing is fetched, read or written."""
    file = tmp_path / ("a.xml" if tool == "negmas" else "a.uvl")
    file.write_text(text)

    ran = Place(tmp_path).run("import", "--from", tool, str(file), "--to", str(tmp_path / "to"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("zopa: ")
    assert "fault" not in ran.err
    assert "\x1b" not in ran.err
    assert "root:" not in ran.err
    assert not (tmp_path / "to").exists()
