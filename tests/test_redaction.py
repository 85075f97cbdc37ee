"""Views: content hidden from a party does not affect any output for it."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from brute import disputes, laws
from cli.conftest import REPOSITORY, zopa  # noqa: F401  # a fixture
from strategies import DRAFT, PARTIES, workspaces
from zopa.cli import main
from zopa.cli.arguments import VIEWED
from zopa.diagnostics import Severity
from zopa.documents import parse
from zopa.redaction import PUBLIC, redacted
from zopa.workspace import assemble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.conftest import Zopa
    from strategies import Data, Files

SECRET = "Xyzzy"  # noqa: S105  # no password
OTHERWISE: list[Data] = [
    {"title": SECRET, "strength": "indicated", "note": SECRET},
    {"kind": "offer", "issues": [], "since": "2024-01-01", "title": f"{SECRET} offers"},
]
"""Alternative contents of a hidden position."""


def things(files: Files) -> Iterator[Data]:
    """The positions and statements, and the draft."""
    for path, said in files.items():
        if path.startswith("terms/positions/"):
            yield from said["positions"]
        if path == "terms/statements.yaml":
            yield from said["statements"]


def noted(files: Files) -> list[Data]:
    """What can have a note: things with ids, and files."""
    found: list[Data] = [*files.values(), *things(files)]
    for said in files.values():
        for key in ("parties", "speakers", "sources", "issues", "rules"):
            found.extend(said.get(key, ()))
        for issue in said.get("issues", ()):
            found.extend(issue.get("terms", ()))
        for key in ("entities", "contingencies", "milestones"):
            found.extend(said.get(key, {}).values())
    for each in things(files):
        found.extend(each.get("readings", {}).values())
    return found


def hide_notes(draw: st.DrawFn, files: Files, changed: Files, viewer: str) -> None:
    """Give some things notes that not everybody may see, other hidden ones in `changed`."""
    others = st.lists(st.sampled_from([x for x in PARTIES if x != viewer]), unique=True)
    pairs = list(zip(noted(files), noted(changed), strict=True))
    for place in draw(st.lists(st.integers(0, len(pairs) - 1), unique=True, max_size=6)):
        one, other = pairs[place]
        match draw(st.integers(0, 3)):
            case 0 if viewer != PUBLIC:  # it may be seen, so it is the same in both
                one["note"] = {
                    "text": f"Open to some {place}",
                    "visibility": [*draw(others), viewer],
                }
                other["note"] = copy.deepcopy(one["note"])
            case 1:
                one["note"] = {
                    "text": f"{SECRET}, said aside {place}",
                    "visibility": draw(others),
                }
                other.pop("note", None)
            case _:
                one.pop("note", None)
                other["note"] = {"text": f"{SECRET}, now {place}", "visibility": draw(others)}
    event(f"notes: {sum(isinstance(x.get('note'), dict) for x in noted(files)) > 0}")


@st.composite
def hiding(draw: st.DrawFn) -> tuple[Files, Files, str]:
    """Two workspaces that differ only in content hidden from a party, and that party."""
    files = draw(st.one_of(disputes(), workspaces()))
    viewer = draw(st.sampled_from([*PARTIES, PUBLIC]))
    others = st.lists(st.sampled_from([x for x in PARTIES if x != viewer]), unique=True)
    every = list(things(files))
    for each in draw(st.lists(st.sampled_from(every), unique_by=id, max_size=len(every))):
        each["visibility"] = draw(others)
    for each in draw(st.lists(st.sampled_from(every), unique_by=id, max_size=2)):
        if viewer != PUBLIC:
            each["visibility"] = [viewer]
    if draw(st.integers(0, 3)) == 3:
        files[DRAFT]["visibility"] = draw(others)
    changed = copy.deepcopy(files)
    hide_notes(draw, files, changed, viewer)
    hidden = [x for x in things(changed) if viewer not in x.get("visibility", [viewer])]
    event(f"{len(hidden)} of {len(every)} hidden")
    for each in hidden:
        if "kind" in each:
            each.update(draw(st.sampled_from(OTHERWISE)))
        else:
            each.update(text=f"{SECRET}, too", note=SECRET)
    if "visibility" in changed[DRAFT] and viewer not in changed[DRAFT]["visibility"]:
        changed[DRAFT].update(title=SECRET, choices={}, note=SECRET)
    if draw(st.booleans()):
        secret = {
            "id": "secret",
            "party": "beta",
            "kind": "demand",
            "strength": "declared",
            "title": SECRET,
            "since": "2025-01-01",
            "holds": {"all": []},
            "statements": ["said"],
            "visibility": draw(others),
        }
        path = draw(st.sampled_from(["terms/positions/beta.yaml", "terms/positions/own.yaml"]))
        changed.setdefault(path, {"positions": []})["positions"].append(secret)
    return files, changed, viewer


def parsed(files: Files) -> dict[str, Any]:
    """The data as zopa reads them."""
    return {path: parse(json.dumps(said), path).data for path, said in files.items()}


@laws
@given(hiding())
def test_a_view_does_not_change_with_what_it_hides(case: tuple[Files, Files, str]) -> None:
    """To the byte, the numbers of lines included; and nothing of it is in there."""
    files, changed, viewer = case

    seen = redacted(parsed(files), viewer)

    assert seen == redacted(parsed(changed), viewer)
    assert SECRET not in "".join(seen.values())
    assert "visibility" not in "".join(seen.values())


@laws
@given(hiding())
def test_a_view_of_a_sound_workspace_is_sound(case: tuple[Files, Files, str]) -> None:
    """What names something hidden does not name it there."""
    files, _, viewer = case

    seen = redacted(parsed(files), viewer)
    found = assemble(Path(), [parse(text, path) for path, text in sorted(seen.items())])

    assert [str(x) for x in found.diagnostics if x.severity == Severity.ERROR] == []
    shown = {
        f"{x['party']}/{x['id']}"
        for x in things(files)
        if "kind" in x and viewer in x.get("visibility", [viewer])
    }
    own = {name for name in found.corpus.positions if name in shown}
    assert own == shown


@laws
@given(st.one_of(disputes(), workspaces()))
def test_where_nothing_is_hidden_a_view_has_everything(files: Files) -> None:
    """All but what the draft expects."""
    before = parsed(files)
    seen = redacted(before, PUBLIC)
    after = {path: parse(text, path).data for path, text in seen.items()}
    corpus: Any = after["terms/corpus.yaml"]
    assert corpus.pop("view") == PUBLIC

    for said in before.values():
        said.pop("expect", None)
    kept = {
        path: said
        for path, said in before.items()
        if said.get("positions") != [] and said.get("statements") != []
    }
    assert after == kept


@laws
@given(hiding(), st.data())
def test_texts_that_tell_of_what_is_hidden_are_found(
    case: tuple[Files, Files, str], data: st.DataObject
) -> None:
    """A view shows them, so validation warns of those that not all may read, and no others."""
    files, _, viewer = case
    each = data.draw(st.sampled_from([x for x in things(files) if "kind" in x]))
    name = f"{each['party']}/{each['id']}"
    files[DRAFT]["note"] = f"This leaves out {name}."
    built = assemble(
        Path(), [parse(json.dumps(said), path) for path, said in sorted(files.items())]
    )
    found = {x.message for x in built.diagnostics if x.code == "ZP108"}

    readers, seen_by = files[DRAFT].get("visibility"), each.get("visibility")
    tells = seen_by is not None and (readers is None or not set(readers) <= set(seen_by))
    event(f"tells: {tells}")
    told = {f"text tells of `{name}`, which not all its readers may see"}
    assert found == (told if tells else set())
    shown = redacted(parsed(files), viewer).get(DRAFT, "")
    assert tells or name not in shown or viewer in (seen_by or [viewer])


# -- what commands write ------------------------------------------------------

COMMANDS = (
    ("check",),
    *((each, "compromise") for each in ("check", "options", "deals", "conflicts", "sweep")),
    *((each, "amount-open-in-april") for each in ("concessions", "coalitions", "frontier")),
    *((each, "guarantee-lapses") for each in ("repair", "robustness")),
    ("compare", "compromise", "guarantee-lapses"),
    ("coverage",),
    ("coverage", "--topics"),
    ("list", "positions"),
    ("list", "statements", "--format", "csv"),
    ("show", "dockers"),
    ("show", "dockers/three-and-a-half"),
    ("report", "compromise", "--with", "coalitions", "--format", "html"),
    ("report", "compromise", "--format", "markdown"),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The wage round, with a position and a statement for the mediator only."""
    import shutil

    root = tmp_path / "wage-round"
    shutil.copytree(REPOSITORY / "examples" / "wage-round", root)
    positions = root / "terms" / "positions" / "dockers.yaml"
    text = positions.read_text("utf-8")
    start = "  - id: right-to-strike\n"
    assert start in text
    positions.write_text(text.replace(start, f"{start}    visibility: [mediator]\n"), "utf-8")
    (root / "terms" / "positions" / "secret.yaml").write_text(
        "visibility: [mediator]\npositions:\n"
        "  - {id: secret, party: operator, kind: red-line, strength: declared,\n"
        "     since: 2031-03-02, title: Xyzzy,\n"
        "     holds: {issue: raise, at-most: 1}, statements: []}\n",
        "utf-8",
    )
    return root


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_that_is_written_under_a_view_changes_with_what_it_hides(
    zopa: Zopa,  # noqa: F811
    workspace: Path,
    command: tuple[str, ...],
) -> None:
    """Every command, its JSON with the digest included; and each says that it is a view."""
    forms: list[tuple[str, ...]] = [()]
    if "--format" not in command:
        forms.append(("--format", "json"))
    asked = [("-C", workspace, *command, "--view", "public", *each) for each in forms]
    before = [zopa(*each) for each in asked]
    (workspace / "terms" / "positions" / "secret.yaml").unlink()
    path = workspace / "terms" / "positions" / "dockers.yaml"
    said = path.read_text("utf-8")
    path.write_text(said.replace("title: The right to strike stays", "title: Xyzzy"), "utf-8")
    after = [zopa(*each) for each in asked]

    assert before == after
    for ran in before:
        assert (ran.code, ran.err) == (0, "")
        assert "Xyzzy" not in ran.out
        assert "right-to-strike" not in ran.out
        assert "--format csv" in " ".join(map(str, command)) or "iew" in ran.out


def test_a_party_sees_what_it_may(zopa: Zopa, workspace: Path) -> None:  # noqa: F811
    """And others do not."""

    def positions(*flags: str) -> list[str]:
        return zopa("-C", workspace, "list", "positions", "--ids", *flags).out.split()

    hidden = {"dockers/right-to-strike", "operator/secret"}
    assert set(positions()) - set(positions("--view", "mediator")) == set()
    assert set(positions()) - set(positions("--view", "public")) == hidden
    assert set(positions()) - set(positions("--view", "dockers")) == hidden


def test_the_assumptions_of_the_settings_have_no_effect_under_a_view(
    zopa: Zopa,  # noqa: F811
    workspace: Path,
) -> None:
    """They could name what it hides; and every answer names the view in the same words."""

    def answer(*command: str) -> str:
        return zopa("-C", workspace, *command, "--view", "public").out

    before = answer("check", "compromise")
    said = "\nView: only what everybody may see.\n"
    assert said in before
    assert said in answer("show", "dockers")
    (workspace / "zopa.toml").write_text(
        "[assumptions.readings]\n'dockers/right-to-strike' = 'any-waiver'\n", "utf-8"
    )
    assert answer("check", "compromise") == before


def test_views_that_there_are_not(zopa: Zopa, workspace: Path) -> None:  # noqa: F811
    """No party, a revision, a file of which nobody knows what it hides."""
    where = ("-C", workspace)
    ran = zopa(*where, "check", "--view", "nobody")
    assert (ran.code, ran.out) == (2, "")
    assert "no party `nobody`" in ran.err
    ran = zopa(*where, "compare", "--since", "HEAD", "--view", "public")
    assert (ran.code, ran.out) == (2, "")
    ran = zopa(*where, "check", "--stdin-filename", "scenarios/x.yaml", "--view", "public")
    assert (ran.code, ran.out) == (2, "")
    assert "not of a text from stdin" in ran.err
    (workspace / "terms" / "positions" / "secret.yaml").write_text("positions: [", "utf-8")
    ran = zopa(*where, "check", "--view", "public")
    assert (ran.code, ran.out) == (2, "")
    assert "what it hides is not known" in ran.err


def test_who_may_see_something_is_a_party(zopa: Zopa, workspace: Path) -> None:  # noqa: F811
    """Another name is an error with its place."""
    (workspace / "terms" / "positions" / "secret.yaml").unlink()
    path = workspace / "terms" / "positions" / "dockers.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("[mediator]", "[mediatr]"), "utf-8")
    ran = zopa("-C", workspace, "validate")

    assert ran.code == 1
    assert "mediatr" in ran.out


def test_a_note_that_only_some_may_see(zopa: Zopa, workspace: Path) -> None:  # noqa: F811
    """It is set in words, shown to them alone, kept by tables, and follows the party's id."""
    (workspace / "terms" / "positions" / "secret.yaml").unlink()
    where, line = ("-C", workspace), "dockers/three-and-a-half"
    said = "They would take three instead"
    assert zopa(*where, "set", line, f"note={said} | visibility: mediator").code == 0
    path = workspace / "terms" / "positions" / "dockers.yaml"
    assert f"    note: {{text: {said}, visibility: [mediator]}}\n" in path.read_text("utf-8")

    assert said in zopa(*where, "show", line).out
    assert said in zopa(*where, "show", line, "--view", "mediator").out
    assert said not in zopa(*where, "show", line, "--view", "public").out
    book = workspace / "talks.xlsx"
    assert zopa(*where, "export", "--tables", book).code == 0
    assert "nothing to change" in zopa(*where, "import", book).out

    assert zopa(*where, "set", "dockers/four-per-cent", f"note={said}, or so").code == 0
    told = zopa(*where, "validate").out
    assert "text tells of a note, which not all its readers may see" in told
    assert zopa(*where, "rename", "mediator", "arbiter").code == 0
    assert f"{said}, visibility: [arbiter]" in path.read_text("utf-8")
    text = path.read_text("utf-8")
    path.write_text(text.replace("[arbiter]", "[arbitr]"), "utf-8")
    ran = zopa(*where, "validate")
    assert ran.code == 1
    assert "`arbitr`" in ran.out


def test_weights_that_only_some_may_see(zopa: Zopa, workspace: Path) -> None:  # noqa: F811
    """A number, or the whole file; a name that there is not is wrong where all is seen."""
    (workspace / "terms" / "positions" / "secret.yaml").unlink()
    file = workspace / "weights.yaml"
    asked = ("-C", workspace, "frontier", "amount-open-in-april", "--weights", file)
    hidden = "{value: 4, visibility: [mediator]}"
    file.write_text(f"weights:\n  dockers/right-to-strike: {hidden}\n", "utf-8")
    assert zopa(*asked).code == 0
    before = zopa(*asked, "--view", "public", "--format", "json").out
    file.write_text("weights: {}\n", "utf-8")
    assert zopa(*asked, "--view", "public", "--format", "json").out == before
    file.write_text("visibility: [mediator]\nweights: {}\n", "utf-8")
    assert zopa(*asked, "--view", "mediator").code == 0
    ran = zopa(*asked, "--view", "public")
    assert (ran.code, ran.out) == (2, "")
    assert "`public` may not see the weights" in ran.err
    file.write_text("weights:\n  dockers/x: {value: -1, visibility: [nobody]}\n", "utf-8")
    ran = zopa(*asked)
    assert ran.code == 2
    for wrong in ("no party `nobody`", "no position `dockers/x`", "must not be negative"):
        assert wrong in ran.err
    ran = zopa(*asked, "--view", "public")
    assert ran.code == 2
    assert "dockers" not in ran.err


# -- every command, whatever is hidden --

ROOT = "ROOT"
"""Stands in a command for the workspace."""
SAME_FOLDER = "zopa-views"
"""Name of the folder of both workspaces in turn, since answers may contain it."""


def asked_of(name: str, viewer: str) -> list[str]:
    """Arguments for each command with views; with a draft if it needs one."""
    about = {
        "coverage": ["--topics"],
        "list": ["positions"],
        "show": ["alpha"],
        "report": ["draft", "--with", "coalitions", "--with", "robustness"],
        "compare": ["draft", "draft"],
        "serve": [],
        "tui": [],
    }.get(name, ["draft"])
    form = ["--format", "markdown"] if name == "report" else ["--format", "json"]
    return [name, *about, *form, "--view", viewer]


def written_by(files: Files, command: list[str]) -> tuple[int, str, str]:
    """The output of a command on a workspace with these files."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / SAME_FOLDER
        for path, said in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(json.dumps(said, indent=1) + "\n", "utf-8")
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["-C", str(root), *(x.replace(ROOT, str(root)) for x in command)])
        return code, out.getvalue().replace(folder, ""), err.getvalue().replace(folder, "")


@pytest.mark.slow
@laws
@given(hiding(), st.sampled_from(sorted(VIEWED - {"tui", "serve"})))
def test_every_command_writes_the_same_bytes_whatever_is_hidden(
    case: tuple[Files, Files, str], name: str
) -> None:
    """On stdout and stderr, with its exit code; `tui` and `serve` are given the same files."""
    same_bytes(case, asked_of(name, case[2]))


@pytest.mark.slow
@laws
@given(hiding(), st.data())
def test_trade_offs_are_the_same_whatever_weights_are_hidden(
    case: tuple[Files, Files, str], data: st.DataObject
) -> None:
    """Those of hidden positions, hidden weights, and what no deal costs a party."""
    files, changed, viewer = case
    others = st.lists(st.sampled_from([x for x in PARTIES if x != viewer]), unique=True)
    numbers = st.integers(0, 4)

    def said(names: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Numbers for the names; in the second only the hidden ones are others."""
        one: dict[str, Any] = {}
        other: dict[str, Any] = {}
        for name in names:
            value, seen = data.draw(numbers), data.draw(st.booleans())
            one[name] = value if seen else {"value": value, "visibility": data.draw(others)}
            other[name] = one[name]
            if not seen:
                other[name] = {**one[name], "value": data.draw(numbers)}
                if data.draw(st.booleans()):
                    del other[name]
        return one, other

    lines = {f"{x['party']}/{x['id']}": x for x in things(files) if "kind" in x}
    weights = said(list(lines))
    for name, each in lines.items():
        if viewer not in each.get("visibility", [viewer]):
            weights[1][name] = data.draw(numbers)
    costs = said(data.draw(st.lists(st.sampled_from(PARTIES), unique=True)))
    for given_, number, rest in ((files, 0, weights), (changed, 1, weights)):
        given_["weights.json"] = {"weights": rest[number], "disagreement": costs[number]}
    same_bytes(case, [*asked_of("frontier", viewer), "--weights", f"{ROOT}/weights.json"])


def same_bytes(case: tuple[Files, Files, str], command: list[str]) -> None:
    """Hold that a command writes the same of both, and nothing that is hidden."""
    files, changed, _ = case
    before = written_by(files, command)

    assert before == written_by(changed, command)
    assert SECRET not in "".join(map(str, before))
    event(f"{command[0]} {before[0]} {before[2]}")
