"""The GitHub Action and the pre-commit hooks that other repositories use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from zopa.cli.arguments import parser

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.conftest import Change, Commit

REPOSITORY = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load(
    (REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
)
STEP = ACTION["runs"]["steps"][-1]
INPUT = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")


@pytest.fixture
def act(workspace: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the action's step as GitHub's runner does, with the default inputs."""
    folder = tmp_path / "temp" / "zopa-venv" / "bin"
    folder.mkdir(parents=True)
    program = folder / "zopa"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m zopa "$@"\n')
    program.chmod(0o755)
    script = tmp_path / "step.sh"
    script.write_text(STEP["run"])

    def run(**inputs: str) -> subprocess.CompletedProcess[str]:
        given = {name: each.get("default", "") for name, each in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        variables = {
            name: INPUT.sub(lambda found: given[found[1]], value)
            for name, value in STEP["env"].items()
        }
        surroundings = {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "RUNNER_TEMP": str(tmp_path / "temp"),
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, **surroundings, **variables},
            timeout=120,
        )

    return run


def test_the_action_passes_a_workspace_without_findings(act: Any, tmp_path: Path) -> None:
    """Files and expectations, with one summary for both."""
    ran = act()

    assert (ran.returncode, ran.stderr) == (0, "")
    assert (tmp_path / "summary.md").read_text().count("### zopa") == 1


def test_the_action_fails_at_a_wrong_line(act: Any, change: Change, tmp_path: Path) -> None:
    """With an annotation there, and a SARIF file that can be uploaded all the same."""
    change("terms/positions/seller.yaml", "kind: red-line", "kind: red-lin")

    ran = act(sarif_file="out.sarif")

    assert ran.returncode == 1
    assert (
        "::error title=ZS301 unknown-kind,file=terms/positions/seller.yaml,line=4" in ran.stdout
    )
    assert Path("out.sarif").stat().st_size


def test_the_action_tells_each_finding_once(
    act: Any, commit: Commit, change: Change, tmp_path: Path
) -> None:
    """What keeps the files, the expectations and the comparison from being right is one."""
    change("scenarios/first-draft.yaml", "title: First draft", "titel: First draft")

    ran = act(since="HEAD")

    assert ran.returncode == 1
    assert ran.stdout.count("::error title=ZS101") == 1
    lines = [line for line in ran.stdout.splitlines() if "ZS101" in line]
    assert len(lines) == 3  # the finding, the way to its explanation, the annotation
    assert "ZS101" not in ran.stderr
    assert (tmp_path / "summary.md").read_text().count("ZS101") == 1


@pytest.mark.parametrize("already", [0, 900_000, 999_000, 999_990])
def test_the_summary_of_a_step_never_grows_too_large(
    act: Any, change: Change, tmp_path: Path, already: int
) -> None:
    """GitHub drops one of more than a mebibyte whole; other runs may have written to it."""
    summary = tmp_path / "summary.md"
    summary.write_text("x" * already)
    many = "".join(f"unknown-{number}: 1\n" for number in range(2_000))
    change("scenarios/first-draft.yaml", "", many)

    assert act().returncode == 1
    assert already <= summary.stat().st_size <= 1_000_000


def test_the_action_says_why_it_could_do_nothing(act: Any, tmp_path: Path) -> None:
    """Few read the log: an annotation and the summary say it."""
    for given in ({"workspace": "nowhere"}, {"fail_on": "nothing"}, {"since": "nowhere"}):
        (tmp_path / "summary.md").write_text("")
        ran = act(**given)
        assert ran.returncode == 2
        assert "::error title=zopa::" in ran.stderr
        assert "could not do its job" in (tmp_path / "summary.md").read_text()


def test_the_action_fails_at_an_expectation_that_is_not_met(act: Any, change: Change) -> None:
    """Unless it was told to look at the files only."""
    change("scenarios/first-draft.yaml", "deal: false", "deal: true")

    assert act().returncode == 1
    assert "::error title=ZE101" in act().stdout
    assert act(check="false").returncode == 0


def test_the_action_has_what_the_command_has(act: Any, change: Change) -> None:
    """Paths, gates and the fail level reach it, whatever is in them."""
    change("terms/positions/seller.yaml", "kind: red-line", "kind: red-lin")

    assert act(paths="scenarios\nterms/corpus.yaml\n", check="false").returncode == 0
    assert act(fail_on="never", check="false").returncode == 0
    assert act(paths="$(touch hacked)\n; touch hacked", check="false").returncode == 2
    assert act(workspace="nowhere").returncode == 2
    assert not Path("hacked").exists()
    change("terms/positions/seller.yaml", "kind: red-lin", "kind: red-line")
    assert act(gate="red-lines\nincoherent\n").returncode == 1


def test_the_action_says_what_got_weaker(
    act: Any, commit: Commit, change: Change, tmp_path: Path
) -> None:
    """When it is told since when; all of it is annotated, red lines fail the step."""
    change("terms/positions/buyer.yaml", "at-most: 90", "at-most: 99")

    ran = act(since="HEAD", sarif_file="out.sarif")

    assert ran.returncode == 1
    assert "::error title=ZD102 red-line-weaker,file=terms/positions/buyer.yaml" in ran.stdout
    assert (tmp_path / "summary.md").read_text().count("### zopa") == 1
    assert Path("out.changes.sarif").stat().st_size
    assert act().returncode == 0
    weighed = act(since="HEAD", since_fail_on="error", severity="ZD102=note\nZD101=error\n")
    assert weighed.returncode == 0
    assert "::notice title=ZD102" in weighed.stdout
    assert act(severity="ZE101=note").returncode == 2
    assert act(since="HEAD", since_fail_on="never").returncode == 0
    assert act(since="nowhere").returncode == 2
    assert act(since="--fail-on=never").returncode == 2


@pytest.mark.parametrize("step", ACTION["runs"]["steps"], ids=lambda each: each["name"])
def test_no_input_is_a_part_of_a_script(step: dict[str, Any]) -> None:
    """An input with a quote in it would be run."""
    assert "${{" not in step["run"]


def test_what_the_action_installs_is_pinned() -> None:
    """Each requirement of zopa by a version and hashes."""
    pinned = (REPOSITORY / ".ci/requirements.txt").read_text(encoding="utf-8")
    project = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    needed = re.search(r"\ndependencies = \[(.*?)\n\]", project, re.DOTALL)
    assert needed is not None

    built = tomllib.loads(project)["build-system"]["requires"]
    for name in re.findall(r'"([a-z0-9-]+)', f"{needed[1]}{built}".replace("'", '"')):
        assert re.search(rf"^{name}==\S+ .*\n    --hash=sha256:", pinned, re.MULTILINE), name


def test_extras_are_pinned_too() -> None:
    """Each by a version and hashes, in the same versions as what the action installs."""
    folder = REPOSITORY / ".ci"
    pins = {
        name: dict(
            re.findall(r"^([a-z0-9-]+)==(\S+) .*\n    --hash=sha256:", text, re.MULTILINE)
        )
        for name in ("requirements.txt", "requirements-extras.txt")
        for text in [(folder / name).read_text(encoding="utf-8")]
    }
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    some, every = pins.values()

    for extra, needed in extras.items():
        for each in needed:
            name = re.match("[a-z0-9-]+", each)
            assert name is not None
            assert name[0] in every, f"{extra}: {each}"
    needed = project["project"]["dependencies"]
    shared = {re.split("[^a-z0-9-]", each)[0] for each in needed}
    assert {name: every.get(name) for name in shared} == {name: some[name] for name in shared}


@pytest.mark.parametrize("hook", HOOKS, ids=lambda each: each["id"])
def test_a_hook_is_a_command(hook: dict[str, Any]) -> None:
    """Its arguments are ones that zopa has; the whole workspace is one run."""
    files = ["terms/a.yaml"] if hook.get("pass_filenames", True) else []

    options = parser().parse_args([*hook["args"], *files])

    assert hook["entry"] == "zopa"
    assert options.command in {"validate", "check", "compare", "fmt"}
    assert hook["require_serial"]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda each: each["id"])
def test_a_hook_of_the_whole_workspace_runs_whatever_a_commit_holds(
    hook: dict[str, Any],
) -> None:
    """One that only deletes files holds none, and takes red lines with it."""
    if hook.get("pass_filenames", True):
        assert re.search(hook["files"], "terms/positions/a.YAML")
    else:
        assert hook["always_run"]
        assert not {"files", "types", "exclude"} & hook.keys()
