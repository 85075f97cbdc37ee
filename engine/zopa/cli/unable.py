"""What ends a command that cannot do its job."""

from __future__ import annotations

__all__ = ["Unable"]


class Unable(Exception):  # noqa: N818  # names the exit code it leads to
    """The command cannot do what it was asked; exit code 2."""

    def __init__(self, message: str, *way_out: str) -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out
