"""A real terminal with a shell, through a separate tmux server."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["TMUX", "Terminal", "terminal"]

TMUX = shutil.which("tmux")
PATIENCE = 60.0
PROMPT = "ready> "


@dataclass(frozen=True)
class Terminal:
    """Sends keys, and reads the screen."""

    socket: Path

    def tmux(self, *arguments: str) -> str:
        """Run a tmux command; returns its output."""
        command = ["tmux", "-S", str(self.socket), "-f", "/dev/null", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def press(self, *keys: str) -> None:
        """Press keys, by their names in tmux."""
        self.tmux("send-keys", *keys)

    def run(self, *command: object) -> None:
        """Type a command into the shell."""
        self.tmux("send-keys", "-l", shlex.join(map(str, command)))
        self.press("Enter")

    @property
    def text(self) -> str:
        """The visible text."""
        return self.tmux("capture-pane", "-p")

    def read(self, *texts: str) -> str:
        """Wait until all of these texts are visible; returns the complete screen."""

        def shown() -> str | None:
            picture = self.text
            return picture if all(each in picture for each in texts) else None

        return self.until(shown, " and ".join(texts))

    def until(self, found: Callable[[], str | None], what: str) -> str:
        """Wait until a value is found; returns it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if (answer := found()) is not None:
                return answer
            time.sleep(0.02)
        raise AssertionError(what, self.text)

    @property
    def modes(self) -> dict[str, str]:
        """Terminal modes that a program can leave behind: screen, cursor, mouse."""
        names = (
            "alternate_on",
            "cursor_flag",
            "mouse_any_flag",
            "keypad_flag",
            "wrap_flag",
            "insert_flag",
        )
        said = self.tmux("display-message", "-p", " ".join(f"#{{{each}}}" for each in names))
        return dict(zip(names, said.split(), strict=True))

    def settings(self) -> str:
        """The settings of the line from stty, at a prompt."""
        self.run("clear")
        self.run("stty", "-g")
        return self.until(self._line, "the answer of stty")

    def _line(self) -> str | None:
        # Where the prompt comes before the screen is clear, it stands before the answer.
        words = [each for each in self.text.split() if each.count(":") > 10]
        return words[-1] if words else None


@contextmanager
def terminal(folder: Path, columns: int = 100, rows: int = 30) -> Iterator[Terminal]:
    """A terminal at a shell's prompt, in a folder."""
    made = Terminal(folder / "tmux")
    size = ("-x", str(columns), "-y", str(rows))
    home = {"PS1": PROMPT, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    variables = [f"{name}={value}" for name, value in home.items()]
    state = [f"XDG_STATE_HOME={os.environ['XDG_STATE_HOME']}"]
    # pytest's readline says in the environment how large its own terminal is.
    without = ("-u", "COLUMNS", "-u", "LINES", "-u", "NO_COLOR")
    shell = shlex.join(["env", *without, *variables, *state, "sh"])
    made.tmux("new-session", "-d", *size, "-c", str(folder), shell)
    try:
        made.read(PROMPT.strip())
        yield made
    finally:
        made.tmux("kill-server")
