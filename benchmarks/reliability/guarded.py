"""One line of the sample corpus is broken: who catches it, and where.

Run: python benchmarks/reliability/guarded.py hooks|action|editor [EACH [WAY...]]

  hooks   `pre-commit run` in a git repository on disk, with the hooks of this checkout
          as its last commit has them, installed by pre-commit
  action  the steps of action.yml in bash, as GitHub's runner gives them their inputs
  editor  a session over the pipes of `zopa lsp`: the line is typed, findings are awaited

In a scratch repository with what `zopa init --sample` writes. So many lines (40) are
broken in each way of `tests/broken_lines.py`, one at a time. Prints a table of what is
shown of each, in the words of that module, and every break that is not shown at its line.
"""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

sys.path.append(str(Path(__file__).parents[2] / "tests"))

from broken_lines import WAYS, Break, Said, breaks, found, relation
from lsp.client import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Guard = Callable[[Break], tuple[bool, list[Said]]]
    """Breaks a line and mends it again; whether that was stopped, and what was shown."""

CHECKOUT = Path(__file__).parents[2]
CONCISE = re.compile(r"^([^\s:]+):(\d+):\d+: (?:error|warning)\[(Z\w+)\] (.*)$", re.MULTILINE)
NOTED = re.compile(
    r"^::(?:error|warning) title=(Z\w+)[^,]*,file=([^,]+),line=(\d+)(.*?)::(.*)$"
)
END = re.compile(r",endLine=(\d+)")
INPUT = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")
QUIET = 0.1
"""Seconds without a word after which an editor has been told everything."""


def surroundings(**more: str) -> dict[str, str]:
    """What a program is given, as on a machine that builds nothing."""
    without = {"CI", "GITHUB_ACTIONS", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "VIRTUAL_ENV"}
    return {key: each for key, each in os.environ.items() if key not in without} | more


def run(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=surroundings(**more),
        capture_output=True,
        text=True,
        check=False,
    )


def must(*command: str | Path, cwd: Path, **more: str) -> str:
    """The same of a program that has to succeed."""
    done = run(*command, cwd=cwd, **more)
    if done.returncode:
        sys.exit(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def scratch(folder: Path) -> Path:
    """A git repository with the sample corpus."""
    folder.mkdir()
    git = ["git", "-c", "user.name=zopa", "-c", "user.email=zopa@example.org"]
    must("git", "init", "-q", "-b", "main", cwd=folder)
    must(sys.executable, "-m", "zopa", "init", "--sample", ".", cwd=folder)
    must("git", "add", ".", cwd=folder)
    must(*git, "commit", "-q", "-m", "The sample", cwd=folder)
    return folder


def applied(root: Path, broken: Break) -> str:
    """Break the line, which stands below a comment for editors here; returns the old text."""
    file = root / broken.path
    text = file.read_text(encoding="utf-8")
    head, line_feed, _ = text.partition("\n")
    assert head.startswith("# yaml-language-server:"), broken.path
    file.write_text(head + line_feed + broken.text, encoding="utf-8")
    return text


def above(said: Said) -> Said:
    """A place as it is without the comment for editors."""
    return Said(said.path, said.first - 1, said.last - 1, said.message)


# -- pre-commit ---------------------------------------------------------------


def hooks(folder: Path) -> Iterator[Guard]:
    """`pre-commit run`, of what is staged."""
    root = scratch(folder / "repository")
    tool = folder / "pre-commit"
    must(sys.executable, "-m", "venv", tool, cwd=folder)
    must(tool / "bin/pip", "install", "-q", "pre-commit", cwd=folder)
    must("git", "clone", "-q", CHECKOUT, folder / "zopa", cwd=folder)
    revision = must("git", "rev-parse", "HEAD", cwd=folder / "zopa").strip()
    config = {
        "repos": [
            {
                "repo": str(folder / "zopa"),
                "rev": revision,
                "hooks": [{"id": "zopa-validate"}, {"id": "zopa-check"}],
            }
        ]
    }
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    must("git", "add", ".", cwd=root)
    home = {"PRE_COMMIT_HOME": str(folder / "home"), "ZOPA_CACHE_DIR": str(folder / "found")}
    must(tool / "bin/pre-commit", "install-hooks", cwd=root, **home)
    must(tool / "bin/pre-commit", "run", "--all-files", cwd=root, **home)

    def guard(broken: Break) -> tuple[bool, list[Said]]:
        text = applied(root, broken)
        must("git", "add", broken.path, cwd=root)
        done = run(tool / "bin/pre-commit", "run", cwd=root, **home)
        (root / broken.path).write_text(text, encoding="utf-8")
        must("git", "add", broken.path, cwd=root)
        return done.returncode != 0, concise(done.stdout)

    yield guard


def concise(text: str) -> list[Said]:
    """The places in findings of a line each."""
    return [
        above(Said(path, int(line), int(line), message))
        for path, line, _, message in CONCISE.findall(text)
    ]


# -- GitHub -------------------------------------------------------------------


def action(folder: Path) -> Iterator[Guard]:
    """The steps of the action: installed once, run for each line."""
    root = scratch(folder / "repository")
    steps = yaml.safe_load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))
    given = {name: each.get("default", "") for name, each in steps["inputs"].items()}
    must("git", "clone", "-q", CHECKOUT, folder / "zopa", cwd=folder)
    (folder / "temp").mkdir()
    summary = folder / "summary.md"
    runner = {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(root),
        "GITHUB_STEP_SUMMARY": str(summary),
        "RUNNER_TEMP": str(folder / "temp"),
    }

    def step(number: int) -> subprocess.CompletedProcess[str]:
        script = folder / f"step-{number}.sh"
        script.write_text(steps["runs"]["steps"][number]["run"], encoding="utf-8")
        variables = {
            name: INPUT.sub(lambda input_: given[input_[1]], value).replace(
                "${{ github.action_path }}", str(folder / "zopa")
            )
            for name, value in steps["runs"]["steps"][number]["env"].items()
        }
        bash = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script)
        return run(*bash, cwd=root, **runner, **variables)

    for number in (0, 1):
        done = step(number)
        if done.returncode:
            sys.exit(f"step {number}: {done.stdout}{done.stderr}")

    def guard(broken: Break) -> tuple[bool, list[Said]]:
        text = applied(root, broken)
        summary.write_text("", encoding="utf-8")
        done = step(1)
        (root / broken.path).write_text(text, encoding="utf-8")
        return done.returncode != 0, list(annotated(done.stdout))

    yield guard


def annotated(text: str) -> Iterator[Said]:
    """The places that GitHub would mark in the change."""
    for line in text.splitlines():
        if noted := NOTED.match(line):
            end = END.search(noted[4])
            last = end[1] if end else noted[3]
            yield above(Said(noted[2], int(noted[3]), int(last), noted[5]))


# -- an editor ----------------------------------------------------------------


def editor(folder: Path) -> Iterator[Guard]:
    """A session: files are opened, the line is changed, findings are awaited."""
    root = scratch(folder / "repository")
    with Client(root) as client:
        opened: dict[str, str] = {}

        def typed(uri: str, text: str) -> None:
            client.texts[uri] = text
            client.change(uri, [{"text": text}])
            client.diagnostics(uri)
            with suppress(queue.Empty):
                while True:
                    client.listen(time.monotonic() + QUIET)

        def guard(broken: Break) -> tuple[bool, list[Said]]:
            if broken.path not in opened:
                opened[broken.path] = client.open(root / broken.path)
                client.diagnostics(opened[broken.path])
            uri = opened[broken.path]
            text = client.texts[uri]
            head, line_feed, _ = text.partition("\n")
            typed(uri, head + line_feed + broken.text)
            told = list(published(client, root))
            typed(uri, text)
            if left := list(published(client, root)):
                sys.exit(f"mended, and still told: {left[0]}")
            return bool(told), told

        yield guard


def published(client: Client, root: Path) -> Iterator[Said]:
    """The places that the editor shows, those that a finding leads to among them."""
    base = f"{root.as_uri()}/"
    for uri, each in client.published.items():
        for finding in each["diagnostics"]:
            others = [each["location"] for each in finding.get("relatedInformation", ())]
            for place in ({"uri": uri, "range": finding["range"]}, *others):
                lines = (place["range"]["start"]["line"], place["range"]["end"]["line"])
                path = place["uri"].removeprefix(base)
                yield above(Said(path, lines[0] + 1, lines[1] + 1, finding["message"]))


# -- all of them --------------------------------------------------------------

GUARDS: dict[str, Callable[[Path], Iterator[Guard]]] = {
    "hooks": hooks,
    "action": action,
    "editor": editor,
}
COLUMNS = ("there", "owner", "below", "named", "elsewhere", "shown, not stopped", "nothing")


def main() -> None:
    """Break lines one by one."""
    name = sys.argv[1]
    each_way = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    folder = Path(tempfile.mkdtemp(prefix="zopa-guarded-"))
    lines: list[dict[str, Any]] = []
    print(f"| {name} | {' | '.join(COLUMNS)} |", flush=True)
    for guard in GUARDS[name](folder):
        for way in sys.argv[3:] or WAYS:
            count: Counter[str] = Counter()
            for broken in breaks(way, each_way):
                stopped, told = guard(broken)
                where = relation(broken, told) if told else "nothing"
                count[where] += 1
                count["shown, not stopped"] += bool(told) and not stopped
                right = found(broken)
                if where != "there" or right.relation != "there":
                    lines.append(
                        {
                            "shown": where,
                            "stopped": stopped,
                            "by validate": [right.relation, *right.codes],
                            "break": str(broken),
                        }
                    )
            print(f"| {way} | {' | '.join(str(count[x] or '') for x in COLUMNS)} |", flush=True)
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
