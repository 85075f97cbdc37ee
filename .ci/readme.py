"""Run what the README shows: its commands, and its transcripts to the letter.

In the README a `bash` block holds commands for a fresh clone; a `console` block
is a transcript, `$ command` and what it prints. The block after the line
`<!-- tests -->` is the command that runs the tests; CI runs it by itself.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(<!-- tests -->\n)?```(bash|console)\n(.*?)```", re.DOTALL)


def blocks() -> list[tuple[bool, str, str]]:
    """Whether it runs the tests, language and text of each block."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    return [(bool(tests), kind, body) for tests, kind, body in BLOCK.findall(text)]


def shell(command: str, clone: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a newcomer in the clone would, with what CI has on its path."""
    path = f"{clone / '.venv' / 'bin'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}"
    environment = {**os.environ, "PATH": path + os.environ["PATH"], "NO_COLOR": "1"}
    environment.pop("CI", None)
    return subprocess.run(
        ["bash", "-euc", command],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def transcripts(body: str) -> list[tuple[str, str]]:
    """Each command of a transcript with what it prints."""
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2].rstrip("\n")) for part in parts]


def main() -> None:
    """Run them all; end at the first that does not do what is shown."""
    if sys.argv[1:] == ["--test-command"]:
        sys.stdout.write(next(body for tests, _, body in blocks() if tests))
        return
    clone = Path(sys.argv[1])
    for tests, kind, body in blocks():
        if tests:
            continue
        if kind == "bash":
            for command in body.strip().splitlines():
                sys.stdout.write(f"$ {command}\n")
                done = shell(command, clone)
                if done.returncode:
                    sys.exit(f"exit code {done.returncode}\n{done.stdout}{done.stderr}")
            continue
        for command, expected in transcripts(body):
            sys.stdout.write(f"$ {command}\n")
            printed = shell(command, clone).stdout.rstrip("\n")
            if printed != expected:
                sys.exit(f"README shows:\n{expected}\n\nit prints:\n{printed}")


main()
