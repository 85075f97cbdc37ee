"""How the program ends when others end it: signals, a terminal that is gone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading

from zopa_tui.app.commands import Everywhere
from zopa_tui.app.terminal import between_steps
from zopa_tui.presence import terminal_gone

__all__ = ["INTERRUPTED", "Ending"]

PRESENCE = 3.0
"""Seconds between two looks whether the terminal is still there."""
LAST = 5.0
"""Seconds after which a process that was told to end ends, whatever it waits for."""
INTERRUPTED = 130
"""Exit code where a signal ended it; the CLI's table has it."""


class Ending(Everywhere):
    """The part of the application that minds its process and its terminal."""

    def heed_signals(self) -> None:
        """End when told to, or when the terminal is gone; paint all again after a stop."""
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for ending in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(ending, self._ended)
        if not self.is_headless:
            between_steps(signal.SIGTSTP)
            between_steps(signal.SIGCONT)
            self.set_interval(PRESENCE, self._end_without_terminal)
            # After SIGTSTP and fg the terminal has forgotten the picture.
            self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))

    def _end_without_terminal(self) -> None:
        if terminal_gone():
            self._ended()

    def _ended(self) -> None:
        """The window was closed, or the process told to end: keep what is unsaved.

        Textual can wait without end for a terminal that is gone to take its last
        letters; whoever told us to end does not have to tell us twice.
        """
        self.close_journal(keep=True)
        if not self.is_headless:
            last = threading.Timer(LAST, os._exit, (INTERRUPTED,))
            last.daemon = True
            last.start()
        self.exit(return_code=INTERRUPTED)
