"""Whether every command gives the same bytes wherever and however it runs.

Run: python benchmarks/reliability/same_bytes.py [--only NAME] [--apart]

Each command in each of its formats, on the shipped corpus and on every case of the
tests, in processes that differ in the hash seed, the locale, the time zone, the order
in which folders are listed and, where a command has `--jobs`, the number of workers: in
all of that at once, or with `--apart` in one thing at a time, to find out which.
Compared are exit code, stdout, stderr and every file that is written. The Turkish locale
is made by localedef, in a temporary folder.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import locale
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

REPOSITORY: Final = Path(__file__).parents[2]
APART: Final[dict[str, dict[str, str]]] = {
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "locale C": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "locale tr_TR.UTF-8": {"LC_ALL": "tr_TR.UTF-8"},
    "time zone Kiritimati (+14)": {"TZ": "Pacific/Kiritimati"},
    "folders listed in another order": {"SHUFFLED": "1"},
    "1 worker": {"WORKERS": "1"},
    "8 workers": {"WORKERS": "8"},
}
ALL_AT_ONCE: Final[dict[str, dict[str, str]]] = {
    "hash seed 1, locale C, zone +14, folders shuffled, 1 worker": {
        **APART["hash seed 1"],
        **APART["locale C"],
        **APART["time zone Kiritimati (+14)"],
        **APART["folders listed in another order"],
        **APART["1 worker"],
    },
    "hash seed 2, locale tr_TR.UTF-8, zone -11, folders shuffled, 8 workers": {
        "PYTHONHASHSEED": "2",
        **APART["locale tr_TR.UTF-8"],
        "TZ": "Pacific/Niue",
        "SHUFFLED": "2",
        **APART["8 workers"],
    },
}
"""What each process is told, beside hash seed 0 and what surrounds it anyhow."""
SILENT: Final = frozenset({"tui", "serve", "lsp", "completion"})
"""Commands that hold a conversation, or say nothing of a workspace."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def main() -> int:
    """Compare; the exit code says whether all bytes were the same."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--answers", action="store_true", help=argparse.SUPPRESS)
    arguments.add_argument("--only", default="", help="workspaces with this in their path")
    arguments.add_argument("--apart", action="store_true", help="one difference at a time")
    options = arguments.parse_args()
    if options.answers:
        json.dump(dict(answers(options.only)), sys.stdout)
        return 0
    expected: dict[str, str] = {}
    bad = 0
    locales = tempfile.mkdtemp()
    turkish = ["localedef", "-i", "tr_TR", "-f", "UTF-8", f"{locales}/tr_TR.UTF-8"]
    subprocess.run(turkish, check=True)
    ways = {"as it is": {}, **(APART if options.apart else ALL_AT_ONCE)}
    for way, variables in ways.items():
        found = json.loads(
            subprocess.run(
                [sys.executable, __file__, "--answers", "--only", options.only],
                check=True,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONHASHSEED": "0", "LOCPATH": locales, **variables},
            ).stdout
        )
        expected = expected or found
        differ = [key for key in {**expected, **found} if expected.get(key) != found.get(key)]
        bad += len(differ)
        print(f"{way}: {len(found):,} answers, {len(differ)} differ", flush=True)
        for key in differ[:5]:
            print(f"  {key}")
    shutil.rmtree(locales)
    return int(bad > 0)


def answers(only: str) -> Iterator[tuple[str, str]]:
    """What was asked, and a digest of all that came of it."""
    if "tr_TR" in os.environ.get("LC_ALL", ""):
        locale.setlocale(locale.LC_ALL, "")  # raises where there is no such locale
    if seed := os.environ.get("SHUFFLED"):
        _shuffle(random.Random(seed))
    from zopa.cli import main as zopa
    from zopa.cli.arguments import COMMANDS
    from zopa.workspace import load

    cases = sorted((REPOSITORY / "tests" / "cases").glob("*/terms"))
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        for root in [REPOSITORY, *(each.parent for each in cases)]:
            if only not in root.as_posix():
                continue
            workspace = load(root)
            drafts = list(workspace.scenarios)[:2]
            ids = [*map(str, workspace.corpus.issues), *map(str, workspace.corpus.positions)]
            for command in COMMANDS:
                if command not in SILENT:
                    for words in asked(command, drafts, ids[:: max(1, len(ids) // 4)]):
                        key = " ".join([root.relative_to(REPOSITORY).as_posix(), *words])
                        yield _placeless(key), _digest(zopa, ["-C", str(root), *words])
            changed = revised(root, Path("changed").absolute())
            for form in _flags("compare")["--format"]:
                words = ["compare", "--since", "HEAD", "--fail-on", "weaker", "--format", form]
                key = " ".join([root.relative_to(REPOSITORY).as_posix(), *words])
                yield key, _digest(zopa, ["-C", str(changed), *words])
            shutil.rmtree(changed)


def revised(root: Path, folder: Path) -> Path:
    """A git repository with the workspace, which had other lines and less drafts before."""
    git = [
        "git",
        "-C",
        str(folder),
        "-c",
        "user.name=zopa",
        "-c",
        "user.email=zopa@example.org",
    ]
    for name in ("terms", "scenarios"):
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name)
    changes: dict[Path, str] = {}
    for file in sorted(folder.rglob("*.yaml")):
        text = changes[file] = file.read_bytes().decode(errors="surrogateescape")
        text = text.replace("kind: demand", "kind: red-line").replace("declared", "repeated")
        file.write_bytes(text.encode(errors="surrogateescape"))
    drafts = [file for file in changes if file.parent.name == "scenarios"]
    for file in drafts[1:2]:
        file.unlink()
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "before"]):
        subprocess.run([*git, *command], check=True)
    for file, text in changes.items():
        file.write_bytes(text.encode(errors="surrogateescape"))
    return folder


def asked(command: str, drafts: list[str], ids: list[str]) -> Iterator[list[str]]:
    """The command in every format, with what it must be told."""
    made = str(Path.cwd() / "made")
    told: dict[str, list[list[str]]] = {
        "init": [["init", made], ["init", made, "--sample"]],
        "schema": [["schema", made], ["schema", made, "--for-workspace"]],
        "show": [["show", each] for each in ids],
        "explain": [["explain", "ZX101"]],
        "compare": [["compare", *drafts, "--all"]] if len(drafts) > 1 else [],
        "report": [["report", *drafts[:1], "--tables", "made"]],
        "validate": [["validate", "--fail-on=never"], ["validate", "--diff"]],
        "sweep": [["sweep", *drafts[:1]]],
    }
    for words in told.get(command, [[command, *drafts[:1]], [command]]):
        if command in {"options", "repair"} and len(words) < 2:
            continue
        flags = _flags(command)
        more = ["--jobs", os.environ.get("WORKERS", "2")] if "--jobs" in flags else []
        if "--no-cache" in flags:
            more.append("--no-cache")
        if "--budget" in flags:
            more += ["--budget", "600"]
        forms = flags.get("--format") or [""]
        for form in forms if "--diff" not in words else forms[:1]:
            yield [*words, *more, *(["--format", form] if form else [])]


def _flags(command: str) -> dict[str, list[str]]:
    """The flags of a command, each with its choices."""
    from zopa.cli.arguments import parser

    top = parser()
    commands = next(each for each in top._actions if hasattr(each, "_name_parser_map"))  # noqa: SLF001
    chosen: Any = commands.choices
    chosen[command].fill(chosen[command])  # what the command line does once it is chosen
    actions = chosen[command]._actions  # noqa: SLF001
    flags = {flag: list(each.choices or ()) for each in actions for flag in each.option_strings}
    assert "--quiet" in flags, "the flags of a command are not where they are looked for"
    return flags


def _digest(zopa: Callable[[list[str]], int], words: list[str]) -> str:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = zopa(words)
    said = _placeless(f"{code}\0{out.getvalue()}\0{err.getvalue()}")
    whole = hashlib.sha256(said.encode())
    made = Path("made")
    if made.exists():
        for file in sorted(made.rglob("*")):
            whole.update(file.as_posix().encode())
            whole.update(file.read_bytes() if file.is_file() else b"")
        shutil.rmtree(made)
    return f"{code} {whole.hexdigest()}"


def _placeless(text: str) -> str:
    """A text without the folder in which this runs and the number of workers."""
    text = text.replace(str(Path.cwd()), "…")
    return text.replace(f"--jobs {os.environ.get('WORKERS', '2')}", "--jobs n")


def _shuffle(chance: random.Random) -> None:
    """Make every folder list what is in it in another order, each time."""
    scandir, listdir = os.scandir, os.listdir

    class Shuffled(contextlib.AbstractContextManager["Shuffled"]):
        """What `os.scandir` gives, in another order."""

        def __init__(self, *where: Any) -> None:  # noqa: ANN401  # as os.scandir
            with scandir(*where) as entries:
                every = list(entries)
            chance.shuffle(every)
            self._left = iter(every)

        def __iter__(self) -> Iterator[os.DirEntry[str]]:
            return self._left

        def __next__(self) -> os.DirEntry[str]:
            return next(self._left)

        def __exit__(self, *_: object) -> None:
            self.close()

        def close(self) -> None:
            """Nothing is open."""

    def shuffled(*where: Any) -> list[str]:  # noqa: ANN401  # as os.listdir
        names = listdir(*where)
        chance.shuffle(names)
        return names

    os.scandir, os.listdir = Shuffled, shuffled  # type: ignore[assignment,misc]


if __name__ == "__main__":
    sys.exit(main())
