"""Whether the terminal that shows the interface is still there."""

from __future__ import annotations

import errno
import sys

__all__ = ["terminal_gone"]


def terminal_gone() -> bool:
    """Whether there was a terminal, and its other end has been closed.

    A process that the terminal does not control is sent no signal then, and the
    thread that reads keys finds an end of file again and again.
    """
    if sys.platform == "win32" or sys.__stdin__ is None:
        return False
    import termios

    try:
        termios.tcgetattr(sys.__stdin__.fileno())
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    except (OSError, ValueError):
        return False
    return False
